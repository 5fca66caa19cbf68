/* sure.c -- a route that wants a fresh proof of who asks (HTTP_SURE): asks for it, takes it, and goes on with what was typed. */
#include "http_own.h"

#include "person.h"

static const char ASKED[] = "_password";
typedef struct shown { const char *_password, *_code; } shown;
static const field SHOWN_F[] = {
    FIELD(shown, _password, t, F_SECRET, 200, N_("Your password")),
    FIELD(shown, _code,     t, F_NULL,   40,  N_("Code of your second factor")),
};
static const shape SHOWN = SHAPE("once more who you are", shown, SHOWN_F);

wr_rc sure_pass(http_req *q, db_tx *ro)
{
    person_account p;
    person_proof *proof;
    bool sure;
    if (!(q->hit.route->flags & HTTP_SURE)) return WR_OK;
    TRY(person_sure(ro, &q->who, q->a, &sure));
    if (sure) return WR_OK;
    if (!*q->shown_password) {
        wr_rc rc = wr_fail(arena_err(q->a), WR_E_LOGIN, NULL, N_("This is asked before what is hard to undo. What you typed is kept and goes on from here."));
        arena_err(q->a)->field = ASKED;  /* not any sign-in: this field */
        return rc;
    }
    proof = arena_make(q->a, person_proof);
    TRY(person_by_num(ro, q->who.person, q->a, &p));
    TRY(person_prove(ro, &(person_try){ p.login, q->shown_password, q->shown_code, ASKED }, q->who.now, q->a, proof));
    q->proof = proof;
    return WR_OK;
}

wr_rc sure_spend(http_req *q, db_tx *rw)
{
    if (!q->proof) return WR_OK;
    TRY(person_prove_spend(rw, q->proof, q->job.a));
    return person_session_proved(rw, &q->who);
}

bool sure_asks(const wr_err *e) { return e->field && str_eq(e->field, ASKED); }

/* The form that asks: the two fields, and unseen all that came in. */
wr_rc sure_form(http_req *q, json_t *doc)
{
    pair *kept = arena_array(q->a, pair, q->typed.n + 1);
    size_t n = 0;
    for (size_t i = q->hit.n; i < q->typed.n; i++)
        if (!str_eq(q->typed.at[i].name, "once") && !str_starts(q->typed.at[i].name, "_")) kept[n++] = q->typed.at[i];
    TRY(page_form(doc, "form", &(page_form_of){ .action_url = q->hit.path, .in = &SHOWN, .wrong = &q->wrong, .button = q->hit.route->summary }, q->a));
    return page_keep(doc, "form", kept, n);
}
