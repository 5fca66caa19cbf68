/* directive_model_test.c -- the order on a database of its own: the pack of Los Angeles loaded, claimed, verified, extended. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "city_db.h"
#include "clock.h"
#include "day.h"
#include "directive_own.h"
#include "link.h"
#include "now.h"
#include "pack.h"
#include "str.h"

extern const wr_module mod_db, mod_clock, mod_person, mod_city, mod_pack, mod_site, mod_directive;
static const wr_module *const MODULES[] = { &mod_db, &mod_clock, &mod_person, &mod_city, &mod_pack, &mod_site, &mod_directive, NULL };
static const wr_us NOW = 1772128800 * (wr_us)1000000;
static wr_actor OPERATOR = { .by = "operator", .lang = "en", .now = 1772128800 * (wr_us)1000000, .today = { 2026, 2, 26 } };
static wr_actor LIAISON = { .by = "p-liaison", .lang = "en", .now = 1772128800 * (wr_us)1000000, .today = { 2026, 2, 26 } };
static wr_actor ANA = { .by = "p-ana", .lang = "en", .now = 1772128800 * (wr_us)1000000, .today = { 2026, 2, 26 } };

static wr_rc load(db_tx *rw, void *with, arena *a)
{
    (void)with;
    return pack_load(rw, &OPERATOR, MODULES, "packs/la-ed12", a);
}

static int open_city(void **state)
{
    const clock_zone *z;
    wr_err e = { 0 };
    now_stop(NOW);
    OPERATOR.rights = LIAISON.rights = ANA.rights = rights_of("public");
    if (clock_zone_load("America/Los_Angeles", &e, &z) != WR_OK) return -1;
    clock_set_city_zone(z);
    *state = temp_db_open("sqlite", MODULES);
    if (city_db_write(state, load, NULL, &e) == WR_OK) return 0;
    print_message("%s (%s)\n", e.text, e.holes);
    return -1;
}

typedef struct posted { const char *path; const wr_actor *who; const char *const *pairs; } posted;

/* As a request would: the form through the route's shape, prepare, act. */
static wr_rc run_post(db_tx *rw, void *with, arena *a)
{
    const posted *p = with;
    const http_route *r = mod_directive.routes;
    pair form[16];
    faults wrong = { 0 };
    http_go go = { 0 };
    size_t n = 0;
    void *in;
    while (r->path && (!str_eq(r->path, p->path) || !str_eq(r->method, "POST"))) r++;
    assert_non_null(r->path);
    for (; p->pairs[2 * n]; n++) form[n] = (pair){ p->pairs[2 * n], p->pairs[2 * n + 1], strlen(p->pairs[2 * n + 1]) };
    in = arena_alloc(a, r->in->size, 16);
    TRY(shape_from_form(r->in, form, n, a, in, &wrong));
    if (r->prepare) TRY(r->prepare(rw, p->who, in, a));
    TRY(r->act(rw, p->who, in, a, &go));
    assert_true(str_starts(go.url, "/directive/") || str_eq(go.url, "/clock/moved"));
    return WR_OK;
}

static wr_rc post(void **state, const char *path, const wr_actor *who, const char *const *pairs, wr_err *ret_opt)
{
    posted p = { path, who, pairs };
    return city_db_write(state, run_post, &p, ret_opt);
}
#define CELL(d, b) "direction", (d), "department", (b)
#define ACT(verb, who, ret, ...) post(state, "/directive/{direction}/{department}/" verb, (who), (const char *const[]){ __VA_ARGS__, NULL, NULL }, (ret))
static wr_rc add_evidence(void **state, const char *d, const char *b, const char *expires)
{
    return ACT("evidence/add", &LIAISON, NULL, CELL(d, b), "title", "Plan, version 1", "url", "https://example.org/plan", "dated", "2026-02-01",
                "expires", expires);
}

typedef struct looked { const char *direction, *department; directive_cell cell; directive_facts f; clock_due_row due; } looked;
static wr_rc look(db_tx *rw, void *with, arena *a)
{
    looked *l = with;
    TRY(directive_cell_get(rw, l->direction, l->department, a, &l->cell));
    TRY(directive_cell_facts(rw, &l->cell, a, &l->f));
    return *l->cell.owes ? clock_due_of(rw, l->cell.owes, a, &l->due) : WR_OK;
}

