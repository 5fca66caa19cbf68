/* city_ties.c -- links between things of different clauses, and evidence that one offers for another. */
#include <sodium.h>
#include <string.h>
#include "city_own.h"
#include "evidence.h"
#include "history.h"
#include "page.h"

/* The rows as kept: the caller's struct and an id that the same tie always gets, so that twice is one. */
typedef struct link_fact { const char *id; const char *from, *to, *kind, *title, *url; wr_day day; const char *from_title, *from_url; } link_fact;
static const field LINK_FACT_F[] = {
    FIELD(link_fact, id,    t, F_HIDE, 32,  NULL),
    FIELD(link_fact, from,  t, 0,      32,  NULL),
    FIELD(link_fact, to,    t, 0,      32,  NULL),
    FIELD(link_fact, kind,  t, 0,      20,  N_("Kind")),
    FIELD(link_fact, title, t, 0,      300, N_("Title")),
    FIELD(link_fact, url,   t, 0,      500, NULL),
    FIELD(link_fact, day,   d, 0,      0,   N_("Day")),
    FIELD(link_fact, from_title, t, F_NULL, 300, NULL),
    FIELD(link_fact, from_url,   t, F_NULL, 500, NULL),
};
static const shape LINK_FACT = SHAPE("a tie", link_fact, LINK_FACT_F);
static const field LINK_F[] = {
    FIELD(link_row, from,  t, F_HIDE, 32,  NULL),
    FIELD(link_row, to,    t, F_HIDE, 32,  NULL),
    FIELD(link_row, kind,  t, 0,      20,  N_("Kind")),
    FIELD(link_row, title, t, 0,      300, N_("Title")),
    FIELD(link_row, url,   t, 0,      500, NULL),
    FIELD(link_row, day,   d, 0,      0,   N_("Day")),
    FIELD(link_row, from_title, t, 0, 300, N_("From")),
    FIELD(link_row, from_url,   t, 0, 500, NULL),
};
const shape CITY_LINK = SHAPE("a link", link_row, LINK_F);
/* Whether a tie still holds stands beside it: a tie that ended keeps its history. */
typedef struct link_over { const char *id; wr_day ended; const char *reason; } link_over;
static const field OVER_F[] = {
    FIELD(link_over, id,     t, F_HIDE, 32,   NULL),
    FIELD(link_over, ended,  d, F_NULL, 0,    N_("Ended")),
    FIELD(link_over, reason, t, F_LONG, 2000, N_("Reason")),
};
static const shape OVER = SHAPE("the end of a tie", link_over, OVER_F);
typedef struct evidence_fact { const char *id, *direction, *department, *kind, *about; wr_day day; } evidence_fact;
static const field EVIDENCE_FACT_F[] = {
    FIELD(evidence_fact, id,         t, F_HIDE, 32, NULL),
    FIELD(evidence_fact, direction,  t, 0,      32, N_("Direction")),
    FIELD(evidence_fact, department, t, 0,      12, N_("Department")),
    FIELD(evidence_fact, kind,       t, 0,      20, N_("Kind")),
    FIELD(evidence_fact, about,      t, 0,      32, NULL),
    FIELD(evidence_fact, day,        d, 0,      0,  N_("Day")),
};
static const shape EVIDENCE_FACT = SHAPE("offered evidence", evidence_fact, EVIDENCE_FACT_F);
static const field EVIDENCE_F[] = {
    FIELD(evidence, direction,  t, 0, 32, N_("Direction")),
    FIELD(evidence, department, t, 0, 12, N_("Department")),
    FIELD(evidence, kind,       t, 0, 20, N_("Kind")),
    FIELD(evidence, about,      t, 0, 32, NULL),
    FIELD(evidence, day,        d, 0, 0,  N_("Day")),
};
static const shape EVIDENCE = SHAPE("evidence", evidence, EVIDENCE_F);

#define HOLDS "NOT EXISTS (SELECT 1 FROM city_link_end e WHERE e.id = l.id AND e.ended IS NOT NULL)"
const db_query CITY_LINK_ADD = HISTORY_ADD("city_link"), CITY_LINK_PAST = HISTORY_PAST("city_link"), CITY_LINK_WALK = HISTORY_WALK("city_link");
const db_query CITY_LINK_PUT = { "city_link_put", "ttttttdtt", NULL, "INSERT INTO city_link (id, from_id, to_id, kind, title, url, day,"
    " from_title, from_url) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO UPDATE SET title = excluded.title, url = excluded.url,"
    " day = excluded.day, from_title = excluded.from_title, from_url = excluded.from_url" };
const db_query CITY_LINK_BY = { "city_link_by", "t", &DB_ID, "SELECT count(*) FROM city_link WHERE id = $1" };
const db_query CITY_LINK_OF = { "city_link_of", "t", &CITY_LINK, "SELECT l.from_id, l.to_id, l.kind, l.title, l.url, l.day, l.from_title,"
    " l.from_url FROM city_link l WHERE (l.from_id = $1 OR l.to_id = $1) AND " HOLDS " ORDER BY l.day, l.id" };
