/* tlog.h -- the log that nobody can rewrite: RFC 6962 trees of salted commitments, in C2SP's formats.
 * Three trees. audit: each change to an enduring table, a signed checkpoint with each batch. intake: what came in, public
 * once a day, sorted, without time. draw: moves when a draw does.
 * What must not show when it was made (a history marked delicate) is held, durable at once, and enters audit once a day at a
 * fixed hour, sorted, without kind or time, filled up to a multiple of 256.
 * An audit entry with log number n (history.h) is leaf n - 1.
 * Threads  tlog_add, tlog_hold and tlog_cut on the writer; reading anywhere.
 * Errors   A key file that is missing, damaged, not this city's or readable by others: WR_E_IO, saying which and what to do. */
#ifndef WR_TLOG_H
#define WR_TLOG_H
#include "db.h"
#include "note.h"
enum { TLOG_AUDIT, TLOG_INTAKE, TLOG_DRAW, TLOG_TREES, TLOG_CUT_HOUR = 11 /* UTC: the small hours of the Americas, summer and winter */ };
extern const char *const tlog_trees[];                    /* "audit", "intake", "draw" */
/* Makes DATA/log.key (0600), one key for each tree named ORIGIN/TREE, when there is none. */
WR_MUST wr_rc tlog_key_make(const char *data, const char *origin, wr_err *);
/* Reads the keys and hangs the log on the database: from here every batch closes with its pages. The first time the city's
 * own keys become its first entries. It ends with db_close. */
WR_MUST wr_rc tlog_open(db *, const char *data, wr_err *);

/* One entry, at the end of the batch. ret_n: its log number; only audit has one before the batch closes, others get 0. */
WR_MUST wr_rc tlog_add(db_tx *rw, int tree, bytes entry, int64_t *ret_n_opt);
/* Kept back until the next cut. id: unique in its tree, the order of intake; salt empty: the entry is public as it is. */
WR_MUST wr_rc tlog_hold(db_tx *rw, int tree, const char *id, bytes entry, bytes salt);
WR_MUST wr_rc tlog_cut(db_tx *rw, wr_day day, arena *);   /* everything held enters its tree; once for each day */

/* What a static log serves, and proofs. All of the public tree: what a checkpoint has signed. */
WR_MUST wr_rc tlog_checkpoint(db_tx *ro, int tree, arena *, const char **ret_note, checkpoint *ret_opt);   /* WR_E_MISSING: nothing in it yet */
WR_MUST wr_rc tlog_tile(db_tx *ro, int tree, tile, arena *, bytes *ret);
WR_MUST wr_rc tlog_entry(db_tx *ro, int tree, int64_t leaf, arena *, bytes *ret);
WR_MUST wr_rc tlog_proof(db_tx *ro, int tree, int64_t leaf, bytes extra, arena *, const char **ret_text);  /* a .tlog-proof file */
WR_MUST wr_rc tlog_keys(db_tx *ro, arena *, const char *ret[TLOG_TREES]);   /* verifier keys; "": none yet */

/* Facts against the log, many at once: each tile of leaves is read once. know before same. */
typedef struct tlog_known { db_tx *ro; arena *a; bytes *tiles; int64_t size; } tlog_known;
WR_MUST wr_rc tlog_known_begin(db_tx *ro, arena *, tlog_known *ret);
WR_MUST wr_rc tlog_know(tlog_known *, int64_t leaf);
struct merkle_hash;
bool tlog_same_leaf(const tlog_known *, int64_t leaf, const struct merkle_hash *);   /* is this leaf's hash the one that stands there? */
WR_MUST wr_rc tlog_same_held(const tlog_known *, int64_t held, bytes entry, bool *ret);

/* `writ verify`: trees against their checkpoints, tiles against entries, every history row against its entry. Appends a
 * line of text for each finding; counts what it saw. */
typedef struct tlog_seen { int64_t entries, facts, purged, held, padding, pages; } tlog_seen;
WR_MUST wr_rc tlog_verify(db_tx *ro, const wr_module *const *, arena *, json_t *ret_findings, tlog_seen *ret);
#endif
