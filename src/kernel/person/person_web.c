/* person_web.c -- signing in and out, and one's own password. A refusal says the same, and takes as long,
 * whether the name or the password was wrong. */
#include <string.h>
#include "attempt.h"
#include "db.h"
#include "page.h"
#include "person.h"
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

typedef struct in_enter { const char *login, *password, *next; const char *token; wr_id num; } in_enter;
static const field IN_ENTER_F[] = {
    FIELD(in_enter, login,    t, 0,      120, N_("Sign-in name")),
    FIELD(in_enter, password, t, F_SECRET, 200, N_("Password")),
    FIELD(in_enter, next,     t, F_NULL | F_HIDE, 500, NULL),
};
static const shape IN_ENTER = SHAPE("sign in", in_enter, IN_ENTER_F);

static wr_rc show_sign_in(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_page *in = in_;
    in_enter back = { .login = "", .password = "", .next = local_url(in->next) ? in->next : "/" };
    (void)ro; (void)who;
    return page_form(doc, "form", &(page_form_of){ .action_url = "/sign-in/enter", .in = &IN_ENTER, .row = &back, .button = N_("Sign in") }, a);
}

static const char *folded(arena *a, const char *login)
{
    char *s = arena_dup(a, login);
    for (char *c = s; *c; c++)
        if (*c >= 'A' && *c <= 'Z') *c = (char)(*c - 'A' + 'a');
    return s;
}

enum { WRONG_PAIR, WRONG_OWN };
static const char *const wrong_text[] = {
    [WRONG_PAIR] = N_("Name and password do not match."),
    [WRONG_OWN]  = N_("This is not your password."),
};

/* Counts the try, then verifies: the real hash, or one of the same cost. */
static wr_rc try_password(arena *a, const person_account *p, const char *login, const char *password, wr_us now, int wrong)
{
    int wait = attempt_begin(login, now);
    wr_err *e = arena_err(a);
    wr_rc rc;
    if (wait > 0)
        return wr_fail(e, WR_E_BUSY, NULL, N_("Too many tries. Please wait {seconds} seconds and try again."),
                       "seconds", arena_fmt(a, "%d", wait));
    rc = person_verify(a, p->password, password);
    if (rc == WR_OK) attempt_passed(login, now);
    if (rc != WR_E_LOGIN) return rc;
    *e = (wr_err){ 0 };
    return wr_fail(e, WR_E_INPUT, "password", wrong_text[wrong]);
}

static wr_rc prepare_enter(db_tx *ro, const wr_actor *who, void *in_, arena *a)
{
    in_enter *in = in_;
    person_account p;
    bool found;
    in->login = folded(a, in->login);
    TRY(person_find(ro, in->login, a, &p, &found));
    if (!found) p.password = "";
    TRY(try_password(a, &p, in->login, in->password, who->now, WRONG_PAIR));
    in->num = p.num;
    in->token = person_token_new(a);
    return WR_OK;
}

static wr_rc act_enter(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_enter *in = in_;
    person_account p;
    TRY(person_by_num(rw, in->num, a, &p));
    if (p.disabled) return wr_fail(db_err(rw), WR_E_INPUT, "password", wrong_text[WRONG_PAIR]);
    *ret = (http_go){ .url = local_url(in->next) ? in->next : "/", .session = in->token };
    return person_session_start(rw, p.num, who->now, in->token, a);
}

static wr_rc act_leave(db_tx *rw, const wr_actor *who, const void *in, arena *a, http_go *ret)
{
    (void)in; (void)a;
    *ret = (http_go){ .url = "/", .session = "" };
    return person_session_leave(rw, who);
}

/* ---- one's own password ---- */
typedef struct in_change { const char *password, *password_new, *password_again; const char *hash; } in_change;
static const field IN_CHANGE_F[] = {
    FIELD(in_change, password,     t, F_SECRET, 200, N_("Your password now")),
    FIELD(in_change, password_new, t, F_SECRET, 200, N_("New password, at least 12 characters")),
    FIELD(in_change, password_again,        t, F_SECRET, 200, N_("New password once more")),
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
    TRY(try_password(a, &p, p.login, in->password, who->now, WRONG_OWN));
    return person_hash(a, in->password_new, &in->hash);
}

/* Whoever else has a session of this account loses it. */
static wr_rc act_change(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_change *in = in_;
    (void)a;
    *ret = (http_go){ .url = "/account" };
    TRY(person_sessions_others(rw, who));
    return person_password_set(rw, who->person, in->hash);
}

const http_route person_routes[] = {
    GET("/sign-in", .may = "public", .in = &IN_PAGE, .page = "person/sign-in",
        .show = show_sign_in, .summary = N_("Sign in")),
    POST("/sign-in/enter", .may = "public", .in = &IN_ENTER, .prepare = prepare_enter, .act = act_enter,
        .summary = N_("Sign in")),
    POST("/sign-out/leave", .may = "account.self", .act = act_leave, .summary = N_("Sign out")),
    GET("/account/password", .may = "account.self", .page = "person/password", .show = show_password,
        .summary = N_("Change your password")),
    POST("/account/password/change", .may = "account.self", .in = &IN_CHANGE, .prepare = prepare_change,
         .act = act_change, .summary = N_("Change your password")),
    { 0 }
};
static const wr_tick TICKS[] = { { "person.sessions", 60, person_tick_old }, { 0 } };
const wr_module mod_person = { .name = "person", .routes = person_routes, .queries = person_queries, .steps = person_steps,
    .past = person_past, .ticks = TICKS, .pages = person_pages, .rebuild = person_rebuild };
