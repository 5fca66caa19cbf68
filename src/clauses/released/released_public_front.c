/* released_public_front.c -- /released: the city's opening answers under the three questions of the order, what is not known beside them. */
#include <string.h>
#include "day.h"
#include "http.h"
#include "i18n.h"
#include "person.h"
#include "released_cost_web.h"
#include "released_public_own.h"

static const field FRONT_F[] = { FIELD(in_at, place, t, F_NULL, 120, N_("Place")), FIELD(in_at, from, d, F_NULL, 0, N_("From")), FIELD(in_at, to, d, F_NULL, 0, N_("To")) };
const shape IN_RELEASED_FRONT = SHAPE("what of the opening answer", in_at, FRONT_F);
enum { BAR = 300, BAR_GAP = 2 };

typedef struct opening { released_public *p; released_cube *c; size_t n; const released_public *who; const released_cube *cube; } opening;

static wr_rc openings(db_tx *ro, arena *a, opening *ret)
{
    TRY(released_public_all(ro, &RELEASED_PUBLIC_OPENING, a, &ret->p, &ret->n));
    ret->c = arena_array(a, released_cube, ret->n + 1);
    for (size_t i = 0; i < ret->n; i++) {
        TRY(released_cube_open(ret->p[i].cube, a, &ret->c[i]));
        if (!ret->who && ret->p[i].question == PUBLIC_WHO && !ret->c[i].axis[CUBE_PART].n) { ret->who = &ret->p[i]; ret->cube = &ret->c[i]; }
    }
    return WR_OK;
}

static int time_of(const released_cube *c, wr_day d)
{
    for (size_t i = 0; i < c->axis[CUBE_TIME].n; i++)
        if (!day_none(d) && wr_day_cmp(c->axis[CUBE_TIME].code[i].from, d) <= 0 && wr_day_cmp(d, c->axis[CUBE_TIME].code[i].to) <= 0) return (int)i;
    return -1;
}

/* The marked time; without one the last day of people present, who are no sum, and of others all times together. */
static int said_time(const released_public *p, const released_cube *c)
{
    int at = time_of(c, p->mark), n = (int)c->axis[CUBE_TIME].n;
    return at >= 0 ? at : n == 1 || str_eq(c->measure, "present") ? n - 1 : CUBE_ALL;
}

static const char *time_said(const released_cube *c, int at, const char *lang, arena *a)
{
    const cube_axis *t = &c->axis[CUBE_TIME];
    if (at != CUBE_ALL) return released_public_name(&t->code[at], t->word, lang, a);
    return released_public_name(&(cube_code){ .from = t->code[0].from, .to = t->code[t->n - 1].to }, "period", lang, a);
}

/* "1,496 male, 192 female": the parts of a cube at one time and place; "" when there are none or all are hidden. */
static const char *parts_said(const released_cube *c, int place, int at, const char *lang, arena *a)
{
    strbuf b = sb_new(a, 100);
    bool shown = false;
    for (int x = 0; x < (int)c->axis[CUBE_PART].n; x++) {
        int64_t v = released_cube_at(c, (int[]){ place, at, x, CUBE_ALL });
        shown = shown || v > 0;
        if (v) sb_fmt(&b, "%s%s %s", b.n ? ", " : "", released_public_count(c, place, v, lang, a), i18n(lang, NULL, c->axis[CUBE_PART].code[x].name));
    }
    return shown ? b.p : "";
}

typedef struct said_place { const char *place, *count, *parts; bool has_bar; int64_t with, rest_at, rest; } said_place;
static const field PLACE_F[] = { FIELD(said_place, place, t, 0, 0, NULL), FIELD(said_place, count, t, 0, 0, NULL), FIELD(said_place, parts, t, 0, 0, NULL), FIELD(said_place, has_bar, b, 0, 0, NULL),
    FIELD(said_place, with, i, 0, 0, NULL), FIELD(said_place, rest_at, i, 0, 0, NULL), FIELD(said_place, rest, i, 0, 0, NULL) };
