/* released_compare_web.c -- the page of two releases beside each other; and which earlier file a file replaces, as a person says it. */
#include "released_compare_web.h"

#include <stdlib.h>
#include <string.h>
#include "day.h"
#include "i18n.h"
#include "released_compare.h"
#include "released_desk.h"

typedef struct in_compare { int64_t a, b; const char *kind; bool rows; } in_compare;
static const field IN_F[] = { FIELD(in_compare, a, i, F_NULL, 0, N_("Earlier file")), FIELD(in_compare, b, i, F_NULL, 0, N_("Later file")), FIELD(in_compare, kind, t, F_NULL, 40, N_("Kind of table")),
    FIELD(in_compare, rows, b, F_NULL, 0, N_("Row by row")) };
const shape IN_RELEASED_COMPARE = SHAPE("two releases", in_compare, IN_F);
typedef struct compared { int64_t a, b; const char *kind; int64_t rows_a, rows_b, months_that_differ; } compared;
static const field SAID_F[] = { FIELD(compared, a, i, 0, 0, N_("Earlier file")), FIELD(compared, b, i, 0, 0, N_("Later file")), FIELD(compared, kind, t, 0, 40, N_("Kind of table")),
    FIELD(compared, rows_a, i, 0, 0, N_("Rows of the earlier file")), FIELD(compared, rows_b, i, 0, 0, N_("Rows of the later file")), FIELD(compared, months_that_differ, i, 0, 0, N_("Months that differ")) };
const shape RELEASED_COMPARED = SHAPE("two releases, compared", compared, SAID_F);

/* ---- which tables: the largest of each kind that both have ---- */
static const released_table *largest(const released_table *t, size_t n, const char *kind)
{
    const released_table *best = NULL;
    for (size_t i = 0; i < n; i++)
        if (str_eq(t[i].kind, kind) && (!best || t[i].rows > best->rows)) best = &t[i];
    return best;
}

typedef struct couple { released_file fa, fb; released_view a, b; const char *kinds[16]; size_t n_kinds; const char *kind; } couple;

static wr_rc compared_file(db_tx *ro, int64_t number, const char *asked, arena *a, released_file *ret)
{
    wr_rc rc = db_one(ro, &RELEASED_FILE_BY, a, ret, db_i(number));
    if (rc != WR_E_MISSING && (rc != WR_OK || ret->state == RELEASED_READ)) return rc;
    return wr_fail(arena_err(a), WR_E_INPUT, asked, N_("No file that was read has the number {number}. Choose two of those in the list of released files."), "number", arena_fmt(a, "%lld", (long long)number));
}

/* asked: the fields that name the two. */
static wr_rc find_couple(db_tx *ro, int64_t a, int64_t b, const char *const asked[2], const char *kind, arena *ar, couple *ret)
{
    released_table *x, *y;
    size_t n, m;
    TRY(compared_file(ro, a, asked[0], ar, &ret->fa));
    TRY(compared_file(ro, b, asked[1], ar, &ret->fb));
    TRY(released_tables(ro, ret->fa.id, ar, &x, &n));
    TRY(released_tables(ro, ret->fb.id, ar, &y, &m));
    ret->kind = kind && *kind ? kind : NULL;
    for (size_t i = 0; i < n && ret->n_kinds < 16; i++)
        if (largest(x, n, x[i].kind) == &x[i] && !str_eq(x[i].kind, "grid") && largest(y, m, x[i].kind)) ret->kinds[ret->n_kinds++] = x[i].kind;
    for (size_t i = 0; i < ret->n_kinds; i++)
        if (!ret->kind || (!(kind && *kind) && largest(x, n, ret->kinds[i])->rows > largest(x, n, ret->kind)->rows)) ret->kind = ret->kinds[i];
    if (!ret->kind || !largest(x, n, ret->kind) || !largest(y, m, ret->kind)) return wr_fail(arena_err(ar), WR_E_INPUT, asked[1], N_("These two files have no table of one kind. Choose two releases of the same table."));
    TRY(released_view_open(ro, largest(x, n, ret->kind), ar, &ret->a));
    return released_view_open(ro, largest(y, m, ret->kind), ar, &ret->b);
}

