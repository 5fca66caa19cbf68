/* records_batch.c -- pages of productions: what came, what it holds, which numbers are missing or came twice, which exemptions stand on how many
 * pages. What is held back is a kind and a count for all but counsel. */
#include "records_prod_own.h"

#include <string.h>
#include "day.h"
#include "doc.h"
#include "i18n.h"
#include "person.h"
#include "records_shown.h"

enum { SHOWN = 300, PUBLISH_AT_ONCE = 100, PAGES_OF_A_FILE = 20000 };
typedef struct say_batch { int64_t number; wr_day day; int channel; int64_t files, pages, held; const char *url; } say_batch;
static const field BATCH_F[] = { FIELD(say_batch, number, i, 0, 0, N_("Production")), FIELD(say_batch, day, d, 0, 0, N_("Day received")), WORDS(say_batch, channel, records_channels, N_("How it came")),
    FIELD(say_batch, files, i, 0, 0, N_("Files")), FIELD(say_batch, pages, i, 0, 0, N_("Pages")), FIELD(say_batch, held, i, 0, 0, N_("Held back")), FIELD(say_batch, url, t, F_HIDE, 0, NULL) };
const shape RECORDS_SAY_BATCH = SHAPE("a production in a list", say_batch, BATCH_F);
static const field LETTER_F[] = { FIELD(records_production, day, d, 0, 0, N_("Day received")), WORDS(records_production, channel, records_channels, N_("How it came")),
    FIELD(records_production, letter, t, 0, 0, N_("Its letter, as text")), FIELD(records_production, pattern, t, 0, 0, N_("How its pages are numbered")) };
const shape RECORDS_SAY_PRODUCTION = SHAPE("a production", records_production, LETTER_F);
/* problem: N_() text. twin: where the same bytes stand too. */
typedef struct say_file { int64_t production, n; const char *name, *kind; int64_t size, pages, blank; int state; const char *mark, *problem, *sha256, *twin, *found, *columns, *at_url, *file_url; } say_file;
static const field FILE_F[] = { FIELD(say_file, production, i, 0, 0, N_("Production")), FIELD(say_file, n, i, 0, 0, N_("File")), FIELD(say_file, name, t, 0, 0, N_("Name")), FIELD(say_file, kind, t, 0, 0, N_("Kind")),
    FIELD(say_file, size, i, 0, 0, N_("Bytes")), FIELD(say_file, pages, i, 0, 0, N_("Pages")), FIELD(say_file, blank, i, 0, 0, N_("Pages without text")), WORDS(say_file, state, records_file_states, N_("State")),
    FIELD(say_file, mark, t, F_HIDE, 0, NULL), FIELD(say_file, problem, t, 0, 0, N_("What is wrong with it")), FIELD(say_file, sha256, t, 0, 0, N_("SHA-256")), FIELD(say_file, twin, t, 0, 0, N_("The same file as")),
    FIELD(say_file, found, t, F_HIDE, 0, NULL), FIELD(say_file, columns, t, F_HIDE, 0, NULL), FIELD(say_file, at_url, t, F_HIDE, 0, NULL), FIELD(say_file, file_url, t, F_HIDE, 0, NULL) };
const shape RECORDS_SAY_FILE = SHAPE("a file of a production", say_file, FILE_F);
typedef struct say_bates { int kind; const char *first, *last; int64_t pages; const char *where, *at_url, *other, *other_url; } say_bates;
static const field BATES_F[] = { WORDS(say_bates, kind, records_bates_kinds, N_("What")), FIELD(say_bates, first, t, 0, 0, N_("First number")), FIELD(say_bates, last, t, 0, 0, N_("Last number")),
    FIELD(say_bates, pages, i, 0, 0, N_("Pages")), FIELD(say_bates, where, t, 0, 0, N_("Where")), FIELD(say_bates, at_url, t, F_HIDE, 0, NULL), FIELD(say_bates, other, t, 0, 0, N_("And where else")),
    FIELD(say_bates, other_url, t, F_HIDE, 0, NULL) };
