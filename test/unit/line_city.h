/* line_city.h -- a whole city behind the whole line, without a socket: the pack's rows, accounts, sessions, requests as of a browser. */
#ifndef TEST_LINE_CITY_H
#define TEST_LINE_CITY_H
#include <stdio.h>
#include "city.h"
#include "city_db.h"
#include "clock.h"
#include "events.h"
#include "http.h"
#include "modules.h"
#include "now.h"
#include "pack.h"
#include "pair.h"
#include "person.h"
#include "serve.h"
#include "site.h"
#include "str.h"

static const wr_us LINE_T0 = 1772128800 * (wr_us)1000000;      /* 26 February 2026, 18:00 UTC */
static server *line_srv;
static const wr_module *const *line_modules;

static inline wr_actor line_operator(void)
{
    return (wr_actor){ .by = "operator", .lang = "en", .now = now_us(), .today = clock_today(now_us()), .rights = rights_of("operator") };
}

static inline wr_rc line_pack(db_tx *rw, void *with, arena *a)
{
    wr_actor who = line_operator();
    (void)with;
    return pack_load(rw, &who, line_modules, "packs/la-ed12", a);
}

/* The database first, without a server: what a test writes is there when the line begins. */
static inline void line_begin_city(temp_db *t, const wr_module *const *modules)
{
    void *state = t;
    wr_err e = { 0 };
    line_modules = modules;
    now_stop(LINE_T0);
    city_modules(modules);
    site_modules(modules);
    pair_modules(modules);
    assert_int_equal(person_key_load(t->dir, &e), WR_OK);
    if (city_db_write(&state, line_pack, NULL, &e) != WR_OK) fail_msg("pack: %s %s", e.text, e.holes);
}

static inline void line_serve(temp_db *t)
{
    wr_err e = { 0 };
    serve_options o = { .data = t->dir, .db = t->url, .modules = line_modules, .assets = wr_assets };
    if (serve_start(&o, &e, &line_srv) != WR_OK) fail_msg("serve: %s %s", e.text, e.holes);
}

typedef struct line_who { const char *login, *role, *department, *human, *password, *shown; char token[64]; wr_id num; } line_who;
static inline wr_rc line_add(db_tx *rw, void *with, arena *a)
{
    line_who *w = with;
    wr_actor who = line_operator();
    person_account p = { .login = w->login, .name = w->login, .role = w->role, .human = w->human, .password = w->password };
    if (w->department) {
        city_department d;
        TRY(city_department_by(rw, w->department, a, &d));
        p.department = d.num;
    }
    TRY(person_add(rw, &who, &p, a));
    TRY(person_by_login(rw, w->login, a, &p));
    w->num = p.num;
    strcpy(w->token, person_token_new(a));
    return person_session_start(rw, p.num, now_us(), w->token, w->shown ? w->shown : "code", a);
}

/* One request; what comes back lives in `a`. once: the key that the form would bear, for a POST. */
static inline serve_reply line_ask(const line_who *w, const char *method, const char *url, const char *body, bool html, arena *a)
{
    serve_reply r;
    const char *cookie = arena_fmt(a, "writ=%s", w ? w->token : ""), *accept = html ? "text/html" : "application/json";
    const pair headers[] = { { "accept", accept, strlen(accept) }, { "cookie", cookie, strlen(cookie) },
        { "content-type", "application/x-www-form-urlencoded", 33 } };
    serve_ask q = { .method = method, .url = url, .body = body ? body : "", .body_n = body ? strlen(body) : 0, .headers = headers, .headers_n = 3 };
    assert_int_equal(serve_answer(line_srv, &q, a, &r), WR_OK);
    return r;
}

static inline serve_reply line_get(const line_who *w, const char *url, arena *a) { return line_ask(w, "GET", url, NULL, true, a); }

static inline const http_route *line_route(const char *path)
{
    for (const wr_module *const *m = line_modules; *m; m++)
        for (const http_route *r = (*m)->routes; r && r->method; r++)
            if (str_eq(r->method, "POST") && str_eq(r->path, path)) return r;
    fail_msg("no route %s", path);
    return NULL;
}

static inline const char *line_body(const line_who *w, const http_route *r, const char *form, arena *a)
{
    char key[ONCE_TEXT + 1];
    wr_actor who = { .person = w ? w->num : 0 };
    once_make(r, &who, key);
    return arena_fmt(a, "once=%s%s%s", key, *form ? "&" : "", form);
}

/* A form of the route `path`, sent to `url`. */
static inline serve_reply line_post(const line_who *w, const char *path, const char *url, const char *form, arena *a)
{
    return line_ask(w, "POST", url, line_body(w, line_route(path), form, a), true, a);
}

static inline const char *line_header(const serve_reply *r, const char *name)
{
    for (size_t i = 0; i < r->headers_n; i++)
        if (str_eq(r->headers[i].name, name)) return r->headers[i].value;
    return "";
}
#endif
