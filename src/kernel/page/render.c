/* render.c -- a compiled template over a document. Every value is escaped; what is missing is empty. */
#include <string.h>

#include "day.h"
#include "i18n.h"
#include "mustache.h"
#include "qr.h"
#include "str.h"

enum { PARTIALS_DEEP = 24 };

static bool truthy(const json_t *v)
{
    switch (v ? json_typeof(v) : JSON_NULL) {
    case JSON_NULL: case JSON_FALSE: return false;
    case JSON_STRING:  return json_string_length(v) > 0;
    case JSON_INTEGER: return json_integer_value(v) != 0;
    case JSON_REAL:    return json_real_value(v) < 0 || json_real_value(v) > 0;
    case JSON_ARRAY:   return json_array_size(v) > 0;
    default:           return true;
    }
}

/* The nearest context that knows the first part decides; the rest must be inside it. */
static const json_t *look_up(const render *r, const char *const *name, size_t n, bool *ret_global)
{
    const json_t *v = NULL;
    size_t i = r->n;
    *ret_global = false;
    if (n == 0) return r->n ? r->stack[r->n - 1] : NULL;
    while (i > 0 && !v) v = json_object_get(r->stack[--i], name[0]);
    *ret_global = v && r->global[i];
    for (size_t part = 1; part < n && v; part++) v = json_object_get(v, name[part]);
    return v;
}

static void push(render *r, const json_t *v, bool global)
{
    r->stack[r->n] = v;
    r->global[r->n++] = global;
}

static void text_of(const json_t *v, strbuf *out)
{
    switch (v ? json_typeof(v) : JSON_NULL) {
    case JSON_STRING:  sb_str(out, json_string_value(v)); break;
    case JSON_INTEGER: sb_int(out, (int64_t)json_integer_value(v)); break;
    case JSON_REAL:    sb_fmt(out, "%.15g", json_real_value(v)); break;
    case JSON_TRUE:    sb_str(out, "true"); break;
    case JSON_FALSE:   sb_str(out, "false"); break;
    default: break;
    }
}

static const char *plain(const render *r, const json_t *v)
{
    strbuf sb;
    if (json_is_string(v)) return json_string_value(v);
    sb = sb_new(r->a, 24);
    text_of(v, &sb);
    return sb.p;
}

/* --- values for people ------------------------------------------------ */

static const char *instant(const render *r, wr_us at)
{
    wr_us midnight;
    wr_day d;
    int minute;
    if (r->globals && r->globals->when) return r->globals->when(r->a, r->lang, at);
    d = day_of_number(at >= 0 ? at / 86400000000 : -((-at + 86399999999) / 86400000000));
    midnight = us_of_day(d);
    minute = (int)((at - midnight) / 60000000);
    return i18n_at(r->a, r->lang, d, minute / 60, minute % 60, "UTC");
}

static const char *formatted(const render *r, m_word how, const json_t *v)
{
    const char *text = plain(r, v);
    wr_day d;
    wr_us at;
    switch (how) {
    case W_WORD:  return i18n_word(r->a, r->lang, text);
    case W_MONEY: return json_is_integer(v) ? i18n_cents(r->a, r->lang, json_integer_value(v)) : text;
    case W_INT:   return json_is_integer(v) ? i18n_int(r->a, r->lang, json_integer_value(v)) : text;
    case W_DAY:   return day_parse(text, &d) ? i18n_day(r->a, r->lang, d) : text;
    case W_LONG:  return day_parse(text, &d) ? i18n_day_long(r->a, r->lang, d) : text;
    case W_WHEN:  return us_parse(text, &at) ? instant(r, at) : text;
    default:      return text;
    }
}

/* A path or an address of the web, of mail, of a telephone; else "#". Browsers drop control characters and read \ as /. */
static const char *safe_url(const render *r, const char *s, bool global)
{
    for (const char *c = s; *c; c++)
        if ((unsigned char)*c <= ' ' || *c == '\\') return "#";
    if (*s == '/' && s[1] != '/')
        return global || !r->globals || !r->globals->prefix || str_starts(s, "/static/") ? s : arena_fmt(r->a, "%s%s", r->globals->prefix, s);
    if (*s == '#' || *s == '?' || str_starts(s, "https://") || str_starts(s, "http://") || str_starts(s, "mailto:") || str_starts(s, "tel:"))
        return s;
    return "#";
}

