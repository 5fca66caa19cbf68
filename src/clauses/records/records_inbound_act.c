/* records_inbound_act.c -- what a clerk writes down of a request that the city received: one form for each kind of step, with the fields that
 * it needs. What closes a request (also by striking its reopening), publishes its subject or releases a batch asks a second person
 * (records_inbound_release.c has the files). */
#include "records_inbound_own.h"

#include <string.h>
#include "city.h"
#include "day.h"
#include "i18n.h"
#include "now.h"
#include "seal_grant.h"

#define NUMBER  FIELD(in_inbound, number, i, F_PATH, 0, N_("Request"))
#define DAY     FIELD(in_inbound, day, d, 0, 0, N_("Day on which it happened"))
#define REASON(flags)    FIELD(in_inbound, reason, t, flags, 60, N_("Reason"))
#define REASONS          FIELD(in_inbound, reasons, t, F_NULL, 300, N_("More reasons, by their codes, with blanks between"))
#define OFFICE           FIELD(in_inbound, office, t, 0, 12, N_("Department"))
static const field ASSIGN_F[] = { NUMBER, DAY, OFFICE, FIELD(in_inbound, text, t, F_LONG | F_NULL, 8000, N_("Note for those who work on it, for example why it moves")) };
static const field CALL_F[] = { NUMBER, DAY, OFFICE, FIELD(in_inbound, text, t, F_LONG, 8000, N_("What it should look for, and where")), FIELD(in_inbound, until, d, 0, 0, N_("It answers by")) };
static const field ANSWERED_F[] = { NUMBER, DAY, FIELD(in_inbound, of_step, t, 0, 32, N_("Which call")), FIELD(in_inbound, text, t, F_LONG, 8000, N_("What it found, or that it holds nothing")) };
static const field NOTE_F[] = { NUMBER, DAY, FIELD(in_inbound, text, t, F_LONG, 8000, N_("Note for those who work on it")) };
static const field ASSIST_F[] = { NUMBER, DAY, FIELD(in_inbound, text, t, F_LONG, 8000, N_("How the city helped: what it explained, which words or systems it named")) };
static const field EXTEND_F[] = { NUMBER, DAY, REASON(0), FIELD(in_inbound, text, t, F_LONG | F_NULL, 8000, N_("In this case")), FIELD(in_inbound, until, d, F_NULL, 0, N_("An earlier day than the last lawful one")) };
static const field DETERMINE_F[] = { NUMBER, DAY, WORDS(in_inbound, outcome, records_inbound_outcomes, N_("What the city determined")),
    FIELD(in_inbound, until, d, F_NULL, 0, N_("The records will come by")), REASON(F_NULL), REASONS, FIELD(in_inbound, office, t, F_NULL, 200, N_("Who decided: name and title")),
    FIELD(in_inbound, text, t, F_LONG | F_NULL, 8000, N_("What is withheld or not held, in words that the requester understands")) };
static const field BATCH_F[] = { NUMBER, DAY, FIELD(in_inbound, until, d, 0, 0, N_("It comes by")), FIELD(in_inbound, text, t, F_LONG, 8000, N_("What this batch holds")) };
static const field SAME_F[] = { NUMBER, DAY, FIELD(in_inbound, same, i, 0, 0, N_("Number of the other request")), FIELD(in_inbound, text, t, F_LONG | F_NULL, 8000, N_("Note")) };
static const field REOPEN_F[] = { NUMBER, DAY, FIELD(in_inbound, until, d, 0, 0, N_("The city answers again by")), FIELD(in_inbound, text, t, F_LONG, 8000, N_("Why it is reopened")) };
static const field CLOSE_F[] = { NUMBER, REASON(0), FIELD(in_inbound, text, t, F_LONG | F_NULL, 8000, N_("What the requester should know")) };
static const field LIST_F[] = { NUMBER, FIELD(in_inbound, text, t, 0, 200, N_("Subject for the public log, without names")) };
static const field FOUND_F[] = { NUMBER, FIELD(in_inbound, file, t, F_FILE, 400, N_("The record, as a file")), WORDS(in_inbound, holds, records_inbound_holds, N_("Does it hold any of these?")),
    FIELD(in_inbound, text, t, F_LONG | F_NULL, 8000, N_("Note")) };
