/* records_replay_test.c -- entries in, a state out; and the dates that follow, held to the public vectors. Without a database. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include "day.h"
#include "now.h"
#include "records_own.h"

static const records_law FOIA = { .id = "", .ref = "foia", .title = "", .citation = "", .receipt = "foia.receipt", .tracking = "foia.tracking", .answer = "foia.answer",
    .extended = "foia.extension", .expedite = "foia.expedite", .appeal = "foia.appeal", .appeal_answer = "foia.appeal_answer", .suit = "foia.suit" };
static const records_terms TERMS = { .law = &FOIA, .expedite = true, .appeal = "", .asks = 2 };

static wr_day day(const char *text)
{
    wr_day d = { 0 };
    assert_true(day_parse(text, &d));
    return d;
}

static records_entry entry(int64_t n, const char *on, int kind)
{
    static char ids[100][12];
    snprintf(ids[n], sizeof ids[n], "e%d", (int)n);
    return (records_entry){ .id = ids[n], .about = "", .n = n, .day = day(on), .kind = kind, .office = "", .text = "", .tracking = "", .component = "", .scope = "", .because = "", .appeal = "",
        .reasons = "", .pages = "", .other = "", .struck = "" };
}

/* Approved, sent by portal, received by the right component. */
static size_t begun(records_entry *e, const char *sent, const char *received)
{
    e[0] = entry(1, sent, ENTRY_APPROVED);
    e[1] = entry(2, sent, ENTRY_SENT);
    e[1].channel = CHANNEL_PORTAL;
    e[2] = entry(3, received, ENTRY_RECEIPT);
    e[2].right_one = true;
    return 3;
}

static const records_spec *date_of(const records_replayed *r, int kind)
{
    for (size_t i = 0; i < r->n_dates; i++)
        if (r->dates[i].kind == kind) return &r->dates[i];
    return NULL;
}

static void entries_move_the_six_fields(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    records_replayed r;
    records_entry e[12];
    size_t n = begun(e, "2025-07-14", "2025-07-14");
    (void)state;
    records_replay(&TERMS, e, 0, a, &r);
    assert_int_equal(r.state.delivery, DELIVERY_DRAFT);
    assert_int_equal(r.state.ball, BALL_US);
    assert_int_equal(r.n_dates, 0);                                     /* a draft is never overdue */
    records_replay(&TERMS, e, 2, a, &r);
    assert_int_equal(r.state.delivery, DELIVERY_PORTAL);
    assert_int_equal(r.state.ball, BALL_AGENCY);
    assert_int_equal(r.state.clock, TIME_NOT_STARTED);
    assert_int_equal(r.n_dates, 0);                                     /* no evidence of receipt, no date */
    records_replay(&TERMS, e, n, a, &r);
    assert_int_equal(r.state.delivery, DELIVERY_DELIVERED);
    assert_int_equal(r.state.clock, TIME_RUNNING);
    e[n++] = entry(4, "2025-07-24", ENTRY_CLARIFY_ASKED);
    records_replay(&TERMS, e, n, a, &r);
    assert_int_equal(r.state.clock, TIME_PAUSED);
    assert_string_equal(r.state.ball_why, "clarify");
    e[n++] = entry(5, "2025-08-05", ENTRY_ANSWERED);
    e[n] = entry(6, "2025-08-20", ENTRY_DETERMINED);
    e[n].scope = "We release part.", e[n].because = "Exemption 6.", e[n].appeal = "You may appeal.";
    n++;
    records_replay(&TERMS, e, n, a, &r);
    assert_null(r.wrong.text);
    assert_int_equal(r.state.clock, TIME_STOPPED);
    assert_string_equal(r.state.ball_why, "review");
    e[n++] = entry(7, "2025-09-01", ENTRY_APPEALED);
    records_replay(&TERMS, e, n, a, &r);
    assert_int_equal(r.state.level, LEVEL_APPEAL);
    e[n++] = entry(8, "2025-09-20", ENTRY_REMANDED);
    records_replay(&TERMS, e, n, a, &r);
    assert_int_equal(r.state.level, LEVEL_REQUEST);
    assert_int_equal(r.state.clock, TIME_RUNNING);
    arena_end(&a);
}

