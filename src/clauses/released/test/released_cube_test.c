/* released_cube_test.c -- cubes from small tables: what is few is not in them and cannot be worked out by any two filters; two cubes over the same rows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "day.h"
#include "released_cube.h"
#include "released_group.h"
#include "str.h"

typedef struct table { arena *a; char folder[32]; released_view v; } table;

static void close_it(void *s_)
{
    store *s = s_;
    store_close(&s);
}

/* A CSV as it came, read as any released file is. */
static table *table_of(const char *csv)
{
    arena *a = arena_new("cube", 64 << 20);
    table *t = arena_make(a, table);
    released_reading *r;
    released_found *f;
    size_t n;
    bool more = true;
    int fd;
    t->a = a;
    snprintf(t->folder, sizeof t->folder, "/tmp/cubeXXXXXX");
    assert_non_null(mkdtemp(t->folder));
    fd = open(arena_fmt(a, "%s/in.csv", t->folder), O_RDWR | O_CREAT | O_EXCL, 0600);
    assert_true(fd >= 0 && write(fd, csv, strlen(csv)) == (ssize_t)strlen(csv));
    assert_int_equal(WR_OK, released_read_begin(&(released_read_ask){ .fd = fd, .name = "in.csv", .folder = t->folder, .last_day = 30000 }, a, &r));
    while (more) assert_int_equal(WR_OK, released_read_step(r, 1000000, &more));
    assert_int_equal(WR_OK, released_read_end(r, &f, &n));
    assert_int_equal(n, 1);
    assert_int_equal(WR_OK, store_open(f->path, arena_err(a), &t->v.s));
    arena_on_end(a, close_it, t->v.s);
    t->v.columns = f->head.columns;
    t->v.ideas = f->head.ideas;
    t->v.kind = f->kind;
    unlink(arena_fmt(a, "%s/in.csv", t->folder));
    unlink(f->path);
    rmdir(t->folder);
    close(fd);
    return t;
}

static void done(table *t)
{
    arena *a = t->a;
    arena_end(&a);
}

/* A headcount: place, day, people, of whom with a conviction. */
static table *headcount(const int64_t (*rows)[4], size_t n)
{
    static const char *const PLACE[] = { "AAA", "BBB", "CCC" };
    arena *a = arena_new("csv", 4 << 20);
    strbuf b = sb_new(a, 4000);
    table *t;
    sb_str(&b, "detention_facility_code,date,n_detained,n_detained_at_midnight,n_detained_male,n_detained_female,n_detained_convicted_criminal,n_detained_possibly_under_18,detention_facility\n");
    for (size_t i = 0; i < n; i++)
        sb_fmt(&b, "%s,2025-06-%02d,%lld,%lld,%lld,0,%lld,0,FACILITY\n", PLACE[rows[i][0]], (int)rows[i][1], (long long)rows[i][2], (long long)rows[i][2], (long long)rows[i][2], (long long)rows[i][3]);
    t = table_of(b.p);
    arena_end(&a);
    return t;
}

static const int64_t ROWS[][4] = {
    { 0, 1, 300, 120 }, { 0, 2, 310, 125 }, { 0, 3, 305, 110 }, { 0, 4, 298, 100 }, { 0, 5, 320, 130 },
    { 1, 1, 55, 15 }, { 1, 2, 4, 2 }, { 1, 3, 6, 3 }, { 1, 4, 9, 4 }, { 1, 5, 80, 33 }, { 2, 1, 3, 1 }, { 2, 2, 40, 12 } };
enum { N_ROWS = sizeof ROWS / sizeof *ROWS };
static released_cube_ask days(int first, int last)
{
    return (released_cube_ask){ .measure = "n_detained", .place = "facility_code", .places = "AAA=First|BBB=Second", .from = { 2025, 6, (int8_t)first }, .to = { 2025, 6, (int8_t)last }, .time = CUBE_DAYS };
}

static int64_t at(const released_cube *c, int p, int t, int x) { return released_cube_at(c, (int[]){ p, t, x, CUBE_ALL }); }

