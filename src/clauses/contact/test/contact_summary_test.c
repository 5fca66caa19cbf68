/* contact_summary_test.c -- PRV-17 on what is published: seeded random reports, two releases, and an attacker who has the CSV of both and
 * can subtract. Beside it the rules of periods, of the second person, and that a drill is in no number. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "contact_summary_own.h"
#include "csv.h"
#include "day.h"
#include "line_city.h"
#include "suppress.h"

static uint32_t seed;
static int64_t any(int64_t below) { seed = seed * 1664525u + 1013904223u; return (int64_t)(seed >> 8) % below; }
/* Few words are common and many are rare, as in life: that is where small numbers stand. */
static size_t skewed(size_t n) { size_t i = 0; while (i + 1 < n && any(3) != 0) i++; return i; }

/* ---- reports on a database ---- */
static const db_query REPORT = { "test_summary_report", "titdttttux", NULL, "INSERT INTO contact_report (id, number, entry, place, department, body, day, request, mode,"
    " agency, paper, response, area, detained, forced, departs, filed, version, path, outcome, facts, restricted, privileged, transcribed, acknowledged, escalated,"
    " reviewed, counselled, locked, publishable, redaction) VALUES ($1, $2, $1, 'branch', $3, 1, $4, $5, 'in person', $6, $7, $8, 'not said', 0, 0, 0,"
    " $9, 1, '', '', '{}', $10, $10, 0, 0, 0, 0, 0, 0, '', '')" };
static const db_query COUNTED = { "test_summary_counted", "", &DB_ID, "SELECT count(*) FROM contact_summary_counted" };
static const db_query NO_REPORT = { "test_summary_no_report", "", NULL, "DELETE FROM contact_report" }, NO_COUNTED = { "test_summary_no_counted", "", NULL, "DELETE FROM contact_summary_counted" },
    NO_SUMMARY = { "test_summary_no_summary", "", NULL, "DELETE FROM contact_summary" };
static const db_query *const QUERIES[] = { &REPORT, &COUNTED, &NO_REPORT, &NO_COUNTED, &NO_SUMMARY, NULL };
static const wr_module MOD_TEST = { .name = "test", .queries = QUERIES };
static const wr_module *all_modules[40];

static int begin(void **state)
{
    size_t n = 0;
    for (; wr_modules[n]; n++) all_modules[n] = wr_modules[n];
    all_modules[n] = &MOD_TEST;
    temp_db *t = temp_db_open("sqlite", all_modules);
    *state = t;
    line_begin_city(t, all_modules);
    now_stop(LINE_T0 + 200 * 86400 * (wr_us)1000000);          /* September 2026 */
    return 0;
}

typedef struct some { size_t n; wr_day from; int64_t span; int number; } some;

static wr_rc reports_job(db_tx *rw, void *with, arena *a)
{
    const some *s = with;
    city_department *bodies;
    page_choice *agencies, *papers, *did;
    wr_actor who = line_operator();
    size_t n_bodies, n_agencies, n_papers, n_did;
    TRY(city_departments(rw, a, &bodies, &n_bodies));
    TRY(contact_agency_choices(rw, "en", a, &agencies, &n_agencies));
    TRY(contact_guide_choices(rw, &who, SECTION_PAPERS, a, &papers, &n_papers));
    TRY(contact_guide_choices(rw, &who, SECTION_DONE, a, &did, &n_did));
    for (size_t i = 0; i < s->n; i++)
        TRY(db_run(rw, &REPORT, db_t(id_new(a)), db_i(s->number + (int64_t)i), db_t(bodies[skewed(n_bodies)].acronym), db_d(day_add(s->from, any(s->span))),
            db_t(contact_requests[1 + skewed(6)]), db_t(any(5) ? agencies[skewed(n_agencies)].value : ""), db_t(any(4) ? papers[skewed(n_papers)].value : ""),
            db_t(any(4) ? did[skewed(n_did)].value : ""), db_i(who.now), db_x((bytes){ (const uint8_t *)"", 0 })));
    return WR_OK;
}

