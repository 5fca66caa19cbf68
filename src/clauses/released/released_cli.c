/* released_cli.c -- the same on the command line: import a file and print what it is; ask a view and print what it says. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include "blob.h"
#include "cli.h"
#include "day.h"
#include "i18n.h"
#include "now.h"
#include "released_say.h"
#include "writer.h"

typedef struct released_cli_import { const char *agency, *release; int64_t request; const char *source; wr_day extracted; } released_cli_import;
typedef struct take { const cli *c; const released_cli_import *in; const char *path; bytes all; released_file f; } take;
static const field IMPORT_F[] = {
    FIELD(released_cli_import, agency, t, F_NULL, 120, N_("Agency that released it")),
    FIELD(released_cli_import, release, t, F_NULL, 120, N_("Name or number of the release")),
    FIELD(released_cli_import, request, i, F_NULL, 0, N_("Number of our request for records")),
    FIELD(released_cli_import, source, t, F_NULL, 400, N_("Where it came from")),
    FIELD(released_cli_import, extracted, d, F_NULL, 0, N_("Day of the data, as the agency says it")),
};
static const shape IN_RELEASED_CLI_IMPORT = SHAPE("a released file, on the command line", released_cli_import, IMPORT_F);
#define ICE "U.S. Immigration and Customs Enforcement"

static void unmap(void *t_)
{
    take *t = t_;
    if (t->all.n) munmap((void *)(uintptr_t)t->all.p, t->all.n);
}

static wr_rc map_file(cli *c, take *t)
{
    struct stat st;
    void *p;
    int fd = open(t->path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return cli_io(c, t->path);
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        close(fd);
        return wr_fail(arena_err(c->a), WR_E_INPUT, NULL, N_("{file} is no file."), "file", t->path);
    }
    p = st.st_size ? mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0) : NULL;
    close(fd);
    if (p == MAP_FAILED) return cli_io(c, t->path);
    t->all = (bytes){ p, (size_t)st.st_size };
    arena_on_end(c->a, unmap, t);
    return WR_OK;
}

static wr_rc act_take(db_tx *rw, void *with, arena *a)
{
    take *t = with;
    wr_actor who = cli_operator();
    const char *name = strrchr(t->path, '/');
    const released_cli_import *in = t->in;
    blob b;
    TRY(blob_store(rw, t->all, a, &b));
    TRY(doc_bytes_keep(rw, &who, &b, DOC_ANY, a));
    t->f = (released_file){ .id = id_new(a), .name = doc_name_clean(a, name ? name + 1 : t->path), .sha256 = b.sha256, .size = b.size, .agency = in->agency && *in->agency ? in->agency : ICE,
        .release = in->release, .request = in->request, .source = in->source, .extracted = in->extracted };
    return released_file_take(rw, &who, &t->f, a);
}

/* Progress on the terminal, where one looks on. */
static wr_rc work(cli *c, db *d, const char *file)
{
    writer *w = NULL;
    job_worker *k = NULL;
    bool more = true;
    wr_rc rc = writer_start(d, arena_err(c->a), &w);
    if (rc == WR_OK) rc = job_worker_here(d, w, c->modules, arena_err(c->a), &k);
    while (rc == WR_OK && more) {
        rc = job_step(k, &more);
        if (isatty(2)) fprintf(stderr, "\rreading %s ...", file);
    }
    if (isatty(2)) fputs("\r\n", stderr);
    job_worker_stop(&k);
    writer_stop(&w);
    return rc;
}

static wr_rc print_json(cli *c, json_t *j)
{
    char *text = json_dumps(j, JSON_INDENT(1));
    wr_rc rc = text ? cli_say(c, text) : wr_fail(arena_err(c->a), WR_E_BUG, NULL, N_("This cannot be said as JSON."));
    free(text);
    json_decref(j);
    return rc;
}

static wr_rc print_file(cli *c, db *d, int64_t number)
{
    db_conn *conn = NULL;
    db_tx *ro = NULL;
    released_file f;
    json_t *out = NULL;
    wr_rc rc = cli_snapshot(d, c->a, &conn, &ro);
    if (rc == WR_OK) rc = released_file_by(ro, number, c->a, &f);
    if (rc == WR_OK) rc = released_say_file(ro, &f, c->a, &out);
    db_end_read(&ro);
    db_conn_end(&conn);
    TRY(rc);
    TRY(print_json(c, out));
    return f.state == RELEASED_READ ? WR_OK : wr_fail(arena_err(c->a), WR_E_INPUT, NULL, N_("{file}: {why}"), "file", f.name, "why", *f.problem ? f.problem : "not read");
}

static wr_rc act_import(cli *c)
{
    take *t = arena_make(c->a, take);
    db *d;
    wr_rc rc;
    if (c->n_words != 1) return wr_fail(arena_err(c->a), WR_E_INPUT, "file", N_("Say which file."));
    *t = (take){ .c = c, .in = c->in, .path = c->words[0] };
    TRY(map_file(c, t));
    TRY(cli_open_or_found(c, &d));
    rc = writer_once_here(d, act_take, t, c->a);
    if (rc == WR_OK) rc = work(c, d, t->f.name);
    if (rc == WR_OK) rc = print_file(c, d, t->f.number);
    db_close(&d);
    return rc;
}

static wr_rc act_ask(cli *c)
{
    db_conn *conn = NULL;
    db_tx *ro = NULL;
    db *d;
    json_t *out = NULL;
    const released_in *in = c->in;
    wr_rc rc;
    if (c->n_words != 1) return wr_fail(arena_err(c->a), WR_E_INPUT, "view", N_("Say which view: {views}."), "views", RELEASED_VIEWS_SAID);
    TRY(cli_open(c, &d));
    rc = cli_snapshot(d, c->a, &conn, &ro);
    if (rc == WR_OK) rc = released_say_view(ro, c->words[0], in, c->a, &out);
    db_end_read(&ro);
    db_conn_end(&conn);
    db_close(&d);
    TRY(rc);
    if (!in->format) return print_json(c, out);
    rc = cli_say(c, released_say_csv(out, c->a));
    json_decref(out);
    return rc;
}

extern const cli_command released_commands[];
const cli_command released_commands[] = {
    { "released import", "released import FILE --data DIR [--agency NAME] [--release NAME] [--request NUMBER] [--source TEXT] [--extracted DAY] [--db URL]",
      N_("Takes a released file in and prints what it is."), act_import, &IN_RELEASED_CLI_IMPORT },
    { "released ask", "released ask VIEW --data DIR [--file NUMBER|NAME] [--sheet NAME] [--kind KIND] [--by COLUMN] [--by2 COLUMN] [--where \"COLUMN=VALUE|VALUE; COLUMN!=VALUE\"] [--from DAY] [--to DAY]"
      " [--date COLUMN] [--sum COLUMN] [--rates FILE] [--unit rows|people|nights] [--table FILE-TABLE] [--with NUMBER] [--top N] [--format json|csv] [--db URL]",
      N_("Prints a view of released records: " RELEASED_VIEWS_SAID), act_ask, &IN_RELEASED },
    { 0 } };
