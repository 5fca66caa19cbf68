/* flow_model.c -- the published versions of a guide, each whole; and the files of a pack that bring a draft and publish it. */
#include <stdlib.h>
#include <string.h>
#include "city.h"
#include "clock.h"
#include "day.h"
#include "flow_own.h"
#include "now.h"
#include "str.h"

static const field VERSION_F[] = {
    FIELD(flow_version, id,     t, F_HIDE, 32,         NULL),
    FIELD(flow_version, number, i, 0, 9999,            N_("Version")),
    FIELD(flow_version, from,   d, 0, 0,               N_("Holds from")),
    FIELD(flow_version, since,  u, 0, 0,               N_("In force since")),
    FIELD(flow_version, text,   t, F_LONG | F_NULL | F_HIDE, 0, NULL),
};
const shape FLOW_VERSION = SHAPE("a version of a guide", flow_version, VERSION_F);

static const db_query VERSION_ADD = HISTORY_ADD("flow_version"), VERSION_PAST = HISTORY_PAST("flow_version"), VERSION_WALK = HISTORY_WALK("flow_version");
static const db_query VERSION_PUT = { "flow_version_put", "tidut", NULL, "INSERT INTO flow_version (id, number, holds_from, since, text)"
    " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO NOTHING" };
static const db_query IN_FORCE = { "flow_in_force", "u", &FLOW_VERSION, "SELECT id, number, holds_from, since, '' FROM flow_version"
    " WHERE since <= $1 ORDER BY number DESC LIMIT 1" };
static const db_query VERSION_BY = { "flow_version_by", "t", &FLOW_VERSION, "SELECT id, number, holds_from, since, text FROM flow_version WHERE id = $1" };
static const db_query VERSION_OF = { "flow_version_of", "i", &FLOW_VERSION, "SELECT id, number, holds_from, since, text FROM flow_version WHERE number = $1" };
static const db_query LAST = { "flow_version_last", "", &FLOW_VERSION, "SELECT id, number, holds_from, since, text FROM flow_version ORDER BY number DESC LIMIT 1" };
static const db_query VERSIONS_Q = { "flow_versions", "", &FLOW_VERSION, "SELECT id, number, holds_from, since, '' FROM flow_version ORDER BY number DESC LIMIT 200" };
static const history VERSIONS_H = { "flow_version", &FLOW_VERSION, &VERSION_ADD, &VERSION_PAST, &VERSION_PUT, &VERSION_WALK, .open = true };

/* ---- versions ---- */

wr_rc flow_last(db_tx *tx, arena *a, flow_version *ret, bool *ret_is)
{
    flow_version *rows;
    size_t n;
    TRY(db_all_(tx, &LAST, a, 1, sizeof *rows, (void *)&rows, &n, NULL, 0));
    *ret_is = n == 1;
    if (n) *ret = rows[0];
    return WR_OK;
}

/* The first hour of a day in the city: a pack is loaded before the process knows its zone. */
static wr_rc first_hour(db_tx *tx, wr_day day, arena *a, wr_us *ret)
{
    const clock_zone *zone;
    city_row city;
    TRY(city_get(tx, a, &city));
    TRY(clock_zone_load(city.zone, db_err(tx), &zone));
    *ret = clock_us_at(zone, day, 0, 0);
    return WR_OK;
}

wr_rc flow_publish(db_tx *rw, const wr_actor *who, const flow *head, arena *a)
{
    flow f;
    flow_checked checked;
    flow_version last, now = { .id = id_new(a), .number = head->number, .from = head->from };
    bool there;
    TRY(flow_draft(rw, head, a, &f));
    flow_check(&f, a, &checked);
    if (checked.n) return wr_fail(db_err(rw), WR_E_RULE, NULL, checked.faults[0].text, "node", checked.faults[0].node, "about", checked.faults[0].about);
    if (str_eq(head->counsel, head->approver)) return wr_fail(db_err(rw), WR_E_RULE, NULL, N_("Counsel and the second approver are two people."));
    TRY(flow_last(rw, a, &last, &there));
    if (there && head->number <= last.number)
        return wr_fail(db_err(rw), WR_E_RULE, NULL, N_("Version {number} is published: a changed guide needs a higher number."), "number", arena_fmt(a, "%d", (int)last.number));
    TRY(first_hour(rw, head->from, a, &now.since));
    if (there && now.since < who->now) now.since = who->now;      /* nobody read it before: it does not change what was in force */
    now.text = flow_to_text(&f, a);
    return history_add(rw, who, &VERSIONS_H, "flow.published", head->from, NULL, &now, a);
}

