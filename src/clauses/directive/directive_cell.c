/* directive_cell.c -- pages of one thing: a cell with its proof, a direction, a department, an order. */
#include "directive_own.h"

#include <string.h>
#include "clock.h"
#include "day.h"
#include "db.h"
#include "i18n.h"
#include "page.h"
#include "str.h"

static const field IN_CELL_F[] = { FIELD(in_cell, direction, t, F_PATH, 20, N_("Direction")), FIELD(in_cell, department, t, F_PATH, 20, N_("Department")), WHEN_FIELDS(in_cell) };
const shape IN_CELL = SHAPE("a cell", in_cell, IN_CELL_F);
static const field IN_DIRECTION_F[] = { FIELD(in_direction, direction, t, F_PATH, 20, N_("Direction")), WHEN_FIELDS(in_direction) };
const shape IN_DIRECTION = SHAPE("a direction", in_direction, IN_DIRECTION_F);
static const field IN_DEPARTMENT_F[] = { FIELD(in_department, acronym, t, F_PATH, 20, N_("Department")), WHEN_FIELDS(in_department) };
const shape IN_DEPARTMENT = SHAPE("a department", in_department, IN_DEPARTMENT_F);
static const field IN_ORDER_F[] = { FIELD(in_order, ref, t, F_PATH, 20, N_("Order")), WHEN_FIELDS(in_order) };
const shape IN_ORDER = SHAPE("an order", in_order, IN_ORDER_F);

typedef struct say_moved { wr_day was, due, on; const char *approver, *reason; } say_moved;
static const field MOVED_F[] = {
    FIELD(say_moved, was, d, F_NULL, 0, N_("It was")), FIELD(say_moved, due, d, F_NULL, 0, N_("It became")), FIELD(say_moved, on, d, F_NULL, 0, N_("Moved on")),
    FIELD(say_moved, approver, t, 0, 200, N_("Approved by")), FIELD(say_moved, reason, t, 0, 2000, N_("Why")),
};
const shape SAY_MOVED = SHAPE("a moved date", say_moved, MOVED_F);
typedef struct say_piece { const char *title, *url, *text; wr_day dated, added, expires; bool expired, linked; const char *owner, *serves_url;
    const char *file, *file_url, *sha256; int64_t size; } say_piece;   /* file: its name, "" when there is none */
static const field PIECE_F[] = {
    FIELD(say_piece, title, t, 0, 200, N_("Title")), FIELD(say_piece, url, t, 0, 500, N_("Address")), FIELD(say_piece, text, t, 0, 4000, N_("Text")),
    FIELD(say_piece, dated, d, 0, 0, N_("Dated")), FIELD(say_piece, added, d, 0, 0, N_("Added")), FIELD(say_piece, expires, d, F_NULL, 0, N_("Holds until")),
    FIELD(say_piece, expired, b, 0, 0, N_("Expired")), FIELD(say_piece, linked, b, F_HIDE, 0, NULL), FIELD(say_piece, owner, t, 0, 200, N_("Owner")),
    FIELD(say_piece, file, t, 0, 200, N_("File")), FIELD(say_piece, file_url, t, 0, 80, N_("Download")), FIELD(say_piece, sha256, t, 0, 64, N_("SHA-256")),
    FIELD(say_piece, size, i, 0, 0, N_("Bytes")),
    FIELD(say_piece, serves_url, t, 0, 200, NULL),
};
const shape SAY_PIECE = SHAPE("a piece of evidence", say_piece, PIECE_F);
typedef struct say_event { wr_day day; const char *what, *who, *why; int64_t n; } say_event;
static const field EVENT_F[] = {
    FIELD(say_event, day, d, 0, 0, N_("Day")), FIELD(say_event, what, t, 0, 60, N_("What")), FIELD(say_event, who, t, 0, 200, N_("Who")),
    FIELD(say_event, why, t, 0, 2000, N_("Why")), FIELD(say_event, n, i, 0, 0, N_("Log number")),
};
const shape SAY_EVENT = SHAPE("a change", say_event, EVENT_F);
/* On its page a cell's state is the shown one: past_due outranks what is stored. */
enum { CHANGES_SHOWN = 500 };
typedef struct say_state { int state; } say_state;
static const field STATE_F[] = { WORDS(say_state, state, directive_shown, N_("State")) };
const shape SAY_STATE = SHAPE("a state as shown", say_state, STATE_F);

