/* records_dates.c -- which dates follow from the entries, and how each is counted. Pure.
 * A date is kept as the text of its count, so that it can be counted again when a holiday or a rule changes, and shown as a proof:
 *   at=DAY                 from this day, which is day zero
 *   first=DAY,RULE[,DAY]   the start of a clock: the day of the right component, at latest RULE after the first receipt
 *   rule=RULE              as many days as the rule says
 *   add=N,UNIT             so many more, in their own unit
 *   pause=DAY[,DAY]        stopped on a day, which is used; from the answer on, what was left, signed
 *   until=DAY              the agency named this day
 *   next                   the day after
 * The numbers, and where they come from, are rows of clock. */
#include "records_letter_own.h"

#include <stdio.h>
#include <string.h>
#include "day.h"
#include "i18n.h"
#include "str.h"

const char *const records_dates[] = { "tracking number", "answer", "answer with extension", "decision on expedition", "constructive denial", "our reply",
    "promised", "appeal", "answer to the appeal", "suit", "records from a department", "appeal: not heard sooner", "appeal: fees", NULL };
const char *const records_date_states[] = { "expected", "running", "paused", "met", "moot", NULL };

/* ---- from entries to counts ---- */
/* met_answer: the first determination; a later one opens the time to appeal anew. met_appeal: an appeal against what can be appealed now, not one
 * against a decision on the way: those have days of their own, by the same rule (6 CFR 5.8 counts a refusal of either among what can be appealed).
 * lapsed: the first time, which nothing heals; counted: the last time, as long as no extension came after it. remanded: from there the agency answers once more (confirm), counted by `since` and what comes after. */
typedef struct seen { wr_day first, right, met_tracking, determined, met_answer, appealed, met_appeal, appeal_decided, expedite, lapsed, counted, sued, gone, closed;
    const records_entry *receipt, *decision, *appeal, *remanded; size_t since;
    const records_entry *refused[2]; wr_day met_refused[2]; } seen;
enum { SOONER, FEES };

static void put(records_replayed *r, int kind, const char *spec, const records_entry *evidence, int state, wr_day met)
{
    r->dates[r->n_dates++] = (records_spec){ kind, state, spec, evidence ? evidence->id : "", met };
}

bool records_granted(const records_entry *e) { return e && (str_starts(e->other, "granted") || str_starts(e->other, "Granted")); }

/* The refusal that an appeal is against, by the name of its letter; -1: it does not say. */
static int against(const records_entry *x)
{
    return str_eq(x->text, records_letter_name("appeal-expedite")) ? SOONER : str_eq(x->text, records_letter_name("appeal-fee")) ? FEES : -1;
}

/* An appeal that does not say against what it is meets a refusal when there was nothing else to appeal. */
static void on_the_way(seen *s, const records_entry *x)
{
    bool nothing_else = !s->decision && day_none(s->lapsed);
    if (x->kind == ENTRY_EXPEDITE_DECIDED || x->kind == ENTRY_WAIVER_DECIDED) {
        int i = x->kind == ENTRY_EXPEDITE_DECIDED ? SOONER : FEES;
        s->refused[i] = records_granted(x) ? NULL : x;
        s->met_refused[i] = (wr_day){ 0 };
    }
    for (int i = SOONER; i <= FEES && x->kind == ENTRY_APPEALED; i++)
        if (s->refused[i] && day_none(s->met_refused[i]) && (against(x) == i || (nothing_else && against(x) < 0))) s->met_refused[i] = x->day;
}

