/* cli_city.c -- init, serve, demo, check: a city from its first file to its last check. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "blob.h"
#include "city.h"
#include "cli.h"
#include "clock.h"
#include "events.h"
#include "log.h"
#include "now.h"
#include "pack.h"
#include "pair.h"
#include "person.h"
#include "serve.h"
#include "site.h"
#include "str.h"
#include "tlog.h"
#include "writer.h"

enum { DEMO_SEED = 12 };

typedef struct settings { const char *db, *smtp, *smtp_from, *smtp_user, *smtp_password_file, *smtp_ca_file; } settings;
static const field SETTINGS_F[] = {
    FIELD(settings, db,                 t, 0,      400, N_("Database")),
    FIELD(settings, smtp,               t, F_NULL, 200, N_("Mail server")),
    FIELD(settings, smtp_from,          t, F_NULL, 120, N_("Address that mails come from")),
    FIELD(settings, smtp_user,          t, F_NULL, 120, N_("User of the mail server")),
    FIELD(settings, smtp_password_file, t, F_NULL, 400, N_("File with its password")),
    FIELD(settings, smtp_ca_file,       t, F_NULL, 400, N_("File with the certificate authority of the mail server")),
};
static const shape SETTINGS = SHAPE("writ.yaml", settings, SETTINGS_F);

static wr_rc need(cli *c, const char *value, const char *option)
{
    return value ? WR_OK : wr_fail(arena_err(c->a), WR_E_INPUT, option, N_("{option} is needed."), "option", option);
}

static wr_rc io(cli *c, const char *path)
{
    return wr_fail(arena_err(c->a), WR_E_IO, NULL, N_("{file}: {why}"), "file", path, "why", strerror(errno));
}

static void start_modules(cli *c)
{
    city_modules(c->modules);
    pair_modules(c->modules);
    site_modules(c->modules);
}

static wr_rc zone_of_city(db_tx *ro, arena *a)
{
    city_row city;
    const clock_zone *zone;
    wr_rc rc = city_get(ro, a, &city);
    if (rc == WR_E_MISSING) return WR_OK;
    TRY(rc);
    TRY(clock_zone_load(city.zone, arena_err(a), &zone));
    clock_set_city_zone(zone);
    return WR_OK;
}

wr_rc cli_snapshot(db *d, arena *a, db_conn **ret_c, db_tx **ret_tx)
{
    TRY(db_reader(d, arena_err(a), ret_c));
    return db_begin_read(*ret_c, a, ret_tx);
}

static wr_rc learn_zone(db *d, arena *a)
{
    db_conn *conn = NULL;
    db_tx *tx = NULL;
    wr_rc rc = cli_snapshot(d, a, &conn, &tx);
    if (rc == WR_OK) rc = zone_of_city(tx, a);
    db_end_read(&tx);
    db_conn_end(&conn);
    return rc;
}

static wr_rc settings_of(cli *c, const char **ret_url)
{
    const char *path = arena_fmt(c->a, "%s/writ.yaml", c->data);
    bytes text;
    pack_row *rows;
    const settings *s;
    size_t n;
    if (pack_file(path, c->a, &text) != WR_OK) {
        *arena_err(c->a) = (wr_err){ 0 };
        return wr_fail(arena_err(c->a), WR_E_MISSING, NULL, N_("{dir} is no city of writ: make one with writ init."), "dir", c->data);
    }
    TRY(pack_read(path, text, &SETTINGS, c->a, &rows, &n));
    if (n != 1) return wr_fail(arena_err(c->a), WR_E_INPUT, NULL, N_("{file} must be one list of keys and values."), "file", path);
    s = rows[0].row;
    c->mail = (mail_settings){ s->smtp, s->smtp_from, s->smtp_user, s->smtp_password_file, s->smtp_ca_file, c->site ? c->site : "" };
    TRY(mail_settings_ok(&c->mail, arena_err(c->a)));
    *ret_url = s->db;
    if (str_eq(*ret_url, "sqlite")) *ret_url = arena_fmt(c->a, "sqlite:%s/writ.db", c->data);
    if (c->db) *ret_url = c->db;
    return WR_OK;
}

wr_rc cli_open(cli *c, db **ret)
{
    const char *url;
    wr_rc rc;
    TRY(need(c, c->data, "--data"));
    TRY(settings_of(c, &url));
    start_modules(c);
    TRY(db_open(url, c->modules, arena_err(c->a), ret));
    blob_home(c->data, str_eq(db_engine(*ret), "sqlite"));
    rc = db_migrate(*ret, arena_err(c->a));
    if (rc == WR_OK) rc = tlog_open(*ret, c->data, arena_err(c->a));
    if (rc == WR_OK) rc = learn_zone(*ret, c->a);
    if (rc != WR_OK) db_close(ret);
    return rc;
}

/* ---- init ---- */

