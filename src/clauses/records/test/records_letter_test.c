/* records_letter_test.c -- letters of the pack's pieces: which clauses stand in them and in which order, the grounds of appeals, gaps, blocks,
 * and what is read in a receipt. Without a database; the pieces and reasons are those that ship. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include "day.h"
#include "pack.h"
#include "records_letter_own.h"

typedef struct shipped { records_piece *pieces; size_t n_pieces; records_reason *reasons; size_t n_reasons; } shipped;

static void *rows_of(const char *path, const shape *of, size_t size, arena *a, size_t *ret_n)
{
    bytes text;
    pack_row *rows;
    char *all;
    assert_int_equal(pack_file(path, a, &text), WR_OK);
    assert_int_equal(pack_read(path, text, of, a, &rows, ret_n), WR_OK);
    all = arena_alloc(a, (*ret_n + 1) * size, 16);
    for (size_t i = 0; i < *ret_n; i++) memcpy(all + i * size, rows[i].row, size);
    return all;
}

static int by_order(const void *x, const void *y)
{
    const records_piece *a = x, *b = y;
    return a->order != b->order ? (a->order > b->order) - (a->order < b->order) : strcmp(a->ref, b->ref);
}

static shipped ship(arena *a)
{
    shipped s;
    s.pieces = rows_of("packs/la-ed12/records/pieces.yaml", &RECORDS_PACK_PIECE, sizeof(records_piece), a, &s.n_pieces);
    s.reasons = rows_of("packs/la-ed12/records/reasons.yaml", &RECORDS_PACK_REASON, sizeof(records_reason), a, &s.n_reasons);
    qsort(s.pieces, s.n_pieces, sizeof *s.pieces, by_order);
    return s;
}

static records_ask ASKS[] = { { .id = "a", .about = "", .number = 1, .question = QUESTION_WHO, .title = "Arrests", .text = "One row each.", .columns = "Date\nPlace", .category = "" },
    { .id = "b", .about = "", .number = 2, .question = QUESTION_COST, .title = "Overtime", .text = "By operation.", .columns = "", .category = "" } };
static const char *const SYSTEMS[] = { "Export", "" };
static records_asked ASKED[] = { { .number = 1, .answer = ANSWER_PART, .reasons = "b6 b7C", .pages = "3", .note = "" }, { .number = 2, .answer = ANSWER_OPEN, .reasons = "", .pages = "", .note = "" } };

/* All facts there are, each named by its hole, so that a wrong one shows. */
static records_facts facts(int which, arena *a)
{
    records_facts f = { .letter = which, .law = "foia", .asks = ASKS, .asked = ASKED, .n_asks = 2, .systems = SYSTEMS };
    assert_true(day_parse("2026-02-26", &f.day));
    for (int i = 0; i < HOLES; i++) f.hole[i] = arena_fmt(a, "<%s>", records_holes[i]);
    for (int i = 0; i < FLAGS; i++) f.flag[i] = true;
    f.ones = &(const records_one){ "7", "One", "N-7", "1 Jan", "2 Feb" };
    f.n_ones = 1;
    return f;
}

static const char *text_of(const records_facts *f, const shipped *s, arena *a, records_made *ret)
{
    const char *text;
    records_letter_make(f, s->pieces, s->n_pieces, a, ret);
    assert_int_equal(letter_text(records_letter_lay(ret->at, ret->n, NULL, "t", a), a, &text), WR_OK);
    return text;
}

/* The first place of each, which has to be behind the place of the one before. */
static void in_this_order(const char *text, const char *const *words)
{
    const char *at = text;
    for (; *words; words++) {
        const char *here = strstr(at, *words);
        if (!here) fail_msg("“%s” is not there, or not behind those before it", *words);
        at = here;
    }
}

