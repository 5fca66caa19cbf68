/* contact_summary_model.c -- summaries in rows. What one says is text, made once after its period has ended; it waits in a passing row
 * until a second person publishes it. Which reports it counted is kept, so that no report is counted twice. */
#include "contact_summary_own.h"

#include <stdlib.h>
#include <string.h>
#include "day.h"
#include "db.h"
#include "i18n.h"
#include "now.h"
#include "sha256.h"
#include "str.h"

enum { TALLIES_MAX = 50000, SMALL = 11 };
const char *const contact_days[] = { N_("of this period"), N_("of earlier days"), NULL };

#define HEAD(S) FIELD(S, period, t, F_PATH, 7, N_("Period")), FIELD(S, first, d, 0, 0, N_("From")), FIELD(S, last, d, 0, 0, N_("Until")), \
    FIELD(S, reports, t, 0, 20, N_("Reports")), FIELD(S, under, i, 0, 0, N_("Not shown under")), FIELD(S, made, u, 0, 0, N_("Made"))
static const field SUMMARY_F[] = { FIELD(contact_summary, id, t, F_HIDE, 32, NULL), HEAD(contact_summary), FIELD(contact_summary, published, u, 0, 0, N_("Published")),
    FIELD(contact_summary, sha256, t, 0, 64, N_("SHA-256")), FIELD(contact_summary, text, t, F_HIDE | F_LONG, 0, NULL) };
const shape CONTACT_SUMMARY = SHAPE("contact_summary", contact_summary, SUMMARY_F);
const shape CONTACT_SUMMARY_HEAD = { "a summary without its text", sizeof(contact_summary), sizeof SUMMARY_F / sizeof *SUMMARY_F - 1, SUMMARY_F };
static const field WAITING_F[] = { HEAD(contact_summary_waiting), FIELD(contact_summary_waiting, counted, i, F_HIDE, 0, NULL), FIELD(contact_summary_waiting, sha256, t, 0, 64, N_("SHA-256")),
    FIELD(contact_summary_waiting, text, t, F_HIDE | F_LONG, 0, NULL) };
const shape CONTACT_SUMMARY_WAITING = SHAPE("a summary that waits", contact_summary_waiting, WAITING_F);
static const field CELL_F[] = { FIELD(contact_cell, by, t, 0, 20, N_("By")), FIELD(contact_cell, value, t, F_NULL, 40, N_("Value")), FIELD(contact_cell, and_by, t, F_NULL, 20, N_("And by")),
    FIELD(contact_cell, and_value, t, F_NULL, 40, N_("And value")), FIELD(contact_cell, reports, t, 0, 20, N_("Reports")) };
const shape CONTACT_CELL = SHAPE("a number of a summary", contact_cell, CELL_F);
static const field NAME_F[] = { FIELD(contact_name, by, t, 0, 20, N_("By")), FIELD(contact_name, value, t, 0, 40, N_("Value")), FIELD(contact_name, name, t, 0, 200, N_("Name")) };
const shape CONTACT_NAME = SHAPE("a word of a summary", contact_name, NAME_F);
static const field TALLY_F[] = { FIELD(contact_tally, department, t, 0, 12, NULL), WORDS(contact_tally, request, contact_requests, NULL), FIELD(contact_tally, agency, t, 0, 40, NULL),
    FIELD(contact_tally, paper, t, 0, 20, NULL), FIELD(contact_tally, response, t, 0, 40, NULL), WORDS(contact_tally, days, contact_days, NULL), FIELD(contact_tally, n, i, 0, 0, NULL) };
static const shape TALLY = SHAPE("how many reports say the same", contact_tally, TALLY_F);
typedef struct a_day { wr_day day; } a_day;
static const field A_DAY_F[] = { FIELD(a_day, day, d, F_NULL, 0, NULL) };
static const shape A_DAY = SHAPE("a day", a_day, A_DAY_F);

