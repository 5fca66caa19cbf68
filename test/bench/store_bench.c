/* store_bench.c -- FOLDER [ROWS]: a table of 20 columns (a million rows), made in memory from a seed, into a store in FOLDER, and five questions of
 * a page to it. Prints milliseconds: of the processor for adding, the end, opening, proving; by the clock the median and the
 * least of each question, and their geometric means. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>
#include "now.h"
#include "store.h"

enum { COLUMNS = 20, MONTH = 1, AREA, CITIZENSHIP, SEX, CRIMINALITY, AMOUNT, KEY, TIMES = 31, QUESTIONS = 5 };
/* How many different cells each column has; 0: every row its own. */
static const uint32_t DIFFERENT[COLUMNS] = { [MONTH] = 900, [AREA] = 28, [CITIZENSHIP] = 190, [SEX] = 3, [CRIMINALITY] = 4, [AMOUNT] = 5000, [KEY] = 0,
    [8] = 60, 12, 7, 2, 400, 3000, 30, 90, 45, 6, 2500, 20, [0] = 70000 };
static const char *const NAMES[COLUMNS] = { "time", "day", "area", "citizenship", "sex", "criminality", "amount", "key", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r", "s" };

static uint64_t seed = 1;
static uint64_t chance(void)
{
    uint64_t x = seed += 0x9e3779b97f4a7c15u;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return x ^ x >> 31;
}

/* Small numbers come more often; days follow each other nearly. */
static table_cell cell_of(arena *a, size_t c, size_t row, size_t rows)
{
    uint32_t of = DIFFERENT[c];
    uint64_t k = of ? chance() % of * (chance() % of) / of : 0;
    const char *text = of == 0 ? arena_fmt(a, "%016lx%016lx%08x", (unsigned long)chance(), (unsigned long)chance(), (unsigned)chance())
        : c == MONTH ? arena_fmt(a, "%zu", 45000 + (row * 880 / rows + chance() % 20)) : arena_fmt(a, "%s number %lu", NAMES[c], (unsigned long)k);
    return (table_cell){ .text = text, .n = (uint32_t)strlen(text), .type = c == MONTH || c == AMOUNT ? TABLE_NUMBER : TABLE_TEXT, .shown = c == MONTH ? TABLE_DAY : TABLE_PLAIN };
}

static void judge(void *with, size_t column, const store_cell *c, store_meaning *ret)
{
    (void)with;
    if (column == MONTH) {
        int32_t serial = 0;
        for (size_t i = 0; i < c->n; i++) serial = 10 * serial + c->text[i] - '0';
        ret->day = serial - 25569;
    }
    if (column == AMOUNT) ret->has_number = true, ret->number = 1000000 * (int64_t)(c->n % 7);
}

static double ms(wr_us from) { return (double)(now_us() - from) / 1000; }
/* Of building the time of the processor: it does not depend on who else is there. Questions are for people, who wait by the clock. */
static double cpu_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1000 + (double)t.tv_nsec / 1e6;
}

static int by_size(const void *x, const void *y) { return *(const double *)x < *(const double *)y ? -1 : *(const double *)x > *(const double *)y; }

typedef struct tables { uint8_t *day, *area, *sex, *crime; uint32_t *month, *citizenship, *of_sex, *of_crime; int64_t *amount; } tables;

/* What a page makes of the dictionaries: it is counted with the question. */
static void tables_of(const store *s, tables *t)
{
    for (size_t i = 0; i < store_distinct(s, MONTH); i++) {
        int32_t day = store_means(s, MONTH)[i].day;
        t->day[i] = day > 19600 && day < 20100;
        t->month[i] = (uint32_t)(day - 19400) / 31;
    }
    for (size_t i = 0; i < store_distinct(s, AREA); i++) t->area[i] = i == 3;
    for (size_t i = 0; i < store_distinct(s, CITIZENSHIP); i++) t->citizenship[i] = (uint32_t)i;
    for (size_t i = 0; i < store_distinct(s, SEX); i++) t->of_sex[i] = (uint32_t)i, t->sex[i] = i == 1;
    for (size_t i = 0; i < store_distinct(s, CRIMINALITY); i++) t->of_crime[i] = (uint32_t)i, t->crime[i] = i != 2;
    for (size_t i = 0; i < store_distinct(s, AMOUNT); i++) t->amount[i] = store_means(s, AMOUNT)[i].number;
}

