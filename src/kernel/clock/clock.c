/* clock.c -- the module: holidays, rules and numbers as rows with their source, read from a pack, shown on one page. */
#include <string.h>
#include "clock_own.h"
#include "day.h"
#include "db.h"
#include "i18n.h"
#include "now.h"
#include "page.h"
#include "str.h"

static const field HOLIDAY_F[] = {
    FIELD(clock_holiday, id,        t, F_HIDE, 60,         N_("Key")),
    FIELD(clock_holiday, calendar,  t, 0, 40,              N_("Calendar")),
    FIELD(clock_holiday, name,      t, 0, 120,             N_("Holiday")),
    WORDS(clock_holiday, kind,      clock_kinds,           N_("Kind")),
    FIELD(clock_holiday, month,     i, F_NULL, 12,         N_("Month")),
    FIELD(clock_holiday, date,      i, F_NULL, 31,         N_("Day of the month")),
    FIELD(clock_holiday, week,      i, F_NULL, 5,          N_("Which week")),
    FIELD(clock_holiday, weekday,   i, F_NULL, 6,          N_("Weekday, Monday is 0")),
    FIELD(clock_holiday, day,       d, F_NULL, 0,          N_("Day")),
    FIELD(clock_holiday, from_year, i, F_NULL, 9999,       N_("From year")),
    FIELD(clock_holiday, to_year,   i, F_NULL, 9999,       N_("To year")),
    WORDS(clock_holiday, observed,  clock_observed,        N_("Observed")),
    FIELD(clock_holiday, source,    t, 0, 300,             N_("Source")),
    FIELD(clock_holiday, note,      t, F_NULL, 400,        N_("Note")),
};
const shape CLOCK_HOLIDAY = SHAPE("a holiday", clock_holiday, HOLIDAY_F);
static const field RULE_F[] = {
    FIELD(clock_rule, id,         t, 0, 60,                N_("Rule")),
    FIELD(clock_rule, title,      t, 0, 200,               N_("What it says")),
    FIELD(clock_rule, n,          i, 0, 9999,              N_("How many")),
    WORDS(clock_rule, unit,       clock_units,             N_("Unit")),
    FIELD(clock_rule, calendar,   t, 0, 40,                N_("Calendar")),
    WORDS(clock_rule, roll,       clock_rolls,             N_("When it falls on a day off")),
    FIELD(clock_rule, source,     t, 0, 300,               N_("Source")),
    FIELD(clock_rule, holds_from, d, 0, 0,                 N_("Holds from")),
    FIELD(clock_rule, note,       t, F_NULL, 400,          N_("Note")),
};
const shape CLOCK_RULE = SHAPE("a rule", clock_rule, RULE_F);
static const field NUMBER_F[] = {
    FIELD(clock_number, id,           t, 0, 60,            N_("Number")),
    FIELD(clock_number, title,        t, 0, 200,           N_("What it says")),
    FIELD(clock_number, value,        i, 0, 0,             N_("Value")),
    FIELD(clock_number, unit,         t, 0, 40,            N_("Unit")),
    FIELD(clock_number, source,       t, 0, 300,           N_("Source")),
    FIELD(clock_number, holds_from,   d, 0, 0,             N_("Holds from")),
    FIELD(clock_number, confirmed_by, t, F_NULL, 120,      N_("Confirmed by")),
    FIELD(clock_number, confirmed_on, d, F_NULL, 0,        N_("Confirmed on")),
};
const shape CLOCK_NUMBER = SHAPE("a number of the law", clock_number, NUMBER_F);

#define HOLIDAY_COLS "id, calendar, name, kind, month, date, week, weekday, day, from_year, to_year, observed, source, note"
#define RULE_COLS "id, title, n, unit, calendar, roll, source, holds_from, note"
#define NUMBER_COLS "id, title, value, unit, source, holds_from, confirmed_by, confirmed_on"
static const db_query HOLIDAY_ADD = HISTORY_ADD("clock_holiday"), HOLIDAY_PAST = HISTORY_PAST("clock_holiday"), HOLIDAY_WALK = HISTORY_WALK("clock_holiday");
static const db_query RULE_ADD = HISTORY_ADD("clock_rule"), RULE_PAST = HISTORY_PAST("clock_rule"), RULE_WALK = HISTORY_WALK("clock_rule");
static const db_query NUMBER_ADD = HISTORY_ADD("clock_number"), NUMBER_PAST = HISTORY_PAST("clock_number"), NUMBER_WALK = HISTORY_WALK("clock_number");
static const db_query HOLIDAY_PUT = { "clock_holiday_put", "ttttiiiidiittt", NULL,
    "INSERT INTO clock_holiday (" HOLIDAY_COLS ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
    " ON CONFLICT (id) DO UPDATE SET calendar = excluded.calendar, name = excluded.name, kind = excluded.kind, month = excluded.month, date = excluded.date, week = excluded.week,"
    " weekday = excluded.weekday, day = excluded.day, from_year = excluded.from_year, to_year = excluded.to_year, observed = excluded.observed,"
    " source = excluded.source, note = excluded.note" };
