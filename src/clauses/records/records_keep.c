/* records_keep.c -- an entry is added or struck; the line of the case and its dates are made again from all entries. Nothing else writes
 * the six fields. */
#include "records_prod_own.h"

#include <string.h>
#include "day.h"
#include "i18n.h"
#include "now.h"
#include "rebuild.h"

/* Days that are further off are mistakes; a calendar of thousands of years is never made for one. */
enum { BOOK_YEARS = 26, WALK = 200, YEARS_BACK = 60, YEARS_AHEAD = 10 };

wr_rc records_whole_of(db_tx *tx, int64_t number, arena *a, records_whole *ret)
{
    TRY(records_case_by(tx, number, a, &ret->of));
    TRY(records_law_by(tx, ret->of.law, a, &ret->law));
    TRY(records_holder_by(tx, ret->of.holder, a, &ret->holder));
    TRY(records_asks_of(tx, ret->of.id, a, &ret->asks, &ret->n_asks));
    return records_entries_of(tx, ret->of.id, a, &ret->entries, &ret->n_entries);
}

records_terms records_terms_of(const records_whole *w)
{
    return (records_terms){ .law = &w->law, .expedite = w->of.expedite != GROUND_NONE, .earlier = w->of.earlier, .appeal = w->holder.appeal_rule, .asks = (int64_t)w->n_asks };
}

static wr_rc replayed(const records_whole *w, arena *a, records_replayed *ret)
{
    records_terms t = records_terms_of(w);
    records_replay(&t, w->entries, w->n_entries, a, ret);
    return ret->wrong.text ? wr_fail(arena_err(a), WR_E_INPUT, ret->wrong.field, ret->wrong.text) : WR_OK;
}

/* ---- dates ---- */
static const char *key_of(const records_spec *s, arena *a)
{
    return s->kind == DATE_PROMISE || s->kind == DATE_REPLY || s->kind == DATE_CALL ? arena_fmt(a, "%s %s", records_dates[s->kind], s->evidence) : records_dates[s->kind];
}

static const records_date *date_in(const records_date *rows, size_t n, const char *key)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(rows[i].key, key)) return &rows[i];
    return NULL;
}

static bool same_date(const records_date *x, const records_date *y)
{
    return x->state == y->state && str_eq(x->spec, y->spec) && wr_day_cmp(x->due, y->due) == 0 && wr_day_cmp(x->met, y->met) == 0 && str_eq(x->evidence, y->evidence);
}

static wr_rc keep_date(db_tx *rw, const wr_actor *who, const clock_book *book, const char *about, const records_spec *s, const records_date *was, const char *reason, arena *a, records_date *ret)
{
    records_counted c;
    if (!records_count(s->spec, book, "en", a, NULL, &c)) return wr_fail(arena_err(a), WR_E_RULE, "records.rule", N_("A rule that this law counts by is not in the clock: {spec}"), "spec", s->spec);
    *ret = (records_date){ .id = was ? was->id : id_new(a), .about = about, .key = key_of(s, a), .kind = s->kind, .state = s->state, .spec = s->spec, .evidence = s->evidence,
        .rule = c.rule, .calendar = c.calendar, .start = c.start, .due = c.due, .first = was ? was->first : c.due, .met = s->met, .reason = "" };
    if (was && same_date(was, ret)) { ret->was = was->was; ret->reason = was->reason; return WR_OK; }
    if (was && wr_day_cmp(was->due, c.due) != 0) ret->was = was->due, ret->reason = reason;
    return history_add(rw, who, &RECORDS_DATES, "records.date_set", who->today, was, ret, a);
}

/* A date that no entry gives any more (an entry was struck) is moot. */
static wr_rc drop_dates(db_tx *rw, const wr_actor *who, const records_spec *specs, size_t n_specs, const records_date *rows, size_t n, arena *a)
{
    for (size_t i = 0; i < n; i++) {
        records_date now = rows[i];
        bool there = false;
        for (size_t k = 0; k < n_specs && !there; k++) there = str_eq(key_of(&specs[k], a), rows[i].key);
        if (there || rows[i].state == DATE_MOOT) continue;
        now.state = DATE_MOOT;
        TRY(history_add(rw, who, &RECORDS_DATES, "records.date_set", who->today, &rows[i], &now, a));
    }
    return WR_OK;
}

static int first_year(const records_whole *w, wr_day today)
{
    int y = today.y;
    for (size_t i = 0; i < w->n_entries; i++)
        if (w->entries[i].day.y < y) y = w->entries[i].day.y;
    return y;
}

