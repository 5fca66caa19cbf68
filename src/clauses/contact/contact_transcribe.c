/* contact_transcribe.c -- who is signed in begins a report without a card: their own, or one that another wrote on paper. Then both
 * names stay: who wrote it, and who copied it. */
#include "contact_paper.h"

#include "day.h"
#include "db.h"
#include "i18n.h"
#include "now.h"
#include "str.h"

typedef struct in_transcribe { const char *place, *written_by; wr_day day; const char *arrived; bool drill; int request; } in_transcribe;
static const field IN_F[] = {
    FIELD(in_transcribe, place,      t, 0, 60,                 N_("Facility")),
    FIELD(in_transcribe, written_by, t, F_NULL, 200,           N_("Who wrote it on paper")),
    FIELD(in_transcribe, day,        d, F_NULL, 0,             N_("Day")),
    FIELD(in_transcribe, arrived,    t, F_NULL, 5,             N_("They arrived at (for example 14:30)")),
    WORDS_OPT(in_transcribe, request, contact_requests,        N_("What they wanted")),
    FIELD(in_transcribe, drill,      b, 0, 0,                  N_("This is a drill: it counts as training, never as an incident")),
};
const shape IN_TRANSCRIBE = SHAPE("begin a report signed in", in_transcribe, IN_F);

/* The open facilities of the department of who asks. */
static wr_rc places(db_tx *tx, const wr_actor *who, arena *a, city_place **ret, size_t *ret_n)
{
    city_department body;
    size_t n, kept = 0;
    wr_rc rc = city_department_by_num(tx, who->department, a, &body);
    *ret_n = 0;
    if (rc == WR_E_MISSING) return WR_OK;
    TRY(rc);
    TRY(city_places(tx, a, ret, &n));
    for (size_t i = 0; i < n; i++)
        if (str_eq((*ret)[i].department, body.acronym) && (day_none((*ret)[i].active_to) || wr_day_cmp((*ret)[i].active_to, who->today) >= 0)) (*ret)[kept++] = (*ret)[i];
    *ret_n = kept;
    return WR_OK;
}

wr_rc contact_show_transcribe(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    city_place *p = NULL;
    page_choice *c;
    size_t n;
    (void)in;
    TRY(places(ro, who, a, &p, &n));
    TRY(page_text(doc, "title", i18n(who->lang, NULL, N_("Copy a report from paper, or begin your own"))));
    TRY(page_flag(doc, "no_place", n == 0));
    if (!n) return WR_OK;
    c = arena_array(a, page_choice, n);
    for (size_t i = 0; i < n; i++) c[i] = (page_choice){ p[i].ref, p[i].name };
    TRY(page_form(doc, "form", &(page_form_of){ .action_url = "/contact/transcribe", .in = &IN_TRANSCRIBE, .button = N_("Begin") }, a));
    TRY(page_hint(doc, "form", "written_by", N_("Leave it open when the report is your own.")));
    return page_choices(doc, "form", "place", c, n);
}

static bool among(const city_place *p, size_t n, const char *ref)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(p[i].ref, ref)) return true;
    return false;
}

wr_rc contact_act_transcribe(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_transcribe *in = in_;
    city_place *p = NULL;
    person_account me;
    contact_draft d;
    contact_facts f;
    const char *token;
    size_t n;
    TRY(places(rw, who, a, &p, &n));
    if (!among(p, n, in->place)) return wr_fail(db_err(rw), WR_E_INPUT, "place", N_("Choose an open facility of your department."));
    TRY(person_by_num(rw, who->person, a, &me));
    contact_clear(&f);
    f.day = day_none(in->day) ? who->today : in->day;
    f.arrived = in->arrived;
    f.request = in->request;
    f.reporter_name = *in->written_by ? in->written_by : me.name;
    f.copied_by = *in->written_by ? me.name : "";
    TRY(contact_valid(&f, who->today, a));
    TRY(contact_draft_new(rw, who, id_new(a), in->place, in->drill, a, &d, &token));
    *ret = (http_go){ .url = "/contact/mine", .id = d.id, .device = token };
    return contact_draft_save(rw, who, &d, &f, a);
}
