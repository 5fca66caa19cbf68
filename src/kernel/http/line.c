/* line.c -- the life of a request between the edge's two ends (docs/TOUR.md): route, session, right, scope,
 * same origin, once-key, shape; then a snapshot and a document, or the writer. */
#include "http_own.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include "clock.h"
#include "i18n.h"
#include "log.h"
#include "now.h"
#include "person.h"

void json_drop(void *doc) { json_decref(doc); }

static bool is_post(const http_req *q) { return str_eq(q->method, "POST"); }

/* ---- on the loop ---- */

/* The best of Accept-Language that there is a catalogue for. */
static const char *language_wanted(const char *header)
{
    const char *best = "en";
    int best_q = 0;
    for (const char *p = header; p && *p; p += strcspn(p, ","), p += *p == ',') {
        char tag[16] = { 0 };
        const char *quality;
        const i18n_lang *l;
        size_t n, item = strcspn(p, ",");
        int worth = 1000;
        p += strspn(p, " ");
        n = strcspn(p, "-;, ");
        if (n == 0 || n >= sizeof tag) continue;
        memcpy(tag, p, n);
        quality = memmem(p, strcspn(p, ","), "q=", 2);
        if (quality && item > 0) {
            worth = quality[2] == '1' ? 1000 : 0;
            for (int i = 0, place = 100; quality[2] == '0' && quality[3] == '.' && i < 3 && quality[4 + i] >= '0' && quality[4 + i] <= '9'; i++, place /= 10)
                worth += (quality[4 + i] - '0') * place;
        }
        l = i18n_language(tag);
        if (l && worth > best_q) {
            best = l->code;
            best_q = worth;
        }
    }
    return best;
}

static bool accepts_json(const http_req *q)
{
    const char *accept = q->header(q, "accept"), *type = q->header(q, "content-type");
    if (str_eq(q->hit.suffix, "json")) return true;
    if (accept && strstr(accept, "text/html")) return false;
    return (accept && strstr(accept, "application/json")) || (is_post(q) && type && str_starts(type, "application/json"));
}

static void today_of(http_req *q)
{
    q->who.now = now_us();
    q->who.today = clock_today(q->who.now);
}

static bool is_cacheable(const http_req *q)
{
    return q->hit.route && q->hit.route->reads && q->hit.route->show && !q->session && q->connection
        && (!*q->hit.suffix || str_eq(q->hit.suffix, "json"));
}

static const char *key_of(http_req *q)
{
    strbuf b = sb_new(q->a, 256);
    cache_key(&b, q->who.lang, q->json || !q->hit.route->page, q->secure, q->hit.prefix, q->hit.path, q->query);
    return b.p;
}

static int64_t quarter_of(const http_req *q) { return q->who.now / (CACHE_QUARTER_S * (int64_t)1000000); }

static bool from_cache(http_req *q, int64_t changes)
{
    cached *p = cache_get(q->s->pages, key_of(q), changes, quarter_of(q));
    if (!p) return false;
    q->out.page = p;
    q->out.status = etag_matches(q->header(q, "if-none-match"), p->etag) ? 304 : 200;
    return true;
}

static void no_header(http_req *q, const char *text, int status)
{
    q->json = false;
    answer_plain(q, status, text);
}

static void device_of(http_req *q)
{
    const char *token = cookie_value(q->header(q, "cookie"), cookie_name(COOKIE_DEVICE, q->secure), q->a);
    q->device = token;
    if (token) q->who.device = device_hash(q->a, token);
}

