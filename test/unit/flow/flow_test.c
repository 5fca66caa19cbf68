/* flow_test.c -- a small guide walked; and each fault that the checker knows, made once. */
#include "flow_pack.h"
#include "day.h"

#define NODE(i, k, s) { .id = (i), .kind = (k), .title = "T", .text = "", .say = (s), .asks = "", .outcome = "", .responses = "", .owner = "", .contact = "", .source = "" }
#define OUT(i, w, r) { .id = (i), .kind = FLOW_STEP, .title = "T", .text = "", .say = "", .asks = "", .outcome = (w), .responses = (r), .owner = "Owner", \
    .contact = "Contact", .source = "", .from = { 2026, 2, 2 } }
#define CHOICE(n, c, g, al) { .node = (n), .choice = (c), .label = "L", .goes = (g), .also = (al), .paper = "" }
enum { START, ALARM, SAFE, DOOR, WAIT, ROOM, DATA, END, NODES };
static flow_node nodes[NODES];
static flow_choice choices[12];
static flow_script scripts[1];
static flow_paper papers[1];
static flow guide;
static arena *a;

/* start -> door -> wait -> end; door with a second branch to data -> end; an alarm from anywhere. */
static int make(void **state)
{
    static const flow_node N[NODES] = { NODE("start", FLOW_START, "S1"), NODE("alarm", FLOW_QUESTION, ""), OUT("safe", "emergency", "did_not_resist"),
        NODE("door", FLOW_QUESTION, ""), OUT("wait", "no_permission", "asked called"), OUT("room", "room", "went_on called"),
        OUT("data", "data", "declined called"), NODE("end", FLOW_END, "") };
    static const flow_choice C[] = { CHOICE("start", "go", "door", ""), CHOICE("start", "alarm", "alarm", ""), CHOICE("alarm", "yes", "safe", ""),
        CHOICE("alarm", "no", "door", ""), CHOICE("safe", "over", "end", ""), CHOICE("door", "in", "wait", ""), CHOICE("door", "both", "room", "data"),
        CHOICE("wait", "over", "end", ""), CHOICE("room", "over", "end", ""), CHOICE("data", "over", "end", "") };
    (void)state;
    memcpy(nodes, N, sizeof nodes);
    memcpy(choices, C, sizeof C);
    scripts[0] = (flow_script){ "S1", "One two three." };
    papers[0] = (flow_paper){ .id = "P", .goes = "wait" };
    guide = (flow){ .id = "g", .start = "start", .emergency = "alarm", .nodes = nodes, .choices = choices, .scripts = scripts, .papers = papers,
        .n_nodes = NODES, .n_choices = sizeof C / sizeof *C, .n_scripts = 1, .n_papers = 1 };
    if (!a) a = arena_new("test", 1 << 20);
    return 0;
}

static int drop(void **state)
{
    (void)state;
    arena_end(&a);
    return 0;
}

static const char *names(const flow_node *const *list, size_t n)
{
    strbuf b = sb_new(a, 80);
    for (size_t i = 0; i < n; i++) sb_fmt(&b, "%s%s", i ? " " : "", list[i]->id);
    return b.p;
}

static void walks(const char *path, const char *open, const char *outcomes)
{
    flow_walked w;
    flow_walk(&guide, path, a, &w);
    assert_string_equal(names(w.open, w.n_open), open);
    assert_string_equal(names(w.outcomes, w.n_outcomes), outcomes);
}

static void a_path_is_walked(void **state)
{
    (void)state;
    walks("", "start", "");
    walks("start:go", "door", "");
    walks("start:go door:in", "wait", "wait");
    walks("start:go door:in wait:over", "end", "wait");
    walks("start:go door:both", "room data", "room data");
    walks("start:go door:both data:over", "room end", "room data");
    walks("start:go door:both room:over data:over", "end", "room data");
    walks("door:in", "start", "");
}

