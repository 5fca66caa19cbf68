/* released_twice.c -- likely duplicates by the person key: arrests within 24 hours are one episode, its first row kept, a reprocessed arrest last in
 * rank; encounters and detainers of one day; stints of one facility, day and stay, the last kept. Sorting, so that a million rows take one pass. */
#include "released_twice.h"

#include <stdlib.h>
#include <string.h>
#include "i18n.h"

/* What is compared. day: in minutes since 1970; rank: 1 for what is kept only where nothing else is there. */
typedef struct entry { uint32_t key, facility, stay; int64_t minute, row; uint8_t rank; } entry;
typedef struct gather { const store *s; const released_twice_of *of; entry *at; size_t n; int64_t undecided; const int64_t *minute; const uint32_t *stay; const uint8_t *rank; const store_meaning *key; const uint8_t *kept; size_t place[5]; } gather;
static const int64_t DAY = 1440;

/* The time of day of a serial with a fraction, or of "... 14:30"; 0 where there is none. */
static int64_t minutes_of(const store_cell *x, const store_meaning *m)
{
    int64_t hour = 0, minute = 0;
    if (x->type == TABLE_NUMBER && m->has_number) return ((m->number % 1000000 + 1000000) % 1000000 * DAY + 500000) / 1000000;
    for (size_t i = 1; i + 2 < x->n; i++) {
        const char *p = x->text + i;
        if (p[0] != ':' || p[-1] < '0' || p[-1] > '9' || p[1] < '0' || p[1] > '9' || p[2] < '0' || p[2] > '9') continue;
        hour = p[-1] - '0' + (i > 1 && p[-2] >= '0' && p[-2] <= '9' ? (p[-2] - '0') * 10 : 0);
        minute = (p[1] - '0') * 10 + p[2] - '0';
        for (size_t k = i + 3; k + 1 < x->n; k++) {
            if ((x->text[k + 1] | 0x20) != 'm') continue;
            if ((x->text[k] | 0x20) == 'p' && hour < 12) hour += 12;
            else if ((x->text[k] | 0x20) == 'a' && hour == 12) hour = 0;
        }
        break;
    }
    return hour * 60 + minute;
}

static int64_t *minutes(const store *s, int column, bool time, arena *a)
{
    size_t n = store_distinct(s, (size_t)column);
    const store_meaning *m = store_means(s, (size_t)column);
    int64_t *out = arena_array(a, int64_t, n + 1);
    for (size_t c = 0; c < n; c++) {
        store_cell x = store_text(s, (size_t)column, (uint32_t)c);
        out[c] = m[c].state != STORE_VALUE || m[c].day == STORE_NO_DAY ? INT64_MIN : m[c].day * DAY + (time ? minutes_of(&x, &m[c]) : 0);
    }
    return out;
}

/* Begins of a stay by their day: one code for all ways of writing it. */
static uint32_t *days(const store *s, int column, arena *a)
{
    size_t n = store_distinct(s, (size_t)column);
    const store_meaning *m = store_means(s, (size_t)column);
    uint32_t *out = arena_array(a, uint32_t, n + 1);
    for (size_t c = 0; c < n; c++) out[c] = m[c].day == STORE_NO_DAY ? UINT32_MAX - (uint32_t)c : (uint32_t)(m[c].day + 10000000);
    return out;
}

static uint8_t *ranks(const store *s, int column, arena *a)
{
    static const char LAST[] = "ERO Reprocessed Arrest";
    size_t n = store_distinct(s, (size_t)column);
    uint8_t *out = arena_array(a, uint8_t, n + 1);
    for (size_t c = 0; c < n; c++) {
        store_cell x = store_text(s, (size_t)column, (uint32_t)c);
        out[c] = x.n >= sizeof LAST - 1 && memcmp(x.text, LAST, sizeof LAST - 1) == 0;
    }
    return out;
}

static void take(void *with, size_t n, const uint32_t *const *codes, const int64_t *row)
{
    gather *g = with;
    for (size_t i = 0; i < n; i++) {
        entry *e = &g->at[g->n];
        if (g->key[codes[0][i]].state != STORE_VALUE || g->minute[codes[1][i]] == INT64_MIN) { g->undecided += !g->kept || g->kept[row[i]]; continue; }
        *e = (entry){ .key = codes[0][i], .minute = g->minute[codes[1][i]], .row = row[i] };
        if (g->of->facility >= 0) e->facility = codes[g->place[2]][i];
        if (g->of->stay >= 0) e->stay = g->stay[codes[g->place[3]][i]];
        if (g->of->method >= 0) e->rank = g->rank[codes[g->place[4]][i]];
        g->n++;
    }
}

static int cmp(int64_t a, int64_t b) { return a < b ? -1 : a > b; }
static int by_time(const void *x, const void *y)
{
    const entry *a = x, *b = y;
    int c = cmp(a->key, b->key);
    if (!c) c = cmp(a->minute, b->minute);
    return c ? c : cmp(a->row, b->row);
}

static int by_stay(const void *x, const void *y)
{
    const entry *a = x, *b = y;
    int c = cmp(a->key, b->key);
    if (!c) c = cmp(a->stay, b->stay);
    if (!c) c = cmp(a->minute, b->minute);
    if (!c) c = cmp(a->facility, b->facility);
    return c ? c : cmp(a->row, b->row);
}

static bool is_kept(const gather *g, const entry *e) { return !g->kept || g->kept[e->row]; }

