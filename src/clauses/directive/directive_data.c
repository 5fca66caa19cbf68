/* directive_data.c -- the whole public record of the order, set by set, for whoever wants to count for themselves.
 * Rows come by public id, a range a call; what no public page shows (pseudonyms, log numbers) is in none of them. */
#include "directive_own.h"

#include "day.h"
#include "db.h"
#include "http.h"
#include "str.h"

typedef struct data_order { const char *id, *ref, *title, *issuer, *series; int64_t year, number; wr_day signed_on; const char *source, *note; } data_order;
static const field ORDER_F[] = {
    FIELD(data_order, id, t, 0, 32, N_("Id")), FIELD(data_order, ref, t, 0, 20, N_("Order")), FIELD(data_order, title, t, 0, 300, N_("Title")),
    FIELD(data_order, issuer, t, 0, 200, N_("Issued by")), FIELD(data_order, series, t, 0, 100, N_("Series")), FIELD(data_order, year, i, 0, 0, N_("Year")),
    FIELD(data_order, number, i, 0, 0, N_("Number")), FIELD(data_order, signed_on, d, 0, 0, N_("Signed")),
    FIELD(data_order, source, t, 0, 1000, N_("Source")), FIELD(data_order, note, t, 0, 2000, N_("Note")),
};
typedef struct data_direction { const char *id, *ref, *order_ref, *title, *words; int stage; const char *measure, *since; bool everyone;
    const char *source, *note; } data_direction;
static const field DIRECTION_F[] = {
    FIELD(data_direction, id, t, 0, 32, N_("Id")), FIELD(data_direction, ref, t, 0, 20, N_("Direction")),
    FIELD(data_direction, order_ref, t, 0, 20, N_("Order")), FIELD(data_direction, title, t, 0, 200, N_("Title")),
    FIELD(data_direction, words, t, 0, 4000, N_("What it asks")), WORDS(data_direction, stage, directive_stages, N_("Stage")),
    FIELD(data_direction, measure, t, 0, 2000, N_("Measure of done")), FIELD(data_direction, since, t, 0, 200, N_("Since")),
    FIELD(data_direction, everyone, b, 0, 0, N_("Asked of departments in general")), FIELD(data_direction, source, t, 0, 1000, N_("Source")),
    FIELD(data_direction, note, t, 0, 2000, N_("Note")),
};
typedef struct data_target { const char *id, *ref, *direction, *label, *rule, *start; } data_target;
static const field TARGET_F[] = {
    FIELD(data_target, id, t, 0, 32, N_("Id")), FIELD(data_target, ref, t, 0, 60, N_("Target")), FIELD(data_target, direction, t, 0, 20, N_("Direction")),
    FIELD(data_target, label, t, 0, 200, N_("What is due")), FIELD(data_target, rule, t, 0, 60, N_("Rule")),
    FIELD(data_target, start, t, 0, 60, N_("Counted from")),
};
typedef struct data_cell { const char *id, *direction, *department; int state; int64_t step, steps; int stage; wr_day due, first, claimed, verified, expires;
    const char *excuse, *reason; } data_cell;
