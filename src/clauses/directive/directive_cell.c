/* directive_cell.c -- pages of one thing: a cell with its proof, a direction, a department, an order. */
#include "directive_own.h"

#include <string.h>
#include "clock.h"
#include "day.h"
#include "db.h"
#include "i18n.h"
#include "link.h"
#include "page.h"
#include "str.h"

static const field IN_CELL_F[] = { FIELD(in_cell, direction, t, F_PATH, 20, N_("Direction")), FIELD(in_cell, department, t, F_PATH, 20, N_("Department")) };
const shape IN_CELL = SHAPE("a cell", in_cell, IN_CELL_F);
static const field IN_DIRECTION_F[] = { FIELD(in_direction, direction, t, F_PATH, 20, N_("Direction")) };
const shape IN_DIRECTION = SHAPE("a direction", in_direction, IN_DIRECTION_F);
static const field IN_DEPARTMENT_F[] = { FIELD(in_department, acronym, t, F_PATH, 20, N_("Department")) };
const shape IN_DEPARTMENT = SHAPE("a department", in_department, IN_DEPARTMENT_F);
static const field IN_ORDER_F[] = { FIELD(in_order, ref, t, F_PATH, 20, N_("Order")) };
const shape IN_ORDER = SHAPE("an order", in_order, IN_ORDER_F);

typedef struct say_moved { wr_day was, due, on; const char *approver, *reason; } say_moved;
static const field MOVED_F[] = {
    FIELD(say_moved, was, d, F_NULL, 0, N_("It was")), FIELD(say_moved, due, d, F_NULL, 0, N_("It became")), FIELD(say_moved, on, d, F_NULL, 0, N_("Moved on")),
    FIELD(say_moved, approver, t, 0, 200, N_("Approved by")), FIELD(say_moved, reason, t, 0, 2000, N_("Why")),
};
const shape SAY_MOVED = SHAPE("a moved date", say_moved, MOVED_F);
typedef struct say_piece { const char *title, *url, *text; wr_day dated, added, expires; bool expired, linked; const char *owner; } say_piece;
static const field PIECE_F[] = {
    FIELD(say_piece, title, t, 0, 200, N_("Title")), FIELD(say_piece, url, t, 0, 500, N_("Address")), FIELD(say_piece, text, t, 0, 4000, N_("Text")),
    FIELD(say_piece, dated, d, 0, 0, N_("Dated")), FIELD(say_piece, added, d, 0, 0, N_("Added")), FIELD(say_piece, expires, d, F_NULL, 0, N_("Holds until")),
    FIELD(say_piece, expired, b, 0, 0, N_("Expired")), FIELD(say_piece, linked, b, F_HIDE, 0, NULL), FIELD(say_piece, owner, t, 0, 200, N_("Owner")),
};
const shape SAY_PIECE = SHAPE("a piece of evidence", say_piece, PIECE_F);
typedef struct say_event { wr_day day; const char *what, *who, *why; int64_t n; } say_event;
static const field EVENT_F[] = {
    FIELD(say_event, day, d, 0, 0, N_("Day")), FIELD(say_event, what, t, 0, 60, N_("What")), FIELD(say_event, who, t, 0, 200, N_("Who")),
    FIELD(say_event, why, t, 0, 2000, N_("Why")), FIELD(say_event, n, i, 0, 0, N_("Log number")),
};
const shape SAY_EVENT = SHAPE("a change", say_event, EVENT_F);
typedef struct say_link { const char *kind, *title, *url; bool out; } say_link;
static const field LINK_F[] = {
    FIELD(say_link, kind, t, 0, 20, N_("Tie")), FIELD(say_link, title, t, 0, 300, N_("To")), FIELD(say_link, url, t, 0, 300, N_("Where")),
    FIELD(say_link, out, b, 0, 0, N_("From here")),
};
const shape SAY_LINK = SHAPE("a tie", say_link, LINK_F);

static const struct { const char *what, *text; } WHATS[] = {
    { "directive.asked", N_("Asked of the department") }, { "directive.started", N_("Work has started") }, { "directive.claimed", N_("Claimed as done") },
    { "directive.returned", N_("Returned by the checker") }, { "directive.verified", N_("Verified") }, { "directive.step_verified", N_("One step verified") },
    { "directive.declined", N_("Settled without being done") }, { "directive.extended", N_("Date extended") }, { "directive.explained", N_("Reason given") },
    { "directive.evidence_added", N_("Evidence added") }, { "directive.stage_set", N_("Stage set") }, { "directive.reminded", N_("Reminded") },
};

const char *directive_what(const char *what)
{
    for (size_t i = 0; i < sizeof WHATS / sizeof *WHATS; i++)
        if (str_eq(WHATS[i].what, what)) return WHATS[i].text;
    return what;
}

