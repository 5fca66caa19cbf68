/* released_cost_rates.c -- the rates of a list by facility, what a person settled about them, and facilities that a name may be. */
#include <stdlib.h>
#include <string.h>
#include "i18n.h"
#include "released_cost.h"

static bool has_value(const released_view *v, int column, int64_t row)
{
    uint8_t state = column < 0 ? STORE_BLANK : store_means(v->s, (size_t)column)[store_code(v->s, (size_t)column, row)].state;
    return state == STORE_VALUE || state == STORE_NULL_WORD;
}

static int by_key(const void *x, const void *y)
{
    const released_rated *a = x, *b = y;
    int c = strcmp(a->key, b->key);
    return c ? c : strcmp(a->text, b->text);
}

static const char *text_at(const released_view *v, int column, int64_t row, arena *a)
{
    store_cell c = column < 0 ? (store_cell){ "", 0, 0, 0 } : store_text(v->s, (size_t)column, store_code(v->s, (size_t)column, row));
    return str_trim(a, arena_fmt(a, "%.*s", (int)c.n, c.text));
}

/* The meaning of just this text at just this facility; of words alone, so that no withheld rate is ever filled. */
static void settle(released_rated *r, const released_settled *s, arena *a)
{
    const char *text = released_words(a, r->text, strlen(r->text));
    for (size_t i = 0; r->rate.kind == RELEASED_WORDED && i < s->meants; i++)
        if (str_eq(s->meant[i].key, r->key) && str_eq(s->meant[i].text, text)) {
            r->rate = s->meant[i].rate;
            r->decided = true;
        }
}

/* One row a facility: the first; marked where another row of it has another rate. */
static void join_rows(released_rates *r)
{
    size_t n = 0;
    for (size_t i = 0; i < r->n; i++) {
        if (n && str_eq(r->row[n - 1].key, r->row[i].key)) r->row[n - 1].twice = r->row[n - 1].twice || !str_eq(r->row[n - 1].text, r->row[i].text);
        else r->row[n++] = r->row[i];
    }
    r->n = n;
}

wr_rc released_rates_of(const released_view *v, const released_settled *settled, arena *a, released_rates *ret)
{
    int code = released_column(v, "facility_code", a), name = released_column(v, "facility", a), rate = released_column(v, "rate", a);
    int64_t n = store_rows(v->s);
    *ret = (released_rates){ .of = v, .by_code = code >= 0 };
    if (settled) ret->settled = *settled;
    if (rate < 0 || (code < 0 && name < 0)) return wr_fail(arena_err(a), WR_E_INPUT, "rates", N_("This table is no list of facilities with their rates."));
    ret->row = arena_array(a, released_rated, (size_t)n + 1);
    ret->of_row = arena_array(a, released_rated, (size_t)n + 1);
    for (int64_t i = 0; i < n; i++) {
        store_cell c = store_text(v->s, (size_t)rate, store_code(v->s, (size_t)rate, i));
        bool named = !has_value(v, code, i);
        const char *key = text_at(v, named ? name : code, i, a);
        released_rated *r = &ret->row[ret->n++];
        *r = (released_rated){ .key = released_fold(a, key, strlen(key)), .name = text_at(v, name, i, a), .text = text_at(v, rate, i, a), .named = named };
        released_rate_read(&c, &r->rate);
        ret->kinds[r->rate.kind]++;
        settle(r, &ret->settled, a);
        ret->of_row[i] = *r;
    }
    qsort(ret->row, ret->n, sizeof *ret->row, by_key);
    join_rows(ret);
    return WR_OK;
}

const released_rated *released_rate_for(const released_rates *r, const char *key)
{
    size_t low = 0, high = r->n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int c = strcmp(r->row[mid].key, key);
        if (!c) return &r->row[mid];
        if (c < 0) low = mid + 1;
        else high = mid;
    }
    return NULL;
}

/* ---- what a person says that a contract means ---- */
static bool read_as(const char *text, released_rate *ret)
{
    released_rate_read(&(store_cell){ text, strlen(text), TABLE_TEXT, TABLE_PLAIN }, ret);
    return ret->kind == RELEASED_TIERED;
}

