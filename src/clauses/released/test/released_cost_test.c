/* released_cost_test.c -- nights and their price, counted by hand: stints, tiers by the day, meanings, names, causes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "day.h"
#include "released_cost.h"

static arena *a;
static int drop(const char *path, const struct stat *st, int type, struct FTW *f) { (void)st, (void)type, (void)f; return remove(path); }
static void close_it(void *s_) { store *s = s_; store_close(&s); }

/* The first table of a CSV text, read as any file is, and opened. */
static released_view view_of(const char *csv)
{
    char folder[] = "/tmp/released-cost-XXXXXX";
    released_reading *r;
    released_found *f;
    released_view v = { 0 };
    size_t n;
    bool more = true;
    int fd = memfd_create("test.csv", MFD_CLOEXEC);
    assert_true(fd >= 0 && mkdtemp(folder) && write(fd, csv, strlen(csv)) == (ssize_t)strlen(csv) && lseek(fd, 0, SEEK_SET) == 0);
    assert_int_equal(released_read_begin(&(released_read_ask){ .fd = fd, .name = "test.csv", .folder = folder, .last_day = (int32_t)day_number((wr_day){ 2026, 1, 1 }) }, a, &r), WR_OK);
    while (more) assert_int_equal(released_read_step(r, 1000000, &more), WR_OK);
    assert_int_equal(released_read_end(r, &f, &n), WR_OK);
    assert_int_equal(n, 1);
    assert_int_equal(store_open(f->path, arena_err(a), &v.s), WR_OK);
    arena_on_end(a, close_it, v.s);
    v.columns = f->head.columns;
    v.ideas = f->head.ideas;
    v.kind = f->kind;
    released_span(v.s, released_date_column(&v), &v.table.first, &v.table.last);
    close(fd);
    nftw(folder, drop, 8, FTW_DEPTH | FTW_PHYS);
    return v;
}

static const char LIST[] = "DETLOC,Name,Per Diem Rate Detailed,FY17 Total Mandays\n"
    "FLAT,Flat County Jail,100,10\nHIDDEN,Hidden Place,b)(4),20\nWORDS,Worded Center,\"$103 (males), $79 (females)\",30\n"
    "TIERED,Tier House,\"50 (GM); $87.00 (1-50), $25.00 (51-72)\",40\nNOBODY,Nobody Pays,Not ICE Funded,50\nNONE,Without,,60\nODD,Third,33.335,1\n";

static released_costs cost_of(const released_view *v, const released_view *list, const released_settled *s, const char *sum)
{
    released_rates *rates = arena_make(a, released_rates);
    released_costs c;
    assert_int_equal(released_rates_of(list, s, a, rates), WR_OK);
    assert_int_equal(released_cost_run(v, rates, &(released_ask){ .sum = sum }, a, &c), WR_OK);
    return c;
}

static const released_cost *row(const released_costs *c, const char *key)
{
    for (size_t i = 0; i < c->n; i++)
        if (str_eq(c->row[i].key, key)) return &c->row[i];
    fail_msg("no %s", key);
    return NULL;
}

static void adds_up(const released_costs *c)
{
    int64_t nights = c->priced, cost = 0;
    for (int i = 0; i < RELEASED_CAUSES; i++) nights += c->unpriced[i];
    assert_int_equal(nights, c->nights);
    for (size_t i = 0; i < c->n; i++) cost += c->row[i].cost;
    assert_int_equal(cost, c->cost);
}