static wr_rc pack_folder(cli *c, const char **ret)
{
    const char *const tries[] = { c->pack, arena_fmt(c->a, "packs/%s", c->pack), arena_fmt(c->a, "/usr/share/writ/packs/%s", c->pack) };
    struct stat st;
    for (size_t i = 0; i < 3; i++)
        if (stat(tries[i], &st) == 0 && S_ISDIR(st.st_mode)) { *ret = tries[i]; return WR_OK; }
    return wr_fail(arena_err(c->a), WR_E_MISSING, NULL, N_("There is no pack {pack}: no such folder, and none of that name beside the program."), "pack", c->pack);
}

static bool empty_folder(const char *path)
{
    DIR *d = opendir(path);
    bool empty = true;
    if (!d) return true;
    for (struct dirent *e; (e = readdir(d)); ) empty = empty && (str_eq(e->d_name, ".") || str_eq(e->d_name, ".."));
    closedir(d);
    return empty;
}

static wr_rc put_file(cli *c, const char *path, bytes text)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    FILE *f = fd >= 0 ? fdopen(fd, "wb") : NULL;
    bool ok = f && fwrite(text.p, 1, text.n, f) == text.n && fflush(f) == 0 && fsync(fileno(f)) == 0;
    if (f && fclose(f) != 0) ok = false;
    return ok ? WR_OK : io(c, path);
}

/* The pack's translations stand beside the city's database: the server lays them over its own. */
static wr_rc copy_words(cli *c, const char *pack)
{
    const char *from = arena_fmt(c->a, "%s/po", pack), *to = arena_fmt(c->a, "%s/po", c->data);
    DIR *d = opendir(from);
    wr_rc rc = WR_OK;
    if (!d) return WR_OK;
    if (mkdir(to, 0700) != 0 && errno != EEXIST) rc = io(c, to);
    for (struct dirent *e; rc == WR_OK && (e = readdir(d)); ) {
        bytes text;
        if (!str_ends(e->d_name, ".po")) continue;
        rc = pack_file(arena_fmt(c->a, "%s/%s", from, e->d_name), c->a, &text);
        if (rc == WR_OK) rc = put_file(c, arena_fmt(c->a, "%s/%s", to, e->d_name), text);
    }
    closedir(d);
    return rc;
}

typedef struct loading { cli *c; const char *pack; } loading;

static wr_rc load(db_tx *rw, void *with, arena *a)
{
    loading *l = with;
    wr_actor who = cli_operator();
    return pack_load(rw, &who, l->c->modules, l->pack, a);
}

/* A log's name is part of every checkpoint, for ever: without --origin one that no other city has. */
static const char *origin_new(arena *a)
{
    uint8_t r[6];
    rand_bytes(r, sizeof r);
    return arena_fmt(a, "writ.example.org/%s", str_hex(a, r, sizeof r));
}

