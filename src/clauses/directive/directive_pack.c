/* directive_pack.c -- an order from its files: orders, targets, directions, who is asked, edges. Each row
 * is made or changed to what the file says; and read back as the city has it now, for the comparison that pack_load.c makes. */
#include "directive_own.h"

#include "city.h"
#include "clock.h"
#include "day.h"
#include "db.h"
#include "now.h"
#include "str.h"

typedef struct pack_order { const char *id, *ref, *title, *issuer, *series; int64_t year, number; wr_day signed_on; const char *source, *note, *source_file, *source_sha256; } pack_order;
/* The file says "signed", which C keeps for itself. */
static const field ORDER_F[] = {
    FIELD(pack_order, id,     t, 0, 60,               N_("Key")),
    FIELD(pack_order, ref,    t, 0, 20,               N_("Order")),
    FIELD(pack_order, title,  t, 0, 300,              N_("Title")),
    FIELD(pack_order, issuer, t, 0, 200,              N_("Issued by")),
    FIELD(pack_order, series, t, 0, 100,              N_("Series")),
    FIELD(pack_order, year,   i, 0, 9999,             N_("Year")),
    FIELD(pack_order, number, i, 0, 60000,            N_("Number")),
    { "signed", 'd', 0, 0, offsetof(pack_order, signed_on), NULL, N_("Signed") },
    FIELD(pack_order, source, t, F_NULL, 1000,        N_("Source")),
    FIELD(pack_order, note,   t, F_NULL, 2000,        N_("Note")),
    FIELD(pack_order, source_file,   t, F_NULL, 120,  N_("File")),
    FIELD(pack_order, source_sha256, t, F_NULL, 64,   N_("SHA-256")),
};
static const shape PACK_ORDER = SHAPE("an order", pack_order, ORDER_F);
typedef struct pack_direction { const char *id, *order, *title, *words; int stage; const char *measure, *since; bool everyone;
    const char *source, *note, *again; int counted; const char *again_from; int64_t page, from, to; } pack_direction;
static const field DIRECTION_F[] = {
    FIELD(pack_direction, id,       t, 0, 20,         N_("Direction")),
    FIELD(pack_direction, order,    t, 0, 60,         N_("Order")),
    FIELD(pack_direction, title,    t, 0, 200,        N_("Title")),
    FIELD(pack_direction, words,    t, 0, 4000,       N_("What it asks")),
    WORDS_OPT(pack_direction, stage, directive_stages, N_("Stage")),
    FIELD(pack_direction, measure,  t, F_NULL, 2000,  N_("Measure of done")),
    FIELD(pack_direction, since,    t, F_NULL, 200,   N_("Since")),
    FIELD(pack_direction, everyone, b, F_NULL, 0,     N_("Asked of departments in general")),
    FIELD(pack_direction, source,   t, F_NULL, 1000,  N_("Source")),
    FIELD(pack_direction, note,     t, F_NULL, 2000,  N_("Note")),
    FIELD(pack_direction, again,    t, F_NULL, 60,    N_("Comes again by the rule")),
    WORDS_OPT(pack_direction, counted, directive_counted, N_("Comes again by")),
    FIELD(pack_direction, again_from, t, F_NULL, 60,  N_("Counted from")),
    FIELD(pack_direction, page,     i, F_NULL, 60000, N_("Page")),
    FIELD(pack_direction, from,     i, F_NULL, 0,     N_("First character")),
    FIELD(pack_direction, to,       i, F_NULL, 0,     N_("Last character")),
};
static const shape PACK_DIRECTION = SHAPE("a direction", pack_direction, DIRECTION_F);
typedef struct pack_target { const char *id, *direction, *label, *rule, *start; } pack_target;
static const field TARGET_F[] = {
    FIELD(pack_target, id,        t, 0, 60,           N_("Target")),
    FIELD(pack_target, direction, t, 0, 20,           N_("Direction")),
    FIELD(pack_target, label,     t, 0, 200,          N_("What is due")),
    FIELD(pack_target, rule,      t, 0, 60,           N_("Rule")),
    FIELD(pack_target, start,     t, F_NULL, 60,      N_("Counted from")),
};
static const shape PACK_TARGET = SHAPE("a target", pack_target, TARGET_F);
typedef struct pack_asked { const char *id, *direction, *department; } pack_asked;
static const field ASKED_F[] = {
    FIELD(pack_asked, id,         t, 0, 60,           N_("Key")),
    FIELD(pack_asked, direction,  t, 0, 20,           N_("Direction")),
    FIELD(pack_asked, department, t, 0, 20,           N_("Department")),
};
static const shape PACK_ASKED = SHAPE("who is asked", pack_asked, ASKED_F);
typedef struct pack_edge { const char *id, *from, *to; int kind; } pack_edge;
static const field EDGE_F[] = {
    FIELD(pack_edge, id,   t, 0, 60,                  N_("Key")),
    FIELD(pack_edge, from, t, 0, 60,                  N_("From")),
    FIELD(pack_edge, to,   t, 0, 60,                  N_("To")),
    WORDS(pack_edge, kind, directive_tie_kinds,       N_("Kind")),
};
static const shape PACK_EDGE = SHAPE("an edge", pack_edge, EDGE_F);

