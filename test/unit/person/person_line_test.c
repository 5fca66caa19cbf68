/* person_line_test.c -- people who are who they say, through the whole line, with a clock that the test sets: proof asked again,
 * sessions ended, invitations, acts of two people, refusals that tell nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "attempt.h"
#include "line_city.h"
#include "totp.h"

static const wr_us SECOND = 1000000, MINUTE = 60 * (wr_us)1000000;
static const char PASSWORD[] = "correct horse battery";
static const char *hash;
static line_who admin, admin_too, mayor, worker;
static arena *a;                                     /* of one test */
static temp_db *t;

static line_who person(void **state, const char *login, const char *role, const char *human)
{
    line_who w = { .login = login, .role = role, .human = human, .password = hash };
    assert_int_equal(city_db_write(state, line_add, &w, NULL), WR_OK);
    return w;
}

static int begin(void **state)
{
    static char kept[200];
    attempt_forget_all();
    *state = t = temp_db_open("sqlite", wr_modules);
    line_begin_city(t, wr_modules);
    a = arena_new("test", 64 << 20);
    if (!*kept) {
        assert_int_equal(person_hash(a, PASSWORD, &hash), WR_OK);
        hash = strcpy(kept, hash);
    }
    admin = person(state, "max", "admin", "");
    admin_too = person(state, "max-two", "admin", "max");
    mayor = person(state, "lee", "mayor", "");
    worker = person(state, "wil", "worker", "");
    line_serve(t);
    return 0;
}

static int end(void **state)
{
    (void)state;
    arena_end(&a);
    serve_stop(&line_srv);
    temp_db_close(t);
    return 0;
}

static void later(wr_us by) { now_stop(now_us() + by); }

static const char *text_between(const char *in, const char *from, const char *to)
{
    const char *s = strstr(in, from), *e;
    if (!s) fail_msg("no %s in: %.2000s", from, in);
    s += strlen(from);
    e = strstr(s, to);
    assert_non_null(e);
    return arena_fmt(a, "%.*s", (int)(e - s), s);
}

/* The code that a device with the secret of this page shows at `step` from now. */
static const char *device(const char *secret, int64_t from_now)
{
    static const char LETTERS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    uint8_t raw[TOTP_SECRET_BYTES];
    uint32_t held = 0;
    int bits = 0;
    size_t n = 0;
    for (const char *p = secret; *p && n < sizeof raw; p++) {
        if (*p == ' ') continue;
        held = held << 5 | (uint32_t)(strchr(LETTERS, *p) - LETTERS);
        if ((bits += 5) >= 8) raw[n++] = (uint8_t)(held >> (bits -= 8));
    }
    assert_int_equal(n, sizeof raw);
    return arena_fmt(a, "%06d", totp_code(raw, sizeof raw, totp_step(now_us()) + from_now));
}

/* Sets a second factor up; its secret as the page shows it. */
static const char *enrol(const line_who *w)
{
    serve_reply r;
    const char *secret;
    assert_int_equal(line_post(w, "/account/second-factor/begin", "/account/second-factor/begin", "", a).status, 303);
    r = line_ask(w, "GET", "/account/second-factor.json", NULL, false, a);
    secret = text_between(r.body, "\"secret\": \"", "\"");
    assert_int_equal(line_post(w, "/account/second-factor/confirm", "/account/second-factor/confirm", arena_fmt(a, "code=%s", device(secret, 0)), a).status, 303);
    return secret;
}

static int enter(const char *login, const char *password, const char *code, line_who *ret_opt)
{
    serve_reply r = line_post(NULL, "/sign-in/enter", "/sign-in/enter", arena_fmt(a, "login=%s&password=%s&code=%s", login, str_url(a, password), code), a);
    if (ret_opt && r.status == 303) strcpy(ret_opt->token, text_between(line_header(&r, "Set-Cookie"), "writ=", ";"));
    return r.status;
}

