/* page_lint.c -- every tag of every template against what its route can say, and the rules of markup. A test runs it. */
#include <ctype.h>
#include <string.h>

#include "i18n.h"
#include "str.h"
#include "templates.h"

enum { DEEP = 24, KNOWN_MAX = 2000, FOUND_MAX = 500 };

typedef struct known { const char *path; char type; } known;   /* "requests.due", 'd'; 0: anything */

typedef struct lint {
    arena *a;
    const templates *set;
    known *known;
    size_t n_known;
    const char *at[MUSTACHE_DEEP];   /* contexts: "", "requests", ... */
    size_t n_at, deep;
    const char **found;
    size_t n_found;
} lint;

static void say(lint *l, const char *page, int line, const char *what, const char *which)
{
    const char *s = arena_fmt(l->a, "%s, line %d: %s: %s", page, line, what, which);
    for (size_t i = 0; i < l->n_found; i++)
        if (str_eq(l->found[i], s)) return;               /* a part that many pages use says it once */
    if (l->n_found < FOUND_MAX) l->found[l->n_found++] = s;
}

static const char *join(lint *l, const char *a, const char *b) { return *a ? arena_fmt(l->a, "%s.%s", a, b) : b; }

static const known *is_known(const lint *l, const char *path)
{
    for (size_t i = 0; i < l->n_known; i++)
        if (str_eq(l->known[i].path, path)) return &l->known[i];
    return NULL;
}

/* A path and all that it stands in. */
static void know(lint *l, const char *path, char type)
{
    const char *dot = strrchr(path, '.');
    if (dot) {
        char *above = arena_dup(l->a, path);
        above[dot - path] = 0;
        know(l, above, 0);
    }
    if (!is_known(l, path) && l->n_known < KNOWN_MAX) l->known[l->n_known++] = (known){ path, type };
}

static void know_shape(lint *l, const char *key, const shape *s)
{
    if (*key) know(l, key, 0);
    for (size_t i = 0; s && i < s->n; i++)
        if (!(s->f[i].flags & F_SEALED))
            know(l, join(l, key, s->f[i].name), s->f[i].flags & F_RESTRICTED ? 't' : s->f[i].type);
}

/* The keys of {{!doc ...}}, inside the context that the template is shown in. */
static void know_declared(lint *l, const mustache *t, const char *context)
{
    char *s = arena_dup(l->a, t->declared);
    while (*s) {
        size_t n = strcspn(s, " ");
        bool last = !s[n];
        s[n] = 0;
        if (n) know(l, join(l, context, s), 0);
        s += last ? n : n + 1;
    }
}

static const known *resolve(lint *l, const char *name)
{
    for (size_t i = l->n_at; i > 0; i--) {
        const known *k = is_known(l, join(l, l->at[i - 1], name));
        if (k) return k;
    }
    return NULL;
}

static const known *need(lint *l, const mustache *t, const m_node *m, const char *name)
{
    const known *k = resolve(l, name);
    if (!k) say(l, t->name, m->line, "nothing gives this key", name);
    return k;
}

static char wants(m_word w)
{
    return w == W_DAY || w == W_LONG ? 'd' : w == W_WHEN ? 'u' : w == W_MONEY ? 'c' : w == W_INT ? 'i' : 0;
}

static void typed(lint *l, const mustache *t, const m_node *m, m_word w, const known *k)
{
    char want = wants(w);
    if (k && k->type && want && k->type != want) say(l, t->name, m->line, "shown as what it is not", k->path);
    if (k && w == W_NONE && m->place == IN_TEXT && strchr("duce", k->type) && k->type)
        say(l, t->name, m->line, "a day, an instant, money or a word is shown through its own tag", k->path);
}

static void holes(lint *l, const mustache *t, const m_node *m, const char *text)
{
    for (const char *s = strchr(text, '{'); s; s = strchr(s, '{')) {
        const char *end = strchr(s, '}'), *colon;
        char *name;
        if (!end) {
            say(l, t->name, m->line, "a brace that is no hole", text);
            return;
        }
        name = memcpy(arena_alloc(l->a, (size_t)(end - s), 1), s + 1, (size_t)(end - s - 1));
        colon = strchr(name, ':');
        if (colon) name[colon - name] = 0;
        if (colon && mustache_word(colon + 1, strlen(colon + 1)) == W_NONE) say(l, t->name, m->line, "no such way to show", colon + 1);
        if (m->word != W_N || !str_eq(name, "count")) {
            const known *k = need(l, t, m, name);
            typed(l, t, m, colon ? mustache_word(colon + 1, strlen(colon + 1)) : W_NONE, k);
        }
        s = end;
    }
}

