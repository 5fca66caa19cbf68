/* canary_test.c -- a restricted value is typed into a form of a whole city, and then looked for: in the database and its write-ahead
 * log, pages, JSON, CSV, the run log, what commands print, a backup in clear, an export and the city made of it. It is nowhere;
 * and with the keys of the old city it opens in the new one, on either engine. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <fcntl.h>
#include <unistd.h>
#include "canary.h"
#include "cli.h"
#include "history.h"
#include "line_city.h"
#include "page.h"
#include "seal_column.h"
#include "tlog.h"

static const char WORD[] = "Canary Quetzal-Hernandez 4711", TITLE[] = "A report for everybody";

/* ---- a module with one restricted column ---- */

typedef struct report { const char *id, *title; bytes name; } report;
static const field REPORT_F[] = { FIELD(report, id, t, F_HIDE, 32, NULL), FIELD(report, title, t, 0, 80, N_("Title")), FIELD(report, name, x, F_RESTRICTED, 0, N_("Name")) };
static const shape REPORT = SHAPE("a report", report, REPORT_F);
typedef struct typed { const char *title, *name; } typed;
static const field TYPED_F[] = { FIELD(typed, title, t, 0, 80, N_("Title")), FIELD(typed, name, t, 0, 200, N_("Name")) };
static const shape TYPED = SHAPE("a report", typed, TYPED_F);
static const db_query ADD = HISTORY_ADD("t_report"), PAST = HISTORY_PAST("t_report"), WALK = HISTORY_WALK("t_report");
static const db_query PUT = { "t_report_put", "ttx", NULL, "INSERT INTO t_report (id, title, name) VALUES ($1, $2, $3)"
    " ON CONFLICT (id) DO UPDATE SET title = excluded.title, name = excluded.name" };
static const db_query ALL = { "t_report_all", "", &REPORT, "SELECT id, title, name FROM t_report ORDER BY id" };
static const history REPORTS = { .noun = "t_report", .row = &REPORT, .add = &ADD, .past = &PAST, .put = &PUT, .walk = &WALK, .delicate = true };
static const db_step STEPS[] = { { 1, "init",
    "-- enduring\nCREATE TABLE t_report_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL, holds TEXT NOT NULL, value TEXT NOT NULL,"
    " n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;\n"
    "-- derived\nCREATE TABLE t_report (id TEXT PRIMARY KEY NOT NULL, title TEXT NOT NULL, name @bytes@ NOT NULL) @strict@;\n" }, { 0 } };

static wr_rc list(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    report *rows;
    size_t n;
    (void)who;
    (void)in;
    TRY(db_all_(ro, &ALL, a, 100, sizeof *rows, &rows, &n, NULL, 0));
    return page_rows(doc, "reports", &REPORT, rows, n);
}

static wr_rc add(db_tx *rw, const wr_actor *who, const void *in, arena *a, http_go *ret)
{
    const typed *t = in;
    report r = { id_new(a), t->title, { 0 } };
    TRY(seal_column(a, "t_report", r.id, "name", t->name, &r.name));
    *ret = (http_go){ .url = "/t" };
    TRY(history_add(rw, who, &REPORTS, "t.reported", who->today, NULL, &r, a));
    return str_eq(t->title, TITLE) ? WR_OK : wr_fail(db_err(rw), WR_E_BUG, NULL, N_("This is for the run log."));
}

static const http_route ROUTES[] = {
    GET("/t", .may = "public", .doc = DOC_LIST("reports", REPORT), .page = "t/list", .as = "csv", .show = list),
    POST("/t/add", .may = "public", .in = &TYPED, .act = add),
    { 0 }
};
static const page_source PAGES[] = { { "t/list", "<h1>Reports</h1><ul>{{#reports}}<li>{{title}}: {{name}}</li>{{/reports}}</ul>" }, { 0 } };
static const db_query *const QUERIES[] = { &ADD, &PAST, &WALK, &PUT, &ALL, NULL };
static const history *const PASTS[] = { &REPORTS, NULL };
static const wr_module T = { .name = "t", .routes = ROUTES, .queries = QUERIES, .steps = STEPS, .past = PASTS, .pages = PAGES };

/* ---- a folder with all that the city leaves behind ---- */