/* ---- proof asked again ---- */
static const char NEWCOMER[] = "login=ana&name=Ana+%26+Co&role=worker&department=&human=";
static serve_reply add(const line_who *w, const char *more) { return line_post(w, "/people/add", "/people/add", arena_fmt(a, "%s%s", NEWCOMER, more), a); }

static void proof_is_asked_again(void **state)
{
    serve_reply r;
    (void)state;
    later(10 * MINUTE);
    r = add(&admin, "");
    assert_int_equal(r.status, 401);
    assert_non_null(strstr(r.body, "Please show once more that it is you"));
    assert_non_null(strstr(r.body, "name=\"_password\""));
    assert_non_null(strstr(r.body, "<input type=\"hidden\" name=\"name\" value=\"Ana &amp; Co\">"));   /* what was typed */
    assert_int_equal(line_get(&admin, "/people/ana/invitation", a).status, 404);                       /* and nothing done */
    r = add(&admin, "&_password=not+this+one&_code=");
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "Name, password and code do not match."));
    assert_non_null(strstr(r.body, "value=\"Ana &amp; Co\""));
    assert_null(strstr(r.body, "not this one"));
    assert_int_equal(add(&admin, "&_password=correct+horse+battery&_code=").status, 303);
    assert_int_equal(line_get(&admin, "/people/ana/invitation", a).status, 200);
    later(10 * MINUTE - SECOND);                      /* sure from that moment on */
    assert_int_equal(line_post(&admin, "/people/{login}/disable", "/people/ana/disable", "", a).status, 303);
}

static void proof_wants_the_second_factor_too(void **state)
{
    const char *secret;
    (void)state;
    secret = enrol(&admin);
    later(20 * MINUTE);
    assert_int_equal(add(&admin, "&_password=correct+horse+battery").status, 422);
    assert_int_equal(add(&admin, arena_fmt(a, "&_password=correct+horse+battery&_code=%s", device(secret, 0))).status, 303);
}

/* A clock set back makes nothing younger: the proof, a used code. */
static void clock_set_back(void **state)
{
    const char *secret, *code;
    (void)state;
    secret = enrol(&admin);
    later(5 * MINUTE);
    code = device(secret, 0);
    assert_int_equal(enter("max", PASSWORD, code, NULL), 303);
    later(-2 * MINUTE);
    assert_int_equal(enter("max", PASSWORD, device(secret, 0), NULL), 422);      /* of a step before the last one used */
    later(2 * MINUTE);
    assert_int_equal(enter("max", PASSWORD, code, NULL), 422);
    later(-60 * MINUTE);
    assert_int_equal(add(&admin, "").status, 401);
}

/* ---- sessions ---- */
static void a_session_ends_at_once(void **state)
{
    line_who other = worker;
    const char *page;
    (void)state;
    assert_int_equal(enter("wil", PASSWORD, "", &other), 303);
    assert_int_equal(line_get(&other, "/account", a).status, 200);
    page = line_get(&worker, "/account", a).body;
    assert_non_null(strstr(page, "this session"));
    page = text_between(page, "action=\"/account/sessions/", "/end\"");
    assert_int_equal(line_post(&admin, "/account/sessions/{ref}/end", arena_fmt(a, "/account/sessions/%s/end", page), "", a).status, 404);  /* not theirs */
    assert_int_equal(line_get(&other, "/account", a).status, 200);
    assert_int_equal(line_post(&worker, "/account/sessions/{ref}/end", arena_fmt(a, "/account/sessions/%s/end", page), "", a).status, 303);
    assert_int_equal(line_get(&other, "/account", a).status, 303);
    assert_int_equal(enter("wil", PASSWORD, "", &other), 303);
    assert_int_equal(line_post(&worker, "/account/others/end", "/account/others/end", "", a).status, 303);
    assert_int_equal(line_get(&other, "/account", a).status, 303);
    assert_int_equal(line_get(&worker, "/account", a).status, 200);
    assert_int_equal(line_post(&admin, "/people/{login}/disable", "/people/wil/disable", "", a).status, 303);
    assert_int_equal(line_get(&worker, "/account", a).status, 303);
}

