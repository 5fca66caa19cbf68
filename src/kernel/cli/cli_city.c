/* cli_city.c -- init, serve, demo, check: a city from its first file to its last check. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "blob.h"
#include "city.h"
#include "city_demo.h"
#include "cli.h"
#include "clock.h"
#include "events.h"
#include "log.h"
#include "now.h"
#include "pack.h"
#include "pair.h"
#include "person.h"
#include "seal_column.h"
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

wr_rc cli_need(cli *c, const char *value, const char *option)
{
    return value ? WR_OK : wr_fail(arena_err(c->a), WR_E_INPUT, option, N_("{option} is needed."), "option", option);
}

wr_rc cli_io(cli *c, const char *path)
{
    return wr_fail(arena_err(c->a), WR_E_IO, NULL, N_("{file}: {why}"), "file", path, "why", strerror(errno));
}

static void start_modules(cli *c)
{
    clock_modules(c->modules);
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
    TRY(cli_need(c, c->data, "--data"));
    TRY(settings_of(c, &url));
    start_modules(c);
    TRY(db_open(url, c->modules, arena_err(c->a), ret));
    blob_home(c->data, str_eq(db_engine(*ret), "sqlite"));
    rc = db_migrate(*ret, arena_err(c->a));
    if (rc == WR_OK) rc = tlog_open(*ret, c->data, arena_err(c->a));
    if (rc == WR_OK) rc = seal_key_open(*ret, c->data, arena_err(c->a));
    if (rc == WR_OK) rc = learn_zone(*ret, c->a);
    if (rc != WR_OK) db_close(ret);
    return rc;
}

/* ---- init ---- */

wr_rc cli_pack_folder(cli *c, const char **ret)
{
    const char *const tries[] = { c->pack, arena_fmt(c->a, "packs/%s", c->pack), arena_fmt(c->a, "/usr/share/writ/packs/%s", c->pack) };
    struct stat st;
    for (size_t i = 0; i < 3; i++)
        if (stat(tries[i], &st) == 0 && S_ISDIR(st.st_mode)) { *ret = tries[i]; return WR_OK; }
    return wr_fail(arena_err(c->a), WR_E_MISSING, NULL, N_("There is no pack {pack}: no such folder, and none of that name beside the program."), "pack", c->pack);
}

static bool empty_but_for(const char *path, const char *name)
{
    DIR *d = opendir(path);
    bool empty = true;
    if (!d) return true;
    for (struct dirent *e; (e = readdir(d)); ) empty = empty && (str_eq(e->d_name, ".") || str_eq(e->d_name, "..") || str_eq(e->d_name, name));
    closedir(d);
    return empty;
}

bool cli_empty_folder(const char *path) { return empty_but_for(path, ""); }

/* Whole or not at all: what stood there before stays until the new file is on disk. */
wr_rc cli_put_file(cli *c, const char *path, bytes text)
{
    const char *part = arena_fmt(c->a, "%s.part", path);
    int fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    FILE *f = fd >= 0 ? fdopen(fd, "wb") : NULL;
    wr_rc rc = f && fwrite(text.p, 1, text.n, f) == text.n && fflush(f) == 0 && fsync(fileno(f)) == 0 ? WR_OK : cli_io(c, path);
    if (f && fclose(f) != 0 && rc == WR_OK) rc = cli_io(c, path);
    if (rc == WR_OK && rename(part, path) != 0) rc = cli_io(c, path);
    if (rc != WR_OK) unlink(part);
    return rc;
}

