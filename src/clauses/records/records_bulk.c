/* records_bulk.c -- the same for many requests at once: a note, an inquiry, another owner, who sees them. All of it is done or none of it; what is
 * wrong names the request. */
#include "records_beside.h"

#include <stdlib.h>
#include <string.h>
#include "city.h"
#include "i18n.h"

enum { BULK_NOTE, BULK_INQUIRY, BULK_OWNER, BULK_INTERNAL, BULK_PRIVATE };
enum { BULK_MAX = 200 };
static const char *const BULKS[] = { "note", "inquiry", "owner changed", "internal", "private", NULL };
typedef struct in_bulk { const char *numbers; int action; wr_day day; int channel; const char *owner, *text; } in_bulk;
static const field BULK_F[] = {
    FIELD(in_bulk, numbers, t, F_LONG, 2000,        N_("Numbers of requests, with blanks between")),
    WORDS(in_bulk, action,  BULKS,                  N_("What is done")),
    FIELD(in_bulk, day,     d, 0, 0,                N_("Day on which it happened")),
    WORDS_OPT(in_bulk, channel, records_channels,   N_("How")),
    FIELD(in_bulk, owner,   t, F_NULL, 12,          N_("New owner, when the owner changes")),
    FIELD(in_bulk, text,    t, F_LONG, 4000,        N_("What it says, or a note")),
};
const shape IN_RECORDS_BULK = SHAPE("the same for many requests", in_bulk, BULK_F);
static const field WHICH_F[] = { FIELD(in_bulk, numbers, t, F_NULL, 2000, N_("Numbers of requests, with blanks between")) };
const shape IN_RECORDS_WHICH = SHAPE("which requests, by number", in_bulk, WHICH_F);

wr_rc records_show_bulk(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_bulk *in = in_;
    in_bulk row = { .numbers = in->numbers ? in->numbers : "", .day = who->today, .owner = "", .text = "" };
    TRY(page_text(doc, "title", i18n(who->lang, NULL, N_("The same for many requests"))));
    TRY(page_form(doc, "form", &(page_form_of){ .action_url = "/records/bulk/do", .in = &IN_RECORDS_BULK, .row = &row, .button = N_("Do it for all of them") }, a));
    TRY(city_departments_offer(ro, who->lang, a, doc, "form", "owner"));
    return page_hint(doc, "form", "numbers", N_("All of it is done, or none of it."));
}

static wr_rc one_owner(db_tx *rw, const wr_actor *who, records_whole *w, const in_bulk *in, arena *a)
{
    city_department d;
    records_case now = w->of;
    records_entry e = { .day = in->day, .kind = ENTRY_TRANSFERRED, .text = in->text, .other = in->owner };
    wr_rc rc = in->owner && *in->owner ? city_department_by(rw, in->owner, a, &d) : WR_E_MISSING;
    if (rc == WR_E_MISSING) return wr_fail(arena_err(a), WR_E_INPUT, "owner", N_("Choose a department from the list."));
    TRY(rc);
    now.owner = d.acronym;
    now.body = d.num;
    TRY(records_case_put(rw, who, &w->of, &now, a));
    w->of = now;
    return records_entry_add(rw, who, w, &e, a);
}

static wr_rc one_of(db_tx *rw, const wr_actor *who, int64_t number, const in_bulk *in, arena *a)
{
    static const int KINDS[] = { [BULK_NOTE] = ENTRY_NOTE, [BULK_INQUIRY] = ENTRY_INQUIRY, [BULK_INTERNAL] = ENTRY_SHOWN, [BULK_PRIVATE] = ENTRY_SHOWN };
    records_whole w;
    records_line x;
    TRY(records_whole_of(rw, number, a, &w));
    if (in->action == BULK_OWNER) return one_owner(rw, who, &w, in, a);
    TRY(records_line_of(rw, w.of.id, a, &x));
    if (in->action == BULK_INQUIRY && x.level == LEVEL_SUIT) return wr_fail(arena_err(a), WR_E_INPUT, "numbers", N_("A suit is open for this request: counsel says what is sent."));
    records_entry e = { .day = in->day, .kind = KINDS[in->action], .channel = in->channel, .text = in->text, .count = in->action == BULK_PRIVATE ? SEEN_PRIVATE : in->action == BULK_INTERNAL ? SEEN_INTERNAL : 0 };
    return records_entry_add(rw, who, &w, &e, a);
}

wr_rc records_act_bulk(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_bulk *in = in_;
    int64_t seen[BULK_MAX];
    size_t n = 0;
    for (const char *p = in->numbers + strspn(in->numbers, " ,\n"); *p; ) {
        char *end;
        long long number = strtoll(p, &end, 10);
        if (end == p || (*end && !strchr(" ,\n", *end))) return wr_fail(arena_err(a), WR_E_INPUT, "numbers", N_("Write numbers of requests: 3 7 12."));
        if (n == BULK_MAX) return wr_fail(arena_err(a), WR_E_INPUT, "numbers", N_("At most 200 requests at once. Do the rest after these."));
        for (size_t i = 0; i < n; i++)
            if (seen[i] == number) return wr_fail(arena_err(a), WR_E_INPUT, "numbers", N_("Request {number} stands there twice."), "number", arena_fmt(a, "%lld", number));
        seen[n++] = number;
        p = end + strspn(end, " ,\n");
    }
    for (size_t i = 0; i < n; i++) {
        wr_rc rc = one_of(rw, who, seen[i], in, a);
        wr_err *e = arena_err(a), was = *e;
        if (rc == WR_E_MISSING || rc == WR_E_INPUT) *e = (wr_err){ 0 };     /* said again below, with the number of the request */
        if (rc == WR_E_MISSING) return wr_fail(e, WR_E_INPUT, "numbers", N_("There is no request {number}."), "number", arena_fmt(a, "%lld", (long long)seen[i]));
        if (rc == WR_E_INPUT)
            return wr_fail(e, rc, was.field, N_("Request {number}: {why}"), "number", arena_fmt(a, "%lld", (long long)seen[i]), "why", i18n(who->lang, NULL, was.text));
        TRY(rc);
    }
    if (!n) return wr_fail(arena_err(a), WR_E_INPUT, "numbers", N_("Write numbers of requests: 3 7 12."));
    *ret = (http_go){ .url = "/records" };
    return WR_OK;
}