static seen look(const records_entry *const *e, size_t n)
{
    seen s = { 0 };
    for (size_t i = 0; i < n; i++) {
        const records_entry *x = e[i];
        bool receipt = x->kind == ENTRY_RECEIPT || x->kind == ENTRY_ACKNOWLEDGED || x->kind == ENTRY_FORWARDED;
        if (receipt && !s.receipt) s.receipt = x, s.first = x->day;
        if (receipt && (x->right_one || x->kind == ENTRY_FORWARDED) && day_none(s.right)) s.right = x->day;
        if (*x->tracking && day_none(s.met_tracking)) s.met_tracking = x->day;
        if (x->kind == ENTRY_DETERMINED) {
            if (day_none(s.met_answer)) s.met_answer = x->day;
            s.determined = x->day, s.decision = x, s.met_appeal = (wr_day){ 0 };
        }
        if (x->kind == ENTRY_APPEALED) {
            s.appealed = x->day, s.appeal = x, s.appeal_decided = (wr_day){ 0 };
            if ((s.decision || !day_none(s.lapsed)) && against(x) < 0) s.met_appeal = x->day;
        }
        if (x->kind == ENTRY_APPEAL_DECIDED || x->kind == ENTRY_REMANDED) s.appeal_decided = x->day;
        if (x->kind == ENTRY_EXPEDITE_DECIDED && day_none(s.expedite)) s.expedite = x->day;
        if (x->kind == ENTRY_LAPSED && day_none(s.lapsed)) s.lapsed = x->day;
        if (x->kind == ENTRY_LAPSED || x->kind == ENTRY_EXTENDED) s.counted = x->kind == ENTRY_LAPSED ? x->day : (wr_day){ 0 };
        on_the_way(&s, x);
        if (x->kind == ENTRY_SUIT_FILED) s.sued = x->day;
        if (x->kind == ENTRY_WITHDRAWN || x->kind == ENTRY_MERGED) s.gone = x->day;
        if (x->kind == ENTRY_CLOSED) s.closed = x->day;
        if (x->kind == ENTRY_REOPENED) s.closed = (wr_day){ 0 };
        if (x->kind == ENTRY_REMANDED)
            s.determined = s.met_answer = s.met_appeal = s.lapsed = s.counted = s.sued = (wr_day){ 0 }, s.decision = NULL, s.remanded = x, s.since = i + 1;
    }
    return s;
}

static bool is_question(int kind)
{
    return kind == ENTRY_CLARIFY_ASKED || kind == ENTRY_NARROW_ASKED || kind == ENTRY_FEES_ASKED || kind == ENTRY_IDENTITY_ASKED;
}

/* ",DAY": a pause is written whole, with the day of our answer; an extension may come between the two. */
static const char *answered(const records_entry *const *e, size_t n, size_t from, arena *a)
{
    for (size_t i = from + 1; i < n; i++)
        if (e[i]->kind == ENTRY_ANSWERED) return arena_fmt(a, ",%s", day_text(a, e[i]->day));
    return "";
}

/* The count of the answer: pauses in their order, and with `extended` the extensions too. A clock is stopped once for information, and as
 * often as needed for fees; a second stop for information is kept as an entry and moves nothing. */
static const char *count_answer(const records_terms *t, const seen *s, const records_entry *const *e, size_t n, bool extended, bool *ret_paused, bool *ret_extended, arena *a)
{
    strbuf b = sb_new(a, 200);
    const char *rule = t->law->answer;
    bool information = false, open = false, counts = false;
    *ret_paused = *ret_extended = false;
    for (size_t i = s->since; i < n; i++)
        if (e[i]->kind == ENTRY_EXTENDED) {
            *ret_extended = true;
            if (extended && !e[i]->count && day_none(e[i]->until) && *t->law->extended) rule = t->law->extended;
        }
    if (s->remanded) sb_fmt(&b, "at=%s", day_text(a, s->remanded->day));
    else sb_fmt(&b, *t->law->receipt ? "first=%s,%s" : "at=%s", day_text(a, s->first), t->law->receipt);
    if (!s->remanded && *t->law->receipt && !day_none(s->right)) sb_fmt(&b, ",%s", day_text(a, s->right));
    sb_fmt(&b, " rule=%s", rule);
    for (size_t i = s->since; i < n; i++) {
        const records_entry *x = e[i];
        if (is_question(x->kind) && !open) {
            counts = x->kind == ENTRY_FEES_ASKED || !information;
            information = information || x->kind != ENTRY_FEES_ASKED;
            open = true;
            if (counts) sb_fmt(&b, " pause=%s%s", day_text(a, x->day), answered(e, n, i, a));
        } else if (x->kind == ENTRY_ANSWERED && open) open = false;
        else if (x->kind == ENTRY_EXTENDED && extended) {
            if (!day_none(x->until)) sb_fmt(&b, " until=%s", day_text(a, x->until));
            else if (x->count) sb_fmt(&b, " add=%lld,%s", (long long)x->count, clock_units[x->unit]);
        }
    }
    *ret_paused = open && counts;
    return b.p;
}

