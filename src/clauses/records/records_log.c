/* records_log.c -- what happened is written down by hand: one form for each group of entries, each with the fields that it needs and no
 * others. Whatever is wrong names its field, and what was typed stays. */
#include "records_web.h"

#include "doc.h"
#include "day.h"
#include "i18n.h"
#include "now.h"

/* kind: of the group's list. id, file_id: by prepare. */
typedef struct in_log { int64_t number; int kind; wr_day day; int channel; const char *office, *tracking, *component; bool right_one; int64_t count; int unit; wr_day until; wr_cents amount;
    int64_t ask; int answer; const char *reasons, *pages, *scope, *because, *appeal, *other, *text, *file, *id, *file_id; } in_log;
#define NUMBER  FIELD(in_log, number, i, F_PATH, 0, N_("Request"))
#define DAY     FIELD(in_log, day, d, 0, 0, N_("Day on which it happened"))
#define CHANNEL WORDS_OPT(in_log, channel, records_channels, N_("How"))
#define OFFICE  FIELD(in_log, office, t, F_NULL, 200, N_("With which office"))
#define TEXT    FIELD(in_log, text, t, F_LONG | F_NULL, 8000, N_("What it says, or a note"))
#define FILE_   FIELD(in_log, file, t, F_NULL | F_FILE, 400, N_("The letter, as a file"))

static const char *const SEND_K[] = { "sent", "queued", "bounced", "lost", NULL };
static const field SEND_F[] = { NUMBER, WORDS(in_log, kind, SEND_K, N_("What happened")), DAY, CHANNEL, FIELD(in_log, tracking, t, F_NULL, 80, N_("Tracking number, if there is one")),
    FIELD(in_log, other, t, F_NULL, 200, N_("If not by the usual way: why")), TEXT, FILE_ };
static const char *const RECEIPT_K[] = { "received", "acknowledged", "forwarded to the right component", NULL };
static const field RECEIPT_F[] = { NUMBER, WORDS(in_log, kind, RECEIPT_K, N_("What happened")), DAY, FIELD(in_log, tracking, t, F_NULL, 80, N_("Tracking number, if there is one")),
    FIELD(in_log, component, t, F_NULL, 80, N_("Component that has it")), FIELD(in_log, right_one, b, 0, 0, N_("It is the right component")), FIELD(in_log, until, d, F_NULL, 0, N_("If it promises a day: which")), CHANNEL, TEXT, FILE_ };
static const char *const QUESTION_K[] = { "asks us to clarify", "asks us to narrow", "asks about fees", "asks for identity", NULL };
static const field QUESTION_F[] = { NUMBER, WORDS(in_log, kind, QUESTION_K, N_("What it asks")), DAY, FIELD(in_log, until, d, F_NULL, 0, N_("If it sets a day for our answer: which")),
    FIELD(in_log, amount, c, F_NULL, 0, N_("If it names an amount: which")), CHANNEL, OFFICE, TEXT, FILE_ };
static const char *const REPLY_K[] = { "we answered", NULL };
static const field REPLY_F[] = { NUMBER, DAY, CHANNEL, OFFICE, TEXT, FILE_ };
static const char *const EXTENSION_K[] = { "extended", NULL };
static const field EXTENSION_F[] = { NUMBER, DAY, FIELD(in_log, count, i, F_NULL, 9999, N_("How many days, weeks or months")), WORDS_OPT(in_log, unit, clock_units, N_("Unit")),
    FIELD(in_log, until, d, F_NULL, 0, N_("Or the day that it names")), FIELD(in_log, text, t, F_LONG, 8000, N_("Its reason, quoted")), CHANNEL, FILE_ };
static const char *const DECISION_K[] = { "interim release", "decision on expedition", "decision on the fee waiver", NULL };
static const field DECISION_F[] = { NUMBER, WORDS(in_log, kind, DECISION_K, N_("What came")), DAY, FIELD(in_log, other, t, F_NULL, 200, N_("Granted, refused, or what was released")),
    FIELD(in_log, until, d, F_NULL, 0, N_("If it promises a next release: when")), CHANNEL, TEXT, FILE_ };