static const field COPY_F[] = { NUMBER, FIELD(in_inbound, file, t, F_FILE, 400, N_("The copy, as a file")), FIELD(in_inbound, batch, t, 0, 32, N_("For which batch")),
    WORDS(in_inbound, holds, records_inbound_holds, N_("Does it still hold any of these?")), FIELD(in_inbound, original, t, F_NULL, 32, N_("If something was taken out: of which record")), REASON(F_NULL),
    REASONS, FIELD(in_inbound, checked, t, F_NULL, 500, N_("If addresses or telephone numbers of an office stay in: say whose")) };
static const field DROP_F[] = { NUMBER, FIELD(in_inbound, id, t, F_HIDE, 32, NULL), FIELD(in_inbound, text, t, 0, 500, N_("Why this file is taken out")) };
static const field STRIKE_F[] = { NUMBER, FIELD(in_inbound, id, t, F_HIDE, 32, NULL), FIELD(in_inbound, text, t, 0, 500, N_("Why it does not count")) };
static const field RELEASE_F[] = { NUMBER, FIELD(in_inbound, of_step, t, 0, 32, N_("Which batch")) };
#define FORM(name, title, F, hint) { name, title, SHAPE(title, in_inbound, F), hint }
const inbound_form records_inbound_forms[FORMS] = {
    FORM("assign", N_("A department has it"), ASSIGN_F, ""),
    FORM("call", N_("Call for records"), CALL_F, N_("Each department that may hold something gets a day of its own.")),
    FORM("answered", N_("A department answered"), ANSWERED_F, ""),
    FORM("note", N_("A note"), NOTE_F, N_("Notes stay inside the city, and are records too.")),
    FORM("assist", N_("Help to ask well"), ASSIST_F, N_("The law asks the city to help: say which records there are, in which systems, and how to get past what stands in the way. The requester sees this.")),
    FORM("extend", N_("Take more time"), EXTEND_F, N_("Once, in writing, before the first date, and for a reason of the law.")),
    FORM("determine", N_("Determine the request"), DETERMINE_F, N_("Say what the city gives and by when. What is withheld needs its reason, and who decided.")),
    FORM("batch", N_("Promise another batch"), BATCH_F, N_("The requester reads the day and the words on the page of the receipt.")),
    FORM("same", N_("Somebody else asked for the same"), SAME_F, ""),
    FORM("reopen", N_("Reopen it"), REOPEN_F, N_("The requester reads the day and the words on the page of the receipt.")),
    FORM("close", N_("Close it"), CLOSE_F, N_("A second person checks the reason before it closes.")),
    FORM("list", N_("Put it on the public log"), LIST_F, N_("Only number, days, state and this subject stand there, once a second person has approved them.")),
    FORM("found", N_("Keep a record that was found"), FOUND_F, N_("It stays inside. What goes out is a copy, added apart.")),
    FORM("copy", N_("Add a copy for release"), COPY_F, N_("Officers by name or number, staff by name or number, people who asked for aid, and advice of counsel never go out. Text, pages of PDFs and office files are searched for them before the release; what is in pictures, and in files inside of a file, nobody but you can see.")),
    FORM("drop", N_("Take a file out"), DROP_F, N_("A file that was released is withdrawn: from now on the code does not open it.")),
    FORM("release", N_("Release a batch"), RELEASE_F, N_("A second person reads the files and approves. Then the requester can take them.")),
    FORM("strike", N_("Strike a step that does not count"), STRIKE_F, N_("It stays in the record with its reason, and the dates are counted without it.")) };

