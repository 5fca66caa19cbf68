/* person_invite.c -- invitations: made, stored, found. */
#include "person_invite.h"

#include <sodium.h>
#include <string.h>
#include "person_own.h"
#include "str.h"

/* A link lies in a mailbox or on paper: seven days are enough for a week away, and too few to be found much later. */
static const wr_us OPEN = 7 * 86400 * (wr_us)1000000, KEPT = 30 * 86400 * (wr_us)1000000;
enum { TOKEN_BYTES = 32, TOKEN_TEXT = 43 };

static const field ROW_F[] = {
    FIELD(invite_row, person,  i, 0, 0,      NULL), FIELD(invite_row, hash,    x, F_HIDE, 0, NULL),
    FIELD(invite_row, sealed,  x, F_HIDE, 0, NULL), FIELD(invite_row, expires, u, 0, 0,      NULL),
    FIELD(invite_row, used,    i, 0, 0,      NULL),
};
static const shape ROW = SHAPE("an invitation as stored", invite_row, ROW_F);
static const field INVITED_F[] = {
    FIELD(person_invited, login,   t, 0, 40,       N_("Sign-in name")),
    FIELD(person_invited, name,    t, 0, 120,      N_("Name")),
    FIELD(person_invited, url,     t, F_NULL, 100, N_("Link")),
    FIELD(person_invited, expires, u, 0, 0,        N_("Open until")),
    FIELD(person_invited, open,    b, 0, 0,        N_("Open")),
};
const shape PERSON_INVITED = SHAPE("an invitation", person_invited, INVITED_F);

#define COLS "SELECT person, hash, sealed, expires, used FROM person_invite WHERE "
const db_query PERSON_INVITE_PUT = { "person_invite_put", "xixu", NULL,
    "INSERT INTO person_invite (hash, person, sealed, expires, used) VALUES ($1, $2, $3, $4, 0)" };
const db_query PERSON_INVITE_BY = { "person_invite_by", "x", &ROW, COLS "hash = $1" };
const db_query PERSON_INVITE_OF = { "person_invite_of", "iu", &ROW, COLS "person = $1 AND used = 0 AND expires > $2 ORDER BY expires DESC LIMIT 1" };
const db_query PERSON_INVITE_USE = { "person_invite_use", "xu", NULL, "UPDATE person_invite SET used = 1 WHERE hash = $1 AND used = 0 AND expires > $2" };
const db_query PERSON_INVITE_DROP = { "person_invite_drop", "i", NULL, "DELETE FROM person_invite WHERE person = $1 AND used = 0" };
const db_query PERSON_INVITE_OLD = { "person_invite_old", "u", NULL, "DELETE FROM person_invite WHERE expires <= $1" };
const db_query PERSON_WAITING = { "person_waiting", "", &DB_ID, "SELECT a.num FROM person_account a LEFT JOIN person_secret s ON s.person = a.num"
    " WHERE s.person IS NULL AND a.disabled = 0 ORDER BY a.num" };

static bytes hash_of(arena *a, const char *token)
{
    uint8_t *h = arena_alloc(a, crypto_hash_sha256_BYTES, 1);
    crypto_hash_sha256(h, (const uint8_t *)token, strlen(token));
    return (bytes){ h, crypto_hash_sha256_BYTES };
}

static const char *use_of(arena *a, bytes hash) { return arena_fmt(a, "invite %s", str_hex(a, hash.p, hash.n)); }

wr_rc person_invite_make(arena *a, person_invite *ret)
{
    const char *token = person_token_new(a);
    ret->hash = hash_of(a, token);
    ret->url = arena_fmt(a, "/invitation/%s", token);
    return person_seal(a, use_of(a, ret->hash), 0, (const uint8_t *)token, TOKEN_TEXT, &ret->sealed);
}

wr_rc person_invite_put(db_tx *rw, const wr_actor *who, const char *login, const person_invite *i, arena *a)
{
    person_account p;
    TRY(person_by_login(rw, login, a, &p));
    if (p.disabled) return wr_fail(db_err(rw), WR_E_RULE, NULL, N_("This account is closed already."));
    if (*p.password) return wr_fail(db_err(rw), WR_E_RULE, NULL, N_("This account has a password: an invitation is for who has none yet."));
    TRY(db_run(rw, &PERSON_INVITE_DROP, db_i(p.num)));
    TRY(db_run(rw, &PERSON_INVITE_PUT, db_x(i->hash), db_i(p.num), db_x(i->sealed), db_i(who->now + OPEN)));
    return person_note(rw, who, p.num, "person.invited", a);
}

wr_rc person_invite_of(db_tx *ro, const char *login, wr_us now, arena *a, person_invited *ret)
{
    person_account p;
    invite_row *r;
    size_t n;
    char token[TOKEN_TEXT + 1] = { 0 };
    TRY(person_by_login(ro, login, a, &p));
    TRY(db_all(ro, &PERSON_INVITE_OF, a, 1, &r, &n, db_i(p.num), db_i(now)));
    *ret = (person_invited){ .login = p.login, .name = p.name, .url = "" };
    if (n == 0) return WR_OK;
    TRY(person_unseal(a, use_of(a, r->hash), 0, r->sealed, (uint8_t *)token, TOKEN_TEXT));
    ret->url = arena_fmt(a, "/invitation/%s", token);
    ret->expires = r->expires;
    ret->open = true;
    return WR_OK;
}

wr_rc person_waiting(db_tx *ro, arena *a, db_id **ret, size_t *ret_n) { return db_all_(ro, &PERSON_WAITING, a, 5000, sizeof **ret, ret, ret_n, NULL, 0); }

wr_rc person_invite_by(db_tx *ro, const char *token, arena *a, invite_row *ret, bool *ret_any)
{
    invite_row *r;
    size_t n;
    TRY(db_all(ro, &PERSON_INVITE_BY, a, 1, &r, &n, db_x(hash_of(a, token))));
    *ret_any = n == 1;
    if (n == 1) *ret = *r;
    return WR_OK;
}

wr_rc person_tick_invite(db_tx *rw, const wr_actor *who, const void *what, arena *a)
{
    (void)what; (void)a;
    return db_run(rw, &PERSON_INVITE_OLD, db_i(who->now - KEPT));
}
