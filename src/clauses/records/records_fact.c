/* records_fact.c -- facts read from released files: a value of a type, its unit, the file, the page and the words themselves, read by one person and
 * read again by another. Only what two people read alike counts as an answer; where they differ, both values stand side by side. */
#include "records_prod_own.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include "day.h"
#include "i18n.h"
#include "now.h"
#include "person.h"

enum { TEXT_READ = 8 << 20 };
typedef struct in_fact { int64_t number, ask; int question, type; const char *label, *value, *unit, *file; int64_t page; const char *quote; bool picture; const char *note, *id; bool same; } in_fact;
static const field FACT_F[] = { FIELD(in_fact, number, i, F_PATH, 0, N_("Request")), WORDS(in_fact, question, records_questions, N_("Question of the order")), FIELD(in_fact, ask, i, F_NULL, RECORDS_ASKS_MAX, N_("Ask")),
    FIELD(in_fact, label, t, 0, 200, N_("What it says, such as: people held at midnight on 11 July 2025")), WORDS(in_fact, type, records_fact_types, N_("Kind of fact")), FIELD(in_fact, value, t, 0, 400, N_("Value")),
    FIELD(in_fact, unit, t, F_NULL, 60, N_("Unit: people, nights, dollars")), FIELD(in_fact, file, t, 0, 32, N_("File")), FIELD(in_fact, page, i, F_NULL, 20000, N_("Page, row or sheet")),
    FIELD(in_fact, quote, t, F_LONG, 1000, N_("The words as they stand there")), FIELD(in_fact, picture, b, 0, 0, N_("The page is a picture: nobody can search it")), FIELD(in_fact, note, t, F_NULL, 500, N_("Note")) };
const shape IN_RECORDS_FACT = SHAPE("a fact", in_fact, FACT_F);
static const field SECOND_F[] = { FIELD(in_fact, number, i, F_PATH, 0, N_("Request")), FIELD(in_fact, id, t, F_PATH, 32, N_("Fact")), FIELD(in_fact, value, t, 0, 400, N_("What you read there yourself")),
    FIELD(in_fact, note, t, F_NULL, 500, N_("Note")) };
const shape IN_RECORDS_FACT_SECOND = SHAPE("a fact read again", in_fact, SECOND_F);
static const field STRIKE_F[] = { FIELD(in_fact, number, i, F_PATH, 0, N_("Request")), FIELD(in_fact, id, t, F_PATH, 32, N_("Fact")), FIELD(in_fact, note, t, 0, 500, N_("Why it does not count")) };
const shape IN_RECORDS_FACT_STRIKE = SHAPE("a fact that does not count", in_fact, STRIKE_F);
typedef struct say_fact { int64_t n; int question; int64_t ask; int type; const char *label, *value, *unit, *file; int64_t page; const char *quote; int state; const char *mark, *second_value, *note, *reader, *second, *url; } say_fact;
static const field SAY_F[] = { FIELD(say_fact, n, i, 0, 0, N_("Number")), WORDS(say_fact, question, records_questions, N_("Question of the order")), FIELD(say_fact, ask, i, 0, 0, N_("Ask")),
    WORDS(say_fact, type, records_fact_types, N_("Kind of fact")), FIELD(say_fact, label, t, 0, 0, N_("What is said")), FIELD(say_fact, value, t, 0, 0, N_("Value")), FIELD(say_fact, unit, t, 0, 0, N_("Unit")),
    FIELD(say_fact, file, t, 0, 0, N_("File")), FIELD(say_fact, page, i, 0, 0, N_("Page")), FIELD(say_fact, quote, t, 0, 0, N_("Quote")), WORDS(say_fact, state, records_fact_states, N_("State")),
    FIELD(say_fact, mark, t, F_HIDE, 0, NULL), FIELD(say_fact, second_value, t, 0, 0, N_("What the second reader read")), FIELD(say_fact, note, t, 0, 0, N_("Note")), FIELD(say_fact, reader, t, F_HIDE, 0, NULL),
    FIELD(say_fact, second, t, F_HIDE, 0, NULL), FIELD(say_fact, url, t, F_HIDE, 0, NULL) };