static void a_request_has_its_clauses_in_their_order(void **state)
{
    arena *a = arena_new("test", 4 << 20);
    shipped s = ship(a);
    records_facts f = facts(LETTER_REQUEST, a);
    records_made made;
    static const char *const ORDER[] = { "<city>", "February 26, 2026", "Subject:", "This is a request under the", "The requester is", "usual way", "<why>", "1.", "Arrests", "Systems: Export", "Period:", "Places:",
        "Columns: Date; Place", "2.", "Overtime", "xlsx", "codebook", "anonymised identifier", "reasonably", "as it becomes ready", "all other", "Please waive all fees", "(1)", "(2)", "(3)", "(4)",
        "(5)", "(6)", "pays up to", "expedited processing", "I certify", "Please preserve", "electronically to", "confirm the receipt", "<more>", "With thanks", NULL };
    (void)state;
    in_this_order(text_of(&f, &s, a, &made), ORDER);
    assert_int_equal(made.n_missing, 0);
    arena_end(&a);
}

static void clauses_stand_there_by_their_flags(void **state)
{
    arena *a = arena_new("test", 4 << 20);
    shipped s = ship(a);
    records_facts f = facts(LETTER_REQUEST, a);
    records_made made;
    const char *text;
    (void)state;
    f.flag[FLAG_WAIVER] = f.flag[FLAG_EXPEDITE] = f.flag[FLAG_PRESERVE] = false;
    f.hole[HOLE_fallback] = f.hole[HOLE_more] = f.hole[HOLE_ceiling] = "";
    text = text_of(&f, &s, a, &made);
    assert_null(strstr(text, "waive all fees"));
    assert_null(strstr(text, "(6)"));
    assert_null(strstr(text, "I certify"));
    assert_null(strstr(text, "Please preserve"));
    assert_null(strstr(text, "usual way"));
    assert_null(strstr(text, "pays up to"));
    assert_non_null(strstr(text, "If fees are to be charged"));
    assert_int_equal(made.n_missing, 0);
    f.hole[HOLE_fallback] = "Unreachable.";
    assert_non_null(strstr(text_of(&f, &s, a, &made), "Unreachable."));
    arena_end(&a);
}

/* Every letter there is, with every fact: no hole stays, and each has a beginning and an end. */
static void no_letter_keeps_a_hole(void **state)
{
    arena *a = arena_new("test", 16 << 20);
    shipped s = ship(a);
    (void)state;
    for (int which = 0; which < LETTERS_AND_ALL; which++) {
        records_facts f = facts(which, a);
        records_made made;
        const char *text;
        f.grounds = records_grounds_of(which, ASKED, 2, s.reasons, s.n_reasons, "foia", f.day, true, a, &f.n_grounds);
        text = text_of(&f, &s, a, &made);
        assert_true(made.n >= 5);
        assert_int_equal(made.n_missing, 0);
        assert_null(strchr(text, '{'));
        assert_null(strchr(text, '['));
        if (which < LETTER_FAX || which == LETTER_ALL) assert_non_null(strstr(text, "To whom it may concern"));
    }
    arena_end(&a);
}

static void a_gap_is_named(void **state)
{
    arena *a = arena_new("test", 4 << 20);
    shipped s = ship(a);
    records_facts f = facts(LETTER_CLARIFICATION, a);
    records_made made;
    (void)state;
    f.hole[HOLE_more] = "";
    assert_non_null(strstr(text_of(&f, &s, a, &made), "[more]"));
    assert_int_equal(made.n_missing, 1);
    assert_string_equal(made.missing[0], "more");
    arena_end(&a);
}

static void pieces_name_only_what_there_is(void **state)
{
    arena *a = arena_new("test", 4 << 20);
    shipped s = ship(a);
    records_piece wrong = s.pieces[0];
    (void)state;
    for (size_t i = 0; i < s.n_pieces; i++) assert_null(records_piece_wrong(&s.pieces[i], a));
    wrong.text = "Dear {nobody}";
    assert_string_equal(records_piece_wrong(&wrong, a), "{nobody}");
    wrong.text = "";
    wrong.when = "always not-sometimes";
    assert_string_equal(records_piece_wrong(&wrong, a), "not-sometimes");
    wrong.when = "not-has-more";
    wrong.letter = "request postcard";
    assert_string_equal(records_piece_wrong(&wrong, a), "postcard");
    arena_end(&a);
}

