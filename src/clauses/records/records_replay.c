/* records_replay.c -- entries in, a state out: the six fields of a case change by nothing else (REC-13). Pure. Written as one small
 * function per group of entries; each says what must have happened before, and what follows. */
#include "records_own.h"

#include <stdlib.h>
#include <string.h>
#include "day.h"
#include "i18n.h"
#include "str.h"

const char *const records_deliveries[] = { "draft", "approved", "queued", "sent", "delivered", "bounced", "portal-manual", "lost", NULL };
const char *const records_balls[] = { "us", "agency", "third party", "nobody", NULL };
const char *const records_times[] = { "not started", "running", "paused", "extended", "lapsed", "stopped", NULL };
const char *const records_answers[] = { "open", "full", "part", "none held", "refused", "glomar", "referred", "withdrawn", "superseded", NULL };
const char *const records_levels[] = { "request", "administrative appeal", "mediation", "suit", NULL };
const char *const records_seens[] = { "private", "internal", "embargo until", "public", NULL };
const char *const records_channels[] = { "none", "portal", "mail", "post", "fax", "phone", "visit", NULL };
const char *const records_ways[] = { "own", "out", "in", NULL };
const char *const records_kinds[] = { "approved", "queued", "sent", "received", "bounced", "lost", "acknowledged", "forwarded to the right component",
    "asks us to clarify", "asks us to narrow", "asks about fees", "asks for identity", "we answered", "extended", "decision on expedition",
    "decision on the fee waiver", "interim release", "determination", "outcome of an ask", "clock lapsed", "inquiry", "appealed", "appeal decided", "remanded",
    "mediation asked", "mediation ended", "suit filed", "suit ended", "settled", "owner changed", "renumbered", "split", "merged", "withdrawn", "closed",
    "reopened", "visibility", "letter", "call", "note", NULL };

typedef struct replay { const records_terms *terms; arena *a; records_replayed *ret; const records_entry *e; const records_entry *asked_us, *closing;
    int own_level, clock_closed; bool mediating, sued, lapsed, decided, merged; } replay;

static bool wrong(replay *p, const char *at, const char *text)
{
    if (!p->ret->wrong.text) p->ret->wrong = (records_wrong){ p->e, at, text };
    return false;
}

static void ball(replay *p, int whose, const char *why)
{
    p->ret->state.ball = whose;
    p->ret->state.ball_why = why;
}

/* A number more; each once. */
static void add_tracking(replay *p, const char *number)
{
    records_state *s = &p->ret->state;
    size_t n = strlen(number);
    if (!n) return;
    for (const char *at = s->tracking; (at = strstr(at, number)); at += n)
        if ((at == s->tracking || at[-1] == ' ') && (!at[n] || at[n] == ',')) return;
    s->tracking = *s->tracking ? arena_fmt(p->a, "%s, %s", s->tracking, number) : number;
}

/* ---- on its way ---- */
static bool on_way(replay *p)
{
    records_state *s = &p->ret->state;
    const records_entry *e = p->e;
    switch (e->kind) {
    case ENTRY_APPROVED:
        if (s->delivery != DELIVERY_DRAFT) return wrong(p, "day", N_("It has been approved already."));
        s->delivery = DELIVERY_APPROVED;
        ball(p, BALL_US, "send");
        return true;
    case ENTRY_QUEUED:
        if (s->delivery != DELIVERY_APPROVED) return wrong(p, "day", N_("Only a request that a second person approved is sent."));
        s->delivery = DELIVERY_QUEUED;
        return true;
    case ENTRY_SENT:
        if (s->delivery == DELIVERY_DRAFT && !p->terms->earlier) return wrong(p, "day", N_("It has not been approved on this day. A second person approves a request before it is sent."));
        s->delivery = e->channel == CHANNEL_PORTAL ? DELIVERY_PORTAL : DELIVERY_SENT;
        if (day_none(s->sent)) s->sent = e->day;
        add_tracking(p, e->tracking);
        ball(p, BALL_AGENCY, "");
        return true;
    case ENTRY_BOUNCED: case ENTRY_LOST:
        if (day_none(s->sent)) return wrong(p, "day", N_("It was not sent before this day."));
        s->delivery = e->kind == ENTRY_LOST ? DELIVERY_LOST : DELIVERY_BOUNCED;
        ball(p, BALL_US, "send");
        return true;
    default: return true;
    }
}

