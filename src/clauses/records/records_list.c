/* records_list.c -- all requests, what is due next on top; filters that stand in the address, and the same as CSV. */
#include "records_web.h"

#include <stdio.h>
#include <stdlib.h>
#include "day.h"
#include "i18n.h"

enum { GIVEN = 500 };
static const char *const OPENS[] = { "open", "closed", NULL };
/* after: the last line of the page before, "2025-08-11 12". */
typedef struct in_list { int open; const char *holder; int ball, clock, late; const char *after; } in_list;
static const char *const BALLS[] = { "any", "us", "agency", "third party", "nobody", NULL };
static const char *const TIMES[] = { "any", "not started", "running", "paused", "extended", "lapsed", "stopped", NULL };
static const char *const LATES[] = { "any", "overdue", NULL };
static const field LIST_F[] = {
    WORDS_OPT(in_list, open,  OPENS,             N_("Open or closed")),
    FIELD(in_list, holder,    t, F_NULL, 40,     N_("Holder")),
    WORDS_OPT(in_list, ball,  BALLS,         N_("Whose turn it is")),
    WORDS_OPT(in_list, clock, TIMES,         N_("Clock")),
    WORDS_OPT(in_list, late,  LATES,             N_("Overdue alone")),
    FIELD(in_list, after,     t, F_NULL | F_HIDE, 40, NULL),
};
const shape IN_RECORDS_LIST = SHAPE("which requests", in_list, LIST_F);

typedef struct say_line { int64_t number; const char *title, *holder, *holder_name, *owner; int ball; const char *ball_why, *ball_kind; int clock, level, seen; wr_day sent, due; int due_kind;
    const char *away, *kind; int64_t asks, answered; const char *tracking; bool closed; const char *url; } say_line;
static const field SAY_F[] = {
    FIELD(say_line, number,      i, 0, 0, N_("Request")),        FIELD(say_line, title,    t, 0, 0, N_("Title")),
    FIELD(say_line, holder,      t, 0, 0, N_("Holder")),         FIELD(say_line, holder_name, t, F_HIDE, 0, NULL),
    FIELD(say_line, owner,       t, 0, 0, N_("Whose request it is")), WORDS(say_line, ball, records_balls, N_("Whose turn it is")),
    FIELD(say_line, ball_why,    t, 0, 0, N_("For what")),       FIELD(say_line, ball_kind, t, F_HIDE, 0, NULL), WORDS(say_line, clock, records_times, N_("Clock")),
    WORDS(say_line, level,       records_levels, N_("Level")),   WORDS(say_line, seen, records_seens, N_("Who sees it")),
    FIELD(say_line, sent,        d, F_NULL, 0, N_("Sent")),      FIELD(say_line, due, d, F_NULL, 0, N_("Next date")),
    WORDS(say_line, due_kind,    records_dates, N_("Of what")),  FIELD(say_line, away, t, F_HIDE, 0, NULL),
    FIELD(say_line, kind,        t, F_HIDE, 0, NULL),            FIELD(say_line, asks, i, 0, 0, N_("Asks")),
    FIELD(say_line, answered,    i, 0, 0, N_("Asks with an outcome")), FIELD(say_line, tracking, t, 0, 0, N_("Tracking numbers")),
    FIELD(say_line, closed,      b, 0, 0, N_("Closed")),         FIELD(say_line, url, t, F_HIDE, 0, NULL),
};
const shape RECORDS_SAY_LINE = SHAPE("a request, as a line", say_line, SAY_F);
typedef struct tally { int64_t all, ours, late, lapsed; } tally;
static const field TALLY_F[] = { FIELD(tally, all, i, 0, 0, N_("Open requests")), FIELD(tally, ours, i, 0, 0, N_("Our turn")), FIELD(tally, late, i, 0, 0, N_("Overdue at the agency")), FIELD(tally, lapsed, i, 0, 0, N_("Clock lapsed")) };
const shape RECORDS_COUNTS = SHAPE("how many requests", tally, TALLY_F);

/* $1 closed; $2 holder, $3 ball, $4 clock: "" is any; $5 overdue before this day, "" is any. */
#define LINES "SELECT id, number, title, holder, owner, delivery, ball, ball_why, clock, level, seen, embargo, sent, received, started, determined, appealed, suit," \
    " tracking, asks, open, closed, latest, due, due_kind, sort FROM records_line WHERE closed = $1 AND ($2 = '' OR holder = $2) AND ($3 = '' OR ball = $3)" \
    " AND ($4 = '' OR clock = $4) AND ($5 = '' OR (sort < $5 AND ball = 'agency'))"