static const char *const DETERMINATION_K[] = { "determination", NULL };
static const field DETERMINATION_F[] = { NUMBER, DAY, FIELD(in_log, scope, t, F_LONG | F_NULL, 2000, N_("Which records it gives and which not, quoted")),
    FIELD(in_log, because, t, F_LONG | F_NULL, 2000, N_("Its reasons, quoted")), FIELD(in_log, appeal, t, F_LONG | F_NULL, 2000, N_("The right to appeal, quoted")), CHANNEL, TEXT, FILE_ };
static const char *const OUTCOME_K[] = { "outcome of an ask", NULL };
static const field OUTCOME_F[] = { NUMBER, FIELD(in_log, ask, i, 0, RECORDS_ASKS_MAX, N_("Ask")), WORDS(in_log, answer, records_answers, N_("What came of it")), DAY,
    FIELD(in_log, reasons, t, F_NULL, 200, N_("Exemptions, with blanks between")), FIELD(in_log, pages, t, F_NULL, 200, N_("Pages where it stands")),
    FIELD(in_log, text, t, F_LONG | F_NULL, 8000, N_("Note")) };
static const char *const APPEAL_K[] = { "appealed", "appeal decided", "remanded", "mediation asked", "mediation ended", NULL };
static const field APPEAL_F[] = { NUMBER, WORDS(in_log, kind, APPEAL_K, N_("What happened")), DAY, FIELD(in_log, tracking, t, F_NULL, 80, N_("Number of the appeal")), CHANNEL, OFFICE, TEXT, FILE_ };
static const char *const SUIT_K[] = { "suit filed", "suit ended", "settled", NULL };
static const field SUIT_F[] = { NUMBER, WORDS(in_log, kind, SUIT_K, N_("What happened")), DAY, FIELD(in_log, other, t, F_NULL, 200, N_("Court and number")), TEXT, FILE_ };
static const char *const OTHER_K[] = { "note", "call", "letter", "inquiry", "renumbered", "withdrawn", "reopened", NULL };
static const field OTHER_F[] = { NUMBER, WORDS(in_log, kind, OTHER_K, N_("What happened")), DAY, CHANNEL, OFFICE, FIELD(in_log, tracking, t, F_NULL, 80, N_("Tracking number, if there is one")),
    FIELD(in_log, text, t, F_LONG, 8000, N_("What it says, or a note")), FILE_ };

#define LOG(name, title, F, K, hint) { name, title, SHAPE(title, in_log, F), K, hint }
const records_log records_logs[LOGS] = {
    LOG("send", N_("It was sent, or came back"), SEND_F, SEND_K, ""),
    LOG("receipt", N_("It was received"), RECEIPT_F, RECEIPT_K, N_("Paste the receipt of the portal into the text. The clock starts on the day when the right component has it; without that, at the latest ten working days after this day.")),
    LOG("question", N_("The agency asks us something"), QUESTION_F, QUESTION_K, N_("While a question is open the clock stands still: once for information, and as often as needed for fees.")),
    LOG("reply", N_("We answered"), REPLY_F, REPLY_K, ""),
    LOG("extension", N_("The agency takes more time"), EXTENSION_F, EXTENSION_K, N_("Leave number and day open for the extension of the law itself.")),
    LOG("decision", N_("An interim release, or a decision on the way"), DECISION_F, DECISION_K, ""),
    LOG("determination", N_("The agency has determined"), DETERMINATION_F, DETERMINATION_K, N_("A determination says what it gives, why not the rest, and how to appeal. A letter without one of the three is an acknowledgement, and the clock does not stop.")),
    LOG("outcome", N_("What came of an ask"), OUTCOME_F, OUTCOME_K, ""),
    LOG("appeal", N_("Appeal and mediation"), APPEAL_F, APPEAL_K, ""),
    LOG("suit", N_("Court"), SUIT_F, SUIT_K, ""),
    LOG("other", N_("Something else: a note, a call, a letter"), OTHER_F, OTHER_K, "") };
