/* records_item.c -- items: pages and what the agency did with them, by which exemption, for which ask; and the answer map, ask by outcome by
 * pages, which proposes the outcome that the items give. */
#include "records_prod_own.h"

#include <stdlib.h>
#include <string.h>
#include "day.h"
#include "http.h"
#include "i18n.h"
#include "now.h"
#include "person.h"

typedef struct in_item { int64_t number; int outcome; const char *file; int64_t first, last, count; const char *reasons, *asks, *note, *id, *reason; } in_item;
static const field ITEM_F[] = { FIELD(in_item, number, i, F_PATH, 0, N_("Request")), WORDS(in_item, outcome, records_item_outcomes, N_("What the agency did")),
    FIELD(in_item, file, t, F_NULL, 32, N_("File")), FIELD(in_item, first, i, F_NULL, 20000, N_("First page")), FIELD(in_item, last, i, F_NULL, 20000, N_("Last page")),
    FIELD(in_item, count, i, F_NULL, 0, N_("Or how many pages, when they did not come")), FIELD(in_item, reasons, t, F_NULL, 200, N_("Exemptions, with blanks between")),
    FIELD(in_item, asks, t, F_NULL, 200, N_("For which asks, with blanks between")), FIELD(in_item, note, t, F_NULL, 1000, N_("Note")) };
const shape IN_RECORDS_ITEM = SHAPE("pages and what the agency did with them", in_item, ITEM_F);
static const field NEW_F[] = { FIELD(in_item, number, i, F_PATH, 0, N_("Request")), FIELD(in_item, file, t, F_NULL, 32, N_("File")) };
const shape IN_RECORDS_ITEM_NEW = SHAPE("the file of an item", in_item, NEW_F);
static const field STRIKE_F[] = { FIELD(in_item, number, i, F_PATH, 0, N_("Request")), FIELD(in_item, id, t, F_PATH, 32, N_("Item")), FIELD(in_item, reason, t, 0, 500, N_("Why it does not count")) };
const shape IN_RECORDS_ITEM_STRIKE = SHAPE("an item that does not count", in_item, STRIKE_F);
typedef struct say_answer { int64_t ask; int question; const char *title; int answer; const char *kind, *reasons, *pages; int64_t full, part, withheld, referred; const char *proposed; } say_answer;
static const field ANSWER_F[] = { FIELD(say_answer, ask, i, 0, 0, N_("Ask")), WORDS(say_answer, question, records_questions, N_("Question of the order")), FIELD(say_answer, title, t, 0, 0, N_("What is asked for")),
    WORDS(say_answer, answer, records_answers, N_("What came of it")), FIELD(say_answer, kind, t, F_HIDE, 0, NULL), FIELD(say_answer, reasons, t, 0, 0, N_("Exemptions")), FIELD(say_answer, pages, t, 0, 0, N_("Pages")),
    FIELD(say_answer, full, i, 0, 0, N_("Pages released in full")), FIELD(say_answer, part, i, 0, 0, N_("Pages released in part")), FIELD(say_answer, withheld, i, 0, 0, N_("Pages withheld")),
    FIELD(say_answer, referred, i, 0, 0, N_("Pages referred")), FIELD(say_answer, proposed, t, F_HIDE, 0, NULL) };
const shape RECORDS_SAY_ANSWER = SHAPE("an ask and the pages that answer it", say_answer, ANSWER_F);
typedef struct say_item { int64_t n; int outcome; const char *mark; int64_t production; const char *where; int64_t count; const char *reasons, *asks, *note, *at_url, *id; } say_item;
static const field SAY_F[] = { FIELD(say_item, n, i, 0, 0, N_("Number")), WORDS(say_item, outcome, records_item_outcomes, N_("What the agency did")), FIELD(say_item, mark, t, F_HIDE, 0, NULL),
    FIELD(say_item, production, i, 0, 0, N_("Production")), FIELD(say_item, where, t, 0, 0, N_("Where")), FIELD(say_item, count, i, 0, 0, N_("Pages")), FIELD(say_item, reasons, t, 0, 0, N_("Exemptions")),
    FIELD(say_item, asks, t, 0, 0, N_("Asks")), FIELD(say_item, note, t, 0, 0, N_("Note")), FIELD(say_item, at_url, t, F_HIDE, 0, NULL), FIELD(say_item, id, t, F_HIDE, 0, NULL) };