const shape RECORDS_SAY_FACT = SHAPE("a fact and its two readers", say_fact, SAY_F);

/* ---- values ---- */
/* "1,688" "1 688.50" with at most `places` behind the point, as digits; NULL: no number. */
static const char *number_read(const char *s, size_t places, arena *a)
{
    strbuf b = sb_new(a, 30);
    size_t behind = 0, digits = 0;
    bool point = false;
    if (*s == '-') { sb_ch(&b, '-'); s++; }
    for (; *s; s++) {
        if (isdigit((unsigned char)*s)) { sb_ch(&b, *s); digits++; behind += point; }
        else if (*s == '.' && !point) { sb_ch(&b, '.'); point = true; }
        else if ((*s == ',' || *s == ' ') && digits && !point && isdigit((unsigned char)s[1])) continue;
        else return NULL;
    }
    return digits && digits <= 18 && behind <= places && (!point || behind) ? b.p : NULL;
}

const char *records_fact_value(int type, const char *typed, arena *a, const char **ret_text)
{
    const char *v = str_trim(a, typed), *n;
    wr_day d;
    *ret_text = NULL;
    switch (type) {
    case FACT_NUMBER:
        n = number_read(v, 6, a);
        if (!n) *ret_text = N_("Write a number in digits, such as 1688 or 0.75.");
        return n;
    case FACT_AMOUNT:
        n = number_read(*v == '$' ? v + 1 : v, 2, a);
        if (!n) *ret_text = N_("Write an amount in digits, such as 19700000 or 128.88.");
        return !n ? NULL : strchr(n, '.') ? (strlen(strchr(n, '.')) == 3 ? n : arena_fmt(a, "%s0", n)) : arena_fmt(a, "%s.00", n);
    case FACT_DATE:
        if (day_parse(v, &d)) return day_text(a, d);
        *ret_text = N_("Write a day as year-month-day, such as 2025-06-06.");
        return NULL;
    default:
        if (*v) return v;
        *ret_text = N_("Write what stands there.");
        return NULL;
    }
}

bool records_quote_in(const char *text, const char *quote)
{
    const char *q = quote + strspn(quote, " \t\r\n\f");
    for (const char *s = text; *s && *q; s++) {
        const char *x = s, *y = q;
        while (*x && *y) {
            if (strchr(" \t\r\n\f", *x)) { x++; continue; }
            if (strchr(" \t\r\n\f", *y)) { y++; continue; }
            if (*x != *y) break;
            x++;
            y++;
        }
        y += strspn(y, " \t\r\n\f");
        if (!*y) return true;
    }
    return false;
}

/* ---- the words on the page ---- */
typedef struct finding { int64_t page; const char *quote; bool found, seen; } finding;
static wr_rc on_page(void *with, const facts_page *p)
{
    finding *f = with;
    if (f->page && p->page != f->page) return WR_OK;
    f->seen = true;
    f->found = f->found || records_quote_in(p->text, f->quote);
    return WR_OK;
}

