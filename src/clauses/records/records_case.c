/* records_case.c -- one request: whose turn it is and what to do next, what was asked and what came of each, the dates with their proof, and
 * everything that happened. */
#include "records_web.h"

#include "day.h"
#include "doc.h"
#include "i18n.h"
#include "person.h"

static const field CASE_F[] = { FIELD(in_case, number, i, F_PATH, 0, N_("Request")) };
const shape IN_RECORDS_CASE = SHAPE("a request", in_case, CASE_F);

typedef struct say_ask { int64_t number; int question; const char *title, *text, *columns; int answer; const char *kind, *reasons, *pages, *note; wr_day day; const char *url; } say_ask;
static const field ASK_F[] = {
    FIELD(say_ask, number,  i, 0, 0, N_("Number")),           WORDS(say_ask, question, records_questions, N_("Question of the order")),
    FIELD(say_ask, title,   t, 0, 0, N_("What is asked for")), FIELD(say_ask, text, t, 0, 0, N_("In full")),
    FIELD(say_ask, columns, t, 0, 0, N_("Columns wanted")),   WORDS(say_ask, answer, records_answers, N_("What came of it")),
    FIELD(say_ask, kind,    t, F_HIDE, 0, NULL),              FIELD(say_ask, reasons, t, 0, 0, N_("Exemptions")),
    FIELD(say_ask, pages,   t, 0, 0, N_("Pages")),            FIELD(say_ask, note, t, 0, 0, N_("Note")),
    FIELD(say_ask, day,     d, F_NULL, 0, N_("Day")),         FIELD(say_ask, url, t, F_HIDE, 0, NULL),
};
const shape RECORDS_SAY_ASK = SHAPE("an ask and what came of it", say_ask, ASK_F);
/* letter: what this date unlocks, N_(). */
typedef struct say_date { int kind, state; const char *mark; wr_day due, first, was, met; const char *away, *letter, *letter_url, *proof, *version, *rule, *rule_url, *until, *reason; } say_date;
static const field DATE_F[] = {
    WORDS(say_date, kind, records_dates, N_("Date")),   WORDS(say_date, state, records_date_states, N_("State")), FIELD(say_date, mark, t, F_HIDE, 0, NULL),
    FIELD(say_date, due,    d, F_NULL, 0, N_("Due")),   FIELD(say_date, first, d, F_NULL, 0, N_("First date")),
    FIELD(say_date, was,    d, F_NULL, 0, N_("Date before")), FIELD(say_date, met, d, F_NULL, 0, N_("Met on")),
    FIELD(say_date, away,   t, F_HIDE, 0, NULL),        FIELD(say_date, letter, t, 0, 0, N_("Letter that it unlocks")), FIELD(say_date, letter_url, t, F_HIDE, 0, NULL),
    FIELD(say_date, proof,  t, 0, 0, N_("Proof")), FIELD(say_date, version, t, 0, 0, N_("Versions")),      FIELD(say_date, rule, t, 0, 0, N_("Rule")), FIELD(say_date, rule_url, t, F_HIDE, 0, NULL),
    FIELD(say_date, until,  t, 0, 0, N_("Hour of the last day")), FIELD(say_date, reason, t, 0, 0, N_("Why it moved")),
};
const shape RECORDS_SAY_DATE = SHAPE("a date of a request", say_date, DATE_F);
typedef struct say_entry { const char *id; int64_t n; wr_day day; int kind, channel, way; const char *said, *text, *office, *who; bool struck; const char *why_struck, *strike_url; } say_entry;
static const field SAY_ENTRY_F[] = {
    FIELD(say_entry, id,   t, F_HIDE, 0, NULL),          FIELD(say_entry, n, i, 0, 0, N_("Number")),
    FIELD(say_entry, day,  d, 0, 0, N_("Day")),          WORDS(say_entry, kind, records_kinds, N_("What happened")),
    WORDS(say_entry, channel, records_channels, N_("How")), WORDS(say_entry, way, records_ways, N_("Direction")),
    FIELD(say_entry, said, t, 0, 0, N_("In short")),     FIELD(say_entry, text, t, 0, 0, N_("Text")),
    FIELD(say_entry, office, t, 0, 0, N_("With which office")), FIELD(say_entry, who, t, 0, 0, N_("Added by")),
    FIELD(say_entry, struck, b, 0, 0, N_("Struck")),     FIELD(say_entry, why_struck, t, 0, 0, N_("Struck, because")), FIELD(say_entry, strike_url, t, F_HIDE, 0, NULL),
};
const shape RECORDS_SAY_ENTRY = SHAPE("an entry of a request", say_entry, SAY_ENTRY_F);
static const field HEAD_F[] = {
    FIELD(records_case, number, i, 0, 0, N_("Request")), FIELD(records_case, why, t, 0, 0, N_("Why the city asks")), FIELD(records_case, area, t, 0, 0, N_("Where")),
    FIELD(records_case, first, d, 0, 0, N_("From this day")), FIELD(records_case, last, d, 0, 0, N_("Until this day")), FIELD(records_case, waiver, b, 0, 0, N_("Ask for a fee waiver")),
    FIELD(records_case, preserve, b, 0, 0, N_("Ask to preserve the records")), WORDS(records_case, expedite, records_grounds, N_("Ask to be heard sooner, because of")),
    FIELD(records_case, ceiling, c, 0, 0, N_("Fees paid without asking, at most")), FIELD(records_case, contact, t, 0, 0, N_("Whom the agency writes to")),
    FIELD(records_case, parent, i, F_NULL, 0, N_("Came from, or went into")),
};
const shape RECORDS_SAY_CASE = SHAPE("a request, as written", records_case, HEAD_F);

