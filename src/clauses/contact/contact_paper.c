/* contact_paper.c -- the blank form: each fact under the number that the city's lists know it by. */
#include "contact_paper.h"

#include "db.h"
#include "i18n.h"
#include "str.h"

static const struct { int number; const char *fact; } NUMBERS[] = {
    { 1, "path" }, { 1, "path_times" }, { 1, "clock_off" }, { 2, "copied_by" },
    { 2, "reporter_name" }, { 2, "reporter_title" }, { 2, "reporter_employee" }, { 2, "reporter_phone" }, { 3, "witnesses" },
    { 4, "day" }, { 4, "arrived" }, { 4, "contacted" }, { 4, "gone" }, { 5, "area" }, { 5, "area_class" }, { 5, "spot" }, { 6, "mode" },
    { 7, "agency" }, { 7, "agencies" }, { 8, "officers" }, { 8, "dress" }, { 8, "masked" }, { 8, "id_visible" }, { 8, "vehicles" }, { 8, "plates" },
    { 9, "officer_name" }, { 9, "officer_badge" }, { 9, "officer_unit" }, { 9, "officer_phone" }, { 10, "supervisor_name" }, { 10, "supervisor_badge" },
    { 11, "id_asked" }, { 11, "id_shown" }, { 11, "id_refused" }, { 11, "verified_with" }, { 11, "verified_said" }, { 12, "purpose" }, { 13, "request" },
    { 14, "basis" }, { 14, "operation" }, { 15, "paper" }, { 15, "paper_on" }, { 15, "paper_form" }, { 15, "paper_court" }, { 15, "paper_signer" },
    { 15, "paper_signer_title" }, { 15, "paper_dated" }, { 15, "paper_until" }, { 15, "paper_address" }, { 15, "paper_scope" }, { 15, "paper_copied" },
    { 15, "paper_why" }, { 15, "papers_more" }, { 16, "exigency" }, { 16, "exigency_words" }, { 16, "exigency_by" },
    { 17, "call1_who" }, { 17, "call1_at" }, { 17, "call1_answered" }, { 17, "call1_said" }, { 17, "call2_who" }, { 17, "call2_at" }, { 17, "call2_answered" },
    { 17, "call2_said" }, { 17, "call3_who" }, { 17, "call3_at" }, { 17, "call3_answered" }, { 17, "call3_said" }, { 17, "call4_who" }, { 17, "call4_at" },
    { 17, "call4_answered" }, { 17, "call4_said" }, { 19, "response" }, { 19, "response_text" }, { 19, "scripts" }, { 19, "consent" }, { 19, "consent_by" },
    { 20, "entered_how" }, { 20, "entered" }, { 21, "force" }, { 21, "damage" }, { 21, "injury" }, { 21, "aid_called" }, { 21, "incident" },
    { 22, "detained" }, { 22, "detained_staff" }, { 22, "detained_minor" }, { 23, "taken" }, { 23, "inventory" }, { 23, "systems" },
    { 24, "staging" }, { 24, "staging_vehicles" }, { 24, "signs" }, { 24, "gate" }, { 25, "closed_minutes" }, { 25, "turned_away" }, { 25, "staff_hours" },
    { 25, "cost_code" }, { 26, "cameras" }, { 26, "bodycam" }, { 26, "staff_photos" }, { 27, "observed" }, { 27, "heard" }, { 29, "told" },
    { 30, "departure" }, { 32, "language" }, { 32, "complaint" },
};

const contact_number contact_numbers[PAPER_NUMBERS + 1] = {
    { "", "" },
    { N_("Report"), N_("Number, version and times: writ gives them.") },
    { N_("Who writes this"), "" },
    { N_("Other staff who were there"), "" },
    { N_("Day and times"), "" },
    { N_("Place"), N_("Facility, address, council district: writ knows them by the card.") },
    { N_("How they came"), "" },
    { N_("Agency"), "" },
    { N_("Officers"), "" },
    { N_("Officer in charge"), "" },
    { N_("Their supervisor"), "" },
    { N_("Identification"), "" },
    { N_("Why they came, in their words"), "" },
    { N_("What they wanted"), "" },
    { N_("Civil or criminal, as they said"), "" },
    { N_("Papers"), "" },
    { N_("Emergency"), "" },
    { N_("Who was called"), "" },
    { N_("Advice of counsel"), N_("Counsel writes it. Leave it out here.") },
    { N_("What staff did"), "" },
    { N_("Areas that they entered"), "" },
    { N_("Force, damage, injuries"), "" },
    { N_("People detained: a number, no names"), "" },
    { N_("Records and things"), "" },
    { N_("City property"), "" },
    { N_("What it cost the service"), "" },
    { N_("Recordings"), N_("Whether they are kept is asked after the report.") },
    { N_("What you saw, and what you heard"), "" },
    { N_("Attachments"), N_("Pin them to this form. Their check sums and times are made when they are added.") },
    { N_("Who was told"), N_("Mails to the liaison and the mayor’s office: writ writes down when.") },
    { N_("Departures from the protocol"), "" },
    { N_("What follows"), N_("Actions with an owner are written down after the report.") },
    { N_("Language and other needs"), "" },
    { N_("Review"), N_("Liaison and counsel write it.") },
    { N_("Amendments"), N_("Each is kept beside the first text.") },
};

