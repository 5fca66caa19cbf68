/* directive_notice.c -- what this clause writes to people: the late ones are reminded, who checks hears of a claim, a liaison of the outcome. */
#include "directive_own.h"

#include "day.h"
#include "db.h"
#include "i18n.h"
#include "str.h"

mail_note directive_reminder(arena *a, const wr_actor *who, const directive_now *c, const city_department *b, const mail_to *to)
{
    strbuf s = sb_new(a, 1000);
    wr_actor reader = *who;
    const char **holes = arena_array(a, const char *, 8);
    reader.lang = to->lang;
    for (size_t i = 0; i < c->n; i++) {
        say_line l;
        if (!str_eq(c->cells[i].department, b->acronym) || !directive_late_one(who, &c->cells[i])) continue;
        l = directive_line(a, &reader, &c->cells[i], c->d, c->n_d, c->b, c->n_b, NULL, 0);
        sb_fmt(&s, "\n- %s %s: %s\n  %s", l.direction, i18n(to->lang, NULL, l.title), l.text, mail_link(a, to->lang, l.url));
    }
    holes[0] = "name", holes[1] = to->name;
    holes[2] = "department", holes[3] = i18n(to->lang, NULL, b->name);
    holes[4] = "answers", holes[5] = s.p;
    return (mail_note){ .kind = "directive.late", .about = b->id, .subject = N_("Answers to the directive that are past due"), .holes = holes,
        .text = N_("Dear {name}, these answers of {department} are past their date:\n{answers}\n\nPlease add evidence and claim them, or say why they are not done yet.") };
}

static wr_rc tell(db_tx *rw, const wr_actor *who, const directive_cell *c, const directive_direction *d, const mail_to *to, mail_note n, arena *a)
{
    const char *const holes[] = { "direction", c->direction, "title", i18n(to->lang, NULL, d->title), "department", c->department, "reason", c->reason, NULL };
    n.about = c->id;
    n.url = arena_fmt(a, "/directive/%s/%s", c->direction, c->department);
    n.holes = holes;
    n.may_wait = true;
    return mail_send(rw, who, to, &n, a);
}

wr_rc directive_tell_checkers(db_tx *rw, const wr_actor *who, const directive_cell *c, arena *a)
{
    directive_direction d;
    mail_to *to;
    size_t n;
    TRY(directive_one(rw, c->direction, a, &d));
    TRY(mail_to_holders(rw, "directive.verify", a, &to, &n));
    for (size_t i = 0; i < n; i++)
        if (to[i].person != who->person)
            TRY(tell(rw, who, c, &d, &to[i], (mail_note){ .kind = "directive.claimed", .subject = N_("{direction} {department}: ready for a check"),
                .text = N_("{department} claims that {direction}, {title}, is done. The evidence is on its page.") }, a));
    return WR_OK;
}

wr_rc directive_tell_liaison(db_tx *rw, const wr_actor *who, const char *what, const directive_cell *c, arena *a)
{
    static const mail_note NOTES[] = {
        { .kind = "directive.returned", .subject = N_("{direction} {department}: returned"),
          .text = N_("What {department} claimed for {direction}, {title}, was returned. What is missing: {reason}") },
        { .kind = "directive.verified", .subject = N_("{direction} {department}: verified"),
          .text = N_("What {department} claimed for {direction}, {title}, is verified.") },
        { .kind = "directive.step_verified", .subject = N_("{direction} {department}: one step is verified"),
          .text = N_("One step of {direction}, {title}, is verified for {department}. The next one has its own date.") },
    };
    directive_direction d;
    city_liaison *l;
    size_t n;
    TRY(directive_one(rw, c->direction, a, &d));
    TRY(city_liaisons_of(rw, c->department, a, &l, &n));
    for (size_t i = 0; i < n; i++) {
        mail_to to;
        if (l[i].kind != LIAISON_FIRST) continue;
        TRY(mail_to_liaison(rw, &l[i], a, &to));
        for (size_t k = 0; k < sizeof NOTES / sizeof *NOTES; k++)
            if (str_eq(NOTES[k].kind, what)) TRY(tell(rw, who, c, &d, &to, NOTES[k], a));
    }
    return WR_OK;
}