/* ---- the page ---- */
static wr_rc put_choice(json_t *doc, const char *key, const released_file *f, size_t n, int64_t now, const char *lang, arena *a)
{
    json_t *list = released_list(doc, key);
    for (size_t i = 0; i < n; i++) {
        if (f[i].state != RELEASED_READ) continue;
        json_t *o = released_item(list);
        TRY(page_int(o, "value", f[i].number));
        TRY(page_text(o, "label", arena_fmt(a, "%lld. %s, %s", (long long)f[i].number, *f[i].release ? f[i].release : f[i].name, i18n_day(a, lang, f[i].taken))));
        TRY(page_flag(o, "on", f[i].number == now));
    }
    return WR_OK;
}

static const char *signed_said(arena *a, const char *lang, int64_t n)
{
    return n > 0 ? arena_fmt(a, "+%s", i18n_int(a, lang, n)) : i18n_int(a, lang, n);
}

/* A month that a file does not reach is no zero. */
static wr_rc put_side(json_t *o, const char *key, const char *said, int64_t n, bool out, const char *lang, arena *a)
{
    TRY(page_tree(o, key, out ? json_null() : json_integer(n)));
    return page_text(o, said, out ? i18n(lang, NULL, N_("not covered")) : i18n_int(a, lang, n));
}

static wr_rc put_months(const released_difference *d, const char *lang, json_t *doc, arena *a)
{
    json_t *list = released_list(doc, "months");
    for (size_t i = 0; i < d->months; i++) {
        json_t *o = released_item(list);
        const released_month *m = &d->month[i];
        TRY(page_text(o, "month", m->month));
        TRY(put_side(o, "rows_a", "said_a", m->a, m->out_a, lang, a));
        TRY(put_side(o, "rows_b", "said_b", m->b, m->out_b, lang, a));
        TRY(page_text(o, "difference", signed_said(a, lang, m->b - m->a)));
        TRY(page_flag(o, "differs", m->a != m->b));
    }
    TRY(page_flag(doc, "has_months", d->months > 0));
    return page_chart(doc, "by_month", &(page_chart_of){ .kind = PAGE_MONTHS, .rows = "months", .by = "month", .series = { { "rows_a", NULL, N_("Earlier file") }, { "rows_b", NULL, N_("Later file") } },
        .title = i18n_fill(a, i18n_n(lang, NULL, N_("{count} month differs"), "{count} months differ", (int64_t)d->differ), (const char *const[]){ "count", i18n_int(a, lang, (int64_t)d->differ), NULL }),
        .table = "t-months", .unit = N_("rows") });
}

static const char *joined(const char **name, size_t n, arena *a)
{
    strbuf b = sb_new(a, 100);
    for (size_t i = 0; i < n; i++) sb_fmt(&b, "%s%s", i ? ", " : "", name[i]);
    return b.p;
}

static wr_rc put_rows(const couple *c, const released_difference *d, bool wanted, json_t *doc, arena *a)
{
    released_changed r = { 0 };
    if (wanted) TRY(released_compare_rows(&c->a, &c->b, d, a, &r));
    TRY(page_flag(doc, "has_rows", wanted && r.columns));
    TRY(page_flag(doc, "shares_nothing", wanted && !r.columns));
    TRY(page_int(doc, "same", r.same));
    TRY(page_int(doc, "only_a", r.only_a));
    TRY(page_int(doc, "only_b", r.only_b));
    TRY(page_int(doc, "columns_compared", (int64_t)r.columns));
    return page_text(doc, "row_by_row_url", arena_fmt(a, "/released/compare?a=%lld&b=%lld&kind=%s&rows=true", (long long)c->fa.number, (long long)c->fb.number, str_url(a, c->kind)));
}

static wr_rc put_kinds(const couple *c, json_t *doc, arena *a)
{
    json_t *list = released_list(doc, "kinds");
    for (size_t i = 0; i < c->n_kinds; i++) {
        json_t *o = released_item(list);
        if (str_eq(c->kinds[i], c->kind)) TRY(page_flag(doc, "one_kind", c->n_kinds == 1));
        TRY(page_text(o, "kind_word", c->kinds[i]));
        TRY(page_flag(o, "is_now", str_eq(c->kinds[i], c->kind)));
        TRY(page_text(o, "kind_url", arena_fmt(a, "/released/compare?a=%lld&b=%lld&kind=%s", (long long)c->fa.number, (long long)c->fb.number, str_url(a, c->kinds[i]))));
    }
    return WR_OK;
}