#define HEAD_C "id, period, first, last, reports, under, made, published, sha256"
const db_query CONTACT_SUMMARY_ADD = HISTORY_ADD("contact_summary"), CONTACT_SUMMARY_PAST = HISTORY_PAST("contact_summary"), CONTACT_SUMMARY_WALK = HISTORY_WALK("contact_summary");
/* Never changed: a second one of the same id is no row. */
const db_query CONTACT_SUMMARY_PUT = { "contact_summary_put", "ttddtiuutt", NULL, "INSERT INTO contact_summary (" HEAD_C ", text)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (id) DO NOTHING" };
const db_query CONTACT_SUMMARY_LIST = { "contact_summaries", "", &CONTACT_SUMMARY_HEAD, "SELECT " HEAD_C " FROM contact_summary ORDER BY last DESC" };
const db_query CONTACT_SUMMARY_BY = { "contact_summary_by", "t", &CONTACT_SUMMARY, "SELECT " HEAD_C ", text FROM contact_summary WHERE period = $1" };
const db_query CONTACT_SUMMARY_LAST = { "contact_summary_last", "", &A_DAY, "SELECT max(last) FROM contact_summary" };
#define NOT_COUNTED "NOT EXISTS (SELECT 1 FROM contact_summary_counted c WHERE c.report = r.id)"
const db_query CONTACT_SUMMARY_FIRST = { "contact_summary_first", "", &A_DAY, "SELECT min(r.day) FROM contact_report r WHERE " NOT_COUNTED };
const db_query CONTACT_SUMMARY_TALLY = { "contact_summary_tally", "ddu", &TALLY, "SELECT r.department, r.request, r.agency, r.paper, r.response,"
    " CASE WHEN r.day < $1 THEN 'of earlier days' ELSE 'of this period' END, count(*) FROM contact_report r WHERE r.day <= $2 AND r.filed <= $3 AND " NOT_COUNTED
    " GROUP BY r.department, r.request, r.agency, r.paper, r.response, CASE WHEN r.day < $1 THEN 'of earlier days' ELSE 'of this period' END" };
const db_query CONTACT_SUMMARY_COUNT = { "contact_summary_count", "tdu", NULL, "INSERT INTO contact_summary_counted (report, summary)"
    " SELECT r.id, $1 FROM contact_report r WHERE r.day <= $2 AND r.filed <= $3 AND " NOT_COUNTED };
#define WAITING_C "period, first, last, reports, under, made, counted, sha256, text"
const db_query CONTACT_SUMMARY_WAITING_PUT = { "contact_summary_waiting_put", "tddtiuitt", NULL, "INSERT INTO contact_summary_waiting (" WAITING_C ")"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (period) DO UPDATE SET reports = excluded.reports, under = excluded.under, made = excluded.made,"
    " counted = excluded.counted, sha256 = excluded.sha256, text = excluded.text" };
const db_query CONTACT_SUMMARY_WAITING_BY = { "contact_summary_waiting_by", "t", &CONTACT_SUMMARY_WAITING, "SELECT " WAITING_C " FROM contact_summary_waiting WHERE period = $1" };
const db_query CONTACT_SUMMARY_WAITING_END = { "contact_summary_waiting_end", "t", NULL, "DELETE FROM contact_summary_waiting WHERE period = $1" };
const history CONTACT_SUMMARIES = { "contact_summary", &CONTACT_SUMMARY, &CONTACT_SUMMARY_ADD, &CONTACT_SUMMARY_PAST, &CONTACT_SUMMARY_PUT, &CONTACT_SUMMARY_WALK, .open = true };

wr_rc contact_summary_months(db_tx *ro, arena *a, int64_t *ret) { return clock_number_value(ro, "contact.summary_months", 3, a, ret); }

/* ---- the words of the axes ---- */
static const page_choice NOT_SAID = { "not said", N_("not said") }, NOT_LISTED = { "not listed", N_("no longer in the list") };

static contact_axis axis_with(const page_choice *words, size_t n, arena *a)
{
    page_choice *all = arena_array(a, page_choice, n + 2);
    all[0] = NOT_SAID;
    for (size_t i = 0; i < n; i++) all[i + 1] = words[i];
    all[n + 1] = NOT_LISTED;
    return (contact_axis){ all, n + 2 };
}

static contact_axis axis_of(const char *const *words, size_t n, arena *a)
{
    page_choice *all = arena_array(a, page_choice, n + 1);
    for (size_t i = 0; i < n; i++) all[i] = (page_choice){ words[i], words[i] };
    return (contact_axis){ all, n };
}

static size_t words_in(const char *const *words)
{
    size_t n = 0;
    while (words[n]) n++;
    return n;
}

static wr_rc axes_of(db_tx *ro, const wr_actor *who, arena *a, contact_axis *ret)
{
    wr_actor english = *who;
    city_department *bodies;
    page_choice *words;
    size_t n;
    english.lang = "en";
    TRY(city_departments(ro, a, &bodies, &n));
    words = arena_array(a, page_choice, n + 1);
    for (size_t i = 0; i < n; i++) words[i] = (page_choice){ bodies[i].acronym, bodies[i].name };
    ret[AXIS_DEPARTMENT] = (contact_axis){ words, n };
    ret[AXIS_REQUEST] = axis_of(contact_requests, words_in(contact_requests), a);
    ret[AXIS_DAYS] = axis_of(contact_days, words_in(contact_days), a);
    TRY(contact_agency_choices(ro, "en", a, &words, &n));
    ret[AXIS_AGENCY] = axis_with(words, n, a);
    TRY(contact_guide_choices(ro, &english, SECTION_DONE, a, &words, &n));
    ret[AXIS_RESPONSE] = axis_with(words, n, a);
    TRY(contact_guide_choices(ro, &english, SECTION_PAPERS, a, &words, &n));
    ret[AXIS_PAPER] = axis_with(words, n, a);
    return WR_OK;
}