static const db_query RULE_PUT = { "clock_rule_put", "ttittttdt", NULL,
    "INSERT INTO clock_rule (" RULE_COLS ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO UPDATE SET title = excluded.title,"
    " n = excluded.n, unit = excluded.unit, calendar = excluded.calendar, roll = excluded.roll, source = excluded.source,"
    " holds_from = excluded.holds_from, note = excluded.note" };
static const db_query NUMBER_PUT = { "clock_number_put", "ttittdtd", NULL,
    "INSERT INTO clock_number (" NUMBER_COLS ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO UPDATE SET title = excluded.title,"
    " value = excluded.value, unit = excluded.unit, source = excluded.source, holds_from = excluded.holds_from,"
    " confirmed_by = excluded.confirmed_by, confirmed_on = excluded.confirmed_on" };
const history CLOCK_HOLIDAY_PAST = { "clock_holiday", &CLOCK_HOLIDAY, &HOLIDAY_ADD, &HOLIDAY_PAST, &HOLIDAY_PUT, &HOLIDAY_WALK, .open = true };
const history CLOCK_RULE_PAST = { "clock_rule", &CLOCK_RULE, &RULE_ADD, &RULE_PAST, &RULE_PUT, &RULE_WALK, .open = true };
const history CLOCK_NUMBER_PAST = { "clock_number", &CLOCK_NUMBER, &NUMBER_ADD, &NUMBER_PAST, &NUMBER_PUT, &NUMBER_WALK, .open = true };
const db_query CLOCK_HOLIDAYS = { "clock_holidays", "t", &CLOCK_HOLIDAY,
    "SELECT " HOLIDAY_COLS " FROM clock_holiday WHERE calendar = $1 OR $1 = '' ORDER BY calendar, month, date, week, id" };
const db_query CLOCK_RULES = { "clock_rules", "", &CLOCK_RULE, "SELECT " RULE_COLS " FROM clock_rule ORDER BY id" };
const db_query CLOCK_RULE_BY = { "clock_rule_by", "t", &CLOCK_RULE, "SELECT " RULE_COLS " FROM clock_rule WHERE id = $1" };
static const db_query HOLIDAY_BY = { "clock_holiday_by", "t", &CLOCK_HOLIDAY, "SELECT " HOLIDAY_COLS " FROM clock_holiday WHERE id = $1" };
static const db_query NUMBER_BY = { "clock_number_by", "t", &CLOCK_NUMBER, "SELECT " NUMBER_COLS " FROM clock_number WHERE id = $1" };
const db_query CLOCK_NUMBERS = { "clock_numbers", "", &CLOCK_NUMBER, "SELECT " NUMBER_COLS " FROM clock_number ORDER BY id" };
const db_query *const clock_queries[] = { &HOLIDAY_ADD, &HOLIDAY_PAST, &HOLIDAY_WALK, &HOLIDAY_PUT, &RULE_ADD, &RULE_PAST, &RULE_WALK, &RULE_PUT, &NUMBER_ADD,
    &NUMBER_PAST, &NUMBER_WALK, &NUMBER_PUT, &CLOCK_HOLIDAYS, &HOLIDAY_BY, &CLOCK_RULES, &CLOCK_RULE_BY, &CLOCK_NUMBERS, &NUMBER_BY, &CLOCK_DUE_OF, &CLOCK_DUE_ALL, &CLOCK_DUE_BY_RULE,
    &CLOCK_DUE_ADD, &CLOCK_DUE_EVENTS, &CLOCK_DUE_WALK, &CLOCK_DUE_UPTO, &CLOCK_DUE_PUT, NULL };

/* ---- packs ---- */

/* $1: the id that the pack gives. */
static wr_rc was_of(db_tx *tx, const db_query *by, const void *what, arena *a, void *ret, bool *ret_there)
{
    wr_rc rc = db_one_(tx, by, a, by->row->size, ret, &(db_val){ .type = 't', .v.t = *(const char *const *)((const char *)what + by->row->f[0].off) }, 1);
    *ret_there = rc == WR_OK;
    return rc == WR_E_MISSING ? WR_OK : rc;
}

