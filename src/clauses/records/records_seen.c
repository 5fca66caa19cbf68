/* records_seen.c -- what others asked for and got: requests and releases of other requesters, kept by hand or from a table, so that whoever writes a
 * request sees what is released already and cites it as proof that the export exists (REC-31). */
#include "records_beside.h"

#include <stdio.h>
#include <string.h>
#include "csv.h"
#include "day.h"
#include "i18n.h"
#include "now.h"
#include "pack.h"

enum { SEEN_MAX = 2000, SEEN_AT_ONCE = 200 };
const char *const records_seen_states[] = { "asked", "released", "released in part", "refused", "in court", NULL };
typedef struct records_seen { const char *id, *ref, *requester, *holder, *tracking, *title; int state; wr_day day; const char *at_url, *categories, *note; } records_seen;
static const field SEEN_F[] = {
    FIELD(records_seen, id,         t, F_HIDE, 32,   NULL),
    FIELD(records_seen, ref,        t, 0, 60,        N_("Key")),
    FIELD(records_seen, requester,  t, 0, 200,       N_("Who asked")),
    FIELD(records_seen, holder,     t, 0, 40,        N_("Holder")),
    FIELD(records_seen, tracking,   t, F_NULL, 80,   N_("Tracking number")),
    FIELD(records_seen, title,      t, 0, 300,       N_("What was asked for")),
    WORDS(records_seen, state,      records_seen_states, N_("What came of it")),
    FIELD(records_seen, day,        d, F_NULL, 0,    N_("Day")),
    FIELD(records_seen, at_url,      t, F_NULL, 400,  N_("Where it is published")),
    FIELD(records_seen, categories, t, F_NULL, 400,  N_("Categories, with blanks between")),
    FIELD(records_seen, note,       t, F_NULL | F_LONG, 1000, N_("What it holds")),
};
const shape RECORDS_SEEN = SHAPE("records_seen", records_seen, SEEN_F);
const shape RECORDS_PACK_SEEN = { "a request of somebody else", sizeof(records_seen), 10, SEEN_F + 1 };
typedef struct in_seen { const char *ref, *requester, *holder, *tracking, *title; int state; wr_day day; const char *at_url, *categories, *note; const char *table, *id; } in_seen;
static const field IN_SEEN_F[] = {
    FIELD(in_seen, requester,  t, 0, 200,       N_("Who asked")),           FIELD(in_seen, holder,     t, 0, 40,  N_("Holder")),
    FIELD(in_seen, tracking,   t, F_NULL, 80,   N_("Tracking number")),     FIELD(in_seen, title,      t, 0, 300, N_("What was asked for")),
    WORDS(in_seen, state,      records_seen_states, N_("What came of it")), FIELD(in_seen, day,        d, F_NULL, 0, N_("Day")),
    FIELD(in_seen, at_url,      t, F_NULL, 400,  N_("Where it is published")), FIELD(in_seen, categories, t, F_NULL, 400, N_("Categories, with blanks between")),
    FIELD(in_seen, note,       t, F_NULL | F_LONG, 1000, N_("What it holds")),
};
const shape IN_RECORDS_SEEN = SHAPE("a request of somebody else, by hand", in_seen, IN_SEEN_F);
static const field TABLE_F[] = { FIELD(in_seen, table, t, F_LONG, 60000, N_("The table, as CSV with a first line of names")) };
const shape IN_RECORDS_TABLE = SHAPE("a table of requests of others", in_seen, TABLE_F);

#define COLS "id, ref, requester, holder, tracking, title, state, day, at_url, categories, note"
const db_query RECORDS_SEEN_ADD = HISTORY_ADD("records_seen"), RECORDS_SEEN_PAST = HISTORY_PAST("records_seen"), RECORDS_SEEN_WALK = HISTORY_WALK("records_seen");
const db_query RECORDS_SEEN_PUT = { "records_seen_put", "ttttttedttt", NULL, "INSERT INTO records_seen (" COLS ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
    " ON CONFLICT (id) DO UPDATE SET requester = excluded.requester, holder = excluded.holder, tracking = excluded.tracking, title = excluded.title, state = excluded.state,"
    " day = excluded.day, at_url = excluded.at_url, categories = excluded.categories, note = excluded.note" };
const db_query RECORDS_SEEN_BY = { "records_seen_by", "t", &RECORDS_SEEN, "SELECT " COLS " FROM records_seen WHERE ref = $1" };
const db_query RECORDS_SEEN_ALL = { "records_seen_all", "", &RECORDS_SEEN, "SELECT " COLS " FROM records_seen ORDER BY day DESC, ref LIMIT 2000" };
const history RECORDS_SEENS = { "records_seen", &RECORDS_SEEN, &RECORDS_SEEN_ADD, &RECORDS_SEEN_PAST, &RECORDS_SEEN_PUT, &RECORDS_SEEN_WALK, .open = true };

/* ---- from the pack ---- */
wr_rc records_seen_now(db_tx *ro, const void *row, arena *a, void *ret) { return db_one(ro, &RECORDS_SEEN_BY, a, (records_seen *)ret, db_t(((const records_seen *)row)->ref)); }

wr_rc records_seen_load(db_tx *rw, const wr_actor *who, const void *row, arena *a)
{
    records_seen was, now = *(const records_seen *)row;
    return pack_put(rw, who, &RECORDS_SEENS, "records.seen_written", records_seen_now(rw, row, a, &was), &was, &now, a);
}

