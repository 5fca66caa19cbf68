/* cost_hours.c -- staff hours at the office: a table is looked at first, and kept only when every line of it is right. */
#include "cost_own.h"

#include <string.h>
#include "city.h"
#include "cost_hours.h"
#include "day.h"
#include "http.h"
#include "i18n.h"
#include "now.h"
#include "page.h"
#include "person.h"
#include "str.h"

typedef struct in_check { const char *title, *table, *id; } in_check;
static const field CHECK_F[] = { FIELD(in_check, title, t, 0, 160, N_("What it is")), FIELD(in_check, table, t, F_LONG, HOURS_BYTES, N_("The table, as CSV with a first line of names")) };
const shape COST_IN_CHECK = SHAPE("staff hours to be looked at", in_check, CHECK_F);
typedef struct in_draft { const char *id; } in_draft;
static const field DRAFT_F[] = { FIELD(in_draft, id, t, F_PATH, 32, N_("Table")) };
const shape COST_IN_DRAFT = SHAPE("which table of staff hours", in_draft, DRAFT_F);
typedef struct in_strike { int64_t number; const char *why; } in_strike;
static const field STRIKE_F[] = { FIELD(in_strike, number, i, F_PATH, 0, N_("Import")), FIELD(in_strike, why, t, F_LONG, 500, N_("Why")) };
const shape COST_IN_STRIKE = SHAPE("an import to be taken back", in_strike, STRIKE_F);
static const field SAY_F[] = { FIELD(cost_import, number, i, 0, 0, N_("Import")), FIELD(cost_import, day, d, 0, 0, N_("Day")), FIELD(cost_import, title, t, 0, 160, N_("What it is")), FIELD(cost_import, rows, i, 0, 0, N_("Rows")),
    FIELD(cost_import, struck, t, F_NULL, 500, N_("Taken back, because")) };
const shape COST_SAY_IMPORT = SHAPE("an import of staff hours", cost_import, SAY_F);
static const wr_us DRAFT_LIVES = (wr_us)24 * 3600 * 1000000;

static wr_rc read_table(db_tx *tx, const wr_actor *who, const char *text, arena *a, cost_hours_read *ret)
{
    city_department *d;
    const char **known;
    size_t n;
    TRY(city_departments(tx, a, &d, &n));
    known = arena_array(a, const char *, n + 1);
    for (size_t i = 0; i < n; i++) known[i] = d[i].acronym;
    return cost_hours_of(text, known, n, who->today, a, ret);
}

/* Without their rows: those are read one import at a time. */
static wr_rc imports(db_tx *ro, arena *a, cost_import **ret, size_t *ret_n) { return db_all_(ro, &COST_HOURS_ALL, a, COST_IMPORTS_MAX, sizeof **ret, ret, ret_n, NULL, 0); }

/* The rows of one import, behind the *n that are there. Departments are not asked again: a row that was kept stays, whatever becomes of its department. */
static wr_rc add_rows(db_tx *ro, int64_t number, arena *a, cost_hour *to, size_t cap, size_t *n)
{
    arena *own = arena_new("an import", 4 << 20);
    cost_hours_read r = { 0 };
    cost_import x;
    wr_rc rc = db_one(ro, &COST_HOURS_NUMBER, own, &x, db_i(number));
    if (rc == WR_OK) rc = cost_hours_of(x.body, NULL, 0, (wr_day){ 9999, 12, 31 }, own, &r);
    for (size_t i = 0; i < r.n && *n < cap; i++) {
        cost_hour *h = &to[(*n)++];
        *h = r.rows[i];
        h->department = arena_dup(a, h->department);
        h->cost_code = arena_dup(a, h->cost_code);
    }
    if (rc != WR_OK && arena_err(own)->rc != WR_OK) *arena_err(a) = *arena_err(own);
    arena_end(&own);
    return rc;
}

/* Of all imports that stand. */
static wr_rc rows_now(db_tx *ro, arena *a, cost_hour **ret, size_t *ret_n)
{
    cost_import *x;
    size_t n, cap = 0;
    TRY(imports(ro, a, &x, &n));
    for (size_t i = 0; i < n; i++) cap += *x[i].struck ? 0 : (size_t)x[i].rows;
    *ret = arena_array(a, cost_hour, cap + 1);
    *ret_n = 0;
    for (size_t i = 0; i < n; i++)
        if (!*x[i].struck) TRY(add_rows(ro, x[i].number, a, *ret, cap, ret_n));
    return WR_OK;
}

wr_rc cost_hours_totals_now(db_tx *ro, arena *a, cost_hours_total **ret, size_t *ret_n)
{
    arena *own = arena_new("staff hours", 128 << 20);
    cost_hours_total *t = NULL;
    cost_hour *x;
    size_t n, k = 0;
    wr_rc rc = rows_now(ro, own, &x, &n);
    if (rc == WR_OK) cost_hours_sum(x, n, own, &t, &k);
    *ret = arena_array(a, cost_hours_total, k + 1);
    *ret_n = k;
    for (size_t i = 0; i < k; i++) {
        (*ret)[i] = t[i];
        (*ret)[i].cost_code = arena_dup(a, t[i].cost_code);
    }
    if (rc != WR_OK && arena_err(own)->rc != WR_OK) *arena_err(a) = *arena_err(own);
    arena_end(&own);
    return rc;
}

