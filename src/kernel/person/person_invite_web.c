/* person_invite_web.c -- the page behind an invitation: choose a password, and be in. */
#include <string.h>
#include "page.h"
#include "person_invite.h"
#include "person_own.h"

typedef struct in_token { const char *token; } in_token;
static const field IN_TOKEN_F[] = { FIELD(in_token, token, t, F_PATH, 43, NULL) };
const shape PERSON_IN_TOKEN = SHAPE("which invitation", in_token, IN_TOKEN_F);

typedef struct in_accept { const char *token, *password, *password_again; const char *hash, *session; invite_row invite; } in_accept;
static const field IN_ACCEPT_F[] = {
    FIELD(in_accept, token,          t, F_PATH,   43,  NULL),
    FIELD(in_accept, password,       t, F_SECRET, 200, N_("A password of your own, at least 12 characters")),
    FIELD(in_accept, password_again, t, F_SECRET, 200, N_("The password once more")),
};
const shape PERSON_IN_ACCEPT = SHAPE("accept an invitation", in_accept, IN_ACCEPT_F);

typedef struct welcome { const char *login, *name; wr_us expires; bool open, used; } welcome;
static const field WELCOME_F[] = {
    FIELD(welcome, login,   t, F_NULL, 40,  N_("Sign-in name")),
    FIELD(welcome, name,    t, F_NULL, 120, N_("Name")),
    FIELD(welcome, expires, u, 0, 0,        N_("Open until")),
    FIELD(welcome, open,    b, 0, 0,        N_("Open")),
    FIELD(welcome, used,    b, 0, 0,        N_("Used")),
};
const shape PERSON_WELCOME = SHAPE("an invitation, to who holds it", welcome, WELCOME_F);

enum { REFUSED_USED, REFUSED_LATE };
static const char *const refused_text[] = {
    [REFUSED_USED] = N_("This invitation was used already. If that was you, sign in. If not, tell who invited you at once: somebody else has your account."),
    [REFUSED_LATE] = N_("This invitation is no longer open. Ask who invited you for a new one."),
};

static wr_rc invited(db_tx *ro, const char *token, arena *a, invite_row *r, person_account *p)
{
    bool any;
    TRY(person_invite_by(ro, token, a, r, &any));
    if (!any) return wr_fail(db_err(ro), WR_E_MISSING, NULL, N_("There is no such invitation. A newer one may have taken its place: ask who invited you."));
    return person_by_num(ro, r->person, a, p);
}

static wr_rc must_be_open(const invite_row *r, const person_account *p, wr_us now, wr_err *e)
{
    if (r->used) return wr_fail(e, WR_E_RULE, NULL, refused_text[REFUSED_USED]);
    return p->disabled || r->expires <= now ? wr_fail(e, WR_E_RULE, NULL, refused_text[REFUSED_LATE]) : WR_OK;
}

wr_rc person_show_invitation(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_token *in = in_;
    invite_row r;
    person_account p;
    welcome w = { .login = "", .name = "" };
    TRY(invited(ro, in->token, a, &r, &p));
    w.used = r.used != 0;
    w.open = !w.used && !p.disabled && r.expires > who->now;
    w.expires = r.expires;
    if (w.open) {
        w.login = p.login;
        w.name = p.name;
        TRY(page_form(doc, "form", &(page_form_of){ .action_url = arena_fmt(a, "/invitation/%s/accept", in->token), .in = &PERSON_IN_ACCEPT,
            .button = N_("Keep this password and go on") }, a));
    }
    return page_put(doc, &PERSON_WELCOME, &w);
}

wr_rc person_prepare_accept(db_tx *ro, const wr_actor *who, void *in_, arena *a)
{
    in_accept *in = in_;
    person_account p;
    TRY(invited(ro, in->token, a, &in->invite, &p));
    TRY(must_be_open(&in->invite, &p, who->now, arena_err(a)));
    TRY(person_password_ok(arena_err(a), "password", in->password));
    if (strcmp(in->password, in->password_again) != 0)
        return wr_fail(arena_err(a), WR_E_INPUT, "password_again", N_("The two new passwords differ."));
    in->session = person_token_new(a);
    return person_hash(a, in->password, &in->hash);
}

wr_rc person_act_accept(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_accept *in = in_;
    wr_actor self = *who;
    invite_row r;
    person_account p;
    int64_t used;
    TRY(db_count(rw, &PERSON_INVITE_USE, &used, db_x(in->invite.hash), db_i(who->now)));
    TRY(invited(rw, in->token, a, &r, &p));
    r.used = used != 1;
    TRY(must_be_open(&r, &p, who->now, db_err(rw)));
    TRY(person_password_set(rw, p.num, in->hash));
    TRY(person_session_start(rw, p.num, who->now, in->session, "password", a));
    TRY(person_actor(rw, in->session, who->now, a, &self));
    TRY(person_note(rw, &self, p.num, "person.joined", a));
    *ret = (http_go){ .url = person_enrolling(&self) ? "/account/second-factor" : "/account", .session = in->session };
    return WR_OK;
}