bool line_begin(http_req *q)
{
    bool get = str_eq(q->method, "GET") || str_eq(q->method, "HEAD");
    int64_t changes;
    uint8_t id[8];
    randombytes_buf(id, sizeof id);
    sodium_bin2hex(q->id, sizeof q->id, id, sizeof id);
    q->a = arena_new("request", 16 << 20);
    q->formed = arena_make(q->a, bool);
    q->who.by = "public";
    q->who.rights = rights_of("public");
    q->who.lang = "en";
    q->hit.prefix = q->hit.suffix = "";
    if (get && str_starts(q->path, "/static/")) {
        q->out.ready = static_find(&q->s->files, q->path + 8, q->query, q->header(q, "if-none-match"), &q->out.status);
        if (!q->out.ready) no_header(q, N_("There is no such page"), 404);
        return true;
    }
    if (!route_find(&q->s->routes, q->method, q->path, q->a, &q->hit)) {
        no_header(q, N_("The address is not valid UTF-8."), 400);
        return true;
    }
    if (!get && !is_post(q)) q->hit.route = NULL;
    q->session = cookie_value(q->header(q, "cookie"), cookie_name(COOKIE_SESSION, q->secure), q->a);
    device_of(q);
    if (*q->sender) q->who.sender = q->sender;
    q->who.lang = q->hit.lang ? q->hit.lang : language_wanted(q->header(q, "accept-language"));
    q->json = accepts_json(q);
    today_of(q);
    return get && is_cacheable(q) && edge_changes(q, &changes) && from_cache(q, changes);
}

bool line_push(http_req *q, bool always)
{
    server *s = q->s;
    bool ok;
    q->next = NULL;
    mtx_lock(&s->lock);
    ok = !s->stopping && (always || s->queued < POOL_QUEUE);
    if (ok) {
        if (s->last) s->last->next = q;
        else s->first = q;
        s->last = q;
        s->queued++;
        cond_signal(&s->filled);
    }
    mtx_unlock(&s->lock);
    return ok;
}

void line_again(http_req *q)
{
    if (line_push(q, true)) return;
    answer_plain(q, 503, N_("Nothing was stored. Try again in a minute; what you typed is still here."));
    q->done(q);
}

/* ---- on the pool: what came in ---- */

static void forget_error(http_req *q) { *arena_err(q->a) = (wr_err){ 0 }; }

static wr_rc not_utf8(http_req *q, const char *name)
{
    q->wrong.at = arena_make(q->a, fault);
    q->wrong.at[0] = (fault){ .field = *name ? name : "?", .text = N_("The text is not valid UTF-8.") };
    q->wrong.n = 1;
    return WR_E_INPUT;
}

static wr_rc too_many(http_req *q)
{
    return wr_fail(arena_err(q->a), WR_E_TOO_BIG, NULL, N_("A form may have at most {n} fields."), "n", arena_fmt(q->a, "%d", FIELDS_MAX));
}

/* Path fields first: they cannot be given a second time by query or form. */
static wr_rc read_pairs(http_req *q, const char *text, size_t n, pairs *ret)
{
    const char *bad = "";
    pairs got = { 0 };
    wr_rc rc = form_read(text, n, q->a, &got, &bad);
    if (rc == WR_E_TOO_BIG) return too_many(q);
    if (rc != WR_OK) return not_utf8(q, bad);
    ret->at = arena_array(q->a, pair, got.n + q->hit.n + 1);
    if (q->hit.n) memcpy(ret->at, q->hit.fields, q->hit.n * sizeof *ret->at);
    if (got.n) memcpy(ret->at + q->hit.n, got.at, got.n * sizeof *ret->at);
    ret->n = got.n + q->hit.n;
    return WR_OK;
}

/* A field of the kernel's own, which no shape knows; "": not there. */
static const char *own_field(const http_req *q, const json_t *doc, const char *name)
{
    const char *value = json_string_value(json_object_get(doc, name));
    for (size_t i = 0; !value && i < q->typed.n; i++)
        if (str_eq(q->typed.at[i].name, name)) value = q->typed.at[i].value;
    return value ? value : "";
}

