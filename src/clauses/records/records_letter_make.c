/* records_letter_make.c -- pieces and facts in, the parts of a letter out, and a letter of the parts. Pure: the same facts give the same
 * letter, word for word. A piece stands in a letter when its letter, law, days and conditions say so; a hole that no fact fills is named. */
#include "records_letter_own.h"

#include <stdlib.h>
#include <string.h>
#include "day.h"
#include "i18n.h"

#define NAME_(x) #x,
const char *const records_holes[] = { HOLES_(NAME_) NULL };
const char *const records_flags[] = { "waiver", "expedite", "preserve", "received", "lapsed", "determined", "extended", "late", "dated", NULL };

static int word_at(const char *const *words, const char *p, size_t n)
{
    for (int i = 0; words[i]; i++)
        if (strlen(words[i]) == n && memcmp(words[i], p, n) == 0) return i;
    return -1;
}

/* ---- conditions: words with blanks, all of which hold; "not-" before one turns it; "has-HOLE": there is such a fact ---- */
static bool condition(const char *p, size_t n, const records_facts *f, bool *ret_known)
{
    bool turned = n > 4 && memcmp(p, "not-", 4) == 0, holds = true;
    int i;
    if (turned) p += 4, n -= 4;
    *ret_known = true;
    if (n == 6 && memcmp(p, "always", 6) == 0) holds = true;
    else if (n > 4 && memcmp(p, "has-", 4) == 0 && (i = word_at(records_holes, p + 4, n - 4)) >= 0) holds = f && f->hole[i] && *f->hole[i];
    else if ((i = word_at(records_flags, p, n)) >= 0) holds = f && f->flag[i];
    else *ret_known = false;
    return holds != turned;
}

static bool conditions(const char *list, const records_facts *f, const char **ret_unknown, arena *a_opt)
{
    bool all = true;
    for (const char *p = list; *p; ) {
        size_t n = strcspn(p, " ");
        bool known;
        if (n) all = condition(p, n, f, &known) && all;
        if (n && !known && ret_unknown) *ret_unknown = arena_fmt(a_opt, "%.*s", (int)n, p);
        p += n;
        p += strspn(p, " ");
    }
    return all;
}

bool records_piece_holds(const records_piece *p, const records_facts *f)
{
    if (!records_word_in(p->letter, records_letters[f->letter]) || (*p->law && *f->law && !str_eq(p->law, f->law))) return false;
    if ((!day_none(p->from) && wr_day_cmp(f->day, p->from) < 0) || (!day_none(p->until) && wr_day_cmp(f->day, p->until) > 0)) return false;
    return conditions(p->when, f, NULL, NULL);
}

const char *records_piece_wrong(const records_piece *p, arena *a)
{
    const char *unknown = NULL;
    conditions(p->when, NULL, &unknown, a);
    for (const char *at = p->letter; *at && !unknown; ) {
        size_t n = strcspn(at, " ");
        if (n && word_at(records_letters, at, n) < 0) unknown = arena_fmt(a, "%.*s", (int)n, at);
        at += n;
        at += strspn(at, " ");
    }
    for (const char *at = p->text; !unknown && (at = strchr(at, '{')); at++) {
        size_t n = strcspn(at + 1, "}");
        if (word_at(records_holes, at + 1, n) < 0) unknown = arena_fmt(a, "{%.*s}", (int)n, at + 1);
    }
    return unknown;
}

/* ---- parts ---- */
typedef struct making { const records_facts *f; const char *hole[HOLES]; arena *a; records_made *ret; } making;

static void add(making *m, int kind, const char *section, const char *text, const char *value)
{
    records_made *r = m->ret;
    if (r->n == r->cap) {
        records_part *more = arena_array(m->a, records_part, r->cap * 2 + 64);
        if (r->n) memcpy(more, r->at, r->n * sizeof *more);
        r->at = more;
        r->cap = r->cap * 2 + 64;
    }
    r->at[r->n++] = (records_part){ kind, section, text, value };
}

static void miss(making *m, const char *hole)
{
    for (size_t i = 0; i < m->ret->n_missing; i++)
        if (m->ret->missing[i] == hole) return;
    if (m->ret->n_missing < HOLES) m->ret->missing[m->ret->n_missing++] = hole;
}