static wr_rc put_compared(const couple *c, const in_compare *in, const wr_actor *who, json_t *doc, arena *a)
{
    released_difference d;
    const char *lang = who->lang;
    TRY(released_compare(&c->a, &c->b, a, &d));
    compared said = { in->a, in->b, c->kind, d.rows_a, d.rows_b, (int64_t)d.differ };
    TRY(page_put(doc, &RELEASED_COMPARED, &said));
    TRY(put_months(&d, lang, doc, a));
    TRY(put_kinds(c, doc, a));
    TRY(put_rows(c, &d, in->rows, doc, a));
    TRY(page_text(doc, "gone", joined(d.gone, d.n_gone, a)));
    TRY(page_text(doc, "come", joined(d.come, d.n_come, a)));
    TRY(page_int(doc, "undated_a", d.undated_a));
    TRY(page_int(doc, "undated_b", d.undated_b));
    TRY(page_text(doc, "difference_said", signed_said(a, lang, d.rows_b - d.rows_a)));
    TRY(page_text(doc, "shared", day_none(d.first) ? "" : i18n_fill(a, i18n(lang, NULL, N_("{first} to {last}")), (const char *const[]){ "first", i18n_day(a, lang, d.first), "last", i18n_day(a, lang, d.last), NULL })));
    TRY(page_flag(doc, "is_replaced", c->fb.replaces == c->fa.number));
    TRY(page_text(doc, "a_url", arena_fmt(a, "/released/desk?table=%lld-%lld", (long long)in->a, (long long)c->a.table.n)));
    TRY(page_text(doc, "b_url", arena_fmt(a, "/released/desk?table=%lld-%lld", (long long)in->b, (long long)c->b.table.n)));
    return page_text(doc, "title", i18n_fill(a, i18n(lang, NULL, N_("{a} {kind} in file {x}, {b} in file {y}")), (const char *const[]){ "kind", i18n_word(a, lang, c->kind), "a", i18n_int(a, lang, d.rows_a),
        "x", arena_fmt(a, "%lld", (long long)in->a), "b", i18n_int(a, lang, d.rows_b), "y", arena_fmt(a, "%lld", (long long)in->b), NULL }));
}

wr_rc released_show_compare(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_compare *in = in_;
    released_file *f;
    size_t n;
    couple c = { 0 };
    TRY(released_files(ro, a, &f, &n));
    TRY(put_choice(doc, "earlier", f, n, in->a, who->lang, a));
    TRY(put_choice(doc, "later", f, n, in->b, who->lang, a));
    TRY(page_flag(doc, "is_chosen", in->a && in->b));
    if (!in->a || !in->b) TRY(page_put(doc, &RELEASED_COMPARED, &(compared){ .kind = "" }));
    if (!in->a || !in->b) return page_text(doc, "title", i18n(who->lang, NULL, N_("Which two releases?")));
    TRY(find_couple(ro, in->a, in->b, (const char *const[]){ "a", "b" }, in->kind, a, &c));
    return put_compared(&c, in, who, doc, a);
}

