/* site_api.c -- the route table as OpenAPI 3.1 at /api.json, and as a page for people at /api. Nothing is written by hand:
 * parameters and bodies come from the shapes that a route takes, answers from the shapes that it says. */
#include "site.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include "city.h"
#include "http.h"
#include "i18n.h"
#include "page.h"
#include "str.h"

typedef struct site_call { const char *method, *path, *as, *summary, *may; } site_call;
static const field CALL_F[] = {
    FIELD(site_call, method, t, 0, 8, N_("Method")), FIELD(site_call, path, t, 0, 200, N_("Address")), FIELD(site_call, as, t, 0, 60, N_("Also as")),
    FIELD(site_call, summary, t, 0, 200, N_("What it is")), FIELD(site_call, may, t, 0, 60, N_("Right")),
};
const shape SITE_CALL = SHAPE("a call", site_call, CALL_F);

/* A walk over the routes that this city has. */
typedef struct walk { const wr_module *const *m; const http_route *r; bool demo; } walk;

static const http_route *walk_next(walk *w)
{
    for (; *w->m; w->m++, w->r = NULL) {
        w->r = w->r ? w->r + 1 : (*w->m)->routes;
        while (w->r && w->r->method && w->r->flags & HTTP_DEMO && !w->demo) w->r++;
        if (w->r && w->r->method) return w->r;
    }
    return NULL;
}

static wr_rc walk_begin(db_tx *ro, arena *a, city_row *city, walk *ret)
{
    TRY(city_get(ro, a, city));
    *ret = (walk){ .m = site_modules_get(), .demo = city->demo_at != 0 };
    return WR_OK;
}

wr_rc site_show_api(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    city_row city;
    walk w;
    site_call *rows;
    size_t n = 0;
    (void)who;
    (void)in;
    TRY(walk_begin(ro, a, &city, &w));
    while (walk_next(&w)) n++;
    rows = arena_array(a, site_call, n + 1);
    n = 0;
    TRY(walk_begin(ro, a, &city, &w));
    for (const http_route *r; (r = walk_next(&w)); )
        rows[n++] = (site_call){ r->method, r->path, r->as ? r->as : "", r->summary ? r->summary : r->path, r->may };
    return page_rows(doc, "calls", &SITE_CALL, rows, n);
}

/* ---- schemas ---- */

static json_t *words_of(const char *const *words)
{
    json_t *all = json_array();
    for (size_t i = 0; words[i]; i++) json_array_append_new(all, json_string(words[i]));
    return all;
}

/* out: as it is said, else as it is taken. A day or a moment that is not there is said as null. */
static json_t *schema_of(const field *f, const char *lang, bool out)
{
    json_t *s = json_object();
    bool shut = out && f->flags & F_RESTRICTED, day = !shut && (f->type == 'd' || f->type == 'u');   /* shut: says "restricted" */
    const char *type = shut ? "string" : f->type == 'i' || f->type == 'c' ? "integer" : f->type == 'b' ? "boolean" : "string";
    if (out && day) json_object_set_new(s, "type", json_pack("[s,s]", type, "null"));
    else json_object_set_new(s, "type", json_string(type));
    if (day) json_object_set_new(s, "format", json_string(f->type == 'd' ? "date" : "date-time"));
    if (f->type == 'e' && !shut) json_object_set_new(s, "enum", words_of(f->words));
    if (!out && f->type == 't' && f->max) json_object_set_new(s, "maxLength", json_integer(f->max));
    if (!out && f->type == 'i' && f->max) json_object_set_new(s, "maximum", json_integer(f->max));
    if (f->flags & F_SECRET) json_object_set_new(s, "format", json_string("password"));
    if (f->label) json_object_set_new(s, "description", json_string(i18n(lang, NULL, f->label)));
    return s;
}

static void put_fields(json_t *props, json_t *needed, const shape *of, const char *lang, bool out)
{
    for (size_t i = 0; i < of->n; i++) {
        const field *f = &of->f[i];
        if (out ? (f->flags & F_SEALED) != 0 : (f->flags & F_PATH) != 0) continue;
        bool again = json_object_get(props, f->name) != NULL;      /* a later part says it more closely */
        json_object_set_new(props, f->name, schema_of(f, lang, out));
        if (again) continue;
        if (out || (!(f->flags & F_NULL) && f->type != 'b')) json_array_append_new(needed, json_string(f->name));
    }
}

