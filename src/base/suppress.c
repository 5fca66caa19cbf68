/* suppress.c -- hides small counts, and more beside them until boxes of hidden cells prove that none can be worked out. */
#include "suppress.h"

#include <stdlib.h>
#include <string.h>

enum { CORNERS = 1 << SUPPRESS_DIMS };
typedef enum { OPEN, PUBLIC, HIDDEN } standing;           /* PUBLIC: shown in an earlier release, cannot be hidden any more */

struct suppress {
    size_t dims, codes[SUPPRESS_DIMS], step[SUPPRESS_DIMS], n;   /* code codes[d] is the sum over dimension d */
    int64_t limit, *count, *floor, *work;                 /* work: a table on the way to a witness */
    uint8_t *is, *proved;
};

/* Cells that can change together: by +t where minus is false, by -t where it is true. The first is the cell that it is about. */
typedef struct box { size_t n, at[CORNERS]; bool minus[CORNERS]; int64_t cost; size_t fresh; } box;

/* A search through all boxes of a cell. Over hidden cells only, for the widest step on `work`; or also over open ones, for the cheapest
 * that reaches what is lacking. */
typedef struct search {
    const suppress *s;
    bool open, up;
    int64_t need_up, need_down, wide;                     /* wide: the step of the best so far */
    bool enough;                                          /* the best so far reaches both needs by itself */
    box best;
} search;

suppress *suppress_new(arena *a, size_t dims, const size_t *codes, int64_t limit)
{
    suppress *s = arena_make(a, suppress);
    if (dims < 1 || dims > SUPPRESS_DIMS || limit < 1) return NULL;
    *s = (suppress){ .dims = dims, .n = 1, .limit = limit };
    for (size_t d = 0; d < dims; d++) {
        if (codes[d] < 1 || codes[d] >= SUPPRESS_CELLS || s->n * (codes[d] + 1) > SUPPRESS_CELLS) return NULL;
        s->codes[d] = codes[d];
        s->step[d] = s->n;
        s->n *= codes[d] + 1;
    }
    s->count = arena_array(a, int64_t, s->n);
    s->floor = arena_array(a, int64_t, s->n);
    s->work = arena_array(a, int64_t, s->n);
    s->is = arena_array(a, uint8_t, s->n);
    s->proved = arena_array(a, uint8_t, s->n);
    return s;
}

size_t suppress_cells(const suppress *s) { return s->n; }
size_t suppress_cell(const suppress *s, const int *code)
{
    size_t at = 0;
    for (size_t d = 0; d < s->dims; d++) {
        if (code[d] < SUPPRESS_ALL || code[d] >= (int)s->codes[d]) abort();
        at += (code[d] == SUPPRESS_ALL ? s->codes[d] : (size_t)code[d]) * s->step[d];
    }
    return at;
}

static size_t code_at(const suppress *s, size_t at, size_t d) { return at / s->step[d] % (s->codes[d] + 1); }
static bool is_sum(const suppress *s, size_t at)
{
    for (size_t d = 0; d < s->dims; d++)
        if (code_at(s, at, d) == s->codes[d]) return true;
    return false;
}

/* Every sum that the cell is in: in each dimension its code or the sum. */
void suppress_add(suppress *s, const int *code, int64_t count)
{
    size_t inner = suppress_cell(s, code);
    bool first = count > 0 && s->count[inner] == 0;
    if (is_sum(s, inner) || count < 0) abort();
    for (size_t mask = 0; mask < (size_t)1 << s->dims; mask++) {
        size_t at = inner;
        for (size_t d = 0; d < s->dims; d++)
            if (mask >> d & 1) at += (s->codes[d] - (size_t)code[d]) * s->step[d];
        s->count[at] += count;
        s->floor[at] += first;
    }
}

void suppress_was(suppress *s, const int *code, bool shown) { s->is[suppress_cell(s, code)] = shown ? PUBLIC : HIDDEN; }

static bool hidden(const suppress *s, size_t at) { return s->is[at] == HIDDEN && s->count[at] > 0; }

/* How far the box can move on a table: an innermost count that falls stays 1 or more, and the sums with it. */
static int64_t reach(const suppress *s, const box *b, const int64_t *table, bool up)
{
    int64_t t = INT64_MAX;
    for (size_t i = 0; i < b->n; i++)
        if (b->minus[i] == up && !is_sum(s, b->at[i]) && table[b->at[i]] - 1 < t) t = table[b->at[i]] - 1;
    return t;
}

static void weigh(search *f, const box *b)
{
    int64_t up, down;
    bool enough;
    if (!f->open) {
        int64_t t = reach(f->s, b, f->s->work, f->up);
        if (t > f->wide) { f->wide = t; f->best = *b; }
        return;
    }
    up = reach(f->s, b, f->s->count, true);
    down = reach(f->s, b, f->s->count, false);
    enough = up >= f->need_up && down >= f->need_down;
    if (!b->fresh || !((f->need_up && up) || (f->need_down && down))) return;
    if (f->best.n && (f->enough > enough || (f->enough == enough && f->best.cost <= b->cost))) return;
    f->enough = enough;
    f->best = *b;
}

