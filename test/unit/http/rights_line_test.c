/* rights_line_test.c -- every route, every role, the own department and another, GET and POST, through the whole line.
 * What must come back is computed from rights.tsv and the table of routes; nothing here names a route that a clause may add. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "city_door.h"
#include "city_duty.h"
#include "city_place.h"
#include "line_city.h"
#include "person_invite.h"

static const char OWN[] = "RAP", OTHER[] = "LAPL";
static char token[64];                               /* of an open invitation */
static const char DOOR[] = "0000000000000001";       /* of a place */

/* ---- two routes that no module has: hidden ones ---- */
typedef struct in_department { const char *department; } in_department;
static const field IN_F[] = { FIELD(in_department, department, t, F_PATH, 12, NULL) };
static const shape IN = SHAPE("a department", in_department, IN_F);
static const db_query SCOPE = { "test_scope", "t", &WR_SCOPE, "SELECT num, num FROM city_department WHERE acronym = $1" };
static wr_rc show(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    (void)ro; (void)who; (void)in; (void)a; (void)doc;
    return WR_OK;
}
static wr_rc act(db_tx *rw, const wr_actor *who, const void *in, arena *a, http_go *ret)
{
    (void)rw; (void)who; (void)in; (void)a; (void)ret;
    return WR_OK;
}
static const http_route HIDDEN[] = {
    GET("/hidden", .may = "person.list", .flags = HTTP_HIDDEN, .show = show),
    GET("/hidden/{department}", .may = "directive.claim", .scope = &SCOPE, .flags = HTTP_HIDDEN, .in = &IN, .show = show),
    POST("/hidden/{department}/do", .may = "directive.claim", .scope = &SCOPE, .flags = HTTP_HIDDEN, .in = &IN, .act = act),
    { 0 }
};
static const db_query REPORT = { "test_report", "titttix", NULL, "INSERT INTO contact_report (id, number, entry, place, department, body, day, request, mode, agency,"
    " paper, response, area, detained, forced, departs, filed, version, path, outcome, facts, restricted, privileged, transcribed, acknowledged, escalated,"
    " reviewed, counselled, locked, publishable, redaction) VALUES ($1, $2, $3, $4, $5, $6, '2026-02-26', 'entry', 'in person', '', '', '', 'not said', 0, 0, 0,"
    " 1, 1, '', '', '{}', $7, $7, 0, 0, 0, 0, 0, 0, '', '')" };
static const db_query *const HIDDEN_QUERIES[] = { &SCOPE, &REPORT, NULL };
static const wr_module MOD_HIDDEN = { .name = "hidden", .routes = HIDDEN, .queries = HIDDEN_QUERIES };

/* ---- who asks ---- */
enum { WHO_MAX = 64 };
static line_who who[WHO_MAX];
static char logins[WHO_MAX][40];
static size_t n_who;

static wr_rc invited(db_tx *rw, void *with, arena *a)
{
    wr_actor operator = line_operator();
    person_invite i;
    TRY(person_add(rw, &operator, &(person_account){ .login = with, .name = "New", .role = "worker" }, a));
    TRY(person_invite_make(a, &i));
    strcpy(token, strrchr(i.url, '/') + 1);
    return person_invite_put(rw, &operator, with, &i, a);
}

/* A contact report of each of the two departments: 1 and 2. */
static wr_rc reported(db_tx *rw, void *with, arena *a)
{
    city_department own, other;
    (void)with;
    TRY(city_department_by(rw, OWN, a, &own));
    TRY(city_department_by(rw, OTHER, a, &other));
    TRY(db_run(rw, &REPORT, db_t("r1"), db_i(1), db_t("e1"), db_t("own-place"), db_t(OWN), db_i(own.num), db_x((bytes){ 0 })));
    return db_run(rw, &REPORT, db_t("r2"), db_i(2), db_t("e2"), db_t("other-place"), db_t(OTHER), db_i(other.num), db_x((bytes){ 0 }));
}

/* A place of each of the two departments, with a card and a turn. */
static wr_rc placed(db_tx *rw, void *with, arena *a)
{
    wr_actor operator = line_operator();
    city_door d;
    (void)with;
    TRY(city_place_add(rw, &operator, &(city_place){ .ref = "own-place", .name = "Own", .department = OWN }, a));
    TRY(city_place_add(rw, &operator, &(city_place){ .ref = "other-place", .name = "Other", .department = OTHER }, a));
    TRY(city_duty_put(rw, &operator, &(city_duty){ .ref = "own-turn", .place = "own-place", .rank = 1, .name = "A", .phone = "213-555-0101" }, a));
    TRY(city_duty_put(rw, &operator, &(city_duty){ .ref = "other-turn", .place = "other-place", .rank = 1, .name = "B", .phone = "213-555-0102" }, a));
    TRY(city_door_make(rw, &operator, "own-place", DOOR, a, &d));
    return city_door_make(rw, &operator, "other-place", "", a, &d);
}

