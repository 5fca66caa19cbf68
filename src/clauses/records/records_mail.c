/* records_mail.c -- mail files (.eml) of an agency: kept as they came, read by a program of its own, and put to the request that they belong to. Which
 * one that is, the page proposes: an answer to a mail of a request belongs to it, else a tracking number says it. What fits nothing waits here. */
#include "records_beside.h"

#include <string.h>
#include "day.h"
#include "doc.h"
#include "facts.h"
#include "i18n.h"
#include "now.h"

enum { MAILS_MAX = 500, TEXT_MAX = 7000 };
/* about: the case, "" while it waits. message: its Message-ID, "" until it was put to a case. */
typedef struct records_mail { const char *id, *about, *entry, *message; wr_day added; } records_mail;
static const field MAIL_F[] = { FIELD(records_mail, id, t, F_HIDE, 32, NULL), FIELD(records_mail, about, t, F_HIDE, 32, NULL), FIELD(records_mail, entry, t, F_HIDE, 32, NULL),
    FIELD(records_mail, message, t, F_NULL, 300, N_("Message-ID")), FIELD(records_mail, added, d, 0, 0, N_("Added")) };
const shape RECORDS_MAIL = SHAPE("records_mail", records_mail, MAIL_F);
typedef struct in_mail { const char *id, *file, *file_id; int64_t number; int kind; wr_day day; const char *office, *text, *message; } in_mail;
static const field TAKE_F[] = { FIELD(in_mail, file, t, F_FILE, 400, N_("A mail, as a file (.eml)")) };
const shape IN_RECORDS_MAIL_TAKE = SHAPE("a mail file", in_mail, TAKE_F);
static const field ONE_F[] = { FIELD(in_mail, id, t, F_PATH, 32, N_("Mail")) };
const shape IN_RECORDS_MAIL = SHAPE("a mail", in_mail, ONE_F);
static const char *const MAIL_K[] = { "letter", "acknowledged", "asks us to clarify", "asks us to narrow", "asks about fees", "asks for identity", "interim release", "we answered", "inquiry", NULL };
static const field SORT_F[] = {
    FIELD(in_mail, id,      t, F_PATH, 32,            N_("Mail")),
    FIELD(in_mail, number,  i, 0, 0,                  N_("Number of the request")),
    WORDS(in_mail, kind,    MAIL_K,                   N_("What it is")),
    FIELD(in_mail, day,     d, 0, 0,                  N_("Day on which it came or went")),
    FIELD(in_mail, office,  t, F_NULL, 200,           N_("With which office")),
    FIELD(in_mail, text,    t, F_LONG | F_NULL, 8000, N_("What it says, or a note")),
    FIELD(in_mail, message, t, F_HIDE | F_NULL, 300,  NULL),
};
const shape IN_RECORDS_MAIL_SORT = SHAPE("which request a mail belongs to", in_mail, SORT_F);
typedef struct say_mail { const char *id, *name; int64_t size; wr_day added; const char *at_url; } say_mail;
static const field SAY_F[] = { FIELD(say_mail, id, t, F_HIDE, 0, NULL), FIELD(say_mail, name, t, 0, 0, N_("File")), FIELD(say_mail, size, i, 0, 0, N_("Bytes")),
    FIELD(say_mail, added, d, 0, 0, N_("Added")), FIELD(say_mail, at_url, t, F_HIDE, 0, NULL) };
const shape RECORDS_SAY_MAIL = SHAPE("a mail that waits", say_mail, SAY_F);
typedef struct say_part { const char *name, *media; int64_t size; } say_part;
static const field PART_F[] = { FIELD(say_part, name, t, 0, 0, N_("File")), FIELD(say_part, media, t, 0, 0, N_("Kind")), FIELD(say_part, size, i, 0, 0, N_("Bytes")) };
const shape RECORDS_SAY_PART = SHAPE("a part of a mail", say_part, PART_F);