static void every_night_has_a_price_or_a_cause(void **state)
{
    released_view list = view_of(LIST);
    released_costs c = cost_of(&list, &list, NULL, "FY17 Total Mandays");
    (void)state;
    adds_up(&c);
    assert_int_equal(c.nights, 211000000);
    assert_int_equal(c.priced, 11000000);
    assert_int_equal(c.cost, 100000 + 3334);            /* 33.335 is 33.34 */
    assert_int_equal(c.unpriced[RELEASED_RATE_WITHHELD], 20000000);
    assert_int_equal(c.unpriced[RELEASED_WORDED], 30000000);
    assert_int_equal(c.unpriced[RELEASED_TIERED_ALONE], 40000000);
    assert_int_equal(c.unpriced[RELEASED_NOT_FUNDED], 50000000);
    assert_int_equal(c.unpriced[RELEASED_NO_RATE], 60000000);
    assert_string_equal(c.row[0].key, "FLAT");           /* the dearest first */
    assert_string_equal(row(&c, "HIDDEN")->text, "b)(4)");
}

static void a_night_is_a_midnight_of_a_stint(void **state)
{
    released_view list = view_of(LIST), v = view_of("Unique ID,Detention Facility Code,Book In Date,Book Out Date\n"
        "a,FLAT,2017-03-01,2017-03-01\na,FLAT,2017-03-01,2017-03-05\na,FLAT,2017-03-05,2017-03-12\na,FLAT,2017-03-12,2017-03-13\n"
        "b,FLAT,2017-03-28,\nc,FLAT,2017-03-09,2017-03-08\nd,FLAT,,2017-03-08\ne,ELSEWHERE,2017-03-01,2017-03-03\nf,,2017-03-01,2017-03-02\n");
    released_costs c;
    (void)state;
    v.file.extracted = (wr_day){ 2017, 4, 1 };
    c = cost_of(&v, &list, NULL, NULL);
    adds_up(&c);
    assert_true(c.of_stints);
    assert_int_equal(row(&c, "FLAT")->nights, (0 + 4 + 7 + 1 + 4) * 1000000);
    assert_int_equal(released_nights((int32_t)day_number((wr_day){ 2017, 3, 1 }), (int32_t)day_number((wr_day){ 2017, 3, 13 })), 0 + 4 + 7 + 1);       /* the stay */
    assert_int_equal(c.kept.provisional, 4);
    assert_int_equal(c.cost, 160000);
    assert_int_equal(row(&c, "ELSEWHERE")->cause, RELEASED_NOT_LISTED);
    assert_true(row(&c, "ELSEWHERE")->there);
    assert_false(row(&c, "(blank)")->there);
    assert_int_equal(c.unpriced[RELEASED_NOT_LISTED], 3000000);
    assert_int_equal(c.stints.nights, 5);
    assert_int_equal(c.stints.same_day, 1);
    assert_int_equal(c.stints.open, 1);
    assert_int_equal(c.stints.reversed, 1);
    assert_int_equal(c.stints.undated, 1);
    assert_int_equal(c.kept.kept, 9);
}

/* Day by day: 60 people, 10, a day without a row, 0, a day without a number, 50. */
static const char HEADS[] = "detention_facility_code,date,n_detained_at_midnight\nTIERED,2017-03-01,60\nTIERED,2017-03-02,10\nTIERED,2017-03-04,0\nTIERED,2017-03-05,\nTIERED,2017-03-06,50\n"
    "FLAT,2017-03-01,7\nFLAT,2017-03-08,1\nEMPTY,2017-03-02,0\n";

static void tiers_are_paid_by_the_day(void **state)
{
    released_view list = view_of(LIST), v = view_of(HEADS);
    released_costs c = cost_of(&v, &list, NULL, NULL);
    const released_cost *x = row(&c, "TIERED");
    (void)state;
    adds_up(&c);
    assert_int_equal(x->cause, RELEASED_TIERED);
    assert_int_equal(x->nights, 120000000);
    assert_int_equal(x->cost, (50 * 8700 + 10 * 2500) + 4 * 50 * 8700);      /* of five days four pay the minimum, 50 is it exactly */
    assert_int_equal(x->daily.days, 5);
    assert_int_equal(x->daily.unknown, 1);
    assert_int_equal(x->daily.below, 3);
    assert_int_equal(x->daily.lowest, 0);
    assert_int_equal(x->daily.highest, 60);
    assert_int_equal(x->daily.idle, (40 + 50 + 50) * 8700);
    assert_int_equal(c.idle, x->daily.idle);
    assert_int_equal(c.no_number, 1);
    assert_int_equal(row(&c, "FLAT")->cost, 80000);
}

