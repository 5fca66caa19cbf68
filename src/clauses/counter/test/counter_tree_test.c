/* counter_tree_test.c -- the guide of the first pack, walked: what each paper leads to, what five checks allow, what an emergency means. */
#include "flow_pack.h"

static flow guide;
static arena *a;

static int make(void **state)
{
    (void)state;
    a = arena_new("test", 1 << 22);
    guide = flow_pack("packs/la-ed12", a);
    return 0;
}

static int drop(void **state)
{
    (void)state;
    arena_end(&a);
    return 0;
}

static bool reaches(const flow_walked *w, const char *outcome)
{
    for (size_t i = 0; i < w->n_outcomes; i++)
        if (str_eq(w->outcomes[i]->outcome, outcome)) return true;
    return false;
}

static bool is_open(const flow_walked *w, const char *node)
{
    for (size_t i = 0; i < w->n_open; i++)
        if (str_eq(w->open[i]->id, node)) return true;
    return false;
}

static flow_walked walked(const char *path)
{
    flow_walked w;
    flow_walk(&guide, path, a, &w);
    if (*w.wrong) fail_msg("%s: %s is not in the guide", path, w.wrong);
    return w;
}

#define TO_DOOR "n0:enter n2:reached n3:given n4:b "

static void each_paper_leads_to_its_effect(void **state)
{
    static const struct { const char *paper, *goes, *outcome; bool checks; } T[] = {
        { "I-200", "n6s3", "not_a_court_warrant", false }, { "I-205", "n6s3", "not_a_court_warrant", false }, { "I-247A", "n6s3", "not_a_court_warrant", false },
        { "I-138", "n7b", "received_only", false }, { "I-862", "n7d", "papers_not_taken", false }, { "screen", "n6k", "counsel_decides", false },
        { "I-9", "n7e", "inspection_notice", false }, { "AO-93", "n6c1", "", true }, { "AO-442", "n6s4", "counsel_decides", false },
        { "AO-88B", "n7c", "court_paper_to_counsel", false }, { "state", "n6c1", "", true }, { "civil", "n6s4", "counsel_decides", false },
        { "unknown", "n6k", "counsel_decides", false }, { "none", "n6s2", "no_permission", false } };
    (void)state;
    assert_int_equal(guide.n_papers, sizeof T / sizeof *T);
    for (size_t i = 0; i < sizeof T / sizeof *T; i++) {
        const flow_paper *p = flow_paper_of(&guide, T[i].paper);
        assert_non_null(p);
        assert_string_equal(p->goes, T[i].goes);
        assert_string_equal(flow_node_of(&guide, p->goes)->outcome, T[i].outcome);
        assert_int_equal(p->checks, T[i].checks);
        assert_true(*p->effect && *p->looks);
    }
}

/* Every way to answer the five checks: only five times yes is let in; each other one is counsel's. */
static void one_failed_check_never_lets_in(void **state)
{
    static const char *const ANSWERS[] = { "yes", "no", "unsure" };
    (void)state;
    for (int way = 0; way < 243; way++) {
        const char *path = TO_DOOR "n6:court";
        int left = way;
        bool all = true;
        flow_walked w;
        for (int i = 1; i <= 5; i++, left /= 3) {
            path = arena_fmt(a, "%s n6c%d:%s", path, i, ANSWERS[left % 3]);
            all &= left % 3 == 0;
        }
        w = walked(path);
        assert_int_equal(reaches(&w, "admit_what_is_listed"), all);
        assert_int_equal(reaches(&w, "counsel_decides"), !all);
    }
}

static void only_counsel_lets_in_after_a_failed_check(void **state)
{
    flow_walked w = walked(TO_DOOR "n6:court n6c1:yes n6c2:no n6s4:wait");
    (void)state;
    assert_false(reaches(&w, "admit_what_is_listed"));
    w = walked(TO_DOOR "n6:court n6c1:yes n6c2:no n6s4:counsel");
    assert_true(reaches(&w, "counsel_decides") && reaches(&w, "admit_what_is_listed"));
}

static void an_emergency_is_never_refused(void **state)
{
    static const char *const BEFORE[] = { "", "n0:enter", "n0:enter n2:reached n3:given n4:b", TO_DOOR "n6:none", TO_DOOR "n6:dhs n6s3:next",
        "n0:enter n2:reached n3:given n4:d n4d:public" };
    (void)state;
    for (size_t i = 0; i < sizeof BEFORE / sizeof *BEFORE; i++) {
        flow_walked w = walked(arena_fmt(a, "%s n1:yes", BEFORE[i]));
        assert_int_equal(1, w.n_open);
        assert_string_equal("n1a", w.open[0]->id);
        assert_true(reaches(&w, "emergency"));
        assert_true(strstr(w.open[0]->text, "Do not resist") && strstr(w.open[0]->text, "Call the lead"));
        assert_string_equal("", w.open[0]->say);
        if (i < 4) assert_false(reaches(&w, "no_permission"));      /* nobody had said it: the page was only open */
    }
}

