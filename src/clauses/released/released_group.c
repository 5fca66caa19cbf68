/* released_group.c -- what makes two cells one group, and which cells a condition keeps. Tables over dictionaries: a million rows cost no more than
 * the different cells that they have. */
#include "released_group.h"

#include <stdlib.h>
#include <string.h>
#include "day.h"
#include "fold.h"
#include "i18n.h"

enum { SLOTS_LEAST = 64 };
const char *const released_cell_states[] = { "value", "blank", "null word", "withheld", "error", "held back" };

int released_fiscal_year(wr_day d) { return d.m >= 10 ? d.y + 1 : d.y; }

int released_fiscal_year_in(const char *name)
{
    const char *p = strstr(name, "FY");
    int y = 0;
    for (p = p ? p + 2 : ""; *p == ' ' && p[1]; ) p++;
    for (; *p >= '0' && *p <= '9' && y < 10000; p++) y = y * 10 + *p - '0';
    return y && y < 100 ? 2000 + y : y;
}

const char *released_fold(arena *a, const char *p, size_t n)
{
    char *out = (char *)(uintptr_t)released_words(a, p, n);
    for (char *c = out; *c; c++) *c = (char)(*c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c);
    return out;
}

const char *released_words(arena *a, const char *p, size_t n)
{
    char *out = arena_alloc(a, n + 1, 1);
    size_t m = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)p[i];
        bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (c == 0xC2 && i + 1 < n && (unsigned char)p[i + 1] == 0xA0) { blank = true; i++; }      /* no-break space */
        if (blank) {
            if (m && out[m - 1] != ' ') out[m++] = ' ';
            continue;
        }
        out[m++] = (char)c;
    }
    if (m && out[m - 1] == ' ') m--;
    out[m] = 0;
    return out;
}

const char *released_number_said(arena *a, int64_t v)
{
    uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
    char *s = arena_fmt(a, "%s%llu.%06llu", v < 0 ? "-" : "", (unsigned long long)(u / 1000000), (unsigned long long)(u % 1000000));
    size_t n = strlen(s);
    while (s[n - 1] == '0') s[--n] = 0;
    if (s[n - 1] == '.') s[n - 1] = 0;
    return s;
}

const char *released_share(arena *a, int64_t part, int64_t whole)
{
    int64_t tenths = whole > 0 ? (int64_t)(((__int128)part * 1000 + whole / 2) / whole) : 0;
    if (tenths == 1000 && part < whole) tenths = 999;
    return whole > 0 ? arena_fmt(a, "%lld.%lld\xC2\xA0%%", (long long)(tenths / 10), (long long)(tenths % 10)) : "";
}

static const struct { int least; const char *said; } BANDS[] = { { 0, "0-17" }, { 18, "18-24" }, { 25, "25-34" }, { 35, "35-44" }, { 45, "45-54" }, { 55, "55-64" }, { 65, "65+" } };

const char *released_age_band(int age, int64_t *ret_order)
{
    size_t i = sizeof BANDS / sizeof *BANDS;
    *ret_order = 1000;
    if (age < 0 || age > 110) return N_("(not plausible)");
    while (i-- > 1 && age < BANDS[i].least) { }
    *ret_order = (int64_t)i;
    return BANDS[i].said;
}

const char *released_age_of(const store_meaning *m, bool is_age, const int *year, int64_t *ret_order)
{
    int64_t n = m->number / 1000000;
    *ret_order = 2000;
    if (m->state == STORE_WITHHELD) return N_("(withheld)");
    if (m->state == STORE_QUARANTINED) return N_("(held back)");
    if (m->state != STORE_VALUE) return N_("(blank)");
    if (!m->has_number || m->number % 1000000 || n < 0 || n > 9999 || (!is_age && !year)) n = -1;
    else if (!is_age) n = *year - n;
    return released_age_band((int)n, ret_order);
}

wr_rc released_no_age_sum(arena *a) { return wr_fail(arena_err(a), WR_E_INPUT, "sum", N_("Ages are counted by rows, without a sum.")); }

