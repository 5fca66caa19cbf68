/* released_cube_axis.c -- which rows of a table are which code of a cube: places that a person named, days or months of a window, and parts whose
 * words are coarse: a value of few rows goes to the others, so that no rare word of a cell is published. */
#include <stdlib.h>
#include <string.h>
#include "day.h"
#include "i18n.h"
#include "released_cube.h"
#include "released_group.h"

#define OTHERS N_("others")
#define NOT_SAID N_("not said")
enum { AGE_MOST = 110 };

/* ---- places ---- */
/* A place has one code, however a cell or a person writes it: the name of an area, "Seattle (SEA)" too, else the text without regard to case. */
static const char *place_of(const char *p, size_t n, bool area, arena *a)
{
    const char *bracket = area ? memchr(p, '(', n) : NULL;
    const released_area *is = area ? released_area_of(p, bracket ? (size_t)(bracket - p) : n) : NULL;
    return is ? is->name : released_fold(a, p, n);
}

static wr_rc named(const char *text, bool area, arena *a, cube_axis *ax, const char *field_of[CUBE_PLACES])
{
    int which = 0;
    for (const char *p = text; *p; ) {
        size_t n = released_until(p, '|'), of = released_until(p, '=');
        bool is = of < n;
        const char *one = str_trim(a, released_unescaped(a, p, is ? of : n)), *name = is ? str_trim(a, released_unescaped(a, p + of + 1, n - of - 1)) : one;
        const char *asked = arena_fmt(a, "place%d", ++which);         /* of the form: released_public_own.h */
        p += n + (p[n] == '|');
        if (!*one) continue;
        if (ax->n == CUBE_PLACES - 1) return wr_fail(arena_err(a), WR_E_INPUT, asked, N_("At most {n} places in one answer."), "n", arena_fmt(a, "%d", CUBE_PLACES - 1));
        cube_code c = { .code = place_of(one, strlen(one), area, a), .name = *name ? name : one };
        if (*c.code == '(') return wr_fail(arena_err(a), WR_E_INPUT, asked, N_("{code} is no place: what stands in brackets says why there is none."), "code", c.code);
        if (released_cube_code(ax, c.code) >= 0) return wr_fail(arena_err(a), WR_E_INPUT, asked, N_("{code} is named twice."), "code", c.code);
        field_of[ax->n] = asked;
        ax->code[ax->n++] = c;
    }
    return ax->n ? WR_OK : wr_fail(arena_err(a), WR_E_INPUT, "place1", N_("Choose at least one place."));
}

wr_rc released_cube_places(const released_view *v, const released_cube_ask *q, arena *a, cube_axis *ax, cube_map *m)
{
    bool area, there[CUBE_PLACES] = { false };
    const char *field_of[CUBE_PLACES];
    const store_meaning *is;
    size_t cells;
    *ax = (cube_axis){ .word = "place", .code = arena_array(a, cube_code, CUBE_PLACES + 1) };
    *m = (cube_map){ .column = -1, .column2 = -1, .n2 = 1 };
    if (!*str_or_none(q->place)) {
        ax->code[ax->n++] = (cube_code){ .code = "", .name = N_("the whole table") };
        return WR_OK;
    }
    m->column = released_column(v, q->place, a);
    if (m->column < 0) return released_no_column(a, "place", q->place);
    area = v->ideas[m->column] && str_eq(v->ideas[m->column]->name, "area");
    TRY(named(str_or_none(q->places), area, a, ax, field_of));
    ax->word = v->ideas[m->column] ? v->ideas[m->column]->name : store_name(v->s, (size_t)m->column);
    cells = store_distinct(v->s, (size_t)m->column);
    m->code = arena_array(a, uint32_t, cells + 1);
    is = store_means(v->s, (size_t)m->column);
    for (size_t c = 0; c < cells; c++) {
        arena_mark mark = (arena_alloc(a, 1, 1), arena_at(a));
        store_cell x = store_text(v->s, (size_t)m->column, (uint32_t)c);
        int at = released_cube_code(ax, place_of(x.text, x.n, area, a));
        bool said = is[c].state == STORE_VALUE || is[c].state == STORE_NULL_WORD;
        m->code[c] = !said ? CUBE_UNSAID : at >= 0 ? (uint32_t)at : q->others ? (uint32_t)ax->n : STORE_NONE;
        if (said && at >= 0) there[at] = true;
        arena_rewind(a, mark);
    }
    for (size_t i = 0; i < ax->n; i++)
        if (!there[i]) return wr_fail(arena_err(a), WR_E_INPUT, field_of[i], N_("No row of this table is of {code}."), "code", ax->code[i].code);
    if (q->others) ax->code[ax->n++] = (cube_code){ .code = "(others)", .name = N_("all others together") };
    return WR_OK;
}

