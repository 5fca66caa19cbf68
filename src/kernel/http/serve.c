/* serve.c -- a server from start to orderly stop: pool, writer, worker, clockwork; and one request without a socket. */
#include "http_own.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "blob.h"
#include "clock.h"
#include "i18n.h"
#include "job.h"
#include "log.h"
#include "now.h"
#include "person.h"
#include "seal_column.h"
#include "tlog.h"

wr_us mono_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (wr_us)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- the pool ---- */

static http_req *pool_take(server *s)
{
    http_req *q;
    mtx_lock(&s->lock);
    while (!s->first && !s->stopping) cond_wait(&s->filled, &s->lock);
    q = s->first;
    if (q) {
        s->first = q->next;
        if (!s->first) s->last = NULL;
        s->queued--;
    }
    mtx_unlock(&s->lock);
    return q;
}

/* A connection that cannot be had answers 503 until it can: PostgreSQL may come back at any time. */
static void *pool_main(void *s_)
{
    server *s = s_;
    db_conn *c = NULL;
    for (http_req *q; (q = pool_take(s)); ) {
        wr_err e = { 0 };
        if (!c && db_reader(s->d, &e, &c) != WR_OK) {
            log_line(LOG_WARN_, "no reader", "why", e.text ? e.text : wr_rc_name(e.rc));
            answer_plain(q, 503, N_("Something went wrong on our side"));
            q->done(q);
            continue;
        }
        line_step(q, c);
    }
    db_conn_end(&c);
    return NULL;
}

static void pool_stop(server *s)
{
    mtx_lock(&s->lock);
    s->stopping = true;
    cond_broadcast(&s->filled);
    mtx_unlock(&s->lock);
    for (size_t i = 0; i < s->pool_n; i++) pthread_join(s->pool[i], NULL);
    s->pool_n = 0;
}

/* After each batch of the writer, whoever pushed it: pages are read anew, loops look for resumed requests, the worker for new work. */
static void after_batch(void *s_)
{
    server *s = s_;
    atomic_fetch_add(&s->generation, 1);
    (void)job_bell();
    for (size_t i = 0; i < s->edges_n; i++) edge_wake(&s->edges[i]);
}

/* ---- words, pages, city ---- */

static wr_rc read_po(const char *dir, const char *name, arena *a, wr_err *e)
{
    const char *path = arena_fmt(a, "%s/%s", dir, name);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat st;
    uint8_t *p;
    ssize_t n;
    if (fd < 0 || fstat(fd, &st) != 0 || st.st_size > I18N_PO_MAX) {
        if (fd >= 0) close(fd);
        return wr_fail(e, WR_E_IO, NULL, N_("{path} cannot be read."), "path", path);
    }
    p = arena_array(a, uint8_t, (size_t)st.st_size + 1);
    n = read(fd, p, (size_t)st.st_size);
    close(fd);
    if (n != st.st_size) return wr_fail(e, WR_E_IO, NULL, N_("{path} cannot be read."), "path", path);
    return i18n_load(arena_fmt(a, "%.*s", (int)(strlen(name) - 3), name), path, (bytes){ p, (size_t)n }, e);
}

/* Catalogues and templates are the process's: read once, then never written again. DIR/po lies over the embedded ones. */
static wr_rc words_once(const serve_options *o, arena *a, wr_err *e)
{
    static bool read;
    const char *dir = arena_fmt(a, "%s/po", o->data);
    const char *const *refused;
    size_t n;
    DIR *d;
    wr_rc rc = WR_OK;
    if (read) return WR_OK;
    for (const wr_asset *f = o->assets; f && f->name; f++)
        if (str_ends(f->name, ".po"))
            TRY(i18n_load(arena_fmt(a, "%.*s", (int)(strlen(f->name) - 3), f->name), f->name, (bytes){ (const uint8_t *)f->text, f->n }, e));
    d = opendir(dir);
    for (struct dirent *f; d && rc == WR_OK && (f = readdir(d)); )
        if (str_ends(f->d_name, ".po")) rc = read_po(dir, f->d_name, a, e);
    if (d) closedir(d);
    TRY(rc);
    n = i18n_refused(&refused);
    for (size_t i = 0; i < n; i++) log_line(LOG_WARN_, "translation refused", "entry", refused[i]);
    read = true;
    return page_load(o->modules, e);
}

/* The pack's colours, over those of the stylesheet. In the dark its own stay: the pack's were checked on white only. */
static const char *look_of(const city_row *c, arena *a)
{
    const struct { const char *name, *value; } ALL[] = { { "--go", c->go }, { "--go-strong", c->go_strong }, { "--go-soft", c->go_soft } };
    strbuf b = sb_new(a, 200);
    for (size_t i = 0; i < 3; i++)
        if (*ALL[i].value) sb_fmt(&b, "%s:%s;", ALL[i].name, ALL[i].value);
    return b.n ? arena_fmt(a, "@media (prefers-color-scheme: light) { :root { %s } }\n", b.p) : "";
}

