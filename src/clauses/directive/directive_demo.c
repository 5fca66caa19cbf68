/* directive_demo.c -- an invented but believable state of every cell, told as history from signing to the day on which the
 * demonstration stands: people, claims, checks, extensions, evidence. Also the figures of the front page and the invariants. */
#include "directive_own.h"

#include <string.h>
#include "clock.h"
#include "day.h"
#include "db.h"
#include "i18n.h"
#include "now.h"
#include "page.h"
#include "str.h"

/* One letter a direction, in the order of the directions below: L late, l late after an extension, N not started, O in process,
 * R ready for review, V verified, W will not, E ended, A not applicable, . not asked. A body that is not here: V, and O where there is no date. */
static const char *const COLUMNS[] = { "12.1", "12.2", "12.3", "12.4", "17.1", "17.2", "17.3", "17.8", "12.5", "12.6", "17.4", "17.5", "17.6", "17.7", NULL };
static const struct { const char *acronym, *states; } SPREAD[] = {
    { "ELP", "LLNNOLNN" }, { "ZOO", "LLVNOLNN" }, { "RAP", "lLVOOLNN" }, { "BSS", "lLVOOLNN" }, { "DOD", "LLNN.V" }, { "CTD", "lLVVORNN" },
    { "LASAN", "lLVNOVNN" }, { "LADOT", "lLVOOVNN" }, { "FIN", "RRVOVLOO" }, { "POLA", "VVVOVLOO" }, { "LAPD", "VVVVVVVR.ORNW" },
    { "CIFD", "RVVOVROO" }, { "DCA", "RRVVVROO" }, { "EWDD", "RVVOVROO" }, { "GSD", "VRVOVROO" }, { "LAHD", "RVVOVROO" }, { "LADBS", "VEVOVROO" },
    { "LAFD", "VVVOVROO" }, { "LAAS", "VVVVVROO" }, { "OCA", "VVVVVROO" }, { "BSL", "VVVVVROO" }, { "LAWA", "VVVVVVOO" }, { "DCR", "VRVO.V" },
    { "DCP", "VVVVVVVO.....O" }, { "EMD", "VVVVVVOO" }, { "BOE", "VAVVVVOO" }, { "LAPL", "VVVVVVOO" }, { "PER", "VVVVVRVO" }, { "LADWP", "VAVVVVOO" },
    { "ITA", "RVVV.V" }, { "MAYOR", "........OO" }, { "YDD", "VVVO.V" }, { "CAO", "VAVV.V" }, { "LACERS", "VAVV.V" },
};
static const char *const FIRST[] = { "Kim", "Ana", "Lee", "Sam", "Noor", "Alex", "Mina", "Jo", "Robin", "Tala", "Ari", "Pat" };
static const char *const LAST[] = { "Placeholder", "Example", "Sample", "Specimen", "Mockup", "Model", "Pattern" };

typedef struct cast { person_account *people; size_t n; wr_actor verifier, mayor; } cast;

static const person_account *known(const cast *c, const char *login)
{
    for (size_t i = 0; i < c->n; i++)
        if (str_eq(c->people[i].login, login)) return &c->people[i];
    return NULL;
}

static const person_account *liaison_of(const cast *c, const city_department *b)
{
    for (size_t i = 0; b && i < c->n; i++)
        if (str_eq(c->people[i].role, "liaison") && c->people[i].department == b->num) return &c->people[i];
    return NULL;
}