static void an_emergency_closes_what_is_open(void **state)
{
    (void)state;
    walks("start:alarm", "alarm", "");
    walks("start:alarm alarm:yes", "safe", "safe");
    walks("start:go alarm:yes", "safe", "safe");
    walks("start:go door:in alarm:yes", "safe", "safe");
    walks("start:go door:in wait:over alarm:yes", "safe", "wait safe");
    walks("start:go door:both room:over alarm:yes safe:over", "end", "room safe");
    walks("start:go door:in alarm:no", "wait", "wait");
}

static void an_answer_that_changes_drops_no_other(void **state)
{
    const char *path = flow_answer(a, "start:go door:in wait:over", "door", "both");
    flow_walked w;
    (void)state;
    assert_string_equal(path, "start:go door:both wait:over");
    flow_walk(&guide, path, a, &w);
    assert_int_equal(1, w.idle);
    assert_string_equal("", w.wrong);
    walks(path, "room data", "room data");
    walks(flow_answer(a, path, "door", "in"), "end", "wait");
    assert_string_equal("start:go", flow_answer(a, "", "start", "go"));
}

static void what_the_guide_does_not_know_is_named(void **state)
{
    static const char *const T[][2] = { { "start:go nowhere:in", "nowhere:in" }, { "start:up", "start:up" }, { "start", "start" }, { "start:go start:go", "start:go" },
        { ":", ":" }, { "start:", "start:" }, { "  start:go   door:in ", "" } };
    flow_walked w;
    (void)state;
    for (size_t i = 0; i < sizeof T / sizeof *T; i++) {
        flow_walk(&guide, T[i][0], a, &w);
        assert_string_equal(w.wrong, T[i][1]);
    }
}

static void what_was_done_fits_or_departs(void **state)
{
    static const char *const T[][3] = { { "start:go door:in", "asked called", NULL }, { "start:go door:in", "asked declined", "declined" },
        { "start:go door:both", "went_on declined", NULL }, { "start:go door:both", "asked", "asked" }, { "start:go", "anything", NULL }, { "start:go door:in", "", NULL } };
    flow_walked w;
    size_t n;
    (void)state;
    for (size_t i = 0; i < sizeof T / sizeof *T; i++) {
        const char *got;
        flow_walk(&guide, T[i][0], a, &w);
        got = flow_departs(&w, T[i][1], a);
        if (T[i][2]) assert_string_equal(got, T[i][2]);
        else assert_null(got);
    }
    assert_non_null(flow_responses(&guide, a, &n));
    assert_int_equal(5, n);
}

/* The first fault, filled: "node: about". */
static void refused(const char *node, const char *text, const char *about)
{
    flow_checked c;
    flow_check(&guide, a, &c);
    for (size_t i = 0; i < c.n; i++)
        if (str_eq(c.faults[i].node, node) && strstr(c.faults[i].text, text) && str_eq(c.faults[i].about, about)) return;
    fail_msg("%s: %s %s is not among %zu faults; the first: %s %s", node, text, about, c.n, c.n ? c.faults[0].node : "", c.n ? c.faults[0].text : "");
}

static void a_sound_guide_has_no_fault(void **state)
{
    flow_checked c;
    (void)state;
    flow_check(&guide, a, &c);
    if (c.n) fail_msg("%s %s %s", c.faults[0].node, c.faults[0].text, c.faults[0].about);
    assert_string_equal("start alarm door wait end", c.longest);
    assert_int_equal(5, c.longest_n);
    assert_non_null(strstr(flow_graph_text(&guide, a), "    both -> room and data: L\n"));
}

static void dead_ends_and_what_is_out_of_reach(void **state)
{
    (void)state;
    guide.n_choices--;
    refused("data", "dead end", "");
    make(state);
    choices[6].also = "";
    refused("data", "no way leads to this outcome", "");
    make(state);
    nodes[END].kind = FLOW_STEP;
    refused("end", "dead end", "");
    refused("start", "no way leads from here to an end", "");
}

