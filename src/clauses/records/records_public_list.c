/* records_public_list.c -- the city's own requests as everyone sees them: the list and its search, as data, and as a feed. All of it comes
 * through the gate. */
#include <stdlib.h>
#include "atom.h"
#include "city.h"
#include "day.h"
#include "i18n.h"
#include "now.h"
#include "records_gate.h"
#include "records_shown.h"

typedef struct in_search { const char *q; int64_t after; } in_search;
static const field SEARCH_F[] = { FIELD(in_search, q, t, F_NULL, 100, N_("Words")), FIELD(in_search, after, i, F_NULL, 0, N_("Behind this one")) };
const shape IN_RECORDS_SEARCH = SHAPE("which public requests", in_search, SEARCH_F);
typedef struct line { int64_t number; const char *title, *holder; wr_day sent, due; int due_kind; int64_t asks, answered; bool closed; wr_day latest; } line;
static const field LINE_F[] = {
    FIELD(line, number, i, 0, 0, N_("Request")),     FIELD(line, title, t, 0, 0, N_("Title")),          FIELD(line, holder, t, 0, 0, N_("Holder")),
    FIELD(line, sent,   d, F_NULL, 0, N_("Sent")),   FIELD(line, due, d, F_NULL, 0, N_("Next date")),   WORDS(line, due_kind, records_dates, N_("Of what")),
    FIELD(line, asks, i, 0, 0, N_("Asks")),          FIELD(line, answered, i, 0, 0, N_("Answered")),  FIELD(line, closed, b, 0, 0, N_("Closed")),        FIELD(line, latest, d, F_NULL, 0, N_("Last entry")) };
const shape RECORDS_PUBLIC_LINE = SHAPE("a public request, as a line", line, LINE_F);

static line *say(const gate_case *c, size_t n, arena *a)
{
    line *x = arena_array(a, line, n + 1);
    for (size_t i = 0; i < n; i++)
        x[i] = (line){ c[i].number, c[i].title, c[i].holder_name, c[i].sent, c[i].due, c[i].due_kind, c[i].asks, c[i].answered, c[i].closed, c[i].latest };
    return x;
}

/* What only the page shows of a line. */
static wr_rc say_more(const wr_actor *who, const gate_case *c, json_t *row, arena *a)
{
    TRY(page_text(row, "away", records_when(who, c->due, a)));
    TRY(page_text(row, "mark", !day_none(c->due) && wr_day_cmp(c->due, who->today) < 0 ? "late" : "open"));
    return page_text(row, "url", arena_fmt(a, "/requests/%lld", (long long)c->number));
}

wr_rc records_show_public(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_search *in = in_;
    gate_find find = records_gate_find(in->q, a);
    gate_case *c;
    int64_t all;
    size_t n;
    TRY(records_gate_list(ro, who, &find, in->after, GATE_PAGE + 1, a, &c, &n));
    TRY(records_gate_count(ro, who, a, &all));
    TRY(page_text(doc, "next_url", n > GATE_PAGE ? arena_fmt(a, "/requests?q=%s&after=%lld", str_url(a, in->q), (long long)c[GATE_PAGE - 1].number) : ""));
    if (n > GATE_PAGE) n = GATE_PAGE;
    TRY(page_rows(doc, "requests", &RECORDS_PUBLIC_LINE, say(c, n, a), n));
    for (size_t i = 0; i < n; i++) TRY(say_more(who, &c[i], page_row(doc, "requests", i), a));
    TRY(page_text(doc, "typed", in->q));
    TRY(page_flag(doc, "searched", *in->q != 0));
    TRY(page_flag(doc, "has_requests", n != 0));
    TRY(page_text(doc, "csv_url", *in->q ? arena_fmt(a, "/requests.csv?q=%s", str_url(a, in->q)) : "/requests.csv"));
    return page_text(doc, "title", i18n_fill(a, i18n_n(who->lang, NULL, N_("{n} request for records is open to read"), "{n} requests for records are open to read", all),
        (const char *const[]){ "n", arena_fmt(a, "%lld", (long long)all), NULL }));
}

/* ---- the feed ---- */
/* When everyone could first see it: the approval, the day on which the case was opened to all, or the end of its embargo. */
static wr_us seen_from(const gate_news *x)
{
    wr_us at = x->approved > x->since ? x->approved : x->since;
    wr_us day = day_none(x->embargo) ? 0 : clock_us_at(clock_city_zone(), x->embargo, 0, 0);
    return day > at ? day : at;
}

static int latest_first(const void *x, const void *y)
{
    wr_us a = seen_from(x), b = seen_from(y);
    return (a < b) - (a > b);
}

static wr_rc give_feed(db_tx *ro, const wr_actor *who, arena *a, http_out *out)
{
    gate_news *x;
    atom_entry *e;
    city_row city;
    size_t n;
    strbuf b = sb_new(a, 32768);
    TRY(records_gate_latest(ro, who, a, &x, &n));
    TRY(city_get(ro, a, &city));
    qsort(x, n, sizeof *x, latest_first);
    e = arena_array(a, atom_entry, n + 1);
    for (size_t i = 0; i < n; i++) {
        const char *const pairs[] = { "number", arena_fmt(a, "%lld", (long long)x[i].number), "title", x[i].title, "what", i18n_word(a, who->lang, records_kinds[x[i].kind]),
            "day", i18n_day(a, who->lang, x[i].day), NULL };
        e[i] = (atom_entry){ .id = atom_tag(a, out->site, day_text(a, x[i].day), x[i].id), .updated = seen_from(&x[i]), .url = arena_fmt(a, "%s%s/requests/%lld", out->site, out->prefix, (long long)x[i].number),
            .title = i18n_fill(a, i18n(who->lang, NULL, N_("Request {number}, {title}: {what}, {day}")), pairs) };
    }
    atom_put(&b, &(atom_feed){ .id = arena_fmt(a, "%s%s%s.atom", out->site, out->prefix, out->path), .title = i18n(who->lang, NULL, N_("Requests for records: what happened, latest first")),
        .subtitle = out->note, .lang = who->lang, .author = i18n(who->lang, NULL, city.name), .self = out->self, .url = arena_fmt(a, "%s%s/requests", out->site, out->prefix), .at = e, .n = n });
    return out_bytes(out, (bytes){ (const uint8_t *)b.p, b.n });
}

wr_rc records_give_public(db_tx *ro, const wr_actor *who, const void *in_, arena *a, http_out *out)
{
    const in_search *in = in_;
    gate_find find = records_gate_find(in->q, a);
    gate_case *c;
    size_t n;
    if (str_eq(out->as, "atom")) return give_feed(ro, who, a, out);
    TRY(records_gate_list(ro, who, &find, *out->after ? strtoll(out->after, NULL, 10) : 0, GATE_GIVEN, a, &c, &n));
    return out_rows(out, &RECORDS_PUBLIC_LINE, say(c, n, a), n, GATE_GIVEN);
}