static const char *or_empty(const char *text_opt) { return text_opt ? text_opt : ""; }

static wr_rc order_by(db_tx *tx, const char *key, arena *a, directive_order *ret)
{
    directive_order *all;
    size_t n;
    TRY(directive_all_orders(tx, a, &all, &n));
    for (size_t i = 0; i < n; i++)
        if (str_eq(all[i].key, key) || str_eq(all[i].ref, key)) {
            *ret = all[i];
            return WR_OK;
        }
    return WR_E_MISSING;
}

static wr_rc load_order(db_tx *rw, const wr_actor *who, const void *what, arena *a)
{
    const pack_order *p = what;
    directive_order was, now = { .id = id_new(a), .ref = p->ref, .key = p->id, .title = p->title, .issuer = p->issuer, .series = p->series,
        .year = p->year, .number = p->number, .signed_on = p->signed_on, .source = or_empty(p->source), .note = or_empty(p->note) };
    wr_rc rc = order_by(rw, p->id, a, &was);
    if (rc != WR_OK && rc != WR_E_MISSING) return rc;
    if (rc == WR_OK) {                         /* its names stand in addresses: they stay */
        now.id = was.id;
        now.ref = was.ref;
        now.key = was.key;
    }
    TRY(history_add(rw, who, &DIRECTIVE_ORDERS, "directive.order_loaded", p->signed_on, rc == WR_OK ? &was : NULL, &now, a));
    if (rc == WR_E_MISSING && p->source_file && *p->source_file)
        TRY(directive_load_source(rw, who, &now, p->source_file, or_empty(p->source_sha256), a));
    if (rc == WR_E_MISSING || wr_day_cmp(was.signed_on, now.signed_on) == 0) return WR_OK;
    return directive_move_dates(rw, who, &now, now.source, a);
}

static wr_rc now_order(db_tx *ro, const void *what, arena *a, void *ret)
{
    directive_order o;
    const char *file, *sha256;
    TRY(order_by(ro, ((const pack_order *)what)->id, a, &o));
    TRY(directive_source_of(ro, o.ref, a, &file, &sha256));
    *(pack_order *)ret = (pack_order){ ((const pack_order *)what)->id, o.ref, o.title, o.issuer, o.series, o.year, o.number, o.signed_on, o.source, o.note, file, sha256 };
    return WR_OK;
}

static wr_rc target_by(db_tx *tx, const pack_target *p, arena *a, directive_target *ret, size_t *ret_place, size_t *ret_n)
{
    directive_target *have;
    TRY(directive_targets_of(tx, p->direction, a, &have, ret_n));
    for (size_t i = 0; i < *ret_n; i++)
        if (str_eq(have[i].ref, p->id)) {
            *ret = have[i];
            *ret_place = i;
            return WR_OK;
        }
    return WR_E_MISSING;
}