const db_query CITY_LINK_ALL = { "city_link_all", "", &CITY_LINK, "SELECT l.from_id, l.to_id, l.kind, l.title, l.url, l.day, l.from_title, l.from_url"
    " FROM city_link l WHERE " HOLDS " ORDER BY l.day, l.id" };
const db_query CITY_LINK_UPTO = HISTORY_UPTO("city_link"), CITY_LINK_END_UPTO = HISTORY_UPTO("city_link_end");
const db_query CITY_LINK_END_ADD = HISTORY_ADD("city_link_end"), CITY_LINK_END_PAST = HISTORY_PAST("city_link_end"), CITY_LINK_END_WALK = HISTORY_WALK("city_link_end");
const db_query CITY_LINK_END_PUT = { "city_link_end_put", "tDt", NULL, "INSERT INTO city_link_end (id, ended, reason) VALUES ($1, $2, $3)"
    " ON CONFLICT (id) DO UPDATE SET ended = excluded.ended, reason = excluded.reason" };
const db_query CITY_LINK_END_BY = { "city_link_end_by", "t", &OVER, "SELECT id, ended, reason FROM city_link_end WHERE id = $1" };
const history CITY_LINK_END_HISTORY = { "city_link_end", &OVER, &CITY_LINK_END_ADD, &CITY_LINK_END_PAST, &CITY_LINK_END_PUT, &CITY_LINK_END_WALK, .open = true };
const db_query CITY_EVIDENCE_ADD = HISTORY_ADD("city_evidence"), CITY_EVIDENCE_PAST = HISTORY_PAST("city_evidence"), CITY_EVIDENCE_WALK = HISTORY_WALK("city_evidence");
const db_query CITY_EVIDENCE_PUT = { "city_evidence_put", "tttttd", NULL,
    "INSERT INTO city_evidence (id, direction, department, kind, about, day) VALUES ($1, $2, $3, $4, $5, $6)"
    " ON CONFLICT (id) DO UPDATE SET day = excluded.day" };
const db_query CITY_EVIDENCE_BY = { "city_evidence_by", "t", &DB_ID, "SELECT count(*) FROM city_evidence WHERE id = $1" };
const db_query CITY_EVIDENCE_FOR = { "city_evidence_for", "tt", &EVIDENCE, "SELECT direction, department, kind, about, day"
    " FROM city_evidence WHERE direction = $1 AND department = $2 ORDER BY day, id" };
const history CITY_LINK_HISTORY = { "city_link", &LINK_FACT, &CITY_LINK_ADD, &CITY_LINK_PAST, &CITY_LINK_PUT, &CITY_LINK_WALK, .open = true };
const history CITY_EVIDENCE_HISTORY = { "city_evidence", &EVIDENCE_FACT, &CITY_EVIDENCE_ADD, &CITY_EVIDENCE_PAST, &CITY_EVIDENCE_PUT, &CITY_EVIDENCE_WALK, .open = true };