static const wr_module *modules[64];
static char dir[] = "/tmp/writ-canary-XXXXXX", target[600];
static const char *in_dir(const char *name)
{
    static char path[8][200];
    static size_t turn;
    char *p = path[turn++ % 8];
    snprintf(p, sizeof *path, "%s/%s", dir, name);
    return p;
}

/* What is written to both streams goes to a file of the folder: the run log, and what commands say. */
static int said[2];
static bool saying;
static void say_into(const char *name)
{
    int fd = open(in_dir(name), O_WRONLY | O_CREAT | O_APPEND, 0600);
    fflush(stdout);
    for (int i = 0; i < 2; i++) {
        said[i] = dup(i + 1);
        if (dup2(fd, i + 1) < 0) abort();
    }
    close(fd);
    saying = true;
}
static void say_again(void)
{
    fflush(stdout);
    saying = false;
    for (int i = 0; i < 2; i++) {
        if (dup2(said[i], i + 1) < 0) abort();
        close(said[i]);
    }
}

static int command(const char *const *words)
{
    char copy[12][600], *argv[13] = { 0 };
    int n = 0, code;
    for (; words[n]; n++) snprintf(argv[n] = copy[n], sizeof *copy, "%s", words[n]);
    say_into("commands.txt");
    code = cli_main(n, argv, modules, wr_assets);
    say_again();
    return code;
}
#define WRIT(...) command((const char *const[]){ "writ", __VA_ARGS__, NULL })