/* ---- times ---- */
static wr_day month_end(wr_day d) { return day_add((wr_day){ d.m == 12 ? (int16_t)(d.y + 1) : d.y, d.m == 12 ? 1 : (int8_t)(d.m + 1), 1 }, -1); }

wr_rc released_cube_time(const released_view *v, const released_cube_ask *q, arena *a, cube_axis *ax, cube_map *m)
{
    const store_meaning *is;
    size_t cells;
    *ax = (cube_axis){ .word = released_cube_times[q->time], .code = arena_array(a, cube_code, CUBE_TIMES + 1) };
    *m = (cube_map){ .column = released_date_column(v), .column2 = -1, .n2 = 1 };
    if (m->column < 0) return wr_fail(arena_err(a), WR_E_INPUT, "table", N_("This table has no date by which it could be counted."));
    if (day_none(q->from) || day_none(q->to) || wr_day_cmp(q->from, q->to) > 0) return wr_fail(arena_err(a), WR_E_INPUT, "to", N_("Name the first and the last day, the first before the last."));
    if (q->time == CUBE_MONTHS && q->from.d != 1) return wr_fail(arena_err(a), WR_E_INPUT, "from", N_("A part of a month would stand there as the month. Begin on the first day of one, or choose days or one time."));
    if (q->time == CUBE_MONTHS && wr_day_cmp(q->to, month_end(q->to)) != 0) return wr_fail(arena_err(a), WR_E_INPUT, "to", N_("A part of a month would stand there as the month. End on the last day of one, or choose days or one time."));
    for (wr_day d = q->from; wr_day_cmp(d, q->to) <= 0; ) {
        wr_day end = q->time == CUBE_DAYS ? d : q->time == CUBE_MONTHS ? month_end(d) : q->to;
        if (ax->n == CUBE_TIMES) return wr_fail(arena_err(a), WR_E_INPUT, "to", N_("At most {n} days in one answer. Choose months, or a shorter time."), "n", arena_fmt(a, "%d", CUBE_TIMES));
        if (wr_day_cmp(end, q->to) > 0) end = q->to;
        const char *code = q->time == CUBE_DAYS ? day_text(a, d) : q->time == CUBE_MONTHS ? arena_fmt(a, "%04d-%02d", d.y, d.m) : arena_fmt(a, "%s/%s", day_text(a, d), day_text(a, end));
        ax->code[ax->n++] = (cube_code){ .code = code, .name = code, .from = d, .to = end };
        d = day_add(end, 1);
    }
    cells = store_distinct(v->s, (size_t)m->column);
    is = store_means(v->s, (size_t)m->column);
    m->code = arena_array(a, uint32_t, cells + 1);
    for (size_t c = 0; c < cells; c++) {
        bool said = is[c].state == STORE_VALUE && is[c].day != STORE_NO_DAY && !is[c].odd;
        m->code[c] = said ? STORE_NONE : CUBE_UNSAID;
        if (!said) continue;
        for (size_t i = 0; i < ax->n && m->code[c] == STORE_NONE; i++)
            if (is[c].day >= day_number(ax->code[i].from) && is[c].day <= day_number(ax->code[i].to)) m->code[c] = (uint32_t)i;
    }
    return WR_OK;
}

/* ---- parts ---- */
/* Rows of each group, over the whole table: what is rare there is rare in a part of it. */
typedef struct ranked { uint32_t group; int64_t rows; } ranked;
static int by_rows(const void *x, const void *y)
{
    const ranked *a = x, *b = y;
    return a->rows != b->rows ? (a->rows < b->rows) - (a->rows > b->rows) : (a->group > b->group) - (a->group < b->group);
}

