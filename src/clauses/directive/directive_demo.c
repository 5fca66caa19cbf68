/* directive_demo.c -- an invented but believable state of every cell, told as history from signing to the day on which the
 * demonstration stands: people, claims, checks, extensions, evidence. Also the figures of the front page and the invariants. */
#include "directive_own.h"

#include <stdlib.h>
#include <string.h>
#include "clock.h"
#include "day.h"
#include "db.h"
#include "i18n.h"
#include "now.h"
#include "page.h"
#include "str.h"

/* From the pack's folder demo: one letter behind each direction of a department, "12.1V 12.2L". L late, l late after an extension,
 * N not started, O in process, R ready for review, V verified, W will not, E ended, A not applicable. The rows come one by one and
 * are told together: they wait in a table. */
typedef struct demo_states { const char *department, *states; } demo_states;
static const field STATES_F[] = {
    FIELD(demo_states, department, t, 0, 20,  N_("Department")),
    FIELD(demo_states, states,     t, 0, 400, N_("State")),
};
const shape DIRECTIVE_DEMO_STATES = SHAPE("the invented state of a department", demo_states, STATES_F);
const db_query DIRECTIVE_INVENTED_PUT = { "directive_invented_put", "tt", NULL, "INSERT INTO directive_invented (department, states) VALUES ($1, $2)"
    " ON CONFLICT (department) DO UPDATE SET states = excluded.states" };
const db_query DIRECTIVE_INVENTED_ALL = { "directive_invented_all", "", &DIRECTIVE_DEMO_STATES, "SELECT department, states FROM directive_invented ORDER BY department" };
const db_query DIRECTIVE_INVENTED_END = { "directive_invented_end", "", NULL, "DELETE FROM directive_invented" };

wr_rc directive_load_states(db_tx *rw, const wr_actor *who, const void *what, arena *a)
{
    const demo_states *row = what;
    city_department body;
    (void)who;
    TRY(city_department_by(rw, row->department, a, &body));
    return db_run(rw, &DIRECTIVE_INVENTED_PUT, db_t(row->department), db_t(row->states));
}

typedef struct cast { person_account *people; size_t n; wr_actor verifier, mayor; const char *mayor_name; demo_states *states; size_t n_states; } cast;

static const person_account *liaison_of(const cast *c, const city_department *b)
{
    for (size_t i = 0; b && i < c->n; i++)
        if (str_eq(c->people[i].role, "liaison") && c->people[i].department == b->num) return &c->people[i];
    return NULL;
}

static wr_actor actor_of(const wr_actor *who, const person_account *p, wr_day day)
{
    wr_actor x = *who;
    if (p) x.person = p->num, x.department = p->department, x.by = p->by;
    x.today = day;
    return x;
}

static const char *lower(arena *a, const char *text)
{
    char *s = arena_dup(a, text);
    for (char *p = s; *p; p++)
        if (*p >= 'A' && *p <= 'Z') *p = (char)(*p + 32);
    return s;
}

/* 0: nothing is said of this direction. */
static char letter_of(const cast *c, const char *department, const char *direction)
{
    size_t n = strlen(direction);
    for (size_t i = 0; i < c->n_states; i++)
        for (const char *p = c->states[i].states; str_eq(c->states[i].department, department) && *p; p += strcspn(p, " "), p += strspn(p, " "))
            if (strncmp(p, direction, n) == 0 && strcspn(p, " ") == n + 1) return p[n];
    return 0;
}

static wr_rc cast_of(db_tx *rw, const wr_actor *who, arena *a, cast *ret)
{
    const person_account *verifier = NULL, *mayor = NULL;
    TRY(person_list(rw, a, &ret->people, &ret->n));
    TRY(db_all_(rw, &DIRECTIVE_INVENTED_ALL, a, 500, sizeof *ret->states, (void *)&ret->states, &ret->n_states, NULL, 0));
    for (size_t i = ret->n; i-- > 0; ) {       /* the first by name of each role */
        if (str_eq(ret->people[i].role, "verifier")) verifier = &ret->people[i];
        if (str_eq(ret->people[i].role, "mayor")) mayor = &ret->people[i];
    }
    if (!verifier || !mayor) return wr_fail(db_err(rw), WR_E_INPUT, "role", N_("A demonstration needs people of the roles verifier and mayor."));
    ret->verifier = actor_of(who, verifier, who->today);
    ret->mayor = actor_of(who, mayor, who->today);
    ret->mayor_name = mayor->name;
    return WR_OK;
}

/* What happens to a cell, in the words below, on its day. First all is told, cell by cell; then all is played in the order of
 * the days, so that the record knows on each day what the city knew. */
