/* answer.c -- what leaves: documents as pages or JSON, refusals with everything that was typed, ways to go. */
#include "http_own.h"

#include <stdlib.h>
#include <string.h>
#include "clock.h"
#include "i18n.h"
#include "person.h"

void answer_header(http_req *q, const char *name, const char *value)
{
    if (q->out.n < sizeof q->out.headers / sizeof *q->out.headers) q->out.headers[q->out.n++] = (pair){ name, value, strlen(value) };
}

void answer_plain(http_req *q, int status, const char *text)
{
    q->out.status = status;
    q->out.n = 0;
    q->out.body = sb_new(q->a, 128);
    sb_str(&q->out.body, i18n(q->who.lang ? q->who.lang : "en", NULL, text));
    sb_ch(&q->out.body, '\n');
    answer_header(q, "Content-Type", "text/plain; charset=utf-8");
    if (status == 503) answer_header(q, "Retry-After", "5");
}

const char *answer_local(http_req *q, const char *url)
{
    size_t n;
    char first[16];
    if (url[0] != '/' || url[1] == '/' || !*q->hit.prefix) return url;
    n = strcspn(url + 1, "/?#");
    if (n > 0 && n < sizeof first) {     /* a place to go back to may name a language already */
        memcpy(first, url + 1, n);
        first[n] = 0;
        if (i18n_language(first)) return url;
    }
    return arena_fmt(q->a, "%s%s", q->hit.prefix, str_eq(url, "/") ? "" : url);
}

/* ---- globals of a page ---- */

static const char *say_when(arena *a, const char *lang, wr_us at)
{
    clock_local l = clock_local_at(clock_city_zone(), at);
    return i18n_at(a, lang, l.day, l.hour, l.minute, l.abbr);
}

/* The route that takes a form's action, with something in its braces or not; NULL: none. */
static const http_route *post_route(http_req *q, const char *action)
{
    route_hit h;
    return route_find(&q->s->routes, "POST", action, q->a, &h) ? h.route : NULL;
}

static const char *make_once(http_req *q, const char *action)
{
    const http_route *r = post_route(q, action);
    char *key = arena_alloc(q->a, ONCE_TEXT + 1, 1);
    if (r) once_make(r, &q->who, key);
    return key;
}

static const char *make_once_html(arena *a, const wr_actor *who, const char *action)
{
    http_req *q = (http_req *)(uintptr_t)(const void *)who;   /* the actor is the request's first member */
    (void)a;
    *q->formed = true;
    return make_once(q, action);
}

static city_row city_of(http_req *q, db_tx *ro_opt)
{
    city_row c;
    if (ro_opt && city_get(ro_opt, q->a, &c) == WR_OK) return c;
    return (city_row){ .name = "", .demo_note = "", .desk = "", .phone = "", .email = "" };
}

const char *answer_demo_note(http_req *q, db_tx *ro_opt)
{
    city_row c;
    if (!q->s->o.demo) return "";
    c = city_of(q, ro_opt);
    return i18n(q->who.lang, NULL, *c.demo_note ? c.demo_note : N_("Made-up data: nothing here is a record of any city."));
}

static void nav_of_module(http_req *q, const wr_module *m, page_link *links, size_t *n)
{
    for (const http_route *r = m->routes; r && r->method && *n < 24; r++) {
        bool may = str_eq(r->may, "public") || rights_has(q->who.rights, r->may) != RIGHT_NONE;
        if (!r->nav || !may || (r->flags & HTTP_DEMO && !q->s->o.demo)) continue;
        links[(*n)++] = (page_link){ .label = i18n(q->who.lang, NULL, r->nav), .url = answer_local(q, r->path),
            .current = q->hit.path && str_starts(q->hit.path, r->path) && strchr("/", q->hit.path[strlen(r->path)]) };
    }
}

/* The pages that name themselves for the top bar and that this actor may open: what the order asks first, then the rest. */
static void nav_of(http_req *q, page_globals *g)
{
    page_link *links = arena_array(q->a, page_link, 24);
    for (int clauses = 1; clauses >= 0; clauses--)
        for (const wr_module *const *m = q->s->o.modules; *m; m++)
            if (!(*m)->clause == !clauses) nav_of_module(q, *m, links, &g->nav_n);
    g->nav = links;
}

static void languages_of(http_req *q, page_globals *g)
{
    size_t n;
    const i18n_lang *all = i18n_languages(&n);
    page_link *links = arena_array(q->a, page_link, n + 1);
    const char *path = q->hit.path ? q->hit.path : "/";
    bool post = str_eq(q->method, "POST");
    for (size_t i = 0; i < n; i++) {
        if (str_eq(all[i].code, q->who.lang)) continue;
        links[g->languages_n++] = (page_link){ .label = all[i].name, .lang = all[i].code, .url = post ? arena_fmt(q->a, "/%s", all[i].code)
            : arena_fmt(q->a, "/%s%s%s%s", all[i].code, str_eq(path, "/") ? "" : path, *q->query ? "?" : "", q->query) };
    }
    g->languages = links;
}

