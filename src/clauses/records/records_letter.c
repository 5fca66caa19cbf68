/* records_letter.c -- the letters of a request: which there are, which date unlocks which, and which of them is ready now. Pure. */
#include "records_letter_own.h"

#include <string.h>
#include "day.h"
#include "i18n.h"

const char *const records_letters[] = { "request", "narrowed", "waiver", "expedite", "preservation", "clarification", "fee-assurance", "inquiry", "appeal-denial", "appeal-search",
    "appeal-fee", "appeal-expedite", "appeal-constructive", "liaison", "mediation", "preservation-suit", "fax", "envelope", "inquiry-all", NULL };
static const char *const NAMES[LETTERS_AND_ALL] = { N_("The request"), N_("Narrowed request"), N_("Why fees should be waived"), N_("Certification to be heard sooner"), N_("Preservation of records"),
    N_("Our answer"), N_("Answer about fees"), N_("Inquiry: where does it stand?"), N_("Appeal: what was withheld"), N_("Appeal: adequacy of the search"), N_("Appeal: fees"), N_("Appeal: not heard sooner"),
    N_("Appeal: no answer in time"), N_("Letter to the Public Liaison"), N_("Request for mediation"), N_("Preservation before a suit"), N_("Fax cover"), N_("Envelope"),
    N_("Inquiry about all open requests") };

int records_letter_named(const char *name)
{
    for (int i = 0; i < LETTERS_AND_ALL; i++)
        if (str_eq(records_letters[i], name)) return i;
    return -1;
}

const char *records_letter_of(int date)
{
    static const int OF[DATE_KINDS] = { [DATE_TRACKING] = LETTER_INQUIRY, [DATE_ANSWER] = LETTER_INQUIRY, [DATE_EXTENDED] = LETTER_INQUIRY, [DATE_EXPEDITE] = LETTER_APPEAL_EXPEDITE,
        [DATE_CONSTRUCTIVE] = LETTER_APPEAL_CONSTRUCTIVE, [DATE_REPLY] = LETTER_CLARIFICATION, [DATE_PROMISE] = LETTER_INQUIRY, [DATE_APPEAL] = LETTER_APPEAL_DENIAL,
        [DATE_APPEAL_ANSWER] = LETTER_MEDIATION, [DATE_SUIT] = LETTER_SUIT,
        [DATE_APPEAL_EXPEDITE] = LETTER_APPEAL_EXPEDITE, [DATE_APPEAL_FEE] = LETTER_APPEAL_FEE };
    return date == DATE_CALL ? "" : records_letters[OF[date]];      /* a call is the city's own: nobody is written to */
}

const char *records_letter_name(const char *which)
{
    int i = records_letter_named(which);
    return i < 0 ? "" : NAMES[i];
}

/* ---- what is ready ---- */
typedef struct look { const records_whole *w; const records_state *s; const records_replayed *r; const records_date *dates; size_t n; wr_day today; const records_entry *question, *waiver,
    *expedite; bool lapsed; records_ready *ret; } look;

static void is_ready(look *k, int which, const char *why) { k->ret[which] = (records_ready){ .letter = which, .ready = true, .why = why }; }
static void is_not(look *k, int which, const char *why) { k->ret[which] = (records_ready){ .letter = which, .why = why }; }

static const records_date *open_date(const look *k, int kind)
{
    for (size_t i = 0; i < k->n; i++)
        if (k->dates[i].kind == kind && (k->dates[i].state == DATE_RUNNING || k->dates[i].state == DATE_PAUSED || k->dates[i].state == DATE_EXPECTED)) return &k->dates[i];
    return NULL;
}

static void by(look *k, int which, int kind)
{
    const records_date *d = open_date(k, kind);
    if (d && day_none(k->ret[which].by)) k->ret[which].by = d->due, k->ret[which].by_kind = kind;
}

static bool late(const look *k, int kind)
{
    const records_date *d = open_date(k, kind);
    return d && d->state == DATE_RUNNING && wr_day_cmp(d->due, k->today) < 0;
}

static void look_back(look *k)
{
    for (size_t i = 0; i < k->w->n_entries; i++) {
        const records_entry *e = &k->w->entries[i];
        if (*e->struck) continue;
        switch (e->kind) {
        case ENTRY_CLARIFY_ASKED: case ENTRY_NARROW_ASKED: case ENTRY_FEES_ASKED: case ENTRY_IDENTITY_ASKED: k->question = e; break;
        case ENTRY_ANSWERED: k->question = NULL; break;
        case ENTRY_WAIVER_DECIDED: k->waiver = e; break;
        case ENTRY_EXPEDITE_DECIDED: k->expedite = e; break;
        case ENTRY_LAPSED: k->lapsed = true; break;
        case ENTRY_DETERMINED: case ENTRY_REMANDED: k->lapsed = false; break;
        default: break;
        }
    }
}

