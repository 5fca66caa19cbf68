/* records_public_answers.c -- /answers: the three questions of the order, and for each what was asked, of whom, when it is owed, what came and
 * what did not. Counts are of asks; no person is named or counted. All of it comes through the gate. */
#include <stdlib.h>
#include "day.h"
#include "i18n.h"
#include "records_gate.h"
#include "records_shown.h"

enum { HEARD_FULL, HEARD_PART, HEARD_NONE_HELD, HEARD_REFUSED, HEARD_GLOMAR, HEARD_REFERRED, HEARD_WITHDRAWN, HEARD_SUPERSEDED, HEARD_IGNORED, HEARD_WAITS, HEARD_UNSAID };
static const char *const HEARD[] = { "came in full", "came in part", "says that it holds none", "refused", "neither confirms nor denies", "referred elsewhere", "withdrawn",
    "part of another request", "owed and not answered", "not owed yet", "no outcome yet", NULL };
static const char *const MARK[] = { "ok", "open", "wont", "late", "late", "open", "wont", "wont", "late", "review", "none" };
typedef struct answer_row { int64_t key; int question; int64_t number; const char *title, *holder; int64_t ask; const char *asked; wr_day sent, owed; int heard; wr_day day; const char *reasons, *pages, *note; } answer_row;
static const field ROW_F[] = {
    FIELD(answer_row, key, i, 0, 0, N_("Request and ask, as one number")), WORDS(answer_row, question, records_questions, N_("Question of the order")), FIELD(answer_row, number, i, 0, 0, N_("Request")),
    FIELD(answer_row, title, t, 0, 0, N_("Title")),       FIELD(answer_row, holder, t, 0, 0, N_("Holder")),    FIELD(answer_row, ask, i, 0, 0, N_("Ask")),
    FIELD(answer_row, asked, t, 0, 0, N_("What is asked for")), FIELD(answer_row, sent, d, F_NULL, 0, N_("Sent")), FIELD(answer_row, owed, d, F_NULL, 0, N_("Answer owed")),
    WORDS(answer_row, heard, HEARD, N_("What came of it")), FIELD(answer_row, day, d, F_NULL, 0, N_("Day")),   FIELD(answer_row, reasons, t, 0, 0, N_("Exemptions")),
    FIELD(answer_row, pages, t, 0, 0, N_("Pages")),       FIELD(answer_row, note, t, 0, 0, N_("Note")) };
const shape RECORDS_ANSWER_ROW = SHAPE("an ask, its question and what came of it", answer_row, ROW_F);
typedef struct answer_sums { int question; int64_t asked, came, unsaid, ignored, waiting; } answer_sums;
static const field SUMS_F[] = {
    WORDS(answer_sums, question, records_questions, N_("Question of the order")), FIELD(answer_sums, asked, i, 0, 0, N_("Asks")), FIELD(answer_sums, came, i, 0, 0, N_("Came, in full or in part")),
    FIELD(answer_sums, unsaid, i, 0, 0, N_("Refused, not held, referred")), FIELD(answer_sums, ignored, i, 0, 0, N_("Owed and not answered")),
    FIELD(answer_sums, waiting, i, 0, 0, N_("Not owed yet, or no outcome yet")) };
const shape RECORDS_ANSWER_SUMS = SHAPE("how many asks of a question were answered", answer_sums, SUMS_F);

static int heard_of(const gate_ask *k, wr_day today)
{
    static const int OF[] = { [ANSWER_FULL] = HEARD_FULL, [ANSWER_PART] = HEARD_PART, [ANSWER_NONE_HELD] = HEARD_NONE_HELD, [ANSWER_REFUSED] = HEARD_REFUSED, [ANSWER_GLOMAR] = HEARD_GLOMAR,
        [ANSWER_REFERRED] = HEARD_REFERRED, [ANSWER_WITHDRAWN] = HEARD_WITHDRAWN, [ANSWER_SUPERSEDED] = HEARD_SUPERSEDED };
    if (k->answer != ANSWER_OPEN) return OF[k->answer];
    if (k->decided || day_none(k->owed)) return HEARD_UNSAID;
    return wr_day_cmp(k->owed, today) < 0 ? HEARD_IGNORED : HEARD_WAITS;
}