static wr_rc keep_line(db_tx *rw, const records_whole *w, const records_replayed *r, const records_date *dates, arena *a)
{
    const records_state *s = &r->state;
    records_line x = { w->of.id, w->of.number, w->of.title, w->of.holder, w->of.owner, s->delivery, s->ball, s->ball_why, s->clock, s->level, s->seen, s->embargo, s->sent,
        s->received, s->started, s->determined, s->appealed, s->suit, s->tracking, s->asks, s->open, s->closed, s->last, { 0 }, 0, "9999-12-31" };
    for (size_t i = 0; i < r->n_dates; i++)
        if (dates[i].state == DATE_RUNNING && (day_none(x.due) || wr_day_cmp(dates[i].due, x.due) < 0)) x.due = dates[i].due, x.due_kind = dates[i].kind;
    if (!day_none(x.due)) x.sort = day_text(a, x.due);
    TRY(db_save(rw, &RECORDS_LINE_PUT, &RECORDS_LINE, &x));
    return records_face_again(rw, w, r, dates, a);
}

wr_rc records_dates_keep(db_tx *rw, const wr_actor *who, const char *about, const records_spec *specs, size_t n_specs, int first, const char *reason, arena *a, records_date **ret)
{
    records_date *rows, *now = arena_array(a, records_date, n_specs + 1);
    clock_book *book;
    size_t n;
    TRY(records_dates_of(rw, about, a, &rows, &n));
    if (n_specs) TRY(clock_book_open(rw, first, BOOK_YEARS, a, &book));
    for (size_t i = 0; i < n_specs; i++) TRY(keep_date(rw, who, book, about, &specs[i], date_in(rows, n, key_of(&specs[i], a)), reason, a, &now[i]));
    *ret = now;
    return drop_dates(rw, who, specs, n_specs, rows, n, a);
}

wr_rc records_follow(db_tx *rw, const wr_actor *who, records_whole *w, const char *reason, arena *a)
{
    records_replayed *r = arena_make(a, records_replayed);
    records_date *now;
    TRY(replayed(w, a, r));
    TRY(records_dates_keep(rw, who, w->of.id, r->dates, r->n_dates, first_year(w, who->today), reason, a, &now));
    return keep_line(rw, w, r, now, a);
}

/* Text that was not said is "", never NULL. */
static void say_nothing(const shape *of, void *row)
{
    for (size_t i = 0; i < of->n; i++)
        if (of->f[i].type == 't') {
            const char **at = (const char **)(void *)((char *)row + of->f[i].off);
            if (!*at) *at = "";
        }
}

/* ---- entries ---- */
static int way_of(int kind)
{
    switch (kind) {
    case ENTRY_SENT: case ENTRY_ANSWERED: case ENTRY_INQUIRY: case ENTRY_APPEALED: case ENTRY_MEDIATION: case ENTRY_SUIT_FILED: case ENTRY_WITHDRAWN: return WAY_OUT;
    case ENTRY_RECEIPT: case ENTRY_BOUNCED: case ENTRY_ACKNOWLEDGED: case ENTRY_FORWARDED: case ENTRY_CLARIFY_ASKED: case ENTRY_NARROW_ASKED: case ENTRY_FEES_ASKED:
    case ENTRY_IDENTITY_ASKED: case ENTRY_EXTENDED: case ENTRY_EXPEDITE_DECIDED: case ENTRY_WAIVER_DECIDED: case ENTRY_INTERIM: case ENTRY_DETERMINED:
    case ENTRY_APPEAL_DECIDED: case ENTRY_REMANDED: return WAY_IN;
    default: return WAY_OWN;
    }
}

/* A request that was sent before it was kept here was approved elsewhere: one that is sent from here on is approved by a second person. Looked at when
 * it is written down, not when entries are replayed: what was kept stays. */
static bool slips_by(const records_whole *w, const records_entry *what)
{
    if (what->kind != ENTRY_SENT || !w->of.earlier || wr_day_cmp(what->day, w->of.opened) < 0) return false;
    for (size_t i = 0; i < w->n_entries; i++)
        if (!*w->entries[i].struck && (w->entries[i].kind == ENTRY_SENT || w->entries[i].kind == ENTRY_APPROVED)) return false;
    return true;
}

static wr_rc unlapse(db_tx *rw, const wr_actor *who, records_whole *w, const records_entry *new, arena *a);