#define COLS "id, about, entry, message, added"
const db_query RECORDS_MAIL_ADD = HISTORY_ADD("records_mail"), RECORDS_MAIL_PAST = HISTORY_PAST("records_mail"), RECORDS_MAIL_WALK = HISTORY_WALK("records_mail");
const db_query RECORDS_MAIL_PUT = { "records_mail_put", "ttttd", NULL, "INSERT INTO records_mail (" COLS ") VALUES ($1, $2, $3, $4, $5)"
    " ON CONFLICT (id) DO UPDATE SET about = excluded.about, entry = excluded.entry, message = excluded.message" };
const db_query RECORDS_MAIL_BY = { "records_mail_by", "t", &RECORDS_MAIL, "SELECT " COLS " FROM records_mail WHERE id = $1" };
const db_query RECORDS_MAIL_OPEN = { "records_mail_open", "", &RECORDS_MAIL, "SELECT " COLS " FROM records_mail WHERE about = '' ORDER BY added, id LIMIT 500" };
const db_query RECORDS_MAIL_MESSAGE = { "records_mail_message", "t", &DB_ID, "SELECT c.number AS id FROM records_mail m JOIN records_case c ON c.id = m.about"
    " WHERE m.message = $1 ORDER BY c.number LIMIT 1" };
const db_query RECORDS_TRACKED = { "records_tracked", "i", &RECORDS_LINE, "SELECT id, number, title, holder, owner, delivery, ball, ball_why, clock, level, seen, embargo, sent, received,"
    " started, determined, appealed, suit, tracking, asks, open, closed, latest, due, due_kind, sort FROM records_line WHERE tracking <> '' AND number > $1 ORDER BY number LIMIT 500" };
const history RECORDS_MAILS = { "records_mail", &RECORDS_MAIL, &RECORDS_MAIL_ADD, &RECORDS_MAIL_PAST, &RECORDS_MAIL_PUT, &RECORDS_MAIL_WALK };

/* ---- taken in ---- */
wr_rc records_prepare_mail(db_tx *ro, const wr_actor *who, void *in_, arena *a)
{
    in_mail *in = in_;
    (void)ro;
    (void)who;
    in->file_id = id_new(a);
    if (!in->id) in->id = id_new(a);
    return WR_OK;
}

wr_rc records_act_mail(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_mail *in = in_;
    records_mail m = { in->id, "", "", "", who->today };
    if (!str_ends_fold(in->file, ".eml")) return wr_fail(arena_err(a), WR_E_INPUT, "file", N_("Choose a mail that was saved as a file: its name ends in .eml."));
    TRY(history_add(rw, who, &RECORDS_MAILS, "records.mail_taken", who->today, NULL, &m, a));
    *ret = (http_go){ .url = arena_fmt(a, "/records/mail/%s", m.id), .id = m.id };
    return doc_attach(rw, who, in->file, &(doc_file){ .id = in->file_id, .about = m.id, .may = "records.read" }, a);
}

static wr_rc file_of(db_tx *ro, const wr_actor *who, const char *mail, arena *a, doc_listed *ret)
{
    doc_listed *f;
    size_t n;
    TRY(doc_files_of(ro, who, mail, false, a, &f, &n));
    if (!n) return wr_fail(arena_err(a), WR_E_MISSING, NULL, N_("The file of this mail is not there."));
    *ret = f[0];
    return WR_OK;
}

wr_rc records_show_mails(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    records_mail *m;
    say_mail *say;
    size_t n;
    (void)in;
    TRY(db_all_(ro, &RECORDS_MAIL_OPEN, a, MAILS_MAX, sizeof *m, &m, &n, NULL, 0));
    say = arena_array(a, say_mail, n + 1);
    for (size_t i = 0; i < n; i++) {
        doc_listed f = { 0 };
        TRY(file_of(ro, who, m[i].id, a, &f));
        say[i] = (say_mail){ m[i].id, f.name, f.size, m[i].added, arena_fmt(a, "/records/mail/%s", m[i].id) };
    }
    TRY(page_rows(doc, "mails", &RECORDS_SAY_MAIL, say, n));
    TRY(page_text(doc, "title", i18n_fill(a, i18n_n(who->lang, NULL, N_("{n} mail waits for its request"), "{n} mails wait for their requests", (int64_t)n),
        (const char *const[]){ "n", arena_fmt(a, "%zu", n), NULL })));
    return page_form(doc, "form", &(page_form_of){ .action_url = "/records/mail/take", .in = &IN_RECORDS_MAIL_TAKE, .button = N_("Take it in") }, a);
}

