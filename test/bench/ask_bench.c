/* ask_bench.c -- STORE AREA SEX [ROUNDS]: five questions of a desk to the store of a table of arrests, and a page of ten answers. Prints milliseconds of
 * each question, and of the page: median and least. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "now.h"
#include "released_ask.h"

enum { QUESTIONS = 5, PAGE = 10, ROUNDS_MOST = 1000 };
static double took[ROUNDS_MOST];

static int by_size(const void *x, const void *y) { return *(const double *)x < *(const double *)y ? -1 : *(const double *)x > *(const double *)y; }

static void ask(const released_view *v, const released_ask *q)
{
    arena *a = arena_new("a question", 1 << 28);
    released_answer out;
    if (released_ask_run(v, q, a, &out) != WR_OK) { fprintf(stderr, "ask_bench: %s\n", arena_err(a)->text); exit(1); }
    arena_end(&a);
}

static void timed(const released_view *v, const released_ask *q, size_t n, int rounds)
{
    for (int i = 0; i < rounds; i++) {
        wr_us began = now_us();
        for (size_t k = 0; k < n; k++) ask(v, &q[k]);
        took[i] = (double)(now_us() - began) / 1000;
    }
    qsort(took, (size_t)rounds, sizeof *took, by_size);
    printf("%.3f %.3f\n", took[rounds / 2], took[0]);
}

int main(int argc, char **argv)
{
    arena *a = arena_new("bench", 1 << 20);
    int rounds = argc > 4 ? atoi(argv[4]) : 15;
    released_view v = { .kind = "arrests" };
    const wr_day from = { 2024, 3, 1 }, to = { 2025, 6, 30 };
    if (argc < 4 || rounds < 1 || rounds > ROUNDS_MOST || store_open(argv[1], arena_err(a), &v.s) != WR_OK) { fprintf(stderr, "ask_bench STORE AREA SEX [ROUNDS]\n"); return 2; }
    v.columns = store_columns(v.s) - 1;
    v.ideas = arena_array(a, const released_idea *, v.columns + 1);
    for (size_t i = 0; i < v.columns; i++) v.ideas[i] = released_idea_of(released_normal(a, store_name(v.s, i), strlen(store_name(v.s, i))));
    const released_where area = { "area", argv[2], false }, sex = { "sex", argv[3], false };
    const released_ask question[QUESTIONS] = {
        { .by = { "month" }, .bys = 1, .where = { sex }, .wheres = 1 },
        { .by = { "citizenship" }, .bys = 1, .where = { area }, .wheres = 1 },
        { .by = { "sex", "criminality" }, .bys = 2 },
        { .by = { "month" }, .bys = 1, .sum = "birth_year" },
        { .by = { "citizenship" }, .bys = 1, .from = from, .to = to, .where = { area, sex }, .wheres = 2 } };
    static const char *const BY[PAGE] = { "month", "citizenship", "sex", "criminality", "area", "age_band", "Apprehension Method", "Case Status", "Departure Country", "Apprehension Site Landmark" };
    released_ask page[PAGE];
    for (size_t i = 0; i < QUESTIONS; i++) timed(&v, &question[i], 1, rounds);
    for (size_t i = 0; i < PAGE; i++) page[i] = (released_ask){ .by = { BY[i] }, .bys = 1, .from = from, .to = to, .where = { sex }, .wheres = 1 };
    timed(&v, page, PAGE, rounds);
    store_close(&v.s);
    arena_end(&a);
    return 0;
}
