/* module.h -- the types by which a clause hands itself to the kernel. They stand
 * in base and include nothing to the right, so that db can walk the queries, page
 * the documents, i18n the labels and cli the routes. Every list ends with an empty entry. */
#ifndef WR_MODULE_H
#define WR_MODULE_H
#include <jansson.h>
#include "arena.h"
#include "shape.h"
typedef struct db_tx db_tx;          /* db.h   */
typedef struct http_out http_out;    /* http.h: an answer, written as it leaves    */

typedef struct wr_actor {        /* who asks: frozen for the whole request                      */
    wr_id person, department;    /* 0: the public; 0: none                                      */
    const char *by;              /* the pseudonym that the log shows; who it is, a table that purge clears knows */
    const char *lang;
    wr_us now; wr_day today;     /* arrival of the request: it decides deadlines                */
    const struct rights *rights; /* person.h; the kernel asks it, clause code does not          */
    const char *session;         /* which session (a hash, never the token), so that it can be ended; NULL: none */
    const char *sender;          /* of a form without an account: a hash of today alone (sender.h); NULL: not known */
    const char *device;          /* which device goes on without an account with what it began: a hash; NULL: none */
} wr_actor;

typedef struct db_query {        /* static const; test_sql prepares it on both engines                */
    const char *name;            /* unique: statement name, log label, metric label                   */
    const char *in;              /* one letter per $n: i b t d u c x; upper case = may be NULL; e is t */
    const shape *row;            /* columns, in order; NULL = no rows                                 */
    const char *sql;             /* $1..$n; only the shared subset of docs/SQL.md                     */
} db_query;
typedef struct db_step { int version; const char *name, *sql; } db_step;  /* embedded from sql/NNNN_name.sql */

/* browser: 303; JSON client: 201 + Location. session: sign-in hands its new token to the edge; "" ends the session. device: the same
 * for a device without an account; device_hash (http.h) of the token is what its later requests bear. wr_actor.device itself: the device
 * keeps the token that it has, for two weeks more. */
typedef struct http_go { const char *url, *id, *session, *device; } http_go;
/* POST, first half. Pool thread, read snapshot: looks up, hashes, seals, parses, streams a body
 * into a blob, makes ids. Writes the members of `in` that stand behind the shape; act looks again before it writes. */
typedef wr_rc http_prepare(db_tx *ro, const wr_actor *, void *in, arena *);
/* POST, second half. Writer thread, in a savepoint of the group commit. Decides and writes;
 * never renders, sleeps, or opens a socket or file. May run twice: it keeps nothing outside. 5 ms. */
typedef wr_rc http_act(db_tx *rw, const wr_actor *, const void *in, arena *, http_go *ret);
/* GET. Pool thread, read snapshot. Fills the document; never writes. */
typedef wr_rc http_show(db_tx *ro, const wr_actor *, const void *in, arena *, json_t *doc);
/* GET of what is no document. Pool thread; called again, each time on a fresh snapshot, while out says more. */
typedef wr_rc http_give(db_tx *ro, const wr_actor *, const void *in, arena *, http_out *);
/* GET of a stored file: says which; the kernel streams it as a download. may: the right that it is seen by; "public" may be kept by caches. */
typedef struct http_file { const char *sha256, *name, *media; int64_t size; const char *may; } http_file;
typedef wr_rc http_send(db_tx *ro, const wr_actor *, const void *in, arena *, http_file *ret);

typedef struct doc_part { const char *key; const shape *of; bool many; } doc_part;
#define DOC_ONE(sh)       { { NULL, &(sh), false } }   /* the document is this struct          */
#define DOC_LIST(k, sh)   { { (k), &(sh), true } }     /* the document has this list           */
/* HIDDEN: a refusal is 404, not 403; DEMO: there only in a demonstration; SURE: a POST whose session showed password and second
 * factor within ten minutes, else the edge asks for them and goes on with what was typed (no F_SECRET in such a form). ENTRY: a POST whose
 * handler knows a repeat by an id that the device made while it was offline: as JSON or with a file it needs no once-key, its origin is checked
 * all the same. */
enum { HTTP_HIDDEN = 1, HTTP_DEMO = 2, HTTP_SURE = 4, HTTP_ENTRY = 8 };
typedef struct http_route {
    const char *method, *path;  /* "/records/{ref}": names in braces are the F_PATH fields of `in`    */
    const char *may;            /* one word of person/rights.tsv; "public" is said, never implied     */
    const db_query *scope;      /* $1.. = path fields; one WR_SCOPE row: whose thing this is          */
    unsigned flags;
    const shape *in;            /* what it takes: checked before any handler is called                */
    doc_part doc[10];           /* what it says: JSON schema, template lint, CLI columns              */
    const char *page;           /* template; NULL: JSON only                                          */
    const char *page_only;      /* "groups": members of the document that only the template needs: JSON leaves them out */
    const char *reads;          /* "records city": modules whose counters key the cached page; NULL: not cached */
    const char *as;             /* "csv ics": what `give` serves beside .json; csv without give: the list of the document */
    http_prepare *prepare; http_act *act;   /* POST */
    int upload_mb;              /* POST: its form may bring one file, in a field with F_FILE, of at most so many MB */
    http_show *show; http_give *give;       /* GET: either or both */
    http_send *send;                        /* GET: neither, but a stored file */
    const char *nav;            /* N_("..."): its name in the top bar; NULL: not there. HTTP_DEMO: only in a demonstration */
    const char *summary;        /* N_("..."): site map, /api, --help                                  */
    const char *file; int line; /* `writ explain URL` prints it                                       */
} http_route;
#define GET(url, ...)  { .method = "GET",  .path = (url), .file = __FILE__, .line = __LINE__, __VA_ARGS__ }
#define POST(url, ...) { .method = "POST", .path = (url), .file = __FILE__, .line = __LINE__, __VA_ARGS__ }
typedef struct wr_scope { wr_id department, owner; } wr_scope;
extern const shape WR_SCOPE;

