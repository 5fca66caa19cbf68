/* edge.c -- one loop per core: libmicrohttpd with external epoll on a shared port, our own poll, our own wake-up.
 * With MHD's own epoll threads, 128 or more ready connections on one thread can stall the server; this loop does not.
 * Threads  Only its loop touches a connection, except MHD_resume_connection. A request is suspended before it is queued. */
#include "http_own.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>
#include "i18n.h"
#include "log.h"
#include "now.h"

enum { CONNECTIONS = 4096, MEMORY = 24 << 10, DRAIN_MAX = 8 << 20 };
typedef struct edge_conn { edge *e; struct MHD_Connection *c; struct edge_conn *prev, *next; wr_us since_ms; bool busy; } edge_conn;

/* ---- answers ---- */

void response_guards(struct MHD_Response *r, bool secure)
{
    static const char POLICY[] = "Content-Security-Policy";
    static const char *const ALL[][2] = {
        { "X-Content-Type-Options", "nosniff" }, { "Referrer-Policy", "same-origin" }, { "X-Frame-Options", "DENY" },
        { "Permissions-Policy", "camera=(), microphone=(), geolocation=()" }, { "Cross-Origin-Opener-Policy", "same-origin" },
    };
    if (!MHD_get_response_header(r, POLICY))     /* a file brings its own */
        MHD_add_response_header(r, POLICY, "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'");
    for (size_t i = 0; i < sizeof ALL / sizeof *ALL; i++) MHD_add_response_header(r, ALL[i][0], ALL[i][1]);
    if (secure) MHD_add_response_header(r, "Strict-Transport-Security", "max-age=31536000");
}

/* copy: the answer outlives the request's arena. */
static struct MHD_Response *response_of(http_req *q, bool empty, bool copy)
{
    answer *o = &q->out;
    struct MHD_Response *r = q->give && !empty ? MHD_create_response_from_callback(give_length(q) < 0 ? MHD_SIZE_UNKNOWN : (uint64_t)give_length(q), 16384, give_read, q, NULL)
        : MHD_create_response_from_buffer(empty ? 0 : o->body.n, o->body.p, copy ? MHD_RESPMEM_MUST_COPY : MHD_RESPMEM_PERSISTENT);
    if (!r) abort();
    for (size_t i = 0; i < o->n; i++) MHD_add_response_header(r, o->headers[i].name, o->headers[i].value);
    MHD_add_response_header(r, "Cache-Control", o->forever ? "public, max-age=31536000, immutable" : *o->etag ? "no-cache" : "no-store");
    if (*o->etag) MHD_add_response_header(r, "ETag", o->etag);
    MHD_add_response_header(r, "Vary", "Accept, Accept-Language, Cookie");
    response_guards(r, q->secure);
    return r;
}

cached *edge_cached(http_req *q)
{
    cached *p = calloc(1, sizeof *p);
    if (!p) abort();
    p->full = response_of(q, false, true);
    p->same = response_of(q, true, true);
    memcpy(p->etag, q->out.etag, sizeof p->etag);
    atomic_init(&p->uses, 1);
    return p;
}

static enum MHD_Result send_answer(http_req *q)
{
    struct MHD_Response *r = q->out.page ? q->out.status == 304 ? q->out.page->same : q->out.page->full : q->out.ready;
    enum MHD_Result ok;
    bool made = !r;
    if (made) r = response_of(q, q->out.status == 304, false);
    ok = MHD_queue_response(q->connection, (unsigned)q->out.status, r);
    if (made) MHD_destroy_response(r);
    cached_drop(q->out.page);
    q->out.page = NULL;
    return ok;
}

/* ---- requests ---- */

static const char *header_of(const http_req *q, const char *name) { return MHD_lookup_connection_value(q->connection, MHD_HEADER_KIND, name); }

static void *on_uri(void *e_, const char *uri, struct MHD_Connection *c)
{
    edge *e = e_;
    size_t n = strlen(uri);
    http_req *q = calloc(1, sizeof *q + n + 2);
    char *p = (char *)(q + 1), *mark;
    if (!q) abort();
    memcpy(p, uri, n + 1);
    mark = strchr(p, '?');
    if (mark) *mark = 0;
    q->path = p;
    q->query = mark ? mark + 1 : p + n;
    q->e = e;
    q->s = e->s;
    q->connection = c;
    q->header = header_of;
    q->arrived_ms = mono_ms();
    return q;
}

