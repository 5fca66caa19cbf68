/* records_letter_facts.c -- the facts that fill a letter: of the case, its entries and dates, the holder, the city. Said in English, the
 * language of letters to those who are asked. */
#include "records_letter_own.h"

#include "city.h"
#include "clock_book.h"
#include "day.h"
#include "i18n.h"

enum { BOOK_YEARS = 30 };
const db_query RECORDS_LINES_OPEN_OF = { "records_lines_open_of", "ti", &RECORDS_LINE, "SELECT id, number, title, holder, owner, delivery, ball, ball_why, clock, level, seen, embargo, sent,"
    " received, started, determined, appealed, suit, tracking, asks, open, closed, latest, due, due_kind, sort FROM records_line"
    " WHERE holder = $1 AND closed = 0 AND received <> '' AND determined = '' AND level <> 'suit' ORDER BY sort, number LIMIT $2" };

static const char *said(arena *a, wr_day d) { return day_none(d) ? "" : i18n_day_full(a, "en", d); }
static const char *money(arena *a, wr_cents c) { return c ? i18n_cents(a, "en", c) : ""; }

static wr_rc of_city(db_tx *tx, records_facts *f, const char *owner, arena *a)
{
    city_row c;
    city_department d;
    TRY(city_get(tx, a, &c));
    f->hole[HOLE_city] = c.name;
    f->hole[HOLE_desk] = c.desk;
    f->hole[HOLE_email] = c.email;
    f->hole[HOLE_phone] = c.phone;
    if (!*owner) return WR_OK;
    TRY(city_department_by(tx, owner, a, &d));
    f->hole[HOLE_department] = d.name;
    return WR_OK;
}

static void of_holder(records_facts *f, const records_holder *h)
{
    f->hole[HOLE_holder] = h->name;
    f->hole[HOLE_body] = h->body;
    f->hole[HOLE_address] = h->address;
    f->hole[HOLE_liaison] = h->liaison;
    f->hole[HOLE_mediator] = h->mediator;
    f->hole[HOLE_appeal_to] = h->appeal_to;
    f->hole[HOLE_appeal_until] = h->appeal_until;
    f->hole[HOLE_portal] = h->portal;
}

static void of_law(records_facts *f, const records_law *l)
{
    f->law = l->ref;
    f->hole[HOLE_law] = l->title;
    f->hole[HOLE_citation] = l->citation;
}

static void of_case(records_facts *f, const records_case *c, size_t n_asks, arena *a)
{
    f->hole[HOLE_number] = arena_fmt(a, "%lld", (long long)c->number);
    f->hole[HOLE_title] = c->title;
    f->hole[HOLE_why] = c->why;
    f->hole[HOLE_area] = c->area;
    f->hole[HOLE_first] = said(a, c->first);
    f->hole[HOLE_last] = said(a, c->last);
    f->hole[HOLE_contact] = c->contact;
    f->hole[HOLE_ceiling] = money(a, c->ceiling);
    f->hole[HOLE_ground] = c->expedite ? records_grounds[c->expedite] : "";
    f->hole[HOLE_certified] = c->expedite_text;
    f->hole[HOLE_asks] = arena_fmt(a, "%zu", n_asks);
    f->flag[FLAG_WAIVER] = c->waiver;
    f->flag[FLAG_PRESERVE] = c->preserve;
    f->flag[FLAG_EXPEDITE] = c->expedite != GROUND_NONE;
}