static const struct { const char *what, *text; } WHATS[] = {
    { "directive.asked", N_("Asked of the department") }, { "directive.started", N_("Work has started") }, { "directive.claimed", N_("Claimed as done") },
    { "directive.returned", N_("Returned by the checker") }, { "directive.verified", N_("Verified") }, { "directive.step_verified", N_("One step verified") },
    { "directive.declined", N_("Settled without being done") }, { "directive.extended", N_("Date extended") }, { "directive.explained", N_("Reason given") },
    { "directive.evidence_added", N_("Evidence added") }, { "directive.stage_set", N_("Stage set") }, { "directive.reminded", N_("Reminded") },
    { "directive.measure_set", N_("Measure of done set") },
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

static wr_rc put_history(db_tx *ro, const directive_known *k, const directive_cell *c, const person_account *people, size_t n_people, arena *a, json_t *doc)
{
    history_event *past;                       /* newest first */
    say_event *said;
    size_t n;
    bool more;
    TRY(db_all(ro, &DIRECTIVE_CELLS_LAST, a, CHANGES_SHOWN + 1, &past, &n, db_t(c->id), db_i(k->past ? k->n : INT64_MAX), db_i(CHANGES_SHOWN + 1)));
    more = n > CHANGES_SHOWN;
    if (more) n = CHANGES_SHOWN;
    said = arena_array(a, say_event, n + 1);
    for (size_t i = 0; i < n; i++) {
        json_t *v = json_loads(past[i].value, 0, NULL);
        const char *why = json_string_value(json_object_get(v, str_eq(past[i].what, "directive.explained") ? "excuse" : "reason"));
        said[i] = (say_event){ past[i].holds, directive_what(past[i].what), person_name_of(people, n_people, past[i].who),
            why ? arena_dup(a, why) : "", past[i].n };
        json_decref(v);
    }
    if (more) {                                /* the page of that minute, whole, so that nothing lies between */
        const wr_us whole = past[n - 1].at + 59 * (wr_us)1000000;
        clock_local at = clock_local_at(clock_city_zone(), whole < k->who.now ? whole : past[n - 1].at);
        const char *moment = arena_fmt(a, "/directive/%s/%s?on=%s&at=%02d:%02d", c->direction, c->department, day_text(a, at.day), at.hour, at.minute);
        TRY(page_text(doc, "older_url", moment));
        TRY(page_int(doc, "older_shown", (int64_t)n));
    }
    return page_rows(doc, "history", &SAY_EVENT, said, n);
}

static wr_rc put_dates(db_tx *ro, directive_known *k, const directive_cell *c, arena *a, json_t *doc, wr_day *ret_due)
{
    clock_due_row due;
    clock_moved *moves;
    say_moved *said;
    size_t n, kept = 0;
    *ret_due = (wr_day){ 0 };
    if (!*c->owes) return WR_OK;
    TRY(directive_known_date(ro, k, c->owes, a, &due));
    *ret_due = due.due;
    TRY(clock_moves(ro, c->owes, a, &moves, &n));
    while (k->past && n && moves[n - 1].n > k->n) n--;
    said = arena_array(a, say_moved, n + 1);
    for (size_t i = 0; i < n; i++)
        if (!day_none(moves[i].was) && wr_day_cmp(moves[i].was, moves[i].due) != 0)
            said[kept++] = (say_moved){ moves[i].was, moves[i].due, moves[i].holds, moves[i].by, moves[i].reason };
    TRY(page_put(doc, &CLOCK_DUE_ROW, &due));
    TRY(page_text(doc, "proof_said", clock_proof_text(a, k->who.lang, &due)));
    TRY(page_flag(doc, "moved", wr_day_cmp(due.first, due.due) != 0));
    return page_rows(doc, "moves", &SAY_MOVED, said, kept);
}

static const doc_file *file_of(const doc_file *f, size_t n, const char *about)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(f[i].about, about)) return &f[i];
    return NULL;
}