const char *records_url(arena *a, int64_t number, const char *rest) { return arena_fmt(a, "/records/%lld%s", (long long)number, rest); }

/* ---- what to do next: one sentence, from the six fields ---- */
typedef struct next { const char *text, *label, *rest; } next;

static next next_of(const records_line *x)
{
    static const struct { const char *why; next step; } OURS[] = {
        { "write",    { N_("Write the request: choose what is asked for, then ask a second person to approve it."), N_("Choose what is asked for"), "/asks" } },
        { "send",     { N_("It is approved. Send it, and write down how and when."), N_("Open the letter in the boxes of the portal"), "/portal" } },
        { "clarify",  { N_("The agency asks us to clarify; its clock stands still until we answer."), N_("Write down our answer"), "/log/reply" } },
        { "scope",    { N_("The agency asks us to narrow the request; its clock stands still until we answer."), N_("Write down our answer"), "/log/reply" } },
        { "pay",      { N_("The agency asks about fees; its clock stands still until we answer."), N_("Write down our answer"), "/log/reply" } },
        { "identity", { N_("The agency asks who we are; its clock stands still until we answer."), N_("Write down our answer"), "/log/reply" } },
        { "late",     { N_("The agency has not answered in time. The request may be treated as denied: appeal, ask for mediation, or ask once more."), N_("Write down an appeal"), "/log/appeal" } },
        { "review",   { N_("Read what came, and say what came of each ask. Then appeal, or close the request."), N_("Say what came of an ask"), "/log/outcome" } } };
    if (x->closed) return (next){ N_("This request is closed."), NULL, NULL };
    if (x->level == LEVEL_SUIT) return (next){ N_("A suit is open: no reminders are suggested, and counsel says what is sent."), N_("Write down what the court did"), "/log/suit" };
    if (x->ball == BALL_THIRD) return (next){ N_("A mediator has it. The time to appeal does not stop."), N_("Write down what came of it"), "/log/appeal" };
    if (x->ball == BALL_AGENCY && x->clock == TIME_NOT_STARTED)
        return (next){ N_("It is on its way. Paste the receipt: the clock starts with it, and not before."), N_("Write down the receipt"), "/log/receipt" };
    if (x->ball == BALL_AGENCY) return (next){ N_("The agency has it."), N_("Write down what came"), "/log/determination" };
    for (size_t i = 0; i < sizeof OURS / sizeof *OURS; i++)
        if (str_eq(OURS[i].why, x->ball_why)) return OURS[i].step;
    return (next){ N_("Nobody has anything to do."), NULL, NULL };
}

/* ---- asks, dates, entries ---- */
static wr_rc say_asks(const records_whole *w, const records_replayed *r, arena *a, json_t *doc)
{
    say_ask *x = arena_array(a, say_ask, w->n_asks + 1);
    for (size_t i = 0; i < w->n_asks; i++) {
        const records_asked *k = &r->asked[i];
        x[i] = (say_ask){ w->asks[i].number, w->asks[i].question, w->asks[i].title, w->asks[i].text, w->asks[i].columns, k->answer, records_answer_mark(k->answer), k->reasons, k->pages, k->note,
            k->day, records_url(a, w->of.number, arena_fmt(a, "/asks/%lld", (long long)w->asks[i].number)) };
    }
    TRY(page_flag(doc, "has_asks", w->n_asks != 0));
    TRY(page_rows(doc, "asks_rows", &RECORDS_SAY_ASK, x, w->n_asks));
    for (size_t i = 0; i < w->n_asks; i++) TRY(page_flag(page_row(doc, "asks_rows", i), "is_settled", x[i].answer != ANSWER_OPEN));
    return WR_OK;
}