static looked at(void **state, const char *direction, const char *department)
{
    looked l = { .direction = direction, .department = department };
    assert_int_equal(WR_OK, city_db_write(state, look, &l, NULL));
    return l;
}
static void day_is(int y, int m, int d, wr_day got) { assert_int_equal(0, wr_day_cmp((wr_day){ (int16_t)y, (int8_t)m, (int8_t)d }, got)); }

static void dates_come_from_rules(void **state)
{
    day_is(2025, 7, 25, at(state, "12.1", "RAP").f.due);
    day_is(2025, 7, 25, at(state, "12.2", "LAFD").f.due);
    day_is(2026, 2, 25, at(state, "17.2", "RAP").f.due);
    assert_int_equal(2, at(state, "17.2", "RAP").cell.steps);
    assert_true(day_none(at(state, "12.5", "MAYOR").f.due));
    assert_int_equal(CELL_NOT_STARTED, at(state, "12.1", "RAP").cell.state);
}

static wr_rc count_cells(db_tx *rw, void *with, arena *a)
{
    directive_due *all;
    TRY(directive_all_due(rw, a, &all, with));
    return WR_OK;
}

static void loading_again_changes_nothing(void **state)
{
    size_t before = 0, after = 0;
    assert_int_equal(WR_OK, city_db_write(state, count_cells, &before, NULL));
    assert_int_equal(WR_OK, city_db_write(state, load, NULL, NULL));
    assert_int_equal(WR_OK, city_db_write(state, count_cells, &after, NULL));
    assert_true(before > 200);
    assert_int_equal(before, after);
}

static void a_claim_needs_evidence(void **state)
{
    wr_err e = { 0 };
    assert_int_equal(WR_E_RULE, ACT("claim", &LIAISON, &e, CELL("12.1", "ZOO")));
    assert_string_equal("evidence", e.rule);
    assert_int_equal(WR_OK, add_evidence(state, "12.1", "ZOO", ""));
    assert_int_equal(WR_OK, ACT("claim", &LIAISON, NULL, CELL("12.1", "ZOO")));
    assert_int_equal(CELL_READY, at(state, "12.1", "ZOO").cell.state);
    day_is(2026, 2, 26, at(state, "12.1", "ZOO").cell.claimed);
}

static void two_people_verify_once(void **state)
{
    char version[8];
    wr_err e = { 0 };
    looked l;
    assert_int_equal(WR_OK, add_evidence(state, "12.3", "ZOO", ""));
    assert_int_equal(WR_OK, ACT("claim", &LIAISON, NULL, CELL("12.3", "ZOO")));
    snprintf(version, sizeof version, "%d", (int)at(state, "12.3", "ZOO").cell.n);
    assert_int_equal(WR_E_RULE, ACT("verify", &LIAISON, &e, CELL("12.3", "ZOO"), "n", version));
    assert_string_equal("two people", e.rule);
    assert_int_equal(WR_OK, ACT("verify", &ANA, NULL, CELL("12.3", "ZOO"), "n", version));
    assert_int_equal(WR_E_CONFLICT, ACT("verify", &ANA, NULL, CELL("12.3", "ZOO"), "n", version));
    l = at(state, "12.3", "ZOO");
    assert_int_equal(CELL_IMPLEMENTED, l.cell.state);
    day_is(2026, 2, 26, l.cell.verified);
}

static void an_empty_measure_verifies_nothing(void **state)
{
    wr_err e = { 0 };
    assert_int_equal(WR_OK, add_evidence(state, "17.5", "LAPD", ""));
    assert_int_equal(WR_OK, ACT("claim", &LIAISON, NULL, CELL("17.5", "LAPD")));
    assert_int_equal(WR_E_RULE, ACT("verify", &ANA, &e, CELL("17.5", "LAPD")));
    assert_string_equal("measure of done", e.rule);
    assert_int_equal(WR_OK, post(state, "/directive/{direction}/measure/set", &ANA,
                                 (const char *const[]){ "direction", "17.5", "measure", "Data published each quarter.", NULL, NULL }, NULL));
    assert_int_equal(WR_OK, ACT("verify", &ANA, NULL, CELL("17.5", "LAPD")));
}

