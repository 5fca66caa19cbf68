/* contact_copy.c -- after a report was sent: what the reporter keeps, and whom a worker may turn to. */
#include "contact_own.h"

#include "day.h"
#include "db.h"
#include "i18n.h"
#include "now.h"
#include "str.h"

static const field PART_F[] = { FIELD(contact_part, title, t, 0, 0, N_("Part")) };
const shape CONTACT_PART = SHAPE("a part of a report", contact_part, PART_F);
static const field FACT_F[] = {
    FIELD(contact_fact, label, t, 0, 0, N_("Fact")), FIELD(contact_fact, text, t, 0, 0, N_("What was said")), FIELD(contact_fact, shut, b, 0, 0, N_("Restricted")),
};
const shape CONTACT_FACT = SHAPE("a fact of a report", contact_fact, FACT_F);

/* As they are now; also one that was reported and is not so. */
static size_t facts_of(const shape *s, const contact_facts *reported, const contact_facts *f, bool open_all, const char *lang, arena *a, contact_fact *ret)
{
    size_t n = 0;
    for (size_t k = CONTACT_PART_FIRST; k < s->n; k++) {
        const field *m = &s->f[k];
        bool shut = (m->flags & F_RESTRICTED) && !open_all;
        const char *v = shut ? "" : m->type == 'd' ? i18n_day(a, lang, *(const wr_day *)(const void *)((const char *)f + m->off)) : shape_get(m, f, a);
        if (shut || contact_said(m, f, a) || contact_said(m, reported, a)) ret[n++] = (contact_fact){ m->label, !contact_said(m, f, a) ? "" : m->type == 'e' || str_eq(m->name, "response") ? i18n_word(a, lang, v) : v, shut };
    }
    return n;
}

/* What was said, part by part, in the order of the forms. open_all: also what is restricted, as text. */
wr_rc contact_put_facts(const contact_facts *reported, const contact_facts *f, bool open_all, const char *lang, arena *a, json_t *doc)
{
    TRY(page_rows(doc, "parts", &CONTACT_PART, contact_parts, SECTIONS));
    for (size_t i = 0; i < SECTIONS; i++) {
        contact_fact facts[64];
        size_t n = facts_of(&contact_parts[i].of, reported, f, open_all, lang, a, facts);
        if (i == SECTION_PEOPLE && *f->copied_by) facts[n++] = (contact_fact){ shape_field(&CONTACT_FACTS, "copied_by")->label, f->copied_by, false };
        TRY(page_rows(page_row(doc, "parts", i), "facts", &CONTACT_FACT, facts, n));
    }
    return WR_OK;
}

wr_rc contact_show_copy(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    contact_draft d;
    contact_facts f, now;
    contact_head h;
    contact_help *help;
    size_t n;
    int64_t minutes;
    bool none;
    (void)in;
    TRY(contact_draft_or_none(ro, who, a, doc, &d, &f, &none));
    TRY(contact_put_others(ro, who, none ? "" : d.id, a, doc));
    if (none) {
        TRY(contact_put_no_head(doc));
        TRY(page_rows(doc, "parts", &CONTACT_PART, NULL, 0));
        TRY(page_rows(doc, "amendments", &CONTACT_AMENDED, NULL, 0));
        TRY(page_rows(doc, "help", &CONTACT_HELP, NULL, 0));
        return page_rows(doc, "photos", &DOC_LISTED, NULL, 0);
    }
    TRY(contact_head_of(ro, &d, &f, a, &h));
    TRY(page_put(doc, &CONTACT_HEAD, &h));
    TRY(page_text(doc, "title", i18n(who->lang, NULL, d.drill ? N_("The drill is recorded") : N_("The report was received"))));
    TRY(contact_escalate_minutes(ro, a, &minutes));
    TRY(page_text(doc, "wait", contact_say_minutes(a, who->lang, minutes)));
    TRY(contact_helps(ro, a, &help, &n));
    TRY(page_rows(doc, "help", &CONTACT_HELP, help, n));
    for (size_t i = 0; i < n; i++) TRY(page_text(page_row(doc, "help", i), "tel_url", city_tel_url(a, help[i].phone)));
    TRY(contact_put_photos(ro, who, d.id, a, doc));
    now = f;
    TRY(contact_amended(ro, d.report, false, a, &now));
    TRY(contact_put_facts(&f, &now, true, who->lang, a, doc));
    TRY(contact_put_amendments(ro, d.report, &f, false, who->lang, a, doc));
    return page_form(doc, "leave", &(page_form_of){ .action_url = "/contact/mine/leave", .in = &PERSON_NOTHING, .button = N_("Leave and clear this device") }, a);
}