static wr_rc put_pieces(db_tx *ro, const wr_actor *who, const char *cell, const directive_evidence *e, size_t n, const person_account *people, size_t n_people,
                        arena *a, json_t *doc)
{
    say_piece *said = arena_array(a, say_piece, n + 1);
    doc_file *files;
    size_t n_files;
    TRY(directive_files_of(ro, cell, a, &files, &n_files));
    for (size_t i = 0; i < n; i++) {
        const doc_file *f = file_of(files, n_files, e[i].id);
        said[i] = (say_piece){ e[i].title, e[i].url, e[i].text, e[i].dated, e[i].added, e[i].expires,
            !day_none(e[i].expires) && wr_day_cmp(who->today, e[i].expires) > 0, *e[i].url != 0, person_name_of(people, n_people, e[i].owner),
            arena_fmt(a, "/directive/evidence/%s", e[i].id), f ? f->name : "", f ? arena_fmt(a, "/files/%s", f->id) : "", f ? f->sha256 : "", f ? f->size : 0 };
    }
    TRY(page_rows(doc, "pieces", &SAY_PIECE, said, n));
    for (size_t i = 0; i < n; i++) {
        TRY(page_text(page_row(doc, "pieces", i), "size_said", said[i].size ? doc_size_said(a, who->lang, said[i].size) : ""));
        TRY(page_text(page_row(doc, "pieces", i), "sha_short", arena_fmt(a, "%.12s", said[i].sha256)));
    }
    return WR_OK;
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
    directive_known k;
    directive_cell c;
    directive_direction d;
    city_department b;
    directive_facts f;
    directive_evidence *e;
    person_account *people;
    directive_said s;
    wr_day due;
    size_t n, n_counted, n_people;
    TRY(directive_moment(ro, who, &in->when, a, &k));
    who = &k.who;
    TRY(directive_known_cell(ro, &k, in, a, &c));
    TRY(directive_known_direction(ro, &k, c.direction, a, &d));
    TRY(city_department_by(ro, c.department, a, &b));
    TRY(directive_known_pieces(ro, &k, c.id, a, &e, &n));
    TRY(person_list(ro, a, &people, &n_people));
    TRY(put_dates(ro, &k, &c, a, doc, &due));
    n_counted = n;
    TRY(directive_turn_pieces(ro, &c, a, &n_counted));
    f = directive_facts_from(&c, &d, due, n_counted);
    s = directive_say(a, who->lang, &f, who->today);
    TRY(page_put(doc, &DIRECTIVE_CELL, &c));
    TRY(page_text(doc, "title", i18n_fill(a, i18n(who->lang, NULL, N_("{department}, {direction}: {state}")), (const char *const[]){
        "department", i18n(who->lang, NULL, b.name), "direction", i18n(who->lang, NULL, d.title), "state", sentence(a, who->lang, &f, who->today), NULL })));
    TRY(page_put(doc, &SAY_STATE, &(say_state){ directive_state_shown(&f, who->today) }));
    TRY(page_text(doc, "kind", s.kind));
    TRY(page_text(doc, "said", s.text));
    TRY(page_text(doc, "name", b.name));
    TRY(page_text(doc, "department_url", arena_fmt(a, "/directive/departments/%s%s", b.acronym, k.query)));
    TRY(page_text(doc, "direction_title", d.title));
    TRY(page_text(doc, "direction_url", arena_fmt(a, "/directive/%s%s", d.ref, k.query)));
    TRY(page_text(doc, "measure", d.measure));
    TRY(page_text(doc, "since", d.since));
    TRY(page_text(doc, "approves", b.approves));
    TRY(page_text(doc, "claimer", person_name_of(people, n_people, c.claimed_by)));
    TRY(page_text(doc, "verifier", person_name_of(people, n_people, c.verified_by)));
    TRY(page_flag(doc, "was_reminded", c.reminded != 0));
    TRY(page_flag(doc, "several", c.steps > 1));
    TRY(put_pieces(ro, who, c.id, e, n, people, n_people, a, doc));
    TRY(put_history(ro, &k, &c, people, n_people, a, doc));
    TRY(directive_put_turns(ro, &k, &c, people, n_people, a, doc));
    TRY(directive_put_then(&k, arena_fmt(a, "/directive/%s/%s", c.direction, c.department), a, doc));
    if (k.past) return WR_OK;          /* who answers for it, and what may be done, is of today */
    TRY(put_liaison(ro, c.department, a, doc));
    TRY(directive_put_ties(ro, who, c.id, arena_fmt(a, "%s/%s", c.direction, c.department), a, doc));
    return directive_cell_forms(ro, who, &c, &f, a, doc);
}

