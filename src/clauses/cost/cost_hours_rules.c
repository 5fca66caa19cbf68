/* cost_hours_rules.c -- staff hours out of CSV: every wrong cell is named by line and column, and no person can come in. */
#include "cost_hours.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include "csv.h"
#include "day.h"
#include "str.h"

const char *const cost_tags[] = { "enforcement", "protest", "other", NULL }, *const cost_yes_no[] = { "no", "yes", NULL };
static const field HOUR_F[] = {
    FIELD(cost_hour, date,        d, 0, 0,  N_("Day")),
    FIELD(cost_hour, department,  t, 0, 12, N_("Department")),
    FIELD(cost_hour, cost_code,   t, 0, 24, N_("Cost code")),
    FIELD(cost_hour, hours,       c, 0, 0,  N_("Hours")),
    WORDS(cost_hour, overtime,    cost_yes_no, N_("Overtime")),
    FIELD(cost_hour, hourly_rate, c, 0, 0,  N_("Hourly rate")),
    WORDS(cost_hour, tag,         cost_tags, N_("For what")),
};
enum { HOUR_COLUMNS = sizeof HOUR_F / sizeof *HOUR_F, CELL_SAID = 40 };   /* bytes of a cell, where it is said what is wrong with it */
const shape COST_HOUR = SHAPE("staff hours", cost_hour, HOUR_F);
static const field BAD_F[] = { FIELD(cost_bad, line, i, 0, 0, N_("Line")), FIELD(cost_bad, column, t, 0, 0, N_("Column")), FIELD(cost_bad, value, t, 0, 0, N_("What stands there")), FIELD(cost_bad, text, t, 0, 0, N_("What is wrong")) };
const shape COST_BAD = SHAPE("a wrong cell of staff hours", cost_bad, BAD_F);
static const field TOTAL_F[] = { FIELD(cost_hours_total, cost_code, t, 0, 24, N_("Cost code")), WORDS(cost_hours_total, tag, cost_tags, N_("For what")), WORDS(cost_hours_total, overtime, cost_yes_no, N_("Overtime")),
    FIELD(cost_hours_total, rows, i, 0, 0, N_("Rows")), FIELD(cost_hours_total, repeats, i, F_NULL, 0, N_("Rows equal to another one")), FIELD(cost_hours_total, hours, c, 0, 0, N_("Hours")), FIELD(cost_hours_total, pay, c, 0, 0, N_("Pay")) };
const shape COST_HOURS_TOTAL = SHAPE("staff hours of a cost code", cost_hours_total, TOTAL_F);
static const wr_cents HOURS_MOST = 100000000, RATE_MOST = 1000000;   /* a million hours in one row; 10,000 dollars an hour */

/* ---- the first line ---- */
/* Letters alone, small: "Emp. No" is "empno". */
static const char *letters(const char *s, char *buf, size_t n)
{
    size_t k = 0;
    for (; *s && k + 1 < n; s++)
        if (isalpha((unsigned char)*s)) buf[k++] = (char)tolower((unsigned char)*s);
    buf[k] = 0;
    return buf;
}

bool cost_column_of_person(const char *name)
{
    static const char *const WORDS_OF[] = { "name", "employee", "empno", "empid", "person", "officer", "worker", "badge", "serial", "payrollid", "ssn", "social", "birth", "mail", "phone", "address", "nombre", "apellido",
        "emplead", "placa", NULL };
    char buf[64];
    letters(name, buf, sizeof buf);
    for (size_t i = 0; WORDS_OF[i]; i++)
        if (strstr(buf, WORDS_OF[i])) return true;
    return str_eq(buf, "id") || str_eq(buf, "emp") || str_eq(buf, "first") || str_eq(buf, "last");
}

static const field *column_of(const char *name)
{
    for (size_t i = 0; i < HOUR_COLUMNS; i++)
        if (str_eq(HOUR_F[i].name, name)) return &HOUR_F[i];
    return NULL;
}

