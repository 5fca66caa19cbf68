/* site_demo.c -- the door of a demonstration city: stories of under two minutes, and signing in as any role with one click.
 * Its routes bear HTTP_DEMO: in a real city they are not there. */
#include "site.h"

#include "city.h"
#include "db.h"
#include "page.h"
#include "person.h"
#include "str.h"

static const field SIGN_IN_F[] = {
    FIELD(site_sign_in, login, t, F_HIDE, 40,      N_("Sign-in name")),
    FIELD(site_sign_in, next, t, F_NULL | F_HIDE, 200, N_("Page to open")),
};
const shape SITE_SIGN_IN = SHAPE("who to be in the demonstration", site_sign_in, SIGN_IN_F);

static const field STORY_F[] = {
    FIELD(site_story, title, t, 0, 200,      N_("Story")),
    FIELD(site_story, url,   t, 0, 200,      N_("Begins at")),
    FIELD(site_story, login, t, F_NULL, 40,  N_("Sign-in name")),
};
const shape SITE_STORY = SHAPE("a story", site_story, STORY_F);

static const field PERSON_F[] = {
    FIELD(site_person, login,      t, 0, 40,       N_("Sign-in name")),
    FIELD(site_person, role,       t, 0, 40,       N_("Role")),
    FIELD(site_person, name,       t, 0, 100,      N_("Name")),
    FIELD(site_person, department, t, F_NULL, 100, N_("Department")),
};
const shape SITE_PERSON = SHAPE("a person of the demonstration", site_person, PERSON_F);

static wr_rc enter_form(json_t *doc, const char *key, const char *login, const char *next, const char *button, arena *a)
{
    site_sign_in row = { .login = login, .next = next };
    return page_form(doc, key, &(page_form_of){ .action_url = "/demo/enter", .in = &SITE_SIGN_IN, .row = &row, .button = button }, a);
}

static bool is_here(const person_account *people, size_t n, const char *login_opt)
{
    for (size_t i = 0; i < n; i++)
        if (login_opt && str_eq(people[i].login, login_opt)) return !people[i].disabled;
    return !login_opt;
}

/* A story is told where its person is: packs choose their people. */
static wr_rc stories(json_t *doc, const person_account *people, size_t n_people, arena *a)
{
    site_story *rows;
    size_t n = 0, cap = 0;
    for (const wr_module *const *m = site_modules_get(); *m; m++)
        for (const wr_story *s = (*m)->stories; s && s->title; s++) cap++;
    rows = arena_array(a, site_story, cap + 1);
    for (const wr_module *const *m = site_modules_get(); *m; m++)
        for (const wr_story *s = (*m)->stories; s && s->title; s++)
            if (is_here(people, n_people, s->login)) rows[n++] = (site_story){ s->title, s->url, s->login ? s->login : "" };
    TRY(page_rows(doc, "stories", &SITE_STORY, rows, n));
    for (size_t i = 0; i < n; i++)
        if (*rows[i].login)
            TRY(enter_form(page_row(doc, "stories", i), "enter", rows[i].login, rows[i].url, N_("Begin"), a));
    return WR_OK;
}

wr_rc site_show_demo(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    person_account *people;
    city_department *deps;
    site_person *rows;
    size_t n, n_deps, shown = 0;
    (void)who;
    (void)in;
    TRY(person_list(ro, a, &people, &n));
    TRY(stories(doc, people, n, a));
    TRY(city_departments(ro, a, &deps, &n_deps));
    rows = arena_array(a, site_person, n + 1);
    for (size_t i = 0; i < n; i++) {
        const char *dep = "";
        if (people[i].disabled) continue;
        for (size_t d = 0; d < n_deps; d++)
            if (deps[d].num == people[i].department) dep = deps[d].name;
        rows[shown++] = (site_person){ people[i].login, people[i].role, people[i].name, dep };
    }
    TRY(page_rows(doc, "people", &SITE_PERSON, rows, shown));
    for (size_t i = 0; i < shown; i++) TRY(enter_form(page_row(doc, "people", i), "enter", rows[i].login, "", N_("Sign in"), a));
    return WR_OK;
}

wr_rc site_prepare_sign_in(db_tx *ro, const wr_actor *who, void *in_, arena *a)
{
    site_sign_in *in = in_;
    person_account p;
    (void)who;
    if (person_by_login(ro, in->login, a, &p) != WR_OK || p.disabled)
        return wr_fail(db_err(ro), WR_E_MISSING, NULL, N_("The demonstration has no such person."));
    in->account = p.num;
    in->token = person_token_new(a);
    return WR_OK;
}

wr_rc site_act_sign_in(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const site_sign_in *in = in_;
    bool inside = in->next[0] == '/' && in->next[1] != '/' && in->next[1] != '\\';   /* never to another site */
    TRY(person_session_start(rw, in->account, who->now, in->token, "demo", a));
    *ret = (http_go){ .url = inside ? in->next : "/", .id = "", .session = in->token };
    return WR_OK;
}