static wr_rc quote_stands(db_tx *ro, const records_file *f, const in_fact *in, arena *a)
{
    finding x = { in->page, in->quote, false, false };
    facts_pdf_said said;
    bytes text;
    int fd;
    if (in->picture || (!str_eq(f->kind, "pdf") && !str_eq(f->kind, "text"))) return WR_OK;
    if (str_eq(f->kind, "text")) {
        strbuf b = sb_new(a, (size_t)(f->size < TEXT_READ ? f->size : TEXT_READ) + 1);
        while ((int64_t)b.n < f->size && b.n < TEXT_READ) {
            TRY(blob_read(ro, f->sha256, (int64_t)b.n, BLOB_PART, a, &text));
            if (!text.n) break;
            sb_put(&b, (const char *)text.p, text.n);
        }
        x.found = records_quote_in(b.p, in->quote);
    } else {
        TRY(blob_open(ro, &(blob){ f->sha256, f->size }, a, &fd));
        TRY(facts_pdf(fd, on_page, &x, a, &said));
        if (!x.seen) return wr_fail(arena_err(a), WR_E_INPUT, "page", N_("The file has {n} pages. Write a page of it."), "n", arena_fmt(a, "%lld", (long long)said.pages));
    }
    return x.found ? WR_OK : wr_fail(arena_err(a), WR_E_INPUT, "quote", N_("These words do not stand on that page. Copy them from it; if the page is a picture, tick the box."));
}

/* A quote is published one day: nothing that had to be withheld may stand in it. */
static wr_rc clean(const in_fact *in, arena *a)
{
    const char *const TEXTS[] = { "label", in->label, "value", in->value, "quote", in->quote, "note", in->note };
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i += 2) {
        records_found f = { { 0 } };
        if (TEXTS[i + 1]) records_screen(TEXTS[i + 1], &f);
        if (records_found_any(&f)) return wr_fail(arena_err(a), WR_E_INPUT, TEXTS[i], N_("This looks like a number or a name of a person that has to be withheld. Take it out, and hold the file back for counsel."));
    }
    return WR_OK;
}

wr_rc records_prepare_fact(db_tx *ro, const wr_actor *who, void *in_, arena *a)
{
    in_fact *in = in_;
    records_case c;
    records_file f;
    page_choice *may;
    size_t n, i = 0;
    const char *text, *value = records_fact_value(in->type, in->value, a, &text);
    in->id = id_new(a);
    if (!value) return wr_fail(arena_err(a), WR_E_INPUT, "value", text);
    in->value = value;
    TRY(clean(in, a));
    TRY(records_case_by(ro, in->number, a, &c));
    TRY(records_file_choices(ro, who, c.id, a, &may, &n));
    while (i < n && !str_eq(may[i].value, in->file)) i++;
    if (i == n) return wr_fail(arena_err(a), WR_E_INPUT, "file", N_("Choose a file of this request from the list."));
    TRY(records_file_by(ro, in->file, a, &f));
    if (f.pages && !in->page) return wr_fail(arena_err(a), WR_E_INPUT, "page", N_("Write the page on which the words stand."));
    return quote_stands(ro, &f, in, a);
}

static wr_rc facts_of_case(db_tx *tx, int64_t number, arena *a, records_case *c, records_fact **ret, size_t *ret_n)
{
    TRY(records_case_by(tx, number, a, c));
    return db_all(tx, &RECORDS_FACT_OF, a, RECORDS_FACTS_MAX, ret, ret_n, db_t(c->id));
}

wr_rc records_act_fact(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_fact *in = in_;
    records_case c;
    records_fact *all, f = { .id = in->id, .ask = in->ask, .question = in->question, .type = in->type, .label = in->label, .value = in->value, .unit = in->unit ? in->unit : "", .file = in->file, .page = in->page,
        .quote = in->quote, .state = READ_ONCE, .reader = who->by, .second = "", .second_value = "", .note = in->note ? in->note : "" };
    records_ask *asks;
    size_t n, n_asks;
    TRY(facts_of_case(rw, in->number, a, &c, &all, &n));
    if (n >= RECORDS_FACTS_MAX - 1) return wr_fail(arena_err(a), WR_E_RULE, "records.facts", N_("This request has as many facts as one can have."));
    TRY(records_asks_of(rw, c.id, a, &asks, &n_asks));
    if (in->ask < 0 || (size_t)in->ask > n_asks) return wr_fail(arena_err(a), WR_E_INPUT, "ask", N_("This request has {n} asks. Write the number of one of them, or nothing."), "n", arena_fmt(a, "%zu", n_asks));
    f.about = c.id;
    f.n = n ? all[n - 1].n + 1 : 1;
    *ret = (http_go){ .url = records_url(a, in->number, "/facts"), .id = f.id };
    return history_add(rw, who, &RECORDS_FACTS, "records.fact_read", who->today, NULL, &f, a);
}