wr_rc cli_init(cli *c)
{
    const char *pack, *url, *text;
    db *d;
    loading l = { .c = c };
    wr_rc rc;
    TRY(need(c, c->data, "--data"));
    TRY(need(c, c->pack, "--pack"));
    TRY(pack_folder(c, &pack));
    if (!empty_folder(c->data)) return wr_fail(arena_err(c->a), WR_E_CONFLICT, NULL, N_("{dir} is not empty. A new city wants a folder of its own."), "dir", c->data);
    if ((mkdir(c->data, 0700) != 0 && errno != EEXIST) || chmod(c->data, 0700) != 0) return io(c, c->data);
    url = c->db ? c->db : arena_fmt(c->a, "sqlite:%s/writ.db", c->data);
    start_modules(c);
    TRY(db_open(url, c->modules, arena_err(c->a), &d));
    rc = db_migrate(d, arena_err(c->a));
    l.pack = pack;
    if (rc == WR_OK) rc = tlog_key_make(c->data, c->origin ? c->origin : origin_new(c->a), arena_err(c->a));
    if (rc == WR_OK) rc = tlog_open(d, c->data, arena_err(c->a));
    if (rc == WR_OK) rc = writer_once_here(d, load, &l, c->a);
    db_close(&d);
    if (rc != WR_OK) {   /* the folder was empty: the next try finds it so */
        static const char *const MADE[] = { "writ.db", "writ.db-wal", "writ.db-shm", "log.key" };
        for (size_t i = 0; i < sizeof MADE / sizeof *MADE; i++) unlink(arena_fmt(c->a, "%s/%s", c->data, MADE[i]));
        return rc;
    }
    TRY(copy_words(c, pack));
    TRY(serve_key_make(c->data, arena_err(c->a)));
    TRY(person_key_load(c->data, arena_err(c->a)));
    text = arena_fmt(c->a, "# Where this city's database is: sqlite (in this folder), or postgresql://...\ndb: \"%s\"\n", c->db ? c->db : "sqlite");
    TRY(put_file(c, arena_fmt(c->a, "%s/writ.yaml", c->data), (bytes){ (const uint8_t *)text, strlen(text) }));
    return cli_say(c, arena_fmt(c->a, "A city is in %s. Next: writ user add, then writ serve.", c->data));
}

/* ---- demo ---- */

typedef struct demo_account { const char *login, *name, *role, *department, *password; } demo_account;
static demo_account PEOPLE[] = {
    { "liaison", "Kim Placeholder", "liaison", "RAP", NULL },   { "liaison-library", "Noor Sample", "liaison", "LAPL", NULL },
    { "verifier", "Ana Example", "verifier", NULL, NULL },      { "verifier-2", "Jo Specimen", "verifier", NULL, NULL },
    { "mayor", "Lee Sample", "mayor", "MAYOR", NULL },          { "auditor", "Sam Instance", "auditor", NULL, NULL },
    { "counsel", "Ida Proxy", "counsel", "OCA", NULL },         { "admin", "Max Example", "admin", "ITA", NULL },
};
enum { PEOPLE_N = sizeof PEOPLE / sizeof *PEOPLE };

static const char *password_new(arena *a)
{
    static const char LETTERS[] = "abcdefghjkmnpqrstuvwxyz23456789";
    uint8_t r[15];
    char text[18] = { 0 };
    size_t n = 0;
    rand_bytes(r, sizeof r);
    for (size_t i = 0; i < sizeof r; i++) {
        if (i == 5 || i == 10) text[n++] = '-';
        text[n++] = LETTERS[r[i] % (sizeof LETTERS - 1)];
    }
    return arena_dup(a, text);
}

static wr_rc demo_rows(db_tx *rw, void *with, arena *a)
{
    cli *c = with;
    wr_actor who = cli_operator();
    city_row city;
    TRY(city_get(rw, a, &city));
    if (city.demo_at) return wr_fail(db_err(rw), WR_E_CONFLICT, NULL, N_("This city is a demonstration already."));
    city.demo_at = clock_us_at(clock_city_zone(), (wr_day){ 2026, 2, 26 }, 10, 0);
    now_stop(city.demo_at);
    db_batch_us_set(rw, city.demo_at);
    who.now = city.demo_at;
    who.today = (wr_day){ 2026, 2, 26 };
    TRY(city_put(rw, &who, &city, a));
    for (size_t i = 0; i < PEOPLE_N; i++) {
        person_account p = { .login = PEOPLE[i].login, .name = PEOPLE[i].name, .role = PEOPLE[i].role, .lang = "", .password = PEOPLE[i].password };
        if (PEOPLE[i].department) {
            city_department dep;
            TRY(city_department_by(rw, PEOPLE[i].department, a, &dep));
            p.department = dep.num;
        }
        TRY(person_add(rw, &who, &p, a));
    }
    rand_seed(DEMO_SEED);   /* from here on only invented rows: the same in every demonstration */
    for (const wr_module *const *m = c->modules; *m; m++)
        if ((*m)->demo) TRY((*m)->demo(rw, &who, a));
    rand_seed(0);
    return WR_OK;
}