static void a_person_opens_place_and_information(void **state)
{
    flow_walked w = walked("n0:enter n2:reached n3:given n4:d n4d:public");
    (void)state;
    assert_true(is_open(&w, "n5") && is_open(&w, "n7"));
    w = walked("n0:enter n2:reached n3:given n4:d n4d:public n7:spoken n7a:over n5:over");
    assert_true(w.ended && reaches(&w, "public_area") && reaches(&w, "declined_records"));
    assert_false(reaches(&w, "no_permission"));
    w = walked("n0:enter n2:reached n3:given n4:d n4d:inside n6:none");
    assert_true(is_open(&w, "n6s2") && is_open(&w, "n7"));
    w = walked("n0:enter n2:reached n3:given n4:d n4d:unknown");
    assert_true(is_open(&w, "n6") && is_open(&w, "n7"));
}

/* However the rest is answered, an answer at the door included: who stands in a public area is not told "no permission". */
static void a_public_area_never_yields_no_permission(void **state)
{
    (void)state;
    for (size_t i = 0; i < guide.n_choices; i++) {
        const flow_choice *c = &guide.choices[i];
        const char *path = "n0:enter n2:reached n3:given n4:d n4d:public n6:none n7:spoken";
        flow_walked w;
        if (str_eq(c->node, "n0") || str_eq(c->node, "n2") || str_eq(c->node, "n3") || str_eq(c->node, "n4") || str_eq(c->node, "n4d")) continue;
        w = walked(flow_answer(a, path, c->node, c->choice));
        assert_false(reaches(&w, "no_permission"));
        assert_false(is_open(&w, "n6s2"));
    }
}

static void alone_is_four_steps_of_the_same_guide(void **state)
{
    const flow_node *na = flow_node_of(&guide, "na");
    size_t lines = 0;
    flow_walked w;
    (void)state;
    for (const char *s = na->text; *s; s++) lines += *s == '\n';
    assert_int_equal(4, lines + (na->text[strlen(na->text) - 1] != '\n'));
    assert_string_equal("S1", na->say);
    w = walked("n0:alone");
    assert_true(is_open(&w, "na"));
    w = walked("n0:alone na:paper");
    assert_true(reaches(&w, "counsel_decides") && is_open(&w, "n6k"));
    w = walked("n0:alone na:full");
    assert_true(is_open(&w, "n2"));
    w = walked("n0:alone na:over");
    assert_true(w.ended);
}

static void a_screen_never_passes_the_checks(void **state)
{
    flow_walked w = walked(TO_DOOR "n6:screen n6k:next n6z:answered");
    (void)state;
    assert_int_equal(FLOW_ON_SCREEN, flow_paper_of(&guide, "screen")->kind);
    assert_true(w.ended && reaches(&w, "counsel_decides"));
    for (size_t i = 0; i < guide.n_choices; i++)
        if (str_eq(guide.choices[i].node, "n6k")) assert_string_equal("n6z", guide.choices[i].goes);
}

/* Nothing is asked first: words to say, then three choices and one for who is alone. */
static void the_first_screen_asks_nothing(void **state)
{
    const flow_node *start = flow_node_of(&guide, guide.start);
    size_t plain = 0, urgent = 0, quiet = 0;
    (void)state;
    assert_int_equal(FLOW_START, start->kind);
    assert_string_equal("S1", start->say);
    assert_null(strchr(start->asks, '?'));
    for (size_t i = 0; i < guide.n_choices; i++) {
        const flow_choice *c = &guide.choices[i];
        if (!str_eq(c->node, guide.start)) continue;
        plain += c->tone == FLOW_PLAIN;
        urgent += c->tone == FLOW_URGENT;
        quiet += c->tone == FLOW_QUIET;
    }
    assert_int_equal(2, plain);
    assert_int_equal(1, urgent);
    assert_int_equal(1, quiet);
    assert_int_equal(FLOW_URGENT, flow_choice_of(&guide, "n0", "emergency")->tone);
}

static void every_end_is_a_report(void **state)
{
    (void)state;
    for (size_t i = 0; i < guide.n_nodes; i++)
        if (guide.nodes[i].kind == FLOW_END) assert_non_null(strstr(guide.nodes[i].text, "report"));
}

#define T(f) cmocka_unit_test_setup_teardown(f, make, drop)
int main(void)
{
    const struct CMUnitTest tests[] = { T(each_paper_leads_to_its_effect), T(one_failed_check_never_lets_in), T(only_counsel_lets_in_after_a_failed_check),
        T(an_emergency_is_never_refused), T(a_person_opens_place_and_information), T(a_public_area_never_yields_no_permission),
        T(alone_is_four_steps_of_the_same_guide), T(a_screen_never_passes_the_checks), T(the_first_screen_asks_nothing), T(every_end_is_a_report) };
    return cmocka_run_group_tests_name("counter: the tree", tests, NULL, NULL);
}
