/* contact_fields_own.h -- the fields of a report, each once: forms take a part of them, an entry of a device takes all. The numbers of the
 * paper form stand in contact_paper.c. */
#ifndef WR_CONTACT_FIELDS_OWN_H
#define WR_CONTACT_FIELDS_OWN_H
#include "contact_own.h"
#define WHAT \
    FIELD(contact_facts, area, t, F_NULL, 120, N_("Area")), \
    WORDS_OPT(contact_facts, area_class, contact_areas, N_("What kind of area it is")), \
    FIELD(contact_facts, spot, t, F_NULL, 200, N_("Where exactly")), \
    FIELD(contact_facts, day, d, F_NULL, 0, N_("Day")), \
    FIELD(contact_facts, arrived, t, F_NULL, 5, N_("They arrived at (for example 14:30)")), \
    FIELD(contact_facts, contacted, t, F_NULL, 5, N_("First contact with staff at")), \
    FIELD(contact_facts, gone, t, F_NULL, 5, N_("Gone at")), \
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
#define STAFF_DID \
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
#define CONTACT_ALL FIELD(contact_facts, path, t, F_NULL | F_HIDE, FLOW_PATH_MAX, NULL), FIELD(contact_facts, path_times, t, F_NULL | F_HIDE, CONTACT_TIMES_MAX, NULL), \
    FIELD(contact_facts, clock_off, i, F_NULL | F_HIDE, 0, NULL), \
    WHAT, OFFICERS, PAPERS, ASKED, CALLS, STAFF_DID, EFFECTS, KEPT, SEEN, PEOPLE, REST
#endif