static const field CELL_F[] = {
    FIELD(data_cell, id, t, 0, 32, N_("Id")), FIELD(data_cell, direction, t, 0, 20, N_("Direction")), FIELD(data_cell, department, t, 0, 20, N_("Department")),
    WORDS(data_cell, state, directive_states, N_("State")), FIELD(data_cell, step, i, 0, 0, N_("Step")), FIELD(data_cell, steps, i, 0, 0, N_("Steps")),
    WORDS(data_cell, stage, directive_stages, N_("Stage")), FIELD(data_cell, due, d, F_NULL, 0, N_("Due")), FIELD(data_cell, first, d, F_NULL, 0, N_("First due")),
    FIELD(data_cell, claimed, d, F_NULL, 0, N_("Claimed")), FIELD(data_cell, verified, d, F_NULL, 0, N_("Verified")),
    FIELD(data_cell, expires, d, F_NULL, 0, N_("Evidence holds until")), FIELD(data_cell, excuse, t, 0, 2000, N_("Reason given")),
    FIELD(data_cell, reason, t, 0, 2000, N_("Reason of the checker")),
};
typedef struct data_piece { const char *id, *title, *url, *department; wr_day dated, added, expires; } data_piece;
static const field PIECE_F[] = {
    FIELD(data_piece, id, t, 0, 32, N_("Id")), FIELD(data_piece, title, t, 0, 200, N_("Title")), FIELD(data_piece, url, t, 0, 500, N_("Address")),
    FIELD(data_piece, department, t, 0, 20, N_("Department")), FIELD(data_piece, dated, d, 0, 0, N_("Dated")), FIELD(data_piece, added, d, 0, 0, N_("Added")),
    FIELD(data_piece, expires, d, F_NULL, 0, N_("Holds until")),
};
typedef struct data_serves { const char *id, *evidence, *cell; } data_serves;
static const field SERVES_F[] = {
    FIELD(data_serves, id, t, 0, 32, N_("Id")), FIELD(data_serves, evidence, t, 0, 32, N_("Evidence")), FIELD(data_serves, cell, t, 0, 32, N_("Answer")),
};
typedef struct data_edge { const char *id, *from_id, *to_id, *kind, *title, *url; wr_day day; } data_edge;
static const field EDGE_F[] = {
    FIELD(data_edge, id, t, 0, 32, N_("Id")), FIELD(data_edge, from_id, t, 0, 60, N_("From")), FIELD(data_edge, to_id, t, 0, 60, N_("To")),
    FIELD(data_edge, kind, t, 0, 20, N_("Tie")), FIELD(data_edge, title, t, 0, 300, N_("Title")), FIELD(data_edge, url, t, 0, 300, N_("Where")),
    FIELD(data_edge, day, d, 0, 0, N_("Day")),
};
/* One row of a date's history. `due` is read out of the event's value. */
typedef struct data_date { const char *id, *cell, *direction, *department, *what, *value; wr_day due; const char *approver, *reason; wr_day holds; wr_us at; } data_date;
static const field DATE_F[] = {
    FIELD(data_date, id, t, 0, 32, N_("Id")), FIELD(data_date, cell, t, 0, 32, N_("Answer")), FIELD(data_date, direction, t, 0, 20, N_("Direction")),
    FIELD(data_date, department, t, 0, 20, N_("Department")), FIELD(data_date, what, t, 0, 60, N_("What")), FIELD(data_date, due, d, F_NULL, 0, N_("It became")),
    FIELD(data_date, approver, t, 0, 200, N_("Approved by")), FIELD(data_date, reason, t, 0, 2000, N_("Why")),
    FIELD(data_date, holds, d, 0, 0, N_("Holds from")), FIELD(data_date, at, u, 0, 0, N_("When")),
};
static const field DATE_ROW_F[] = {
    FIELD(data_date, id, t, 0, 32, NULL), FIELD(data_date, cell, t, 0, 32, NULL), FIELD(data_date, direction, t, 0, 20, NULL),
    FIELD(data_date, department, t, 0, 20, NULL), FIELD(data_date, what, t, 0, 60, NULL), FIELD(data_date, value, t, 0, 60000, NULL),
    FIELD(data_date, holds, d, 0, 0, NULL), FIELD(data_date, at, u, 0, 0, NULL),
};
static const shape DATE_ROW = SHAPE("a row of a date's history", data_date, DATE_ROW_F);
const shape DATA_ORDER = SHAPE("an order, as data", data_order, ORDER_F), DATA_DIRECTION = SHAPE("a direction, as data", data_direction, DIRECTION_F),
    DATA_TARGET = SHAPE("a target, as data", data_target, TARGET_F), DATA_CELL = SHAPE("a cell, as data", data_cell, CELL_F),
    DATA_PIECE = SHAPE("evidence, as data", data_piece, PIECE_F), DATA_SERVES = SHAPE("what evidence serves, as data", data_serves, SERVES_F),
    DATA_EDGE = SHAPE("a tie, as data", data_edge, EDGE_F), DATA_DATE = SHAPE("a date's history, as data", data_date, DATE_F);
typedef struct data_count { int64_t n; } data_count;
static const field COUNT_F[] = { FIELD(data_count, n, i, 0, 0, NULL) };
static const shape COUNT = SHAPE("a count", data_count, COUNT_F);

#define PAGE "> $1 ORDER BY id LIMIT 500"
/* An edge of the order begins at an order, a direction or an answer; other clauses' ties are theirs to publish. */
#define EDGES "FROM city_link WHERE (EXISTS (SELECT 1 FROM directive_order o WHERE o.id = from_id)" \
    " OR EXISTS (SELECT 1 FROM directive_direction r WHERE r.id = from_id) OR EXISTS (SELECT 1 FROM directive_cell c WHERE c.id = from_id))"