static void tag(lint *l, const mustache *t, const m_node *m)
{
    const char *name = mustache_name(l->a, m), *last = m->n_name ? m->name[m->n_name - 1] : "";
    bool url = str_ends(name, "_url") || str_eq(last, "url") || str_eq(last, "path");
    if (m->place == IN_BARE) say(l, t->name, m->line, "an attribute without quotes", name);
    if (m->place == IN_SCRIPT) say(l, t->name, m->line, "a value inside script or style", name);
    if (m->kind == M_VAR) {
        if ((m->place == IN_URL && !url) || m->place == IN_URL_MIDDLE)
            say(l, t->name, m->line, "an address takes a key that ends in _url, or {{#url}}", name);
        if (m->n_name) typed(l, t, m, W_NONE, need(l, t, m, name));
    } else if (m->word == W_T || m->word == W_URL) {
        if (m->word == W_T && strpbrk(m->text, "<>")) say(l, t->name, m->line, "text is text, not markup", m->text);
        holes(l, t, m, m->text);
    } else {
        if (m->n_name) typed(l, t, m, m->word, need(l, t, m, name));
        if ((m->word == W_QR || m->word == W_CHART) && m->place != IN_TEXT) say(l, t->name, m->line, "a picture stands in text alone", name);
        if (m->word == W_N) {
            holes(l, t, m, m->text);
            holes(l, t, m, m->more);
        }
    }
}

static void walk(lint *l, const mustache *t, size_t from, size_t to);

static void part(lint *l, const mustache *t, const m_node *m)
{
    const mustache *p = templates_part(l->set, m->text, t->name);
    if (!p && str_eq(m->text, "content")) return;
    if (!p) {
        say(l, t->name, m->line, "no such part", m->text);
    } else if (l->deep < DEEP) {
        l->deep++;
        know_declared(l, p, l->at[l->n_at - 1]);
        walk(l, p, 0, p->n);
        l->deep--;
    }
}

static void walk(lint *l, const mustache *t, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        const m_node *m = &t->at[i];
        const known *k;
        size_t n = l->n_at;
        switch (m->kind) {
        case M_TEXT: break;
        case M_PARTIAL: part(l, t, m); break;
        case M_VAR: case M_WORD: tag(l, t, m); break;
        default:
            k = m->n_name ? need(l, t, m, mustache_name(l->a, m)) : NULL;
            if (m->kind == M_SECTION && k && l->n_at < MUSTACHE_DEEP) l->at[l->n_at++] = k->path;
            walk(l, t, i + 1, m->end);
            l->n_at = n;
            i = m->end - 1;
        }
    }
}

/* --- markup: each template by itself ------------------------------------ */

static bool for_people(const char *attr)
{
    return str_eq(attr, "aria-label") || str_eq(attr, "alt") || str_eq(attr, "title") || str_eq(attr, "placeholder");
}

/* Words that need no translation: the name of the program, and short names in capitals such as CSV. */
static bool said_alike(const char *p, size_t n)
{
    size_t capitals = 0;
    while (capitals < n && (isupper((unsigned char)p[capitals]) || isdigit((unsigned char)p[capitals]))) capitals++;
    return n == 1 || (n == 4 && memcmp(p, "writ", 4) == 0) || (capitals == n && n <= 5);
}

static void text_rules(lint *l, const mustache *t, const m_node *m, markup *state)
{
    for (const char *s = m->text; *s; ) {
        m_place place = markup_place(state);
        size_t n = 1;
        if (place == IN_TEXT && *s == '&') {
            n = strcspn(s, ";");
        } else if ((place == IN_TEXT || (place == IN_VALUE && for_people(state->attr))) && isalpha((unsigned char)*s)) {
            while (isalnum((unsigned char)s[n])) n++;
            if (!said_alike(s, n)) say(l, t->name, m->line, "text for people outside {{#t}}", arena_fmt(l->a, "%.*s", (int)n, s));
        } else if (place == IN_URL && *s == '/' && !str_eq(state->attr, "src")) {
            say(l, t->name, m->line, "a path loses the language: {{#url}}", arena_fmt(l->a, "%.*s", (int)strcspn(s, "\""), s));
        } else if (place == IN_SCRIPT && str_starts(s, "</script>")) {      /* a script of its own file */
            n = strlen("</script>");
        } else if (place == IN_SCRIPT) {
            say(l, t->name, m->line, "no script, no style in a page", state->attr);
            return;
        }
        markup_feed(state, s, n);
        s += n;
    }
}

