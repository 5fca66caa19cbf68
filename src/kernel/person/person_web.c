/* person_web.c -- signing in and out, one's own password, one's own sessions. */
#include <string.h>
#include "db.h"
#include "page.h"
#include "pair.h"
#include "person_factor_web.h"
#include "person_invite.h"
#include "person_own.h"

/* A place within this site: one slash, then none and no backslash, no control characters. */
static bool local_url(const char *s)
{
    if (!s || s[0] != '/' || s[1] == '/' || s[1] == '\\') return false;
    for (; *s; s++)
        if ((unsigned char)*s <= ' ' || *s == '\\' || *s == 0x7f) return false;
    return true;
}

/* ---- sign in ---- */
typedef struct in_page { const char *next; } in_page;
static const field IN_PAGE_F[] = { FIELD(in_page, next, t, F_NULL | F_HIDE, 500, NULL) };
static const shape IN_PAGE = SHAPE("where to go after", in_page, IN_PAGE_F);

typedef struct in_enter { const char *login, *password, *code, *next; const char *token; person_proof proof; } in_enter;
static const field IN_ENTER_F[] = {
    FIELD(in_enter, login,    t, 0,      120, N_("Sign-in name")),
    FIELD(in_enter, password, t, F_SECRET, 200, N_("Password")),
    FIELD(in_enter, code,     t, F_NULL, 40, N_("Code of your second factor")),
    FIELD(in_enter, next,     t, F_NULL | F_HIDE, 500, NULL),
};
static const shape IN_ENTER = SHAPE("sign in", in_enter, IN_ENTER_F);

static wr_rc show_sign_in(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_page *in = in_;
    in_enter back = { .login = "", .password = "", .code = "", .next = local_url(in->next) ? in->next : "/" };
    (void)ro; (void)who;
    TRY(page_form(doc, "form", &(page_form_of){ .action_url = "/sign-in/enter", .in = &IN_ENTER, .row = &back, .button = N_("Sign in") }, a));
    return page_hint(doc, "form", "code", N_("If you have set one up: the six digits that your device shows now, or one of your recovery codes."));
}

static const char *folded(arena *a, const char *login)
{
    char *s = arena_dup(a, login);
    for (char *c = s; *c; c++)
        if (*c >= 'A' && *c <= 'Z') *c = (char)(*c - 'A' + 'a');
    return s;
}

static wr_rc prepare_enter(db_tx *ro, const wr_actor *who, void *in_, arena *a)
{
    in_enter *in = in_;
    person_try t = { folded(a, in->login), in->password, in->code, "password" };
    TRY(person_prove(ro, &t, who->now, a, &in->proof));
    in->token = person_token_new(a);
    return WR_OK;
}

static wr_rc act_enter(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_enter *in = in_;
    wr_actor self = *who;
    TRY(person_prove_spend(rw, &in->proof, a));
    TRY(person_session_start(rw, in->proof.num, who->now, in->token, person_prove_how(&in->proof), a));
    TRY(person_actor(rw, in->token, who->now, a, &self));
    *ret = (http_go){ .url = person_enrolling(&self) ? "/account/second-factor" : local_url(in->next) ? in->next : "/", .session = in->token };
    return WR_OK;
}

static wr_rc act_leave(db_tx *rw, const wr_actor *who, const void *in, arena *a, http_go *ret)
{
    (void)in; (void)a;
    *ret = (http_go){ .url = "/", .session = "" };
    return person_session_leave(rw, who);
}

/* ---- one's own password ---- */
typedef struct in_change { const char *password, *code, *password_new, *password_again; const char *hash; person_proof proof; } in_change;
static const field IN_CHANGE_F[] = {
    FIELD(in_change, password,     t, F_SECRET, 200, N_("Your password now")),
    FIELD(in_change, code,         t, F_NULL, 40, N_("Code of your second factor")),
    FIELD(in_change, password_new, t, F_SECRET, 200, N_("New password, at least 12 characters")),
    FIELD(in_change, password_again, t, F_SECRET, 200, N_("New password once more")),
};
static const shape IN_CHANGE = SHAPE("a new password", in_change, IN_CHANGE_F);

static wr_rc show_password(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    (void)ro; (void)who; (void)in;
    return page_form(doc, "form", &(page_form_of){ .action_url = "/account/password/change", .in = &IN_CHANGE,
        .button = N_("Change the password") }, a);
}

static wr_rc prepare_change(db_tx *ro, const wr_actor *who, void *in_, arena *a)
{
    in_change *in = in_;
    person_account p;
    TRY(person_password_ok(arena_err(a), "password_new", in->password_new));
    if (strcmp(in->password_new, in->password_again) != 0)
        return wr_fail(arena_err(a), WR_E_INPUT, "password_again", N_("The two new passwords differ."));
    TRY(person_by_num(ro, who->person, a, &p));
    TRY(person_prove(ro, &(person_try){ p.login, in->password, in->code, "password" }, who->now, a, &in->proof));
    return person_hash(a, in->password_new, &in->hash);
}

