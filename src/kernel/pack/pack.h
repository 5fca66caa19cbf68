/* pack.h -- an order as data: YAML files, each a list of flat rows (or one row), each owned by one module and read
 * through its shape. The same reader reads the config file. Unknown key, wrong type, duplicate id: an error with file and
 * line that says what was expected. Translations stand beside in po/LANG.po. */
#ifndef WR_PACK_H
#define WR_PACK_H
#include "db.h"
#include "history.h"
#include "module.h"
typedef struct pack_row { int line; void *row; } pack_row;
/* A YAML file into an arena array of rows of the shape. path is only for messages. */
WR_MUST wr_rc pack_read(const char *path, bytes text, const shape *, arena *, pack_row **ret, size_t *ret_n);
/* Every file that a module names (wr_pack), in LAYERS order, from DIR; a missing file is an error, an unknown one too.
 * One transaction: nothing is stored when anything is wrong. */
WR_MUST wr_rc pack_load(db_tx *rw, const wr_actor *, const wr_module *const *, const char *dir, arena *);
/* While a row is loaded: the .txt file of the same pack that it names, "directive/order.txt". WR_E_INPUT: no such name, or none is loaded. */
WR_MUST wr_rc pack_beside(const char *name, arena *a, bytes *ret);
/* The same, and what it did. What the pack said of a row is kept, so that loading again knows three things: what it said, what it
 * says, and what the city has. kept: the pack says something new, but the city has edited the row since; it stays. gone: the pack
 * says it no more; it stays. once: kept for another reason, these members are loaded with the row's first loading only. A pack that was loaded before changes nothing. */
typedef enum pack_kind { PACK_NEW, PACK_CHANGED, PACK_KEPT, PACK_GONE } pack_kind;
extern const char *const pack_kinds[];
typedef struct pack_change { pack_kind kind; const char *file; int line; const char *key, *was, *now; bool once; } pack_change;   /* was, now: the row as JSON, "" for none */
WR_MUST wr_rc pack_load_said(db_tx *rw, const wr_actor *, const wr_module *const *, const char *dir, arena *, pack_change **ret, size_t *ret_n);
/* What most load functions do with their row: found and was are what `now` gave; the row keeps its id, or gets one. Its first member is the id. */
WR_MUST wr_rc pack_put(db_tx *rw, const wr_actor *, const history *, const char *what, wr_rc found, const void *was, void *now, arena *);
/* The files of the folder demo, in the same order: the invented rows of a demonstration. */
WR_MUST wr_rc pack_load_demo(db_tx *rw, const wr_actor *, const wr_module *const *, const char *dir, arena *);
WR_MUST wr_rc pack_file(const char *path, arena *, bytes *ret);   /* at most 4 MiB */
#endif