static void only_days_that_the_table_has_are_paid(void **state)
{
    released_view list = view_of(LIST), v = view_of(HEADS);
    released_rates rates;
    released_costs c;
    released_ask q = { .from = { 2017, 1, 1 }, .to = { 2018, 1, 1 } };
    (void)state;
    assert_int_equal(released_rates_of(&list, NULL, a, &rates), WR_OK);
    assert_int_equal(released_cost_run(&v, &rates, &q, a, &c), WR_OK);
    assert_int_equal(row(&c, "TIERED")->daily.days, 7);        /* 1 to 8 March, one of them without a number */
    assert_int_equal(row(&c, "TIERED")->cost, (50 * 8700 + 10 * 2500) + 6 * 50 * 8700);
    q.from = (wr_day){ 2017, 3, 2 };
    q.to = (wr_day){ 2017, 3, 3 };
    assert_int_equal(released_cost_run(&v, &rates, &q, a, &c), WR_OK);
    assert_int_equal(row(&c, "TIERED")->cost, 2 * 50 * 8700);
}

static void an_empty_place_pays_its_minimum(void **state)
{
    released_view list = view_of(LIST), v = view_of("detention_facility_code,date,n_detained_at_midnight\nTIERED,2017-03-01,0\nTIERED,2017-03-02,0\n");
    released_costs c = cost_of(&v, &list, NULL, NULL);
    (void)state;
    adds_up(&c);
    assert_int_equal(c.nights, 0);
    assert_int_equal(c.cost, 2 * 50 * 8700);
    assert_int_equal(c.idle, c.cost);
}

static void more_people_than_tiers_have_no_price(void **state)
{
    released_view list = view_of(LIST), v = view_of("detention_facility_code,date,n_detained_at_midnight\nTIERED,2017-03-01,73\nTIERED,2017-03-02,1\n");
    released_costs c = cost_of(&v, &list, NULL, NULL);
    (void)state;
    adds_up(&c);
    assert_int_equal(c.unpriced[RELEASED_OVER_TIERS], 74000000);
    assert_int_equal(c.cost, 0);
    assert_int_equal(c.row[0].daily.days, 0);
}

/* Not one day has a number of people: that is no contract with too few tiers. */
static void tiers_without_a_headcount_say_so(void **state)
{
    released_view list = view_of(LIST), v = view_of("detention_facility_code,date,n_detained_at_midnight\nTIERED,2017-03-01,\nTIERED,2017-03-02,NA\nFLAT,2017-03-01,2\n");
    released_costs c = cost_of(&v, &list, NULL, NULL);
    (void)state;
    adds_up(&c);
    assert_int_equal(row(&c, "TIERED")->cause, RELEASED_TIERED_ALONE);
    assert_int_equal(row(&c, "TIERED")->daily.days, 0);
    assert_int_equal(c.cost, 20000);
    assert_int_equal(c.no_number, 2);
}

