/* cli_tables.c -- the tables that the program is made of, printed: from a page on the screen to its line of C. */
#include <string.h>
#include "cli.h"
#include "str.h"

/* Does an address fit a path with {holes}? A language in front and a suffix behind do not matter. */
static bool fits(const char *path, const char *url)
{
    while (*path && *url) {
        if (*path == '{') {
            size_t n = strcspn(url, "/");
            if (!n) return false;
            url += n;
            path += strcspn(path, "}") + 1;
        } else if (*path++ != *url++) return false;
    }
    return !*path && !*url;
}

static const char *bare(cli *c, const char *url)
{
    const char *p = strstr(url, "://");
    char *path, *slash, *dot;
    if (p) { p = strchr(p + 3, '/'); url = p ? p : "/"; }
    path = arena_dup(c->a, url);
    path[strcspn(path, "?#")] = 0;
    slash = strrchr(path, '/');
    dot = slash ? strrchr(slash, '.') : NULL;
    if (dot && (str_eq(dot, ".json") || str_eq(dot, ".csv") || str_eq(dot, ".atom") || str_eq(dot, ".ics") || str_eq(dot, ".pdf") || str_eq(dot, ".svg"))) *dot = 0;
    if (strlen(path) >= 3 && path[0] == '/' && path[1] >= 'a' && path[2] >= 'a' && (path[3] == '/' || !path[3])) path = path[3] ? path + 3 : arena_dup(c->a, "/");
    return path;
}

static wr_rc print_route(cli *c, const wr_module *m, const http_route *r)
{
    TRY(cli_say(c, arena_fmt(c->a, "%s %s  (%s)", r->method, r->path, r->summary ? r->summary : "")));
    TRY(cli_say(c, arena_fmt(c->a, "  module    %s", m->name)));
    TRY(cli_say(c, arena_fmt(c->a, "  source    %s:%d", strstr(r->file, "src/") ? strstr(r->file, "src/") : r->file, r->line)));
    TRY(cli_say(c, arena_fmt(c->a, "  may       %s", r->may)));
    if (r->page) TRY(cli_say(c, arena_fmt(c->a, "  template  %s.html", r->page)));
    if (r->upload_mb) TRY(cli_say(c, arena_fmt(c->a, "  file      one, of at most %d MB", r->upload_mb)));
    if (r->reads) TRY(cli_say(c, arena_fmt(c->a, "  cached    until a change in: %s", r->reads)));
    if (r->as) TRY(cli_say(c, arena_fmt(c->a, "  also as   json %s", r->as)));
    for (const db_query *const *q = m->queries; q && *q; q++) TRY(cli_say(c, arena_fmt(c->a, "  query     %s (of the module)", (*q)->name)));
    return WR_OK;
}

wr_rc cli_explain(cli *c)
{
    const http_route *best = NULL;
    const wr_module *of = NULL;
    const char *path;
    if (c->n_words != 1) return wr_fail(arena_err(c->a), WR_E_INPUT, "explain", N_("Say which address."));
    path = bare(c, c->words[0]);
    for (const wr_module *const *m = c->modules; *m; m++)
        for (const http_route *r = (*m)->routes; r && r->method; r++)   /* fixed words win over holes */
            if (fits(r->path, path) && (!best || (strchr(best->path, '{') && !strchr(r->path, '{')))) { best = r; of = *m; }
    if (!best) return wr_fail(arena_err(c->a), WR_E_MISSING, NULL, N_("No route answers {path}."), "path", path);
    return print_route(c, of, best);
}

wr_rc cli_routes(cli *c)
{
    for (const wr_module *const *m = c->modules; *m; m++)
        for (const http_route *r = (*m)->routes; r && r->method; r++)
            TRY(cli_say(c, arena_fmt(c->a, "%-5s %-44s %-20s %s", r->method, r->path, r->may, r->summary ? r->summary : "")));
    return WR_OK;
}

wr_rc cli_modules(cli *c)
{
    for (const wr_module *const *m = c->modules; *m; m++) {
        size_t routes = 0, queries = 0;
        for (const http_route *r = (*m)->routes; r && r->method; r++) routes++;
        for (const db_query *const *q = (*m)->queries; q && *q; q++) queries++;
        TRY(cli_say(c, arena_fmt(c->a, "%-12s %3zu routes %3zu queries", (*m)->name, routes, queries)));
    }
    return WR_OK;
}

wr_rc cli_queries(cli *c)
{
    for (const wr_module *const *m = c->modules; *m; m++)
        for (const db_query *const *q = (*m)->queries; q && *q; q++) TRY(cli_say(c, arena_fmt(c->a, "%-32s %s", (*q)->name, (*q)->sql)));
    return WR_OK;
}

static wr_rc print_shape(cli *c, const char *mark, const shape *s)
{
    for (size_t i = 0; s && i < s->n; i++)
        TRY(cli_say(c, arena_fmt(c->a, "  %s %-20s %c %s%s", mark, s->f[i].name, s->f[i].type, s->f[i].flags & F_NULL ? "optional " : "",
                                 s->f[i].label ? s->f[i].label : "")));
    return WR_OK;
}

wr_rc cli_shapes(cli *c)
{
    for (const wr_module *const *m = c->modules; *m; m++)
        for (const http_route *r = (*m)->routes; r && r->method; r++) {
            TRY(cli_say(c, arena_fmt(c->a, "%s %s", r->method, r->path)));
            TRY(print_shape(c, "in ", r->in));
            for (size_t i = 0; i < 3; i++) TRY(print_shape(c, r->doc[i].key ? r->doc[i].key : "doc", r->doc[i].of));
        }
    return WR_OK;
}
