/* released_findings.c -- runs the plausibility checks when a table was read, and says what they found: rule, place, both numbers. */
#include "released_findings.h"

#include <stdlib.h>
#include <string.h>
#include "day.h"
#include "released_ask.h"
#include "released_check.h"
#include "released_group.h"
#include "released_small.h"

enum { PLACES_MOST = 20, BEFORE_MOST = 3, TOTALS_MOST = 2000, RULES = CHECK_STINT + 1, MILLION = 1000000 };
const db_query RELEASED_TABLE_BEFORE = { "released_table_before", "tti", &RELEASED_TABLE, "SELECT t.id, t.file, t.n, t.kind, t.name, t.head, t.columns, t.rows, t.first, t.last, t.report FROM released_table t"
    " JOIN released_file f ON f.id = t.file WHERE f.agency = $1 AND t.kind = $2 AND f.number < $3 AND f.state = 'read' ORDER BY f.number DESC, t.rows DESC LIMIT 30" };

typedef struct checking { const released_file *file; const released_found *f; const store *s; arena *a; json_t *rule[RULES]; int64_t count[RULES]; } checking;

static const char *number_said(const checking *k, released_check rule, int64_t n)
{
    return released_check_days(rule) ? day_text(k->a, day_of_number(n)) : released_number_said(k->a, n);
}

static void note(checking *k, const released_finding *x)
{
    if (!k->rule[x->rule]) k->rule[x->rule] = json_array();
    if (k->count[x->rule]++ < PLACES_MOST)
        (void)json_array_append_new(k->rule[x->rule], json_pack("{s:s,s:s,s:s}", "place", x->place, "found", number_said(k, x->rule, x->one), "against", number_said(k, x->rule, x->other)));
}

static int column_of(const checking *k, const char *idea)
{
    for (size_t i = 0; i < k->f->head.columns; i++)
        if (k->f->head.ideas[i] && str_eq(k->f->head.ideas[i]->name, idea)) return (int)i;
    return -1;
}

/* As spreadsheets write it: "Detention FY26!C12". */
static const char *cell_at(const checking *k, uint32_t line, size_t column)
{
    char letters[8] = "";
    size_t n = 0;
    for (size_t c = column + 1; c && n < sizeof letters - 1; c = (c - 1) / 26) {
        memmove(letters + 1, letters, n + 1);
        letters[0] = (char)('A' + (c - 1) % 26);
        n++;
    }
    return arena_fmt(k->a, "%s!%s%u", k->f->parts ? k->f->part[0].sheet : "", letters, line);
}

static const char *place_of(const checking *k, int64_t row)
{
    store_origin from = store_from(k->s, row);
    const char *sheet = k->f->parts == 1 ? k->f->part[0].sheet : "";
    return arena_fmt(k->a, "%s%s%u", sheet, *sheet ? "!" : "", from.line);
}

/* ---- dates of one row against each other ---- */
typedef struct dated { checking *k; const store_meaning *m[4]; bool stint; } dated;

static int32_t day_at(const store_meaning *m) { return m->state == STORE_VALUE && !m->odd ? m->day : STORE_NO_DAY; }

static void look_at_rows(void *with, size_t n, const uint32_t *const *codes, const int64_t *row)
{
    dated *x = with;
    released_finding f;
    for (size_t i = 0; i < n; i++) {
        int32_t one = day_at(&x->m[0][codes[0][i]]), two = day_at(&x->m[1][codes[1][i]]);
        bool hit = x->stint ? released_check_stint("", one, two, day_at(&x->m[2][codes[2][i]]), day_at(&x->m[3][codes[3][i]]), &f) : released_check_departed("", one, two, &f);
        if (!hit) continue;
        if (x->k->count[f.rule] < PLACES_MOST) f.place = place_of(x->k, row[i]);
        note(x->k, &f);
    }
}

static void check_rows(checking *k, const char *const ideas[], size_t n, bool stint)
{
    dated x = { .k = k, .stint = stint };
    size_t columns[4];
    for (size_t i = 0; i < n; i++) {
        int at = column_of(k, ideas[i]);
        if (at < 0) return;
        columns[i] = (size_t)at;
        x.m[i] = store_means(k->s, columns[i]);
    }
    store_walk(k->s, &(store_ask){ 0 }, columns, n, look_at_rows, &x);
}