/* The cells that were asked before get this date too; one that a person moved stays, and so does what is settled. */
static wr_rc tell_cells(db_tx *rw, const wr_actor *who, const directive_target *t, size_t place, bool is_new, arena *a)
{
    directive_direction d;
    directive_due *all;
    wr_day day, due;
    size_t n;
    wr_rc rc = directive_one(rw, t->direction, a, &d);
    if (rc == WR_E_MISSING) return WR_OK;      /* a new direction: nobody is asked yet */
    TRY(rc);
    TRY(directive_start_day(rw, &d, t->start, a, &day));
    TRY(directive_all_due(rw, a, &all, &n));
    for (size_t i = 0; i < n; i++) {
        directive_cell was, now;
        clock_due_row row = { .approver = "" };
        const char *about = place ? arena_fmt(a, "%s-%zu", all[i].id, place + 1) : all[i].id;
        if (!str_eq(all[i].direction, t->direction) || directive_settled(all[i].state)) continue;
        rc = clock_due_of(rw, about, a, &row);
        if (rc != WR_OK && rc != WR_E_MISSING) return rc;
        if (*row.approver) continue;
        clock_of of = { arena_fmt(a, "%s %s", all[i].direction, all[i].department), arena_fmt(a, "/directive/%s/%s", all[i].direction, all[i].department) };
        TRY(clock_due(rw, who, t->rule, about, of, day, a, &due));
        if (!is_new) continue;
        TRY(directive_cell_get(rw, all[i].direction, all[i].department, a, &was));
        now = was;
        now.steps = (int64_t)place + 1;
        if (!place) now.owes = now.id;
        TRY(directive_cell_save(rw, who, "directive.asked", who->today, &was, &now, a));
    }
    return WR_OK;
}

static wr_rc load_target(db_tx *rw, const wr_actor *who, const void *what, arena *a)
{
    const pack_target *p = what;
    directive_target was, now;
    size_t place = 0, n;
    wr_rc rc = target_by(rw, p, a, &was, &place, &n);
    if (rc != WR_OK && rc != WR_E_MISSING) return rc;
    if (rc == WR_E_MISSING) place = n;
    now = (directive_target){ .id = rc == WR_OK ? was.id : id_new(a), .ref = p->id, .direction = p->direction, .label = p->label, .rule = p->rule,
        .start = p->start && *p->start ? p->start : "signed", .place = rc == WR_OK ? was.place : (int64_t)n + 1 };
    TRY(history_add(rw, who, &DIRECTIVE_TARGETS, "directive.target_loaded", who->today, rc == WR_OK ? &was : NULL, &now, a));
    if (rc == WR_OK && str_eq(was.rule, now.rule) && str_eq(was.start, now.start)) return WR_OK;
    return tell_cells(rw, who, &now, place, rc == WR_E_MISSING, a);
}

static wr_rc now_target(db_tx *ro, const void *what, arena *a, void *ret)
{
    const pack_target *p = what;
    directive_target t;
    size_t place, n;
    TRY(target_by(ro, p, a, &t, &place, &n));
    *(pack_target *)ret = (pack_target){ t.ref, t.direction, t.label, t.rule, !*or_empty(p->start) && str_eq(t.start, "signed") ? "" : t.start };
    return WR_OK;
}

static wr_rc load_again(db_tx *rw, const wr_actor *who, const pack_direction *p, wr_day holds, arena *a)
{
    directive_again g = { .id = id_new(a), .direction = p->id, .rule = p->again, .counted = p->counted,
        .start = p->again_from && *p->again_from ? p->again_from : "signed" };
    if (!p->again || !*p->again) return WR_OK;
    return history_add(rw, who, &DIRECTIVE_AGAINS, "directive.again_loaded", holds, NULL, &g, a);
}

static wr_rc load_direction(db_tx *rw, const wr_actor *who, const void *what, arena *a)
{
    const pack_direction *p = what;
    directive_direction *have, *was = NULL, now;
    directive_order of;
    size_t n;
    wr_rc rc = order_by(rw, p->order, a, &of);
    if (rc == WR_E_MISSING)
        return wr_fail(db_err(rw), WR_E_INPUT, "order", N_("{direction} belongs to {order}, which is no order here."), "direction", p->id, "order", p->order);
    TRY(rc);
    TRY(directive_all(rw, a, &have, &n));
    for (size_t i = 0; i < n; i++)
        if (str_eq(have[i].ref, p->id)) was = &have[i];
    if (was && !str_eq(was->order_ref, of.ref))
        return wr_fail(db_err(rw), WR_E_INPUT, "order", N_("{direction} belongs to {order} and stays there."), "direction", p->id, "order", was->order_ref);
    now = (directive_direction){ .id = was ? was->id : id_new(a), .ref = p->id, .order_ref = of.ref, .title = p->title, .words = p->words, .stage = p->stage,
        .measure = or_empty(p->measure), .since = or_empty(p->since), .everyone = p->everyone, .place = was ? was->place : (int64_t)n + 1,
        .source = or_empty(p->source), .note = or_empty(p->note) };
    TRY(history_add(rw, who, &DIRECTIVE_DIRECTIONS, "directive.direction_loaded", of.signed_on, was, &now, a));
    if (was) return WR_OK;                     /* exact words and the duty that comes again are loaded once */
    if (p->page || p->from || p->to) TRY(directive_load_words(rw, who, &now, p->page, p->from, p->to, of.signed_on, a));
    return load_again(rw, who, p, of.signed_on, a);
}