static int state_of(bool ended, bool paused, wr_day met) { return !day_none(met) ? DATE_MET : ended ? DATE_MOOT : paused ? DATE_PAUSED : DATE_RUNNING; }

/* Days that somebody named: a reply that is asked of us, a promise of the agency. */
static void named_days(const records_entry *const *e, size_t n, bool ended, arena *a, records_replayed *ret)
{
    for (size_t i = 0; i < n; i++) {
        const records_entry *x = e[i];
        wr_day met = { 0 };
        if (day_none(x->until) || x->kind == ENTRY_EXTENDED || x->kind == ENTRY_SHOWN) continue;
        for (size_t k = i + 1; k < n && day_none(met); k++)
            if (is_question(x->kind) ? e[k]->kind == ENTRY_ANSWERED : e[k]->kind == ENTRY_INTERIM || e[k]->kind == ENTRY_DETERMINED) met = e[k]->day;
        put(ret, is_question(x->kind) ? DATE_REPLY : DATE_PROMISE, arena_fmt(a, "until=%s", day_text(a, x->until)), x, state_of(ended, false, met), met);
    }
}

void records_specs(const records_terms *t, const records_entry *const *e, size_t n, arena *a, records_replayed *ret)
{
    const records_law *law = t->law;
    seen s = look(e, n);
    bool ended = !day_none(s.gone) || !day_none(s.closed), paused, extended, full, decided = !day_none(s.determined);
    const char *answer, *whole, *denial, *appeal = *t->appeal ? t->appeal : law->appeal;
    const records_entry *begun = s.remanded ? s.remanded : s.receipt;
    wr_day sued = day_none(s.sued) ? ret->state.suit : s.sued;
    ret->dates = arena_array(a, records_spec, DATE_KINDS + n);          /* each kind once, and what an entry promises */
    ret->n_dates = 0;
    if (!s.receipt) return;
    answer = count_answer(t, &s, e, n, false, &paused, &extended, a);
    whole = extended ? count_answer(t, &s, e, n, true, &paused, &extended, a) : answer;
    denial = arena_fmt(a, "%s next", whole);
    full = decided && !ret->state.open;
    for (size_t i = 0; i < ret->n_asked && full; i++) full = ret->asked[i].answer == ANSWER_FULL;
    if (*law->tracking) put(ret, DATE_TRACKING, arena_fmt(a, "at=%s rule=%s", day_text(a, s.first), law->tracking), s.receipt, state_of(ended, false, s.met_tracking), s.met_tracking);
    if (t->expedite && *law->expedite) put(ret, DATE_EXPEDITE, arena_fmt(a, "at=%s rule=%s", day_text(a, s.first), law->expedite), s.receipt, state_of(ended, false, s.expedite), s.expedite);
    put(ret, DATE_ANSWER, answer, begun, state_of(ended || extended, paused, s.met_answer), s.met_answer);
    if (extended) put(ret, DATE_EXTENDED, whole, begun, state_of(ended, paused, s.met_answer), s.met_answer);
    put(ret, DATE_CONSTRUCTIVE, denial, begun, !day_none(s.counted) ? DATE_MET : decided || ended ? DATE_MOOT : paused ? DATE_PAUSED : DATE_EXPECTED, s.counted);
    if (*appeal) put(ret, DATE_APPEAL, decided ? arena_fmt(a, "at=%s rule=%s", day_text(a, s.determined), appeal) : arena_fmt(a, "%s rule=%s", denial, appeal),
        s.decision ? s.decision : begun, !day_none(s.met_appeal) ? DATE_MET : full || ended ? DATE_MOOT : decided ? DATE_RUNNING : DATE_EXPECTED, s.met_appeal);
    for (int i = SOONER; i <= FEES && *appeal; i++)
        if (s.refused[i]) put(ret, i == SOONER ? DATE_APPEAL_EXPEDITE : DATE_APPEAL_FEE, arena_fmt(a, "at=%s rule=%s", day_text(a, s.refused[i]->day), appeal), s.refused[i],
            state_of(ended || (i == SOONER && decided), false, s.met_refused[i]), s.met_refused[i]);
    if (s.appeal && *law->appeal_answer) put(ret, DATE_APPEAL_ANSWER, arena_fmt(a, "at=%s rule=%s", day_text(a, s.appealed), law->appeal_answer), s.appeal,
        state_of(ended, false, s.appeal_decided), s.appeal_decided);
    if (*law->suit) put(ret, DATE_SUIT, decided && day_none(s.lapsed) ? arena_fmt(a, "at=%s rule=%s", day_text(a, s.determined), law->suit) : arena_fmt(a, "%s rule=%s", denial, law->suit),
        s.decision ? s.decision : begun, !day_none(sued) ? DATE_MET : full || ended ? DATE_MOOT : decided || !day_none(s.lapsed) ? DATE_RUNNING : DATE_EXPECTED,
        sued);
    named_days(e, n, ended, a, ret);
}

