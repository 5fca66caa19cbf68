/* records_inbound_rules.c -- what follows from the steps of a request that the city received: its state, its dates, and what a text may not
 * hold that leaves. Pure. Sources: Gov. Code 7922.535 (ten days, fourteen more for a reason of the law, a day for what will come), 7922.540
 * (a denial in writing, who decided), 7922.600 (help to ask well). */
#include "records_inbound.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include "day.h"
#include "i18n.h"
#include "screen.h"
#include "str.h"

const char *const records_inbound_states[] = { "received", "in process", "determined", "producing", "closed", "reopened", NULL };
const char *const records_inbound_outcomes[] = { "none yet", "all of it", "part of it", "denied", "no records held", "referred", "withdrawn by the requester", NULL };
const char *const records_inbound_steps[] = { "assigned", "call for records", "department answered", "note", "help to ask well", "more time", "determination",
    "batch promised", "batch released", "same as another", "put on the public log", "taken off the public log", "closed", "reopened", NULL };
const char *const records_inbound_channels[] = { "web form", "mail", "post", "fax", "phone", "visit", NULL };
const char *const records_inbound_holds[] = { "nothing of these", "officers, by name or number", "names and numbers of staff", "people who asked for aid", "advice of counsel",
    "something else that is withheld", NULL };

enum { TEN_YEARS = 3660 };

/* ---- steps ---- */
typedef struct run { const inbound_terms *terms; const inbound_step *all, *s; size_t n; inbound_replayed *ret; arena *a; const inbound_step *determined, *extended, *received; bool again; } run;

static bool wrong(run *r, const char *at, const char *text)
{
    if (!r->ret->wrong.text) r->ret->wrong = (inbound_wrong){ r->s, at, text };
    return false;
}

static const inbound_step *by_id(const run *r, const char *id, int kind)
{
    for (const inbound_step *s = r->all; s < r->s; s++)
        if (s->kind == kind && *id && str_eq(s->id, id)) return s;
    return NULL;
}

static bool gives(int outcome) { return outcome == OUTCOME_ALL || outcome == OUTCOME_PART; }

bool records_inbound_promises(const inbound_step *s) { return s->kind == STEP_BATCH || (s->kind == STEP_DETERMINED && gives(s->outcome)); }

/* The step that promised a batch. */
static const inbound_step *promise_by(const run *r, const char *id)
{
    for (const inbound_step *s = r->all; s < r->s; s++)
        if (*id && str_eq(s->id, id) && records_inbound_promises(s)) return s;
    return NULL;
}

static bool answered(const run *r, const char *id, int kind, wr_day *ret)
{
    for (const inbound_step *s = r->all; s < r->all + r->n; s++)
        if (s->kind == kind && str_eq(s->of_step, id)) { *ret = s->day; return true; }
    return false;
}

static bool determination(run *r)
{
    inbound_state *st = &r->ret->state;
    const inbound_step *s = r->s;
    if (!day_none(st->determined) && !r->again) return wrong(r, "day", N_("This request has been determined. What changed is said when it is reopened."));
    if (s->outcome == OUTCOME_NONE) return wrong(r, "outcome", N_("Say what the city determined."));
    if (gives(s->outcome) && day_none(s->until)) return wrong(r, "until", N_("Say on which day the records will come: the determination names it."));
    if (s->outcome != OUTCOME_ALL && s->outcome != OUTCOME_WITHDRAWN && !*s->reasons) return wrong(r, "reason", N_("Choose the reason: a letter that gives less than all says by which law."));
    if ((s->outcome == OUTCOME_PART || s->outcome == OUTCOME_DENIED) && !*s->office)
        return wrong(r, "office", N_("Say who decided, by name and title: a denial in writing names them."));
    st->state = INBOUND_DETERMINED;
    st->outcome = s->outcome;
    st->determined = s->day;
    r->determined = s;
    r->again = false;
    return true;
}

static bool closing(run *r)
{
    inbound_state *st = &r->ret->state;
    if (day_none(st->determined) || r->again) return wrong(r, "day", N_("A request is determined before it is closed."));
    if (st->promised) return wrong(r, "reason", N_("A promised batch is still open. Release it first."));
    if (!*r->s->reasons) return wrong(r, "reason", N_("Choose why it is closed."));
    st->state = INBOUND_CLOSED;
    st->closed = r->s->day;
    return true;
}

