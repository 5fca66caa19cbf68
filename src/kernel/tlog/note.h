/* note.h -- signed notes and checkpoints of C2SP (signed-note, tlog-checkpoint), Ed25519 only, and the paths of tlog-tiles.
 * Errors   WR_E_INPUT says in the program's words what is wrong with a key, a note or a path. */
#ifndef WR_NOTE_H
#define WR_NOTE_H
#include "merkle.h"
enum { NOTE_NAME_MAX = 120, NOTE_SIGNATURES_MAX = 100, NOTE_MAX = 65536 };
typedef struct note_key { char name[NOTE_NAME_MAX + 1]; uint8_t id[4], pub[32], secret[64]; } note_key;  /* secret: zero in a verifier's */

WR_MUST wr_rc note_key_new(const char *name, wr_err *, note_key *ret);         /* from real randomness       */
WR_MUST wr_rc note_key_read(const char *text, wr_err *, note_key *ret);        /* "name+id+key" or "PRIVATE+KEY+name+id+key" */
const char *note_key_text(arena *, const note_key *, bool secret);
WR_MUST wr_rc note_sign(arena *, const note_key *, const char *text, wr_err *, const char **ret);  /* text ends in a line feed */
/* The text of a note that at least one of the keys signed. Unknown signatures do not matter; a known key's bad one refuses. */
WR_MUST wr_rc note_open(arena *, const char *note, size_t n, const note_key *keys, size_t keys_n, wr_err *, const char **ret_text);

typedef struct checkpoint { const char *origin; int64_t size; merkle_hash root; } checkpoint;
const char *checkpoint_text(arena *, const checkpoint *);
WR_MUST wr_rc checkpoint_read(arena *, const char *text, wr_err *, checkpoint *ret);

/* tile/LEVEL/N[.p/WIDTH] or tile/entries/N[.p/WIDTH]; level -1: entries; width 256: whole. */
enum { TILE_WIDTH = 256, TILE_LEVELS = 6, TILE_ENTRIES = -1 };
typedef struct tile { int level, width; int64_t n; } tile;
const char *tile_path(arena *, tile);
WR_MUST wr_rc tile_read(const char *path, wr_err *, tile *ret);                /* strict: one spelling for each tile */
int64_t tile_count(int level, int64_t size, int *ret_partial);                /* whole tiles of a level, and the width of the next: 0 none */

/* A .tlog-proof file (C2SP tlog-proof). */
typedef struct proof_file { int64_t index; const merkle_hash *hashes; size_t n; bytes extra; const char *checkpoint; } proof_file;
const char *proof_text(arena *, const proof_file *);
#endif