/* A hole without a fact stays, in brackets, and is named in `missing`; *ret_empty says that there was one. */
static const char *fill(making *m, const records_piece *p, bool named, bool *ret_empty)
{
    strbuf b = sb_new(m->a, strlen(p->text) + 80);
    *ret_empty = false;
    for (const char *at = p->text; *at; ) {
        size_t n = *at == '{' ? strcspn(at + 1, "}") : 0;
        int i = n ? word_at(records_holes, at + 1, n) : -1;
        if (i < 0) { sb_ch(&b, *at++); continue; }
        if (m->hole[i] && *m->hole[i]) sb_str(&b, m->hole[i]);
        else {
            *ret_empty = true;
            if (named) miss(m, records_holes[i]);
            sb_fmt(&b, "[%s]", records_holes[i]);
        }
        at += n + 2;
    }
    if (*p->citation) sb_fmt(&b, " (%s)", p->citation);
    return b.p;
}

static void put(making *m, const records_piece *p)
{
    bool empty;
    const char *text = fill(m, p, true, &empty);
    add(m, p->kind, p->section, text, p->kind == PIECE_CASE ? m->hole[HOLE_case_number] : "");
}

/* A line under an item: left out when a fact of it is not there (an ask without columns). */
static void put_line(making *m, const records_piece *p)
{
    bool empty;
    const char *text = fill(m, p, false, &empty);
    if (!empty) add(m, p->kind, p->section, text, "");
}

static const char *in_a_line(const char *text, arena *a)
{
    strbuf b = sb_new(a, strlen(text) + 20);
    for (const char *p = text; *p; p++) {
        if (*p == '\n') sb_str(&b, "; ");
        else sb_ch(&b, *p);
    }
    return b.p;
}

static void of_ask(making *m, size_t i)
{
    const records_facts *f = m->f;
    const records_asked *k = f->asked ? &f->asked[i] : NULL;
    m->hole[HOLE_ask] = arena_fmt(m->a, "%lld", (long long)f->asks[i].number);
    m->hole[HOLE_ask_title] = f->asks[i].title;
    m->hole[HOLE_ask_text] = f->asks[i].text;
    m->hole[HOLE_ask_question] = records_questions[f->asks[i].question];
    m->hole[HOLE_systems] = f->systems ? f->systems[i] : "";
    m->hole[HOLE_columns] = in_a_line(f->asks[i].columns, m->a);
    m->hole[HOLE_answer] = k ? records_answers[k->answer] : "";
    m->hole[HOLE_answer_day] = k && !day_none(k->day) ? i18n_day_full(m->a, "en", k->day) : "";
    m->hole[HOLE_pages] = k ? k->pages : "";
    m->hole[HOLE_codes] = k ? k->reasons : "";
}

/* Pieces of one list, over and over: an item and its lines for each ask, ground or case. */
static size_t run_of(const records_piece *const *p, size_t n, int item, int line)
{
    size_t k = 0;
    while (k < n && (p[k]->kind == item || p[k]->kind == line)) k++;
    return k;
}

static void put_run(making *m, const records_piece *const *p, size_t n, int item)
{
    for (size_t i = 0; i < n; i++)
        if (conditions(p[i]->when, m->f, NULL, NULL)) { if (p[i]->kind == item) put(m, p[i]); else put_line(m, p[i]); }
}

static void put_asks(making *m, const records_piece *const *p, size_t n)
{
    for (size_t i = 0; i < m->f->n_asks; i++) {
        of_ask(m, i);
        put_run(m, p, n, PIECE_ASK);
    }
}

static void of_reason(making *m, const records_ground *g)
{
    const char *const pairs[] = { "code", g->code, "ask", m->hole[HOLE_ask] ? m->hole[HOLE_ask] : "", "pages", m->hole[HOLE_pages] ? m->hole[HOLE_pages] : "", NULL };
    m->hole[HOLE_code] = g->code;
    m->hole[HOLE_reason_title] = g->reason->title;
    m->hole[HOLE_reason_text] = i18n_fill(m->a, g->reason->text, pairs);
    if (*g->reason->citation) m->hole[HOLE_reason_text] = arena_fmt(m->a, "%s (%s)", m->hole[HOLE_reason_text], g->reason->citation);
    m->hole[HOLE_reason_citation] = g->reason->citation;
}