static wr_rc head_of(const csv_cell *head, size_t n, arena *a)
{
    for (size_t i = 0; i < n; i++) {
        const char *name = str_begin(a, head[i].text, CELL_SAID);
        if (cost_column_of_person(name)) return wr_fail(arena_err(a), WR_E_INPUT, "table", N_("The column “{name}” looks as if it named a person. Staff hours hold nothing about persons: leave it out."), "name", name);
        if (!column_of(name)) return wr_fail(arena_err(a), WR_E_INPUT, "table", N_("The column “{name}” is not known here. The columns are named above the form."), "name", name);
        for (size_t k = 0; k < i; k++)
            if (str_eq(head[k].text, name)) return wr_fail(arena_err(a), WR_E_INPUT, "table", N_("The column “{name}” stands there twice."), "name", name);
    }
    for (size_t i = 0; i < HOUR_COLUMNS; i++) {
        bool there = false;
        for (size_t k = 0; k < n; k++) there = there || str_eq(head[k].text, HOUR_F[i].name);
        if (!there) return wr_fail(arena_err(a), WR_E_INPUT, "table", N_("The column “{name}” is missing."), "name", HOUR_F[i].name);
    }
    return WR_OK;
}

/* ---- a row ---- */
typedef struct reading { cost_hours_read *out; arena *a; const char *const *known; size_t n_known; wr_day today; } reading;

static void bad(reading *r, size_t line, const char *column, const char *value, const char *text)
{
    if (r->out->n_bad < HOURS_BAD) r->out->bad[r->out->n_bad++] = (cost_bad){ (int64_t)line, column, str_begin(r->a, value, CELL_SAID), text };
}

/* "7.5" and "7" are as good as "7.50". */
static const char *two_places(arena *a, const char *s)
{
    const char *dot = strchr(s, '.');
    return dot && strlen(dot) == 2 ? arena_fmt(a, "%s0", s) : s;
}

/* One that began with a hyphen would come out of a CSV with an apostrophe in front, and not come in again. */
static bool code_ok(const char *s)
{
    bool digit = false;
    if (!isalnum((unsigned char)*s)) return false;
    for (; *s; s++) {
        if (!isalnum((unsigned char)*s) && *s != '-' && *s != '.') return false;
        digit = digit || isdigit((unsigned char)*s);
    }
    return digit;
}

static const char *cell_wrong(const reading *r, const field *f, const cost_hour *x, const char *text)
{
    if (str_eq(f->name, "date")) return wr_day_cmp(x->date, r->today) > 0 || x->date.y < 2000 ? N_("This day is still to come, or before 2000.") : NULL;
    if (str_eq(f->name, "hours")) return x->hours <= 0 || x->hours > HOURS_MOST ? N_("Hours are more than none and at most a million.") : NULL;
    if (str_eq(f->name, "hourly_rate")) return x->hourly_rate <= 0 || x->hourly_rate > RATE_MOST ? N_("A rate is more than nothing and at most 10,000 dollars an hour.") : NULL;
    if (str_eq(f->name, "cost_code")) return code_ok(text) ? NULL : N_("A cost code begins with a letter or a digit, is letters, digits, hyphens and dots, and has a digit.");
    if (!str_eq(f->name, "department") || !r->known) return NULL;
    for (size_t i = 0; i < r->n_known; i++)
        if (str_eq(r->known[i], text)) return NULL;
    return N_("No department has this acronym.");
}

static void row_of(reading *r, const csv_cell *head, size_t n_head, const csv_cell *cell, size_t n, size_t line)
{
    cost_hour x = { 0 };
    bool right = true;
    if (n != n_head) {
        bad(r, line, "", "", N_("It has another number of cells than the first line."));
        return;
    }
    for (size_t i = 0; i < n; i++) {
        const field *f = column_of(head[i].text);
        const char *text = str_trim(r->a, cell[i].text), *wrong;
        if (f->type == 'c') text = two_places(r->a, text);
        if (!*text) wrong = N_("Nothing stands here.");
        else if (f->type == 't' && strlen(text) > f->max) wrong = N_("This is too long.");
        else wrong = shape_set(f, &x, text, r->a);
        if (!wrong) wrong = cell_wrong(r, f, &x, text);
        if (wrong) bad(r, line, f->name, text, wrong);
        right = right && !wrong;
    }
    if (right) r->out->rows[r->out->n++] = x;
}

