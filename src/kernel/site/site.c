/* site.c -- the front page, the order in plain words, and the site map. The kernel names no clause: sentences come from
 * the pack, each names the module that counts for it, and a sentence whose module is not built is not shown. */
#include "site.h"

#include "city.h"
#include "db.h"
#include "history.h"
#include "page.h"
#include "person.h"
#include "str.h"

#include <string.h>

static const wr_module *const NO_MODULES[] = { NULL };
static const wr_module *const *modules = NO_MODULES;

void site_modules(const wr_module *const *all) { modules = all; }
const wr_module *const *site_modules_get(void) { return modules; }

static const field SENTENCE_F[] = {
    FIELD(site_sentence, id,     t, 0, 40,          N_("Name")),
    FIELD(site_sentence, n,      i, 0, 99,          N_("Number")),
    FIELD(site_sentence, text,   t, 0, 400,         N_("Sentence")),
    FIELD(site_sentence, module, t, 0, 40,          N_("Part of writ")),
    FIELD(site_sentence, figure, t, 0, 40,          N_("Figure")),
    FIELD(site_sentence, note,   t, F_NULL, 400,    N_("Note")),
};
const shape SITE_SENTENCE = SHAPE("a sentence of the order", site_sentence, SENTENCE_F);

/* What a page shows of a sentence: the words and the one honest number behind them. */
typedef struct front_sentence { const char *text, *url, *value, *unit; int64_t n; bool late; } front_sentence;
static const field FRONT_F[] = {
    FIELD(front_sentence, n,     i, 0, 0,      N_("Number")),
    FIELD(front_sentence, text,  t, 0, 400,    N_("Sentence")),
    FIELD(front_sentence, url,   t, 0, 200,    N_("Address")),
    FIELD(front_sentence, value, t, F_NULL, 60, N_("Figure")),
    FIELD(front_sentence, unit,  t, F_NULL, 200, N_("What the figure counts")),
    FIELD(front_sentence, late,  b, 0, 0,      N_("Late")),
};
static const shape FRONT = SHAPE("a sentence with its figure", front_sentence, FRONT_F);

typedef struct map_row { const char *path, *summary, *module; } map_row;
static const field MAP_F[] = {
    FIELD(map_row, path,    t, 0, 200, N_("Address")),
    FIELD(map_row, summary, t, 0, 200, N_("Page")),
    FIELD(map_row, module,  t, 0, 40,  N_("Part of writ")),
};
static const shape MAP = SHAPE("a page of the site", map_row, MAP_F);

static const db_query SENTENCES = { "site_sentences", "", &SITE_SENTENCE,
    "SELECT id, n, text, module, figure, note FROM site_sentence ORDER BY n, id" };
static const db_query SENTENCE_BY = { "site_sentence_by", "t", &SITE_SENTENCE,
    "SELECT id, n, text, module, figure, note FROM site_sentence WHERE id = $1" };
static const db_query SENTENCE_PUT = { "site_sentence_put", "titttt", NULL,
    "INSERT INTO site_sentence (id, n, text, module, figure, note) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO UPDATE SET"
    " n = excluded.n, text = excluded.text, module = excluded.module, figure = excluded.figure, note = excluded.note" };
static const db_query SENTENCE_ADD = HISTORY_ADD("site_sentence"), SENTENCE_PAST = HISTORY_PAST("site_sentence"), SENTENCE_WALK = HISTORY_WALK("site_sentence");
static const history SENTENCE = { "site_sentence", &SITE_SENTENCE, &SENTENCE_ADD, &SENTENCE_PAST, &SENTENCE_PUT, &SENTENCE_WALK, .open = true };
static const db_query *const QUERIES[] = { &SENTENCES, &SENTENCE_BY, &SENTENCE_ADD, &SENTENCE_PAST, &SENTENCE_WALK, &SENTENCE_PUT, NULL };
static const history *const PAST[] = { &SENTENCE, NULL };

static const wr_module *module_named(const char *name)
{
    for (const wr_module *const *m = modules; *m; m++)
        if (str_eq((*m)->name, name)) return *m;
    return NULL;
}

