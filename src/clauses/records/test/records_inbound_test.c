/* records_inbound_test.c -- requests that the city receives: steps in, a state out; every public vector of its clock, through the rows that
 * a request stores; what the search of a text finds before anything leaves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "canary.h"
#include "day.h"
#include "i18n.h"
#include "line_city.h"
#include "records_inbound_own.h"
#include "seal_column.h"

static const records_law LAW = { .id = "", .ref = "x", .title = "", .citation = "", .receipt = "", .tracking = "", .answer = "answer", .extended = "extended", .expedite = "", .appeal = "",
    .appeal_answer = "", .suit = "" };
static const char NAME[] = "Quillan Featherstone";

static wr_day day(const char *text)
{
    wr_day d = { 0 };
    assert_true(day_parse(text, &d));
    return d;
}

/* ---- pure ---- */
static inbound_step step(int64_t n, const char *on, int kind)
{
    static char ids[60][8];
    snprintf(ids[n], sizeof ids[n], "s%d", (int)n);
    return (inbound_step){ .id = ids[n], .about = "", .n = n, .day = day(on), .kind = kind, .office = "", .text = "", .reasons = "", .of_step = "" };
}

static inbound_replayed replay(const inbound_step *s, size_t n, arena *a)
{
    inbound_terms t = { .law = &LAW, .received = day("2026-02-10") };
    inbound_replayed r;
    records_inbound_replay(&t, s, n, a, &r);
    return r;
}

static const records_spec *date_of(const inbound_replayed *r, int kind, const char *evidence)
{
    for (size_t i = 0; i < r->n_dates; i++)
        if (r->dates[i].kind == kind && (!evidence || str_eq(r->dates[i].evidence, evidence))) return &r->dates[i];
    return NULL;
}

static void steps_move_the_state(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    inbound_step s[12];
    size_t n = 0;
    (void)state;
    assert_int_equal(replay(s, 0, a).state.state, INBOUND_RECEIVED);
    s[n] = step(1, "2026-02-11", STEP_CALL), s[n].until = day("2026-02-16"), s[n++].office = "DEPT";
    assert_int_equal(replay(s, n, a).state.state, INBOUND_IN_PROCESS);
    assert_int_equal(replay(s, n, a).state.calls, 1);
    s[n] = step(2, "2026-02-14", STEP_CALL_ANSWERED), s[n++].of_step = "s1";
    assert_int_equal(replay(s, n, a).state.calls, 0);
    s[n] = step(3, "2026-02-18", STEP_DETERMINED), s[n].outcome = OUTCOME_PART, s[n].reasons = "p", s[n].office = "Rita", s[n++].until = day("2026-03-02");
    s[n] = step(4, "2026-02-18", STEP_BATCH), s[n++].until = day("2026-03-20");
    assert_int_equal(replay(s, n, a).state.state, INBOUND_DETERMINED);
    assert_int_equal(replay(s, n, a).state.promised, 2);
    s[n] = step(5, "2026-03-01", STEP_RELEASED), s[n++].of_step = "s3";
    assert_int_equal(replay(s, n, a).state.state, INBOUND_PRODUCING);
    s[n] = step(6, "2026-03-02", STEP_CLOSED), s[n].reasons = "c";
    assert_string_equal(replay(s, n + 1, a).wrong.field, "reason");               /* a batch is still promised */
    s[n] = step(6, "2026-03-19", STEP_RELEASED), s[n++].of_step = "s4";
    s[n] = step(7, "2026-03-20", STEP_CLOSED);
    assert_string_equal(replay(s, n + 1, a).wrong.field, "reason");               /* and without a reason it stays open */
    s[n++].reasons = "c";
    inbound_replayed r = replay(s, n, a);
    assert_null(r.wrong.text);
    assert_int_equal(r.state.state, INBOUND_CLOSED);
    s[n] = step(8, "2026-03-21", STEP_NOTE);
    assert_null(replay(s, n + 1, a).wrong.text);
    s[n] = step(8, "2026-03-21", STEP_ASSISTED);
    assert_string_equal(replay(s, n + 1, a).wrong.field, "day");
    s[n] = step(8, "2026-03-21", STEP_REOPENED);
    assert_string_equal(replay(s, n + 1, a).wrong.field, "until");
    s[n++].until = day("2026-03-30");
    assert_int_equal(replay(s, n, a).state.state, INBOUND_REOPENED);
    s[n] = step(9, "2026-03-28", STEP_DETERMINED), s[n].outcome = OUTCOME_DENIED, s[n].reasons = "d", s[n++].office = "Rita";
    r = replay(s, n, a);
    assert_int_equal(r.state.outcome, OUTCOME_DENIED);
    assert_int_equal(date_of(&r, DATE_PROMISE, "s8")->state, DATE_MET);
    s[n - 1] = step(9, "2026-03-22", STEP_BATCH), s[n - 1].until = day("2026-03-29");        /* or with what else was found */
    s[n] = step(10, "2026-03-28", STEP_RELEASED), s[n++].of_step = "s9";
    s[n] = step(11, "2026-03-29", STEP_CLOSED), s[n++].reasons = "c";
    r = replay(s, n, a);
    assert_null(r.wrong.text);
    assert_int_equal(r.state.state, INBOUND_CLOSED);
    arena_end(&a);
}

