/* released_public_front.c -- /released: the city's opening answers under the three questions of the order, what is not known beside them. */
#include <string.h>
#include "day.h"
#include "http.h"
#include "i18n.h"
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

/* "1,496 male, 192 female"; the parts of a cube on its marked day at one place. */
static const char *parts_said(const released_cube *c, int place, int at, const char *lang, arena *a)
{
    strbuf b = sb_new(a, 100);
    for (int x = 0; x < (int)c->axis[CUBE_PART].n; x++) {
        int64_t v = released_cube_at(c, (int[]){ place, at, x, CUBE_ALL });
        if (v) sb_fmt(&b, "%s%s %s", b.n ? ", " : "", released_public_count(c, place, v, lang, a), i18n(lang, NULL, c->axis[CUBE_PART].code[x].name));
    }
    return b.p;
}

static wr_rc put_places(const opening *o, size_t i, const char *lang, arena *a, json_t *row)
{
    const released_cube *c = &o->c[i];
    json_t *list = json_array();
    int at = time_of(c, o->p[i].mark);
    wr_rc rc = WR_OK;
    if (at < 0) at = CUBE_ALL;
    for (int p = 0; p < (int)c->axis[CUBE_PLACE].n && rc == WR_OK; p++) {
        json_t *one = json_object();
        int64_t v = released_cube_at(c, (int[]){ p, at, CUBE_ALL, CUBE_ALL }), first = c->axis[CUBE_PART].n ? released_cube_at(c, (int[]){ p, at, 0, CUBE_ALL }) : CUBE_HIDDEN;
        (void)json_array_append_new(list, one);
        rc = page_text(one, "place", released_public_name(&c->axis[CUBE_PLACE].code[p], "", lang, a));
        if (rc == WR_OK) rc = page_text(one, "count", released_public_count(c, p, v, lang, a));
        if (rc == WR_OK) rc = page_text(one, "parts", parts_said(c, p, at, lang, a));
        if (rc == WR_OK) rc = page_flag(one, "has_bar", v > 0 && first != CUBE_HIDDEN && c->axis[CUBE_PART].n == 2);
        if (rc == WR_OK && v > 0 && first != CUBE_HIDDEN) {
            int64_t w = first * (BAR - BAR_GAP) / v;
            rc = page_int(one, "with", w);
            if (rc == WR_OK) rc = page_int(one, "rest_at", w + BAR_GAP);
            if (rc == WR_OK) rc = page_int(one, "rest", BAR - BAR_GAP - w);
        }
    }
    return json_object_set_new(row, "at", list) == 0 ? rc : WR_E_BUG;
}

static wr_rc put_answers(const opening *o, int question, const char *key, const char *lang, arena *a, json_t *doc)
{
    json_t *list = json_array();
    wr_rc rc = WR_OK;
    if (json_object_set_new(doc, key, list) != 0) return WR_E_BUG;
    for (size_t i = 0; i < o->n && rc == WR_OK; i++) {
        const cube_axis *t = &o->c[i].axis[CUBE_TIME];
        int at = time_of(&o->c[i], o->p[i].mark);
        json_t *row;
        if (o->p[i].question != question || &o->p[i] == o->who) continue;
        row = json_object();
        (void)json_array_append_new(list, row);
        rc = page_text(row, "about", i18n(lang, NULL, released_cube_title(o->c[i].axis[CUBE_PART].n ? o->c[i].axis[CUBE_PART].word : o->c[i].measure)));
        if (rc == WR_OK) rc = page_text(row, "title", i18n(lang, NULL, o->p[i].title));
        if (rc == WR_OK) rc = page_text(row, "care", i18n(lang, NULL, o->p[i].care));
        if (rc == WR_OK) rc = page_text(row, "url", released_public_url(&o->p[i], a));
        if (rc == WR_OK) rc = page_text(row, "measured", i18n(lang, NULL, released_cube_title(o->c[i].measure)));
        if (rc == WR_OK) rc = page_text(row, "time", released_public_name(&t->code[at < 0 ? 0 : at], t->word, lang, a));
        if (rc == WR_OK) rc = put_places(o, i, lang, a, row);
    }
    return rc;
}

static wr_rc put_asked(const opening *o, arena *a, json_t *doc)
{
    int64_t asked = o->who ? o->who->asked : 0;
    for (size_t i = 0; i < o->n && !asked; i++) asked = o->p[i].asked;
    if (!asked) return WR_OK;
    TRY(page_text(doc, "asked", arena_fmt(a, "%lld", (long long)asked)));
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
        TRY(released_public_cells(o->p[i].number, &o->c[i], &k, a, &mine, &n));
        both = arena_array(a, public_cell, *ret_n + n + 1);
        if (*ret_n) memcpy(both, *ret, *ret_n * sizeof *both);
        memcpy(both + *ret_n, mine, n * sizeof *both);
        *ret = both;
        *ret_n += n;
    }
    return WR_OK;
}

wr_rc released_show_front(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    opening o = { 0 };
    public_pick k;
    public_cell *cells;
    size_t n;
    const cube_axis *t;
    TRY(openings(ro, a, &o));
    TRY(all_cells(&o, in, a, &cells, &n));
    TRY(page_rows(doc, "cells", &PUBLIC_CELL, cells, n));
    TRY(page_flag(doc, "is_empty", !o.who));
    if (!o.who) return page_text(doc, "title", i18n(who->lang, NULL, N_("Who was detained, why, at what cost: nothing is published from released records yet")));
    t = &o.cube->axis[CUBE_TIME];
    TRY(released_public_picked(o.cube, in, a, &k));
    TRY(page_text(doc, "title", released_public_finding(o.who, o.cube, who->lang, a)));
    TRY(page_text(doc, "span_first", i18n_day(a, who->lang, t->code[0].from)));
    TRY(page_text(doc, "span_last", i18n_day(a, who->lang, t->code[t->n - 1].to)));
    TRY(page_put(doc, &RELEASED_PUBLIC_FRONT, o.who));
    TRY(page_text(doc, "care", i18n(who->lang, NULL, o.who->care)));
    TRY(page_text(doc, "source", i18n(who->lang, NULL, o.who->source)));
    TRY(page_text(doc, "permanent_url", released_public_url(o.who, a)));
    TRY(released_public_table(o.who, o.cube, &k, i18n(who->lang, NULL, released_cube_title(o.cube->measure)), who->lang, a, doc));
    TRY(released_public_form("/released", o.cube, in, who->lang, a, doc));
    TRY(released_public_source(o.who, o.cube, who->lang, a, doc));
    TRY(put_answers(&o, PUBLIC_WHO, "who", who->lang, a, doc));
    TRY(put_answers(&o, PUBLIC_WHY, "why", who->lang, a, doc));
    TRY(put_answers(&o, PUBLIC_COST, "cost", who->lang, a, doc));
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