const shape RECORDS_SAY_BATES = SHAPE("numbers on pages", say_bates, BATES_F);
static const field PAGE_F[] = { FIELD(records_page, page, i, 0, 0, N_("Page")), FIELD(records_page, bates, t, 0, 0, N_("Number on the page")), FIELD(records_page, marks, t, 0, 0, N_("Exemptions on the page")),
    FIELD(records_page, letters, i, 0, 0, N_("Letters")) };
const shape RECORDS_SAY_PAGE = SHAPE("a page of a file", records_page, PAGE_F);
typedef struct say_count { const char *code, *title, *citation; int64_t marked, part, withheld, referred; } say_count;
static const field COUNT_F[] = { FIELD(say_count, code, t, 0, 0, N_("Exemption")), FIELD(say_count, title, t, 0, 0, N_("What it covers")), FIELD(say_count, citation, t, 0, 0, N_("Statute")),
    FIELD(say_count, marked, i, 0, 0, N_("Pages that bear it")), FIELD(say_count, part, i, 0, 0, N_("Released in part")), FIELD(say_count, withheld, i, 0, 0, N_("Withheld")), FIELD(say_count, referred, i, 0, 0, N_("Referred")) };
const shape RECORDS_SAY_COUNT = SHAPE("pages by exemption", say_count, COUNT_F);
static const field UP_F[] = { FIELD(records_upload, name, t, 0, 0, N_("Name")), FIELD(records_upload, size, i, 0, 0, N_("Bytes")), FIELD(records_upload, got, i, 0, 0, N_("Bytes that are here")), FIELD(records_upload, id, t, F_HIDE, 0, NULL) };
const shape RECORDS_SAY_UPLOAD = SHAPE("an upload", records_upload, UP_F);
typedef struct say_held { int64_t files_held; const char *found; } say_held;
static const field HELD_F[] = { FIELD(say_held, files_held, i, 0, 0, N_("Files held back")), FIELD(say_held, found, t, 0, 0, N_("What was found")) };
const shape RECORDS_SAY_HELD = SHAPE("what is held back, as kinds and counts", say_held, HELD_F);

bool records_may_hold(const wr_actor *who) { return rights_has(who->rights, "records.hold") != RIGHT_NONE; }
static bool may_write(const wr_actor *who) { return rights_has(who->rights, "records.write") != RIGHT_NONE; }

/* Who may know the file as itself: its name, its hash, its pages. */
static bool may_know(const wr_actor *who, const records_file *f)
{
    if (f->state == FILE_OPEN || f->state == FILE_UNPACKED) return true;
    if (f->state == FILE_LOOK) return may_write(who);
    return f->state >= FILE_HELD && records_may_hold(who);
}

static const records_file *file_in(const records_file *f, size_t n, const char *id)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(f[i].id, id)) return &f[i];
    return NULL;
}

static int64_t batch_of(const records_production *p, size_t n, const char *id)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(p[i].id, id)) return p[i].number;
    return 0;
}

typedef struct all_of { records_case of; records_production *batches; size_t n_batches; records_file *files; size_t n_files; } all_of;
static wr_rc everything(db_tx *ro, int64_t number, arena *a, all_of *ret)
{
    TRY(records_case_by(ro, number, a, &ret->of));
    TRY(records_productions_of(ro, ret->of.id, a, &ret->batches, &ret->n_batches));
    return db_all(ro, &RECORDS_FILES_OF_CASE, a, RECORDS_FILES_MAX, &ret->files, &ret->n_files, db_t(ret->of.id));
}

static const char *mark_of(const records_file *f)
{
    static const char *const MARKS[] = { "open", "review", "ok", "ok", "late", "wont", "ended" };
    return MARKS[f->state];
}

static const char *file_url(arena *a, int64_t number, const records_file *f, const char *rest) { return records_url(a, number, arena_fmt(a, "/files/%s%s", f->id, rest)); }

static const char *called(const wr_actor *who, const all_of *all, const records_file *f, arena *a)
{
    if (!f || !may_know(who, f)) return i18n(who->lang, NULL, N_("a file that is held back"));
    return arena_fmt(a, "%lld.%lld %s", (long long)batch_of(all->batches, all->n_batches, f->about), (long long)f->n, f->name);
}