static void a_determination_needs_three_parts(void **state)
{
    static const char *const FIELDS[] = { "scope", "because", "appeal" };
    arena *a = arena_new("test", 1 << 20);
    records_replayed r;
    records_entry e[5];
    size_t n = begun(e, "2025-07-14", "2025-07-15");
    (void)state;
    for (int i = 0; i < 3; i++) {
        e[n] = entry(4, "2025-08-01", ENTRY_DETERMINED);
        e[n].scope = i == 0 ? "" : "s";
        e[n].because = i == 1 ? "" : "b";
        e[n].appeal = i == 2 ? "" : "a";
        records_replay(&TERMS, e, n + 1, a, &r);
        assert_non_null(r.wrong.text);
        assert_string_equal(r.wrong.field, FIELDS[i]);
    }
    e[n].appeal = "a";
    records_replay(&TERMS, e, n + 1, a, &r);
    assert_null(r.wrong.text);
    arena_end(&a);
}

/* One wrong order each: the field is named, and nothing that came before is lost. */
static void days_out_of_order_are_refused(void **state)
{
    static const struct { int kind; const char *on, *field; } WRONG[] = { { ENTRY_RECEIPT, "2025-07-01", "day" }, { ENTRY_DETERMINED, "2025-07-14", "day" }, { ENTRY_APPEALED, "2025-07-20", "day" },
        { ENTRY_ANSWERED, "2025-07-20", "kind" }, { ENTRY_SUIT_ENDED, "2025-07-20", "day" }, { ENTRY_MEDIATION_ENDED, "2025-07-20", "day" }, { ENTRY_REOPENED, "2025-07-20", "kind" },
        { ENTRY_APPROVED, "2025-07-20", "day" }, { ENTRY_CLOSED, "2025-07-20", "ask" } };
    arena *a = arena_new("test", 1 << 20);
    (void)state;
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++) {
        records_entry e[5];
        records_replayed r;
        size_t n = begun(e, "2025-07-14", "2025-07-15");
        e[n] = entry(9, WRONG[i].on, WRONG[i].kind);
        e[n].scope = e[n].because = e[n].appeal = "x";
        records_replay(&TERMS, e, n + 1, a, &r);
        assert_non_null(r.wrong.text);
        assert_string_equal(r.wrong.field, WRONG[i].field);
        assert_ptr_equal(r.wrong.entry, &e[n]);
    }
    arena_end(&a);
}

static void a_case_with_open_asks_stays_open(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    records_replayed r;
    records_entry e[8];
    size_t n = begun(e, "2025-07-14", "2025-07-15");
    (void)state;
    for (int k = 1; k <= 2; k++) {
        e[n] = entry(3 + k, "2025-08-01", ENTRY_OUTCOME);
        e[n].ask = k;
        e[n].answer = k == 1 ? ANSWER_FULL : ANSWER_REFUSED;
        e[n].reasons = k == 1 ? "" : "b6 b7C";
        n++;
        e[n] = entry(9, "2025-08-02", ENTRY_CLOSED);
        records_replay(&TERMS, e, n + 1, a, &r);
        assert_true(!r.wrong.text == (k == 2));
    }
    assert_true(r.state.closed);
    assert_int_equal(r.state.ball, BALL_NOBODY);
    assert_string_equal(r.asked[1].reasons, "b6 b7C");
    arena_end(&a);
}

