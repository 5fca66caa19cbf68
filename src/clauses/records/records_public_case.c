/* records_public_case.c -- one request as everyone sees it: what was asked and what came of it, the dates with their proof, what happened,
 * the files and all of them in one ZIP. All of it comes through the gate. */
#include <stdio.h>
#include <string.h>
#include "day.h"
#include "i18n.h"
#include "records_gate.h"
#include "records_shown.h"
#include "zip.h"

typedef struct in_public { int64_t number; const char *id; } in_public;
static const field PUBLIC_F[] = { FIELD(in_public, number, i, F_PATH, 0, N_("Request")) };
const shape IN_RECORDS_PUBLIC = SHAPE("a public request by its number", in_public, PUBLIC_F);
static const field PUBLIC_FILE_F[] = { FIELD(in_public, number, i, F_PATH, 0, N_("Request")), FIELD(in_public, id, t, F_PATH, 32, N_("File")) };
const shape IN_RECORDS_PUBLIC_FILE = SHAPE("a file of a public request", in_public, PUBLIC_FILE_F);

typedef struct head { int64_t number; const char *title, *holder, *law; wr_day sent, due; int due_kind; const char *away; int64_t asks, answered; bool closed; const char *why, *area; wr_day first, last; } head;
static const field HEAD_F[] = {
    FIELD(head, number, i, 0, 0, N_("Request")),     FIELD(head, title, t, 0, 0, N_("Title")),        FIELD(head, holder, t, 0, 0, N_("Holder")), FIELD(head, law, t, 0, 0, N_("Law")),
    FIELD(head, sent,   d, F_NULL, 0, N_("Sent")),   FIELD(head, due, d, F_NULL, 0, N_("Next date")), WORDS(head, due_kind, records_dates, N_("Of what")),
    FIELD(head, away,   t, F_HIDE, 0, NULL),         FIELD(head, asks, i, 0, 0, N_("Asks")),          FIELD(head, answered, i, 0, 0, N_("Answered")),
    FIELD(head, closed, b, 0, 0, N_("Closed")),      FIELD(head, why, t, 0, 0, N_("Why the city asks")), FIELD(head, area, t, 0, 0, N_("Where")),
    FIELD(head, first,  d, 0, 0, N_("From this day")), FIELD(head, last, d, 0, 0, N_("Until this day")) };
const shape RECORDS_PUBLIC_HEAD = SHAPE("a public request", head, HEAD_F);
typedef struct asked { int64_t ask; int question; const char *title, *text, *columns; int answer; const char *mark, *reasons, *pages, *note; wr_day day; } asked;
static const field ASK_F[] = {
    FIELD(asked, ask,     i, 0, 0, N_("Number")),      WORDS(asked, question, records_questions, N_("Question of the order")), FIELD(asked, title, t, 0, 0, N_("What is asked for")),
    FIELD(asked, text,    t, 0, 0, N_("In full")),     FIELD(asked, columns, t, 0, 0, N_("Columns wanted")), WORDS(asked, answer, records_answers, N_("What came of it")),
    FIELD(asked, mark,    t, F_HIDE, 0, NULL),         FIELD(asked, reasons, t, 0, 0, N_("Exemptions")), FIELD(asked, pages, t, 0, 0, N_("Pages")),
    FIELD(asked, note,    t, 0, 0, N_("Note")),        FIELD(asked, day, d, F_NULL, 0, N_("Day")) };