/* Lines of one direction or of one department: open ones first, most late on top. */
static wr_rc put_lines(const directive_known *k, const char *direction_opt, const char *department_opt, arena *a, json_t *doc, directive_tally *t)
{
    say_line *said = arena_array(a, say_line, k->n_cells + 1);
    size_t kept = 0;
    for (size_t i = 0; i < k->n_cells; i++) {
        const directive_due *c = &k->cells[i];
        directive_facts f = directive_facts_of(c);
        if ((direction_opt && !str_eq(direction_opt, c->direction)) || (department_opt && !str_eq(department_opt, c->department))) continue;
        directive_add(t, directive_state_shown(&f, k->who.today));
        said[kept] = directive_line(a, &k->who, c, k->directions, k->n_directions, k->bodies, k->n_bodies, NULL, 0);
        said[kept].url = arena_fmt(a, "%s%s", said[kept].url, k->query);
        kept++;
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
    directive_known k;
    directive_direction d;
    directive_tally t = { 0 };
    directive_target *targets;
    struct { const char *direction, *measure; } form;
    size_t n;
    TRY(directive_know(ro, who, &in->when, a, &k));
    TRY(directive_known_direction(ro, &k, in->direction, a, &d));
    form.direction = d.ref;
    form.measure = d.measure;
    TRY(directive_known_targets(ro, &k, d.ref, a, &targets, &n));
    TRY(page_put(doc, &DIRECTIVE_DIRECTION, &d));
    TRY(page_text(doc, "direction_title", d.title));
    TRY(put_lines(&k, d.ref, NULL, a, doc, &t));
    TRY(page_rows(doc, "targets", &DIRECTIVE_TARGET, targets, n));
    TRY(directive_put_again(ro, &k, &d, a, doc));
    TRY(directive_put_words(ro, &k, &d, a, doc));
    TRY(page_text(doc, "order_url", arena_fmt(a, "/directive/orders/%s%s", d.order_ref, k.query)));
    TRY(directive_put_then(&k, arena_fmt(a, "/directive/%s", d.ref), a, doc));
    TRY(put_tally(who, d.title, &t, a, doc));
    TRY(page_flag(doc, "superseded", directive_known_superseded(&k, &d)));
    if (k.past) return WR_OK;
    if (rights_has(who->rights, "directive.measure") == RIGHT_ALL)
        TRY(page_form(doc, "form", &(page_form_of){ .action_url = arena_fmt(a, "/directive/%s/measure/set", d.ref), .in = &IN_MEASURE, .row = &form,
            .button = N_("Set the measure of done") }, a));
    TRY(put_ask(ro, who, &d, a, doc));
    return directive_put_ties(ro, who, d.id, d.ref, a, doc);
}

wr_rc directive_show_department(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_department *in = in_;
    directive_known k;
    city_department b;
    directive_tally t = { 0 };
    TRY(city_department_by(ro, in->acronym, a, &b));
    TRY(directive_know(ro, who, &in->when, a, &k));
    TRY(page_put(doc, &CITY_DEPARTMENT, &b));
    TRY(put_lines(&k, NULL, b.acronym, a, doc, &t));
    TRY(directive_put_then(&k, arena_fmt(a, "/directive/departments/%s", b.acronym), a, doc));
    if (!k.past) TRY(put_liaison(ro, b.acronym, a, doc));
    return put_tally(who, b.name, &t, a, doc);
}

wr_rc directive_show_order(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_order *in = in_;
    directive_known k;
    directive_order *o;
    size_t at = 0, kept = 0;
    TRY(directive_know(ro, who, &in->when, a, &k));
    while (at < k.n_orders && !str_eq(k.orders[at].ref, in->ref)) at++;
    if (at == k.n_orders) return wr_fail(db_err(ro), WR_E_MISSING, NULL, N_("There is no order {ref}."), "ref", in->ref);
    o = &k.orders[at];
    for (size_t i = 0; i < k.n_directions; i++)
        if (str_eq(k.directions[i].order_ref, o->ref)) k.directions[kept++] = k.directions[i];
    TRY(page_put(doc, &DIRECTIVE_ORDER, o));
    TRY(page_text(doc, "title", i18n(who->lang, NULL, o->title)));
    TRY(page_rows(doc, "directions", &DIRECTIVE_DIRECTION, k.directions, kept));
    for (size_t i = 0; i < kept; i++)
        TRY(page_text(page_row(doc, "directions", i), "url", arena_fmt(a, "/directive/%s%s", k.directions[i].ref, k.query)));
    TRY(directive_put_then(&k, arena_fmt(a, "/directive/orders/%s", o->ref), a, doc));
    if (k.past) return WR_OK;
    TRY(directive_put_signed(who, o, a, doc));
    return directive_put_ties(ro, who, o->id, o->ref, a, doc);
}
