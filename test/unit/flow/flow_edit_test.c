/* flow_edit_test.c -- a guide changed in the city: what a row must keep, what differs, words of another language, sentences that counsel
 * looks at, and who may approve and publish what. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "city.h"
#include "city_db.h"
#include "flow_own.h"
#include "i18n.h"
#include "person.h"
#include "str.h"

extern const wr_module *const wr_modules[];
static const wr_us NOW = 1772128800 * (wr_us)1000000;
static const wr_day TODAY = { 2026, 2, 26 };
static wr_actor pack, counsel, editor, other, twin;

#define NODE(i, k, o) { .id = (i), .kind = (k), .title = (i), .text = "One line.\nAnother.", .say = "", .asks = "", .outcome = (o), .responses = "", .owner = "O", .contact = "C", \
    .source = "", .from = { 2026, 1, 1 }, .card = "" }
#define CHOICE(n, c, g) { .node = (n), .choice = (c), .label = "Go", .goes = (g), .also = "", .paper = "" }
static const flow_node NODES[] = { NODE("start", FLOW_START, ""), NODE("mid", FLOW_STEP, "done"), NODE("stop", FLOW_END, "") };
static const flow_choice CHOICES[] = { CHOICE("start", "go", "mid"), CHOICE("mid", "on", "stop") };
static const flow_script SAY = { "S1", "Hello." };
static const flow_paper PAPER = { .id = "P-1", .title = "Paper", .form = "", .looks = "White", .issuer = "", .signer = "", .effect = "None", .goes = "mid", .head1 = "", .head2 = "",
    .signed_by = "" };
static const flow HEAD = { .id = "g", .number = 1, .from = { 2026, 1, 1 }, .title = "Guide", .start = "start", .emergency = "", .owner = "O", .counsel = "One", .counsel_day = { 2026, 1, 1 },
    .approver = "Two", .note = "" };

static wr_rc seat(db_tx *rw, const char *login, const char *role, const char *human, arena *a, wr_actor *ret)
{
    static char by[5][80];
    static int n;
    person_account p;
    TRY(person_add(rw, &pack, &(person_account){ .login = login, .name = login, .role = role, .password = "", .lang = "", .human = human }, a));
    TRY(person_by_login(rw, login, a, &p));
    *ret = pack;
    ret->person = p.num;
    ret->by = strcpy(by[n++ % 5], p.by);
    ret->rights = rights_of(role);
    return WR_OK;
}

static wr_rc fill(db_tx *rw, void *with, arena *a)
{
    (void)with;
    pack = (wr_actor){ .by = "operator", .lang = "en", .now = NOW, .today = TODAY, .rights = rights_of("operator") };
    TRY(city_put(rw, &pack, &(city_row){ .name = "Town", .zone = "America/Los_Angeles" }, a));
    TRY(seat(rw, "counsel", "counsel", "", a, &counsel));
    TRY(seat(rw, "editor", "mayor", "", a, &editor));
    TRY(seat(rw, "other", "mayor", "", a, &other));
    TRY(seat(rw, "twin", "mayor", "editor", a, &twin));
    for (size_t i = 0; i < 3; i++) TRY(flow_load_node(rw, &pack, &NODES[i], a));
    for (size_t i = 0; i < 2; i++) TRY(flow_load_choice(rw, &pack, &CHOICES[i], a));
    TRY(flow_load_script(rw, &pack, &SAY, a));
    TRY(flow_load_paper(rw, &pack, &PAPER, a));
    return flow_publish(rw, &pack, &HEAD, a);
}

static const pair_kind KINDS[] = { { "flow.publish", "Publish", "guide.publish", &FLOW_ASKED, 24, flow_run_publish, NULL }, { 0 } };
static const wr_module OWNER = { .name = "owner", .pairs = KINDS };
static const wr_module *const OWNERS[] = { &OWNER, NULL };

static int begin(void **state)
{
    pair_modules(OWNERS);
    *state = temp_db_open("sqlite", wr_modules);
    return city_db_write(state, fill, NULL, NULL) == WR_OK ? 0 : -1;
}

static wr_rc save(db_tx *rw, const wr_actor *who, const flow_node *n, arena *a)
{
    flow_part p;
    TRY(flow_part_get(rw, FLOW_PART_NODE, n->id, a, &p));
    return flow_part_save(rw, who, FLOW_PART_NODE, n, flow_part_seen(&p, a), false, a);
}

static flow_node titled(size_t i, const char *title)
{
    flow_node n = NODES[i];
    n.title = title;
    return n;
}

/* ---- rows ---- */