static wr_rc read_json(http_req *q, json_t **ret)
{
    json_error_t why;
    json_t *doc;
    if (!str_utf8(q->body, q->body_n)) { q->status_instead = 400; return not_utf8(q, ""); }
    doc = json_loadb(q->body, q->body_n, JSON_REJECT_DUPLICATES, &why);
    if (!json_is_object(doc)) {
        json_decref(doc);
        q->status_instead = 400;
        return wr_fail(arena_err(q->a), WR_E_INPUT, NULL, N_("The body is not a JSON object."));
    }
    arena_on_end(q->a, json_drop, doc);
    if (json_object_size(doc) > FIELDS_MAX) return too_many(q);
    for (size_t i = 0; q->hit.route->in && i < q->hit.n; i++) {
        const field *f = shape_field(q->hit.route->in, q->hit.fields[i].name);
        json_t *v = f && f->type == 'i' ? json_integer(*(const int64_t *)(const void *)((const char *)q->in + f->off))
                                        : json_string(q->hit.fields[i].value);
        json_object_set_new(doc, q->hit.fields[i].name, v);
    }
    *ret = doc;
    return WR_OK;
}

static wr_rc forged(http_req *q, const char *text) { return wr_fail(arena_err(q->a), WR_E_DENIED, NULL, text); }

/* An upload alone fills the field of a file: as text it could name bytes that the sender never had. */
static wr_rc no_file_as_text(http_req *q)
{
    const shape *s = q->hit.route->in;
    for (size_t i = 0; i < s->n; i++) {
        if (!(s->f[i].flags & F_FILE) || !*shape_get(&s->f[i], q->in, q->a)) continue;
        q->wrong.at = arena_make(q->a, fault);
        q->wrong.at[0] = (fault){ .field = s->f[i].name, .text = N_("A file comes as multipart/form-data, not as text.") };
        q->wrong.n = 1;
        return WR_E_INPUT;
    }
    return WR_OK;
}

static wr_rc read_post(http_req *q)
{
    const http_route *r = q->hit.route;
    const char *type = q->header(q, "content-type");
    bool json = type && str_starts(type, "application/json");
    json_t *doc = NULL;
    if (!q->up && !json && type && q->body_n && !str_starts(type, "application/x-www-form-urlencoded")) {
        q->status_instead = 415;
        return wr_fail(arena_err(q->a), WR_E_INPUT, NULL, N_("A form or a JSON object is expected."));
    }
    if (q->up) TRY(upload_read(q));
    else if (json) TRY(read_json(q, &doc));
    else TRY(read_pairs(q, q->body, q->body_n, &q->typed));
    if (!may_origin(q)) return forged(q, N_("This form was not sent from a page of this site."));
    q->shown_password = own_field(q, doc, "_password");
    q->shown_code = own_field(q, doc, "_code");
    q->job.once.key = q->header(q, "idempotency-key");
    if (!q->job.once.key) q->job.once.key = own_field(q, doc, "once");
    if (r->flags & HTTP_ENTRY && (json || q->up) && !*q->job.once.key) q->job.once.key = NULL;
    else if (!once_ours(r, &q->who, q->job.once.key)) return forged(q, N_("This form has expired or was opened under another account. Please send it again from here."));
    if (!r->in) return WR_OK;
    if (q->up) TRY(upload_hash(q));
    TRY(json ? shape_from_json(r->in, doc, q->a, q->in, &q->wrong) : shape_from_form(r->in, q->typed.at, q->typed.n, q->a, q->in, &q->wrong));
    return q->up ? WR_OK : no_file_as_text(q);
}

static wr_rc read_get(http_req *q)
{
    const http_route *r = q->hit.route;
    wr_rc rc = read_pairs(q, q->query, strlen(q->query), &q->typed);
    if (rc == WR_E_INPUT) q->status_instead = 400;
    TRY(rc);
    return r->in ? shape_from_form(r->in, q->typed.at, q->typed.n, q->a, q->in, &q->wrong) : WR_OK;
}

/* ---- GET ---- */