typedef enum deed { DEED_START, DEED_EVIDENCE, DEED_CLAIM, DEED_VERIFY, DEED_EXTEND, DEED_DECLINE, DEED_EXPLAIN, DEED_REMIND } deed;
typedef struct tale { directive_cell cell; wr_actor liaison; const char *title; } tale;
typedef struct beat { size_t nth; wr_day day, date; tale *of; const char *text, *file; int deed, state; } beat;   /* date: of the piece, or the new one; nth: as told */
typedef struct play { db_tx *rw; arena *a; const wr_actor *who; const cast *cast; beat *beats; size_t n, room; } play;

static void tell(play *p, tale *t, deed d, wr_day day, wr_day date, int state, const char *text)
{
    if (p->n < p->room) p->beats[p->n] = (beat){ p->n, day, date, t, text, "", (int)d, state };
    p->n++;
}

/* file: the ending of an invented one; "": the piece has an address. */
static void tell_evidence(play *p, tale *t, wr_day added, wr_day dated, const char *file, const char *title)
{
    tell(p, t, DEED_EVIDENCE, added, dated, 0, title);
    if (p->n <= p->room) p->beats[p->n - 1].file = file;
}

static void tell_verified(play *p, tale *t, wr_day day)
{
    for (int64_t left = t->cell.steps - t->cell.step; left > 0; left--) {   /* one of several dates: the next is owed then */
        tell(p, t, DEED_VERIFY, day, day, 0, "");
        tell(p, t, DEED_CLAIM, day, day, 0, "");
        day = day_add(day, 1);
    }
    tell(p, t, DEED_VERIFY, day, day, 0, "");
}

/* Past its date even after an extension: a draft, a reason given, and a reminder a week ago. */
static void tell_slipped(play *p, tale *t, wr_day signed_on)
{
    tell(p, t, DEED_START, day_add(signed_on, 5), (wr_day){ 0 }, 0, "");
    tell(p, t, DEED_EXTEND, day_add(signed_on, 12), day_add(signed_on, 140), 0, "The board had to meet first.");
    tell_evidence(p, t, day_add(signed_on, 136), day_add(signed_on, 132), "pdf", arena_fmt(p->a, "%s: draft, version 2", t->title));
    tell(p, t, DEED_EXPLAIN, day_add(signed_on, 144), (wr_day){ 0 }, 0, "The board votes at its next meeting.");
    tell(p, t, DEED_REMIND, day_add(p->who->today, -7), (wr_day){ 0 }, 0, "");
}

static void tell_cell(play *p, tale *t, char letter, wr_day signed_on, wr_day due, int spin)
{
    wr_day today = p->who->today, from = day_add(signed_on, 3 + spin % 4), none = { 0 };
    bool recent = day_number(today) - day_number(signed_on) < 40;
    int64_t waited = recent ? 1 + spin % 9 : 4 + (spin * 7) % 33;
    switch (letter) {
    case 'l': tell_slipped(p, t, signed_on); return;
    case 'O': tell(p, t, DEED_START, from, none, 0, ""); return;
    case 'W': tell(p, t, DEED_DECLINE, day_add(today, -6), none, CELL_WILL_NOT, "Another body must decide first; this one will look at it again then."); return;
    case 'E':
        tell(p, t, DEED_DECLINE, day_add(today, -40), none, CELL_ENDED, "What could be done was done; nothing more will follow.");
        return;
    case 'A': tell(p, t, DEED_DECLINE, day_add(today, -60), none, CELL_NA, "There is nothing in this department to which it applies."); return;
    case 'R':
        tell(p, t, DEED_START, from, none, 0, "");
        if (!recent && !day_none(due))
            tell(p, t, DEED_EXTEND, day_add(signed_on, 12), day_add(today, 1), 0, "The first version was to be rewritten with counsel.");
        tell_evidence(p, t, day_add(today, -waited), day_add(today, -waited - 2), "txt", arena_fmt(p->a, "%s, version 1", t->title));
        tell(p, t, DEED_CLAIM, day_add(today, -waited), none, 0, "");
        return;
    case 'V':
        tell(p, t, DEED_START, from, none, 0, "");
        tell_evidence(p, t, day_add(from, 3), day_add(from, 2), "", arena_fmt(p->a, "%s, version %d", t->title, 1 + spin % 3));
        tell(p, t, DEED_CLAIM, day_add(from, 4), none, 0, "");
        tell_verified(p, t, day_add(from, recent ? 5 : 6 + spin % 20));
        return;
    default: return;                           /* L and N: nothing was shown */
    }
}