/* A piece holds from its first to its last day, both in. */
static void a_piece_has_its_days(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    records_facts f = facts(LETTER_REQUEST, a);
    records_piece p = { .ref = "p", .law = "foia", .letter = "request", .when = "always", .text = "x" };
    (void)state;
    assert_true(records_piece_holds(&p, &f));
    p.from = p.until = f.day;
    assert_true(records_piece_holds(&p, &f));
    p.from = day_add(f.day, 1), p.until = (wr_day){ 0 };
    assert_false(records_piece_holds(&p, &f));
    p.from = (wr_day){ 0 }, p.until = day_add(f.day, -1);
    assert_false(records_piece_holds(&p, &f));
    p.until = (wr_day){ 0 }, p.law = "cpra";
    assert_false(records_piece_holds(&p, &f));
    arena_end(&a);
}

/* ---- grounds ---- */
static const char *grounds_of(int which, records_asked k, bool determined, const shipped *s, arena *a)
{
    strbuf b = sb_new(a, 100);
    size_t n;
    const records_ground *g = records_grounds_of(which, &k, 1, s->reasons, s->n_reasons, "foia", (wr_day){ 2026, 2, 26 }, determined, a, &n);
    for (size_t i = 0; i < n; i++) sb_fmt(&b, "%s%s", i ? " " : "", g[i].reason->ref);
    return b.p;
}

static records_asked answered(int answer, const char *reasons) { return (records_asked){ .number = 1, .answer = answer, .reasons = reasons, .pages = "", .note = "" }; }

static void each_answer_has_its_grounds(void **state)
{
    static const struct { int which, answer; const char *reasons; bool determined; const char *expect; } ROWS[] = {
        { LETTER_APPEAL_DENIAL, ANSWER_PART, "b6 b7C", true, "foia-b6 foia-b7C foia-harm foia-segregable" },
        { LETTER_APPEAL_DENIAL, ANSWER_REFUSED, "b5, b4", true, "foia-b5 foia-b4 foia-harm foia-segregable" },
        { LETTER_APPEAL_DENIAL, ANSWER_REFUSED, "b7E b3", true, "foia-b7E foia-b3 foia-harm foia-segregable" },
        { LETTER_APPEAL_DENIAL, ANSWER_REFUSED, "b9", true, "foia-other foia-harm foia-segregable" },
        { LETTER_APPEAL_DENIAL, ANSWER_PART, "", true, "foia-none foia-harm foia-segregable" },
        { LETTER_APPEAL_DENIAL, ANSWER_GLOMAR, "", true, "foia-glomar" },
        { LETTER_APPEAL_DENIAL, ANSWER_NONE_HELD, "", true, "foia-search" },
        { LETTER_APPEAL_DENIAL, ANSWER_OPEN, "", true, "foia-unanswered" },
        { LETTER_APPEAL_DENIAL, ANSWER_OPEN, "", false, "" },
        { LETTER_APPEAL_DENIAL, ANSWER_FULL, "", true, "" },
        { LETTER_APPEAL_DENIAL, ANSWER_WITHDRAWN, "", true, "" },
        { LETTER_APPEAL_SEARCH, ANSWER_NONE_HELD, "", true, "foia-search" },
        { LETTER_APPEAL_SEARCH, ANSWER_REFUSED, "b6", true, "" },
        { LETTER_APPEAL_CONSTRUCTIVE, ANSWER_OPEN, "", false, "foia-constructive" },
        { LETTER_APPEAL_FEE, ANSWER_OPEN, "", false, "foia-fee foia-fee-late" },
        { LETTER_APPEAL_EXPEDITE, ANSWER_OPEN, "", false, "foia-expedite" },
        { LETTER_INQUIRY, ANSWER_REFUSED, "b6", true, "" } };
    arena *a = arena_new("test", 4 << 20);
    shipped s = ship(a);
    (void)state;
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++)
        assert_string_equal(grounds_of(ROWS[i].which, answered(ROWS[i].answer, ROWS[i].reasons), ROWS[i].determined, &s, a), ROWS[i].expect);
    arena_end(&a);
}