static answer_row row_of(const gate_ask *k, const wr_actor *who)
{
    int heard = heard_of(k, who->today);
    bool open = heard == HEARD_IGNORED || heard == HEARD_WAITS;
    return (answer_row){ k->key, k->question, k->number, k->title, k->holder_name, k->ask, k->asked, k->sent, open ? k->owed : (wr_day){ 0 }, heard, k->day, k->reasons, k->pages, k->note };
}

static void count(answer_sums *s, int heard)
{
    s->asked++;
    s->came += heard == HEARD_FULL || heard == HEARD_PART;
    s->unsaid += heard >= HEARD_NONE_HELD && heard <= HEARD_SUPERSEDED;
    s->ignored += heard == HEARD_IGNORED;
    s->waiting += heard >= HEARD_WAITS;
}

/* ---- the page ---- */
enum { QUESTIONS = QUESTION_OTHER + 1, ON_PAGE = 30 };
typedef struct answers { answer_sums sums[QUESTIONS]; answer_row *rows[QUESTIONS]; const char **facts[QUESTIONS]; size_t n[QUESTIONS]; gate_ask *asks; } answers;

/* What it says: the facts that two readers confirmed, each with its page. */
static wr_rc facts_said(db_tx *ro, const wr_actor *who, const gate_ask *k, arena *a, const char **ret)
{
    strbuf b = sb_new(a, 16);
    gate_fact *f;
    size_t n;
    TRY(records_gate_facts(ro, who, k, a, &f, &n));
    for (size_t i = 0; i < n; i++) sb_fmt(&b, "%s“%s” (%s, %lld)", b.n ? "\n" : "", f[i].quote, f[i].file, (long long)f[i].page);
    *ret = b.p;
    return WR_OK;
}

static wr_rc read_all(db_tx *ro, const wr_actor *who, arena *a, answers *ret)
{
    int64_t after = 0;
    for (int q = 0; q < QUESTIONS; q++) {
        ret->sums[q].question = q;
        ret->rows[q] = arena_array(a, answer_row, ON_PAGE);
        ret->facts[q] = arena_array(a, const char *, ON_PAGE);
    }
    for (size_t n = GATE_ASKS; n == GATE_ASKS; ) {
        arena_mark before = arena_at(a);
        bool kept = false;
        gate_ask *k;
        TRY(records_gate_every_ask(ro, who, after, GATE_ASKS, a, &k, &n));
        for (size_t i = 0; i < n; i++) {
            int q = k[i].question;
            count(&ret->sums[q], heard_of(&k[i], who->today));
            after = k[i].key;
            if (ret->n[q] == ON_PAGE) continue;
            TRY(facts_said(ro, who, &k[i], a, &ret->facts[q][ret->n[q]]));
            ret->rows[q][ret->n[q]++] = row_of(&k[i], who);
            kept = true;
        }
        if (!kept) arena_rewind(a, before);
    }
    return WR_OK;
}

