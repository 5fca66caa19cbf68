/* released_pages.c -- the files that are here, and one of them: what it is, sheet by sheet, in words that a clerk can check. */
#include "released_web.h"

#include <string.h>
#include "day.h"
#include "doc_key.h"
#include "i18n.h"
#include "person.h"
#include "released_compare_web.h"

typedef struct say_file { const char *url; int64_t number; const char *name, *sha256; int64_t size; const char *agency, *release; int64_t request; wr_day extracted, taken; int state; const char *problem, *mark, *size_said, *found; } say_file;
static const field FILE_F[] = {
    FIELD(say_file, url, t, F_HIDE, 100, NULL), FIELD(say_file, number, i, 0, 0, N_("Number")), FIELD(say_file, name, t, 0, 150, N_("Name")), FIELD(say_file, sha256, t, 0, 64, N_("SHA-256")),
    FIELD(say_file, size, i, 0, 0, N_("Bytes")), FIELD(say_file, agency, t, 0, 120, N_("Agency that released it")), FIELD(say_file, release, t, 0, 120, N_("Release")),
    FIELD(say_file, request, i, 0, 0, N_("Request for records")), FIELD(say_file, extracted, d, 0, 0, N_("Day of the data")), FIELD(say_file, taken, d, 0, 0, N_("Taken in on")),
    WORDS(say_file, state, released_states, N_("State")), FIELD(say_file, problem, t, 0, 1000, N_("What is wrong with it")), FIELD(say_file, mark, t, F_HIDE, 10, NULL), FIELD(say_file, size_said, t, F_HIDE, 40, NULL),
    FIELD(say_file, found, t, 0, 0, N_("Not loaded")) };
const shape RELEASED_SAY_FILE = SHAPE("a released file, said", say_file, FILE_F);
typedef struct say_table { int64_t n; const char *kind, *name; int64_t columns, rows; wr_day first, last; } say_table;
static const field TABLE_F[] = {
    FIELD(say_table, n, i, 0, 0, N_("Table")), FIELD(say_table, kind, t, 0, 40, N_("Kind of table")), FIELD(say_table, name, t, 0, 300, N_("Sheet")), FIELD(say_table, columns, i, 0, 0, N_("Columns")),
    FIELD(say_table, rows, i, 0, 0, N_("Rows")), FIELD(say_table, first, d, 0, 0, N_("First day")), FIELD(say_table, last, d, 0, 0, N_("Last day")) };
const shape RELEASED_SAY_TABLE = SHAPE("a table of a released file", say_table, TABLE_F);
typedef struct in_file { int64_t number; } in_file;
static const field IN_F[] = { FIELD(in_file, number, i, F_PATH, 0, N_("Number")) };
const shape IN_RELEASED_FILE = SHAPE("a released file", in_file, IN_F);

static bool may_write(const wr_actor *who) { return rights_has(who->rights, "released.write") != RIGHT_NONE; }
static bool may_hold(const wr_actor *who) { return rights_has(who->rights, "released.hold") != RIGHT_NONE; }
static const char *const MARKS[] = { "wait", "ok", "late", "off" };

static say_file said(const released_file *f, const char *lang, arena *a)
{
    return (say_file){ arena_fmt(a, "/released/files/%lld", (long long)f->number), f->number, f->name, f->sha256, f->size, f->agency, f->release, f->request, f->extracted, f->taken, f->state, f->problem,
        MARKS[f->state], doc_size_said(a, lang, f->size), released_found_said(f->found, lang, a) };
}

wr_rc released_show_files(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    released_file *f;
    size_t n;
    say_file *s;
    bool keyed;
    (void)in;
    TRY(released_files(ro, a, &f, &n));
    s = arena_array(a, say_file, n + 1);
    for (size_t i = 0; i < n; i++) s[i] = said(&f[i], who->lang, a);
    TRY(page_rows(doc, "files", &RELEASED_SAY_FILE, s, n));
    TRY(page_text(doc, "title", i18n(who->lang, NULL, N_("Released records"))));
    TRY(page_text(doc, "held_url", may_hold(who) ? "/released/held" : ""));
    if (!may_write(who)) return WR_OK;
    TRY(doc_key_there(ro, a, &keyed));
    TRY(page_flag(doc, "no_key", !keyed));
    if (!keyed) return WR_OK;
    return page_form(doc, "form", &(page_form_of){ .action_url = "/released/files/take", .in = &IN_RELEASED_TAKE, .button = N_("Take this file in") }, a);
}