static int begin(void **state)
{
    static const wr_module *modules[64];
    static char newcomer[] = "newcomer";
    size_t n = 0;
    temp_db *t;
    for (const wr_module *const *m = wr_modules; *m; m++) modules[n++] = *m;
    modules[n] = &MOD_HIDDEN;
    *state = t = temp_db_open("sqlite", modules);
    line_begin_city(t, modules);
    assert_int_equal(city_db_write(state, invited, newcomer, NULL), WR_OK);
    assert_int_equal(city_db_write(state, placed, NULL, NULL), WR_OK);
    assert_int_equal(city_db_write(state, reported, NULL, NULL), WR_OK);
    for (const char *const *r = person_roles; *r; r++)
        for (int dep = 0; person_role_ok(*r) && dep < 2; dep++) {
            for (int bare = 0; bare < 2; bare++) {   /* bare: signed in by password alone */
                line_who *w = &who[n_who];
                snprintf(logins[n_who], sizeof *logins, "%s-%d%s", *r, dep, bare ? "-bare" : "");
                *w = (line_who){ .login = logins[n_who++], .role = *r, .department = dep ? OTHER : OWN, .shown = bare ? "password" : "code", .human = "" };
                assert_int_equal(city_db_write(state, line_add, w, NULL), WR_OK);
            }
        }
    line_serve(t);
    return 0;
}

static int end(void **state)
{
    serve_stop(&line_srv);
    temp_db_close(*state);
    return 0;
}

/* ---- what must come back ---- */

/* A thing that is there, for the holes that this test knows; for others nothing is there, and who is let in hears so. */
static const char *value_of(const char *hole, const char *department)
{
    const struct { const char *hole, *value; } VALUES[] = { { "acronym", department }, { "department", department }, { "direction", "12.1" },
        { "login", "newcomer" }, { "token", token }, { "duty", str_eq(department, OWN) ? "own-turn" : "other-turn" } };
    for (size_t i = 0; i < sizeof VALUES / sizeof *VALUES; i++)
        if (str_eq(VALUES[i].hole, hole)) return VALUES[i].value;
    return NULL;
}

static const char *url_of(const http_route *r, const char *department, arena *a)
{
    strbuf b = sb_new(a, 100);
    for (const char *p = r->path; *p; ) {
        size_t n = strcspn(p, "{");
        sb_put(&b, p, n);
        p += n;
        if (*p == '{') {
            const char *hole = arena_fmt(a, "%.*s", (int)strcspn(p + 1, "}"), p + 1);
            const field *f = r->in ? shape_field(r->in, hole) : NULL;
            bool place = str_eq(hole, "ref") && str_starts(r->path, "/city/places/"), door = str_eq(hole, "token") && strstr(r->path, "/at/"), report = str_starts(r->path, "/contact/reports/");
            const char *value = place ? (str_eq(department, OWN) ? "own-place" : "other-place") : door ? DOOR : report && str_eq(department, OTHER) ? "2" : str_starts(r->path, "/contact/here/") ? NULL : f && f->type == 'i' ? "1" : str_eq(hole, "ref") && strstr(r->path, "/orders/") ? "ED12" : str_starts(r->path, "/clock/rules/") ? "ed12.plan" : value_of(hole, department);
            sb_str(&b, value ? value : "absent");
            p += strlen(hole) + 2;
        }
    }
    return b.p;
}

typedef enum outcome { PASSES, LOGIN, DENIED, MISSING, ENROL } outcome;
static outcome expected(const http_route *r, const line_who *w, const char *department)
{
    bool bare = w && str_eq(w->shown, "password") && rights_has(rights_of(w->role), "account.factor") != RIGHT_NONE;
    const rights *of = rights_of(!w ? "public" : bare ? "enrolling" : w->role);
    right_scope reach = rights_has(of, r->may);
    bool passes = reach == RIGHT_ALL || (reach != RIGHT_NONE && !r->scope)
        || (reach == RIGHT_DEPARTMENT && w && str_eq(w->department, department));
    if (r->flags & HTTP_DEMO) return MISSING;        /* this city is real */
    if (passes) return PASSES;
    if (r->flags & HTTP_HIDDEN) return MISSING;
    return !w ? LOGIN : bare ? ENROL : DENIED;
}

