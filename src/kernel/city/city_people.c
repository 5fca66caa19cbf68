/* city_people.c -- one's own account, and for administrators everyone's. */
#include <string.h>
#include "city_own.h"
#include "city_people.h"
#include "page.h"
#include "person.h"
#include "person_invite.h"

typedef struct account_page { const char *login, *name, *role, *department, *lang; bool factor; } account_page;
static const field ACCOUNT_F[] = {
    FIELD(account_page, login,      t, 0,      40,  N_("Sign-in name")),
    FIELD(account_page, name,       t, 0,      120, N_("Name")),
    FIELD(account_page, role,       t, 0,      20,  N_("Role")),
    FIELD(account_page, department, t, F_NULL, 120, N_("Department")),
    FIELD(account_page, lang,       t, 0,      12,  N_("Language")),
    FIELD(account_page, factor,     b, 0,      0,   N_("Second factor")),
};
const shape CITY_ACCOUNT = SHAPE("your account", account_page, ACCOUNT_F);

/* Everywhere that this account is signed in, each with its end; this place first among the buttons. */
static wr_rc places(db_tx *ro, const wr_actor *who, arena *a, json_t *doc)
{
    person_place *rows;
    size_t n;
    TRY(person_places(ro, who, a, &rows, &n));
    TRY(page_rows(doc, "places", &PERSON_PLACE, rows, n));
    for (size_t i = 0; i < n; i++)
        if (!rows[i].here)
            TRY(page_form(page_row(doc, "places", i), "end", &(page_form_of){ .action_url = arena_fmt(a, "/account/sessions/%s/end", rows[i].ref),
                .in = &PERSON_NOTHING, .button = N_("End this session") }, a));
    if (n > 1) TRY(page_form(doc, "others", &(page_form_of){ .action_url = "/account/others/end", .in = &PERSON_NOTHING, .button = N_("End all others") }, a));
    return page_form(doc, "leave", &(page_form_of){ .action_url = "/sign-out/leave", .in = &PERSON_NOTHING, .button = N_("Sign out") }, a);
}

wr_rc city_show_account(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    person_account p;
    city_department d = { .name = "" };
    account_page page;
    (void)in;
    TRY(person_by_num(ro, who->person, a, &p));
    if (p.department) TRY(city_department_by_num(ro, p.department, a, &d));
    page = (account_page){ p.login, p.name, p.role, d.name, p.lang, p.factor };
    TRY(page_put(doc, &CITY_ACCOUNT, &page));
    return places(ro, who, a, doc);
}

/* ---- everyone's ---- */
typedef struct person_line { const char *login, *name, *role, *department; bool disabled, waiting, factor; } person_line;
static const field PERSON_F[] = {
    FIELD(person_line, login,      t, 0,      40,  N_("Sign-in name")),
    FIELD(person_line, name,       t, 0,      120, N_("Name")),
    FIELD(person_line, role,       t, 0,      20,  N_("Role")),
    FIELD(person_line, department, t, F_NULL, 12,  N_("Department")),
    FIELD(person_line, disabled,   b, 0,      0,   N_("Closed")),
    FIELD(person_line, waiting,    b, 0,      0,   N_("Invited, not here yet")),
    FIELD(person_line, factor,     b, 0,      0,   N_("Second factor")),
};
const shape CITY_PERSON = SHAPE("an account in the list", person_line, PERSON_F);
typedef struct in_person { const char *login, *name, *role, *department, *human; person_invite invite; } in_person;
static const field IN_PERSON_F[] = {
    FIELD(in_person, login,      t, 0,      40,  N_("Sign-in name")),
    FIELD(in_person, name,       t, 0,      120, N_("Name")),
    FIELD(in_person, role,       t, 0,      20,  N_("Role")),
    FIELD(in_person, department, t, F_NULL, 12,  N_("Department")),
    FIELD(in_person, human,      t, F_NULL, 40,  N_("Another account of the same human")),
};
const shape CITY_IN_PERSON = SHAPE("add an account", in_person, IN_PERSON_F);
typedef struct in_login { const char *login; person_invite invite; } in_login;
static const field IN_LOGIN_F[] = { FIELD(in_login, login, t, F_PATH, 40, N_("Sign-in name")) };
const shape CITY_IN_LOGIN = SHAPE("which account", in_login, IN_LOGIN_F);