static const field LOG_F[] = { FIELD(in_log, number, i, F_PATH, 0, N_("Request")), FIELD(in_log, office, t, F_PATH, 20, N_("What happened")) };
const shape IN_RECORDS_LOG = { "what is written down", sizeof(in_log), 2, LOG_F };
typedef struct in_strike { int64_t number; const char *id, *reason; } in_strike;
static const field STRIKE_ONE_F[] = { FIELD(in_strike, number, i, F_PATH, 0, N_("Request")), FIELD(in_strike, id, t, F_PATH, 32, N_("Entry")) };
const shape IN_RECORDS_ENTRY = SHAPE("an entry", in_strike, STRIKE_ONE_F);
static const field STRIKE_F[] = { FIELD(in_strike, number, i, F_PATH, 0, N_("Request")), FIELD(in_strike, id, t, F_PATH, 32, N_("Entry")),
    FIELD(in_strike, reason, t, 0, 500, N_("Why it does not count")) };
const shape IN_RECORDS_STRIKE = SHAPE("an entry that does not count", in_strike, STRIKE_F);

wr_rc records_show_log(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_log *in = in_;
    const records_log *g = NULL;
    records_case c;
    pair typed[] = { { "day", day_text(a, who->today), 0 } };
    for (int i = 0; i < LOGS; i++)
        if (str_eq(records_logs[i].name, in->office)) g = &records_logs[i];
    if (!g) return wr_fail(arena_err(a), WR_E_MISSING, NULL, N_("There is no such form."));
    TRY(records_case_by(ro, in->number, a, &c));
    TRY(page_int(doc, "number", c.number));
    TRY(page_text(doc, "name", c.title));
    TRY(page_text(doc, "case_url", records_url(a, c.number, "")));
    TRY(page_text(doc, "hint", g->hint));
    TRY(page_text(doc, "title", i18n(who->lang, NULL, g->title)));
    return page_form(doc, "form", &(page_form_of){ .action_url = records_url(a, c.number, arena_fmt(a, "/log/%s/add", g->name)), .in = &g->of, .typed = typed, .typed_n = 1, .button = N_("Write it down") }, a);
}

wr_rc records_prepare_log(db_tx *ro, const wr_actor *who, void *in_, arena *a)
{
    in_log *in = in_;
    (void)ro;
    (void)who;
    in->id = id_new(a);
    in->file_id = id_new(a);
    return WR_OK;
}

int records_kind_named(const char *word)
{
    for (int i = 0; i < ENTRY_KINDS; i++)
        if (str_eq(records_kinds[i], word)) return i;
    return ENTRY_NOTE;
}

static wr_rc add(db_tx *rw, const wr_actor *who, const in_log *in, int log, arena *a, http_go *ret)
{
    records_whole w;
    records_entry e = { .id = in->id, .day = in->day, .kind = records_kind_named(records_logs[log].kinds[in->kind]), .channel = in->channel, .office = str_or_none(in->office), .text = str_or_none(in->text),
        .tracking = str_or_none(in->tracking), .component = str_or_none(in->component), .right_one = in->right_one, .count = in->count, .unit = in->unit, .until = in->until, .amount = in->amount,
        .scope = str_or_none(in->scope), .because = str_or_none(in->because), .appeal = str_or_none(in->appeal), .ask = in->ask, .answer = in->answer, .reasons = str_or_none(in->reasons),
        .pages = str_or_none(in->pages), .other = str_or_none(in->other), .struck = "" };
    if (!day_none(in->until) && wr_day_cmp(in->until, in->day) < 0) return wr_fail(arena_err(a), WR_E_INPUT, "until", N_("This day is before the day on which it happened. Look at both days."));
    if (in->count < 0) return wr_fail(arena_err(a), WR_E_INPUT, "count", N_("More time is a number above zero."));
    TRY(records_whole_of(rw, in->number, a, &w));
    TRY(records_entry_add(rw, who, &w, &e, a));
    *ret = (http_go){ .url = records_url(a, in->number, ""), .id = e.id };
    if (!*str_or_none(in->file)) return WR_OK;
    return doc_attach(rw, who, in->file, &(doc_file){ .id = in->file_id, .about = e.id, .may = "records.read" }, a);
}

