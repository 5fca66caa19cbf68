/* records_letter_show.c -- the letters of a request: which are ready and until when, and each as a page, as text and as PDF. A letter is
 * made anew from what is known until a second person is asked; from then on it stays as it was asked about. */
#include "records_letter_own.h"

#include <string.h>
#include "doc.h"
#include "day.h"
#include "i18n.h"
#include "person.h"
#include "sha256.h"

static const field LETTER_F[] = { FIELD(in_letter, number, i, F_PATH, 0, N_("Request")), FIELD(in_letter, letter, t, F_PATH, 40, N_("Letter")) };
const shape IN_RECORDS_LETTER = SHAPE("a letter of a request", in_letter, LETTER_F);
static const field HOLDER_F[] = { FIELD(in_letter, ref, t, F_PATH, 40, N_("Holder")) };
const shape IN_RECORDS_HOLDER = SHAPE("a letter to a holder", in_letter, HOLDER_F);

typedef struct say_ready { const char *letter, *title; bool ready; const char *why; wr_day by; int by_kind; const char *away; int state; const char *url; } say_ready;
static const field READY_F[] = {
    FIELD(say_ready, letter, t, 0, 0, N_("Letter")),      FIELD(say_ready, title, t, F_HIDE, 0, NULL),    FIELD(say_ready, ready, b, 0, 0, N_("Ready now")),
    FIELD(say_ready, why,    t, 0, 0, N_("Why")),         FIELD(say_ready, by, d, F_NULL, 0, N_("By")),   WORDS(say_ready, by_kind, records_dates, N_("Date")),
    FIELD(say_ready, away,   t, F_HIDE, 0, NULL),         WORDS(say_ready, state, records_versions, N_("State")), FIELD(say_ready, url, t, F_HIDE, 0, NULL),
};
const shape RECORDS_SAY_READY = SHAPE("a letter and whether it is ready", say_ready, READY_F);
typedef struct say_letter { int64_t number; const char *which; int state; wr_day day; const char *sha256, *missing, *text; } say_letter;
static const field SAY_LETTER_F[] = {
    FIELD(say_letter, number, i, F_NULL, 0, N_("Request")), FIELD(say_letter, which, t, 0, 0, N_("Letter")), WORDS(say_letter, state, records_versions, N_("State")),
    FIELD(say_letter, day, d, F_NULL, 0, N_("Day")),      FIELD(say_letter, sha256, t, 0, 0, N_("SHA-256 of the text")), FIELD(say_letter, missing, t, 0, 0, N_("What is missing")),
    FIELD(say_letter, text, t, 0, 0, N_("Text")),
};
const shape RECORDS_SAY_LETTER = SHAPE("a letter", say_letter, SAY_LETTER_F);
typedef struct say_version { int64_t n; int state; wr_day day; const char *sha256; } say_version;
static const field SAY_VERSION_F[] = { FIELD(say_version, n, i, 0, 0, N_("Version")), WORDS(say_version, state, records_versions, N_("State")), FIELD(say_version, day, d, F_NULL, 0, N_("Day")),
    FIELD(say_version, sha256, t, 0, 0, N_("SHA-256 of the text")) };
const shape RECORDS_SAY_VERSION = SHAPE("a version of a letter", say_version, SAY_VERSION_F);

/* ---- one letter, as it stands ---- */
static wr_rc facts_of(db_tx *tx, const in_letter *in, const char *more, const char *fallback, wr_day day, arena *a, records_drawn *ret, records_facts *f)
{
    if (in->ref) TRY(records_holder_facts(tx, &ret->holder, more, day, a, f, &ret->numbers));
    else TRY(records_letter_facts(tx, &ret->w, records_letter_named(in->letter), more, fallback, day, a, f));
    ret->n_numbers = f->n_ones;
    return WR_OK;
}

