/* records_letter_act.c -- a letter gets words of a clerk, is approved by a second person, and is written down as sent. What was approved is
 * kept as files, text and PDF; approval holds for exactly that text. */
#include "records_letter_own.h"

#include <string.h>
#include "blob.h"
#include "doc.h"
#include "day.h"
#include "i18n.h"
#include "now.h"
#include "person.h"
#include "sha256.h"

#define NUMBER FIELD(in_letter, number, i, F_PATH, 0, N_("Request"))
#define LETTER FIELD(in_letter, letter, t, F_PATH, 40, N_("Letter"))
#define HOLDER FIELD(in_letter, ref, t, F_PATH, 40, N_("Holder"))
#define MORE   FIELD(in_letter, more, t, F_LONG | F_NULL, 8000, N_("A paragraph of our own"))
#define SENT   FIELD(in_letter, day, d, 0, 0, N_("Day on which it was sent")), WORDS(in_letter, channel, records_channels, N_("How")), \
    FIELD(in_letter, office, t, F_NULL, 200, N_("With which office")), FIELD(in_letter, tracking, t, F_NULL, 80, N_("Tracking number, if there is one"))
static const field WRITE_F[] = { NUMBER, LETTER, MORE, FIELD(in_letter, fallback, t, F_NULL, 200, N_("If not by the usual way: why")) };
const shape IN_RECORDS_LETTER_WRITE = SHAPE("words of our own in a letter", in_letter, WRITE_F);
static const field SENT_F[] = { NUMBER, LETTER, SENT, FIELD(in_letter, other, t, F_NULL, 200, N_("If not by the usual way: why")) };
const shape IN_RECORDS_LETTER_SENT = SHAPE("a letter that was sent", in_letter, SENT_F);
static const field HOLDER_WRITE_F[] = { HOLDER, MORE };
const shape IN_RECORDS_HOLDER_WRITE = SHAPE("words of our own in a letter to a holder", in_letter, HOLDER_WRITE_F);
static const field HOLDER_SENT_F[] = { HOLDER, SENT };
const shape IN_RECORDS_HOLDER_SENT = SHAPE("a letter to a holder that was sent", in_letter, HOLDER_SENT_F);
const shape IN_RECORDS_APPROVE = { "a request whose letter is asked about", sizeof(in_letter), 1, WRITE_F };

typedef struct to_approve { int64_t number; const char *ref, *letter, *id, *sha256; } to_approve;
static const field APPROVE_F[] = { FIELD(to_approve, number, i, F_NULL, 0, N_("Request")), FIELD(to_approve, ref, t, F_NULL, 40, N_("Holder")), FIELD(to_approve, letter, t, 0, 40, N_("Letter")),
    FIELD(to_approve, id, t, 0, 32, NULL), FIELD(to_approve, sha256, t, 0, 64, N_("SHA-256 of the letter")) };
const shape RECORDS_TO_APPROVE = SHAPE("a letter to be approved", to_approve, APPROVE_F);

const char *records_letter_back(const in_letter *in, arena *a)
{
    return in->ref ? arena_fmt(a, "/records/holders/%s/inquiry", str_url(a, in->ref)) : records_url(a, in->number, arena_fmt(a, "/letters/%s", in->letter));
}

static wr_rc about_of(db_tx *tx, const in_letter *in, arena *a, const char **ret)
{
    records_case c;
    records_holder h;
    int which = records_letter_named(in->letter);
    if (in->ref) {
        TRY(records_holder_by(tx, in->ref, a, &h));
        *ret = h.id;
        return WR_OK;
    }
    if (which < 0 || which >= LETTERS) return wr_fail(arena_err(a), WR_E_MISSING, NULL, N_("There is no such letter."));
    TRY(records_case_by(tx, in->number, a, &c));
    *ret = c.id;
    return WR_OK;
}

wr_rc records_prepare_write(db_tx *ro, const wr_actor *who, void *in, arena *a)
{
    (void)ro;
    (void)who;
    ((in_letter *)in)->id = id_new(a);
    return WR_OK;
}