static void each_promised_batch_has_its_own_day(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    inbound_step s[6];
    inbound_replayed r;
    (void)state;
    s[0] = step(1, "2026-02-18", STEP_DETERMINED), s[0].outcome = OUTCOME_ALL, s[0].until = day("2026-03-02");
    s[1] = step(2, "2026-02-18", STEP_BATCH), s[1].until = day("2026-03-20");
    s[2] = step(3, "2026-03-01", STEP_RELEASED), s[2].of_step = "s1";
    r = replay(s, 3, a);
    assert_string_equal(date_of(&r, DATE_PROMISE, "s1")->spec, "until=2026-03-02");
    assert_int_equal(date_of(&r, DATE_PROMISE, "s1")->state, DATE_MET);
    assert_int_equal(wr_day_cmp(date_of(&r, DATE_PROMISE, "s1")->met, day("2026-03-01")), 0);
    assert_string_equal(date_of(&r, DATE_PROMISE, "s2")->spec, "until=2026-03-20");
    assert_int_equal(date_of(&r, DATE_PROMISE, "s2")->state, DATE_RUNNING);
    s[3] = step(4, "2026-03-02", STEP_RELEASED), s[3].of_step = "s1";
    assert_string_equal(replay(s, 4, a).wrong.field, "of_step");                  /* the same one twice */
    arena_end(&a);
}

static void what_a_step_lacks_is_named(void **state)
{
    static const struct { int kind, outcome; const char *reasons, *office, *until, *field; } WRONG[] = {
        { STEP_DETERMINED, OUTCOME_NONE, "r", "Rita", "", "outcome" },  { STEP_DETERMINED, OUTCOME_ALL, "", "", "", "until" },
        { STEP_DETERMINED, OUTCOME_DENIED, "", "Rita", "", "reason" },  { STEP_DETERMINED, OUTCOME_DENIED, "r", "", "", "office" },
        { STEP_DETERMINED, OUTCOME_PART, "r", "", "2026-03-02", "office" }, { STEP_DETERMINED, OUTCOME_NONE_HELD, "", "", "", "reason" },
        { STEP_DETERMINED, OUTCOME_REFERRED, "", "", "", "reason" },    { STEP_EXTENDED, 0, "", "", "", "reason" }, { STEP_CALL, 0, "", "DEPT", "", "until" },
        { STEP_CALL_ANSWERED, 0, "", "", "", "of_step" },               { STEP_BATCH, 0, "", "", "2026-03-02", "day" }, { STEP_RELEASED, 0, "", "", "", "of_step" },
        { STEP_CLOSED, 0, "r", "", "", "day" },                         { STEP_REOPENED, 0, "", "", "2026-03-02", "day" } };
    arena *a = arena_new("test", 1 << 20);
    (void)state;
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++) {
        inbound_step s = step(1, "2026-02-12", WRONG[i].kind);
        inbound_replayed r;
        s.outcome = WRONG[i].outcome;
        s.reasons = WRONG[i].reasons;
        s.office = WRONG[i].office;
        if (*WRONG[i].until) s.until = day(WRONG[i].until);
        r = replay(&s, 1, a);
        if (!r.wrong.text || !str_eq(r.wrong.field, WRONG[i].field)) fail_msg("%zu: %s, not %s", i, r.wrong.text ? r.wrong.field : "nothing", WRONG[i].field);
    }
    inbound_step early = step(1, "2026-02-09", STEP_NOTE);
    assert_string_equal(replay(&early, 1, a).wrong.field, "day");
    arena_end(&a);
}