static wr_rc begin(db_tx *tx, const in_letter *in, arena *a, records_drawn *ret)
{
    int which = records_letter_named(in->letter);
    *ret = (records_drawn){ 0 };
    if (in->ref) {
        wr_rc rc = records_holder_by(tx, in->ref, a, &ret->holder);
        if (rc == WR_E_INPUT) return wr_fail(arena_err(a), WR_E_MISSING, NULL, N_("There is no such holder."));
        TRY(rc);
        ret->title = arena_fmt(a, "%s-%s", records_letters[LETTER_ALL], ret->holder.ref);
        return records_version_last(tx, ret->holder.id, in->letter, a, &ret->last);
    }
    if (which < 0 || which >= LETTERS) return wr_fail(arena_err(a), WR_E_MISSING, NULL, N_("There is no such letter."));
    TRY(records_whole_of(tx, in->number, a, &ret->w));
    ret->holder = ret->w.holder;
    ret->title = arena_fmt(a, "%lld-%s", (long long)in->number, in->letter);
    return records_version_last(tx, ret->w.of.id, in->letter, a, &ret->last);
}

static wr_rc lay(db_tx *tx, arena *a, records_drawn *d)
{
    d->l = records_letter_lay(d->parts, d->n, NULL, d->title, a);
    return letter_paper(d->l, tx);
}

/* Made anew from what is known, with the clerk's words of the last version, as of a day. */
static wr_rc make(db_tx *tx, const in_letter *in, wr_day day, arena *a, records_drawn *ret)
{
    bool goes_on = ret->last.state == VERSION_DRAFT || ret->last.state == VERSION_ASKED;
    records_facts *f = arena_make(a, records_facts);
    records_piece *p;
    size_t n;
    TRY(facts_of(tx, in, goes_on ? ret->last.more : "", goes_on ? ret->last.fallback : "", day, a, ret, f));
    TRY(records_pieces_all(tx, a, &p, &n));
    records_letter_make(f, p, n, a, &ret->made);
    ret->parts = ret->made.at;
    ret->n = ret->made.n;
    return lay(tx, a, ret);
}

wr_rc records_letter_fresh(db_tx *tx, const in_letter *in, wr_day day, arena *a, records_drawn *ret)
{
    TRY(begin(tx, in, a, ret));
    return make(tx, in, day, a, ret);
}

wr_rc records_letter_draw(db_tx *tx, const in_letter *in, wr_day today, arena *a, records_drawn *ret)
{
    TRY(begin(tx, in, a, ret));
    ret->kept = *ret->last.id && (ret->last.state == VERSION_APPROVED || ret->last.state == VERSION_SENT);
    if (!ret->kept && !(*ret->last.id && ret->last.state == VERSION_ASKED)) return make(tx, in, today, a, ret);
    TRY(records_parts_read(ret->last.parts, a, &ret->parts, &ret->n));
    return lay(tx, a, ret);
}

wr_rc records_letter_give(db_tx *ro, const records_drawn *d, arena *a, http_out *out)
{
    const char *text;
    bytes pdf;
    (void)ro;
    if (str_eq(out->as, "pdf")) {
        TRY(letter_pdf(d->l, a, &pdf));
        return out_bytes(out, pdf);
    }
    TRY(letter_text(d->l, a, &text));
    return out_bytes(out, (bytes){ (const uint8_t *)text, strlen(text) });
}

static const char *label_of(const char *hole)
{
    static const char *const LABELS[][2] = { { "address", N_("the postal address of the holder") }, { "tracking", N_("the tracking number") }, { "appeal_to", N_("where appeals go") },
        { "liaison", N_("the Public Liaison") }, { "mediator", N_("the mediator") }, { "certified", N_("the facts that are certified") }, { "received", N_("the day of the receipt") },
        { "due", N_("the day on which the answer was due") }, { "question", N_("the question of the agency") }, { "question_day", N_("the day of the question") },
        { "decision", N_("the decision of the agency") }, { "decision_day", N_("the day of the decision") }, { "sent", N_("the day on which it was sent") }, { "channel", N_("how it was sent") },
        { "determined", N_("the day of the determination") }, { "more", N_("a paragraph of our own") } };
    for (size_t i = 0; i < sizeof LABELS / sizeof *LABELS; i++)
        if (str_eq(LABELS[i][0], hole)) return LABELS[i][1];
    return hole;
}

static const char *missing_of(const records_drawn *d, const char *lang, arena *a)
{
    strbuf b = sb_new(a, 100);
    for (size_t i = 0; i < d->made.n_missing; i++) sb_fmt(&b, "%s%s", i ? ", " : "", i18n(lang, NULL, label_of(d->made.missing[i])));
    return b.p;
}