static wr_rc play_evidence(play *p, const beat *b, const wr_actor *who)
{
    tale *t = b->of;
    directive_evidence e = { .id = id_new(p->a), .title = b->text, .url = *b->file ? "" : arena_fmt(p->a, "https://example.org/%s/%s", t->cell.direction, lower(p->a, t->cell.department)),
        .text = "", .dated = b->date, .added = b->day, .owner = who->by, .department = t->cell.department };
    directive_serves s = { .id = id_new(p->a), .evidence = e.id, .cell = t->cell.id };
    TRY(history_add(p->rw, who, &DIRECTIVE_PIECES, "directive.piece_added", b->day, NULL, &e, p->a));
    TRY(history_add(p->rw, who, &DIRECTIVE_SERVING, "directive.piece_serves", b->day, NULL, &s, p->a));
    return *b->file ? directive_demo_file(p->rw, who, &e, &t->cell, b->file, p->a) : WR_OK;
}

static const char *play_verify(play *p, directive_cell *c, wr_day day)
{
    if (c->step == c->steps) {
        c->state = CELL_IMPLEMENTED;
        c->verified = day;
        c->verified_by = p->cast->verifier.by;
        return "directive.verified";
    }
    c->step++;
    c->owes = arena_fmt(p->a, "%s-%lld", c->id, (long long)c->step);
    c->state = CELL_IN_PROCESS;
    c->claimed = (wr_day){ 0 };
    c->claimed_by = "";
    return "directive.step_verified";
}

static wr_rc play_beat(play *p, const beat *b)
{
    static const char *const whats[] = { [DEED_START] = "directive.started", [DEED_EVIDENCE] = "directive.evidence_added", [DEED_CLAIM] = "directive.claimed",
        [DEED_EXTEND] = "directive.extended", [DEED_DECLINE] = "directive.declined", [DEED_EXPLAIN] = "directive.explained", [DEED_REMIND] = "directive.reminded" };
    directive_cell *c = &b->of->cell, was = *c;
    const char *what = b->deed == DEED_VERIFY ? play_verify(p, c, b->day) : whats[b->deed];
    bool office = b->deed == DEED_EXTEND || b->deed == DEED_REMIND, check = b->deed == DEED_VERIFY || b->deed == DEED_DECLINE;
    wr_actor who = office ? p->cast->mayor : check ? p->cast->verifier : b->of->liaison;
    who.today = b->day;
    who.now = clock_us_at(clock_city_zone(), b->day, 10, 0);
    db_batch_us_set(p->rw, who.now);
    switch (b->deed) {
    case DEED_START: c->state = CELL_IN_PROCESS; break;
    case DEED_CLAIM: c->state = CELL_READY; c->claimed = b->day; c->claimed_by = who.by; break;
    case DEED_DECLINE: c->state = b->state; c->reason = b->text; break;
    case DEED_EXPLAIN: c->excuse = b->text; break;
    case DEED_REMIND: c->reminded = who.now; break;
    case DEED_EXTEND: TRY(clock_move(p->rw, &who, c->owes, b->date, p->cast->mayor_name, b->text, p->a)); break;
    case DEED_EVIDENCE: TRY(play_evidence(p, b, &who)); break;
    default: break;
    }
    return directive_cell_save(p->rw, &who, what, b->day, &was, c, p->a);
}

static int by_day(const void *x, const void *y)
{
    const beat *b = x, *c = y;
    int k = wr_day_cmp(b->day, c->day);
    return k ? k : b->nth < c->nth ? -1 : b->nth > c->nth;
}

static wr_rc tell_all(play *p, const directive_due *all, size_t n)
{
    directive_direction *d;
    directive_order *o;
    city_department *b;
    size_t n_d, n_o, n_b;
    TRY(directive_all(p->rw, p->a, &d, &n_d));
    TRY(directive_all_orders(p->rw, p->a, &o, &n_o));
    TRY(city_departments(p->rw, p->a, &b, &n_b));
    for (size_t i = 0; i < n; i++) {
        tale *t = arena_make(p->a, tale);
        const person_account *seat = NULL;
        wr_day signed_on = { 0 };
        if (all[i].state != CELL_NOT_STARTED) continue;
        TRY(directive_cell_get(p->rw, all[i].direction, all[i].department, p->a, &t->cell));
        for (size_t k = 0; k < n_d; k++)
            for (size_t j = 0; str_eq(d[k].ref, all[i].direction) && j < n_o; j++)
                if (str_eq(o[j].ref, d[k].order_ref)) t->title = d[k].title, signed_on = o[j].signed_on;
        for (size_t k = 0; k < n_b; k++)
            if (str_eq(b[k].acronym, all[i].department)) seat = liaison_of(p->cast, &b[k]);
        t->liaison = seat ? actor_of(p->who, seat, p->who->today) : p->cast->mayor;
        tell_cell(p, t, letter_of(p->cast, all[i].department, all[i].direction), signed_on, all[i].due, (int)(i % 97));
    }
    return WR_OK;
}

