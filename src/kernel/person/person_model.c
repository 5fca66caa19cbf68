/* person_model.c -- accounts as history, secrets and sessions beside it, and their queries.
 * A password's hash is no fact about a person: it stands in person_secret, is never logged, and goes with a change. */
#include <sodium.h>
#include <string.h>
#include "db.h"
#include "history.h"
#include "now.h"
#include "person.h"
#include "person_own.h"
#include "str.h"

static const wr_us IDLE = 12 * 3600 * (wr_us)1000000, WHOLE = 7 * 24 * 3600 * (wr_us)1000000;

#define ACCOUNT_FIELDS \
    FIELD(person_account, id,         t, F_HIDE, 32,  NULL), \
    FIELD(person_account, login,      t, F_PATH, 40,  N_("Sign-in name")), \
    FIELD(person_account, name,       t, 0,      120, N_("Name")), \
    FIELD(person_account, role,       t, 0,      20,  N_("Role")), \
    FIELD(person_account, lang,       t, F_NULL, 12,  N_("Language")), \
    FIELD(person_account, by,         t, F_HIDE, 20,  NULL), \
    FIELD(person_account, num,        i, F_HIDE, 0,   NULL), \
    FIELD(person_account, department, i, F_NULL, 0,   N_("Department")), \
    FIELD(person_account, disabled,   b, F_NULL, 0,   N_("Closed"))
static const field ACCOUNT_F[] = { ACCOUNT_FIELDS };
static const field WITH_SECRET_F[] = { ACCOUNT_FIELDS, FIELD(person_account, password, t, F_HIDE, 200, NULL) };
const shape PERSON_ACCOUNT = SHAPE("an account", person_account, ACCOUNT_F);
static const shape WITH_SECRET = SHAPE("an account with its secret", person_account, WITH_SECRET_F);

typedef struct session_row { wr_id num, department; const char *by, *role; } session_row;
static const field SESSION_F[] = {
    FIELD(session_row, num,        i, 0, 0,  NULL),
    FIELD(session_row, department, i, 0, 0,  NULL),
    FIELD(session_row, by,         t, 0, 20, NULL),
    FIELD(session_row, role,       t, 0, 20, NULL),
};
static const shape SESSION = SHAPE("a session", session_row, SESSION_F);

#define COLS "a.id, a.login, a.name, a.role, a.lang, a.\"by\", a.num, a.department, a.disabled"
#define FROM_BOTH " FROM person_account a LEFT JOIN person_secret s ON s.person = a.num "
static const db_query ADD = HISTORY_ADD("person_account"), PAST_Q = HISTORY_PAST("person_account"), WALK = HISTORY_WALK("person_account");
static const db_query PUT = { "person_account_put", "ttttttiib", NULL, "INSERT INTO person_account (id, login, name, role, lang,"
    " \"by\", num, department, disabled) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO UPDATE SET"
    " login = excluded.login, name = excluded.name, role = excluded.role, lang = excluded.lang, \"by\" = excluded.\"by\","
    " num = excluded.num, department = excluded.department, disabled = excluded.disabled" };
static const db_query BY_LOGIN = { "person_by_login", "t", &WITH_SECRET, "SELECT " COLS ", coalesce(s.hash, '')" FROM_BOTH "WHERE a.login = $1" };
static const db_query BY_NUM = { "person_by_num", "i", &WITH_SECRET, "SELECT " COLS ", coalesce(s.hash, '')" FROM_BOTH "WHERE a.num = $1" };
static const db_query LIST = { "person_list", "", &PERSON_ACCOUNT, "SELECT " COLS " FROM person_account a ORDER BY a.login" };
static const db_query TAKEN = { "person_login_count", "t", &DB_ID, "SELECT count(*) FROM person_account WHERE login = $1" };
static const db_query LAST_NUM = { "person_last_num", "", &DB_ID, "SELECT coalesce(max(num), 0) FROM person_account" };
static const db_query SECRET_PUT = { "person_secret_put", "it", NULL, "INSERT INTO person_secret (person, hash) VALUES ($1, $2)"
    " ON CONFLICT (person) DO UPDATE SET hash = excluded.hash" };
static const db_query SECRET_DROP = { "person_secret_drop", "i", NULL, "DELETE FROM person_secret WHERE person = $1" };
static const db_query SESSION_ADD = { "person_session_add", "xiu", NULL,
    "INSERT INTO person_session (token, person, started, seen) VALUES ($1, $2, $3, $3)" };
