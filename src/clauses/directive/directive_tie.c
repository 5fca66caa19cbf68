/* directive_tie.c -- how orders, directions and answers bear on each other: ties seen from both ends, made and ended by
 * those who may, and what it means to be superseded. A superseded direction keeps its cells and its history; it is marked. */
#include "directive_own.h"

#include <string.h>
#include "day.h"
#include "db.h"
#include "i18n.h"
#include "page.h"
#include "str.h"

const char *const directive_tie_kinds[] = { "amends", "supersedes", "reaffirms", "cites", "relates_to", NULL };

/* from: hidden, the key of the thing whose page the form stands on. to: an order, a direction or an answer, by its key. */
typedef struct in_tie { const char *from; int kind; const char *to; } in_tie;
static const field TIE_F[] = { FIELD(in_tie, from, t, F_HIDE, 60, N_("From")), WORDS(in_tie, kind, directive_tie_kinds, N_("What it is to the other")),
    FIELD(in_tie, to, t, 0, 60, N_("To")) };
const shape IN_TIE = SHAPE("a tie", in_tie, TIE_F);
typedef struct in_untie { const char *from; int kind; const char *to, *reason; } in_untie;
static const field UNTIE_F[] = { FIELD(in_untie, from, t, F_HIDE, 60, N_("From")), WORDS(in_untie, kind, directive_tie_kinds, N_("What it is to the other")),
    FIELD(in_untie, to, t, 0, 60, N_("To")), FIELD(in_untie, reason, t, F_LONG, 2000, N_("Why does it end?")) };
const shape IN_UNTIE = SHAPE("the end of a tie", in_untie, UNTIE_F);

typedef struct say_edge { const char *from, *from_url, *kind, *to, *to_url; wr_day day; } say_edge;
static const field EDGE_F[] = {
    FIELD(say_edge, from, t, 0, 300, N_("From")), FIELD(say_edge, from_url, t, 0, 500, NULL), FIELD(say_edge, kind, t, 0, 20, N_("Tie")),
    FIELD(say_edge, to, t, 0, 300, N_("To")), FIELD(say_edge, to_url, t, 0, 500, NULL), FIELD(say_edge, day, d, 0, 0, N_("Day")),
};
const shape DIRECTIVE_EDGE = SHAPE("an edge", say_edge, EDGE_F);

static const field PIECE_F[] = { FIELD(in_piece, id, t, F_PATH, 32, N_("Key")) };
const shape IN_PIECE = SHAPE("a piece of evidence", in_piece, PIECE_F);
typedef struct say_serves { const char *direction, *department, *title, *name, *url; } say_serves;
static const field SERVES_F[] = {
    FIELD(say_serves, direction, t, 0, 20, N_("Direction")), FIELD(say_serves, department, t, 0, 20, N_("Department")),
    FIELD(say_serves, title, t, 0, 200, N_("Title")), FIELD(say_serves, name, t, 0, 200, N_("Name")), FIELD(say_serves, url, t, F_NULL, 200, NULL),
};
const shape DIRECTIVE_SERVES_SAID = SHAPE("an answer that evidence serves", say_serves, SERVES_F);
const db_query DIRECTIVE_PIECE_BY = { "directive_piece_by", "t", &DIRECTIVE_EVIDENCE,
    "SELECT id, title, url, text, dated, added, owner, department, expires FROM directive_evidence WHERE id = $1" };
const db_query DIRECTIVE_SERVED = { "directive_served", "t", &DIRECTIVE_SERVES_SAID, "SELECT c.direction, c.department, d.title, b.name, ''"
    " FROM directive_serves s JOIN directive_cell c ON c.id = s.cell JOIN directive_direction d ON d.ref = c.direction"
    " JOIN city_department b ON b.acronym = c.department WHERE s.evidence = $1 ORDER BY c.direction, c.department" };

static wr_rc end_of_cell(db_tx *tx, const char *key, const char *slash, arena *a, directive_end *ret)
{
    directive_cell c;
    wr_rc rc = directive_cell_get(tx, arena_fmt(a, "%.*s", (int)(slash - key), key), slash + 1, a, &c);
    if (rc != WR_OK) return rc;
    *ret = (directive_end){ c.id, arena_fmt(a, "%s %s", c.direction, c.department), arena_fmt(a, "/directive/%s/%s", c.direction, c.department), { 0 } };
    return WR_OK;
}

wr_rc directive_end_of(db_tx *tx, const char *key, const char *field_name, arena *a, directive_end *ret)
{
    directive_order *orders;
    directive_direction *d;
    const char *slash = strchr(key, '/');
    size_t n, n_orders;
    wr_rc rc;
    TRY(directive_all_orders(tx, a, &orders, &n_orders));
    for (size_t i = 0; i < n_orders; i++)
        if (str_eq(orders[i].key, key) || str_eq(orders[i].ref, key)) {
            *ret = (directive_end){ orders[i].id, orders[i].title, arena_fmt(a, "/directive/orders/%s", orders[i].ref), orders[i].signed_on };
            return WR_OK;
        }
    TRY(directive_all(tx, a, &d, &n));
    for (size_t i = 0; i < n; i++)
        if (str_eq(d[i].ref, key)) {
            *ret = (directive_end){ d[i].id, d[i].title, arena_fmt(a, "/directive/%s", d[i].ref), { 0 } };
            for (size_t o = 0; o < n_orders; o++)
                if (str_eq(orders[o].ref, d[i].order_ref)) ret->day = orders[o].signed_on;
            return WR_OK;
        }
    rc = slash ? end_of_cell(tx, key, slash, a, ret) : WR_E_MISSING;
    return rc == WR_E_MISSING ? wr_fail(db_err(tx), WR_E_INPUT, field_name, N_("{key} is no order, direction or answer here."), "key", key) : rc;
}