const db_query RECORDS_LINES = { "records_lines", "bttttt" "ii", &RECORDS_LINE, LINES " AND (sort > $6 OR (sort = $6 AND number > $7)) ORDER BY sort, number LIMIT $8" };
const db_query RECORDS_LINES_FROM = { "records_lines_from", "bttttii", &RECORDS_LINE, LINES " AND number > $6 ORDER BY number LIMIT $7" };
const db_query RECORDS_TALLY = { "records_tally", "t", &RECORDS_COUNTS, "SELECT count(*), count(CASE WHEN ball = 'us' THEN 1 END), count(CASE WHEN sort < $1 AND ball = 'agency' THEN 1 END),"
    " count(CASE WHEN clock = 'lapsed' THEN 1 END) FROM records_line WHERE closed = 0" };

static const char *name_of(const records_holder *h, size_t n, const char *ref)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(h[i].ref, ref)) return h[i].name;
    return ref;
}

/* "in 12 days", "3 days late": the word beside a date. */
const char *records_when(const wr_actor *who, wr_day due, arena *a)
{
    int64_t d = day_none(due) ? 0 : day_number(due) - day_number(who->today);
    const char *text = d < 0 ? i18n_n(who->lang, NULL, N_("{n} day late"), "{n} days late", -d) : d == 0 ? i18n(who->lang, NULL, N_("today"))
        : i18n_n(who->lang, NULL, N_("in {n} day"), "in {n} days", d);
    return day_none(due) ? "" : i18n_fill(a, text, (const char *const[]){ "n", arena_fmt(a, "%lld", (long long)(d < 0 ? -d : d)), NULL });
}

const char *records_date_mark(int kind, int state, wr_day due, wr_day met, wr_day today)
{
    if (state == DATE_MET) return wr_day_cmp(met, due) > 0 && kind != DATE_CONSTRUCTIVE ? "late" : "ok";
    if (state == DATE_MOOT) return "none";
    if (state == DATE_RUNNING && wr_day_cmp(due, today) < 0) return "late";
    return state == DATE_PAUSED ? "review" : "open";
}

const char *records_answer_mark(int answer)
{
    static const char *const MARKS[] = { [ANSWER_OPEN] = "none", [ANSWER_FULL] = "ok", [ANSWER_PART] = "open", [ANSWER_NONE_HELD] = "wont", [ANSWER_REFUSED] = "late",
        [ANSWER_GLOMAR] = "late", [ANSWER_REFERRED] = "open", [ANSWER_WITHDRAWN] = "wont", [ANSWER_SUPERSEDED] = "wont" };
    return MARKS[answer];
}

#define WHICH(who, in, a) db_i((in)->open == 1), db_t((in)->holder), db_t((in)->ball ? BALLS[(in)->ball] : ""), db_t((in)->clock ? TIMES[(in)->clock] : ""), \
    db_t((in)->late ? day_text((a), (who)->today) : "")

static wr_rc say_lines(db_tx *ro, const wr_actor *who, const records_line *x, size_t n, arena *a, say_line **ret)
{
    records_holder *h;
    size_t n_h;
    TRY(records_holders(ro, a, &h, &n_h));
    *ret = arena_array(a, say_line, n + 1);
    for (size_t i = 0; i < n; i++) {
        bool late = !day_none(x[i].due) && wr_day_cmp(x[i].due, who->today) < 0;
        (*ret)[i] = (say_line){ x[i].number, x[i].title, x[i].holder, name_of(h, n_h, x[i].holder), x[i].owner, x[i].ball, x[i].ball_why, x[i].ball == BALL_US ? "review" : "open",
            x[i].clock, x[i].level, x[i].seen, x[i].sent, x[i].due, x[i].due_kind, records_when(who, x[i].due, a), late ? "late" : "open", x[i].asks, x[i].asks - x[i].open,
            x[i].tracking, x[i].closed, records_url(a, x[i].number, "") };
    }
    return WR_OK;
}

/* The address of these requests, with the filter as it stands. */
static const char *with_filters(const in_list *in, const char *path, const char *after, arena *a)
{
    strbuf b = sb_new(a, 100);
    sb_fmt(&b, "%s?open=%s", path, OPENS[in->open]);
    if (*in->holder) sb_fmt(&b, "&holder=%s", str_url(a, in->holder));
    if (in->ball) sb_fmt(&b, "&ball=%s", str_url(a, BALLS[in->ball]));
    if (in->clock) sb_fmt(&b, "&clock=%s", str_url(a, TIMES[in->clock]));
    if (in->late) sb_str(&b, "&late=overdue");
    if (*after) sb_fmt(&b, "&after=%s", str_url(a, after));
    return b.p;
}