const shape RECORDS_PUBLIC_ASK = SHAPE("an ask of a public request", asked, ASK_F);
typedef struct date { int kind, state; wr_day due, first, met; const char *mark, *away, *proof, *version, *rule, *rule_url; } date;
static const field DATE_F[] = {
    WORDS(date, kind, records_dates, N_("Date")),      WORDS(date, state, records_date_states, N_("State")), FIELD(date, due, d, F_NULL, 0, N_("Due")),
    FIELD(date, first, d, F_NULL, 0, N_("First date")), FIELD(date, met, d, F_NULL, 0, N_("Met on")),  FIELD(date, mark, t, F_HIDE, 0, NULL), FIELD(date, away, t, F_HIDE, 0, NULL),
    FIELD(date, proof, t, 0, 0, N_("Proof")), FIELD(date, version, t, 0, 0, N_("Versions")),          FIELD(date, rule, t, 0, 0, N_("Rule")),         FIELD(date, rule_url, t, F_HIDE, 0, NULL) };
const shape RECORDS_PUBLIC_DATE = SHAPE("a date of a public request", date, DATE_F);
typedef struct happened { wr_day day; int kind, channel; const char *said, *text; } happened;
static const field ENTRY_F[] = { FIELD(happened, day, d, 0, 0, N_("Day")), WORDS(happened, kind, records_kinds, N_("What happened")), WORDS(happened, channel, records_channels, N_("How")),
    FIELD(happened, said, t, 0, 0, N_("In short")), FIELD(happened, text, t, 0, 0, N_("Text")) };
const shape RECORDS_PUBLIC_ENTRY = SHAPE("what happened to a public request", happened, ENTRY_F);
typedef struct file { const char *id, *name, *media, *sha256; int64_t size; const char *file_url; } file;
static const field FILE_F[] = { FIELD(file, id, t, F_HIDE, 0, NULL), FIELD(file, name, t, 0, 0, N_("Name")), FIELD(file, media, t, 0, 0, N_("Kind")), FIELD(file, sha256, t, 0, 0, N_("SHA-256")),
    FIELD(file, size, i, 0, 0, N_("Bytes")), FIELD(file, file_url, t, 0, 0, N_("File")) };
const shape RECORDS_PUBLIC_FILE = SHAPE("a published file", file, FILE_F);

static wr_rc say_asks(db_tx *ro, const wr_actor *who, int64_t number, arena *a, json_t *doc)
{
    gate_ask *k;
    asked *x;
    size_t n;
    TRY(records_gate_asks(ro, who, number, a, &k, &n));
    x = arena_array(a, asked, n + 1);
    for (size_t i = 0; i < n; i++)
        x[i] = (asked){ k[i].ask, k[i].question, k[i].asked, k[i].text, k[i].columns, k[i].answer, records_answer_mark(k[i].answer), k[i].reasons, k[i].pages, k[i].note, k[i].day };
    TRY(page_rows(doc, "asked", &RECORDS_PUBLIC_ASK, x, n));
    for (size_t i = 0; i < n; i++) TRY(page_flag(page_row(doc, "asked", i), "is_settled", x[i].answer != ANSWER_OPEN));
    return WR_OK;
}

static wr_rc say_dates(db_tx *ro, const wr_actor *who, int64_t number, arena *a, json_t *doc)
{
    gate_date *d;
    date *x;
    clock_book *book;
    size_t n, out = 0;
    TRY(records_gate_dates(ro, who, number, a, &d, &n));
    x = arena_array(a, date, n + 1);
    if (n) TRY(clock_book_open(ro, d[0].start.y - 1, 30, a, &book));
    for (size_t i = 0; i < n; i++) {
        strbuf proof = sb_new(a, 400);
        records_counted c;
        bool open = d[i].state == DATE_RUNNING || d[i].state == DATE_PAUSED;
        records_count(d[i].spec, book, who->lang, a, &proof, &c);
        x[out++] = (date){ d[i].kind, d[i].state, d[i].due, d[i].first, d[i].met, records_date_mark(d[i].kind, d[i].state, d[i].due, d[i].met, who->today), open ? records_when(who, d[i].due, a) : "", proof.p,
            clock_book_version(book, d[i].rule, who->lang, a), d[i].rule,
            *d[i].rule ? arena_fmt(a, "/clock/rules/%s", d[i].rule) : "" };
    }
    TRY(page_rows(doc, "dates", &RECORDS_PUBLIC_DATE, x, out));
    for (size_t i = 0; i < out; i++) TRY(page_flag(page_row(doc, "dates", i), "is_met", x[i].state == DATE_MET));
    return page_flag(doc, "has_dates", out != 0);
}