static wr_rc sentences(db_tx *ro, const wr_actor *who, arena *a, json_t *doc)
{
    site_sentence *rows;
    front_sentence *out;
    size_t n, shown = 0;
    TRY(db_all_(ro, &SENTENCES, a, 20, sizeof *rows, &rows, &n, NULL, 0));
    out = arena_array(a, front_sentence, n + 1);
    for (size_t i = 0; i < n; i++) {
        const wr_module *m = module_named(rows[i].module);
        wr_figure f = { .value = "", .text = "", .url = "" };
        if (rows[i].n == 0) TRY(page_text(doc, "lead", rows[i].text));   /* sentence 0 introduces the order */
        if (rows[i].n == 0 || !m || !m->count) continue;
        TRY(m->count(ro, who, rows[i].figure, a, &f));
        out[shown++] = (front_sentence){ .n = rows[i].n, .text = rows[i].text, .url = f.url, .value = f.value, .unit = f.text, .late = f.late };
    }
    return page_rows(doc, "sentences", &FRONT, out, shown);
}

static wr_rc show_front(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    city_row city;
    (void)in;
    TRY(city_get(ro, a, &city));
    TRY(page_put(doc, &CITY_ROW, &city));
    return sentences(ro, who, a, doc);
}

static wr_rc show_map(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    city_row city;
    map_row *rows;
    size_t n = 0, cap = 0;
    (void)in;
    TRY(city_get(ro, a, &city));
    for (const wr_module *const *m = modules; *m; m++)
        for (const http_route *r = (*m)->routes; r && r->method; r++) cap++;
    rows = arena_array(a, map_row, cap + 1);
    for (const wr_module *const *m = modules; *m; m++)
        for (const http_route *r = (*m)->routes; r && r->method; r++)   /* a page with a hole in its path is reached from another */
            if (str_eq(r->method, "GET") && r->show && !strchr(r->path, '{') && rights_has(who->rights, r->may) != RIGHT_NONE && (city.demo_at || !(r->flags & HTTP_DEMO)))
                rows[n++] = (map_row){ .path = r->path, .summary = r->summary ? r->summary : r->path, .module = (*m)->name };
    return page_rows(doc, "pages", &MAP, rows, n);
}

static wr_rc now_sentence(db_tx *ro, const void *what, arena *a, void *ret)
{
    return db_one(ro, &SENTENCE_BY, a, (site_sentence *)ret, db_t(((const site_sentence *)what)->id));
}

static wr_rc load_sentence(db_tx *rw, const wr_actor *who, const void *what, arena *a)
{
    site_sentence was;
    wr_rc rc = now_sentence(rw, what, a, &was);
    if (rc != WR_OK && rc != WR_E_MISSING) return rc;
    return history_add(rw, who, &SENTENCE, "site.sentence_set", who->today, rc == WR_OK ? &was : NULL, what, a);
}

static const http_route ROUTES[] = {
    GET("/", .may = "public", .reads = "*", .doc = { { NULL, &CITY_ROW, false }, { "sentences", &FRONT, true } }, .page = "site/front",
        .show = show_front, .summary = N_("Front page")),
    GET("/order", .may = "public", .reads = "*", .doc = { { NULL, &CITY_ROW, false }, { "sentences", &FRONT, true } }, .page = "site/order",
        .show = show_front, .summary = N_("The order in plain words")),
    GET("/site", .may = "public", .reads = "site city", .doc = DOC_LIST("pages", MAP), .page = "site/map", .show = show_map,
        .summary = N_("All pages")),
    GET("/data", .may = "public", .reads = "*", .doc = DOC_LIST("sets", SITE_SET), .page = "site/data", .show = site_show_data,
        .summary = N_("Take the data")),
    GET("/api", .may = "public", .reads = "site city", .doc = DOC_LIST("calls", SITE_CALL), .page = "site/api", .as = "json", .show = site_show_api,
        .give = site_give_api, .summary = N_("Every page is also data")),
    GET("/demo", .nav = N_("Demo"), .flags = HTTP_DEMO, .may = "public", .doc = { { "stories", &SITE_STORY, true }, { "people", &SITE_PERSON, true } }, .page = "site/demo",
        .show = site_show_demo, .summary = N_("The demonstration city")),
    POST("/demo/enter", .may = "public", .in = &SITE_SIGN_IN, .prepare = site_prepare_sign_in, .act = site_act_sign_in, .flags = HTTP_DEMO,
        .summary = N_("Sign in to the demonstration")),
    { 0 }
};

static const wr_pack PACKS[] = { { "site/sentences.yaml", &SITE_SENTENCE, load_sentence, now_sentence }, { 0 } };

extern const db_step site_steps[];
extern const page_source site_pages[];
extern const wr_module mod_site;
const wr_module mod_site = { .name = "site", .routes = ROUTES, .queries = QUERIES, .steps = site_steps, .past = PAST, .packs = PACKS, .pages = site_pages };