/* The box so far, and its mirror in dimension d; b is back as it was afterwards. */
static void grow(search *f, box *b, size_t d)
{
    const suppress *s = f->s;
    box old = { .n = b->n, .cost = b->cost, .fresh = b->fresh };
    size_t mine;
    if (d == s->dims || d == SUPPRESS_DIMS) { weigh(f, b); return; }     /* the second is for the compiler: dims is no larger */
    if (!f->open && f->wide >= (f->up ? f->need_up : f->need_down)) return;
    mine = code_at(s, b->at[0], d);
    for (size_t other = 0; other <= s->codes[d]; other++) {
        bool fine = other != mine;
        bool opposite = other < s->codes[d] && mine < s->codes[d];       /* a code against a code; a code and its sum move alike */
        for (size_t i = 0; fine && i < old.n; i++) {
            size_t at = b->at[i] + other * s->step[d] - mine * s->step[d];
            fine = s->count[at] > 0 && (s->is[at] == HIDDEN || (f->open && s->is[at] == OPEN));
            if (fine && s->is[at] == OPEN) { b->fresh++; b->cost += s->count[at]; }
            b->at[old.n + i] = at;
            b->minus[old.n + i] = b->minus[i] != opposite;
        }
        b->n = old.n * 2;
        if (fine) grow(f, b, d + 1);
        b->n = old.n;
        b->cost = old.cost;
        b->fresh = old.fresh;
    }
}

static void search_from(search *f, size_t at)
{
    box b = { .n = 1, .at = { at } };
    grow(f, &b, 0);
}

/* Moves the table in `work`, from the true one, so that the cell goes up or down by `need`; how far it came. */
static int64_t move(const suppress *s, size_t at, bool up, int64_t need)
{
    int64_t done = 0;
    memcpy(s->work, s->count, s->n * sizeof *s->work);
    while (done < need) {
        search f = { .s = s, .up = up, .need_up = need - done, .need_down = need - done };
        int64_t t;
        search_from(&f, at);
        t = f.wide < need - done ? f.wide : need - done;
        if (!t) break;
        for (size_t i = 0; i < f.best.n; i++) s->work[f.best.at[i]] += f.best.minus[i] == up ? -t : t;
        done += t;
    }
    return done;
}

typedef struct span { int64_t up, down; } span;

/* What the promise asks beyond the true count. A large one needs room of any kind: above, and what is missing there below. */
static span asked(const suppress *s, size_t at)
{
    int64_t up, down, room = s->limit - 1;
    if (s->count[at] <= s->limit) return (span){ s->floor[at] + room - s->count[at], s->count[at] - s->floor[at] };
    up = move(s, at, true, room);
    down = move(s, at, false, room - up);
    return (span){ room - down, down };
}

static span lacking(const suppress *s, size_t at)
{
    span want = asked(s, at);
    return (span){ want.up - move(s, at, true, want.up), want.down - move(s, at, false, want.down) };
}

static bool small(const suppress *s, size_t at) { return s->count[at] > 0 && s->count[at] <= s->limit; }

bool suppress_run(suppress *s)
{
    for (size_t at = 0; at < s->n; at++)
        if (small(s, at)) {
            if (s->is[at] == PUBLIC) return false;
            s->is[at] = HIDDEN;
        }
    for (bool again = true; again; ) {
        again = false;
        for (size_t at = 0; at < s->n; at++) {
            search f = { .s = s, .open = true };
            span lack;
            if (s->proved[at] || !hidden(s, at)) continue;
            lack = lacking(s, at);
            s->proved[at] = !lack.up && !lack.down;       /* for good: hiding more takes no witness away */
            if (s->proved[at]) continue;
            f.need_up = lack.up;
            f.need_down = lack.down;
            search_from(&f, at);
            if (!f.best.n) return false;
            for (size_t i = 0; i < f.best.n; i++) s->is[f.best.at[i]] = HIDDEN;
            again = true;
        }
    }
    return true;
}

bool suppress_shown(const suppress *s, const int *code, int64_t *ret_count)
{
    size_t at = suppress_cell(s, code);
    if (hidden(s, at)) return false;
    *ret_count = s->count[at];
    return true;
}

bool suppress_safe(const suppress *s, int *ret_code)
{
    for (size_t at = 0; at < s->n; at++) {
        span lack = hidden(s, at) ? lacking(s, at) : (span){ small(s, at), 0 };
        if (!lack.up && !lack.down) continue;
        for (size_t d = 0; d < s->dims; d++) ret_code[d] = code_at(s, at, d) == s->codes[d] ? SUPPRESS_ALL : (int)code_at(s, at, d);
        return false;
    }
    return true;
}

const int64_t *suppress_witness(const suppress *s, const int *code, bool up, arena *a)
{
    size_t at = suppress_cell(s, code);
    span want = hidden(s, at) ? asked(s, at) : (span){ 0 };
    int64_t need = up ? want.up : want.down, *table = arena_array(a, int64_t, s->n);
    if (!hidden(s, at) || move(s, at, up, need) < need) return NULL;
    memcpy(table, s->work, s->n * sizeof *table);
    return table;
}