/* The first public page that is also a feed: every page names it, so that a feed reader finds it from anywhere. */
static void feed_of(http_req *q, page_globals *g)
{
    for (size_t i = 0; i < q->s->routes.n; i++) {
        const http_route *r = q->s->routes.at[i];
        if (!route_gives(r, "atom") || !str_eq(r->may, "public")) continue;
        g->feed_url = answer_local(q, arena_fmt(q->a, "%s.atom", r->path));
        g->feed_title = i18n(q->who.lang, NULL, r->summary);
        return;
    }
}

/* Where this site is: as the operator says, else as the request says. */
const char *answer_site(http_req *q)
{
    const char *host = q->header(q, "host");
    return q->s->o.url ? q->s->o.url : arena_fmt(q->a, "http%s://%s", q->secure ? "s" : "", host ? host : "localhost");
}

static void globals_of(http_req *q, db_tx *ro_opt, page_globals *g)
{
    city_row c = city_of(q, ro_opt);
    const http_route *r = q->hit.route;
    *g = (page_globals){ .prefix = q->hit.prefix ? q->hit.prefix : "", .city_name = i18n(q->who.lang, NULL, c.name), .style_url = q->s->files.style_url, .icon_url = q->s->files.icon_url, .look_url = q->s->files.look_url, .script_url = q->s->files.script_url,
        .report_script_url = q->s->files.report_script_url, .copy_script_url = q->s->files.copy_script_url, .chart_script_url = q->s->files.chart_script_url,
        .title = i18n(q->who.lang, NULL, r && r->summary ? r->summary : ""), .json_url = "", .signed_in = "", .contact = "",
        .site = answer_site(q), .shown_at = say_when(q->a, q->who.lang, q->who.now), .when = say_when, .once = make_once_html };
    g->demo_note = answer_demo_note(q, ro_opt);
    if (*c.desk) g->contact = arena_fmt(q->a, "%s%s%s", i18n(q->who.lang, NULL, c.desk), *c.phone || *c.email ? ", " : "", *c.phone ? c.phone : c.email);
    g->sign_in_url = answer_local(q, q->who.person ? "/account" : "/sign-in");
    g->signed_in = q->name ? q->name : "";
    if (r && r->show && q->out.status == 200)
        g->json_url = arena_fmt(q->a, "%s%s.json%s%s", g->prefix, q->hit.path, *q->query ? "?" : "", q->query);
    feed_of(q, g);
    nav_of(q, g);
    languages_of(q, g);
}

/* ---- documents ---- */

static void json_body(http_req *q, json_t *doc)
{
    char *text = json_dumps(doc, JSON_INDENT(1) | JSON_PRESERVE_ORDER);
    q->out.body = sb_new(q->a, text ? strlen(text) + 2 : 64);
    if (text) sb_str(&q->out.body, text);
    sb_ch(&q->out.body, '\n');
    free(text);
    answer_header(q, "Content-Type", "application/json");
}

static const char *action_of(const json_t *v)
{
    return json_object_get(v, "fields") ? json_string_value(json_object_get(v, "action_url")) : NULL;
}

/* A handler may offer a form to everyone: here it stays only for who may send it. */
static void forms_one_may_send(http_req *q, json_t *doc)
{
    const char *key, *action;
    void *next;
    json_t *v;
    json_object_foreach_safe(doc, next, key, v) {
        const http_route *r = (action = action_of(v)) ? post_route(q, action) : NULL;
        if (action && (!r || (strcmp(r->may, "public") != 0 && rights_has(q->who.rights, r->may) == RIGHT_NONE))) json_object_del(doc, key);
    }
}

static void drop_named(json_t *doc, const char *names, arena *a)
{
    for (const char *p = names; p && *p; p += strspn(p, " ")) {
        size_t n = strcspn(p, " ");
        json_object_del(doc, arena_fmt(a, "%.*s", (int)n, p));
        p += n;
    }
}

/* A client that reads JSON sends forms too: each bears its key. */
static void once_in_forms(http_req *q, json_t *doc)
{
    const char *key, *action;
    json_t *v;
    json_object_foreach(doc, key, v) {
        if (!(action = action_of(v))) continue;
        *q->formed = true;
        json_object_set_new(v, "once", json_string(make_once(q, action)));
    }
}