/* Received, acknowledged, forwarded: each is evidence; the clock starts with the first, never before it was sent (REC-4). */
static bool received(replay *p)
{
    records_state *s = &p->ret->state;
    const records_entry *e = p->e;
    if (day_none(s->sent)) return wrong(p, "day", N_("This day is before the request was sent. Look at both days; the clock never starts before there is evidence of sending."));
    s->delivery = DELIVERY_DELIVERED;
    if (day_none(s->received)) s->received = e->day;
    if ((e->right_one || e->kind == ENTRY_FORWARDED) && day_none(s->started)) s->started = e->day;
    if (s->clock == TIME_NOT_STARTED) s->clock = TIME_RUNNING;
    if (s->ball == BALL_US && str_eq(s->ball_why, "send")) ball(p, BALL_AGENCY, "");
    add_tracking(p, e->tracking);
    return true;
}

/* ---- questions to us, and extensions ---- */
static bool needs_receipt(replay *p)
{
    return !day_none(p->ret->state.received) || wrong(p, "day", N_("The agency had not received the request on this day. Add the receipt first, with its day."));
}

static bool asks_us(replay *p)
{
    static const char *const WHY[] = { [ENTRY_CLARIFY_ASKED] = "clarify", [ENTRY_NARROW_ASKED] = "scope", [ENTRY_FEES_ASKED] = "pay", [ENTRY_IDENTITY_ASKED] = "identity" };
    records_state *s = &p->ret->state;
    if (!needs_receipt(p)) return false;
    p->asked_us = p->e;
    ball(p, BALL_US, WHY[p->e->kind]);
    if (s->clock == TIME_RUNNING || s->clock == TIME_EXTENDED) s->clock = TIME_PAUSED;
    return true;
}

static bool we_answer(replay *p, bool extended)
{
    records_state *s = &p->ret->state;
    if (!p->asked_us) return wrong(p, "kind", N_("On this day no question of the agency was open. Use “letter” for a letter of our own."));
    p->asked_us = NULL;
    ball(p, BALL_AGENCY, "");
    if (s->clock == TIME_PAUSED) s->clock = extended ? TIME_EXTENDED : TIME_RUNNING;
    return true;
}

/* ---- decisions ---- */
const char *records_determination(const records_entry *e, const char **ret_field)
{
    if (!*e->scope) return *ret_field = "scope", N_("A determination says which records it gives and which not. Quote that sentence; without it this is an acknowledgement.");
    if (!*e->because) return *ret_field = "because", N_("A determination gives its reasons. Quote them; without them this is an acknowledgement.");
    if (!*e->appeal) return *ret_field = "appeal", N_("A determination tells of the right to appeal. Quote that sentence; without it this is an acknowledgement.");
    return NULL;
}

static bool decided(replay *p)
{
    records_state *s = &p->ret->state;
    const records_entry *e = p->e;
    const char *at, *text;
    if (!needs_receipt(p)) return false;
    p->decided = true;
    if (e->kind != ENTRY_DETERMINED) return true;
    if ((text = records_determination(e, &at))) return wrong(p, at, text);
    s->determined = e->day;
    s->clock = TIME_STOPPED;
    ball(p, BALL_US, "review");
    return true;
}

static bool outcome(replay *p)
{
    const records_entry *e = p->e;
    records_asked *k;
    if (e->ask < 1 || e->ask > p->terms->asks) return wrong(p, "ask", N_("This case has no ask with that number."));
    k = &p->ret->asked[e->ask - 1];
    k->answer = e->answer;
    k->reasons = e->reasons;
    k->pages = e->pages;
    k->note = e->text;
    k->day = e->day;
    return true;
}

