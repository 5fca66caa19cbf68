/* released_public_form.c -- for the office: what waits, whose file was withdrawn, and an answer that is made in two steps: a table and how many of its
 * places; then the rest, from what that table holds. */
#include <stdlib.h>
#include <string.h>
#include "day.h"
#include "i18n.h"
#include "person.h"
#include "released_group.h"
#include "released_public_own.h"

enum { OFFERED = 300, PLACES_FIRST = 2, COLUMNS_MOST = 16 };
static const char WHOLE[] = "(table)";         /* of `place`: no column, the table is one place */
/* Columns that say where. The first that a table has is chosen. */
static const char *const WHERE[] = { "facility_code", "facility", "area", "office", "site", "county", "city", "state", "landmark", NULL };

typedef struct in_choose { const char *table, *place; int64_t places; const char *find; } in_choose;
static const field CHOOSE_F[] = { FIELD(in_choose, table, t, F_NULL, 40, N_("Table")), FIELD(in_choose, place, t, F_NULL, 120, N_("Places are told apart by")),
    FIELD(in_choose, places, i, F_NULL, PUBLIC_PLACES, N_("How many places")), FIELD(in_choose, find, t, F_NULL, 60, N_("Only places with these letters")) };
const shape IN_RELEASED_CHOOSE = SHAPE("from what an answer is made", in_choose, CHOOSE_F);

typedef struct said_choice { const char *value, *label; bool on; } said_choice;
static const field CHOICE_F[] = { FIELD(said_choice, value, t, 0, 0, NULL), FIELD(said_choice, label, t, 0, 0, NULL), FIELD(said_choice, on, b, 0, 0, NULL) };
static const shape SAID_CHOICE = SHAPE("a choice of what an answer is made from", said_choice, CHOICE_F);

/* ---- step one ---- */
static wr_rc put_tables(db_tx *ro, const in_choose *in, const char *lang, arena *a, json_t *doc)
{
    released_listed *t;
    said_choice *c;
    size_t n, n_choices = 0;
    TRY(released_tables_all(ro, a, &t, &n));
    c = arena_array(a, said_choice, n + 1);
    for (size_t i = 0; i < n; i++) {
        const char *word = arena_fmt(a, "%lld-%lld", (long long)t[i].number, (long long)t[i].n);
        const char *const pairs[] = { "table", word, "file", t[i].file, "sheet", t[i].name, "rows", i18n_int(a, lang, t[i].rows), NULL };
        if (day_none(t[i].first)) continue;                  /* without a date there is nothing to count by */
        c[n_choices++] = (said_choice){ word, i18n_fill(a, i18n(lang, NULL, *t[i].name ? N_("{table}: {file}, {sheet}, {rows} rows") : N_("{table}: {file}, {rows} rows")), pairs), str_eq(str_or_none(in->table), word) };
    }
    TRY(page_flag(doc, "has_tables", n_choices != 0));
    return page_rows(doc, "tables", &SAID_CHOICE, c, n_choices);
}

/* The columns that say where; *ret: the chosen one, -1: the whole table. */
static wr_rc put_columns(const released_view *v, const in_choose *in, const char *lang, arena *a, json_t *doc, int *ret)
{
    said_choice c[COLUMNS_MOST];
    int column[COLUMNS_MOST];
    size_t n = 0, chosen = 0;
    bool whole = str_eq(in->place, WHOLE);
    for (size_t i = 0; WHERE[i]; i++) {
        int at = released_column(v, WHERE[i], a);
        if (at < 0 || store_distinct(v->s, (size_t)at) > RELEASED_GROUPS_MAX) continue;
        if (str_eq(in->place, WHERE[i])) chosen = n;
        column[n] = at;
        c[n++] = (said_choice){ WHERE[i], i18n(lang, NULL, v->ideas[at] ? v->ideas[at]->label : WHERE[i]), false };
    }
    *ret = whole || !n ? -1 : column[chosen];
    if (*ret >= 0) c[chosen].on = true;
    TRY(page_flag(doc, "is_whole", *ret < 0));
    return page_rows(doc, "columns", &SAID_CHOICE, c, n);
}

typedef struct held { const char *label; int64_t rows; } held;
static int by_rows(const void *x, const void *y)
{
    const held *a = x, *b = y;
    return (a->rows < b->rows) - (a->rows > b->rows);
}

static int by_label(const void *x, const void *y) { return strcmp(((const held *)x)->label, ((const held *)y)->label); }

