/* contact_facts.c -- the facts of a report: their shapes, section by section, and their text. One list of fields serves the forms, the
 * entries of a device that was offline, the stored record and the paper form. */
#include "contact_own.h"

#include <stdlib.h>
#include <string.h>
#include "str.h"

const char *const contact_sections[] = { "what", "officers", "papers", "asked", "calls", "done", "effects", "kept", "seen", "people", "rest", NULL };
const char *const contact_areas[] = { "not said", "public", "public-controlled", "non-public", "private-designated", "vehicle lot", NULL };
const char *const contact_modes[] = { "in person", "telephone", "e-mail", "letter", "portal", "database query", NULL };
const char *const contact_requests[] = { "not said", "nothing, they were there", "entry", "a person", "records", "information", "use of property",
    "an interview", "to serve papers", "a detainer", "an employment audit", "something else", NULL };
const char *const contact_dress[] = { "not said", "uniform", "plain clothes", "both", NULL };
const char *const contact_how_many[] = { "not said", "none", "some", "all", NULL };
const char *const contact_yes_no[] = { "not said", "yes", "no", NULL };
const char *const contact_paper_on[] = { "not said", "paper", "screen", NULL };
const char *const contact_bases[] = { "not said", "civil", "criminal", "both", NULL };
const char *const contact_entries[] = { "not said", "no", "with permission", "with a court warrant", "without consent", NULL };

#define SECTION { "section", 'e', F_HIDE | F_NULL, 0, OFF_(contact_facts, section, e), contact_sections, NULL }
#define WHAT \
    FIELD(contact_facts, area, t, F_NULL, 120, N_("Area")), \
    WORDS_OPT(contact_facts, area_class, contact_areas, N_("What kind of area it is")), \
    FIELD(contact_facts, spot, t, F_NULL, 200, N_("Where exactly")), \
    FIELD(contact_facts, day, d, F_NULL, 0, N_("Day")), \
    FIELD(contact_facts, arrived, t, F_NULL, 5, N_("They arrived at (for example 14:30)")), \
    FIELD(contact_facts, contacted, t, F_NULL, 5, N_("First contact with staff at")), \
    FIELD(contact_facts, gone, t, F_NULL, 5, N_("They left at")), \
    WORDS_OPT(contact_facts, mode, contact_modes, N_("How they came")), \
    WORDS_OPT(contact_facts, request, contact_requests, N_("What they wanted")), \
    FIELD(contact_facts, agency, t, F_NULL, 40, N_("Agency")), \
    FIELD(contact_facts, agencies, t, F_NULL, 200, N_("Other agencies"))
#define OFFICERS \
    FIELD(contact_facts, officers, i, F_NULL, 500, N_("Number of officers")), \
    WORDS_OPT(contact_facts, dress, contact_dress, N_("Uniform or plain clothes")), \
    WORDS_OPT(contact_facts, masked, contact_how_many, N_("Faces covered")), \
    WORDS_OPT(contact_facts, id_visible, contact_how_many, N_("Name or badge visible")), \
    FIELD(contact_facts, vehicles, t, F_NULL, 300, N_("Vehicles and markings")), \
    FIELD(contact_facts, plates, t, F_NULL | F_RESTRICTED, 200, N_("Plates")), \
    FIELD(contact_facts, officer_name, t, F_NULL | F_RESTRICTED, 200, N_("Officer in charge: name")), \
    FIELD(contact_facts, officer_badge, t, F_NULL | F_RESTRICTED, 100, N_("Officer in charge: badge")), \
    FIELD(contact_facts, officer_unit, t, F_NULL | F_RESTRICTED, 200, N_("Officer in charge: unit")), \
    FIELD(contact_facts, officer_phone, t, F_NULL | F_RESTRICTED, 100, N_("Officer in charge: telephone")), \
    FIELD(contact_facts, supervisor_name, t, F_NULL | F_RESTRICTED, 200, N_("Their supervisor: name")), \
    FIELD(contact_facts, supervisor_badge, t, F_NULL | F_RESTRICTED, 100, N_("Their supervisor: badge")), \
    WORDS_OPT(contact_facts, id_asked, contact_yes_no, N_("Did you ask for identification")), \
    WORDS_OPT(contact_facts, id_shown, contact_yes_no, N_("Did they show it")), \
    WORDS_OPT(contact_facts, id_refused, contact_yes_no, N_("Did they refuse it")), \
    FIELD(contact_facts, verified_with, t, F_NULL, 200, N_("Who was asked whether they are officers")), \
    FIELD(contact_facts, verified_said, t, F_NULL, 300, N_("What the answer was"))
