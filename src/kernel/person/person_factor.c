/* person_factor.c -- the second factor: a secret shared with the person's own device, ten recovery codes, and what shows them.
 * A new one waits in person_factor_new until a code proves that the device has it; only then does it count. */
#include <sodium.h>
#include <string.h>
#include "db.h"
#include "pair.h"
#include "person_factor.h"
#include "person_own.h"
#include "totp.h"

enum { SEED_BYTES = crypto_kdf_KEYBYTES, CODE_BYTES = 15, HASH_BYTES = crypto_hash_sha256_BYTES };
static const wr_us WAITS = 3600 * (wr_us)1000000;      /* a secret on a screen is not left to wait longer */
static const char USE[] = "factor", USE_NEW[] = "factor-new";

static const field STORED_F[] = { FIELD(factor_row, secret, x, F_HIDE, 0, NULL), FIELD(factor_row, step, i, 0, 0, NULL) };
static const shape STORED = SHAPE("a second factor", factor_row, STORED_F);
typedef struct new_row { bytes secret; int64_t step, again; wr_us made; } new_row;
static const field NEW_F[] = { FIELD(new_row, secret, x, F_HIDE, 0, NULL), FIELD(new_row, step, i, 0, 0, NULL),
    FIELD(new_row, again, i, 0, 0, NULL), FIELD(new_row, made, u, 0, 0, NULL) };
static const shape NEW = SHAPE("a second factor not yet confirmed", new_row, NEW_F);

const db_query PERSON_FACTOR_GET = { "person_factor_get", "i", &STORED, "SELECT secret, step FROM person_factor WHERE person = $1" };
const db_query PERSON_FACTOR_PUT = { "person_factor_put", "ixi", NULL, "INSERT INTO person_factor (person, secret, step) VALUES ($1, $2, $3)"
    " ON CONFLICT (person) DO UPDATE SET secret = excluded.secret, step = excluded.step" };
const db_query PERSON_FACTOR_STEP = { "person_factor_step", "ii", NULL, "UPDATE person_factor SET step = $2 WHERE person = $1 AND step < $2" };
const db_query PERSON_FACTOR_DROP = { "person_factor_drop", "i", NULL, "DELETE FROM person_factor WHERE person = $1" };
const db_query PERSON_NEW_GET = { "person_factor_new_get", "iuu", &NEW,
    "SELECT secret, step, again, made FROM person_factor_new WHERE person = $1 AND made > $2 AND made <= $3" };
const db_query PERSON_NEW_PUT = { "person_factor_new_put", "ixiiu", NULL, "INSERT INTO person_factor_new (person, secret, step, again, made)"
    " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (person) DO UPDATE SET secret = excluded.secret, step = excluded.step, again = excluded.again,"
    " made = excluded.made" };
const db_query PERSON_NEW_DROP = { "person_factor_new_drop", "i", NULL, "DELETE FROM person_factor_new WHERE person = $1" };
const db_query PERSON_NEW_TAKE = { "person_factor_new_take", "iu", NULL, "DELETE FROM person_factor_new WHERE person = $1 AND made = $2" };
const db_query PERSON_NEW_OLD = { "person_factor_new_old", "u", NULL, "DELETE FROM person_factor_new WHERE made <= $1" };
const db_query PERSON_RECOVERY_PUT = { "person_recovery_put", "xi", NULL, "INSERT INTO person_recovery (hash, person) VALUES ($1, $2)" };
const db_query PERSON_RECOVERY_ANY = { "person_recovery_any", "xi", &DB_ID, "SELECT count(*) FROM person_recovery WHERE hash = $1 AND person = $2" };
const db_query PERSON_RECOVERY_TAKE = { "person_recovery_take", "xi", NULL, "DELETE FROM person_recovery WHERE hash = $1 AND person = $2" };
const db_query PERSON_RECOVERY_COUNT = { "person_recovery_count", "i", &DB_ID, "SELECT count(*) FROM person_recovery WHERE person = $1" };
const db_query PERSON_RECOVERY_DROP = { "person_recovery_drop", "i", NULL, "DELETE FROM person_recovery WHERE person = $1" };

/* ---- recovery codes: 120 random bits each, so that a plain hash keeps them ---- */