static void reports(void **state, some s)
{
    wr_err e = { 0 };
    if (city_db_write(state, reports_job, &s, &e) != WR_OK) fail_msg("reports: %s %s", e.text, e.holes);
}

typedef struct release { const char *period; arena *a; contact_summary_made m; const char *csv; int64_t counted_before; } release;

static wr_rc make_job(db_tx *rw, void *with, arena *a)
{
    release *r = with;
    wr_actor who = line_operator();
    contact_name *names;
    contact_cell *cells;
    size_t n, n_names;
    (void)a;
    TRY(contact_summary_make(rw, &who, r->period, r->a, &r->m));
    TRY(contact_summary_open(r->m.row.text, r->a, &names, &n_names, &cells, &n));
    r->csv = contact_summary_csv(cells, n, names, n_names, r->a);
    return db_save(rw, &CONTACT_SUMMARY_WAITING_PUT, &CONTACT_SUMMARY_WAITING, &r->m.row);
}

static wr_rc confirm_job(db_tx *rw, void *with, arena *a)
{
    const release *r = with;
    wr_actor who = line_operator();
    return contact_summary_run(rw, &who, &(contact_summary){ .period = r->m.row.period, .sha256 = r->m.row.sha256 }, a);
}

static wr_rc counted_job(db_tx *rw, void *with, arena *a)
{
    db_id n;
    TRY(db_one_(rw, &COUNTED, a, sizeof n, &n, NULL, 0));
    *(int64_t *)with = n.id;
    return WR_OK;
}

static wr_rc empty_job(db_tx *rw, void *with, arena *a)
{
    (void)with; (void)a;
    TRY(db_run_(rw, &NO_REPORT, NULL, NULL, 0));
    TRY(db_run_(rw, &NO_COUNTED, NULL, NULL, 0));
    return db_run_(rw, &NO_SUMMARY, NULL, NULL, 0);
}

static release published(void **state, const char *period)
{
    release r = { .period = period, .a = arena_new("release", 64 << 20) };
    wr_err e = { 0 };
    if (city_db_write(state, make_job, &r, &e) != WR_OK) fail_msg("%s: %s", period, e.text);
    if (city_db_write(state, confirm_job, &r, &e) != WR_OK) fail_msg("%s: %s", period, e.text);
    return r;
}

/* ---- what the public has: lines of CSV ---- */
typedef struct line { const char *by, *value, *and_by, *and_value, *reports; } line;
typedef struct lines { line *at; size_t n; } lines;

static lines read_csv(const char *text, arena *a)
{
    FILE *f = fmemopen((void *)(uintptr_t)text, strlen(text), "rb");
    csv c = csv_of(f, "release.csv");
    csv_cell *cells;
    lines l = { arena_array(a, line, strlen(text) / 10 + 1), 0 };
    size_t n;
    assert_non_null(f);
    assert_int_equal(csv_next(&c, a, &cells, &n), WR_OK);
    assert_int_equal(n, 7);
    while (csv_next(&c, a, &cells, &n) == WR_OK && n)
        l.at[l.n++] = (line){ cells[0].text, cells[1].text, cells[3].text, cells[4].text, cells[6].text };
    fclose(f);
    return l;
}

static int64_t number_of(const char *reports)
{
    int64_t n;
    return str_int(reports, &n) ? n : -1;
}

static const line *find(const lines *l, const char *by, const char *value, const char *and_by, const char *and_value)
{
    for (size_t i = 0; i < l->n; i++)
        if (str_eq(l->at[i].by, by) && str_eq(l->at[i].value, value) && str_eq(l->at[i].and_by, and_by) && str_eq(l->at[i].and_value, and_value)) return &l->at[i];
    return NULL;
}

/* One table of the CSV as its reader sees it: words of its axes, and each cell, margins and total too. v: -1 is hidden. */
typedef struct seen { size_t x, y; int64_t *v, *truth; } seen;
static int64_t *at(const seen *s, int64_t *of, size_t i, size_t k) { return &of[i * (s->y + 1) + k]; }

static size_t words_of(const lines *l, const char *by, const char **ret)
{
    size_t n = 0;
    for (size_t i = 0; i < l->n; i++)
        if (str_eq(l->at[i].by, by) && !*l->at[i].and_by) ret[n++] = l->at[i].value;
    return n;
}