#define PAPERS \
    FIELD(contact_facts, paper, t, F_NULL, 20, N_("Kind of paper")), \
    WORDS_OPT(contact_facts, paper_on, contact_paper_on, N_("On paper or on a screen")), \
    FIELD(contact_facts, paper_form, t, F_NULL, 60, N_("Form number, as printed")), \
    FIELD(contact_facts, paper_court, t, F_NULL, 200, N_("Court or agency at the top")), \
    FIELD(contact_facts, paper_signer, t, F_NULL | F_RESTRICTED, 200, N_("Who signed it")), \
    FIELD(contact_facts, paper_signer_title, t, F_NULL, 200, N_("Title of who signed")), \
    FIELD(contact_facts, paper_dated, d, F_NULL, 0, N_("Date on it")), \
    FIELD(contact_facts, paper_until, d, F_NULL, 0, N_("To be carried out by")), \
    WORDS_OPT(contact_facts, paper_address, contact_yes_no, N_("Is this address on it")), \
    FIELD(contact_facts, paper_scope, t, F_NULL | F_LONG, 2000, N_("What it covers: rooms, things, records")), \
    WORDS_OPT(contact_facts, paper_copied, contact_yes_no, N_("Was it copied or photographed")), \
    FIELD(contact_facts, paper_why, t, F_NULL, 300, N_("If not copied: why")), \
    FIELD(contact_facts, papers_more, t, F_NULL | F_LONG, 2000, N_("Other papers"))
#define ASKED \
    FIELD(contact_facts, purpose, t, F_NULL | F_LONG, 4000, N_("Why they came, in their words")), \
    WORDS_OPT(contact_facts, basis, contact_bases, N_("Civil or criminal, as they said")), \
    FIELD(contact_facts, operation, t, F_NULL, 200, N_("Name of the operation, if they gave one")), \
    WORDS_OPT(contact_facts, exigency, contact_yes_no, N_("Did they declare an emergency")), \
    FIELD(contact_facts, exigency_words, t, F_NULL | F_LONG, 1000, N_("The words they used to declare it")), \
    FIELD(contact_facts, exigency_by, t, F_NULL | F_RESTRICTED, 200, N_("Who declared it"))
#define CALLS \
    FIELD(contact_facts, call1_who, t, F_NULL, 200, N_("Call 1: who")), \
    FIELD(contact_facts, call1_at, t, F_NULL, 5, N_("Call 1: called at")), \
    FIELD(contact_facts, call1_answered, t, F_NULL, 5, N_("Call 1: answered at")), \
    FIELD(contact_facts, call1_said, t, F_NULL | F_LONG, 1000, N_("Call 1: what they said to do")), \
    FIELD(contact_facts, call2_who, t, F_NULL, 200, N_("Call 2: who")), \
    FIELD(contact_facts, call2_at, t, F_NULL, 5, N_("Call 2: called at")), \
    FIELD(contact_facts, call2_answered, t, F_NULL, 5, N_("Call 2: answered at")), \
    FIELD(contact_facts, call2_said, t, F_NULL | F_LONG, 1000, N_("Call 2: what they said to do")), \
    FIELD(contact_facts, call3_who, t, F_NULL, 200, N_("Call 3: who")), \
    FIELD(contact_facts, call3_at, t, F_NULL, 5, N_("Call 3: called at")), \
    FIELD(contact_facts, call3_answered, t, F_NULL, 5, N_("Call 3: answered at")), \
    FIELD(contact_facts, call3_said, t, F_NULL | F_LONG, 1000, N_("Call 3: what they said to do")), \
    FIELD(contact_facts, call4_who, t, F_NULL, 200, N_("Call 4: who")), \
    FIELD(contact_facts, call4_at, t, F_NULL, 5, N_("Call 4: called at")), \
    FIELD(contact_facts, call4_answered, t, F_NULL, 5, N_("Call 4: answered at")), \
    FIELD(contact_facts, call4_said, t, F_NULL | F_LONG, 1000, N_("Call 4: what they said to do")), \
    FIELD(contact_facts, told, t, F_NULL | F_LONG, 1000, N_("Who else was told, and when"))
#define DONE \
    FIELD(contact_facts, response, t, F_NULL, 40, N_("What staff did")), \
    FIELD(contact_facts, response_text, t, F_NULL | F_LONG, 2000, N_("In your words")), \
    FIELD(contact_facts, scripts, t, F_NULL, 200, N_("Words from the card that were used")), \
    WORDS_OPT(contact_facts, consent, contact_yes_no, N_("Did anyone of the city agree to entry or to give records")), \
    FIELD(contact_facts, consent_by, t, F_NULL | F_RESTRICTED, 200, N_("Who agreed")), \
    WORDS_OPT(contact_facts, entered_how, contact_entries, N_("Did they go into areas that are not public")), \
    FIELD(contact_facts, entered, t, F_NULL | F_LONG, 1000, N_("Which areas, from when to when")), \
    FIELD(contact_facts, departure, t, F_NULL | F_LONG, 2000, N_("What was done other than the guide says, and why"))