/* ---- invitations ---- */
static const char *invite(const char *login)
{
    serve_reply r = line_post(&admin, "/people/add", "/people/add", arena_fmt(a, "login=%s&name=N&role=verifier&department=&human=", login), a);
    assert_int_equal(r.status, 303);
    assert_string_equal(line_header(&r, "Location"), arena_fmt(a, "/people/%s/invitation", login));
    return arena_fmt(a, "/invitation/%s", text_between(line_get(&admin, line_header(&r, "Location"), a).body, "href=\"/invitation/", "\""));
}

static serve_reply accept(const char *link, const char *password)
{
    return line_post(NULL, "/invitation/{token}/accept", arena_fmt(a, "%s/accept", link),
                     arena_fmt(a, "password=%s&password_again=%s", str_url(a, password), str_url(a, password)), a);
}

static void an_invitation_is_used_once(void **state)
{
    const char *link;
    serve_reply r;
    (void)state;
    link = invite("ana");
    assert_int_equal(strlen(link), strlen("/invitation/") + 43);
    assert_int_equal(enter("ana", "", "", NULL), 422);                           /* nobody is in before */
    assert_int_equal(accept(link, "short").status, 422);
    r = accept(link, "a password of mine");
    assert_int_equal(r.status, 303);
    assert_string_equal(line_header(&r, "Location"), "/account/second-factor");
    r = accept(link, "a password of yours");
    assert_int_equal(r.status, 409);
    assert_non_null(strstr(r.body, "used already"));
    assert_non_null(strstr(line_get(NULL, link, a).body, "tell who invited you at once"));
    assert_int_equal(enter("ana", "a password of yours", "", NULL), 422);
    assert_int_equal(enter("ana", "a password of mine", "", NULL), 303);
    assert_null(strstr(line_get(&admin, "/people/ana/invitation", a).body, link));
}

static void an_invitation_ends(void **state)
{
    const char *link, *newer;
    (void)state;
    link = invite("ana");
    later(7 * 24 * 60 * MINUTE);
    assert_non_null(strstr(line_get(NULL, link, a).body, "no longer open"));
    assert_int_equal(accept(link, "a password of mine").status, 409);
    assert_int_equal(enter("max", PASSWORD, "", &admin), 303);                    /* a week later the old session is over */
    enrol(&admin);
    assert_int_equal(line_post(&admin, "/people/{login}/invite", "/people/ana/invite", "", a).status, 303);
    newer = arena_fmt(a, "/invitation/%s", text_between(line_get(&admin, "/people/ana/invitation", a).body, "href=\"/invitation/", "\""));
    assert_int_equal(line_get(NULL, link, a).status, 404);
    assert_int_equal(accept(newer, "a password of mine").status, 303);
}

/* ---- two people ---- */
static const char *ask_reset(const line_who *by)
{
    assert_int_equal(line_post(by, "/people/{login}/factor/reset", "/people/wil/factor/reset", "", a).status, 303);
    return text_between(line_get(by, "/approvals", a).body, "action=\"/approvals/", "/decline\"");
}

static serve_reply approve(const line_who *by, const char *id, const char *shown)
{
    return line_post(by, "/approvals/{id}/approve", arena_fmt(a, "/approvals/%s/approve", id), arena_fmt(a, "hash=%s", shown), a);
}

static const char *hash_shown(const line_who *to) { return text_between(line_get(to, "/approvals", a).body, "name=\"hash\" value=\"", "\""); }