wr_rc released_no_column(arena *a, const char *asked, const char *word)
{
    return wr_fail(arena_err(a), WR_E_INPUT, asked, N_("This table has no column for {word}. Its columns stand on the page of the file."), "word", word);
}

/* ---- a label for each group, found by its folded text ---- */
typedef struct slots { arena *a; released_groups *g; const char **key; uint32_t *at; size_t cap; } slots;

static void slots_grow(slots *s)
{
    size_t cap = s->cap ? s->cap * 2 : SLOTS_LEAST;
    uint32_t *at = arena_array(s->a, uint32_t, cap);
    released_groups *g = s->g;
    const char **key = arena_array(s->a, const char *, cap), **label = arena_array(s->a, const char *, cap);
    int *state = arena_array(s->a, int, cap);
    int64_t *order = arena_array(s->a, int64_t, cap);
    if (g->n) {
        memcpy(key, s->key, g->n * sizeof *key);
        memcpy(label, g->label, g->n * sizeof *label);
        memcpy(state, g->state, g->n * sizeof *state);
        memcpy(order, g->order, g->n * sizeof *order);
    }
    s->key = key; g->label = label; g->state = state; g->order = order;
    s->cap = cap;
    s->at = at;
}

static uint64_t hash_of(const char *p)
{
    uint64_t h = 14695981039346656037u;
    while (*p) h = (h ^ (unsigned char)*p++) * 1099511628211u;
    return h;
}

static void slots_place(slots *s, uint32_t group)
{
    size_t i = hash_of(s->key[group]) & (s->cap - 1);
    while (s->at[i]) i = (i + 1) & (s->cap - 1);
    s->at[i] = group + 1;
}

static uint32_t group_for(slots *s, const char *key, const char *label, int state, int64_t order)
{
    released_groups *g = s->g;
    if (s->cap) {
        for (size_t i = hash_of(key) & (s->cap - 1); s->at[i]; i = (i + 1) & (s->cap - 1))
            if (str_eq(s->key[s->at[i] - 1], key)) return s->at[i] - 1;
    }
    if (2 * ((size_t)g->n + 1) > s->cap) {
        slots_grow(s);
        for (uint32_t i = 0; i < g->n; i++) slots_place(s, i);
    }
    s->key[g->n] = key;
    g->label[g->n] = label;
    g->state[g->n] = state;
    g->order[g->n] = order;
    slots_place(s, g->n);
    return g->n++;
}

/* What is not there has a name of its own, and withheld one for each set of exemptions. */
static uint32_t absent(slots *s, const store_meaning *m)
{
    const char *label = m->state == STORE_BLANK ? N_("(blank)") : m->state == STORE_ERROR ? N_("(error)") : m->state == STORE_QUARANTINED ? N_("(held back)") : NULL;
    if (!label) label = arena_fmt(s->a, "(withheld: %s)", released_exemptions_said(s->a, m->exemptions));
    return group_for(s, arena_fmt(s->a, "\1%s", label), label, m->state, INT64_MAX - 10 + m->state);
}

typedef enum part_of_date { NO_DATE, DAY, MONTH, QUARTER, YEAR, FISCAL } part_of_date;
static part_of_date date_word(const char *w)
{
    static const char *const WORDS_[] = { "", "day", "month", "quarter", "year", "fiscal_year" };
    for (int i = DAY; i <= FISCAL; i++)
        if (str_eq(w, WORDS_[i])) return (part_of_date)i;
    return NO_DATE;
}

static uint32_t of_date(slots *s, part_of_date part, int32_t day)
{
    wr_day d = day_of_number(day);
    const char *label = part == DAY ? day_text(s->a, d) : part == MONTH ? arena_fmt(s->a, "%04d-%02d", d.y, d.m) : part == QUARTER ? arena_fmt(s->a, "%04d Q%d", d.y, (d.m + 2) / 3)
        : part == YEAR ? arena_fmt(s->a, "%04d", d.y) : arena_fmt(s->a, "FY%04d", released_fiscal_year(d));
    wr_day first = part == DAY ? d : part == MONTH ? (wr_day){ d.y, d.m, 1 } : part == QUARTER ? (wr_day){ d.y, (int8_t)((d.m - 1) / 3 * 3 + 1), 1 } : part == YEAR ? (wr_day){ d.y, 1, 1 }
        : (wr_day){ (int16_t)(released_fiscal_year(d) - 1), 10, 1 };
    return group_for(s, label, label, STORE_VALUE, day_number(first));
}

