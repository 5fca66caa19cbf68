/* contact_desk.c -- the list of reports for those whose work they are: what waits for an acknowledgement first. A line says nothing that
 * is restricted, and nothing of what was told; to read on, a report is opened, and that is recorded. */
#include "contact_own.h"

#include <stdlib.h>
#include "day.h"
#include "db.h"
#include "http.h"
#include "i18n.h"
#include "str.h"

const char *const contact_states[] = { "waiting", "escalated", "acknowledged", "reviewed", "locked", NULL };
static const char *const STATES[] = { "any", "waiting", "escalated", "acknowledged", "reviewed", "locked", NULL };
static const char *const KINDS[] = { "review", "late", "open", "open", "ok" };

/* ---- shapes ---- */
static const field LINE_F[] = {
    FIELD(contact_line, number,       i, 0, 0,  N_("Report")),
    FIELD(contact_line, day,          d, 0, 0,  N_("Day")),
    FIELD(contact_line, place,        t, 0, 60, N_("Facility")),
    FIELD(contact_line, department,   t, 0, 12, N_("Department")),
    WORDS(contact_line, state, contact_states,  N_("State")),
    WORDS(contact_line, request, contact_requests, N_("What they wanted")),
    WORDS(contact_line, mode, contact_modes,    N_("How they came")),
    FIELD(contact_line, agency,       t, 0, 40, N_("Agency")),
    FIELD(contact_line, paper,        t, 0, 20, N_("Kind of paper")),
    FIELD(contact_line, response,     t, 0, 40, N_("What staff did")),
    WORDS(contact_line, area, contact_areas,    N_("What kind of area it is")),
    FIELD(contact_line, detained,     i, 0, 0,  N_("People detained: how many")),
    FIELD(contact_line, forced,       b, 0, 0,  N_("Without consent, or by force")),
    FIELD(contact_line, departs,      b, 0, 0,  N_("Other than the guide says")),
    FIELD(contact_line, filed,        u, 0, 0,  N_("Received")),
    FIELD(contact_line, acknowledged, u, F_NULL, 0, N_("Acknowledged")),
    FIELD(contact_line, locked,       u, F_NULL, 0, N_("Locked")),
};
const shape CONTACT_LINE = SHAPE("a report, as a line", contact_line, LINE_F);
typedef struct in_reports { int state; const char *department, *place; wr_day from, to; int request; bool forced; int64_t page; } in_reports;
static const field IN_REPORTS_F[] = {
    WORDS_OPT(in_reports, state, STATES,             N_("State")),
    FIELD(in_reports, department, t, F_NULL, 12,     N_("Department")),
    FIELD(in_reports, place,      t, F_NULL, 60,     N_("Facility")),
    FIELD(in_reports, from,       d, F_NULL, 0,      N_("From")),
    FIELD(in_reports, to,         d, F_NULL, 0,      N_("Until")),
    WORDS_OPT(in_reports, request, contact_requests, N_("What they wanted")),
    FIELD(in_reports, forced,     b, 0, 0,           N_("Without consent, or by force")),
    FIELD(in_reports, page,       i, F_NULL, 10000,  N_("Page")),
};
const shape IN_CONTACT_LIST = SHAPE("which reports", in_reports, IN_REPORTS_F);
typedef struct waits { int64_t n; wr_us first; } waits;
static const field WAITS_F[] = { FIELD(waits, n, i, 0, 0, NULL), FIELD(waits, first, u, 0, 0, NULL) };
static const shape WAITS = SHAPE("what waits", waits, WAITS_F);
typedef struct choice { const char *value, *label; bool chosen; } choice;
static const field CHOICE_F[] = { FIELD(choice, value, t, 0, 0, NULL), FIELD(choice, label, t, 0, 0, NULL), FIELD(choice, chosen, b, 0, 0, NULL) };
static const shape CHOICE = SHAPE("a choice of a filter", choice, CHOICE_F);