static json_t *object_of(const shape *of, const char *lang, bool out)
{
    json_t *props = json_object(), *needed = json_array();
    put_fields(props, needed, of, lang, out);
    return json_pack("{s:s,s:o,s:o}", "type", "object", "properties", props, "required", needed);
}

static json_t *document_of(const http_route *r, const char *lang)
{
    json_t *props = json_object(), *needed = json_array();
    for (size_t i = 0; i < sizeof r->doc / sizeof *r->doc && r->doc[i].of; i++) {
        const doc_part *p = &r->doc[i];
        if (!p->key) put_fields(props, needed, p->of, lang, true);
        else if (p->many) json_object_set_new(props, p->key, json_pack("{s:s,s:o}", "type", "array", "items", object_of(p->of, lang, true)));
        else json_object_set_new(props, p->key, object_of(p->of, lang, true));
    }
    return json_pack("{s:s,s:o,s:o}", "type", "object", "properties", props, "required", needed);
}

/* ---- operations ---- */

static const char *id_of(arena *a, const http_route *r, const char *suffix)
{
    strbuf b = sb_new(a, 80);
    sb_fmt(&b, "%s%s%s", r->method, r->path, suffix);
    for (char *p = b.p; *p; p++) *p = isalnum((unsigned char)*p) ? (char)tolower((unsigned char)*p) : '_';
    return b.p;
}

static bool has_hole(const char *path, const char *name)
{
    size_t n = strlen(name);
    for (; (path = strchr(path, '{')); path++)
        if (strncmp(path + 1, name, n) == 0 && path[n + 1] == '}') return true;
    return false;
}

static json_t *parameters_of(const http_route *r, const char *lang)
{
    json_t *all = json_array();
    bool get = str_eq(r->method, "GET");
    for (size_t i = 0; r->in && i < r->in->n; i++) {
        const field *f = &r->in->f[i];
        bool path = (f->flags & F_PATH) != 0;
        if (path ? !has_hole(r->path, f->name) : !get) continue;   /* one shape may serve a shorter path too */
        json_array_append_new(all, json_pack("{s:s,s:s,s:b,s:o}", "name", f->name, "in", path ? "path" : "query", "required", path || !(f->flags & F_NULL),
            "schema", schema_of(f, lang, false)));
    }
    return all;
}

static json_t *said(const char *what, const char *type, json_t *schema)
{
    return json_pack("{s:s,s:{s:{s:o}}}", "description", what, "content", type, "schema", schema);
}

static json_t *operation(arena *a, const wr_module *m, const http_route *r, const char *suffix, const char *lang)
{
    json_t *op = json_pack("{s:s,s:[s],s:s,s:o}", "operationId", id_of(a, r, suffix), "tags", m->name, "summary",
        i18n(lang, NULL, r->summary ? r->summary : r->path), "parameters", parameters_of(r, lang));
    bool open = str_eq(r->may, "public");
    json_object_set_new(op, "security", open ? json_array() : json_pack("[{s:[s]}]", "session", r->may));
    json_object_set_new(op, "responses", json_pack("{s:{s:s}}", "default", "$ref", "#/components/responses/problem"));
    return op;
}

static void answers(json_t *op, const char *status, json_t *what) { json_object_set_new(json_object_get(op, "responses"), status, what); }

static json_t *get_of(arena *a, const wr_module *m, const http_route *r, const char *lang)
{
    json_t *op = operation(a, m, r, "", lang), *ok = said(i18n(lang, NULL, N_("The document")), "application/json", document_of(r, lang));
    if (r->page) json_object_set_new(json_object_get(ok, "content"), "text/html", json_pack("{s:{s:s}}", "schema", "type", "string"));
    answers(op, "200", ok);
    return op;
}

static json_t *as_of(arena *a, const wr_module *m, const http_route *r, const char *suffix, const char *lang)
{
    json_t *op = operation(a, m, r, suffix, lang);
    bool json = str_eq(suffix, ".json");
    answers(op, "200", said(i18n(lang, NULL, N_("The document")), http_type(*suffix ? suffix + 1 : ""),
        json ? r->show ? json_pack("{s:s}", "type", "object") : document_of(r, lang) : json_pack("{s:s}", "type", "string")));
    return op;
}