wr_rc records_act_send(db_tx *rw, const wr_actor *who, const void *in, arena *a, http_go *ret) { return add(rw, who, in, LOG_SEND, a, ret); }
wr_rc records_act_receipt(db_tx *rw, const wr_actor *who, const void *in, arena *a, http_go *ret) { return add(rw, who, in, LOG_RECEIPT, a, ret); }
wr_rc records_act_question(db_tx *rw, const wr_actor *who, const void *in, arena *a, http_go *ret) { return add(rw, who, in, LOG_QUESTION, a, ret); }
wr_rc records_act_reply(db_tx *rw, const wr_actor *who, const void *in, arena *a, http_go *ret) { return add(rw, who, in, LOG_REPLY, a, ret); }
wr_rc records_act_extension(db_tx *rw, const wr_actor *who, const void *in, arena *a, http_go *ret) { return add(rw, who, in, LOG_EXTENSION, a, ret); }
wr_rc records_act_decision(db_tx *rw, const wr_actor *who, const void *in, arena *a, http_go *ret) { return add(rw, who, in, LOG_DECISION, a, ret); }
wr_rc records_act_determination(db_tx *rw, const wr_actor *who, const void *in, arena *a, http_go *ret) { return add(rw, who, in, LOG_DETERMINATION, a, ret); }
wr_rc records_act_outcome(db_tx *rw, const wr_actor *who, const void *in, arena *a, http_go *ret) { return add(rw, who, in, LOG_OUTCOME, a, ret); }
wr_rc records_act_appeal(db_tx *rw, const wr_actor *who, const void *in, arena *a, http_go *ret) { return add(rw, who, in, LOG_APPEAL, a, ret); }
wr_rc records_act_suit(db_tx *rw, const wr_actor *who, const void *in, arena *a, http_go *ret) { return add(rw, who, in, LOG_SUIT, a, ret); }
wr_rc records_act_other(db_tx *rw, const wr_actor *who, const void *in, arena *a, http_go *ret) { return add(rw, who, in, LOG_OTHER, a, ret); }

wr_rc records_show_strike(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_strike *in = in_;
    records_whole w;
    const records_entry *e = NULL;
    TRY(records_whole_of(ro, in->number, a, &w));
    for (size_t i = 0; i < w.n_entries; i++)
        if (str_eq(w.entries[i].id, in->id)) e = &w.entries[i];
    if (!e) return wr_fail(arena_err(a), WR_E_MISSING, NULL, N_("This request has no such entry."));
    TRY(page_int(doc, "number", w.of.number));
    TRY(page_text(doc, "name", w.of.title));
    TRY(page_text(doc, "case_url", records_url(a, w.of.number, "")));
    TRY(page_text(doc, "hint", N_("A struck entry stays to be read, with your reason, and counts no more: the state and the dates are made again without it.")));
    TRY(page_text(doc, "title", i18n_fill(a, i18n(who->lang, NULL, N_("Strike: {kind}, {day}")), (const char *const[]){ "kind", i18n_word(a, who->lang, records_kinds[e->kind]),
        "day", i18n_day(a, who->lang, e->day), NULL })));
    return page_form(doc, "form", &(page_form_of){ .action_url = records_url(a, w.of.number, arena_fmt(a, "/log/%s/strike", e->id)), .in = &IN_RECORDS_STRIKE, .button = N_("Strike it") }, a);
}

wr_rc records_act_strike(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_strike *in = in_;
    records_whole w;
    TRY(records_whole_of(rw, in->number, a, &w));
    *ret = (http_go){ .url = records_url(a, in->number, ""), .id = in->id };
    return records_entry_strike(rw, who, &w, in->id, in->reason, a);
}