/* $1 body, 0: all. The filters: "" or 0: any. What waits comes first, the longest wait on top; then the newest. */
#define LINES "WITH r AS (SELECT number, day, place, department, body, CASE WHEN acknowledged = 0 AND escalated = 0 THEN 'waiting'" \
    " WHEN acknowledged = 0 THEN 'escalated' WHEN locked > 0 THEN 'locked' WHEN reviewed > 0 THEN 'reviewed' ELSE 'acknowledged' END AS state," \
    " request, mode, agency, paper, response, area, detained, forced, departs, filed, acknowledged, locked FROM contact_report)" \
    " SELECT number, day, place, department, state, request, mode, agency, paper, response, area, detained, forced, departs, filed, acknowledged, locked" \
    " FROM r WHERE ($1 = 0 OR body = $1) AND ($2 = '' OR state = $2) AND ($3 = '' OR department = $3) AND ($4 = '' OR place = $4)" \
    " AND ($5 = '' OR day >= $5) AND ($6 = '' OR day <= $6) AND ($7 = '' OR request = $7) AND ($8 = 0 OR forced = 1)"
const db_query CONTACT_LINES = { "contact_lines", "ittttttiii", &CONTACT_LINE, LINES " ORDER BY CASE WHEN acknowledged = 0 THEN 0 ELSE 1 END,"
    " CASE WHEN acknowledged = 0 THEN filed ELSE 0 - filed END, number LIMIT $9 OFFSET $10" };
const db_query CONTACT_LINES_FROM = { "contact_lines_from", "ittttttii", &CONTACT_LINE, LINES " AND number > $9 ORDER BY number LIMIT 500" };
const db_query CONTACT_LINE_BY = { "contact_line_by", "ittttttii", &CONTACT_LINE, LINES " AND number = $9" };
const db_query CONTACT_WAITS = { "contact_waits", "i", &WAITS, "SELECT count(*) AS n, coalesce(min(filed), 0) AS first FROM contact_report"
    " WHERE acknowledged = 0 AND ($1 = 0 OR body = $1)" };
enum { LINES_SHOWN = 50, LINES_GIVEN = 500, PLACES_MAX = 5000 };

wr_rc contact_line_of(db_tx *ro, int64_t number, arena *a, contact_line *ret)
{
    return db_one(ro, &CONTACT_LINE_BY, a, ret, db_i(0), db_t(""), db_t(""), db_t(""), db_t(""), db_t(""), db_t(""), db_i(0), db_i(number));
}

bool contact_may(const wr_actor *who, const char *right, wr_id body)
{
    right_scope s = rights_has(who->rights, right);
    return s == RIGHT_ALL || (s == RIGHT_DEPARTMENT && who->department == body);
}

/* Whose reports these are to read: 0 is all. A department that is not said reads none. */
static wr_id body_of(const wr_actor *who)
{
    return rights_has(who->rights, "contact.read") == RIGHT_ALL ? 0 : who->department ? who->department : -1;
}

#define WHICH(who, in, a) db_i(body_of(who)), db_t((in)->state ? STATES[(in)->state] : ""), db_t((in)->department), db_t((in)->place), \
    db_t(day_text(a, (in)->from)), db_t(day_text(a, (in)->to)), db_t((in)->request ? contact_requests[(in)->request] : ""), db_i((in)->forced)

/* ---- words ---- */
const char *contact_say_minutes(arena *a, const char *lang, int64_t n)
{
    return i18n_fill(a, i18n_n(lang, NULL, "{n} minute", "{n} minutes", n), (const char *const[]){ "n", arena_fmt(a, "%lld", (long long)n), NULL });
}

