/* sql_suite.c -- every statement of every module, prepared on both engines: parameters, columns and types agree; every
 * table has the same columns on both; an enumeration has the same words in C and in its CHECK. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include "db_inner.h"
#include "history.h"
#include "modules.h"
#include "str.h"
#include "temp_db.h"

static temp_db *lite, *post;
static size_t wrong;

static void say(const char *query, const char *what, size_t got, size_t want)
{
    fprintf(stderr, "%s: %s: %zu, expected %zu\n", query, what, got, want);
    wrong++;
}

static int open_both(void **state)
{
    (void)state;
    lite = temp_db_open("sqlite", wr_modules);
    post = temp_db_open("postgresql", wr_modules);
    return 0;
}

static int close_both(void **state)
{
    (void)state;
    temp_db_close(lite);
    temp_db_close(post);
    return 0;
}

static char wire(char letter) { return letter == 't' || letter == 'd' || letter == 'e' ? 't' : letter == 'x' ? 'x' : 'i'; }

static void describe(temp_db *t, const db_query *q)
{
    wr_err e = { 0 };
    void *st;
    size_t params = 0, columns = 0, rows = q->row ? q->row->n : 0;
    char letters[64];
    if (db_stmt_(t->reader, q, &e, &st) != WR_OK) {
        fprintf(stderr, "%s on %s: %s (%s)\n", q->name, db_engine(t->d), e.text, e.holes);
        wrong++;
        return;
    }
    if (t->d->driver->describe(st, &params, &columns, letters, sizeof letters) != WR_OK) { say(q->name, "cannot be described", 0, 1); return; }
    if (params != strlen(q->in)) say(q->name, "parameters", params, strlen(q->in));
    if (columns != rows) say(q->name, "columns", columns, rows);
    for (size_t i = 0; i < columns && i < rows && t == post; i++)
        if (letters[i] != wire(q->row->f[i].type)) {
            fprintf(stderr, "%s: column %s is %c on PostgreSQL, expected %c\n", q->name, q->row->f[i].name, letters[i], wire(q->row->f[i].type));
            wrong++;
        }
}

static void every_statement_prepares_alike_on_both_engines(void **state)
{
    size_t n = 0;
    (void)state;
    wrong = 0;
    for (const wr_module *const *m = wr_modules; *m; m++)
        for (const db_query *const *q = (*m)->queries; q && *q; q++, n++) {
            describe(lite, *q);
            describe(post, *q);
        }
    assert_true(n > 60);
    assert_int_equal(0, wrong);
}

static void names_are_unique_and_tell_their_module(void **state)
{
    (void)state;
    wrong = 0;
    for (const wr_module *const *m = wr_modules; *m; m++)
        for (const db_query *const *q = (*m)->queries; q && *q; q++) {
            if (!str_starts((*q)->name, (*m)->name)) { fprintf(stderr, "%s in module %s\n", (*q)->name, (*m)->name); wrong++; }
            for (const wr_module *const *o = m; *o; o++)
                for (const db_query *const *p = o == m ? q + 1 : (*o)->queries; p && *p; p++)
                    if (str_eq((*p)->name, (*q)->name)) { fprintf(stderr, "%s stands twice\n", (*q)->name); wrong++; }
        }
    assert_int_equal(0, wrong);
}

typedef struct column { const char *tab, *col; } column;
static const field COLUMN_F[] = { FIELD(column, tab, t, 0, 80, NULL), FIELD(column, col, t, 0, 80, NULL) };
static const shape COLUMN = SHAPE("a column", column, COLUMN_F);
static const db_query LITE_COLUMNS = { "columns", "", &COLUMN,
    "SELECT m.name, p.name FROM sqlite_master m JOIN pragma_table_info(m.name) p WHERE m.type = 'table' AND m.name NOT GLOB 'sqlite_*' ORDER BY 1, 2" };
static const db_query POST_COLUMNS = { "columns", "", &COLUMN,
    "SELECT table_name::text, column_name::text FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2" };

static size_t columns_of(temp_db *t, const db_query *q, arena *a, column **ret)
{
    db_tx *tx;
    size_t n = 0;
    assert_int_equal(WR_OK, db_begin_read(t->reader, a, &tx));
    assert_int_equal(WR_OK, db_all_(tx, q, a, 10000, sizeof **ret, (void *)ret, &n, NULL, 0));
    db_end_read(&tx);
    return n;
}

static void tables_have_the_same_columns(void **state)
{
    arena *a = arena_new("columns", 8 << 20);
    column *x, *y;
    size_t n = columns_of(lite, &LITE_COLUMNS, a, &x);
    (void)state;
    assert_int_equal(n, columns_of(post, &POST_COLUMNS, a, &y));
    assert_true(n > 200);
    for (size_t i = 0; i < n; i++) {
        assert_string_equal(x[i].tab, y[i].tab);
        assert_string_equal(x[i].col, y[i].col);
    }
    arena_end(&a);
}

static void prepares(temp_db *t, const db_query *q, size_t expected_columns)
{
    wr_err e = { 0 };
    void *st;
    size_t params = 0, columns = 0;
    char letters[64];
    if (db_stmt_(t->reader, q, &e, &st) != WR_OK || t->d->driver->describe(st, &params, &columns, letters, sizeof letters) != WR_OK) {
        fprintf(stderr, "%s on %s: %s (%s)\n", q->name, db_engine(t->d), e.text, e.holes);
        wrong++;
        return;
    }
    if (params != strlen(q->in)) say(q->name, "parameters", params, strlen(q->in));
    if (columns != expected_columns) say(q->name, "columns", columns, expected_columns);
}

static bool has_column(const whole *t, const char *name)
{
    for (size_t i = 0; t && i < t->n; i++)
        if (str_eq(t->columns[i].name, name)) return true;
    return false;
}

/* What the text of the migrations says of a table is what the engines made of it. */
static void whole_tables_are_as_the_migrations_say(void **state)
{
    arena *a = arena_new("whole", 8 << 20);
    temp_db *both[2];
    whole *all;
    column *x;
    size_t n, n_columns = columns_of(lite, &LITE_COLUMNS, a, &x), said = 0;
    (void)state;
    wrong = 0;
    assert_int_equal(WR_OK, whole_all(wr_modules, a, &all, &n));
    both[0] = temp_db_open("sqlite", wr_modules);   /* their own connections: the statements end with this test */
    both[1] = temp_db_open("postgresql", wr_modules);
    for (size_t i = 0; i < n; i++) {
        const whole *t = &all[i];
        said += t->n;
        for (size_t e = 0; e < 2; e++) {
            prepares(both[e], &t->first, t->n);
            prepares(both[e], &t->next, t->n);
            prepares(both[e], &t->count, 1);
            prepares(both[e], &t->put, 0);
            prepares(both[e], &t->empty, 0);
            if (t->abouts.sql) prepares(both[e], &t->abouts, 1);
        }
    }
    for (size_t i = 0; i < n_columns; i++) {
        if (str_eq(x[i].tab, "wr_step")) { said++; continue; }
        if (!has_column(whole_named(all, n, x[i].tab), x[i].col)) { fprintf(stderr, "%s.%s was not read from its migration\n", x[i].tab, x[i].col); wrong++; }
    }
    assert_int_equal(n_columns, said);
    assert_int_equal(0, wrong);
    temp_db_close(both[0]);
    temp_db_close(both[1]);
    arena_end(&a);
}

