/* tlog_own.h -- what the files of this folder share. */
#ifndef WR_TLOG_OWN_H
#define WR_TLOG_OWN_H
#include "history.h"
#include "tlog.h"
#ifdef WRIT_UNLOGGED                     /* meson option `unlogged`: the same writer without the log, for ./dev bench log */
enum { TLOG_ON = 0 };
#else
enum { TLOG_ON = 1 };
#endif
typedef struct tlog_page { int64_t upto, n, at; bytes entries, hashes; const char *note; } tlog_page;
typedef struct tlog_head { int64_t upto, n, at; const char *note; } tlog_head;         /* a page without its blobs */
typedef struct tlog_leaves { int64_t upto, n; bytes hashes; } tlog_leaves;
typedef struct tlog_roots { int64_t n; bytes root; } tlog_roots;
typedef struct tlog_hashes { bytes hashes; } tlog_hashes;
typedef struct tlog_held_row { const char *id; bytes entry, salt; } tlog_held_row;
typedef struct tlog_placed_row { int64_t leaf; const char *id; bytes entry, salt; } tlog_placed_row;
typedef struct tlog_key_row { const char *id, *key; } tlog_key_row;
extern const shape TLOG_KEY;
extern const history TLOG_KEY_PAST;
extern const db_query TLOG_PAGE_ADD, TLOG_HEAD, TLOG_PAGES, TLOG_LEAVES, TLOG_TILE_ADD, TLOG_TILE_NONE, TLOG_ROOTS, TLOG_TILE_GET, TLOG_HELD_ADD, TLOG_HELD_ALL,
    TLOG_HELD_ANY, TLOG_HELD_LAST, TLOG_PLACED_ADD, TLOG_PLACED, TLOG_CUT_GET, TLOG_CUT_ADD, TLOG_KEYS_ALL;
#define TLOG_PAD "writ-log-pad-v1"
/* The public form of an entry that was held: {"c":...,"v":1}, c = SHA-256(salt, entry); or the entry itself without a salt. */
bytes tlog_cover(arena *, bytes entry, bytes salt);
WR_MUST wr_rc tlog_rebuild(db_tx *rw, arena *);   /* tiles made again from pages */
/* How leaves of one page stand in it: each entry behind its length, two bytes, high one first. */
bool tlog_entry_next(bytes *rest, bytes *ret);
#endif