typedef struct in_new { wr_day received; int channel; const char *text, *format, *name, *reply, *lang, *id; } in_new;
static const char *const LANGS[] = { "en", "es", NULL };
static const field NEW_F[] = {
    FIELD(in_new, received, d, 0, 0,         N_("Day on which it was received")),
    WORDS(in_new, channel,  records_inbound_channels, N_("How it came")),
    FIELD(in_new, text,     t, F_LONG, 8000, N_("What is asked for")),
    FIELD(in_new, format,   t, F_NULL, 200,  N_("In which form")),
    FIELD(in_new, name,     t, F_NULL, 200,  N_("Who asks, if they said")),
    FIELD(in_new, reply,    t, F_NULL, 300,  N_("Where the answer goes: a mail or postal address")),
    FIELD(in_new, lang,     t, 0, 12,        N_("Language of the letters: en or es")),
};
const shape IN_INBOUND_NEW = SHAPE("a request that came in", in_new, NEW_F);

wr_rc records_inbound_act_new(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_new *in = in_;
    inbound_request q = { .id = id_new(a), .received = in->received, .channel = in->channel, .text = in->text, .format = in->format, .lang = in->lang };
    const char *code;
    if (!str_eq(in->lang, LANGS[0]) && !i18n_language(in->lang)) return wr_fail(arena_err(a), WR_E_INPUT, "lang", N_("There are no letters in this language yet. Write en or es."));
    TRY(records_inbound_screened(a, "text", in->text));
    if (in->format) TRY(records_inbound_screened(a, "format", in->format));
    TRY(records_inbound_add(rw, who, &q, in->name ? in->name : "", in->reply ? in->reply : "", a, &code));
    *ret = (http_go){ .url = records_inbound_url(a, q.number, ""), .id = q.id };
    return WR_OK;
}

wr_rc records_inbound_act_unseal(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_inbound *in = in_;
    inbound_request q;
    TRY(records_inbound_by(rw, in->number, a, &q));
    *ret = (http_go){ .url = records_inbound_url(a, q.number, ""), .id = q.id };
    return seal_grant_ask(rw, who, q.id, "requester", in->reason, a);
}

wr_rc records_inbound_prepare(db_tx *ro, const wr_actor *who, void *in_, arena *a)
{
    in_inbound *in = in_;
    (void)ro;
    (void)who;
    in->new_id = id_new(a);
    in->file_id = id_new(a);
    return in->text ? records_inbound_screened(a, "text", in->text) : WR_OK;
}

/* ---- steps ---- */
/* One code of the list, the rest typed: each is one of the pack's, in force on the day, and fit for this kind of letter. */
static wr_rc codes_of(db_tx *tx, const in_inbound *in, unsigned kinds, wr_day day, arena *a, const char **ret)
{
    records_reason *r;
    size_t n;
    strbuf all = sb_new(a, 80);
    const char *typed = arena_fmt(a, "%s %s", str_or_none(in->reason), str_or_none(in->reasons));
    TRY(records_inbound_reasons(tx, a, &r, &n));
    for (const char *p = typed + strspn(typed, " "); *p; ) {
        size_t k = strcspn(p, " ");
        const char *code = arena_fmt(a, "%.*s", (int)k, p), *at = in->reason && str_eq(code, in->reason) ? "reason" : "reasons";
        const records_reason *x = records_inbound_reason_in(r, n, code);
        if (!x) return wr_fail(arena_err(a), WR_E_INPUT, at, N_("There is no reason with the code {code}. The list of reasons has them all."), "code", code);
        if (!(kinds & 1u << x->kind)) return wr_fail(arena_err(a), WR_E_INPUT, at, N_("The reason {code} is not for this. Choose one from the list."), "code", code);
        if (wr_day_cmp(day, x->from) < 0 || (!day_none(x->until) && wr_day_cmp(day, x->until) > 0))
            return wr_fail(arena_err(a), WR_E_INPUT, at, N_("The reason {code} was not in force on this day."), "code", code);
        sb_fmt(&all, "%s%s", all.n ? " " : "", code);
        p += k;
        p += strspn(p, " ");
    }
    *ret = all.p;
    return WR_OK;
}