static void the_search_finds_what_never_leaves(void **state)
{
    static const struct { const char *text; int64_t line; bool hard; } FOUND[] = {
        { "day,hours\nA012-345-678,3\n", 2, true }, { "x\ny\nSSN 123-45-6789", 3, true }, { "day,Badge,hours\n", 1, false }, { "a\nofficer_name\n", 2, false },
        { "Write to a.person@city.example please", 1, false }, { "Call (213) 555-0100.", 1, false }, { "213-555-0100", 1, false }, { "tel 213.555.0100", 1, false },
        { "ATTORNEY-CLIENT\n", 1, false }, { "voucher code;amount", 1, false }, { "one\n\n\nemployee id 7", 4, false } };
    static const char *const CLEAN[] = { "", "day,hours\n2025-06-08,9\n", "2025-07-11 to 2025-08-04", "Request 26-1234, 90012-1234", "price@5", "a @ b.c", "badges of honour", "213-555-01001",
        "case 2013-555-0100x", "$1,213.55" };
    (void)state;
    for (size_t i = 0; i < sizeof FOUND / sizeof *FOUND; i++) {
        inbound_found f = records_inbound_screen(FOUND[i].text);
        if (!f.kind || f.line != FOUND[i].line || f.hard != FOUND[i].hard) fail_msg("%s: %s in line %d", FOUND[i].text, f.kind ? f.kind : "nothing", (int)f.line);
    }
    for (size_t i = 0; i < sizeof CLEAN / sizeof *CLEAN; i++) {
        inbound_found f = records_inbound_screen(CLEAN[i]);
        if (f.kind) fail_msg("%s: %s", CLEAN[i], f.kind);
    }
}

/* ---- through the rows ---- */
static int begin(void **state)
{
    static const uint8_t KEY[SEAL_KEY] = { 7 };
    temp_db *t;
    *state = t = temp_db_open("sqlite", wr_modules);
    line_begin_city(t, wr_modules);
    seal_key_set(KEY);
    return 0;
}

/* One row of the vectors: asked on `start`, with an extension when n is 24; `due` and `proof` come back. */
typedef struct vector { const char *start; int64_t n; char due[DAY_TEXT]; char proof[600]; } vector;

static wr_rc count_one(db_tx *rw, void *with, arena *a)
{
    vector *v = with;
    wr_actor who = line_operator();
    inbound_request q = { .id = id_new(a), .received = day(v->start), .channel = INBOUND_MAIL, .text = "A table.", .lang = "en" };
    inbound_whole w;
    inbound_step s = { .kind = STEP_EXTENDED, .day = day(v->start), .reasons = "ext-volume" };
    records_date *d;
    clock_book *book;
    const char *code;
    size_t n;
    TRY(records_inbound_add(rw, &who, &q, NAME, "", a, &code));
    TRY(records_inbound_whole(rw, &q, a, &w));
    if (v->n == 24) TRY(records_inbound_step_add(rw, &who, &w, &s, a));
    TRY(records_dates_of(rw, q.id, a, &d, &n));
    TRY(clock_book_open(rw, q.received.y, 3, a, &book));
    for (size_t i = 0; i < n; i++)
        if (d[i].kind == (v->n == 24 ? DATE_EXTENDED : DATE_ANSWER)) {
            records_spec spec = { .kind = d[i].kind, .spec = d[i].spec };
            day_put(d[i].due, v->due);
            snprintf(v->proof, sizeof v->proof, "%s", records_inbound_proof(&spec, book, "en", a));
        }
    return WR_OK;
}

static void every_vector_of_the_citys_clock(void **state)
{
    arena *a = arena_new("vectors", 1 << 20);
    FILE *f = fopen("test/data/clock/clock.tsv", "r");
    char line[1024];
    int rows = 0;
    assert_non_null(f);
    now_stop(LINE_T0 + 180 * 86400 * (wr_us)1000000);        /* behind all rows */
    while (fgets(line, sizeof line, f)) {
        char *col[16] = { 0 }, *p = line;
        size_t n = 0;
        vector v = { 0 };
        if (!str_starts(line, "CPR-")) continue;
        line[strcspn(line, "\n")] = 0;
        for (col[n++] = p; (p = strchr(p, '\t')) && n < 16; col[n++] = p) *p++ = 0;
        assert_true(n >= 12);
        v.start = col[2];
        v.n = strtoll(col[3], NULL, 10);
        assert_int_equal(city_db_write(state, count_one, &v, NULL), WR_OK);
        if (str_eq(col[5], "ca-city")) {
            if (!str_eq(v.due, col[9])) fail_msg("%s: %s, not %s", col[0], v.due, col[9]);
            assert_string_not_equal(v.due, col[11]);
            assert_int_equal(!strstr(v.proof, "moves"), str_eq(col[11], "-"));   /* the roll is said when there is one, and only then */
        } else assert_non_null(strstr(v.proof, i18n_day_long(a, "en", day(col[9]))));      /* the day before the roll */
        rows++;
    }
    fclose(f);
    assert_int_equal(rows, 8);
    arena_end(&a);
}