/* Fills {name} and {name:how} from the document; for an address each value is percent-encoded. */
static const char *filled(const render *r, const char *text, bool url)
{
    strbuf sb = sb_new(r->a, strlen(text) + 32);
    while (*text) {
        const char *end = *text == '{' ? strchr(text, '}') : NULL, *colon, *parts[4];
        size_t n = 0, len;
        bool global;
        char *name;
        const char *value;
        if (!end || end == text + 1) {
            sb_ch(&sb, *text++);
            continue;
        }
        len = (size_t)(end - text - 1);
        name = memcpy(arena_alloc(r->a, len + 1, 1), text + 1, len);
        colon = strchr(name, ':');
        if (colon) name[colon - name] = 0;
        for (char *s = name; s && n < 4; ) {
            parts[n++] = s;
            s = strchr(s, '.');
            if (s) *s++ = 0;
        }
        value = formatted(r, colon ? mustache_word(colon + 1, strlen(colon + 1)) : W_NONE, look_up(r, parts, n, &global));
        sb_str(&sb, url ? str_url(r->a, value) : value);
        text = end + 1;
    }
    return sb.p;
}

/* --- output ----------------------------------------------------------- */

static void line_start(render *r)
{
    if (r->line_start && *r->indent) sb_str(r->out, r->indent);
    r->line_start = false;
}

static void literal(render *r, const char *s)
{
    if (!*r->indent) {
        sb_str(r->out, s);
        return;
    }
    for (; *s; s++) {
        line_start(r);
        sb_ch(r->out, *s);
        r->line_start = *s == '\n';
    }
}

static void value(render *r, const char *s)
{
    line_start(r);
    sb_html(r->out, s);
}

static void variable(render *r, const m_node *m)
{
    bool global;
    const char *s = plain(r, look_up(r, m->name, m->n_name, &global));
    if (m->place == IN_URL) s = safe_url(r, s, global);
    else if (m->place == IN_URL_MIDDLE) s = str_url(r->a, s);
    value(r, s);
}

static void timed(render *r, const m_node *m, const json_t *v)
{
    const char *iso = plain(r, v);
    bool tag = m->place == IN_TEXT && *iso;
    line_start(r);
    if (tag) {
        sb_str(r->out, "<time datetime=\"");
        sb_html(r->out, iso);
        sb_str(r->out, "\">");
    }
    sb_html(r->out, formatted(r, m->word, v));
    if (tag) sb_str(r->out, "</time>");
}

/* A text as a picture for a camera; of a path, the whole address. The words around it say what it is. */
static void pictured(render *r, const char *text)
{
    const char *site = r->globals && r->globals->site ? r->globals->site : "";
    int64_t side;
    const char *path = qr_path(r->a, *text == '/' ? arena_fmt(r->a, "%s%s", site, text) : text, &side);
    long long s = (long long)side;
    line_start(r);
    if (*path)
        sb_fmt(r->out, "<svg viewBox=\"0 0 %lld %lld\" width=\"240\" height=\"240\" aria-hidden=\"true\"><rect width=\"%lld\" height=\"%lld\" fill=\"#fff\"/>"
                       "<path fill=\"#000\" d=\"%s\"/></svg>", s, s, s, s, path);
}

/* The first chart of a page brings the script with it, which no chart needs. */
static wr_rc charted(render *r, const json_t *spec)
{
    const char *rows = json_string_value(json_object_get(spec, "rows")), *script = r->globals && r->globals->chart_script_url ? r->globals->chart_script_url : "";
    bool global;
    line_start(r);
    if (!rows) return WR_OK;
    TRY(page_chart_html(spec, look_up(r, &rows, 1, &global), r->lang, r->a, r->out));
    if (*script && !r->charted) {
        sb_str(r->out, "<script src=\"");
        sb_html(r->out, script);
        sb_str(r->out, "\" defer></script>\n");
    }
    r->charted = true;
    return WR_OK;
}