static wr_rc city_begin(server *s, arena *a, wr_err *e, const char **ret_look)
{
    const clock_zone *z;
    db_conn *c = NULL;
    db_tx *ro;
    city_row city;
    wr_rc rc;
    *ret_look = "";
    TRY(db_reader(s->d, e, &c));
    rc = db_begin_read(c, a, &ro);
    if (rc == WR_OK) {
        rc = city_get(ro, a, &city);
        db_end_read(&ro);
    }
    db_conn_end(&c);
    if (rc == WR_E_MISSING) return WR_OK;        /* a directory without a city yet: UTC */
    if (rc != WR_OK) { *e = *arena_err(a); return rc; }
    *ret_look = look_of(&city, a);
    if (s->o.demo && city.demo_at) now_set(city.demo_at);
    if (!*city.zone) return WR_OK;
    TRY(clock_zone_load(city.zone, e, &z));
    clock_set_city_zone(z);
    return WR_OK;
}

/* ---- the clockwork: every module's ticks, as writer jobs ---- */

typedef struct tick_job { writer_job job; const wr_tick *tick; wr_actor who; } tick_job;

static wr_rc tick_act(db_tx *rw, writer_job *j)
{
    const tick_job *t = j->with;
    return t->tick->run(rw, &t->who, NULL, j->a);
}

static void tick_done(writer_job *j)
{
    arena *a = j->a;
    if (j->rc != WR_OK) log_line(LOG_WARN_, "tick failed", "name", j->name, "why", arena_err(a)->text ? arena_err(a)->text : wr_rc_name(j->rc));
    arena_end(&a);
}

static void tick_push(server *s, const wr_tick *tick)
{
    arena *a = arena_new("tick", 16 << 20);
    tick_job *t = arena_make(a, tick_job);
    wr_us now = now_us();
    t->tick = tick;
    t->who = (wr_actor){ .by = "clock", .lang = "en", .now = now, .rights = rights_of("operator"),
                         .today = clock_today(now) };
    t->job = (writer_job){ .name = tick->name, .act = tick_act, .done = tick_done, .with = t, .a = a };
    if (writer_push(s->w, &t->job) != WR_OK) arena_end(&a);
}

/* At start and once a day, on this thread: it looks at files, which no job of the writer may. */
static void sweep_files(server *s)
{
    arena *a = arena_new("sweep", 4 << 20);
    db_conn *c = NULL;
    db_tx *ro = NULL;
    int64_t gone = 0;
    wr_rc rc = db_reader(s->d, arena_err(a), &c);
    if (rc == WR_OK) rc = db_begin_read(c, a, &ro);
    if (rc == WR_OK) rc = blob_sweep(ro, a, &gone);
    if (rc != WR_OK) log_line(LOG_WARN_, "sweep failed", "why", arena_err(a)->text ? arena_err(a)->text : wr_rc_name(rc));
    else if (gone) log_line(LOG_INFO_, "swept", "files", arena_fmt(a, "%lld", (long long)gone));
    db_end_read(&ro);
    db_conn_end(&c);
    arena_end(&a);
}

static void *tick_main(void *s_)
{
    server *s = s_;
    int64_t minute = 0;
    mtx_lock(&s->lock);
    while (!s->stopping) {
        mtx_unlock(&s->lock);
        if (minute % 1440 == 0) sweep_files(s);
        for (const wr_module *const *m = s->o.modules; *m; m++)
            for (const wr_tick *t = (*m)->ticks; t && t->name; t++)
                if (t->every_minutes > 0 && minute % t->every_minutes == 0) tick_push(s, t);
        minute++;
        mtx_lock(&s->lock);
        if (!s->stopping) cond_wait_us(&s->tick_stop, &s->lock, 60000000);
    }
    mtx_unlock(&s->lock);
    return NULL;
}

/* ---- start, stop, run ---- */

static const mail_settings NO_MAIL = { "", "", "", "", "", "" };

static wr_rc start_parts(server *s, wr_err *e)
{
    const char *look, *url = s->o.db ? s->o.db : arena_fmt(s->a, "sqlite:%s/writ.db", s->o.data);
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    size_t pool = cores < 2 ? 2 : cores > 16 ? 16 : (size_t)cores;
    if (sodium_init() < 0) return wr_fail(e, WR_E_BUG, NULL, N_("The server cannot be started."));
    TRY(serve_key_make(s->o.data, e));
    TRY(once_load(s->o.data, e));
    TRY(person_key_load(s->o.data, e));
    TRY(words_once(&s->o, s->a, e));
    TRY(db_open(url, s->o.modules, e, &s->d));
    TRY(db_migrate(s->d, e));
    blob_home(s->o.data, str_eq(db_engine(s->d), "sqlite"));
    TRY(tlog_open(s->d, s->o.data, e));
    TRY(seal_key_open(s->d, s->o.data, e));
    TRY(city_begin(s, s->a, e, &look));
    s->routes = routes_of(s->o.modules, s->a);
    static_load(&s->files, s->o.assets, look, s->a);
    TRY(writer_start(s->d, e, &s->w));
    writer_wake_after_batch(s->w, after_batch, s);
    TRY(job_worker_start(s->d, s->w, s->o.modules, e, &s->jobs));
    for (size_t i = 0; i < pool; i++, s->pool_n++)
        if (pthread_create(&s->pool[i], NULL, pool_main, s) != 0) abort();
    TRY(mail_start(s->d, s->w, s->o.mail ? s->o.mail : &NO_MAIL, s->o.demo, e, &s->mail));
    if (s->o.listen) TRY(edges_start(s, e));
    s->ticking = pthread_create(&s->tick, NULL, tick_main, s) == 0;
    return WR_OK;
}

