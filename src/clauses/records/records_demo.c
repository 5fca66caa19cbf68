/* records_demo.c -- the demonstration: requests and what happened to them, read from the pack's folder demo. All of it is invented. */
#include "records_web.h"

#include <string.h>
#include "city.h"
#include "i18n.h"
#include "now.h"
#include "records_shown.h"

typedef struct demo_case { const char *title, *holder, *owner, *why, *area; wr_day first, last; int expedite; const char *expedite_text; int64_t number; } demo_case;
static const field CASE_F[] = {
    FIELD(demo_case, number,   i, 0, 0,                  N_("Request")),      FIELD(demo_case, title, t, 0, 200, N_("Title")),
    FIELD(demo_case, holder,   t, 0, 40,                 N_("Holder")),       FIELD(demo_case, owner, t, 0, 12, N_("Whose request it is")),
    FIELD(demo_case, why,      t, F_LONG, 2000,          N_("Why the city asks")), FIELD(demo_case, area, t, F_LONG, 1000, N_("Where")),
    FIELD(demo_case, first,    d, 0, 0,                  N_("From this day")), FIELD(demo_case, last, d, 0, 0, N_("Until this day")),
    WORDS_OPT(demo_case, expedite, records_grounds,      N_("Ask to be heard sooner, because of")),
    FIELD(demo_case, expedite_text, t, F_LONG | F_NULL, 2000, N_("Facts that are certified for it")),
};
const shape RECORDS_DEMO_CASE = SHAPE("an invented request", demo_case, CASE_F);
typedef struct demo_entry { int64_t request; wr_day day; int kind, channel; const char *office, *text, *tracking, *component; bool right_one; int64_t count; int unit; wr_day until;
    const char *scope, *because, *appeal; int64_t ask; int answer; const char *reasons, *pages, *other; } demo_entry;
static const field ENTRY_F[] = {
    FIELD(demo_entry, request,   i, 0, 0,               N_("Request")),      FIELD(demo_entry, day, d, 0, 0, N_("Day")),
    WORDS(demo_entry, kind,      records_kinds,         N_("What happened")), WORDS_OPT(demo_entry, channel, records_channels, N_("How")),
    FIELD(demo_entry, office,    t, F_NULL, 200,        N_("With which office")), FIELD(demo_entry, text, t, F_LONG | F_NULL, 8000, N_("Text")),
    FIELD(demo_entry, tracking,  t, F_NULL, 80,         N_("Tracking number")), FIELD(demo_entry, component, t, F_NULL, 80, N_("Component")),
    FIELD(demo_entry, right_one, b, F_NULL, 0,          N_("It is the right component")), FIELD(demo_entry, count, i, F_NULL, 9999, N_("How many")),
    WORDS_OPT(demo_entry, unit,  clock_units,           N_("Unit")),         FIELD(demo_entry, until, d, F_NULL, 0, N_("Until")),
    FIELD(demo_entry, scope,     t, F_LONG | F_NULL, 2000, N_("Scope, quoted")), FIELD(demo_entry, because, t, F_LONG | F_NULL, 2000, N_("Reasons, quoted")),
    FIELD(demo_entry, appeal,    t, F_LONG | F_NULL, 2000, N_("Right to appeal, quoted")), FIELD(demo_entry, ask, i, F_NULL, RECORDS_ASKS_MAX, N_("Ask")),
    WORDS_OPT(demo_entry, answer, records_answers,      N_("What came of it")), FIELD(demo_entry, reasons, t, F_NULL, 200, N_("Exemptions")),
    FIELD(demo_entry, pages,     t, F_NULL, 200,        N_("Pages")),        FIELD(demo_entry, other, t, F_NULL, 200, N_("Other number or name")),
};
const shape RECORDS_DEMO_ENTRY = SHAPE("what happened to an invented request", demo_entry, ENTRY_F);

wr_rc records_load_demo_case(db_tx *rw, const wr_actor *who, const void *row, arena *a)
{
    const demo_case *d = row;
    records_holder h;
    city_department owner;
    city_row city;
    records_whole w;
    TRY(records_holder_by(rw, d->holder, a, &h));
    TRY(city_department_by(rw, d->owner, a, &owner));
    TRY(city_get(rw, a, &city));
    records_case c = { .title = d->title, .law = h.law, .holder = d->holder, .owner = d->owner, .body = owner.num, .why = d->why, .area = d->area, .first = d->first, .last = d->last,
        .waiver = true, .preserve = true, .expedite = d->expedite, .expedite_text = d->expedite_text, .ceiling = 2500, .contact = arena_fmt(a, "%s, %s", city.desk, city.email) };
    TRY(records_case_add(rw, who, &c, a));
    if (c.number != d->number) return wr_fail(arena_err(a), WR_E_INPUT, "number", N_("Invented requests are numbered from 1 in their order."));
    TRY(records_whole_of(rw, c.number, a, &w));
    return records_fill(rw, who, &w, a);
}

