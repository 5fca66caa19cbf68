/* flow_model.c -- the draft of a guide as rows, its published versions whole, and the files of a pack that bring both. */
#include <stdlib.h>
#include <string.h>
#include "city.h"
#include "clock.h"
#include "day.h"
#include "flow_own.h"
#include "now.h"
#include "str.h"

enum { PART_NODE, PART_CHOICE, PART_SCRIPT, PART_PAPER };
static const char *const part_kinds[] = { "node", "choice", "script", "paper", NULL };
typedef struct part { const char *id; int kind; const char *ref; int64_t place; const char *text; } part;   /* text: the row as JSON */
static const field PART_F[] = {
    FIELD(part, id,    t, F_HIDE, 32, NULL),
    WORDS(part, kind,  part_kinds,    N_("Kind")),
    FIELD(part, ref,   t, 0, 60,      N_("Name")),
    FIELD(part, place, i, 0, 0,       N_("Place")),
    FIELD(part, text,  t, F_LONG, 0,  N_("What it says")),
};
static const shape PART = SHAPE("a part of a guide", part, PART_F);
static const field VERSION_F[] = {
    FIELD(flow_version, id,     t, F_HIDE, 32,         NULL),
    FIELD(flow_version, number, i, 0, 9999,            N_("Version")),
    FIELD(flow_version, from,   d, 0, 0,               N_("Holds from")),
    FIELD(flow_version, since,  u, 0, 0,               N_("In force since")),
    FIELD(flow_version, text,   t, F_LONG | F_NULL | F_HIDE, 0, NULL),
};
const shape FLOW_VERSION = SHAPE("a version of a guide", flow_version, VERSION_F);

static const db_query PART_ADD = HISTORY_ADD("flow_part"), PART_PAST = HISTORY_PAST("flow_part"), PART_WALK = HISTORY_WALK("flow_part"),
    VERSION_ADD = HISTORY_ADD("flow_version"), VERSION_PAST = HISTORY_PAST("flow_version"), VERSION_WALK = HISTORY_WALK("flow_version");
static const db_query PART_PUT = { "flow_part_put", "tttit", NULL, "INSERT INTO flow_part (id, kind, ref, place, text) VALUES ($1, $2, $3, $4, $5)"
    " ON CONFLICT (id) DO UPDATE SET text = excluded.text" };
static const db_query PART_BY = { "flow_part_by", "tt", &PART, "SELECT id, kind, ref, place, text FROM flow_part WHERE kind = $1 AND ref = $2" };
static const db_query PARTS = { "flow_parts", "t", &PART, "SELECT id, kind, ref, place, text FROM flow_part WHERE kind = $1 ORDER BY place" };
static const db_query LAST_PLACE = { "flow_last_place", "t", &DB_ID, "SELECT coalesce(max(place), 0) FROM flow_part WHERE kind = $1" };
static const db_query VERSION_PUT = { "flow_version_put", "tidut", NULL, "INSERT INTO flow_version (id, number, holds_from, since, text)"
    " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO NOTHING" };
static const db_query IN_FORCE = { "flow_in_force", "u", &FLOW_VERSION, "SELECT id, number, holds_from, since, '' FROM flow_version"
    " WHERE since <= $1 ORDER BY number DESC LIMIT 1" };
static const db_query VERSION_BY = { "flow_version_by", "t", &FLOW_VERSION, "SELECT id, number, holds_from, since, text FROM flow_version WHERE id = $1" };
static const db_query LAST = { "flow_version_last", "", &FLOW_VERSION, "SELECT id, number, holds_from, since, text FROM flow_version ORDER BY number DESC LIMIT 1" };
static const db_query VERSIONS_Q = { "flow_versions", "", &FLOW_VERSION, "SELECT id, number, holds_from, since, '' FROM flow_version ORDER BY number DESC LIMIT 200" };
static const history PARTS_H = { "flow_part", &PART, &PART_ADD, &PART_PAST, &PART_PUT, &PART_WALK };
static const history VERSIONS_H = { "flow_version", &FLOW_VERSION, &VERSION_ADD, &VERSION_PAST, &VERSION_PUT, &VERSION_WALK, .open = true };

/* ---- the draft ---- */

static wr_rc part_by(db_tx *tx, int kind, const char *ref, arena *a, part *ret) { return db_one(tx, &PART_BY, a, ret, db_t(part_kinds[kind]), db_t(ref)); }

static const char *text_of(const shape *of, const void *row, arena *a)
{
    json_t *doc = shape_to_json(of, row);
    char *text = json_dumps(doc, JSON_COMPACT | JSON_SORT_KEYS);
    const char *kept = text ? arena_dup(a, text) : "";
    free(text);
    json_decref(doc);
    return kept;
}

static wr_rc row_of(const shape *of, const char *text, arena *a, void *ret)
{
    json_t *doc = json_loads(text, 0, NULL);
    faults wrong;
    wr_rc rc = shape_from_json(of, doc, a, ret, &wrong);
    json_decref(doc);
    return rc == WR_OK ? rc : WR_E_BUG;
}

static wr_rc part_put(db_tx *rw, const wr_actor *who, int kind, const char *ref, const shape *of, const void *row, arena *a)
{
    part was, now;
    db_id last;
    wr_rc rc = part_by(rw, kind, ref, a, &was);
    if (rc == WR_OK) {
        now = was;
        now.text = text_of(of, row, a);
        return history_add(rw, who, &PARTS_H, "flow.part_changed", who->today, &was, &now, a);
    }
    if (rc != WR_E_MISSING) return rc;
    TRY(db_one(rw, &LAST_PLACE, a, &last, db_t(part_kinds[kind])));
    now = (part){ id_new(a), kind, ref, last.id + 1, text_of(of, row, a) };
    return history_add(rw, who, &PARTS_H, "flow.part_added", who->today, NULL, &now, a);
}

