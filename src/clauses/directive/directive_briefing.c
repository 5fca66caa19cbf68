/* directive_briefing.c -- one page for the Mayor's Office: what changed, what is late and who answers for it, what waits for a
 * decision, what is due next; reminding the late ones; and each person's own list of work. */
#include "directive_own.h"

#include "day.h"
#include "db.h"
#include "i18n.h"
#include "page.h"
#include "str.h"

static const field IN_SINCE_F[] = { FIELD(in_since, since, d, F_NULL, 0, N_("Changed since")) };
const shape IN_SINCE = SHAPE("since when", in_since, IN_SINCE_F);
typedef struct in_remind { bool confirm; } in_remind;
static const field IN_REMIND_F[] = { FIELD(in_remind, confirm, b, 0, 0, N_("I have read the letters: send them")) };
const shape IN_REMIND = SHAPE("a confirmation", in_remind, IN_REMIND_F);
typedef struct say_change { wr_day day; const char *what, *direction, *title, *name, *url; } say_change;
static const field CHANGE_F[] = {
    FIELD(say_change, day, d, 0, 0, N_("Day")), FIELD(say_change, what, t, 0, 60, N_("What")), FIELD(say_change, direction, t, 0, 20, N_("Direction")),
    FIELD(say_change, title, t, 0, 200, N_("Title")), FIELD(say_change, name, t, 0, 200, N_("Department")), FIELD(say_change, url, t, 0, 200, NULL),
};
const shape SAY_CHANGE = SHAPE("a change", say_change, CHANGE_F);
typedef struct say_mail { const char *to, *name, *department, *subject, *text, *lang; bool came_back; } say_mail;
static const field MAIL_F[] = {
    FIELD(say_mail, to, t, 0, 200, N_("To")), FIELD(say_mail, name, t, 0, 200, N_("Name")), FIELD(say_mail, department, t, 0, 200, N_("Department")),
    FIELD(say_mail, subject, t, 0, 200, N_("Subject")), FIELD(say_mail, text, t, 0, 8000, N_("Text")),
    FIELD(say_mail, lang, t, 0, 12, N_("Language")), FIELD(say_mail, came_back, b, 0, 0, N_("Mail to this address came back")),
};
const shape SAY_MAIL = SHAPE("a letter", say_mail, MAIL_F);

static wr_rc read_now(db_tx *ro, arena *a, directive_now *c)
{
    TRY(directive_all_due(ro, a, &c->cells, &c->n));
    TRY(directive_all(ro, a, &c->d, &c->n_d));
    TRY(city_departments(ro, a, &c->b, &c->n_b));
    return city_liaisons(ro, a, &c->l, &c->n_l);
}

bool directive_late_one(const wr_actor *who, const directive_due *c)
{
    directive_facts f = directive_facts_of(c);
    return directive_state_shown(&f, who->today) == CELL_PAST_DUE;
}

static bool waiting_one(const wr_actor *who, const directive_due *c)
{
    directive_facts f = directive_facts_of(c);
    return directive_waits(&f, who->today);
}

static bool soon_one(const wr_actor *who, const directive_due *c)
{
    return !directive_settled(c->state) && c->state != CELL_READY && !day_none(c->due) && wr_day_cmp(c->due, who->today) >= 0 && wr_day_cmp(c->due, day_add(who->today, 7)) <= 0;
}

static bool own_one(const wr_actor *who, const directive_due *c)
{
    directive_facts f = directive_facts_of(c);
    return !directive_settled(directive_state_shown(&f, who->today));
}

static wr_rc put_some(const wr_actor *who, const directive_now *c, bool (*some)(const wr_actor *, const directive_due *), const char *acronym_opt,
                      const char *key, arena *a, json_t *doc, size_t *ret_n)
{
    say_line *said = arena_array(a, say_line, c->n + 1);
    size_t n = 0;
    for (size_t i = 0; i < c->n; i++)
        if (some(who, &c->cells[i]) && (!acronym_opt || str_eq(acronym_opt, c->cells[i].department)))
            said[n++] = directive_line(a, who, &c->cells[i], c->d, c->n_d, c->b, c->n_b, c->l, c->n_l);
    directive_sort_lines(said, n);
    *ret_n = n;
    return page_rows(doc, key, &SAY_LINE, said, n);
}