static int64_t behind(const release *r, const line *l)
{
    for (size_t i = 0; i < r->m.n_cells; i++) {
        const contact_cell *c = &r->m.cells[i];
        if (str_eq(c->by, l->by) && str_eq(c->value, l->value) && str_eq(c->and_by, l->and_by) && str_eq(c->and_value, l->and_value)) return r->m.counts[i];
    }
    fail_msg("%s %s is in no table", l->by, l->value);
    return 0;
}

static void take(const release *r, seen *s, size_t i, size_t k, const line *l)
{
    assert_non_null(l);
    *at(s, s->v, i, k) = number_of(l->reports);
    *at(s, s->truth, i, k) = behind(r, l);
    assert_true(str_eq(l->reports, CONTACT_HIDDEN) == (number_of(l->reports) < 0));        /* one mark for all that is hidden */
}

/* and_by "": a simple table. */
static seen table_of(const release *r, const lines *l, const char *by, const char *and_by)
{
    const char *x[200], *y[200];
    seen s = { words_of(l, by, x), *and_by ? words_of(l, and_by, y) : 0, NULL, NULL };
    s.v = arena_array(r->a, int64_t, (s.x + 1) * (s.y + 1));
    s.truth = arena_array(r->a, int64_t, (s.x + 1) * (s.y + 1));
    take(r, &s, s.x, s.y, find(l, CONTACT_ALL_REPORTS, "", "", ""));
    for (size_t i = 0; i < s.x; i++) {
        take(r, &s, i, s.y, find(l, by, x[i], "", ""));
        for (size_t k = 0; k < s.y; k++) take(r, &s, i, k, find(l, by, x[i], and_by, y[k]));
    }
    for (size_t k = 0; k < s.y; k++) take(r, &s, s.x, k, find(l, and_by, y[k], "", ""));
    return s;
}

/* The proof functions of suppress.h, on the pattern that the CSV shows. Returns how many cells are hidden. */
static size_t proved(const release *r, const seen *s)
{
    size_t codes[2] = { s->x, s->y ? s->y : 1 }, hidden = 0;
    suppress *p = suppress_new(r->a, s->y ? 2 : 1, codes, 10);
    int bad[2];
    for (size_t i = 0; i < s->x; i++)
        for (size_t k = 0; k < codes[1]; k++) suppress_add(p, (int[]){ (int)i, (int)k }, *at(s, s->truth, i, k));
    assert_true(suppress_run(p));
    assert_true(suppress_safe(p, bad));
    for (size_t i = 0; i <= s->x; i++)
        for (size_t k = 0; k <= s->y; k++) {
            int code[2] = { i == s->x ? SUPPRESS_ALL : (int)i, k == s->y ? SUPPRESS_ALL : (int)k };
            const int64_t *up, *down;
            size_t cell = suppress_cell(p, code);
            int64_t shown = *at(s, s->v, i, k);
            assert_true(shown <= 0 || shown > 10);
            assert_true(shown < 0 || shown == *at(s, s->truth, i, k));
            if (shown >= 0) continue;
            hidden++;
            up = suppress_witness(p, code, true, r->a);
            down = suppress_witness(p, code, false, r->a);
            assert_non_null(up);
            assert_non_null(down);
            assert_true(up[cell] - down[cell] >= 9);
            for (size_t j = 0; j <= s->x; j++)                   /* both are tables that show the same CSV */
                for (size_t m = 0; m <= s->y; m++) {
                    int64_t v = *at(s, s->v, j, m);
                    size_t c = suppress_cell(p, (int[]){ j == s->x ? SUPPRESS_ALL : (int)j, m == s->y ? SUPPRESS_ALL : (int)m });
                    assert_true(v < 0 || (up[c] == v && down[c] == v));
                }
        }
    return hidden;
}

static bool crossed(const lines *l, const char *by) { for (size_t i = 0; i < l->n; i++) if (str_eq(l->at[i].by, by) && *l->at[i].and_by) return true; return false; }
static bool withheld(const lines *l, const char *by) { const line *w = find(l, by, "", "", ""); return w && str_eq(w->reports, CONTACT_WITHHELD); }

