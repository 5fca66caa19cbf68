/* db.c -- typing, caps, poison, and the count of what a job touched; the engines stand behind driver.h. */
#include "db.h"

#include <stdlib.h>
#include <string.h>
#include "day.h"
#include "db_inner.h"
#include "now.h"
#include "str.h"

static const field ID_F[] = { FIELD(db_id, id, i, 0, 0, NULL) };
const shape DB_ID = SHAPE("db_id", db_id, ID_F);

enum { CAP_IN = 32 };

static bool poisoned(const db_tx *tx) { return tx->poison != WR_OK; }

static wr_rc poison(db_tx *tx, wr_rc rc)
{
    if (rc != WR_OK && tx->poison == WR_OK) tx->poison = rc;
    return rc;
}

wr_err *db_err(db_tx *tx) { return arena_err(tx->a); }
arena *db_arena(db_tx *tx) { return tx->a; }
wr_us db_batch_us(const db_tx *tx) { return tx->at; }
void db_batch_us_set(db_tx *rw, wr_us at) { rw->at = at; }
const char *db_engine(const db *d) { return d->driver->name; }

/* ---- connections and statements ---- */

wr_rc db_open(const char *url, const wr_module *const *modules, wr_err *e, db **ret)
{
    db *d = calloc(1, sizeof *d);
    wr_rc rc;
    if (!d) abort();
    d->url = strdup(url);
    d->modules = modules;
    d->driver = str_starts(url, "postgresql:") || str_starts(url, "postgres:") ? &DB_POSTGRESQL : &DB_SQLITE;
    rc = db_read_tables(d, e);
    if (rc != WR_OK) { db_close(&d); return rc; }
    *ret = d;
    return WR_OK;
}

void db_close(db **d)
{
    if (!*d) return;
    if ((*d)->log.end) (*d)->log.end((*d)->log.with);
    free((char *)(uintptr_t)(*d)->url);
    free(*d);
    *d = NULL;
}

static wr_rc connect_to(db *d, bool read_only, wr_err *e, db_conn **ret)
{
    db_conn *c = calloc(1, sizeof *c);
    wr_rc rc;
    if (!c) abort();
    c->db = d;
    rc = d->driver->open(d->url, read_only, e, &c->conn);
    if (rc != WR_OK) { free(c); return rc; }
    *ret = c;
    return WR_OK;
}

wr_rc db_reader(db *d, wr_err *e, db_conn **ret) { return connect_to(d, true, e, ret); }
wr_rc db_writer_conn(db *d, wr_err *e, db_conn **ret) { return connect_to(d, false, e, ret); }

void db_conn_end(db_conn **c)
{
    if (!*c) return;
    for (size_t i = 0; i < DB_CACHE; i++)
        if ((*c)->cache[i].stmt) (*c)->db->driver->unprepare((*c)->cache[i].stmt);
    (*c)->db->driver->close((*c)->conn);
    free(*c);
    *c = NULL;
}

wr_rc db_stmt_(db_conn *c, const db_query *q, wr_err *e, void **ret)
{
    size_t i = (size_t)((uintptr_t)q >> 4) % DB_CACHE, tries = 0;
    for (; c->cache[i].q && c->cache[i].q != q; i = (i + 1) % DB_CACHE)
        if (++tries == DB_CACHE) return wr_fail(e, WR_E_BUG, NULL, N_("Too many statements."));
    if (!c->cache[i].q) {
        wr_rc rc = c->db->driver->prepare(c->conn, q, e, &c->cache[i].stmt);
        if (rc != WR_OK) return rc;
        c->cache[i].q = q;
    }
    *ret = c->cache[i].stmt;
    return WR_OK;
}

wr_rc db_begin_read(db_conn *c, arena *a, db_tx **ret)
{
    db_tx *tx = arena_make(a, db_tx);
    TRY(c->db->driver->begin(c->conn, false, arena_err(a)));
    *tx = (db_tx){ .c = c, .a = a, .at = now_us() };
    *ret = tx;
    return WR_OK;
}

void db_end_read(db_tx **tx)
{
    if (*tx) (*tx)->c->db->driver->rollback((*tx)->c->conn);
    *tx = NULL;
}