/* Entries that come in any order of adding give the same state: the days decide. Struck ones do not count. */
static void the_order_of_adding_does_not_matter(void **state)
{
    arena *a = arena_new("test", 4 << 20);
    records_entry e[8];
    records_replayed first, again;
    size_t n = begun(e, "2025-07-14", "2025-07-15");
    (void)state;
    e[n++] = entry(4, "2025-07-24", ENTRY_FEES_ASKED);
    e[n++] = entry(5, "2025-08-05", ENTRY_ANSWERED);
    e[n++] = entry(6, "2025-08-06", ENTRY_EXTENDED);
    records_replay(&TERMS, e, n, a, &first);
    rand_seed(7);
    for (int round = 0; round < 200; round++) {
        for (size_t i = n - 1; i > 0; i--) {
            uint8_t b;
            size_t k = (rand_bytes(&b, 1), b % (i + 1));
            records_entry t = e[i];
            e[i] = e[k];
            e[k] = t;
        }
        records_replay(&TERMS, e, n, a, &again);
        assert_int_equal(again.n_dates, first.n_dates);
        assert_int_equal(again.state.clock, first.state.clock);
        for (size_t i = 0; i < first.n_dates; i++) assert_string_equal(first.dates[i].spec, again.dates[i].spec);
    }
    for (size_t i = 0; i < n; i++)
        if (e[i].kind == ENTRY_EXTENDED) e[i].struck = "a mistake";
    records_replay(&TERMS, e, n, a, &again);
    assert_null(date_of(&again, DATE_EXTENDED));
    arena_end(&a);
}

static void every_case_has_its_dates(void **state)
{
    static const int KINDS[] = { DATE_TRACKING, DATE_ANSWER, DATE_EXPEDITE, DATE_CONSTRUCTIVE, DATE_APPEAL, DATE_SUIT };
    arena *a = arena_new("test", 1 << 20);
    records_entry e[3];
    records_replayed r;
    size_t n = begun(e, "2025-07-14", "2025-07-15");
    (void)state;
    records_replay(&TERMS, e, n, a, &r);
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++) assert_non_null(date_of(&r, KINDS[i]));
    assert_int_equal(date_of(&r, DATE_CONSTRUCTIVE)->state, DATE_EXPECTED);
    assert_int_equal(date_of(&r, DATE_APPEAL)->state, DATE_EXPECTED);
    assert_string_equal(date_of(&r, DATE_ANSWER)->evidence, e[2].id);
    arena_end(&a);
}

/* The clock stands still once for information; a second question for information moves no date, one about fees does. */
static void it_stands_still_once_for_information(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    records_entry e[10];
    records_replayed r;
    size_t n = begun(e, "2025-07-14", "2025-07-14");
    (void)state;
    e[n++] = entry(4, "2025-07-16", ENTRY_CLARIFY_ASKED);
    e[n++] = entry(5, "2025-07-18", ENTRY_ANSWERED);
    e[n++] = entry(6, "2025-07-21", ENTRY_NARROW_ASKED);
    e[n++] = entry(7, "2025-07-23", ENTRY_ANSWERED);
    e[n++] = entry(8, "2025-07-24", ENTRY_FEES_ASKED);
    records_replay(&TERMS, e, n, a, &r);
    assert_string_equal(date_of(&r, DATE_ANSWER)->spec, "first=2025-07-14,foia.receipt,2025-07-14 rule=foia.answer pause=2025-07-16,2025-07-18 pause=2025-07-24");
    assert_int_equal(date_of(&r, DATE_ANSWER)->state, DATE_PAUSED);
    arena_end(&a);
}

/* More time that is taken while a question is open stands after the whole pause: the count stays one that can be read. */
static void more_time_while_a_question_is_open(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    records_entry e[10];
    records_replayed r;
    size_t n = begun(e, "2025-07-14", "2025-07-14");
    (void)state;
    e[n++] = entry(4, "2025-07-24", ENTRY_CLARIFY_ASKED);
    e[n] = entry(5, "2025-07-30", ENTRY_EXTENDED);
    e[n].count = 10;
    e[n++].unit = CLOCK_WD;
    records_replay(&TERMS, e, n, a, &r);
    assert_string_equal(date_of(&r, DATE_EXTENDED)->spec, "first=2025-07-14,foia.receipt,2025-07-14 rule=foia.answer pause=2025-07-24 add=10,working_days");
    e[n++] = entry(6, "2025-08-05", ENTRY_ANSWERED);
    records_replay(&TERMS, e, n, a, &r);
    assert_string_equal(date_of(&r, DATE_EXTENDED)->spec, "first=2025-07-14,foia.receipt,2025-07-14 rule=foia.answer pause=2025-07-24,2025-08-05 add=10,working_days");
    assert_int_equal(date_of(&r, DATE_EXTENDED)->state, DATE_RUNNING);
    arena_end(&a);
}