/* ---- the demonstration ---- */
typedef struct demo_mail { const char *name, *text; } demo_mail;
static const field DEMO_F[] = { FIELD(demo_mail, name, t, 0, 100, N_("File")), FIELD(demo_mail, text, t, F_LONG, 4000, N_("Text")) };
const shape RECORDS_DEMO_MAIL = SHAPE("an invented mail", demo_mail, DEMO_F);

wr_rc records_load_demo_mail(db_tx *rw, const wr_actor *who, const void *row, arena *a)
{
    const demo_mail *d = row;
    records_mail m = { id_new(a), "", "", "", who->today };
    blob b;
    TRY(blob_store(rw, (bytes){ (const uint8_t *)d->text, strlen(d->text) }, a, &b));
    TRY(history_add(rw, who, &RECORDS_MAILS, "records.mail_taken", who->today, NULL, &m, a));
    return doc_attach(rw, who, doc_incoming_text(a, &b, "message/rfc822", d->name), &(doc_file){ .id = id_new(a), .about = m.id, .may = "records.read" }, a);
}

/* ---- read, and put to a request ---- */
static wr_rc by_message(db_tx *ro, const char *id, arena *a, int64_t *ret)
{
    db_id found;
    wr_rc rc = *id ? db_one(ro, &RECORDS_MAIL_MESSAGE, a, &found, db_t(id)) : WR_E_MISSING;
    if (rc == WR_OK) *ret = found.id;
    return rc == WR_E_MISSING ? WR_OK : rc;
}

/* A tracking number of some request in this text: "A, B" each. */
static wr_rc by_tracking(db_tx *ro, const char *text, arena *a, int64_t *ret)
{
    for (int64_t last = 0; !*ret; ) {
        arena_mark mark = arena_at(a);
        records_line *x;
        size_t n;
        TRY(db_all(ro, &RECORDS_TRACKED, a, 500, &x, &n, db_i(last)));
        for (size_t i = 0; i < n && !*ret; i++) {
            last = x[i].number;
            for (const char *p = x[i].tracking; *p && !*ret; p += strspn(p, ", ")) {
                size_t len = strcspn(p, ",");
                if (len >= 5 && memmem(text, strlen(text), p, len)) *ret = x[i].number;
                p += len;
            }
        }
        arena_rewind(a, mark);
        if (n < 500) break;
    }
    return WR_OK;
}

static wr_rc guess(db_tx *ro, const facts_mail_said *m, arena *a, int64_t *ret)
{
    *ret = 0;
    TRY(by_message(ro, m->in_reply_to, a, ret));
    for (size_t i = m->references_n; i-- > 0 && !*ret; ) TRY(by_message(ro, m->references[i], a, ret));
    return *ret ? WR_OK : by_tracking(ro, arena_fmt(a, "%s\n%s", m->subject, m->text), a, ret);
}

/* At most so many bytes of it, and a sign that there is more. */
static const char *cut(const char *text, size_t most, arena *a)
{
    return strlen(text) <= most ? text : arena_fmt(a, "%s …", str_begin(a, text, most));
}

