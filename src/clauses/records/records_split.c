/* records_split.c -- an agency makes two cases of one, or one of two; so does the city. Nothing is lost: what was sent and received counts in
 * both, the asks that went over say where they are, and each case names the other. */
#include "records_beside.h"

#include <stdlib.h>
#include <string.h>
#include "i18n.h"
#include "now.h"

typedef struct in_split { int64_t number; const char *title, *asks, *tracking; int64_t into; const char *text; const char *id; } in_split;
static const field SPLIT_F[] = {
    FIELD(in_split, number,   i, F_PATH, 0,     N_("Request")),
    FIELD(in_split, title,    t, 0, 200,        N_("Title of the new request")),
    FIELD(in_split, asks,     t, 0, 200,        N_("Numbers of the asks that go over, with blanks between")),
    FIELD(in_split, tracking, t, F_NULL, 80,    N_("Tracking number of the new request, if there is one")),
    FIELD(in_split, text,     t, F_LONG, 2000,  N_("Who splits it, and why")),
};
const shape IN_RECORDS_SPLIT = SHAPE("a request that is split", in_split, SPLIT_F);
static const field MERGE_F[] = {
    FIELD(in_split, number, i, F_PATH, 0,    N_("Request")),
    FIELD(in_split, into,   i, 0, 0,         N_("Number of the request that it goes into")),
    FIELD(in_split, text,   t, F_LONG, 2000, N_("Who merges it, and why")),
};
const shape IN_RECORDS_MERGE = SHAPE("a request that goes into another", in_split, MERGE_F);

wr_rc records_show_split(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_case *in = in_;
    records_whole w;
    strbuf open = sb_new(a, 40);
    TRY(records_whole_of(ro, in->number, a, &w));
    for (size_t i = 0; i < w.n_asks; i++) sb_fmt(&open, "%s%lld. %s", i ? "; " : "", (long long)w.asks[i].number, w.asks[i].title);
    TRY(page_int(doc, "number", w.of.number));
    TRY(page_text(doc, "name", w.of.title));
    TRY(page_text(doc, "case_url", records_url(a, w.of.number, "")));
    TRY(page_text(doc, "asks", open.p));
    TRY(page_text(doc, "title", i18n(who->lang, NULL, N_("Split this request, or let it go into another"))));
    TRY(page_form(doc, "split", &(page_form_of){ .action_url = records_url(a, w.of.number, "/split"), .in = &IN_RECORDS_SPLIT, .button = N_("Split it") }, a));
    return page_form(doc, "merge", &(page_form_of){ .action_url = records_url(a, w.of.number, "/merge"), .in = &IN_RECORDS_MERGE, .button = N_("Let it go into the other") }, a);
}

wr_rc records_prepare_split(db_tx *ro, const wr_actor *who, void *in, arena *a)
{
    (void)ro;
    (void)who;
    ((in_split *)in)->id = id_new(a);
    return WR_OK;
}

/* The numbers in a text; false: something else stands there, or a number is no ask of the case or stands twice. */
static bool chosen_asks(const char *text, size_t n_asks, bool *ret_chosen)
{
    for (const char *p = text; *p; ) {
        char *end;
        long n = strtol(p, &end, 10);
        if (end == p || (*end && !strchr(" ,", *end)) || n < 1 || (size_t)n > n_asks || ret_chosen[n - 1]) return false;
        ret_chosen[n - 1] = true;
        p = end + strspn(end, " ,");
    }
    return true;
}

/* What is evidence of sending and receiving counts for the new case as well. */
static wr_rc carry_over(db_tx *rw, const wr_actor *who, const records_whole *from, records_whole *to, const char *tracking, arena *a)
{
    for (size_t i = 0; i < from->n_entries; i++) {
        records_entry e = from->entries[i];
        bool goes = e.kind == ENTRY_APPROVED || e.kind == ENTRY_SENT || e.kind == ENTRY_RECEIPT || e.kind == ENTRY_ACKNOWLEDGED || e.kind == ENTRY_FORWARDED;
        if (!goes || *e.struck) continue;
        e.id = "";
        e.other = *e.other && e.kind != ENTRY_APPROVED ? e.other : arena_fmt(a, "%lld", (long long)from->of.number);
        TRY(records_entry_add(rw, who, to, &e, a));
    }
    if (!*tracking) return WR_OK;
    return records_entry_add(rw, who, to, &(records_entry){ .day = who->today, .kind = ENTRY_RENUMBERED, .tracking = tracking }, a);
}

