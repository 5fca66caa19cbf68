/* whole.c -- reads CREATE TABLE, makes the statements that go over a whole table, and runs them. */
#include "whole.h"

#include <ctype.h>
#include <string.h>
#include "db_inner.h"
#include "str.h"

enum { COLUMNS_MAX = 32, PAGE_BYTES = 256 << 20 };

static const field ABOUT_F[] = { FIELD(whole_about, about, t, 0, 80, NULL) };
const shape WHOLE_ABOUT = SHAPE("what an event is about", whole_about, ABOUT_F);

/* ---- what the migrations say ---- */

static const char *blanks(const char *p)
{
    for (;;) {
        p += strspn(p, " \n\t");
        if (!str_starts(p, "--")) return p;
        p += strcspn(p, "\n");
    }
}

static const char *word(const char *p, arena *a, const char **ret)
{
    const char *begin = p + (*p == '"'), *end = begin;
    while (isalnum((unsigned char)*end) || *end == '_' || *end == '@') end++;
    *ret = arena_fmt(a, "%.*s", (int)(end - begin), begin);
    return end + (*p == '"' && *end == '"');
}

/* To the comma, bracket or semicolon that ends this part of a statement. */
static const char *part_end(const char *p)
{
    int depth = 0;
    for (; *p; p++) {
        if (*p == '\'') { p++; p += strcspn(p, "'"); if (!*p) break; continue; }
        if (str_starts(p, "--")) { p += strcspn(p, "\n"); if (!*p) break; continue; }
        if (*p == '(') depth++;
        if ((*p == ')' || *p == ',' || *p == ';') && depth == 0) break;
        if (*p == ')') depth--;
    }
    return p;
}

static void mark_keys(whole *t, const char *list, arena *a)
{
    for (const char *p = strchr(list, '(') + 1; *p && *p != ')'; p += strspn(p, ", \n")) {
        const char *name;
        p = word(blanks(p), a, &name);
        for (size_t i = 0; i < t->n; i++)
            if (str_eq(t->columns[i].name, name)) t->columns[i].key = true;
    }
}

static bool add_column(whole *t, const char *p, const char *end, arena *a)
{
    const char *name, *type, *text = arena_fmt(a, "%.*s", (int)(end - p), p);
    whole_column *c = &t->columns[t->n];
    (void)word(blanks(word(text, a, &name)), a, &type);
    if (t->n == COLUMNS_MAX) return false;
    *c = (whole_column){ name, 'i', str_eq(type, "@id@") || strstr(text, "PRIMARY KEY") != NULL };
    if (str_eq(type, "TEXT")) c->letter = 't';
    else if (str_eq(type, "@bytes@")) c->letter = 'x';
    else if (!str_eq(type, "@id@") && !str_eq(type, "@int@")) return false;
    if (str_eq(type, "@id@")) t->counts = true;
    t->n++;
    return true;
}

static bool read_table(whole *t, const char *p, arena *a)
{
    static const char *const CONSTRAINTS[] = { "UNIQUE", "CHECK", "FOREIGN", "CONSTRAINT", NULL };
    t->columns = arena_array(a, whole_column, COLUMNS_MAX);
    p = strchr(word(p, a, &t->name), '(');
    while (p && (*p == '(' || *p == ',')) {
        const char *from = blanks(p + 1), *end = part_end(from);
        bool constraint = false;
        for (const char *const *c = CONSTRAINTS; *c; c++) constraint = constraint || str_starts(from, *c);
        if (str_starts(from, "PRIMARY KEY")) mark_keys(t, from, a);
        else if (!constraint && !add_column(t, from, end, a)) return false;
        p = end;
    }
    for (size_t i = 0; i < t->n; i++)
        if (t->columns[i].key) return p && *p == ')';   /* without a key there is no order to walk in */
    return false;
}

static const char *of_keys(const whole *t, const char *before, arena *a)
{
    strbuf b = sb_new(a, 100);
    for (size_t i = 0, k = 0; i < t->n; i++)
        if (t->columns[i].key) sb_str(&b, arena_fmt(a, "%s%s\"%s\"", k++ ? ", " : "", before, t->columns[i].name));
    return b.p;
}

static db_query query(const whole *t, const char *what, const char *in, const shape *row, const char *sql, arena *a)
{
    return (db_query){ arena_fmt(a, "whole_%s_%s", t->name, what), in, row, sql };
}