static wr_rc rows(db_tx *rw, void *with, arena *a)
{
    flow draft, last;
    flow_change *c;
    flow_part p;
    flow_node n = titled(1, "New title");
    (void)with;
    TRY(save(rw, &editor, &n, a));
    TRY(flow_draft_now(rw, a, &draft, &last));
    assert_int_equal(1, flow_compare(&last, &draft, a, &c));
    assert_int_equal(FLOW_CHANGED, c[0].what);
    assert_int_equal(1, c[0].n);
    assert_string_equal("mid", c[0].fields[0].was);
    assert_string_equal("New title", c[0].fields[0].now);
    TRY(flow_part_get(rw, FLOW_PART_NODE, "mid", a, &p));
    assert_string_equal(editor.by, p.editor);
    TRY(flow_part_remove(rw, &editor, FLOW_PART_NODE, "mid", flow_part_seen(&p, a), a));
    TRY(flow_draft_now(rw, a, &draft, &last));
    assert_int_equal(2, draft.n_nodes);
    assert_int_equal(1, draft.n_choices);                          /* its own choice went with it */
    TRY(flow_part_get(rw, FLOW_PART_NODE, "mid", a, &p));
    TRY(flow_part_undo(rw, &editor, FLOW_PART_NODE, "mid", flow_part_seen(&p, a), a));
    TRY(flow_draft_now(rw, a, &draft, &last));
    assert_string_equal(flow_sha256(&last, a), flow_sha256(&draft, a));
    return WR_OK;
}
static const char *order_of(const flow *f, arena *a)
{
    strbuf b = sb_new(a, 40);
    for (size_t i = 0; i < f->n_nodes; i++) sb_fmt(&b, "%s ", f->nodes[i].id);
    return b.p;
}
static wr_rc order(db_tx *rw, void *with, arena *a)
{
    flow draft, last;
    flow_part p;
    flow_change *c;
    size_t n;
    (void)with;
    for (int i = 0; i < 2; i++) {                                   /* the second time it is the first already */
        TRY(flow_part_get(rw, FLOW_PART_NODE, "mid", a, &p));
        TRY(flow_part_up(rw, &editor, FLOW_PART_NODE, "mid", flow_part_seen(&p, a), a));
        TRY(flow_draft_now(rw, a, &draft, &last));
        assert_string_equal("mid start stop ", order_of(&draft, a));
    }
    n = flow_compare(&last, &draft, a, &c);
    assert_true(n >= 1);
    assert_string_equal("Stands after", c[0].fields[0].label);
    TRY(flow_under_way(rw, a, &n));
    assert_true(n > 0);
    TRY(flow_part_undo(rw, &editor, FLOW_PART_NODE, "mid", flow_part_seen(&p, a), a));
    TRY(flow_draft_now(rw, a, &draft, &last));
    assert_string_equal("start mid stop ", order_of(&draft, a));
    TRY(flow_under_way(rw, a, &n));
    assert_int_equal(0, n);
    return WR_OK;
}
static void rows_have_an_order(void **state) { assert_int_equal(WR_OK, city_db_write(state, order, NULL, NULL)); }

static void a_row_is_changed_taken_out_and_brought_back(void **state) { assert_int_equal(WR_OK, city_db_write(state, rows, NULL, NULL)); }

