/* contact_summary_web.c -- /contact/summaries: what the public reads of contact reports, and how it is made: one person looks at it and
 * asks, a second one confirms. */
#include "contact_summary_own.h"

#include <string.h>
#include "db.h"
#include "http.h"
#include "i18n.h"
#include "str.h"

enum { PUBLISHED_MAX = 2000, READY_MAX = 12, NONE_BYTES = 1000 };
typedef struct in_summary { const char *period; } in_summary;
static const field SUMMARY_F[] = { FIELD(in_summary, period, t, F_PATH, 7, N_("Period")) };
const shape IN_SUMMARY = SHAPE("a summary", in_summary, SUMMARY_F);
typedef struct in_publish { const char *period, *sha256; contact_summary_made made; } in_publish;      /* made: by prepare */
static const field PUBLISH_F[] = { FIELD(in_publish, period, t, F_HIDE, 7, NULL), FIELD(in_publish, sha256, t, F_HIDE, 64, NULL) };
const shape IN_SUMMARY_PUBLISH = SHAPE("a summary to publish", in_publish, PUBLISH_F);
static const field PERIOD_F[] = { FIELD(contact_period, name, t, 0, 7, N_("Period")), FIELD(contact_period, first, d, 0, 0, N_("From")), FIELD(contact_period, last, d, 0, 0, N_("Until")) };
const shape CONTACT_PERIOD = SHAPE("a period without a summary", contact_period, PERIOD_F);

/* What the second person confirms. */
static const field ASKED_F[] = { FIELD(contact_summary, period, t, 0, 7, N_("Period")), FIELD(contact_summary, sha256, t, 0, 64, N_("SHA-256")) };
static const shape ASKED = SHAPE("a summary that was asked for", contact_summary, ASKED_F);
const pair_kind contact_pairs_of_two[] = {
    { "contact.summary_publish", N_("Publish a summary of contact reports"), "contact.summary_confirm", &ASKED, 7 * 24, contact_summary_run }, { 0 } };

/* ---- a summary for people ---- */
typedef struct say_section { const char *title; bool withheld; const char *none; } say_section;
static const field SECTION_F[] = { FIELD(say_section, title, t, 0, 0, N_("By")), FIELD(say_section, withheld, b, 0, 0, N_("Not shown")), FIELD(say_section, none, t, 0, 0, N_("No report")) };
const shape CONTACT_SAY_SECTION = SHAPE("a part of a summary", say_section, SECTION_F);
/* behind: the true number, in the preview alone. more: not the first of its row. */
typedef struct say_count { const char *name, *reports; bool hidden, more; int64_t behind; } say_count;
static const field COUNT_F[] = { FIELD(say_count, name, t, 0, 0, N_("Name")), FIELD(say_count, reports, t, 0, 0, N_("Reports")), FIELD(say_count, hidden, b, 0, 0, N_("Not shown")),
    FIELD(say_count, more, b, F_HIDE, 0, NULL), FIELD(say_count, behind, i, 0, 0, N_("Behind it")) };
const shape CONTACT_SAY_COUNT = SHAPE("a number of a summary, for people", say_count, COUNT_F);
static const char *const TITLES[AXES] = { N_("By department"), N_("By what they wanted"), N_("By agency"), N_("By what staff did"), N_("By kind of paper"), N_("By day") };

typedef struct telling { const contact_cell *cells; const int64_t *counts_opt; size_t n; const contact_name *names; size_t n_names; const char *lang; arena *a; } telling;

static const char *name_of(const telling *t, const char *by, const char *value)
{
    if (str_eq(by, contact_axes[AXIS_RESPONSE])) return i18n_word(t->a, t->lang, value);       /* words of the guide, translated as such */
    for (size_t i = 0; i < t->n_names; i++)
        if (str_eq(t->names[i].by, by) && str_eq(t->names[i].value, value)) return i18n(t->lang, NULL, t->names[i].name);
    return value;
}

static say_count count_of(const telling *t, size_t i)
{
    const contact_cell *c = &t->cells[i];
    return (say_count){ *c->and_by ? name_of(t, c->and_by, c->and_value) : name_of(t, c->by, c->value), c->reports, str_eq(c->reports, CONTACT_HIDDEN), false, t->counts_opt ? t->counts_opt[i] : 0 };
}

/* The numbers of one axis that are not zero, from where they begin; at: where each stands. */
static size_t rows_of(const telling *t, const char *by, say_count *ret, size_t *ret_at, strbuf *none, bool *ret_withheld)
{
    size_t n = 0;
    *ret_withheld = false;
    for (size_t i = 0; i < t->n; i++) {
        const contact_cell *c = &t->cells[i];
        if (!str_eq(c->by, by) || *c->and_by) continue;
        if (str_eq(c->reports, CONTACT_WITHHELD)) *ret_withheld = true;
        else if (str_eq(c->reports, "0") && str_eq(c->value, "not listed")) continue;        /* no word that anyone looks for */
        else if (str_eq(c->reports, "0")) sb_fmt(none, "%s%s", none->n ? " · " : "", name_of(t, by, c->value));
        else {
            ret_at[n] = i;
            ret[n++] = count_of(t, i);
        }
    }
    return n;
}