/* A day off moves dates also when it comes later. */
static wr_rc load_holiday(db_tx *rw, const wr_actor *who, const void *what, arena *a)
{
    const clock_holiday *h = what;
    clock_holiday was;
    clock_moved *moved;
    size_t n;
    bool there;
    wr_day from = { (int16_t)(h->from_year ? h->from_year : 1970), 1, 1 };
    TRY(was_of(rw, &HOLIDAY_BY, h, a, &was, &there));
    TRY(history_add(rw, who, &CLOCK_HOLIDAY_PAST, "clock.holiday_added", h->kind == CLOCK_DAY ? h->day : from, there ? &was : NULL, h, a));
    return clock_recompute(rw, who, &(clock_change){ arena_fmt(a, "%s (%s)", h->name, h->source), h->kind == CLOCK_DAY ? h->day : from }, a, &moved, &n);
}

static wr_rc load_rule(db_tx *rw, const wr_actor *who, const void *what, arena *a)
{
    const clock_rule *r = what;
    clock_rule was;
    clock_moved *moved;
    size_t n;
    bool there;
    TRY(was_of(rw, &CLOCK_RULE_BY, r, a, &was, &there));
    TRY(history_add(rw, who, &CLOCK_RULE_PAST, "clock.rule_set", r->holds_from, there ? &was : NULL, r, a));
    return there ? clock_recompute(rw, who, &(clock_change){ .reason = arena_fmt(a, "%s (%s)", r->title, r->source) }, a, &moved, &n) : WR_OK;
}

static wr_rc load_number(db_tx *rw, const wr_actor *who, const void *what, arena *a)
{
    clock_number was;
    bool there;
    TRY(was_of(rw, &NUMBER_BY, what, a, &was, &there));
    return history_add(rw, who, &CLOCK_NUMBER_PAST, "clock.number_set", ((const clock_number *)what)->holds_from, there ? &was : NULL, what, a);
}

wr_rc clock_number_value(db_tx *ro, const char *id, int64_t otherwise, arena *a, int64_t *ret)
{
    clock_number k;
    wr_rc rc = db_one(ro, &NUMBER_BY, a, &k, db_t(id));
    if (rc != WR_OK && rc != WR_E_MISSING) return rc;
    *ret = rc == WR_OK ? k.value : otherwise;
    return WR_OK;
}

static wr_rc now_of(db_tx *ro, const db_query *by, const void *what, arena *a, void *ret)
{
    bool there;
    TRY(was_of(ro, by, what, a, ret, &there));
    return there ? WR_OK : WR_E_MISSING;
}

static wr_rc now_holiday(db_tx *ro, const void *what, arena *a, void *ret) { return now_of(ro, &HOLIDAY_BY, what, a, ret); }
static wr_rc now_rule(db_tx *ro, const void *what, arena *a, void *ret) { return now_of(ro, &CLOCK_RULE_BY, what, a, ret); }
static wr_rc now_number(db_tx *ro, const void *what, arena *a, void *ret) { return now_of(ro, &NUMBER_BY, what, a, ret); }

static const wr_pack PACKS[] = {
    { "clock/holidays.yaml", &CLOCK_HOLIDAY, load_holiday, now_holiday },
    { "clock/rules.yaml", &CLOCK_RULE, load_rule, now_rule },
    { "clock/numbers.yaml", &CLOCK_NUMBER, load_number, now_number },
    { 0 }
};

/* ---- the page ---- */

typedef struct in_closure { const char *calendar, *name, *source, *id; wr_day day; } in_closure;
static const field CLOSURE_F[] = {
    FIELD(in_closure, calendar, t, 0, 40,  N_("Calendar")),
    FIELD(in_closure, name,     t, 0, 120, N_("Holiday")),
    FIELD(in_closure, day,      d, 0, 0,   N_("Day")),
    FIELD(in_closure, source,   t, 0, 300, N_("Source")),
};
static const shape CLOSURE = SHAPE("a day off", in_closure, CLOSURE_F);

static wr_rc show_clock(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    clock_holiday *h;
    clock_rule *r;
    clock_number *k;
    size_t n;
    (void)who;
    (void)in;
    TRY(db_all_(ro, &CLOCK_RULES, a, 500, sizeof *r, &r, &n, NULL, 0));
    TRY(page_rows(doc, "rules", &CLOCK_RULE, r, n));
    TRY(db_all_(ro, &CLOCK_NUMBERS, a, 500, sizeof *k, &k, &n, NULL, 0));
    TRY(page_rows(doc, "numbers", &CLOCK_NUMBER, k, n));
    TRY(db_all(ro, &CLOCK_HOLIDAYS, a, 2000, &h, &n, db_t("")));
    return page_rows(doc, "holidays", &CLOCK_HOLIDAY, h, n);
}