/* A reason has its days too, and those of another law are never taken. */
static void a_reason_holds_only_in_its_days(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    records_reason r[] = { { .ref = "old", .law = "foia", .kind = REASON_GLOMAR, .code = "glomar", .until = { 2020, 1, 1 } }, { .ref = "new", .law = "foia", .kind = REASON_GLOMAR, .code = "glomar", .from = { 2020, 1, 2 } },
        { .ref = "other", .law = "cpra", .kind = REASON_GLOMAR, .code = "glomar" } };
    records_asked k = answered(ANSWER_GLOMAR, "");
    size_t n;
    const records_ground *g = records_grounds_of(LETTER_APPEAL_DENIAL, &k, 1, r, 3, "foia", (wr_day){ 2026, 2, 26 }, true, a, &n);
    (void)state;
    assert_int_equal(n, 1);
    assert_string_equal(g[0].reason->ref, "new");
    arena_end(&a);
}

static void an_appeal_says_each_ground_with_its_source(void **state)
{
    arena *a = arena_new("test", 4 << 20);
    shipped s = ship(a);
    records_facts f = facts(LETTER_APPEAL_DENIAL, a);
    records_made made;
    static const char *const ORDER[] = { "<determined>", "<appeal_due>", "<appeal_until>", "Part 1 of the request, Arrests", "Exemption 6:", "552(b)(6)", "Exemption 7(C):", "552(b)(7)(C)", "Foreseeable harm",
        "Part 2 of the request, Overtime", "got no answer", "We ask that the determination be changed", "within 20 working days", NULL };
    (void)state;
    f.grounds = records_grounds_of(LETTER_APPEAL_DENIAL, ASKED, 2, s.reasons, s.n_reasons, "foia", f.day, true, a, &f.n_grounds);
    in_this_order(text_of(&f, &s, a, &made), ORDER);
    for (size_t i = 0; i < s.n_reasons; i++) assert_true(*s.reasons[i].citation != 0);
    arena_end(&a);
}

/* ---- kept, and cut ---- */
static void kept_parts_give_the_same_letter(void **state)
{
    arena *a = arena_new("test", 4 << 20);
    shipped s = ship(a);
    records_facts f = facts(LETTER_REQUEST, a);
    records_made made;
    records_part *again;
    const char *text = text_of(&f, &s, a, &made), *second;
    letter_piece *p;
    size_t n, k;
    (void)state;
    assert_int_equal(records_parts_read(records_parts_text(made.at, made.n, a), a, &again, &n), WR_OK);
    assert_int_equal(letter_text(records_letter_lay(again, n, NULL, "t", a), a, &second), WR_OK);
    assert_string_equal(text, second);
    assert_int_equal(letter_blocks(records_letter_lay(again, n, "asks", "t", a), 200, a, &p, &k), WR_OK);
    assert_true(k > 1);
    assert_non_null(strstr(p[0].text, "Each numbered part"));
    for (size_t i = 0; i < k; i++) {
        assert_true(p[i].characters <= 200 && p[i].characters == letter_characters(p[i].text, strlen(p[i].text)));
        assert_null(strstr(p[i].text, "waive"));
    }
    assert_int_equal(records_parts_read("[[\"song\", \"\", \"\", \"\"]]", a, &again, &n), WR_E_BUG);
    arena_end(&a);
}

