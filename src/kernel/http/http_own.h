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
#include "sender.h"
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
bool route_gives(const http_route *, const char *suffix);   /* `as` names it: the answer is of `give`, or the list of the document */
bool route_find(const route_table *, const char *method, const char *raw_path, arena *, route_hit *ret);

/* ---- body.c: forms and queries ---- */
typedef struct pairs { pair *at; size_t n; } pairs;
/* WR_E_TOO_BIG: more than FIELDS_MAX; WR_E_INPUT with the field's name in *ret_bad: not UTF-8, or badly encoded. */
WR_MUST wr_rc form_read(const char *text, size_t n, arena *, pairs *ret, const char **ret_bad);
bool url_decode(const char *p, size_t n, bool plus, arena *, const char **ret, size_t *ret_n);   /* false: a bad escape */

/* ---- cookie.c ---- */
const char *cookie_value(const char *header_opt, const char *name, arena *);      /* NULL: not there, or there twice */
typedef enum cookie_kind { COOKIE_SESSION, COOKIE_DEVICE } cookie_kind;
const char *cookie_set(cookie_kind, const char *token, bool secure, arena *);     /* Set-Cookie; "": ends it */
const char *cookie_name(cookie_kind, bool secure);

/* ---- once.c ---- */
WR_MUST wr_rc once_load(const char *data, wr_err *);
void once_key_set(const uint8_t key[static 32]);                                  /* tests */
void once_body(const char *path, const char *body, size_t n, uint8_t ret[static 32]);   /* keyed: a body may hold a password, and this is stored */

/* ---- cache.c: finished answers of anonymous pages; locked, bounded; the key decides ---- */
enum { ETAG_TEXT = 34, CACHED_MAX = 128 << 10 };
typedef struct cache cache;
typedef struct cached {                  /* counted: whoever got one from cache_get drops it */
    struct MHD_Response *full, *same;    /* 200 and 304 */
    char etag[ETAG_TEXT + 1];
    int64_t changes;                     /* the sum of the counters that the route reads */
    int64_t quarter;                     /* the quarter of an hour in which it was made: with one a day ends, and a shift, in every zone */
    atomic_int uses;
} cached;
cache *cache_new(void);
void cache_end(cache **);
enum { CACHE_QUARTER_S = 900 };
cached *cache_get(cache *, const char *key, int64_t changes, int64_t quarter);   /* NULL: none */
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
    struct upload *up;                   /* a form with a file, taken apart as it comes; NULL: the body is in `body` */
    int64_t body_max;
    route_hit hit;
    bool json;                           /* the answer, also of errors, is JSON */
    pairs typed;                         /* path fields, then the form's or the query's */
    void *in;
    faults wrong;
    const char *shown_password, *shown_code;   /* "_password", "_code": once more who asks; "" for none */
    const struct person_proof *proof;    /* what that showed, for the act to spend */
    const char *session;                 /* the cookie; NULL: nobody is signed in */
    const char *device;                  /* the cookie of a device; NULL: none    */
    char sender[SENDER_TEXT + 1];        /* of a POST; "": not known              */
    bool *formed;                        /* a once-key went into the page: never cached */
    const char *name;                    /* of who is signed in */
    int status_instead;                  /* 400, 405: finer than the outcome */
    bool from_writer;                    /* done is called by the writer, which wakes the loops after its batch */
    uint64_t generation;                 /* before the snapshot */
    wr_us arrived_ms;                    /* monotonic */
    char id[17];
    writer_job job;
    enum line_step { STEP_BEGIN, STEP_BODY, STEP_PART, STEP_STORED, STEP_MORE } step;
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

/* ---- upload.c: a form with a file ---- */
typedef struct upload upload;
int64_t upload_begin(http_req *);        /* on the loop, the route is known: how large the body may be; sets up when it is an upload */
bool upload_take(upload *, const char *, size_t);   /* on the loop; true: give it to the pool */
void upload_step(http_req *, db_conn *); /* on the pool: takes apart what came */
WR_MUST wr_rc upload_read(http_req *);   /* all has come: what was typed into typed, or why it was refused */
WR_MUST wr_rc upload_hash(http_req *);   /* the file into typed; its faults into wrong */
const char *upload_lost(const http_req *);   /* the field of a good file in a form that is refused for something else; NULL: none */
WR_MUST wr_rc upload_keep(http_req *);   /* on disk under its hash */
WR_MUST wr_rc upload_part(http_req *, bool *ret_sent);   /* sent: the request is the writer's, and comes back as STEP_PART */

/* ---- sure.c ---- */
WR_MUST wr_rc sure_pass(http_req *, db_tx *ro);              /* WR_E_LOGIN or WR_E_INPUT at "_password": ask with sure_form */
WR_MUST wr_rc sure_spend(http_req *, db_tx *rw);             /* in the act, before the route's own */
bool sure_asks(const wr_err *);
WR_MUST wr_rc sure_form(http_req *, json_t *doc);

/* ---- line.c, answer.c, give.c ---- */
bool line_begin(http_req *);             /* on the loop: finds the route; true: answered already, no pool needed */
void line_step(http_req *, db_conn *);   /* on the pool */
bool line_push(http_req *, bool always); /* false: the queue is full, or the server stops; always: it was let in before */
void line_again(http_req *);             /* from the writer back to the pool; when the server stops: 503 */
void answer_header(http_req *, const char *name, const char *value);
const char *answer_demo_note(http_req *, db_tx *ro_opt);    /* "": no demo */
void json_drop(void *doc);               /* for arena_on_end */
void answer_problem(http_req *, db_tx *ro_opt, wr_rc);     /* page or JSON from arena_err, faults and what was typed */
void answer_plain(http_req *, int status, const char *text);
WR_MUST wr_rc answer_document(http_req *, db_tx *ro, json_t *doc);
void answer_go(http_req *);
const char *answer_site(http_req *);
const char *answer_local(http_req *, const char *url);      /* a path of this site, in the request's language */
WR_MUST wr_rc give_first(http_req *, db_tx *ro);
void give_next(http_req *, db_conn *);
int64_t give_length(const http_req *);   /* of what give_read hands out; -1: not known */
ssize_t give_read(void *cls, uint64_t pos, char *buf, size_t max);

/* ---- static.c ---- */
typedef struct static_file { const char *name; struct MHD_Response *full, *kept, *same; char etag[ETAG_TEXT + 1], version[17]; } static_file;
typedef struct static_files { static_file *at; size_t n; const char *style_url, *icon_url, *look_url, *script_url, *report_script_url, *copy_script_url, *chart_script_url; } static_files;   /* look: the city's colours, "" for none */
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
    atomic_size_t edges_n;               /* grows while the writer wakes those there are already */
    int port;
    struct job_worker *jobs;
    mail_sender *mail;
    pthread_t tick;
    cond tick_stop;
    bool ticking;
    atomic_bool loops_stop;
};
wr_us mono_ms(void);
#endif