static void mark(const gather *g, const entry *e, released_twice *out)
{
    out->marked[e->row] = 1;
    out->likely += is_kept(g, e);
}

/* Each within 24 hours of the one before it belongs to its episode; the first that is not reprocessed is kept, else the first. */
static void episodes(const gather *g, released_twice *out)
{
    const entry *e = g->at;
    size_t n = g->n;
    for (size_t from = 0, to; from < n; from = to) {
        size_t kept = from;
        for (to = from + 1; to < n && e[to].key == e[from].key && e[to].minute - e[to - 1].minute <= DAY; to++) { }
        while (kept < to && e[kept].rank) kept++;
        if (kept == to) kept = from;
        for (size_t i = from; i < to; i++)
            if (i != kept) mark(g, &e[i], out);
    }
}

static bool same(const entry *a, const entry *b, bool stints)
{
    return a->key == b->key && a->minute == b->minute && (!stints || (a->facility == b->facility && a->stay == b->stay));
}

static void equals(const gather *g, bool stints, released_twice *out)
{
    const entry *e = g->at;
    for (size_t i = 0; i < g->n; i++) {
        bool again = stints ? i + 1 < g->n && same(&e[i], &e[i + 1], true) : i && same(&e[i], &e[i - 1], false);
        if (again) mark(g, &e[i], out);
    }
}

/* Different keys, or keys and stays, among the rows that are kept; those of one stand together. */
static int64_t different(const gather *g, bool stays)
{
    const entry *last = NULL;
    int64_t n = 0;
    for (size_t i = 0; i < g->n; i++) {
        const entry *e = &g->at[i];
        if (!is_kept(g, e)) continue;
        n += !last || last->key != e->key || (stays && last->stay != e->stay);
        last = e;
    }
    return n;
}

static const struct { const char *kind, *rule; } RULES[] = {
    { "arrests", N_("Arrests of one person key within 24 hours of the one before are one episode; its first row is kept, a reprocessed arrest only where there is no other.") },
    { "encounters", N_("Encounters of one person key on one day are one; the first is kept.") },
    { "detainers", N_("Detainers of one person key on one day are one; the first is kept.") },
    { "detentions", N_("Stints of one person key in one facility that begin on one day of one stay are one; the last is kept.") } };

released_twice_of released_twice_columns(const released_view *v, arena *a)
{
    static const char *const AT[][2] = { { "arrests", "arrest_date" }, { "encounters", "event_date" }, { "detainers", "detainer_date" }, { "detentions", "stint_in" } };
    released_twice_of of = { .kind = v->kind, .key = released_column(v, "person", a), .at = -1, .facility = -1, .stay = -1, .method = -1 };
    for (size_t i = 0; i < sizeof AT / sizeof *AT; i++)
        if (str_eq(AT[i][0], v->kind)) of.at = released_column(v, AT[i][1], a);
    if (str_eq(v->kind, "arrests")) of.method = released_column(v, "method", a);
    if (!str_eq(v->kind, "detentions")) return of;
    of.facility = released_column(v, "facility_code", a);
    if (of.facility < 0) of.facility = released_column(v, "facility", a);
    of.stay = released_column(v, "stay_in", a);
    return of;
}

static void walk(gather *g)
{
    const released_twice_of *of = g->of;
    const int all[] = { of->key, of->at, of->facility, of->stay, of->method };
    size_t columns[5], n = 0;
    for (size_t i = 0; i < 5; i++) {
        if (all[i] < 0) continue;
        g->place[i] = n;
        columns[n++] = (size_t)all[i];
    }
    store_walk(g->s, &(store_ask){ 0 }, columns, n, take, g);
}

wr_rc released_twice_find(const store *s, const released_twice_of *of, const uint8_t *kept, arena *a, released_twice *ret)
{
    released_twice out = { .rows = store_rows(s) };
    gather g = { .s = s, .of = of, .kept = kept };
    size_t all = (size_t)out.rows;
    bool stints = str_eq(of->kind, "detentions");
    for (size_t i = 0; i < sizeof RULES / sizeof *RULES; i++)
        if (str_eq(RULES[i].kind, of->kind)) out.rule = RULES[i].rule;
    if (!out.rule) return wr_fail(arena_err(a), WR_E_INPUT, "table", N_("There is no rule for duplicates in a table of this kind."));
    for (size_t i = 0; kept && i < all; i++) out.rows -= !kept[i];
    out.undecided = out.rows;
    if (of->key >= 0 && of->at >= 0 && all) {
        g.at = arena_array(released_room(a), entry, all);
        out.marked = arena_array(released_room(a), uint8_t, all);
        g.key = store_means(s, (size_t)of->key);
        g.minute = minutes(s, of->at, str_eq(of->kind, "arrests"), a);
        if (of->stay >= 0) g.stay = days(s, of->stay, a);
        if (of->method >= 0) g.rank = ranks(s, of->method, a);
        walk(&g);
        qsort(g.at, g.n, sizeof *g.at, stints ? by_stay : by_time);
        out.undecided = g.undecided;
        out.people = different(&g, false);
        out.stays = stints ? different(&g, true) : 0;
        if (str_eq(of->kind, "arrests")) episodes(&g, &out);
        else equals(&g, stints, &out);
    }
    out.without = out.rows - out.undecided - out.likely;
    *ret = out;
    return WR_OK;
}
