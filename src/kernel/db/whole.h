/* whole.h -- whole tables as the migrations say them: walked, counted, emptied and filled. For export, import, rebuild and check.
 * The one place where SQL is made at run time: out of the text of the migrations, never out of anything typed. sql_suite prepares
 * these statements too, and compares the columns with those of both engines.
 * Memory  Tables and statements live in the arena given; it must outlive the connections that ran them. */
#ifndef WR_WHOLE_H
#define WR_WHOLE_H
#include "db.h"
typedef enum db_mark { DB_PASSING, DB_DERIVED, DB_ENDURING } db_mark;
typedef struct whole_column { const char *name; char letter; bool key; } whole_column;   /* i t x; key: of the primary key */
typedef struct whole {
    const char *name, *module;
    db_mark mark;
    whole_column *columns;
    size_t n;
    bool counts;                             /* its key is an @id@: the engine gives the next number  */
    db_query first, next, count, put, empty; /* pages by primary key; next takes the key of the last row */
    db_query abouts;                         /* of an X_event table: the next 500 `about` behind $1   */
} whole;
extern const shape WHOLE_ABOUT;
typedef struct whole_about { const char *about; } whole_about;
/* Every table of the modules, in LAYERS order. Once for a connection: a second set of statements would bear the same names. */
WR_MUST wr_rc whole_all(const wr_module *const *, arena *, whole **ret, size_t *ret_n);
const whole *whole_named(const whole *, size_t n, const char *name);   /* NULL: none */
/* Every row in the order of the primary key, 500 in memory at a time. row: n values of type i, t, x or 0 for NULL. */
WR_MUST wr_rc whole_each(db_tx *, const whole *, wr_rc (*each)(void *with, const db_val *row, arena *), void *with);
WR_MUST wr_rc whole_count(db_tx *, const whole *, arena *, int64_t *ret);
/* A row as it was elsewhere: no event, no change counter. Import alone does this. Queued; whole_settle waits, and lets an engine
 * that numbers rows go on behind the largest id. */
WR_MUST wr_rc whole_put(db_tx *rw, const whole *, const db_val *row);
WR_MUST wr_rc whole_settle(db_tx *rw, const whole *);
#endif
