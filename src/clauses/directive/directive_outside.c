/* directive_outside.c -- the order followed from outside: a feed of its changes, and calendars of what is due. */
#include "directive_own.h"

#include "atom.h"
#include "day.h"
#include "db.h"
#include "http.h"
#include "i18n.h"
#include "ical.h"
#include "page.h"
#include "str.h"

enum { NEWS_MAX = 200, DUE_MAX = 20000 };

/* Only what a public page shows already: a cell's history, and measures of done. `n` orders them and is not shown. */
typedef struct news_row { const char *about, *what, *value, *direction, *department; wr_us at; int64_t n; } news_row;
static const field NEWS_ROW_F[] = {
    FIELD(news_row, about, t, 0, 32, NULL), FIELD(news_row, what, t, 0, 60, NULL), FIELD(news_row, value, t, 0, 60000, NULL),
    FIELD(news_row, direction, t, 0, 20, NULL), FIELD(news_row, department, t, 0, 20, NULL), FIELD(news_row, at, u, 0, 0, NULL),
    FIELD(news_row, n, i, 0, 0, NULL),
};
static const shape NEWS_ROW = SHAPE("directive_news", news_row, NEWS_ROW_F);
const db_query DIRECTIVE_NEWS = { "directive_news", "", &NEWS_ROW,
    "SELECT e.about, e.what, e.value, c.direction, c.department, e.at, e.n FROM directive_cell_event e JOIN directive_cell c ON c.id = e.about"
    " UNION ALL SELECT e.about, e.what, e.value, d.ref, '', e.at, e.n FROM directive_direction_event e"
    " JOIN directive_direction d ON d.id = e.about WHERE e.what = 'directive.measure_set' ORDER BY n DESC LIMIT 200" };

typedef struct say_news { const char *id; wr_us at; const char *what, *direction, *title, *department, *name, *url; } say_news;
static const field NEWS_F[] = {
    FIELD(say_news, id, t, F_HIDE, 60, NULL), FIELD(say_news, at, u, 0, 0, N_("When")), FIELD(say_news, what, t, 0, 60, N_("What")),
    FIELD(say_news, direction, t, 0, 20, N_("Direction")), FIELD(say_news, title, t, 0, 200, N_("Title")),
    FIELD(say_news, department, t, 0, 20, N_("Department")), FIELD(say_news, name, t, 0, 200, N_("Name")), FIELD(say_news, url, t, 0, 200, NULL),
};
const shape SAY_NEWS = SHAPE("a change", say_news, NEWS_F);

/* A cell counts its own changes; of two measures of one direction the moment tells which. */
static const char *news_id(arena *a, const news_row *r)
{
    json_t *v = json_loads(r->value, 0, NULL);
    int64_t n = json_integer_value(json_object_get(v, "n"));
    json_decref(v);
    return arena_fmt(a, "%s/%lld", r->about, (long long)(*r->department ? n : r->at));
}

static wr_rc news_read(db_tx *ro, arena *a, say_news **ret, size_t *ret_n)
{
    news_row *r;
    directive_direction *d;
    city_department *b;
    size_t n, n_d, n_b;
    TRY(db_all_(ro, &DIRECTIVE_NEWS, a, NEWS_MAX, sizeof *r, &r, &n, NULL, 0));
    TRY(directive_all(ro, a, &d, &n_d));
    TRY(city_departments(ro, a, &b, &n_b));
    *ret = arena_array(a, say_news, n + 1);
    for (size_t i = 0; i < n; i++) {
        say_news *s = &(*ret)[i];
        *s = (say_news){ .id = news_id(a, &r[i]), .at = r[i].at, .what = directive_what(r[i].what), .direction = r[i].direction, .title = "",
            .department = r[i].department, .name = "", .url = arena_fmt(a, "/directive/%s%s%s", r[i].direction, *r[i].department ? "/" : "", r[i].department) };
        for (size_t k = 0; k < n_d; k++)
            if (str_eq(d[k].ref, s->direction)) s->title = d[k].title;
        for (size_t k = 0; k < n_b; k++)
            if (str_eq(b[k].acronym, s->department)) s->name = b[k].name;
    }
    *ret_n = n;
    return WR_OK;
}

wr_rc directive_show_changes(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    say_news *s;
    size_t n;
    (void)who;
    (void)in;
    TRY(news_read(ro, a, &s, &n));
    return page_rows(doc, "changes", &SAY_NEWS, s, n);
}

