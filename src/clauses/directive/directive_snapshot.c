/* directive_snapshot.c -- the matrix of a moment, kept for good: canonical JSON, its SHA-256, a title and a reason. It is written
 * once; its page computes the hash anew and says what has changed since. */
#include "directive_own.h"

#include <stdlib.h>
#include <string.h>
#include "day.h"
#include "db.h"
#include "http.h"
#include "i18n.h"
#include "now.h"
#include "page.h"
#include "sha256.h"
#include "str.h"

/* at, n: the moment that it shows; taken, taken_by: when and by whom it was stored. The last four numbers are of that moment. */
typedef struct snapshot { const char *id, *title, *reason; wr_day day; wr_us at; int64_t n; wr_us taken; const char *taken_by;
    int64_t late, waiting, verified, asked; const char *sha256, *text; } snapshot;
#define HEAD(S) FIELD(S, id, t, F_PATH, 32, N_("Key")), FIELD(S, title, t, 0, 200, N_("Title")), FIELD(S, reason, t, F_LONG, 2000, N_("Reason")), \
    FIELD(S, day, d, 0, 0, N_("Day")), FIELD(S, at, u, 0, 0, N_("Moment")), FIELD(S, n, i, 0, 0, N_("Log number")), \
    FIELD(S, taken, u, 0, 0, N_("Stored")), FIELD(S, taken_by, t, F_HIDE, 60, NULL), FIELD(S, late, i, 0, 0, N_("Late")), \
    FIELD(S, waiting, i, 0, 0, N_("Waiting for a check")), FIELD(S, verified, i, 0, 0, N_("Verified")), FIELD(S, asked, i, 0, 0, N_("Asked of")), \
    FIELD(S, sha256, t, 0, 64, N_("SHA-256"))
static const field SNAPSHOT_F[] = { HEAD(snapshot), FIELD(snapshot, text, t, F_LONG, 0, N_("Text")) };
const shape DIRECTIVE_SNAPSHOT = SHAPE("directive_snapshot", snapshot, SNAPSHOT_F);
static const field HEAD_F[] = { HEAD(snapshot) };
const shape DIRECTIVE_SNAPSHOT_HEAD = SHAPE("a snapshot without its text", snapshot, HEAD_F);

#define HEAD_C "id, title, reason, day, at, n, taken, taken_by, late, waiting, verified, asked, sha256"
const db_query DIRECTIVE_SNAPSHOT_ADD = HISTORY_ADD("directive_snapshot"), DIRECTIVE_SNAPSHOT_PAST = HISTORY_PAST("directive_snapshot"), DIRECTIVE_SNAPSHOT_WALK = HISTORY_WALK("directive_snapshot");
/* Never changed: a second one of the same id is no row. */
const db_query DIRECTIVE_SNAPSHOT_PUT = { "directive_snapshot_put", "tttduiutiiiitt", NULL, "INSERT INTO directive_snapshot (" HEAD_C ", text)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT (id) DO NOTHING" };
const db_query DIRECTIVE_SNAPSHOT_LIST = { "directive_snapshots", "", &DIRECTIVE_SNAPSHOT_HEAD,
    "SELECT " HEAD_C " FROM directive_snapshot ORDER BY day DESC, taken DESC, id" };
const db_query DIRECTIVE_SNAPSHOT_BY = { "directive_snapshot_by", "t", &DIRECTIVE_SNAPSHOT, "SELECT " HEAD_C ", text FROM directive_snapshot WHERE id = $1" };
const history DIRECTIVE_SNAPSHOTS = { "directive_snapshot", &DIRECTIVE_SNAPSHOT, &DIRECTIVE_SNAPSHOT_ADD, &DIRECTIVE_SNAPSHOT_PAST, &DIRECTIVE_SNAPSHOT_PUT, &DIRECTIVE_SNAPSHOT_WALK, .open = true };