/* Every two ranges of which one is in the other, with and without parts: what is shown of both never leaves 1..10. */
static void no_difference_is_small(const released_cube *c)
{
    int times = (int)c->axis[CUBE_TIME].n, parts = (int)c->axis[CUBE_PART].n;
    for (int p = 0; p < (int)c->axis[CUBE_PLACE].n; p++)
        for (int x = -1; x < parts; x++)
            for (int f = 0; f < times; f++)
                for (int t = f; t < times; t++) {
                    int64_t wide = released_cube_range(c, p, f, t, x, CUBE_ALL);
                    if (wide == CUBE_HIDDEN) continue;
                    assert_false(wide > 0 && wide <= CUBE_LIMIT);
                    for (int f2 = f; f2 <= t; f2++)
                        for (int t2 = f2; t2 <= t; t2++) {
                            int64_t narrow = released_cube_range(c, p, f2, t2, x, CUBE_ALL), less = wide - narrow;
                            assert_false(narrow != CUBE_HIDDEN && less > 0 && less <= CUBE_LIMIT);
                        }
                    for (int y = 0; x < 0 && y < parts; y++) {
                        int64_t part = released_cube_range(c, p, f, t, y, CUBE_ALL), rest = wide - part;
                        assert_false(part != CUBE_HIDDEN && rest > 0 && rest <= CUBE_LIMIT);
                    }
                }
}

static void few_are_under_11(void **state)
{
    table *t = headcount(ROWS, N_ROWS);
    released_cube c, again;
    released_cube_ask q = days(1, 5);
    (void)state;
    assert_int_equal(WR_OK, released_cube_make(&t->v, &q, NULL, 0, t->a, &c));
    assert_string_equal(c.measure, "present");
    assert_int_equal(at(&c, 0, 0, CUBE_ALL), 300);
    assert_int_equal(at(&c, 0, CUBE_ALL, CUBE_ALL), 300 + 310 + 305 + 298 + 320);
    assert_int_equal(at(&c, 1, 0, CUBE_ALL), 55);
    for (int day = 1; day < 4; day++) assert_int_equal(at(&c, 1, day, CUBE_ALL), CUBE_HIDDEN);
    assert_int_equal(at(&c, 1, 4, CUBE_ALL), 80);
    assert_int_equal(at(&c, 1, CUBE_ALL, CUBE_ALL), 55 + 4 + 6 + 9 + 80);
    assert_true(c.small[1]);
    assert_false(c.small[0]);
    assert_int_equal(released_cube_range(&c, 1, 0, 1, CUBE_ALL, CUBE_ALL), CUBE_HIDDEN);
    assert_int_equal(released_cube_range(&c, 0, 1, 2, CUBE_ALL, CUBE_ALL), 615);
    assert_int_equal(c.left[CUBE_OTHER_PLACE], 2);
    no_difference_is_small(&c);
    assert_int_equal(WR_OK, released_cube_open(released_cube_text(&c, t->a), t->a, &again));
    assert_int_equal(again.n, c.n);
    assert_memory_equal(again.cell, c.cell, c.n * sizeof *c.cell);
    assert_string_equal(released_cube_text(&again, t->a), released_cube_text(&c, t->a));
    done(t);
}

/* One small day alone would be the sum less the others: more is hidden, and then "under 11" is not said of it. */
static void one_small_day_takes_another_along(void **state)
{
    static const int64_t rows[][4] = { { 0, 1, 50, 20 }, { 0, 2, 7, 3 }, { 0, 3, 60, 25 }, { 0, 4, 90, 45 } };
    table *t = headcount(rows, 4);
    released_cube c;
    released_cube_ask q = days(1, 4);
    int hidden = 0;
    (void)state;
    q.places = "AAA";
    assert_int_equal(WR_OK, released_cube_make(&t->v, &q, NULL, 0, t->a, &c));
    for (int day = 0; day < 4; day++) hidden += at(&c, 0, day, CUBE_ALL) == CUBE_HIDDEN;
    hidden += at(&c, 0, CUBE_ALL, CUBE_ALL) == CUBE_HIDDEN;
    assert_int_equal(at(&c, 0, 1, CUBE_ALL), CUBE_HIDDEN);
    assert_true(hidden >= 2);
    assert_false(c.small[0]);
    no_difference_is_small(&c);
    done(t);
}