/* ---- one file ---- */
static const char *text_in(const json_t *o, const char *key)
{
    const char *s = json_string_value(json_object_get(o, key));
    return s ? s : "";
}
static int64_t int_in(const json_t *o, const char *key) { return json_integer_value(json_object_get(o, key)); }

/* "name: 6, 7C; name: 4" */
static const char *listed(const json_t *all, const char *with, arena *a)
{
    strbuf b = sb_new(a, 100);
    const json_t *one, *x;
    size_t i, k;
    json_array_foreach(all, i, one) {
        if (b.n) sb_str(&b, "; ");
        if (json_is_string(one)) { sb_str(&b, json_string_value(one)); continue; }
        sb_str(&b, text_in(one, "name"));
        json_array_foreach(json_object_get(one, with), k, x) sb_fmt(&b, "%s%s", k ? ", " : ": ", json_string_value(x));
        if (json_is_string(json_object_get(one, with))) sb_fmt(&b, ": %s", text_in(one, with));
        if (json_object_get(one, "cells")) sb_fmt(&b, " (%lld)", (long long)int_in(one, "cells"));
    }
    return b.p;
}

/* Columns that are not there, by what they would be about. */
static const char *ideas_listed(const json_t *all, const char *lang, arena *a)
{
    strbuf b = sb_new(a, 100);
    const json_t *one;
    size_t i;
    json_array_foreach(all, i, one) {
        const released_idea *k = released_idea_named(json_string_value(one));
        if (k) sb_fmt(&b, "%s%s", b.n ? "; " : "", i18n(lang, NULL, k->label));
    }
    return b.p;
}

static wr_rc put_sheets(json_t *row, const released_file *f, const json_t *report, bool grid, bool may, arena *a)
{
    const json_t *p;
    json_t *list = released_list(row, "sheets");
    size_t i;
    wr_rc rc = WR_OK;
    static const char *const KEYS[] = { "header_row", "rows_in", "rows_stored", "rows_blank", "rows_error", "rows_total", "hidden_rows" };
    json_array_foreach(json_object_get(report, "sheets"), i, p) {
        json_t *o = released_item(list);
        for (size_t k = 0; rc == WR_OK && k < sizeof KEYS / sizeof *KEYS; k++) rc = page_int(o, KEYS[k], int_in(p, KEYS[k]));
        if (rc == WR_OK) rc = page_text(o, "sheet", text_in(p, "name"));
        if (rc == WR_OK) rc = page_text(o, "preamble", text_in(p, "preamble"));
        if (rc == WR_OK) rc = page_flag(o, "is_hidden", json_is_true(json_object_get(p, "hidden")));
        if (rc == WR_OK && may) {
            pair typed[] = { { "sheet", text_in(p, "name"), strlen(text_in(p, "name")) } };
            rc = page_form(o, "head_form", &(page_form_of){ .action_url = arena_fmt(a, "/released/files/%lld/head", (long long)f->number), .in = &IN_RELEASED_HEAD, .typed = typed, .typed_n = 1,
                .button = grid ? N_("Read it with this header") : N_("Read it again with this header") }, a);
        }
    }
    return rc;
}