static void a_second_human_approves(void **state)
{
    const char *id, *shown;
    serve_reply r;
    (void)state;
    enrol(&worker);
    id = ask_reset(&admin);
    assert_int_equal(line_post(&mayor, "/people/{login}/factor/reset", "/people/wil/factor/reset", "", a).status, 409);   /* asked already */
    shown = hash_shown(&mayor);
    assert_null(strstr(line_get(&admin, "/approvals", a).body, "/approve\""));
    assert_null(strstr(line_get(&admin_too, "/approvals", a).body, "/approve\""));
    assert_int_equal(approve(&admin, id, shown).status, 409);
    r = approve(&admin_too, id, shown);               /* one human, two accounts */
    assert_int_equal(r.status, 409);
    assert_non_null(strstr(r.body, "it takes a second human"));
    assert_int_equal(approve(&worker, id, shown).status, 403);
    assert_int_equal(approve(&mayor, id, "0000").status, 409);
    assert_int_equal(line_get(&worker, "/account", a).status, 200);
    assert_int_equal(approve(&mayor, id, shown).status, 303);
    assert_int_equal(line_get(&worker, "/account", a).status, 303);               /* the reset ended its sessions */
    assert_int_equal(enter("wil", PASSWORD, "", &worker), 303);                   /* and took its factor */
    assert_int_equal(approve(&mayor, id, shown).status, 409);
    assert_non_null(strstr(line_get(&mayor, "/approvals", a).body, "approved"));
}

static void an_approval_waits_three_days(void **state)
{
    const char *id, *shown;
    (void)state;
    enrol(&worker);
    id = ask_reset(&admin);
    shown = hash_shown(&mayor);
    later(72 * 60 * MINUTE);
    assert_int_equal(enter("lee", PASSWORD, "", &mayor), 303);
    enrol(&mayor);
    assert_int_equal(approve(&mayor, id, shown).status, 409);
    assert_non_null(strstr(line_get(&mayor, "/approvals", a).body, "not decided in time"));
}

static void a_decline_says_why(void **state)
{
    const char *id, *url;
    (void)state;
    enrol(&worker);
    id = ask_reset(&admin);
    url = arena_fmt(a, "/approvals/%s/decline", id);
    assert_int_equal(line_post(&mayor, "/approvals/{id}/decline", url, "reason=", a).status, 422);
    assert_int_equal(line_post(&mayor, "/approvals/{id}/decline", url, "reason=Not+asked+by+Wil", a).status, 303);
    assert_non_null(strstr(line_get(&admin, "/approvals", a).body, "Not asked by Wil"));
    assert_int_equal(approve(&mayor, id, "x").status, 409);
    assert_int_equal(line_get(&worker, "/account", a).status, 200);
}

/* The oldest rule of two people heeds it too: who claims does not verify, under another account neither. */
static void one_human_neither_claims_and_verifies(void **state)
{
    static const char CELL[] = "/directive/12.1/RAP";
    line_who claims = { .login = "kim", .role = "liaison", .department = "RAP", .human = "", .password = hash };
    line_who verifies, other;
    serve_reply r;
    const char *n;
    assert_int_equal(city_db_write(state, line_add, &claims, NULL), WR_OK);
    verifies = person(state, "kim-two", "verifier", "kim");
    other = person(state, "ana", "verifier", "");
    assert_int_equal(line_post(&claims, "/directive/{direction}/{department}/evidence/add", "/directive/12.1/RAP/evidence/add",
                               "title=Plan&url=https://example.org/plan&dated=2026-02-20&expires=", a).status, 303);
    n = text_between(line_get(&claims, CELL, a).body, "name=\"n\" value=\"", "\"");
    assert_int_equal(line_post(&claims, "/directive/{direction}/{department}/claim", "/directive/12.1/RAP/claim", arena_fmt(a, "n=%s", n), a).status, 303);
    n = text_between(line_get(&other, CELL, a).body, "name=\"n\" value=\"", "\"");
    r = line_post(&verifies, "/directive/{direction}/{department}/verify", "/directive/12.1/RAP/verify", arena_fmt(a, "n=%s", n), a);
    assert_int_equal(r.status, 409);
    assert_int_equal(line_post(&other, "/directive/{direction}/{department}/verify", "/directive/12.1/RAP/verify", arena_fmt(a, "n=%s", n), a).status, 303);
}