static wr_rc show_add(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    clock_due_row *rows;
    size_t n;
    (void)who;
    (void)in;
    TRY(db_all_(ro, &CLOCK_DUE_ALL, a, 100000, sizeof *rows, &rows, &n, NULL, 0));
    TRY(page_int(doc, "dates", (int64_t)n));
    return page_form(doc, "form", &(page_form_of){ .action_url = "/clock/holidays/add", .in = &CLOSURE, .button = N_("Add the day and compute again") }, a);
}

static wr_rc prepare_add(db_tx *ro, const wr_actor *who, void *in, arena *a)
{
    (void)ro;
    (void)who;
    ((in_closure *)in)->id = id_new(a);
    return WR_OK;
}

static wr_rc act_add(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_closure *in = in_;
    clock_holiday h = { .id = in->id, .calendar = in->calendar, .name = in->name, .kind = CLOCK_DAY, .day = in->day, .source = in->source, .note = "" };
    clock_moved *moved;
    size_t n;
    TRY(history_add(rw, who, &CLOCK_HOLIDAY_PAST, "clock.holiday_added", in->day, NULL, &h, a));
    TRY(clock_recompute(rw, who, &(clock_change){ arena_fmt(a, "%s, %s", in->name, day_text(a, in->day)), in->day }, a, &moved, &n));
    *ret = (http_go){ .url = "/clock/moved", .id = in->id };
    return WR_OK;
}

/* An amended order changes how many days there are: the same rule with new words, a source and a day; every date follows. */
typedef struct in_rule { const char *id; int64_t n; int unit; const char *title, *source; wr_day holds_from; } in_rule;
static const field IN_RULE_F[] = {
    FIELD(in_rule, id,         t, F_PATH, 60, N_("Rule")),
    FIELD(in_rule, n,          i, 0, 9999,    N_("How many")),
    WORDS(in_rule, unit,       clock_units,   N_("Unit")),
    FIELD(in_rule, title,      t, 0, 200,     N_("What it says")),
    FIELD(in_rule, source,     t, 0, 300,     N_("Source")),
    FIELD(in_rule, holds_from, d, 0, 0,       N_("Holds from")),
};
static const shape IN_RULE = SHAPE("a changed rule", in_rule, IN_RULE_F);
typedef struct in_rule_id { const char *id; } in_rule_id;
static const field IN_RULE_ID_F[] = { FIELD(in_rule_id, id, t, F_PATH, 60, N_("Rule")) };
static const shape IN_RULE_ID = SHAPE("which rule", in_rule_id, IN_RULE_ID_F);

static wr_rc show_rule(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_rule_id *in = in_;
    clock_rule r;
    clock_due_row *dates;
    size_t n;
    TRY(db_one(ro, &CLOCK_RULE_BY, a, &r, db_t(in->id)));
    TRY(db_all(ro, &CLOCK_DUE_BY_RULE, a, 500, &dates, &n, db_t(r.id)));
    TRY(page_rows(doc, "dates", &CLOCK_DUE_ROW, dates, n));
    in_rule now = { r.id, r.n, r.unit, r.title, r.source, r.holds_from };
    TRY(page_put(doc, &CLOCK_RULE, &r));
    if (who->person == 0) return WR_OK;   /* most readers; the edge takes the form from a colleague who may not send it */
    return page_form(doc, "form", &(page_form_of){ .action_url = arena_fmt(a, "/clock/rules/%s/change", r.id), .in = &IN_RULE, .row = &now,
        .button = N_("Change the rule and compute again") }, a);
}

static wr_rc act_rule(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_rule *in = in_;
    clock_rule was, now;
    clock_moved *moved;
    size_t n;
    TRY(db_one(rw, &CLOCK_RULE_BY, a, &was, db_t(in->id)));
    now = was;
    now.n = in->n;
    now.unit = in->unit;
    now.title = in->title;
    now.source = in->source;
    now.holds_from = in->holds_from;
    TRY(history_add(rw, who, &CLOCK_RULE_PAST, "clock.rule_set", in->holds_from, &was, &now, a));
    *ret = (http_go){ .url = "/clock/moved", .id = now.id };
    return clock_recompute(rw, who, &(clock_change){ .reason = arena_fmt(a, "%s (%s)", now.title, now.source) }, a, &moved, &n);
}