static size_t safe(const release *r, const lines *l)
{
    static const struct { const char *by, *and_by; } TABLES[] = { { "department", "request" }, { "agency", "response" }, { "paper", "" }, { "days", "" } };
    size_t hidden = 0;
    if (l->n == 1) return 0;                                     /* nil, or too few */
    for (size_t i = 0; i < sizeof TABLES / sizeof *TABLES; i++) {
        const char *by = TABLES[i].by, *and_by = TABLES[i].and_by;
        seen s;
        if (*and_by && crossed(l, by)) { s = table_of(r, l, by, and_by); hidden += proved(r, &s); continue; }
        if (!withheld(l, by)) { s = table_of(r, l, by, ""); hidden += proved(r, &s); }
        if (*and_by && !withheld(l, and_by)) { s = table_of(r, l, and_by, ""); hidden += proved(r, &s); }
    }
    return hidden;
}

/* Two releases: what subtraction of numbers of the same words gives, where it is a count of reports that somebody would look for. */
static size_t small_differences(const lines *one, const lines *two)
{
    size_t n = 0;
    for (size_t i = 0; i < one->n; i++) {
        const line *l = &one->at[i], *other = find(two, l->by, l->value, l->and_by, l->and_value);
        int64_t was = number_of(l->reports), is = other ? number_of(other->reports) : -1;
        n += was >= 0 && is > was && is - was <= 10;
    }
    return n;
}

static void hundreds_of_random_reports_give_no_small_number_away(void **state)
{
    size_t hidden = 0, tables = 0, halves = 0;
    for (seed = 1; tables < 100; tables++) {
        release r;
        lines l;
        reports(state, (some){ (size_t)any(tables % 4 == 0 ? 30 : 700), { 2026, 1, 1 }, 90, 1 });
        r = published(state, "2026-Q1");
        l = read_csv(r.csv, r.a);
        hidden += safe(&r, &l);
        halves += l.n > 1 && !crossed(&l, "department");
        arena_end(&r.a);
        assert_int_equal(WR_OK, city_db_write(state, empty_job, NULL, NULL));
    }
    assert_true(hidden > 100);                                   /* there was something to hide */
    assert_true(halves > 0);                                     /* and tables that had to come apart */
}

/* A report of the first quarter that comes late is in the second release alone; what both say together is about reports that differ. */
static void two_releases_have_no_report_in_common(void **state)
{
    release one, two, all;
    lines l1, l2, l;
    int64_t counted;
    seed = 5;
    reports(state, (some){ 300, { 2026, 1, 1 }, 90, 1 });
    one = published(state, "2026-Q1");
    reports(state, (some){ 40, { 2026, 1, 1 }, 90, 1000 });      /* late */
    reports(state, (some){ 250, { 2026, 4, 1 }, 91, 2000 });
    two = published(state, "2026-Q2");
    l1 = read_csv(one.csv, one.a);
    l2 = read_csv(two.csv, two.a);
    assert_true(safe(&one, &l1) > 0 && safe(&two, &l2) > 0);
    assert_string_equal("300", l1.at[0].reports);
    assert_string_equal("290", l2.at[0].reports);
    assert_string_equal("40", find(&l2, "days", "of earlier days", "", "")->reports);
    assert_int_equal(city_db_write(state, counted_job, &counted, NULL), WR_OK);
    assert_int_equal(590, counted);
    /* The control: had the second release counted the first quarter anew, its difference would be the late reports, word for word. */
    all = (release){ .a = one.a, .m = one.m };
    all.m.cells = arena_array(one.a, contact_cell, one.m.n_cells);
    for (size_t i = 0; i < one.m.n_cells; i++) {
        all.m.cells[i] = one.m.cells[i];
        if (number_of(one.m.cells[i].reports) > 10 && i > 0) all.m.cells[i].reports = arena_fmt(one.a, "%lld", (long long)(one.m.counts[i] + 3));
    }
    all.csv = contact_summary_csv(all.m.cells, all.m.n_cells, NULL, 0, one.a);
    l = read_csv(all.csv, one.a);
    assert_true(small_differences(&l1, &l) > 0);
    arena_end(&one.a);
    arena_end(&two.a);
}