static void on_end(void *e_, struct MHD_Connection *c, void **q_, enum MHD_RequestTerminationCode why)
{
    http_req *q = *q_;
    const union MHD_ConnectionInfo *i = MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    edge_conn *ec = i ? i->socket_context : NULL;
    (void)e_; (void)why;
    if (ec) {
        ec->busy = false;
        ec->since_ms = mono_ms();
    }
    if (!q) return;
    cached_drop(q->out.page);
    arena_end(&q->a);
    free(q->body);
    free(q);
    *q_ = NULL;
}

/* The answer is there, from any thread: the request wakes up on its loop. Nothing of q may be touched afterwards. */
static void on_done(http_req *q)
{
    edge *e = q->e;
    bool wake = !q->from_writer;
    MHD_resume_connection(q->connection);
    if (wake) edge_wake(e);
    atomic_fetch_sub(&e->under_way, 1);
}

static enum MHD_Result add_length(void *n, enum MHD_ValueKind kind, const char *name, const char *value)
{
    (void)kind;
    *(size_t *)n += strlen(name) + (value ? strlen(value) : 0) + 4;
    return MHD_YES;
}

/* The other end of the socket; "": none. */
static void peer_of(const http_req *q, char ret[static INET6_ADDRSTRLEN])
{
    const union MHD_ConnectionInfo *i = MHD_get_connection_info(q->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    ret[0] = 0;
    if (!i) return;
    if (i->client_addr->sa_family == AF_INET)
        inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)i->client_addr)->sin_addr, ret, INET6_ADDRSTRLEN);
    else if (i->client_addr->sa_family == AF_INET6)
        inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)(const void *)i->client_addr)->sin6_addr, ret, INET6_ADDRSTRLEN);
}

static bool from_proxy(const http_req *q)
{
    const char *proto = header_of(q, "x-forwarded-proto");
    char text[INET6_ADDRSTRLEN];
    if (!q->s->o.trusted_proxy || !proto || strcasecmp(proto, "https") != 0) return false;
    peer_of(q, text);
    return str_eq(text, q->s->o.trusted_proxy);
}

/* For limits on forms without an account: kept as a hash of this day alone. */
static void find_sender(http_req *q)
{
    char text[INET6_ADDRSTRLEN];
    peer_of(q, text);
    if (!sender_of(text, q->s->o.trusted_proxy, header_of(q, "x-forwarded-for"), now_us(), q->sender)) q->sender[0] = 0;
}

static enum MHD_Result refuse_early(http_req *q, int status, const char *text)
{
    if (!q->a) q->a = arena_new("request", 1 << 20);
    answer_plain(q, status, text);
    answer_header(q, "Connection", "close");
    return send_answer(q);
}

static const char *too_large(http_req *q)
{
    if (!q->up) return N_("What was sent is larger than 1 MiB.");
    return i18n_fill(q->a, i18n(q->who.lang, NULL, N_("What was sent is larger than {n} MB.")), (const char *const[]){ "n", arena_fmt(q->a, "%d", q->hit.route->upload_mb), NULL });
}

/* An upload's route is found before its body comes: how much may come is the route's. A little too much is read and dropped, so
 * that the form comes back with what was typed; a length far past the limit is refused before a byte of it is sent. */
static enum MHD_Result first_call(http_req *q, const char *method)
{
    const char *length = header_of(q, "content-length"), *type = header_of(q, "content-type");
    size_t head = strlen(q->path) + strlen(q->query);
    int64_t n;
    q->method = method;
    q->secure = from_proxy(q);
    if (str_eq(method, "POST")) find_sender(q);
    MHD_get_connection_values(q->connection, MHD_HEADER_KIND, add_length, &head);
    if (head > HEADERS_MAX) return refuse_early(q, 431, N_("The head of the request is larger than 8 KiB."));
    q->body_max = BODY_MAX;
    if (str_eq(method, "POST") && type && strncasecmp(type, "multipart/", 10) == 0) {
        if (line_begin(q)) return send_answer(q);
        q->body_max = upload_begin(q);
    }
    if (length && (!str_int(length, &n) || n > q->body_max + (q->up ? DRAIN_MAX : 0))) return refuse_early(q, 413, too_large(q));
    return MHD_YES;
}

