/* history.c -- facts that change, kept as what changed. The current row is the same loop as any past one. */
#include "history.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sodium.h>
#include "day.h"
#include "now.h"
#include "sha256.h"
#include "str.h"
#include "tlog_own.h"

enum { SALT_BYTES = 32, EVENTS_MAX = 10000, ALL_MAX = 1000000 };

static const field EVENT_F[] = {
    FIELD(history_event, about, t, 0, 80,      N_("About")),
    FIELD(history_event, what,  t, 0, 80,      N_("What happened")),
    FIELD(history_event, value, t, F_LONG, 0,  N_("What changed")),
    FIELD(history_event, who,   t, 0, 80,      N_("By")),
    FIELD(history_event, holds, d, 0, 0,       N_("Holds from")),
    FIELD(history_event, at,    u, 0, 0,       N_("Recorded")),
    FIELD(history_event, n,     i, 0, 0,       N_("Log number")),
    FIELD(history_event, salt,  x, F_HIDE, 32, NULL),
};
const shape HISTORY_EVENT = SHAPE("a change", history_event, EVENT_F);

const char *history_row_text(arena *a, const history_event *f)
{
    strbuf b = sb_new(a, 256 + strlen(f->value));
    sb_str(&b, "{\"about\":");
    sb_json(&b, f->about);
    sb_str(&b, ",\"at\":");
    sb_int(&b, f->at);
    sb_str(&b, ",\"holds\":\"");
    sb_str(&b, day_text(a, f->holds));
    sb_str(&b, "\",\"value\":");
    sb_str(&b, f->value);
    sb_str(&b, ",\"what\":");
    sb_json(&b, f->what);
    sb_str(&b, ",\"who\":");
    sb_json(&b, f->who);
    sb_ch(&b, '}');
    return b.p;
}

bytes history_entry(arena *a, const history_event *f)
{
    const char *row = history_row_text(a, f);
    uint8_t c[SHA256_BYTES];
    char hex[2 * sizeof c + 1];
    strbuf b = sb_new(a, 320);
    sha256_of((const bytes[]){ f->salt, { (const uint8_t *)row, strlen(row) } }, 2, c);
    sb_str(&b, "{\"about\":");
    sb_json(&b, f->about);
    sb_str(&b, ",\"at\":");
    sb_int(&b, f->at);
    sb_str(&b, ",\"by\":");
    sb_json(&b, f->who);
    sb_str(&b, ",\"c\":\"");
    sb_str(&b, sodium_bin2hex(hex, sizeof hex, c, sizeof c));
    sb_str(&b, "\",\"event\":");
    sb_json(&b, f->what);
    sb_str(&b, ",\"v\":1}");
    return (bytes){ (const uint8_t *)b.p, b.n };
}

/* The value of a member as history keeps it: restricted bytes as hex, so that the past can be laid together again. */
static json_t *member(const field *f, const void *row, arena *a)
{
    const char *p = (const char *)row + f->off;
    if (f->type == 'i' || f->type == 'c' || f->type == 'u') return json_integer(*(const int64_t *)p);
    if (f->type == 'b') return json_boolean(*(const _Bool *)p);
    return json_string(shape_get(f, row, a));
}

static const char *changed(const shape *s, const void *before, const void *after, arena *a)
{
    json_t *doc = json_object();
    char *text;
    const char *kept;
    for (size_t i = 0; i < s->n; i++) {
        json_t *now = member(&s->f[i], after, a), *was = before ? member(&s->f[i], before, a) : NULL;
        if (!was || !json_equal(now, was)) json_object_set(doc, s->f[i].name, now);
        json_decref(now);
        json_decref(was);
    }
    text = json_dumps(doc, JSON_COMPACT | JSON_SORT_KEYS);
    kept = text ? arena_dup(a, text) : "";
    free(text);
    json_decref(doc);
    return kept;
}

wr_rc history_add(db_tx *rw, const wr_actor *who, const history *h, const char *what, wr_day holds, const void *before, const void *after, arena *a)
{
    uint8_t *salt = arena_alloc(a, SALT_BYTES, 1);
    history_event f = { .about = *(const char *const *)((const char *)after + h->row->f[0].off), .what = what, .holds = holds,
        .value = changed(h->row, before, after, a), .who = who->by ? who->by : "", .at = db_batch_us(rw), .salt = { salt, SALT_BYTES } };
    rand_bytes(salt, SALT_BYTES);
    if (h->delicate) {
        uint8_t *cover = arena_alloc(a, SALT_BYTES, 1);
        rand_bytes(cover, SALT_BYTES);
        TRY(db_seq(rw, "held", &f.n));
        TRY(tlog_hold(rw, TLOG_AUDIT, arena_fmt(a, "%lld", (long long)f.n), history_entry(a, &f), (bytes){ cover, SALT_BYTES }));
    } else TRY(tlog_add(rw, TLOG_AUDIT, TLOG_ON ? history_entry(a, &f) : (bytes){ (const uint8_t *)"", 0 }, &f.n));
    TRY(db_run(rw, h->add, db_t(f.about), db_t(what), db_d(holds), db_t(f.value), db_i(f.n), db_x(f.salt), db_t(f.who), db_i(f.at)));
    return db_save(rw, h->put, h->row, after);
}

