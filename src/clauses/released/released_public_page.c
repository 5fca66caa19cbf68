/* released_public_page.c -- a published answer as page, JSON, CSV and SVG, under an address that stays; the list of them; what waits, for the office. */
#include <string.h>
#include "day.h"
#include "http.h"
#include "i18n.h"
#include "mustache.h"
#include "person.h"
#include "released_public_own.h"

static const field ANSWER_F[] = { FIELD(in_at, number, i, F_PATH, 0, N_("Answer")), FIELD(in_at, place, t, F_NULL, 120, N_("Place")), FIELD(in_at, from, d, F_NULL, 0, N_("From")),
    FIELD(in_at, to, d, F_NULL, 0, N_("To")), FIELD(in_at, part, t, F_NULL, 120, N_("Part")) };
const shape IN_RELEASED_ANSWER = SHAPE("a published answer", in_at, ANSWER_F);
static const field VERSION_F[] = { FIELD(in_at, number, i, F_PATH, 0, N_("Answer")), FIELD(in_at, version, i, F_PATH, 0, N_("Version")), FIELD(in_at, place, t, F_NULL, 120, N_("Place")),
    FIELD(in_at, from, d, F_NULL, 0, N_("From")), FIELD(in_at, to, d, F_NULL, 0, N_("To")), FIELD(in_at, part, t, F_NULL, 120, N_("Part")) };
const shape IN_RELEASED_VERSION = SHAPE("a version of a published answer", in_at, VERSION_F);
static const field LINE_F[] = { FIELD(public_line, number, i, 0, 0, N_("Answer")), FIELD(public_line, version, i, 0, 0, N_("Version")), WORDS(public_line, question, released_public_questions, N_("Question of the order")),
    FIELD(public_line, title, t, 0, 200, N_("Title")), WORDS(public_line, state, released_public_states, N_("State")), FIELD(public_line, published, d, F_NULL, 0, N_("Published on")),
    FIELD(public_line, measure, t, 0, 120, N_("What is counted")), FIELD(public_line, name, t, 0, 150, N_("File")), FIELD(public_line, sha256, t, 0, 64, N_("SHA-256")), FIELD(public_line, sheet, t, 0, 300, N_("Sheet")),
    FIELD(public_line, release, t, 0, 120, N_("Release")), FIELD(public_line, query, t, 0, 3000, N_("Query")), FIELD(public_line, reason, t, F_NULL, 1000, N_("Reason")),
    FIELD(public_line, imported, d, 0, 0, N_("Taken in on")), FIELD(public_line, file_withdrawn, d, F_NULL, 0, N_("Its file was withdrawn on")), FIELD(public_line, url, t, F_HIDE, 100, NULL) };
const shape PUBLIC_LINE = SHAPE("a published answer, said", public_line, LINE_F);

public_line released_public_line(const released_public *p, arena *a)
{
    return (public_line){ p->number, p->version, p->question, p->title, p->state, p->published, p->measure, p->name, p->sha256, p->sheet, p->release, p->query, p->reason, p->imported, p->file_withdrawn,
        released_public_url(p, a) };
}

static wr_rc missing(arena *a) { return wr_fail(arena_err(a), WR_E_MISSING, NULL, N_("There is no published answer of this number.")); }

static wr_rc answer_of(db_tx *ro, const in_at *in, arena *a, released_public *ret)
{
    wr_rc rc = in->version ? db_one(ro, &RELEASED_PUBLIC_BY, a, ret, db_i(in->number), db_i(in->version)) : db_one(ro, &RELEASED_PUBLIC_NEWEST, a, ret, db_i(in->number));
    if (rc == WR_E_MISSING || (rc == WR_OK && ret->state == PUBLIC_WAITING)) return missing(a);
    TRY(rc);
    return released_public_mark(ro, ret, 1, a);
}

