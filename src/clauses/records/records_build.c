/* records_build.c -- a request is written: to whom, why, which days, which place; its asks come from the pack's categories or are written by
 * hand, each tied to one question of the order. A second person approves what will be sent, word for word. Until then all of it can change. */
#include "records_beside.h"

#include <string.h>
#include "city.h"
#include "day.h"
#include "i18n.h"
#include "now.h"
#include "person.h"

/* ---- the request itself ---- */
typedef struct in_new { int64_t number; const char *title, *holder, *owner, *why, *area; wr_day first, last; bool waiver, preserve; int expedite; const char *expedite_text; wr_cents ceiling;
    const char *contact; bool earlier, fill; const char *id; } in_new;
#define PARTS FIELD(in_new, title, t, 0, 200, N_("Title")), \
    FIELD(in_new, why,           t, F_LONG, 2000, N_("Why the city asks, in one paragraph")), FIELD(in_new, area, t, F_LONG, 1000, N_("Where: areas of responsibility, places, ZIP codes")), \
    FIELD(in_new, first,         d, 0, 0,         N_("From this day")),  FIELD(in_new, last,     d, 0, 0, N_("Until this day")), \
    FIELD(in_new, owner,         t, 0, 12,        N_("Whose request it is")), FIELD(in_new, contact, t, 0, 200, N_("Whom the agency writes to")), \
    FIELD(in_new, waiver,        b, 0, 0,         N_("Ask for a fee waiver")), FIELD(in_new, ceiling, c, F_NULL, 0, N_("Fees paid without asking, at most")), \
    WORDS_OPT(in_new, expedite,  records_grounds, N_("Ask to be heard sooner, because of")), \
    FIELD(in_new, expedite_text, t, F_LONG | F_NULL, 2000, N_("Facts that are certified for it")), FIELD(in_new, preserve, b, 0, 0, N_("Ask to preserve the records"))
static const field NEW_F[] = { FIELD(in_new, holder, t, 0, 40, N_("Holder")), PARTS, FIELD(in_new, fill, b, 0, 0, N_("Begin with everything that the pack has for this holder")),
    FIELD(in_new, earlier, b, 0, 0, N_("It was sent before it was kept here")) };
const shape IN_RECORDS_NEW = SHAPE("a new request", in_new, NEW_F);
static const field EDIT_F[] = { FIELD(in_new, number, i, F_PATH, 0, N_("Request")), PARTS };
const shape IN_RECORDS_EDIT = SHAPE("a request", in_new, EDIT_F);

wr_rc records_show_new(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    city_row city;
    city_department own;
    page_choice *h;
    size_t n;
    in_new row = { .title = "", .holder = "", .owner = "", .why = "", .area = "", .waiver = true, .preserve = true, .expedite_text = "", .contact = "", .fill = true, .last = who->today };
    wr_rc rc = city_department_by_num(ro, who->department, a, &own);
    (void)in;
    if (rc != WR_OK && rc != WR_E_MISSING) return rc;
    if (rc == WR_OK) row.owner = own.acronym;
    TRY(city_get(ro, a, &city));
    row.contact = arena_fmt(a, "%s, %s", city.desk, city.email);
    TRY(page_text(doc, "title", i18n(who->lang, NULL, N_("A new request for records"))));
    TRY(page_form(doc, "form", &(page_form_of){ .action_url = "/records/open", .in = &IN_RECORDS_NEW, .row = &row, .button = N_("Go on to what is asked for") }, a));
    TRY(records_holder_choices(ro, a, &h, &n));
    TRY(page_choices(doc, "form", "holder", h, n));
    return city_departments_offer(ro, who->lang, a, doc, "form", "owner");
}

static wr_rc fits(const in_new *in, arena *a)
{
    if (wr_day_cmp(in->last, in->first) < 0) return wr_fail(arena_err(a), WR_E_INPUT, "last", N_("This day is before the first day."));
    if (in->expedite && !*in->expedite_text) return wr_fail(arena_err(a), WR_E_INPUT, "expedite_text", N_("To be heard sooner, facts are certified. Write them here, or choose “none”."));
    return WR_OK;
}

