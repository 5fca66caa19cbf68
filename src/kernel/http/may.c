/* may.c -- who asks, and may they: the session's actor, the route's right and its scope, the origin of a form. */
#include "http_own.h"

#include <string.h>
#include "i18n.h"
#include "now.h"
#include "person.h"

/* A session counts as used at most once in ten minutes: reading costs no write. */
typedef struct seen_job { writer_job job; wr_actor who; wr_us now; } seen_job;
static _Atomic uint64_t seen_at[1024];

static wr_rc seen_act(db_tx *rw, writer_job *j)
{
    const seen_job *s = j->with;
    return person_session_seen(rw, &s->who, s->now);
}

static void seen_done(writer_job *j)
{
    arena *a = j->a;
    arena_end(&a);
}

static void session_used(http_req *q)
{
    enum { EVERY_BITS_US = 600000000 };
    uint64_t h = 14695981039346656037u, mark;
    _Atomic uint64_t *place;
    arena *a;
    seen_job *s;
    for (const char *p = q->who.session; p && *p; p++) h = (h ^ (uint8_t)*p) * 1099511628211u;
    place = &seen_at[h % 1024];
    mark = (h & ~0xffffffu) | ((uint64_t)(q->who.now / EVERY_BITS_US) & 0xffffff);
    if (!q->who.session || atomic_exchange(place, mark) == mark) return;
    a = arena_new("session seen", 4096);
    s = arena_make(a, seen_job);
    s->who = (wr_actor){ .person = q->who.person, .by = arena_dup(a, q->who.by), .session = arena_dup(a, q->who.session) };
    s->now = q->who.now;
    s->job = (writer_job){ .name = "session seen", .act = seen_act, .done = seen_done, .with = s, .a = a };
    if (writer_push(q->s->w, &s->job) != WR_OK) arena_end(&a);
}

/* An unknown or ended session is nobody's; the cookie is taken back. */
wr_rc may_sign(http_req *q, db_conn *c, db_tx **ro)
{
    person_account p;
    wr_actor who = q->who;
    wr_rc rc;
    if (!q->session) return WR_OK;
    rc = person_actor(*ro, q->session, q->who.now, q->a, &who);
    if (rc == WR_E_LOGIN) {
        *arena_err(q->a) = (wr_err){ 0 };
        db_end_read(ro);
        answer_header(q, "Set-Cookie", cookie_set(COOKIE_SESSION, "", q->secure, q->a));
        return db_begin_read(c, q->a, ro);
    }
    TRY(rc);
    who.lang = q->who.lang;
    who.now = q->who.now;
    who.device = q->who.device;
    who.sender = q->who.sender;
    who.today = q->who.today;
    q->who = who;
    TRY(person_by_num(*ro, who.person, q->a, &p));
    q->name = p.name;
    if (!q->hit.lang && i18n_language(p.lang)) q->who.lang = i18n_language(p.lang)->code;
    session_used(q);
    return WR_OK;
}

wr_rc may_path(http_req *q)
{
    const shape *s = q->hit.route->in;
    if (!s) return WR_OK;
    q->in = arena_alloc(q->a, s->size, 16);
    for (size_t i = 0; i < s->n; i++)
        if (s->f[i].type == 't') *(const char **)(void *)((char *)q->in + s->f[i].off) = "";
    for (size_t i = 0; i < q->hit.n; i++) {
        const field *f = shape_field(s, q->hit.fields[i].name);
        if (!f || shape_set(f, q->in, q->hit.fields[i].value, q->a)) return WR_E_MISSING;
    }
    return WR_OK;
}

/* Whose thing it is, when the right does not reach everywhere. */
static wr_rc in_scope(http_req *q, db_tx *ro, right_scope reach)
{
    const http_route *r = q->hit.route;
    db_val v[PATH_FIELDS_MAX];
    wr_scope whose;
    size_t n = 0;
    bool mine;
    if (!r->scope || reach == RIGHT_ALL) return WR_OK;
    if (!r->in) return WR_E_BUG;
    for (size_t i = 0; i < q->hit.n; i++) {
        const field *f = shape_field(r->in, q->hit.fields[i].name);
        const void *at = (const char *)q->in + f->off;
        if (f->type == 't') v[n++] = db_t(*(const char *const *)at);
        else if (f->type == 'd') v[n++] = db_d(*(const wr_day *)at);
        else if (f->type == 'e') v[n++] = db_t(f->words[*(const int *)at]);
        else v[n++] = db_i(*(const int64_t *)at);
    }
    TRY(db_one_(ro, r->scope, q->a, sizeof whose, &whose, v, n));
    mine = reach == RIGHT_DEPARTMENT ? whose.department != 0 && whose.department == q->who.department
                                     : whose.owner != 0 && whose.owner == q->who.person;
    return mine ? WR_OK : WR_E_DENIED;
}

wr_rc may_pass(http_req *q, db_tx *ro)
{
    const http_route *r = q->hit.route;
    right_scope reach;
    wr_rc rc;
    if (r->flags & HTTP_DEMO && !q->s->o.demo) return WR_E_MISSING;
    reach = str_eq(r->may, "public") ? RIGHT_ALL : rights_has(q->who.rights, r->may);
    rc = reach != RIGHT_NONE ? in_scope(q, ro, reach) : q->who.person ? WR_E_DENIED : WR_E_LOGIN;
    if (rc == WR_OK) return rc;
    if (rc != WR_E_LOGIN && rc != WR_E_DENIED) return rc;
    if (r->flags & HTTP_HIDDEN) rc = WR_E_MISSING;
    if (rc == WR_E_LOGIN) return wr_fail(arena_err(q->a), rc, NULL, N_("This page is for those who are signed in."));
    if (rc == WR_E_DENIED && person_enrolling(&q->who))
        return wr_fail(arena_err(q->a), rc, NULL, N_("Your role needs a second factor. Set it up first: it is on the page of your account."));
    return rc == WR_E_DENIED ? wr_fail(arena_err(q->a), rc, NULL, N_("Your role does not include this.")) : rc;
}

/* The host part of an origin against the Host header and against the address this site is known by. */
bool may_origin(const http_req *q)
{
    const char *site = q->header(q, "sec-fetch-site"), *origin = q->header(q, "origin"), *host = q->header(q, "host"), *at;
    if (site) return str_eq(site, "same-origin") || str_eq(site, "none");
    if (!origin) return true;            /* no browser: the once-key decides alone */
    if (q->s->o.url && str_eq(origin, q->s->o.url)) return true;
    at = strstr(origin, "://");
    return at && host && str_eq(at + 3, host);
}
