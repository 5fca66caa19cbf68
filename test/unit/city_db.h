/* city_db.h -- one job at a time on a database of its own. */
#ifndef TEST_CITY_DB_H
#define TEST_CITY_DB_H
#include "temp_db.h"
#include "writer.h"

static inline int city_db_close(void **state)
{
    temp_db_close(*state);
    return 0;
}

/* A job of its own transaction; its outcome, and in ret_opt its error. Texts in it live in static memory or in its holes. */
static inline wr_rc city_db_write(void **state, wr_rc (*act)(db_tx *rw, void *with, arena *), void *with, wr_err *ret_opt)
{
    const temp_db *t = *state;
    arena *a = arena_new("test", 1 << 22);
    wr_rc rc = writer_once_here(t->d, act, with, a);
    if (ret_opt) *ret_opt = *arena_err(a);
    arena_end(&a);
    return rc;
}
#endif