/* ---- the text ---- */
static wr_rc text_of(const contact_summary_made *m, const contact_axis *axes, arena *a, const char **ret)
{
    json_t *doc = json_object();
    contact_name *names;
    size_t n = 0;
    char *text = NULL;
    wr_rc rc;
    for (int x = 0; x < AXES; x++) n += axes[x].n;
    names = arena_array(a, contact_name, n);
    n = 0;
    for (int x = 0; x < AXES; x++)
        for (size_t i = 0; i < axes[x].n; i++) names[n++] = (contact_name){ contact_axes[x], axes[x].values[i].value, axes[x].values[i].label };
    rc = page_text(doc, "format", "writ contact summary 1");
    if (rc == WR_OK) rc = page_text(doc, "period", m->row.period);
    if (rc == WR_OK) rc = page_text(doc, "from", day_text(a, m->row.first));
    if (rc == WR_OK) rc = page_text(doc, "until", day_text(a, m->row.last));
    if (rc == WR_OK) rc = page_int(doc, "not_shown_under", m->row.under);
    if (rc == WR_OK) rc = page_rows(doc, "names", &CONTACT_NAME, names, n);
    if (rc == WR_OK) rc = page_rows(doc, "cells", &CONTACT_CELL, m->cells, m->n_cells);
    if (rc == WR_OK && !(text = json_dumps(doc, JSON_COMPACT | JSON_SORT_KEYS))) rc = WR_E_BUG;
    if (text) *ret = arena_dup(a, text);
    free(text);
    json_decref(doc);
    return rc;
}

static wr_rc rows_of(const json_t *doc, const char *key, const shape *of, arena *a, void *ret_rows, size_t *ret_n)
{
    const json_t *list = json_object_get(doc, key);
    char *rows = arena_alloc(a, (json_array_size(list) + 1) * of->size, 16);
    for (size_t i = 0; i < json_array_size(list); i++) {
        faults wrong = { 0 };
        if (shape_from_json(of, json_array_get(list, i), a, rows + i * of->size, &wrong) != WR_OK) return wr_fail(arena_err(a), WR_E_BUG, NULL, N_("The text of this summary cannot be read."));
    }
    *(void **)ret_rows = rows;
    *ret_n = json_array_size(list);
    return WR_OK;
}

wr_rc contact_summary_open(const char *text, arena *a, contact_name **ret_names, size_t *ret_n_names, contact_cell **ret, size_t *ret_n)
{
    json_t *doc = json_loads(text, 0, NULL);
    wr_rc rc = rows_of(doc, "names", &CONTACT_NAME, a, ret_names, ret_n_names);
    if (rc == WR_OK) rc = rows_of(doc, "cells", &CONTACT_CELL, a, ret, ret_n);
    json_decref(doc);
    return rc;
}

/* ---- making and publishing ---- */
/* Periods go forward and do not overlap: a month is not published beside its quarter, nor an earlier one after a later. */
static wr_rc may_follow(db_tx *ro, const wr_actor *who, const contact_period *p, arena *a)
{
    a_day last;
    TRY(db_one_(ro, &CONTACT_SUMMARY_LAST, a, sizeof last, &last, NULL, 0));
    if (wr_day_cmp(p->last, who->today) >= 0) return wr_fail(arena_err(a), WR_E_RULE, "contact.period", N_("This period has not ended yet."));
    return day_none(last.day) || wr_day_cmp(p->first, last.day) > 0 ? WR_OK
        : wr_fail(arena_err(a), WR_E_RULE, "contact.period", N_("A summary of these days, or of later ones, is published already. Reports that came since are counted in the next one."));
}

wr_rc contact_summary_make(db_tx *ro, const wr_actor *who, const char *period, arena *a, contact_summary_made *ret)
{
    contact_axis axes[AXES];
    contact_tally *t;
    contact_period p;
    int64_t months, limit;
    size_t n;
    TRY(contact_summary_months(ro, a, &months));
    TRY(clock_number_value(ro, "cells.limit", SMALL, a, &limit));
    if (!contact_period_read(period, months, a, &p)) return WR_E_MISSING;
    TRY(may_follow(ro, who, &p, a));
    TRY(axes_of(ro, who, a, axes));
    TRY(db_all(ro, &CONTACT_SUMMARY_TALLY, a, TALLIES_MAX, &t, &n, db_d(p.first), db_d(p.last), db_i(who->now)));
    *ret = (contact_summary_made){ .row = { .period = p.name, .first = p.first, .last = p.last, .made = who->now } };
    for (size_t i = 0; i < n; i++) ret->row.counted += t[i].n;
    ret->row.under = limit < SMALL ? SMALL : limit;        /* a city may hide more, never less */
    contact_summary_cells(axes, t, n, ret->row.under - 1, a, &ret->cells, &ret->counts, &ret->n_cells);
    ret->row.reports = ret->cells[0].reports;
    TRY(text_of(ret, axes, a, &ret->row.text));
    ret->row.sha256 = sha256_hex(a, ret->row.text);
    return WR_OK;
}

