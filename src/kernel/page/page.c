/* page.c -- the module of the standard parts; all templates of all modules; one page from document, template, layout. */
#include "page.h"

#include <string.h>

#include "i18n.h"
#include "mustache.h"
#include "str.h"
#include "templates.h"

extern const page_source page_pages[];
const wr_module mod_page = { .name = "page", .pages = page_pages };

static templates all;            /* of the process, after page_load */

static wr_rc load_one(templates *set, const page_source *p, arena *a, wr_err *e)
{
    if (templates_at(set, p->name))
        return wr_fail(e, WR_E_BUG, NULL, N_("Two templates are called {page}."), "page", p->name);
    TRY(mustache_compile(a, p->name, p->text, strlen(p->text), e, &set->at[set->n]));
    set->n++;
    return WR_OK;
}

wr_rc templates_load(const wr_module *const *modules, arena *a, wr_err *e, templates *ret)
{
    templates set = { 0 };
    size_t n = 0;
    for (const wr_module *const *m = modules; *m; m++)
        for (const page_source *p = (*m)->pages; p && p->name; p++) n++;
    set.at = arena_array(a, mustache, n + 1);
    for (const wr_module *const *m = modules; *m; m++)
        for (const page_source *p = (*m)->pages; p && p->name; p++) TRY(load_one(&set, p, a, e));
    *ret = set;
    return WR_OK;
}

const mustache *templates_at(const templates *set, const char *name)
{
    for (size_t i = 0; i < set->n; i++)
        if (str_eq(set->at[i].name, name)) return &set->at[i];
    return NULL;
}

static const mustache *in_folder(const templates *set, const char *folder, size_t n, const char *name)
{
    char full[160];
    if (n + strlen(name) + 2 > sizeof full) return NULL;
    memcpy(full, folder, n);
    full[n] = '/';
    memcpy(full + n + 1, name, strlen(name) + 1);
    return templates_at(set, full);
}

/* "cell" from "directive/matrix": directive/cell, else page/cell. A template called "form" means the standard part by it. */
const mustache *templates_part(const void *set, const char *name, const char *from)
{
    const mustache *own, *standard;
    if (strchr(name, '/')) return templates_at(set, name);
    own = in_folder(set, from, strcspn(from, "/"), name);
    if (own && !str_eq(own->name, from)) return own;
    standard = in_folder(set, "page", 4, name);
    return standard ? standard : own;
}

wr_rc page_load(const wr_module *const *modules, wr_err *e)
{
    static arena *forever;
    if (!forever) forever = arena_new("page", (size_t)32 << 20);
    TRY(templates_load(modules, forever, e, &all));
    if (!templates_at(&all, "page/layout")) return wr_fail(e, WR_E_BUG, NULL, N_("There is no template {page}."), "page", "page/layout");
    return WR_OK;
}

/* --- globals ------------------------------------------------------------ */

const char *const page_global_names[] = { "lang", "dir", "title", "city_name", "demo_note", "style_url", "icon_url", "look_url", "json_url", "feed_url", "feed_title", "home_url",
    "script_url", "report_script_url", "copy_script_url", "wide", "bare", "writes", "device", "copies", "shown_at", "contact", "site", "signed_in", "sign_in_url", "nav", "nav.label", "nav.url", "nav.current",
    "languages", "languages.name", "languages.lang", "languages.url", NULL };

static void set(json_t *o, const char *key, const char *text)
{
    json_object_set_new(o, key, json_string(text ? text : ""));
}

static json_t *globals_of(const page_globals *g, const char *lang, const json_t *doc)
{
    const i18n_lang *l = i18n_language(lang);
    const char *title = json_string_value(json_object_get(doc, "title"));
    json_t *o = json_object(), *nav = json_array(), *langs = json_array();
    set(o, "lang", lang);
    set(o, "dir", l && l->rtl ? "rtl" : "ltr");
    set(o, "title", title ? title : g->title);
    json_object_set_new(o, "wide", json_boolean(json_is_true(json_object_get(doc, "wide"))));   /* of the document: prints on its long side */
    json_object_set_new(o, "bare", json_boolean(json_is_true(json_object_get(doc, "bare"))));   /* of the document: nothing around it draws the eye */
    json_object_set_new(o, "writes", json_boolean(json_is_true(json_object_get(doc, "writes"))));   /* and: a report is written on it */
    json_object_set_new(o, "device", json_boolean(json_is_true(json_object_get(doc, "device"))));   /* it knows what this device keeps */
    set(o, "city_name", g->city_name);
    set(o, "demo_note", g->demo_note);
    set(o, "style_url", g->style_url);
    set(o, "icon_url", g->icon_url);
    set(o, "script_url", g->script_url);
    set(o, "report_script_url", g->report_script_url);
    set(o, "copy_script_url", g->copy_script_url);
    json_object_set_new(o, "copies", json_boolean(json_is_true(json_object_get(doc, "copies"))));   /* of the document: it has texts to be copied */
    set(o, "look_url", g->look_url);
    set(o, "json_url", g->json_url);
    set(o, "feed_url", g->feed_url);
    set(o, "feed_title", g->feed_title);
    set(o, "home_url", g->prefix && *g->prefix ? g->prefix : "/");
    set(o, "shown_at", g->shown_at);
    set(o, "contact", g->contact);
    set(o, "site", g->site);
    set(o, "signed_in", g->signed_in);
    set(o, "sign_in_url", g->sign_in_url);
    for (size_t i = 0; i < g->nav_n; i++) {
        json_t *it = json_object();
        set(it, "label", g->nav[i].label);
        set(it, "url", g->nav[i].url);
        json_object_set_new(it, "current", json_boolean(g->nav[i].current));
        json_array_append_new(nav, it);
    }
    for (size_t i = 0; i < g->languages_n; i++) {
        json_t *it = json_object();
        set(it, "name", g->languages[i].label);
        set(it, "lang", g->languages[i].lang);
        set(it, "url", g->languages[i].url);
        json_array_append_new(langs, it);
    }
    json_object_set_new(o, "nav", nav);
    json_object_set_new(o, "languages", langs);
    return o;
}

wr_rc page_html(const char *page, const json_t *doc, const wr_actor *who, const page_globals *g,
                arena *a, strbuf *ret)
{
    const mustache *content = templates_at(&all, page), *layout = templates_at(&all, "page/layout");
    const char *lang = who->lang ? who->lang : "en";
    json_t *globals;
    wr_rc rc;
    if (!content || !layout) return wr_fail(arena_err(a), WR_E_BUG, NULL, N_("There is no template {page}."), "page", page);
    globals = globals_of(g, lang, doc);
    rc = mustache_render(&(render){ .a = a, .lang = lang, .who = who, .globals = g, .find = templates_part, .set = &all,
                         .content = content, .doc = doc, .out = ret, .stack = { globals }, .global = { true }, .n = 1 }, layout);
    json_decref(globals);
    return rc;
}