/* The words of CHECK (NAME IN ('a', 'b')) of the table that an upsert of this module fills; of one that a later step made wider, as it was made then. */
static const char *check_of(const wr_module *m, const char *table, const char *name, arena *a)
{
    const char *last = NULL;
    for (const db_step *s = m->steps; s && s->version; s++) {
        const char *first = strstr(s->sql, arena_fmt(a, "CREATE TABLE %s (", table)), *t = first ? first : strstr(s->sql, arena_fmt(a, "CREATE TABLE %s_wide (", table));
        const char *end = t ? strstr(t, "@strict@") : NULL, *c = t ? strstr(t, arena_fmt(a, "CHECK (%s IN (", name)) : NULL;
        if (c && c < end) last = c;
    }
    return last;
}

static void words_of_c_and_sql_agree(void **state)
{
    arena *a = arena_new("words", 8 << 20);
    size_t checked = 0;
    (void)state;
    wrong = 0;
    for (const wr_module *const *m = wr_modules; *m; m++)
        for (const struct history *const *h = (*m)->past; h && *h; h++) {
            const history *past = *h;
            if (!past->walk) { fprintf(stderr, "%s cannot be walked: writ verify would not see it\n", past->noun); wrong++; }
            for (size_t i = 0; i < past->row->n; i++) {
                const field *f = &past->row->f[i];
                const char *c = f->type == 'e' ? check_of(*m, past->noun, f->name, a) : NULL, *close = c ? strstr(c, "))") : NULL;
                size_t in_sql = 0, in_c = 0;
                if (f->type != 'e') continue;
                if (!c || !close) { fprintf(stderr, "%s.%s has no CHECK\n", past->noun, f->name); wrong++; continue; }
                for (const char *p = c; p < close; p++) in_sql += *p == '\'';
                for (; f->words[in_c]; in_c++) {
                    const char *at = strstr(c, arena_fmt(a, "'%s'", f->words[in_c]));
                    if (!at || at > close) { fprintf(stderr, "%s.%s: %s is no word of its CHECK\n", past->noun, f->name, f->words[in_c]); wrong++; }
                }
                if (in_sql / 2 != in_c) say(f->name, "words in the CHECK", in_sql / 2, in_c);
                checked++;
            }
        }
    arena_end(&a);
    assert_true(checked > 3);
    assert_int_equal(0, wrong);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_statement_prepares_alike_on_both_engines), cmocka_unit_test(names_are_unique_and_tell_their_module),
        cmocka_unit_test(tables_have_the_same_columns), cmocka_unit_test(words_of_c_and_sql_agree),
        cmocka_unit_test(whole_tables_are_as_the_migrations_say),
    };
    return cmocka_run_group_tests(tests, open_both, close_both);
}
