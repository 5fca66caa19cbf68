/* route.c -- from a path to its route: fixed words win over {braces}, one language may stand in front, one suffix behind. */
#include "http_own.h"

#include <string.h>
#include "i18n.h"

static size_t count_fixed(const char *path)
{
    size_t fixed = 0;
    for (const char *p = path; *p; p++) fixed += p[0] == '/' && p[1] != '{';
    return fixed;
}

/* Fixed words first: routes with more of them are tried earlier, so that a first hit is the best one. */
route_table routes_of(const wr_module *const *modules, arena *a)
{
    size_t n = 0, k = 0;
    const http_route **at;
    for (const wr_module *const *m = modules; *m; m++)
        for (const http_route *r = (*m)->routes; r && r->method; r++) n++;
    at = (const http_route **)arena_alloc(a, sizeof *at * (n + 1), _Alignof(http_route *));
    for (const wr_module *const *m = modules; *m; m++)
        for (const http_route *r = (*m)->routes; r && r->method; r++) {
            size_t i = k++;
            for (; i > 0 && count_fixed(at[i - 1]->path) < count_fixed(r->path); i--) at[i] = at[i - 1];
            at[i] = r;
        }
    return (route_table){ at, n };
}

/* Compares one path with one pattern; both without a slash at the end, "/" being the empty path. */
static bool matches(const char *pattern, const char *path, size_t n, arena *a, route_hit *h, bool *ret_bad)
{
    const char *end = path + n;
    h->n = 0;
    while (*pattern == '/' && path < end && *path == '/') {
        size_t pn = strcspn(++pattern, "/"), sn = 0;
        path++;
        while (path + sn < end && path[sn] != '/') sn++;
        if (*pattern == '{') {
            pair *f = &h->fields[h->n];
            char *name = arena_alloc(a, pn, 1);
            if (sn == 0 || h->n == PATH_FIELDS_MAX) return false;
            memcpy(name, pattern + 1, pn - 2);
            f->name = name;
            if (!url_decode(path, sn, false, a, &f->value, &f->n) || !str_utf8(f->value, f->n)) { *ret_bad = true; return false; }
            h->n++;
        } else if (pn != sn || memcmp(pattern, path, pn) != 0) return false;
        pattern += pn;
        path += sn;
    }
    return !*pattern && path == end;
}

bool route_gives(const http_route *r, const char *suffix)
{
    size_t n = strlen(suffix);
    for (const char *w = r->give || r->show ? r->as : NULL; w && *w; w += strspn(w, " ")) {
        size_t wn = strcspn(w, " ");
        if (wn == n && memcmp(w, suffix, n) == 0) return true;
        w += wn;
    }
    return false;
}

static bool serves(const http_route *r, const char *suffix)
{
    if (!*suffix) return true;
    if (strcmp(r->method, "GET") != 0) return false;
    return route_gives(r, suffix) || (str_eq(suffix, "json") && r->show);
}

static bool scan(const route_table *t, const char *method, const char *path, size_t n, const char *suffix, arena *a, route_hit *h, bool *bad)
{
    for (size_t i = 0; i < t->n && !*bad; i++) {
        const http_route *r = t->at[i];
        if (!matches(r->path, path, n, a, h, bad) || !serves(r, suffix)) continue;
        h->allow |= str_eq(r->method, "GET") ? ALLOW_GET : ALLOW_POST;
        if (!str_eq(r->method, method)) continue;
        h->route = r;
        return true;
    }
    h->n = 0;
    return false;
}

static const char *language_in(const char *path, size_t *ret_n, arena *a)
{
    size_t n = strcspn(path + 1, "/");
    char *code;
    const i18n_lang *l;
    if (n < 2 || n > 12) return NULL;
    code = arena_alloc(a, n + 1, 1);
    memcpy(code, path + 1, n);
    l = i18n_language(code);
    *ret_n = n + 1;
    return l ? l->code : NULL;
}

bool route_find(const route_table *t, const char *method, const char *raw, arena *a, route_hit *h)
{
    size_t skip = 0, n;
    const char *dot;
    bool bad = false;
    memset(h, 0, sizeof *h);
    h->prefix = h->suffix = "";
    if (*raw != '/') return false;
    if (str_eq(method, "HEAD")) method = "GET";
    h->lang = language_in(raw, &skip, a);
    if (h->lang) {
        char *p = arena_alloc(a, skip + 1, 1);
        memcpy(p, raw, skip);
        h->prefix = p;
        raw += skip;
        if (!*raw) raw = "/";
    }
    h->path = raw;
    n = strlen(raw);
    if (n == 1) n = 0;
    dot = strrchr(raw, '.');
    if (dot && dot[1] && strspn(dot + 1, "abcdefghijklmnopqrstuvwxyz") == strlen(dot + 1)) {   /* before a field takes it: "NAME.json"; but "1.2" */
        size_t stem = (size_t)(dot - raw);
        if (scan(t, method, raw, stem, dot + 1, a, h, &bad)) {
            char *p = arena_alloc(a, stem + 1, 1);
            memcpy(p, raw, stem);
            h->path = p;
            h->suffix = dot + 1;
        }
        if (bad || h->route) return !bad;
    }
    (void)scan(t, method, n ? raw : "/", n ? n : 1, "", a, h, &bad);
    return !bad;
}