static wr_rc fact_by(db_tx *rw, const in_fact *in, arena *a, records_fact *ret)
{
    records_case c;
    wr_rc rc;
    TRY(records_case_by(rw, in->number, a, &c));
    rc = db_one(rw, &RECORDS_FACT_BY, a, ret, db_t(in->id));
    if (rc == WR_OK && !str_eq(ret->about, c.id)) rc = WR_E_MISSING;
    return rc == WR_E_MISSING ? wr_fail(arena_err(a), rc, NULL, N_("This request has no such fact.")) : rc;
}

wr_rc records_act_fact_second(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_fact *in = in_;
    records_fact was, now;
    const char *text, *value, *me;
    records_file file;
    TRY(fact_by(rw, in, a, &was));
    TRY(records_file_by(rw, was.file, a, &file));
    if (file.state != FILE_OPEN && file.state != FILE_LOOK) return wr_fail(arena_err(a), WR_E_MISSING, NULL, N_("This request has no such fact."));     /* its page shows none of a file that is held back */
    if (was.state != READ_ONCE) return wr_fail(arena_err(a), WR_E_RULE, "records.second", N_("Two people have read this fact already."));
    TRY(person_counts_as(rw, who, was.reader, a, &me));
    if (str_eq(me, was.reader)) return wr_fail(arena_err(a), WR_E_RULE, "records.second", N_("You read this fact first. Another person reads it again."));
    value = records_fact_value(was.type, in->value, a, &text);
    if (!value) return wr_fail(arena_err(a), WR_E_INPUT, "value", text);
    TRY(clean(in, a));
    now = was;
    now.second = who->by;
    now.second_value = value;
    now.state = str_eq(value, was.value) ? READ_CONFIRMED : READ_DISAGREED;
    if (in->note && *in->note) now.note = in->note;
    *ret = (http_go){ .url = records_url(a, in->number, "/facts"), .id = now.id };
    return history_add(rw, who, &RECORDS_FACTS, "records.fact_second", who->today, &was, &now, a);
}

wr_rc records_act_fact_strike(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_fact *in = in_;
    records_fact was, now;
    TRY(fact_by(rw, in, a, &was));
    if (was.state == READ_STRUCK) return wr_fail(arena_err(a), WR_E_RULE, "records.struck", N_("It was struck already. A fact that counts again is read anew."));
    now = was;
    now.state = READ_STRUCK;
    now.note = in->note;
    *ret = (http_go){ .url = records_url(a, in->number, "/facts"), .id = now.id };
    return history_add(rw, who, &RECORDS_FACTS, "records.fact_struck", who->today, &was, &now, a);
}

/* ---- the page ---- */
/* Facts of a file that is held back are not shown: its quotes are its text. */
static wr_rc say(db_tx *ro, const wr_actor *who, int64_t number, const records_case *c, const records_fact *f, size_t n, arena *a, say_fact **ret, const records_fact ***ret_of, size_t *ret_n)
{
    static const char *const MARKS[] = { "open", "ok", "late", "ended" };
    page_choice *files;
    size_t n_files, k = 0;
    TRY(records_file_choices(ro, who, c->id, a, &files, &n_files));
    *ret = arena_array(a, say_fact, n + 1);
    *ret_of = arena_array(a, const records_fact *, n + 1);
    for (size_t i = 0; i < n; i++) {
        const char *name = NULL;
        for (size_t j = 0; j < n_files; j++)
            if (str_eq(files[j].value, f[i].file)) name = files[j].label;
        if (!name || f[i].state == READ_STRUCK) continue;
        (*ret_of)[k] = &f[i];
        (*ret)[k++] = (say_fact){ f[i].n, f[i].question, f[i].ask, f[i].type, f[i].label, f[i].value, f[i].unit, name, f[i].page, f[i].quote, f[i].state, MARKS[f[i].state],
            f[i].state == READ_DISAGREED ? f[i].second_value : "", f[i].note, f[i].reader, f[i].second, records_url(a, number, arena_fmt(a, "/files/%s", f[i].file)) };
    }
    *ret_n = k;
    return WR_OK;
}