static records_entry determined(int64_t n, const char *on)
{
    records_entry e = entry(n, on, ENTRY_DETERMINED);
    e.scope = "s", e.because = "b", e.appeal = "a";
    return e;
}

/* What was sent back is answered once more: the clock, the extensions and the time to appeal begin anew. */
static void a_remand_begins_anew(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    records_entry e[12];
    records_replayed r;
    size_t n = begun(e, "2025-07-14", "2025-07-14");
    (void)state;
    e[n++] = entry(4, "2025-07-30", ENTRY_EXTENDED);
    e[n++] = determined(5, "2025-08-10");
    e[n++] = entry(6, "2025-09-01", ENTRY_APPEALED);
    records_replay(&TERMS, e, n, a, &r);
    assert_int_equal(date_of(&r, DATE_APPEAL)->state, DATE_MET);
    e[n++] = entry(7, "2025-09-20", ENTRY_REMANDED);
    records_replay(&TERMS, e, n, a, &r);
    assert_null(r.wrong.text);
    assert_true(day_none(r.state.determined));
    assert_string_equal(date_of(&r, DATE_ANSWER)->spec, "at=2025-09-20 rule=foia.answer");
    assert_int_equal(date_of(&r, DATE_ANSWER)->state, DATE_RUNNING);
    assert_null(date_of(&r, DATE_EXTENDED));
    assert_int_equal(date_of(&r, DATE_CONSTRUCTIVE)->state, DATE_EXPECTED);
    assert_int_equal(date_of(&r, DATE_APPEAL_ANSWER)->state, DATE_MET);
    e[n++] = determined(8, "2025-10-10");
    records_replay(&TERMS, e, n, a, &r);
    assert_int_equal(date_of(&r, DATE_APPEAL)->state, DATE_RUNNING);
    assert_string_equal(date_of(&r, DATE_APPEAL)->spec, "at=2025-10-10 rule=foia.appeal");
    arena_end(&a);
}

/* An appeal against a decision on the way uses up nothing of the time to appeal the determination; a second determination opens that time again. */
static void each_determination_can_be_appealed(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    records_entry e[12];
    records_replayed r;
    size_t n = begun(e, "2025-07-14", "2025-07-14");
    (void)state;
    e[n++] = entry(4, "2025-07-20", ENTRY_EXPEDITE_DECIDED);
    e[n++] = entry(5, "2025-07-22", ENTRY_APPEALED);
    records_replay(&TERMS, e, n, a, &r);
    assert_null(r.wrong.text);
    assert_int_equal(date_of(&r, DATE_APPEAL)->state, DATE_EXPECTED);
    e[n++] = determined(6, "2025-08-08");
    records_replay(&TERMS, e, n, a, &r);
    assert_int_equal(date_of(&r, DATE_APPEAL)->state, DATE_RUNNING);
    e[n++] = entry(7, "2025-08-20", ENTRY_APPEALED);
    e[n++] = determined(8, "2025-10-10");
    records_replay(&TERMS, e, n, a, &r);
    assert_int_equal(date_of(&r, DATE_APPEAL)->state, DATE_RUNNING);
    assert_int_equal(wr_day_cmp(date_of(&r, DATE_ANSWER)->met, day("2025-08-08")), 0);
    arena_end(&a);
}