/* The first other file with the same bytes. */
static const char *twin_of(const wr_actor *who, const all_of *all, const records_file *f, arena *a)
{
    for (size_t i = 0; i < all->n_files; i++) {
        const records_file *o = &all->files[i];
        if (!str_eq(o->id, f->id) && str_eq(o->sha256, f->sha256)) return called(who, all, o, a);
    }
    return "";
}

static say_file say_of(const wr_actor *who, const all_of *all, const records_file *f, arena *a)
{
    int64_t batch = batch_of(all->batches, all->n_batches, f->about);
    bool sent = f->state == FILE_OPEN || f->state == FILE_LOOK;
    if (!may_know(who, f)) return (say_file){ batch, f->n, i18n(who->lang, NULL, f->state == FILE_CHECKING ? N_("a file that is being read") : N_("a file that a person looks at first")), "", f->size, 0, 0, f->state, mark_of(f), "", "", "", "", "", "", "" };
    return (say_file){ batch, f->n, f->name, f->kind, f->size, f->pages, f->blank, f->state, mark_of(f), records_problem_said(f->problem), f->sha256, twin_of(who, all, f, a),
        records_found_said(a, who->lang, f->found), f->columns, file_url(a, all->of.number, f, ""), sent ? file_url(a, all->of.number, f, "/bytes") : "" };
}

/* Files of one production, or of all: those held back are counted, never listed, for all but counsel. */
static wr_rc put_files(const wr_actor *who, const all_of *all, const char *production, arena *a, json_t *doc)
{
    say_file *x = arena_array(a, say_file, all->n_files + 1);
    records_found sum = { { 0 } };
    say_held held = { 0 };
    size_t n = 0;
    for (size_t i = 0; i < all->n_files; i++) {
        const records_file *f = &all->files[i];
        records_found found = records_found_read(f->found);
        if (*production && !str_eq(f->about, production)) continue;
        if (f->state >= FILE_HELD) {
            held.files_held++;
            for (int k = 0; k < FOUNDS; k++) sum.of[k] += found.of[k];
            if (!records_may_hold(who)) continue;
        }
        x[n++] = say_of(who, all, f, a);
    }
    held.found = records_found_said(a, who->lang, records_found_text(a, &sum));
    TRY(page_rows(doc, "files", &RECORDS_SAY_FILE, x, n));
    for (size_t i = 0; i < n; i++) TRY(page_text(page_row(doc, "files", i), "size_said", doc_size_said(a, who->lang, x[i].size)));
    TRY(page_put(doc, &RECORDS_SAY_HELD, &held));
    return page_flag(doc, "has_held", held.files_held != 0);
}

static say_bates bates_said(const wr_actor *who, const all_of *all, const records_bates *b, arena *a)
{
    const records_file *f = file_in(all->files, all->n_files, b->file), *o = file_in(all->files, all->n_files, b->other);
    say_bates s = { b->kind, b->first, b->last, b->pages, "", "", "", "" };
    if (*b->file) s.where = arena_fmt(a, "%s, %s %lld", called(who, all, f, a), i18n(who->lang, NULL, N_("page")), (long long)b->page);
    if (*b->file && f && may_know(who, f)) s.at_url = file_url(a, all->of.number, f, "");
    if (*b->other) s.other = arena_fmt(a, "%s, %s %lld", called(who, all, o, a), i18n(who->lang, NULL, N_("page")), (long long)b->other_page);
    if (*b->other && o && may_know(who, o)) s.other_url = file_url(a, all->of.number, o, "");
    return s;
}

static wr_rc put_bates(db_tx *ro, const wr_actor *who, const all_of *all, arena *a, json_t *doc)
{
    records_page *pages;
    records_bates *b;
    say_bates *x;
    size_t n, k;
    TRY(db_all(ro, &RECORDS_PAGES_OF_CASE, a, RECORDS_PAGES_MAX, &pages, &n, db_t(all->of.id)));
    records_bates_report(pages, n, a, &b, &k);
    x = arena_array(a, say_bates, k + 1);
    for (size_t i = 0; i < k && i < SHOWN; i++) x[i] = bates_said(who, all, &b[i], a);
    TRY(page_rows(doc, "bates", &RECORDS_SAY_BATES, x, k < SHOWN ? k : SHOWN));
    for (size_t i = 0; i < k && i < SHOWN; i++) TRY(page_flag(page_row(doc, "bates", i), "is_wrong", x[i].kind != BATES_RANGE));
    TRY(page_int(doc, "bates_more", k > SHOWN ? (int64_t)(k - SHOWN) : 0));
    return page_flag(doc, "has_bates", k != 0);
}

