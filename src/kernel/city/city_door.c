/* city_door.c -- doors: the token of a place, made, found and revoked. The token itself is stored, not a hash of it: the city must
 * be able to print the same card again. It opens nothing but the page of the place; who reads the database sees the roster anyway. */
#include "city_door.h"

#include <string.h>
#include "city_own.h"
#include "city_place.h"
#include "day.h"
#include "now.h"
#include "str.h"

static const field DOOR_F[] = {
    FIELD(city_door, id,      t, F_HIDE, 32,  NULL),
    FIELD(city_door, token,   t, 0,      24,  N_("Code")),
    FIELD(city_door, place,   t, 0,      40,  N_("Place")),
    FIELD(city_door, made,    d, 0,      0,   N_("Made")),
    FIELD(city_door, revoked, d, F_NULL, 0,   N_("Revoked")),
    FIELD(city_door, reason,  t, F_NULL, 300, N_("Reason")),
};
const shape CITY_DOOR = SHAPE("the door of a place", city_door, DOOR_F);

#define DOOR_COLS "id, token, place, made, revoked, reason"
const db_query CITY_DOOR_ADD = HISTORY_ADD("city_door"), CITY_DOOR_PAST = HISTORY_PAST("city_door"), CITY_DOOR_WALK = HISTORY_WALK("city_door");
const db_query CITY_DOOR_PUT = { "city_door_put", "tttddt", NULL, "INSERT INTO city_door (" DOOR_COLS ") VALUES ($1, $2, $3, $4, $5, $6)"
    " ON CONFLICT (id) DO UPDATE SET token = excluded.token, place = excluded.place, made = excluded.made, revoked = excluded.revoked,"
    " reason = excluded.reason" };
const db_query CITY_DOOR_FIND = { "city_door_find", "t", &CITY_DOOR, "SELECT " DOOR_COLS " FROM city_door WHERE token = $1" };
const db_query CITY_DOOR_OF = { "city_door_of", "t", &CITY_DOOR, "SELECT " DOOR_COLS " FROM city_door WHERE place = $1 AND revoked = ''" };
const db_query CITY_DOORS_OF = { "city_doors_of", "t", &CITY_DOOR, "SELECT " DOOR_COLS " FROM city_door WHERE place = $1"
    " ORDER BY CASE WHEN revoked = '' THEN 0 ELSE 1 END, made DESC, id" };
const history CITY_DOOR_HISTORY = { "city_door", &CITY_DOOR, &CITY_DOOR_ADD, &CITY_DOOR_PAST, &CITY_DOOR_PUT, &CITY_DOOR_WALK };

enum { MOST = 200 };
static const char LETTERS[] = "0123456789abcdefghjkmnpqrstvwxyz";   /* 32: five bits each; no i, l, o, u */

const char *city_door_token(arena *a)
{
    uint8_t bits[CITY_DOOR_TEXT];
    char *t = arena_array(a, char, CITY_DOOR_TEXT + 1);
    rand_bytes(bits, sizeof bits);
    for (size_t i = 0; i < CITY_DOOR_TEXT; i++) t[i] = LETTERS[bits[i] & 31];
    return t;
}

const char *city_door_said(arena *a, const char *token)
{
    strbuf b = sb_new(a, CITY_DOOR_SAID + 1);
    for (size_t i = 0; token[i]; i++) {
        if (i && i % 4 == 0) sb_ch(&b, '-');
        sb_ch(&b, token[i]);
    }
    return b.p;
}

const char *city_door_read(arena *a, const char *typed)
{
    char *t = arena_array(a, char, CITY_DOOR_TEXT + 1);
    size_t n = 0;
    for (const char *p = typed; *p; p++) {
        char c = *p >= 'A' && *p <= 'Z' ? (char)(*p - 'A' + 'a') : *p;
        if (c == '-' || c == ' ') continue;
        if (c == 'o') c = '0';
        if (c == 'i' || c == 'l') c = '1';
        if (n == CITY_DOOR_TEXT || !strchr(LETTERS, c)) return "";
        t[n++] = c;
    }
    return n == CITY_DOOR_TEXT ? t : "";
}

wr_rc city_door_find(db_tx *ro, const char *token, arena *a, city_door *ret) { return db_one(ro, &CITY_DOOR_FIND, a, ret, db_t(city_door_read(a, token))); }
wr_rc city_door_of(db_tx *ro, const char *place, arena *a, city_door *ret) { return db_one(ro, &CITY_DOOR_OF, a, ret, db_t(place)); }
wr_rc city_doors_of(db_tx *ro, const char *place, arena *a, city_door **ret, size_t *ret_n)
{
    return db_all(ro, &CITY_DOORS_OF, a, MOST, ret, ret_n, db_t(place));
}

static wr_rc revoke(db_tx *rw, const wr_actor *who, const city_door *was, const char *reason, arena *a)
{
    city_door now = *was;
    now.revoked = who->today;
    now.reason = reason;
    return history_add(rw, who, &CITY_DOOR_HISTORY, "city.door_revoked", who->today, was, &now, a);
}

wr_rc city_door_make(db_tx *rw, const wr_actor *who, const char *place, const char *token, arena *a, city_door *ret)
{
    city_door was, new = { .id = id_new(a), .token = *token ? city_door_read(a, token) : city_door_token(a), .place = place, .made = who->today, .reason = "" };
    bool there;
    wr_rc rc;
    if (!*new.token) return wr_fail(db_err(rw), WR_E_INPUT, "token", N_("A code has 16 letters and digits."));
    TRY(city_place_known(rw, place, a, &there));
    if (!there) return wr_fail(db_err(rw), WR_E_INPUT, "place", N_("There is no place {ref}: add it first."), "ref", place);
    rc = city_door_of(rw, place, a, &was);
    if (rc == WR_OK) rc = revoke(rw, who, &was, N_("A new card was made."), a);
    if (rc != WR_OK && rc != WR_E_MISSING) return rc;
    *ret = new;
    return history_add(rw, who, &CITY_DOOR_HISTORY, "city.door_made", who->today, NULL, &new, a);
}

wr_rc city_door_revoke(db_tx *rw, const wr_actor *who, const char *place, const char *reason, arena *a)
{
    city_door was;
    if (!*reason) return wr_fail(db_err(rw), WR_E_INPUT, "reason", N_("A reason is needed."));
    if (city_door_of(rw, place, a, &was) == WR_E_MISSING) return wr_fail(db_err(rw), WR_E_RULE, NULL, N_("No card of this place is valid now."));
    return revoke(rw, who, &was, reason, a);
}
