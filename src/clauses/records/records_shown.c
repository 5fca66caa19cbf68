/* records_shown.c -- what of a case is approved to be shown, and what the approved entries alone give: the face of a case, made again with
 * every entry and every approval. A case that is neither public nor under embargo has no face at all. */
#include "records_shown.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include "day.h"
#include "fold.h"
#include "i18n.h"
#include "now.h"
#include "records_gate.h"
#include "screen.h"
#include "zip.h"

static const char *const WHATS[] = { "entry", "file", NULL };
static const field SHOWN_F[] = {
    FIELD(records_shown, id,       t, F_HIDE, 32, NULL),           FIELD(records_shown, about, t, F_HIDE, 32, NULL), FIELD(records_shown, item, t, F_HIDE, 32, NULL),
    WORDS(records_shown, what,     WHATS, N_("Entry or file")),    FIELD(records_shown, entry, t, F_HIDE | F_NULL, 32, NULL),
    FIELD(records_shown, name,     t, F_NULL, RECORDS_NAME_MAX, N_("Name, as published")), FIELD(records_shown, sha256, t, F_NULL, 64, N_("SHA-256")),
    FIELD(records_shown, size,     i, F_NULL, 0, N_("Bytes")),     FIELD(records_shown, crc, i, F_NULL | F_HIDE, 0, NULL), FIELD(records_shown, media, t, F_NULL, 80, N_("Kind")),
    FIELD(records_shown, shown,    b, 0, 0, N_("Shown")),          FIELD(records_shown, approved, u, 0, 0, N_("Approved")),
};
static const shape SHOWN = SHAPE("records_shown", records_shown, SHOWN_F);
#define SHOWN_COLS "id, about, item, what, entry, name, sha256, size, crc, media, shown, approved"
const db_query RECORDS_SHOWN_ADD = HISTORY_ADD("records_shown"), RECORDS_SHOWN_PAST = HISTORY_PAST("records_shown"), RECORDS_SHOWN_WALK = HISTORY_WALK("records_shown");
const db_query RECORDS_SHOWN_PUT = { "records_shown_put", "tttetttiitbu", NULL, "INSERT INTO records_shown (" SHOWN_COLS ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
    " ON CONFLICT (id) DO UPDATE SET name = excluded.name, sha256 = excluded.sha256, size = excluded.size, crc = excluded.crc, media = excluded.media, shown = excluded.shown,"
    " approved = excluded.approved" };
const db_query RECORDS_SHOWN_OF = { "records_shown_of", "t", &SHOWN, "SELECT " SHOWN_COLS " FROM records_shown WHERE about = $1 ORDER BY id" };
const db_query RECORDS_SHOWN_BY = { "records_shown_by", "t", &SHOWN, "SELECT " SHOWN_COLS " FROM records_shown WHERE item = $1" };
const history RECORDS_SHOWNS = { "records_shown", &SHOWN, &RECORDS_SHOWN_ADD, &RECORDS_SHOWN_PAST, &RECORDS_SHOWN_PUT, &RECORDS_SHOWN_WALK };

const db_query RECORDS_FACE_PUT = { "records_face_put", "tittii", NULL, "INSERT INTO records_face (id, number, sent, latest, asks, answered) VALUES ($1, $2, $3, $4, $5, $6)" };
const db_query RECORDS_FACE_OFF = { "records_face_off", "t", NULL, "DELETE FROM records_face WHERE id = $1" };
const db_query RECORDS_FACE_ASK_PUT = { "records_face_ask_put", "titttt" "t", NULL, "INSERT INTO records_face_ask (about, number, answer, reasons, pages, note, day)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7)" };
const db_query RECORDS_FACE_ASK_OFF = { "records_face_ask_off", "t", NULL, "DELETE FROM records_face_ask WHERE about = $1" };
const db_query RECORDS_FACE_DATE_PUT = { "records_face_date_put", "tt", NULL, "INSERT INTO records_face_date (about, id) VALUES ($1, $2)" };
const db_query RECORDS_FACE_DATE_OFF = { "records_face_date_off", "t", NULL, "DELETE FROM records_face_date WHERE about = $1" };
const db_query RECORDS_FACE_WORD_PUT = { "records_face_word_put", "ttttttttt", NULL, "INSERT INTO records_face_word (about, word) VALUES ($1, $2), ($1, $3), ($1, $4), ($1, $5), ($1, $6),"
    " ($1, $7), ($1, $8), ($1, $9) ON CONFLICT DO NOTHING" };