static void put(const char *name, const char *p, size_t n)
{
    FILE *f = fopen(in_dir(name), "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(p, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

static void keep(const char *url, const char *name)
{
    arena *a = arena_new("test", 16 << 20);
    serve_reply r = line_ask(NULL, "GET", url, NULL, str_eq(url, "/t"), a);
    assert_int_equal(r.status, 200);
    assert_non_null(memmem(r.body, r.body_n, TITLE, strlen(TITLE)));
    assert_non_null(memmem(r.body, r.body_n, "restricted", 10));
    put(name, r.body, r.body_n);
    arena_end(&a);
}

static int add_by_form(const char *title)
{
    arena *a = arena_new("test", 4 << 20);
    int status = line_post(NULL, "/t/add", "/t/add", arena_fmt(a, "title=%s&name=%s", str_url(a, title), str_url(a, WORD)), a).status;
    arena_end(&a);
    return status;
}

static int begin(void **state)
{
    size_t n = 0;
    const char *engine = getenv("WRIT_TEST_ENGINE");
    (void)state;
    for (; wr_modules[n]; n++) modules[n] = wr_modules[n];
    modules[n] = &T;
    if (!mkdtemp(dir)) return -1;
    temp_db_url(engine ? engine : "sqlite", in_dir("new"), target, sizeof target);
    return WRIT("init", "--data", in_dir("city"), "--pack", "packs/la-ed12");
}

static int end(void **state)
{
    (void)state;
    temp_db_drop(dir);
    return 0;
}

/* A test that failed in the middle still tells why. */
static int tell(void **state)
{
    (void)state;
    serve_stop(&line_srv);
    if (saying) say_again();
    return 0;
}

/* ---- tests, in this order ---- */

static void the_search_finds_what_lies_open(void **state)
{
    char hex[2 * sizeof WORD] = "";
    (void)state;
    for (size_t i = 0; WORD[i]; i++) snprintf(hex + 2 * i, 3, "%02X", (unsigned char)WORD[i]);
    put("open", WORD, sizeof WORD - 1);
    put("hex", hex, strlen(hex));
    put("near", WORD, sizeof WORD - 2);
    assert_int_equal(canary_in(dir, WORD), 2);
    assert_true(canary.files > 10);
    for (size_t i = 0; i < 3; i++) unlink(in_dir(((const char *const[]){ "open", "hex", "near" })[i]));
    assert_int_equal(canary_in(dir, WORD), 0);
}

static void nowhere(size_t at_least)
{
    if (canary_in(dir, WORD)) fail_msg("%s holds the restricted value", canary.found);
    assert_true(canary.files >= at_least);
}

static void a_served_city_does_not_tell(void **state)
{
    char url[300];
    wr_err e = { 0 };
    serve_options o = { .data = in_dir("city"), .db = url, .modules = modules, .assets = wr_assets };
    (void)state;
    snprintf(url, sizeof url, "sqlite:%s/city/writ.db", dir);
    line_modules = modules;
    say_into("run.log");
    assert_int_equal(serve_start(&o, &e, &line_srv), WR_OK);
    assert_int_equal(add_by_form(TITLE), 303);
    assert_int_equal(add_by_form("Fails"), 500);
    keep("/t", "list.html");
    keep("/t.json", "list.json");
    keep("/t.csv", "list.csv");
    nowhere(10);
    assert_int_equal(access(in_dir("city/writ.db-wal"), R_OK), 0);
    assert_true(canary_in(in_dir("city"), TITLE) >= 1);            /* what is not restricted does lie open, there or in the file */
    serve_stop(&line_srv);
    say_again();
    assert_int_equal(canary_in(in_dir("run.log"), "event="), 1);
    nowhere(10);
}

static void commands_backup_and_export_do_not_tell(void **state)
{
    (void)state;
    assert_int_equal(WRIT("check", "--data", in_dir("city")), 0);
    assert_int_equal(WRIT("verify", "--data", in_dir("city")), 0);
    assert_int_equal(WRIT("rebuild", "--data", in_dir("city")), 0);
    assert_int_equal(WRIT("backup", in_dir("clear.tar"), "--data", in_dir("city"), "--clear"), 0);
    assert_int_equal(WRIT("export", in_dir("export"), "--data", in_dir("city")), 0);
    assert_int_equal(canary_in(in_dir("clear.tar"), TITLE), 1);
    assert_int_equal(canary_in(in_dir("export"), TITLE), 3);      /* the event: as CSV, JSON and text */
    assert_int_equal(canary_in(in_dir("commands.txt"), "restricted columns"), 1);   /* a backup in clear says what it holds */
    nowhere(50);
}

static void copy_key(const char *name)
{
    char command_line[500];
    snprintf(command_line, sizeof command_line, "cp -p %s/city/%s %s/new/%s", dir, name, dir, name);
    assert_int_equal(system(command_line), 0);
}

/* Opens what the new city holds, with the key that stands beside it. */
static void opens(void)
{
    arena *a = arena_new("test", 16 << 20);
    wr_err e = { 0 };
    db *d;
    db_conn *c;
    db_tx *ro;
    report *rows;
    size_t n;
    const char *text;
    assert_int_equal(db_open(target, modules, &e, &d), WR_OK);
    assert_int_equal(tlog_open(d, in_dir("new"), &e), WR_OK);
    seal_key_set((const uint8_t[SEAL_KEY]){ 0 });
    assert_int_equal(seal_key_open(d, in_dir("new"), &e), WR_OK);
    assert_int_equal(db_reader(d, &e, &c), WR_OK);
    assert_int_equal(db_begin_read(c, a, &ro), WR_OK);
    assert_int_equal(db_all_(ro, &ALL, a, 10, sizeof *rows, &rows, &n, NULL, 0), WR_OK);
    assert_int_equal(n, 1);
    assert_int_equal(seal_column_open(a, "t_report", rows[0].id, "name", rows[0].name, &text), WR_OK);
    assert_string_equal(text, WORD);
    db_end_read(&ro);
    db_conn_end(&c);
    db_close(&d);
    arena_end(&a);
}

static void it_opens_again_where_the_city_went(void **state)
{
    (void)state;
    assert_int_equal(WRIT("import", in_dir("export"), "--data", in_dir("new"), "--db", target), 0);
    assert_int_not_equal(access(in_dir("new/restricted.key"), F_OK), 0);
    copy_key("log.key");
    assert_int_equal(WRIT("check", "--data", in_dir("new")), 10);  /* without the key it says so and does not make another */
    assert_int_not_equal(access(in_dir("new/restricted.key"), F_OK), 0);
    assert_int_equal(canary_in(in_dir("commands.txt"), "restricted.key in the data directory): it is missing"), 1);
    copy_key("restricted.key");
    assert_int_equal(WRIT("check", "--data", in_dir("new")), 0);
    opens();
    assert_int_equal(WRIT("backup", in_dir("new.tar"), "--data", in_dir("new"), "--clear"), 0);
    nowhere(50);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(the_search_finds_what_lies_open), cmocka_unit_test_teardown(a_served_city_does_not_tell, tell),
        cmocka_unit_test(commands_backup_and_export_do_not_tell), cmocka_unit_test(it_opens_again_where_the_city_went) };
    return cmocka_run_group_tests_name("a restricted value", tests, begin, end);
}
