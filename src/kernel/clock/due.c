/* due.c -- due dates: computed from a rule, kept with the proof, moved only by name and reason. The first date stays. */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include "clock_own.h"
#include "day.h"
#include "db.h"
#include "now.h"
#include "str.h"

enum { DUES_MAX = 100000, SPAN_YEARS = 12 };

static const field DUE_F[] = {
    FIELD(clock_due_row, id,       t, F_HIDE, 32,     NULL),
    FIELD(clock_due_row, about,    t, F_HIDE, 80,     NULL),
    FIELD(clock_due_row, title,    t, F_NULL, 200,    N_("What is due")),
    FIELD(clock_due_row, url,      t, F_HIDE, 200,    NULL),
    FIELD(clock_due_row, rule,     t, 0, 60,          N_("Rule")),
    FIELD(clock_due_row, calendar, t, 0, 40,          N_("Calendar")),
    FIELD(clock_due_row, proof,    t, F_LONG, 2000,   N_("Proof")),
    FIELD(clock_due_row, start,    d, 0, 0,           N_("Counted from")),
    FIELD(clock_due_row, due,      d, 0, 0,           N_("Due")),
    FIELD(clock_due_row, first,    d, 0, 0,           N_("First date")),
    FIELD(clock_due_row, approver, t, F_NULL, 120,    N_("Approved by")),
    FIELD(clock_due_row, reason,   t, F_NULL, 1000,   N_("Reason")),
};
const shape CLOCK_DUE_ROW = SHAPE("a due date", clock_due_row, DUE_F);
static const field MOVED_F[] = {
    FIELD(clock_moved, about,  t, F_HIDE, 80, NULL),
    FIELD(clock_moved, title,  t, 0, 200,     N_("What is due")),
    FIELD(clock_moved, url,    t, F_HIDE, 200, NULL),
    FIELD(clock_moved, rule,   t, 0, 60,      N_("Rule")),
    FIELD(clock_moved, what,   t, 0, 40,      N_("What happened")),
    FIELD(clock_moved, by,     t, 0, 120,     N_("By")),
    FIELD(clock_moved, reason, t, 0, 1000,    N_("Reason")),
    FIELD(clock_moved, was,    d, 0, 0,       N_("From")),
    FIELD(clock_moved, due,    d, 0, 0,       N_("To")),
    FIELD(clock_moved, holds,  d, 0, 0,       N_("On")),
    FIELD(clock_moved, at,     u, 0, 0,       N_("Recorded")),
};
const shape CLOCK_MOVED = SHAPE("a moved date", clock_moved, MOVED_F);

#define COLS "id, about, title, url, rule, calendar, proof, start, due, first, approver, reason"
const db_query CLOCK_DUE_ADD = HISTORY_ADD("clock_due"), CLOCK_DUE_EVENTS = HISTORY_PAST("clock_due"), CLOCK_DUE_WALK = HISTORY_WALK("clock_due");
const db_query CLOCK_DUE_PUT = { "clock_due_put", "tttttttdddtt", NULL,
    "INSERT INTO clock_due (" COLS ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (id) DO UPDATE SET title = excluded.title, url = excluded.url, rule = excluded.rule,"
    " calendar = excluded.calendar, proof = excluded.proof, start = excluded.start, due = excluded.due, approver = excluded.approver,"
    " reason = excluded.reason" };
const history CLOCK_DUE_PAST = { "clock_due", &CLOCK_DUE_ROW, &CLOCK_DUE_ADD, &CLOCK_DUE_EVENTS, &CLOCK_DUE_PUT, &CLOCK_DUE_WALK, .open = true };
const db_query CLOCK_DUE_UPTO = HISTORY_UPTO("clock_due");
const db_query CLOCK_DUE_OF = { "clock_due_of", "t", &CLOCK_DUE_ROW, "SELECT " COLS " FROM clock_due WHERE about = $1" };
const db_query CLOCK_DUE_BY_RULE = { "clock_due_by_rule", "t", &CLOCK_DUE_ROW, "SELECT " COLS " FROM clock_due WHERE rule = $1 ORDER BY due, title, id LIMIT 500" };
const db_query CLOCK_DUE_ALL = { "clock_due_all", "", &CLOCK_DUE_ROW, "SELECT " COLS " FROM clock_due ORDER BY id" };

wr_rc clock_calendar_get(db_tx *tx, const char *name, int year, int years, arena *a, clock_calendar *ret)
{
    clock_holiday *rows;
    size_t n;
    TRY(db_all(tx, &CLOCK_HOLIDAYS, a, 2000, &rows, &n, db_t(name)));
    *ret = clock_calendar_of(name, rows, n, year - 1, year + years, a);
    return WR_OK;
}

/* What a calendar said when a date was computed: a hash of its days, so that a later change shows. */
const char *clock_fingerprint(const clock_calendar *c, arena *a)
{
    uint8_t h[crypto_hash_sha256_BYTES];
    strbuf b = sb_new(a, c->n * 11 + 64);
    for (size_t i = 0; i < c->n; i++) { sb_str(&b, day_text(a, c->off[i])); sb_ch(&b, '\n'); }
    crypto_hash_sha256(h, (const uint8_t *)b.p, b.n);
    return str_hex(a, h, 8);
}