/* Past the limit the rest is read and dropped, so that the refusal reaches the sender; past a second limit nothing is. */
static bool take_body(http_req *q, const char *p, size_t n)
{
    q->body_seen += n;
    if (q->body_seen > DRAIN_MAX) return false;
    q->too_big = q->too_big || q->body_seen > BODY_MAX;
    if (q->too_big) return true;
    if (q->body_n + n + 1 > q->body_cap) {
        q->body_cap = (q->body_n + n + 1) * 2;
        q->body = realloc(q->body, q->body_cap);
        if (!q->body) abort();
    }
    memcpy(q->body + q->body_n, p, n);
    q->body_n += n;
    q->body[q->body_n] = 0;
    return true;
}

static void mark_busy(const http_req *q, bool busy)
{
    const union MHD_ConnectionInfo *i = MHD_get_connection_info(q->connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    edge_conn *ec = i ? i->socket_context : NULL;
    if (!ec) return;
    if (busy) ec->since_ms = mono_ms();  /* of an upload: the next block has its own 30 s */
    ec->busy = busy;
}

/* Suspend before it is queued: the pool may be done before this returns. */
static bool sleep_until(http_req *q, enum line_step step)
{
    q->step = step;
    q->from_writer = false;
    atomic_fetch_add(&q->e->under_way, 1);
    MHD_suspend_connection(q->connection);
    if (line_push(q, true)) return true;
    on_done(q);                          /* the server stops: nobody would wake it */
    return false;
}

/* A block for the pool, and the socket rests until it is stored. While it rests MHD may call again with what it has: not now. */
static enum MHD_Result take_upload(http_req *q, const char *p, size_t *n)
{
    const union MHD_ConnectionInfo *i = MHD_get_connection_info(q->connection, MHD_CONNECTION_INFO_CONNECTION_SUSPENDED);
    size_t taken = *n;
    if (i && i->suspended == MHD_YES) return MHD_YES;
    mark_busy(q, false);
    q->body_seen += taken;
    if ((int64_t)q->body_seen > q->body_max + DRAIN_MAX) return MHD_NO;
    *n = 0;
    if (!upload_take(q->up, p, taken)) return MHD_YES;
    q->done = on_done;
    mark_busy(q, true);
    return sleep_until(q, STEP_BODY) ? MHD_YES : MHD_NO;
}

static enum MHD_Result dispatch(http_req *q)
{
    q->done = on_done;
    mark_busy(q, true);
    if (!q->a && line_begin(q)) return send_answer(q);
    if (q->up) q->arrived_ms = mono_ms();
    q->step = STEP_BEGIN;
    q->from_writer = false;
    atomic_fetch_add(&q->e->under_way, 1);
    MHD_suspend_connection(q->connection);
    if (!line_push(q, false)) {
        answer_plain(q, 503, N_("Very many people are here at the moment"));
        on_done(q);
    }
    return MHD_YES;
}

static enum MHD_Result on_request(void *e_, struct MHD_Connection *c, const char *url, const char *method, const char *version,
                                  const char *data, size_t *n, void **q_)
{
    http_req *q = *q_;
    (void)e_; (void)c; (void)url; (void)version;
    if (!q) return MHD_NO;
    if (!q->method) return first_call(q, method);
    if (*n > 0 && q->up) return take_upload(q, data, n);
    if (*n > 0) {
        bool ok = take_body(q, data, *n);
        *n = 0;
        return ok ? MHD_YES : MHD_NO;
    }
    return q->out.status ? send_answer(q) : dispatch(q);
}

bool edge_sleep_for_more(http_req *q) { return sleep_until(q, STEP_MORE); }

/* ---- change counters on the loop ---- */

/* SQLite in one process: read again after any commit of ours, and once a second for those of others (commands).
 * With PostgreSQL other nodes write too: the pool asks for every request. */
bool edge_changes(http_req *q, int64_t *ret)
{
    edge *e = q->e;
    uint64_t generation = atomic_load(&q->s->generation);
    wr_us now = mono_ms();
    const char *reads = q->hit.route->reads;
    change_seen *c = NULL;
    if (!e->conn) return false;
    for (size_t i = 0; i < sizeof e->seen / sizeof *e->seen && !c; i++)
        if (!e->seen[i].reads || e->seen[i].reads == reads) c = &e->seen[i];
    if (!c) return false;
    if (c->reads != reads || c->generation != generation || now - c->at_ms >= 1000) {
        int64_t sum;
        if (db_changes(e->conn, reads, &sum) != WR_OK) return false;
        *c = (change_seen){ reads, sum, now, generation };
    }
    *ret = c->sum;
    return true;
}

/* ---- connections and the loop ---- */

static void on_connection(void *e_, struct MHD_Connection *c, void **ctx, enum MHD_ConnectionNotificationCode what)
{
    edge *e = e_;
    edge_conn *ec = *ctx;
    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        ec = calloc(1, sizeof *ec);
        if (!ec) abort();
        *ec = (edge_conn){ .e = e, .c = c, .next = e->conns, .since_ms = mono_ms() };
        if (e->conns) e->conns->prev = ec;
        e->conns = ec;
        *ctx = ec;
        return;
    }
    if (!ec) return;
    if (ec->prev) ec->prev->next = ec->next;
    else e->conns = ec->next;
    if (ec->next) ec->next->prev = ec->prev;
    free(ec);
    *ctx = NULL;
}