const shape RECORDS_SAY_ITEM = SHAPE("pages and what the agency did", say_item, SAY_F);

static bool has_number(const char *list, int64_t n)
{
    for (const char *p = list; *p; ) {
        char *end;
        long long v = strtoll(p, &end, 10);
        if (end == p) return false;
        if (v == n) return true;
        p = end + strspn(end, " ,");
    }
    return false;
}

/* "1 3, 5" as "1 3 5"; NULL: something else than numbers of asks. */
static const char *asks_read(const char *typed, size_t n_asks, arena *a)
{
    strbuf b = sb_new(a, 40);
    for (const char *p = typed + strspn(typed, " ,"); *p; ) {
        char *end;
        long long v = strtoll(p, &end, 10);
        if (end == p || v < 1 || (size_t)v > n_asks || (*end && !strchr(" ,", *end))) return NULL;
        if (!has_number(b.p, v)) sb_fmt(&b, "%s%lld", b.n ? " " : "", v);
        p = end + strspn(end, " ,");
    }
    return b.p;
}

const char *records_pages_said(const records_item *it, arena *a)
{
    if (!*it->file || !it->first) return "";
    return it->first == it->last ? arena_fmt(a, "%lld", (long long)it->first) : arena_fmt(a, "%lld-%lld", (long long)it->first, (long long)it->last);
}

/* ---- a new item ---- */
wr_rc records_prepare_item(db_tx *ro, const wr_actor *who, void *in_, arena *a)
{
    in_item *in = in_;
    (void)ro;
    (void)who;
    in->id = id_new(a);
    return WR_OK;
}

static wr_rc lay_pages(db_tx *rw, const wr_actor *who, const in_item *in, const records_case *c, arena *a, records_item *it)
{
    records_file f;
    records_production p;
    page_choice *may;
    size_t n, i = 0;
    if (!*it->file) {
        if (in->first || in->last) return wr_fail(arena_err(a), WR_E_INPUT, "file", N_("Choose the file in which these pages stand, or write only how many they are."));
        if (in->outcome == ITEM_FULL || in->outcome == ITEM_PART) return wr_fail(arena_err(a), WR_E_INPUT, "file", N_("Released pages stand in a file: choose it."));
        return in->count > 0 ? WR_OK : wr_fail(arena_err(a), WR_E_INPUT, "count", N_("Write how many pages did not come."));
    }
    TRY(records_file_choices(rw, who, c->id, a, &may, &n));
    while (i < n && !str_eq(may[i].value, it->file)) i++;
    if (i == n) return wr_fail(arena_err(a), WR_E_INPUT, "file", N_("Choose a file of this request from the list."));
    TRY(records_file_by(rw, it->file, a, &f));
    TRY(db_one(rw, &RECORDS_PRODUCTION_ID, a, &p, db_t(f.about)));
    it->production = p.number;
    if (!it->first) it->first = f.pages ? 1 : 0, it->last = f.pages;
    if (!it->last) it->last = it->first;
    if (it->last < it->first) return wr_fail(arena_err(a), WR_E_INPUT, "last", N_("This page is before the first page."));
    if (f.pages && it->last > f.pages) return wr_fail(arena_err(a), WR_E_INPUT, "last", N_("The file has {n} pages. Write a page of it."), "n", arena_fmt(a, "%lld", (long long)f.pages));
    it->count = it->first ? it->last - it->first + 1 : in->count > 0 ? in->count : 1;
    return WR_OK;
}