static const char *code_of(arena *a, const uint8_t *seed, uint64_t i)
{
    uint8_t raw[crypto_kdf_BYTES_MIN];
    char *s, grouped[FACTOR_CODE_TEXT + 1];
    size_t n = 0;
    crypto_kdf_derive_from_key(raw, sizeof raw, i, "recovery", seed);
    s = totp_base32(a, raw, CODE_BYTES);
    for (size_t k = 0; s[k]; k++) {
        if (k && k % 4 == 0) grouped[n++] = '-';
        grouped[n++] = s[k] >= 'A' && s[k] <= 'Z' ? (char)(s[k] + 32) : s[k];
    }
    grouped[n] = 0;
    return arena_dup(a, grouped);
}

/* However it was typed: with or without hyphens and blanks, in capitals or not. */
static bytes hash_of(arena *a, const char *code)
{
    uint8_t *h = arena_alloc(a, HASH_BYTES, 1);
    char plain[FACTOR_CODE_TEXT + 1];
    size_t n = 0;
    for (; *code && n < FACTOR_CODE_TEXT; code++)
        if (*code != '-' && *code != ' ') plain[n++] = *code >= 'A' && *code <= 'Z' ? (char)(*code + 32) : *code;
    crypto_hash_sha256(h, (const uint8_t *)plain, n);
    return (bytes){ h, HASH_BYTES };
}

/* ---- one that waits ---- */

wr_rc factor_make(db_tx *ro, wr_id person, bool again, arena *a, factor_made *ret)
{
    uint8_t plain[TOTP_SECRET_BYTES + SEED_BYTES];
    factor_row *f;
    size_t n;
    wr_rc rc = WR_OK;
    *ret = (factor_made){ .again = again };
    randombytes_buf(plain, sizeof plain);
    if (again) {
        TRY(db_all(ro, &PERSON_FACTOR_GET, a, 1, &f, &n, db_i(person)));
        if (n == 0) return wr_fail(arena_err(a), WR_E_RULE, NULL, N_("There is no second factor yet: set it up first."));
        rc = person_unseal(a, USE, person, f->secret, plain, TOTP_SECRET_BYTES);
        ret->step = f->step;
    }
    if (rc == WR_OK) rc = person_seal(a, USE_NEW, person, plain, sizeof plain, &ret->sealed);
    sodium_memzero(plain, sizeof plain);
    return rc;
}

wr_rc factor_wait(db_tx *rw, const wr_actor *who, const factor_made *m)
{
    return db_run(rw, &PERSON_NEW_PUT, db_i(who->person), db_x(m->sealed), db_i(m->step), db_i(m->again), db_i(who->now));
}

wr_rc factor_waiting(db_tx *ro, wr_id person, wr_us now, arena *a, factor_new *ret, bool *ret_any)
{
    uint8_t plain[TOTP_SECRET_BYTES + SEED_BYTES];
    new_row *r;
    size_t n;
    TRY(db_all(ro, &PERSON_NEW_GET, a, 1, &r, &n, db_i(person), db_i(now - WAITS), db_i(now)));
    *ret_any = n == 1;
    *ret = (factor_new){ 0 };
    if (n == 0) return WR_OK;
    TRY(person_unseal(a, USE_NEW, person, r->secret, plain, sizeof plain));
    memcpy(ret->secret, plain, TOTP_SECRET_BYTES);
    ret->step = r->step;
    ret->again = r->again != 0;
    ret->made = r->made;
    for (uint64_t i = 0; i < FACTOR_CODES; i++) ret->codes[i] = code_of(a, plain + TOTP_SECRET_BYTES, i);
    sodium_memzero(plain, sizeof plain);
    return WR_OK;
}

/* ---- one that counts ---- */

wr_rc factor_seal(wr_id person, const factor_new *f, arena *a, bytes *ret)
{
    return person_seal(a, USE, person, f->secret, TOTP_SECRET_BYTES, ret);
}