/* ---- statements ---- */

static bool fits(char letter, const db_val *v)
{
    bool nullable = letter >= 'A' && letter <= 'Z';
    char l = nullable ? (char)(letter - 'A' + 'a') : letter;
    if (v->type == 0) return nullable;
    if (l == 'i' || l == 'u' || l == 'c' || l == 'b') return v->type == 'i';
    if (l == 'e') return v->type == 't';
    if (l == 't') return v->type == 't' && v->v.t;
    return v->type == l;
}

/* Notes which table a writing statement touches: INSERT INTO x, UPDATE x, DELETE FROM x. */
static void note_write(db_tx *tx, const db_query *q)
{
    static const char *const VERBS[] = { "INSERT INTO ", "UPDATE ", "DELETE FROM ", NULL };
    const db *d = tx->c->db;
    const char *at = NULL;
    for (const char *const *v = VERBS; *v && !at; v++)
        if ((at = strstr(q->sql, *v))) at += strlen(*v);
    if (!at) return;
    tx->wrote = true;
    for (size_t i = 0; i < d->n_tables; i++) {
        const db_table *t = &d->tables[i];
        if (strncmp(t->name, at, t->name_n) != 0 || (at[t->name_n] != ' ' && at[t->name_n] != '(')) continue;
        if (t->mark == DB_ENDURING) tx->enduring = true;
        if (t->mark != DB_PASSING) tx->changed |= UINT64_C(1) << t->module;
        return;
    }
}

static wr_rc ready(db_tx *tx, const db_query *q, const db_val *in, size_t n, void **ret_stmt)
{
    if (poisoned(tx)) return tx->poison;
    if (strlen(q->in) != n) return poison(tx, wr_fail(db_err(tx), WR_E_BUG, NULL, N_("Query {name}: wrong number of values."), "name", q->name));
    TRY(poison(tx, db_stmt_(tx->c, q, db_err(tx), ret_stmt)));
    for (size_t i = 0; i < n; i++) {
        if (!fits(q->in[i], &in[i])) return poison(tx, wr_fail(db_err(tx), WR_E_BUG, NULL, N_("Query {name}: a value of the wrong type."), "name", q->name));
        TRY(poison(tx, tx->c->db->driver->bind(*ret_stmt, i, in[i], db_err(tx))));
    }
    if (tx->write) note_write(tx, q);
    return WR_OK;
}

wr_rc db_run_(db_tx *tx, const db_query *q, int64_t *ret_touched, const db_val *in, size_t n)
{
    const db_driver *v = tx->c->db->driver;
    void *s;
    TRY(ready(tx, q, in, n, &s));
    TRY(poison(tx, v->queue(s, db_err(tx))));
    return ret_touched ? poison(tx, v->changes(tx->c->conn, db_err(tx), ret_touched)) : WR_OK;
}

static db_val val_of(const field *f, const void *row, bool nullable)
{
    const char *p = (const char *)row + f->off;
    switch (f->type) {
    case 'b': return db_i(*(const _Bool *)p);
    case 't': {
        const char *t = *(const char *const *)p;
        return t ? db_t(t) : nullable ? db_null() : db_t("");
    }
    case 'd': return day_none(*(const wr_day *)p) && nullable ? db_null() : db_d(*(const wr_day *)p);
    case 'e': return db_t(f->words[*(const int *)p]);
    case 'x': return !((const bytes *)p)->p && nullable ? db_null() : db_x(*(const bytes *)p);
    default: return db_i(*(const int64_t *)p);
    }
}

wr_rc db_save(db_tx *tx, const db_query *q, const shape *of, const void *row)
{
    db_val in[CAP_IN];
    if (of->n > CAP_IN || strlen(q->in) != of->n)
        return poison(tx, wr_fail(db_err(tx), WR_E_BUG, NULL, N_("Query {name}: wrong number of values."), "name", q->name));
    for (size_t i = 0; i < of->n; i++) in[i] = val_of(&of->f[i], row, q->in[i] >= 'A' && q->in[i] <= 'Z');
    return db_run_(tx, q, NULL, in, of->n);
}