static bool release(run *r)
{
    inbound_state *st = &r->ret->state;
    const inbound_step *s = promise_by(r, r->s->of_step);
    if (!s) return wrong(r, "of_step", N_("Choose which promised batch this is."));
    for (const inbound_step *x = r->all; x < r->s; x++)
        if (x->kind == STEP_RELEASED && str_eq(x->of_step, s->id)) return wrong(r, "of_step", N_("This batch was released already. Promise another one for what is left."));
    st->promised--;
    st->state = INBOUND_PRODUCING;
    r->again = false;                                   /* a reopening is answered by it, so the request can be closed */
    return true;
}

static bool reopening(run *r)
{
    inbound_state *st = &r->ret->state;
    if (st->state != INBOUND_CLOSED) return wrong(r, "day", N_("It was not closed on this day."));
    if (day_none(r->s->until)) return wrong(r, "until", N_("Say by which day the city answers again."));
    st->state = INBOUND_REOPENED;
    st->closed = (wr_day){ 0 };
    r->again = true;
    return true;
}

static bool extension(run *r)
{
    inbound_state *st = &r->ret->state;
    if (!day_none(st->extended)) return wrong(r, "day", N_("The law lets a city take more time once."));
    if (!day_none(st->determined)) return wrong(r, "day", N_("This request has been determined; there is nothing to extend."));
    if (!*r->s->reasons) return wrong(r, "reason", N_("Choose the reason of the law: without one there is no extension."));
    st->extended = r->s->day;
    r->extended = r->s;
    return true;
}

static bool on_the_way(run *r)
{
    inbound_state *st = &r->ret->state;
    const inbound_step *s = r->s;
    switch (s->kind) {
    case STEP_ASSIGNED: st->owner = s->office; break;
    case STEP_CALL:
        if (day_none(s->until)) return wrong(r, "until", N_("Say by which day the department answers."));
        st->calls++;
        break;
    case STEP_CALL_ANSWERED:
        if (!by_id(r, s->of_step, STEP_CALL)) return wrong(r, "of_step", N_("Choose which call for records this answers."));
        for (const inbound_step *x = r->all; x < s; x++)
            if (x->kind == STEP_CALL_ANSWERED && str_eq(x->of_step, s->of_step)) return wrong(r, "of_step", N_("This call was answered already."));
        st->calls--;
        break;
    case STEP_EXTENDED: if (!extension(r)) return false; break;
    case STEP_BATCH:
        if (day_none(st->determined)) return wrong(r, "day", N_("A batch is promised with or after the determination."));
        if (day_none(s->until)) return wrong(r, "until", N_("Say on which day this batch comes."));
        st->promised++;
        return true;
    default: return true;
    }
    if (st->state == INBOUND_RECEIVED) st->state = INBOUND_IN_PROCESS;
    return true;
}

static bool after_the_end(int kind) { return kind == STEP_REOPENED || kind == STEP_NOTE || kind == STEP_LISTED || kind == STEP_UNLISTED || kind == STEP_SAME; }

static bool one(run *r)
{
    inbound_state *st = &r->ret->state;
    const inbound_step *s = r->s;
    if (wr_day_cmp(s->day, r->terms->received) < 0) return wrong(r, "day", N_("This day is before the request was received."));
    if (!day_none(s->until) && wr_day_cmp(s->until, day_add(s->day, TEN_YEARS)) > 0) return wrong(r, "until", N_("This day is more than ten years ahead. Look at the year."));
    if (st->state == INBOUND_CLOSED && !after_the_end(s->kind)) return wrong(r, "day", N_("The request is closed. Reopen it first; a note may be added all the same."));
    st->latest = s->day;
    switch (s->kind) {
    case STEP_DETERMINED:
        if (!determination(r)) return false;
        st->promised += gives(s->outcome);
        return true;
    case STEP_RELEASED: return release(r);
    case STEP_CLOSED: return closing(r);
    case STEP_REOPENED: return reopening(r);
    case STEP_SAME: st->same = s->same; return true;
    case STEP_LISTED: st->listed = true; st->subject = s->text; return true;
    case STEP_UNLISTED: st->listed = false; return true;
    default: return on_the_way(r);
    }
}

/* ---- dates ---- */
static void put(run *r, int kind, const char *spec, const inbound_step *evidence, bool moot, wr_day met)
{
    r->ret->dates[r->ret->n_dates++] = (records_spec){ kind, !day_none(met) ? DATE_MET : moot ? DATE_MOOT : DATE_RUNNING, spec, evidence ? evidence->id : "", met };
}