static wr_rc lay(const shape *s, const char *value, void *row, arena *a, wr_err *e)
{
    json_t *doc = json_loads(value, 0, NULL);
    wr_rc rc = json_is_object(doc) ? WR_OK : WR_E_BUG;
    for (size_t i = 0; rc == WR_OK && i < s->n; i++) {
        const field *f = &s->f[i];
        char *p = (char *)row + f->off;
        const json_t *v = json_object_get(doc, f->name);
        if (!v) continue;
        if (f->type == 'i' || f->type == 'c' || f->type == 'u') *(int64_t *)p = json_integer_value(v);
        else if (f->type == 'b') *(_Bool *)p = json_is_true(v);
        else if (f->type == 'x') {
            size_t n = json_string_length(v) / 2;
            uint8_t *x = arena_alloc(a, n + 1, 1);
            if (!str_unhex(json_string_value(v), x, n)) rc = WR_E_BUG;
            *(bytes *)p = (bytes){ x, n };
        } else if (f->type == 'd' && !*json_string_value(v)) *(wr_day *)p = (wr_day){ 0 };
        else if (f->type == 't') *(const char **)p = arena_dup(a, json_string_value(v));
        else if (shape_set(f, row, json_string_value(v), a)) rc = WR_E_BUG;
    }
    json_decref(doc);
    return rc == WR_OK ? rc : wr_fail(e, rc, NULL, N_("A stored change cannot be read."));
}

/* Every event that a past row was laid from passes here: is it the one that was logged? */
static wr_rc prove(tlog_known *k, const history *h, const history_event *f, arena *a, history_proof *proof)
{
    bool same;
    if (f->salt.n == 0) {
        proof->purged++;
        return WR_OK;
    }
    if (h->delicate) TRY(tlog_same_held(k, f->n, history_entry(a, f), &same));
    else {
        arena_mark mark;
        TRY(tlog_know(k, f->n - 1));
        mark = arena_at(a);
        same = tlog_same(k, f->n - 1, history_entry(a, f));
        arena_rewind(a, mark);
    }
    *(same ? &proof->matched : &proof->wrong) += 1;
    return WR_OK;
}

static void clear(const shape *s, void *row)
{
    memset(row, 0, s->size);
    for (size_t i = 0; i < s->n; i++)
        if (s->f[i].type == 't') *(const char **)((char *)row + s->f[i].off) = "";
}

wr_rc history_as_of(db_tx *ro, const history *h, const char *id, int64_t n, arena *a, void *ret_row, history_proof *ret)
{
    history_event *events, *e;
    tlog_known known;
    size_t got;
    TRY(db_all(ro, h->past, a, EVENTS_MAX, &events, &got, db_t(id), db_i(n)));
    *ret = (history_proof){ 0 };
    if (got == 0) return WR_E_MISSING;
    TRY(tlog_known_begin(ro, a, &known));
    clear(h->row, ret_row);
    for (e = events; e < events + got; e++) {
        TRY(lay(h->row, e->value, ret_row, a, db_err(ro)));
        TRY(prove(&known, h, e, a, ret));
    }
    return WR_OK;
}

wr_rc history_all_as_of(db_tx *ro, const history *h, const db_query *upto, int64_t n, arena *a, void *ret_rows, size_t *ret_n, history_proof *ret)
{
    history_event *events;
    tlog_known known;
    size_t got, rows = 0, row = 0;
    char *all;
    TRY(db_all(ro, upto, a, ALL_MAX, &events, &got, db_i(n)));
    TRY(tlog_known_begin(ro, a, &known));
    for (size_t i = 0; i < got; i++) rows += i == 0 || !str_eq(events[i].about, events[i - 1].about);
    all = arena_alloc(a, (rows + 1) * h->row->size, _Alignof(max_align_t));
    for (size_t i = 0; i < got; i++) {
        bool first = i == 0 || !str_eq(events[i].about, events[i - 1].about);
        if (first) clear(h->row, all + row++ * h->row->size);
        TRY(lay(h->row, events[i].value, all + (row - 1) * h->row->size, a, db_err(ro)));
        TRY(prove(&known, h, &events[i], a, ret));
    }
    *(void **)ret_rows = all;
    *ret_n = rows;
    return WR_OK;
}

wr_rc history_events(db_tx *ro, const history *h, const char *id, arena *a, history_event **ret, size_t *ret_n)
{
    return db_all(ro, h->past, a, EVENTS_MAX, ret, ret_n, db_t(id), db_i(INT64_MAX));
}

wr_rc history_find(db_tx *ro, const wr_module *const *modules, const char *about, int64_t n, arena *a, const history **ret_of, history_event *ret)
{
    for (; *modules; modules++)
        for (const history *const *h = (*modules)->past; h && *h; h++) {
            history_event *rows, *last;
            size_t got;
            if ((*h)->delicate) continue;
            TRY(db_all(ro, (*h)->past, a, EVENTS_MAX, &rows, &got, db_t(about), db_i(n)));
            last = got ? &rows[got - 1] : NULL;
            if (!last || last->n != n) continue;
            *ret_of = *h;
            *ret = *last;
            return WR_OK;
        }
    return WR_E_MISSING;
}