/* Whoever has not sent a whole request in 30 s, however often a byte comes, is let go. */
static void sweep(edge *e, wr_us now)
{
    for (edge_conn *ec = e->conns; ec; ec = ec->next) {
        const union MHD_ConnectionInfo *i;
        if (ec->busy || now - ec->since_ms < SLOW_S * 1000) continue;
        i = MHD_get_connection_info(ec->c, MHD_CONNECTION_INFO_CONNECTION_FD);
        if (i) shutdown(i->connect_fd, SHUT_RDWR);
    }
}

static void *loop(void *e_)
{
    edge *e = e_;
    wr_us swept = mono_ms();
    while (!atomic_load(&e->s->loops_stop)) {
        struct pollfd on[] = { { e->ready, POLLIN, 0 }, { e->wake, POLLIN, 0 } };
        MHD_UNSIGNED_LONG_LONG ms;       /* 0 when MHD still holds work: then poll only looks */
        int wait = MHD_get_timeout(e->mhd, &ms) == MHD_YES && ms < 1000 ? (int)ms : 1000;
        uint64_t n;
        wr_us now;
        if (poll(on, 2, wait) > 0 && on[1].revents) (void)!read(e->wake, &n, sizeof n);
        (void)MHD_run_wait(e->mhd, 0);   /* never blocks */
        now = mono_ms();
        if (now - swept < 1000) continue;
        swept = now;
        sweep(e, now);
    }
    return NULL;
}

void edge_wake(const edge *e)
{
    uint64_t n = 1;
    (void)!write(e->wake, &n, sizeof n);
}

/* ---- start and stop ---- */

static bool is_loopback(const struct sockaddr *s)
{
    if (s->sa_family == AF_INET) return ntohl(((const struct sockaddr_in *)(const void *)s)->sin_addr.s_addr) >> 24 == 127;
    return s->sa_family == AF_INET6 && IN6_IS_ADDR_LOOPBACK(&((const struct sockaddr_in6 *)(const void *)s)->sin6_addr);
}

static wr_rc address_of(const char *listen_at, wr_err *e, struct addrinfo **ret)
{
    char host[256] = "";
    const char *colon = strrchr(listen_at, ':');
    const struct addrinfo want = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV };
    size_t n = colon ? (size_t)(colon - listen_at) : sizeof host;
    if (n < sizeof host) {
        bool v6 = n > 2 && listen_at[0] == '[' && listen_at[n - 1] == ']';
        memcpy(host, listen_at + v6, n - 2 * v6);
        if (getaddrinfo(n ? host : NULL, colon + 1, &want, ret) == 0) return WR_OK;
    }
    return wr_fail(e, WR_E_INPUT, "listen", N_("{address} is no address to listen on: expected one such as 127.0.0.1:8080."), "address", listen_at);
}

/* shared: one of several sockets on one port. A socket that is not shared finds out whether the port is in use. */
static int socket_at(const struct sockaddr *at, socklen_t n, bool shared)
{
    int fd = socket(at->sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), one = 1;
    if (fd < 0) return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (shared) setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &one, sizeof one);
    if (bind(fd, at, n) == 0 && listen(fd, 1024) == 0) return fd;
    close(fd);
    return -1;
}