/* The half year is kept on the first days of the next, as the record stood then. */
static wr_rc play_snapshot(play *p, int year)
{
    wr_actor who = p->cast->verifier;
    who.today = (wr_day){ (int16_t)year, 1, 2 };
    who.now = clock_us_at(clock_city_zone(), who.today, 9, 0);
    db_batch_us_set(p->rw, who.now);
    return directive_demo_snapshot(p->rw, &who, (wr_day){ (int16_t)(year - 1), 12, 31 }, arena_fmt(p->a, "Second half of %d", year - 1),
        "The half-yearly snapshot for the Council.", p->a);
}

wr_rc directive_demo(db_tx *rw, const wr_actor *who, arena *a)
{
    enum { BEATS_OF_A_CELL = 12 };
    directive_due *all;
    cast c = { 0 };
    play p = { .rw = rw, .a = a, .who = who, .cast = &c };
    wr_us now = db_batch_us(rw);
    size_t n;
    TRY(directive_all_due(rw, a, &all, &n));
    TRY(cast_of(rw, who, a, &c));
    p.room = n * BEATS_OF_A_CELL;
    p.beats = arena_array(a, beat, p.room + 1);
    TRY(tell_all(&p, all, n));
    if (p.n > p.room) return WR_E_BUG;
    qsort(p.beats, p.n, sizeof *p.beats, by_day);
    for (size_t i = 0; i < p.n; i++) {
        if (i > 0 && p.beats[i].day.y > p.beats[i - 1].day.y) TRY(play_snapshot(&p, p.beats[i].day.y));
        TRY(play_beat(&p, &p.beats[i]));
    }
    db_batch_us_set(rw, now);
    return db_run_(rw, &DIRECTIVE_INVENTED_END, NULL, NULL, 0);
}

const wr_story directive_stories[] = {
    { N_("Find out what is late, and who answers for it: open the matrix, then a late answer"), "/directive", NULL },
    { N_("See what the city knew on a day half a year ago: choose it on the matrix, then open one of its cells"), "/directive", NULL },
    { N_("Open the snapshot of the last half year: its hash, and what has changed since"), "/directive/snapshots", NULL },
    { N_("Be the liaison of a department: open a direction it was asked, add evidence and claim it"), "/work", "liaison" },
    { N_("Be the verifier: take the longest waiting answer and verify or return it"), "/work", "verifier" },
    { N_("Be the Mayor’s Office: read the briefing and remind the late ones"), "/briefing", "mayor" },
    { 0 }
};

/* A figure is asked for by the number of a direction: how many of those asked are verified, and how many are late. */
wr_rc directive_count(db_tx *ro, const wr_actor *who, const char *key, arena *a, wr_figure *ret)
{
    directive_due *all;
    directive_tally t = { 0 };
    directive_said s = { "", "" };
    size_t n;
    if (*key == '/') return directive_count_data(ro, key, a, ret);
    TRY(directive_all_due(ro, a, &all, &n));
    for (size_t i = 0; i < n; i++) {
        directive_facts f = directive_facts_of(&all[i]);
        if (!str_eq(all[i].direction, key)) continue;
        directive_add(&t, directive_state_shown(&f, who->today));
        s = directive_say(a, who->lang, &f, who->today);
    }
    const char *const pairs[] = { "verified", arena_fmt(a, "%lld", (long long)t.verified), "asked", arena_fmt(a, "%lld", (long long)t.asked),
        "late", arena_fmt(a, "%lld", (long long)t.late), "unstarted", arena_fmt(a, "%lld", (long long)t.unstarted), NULL };
    *ret = (wr_figure){ .value = i18n_fill(a, i18n(who->lang, NULL, N_("{verified} of {asked}")), pairs), .url = arena_fmt(a, "/directive/%s", key), .late = t.late > 0 };
    if (t.asked == 0) {
        ret->value = i18n(who->lang, NULL, N_("nobody"));
        ret->text = i18n(who->lang, NULL, N_("is asked yet"));
    } else if (t.asked == 1) {
        ret->value = s.text;
        ret->text = i18n(who->lang, NULL, N_("one body is asked"));
    } else ret->text = i18n_fill(a, i18n(who->lang, NULL, t.late ? N_("verified; {late} late") : N_("verified; none late")), pairs);
    return WR_OK;
}

/* What must hold in every city: verified means claimed, by another person, with evidence, against a measure. One line a finding. */
wr_rc directive_check(db_tx *ro, arena *a, json_t *ret_findings)
{
    directive_unsound *rows;
    size_t n;
    TRY(db_all_(ro, &DIRECTIVE_UNSOUND, a, 5000, sizeof *rows, (void *)&rows, &n, NULL, 0));
    for (size_t i = 0; i < n; i++)
        if (json_array_append_new(ret_findings, json_string(arena_fmt(a, "directive %s in %s: %s", rows[i].direction, rows[i].department, rows[i].why))) != 0)
            return WR_E_BUG;
    TRY(directive_check_snapshots(ro, a, ret_findings));
    return directive_check_sources(ro, a, ret_findings);
}