/* A draft is changed; of anything else a new version begins. */
wr_rc records_act_write(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    in_letter in = *(const in_letter *)in_;
    const char *about;
    records_version was, now;
    if (in.ref) in.letter = records_letters[LETTER_ALL];
    TRY(about_of(rw, &in, a, &about));
    TRY(records_version_last(rw, about, in.letter, a, &was));
    now = was;
    if (!*was.id || was.state != VERSION_DRAFT) now = (records_version){ .id = in.id, .about = about, .letter = in.letter, .n = was.n + 1, .parts = "", .sha256 = "", .entry = "" };
    now.state = VERSION_DRAFT;
    now.day = who->today;
    now.more = str_or_none(in.more);
    now.fallback = str_or_none(in.fallback);
    *ret = (http_go){ .url = records_letter_back(&in, a), .id = now.id };
    return records_version_put(rw, who, str_eq(now.id, was.id) ? &was : NULL, &now, a);
}

/* ---- a second person is asked ---- */
static wr_rc keep_bytes(bytes x, const char *media, const char *name, arena *a, const char **ret)
{
    blob_in *b;
    blob kept;
    wr_rc rc;
    TRY(blob_begin(arena_err(a), &b));
    rc = blob_add(b, x.p, x.n, arena_err(a));
    if (rc == WR_OK) rc = blob_hash(b, a, &kept);
    if (rc == WR_OK) rc = blob_keep(b, arena_err(a));
    blob_drop(b);
    if (rc == WR_OK) *ret = doc_incoming_text(a, &kept, media, name);
    return rc;
}

/* Where the program that draws is not there, the letter is kept as text alone. */
static wr_rc draw_pdf(const letter *l, arena *a, bytes *ret)
{
    wr_rc rc = letter_pdf(l, a, ret);
    if (rc != WR_E_IO) return rc;
    *arena_err(a) = (wr_err){ 0 };
    *ret = (bytes){ 0 };
    return WR_OK;
}

wr_rc records_prepare_letter(db_tx *ro, const wr_actor *who, void *in_, arena *a)
{
    in_letter *in = in_;
    records_drawn d;
    if (in->ref) in->letter = records_letters[LETTER_ALL];
    TRY(records_letter_fresh(ro, in, who->today, a, &d));
    if (!d.n) return wr_fail(arena_err(a), WR_E_RULE, "records.letter", N_("The pack has no words for this letter: records/pieces.yaml."));
    if (!in->ref && !d.w.n_asks) return wr_fail(arena_err(a), WR_E_RULE, "records.asks", N_("A request without an ask cannot be sent. Choose what is asked for."));
    if (in->ref && !d.n_numbers) return wr_fail(arena_err(a), WR_E_RULE, "records.letter", N_("No request to this holder is open and received."));
    if (d.made.n_missing)
        return wr_fail(arena_err(a), WR_E_RULE, "records.letter", N_("The letter still has gaps: {what}. Add what is missing to the request or the pack, then ask."), "what", d.made.missing[0]);
    TRY(letter_text(d.l, a, &in->text));
    TRY(draw_pdf(d.l, a, &in->pdf_bytes));
    in->text_bytes = (bytes){ (const uint8_t *)in->text, strlen(in->text) };
    in->parts = records_parts_text(d.parts, d.n, a);
    in->sha256 = sha256_hex(a, in->text);
    in->id = id_new(a);
    in->text_file = id_new(a);
    in->pdf_file = id_new(a);
    in->entry = id_new(a);
    TRY(keep_bytes(in->text_bytes, "text/plain", arena_fmt(a, "%s.txt", d.title), a, &in->text));
    return in->pdf_bytes.n ? keep_bytes(in->pdf_bytes, "application/pdf", arena_fmt(a, "%s.pdf", d.title), a, &in->pdf) : WR_OK;
}

wr_rc records_prepare_approve(db_tx *ro, const wr_actor *who, void *in, arena *a)
{
    ((in_letter *)in)->letter = records_letters[LETTER_REQUEST];
    return records_prepare_letter(ro, who, in, a);
}

wr_rc records_prepare_holder(db_tx *ro, const wr_actor *who, void *in, arena *a)
{
    ((in_letter *)in)->letter = records_letters[LETTER_ALL];
    return records_prepare_letter(ro, who, in, a);
}

