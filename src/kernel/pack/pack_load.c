/* pack_load.c -- a pack into a city, the first time and again: three rows are compared, what the pack said, what it says, and what
 * the city has. Only a row that the city left as the pack had it is changed. */
#include <dirent.h>
#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "history.h"
#include "i18n.h"
#include "now.h"
#include "pack.h"
#include "str.h"

enum { ROWS_MAX = 20000 };

typedef struct kept_row { const char *id, *file, *key, *value; } kept_row;
static const field KEPT_F[] = {
    FIELD(kept_row, id,    t, F_HIDE, 32,  NULL),
    FIELD(kept_row, file,  t, 0,      80,  N_("File")),
    FIELD(kept_row, key,   t, 0,      120, N_("Key")),
    FIELD(kept_row, value, t, F_LONG, 0,   N_("What the pack said")),
};
static const shape KEPT = SHAPE("what a pack said", kept_row, KEPT_F);
static const db_query ADD = HISTORY_ADD("pack_row"), PAST_Q = HISTORY_PAST("pack_row"), WALK = HISTORY_WALK("pack_row");
static const db_query PUT = { "pack_row_put", "tttt", NULL, "INSERT INTO pack_row (id, file, key, value) VALUES ($1, $2, $3, $4)"
    " ON CONFLICT (id) DO UPDATE SET value = excluded.value" };
static const db_query OF_FILE = { "pack_rows_of", "t", &KEPT, "SELECT id, file, key, value FROM pack_row WHERE file = $1 ORDER BY key" };
static const history ROWS = { "pack_row", &KEPT, &ADD, &PAST_Q, &PUT, &WALK, .open = true };
static const history *const PAST[] = { &ROWS, NULL };
static const db_query *const QUERIES[] = { &ADD, &PAST_Q, &WALK, &PUT, &OF_FILE, NULL };
extern const db_step pack_steps[];
extern const page_source pack_pages[];
extern const wr_module mod_pack;
const wr_module mod_pack = { .name = "pack", .queries = QUERIES, .steps = pack_steps, .past = PAST, .pages = pack_pages };

const char *const pack_kinds[] = { "new", "changed", "kept", "gone", NULL };

typedef struct loading { db_tx *rw; const wr_actor *who; arena *a; pack_change *out; size_t n, cap; } loading;
typedef struct file { const wr_pack *of; const char *path; kept_row *kept; size_t n_kept; bool *seen; } file;

/* Which members of a row: all, those that a later loading can change, those that only the first loading sets. */
typedef enum which { ALL, AGAIN, ONCE } which;
static bool wanted(const wr_pack *p, const char *name, which of)
{
    const char *const *once = p->once;
    while (once && *once && !str_eq(*once, name)) once++;
    return of == ALL || (of == ONCE) == (once && *once);
}

/* A row as text that can be compared: members that say nothing are left out, so that a field a later version adds changes no row. */
static const char *row_text(const wr_pack *p, const void *row, which of, arena *a)
{
    const shape *s = p->of;
    json_t *doc = json_object();
    char *text;
    const char *kept;
    for (size_t i = 0; i < s->n; i++) {
        const char *v = shape_get(&s->f[i], row, a);
        bool nothing = !*v || (s->f[i].type != 't' && (str_eq(v, "0") || str_eq(v, "false")));
        if (!nothing && wanted(p, s->f[i].name, of)) json_object_set_new(doc, s->f[i].name, json_string(v));
    }
    text = json_dumps(doc, JSON_COMPACT | JSON_SORT_KEYS);
    kept = text ? arena_dup(a, text) : "";
    free(text);
    json_decref(doc);
    return kept;
}

/* The other way round; false: the shape knows a member of it no more. */
static bool row_from(const shape *s, const char *text, void *row, arena *a)
{
    json_t *doc = json_loads(text, 0, NULL), *v;
    const char *name;
    bool good = doc != NULL;
    for (size_t i = 0; i < s->n; i++)
        if (s->f[i].type == 't') *(const char **)((char *)row + s->f[i].off) = "";
    json_object_foreach(doc, name, v) {
        const field *f = shape_field(s, name);
        good = good && f && json_is_string(v) && !shape_set(f, row, json_string_value(v), a);
    }
    json_decref(doc);
    return good;
}