static bool has_code(const char *list, const char *code)
{
    size_t n = strlen(code);
    for (const char *p = list; (p = strstr(p, code)); p += n)
        if ((p == list || p[-1] == ' ') && (p[n] == ' ' || !p[n])) return true;
    return false;
}

/* By exemption: pages that bear its mark, and pages of the items that name it. */
static wr_rc put_counts(db_tx *ro, const wr_actor *who, const all_of *all, arena *a, json_t *doc)
{
    records_exemption *e;
    records_item *it;
    records_page *pages;
    say_count *x;
    int64_t sums[4] = { 0 };
    size_t n, k, n_pages, out = 0;
    TRY(records_exemptions(ro, all->of.law, a, &e, &n));
    TRY(db_all(ro, &RECORDS_ITEM_OF, a, RECORDS_ITEMS_MAX, &it, &k, db_t(all->of.id)));
    TRY(db_all(ro, &RECORDS_PAGES_MARKED, a, RECORDS_PAGES_MAX, &pages, &n_pages, db_t(all->of.id)));
    x = arena_array(a, say_count, n + 1);
    for (size_t i = 0; i < n; i++) {
        say_count c = { e[i].code, i18n(who->lang, NULL, e[i].title), e[i].citation, 0, 0, 0, 0 };
        for (size_t p = 0; p < n_pages; p++) c.marked += has_code(pages[p].marks, e[i].code);
        for (size_t j = 0; j < k; j++) {
            if (*it[j].struck || !has_code(it[j].reasons, e[i].code)) continue;
            c.part += it[j].outcome == ITEM_PART ? it[j].count : 0;
            c.withheld += it[j].outcome == ITEM_WITHHELD ? it[j].count : 0;
            c.referred += it[j].outcome == ITEM_REFERRED ? it[j].count : 0;
        }
        if (c.marked || c.part || c.withheld || c.referred) x[out++] = c;
    }
    for (size_t j = 0; j < k; j++)
        if (!*it[j].struck) sums[it[j].outcome] += it[j].count;
    TRY(page_rows(doc, "counts", &RECORDS_SAY_COUNT, x, out));
    TRY(page_int(doc, "full", sums[ITEM_FULL]));
    TRY(page_int(doc, "part", sums[ITEM_PART]));
    TRY(page_int(doc, "withheld", sums[ITEM_WITHHELD]));
    TRY(page_int(doc, "referred", sums[ITEM_REFERRED]));
    return page_flag(doc, "has_counts", out != 0);
}

static wr_rc put_head(const all_of *all, arena *a, json_t *doc)
{
    int64_t number = all->of.number;
    TRY(page_int(doc, "number", number));
    TRY(page_text(doc, "case_name", all->of.title));
    TRY(page_text(doc, "case_url", records_url(a, number, "")));
    TRY(page_text(doc, "batches_url", records_url(a, number, "/productions")));
    TRY(page_text(doc, "answers_url", records_url(a, number, "/answers")));
    TRY(page_text(doc, "facts_url", records_url(a, number, "/facts")));
    return page_text(doc, "csv_url", records_url(a, number, "/productions.csv"));
}