static wr_rc answer_get(http_req *q, db_tx *ro)
{
    const http_route *r = q->hit.route;
    json_t *doc;
    TRY(read_get(q));
    if (!*q->hit.suffix && q->json && route_gives(r, "json")) q->hit.suffix = "json";
    if ((!r->show && !r->as) || (*q->hit.suffix && route_gives(r, q->hit.suffix))) return give_first(q, ro);
    if (!r->show) return WR_E_MISSING;
    doc = json_object();
    arena_on_end(q->a, json_drop, doc);
    TRY(r->show(ro, &q->who, q->in, q->a, doc));
    return answer_document(q, ro, doc);
}

/* The counters were read before the snapshot began: an answer is never filed under a state that is newer than it. */
static void keep(http_req *q, int64_t changes)
{
    cached *p;
    if (q->out.status != 200 || *q->formed || q->who.person || q->give || q->out.body.n > CACHED_MAX) return;
    etag_of(q->out.body.p, q->out.body.n, q->out.etag);
    p = edge_cached(q);
    p->changes = changes;
    p->quarter = quarter_of(q);
    cache_put(q->s->pages, key_of(q), p);
    if (etag_matches(q->header(q, "if-none-match"), q->out.etag)) q->out.status = 304;
}

/* ---- POST ---- */

static wr_rc act(db_tx *rw, writer_job *j)
{
    http_req *q = j->with;
    if (mono_ms() - q->arrived_ms > JOB_MAX_US / 1000) return wr_fail(arena_err(j->a), WR_E_BUSY, NULL, N_("It took too long. Try again in a minute; what you typed is still here."));
    TRY(sure_spend(q, rw));
    return q->hit.route->act(rw, &q->who, q->in, j->a, &j->go);
}

static void finish(http_req *q)
{
    log_line(LOG_DEBUG_, "request", "id", q->id, "method", q->method, "route", q->hit.route ? q->hit.route->path : "-",
             "status", arena_fmt(q->a, "%d", q->out.status));
    q->done(q);
}

static void stored(writer_job *j)
{
    http_req *q = j->with;
    atomic_fetch_add(&q->s->generation, 1);      /* before anyone hears of it: the next request sees it */
    if (j->rc != WR_OK) {
        q->step = STEP_STORED;
        line_again(q);
        return;
    }
    answer_go(q);
    q->from_writer = true;
    finish(q);
}

/* What makes a repeat a repeat: the path and the body; of an upload its fields and the hash of its file. */
static void hash_body(http_req *q)
{
    strbuf all;
    if (!q->up) { once_body(q->hit.path, q->body, q->body_n, q->job.once.body); return; }
    all = sb_new(q->a, 1024);
    for (size_t i = 0; i < q->typed.n; i++) {
        sb_put(&all, q->typed.at[i].name, strlen(q->typed.at[i].name) + 1);
        sb_put(&all, q->typed.at[i].value, q->typed.at[i].n + 1);
    }
    once_body(q->hit.path, all.p, all.n, q->job.once.body);
}

static wr_rc answer_post(http_req *q, db_tx *ro)
{
    const http_route *r = q->hit.route;
    TRY(read_post(q));
    TRY(sure_pass(q, ro));
    if (r->prepare) TRY(r->prepare(ro, &q->who, q->in, q->a));
    if (q->up) TRY(upload_keep(q));
    forget_error(q);
    hash_body(q);
    q->job.once.route = r->path;
    q->job.once.actor = q->who.by;
    q->job.name = r->path;
    q->job.act = act;
    q->job.done = stored;
    q->job.with = q;
    q->job.a = q->a;
    return WR_OK;
}

/* ---- the steps ---- */

static void go_instead(http_req *q, const char *url)
{
    q->out.n = 0;
    q->out.status = 303;
    q->out.body = sb_new(q->a, 1);
    answer_header(q, "Location", url);
}