typedef struct kept_cell { const char *direction, *department; int state; wr_day due, first, claimed, verified; const char *excuse; } kept_cell;
static const field KEPT_F[] = {
    FIELD(kept_cell, direction, t, 0, 20, N_("Direction")), FIELD(kept_cell, department, t, 0, 20, N_("Department")),
    WORDS(kept_cell, state, directive_shown, N_("State")), FIELD(kept_cell, due, d, F_NULL, 0, N_("Due")),
    FIELD(kept_cell, first, d, F_NULL, 0, N_("First due")), FIELD(kept_cell, claimed, d, F_NULL, 0, N_("Claimed")),
    FIELD(kept_cell, verified, d, F_NULL, 0, N_("Verified")), FIELD(kept_cell, excuse, t, F_NULL, 2000, N_("Reason given")),
};
static const shape KEPT = SHAPE("a cell of a snapshot", kept_cell, KEPT_F);
/* One answer that differs now. was, is: states; "" where it was not asked. */
typedef struct differs { const char *direction, *department, *was, *is; wr_day due_was, due; const char *url; } differs;
static const field DIFFERS_F[] = {
    FIELD(differs, direction, t, 0, 20, N_("Direction")), FIELD(differs, department, t, 0, 20, N_("Department")), FIELD(differs, was, t, 0, 30, N_("It was")),
    FIELD(differs, is, t, 0, 30, N_("It is now")), FIELD(differs, due_was, d, F_NULL, 0, N_("It was due")), FIELD(differs, due, d, F_NULL, 0, N_("Due")),
    FIELD(differs, url, t, F_HIDE, 200, NULL),
};
const shape DIRECTIVE_DIFFERS = SHAPE("an answer that changed", differs, DIFFERS_F);

typedef struct in_store { const char *title, *reason; directive_when when; snapshot made; } in_store;   /* made: by prepare */
static const field STORE_F[] = { FIELD(in_store, title, t, 0, 200, N_("Title")), FIELD(in_store, reason, t, F_LONG, 2000, N_("Why is it kept?")),
    WHEN_FIELDS(in_store) };
const shape IN_SNAPSHOT_STORE = SHAPE("a snapshot to store", in_store, STORE_F);
static const field BY_F[] = { FIELD(in_snapshot, id, t, F_PATH, 32, N_("Key")) };
const shape IN_SNAPSHOT = SHAPE("a snapshot", in_snapshot, BY_F);

static kept_cell kept_of(const directive_due *c, wr_day today)
{
    directive_facts f = directive_facts_of(c);
    return (kept_cell){ c->direction, c->department, directive_state_shown(&f, today), c->due, c->first, c->claimed, c->verified, c->excuse };
}

/* Sorted keys, no blanks: the same moment gives the same bytes. */
static wr_rc canonical(const directive_known *k, arena *a, const char **ret)
{
    json_t *doc = json_object();
    kept_cell *cells = arena_array(a, kept_cell, k->n_cells + 1);
    char *text = NULL;
    wr_rc rc;
    for (size_t i = 0; i < k->n_cells; i++) cells[i] = kept_of(&k->cells[i], k->who.today);
    rc = page_text(doc, "format", "writ directive snapshot 1");
    if (rc == WR_OK) rc = page_text(doc, "day", day_text(a, k->who.today));
    if (rc == WR_OK) rc = page_text(doc, "at", us_text(a, k->who.now));
    if (rc == WR_OK) rc = page_int(doc, "n", k->n);
    if (rc == WR_OK) rc = page_rows(doc, "orders", &DIRECTIVE_ORDER, k->orders, k->n_orders);
    if (rc == WR_OK) rc = page_rows(doc, "directions", &DIRECTIVE_DIRECTION, k->directions, k->n_directions);
    if (rc == WR_OK) rc = page_rows(doc, "departments", &CITY_DEPARTMENT, k->bodies, k->n_bodies);
    if (rc == WR_OK) rc = page_rows(doc, "cells", &KEPT, cells, k->n_cells);
    if (rc == WR_OK && !(text = json_dumps(doc, JSON_COMPACT | JSON_SORT_KEYS))) rc = WR_E_BUG;
    if (text) *ret = arena_dup(a, text);
    free(text);
    json_decref(doc);
    return rc;
}

static wr_rc take(db_tx *ro, const wr_actor *who, const in_store *in, arena *a, snapshot *ret)
{
    directive_when when = { day_none(in->when.on) ? who->today : in->when.on, in->when.at };
    directive_known k;
    directive_tally t = { 0 };
    TRY(directive_know(ro, who, &when, a, &k));
    if (!k.n_cells) return wr_fail(db_err(ro), WR_E_INPUT, "on", N_("Nothing was asked of anybody at that moment: there is nothing to keep."));
    for (size_t i = 0; i < k.n_cells; i++) {
        directive_facts f = directive_facts_of(&k.cells[i]);
        directive_add(&t, directive_state_shown(&f, k.who.today));
    }
    *ret = (snapshot){ .id = id_new(a), .title = in->title, .reason = in->reason, .day = k.who.today, .at = k.who.now, .n = k.n, .taken = who->now,
        .taken_by = who->by, .late = t.late, .waiting = t.waiting, .verified = t.verified, .asked = t.asked };
    TRY(canonical(&k, a, &ret->text));
    ret->sha256 = sha256_hex(a, ret->text);
    return WR_OK;
}