static const char *key_of(const wr_pack *p, const void *row, arena *a)
{
    const char *key = shape_get(&p->of->f[0], row, a);
    for (size_t i = 1; i < p->keys; i++) key = arena_fmt(a, "%s %s", key, shape_get(&p->of->f[i], row, a));
    return key;
}

static const char *id_of(const char *name, const char *key, arena *a)
{
    uint8_t h[crypto_hash_sha256_BYTES];
    const char *both = arena_fmt(a, "%s\n%s", name, key);
    crypto_hash_sha256(h, (const uint8_t *)both, strlen(both));
    return str_hex(a, h, 16);
}

/* The module's own word for it, with file and line in front. */
static wr_rc refused(arena *a, wr_rc rc, const char *path, int line_no)
{
    wr_err was = *arena_err(a);
    const char *why = was.text ? i18n_err(a, "en", &was) : rc == WR_E_MISSING ? "it names something that is not there" : wr_rc_name(rc);
    *arena_err(a) = (wr_err){ 0 };
    return wr_fail(arena_err(a), rc, NULL, N_("{file}:{line}: {what} {about}"), "file", path, "line", arena_fmt(a, "%d", line_no), "what", "refused:",
                   "about", why);
}

static void say(loading *l, pack_change c)
{
    if (l->n == l->cap) {
        pack_change *more = arena_array(l->a, pack_change, l->cap * 2 + 64);
        if (l->n) memcpy(more, l->out, l->n * sizeof *more);
        l->out = more;
        l->cap = l->cap * 2 + 64;
    }
    l->out[l->n++] = c;
}

static int by_key(const void *key, const void *row) { return strcmp(key, ((const kept_row *)row)->key); }

static wr_rc remember(loading *l, const char *what, const kept_row *was, const kept_row *now)
{
    return history_add(l->rw, l->who, &ROWS, what, l->who->today, was, now, l->a);
}

/* What the pack said last of this row, also when it dropped it in between. */
static wr_rc said_of(loading *l, const kept_row *was_opt, const char **ret)
{
    history_event *e;
    size_t n;
    *ret = was_opt ? was_opt->value : "";
    if (!was_opt || **ret) return WR_OK;
    TRY(history_events(l->rw, &ROWS, was_opt->id, l->a, &e, &n));
    for (size_t i = 0; i < n; i++) {
        json_t *doc = json_loads(e[i].value, 0, NULL);
        const char *v = json_string_value(json_object_get(doc, "value"));
        if (v && *v) *ret = arena_dup(l->a, v);
        json_decref(doc);
    }
    return WR_OK;
}

/* Whether the city has a row as the pack said it. What only packs keep is read back as it was said, not as it is said now. */
static wr_rc untouched(loading *l, const wr_pack *p, const char *said, bool *ret)
{
    void *old = arena_alloc(l->a, p->of->size, 16), *has = arena_alloc(l->a, p->of->size, 16);
    wr_rc rc;
    *ret = false;
    if (!*said || !p->now || !row_from(p->of, said, old, l->a)) return WR_OK;
    rc = p->now(l->rw, old, l->a, has);
    if (rc == WR_OK) *ret = str_eq(row_text(p, has, AGAIN, l->a), row_text(p, old, AGAIN, l->a));
    return rc == WR_E_MISSING ? WR_OK : rc;
}

/* What only the first loading sets, and the pack says otherwise now: nothing is done about it, and that is not kept silent. */
static void say_once(loading *l, const wr_pack *p, const void *row, const void *mine, int line, const char *key)
{
    const char *has = row_text(p, mine, ONCE, l->a), *says = row_text(p, row, ONCE, l->a);
    if (!str_eq(has, says)) say(l, (pack_change){ PACK_KEPT, p->file, line, key, has, says, true });
}