static wr_rc add_person(db_tx *rw, const wr_actor *who, const cast *c, const char *login, const char *name, const char *role, wr_id department, arena *a)
{
    if (known(c, login)) return WR_OK;
    return person_add(rw, who, &(person_account){ .login = login, .name = name, .role = role, .department = department, .password = "", .lang = "en" }, a);
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

static const char *login_of(arena *a, const char *acronym) { return arena_fmt(a, "%s-liaison", lower(a, acronym)); }

static char letter_of(const char *acronym, const char *direction, bool dated)
{
    for (size_t i = 0; i < sizeof SPREAD / sizeof *SPREAD; i++) {
        if (!str_eq(SPREAD[i].acronym, acronym)) continue;
        for (size_t c = 0; COLUMNS[c] && SPREAD[i].states[c]; c++)
            if (str_eq(COLUMNS[c], direction)) return SPREAD[i].states[c];
    }
    return dated || strncmp(direction, "12.", 3) == 0 ? 'V' : 'O';
}

/* People first: a verifier, the Mayor's Office, and a liaison wherever "name a liaison" is verified. */
static wr_rc seat_people(db_tx *rw, const wr_actor *who, const city_department *b, size_t n_b, cast *c, arena *a)
{
    wr_day since = { 2025, 7, 18 };
    TRY(person_list(rw, a, &c->people, &c->n));
    TRY(add_person(rw, who, c, "verifier", "Ana Example", "verifier", 0, a));
    TRY(add_person(rw, who, c, "mayor", "Lee Sample", "mayor", 0, a));
    for (size_t i = 0; i < n_b; i++) {
        const char *name = arena_fmt(a, "%s %s", FIRST[i % 12], LAST[i % 7]);
        if (liaison_of(c, &b[i]) || letter_of(b[i].acronym, "12.3", true) != 'V' || str_eq(b[i].acronym, "BPW") || str_eq(b[i].acronym, "MAYOR")) continue;
        TRY(add_person(rw, who, c, login_of(a, b[i].acronym), name, "liaison", b[i].num, a));
    }
    TRY(person_list(rw, a, &c->people, &c->n));
    for (size_t i = 0; i < n_b; i++) {
        const person_account *p = liaison_of(c, &b[i]);
        city_liaison l;
        if (!p) continue;
        l = (city_liaison){ .department = b[i].acronym, .name = p->name, .phone = arena_fmt(a, "213-555-01%02zu", (i * 2 + 1) % 100),
            .email = arena_fmt(a, "%s@example.org", p->login), .person = p->num, .kind = LIAISON_FIRST, .since = since };
        TRY(city_liaison_name(rw, who, &l, a));
        l.name = arena_fmt(a, "%s %s", FIRST[(i + 5) % 12], LAST[(i + 3) % 7]);
        l.phone = arena_fmt(a, "213-555-01%02zu", (i * 2 + 2) % 100);
        l.email = arena_fmt(a, "%s-alternate@example.org", lower(a, b[i].acronym));
        l.person = 0;
        l.kind = LIAISON_ALTERNATE;
        TRY(city_liaison_name(rw, who, &l, a));
    }
    c->verifier = actor_of(who, known(c, "verifier"), who->today);
    c->mayor = actor_of(who, known(c, "mayor"), who->today);
    return WR_OK;
}

typedef struct tale { db_tx *rw; arena *a; const wr_actor *who; const cast *cast; directive_cell cell; wr_actor liaison; const char *title; } tale;

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
    t->cell.verified_by = t->cast->verifier.by;
    if (t->cell.step < t->cell.steps) {        /* one of several dates: the next is owed now */
        t->cell.step++;
        t->cell.owes = arena_fmt(t->a, "%s-%lld", t->cell.id, (long long)t->cell.step);
        t->cell.state = CELL_IN_PROCESS;
        t->cell.claimed = t->cell.verified = (wr_day){ 0 };
        t->cell.claimed_by = t->cell.verified_by = "";
        TRY(tell(t, &t->cast->verifier, "directive.step_verified", day, &was));
        TRY(tell_claim(t, day));
        return tell_verify(t, day_add(day, 1));
    }
    return tell(t, &t->cast->verifier, "directive.verified", day, &was);
}

static wr_rc tell_extend(tale *t, wr_day on, wr_day due, const char *reason)
{
    directive_cell was = t->cell;
    wr_actor x = t->cast->mayor;
    x.today = on;
    TRY(clock_move(t->rw, &x, t->cell.owes, due, "Lee Sample", reason, t->a));
    return tell(t, &x, "directive.extended", on, &was);
}

static wr_rc tell_decline(tale *t, int state, wr_day day, const char *reason)
{
    directive_cell was = t->cell;
    t->cell.state = state;
    t->cell.reason = reason;
    return tell(t, &t->cast->verifier, "directive.declined", day, &was);
}