static wr_rc words_of(const released_view *v, const char *word, size_t most, const char *asked, arena *a, cube_axis *ax, cube_map *m)
{
    released_groups g;
    ranked *r;
    uint32_t *code_of, others, not_said;
    size_t cells, kept = 0;
    TRY(released_groups_of(v, word, -1, asked, a, &g));
    m->column = g.column;
    cells = store_distinct(v->s, (size_t)g.column);
    r = arena_array(a, ranked, g.n + 1);
    code_of = arena_array(a, uint32_t, g.n + 1);
    for (uint32_t i = 0; i < g.n; i++) r[i].group = i;
    for (size_t c = 0; c < cells; c++) r[g.group[c]].rows += store_used(v->s, (size_t)g.column)[c];
    qsort(r, g.n, sizeof *r, by_rows);
    for (uint32_t i = 0; i < g.n; i++) code_of[i] = STORE_NONE;
    for (uint32_t i = 0; i < g.n && kept < most; i++) {
        if (g.state[r[i].group] != STORE_VALUE || r[i].rows <= CUBE_LIMIT) continue;
        code_of[r[i].group] = (uint32_t)kept;
        ax->code[kept++] = (cube_code){ .code = g.label[r[i].group], .name = g.label[r[i].group] };
    }
    others = (uint32_t)kept;
    not_said = others + 1;
    ax->code[others] = (cube_code){ .code = "(others)", .name = OTHERS };
    ax->code[not_said] = (cube_code){ .code = "(not said)", .name = NOT_SAID };
    ax->n = kept + 2;
    m->code = arena_array(a, uint32_t, cells + 1);
    for (size_t c = 0; c < cells; c++) {
        uint32_t k = code_of[g.group[c]];
        m->code[c] = k != STORE_NONE ? k : g.state[g.group[c]] == STORE_VALUE ? others : not_said;
    }
    return WR_OK;
}

/* The year of the event minus the year of birth, or an age as it stands: right within one year. */
static wr_rc ages_of(const released_view *v, const char *asked, arena *a, cube_axis *ax, cube_map *m)
{
    int born = released_column(v, "birth_year", a), age = released_column(v, "age", a), date = released_date_column(v), *year;
    size_t cells, cells2, bands = 0;
    const store_meaning *is, *event;
    int64_t order;
    if (born < 0 && age < 0) return released_no_column(a, asked, "birth_year");
    if (born >= 0 && date < 0) return wr_fail(arena_err(a), WR_E_INPUT, asked, N_("An age needs the date of the event. This table has none."));
    m->column = born >= 0 ? born : age;
    if (born >= 0) m->column2 = date;
    for (int of = 0; of <= AGE_MOST; of++) {
        const char *band = released_age_band(of, &order);
        bands = (size_t)order + 1;
        ax->code[order] = (cube_code){ .code = band, .name = band };
    }
    ax->code[bands] = (cube_code){ .code = "(not said)", .name = N_("not said, or not plausible") };
    ax->n = bands + 1;
    cells = store_distinct(v->s, (size_t)m->column);
    cells2 = born >= 0 ? store_distinct(v->s, (size_t)date) : 1;
    if (cells * cells2 > 64 << 20) return wr_fail(arena_err(a), WR_E_TOO_BIG, asked, N_("This table has too many different dates for ages."));
    m->n2 = (uint32_t)cells2;
    m->code = arena_array(a, uint32_t, cells * cells2 + 1);
    is = store_means(v->s, (size_t)m->column);
    event = born >= 0 ? store_means(v->s, (size_t)date) : NULL;
    year = arena_array(a, int, cells2);                      /* 0: no plausible day */
    for (size_t d = 0; event && d < cells2; d++) year[d] = event[d].state == STORE_VALUE && event[d].day != STORE_NO_DAY && !event[d].odd ? day_of_number(event[d].day).y : 0;
    for (size_t c = 0; c < cells; c++)
        for (size_t d = 0; d < cells2; d++) {
            (void)released_age_of(&is[c], !event, year[d] ? &year[d] : NULL, &order);
            m->code[c * cells2 + d] = (uint32_t)(order < (int64_t)bands ? order : (int64_t)bands);
        }
    return WR_OK;
}

wr_rc released_cube_part(const released_view *v, const released_cube_ask *q, const char *word, const char *asked, arena *a, cube_axis *ax, cube_map *m)
{
    bool age = str_eq(word, "age_band");
    *ax = (cube_axis){ .word = word, .code = arena_array(a, cube_code, CUBE_PARTS + 3) };
    *m = (cube_map){ .column = -1, .column2 = -1, .n2 = 1 };
    if (age && released_column(v, "age_band", a) < 0) return ages_of(v, asked, a, ax, m);
    if (!age && !str_eq(word, "criminality") && !str_eq(word, "sex") && !str_eq(word, "citizenship"))
        return wr_fail(arena_err(a), WR_E_INPUT, asked, N_("The public is shown criminality, sex, age bands and citizenship, nothing finer."));
    return words_of(v, word, str_eq(word, "citizenship") && q->top > 0 && q->top < CUBE_PARTS ? (size_t)q->top : CUBE_PARTS - 2, asked, a, ax, m);
}
