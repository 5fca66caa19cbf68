/* city_door.h -- a door is the address of a place on its printed card: a token that nobody guesses (80 bits) and that the city can
 * revoke. It signs nobody in: it says which place this is. */
#ifndef WR_CITY_DOOR_H
#define WR_CITY_DOOR_H
#include "db.h"
#include "module.h"
enum { CITY_DOOR_TEXT = 16, CITY_DOOR_SAID = 19 };
typedef struct city_door { const char *id, *token, *place; wr_day made, revoked; const char *reason; } city_door;   /* place: its ref; revoked none: it is the live one */
extern const shape CITY_DOOR;
/* WR_E_MISSING: unknown. A revoked one is found and says so: a page can still tell who to call. The token as somebody typed it. */
WR_MUST wr_rc city_door_find(db_tx *ro, const char *token, arena *, city_door *ret);
WR_MUST wr_rc city_door_of(db_tx *ro, const char *place, arena *, city_door *ret);        /* the live one; WR_E_MISSING: none */
WR_MUST wr_rc city_doors_of(db_tx *ro, const char *place, arena *, city_door **ret, size_t *ret_n);   /* all, the live one first, at most 200 */
/* A place has one live door: making a new one revokes the last. token "": one is made here. */
WR_MUST wr_rc city_door_make(db_tx *rw, const wr_actor *, const char *place, const char *token, arena *, city_door *ret);
WR_MUST wr_rc city_door_revoke(db_tx *rw, const wr_actor *, const char *place, const char *reason, arena *);
const char *city_door_token(arena *);        /* a new one: also what else is printed and typed, a receipt, is made of it */
/* As printed: groups of four. As typed: blanks, hyphens and capitals do not matter, o is 0, i and l are 1; "" when it is no token. */
const char *city_door_said(arena *, const char *token);
const char *city_door_read(arena *, const char *typed);
#endif