/* The last entry of each kind counts; struck ones do not. */
static void of_entry(records_facts *f, const records_entry *e, arena *a)
{
    switch (e->kind) {
    case ENTRY_SENT:
        f->hole[HOLE_sent] = said(a, e->day);
        f->hole[HOLE_channel] = e->channel ? records_channels[e->channel] : "";
        f->hole[HOLE_request_fallback] = e->other;
        break;
    case ENTRY_RECEIPT: case ENTRY_ACKNOWLEDGED: case ENTRY_FORWARDED:
        if (!f->hole[HOLE_received]) f->hole[HOLE_received] = said(a, e->day);
        if (*e->component) f->hole[HOLE_component] = e->component;
        break;
    case ENTRY_CLARIFY_ASKED: case ENTRY_NARROW_ASKED: case ENTRY_IDENTITY_ASKED: case ENTRY_FEES_ASKED:
        f->hole[HOLE_question] = e->text;
        f->hole[HOLE_question_day] = said(a, e->day);
        f->hole[HOLE_amount] = money(a, e->amount);
        break;
    case ENTRY_EXTENDED: f->flag[FLAG_EXTENDED] = true; break;
    case ENTRY_LAPSED: f->flag[FLAG_LAPSED] = true; break;
    case ENTRY_DETERMINED:
        f->flag[FLAG_DETERMINED] = true;
        f->flag[FLAG_LAPSED] = false;
        f->hole[HOLE_determined] = said(a, e->day);
        f->hole[HOLE_scope] = e->scope;
        f->hole[HOLE_because] = e->because;
        f->hole[HOLE_appeal] = e->appeal;
        break;
    case ENTRY_APPEALED: f->hole[HOLE_appealed] = said(a, e->day); break;
    case ENTRY_WAIVER_DECIDED: case ENTRY_EXPEDITE_DECIDED:
        if ((e->kind == ENTRY_WAIVER_DECIDED) != (f->letter == LETTER_APPEAL_FEE)) break;
        f->hole[HOLE_decision] = e->other;
        f->hole[HOLE_decision_day] = said(a, e->day);
        f->hole[HOLE_decision_text] = e->text;
        break;
    default: break;
    }
    if (e->way == WAY_IN && !day_none(e->until) && e->kind != ENTRY_EXTENDED) f->hole[HOLE_promise] = said(a, e->until);
}

static void of_date(records_facts *f, const records_date *d, const char *proof, wr_day today, arena *a)
{
    bool open = d->state == DATE_RUNNING || d->state == DATE_PAUSED;
    if (d->kind == DATE_ANSWER && !f->hole[HOLE_due]) f->hole[HOLE_due] = said(a, d->due), f->hole[HOLE_proof] = proof;
    if (d->kind == DATE_EXTENDED) f->hole[HOLE_due] = said(a, d->due), f->hole[HOLE_proof] = proof;
    if (d->kind == DATE_APPEAL) f->hole[HOLE_appeal_due] = said(a, d->due);
    if (d->kind == DATE_SUIT) f->hole[HOLE_suit_due] = said(a, d->due);
    if (d->kind == DATE_CONSTRUCTIVE) f->hole[HOLE_lapse_day] = said(a, d->due);
    if (open && (d->kind == DATE_ANSWER || d->kind == DATE_EXTENDED) && wr_day_cmp(d->due, today) < 0) f->flag[FLAG_LATE] = true;
}

/* Which dates a letter tells of: those that it is about, each with how it was counted. */
static bool tells(int which, int kind)
{
    switch (which) {
    case LETTER_INQUIRY: return kind == DATE_TRACKING || kind == DATE_ANSWER || kind == DATE_EXTENDED || kind == DATE_PROMISE;
    case LETTER_APPEAL_CONSTRUCTIVE: case LETTER_SUIT: return kind == DATE_ANSWER || kind == DATE_EXTENDED || kind == DATE_CONSTRUCTIVE || kind == DATE_APPEAL;
    case LETTER_APPEAL_EXPEDITE: return kind == DATE_EXPEDITE || kind == DATE_APPEAL_EXPEDITE;
    case LETTER_APPEAL_FEE: return kind == DATE_APPEAL_FEE;
    case LETTER_APPEAL_DENIAL: case LETTER_APPEAL_SEARCH: return kind == DATE_ANSWER || kind == DATE_EXTENDED || kind == DATE_APPEAL;
    case LETTER_MEDIATION: case LETTER_LIAISON: return kind == DATE_ANSWER || kind == DATE_EXTENDED || kind == DATE_APPEAL || kind == DATE_APPEAL_ANSWER;
    default: return false;
    }
}

static const char *capital(const char *word, arena *a)
{
    char *s = arena_dup(a, word);
    if (*s >= 'a' && *s <= 'z') *s = (char)(*s - 'a' + 'A');
    return s;
}

static wr_rc of_dates(db_tx *tx, const records_whole *w, wr_day today, arena *a, records_facts *f)
{
    records_date *d;
    clock_book *book = NULL;
    const char *(*said_)[2];
    size_t n;
    TRY(records_dates_of(tx, w->of.id, a, &d, &n));
    if (n) TRY(clock_book_open(tx, d[0].start.y - 1, BOOK_YEARS, a, &book));
    said_ = arena_alloc(a, (n + 1) * sizeof *said_, 16);
    for (size_t i = 0; i < n; i++) {
        strbuf proof = sb_new(a, 300);
        records_counted c;
        if (d[i].state == DATE_MOOT && d[i].kind != DATE_ANSWER) continue;
        records_count(d[i].spec, book, "en", a, &proof, &c);
        of_date(f, &d[i], proof.p, today, a);
        if (!tells(f->letter, d[i].kind)) continue;
        said_[f->n_dates][0] = capital(records_dates[d[i].kind], a);
        said_[f->n_dates++][1] = arena_fmt(a, "%s. %s", said(a, d[i].due), proof.p);
    }
    f->dates = said_;
    f->flag[FLAG_DATED] = f->n_dates != 0;
    return WR_OK;
}

