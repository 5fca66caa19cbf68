/* modules_of_tests.c -- linked into every unit test: a database of its own. */
#include "temp_db.h"

#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "blob.h"
#include "seal_column.h"
#include "str.h"
#include "tlog.h"

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

/* A new database of the server in WRIT_TEST_PG: test/pg makes it and prints its URL. */
static void new_pg(char *ret, size_t cap)
{
    const char *server = getenv("WRIT_TEST_PG");
    char command[600];
    FILE *p;
    if (!server) { fprintf(stderr, "temp_db: WRIT_TEST_PG is not set\n"); abort(); }
    snprintf(command, sizeof command, "test/pg database '%s'", server);
    if (!(p = popen(command, "r")) || !fgets(ret, (int)cap, p) || pclose(p) != 0) { fprintf(stderr, "temp_db: %s\n", command); abort(); }
    ret[strcspn(ret, "\n")] = 0;
}

void temp_db_url(const char *engine, const char *folder, char *ret, size_t cap)
{
    if (str_eq(engine, "postgresql")) new_pg(ret, cap);
    else snprintf(ret, cap, "sqlite:%s/writ.db", folder);
}

void temp_db_drop(const char *folder) { nftw(folder, drop, 8, FTW_DEPTH | FTW_PHYS); }

temp_db *temp_db_open(const char *engine, const wr_module *const *modules)
{
    temp_db *t = calloc(1, sizeof *t);
    wr_err e = { 0 };
    const char *instead = getenv("WRIT_TEST_ENGINE");   /* the same tests on the other engine */
    if (!t) abort();
    strcpy(t->dir, "/tmp/writ-test-XXXXXX");
    if (!mkdtemp(t->dir)) abort();
    temp_db_url(instead ? instead : engine, t->dir, t->url, sizeof t->url);
    must(db_open(t->url, modules, &e, &t->d), &e);
    must(db_migrate(t->d, &e), &e);
    for (size_t i = 0; modules[i]; i++) {
        if (str_eq(modules[i]->name, "tlog")) {
            must(tlog_key_make(t->dir, "city.example/log", &e), &e);
            must(tlog_open(t->d, t->dir, &e), &e);
        }
        if (str_eq(modules[i]->name, "seal")) must(seal_key_open(t->d, t->dir, &e), &e);
    }
    must(db_reader(t->d, &e, &t->reader), &e);
    blob_home(t->dir, strncmp(t->url, "sqlite:", 7) == 0);
    return t;
}

void temp_db_pack(const temp_db *t, const char *pack)
{
    char from[PATH_MAX], whole[PATH_MAX], here[PATH_MAX];
    snprintf(from, sizeof from, "%s/demo", pack);
    snprintf(here, sizeof here, "%s/demo", t->dir);
    if (!realpath(from, whole) || symlink(whole, here) != 0) abort();
}

void temp_db_close(temp_db *t)
{
    db_conn_end(&t->reader);
    db_close(&t->d);
    temp_db_drop(t->dir);
    free(t);
}