static void parts_of_a_headcount(void **state)
{
    table *t = headcount(ROWS, N_ROWS);
    released_cube c;
    released_cube_ask q = days(1, 5);
    (void)state;
    q.part = "conviction";
    assert_int_equal(WR_OK, released_cube_make(&t->v, &q, NULL, 0, t->a, &c));
    assert_int_equal(c.axis[CUBE_PART].n, 2);
    assert_int_equal(at(&c, 0, 0, 0), 120);
    assert_int_equal(at(&c, 0, 0, 1), 180);
    for (int day = 1; day < 4; day++)
        for (int x = -1; x < 2; x++) assert_int_equal(at(&c, 1, day, x), CUBE_HIDDEN);
    assert_false(c.small[1]);
    no_difference_is_small(&c);
    q.part = "citizenship";
    assert_int_equal(WR_E_INPUT, released_cube_make(&t->v, &q, NULL, 0, t->a, &c));
    done(t);
}

static void two_cubes_over_the_same_rows(void **state)
{
    table *t = headcount(ROWS, N_ROWS);
    released_cube first, c;
    released_cube_ask q = days(1, 5), less = days(1, 4), one = days(5, 5), small = days(3, 3), later = days(6, 9);
    (void)state;
    assert_int_equal(WR_OK, released_cube_make(&t->v, &q, NULL, 0, t->a, &first));
    assert_int_equal(WR_E_RULE, released_cube_make(&t->v, &less, &first, 1, t->a, &c));       /* the sum of both spans would say what day 5 is */
    *arena_err(t->a) = (wr_err){ 0 };
    less.places = "CCC";
    assert_int_equal(WR_OK, released_cube_make(&t->v, &less, &first, 1, t->a, &c));           /* another place has no row in common */
    assert_int_equal(WR_OK, released_cube_make(&t->v, &later, &first, 1, t->a, &c));
    less = days(1, 5);
    less.others = true;
    assert_int_equal(WR_E_RULE, released_cube_make(&t->v, &less, &first, 1, t->a, &c));
    *arena_err(t->a) = (wr_err){ 0 };
    one.part = "conviction";
    assert_int_equal(WR_OK, released_cube_make(&t->v, &one, &first, 1, t->a, &c));
    assert_int_equal(at(&c, 0, 0, 0), 130);
    assert_int_equal(at(&c, 1, 0, 0), 33);
    assert_int_equal(WR_OK, released_cube_make(&t->v, &small, &first, 1, t->a, &c));
    assert_int_equal(at(&c, 1, 0, CUBE_ALL), CUBE_HIDDEN);                                     /* hidden there, hidden here */
    assert_int_equal(at(&c, 0, 0, CUBE_ALL), 305);
    assert_int_equal(WR_OK, released_cube_beside(&c, &first, 1, t->a));
    c.cell[0] = CUBE_HIDDEN;                                                                   /* a sum that one hides and the other shows */
    assert_int_equal(WR_E_RULE, released_cube_beside(&c, &first, 1, t->a));
    done(t);
}

/* The same rows in another file, edited: the rule of places and times holds, what is hidden there stays hidden, other counts may be shown. */
static void the_same_rows_in_another_file(void **state)
{
    table *t = headcount(ROWS, N_ROWS);
    released_cube first, c;
    released_cube_ask q = days(1, 5), less = days(1, 4);
    (void)state;
    assert_int_equal(WR_OK, released_cube_make(&t->v, &q, NULL, 0, t->a, &first));
    first.table = "another";
    first.cell[released_cube_place(&first, (int[]){ 0, 1, CUBE_ALL, CUBE_ALL })] = 400;
    first.cell[released_cube_place(&first, (int[]){ 0, 2, CUBE_ALL, CUBE_ALL })] = CUBE_HIDDEN;
    assert_int_equal(WR_E_RULE, released_cube_make(&t->v, &less, &first, 1, t->a, &c));
    *arena_err(t->a) = (wr_err){ 0 };
    assert_int_equal(WR_OK, released_cube_make(&t->v, &q, &first, 1, t->a, &c));
    assert_int_equal(at(&c, 0, 1, CUBE_ALL), CUBE_HIDDEN);            /* beside day 3: 310, not the 400 that stood there, and not shown with the same number */
    assert_int_equal(at(&c, 0, 2, CUBE_ALL), CUBE_HIDDEN);
    assert_int_equal(at(&c, 0, 0, CUBE_ALL), 300);
    no_difference_is_small(&c);
    done(t);
}