wr_rc answer_document(http_req *q, db_tx *ro, json_t *doc)
{
    page_globals g;
    const http_route *r = q->hit.route;
    q->out.status = 200;
    forms_one_may_send(q, doc);
    if (q->json || !r->page) {
        const char *note = answer_demo_note(q, ro);
        drop_named(doc, r->page_only, q->a);
        once_in_forms(q, doc);
        if (*note) TRY(page_text(doc, "demo", note));
        json_body(q, doc);
        return WR_OK;
    }
    globals_of(q, ro, &g);
    q->out.body = sb_new(q->a, 16384);
    TRY(page_html(r->page, doc, &q->who, &g, q->a, &q->out.body));
    answer_header(q, "Content-Type", "text/html; charset=utf-8");
    return WR_OK;
}

void answer_go(http_req *q)
{
    const http_go *go = &q->job.go;
    const char *url = answer_local(q, go->url && *go->url ? go->url : "/");
    q->out.n = 0;
    if (go->session) answer_header(q, "Set-Cookie", cookie_set(COOKIE_SESSION, go->session, q->secure, q->a));
    if (go->device) answer_header(q, "Set-Cookie", cookie_set(COOKIE_DEVICE, q->who.device && str_eq(go->device, q->who.device) ? q->device : go->device, q->secure, q->a));
    answer_header(q, "Location", url);
    q->out.status = q->json ? 201 : 303;
    q->out.body = sb_new(q->a, 64);
    if (q->json) {
        sb_str(&q->out.body, "{\"url\": ");
        sb_json(&q->out.body, url);
        if (go->id && *go->id) {
            sb_str(&q->out.body, ", \"id\": ");
            sb_json(&q->out.body, go->id);
        }
        sb_str(&q->out.body, "}\n");
        answer_header(q, "Content-Type", "application/json");
    }
}

/* ---- refusals ---- */

/* A rule that speaks of one field stands at that field, like what the shape found. */
static void fault_of_err(http_req *q, const wr_err *e)
{
    const char **holes;
    size_t n = 0;
    if (e->rc != WR_E_INPUT || !e->field || q->wrong.n > 0) return;
    holes = (const char **)arena_alloc(q->a, 34 * sizeof *holes, _Alignof(char *));
    for (const char *h = e->holes; h < e->holes + sizeof e->holes && *h && n < 32; h += strlen(h) + 1) holes[n++] = h;
    q->wrong.at = arena_make(q->a, fault);
    q->wrong.at[0] = (fault){ .field = e->field, .text = e->text, .holes = holes };
    q->wrong.n = 1;
}

static const char *said(http_req *q, const fault *f)
{
    return i18n_fill(q->a, i18n(q->who.lang, NULL, f->text), f->holes ? f->holes : (const char *const[]){ NULL });
}

static void problem_json(http_req *q, db_tx *ro_opt, const wr_err *e)
{
    json_t *doc = json_object(), *fields = json_array();
    const char *note = answer_demo_note(q, ro_opt);
    bool ours = e->rc == WR_E_IO || e->rc == WR_E_BUG;
    json_object_set_new(doc, "error", json_string(wr_rc_name(e->rc)));
    json_object_set_new(doc, "status", json_integer(q->out.status));
    json_object_set_new(doc, "text", json_string(ours || !e->text ? "" : i18n_err(q->a, q->who.lang, e)));
    if (e->rule) json_object_set_new(doc, "rule", json_string(e->rule));
    for (size_t i = 0; i < q->wrong.n; i++) {
        json_t *f = json_object();
        json_object_set_new(f, "field", json_string(q->wrong.at[i].field));
        json_object_set_new(f, "text", json_string(said(q, &q->wrong.at[i])));
        json_array_append_new(fields, f);
    }
    json_object_set_new(doc, "fields", fields);
    json_object_set_new(doc, "request", json_string(q->id));
    if (*note) json_object_set_new(doc, "demo", json_string(note));
    json_body(q, doc);
    json_decref(doc);
}

static bool keeps_typed(const http_req *q)
{
    return q->hit.route && q->hit.route->act && q->hit.route->in && q->typed.at;
}

/* Choices and hints are made by the page that the form came from. It is asked again (Referer, same site), and what it
 * offers for a field is laid over the form that comes back; without it a plain line stands there. */