typedef wr_rc wr_run(db_tx *rw, const wr_actor *, const void *what, arena *);
/* What lies beside the database on each machine: called by its worker between jobs, for at most a quarter of a second; *ret_more: there is more. */
typedef wr_rc wr_here(db_tx *ro, arena *, bool *ret_more);
typedef struct wr_tick { const char *name; int every_minutes; wr_run *run; } wr_tick;    /* what: NULL */
typedef struct wr_event { const char *name; const shape *of; } wr_event;                 /* events.h   */
typedef struct wr_on { const wr_event *event; wr_run *run; } wr_on;                      /* what: the event's payload */
typedef struct wr_asset { const char *name, *text; size_t n; } wr_asset;                  /* embedded from po/ and web/: "es.po" */
typedef struct page_source { const char *name, *text; } page_source;                     /* embedded from pages/: "directive/matrix" */
/* One honest number for a sentence of the order on the front page: value and the words behind it, already filled.
 * key: the sentence's, or "/data/X": the rows of that set. */
typedef struct wr_figure { const char *value, *text, *url; bool late; } wr_figure;
typedef wr_rc wr_count(db_tx *ro, const wr_actor *, const char *key, arena *, wr_figure *ret);
typedef struct wr_story { const char *title, *url, *login; } wr_story;                   /* N_(); /demo lists it: under two minutes; login NULL: nobody */
typedef struct wr_door { const char *label, *path; } wr_door;                            /* N_(); what a module offers at a place: "/counter/at/{token}" (city_door.h) */
/* A file of a pack: "records/asks.yaml". load: makes what one row says, or changes it to that. now: the same row as the city has it
 * now, WR_E_MISSING: not at all; NULL: what is there stays as it is. keys: how many first fields name a row, 0 is one.
 * demo: read by `writ demo` alone. once: NULL-ended names of members that are loaded with the row's first loading only; now reads
 * them as the city has them, and another value later is said and stays undone. */
typedef wr_rc wr_pack_now(db_tx *ro, const void *row, arena *, void *ret_row);
typedef struct wr_pack { const char *file; const shape *of; wr_run *load; wr_pack_now *now; size_t keys; bool demo; const char *const *once; } wr_pack;

/* A published figure that other modules may show beside their own numbers; amounts are cents of one unit. item, source, dated: already said in the language. */
typedef struct wr_quote { const char *item, *source, *dated, *url; wr_cents low, high; wr_day as_of; } wr_quote;
typedef wr_rc wr_quotes(db_tx *ro, const char *lang, const char *unit, arena *, wr_quote **ret, size_t *ret_n);

typedef struct wr_module {
    const char *name, *clause;           /* "records": prefix of its tables, URLs, templates, msgctxt; "5" */
    const http_route *routes;
    const db_query *const *queries;
    const db_step *steps;                /* migrations, generated from sql/ */
    const struct history *const *past;   /* history.h: facts that change    */
    const wr_tick *ticks;
    const wr_on *on;
    const struct job_kind *jobs;         /* job.h: long work                */
    wr_here *here;                       /* what each machine has to make for itself */
    const struct pair_kind *pairs;       /* pair.h: acts that need two people */
    const wr_pack *packs;
    const page_source *pages;            /* templates, generated from pages/ */
    wr_count *count;                     /* figures of the front page */
    wr_quotes *quotes;                   /* published figures of a unit, "dollars a bed-day": city_quotes (quote.h) */
    const wr_story *stories;             /* of /demo */
    const wr_door *doors;                /* on the page of a place */
    const struct cli_command *commands;  /* cli.h: what is no route, "released import FILE" */
    wr_run *recount;                     /* a holiday or a rule of the clock changed: dates of its own are counted again; what: a clock_change */
    wr_rc (*demo)(db_tx *rw, const wr_actor *, arena *);   /* rows of the demo city; after packs, in LAYERS order */
    wr_rc (*rebuild)(db_tx *rw, arena *);                  /* derived rows that no history makes, made again; after all histories */
    wr_rc (*check)(db_tx *ro, arena *, json_t *ret_findings);  /* `writ check`: appends a line of text for each broken invariant */
} wr_module;
#endif