wr_rc flow_in_force(db_tx *ro, wr_us at, arena *a, flow *ret)
{
    flow_version *rows;
    size_t n;
    flow_version v;
    TRY(db_all(ro, &IN_FORCE, a, 1, &rows, &n, db_i(at)));
    if (!n) return wr_fail(db_err(ro), WR_E_MISSING, NULL, N_("There is no guide for this day yet."));
    if (flow_kept(rows[0].id, rows[0].since, a, ret)) return WR_OK;
    TRY(db_one(ro, &VERSION_BY, a, &v, db_t(rows[0].id)));
    return flow_keep(v.id, v.since, v.text, a, ret);
}

wr_rc flow_version_get(db_tx *ro, int64_t number, arena *a, flow *ret)
{
    flow_version v;
    wr_rc rc = db_one(ro, &VERSION_OF, a, &v, db_i(number));
    if (rc == WR_E_MISSING) return wr_fail(db_err(ro), rc, NULL, N_("There is no version {number} of the guide."), "number", arena_fmt(a, "%d", (int)number));
    TRY(rc);
    return flow_kept(v.id, v.since, a, ret) ? WR_OK : flow_keep(v.id, v.since, v.text, a, ret);
}

wr_rc flow_versions(db_tx *ro, arena *a, flow_version **ret, size_t *ret_n)
{
    return db_all_(ro, &VERSIONS_Q, a, 200, sizeof **ret, (void *)ret, ret_n, NULL, 0);
}

/* ---- files of a pack ---- */

/* The last file: its head publishes what the others brought. What the city is changing waits for counsel: no pack publishes it. */
static wr_rc load_head(db_tx *rw, const wr_actor *who, const void *row, arena *a)
{
    size_t n;
    TRY(flow_under_way(rw, a, &n));
    return n ? wr_fail(db_err(rw), WR_E_RULE, NULL, N_("The city is changing the guide itself: the pack publishes nothing until that is published or undone.")) : flow_publish(rw, who, row, a);
}

/* A draft of the city's makes the head the city's: a pack that says something new of it leaves it as it is. */
static wr_rc now_head(db_tx *ro, const void *row, arena *a, void *ret)
{
    flow_version last;
    bool there;
    size_t n;
    flow *head = ret;
    (void)row;
    TRY(flow_last(ro, a, &last, &there));
    if (!there) return WR_E_MISSING;
    TRY(flow_from_text(last.text, a, head));
    TRY(flow_under_way(ro, a, &n));
    if (n) head->note = "A draft of the city’s own is under way.";
    return WR_OK;
}

extern const db_step flow_steps[];
extern const page_source flow_pages[];
extern const wr_module mod_flow;
static const history *const PAST[] = { &FLOW_PARTS_H, &VERSIONS_H, &FLOW_WORDS_H, &FLOW_APPROVALS_H, NULL };
static const db_query *const QUERIES[] = { &FLOW_PART_ADD, &FLOW_PART_PAST, &FLOW_PART_WALK, &FLOW_PART_PUT, &FLOW_PART_BY, &FLOW_PARTS, &FLOW_LAST_PLACE, &FLOW_EDITED,
    &FLOW_WORD_ADD, &FLOW_WORD_PAST, &FLOW_WORD_WALK, &FLOW_WORD_PUT, &FLOW_WORDS, &FLOW_APPROVAL_ADD, &FLOW_APPROVAL_PAST, &FLOW_APPROVAL_WALK, &FLOW_APPROVAL_PUT,
    &FLOW_APPROVAL_LAST, &FLOW_APPROVAL_BY, &FLOW_EDITORS, &FLOW_VERSION_NUMBERS, &VERSION_OF, &VERSION_ADD, &VERSION_PAST, &VERSION_WALK,
    &VERSION_PUT, &IN_FORCE, &VERSION_BY, &LAST, &VERSIONS_Q, NULL };
static const wr_pack PACKS[] = {
    { "flow/nodes.yaml", &FLOW_NODE, flow_load_node, flow_now_node },
    { "flow/choices.yaml", &FLOW_CHOICE, flow_load_choice, flow_now_choice, .keys = 2 },
    { "flow/scripts.yaml", &FLOW_SCRIPT, flow_load_script, flow_now_script },
    { "flow/papers.yaml", &FLOW_PAPER, flow_load_paper, flow_now_paper },
    { "flow/flow.yaml", &FLOW, load_head, now_head },
    { "demo/guide.yaml", &FLOW_DEMO_EDIT, flow_load_demo_edit, .demo = true },
    { 0 }
};
const wr_module mod_flow = { .name = "flow", .queries = QUERIES, .steps = flow_steps, .past = PAST, .packs = PACKS, .pages = flow_pages };