/* Past its date even after an extension: a draft, a reason given, and a reminder a week ago. */
static wr_rc tell_slipped(tale *t, wr_day signed_on, wr_day today)
{
    directive_cell was;
    TRY(tell_start(t, day_add(signed_on, 5)));
    TRY(tell_extend(t, day_add(signed_on, 12), (wr_day){ 2025, 11, 28 }, "The board meets in November."));
    TRY(tell_evidence(t, arena_fmt(t->a, "%s: draft, version 2", t->title), (wr_day){ 2025, 11, 20 }, (wr_day){ 2025, 11, 24 }));
    was = t->cell;
    t->cell.excuse = "The board votes on 3 March 2026.";
    TRY(tell(t, &t->liaison, "directive.explained", (wr_day){ 2025, 12, 2 }, &was));
    was = t->cell;
    t->cell.reminded = t->who->now - 7 * 24 * 3600 * (wr_us)1000000;
    return tell(t, &t->cast->mayor, "directive.reminded", day_add(today, -7), &was);
}

static wr_rc tell_cell(tale *t, char letter, wr_day signed_on, wr_day due, int spin)
{
    wr_day today = t->who->today, from = day_add(signed_on, 3 + spin % 4);
    bool recent = day_number(today) - day_number(signed_on) < 40;
    int64_t waited = recent ? 1 + spin % 9 : 4 + (spin * 7) % 33;
    switch (letter) {
    case 'l': return tell_slipped(t, signed_on, today);
    case 'O': return tell_start(t, from);
    case 'W': return tell_decline(t, CELL_WILL_NOT, day_add(today, -6), "A court must rule first; the body will look at it again then.");
    case 'E': return tell_decline(t, CELL_ENDED, day_add(today, -40), "All contractors with staff on the property were told; the last contract has ended.");
    case 'A': return tell_decline(t, CELL_NA, day_add(today, -60), "No contractor of this department has staff on City property.");
    case 'R':
        TRY(tell_start(t, from));
        if (!recent && !day_none(due)) TRY(tell_extend(t, day_add(signed_on, 12), (wr_day){ 2026, 2, 27 }, "The first version was to be rewritten with counsel."));
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

wr_rc directive_demo(db_tx *rw, const wr_actor *who, arena *a)
{
    directive_due *all;
    directive_direction *d;
    directive_order *o;
    city_department *b;
    cast c = { 0 };
    size_t n, n_d, n_o, n_b;
    TRY(directive_all_due(rw, a, &all, &n));
    TRY(directive_all(rw, a, &d, &n_d));
    TRY(directive_all_orders(rw, a, &o, &n_o));
    TRY(city_departments(rw, a, &b, &n_b));
    TRY(seat_people(rw, who, b, n_b, &c, a));
    for (size_t i = 0; i < n; i++) {
        tale t = { .rw = rw, .a = a, .who = who, .cast = &c, .title = "" };
        const person_account *p = NULL;
        wr_day signed_on = { 0 };
        for (size_t k = 0; k < n_d; k++) {
            if (!str_eq(d[k].ref, all[i].direction)) continue;
            t.title = d[k].title;
            for (size_t j = 0; j < n_o; j++)
                if (str_eq(o[j].ref, d[k].order_ref)) signed_on = o[j].signed_on;
        }
        for (size_t k = 0; k < n_b; k++)
            if (str_eq(b[k].acronym, all[i].department)) p = liaison_of(&c, &b[k]);
        if (all[i].state != CELL_NOT_STARTED) continue;
        TRY(directive_cell_get(rw, all[i].direction, all[i].department, a, &t.cell));
        t.liaison = p ? actor_of(who, p, who->today) : c.mayor;
        TRY(tell_cell(&t, letter_of(all[i].department, all[i].direction, !day_none(all[i].due)), signed_on, all[i].due, (int)(i % 97)));
    }
    return WR_OK;
}

const wr_story directive_stories[] = {
    { N_("Find out what is late, and who answers for it: open the matrix, then a late answer of Recreation and Parks"), "/directive", NULL },
    { N_("Be the liaison of Recreation and Parks: add evidence and claim the plan"), "/directive/12.1/RAP", "liaison" },
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
    return WR_OK;
}