static void refuse(http_req *q, db_conn *c, wr_rc rc)
{
    db_tx *ro = NULL;
    wr_err kept = *arena_err(q->a);
    bool post = is_post(q);
    if (rc == WR_E_LOGIN && !post && !q->json) {
        go_instead(q, arena_fmt(q->a, "%s?next=%s", answer_local(q, "/sign-in"), str_url(q->a, arena_fmt(q->a, "%s%s%s%s", q->hit.prefix, q->hit.path, *q->query ? "?" : "", q->query))));
        return;
    }
    if (rc == WR_E_DENIED && !post && !q->json && person_enrolling(&q->who)) {
        go_instead(q, answer_local(q, "/account/second-factor"));
        return;
    }
    if (rc == WR_E_IO || rc == WR_E_BUG)
        log_line(LOG_WARN_, "request failed", "id", q->id, "route", q->hit.route ? q->hit.route->path : "-", "why", kept.text ? kept.text : wr_rc_name(rc),
                 "at", kept.file ? arena_fmt(q->a, "%s:%d", kept.file, kept.line) : "");
    forget_error(q);
    if (db_begin_read(c, q->a, &ro) != WR_OK) ro = NULL;
    *arena_err(q->a) = kept;
    answer_problem(q, ro, rc);
    db_end_read(&ro);
}

static wr_rc no_route(http_req *q)
{
    if (!q->hit.allow) return WR_E_MISSING;
    q->status_instead = 405;
    return wr_fail(arena_err(q->a), WR_E_MISSING, NULL, N_("This address does not take that method."));
}

static wr_rc begin(http_req *q, db_conn *c, db_tx **ro)
{
    TRY(db_begin_read(c, q->a, ro));
    TRY(may_sign(q, c, ro));
    if (q->too_big) return wr_fail(arena_err(q->a), WR_E_TOO_BIG, NULL, N_("What was sent is larger than 1 MiB."));
    if (!q->hit.route) return no_route(q);
    TRY(may_path(q));
    TRY(may_pass(q, *ro));
    return is_post(q) ? answer_post(q, *ro) : answer_get(q, *ro);
}

/* The parts of a file first, then the act. true: the request is the writer's now, nobody else touches it. */
static bool hand_over(http_req *q, db_conn *c)
{
    bool sent = false;
    wr_rc rc = q->up ? upload_part(q, &sent) : WR_OK;
    if (rc == WR_OK && !sent) rc = writer_push(q->s->w, &q->job);
    if (rc != WR_OK) refuse(q, c, rc);
    return rc == WR_OK;
}

static bool step_begin(http_req *q, db_conn *c)
{
    db_tx *ro = NULL;
    int64_t changes = 0;
    bool keeps = is_cacheable(q) && db_changes(c, q->hit.route->reads, &changes) == WR_OK;
    bool late = mono_ms() - q->arrived_ms > JOB_MAX_US / 1000;
    wr_rc rc;
    if (keeps && from_cache(q, changes)) return true;
    rc = late ? wr_fail(arena_err(q->a), WR_E_BUSY, NULL, N_("It took too long. Try again in a minute.")) : begin(q, c, &ro);
    db_end_read(&ro);
    if (rc == WR_OK && is_post(q)) return !hand_over(q, c);
    if (rc == WR_OK && arena_over(q->a))
        rc = wr_fail(arena_err(q->a), WR_E_TOO_BIG, NULL, N_("This is more than one page can hold. Ask for less: one department, one direction, one answer, or a shorter time."));
    if (rc != WR_OK) refuse(q, c, rc);
    else if (keeps) keep(q, changes);
    return true;
}

void line_step(http_req *q, db_conn *c)
{
    switch (q->step) {
    case STEP_BODY:
        upload_step(q, c);
        q->done(q);
        return;
    case STEP_BEGIN:
        if (q->up) upload_step(q, c);    /* what came last */
        if (!step_begin(q, c)) return;
        break;
    case STEP_PART:
        if (hand_over(q, c)) return;
        break;
    case STEP_STORED:
        refuse(q, c, q->job.rc);
        break;
    case STEP_MORE:
        give_next(q, c);
        q->done(q);
        return;
    }
    finish(q);
}