/* The bytes of a small file of ours: on PostgreSQL they are rows, put here; elsewhere they lie on the disk already. */
static wr_rc hang(db_tx *rw, const wr_actor *who, const char *incoming, bytes x, const char *id, const char *about, arena *a)
{
    const char *sha256 = arena_fmt(a, "%.64s", incoming);
    for (size_t at = 0, part = 0; !blob_in_files() && at < x.n; at += BLOB_PART, part++) {
        size_t n = x.n - at < BLOB_PART ? x.n - at : BLOB_PART;
        TRY(blob_part_put(rw, &(blob_part){ sha256, (int64_t)part, { x.p + at, n } }));
    }
    return doc_attach(rw, who, incoming, &(doc_file){ .id = id, .about = about, .may = "records.read" }, a);
}

wr_rc records_act_ask_letter(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_letter *in = in_;
    const char *about, *label;
    records_version was, now;
    records_case c = { .title = "" };
    to_approve what;
    TRY(about_of(rw, in, a, &about));
    if (!in->ref) TRY(records_case_by(rw, in->number, a, &c));
    TRY(records_version_last(rw, about, in->letter, a, &was));
    now = was;
    *ret = (http_go){ .url = records_letter_back(in, a), .id = now.id };
    label = in->ref ? arena_fmt(a, "%s: %s", in->ref, records_letter_name(in->letter)) : arena_fmt(a, "%lld, %s: %s", (long long)in->number, records_letter_name(in->letter), str_begin(a, c.title, 120));
    if (!(*was.id && was.state == VERSION_ASKED && str_eq(was.sha256, in->sha256))) {
        if (!*was.id || was.state != VERSION_DRAFT)
            now = (records_version){ .id = in->id, .about = about, .letter = in->letter, .n = was.n + 1, .more = was.state == VERSION_ASKED ? was.more : "",
                .fallback = was.state == VERSION_ASKED ? was.fallback : "", .entry = "" };
        now.state = VERSION_ASKED;
        now.day = who->today;
        now.parts = in->parts;
        now.sha256 = in->sha256;
        TRY(records_version_put(rw, who, str_eq(now.id, was.id) ? &was : NULL, &now, a));
        TRY(hang(rw, who, in->text, in->text_bytes, in->text_file, now.id, a));
        if (in->pdf) TRY(hang(rw, who, in->pdf, in->pdf_bytes, in->pdf_file, now.id, a));
    }
    ret->id = now.id;
    what = (to_approve){ in->number, str_or_none(in->ref), in->letter, now.id, in->sha256 };
    return pair_ask(rw, who, &records_pairs[RECORDS_PAIR_LETTER], now.id, label, &what, a);
}

/* The files of a version hang on an entry too: the same bytes. */
static wr_rc files_of_entry(db_tx *rw, const wr_actor *who, const char *version, const char *entry, arena *a)
{
    doc_listed *f;
    size_t n;
    TRY(doc_files_of(rw, who, version, false, a, &f, &n));
    for (size_t i = 0; i < n; i++)
        TRY(doc_attach(rw, who, doc_incoming_text(a, &(blob){ f[i].sha256, f[i].size }, f[i].media, f[i].name), &(doc_file){ .id = id_new(a), .about = entry, .may = "records.read" }, a));
    return WR_OK;
}

/* The second person said yes: to that text, and only if it is still what the request gives. */
wr_rc records_run_letter(db_tx *rw, const wr_actor *who, const void *what_, arena *a)
{
    const to_approve *what = what_;
    in_letter in = { .number = what->number, .letter = what->letter, .ref = *what->ref ? what->ref : NULL };
    records_drawn d;
    records_line x;
    records_version was, now;
    const char *text;
    TRY(db_one(rw, &RECORDS_LETTER_BY, a, &was, db_t(what->id)));
    TRY(records_letter_fresh(rw, &in, was.day, a, &d));
    TRY(letter_text(d.l, a, &text));
    if (!str_eq(d.last.id, was.id) || was.state != VERSION_ASKED || !str_eq(sha256_hex(a, text), what->sha256) || !str_eq(was.sha256, what->sha256))
        return wr_fail(arena_err(a), WR_E_CONFLICT, NULL, N_("The request was changed since approval was asked for. Decline this, read it again, and let approval be asked for anew."));
    now = was;
    now.state = VERSION_APPROVED;
    TRY(records_version_put(rw, who, &was, &now, a));
    if (in.ref || !str_eq(what->letter, records_letters[LETTER_REQUEST])) return WR_OK;
    TRY(records_line_of(rw, d.w.of.id, a, &x));
    if (x.delivery != DELIVERY_DRAFT) return WR_OK;
    records_entry e = { .id = id_new(a), .day = who->today, .kind = ENTRY_APPROVED, .other = what->sha256 };
    TRY(records_entry_add(rw, who, &d.w, &e, a));
    return files_of_entry(rw, who, was.id, e.id, a);
}