wr_rc records_entry_add(db_tx *rw, const wr_actor *who, records_whole *w, const records_entry *what, arena *a)
{
    records_entry *all = arena_array(a, records_entry, w->n_entries + 1), *e = &all[w->n_entries];
    if (w->n_entries >= RECORDS_ENTRIES_MAX) return wr_fail(arena_err(a), WR_E_RULE, "records.entries", N_("This request has as many entries as one can have. Split it."));
    if (wr_day_cmp(what->day, who->today) > 0) return wr_fail(arena_err(a), WR_E_INPUT, "day", N_("This day is still to come. An entry says what happened."));
    if (what->day.y < who->today.y - YEARS_BACK) return wr_fail(arena_err(a), WR_E_INPUT, "day", N_("This day is very long ago. Is the year right?"));
    if (!day_none(what->until) && what->until.y > what->day.y + YEARS_AHEAD) return wr_fail(arena_err(a), WR_E_INPUT, "until", N_("This day is very far ahead. Is the year right?"));
    if (slips_by(w, what)) return wr_fail(arena_err(a), WR_E_INPUT, "day", N_("It has not been approved on this day. A second person approves a request before it is sent."));
    if (w->n_entries) memcpy(all, w->entries, w->n_entries * sizeof *all);
    *e = *what;
    say_nothing(&RECORDS_ENTRY, e);
    if (!*e->id) e->id = id_new(a);
    e->about = w->of.id;
    e->n = w->n_entries ? all[w->n_entries - 1].n + 1 : 1;
    if (e->way == WAY_OWN) e->way = way_of(e->kind);
    w->entries = all;
    w->n_entries++;
    TRY(history_add(rw, who, &RECORDS_ENTRIES, "records.entry_added", e->day, NULL, e, a));
    TRY(records_follow(rw, who, w, records_kinds[e->kind], a));
    return e->kind == ENTRY_EXTENDED || e->kind == ENTRY_CLARIFY_ASKED || e->kind == ENTRY_NARROW_ASKED || e->kind == ENTRY_FEES_ASKED || e->kind == ENTRY_IDENTITY_ASKED
        ? unlapse(rw, who, w, e, a) : WR_OK;
}

wr_rc records_entry_strike(db_tx *rw, const wr_actor *who, records_whole *w, const char *id, const char *reason, arena *a)
{
    records_entry *e = NULL, was;
    for (size_t i = 0; i < w->n_entries; i++)
        if (str_eq(w->entries[i].id, id)) e = &w->entries[i];
    if (!e) return wr_fail(arena_err(a), WR_E_MISSING, NULL, N_("This request has no such entry."));
    if (*e->struck) return wr_fail(arena_err(a), WR_E_RULE, "records.struck", N_("It was struck already. An entry that counts again is added anew."));
    was = *e;
    e->struck = reason;
    TRY(history_add(rw, who, &RECORDS_ENTRIES, "records.entry_struck", who->today, &was, e, a));
    return records_follow(rw, who, w, reason, a);
}

/* A letter that came late may have moved the day before the clock was said to lapse: then it did not lapse, and that entry is struck. What came
 * after a lapse heals nothing. */
static wr_rc unlapse(db_tx *rw, const wr_actor *who, records_whole *w, const records_entry *new, arena *a)
{
    for (size_t i = 0; i < w->n_entries; i++) {
        const records_entry *lapse = &w->entries[i];
        records_entry *before = arena_array(a, records_entry, w->n_entries);
        records_replayed *r = arena_make(a, records_replayed);
        records_terms t = records_terms_of(w);
        records_counted c = { 0 };
        clock_book *book;
        size_t n = 0;
        if (lapse->kind != ENTRY_LAPSED || *lapse->struck || wr_day_cmp(new->day, lapse->day) >= 0) continue;
        for (size_t k = 0; k < w->n_entries; k++)
            if (k != i && wr_day_cmp(w->entries[k].day, lapse->day) < 0) before[n++] = w->entries[k];
        records_replay(&t, before, n, a, r);
        if (r->wrong.text) continue;
        TRY(clock_book_open(rw, first_year(w, who->today), BOOK_YEARS, a, &book));
        for (size_t k = 0; k < r->n_dates; k++)
            if (r->dates[k].kind == DATE_CONSTRUCTIVE && records_count(r->dates[k].spec, book, "en", a, NULL, &c)
                && (wr_day_cmp(c.due, lapse->day) > 0 || (r->dates[k].state == DATE_PAUSED && wr_day_cmp(new->day, c.due) < 0)))
                return records_entry_strike(rw, who, w, lapse->id, records_kinds[new->kind], a);
    }
    return WR_OK;
}