static void make_queries(whole *t, arena *a)
{
    strbuf cols = sb_new(a, 400), holes = sb_new(a, 200), in = sb_new(a, 40), key_in = sb_new(a, 8), key_holes = sb_new(a, 40);
    const char *keys = of_keys(t, "", a);
    for (size_t i = 0; i < t->n; i++) {
        char letter = t->columns[i].letter;
        sb_str(&cols, arena_fmt(a, "%s\"%s\"", i ? ", " : "", t->columns[i].name));
        sb_str(&holes, arena_fmt(a, "%s$%zu", i ? ", " : "", i + 1));
        sb_ch(&in, (char)toupper((unsigned char)letter));
        if (!t->columns[i].key) continue;
        sb_str(&key_holes, arena_fmt(a, "%s$%zu", key_in.n ? ", " : "", key_in.n + 1));
        sb_ch(&key_in, letter);
    }
    t->first = query(t, "first", "", NULL, arena_fmt(a, "SELECT %s FROM %s ORDER BY %s LIMIT 500", cols.p, t->name, keys), a);
    t->next = query(t, "next", key_in.p, NULL, arena_fmt(a, "SELECT %s FROM %s WHERE (%s) > (%s) ORDER BY %s LIMIT 500", cols.p, t->name, keys, key_holes.p, keys), a);
    t->count = query(t, "count", "", &DB_ID, arena_fmt(a, "SELECT count(*) FROM %s", t->name), a);
    t->put = query(t, "put", in.p, NULL, arena_fmt(a, "INSERT INTO %s (%s) VALUES (%s)", t->name, cols.p, holes.p), a);
    t->empty = query(t, "empty", "", NULL, arena_fmt(a, "DELETE FROM %s", t->name), a);
    if (str_ends(t->name, "_event"))
        t->abouts = query(t, "abouts", "t", &WHOLE_ABOUT, arena_fmt(a, "SELECT DISTINCT about FROM %s WHERE about > $1 ORDER BY about LIMIT 500", t->name), a);
}

bool db_mark_above(const char *sql, const char *at, db_mark *ret)
{
    while (at > sql && at[-1] != '\n') at--;
    if (at > sql) for (at--; at > sql && at[-1] != '\n'; ) at--;
    *ret = str_starts(at, "-- enduring") ? DB_ENDURING : str_starts(at, "-- derived") ? DB_DERIVED : DB_PASSING;
    return *ret != DB_PASSING || str_starts(at, "-- passing");
}

static size_t place_of(const whole *all, size_t n, const char *name)
{
    size_t i = 0;
    while (i < n && !str_eq(all[i].name, name)) i++;
    return i;
}

/* A later step adds a column, or makes a table anew under its old name. */
static bool alter(const char *p, whole *all, size_t n, arena *a)
{
    const char *name, *rest = blanks(word(p, a, &name));
    size_t at = place_of(all, n, name);
    whole *t = &all[at];
    if (at == n) return false;
    if (str_starts(rest, "ADD COLUMN ")) return add_column(t, rest + 11, part_end(rest + 11), a);
    if (!str_starts(rest, "RENAME TO ")) return false;
    (void)word(blanks(rest + 10), a, &t->name);
    return true;
}

static bool read_step(const wr_module *m, const char *sql, whole *all, size_t *n, size_t cap, arena *a)
{
    for (const char *p = blanks(sql), *end; *p; p = blanks(*end ? end + 1 : end)) {
        const char *name;
        end = p;
        while (*end && *end != ';') end = *end == ',' || *end == ')' ? end + 1 : part_end(end);
        if (str_starts(p, "CREATE TABLE ")) {
            whole *t = &all[*n];
            if (*n == cap) return false;
            *t = (whole){ .module = m->name };
            if (!db_mark_above(sql, p, &t->mark) || !read_table(t, p + 13, a)) return false;
            (*n)++;
        } else if (str_starts(p, "DROP TABLE ")) {
            size_t at = (word(p + 11, a, &name), place_of(all, *n, name));
            if (at == *n) return false;
            --*n;
            memmove(&all[at], &all[at + 1], (*n - at) * sizeof *all);
        } else if (str_starts(p, "ALTER TABLE ") && !alter(p + 12, all, *n, a)) return false;
    }
    return true;
}

wr_rc whole_all(const wr_module *const *modules, arena *a, whole **ret, size_t *ret_n)
{
    whole *all = arena_array(a, whole, DB_TABLES);
    size_t n = 0;
    for (; *modules; modules++)
        for (const db_step *s = (*modules)->steps; s && s->version; s++)
            if (!read_step(*modules, s->sql, all, &n, DB_TABLES, a))
                return wr_fail(arena_err(a), WR_E_BUG, NULL, N_("Migration {name}: a table that cannot be read."), "name", s->name);
    for (size_t i = 0; i < n; i++) make_queries(&all[i], a);
    *ret = all;
    *ret_n = n;
    return WR_OK;
}