/* How many of these rows stand in an import already, or stand here twice: the repeats of all less those that were there before. */
static wr_rc repeats_with(db_tx *ro, const cost_hour *x, size_t n, arena *a, int64_t *ret)
{
    arena *own = arena_new("staff hours", 128 << 20);
    cost_hours_total *t;
    cost_hour *kept, *all;
    size_t n_kept, k;
    wr_rc rc = rows_now(ro, own, &kept, &n_kept);
    *ret = 0;
    if (rc == WR_OK) {
        all = arena_array(own, cost_hour, n_kept + n + 1);
        if (n_kept) memcpy(all, kept, n_kept * sizeof *all);
        if (n) memcpy(all + n_kept, x, n * sizeof *all);
        cost_hours_sum(all, n_kept + n, own, &t, &k);
        for (size_t i = 0; i < k; i++) *ret += t[i].repeats;
        cost_hours_sum(kept, n_kept, own, &t, &k);
        for (size_t i = 0; i < k; i++) *ret -= t[i].repeats;
    }
    if (rc != WR_OK && arena_err(own)->rc != WR_OK) *arena_err(a) = *arena_err(own);
    arena_end(&own);
    return rc;
}

wr_rc cost_hours_keep(db_tx *rw, const wr_actor *who, const char *title, const char *text, arena *a, cost_import *ret)
{
    cost_hours_read r;
    cost_import *all;
    db_id *same;
    size_t n;
    TRY(read_table(rw, who, text, a, &r));
    if (r.n_bad) return wr_fail(arena_err(a), WR_E_INPUT, "table", N_("{n} cells of this table are wrong. Nothing was kept."), "n", arena_fmt(a, "%zu", r.n_bad));
    TRY(imports(rw, a, &all, &n));
    if (n >= COST_IMPORTS_MAX) return wr_fail(arena_err(a), WR_E_RULE, "cost.hours", N_("There are as many imports as there can be."));
    *ret = (cost_import){ .id = id_new(a), .number = n ? all[0].number + 1 : 1, .day = who->today, .title = title, .rows = (int64_t)r.n, .body = cost_hours_csv(r.rows, r.n, a), .struck = "" };
    TRY(db_all(rw, &COST_HOURS_SAME, a, 1, &same, &n, db_t(ret->body)));
    if (n) return wr_fail(arena_err(a), WR_E_RULE, "cost.hours", N_("The same rows are there already, as import {n}."), "n", arena_fmt(a, "%lld", (long long)same->id));
    return history_add(rw, who, &COST_IMPORTS, "cost.hours_kept", who->today, NULL, ret, a);
}

/* ---- pages ---- */
static wr_rc say_totals(const wr_actor *who, const cost_hours_total *t, size_t n, json_t *doc, arena *a)
{
    bool repeats = false;
    TRY(page_rows(doc, "totals", &COST_HOURS_TOTAL, t, n));
    for (size_t i = 0; i < n; i++) {
        repeats = repeats || t[i].repeats;
        json_t *row = page_row(doc, "totals", i);
        TRY(page_text(row, "hours_said", cost_say(a, who->lang, t[i].hours, UNIT_HOURS)));
        TRY(page_text(row, "pay_said", cost_say(a, who->lang, t[i].pay, UNIT_MONEY)));
    }
    return page_flag(doc, "some_repeats", repeats);
}

wr_rc cost_show_hours(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    bool may = rights_has(who->rights, "cost.write") != RIGHT_NONE;
    cost_hours_total *t;
    cost_import *x;
    size_t n, n_t;
    (void)in;
    TRY(imports(ro, a, &x, &n));
    TRY(cost_hours_totals_now(ro, a, &t, &n_t));
    TRY(page_rows(doc, "imports", &COST_SAY_IMPORT, x, n));
    TRY(say_totals(who, t, n_t, doc, a));
    for (size_t i = 0; may && i < n; i++)
        if (!*x[i].struck)
            TRY(page_form(page_row(doc, "imports", i), "strike", &(page_form_of){ .action_url = arena_fmt(a, "/cost/hours/%lld/back", (long long)x[i].number), .in = &COST_IN_STRIKE, .button = N_("Take it back") }, a));
    if (may) {
        TRY(page_form(doc, "form", &(page_form_of){ .action_url = "/cost/hours/check", .in = &COST_IN_CHECK, .button = N_("Look at it first") }, a));
        TRY(page_hint(doc, "form", "table", N_("Overtime is yes or no; the tag is enforcement, protest or other. One row holds the hours of a department, a day and a cost code: no names and no numbers of persons.")));
    }
    TRY(page_text(doc, "columns", cost_hours_csv(NULL, 0, a)));
    return page_text(doc, "title", i18n(who->lang, NULL, N_("Staff hours by cost code")));
}