typedef struct bad { int kind; const void *row; const char *seen; wr_rc rc; const char *field; } bad;
static wr_rc put_bad(db_tx *rw, void *with, arena *a)
{
    const bad *b = with;
    return flow_part_save(rw, &editor, b->kind, b->row, b->seen, false, a);
}
static void what_a_row_must_keep(void **state)
{
    static char many[200];
    flow_node name = NODES[0], days = NODES[1], acts = NODES[1], outcome = NODES[1];
    flow_choice nowhere = CHOICES[0];
    flow_script long_one = SAY;
    flow_paper paper = PAPER;
    for (size_t i = 0; i < 26; i++) strcat(many, "word ");
    name.id = "Not so";
    days.until = (wr_day){ 2025, 12, 31 };
    acts.responses = "Said no!";
    outcome.outcome = "two words";
    nowhere.node = "nowhere";
    long_one.text = many;
    paper.id = "a/b";
    const bad all[] = { { FLOW_PART_NODE, &name, "", WR_E_INPUT, "id" }, { FLOW_PART_NODE, &days, "", WR_E_INPUT, "until" }, { FLOW_PART_NODE, &acts, "", WR_E_INPUT, "responses" },
        { FLOW_PART_NODE, &outcome, "", WR_E_INPUT, "outcome" }, { FLOW_PART_NODE, &NODES[1], "", WR_E_INPUT, "id" }, { FLOW_PART_CHOICE, &nowhere, "", WR_E_MISSING, NULL },
        { FLOW_PART_CHOICE, &CHOICES[0], "", WR_E_INPUT, "choice" }, { FLOW_PART_SCRIPT, &long_one, "", WR_E_INPUT, "text" }, { FLOW_PART_PAPER, &paper, "", WR_E_INPUT, "id" },
        { FLOW_PART_NODE, &NODES[1], "not what stands there", WR_E_CONFLICT, NULL } };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        wr_err e = { 0 };
        assert_int_equal(all[i].rc, city_db_write(state, put_bad, (void *)(uintptr_t)&all[i], &e));
        if (all[i].field) assert_string_equal(all[i].field, e.field);
        assert_non_null(e.text);
    }
}

/* ---- approval ---- */

static wr_rc edit(db_tx *rw, void *with, arena *a)
{
    flow_node n = titled(1, with);
    return save(rw, &editor, &n, a);
}
static wr_rc approve(db_tx *rw, void *with, arena *a)
{
    flow draft, last;
    TRY(flow_draft_now(rw, a, &draft, &last));
    return flow_approve(rw, with, flow_sha256(&draft, a), "", a);
}
static wr_rc ask(db_tx *rw, void *with, arena *a)
{
    flow draft, last;
    TRY(flow_draft_now(rw, a, &draft, &last));
    return flow_ask(rw, with, &KINDS[0], flow_sha256(&draft, a), TODAY, "A note", a);
}

typedef struct open_pair { const char *id, *hash; } open_pair;
static const field PAIR_F[] = { FIELD(open_pair, id, t, 0, 32, NULL), FIELD(open_pair, hash, t, 0, 64, NULL) };
static const shape PAIR = SHAPE("an open pair", open_pair, PAIR_F);
static const db_query OPEN = { "test_open_pair", "", &PAIR, "SELECT id, hash FROM person_pair WHERE state = 'asked' ORDER BY id" };
static wr_rc publish(db_tx *rw, void *with, arena *a)
{
    open_pair p;
    TRY(db_one_(rw, &OPEN, a, sizeof p, &p, NULL, 0));
    return pair_approve(rw, with, p.id, p.hash, a);
}

static const char *refused(void **state, wr_rc (*act)(db_tx *, void *, arena *), void *with)
{
    static wr_err e;
    e = (wr_err){ 0 };
    assert_int_equal(WR_E_RULE, city_db_write(state, act, with, &e));
    return e.text;
}

static wr_rc published(db_tx *rw, void *with, arena *a)
{
    flow f;
    (void)with;
    TRY(flow_version_get(rw, 2, a, &f));
    assert_string_equal("New title", flow_node_of(&f, "mid")->title);
    assert_string_equal("counsel", f.counsel);
    assert_string_equal("other", f.approver);
    assert_string_equal("A note", f.note);
    assert_int_equal(0, wr_day_cmp(f.from, TODAY));
    TRY(flow_version_get(rw, 1, a, &f));
    assert_string_equal("mid", flow_node_of(&f, "mid")->title);
    return WR_OK;
}