static wr_rc lay(db_tx *tx, const in_new *in, arena *a, records_case *c)
{
    city_department d;
    wr_rc rc = city_department_by(tx, in->owner, a, &d);
    if (rc == WR_E_MISSING) return wr_fail(arena_err(a), WR_E_INPUT, "owner", N_("Choose a department from the list."));
    TRY(rc);
    TRY(fits(in, a));
    c->title = in->title;
    c->owner = in->owner;
    c->body = d.num;
    c->why = in->why;
    c->area = in->area;
    c->first = in->first;
    c->last = in->last;
    c->waiver = in->waiver;
    c->preserve = in->preserve;
    c->expedite = in->expedite;
    c->expedite_text = in->expedite_text;
    c->ceiling = in->ceiling;
    c->contact = in->contact;
    return WR_OK;
}

bool records_has_word(const char *list, const char *word)
{
    size_t n = strlen(word);
    for (const char *p = list; (p = strstr(p, word)); p += n)
        if ((p == list || p[-1] == ' ') && (!p[n] || p[n] == ' ')) return true;
    return false;
}

wr_rc records_fill(db_tx *rw, const wr_actor *who, records_whole *w, arena *a)
{
    records_category *c;
    size_t n;
    TRY(records_categories(rw, a, &c, &n));
    for (size_t i = 0; i < n; i++) {
        records_ask k = { .id = id_new(a), .question = c[i].question, .title = c[i].title, .text = c[i].text, .columns = c[i].columns, .category = c[i].ref };
        if (records_has_word(c[i].holders, w->of.holder)) TRY(records_ask_put(rw, who, w, NULL, &k, a));
    }
    return WR_OK;
}

wr_rc records_act_open(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_new *in = in_;
    records_case c = { .id = in->id, .holder = in->holder, .earlier = in->earlier };
    records_holder h;
    records_whole w;
    TRY(records_holder_by(rw, in->holder, a, &h));
    c.law = h.law;
    TRY(lay(rw, in, a, &c));
    TRY(records_case_add(rw, who, &c, a));
    TRY(records_whole_of(rw, c.number, a, &w));
    if (in->fill) TRY(records_fill(rw, who, &w, a));
    *ret = (http_go){ .url = records_url(a, c.number, "/asks"), .id = c.id };
    return WR_OK;
}

wr_rc records_prepare_open(db_tx *ro, const wr_actor *who, void *in, arena *a)
{
    (void)ro;
    (void)who;
    ((in_new *)in)->id = id_new(a);
    return WR_OK;
}

/* What was approved stays as it was approved. */
static wr_rc draft_of(db_tx *tx, int64_t number, arena *a, records_whole *ret)
{
    records_line x;
    TRY(records_whole_of(tx, number, a, ret));
    TRY(records_line_of(tx, ret->of.id, a, &x));
    return x.delivery == DELIVERY_DRAFT ? WR_OK
        : wr_fail(arena_err(a), WR_E_RULE, "records.approved", N_("This request has been approved and stays as it is. To change it, send an amended request, or split it."));
}

wr_rc records_show_edit(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_case *in = in_;
    records_whole w;
    const records_case *c = &w.of;
    TRY(draft_of(ro, in->number, a, &w));
    in_new row = { c->number, c->title, c->holder, c->owner, c->why, c->area, c->first, c->last, c->waiver, c->preserve, c->expedite, c->expedite_text, c->ceiling, c->contact, c->earlier, false, "" };
    TRY(page_text(doc, "title", c->title));
    TRY(page_form(doc, "form", &(page_form_of){ .action_url = records_url(a, c->number, "/edit"), .in = &IN_RECORDS_EDIT, .row = &row, .button = N_("Keep it") }, a));
    return city_departments_offer(ro, who->lang, a, doc, "form", "owner");
}

wr_rc records_act_edit(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_new *in = in_;
    records_whole w;
    records_case now;
    TRY(draft_of(rw, in->number, a, &w));
    now = w.of;
    TRY(lay(rw, in, a, &now));
    *ret = (http_go){ .url = records_url(a, in->number, ""), .id = now.id };
    return records_case_put(rw, who, &w.of, &now, a);
}

/* ---- its asks ---- */
typedef struct in_ask { int64_t number, ask; int question; const char *title, *text, *columns, *category; const char *id; } in_ask;
static const field ASK_F[] = { FIELD(in_ask, number, i, F_PATH, 0, N_("Request")), FIELD(in_ask, ask, i, F_HIDE, RECORDS_ASKS_MAX, NULL),
    WORDS(in_ask, question, records_questions, N_("Question of the order")), FIELD(in_ask, title, t, 0, 200, N_("What is asked for")),
    FIELD(in_ask, text, t, F_LONG, 4000, N_("In full: office, system, period, place, search words")), FIELD(in_ask, columns, t, F_LONG | F_NULL, 4000, N_("Columns wanted, one a line")) };
