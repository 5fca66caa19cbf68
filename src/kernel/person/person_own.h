/* person_own.h -- what the files of person share with each other and with nobody else. */
#ifndef WR_PERSON_OWN_H
#define WR_PERSON_OWN_H
#include "module.h"
#include "person.h"
WR_MUST wr_rc person_rebuild(db_tx *rw, arena *);   /* the number last given to an account */
extern const struct history *const person_past[];
extern const db_query *const person_queries[];
extern const http_route person_routes[];
extern const db_step person_steps[];         /* generated from sql/   */
extern const page_source person_pages[];     /* generated from pages/ */
WR_MUST wr_rc person_tick_old(db_tx *rw, const wr_actor *, const void *what, arena *);   /* sessions whose time ran out */
/* An open account; nobody (no error) when there is none or it is closed: then the same work must follow. */
WR_MUST wr_rc person_find(db_tx *ro, const char *login, arena *, person_account *ret, bool *ret_found);
#endif