wr_rc released_say_compare(db_tx *ro, const released_in *in, arena *a, json_t **ret)
{
    couple c = { 0 };
    released_difference d;
    released_changed r;
    json_t *o, *months;
    int64_t x = 0, y = 0;
    TRY(released_compare_by(a, in->by));
    if (!in->file || !str_int(in->file, &x)) return wr_fail(arena_err(a), WR_E_INPUT, "file", N_("Name the earlier file by its number."));
    if (!in->with || !str_int(in->with, &y)) return wr_fail(arena_err(a), WR_E_INPUT, "with", N_("Name the later file by its number."));
    TRY(find_couple(ro, x, y, (const char *const[]){ "file", "with" }, in->kind, a, &c));
    TRY(released_compare(&c.a, &c.b, a, &d));
    TRY(released_compare_rows(&c.a, &c.b, &d, a, &r));
    compared said = { x, y, c.kind, d.rows_a, d.rows_b, (int64_t)d.differ };
    o = json_object();
    *ret = o;
    TRY(page_put(o, &RELEASED_COMPARED, &said));
    months = released_list(o, "groups");
    for (size_t i = 0; i < d.months; i++)
        (void)json_array_append_new(months, json_pack("{s:s,s:I,s:I,s:I}", "month", d.month[i].month, "rows_a", (json_int_t)d.month[i].a, "rows_b", (json_int_t)d.month[i].b, "difference", (json_int_t)(d.month[i].b - d.month[i].a)));
    TRY(page_text(o, "columns_gone", joined(d.gone, d.n_gone, a)));
    TRY(page_text(o, "columns_come", joined(d.come, d.n_come, a)));
    TRY(page_int(o, "columns_compared", (int64_t)r.columns));
    TRY(page_int(o, "rows_same", r.same));
    TRY(page_int(o, "rows_only_a", r.only_a));
    return page_int(o, "rows_only_b", r.only_b);
}

/* ---- which earlier file a file replaces ---- */
typedef struct in_replaces { int64_t number, replaces; } in_replaces;
static const field REPLACES_F[] = { FIELD(in_replaces, number, i, F_PATH, 0, N_("Number")), FIELD(in_replaces, replaces, i, F_NULL, 0, N_("The earlier file that this one replaces")) };
const shape IN_RELEASED_REPLACES = SHAPE("which file it replaces", in_replaces, REPLACES_F);

wr_rc released_replaces_check(db_tx *tx, const released_file *f, arena *a)
{
    released_file old;
    if (!f->replaces) return WR_OK;
    wr_rc rc = db_one(tx, &RELEASED_FILE_BY, a, &old, db_i(f->replaces));
    if (rc != WR_OK && rc != WR_E_MISSING) return rc;
    if (rc == WR_E_MISSING || (f->number && f->replaces >= f->number)) {
        *arena_err(a) = (wr_err){ 0 };
        return wr_fail(arena_err(a), WR_E_INPUT, "replaces", N_("Choose a file that came before this one, or leave it empty."));
    }
    if (!str_eq(old.agency, f->agency)) return wr_fail(arena_err(a), WR_E_INPUT, "replaces", N_("That file is of another agency. A file replaces an earlier one of the same agency."));
    return WR_OK;
}

wr_rc released_replaces_form(db_tx *ro, const released_file *f, const char *lang, json_t *doc, arena *a)
{
    released_file *all;
    in_replaces now = { f->number, f->replaces };
    size_t n, k = 0;
    page_choice *c;
    TRY(released_files(ro, a, &all, &n));
    c = arena_array(a, page_choice, n + 1);
    for (size_t i = 0; i < n; i++)
        if (all[i].number < f->number && str_eq(all[i].agency, f->agency) && all[i].state == RELEASED_READ)
            c[k++] = (page_choice){ arena_fmt(a, "%lld", (long long)all[i].number), arena_fmt(a, "%lld. %s, %s", (long long)all[i].number, *all[i].release ? all[i].release : all[i].name, i18n_day(a, lang, all[i].taken)) };
    if (!k) return WR_OK;
    TRY(page_form(doc, "replaces_form", &(page_form_of){ .action_url = arena_fmt(a, "/released/files/%lld/replaces", (long long)f->number), .in = &IN_RELEASED_REPLACES, .row = &now, .button = N_("Save") }, a));
    return page_choices(doc, "replaces_form", "replaces", c, k);
}

wr_rc released_act_replaces(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_replaces *in = in_;
    released_file was, now;
    TRY(released_file_by(rw, in->number, a, &was));
    if (was.state != RELEASED_READ) return wr_fail(arena_err(a), WR_E_RULE, "released.reading", N_("This file is being read. Wait until that is done."));
    now = was;
    now.replaces = in->replaces;
    TRY(released_replaces_check(rw, &now, a));
    if (now.replaces != was.replaces) TRY(history_add(rw, who, &RELEASED_FILES, "released.file_changed", who->today, &was, &now, a));
    *ret = (http_go){ .url = arena_fmt(a, "/released/files/%lld", (long long)in->number), .id = was.id };
    return WR_OK;
}