static void several_dates_go_step_by_step(void **state)
{
    looked l;
    assert_int_equal(WR_OK, add_evidence(state, "17.2", "LAPD", ""));
    assert_int_equal(WR_OK, ACT("claim", &LIAISON, NULL, CELL("17.2", "LAPD")));
    assert_int_equal(WR_OK, ACT("verify", &ANA, NULL, CELL("17.2", "LAPD")));
    l = at(state, "17.2", "LAPD");
    assert_int_equal(CELL_IN_PROCESS, l.cell.state);
    assert_int_equal(2, l.cell.step);
    day_is(2026, 3, 12, l.f.due);
    assert_int_equal(WR_OK, ACT("claim", &LIAISON, NULL, CELL("17.2", "LAPD")));
    assert_int_equal(WR_OK, ACT("verify", &ANA, NULL, CELL("17.2", "LAPD")));
    assert_int_equal(CELL_IMPLEMENTED, at(state, "17.2", "LAPD").cell.state);
}

static void an_extension_keeps_the_first_date(void **state)
{
    looked l;
    assert_int_equal(WR_E_RULE, ACT("extend", &ANA, NULL, CELL("12.1", "RAP"), "due", "2025-07-25", "approver", "Lee Sample", "reason", "Same day."));
    assert_int_equal(WR_OK, ACT("extend", &ANA, NULL, CELL("12.1", "RAP"), "due", "2026-03-06", "approver", "Lee Sample", "reason", "The board votes."));
    l = at(state, "12.1", "RAP");
    day_is(2026, 3, 6, l.due.due);
    day_is(2025, 7, 25, l.due.first);
    assert_int_equal(CELL_NOT_STARTED, directive_state_shown(&l.f, OPERATOR.today));
}

static void expired_evidence_returns_the_cell(void **state)
{
    looked l;
    assert_int_equal(WR_OK, add_evidence(state, "12.4", "ZOO", "2026-03-31"));
    assert_int_equal(WR_OK, ACT("claim", &LIAISON, NULL, CELL("12.4", "ZOO")));
    assert_int_equal(WR_OK, ACT("verify", &ANA, NULL, CELL("12.4", "ZOO")));
    l = at(state, "12.4", "ZOO");
    assert_int_equal(CELL_IMPLEMENTED, directive_state_shown(&l.f, (wr_day){ 2026, 3, 31 }));
    assert_int_equal(CELL_READY, directive_state_shown(&l.f, (wr_day){ 2026, 4, 1 }));
}

static void refusals_name_the_field(void **state)
{
    wr_err e = { 0 };
    assert_int_equal(WR_E_INPUT, ACT("decline", &ANA, NULL, CELL("17.6", "LAPD"), "state", "will_not", "reason", ""));
    assert_int_equal(WR_E_INPUT, ACT("evidence/add", &LIAISON, &e, CELL("12.1", "LAFD"), "title", "Plan", "text", "x", "dated", "2026-02-27"));
    assert_string_equal("dated", e.field);
    memset(&e, 0, sizeof e);
    assert_int_equal(WR_E_INPUT, ACT("evidence/add", &LIAISON, &e, CELL("12.1", "LAFD"), "title", "Plan", "url", "ftp://x", "dated", "2026-02-01"));
    assert_string_equal("url", e.field);
    assert_int_equal(WR_E_MISSING, ACT("start", &LIAISON, NULL, CELL("12.1", "NOBODY")));
    assert_int_equal(WR_OK, ACT("decline", &ANA, NULL, CELL("17.6", "LAPD"), "state", "will_not", "reason", "A court must rule first."));
    assert_int_equal(WR_E_RULE, ACT("start", &LIAISON, NULL, CELL("17.6", "LAPD")));
    assert_int_equal(WR_OK, ACT("return", &ANA, NULL, CELL("17.6", "LAPD"), "reason", "The court has ruled."));
    assert_int_equal(CELL_RETURNED, at(state, "17.6", "LAPD").cell.state);
}

static wr_rc serve_two(db_tx *rw, void *with, arena *a)
{
    directive_cell one, two;
    directive_evidence *e;
    size_t n;
    TRY(directive_cell_get(rw, "12.1", "LAPL", a, &one));
    TRY(directive_cell_get(rw, "12.2", "LAPL", a, &two));
    TRY(directive_pieces_of(rw, one.id, a, &e, &n));
    assert_int_equal(1, n);
    *(char **)with = strdup(e[0].id);
    TRY(directive_pieces_of(rw, two.id, a, &e, &n));
    assert_true(n == 0 || str_eq(e[0].id, *(char **)with));
    return n ? WR_E_BUSY : WR_OK;      /* BUSY: the second cell has it */
}