static wr_rc add(db_tx *rw, const wr_actor *who, const in_inbound *in, inbound_whole *w, inbound_step *s, arena *a, http_go *ret)
{
    s->id = in->new_id;
    s->day = in->day;
    s->text = str_or_none(in->text);
    *ret = (http_go){ .url = records_inbound_url(a, in->number, ""), .id = s->id };
    return records_inbound_step_add(rw, who, w, s, a);
}

static wr_rc simple(db_tx *rw, const wr_actor *who, const void *in_, int kind, arena *a, http_go *ret)
{
    const in_inbound *in = in_;
    inbound_whole w;
    inbound_step s = { .kind = kind, .until = in->until, .of_step = str_or_none(in->of_step) };
    TRY(records_inbound_whole_of(rw, in->number, a, &w));
    return add(rw, who, in, &w, &s, a, ret);
}

wr_rc records_inbound_act_answered(db_tx *rw, const wr_actor *who, const void *in, arena *a, http_go *ret) { return simple(rw, who, in, STEP_CALL_ANSWERED, a, ret); }
wr_rc records_inbound_act_note(db_tx *rw, const wr_actor *who, const void *in, arena *a, http_go *ret) { return simple(rw, who, in, STEP_NOTE, a, ret); }
wr_rc records_inbound_act_assist(db_tx *rw, const wr_actor *who, const void *in, arena *a, http_go *ret) { return simple(rw, who, in, STEP_ASSISTED, a, ret); }

static wr_rc not_past(const in_inbound *in, arena *a)
{
    return wr_day_cmp(in->until, in->day) < 0 ? wr_fail(arena_err(a), WR_E_INPUT, "until", N_("This day is before the day on which it is promised.")) : WR_OK;
}

wr_rc records_inbound_act_batch(db_tx *rw, const wr_actor *who, const void *in, arena *a, http_go *ret)
{
    TRY(not_past(in, a));
    return simple(rw, who, in, STEP_BATCH, a, ret);
}

wr_rc records_inbound_act_reopen(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_inbound *in = in_;
    if (wr_day_cmp(in->until, in->day) < 0) return wr_fail(arena_err(a), WR_E_INPUT, "until", N_("This day is before the day on which it is reopened."));
    return simple(rw, who, in, STEP_REOPENED, a, ret);
}

static wr_rc to_department(db_tx *rw, const wr_actor *who, const in_inbound *in, int kind, arena *a, http_go *ret)
{
    inbound_whole w;
    city_department d;
    inbound_step s = { .kind = kind, .until = in->until };
    wr_rc rc = city_department_by(rw, in->office, a, &d);
    if (rc == WR_E_MISSING) return wr_fail(arena_err(a), WR_E_INPUT, "office", N_("Choose a department from the list."));
    TRY(rc);
    s.office = d.acronym;
    TRY(records_inbound_whole_of(rw, in->number, a, &w));
    return add(rw, who, in, &w, &s, a, ret);
}

wr_rc records_inbound_act_assign(db_tx *rw, const wr_actor *who, const void *in, arena *a, http_go *ret) { return to_department(rw, who, in, STEP_ASSIGNED, a, ret); }
wr_rc records_inbound_act_call(db_tx *rw, const wr_actor *who, const void *in, arena *a, http_go *ret)
{
    TRY(not_past(in, a));
    return to_department(rw, who, in, STEP_CALL, a, ret);
}

/* Written notice within the first ten days; at most to the day that the law gives (Gov. Code 7922.535). */
wr_rc records_inbound_act_extend(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_inbound *in = in_;
    inbound_whole w;
    inbound_step s = { .kind = STEP_EXTENDED, .until = in->until };
    wr_day first, last;
    TRY(records_inbound_whole_of(rw, in->number, a, &w));
    TRY(records_inbound_limits(rw, &w, a, &first, &last));
    TRY(codes_of(rw, in, 1u << REASON_EXTENSION, in->day, a, &s.reasons));
    if (wr_day_cmp(in->day, first) > 0)
        return wr_fail(arena_err(a), WR_E_INPUT, "day", N_("The notice goes out by the first date, {due}. After it there is no more time to take: determine the request."), "due", i18n_day(a, who->lang, first));
    if (!day_none(in->until) && (wr_day_cmp(in->until, first) <= 0 || wr_day_cmp(in->until, last) > 0))
        return wr_fail(arena_err(a), WR_E_INPUT, "until", N_("The extension ends after {first} and by {last}."), "first", i18n_day(a, who->lang, first), "last", i18n_day(a, who->lang, last));
    return add(rw, who, in, &w, &s, a, ret);
}