/* {count} is the number that chose the form: an integer, or how many a list has. */
static void counted(render *r, const m_node *m, const json_t *v)
{
    int64_t n = json_is_array(v) ? (int64_t)json_array_size(v) : (int64_t)json_integer_value(v);
    json_t *count = json_pack("{s:I}", "count", (json_int_t)n);
    size_t was = r->n;
    if (r->n < MUSTACHE_DEEP) push(r, count, false);
    value(r, filled(r, i18n_n(r->lang, NULL, m->text, m->more, n), false));
    r->n = was;
    json_decref(count);
}

static wr_rc word(render *r, const m_node *m)
{
    bool global = false;
    const json_t *v = m->word == W_T || m->word == W_URL ? NULL : look_up(r, m->name, m->n_name, &global);
    switch (m->word) {
    case W_T:
        value(r, filled(r, i18n(r->lang, NULL, m->text), false));
        break;
    case W_N:
        counted(r, m, v);
        break;
    case W_WORD:
        value(r, filled(r, formatted(r, W_WORD, v), false));
        break;
    case W_URL:
        value(r, safe_url(r, filled(r, m->text, true), false));
        break;
    case W_ONCE:
        if (r->globals && r->globals->once && r->who) value(r, r->globals->once(r->a, r->who, plain(r, v)));
        break;
    case W_MONEY:
        value(r, formatted(r, W_MONEY, v));
        break;
    case W_INT:
        value(r, formatted(r, W_INT, v));
        break;
    case W_QR:
        pictured(r, plain(r, v));
        break;
    case W_CHART:
        return charted(r, v);
    default:
        timed(r, m, v);
    }
    return WR_OK;
}

static wr_rc nodes(render *r, const mustache *t, size_t from, size_t to);

static wr_rc within(render *r, const mustache *t, size_t from, size_t to, const json_t *v, bool global)
{
    if (r->n == MUSTACHE_DEEP) return wr_fail(arena_err(r->a), WR_E_BUG, NULL, N_("Template {page} is nested too deep."), "page", t->name);
    push(r, v, global);
    TRY(nodes(r, t, from, to));
    r->n--;
    return WR_OK;
}

static wr_rc section(render *r, const mustache *t, size_t i)
{
    const m_node *m = &t->at[i];
    bool global;
    const json_t *v = look_up(r, m->name, m->n_name, &global);
    if (m->kind == M_INVERTED) return truthy(v) ? WR_OK : nodes(r, t, i + 1, m->end);
    if (!truthy(v)) return WR_OK;
    if (!json_is_array(v)) return within(r, t, i + 1, m->end, v, global);
    for (size_t at = 0; at < json_array_size(v); at++) TRY(within(r, t, i + 1, m->end, json_array_get(v, at), global));
    return WR_OK;
}

static wr_rc partial(render *r, const mustache *from, const m_node *m)
{
    const char *was = r->indent;
    bool content = r->content && str_eq(m->text, "content");
    const mustache *t = content ? r->content : r->find(r->set, m->text, from->name);
    size_t n = r->n;
    wr_rc rc;
    if (!t) return WR_OK;
    if (r->deep == PARTIALS_DEEP) return wr_fail(arena_err(r->a), WR_E_BUG, NULL, N_("Template {page} is nested too deep."), "page", t->name);
    if (content && r->n < MUSTACHE_DEEP) push(r, r->doc, false);
    if (*m->more) {
        r->indent = arena_fmt(r->a, "%s%s", was, m->more);
        r->line_start = true;
    }
    r->deep++;
    rc = nodes(r, t, 0, t->n);
    r->deep--;
    r->n = n;
    r->indent = was;
    return rc;
}

static wr_rc nodes(render *r, const mustache *t, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        const m_node *m = &t->at[i];
        switch (m->kind) {
        case M_TEXT: literal(r, m->text); break;
        case M_VAR:  variable(r, m); break;
        case M_WORD: TRY(word(r, m)); break;
        case M_PARTIAL: TRY(partial(r, t, m)); break;
        default:
            TRY(section(r, t, i));
            i = m->end - 1;
        }
    }
    return WR_OK;
}

wr_rc mustache_render(render *r, const mustache *t)
{
    r->line_start = true;
    if (!r->indent) r->indent = "";
    return nodes(r, t, 0, t->n);
}