static void ask(const store *s, int which, tables *t, int64_t *ret)
{
    store_keep day = { MONTH, t->day }, area = { AREA, t->area }, three[] = { { MONTH, t->day }, { SEX, t->sex }, { CRIMINALITY, t->crime } };
    store_by month = { MONTH, t->month, 40 }, citizenship = { CITIZENSHIP, t->citizenship, 190 }, two[] = { { SEX, t->of_sex, 3 }, { CRIMINALITY, t->of_crime, 4 } };
    store_sum amount = { AMOUNT, t->amount };
    const store_ask all[QUESTIONS] = { { .keep = &day, .keeps = 1, .by = &month, .bys = 1 }, { .keep = &area, .keeps = 1, .by = &citizenship, .bys = 1 },
        { .by = two, .bys = 2 }, { .by = &month, .bys = 1, .sum = &amount, .sums = 1 }, { .keep = three, .keeps = 3, .by = &citizenship, .bys = 1 } };
    tables_of(s, t);
    store_count(s, &all[which], ret);
}

static void questions(const store *s)
{
    static const char *const SAID[QUESTIONS] = { "by month, days kept", "by citizenship, an area", "sex x criminality", "sum by month", "by citizenship, three kept" };
    static uint8_t keep[4][1 << 16];
    static uint32_t group[4][1 << 16];
    static int64_t amount[1 << 16], ret[1 << 12];
    tables t = { keep[0], keep[1], keep[2], keep[3], group[0], group[1], group[2], group[3], amount };
    double product = 1, least = 1, took[TIMES];
    for (int q = 0; q < QUESTIONS; q++) {
        for (int i = 0; i < TIMES; i++) {
            wr_us began = now_us();
            ask(s, q, &t, ret);
            took[i] = ms(began);
        }
        qsort(took, TIMES, sizeof *took, by_size);
        product *= took[TIMES / 2];
        least *= took[0];
        printf("%-28s %8.3f %8.3f\n", SAID[q], took[TIMES / 2], took[0]);
    }
    printf("%-28s %8.3f %8.3f\n", "geometric mean", pow(product, 1.0 / QUESTIONS), pow(least, 1.0 / QUESTIONS));
}

static long resident_mb(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return u.ru_maxrss / 1024;
}

/* Batch by batch, as from a file; only the adding is timed. */
static double add(store_in *in, size_t rows)
{
    static uint32_t line[TABLE_BATCH], from[TABLE_BATCH + 1];
    static const bool HIDDEN[TABLE_BATCH];
    static table_cell cell[TABLE_BATCH * COLUMNS];
    double took = 0;
    wr_err e = { 0 };
    for (size_t at = 0; at < rows; at += TABLE_BATCH) {
        size_t n = rows - at < TABLE_BATCH ? rows - at : TABLE_BATCH;
        arena *a = arena_new("batch", (size_t)64 << 20);
        double began;
        for (size_t i = 0; i <= n; i++) from[i] = (uint32_t)(i * COLUMNS);
        for (size_t i = 0; i < n; i++) line[i] = (uint32_t)(at + i) + 2;
        for (size_t i = 0; i < n * COLUMNS; i++) cell[i] = cell_of(a, i % COLUMNS, at + i / COLUMNS, rows);
        began = cpu_ms();
        if (store_add(in, &(table_batch){ 0, n, line, from, HIDDEN, cell }, 0, n, &e) != WR_OK) abort();
        took += cpu_ms() - began;
        arena_end(&a);
    }
    return took;
}

int main(int argc, char **argv)
{
    size_t rows = argc > 2 ? (size_t)strtoull(argv[2], NULL, 10) : 1000000;
    arena *a = arena_new("bench", (size_t)64 << 20);
    uint8_t *counted;
    char *path;
    store_in *in;
    store *s;
    wr_err e = { 0 };
    double cpu;
    wr_us began;
    int64_t n;
    long before;
    if (argc < 2) { fprintf(stderr, "store_bench FOLDER [ROWS]\n"); return 2; }
    path = arena_fmt(a, "%s/bench.store", argv[1]);
    before = resident_mb();
    if (store_begin(COLUMNS, NAMES, &e, &in) != WR_OK) return 1;
    printf("%-28s %8.1f\n", "add", add(in, rows));
    cpu = cpu_ms();
    if (store_finish(in, judge, NULL, path, &e) != WR_OK) return 1;
    printf("%-28s %8.1f\n%-28s %8ld MB\n", "finish", cpu_ms() - cpu, "memory while built", resident_mb() - before);
    store_drop(&in);
    cpu = cpu_ms();
    if (store_open(path, &e, &s) != WR_OK) return 1;
    printf("%-28s %8.1f\n", "open", cpu_ms() - cpu);
    cpu = cpu_ms();
    if (store_prove(s, &e) != WR_OK) return 1;
    printf("%-28s %8.1f\n", "prove", cpu_ms() - cpu);
    questions(s);
    counted = arena_array(a, uint8_t, store_distinct(s, KEY));
    memset(counted, 1, store_distinct(s, KEY));
    began = now_us();
    if (store_count_different(s, &(store_ask){ 0 }, KEY, counted, &e, &n) != WR_OK) return 1;
    printf("%-28s %8.1f\n", "different keys", ms(began));
    store_close(&s);
    unlink(path);
    arena_end(&a);
    return 0;
}