static void two_people_and_counsel(void **state)
{
    assert_non_null(strstr(refused(state, approve, &counsel), "nothing to approve"));
    assert_int_equal(WR_OK, city_db_write(state, edit, (void *)(uintptr_t)"New title", NULL));
    assert_non_null(strstr(refused(state, ask, &editor), "Counsel has not approved"));
    assert_int_equal(WR_OK, city_db_write(state, approve, &counsel, NULL));
    assert_int_equal(WR_OK, city_db_write(state, ask, &editor, NULL));
    assert_non_null(strstr(refused(state, publish, &editor), "Who asked may not approve"));
    assert_non_null(strstr(refused(state, publish, &twin), "Who asked may not approve"));
    assert_non_null(strstr(refused(state, publish, &counsel), "approved these words as counsel"));
    assert_int_equal(WR_OK, city_db_write(state, edit, (void *)(uintptr_t)"Newer title", NULL));
    assert_non_null(strstr(refused(state, publish, &other), "Counsel has not approved"));
    assert_int_equal(WR_OK, city_db_write(state, edit, (void *)(uintptr_t)"New title", NULL));      /* exactly what was approved stands there again */
    assert_int_equal(WR_OK, city_db_write(state, publish, &other, NULL));
    assert_int_equal(WR_OK, city_db_write(state, published, NULL, NULL));
    assert_non_null(strstr(refused(state, approve, &counsel), "nothing to approve"));
}

static void who_changed_it_does_not_publish(void **state)
{
    assert_int_equal(WR_OK, city_db_write(state, edit, (void *)(uintptr_t)"New title", NULL));
    assert_int_equal(WR_OK, city_db_write(state, approve, &counsel, NULL));
    assert_int_equal(WR_OK, city_db_write(state, ask, &other, NULL));
    assert_non_null(strstr(refused(state, publish, &editor), "You changed this draft yourself"));
    assert_non_null(strstr(refused(state, publish, &twin), "You changed this draft yourself"));     /* the same human */
}

static wr_rc round_way(db_tx *rw, void *with, arena *a)
{
    flow_choice c = CHOICES[1];
    flow_part p;
    (void)with;
    c.goes = "start";
    TRY(flow_part_get(rw, FLOW_PART_CHOICE, "mid on", a, &p));
    return flow_part_save(rw, &editor, FLOW_PART_CHOICE, &c, flow_part_seen(&p, a), false, a);
}
static void a_faulty_draft_is_not_approved(void **state)
{
    assert_int_equal(WR_OK, city_db_write(state, round_way, NULL, NULL));
    assert_string_equal("{node}: a way that goes round: {about}.", refused(state, approve, &counsel));
}

static wr_rc pack_publishes(db_tx *rw, void *with, arena *a)
{
    flow head = HEAD;
    const wr_pack *last = NULL;
    extern const wr_module mod_flow;
    (void)with;
    head.number = 5;
    for (const wr_pack *p = mod_flow.packs; p->file; p++)
        if (str_eq(p->file, "flow/flow.yaml")) last = p;
    return last->load(rw, &pack, &head, a);
}
static void a_pack_publishes_no_draft_of_the_city(void **state)
{
    assert_int_equal(WR_OK, city_db_write(state, edit, (void *)(uintptr_t)"New title", NULL));
    assert_non_null(strstr(refused(state, pack_publishes, NULL), "The city is changing the guide itself"));
    assert_int_equal(WR_OK, city_db_write(state, edit, (void *)(uintptr_t)"mid", NULL));             /* as it was */
    assert_int_equal(WR_OK, city_db_write(state, pack_publishes, NULL, NULL));
}

/* ---- words ---- */