static wr_rc load_row(loading *l, file *f, const void *row, int line)
{
    const wr_pack *p = f->of;
    arena *a = l->a;
    const char *key = arena_dup(a, key_of(p, row, a)), *says = row_text(p, row, ALL, a), *now_says = row_text(p, row, AGAIN, a), *has = "", *said;
    kept_row *was = f->n_kept ? bsearch(key, f->kept, f->n_kept, sizeof *f->kept, by_key) : NULL;
    kept_row now = { id_of(p->file, key, a), p->file, key, says };
    void *mine = arena_alloc(a, p->of->size, 16);
    wr_rc rc = WR_E_MISSING;
    bool same;
    pack_kind kind;
    if (was) f->seen[was - f->kept] = true;
    if (was && str_eq(was->value, says)) return WR_OK;
    TRY(said_of(l, was, &said));
    if (p->now) rc = p->now(l->rw, row, a, mine);
    else if (was) rc = WR_OK;
    if (rc != WR_OK && rc != WR_E_MISSING) return rc;
    if (rc == WR_OK && p->now) has = row_text(p, mine, AGAIN, a);
    TRY(untouched(l, p, said, &same));
    kind = rc == WR_E_MISSING ? PACK_NEW : same ? PACK_CHANGED : PACK_KEPT;
    if (kind != PACK_KEPT && !str_eq(has, now_says)) TRY(p->load(l->rw, l->who, row, a));
    if (!str_eq(has, now_says)) say(l, (pack_change){ kind, p->file, line, key, has, now_says, false });
    if (rc == WR_OK && p->once) say_once(l, p, row, mine, line, key);
    return remember(l, "pack.row_loaded", was, &now);
}

typedef struct keyed { const char *key; int line; } keyed;
static int by_key_and_line(const void *x, const void *y)
{
    const keyed *k = x, *m = y;
    int c = strcmp(k->key, m->key);
    return c ? c : (k->line > m->line) - (k->line < m->line);
}

/* Two rows of one key would change each other at every loading. */
static wr_rc no_twins(const file *f, const pack_row *rows, size_t n, arena *a)
{
    keyed *all = arena_array(a, keyed, n + 1);
    for (size_t i = 0; i < n; i++) all[i] = (keyed){ key_of(f->of, rows[i].row, a), rows[i].line };
    qsort(all, n, sizeof *all, by_key_and_line);
    for (size_t i = 1; i < n; i++)
        if (str_eq(all[i].key, all[i - 1].key))
            return wr_fail(arena_err(a), WR_E_INPUT, NULL, N_("{file}:{line}: {what} {about}"), "file", f->path, "line", arena_fmt(a, "%d", all[i].line),
                           "what", "this key stands twice:", "about", all[i].key);
    return WR_OK;
}

static wr_rc gone_rows(loading *l, const file *f)
{
    for (size_t i = 0; i < f->n_kept; i++) {
        kept_row now = f->kept[i];
        if (f->seen[i] || !*now.value) continue;
        say(l, (pack_change){ PACK_GONE, f->of->file, 0, arena_dup(l->a, now.key), arena_dup(l->a, now.value), "", false });
        now.value = "";
        TRY(remember(l, "pack.row_gone", &f->kept[i], &now));
    }
    return WR_OK;
}

static wr_rc load_file(loading *l, const wr_pack *p, const char *dir)
{
    arena *mine = arena_new("pack file", 64 << 20);
    file f = { .of = p, .path = arena_fmt(l->a, "%s/%s", dir, p->file) };
    bytes text;
    pack_row *rows = NULL;
    size_t n = 0;
    wr_rc rc = pack_file(f.path, mine, &text);
    if (rc == WR_OK) rc = pack_read(f.path, text, p->of, mine, &rows, &n);
    if (rc == WR_OK && !p->demo) rc = no_twins(&f, rows, n, mine);
    if (rc != WR_OK) *arena_err(l->a) = *arena_err(mine);
    if (rc == WR_OK && !p->demo) rc = db_all(l->rw, &OF_FILE, mine, ROWS_MAX, &f.kept, &f.n_kept, db_t(p->file));
    f.seen = arena_array(mine, bool, f.n_kept + 1);
    for (size_t i = 0; rc == WR_OK && i < n; i++) {
        rc = p->demo ? p->load(l->rw, l->who, rows[i].row, l->a) : load_row(l, &f, rows[i].row, rows[i].line);
        if (rc != WR_OK) rc = refused(l->a, rc, f.path, rows[i].line);
    }
    if (rc == WR_OK) rc = gone_rows(l, &f);
    arena_end(&mine);
    return rc;
}