wr_rc records_act_item(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_item *in = in_;
    records_whole w;
    records_item *all, it = { .id = in->id, .file = in->file ? in->file : "", .first = in->first, .last = in->last, .count = in->count, .outcome = in->outcome, .note = in->note ? in->note : "", .day = who->today, .struck = "" };
    size_t n;
    TRY(records_whole_of(rw, in->number, a, &w));
    TRY(db_all(rw, &RECORDS_ITEM_OF, a, RECORDS_ITEMS_MAX, &all, &n, db_t(w.of.id)));
    if (n >= RECORDS_ITEMS_MAX - 1) return wr_fail(arena_err(a), WR_E_RULE, "records.items", N_("This request has as many items as one can have."));
    it.about = w.of.id;
    it.n = n ? all[n - 1].n + 1 : 1;
    it.reasons = records_codes(a, in->reasons ? in->reasons : "");
    it.asks = asks_read(in->asks ? in->asks : "", w.n_asks, a);
    if (!it.reasons) return wr_fail(arena_err(a), WR_E_INPUT, "reasons", N_("Write the codes of exemptions, such as b6 b7C."));
    if (!*it.reasons && (in->outcome == ITEM_PART || in->outcome == ITEM_WITHHELD)) return wr_fail(arena_err(a), WR_E_INPUT, "reasons", N_("What is withheld has an exemption. Write the codes that the agency names, such as b6 b7C."));
    if (!it.asks) return wr_fail(arena_err(a), WR_E_INPUT, "asks", N_("Write numbers of asks of this request, such as 1 3."));
    TRY(lay_pages(rw, who, in, &w.of, a, &it));
    *ret = (http_go){ .url = records_url(a, in->number, "/answers"), .id = it.id };
    return history_add(rw, who, &RECORDS_ITEMS, "records.item_written", who->today, NULL, &it, a);
}

wr_rc records_act_item_strike(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_item *in = in_;
    records_case c;
    records_item *all, now;
    size_t n;
    TRY(records_case_by(rw, in->number, a, &c));
    TRY(db_all(rw, &RECORDS_ITEM_OF, a, RECORDS_ITEMS_MAX, &all, &n, db_t(c.id)));
    for (size_t i = 0; i < n; i++) {
        if (!str_eq(all[i].id, in->id)) continue;
        if (*all[i].struck) return wr_fail(arena_err(a), WR_E_RULE, "records.struck", N_("It was struck already. An item that counts again is written anew."));
        now = all[i];
        now.struck = in->reason;
        *ret = (http_go){ .url = records_url(a, in->number, "/answers"), .id = in->id };
        return history_add(rw, who, &RECORDS_ITEMS, "records.item_struck", who->today, &all[i], &now, a);
    }
    return wr_fail(arena_err(a), WR_E_MISSING, NULL, N_("This request has no such item."));
}

wr_rc records_show_item_form(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_item *in = in_;
    records_case c;
    page_choice *files;
    size_t n;
    pair typed[] = { { "file", in->file ? in->file : "", in->file ? strlen(in->file) : 0 } };
    TRY(records_case_by(ro, in->number, a, &c));
    TRY(page_int(doc, "number", c.number));
    TRY(page_text(doc, "name", c.title));
    TRY(page_text(doc, "case_url", records_url(a, c.number, "")));
    TRY(page_text(doc, "hint", N_("Say what the agency did with these pages and for which asks they are. The answer map adds them up.")));
    TRY(page_text(doc, "title", i18n(who->lang, NULL, N_("Pages and what the agency did with them"))));
    TRY(page_form(doc, "form", &(page_form_of){ .action_url = records_url(a, c.number, "/items/add"), .in = &IN_RECORDS_ITEM, .typed = typed, .typed_n = 1, .button = N_("Write it down") }, a));
    TRY(records_file_choices(ro, who, c.id, a, &files, &n));
    return page_choices(doc, "form", "file", files, n);
}

/* ---- the answer map ---- */
typedef struct sums { int64_t of[4]; const char *reasons, *pages; } sums;