wr_rc records_show_batches(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_case *in = in_;
    all_of all;
    say_batch *x;
    records_key key;
    pair typed[] = { { "day", day_text(a, who->today), 10 }, { "pattern", "9999-AAAA-99999-A-9999", 22 } };
    bool keyed;
    TRY(everything(ro, in->number, a, &all));
    x = arena_array(a, say_batch, all.n_batches + 1);
    for (size_t i = 0; i < all.n_batches; i++) {
        const records_production *p = &all.batches[i];
        x[i] = (say_batch){ p->number, p->day, p->channel, 0, 0, 0, records_url(a, in->number, arena_fmt(a, "/productions/%lld", (long long)p->number)) };
        for (size_t k = 0; k < all.n_files; k++)
            if (str_eq(all.files[k].about, p->id)) x[i].files++, x[i].pages += all.files[k].pages, x[i].held += all.files[k].state >= FILE_HELD;
    }
    TRY(put_head(&all, a, doc));
    TRY(page_rows(doc, "batches", &RECORDS_SAY_BATCH, x, all.n_batches));
    TRY(page_flag(doc, "has_batches", all.n_batches != 0));
    TRY(put_files(who, &all, "", a, doc));
    TRY(put_bates(ro, who, &all, a, doc));
    TRY(put_counts(ro, who, &all, a, doc));
    keyed = records_key_of(ro, a, &key) == WR_OK;
    if (!keyed) *arena_err(a) = (wr_err){ 0 };
    TRY(page_flag(doc, "no_key", !keyed));
    TRY(page_text(doc, "held_url", records_may_hold(who) ? "/records/held" : ""));
    if (may_write(who) && keyed) {
        TRY(page_form(doc, "form", &(page_form_of){ .action_url = records_url(a, in->number, "/productions/open"), .in = &IN_RECORDS_BATCH_NEW, .typed = typed, .typed_n = 2, .button = N_("Take a production in") }, a));
        TRY(page_hint(doc, "form", "pattern", N_("9 stands for a digit, A for a capital letter, + for “one or more of these”. Leave it empty when pages bear no numbers.")));
    }
    return page_text(doc, "title", i18n_fill(a, i18n_n(who->lang, NULL, N_("{n} production of request {number}"), "{n} productions of request {number}", (int64_t)all.n_batches),
        (const char *const[]){ "n", arena_fmt(a, "%zu", all.n_batches), "number", arena_fmt(a, "%lld", (long long)in->number), NULL }));
}

wr_rc records_give_files(db_tx *ro, const wr_actor *who, const void *in_, arena *a, http_out *out)
{
    const in_case *in = in_;
    all_of all;
    say_file *x;
    size_t n = 0;
    TRY(everything(ro, in->number, a, &all));
    x = arena_array(a, say_file, all.n_files + 1);
    for (size_t i = 0; i < all.n_files; i++)
        if (all.files[i].state < FILE_HELD || records_may_hold(who)) x[n++] = say_of(who, &all, &all.files[i], a);
    return out_rows(out, &RECORDS_SAY_FILE, x, n, RECORDS_FILES_MAX + 1);
}

static wr_rc put_uploads(db_tx *ro, const wr_actor *who, const records_production *p, int64_t number, arena *a, json_t *doc)
{
    records_upload *u;
    size_t n;
    TRY(db_all(ro, &RECORDS_UPLOADS_OF, a, RECORDS_FILES_MAX, &u, &n, db_t(p->id)));
    TRY(page_rows(doc, "uploads", &RECORDS_SAY_UPLOAD, u, n));
    for (size_t i = 0; i < n; i++) {
        json_t *row = page_row(doc, "uploads", i);
        TRY(page_text(row, "upload_url", records_url(a, number, arena_fmt(a, "/productions/%lld/uploads/%s", (long long)p->number, u[i].id))));
        TRY(page_text(row, "said", arena_fmt(a, "%s / %s", doc_size_said(a, who->lang, u[i].got), doc_size_said(a, who->lang, u[i].size))));
        TRY(page_int(row, "percent", u[i].got * 100 / u[i].size));
    }
    return page_flag(doc, "has_uploads", n != 0);
}