#define EFFECTS \
    FIELD(contact_facts, force, t, F_NULL | F_LONG, 1000, N_("Force used")), \
    FIELD(contact_facts, damage, t, F_NULL | F_LONG, 1000, N_("Damage")), \
    FIELD(contact_facts, injury, t, F_NULL | F_LONG, 1000, N_("Injuries, without names")), \
    WORDS_OPT(contact_facts, aid_called, contact_yes_no, N_("Was medical aid called")), \
    FIELD(contact_facts, incident, t, F_NULL, 60, N_("911 or police incident number")), \
    FIELD(contact_facts, detained, i, F_NULL, 1000, N_("People detained: how many")), \
    WORDS_OPT(contact_facts, detained_staff, contact_yes_no, N_("Was an employee among them")), \
    WORDS_OPT(contact_facts, detained_minor, contact_yes_no, N_("Was a minor among them")), \
    FIELD(contact_facts, taken, t, F_NULL | F_LONG, 2000, N_("Records or things taken or copied")), \
    WORDS_OPT(contact_facts, inventory, contact_yes_no, N_("Did they leave an inventory or receipt")), \
    FIELD(contact_facts, systems, t, F_NULL, 300, N_("Computer systems they used")), \
    FIELD(contact_facts, staging, t, F_NULL | F_LONG, 1000, N_("City property they used: what for, how long")), \
    FIELD(contact_facts, staging_vehicles, i, F_NULL, 500, N_("Vehicles there")), \
    WORDS_OPT(contact_facts, signs, contact_yes_no, N_("Were signs posted there")), \
    FIELD(contact_facts, gate, t, F_NULL, 200, N_("Gate: open or shut")), \
    FIELD(contact_facts, closed_minutes, i, F_NULL, 60000, N_("Minutes that service stood still")), \
    FIELD(contact_facts, turned_away, i, F_NULL, 60000, N_("People who were turned away: how many")), \
    FIELD(contact_facts, staff_hours, i, F_NULL, 10000, N_("Hours of staff time")), \
    FIELD(contact_facts, cost_code, t, F_NULL, 60, N_("Cost code"))
#define KEPT \
    FIELD(contact_facts, cameras, t, F_NULL, 300, N_("Camera numbers")), \
    FIELD(contact_facts, bodycam, t, F_NULL, 100, N_("Number of a body-worn video")), \
    WORDS_OPT(contact_facts, staff_photos, contact_yes_no, N_("Did staff take photos"))
#define SEEN \
    FIELD(contact_facts, observed, t, F_NULL | F_LONG, 8000, N_("What you saw")), \
    FIELD(contact_facts, heard, t, F_NULL | F_LONG, 8000, N_("What you heard"))
#define PEOPLE \
    FIELD(contact_facts, reporter_name, t, F_NULL | F_RESTRICTED, 200, N_("Your name")), \
    FIELD(contact_facts, reporter_title, t, F_NULL | F_RESTRICTED, 200, N_("Your title")), \
    FIELD(contact_facts, reporter_employee, t, F_NULL | F_RESTRICTED, 60, N_("Your employee number")), \
    FIELD(contact_facts, reporter_phone, t, F_NULL | F_RESTRICTED, 100, N_("Your telephone")), \
    FIELD(contact_facts, witnesses, t, F_NULL | F_RESTRICTED | F_LONG, 1000, N_("Other staff who were there"))
#define REST \
    FIELD(contact_facts, language, t, F_NULL, 200, N_("Languages and other needs that were met")), \
    FIELD(contact_facts, complaint, t, F_NULL, 100, N_("Number of a complaint by the public"))
static const field WHAT_F[] = { SECTION, WHAT };
static const field OFFICERS_F[] = { SECTION, OFFICERS };
static const field PAPERS_F[] = { SECTION, PAPERS };
static const field ASKED_F[] = { SECTION, ASKED };
static const field CALLS_F[] = { SECTION, CALLS };
static const field DONE_F[] = { SECTION, DONE };
static const field EFFECTS_F[] = { SECTION, EFFECTS };
static const field KEPT_F[] = { SECTION, KEPT };
static const field SEEN_F[] = { SECTION, SEEN };
static const field PEOPLE_F[] = { SECTION, PEOPLE };
static const field REST_F[] = { SECTION, REST };
#define ALL FIELD(contact_facts, path, t, F_NULL | F_HIDE, FLOW_PATH_MAX, NULL), FIELD(contact_facts, clock_off, i, F_NULL | F_HIDE, 0, NULL), \
    WHAT, OFFICERS, PAPERS, ASKED, CALLS, DONE, EFFECTS, KEPT, SEEN, PEOPLE, REST