/* What a column holds, by name; of many those with most rows. */
static wr_rc places_of(const released_view *v, int column, const char *find, const char *lang, arena *a, page_choice **ret, size_t *ret_n, bool *ret_more)
{
    released_groups g;
    held *h;
    size_t n = 0;
    const char *want = released_fold(a, find, strlen(find));
    TRY(released_groups_of(v, store_name(v->s, (size_t)column), -1, "place", a, &g));
    h = arena_array(a, held, g.n + 1);
    for (uint32_t i = 0; i < g.n; i++) h[i].label = g.state[i] == STORE_VALUE || g.state[i] == STORE_NULL_WORD ? g.label[i] : "";
    for (size_t c = 0; c < store_distinct(v->s, (size_t)column); c++) h[g.group[c]].rows += store_used(v->s, (size_t)column)[c];
    for (uint32_t i = 0; i < g.n; i++)
        if (*h[i].label && *h[i].label != '(' && strstr(released_fold(a, h[i].label, strlen(h[i].label)), want)) h[n++] = h[i];
    qsort(h, n, sizeof *h, by_rows);
    *ret_more = n > OFFERED;
    if (n > OFFERED) n = OFFERED;
    qsort(h, n, sizeof *h, by_label);
    *ret = arena_array(a, page_choice, n + 1);
    for (size_t i = 0; i < n; i++)
        (*ret)[i] = (page_choice){ h[i].label, i18n_fill(a, i18n_n(lang, NULL, "{place}: {n} row", "{place}: {n} rows", h[i].rows), (const char *const[]){ "place", h[i].label, "n", i18n_int(a, lang, h[i].rows), NULL }) };
    *ret_n = n;
    return WR_OK;
}

/* ---- step two ---- */
static wr_rc unseen(json_t *doc, const char *const *fields)
{
    for (; *fields; fields++) TRY(page_unseen(doc, "form", *fields));
    return WR_OK;
}

static wr_rc form_places(const released_view *v, const in_choose *in, int column, const char *lang, arena *a, json_t *doc)
{
    page_choice *c = NULL;
    size_t n = 0, asked = column < 0 ? 0 : in->places > 0 ? (size_t)in->places : PLACES_FIRST;
    bool more = false;
    said_choice many[PUBLIC_PLACES];
    if (column >= 0) TRY(places_of(v, column, str_or_none(in->find), lang, a, &c, &n, &more));
    for (size_t i = 0; i < PUBLIC_PLACES; i++) {
        const char *place = arena_fmt(a, "place%zu", i + 1), *number = arena_fmt(a, "%zu", i + 1);
        many[i] = (said_choice){ number, number, i + 1 == asked };
        if (i < asked) TRY(page_choices(doc, "form", place, c, n));
        else TRY(unseen(doc, (const char *const[]){ place, arena_fmt(a, "name%zu", i + 1), NULL }));
    }
    if (column < 0) TRY(page_unseen(doc, "form", "others"));
    TRY(page_flag(doc, "has_place", column >= 0));
    TRY(page_flag(doc, "is_most", more));
    TRY(page_flag(doc, "is_none", column >= 0 && !n));
    return page_rows(doc, "numbers", &SAID_CHOICE, many, PUBLIC_PLACES);
}

static bool has_part(const released_view *v, const char *word, arena *a)
{
    if (str_eq(word, "conviction")) return released_column(v, "present_convicted", a) >= 0;
    if (str_eq(word, "sex") && released_column(v, "n_detained_male", a) >= 0) return true;
    if (str_eq(word, "age_band") && (released_column(v, "birth_year", a) >= 0 || released_column(v, "age", a) >= 0)) return true;
    return released_column(v, word, a) >= 0;
}

static wr_rc form_parts(const released_view *v, bool counted, const char *lang, arena *a, json_t *doc)
{
    static const page_choice PARTS[] = { { "criminality", N_("Criminality") }, { "sex", N_("Sex") }, { "age_band", N_("Age") }, { "citizenship", N_("Citizenship") },
        { "conviction", N_("With a conviction, or without") } };
    enum { N_PARTS = sizeof PARTS / sizeof *PARTS };
    page_choice c[N_PARTS];
    size_t n = 0;
    for (size_t i = 0; i < N_PARTS; i++)
        if (str_eq(PARTS[i].value, "conviction") ? counted && has_part(v, "conviction", a) : has_part(v, PARTS[i].value, a)) c[n++] = (page_choice){ PARTS[i].value, i18n(lang, NULL, PARTS[i].label) };
    TRY(n ? page_choices(doc, "form", "part", c, n) : page_unseen(doc, "form", "part"));
    TRY(n > 1 && !counted ? page_choices(doc, "form", "part2", c, n) : page_unseen(doc, "form", "part2"));      /* a headcount has one kind of part at a time */
    return has_part(v, "citizenship", a) ? WR_OK : page_unseen(doc, "form", "top");
}