/* ---- a headcount: who was there, and parts of them ---- */
typedef struct counted_parts { checking *k; const store_meaning *whole, *part; const char *name; } counted_parts;

static bool is_number(const store_meaning *m) { return m->state == STORE_VALUE && m->has_number && !m->odd; }

static void look_at_parts(void *with, size_t n, const uint32_t *const *codes, const int64_t *row)
{
    counted_parts *x = with;
    released_finding f;
    for (size_t i = 0; i < n; i++) {
        const store_meaning *whole = &x->whole[codes[0][i]], *part = &x->part[codes[1][i]];
        if (!is_number(whole) || !is_number(part) || !released_check_part("", part->number, whole->number, &f)) continue;
        if (x->k->count[f.rule] < PLACES_MOST) f.place = arena_fmt(x->k->a, "%s, %s", place_of(x->k, row[i]), x->name);
        note(x->k, &f);
    }
}

static void check_parts(checking *k)
{
    static const char *const PARTS[] = { "present_convicted", "present_some", "present_midnight", NULL };
    int whole = column_of(k, "present");
    for (size_t c = 0; whole >= 0 && c < k->f->head.columns; c++) {
        const released_idea *idea = k->f->head.ideas[c];
        for (size_t i = 0; idea && PARTS[i]; i++) {
            counted_parts x = { k, store_means(k->s, (size_t)whole), store_means(k->s, c), k->f->head.names[c] };
            if (str_eq(idea->name, PARTS[i])) store_walk(k->s, &(store_ask){ 0 }, (const size_t[]){ (size_t)whole, c }, 2, look_at_parts, &x);
        }
    }
}

/* ---- a table over several sheets: does one hold the rows of another? ---- */
typedef struct hashed { uint64_t hash; uint32_t part; } hashed;
typedef struct hashing { hashed *row; size_t columns; } hashing;

static void hash_rows(void *with, size_t n, const uint32_t *const *codes, const int64_t *row)
{
    hashing *x = with;
    for (size_t i = 0; i < n; i++)
        for (size_t c = 0; c < x->columns; c++) {
            uint64_t h = (x->row[row[i]].hash ^ codes[c][i]) * 0x9E3779B97F4A7C15u;
            x->row[row[i]].hash = h ^ h >> 29;
        }
}

static int by_hash(const void *x, const void *y)
{
    const hashed *a = x, *b = y;
    return a->hash != b->hash ? (a->hash > b->hash) - (a->hash < b->hash) : (a->part > b->part) - (a->part < b->part);
}

/* Rows by a hash of their cells, all but the name of the sheet; the sheets follow one another. */
static hashed *rows_hashed(const checking *k, arena *a)
{
    size_t n = (size_t)store_rows(k->s), column[STORE_WALKS], all = k->f->head.columns;
    hashing x = { .row = arena_array(a, hashed, n + 1) };
    for (size_t from = 0; from < all; from += x.columns) {
        for (x.columns = 0; x.columns < STORE_WALKS && from + x.columns < all; x.columns++) column[x.columns] = from + x.columns;
        store_walk(k->s, &(store_ask){ 0 }, column, x.columns, hash_rows, &x);
    }
    for (size_t p = 0, at = 0; p < k->f->parts; p++)
        for (int64_t i = 0; i < k->f->part[p].stored && at < n; i++) x.row[at++].part = (uint32_t)p;
    return x.row;
}

/* Two rows without a date may well be alike; of two windows they are not. */
static void check_sheets(checking *k)
{
    size_t n = (size_t)store_rows(k->s);
    int64_t *again, *rows;
    arena *a;
    hashed *h;
    if (k->f->parts < 2 || released_main_date(k->f->kind, k->f->head.ideas, k->f->head.columns) < 0) return;
    a = arena_new("rows of sheets", (size_t)1 << 33);
    again = arena_array(a, int64_t, k->f->parts + 1);
    rows = arena_array(a, int64_t, k->f->parts + 1);
    h = rows_hashed(k, a);
    qsort(h, n, sizeof *h, by_hash);
    for (size_t i = 0, first = 0; i < n; i++) {
        if (h[i].hash != h[first].hash) first = i;
        rows[h[i].part]++;
        again[h[i].part] += h[i].part > h[first].part;
    }
    for (size_t p = 1; p < k->f->parts; p++) {
        released_finding f;
        if (released_check_again(k->f->part[p].sheet, again[p], rows[p], &f)) note(k, &f);
    }
    arena_end(&a);
}