/* The state as a sentence. */
static const char *sentence(arena *a, const char *lang, const directive_facts *f, wr_day today)
{
    int shown = directive_state_shown(f, today);
    int64_t n = shown == CELL_PAST_DUE ? directive_late_days(f, today) : directive_waiting_days(f, today);
    const char *const pairs[] = { "days", arena_fmt(a, "%lld", (long long)n), "day", i18n_day(a, lang, f->due), NULL };
    switch (shown) {
    case CELL_PAST_DUE:
        if (directive_waits(f, today)) return i18n_fill(a, i18n_n(lang, NULL, "past due by {days} day, claimed and waiting for a check", "past due by {days} days, claimed and waiting for a check", n), pairs);
        return i18n_fill(a, i18n_n(lang, NULL, "past due by {days} day", "past due by {days} days", n), pairs);
    case CELL_READY:
        if (f->state == CELL_IMPLEMENTED) return i18n_fill(a, i18n(lang, NULL, N_("to be checked again, the evidence has expired")), pairs);
        return i18n_fill(a, i18n_n(lang, NULL, "waiting for a check for {days} day", "waiting for a check for {days} days", n), pairs);
    case CELL_IN_PROCESS: return i18n_fill(a, i18n(lang, NULL, day_none(f->due) ? N_("in process, without a date") : N_("in process, due {day}")), pairs);
    case CELL_RETURNED:    return i18n(lang, NULL, N_("returned by the checker"));
    case CELL_IMPLEMENTED: return i18n(lang, NULL, N_("implemented and verified"));
    case CELL_WILL_NOT:    return i18n(lang, NULL, N_("will not be implemented"));
    case CELL_ENDED:       return i18n(lang, NULL, N_("no further action"));
    case CELL_NA:          return i18n(lang, NULL, N_("not applicable"));
    default:               return i18n(lang, NULL, N_("not started"));
    }
}

static wr_rc put_history(db_tx *ro, const directive_cell *c, const person_account *people, size_t n_people, arena *a, json_t *doc)
{
    history_event *past;
    say_event *said;
    size_t n;
    TRY(history_events(ro, &DIRECTIVE_CELLS, c->id, a, &past, &n));
    said = arena_array(a, say_event, n + 1);
    for (size_t i = 0; i < n; i++) {
        json_t *v = json_loads(past[i].value, 0, NULL);
        const char *why = json_string_value(json_object_get(v, str_eq(past[i].what, "directive.explained") ? "excuse" : "reason"));
        said[n - 1 - i] = (say_event){ past[i].holds, directive_what(past[i].what), directive_name_of(people, n_people, past[i].who),
            why ? arena_dup(a, why) : "", past[i].n };
        json_decref(v);
    }
    return page_rows(doc, "history", &SAY_EVENT, said, n);
}

static wr_rc put_dates(db_tx *ro, const wr_actor *who, const directive_cell *c, arena *a, json_t *doc)
{
    clock_due_row due;
    clock_moved *moves;
    say_moved *said;
    size_t n, kept = 0;
    if (!*c->owes) return WR_OK;
    TRY(clock_due_of(ro, c->owes, a, &due));
    TRY(clock_moves(ro, c->owes, a, &moves, &n));
    said = arena_array(a, say_moved, n + 1);
    for (size_t i = 0; i < n; i++)
        if (!day_none(moves[i].was) && wr_day_cmp(moves[i].was, moves[i].due) != 0)
            said[kept++] = (say_moved){ moves[i].was, moves[i].due, moves[i].holds, moves[i].by, moves[i].reason };
    TRY(page_put(doc, &CLOCK_DUE_ROW, &due));
    TRY(page_text(doc, "proof_said", clock_proof_text(a, who->lang, &due)));
    TRY(page_flag(doc, "moved", wr_day_cmp(due.first, due.due) != 0));
    return page_rows(doc, "moves", &SAY_MOVED, said, kept);
}

static wr_rc put_pieces(const wr_actor *who, const directive_evidence *e, size_t n, const person_account *people, size_t n_people, arena *a, json_t *doc)
{
    say_piece *said = arena_array(a, say_piece, n + 1);
    for (size_t i = 0; i < n; i++)
        said[i] = (say_piece){ e[i].title, e[i].url, e[i].text, e[i].dated, e[i].added, e[i].expires,
            !day_none(e[i].expires) && wr_day_cmp(who->today, e[i].expires) > 0, *e[i].url != 0, directive_name_of(people, n_people, e[i].owner) };
    return page_rows(doc, "pieces", &SAY_PIECE, said, n);
}

static wr_rc put_liaison(db_tx *ro, const char *acronym, arena *a, json_t *doc)
{
    city_liaison *l;
    size_t n;
    TRY(city_liaisons_of(ro, acronym, a, &l, &n));
    return page_rows(doc, "liaisons", &CITY_LIAISON, l, n);
}