/* A reopening is answered by the next determination, release or closing. */
static wr_day next_answer(const run *r, const inbound_step *from)
{
    for (const inbound_step *s = from + 1; s < r->all + r->n; s++)
        if (s->kind == STEP_DETERMINED || s->kind == STEP_RELEASED || s->kind == STEP_CLOSED) return s->day;
    return (wr_day){ 0 };
}

static void dates(run *r)
{
    inbound_state *st = &r->ret->state;
    const char *received = day_text(r->a, r->terms->received);
    bool closed = st->state == INBOUND_CLOSED;
    wr_day first = { 0 };
    for (const inbound_step *s = r->all; s < r->all + r->n && day_none(first); s++)
        if (s->kind == STEP_DETERMINED) first = s->day;
    put(r, DATE_ANSWER, arena_fmt(r->a, "at=%s rule=%s", received, r->terms->law->answer), NULL, r->extended != NULL, r->extended ? (wr_day){ 0 } : first);
    if (r->extended && *r->terms->law->extended)
        put(r, DATE_EXTENDED, arena_fmt(r->a, day_none(r->extended->until) ? "at=%s rule=%s" : "at=%s rule=%s until=%s", received, r->terms->law->extended, day_text(r->a, r->extended->until)),
            r->extended, false, first);
    for (const inbound_step *s = r->all; s < r->all + r->n; s++) {
        wr_day met = { 0 };
        if (s->kind == STEP_CALL) {
            if (!answered(r, s->id, STEP_CALL_ANSWERED, &met)) met = (wr_day){ 0 };
            put(r, DATE_CALL, arena_fmt(r->a, "until=%s", day_text(r->a, s->until)), s, closed, met);
        } else if (s->kind == STEP_REOPENED || records_inbound_promises(s)) {
            if (!answered(r, s->id, STEP_RELEASED, &met) && s->kind == STEP_REOPENED) met = next_answer(r, s);
            put(r, DATE_PROMISE, arena_fmt(r->a, "until=%s", day_text(r->a, s->until)), s, closed, met);
        }
    }
}

void records_inbound_replay(const inbound_terms *terms, const inbound_step *s, size_t n, arena *a, inbound_replayed *ret)
{
    run r = { .terms = terms, .all = s, .n = n, .ret = ret, .a = a };
    *ret = (inbound_replayed){ .state = { .owner = "", .subject = "", .latest = terms->received } };
    ret->dates = arena_array(a, records_spec, n + 4);
    for (size_t i = 0; i < n; i++) {
        r.s = &s[i];
        if (!one(&r)) return;
    }
    dates(&r);
}

/* ---- how it was counted, in words ---- */
static const char *filled(const char *lang, arena *a, const char *text, const char *const *holes) { return i18n_fill(a, i18n(lang, NULL, text), holes); }

const char *records_inbound_proof(const records_spec *d, const clock_book *book, const char *lang, arena *a)
{
    char at[11] = "", rule[61] = "", until[11] = "";
    wr_day from, raw, due, named;
    const clock_said *said;
    const clock_calendar *cal;
    const char *text;
    if (sscanf(d->spec, "until=%10s", until) == 1) return i18n(lang, NULL, d->kind == DATE_CALL ? N_("The day that the department was given.") : N_("The day that the city named."));
    if (sscanf(d->spec, "at=%10s rule=%60s until=%10s", at, rule, until) < 2 || !day_parse(at, &from)) return "";
    said = clock_book_rule(book, rule);
    cal = said ? clock_book_calendar(book, said->calendar) : NULL;
    if (!cal) return "";
    raw = clock_add(cal, from, said->n, (clock_unit)said->unit, CLOCK_NO_ROLL, NULL);
    due = clock_add(cal, from, said->n, (clock_unit)said->unit, (clock_roll)said->roll, NULL);
    text = filled(lang, a, N_("Received on {from}, which is day zero. Day {n} is {raw} ({source})."), (const char *const[]){ "from", i18n_day(a, lang, from), "n",
        arena_fmt(a, "%lld", (long long)said->n), "raw", i18n_day_long(a, lang, raw), "source", said->source, NULL });
    if (wr_day_cmp(raw, due) != 0) text = arena_fmt(a, "%s %s", text, filled(lang, a, N_("That is a weekend or a holiday of the city, so the date moves to {due}."),
        (const char *const[]){ "due", i18n_day_long(a, lang, due), NULL }));
    if (*until && day_parse(until, &named)) text = arena_fmt(a, "%s %s", text, filled(lang, a, N_("The city named an earlier day: {due}."),
        (const char *const[]){ "due", i18n_day_long(a, lang, named), NULL }));
    return text;
}