/* Whoever else has a session of this account loses it. */
static wr_rc act_change(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_change *in = in_;
    *ret = (http_go){ .url = "/account" };
    TRY(person_prove_spend(rw, &in->proof, a));
    TRY(person_sessions_others(rw, who));
    return person_password_set(rw, who->person, in->hash);
}

/* ---- one's own sessions ---- */
typedef struct in_place { const char *ref; } in_place;
static const field IN_PLACE_F[] = { FIELD(in_place, ref, t, F_PATH, 64, NULL) };
const shape PERSON_IN_PLACE = SHAPE("which session", in_place, IN_PLACE_F);

static wr_rc act_end(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_place *in = in_;
    (void)a;
    *ret = (http_go){ .url = "/account" };
    return person_session_one(rw, who, in->ref);
}

static wr_rc act_end_others(db_tx *rw, const wr_actor *who, const void *in, arena *a, http_go *ret)
{
    (void)in; (void)a;
    *ret = (http_go){ .url = "/account" };
    return person_sessions_others(rw, who);
}

static const http_route ROUTES[] = {
    GET("/sign-in", .may = "public", .in = &IN_PAGE, .page = "person/sign-in",
        .show = show_sign_in, .summary = N_("Sign in")),
    POST("/sign-in/enter", .may = "public", .in = &IN_ENTER, .prepare = prepare_enter, .act = act_enter,
        .summary = N_("Sign in")),
    GET("/invitation/{token}", .may = "public", .in = &PERSON_IN_TOKEN, .doc = DOC_ONE(PERSON_WELCOME), .page = "person/invitation",
        .show = person_show_invitation, .summary = N_("An invitation")),
    POST("/invitation/{token}/accept", .may = "public", .in = &PERSON_IN_ACCEPT, .prepare = person_prepare_accept, .act = person_act_accept,
        .summary = N_("Accept an invitation")),
    POST("/sign-out/leave", .may = "account.self", .act = act_leave, .summary = N_("Sign out")),
    GET("/account/password", .may = "account.self", .page = "person/password", .show = show_password,
        .summary = N_("Change your password")),
    POST("/account/password/change", .may = "account.self", .in = &IN_CHANGE, .prepare = prepare_change,
         .act = act_change, .summary = N_("Change your password")),
    POST("/account/sessions/{ref}/end", .may = "account.self", .flags = HTTP_SURE, .in = &PERSON_IN_PLACE, .act = act_end,
        .summary = N_("End a session")),
    POST("/account/others/end", .may = "account.self", .flags = HTTP_SURE, .act = act_end_others, .summary = N_("End all other sessions")),
    GET("/account/second-factor", .may = "account.self", .doc = { { NULL, &PERSON_FACTOR_PAGE, false }, { "codes", &PERSON_CODE, true } },
        .page = "person/factor", .show = person_show_factor, .summary = N_("Second factor")),
    POST("/account/second-factor/begin", .may = "account.self", .flags = HTTP_SURE, .in = &PERSON_IN_MADE, .prepare = person_prepare_begin,
        .act = person_act_wait, .summary = N_("Set up a second factor")),
    POST("/account/second-factor/codes/make", .may = "account.self", .flags = HTTP_SURE, .in = &PERSON_IN_MADE, .prepare = person_prepare_codes,
        .act = person_act_wait, .summary = N_("Make new recovery codes")),
    POST("/account/second-factor/confirm", .may = "account.self", .in = &PERSON_IN_CODE, .prepare = person_prepare_confirm,
        .act = person_act_confirm, .summary = N_("Confirm the second factor")),
    GET("/approvals", .nav = N_("Approvals"), .may = "approval.decide", .doc = DOC_LIST("approvals", PAIR_LINE), .page = "person/approvals",
        .show = pair_show, .summary = N_("What needs two people")),
    POST("/approvals/{id}/approve", .may = "approval.decide", .flags = HTTP_SURE, .in = &PAIR_IN_APPROVE, .act = pair_act_approve,
        .summary = N_("Approve")),
    POST("/approvals/{id}/decline", .may = "approval.decide", .in = &PAIR_IN_DECLINE, .act = pair_act_decline, .summary = N_("Decline")),
    { 0 }
};
static const wr_tick TICKS[] = { { "person.sessions", 60, person_tick_old }, { "person.factors", 60, person_tick_factor },
    { "person.invitations", 60, person_tick_invite }, { 0 } };
const wr_module mod_person = { .name = "person", .routes = ROUTES, .queries = person_queries, .steps = person_steps,
    .past = person_past, .ticks = TICKS, .pairs = person_pairs, .pages = person_pages, .rebuild = person_rebuild };