static wr_rc put_columns(json_t *row, const json_t *report)
{
    const json_t *p;
    json_t *list = released_list(row, "column_rows");
    size_t i;
    wr_rc rc = WR_OK;
    static const char *const KEYS[] = { "value", "blank", "null_word", "withheld", "error", "quarantined" };
    json_array_foreach(json_object_get(report, "columns"), i, p) {
        json_t *o = released_item(list);
        const released_idea *idea = released_idea_named(text_in(p, "idea"));
        for (size_t k = 0; rc == WR_OK && k < sizeof KEYS / sizeof *KEYS; k++) rc = page_int(o, KEYS[k], int_in(p, KEYS[k]));
        if (rc == WR_OK) rc = page_text(o, "column", text_in(p, "name"));
        if (rc == WR_OK) rc = page_text(o, "type", text_in(p, "type"));
        if (rc == WR_OK) rc = page_flag(o, "is_hidden", json_is_true(json_object_get(p, "hidden")));
        if (rc == WR_OK) rc = page_text(o, "idea", idea ? idea->label : "");
    }
    return rc;
}

/* Rule, how often, and where first: both numbers beside each other. */
static wr_rc put_findings(json_t *row, const json_t *report, const char *lang)
{
    json_t *list = released_list(row, "findings"), *one, *place;
    size_t i, k;
    json_array_foreach(json_object_get(report, "findings"), i, one) {
        json_t *o = released_item(list), *places = released_list(o, "places");
        TRY(page_text(o, "says", i18n(lang, NULL, text_in(one, "says"))));
        TRY(page_int(o, "times", int_in(one, "count")));
        json_array_foreach(json_object_get(one, "places"), k, place) {
            json_t *p = released_item(places);
            TRY(page_text(p, "place", text_in(place, "place")));
            TRY(page_text(p, "found", text_in(place, "found")));
            TRY(page_text(p, "against", text_in(place, "against")));
        }
    }
    return page_flag(row, "has_findings", json_array_size(list) > 0);
}

static wr_rc put_notes(json_t *list, const json_t *report, const char *lang, arena *a)
{
    const json_t *note;
    size_t i;
    json_array_foreach(json_object_get(report, "notes"), i, note) TRY(page_text(released_item(list), "note", released_note_said(note, lang, a)));
    return WR_OK;
}

static wr_rc put_table(json_t *row, json_t *notes, const released_file *f, const released_table *t, bool may, const char *lang, arena *a)
{
    json_t *report = json_loads(t->report, 0, NULL);
    bool grid = str_eq(t->kind, "grid");
    wr_rc rc = put_notes(notes, report, lang, a);
    if (rc == WR_OK) rc = put_sheets(row, f, report, grid, may, a);
    if (rc == WR_OK) rc = put_columns(row, report);
    if (rc == WR_OK) rc = page_flag(row, "is_grid", grid);
    if (rc == WR_OK) rc = page_flag(row, "spans", !day_none(t->first));
    if (rc == WR_OK) rc = page_text(row, "withheld", listed(json_object_get(report, "withheld_columns"), "exemptions", a));
    if (rc == WR_OK) rc = page_text(row, "quarantined", listed(json_object_get(report, "quarantined_columns"), "what", a));
    if (rc == WR_OK) rc = page_text(row, "unknown", listed(json_object_get(report, "unknown_columns"), "", a));
    if (rc == WR_OK) rc = page_text(row, "missing", ideas_listed(json_object_get(report, "missing_columns"), lang, a));
    if (rc == WR_OK) rc = put_findings(row, report, lang);
    if (rc == WR_OK) rc = page_text(row, "map_url", grid ? "" : arena_fmt(a, "/released/files/%lld/tables/%lld/map", (long long)f->number, (long long)t->n));
    if (rc == WR_OK) rc = page_text(row, "desk_url", grid ? "" : arena_fmt(a, "/released/desk?table=%lld-%lld", (long long)f->number, (long long)t->n));
    json_decref(report);
    return rc;
}

/* The same tables under other bytes: an edition that was published twice, or a file saved anew. */
static wr_rc put_same(db_tx *ro, const released_file *f, arena *a, json_t *doc)
{
    released_file *like;
    size_t n = 0;
    if (*f->content) TRY(db_all(ro, &RELEASED_FILE_LIKE, a, 1, &like, &n, db_t(f->content), db_t(f->id)));
    TRY(page_text(doc, "same_url", n ? arena_fmt(a, "/released/files/%lld", (long long)like->number) : ""));
    return page_text(doc, "same_name", n ? arena_fmt(a, "%lld, %s", (long long)like->number, like->name) : "");
}