/* Rows, or a column of people present. *ret_counted: it has such a column. */
static wr_rc form_measures(const released_view *v, const char *lang, arena *a, json_t *doc, bool *ret_counted)
{
    page_choice c[COLUMNS_MOST] = { { "rows", i18n(lang, NULL, N_("Rows of the table")) } };
    size_t n = 1;
    for (size_t i = 0; i < v->columns && n < COLUMNS_MOST; i++)
        if (v->ideas[i] && v->ideas[i]->kind == RELEASED_COUNT && (str_eq(v->ideas[i]->name, "present") || str_eq(v->ideas[i]->name, "present_midnight")))
            c[n++] = (page_choice){ store_name(v->s, i), arena_fmt(a, "%s (%s)", i18n(lang, NULL, released_cube_title(v->ideas[i]->name)), store_name(v->s, i)) };
    *ret_counted = n > 1;
    return page_choices(doc, "form", "measure", c, n);
}

static wr_rc form_replaces(db_tx *ro, const char *lang, arena *a, json_t *doc)
{
    released_public *p;
    page_choice *c;
    size_t n, n_choices = 0;
    TRY(released_public_all(ro, &RELEASED_PUBLIC_ALL, a, &p, &n));
    c = arena_array(a, page_choice, n + 1);
    for (size_t i = 0; i < n; i++)                 /* newest version of each first */
        if (i == 0 || p[i].number != p[i - 1].number) c[n_choices++] = (page_choice){ arena_fmt(a, "%lld", (long long)p[i].number), arena_fmt(a, "%lld: %s", (long long)p[i].number, i18n(lang, NULL, p[i].title)) };
    return n_choices ? page_choices(doc, "form", "replaces", c, n_choices) : page_unseen(doc, "form", "replaces");
}

static wr_rc make_form(db_tx *ro, const in_choose *in, const char *lang, arena *a, json_t *doc)
{
    released_view v;
    int column;
    bool counted = false;
    TRY(released_pick_table(ro, in->table, a, &v));
    TRY(put_columns(&v, in, lang, a, doc, &column));
    int present = released_column(&v, "present", a);
    const pair now[] = { { .name = "table", .value = in->table }, { .name = "place", .value = column < 0 ? "" : store_name(v.s, (size_t)column) }, { .name = "measure", .value = present < 0 ? "rows" : store_name(v.s, (size_t)present) },
        { .name = "from", .value = day_text(a, v.table.first) }, { .name = "to", .value = day_text(a, v.table.last) } };
    TRY(page_form(doc, "form", &(page_form_of){ .action_url = "/released/publish/make", .in = &IN_RELEASED_PUBLIC, .typed = now, .typed_n = sizeof now / sizeof *now, .button = N_("Make it, and ask a second person") }, a));
    TRY(unseen(doc, (const char *const[]){ "table", "place", NULL }));
    TRY(form_places(&v, in, column, lang, a, doc));
    TRY(form_measures(&v, lang, a, doc, &counted));
    TRY(form_parts(&v, counted, lang, a, doc));
    TRY(form_replaces(ro, lang, a, doc));
    return page_hint(doc, "form", "title", N_("What was counted, where and when, without a number."));
}

/* ---- the page ---- */
/* Published answers whose file was withdrawn since. */
static wr_rc put_gone(db_tx *ro, arena *a, json_t *doc)
{
    released_public *p;
    public_line *l;
    size_t n;
    TRY(released_public_all(ro, &RELEASED_PUBLIC_OFF, a, &p, &n));
    l = arena_array(a, public_line, n + 1);
    for (size_t i = 0; i < n; i++) l[i] = released_public_line(&p[i], a);
    TRY(page_flag(doc, "has_gone", n != 0));
    return page_rows(doc, "gone", &PUBLIC_LINE, l, n);
}

wr_rc released_show_publish(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_choose *in = in_;
    released_public *p;
    public_line *l;
    size_t n;
    bool may = rights_has(who->rights, "released.write") != RIGHT_NONE;
    TRY(released_public_all(ro, &RELEASED_PUBLIC_WAITING, a, &p, &n));
    l = arena_array(a, public_line, n + 1);
    for (size_t i = 0; i < n; i++) {
        l[i] = released_public_line(&p[i], a);
        l[i].url = arena_fmt(a, "/released/publish/%lld/%lld", (long long)p[i].number, (long long)p[i].version);
    }
    TRY(page_rows(doc, "answers", &PUBLIC_LINE, l, n));
    TRY(page_flag(doc, "has_answers", n != 0));
    TRY(put_gone(ro, a, doc));
    TRY(page_text(doc, "title", !n ? i18n(who->lang, NULL, N_("No answer waits for a second person")) : i18n_fill(a, i18n_n(who->lang, NULL, "{n} answer waits for a second person", "{n} answers wait for a second person", (int64_t)n),
        (const char *const[]){ "n", arena_fmt(a, "%zu", n), NULL })));
    TRY(page_flag(doc, "may_make", may));
    TRY(page_flag(doc, "is_chosen", may && *in->table));
    TRY(page_text(doc, "find_text", in->find));
    if (!may) return WR_OK;
    TRY(put_tables(ro, in, who->lang, a, doc));
    return *in->table ? make_form(ro, in, who->lang, a, doc) : WR_OK;
}
