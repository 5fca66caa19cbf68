/* seal_grant.h -- read grants: who opens restricted fields says why, in a form of its own, and may then read for 15 minutes.
 * A grant is one person's, for one thing and the fields it names; nobody else can use it, and it ends by itself. It is a fact that
 * stays, in a history that is delicate: nothing public shows that somebody read, or when.
 * Errors   WR_E_INPUT at "reason"; WR_E_DENIED: nobody is signed in. */
#ifndef WR_SEAL_GRANT_H
#define WR_SEAL_GRANT_H
#include "db.h"
/* Long enough to read one report and write an answer; a longer one would outlive the reason (DESIGN section 5, rule 2). */
enum { SEAL_GRANT_MINUTES = 15, SEAL_REASON_MIN = 3, SEAL_REASON_MAX = 300, SEAL_GRANTS = 1000 };
typedef struct seal_grant {
    const char *id, *about;          /* about: public id of the thing           */
    wr_id person;                    /* whose it is; person.h knows the name    */
    const char *who;                 /* and the pseudonym                       */
    const char *fields, *reason;     /* fields: words with blanks between, "restricted export" */
    wr_us asked, until;
} seal_grant;
extern const shape SEAL_GRANT;
/* In an act. The route has asked already whether this person may; a grant adds no right. who->now is when it begins. */
WR_MUST wr_rc seal_grant_ask(db_tx *rw, const wr_actor *, const char *about, const char *fields, const char *reason, arena *);
/* Whether live grants of this person about this thing cover all these fields, at who->now. */
WR_MUST wr_rc seal_granted(db_tx *ro, const wr_actor *, const char *about, const char *fields, arena *, bool *ret);
/* Until when the live grant of this person about this thing covers this one field; 0: there is none. */
WR_MUST wr_rc seal_granted_until(db_tx *ro, const wr_actor *, const char *about, const char *word, arena *, wr_us *ret);
/* Who asked to read it, when and why: the newest SEAL_GRANTS, newest first. */
WR_MUST wr_rc seal_grants_of(db_tx *ro, const char *about, arena *, seal_grant **ret, size_t *ret_n);
#endif