static void two_measures_that_differ_by_few(void **state)
{
    table *t = headcount(ROWS, N_ROWS);
    released_cube present, night;
    released_cube_ask q = days(1, 5);
    (void)state;
    assert_int_equal(WR_OK, released_cube_make(&t->v, &q, NULL, 0, t->a, &present));
    q.measure = "n_detained_at_midnight";
    assert_int_equal(WR_OK, released_cube_make(&t->v, &q, NULL, 0, t->a, &night));
    assert_string_equal(night.measure, "present_midnight");
    assert_false(released_cube_near(&night, &present));
    night.cell[released_cube_place(&night, (int[]){ 0, 2, CUBE_ALL, CUBE_ALL })] -= 4;
    assert_true(released_cube_near(&night, &present));
    night.cell[released_cube_place(&night, (int[]){ 0, 2, CUBE_ALL, CUBE_ALL })] -= 40;
    assert_false(released_cube_near(&night, &present));
    done(t);
}

/* Rows of people: a rare word of a cell, and a text that has no place there, go to the others. */
static void rows_in_coarse_words(void **state)
{
    arena *a = arena_new("csv", 4 << 20);
    strbuf b = sb_new(a, 4000);
    table *t;
    released_cube c;
    released_cube_ask q = { .measure = "rows", .place = "area", .places = "LOS=Los Angeles|SEA", .from = { 2025, 6, 1 }, .to = { 2025, 7, 31 }, .time = CUBE_MONTHS, .part = "sex", .part2 = "age_band" };
    const char *text;
    (void)state;
    sb_str(&b, "Apprehension Date,Apprehension AOR,Gender,Birth Year,Citizenship Country,Apprehension Method\n");
    for (int i = 0; i < 600; i++)
        sb_fmt(&b, "2025-%02d-%02d,%s,%s,%d,%s,Located\n", 6 + i % 2, 1 + i % 28, i % 3 ? "Los Angeles Area of Responsibility" : "SEA", i == 5 ? "Quillwort" : i % 5 ? "Male" : "Female", 1960 + i % 45, i % 4 ? "MEXICO" : "GUATEMALA");
    t = table_of(b.p);
    assert_int_equal(WR_OK, released_cube_make(&t->v, &q, NULL, 0, t->a, &c));
    assert_int_equal(c.axis[CUBE_TIME].n, 2);
    assert_string_equal(c.axis[CUBE_PART].code[0].code, "Male");
    assert_int_equal(c.axis[CUBE_PART2].n, 8);
    assert_int_equal(released_cube_at(&c, (int[]){ 0, CUBE_ALL, CUBE_ALL, CUBE_ALL }), 400);
    assert_int_equal(released_cube_at(&c, (int[]){ 1, CUBE_ALL, CUBE_ALL, CUBE_ALL }), 200);
    text = released_cube_text(&c, t->a);
    assert_null(strstr(text, "Quillwort"));
    for (size_t i = 0; i < c.n; i++) assert_false(c.cell[i] > 0 && c.cell[i] <= CUBE_LIMIT);
    no_difference_is_small(&c);
    q.part2 = "";
    q.part = "method";
    assert_int_equal(WR_E_INPUT, released_cube_make(&t->v, &q, NULL, 0, t->a, &c));
    q.part = "citizenship";
    q.top = 1;
    assert_int_equal(WR_OK, released_cube_make(&t->v, &q, NULL, 0, t->a, &c));
    assert_string_equal(c.axis[CUBE_PART].code[0].code, "MEXICO");
    assert_string_equal(c.axis[CUBE_PART].code[1].code, "(others)");
    done(t);
    arena_end(&a);
}

/* ---- what is left out ---- */
static const char PEOPLE[] = "Apprehension Date,Apprehension AOR,Gender,Birth Year,Citizenship Country,Apprehension Method\n";
typedef struct some { int rows; const char *day, *area; } some;
static table *people(const some *s, size_t n)
{
    arena *a = arena_new("csv", 4 << 20);
    strbuf b = sb_new(a, 4000);
    table *t;
    sb_str(&b, PEOPLE);
    for (size_t k = 0; k < n; k++)
        for (int i = 0; i < s[k].rows; i++) sb_fmt(&b, "%s,%s,%s,%d,MEXICO,Located\n", s[k].day, s[k].area, i % 2 ? "Male" : "Female", 1950 + i % 60);
    t = table_of(b.p);
    arena_end(&a);
    return t;
}

static const released_cube_ask LOS = { .measure = "rows", .place = "area", .places = "LOS=Los Angeles", .from = { 2025, 6, 1 }, .to = { 2025, 7, 31 }, .time = CUBE_MONTHS };