static void a_way_that_goes_round(void **state)
{
    (void)state;
    choices[7].goes = "door";
    refused("door", "goes round", "door wait door");
    make(state);
    choices[0].goes = "start";
    refused("start", "goes round", "start start");
}

static void an_outcome_needs_someone_and_a_day(void **state)
{
    (void)state;
    nodes[WAIT].owner = "";
    refused("wait", "without an owner", "");
    nodes[WAIT].contact = "";
    refused("wait", "without a contact", "");
    nodes[WAIT].from = (wr_day){ 0 };
    refused("wait", "without the day", "");
}

static void names_that_lead_nowhere(void **state)
{
    (void)state;
    choices[5].goes = "cellar";
    refused("door", "which is not there", "cellar");
    choices[6].also = "attic";
    refused("door", "which is not there", "attic");
    choices[5].paper = "Q";
    refused("door", "no paper", "Q");
    choices[7].node = "hall";
    refused("hall", "of a node that is not there", "over");
    choices[8].choice = "Over";
    refused("room", "needs a name", "Over");
    nodes[START].say = "S9";
    refused("start", "no words", "S9");
    papers[0].goes = "shed";
    refused("P", "leads to", "shed");
    guide.start = "door";
    refused("door", "marked as the start", "");
    guide.emergency = "bell";
    refused("bell", "emergency is not there", "");
}

static void what_stands_twice(void **state)
{
    (void)state;
    nodes[DATA].id = "room";
    refused("room", "stands twice", "");
    choices[6].choice = "in";
    refused("door", "stands twice", "in");
    nodes[DATA].id = "Room 1";
    refused("Room 1", "small letters", "");
    choices[9].node = "end";
    refused("end", "a choice at an end", "");
}

static void words_to_say_are_at_most_25(void **state)
{
    static char text[200];
    flow_checked c;
    (void)state;
    for (int i = 0; i < 25; i++) memcpy(text + i * 4, "one ", 5);
    scripts[0].text = text;
    flow_check(&guide, a, &c);
    assert_int_equal(0, c.n);
    memcpy(text + 100, "more", 5);
    refused("S1", "at most 25", "26");
}

static void a_guide_as_text_and_back(void **state)
{
    flow f = flow_pack("packs/la-ed12", a), g;
    const char *text = flow_to_text(&f, a);
    (void)state;
    assert_int_equal(WR_OK, flow_from_text(text, a, &g));
    assert_string_equal(text, flow_to_text(&g, a));
    assert_int_equal(f.n_nodes, g.n_nodes);
    assert_int_equal(WR_E_INPUT, flow_from_text("{}", a, &g));
    assert_int_equal(WR_E_INPUT, flow_from_text("", a, &g));
}

static void the_guides_of_the_packs_are_sound(void **state)
{
    static const char *const PACKS[] = { "packs/la-ed12", "packs/wildfire" };
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        flow f = flow_pack(PACKS[i], a);
        flow_checked c;
        flow_check(&f, a, &c);
        for (size_t k = 0; k < c.n; k++) print_message("%s: %s %s (%s)\n", PACKS[i], c.faults[k].node, c.faults[k].text, c.faults[k].about);
        assert_int_equal(0, c.n);
        assert_true(c.longest_n >= 4);
    }
}

#define T(f) cmocka_unit_test_setup_teardown(f, make, drop)
int main(void)
{
    const struct CMUnitTest tests[] = { T(a_path_is_walked), T(an_emergency_closes_what_is_open), T(an_answer_that_changes_drops_no_other),
        T(what_the_guide_does_not_know_is_named), T(what_was_done_fits_or_departs), T(a_sound_guide_has_no_fault), T(dead_ends_and_what_is_out_of_reach),
        T(a_way_that_goes_round), T(an_outcome_needs_someone_and_a_day), T(names_that_lead_nowhere), T(what_stands_twice), T(words_to_say_are_at_most_25),
        T(a_guide_as_text_and_back), T(the_guides_of_the_packs_are_sound) };
    return cmocka_run_group_tests_name("flow", tests, NULL, NULL);
}