static wr_rc put_files(db_tx *ro, const wr_actor *who, const records_drawn *d, arena *a, json_t *doc)
{
    records_version kept;
    doc_listed *f;
    size_t n = 0;
    TRY(records_version_kept(ro, d->last.about, d->last.letter, a, &kept));
    if (*kept.id) TRY(doc_files_of(ro, who, kept.id, false, a, &f, &n));
    TRY(page_flag(doc, "has_files", n != 0));
    return n ? page_rows(doc, "files", &DOC_LISTED, f, n) : WR_OK;
}

/* url: of this letter, without suffix. */
wr_rc records_letter_say(db_tx *ro, const wr_actor *who, const records_drawn *d, const char *url, arena *a, json_t *doc)
{
    say_letter x = { d->w.of.number, d->last.letter, *d->last.id ? d->last.state : VERSION_DRAFT, *d->last.id && d->last.state != VERSION_DRAFT ? d->last.day : (wr_day){ 0 },
        d->last.sha256, missing_of(d, who->lang, a), "" };
    bool asked = x.state == VERSION_ASKED, waits = false;
    TRY(letter_text(d->l, a, &x.text));
    if (!d->kept && !asked) x.sha256 = sha256_hex(a, x.text);
    TRY(page_put(doc, &RECORDS_SAY_LETTER, &x));
    TRY(letter_put(d->l, doc));
    if (asked) TRY(pair_waits(ro, &records_pairs[RECORDS_PAIR_LETTER], d->last.id, who->now, a, &waits));
    TRY(page_flag(doc, "is_kept", d->kept));
    TRY(page_flag(doc, "is_sent", x.state == VERSION_SENT));
    TRY(page_flag(doc, "waits", waits));
    TRY(page_flag(doc, "is_foreign", !str_eq(who->lang, "en")));
    TRY(page_text(doc, "text_url", arena_fmt(a, "%s.txt", url)));
    TRY(page_text(doc, "pdf_url", arena_fmt(a, "%s.pdf", url)));
    TRY(page_text(doc, "title", i18n(who->lang, NULL, records_letter_name(d->last.letter))));
    return put_files(ro, who, d, a, doc);
}

wr_rc records_show_letter(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_letter *in = in_;
    records_drawn d;
    records_line x;
    records_version *all;
    const char *url = records_url(a, in->number, arena_fmt(a, "/letters/%s", in->letter));
    bool may = rights_has(who->rights, "records.write") != RIGHT_NONE;
    int64_t n_say = 0;
    size_t n;
    say_version *say;
    in_letter row = { .more = "", .fallback = "", .other = "", .tracking = "", .office = "", .day = who->today, .channel = CHANNEL_PORTAL };
    TRY(records_letter_draw(ro, in, who->today, a, &d));
    TRY(records_line_of(ro, d.w.of.id, a, &x));
    TRY(records_letter_say(ro, who, &d, url, a, doc));
    if (!d.kept) row.more = d.last.more, row.fallback = d.last.fallback;
    else row.other = d.last.fallback;
    TRY(page_text(doc, "name", d.w.of.title));
    TRY(page_text(doc, "case_url", records_url(a, in->number, "")));
    TRY(page_text(doc, "letters_url", records_url(a, in->number, "/letters")));
    TRY(page_text(doc, "portal_url", str_eq(in->letter, "request") ? records_url(a, in->number, "/portal") : ""));
    TRY(page_flag(doc, "is_frozen", x.level == LEVEL_SUIT));
    TRY(db_all(ro, &RECORDS_LETTERS_OF, a, RECORDS_VERSIONS_MAX, &all, &n, db_t(d.w.of.id)));
    say = arena_array(a, say_version, n + 1);
    for (size_t i = 0; i < n; i++)
        if (str_eq(all[i].letter, in->letter)) say[n_say++] = (say_version){ all[i].n, all[i].state, all[i].day, all[i].sha256 };
    TRY(page_rows(doc, "versions", &RECORDS_SAY_VERSION, say, (size_t)n_say));
    if (!may) return WR_OK;
    if (d.last.state == VERSION_APPROVED && d.kept)
        TRY(page_form(doc, "sent", &(page_form_of){ .action_url = arena_fmt(a, "%s/sent", url), .in = &IN_RECORDS_LETTER_SENT, .row = &row, .button = N_("We sent it: write it down") }, a));
    if (!d.kept && !d.made.n_missing && d.last.state != VERSION_ASKED && d.n)
        TRY(page_form(doc, "ask", &(page_form_of){ .action_url = arena_fmt(a, "%s/ask", url), .in = &PERSON_NOTHING, .button = N_("Ask a second person to approve it") }, a));
    if (d.last.state == VERSION_ASKED && *d.last.id && !json_is_true(json_object_get(doc, "waits")))
        TRY(page_form(doc, "ask", &(page_form_of){ .action_url = arena_fmt(a, "%s/ask", url), .in = &PERSON_NOTHING, .button = N_("Ask again") }, a));
    return page_form(doc, "write", &(page_form_of){ .action_url = arena_fmt(a, "%s/write", url), .in = &IN_RECORDS_LETTER_WRITE, .row = &row,
        .button = d.kept ? N_("Begin a new version with this") : N_("Put it into the letter") }, a);
}