/* An id out of what it ties: 32 hex digits, as every public id. parts: NULL-ended. */
static const char *tie_id(arena *a, const char *const *parts)
{
    uint8_t h[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_state s;
    char *hex = arena_array(a, char, 33);
    crypto_hash_sha256_init(&s);
    for (; *parts; parts++) crypto_hash_sha256_update(&s, (const uint8_t *)*parts, strlen(*parts) + 1);
    crypto_hash_sha256_final(&s, h);
    sodium_bin2hex(hex, 33, h, 16);
    return hex;
}

static const char *link_id(arena *a, const char *from, const char *to, const char *kind)
{
    return tie_id(a, (const char *const[]){ "link", from, to, kind, NULL });
}

static wr_rc over_of(db_tx *tx, const char *id, arena *a, link_over *ret)
{
    wr_rc rc = db_one(tx, &CITY_LINK_END_BY, a, ret, db_t(id));
    if (rc == WR_E_MISSING) *ret = (link_over){ .id = id, .reason = "" };
    return rc == WR_E_MISSING ? WR_OK : rc;
}

wr_rc link_put(db_tx *rw, const wr_actor *who, const link_row *l)
{
    arena *a = db_arena(rw);
    link_fact f = { link_id(a, l->from, l->to, l->kind), l->from, l->to, l->kind, l->title, l->url, l->day, l->from_title ? l->from_title : "",
        l->from_url ? l->from_url : "" };
    link_over was, now;
    db_id there;
    TRY(db_one(rw, &CITY_LINK_BY, a, &there, db_t(f.id)));
    if (!there.id) return history_add(rw, who, &CITY_LINK_HISTORY, "city.linked", l->day, NULL, &f, a);
    TRY(over_of(rw, f.id, a, &was));
    if (!was.ended.y) return WR_OK;
    now = (link_over){ .id = f.id, .reason = "" };
    return history_add(rw, who, &CITY_LINK_END_HISTORY, "city.linked_again", who->today, &was, &now, a);
}

wr_rc link_end(db_tx *rw, const wr_actor *who, const char *from, const char *to, const char *kind, const char *reason)
{
    arena *a = db_arena(rw);
    link_over was, now = { link_id(a, from, to, kind), who->today, reason };
    db_id there;
    TRY(db_one(rw, &CITY_LINK_BY, a, &there, db_t(now.id)));
    TRY(over_of(rw, now.id, a, &was));
    if (!there.id || was.ended.y) return wr_fail(db_err(rw), WR_E_MISSING, NULL, N_("There is no such tie."));
    if (!*reason) return wr_fail(db_err(rw), WR_E_INPUT, "reason", N_("A reason is needed."));
    return history_add(rw, who, &CITY_LINK_END_HISTORY, "city.unlinked", who->today, *was.reason ? &was : NULL, &now, a);
}

wr_rc link_of(db_tx *ro, const char *about, arena *a, link_row **ret, size_t *ret_n)
{
    return db_all(ro, &CITY_LINK_OF, a, 500, ret, ret_n, db_t(about));
}

wr_rc link_all(db_tx *ro, arena *a, link_row **ret, size_t *ret_n)
{
    return db_all_(ro, &CITY_LINK_ALL, a, 20000, sizeof **ret, ret, ret_n, NULL, 0);
}

/* Both lists come by id: one walk drops what had ended by then. */
wr_rc link_all_as_of(db_tx *ro, int64_t n, arena *a, link_row **ret, size_t *ret_n, history_proof *proof)
{
    link_fact *f;
    link_over *over;
    size_t got, n_over, kept = 0;
    TRY(history_all_as_of(ro, &CITY_LINK_HISTORY, &CITY_LINK_UPTO, n, a, &f, &got, proof));
    TRY(history_all_as_of(ro, &CITY_LINK_END_HISTORY, &CITY_LINK_END_UPTO, n, a, &over, &n_over, proof));
    *ret = arena_array(a, link_row, got + 1);
    for (size_t i = 0, k = 0; i < got; i++) {
        while (k < n_over && strcmp(over[k].id, f[i].id) < 0) k++;
        if (k < n_over && strcmp(over[k].id, f[i].id) == 0 && over[k].ended.y) continue;
        (*ret)[kept++] = (link_row){ f[i].from, f[i].to, f[i].kind, f[i].title, f[i].url, f[i].day, f[i].from_title, f[i].from_url };
    }
    *ret_n = kept;
    return WR_OK;
}

/* A kind as its other end says it; a kind that is not here is shown as it is. */
static const char *const BACK[][2] = { { "amends", N_("is amended by") }, { "supersedes", N_("is superseded by") }, { "reaffirms", N_("is reaffirmed by") },
    { "cites", N_("is cited by") }, { "answers", N_("is answered by") }, { "relates_to", N_("relates to") } };
static const field SAID_F[] = {
    FIELD(link_said, kind,  t, 0, 20,  N_("Kind")), FIELD(link_said, said, t, 0, 40, N_("Tie")), FIELD(link_said, title, t, 0, 300, N_("To")),
    FIELD(link_said, url,   t, 0, 500, N_("Where")), FIELD(link_said, out,  b, 0, 0,  N_("From here")), FIELD(link_said, day, d, 0, 0, N_("Day")),
};
const shape LINK_SAID = SHAPE("a tie", link_said, SAID_F);

wr_rc link_panel(db_tx *ro, const char *about, arena *a, json_t *doc)
{
    link_row *l;
    link_said *said;
    size_t n;
    TRY(link_of(ro, about, a, &l, &n));
    said = arena_array(a, link_said, n + 1);
    for (size_t i = 0; i < n; i++) {
        bool out = strcmp(l[i].from, about) == 0;
        said[i] = (link_said){ l[i].kind, l[i].kind, out ? l[i].title : l[i].from_title, out ? l[i].url : l[i].from_url, out, l[i].day };
        for (size_t k = 0; !out && k < sizeof BACK / sizeof *BACK; k++)
            if (strcmp(BACK[k][0], l[i].kind) == 0) said[i].said = BACK[k][1];
    }
    return page_rows(doc, "links", &LINK_SAID, said, n);
}

wr_rc evidence_offer(db_tx *rw, const wr_actor *who, const evidence *e)
{
    arena *a = db_arena(rw);
    const char *id = tie_id(a, (const char *const[]){ "evidence", e->direction, e->department, e->kind, e->about, NULL });
    evidence_fact f = { id, e->direction, e->department, e->kind, e->about, e->day };
    db_id there;
    TRY(db_one(rw, &CITY_EVIDENCE_BY, a, &there, db_t(id)));
    return there.id ? WR_OK : history_add(rw, who, &CITY_EVIDENCE_HISTORY, "city.evidence_offered", e->day, NULL, &f, a);
}

wr_rc evidence_for(db_tx *ro, const char *direction, const char *department, arena *a, evidence **ret, size_t *ret_n)
{
    return db_all(ro, &CITY_EVIDENCE_FOR, a, 500, ret, ret_n, db_t(direction), db_t(department));
}