/* ---- what happened ---- */
static void join(strbuf *b, const char *what)
{
    if (!*what) return;
    if (b->n) sb_str(b, " · ");
    sb_str(b, what);
}

static const char *said_of(const records_entry *e, const wr_actor *who, arena *a)
{
    strbuf b = sb_new(a, 120);
    if (e->ask) join(&b, arena_fmt(a, "%s %lld: %s", i18n(who->lang, NULL, N_("Ask")), (long long)e->ask, i18n_word(a, who->lang, records_answers[e->answer])));
    join(&b, e->reasons);
    if (*e->pages) join(&b, arena_fmt(a, "%s %s", i18n(who->lang, NULL, N_("pages")), e->pages));
    join(&b, e->tracking);
    if (e->count && e->kind == ENTRY_EXTENDED) join(&b, arena_fmt(a, "%lld %s", (long long)e->count, i18n_word(a, who->lang, clock_units[e->unit])));
    if (!day_none(e->until) && records_kind_open(e->kind)) join(&b, arena_fmt(a, "%s %s", i18n(who->lang, NULL, N_("until")), i18n_day(a, who->lang, e->until)));
    return b.p;
}

static void quote(strbuf *b, const wr_actor *who, const char *what, const char *text)
{
    if (*text) sb_fmt(b, "%s%s: “%s”", b->n ? "\n" : "", i18n(who->lang, NULL, what), text);
}

static wr_rc say_entries(db_tx *ro, const wr_actor *who, int64_t number, arena *a, json_t *doc)
{
    records_entry *e;
    happened *x;
    size_t n;
    TRY(records_gate_entries(ro, who, number, a, &e, &n));
    x = arena_array(a, happened, n + 1);
    for (size_t i = 0; i < n; i++) {
        const records_entry *of = &e[n - 1 - i];
        strbuf text = sb_new(a, 200);
        sb_str(&text, of->text);
        quote(&text, who, N_("Scope, quoted"), of->scope);
        quote(&text, who, N_("Reasons, quoted"), of->because);
        quote(&text, who, N_("Right to appeal, quoted"), of->appeal);
        x[i] = (happened){ of->day, of->kind, of->channel, said_of(of, who, a), text.p };
    }
    TRY(page_rows(doc, "happened", &RECORDS_PUBLIC_ENTRY, x, n));
    for (size_t i = 0; i < n; i++) TRY(page_flag(page_row(doc, "happened", i), "has_channel", x[i].channel != CHANNEL_NONE));
    return page_flag(doc, "has_entries", n != 0);
}

/* ---- files ---- */
static wr_rc say_files(db_tx *ro, const wr_actor *who, int64_t number, arena *a, json_t *doc)
{
    gate_file *f;
    file *x;
    size_t n;
    int64_t all = 0;
    TRY(records_gate_files(ro, who, number, a, &f, &n));
    x = arena_array(a, file, n + 1);
    for (size_t i = 0; i < n; i++) {
        x[i] = (file){ f[i].id, f[i].name, f[i].media, f[i].sha256, f[i].size, arena_fmt(a, "/requests/%lld/files/%s", (long long)number, f[i].id) };
        all += f[i].size;
    }
    TRY(page_rows(doc, "files", &RECORDS_PUBLIC_FILE, x, n));
    for (size_t i = 0; i < n; i++) TRY(page_text(page_row(doc, "files", i), "said", doc_size_said(a, who->lang, x[i].size)));
    TRY(page_text(doc, "zip_said", doc_size_said(a, who->lang, all)));
    TRY(page_text(doc, "zip_url", n ? arena_fmt(a, "/requests/%lld.zip", (long long)number) : ""));
    return page_flag(doc, "has_files", n != 0);
}