/* The words of a filter, the first one left out: it is "all of them". */
typedef struct choice { const char *value, *label; bool chosen; } choice;
static const field CHOICE_F[] = { FIELD(choice, value, t, 0, 0, NULL), FIELD(choice, label, t, 0, 0, NULL), FIELD(choice, chosen, b, 0, 0, NULL) };
static const shape CHOICE = SHAPE("a choice of a filter", choice, CHOICE_F);

static wr_rc put_words(json_t *doc, const char *key, const char *const *words, int chosen, const wr_actor *who, arena *a)
{
    choice c[12];
    size_t n = 0;
    for (int i = 1; words[i]; i++) c[n++] = (choice){ words[i], i18n_word(a, who->lang, words[i]), i == chosen };
    return page_rows(doc, key, &CHOICE, c, n);
}

static wr_rc put_filter(db_tx *ro, const wr_actor *who, const in_list *in, arena *a, json_t *doc)
{
    records_holder *h;
    choice *c;
    size_t n;
    TRY(records_holders(ro, a, &h, &n));
    c = arena_array(a, choice, n + 1);
    for (size_t i = 0; i < n; i++) c[i] = (choice){ h[i].ref, h[i].name, str_eq(h[i].ref, in->holder) };
    TRY(page_rows(doc, "holders", &CHOICE, c, n));
    TRY(put_words(doc, "balls", BALLS, in->ball, who, a));
    TRY(put_words(doc, "times", TIMES, in->clock, who, a));
    TRY(put_words(doc, "opens", OPENS, in->open, who, a));
    return page_flag(doc, "overdue", in->late);
}

/* The same for all that are shown: their numbers go along. */
static const char *bulk_url(const records_line *x, size_t n, arena *a)
{
    strbuf b = sb_new(a, 200);
    for (size_t i = 0; i < n; i++) sb_fmt(&b, "%s%lld", i ? " " : "", (long long)x[i].number);
    return n ? arena_fmt(a, "/records/bulk?numbers=%s", str_url(a, b.p)) : "/records/bulk";
}

wr_rc records_show_list(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_list *in = in_;
    records_line *x;
    say_line *say;
    tally t;
    size_t n;
    char sort[11] = "";
    long long number = 0;
    if (sscanf(in->after, "%10s %lld", sort, &number) != 2) sort[0] = 0;
    TRY(db_all(ro, &RECORDS_LINES, a, RECORDS_SHOWN + 1, &x, &n, WHICH(who, in, a), db_t(sort), db_i(number), db_i(RECORDS_SHOWN + 1)));
    TRY(page_text(doc, "next_url", n > RECORDS_SHOWN ? with_filters(in, "/records", arena_fmt(a, "%s %lld", x[RECORDS_SHOWN - 1].sort, (long long)x[RECORDS_SHOWN - 1].number), a) : ""));
    if (n > RECORDS_SHOWN) n = RECORDS_SHOWN;
    TRY(say_lines(ro, who, x, n, a, &say));
    TRY(page_rows(doc, "requests", &RECORDS_SAY_LINE, say, n));
    TRY(db_one(ro, &RECORDS_TALLY, a, &t, db_t(day_text(a, who->today))));
    TRY(page_put(doc, &RECORDS_COUNTS, &t));
    TRY(page_flag(doc, "filtered", *in->holder || in->ball || in->clock || in->late || in->open));
    TRY(page_text(doc, "bulk_url", bulk_url(x, n, a)));
    TRY(page_text(doc, "csv_url", with_filters(in, "/records.csv", "", a)));
    TRY(page_text(doc, "title", i18n_fill(a, i18n_n(who->lang, NULL, N_("{n} open request for records"), "{n} open requests for records", t.all),
        (const char *const[]){ "n", arena_fmt(a, "%lld", (long long)t.all), NULL })));
    return put_filter(ro, who, in, a, doc);
}

wr_rc records_give_list(db_tx *ro, const wr_actor *who, const void *in_, arena *a, http_out *out)
{
    const in_list *in = in_;
    records_line *x;
    say_line *say;
    size_t n;
    TRY(db_all(ro, &RECORDS_LINES_FROM, a, GIVEN, &x, &n, WHICH(who, in, a), db_i(strtoll(out->after, NULL, 10)), db_i(GIVEN)));
    TRY(say_lines(ro, who, x, n, a, &say));
    return out_rows(out, &RECORDS_SAY_LINE, say, n, GIVEN);
}
