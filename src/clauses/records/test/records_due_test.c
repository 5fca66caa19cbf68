/* records_due_test.c -- long lists come whole: page after page on the screen, at once in what is downloaded. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "line_city.h"
#include "day.h"
#include "records_inbound_own.h"

enum { CASES = 120, OF_EACH = 10, LISTED = 1203 };
static line_who clerk = { .login = "clerk", .role = "records", .human = "" };

static const char *id_of(arena *a, int kind, int n) { return arena_fmt(a, "%016d%016d", kind, n); }

/* Cases with dates, many on one day; and requests of others on the public log. */
static wr_rc many(db_tx *rw, void *with, arena *a)
{
    wr_day day = { 2026, 3, 2 };
    (void)with;
    for (int i = 0; i < CASES; i++) {
        records_case c = { .id = id_of(a, 1, i), .number = 1000 + i, .title = "Many", .law = "foia", .holder = "ICE", .owner = "CLERK", .why = "", .area = "", .first = day, .last = day,
            .expedite_text = "", .contact = "", .opened = day };
        records_line l = { .id = c.id, .number = c.number, .title = c.title, .holder = c.holder, .owner = c.owner, .ball_why = "", .tracking = "", .sort = "9999-12-31" };
        TRY(db_save(rw, &RECORDS_CASE_PUT, &RECORDS_CASE, &c));
        TRY(db_save(rw, &RECORDS_LINE_PUT, &RECORDS_LINE, &l));
        for (int k = 0; k < OF_EACH; k++) {
            records_date d = { .id = id_of(a, 2, i * OF_EACH + k), .about = c.id, .key = arena_fmt(a, "promised:%d", k), .kind = DATE_PROMISE, .state = DATE_RUNNING, .spec = "until=2026-03-02",
                .evidence = "", .rule = "", .calendar = "", .start = day, .due = day_add(day, k / 5), .first = day, .was = day, .reason = "" };
            TRY(db_save(rw, &RECORDS_DATE_PUT, &RECORDS_DATE, &d));
        }
    }
    for (int i = 0; i < LISTED; i++) {
        inbound_line l = { .id = id_of(a, 3, i), .number = 5000 + i, .received = day, .entered = day, .owner = "", .subject = "Tables", .listed = true, .text = "", .sort = "9999-12-31" };
        TRY(db_save(rw, &INBOUND_LINE_PUT, &INBOUND_LINE, &l));
    }
    return WR_OK;
}

static size_t times(const char *text, const char *what)
{
    size_t n = 0;
    for (const char *p = text; (p = strstr(p, what)); p += strlen(what)) n++;
    return n;
}

static const char *text_of(const line_who *w, const char *url, arena *a)
{
    serve_reply r = line_ask(w, "GET", url, NULL, true, a);
    if (r.status != 200) fail_msg("%s: %d", url, r.status);
    return arena_fmt(a, "%.*s", (int)r.body_n, r.body);
}

/* Rows of a page and of all that its links lead to; ret_pages: how many pages those were. */
static size_t rows_of(const line_who *w, const char *url, const char *row, size_t *ret_pages, arena *a)
{
    size_t n = 0;
    for (*ret_pages = 0; url && *ret_pages < 100; ++*ret_pages) {
        const char *page = text_of(w, url, a), *more = strstr(page, ">More</a>"), *href = NULL;
        n += times(page, row);
        for (const char *p = page; more && (p = strstr(p, "<a href=\"")) && p < more; p++) href = p + 9;
        url = href ? arena_fmt(a, "%.*s", (int)strcspn(href, "\""), href) : NULL;
    }
    return n;
}

static void dates_that_are_due_come_whole(void **state)
{
    arena *a = arena_new("test", 256 << 20);
    size_t pages;
    (void)state;
    assert_int_equal(rows_of(&clerk, "/records/due", ": Many</a>", &pages, a), CASES * OF_EACH);
    assert_true(pages > 1);
    assert_int_equal(times(text_of(&clerk, "/records/due.csv", a), ",Many,"), CASES * OF_EACH);
    assert_int_equal(times(text_of(&clerk, "/records/due.json", a), "\"Many\""), CASES * OF_EACH);
    assert_int_equal(times(text_of(&clerk, "/records/due.ics", a), "BEGIN:VEVENT"), CASES * OF_EACH);
    assert_int_equal(times(text_of(&clerk, "/records/due.ics", a), "VCALENDAR"), 2);
    arena_end(&a);
}

static void dates_that_moved_come_whole(void **state)
{
    arena *a = arena_new("test", 256 << 20);
    size_t pages;
    (void)state;
    assert_int_equal(rows_of(&clerk, "/records/moved", ": Many</a>", &pages, a), CASES * OF_EACH);
    assert_true(pages > 1);
    assert_int_equal(times(text_of(&clerk, "/records/moved.csv", a), ",Many,"), CASES * OF_EACH);
    assert_int_equal(times(text_of(&clerk, "/records/moved.json", a), "\"Many\""), CASES * OF_EACH);
    arena_end(&a);
}

static void the_public_log_comes_whole(void **state)
{
    arena *a = arena_new("test", 256 << 20);
    size_t pages;
    (void)state;
    assert_int_equal(rows_of(NULL, "/records/city/log", ">Tables</th>", &pages, a), LISTED);
    assert_true(pages > 1);
    assert_int_equal(times(text_of(NULL, "/records/city/log.csv", a), ",Tables,"), LISTED);
    assert_int_equal(times(text_of(NULL, "/records/city/log.json", a), "\"Tables\""), LISTED);
    arena_end(&a);
}

static int begin(void **state)
{
    temp_db *t;
    wr_err e = { 0 };
    void *s;
    *state = s = t = temp_db_open("sqlite", wr_modules);
    line_begin_city(t, wr_modules);
    if (city_db_write(&s, many, NULL, &e) != WR_OK) fail_msg("rows: %s %s", e.text, e.holes);
    clerk.password = "a long pass phrase of a test";
    if (city_db_write(&s, line_add, &clerk, &e) != WR_OK) fail_msg("account: %s %s", e.text, e.holes);
    line_serve(t);
    return 0;
}

static int end(void **state)
{
    serve_stop(&line_srv);
    temp_db_close(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(dates_that_are_due_come_whole), cmocka_unit_test(dates_that_moved_come_whole), cmocka_unit_test(the_public_log_comes_whole) };
    return cmocka_run_group_tests(tests, begin, end);
}