static const char PO[] = "msgid \"\"\nmsgstr \"Language: xx\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n\"\n\nmsgid \"Another.\"\nmsgstr \"Otra.\"\n\nmsgid \"in English\"\nmsgstr \"en inglés\"\n";
static void words_of_its_own_come_first(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    const flow_word own[] = { { "xx", "One line.", "Una." } };
    flow f = { .nodes = NODES, .n_nodes = 3, .words = own, .n_words = 1 };
    flow_text *texts;
    wr_err e;
    (void)state;
    assert_int_equal(WR_OK, i18n_load("xx", "test.po", (bytes){ (const uint8_t *)PO, strlen(PO) }, &e));
    assert_string_equal("Una.\nOtra.", flow_said_lines(&f, "xx", NODES[0].text, a));
    assert_string_equal("Third (en inglés)", flow_said(&f, "xx", "Third", a));                       /* nobody has words for it, and it says so */
    assert_string_equal("One line.", flow_said(&f, "en", "One line.", a));
    assert_string_equal("Third", flow_said_name(&f, "xx", "Third"));
    assert_int_equal(9, flow_texts(&f, a, &texts));                                                  /* title and two lines each */
    assert_string_equal("Una.", flow_words_before(&f, texts, 9, &texts[1], "xx"));
    arena_end(&a);
}

static void listed_sentences_are_found(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    flow_node was = NODES[1], now = NODES[1];
    const flow_word own[] = { { "es", "x", "Espere. No ESCÓNDAS nada. Nunca mientas." } };
    flow last = { .nodes = &was, .n_nodes = 1 }, draft = { .nodes = &now, .n_nodes = 1, .words = own, .n_words = 1 };
    flow_listed *l;
    size_t n;
    (void)state;
    was.text = "Do not resist. Wait.";
    now.text = "Do not resist. Wait.\nDo not hide anyone. Go on!";
    now.responses = "did_not_run called";
    n = flow_listed_in(&last, &draft, a, &l);
    assert_int_equal(5, n);
    assert_string_equal("Do not resist.", l[0].text);
    assert_false(l[0].fresh);
    assert_string_equal("Do not hide anyone.", l[1].text);
    assert_true(l[1].fresh);
    assert_string_equal("hide", l[1].word);
    assert_string_equal("did not run", l[2].text);
    assert_string_equal("No ESCÓNDAS nada.", l[3].text);
    assert_string_equal("mentir", l[4].word);
    assert_null(flow_listed_word("verb", "en", "A brunch, a trunk and a leaflet", a));
    assert_null(flow_listed_word("verb", "es", "un borrador", a));
    assert_string_equal("borrar", flow_listed_word("verb", "es", "Borró todo", a));
    assert_string_equal("engañar", flow_listed_word("verb", "es", "No ENGAÑE", a));
    assert_string_equal("raid", flow_listed_word("title", "en", "The raids of May", a));
    assert_false(flow_listed_knows("hy"));
    was = now = NODES[1];
    now.owner = "Whoever runs the desk.";
    now.contact = "Call before you block it.";
    flow_paper paper = { .id = "P1", .form = "Form", .issuer = "An alien office", .title = "", .looks = "", .effect = "", .signer = "", .head1 = "", .head2 = "", .signed_by = "", .goes = "" };
    draft = (flow){ .nodes = &now, .n_nodes = 1, .papers = &paper, .n_papers = 1 };
    n = flow_listed_in(&last, &draft, a, &l);           /* these stand on the page too */
    assert_int_equal(3, n);
    assert_string_equal("run", l[0].word);
    assert_string_equal("block", l[1].word);
    assert_string_equal("P1", l[2].ref);
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_row_is_changed_taken_out_and_brought_back, begin, city_db_close),
        cmocka_unit_test_setup_teardown(rows_have_an_order, begin, city_db_close),
        cmocka_unit_test_setup_teardown(what_a_row_must_keep, begin, city_db_close),
        cmocka_unit_test_setup_teardown(two_people_and_counsel, begin, city_db_close),
        cmocka_unit_test_setup_teardown(who_changed_it_does_not_publish, begin, city_db_close),
        cmocka_unit_test_setup_teardown(a_faulty_draft_is_not_approved, begin, city_db_close),
        cmocka_unit_test_setup_teardown(a_pack_publishes_no_draft_of_the_city, begin, city_db_close),
        cmocka_unit_test(words_of_its_own_come_first), cmocka_unit_test(listed_sentences_are_found),
    };
    return cmocka_run_group_tests_name("flow edit", tests, NULL, NULL);
}