const shape IN_RECORDS_ASK = SHAPE("an ask", in_ask, ASK_F);
static const field ASK_ONE_F[] = { FIELD(in_ask, number, i, F_PATH, 0, N_("Request")), FIELD(in_ask, ask, i, F_PATH, RECORDS_ASKS_MAX, N_("Ask")) };
const shape IN_RECORDS_ASK_ONE = SHAPE("one ask", in_ask, ASK_ONE_F);
static const field FROM_F[] = { FIELD(in_ask, number, i, F_PATH, 0, N_("Request")), FIELD(in_ask, category, t, F_HIDE, 60, NULL) };
const shape IN_RECORDS_FROM = SHAPE("an ask from a category", in_ask, FROM_F);
typedef struct say_category { const char *ref; int question; const char *title, *text, *systems, *columns, *note; bool taken; } say_category;
static const field CATEGORY_F[] = { FIELD(say_category, ref, t, 0, 0, N_("Category")), WORDS(say_category, question, records_questions, N_("Question of the order")),
    FIELD(say_category, title, t, 0, 0, N_("What is asked for")), FIELD(say_category, text, t, 0, 0, N_("In full")), FIELD(say_category, systems, t, 0, 0, N_("Where they are kept")),
    FIELD(say_category, columns, t, 0, 0, N_("Columns wanted")), FIELD(say_category, note, t, 0, 0, N_("Note")), FIELD(say_category, taken, b, 0, 0, N_("In the request")) };
const shape RECORDS_SAY_CATEGORY = SHAPE("a category that can be asked for", say_category, CATEGORY_F);

static bool taken(const records_whole *w, const char *ref)
{
    for (size_t i = 0; i < w->n_asks; i++)
        if (str_eq(w->asks[i].category, ref)) return true;
    return false;
}

wr_rc records_show_asks(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_case *in = in_;
    records_whole w;
    records_category *c;
    say_category *say;
    size_t n, k = 0;
    TRY(draft_of(ro, in->number, a, &w));
    TRY(records_categories(ro, a, &c, &n));
    say = arena_array(a, say_category, n + 1);
    for (size_t i = 0; i < n; i++)
        if (records_has_word(c[i].holders, w.of.holder)) say[k++] = (say_category){ c[i].ref, c[i].question, c[i].title, c[i].text, c[i].systems, c[i].columns, c[i].note, taken(&w, c[i].ref) };
    TRY(page_rows(doc, "categories", &RECORDS_SAY_CATEGORY, say, k));
    for (size_t i = 0; i < k; i++) {
        TRY(records_put_seen(ro, say[i].ref, a, page_row(doc, "categories", i)));
        if (!say[i].taken) TRY(page_form(page_row(doc, "categories", i), "take", &(page_form_of){ .action_url = records_url(a, w.of.number, "/asks/take"), .in = &IN_RECORDS_FROM,
            .row = &(in_ask){ .number = w.of.number, .category = say[i].ref }, .button = N_("Ask for this") }, a));
    }
    TRY(page_rows(doc, "asks", &RECORDS_ASK, w.asks, w.n_asks));
    for (size_t i = 0; i < w.n_asks; i++) {
        json_t *row = page_row(doc, "asks", i);
        TRY(page_text(row, "edit_url", records_url(a, w.of.number, arena_fmt(a, "/asks/%lld/edit", (long long)w.asks[i].number))));
        TRY(page_form(row, "drop", &(page_form_of){ .action_url = records_url(a, w.of.number, arena_fmt(a, "/asks/%lld/drop", (long long)w.asks[i].number)), .in = &PERSON_NOTHING, .button = N_("Take it out") }, a));
    }
    TRY(page_flag(doc, "has_asks", w.n_asks != 0));
    TRY(page_int(doc, "number", w.of.number));
    TRY(page_text(doc, "name", w.of.title));
    TRY(page_text(doc, "case_url", records_url(a, w.of.number, "")));
    TRY(page_text(doc, "letter_url", records_url(a, w.of.number, "/letters/request")));
    TRY(page_text(doc, "title", i18n_fill(a, i18n_n(who->lang, NULL, N_("The request asks for {n} thing"), "The request asks for {n} things", (int64_t)w.n_asks),
        (const char *const[]){ "n", arena_fmt(a, "%zu", w.n_asks), NULL })));
    return page_form(doc, "form", &(page_form_of){ .action_url = records_url(a, w.of.number, "/asks/write"), .in = &IN_RECORDS_ASK, .row = &(in_ask){ .number = w.of.number, .title = "", .text = "",
        .columns = "" }, .button = N_("Add this ask") }, a);
}