wr_rc serve_start(const serve_options *o, wr_err *e, server **ret)
{
    server *s = calloc(1, sizeof *s);
    wr_rc rc;
    if (!s) abort();
    s->o = *o;
    s->a = arena_new("server", 64 << 20);
    s->pages = cache_new();
    mtx_init(&s->lock);
    cond_init(&s->filled);
    cond_init(&s->tick_stop);
    rc = start_parts(s, e);
    if (rc != WR_OK) serve_stop(&s);
    else *ret = s;
    return rc;
}

int serve_port(const server *s) { return s->port; }

/* Order matters: no new requests; pool and writer drain; their answers leave; then the loops end. */
void serve_stop(server **ss)
{
    server *s = *ss;
    if (!s) return;
    edges_quiesce(s);
    mail_stop(&s->mail);
    job_worker_stop(&s->jobs);
    pool_stop(s);
    if (s->ticking) {
        mtx_lock(&s->lock);
        cond_broadcast(&s->tick_stop);
        mtx_unlock(&s->lock);
        pthread_join(s->tick, NULL);
    }
    writer_stop(&s->w);
    edges_stop(s);
    person_side_stop();
    cache_end(&s->pages);
    static_end(&s->files);
    db_close(&s->d);
    cond_end(&s->filled);
    cond_end(&s->tick_stop);
    mtx_end(&s->lock);
    arena_end(&s->a);
    free(s);
    *ss = NULL;
}

wr_rc serve_run(const serve_options *o, wr_err *e)
{
    sigset_t ends;
    server *s;
    int got;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    pthread_sigmask(SIG_BLOCK, &ends, NULL);     /* every thread inherits it: sigwait alone hears them */
    signal(SIGPIPE, SIG_IGN);
    TRY(serve_start(o, e, &s));
    log_line(LOG_INFO_, "serve", "listen", o->listen ? o->listen : "-");
    sigwait(&ends, &got);
    log_line(LOG_INFO_, "stop", "signal", got == SIGTERM ? "SIGTERM" : "SIGINT");
    serve_stop(&s);
    return WR_OK;
}

/* ---- one request without a socket ---- */

typedef struct asking { http_req q; const serve_ask *ask; mtx lock; cond told; bool done; } asking;

static const char *header_asked(const http_req *q, const char *name)
{
    const serve_ask *ask = ((const asking *)q->with)->ask;
    for (size_t i = 0; i < ask->headers_n; i++)
        if (str_eq(ask->headers[i].name, name)) return ask->headers[i].value;
    return NULL;
}

static void asked_done(http_req *q)
{
    asking *k = q->with;
    mtx_lock(&k->lock);
    k->done = true;
    cond_signal(&k->told);
    mtx_unlock(&k->lock);
}

static void copy_reply(const http_req *q, arena *a, serve_reply *ret)
{
    pair *h = arena_array(a, pair, q->out.n + 1);
    for (size_t i = 0; i < q->out.n; i++)
        h[i] = (pair){ arena_dup(a, q->out.headers[i].name), arena_dup(a, q->out.headers[i].value), q->out.headers[i].n };
    *ret = (serve_reply){ .status = q->out.status, .headers = h, .headers_n = q->out.n, .body = "" };
    if (q->out.ready || !q->out.body.n) return;
    ret->body = memcpy(arena_alloc(a, q->out.body.n + 1, 1), q->out.body.p, q->out.body.n);
    ret->body_n = q->out.body.n;
}

wr_rc serve_answer(server *s, const serve_ask *ask, arena *a, serve_reply *ret)
{
    asking k = { .ask = ask };
    char *path = arena_dup(a, ask->url), *mark = strchr(path, '?');
    if (mark) *mark = 0;
    mtx_init(&k.lock);
    cond_init(&k.told);
    k.q = (http_req){ .s = s, .method = ask->method, .path = path, .query = mark ? mark + 1 : "", .header = header_asked, .with = &k,
        .done = asked_done, .arrived_ms = mono_ms(), .too_big = ask->body_n > BODY_MAX, .body_n = ask->body_n > BODY_MAX ? 0 : ask->body_n };
    k.q.body = arena_alloc(a, k.q.body_n + 1, 1);
    if (k.q.body_n) memcpy(k.q.body, ask->body, k.q.body_n);
    if (!line_begin(&k.q)) {
        line_push(&k.q, true);
        mtx_lock(&k.lock);
        while (!k.done) cond_wait(&k.told, &k.lock);
        mtx_unlock(&k.lock);
    }
    copy_reply(&k.q, a, ret);
    arena_end(&k.q.a);
    cond_end(&k.told);
    mtx_end(&k.lock);
    return WR_OK;
}