static wr_rc say_dates(db_tx *ro, const wr_actor *who, const records_whole *w, arena *a, json_t *doc)
{
    records_date *d;
    say_date *x;
    clock_book *book;
    size_t n, out = 0;
    TRY(records_dates_of(ro, w->of.id, a, &d, &n));
    x = arena_array(a, say_date, n + 1);
    if (n) TRY(clock_book_open(ro, d[0].start.y - 1, 30, a, &book));
    for (size_t i = 0; i < n; i++) {
        strbuf proof = sb_new(a, 400);
        records_counted c;
        bool open = d[i].state == DATE_RUNNING || d[i].state == DATE_PAUSED;
        records_count(d[i].spec, book, who->lang, a, &proof, &c);
        x[out++] = (say_date){ d[i].kind, d[i].state, records_date_mark(d[i].kind, d[i].state, d[i].due, d[i].met, who->today), d[i].due, d[i].first, d[i].was, d[i].met, open ? records_when(who, d[i].due, a) : "",
            records_letter_name(records_letter_of(d[i].kind)), records_url(a, w->of.number, arena_fmt(a, "/letters/%s", records_letter_of(d[i].kind))), proof.p,
            clock_book_version(book, d[i].rule, who->lang, a), d[i].rule,
            *d[i].rule ? arena_fmt(a, "/clock/rules/%s", d[i].rule) : "", d[i].kind == DATE_APPEAL || d[i].kind == DATE_APPEAL_EXPEDITE || d[i].kind == DATE_APPEAL_FEE ? w->holder.appeal_until : "", d[i].reason };
    }
    TRY(page_rows(doc, "dates", &RECORDS_SAY_DATE, x, out));
    for (size_t i = 0; i < out; i++) {
        json_t *row = page_row(doc, "dates", i);
        TRY(page_flag(row, "is_met", x[i].state == DATE_MET));
        TRY(page_flag(row, "is_open", x[i].state == DATE_RUNNING || x[i].state == DATE_PAUSED));
        TRY(page_flag(row, "has_moved", !day_none(x[i].was)));
    }
    return page_flag(doc, "has_dates", out != 0);
}

static void part(strbuf *b, const char *text)
{
    if (*text) sb_fmt(b, "%s%s", b->n ? " · " : "", text);
}

/* The facts of an entry in one line: numbers, days, money; its text stands apart. */
static const char *said_of(const records_entry *e, const wr_actor *who, arena *a)
{
    strbuf b = sb_new(a, 120);
    if (e->ask) part(&b, arena_fmt(a, "%s %lld: %s", i18n(who->lang, NULL, N_("Ask")), (long long)e->ask, i18n_word(a, who->lang, records_answers[e->answer])));
    part(&b, e->reasons);
    if (*e->pages) part(&b, arena_fmt(a, "%s %s", i18n(who->lang, NULL, N_("pages")), e->pages));
    part(&b, e->tracking);
    part(&b, e->component);
    if (e->count && e->kind == ENTRY_EXTENDED) part(&b, arena_fmt(a, "%lld %s", (long long)e->count, i18n_word(a, who->lang, clock_units[e->unit])));
    if (e->kind == ENTRY_SHOWN) part(&b, i18n_word(a, who->lang, records_seens[e->count]));
    if (!day_none(e->until)) part(&b, arena_fmt(a, "%s %s", i18n(who->lang, NULL, N_("until")), i18n_day(a, who->lang, e->until)));
    if (e->amount) part(&b, arena_fmt(a, "$%lld.%02lld", (long long)(e->amount / 100), (long long)(e->amount % 100)));
    part(&b, e->other);
    return b.p;
}