wr_rc records_show_public_case(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_public *in = in_;
    gate_case c;
    gate_head h;
    TRY(records_gate_case(ro, who, in->number, a, &c, &h));
    TRY(page_put(doc, &RECORDS_PUBLIC_HEAD, &(head){ c.number, c.title, c.holder_name, h.law_title, c.sent, c.due, c.due_kind, records_when(who, c.due, a), c.asks, c.answered, c.closed,
        h.why, h.area, h.first, h.last }));
    TRY(page_text(doc, "json_url", arena_fmt(a, "/requests/%lld.json", (long long)c.number)));
    TRY(say_asks(ro, who, in->number, a, doc));
    TRY(say_dates(ro, who, in->number, a, doc));
    TRY(say_entries(ro, who, in->number, a, doc));
    return say_files(ro, who, in->number, a, doc);
}

wr_rc records_send_public(db_tx *ro, const wr_actor *who, const void *in_, arena *a, http_file *ret)
{
    const in_public *in = in_;
    gate_file f;
    bytes first;
    TRY(records_gate_file(ro, who, in->number, in->id, a, &f));
    TRY(blob_read(ro, f.sha256, 0, 1, a, &first));       /* before the head of an answer is promised */
    *ret = (http_file){ f.sha256, f.name, f.media, f.size, "public" };
    return WR_OK;
}

/* Range by range, each behind the gate anew. Where it stands: which file, which byte, and a mark of the list; when that has changed meanwhile (a file
 * was taken back), the answer is cut short and never looks whole. */
static uint64_t list_mark(const gate_file *f, size_t n)
{
    uint64_t h = 14695981039346656037u;
    for (size_t i = 0; i < n; i++)
        for (const char *p = f[i].id; *p; p++) h = (h ^ (uint8_t)*p) * 1099511628211u;
    return h ^ n;
}

wr_rc records_give_public_zip(db_tx *ro, const wr_actor *who, const void *in_, arena *a, http_out *out)
{
    const in_public *in = in_;
    gate_case c;
    gate_file *f;
    zip_file *z;
    size_t n;
    unsigned long long at = 0, mark = 0;
    long long byte = 0;
    strbuf b = sb_new(a, 1024);
    bytes x = { 0 };
    TRY(records_gate_case(ro, who, in->number, a, &c, NULL));
    TRY(records_gate_files(ro, who, in->number, a, &f, &n));
    z = arena_array(a, zip_file, n + 1);
    for (size_t i = 0; i < n; i++) z[i] = (zip_file){ f[i].name, f[i].size, (uint32_t)f[i].crc, clock_today(f[i].approved) };
    if (!zip_fits(z, n)) return wr_fail(arena_err(a), WR_E_RULE, "records.zip", N_("These files are too large for one ZIP. Take them one by one."));
    if (*out->after && (sscanf(out->after, "%llu %lld %llu", &at, &byte, &mark) != 3 || mark != list_mark(f, n) || at >= n)) return WR_E_IO;
    out->file = arena_fmt(a, "request-%lld.zip", (long long)c.number);
    if (n) {
        if (!byte) zip_head(&b, &z[at]);
        if (f[at].size) TRY(blob_read(ro, f[at].sha256, byte, BLOB_PART, a, &x));
        if (!x.n && f[at].size) return WR_E_IO;
        byte += (long long)x.n;
        if (byte >= f[at].size) at++, byte = 0;
    }
    TRY(out_bytes(out, (bytes){ (const uint8_t *)b.p, b.n }));
    TRY(out_bytes(out, x));
    if (at < n) return out_more(out, arena_fmt(a, "%llu %lld %llu", at, byte, (unsigned long long)list_mark(f, n)));
    b = sb_new(a, 1024);
    zip_end(&b, z, n);
    return out_bytes(out, (bytes){ (const uint8_t *)b.p, b.n });
}