static wr_rc put_changes(db_tx *ro, const directive_now *c, wr_day since, arena *a, json_t *doc, size_t *ret_n)
{
    directive_past *past;
    say_change *said;
    size_t n;
    TRY(db_all(ro, &DIRECTIVE_SINCE, a, 500, &past, &n, db_d(since)));
    said = arena_array(a, say_change, n + 1);
    for (size_t i = 0; i < n; i++) {
        said[i] = (say_change){ .day = past[i].holds, .what = directive_what(past[i].what), .direction = "", .title = "", .name = "", .url = "" };
        for (size_t k = 0; k < c->n; k++) {
            if (!str_eq(c->cells[k].id, past[i].about)) continue;
            said[i].direction = c->cells[k].direction;
            said[i].url = arena_fmt(a, "/directive/%s/%s", c->cells[k].direction, c->cells[k].department);
            for (size_t b = 0; b < c->n_b; b++)
                if (str_eq(c->b[b].acronym, c->cells[k].department)) said[i].name = c->b[b].name;
            for (size_t d = 0; d < c->n_d; d++)
                if (str_eq(c->d[d].ref, c->cells[k].direction)) said[i].title = c->d[d].title;
        }
    }
    *ret_n = n;
    return page_rows(doc, "changes", &SAY_CHANGE, said, n);
}

static const char *count(arena *a, size_t n) { return arena_fmt(a, "%zu", n); }

wr_rc directive_show_briefing(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_since *in = in_;
    wr_day since = day_none(in->since) ? day_add(who->today, -7) : in->since;
    directive_now c;
    size_t changed, late, waiting, soon;
    TRY(read_now(ro, a, &c));
    TRY(put_changes(ro, &c, since, a, doc, &changed));
    TRY(put_some(who, &c, directive_late_one, NULL, "late", a, doc, &late));
    TRY(put_some(who, &c, waiting_one, NULL, "waiting", a, doc, &waiting));
    TRY(put_some(who, &c, soon_one, NULL, "soon", a, doc, &soon));
    const char *const pairs[] = { "late", count(a, late), "waiting", count(a, waiting), "soon", count(a, soon), NULL };
    TRY(page_text(doc, "title", i18n_fill(a, i18n(who->lang, NULL, N_("{late} late, {waiting} waiting for a check, {soon} due within seven days")), pairs)));
    TRY(page_text(doc, "since", day_text(a, since)));
    TRY(page_text(doc, "today", day_text(a, who->today)));
    TRY(page_int(doc, "n_changed", (int64_t)changed));
    TRY(page_int(doc, "n_late", (int64_t)late));
    TRY(page_int(doc, "n_waiting", (int64_t)waiting));
    TRY(page_int(doc, "n_soon", (int64_t)soon));
    TRY(page_flag(doc, "may_read_mail", rights_has(who->rights, "mail.read") == RIGHT_ALL));
    return page_flag(doc, "may_remind", late > 0 && rights_has(who->rights, "directive.remind") == RIGHT_ALL);
}

/* One department: how many answers are late, and when any is and somebody is named, the letter to whom. */
typedef struct reminding { size_t late; bool named; mail_to to; mail_note note; } reminding;
static wr_rc remind_one(db_tx *tx, const wr_actor *who, const directive_now *c, const city_department *b, arena *a, reminding *ret)
{
    const city_liaison *l = directive_liaison_of(c->l, c->n_l, b->acronym);
    *ret = (reminding){ .named = l != NULL };
    for (size_t i = 0; i < c->n; i++) ret->late += str_eq(c->cells[i].department, b->acronym) && directive_late_one(who, &c->cells[i]);
    if (!ret->late || !l) return WR_OK;
    TRY(mail_to_liaison(tx, l, a, &ret->to));
    ret->note = directive_reminder(a, who, c, b, &ret->to);
    return WR_OK;
}

