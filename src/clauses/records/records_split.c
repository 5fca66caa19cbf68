/* records_split.c -- an agency makes two cases of one, or one of two; so does the city. Nothing is lost: what was sent and received counts in
 * both, the asks that went over say where they are, and each case names the other. */
#include "records_beside.h"

#include <stdlib.h>
#include <string.h>
#include "day.h"
#include "doc.h"
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

/* All that moves the clock is about both: sent, received, asked, answered, extended, determined, appealed. */
static bool is_of_both(int kind) { return kind <= ENTRY_REMANDED && kind != ENTRY_INTERIM && kind != ENTRY_OUTCOME && kind != ENTRY_INQUIRY; }

static wr_rc files_over(db_tx *rw, const wr_actor *who, const char *from, const char *to, arena *a)
{
    doc_listed *f;
    size_t n;
    TRY(doc_files_of(rw, who, from, false, a, &f, &n));
    for (size_t i = 0; i < n; i++)
        TRY(doc_attach(rw, who, doc_incoming_text(a, &(blob){ f[i].sha256, f[i].size }, f[i].media, f[i].name), &(doc_file){ .id = id_new(a), .about = to, .may = "records.read" }, a));
    return WR_OK;
}

/* In the order of their days, so that each follows from those before it. What was approved and not sent is approved anew: its letter is another one. */
static wr_rc carry_over(db_tx *rw, const wr_actor *who, const records_whole *from, bool was_sent, records_whole *to, const char *tracking, arena *a)
{
    size_t n;
    const records_entry **in_order = records_in_order(from->entries, from->n_entries, a, &n);
    for (size_t i = 0; i < n && was_sent; i++) {
        records_entry e = *in_order[i];
        if (!is_of_both(e.kind)) continue;
        e.id = id_new(a);
        e.other = *e.other && e.kind != ENTRY_APPROVED ? e.other : arena_fmt(a, "%lld", (long long)from->of.number);
        TRY(records_entry_add(rw, who, to, &e, a));
        TRY(files_over(rw, who, in_order[i]->id, e.id, a));
    }
    if (!*tracking) return WR_OK;
    return records_entry_add(rw, who, to, &(records_entry){ .day = who->today, .kind = ENTRY_RENUMBERED, .tracking = tracking }, a);
}

/* Asks of one case into another, with what came of them; they say in the first where they went. */
static wr_rc asks_over(db_tx *rw, const wr_actor *who, records_whole *from, const records_asked *came, records_whole *to, const bool *chosen, arena *a)
{
    size_t n = from->n_asks;
    for (size_t i = 0; i < n; i++) {
        records_ask k = from->asks[i];
        records_entry e = { .day = who->today, .kind = ENTRY_OUTCOME, .ask = k.number, .answer = ANSWER_SUPERSEDED, .other = arena_fmt(a, "%lld", (long long)to->of.number) };
        if (!chosen[i]) continue;
        k.id = "";
        TRY(records_ask_put(rw, who, to, NULL, &k, a));
        if (came[i].answer != ANSWER_OPEN)
            TRY(records_entry_add(rw, who, to, &(records_entry){ .day = came[i].day, .kind = ENTRY_OUTCOME, .ask = k.number, .answer = came[i].answer, .reasons = came[i].reasons,
                .pages = came[i].pages, .text = came[i].note, .other = arena_fmt(a, "%lld", (long long)from->of.number) }, a));
        TRY(records_entry_add(rw, who, from, &e, a));
    }
    return WR_OK;
}

wr_rc records_act_split(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_split *in = in_;
    records_whole from, to;
    records_replayed *r = arena_make(a, records_replayed);
    records_terms t;
    bool chosen[RECORDS_ASKS_MAX] = { 0 };
    size_t n = 0;
    TRY(records_whole_of(rw, in->number, a, &from));
    t = records_terms_of(&from);
    records_replay(&t, from.entries, from.n_entries, a, r);
    if (!chosen_asks(in->asks, from.n_asks, chosen)) return wr_fail(arena_err(a), WR_E_INPUT, "asks", N_("Write numbers of asks of this request, each once: 2 5."));
    for (size_t i = 0; i < from.n_asks; i++) n += chosen[i];
    if (n == 0 || n == from.n_asks) return wr_fail(arena_err(a), WR_E_INPUT, "asks", N_("Some asks go over and some stay. To move all of them, let the request go into another."));
    records_case c = from.of;
    c.id = in->id;
    c.title = in->title;
    c.parent = from.of.number;
    TRY(records_case_add(rw, who, &c, a));
    TRY(records_whole_of(rw, c.number, a, &to));
    TRY(carry_over(rw, who, &from, !day_none(r->state.sent), &to, in->tracking ? in->tracking : "", a));
    TRY(asks_over(rw, who, &from, r->asked, &to, chosen, a));
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

/* Asks go only where they are asked for: into a request that goes on, a draft into a draft, what was sent into what was sent. */
static wr_rc can_take(const records_state *from, const records_whole *to, arena *a)
{
    records_replayed *r = arena_make(a, records_replayed);
    records_terms t = records_terms_of(to);
    const records_state *s = &r->state;
    records_replay(&t, to->entries, to->n_entries, a, r);
    if (s->closed || s->ball == BALL_NOBODY) return wr_fail(arena_err(a), WR_E_INPUT, "into", N_("The other request has ended. Choose one that goes on, or reopen it first."));
    if ((day_none(from->sent) ? from->delivery == DELIVERY_DRAFT && s->delivery == DELIVERY_DRAFT : !day_none(s->sent))) return WR_OK;
    return wr_fail(arena_err(a), WR_E_INPUT, "into", N_("What was sent can go into a request that was sent, and a draft into a draft: otherwise it would hold asks that nobody approved or sent."));
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
    TRY(can_take(&r->state, &to, a));
    for (size_t i = 0; i < r->n_asked; i++) open[i] = r->asked[i].answer == ANSWER_OPEN;
    TRY(asks_over(rw, who, &from, r->asked, &to, open, a));
    TRY(records_entry_add(rw, who, &from, &(records_entry){ .day = who->today, .kind = ENTRY_MERGED, .text = in->text, .other = arena_fmt(a, "%lld", (long long)to.of.number) }, a));
    TRY(records_entry_add(rw, who, &to, &(records_entry){ .day = who->today, .kind = ENTRY_NOTE, .text = in->text, .other = arena_fmt(a, "%lld", (long long)from.of.number) }, a));
    TRY(numbers_over(rw, who, r->state.tracking, &to, a));
    *ret = (http_go){ .url = records_url(a, to.of.number, ""), .id = to.of.id };
    return WR_OK;
}