/* ---- beyond the request ---- */
/* An open suit stands above all, then mediation; when they end, the case is where it was. */
static bool level(replay *p)
{
    records_state *s = &p->ret->state;
    s->level = !day_none(s->suit) ? LEVEL_SUIT : p->mediating ? LEVEL_MEDIATION : p->own_level;
    return true;
}

static bool beyond(replay *p)
{
    records_state *s = &p->ret->state;
    const records_entry *e = p->e;
    switch (e->kind) {
    case ENTRY_APPEALED:
        if (day_none(s->determined) && !p->lapsed && !p->decided)
            return wrong(p, "day", N_("There was nothing to appeal on this day: no determination, no decision, and the clock had not lapsed."));
        p->own_level = LEVEL_APPEAL;
        s->appealed = e->day;
        ball(p, BALL_AGENCY, "");
        return level(p);
    case ENTRY_APPEAL_DECIDED:
        if (day_none(s->appealed)) return wrong(p, "day", N_("There was no appeal before this day."));
        ball(p, BALL_US, "review");
        return true;
    case ENTRY_REMANDED:
        if (day_none(s->appealed) && !p->sued) return wrong(p, "day", N_("There was no appeal before this day."));
        s->clock = TIME_RUNNING;
        s->determined = (wr_day){ 0 };
        p->own_level = LEVEL_REQUEST;
        p->lapsed = false;
        ball(p, BALL_AGENCY, "");
        return level(p);
    case ENTRY_MEDIATION:
        p->mediating = true;
        ball(p, BALL_THIRD, "mediator");
        return level(p);
    case ENTRY_MEDIATION_ENDED:
        if (!p->mediating) return wrong(p, "day", N_("No mediation was under way on this day."));
        p->mediating = false;
        ball(p, BALL_US, "review");
        return level(p);
    case ENTRY_SUIT_FILED:
        s->suit = e->day;
        p->sued = true;
        ball(p, BALL_THIRD, "court");
        return level(p);
    case ENTRY_SUIT_ENDED: case ENTRY_SETTLED:
        if (day_none(s->suit)) return wrong(p, "day", N_("No suit was open on this day."));
        s->suit = (wr_day){ 0 };
        ball(p, BALL_US, "review");
        return level(p);
    default: return true;
    }
}

/* ---- the case itself ---- */
static int64_t open_asks(const records_replayed *r)
{
    int64_t n = 0;
    for (size_t i = 0; i < r->n_asked; i++) n += r->asked[i].answer == ANSWER_OPEN;
    return n;
}

static void settle_asks(replay *p, int answer)
{
    for (size_t i = 0; i < p->ret->n_asked; i++)
        if (p->ret->asked[i].answer == ANSWER_OPEN) p->ret->asked[i].answer = answer, p->ret->asked[i].day = p->e->day;
}

static bool itself(replay *p)
{
    records_state *s = &p->ret->state;
    const records_entry *e = p->e;
    switch (e->kind) {
    case ENTRY_RENUMBERED: add_tracking(p, e->tracking); return true;
    case ENTRY_WITHDRAWN: settle_asks(p, ANSWER_WITHDRAWN); s->clock = TIME_STOPPED; ball(p, BALL_NOBODY, ""); return true;
    case ENTRY_MERGED: settle_asks(p, ANSWER_SUPERSEDED); s->clock = TIME_STOPPED; ball(p, BALL_NOBODY, ""); p->merged = true; return true;
    case ENTRY_SHOWN: s->seen = (int)e->count; s->embargo = e->until; return true;
    case ENTRY_REOPENED:
        if (!s->closed) return wrong(p, "kind", N_("It was not closed on this day."));
        s->closed = false;
        s->clock = p->clock_closed;
        ball(p, BALL_US, "review");
        return true;
    case ENTRY_CLOSED:
        if (p->e == p->closing && open_asks(p->ret)) return wrong(p, "ask", N_("Some asks are still open. Say what came of each, or withdraw it, before the case is closed."));
        s->closed = true;
        p->clock_closed = s->clock;
        s->clock = TIME_STOPPED;
        ball(p, BALL_NOBODY, "");
        return true;
    default: return true;
    }
}