wr_rc directive_tie(db_tx *rw, const wr_actor *who, const char *from, int kind, const char *to, arena *a)
{
    directive_end x, y;
    TRY(directive_end_of(rw, from, "from", a, &x));
    TRY(directive_end_of(rw, to, "to", a, &y));
    if (str_eq(x.id, y.id)) return wr_fail(db_err(rw), WR_E_INPUT, "to", N_("A thing is not tied to itself."));
    return link_put(rw, who, &(link_row){ .from = x.id, .to = y.id, .kind = directive_tie_kinds[kind], .title = y.title, .url = y.url,
        .day = day_none(x.day) ? who->today : x.day, .from_title = x.title, .from_url = x.url });
}

wr_rc directive_act_tie(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_tie *in = in_;
    directive_end x;
    TRY(directive_end_of(rw, in->from, "from", a, &x));
    *ret = (http_go){ .url = x.url, .id = x.id };
    return directive_tie(rw, who, in->from, in->kind, in->to, a);
}

wr_rc directive_act_untie(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_untie *in = in_;
    directive_end x, y;
    TRY(directive_end_of(rw, in->from, "from", a, &x));
    TRY(directive_end_of(rw, in->to, "to", a, &y));
    *ret = (http_go){ .url = x.url, .id = x.id };
    return link_end(rw, who, x.id, y.id, directive_tie_kinds[in->kind], in->reason);
}

/* The panel of ties, and for who may the two forms: one makes a tie from here, one ends it. key: of this page's thing. */
wr_rc directive_put_ties(db_tx *ro, const wr_actor *who, const char *about, const char *key, arena *a, json_t *doc)
{
    in_untie row = { .from = key, .kind = -1 };
    TRY(link_panel(ro, about, a, doc));
    if (rights_has(who->rights, "directive.tie") != RIGHT_ALL) return WR_OK;
    TRY(page_form(doc, "tie", &(page_form_of){ .action_url = "/directive/ties/add", .in = &IN_TIE, .row = &(in_tie){ key, -1, "" }, .button = N_("Make the tie") }, a));
    TRY(page_hint(doc, "tie", "to", N_("The number of an order or a direction, or an answer: direction/department.")));
    if (json_array_size(json_object_get(doc, "links")) == 0) return WR_OK;
    row.to = row.reason = "";
    return page_form(doc, "untie", &(page_form_of){ .action_url = "/directive/ties/end", .in = &IN_UNTIE, .row = &row, .button = N_("End the tie") }, a);
}

/* Superseded: a direction, or the whole order that it belongs to, from the day of the tie on. */
bool directive_superseded(const link_row *l, size_t n, const directive_direction *d, const char *order_id, wr_day today)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(l[i].kind, "supersedes") && (str_eq(l[i].to, d->id) || str_eq(l[i].to, order_id)) && wr_day_cmp(l[i].day, today) <= 0) return true;
    return false;
}

wr_rc directive_show_edges(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    link_row *l;
    say_edge *said;
    size_t n, kept = 0;
    (void)in;
    TRY(link_all(ro, a, &l, &n));
    said = arena_array(a, say_edge, n + 1);
    for (size_t i = 0; i < n; i++)
        if (str_starts(l[i].from_url, "/directive/") || str_starts(l[i].url, "/directive/"))
            said[kept++] = (say_edge){ l[i].from_title, l[i].from_url, l[i].kind, l[i].title, l[i].url, l[i].day };
    TRY(page_text(doc, "title", i18n_fill(a, i18n_n(who->lang, NULL, "{n} tie between orders, directions and what belongs to them",
        "{n} ties between orders, directions and what belongs to them", (int64_t)kept), (const char *const[]){ "n", arena_fmt(a, "%zu", kept), NULL })));
    return page_rows(doc, "edges", &DIRECTIVE_EDGE, said, kept);
}

/* The other end of evidence: one piece, and every answer that it serves. */
wr_rc directive_show_piece(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_piece *in = in_;
    directive_evidence e;
    say_serves *cells;
    size_t n;
    TRY(db_one(ro, &DIRECTIVE_PIECE_BY, a, &e, db_t(in->id)));
    TRY(db_all(ro, &DIRECTIVE_SERVED, a, 500, &cells, &n, db_t(in->id)));
    for (size_t i = 0; i < n; i++) cells[i].url = arena_fmt(a, "/directive/%s/%s", cells[i].direction, cells[i].department);
    TRY(page_put(doc, &DIRECTIVE_EVIDENCE, &e));
    TRY(page_flag(doc, "linked", *e.url != 0));
    TRY(page_text(doc, "name", e.title));
    TRY(page_text(doc, "title", i18n_fill(a, i18n_n(who->lang, NULL, "{title} serves {n} answer", "{title} serves {n} answers", (int64_t)n),
        (const char *const[]){ "title", e.title, "n", arena_fmt(a, "%zu", n), NULL })));
    return page_rows(doc, "cells", &DIRECTIVE_SERVES_SAID, cells, n);
}
