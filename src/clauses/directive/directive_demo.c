/* directive_demo.c -- the state that a pack invents for each cell, told as history from signing to the day on which the
 * demonstration stands: claims, checks, extensions, evidence. Also the figures of the front page and the invariants. */
#include "directive_own.h"

#include <string.h>
#include "clock.h"
#include "day.h"
#include "db.h"
#include "i18n.h"
#include "now.h"
#include "page.h"
#include "str.h"

/* From the pack's folder demo: one letter behind each direction of a department, "12.1V 12.2L". L late, l late after an extension,
 * N not started, O in process, R ready for review, V verified, W will not, E ended, A not applicable. */
typedef struct demo_states { const char *department, *states; } demo_states;
static const field STATES_F[] = {
    FIELD(demo_states, department, t, 0, 20,  N_("Department")),
    FIELD(demo_states, states,     t, 0, 400, N_("State")),
};
const shape DIRECTIVE_DEMO_STATES = SHAPE("the invented state of a department", demo_states, STATES_F);

typedef struct cast { const person_account *verifier, *mayor, *liaison; } cast;

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
static char letter_of(const char *states, const char *direction)
{
    size_t n = strlen(direction);
    for (const char *p = states; *p; p += strcspn(p, " "), p += strspn(p, " "))
        if (strncmp(p, direction, n) == 0 && strcspn(p, " ") == n + 1) return p[n];
    return 0;
}

static wr_rc cast_of(db_tx *rw, const city_department *b, arena *a, cast *ret)
{
    person_account *p;
    size_t n;
    TRY(person_list(rw, a, &p, &n));
    *ret = (cast){ 0 };
    for (size_t i = n; i-- > 0; ) {            /* the first by name of each role */
        if (str_eq(p[i].role, "verifier")) ret->verifier = &p[i];
        if (str_eq(p[i].role, "mayor")) ret->mayor = &p[i];
        if (str_eq(p[i].role, "liaison") && p[i].department == b->num) ret->liaison = &p[i];
    }
    if (ret->verifier && ret->mayor) return WR_OK;
    return wr_fail(db_err(rw), WR_E_INPUT, "role", N_("A demonstration needs people of the roles verifier and mayor."));
}

typedef struct tale { db_tx *rw; arena *a; const wr_actor *who; wr_actor verifier, mayor, liaison; const char *mayor_name; directive_cell cell; const char *title; } tale;

static wr_rc tell(tale *t, const wr_actor *who, const char *what, wr_day day, const directive_cell *was)
{
    wr_actor x = *who;
    x.today = day;
    return directive_cell_save(t->rw, &x, what, day, was, &t->cell, t->a);
}

static wr_rc tell_start(tale *t, wr_day day)
{
    directive_cell was = t->cell;
    t->cell.state = CELL_IN_PROCESS;
    return tell(t, &t->liaison, "directive.started", day, &was);
}

static wr_rc tell_evidence(tale *t, const char *title, wr_day dated, wr_day added)
{
    directive_cell was = t->cell;
    wr_actor x = t->liaison;
    directive_evidence e = { .id = id_new(t->a), .title = title, .url = arena_fmt(t->a, "https://example.org/%s/%s", t->cell.direction, lower(t->a, t->cell.department)),
        .text = "", .dated = dated, .added = added, .owner = x.by, .department = t->cell.department };
    directive_serves s = { .id = id_new(t->a), .evidence = e.id, .cell = t->cell.id };
    x.today = added;
    TRY(history_add(t->rw, &x, &DIRECTIVE_PIECES, "directive.piece_added", added, NULL, &e, t->a));
    TRY(history_add(t->rw, &x, &DIRECTIVE_SERVING, "directive.piece_serves", added, NULL, &s, t->a));
    return tell(t, &x, "directive.evidence_added", added, &was);
}

static wr_rc tell_claim(tale *t, wr_day day)
{
    directive_cell was = t->cell;
    t->cell.state = CELL_READY;
    t->cell.claimed = day;
    t->cell.claimed_by = t->liaison.by;
    return tell(t, &t->liaison, "directive.claimed", day, &was);
}

static wr_rc tell_verify(tale *t, wr_day day)
{
    directive_cell was = t->cell;
    t->cell.state = CELL_IMPLEMENTED;
    t->cell.verified = day;
    t->cell.verified_by = t->verifier.by;
    if (t->cell.step < t->cell.steps) {        /* one of several dates: the next is owed now */
        t->cell.step++;
        t->cell.owes = arena_fmt(t->a, "%s-%lld", t->cell.id, (long long)t->cell.step);
        t->cell.state = CELL_IN_PROCESS;
        t->cell.claimed = t->cell.verified = (wr_day){ 0 };
        t->cell.claimed_by = t->cell.verified_by = "";
        TRY(tell(t, &t->verifier, "directive.step_verified", day, &was));
        TRY(tell_claim(t, day));
        return tell_verify(t, day_add(day, 1));
    }
    return tell(t, &t->verifier, "directive.verified", day, &was);
}