static wr_rc put_state(db_tx *ro, const wr_actor *who, const released_file *f, arena *a, json_t *doc)
{
    const char *url = arena_fmt(a, "/released/files/%lld", (long long)f->number);
    TRY(page_flag(doc, "is_reading", f->state == RELEASED_READING));
    TRY(page_flag(doc, "is_refused", f->state == RELEASED_REFUSED));
    TRY(page_flag(doc, "is_withdrawn", f->state == RELEASED_WITHDRAWN));
    TRY(page_flag(doc, "is_sealed", *f->sealed != 0));
    TRY(page_text(doc, "held_url", f->held != RELEASED_HELD_OPEN && may_hold(who) ? arena_fmt(a, "/released/held/%lld", (long long)f->number) : ""));
    TRY(put_same(ro, f, a, doc));
    if (!may_write(who) || (f->state != RELEASED_READ && f->state != RELEASED_WITHDRAWN)) return WR_OK;
    if (f->state == RELEASED_READ)
        return page_form(doc, "withdraw_form", &(page_form_of){ .action_url = arena_fmt(a, "%s/withdraw", url), .in = &IN_RELEASED_FILE_WITHDRAW, .button = N_("Withdraw this file") }, a);
    return page_form(doc, "back_form", &(page_form_of){ .action_url = arena_fmt(a, "%s/back", url), .in = &IN_RELEASED_FILE, .button = N_("Take it in again") }, a);
}

/* How far the job is that reads it. */
static wr_rc put_progress(db_tx *ro, const released_file *f, arena *a, json_t *doc)
{
    job *j;
    size_t n;
    int64_t done = 0, total = 0;
    bool failed = false;
    if (f->state == RELEASED_READING) {
        TRY(job_list(ro, a, &j, &n));
        for (size_t i = 0; i < n; i++) {
            if (!str_eq(j[i].about, f->id)) continue;
            done = j[i].done;
            total = j[i].total;
            failed = j[i].state == JOB_FAILED || j[i].state == JOB_STOPPED;
            break;
        }
    }
    TRY(page_int(doc, "pieces_done", done));
    TRY(page_int(doc, "pieces", total));
    return page_flag(doc, "reading_failed", failed);
}

wr_rc released_show_file(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_file *in = in_;
    released_file f;
    released_table *t;
    say_table *s;
    say_file file;
    size_t n;
    TRY(released_file_by(ro, in->number, a, &f));
    TRY(released_tables(ro, f.id, a, &t, &n));
    file = said(&f, who->lang, a);
    TRY(page_put(doc, &RELEASED_SAY_FILE, &file));
    s = arena_array(a, say_table, n + 1);
    for (size_t i = 0; i < n; i++) s[i] = (say_table){ t[i].n, t[i].kind, t[i].name, t[i].columns, t[i].rows, t[i].first, t[i].last };
    TRY(page_rows(doc, "tables", &RELEASED_SAY_TABLE, s, n));
    json_t *notes = released_list(doc, "reader_notes");
    for (size_t i = 0; i < n; i++) TRY(put_table(page_row(doc, "tables", i), notes, &f, &t[i], may_write(who) && f.state == RELEASED_READ && !*f.sealed, who->lang, a));
    TRY(page_flag(doc, "has_notes", json_array_size(notes) > 0));
    TRY(put_progress(ro, &f, a, doc));
    TRY(page_text(doc, "old_url", f.replaces ? arena_fmt(a, "/released/files/%lld", (long long)f.replaces) : ""));
    TRY(page_int(doc, "old_number", f.replaces));
    TRY(page_text(doc, "compare_url", f.replaces ? arena_fmt(a, "/released/compare?a=%lld&b=%lld", (long long)f.replaces, (long long)f.number) : ""));
    if (may_write(who) && f.state == RELEASED_READ) TRY(released_replaces_form(ro, &f, who->lang, doc, a));
    TRY(put_state(ro, who, &f, a, doc));
    TRY(page_flag(doc, "dated", !day_none(f.extracted)));
    return page_text(doc, "title", f.name);
}