wr_rc directive_give_changes(db_tx *ro, const wr_actor *who, const void *in, arena *a, http_out *out)
{
    say_news *s;
    atom_entry *e;
    city_row city;
    size_t n;
    strbuf b = sb_new(a, 65536);
    (void)in;
    TRY(news_read(ro, a, &s, &n));
    TRY(city_get(ro, a, &city));
    e = arena_array(a, atom_entry, n + 1);
    for (size_t i = 0; i < n; i++) {
        const char *const pairs[] = { "what", i18n(who->lang, NULL, s[i].what), "direction", s[i].direction, "title", i18n(who->lang, NULL, s[i].title),
            "department", i18n(who->lang, NULL, s[i].name), NULL };
        e[i] = (atom_entry){ .id = atom_tag(a, out->site, us_text(a, s[i].at), s[i].id), .updated = s[i].at, .url = arena_fmt(a, "%s%s%s", out->site, out->prefix, s[i].url),
            .title = i18n_fill(a, i18n(who->lang, NULL, *s[i].name ? N_("{what}: {direction} {title}, {department}") : N_("{what}: {direction} {title}")), pairs) };
    }
    atom_put(&b, &(atom_feed){ .id = arena_fmt(a, "%s%s%s.atom", out->site, out->prefix, out->path), .title = i18n(who->lang, NULL, N_("Changes of the order, latest first")), .subtitle = out->note,
        .lang = who->lang, .author = i18n(who->lang, NULL, city.name), .self = out->self,
        .url = arena_fmt(a, "%s%s/directive/changes", out->site, out->prefix), .at = e, .n = n });
    return out_bytes(out, (bytes){ (const uint8_t *)b.p, b.n });
}

/* ---- calendars ---- */

typedef struct due_row { const char *direction, *department; int state; const char *id; wr_day due; int64_t events; wr_us at; } due_row;
static const field DUE_ROW_F[] = {
    FIELD(due_row, direction, t, 0, 20, NULL), FIELD(due_row, department, t, 0, 20, NULL), WORDS(due_row, state, directive_states, NULL),
    FIELD(due_row, id, t, 0, 32, NULL), FIELD(due_row, due, d, 0, 0, NULL), FIELD(due_row, events, i, 0, 0, NULL), FIELD(due_row, at, u, 0, 0, NULL),
};
static const shape DUE_ROW = SHAPE("directive_open_due", due_row, DUE_ROW_F);
const db_query DIRECTIVE_OPEN_DUE = { "directive_open_due", "", &DUE_ROW,
    "SELECT c.direction, c.department, c.state, d.id, d.due, count(*) AS events, max(e.at) AS at FROM directive_cell c"
    " JOIN clock_due d ON d.about = c.owes JOIN clock_due_event e ON e.about = d.id GROUP BY c.direction, c.department, c.state, d.id, d.due"
    " ORDER BY d.due, c.direction, c.department" };

static bool asked_for(const char *wanted_opt, const char *is) { return !wanted_opt || !*wanted_opt || str_eq(wanted_opt, is); }

wr_rc directive_give_due(db_tx *ro, const wr_actor *who, const char *direction, const char *department, arena *a, http_out *out)
{
    due_row *r;
    directive_direction *d;
    city_department *b;
    ical_event *e;
    size_t n, n_d, n_b, kept = 0;
    const char *of = NULL;
    strbuf s = sb_new(a, 65536);
    TRY(db_all_(ro, &DIRECTIVE_OPEN_DUE, a, DUE_MAX, sizeof *r, &r, &n, NULL, 0));
    TRY(directive_all(ro, a, &d, &n_d));
    TRY(city_departments(ro, a, &b, &n_b));
    e = arena_array(a, ical_event, n + 1);
    for (size_t i = 0; i < n; i++) {
        const char *title = "", *name = "";
        if (directive_settled(r[i].state) || !asked_for(direction, r[i].direction) || !asked_for(department, r[i].department)) continue;
        for (size_t k = 0; k < n_d; k++)
            if (str_eq(d[k].ref, r[i].direction)) title = i18n(who->lang, NULL, d[k].title);
        for (size_t k = 0; k < n_b; k++)
            if (str_eq(b[k].acronym, r[i].department)) name = i18n(who->lang, NULL, b[k].name);
        const char *const pairs[] = { "direction", r[i].direction, "title", title, "department", name, NULL };
        if (department) of = name;
        else if (direction && *direction) of = title;
        e[kept++] = (ical_event){ .uid = r[i].id, .day = r[i].due, .moves = r[i].events - 1, .stamp = r[i].at, .text = out->note,
            .summary = i18n_fill(a, i18n(who->lang, NULL, N_("Due: {direction} {title}, {department}")), pairs),
            .url = arena_fmt(a, "%s%s/directive/%s/%s", out->site, out->prefix, r[i].direction, r[i].department) };
    }
    ical_put(&s, of ? i18n_fill(a, i18n(who->lang, NULL, N_("What is due: {of}")), (const char *const[]){ "of", of, NULL }) : i18n(who->lang, NULL, N_("What is due")),
        who->lang, e, kept);
    return out_bytes(out, (bytes){ (const uint8_t *)s.p, s.n });
}

wr_rc directive_give_direction(db_tx *ro, const wr_actor *who, const void *in, arena *a, http_out *out)
{
    directive_direction d;
    TRY(directive_one(ro, ((const in_direction *)in)->direction, a, &d));
    return directive_give_due(ro, who, d.ref, NULL, a, out);
}

wr_rc directive_give_department(db_tx *ro, const wr_actor *who, const void *in, arena *a, http_out *out)
{
    city_department b;
    TRY(city_department_by(ro, ((const in_department *)in)->acronym, a, &b));
    return directive_give_due(ro, who, NULL, b.acronym, a, out);
}