static wr_rc now_direction(db_tx *ro, const void *what, arena *a, void *ret)
{
    const pack_direction *p = what;
    directive_direction d;
    directive_order o;
    directive_again g = { .rule = "", .start = "" };
    int64_t page, first, last;
    bool is;
    TRY(directive_one(ro, p->id, a, &d));
    TRY(order_by(ro, d.order_ref, a, &o));
    TRY(directive_again_of(ro, d.ref, a, &g, &is));
    TRY(directive_words_place(ro, d.ref, a, &page, &first, &last));
    if (is && !*or_empty(p->again_from) && str_eq(g.start, "signed")) g.start = "";
    *(pack_direction *)ret = (pack_direction){ d.ref, str_eq(p->order, o.ref) ? o.ref : o.key, d.title, d.words, d.stage, d.measure, d.since, d.everyone, d.source, d.note,
        is ? g.rule : "", is ? g.counted : 0, is ? g.start : "", page, first, last };
    return WR_OK;
}

static wr_rc load_asked(db_tx *rw, const wr_actor *who, const void *what, arena *a)
{
    const pack_asked *p = what;
    return directive_ask(rw, who, p->direction, p->department, a);
}

static wr_rc now_asked(db_tx *ro, const void *what, arena *a, void *ret)
{
    const pack_asked *p = what;
    directive_cell c;
    TRY(directive_cell_get(ro, p->direction, p->department, a, &c));
    *(pack_asked *)ret = *p;
    return WR_OK;
}

static wr_rc load_edge(db_tx *rw, const wr_actor *who, const void *what, arena *a)
{
    const pack_edge *p = what;
    return directive_tie(rw, who, p->from, p->kind, p->to, a);
}

static wr_rc now_edge(db_tx *ro, const void *what, arena *a, void *ret)
{
    const pack_edge *p = what;
    directive_end from, to;
    link_row *l;
    size_t n;
    TRY(directive_end_of(ro, p->from, "from", a, &from));
    TRY(directive_end_of(ro, p->to, "to", a, &to));
    TRY(link_of(ro, from.id, a, &l, &n));
    for (size_t i = 0; i < n; i++)
        if (str_eq(l[i].from, from.id) && str_eq(l[i].to, to.id) && str_eq(l[i].kind, directive_tie_kinds[p->kind])) {
            *(pack_edge *)ret = *p;
            return WR_OK;
        }
    return WR_E_MISSING;
}

static const char *const ORDER_ONCE[] = { "source_file", "source_sha256", NULL }, *const DIRECTION_ONCE[] = { "again", "counted", "again_from", "page", "from", "to", NULL };
/* Who is asked comes last but edges: a cell needs its direction, its dates and its department. */
const wr_pack directive_packs[] = {
    { "directive/orders.yaml", &PACK_ORDER, load_order, now_order, .once = ORDER_ONCE },
    { "directive/targets.yaml", &PACK_TARGET, load_target, now_target },
    { "directive/directions.yaml", &PACK_DIRECTION, load_direction, now_direction, .once = DIRECTION_ONCE },
    { "directive/asked.yaml", &PACK_ASKED, load_asked, now_asked },
    { "directive/edges.yaml", &PACK_EDGE, load_edge, now_edge },
    { "demo/states.yaml", &DIRECTIVE_DEMO_STATES, directive_load_states, .demo = true },
    { 0 }
};