static wr_rc tell_extend(tale *t, wr_day on, wr_day due, const char *reason)
{
    directive_cell was = t->cell;
    wr_actor x = t->mayor;
    x.today = on;
    TRY(clock_move(t->rw, &x, t->cell.owes, due, t->mayor_name, reason, t->a));
    return tell(t, &x, "directive.extended", on, &was);
}

static wr_rc tell_decline(tale *t, int state, wr_day day, const char *reason)
{
    directive_cell was = t->cell;
    t->cell.state = state;
    t->cell.reason = reason;
    return tell(t, &t->verifier, "directive.declined", day, &was);
}

/* Past its date even after an extension: a draft, a reason given, and a reminder a week ago. */
static wr_rc tell_slipped(tale *t, wr_day signed_on, wr_day today)
{
    directive_cell was;
    TRY(tell_start(t, day_add(signed_on, 5)));
    TRY(tell_extend(t, day_add(signed_on, 12), day_add(signed_on, 140), "The board had to meet first."));
    TRY(tell_evidence(t, arena_fmt(t->a, "%s: draft, version 2", t->title), day_add(signed_on, 132), day_add(signed_on, 136)));
    was = t->cell;
    t->cell.excuse = "The board votes at its next meeting.";
    TRY(tell(t, &t->liaison, "directive.explained", day_add(signed_on, 144), &was));
    was = t->cell;
    t->cell.reminded = t->who->now - 7 * 24 * 3600 * (wr_us)1000000;
    return tell(t, &t->mayor, "directive.reminded", day_add(today, -7), &was);
}

static wr_rc tell_cell(tale *t, char letter, wr_day signed_on, wr_day due, int spin)
{
    wr_day today = t->who->today, from = day_add(signed_on, 3 + spin % 4);
    bool recent = day_number(today) - day_number(signed_on) < 40;
    int64_t waited = recent ? 1 + spin % 9 : 4 + (spin * 7) % 33;
    switch (letter) {
    case 'l': return tell_slipped(t, signed_on, today);
    case 'O': return tell_start(t, from);
    case 'W': return tell_decline(t, CELL_WILL_NOT, day_add(today, -6), "Another body must decide first; this one will look at it again then.");
    case 'E': return tell_decline(t, CELL_ENDED, day_add(today, -40), "What could be done was done; nothing more will follow.");
    case 'A': return tell_decline(t, CELL_NA, day_add(today, -60), "There is nothing in this department to which it applies.");
    case 'R':
        TRY(tell_start(t, from));
        if (!recent && !day_none(due)) TRY(tell_extend(t, day_add(signed_on, 12), day_add(today, 1), "The first version was to be rewritten with counsel."));
        TRY(tell_evidence(t, arena_fmt(t->a, "%s, version 1", t->title), day_add(today, -waited - 2), day_add(today, -waited)));
        return tell_claim(t, day_add(today, -waited));
    case 'V':
        TRY(tell_start(t, from));
        TRY(tell_evidence(t, arena_fmt(t->a, "%s, version %d", t->title, 1 + spin % 3), day_add(from, 2), day_add(from, 3)));
        TRY(tell_claim(t, day_add(from, 4)));
        return tell_verify(t, day_add(from, recent ? 5 : 6 + spin % 20));
    default: return WR_OK;                     /* L and N: nothing was shown */
    }
}

static const directive_direction *direction_of(const directive_direction *d, size_t n, const char *ref)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(d[i].ref, ref)) return &d[i];
    return NULL;
}

wr_rc directive_load_states(db_tx *rw, const wr_actor *who, const void *what, arena *a)
{
    const demo_states *row = what;
    directive_due *all;
    directive_direction *d;
    directive_order *o;
    city_department body;
    cast c;
    size_t n, n_d, n_o;
    TRY(city_department_by(rw, row->department, a, &body));
    TRY(cast_of(rw, &body, a, &c));
    TRY(directive_all_due(rw, a, &all, &n));
    TRY(directive_all(rw, a, &d, &n_d));
    TRY(directive_all_orders(rw, a, &o, &n_o));
    for (size_t i = 0; i < n; i++) {
        tale t = { .rw = rw, .a = a, .who = who, .verifier = actor_of(who, c.verifier, who->today), .mayor = actor_of(who, c.mayor, who->today),
            .mayor_name = c.mayor->name };
        const directive_direction *of = direction_of(d, n_d, all[i].direction);
        wr_day signed_on = { 0 };
        char letter = letter_of(row->states, all[i].direction);
        if (!str_eq(all[i].department, row->department) || !letter || !of) continue;
        t.title = of->title;
        for (size_t k = 0; k < n_o; k++)
            if (str_eq(o[k].ref, of->order_ref)) signed_on = o[k].signed_on;
        TRY(directive_cell_get(rw, all[i].direction, all[i].department, a, &t.cell));
        t.liaison = c.liaison ? actor_of(who, c.liaison, who->today) : t.mayor;
        TRY(tell_cell(&t, letter, signed_on, all[i].due, (int)(i % 97)));
    }
    return WR_OK;
}

const wr_story directive_stories[] = {
    { N_("Find out what is late, and who answers for it: open the matrix, then a late answer"), "/directive", NULL },
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
    return WR_OK;
}
