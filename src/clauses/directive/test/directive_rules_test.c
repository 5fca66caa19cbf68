/* directive_rules_test.c -- the rules as tables: what a cell shows, who may do what, in which order bodies stand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "day.h"
#include "directive.h"

#define D(y, m, d) { (y), (m), (d) }
#define NO_DAY { 0 }
static const wr_day TODAY = D(2026, 2, 26);

static void states_are_shown(void **state)
{
    static const struct { const char *why; directive_facts f; int shown; int64_t late, waiting; } T[] = {
        { "no date, nothing done", { .state = CELL_NOT_STARTED }, CELL_NOT_STARTED, 0, 0 },
        { "due today is not late", { .state = CELL_NOT_STARTED, .due = D(2026, 2, 26) }, CELL_NOT_STARTED, 0, 0 },
        { "due yesterday is", { .state = CELL_NOT_STARTED, .due = D(2026, 2, 25) }, CELL_PAST_DUE, 1, 0 },
        { "never in process past the date", { .state = CELL_IN_PROCESS, .due = D(2025, 7, 25) }, CELL_PAST_DUE, 216, 0 },
        { "across a leap day", { .state = CELL_RETURNED, .due = D(2024, 2, 28) }, CELL_PAST_DUE, 729, 0 },
        { "returned and still in time", { .state = CELL_RETURNED, .due = D(2026, 3, 12) }, CELL_RETURNED, 0, 0 },
        { "claimed on the due day waits", { .state = CELL_READY, .due = D(2026, 2, 25), .claimed = D(2026, 2, 25) }, CELL_READY, 0, 1 },
        { "claimed a day after is late, and waits all the same", { .state = CELL_READY, .due = D(2026, 2, 24), .claimed = D(2026, 2, 25) }, CELL_PAST_DUE, 2, 1 },
        { "claimed without a day is late", { .state = CELL_READY, .due = D(2026, 2, 24) }, CELL_PAST_DUE, 2, 0 },
        { "claimed, no date", { .state = CELL_READY, .claimed = D(2026, 2, 17) }, CELL_READY, 0, 9 },
        { "waiting without a claim has no age", { .state = CELL_READY }, CELL_READY, 0, 0 },
        { "verified is never late", { .state = CELL_IMPLEMENTED, .due = D(2025, 7, 25) }, CELL_IMPLEMENTED, 0, 0 },
        { "will not", { .state = CELL_WILL_NOT, .due = D(2025, 7, 25) }, CELL_WILL_NOT, 0, 0 },
        { "ended", { .state = CELL_ENDED, .due = D(2025, 7, 25) }, CELL_ENDED, 0, 0 },
        { "not applicable", { .state = CELL_NA, .due = D(2025, 7, 25) }, CELL_NA, 0, 0 },
        { "evidence holds through its last day", { .state = CELL_IMPLEMENTED, .expires = D(2026, 2, 26) }, CELL_IMPLEMENTED, 0, 0 },
        { "expired evidence returns it to review", { .state = CELL_IMPLEMENTED, .expires = D(2026, 2, 20), .due = D(2025, 7, 25) }, CELL_READY, 0, 6 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof T / sizeof *T; i++) {
        if (directive_state_shown(&T[i].f, TODAY) != T[i].shown) fail_msg("%s: shown %d", T[i].why, directive_state_shown(&T[i].f, TODAY));
        if (directive_late_days(&T[i].f, TODAY) != T[i].late) fail_msg("%s: late %d", T[i].why, (int)directive_late_days(&T[i].f, TODAY));
        if (directive_waiting_days(&T[i].f, TODAY) != T[i].waiting) fail_msg("%s: waits %d", T[i].why, (int)directive_waiting_days(&T[i].f, TODAY));
    }
}

/* The verifier's queue: whoever claimed is looked at, late or not. */
static void what_is_claimed_waits(void **state)
{
    static const directive_facts late = { .state = CELL_READY, .due = D(2025, 7, 25), .claimed = D(2026, 2, 25) },
        in_time = { .state = CELL_READY, .due = D(2026, 3, 12), .claimed = D(2026, 2, 25) }, unclaimed = { .state = CELL_IN_PROCESS, .due = D(2025, 7, 25) },
        expired = { .state = CELL_IMPLEMENTED, .expires = D(2026, 2, 20) }, done = { .state = CELL_IMPLEMENTED };
    (void)state;
    assert_true(directive_waits(&late, TODAY));
    assert_true(directive_waits(&in_time, TODAY));
    assert_true(directive_waits(&expired, TODAY));
    assert_false(directive_waits(&unclaimed, TODAY));
    assert_false(directive_waits(&done, TODAY));
}

