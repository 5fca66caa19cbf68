/* person_invite.h -- an invitation: a link of 32 random bytes that lets one person choose a password, once, within seven days.
 * Stored are its hash, and the link sealed with person.key, so that who may invite can read it until it is used. */
#ifndef WR_PERSON_INVITE_H
#define WR_PERSON_INVITE_H
#include "db.h"
#include "module.h"
typedef struct person_invite { const char *url; bytes hash, sealed; } person_invite;     /* url: "/invitation/..." */
WR_MUST wr_rc person_invite_make(arena *, person_invite *ret);                            /* in prepare */
WR_MUST wr_rc person_invite_put(db_tx *rw, const wr_actor *, const char *login, const person_invite *, arena *);  /* WR_E_RULE: has a password, or closed */
typedef struct person_invited { const char *login, *name, *url; wr_us expires; bool open; } person_invited;
extern const shape PERSON_INVITED;
WR_MUST wr_rc person_invite_of(db_tx *ro, const char *login, wr_us now, arena *, person_invited *ret);   /* url: "" when not open */
WR_MUST wr_rc person_waiting(db_tx *ro, arena *, db_id **ret, size_t *ret_n);             /* open accounts that have no password yet */
/* person_invite_web.c: the page behind the link */
extern const shape PERSON_IN_TOKEN, PERSON_IN_ACCEPT, PERSON_WELCOME;
http_show person_show_invitation;
http_prepare person_prepare_accept;
http_act person_act_accept;
extern const db_query PERSON_INVITE_PUT, PERSON_INVITE_BY, PERSON_INVITE_OF, PERSON_INVITE_USE, PERSON_INVITE_DROP, PERSON_INVITE_OLD, PERSON_WAITING;
typedef struct invite_row { wr_id person; bytes hash, sealed; wr_us expires; int64_t used; } invite_row;
WR_MUST wr_rc person_invite_by(db_tx *ro, const char *token, arena *, invite_row *ret, bool *ret_any);
#endif
