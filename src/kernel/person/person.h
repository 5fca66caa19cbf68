/* person.h -- accounts, sessions, rights. Who may do what is one table: rights.tsv (role, right, scope).
 * Secrets: passwords as argon2id, sessions stored hashed, attempts counted per account and overall, never an address. */
#ifndef WR_PERSON_H
#define WR_PERSON_H
#include "db.h"
#include "module.h"
typedef enum right_scope { RIGHT_NONE, RIGHT_OWN, RIGHT_DEPARTMENT, RIGHT_ALL } right_scope;
typedef struct rights rights;                       /* of one role; read-only                     */
const rights *rights_of(const char *role);          /* "public" when unknown                      */
right_scope rights_has(const rights *, const char *right);
const char *rights_role(const rights *);
extern const char *const person_roles[];            /* NULL-ended, from rights.tsv                */
typedef struct rights_row { const char *role, *right; right_scope scope; } rights_row;
extern const rights_row rights_table[];             /* generated; ends with an empty row          */

typedef struct person_account {
    const char *id, *login, *name, *role, *password, *lang, *by;   /* by: the pseudonym in the log; password: argon2id text */
    wr_id num, department;                                         /* num: the wr_id of an actor  */
    bool disabled, factor;                                         /* factor: a second one is set up */
    const char *human;   /* public id of the human's first account, "" for this one; person_add takes the login of another account here */
} person_account;
extern const shape PERSON_ACCOUNT;
WR_MUST wr_rc person_add(db_tx *rw, const wr_actor *, const person_account *, arena *);   /* id, num, by are made here; password "": nobody signs in by one */
WR_MUST wr_rc person_by_login(db_tx *ro, const char *login, arena *, person_account *ret);
WR_MUST wr_rc person_by_num(db_tx *ro, wr_id num, arena *, person_account *ret);
WR_MUST wr_rc person_list(db_tx *ro, arena *, person_account **ret, size_t *ret_n);      /* by login; without passwords */
const char *person_name_of(const person_account *, size_t n, const char *by);              /* the person behind a pseudonym; "" when purged */
const char *person_human(const person_account *);                                        /* the same text: the same human */
/* For rules that ask for two people: the pseudonym that the actor counts as beside `by`. It is `by` itself when both accounts
 * are one human's, else the actor's own. */
WR_MUST wr_rc person_counts_as(db_tx *, const wr_actor *, const char *by, arena *, const char **ret);
bool person_role_ok(const char *role);                                                   /* may an account have it? */
WR_MUST wr_rc person_disable(db_tx *rw, const wr_actor *, const char *login, arena *);    /* ends its sessions */
WR_MUST wr_rc person_password_set(db_tx *rw, wr_id num, const char *hash);               /* ends no session */

/* Sessions end after 12 hours unused, or 7 days. The token is in the cookie alone; stored is its hash.
 * The session's actor: WR_E_LOGIN when the token is unknown, ended, expired or the account disabled. Sets everything but
 * lang, now, today. A role that must have a second factor, in a session that did not show one, has the rights of "enrolling". */
WR_MUST wr_rc person_actor(db_tx *ro, const char *token, wr_us now, arena *, wr_actor *ret);
bool person_enrolling(const wr_actor *);
/* token: made before, 32 bytes base64url; shown: "password" "code" "recovery", or "demo" for the door of a demonstration */
WR_MUST wr_rc person_session_start(db_tx *rw, wr_id num, wr_us now, const char *token, const char *shown, arena *);
WR_MUST wr_rc person_session_seen(db_tx *rw, const wr_actor *, wr_us now);               /* queued: used again now */
WR_MUST wr_rc person_session_shown(db_tx *rw, const wr_actor *, const char *shown);      /* sure from now, by that */
WR_MUST wr_rc person_session_proved(db_tx *rw, const wr_actor *);                        /* sure from now */
WR_MUST wr_rc person_session_end(db_tx *rw, const char *token);
WR_MUST wr_rc person_session_leave(db_tx *rw, const wr_actor *);                         /* the actor's own session */
WR_MUST wr_rc person_session_one(db_tx *rw, const wr_actor *, const char *ref);          /* one of the actor's; WR_E_MISSING */
WR_MUST wr_rc person_sessions_others(db_tx *rw, const wr_actor *);                       /* ends all but the actor's own */
WR_MUST wr_rc person_sessions_all(db_tx *rw, wr_id person);
typedef struct person_place { const char *ref; wr_us started, seen; bool here; } person_place;
extern const shape PERSON_PLACE, PERSON_NOTHING;   /* NOTHING: a form that is one button */
WR_MUST wr_rc person_places(db_tx *ro, const wr_actor *, arena *, person_place **ret, size_t *ret_n);   /* last used first */
WR_MUST wr_rc person_sure(db_tx *ro, const wr_actor *, arena *, bool *ret);              /* shown within ten minutes? */
const char *person_token_new(arena *);

/* Showing who one is. prove: on the pool, counts the try, the same work whatever is wrong; WR_E_INPUT at `field` says the same
 * for all. spend: in the act that it lets in; a code or a recovery code is used once, whoever else sends it. */
typedef struct person_try { const char *login, *password, *code, *field; } person_try;   /* code: "" for none */
typedef struct person_proof { wr_id num; int64_t step; bytes recovery; const char *field; } person_proof;
WR_MUST wr_rc person_prove(db_tx *ro, const person_try *, wr_us now, arena *, person_proof *ret);
WR_MUST wr_rc person_prove_spend(db_tx *rw, const person_proof *, arena *);
const char *person_prove_how(const person_proof *);                                      /* a session's `shown` */
WR_MUST wr_rc person_factor_reset(db_tx *rw, const wr_actor *, const char *login, arena *);   /* and ends the sessions */
WR_MUST wr_rc person_factor_ask_reset(db_tx *rw, const wr_actor *, const char *login, arena *);   /* of a second person: pair.h */
WR_MUST wr_rc person_key_load(const char *data, wr_err *);   /* DATA/person.key, made when there is none; once at start */
void person_key_set(const uint8_t key[static 32]);           /* tests */

WR_MUST wr_rc person_password_ok(wr_err *, const char *field_name, const char *password);   /* long enough? */
/* argon2id (64 MiB) on the bounded side thread, which the first call starts: waits; WR_E_BUSY when 32 wait already. */
WR_MUST wr_rc person_hash(arena *, const char *password, const char **ret);
WR_MUST wr_rc person_verify(arena *, const char *hash, const char *password);   /* WR_E_LOGIN: no. hash "": always no, after the same work */
int64_t person_side_served(void);                                               /* how many so far: a test compares the work of refusals */
void person_side_stop(void);                                                    /* after the last caller: ends the thread */
#endif