static void one_piece_serves_two_cells(void **state)
{
    char *piece = NULL;
    assert_int_equal(WR_OK, add_evidence(state, "12.1", "LAPL", ""));
    assert_int_equal(WR_OK, city_db_write(state, serve_two, &piece, NULL));
    assert_int_equal(WR_OK, ACT("evidence/add", &LIAISON, NULL, CELL("12.2", "LAPL"), "piece", piece));
    assert_int_equal(WR_E_INPUT, ACT("evidence/add", &LIAISON, NULL, CELL("12.2", "LAPL"), "piece", piece));
    assert_int_equal(WR_E_INPUT, ACT("evidence/add", &LIAISON, NULL, CELL("12.2", "ZOO"), "piece", piece));
    free(piece);
    piece = NULL;
    assert_int_equal(WR_E_BUSY, city_db_write(state, serve_two, &piece, NULL));
    free(piece);
}

static wr_rc both_ends(db_tx *rw, void *with, arena *a)
{
    directive_order *o;
    link_row *l;
    size_t n, n_l;
    (void)with;
    TRY(directive_all_orders(rw, a, &o, &n));
    assert_int_equal(2, n);
    for (size_t i = 0; i < n; i++) {
        TRY(link_of(rw, o[i].id, a, &l, &n_l));
        assert_int_equal(1, n_l);
        assert_string_equal("amends", l[0].kind);
        assert_string_equal(o[1].id, l[0].from);
        assert_string_equal(o[0].id, l[0].to);
    }
    return WR_OK;
}
static void an_edge_is_seen_from_both_ends(void **state) { assert_int_equal(WR_OK, city_db_write(state, both_ends, NULL, NULL)); }

static wr_rc sound(db_tx *rw, void *with, arena *a)
{
    json_t *found = json_array();
    wr_rc rc = directive_check(rw, a, found);
    *(size_t *)with = json_array_size(found);
    json_decref(found);
    return rc;
}

static wr_rc demo(db_tx *rw, void *with, arena *a)
{
    (void)with;
    return pack_load_demo(rw, &OPERATOR, MODULES, "packs/la-ed12", a);
}

static wr_rc tally(db_tx *rw, void *with, arena *a)
{
    directive_due *all;
    size_t n;
    TRY(directive_all_due(rw, a, &all, &n));
    for (size_t i = 0; i < n; i++) {
        directive_facts f = directive_facts_of(&all[i]);
        directive_add(with, directive_state_shown(&f, OPERATOR.today));
    }
    return WR_OK;
}

static void the_demo_is_sound(void **state)
{
    directive_tally t = { 0 };
    size_t findings = 9;
    assert_int_equal(WR_OK, city_db_write(state, demo, NULL, NULL));
    assert_int_equal(WR_OK, city_db_write(state, sound, &findings, NULL));
    assert_int_equal(0, findings);
    assert_int_equal(WR_OK, city_db_write(state, tally, &t, NULL));
    assert_int_equal(22, t.late);
    assert_int_equal(21, t.unstarted);
    assert_int_equal(24, t.waiting);
    assert_int_equal(175, t.verified);
}

typedef struct shown { http_show *show; const void *in; const wr_actor *who; json_t *doc; } shown;
static wr_rc run_show(db_tx *rw, void *with, arena *a)
{
    shown *s = with;
    s->doc = json_object();
    return s->show(rw, s->who, s->in, a, s->doc);
}

static json_t *show(void **state, http_show *what, const void *in, const wr_actor *who)
{
    shown s = { what, in, who, NULL };
    assert_int_equal(WR_OK, city_db_write(state, demo, NULL, NULL));
    assert_int_equal(WR_OK, city_db_write(state, run_show, &s, NULL));
    return s.doc;
}
static const char *text_of(const json_t *list, size_t i, const char *key) { return json_string_value(json_object_get(json_array_get(list, i), key)); }

static void the_matrix_shows_gaps_first(void **state)
{
    json_t *doc = show(state, directive_show_matrix, &(in_matrix){ .show = SHOW_GAPS, .direction = "" }, &OPERATOR);
    const json_t *cells = json_object_get(doc, "cells"), *bodies = json_object_get(doc, "departments");
    bool late = true;
    assert_string_equal("22 answers are late, from 10 of 44 departments", json_string_value(json_object_get(doc, "title")));
    assert_int_equal(14, json_array_size(json_object_get(doc, "directions")));
    assert_string_equal("past_due", text_of(cells, 0, "state"));
    assert_string_equal("2025-07-25", text_of(cells, 0, "due"));
    for (size_t i = 0; i < json_array_size(bodies); i++) {        /* once a body is not late, none behind it is */
        bool now = json_integer_value(json_object_get(json_array_get(bodies, i), "late")) > 0;
        assert_true(late || !now);
        late = now;
    }
    assert_null(json_object_get(doc, "score"));
    json_decref(doc);
}