static sums sums_of(const records_item *it, size_t n, int64_t ask, arena *a)
{
    sums s = { { 0 }, "", "" };
    strbuf reasons = sb_new(a, 40), pages = sb_new(a, 80);
    for (size_t i = 0; i < n; i++) {
        const char *where = records_pages_said(&it[i], a);
        if (*it[i].struck || !has_number(it[i].asks, ask)) continue;
        s.of[it[i].outcome] += it[i].count;
        if (*it[i].reasons) sb_fmt(&reasons, "%s%s", reasons.n ? " " : "", it[i].reasons);
        if (*where && pages.n < 150) sb_fmt(&pages, "%s%lld: %s", pages.n ? "; " : "", (long long)it[i].production, where);
    }
    s.reasons = records_codes(a, reasons.p);
    if (!s.reasons) s.reasons = "";
    s.pages = pages.p;
    return s;
}

/* What the items say about an ask, as one outcome; ANSWER_OPEN: nothing yet. */
static int proposed_of(const sums *s)
{
    int64_t came = s->of[ITEM_FULL] + s->of[ITEM_PART], kept = s->of[ITEM_WITHHELD] + s->of[ITEM_REFERRED];
    if (came) return s->of[ITEM_PART] || kept ? ANSWER_PART : ANSWER_FULL;
    if (s->of[ITEM_WITHHELD]) return ANSWER_REFUSED;
    return s->of[ITEM_REFERRED] ? ANSWER_REFERRED : ANSWER_OPEN;
}

static pair typed_of(const char *name, const char *value) { return (pair){ name, value, strlen(value) }; }

static wr_rc put_proposal(json_t *row, int64_t number, const say_answer *x, const wr_actor *who, arena *a)
{
    pair typed[] = { typed_of("ask", arena_fmt(a, "%lld", (long long)x->ask)), typed_of("answer", x->proposed), typed_of("day", day_text(a, who->today)), typed_of("reasons", x->reasons),
        typed_of("pages", x->pages) };
    return page_form(row, "propose", &(page_form_of){ .action_url = records_url(a, number, "/log/outcome/add"), .in = &records_logs[LOG_OUTCOME].of, .typed = typed, .typed_n = 5,
        .button = N_("Write this outcome down") }, a);
}

static say_answer *answers_of(const records_whole *w, const records_item *it, size_t n, arena *a)
{
    records_replayed *r = arena_make(a, records_replayed);
    records_terms t = records_terms_of(w);
    say_answer *x = arena_array(a, say_answer, w->n_asks + 1);
    records_replay(&t, w->entries, w->n_entries, a, r);
    for (size_t i = 0; i < w->n_asks; i++) {
        const records_ask *k = &w->asks[i];
        sums s = sums_of(it, n, k->number, a);
        int p = proposed_of(&s);
        x[i] = (say_answer){ .ask = k->number, .question = k->question, .title = k->title, .kind = "open", .reasons = s.reasons, .pages = s.pages, .full = s.of[ITEM_FULL], .part = s.of[ITEM_PART],
            .withheld = s.of[ITEM_WITHHELD], .referred = s.of[ITEM_REFERRED], .proposed = "" };
        for (size_t j = 0; j < r->n_asked; j++)
            if (r->asked[j].number == k->number) x[i].answer = r->asked[j].answer;
        if (x[i].answer == ANSWER_FULL) x[i].kind = "ok";
        else if (x[i].answer != ANSWER_OPEN) x[i].kind = x[i].answer == ANSWER_PART ? "review" : "late";
        if (p != ANSWER_OPEN && p != x[i].answer) x[i].proposed = records_answers[p];
    }
    return x;
}

static wr_rc put_asks(const wr_actor *who, const records_whole *w, const records_item *it, size_t n, arena *a, json_t *doc)
{
    say_answer *x = answers_of(w, it, n, a);
    TRY(page_rows(doc, "answers", &RECORDS_SAY_ANSWER, x, w->n_asks));
    for (size_t i = 0; i < w->n_asks && rights_has(who->rights, "records.write") != RIGHT_NONE; i++)
        if (*x[i].proposed) TRY(put_proposal(page_row(doc, "answers", i), w->of.number, &x[i], who, a));
    return page_flag(doc, "has_answers", w->n_asks != 0);
}