static const db_query SESSION_ACTOR = { "person_session_actor", "xuu", &SESSION, "SELECT a.num, a.department, a.\"by\", a.role"
    " FROM person_session s JOIN person_account a ON a.num = s.person"
    " WHERE s.token = $1 AND s.seen > $2 AND s.started > $3 AND a.disabled = 0" };
static const db_query SESSION_SEEN = { "person_session_seen", "xu", NULL, "UPDATE person_session SET seen = $2 WHERE token = $1" };
static const db_query SESSION_END = { "person_session_end", "x", NULL, "DELETE FROM person_session WHERE token = $1" };
static const db_query SESSION_OTHERS = { "person_session_others", "ix", NULL, "DELETE FROM person_session WHERE person = $1 AND token <> $2" };
static const db_query SESSION_ALL = { "person_session_all", "i", NULL, "DELETE FROM person_session WHERE person = $1" };
static const db_query SESSION_COUNT = { "person_session_count", "iuu", &DB_ID,
    "SELECT count(*) FROM person_session WHERE person = $1 AND seen > $2 AND started > $3" };
static const db_query SESSION_OLD = { "person_session_old", "uu", NULL, "DELETE FROM person_session WHERE seen <= $1 OR started <= $2" };
static const history ACCOUNT = { "person_account", &PERSON_ACCOUNT, &ADD, &PAST_Q, &PUT, &WALK };
const history *const person_past[] = { &ACCOUNT, NULL };
const db_query *const person_queries[] = { &ADD, &PAST_Q, &WALK, &PUT, &BY_LOGIN, &BY_NUM, &LIST, &TAKEN, &LAST_NUM, &SECRET_PUT, &SECRET_DROP,
    &SESSION_ADD, &SESSION_ACTOR, &SESSION_SEEN, &SESSION_END, &SESSION_OTHERS, &SESSION_ALL, &SESSION_COUNT, &SESSION_OLD, NULL };

static bool login_ok(const char *s)
{
    size_t n = strlen(s);
    return n >= 2 && n <= 40 && s[0] >= 'a' && s[0] <= 'z' && strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-_") == n;
}

static bool role_ok(const char *role)
{
    return strcmp(role, "public") != 0 && strcmp(rights_role(rights_of(role)), role) == 0;
}

wr_rc person_add(db_tx *rw, const wr_actor *who, const person_account *p, arena *a)
{
    person_account new = *p;
    db_id taken;
    if (!p->login || !login_ok(p->login))
        return wr_fail(db_err(rw), WR_E_INPUT, "login", N_("Use 2 to 40 small letters, digits, - and _, a letter first."));
    if (!p->role || !role_ok(p->role)) return wr_fail(db_err(rw), WR_E_INPUT, "role", N_("There is no such role."));
    if (!p->name || !*p->name) return wr_fail(db_err(rw), WR_E_INPUT, "name", N_("Please fill this in."));
    TRY(db_one(rw, &TAKEN, a, &taken, db_t(p->login)));
    if (taken.id > 0) return wr_fail(db_err(rw), WR_E_INPUT, "login", N_("This sign-in name is taken."));
    TRY(db_seq(rw, "person", &new.num));
    new.id = id_new(a);
    new.by = arena_fmt(a, "p-%.12s", id_new(a));
    if (!new.lang || !*new.lang) new.lang = "en";
    new.disabled = false;
    if (p->password && *p->password) TRY(person_password_set(rw, new.num, p->password));
    return history_add(rw, who, &ACCOUNT, "person.added", who->today, NULL, &new, a);
}

wr_rc person_by_login(db_tx *ro, const char *login, arena *a, person_account *ret) { return db_one(ro, &BY_LOGIN, a, ret, db_t(login)); }
wr_rc person_find(db_tx *ro, const char *login, arena *a, person_account *ret, bool *ret_found)
{
    person_account *rows;
    size_t n;
    TRY(db_all(ro, &BY_LOGIN, a, 1, &rows, &n, db_t(login)));
    *ret_found = n == 1 && !rows[0].disabled;
    *ret = n == 1 ? rows[0] : (person_account){ .password = "" };
    return WR_OK;
}
wr_rc person_by_num(db_tx *ro, wr_id num, arena *a, person_account *ret) { return db_one(ro, &BY_NUM, a, ret, db_i(num)); }
wr_rc person_list(db_tx *ro, arena *a, person_account **ret, size_t *ret_n) { return db_all_(ro, &LIST, a, 5000, sizeof **ret, ret, ret_n, NULL, 0); }