static void markup_rules(lint *l, const mustache *t)
{
    markup state = markup_start(t->name);
    for (size_t i = 0; i < t->n; i++) {
        const m_node *m = &t->at[i];
        if (m->kind == M_TEXT) text_rules(l, t, m, &state);
        else if (m->kind == M_VAR || m->kind == M_WORD) markup_value(&state);
    }
}

static int line_of(const char *text, const char *at)
{
    int n = 1;
    for (; text < at; text++) n += *text == '\n';
    return n;
}

/* A part, which a page of the same module includes, stands under the heading of that page. */
static bool is_part(lint *l, const wr_module *m, const page_source *p)
{
    const char *name = strchr(p->name, '/'), *tag = arena_fmt(l->a, "{{>%s}}", name ? name + 1 : p->name);
    for (const page_source *q = m->pages; q && q->name; q++)
        if (strstr(q->text, tag)) return true;
    return false;
}

static void headings(lint *l, const wr_module *m, const page_source *p)
{
    int was = is_part(l, m, p) ? 1 : 0;
    for (const char *s = strstr(p->text, "<h"); s; s = strstr(s + 2, "<h")) {
        int now = s[2] - '0';
        if (now < 1 || now > 6) continue;
        if (now > was + 1) say(l, p->name, line_of(p->text, s), "headings must nest", arena_fmt(l->a, "h%d after h%d", now, was));
        was = now;
    }
}

/* The end of an HTML tag; {{>x}} does not end it. */
static const char *tag_end(const char *s)
{
    for (; *s && *s != '>'; s++)
        if (s[0] == '{' && s[1] == '{' && strstr(s, "}}")) s = strstr(s, "}}") + 1;
    return s;
}

static void controls(lint *l, const page_source *p, const char *open)
{
    for (const char *s = strstr(p->text, open); s; s = strstr(s + 1, open)) {
        size_t n = (size_t)(tag_end(s) - s);
        char *one = memcpy(arena_alloc(l->a, n + 1, 1), s, n), *id = strstr(one, " id=\"");
        if (strstr(one, "type=\"hidden\"") || strstr(one, "type=\"submit\"") || strstr(one, "aria-label")) continue;
        if (id) {
            id += 5;
            id[strcspn(id, "\"")] = 0;
            if (strstr(p->text, arena_fmt(l->a, "for=\"%s\"", id))) continue;
        }
        say(l, p->name, line_of(p->text, s), "a control without a label", open);
    }
}

static void route(lint *l, const http_route *r)
{
    const mustache *t = templates_at(l->set, r->page);
    l->n_known = 0;
    l->n_at = 0;
    l->at[l->n_at++] = "";
    for (const char *const *g = page_global_names; *g; g++) know(l, *g, 0);
    for (size_t i = 0; i < sizeof r->doc / sizeof *r->doc && r->doc[i].of; i++)
        know_shape(l, r->doc[i].key ? r->doc[i].key : "", r->doc[i].of);
    if (!t) {
        say(l, r->page, 0, "no such template for", r->path);
        return;
    }
    know_declared(l, t, "");
    walk(l, t, 0, t->n);
}

size_t page_lint(const wr_module *const *modules, arena *a, const char *const **ret_lines)
{
    templates set;
    lint l = { .a = a, .set = &set, .known = arena_array(a, known, KNOWN_MAX), .found = arena_array(a, const char *, FOUND_MAX) };
    wr_err e = { 0 };
    static const char *const STANDARD[] = { "page/layout", "page/problem", "page/ask" };
    *ret_lines = l.found;
    if (templates_load(modules, a, &e, &set) != WR_OK) {
        say(&l, "templates", 0, "does not compile", i18n_err(a, "en", &e));
        return l.n_found;
    }
    for (size_t i = 0; i < set.n; i++) markup_rules(&l, &set.at[i]);
    for (const wr_module *const *m = modules; *m; m++) {
        for (const page_source *p = (*m)->pages; p && p->name; p++) {
            headings(&l, *m, p);
            controls(&l, p, "<input");
            controls(&l, p, "<select");
            controls(&l, p, "<textarea");
        }
        for (const http_route *r = (*m)->routes; r && r->path; r++)
            if (r->page) route(&l, r);
    }
    for (size_t i = 0; i < sizeof STANDARD / sizeof *STANDARD; i++)
        if (templates_at(&set, STANDARD[i])) route(&l, &(http_route){ .path = "/", .page = STANDARD[i] });
    return l.n_found;
}