wr_rc cli_demo(cli *c)
{
    db *d;
    const char *plain[PEOPLE_N];
    wr_rc rc = WR_OK;
    TRY(cli_open(c, &d));
    for (size_t i = 0; rc == WR_OK && i < PEOPLE_N; i++) {
        plain[i] = password_new(c->a);
        rc = person_hash(c->a, plain[i], &PEOPLE[i].password);
    }
    if (rc == WR_OK) rc = writer_once_here(d, demo_rows, c, c->a);
    db_close(&d);
    person_side_stop();
    if (rc != WR_OK) return rc;
    TRY(cli_say(c, "A demonstration city. These passwords are shown once:"));
    for (size_t i = 0; i < PEOPLE_N; i++)
        TRY(cli_say(c, arena_fmt(c->a, "  %-16s %-18s %s%s%s", PEOPLE[i].login, plain[i], PEOPLE[i].role, PEOPLE[i].department ? " of " : "",
                                 PEOPLE[i].department ? PEOPLE[i].department : "")));
    return WR_OK;
}

/* ---- check, serve ---- */

wr_rc cli_findings(cli *c, json_t *findings, const char *good)
{
    size_t n = json_array_size(findings), i;
    json_t *line;
    wr_rc rc = WR_OK;
    json_array_foreach(findings, i, line)
        if (rc == WR_OK) rc = cli_say(c, json_string_value(line));
    json_decref(findings);
    TRY(rc);
    if (n) return wr_fail(arena_err(c->a), WR_E_CONFLICT, NULL, N_("{n} findings."), "n", arena_fmt(c->a, "%zu", n));
    return cli_say(c, good);
}

wr_rc cli_check(cli *c)
{
    db *d;
    db_conn *conn = NULL;
    db_tx *tx = NULL;
    json_t *findings;
    wr_rc rc;
    TRY(cli_open(c, &d));
    findings = json_array();
    rc = cli_snapshot(d, c->a, &conn, &tx);
    for (const wr_module *const *m = c->modules; rc == WR_OK && *m; m++)
        if ((*m)->check) rc = (*m)->check(tx, c->a, findings);
    db_end_read(&tx);
    db_conn_end(&conn);
    db_close(&d);
    if (rc == WR_OK) return cli_findings(c, findings, "The record holds together: nothing found.");
    json_decref(findings);
    return rc;
}

wr_rc cli_serve(cli *c)
{
    db *d;
    db_conn *conn = NULL;
    db_tx *tx = NULL;
    city_row city = { 0 };
    const char *url;
    wr_rc rc;
    TRY(need(c, c->data, "--data"));
    TRY(need(c, c->listen, "--listen"));
    TRY(cli_open(c, &d));
    rc = cli_snapshot(d, c->a, &conn, &tx);
    if (rc == WR_OK) rc = city_get(tx, c->a, &city);
    db_end_read(&tx);
    db_conn_end(&conn);
    db_close(&d);
    if (rc != WR_OK) return rc;
    TRY(settings_of(c, &url));
    if (city.demo_at) now_set(city.demo_at);
    if (c->verbose) log_set_level(LOG_DEBUG_);
    return serve_run(&(serve_options){ .data = c->data, .db = url, .listen = c->listen, .url = c->site, .trusted_proxy = c->trusted_proxy, .modules = c->modules, .assets = c->assets, .mail = &c->mail,
                                       .demo = city.demo_at != 0, .demo_public = c->demo_public }, arena_err(c->a));
}