wr_rc directive_show_cell(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_cell *in = in_;
    directive_cell c;
    directive_direction d;
    city_department b;
    directive_facts f;
    directive_evidence *e;
    person_account *people;
    directive_said s;
    size_t n, n_people;
    TRY(directive_cell_get(ro, in->direction, in->department, a, &c));
    TRY(directive_one(ro, c.direction, a, &d));
    TRY(city_department_by(ro, c.department, a, &b));
    TRY(directive_pieces_of(ro, c.id, a, &e, &n));
    TRY(person_list(ro, a, &people, &n_people));
    TRY(directive_cell_facts(ro, &c, a, &f));
    s = directive_say(a, who->lang, &f, who->today);
    TRY(put_dates(ro, who, &c, a, doc));
    TRY(page_put(doc, &DIRECTIVE_CELL, &c));
    TRY(page_text(doc, "title", i18n_fill(a, i18n(who->lang, NULL, N_("{department}, {direction}: {state}")), (const char *const[]){
        "department", i18n(who->lang, NULL, b.name), "direction", i18n(who->lang, NULL, d.title), "state", sentence(a, who->lang, &f, who->today), NULL })));
    TRY(page_text(doc, "state", directive_shown[directive_state_shown(&f, who->today)]));
    TRY(page_text(doc, "kind", s.kind));
    TRY(page_text(doc, "said", s.text));
    TRY(page_text(doc, "name", b.name));
    TRY(page_text(doc, "department_url", arena_fmt(a, "/directive/departments/%s", b.acronym)));
    TRY(page_text(doc, "direction_title", d.title));
    TRY(page_text(doc, "direction_url", arena_fmt(a, "/directive/%s", d.ref)));
    TRY(page_text(doc, "measure", d.measure));
    TRY(page_text(doc, "since", d.since));
    TRY(page_text(doc, "approves", b.approves));
    TRY(page_text(doc, "claimer", directive_name_of(people, n_people, c.claimed_by)));
    TRY(page_text(doc, "verifier", directive_name_of(people, n_people, c.verified_by)));
    TRY(page_flag(doc, "was_reminded", c.reminded != 0));
    TRY(page_flag(doc, "several", c.steps > 1));
    TRY(put_pieces(who, e, n, people, n_people, a, doc));
    TRY(put_liaison(ro, c.department, a, doc));
    TRY(put_history(ro, &c, people, n_people, a, doc));
    return directive_cell_forms(ro, who, &c, &f, a, doc);
}

/* Lines of one direction or of one department: open ones first, most late on top. */
static wr_rc put_lines(db_tx *ro, const wr_actor *who, const char *direction_opt, const char *department_opt, arena *a, json_t *doc, directive_tally *t)
{
    directive_due *all;
    directive_direction *d;
    city_department *b;
    say_line *said;
    size_t n, n_d, n_b, kept = 0;
    TRY(directive_all_due(ro, a, &all, &n));
    TRY(directive_all(ro, a, &d, &n_d));
    TRY(city_departments(ro, a, &b, &n_b));
    said = arena_array(a, say_line, n + 1);
    for (size_t i = 0; i < n; i++) {
        directive_facts f = directive_facts_of(&all[i]);
        if ((direction_opt && !str_eq(direction_opt, all[i].direction)) || (department_opt && !str_eq(department_opt, all[i].department))) continue;
        directive_add(t, directive_state_shown(&f, who->today));
        said[kept++] = directive_line(a, who, &all[i], d, n_d, b, n_b, NULL, 0);
    }
    directive_sort_lines(said, kept);
    return page_rows(doc, "lines", &SAY_LINE, said, kept);
}

static wr_rc put_tally(const wr_actor *who, const char *name, const directive_tally *t, arena *a, json_t *doc)
{
    const char *const pairs[] = { "name", i18n(who->lang, NULL, name), "late", arena_fmt(a, "%lld", (long long)t->late), "settled", arena_fmt(a, "%lld", (long long)t->settled),
        "asked", arena_fmt(a, "%lld", (long long)t->asked), NULL };
    return page_text(doc, "title", t->late ? i18n_fill(a, i18n_n(who->lang, NULL, "{name}: {late} answer is late, {settled} of {asked} done", "{name}: {late} answers are late, {settled} of {asked} done", t->late), pairs)
        : i18n_fill(a, i18n(who->lang, NULL, N_("{name}: nothing is late, {settled} of {asked} done")), pairs));
}