wr_rc records_inbound_act_determine(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    static const unsigned KINDS[] = { 0, 0, 1u << REASON_DENIAL | 1u << REASON_PARTIAL, 1u << REASON_DENIAL, 1u << REASON_NO_RECORDS, 1u << REASON_REFERRAL, 0 };
    const in_inbound *in = in_;
    inbound_whole w;
    inbound_step s = { .kind = STEP_DETERMINED, .until = in->until, .outcome = in->outcome, .office = str_or_none(in->office) };
    if (in->outcome == OUTCOME_NONE) return wr_fail(arena_err(a), WR_E_INPUT, "outcome", N_("Say what the city determined."));
    if (!day_none(in->until)) TRY(not_past(in, a));
    TRY(records_inbound_whole_of(rw, in->number, a, &w));
    TRY(codes_of(rw, in, KINDS[in->outcome], in->day, a, &s.reasons));
    return add(rw, who, in, &w, &s, a, ret);
}

wr_rc records_inbound_act_same(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_inbound *in = in_;
    inbound_whole w;
    inbound_request other;
    inbound_step s = { .kind = STEP_SAME, .same = in->same };
    wr_rc rc;
    if (in->same == in->number) return wr_fail(arena_err(a), WR_E_INPUT, "same", N_("This is the request itself."));
    TRY(records_inbound_whole_of(rw, in->number, a, &w));
    rc = db_one(rw, &INBOUND_REQUEST_NUMBER, a, &other, db_i(in->same));
    if (rc == WR_E_MISSING) return wr_fail(arena_err(a), WR_E_INPUT, "same", N_("There is no request with this number."));
    TRY(rc);
    return add(rw, who, in, &w, &s, a, ret);
}

/* ---- with a second person ---- */
typedef struct to_close { int64_t number; const char *reason, *text; } to_close;
static const field TO_CLOSE_F[] = { FIELD(to_close, number, i, 0, 0, N_("Request")), FIELD(to_close, reason, t, 0, 60, N_("Reason")), FIELD(to_close, text, t, F_NULL | F_LONG, 8000, N_("Text")) };
const shape INBOUND_TO_CLOSE = SHAPE("a request to be closed", to_close, TO_CLOSE_F);
typedef struct to_list { int64_t number; const char *subject; } to_list;
static const field TO_LIST_F[] = { FIELD(to_list, number, i, 0, 0, N_("Request")), FIELD(to_list, subject, t, 0, 200, N_("Subject")) };
const shape INBOUND_TO_LIST = SHAPE("a subject for the public log", to_list, TO_LIST_F);

typedef struct to_strike { int64_t number; const char *step, *reason; } to_strike;
static const field TO_STRIKE_F[] = { FIELD(to_strike, number, i, 0, 0, N_("Request")), FIELD(to_strike, step, t, F_HIDE, 32, NULL), FIELD(to_strike, reason, t, 0, 500, N_("Why it does not count")) };
const shape INBOUND_TO_STRIKE = SHAPE("a reopening to be struck", to_strike, TO_STRIKE_F);