wr_rc directive_show_remind(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    directive_now c;
    say_mail *mails;
    size_t n = 0, unnamed = 0, cells = 0;
    (void)in;
    TRY(read_now(ro, a, &c));
    mails = arena_array(a, say_mail, c.n_b + 1);
    for (size_t i = 0; i < c.n_b; i++) {
        reminding r;
        mail_said said;
        TRY(remind_one(ro, who, &c, &c.b[i], a, &r));
        if (!r.late) continue;
        cells += r.late;
        if (!r.named) { unnamed++; continue; }
        said = mail_say(a, r.to.lang, &r.note);
        mails[n++] = (say_mail){ r.to.email, r.to.name, c.b[i].name, said.subject, said.text, r.to.lang, r.to.came_back };
    }
    const char *const pairs[] = { "letters", count(a, n), "answers", count(a, cells), NULL };
    TRY(page_text(doc, "title", i18n_fill(a, i18n_n(who->lang, NULL, "{letters} letter about {answers} late answers", "{letters} letters about {answers} late answers", (int64_t)n), pairs)));
    TRY(page_int(doc, "unnamed", (int64_t)unnamed));
    if (n) TRY(page_form(doc, "form", &(page_form_of){ .action_url = "/briefing/remind", .in = &IN_REMIND, .button = N_("Send the letters") }, a));
    return page_rows(doc, "mails", &SAY_MAIL, mails, n);
}

/* The letters into the outbox, and into each cell that its department was reminded: not where nobody can be written to. */
wr_rc directive_act_remind(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_remind *in = in_;
    directive_now c;
    if (!in->confirm) return wr_fail(db_err(rw), WR_E_INPUT, "confirm", N_("Tick the box to confirm."));
    TRY(read_now(rw, a, &c));
    for (size_t b = 0; b < c.n_b; b++) {
        reminding r;
        TRY(remind_one(rw, who, &c, &c.b[b], a, &r));
        if (!r.late || !r.named) continue;
        TRY(mail_send(rw, who, &r.to, &r.note, a));
        for (size_t i = 0; i < c.n && *r.to.email && !r.to.came_back; i++) {
            directive_cell was, now;
            if (!str_eq(c.cells[i].department, c.b[b].acronym) || !directive_late_one(who, &c.cells[i])) continue;
            TRY(db_one(rw, &DIRECTIVE_BY_ID, a, &was, db_t(c.cells[i].id)));
            now = was;
            now.reminded = who->now;
            TRY(directive_cell_save(rw, who, "directive.reminded", who->today, &was, &now, a));
        }
    }
    *ret = (http_go){ .url = "/briefing" };
    return WR_OK;
}

/* A liaison sees what the own department owes; who checks sees the queue, longest wait first. */
wr_rc directive_show_work(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    bool checks = rights_has(who->rights, "directive.verify") == RIGHT_ALL;
    directive_now c;
    const char *acronym = "", *name = "";
    size_t own = 0, queue = 0;
    (void)in;
    TRY(read_now(ro, a, &c));
    for (size_t i = 0; i < c.n_b; i++)
        if (c.b[i].num == who->department) acronym = c.b[i].acronym, name = c.b[i].name;
    if (*acronym) TRY(put_some(who, &c, own_one, acronym, "own", a, doc, &own));
    if (checks) TRY(put_some(who, &c, waiting_one, NULL, "queue", a, doc, &queue));
    const char *const pairs[] = { "own", count(a, own), "queue", count(a, queue), "name", i18n(who->lang, NULL, name), NULL };
    TRY(page_text(doc, "title", checks ? i18n_fill(a, i18n_n(who->lang, NULL, "{queue} answer waits for your check", "{queue} answers wait for your check", (int64_t)queue), pairs)
        : *acronym ? i18n_fill(a, i18n_n(who->lang, NULL, "{name} has {own} open answer", "{name} has {own} open answers", (int64_t)own), pairs)
        : i18n(who->lang, NULL, N_("Nothing waits for you here"))));
    TRY(page_text(doc, "department_url", *acronym ? arena_fmt(a, "/directive/departments/%s", acronym) : ""));
    return page_flag(doc, "checks", checks);
}