static json_t *post_of(arena *a, const wr_module *m, const http_route *r, const char *lang)
{
    static const shape NOTHING = { "nothing", 0, 0, NULL };
    json_t *op = operation(a, m, r, "", lang), *body = object_of(r->in ? r->in : &NOTHING, lang, false), *content = json_object();
    json_object_set_new(json_object_get(body, "properties"), "once", json_pack("{s:s,s:s}", "type", "string", "description",
        i18n(lang, NULL, N_("The key of the form, from the document that has it; or the header Idempotency-Key. The same key twice is one act."))));
    json_object_set_new(content, "application/json", json_pack("{s:O}", "schema", body));
    json_object_set_new(content, "application/x-www-form-urlencoded", json_pack("{s:o}", "schema", body));
    json_object_set_new(op, "requestBody", json_pack("{s:b,s:o}", "required", 1, "content", content));
    answers(op, "201", said(i18n(lang, NULL, N_("Done: where to look")), "application/json", json_pack("{s:s,s:{s:{s:s},s:{s:s}},s:[s]}", "type", "object",
        "properties", "url", "type", "string", "id", "type", "string", "required", "url")));
    answers(op, "303", json_pack("{s:s}", "description", i18n(lang, NULL, N_("Done, for a browser: Location says where to look"))));
    return op;
}

static json_t *item(json_t *paths, const char *path)
{
    json_t *it = json_object_get(paths, path);
    if (!it) json_object_set_new(paths, path, it = json_object());
    return it;
}

static void put_route(json_t *paths, arena *a, const wr_module *m, const http_route *r, const char *lang)
{
    if (str_eq(r->method, "POST")) json_object_set_new(item(paths, r->path), "post", post_of(a, m, r, lang));
    else if (r->show) json_object_set_new(item(paths, r->path), "get", get_of(a, m, r, lang));
    else if (!r->as) json_object_set_new(item(paths, r->path), "get", as_of(a, m, r, "", lang));   /* bytes: a file, a tile */
    for (const char *p = r->as; p && *p; p += strspn(p, " ")) {
        size_t n = strcspn(p, " ");
        const char *suffix = arena_fmt(a, ".%.*s", (int)n, p);
        json_object_set_new(item(paths, arena_fmt(a, "%s%s", r->path, suffix)), "get", as_of(a, m, r, suffix, lang));
        p += n;
    }
}

static json_t *components(const char *lang)
{
    json_t *text = json_pack("{s:s}", "type", "string"), *one = json_pack("{s:s,s:{s:O,s:O},s:[s,s]}", "type", "object", "properties", "field", text,
        "text", text, "required", "field", "text");
    json_t *problem = json_pack("{s:s,s:{s:O,s:{s:s},s:O,s:O,s:{s:s,s:o},s:O},s:[s,s,s,s,s]}", "type", "object", "properties", "error", text, "status",
        "type", "integer", "text", text, "rule", text, "fields", "type", "array", "items", one, "request", text,
        "required", "error", "status", "text", "fields", "request");
    json_decref(text);
    return json_pack("{s:{s:o},s:{s:{s:s,s:s,s:s,s:s}}}", "responses", "problem", said(i18n(lang, NULL, N_("What was refused and why")), "application/json", problem),
        "securitySchemes", "session", "type", "apiKey", "in", "cookie", "name", "__Host-writ", "description",
        i18n(lang, NULL, N_("The cookie of a sign-in. What stands in brackets is the right that the role must have.")));
}

wr_rc site_give_api(db_tx *ro, const wr_actor *who, const void *in, arena *a, http_out *out)
{
    json_t *paths = json_object(), *doc;
    const char *lang = who->lang, *about = i18n(lang, NULL, N_("Every page is also data: send Accept: application/json, or put .json behind its address."));
    char *text;
    city_row city;
    walk w;
    wr_rc rc;
    (void)in;
    TRY(walk_begin(ro, a, &city, &w));
    for (const http_route *r; (r = walk_next(&w)); ) put_route(paths, a, *w.m, r, lang);
    doc = json_pack("{s:s,s:{s:s,s:s,s:s},s:[{s:s}],s:o,s:o}", "openapi", "3.1.0", "info", "title", arena_fmt(a, "writ, %s", i18n(lang, NULL, city.name)),
        "version", "1", "description", arena_fmt(a, "%s%s%s", about, *out->note ? " " : "", out->note), "servers", "url", *out->prefix ? out->prefix : "/",
        "paths", paths, "components", components(lang));
    text = json_dumps(doc, JSON_PRESERVE_ORDER);
    json_decref(doc);
    rc = text ? out_bytes(out, (bytes){ (const uint8_t *)text, strlen(text) }) : WR_E_BUG;
    free(text);
    return rc;
}