const char *released_meaning_read(wr_cents flat, int64_t minimum, const char *tiers, bool whole, arena *a, released_rate *ret, const char **ret_field)
{
    bool some = tiers && *tiers;
    *ret_field = "flat";
    if ((flat != 0) == some) return N_("Write one rate for every night, or tiers: one of the two.");
    if (flat < 0 || flat > 10000000) return N_("A rate of a night is above 0 and at most 100,000 dollars.");
    *ret_field = "minimum";
    if (minimum < 0 || minimum > 50000) return N_("The minimum is a number of people, 0 to 50,000.");
    if (flat && !minimum) {
        *ret = (released_rate){ .kind = RELEASED_FLAT, .flat = flat };
        return NULL;
    }
    *ret_field = "tiers";
    if (flat) {                                /* one price, but never for fewer than the minimum: one tier without end */
        *ret = (released_rate){ .kind = RELEASED_TIERED, .minimum = minimum, .tiers = 1, .tier = { { 1, 0, flat } } };
        return NULL;
    }
    if (!read_as(minimum ? arena_fmt(a, "%lld (GM); %s", (long long)minimum, tiers) : tiers, ret)) return N_("These are no tiers. Write them as $87.00 (1-50), $25.00 (51+): each begins with the next person, the first with person 1.");
    for (size_t i = 0; i < ret->tiers; i++)
        if (ret->tier[i].rate > 10000000) return N_("A rate of a night is above 0 and at most 100,000 dollars.");
    ret->whole = whole;
    return NULL;
}

/* ---- suggestions ---- */
static bool letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80; }

/* Words of a folded text. Those that most facilities have say nothing of which it is. */
typedef struct word { const char *p; size_t n; } word;
static size_t words_of(const char *s, word *ret, size_t cap)
{
    static const char *const empty[] = { "THE", "OF", "AND", "CENTER", "CTR", "DETENTION", "DET", "FACILITY", "COUNTY", "CO", "JAIL", "CORRECTIONAL", "PRISON", NULL };
    size_t n = 0;
    while (*s && n < cap) {
        size_t k = 0;
        bool skip = false;
        while (*s && !letter(*s)) s++;
        while (letter(s[k])) k++;
        for (size_t i = 0; empty[i]; i++) skip = skip || (strlen(empty[i]) == k && !memcmp(empty[i], s, k));
        if (k && !skip) ret[n++] = (word){ s, k };
        s += k;
    }
    return n;
}

static size_t shared(const word *a, size_t n, const word *b, size_t m)
{
    size_t k = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < m; j++)
            if (a[i].n == b[j].n && !memcmp(a[i].p, b[j].p, a[i].n)) { k++; break; }
    return k;
}

size_t released_tie_suggest(const released_rates *r, const char *name, arena *a, const released_rated **ret, size_t cap)
{
    enum { WORDS_MAX = 16, BEST = 10 };
    word mine[WORDS_MAX], other[WORDS_MAX];
    size_t n_mine = words_of(released_fold(a, name, strlen(name)), mine, WORDS_MAX), n = 0, score[BEST];
    if (cap > BEST) cap = BEST;
    for (size_t i = 0; i < r->n; i++) {
        size_t n_other = words_of(released_fold(a, r->row[i].name, strlen(r->row[i].name)), other, WORDS_MAX), k = shared(mine, n_mine, other, n_other), all = n_mine > n_other ? n_mine : n_other, s, at = 0;
        if (!k || k * 2 < all) continue;       /* half of the words of the longer name */
        s = k * 1000 / all;
        while (at < n && score[at] >= s) at++;
        if (at == cap) continue;
        if (n < cap) n++;
        memmove(&score[at + 1], &score[at], (n - 1 - at) * sizeof *score);
        memmove(&ret[at + 1], &ret[at], (n - 1 - at) * sizeof *ret);
        score[at] = s;
        ret[at] = &r->row[i];
    }
    return n;
}