const whole *whole_named(const whole *all, size_t n, const char *name)
{
    size_t i = place_of(all, n, name);
    return i < n ? &all[i] : NULL;
}

/* ---- rows ---- */

static wr_rc fails(db_tx *tx, wr_rc rc)
{
    if (rc != WR_OK && tx->poison == WR_OK) tx->poison = rc;
    return rc;
}

/* One page; the key of its last row goes to keep, for the next. */
static wr_rc page(db_tx *tx, const whole *t, db_val *keys, arena *keep, wr_rc (*each)(void *, const db_val *, arena *), void *with, size_t *ret_n)
{
    const db_driver *v = tx->c->db->driver;
    arena *a = arena_new("page of a table", PAGE_BYTES);
    db_val row[COLUMNS_MAX];
    void *s;
    bool more = false, again = keys[0].type != 0;
    const db_query *q = again ? &t->next : &t->first;
    wr_rc rc = db_stmt_(tx->c, q, db_err(tx), &s), said = WR_OK;
    for (size_t i = 0; rc == WR_OK && i < strlen(q->in); i++) rc = v->bind(s, i, keys[i], db_err(tx));
    *ret_n = 0;
    (void)arena_alloc(a, 1, 1);   /* a first block, so that going back to a row's beginning frees none */
    while (rc == WR_OK) {
        arena_mark at = arena_at(a);
        rc = v->step(s, db_err(tx), &more);
        if (rc != WR_OK || !more) break;
        for (size_t i = 0, k = 0; rc == WR_OK && i < t->n; i++) {
            rc = v->column(s, i, t->columns[i].letter, a, &row[i]);
            if (rc == WR_OK && t->columns[i].key) keys[k++] = row[i];
        }
        if (rc == WR_OK && said == WR_OK) said = each(with, row, a);   /* the statement is read to its end in any case */
        if (++*ret_n < 500) arena_rewind(a, at);
    }
    for (size_t i = 0; *ret_n == 500 && keys[i].type; i++) {
        if (keys[i].type == 't') keys[i] = db_t(arena_dup(keep, keys[i].v.t));
        if (keys[i].type == 'x') {
            uint8_t *p = arena_alloc(keep, keys[i].v.x.n + 1, 1);
            memcpy(p, keys[i].v.x.p, keys[i].v.x.n);
            keys[i] = db_x((bytes){ p, keys[i].v.x.n });
        }
    }
    arena_end(&a);
    return rc == WR_OK ? said : fails(tx, rc);
}

wr_rc whole_each(db_tx *tx, const whole *t, wr_rc (*each)(void *with, const db_val *row, arena *), void *with)
{
    arena *keep[2] = { arena_new("key of a table", 1 << 20), arena_new("key of a table", 1 << 20) };   /* this page's, the next one's */
    db_val keys[COLUMNS_MAX + 1] = { 0 };
    size_t n = 500;
    wr_rc rc = tx->poison;
    for (int turn = 0; rc == WR_OK && n == 500; turn = !turn) {
        arena_rewind(keep[turn], (arena_mark){ 0 });
        rc = page(tx, t, keys, keep[turn], each, with, &n);
    }
    arena_end(&keep[0]);
    arena_end(&keep[1]);
    return rc;
}

wr_rc whole_count(db_tx *tx, const whole *t, arena *a, int64_t *ret)
{
    db_id n;
    TRY(db_one_(tx, &t->count, a, sizeof n, &n, NULL, 0));
    *ret = n.id;
    return WR_OK;
}

wr_rc whole_put(db_tx *rw, const whole *t, const db_val *row)
{
    const db_driver *v = rw->c->db->driver;
    void *s;
    if (rw->poison != WR_OK) return rw->poison;
    TRY(fails(rw, db_stmt_(rw->c, &t->put, db_err(rw), &s)));
    for (size_t i = 0; i < t->n; i++) TRY(fails(rw, v->bind(s, i, row[i], db_err(rw))));
    rw->wrote = true;
    return fails(rw, v->queue(s, db_err(rw)));
}

wr_rc whole_settle(db_tx *rw, const whole *t)
{
    const db_driver *v = rw->c->db->driver;
    int64_t touched;
    TRY(fails(rw, v->changes(rw->c->conn, db_err(rw), &touched)));
    if (!t->counts || v != &DB_POSTGRESQL) return WR_OK;   /* an empty table has no largest id: then setval sets nothing */
    return fails(rw, v->script(rw->c->conn, arena_fmt(rw->a, "SELECT setval(pg_get_serial_sequence('%s', '%s'), max(\"%s\")) FROM %s", t->name,
                                                      t->columns[0].name, t->columns[0].name, t->name), db_err(rw)));
}
