/* http_own.h -- what the files of http share with each other and with nobody else.
 * A request is one http_req from first byte to last: the edge fills it, the line answers it, the edge sends it. */
#ifndef WR_HTTP_OWN_H
#define WR_HTTP_OWN_H
#include <microhttpd.h>
#include <stdatomic.h>
#include "city.h"
#include "db.h"
#include "http.h"
#include "mtx.h"
#include "page.h"
#include "serve.h"
#include "str.h"
#include "writer.h"
enum { BODY_MAX = 1 << 20, HEADERS_MAX = 8192, FIELDS_MAX = 128, SLOW_S = 30, JOB_MAX_US = 5000000, POOL_QUEUE = 1024,
    PATH_FIELDS_MAX = 8 };

/* ---- route.c: what a path names ---- */
typedef struct route_table { const http_route *const *at; size_t n; } route_table;
typedef struct route_hit {
    const http_route *route;             /* NULL: none                                        */
    const char *lang;                    /* the language that the path names, NULL: it names none */
    const char *prefix, *path;           /* "/es" or ""; the rest, as it came, without suffix */
    const char *suffix;                  /* "json", "csv", "" */
    unsigned allow;                      /* when no route: which methods the path has         */
    pair fields[PATH_FIELDS_MAX];
    size_t n;
} route_hit;
enum { ALLOW_GET = 1, ALLOW_POST = 2 };
route_table routes_of(const wr_module *const *, arena *);
/* raw_path: as it came, percent-encoded. false: not UTF-8 or badly encoded. HEAD is looked up as GET. */
bool route_find(const route_table *, const char *method, const char *raw_path, arena *, route_hit *ret);

/* ---- body.c: forms and queries ---- */
typedef struct pairs { pair *at; size_t n; } pairs;
/* WR_E_TOO_BIG: more than FIELDS_MAX; WR_E_INPUT with the field's name in *ret_bad: not UTF-8, or badly encoded. */
WR_MUST wr_rc form_read(const char *text, size_t n, arena *, pairs *ret, const char **ret_bad);
bool url_decode(const char *p, size_t n, bool plus, arena *, const char **ret, size_t *ret_n);   /* false: a bad escape */

/* ---- cookie.c ---- */
const char *cookie_value(const char *header_opt, const char *name, arena *);      /* NULL: not there, or there twice */
const char *cookie_session(const char *session, bool secure, arena *);            /* Set-Cookie; "": ends it */
const char *cookie_name(bool secure);

/* ---- once.c ---- */
WR_MUST wr_rc once_load(const char *data, wr_err *);
void once_key_set(const uint8_t key[static 32]);                                  /* tests */

/* ---- cache.c: finished answers of anonymous pages; locked, bounded; the key decides ---- */
enum { ETAG_TEXT = 34, CACHED_MAX = 128 << 10 };
typedef struct cache cache;
typedef struct cached {                  /* counted: whoever got one from cache_get drops it */
    struct MHD_Response *full, *same;    /* 200 and 304 */
    char etag[ETAG_TEXT + 1];
    int64_t changes;                     /* the sum of the counters that the route reads */
    wr_day today;
    atomic_int uses;
} cached;
cache *cache_new(void);
void cache_end(cache **);
cached *cache_get(cache *, const char *key, int64_t changes, wr_day today);      /* NULL: none */
void cache_put(cache *, const char *key, cached *);                              /* takes over one use */
void cached_drop(cached *);
void cache_key(strbuf *, const char *lang, bool json, bool secure, const char *prefix, const char *path, const char *query);
bool etag_matches(const char *if_none_match_opt, const char *etag);
void etag_of(const void *, size_t n, char ret[static ETAG_TEXT + 1]);
typedef struct change_seen { const char *reads; int64_t sum; wr_us at_ms; uint64_t generation; } change_seen;