/* 7 people of Seattle, hidden as a place: the rows of the table less all that is shown would be 7. The same with 7 who are all that is left out. */
static void the_rest_of_the_rows_is_not_said(void **state)
{
    static const some ROWS_[] = { { 400, "2025-06-03", "Los Angeles" }, { 300, "2025-07-04", "LOS" }, { 7, "2025-07-04", "Seattle" }, { 60, "2025-09-01", "Los Angeles" }, { 30, "2025-06-05", "" }, { 3, "no day", "Los Angeles" } };
    table *t = people(ROWS_, 6);
    released_cube c;
    released_cube_ask q = LOS;
    (void)state;
    q.places = "LOS=Los Angeles|SEA=Seattle";
    assert_int_equal(WR_OK, released_cube_make(&t->v, &q, NULL, 0, t->a, &c));
    assert_int_equal(c.all, CUBE_HIDDEN);
    assert_int_equal(c.left[CUBE_OTHER_PLACE], 0);
    assert_int_equal(c.left[CUBE_OTHER_DAY], CUBE_HIDDEN);
    assert_int_equal(c.left[CUBE_NO_PLACE], 30);                    /* what the table does not say is said, when it is not few */
    assert_int_equal(c.left[CUBE_NO_DAY], CUBE_HIDDEN);
    assert_null(strstr(released_cube_text(&c, t->a), "800"));
    q.places = "LOS=Los Angeles";
    assert_int_equal(WR_OK, released_cube_make(&t->v, &q, NULL, 0, t->a, &c));
    assert_int_equal(c.left[CUBE_OTHER_PLACE], CUBE_HIDDEN);
    assert_int_equal(c.left[CUBE_NO_PLACE], 30);
    done(t);
}

/* Each row is left out for one reason, also where several hold; of a headcount, whose rows are no people, they and those counted are all. */
static void left_out_once(void **state)
{
    table *t = table_of("detention_facility_code,date,n_detained,n_detained_at_midnight,n_detained_male,n_detained_female,n_detained_convicted_criminal,n_detained_possibly_under_18,detention_facility\n"
        "AAA,2025-06-01,300,300,300,0,10,0,F\n" "AAA,2025-06-02,310,300,300,0,10,0,F\n" "BBB,2025-06-01,20,20,20,0,10,0,F\n" "BBB,no day,20,20,20,0,10,0,F\n" "AAA,no day,20,20,20,0,10,0,F\n"
        "BBB,2025-09-01,20,20,20,0,10,0,F\n" "AAA,2025-09-01,20,20,20,0,10,0,F\n" ",2025-06-01,20,20,20,0,10,0,F\n" ",no day,20,20,20,0,10,0,F\n" "AAA,2025-06-02,,20,20,0,10,0,F\n");
    released_cube c;
    released_cube_ask q = days(1, 2);
    int64_t sum = 0;
    (void)state;
    q.places = "aaa=First";
    assert_int_equal(WR_OK, released_cube_make(&t->v, &q, NULL, 0, t->a, &c));
    assert_int_equal(c.left[CUBE_NO_DAY], 3);
    assert_int_equal(c.left[CUBE_NO_PLACE], 1);
    assert_int_equal(c.left[CUBE_OTHER_PLACE], 2);
    assert_int_equal(c.left[CUBE_OTHER_DAY], 1);
    assert_int_equal(c.left[CUBE_NO_NUMBER], 1);
    for (int i = 0; i < CUBE_LEFTS; i++) sum += c.left[i];
    assert_int_equal(c.all, sum + 2);
    done(t);
}