wr_rc cli_copy_files(cli *c, const char *pack, const char *folder, const char *ending)
{
    const char *from = arena_fmt(c->a, "%s/%s", pack, folder), *to = arena_fmt(c->a, "%s/%s", c->data, folder);
    DIR *d = opendir(from);
    wr_rc rc = WR_OK;
    if (!d) return WR_OK;
    if (mkdir(to, 0700) != 0 && errno != EEXIST) rc = cli_io(c, to);
    for (struct dirent *e; rc == WR_OK && (e = readdir(d)); ) {
        bytes text;
        if (!str_ends(e->d_name, ending)) continue;
        rc = pack_file(arena_fmt(c->a, "%s/%s", from, e->d_name), c->a, &text);
        if (rc == WR_OK) rc = cli_put_file(c, arena_fmt(c->a, "%s/%s", to, e->d_name), text);
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

/* with: the folder of a pack, or NULL: a city without an order. */
static wr_rc fill_from_pack(cli *c, db *d, void *with)
{
    TRY(tlog_key_make(c->data, c->origin ? c->origin : origin_new(c->a), arena_err(c->a)));
    TRY(tlog_open(d, c->data, arena_err(c->a)));
    TRY(seal_key_open(d, c->data, arena_err(c->a)));
    if (!with) return WR_OK;
    TRY(writer_once_here(d, load, &(loading){ c, with }, c->a));
    TRY(cli_copy_files(c, with, "po", ".po"));
    TRY(cli_copy_files(c, with, "demo", ".yaml"));
    return cli_copy_files(c, with, "demo", ".csv.gz");   /* what a row of it names */
}

/* Whoever makes a city in a folder holds this file there: two at once would each take the other's files for its own, and the one
 * that fails would take away what the other has made. */
static const char HOLD[] = "founding.lock";

static wr_rc taken(cli *c, bool held)
{
    return held ? wr_fail(arena_err(c->a), WR_E_CONFLICT, NULL, N_("Another writ is making a city in {dir}, or one was stopped at it. Let it finish, or use another folder."), "dir", c->data)
                : wr_fail(arena_err(c->a), WR_E_CONFLICT, NULL, N_("{dir} is not empty. A new city wants a folder of its own."), "dir", c->data);
}

static wr_rc hold_folder(cli *c, const char *hold)
{
    int fd;
    if (!cli_empty_folder(c->data)) return taken(c, access(hold, F_OK) == 0);
    if ((mkdir(c->data, 0700) != 0 && errno != EEXIST) || chmod(c->data, 0700) != 0) return cli_io(c, c->data);
    fd = open(hold, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) return errno == EEXIST ? taken(c, true) : cli_io(c, hold);
    close(fd);
    if (empty_but_for(c->data, HOLD)) return WR_OK;
    (void)unlink(hold);          /* one that was quicker is done already */
    return taken(c, false);
}

static int take_away(const char *path, const struct stat *st, int type, struct FTW *at)
{
    (void)st;
    (void)type;
    return at->level && !(at->level == 1 && str_eq(path + at->base, HOLD)) ? remove(path) : 0;
}

/* writ.yaml comes last: without it a folder is no city. */
static wr_rc finish(cli *c)
{
    const char *text = arena_fmt(c->a, "# Where this city's database is: sqlite (in this folder), or postgresql://...\ndb: \"%s\"\n", c->db ? c->db : "sqlite");
    TRY(serve_key_make(c->data, arena_err(c->a)));
    TRY(person_key_load(c->data, arena_err(c->a)));
    return cli_put_file(c, arena_fmt(c->a, "%s/writ.yaml", c->data), (bytes){ (const uint8_t *)text, strlen(text) });
}

wr_rc cli_found(cli *c, wr_rc (*fill)(cli *, db *, void *with), void *with)
{
    const char *url, *hold;
    db *d;
    wr_rc rc;
    TRY(cli_need(c, c->data, "--data"));
    hold = arena_fmt(c->a, "%s/%s", c->data, HOLD);
    TRY(hold_folder(c, hold));
    url = c->db ? c->db : arena_fmt(c->a, "sqlite:%s/writ.db", c->data);
    start_modules(c);
    rc = db_open(url, c->modules, arena_err(c->a), &d);
    if (rc == WR_OK) {
        rc = db_migrate(d, arena_err(c->a));
        blob_home(c->data, str_eq(db_engine(d), "sqlite"));
        if (rc == WR_OK) rc = fill(c, d, with);
        db_close(&d);
    }
    if (rc == WR_OK) rc = finish(c);
    if (rc != WR_OK) (void)nftw(c->data, take_away, 16, FTW_DEPTH | FTW_PHYS);   /* the folder was empty: the next try finds it so */
    (void)unlink(hold);
    return rc;
}

wr_rc cli_init(cli *c)
{
    const char *pack;
    char *with;
    TRY(cli_need(c, c->data, "--data"));
    TRY(cli_need(c, c->pack, "--pack"));
    TRY(cli_pack_folder(c, &pack));
    with = arena_dup(c->a, pack);
    TRY(cli_found(c, fill_from_pack, with));
    return cli_say(c, arena_fmt(c->a, "A city is in %s. Next: writ user add, then writ serve.", c->data));
}

wr_rc cli_open_or_found(cli *c, db **ret)
{
    TRY(cli_need(c, c->data, "--data"));
    if (cli_empty_folder(c->data)) TRY(cli_found(c, fill_from_pack, NULL));
    return cli_open(c, ret);
}

/* ---- demo ---- */

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

typedef struct demo { cli *c; const city_demo_day *day; const city_demo_person **people; const char **plain, **hashes; size_t n; } demo;

static wr_rc demo_rows(db_tx *rw, void *with, arena *a)
{
    demo *d = with;
    wr_actor who = cli_operator();
    city_row city;
    TRY(city_get(rw, a, &city));
    if (city.demo_at) return wr_fail(db_err(rw), WR_E_CONFLICT, NULL, N_("This city is a demonstration already."));
    who.now = city_demo_us(d->day);
    who.today = d->day->day;
    now_stop(who.now);
    db_batch_us_set(rw, who.now);
    rand_seed(DEMO_SEED);   /* only invented rows: the same in every demonstration */
    TRY(pack_load_demo(rw, &who, d->c->modules, d->c->data, a));
    for (const wr_module *const *m = d->c->modules; *m; m++)
        if ((*m)->demo) TRY((*m)->demo(rw, &who, a));
    rand_seed(0);
    for (size_t i = 0; i < d->n; i++) {
        person_account p;
        TRY(person_by_login(rw, d->people[i]->login, a, &p));
        TRY(person_password_set(rw, p.num, d->hashes[i]));
    }
    return WR_OK;
}

static wr_rc demo_file(cli *c, const char *name, const shape *of, pack_row **ret, size_t *ret_n)
{
    const char *path = arena_fmt(c->a, "%s/demo/%s", c->data, name);
    bytes text;
    wr_rc rc = pack_file(path, c->a, &text);
    if (rc == WR_E_MISSING) {
        *arena_err(c->a) = (wr_err){ 0 };
        return wr_fail(arena_err(c->a), rc, NULL, N_("This city's pack has no demonstration: {file} is not there."), "file", path);
    }
    TRY(rc);
    return pack_read(path, text, of, c->a, ret, ret_n);
}

wr_rc cli_demo(cli *c)
{
    db *d;
    pack_row *day, *people;
    demo all = { .c = c };
    size_t n;
    wr_rc rc;
    TRY(cli_open(c, &d));
    rc = demo_file(c, "day.yaml", &CITY_DEMO_DAY, &day, &n);
    if (rc == WR_OK && n != 1) rc = wr_fail(arena_err(c->a), WR_E_INPUT, NULL, N_("{file} must name one day."), "file", "demo/day.yaml");
    if (rc == WR_OK) rc = demo_file(c, "people.yaml", &CITY_DEMO_PERSON, &people, &all.n);
    if (rc == WR_OK) {
        all.day = day->row;
        all.people = arena_array(c->a, const city_demo_person *, all.n + 1);
        all.plain = arena_array(c->a, const char *, all.n + 1);
        all.hashes = arena_array(c->a, const char *, all.n + 1);
    }
    for (size_t i = 0; rc == WR_OK && i < all.n; i++) {
        all.people[i] = people[i].row;
        all.plain[i] = password_new(c->a);
        rc = person_hash(c->a, all.plain[i], &all.hashes[i]);
    }
    if (rc == WR_OK) rc = writer_once_here(d, demo_rows, &all, c->a);
    db_close(&d);
    person_side_stop();
    if (rc != WR_OK) return rc;
    TRY(cli_say(c, "A demonstration city. These passwords are shown once:"));
    for (size_t i = 0; i < all.n; i++)
        TRY(cli_say(c, arena_fmt(c->a, "  %-16s %-18s %s%s%s", all.people[i]->login, all.plain[i], all.people[i]->role,
                                 *all.people[i]->department ? " of " : "", all.people[i]->department)));
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
    TRY(cli_need(c, c->data, "--data"));
    TRY(cli_need(c, c->listen, "--listen"));
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