static wr_rc say_mail_file(db_tx *ro, const doc_listed *f, const records_mail *row, arena *a, json_t *doc)
{
    facts_mail_said m;
    say_part *parts;
    int64_t number;
    int fd;
    TRY(blob_open(ro, &(blob){ f->sha256, f->size }, a, &fd));
    TRY(facts_mail(fd, a, &m));
    TRY(page_text(doc, "problem", facts_problem_said(m.problem)));
    TRY(page_text(doc, "from", m.from));
    TRY(page_text(doc, "to", m.to));
    TRY(page_text(doc, "subject", m.subject));
    TRY(page_text(doc, "body", m.html ? "" : m.text));
    TRY(page_flag(doc, "is_html", m.html));
    parts = arena_array(a, say_part, m.parts_n + 1);
    for (size_t i = 0; i < m.parts_n; i++) parts[i] = (say_part){ doc_name_clean(a, m.parts[i].name), m.parts[i].media, m.parts[i].size };
    TRY(page_rows(doc, "parts", &RECORDS_SAY_PART, parts, m.parts_n));
    TRY(guess(ro, &m, a, &number));
    TRY(page_flag(doc, "guessed", number != 0 && !*row->about));
    if (*row->about) return WR_OK;
    in_mail given = { .number = number, .day = m.sent ? clock_today(m.sent) : (wr_day){ 0 }, .office = "", .text = cut(m.html ? m.subject : m.text, TEXT_MAX, a), .message = cut(m.message_id, 290, a) };
    return page_form(doc, "form", &(page_form_of){ .action_url = arena_fmt(a, "/records/mail/%s/sort", row->id), .in = &IN_RECORDS_MAIL_SORT, .row = &given, .button = N_("Put it to this request") }, a);
}

wr_rc records_show_mail(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    records_mail row;
    doc_listed f = { 0 };
    wr_rc rc = db_one(ro, &RECORDS_MAIL_BY, a, &row, db_t(((const in_mail *)in_)->id));
    if (rc == WR_E_MISSING) return wr_fail(arena_err(a), rc, NULL, N_("There is no such mail."));
    TRY(rc);
    TRY(file_of(ro, who, row.id, a, &f));
    TRY(page_text(doc, "file_url", f.file_url));
    TRY(page_text(doc, "name", f.name));
    TRY(page_text(doc, "sha256", f.sha256));
    TRY(page_text(doc, "title", f.name));
    TRY(page_flag(doc, "is_sorted", *row.about != 0));
    return say_mail_file(ro, &f, &row, a, doc);
}

wr_rc records_act_mail_sort(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_mail *in = in_;
    records_mail was, now;
    records_whole w;
    doc_listed f = { 0 };
    records_entry e = { .day = in->day, .kind = records_kind_named(MAIL_K[in->kind]), .channel = CHANNEL_MAIL, .office = in->office, .text = in->text };
    wr_rc rc = db_one(rw, &RECORDS_MAIL_BY, a, &was, db_t(in->id));
    if (rc == WR_E_MISSING) return wr_fail(arena_err(a), rc, NULL, N_("There is no such mail."));
    TRY(rc);
    if (*was.about) return wr_fail(arena_err(a), WR_E_RULE, "records.sorted", N_("This mail was put to its request already."));
    rc = records_whole_of(rw, in->number, a, &w);
    if (rc == WR_E_MISSING) {
        *arena_err(a) = (wr_err){ 0 };
        return wr_fail(arena_err(a), WR_E_INPUT, "number", N_("There is no request with this number."));
    }
    TRY(rc);
    TRY(file_of(rw, who, was.id, a, &f));
    e.id = in->file_id;
    TRY(records_entry_add(rw, who, &w, &e, a));
    now = was;
    now.about = w.of.id;
    now.entry = e.id;
    now.message = in->message ? in->message : "";
    TRY(history_add(rw, who, &RECORDS_MAILS, "records.mail_sorted", who->today, &was, &now, a));
    *ret = (http_go){ .url = records_url(a, in->number, ""), .id = e.id };
    return doc_attach(rw, who, doc_incoming_text(a, &(blob){ f.sha256, f.size }, f.media, f.name), &(doc_file){ .id = arena_fmt(a, "%.31s%c", e.id, e.id[31] == '0' ? '1' : '0'), .about = e.id,
        .may = "records.read" }, a);
}