/* The first date of an answer is kept at the clock under the answer's id, the next under ID-2. */
#define DATES "FROM clock_due d JOIN directive_cell c ON c.id = substr(d.about, 1, 32)"
const db_query DATA_QUERIES[] = {
    { "directive_data_orders", "t", &DATA_ORDER, "SELECT id, ref, title, issuer, series, year, number, signed_on, source, note FROM directive_order WHERE id " PAGE },
    { "directive_data_directions", "t", &DATA_DIRECTION,
        "SELECT id, ref, order_ref, title, words, stage, measure, since, everyone, source, note FROM directive_direction WHERE id " PAGE },
    { "directive_data_targets", "t", &DATA_TARGET, "SELECT id, ref, direction, label, rule, start FROM directive_target WHERE id " PAGE },
    { "directive_data_cells", "t", &DATA_CELL, "SELECT c.id, c.direction, c.department, c.state, c.step, c.steps, c.stage, d.due, d.first, c.claimed, c.verified, c.expires, c.excuse,"
        " c.reason FROM directive_cell c LEFT JOIN clock_due d ON d.about = c.owes WHERE c.id > $1 ORDER BY c.id LIMIT 500" },
    { "directive_data_evidence", "t", &DATA_PIECE, "SELECT id, title, url, department, dated, added, expires FROM directive_evidence WHERE id " PAGE },
    { "directive_data_serves", "t", &DATA_SERVES, "SELECT id, evidence, cell FROM directive_serves WHERE id " PAGE },
    { "directive_data_edges", "t", &DATA_EDGE, "SELECT id, from_id, to_id, kind, title, url, day " EDGES " AND id " PAGE },
    { "directive_data_dates", "t", &DATE_ROW, "SELECT e.about, c.id AS cell, c.direction, c.department, e.what, e.value, e.holds, e.at " DATES
        " JOIN clock_due_event e ON e.about = d.id WHERE d.id IN (SELECT d.id " DATES " WHERE d.id > $1 ORDER BY d.id LIMIT 200) ORDER BY e.about, e.n" },
};
const db_query DATA_COUNTS[] = {
    { "directive_count_orders", "", &COUNT, "SELECT count(*) AS n FROM directive_order" },
    { "directive_count_directions", "", &COUNT, "SELECT count(*) AS n FROM directive_direction" },
    { "directive_count_targets", "", &COUNT, "SELECT count(*) AS n FROM directive_target" },
    { "directive_count_cells", "", &COUNT, "SELECT count(*) AS n FROM directive_cell" },
    { "directive_count_evidence", "", &COUNT, "SELECT count(*) AS n FROM directive_evidence" },
    { "directive_count_serves", "", &COUNT, "SELECT count(*) AS n FROM directive_serves" },
    { "directive_count_edges", "", &COUNT, "SELECT count(*) AS n " EDGES },
    { "directive_count_dates", "", &COUNT, "SELECT count(*) AS n " DATES " JOIN clock_due_event e ON e.about = d.id" },
};
static const char *const SETS[] = { "/data/orders", "/data/directions", "/data/targets", "/data/cells", "/data/evidence", "/data/serves", "/data/edges",
    "/data/dates", NULL };
enum { DATES_AT = 7, RANGE_MAX = 20000 };

static wr_rc set_at(db_tx *tx, const char *path, size_t *ret)
{
    for (size_t i = 0; SETS[i]; i++)
        if (str_eq(SETS[i], path)) {
            *ret = i;
            return WR_OK;
        }
    return wr_fail(db_err(tx), WR_E_MISSING, NULL, N_("There is no such page"));
}

static void read_values(data_date *r, size_t n, arena *a)
{
    for (size_t i = 0; i < n; i++) {
        json_t *v = json_loads(r[i].value, 0, NULL);
        const char *due = json_string_value(json_object_get(v, "due")), *approver = json_string_value(json_object_get(v, "approver")),
            *reason = json_string_value(json_object_get(v, "reason"));
        if (due && !day_parse(due, &r[i].due)) r[i].due = (wr_day){ 0 };
        r[i].approver = arena_dup(a, approver ? approver : "");
        r[i].reason = arena_dup(a, reason ? reason : "");
        json_decref(v);
    }
}

/* A range a call, until one is empty: a range of dates is of so many dates, each with all its rows. */
wr_rc directive_give_data(db_tx *ro, const wr_actor *who, const void *in, arena *a, http_out *out)
{
    const db_query *q;
    const shape *of;
    void *rows;
    size_t at, n;
    const db_val after[] = { db_t(out->after) };
    (void)who;
    (void)in;
    TRY(set_at(ro, out->path, &at));
    q = &DATA_QUERIES[at];
    of = at == DATES_AT ? &DATA_DATE : q->row;
    TRY(db_all_(ro, q, a, RANGE_MAX, q->row->size, &rows, &n, after, 1));
    if (at == DATES_AT) read_values(rows, n, a);
    return out_rows(out, of, rows, n, n);
}

wr_rc directive_count_data(db_tx *ro, const char *path, arena *a, wr_figure *ret)
{
    data_count c;
    size_t at;
    TRY(set_at(ro, path, &at));
    TRY(db_one_(ro, &DATA_COUNTS[at], a, sizeof c, &c, NULL, 0));
    *ret = (wr_figure){ .value = arena_fmt(a, "%lld", (long long)c.n), .text = "", .url = path };
    return WR_OK;
}