static wr_rc from_tomorrow(db_tx *rw, void *with, arena *a)
{
    wr_actor who = line_operator();
    inbound_request q = { .id = id_new(a), .received = day_add(who.today, 1), .channel = INBOUND_MAIL, .text = "A table.", .lang = "en" };
    const char *code;
    (void)with;
    return records_inbound_add(rw, &who, &q, "", "", a, &code);
}

static void received_is_not_ahead(void **state)
{
    wr_err e = { 0 };
    assert_int_equal(city_db_write(state, from_tomorrow, NULL, &e), WR_E_INPUT);
    assert_string_equal(e.field, "received");
}

static wr_rc entered_later(db_tx *rw, void *with, arena *a)
{
    wr_actor who = line_operator();
    inbound_request q = { .id = id_new(a), .received = day("2026-02-10"), .channel = INBOUND_MAIL, .text = "A table.", .lang = "en" }, back;
    const char *code, *name;
    (void)with;
    TRY(records_inbound_add(rw, &who, &q, NAME, "", a, &code));
    TRY(records_inbound_by(rw, q.number, a, &back));
    assert_int_equal(wr_day_cmp(back.received, day("2026-02-10")), 0);
    assert_int_equal(wr_day_cmp(back.entered, who.today), 0);
    TRY(records_inbound_by_code(rw, code, a, &back));
    assert_string_equal(back.id, q.id);
    assert_int_equal(records_inbound_by_code(rw, "aaaa-bbbb-cccc-dddd", a, &back), WR_E_MISSING);
    TRY(seal_column_open(a, "records_inbound", q.id, "name", q.name, &name));
    assert_string_equal(name, NAME);
    assert_null(memmem(q.name.p, q.name.n, NAME, sizeof NAME - 1));
    assert_null(strstr(q.code_hash, code));
    return WR_OK;
}

static void entered_and_received_are_two_days(void **state)
{
    now_stop(LINE_T0);
    assert_int_equal(city_db_write(state, entered_later, NULL, NULL), WR_OK);
}

/* What two people put on the log and one took off: striking that would put it there again by one. */
static wr_rc listed_again(db_tx *rw, void *with, arena *a)
{
    wr_actor who = line_operator();
    inbound_request q = { .id = id_new(a), .received = day("2026-02-10"), .channel = INBOUND_MAIL, .text = "A table.", .lang = "en" };
    inbound_step on = { .id = id_new(a), .kind = STEP_LISTED, .day = who.today, .text = "Tables" }, off = { .id = id_new(a), .kind = STEP_UNLISTED, .day = who.today };
    inbound_whole w;
    const char *code;
    (void)with;
    TRY(records_inbound_add(rw, &who, &q, "", "", a, &code));
    TRY(records_inbound_whole(rw, &q, a, &w));
    TRY(records_inbound_step_add(rw, &who, &w, &on, a));
    TRY(records_inbound_step_add(rw, &who, &w, &off, a));
    TRY(records_inbound_whole(rw, &q, a, &w));
    return records_inbound_strike(rw, &who, &w, off.id, "A slip.", a);
}

static void one_person_puts_nothing_back_on_the_log(void **state)
{
    wr_err e = { 0 };
    now_stop(LINE_T0);
    assert_int_equal(city_db_write(state, listed_again, NULL, &e), WR_E_RULE);
    assert_string_equal(e.rule, "records.two");
}

static int end(void **state)
{
    temp_db_close(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(steps_move_the_state), cmocka_unit_test(each_promised_batch_has_its_own_day), cmocka_unit_test(what_a_step_lacks_is_named),
        cmocka_unit_test(the_search_finds_what_never_leaves), cmocka_unit_test_setup_teardown(every_vector_of_the_citys_clock, begin, end),
        cmocka_unit_test_setup_teardown(received_is_not_ahead, begin, end), cmocka_unit_test_setup_teardown(entered_and_received_are_two_days, begin, end),
        cmocka_unit_test_setup_teardown(one_person_puts_nothing_back_on_the_log, begin, end) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
