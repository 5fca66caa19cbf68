/* city_ties.c -- links between things of different clauses, and evidence that one offers for another. */
#include <sodium.h>
#include <string.h>
#include "city_own.h"
#include "evidence.h"
#include "history.h"

/* The rows as kept: the caller's struct and an id that the same tie always gets, so that twice is one. */
typedef struct link_fact { const char *id; const char *from, *to, *kind, *title, *url; wr_day day; } link_fact;
static const field LINK_FACT_F[] = {
    FIELD(link_fact, id,    t, F_HIDE, 32,  NULL),
    FIELD(link_fact, from,  t, 0,      32,  NULL),
    FIELD(link_fact, to,    t, 0,      32,  NULL),
    FIELD(link_fact, kind,  t, 0,      20,  N_("Kind")),
    FIELD(link_fact, title, t, 0,      300, N_("Title")),
    FIELD(link_fact, url,   t, 0,      500, NULL),
    FIELD(link_fact, day,   d, 0,      0,   N_("Day")),
};
static const shape LINK_FACT = SHAPE("a tie", link_fact, LINK_FACT_F);
static const field LINK_F[] = {
    FIELD(link_row, from,  t, F_HIDE, 32,  NULL),
    FIELD(link_row, to,    t, F_HIDE, 32,  NULL),
    FIELD(link_row, kind,  t, 0,      20,  N_("Kind")),
    FIELD(link_row, title, t, 0,      300, N_("Title")),
    FIELD(link_row, url,   t, 0,      500, NULL),
    FIELD(link_row, day,   d, 0,      0,   N_("Day")),
};
const shape CITY_LINK = SHAPE("a link", link_row, LINK_F);
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

const db_query CITY_LINK_ADD = HISTORY_ADD("city_link"), CITY_LINK_PAST = HISTORY_PAST("city_link"), CITY_LINK_WALK = HISTORY_WALK("city_link");
const db_query CITY_LINK_PUT = { "city_link_put", "ttttttd", NULL, "INSERT INTO city_link (id, from_id, to_id, kind, title, url, day)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO UPDATE SET title = excluded.title, url = excluded.url, day = excluded.day" };
const db_query CITY_LINK_BY = { "city_link_by", "t", &DB_ID, "SELECT count(*) FROM city_link WHERE id = $1" };
const db_query CITY_LINK_OF = { "city_link_of", "t", &CITY_LINK, "SELECT from_id, to_id, kind, title, url, day FROM city_link"
    " WHERE from_id = $1 OR to_id = $1 ORDER BY day, id" };
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

wr_rc link_put(db_tx *rw, const wr_actor *who, const link_row *l)
{
    arena *a = db_arena(rw);
    const char *id = tie_id(a, (const char *const[]){ "link", l->from, l->to, l->kind, NULL });
    link_fact f = { id, l->from, l->to, l->kind, l->title, l->url, l->day };
    db_id there;
    TRY(db_one(rw, &CITY_LINK_BY, a, &there, db_t(id)));
    return there.id ? WR_OK : history_add(rw, who, &CITY_LINK_HISTORY, "city.linked", l->day, NULL, &f, a);
}

wr_rc link_of(db_tx *ro, const char *about, arena *a, link_row **ret, size_t *ret_n)
{
    return db_all(ro, &CITY_LINK_OF, a, 500, ret, ret_n, db_t(about));
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