static const char *proof_of(const clock_rule *r, int64_t times, const clock_calendar *c, wr_day start, wr_day due, int skipped, arena *a)
{
    json_t *doc = json_pack("{s:s, s:s, s:s, s:I, s:s, s:s, s:s, s:s, s:s, s:i, s:s, s:s}", "computed", day_text(a, due), "rule", r->id, "title", r->title, "n", (json_int_t)(r->n * times),
        "unit", clock_units[r->unit], "roll", clock_rolls[r->roll], "calendar", c->name, "calendar_days", clock_fingerprint(c, a),
        "start", day_text(a, start), "skipped", skipped, "source", r->source, "tzdata", clock_zone_version(clock_city_zone()));
    char *text;
    const char *kept;
    if (doc && times > 1) json_object_set_new(doc, "times", json_integer(times));
    text = doc ? json_dumps(doc, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
    kept = text ? arena_dup(a, text) : "{}";
    free(text);
    json_decref(doc);
    return kept;
}

/* How many times its rule a date was counted: its proof knows. */
static int64_t times_of(const clock_due_row *row)
{
    json_t *doc = json_loads(row->proof, 0, NULL);
    int64_t times = json_integer_value(json_object_get(doc, "times"));
    json_decref(doc);
    return times > 1 ? times : 1;
}

/* The date by the rule as it stands now. */
static wr_rc compute(db_tx *tx, const char *rule, wr_day start, int64_t times, arena *a, clock_due_row *row)
{
    clock_rule r;
    clock_calendar c;
    int skipped;
    wr_rc rc = db_one(tx, &CLOCK_RULE_BY, a, &r, db_t(rule));
    if (rc == WR_E_MISSING) return wr_fail(db_err(tx), WR_E_INPUT, "rule", N_("There is no rule {rule}."), "rule", rule);
    TRY(rc);
    if (!day_valid(start)) return wr_fail(db_err(tx), WR_E_INPUT, "start", N_("A due date needs a day to count from."));
    for (int years = SPAN_YEARS; ; years *= 2) {   /* a duty that comes again for long needs the holidays of its own year */
        TRY(clock_calendar_get(tx, r.calendar, start.y, years, a, &c));
        row->due = clock_add(&c, start, r.n * times, (clock_unit)r.unit, (clock_roll)r.roll, &skipped);
        if (row->due.y < c.last_year || years > SPAN_YEARS * 8) break;
    }
    row->rule = r.id;
    row->calendar = r.calendar;
    row->start = start;
    row->proof = proof_of(&r, times, &c, start, row->due, skipped, a);
    return WR_OK;
}

wr_rc clock_day_nth(db_tx *ro, const char *rule, wr_day start, int64_t times, arena *a, wr_day *ret)
{
    clock_due_row row = { 0 };
    TRY(compute(ro, rule, start, times, a, &row));
    *ret = row.due;
    return WR_OK;
}

wr_rc clock_due(db_tx *rw, const wr_actor *who, const char *rule, const char *about, clock_of of, wr_day start, arena *a, wr_day *ret)
{
    return clock_due_nth(rw, who, rule, about, of, start, 1, a, ret);
}

wr_rc clock_due_nth(db_tx *rw, const wr_actor *who, const char *rule, const char *about, clock_of of, wr_day start, int64_t times, arena *a, wr_day *ret)
{
    clock_due_row was, now;
    wr_rc rc = db_one(rw, &CLOCK_DUE_OF, a, &was, db_t(about));
    if (rc != WR_OK && rc != WR_E_MISSING) return rc;
    now = rc == WR_OK ? was : (clock_due_row){ .id = id_new(a), .about = about, .approver = "", .reason = "" };
    now.title = of.title;
    now.url = of.url;
    TRY(compute(rw, rule, start, times, a, &now));
    if (rc == WR_E_MISSING) now.first = now.due;
    now.approver = now.reason = "";
    *ret = now.due;
    return history_add(rw, who, &CLOCK_DUE_PAST, "clock.due_set", start, rc == WR_OK ? &was : NULL, &now, a);
}

wr_rc clock_due_of(db_tx *ro, const char *about, arena *a, clock_due_row *ret) { return db_one(ro, &CLOCK_DUE_OF, a, ret, db_t(about)); }

static int by_about(const void *x, const void *y) { return strcmp(((const clock_due_row *)x)->about, ((const clock_due_row *)y)->about); }

wr_rc clock_dues_as_of(db_tx *ro, int64_t n, arena *a, clock_due_row **ret, size_t *ret_n, history_proof *proof)
{
    TRY(history_all_as_of(ro, &CLOCK_DUE_PAST, &CLOCK_DUE_UPTO, n, a, ret, ret_n, proof));
    qsort(*ret, *ret_n, sizeof **ret, by_about);
    return WR_OK;
}

wr_rc clock_due_as_of(db_tx *ro, const char *about, int64_t n, arena *a, clock_due_row *ret, history_proof *proof)
{
    clock_due_row now;
    TRY(db_one(ro, &CLOCK_DUE_OF, a, &now, db_t(about)));
    return history_as_of(ro, &CLOCK_DUE_PAST, now.id, n, a, ret, proof);
}

const clock_due_row *clock_due_in(const clock_due_row *rows, size_t n, const char *about)
{
    return n ? bsearch(&(clock_due_row){ .about = about }, rows, n, sizeof *rows, by_about) : NULL;
}

wr_rc clock_move(db_tx *rw, const wr_actor *who, const char *about, wr_day due, const char *approver, const char *reason, arena *a)
{
    clock_due_row was, now;
    TRY(db_one(rw, &CLOCK_DUE_OF, a, &was, db_t(about)));
    if (!*reason) return wr_fail(db_err(rw), WR_E_INPUT, "reason", N_("A moved date needs a reason."));
    if (!*approver) return wr_fail(db_err(rw), WR_E_INPUT, "approver", N_("A moved date needs the name of who approved it."));
    if (wr_day_cmp(due, was.due) == 0) return wr_fail(db_err(rw), WR_E_INPUT, "due", N_("This is the date that stands already."));
    now = was;
    now.due = due;
    now.approver = approver;
    now.reason = reason;
    return history_add(rw, who, &CLOCK_DUE_PAST, "clock.due_moved", who->today, &was, &now, a);
}

static const char *text_in(const json_t *doc, const char *key, arena *a, const char *otherwise)
{
    const char *s = json_string_value(json_object_get(doc, key));
    return s ? arena_dup(a, s) : otherwise;
}

wr_rc clock_moves(db_tx *ro, const char *about, arena *a, clock_moved **ret, size_t *ret_n)
{
    clock_due_row row;
    history_event *ev;
    size_t n, m = 0;
    clock_moved *out;
    wr_day due = { 0 };
    const char *approver = "", *reason = "";
    TRY(db_one(ro, &CLOCK_DUE_OF, a, &row, db_t(about)));
    TRY(history_events(ro, &CLOCK_DUE_PAST, row.id, a, &ev, &n));
    out = arena_array(a, clock_moved, n + 1);
    for (size_t i = 0; i < n; i++) {
        json_t *doc = json_loads(ev[i].value, 0, NULL);
        wr_day was = due;
        const char *text = json_string_value(json_object_get(doc, "due"));
        if (text) day_parse(text, &due);
        approver = text_in(doc, "approver", a, approver);
        reason = text_in(doc, "reason", a, reason);
        json_decref(doc);
        if (text) out[m++] = (clock_moved){ about, row.title, row.url, row.rule, ev[i].what, *approver ? approver : ev[i].who, reason, was, due, ev[i].holds, ev[i].at, ev[i].n };
    }
    *ret = out;
    *ret_n = m;
    return WR_OK;
}

/* A date that was moved by a person stays where it was put. */
static wr_rc again(db_tx *rw, const wr_actor *who, const clock_due_row *was, wr_day start, const char *reason, arena *a, clock_moved *ret, bool *ret_moved)
{
    clock_due_row now = *was;
    TRY(compute(rw, was->rule, start, times_of(was), a, &now));
    if (*was->approver) now.due = was->due;
    *ret_moved = wr_day_cmp(now.due, was->due) != 0;
    if (!*ret_moved && wr_day_cmp(now.start, was->start) == 0) return WR_OK;
    if (!*was->approver) now.reason = reason;
    *ret = (clock_moved){ was->about, was->title, was->url, was->rule, "clock.due_recomputed", who->by, reason, was->due, now.due, who->today, who->now, 0 };
    return history_add(rw, who, &CLOCK_DUE_PAST, "clock.due_recomputed", who->today, was, &now, a);
}

static const wr_module *const *modules;
void clock_modules(const wr_module *const *all) { modules = all; }

wr_rc clock_recompute(db_tx *rw, const wr_actor *who, const clock_change *why, arena *a, clock_moved **ret, size_t *ret_n)
{
    clock_due_row *rows;
    size_t n, m = 0;
    clock_moved *out;
    TRY(db_all_(rw, &CLOCK_DUE_ALL, a, DUES_MAX, sizeof *rows, &rows, &n, NULL, 0));
    out = arena_array(a, clock_moved, n + 1);
    for (size_t i = 0; i < n; i++) {
        bool moved;
        TRY(again(rw, who, &rows[i], rows[i].start, why->reason, a, &out[m], &moved));
        m += moved;
    }
    for (size_t i = 0; modules && modules[i]; i++)
        if (modules[i]->recount) TRY(modules[i]->recount(rw, who, why, a));
    *ret = out;
    *ret_n = m;
    return WR_OK;
}

wr_rc clock_start_moved(db_tx *rw, const wr_actor *who, const char *about, wr_day start, const char *reason, arena *a)
{
    clock_due_row was;
    clock_moved m;
    bool moved;
    TRY(db_one(rw, &CLOCK_DUE_OF, a, &was, db_t(about)));
    return again(rw, who, &was, start, reason, a, &m, &moved);
}