/* The button of a request that is a draft: its letter, and back to the request. */
wr_rc records_act_approve(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_letter *in = in_;
    records_case c;
    records_line x;
    TRY(records_case_by(rw, in->number, a, &c));
    TRY(records_line_of(rw, c.id, a, &x));
    if (x.delivery != DELIVERY_DRAFT)
        return wr_fail(arena_err(a), WR_E_RULE, "records.approved", N_("This request has been approved and stays as it is. To change it, send an amended request, or split it."));
    TRY(records_act_ask_letter(rw, who, in, a, ret));
    ret->url = records_url(a, in->number, "");
    return WR_OK;
}

/* ---- it was sent ---- */
wr_rc records_version_sent(db_tx *rw, const wr_actor *who, const records_version *was, const char *entry, arena *a)
{
    records_version now = *was;
    now.state = VERSION_SENT;
    now.entry = entry;
    TRY(records_version_put(rw, who, was, &now, a));
    return WR_OK;
}

wr_rc records_letter_write_down(db_tx *rw, const wr_actor *who, records_whole *w, int which, const in_letter *in, const records_version *v, const char *entry, arena *a)
{
    records_replayed *r = arena_make(a, records_replayed);
    records_terms t = records_terms_of(w);
    records_entry e = { .id = entry, .day = in->day, .channel = in->channel, .office = str_or_none(in->office), .tracking = str_or_none(in->tracking), .other = str_or_none(in->other), .way = WAY_OUT };
    records_replay(&t, w->entries, w->n_entries, a, r);
    e.kind = records_letter_entry(which, r);
    if (e.kind != ENTRY_SENT) e.text = records_letter_name(records_letters[which]);
    TRY(records_entry_add(rw, who, w, &e, a));
    return files_of_entry(rw, who, v->id, entry, a);
}

wr_rc records_sent_with(db_tx *rw, const wr_actor *who, records_whole *w, int which, const in_letter *in, const char *entry, arena *a)
{
    records_version v;
    TRY(records_version_kept(rw, w->of.id, records_letters[which], a, &v));
    if (!*v.id || v.state != VERSION_APPROVED) return wr_fail(arena_err(a), WR_E_RULE, "records.approved", N_("Only a letter that a second person approved is sent. Ask for approval first."));
    if (!str_eq(str_or_none(in->other), v.fallback))
        return wr_fail(arena_err(a), WR_E_INPUT, "other", N_("The approved letter does not say this. Put the reason into the letter, word for word, and let it be approved; then send it."));
    TRY(records_letter_write_down(rw, who, w, which, in, &v, entry, a));
    return records_version_sent(rw, who, &v, entry, a);
}

wr_rc records_prepare_sent(db_tx *ro, const wr_actor *who, void *in, arena *a)
{
    (void)ro;
    (void)who;
    ((in_letter *)in)->entry = id_new(a);
    return WR_OK;
}

wr_rc records_act_sent(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_letter *in = in_;
    int which = records_letter_named(in->letter);
    records_whole w;
    if (which < 0 || which >= LETTERS) return wr_fail(arena_err(a), WR_E_MISSING, NULL, N_("There is no such letter."));
    TRY(records_whole_of(rw, in->number, a, &w));
    *ret = (http_go){ .url = records_url(a, in->number, ""), .id = in->entry };
    return records_sent_with(rw, who, &w, which, in, in->entry, a);
}