static uint32_t of_cell(slots *s, const store_cell *c, const store_meaning *m, bool area)
{
    const released_area *is = area && m->state == STORE_VALUE ? released_area_of(c->text, c->n) : NULL;
    const char *key;
    if (is) return group_for(s, is->name, is->name, STORE_VALUE, 0);
    key = released_words(s->a, c->text, c->n);
    return group_for(s, key, key, m->state, 0);
}

wr_rc released_groups_of(const released_view *v, const char *word, int date, const char *asked, arena *a, released_groups *ret)
{
    slots s = { .a = a, .g = ret };
    part_of_date part = date_word(word);
    bool area;
    const store_meaning *m;
    size_t n;
    int at = released_column(v, word, a);
    if (part && (part != DAY || at < 0 || date >= 0)) at = date;      /* a column may be called "day" */
    if (at < 0) return released_no_column(a, asked, word);
    *ret = (released_groups){ .column = at };
    m = store_means(v->s, (size_t)at);
    n = store_distinct(v->s, (size_t)at);
    area = v->ideas[at] && str_eq(v->ideas[at]->name, "area");
    ret->group = arena_array(a, uint32_t, n + 1);
    for (size_t c = 0; c < n; c++) {
        store_cell x = store_text(v->s, (size_t)at, (uint32_t)c);
        bool here = m[c].state == STORE_VALUE || m[c].state == STORE_NULL_WORD;
        if (!here) ret->group[c] = absent(&s, &m[c]);
        else if (!part) ret->group[c] = of_cell(&s, &x, &m[c], area);
        else if (m[c].day == STORE_NO_DAY || m[c].odd) ret->group[c] = group_for(&s, "\1odd", N_("(no plausible date)"), STORE_ERROR, INT64_MAX);
        else ret->group[c] = of_date(&s, part, m[c].day);
        if (ret->n > RELEASED_GROUPS_MAX)
            return wr_fail(arena_err(a), WR_E_TOO_BIG, asked, N_("{word} has more than {n} different values here. Filter first, or group by another column."), "word", word, "n", arena_fmt(a, "%d", RELEASED_GROUPS_MAX));
    }
    return WR_OK;
}

/* ---- conditions ---- */
static bool is_state(const char *value, const store_meaning *m, arena *a)
{
    if (str_starts(value, "(WITHHELD:")) {
        const char *mine = arena_fmt(a, "(withheld: %s)", released_exemptions_said(a, m->exemptions));
        return m->state == STORE_WITHHELD && str_eq(value, released_fold(a, mine, strlen(mine)));
    }
    if (str_eq(value, "(NO PLAUSIBLE DATE)")) return (m->state == STORE_VALUE || m->state == STORE_NULL_WORD) && (m->day == STORE_NO_DAY || m->odd);
    return (str_eq(value, "(BLANK)") && m->state == STORE_BLANK) || (str_eq(value, "(ERROR)") && m->state == STORE_ERROR) || (str_eq(value, "(NULL WORD)") && m->state == STORE_NULL_WORD)
        || (str_eq(value, "(WITHHELD)") && m->state == STORE_WITHHELD) || (str_eq(value, "(HELD BACK)") && m->state == STORE_QUARANTINED)
        || (str_eq(value, "(VALUE)") && (m->state == STORE_VALUE || m->state == STORE_NULL_WORD));
}

size_t released_until(const char *p, char end)
{
    size_t n = 0;
    while (p[n] && p[n] != end) n += p[n] == '\\' && p[n + 1] ? 2 : 1;
    return n;
}