/* ---- from a count to a day ---- */
typedef struct counting { const clock_book *book; const clock_said *rule; const clock_calendar *calendar; records_counted *ret; arena *a; strbuf *proof; const char *lang; bool bad; } counting;

static void prove(counting *c, const char *text, const char *const *holes)
{
    if (c->proof) sb_fmt(c->proof, "%s%s", c->proof->n ? " " : "", i18n_fill(c->a, i18n(c->lang, NULL, text), holes));
}

static const char *day_said(counting *c, wr_day d) { return c->proof ? i18n_day(c->a, c->lang, d) : ""; }

static void use_rule(counting *c, const char *id)
{
    c->rule = clock_book_rule(c->book, id);
    c->calendar = c->rule ? clock_book_calendar(c->book, c->rule->calendar) : NULL;
    c->bad = c->bad || !c->calendar;
    if (!c->bad) c->ret->rule = c->rule->id, c->ret->calendar = c->rule->calendar;
}

static const char *unit_said(counting *c, int64_t n, int unit)
{
    const char *text = unit == CLOCK_WD ? i18n_n(c->lang, NULL, N_("{n} working day"), "{n} working days", n) : unit == CLOCK_WEEK ? i18n_n(c->lang, NULL, N_("{n} week"), "{n} weeks", n)
        : unit == CLOCK_MONTH ? i18n_n(c->lang, NULL, N_("{n} month"), "{n} months", n) : i18n_n(c->lang, NULL, N_("{n} calendar day"), "{n} calendar days", n);
    return c->proof ? i18n_fill(c->a, text, (const char *const[]){ "n", arena_fmt(c->a, "%lld", (long long)n), NULL }) : "";
}

static void add(counting *c, int64_t n, int unit, const char *source)
{
    int skipped = 0;
    wr_day from = c->ret->due;
    c->ret->due = clock_add(c->calendar, from, n, (clock_unit)unit, (clock_roll)c->rule->roll, &skipped);
    c->ret->skipped += skipped;
    prove(c, N_("{n} after {from}: {due}; {skipped} days off not counted ({source})."), (const char *const[]){ "n", unit_said(c, n, unit), "from", day_said(c, from),
        "due", day_said(c, c->ret->due), "skipped", arena_fmt(c->a, "%d", skipped), "source", source, NULL });
}

static void begin_first(counting *c, const char *said)
{
    char first[11], right[11] = "", rule[61];
    wr_day a = { 0 }, b = { 0 }, latest;
    int n = sscanf(said, "%10[^,],%60[^,],%10s", first, rule, right);
    if (n < 2 || !day_parse(first, &a) || (n > 2 && !day_parse(right, &b))) { c->bad = true; return; }
    use_rule(c, rule);
    if (c->bad) return;
    latest = clock_add(c->calendar, a, c->rule->n, (clock_unit)c->rule->unit, (clock_roll)c->rule->roll, NULL);
    c->ret->due = c->ret->start = !day_none(b) && wr_day_cmp(b, latest) <= 0 ? b : latest;
    prove(c, !day_none(b) && wr_day_cmp(b, latest) <= 0 ? N_("First received on {first}; the right component had it on {start}, so the count begins there.")
        : N_("First received on {first}; at the latest {n} later, on {start}, the count begins ({source})."),
        (const char *const[]){ "first", day_said(c, a), "start", day_said(c, c->ret->start), "n", unit_said(c, c->rule->n, c->rule->unit), "source", c->rule->source, NULL });
}

