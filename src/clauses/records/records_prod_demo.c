/* records_prod_demo.c -- the demonstration's production: small files made here from the words of the pack's demo folder, and what two people read in
 * them. All of it is invented. */
#include "records_prod_own.h"

#include <string.h>
#include "doc.h"
#include "doc_key.h"
#include "i18n.h"
#include "now.h"
#include "person.h"

static const field KEY_F[] = { FIELD(doc_key, key, t, 0, 80, N_("Public key")) };
const shape RECORDS_DEMO_KEY = SHAPE("an invented key", doc_key, KEY_F);
typedef struct demo_production { int64_t request, number; wr_day day; int channel; const char *letter, *pattern; } demo_production;
static const field PRODUCTION_F[] = { FIELD(demo_production, request, i, 0, 0, N_("Request")), FIELD(demo_production, number, i, 0, 0, N_("Production")), FIELD(demo_production, day, d, 0, 0, N_("Day received")),
    WORDS(demo_production, channel, records_channels, N_("How it came")), FIELD(demo_production, letter, t, F_LONG | F_NULL, 8000, N_("Its letter, as text")),
    FIELD(demo_production, pattern, t, F_NULL, FACTS_PATTERN_MAX, N_("How its pages are numbered")) };
const shape RECORDS_DEMO_PRODUCTION = SHAPE("an invented production", demo_production, PRODUCTION_F);
/* text: of a PDF the pages, a line of three dashes between them. */
typedef struct demo_file { int64_t request, production; const char *name, *text; } demo_file;
static const field FILE_F[] = { FIELD(demo_file, request, i, 0, 0, N_("Request")), FIELD(demo_file, production, i, 0, 0, N_("Production")), FIELD(demo_file, name, t, 0, DOC_NAME_MAX, N_("Name")),
    FIELD(demo_file, text, t, F_LONG, 8000, N_("Text")) };
const shape RECORDS_DEMO_FILE = SHAPE("an invented file", demo_file, FILE_F);
typedef struct demo_item { int64_t request; const char *name; int64_t first, last, count; int outcome; const char *reasons, *asks, *note; } demo_item;
static const field ITEM_F[] = { FIELD(demo_item, request, i, 0, 0, N_("Request")), FIELD(demo_item, name, t, F_NULL, DOC_NAME_MAX, N_("Name")), FIELD(demo_item, first, i, F_NULL, 0, N_("First page")),
    FIELD(demo_item, last, i, F_NULL, 0, N_("Last page")), FIELD(demo_item, count, i, F_NULL, 0, N_("Pages")), WORDS(demo_item, outcome, records_item_outcomes, N_("What the agency did")),
    FIELD(demo_item, reasons, t, F_NULL, 200, N_("Exemptions")), FIELD(demo_item, asks, t, F_NULL, 200, N_("Asks")), FIELD(demo_item, note, t, F_NULL, 1000, N_("Note")) };
const shape RECORDS_DEMO_ITEM = SHAPE("an invented item", demo_item, ITEM_F);
typedef struct demo_fact { int64_t request, ask; int question, type; const char *label, *value, *unit, *name; int64_t page; const char *quote, *reader, *second, *second_value; } demo_fact;
static const field FACT_F[] = { FIELD(demo_fact, request, i, 0, 0, N_("Request")), FIELD(demo_fact, ask, i, F_NULL, 0, N_("Ask")), WORDS(demo_fact, question, records_questions, N_("Question of the order")),
    WORDS(demo_fact, type, records_fact_types, N_("Kind of fact")), FIELD(demo_fact, label, t, 0, 200, N_("What is said")), FIELD(demo_fact, value, t, 0, 400, N_("Value")), FIELD(demo_fact, unit, t, F_NULL, 60, N_("Unit")),
    FIELD(demo_fact, name, t, 0, DOC_NAME_MAX, N_("Name")), FIELD(demo_fact, page, i, F_NULL, 0, N_("Page")), FIELD(demo_fact, quote, t, F_LONG, 1000, N_("Quote")), FIELD(demo_fact, reader, t, 0, 40, N_("First reader")),
    FIELD(demo_fact, second, t, F_NULL, 40, N_("Second reader")), FIELD(demo_fact, second_value, t, F_NULL, 400, N_("What the second reader read")) };
const shape RECORDS_DEMO_FACT = SHAPE("an invented fact", demo_fact, FACT_F);