/* Asks of one case into another; they say in the first where they went. */
static wr_rc asks_over(db_tx *rw, const wr_actor *who, records_whole *from, records_whole *to, const bool *chosen, arena *a)
{
    size_t n = from->n_asks;
    for (size_t i = 0; i < n; i++) {
        records_ask k = from->asks[i];
        records_entry e = { .day = who->today, .kind = ENTRY_OUTCOME, .ask = k.number, .answer = ANSWER_SUPERSEDED, .other = arena_fmt(a, "%lld", (long long)to->of.number) };
        if (!chosen[i]) continue;
        k.id = "";
        TRY(records_ask_put(rw, who, to, NULL, &k, a));
        TRY(records_entry_add(rw, who, from, &e, a));
    }
    return WR_OK;
}

wr_rc records_act_split(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_split *in = in_;
    records_whole from, to;
    bool chosen[RECORDS_ASKS_MAX] = { 0 };
    size_t n = 0;
    TRY(records_whole_of(rw, in->number, a, &from));
    if (!chosen_asks(in->asks, from.n_asks, chosen)) return wr_fail(arena_err(a), WR_E_INPUT, "asks", N_("Write numbers of asks of this request, each once: 2 5."));
    for (size_t i = 0; i < from.n_asks; i++) n += chosen[i];
    if (n == 0 || n == from.n_asks) return wr_fail(arena_err(a), WR_E_INPUT, "asks", N_("Some asks go over and some stay. To move all of them, let the request go into another."));
    records_case c = from.of;
    c.id = in->id;
    c.title = in->title;
    c.parent = from.of.number;
    TRY(records_case_add(rw, who, &c, a));
    TRY(records_whole_of(rw, c.number, a, &to));
    TRY(carry_over(rw, who, &from, &to, in->tracking ? in->tracking : "", a));
    TRY(asks_over(rw, who, &from, &to, chosen, a));
    TRY(records_entry_add(rw, who, &from, &(records_entry){ .day = who->today, .kind = ENTRY_SPLIT, .text = in->text, .other = arena_fmt(a, "%lld", (long long)c.number) }, a));
    *ret = (http_go){ .url = records_url(a, c.number, ""), .id = c.id };
    return WR_OK;
}

/* The tracking numbers of the one count for the other: "A, B". */
static wr_rc numbers_over(db_tx *rw, const wr_actor *who, const char *numbers, records_whole *to, arena *a)
{
    for (const char *p = numbers; *p; p += strspn(p, ", ")) {
        size_t n = strcspn(p, ",");
        TRY(records_entry_add(rw, who, to, &(records_entry){ .day = who->today, .kind = ENTRY_RENUMBERED, .tracking = arena_fmt(a, "%.*s", (int)n, p) }, a));
        p += n;
    }
    return WR_OK;
}

wr_rc records_act_merge(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_split *in = in_;
    records_whole from, to;
    records_replayed *r = arena_make(a, records_replayed);
    records_terms t;
    bool open[RECORDS_ASKS_MAX] = { 0 };
    if (in->into == in->number) return wr_fail(arena_err(a), WR_E_INPUT, "into", N_("A request cannot go into itself."));
    TRY(records_whole_of(rw, in->number, a, &from));
    wr_rc rc = records_whole_of(rw, in->into, a, &to);
    if (rc == WR_E_MISSING) return wr_fail(arena_err(a), WR_E_INPUT, "into", N_("There is no request with this number."));
    TRY(rc);
    if (!str_eq(from.of.holder, to.of.holder)) return wr_fail(arena_err(a), WR_E_INPUT, "into", N_("The other request is to another holder. Requests to one holder can be merged."));
    t = records_terms_of(&from);
    records_replay(&t, from.entries, from.n_entries, a, r);
    for (size_t i = 0; i < r->n_asked; i++) open[i] = r->asked[i].answer == ANSWER_OPEN;
    TRY(asks_over(rw, who, &from, &to, open, a));
    TRY(records_entry_add(rw, who, &from, &(records_entry){ .day = who->today, .kind = ENTRY_MERGED, .text = in->text, .other = arena_fmt(a, "%lld", (long long)to.of.number) }, a));
    TRY(records_entry_add(rw, who, &to, &(records_entry){ .day = who->today, .kind = ENTRY_NOTE, .text = in->text, .other = arena_fmt(a, "%lld", (long long)from.of.number) }, a));
    TRY(numbers_over(rw, who, r->state.tracking, &to, a));
    *ret = (http_go){ .url = records_url(a, to.of.number, ""), .id = to.of.id };
    return WR_OK;
}