static bool owned(const wr_module *const *modules, const char *name)
{
    for (; *modules; modules++)
        for (const wr_pack *p = (*modules)->packs; p && p->file; p++)
            if (str_eq(p->file, name)) return true;
    return false;
}

/* Every .yaml two levels down belongs to a module; a file that nobody reads is a mistake of its author. A .txt may be named by a row, and so may a .csv.gz. */
static wr_rc no_strangers(const wr_module *const *modules, const char *dir, const char *under, arena *a)
{
    DIR *d = opendir(*under ? arena_fmt(a, "%s/%s", dir, under) : dir);
    wr_rc rc = WR_OK;
    if (!d) return wr_fail(arena_err(a), WR_E_MISSING, NULL, N_("{file} cannot be read: {why}"), "file", dir, "why", strerror(errno));
    for (struct dirent *e; rc == WR_OK && (e = readdir(d)); ) {
        const char *name = *under ? arena_fmt(a, "%s/%s", under, e->d_name) : e->d_name;
        struct stat st;
        if (e->d_name[0] == '.' || str_eq(name, "po") || str_eq(name, "README.md") || (*under && (str_ends(name, ".txt") || str_ends(name, ".csv.gz")))) continue;
        if (stat(arena_fmt(a, "%s/%s", dir, name), &st) == 0 && S_ISDIR(st.st_mode) && !*under) rc = no_strangers(modules, dir, name, a);
        else if (!owned(modules, name))
            rc = wr_fail(arena_err(a), WR_E_INPUT, NULL, N_("{file} belongs to no part of writ. Remove it, or correct its name."), "file", name);
    }
    closedir(d);
    return rc;
}

static _Thread_local const char *folder;       /* of the pack whose rows are loaded now */

wr_rc pack_beside(const char *name, arena *a, bytes *ret)
{
    if (!folder || !str_ends(name, ".txt") || *name == '/' || strstr(name, ".."))
        return wr_fail(arena_err(a), WR_E_INPUT, "source_file", N_("{file} is no text file of this pack."), "file", name);
    return pack_file(arena_fmt(a, "%s/%s", folder, name), a, ret);
}

static wr_rc load_files(loading *l, const wr_module *const *modules, const char *dir, bool demo)
{
    wr_rc rc = WR_OK;
    folder = dir;
    for (; rc == WR_OK && *modules; modules++)
        for (const wr_pack *p = (*modules)->packs; rc == WR_OK && p && p->file; p++)
            if (p->demo == demo) rc = load_file(l, p, dir);
    folder = NULL;
    return rc;
}

wr_rc pack_load_said(db_tx *rw, const wr_actor *who, const wr_module *const *modules, const char *dir, arena *a, pack_change **ret, size_t *ret_n)
{
    loading l = { .rw = rw, .who = who, .a = a };
    TRY(no_strangers(modules, dir, "", a));
    TRY(load_files(&l, modules, dir, false));
    *ret = l.out;
    *ret_n = l.n;
    return WR_OK;
}

wr_rc pack_load(db_tx *rw, const wr_actor *who, const wr_module *const *modules, const char *dir, arena *a)
{
    pack_change *changes;
    size_t n;
    return pack_load_said(rw, who, modules, dir, a, &changes, &n);
}

wr_rc pack_load_demo(db_tx *rw, const wr_actor *who, const wr_module *const *modules, const char *dir, arena *a)
{
    return load_files(&(loading){ .rw = rw, .who = who, .a = a }, modules, dir, true);
}

wr_rc pack_put(db_tx *rw, const wr_actor *who, const history *of, const char *what, wr_rc found, const void *was, void *now, arena *a)
{
    const char **id = now;               /* the first member of every row with a history */
    if (found != WR_OK && found != WR_E_MISSING) return found;
    *id = found == WR_OK ? *(const char *const *)was : id_new(a);
    return history_add(rw, who, of, what, who->today, found == WR_OK ? was : NULL, now, a);
}