wr_rc records_load_demo_key(db_tx *rw, const wr_actor *who, const void *row, arena *a)
{
    return doc_key_set(rw, who, ((const doc_key *)row)->key, a);
}

wr_rc records_load_demo_production(db_tx *rw, const wr_actor *who, const void *row, arena *a)
{
    const demo_production *d = row;
    records_whole w;
    records_production p = { .id = id_new(a), .number = d->number, .day = d->day, .channel = d->channel, .letter = d->letter, .pattern = d->pattern };
    TRY(records_whole_of(rw, d->request, a, &w));
    p.about = w.of.id;
    return records_production_open(rw, who, &w, &p, a);
}

/* ---- a small PDF: a page for each part of the text, a line of type for each line ---- */
static void page_of(strbuf *b, size_t *at, size_t n, const char *text, size_t len, arena *a)
{
    strbuf s = sb_new(a, len + 200);
    sb_str(&s, "BT /F 11 Tf 60 780 Td 16 TL\n(");
    for (size_t i = 0; i < len; i++) {
        if (text[i] == '\n') sb_str(&s, ") Tj T*\n(");
        else if (strchr("()\\", text[i])) sb_fmt(&s, "\\%c", text[i]);
        else if ((unsigned char)text[i] >= ' ' && (unsigned char)text[i] < 0x7f) sb_ch(&s, text[i]);
    }
    sb_str(&s, ") Tj ET");
    at[4 + 2 * n] = b->n;
    sb_fmt(b, "%zu 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 842]/Resources<</Font<</F 3 0 R>>>>/Contents %zu 0 R>>\nendobj\n", 4 + 2 * n, 5 + 2 * n);
    at[5 + 2 * n] = b->n;
    sb_fmt(b, "%zu 0 obj\n<</Length %zu>>\nstream\n%s\nendstream\nendobj\n", 5 + 2 * n, s.n, s.p);
}

static bytes pdf_of(const char *text, arena *a)
{
    enum { PAGES = 40 };
    strbuf b = sb_new(a, 4000), kids = sb_new(a, 100);
    size_t at[4 + 2 * PAGES] = { 0 }, n = 0, xref;
    sb_str(&b, "%PDF-1.4\n");
    for (const char *p = text; p && n < PAGES; n++) {
        const char *end = strstr(p, "\n---\n");
        page_of(&b, at, n, p, end ? (size_t)(end - p) : strlen(p), a);
        sb_fmt(&kids, "%zu 0 R ", 4 + 2 * n);
        p = end ? end + 5 : NULL;
    }
    at[1] = b.n;
    sb_str(&b, "1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n");
    at[2] = b.n;
    sb_fmt(&b, "2 0 obj\n<</Type/Pages/Count %zu/Kids[%s]>>\nendobj\n", n, kids.p);
    at[3] = b.n;
    sb_str(&b, "3 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>\nendobj\n");
    xref = b.n;
    sb_fmt(&b, "xref\n0 %zu\n0000000000 65535 f \n", 4 + 2 * n);
    for (size_t i = 1; i < 4 + 2 * n; i++) sb_fmt(&b, "%010zu 00000 n \n", at[i]);
    sb_fmt(&b, "trailer\n<</Size %zu/Root 1 0 R>>\nstartxref\n%zu\n%%%%EOF\n", 4 + 2 * n, xref);
    return (bytes){ (const uint8_t *)b.p, b.n };
}

wr_rc records_load_demo_file(db_tx *rw, const wr_actor *who, const void *row, arena *a)
{
    const demo_file *d = row;
    records_case c;
    records_production p;
    records_named named;
    db_id last;
    blob b;
    bytes x = str_ends(d->name, ".pdf") ? pdf_of(d->text, a) : (bytes){ (const uint8_t *)d->text, strlen(d->text) };
    TRY(records_case_by(rw, d->request, a, &c));
    TRY(records_production_by(rw, c.id, d->production, a, &p));
    TRY(records_name(rw, d->name, a, &named));
    TRY(blob_store(rw, x, a, &b));
    TRY(doc_bytes_keep(rw, who, &b, DOC_ANY, a));
    TRY(db_one(rw, &RECORDS_FILE_LAST, a, &last, db_t(p.id)));
    records_file f = { .id = id_new(a), .about = p.id, .request = c.id, .n = last.id + 1, .name = named.name, .inside = "", .copy_of = "", .sha256 = b.sha256, .size = b.size, .media = DOC_ANY, .kind = "",
        .state = FILE_CHECKING, .problem = "", .found = named.found, .columns = "", .facts = "", .sealed = "", .sealed_name = named.sealed, .reasons = "", .decided = "", .decided_by = "" };
    TRY(history_add(rw, who, &RECORDS_FILES, "records.file_received", who->today, NULL, &f, a));
    return records_read_now(rw, who, f.id, a);
}