wr_rc directive_prepare_snapshot(db_tx *ro, const wr_actor *who, void *in_, arena *a)
{
    in_store *in = in_;
    return take(ro, who, in, a, &in->made);
}

wr_rc directive_act_snapshot(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_store *in = in_;
    *ret = (http_go){ .url = arena_fmt(a, "/directive/snapshots/%s", in->made.id), .id = in->made.id };
    return history_add(rw, who, &DIRECTIVE_SNAPSHOTS, "directive.snapshot_stored", in->made.day, NULL, &in->made, a);
}

wr_rc directive_demo_snapshot(db_tx *rw, const wr_actor *who, wr_day on, const char *title, const char *reason, arena *a)
{
    in_store in = { .title = title, .reason = reason, .when = { on, "" } };
    http_go go;
    TRY(take(rw, who, &in, a, &in.made));
    return directive_act_snapshot(rw, who, &in, a, &go);
}

wr_rc directive_show_snapshots(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    snapshot *s;
    size_t n;
    (void)in;
    TRY(db_all_(ro, &DIRECTIVE_SNAPSHOT_LIST, a, 500, sizeof *s, &s, &n, NULL, 0));
    TRY(page_text(doc, "title", i18n_fill(a, i18n_n(who->lang, NULL, "{n} snapshot is stored", "{n} snapshots are stored", (int64_t)n),
        (const char *const[]){ "n", arena_fmt(a, "%zu", n), NULL })));
    TRY(page_rows(doc, "snapshots", &DIRECTIVE_SNAPSHOT_HEAD, s, n));
    for (size_t i = 0; i < n; i++) TRY(page_text(page_row(doc, "snapshots", i), "url", arena_fmt(a, "/directive/snapshots/%s", s[i].id)));
    if (rights_has(who->rights, "directive.snapshot") != RIGHT_ALL) return WR_OK;
    TRY(page_form(doc, "form", &(page_form_of){ .action_url = "/directive/snapshots/store", .in = &IN_SNAPSHOT_STORE, .button = N_("Store the snapshot") }, a));
    TRY(page_hint(doc, "form", "on", N_("Empty: this moment.")));
    return page_hint(doc, "form", "at", N_("Hour, colon, minute. Empty: the end of that day."));
}

static wr_rc cells_of(const char *text, arena *a, wr_err *e, kept_cell **ret, size_t *ret_n)
{
    json_t *doc = json_loads(text, 0, NULL);
    const json_t *list = json_object_get(doc, "cells");
    size_t n = json_array_size(list);
    kept_cell *cells = arena_array(a, kept_cell, n + 1);
    wr_rc rc = json_is_array(list) ? WR_OK : WR_E_BUG;
    for (size_t i = 0; rc == WR_OK && i < n; i++) {
        faults wrong = { 0 };
        rc = shape_from_json(&KEPT, json_array_get(list, i), a, &cells[i], &wrong) == WR_OK ? WR_OK : WR_E_BUG;
    }
    json_decref(doc);
    *ret = cells;
    *ret_n = n;
    return rc == WR_OK ? rc : wr_fail(e, rc, NULL, N_("The text of this snapshot cannot be read."));
}

static int by_cell(const kept_cell *x, const kept_cell *y)
{
    int c = strcmp(x->department, y->department);
    return c ? c : strcmp(x->direction, y->direction);
}

/* Both lists come by department and direction: one walk finds what is in both, what came and what went. */
static size_t compare(const kept_cell *then, size_t n_then, const kept_cell *now, size_t n_now, arena *a, differs *ret)
{
    size_t m = 0;
    for (size_t i = 0, k = 0; i < n_then || k < n_now; ) {
        int c = i == n_then ? 1 : k == n_now ? -1 : by_cell(&then[i], &now[k]);
        const kept_cell *was = c <= 0 ? &then[i++] : NULL, *is = c >= 0 ? &now[k++] : NULL, *any = was ? was : is;
        if (was && is && was->state == is->state && wr_day_cmp(was->due, is->due) == 0) continue;
        ret[m++] = (differs){ any->direction, any->department, was ? directive_shown[was->state] : "", is ? directive_shown[is->state] : "",
            was ? was->due : (wr_day){ 0 }, is ? is->due : (wr_day){ 0 }, arena_fmt(a, "/directive/%s/%s", any->direction, any->department) };
    }
    return m;
}