static wr_rc put_parts(const telling *t, json_t *row, const contact_cell *of, bool *ret_apart)
{
    say_count *parts = arena_array(t->a, say_count, t->n + 1);
    size_t n = 0;
    for (size_t i = 0; i < t->n; i++) {
        const contact_cell *c = &t->cells[i];
        if (*c->and_by && str_eq(c->by, of->by) && str_eq(c->value, of->value) && !str_eq(c->reports, "0")) {
            parts[n] = count_of(t, i);
            parts[n].more = n > 0;
            n++;
        }
    }
    if (n == 1 && str_eq(parts[0].name, name_of(t, of->by, "not said"))) n = 0;               /* it says no more than the row itself */
    if (n) *ret_apart = true;
    return page_rows(row, "parts", &CONTACT_SAY_COUNT, parts, n);
}

static wr_rc put_section(const telling *t, int axis, json_t *section)
{
    say_count *rows = arena_array(t->a, say_count, t->n + 1);
    size_t *at = arena_array(t->a, size_t, t->n + 1), n;
    strbuf none = sb_new(t->a, NONE_BYTES);
    bool withheld, apart = false;
    n = rows_of(t, contact_axes[axis], rows, at, &none, &withheld);
    TRY(page_flag(section, "withheld", withheld));
    TRY(page_text(section, "none", none.p));
    TRY(page_rows(section, "rows", &CONTACT_SAY_COUNT, rows, n));
    for (size_t i = 0; i < n; i++) TRY(put_parts(t, page_row(section, "rows", i), &t->cells[at[i]], &apart));
    return page_flag(section, "apart", apart);
}

static const char *title_of(const char *reports, wr_day first, wr_day last, const char *lang, arena *a)
{
    int64_t n = 0;
    bool hidden = !str_int(reports, &n);
    const char *text = hidden ? i18n(lang, NULL, N_("Contact reports from {first} to {last}: some, and too few to say how many"))
        : n == 0 ? i18n(lang, NULL, N_("No contact report from {first} to {last}"))
        : i18n_n(lang, NULL, "{n} contact report from {first} to {last}", "{n} contact reports from {first} to {last}", n);
    return i18n_fill(a, text, (const char *const[]){ "n", reports, "first", i18n_day(a, lang, first), "last", i18n_day(a, lang, last), NULL });
}

static wr_rc put_sections(const telling *t, const char *reports, wr_day first, wr_day last, json_t *doc)
{
    say_section sections[AXES] = { 0 };
    bool some = t->n > 1;
    for (int i = 0; i < AXES; i++) sections[i] = (say_section){ i18n(t->lang, NULL, TITLES[i]), false, "" };
    TRY(page_text(doc, "title", title_of(reports, first, last, t->lang, t->a)));
    TRY(page_flag(doc, "nil", str_eq(reports, "0")));
    TRY(page_flag(doc, "few", str_eq(reports, CONTACT_HIDDEN)));
    TRY(page_rows(doc, "sections", &CONTACT_SAY_SECTION, sections, some ? AXES : 0));
    for (int i = 0; some && i < AXES; i++) TRY(put_section(t, i, page_row(doc, "sections", (size_t)i)));
    return WR_OK;
}

wr_rc contact_show_summary(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_summary *in = in_;
    contact_summary s;
    contact_cell *cells;
    contact_name *names;
    history_event *e;
    size_t n, n_names, n_events;
    TRY(db_one(ro, &CONTACT_SUMMARY_BY, a, &s, db_t(in->period)));
    TRY(contact_summary_open(s.text, a, &names, &n_names, &cells, &n));
    TRY(history_events(ro, &CONTACT_SUMMARIES, s.id, a, &e, &n_events));
    TRY(page_put(doc, &CONTACT_SUMMARY_HEAD, &s));
    TRY(page_int(doc, "log_n", n_events ? e[0].n : 0));
    TRY(page_text(doc, "csv_url", arena_fmt(a, "/contact/summaries/%s.csv", s.period)));
    TRY(page_text(doc, "text_url", arena_fmt(a, "/contact/summaries/%s.txt", s.period)));
    TRY(put_sections(&(telling){ cells, NULL, n, names, n_names, who->lang, a }, s.reports, s.first, s.last, doc));
    TRY(page_rows(doc, "names", &CONTACT_NAME, names, n_names));
    return page_rows(doc, "cells", &CONTACT_CELL, cells, n);
}