wr_rc records_give_letter(db_tx *ro, const wr_actor *who, const void *in_, arena *a, http_out *out)
{
    records_drawn d;
    TRY(records_letter_draw(ro, in_, who->today, a, &d));
    return records_letter_give(ro, &d, a, out);
}

/* ---- all letters of a request ---- */
static int state_of(const records_version *all, size_t n, const char *which)
{
    int state = VERSION_DROPPED;
    for (size_t i = 0; i < n; i++)
        if (str_eq(all[i].letter, which)) state = all[i].state;
    return state;
}

wr_rc records_show_letters(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_case *in = in_;
    records_whole w;
    records_replayed *r = arena_make(a, records_replayed);
    records_ready ready[LETTERS];
    records_version *all;
    records_date *d;
    records_terms t;
    say_ready x[LETTERS];
    size_t n, n_all, k = 0;
    int64_t now = 0;
    TRY(records_whole_of(ro, in->number, a, &w));
    TRY(records_dates_of(ro, w.of.id, a, &d, &n));
    TRY(db_all(ro, &RECORDS_LETTERS_OF, a, RECORDS_VERSIONS_MAX, &all, &n_all, db_t(w.of.id)));
    t = records_terms_of(&w);
    records_replay(&t, w.entries, w.n_entries, a, r);
    records_letters_ready(&w, r, d, n, who->today, ready);
    for (int pass = 1; pass >= 0; pass--)               /* those that are ready stand first */
        for (int i = 0; i < LETTERS; i++)
            if (ready[i].ready == (pass == 1)) {
                x[k++] = (say_ready){ records_letters[i], records_letter_name(records_letters[i]), ready[i].ready, ready[i].why, ready[i].by, ready[i].by_kind,
                    day_none(ready[i].by) ? "" : records_when(who, ready[i].by, a), state_of(all, n_all, records_letters[i]),
                    records_url(a, in->number, arena_fmt(a, "/letters/%s", records_letters[i])) };
                now += ready[i].ready;
            }
    TRY(page_rows(doc, "letters", &RECORDS_SAY_READY, x, k));
    for (size_t i = 0; i < k; i++) {
        json_t *row = page_row(doc, "letters", i);
        TRY(page_flag(row, "has_state", x[i].state != VERSION_DROPPED));
        TRY(page_flag(row, "is_late", !day_none(x[i].by) && wr_day_cmp(x[i].by, who->today) < 0));
    }
    TRY(page_int(doc, "number", w.of.number));
    TRY(page_text(doc, "name", w.of.title));
    TRY(page_text(doc, "case_url", records_url(a, in->number, "")));
    TRY(page_text(doc, "holder_name", w.holder.name));
    TRY(page_text(doc, "holder_url", arena_fmt(a, "/records/holders/%s/inquiry", str_url(a, w.holder.ref))));
    TRY(page_flag(doc, "is_frozen", r->state.level == LEVEL_SUIT));
    return page_text(doc, "title", i18n_fill(a, i18n_n(who->lang, NULL, N_("{n} letter is ready now"), "{n} letters are ready now", now), (const char *const[]){ "n", arena_fmt(a, "%lld", (long long)now), NULL }));
}