static wr_rc parts(db_tx *ro, int kind, const shape *of, arena *a, const void *ret_rows, size_t *ret_n)
{
    part *all;
    char *rows;
    TRY(db_all(ro, &PARTS, a, FLOW_CHOICES_MAX, &all, ret_n, db_t(part_kinds[kind])));
    rows = arena_alloc(a, (*ret_n + 1) * of->size, _Alignof(max_align_t));
    for (size_t i = 0; i < *ret_n; i++) TRY(row_of(of, all[i].text, a, rows + i * of->size));
    *(const void **)(uintptr_t)ret_rows = rows;
    return WR_OK;
}

wr_rc flow_draft(db_tx *ro, const flow *head, arena *a, flow *ret)
{
    flow f = *head;
    TRY(parts(ro, PART_NODE, &FLOW_NODE, a, &f.nodes, &f.n_nodes));
    TRY(parts(ro, PART_CHOICE, &FLOW_CHOICE, a, &f.choices, &f.n_choices));
    TRY(parts(ro, PART_SCRIPT, &FLOW_SCRIPT, a, &f.scripts, &f.n_scripts));
    TRY(parts(ro, PART_PAPER, &FLOW_PAPER, a, &f.papers, &f.n_papers));
    *ret = f;
    return WR_OK;
}

/* ---- versions ---- */

static wr_rc last_version(db_tx *tx, arena *a, flow_version *ret, bool *ret_is)
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
    TRY(last_version(rw, a, &last, &there));
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

wr_rc flow_versions(db_tx *ro, arena *a, flow_version **ret, size_t *ret_n)
{
    return db_all_(ro, &VERSIONS_Q, a, 200, sizeof **ret, (void *)ret, ret_n, NULL, 0);
}

/* ---- files of a pack ---- */

static const char *choice_ref(const flow_choice *c, arena *a) { return arena_fmt(a, "%s %s", c->node, c->choice); }

static wr_rc load_node(db_tx *rw, const wr_actor *who, const void *row, arena *a) { return part_put(rw, who, PART_NODE, ((const flow_node *)row)->id, &FLOW_NODE, row, a); }
static wr_rc load_choice(db_tx *rw, const wr_actor *who, const void *row, arena *a) { return part_put(rw, who, PART_CHOICE, choice_ref(row, a), &FLOW_CHOICE, row, a); }
static wr_rc load_script(db_tx *rw, const wr_actor *who, const void *row, arena *a) { return part_put(rw, who, PART_SCRIPT, ((const flow_script *)row)->id, &FLOW_SCRIPT, row, a); }
static wr_rc load_paper(db_tx *rw, const wr_actor *who, const void *row, arena *a) { return part_put(rw, who, PART_PAPER, ((const flow_paper *)row)->id, &FLOW_PAPER, row, a); }

static wr_rc now_part(db_tx *ro, int kind, const char *ref, const shape *of, arena *a, void *ret)
{
    part p;
    TRY(part_by(ro, kind, ref, a, &p));
    return row_of(of, p.text, a, ret);
}
static wr_rc now_node(db_tx *ro, const void *row, arena *a, void *ret) { return now_part(ro, PART_NODE, ((const flow_node *)row)->id, &FLOW_NODE, a, ret); }
static wr_rc now_choice(db_tx *ro, const void *row, arena *a, void *ret) { return now_part(ro, PART_CHOICE, choice_ref(row, a), &FLOW_CHOICE, a, ret); }
static wr_rc now_script(db_tx *ro, const void *row, arena *a, void *ret) { return now_part(ro, PART_SCRIPT, ((const flow_script *)row)->id, &FLOW_SCRIPT, a, ret); }
static wr_rc now_paper(db_tx *ro, const void *row, arena *a, void *ret) { return now_part(ro, PART_PAPER, ((const flow_paper *)row)->id, &FLOW_PAPER, a, ret); }

/* The last file: its head publishes what the others brought. */
static wr_rc load_head(db_tx *rw, const wr_actor *who, const void *row, arena *a) { return flow_publish(rw, who, row, a); }

static wr_rc now_head(db_tx *ro, const void *row, arena *a, void *ret)
{
    flow_version last;
    bool there;
    (void)row;
    TRY(last_version(ro, a, &last, &there));
    return there ? flow_from_text(last.text, a, ret) : WR_E_MISSING;
}

extern const db_step flow_steps[];
extern const page_source flow_pages[];
extern const wr_module mod_flow;
static const history *const PAST[] = { &PARTS_H, &VERSIONS_H, NULL };
static const db_query *const QUERIES[] = { &PART_ADD, &PART_PAST, &PART_WALK, &PART_PUT, &PART_BY, &PARTS, &LAST_PLACE, &VERSION_ADD, &VERSION_PAST, &VERSION_WALK,
    &VERSION_PUT, &IN_FORCE, &VERSION_BY, &LAST, &VERSIONS_Q, NULL };
static const wr_pack PACKS[] = {
    { "flow/nodes.yaml", &FLOW_NODE, load_node, now_node },
    { "flow/choices.yaml", &FLOW_CHOICE, load_choice, now_choice, .keys = 2 },
    { "flow/scripts.yaml", &FLOW_SCRIPT, load_script, now_script },
    { "flow/papers.yaml", &FLOW_PAPER, load_paper, now_paper },
    { "flow/flow.yaml", &FLOW, load_head, now_head },
    { 0 }
};
const wr_module mod_flow = { .name = "flow", .queries = QUERIES, .steps = flow_steps, .past = PAST, .packs = PACKS, .pages = flow_pages };