/* ---- the request ---- */
typedef struct answer {
    int status;
    strbuf body;
    pair headers[16];
    size_t n;
    struct MHD_Response *ready;          /* a finished one, for ever: a static file  */
    cached *page;                        /* a finished one of the cache */
    char etag[ETAG_TEXT + 1];            /* "": not to be kept anywhere */
    bool forever;                        /* these bytes never change under this address */
} answer;
typedef struct edge edge;
typedef struct http_req {
    wr_actor who;                        /* first: page_globals.once finds the request by it */
    server *s;
    arena *a;                            /* made when the loop alone cannot answer */
    const char *method, *path, *query;   /* raw */
    const char *(*header)(const struct http_req *, const char *name);   /* lower case; NULL: not there */
    void *with;                          /* header's: the connection, or a serve_ask */
    bool secure;
    char *body; size_t body_n, body_cap, body_seen;
    bool too_big, head;
    route_hit hit;
    bool json;                           /* the answer, also of errors, is JSON */
    pairs typed;                         /* path fields, then the form's or the query's */
    void *in;
    faults wrong;
    const char *session;                 /* the cookie; NULL: nobody is signed in */
    bool *formed;                        /* a once-key went into the page: never cached */
    const char *name;                    /* of who is signed in */
    int status_instead;                  /* 400, 405: finer than the outcome */
    bool from_writer;                    /* done is called by the writer, which wakes the loops after its batch */
    uint64_t generation;                 /* before the snapshot */
    wr_us arrived_ms;                    /* monotonic */
    char id[17];
    writer_job job;
    enum { STEP_BEGIN, STEP_STORED, STEP_MORE } step;
    answer out;
    struct http_give_state *give;
    void (*done)(struct http_req *);     /* the answer is ready; any thread; the last touch of the line */
    edge *e;
    struct MHD_Connection *connection;
    struct http_req *next;
} http_req;

/* ---- may.c ---- */
WR_MUST wr_rc may_sign(http_req *, db_conn *, db_tx **ro);   /* the session's actor into who; a new snapshot when there is none */
WR_MUST wr_rc may_path(http_req *);                          /* path fields into in; WR_E_MISSING: they are none */
WR_MUST wr_rc may_pass(http_req *, db_tx *ro);               /* right and scope */
bool may_origin(const http_req *);

/* ---- line.c, answer.c, give.c ---- */
bool line_begin(http_req *);             /* on the loop: finds the route; true: answered already, no pool needed */
void line_step(http_req *, db_conn *);   /* on the pool */
bool line_push(http_req *, bool always); /* false: the queue is full; always: it was let in before */
void answer_header(http_req *, const char *name, const char *value);
const char *answer_demo_note(http_req *, db_tx *ro_opt);    /* "": no demo */
void json_drop(void *doc);               /* for arena_on_end */
void answer_problem(http_req *, db_tx *ro_opt, wr_rc);     /* page or JSON from arena_err, faults and what was typed */
void answer_plain(http_req *, int status, const char *text);
WR_MUST wr_rc answer_document(http_req *, db_tx *ro, json_t *doc);
void answer_go(http_req *);
const char *answer_local(http_req *, const char *url);      /* a path of this site, in the request's language */
WR_MUST wr_rc give_first(http_req *, db_tx *ro);
void give_next(http_req *, db_conn *);
ssize_t give_read(void *cls, uint64_t pos, char *buf, size_t max);

/* ---- static.c ---- */
typedef struct static_file { const char *name; struct MHD_Response *full, *kept, *same; char etag[ETAG_TEXT + 1], version[17]; } static_file;
typedef struct static_files { static_file *at; size_t n; const char *style_url, *icon_url, *look_url; } static_files;   /* look: the city's colours, "" for none */
void static_load(static_files *, const wr_asset *, const char *look, arena *);
void static_end(static_files *);
struct MHD_Response *static_find(const static_files *, const char *name, const char *query, const char *if_none_match_opt, int *ret_status);
void response_guards(struct MHD_Response *, bool secure);   /* the security headers of every answer */

/* ---- edge.c ---- */
struct edge {
    server *s;
    struct MHD_Daemon *mhd;
    int ready, wake;
    pthread_t thread;
    db_conn *conn;                       /* change counters only */
    change_seen seen[64];
    atomic_int under_way;                /* suspended requests */
    struct edge_conn *conns;             /* all open connections of this loop */
};
WR_MUST wr_rc edges_start(server *, wr_err *);
void edges_quiesce(server *);
void edges_stop(server *);
void edge_wake(const edge *);
cached *edge_cached(http_req *);         /* the answer as a page of the cache; one use, the caller's */
bool edge_changes(http_req *, int64_t *ret);   /* on the loop; false: the pool must ask */
bool edge_sleep_for_more(http_req *);    /* give: suspends and asks the pool for the next range */

/* ---- serve.c ---- */
struct server {
    serve_options o;
    arena *a;
    db *d;
    writer *w;
    route_table routes;
    static_files files;
    cache *pages;
    atomic_ullong generation;            /* raised after every commit of this process */
    mtx lock;
    cond filled;
    http_req *first, *last;
    size_t queued;
    bool stopping;
    pthread_t pool[16];
    size_t pool_n;
    edge *edges;
    size_t edges_n;
    int port;
    struct job_worker *jobs;
    pthread_t tick;
    cond tick_stop;
    bool ticking;
    atomic_bool loops_stop;
};
wr_us mono_ms(void);
#endif