/* ---- pages ---- */
static wr_rc seen_all(db_tx *ro, arena *a, records_seen **ret, size_t *ret_n) { return db_all_(ro, &RECORDS_SEEN_ALL, a, SEEN_MAX, sizeof **ret, ret, ret_n, NULL, 0); }

wr_rc records_put_seen(db_tx *ro, const char *category, arena *a, json_t *row)
{
    records_seen *x, *fit;
    size_t n, k = 0;
    TRY(seen_all(ro, a, &x, &n));
    fit = arena_array(a, records_seen, n + 1);
    for (size_t i = 0; i < n; i++)
        if (records_has_word(x[i].categories, category)) fit[k++] = x[i];
    return page_rows(row, "seen", &RECORDS_SEEN, fit, k);
}

wr_rc records_show_seen(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    records_seen *x;
    page_choice *h;
    size_t n, n_h;
    (void)in;
    TRY(seen_all(ro, a, &x, &n));
    TRY(page_rows(doc, "seen", &RECORDS_SEEN, x, n));
    for (size_t i = 0; i < n; i++) TRY(page_flag(page_row(doc, "seen", i), "dated", !day_none(x[i].day)));
    TRY(page_text(doc, "title", i18n(who->lang, NULL, N_("What others asked for, and got"))));
    TRY(page_form(doc, "form", &(page_form_of){ .action_url = "/records/seen/add", .in = &IN_RECORDS_SEEN, .button = N_("Keep it") }, a));
    TRY(records_holder_choices(ro, a, &h, &n_h));
    TRY(page_choices(doc, "form", "holder", h, n_h));
    TRY(page_form(doc, "table", &(page_form_of){ .action_url = "/records/seen/take", .in = &IN_RECORDS_TABLE, .button = N_("Keep all of these") }, a));
    return page_hint(doc, "table", "table", N_("Names: requester, holder, tracking, title, state, day, at_url, categories, note. Of these requester, holder, title and state are needed. Nothing is kept when a line is wrong."));
}

static wr_rc keep(db_tx *rw, const wr_actor *who, const in_seen *in, arena *a)
{
    records_holder h;
    const char *id = id_new(a);
    records_seen now = { id, arena_fmt(a, "seen-%.12s", id), in->requester, in->holder, in->tracking ? in->tracking : "", in->title, in->state, in->day, in->at_url ? in->at_url : "",
        in->categories ? in->categories : "", in->note ? in->note : "" };
    TRY(records_holder_by(rw, in->holder, a, &h));
    return history_add(rw, who, &RECORDS_SEENS, "records.seen_written", who->today, NULL, &now, a);
}

wr_rc records_act_seen(db_tx *rw, const wr_actor *who, const void *in, arena *a, http_go *ret)
{
    *ret = (http_go){ .url = "/records/seen" };
    return keep(rw, who, in, a);
}

static wr_rc wrong_line(arena *a, size_t line, const char *why)
{
    *arena_err(a) = (wr_err){ 0 };         /* what was said of the field is said of the line */
    return wr_fail(arena_err(a), WR_E_INPUT, "table", N_("Line {line}: {why}"), "line", arena_fmt(a, "%zu", line), "why", why);
}

static wr_rc take_rows(csv *c, db_tx *rw, const wr_actor *who, arena *a)
{
    csv_cell *head, *cell;
    size_t n_head, n, rows = 0;
    TRY(csv_next(c, a, &head, &n_head));
    while (true) {
        pair typed[16];
        in_seen x;
        faults wrong;
        wr_rc rc;
        TRY(csv_next(c, a, &cell, &n));
        if (!n) return rows ? WR_OK : wr_fail(arena_err(a), WR_E_INPUT, "table", N_("The table has no line under its names."));
        if (n != n_head || n > sizeof typed / sizeof *typed) return wrong_line(a, c->line, i18n(who->lang, NULL, N_("it has another number of cells than the first line")));
        if (++rows > SEEN_AT_ONCE) return wr_fail(arena_err(a), WR_E_INPUT, "table", N_("At most 200 lines at once."));
        for (size_t i = 0; i < n; i++) typed[i] = (pair){ head[i].text, cell[i].text, cell[i].n };
        rc = shape_from_form(&IN_RECORDS_SEEN, typed, n, a, &x, &wrong);
        if (rc == WR_E_INPUT && wrong.n) return wrong_line(a, c->line, arena_fmt(a, "%s: %s", wrong.at[0].field, i18n_fill(a, i18n(who->lang, NULL, wrong.at[0].text), wrong.at[0].holes)));
        TRY(rc);
        rc = keep(rw, who, &x, a);
        if (rc == WR_E_INPUT) return wrong_line(a, c->line, arena_fmt(a, "holder: %s", i18n(who->lang, NULL, N_("Choose a holder from the list."))));
        TRY(rc);
    }
}

wr_rc records_act_table(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_seen *in = in_;
    const char *text = csv_typed(a, in->table);
    FILE *f = fmemopen((void *)(uintptr_t)text, strlen(text), "r");
    csv c = csv_of(f, "table");
    wr_rc rc = f ? take_rows(&c, rw, who, a) : WR_E_IO;
    if (f) fclose(f);
    *ret = (http_go){ .url = "/records/seen" };
    return rc;
}