wr_rc contact_summary_ready(db_tx *ro, const wr_actor *who, arena *a, contact_period *ret, size_t cap, size_t *ret_n)
{
    a_day last, first;
    int64_t months;
    contact_period p;
    TRY(contact_summary_months(ro, a, &months));
    TRY(db_one_(ro, &CONTACT_SUMMARY_LAST, a, sizeof last, &last, NULL, 0));
    TRY(db_one_(ro, &CONTACT_SUMMARY_FIRST, a, sizeof first, &first, NULL, 0));
    p = contact_period_of(day_add(contact_period_of(who->today, months, a).first, -1), months, a);   /* the last one that has ended */
    if (!day_none(last.day)) p = contact_period_of(day_add(last.day, 1), months, a);
    else if (!day_none(first.day) && wr_day_cmp(first.day, p.first) < 0) p = contact_period_of(first.day, months, a);
    for (*ret_n = 0; *ret_n < cap && wr_day_cmp(p.last, who->today) < 0; p = contact_period_of(day_add(p.last, 1), months, a))
        if (day_none(last.day) || wr_day_cmp(p.first, last.day) > 0) ret[(*ret_n)++] = p;
    return WR_OK;
}

/* What was confirmed is the text with this hash; the reports that it counted must still be the ones that are there to count. */
wr_rc contact_summary_run(db_tx *rw, const wr_actor *who, const void *what, arena *a)
{
    const contact_summary *asked = what;
    contact_summary_waiting w;
    contact_summary row;
    int64_t counted;
    TRY(db_one(rw, &CONTACT_SUMMARY_WAITING_BY, a, &w, db_t(asked->period)));
    if (!str_eq(w.sha256, asked->sha256) || !str_eq(sha256_hex(a, w.text), w.sha256)) return wr_fail(db_err(rw), WR_E_CONFLICT, NULL, N_("This is not what was shown to you. Please look again."));
    TRY(may_follow(rw, who, &(contact_period){ w.period, w.first, w.last }, a));
    row = (contact_summary){ .id = id_new(a), .period = w.period, .first = w.first, .last = w.last, .reports = w.reports, .under = w.under, .made = w.made, .published = who->now,
        .sha256 = w.sha256, .text = w.text };
    TRY(db_count(rw, &CONTACT_SUMMARY_COUNT, &counted, db_t(row.id), db_d(w.last), db_i(w.made)));
    if (counted != w.counted) return wr_fail(db_err(rw), WR_E_CONFLICT, NULL, N_("Reports of this period have changed since the summary was made. Decline this one and make it again."));
    TRY(db_run(rw, &CONTACT_SUMMARY_WAITING_END, db_t(w.period)));
    return history_add(rw, who, &CONTACT_SUMMARIES, "contact.summary_published", w.last, NULL, &row, a);
}

/* ---- as CSV ---- */
static const char *name_in(const contact_name *names, size_t n, const char *by, const char *value)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(names[i].by, by) && str_eq(names[i].value, value)) return names[i].name;
    return "";
}

typedef struct csv_line { const char *by, *value, *name, *and_by, *and_value, *and_name, *reports; } csv_line;
static const field LINE_F[] = { FIELD(csv_line, by, t, 0, 0, N_("By")), FIELD(csv_line, value, t, 0, 0, N_("Value")), FIELD(csv_line, name, t, 0, 0, N_("Name")),
    FIELD(csv_line, and_by, t, 0, 0, N_("And by")), FIELD(csv_line, and_value, t, 0, 0, N_("And value")), FIELD(csv_line, and_name, t, 0, 0, N_("And name")), FIELD(csv_line, reports, t, 0, 0, N_("Reports")) };
static const shape LINE = SHAPE("a line of a summary", csv_line, LINE_F);

const char *contact_summary_csv(const contact_cell *cells, size_t n, const contact_name *names, size_t n_names, arena *a)
{
    strbuf b = sb_new(a, 65536);
    shape_csv_head(&LINE, &b);
    for (size_t i = 0; i < n; i++) {
        const contact_cell *c = &cells[i];
        csv_line line = { c->by, c->value, name_in(names, n_names, c->by, c->value), c->and_by, c->and_value, *c->and_by ? name_in(names, n_names, c->and_by, c->and_value) : "", c->reports };
        shape_to_csv(&LINE, &line, &b);
    }
    return b.p;
}