const char *contact_say_wait(arena *a, const char *lang, int64_t minutes)
{
    int64_t n = minutes < 120 ? minutes : minutes < 48 * 60 ? minutes / 60 : minutes / 1440;
    const char *const holes[] = { "n", arena_fmt(a, "%lld", (long long)n), NULL };
    const char *text = minutes < 120 ? i18n_n(lang, NULL, "{n} minute", "{n} minutes", n) : minutes < 48 * 60 ? i18n_n(lang, NULL, "{n} hour", "{n} hours", n)
                                                                                                             : i18n_n(lang, NULL, "{n} day", "{n} days", n);
    return i18n_fill(a, text, holes);
}

static const char *title_of(const wr_actor *who, const waits *w, arena *a)
{
    const char *const holes[] = { "n", arena_fmt(a, "%lld", (long long)w->n), "wait", contact_say_wait(a, who->lang, (who->now - w->first) / 60000000), NULL };
    if (w->n == 0) return i18n(who->lang, NULL, N_("No report waits for an acknowledgement"));
    return i18n_fill(a, i18n_n(who->lang, NULL, "{n} report waits for an acknowledgement, for {wait}", "{n} reports wait for an acknowledgement, the first for {wait}", w->n), holes);
}

/* The state as a person says it: while it waits, for how long. */
wr_rc contact_put_state(const wr_actor *who, const contact_line *l, arena *a, json_t *row)
{
    const char *const holes[] = { "wait", contact_say_wait(a, who->lang, (who->now - l->filed) / 60000000), NULL };
    const char *said = l->state == CONTACT_WAITING ? i18n_fill(a, i18n(who->lang, NULL, N_("waits {wait}")), holes)
                     : l->state == CONTACT_ESCALATED ? i18n_fill(a, i18n(who->lang, NULL, N_("escalated, waits {wait}")), holes)
                                                     : i18n_word(a, who->lang, contact_states[l->state]);
    TRY(page_text(row, "said", said));
    return page_text(row, "kind", KINDS[l->state]);
}

wr_rc contact_put_choices(json_t *doc, const char *key, const page_choice *from, size_t n, const char *chosen, arena *a)
{
    choice *c = arena_array(a, choice, n + 1);
    for (size_t i = 0; i < n; i++) c[i] = (choice){ from[i].value, from[i].label, str_eq(from[i].value, chosen) };
    return page_rows(doc, key, &CHOICE, c, n);
}

static wr_rc put_words(json_t *doc, const char *key, const char *const *words, int chosen, const char *lang, arena *a)
{
    page_choice c[16];
    size_t n = 0;
    for (; words[n + 1]; n++) c[n] = (page_choice){ words[n + 1], i18n_word(a, lang, words[n + 1]) };
    return contact_put_choices(doc, key, c, n, words[chosen], a);
}

/* What the filter offers: places and departments of whoever asks. */
static wr_rc put_filter(db_tx *ro, const wr_actor *who, const in_reports *in, const city_place *p, size_t n, arena *a, json_t *doc)
{
    page_choice *c = arena_array(a, page_choice, n + 1);
    city_department *d, own = { 0 };
    size_t k = 0, n_d;
    bool all = body_of(who) == 0;
    TRY(city_departments(ro, a, &d, &n_d));
    for (size_t i = 0; i < n_d; i++)
        if (d[i].num == who->department) own = d[i];
    for (size_t i = 0; i < n; i++)
        if (all || str_eq(p[i].department, own.acronym ? own.acronym : "")) c[k++] = (page_choice){ p[i].ref, p[i].name };
    TRY(contact_put_choices(doc, "places", c, k, in->place, a));
    c = arena_array(a, page_choice, n_d + 1);
    for (size_t i = k = 0; all && i < n_d; i++) c[k++] = (page_choice){ d[i].acronym, i18n(who->lang, NULL, d[i].name) };
    TRY(page_flag(doc, "everywhere", all));
    TRY(contact_put_choices(doc, "departments", c, k, in->department, a));
    TRY(put_words(doc, "states", STATES, in->state, who->lang, a));
    TRY(put_words(doc, "requests", contact_requests, in->request, who->lang, a));
    TRY(page_text(doc, "from", day_text(a, in->from)));
    TRY(page_text(doc, "to", day_text(a, in->to)));
    return page_flag(doc, "forced", in->forced);
}