/* ---- what is ready ---- */
static void an_open_suit_freezes_suggestions(void **state)
{
    static const records_law FOIA = { .id = "", .ref = "foia", .title = "", .citation = "", .receipt = "foia.receipt", .tracking = "foia.tracking", .answer = "foia.answer",
        .extended = "foia.extension", .expedite = "foia.expedite", .appeal = "foia.appeal", .appeal_answer = "foia.appeal_answer", .suit = "foia.suit" };
    static const int KINDS[] = { ENTRY_APPROVED, ENTRY_SENT, ENTRY_RECEIPT, ENTRY_LAPSED, ENTRY_SUIT_FILED };
    arena *a = arena_new("test", 4 << 20);
    records_entry e[5];
    records_replayed *r = arena_make(a, records_replayed);
    records_whole w = { .law = FOIA, .holder.appeal_rule = "", .asks = ASKS, .n_asks = 2, .entries = e };
    records_ready ready[LETTERS];
    wr_day today = { 2026, 2, 26 };
    (void)state;
    for (int i = 0; i < 5; i++)
        e[i] = (records_entry){ .id = "e", .about = "", .n = i + 1, .day = { 2025, 7, (int8_t)(14 + i) }, .kind = KINDS[i], .office = "", .text = "", .tracking = "", .component = "", .scope = "", .because = "",
            .appeal = "", .reasons = "", .pages = "", .other = "", .struck = "" };
    for (size_t n = 4; n <= 5; n++) {
        records_terms t;
        int k = 0;
        w.n_entries = n;
        t = records_terms_of(&w);
        records_replay(&t, e, n, a, r);
        assert_null(r->wrong.text);
        records_letters_ready(&w, r, NULL, 0, today, ready);
        for (int i = 0; i < LETTERS; i++) k += ready[i].ready;
        if (n == 5) assert_int_equal(k, 0);
        else assert_true(ready[LETTER_APPEAL_CONSTRUCTIVE].ready && ready[LETTER_INQUIRY].ready && ready[LETTER_SUIT].ready && !ready[LETTER_APPEAL_DENIAL].ready);
        for (int i = 0; i < LETTERS; i++) assert_true(*ready[i].why != 0);
    }
    arena_end(&a);
}

static void every_date_has_a_letter(void **state)
{
    (void)state;
    for (int i = 0; i < DATE_KINDS; i++) {
        if (i == DATE_CALL) continue;                 /* the city's own: nobody is written to */
        assert_true(records_letter_named(records_letter_of(i)) >= 0);
        assert_true(*records_letter_name(records_letter_of(i)) != 0);
    }
}

/* ---- receipts ---- */
static void a_receipt_is_read(void **state)
{
    static const char ICE[] = "2025-ICFO-12345; appeals 2025-ICAP-00123; litigation 2025-ICLI-00019", CBP[] = "CBP-2017-071047; CBP-FO-2025-123456 (confirm)";
    static const struct { const char *text, *examples, *tracking, *day; } ROWS[] = {
        { "Thank you. Your request 2026-ICFO-00417 was submitted on February 25, 2026.", ICE, "2026-ICFO-00417", "2026-02-25" },
        { "Request submitted 02/24/2026 14:05 ET\nTracking #: cbp-fo-2026-000911", CBP, "cbp-fo-2026-000911", "2026-02-24" },
        { "Received 2026-02-20, number CBP-2026-000001.", CBP, "CBP-2026-000001", "2026-02-20" },
        { "Confirmation number: AB12-3456. Date: 3 Feb. 2026", "", "AB12-3456", "2026-02-03" },
        { "Your tracking number is NGB-26-0008", "Its own", "NGB-26-0008", "" },
        { "Submitted 2027-01-01", ICE, "", "" },                        /* a day that is still to come is none */
        { "X2026-ICFO-00417Y and 13/45/2026", ICE, "", "" },
        { "", ICE, "", "" } };
    arena *a = arena_new("test", 1 << 20);
    (void)state;
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        records_read r;
        records_receipt_read(ROWS[i].text, ROWS[i].examples, (wr_day){ 2026, 2, 26 }, a, &r);
        assert_string_equal(r.tracking, ROWS[i].tracking);
        assert_string_equal(day_text(a, r.day), ROWS[i].day);
    }
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(a_request_has_its_clauses_in_their_order), cmocka_unit_test(clauses_stand_there_by_their_flags), cmocka_unit_test(no_letter_keeps_a_hole),
        cmocka_unit_test(a_gap_is_named), cmocka_unit_test(pieces_name_only_what_there_is), cmocka_unit_test(a_piece_has_its_days), cmocka_unit_test(each_answer_has_its_grounds),
        cmocka_unit_test(a_reason_holds_only_in_its_days), cmocka_unit_test(an_appeal_says_each_ground_with_its_source), cmocka_unit_test(kept_parts_give_the_same_letter),
        cmocka_unit_test(an_open_suit_freezes_suggestions), cmocka_unit_test(every_date_has_a_letter), cmocka_unit_test(a_receipt_is_read) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