/* ---- what may not leave ---- */
/* "a@b.c": staff are reached through their office; an address of an office is said to be one in the file's note. */
static bool has_mail(const char *s, size_t n)
{
    for (size_t i = 1; i + 3 < n; i++) {
        if (s[i] != '@' || !isalnum((unsigned char)s[i - 1]) || !isalnum((unsigned char)s[i + 1])) continue;
        for (size_t k = i + 2; k + 1 < n && (isalnum((unsigned char)s[k]) || s[k] == '.' || s[k] == '-'); k++)
            if (s[k] == '.' && isalpha((unsigned char)s[k + 1])) return true;
    }
    return false;
}

/* Ten digits with the marks of a telephone number: (323) 555-0142, 323-555-0142, 323.555.0142. Days and case numbers have other groups. */
static bool has_phone(const char *s, size_t n)
{
    for (size_t i = 0; i + 12 <= n; i++) {
        size_t k = i + (s[i] == '(');
        if (i && isalnum((unsigned char)s[i - 1])) continue;
        if (k + 3 > n || !isdigit((unsigned char)s[k]) || !isdigit((unsigned char)s[k + 1]) || !isdigit((unsigned char)s[k + 2])) continue;
        k += 3;
        if (k < n && s[k] == ')') k++;
        if (k == i + 3 && !strchr("-. ", s[k])) continue;
        if (k < n && strchr("-. ", s[k])) k++;
        if (k + 8 > n || strspn(s + k, "0123456789") != 3 || !strchr("-. ", s[k + 3]) || strspn(s + k + 4, "0123456789") != 4) continue;
        return true;
    }
    return false;
}

static bool word_at(const char *s, size_t n, const char *word)
{
    size_t m = strlen(word);
    for (size_t i = 0; i + m <= n; i++)
        if (strncasecmp(s + i, word, m) == 0 && (!i || !isalnum((unsigned char)s[i - 1])) && (i + m == n || !isalnum((unsigned char)s[i + m]))) return true;
    return false;
}

static const char *named_in(const char *s, size_t n)
{
    static const struct { const char *word, *kind; } WORDS_[] = {
        { "badge", N_("a badge number of an officer") }, { "badge_no", N_("a badge number of an officer") }, { "serial no", N_("a badge number of an officer") },
        { "officer id", N_("a badge number of an officer") }, { "officer_id", N_("a badge number of an officer") }, { "officer name", N_("the name of an officer") },
        { "officer_name", N_("the name of an officer") }, { "employee id", N_("a number of an employee") }, { "employee_id", N_("a number of an employee") },
        { "voucher code", N_("a code of somebody who asked for aid") }, { "voucher_code", N_("a code of somebody who asked for aid") },
        { "applicant name", N_("the name of somebody who asked for aid") }, { "applicant_name", N_("the name of somebody who asked for aid") },
        { "attorney-client", N_("advice of counsel") }, { "attorney client privilege", N_("advice of counsel") }, { "privileged and confidential", N_("advice of counsel") } };
    for (size_t i = 0; i < sizeof WORDS_ / sizeof *WORDS_; i++)
        if (word_at(s, n, WORDS_[i].word)) return WORDS_[i].kind;
    return NULL;
}

/* Numbers of a person first: they are found across lines and never excused. */
inbound_found records_inbound_screen(const char *text)
{
    screen_hit hit[1];
    inbound_found soft = { 0 };
    int64_t line = 1;
    if (screen_find(text, hit, 1)) {
        for (size_t i = 0; i < hit[0].at; i++) line += text[i] == '\n';
        return (inbound_found){ N_("a number that belongs to one person"), line, true };
    }
    for (const char *p = text; *p && !soft.kind; line++) {
        size_t n = strcspn(p, "\n");
        const char *kind = named_in(p, n);
        if (!kind && has_mail(p, n)) kind = N_("a mail address");
        if (!kind && has_phone(p, n)) kind = N_("a telephone number");
        if (kind) soft = (inbound_found){ kind, line, false };
        p += n + (p[n] == '\n');
    }
    return soft;
}