static const char *place_name(const city_place *p, size_t n, const char *ref)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(p[i].ref, ref)) return p[i].name;
    return ref;
}

/* The same list, another page of it or as CSV. page 0: without. */
static const char *list_url(const in_reports *in, const char *path, int64_t page, arena *a)
{
    strbuf b = sb_new(a, 200);
    char between = '?';
    sb_str(&b, path);
    for (size_t i = 0; i + 1 < IN_CONTACT_LIST.n; i++) {
        const field *f = &IN_CONTACT_LIST.f[i];
        const char *v = shape_get(f, in, a);
        if (!*v || (f->type == 'e' && str_eq(v, f->words[0])) || (f->type == 'b' && !in->forced)) continue;
        sb_fmt(&b, "%c%s=", between, f->name);
        sb_str(&b, str_url(a, v));
        between = '&';
    }
    if (page > 0) sb_fmt(&b, "%cpage=%lld", between, (long long)page);
    return b.p;
}

static wr_rc put_lines(db_tx *ro, const wr_actor *who, const contact_line *l, size_t n, const city_place *p, size_t n_p, arena *a, json_t *doc)
{
    contact_agency *agencies;
    size_t n_a;
    TRY(contact_agencies(ro, a, &agencies, &n_a));
    TRY(page_rows(doc, "reports", &CONTACT_LINE, l, n));
    for (size_t i = 0; i < n; i++) {
        json_t *row = page_row(doc, "reports", i);
        TRY(page_text(row, "report_url", arena_fmt(a, "/contact/reports/%lld", (long long)l[i].number)));
        TRY(page_text(row, "name", place_name(p, n_p, l[i].place)));
        TRY(page_text(row, "agency_name", contact_agency_name(agencies, n_a, l[i].agency)));
        TRY(contact_put_state(who, &l[i], a, row));
    }
    return WR_OK;
}

wr_rc contact_show_reports(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_reports *in = in_;
    waits w;
    contact_line *l;
    city_place *p;
    size_t n, n_p;
    int64_t page = in->page > 1 ? in->page : 1;
    bool more;
    TRY(db_one(ro, &CONTACT_WAITS, a, &w, db_i(body_of(who))));
    TRY(db_all(ro, &CONTACT_LINES, a, LINES_SHOWN + 1, &l, &n, WHICH(who, in, a), db_i(LINES_SHOWN + 1), db_i((page - 1) * LINES_SHOWN)));
    TRY(city_places(ro, a, &p, &n_p));
    more = n > LINES_SHOWN;
    if (more) n = LINES_SHOWN;
    TRY(page_text(doc, "title", title_of(who, &w, a)));
    TRY(put_lines(ro, who, l, n, p, n_p, a, doc));
    TRY(put_filter(ro, who, in, p, n_p, a, doc));
    TRY(page_flag(doc, "filtered", !str_eq(list_url(in, "", 0, a), "")));
    TRY(page_text(doc, "csv_url", list_url(in, "/contact/reports.csv", 0, a)));
    TRY(page_text(doc, "before_url", page > 1 ? list_url(in, "/contact/reports", page - 1, a) : ""));
    return page_text(doc, "next_url", more ? list_url(in, "/contact/reports", page + 1, a) : "");
}

wr_rc contact_give_reports(db_tx *ro, const wr_actor *who, const void *in_, arena *a, http_out *out)
{
    const in_reports *in = in_;
    contact_line *l;
    size_t n;
    TRY(db_all(ro, &CONTACT_LINES_FROM, a, LINES_GIVEN, &l, &n, WHICH(who, in, a), db_i(strtoll(out->after, NULL, 10))));
    return out_rows(out, &CONTACT_LINE, l, n, LINES_GIVEN);
}