static wr_rc put_forms(db_tx *ro, const wr_actor *who, int64_t number, const records_fact *const *of, size_t n, arena *a, json_t *doc)
{
    for (size_t i = 0; i < n; i++) {
        json_t *row = page_row(doc, "facts", i);
        const char *me;
        TRY(person_counts_as(ro, who, of[i]->reader, a, &me));
        TRY(page_form(row, "strike", &(page_form_of){ .action_url = records_url(a, number, arena_fmt(a, "/facts/%s/strike", of[i]->id)), .in = &IN_RECORDS_FACT_STRIKE, .button = N_("Strike it") }, a));
        if (of[i]->state == READ_ONCE && !str_eq(me, of[i]->reader))
            TRY(page_form(row, "again", &(page_form_of){ .action_url = records_url(a, number, arena_fmt(a, "/facts/%s/second", of[i]->id)), .in = &IN_RECORDS_FACT_SECOND, .button = N_("I read this") }, a));
    }
    return WR_OK;
}

wr_rc records_show_facts(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_case *in = in_;
    const records_fact **of;
    records_case c;
    records_fact *f;
    say_fact *x;
    page_choice *files;
    size_t n, k, n_files;
    int64_t confirmed = 0, differ = 0;
    TRY(facts_of_case(ro, in->number, a, &c, &f, &n));
    TRY(say(ro, who, in->number, &c, f, n, a, &x, &of, &k));
    for (size_t i = 0; i < k; i++) confirmed += x[i].state == READ_CONFIRMED, differ += x[i].state == READ_DISAGREED;
    TRY(page_rows(doc, "facts", &RECORDS_SAY_FACT, x, k));
    TRY(page_flag(doc, "has_facts", k != 0));
    for (size_t i = 0; i < k; i++) {
        TRY(page_flag(page_row(doc, "facts", i), "differs", x[i].state == READ_DISAGREED));
        TRY(page_flag(page_row(doc, "facts", i), "once", x[i].state == READ_ONCE));
    }
    TRY(page_int(doc, "differ", differ));
    TRY(page_int(doc, "number", c.number));
    TRY(page_text(doc, "name", c.title));
    TRY(page_text(doc, "case_url", records_url(a, c.number, "")));
    TRY(page_text(doc, "csv_url", records_url(a, c.number, "/facts.csv")));
    TRY(page_text(doc, "title", i18n_fill(a, i18n_n(who->lang, NULL, N_("{n} fact of request {number} was read alike by two people"), "{n} facts of request {number} were read alike by two people", confirmed),
        (const char *const[]){ "n", arena_fmt(a, "%lld", (long long)confirmed), "number", arena_fmt(a, "%lld", (long long)c.number), NULL })));
    if (rights_has(who->rights, "records.write") == RIGHT_NONE) return WR_OK;
    TRY(put_forms(ro, who, c.number, of, k, a, doc));
    TRY(records_file_choices(ro, who, c.id, a, &files, &n_files));
    if (!n_files) return WR_OK;
    TRY(page_form(doc, "form", &(page_form_of){ .action_url = records_url(a, c.number, "/facts/add"), .in = &IN_RECORDS_FACT, .button = N_("Write the fact down") }, a));
    return page_choices(doc, "form", "file", files, n_files);
}