/* .txt: the very bytes that the hash is of. */
wr_rc contact_give_summary(db_tx *ro, const wr_actor *who, const void *in_, arena *a, http_out *out)
{
    const in_summary *in = in_;
    contact_summary s;
    contact_cell *cells;
    contact_name *names;
    const char *text;
    size_t n, n_names;
    (void)who;
    out->more = false;
    TRY(db_one(ro, &CONTACT_SUMMARY_BY, a, &s, db_t(in->period)));
    if (str_eq(out->as, "txt")) return out_bytes(out, (bytes){ (const uint8_t *)s.text, strlen(s.text) });
    TRY(contact_summary_open(s.text, a, &names, &n_names, &cells, &n));
    text = contact_summary_csv(cells, n, names, n_names, a);
    return out_bytes(out, (bytes){ (const uint8_t *)text, strlen(text) });
}

wr_rc contact_show_summaries(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    contact_summary *s;
    contact_period ready[READY_MAX];
    size_t n, n_ready = 0;
    (void)in;
    TRY(db_all_(ro, &CONTACT_SUMMARY_LIST, a, PUBLISHED_MAX, sizeof *s, &s, &n, NULL, 0));
    TRY(page_text(doc, "title", i18n_fill(a, i18n_n(who->lang, NULL, "{n} summary of contact reports is published", "{n} summaries of contact reports are published", (int64_t)n),
        (const char *const[]){ "n", arena_fmt(a, "%zu", n), NULL })));
    TRY(page_rows(doc, "summaries", &CONTACT_SUMMARY_HEAD, s, n));
    for (size_t i = 0; i < n; i++) {
        TRY(page_text(page_row(doc, "summaries", i), "url", arena_fmt(a, "/contact/summaries/%s", s[i].period)));
        TRY(page_flag(page_row(doc, "summaries", i), "few", str_eq(s[i].reports, CONTACT_HIDDEN)));
    }
    if (rights_has(who->rights, "contact.summary_confirm") != RIGHT_ALL) return WR_OK;
    TRY(contact_summary_ready(ro, who, a, ready, READY_MAX, &n_ready));
    TRY(page_rows(doc, "ready", &CONTACT_PERIOD, ready, n_ready));
    for (size_t i = 0; i < n_ready; i++) TRY(page_text(page_row(doc, "ready", i), "url", arena_fmt(a, "/contact/summaries/%s/preview", ready[i].name)));
    return WR_OK;
}

/* ---- making one ---- */
wr_rc contact_show_preview(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_summary *in = in_;
    contact_summary_made m;
    contact_summary_waiting w;
    contact_cell *cells;
    contact_name *names;
    in_publish form;
    size_t n, n_names;
    wr_rc rc;
    TRY(contact_summary_make(ro, who, in->period, a, &m));
    TRY(contact_summary_open(m.row.text, a, &names, &n_names, &cells, &n));
    rc = db_one(ro, &CONTACT_SUMMARY_WAITING_BY, a, &w, db_t(in->period));
    if (rc != WR_OK && rc != WR_E_MISSING) return rc;
    TRY(page_put(doc, &CONTACT_SUMMARY_WAITING, &m.row));
    TRY(page_int(doc, "behind_all", m.row.counted));
    TRY(page_flag(doc, "inside", true));
    TRY(page_flag(doc, "waits", rc == WR_OK));
    TRY(page_flag(doc, "same", rc == WR_OK && str_eq(w.sha256, m.row.sha256)));
    TRY(page_text(doc, "waits_sha256", rc == WR_OK ? w.sha256 : ""));
    TRY(put_sections(&(telling){ m.cells, m.counts, m.n_cells, names, n_names, who->lang, a }, m.row.reports, m.row.first, m.row.last, doc));
    form = (in_publish){ .period = m.row.period, .sha256 = m.row.sha256 };
    return page_form(doc, "form", &(page_form_of){ .action_url = "/contact/summaries/publish", .in = &IN_SUMMARY_PUBLISH, .row = &form, .button = N_("Ask a second person to publish it") }, a);
}

wr_rc contact_prepare_summary(db_tx *ro, const wr_actor *who, void *in_, arena *a)
{
    in_publish *in = in_;
    TRY(contact_summary_make(ro, who, in->period, a, &in->made));
    return str_eq(in->made.row.sha256, in->sha256) ? WR_OK
        : wr_fail(arena_err(a), WR_E_CONFLICT, NULL, N_("Reports have come in since you looked. Please look at the summary again."));
}

wr_rc contact_act_summary(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_publish *in = in_;
    contact_summary asked = { .period = in->made.row.period, .sha256 = in->made.row.sha256 };
    *ret = (http_go){ .url = arena_fmt(a, "/contact/summaries/%s/preview", in->made.row.period), .id = in->made.row.period };
    TRY(db_save(rw, &CONTACT_SUMMARY_WAITING_PUT, &CONTACT_SUMMARY_WAITING, &in->made.row));
    return pair_ask(rw, who, &contact_pairs_of_two[0], arena_fmt(a, "summary %s", asked.period), arena_fmt(a, "%s, SHA-256 %.16s…", asked.period, asked.sha256), &asked, a);
}