wr_rc records_show_ask(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_ask *in = in_;
    records_whole w;
    const records_ask *k;
    (void)who;
    TRY(draft_of(ro, in->number, a, &w));
    if (in->ask < 1 || in->ask > (int64_t)w.n_asks) return wr_fail(arena_err(a), WR_E_MISSING, NULL, N_("This case has no ask with that number."));
    k = &w.asks[in->ask - 1];
    TRY(page_text(doc, "title", k->title));
    return page_form(doc, "form", &(page_form_of){ .action_url = records_url(a, w.of.number, "/asks/write"), .in = &IN_RECORDS_ASK,
        .row = &(in_ask){ w.of.number, k->number, k->question, k->title, k->text, k->columns, k->category, "" }, .button = N_("Keep it") }, a);
}

wr_rc records_prepare_ask(db_tx *ro, const wr_actor *who, void *in, arena *a)
{
    (void)ro;
    (void)who;
    ((in_ask *)in)->id = id_new(a);
    return WR_OK;
}

/* ask 0: a new one. */
wr_rc records_act_ask(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_ask *in = in_;
    records_whole w;
    records_ask now = { .id = in->id, .category = "" };
    const records_ask *was = NULL;
    TRY(draft_of(rw, in->number, a, &w));
    if (in->ask > (int64_t)w.n_asks) return wr_fail(arena_err(a), WR_E_MISSING, NULL, N_("This case has no ask with that number."));
    if (in->ask > 0) was = &w.asks[in->ask - 1], now = *was;
    now.question = in->question;
    now.title = in->title;
    now.text = in->text;
    now.columns = in->columns;
    *ret = (http_go){ .url = records_url(a, in->number, "/asks"), .id = now.id };
    return records_ask_put(rw, who, &w, was, &now, a);
}

wr_rc records_act_ask_from(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_ask *in = in_;
    records_whole w;
    records_category *c;
    size_t n;
    TRY(draft_of(rw, in->number, a, &w));
    TRY(records_categories(rw, a, &c, &n));
    *ret = (http_go){ .url = records_url(a, in->number, "/asks"), .id = in->id };
    for (size_t i = 0; i < n; i++) {
        records_ask now = { .id = in->id, .question = c[i].question, .title = c[i].title, .text = c[i].text, .columns = c[i].columns, .category = c[i].ref };
        if (!str_eq(c[i].ref, in->category)) continue;
        if (taken(&w, c[i].ref)) return wr_fail(arena_err(a), WR_E_RULE, "records.taken", N_("This request asks for it already."));
        return records_ask_put(rw, who, &w, NULL, &now, a);
    }
    return wr_fail(arena_err(a), WR_E_MISSING, NULL, N_("The pack has no such category."));
}

/* Those behind it move up. */
wr_rc records_act_ask_drop(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_ask *in = in_;
    records_whole w;
    TRY(draft_of(rw, in->number, a, &w));
    if (in->ask < 1 || in->ask > (int64_t)w.n_asks) return wr_fail(arena_err(a), WR_E_MISSING, NULL, N_("This case has no ask with that number."));
    for (size_t i = (size_t)in->ask - 1; i < w.n_asks; i++) {
        records_ask now = w.asks[i];
        now.number = i + 1 == (size_t)in->ask ? 0 : now.number - 1;
        TRY(history_add(rw, who, &RECORDS_ASKS, "records.ask_written", who->today, &w.asks[i], &now, a));
    }
    *ret = (http_go){ .url = records_url(a, in->number, "/asks"), .id = w.asks[in->ask - 1].id };
    TRY(records_whole_of(rw, in->number, a, &w));
    return records_follow(rw, who, &w, "", a);
}