int contact_number_of(const char *fact)
{
    for (size_t i = 0; i < sizeof NUMBERS / sizeof *NUMBERS; i++)
        if (str_eq(NUMBERS[i].fact, fact)) return NUMBERS[i].number;
    return 0;
}

static const field FACT_F[] = {
    FIELD(contact_paper_fact, number,  i, 0, 0, N_("Number")),      FIELD(contact_paper_fact, heading, t, 0, 0, N_("Title")),
    FIELD(contact_paper_fact, label,   t, 0, 0, N_("Fact")),        FIELD(contact_paper_fact, choices, t, 0, 0, N_("Choices")),
    FIELD(contact_paper_fact, lines,   i, 0, 0, N_("Lines")),       FIELD(contact_paper_fact, system,  t, 0, 0, N_("Filled in by")),
};
const shape CONTACT_PAPER_FACT = SHAPE("a fact of the paper form", contact_paper_fact, FACT_F);

#define BOX "\xe2\x98\x90\xc2\xa0"     /* an empty box */
static void tick(strbuf *b, const char *text) { sb_fmt(b, "%s" BOX "%s", b->n ? "   " : "", text); }

static const char *words_to_tick(const field *f, const char *lang, arena *a)
{
    strbuf b = sb_new(a, 200);
    for (size_t i = str_eq(f->words[0], "not said"); f->words[i]; i++) tick(&b, i18n(lang, NULL, f->words[i]));
    return b.p;
}

static const char *choices_to_tick(const page_choice *c, size_t n, const char *lang, arena *a)
{
    strbuf b = sb_new(a, 400);
    for (size_t i = 0; i < n; i++) tick(&b, i18n_word(a, lang, c[i].label));
    return b.p;
}

/* Lists that are data: agencies, papers, what staff can have done. */
typedef struct lists { const char *agency, *paper, *response; } lists;
static wr_rc lists_of(db_tx *ro, const wr_actor *who, arena *a, lists *ret)
{
    page_choice *c;
    size_t n;
    TRY(contact_agency_choices(ro, who->lang, a, &c, &n));
    ret->agency = choices_to_tick(c, n, who->lang, a);
    TRY(contact_guide_choices(ro, who, SECTION_PAPERS, a, &c, &n));
    ret->paper = choices_to_tick(c, n, who->lang, a);
    TRY(contact_guide_choices(ro, who, SECTION_DONE, a, &c, &n));
    ret->response = choices_to_tick(c, n, who->lang, a);
    return WR_OK;
}

static contact_paper_fact fact_of(const field *f, const lists *l, const char *lang, arena *a)
{
    contact_paper_fact p = { .heading = "", .label = i18n(lang, NULL, f->label), .choices = "", .lines = f->flags & F_LONG ? 4 : 1, .system = "" };
    if (f->type == 'e') p.choices = words_to_tick(f, lang, a);
    else if (str_eq(f->name, "agency")) p.choices = l->agency;
    else if (str_eq(f->name, "paper")) p.choices = l->paper;
    else if (str_eq(f->name, "response")) p.choices = l->response;
    if (*p.choices) p.lines = 0;
    return p;
}

static wr_rc put_form(db_tx *ro, const wr_actor *who, const char *place, arena *a, json_t *doc)
{
    contact_paper_fact rows[160];
    lists l;
    size_t n = 0;
    TRY(lists_of(ro, who, a, &l));
    for (int k = 1; k <= PAPER_NUMBERS; k++) {
        size_t first = n;
        for (size_t i = 0; i < CONTACT_FACTS.n; i++) {
            const field *f = &CONTACT_FACTS.f[i];
            if (contact_number_of(f->name) == k && !(f->flags & F_HIDE)) rows[n++] = fact_of(f, &l, who->lang, a);
        }
        if (n == first) rows[n++] = (contact_paper_fact){ .heading = "", .label = "", .choices = "", .system = "" };
        for (size_t i = first; i < n; i++) rows[i].number = k;
        rows[first].heading = i18n(who->lang, NULL, contact_numbers[k].title);
        if (str_eq(rows[first].heading, rows[first].label)) rows[first].label = "";   /* the heading says it */
        rows[first].system = *contact_numbers[k].system ? i18n(who->lang, NULL, contact_numbers[k].system) : "";
    }
    TRY(page_rows(doc, "facts", &CONTACT_PAPER_FACT, rows, n));
    for (size_t i = 0; i < n; i++) {
        TRY(page_flag(page_row(doc, "facts", i), "field", rows[i].lines > 0 || *rows[i].choices));
        TRY(page_flag(page_row(doc, "facts", i), "one", rows[i].lines == 1));
        TRY(page_flag(page_row(doc, "facts", i), "more", rows[i].lines > 1));
    }
    TRY(page_text(doc, "place", place));
    return page_text(doc, "title", i18n(who->lang, NULL, N_("Contact report, to be written by hand")));
}

wr_rc contact_show_paper(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    (void)in;
    return put_form(ro, who, "", a, doc);
}

wr_rc contact_show_paper_at(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    city_door door;
    city_place place;
    TRY(city_door_find(ro, *(const char *const *)in_, a, &door));
    TRY(city_place_by(ro, door.place, a, &place));
    return put_form(ro, who, place.name, a, doc);
}