wr_rc records_give_answer_map(db_tx *ro, const wr_actor *who, const void *in_, arena *a, http_out *out)
{
    const in_case *in = in_;
    records_whole w;
    records_item *it;
    size_t n;
    (void)who;
    TRY(records_whole_of(ro, in->number, a, &w));
    TRY(db_all(ro, &RECORDS_ITEM_OF, a, RECORDS_ITEMS_MAX, &it, &n, db_t(w.of.id)));
    return out_rows(out, &RECORDS_SAY_ANSWER, answers_of(&w, it, n, a), w.n_asks, RECORDS_ASKS_MAX + 1);
}

static wr_rc put_items(db_tx *ro, const wr_actor *who, const records_whole *w, const records_item *it, size_t n, arena *a, json_t *doc)
{
    static const char *const MARKS[] = { "ok", "review", "late", "open" };
    say_item *x = arena_array(a, say_item, n + 1);
    page_choice *files;
    size_t n_files, k = 0;
    TRY(records_file_choices(ro, who, w->of.id, a, &files, &n_files));
    for (size_t i = 0; i < n; i++) {
        const char *name = *it[i].file ? i18n(who->lang, NULL, N_("a file that is held back")) : i18n(who->lang, NULL, N_("pages that did not come")), *pages = records_pages_said(&it[i], a), *url = "";
        if (*it[i].struck) continue;
        for (size_t f = 0; f < n_files; f++)
            if (str_eq(files[f].value, it[i].file)) name = files[f].label, url = records_url(a, w->of.number, arena_fmt(a, "/files/%s", it[i].file));
        x[k++] = (say_item){ it[i].n, it[i].outcome, MARKS[it[i].outcome], it[i].production, *pages ? arena_fmt(a, "%s, %s %s", name, i18n(who->lang, NULL, N_("pages")), pages) : name, it[i].count, it[i].reasons,
            it[i].asks, it[i].note, url, it[i].id };
    }
    TRY(page_rows(doc, "items", &RECORDS_SAY_ITEM, x, k));
    for (size_t i = 0; i < k && rights_has(who->rights, "records.write") != RIGHT_NONE; i++)
        TRY(page_form(page_row(doc, "items", i), "strike", &(page_form_of){ .action_url = records_url(a, w->of.number, arena_fmt(a, "/items/%s/strike", x[i].id)), .in = &IN_RECORDS_ITEM_STRIKE, .button = N_("Strike it") }, a));
    return page_flag(doc, "has_items", k != 0);
}

wr_rc records_show_answer_map(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_case *in = in_;
    records_whole w;
    records_item *it;
    size_t n;
    TRY(records_whole_of(ro, in->number, a, &w));
    TRY(db_all(ro, &RECORDS_ITEM_OF, a, RECORDS_ITEMS_MAX, &it, &n, db_t(w.of.id)));
    TRY(page_int(doc, "number", w.of.number));
    TRY(page_text(doc, "name", w.of.title));
    TRY(page_text(doc, "case_url", records_url(a, w.of.number, "")));
    TRY(page_text(doc, "batches_url", records_url(a, w.of.number, "/productions")));
    TRY(page_text(doc, "item_url", rights_has(who->rights, "records.write") != RIGHT_NONE ? records_url(a, w.of.number, "/items/new") : ""));
    TRY(page_text(doc, "csv_url", records_url(a, w.of.number, "/answers.csv")));
    TRY(put_asks(who, &w, it, n, a, doc));
    TRY(put_items(ro, who, &w, it, n, a, doc));
    TRY(records_say_released(ro, w.of.id, a, doc));
    return page_text(doc, "title", i18n_fill(a, i18n(who->lang, NULL, N_("What answers request {number}, ask by ask")), (const char *const[]){ "number", arena_fmt(a, "%lld", (long long)w.of.number), NULL }));
}