static void a_meaning_is_for_words_alone(void **state)
{
    released_rate rate;
    const char *at;
    released_view list = view_of(LIST);
    released_costs c;
    (void)state;
    assert_null(released_meaning_read(9100, 0, "", false, a, &rate, &at));
    const released_meant all[] = { { "WORDS", "$103 (males), $79 (females)", rate }, { "HIDDEN", "b)(4)", rate }, { "NONE", "", rate }, { "NOBODY", "Not ICE Funded", rate }, { "FLAT", "100", rate } };
    c = cost_of(&list, &list, &(released_settled){ all, 5, NULL, 0 }, "FY17 Total Mandays");
    adds_up(&c);
    assert_int_equal(row(&c, "WORDS")->cost, 30 * 9100);
    assert_true(row(&c, "WORDS")->decided);
    assert_string_equal(row(&c, "WORDS")->text, "$103 (males), $79 (females)");
    assert_int_equal(c.unpriced[RELEASED_RATE_WITHHELD], 20000000);
    assert_int_equal(c.unpriced[RELEASED_NO_RATE], 60000000);
    assert_int_equal(c.unpriced[RELEASED_NOT_FUNDED], 50000000);
    assert_int_equal(row(&c, "FLAT")->rate, 10000);
    const released_meant other = { "WORDS", "$104 (males), $79 (females)", rate };       /* the list says something else by now */
    c = cost_of(&list, &list, &(released_settled){ &other, 1, NULL, 0 }, "FY17 Total Mandays");
    assert_int_equal(row(&c, "WORDS")->cause, RELEASED_WORDED);
}

static void meanings_are_read_or_refused(void **state)
{
    static const struct { wr_cents flat; int64_t minimum; const char *tiers; const char *field; } bad[] = { { 0, 0, "", "flat" }, { 100, 0, "$1 (1-2)", "flat" }, { -5, 0, "", "flat" }, { 10000001, 0, "", "flat" },
        { 100, -1, "", "minimum" }, { 100, 50001, "", "minimum" }, { 0, 5, "$1 (2-3)", "tiers" }, { 0, 5, "words", "tiers" }, { 0, 0, "$1 (1-5), $2 (7-9)", "tiers" }, { 0, 0, "87.00", "tiers" } };
    released_rate r;
    const char *at = "";
    wr_cents cost;
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_non_null(released_meaning_read(bad[i].flat, bad[i].minimum, bad[i].tiers, false, a, &r, &at));
        assert_string_equal(at, bad[i].field);
    }
    assert_null(released_meaning_read(0, 0, "$87.00 (1-50), $25.00 (51+)", false, a, &r, &at));
    assert_true(released_rate_day(&r, 60, &cost));
    assert_int_equal(cost, 50 * 8700 + 10 * 2500);
    assert_null(released_meaning_read(8700, 50, "", false, a, &r, &at));
    assert_true(released_rate_day(&r, 3, &cost));
    assert_int_equal(cost, 50 * 8700);
    /* The list of 2017: eleven steps that begin at the minimum, each the price of everybody. */
    assert_null(released_meaning_read(0, 849, "$154.08 (1-849), $145.41 (850-899), $137.69 (900+)", true, a, &r, &at));
    assert_true(released_rate_day(&r, 0, &cost));
    assert_int_equal(cost, 849 * 15408);
    assert_true(released_rate_day(&r, 850, &cost));
    assert_int_equal(cost, 850 * 14541);
    assert_true(released_rate_day(&r, 2000, &cost));
    assert_int_equal(cost, 2000 * 13769);
}

static void a_name_meets_the_list_only_where_a_person_said_so(void **state)
{
    released_view list = view_of(LIST), v = view_of("Detention Facility,Book In Date,Book Out Date\nFlat County Jail,2017-03-01,2017-03-03\nflat  county JAIL,2017-03-01,2017-03-04\nFLAT,2017-03-01,2017-03-02\n");
    const released_tie tie = { "FLAT COUNTY JAIL", "FLAT" }, off = { "FLAT COUNTY JAIL", "GONE" };
    const released_rated *like[3];
    released_rates rates;
    released_costs c = cost_of(&v, &list, NULL, NULL);
    (void)state;
    adds_up(&c);
    assert_int_equal(c.unpriced[RELEASED_NOT_LISTED], 6000000);
    c = cost_of(&v, &list, &(released_settled){ NULL, 0, &tie, 1 }, NULL);
    adds_up(&c);
    assert_int_equal(c.cost, 50000);
    assert_int_equal(c.unpriced[RELEASED_NOT_LISTED], 1000000);
    assert_true(row(&c, "Flat County Jail")->tied);
    c = cost_of(&v, &list, &(released_settled){ NULL, 0, &off, 1 }, NULL);
    assert_int_equal(c.priced, 0);
    assert_int_equal(released_rates_of(&list, NULL, a, &rates), WR_OK);
    assert_int_equal(released_tie_suggest(&rates, "Worded Detention Center", a, like, 3), 1);
    assert_string_equal(like[0]->key, "WORDS");
    assert_int_equal(released_tie_suggest(&rates, "County Jail", a, like, 3), 0);           /* words that most of them have say nothing */
}