static wr_rc put_links(db_tx *ro, const char *about, arena *a, json_t *doc)
{
    link_row *l;
    directive_order *o;
    directive_direction *d;
    say_link *said;
    size_t n, n_o, n_d;
    TRY(link_of(ro, about, a, &l, &n));
    TRY(directive_all_orders(ro, a, &o, &n_o));
    TRY(directive_all(ro, a, &d, &n_d));
    said = arena_array(a, say_link, n + 1);
    for (size_t i = 0; i < n; i++) {       /* the other end, by its own name */
        bool out = str_eq(l[i].from, about);
        const char *other = out ? l[i].to : l[i].from;
        said[i] = (say_link){ l[i].kind, l[i].title, l[i].url, out };
        for (size_t k = 0; k < n_o; k++)
            if (str_eq(o[k].id, other)) said[i].title = o[k].title, said[i].url = arena_fmt(a, "/directive/orders/%s", o[k].ref);
        for (size_t k = 0; k < n_d; k++)
            if (str_eq(d[k].id, other)) said[i].title = d[k].title, said[i].url = arena_fmt(a, "/directive/%s", d[k].ref);
    }
    return page_rows(doc, "links", &SAY_LINK, said, n);
}

/* Who agrees on the measure may also ask one more department. */
static wr_rc put_ask(db_tx *ro, const wr_actor *who, const directive_direction *d, arena *a, json_t *doc)
{
    city_department *b;
    page_choice *pick;
    size_t n;
    if (rights_has(who->rights, "directive.measure") != RIGHT_ALL) return WR_OK;
    TRY(page_form(doc, "ask", &(page_form_of){ .action_url = arena_fmt(a, "/directive/%s/ask", d->ref), .in = &IN_ASK,
        .button = N_("Ask this department") }, a));
    TRY(city_departments(ro, a, &b, &n));
    pick = arena_array(a, page_choice, n + 1);
    for (size_t i = 0; i < n; i++) pick[i] = (page_choice){ b[i].acronym, b[i].name };
    return page_choices(doc, "ask", "department", pick, n);
}

wr_rc directive_show_direction(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_direction *in = in_;
    directive_direction d;
    directive_tally t = { 0 };
    directive_target *targets;
    struct { const char *direction, *measure; } form;
    size_t n;
    TRY(directive_one(ro, in->direction, a, &d));
    form.direction = d.ref;
    form.measure = d.measure;
    TRY(directive_targets_of(ro, d.ref, a, &targets, &n));
    TRY(page_put(doc, &DIRECTIVE_DIRECTION, &d));
    TRY(page_text(doc, "direction_title", d.title));
    TRY(put_lines(ro, who, d.ref, NULL, a, doc, &t));
    TRY(page_rows(doc, "targets", &DIRECTIVE_TARGET, targets, n));
    TRY(page_text(doc, "order_url", arena_fmt(a, "/directive/orders/%s", d.order_ref)));
    if (rights_has(who->rights, "directive.measure") == RIGHT_ALL)
        TRY(page_form(doc, "form", &(page_form_of){ .action_url = arena_fmt(a, "/directive/%s/measure/set", d.ref), .in = &IN_MEASURE, .row = &form,
            .button = N_("Set the measure of done") }, a));
    TRY(put_ask(ro, who, &d, a, doc));
    TRY(put_links(ro, d.id, a, doc));
    return put_tally(who, d.title, &t, a, doc);
}

wr_rc directive_show_department(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_department *in = in_;
    city_department b;
    directive_tally t = { 0 };
    TRY(city_department_by(ro, in->acronym, a, &b));
    TRY(page_put(doc, &CITY_DEPARTMENT, &b));
    TRY(put_lines(ro, who, NULL, b.acronym, a, doc, &t));
    TRY(put_liaison(ro, b.acronym, a, doc));
    return put_tally(who, b.name, &t, a, doc);
}

wr_rc directive_show_order(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_order *in = in_;
    directive_order *o = NULL;
    directive_direction *d;
    size_t n, n_d, kept = 0, at = 0;
    TRY(directive_all_orders(ro, a, &o, &n));
    while (at < n && !str_eq(o[at].ref, in->ref)) at++;
    if (at == n) return wr_fail(db_err(ro), WR_E_MISSING, NULL, N_("There is no order {ref}."), "ref", in->ref);
    TRY(directive_all(ro, a, &d, &n_d));
    for (size_t i = 0; i < n_d; i++)
        if (str_eq(d[i].order_ref, o[at].ref)) d[kept++] = d[i];
    TRY(page_put(doc, &DIRECTIVE_ORDER, &o[at]));
    TRY(page_text(doc, "title", i18n(who->lang, NULL, o[at].title)));
    TRY(page_rows(doc, "directions", &DIRECTIVE_DIRECTION, d, kept));
    for (size_t i = 0; i < kept; i++) TRY(page_text(page_row(doc, "directions", i), "url", arena_fmt(a, "/directive/%s", d[i].ref)));
    TRY(directive_put_signed(who, &o[at], a, doc));
    return put_links(ro, o[at].id, a, doc);
}