/* A refusal on the way can be appealed by a day of its own; the appeal that says so, or comes before anything else could be meant, meets it. */
static void refusals_on_the_way_have_their_day(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    records_entry e[12];
    records_replayed r;
    size_t n = begun(e, "2025-07-14", "2025-07-14");
    (void)state;
    e[n++] = entry(4, "2025-07-20", ENTRY_EXPEDITE_DECIDED);
    e[n - 1].other = "granted";
    records_replay(&TERMS, e, n, a, &r);
    assert_null(date_of(&r, DATE_APPEAL_EXPEDITE));
    e[n - 1].other = "refused";
    e[n++] = entry(5, "2025-07-21", ENTRY_WAIVER_DECIDED);
    records_replay(&TERMS, e, n, a, &r);
    assert_string_equal(date_of(&r, DATE_APPEAL_EXPEDITE)->spec, "at=2025-07-20 rule=foia.appeal");
    assert_string_equal(date_of(&r, DATE_APPEAL_EXPEDITE)->evidence, "e4");
    assert_int_equal(date_of(&r, DATE_APPEAL_EXPEDITE)->state, DATE_RUNNING);
    assert_int_equal(date_of(&r, DATE_APPEAL_FEE)->state, DATE_RUNNING);
    e[n++] = entry(6, "2025-07-25", ENTRY_APPEALED);
    records_replay(&TERMS, e, n, a, &r);
    assert_int_equal(date_of(&r, DATE_APPEAL_EXPEDITE)->state, DATE_MET);
    assert_int_equal(date_of(&r, DATE_APPEAL_FEE)->state, DATE_MET);
    e[n - 1].text = "Appeal: not heard sooner";
    records_replay(&TERMS, e, n, a, &r);
    assert_int_equal(date_of(&r, DATE_APPEAL_EXPEDITE)->state, DATE_MET);
    assert_int_equal(date_of(&r, DATE_APPEAL_FEE)->state, DATE_RUNNING);
    e[n++] = determined(7, "2025-08-08");
    e[n++] = entry(8, "2025-08-20", ENTRY_APPEALED);
    e[n - 1].text = "Appeal: fees";
    records_replay(&TERMS, e, n, a, &r);
    assert_int_equal(date_of(&r, DATE_APPEAL_FEE)->state, DATE_MET);
    assert_int_equal(date_of(&r, DATE_APPEAL)->state, DATE_RUNNING);
    arena_end(&a);
}

/* What was extended after it lapsed is awaited once more, and lapses once more. The first lapse stays: time to sue runs on. */
static void an_extension_after_a_lapse_lapses_too(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    records_entry e[12];
    records_replayed r;
    size_t n = begun(e, "2025-07-14", "2025-07-14");
    (void)state;
    e[n++] = entry(4, "2025-08-12", ENTRY_LAPSED);
    e[n++] = entry(5, "2025-08-15", ENTRY_EXTENDED);
    e[n - 1].until = day("2025-09-15");
    records_replay(&TERMS, e, n, a, &r);
    assert_int_equal(r.state.clock, TIME_EXTENDED);
    assert_int_equal(date_of(&r, DATE_CONSTRUCTIVE)->state, DATE_EXPECTED);
    assert_int_equal(date_of(&r, DATE_SUIT)->state, DATE_RUNNING);
    e[n++] = entry(6, "2025-09-16", ENTRY_LAPSED);
    records_replay(&TERMS, e, n, a, &r);
    assert_int_equal(r.state.clock, TIME_LAPSED);
    assert_int_equal(date_of(&r, DATE_CONSTRUCTIVE)->state, DATE_MET);
    assert_int_equal(wr_day_cmp(date_of(&r, DATE_CONSTRUCTIVE)->met, day("2025-09-16")), 0);
    arena_end(&a);
}