static wr_rc say(const wr_actor *who, const released_public *p, const in_at *in, const char *action_url, arena *a, json_t *doc)
{
    released_cube c;
    public_pick k;
    public_cell *cells;
    size_t n;
    public_line line = released_public_line(p, a);
    TRY(page_put(doc, &PUBLIC_LINE, &line));
    TRY(page_text(doc, "title", i18n(who->lang, NULL, p->title)));
    TRY(page_text(doc, "care", i18n(who->lang, NULL, p->care)));
    TRY(page_text(doc, "source", i18n(who->lang, NULL, p->source)));
    TRY(page_text(doc, "agency", p->agency));
    TRY(page_text(doc, "permanent_url", released_public_url(p, a)));
    TRY(page_text(doc, "newest_url", arena_fmt(a, "/released/answers/%lld", (long long)p->number)));
    TRY(page_flag(doc, "is_waiting", p->state == PUBLIC_WAITING));
    TRY(page_flag(doc, "may_approve", rights_has(who->rights, "released.publish") != RIGHT_NONE));
    TRY(page_flag(doc, "is_replaced", p->state == PUBLIC_REPLACED));
    TRY(page_flag(doc, "is_withdrawn", p->state == PUBLIC_WITHDRAWN));
    if (p->state == PUBLIC_WITHDRAWN) return page_rows(doc, "cells", &PUBLIC_CELL, NULL, 0);
    TRY(released_cube_open(p->cube, a, &c));
    TRY(released_public_picked(&c, in, a, &k));
    TRY(released_public_cells(p, &c, &k, a, &cells, &n));
    TRY(page_rows(doc, "cells", &PUBLIC_CELL, cells, n));
    TRY(page_text(doc, "finding", released_public_finding(p, &c, who->lang, a)));
    TRY(released_public_table(p, &c, &k, i18n(who->lang, NULL, p->title), who->lang, a, doc));
    TRY(released_public_form(action_url, &c, in, who->lang, a, doc));
    return released_public_source(p, &c, who->lang, a, doc);
}

static wr_rc withdraw_form(const wr_actor *who, const released_public *p, arena *a, json_t *doc)
{
    if (rights_has(who->rights, "released.publish") == RIGHT_NONE || p->state == PUBLIC_WITHDRAWN || p->state == PUBLIC_WAITING) return WR_OK;
    return page_form(doc, "withdraw", &(page_form_of){ .action_url = arena_fmt(a, "%s/withdraw", released_public_url(p, a)), .in = &IN_RELEASED_WITHDRAW, .button = N_("Take it back") }, a);
}

wr_rc released_show_answer(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    released_public p;
    TRY(answer_of(ro, in, a, &p));
    TRY(withdraw_form(who, &p, a, doc));
    return say(who, &p, in, arena_fmt(a, "/released/answers/%lld", (long long)p.number), a, doc);
}

wr_rc released_show_version(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    released_public p;
    TRY(answer_of(ro, in, a, &p));
    TRY(withdraw_form(who, &p, a, doc));
    return say(who, &p, in, released_public_url(&p, a), a, doc);
}

/* ---- CSV, and the chart alone ---- */
/* The wide drawing of the page's own chart, with the colours that it has on a light page. */
static wr_rc give_svg(const wr_actor *who, const released_public *p, const released_cube *c, const public_pick *k, arena *a, http_out *out)
{
    static const char STYLE[] = "<style>text{font:13px sans-serif;fill:#46534e}.grid{stroke:#ccd4cf}.axis{stroke:#6b7a74;fill:none}.day{stroke:#17201d;stroke-dasharray:2 3}.a,.b,.c,.d{stroke:#0b5a50;stroke-width:2.5;fill:none}"
        ".b{stroke:#9c3a08;stroke-dasharray:7 3}.c{stroke:#6a2f78;stroke-dasharray:2 3}.d{stroke:#17201d}.point,.hole{stroke-dasharray:none;stroke-width:1.5;fill:#fff}.ground,.guide{fill:none}</style>";
    json_t *doc = json_object();
    strbuf b = sb_new(a, 20000);
    const char *from, *inside, *end, *text;
    arena_on_end(a, (void (*)(void *))json_decref, doc);
    TRY(released_public_table(p, c, k, i18n(who->lang, NULL, p->title), who->lang, a, doc));
    if (!json_object_get(doc, "chart")) return wr_fail(arena_err(a), WR_E_MISSING, NULL, N_("This answer has no chart."));
    TRY(page_chart_html(json_object_get(doc, "chart"), json_object_get(doc, "times"), who->lang, a, &b));
    from = strstr(b.p, "<svg class=\"chart wide\"");
    inside = from ? strchr(from, '>') : NULL;
    end = inside ? strstr(inside, "</svg>") : NULL;
    if (!end) return wr_fail(arena_err(a), WR_E_MISSING, NULL, N_("This answer has no chart."));
    text = arena_fmt(a, "<svg xmlns=\"http://www.w3.org/2000/svg\"%.*s>%s%.*s</svg>\n", (int)(inside - from - 4), from + 4, STYLE, (int)(end - inside - 1), inside + 1);
    return out_bytes(out, (bytes){ (const uint8_t *)text, strlen(text) });
}