wr_rc factor_confirm(db_tx *rw, const wr_actor *who, const factor_new *f, bytes sealed, int64_t step, arena *a)
{
    int64_t taken;
    TRY(db_count(rw, &PERSON_NEW_TAKE, &taken, db_i(who->person), db_i(f->made)));
    if (taken != 1) return wr_fail(db_err(rw), WR_E_CONFLICT, NULL, N_("This was changed from another window. Please look again."));
    TRY(db_run(rw, &PERSON_FACTOR_PUT, db_i(who->person), db_x(sealed), db_i(step)));
    TRY(db_run(rw, &PERSON_RECOVERY_DROP, db_i(who->person)));
    for (size_t i = 0; i < FACTOR_CODES; i++)
        TRY(db_run(rw, &PERSON_RECOVERY_PUT, db_x(hash_of(a, f->codes[i])), db_i(who->person)));
    if (!f->again) TRY(person_sessions_others(rw, who));
    TRY(person_session_shown(rw, who, "code"));
    return person_factor_note(rw, who, who->person, f->again ? "person.codes_made" : "person.factor_set", true, a);
}

wr_rc person_factor_reset(db_tx *rw, const wr_actor *who, const char *login, arena *a)
{
    person_account p;
    TRY(person_by_login(rw, login, a, &p));
    if (!p.factor) return wr_fail(db_err(rw), WR_E_RULE, NULL, N_("This account has no second factor."));
    TRY(factor_drop(rw, p.num));
    TRY(person_sessions_all(rw, p.num));
    return person_factor_note(rw, who, p.num, "person.factor_reset", false, a);
}

/* ---- by two people ---- */
typedef struct reset { const char *login; } reset;
static const field RESET_F[] = { FIELD(reset, login, t, 0, 40, N_("Sign-in name")) };
static const shape RESET = SHAPE("whose second factor", reset, RESET_F);

static wr_rc run_reset(db_tx *rw, const wr_actor *who, const void *what, arena *a) { return person_factor_reset(rw, who, ((const reset *)what)->login, a); }

/* Three days: long enough over a weekend, and nobody is let in meanwhile. */
const pair_kind person_pairs[] = {
    { "person.factor_reset", N_("Reset a second factor"), "person.factor", &RESET, 72, run_reset }, { 0 } };

wr_rc person_factor_ask_reset(db_tx *rw, const wr_actor *who, const char *login, arena *a)
{
    person_account p;
    TRY(person_by_login(rw, login, a, &p));
    if (!p.factor) return wr_fail(db_err(rw), WR_E_RULE, NULL, N_("There is no second factor to reset."));
    return pair_ask(rw, who, &person_pairs[0], p.id, p.login, &(reset){ p.login }, a);
}

wr_rc factor_drop(db_tx *rw, wr_id person)
{
    TRY(db_run(rw, &PERSON_FACTOR_DROP, db_i(person)));
    TRY(db_run(rw, &PERSON_NEW_DROP, db_i(person)));
    return db_run(rw, &PERSON_RECOVERY_DROP, db_i(person));
}

wr_rc factor_left(db_tx *ro, wr_id person, arena *a, int64_t *ret)
{
    db_id n;
    TRY(db_one(ro, &PERSON_RECOVERY_COUNT, a, &n, db_i(person)));
    *ret = n.id;
    return WR_OK;
}

wr_rc person_tick_factor(db_tx *rw, const wr_actor *who, const void *what, arena *a)
{
    (void)what; (void)a;
    return db_run(rw, &PERSON_NEW_OLD, db_i(who->now - WAITS));
}

/* ---- what a code shows ---- */

/* Nobody's factor takes the same work: a secret of zeros, a hash looked up in vain. */
wr_rc factor_shown(db_tx *ro, wr_id person, const char *code, wr_us now, arena *a, int64_t *ret_step, bytes *ret_recovery)
{
    uint8_t secret[TOTP_SECRET_BYTES] = { 0 };
    bytes hash = hash_of(a, code);
    factor_row *f;
    db_id known;
    size_t n;
    wr_rc rc = WR_OK;
    *ret_step = 0;
    *ret_recovery = (bytes){ 0 };
    TRY(db_all(ro, &PERSON_FACTOR_GET, a, 1, &f, &n, db_i(person)));
    TRY(db_one(ro, &PERSON_RECOVERY_ANY, a, &known, db_x(hash), db_i(person)));
    if (n == 1) rc = person_unseal(a, USE, person, f->secret, secret, sizeof secret);
    *ret_step = totp_match(secret, code, now, n == 1 ? f->step : INT64_MAX);
    if (known.id > 0) *ret_recovery = hash;
    sodium_memzero(secret, sizeof secret);
    return rc;
}