/* Of the first so many that are open; the others have it on their own page. */
static wr_rc put_publish(db_tx *ro, const wr_actor *who, const all_of *all, const records_production *p, arena *a, json_t *doc)
{
    records_shown *s;
    size_t n, row = 0, forms = 0;
    TRY(records_shown_of(ro, all->of.id, a, &s, &n));
    for (size_t i = 0; i < all->n_files && forms < PUBLISH_AT_ONCE; i++) {
        const records_file *f = &all->files[i];
        if (!str_eq(f->about, p->id) || (f->state >= FILE_HELD && !records_may_hold(who))) continue;
        if (f->state == FILE_OPEN) TRY(records_put_publish(s, n, all->of.number, p->number, f, a, page_row(doc, "files", row)));
        forms += f->state == FILE_OPEN;
        row++;
    }
    return WR_OK;
}

wr_rc records_show_batch(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_batch *in = in_;
    all_of all;
    records_production p;
    const char *base = records_url(a, in->number, arena_fmt(a, "/productions/%lld", (long long)in->batch));
    TRY(everything(ro, in->number, a, &all));
    TRY(records_production_by(ro, all.of.id, in->batch, a, &p));
    TRY(put_head(&all, a, doc));
    TRY(page_put(doc, &RECORDS_SAY_PRODUCTION, &p));
    TRY(page_int(doc, "batch", p.number));
    TRY(put_files(who, &all, p.id, a, doc));
    TRY(put_uploads(ro, who, &p, in->number, a, doc));
    if (may_write(who)) {
        TRY(put_publish(ro, who, &all, &p, a, doc));
        TRY(page_form(doc, "form", &(page_form_of){ .action_url = arena_fmt(a, "%s/files/add", base), .in = &IN_RECORDS_FILE_ADD, .button = N_("Add this file") }, a));
        TRY(page_hint(doc, "form", "file", i18n_fill(a, i18n(who->lang, NULL, N_("Of any kind, at most {n} MB.")), (const char *const[]){ "n", arena_fmt(a, "%d", RECORDS_BATCH_MB), NULL })));
        TRY(page_int(doc, "most", (int64_t)RECORDS_BATCH_MB * 1000000));
        TRY(page_text(doc, "script_path_url", "/static/pieces.js"));
        TRY(page_form(doc, "large", &(page_form_of){ .action_url = arena_fmt(a, "%s/uploads/begin", base), .in = &IN_RECORDS_UPLOAD_NEW, .button = N_("Begin the upload") }, a));
    }
    return page_text(doc, "title", i18n_fill(a, i18n(who->lang, NULL, N_("Production {n} of request {number}")), (const char *const[]){ "n", arena_fmt(a, "%lld", (long long)p.number), "number", arena_fmt(a, "%lld", (long long)in->number), NULL }));
}

/* A file by its address: that it exists is told only to who may know it. */
static wr_rc known(db_tx *ro, const wr_actor *who, const in_batch *in, arena *a, records_file *ret)
{
    records_case c;
    TRY(records_case_by(ro, in->number, a, &c));
    TRY(records_file_by(ro, in->file, a, ret));
    if (!str_eq(ret->request, c.id) || !may_know(who, ret)) return wr_fail(arena_err(a), WR_E_MISSING, NULL, N_("There is no such file."));
    return WR_OK;
}

static wr_rc put_decisions(const wr_actor *who, const records_file *f, int64_t number, arena *a, json_t *doc)
{
    bool held = f->state >= FILE_HELD;
    if (f->state == FILE_LOOK && may_write(who))
        TRY(page_form(doc, "looked", &(page_form_of){ .action_url = file_url(a, number, f, "/looked"), .in = &IN_RECORDS_LOOKED, .button = N_("I looked through all of it: open it") }, a));
    if ((f->state == FILE_LOOK || f->state == FILE_OPEN) && may_write(who))
        TRY(page_form(doc, "hold", &(page_form_of){ .action_url = file_url(a, number, f, "/hold"), .in = &IN_RECORDS_HOLD, .button = N_("Hold it back for counsel") }, a));
    TRY(page_text(doc, "sealed_url", held && records_may_hold(who) ? file_url(a, number, f, "/sealed") : ""));
    TRY(page_flag(doc, "is_held", held));
    if (f->state != FILE_HELD || !records_may_hold(who)) return WR_OK;
    TRY(page_form(doc, "keep", &(page_form_of){ .action_url = file_url(a, number, f, "/keep"), .in = &IN_RECORDS_KEEP, .button = N_("Keep it sealed") }, a));
    return page_form(doc, "copy", &(page_form_of){ .action_url = file_url(a, number, f, "/copy"), .in = &IN_RECORDS_COPY, .button = N_("Release this copy in its place") }, a);
}