/* What a page is for whoever may see it: 200; 404 where this city has no such thing, and then for all that may; 422 where a page must be told more. */
static int page_of(const http_route *r, const char *url)
{
    static const char *const NOT_HERE[] = { "/absent", "/follow/", "/rollcalls/", "/requests/1", NULL }, *const EMPTY[] = { "/records/", "/cost/", "/released/", NULL };
    bool hole = strchr(r->path, '{') != NULL, none = str_starts(url, "/released/desk/") || str_eq(url, "/counter/edit/graph");     /* no table, no draft of a guide */
    for (size_t i = 0; NOT_HERE[i]; i++) none = none || (hole && strstr(url, NOT_HERE[i]));
    for (size_t i = 0; EMPTY[i]; i++) none = none || (hole && str_starts(url, EMPTY[i]));
    return none ? 404 : str_starts(url, "/released/cost/") ? 422 : 200;
}

static const char *said(const http_route *r, const char *url, outcome o, const serve_reply *html, int json)
{
    bool get = str_eq(r->method, "GET");
    const char *to = line_header(html, "Location");
    static const int STATUS[] = { [LOGIN] = 401, [DENIED] = 403, [MISSING] = 404, [ENROL] = 403 };
    if (o == PASSES && get && json != page_of(r, url)) return "another status as data";
    if (o == PASSES && get) return html->status == json || (html->status == 404 && !r->show) ? NULL : "the same status on a page";    /* some are data alone */
    if (o == PASSES) return json == (r->in ? 422 : 201) ? NULL : "422 for a field that is not known, or that it was done";
    if (json != STATUS[o]) return "the status of a refusal";
    if (o == LOGIN && get) return html->status == 303 && strstr(to, "/sign-in?next=") ? NULL : "303 to the sign-in";
    if (o == ENROL && get) return html->status == 303 && str_eq(to, "/account/second-factor") ? NULL : "303 to the second factor";
    return html->status == STATUS[o] ? NULL : "the same status on a page";
}

static size_t asked, refused;

/* A POST bears a field that no shape knows: who may send it is told so, and nothing is done. */
static void one(const http_route *r, const line_who *w, const char *department)
{
    arena *a = arena_new("test", 32 << 20);
    bool get = str_eq(r->method, "GET");
    const char *url = url_of(r, department, a), *body = get ? NULL : line_body(w, r, r->in ? "nonsense=1" : "", a), *wrong;
    outcome o = expected(r, w, department);
    serve_reply html = get || o != PASSES ? line_ask(w, r->method, url, body, true, a) : (serve_reply){ 0 };
    int json = line_ask(w, r->method, url, body, false, a).status;
    asked++;
    refused += o != PASSES;
    if ((wrong = said(r, url, o, &html, json)))
        fail_msg("%s %s as %s: %d on a page, %d as data, expected %s", r->method, url, w ? w->login : "nobody", html.status, json, wrong);
    arena_end(&a);
}

/* Signing out comes last: it ends the session that the others need. */
static void all_routes(const line_who *w, bool leaving)
{
    for (const wr_module *const *m = line_modules; *m; m++)
        for (const http_route *r = (*m)->routes; r && r->method; r++) {
            if (str_eq(r->path, "/sign-out/leave") != leaving) continue;
            one(r, w, OWN);
            if (r->scope) one(r, w, OTHER);
        }
}

static void every_route_every_role(void **state)
{
    (void)state;
    all_routes(NULL, false);
    all_routes(NULL, true);
    for (size_t i = 0; i < n_who; i++) {
        all_routes(&who[i], false);
        all_routes(&who[i], true);
    }
    print_message("# %zu requests, %zu refused\n", asked, refused);
    assert_true(refused > 100 && asked - refused > 100);
}

/* A form whose proof is asked again goes on with what was typed: a secret could not come along unseen. */
static void sure_forms_hold_no_secret(void **state)
{
    size_t n = 0;
    (void)state;
    for (const wr_module *const *m = line_modules; *m; m++)
        for (const http_route *r = (*m)->routes; r && r->method; r++) {
            if (!(r->flags & HTTP_SURE)) continue;
            n++;
            assert_string_equal(r->method, "POST");
            for (size_t i = 0; r->in && i < r->in->n; i++) assert_false(r->in->f[i].flags & F_SECRET);
        }
    assert_true(n > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(every_route_every_role), cmocka_unit_test(sure_forms_hold_no_secret) };
    return cmocka_run_group_tests_name("rights", tests, begin, end);
}