static void few_and_none_say_no_more_than_that(void **state)
{
    release nil = published(state, "2026-Q1"), few;
    lines l = read_csv(nil.csv, nil.a);
    assert_int_equal(1, l.n);
    assert_string_equal("0", l.at[0].reports);
    seed = 9;
    reports(state, (some){ 10, { 2026, 4, 1 }, 91, 1 });
    few = published(state, "2026-Q2");
    l = read_csv(few.csv, few.a);
    assert_int_equal(1, l.n);
    assert_string_equal(CONTACT_HIDDEN, l.at[0].reports);
    assert_null(strstr(few.m.row.text, "\"10\""));
    arena_end(&nil.a);
    arena_end(&few.a);
}

static wr_rc refused(void **state, const char *period)
{
    release r = { .period = period, .a = arena_new("release", 64 << 20) };
    wr_rc rc = city_db_write(state, make_job, &r, NULL);
    arena_end(&r.a);
    return rc;
}

static void periods_go_forward_and_never_overlap(void **state)
{
    release r;
    assert_int_equal(WR_E_RULE, refused(state, "2026-Q3"));      /* it runs */
    assert_int_equal(WR_E_MISSING, refused(state, "2026-01"));   /* this city counts quarters */
    assert_int_equal(WR_E_MISSING, refused(state, "2026-Q5"));
    r = published(state, "2026-Q2");
    assert_int_equal(WR_E_RULE, refused(state, "2026-Q2"));
    assert_int_equal(WR_E_RULE, refused(state, "2026-Q1"));
    arena_end(&r.a);
}

static void what_was_confirmed_is_what_was_made(void **state)
{
    release r = { .period = "2026-Q2", .a = arena_new("release", 64 << 20) };
    seed = 3;
    reports(state, (some){ 30, { 2026, 4, 1 }, 91, 1 });
    assert_int_equal(WR_OK, city_db_write(state, make_job, &r, NULL));
    reports(state, (some){ 1, { 2026, 4, 1 }, 91, 100 });        /* by its clock it came before */
    assert_int_equal(WR_E_CONFLICT, city_db_write(state, confirm_job, &r, NULL));
    assert_int_equal(WR_OK, city_db_write(state, make_job, &r, NULL));
    r.m.row.sha256 = "another";
    assert_int_equal(WR_E_CONFLICT, city_db_write(state, confirm_job, &r, NULL));
    arena_end(&r.a);
}

static void periods_are_read(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    contact_period p;
    (void)state;
    assert_true(contact_period_read("2026-Q1", 3, a, &p));
    assert_string_equal("2026-03-31", day_text(a, p.last));
    assert_true(contact_period_read("2025-Q4", 3, a, &p));
    assert_string_equal("2025-12-31", day_text(a, p.last));
    assert_true(contact_period_read("2028-02", 1, a, &p));
    assert_string_equal("2028-02-29", day_text(a, p.last));
    assert_false(contact_period_read("2026-Q1", 1, a, &p) || contact_period_read("2026-13", 1, a, &p) || contact_period_read("2026-Q0", 3, a, &p)
        || contact_period_read("2026-01-", 1, a, &p) || contact_period_read("", 3, a, &p) || contact_period_read("abcd-Q1", 3, a, &p));
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(hundreds_of_random_reports_give_no_small_number_away, begin, city_db_close),
        cmocka_unit_test_setup_teardown(two_releases_have_no_report_in_common, begin, city_db_close),
        cmocka_unit_test_setup_teardown(few_and_none_say_no_more_than_that, begin, city_db_close),
        cmocka_unit_test_setup_teardown(periods_go_forward_and_never_overlap, begin, city_db_close),
        cmocka_unit_test_setup_teardown(what_was_confirmed_is_what_was_made, begin, city_db_close),
        cmocka_unit_test(periods_are_read),
    };
    return cmocka_run_group_tests_name("contact summary", tests, NULL, NULL);
}
