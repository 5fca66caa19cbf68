/* temp_db.h -- a database of its own for a test: made, migrated, and gone at the end. */
#ifndef TEST_TEMP_DB_H
#define TEST_TEMP_DB_H
#include "db.h"
typedef struct temp_db { char dir[64], url[512]; db *d; db_conn *reader; } temp_db;
/* On SQLite in a temporary folder, or on a database of the server in WRIT_TEST_PG when engine is "postgresql". */
temp_db *temp_db_open(const char *engine, const wr_module *const *modules);
void temp_db_pack(const temp_db *, const char *pack);      /* its folder demo stands beside the database, as `writ init` copies it */
void temp_db_close(temp_db *);
/* For tests that make a city by commands: where an empty database of this engine is, and the end of a folder. */
void temp_db_url(const char *engine, const char *folder, char *ret, size_t cap);
void temp_db_drop(const char *folder);
#endif