static wr_rc named(db_tx *rw, const records_case *c, const char *name, arena *a, records_file *ret)
{
    records_file *f;
    size_t n;
    TRY(db_all(rw, &RECORDS_FILES_OF_CASE, a, RECORDS_FILES_MAX, &f, &n, db_t(c->id)));
    for (size_t i = 0; i < n; i++)
        if (str_eq(f[i].name, name)) { *ret = f[i]; return WR_OK; }
    return wr_fail(arena_err(a), WR_E_INPUT, "name", N_("There is no invented file of this name."));
}

wr_rc records_load_demo_item(db_tx *rw, const wr_actor *who, const void *row, arena *a)
{
    const demo_item *d = row;
    records_case c;
    records_item *all, it = { .id = id_new(a), .file = "", .first = d->first, .last = d->last, .count = d->count, .outcome = d->outcome, .reasons = d->reasons, .asks = d->asks, .note = d->note, .day = who->today, .struck = "" };
    size_t n;
    TRY(records_case_by(rw, d->request, a, &c));
    TRY(db_all(rw, &RECORDS_ITEM_OF, a, RECORDS_ITEMS_MAX, &all, &n, db_t(c.id)));
    it.about = c.id;
    it.n = (int64_t)n + 1;
    if (*d->name) {
        records_file f;
        records_production p;
        TRY(named(rw, &c, d->name, a, &f));
        TRY(db_one(rw, &RECORDS_PRODUCTION_ID, a, &p, db_t(f.about)));
        it.file = f.id;
        it.production = p.number;
        it.count = it.first ? it.last - it.first + 1 : it.count;
    }
    return history_add(rw, who, &RECORDS_ITEMS, "records.item_written", who->today, NULL, &it, a);
}

static wr_rc reader(db_tx *rw, const wr_actor *who, const char *login, arena *a, wr_actor *ret)
{
    person_account p;
    TRY(person_by_login(rw, login, a, &p));
    *ret = *who;
    ret->person = p.num;
    ret->by = p.by;
    return WR_OK;
}

wr_rc records_load_demo_fact(db_tx *rw, const wr_actor *who, const void *row, arena *a)
{
    const demo_fact *d = row;
    records_case c;
    records_file file;
    wr_actor first, second;
    records_fact *all, was, f = { .id = id_new(a), .ask = d->ask, .question = d->question, .type = d->type, .label = d->label, .unit = d->unit, .page = d->page, .quote = d->quote, .state = READ_ONCE, .second = "",
        .second_value = "", .note = "" };
    const char *text;
    size_t n;
    TRY(records_case_by(rw, d->request, a, &c));
    TRY(named(rw, &c, d->name, a, &file));
    TRY(reader(rw, who, d->reader, a, &first));
    TRY(db_all(rw, &RECORDS_FACT_OF, a, RECORDS_FACTS_MAX, &all, &n, db_t(c.id)));
    f.about = c.id;
    f.n = (int64_t)n + 1;
    f.file = file.id;
    f.reader = first.by;
    f.value = records_fact_value(d->type, d->value, a, &text);
    if (!f.value) return wr_fail(arena_err(a), WR_E_INPUT, "value", text);
    TRY(history_add(rw, &first, &RECORDS_FACTS, "records.fact_read", who->today, NULL, &f, a));
    if (!*d->second) return WR_OK;
    TRY(reader(rw, who, d->second, a, &second));
    was = f;
    f.second = second.by;
    f.second_value = records_fact_value(d->type, *d->second_value ? d->second_value : d->value, a, &text);
    if (!f.second_value) return wr_fail(arena_err(a), WR_E_INPUT, "second_value", text);
    f.state = str_eq(f.value, f.second_value) ? READ_CONFIRMED : READ_DISAGREED;
    return history_add(rw, &second, &RECORDS_FACTS, "records.fact_second", who->today, &was, &f, a);
}