static wr_rc put_member(const field *f, const db_val *v, void *row)
{
    char *p = (char *)row + f->off;
    switch (f->type) {
    case 't': *(const char **)p = v->type ? v->v.t : ""; return WR_OK;
    case 'x': *(bytes *)p = v->type ? v->v.x : (bytes){ 0 }; return WR_OK;
    case 'b': *(_Bool *)p = v->type && v->v.i != 0; return WR_OK;
    case 'd':
        *(wr_day *)p = (wr_day){ 0 };
        return !v->type || !*v->v.t || day_parse(v->v.t, (wr_day *)p) ? WR_OK : WR_E_BUG;
    case 'e':
        for (int i = 0; v->type && f->words[i]; i++)
            if (str_eq(f->words[i], v->v.t)) { *(int *)p = i; return WR_OK; }
        return WR_E_BUG;
    default: *(int64_t *)p = v->type ? v->v.i : 0; return WR_OK;
    }
}

static wr_rc read_row(db_tx *tx, const db_query *q, void *stmt, arena *a, void *row)
{
    for (size_t i = 0; i < q->row->n; i++) {
        const field *f = &q->row->f[i];
        char letter = f->type == 'd' || f->type == 'e' || f->type == 't' ? 't' : f->type == 'x' ? 'x' : 'i';
        db_val v;
        if (tx->c->db->driver->column(stmt, i, letter, a, &v) != WR_OK || put_member(f, &v, row) != WR_OK)
            return wr_fail(db_err(tx), WR_E_BUG, NULL, N_("Query {name}: column {column} is not of its type."), "name", q->name, "column", f->name);
    }
    return WR_OK;
}

/* Rows until the end or the cap; one more than the cap is refused. The statement is always read to its end. */
static wr_rc fetch(db_tx *tx, const db_query *q, arena *a, size_t cap, size_t row_bytes, char **ret_rows, size_t *ret_n, const db_val *in, size_t n)
{
    const db_driver *v = tx->c->db->driver;
    void *s;
    size_t got = 0, room = 0;
    char *rows = NULL;
    bool row;
    if (!poisoned(tx) && (!q->row || q->row->size != row_bytes))
        return poison(tx, wr_fail(db_err(tx), WR_E_BUG, NULL, N_("Query {name}: rows of another size."), "name", q->name));
    TRY(ready(tx, q, in, n, &s));
    for (;;) {
        TRY(poison(tx, v->step(s, db_err(tx), &row)));
        if (!row) break;
        if (got > cap) continue;
        if (got == room) {
            char *more = arena_alloc(a, arena_mul_(room ? room * 2 : 16, row_bytes), 16);
            if (got) memcpy(more, rows, got * row_bytes);
            rows = more;
            room = room ? room * 2 : 16;
        }
        TRY(poison(tx, read_row(tx, q, s, a, rows + got * row_bytes)));
        got++;
    }
    *ret_rows = rows;
    *ret_n = got;
    return WR_OK;
}

wr_rc db_one_(db_tx *tx, const db_query *q, arena *a, size_t row_bytes, void *ret, const db_val *in, size_t n)
{
    char *rows;
    size_t got;
    TRY(fetch(tx, q, a, 1, row_bytes, &rows, &got, in, n));
    if (got == 0) return WR_E_MISSING;   /* no failure of the job: the caller decides what it means */
    if (got > 1) return poison(tx, wr_fail(db_err(tx), WR_E_BUG, NULL, N_("Query {name}: two rows where one was promised."), "name", q->name));
    memcpy(ret, rows, row_bytes);
    return WR_OK;
}

wr_rc db_all_(db_tx *tx, const db_query *q, arena *a, size_t cap, size_t row_bytes, void *ret_rows, size_t *ret_n, const db_val *in, size_t n)
{
    char *rows;
    size_t got;
    TRY(fetch(tx, q, a, cap, row_bytes, &rows, &got, in, n));
    if (got > cap) return poison(tx, wr_fail(db_err(tx), WR_E_TOO_BIG, NULL, N_("More rows than this page can show. Narrow what you ask for.")));
    *(void **)ret_rows = rows ? rows : arena_alloc(a, row_bytes, 16);
    *ret_n = got;
    return WR_OK;
}