const char *released_escaped(arena *a, const char *value)
{
    strbuf b = sb_new(a, strlen(value) + 8);
    for (const char *p = value; *p; p++) {
        if (strchr("\\|;", *p)) sb_ch(&b, '\\');
        sb_ch(&b, *p);
    }
    return b.p;
}

const char *released_unescaped(arena *a, const char *p, size_t n)
{
    strbuf b = sb_new(a, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (p[i] == '\\' && i + 1 < n) i++;
        sb_ch(&b, p[i]);
    }
    return b.p;
}

typedef struct wanted { const char *words, *folded; const released_area *area; bool exact; } wanted;
/* RELEASED_VALUES + 1: they are more. */
static size_t values_of(const char *text, bool area, arena *a, wanted ret[RELEASED_VALUES])
{
    size_t n = 0;
    for (const char *p = text; ; ) {
        size_t len = released_until(p, '|');
        const char *one = released_unescaped(a, p, len);
        if (n == RELEASED_VALUES) return n + 1;
        ret[n++] = (wanted){ released_words(a, one, strlen(one)), released_fold(a, one, strlen(one)), area ? released_area_of(one, strlen(one)) : NULL, false };
        if (!p[len]) break;
        p += len + 1;
    }
    return n;
}

static bool there(const store_meaning *m) { return m->state == STORE_VALUE || m->state == STORE_NULL_WORD; }

/* "212a9Ai" and "212a9AI" are two codes, "mexico" is typed for "MEXICO": a value that some cell has exactly means that cell alone. */
static void find_exact(const store *s, size_t at, const store_meaning *m, wanted *want, size_t n, arena *a)
{
    for (size_t c = 0; c < store_distinct(s, at); c++) {
        arena_mark mark = (arena_alloc(a, 1, 1), arena_at(a));
        store_cell x = store_text(s, at, (uint32_t)c);
        const char *words = there(&m[c]) ? released_words(a, x.text, x.n) : "";
        for (size_t i = 0; i < n; i++) want[i].exact = want[i].exact || (*words && str_eq(words, want[i].words));
        arena_rewind(a, mark);
    }
}

static bool wants(const wanted *w, const store_cell *x, const store_meaning *m, arena *a)
{
    if (is_state(w->folded, m, a)) return true;
    if (!there(m)) return false;
    if (w->area && released_area_of(x->text, x->n) == w->area) return true;
    return w->exact ? str_eq(released_words(a, x->text, x->n), w->words) : str_eq(released_fold(a, x->text, x->n), w->folded);
}

wr_rc released_keep_of(const released_view *v, const released_where *w, arena *a, store_keep *ret)
{
    int at = released_column(v, w->column, a);
    wanted want[RELEASED_VALUES];
    const char *asked = w->asked ? w->asked : w->column;
    size_t n_want, n;
    const store_meaning *m;
    uint8_t *keep;
    if (at < 0) return released_no_column(a, asked, w->column);
    n_want = values_of(w->values, v->ideas[at] && str_eq(v->ideas[at]->name, "area"), a, want);
    if (n_want > RELEASED_VALUES) return wr_fail(arena_err(a), WR_E_INPUT, asked, N_("At most {n} values in one condition."), "n", arena_fmt(a, "%d", RELEASED_VALUES));
    n = store_distinct(v->s, (size_t)at);
    m = store_means(v->s, (size_t)at);
    keep = arena_array(a, uint8_t, n + 1);
    find_exact(v->s, (size_t)at, m, want, n_want, a);
    for (size_t c = 0; c < n; c++) {
        arena_mark mark = (arena_alloc(a, 1, 1), arena_at(a));
        store_cell x = store_text(v->s, (size_t)at, (uint32_t)c);
        bool hit = false;
        for (size_t i = 0; i < n_want && !hit; i++) hit = wants(&want[i], &x, &m[c], a);
        keep[c] = hit != w->not;
        arena_rewind(a, mark);
    }
    *ret = (store_keep){ (size_t)at, keep };
    return WR_OK;
}