static const shape SAID_PLACE = SHAPE("a place of an opening answer", said_place, PLACE_F);
typedef struct said_answer { const char *about, *time, *care, *url; wr_day file_withdrawn; } said_answer;
static const field SAID_F[] = { FIELD(said_answer, about, t, 0, 0, NULL), FIELD(said_answer, time, t, 0, 0, NULL), FIELD(said_answer, care, t, 0, 0, NULL), FIELD(said_answer, url, t, 0, 0, NULL),
    FIELD(said_answer, file_withdrawn, d, F_NULL, 0, NULL) };
static const shape SAID_ANSWER = SHAPE("an opening answer in short", said_answer, SAID_F);

static wr_rc put_places(const released_public *p, const released_cube *c, const char *lang, arena *a, json_t *row)
{
    said_place s[CUBE_PLACES + 1] = { 0 };
    int at = said_time(p, c), n = (int)c->axis[CUBE_PLACE].n;
    for (int k = 0; k < n; k++) {
        int64_t v = released_cube_at(c, (int[]){ k, at, CUBE_ALL, CUBE_ALL }), first = c->axis[CUBE_PART].n ? released_cube_at(c, (int[]){ k, at, 0, CUBE_ALL }) : CUBE_HIDDEN;
        s[k] = (said_place){ .place = released_public_name(&c->axis[CUBE_PLACE].code[k], "", lang, a), .count = released_public_count(c, k, v, lang, a), .parts = parts_said(c, k, at, lang, a),
            .has_bar = v > 0 && first != CUBE_HIDDEN && c->axis[CUBE_PART].n == 2 };
        if (!s[k].has_bar) continue;
        s[k].with = first * (BAR - BAR_GAP) / v;
        s[k].rest_at = s[k].with + BAR_GAP;
        s[k].rest = BAR - s[k].rest_at;
    }
    return page_rows(row, "at", &SAID_PLACE, s, (size_t)n);
}

static wr_rc put_answers(const opening *o, int question, const char *key, const char *lang, arena *a, json_t *doc)
{
    said_answer *s = arena_array(a, said_answer, o->n + 1);
    size_t *which = arena_array(a, size_t, o->n + 1), n = 0;
    for (size_t i = 0; i < o->n; i++) {
        if (o->p[i].question != question || &o->p[i] == o->who) continue;
        which[n] = i;
        s[n++] = (said_answer){ o->c[i].axis[CUBE_PART].n ? i18n(lang, NULL, released_cube_title(o->c[i].axis[CUBE_PART].word)) : released_public_counted(&o->c[i], lang), time_said(&o->c[i], said_time(&o->p[i], &o->c[i]), lang, a),
            i18n(lang, NULL, o->p[i].care), released_public_url(&o->p[i], a), o->p[i].file_withdrawn };
    }
    TRY(page_rows(doc, key, &SAID_ANSWER, s, n));
    TRY(page_flag(doc, arena_fmt(a, "has_%s", key), n != 0));
    for (size_t i = 0; i < n; i++) TRY(put_places(&o->p[which[i]], &o->c[which[i]], lang, a, page_row(doc, key, i)));
    return WR_OK;
}

/* Nights of the first answer about cost that counts them, as they are shown, beside what a night costs the nation on average. Another answer may count
 * the same nights. */
static wr_rc put_quotes(db_tx *ro, const opening *o, const char *lang, arena *a, json_t *doc)
{
    int64_t nights = 0;
    for (size_t i = 0; i < o->n; i++) {
        if (o->p[i].question != PUBLIC_COST || !str_ends(o->c[i].measure, "midnight")) continue;
        for (int k = 0; k < (int)o->c[i].axis[CUBE_PLACE].n; k++) {
            int64_t v = released_cube_at(&o->c[i], (int[]){ k, said_time(&o->p[i], &o->c[i]), CUBE_ALL, CUBE_ALL });
            if (v > 0) nights += v;
        }
        break;
    }
    return released_cost_quoted(ro, lang, nights * 1000000, doc, a);
}