static void two_rates_of_one_facility_are_none(void **state)
{
    released_view list = view_of("DETLOC,Name,Per Diem Rate,FY17 Mandays\nX,One,10,5\nX,One,20,6\nY,Two,30,1\nY,Two,30,1\n(b)(7)(E),Three,40,1\n,Four,50,1\n");
    released_view v = view_of("Detention Facility Code,Book In Date,Book Out Date\nX,2017-03-01,2017-03-04\nY,2017-03-01,2017-03-03\n(b)(7)(E),2017-03-01,2017-03-02\n");
    released_costs c = cost_of(&v, &list, NULL, NULL);
    (void)state;
    adds_up(&c);
    assert_int_equal(c.unpriced[RELEASED_TWO_RATES], 3000000);
    assert_int_equal(c.unpriced[RELEASED_NOT_LISTED], 1000000);      /* a withheld code is no code */
    assert_int_equal(c.cost, 6000);
    c = cost_of(&list, &list, NULL, "FY17 Mandays");                  /* in the list itself each row has its own rate, also where its code is withheld */
    adds_up(&c);
    assert_int_equal(c.cost, 5 * 1000 + 6 * 2000 + 2 * 3000 + 4000 + 5000);
    assert_string_equal(row(&c, "THREE")->name, "Three");
}

static void what_does_not_fit_in_cents_is_refused(void **state)
{
    released_view list = view_of("DETLOC,Name,Per Diem Rate,FY17 Mandays\nX,One,90000000000000,9000000000\n");
    released_rates rates;
    released_costs c;
    (void)state;
    assert_int_equal(released_rates_of(&list, NULL, a, &rates), WR_OK);
    assert_int_equal(released_cost_run(&list, &rates, &(released_ask){ .sum = "FY17 Mandays" }, a, &c), WR_E_TOO_BIG);
}

static int begin(void **state) { (void)state; a = arena_new("test", 64 << 20); return 0; }
static int end(void **state) { (void)state; arena_end(&a); return 0; }

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test_setup_teardown(every_night_has_a_price_or_a_cause, begin, end), cmocka_unit_test_setup_teardown(a_night_is_a_midnight_of_a_stint, begin, end), cmocka_unit_test_setup_teardown(tiers_are_paid_by_the_day, begin, end), cmocka_unit_test_setup_teardown(only_days_that_the_table_has_are_paid, begin, end),
        cmocka_unit_test_setup_teardown(an_empty_place_pays_its_minimum, begin, end), cmocka_unit_test_setup_teardown(more_people_than_tiers_have_no_price, begin, end), cmocka_unit_test_setup_teardown(tiers_without_a_headcount_say_so, begin, end), cmocka_unit_test_setup_teardown(a_meaning_is_for_words_alone, begin, end), cmocka_unit_test_setup_teardown(meanings_are_read_or_refused, begin, end),
        cmocka_unit_test_setup_teardown(a_name_meets_the_list_only_where_a_person_said_so, begin, end), cmocka_unit_test_setup_teardown(two_rates_of_one_facility_are_none, begin, end), cmocka_unit_test_setup_teardown(what_does_not_fit_in_cents_is_refused, begin, end) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
