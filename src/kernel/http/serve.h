/* serve.h -- the server: one data directory, its loops, pool, writer and clockwork, from start to orderly stop.
 * Threads  One server per process (once-keys, templates and the city's zone are the process's).
 * Errors   What a start can meet (an address in use, a database that cannot be opened) is in wr_err.
 * Memory   Options and what they point at must outlive the server. */
#ifndef WR_SERVE_H
#define WR_SERVE_H
#include "mail.h"
#include "module.h"
typedef struct serve_options {
    const char *data;                    /* the directory: once.key, writ.db, po/                                      */
    const char *db;                      /* "postgresql://..." or "sqlite:PATH"; NULL: sqlite:DATA/writ.db             */
    const char *listen;                  /* "127.0.0.1:8080", "[::1]:8080"; port 0: any free one; NULL: no socket      */
    const char *url;                     /* how browsers know this site, "https://city.example"; NULL: by Host alone   */
    const char *trusted_proxy;           /* the address whose X-Forwarded-Proto is believed; NULL: nobody's            */
    const wr_module *const *modules;     /* NULL-ended */
    const wr_asset *assets;              /* ends with an empty entry */
    const mail_settings *mail;           /* NULL: no mail is sent */
    bool demo, demo_public;              /* a demo listens on the loopback address only, unless it is said to be public */
} serve_options;

/* Blocks until SIGTERM or SIGINT, then answers what is under way and stops. Prints nothing but log lines. */
WR_MUST wr_rc serve_run(const serve_options *, wr_err *);

typedef struct server server;
WR_MUST wr_rc serve_start(const serve_options *, wr_err *, server **ret);
int serve_port(const server *);          /* 0: no socket */
void serve_stop(server **);

/* One request through the whole line without a socket (plays). Waits. Header names in lower case. */
typedef struct serve_ask { const char *method, *url, *body; size_t body_n; const pair *headers; size_t headers_n; } serve_ask;
typedef struct serve_reply { int status; const pair *headers; size_t headers_n; const char *body; size_t body_n; } serve_reply;
WR_MUST wr_rc serve_answer(server *, const serve_ask *, arena *, serve_reply *ret);

/* Makes DATA/once.key (32 random bytes, 0600) when there is none: init does this. */
WR_MUST wr_rc serve_key_make(const char *data, wr_err *);
#endif