/* The item once for an ask, its lines once for each ground; grounds of the whole request are items of their own. */
static void put_grounds(making *m, const records_piece *const *p, size_t n)
{
    int64_t before = 0;
    for (size_t i = 0; i < m->f->n_grounds; i++) {
        const records_ground *g = &m->f->grounds[i];
        if (g->ask) of_ask(m, (size_t)g->ask - 1);
        of_reason(m, g);
        for (size_t k = 0; k < n; k++) {
            bool item = p[k]->kind == PIECE_GROUND;
            if (item && g->ask && g->ask == before) continue;
            if (!item) put_line(m, p[k]);
            else if (g->ask) put(m, p[k]);
            else add(m, PIECE_GROUND, p[k]->section, g->reason->title, "");
        }
        before = g->ask;
    }
}

static void put_cases(making *m, const records_piece *const *p, size_t n)
{
    for (size_t i = 0; i < m->f->n_ones; i++) {
        const records_one *x = &m->f->ones[i];
        m->hole[HOLE_case_number] = x->number;
        m->hole[HOLE_case_title] = x->title;
        m->hole[HOLE_case_tracking] = x->tracking;
        m->hole[HOLE_case_received] = x->received;
        m->hole[HOLE_case_due] = x->due;
        put_run(m, p, n, PIECE_CASE);
    }
}

void records_letter_make(const records_facts *f, const records_piece *all, size_t n, arena *a, records_made *ret)
{
    making m = { .f = f, .a = a, .ret = ret };
    const records_piece **p = arena_array(a, const records_piece *, n + 1);
    size_t k = 0, run;
    *ret = (records_made){ 0 };
    memcpy(m.hole, f->hole, sizeof m.hole);
    for (size_t i = 0; i < n; i++)
        if (records_piece_holds(&all[i], f)) p[k++] = &all[i];
    for (size_t i = 0; i < k; i += run) {
        run = 1;
        switch (p[i]->kind) {
        case PIECE_ASK: put_asks(&m, p + i, run = run_of(p + i, k - i, PIECE_ASK, PIECE_ASK_LINE)); break;
        case PIECE_GROUND: put_grounds(&m, p + i, run = run_of(p + i, k - i, PIECE_GROUND, PIECE_GROUND_LINE)); break;
        case PIECE_CASE: put_cases(&m, p + i, run = run_of(p + i, k - i, PIECE_CASE, PIECE_CASE_LINE)); break;
        case PIECE_DATES:
            for (size_t d = 0; d < f->n_dates; d++) add(&m, PIECE_DATES, p[i]->section, f->dates[d][0], f->dates[d][1]);
            break;
        case PIECE_DATE: add(&m, PIECE_DATE, p[i]->section, day_text(a, f->day), ""); break;
        default: put(&m, p[i]);
        }
    }
}

/* ---- a letter of parts ---- */
letter *records_letter_lay(const records_part *p, size_t n, const char *sections_opt, const char *title, arena *a)
{
    letter *l = letter_new(a, "en", title);
    wr_day d;
    for (size_t i = 0; i < n; i++) {
        if (sections_opt && !records_word_in(sections_opt, p[i].section)) continue;
        switch (p[i].kind) {
        case PIECE_HEAD: letter_head(l, p[i].text); break;
        case PIECE_DATE: if (day_parse(p[i].text, &d)) letter_date(l, d); break;
        case PIECE_TO: letter_to(l, p[i].text); break;
        case PIECE_SUBJECT: letter_subject(l, p[i].text); break;
        case PIECE_HEADING: letter_heading(l, p[i].text); break;
        case PIECE_PARAGRAPH: letter_paragraph(l, p[i].text); break;
        case PIECE_ASK: case PIECE_GROUND: case PIECE_CASE: letter_item(l, p[i].text); break;
        case PIECE_ASK_LINE: case PIECE_GROUND_LINE: case PIECE_CASE_LINE: letter_item_line(l, p[i].text); break;
        case PIECE_DATES: letter_pair(l, p[i].text, p[i].value); break;
        case PIECE_SIGN: letter_sign(l, p[i].text); break;
        default: letter_enclosure(l, p[i].text);
        }
    }
    return l;
}

const char *records_parts_text(const records_part *p, size_t n, arena *a)
{
    json_t *all = json_array();
    const char *kept;
    char *text;
    for (size_t i = 0; i < n; i++) json_array_append_new(all, json_pack("[s, s, s, s]", records_piece_kinds[p[i].kind], p[i].section, p[i].text, p[i].value));
    text = json_dumps(all, JSON_COMPACT);
    kept = arena_dup(a, text ? text : "[]");
    free(text);
    json_decref(all);
    return kept;
}

