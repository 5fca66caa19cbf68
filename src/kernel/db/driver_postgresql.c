/* driver_postgresql.c -- PostgreSQL is refused with a plain word until its driver lands. */
#include "driver.h"

static wr_rc no_open(const char *url, bool read_only, wr_err *e, void **ret_conn)
{
    (void)url;
    (void)read_only;
    (void)ret_conn;
    return wr_fail(e, WR_E_IO, NULL, N_("This build has no PostgreSQL."));
}

const db_driver DB_POSTGRESQL = { .name = "postgresql", .open = no_open };