wr_rc records_load_demo_entry(db_tx *rw, const wr_actor *who, const void *row, arena *a)
{
    const demo_entry *d = row;
    records_whole w;
    records_entry e = { .day = d->day, .kind = d->kind, .channel = d->channel, .office = d->office, .text = d->text, .tracking = d->tracking, .component = d->component,
        .right_one = d->right_one, .count = d->count, .unit = d->unit, .until = d->until, .scope = d->scope, .because = d->because, .appeal = d->appeal, .ask = d->ask, .answer = d->answer,
        .reasons = d->reasons, .pages = d->pages, .other = d->other };
    TRY(records_whole_of(rw, d->request, a, &w));
    return records_entry_add(rw, who, &w, &e, a);
}

/* What is shown: an entry by its number; with `file`, an invented file of that entry, shown when it has a name to be published by. */
typedef struct demo_shown { int64_t request, entry; const char *file, *name, *text; } demo_shown;
static const field SHOWN_F[] = {
    FIELD(demo_shown, request, i, 0, 0, N_("Request")), FIELD(demo_shown, entry, i, 0, 0, N_("Entry")), FIELD(demo_shown, file, t, F_NULL, 150, N_("File")),
    FIELD(demo_shown, name, t, F_NULL, RECORDS_NAME_MAX, N_("Name, as published")), FIELD(demo_shown, text, t, F_LONG | F_NULL, 8000, N_("Text")),
};
const shape RECORDS_DEMO_SHOWN = SHAPE("what is shown of an invented request", demo_shown, SHOWN_F);

static wr_rc demo_file(db_tx *rw, const wr_actor *who, const demo_shown *d, records_shown *x, arena *a)
{
    const char *media = str_ends(d->file, ".csv") ? "text/csv" : "text/plain";
    doc_file f;
    blob b;
    x->entry = x->item;
    x->item = id_new(a);
    TRY(blob_store(rw, (bytes){ (const uint8_t *)d->text, strlen(d->text) }, a, &b));
    TRY(doc_attach(rw, who, doc_incoming_text(a, &b, media, d->file), &(doc_file){ .id = x->item, .about = x->entry, .may = "records.read" }, a));
    if (!*d->name) return WR_OK;
    TRY(doc_file_by(rw, x->item, a, &f));
    x->what = SHOWN_FILE;
    x->name = d->name;
    x->sha256 = f.sha256;
    x->size = f.size;
    x->media = f.media;
    TRY(records_file_sum(rw, &f, a, &x->crc));
    return records_show_item(rw, who, x, a);
}

wr_rc records_load_demo_shown(db_tx *rw, const wr_actor *who, const void *row, arena *a)
{
    const demo_shown *d = row;
    records_whole w;
    records_shown x = { .what = SHOWN_ENTRY, .entry = "", .name = "", .sha256 = "", .media = "" };
    TRY(records_whole_of(rw, d->request, a, &w));
    if (d->entry < 1 || d->entry > (int64_t)w.n_entries) return wr_fail(arena_err(a), WR_E_INPUT, "entry", N_("This request has no such entry."));
    x.about = w.of.id;
    x.item = w.entries[d->entry - 1].id;
    if (*d->file) TRY(demo_file(rw, who, d, &x, a));
    else TRY(records_show_item(rw, who, &x, a));
    return records_follow(rw, who, &w, "", a);
}

const wr_story records_stories[] = {
    { N_("What the city asked, what came and what did not: the answers so far, open to all"), "/answers", NULL },
    { N_("Show a request: entries and files one by one, each approved by a second person"), "/records/1/public", "records" },
    { N_("Records requests: whose turn it is, which date comes next, and how it was counted"), "/records", "records" },
    { N_("A request that was answered in part: ask by ask, with the exemptions"), "/records/1", "records" },
    { N_("A letter that waits for a second person: read it, then approve it, word for word"), "/records/4/letters/request", "counsel" },
    { N_("Ask the city for records, without an account, and see why each date is what it is"), "/records/city/ask", NULL },
    { N_("Requests that the city received: what is overdue, and which letter is ready"), "/records/inbound", "records" },
    /* productions */
    { N_("What an agency produced: missing pages, a page with two redactions, a file that came twice"), "/records/1/productions", "records" },
    { N_("A file that the agency should have redacted: sealed, and counsel decides"), "/records/held", "counsel" },
    { N_("Facts with two readers, and one that they read differently"), "/records/1/facts", "records" },
    { NULL, NULL, NULL } };