static const field ALL_F[] = { ALL };
const shape CONTACT_FACTS = SHAPE("a contact report", contact_facts, ALL_F);

#define OF(NAME) SHAPE("a part of a report", contact_facts, NAME##_F)
const contact_part contact_parts[SECTIONS] = {
    { N_("Where and when"), OF(WHAT) }, { N_("Who came"), OF(OFFICERS) }, { N_("What they showed"), OF(PAPERS) },
    { N_("What they asked and said"), OF(ASKED) }, { N_("Who was called"), OF(CALLS) }, { N_("What staff did"), OF(DONE) },
    { N_("What came of it"), OF(EFFECTS) }, { N_("Recordings"), OF(KEPT) }, { N_("What you saw and heard"), OF(SEEN) },
    { N_("You and other staff"), OF(PEOPLE) }, { N_("Language and other needs"), OF(REST) },
};

static bool nothing(const field *f, const char *v)
{
    return !*v || (f->type == 'i' && str_eq(v, "0")) || (f->type == 'e' && str_eq(v, f->words[0]));
}

bool contact_said(const field *f, const contact_facts *facts, arena *a) { return !nothing(f, shape_get(f, facts, a)); }

static bool wanted(const field *f, contact_which which)
{
    return which == CONTACT_WHOLE || (which == CONTACT_RESTRICTED) == ((f->flags & F_RESTRICTED) != 0);
}

static int by_name(const void *x, const void *y) { return strcmp((*(const field *const *)x)->name, (*(const field *const *)y)->name); }

const char *contact_text(const contact_facts *facts, contact_which which, arena *a)
{
    const field *f[sizeof ALL_F / sizeof *ALL_F];
    strbuf b = sb_new(a, 2000);
    for (size_t i = 0; i < CONTACT_FACTS.n; i++) f[i] = &ALL_F[i];
    qsort(f, CONTACT_FACTS.n, sizeof *f, by_name);
    sb_ch(&b, '{');
    for (size_t i = 0; i < CONTACT_FACTS.n; i++) {
        const char *v = wanted(f[i], which) ? shape_get(f[i], facts, a) : "";
        if (nothing(f[i], v)) continue;
        if (b.n > 1) sb_ch(&b, ',');
        sb_json(&b, f[i]->name);
        sb_ch(&b, ':');
        sb_json(&b, v);
    }
    sb_ch(&b, '}');
    return b.p;
}

void contact_clear(contact_facts *ret)
{
    memset(ret, 0, sizeof *ret);
    for (size_t i = 0; i < CONTACT_FACTS.n; i++)
        if (ALL_F[i].type == 't') *(const char **)(void *)((char *)ret + ALL_F[i].off) = "";
}

wr_rc contact_read(const char *text, arena *a, contact_facts *in_out)
{
    json_t *doc = json_loads(text, 0, NULL);
    wr_rc rc = json_is_object(doc) ? WR_OK : WR_E_BUG;
    const char *key;
    json_t *v;
    json_object_foreach(doc, key, v) {
        const field *f = shape_field(&CONTACT_FACTS, key);
        if (!f || !json_is_string(v) || shape_set(f, in_out, json_string_value(v), a)) rc = WR_E_BUG;
    }
    json_decref(doc);
    return rc == WR_OK ? rc : wr_fail(arena_err(a), rc, NULL, N_("A stored report cannot be read."));
}

void contact_overlay(const shape *part, const contact_facts *from, contact_facts *in_out)
{
    for (size_t i = 0; i < part->n; i++) {
        const field *f = &part->f[i];
        size_t size = f->type == 'e' ? sizeof(int) : f->type == 'i' ? sizeof(int64_t) : f->type == 'd' ? sizeof(wr_day) : sizeof(const char *);
        memcpy((char *)in_out + f->off, (const char *)from + f->off, size);
    }
}

pair *contact_pairs(const shape *part, const contact_facts *facts, arena *a, size_t *ret_n)
{
    pair *p = arena_array(a, pair, part->n);
    for (size_t i = 0; i < part->n; i++) {
        const char *v = shape_get(&part->f[i], facts, a);
        if (part->f[i].type == 'i' && str_eq(v, "0")) v = "";
        p[i] = (pair){ part->f[i].name, v, strlen(v) };
    }
    *ret_n = part->n;
    return p;
}