static wr_rc say_section(const wr_actor *who, const answers *x, int q, json_t *row, arena *a)
{
    static const char *const TITLES[] = { N_("Who?"), N_("Why?"), N_("At what cost?"), N_("What else was asked?") };
    const answer_sums *s = &x->sums[q];
    const char *const pairs[] = { "question", i18n(who->lang, NULL, TITLES[q]), "came", arena_fmt(a, "%lld", (long long)s->came), "asked", arena_fmt(a, "%lld", (long long)s->asked), NULL };
    TRY(page_text(row, "heading", s->asked ? i18n_fill(a, i18n(who->lang, NULL, N_("{question} {came} of {asked} asks were answered")), pairs)
        : i18n_fill(a, i18n(who->lang, NULL, N_("{question} Nothing that is open to read was asked yet")), pairs)));
    TRY(page_flag(row, "more", (size_t)s->asked > x->n[q]));
    TRY(page_flag(row, "has_rows", x->n[q] != 0));
    TRY(page_rows(row, "rows", &RECORDS_ANSWER_ROW, x->rows[q], x->n[q]));
    for (size_t i = 0; i < x->n[q]; i++) {
        const answer_row *r = &x->rows[q][i];
        json_t *line = page_row(row, "rows", i);
        TRY(page_text(line, "facts", x->facts[q][i]));
        TRY(page_text(line, "mark", MARK[r->heard]));
        TRY(page_text(line, "away", records_when(who, r->owed, a)));
        TRY(page_text(line, "url", arena_fmt(a, "/requests/%lld", (long long)r->number)));
        TRY(page_flag(line, "is_owed", !day_none(r->owed)));
        TRY(page_flag(line, "is_settled", !day_none(r->day)));
    }
    return WR_OK;
}

wr_rc records_show_answers(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    answers x = { 0 };
    int shown = QUESTIONS;
    answer_sums all = { 0 };
    (void)in;
    TRY(read_all(ro, who, a, &x));
    if (!x.sums[QUESTION_OTHER].asked) shown = QUESTION_OTHER;
    for (int q = 0; q < QUESTIONS; q++) all.asked += x.sums[q].asked, all.came += x.sums[q].came;
    TRY(page_rows(doc, "sections", &RECORDS_ANSWER_SUMS, x.sums, (size_t)shown));
    for (int q = 0; q < shown; q++) TRY(say_section(who, &x, q, page_row(doc, "sections", (size_t)q), a));
    TRY(page_flag(doc, "has_asks", all.asked != 0));
    return page_text(doc, "title", all.asked ? i18n_fill(a, i18n(who->lang, NULL, N_("{came} of {asked} things that the city asked for came, in full or in part")),
        (const char *const[]){ "came", arena_fmt(a, "%lld", (long long)all.came), "asked", arena_fmt(a, "%lld", (long long)all.asked), NULL })
        : i18n(who->lang, NULL, N_("No request for records is open to read yet")));
}

wr_rc records_give_answers(db_tx *ro, const wr_actor *who, const void *in, arena *a, http_out *out)
{
    gate_ask *k;
    answer_row *x;
    size_t n;
    (void)in;
    TRY(records_gate_every_ask(ro, who, *out->after ? strtoll(out->after, NULL, 10) : 0, GATE_ASKS, a, &k, &n));
    x = arena_array(a, answer_row, n + 1);
    for (size_t i = 0; i < n; i++) x[i] = row_of(&k[i], who);
    return out_rows(out, &RECORDS_ANSWER_ROW, x, n, GATE_ASKS);
}

/* The sentence of the order that asks who, why and at what cost. */
wr_rc records_count_public(db_tx *ro, const wr_actor *who, const char *key, arena *a, wr_figure *ret)
{
    gate_sums s;
    if (*key == '/') return WR_OK;
    TRY(records_gate_sums(ro, who, a, &s));
    *ret = (wr_figure){ .value = i18n(who->lang, NULL, N_("none")), .text = i18n(who->lang, NULL, N_("of the requests is open to read yet")), .url = "/answers" };
    if (!s.cases) return WR_OK;
    ret->value = i18n_fill(a, i18n(who->lang, NULL, N_("{answered} of {asked}")), (const char *const[]){ "answered", arena_fmt(a, "%lld", (long long)s.answered), "asked",
        arena_fmt(a, "%lld", (long long)s.asks), NULL });
    ret->text = i18n(who->lang, NULL, N_("things asked for were answered"));
    return WR_OK;
}
