/* person_session.c -- sessions: begun, used, counted as sure, listed, ended. Only the hash of a token is stored. */
#include <sodium.h>
#include <string.h>
#include "db.h"
#include "person_own.h"
#include "person_session.h"
#include "str.h"

/* IDLE: a working day with its breaks, so that a machine left at night is signed out by morning. WHOLE: a week, so that a
 * stolen cookie that is kept in use ends too. SURE: as long as one task takes; after it a sensitive act asks again. */
static const wr_us IDLE = 12 * 3600 * (wr_us)1000000, WHOLE = 7 * 24 * 3600 * (wr_us)1000000, SURE = 600 * (wr_us)1000000;
enum { HASH = crypto_hash_sha256_BYTES, SESSIONS_MAX = 1000 };

typedef struct session_row { wr_id num, department; const char *by, *role, *shown; } session_row;
static const field SESSION_F[] = {
    FIELD(session_row, num,        i, 0, 0,  NULL),
    FIELD(session_row, department, i, 0, 0,  NULL),
    FIELD(session_row, by,         t, 0, 20, NULL),
    FIELD(session_row, role,       t, 0, 20, NULL),
    FIELD(session_row, shown,      t, 0, 20, NULL),
};
static const shape SESSION = SHAPE("a session", session_row, SESSION_F);
typedef struct listed_row { bytes token; wr_us started, seen; const char *shown; } listed_row;
static const field LISTED_F[] = {
    FIELD(listed_row, token,   x, F_HIDE, 0, NULL),
    FIELD(listed_row, started, u, 0, 0,  NULL),
    FIELD(listed_row, seen,    u, 0, 0,  NULL),
    FIELD(listed_row, shown,   t, 0, 20, NULL),
};
static const shape LISTED = SHAPE("a session of one person", listed_row, LISTED_F);
typedef struct sure_row { const char *shown; wr_us sure; } sure_row;
static const field SURE_F[] = { FIELD(sure_row, shown, t, 0, 20, NULL), FIELD(sure_row, sure, u, 0, 0, NULL) };
static const shape SURE_ROW = SHAPE("what a session has shown", sure_row, SURE_F);
static const field PLACE_F[] = {
    FIELD(person_place, ref,     t, 0, 64, NULL),
    FIELD(person_place, started, u, 0, 0,  N_("Signed in")),
    FIELD(person_place, seen,    u, 0, 0,  N_("Last used")),
    FIELD(person_place, here,    b, 0, 0,  N_("This one")),
};
const shape PERSON_PLACE = SHAPE("where one is signed in", person_place, PLACE_F);

const shape PERSON_NOTHING = { "nothing", 1, 0, NULL };

const db_query PERSON_SESSION_ADD = { "person_session_add", "xiut", NULL,
    "INSERT INTO person_session (token, person, started, seen, sure, shown) VALUES ($1, $2, $3, $3, $3, $4)" };
const db_query PERSON_SESSION_ACTOR = { "person_session_actor", "xuu", &SESSION, "SELECT a.num, a.department, a.\"by\", a.role, s.shown"
    " FROM person_session s JOIN person_account a ON a.num = s.person"
    " WHERE s.token = $1 AND s.seen > $2 AND s.started > $3 AND a.disabled = 0" };
const db_query PERSON_SESSION_SEEN = { "person_session_seen", "xu", NULL, "UPDATE person_session SET seen = $2 WHERE token = $1" };
const db_query PERSON_SESSION_SURE = { "person_session_sure", "x", &SURE_ROW, "SELECT shown, sure FROM person_session WHERE token = $1" };
const db_query PERSON_SESSION_SHOWN = { "person_session_shown", "xut", NULL, "UPDATE person_session SET sure = $2, shown = $3 WHERE token = $1" };
const db_query PERSON_SESSION_PROVED = { "person_session_proved", "xu", NULL, "UPDATE person_session SET sure = $2 WHERE token = $1" };
const db_query PERSON_SESSION_END = { "person_session_end", "x", NULL, "DELETE FROM person_session WHERE token = $1" };
const db_query PERSON_SESSION_ONE = { "person_session_one", "ix", NULL, "DELETE FROM person_session WHERE person = $1 AND token = $2" };
const db_query PERSON_SESSION_OTHERS = { "person_session_others", "ix", NULL, "DELETE FROM person_session WHERE person = $1 AND token <> $2" };
const db_query PERSON_SESSION_ALL = { "person_session_all", "i", NULL, "DELETE FROM person_session WHERE person = $1" };
const db_query PERSON_SESSION_LIST = { "person_session_list", "iuu", &LISTED, "SELECT token, started, seen, shown FROM person_session"
    " WHERE person = $1 AND seen > $2 AND started > $3 ORDER BY seen DESC, token" };
const db_query PERSON_SESSION_OLD = { "person_session_old", "uu", NULL, "DELETE FROM person_session WHERE seen <= $1 OR started <= $2" };

static db_val hash_of(arena *a, const char *token)
{
    uint8_t *h = arena_array(a, uint8_t, HASH);
    crypto_hash_sha256(h, (const uint8_t *)token, strlen(token));
    return db_x((bytes){ h, HASH });
}