static void start_claim_and_explain(void **state)
{
    static const struct { directive_facts f; directive_why start, claim, explain; } T[] = {
        { { .state = CELL_NOT_STARTED }, DIRECTIVE_MAY, WHY_NO_EVIDENCE, DIRECTIVE_MAY },
        { { .state = CELL_NOT_STARTED, .evidence = true }, DIRECTIVE_MAY, DIRECTIVE_MAY, DIRECTIVE_MAY },
        { { .state = CELL_IN_PROCESS, .evidence = true, .expires = D(2026, 2, 25) }, WHY_STARTED, WHY_NO_EVIDENCE, DIRECTIVE_MAY },
        { { .state = CELL_RETURNED, .evidence = true }, WHY_STARTED, DIRECTIVE_MAY, DIRECTIVE_MAY },
        { { .state = CELL_READY, .evidence = true }, WHY_STARTED, WHY_READY, DIRECTIVE_MAY },
        { { .state = CELL_IMPLEMENTED, .evidence = true }, WHY_SETTLED, WHY_SETTLED, WHY_SETTLED },
        { { .state = CELL_IMPLEMENTED, .evidence = true, .expires = D(2026, 2, 1) }, WHY_SETTLED, WHY_NO_EVIDENCE, WHY_SETTLED },
        { { .state = CELL_NA, .evidence = true }, WHY_SETTLED, WHY_SETTLED, WHY_SETTLED },
    };
    (void)state;
    for (size_t i = 0; i < sizeof T / sizeof *T; i++) {
        assert_int_equal(T[i].start, directive_may_start(&T[i].f));
        assert_int_equal(T[i].claim, directive_may_claim(&T[i].f, TODAY));
        assert_int_equal(T[i].explain, directive_may_explain(&T[i].f, "The board votes in March."));
    }
    assert_int_equal(WHY_NO_REASON, directive_may_explain(&T[0].f, ""));
}

static void verifying_takes_two(void **state)
{
    static const struct { const char *why; directive_facts f; directive_why verify; } T[] = {
        { "another person", { .state = CELL_READY, .claimed_by = "p-liaison", .evidence = true, .measure = true }, DIRECTIVE_MAY },
        { "the same person", { .state = CELL_READY, .claimed_by = "p-ana", .evidence = true, .measure = true }, WHY_SAME_PERSON },
        { "no measure", { .state = CELL_READY, .claimed_by = "p-liaison", .evidence = true }, WHY_NO_MEASURE },
        { "no evidence", { .state = CELL_READY, .claimed_by = "p-liaison", .measure = true }, WHY_NO_EVIDENCE },
        { "expired evidence", { .state = CELL_READY, .claimed_by = "p-liaison", .evidence = true, .measure = true, .expires = D(2026, 2, 1) }, WHY_NO_EVIDENCE },
        { "nothing claimed", { .state = CELL_IN_PROCESS, .claimed_by = "", .evidence = true, .measure = true }, WHY_NOT_READY },
        { "verified already", { .state = CELL_IMPLEMENTED, .claimed_by = "p-liaison", .evidence = true, .measure = true }, WHY_SETTLED },
        { "verified, expired, nothing new", { .state = CELL_IMPLEMENTED, .claimed_by = "p-liaison", .evidence = true, .measure = true,
            .expires = D(2026, 2, 1) }, WHY_NO_EVIDENCE },
    };
    (void)state;
    for (size_t i = 0; i < sizeof T / sizeof *T; i++)
        if (directive_may_verify(&T[i].f, "p-ana", TODAY) != T[i].verify) fail_msg("%s: %d", T[i].why, (int)directive_may_verify(&T[i].f, "p-ana", TODAY));
}

static void returning_needs_a_reason(void **state)
{
    directive_facts ready = { .state = CELL_READY, .claimed_by = "p-liaison" }, open = { .state = CELL_IN_PROCESS, .claimed_by = "" },
        done = { .state = CELL_IMPLEMENTED, .claimed_by = "p-liaison" }, ended = { .state = CELL_ENDED, .claimed_by = NULL };
    (void)state;
    assert_int_equal(DIRECTIVE_MAY, directive_may_return(&ready, "p-ana", "Page 3 is missing."));
    assert_int_equal(WHY_NO_REASON, directive_may_return(&ready, "p-ana", ""));
    assert_int_equal(WHY_NO_REASON, directive_may_return(&ready, "p-ana", NULL));
    assert_int_equal(WHY_SAME_PERSON, directive_may_return(&ready, "p-liaison", "Mine."));
    assert_int_equal(WHY_NOT_READY, directive_may_return(&open, "p-ana", "Why?"));
    assert_int_equal(DIRECTIVE_MAY, directive_may_return(&done, "p-ana", "A sample showed otherwise."));
    assert_int_equal(DIRECTIVE_MAY, directive_may_return(&ended, "p-ana", "It can go on."));
}

static void declining_needs_a_state_and_a_reason(void **state)
{
    directive_facts open = { .state = CELL_IN_PROCESS }, done = { .state = CELL_IMPLEMENTED };
    (void)state;
    for (int s = CELL_WILL_NOT; s <= CELL_NA; s++) {
        assert_int_equal(DIRECTIVE_MAY, directive_may_decline(&open, s, "The contract has ended."));
        assert_int_equal(WHY_NO_REASON, directive_may_decline(&open, s, ""));
        assert_int_equal(WHY_SETTLED, directive_may_decline(&done, s, "The contract has ended."));
    }
    assert_int_equal(WHY_NO_STATE, directive_may_decline(&open, CELL_IMPLEMENTED, "It is done."));
    assert_int_equal(WHY_NO_STATE, directive_may_decline(&open, CELL_READY, "It is done."));
}