const db_query RECORDS_FACE_WORD_OFF = { "records_face_word_off", "t", NULL, "DELETE FROM records_face_word WHERE about = $1" };

wr_rc records_shown_of(db_tx *tx, const char *about, arena *a, records_shown **ret, size_t *ret_n) { return db_all(tx, &RECORDS_SHOWN_OF, a, RECORDS_SHOWN_MAX, ret, ret_n, db_t(about)); }

const records_shown *records_shown_item(const records_shown *s, size_t n, const char *item)
{
    for (size_t i = 0; i < n; i++)
        if (s[i].shown && str_eq(s[i].item, item)) return &s[i];
    return NULL;
}

/* ---- an approval, and its end ---- */
static wr_rc put_row(db_tx *rw, const wr_actor *who, records_shown *now, const char *what, arena *a)
{
    records_shown was, *w = &was;
    wr_rc rc = db_one(rw, &RECORDS_SHOWN_BY, a, &was, db_t(now->item));
    if (rc == WR_E_MISSING) {
        *db_err(rw) = (wr_err){ 0 };
        now->id = id_new(a);
        w = NULL;
        rc = WR_OK;
    } else if (rc == WR_OK) now->id = was.id;
    return rc == WR_OK ? history_add(rw, who, &RECORDS_SHOWNS, what, who->today, w, now, a) : rc;
}

const char *records_beside_wrong(const records_shown *all, size_t n, const char *item, const char *name)
{
    size_t files = 0;
    for (size_t i = 0; i < n; i++) {
        if (!all[i].shown || all[i].what != SHOWN_FILE || str_eq(all[i].item, item)) continue;
        if (str_eq(all[i].name, name)) return N_("Another file of this request is published under that name. Choose another one.");
        files++;
    }
    return files < GATE_FILES ? NULL : N_("This request has 500 published files, the most that its page holds. Put what belongs together into one archive, or take a file back.");
}

wr_rc records_show_item(db_tx *rw, const wr_actor *who, records_shown *now, arena *a)
{
    records_shown *all;
    const char *wrong_text;
    size_t n;
    TRY(records_shown_of(rw, now->about, a, &all, &n));
    wrong_text = now->what == SHOWN_FILE ? records_beside_wrong(all, n, now->item, now->name) : NULL;
    if (wrong_text) return wr_fail(arena_err(a), WR_E_INPUT, "name", wrong_text);
    now->shown = true;
    now->approved = who->now;
    return put_row(rw, who, now, "records.shown_approved", a);
}

wr_rc records_hide_item(db_tx *rw, const wr_actor *who, const char *about, const char *item, arena *a)
{
    records_shown *all, now;
    size_t n;
    TRY(records_shown_of(rw, about, a, &all, &n));
    for (size_t i = 0; i < n; i++)
        if (all[i].shown && str_eq(all[i].item, item)) {
            now = all[i];
            now.shown = false;
            return history_add(rw, who, &RECORDS_SHOWNS, "records.shown_taken_back", who->today, &all[i], &now, a);
        }
    return wr_fail(arena_err(a), WR_E_MISSING, NULL, N_("That is not shown."));
}

/* Bytes that are held back are shown no more, under whatever name a person published them. */
wr_rc records_hide_bytes(db_tx *rw, const wr_actor *who, const char *about, const char *sha256, arena *a)
{
    records_shown *all;
    records_whole w;
    records_case c;
    size_t n, hidden = 0;
    TRY(records_shown_of(rw, about, a, &all, &n));
    for (size_t i = 0; i < n; i++) {
        if (!all[i].shown || all[i].what != SHOWN_FILE || !str_eq(all[i].sha256, sha256)) continue;
        TRY(records_hide_item(rw, who, about, all[i].item, a));
        hidden++;
    }
    if (!hidden) return WR_OK;
    TRY(db_one(rw, &RECORDS_CASE_BY, a, &c, db_t(about)));
    TRY(records_whole_of(rw, c.number, a, &w));
    return records_follow(rw, who, &w, "", a);
}

wr_rc records_file_sum(db_tx *ro, const doc_file *f, arena *a, int64_t *ret)
{
    uint32_t crc = 0;
    for (int64_t at = 0; at < f->size; ) {
        arena_mark m = arena_at(a);
        bytes x;
        TRY(blob_read(ro, f->sha256, at, BLOB_PART, a, &x));
        if (!x.n) return WR_E_IO;
        crc = zip_crc(crc, x.p, x.n);
        at += (int64_t)x.n;
        arena_rewind(a, m);
    }
    *ret = crc;
    return WR_OK;
}