static void pause_at(counting *c, const char *said)
{
    char from[11], to[11];
    wr_day pause, resume;
    int n = sscanf(said, "%10[^,],%10s", from, to);
    if (n < 1 || !c->calendar || !day_parse(from, &pause)) { c->bad = true; return; }
    c->ret->left = clock_remaining(c->calendar, pause, c->ret->due);
    if (n < 2) {
        prove(c, N_("Stopped on {from} with {left} working days left; they count again when we answer."), (const char *const[]){ "from", day_said(c, pause),
            "left", arena_fmt(c->a, "%lld", (long long)c->ret->left), NULL });
        return;
    }
    if (!day_parse(to, &resume)) { c->bad = true; return; }
    c->ret->due = clock_add(c->calendar, resume, c->ret->left, CLOCK_WD, CLOCK_NO_ROLL, NULL);
    prove(c, N_("Stopped on {from} with {left} working days left, answered on {to}: {due}."), (const char *const[]){ "from", day_said(c, pause), "to", day_said(c, resume),
        "left", arena_fmt(c->a, "%lld", (long long)c->ret->left), "due", day_said(c, c->ret->due), NULL });
}

static void step(counting *c, const char *word)
{
    char unit[20];
    long long n;
    if (str_starts(word, "at=")) {
        c->bad = c->bad || !day_parse(word + 3, &c->ret->due);
        c->ret->start = c->ret->due;
        prove(c, N_("Counted from {start}, which is day zero."), (const char *const[]){ "start", day_said(c, c->ret->start), NULL });
    } else if (str_starts(word, "first=")) begin_first(c, word + 6);
    else if (str_starts(word, "rule=")) {
        use_rule(c, word + 5);
        if (!c->bad) add(c, c->rule->n, c->rule->unit, c->rule->source);
    } else if (str_starts(word, "add=")) {
        int u = 0;
        c->bad = c->bad || !c->rule || sscanf(word + 4, "%lld,%19s", &n, unit) != 2;
        while (!c->bad && clock_units[u] && !str_eq(clock_units[u], unit)) u++;
        c->bad = c->bad || !clock_units[u];
        if (!c->bad) add(c, n, u, i18n(c->lang, NULL, N_("the agency’s notice")));
    } else if (str_starts(word, "pause=")) pause_at(c, word + 6);
    else if (str_starts(word, "until=")) {
        c->bad = c->bad || !day_parse(word + 6, &c->ret->due);
        if (day_none(c->ret->start)) c->ret->start = c->ret->due;
        prove(c, N_("The agency named this day: {due}."), (const char *const[]){ "due", day_said(c, c->ret->due), NULL });
    } else if (str_eq(word, "next")) {
        c->ret->due = day_add(c->ret->due, 1);
        prove(c, N_("From the day after, {due}, the request may be treated as denied."), (const char *const[]){ "due", day_said(c, c->ret->due), NULL });
    } else c->bad = true;
}

bool records_count(const char *spec, const clock_book *book, const char *lang, arena *a, strbuf *proof_opt, records_counted *ret)
{
    counting c = { .book = book, .ret = ret, .a = a, .proof = proof_opt, .lang = lang };
    *ret = (records_counted){ .rule = "", .calendar = "" };
    for (const char *p = spec; *p && !c.bad; ) {
        size_t n = strcspn(p, " ");
        char word[120];
        if (n >= sizeof word) return false;
        memcpy(word, p, n);
        word[n] = 0;
        step(&c, word);
        p += n;
        p += strspn(p, " ");
    }
    return !c.bad && !day_none(ret->due);
}