static bool after_the_end(int kind)
{
    return kind == ENTRY_REOPENED || kind == ENTRY_NOTE || kind == ENTRY_SHOWN || kind == ENTRY_CALL || kind == ENTRY_LETTER;
}

static bool one(replay *p, bool *extended)
{
    records_state *s = &p->ret->state;
    int kind = p->e->kind;
    if (s->closed && !after_the_end(kind)) return wrong(p, "day", N_("The case was closed on this day. Reopen it first; a note may be added all the same."));
    s->last = p->e->day;
    switch (kind) {
    case ENTRY_RECEIPT: case ENTRY_ACKNOWLEDGED: case ENTRY_FORWARDED: return received(p);
    case ENTRY_CLARIFY_ASKED: case ENTRY_NARROW_ASKED: case ENTRY_FEES_ASKED: case ENTRY_IDENTITY_ASKED: return asks_us(p);
    case ENTRY_ANSWERED: return we_answer(p, *extended);
    case ENTRY_EXTENDED:
        if (!needs_receipt(p)) return false;
        *extended = true;
        if (s->clock == TIME_RUNNING || s->clock == TIME_LAPSED) s->clock = TIME_EXTENDED;
        return true;
    case ENTRY_EXPEDITE_DECIDED: case ENTRY_WAIVER_DECIDED: case ENTRY_DETERMINED: return decided(p);
    case ENTRY_OUTCOME: return outcome(p);
    case ENTRY_LAPSED:
        p->lapsed = true;
        if (s->clock == TIME_RUNNING || s->clock == TIME_EXTENDED) s->clock = TIME_LAPSED, ball(p, BALL_US, "late");
        return true;
    default:
        *extended = *extended && kind != ENTRY_REMANDED;
        return on_way(p) && beyond(p) && itself(p);
    }
}

static int in_order(const void *x, const void *y)
{
    const records_entry *a = *(const records_entry *const *)x, *b = *(const records_entry *const *)y;
    int by_day = wr_day_cmp(a->day, b->day);
    return by_day ? by_day : (a->n > b->n) - (a->n < b->n);
}

const records_entry **records_in_order(const records_entry *e, size_t n, arena *a, size_t *ret_n)
{
    const records_entry **at = arena_array(a, const records_entry *, n + 1);
    *ret_n = 0;
    for (size_t i = 0; i < n; i++)
        if (!*e[i].struck) at[(*ret_n)++] = &e[i];
    qsort(at, *ret_n, sizeof *at, in_order);
    return at;
}

void records_replay(const records_terms *terms, const records_entry *e, size_t n, arena *a, records_replayed *ret)
{
    replay p = { .terms = terms, .a = a, .ret = ret };
    size_t m;
    const records_entry **at = records_in_order(e, n, a, &m);
    bool extended = false;
    *ret = (records_replayed){ .state = { .ball = BALL_US, .ball_why = "write", .seen = SEEN_INTERNAL, .tracking = "", .asks = terms->asks } };
    ret->asked = arena_array(a, records_asked, (size_t)terms->asks + 1);
    ret->n_asked = (size_t)terms->asks;
    for (size_t i = 0; i < ret->n_asked; i++) ret->asked[i] = (records_asked){ .number = (int64_t)i + 1, .reasons = "", .pages = "", .note = "" };
    for (size_t i = 0; i < m; i++)          /* of a case that was opened again the asks may be open again too */
        if (at[i]->kind == ENTRY_CLOSED || at[i]->kind == ENTRY_REOPENED) p.closing = at[i]->kind == ENTRY_CLOSED ? at[i] : NULL;
    for (size_t i = 0; i < m; i++) {
        p.e = at[i];
        if (!one(&p, &extended)) return;
    }
    ret->state.open = open_asks(ret);
    records_specs(terms, at, m, a, ret);
}