/* A suit freezes a case while it is open; nothing else thaws it, and its end does. */
static void a_suit_ends(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    records_entry e[12];
    records_replayed r;
    size_t n = begun(e, "2025-07-14", "2025-07-14");
    (void)state;
    e[n++] = determined(4, "2025-08-08");
    e[n++] = entry(5, "2025-08-20", ENTRY_SUIT_FILED);
    e[n++] = entry(6, "2025-08-21", ENTRY_APPEALED);
    e[n++] = entry(7, "2025-08-22", ENTRY_MEDIATION);
    records_replay(&TERMS, e, n, a, &r);
    assert_int_equal(r.state.level, LEVEL_SUIT);
    e[n++] = entry(8, "2025-08-25", ENTRY_SETTLED);
    records_replay(&TERMS, e, n, a, &r);
    assert_int_equal(r.state.level, LEVEL_MEDIATION);
    assert_int_equal(date_of(&r, DATE_SUIT)->state, DATE_MET);
    e[n++] = entry(9, "2025-08-26", ENTRY_MEDIATION_ENDED);
    records_replay(&TERMS, e, n, a, &r);
    assert_int_equal(r.state.level, LEVEL_APPEAL);
    arena_end(&a);
}

/* A case that was closed too early runs on; one that was withdrawn stays so. */
static void a_reopened_case_runs_on(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    records_entry e[12];
    records_replayed r;
    size_t n = begun(e, "2025-07-14", "2025-07-14");
    (void)state;
    for (int i = 1; i <= 2; i++) {
        e[n] = entry(3 + i, "2025-07-20", ENTRY_OUTCOME);
        e[n].ask = i;
        e[n++].answer = ANSWER_FULL;
    }
    e[n++] = entry(6, "2025-07-21", ENTRY_CLOSED);
    e[n++] = entry(7, "2025-07-22", ENTRY_REOPENED);
    records_replay(&TERMS, e, n, a, &r);
    assert_int_equal(r.state.clock, TIME_RUNNING);
    assert_int_equal(date_of(&r, DATE_ANSWER)->state, DATE_RUNNING);
    e[3].struck = "It was another ask.";            /* an outcome that was wrong can be taken back now */
    records_replay(&TERMS, e, n, a, &r);
    assert_null(r.wrong.text);
    assert_int_equal(r.state.open, 1);
    e[n++] = entry(8, "2025-07-23", ENTRY_WITHDRAWN);
    e[n++] = entry(9, "2025-07-24", ENTRY_CLOSED);
    e[n++] = entry(10, "2025-07-25", ENTRY_REOPENED);
    records_replay(&TERMS, e, n, a, &r);
    assert_int_equal(r.state.clock, TIME_STOPPED);
    assert_int_equal(date_of(&r, DATE_ANSWER)->state, DATE_MOOT);
    arena_end(&a);
}

/* No promise of a long production is dropped. */
static void many_promises_are_kept(void **state)
{
    enum { PROMISES = 40 };
    arena *a = arena_new("test", 1 << 20);
    records_entry e[3 + PROMISES];
    records_replayed r;
    size_t n = begun(e, "2025-07-14", "2025-07-14"), promises = 0;
    (void)state;
    for (int i = 0; i < PROMISES; i++) {
        e[n] = entry(4 + i, "2025-07-20", ENTRY_INTERIM);
        e[n++].until = day("2025-08-20");
    }
    records_replay(&TERMS, e, n, a, &r);
    for (size_t i = 0; i < r.n_dates; i++) promises += r.dates[i].kind == DATE_PROMISE;
    assert_int_equal(promises, PROMISES);
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(entries_move_the_six_fields), cmocka_unit_test(a_determination_needs_three_parts), cmocka_unit_test(days_out_of_order_are_refused),
        cmocka_unit_test(a_case_with_open_asks_stays_open), cmocka_unit_test(the_order_of_adding_does_not_matter), cmocka_unit_test(every_case_has_its_dates),
        cmocka_unit_test(it_stands_still_once_for_information), cmocka_unit_test(more_time_while_a_question_is_open), cmocka_unit_test(a_remand_begins_anew),
        cmocka_unit_test(each_determination_can_be_appealed), cmocka_unit_test(refusals_on_the_way_have_their_day),
        cmocka_unit_test(an_extension_after_a_lapse_lapses_too), cmocka_unit_test(a_suit_ends), cmocka_unit_test(a_reopened_case_runs_on), cmocka_unit_test(many_promises_are_kept) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