static wr_rc give(db_tx *ro, const wr_actor *who, const in_at *in, arena *a, http_out *out)
{
    released_public p;
    released_cube c;
    public_pick k;
    public_cell *cells;
    size_t n;
    TRY(answer_of(ro, in, a, &p));
    if (p.state == PUBLIC_WITHDRAWN) return missing(a);
    TRY(released_cube_open(p.cube, a, &c));
    TRY(released_public_picked(&c, in, a, &k));
    if (str_eq(out->as, "svg")) return give_svg(who, &p, &c, &k, a, out);
    TRY(released_public_cells(&p, &c, &k, a, &cells, &n));
    return out_rows(out, &PUBLIC_CELL, cells, n, n + 1);
}

wr_rc released_give_answer(db_tx *ro, const wr_actor *who, const void *in, arena *a, http_out *out) { return give(ro, who, in, a, out); }
wr_rc released_give_version(db_tx *ro, const wr_actor *who, const void *in, arena *a, http_out *out) { return give(ro, who, in, a, out); }

/* ---- all of them ---- */
wr_rc released_show_answers(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    released_public *p;
    public_line *l;
    size_t n, live = 0;
    (void)in;
    TRY(released_public_all(ro, &RELEASED_PUBLIC_ALL, a, &p, &n));
    l = arena_array(a, public_line, n + 1);
    for (size_t i = 0; i < n; i++) {
        l[i] = released_public_line(&p[i], a);
        live += p[i].state == PUBLIC_PUBLISHED;
    }
    TRY(page_rows(doc, "answers", &PUBLIC_LINE, l, n));
    TRY(page_flag(doc, "has_answers", n != 0));
    TRY(page_flag(doc, "is_most", n == PUBLIC_MAX));
    TRY(page_flag(doc, "is_staff", rights_has(who->rights, "released.read") != RIGHT_NONE));
    for (size_t i = 0; i < n; i++) {
        TRY(page_text(page_row(doc, "answers", i), "said", i18n(who->lang, NULL, p[i].title)));
        TRY(page_text(page_row(doc, "answers", i), "measured", i18n(who->lang, NULL, released_cube_title(p[i].measure))));
        TRY(page_flag(page_row(doc, "answers", i), "is_live", p[i].state == PUBLIC_PUBLISHED));
    }
    return page_text(doc, "title", i18n_fill(a, i18n_n(who->lang, NULL, "{n} answer from released records is published", "{n} answers from released records are published", (int64_t)live),
        (const char *const[]){ "n", arena_fmt(a, "%zu", live), NULL }));
}

/* ---- one that waits, for the office ---- */
wr_rc released_show_waiting(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_at *in = in_;
    released_public p;
    wr_rc rc = db_one(ro, &RELEASED_PUBLIC_BY, a, &p, db_i(in->number), db_i(in->version));
    if (rc == WR_E_MISSING) return missing(a);
    TRY(rc);
    TRY(released_public_mark(ro, &p, 1, a));
    return say(who, &p, in, p.state == PUBLIC_WAITING ? arena_fmt(a, "/released/publish/%lld/%lld", (long long)p.number, (long long)p.version) : released_public_url(&p, a), a, doc);
}
