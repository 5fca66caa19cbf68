/* person_own.h -- what the files of person share with each other and with nobody else. */
#ifndef WR_PERSON_OWN_H
#define WR_PERSON_OWN_H
#include "module.h"
#include "pair.h"
#include "person.h"
WR_MUST wr_rc person_rebuild(db_tx *rw, arena *);   /* the number last given to an account */
extern const struct history *const person_past[];
extern const db_query *const person_queries[];
extern const pair_kind person_pairs[];
extern const db_step person_steps[];         /* generated from sql/   */
extern const page_source person_pages[];     /* generated from pages/ */
WR_MUST wr_rc person_tick_old(db_tx *rw, const wr_actor *, const void *what, arena *);   /* sessions whose time ran out */
WR_MUST wr_rc person_tick_factor(db_tx *rw, const wr_actor *, const void *what, arena *);   /* second factors never confirmed */
WR_MUST wr_rc person_tick_invite(db_tx *rw, const wr_actor *, const void *what, arena *);
WR_MUST wr_rc person_note(db_tx *rw, const wr_actor *, wr_id person, const char *what, arena *);   /* into the account's history, nothing changed */
/* use: a word; with the person it binds what is sealed to its place. unseal: exactly n bytes, WR_E_IO when they are not. */
WR_MUST wr_rc person_seal(arena *, const char *use, wr_id person, const uint8_t *plain, size_t n, bytes *ret);
WR_MUST wr_rc person_unseal(arena *, const char *use, wr_id person, bytes sealed, uint8_t *ret, size_t n);
/* An open account; nobody (no error) when there is none or it is closed: then the same work must follow. */
WR_MUST wr_rc person_find(db_tx *ro, const char *login, arena *, person_account *ret, bool *ret_found);
#endif