/* However a person writes it, the same place has the same code: else two cubes over the same rows look as if they had none in common. */
static void a_place_has_one_code(void **state)
{
    static const some ROWS_[] = { { 400, "2025-06-03", "Los Angeles Area of Responsibility" }, { 300, "2025-07-04", "LOS" }, { 200, "2025-07-05", "Los Angeles (LOS)" }, { 50, "2025-07-04", "Seattle" } };
    static const char *const SAID[] = { "Los Angeles", "los", "LOS ANGELES AOR", "Los Angeles (LOS)", "Los Angeles Area of Responsibility" };
    table *t = people(ROWS_, 4);
    released_cube first, c;
    released_cube_ask q = LOS, less = LOS;
    (void)state;
    assert_int_equal(WR_OK, released_cube_make(&t->v, &q, NULL, 0, t->a, &first));
    assert_int_equal(released_cube_at(&first, (int[]){ 0, CUBE_ALL, CUBE_ALL, CUBE_ALL }), 900);
    less.time = CUBE_DAYS;
    for (size_t i = 0; i < sizeof SAID / sizeof *SAID; i++) {
        less.places = SAID[i];
        assert_int_equal(WR_E_RULE, released_cube_make(&t->v, &less, &first, 1, t->a, &c));
        *arena_err(t->a) = (wr_err){ 0 };
    }
    less.places = "SEA";
    assert_int_equal(WR_OK, released_cube_make(&t->v, &less, &first, 1, t->a, &c));
    assert_string_equal(c.axis[CUBE_PLACE].code[0].code, "Seattle");
    for (size_t i = 0; i < 3; i++) {
        less.places = (const char *const[]){ "(value)", "(others)=X", "Atlanta" }[i];      /* every place at once; the code of all others; none of this table */
        assert_int_equal(WR_E_INPUT, released_cube_make(&t->v, &less, NULL, 0, t->a, &c));
        assert_string_equal(arena_err(t->a)->field, "place1");
        *arena_err(t->a) = (wr_err){ 0 };
    }
    less.places = "|LOS||Los Angeles=Once more";
    assert_int_equal(WR_E_INPUT, released_cube_make(&t->v, &less, NULL, 0, t->a, &c));
    assert_string_equal(arena_err(t->a)->field, "place4");                                 /* an empty one counts: it is a field of the form */
    done(t);
}

/* The bands of the desk. An age that is none is not said. */
static void ages_are_in_the_bands_of_the_desk(void **state)
{
    static const some ROWS_[] = { { 600, "2025-06-03", "LOS" } };
    table *t = people(ROWS_, 1);
    released_cube c;
    released_cube_ask q = LOS;
    (void)state;
    q.part = "age_band";
    assert_int_equal(WR_OK, released_cube_make(&t->v, &q, NULL, 0, t->a, &c));
    for (int age = 0; age <= 110; age++) {
        int64_t order;
        const char *band = released_age_band(age, &order);
        assert_string_equal(c.axis[CUBE_PART].code[order].code, band);
    }
    assert_int_equal(c.axis[CUBE_PART].n, 8);
    assert_string_equal(c.axis[CUBE_PART].code[7].code, "(not said)");
    q.part = "";
    q.part2 = "sex";
    assert_int_equal(WR_E_INPUT, released_cube_make(&t->v, &q, NULL, 0, t->a, &c));
    assert_string_equal(arena_err(t->a)->field, "part");
    done(t);
}

static void what_cannot_be_asked(void **state)
{
    table *t = headcount(ROWS, N_ROWS);
    released_cube c;
    released_cube_ask q = days(5, 1);
    (void)state;
    assert_int_equal(WR_E_INPUT, released_cube_make(&t->v, &q, NULL, 0, t->a, &c));
    *arena_err(t->a) = (wr_err){ 0 };
    q = days(1, 5);
    q.measure = "detention_facility";
    assert_int_equal(WR_E_INPUT, released_cube_make(&t->v, &q, NULL, 0, t->a, &c));
    *arena_err(t->a) = (wr_err){ 0 };
    q = days(1, 5);
    q.places = "AAA|AAA";
    assert_int_equal(WR_E_INPUT, released_cube_make(&t->v, &q, NULL, 0, t->a, &c));
    *arena_err(t->a) = (wr_err){ 0 };
    q = days(1, 5);
    q.to = (wr_day){ 2027, 1, 1 };
    assert_int_equal(WR_E_INPUT, released_cube_make(&t->v, &q, NULL, 0, t->a, &c));
    assert_int_not_equal(WR_OK, released_cube_open("{}", t->a, &c));
    done(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(few_are_under_11), cmocka_unit_test(one_small_day_takes_another_along), cmocka_unit_test(parts_of_a_headcount), cmocka_unit_test(two_cubes_over_the_same_rows),
        cmocka_unit_test(the_same_rows_in_another_file), cmocka_unit_test(two_measures_that_differ_by_few), cmocka_unit_test(rows_in_coarse_words), cmocka_unit_test(what_cannot_be_asked),
        cmocka_unit_test(the_rest_of_the_rows_is_not_said), cmocka_unit_test(left_out_once), cmocka_unit_test(a_place_has_one_code), cmocka_unit_test(ages_are_in_the_bands_of_the_desk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