static db_val hash_named(arena *a, const char *hex_opt)
{
    uint8_t *h = arena_array(a, uint8_t, HASH);
    bool good = hex_opt && strlen(hex_opt) == 2 * HASH && str_unhex(hex_opt, h, HASH);
    return db_x((bytes){ h, good ? HASH : 0 });
}

static db_val own_hash(db_tx *tx, const wr_actor *who) { return hash_named(db_arena(tx), who->session); }

const char *person_token_new(arena *a)
{
    uint8_t raw[32];
    const char *text;
    randombytes_buf(raw, sizeof raw);          /* never the repeatable numbers of demos and tests */
    text = str_b64url(a, raw, sizeof raw);
    sodium_memzero(raw, sizeof raw);
    return text;
}

/* A role that must show a second factor, in a session that has not: it may set one up, and nothing else of the role. */
static const rights *rights_now(const session_row *s)
{
    const rights *r = rights_of(s->role);
    return rights_has(r, "account.factor") != RIGHT_NONE && strcmp(s->shown, "password") == 0 ? rights_of("enrolling") : r;
}

bool person_enrolling(const wr_actor *who) { return strcmp(rights_role(who->rights), "enrolling") == 0; }

wr_rc person_actor(db_tx *ro, const char *token, wr_us now, arena *a, wr_actor *ret)
{
    db_val hash = hash_of(a, token);
    session_row *s;
    size_t n;
    TRY(db_all(ro, &PERSON_SESSION_ACTOR, a, 1, &s, &n, hash, db_i(now - IDLE), db_i(now - WHOLE)));
    if (n == 0) return wr_fail(db_err(ro), WR_E_LOGIN, NULL, N_("Please sign in."));
    ret->person = s->num;
    ret->department = s->department;
    ret->by = s->by;
    ret->rights = rights_now(s);
    ret->session = str_hex(a, hash.v.x.p, hash.v.x.n);
    return WR_OK;
}

wr_rc person_session_start(db_tx *rw, wr_id num, wr_us now, const char *token, const char *shown, arena *a)
{
    return db_run(rw, &PERSON_SESSION_ADD, hash_of(a, token), db_i(num), db_i(now), db_t(shown));
}
wr_rc person_session_seen(db_tx *rw, const wr_actor *who, wr_us now) { return db_run(rw, &PERSON_SESSION_SEEN, own_hash(rw, who), db_i(now)); }
wr_rc person_session_shown(db_tx *rw, const wr_actor *who, const char *shown)
{
    return db_run(rw, &PERSON_SESSION_SHOWN, own_hash(rw, who), db_i(who->now), db_t(shown));
}
wr_rc person_session_proved(db_tx *rw, const wr_actor *who) { return db_run(rw, &PERSON_SESSION_PROVED, own_hash(rw, who), db_i(who->now)); }
wr_rc person_session_end(db_tx *rw, const char *token) { return db_run(rw, &PERSON_SESSION_END, hash_of(db_arena(rw), token)); }
wr_rc person_session_leave(db_tx *rw, const wr_actor *who) { return db_run(rw, &PERSON_SESSION_END, own_hash(rw, who)); }
wr_rc person_sessions_others(db_tx *rw, const wr_actor *who) { return db_run(rw, &PERSON_SESSION_OTHERS, db_i(who->person), own_hash(rw, who)); }
wr_rc person_sessions_all(db_tx *rw, wr_id person) { return db_run(rw, &PERSON_SESSION_ALL, db_i(person)); }

wr_rc person_session_one(db_tx *rw, const wr_actor *who, const char *ref)
{
    int64_t ended;
    TRY(db_count(rw, &PERSON_SESSION_ONE, &ended, db_i(who->person), hash_named(db_arena(rw), ref)));
    return ended ? WR_OK : wr_fail(db_err(rw), WR_E_MISSING, NULL, N_("This session has ended already."));
}

wr_rc person_places(db_tx *ro, const wr_actor *who, arena *a, person_place **ret, size_t *ret_n)
{
    listed_row *rows;
    TRY(db_all(ro, &PERSON_SESSION_LIST, a, SESSIONS_MAX, &rows, ret_n, db_i(who->person), db_i(who->now - IDLE), db_i(who->now - WHOLE)));
    *ret = arena_array(a, person_place, *ret_n + 1);
    for (size_t i = 0; i < *ret_n; i++) {
        const char *ref = str_hex(a, rows[i].token.p, rows[i].token.n);
        (*ret)[i] = (person_place){ ref, rows[i].started, rows[i].seen, who->session && str_eq(ref, who->session) };
    }
    return WR_OK;
}

/* A clock set back does not make it longer: what was shown in the future was not shown. */
wr_rc person_sure(db_tx *ro, const wr_actor *who, arena *a, bool *ret)
{
    sure_row *s;
    size_t n;
    TRY(db_all(ro, &PERSON_SESSION_SURE, a, 1, &s, &n, own_hash(ro, who)));
    *ret = n == 1 && (str_eq(s->shown, "demo") || (s->sure <= who->now && who->now - s->sure < SURE));
    return WR_OK;
}

wr_rc person_tick_old(db_tx *rw, const wr_actor *who, const void *what, arena *a)
{
    (void)what; (void)a;
    return db_run(rw, &PERSON_SESSION_OLD, db_i(who->now - IDLE), db_i(who->now - WHOLE));
}