static wr_rc put_asked(const opening *o, arena *a, json_t *doc)
{
    int64_t asked = o->who ? o->who->asked : 0;
    for (size_t i = 0; i < o->n && !asked; i++) asked = o->p[i].asked;
    if (!asked) return WR_OK;
    TRY(page_int(doc, "asked", asked));
    return page_text(doc, "asked_url", arena_fmt(a, "/requests/%lld", (long long)asked));
}

static wr_rc all_cells(const opening *o, const in_at *in, arena *a, public_cell **ret, size_t *ret_n)
{
    *ret = NULL;
    *ret_n = 0;
    for (size_t i = 0; i < o->n; i++) {
        public_pick k = { CUBE_ALL, 0, (int)o->c[i].axis[CUBE_TIME].n - 1, CUBE_ALL, CUBE_ALL };
        public_cell *mine, *both;
        size_t n;
        if (&o->p[i] == o->who) TRY(released_public_picked(&o->c[i], in, a, &k));
        TRY(released_public_cells(&o->p[i], &o->c[i], &k, a, &mine, &n));
        both = arena_array(a, public_cell, *ret_n + n + 1);
        if (*ret_n) memcpy(both, *ret, *ret_n * sizeof *both);
        memcpy(both + *ret_n, mine, n * sizeof *both);
        *ret = both;
        *ret_n += n;
    }
    return WR_OK;
}

/* The first answer to the first question, with its filter, its table and its source. */
static wr_rc put_first(const opening *o, const in_at *in, const char *lang, arena *a, json_t *doc)
{
    public_pick k;
    TRY(released_public_picked(o->cube, in, a, &k));
    TRY(page_put(doc, &RELEASED_PUBLIC_FRONT, o->who));
    TRY(page_text(doc, "care", i18n(lang, NULL, o->who->care)));
    TRY(page_text(doc, "source", i18n(lang, NULL, o->who->source)));
    TRY(page_text(doc, "permanent_url", released_public_url(o->who, a)));
    TRY(released_public_table(o->who, o->cube, &k, released_public_counted(o->cube, lang), lang, a, doc));
    TRY(released_public_form("/released", o->cube, in, lang, a, doc));
    TRY(page_text(doc, "svg_url", arena_fmt(a, "%s.svg", released_public_url(o->who, a))));
    return released_public_source(o->who, o->cube, lang, a, doc);
}

wr_rc released_show_front(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    opening o = { 0 };
    public_cell *cells;
    size_t n;
    db_id live;
    TRY(openings(ro, a, &o));
    TRY(all_cells(&o, in, a, &cells, &n));
    TRY(db_one_(ro, &RELEASED_PUBLIC_LIVE, a, sizeof live, &live, NULL, 0));
    TRY(page_rows(doc, "cells", &PUBLIC_CELL, cells, n));
    TRY(page_flag(doc, "is_empty", live.id == 0));
    TRY(page_flag(doc, "has_first", o.who != NULL));
    TRY(page_flag(doc, "is_staff", rights_has(who->rights, "released.read") != RIGHT_NONE));
    TRY(page_text(doc, "title", o.who ? released_public_finding(o.who, o.cube, who->lang, a) : i18n(who->lang, NULL, live.id ? N_("Who was detained, why, at what cost")
        : N_("Who was detained, why, at what cost: nothing is published from released records yet"))));
    if (o.who) TRY(put_first(&o, in, who->lang, a, doc));
    TRY(put_answers(&o, PUBLIC_WHO, "who", who->lang, a, doc));
    TRY(put_answers(&o, PUBLIC_WHY, "why", who->lang, a, doc));
    TRY(put_answers(&o, PUBLIC_COST, "cost", who->lang, a, doc));
    TRY(put_quotes(ro, &o, who->lang, a, doc));
    return put_asked(&o, a, doc);
}

wr_rc released_give_front(db_tx *ro, const wr_actor *who, const void *in, arena *a, http_out *out)
{
    opening o = { 0 };
    public_cell *cells;
    size_t n;
    (void)who;
    TRY(openings(ro, a, &o));
    TRY(all_cells(&o, in, a, &cells, &n));
    return out_rows(out, &PUBLIC_CELL, cells, n, n + 1);
}
