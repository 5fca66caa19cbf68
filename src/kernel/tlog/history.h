/* history.h -- facts that can change. Each change is one row of X_event (enduring):
 * id, about, what, holds, value, n, salt, who (the pseudonym), at. `value` is canonical JSON of the members that
 * changed, by the shape; laying the values over each other up to log index n gives the row
 * as it was. That one loop is the current row, the as-of view and `writ rebuild`.
 * Two times: `holds` is the day a fact is true from, `n` says when the city knew it. */
#ifndef WR_HISTORY_H
#define WR_HISTORY_H
#include "module.h"
typedef struct history {
    const char *noun;        /* "records_request": tables records_request_event and records_request (derived) */
    const shape *row;        /* its first member is `id`, the public id      */
    const db_query *add, *past, *put;  /* one event in; a page of the events of one id; upsert of the current row */
    const db_query *walk;    /* events of every id from n on */
    bool open;               /* its rows are public: anyone may have the salt of one, in a proof             */
    bool delicate;           /* nothing public may show when a row was made: tlog.h holds its entries back   */
} history;
typedef struct history_event { const char *about, *what, *value, *who; wr_day holds; wr_us at; int64_t n; bytes salt; } history_event;
extern const shape HISTORY_EVENT;
#define HISTORY_ADD(T) { T "_event_add", "ttdtixti", NULL, "INSERT INTO " T "_event (about, what, holds, value, n, salt, who, at)" \
                                                           " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)" }
/* Pages: a thing may have any number of changes. */
#define HISTORY_PAST(T) { T "_event_past", "tii", &HISTORY_EVENT, "SELECT about, what, value, who, holds, at, n, salt FROM " T "_event" \
                                                         " WHERE about = $1 AND n <= $2 AND n > $3 ORDER BY n LIMIT 500" }
/* The last of one thing up to n, newest first, at most $3: for a page that shows so many and says where the rest is. */
#define HISTORY_LAST(T) { T "_event_last", "tii", &HISTORY_EVENT, "SELECT about, what, value, who, holds, at, n, salt FROM " T "_event" \
                                                         " WHERE about = $1 AND n <= $2 ORDER BY n DESC LIMIT $3" }
#define HISTORY_WALK(T) { T "_event_walk", "i", &HISTORY_EVENT, "SELECT about, what, value, who, holds, at, n, salt FROM " T "_event" \
                                                         " WHERE n >= $1 ORDER BY n LIMIT 1000" }
enum { HISTORY_WALK_MAX = 1000, HISTORY_PAGE = 500 };
/* What the log commits to: c = SHA-256(salt, row), row the canonical JSON of about, at, holds, value, what, who; and the
 * entry, canonical JSON of about, at, by, c, event, v. Rows of the database give both again, letter for letter. */
const char *history_row_text(arena *, const history_event *);
bytes history_entry(arena *, const history_event *);
/* The row with log number n about a thing, whichever module holds it. WR_E_MISSING: none, or a delicate one. */
WR_MUST wr_rc history_find(db_tx *ro, const wr_module *const *, const char *about, int64_t n, arena *, const history **ret_of, history_event *ret);
/* One event, its log entry and the new current row, all queued. before = NULL: a new thing. */
WR_MUST wr_rc history_add(db_tx *rw, const wr_actor *, const history *, const char *what, wr_day holds,
                          const void *before, const void *after, arena *);
/* The row as the city knew it at log index n; of `a` it takes what the row holds, however many events there are. How many events match their entries, how many were purged, and how many are not
 * the ones that were logged. */
typedef struct history_proof { int64_t matched, purged, wrong; } history_proof;
WR_MUST wr_rc history_as_of(db_tx *ro, const history *, const char *id, int64_t n, arena *, void *ret_row, history_proof *ret);
/* Every row of the noun as the city knew it at log index n, by id: read in pages, laid together here; of `a` it takes the rows alone.
 * upto: HISTORY_UPTO of the noun; the proof is added to *ret, so that one speaks for all that a page used. */
#define HISTORY_UPTO(T) { T "_event_upto", "iti", &HISTORY_EVENT, "SELECT about, what, value, who, holds, at, n, salt FROM " T "_event" \
                                                       " WHERE n <= $1 AND (about, n) > ($2, $3) ORDER BY about, n LIMIT 500" }
WR_MUST wr_rc history_all_as_of(db_tx *ro, const history *, const db_query *upto, int64_t n, arena *, void *ret_rows, size_t *ret_n, history_proof *ret);
/* Every event of one thing, oldest first: what a page shows as its history. */
WR_MUST wr_rc history_events(db_tx *ro, const history *, const char *id, arena *, history_event **ret, size_t *ret_n);
#endif