static wr_rc of_asks(db_tx *tx, const records_whole *w, const records_replayed *r, arena *a, records_facts *f)
{
    records_category *c;
    records_reason *reasons;
    const char **systems = arena_array(a, const char *, w->n_asks + 1);
    size_t n, n_reasons;
    int64_t open = 0;
    TRY(records_categories(tx, a, &c, &n));
    TRY(records_reasons_all(tx, a, &reasons, &n_reasons));
    for (size_t i = 0; i < w->n_asks; i++) {
        systems[i] = "";
        for (size_t k = 0; k < n; k++)
            if (str_eq(c[k].ref, w->asks[i].category)) systems[i] = c[k].systems;
        open += r->asked[i].answer == ANSWER_OPEN;
    }
    f->asks = w->asks;
    f->asked = r->asked;
    f->n_asks = w->n_asks;
    f->systems = systems;
    f->hole[HOLE_open_asks] = arena_fmt(a, "%lld", (long long)open);
    f->grounds = records_grounds_of(f->letter, r->asked, r->n_asked, reasons, n_reasons, f->law, f->day, !day_none(r->state.determined), a, &f->n_grounds);
    return WR_OK;
}

wr_rc records_letter_facts(db_tx *tx, const records_whole *w, int which, const char *more, const char *fallback, wr_day day, arena *a, records_facts *ret)
{
    records_replayed *r = arena_make(a, records_replayed);
    records_terms t = records_terms_of(w);
    const records_entry **e;
    size_t n;
    *ret = (records_facts){ .letter = which, .day = day, .law = "" };
    records_replay(&t, w->entries, w->n_entries, a, r);
    e = records_in_order(w->entries, w->n_entries, a, &n);
    of_law(ret, &w->law);
    of_holder(ret, &w->holder);
    of_case(ret, &w->of, w->n_asks, a);
    TRY(of_city(tx, ret, w->of.owner, a));
    ret->hole[HOLE_more] = more;
    ret->hole[HOLE_fallback] = fallback;
    for (size_t i = 0; i < n; i++) of_entry(ret, e[i], a);
    ret->hole[HOLE_tracking] = r->state.tracking;
    ret->flag[FLAG_RECEIVED] = !day_none(r->state.received);
    TRY(of_dates(tx, w, day, a, ret));
    return of_asks(tx, w, r, a, ret);
}

wr_rc records_holder_facts(db_tx *tx, const records_holder *h, const char *more, wr_day day, arena *a, records_facts *ret, int64_t **ret_numbers)
{
    records_line *x;
    records_one *ones;
    records_law law;
    size_t n;
    *ret = (records_facts){ .letter = LETTER_ALL, .day = day, .law = "" };
    TRY(records_law_by(tx, h->law, a, &law));
    of_law(ret, &law);
    of_holder(ret, h);
    TRY(of_city(tx, ret, "", a));
    TRY(db_all(tx, &RECORDS_LINES_OPEN_OF, a, RECORDS_ONES_MAX, &x, &n, db_t(h->ref), db_i(RECORDS_ONES_MAX)));
    ones = arena_array(a, records_one, n + 1);
    *ret_numbers = arena_array(a, int64_t, n + 1);
    for (size_t i = 0; i < n; i++) {
        ones[i] = (records_one){ arena_fmt(a, "%lld", (long long)x[i].number), x[i].title, x[i].tracking, said(a, x[i].received), said(a, x[i].due) };
        (*ret_numbers)[i] = x[i].number;
        if (i == 0) {
            records_case c;
            TRY(records_case_by(tx, x[i].number, a, &c));
            ret->hole[HOLE_contact] = c.contact;
        }
    }
    ret->hole[HOLE_more] = more;
    ret->hole[HOLE_cases] = arena_fmt(a, "%zu", n);
    ret->ones = ones;
    ret->n_ones = n;
    return WR_OK;
}