bool records_numbers_in(const char *text)
{
    screen_hit hit;
    return screen_find(text, &hit, 1) != 0;
}

/* Any system can write it, no program reads a path or a switch out of it, and the kind is said by the ending as before. */
const char *records_name_wrong(const char *name, const char *stored)
{
    static const char *const DEVICES[] = { "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "lpt1", "lpt2", "lpt3", NULL };
    const char *was = strrchr(stored, '.'), *now = strrchr(name, '.');
    size_t stem = strcspn(name, ".");
    for (const char *p = name; *p; p++)
        if (!(isalnum((unsigned char)*p) || (p > name && strchr("._-", *p)))) return N_("A published name holds only letters without accents, digits, dots, dashes and underscores, and begins with a letter or a digit.");
    if (!now || !was || strcasecmp(now, was) != 0) return N_("Keep the ending of the file: it says what it is.");
    if (strstr(name, "..")) return N_("A published name holds no two dots together.");
    for (size_t i = 0; DEVICES[i]; i++)
        if (strlen(DEVICES[i]) == stem && strncasecmp(name, DEVICES[i], stem) == 0) return N_("Some computers cannot write a file of that name. Choose another one.");
    return records_numbers_in(name) ? N_("This name holds a number that may belong to a person. Choose a name without it.") : NULL;
}

/* ---- the face of a case ---- */
typedef struct face { db_tx *rw; const records_whole *w; const records_shown *shown; size_t n_shown; arena *a; } face;

static bool open_entry(const face *f, const records_entry *e) { return records_shown_item(f->shown, f->n_shown, e->id) != NULL; }

/* What the shown entries say of each ask: the last of them that speaks of it. */
static void fold_asks(const records_entry *const *e, size_t n, records_replayed *r)
{
    for (size_t i = 0; i < n; i++) {
        bool all = e[i]->kind == ENTRY_WITHDRAWN || e[i]->kind == ENTRY_MERGED;
        for (size_t k = 0; k < r->n_asked; k++) {
            records_asked *x = &r->asked[k];
            if (e[i]->kind == ENTRY_OUTCOME && e[i]->ask == x->number)
                *x = (records_asked){ x->number, e[i]->answer, e[i]->reasons, e[i]->pages, e[i]->text, e[i]->day };
            if (all && x->answer == ANSWER_OPEN) x->answer = e[i]->kind == ENTRY_MERGED ? ANSWER_SUPERSEDED : ANSWER_WITHDRAWN, x->day = e[i]->day;
        }
    }
    r->state.open = 0;
    for (size_t k = 0; k < r->n_asked; k++) r->state.open += r->asked[k].answer == ANSWER_OPEN;
}

static void fold_suit(const records_entry *const *e, size_t n, records_state *s)
{
    for (size_t i = 0; i < n; i++) {
        if (e[i]->kind == ENTRY_SUIT_FILED) s->suit = e[i]->day;
        if (e[i]->kind == ENTRY_SUIT_ENDED || e[i]->kind == ENTRY_SETTLED) s->suit = (wr_day){ 0 };
    }
}

static bool gives(const records_replayed *open, const records_spec *d)
{
    for (size_t i = 0; i < open->n_dates; i++) {
        const records_spec *x = &open->dates[i];
        if (x->kind == d->kind && x->state == d->state && str_eq(x->spec, d->spec) && str_eq(x->evidence, d->evidence) && wr_day_cmp(x->met, d->met) == 0) return true;
    }
    return false;
}

static int by_word(const void *x, const void *y) { return strcmp(*(const char *const *)x, *(const char *const *)y); }

static wr_rc put_words(const face *f, const records_entry *const *e, size_t n)
{
    enum { ROW = 8, MOST = 2000 };
    strbuf b = sb_new(f->a, 4096);
    const char *p, **word = arena_array(f->a, const char *, MOST + ROW);
    size_t k = 0;
    sb_fmt(&b, "%s %s %s %s %s ", f->w->of.title, f->w->of.why, f->w->of.area, f->w->holder.name, f->w->holder.ref);
    for (size_t i = 0; i < f->w->n_asks; i++) sb_fmt(&b, "%s %s %s ", f->w->asks[i].title, f->w->asks[i].text, f->w->asks[i].columns);
    for (size_t i = 0; i < n; i++)
        if (records_kind_open(e[i]->kind)) sb_fmt(&b, "%s %s %s %s %s ", e[i]->text, e[i]->scope, e[i]->because, e[i]->appeal, e[i]->tracking);
    for (size_t i = 0; i < f->n_shown; i++)
        if (f->shown[i].shown && f->shown[i].what == SHOWN_FILE) sb_fmt(&b, "%s ", f->shown[i].name);
    for (p = fold_text(f->a, b.p); *p && k < MOST; p += strspn(p, " ")) {
        size_t len = strcspn(p, " ");
        word[k++] = str_begin(f->a, p, len < GATE_WORD_BYTES ? len : GATE_WORD_BYTES);
        p += len;
    }
    qsort(word, k, sizeof *word, by_word);
    for (size_t i = 0, to = 0; i <= k; i++) {
        if (i < k && (to == 0 || !str_eq(word[to - 1], word[i]))) word[to++] = word[i];
        if (i == k) k = to;
    }
    for (size_t i = 0; i < ROW && k; i++) word[k + i] = word[k - 1];
    for (size_t i = 0; i < k; i += ROW)
        TRY(db_run(f->rw, &RECORDS_FACE_WORD_PUT, db_t(f->w->of.id), db_t(word[i]), db_t(word[i + 1]), db_t(word[i + 2]), db_t(word[i + 3]), db_t(word[i + 4]), db_t(word[i + 5]),
            db_t(word[i + 6]), db_t(word[i + 7])));
    return WR_OK;
}

static wr_rc put_face(const face *f, const records_replayed *r, const records_date *dates, const records_entry *const *e, size_t n, records_replayed *open)
{
    records_terms t = records_terms_of(f->w);
    const char *about = f->w->of.id, *sent = "", *latest = "";
    fold_asks(e, n, open);
    fold_suit(e, n, &open->state);
    records_specs(&t, e, n, f->a, open);
    for (size_t i = 0; i < r->n_dates; i++)
        if (gives(open, &r->dates[i]) && dates[i].id) TRY(db_run(f->rw, &RECORDS_FACE_DATE_PUT, db_t(about), db_t(dates[i].id)));
    for (size_t i = 0; i < open->n_asked; i++) {
        const records_asked *k = &open->asked[i];
        TRY(db_run(f->rw, &RECORDS_FACE_ASK_PUT, db_t(about), db_i(k->number), db_t(records_answers[k->answer]), db_t(k->reasons), db_t(k->pages), db_t(k->note),
            db_t(day_none(k->day) ? "" : day_text(f->a, k->day))));
    }
    for (size_t i = 0; i < n; i++) {
        latest = day_text(f->a, e[i]->day);
        if (e[i]->kind == ENTRY_SENT && !*sent) sent = latest;
    }
    TRY(db_run(f->rw, &RECORDS_FACE_PUT, db_t(about), db_i(f->w->of.number), db_t(sent), db_t(latest), db_i((int64_t)open->n_asked), db_i((int64_t)open->n_asked - open->state.open)));
    return put_words(f, e, n);
}

wr_rc records_face_again(db_tx *rw, const records_whole *w, const records_replayed *r, const records_date *dates, arena *a)
{
    face f = { .rw = rw, .w = w, .a = a };
    records_replayed *open;
    records_shown *shown;
    const records_entry **e;
    size_t n, kept = 0;
    TRY(db_run(rw, &RECORDS_FACE_OFF, db_t(w->of.id)));
    TRY(db_run(rw, &RECORDS_FACE_ASK_OFF, db_t(w->of.id)));
    TRY(db_run(rw, &RECORDS_FACE_DATE_OFF, db_t(w->of.id)));
    TRY(db_run(rw, &RECORDS_FACE_WORD_OFF, db_t(w->of.id)));
    if (r->state.seen != SEEN_EMBARGO && r->state.seen != SEEN_PUBLIC) return WR_OK;
    TRY(records_shown_of(rw, w->of.id, a, &shown, &f.n_shown));
    f.shown = shown;
    e = records_in_order(w->entries, w->n_entries, a, &n);
    for (size_t i = 0; i < n; i++)
        if (open_entry(&f, e[i])) e[kept++] = e[i];
    open = arena_make(a, records_replayed);
    open->asked = arena_array(a, records_asked, w->n_asks + 1);
    open->n_asked = w->n_asks;
    for (size_t i = 0; i < w->n_asks; i++) open->asked[i] = (records_asked){ .number = (int64_t)i + 1, .reasons = "", .pages = "", .note = "" };
    return put_face(&f, r, dates, e, kept, open);
}