wr_rc records_show_file(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_batch *in = in_;
    all_of all;
    records_file f;
    records_page *p;
    say_file s;
    size_t n;
    TRY(known(ro, who, in, a, &f));
    TRY(everything(ro, in->number, a, &all));
    TRY(put_head(&all, a, doc));
    s = say_of(who, &all, &f, a);
    TRY(page_put(doc, &RECORDS_SAY_FILE, &s));
    TRY(page_text(doc, "size_said", doc_size_said(a, who->lang, f.size)));
    TRY(page_text(doc, "batch_url", records_url(a, in->number, arena_fmt(a, "/productions/%lld", (long long)s.production))));
    TRY(page_text(doc, "decided", f.decided));
    TRY(page_text(doc, "reasons", f.reasons));
    TRY(page_text(doc, "copy_of", *f.copy_of ? file_url(a, in->number, &(records_file){ .id = f.copy_of }, "") : ""));
    TRY(db_all(ro, &RECORDS_PAGES_OF, a, PAGES_OF_A_FILE, &p, &n, db_t(f.id)));
    TRY(page_rows(doc, "page_rows", &RECORDS_SAY_PAGE, p, n < SHOWN ? n : SHOWN));
    TRY(page_int(doc, "page_more", n > SHOWN ? (int64_t)(n - SHOWN) : 0));
    TRY(page_flag(doc, "has_pages", n != 0));
    TRY(page_text(doc, "item_url", may_write(who) && f.state <= FILE_OPEN ? records_url(a, in->number, arena_fmt(a, "/items/new?file=%s", f.id)) : ""));
    TRY(put_decisions(who, &f, in->number, a, doc));
    if (may_write(who)) {
        records_shown *shown;
        size_t n_shown;
        TRY(records_shown_of(ro, f.request, a, &shown, &n_shown));
        TRY(records_put_publish(shown, n_shown, in->number, s.production, &f, a, doc));
    }
    return page_text(doc, "title", f.name);
}

wr_rc records_send_file(db_tx *ro, const wr_actor *who, const void *in_, arena *a, http_file *ret)
{
    records_file f;
    bytes first;
    TRY(known(ro, who, in_, a, &f));
    if (f.state != FILE_OPEN && f.state != FILE_LOOK) return WR_E_MISSING;
    TRY(blob_read(ro, f.sha256, 0, 1, a, &first));
    *ret = (http_file){ f.sha256, f.name, f.media, f.size, "records.read" };
    return WR_OK;
}

wr_rc records_send_sealed(db_tx *ro, const wr_actor *who, const void *in_, arena *a, http_file *ret)
{
    records_file f;
    bytes first;
    TRY(known(ro, who, in_, a, &f));
    if (!*f.sealed) return WR_E_MISSING;
    TRY(blob_read(ro, f.sealed, 0, 1, a, &first));
    *ret = (http_file){ f.sealed, arena_fmt(a, "%lld-%lld.age", (long long)((const in_batch *)in_)->number, (long long)f.n), DOC_ANY, f.sealed_size, "records.hold" };
    return WR_OK;
}

wr_rc records_file_choices(db_tx *tx, const wr_actor *who, const char *request, arena *a, page_choice **ret, size_t *ret_n)
{
    all_of all = { 0 };
    size_t k = 0;
    TRY(records_productions_of(tx, request, a, &all.batches, &all.n_batches));
    TRY(db_all(tx, &RECORDS_FILES_OF_CASE, a, RECORDS_FILES_MAX, &all.files, &all.n_files, db_t(request)));
    *ret = arena_array(a, page_choice, all.n_files + 1);
    for (size_t i = 0; i < all.n_files; i++)
        if (may_know(who, &all.files[i]) && all.files[i].state <= FILE_OPEN) (*ret)[k++] = (page_choice){ all.files[i].id, called(who, &all, &all.files[i], a) };
    *ret_n = k;
    return WR_OK;
}