/* One import at each call, the oldest first. */
wr_rc cost_give_hours(db_tx *ro, const wr_actor *who, const void *in, arena *a, http_out *out)
{
    int64_t after = 0;
    cost_import x;
    const char *rows;
    wr_rc rc;
    (void)who, (void)in;
    if (!*out->after) {
        const char *head = cost_hours_csv(NULL, 0, a);
        TRY(out_bytes(out, (bytes){ (const uint8_t *)head, strlen(head) }));
    } else if (!str_int(out->after, &after)) return WR_E_BUG;
    rc = db_one(ro, &COST_HOURS_NEXT, a, &x, db_i(after));
    if (rc == WR_E_MISSING) return WR_OK;
    TRY(rc);
    rows = x.body + strcspn(x.body, "\n");
    rows += *rows == '\n';
    TRY(out_bytes(out, (bytes){ (const uint8_t *)rows, strlen(rows) }));
    return out_more(out, arena_fmt(a, "%lld", (long long)x.number));
}

static wr_rc draft_by(db_tx *tx, const char *id, arena *a, cost_draft *ret)
{
    wr_rc rc = db_one(tx, &COST_DRAFT_BY, a, ret, db_t(id));
    return rc == WR_E_MISSING ? wr_fail(arena_err(a), rc, NULL, N_("This table is not here any more: it was kept, or a day has passed.")) : rc;
}

wr_rc cost_show_draft(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    cost_hours_read r;
    cost_hours_total *t;
    cost_hour *sorted;
    cost_draft d;
    int64_t repeats;
    size_t n_t;
    TRY(draft_by(ro, ((const in_draft *)in_)->id, a, &d));
    TRY(read_table(ro, who, d.body, a, &r));
    TRY(repeats_with(ro, r.rows, r.n, a, &repeats));
    sorted = arena_array(a, cost_hour, r.n + 1);
    if (r.n) memcpy(sorted, r.rows, r.n * sizeof *sorted);
    cost_hours_sum(sorted, r.n, a, &t, &n_t);
    TRY(page_rows(doc, "rows", &COST_HOUR, r.rows, r.n));
    for (size_t i = 0; i < r.n; i++) {
        TRY(page_text(page_row(doc, "rows", i), "hours_said", cost_say(a, who->lang, r.rows[i].hours, UNIT_HOURS)));
        TRY(page_text(page_row(doc, "rows", i), "rate_said", cost_say(a, who->lang, r.rows[i].hourly_rate, UNIT_AN_HOUR)));
    }
    TRY(page_rows(doc, "bad", &COST_BAD, r.bad, r.n_bad));
    TRY(say_totals(who, t, n_t, doc, a));
    TRY(page_int(doc, "n_rows", (int64_t)r.n));
    TRY(page_int(doc, "n_bad", (int64_t)r.n_bad));
    TRY(page_int(doc, "repeats", repeats));
    TRY(page_text(doc, "title", d.title));
    return r.n_bad ? WR_OK : page_form(doc, "form", &(page_form_of){ .action_url = arena_fmt(a, "/cost/hours/drafts/%s/keep", d.id), .in = &COST_IN_DRAFT, .button = N_("Keep these rows") }, a);
}

/* ---- acts ---- */
/* A first line that names persons is refused here, so that such a table is not even a draft. */
wr_rc cost_act_check(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_check *in = in_;
    const char *id = id_new(a);
    cost_hours_read r;
    TRY(read_table(rw, who, in->table, a, &r));
    *ret = (http_go){ .url = arena_fmt(a, "/cost/hours/drafts/%s", id), .id = id };
    return db_run(rw, &COST_DRAFT_PUT, db_t(id), db_t(in->title), db_t(in->table), db_i(who->now));
}

wr_rc cost_act_keep(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    cost_draft d;
    cost_import x;
    TRY(draft_by(rw, ((const in_draft *)in_)->id, a, &d));
    TRY(cost_hours_keep(rw, who, d.title, d.body, a, &x));
    *ret = (http_go){ .url = "/cost/hours", .id = x.id };
    return db_run(rw, &COST_DRAFT_DROP, db_t(d.id));
}

wr_rc cost_act_strike(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_strike *in = in_;
    cost_import was, now;
    wr_rc rc = db_one(rw, &COST_HOURS_NUMBER, a, &was, db_i(in->number));
    if (rc == WR_E_MISSING) return wr_fail(arena_err(a), rc, NULL, N_("There is no import with this number."));
    TRY(rc);
    *ret = (http_go){ .url = "/cost/hours", .id = was.id };
    if (*was.struck) return wr_fail(arena_err(a), WR_E_RULE, "cost.hours", N_("This import was taken back already."));
    now = was;
    now.struck = in->why;
    return history_add(rw, who, &COST_IMPORTS, "cost.hours_taken_back", who->today, &was, &now, a);
}

wr_rc cost_tick_drafts(db_tx *rw, const wr_actor *who, const void *what, arena *a)
{
    (void)what, (void)a;
    return db_run(rw, &COST_DRAFT_OLD, db_i(who->now - DRAFT_LIVES));
}