static void extending_moves_later_only(void **state)
{
    directive_facts dated = { .state = CELL_IN_PROCESS, .due = D(2026, 3, 12) }, undated = { .state = CELL_IN_PROCESS },
        done = { .state = CELL_IMPLEMENTED, .due = D(2026, 3, 12) };
    wr_day same = D(2026, 3, 12), later = D(2026, 3, 13), sooner = D(2026, 3, 1);
    (void)state;
    assert_int_equal(DIRECTIVE_MAY, directive_may_extend(&dated, later, "Lee Sample", "The board meets then."));
    assert_int_equal(WHY_NOT_LATER, directive_may_extend(&dated, same, "Lee Sample", "The board meets then."));
    assert_int_equal(WHY_NOT_LATER, directive_may_extend(&dated, sooner, "Lee Sample", "The board meets then."));
    assert_int_equal(WHY_NO_REASON, directive_may_extend(&dated, later, "", "The board meets then."));
    assert_int_equal(WHY_NO_REASON, directive_may_extend(&dated, later, "Lee Sample", ""));
    assert_int_equal(WHY_NO_DATE, directive_may_extend(&undated, later, "Lee Sample", "The board meets then."));
    assert_int_equal(WHY_SETTLED, directive_may_extend(&done, later, "Lee Sample", "The board meets then."));
}

static void evidence_lasts_as_long_as_its_last_piece(void **state)
{
    const directive_evidence e[] = { { .expires = D(2026, 1, 1) }, { .expires = D(2026, 6, 30) }, { .expires = D(2026, 3, 1) }, { .expires = NO_DAY } };
    (void)state;
    assert_true(day_none(directive_lasts(e, 0)));
    assert_int_equal(0, wr_day_cmp(directive_lasts(e, 3), (wr_day)D(2026, 6, 30)));
    assert_true(day_none(directive_lasts(e, 4)));
}

static void bodies_stand_by_need(void **state)
{
    directive_tally late = { 0 }, later = { 0 }, open = { 0 }, wide = { 0 }, done = { 0 }, small = { 0 };
    (void)state;
    directive_add(&late, CELL_PAST_DUE);
    directive_add(&later, CELL_PAST_DUE);
    directive_add(&later, CELL_PAST_DUE);
    directive_add(&open, CELL_READY);
    directive_add(&wide, CELL_NOT_STARTED);
    directive_add(&wide, CELL_IN_PROCESS);
    directive_add(&done, CELL_IMPLEMENTED);
    directive_add(&done, CELL_NA);
    directive_add(&small, CELL_ENDED);
    assert_int_equal(GROUP_LATE, directive_group(&late));
    assert_int_equal(GROUP_OPEN, directive_group(&open));
    assert_int_equal(GROUP_DONE, directive_group(&done));
    assert_int_equal(1, wide.unstarted);
    assert_int_equal(1, open.waiting);
    assert_int_equal(1, done.verified);
    assert_int_equal(2, done.settled);
    assert_true(directive_worse(&later, &late) < 0);
    assert_true(directive_worse(&late, &later) > 0);
    assert_true(directive_worse(&late, &open) < 0);
    assert_true(directive_worse(&wide, &open) < 0);
    assert_true(directive_worse(&open, &wide) > 0);
    assert_true(directive_worse(&small, &done) < 0);
    assert_true(directive_worse(&done, &small) > 0);
    assert_int_equal(0, directive_worse(&done, &done));
}

static void every_refusal_has_its_words(void **state)
{
    (void)state;
    for (int w = WHY_SETTLED; w <= WHY_NO_STATE; w++) {
        assert_non_null(directive_why_text[w]);
        assert_true(directive_why_text[w][0] != 0);
        assert_non_null(directive_why_rule[w]);
    }
    assert_string_equal("past_due", directive_shown[CELL_PAST_DUE]);
    for (int s = 0; s < CELL_PAST_DUE; s++) assert_string_equal(directive_states[s], directive_shown[s]);
    assert_null(directive_states[CELL_PAST_DUE]);
    assert_string_equal("sustained", directive_stages[STAGE_SUSTAINED]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(states_are_shown), cmocka_unit_test(what_is_claimed_waits), cmocka_unit_test(start_claim_and_explain), cmocka_unit_test(verifying_takes_two),
        cmocka_unit_test(returning_needs_a_reason), cmocka_unit_test(declining_needs_a_state_and_a_reason), cmocka_unit_test(extending_moves_later_only),
        cmocka_unit_test(evidence_lasts_as_long_as_its_last_piece), cmocka_unit_test(bodies_stand_by_need), cmocka_unit_test(every_refusal_has_its_words),
    };
    return cmocka_run_group_tests_name("directive: rules", tests, NULL, NULL);
}