/* ---- the case and its asks ---- */
wr_rc records_case_add(db_tx *rw, const wr_actor *who, records_case *c, arena *a)
{
    records_whole w = { 0 };
    say_nothing(&RECORDS_CASE, c);
    if (!*c->id) c->id = id_new(a);
    TRY(db_seq(rw, "records_case", &c->number));
    c->opened = who->today;
    TRY(history_add(rw, who, &RECORDS_CASES, "records.case_opened", who->today, NULL, c, a));
    w.of = *c;
    TRY(records_law_by(rw, c->law, a, &w.law));
    TRY(records_holder_by(rw, c->holder, a, &w.holder));
    return records_follow(rw, who, &w, "", a);
}

wr_rc records_case_put(db_tx *rw, const wr_actor *who, const records_case *was, const records_case *now, arena *a)
{
    records_whole w;
    TRY(history_add(rw, who, &RECORDS_CASES, "records.case_changed", who->today, was, now, a));
    TRY(records_whole_of(rw, now->number, a, &w));
    return records_follow(rw, who, &w, "", a);
}

wr_rc records_ask_put(db_tx *rw, const wr_actor *who, records_whole *w, const records_ask *was, records_ask *now, arena *a)
{
    say_nothing(&RECORDS_ASK, now);
    if (!was) {
        if (w->n_asks >= RECORDS_ASKS_MAX) return wr_fail(arena_err(a), WR_E_RULE, "records.asks", N_("A request holds at most 60 asks. Make a second request for the rest."));
        if (!*now->id) now->id = id_new(a);
        now->about = w->of.id;
        now->number = (int64_t)w->n_asks + 1;
    }
    TRY(history_add(rw, who, &RECORDS_ASKS, "records.ask_written", who->today, was, now, a));
    TRY(records_asks_of(rw, w->of.id, a, &w->asks, &w->n_asks));
    return records_follow(rw, who, w, "", a);
}

/* ---- rebuild and check ---- */
static wr_rc each_case(db_tx *tx, arena *a, wr_rc (*fn)(db_tx *, records_whole *, arena *, void *), void *with)
{
    for (int64_t last = 0;;) {
        arena_mark m = arena_at(a);
        records_case *c;
        size_t n;
        TRY(db_all(tx, &RECORDS_CASES_FROM, a, WALK, &c, &n, db_i(last), db_i(WALK)));
        for (size_t i = 0; i < n; i++) {
            records_whole w;
            TRY(records_whole_of(tx, c[i].number, a, &w));
            TRY(fn(tx, &w, a, with));
            last = c[i].number;
        }
        arena_rewind(a, m);
        if (n < WALK) return WR_OK;
    }
}

static wr_rc line_again(db_tx *rw, records_whole *w, arena *a, void *with)
{
    records_replayed *r = arena_make(a, records_replayed);
    records_date *rows, *now;
    size_t n;
    (void)with;
    TRY(replayed(w, a, r));
    TRY(records_dates_of(rw, w->of.id, a, &rows, &n));
    now = arena_array(a, records_date, r->n_dates + 1);
    for (size_t i = 0; i < r->n_dates; i++) {
        const records_date *d = date_in(rows, n, key_of(&r->dates[i], a));
        now[i] = d ? *d : (records_date){ .state = DATE_MOOT };
    }
    return keep_line(rw, w, r, now, a);
}

wr_rc records_rebuild(db_tx *rw, arena *a)
{
    db_id last;
    TRY(db_one_(rw, &RECORDS_CASE_LAST, a, sizeof last, &last, NULL, 0));
    TRY(db_seq_raise(rw, "records_case", last.id));
    TRY(records_pages_rebuild(rw, a));
    return each_case(rw, a, line_again, NULL);
}

/* Replaying the entries gives the stored line: said by `writ check`. */
static wr_rc line_holds(db_tx *ro, records_whole *w, arena *a, void *with)
{
    json_t *findings = with;
    records_replayed *r = arena_make(a, records_replayed);
    records_line x;
    wr_rc rc = records_line_of(ro, w->of.id, a, &x);
    const records_state *s = &r->state;
    if (rc != WR_OK && rc != WR_E_MISSING) return rc;
    TRY(replayed(w, a, r));
    if (rc == WR_E_MISSING || x.delivery != s->delivery || x.ball != s->ball || !str_eq(x.ball_why, s->ball_why) || x.clock != s->clock || x.level != s->level || x.seen != s->seen
        || x.open != s->open || x.closed != s->closed)
        json_array_append_new(findings, json_string(arena_fmt(a, "request %lld: its line is not what its entries give", (long long)w->of.number)));
    return WR_OK;
}

wr_rc records_check(db_tx *ro, arena *a, json_t *ret_findings) { return each_case(ro, a, line_holds, ret_findings); }