static int port_of(int fd)
{
    struct sockaddr_storage s;
    socklen_t n = sizeof s;
    if (getsockname(fd, (struct sockaddr *)&s, &n) != 0) return 0;
    return ntohs(s.ss_family == AF_INET ? ((struct sockaddr_in *)(void *)&s)->sin_port : ((struct sockaddr_in6 *)(void *)&s)->sin6_port);
}

static void port_set(struct sockaddr *s, int port)
{
    if (s->sa_family == AF_INET) ((struct sockaddr_in *)(void *)s)->sin_port = htons((uint16_t)port);
    else ((struct sockaddr_in6 *)(void *)s)->sin6_port = htons((uint16_t)port);
}

static wr_rc edge_start(server *s, edge *g, int fd, wr_err *e)
{
    const union MHD_DaemonInfo *i;
    *g = (edge){ .s = s, .wake = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC) };
    if (str_eq(db_engine(s->d), "sqlite")) TRY(db_reader(s->d, e, &g->conn));
    g->mhd = MHD_start_daemon(MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, on_request, g,
        MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_URI_LOG_CALLBACK, on_uri, g, MHD_OPTION_NOTIFY_COMPLETED, on_end, g,
        MHD_OPTION_NOTIFY_CONNECTION, on_connection, g, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)SLOW_S,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)MEMORY, MHD_OPTION_END);
    if (!g->mhd) return wr_fail(e, WR_E_IO, NULL, N_("The server cannot be started."));
    i = MHD_get_daemon_info(g->mhd, MHD_DAEMON_INFO_EPOLL_FD);
    g->ready = i->epoll_fd;
    if (pthread_create(&g->thread, NULL, loop, g) != 0) abort();
    s->edges_n++;
    return WR_OK;
}

wr_rc edges_start(server *s, wr_err *e)
{
    struct addrinfo *at;
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    size_t n = cores < 1 ? 1 : cores > 16 ? 16 : (size_t)cores;
    int fd;
    wr_rc rc = WR_OK;
    TRY(address_of(s->o.listen, e, &at));
    if (s->o.demo && !s->o.demo_public && !is_loopback(at->ai_addr)) {
        freeaddrinfo(at);
        return wr_fail(e, WR_E_RULE, "demo", N_("A demonstration listens on the loopback address only, unless it is said to be public."));
    }
    s->edges = arena_array(s->a, edge, n);
    fd = socket_at(at->ai_addr, at->ai_addrlen, false);
    if (fd < 0) rc = wr_fail(e, WR_E_IO, "listen", N_("Cannot listen on {address}: {why}."), "address", s->o.listen, "why", strerror(errno));
    else s->port = port_of(fd);
    if (fd >= 0) close(fd);
    port_set(at->ai_addr, s->port);
    for (size_t i = 0; rc == WR_OK && i < n; i++) {
        fd = socket_at(at->ai_addr, at->ai_addrlen, true);
        rc = fd < 0 ? wr_fail(e, WR_E_IO, "listen", N_("Cannot listen on {address}: {why}."), "address", s->o.listen, "why", strerror(errno))
                    : edge_start(s, &s->edges[i], fd, e);
    }
    freeaddrinfo(at);
    return rc;
}

/* No new connections; what is under way is answered. */
void edges_quiesce(server *s)
{
    for (size_t i = 0; i < s->edges_n; i++) {
        int fd = MHD_quiesce_daemon(s->edges[i].mhd);
        if (fd >= 0) close(fd);
    }
    for (size_t i = 0; i < s->edges_n; i++)
        for (int tries = 0; atomic_load(&s->edges[i].under_way) > 0 && tries < 600; tries++) {
            edge_wake(&s->edges[i]);
            poll(NULL, 0, 10);
        }
}

void edges_stop(server *s)
{
    atomic_store(&s->loops_stop, true);
    for (size_t i = 0; i < s->edges_n; i++) edge_wake(&s->edges[i]);
    for (size_t i = 0; i < s->edges_n; i++) {
        edge *g = &s->edges[i];
        pthread_join(g->thread, NULL);
        for (int n = 0; n < 100; n++) (void)MHD_run_wait(g->mhd, 0);   /* the last answers leave */
        MHD_stop_daemon(g->mhd);
        db_conn_end(&g->conn);
        close(g->wake);
    }
    s->edges_n = 0;
}