/* Without its reopening a request is closed: that takes two people, as every closing does. */
wr_rc records_inbound_act_strike(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_inbound *in = in_;
    inbound_whole w, after;
    const inbound_step *was;
    to_strike what = { in->number, str_or_none(in->id), in->text };
    TRY(records_inbound_whole_of(rw, in->number, a, &w));
    *ret = (http_go){ .url = records_inbound_url(a, in->number, ""), .id = in->id };
    TRY(records_inbound_without(&w, what.step, a, &was, &after));
    if (was->kind != STEP_REOPENED) return records_inbound_strike(rw, who, &w, what.step, in->text, a);
    return pair_ask(rw, who, &records_pairs[INBOUND_PAIR_STRIKE], was->id, arena_fmt(a, "%lld: %s", (long long)in->number, str_begin(a, in->text, 100)), &what, a);
}

wr_rc records_inbound_run_strike(db_tx *rw, const wr_actor *who, const void *what_, arena *a)
{
    const to_strike *what = what_;
    inbound_whole w;
    TRY(records_inbound_whole_of(rw, what->number, a, &w));
    return records_inbound_strike(rw, who, &w, what->step, what->reason, a);
}

static wr_rc run_step(db_tx *rw, const wr_actor *who, int64_t number, inbound_step *s, arena *a)
{
    inbound_whole w;
    TRY(records_inbound_whole_of(rw, number, a, &w));
    s->day = who->today;
    return records_inbound_step_add(rw, who, &w, s, a);
}

wr_rc records_inbound_run_close(db_tx *rw, const wr_actor *who, const void *what_, arena *a)
{
    const to_close *what = what_;
    inbound_step s = { .kind = STEP_CLOSED, .reasons = what->reason, .text = str_or_none(what->text) };
    return run_step(rw, who, what->number, &s, a);
}

wr_rc records_inbound_run_list(db_tx *rw, const wr_actor *who, const void *what_, arena *a)
{
    const to_list *what = what_;
    inbound_step s = { .kind = STEP_LISTED, .text = what->subject };
    return run_step(rw, who, what->number, &s, a);
}

/* Tried first, so that what stands in the way is said to who asks, not to the second person. */
wr_rc records_inbound_act_close(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_inbound *in = in_;
    inbound_whole w, tried;
    inbound_replayed r;
    to_close what = { in->number, in->reason, str_or_none(in->text) };
    inbound_step *s;
    const char *codes;
    TRY(records_inbound_whole_of(rw, in->number, a, &w));
    TRY(codes_of(rw, in, 1u << REASON_CLOSING, who->today, a, &codes));
    tried = w;
    tried.steps = s = arena_array(a, inbound_step, w.n_steps + 1);
    if (w.n_steps) memcpy(s, w.steps, w.n_steps * sizeof *s);
    s[tried.n_steps++] = (inbound_step){ .id = "", .about = w.of.id, .day = who->today, .kind = STEP_CLOSED, .office = "", .text = "", .reasons = codes, .of_step = "" };
    TRY(records_inbound_state(&tried, a, &r));
    *ret = (http_go){ .url = records_inbound_url(a, in->number, ""), .id = w.of.id };
    return pair_ask(rw, who, &records_pairs[INBOUND_PAIR_CLOSE], w.of.id, arena_fmt(a, "%lld: %s", (long long)in->number, in->reason), &what, a);
}

wr_rc records_inbound_act_list(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_inbound *in = in_;
    inbound_request q;
    to_list what = { in->number, in->text };
    inbound_found found = records_inbound_screen(in->text);
    if (found.kind) return wr_fail(arena_err(a), WR_E_INPUT, "text", N_("This subject holds {what}, and everybody reads it. Say it without."), "what", found.kind);
    TRY(records_inbound_by(rw, in->number, a, &q));
    *ret = (http_go){ .url = records_inbound_url(a, in->number, ""), .id = q.id };
    return pair_ask(rw, who, &records_pairs[INBOUND_PAIR_LIST], q.id, arena_fmt(a, "%lld: %s", (long long)in->number, in->text), &what, a);
}

wr_rc records_inbound_act_unlist(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_inbound *in = in_;
    inbound_step s = { .kind = STEP_UNLISTED };
    *ret = (http_go){ .url = records_inbound_url(a, in->number, ""), .id = "" };
    return run_step(rw, who, in->number, &s, a);
}
