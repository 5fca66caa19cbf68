/* contact_rollcall_here.c -- those who are asked in a roll-call: one button by the code of the mail or of a telephone call, without an
 * account; and for liaisons who are signed in. Looking answers nothing: only the button does. */
#include "contact_rollcall.h"

#include "db.h"
#include "i18n.h"
#include "str.h"

typedef struct in_here { const char *token; } in_here;
static const field HERE_F[] = { FIELD(in_here, token, t, F_PATH, 24, N_("Code")) };
const shape IN_HERE = SHAPE("who is asked", in_here, HERE_F);
static const field CODE_F[] = { FIELD(in_here, token, t, 0, 40, N_("The code that was read to you")) };
const shape IN_HERE_CODE = SHAPE("the code of a roll-call", in_here, CODE_F);
typedef struct in_answer { const char *token; bool alternate; const char *name; } in_answer;
static const field ANSWER_F[] = {
    FIELD(in_answer, token,     t, F_HIDE, 24,  NULL),
    FIELD(in_answer, alternate, b, 0, 0,        N_("I answer as the alternate")),
    FIELD(in_answer, name,      t, F_NULL, 120, N_("Your name, if you are not the one who is asked")),
};
const shape IN_HERE_ANSWER = SHAPE("answer a roll-call", in_answer, ANSWER_F);
typedef struct in_mine { const char *id; } in_mine;
static const field MINE_F[] = { FIELD(in_mine, id, t, F_HIDE, 32, NULL) };
const shape IN_HERE_MINE = SHAPE("answer a roll-call as who is signed in", in_mine, MINE_F);

/* state: a word of contact_roll_states; is_open: it can be answered. */
typedef struct say_here { int64_t number; const char *subject, *text, *where, *name, *alternate; wr_us until, answered; int state; bool is_open; } say_here;
static const field SAY_HERE_F[] = {
    FIELD(say_here, number,    i, 0, 0, N_("Roll-call")), FIELD(say_here, subject,  t, 0, 0, N_("Title")),
    FIELD(say_here, text,      t, 0, 0, N_("Text")),      FIELD(say_here, where,    t, 0, 0, N_("Place or department")),
    FIELD(say_here, name,      t, 0, 0, N_("Name")),      FIELD(say_here, alternate, t, 0, 0, N_("Alternate")),
    FIELD(say_here, until,     u, 0, 0, N_("Ends")),      FIELD(say_here, answered, u, 0, 0, N_("Answered at")),
    WORDS(say_here, state, contact_roll_states, N_("State")), FIELD(say_here, is_open, b, 0, 0, N_("Open")),
};
const shape CONTACT_SAY_HERE = SHAPE("a question of a roll-call", say_here, SAY_HERE_F);

static wr_rc say(db_tx *ro, const wr_actor *who, const contact_asked *p, const contact_rollcall *r, arena *a, say_here *ret)
{
    city_place place = { .name = "" };
    city_department body;
    if (*p->place) TRY(city_place_by(ro, p->place, a, &place));
    TRY(city_department_by(ro, p->department, a, &body));
    *ret = (say_here){ r->number, i18n(who->lang, NULL, r->title), i18n(who->lang, NULL, r->text), *p->place ? place.name : i18n(who->lang, NULL, body.name), p->name,
        p->alternate, r->until, p->answered, contact_roll_state(p, r, who->now), p->answer == ANSWER_NONE && who->now < r->until };
    return WR_OK;
}

/* ---- by the code ---- */
wr_rc contact_show_here_code(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    (void)ro; (void)in;
    TRY(page_text(doc, "title", i18n(who->lang, NULL, N_("Answer a roll-call"))));
    return page_form(doc, "form", &(page_form_of){ .action_url = "/contact/here/open", .in = &IN_HERE_CODE, .button = N_("Go on") }, a);
}

wr_rc contact_act_here_open(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    contact_asked p;
    contact_rollcall r;
    const char *typed = ((const in_here *)in_)->token;
    wr_rc rc = contact_asked_by_token(rw, typed, a, &p, &r);
    (void)who;
    if (rc == WR_E_MISSING) {
        *arena_err(a) = (wr_err){ 0 };
        return wr_fail(arena_err(a), WR_E_INPUT, "token", N_("No roll-call has this code. A code has 16 letters and digits. Ask the mayor’s office to read it to you again."));
    }
    TRY(rc);
    *ret = (http_go){ .url = arena_fmt(a, "/contact/here/%s", city_door_said(a, city_door_read(a, typed))), .id = p.id };
    return WR_OK;
}