wr_rc person_disable(db_tx *rw, const wr_actor *who, const char *login, arena *a)
{
    person_account was, now;
    TRY(person_by_login(rw, login, a, &was));
    if (was.disabled) return wr_fail(db_err(rw), WR_E_RULE, NULL, N_("This account is closed already."));
    if (was.num == who->person) return wr_fail(db_err(rw), WR_E_RULE, NULL, N_("You cannot close your own account."));
    now = was;
    now.disabled = true;
    TRY(db_run(rw, &SESSION_ALL, db_i(was.num)));
    TRY(db_run(rw, &SECRET_DROP, db_i(was.num)));
    return history_add(rw, who, &ACCOUNT, "person.disabled", who->today, &was, &now, a);
}

wr_rc person_password_set(db_tx *rw, wr_id num, const char *hash) { return db_run(rw, &SECRET_PUT, db_i(num), db_t(hash)); }

wr_rc person_rebuild(db_tx *rw, arena *a)
{
    db_id last;
    TRY(db_one_(rw, &LAST_NUM, a, sizeof last, &last, NULL, 0));
    return db_seq_raise(rw, "person", last.id);
}

/* ---- sessions ---- */
static db_val hash_of(arena *a, const char *token)
{
    uint8_t *h = arena_array(a, uint8_t, crypto_hash_sha256_BYTES);
    crypto_hash_sha256(h, (const uint8_t *)token, strlen(token));
    return db_x((bytes){ h, crypto_hash_sha256_BYTES });
}

static db_val own_hash(db_tx *tx, const wr_actor *who)
{
    uint8_t *h = arena_array(db_arena(tx), uint8_t, crypto_hash_sha256_BYTES);
    size_t n = 0;
    if (who->session) (void)sodium_hex2bin(h, crypto_hash_sha256_BYTES, who->session, strlen(who->session), NULL, &n, NULL);
    return db_x((bytes){ h, n });
}

const char *person_token_new(arena *a)
{
    uint8_t raw[32];
    const char *text;
    randombytes_buf(raw, sizeof raw);          /* never the repeatable numbers of demos and tests */
    text = str_b64url(a, raw, sizeof raw);
    sodium_memzero(raw, sizeof raw);
    return text;
}

wr_rc person_actor(db_tx *ro, const char *token, wr_us now, arena *a, wr_actor *ret)
{
    db_val hash = hash_of(a, token);
    session_row *s;
    size_t n;
    TRY(db_all(ro, &SESSION_ACTOR, a, 1, &s, &n, hash, db_i(now - IDLE), db_i(now - WHOLE)));
    if (n == 0) return wr_fail(db_err(ro), WR_E_LOGIN, NULL, N_("Please sign in."));
    ret->person = s->num;
    ret->department = s->department;
    ret->by = s->by;
    ret->rights = rights_of(s->role);
    ret->session = str_hex(a, hash.v.x.p, hash.v.x.n);
    return WR_OK;
}

wr_rc person_session_start(db_tx *rw, wr_id num, wr_us now, const char *token, arena *a)
{
    return db_run(rw, &SESSION_ADD, hash_of(a, token), db_i(num), db_i(now));
}
wr_rc person_session_seen(db_tx *rw, const wr_actor *who, wr_us now) { return db_run(rw, &SESSION_SEEN, own_hash(rw, who), db_i(now)); }
wr_rc person_session_end(db_tx *rw, const char *token) { return db_run(rw, &SESSION_END, hash_of(db_arena(rw), token)); }
wr_rc person_session_leave(db_tx *rw, const wr_actor *who) { return db_run(rw, &SESSION_END, own_hash(rw, who)); }
wr_rc person_sessions_others(db_tx *rw, const wr_actor *who)
{
    return db_run(rw, &SESSION_OTHERS, db_i(who->person), own_hash(rw, who));
}

wr_rc person_session_count(db_tx *ro, wr_id num, wr_us now, arena *a, int64_t *ret)
{
    db_id n;
    TRY(db_one(ro, &SESSION_COUNT, a, &n, db_i(num), db_i(now - IDLE), db_i(now - WHOLE)));
    *ret = n.id;
    return WR_OK;
}

wr_rc person_tick_old(db_tx *rw, const wr_actor *who, const void *what, arena *a)
{
    (void)what; (void)a;
    return db_run(rw, &SESSION_OLD, db_i(who->now - IDLE), db_i(who->now - WHOLE));
}