static void the_report_lists_every_plan(void **state)
{
    json_t *doc = show(state, directive_show_report, &(in_report){ "" }, &OPERATOR);
    const json_t *plans = json_object_get(doc, "plans");
    size_t named = 0;
    assert_int_equal(44, json_array_size(plans));
    for (size_t i = 0; i < json_array_size(plans); i++) named += *text_of(plans, i, "version") != 0;
    assert_int_equal(41, named);                                   /* three departments have shown nothing */
    json_decref(doc);
}

static void the_briefing_names_who_answers(void **state)
{
    json_t *doc = show(state, directive_show_briefing, &(in_since){ { 2026, 2, 20 } }, &OPERATOR);
    const json_t *late = json_object_get(doc, "late"), *changes = json_object_get(doc, "changes");
    size_t reached = 0;
    assert_int_equal(22, json_array_size(late));
    assert_int_equal(24, json_array_size(json_object_get(doc, "waiting")));
    for (size_t i = 0; i < 22; i++) reached += str_starts(text_of(late, i, "phone"), "213-555-01");
    assert_true(reached > 10 && reached < 22);                     /* two departments have named nobody */
    assert_true(json_array_size(changes) > 0);
    for (size_t i = 0; i < json_array_size(changes); i++) assert_true(strcmp(text_of(changes, i, "day"), "2026-02-20") >= 0);
    json_decref(doc);
}

static wr_rc moves_of(db_tx *rw, void *with, arena *a)
{
    directive_cell c;
    clock_moved *m;
    size_t n;
    (void)with;
    TRY(directive_cell_get(rw, "12.1", "RAP", a, &c));
    TRY(clock_moves(rw, c.owes, a, &m, &n));
    assert_int_equal(2, n);
    assert_string_equal("p-ana", m[1].by);
    assert_string_equal("The signed copy says so.", m[1].reason);
    day_is(2025, 7, 25, m[1].was);
    day_is(2025, 7, 28, m[1].due);
    return WR_OK;
}

static void a_new_signing_date_moves_what_counts_from_it(void **state)
{
    looked l;
    assert_int_equal(WR_OK, ACT("extend", &ANA, NULL, CELL("12.1", "ZOO"), "due", "2026-03-06", "approver", "Lee Sample", "reason", "The board votes."));
    assert_int_equal(WR_OK, city_db_write(state, run_post, &(posted){ "/directive/orders/{ref}/sign", &ANA,
        (const char *const[]){ "ref", "ED12", "signed_on", "2025-07-14", "reason", "The signed copy says so.", NULL, NULL } }, NULL));
    l = at(state, "12.1", "RAP");
    day_is(2025, 7, 28, l.due.due);
    day_is(2025, 7, 25, l.due.first);
    assert_int_equal(WR_OK, city_db_write(state, moves_of, NULL, NULL));
    day_is(2026, 3, 6, at(state, "12.1", "ZOO").due.due);      /* what a person moved stays */
    day_is(2026, 2, 25, at(state, "17.2", "RAP").due.due);     /* another order's */
}

#define CITY_TEST(f) cmocka_unit_test_setup_teardown(f, open_city, city_db_close)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CITY_TEST(dates_come_from_rules), CITY_TEST(loading_again_changes_nothing), CITY_TEST(a_claim_needs_evidence), CITY_TEST(two_people_verify_once),
        CITY_TEST(an_empty_measure_verifies_nothing), CITY_TEST(several_dates_go_step_by_step), CITY_TEST(an_extension_keeps_the_first_date),
        CITY_TEST(expired_evidence_returns_the_cell), CITY_TEST(refusals_name_the_field), CITY_TEST(one_piece_serves_two_cells),
        CITY_TEST(an_edge_is_seen_from_both_ends), CITY_TEST(the_demo_is_sound), CITY_TEST(a_new_signing_date_moves_what_counts_from_it),
        CITY_TEST(the_matrix_shows_gaps_first), CITY_TEST(the_report_lists_every_plan), CITY_TEST(the_briefing_names_who_answers),
    };
    return cmocka_run_group_tests_name("directive: model", tests, NULL, NULL);
}