wr_rc contact_show_here(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_here *in = in_;
    contact_asked p;
    contact_rollcall r;
    say_here h;
    in_answer row = { .token = in->token, .name = "" };
    TRY(contact_asked_by_token(ro, in->token, a, &p, &r));
    TRY(say(ro, who, &p, &r, a, &h));
    TRY(page_put(doc, &CONTACT_SAY_HERE, &h));
    TRY(page_flag(doc, "is_answered", p.answer != ANSWER_NONE));
    TRY(page_text(doc, "title", i18n(who->lang, NULL, p.answer != ANSWER_NONE ? N_("This is answered. Thank you.") : h.is_open ? N_("Are you there?") : N_("This roll-call is over"))));
    if (!h.is_open) return WR_OK;
    return page_form(doc, "form", &(page_form_of){ .action_url = "/contact/here/answer", .in = &IN_HERE_ANSWER, .row = &row, .button = N_("I am here") }, a);
}

wr_rc contact_act_here(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_answer *in = in_;
    contact_asked p;
    contact_rollcall r;
    TRY(contact_asked_by_token(rw, in->token, a, &p, &r));
    *ret = (http_go){ .url = arena_fmt(a, "/contact/here/%s", in->token), .id = p.id };
    return contact_answer(rw, who, &p, &r, in->alternate ? ANSWER_ALTERNATE : ANSWER_SELF, *in->name ? in->name : in->alternate ? p.alternate : p.name, a);
}

/* ---- signed in ---- */
typedef struct say_mine { int64_t number; const char *subject, *where; wr_us until; int state; const char *kind; } say_mine;
static const field SAY_MINE_F[] = {
    FIELD(say_mine, number, i, 0, 0, N_("Roll-call")), FIELD(say_mine, subject, t, 0, 0, N_("Title")), FIELD(say_mine, where, t, 0, 0, N_("Place or department")),
    FIELD(say_mine, until,  u, 0, 0, N_("Ends")), WORDS(say_mine, state, contact_roll_states, N_("State")), FIELD(say_mine, kind, t, F_HIDE, 0, NULL),
};
const shape CONTACT_SAY_MINE = SHAPE("a roll-call that asks you", say_mine, SAY_MINE_F);

wr_rc contact_show_rollcalls_mine(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    contact_asked *rows;
    say_mine *lines;
    bool *open;
    size_t n, n_open = 0;
    (void)in;
    TRY(db_all(ro, &CONTACT_ASKED_MINE, a, 50, &rows, &n, db_i(who->person)));
    lines = arena_array(a, say_mine, n + 1);
    open = arena_array(a, bool, n + 1);
    for (size_t i = 0; i < n; i++) {
        contact_rollcall r;
        say_here h;
        TRY(db_one(ro, &CONTACT_ROLLCALL_BY, a, &r, db_t(rows[i].rollcall)));
        TRY(say(ro, who, &rows[i], &r, a, &h));
        lines[i] = (say_mine){ h.number, h.subject, h.where, h.until, h.state, h.is_open ? "open" : h.state == ROLL_SILENT ? "late" : "ok" };
        n_open += open[i] = h.is_open;
    }
    TRY(page_rows(doc, "lines", &CONTACT_SAY_MINE, lines, n));
    for (size_t i = 0; i < n; i++) {
        in_mine row = { .id = rows[i].id };
        if (open[i]) TRY(page_form(page_row(doc, "lines", i), "here", &(page_form_of){ .action_url = "/contact/rollcalls/mine/here", .in = &IN_HERE_MINE, .row = &row,
            .button = N_("I am here") }, a));
    }
    return page_text(doc, "title", i18n(who->lang, NULL, n_open ? N_("The mayor’s office asks whether you are there") : N_("No roll-call waits for you")));
}

wr_rc contact_act_here_mine(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_mine *in = in_;
    contact_asked p;
    contact_rollcall r;
    bool alternate;
    wr_rc rc = db_one(rw, &CONTACT_ASKED_BY, a, &p, db_t(in->id));
    if (rc == WR_E_MISSING || (rc == WR_OK && p.person != who->person && p.alternate_person != who->person))
        return wr_fail(db_err(rw), WR_E_DENIED, NULL, N_("This roll-call does not ask you."));
    TRY(rc);
    TRY(db_one(rw, &CONTACT_ROLLCALL_BY, a, &r, db_t(p.rollcall)));
    alternate = p.person != who->person;
    *ret = (http_go){ .url = "/contact/rollcalls/mine", .id = p.id };
    return contact_answer(rw, who, &p, &r, alternate ? ANSWER_ALTERNATE : ANSWER_SELF, alternate ? p.alternate : p.name, a);
}