static bool any_answer(const look *k, int x, int y, int z)
{
    for (size_t i = 0; i < k->r->n_asked; i++)
        if (k->r->asked[i].answer == x || k->r->asked[i].answer == y || k->r->asked[i].answer == z) return true;
    return false;
}

static const char NOT_SENT[] = N_("It comes after the request was sent.");
static const char NOT_RECEIVED[] = N_("It comes after the agency received the request. Add the receipt first.");

static void on_the_way(look *k)
{
    const records_case *c = &k->w->of;
    bool sent = !day_none(k->s->sent), decided = !day_none(k->s->determined);
    int q = k->question ? k->question->kind : -1;
    if (k->w->n_asks) is_ready(k, LETTER_REQUEST, k->s->delivery == DELIVERY_DRAFT ? N_("A second person approves it before it is sent.") : N_("It was approved; to send it another way, say why."));
    else is_not(k, LETTER_REQUEST, N_("Choose what is asked for first."));
    if (!sent || decided) is_not(k, LETTER_NARROWED, decided ? N_("The agency has determined already.") : NOT_SENT);
    else is_ready(k, LETTER_NARROWED, q == ENTRY_NARROW_ASKED ? N_("The agency asks us to narrow the request.") : N_("It can be sent as long as there is no determination."));
    if (!c->waiver || !sent || k->waiver || decided)
        is_not(k, LETTER_WAIVER, !c->waiver ? N_("This request asks for no waiver.") : decided ? N_("The agency has determined already.") : k->waiver ? N_("The agency has decided about fees. Appeal instead.") : NOT_SENT);
    else is_ready(k, LETTER_WAIVER, N_("The reasons at length, when the agency asks for them."));
    if (c->expedite == GROUND_NONE || !sent || k->expedite || decided)
        is_not(k, LETTER_EXPEDITE, c->expedite == GROUND_NONE ? N_("This request does not ask to be heard sooner.") : decided ? N_("The agency has determined already.") : k->expedite ? N_("The agency has decided about it. Appeal instead.") : NOT_SENT);
    else is_ready(k, LETTER_EXPEDITE, N_("The certification as a letter of its own."));
    if (sent) is_ready(k, LETTER_PRESERVATION, N_("It can be sent at any time."));
    else is_not(k, LETTER_PRESERVATION, NOT_SENT);
    if (q == ENTRY_CLARIFY_ASKED || q == ENTRY_IDENTITY_ASKED || q == ENTRY_NARROW_ASKED) is_ready(k, LETTER_CLARIFICATION, N_("The agency asks; its clock stands still until we answer."));
    else is_not(k, LETTER_CLARIFICATION, N_("No question of the agency is open."));
    if (q == ENTRY_FEES_ASKED) is_ready(k, LETTER_FEES, N_("The agency asks about fees; its clock stands still until we answer."));
    else is_not(k, LETTER_FEES, N_("No question about fees is open."));
    by(k, LETTER_NARROWED, q == ENTRY_NARROW_ASKED ? DATE_REPLY : DATE_KINDS);
    by(k, LETTER_CLARIFICATION, DATE_REPLY);
    by(k, LETTER_FEES, DATE_REPLY);
}

static void after_the_date(look *k)
{
    bool received = !day_none(k->s->received), decided = !day_none(k->s->determined);
    bool overdue = late(k, DATE_ANSWER) || late(k, DATE_EXTENDED) || late(k, DATE_TRACKING) || late(k, DATE_PROMISE);
    if (!received || decided) is_not(k, LETTER_INQUIRY, decided ? N_("The agency has determined already.") : NOT_RECEIVED);
    else if (overdue || k->lapsed) is_ready(k, LETTER_INQUIRY, N_("A day has passed on which the agency owed something."));
    else is_not(k, LETTER_INQUIRY, N_("No day has passed yet on which the agency owed something."));
    by(k, LETTER_INQUIRY, DATE_EXTENDED);
    by(k, LETTER_INQUIRY, DATE_ANSWER);
    if (k->lapsed && !decided) is_ready(k, LETTER_APPEAL_CONSTRUCTIVE, N_("The clock has lapsed: the request may be treated as denied."));
    else is_not(k, LETTER_APPEAL_CONSTRUCTIVE, decided ? N_("The agency has determined already.") : N_("The clock has not lapsed."));
    by(k, LETTER_APPEAL_CONSTRUCTIVE, k->lapsed ? DATE_APPEAL : DATE_CONSTRUCTIVE);
    if (received) is_ready(k, LETTER_LIAISON, N_("It can be sent at any time; the time to appeal goes on.")), is_ready(k, LETTER_MEDIATION, N_("It can be sent at any time; the time to appeal goes on."));
    else is_not(k, LETTER_LIAISON, NOT_RECEIVED), is_not(k, LETTER_MEDIATION, NOT_RECEIVED);
    by(k, LETTER_MEDIATION, DATE_APPEAL);
    if (decided || k->lapsed) is_ready(k, LETTER_SUIT, N_("A suit is possible; counsel decides."));
    else is_not(k, LETTER_SUIT, N_("A suit is possible after a determination, or after the clock has lapsed."));
    by(k, LETTER_SUIT, DATE_SUIT);
}

