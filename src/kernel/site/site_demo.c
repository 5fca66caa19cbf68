/* site_demo.c -- the door of a demonstration city: stories of under two minutes, and signing in as any role with one click.
 * In a real city there is no such page: every handler here asks first, and answers WR_E_MISSING. */
#include "site.h"

#include "city.h"
#include "db.h"
#include "page.h"
#include "person.h"
#include "str.h"

static const field SIGN_IN_F[] = {
    FIELD(site_sign_in, role, t, F_HIDE, 40,       N_("Role")),
    FIELD(site_sign_in, next, t, F_NULL | F_HIDE, 200, N_("Page to open")),
};
const shape SITE_SIGN_IN = SHAPE("a role of the demonstration", site_sign_in, SIGN_IN_F);

static const field STORY_F[] = {
    FIELD(site_story, title, t, 0, 200,      N_("Story")),
    FIELD(site_story, url,   t, 0, 200,      N_("Begins at")),
    FIELD(site_story, role,  t, F_NULL, 40,  N_("Role")),
};
const shape SITE_STORY = SHAPE("a story", site_story, STORY_F);

static const field ROLE_F[] = {
    FIELD(site_role, role,       t, 0, 40,       N_("Role")),
    FIELD(site_role, name,       t, 0, 100,      N_("Name")),
    FIELD(site_role, department, t, F_NULL, 100, N_("Department")),
};
const shape SITE_ROLE = SHAPE("a person of the demonstration", site_role, ROLE_F);

static wr_rc demo_only(db_tx *tx, arena *a)
{
    city_row city;
    TRY(city_get(tx, a, &city));
    return city.demo_at ? WR_OK : wr_fail(db_err(tx), WR_E_MISSING, NULL, N_("This city is not a demonstration."));
}

static wr_rc enter_form(json_t *doc, const char *key, const char *role, const char *next, const char *button, arena *a)
{
    site_sign_in row = { .role = role, .next = next };
    return page_form(doc, key, &(page_form_of){ .action_url = "/demo/enter", .in = &SITE_SIGN_IN, .row = &row, .button = button }, a);
}

static wr_rc stories(json_t *doc, arena *a)
{
    site_story *rows;
    size_t n = 0, cap = 0;
    for (const wr_module *const *m = site_modules_get(); *m; m++)
        for (const wr_story *s = (*m)->stories; s && s->title; s++) cap++;
    rows = arena_array(a, site_story, cap + 1);
    for (const wr_module *const *m = site_modules_get(); *m; m++)
        for (const wr_story *s = (*m)->stories; s && s->title; s++) rows[n++] = (site_story){ s->title, s->url, s->role ? s->role : "" };
    TRY(page_rows(doc, "stories", &SITE_STORY, rows, n));
    for (size_t i = 0; i < n; i++)
        if (*rows[i].role && !str_eq(rows[i].role, "public"))
            TRY(enter_form(page_row(doc, "stories", i), "enter", rows[i].role, rows[i].url, N_("Begin"), a));
    return WR_OK;
}

wr_rc site_show_demo(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    person_account *people;
    city_department *deps;
    site_role *rows;
    size_t n, n_deps, shown = 0;
    (void)who;
    (void)in;
    TRY(demo_only(ro, a));
    TRY(stories(doc, a));
    TRY(person_list(ro, a, &people, &n));
    TRY(city_departments(ro, a, &deps, &n_deps));
    rows = arena_array(a, site_role, n + 1);
    for (size_t i = 0; i < n; i++) {
        const char *dep = "";
        if (people[i].disabled) continue;
        for (size_t d = 0; d < n_deps; d++)
            if (deps[d].num == people[i].department) dep = deps[d].name;
        rows[shown++] = (site_role){ people[i].login, people[i].name, dep };
    }
    TRY(page_rows(doc, "roles", &SITE_ROLE, rows, shown));
    for (size_t i = 0; i < shown; i++) TRY(enter_form(page_row(doc, "roles", i), "enter", rows[i].role, "", N_("Sign in"), a));
    return WR_OK;
}

wr_rc site_prepare_sign_in(db_tx *ro, const wr_actor *who, void *in_, http_body *body, arena *a)
{
    site_sign_in *in = in_;
    person_account p;
    (void)who;
    (void)body;
    TRY(demo_only(ro, a));
    if (person_by_login(ro, in->role, a, &p) != WR_OK || p.disabled)
        return wr_fail(db_err(ro), WR_E_MISSING, NULL, N_("The demonstration has no such person."));
    in->account = p.num;
    in->token = person_token_new(a);
    return WR_OK;
}

wr_rc site_act_sign_in(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const site_sign_in *in = in_;
    bool inside = in->next[0] == '/' && in->next[1] != '/' && in->next[1] != '\\';   /* never to another site */
    TRY(person_session_start(rw, in->account, who->now, in->token, a));
    *ret = (http_go){ .url = inside ? in->next : "/", .id = "", .session = in->token };
    return WR_OK;
}
