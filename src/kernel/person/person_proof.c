/* person_proof.c -- showing who one is: name, password and, where the account has one, the second factor.
 * Every try does the same work and gets the same answer: unknown, closed, wrong password, wrong or missing code. */
#include <string.h>
#include "attempt.h"
#include "db.h"
#include "person_factor.h"
#include "person_own.h"

static wr_rc refused(wr_err *e, const char *field_name)
{
    *e = (wr_err){ 0 };
    return wr_fail(e, WR_E_INPUT, field_name, N_("Name, password and code do not match."));
}

wr_rc person_prove(db_tx *ro, const person_try *t, wr_us now, arena *a, person_proof *ret)
{
    int wait = attempt_begin(t->login, now);
    person_account p;
    person_proof made = { 0 };
    bool found, second;
    wr_rc factor_rc, rc;
    if (wait > 0)
        return wr_fail(arena_err(a), WR_E_BUSY, NULL, N_("Too many tries. Please wait {seconds} seconds and try again."),
                       "seconds", arena_fmt(a, "%d", wait));
    TRY(person_find(ro, t->login, a, &p, &found));
    factor_rc = factor_shown(ro, p.num, t->code, now, a, &made.step, &made.recovery);
    rc = person_verify(a, found ? p.password : "", t->password);
    if (rc != WR_OK && rc != WR_E_LOGIN) return rc;
    second = !p.factor || made.step > 0 || made.recovery.n > 0;
    if (rc == WR_OK && factor_rc != WR_OK) return factor_rc;      /* a key that does not fit is for who is let in to hear */
    if (rc != WR_OK || !second) return refused(arena_err(a), t->field);
    attempt_passed(t->login, now);
    made.num = p.num;
    made.field = t->field;
    *ret = made;
    return WR_OK;
}

/* In the writer's order: of two who send one code at once, the second is refused. */
wr_rc person_prove_spend(db_tx *rw, const person_proof *t, arena *a)
{
    person_account p;
    int64_t spent = 1;
    TRY(person_by_num(rw, t->num, a, &p));
    if (t->step > 0) TRY(db_count(rw, &PERSON_FACTOR_STEP, &spent, db_i(t->num), db_i(t->step)));
    else if (t->recovery.n > 0) TRY(db_count(rw, &PERSON_RECOVERY_TAKE, &spent, db_x(t->recovery), db_i(t->num)));
    else if (p.factor) spent = 0;
    return p.disabled || spent != 1 ? refused(db_err(rw), t->field) : WR_OK;
}

const char *person_prove_how(const person_proof *t) { return t->step > 0 ? "code" : t->recovery.n > 0 ? "recovery" : "password"; }