/* ---- refusals tell nothing ---- */
static void refusals_are_alike(void **state)
{
    static const struct { const char *login, *password, *code; } TRIES[] = {
        { "nobody", PASSWORD, "" }, { "nobody", PASSWORD, "123456" }, { "lee", "not my password", "" }, { "gone", PASSWORD, "" },
        { "wil", PASSWORD, "" }, { "wil", PASSWORD, "123456" }, { "wil", PASSWORD, "abcd-efgh-ijkl-mnop-qrst-uvwx" }, { "wil", "not my password", "" } };
    const char *first = NULL;
    (void)state;
    enrol(&worker);
    person(state, "gone", "worker", "");
    assert_int_equal(line_post(&admin, "/people/{login}/disable", "/people/gone/disable", "", a).status, 303);
    for (size_t i = 0; i < sizeof TRIES / sizeof *TRIES; i++) {
        int64_t passwords = person_side_served(), codes = totp_matched();
        const char *said;
        serve_reply r;
        later(2 * MINUTE);                           /* so that no try has to wait */
        r = line_post(NULL, "/sign-in/enter", "/sign-in/enter", arena_fmt(a, "login=%s&password=%s&code=%s", TRIES[i].login,
                      str_url(a, TRIES[i].password), TRIES[i].code), a);
        said = text_between(r.body, "<main", "<form");
        assert_int_equal(r.status, 422);
        assert_string_equal(line_header(&r, "Set-Cookie"), "");
        if (!first) first = said;
        assert_string_equal(said, first);
        assert_int_equal(person_side_served() - passwords, 1);
        assert_int_equal(totp_matched() - codes, 1);
    }
}

/* One recovery code sent twice at once: the writer lets one in. */
static void a_recovery_code_twice(void **state)
{
    const char *code;
    (void)state;
    assert_int_equal(line_post(&worker, "/account/second-factor/begin", "/account/second-factor/begin", "", a).status, 303);
    code = text_between(line_ask(&worker, "GET", "/account/second-factor.json", NULL, false, a).body, "\"code\": \"", "\"");
    assert_int_equal(enter("wil", PASSWORD, "", NULL), 303);                      /* it does not count yet */
    enrol(&worker);
    assert_int_equal(enter("wil", PASSWORD, code, NULL), 422);                    /* of a set-up that was begun anew */
    assert_int_equal(line_post(&worker, "/account/second-factor/codes/make", "/account/second-factor/codes/make", "", a).status, 303);
    code = text_between(line_ask(&worker, "GET", "/account/second-factor.json", NULL, false, a).body, "\"code\": \"", "\"");
    assert_int_equal(enter("wil", PASSWORD, code, NULL), 422);
}

static int stop(void **state)
{
    (void)state;
    person_side_stop();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(proof_is_asked_again, begin, end),
        cmocka_unit_test_setup_teardown(proof_wants_the_second_factor_too, begin, end),
        cmocka_unit_test_setup_teardown(clock_set_back, begin, end),
        cmocka_unit_test_setup_teardown(a_session_ends_at_once, begin, end),
        cmocka_unit_test_setup_teardown(an_invitation_is_used_once, begin, end),
        cmocka_unit_test_setup_teardown(an_invitation_ends, begin, end),
        cmocka_unit_test_setup_teardown(a_second_human_approves, begin, end),
        cmocka_unit_test_setup_teardown(an_approval_waits_three_days, begin, end),
        cmocka_unit_test_setup_teardown(a_decline_says_why, begin, end),
        cmocka_unit_test_setup_teardown(one_human_neither_claims_and_verifies, begin, end),
        cmocka_unit_test_setup_teardown(refusals_are_alike, begin, end),
        cmocka_unit_test_setup_teardown(a_recovery_code_twice, begin, end),
    };
    return cmocka_run_group_tests_name("person on the line", tests, NULL, stop);
}
