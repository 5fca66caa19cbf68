/* modules_of_tests.c -- linked into every unit test: a database of its own. */
#include "temp_db.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int drop(const char *path, const struct stat *st, int type, struct FTW *f)
{
    (void)st;
    (void)type;
    (void)f;
    return remove(path);
}

static void must(wr_rc rc, const wr_err *e)
{
    if (rc == WR_OK) return;
    fprintf(stderr, "temp_db: %s (%s)\n", e->text ? e->text : wr_rc_name(rc), e->holes);
    abort();
}

temp_db *temp_db_open(const char *engine, const wr_module *const *modules)
{
    temp_db *t = calloc(1, sizeof *t);
    wr_err e = { 0 };
    const char *server = getenv("WRIT_TEST_PG");
    if (!t) abort();
    if (strcmp(engine, "postgresql") == 0) {
        if (!server) { fprintf(stderr, "temp_db: WRIT_TEST_PG is not set\n"); abort(); }
        snprintf(t->url, sizeof t->url, "%s", server);
    } else {
        strcpy(t->dir, "/tmp/writ-test-XXXXXX");
        if (!mkdtemp(t->dir)) abort();
        snprintf(t->url, sizeof t->url, "sqlite:%s/writ.db", t->dir);
    }
    must(db_open(t->url, modules, &e, &t->d), &e);
    must(db_migrate(t->d, &e), &e);
    must(db_reader(t->d, &e, &t->reader), &e);
    return t;
}

void temp_db_close(temp_db *t)
{
    db_conn_end(&t->reader);
    db_close(&t->d);
    if (*t->dir) nftw(t->dir, drop, 8, FTW_DEPTH | FTW_PHYS);
    free(t);
}