static wr_rc choices(json_t *doc, const city_department *departments, size_t n, arena *a)
{
    page_choice *c;
    size_t k = 0, roles = 0;
    while (person_roles[roles]) roles++;
    c = arena_array(a, page_choice, roles + n + 1);
    for (size_t i = 0; i < roles; i++)
        if (person_role_ok(person_roles[i])) c[k++] = (page_choice){ person_roles[i], person_roles[i] };
    TRY(page_choices(doc, "form", "role", c, k));
    k = 0;
    for (size_t i = 0; i < n; i++) c[k++] = (page_choice){ departments[i].acronym, departments[i].name };
    return page_choices(doc, "form", "department", c, k);
}

static wr_rc row_forms(json_t *row, const person_line *p, arena *a)
{
    if (p->factor)
        TRY(page_form(row, "reset", &(page_form_of){ .action_url = arena_fmt(a, "/people/%s/factor/reset", p->login), .in = &CITY_IN_LOGIN,
            .button = N_("Ask for a reset of the second factor") }, a));
    return page_form(row, "close", &(page_form_of){ .action_url = arena_fmt(a, "/people/%s/disable", p->login), .in = &CITY_IN_LOGIN,
        .button = N_("Close the account") }, a);
}

wr_rc city_show_people(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    person_account *people;
    city_department *departments;
    person_line *lines;
    db_id *waiting;
    size_t n, n_departments, n_waiting;
    (void)in;
    TRY(person_waiting(ro, a, &waiting, &n_waiting));
    TRY(person_list(ro, a, &people, &n));
    TRY(city_departments(ro, a, &departments, &n_departments));
    lines = arena_array(a, person_line, n + 1);
    for (size_t i = 0; i < n; i++) {
        const person_account *p = &people[i];
        lines[i] = (person_line){ p->login, p->name, p->role, "", p->disabled, false, p->factor };
        for (size_t k = 0; k < n_waiting; k++) lines[i].waiting = lines[i].waiting || waiting[k].id == p->num;
        for (size_t k = 0; k < n_departments; k++)
            if (departments[k].num == p->department) lines[i].department = departments[k].acronym;
    }
    TRY(page_rows(doc, "people", &CITY_PERSON, lines, n));
    for (size_t i = 0; i < n; i++)
        if (!lines[i].disabled && people[i].num != who->person) TRY(row_forms(page_row(doc, "people", i), &lines[i], a));
    TRY(page_form(doc, "form", &(page_form_of){ .action_url = "/people/add", .in = &CITY_IN_PERSON, .button = N_("Add and invite") }, a));
    TRY(page_hint(doc, "form", "human", N_("Their other sign-in name, if this person has one: what needs two people must not be done by one with two accounts.")));
    return choices(doc, departments, n_departments, a);
}

wr_rc city_show_invitation(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_login *in = in_;
    person_invited i;
    TRY(person_invite_of(ro, in->login, who->now, a, &i));
    TRY(page_put(doc, &PERSON_INVITED, &i));
    return page_form(doc, "again", &(page_form_of){ .action_url = arena_fmt(a, "/people/%s/invite", in->login), .in = &CITY_IN_LOGIN,
        .button = N_("Make a new invitation") }, a);
}

wr_rc city_prepare_person(db_tx *ro, const wr_actor *who, void *in, arena *a)
{
    (void)ro; (void)who;
    return person_invite_make(a, &((in_person *)in)->invite);
}

wr_rc city_prepare_invite(db_tx *ro, const wr_actor *who, void *in, arena *a)
{
    (void)ro; (void)who;
    return person_invite_make(a, &((in_login *)in)->invite);
}

static wr_rc invite(db_tx *rw, const wr_actor *who, const char *login, const person_invite *i, arena *a, http_go *ret)
{
    *ret = (http_go){ .url = arena_fmt(a, "/people/%s/invitation", login), .id = login };
    return person_invite_put(rw, who, login, i, a);
}

wr_rc city_act_invite(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_login *in = in_;
    return invite(rw, who, in->login, &in->invite, a, ret);
}

wr_rc city_act_person(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_person *in = in_;
    person_account p = { .login = in->login, .name = in->name, .role = in->role, .human = in->human };
    if (in->department && *in->department) {
        city_department d;
        TRY(city_department_by(rw, in->department, a, &d));
        p.department = d.num;
    }
    TRY(person_add(rw, who, &p, a));
    return invite(rw, who, in->login, &in->invite, a, ret);
}

wr_rc city_act_reset(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_login *in = in_;
    *ret = (http_go){ .url = "/approvals", .id = in->login };
    return person_factor_ask_reset(rw, who, in->login, a);
}

wr_rc city_act_disable(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_login *in = in_;
    *ret = (http_go){ .url = "/people", .id = in->login };
    return person_disable(rw, who, in->login, a);
}