static void appeals(look *k)
{
    bool decided = !day_none(k->s->determined), appealed = !day_none(k->s->appealed);
    bool withheld = any_answer(k, ANSWER_PART, ANSWER_REFUSED, ANSWER_GLOMAR), unfound = any_answer(k, ANSWER_NONE_HELD, ANSWER_NONE_HELD, ANSWER_OPEN);
    if (decided && (withheld || unfound)) is_ready(k, LETTER_APPEAL_DENIAL, appealed ? N_("An appeal was sent already; this one adds to it.") : N_("The agency has determined, and did not give all."));
    else is_not(k, LETTER_APPEAL_DENIAL, decided ? N_("Every ask was answered in full.") : N_("The agency has not determined yet."));
    if (decided && unfound) is_ready(k, LETTER_APPEAL_SEARCH, N_("Records were not found, or an ask got no answer."));
    else is_not(k, LETTER_APPEAL_SEARCH, decided ? N_("No ask was answered with “none held”, and none is open.") : N_("The agency has not determined yet."));
    if (k->waiver && !records_granted(k->waiver)) is_ready(k, LETTER_APPEAL_FEE, N_("The agency has refused the fee waiver."));
    else is_not(k, LETTER_APPEAL_FEE, k->waiver ? N_("The fee waiver was granted.") : N_("The agency has not decided about fees."));
    if (decided) is_not(k, LETTER_APPEAL_EXPEDITE, N_("The agency has determined already."));
    else if ((k->expedite && !records_granted(k->expedite)) || (!k->expedite && late(k, DATE_EXPEDITE)))
        is_ready(k, LETTER_APPEAL_EXPEDITE, k->expedite ? N_("The agency has refused to hear the request sooner.") : N_("The day for the decision has passed without one."));
    else is_not(k, LETTER_APPEAL_EXPEDITE, k->expedite ? N_("The request is heard sooner.") : N_("No decision about it was refused or is late."));
    by(k, LETTER_APPEAL_DENIAL, DATE_APPEAL);
    by(k, LETTER_APPEAL_SEARCH, DATE_APPEAL);
    by(k, LETTER_APPEAL_EXPEDITE, DATE_APPEAL_EXPEDITE);
    by(k, LETTER_APPEAL_EXPEDITE, DATE_EXPEDITE);
    by(k, LETTER_APPEAL_FEE, DATE_APPEAL_FEE);
}

void records_letters_ready(const records_whole *w, const records_replayed *r, const records_date *dates, size_t n, wr_day today, records_ready ret[static LETTERS])
{
    look k = { .w = w, .s = &r->state, .r = r, .dates = dates, .n = n, .today = today, .ret = ret };
    memset(ret, 0, sizeof(records_ready) * LETTERS);
    look_back(&k);
    on_the_way(&k);
    after_the_date(&k);
    appeals(&k);
    for (int i = LETTER_FAX; i <= LETTER_ENVELOPE; i++) {
        if (w->n_asks) is_ready(&k, i, N_("To go with a letter on paper."));
        else is_not(&k, i, N_("Choose what is asked for first."));
    }
    for (int i = 0; i < LETTERS && (r->state.level == LEVEL_SUIT || r->state.closed); i++)
        if (ret[i].ready) is_not(&k, i, r->state.closed ? N_("This request is closed.") : N_("A suit is open: no letters are suggested, and counsel says what is sent."));
}

int records_letter_entry(int which, const records_replayed *r)
{
    bool question = r->state.ball == BALL_US && (str_eq(r->state.ball_why, "clarify") || str_eq(r->state.ball_why, "scope") || str_eq(r->state.ball_why, "pay") || str_eq(r->state.ball_why, "identity"));
    switch (which) {
    case LETTER_REQUEST: return ENTRY_SENT;
    case LETTER_NARROWED: case LETTER_CLARIFICATION: case LETTER_FEES: return question ? ENTRY_ANSWERED : ENTRY_LETTER;
    case LETTER_INQUIRY: case LETTER_ALL: return ENTRY_INQUIRY;
    case LETTER_APPEAL_DENIAL: case LETTER_APPEAL_SEARCH: case LETTER_APPEAL_FEE: case LETTER_APPEAL_EXPEDITE: case LETTER_APPEAL_CONSTRUCTIVE: return ENTRY_APPEALED;
    case LETTER_MEDIATION: return ENTRY_MEDIATION;
    default: return ENTRY_LETTER;
    }
}