static wr_rc rows_of(csv *c, reading *r)
{
    csv_cell *head, *cell;
    size_t n_head, n, seen = 0;
    TRY(csv_next(c, r->a, &head, &n_head));
    if (!n_head) return wr_fail(arena_err(r->a), WR_E_INPUT, "table", N_("The table is empty."));
    TRY(head_of(head, n_head, r->a));
    while (true) {
        wr_rc rc = csv_next(c, r->a, &cell, &n);
        if (rc == WR_E_INPUT) {      /* what follows cannot be told apart any more */
            bad(r, c->line, "", "", N_("This line is no CSV: look at its quotes. Nothing behind it was read."));
            *arena_err(r->a) = (wr_err){ 0 };
            return WR_OK;
        }
        TRY(rc);
        if (!n) return seen ? WR_OK : wr_fail(arena_err(r->a), WR_E_INPUT, "table", N_("The table has no line under its names."));
        if (++seen > HOURS_ROWS) return wr_fail(arena_err(r->a), WR_E_INPUT, "table", N_("At most 1,000 lines at once."));
        row_of(r, head, n_head, cell, n, c->line);
    }
}

wr_rc cost_hours_of(const char *text, const char *const *known, size_t n_known, wr_day today, arena *a, cost_hours_read *ret)
{
    cost_hours_read out = { .rows = arena_array(a, cost_hour, HOURS_ROWS), .bad = arena_array(a, cost_bad, HOURS_BAD) };
    reading r = { &out, a, known, n_known, today };
    const char *whole = csv_typed(a, text);
    size_t n = strlen(whole);
    FILE *f = n ? fmemopen((void *)(uintptr_t)whole, n, "r") : NULL;
    csv c;
    wr_rc rc;
    if (!n) return wr_fail(arena_err(a), WR_E_INPUT, "table", N_("The table is empty."));
    if (!f) return wr_fail(arena_err(a), WR_E_IO, NULL, N_("Out of memory."));
    c = csv_of(f, "table");
    rc = rows_of(&c, &r);
    fclose(f);
    if (rc == WR_OK) *ret = out;
    return rc;
}

/* ---- sums ---- */
static int of_total(const cost_hour *p, const cost_hour *q)
{
    int c = strcmp(p->cost_code, q->cost_code);
    if (!c) c = p->tag - q->tag;
    return c ? c : q->overtime - p->overtime;
}

static int by_row(const void *x, const void *y)
{
    const cost_hour *p = x, *q = y;
    int c = of_total(p, q);
    if (!c) c = wr_day_cmp(p->date, q->date);
    if (!c) c = strcmp(p->department, q->department);
    if (!c) c = (p->hours > q->hours) - (p->hours < q->hours);
    return c ? c : (p->hourly_rate > q->hourly_rate) - (p->hourly_rate < q->hourly_rate);
}

/* Two people may have worked the same hours, and one row may have come twice: equal rows are summed, and it is said how many they are. */
void cost_hours_sum(cost_hour *x, size_t n, arena *a, cost_hours_total **ret, size_t *ret_n)
{
    size_t k = 0;
    qsort(x, n, sizeof *x, by_row);
    for (size_t i = 0; i < n; i++) k += !i || of_total(&x[i - 1], &x[i]);
    *ret = arena_array(a, cost_hours_total, k + 1);
    *ret_n = k;
    k = 0;
    for (size_t i = 0; i < n; i++) {
        cost_hours_total *t;
        if (!i || of_total(&x[i - 1], &x[i])) (*ret)[k++] = (cost_hours_total){ .cost_code = x[i].cost_code, .tag = x[i].tag, .overtime = x[i].overtime };
        t = &(*ret)[k - 1];
        t->rows++;
        t->repeats += i && !by_row(&x[i - 1], &x[i]);
        t->hours += x[i].hours;
        t->pay += (x[i].hours * x[i].hourly_rate + 50) / 100;      /* at most 10^12: HOURS_MOST, RATE_MOST */
    }
}

const char *cost_hours_csv(const cost_hour *x, size_t n, arena *a)
{
    strbuf b = sb_new(a, 64 * n + 100);
    shape_csv_head(&COST_HOUR, &b);
    for (size_t i = 0; i < n; i++) shape_to_csv(&COST_HOUR, &x[i], &b);
    return b.p;
}