static wr_rc show_moved(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    clock_due_row *rows;
    clock_moved *all, *m;
    size_t n, k, out = 0;
    (void)who;
    (void)in;
    TRY(db_all_(ro, &CLOCK_DUE_ALL, a, 100000, sizeof *rows, &rows, &n, NULL, 0));
    all = arena_array(a, clock_moved, 1000);
    for (size_t i = 0; i < n && out < 1000; i++) {
        if (wr_day_cmp(rows[i].due, rows[i].first) == 0) continue;
        TRY(clock_moves(ro, rows[i].about, a, &m, &k));
        for (size_t j = 1; j < k && out < 1000; j++) all[out++] = m[j];
    }
    return page_rows(doc, "moved", &CLOCK_MOVED, all, out);
}

const char *clock_proof_text(arena *a, const char *lang, const clock_due_row *row)
{
    json_t *doc = json_loads(row->proof, 0, NULL);
    const char *unit = json_string_value(json_object_get(doc, "unit")), *text;
    int64_t n = json_integer_value(json_object_get(doc, "n")), skipped = json_integer_value(json_object_get(doc, "skipped"));
    const char *n_text = arena_fmt(a, "%lld", (long long)n), *start = i18n_day(a, lang, row->start), *due;
    wr_day computed = row->due;
    const char *said = json_string_value(json_object_get(doc, "computed"));
    if (said) day_parse(said, &computed);   /* what the rule gave, also when a person moved the date */
    due = i18n_day(a, lang, computed);
    if (!unit) unit = "calendar_days";
    if (str_eq(unit, "weeks")) text = i18n_n(lang, NULL, N_("{due}: {n} week after {start}."), "{due}: {n} weeks after {start}.", n);
    else if (str_eq(unit, "months")) text = i18n_n(lang, NULL, N_("{due}: {n} month after {start}."), "{due}: {n} months after {start}.", n);
    else if (str_eq(unit, "working_days")) text = i18n_n(lang, NULL, N_("{due}: {n} working day after {start}, {skipped} days off not counted."), "{due}: {n} working days after {start}, {skipped} days off not counted.", n);
    else text = i18n_n(lang, NULL, N_("{due}: {n} day after {start}."), "{due}: {n} days after {start}.", n);
    text = i18n_fill(a, text, (const char *const[]){ "n", n_text, "start", start, "due", due, "skipped", arena_fmt(a, "%lld", (long long)skipped), NULL });
    json_decref(doc);
    return text;
}

static const http_route ROUTES[] = {
    GET("/clock", .may = "public", .reads = "clock", .doc = { { "rules", &CLOCK_RULE, true }, { "numbers", &CLOCK_NUMBER, true },
        { "holidays", &CLOCK_HOLIDAY, true } }, .page = "clock/clock", .show = show_clock, .summary = N_("Rules, numbers and holidays")),
    GET("/clock/moved", .may = "public", .reads = "clock", .doc = DOC_LIST("moved", CLOCK_MOVED), .page = "clock/moved", .show = show_moved,
        .summary = N_("Dates that moved")),
    GET("/clock/rules/{id}", .may = "public", .in = &IN_RULE_ID, .doc = { { NULL, &CLOCK_RULE, false }, { "dates", &CLOCK_DUE_ROW, true } }, .page = "clock/rule", .show = show_rule,
        .summary = N_("One rule of time")),
    POST("/clock/rules/{id}/change", .may = "clock.holiday", .in = &IN_RULE, .act = act_rule, .summary = N_("Change a rule")),
    GET("/clock/holidays/new", .may = "clock.holiday", .page = "clock/holiday", .show = show_add, .summary = N_("Add a day off")),
    POST("/clock/holidays/add", .may = "clock.holiday", .in = &CLOSURE, .prepare = prepare_add, .act = act_add, .summary = N_("Add a day off")),
    { 0 }
};

extern const db_step clock_steps[];
extern const page_source clock_pages[];
extern const wr_module mod_clock;
static const history *const PASTS[] = { &CLOCK_HOLIDAY_PAST, &CLOCK_RULE_PAST, &CLOCK_NUMBER_PAST, &CLOCK_DUE_PAST, NULL };
const wr_module mod_clock = { .name = "clock", .routes = ROUTES, .queries = clock_queries, .steps = clock_steps, .past = PASTS, .packs = PACKS,
    .pages = clock_pages };