static wr_rc say_entries(db_tx *ro, const wr_actor *who, const records_whole *w, arena *a, json_t *doc)
{
    say_entry *x = arena_array(a, say_entry, w->n_entries + 1);
    for (size_t i = 0; i < w->n_entries; i++) {
        const records_entry *e = &w->entries[w->n_entries - 1 - i];
        strbuf text = sb_new(a, 200);
        sb_str(&text, e->text);
        if (*e->scope) sb_fmt(&text, "\n%s: “%s”", i18n(who->lang, NULL, N_("Scope, quoted")), e->scope);
        if (*e->because) sb_fmt(&text, "\n%s: “%s”", i18n(who->lang, NULL, N_("Reasons, quoted")), e->because);
        if (*e->appeal) sb_fmt(&text, "\n%s: “%s”", i18n(who->lang, NULL, N_("Right to appeal, quoted")), e->appeal);
        x[i] = (say_entry){ e->id, e->n, e->day, e->kind, e->channel, e->way, said_of(e, who, a), str_trim(a, text.p), e->office, "", *e->struck != 0, e->struck,
            *e->struck || e->kind == ENTRY_APPROVED ? "" : records_url(a, w->of.number, arena_fmt(a, "/log/%s/strike", e->id)) };
    }
    TRY(page_rows(doc, "entries", &RECORDS_SAY_ENTRY, x, w->n_entries));
    for (size_t i = 0; i < w->n_entries; i++) {
        doc_listed *f;
        size_t n;
        TRY(page_flag(page_row(doc, "entries", i), "has_channel", x[i].channel != CHANNEL_NONE));
        TRY(doc_files_of(ro, who, x[i].id, false, a, &f, &n));
        TRY(page_rows(page_row(doc, "entries", i), "files", &DOC_LISTED, f, n));
    }
    return page_flag(doc, "has_entries", w->n_entries != 0);
}

static wr_rc say_logs(int64_t number, const records_line *x, arena *a, json_t *doc)
{
    page_link links[LOGS];
    static const field LINK_F[] = { FIELD(page_link, label, t, 0, 0, NULL), FIELD(page_link, url, t, F_HIDE, 0, NULL) };
    static const shape LINK = SHAPE("what can be written down", page_link, LINK_F);
    size_t n = 0;
    for (int i = 0; i < LOGS; i++)
        if (x->delivery != DELIVERY_DRAFT || i == LOG_OTHER) links[n++] = (page_link){ .label = records_logs[i].title, .url = records_url(a, number, arena_fmt(a, "/log/%s", records_logs[i].name)) };
    return page_rows(doc, "logs", &LINK, links, n);
}

wr_rc records_show_case(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_case *in = in_;
    records_whole w;
    records_replayed *r = arena_make(a, records_replayed);
    records_line x;
    records_terms t;
    next step;
    TRY(records_whole_of(ro, in->number, a, &w));
    TRY(records_line_of(ro, w.of.id, a, &x));
    t = records_terms_of(&w);
    records_replay(&t, w.entries, w.n_entries, a, r);
    TRY(page_put(doc, &RECORDS_SAY_CASE, &w.of));
    TRY(page_put(doc, &RECORDS_LINE, &x));
    step = next_of(&x);
    TRY(page_text(doc, "next_text", step.text));
    TRY(page_text(doc, "next_label", step.label ? step.label : ""));
    TRY(page_text(doc, "next_url", step.rest ? records_url(a, w.of.number, step.rest) : ""));
    TRY(page_text(doc, "holder_name", w.holder.name));
    TRY(page_text(doc, "law_title", w.law.title));
    TRY(page_text(doc, "split_url", records_url(a, w.of.number, "/split")));
    TRY(page_text(doc, "parent_url", w.of.parent ? records_url(a, w.of.parent, "") : ""));
    TRY(page_text(doc, "edit_url", records_url(a, w.of.number, "/edit")));
    TRY(page_text(doc, "asks_url", records_url(a, w.of.number, "/asks")));
    TRY(page_text(doc, "letter_url", records_url(a, w.of.number, "/letters/request")));
    TRY(page_text(doc, "letters_url", records_url(a, w.of.number, "/letters")));
    TRY(page_text(doc, "productions_url", records_url(a, w.of.number, "/productions")));
    TRY(page_text(doc, "answers_url", records_url(a, w.of.number, "/answers")));
    TRY(page_text(doc, "facts_url", records_url(a, w.of.number, "/facts")));
    TRY(page_flag(doc, "is_draft", x.delivery == DELIVERY_DRAFT));
    TRY(page_flag(doc, "is_frozen", x.level == LEVEL_SUIT));
    TRY(page_flag(doc, "has_expedite", w.of.expedite != GROUND_NONE));
    TRY(say_asks(&w, r, a, doc));
    TRY(say_dates(ro, who, &w, a, doc));
    TRY(say_entries(ro, who, &w, a, doc));
    TRY(say_logs(w.of.number, &x, a, doc));
    if (x.delivery == DELIVERY_DRAFT && w.n_asks)
        TRY(page_form(doc, "approve", &(page_form_of){ .action_url = records_url(a, w.of.number, "/approve/ask"), .in = &PERSON_NOTHING, .button = N_("Ask a second person to approve it") }, a));
    return page_text(doc, "title", w.of.title);
}