/* ---- facilities: nights over days, and totals against the releases before ---- */
static int64_t total_of(const store *s, size_t column)
{
    int64_t sum = 0;
    const store_meaning *m = store_means(s, column);
    for (size_t c = 0; c < store_distinct(s, column); c++)
        if (m[c].state == STORE_VALUE && m[c].has_number && !m[c].odd) sum += m[c].number * store_used(s, column)[c];
    return sum;
}

static int64_t days_in(const checking *k, int year)
{
    int64_t first = day_number((wr_day){ (int16_t)(year - 1), 10, 1 }), last = day_number((wr_day){ (int16_t)year, 9, 30 }), data = day_none(k->file->extracted) ? last : day_number(k->file->extracted);
    return (data < last ? data : last) - first + 1;
}

static void check_nights(checking *k)
{
    for (size_t i = 0; i < k->f->head.columns; i++) {
        const released_idea *idea = k->f->head.ideas[i];
        int year = released_fiscal_year_in(k->f->head.names[i]);
        if (!idea || !str_eq(idea->name, "mandays") || !year) continue;
        for (size_t j = 0; j < k->f->head.columns; j++) {
            released_finding f;
            const released_idea *other = k->f->head.ideas[j];
            if (!other || !str_eq(other->name, "adp") || released_fiscal_year_in(k->f->head.names[j]) != year) continue;
            if (released_check_adp(arena_fmt(k->a, "%s, %s", k->f->head.names[i], k->f->head.names[j]), total_of(k->s, j), total_of(k->s, i), days_in(k, year), &f)) note(k, &f);
            break;
        }
    }
}

/* ---- against the releases before ---- */
static int32_t data_day(const released_file *f) { return (int32_t)day_number(day_none(f->extracted) ? f->taken : f->extracted); }

static const char *sums_of(const store *s, size_t columns, arena *a)
{
    strbuf b = sb_new(a, 400);
    sb_int(&b, store_rows(s));
    for (size_t c = 0; c < columns; c++) sb_fmt(&b, ",%016llx", (unsigned long long)released_column_sum(s, c));
    return b.p;
}

static void check_last(checking *k, const released_view *v)
{
    released_finding f;
    const char *place = arena_fmt(k->a, "%s (#%lld)", k->f->parts ? k->f->part[0].sheet : "", (long long)v->file.number);
    if (!day_none(k->file->extracted) && !day_none(v->file.extracted) && released_check_date_back(place, data_day(k->file), data_day(&v->file), &f)) note(k, &f);
    if (v->columns == k->f->head.columns && released_check_same(place, sums_of(k->s, k->f->head.columns, k->a), data_day(k->file), sums_of(v->s, v->columns, k->a), data_day(&v->file), &f)) note(k, &f);
    for (size_t i = 0; i < k->f->head.columns; i++) {      /* what is counted to date, under the same name: of the same fiscal year */
        const released_idea *idea = k->f->head.ideas[i];
        int at;
        if (!idea || (!str_eq(idea->name, "mandays") && !str_eq(idea->name, "bookins")) || !released_fiscal_year_in(k->f->head.names[i])) continue;
        at = released_column(v, k->f->head.names[i], k->a);
        if (at >= 0 && released_check_falls(arena_fmt(k->a, "%s (#%lld)", k->f->head.names[i], (long long)v->file.number), total_of(v->s, (size_t)at), total_of(k->s, i), &f)) note(k, &f);
    }
}

/* The same table of another release: half its columns and more. */
static bool alike(const checking *k, const released_view *v)
{
    size_t n = 0;
    for (size_t i = 0; i < k->f->head.columns; i++) n += released_column(v, k->f->head.names[i], k->a) >= 0;
    return 2 * n > k->f->head.columns && 2 * n > v->columns;
}