wr_rc records_parts_read(const char *json, arena *a, records_part **ret, size_t *ret_n)
{
    json_t *all = json_loads(*json ? json : "[]", 0, NULL), *it;
    size_t i;
    arena_on_end(a, (void (*)(void *))json_decref, all);
    *ret = arena_array(a, records_part, json_array_size(all) + 1);
    *ret_n = 0;
    if (!json_is_array(all)) return wr_fail(arena_err(a), WR_E_BUG, NULL, N_("A stored letter cannot be read."));
    json_array_foreach(all, i, it) {
        const char *kind, *section, *text, *value;
        int k;
        if (json_unpack(it, "[s, s, s, s]", &kind, &section, &text, &value) != 0 || (k = word_at(records_piece_kinds, kind, strlen(kind))) < 0)
            return wr_fail(arena_err(a), WR_E_BUG, NULL, N_("A stored letter cannot be read."));
        (*ret)[(*ret_n)++] = (records_part){ k, section, text, value };
    }
    return WR_OK;
}

/* ---- grounds of an appeal ---- */
typedef struct grounds { const records_reason *all; size_t n; const char *law; wr_day day; records_ground *at; size_t k, cap; } grounds;

static bool holds(const grounds *g, const records_reason *r, int kind)
{
    return r->kind == kind && str_eq(r->law, g->law) && (day_none(r->from) || wr_day_cmp(g->day, r->from) >= 0) && (day_none(r->until) || wr_day_cmp(g->day, r->until) <= 0);
}

/* code NULL: every reason of the kind. Says whether there was one. */
static bool ground(grounds *g, int kind, const char *code, bool in_list, int64_t ask, const char *as)
{
    bool any = false;
    for (size_t i = 0; i < g->n; i++) {
        const records_reason *r = &g->all[i];
        if (!holds(g, r, kind) || (code && !(in_list ? records_word_in(r->code, code) : str_eq(r->code, code)))) continue;
        any = true;
        if (g->k < g->cap) g->at[g->k++] = (records_ground){ ask, as ? as : r->code, r };
    }
    return any;
}

/* Each exemption that was named; one that the pack does not know, and none at all, have grounds of their own ("other", "none"). */
static void of_exemptions(grounds *g, const records_asked *k, arena *a)
{
    bool any = false;
    for (const char *p = k->reasons; *p; ) {
        size_t n = strcspn(p, " ,;");
        const char *code = arena_fmt(a, "%.*s", (int)n, p);
        if (n && !ground(g, REASON_EXEMPTION, code, false, k->number, code)) ground(g, REASON_EXEMPTION, "other", false, k->number, code);
        any = any || n;
        p += n;
        p += strspn(p, " ,;");
    }
    if (!any) ground(g, REASON_EXEMPTION, "none", false, k->number, NULL);
    ground(g, REASON_GENERAL, records_answers[k->answer], true, k->number, NULL);
}

static void of_asked(grounds *g, int which, const records_asked *k, bool determined, arena *a)
{
    bool search = which == LETTER_APPEAL_SEARCH;
    switch (k->answer) {
    case ANSWER_PART: case ANSWER_REFUSED: if (!search) of_exemptions(g, k, a); break;
    case ANSWER_GLOMAR: if (!search) ground(g, REASON_GLOMAR, NULL, false, k->number, NULL); break;
    case ANSWER_NONE_HELD: ground(g, REASON_SEARCH, NULL, false, k->number, NULL); break;
    case ANSWER_OPEN: if (determined) ground(g, REASON_OPEN, NULL, false, k->number, NULL); break;
    default: break;
    }
}

const records_ground *records_grounds_of(int which, const records_asked *asked, size_t n, const records_reason *all, size_t n_all, const char *law, wr_day day, bool determined, arena *a,
    size_t *ret_n)
{
    grounds g = { all, n_all, law, day, NULL, 0, n * 12 + n_all + 1 };
    g.at = arena_array(a, records_ground, g.cap);
    switch (which) {
    case LETTER_APPEAL_DENIAL: case LETTER_APPEAL_SEARCH: for (size_t i = 0; i < n; i++) of_asked(&g, which, &asked[i], determined, a); break;
    case LETTER_APPEAL_FEE: ground(&g, REASON_FEE, NULL, false, 0, NULL); break;
    case LETTER_APPEAL_EXPEDITE: ground(&g, REASON_EXPEDITE, NULL, false, 0, NULL); break;
    case LETTER_APPEAL_CONSTRUCTIVE: ground(&g, REASON_CONSTRUCTIVE, NULL, false, 0, NULL); break;
    default: break;
    }
    *ret_n = g.k;
    return g.at;
}
