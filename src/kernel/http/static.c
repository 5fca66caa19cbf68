/* static.c -- the embedded files of web/ and the colours of the city, each with finished answers. A path with the right ?v=
 * is good for ever. */
#include "http_own.h"

#include <string.h>

static const char *type_of(const char *name)
{
    static const char *const TYPES[][2] = { { ".css", "text/css; charset=utf-8" }, { ".js", "text/javascript; charset=utf-8" },
        { ".svg", "image/svg+xml" }, { ".png", "image/png" }, { ".ico", "image/x-icon" }, { ".webmanifest", "application/manifest+json" },
        { ".json", "application/json" }, { ".txt", "text/plain; charset=utf-8" }, { ".py", "text/plain; charset=utf-8" } };
    for (size_t i = 0; i < sizeof TYPES / sizeof *TYPES; i++)
        if (str_ends(name, TYPES[i][0])) return TYPES[i][1];
    return "application/octet-stream";
}

static struct MHD_Response *response(const wr_asset *f, bool full, const char *etag, bool forever)
{
    bytes b = { (const uint8_t *)f->text, full ? f->n : 0 };
    struct MHD_Response *r = MHD_create_response_from_buffer(b.n, (void *)(uintptr_t)b.p, MHD_RESPMEM_PERSISTENT);
    MHD_add_response_header(r, "Cache-Control", forever ? "public, max-age=31536000, immutable" : "no-cache");
    MHD_add_response_header(r, "ETag", etag);
    if (full) MHD_add_response_header(r, "Content-Type", type_of(f->name));
    if (str_eq(f->name, "worker.js")) MHD_add_response_header(r, "Service-Worker-Allowed", "/");   /* it stands in a folder and answers for the site */
    response_guards(r, false);
    return r;
}

/* Its address, with the version. */
static const char *add(static_files *s, const wr_asset *f, arena *a)
{
    static_file *t = &s->at[s->n++];
    t->name = f->name;
    etag_of(f->text, f->n, t->etag);
    memcpy(t->version, t->etag + 1, sizeof t->version - 1);
    t->full = response(f, true, t->etag, false);
    t->kept = response(f, true, t->etag, true);
    t->same = response(f, false, t->etag, false);
    return arena_fmt(a, "/static/%s?v=%s", f->name, t->version);
}

void static_load(static_files *s, const wr_asset *assets, const char *look, arena *a)
{
    const struct { const char *name, **url; } NAMED[] = { { "writ.css", &s->style_url }, { "icon.svg", &s->icon_url }, { "device.js", &s->script_url },
        { "report.js", &s->report_script_url }, { "copy.js", &s->copy_script_url }, { "chart.js", &s->chart_script_url } };
    size_t n = 0;
    for (const wr_asset *f = assets; f && f->name; f++) n++;
    *s = (static_files){ .at = arena_array(a, static_file, n + 1), .look_url = "" };
    for (size_t i = 0; i < sizeof NAMED / sizeof *NAMED; i++) *NAMED[i].url = "";
    for (const wr_asset *f = assets; f && f->name; f++) {
        const char *url = str_ends(f->name, ".po") ? "" : add(s, f, a);
        for (size_t i = 0; i < sizeof NAMED / sizeof *NAMED; i++)
            if (str_eq(f->name, NAMED[i].name)) *NAMED[i].url = url;
    }
    if (*look) s->look_url = add(s, &(wr_asset){ "city.css", look, strlen(look) }, a);
}

void static_end(static_files *s)
{
    for (size_t i = 0; i < s->n; i++) {
        MHD_destroy_response(s->at[i].full);
        MHD_destroy_response(s->at[i].kept);
        MHD_destroy_response(s->at[i].same);
    }
    s->n = 0;
}

struct MHD_Response *static_find(const static_files *s, const char *name, const char *query, const char *if_none_match, int *ret_status)
{
    for (size_t i = 0; i < s->n; i++) {
        const static_file *f = &s->at[i];
        if (!str_eq(f->name, name)) continue;
        *ret_status = etag_matches(if_none_match, f->etag) ? 304 : 200;
        if (*ret_status == 304) return f->same;
        return str_starts(query, "v=") && str_eq(query + 2, f->version) ? f->kept : f->full;
    }
    return NULL;
}