static wr_rc check_before(db_tx *ro, checking *k)
{
    released_table *t;
    size_t n, seen = 0;
    int64_t neighbours[BEFORE_MOST], total;
    const char *last = "";
    int adp = column_of(k, "adp");
    released_finding f;
    TRY(db_all(ro, &RELEASED_TABLE_BEFORE, k->a, 30, &t, &n, db_t(k->file->agency), db_t(k->f->kind), db_i(k->file->number)));
    for (size_t i = 0; i < n && seen < BEFORE_MOST; i++) {
        released_view v;
        int at;
        if (str_eq(t[i].file, last)) continue;                /* of each file its largest */
        last = t[i].file;
        if (released_view_open(ro, &t[i], k->a, &v) != WR_OK) {   /* its tables are not on this machine: nothing to hold this one against */
            *arena_err(k->a) = (wr_err){ 0 };
            continue;
        }
        if (!alike(k, &v)) continue;
        if (!seen) check_last(k, &v);
        at = released_column(&v, "adp", k->a);
        neighbours[seen++] = at >= 0 ? total_of(v.s, (size_t)at) : 0;
    }
    total = adp >= 0 ? total_of(k->s, (size_t)adp) : 0;
    if (adp >= 0 && seen && total && released_check_scale(k->f->head.names[adp], total, neighbours, seen, &f)) note(k, &f);
    return WR_OK;
}

/* ---- small tables ---- */
static void check_grid(checking *k, json_t *report)
{
    released_grid g = released_grid_of(k->s, k->f->head.columns, k->a);
    released_detained d;
    released_finding f;
    released_total *t = arena_array(k->a, released_total, TOTALS_MOST);
    size_t n;
    if (released_detained_find(&g, &d)) {
        int64_t parts[RELEASED_CRIMINALITIES * RELEASED_AGENCIES], by[RELEASED_CRIMINALITIES] = { 0 };
        for (size_t c = 0; c < RELEASED_CRIMINALITIES; c++)
            for (size_t x = 0; x < RELEASED_AGENCIES; x++) {
                parts[c * RELEASED_AGENCIES + x] = d.cell[c][x].value * MILLION;
                by[c] += d.cell[c][x].value;
            }
        if (d.total.line && released_check_sum(cell_at(k, d.total.line, d.total.column), parts, sizeof parts / sizeof *parts, d.total.value * MILLION, 0, &f)) note(k, &f);
        (void)!page_tree(report, "detained", json_pack("{s:I,s:I,s:I,s:I,s:I,s:I,s:b}", "row", (json_int_t)d.line, "held", (json_int_t)d.held, "convicted", (json_int_t)by[RELEASED_CONVICTED],
            "pending", (json_int_t)by[RELEASED_PENDING], "other", (json_int_t)d.other, "no_conviction", (json_int_t)d.no_conviction, "adds_up", (int)d.adds_up));
    }
    n = released_totals(&g, t, TOTALS_MOST);
    for (size_t i = 0; i < n && i < TOTALS_MOST; i++) {
        int64_t sum = t[i].sum * MILLION;
        if (released_check_sum(cell_at(k, t[i].total.line, t[i].total.column), &sum, 1, t[i].total.value * MILLION, 0, &f)) note(k, &f);
    }
}

wr_rc released_findings(db_tx *ro, const released_file *file, const released_found *f, const store *s, arena *a, json_t *report)
{
    static const char *const DEPARTED[] = { "departed", "arrest_date" }, *const STINT[] = { "stint_in", "stint_out", "stay_in", "stay_out" };
    checking k = { .file = file, .f = f, .s = s, .a = a };
    json_t *list = released_list(report, "findings");
    wr_rc rc = WR_OK;
    if (str_eq(f->kind, "grid")) check_grid(&k, report);
    else {
        check_rows(&k, DEPARTED, 2, false);
        check_rows(&k, STINT, 4, true);
        check_nights(&k);
        check_parts(&k);
        check_sheets(&k);
        rc = check_before(ro, &k);
    }
    for (size_t i = 0; i < RULES; i++)
        if (k.rule[i]) (void)json_array_append_new(list, json_pack("{s:s,s:s,s:I,s:o}", "rule", released_check_words[i], "says", released_check_rules[i], "count", (json_int_t)k.count[i], "places", k.rule[i]));
    return rc;
}