static json_t *page_before(http_req *q, db_tx *ro)
{
    const char *from = q->header(q, "referer"), *path = from ? strstr(from, "://") : NULL;
    char *raw;
    route_hit h;
    void *in = NULL;
    faults none;
    json_t *doc;
    path = path ? strchr(path + 3, '/') : NULL;
    if (!ro || !path) return NULL;
    raw = arena_dup(q->a, path);
    raw[strcspn(raw, "?#")] = 0;
    if (!route_find(&q->s->routes, "GET", raw, q->a, &h) || !h.route || !h.route->show || *h.suffix || h.route->scope) return NULL;
    if (strcmp(h.route->may, "public") != 0 && rights_has(q->who.rights, h.route->may) == RIGHT_NONE) return NULL;
    if (h.route->in) {
        in = arena_alloc(q->a, h.route->in->size, 16);
        if (shape_from_form(h.route->in, h.fields, h.n, q->a, in, &none) != WR_OK) return NULL;
    }
    doc = json_object();
    arena_on_end(q->a, json_drop, doc);
    return h.route->show(ro, &q->who, in, q->a, doc) == WR_OK ? doc : NULL;
}

static json_t *field_named(json_t *form, const char *name)
{
    json_t *it;
    size_t i;
    json_array_foreach(json_object_get(form, "fields"), i, it)
        if (str_eq(json_string_value(json_object_get(it, "name")), name)) return it;
    return NULL;
}

static wr_rc offer(http_req *q, json_t *doc, json_t *was)
{
    const char *name = json_string_value(json_object_get(was, "name")), *hint = json_string_value(json_object_get(was, "hint"));
    json_t *list = json_object_get(was, "options"), *it;
    size_t n = json_array_size(list), i;
    page_choice *c = arena_array(q->a, page_choice, n + 1);
    if (hint && *hint) TRY(page_hint(doc, "form", name, arena_dup(q->a, hint)));
    json_array_foreach(list, i, it) {
        const char *said = json_string_value(json_object_get(it, "said"));
        if (!said || !*said) return WR_OK;           /* words of the shape: already there */
        c[i] = (page_choice){ json_string_value(json_object_get(it, "value")), said };
    }
    return n ? page_choices(doc, "form", name, c, n) : WR_OK;
}

static wr_rc offers(http_req *q, db_tx *ro, json_t *doc)
{
    json_t *before = page_before(q, ro), *form, *it;
    const char *key;
    size_t i;
    *arena_err(q->a) = (wr_err){ 0 };
    json_object_foreach(before, key, form) {
        const char *action = json_string_value(json_object_get(form, "action_url"));
        if (!action || !str_eq(action, q->hit.path)) continue;
        json_array_foreach(json_object_get(form, "fields"), i, it)
            if (field_named(json_object_get(doc, "form"), json_string_value(json_object_get(it, "name")))) TRY(offer(q, doc, it));
    }
    return WR_OK;
}

static wr_rc problem_page(http_req *q, db_tx *ro_opt, const wr_err *e)
{
    json_t *doc = json_object();
    page_globals g;
    wr_rc rc;
    arena_on_end(q->a, json_drop, doc);
    TRY(page_problem(doc, e));
    globals_of(q, ro_opt, &g);
    g.title = i18n(q->who.lang, NULL, json_string_value(json_object_get(json_object_get(doc, "problem"), "heading")));
    g.json_url = "";
    if (sure_asks(e)) TRY(sure_form(q, doc));
    else if (keeps_typed(q)) {
        TRY(page_form(doc, "form", &(page_form_of){ .action_url = q->hit.path, .in = q->hit.route->in, .typed = q->typed.at,
            .typed_n = q->typed.n, .wrong = &q->wrong, .button = q->hit.route->summary }, q->a));
        TRY(offers(q, ro_opt, doc));
        if (upload_lost(q)) TRY(page_hint(doc, "form", upload_lost(q), N_("Please choose the file again: it was not kept.")));
    }
    q->out.body = sb_new(q->a, 8192);
    rc = page_html("page/problem", doc, &q->who, &g, q->a, &q->out.body);
    answer_header(q, "Content-Type", "text/html; charset=utf-8");
    return rc;
}

void answer_problem(http_req *q, db_tx *ro_opt, wr_rc rc)
{
    wr_err e = *arena_err(q->a);
    int status = q->status_instead ? q->status_instead : wr_rc_http(rc);
    if (e.rc != rc) e = (wr_err){ .rc = rc };
    *arena_err(q->a) = (wr_err){ 0 };
    if (!q->who.lang) q->who.lang = "en";
    fault_of_err(q, &e);
    q->out.n = 0;
    q->out.status = status;
    q->out.etag[0] = 0;
    if (status == 405) answer_header(q, "Allow", q->hit.allow & ALLOW_POST ? q->hit.allow & ALLOW_GET ? "GET, HEAD, POST" : "POST" : "GET, HEAD");
    if (status == 503) answer_header(q, "Retry-After", "5");
    if (q->json) problem_json(q, ro_opt, &e);
    else if (problem_page(q, ro_opt, &e) != WR_OK) answer_plain(q, status, N_("Something went wrong on our side"));
    q->out.status = status;
}