static wr_rc put_changes(db_tx *ro, const wr_actor *who, const snapshot *s, arena *a, json_t *doc, size_t *ret_n)
{
    directive_due *all;
    kept_cell *then, *now;
    differs *d;
    size_t n, n_then;
    TRY(cells_of(s->text, a, db_err(ro), &then, &n_then));
    TRY(directive_all_due(ro, a, &all, &n));
    now = arena_array(a, kept_cell, n + 1);
    for (size_t i = 0; i < n; i++) now[i] = kept_of(&all[i], who->today);
    d = arena_array(a, differs, n + n_then + 1);
    *ret_n = compare(then, n_then, now, n, a, d);
    return page_rows(doc, "changes", &DIRECTIVE_DIFFERS, d, *ret_n);
}

wr_rc directive_show_snapshot(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_snapshot *in = in_;
    person_account *people;
    snapshot s;
    const char *now;
    size_t n, changed;
    TRY(db_one(ro, &DIRECTIVE_SNAPSHOT_BY, a, &s, db_t(in->id)));
    TRY(person_list(ro, a, &people, &n));
    now = sha256_hex(a, s.text);
    TRY(page_put(doc, &DIRECTIVE_SNAPSHOT, &s));
    TRY(put_changes(ro, who, &s, a, doc, &changed));
    TRY(page_text(doc, "name", s.title));
    TRY(page_text(doc, "title", i18n_fill(a, i18n_n(who->lang, NULL, "{title}: {n} answer has changed since", "{title}: {n} answers have changed since", (int64_t)changed),
        (const char *const[]){ "title", s.title, "n", arena_fmt(a, "%zu", changed), NULL })));
    TRY(page_text(doc, "sha256_now", now));
    TRY(page_flag(doc, "same", str_eq(now, s.sha256)));
    TRY(page_text(doc, "taker", person_name_of(people, n, s.taken_by)));
    TRY(page_text(doc, "text_url", arena_fmt(a, "/directive/snapshots/%s.txt", s.id)));
    TRY(page_text(doc, "csv_url", arena_fmt(a, "/directive/snapshots/%s.csv", s.id)));
    return page_text(doc, "matrix_url", arena_fmt(a, "/directive?on=%s", day_text(a, s.day)));
}

/* .txt: the very bytes that the hash is of. .csv: its cells. */
wr_rc directive_give_snapshot(db_tx *ro, const wr_actor *who, const void *in_, arena *a, http_out *out)
{
    const in_snapshot *in = in_;
    snapshot s;
    kept_cell *cells;
    strbuf b = sb_new(a, 65536);
    size_t n;
    (void)who;
    out->more = false;
    TRY(db_one(ro, &DIRECTIVE_SNAPSHOT_BY, a, &s, db_t(in->id)));
    if (str_eq(out->as, "txt")) return out_bytes(out, (bytes){ (const uint8_t *)s.text, strlen(s.text) });
    TRY(cells_of(s.text, a, db_err(ro), &cells, &n));
    shape_csv_head(&KEPT, &b);
    for (size_t i = 0; i < n; i++) shape_to_csv(&KEPT, &cells[i], &b);
    return out_bytes(out, (bytes){ (const uint8_t *)b.p, b.n });
}

/* A snapshot whose text is not what its hash says, or not what was recorded when it was stored, is named. */
wr_rc directive_check_snapshots(db_tx *ro, arena *a, json_t *ret_findings)
{
    snapshot *list;
    size_t n;
    TRY(db_all_(ro, &DIRECTIVE_SNAPSHOT_LIST, a, 500, sizeof *list, &list, &n, NULL, 0));
    for (size_t i = 0; i < n; i++) {
        snapshot s, first = { 0 };
        history_proof proof;
        const char *wrong = NULL;
        TRY(db_one(ro, &DIRECTIVE_SNAPSHOT_BY, a, &s, db_t(list[i].id)));
        if (!str_eq(sha256_hex(a, s.text), s.sha256)) wrong = "its text is not what its hash says";
        else if (history_as_of(ro, &DIRECTIVE_SNAPSHOTS, s.id, INT64_MAX, a, &first, &proof) != WR_OK || !str_eq(first.text, s.text))
            wrong = "its text is not what was recorded when it was stored";
        if (wrong && json_array_append_new(ret_findings, json_string(arena_fmt(a, "directive snapshot %s (%s): %s", s.id, s.title, wrong))) != 0) return WR_E_BUG;
    }
    return WR_OK;
}
