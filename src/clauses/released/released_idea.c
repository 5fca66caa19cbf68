/* released_idea.c -- what columns are about: the names met in releases, editions and reference tables, and the idea behind each.
 * Sources: docs/RELEASED.md. Names are normalised; '#' stands for digits, a fiscal year as a rule. Where a name is close to one of the
 * table (cut off, or one letter wrong) and to no second idea, it is meant. */
#include <string.h>
#include "released.h"
#include "str.h"

enum { CUT_LEAST = 14, TYPO_LEAST = 9, TYPO_LONGEST = 64 };

const released_idea released_ideas[] = {
    /* People and the case. */
    { "person", N_("Person key"), RELEASED_KEY, false, "unique_identifier|anonymized_identifier|anonymized_identifer|unique_id|anonymized_id|anonymous_identifier|unique_person_identifier" },
    { "internal", N_("Number inside the agency"), RELEASED_TEXT, false, "event_number|eid_case_id|eid_case_id_redacted|eid_subject_id|eid_subject_id_redacted|eid_dta_id|detention_id|case_id|subject_id"
        "|alien_file_number|alien_file_number_redacted|alien_number|a_number|eid_event_id|detainer_id|civilian_id|person_id|encounter_id|arrest_id|eid_civ_id" },
    { "area", N_("Area of responsibility"), RELEASED_TEXT, false, "area_of_responsibility|area_of_responsibility_aor|event_area_of_responsibility|event_aor|apprehension_aor|arrest_aor|toa_current_duty_aor|docket_aor|responsible_aor"
        "|facility_aor|case_aor|book_in_aor|detainer_aor|aor|field_office|field_office_name" },
    { "site", N_("Duty site"), RELEASED_TEXT, false, "responsible_site|toa_current_duty_site|tod_current_duty_site|docket_control_office|site_docket_control_office|responsible_site_docket_control_office|book_in_site|docket" },
    { "citizenship", N_("Citizenship"), RELEASED_TEXT, false, "citizenship|citizenship_country|country_of_citizenship|citizenship_county|citizen|nationality" },
    { "birth_country", N_("Country of birth"), RELEASED_TEXT, false, "birth_country|birth_country_per|birth_country_ero|per_birth_country|ero_birth_country|country_of_birth" },
    { "sex", N_("Sex"), RELEASED_TEXT, false, "gender|sex" },
    { "birth_year", N_("Year of birth"), RELEASED_COUNT, false, "birth_year|year_of_birth|yob" },
    { "birth_date", N_("Date of birth"), RELEASED_TEXT, false, "birth_date|birth_date_redacted|date_of_birth|date_of_birth_redacted|dob|bd|birthdate" },
    { "age", N_("Age"), RELEASED_COUNT, false, "age|age_at_removal|age_at_arrest|age_at_apprehension|age_at_book_in|age_at_encounter" },
    { "marital", N_("Marital status"), RELEASED_TEXT, false, "marital|marital_status" },
    { "ethnicity", N_("Ethnicity"), RELEASED_TEXT, false, "ethnic|ethnicity" },
    { "race", N_("Race"), RELEASED_TEXT, false, "race" },
    { "religion", N_("Religion"), RELEASED_TEXT, false, "religion" },
    { "entry_date", N_("Date of entry"), RELEASED_DATE, false, "entry_date|date_of_entry|latest_entry_date" },
    { "entry_status", N_("Status at entry"), RELEASED_TEXT, false, "entry_status|latest_entry_status" },
    { "case_category", N_("Case category"), RELEASED_TEXT, true, "case_category" },
    { "case_category_then", N_("Case category at arrest"), RELEASED_TEXT, false, "time_of_apprehension_case_category|toa_case_category|case_category_time_of_arrest|case_category_time_of_apprehension|time_of_arrest_case_category" },
    { "case_status", N_("Case status"), RELEASED_TEXT, true, "case_status" },
    { "final_order", N_("Final order"), RELEASED_TEXT, true, "final_order|final_order_yes_no|case_final_order_yes_no|case_final_order" },
    { "final_order_date", N_("Date of the final order"), RELEASED_DATE, true, "final_order_date|date_of_final_order" },
    /* What happened, and when. */
    { "arrest_date", N_("Date of arrest"), RELEASED_DATE, false, "apprehension_date|apprehension_date_time|arrest_date|arrest_date_time|date_of_arrest|latest_person_apprehension_date|latest_apprehension_date" },
    { "event_date", N_("Date of the encounter"), RELEASED_DATE, false, "event_date|event_date_time|encounter_date" },
    { "detainer_date", N_("Date of the detainer"), RELEASED_DATE, false, "detainer_prepare_date|detainer_prepared_date|detainer_prep_date|detainer_date|detainer_issue_date" },
    { "stay_in", N_("Begin of the stay"), RELEASED_DATE, false, "stay_book_in_date|stay_book_in_date_time|stay_book_in_date_and_time|initial_book_in_date|initial_book_in_date_time" },
    { "stay_out", N_("End of the stay"), RELEASED_DATE, false, "stay_book_out_date|stay_book_out_date_time|stay_book_out_date_and_time" },
    { "stay_reason", N_("Why the stay ended"), RELEASED_TEXT, false, "stay_release_reason" },
    { "stint_in", N_("Begin of the stint"), RELEASED_DATE, false, "book_in_date|book_in_date_time|book_in_date_and_time|detention_book_in_date|detention_book_in_date_time|detention_book_in_date_and_time" },
    { "stint_out", N_("End of the stint"), RELEASED_DATE, false, "book_out_date|book_out_date_time|book_out_date_and_time|detention_book_out_date|detention_book_out_date_time|detention_book_out_date_and_time" },
    { "stint_reason", N_("Why the stint ended"), RELEASED_TEXT, false, "detention_release_reason|release_reason|book_out_reason" },
    { "departed", N_("Date of departure"), RELEASED_DATE, false, "departed_date|departure_date|departed_date_time" },
    { "removed", N_("Date of the counted removal"), RELEASED_DATE, false, "removal_date|removed_date" },
    { "prior_departed", N_("Date of an earlier departure"), RELEASED_DATE, false, "most_recent_prior_departed_date|latest_person_departed_date|prior_removal_reinstate_date" },
    { "departure_country", N_("Country of departure"), RELEASED_TEXT, false, "departure_country|departed_country|departed_to_country|country_of_departure" },
    { "port", N_("Port of departure"), RELEASED_TEXT, false, "port_of_departure|departure_port" },
    { "lift_reason", N_("Why the detainer ended"), RELEASED_TEXT, false, "detainer_lift_reason" },
    { "lift_reason_code", N_("Why the detainer ended, code"), RELEASED_TEXT, false, "detainer_lift_reason_code" },
    { "detainer_type", N_("Type of detainer"), RELEASED_TEXT, false, "detainer_type" },
    { "bond_posted_date", N_("Date of the bond"), RELEASED_DATE, false, "bond_posted_date" },
    { "bond_posted", N_("Bond paid"), RELEASED_MONEY, false, "bond_posted_amount" },
    { "bond_set_date", N_("Date when the bond was set"), RELEASED_DATE, false, "initial_bond_set_date|bond_set_date" },
    { "bond_set", N_("Bond set"), RELEASED_MONEY, false, "initial_bond_set_amount|bond_set_amount" },
    { "flag_date", N_("Date of a yes or no"), RELEASED_DATE, false, "order_to_show_cause_served_date|arrest_warrant_served_date" },
    /* Why: how they met, the legal ground, the criminal record. */
    { "method", N_("Method of arrest"), RELEASED_TEXT, false, "apprehension_method|arrest_method|method_of_arrest|method_of_apprehension" },
    { "arrest_type", N_("Type of arrest"), RELEASED_TEXT, false, "apprehension_type|arrest_type" },
    { "event_type", N_("Type of encounter"), RELEASED_TEXT, false, "event_type|lead_event_type" },
    { "lead_source", N_("Source of the lead"), RELEASED_TEXT, false, "lead_source" },
    { "landmark", N_("Landmark"), RELEASED_TEXT, false, "landmark|apprehension_landmark|apprehension_site_landmark|event_landmark|arrest_landmark|site_landmark" },
    { "program", N_("Program"), RELEASED_TEXT, false, "final_program|final_program_code|final_program_group|apprehension_final_program|toa_current_program|time_of_apprehension_current_program" },
    { "program_now", N_("Program, as it is now"), RELEASED_TEXT, true, "current_program|latest_arrest_program_current|latest_arrest_program_current_code" },
    { "agency", N_("Arresting agency"), RELEASED_TEXT, false, "arresting_agency|agency" },
    { "operation", N_("Operation"), RELEASED_TEXT, false, "operation|operation_name" },
    { "created_by", N_("Entered by"), RELEASED_TEXT, false, "arrest_created_by" },
    { "charge", N_("Final charge"), RELEASED_TEXT, false, "charge|final_charge|final_charge_section|charge_section" },
    { "charge_code", N_("Final charge, code"), RELEASED_TEXT, false, "charge_code|charge_section_code|final_charge_code|final_charge_section_code" },
    { "disposition", N_("Processing disposition"), RELEASED_TEXT, false, "processing_disposition|processing_disposition_desc" },
    { "disposition_code", N_("Processing disposition, code"), RELEASED_TEXT, false, "processing_disposition_code" },
    { "criminality", N_("Criminality"), RELEASED_TEXT, false, "criminality|apprehension_criminality|encounter_criminality|book_in_criminality|detainer_criminality|detainer_prepared_criminality|detainer_prepare_criminality" },
    { "case_criminality", N_("Criminality of the case"), RELEASED_TEXT, true, "case_criminality" },
    { "threat_level", N_("Threat level"), RELEASED_TEXT, false, "threat_level|detainer_threat_level|detainer_prep_threat_level" },
    { "case_threat_level", N_("Threat level of the case"), RELEASED_TEXT, true, "rc_threat_level|removal_case_col|case_threat_level|removal_case_threat_level" },
    { "conviction", N_("Most serious conviction"), RELEASED_TEXT, false, "most_serious_conviction|most_serious_conviction_msc_charge|most_serious_conviction_charge|most_serious_criminal_conviction|msc_charge|msc_ncic_charge" },
    { "conviction_code", N_("Most serious conviction, code"), RELEASED_TEXT, false, "msc_charge_code|msc_ncic_charge_code|most_serious_conviction_msc_charge_code|most_serious_conviction_charge_code" },
    { "conviction_charged", N_("Date of the charge"), RELEASED_DATE, false, "msc_charge_date|most_serious_conviction_msc_charge_date" },
    { "conviction_date", N_("Date of the conviction"), RELEASED_DATE, false, "msc_conviction_date|most_serious_conviction_msc_conviction_date" },
    { "conviction_status", N_("Status of the charge"), RELEASED_TEXT, false, "msc_criminal_charge_status|msc_criminal_charge_status_code" },
    { "conviction_class", N_("Class of the crime"), RELEASED_TEXT, false, "msc_crime_class" },
    { "sentence", N_("Sentence"), RELEASED_COUNT, false, "msc_sentence_days|msc_sentence_months|msc_sentence_years" },
    { "flag", N_("Yes or no"), RELEASED_TEXT, false, "felon|aggravated_felon_yes_no|aggravated_felony_yes_no|prior_felony_yes_no|multiple_prior_misd_yes_no|violent_misdemeanor_yes_no|illegal_entry_yes_no|illegal_reentry_yes_no"
        "|immigration_fraud_yes_no|significant_risk_yes_no|other_removal_reason_yes_no|criminal_street_gang_yes_no|deportation_ordered_yes_no|order_to_show_cause_served_yes_no|biometric_match_yes_no"
        "|statements_made_yes_no|unlawful_attempt_yes_no|unlawful_entry_yes_no|visa_yes_no|federal_register_notice_yes_no|federal_interest_yes_no|resume_custody_yes_no|active_investigation_yes_no|arrest_warrant_served_yes_no"
        "|notify_release_request_yes_no|known_terrorist_yes_no|known_or_suspected_terrorist_yes_no|suspected_gang_yes_no|known_or_suspected_gang_member_yes_no|offense_ina_236c_yes_no|case_ina_236c_yes_no|prior_deport_yes_no"
        "|prior_removal_reinstate_yes_no|lpr_yes_no" },
    { "removal_reason", N_("Other reason for removal"), RELEASED_TEXT, false, "other_removal_reason" },
    { "classification", N_("Classification"), RELEASED_TEXT, false, "detainee_classification" },
    /* Facilities. */
    { "facility_code", N_("Code of the facility"), RELEASED_TEXT, false, "detention_facility_code|detainer_facility_code|history_detention_facility_code|detloc|facility_code|det_loc|detention_location_code" },
    { "facility", N_("Facility"), RELEASED_TEXT, false, "detention_facility|detainer_facility|history_detention_facility|facility|facility_name|facilities|detention_location|detention_facility_name|name" },
    { "address", N_("Address of the facility"), RELEASED_TEXT, false, "address|facility_address|address_full|street_address" },
    { "city", N_("City"), RELEASED_TEXT, false, "city|facility_city" },
    { "county", N_("County"), RELEASED_TEXT, false, "county|apprehension_county|county_name|facility_county" },
    { "state", N_("State"), RELEASED_TEXT, false, "state|apprehension_state|facility_state|state_abbreviation|state_name|arrest_state" },
    { "zip", N_("ZIP code"), RELEASED_TEXT, false, "zip|zip_code|zip_#|facility_zip" },
    { "facility_type", N_("Type of facility"), RELEASED_TEXT, false, "type|facility_type" },
    { "facility_type_detailed", N_("Type of facility in detail"), RELEASED_TEXT, false, "type_detailed|facility_type_detailed" },
    { "held", N_("Who is held"), RELEASED_TEXT, false, "male_female|levels_a_b_c_d" },
    { "funded", N_("Paid by the agency"), RELEASED_TEXT, false, "ice_funded" },
    { "operator", N_("Operator"), RELEASED_TEXT, false, "facility_operator|operator" },
    { "owner", N_("Owner"), RELEASED_TEXT, false, "facility_owner|owner" },
    { "capacity", N_("Capacity"), RELEASED_COUNT, false, "capacity|ice_capacity|facility_capacity" },
    { "population", N_("People held"), RELEASED_COUNT, false, "population_count|fy#_max_population_count|fy#_max_pop_count|current_population" },
    { "utilization", N_("Share of beds in use"), RELEASED_COUNT, false, "current_fy_utilization|gm_utilization_rate" },
    { "used", N_("First or last use"), RELEASED_DATE, false, "date_of_last_use|date_of_first_use" },
    { "adp", N_("Average daily population"), RELEASED_COUNT, false, "adp|fy#_adp|currfyadp|average_daily_population|january_#|february_#|march_#|april_#|may_#|june_#|july_#|august_#|september_#|october_#|november_#|december_#" },
    { "alos", N_("Average length of stay"), RELEASED_COUNT, false, "alos|fy#_alos|currfyalos|average_length_of_stay" },
    { "bookins", N_("Book-ins"), RELEASED_COUNT, false, "fy#_facility_bookins|fy#_initial_bookins|fy#_bookins|fy#_initial_bookin_adp" },
    { "adp_level", N_("Average daily population, by level"), RELEASED_COUNT, false, "level_a|level_b|level_c|level_d|adpdetclasslevela|adpdetclasslevelb|adpdetclasslevelc|adpdetclassleveld"
        "|female_level_a|female_level_b|female_level_c|female_level_d|male_level_a|male_level_b|male_level_c|male_level_d" },
    { "adp_criminality", N_("Average daily population, by criminality"), RELEASED_COUNT, false, "male_crim|male_non_crim|female_crim|female_non_crim|malecrimadp|malenoncrimadp|femalecrimadp|femalenoncrimadp|fy#_criminal|fy#_non_criminal" },
    { "adp_threat", N_("Average daily population, by threat level"), RELEASED_COUNT, false, "ice_threat_level_#|no_ice_threat_level|adpthreatlevel#|adpthreatlevelnone" },
    { "adp_mandatory", N_("Average daily population, mandatory or not"), RELEASED_COUNT, false, "mandatory|non_mandatory|mandatoryadp" },
    { "mandays", N_("Nights as the agency counts them"), RELEASED_COUNT, false, "mandays|total_mandays|fy#_total_mandays|fy#_mandays" },
    { "days_in_use", N_("Days in use"), RELEASED_COUNT, false, "fy#_calendar_days_in_use|fy#_possible_days|fy#_of_days_in_use" },
    { "minimum", N_("Guaranteed minimum"), RELEASED_COUNT, false, "guaranteed_minimum|pop_guaranteed_minimum|guaranteed_min" },
    { "rate", N_("Rate for a night"), RELEASED_TEXT, false, "per_diem_rate_detailed|per_diem_rate|per_diem|daily_rate|bed_rate|bed_day_rate" },
    { "contract_date", N_("Date of the contract"), RELEASED_DATE, false, "best_known_contract_initiation_date|best_known_contract_expiration_date|contract_initiation_date|contract_expiration_date" },
    { "medical", N_("Medical care"), RELEASED_TEXT, false, "medical_provider_onsite|provider_type|medical_provider_type" },
    { "authorization", N_("Authorization"), RELEASED_TEXT, false, "authorization_status|authorizing_authority|over_under_72" },
    { "inspection", N_("Inspection"), RELEASED_TEXT, false, "last_inspection_type|last_inspection_standard|last_inspection_rating_final|last_inspection_rating_recommended|last_inspection_date|last_inspection_end_date|last_inspection_pre_occ"
        "|last_final_rating|second_to_last_inspection_type|second_to_last_inspection_standard|second_to_last_inspection_rating|second_to_last_inspection_date|second_to_last_inspection_pre_occ|second_to_last_rating"
        "|odo_inspection_end_date|odo_final_report_date|odo_last_inspection_standard|odo_final_rating|last_nakamoto_inspection_standard|last_nakamoto_inspection_rating_final|last_nakamoto_inspection_date"
        "|second_to_last_nakamoto_inspection_type|second_to_last_nakamoto_inspection_standard|second_to_last_nakamoto_inspection_date|second_to_last_nakamoto_inspection_rating|pending_fy#_inspection|next_inspection_date|next_inspection_standard"
        "|next_inspection_type|next_insp_pre_occ|inspection_type|inspection_standard|inspection_rating|inspection_date|inspection_frequency|current_inspection_frequency|previous_inspection_rating|previous_inspection_date"
        "|contractually_obligated_inspection_standard|pbnds_nds|prea_standard_#_#_status|cy#_rating" },
    /* Headcounts and places. */
    { "day", N_("Day"), RELEASED_DATE, false, "date|day|headcount_date" },
    { "present", N_("Present that day"), RELEASED_COUNT, false, "n_detained" },
    { "present_convicted", N_("Present that day, with a conviction"), RELEASED_COUNT, false, "n_detained_convicted_criminal" },
    { "present_some", N_("Present that day, a part"), RELEASED_COUNT, false, "n_detained_male|n_detained_female|n_detained_possibly_under_#" },
    { "present_midnight", N_("Present at midnight"), RELEASED_COUNT, false, "n_detained_at_midnight" },
    { "cases", N_("Cases that a row counts"), RELEASED_COUNT, false, "count|counts|case_count|number_of_cases|encounter_count|number_of_encounters|apprehension_count|number_of_apprehensions|arrest_count|number_of_arrests"
        "|detainer_count|number_of_detainers|detention_count|number_of_detentions|book_in_count|number_of_book_ins|removal_count|number_of_removals|expulsion_count|number_of_expulsions|event_count|number_of_people|number_of_persons" },
    { "office", N_("Office"), RELEASED_TEXT, false, "office_name|office_name_short|office" },
    { "place", N_("Place"), RELEASED_TEXT, false, "geoid|geoid_state|geoid_county|fips|fips_code|office_latitude|office_longitude|latitude|longitude" },
    { NULL },
};

/* Bytes of a mark or a blank that is not ASCII: no-break space, U+2000 to U+206F. */
static size_t gap_at(const char *p, size_t n)
{
    const unsigned char *u = (const unsigned char *)p;
    if (n > 1 && u[0] == 0xC2 && u[1] <= 0xBF) return 2;
    return n > 2 && u[0] == 0xE2 && (u[1] == 0x80 || u[1] == 0x81) ? 3 : 0;
}

const char *released_normal(arena *a, const char *p, size_t n)
{
    char *ret = arena_alloc(a, n + 1, 1);
    size_t m = 0;
    bool gap = false;
    for (size_t i = 0; i < n; ) {
        size_t wide = gap_at(p + i, n - i);
        unsigned char c = (unsigned char)p[i];
        bool small = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 0x80 && !wide), large = c >= 'A' && c <= 'Z';
        i += wide ? wide : 1;
        if (!small && !large) { gap = m > 0; continue; }
        if (gap) ret[m++] = '_';
        gap = false;
        ret[m++] = (char)(large ? c - 'A' + 'a' : c);
    }
    ret[m] = '\0';
    return ret;
}

/* The whole of s is name[0..n), where '#' is a run of digits. */
static bool name_is(const char *name, size_t n, const char *s)
{
    for (size_t i = 0; i < n; i++) {
        if (name[i] != '#') {
            if (*s++ != name[i]) return false;
            continue;
        }
        if (*s < '0' || *s > '9') return false;
        while (*s >= '0' && *s <= '9') s++;
    }
    return *s == '\0';
}

/* One letter too many, too few, another, or two the wrong way round; digits are never a slip. */
static bool name_nearly(const char *name, size_t n, const char *s, size_t m)
{
    size_t head = 0, tail = 0;
    if (m < TYPO_LEAST || n < TYPO_LEAST || m > n + 1 || n > m + 1) return false;
    while (head < n && head < m && name[head] == s[head]) head++;
    while (tail < n - head && tail < m - head && name[n - 1 - tail] == s[m - 1 - tail]) tail++;
    size_t of_name = n - head - tail, of_s = m - head - tail;
    for (size_t i = 0; i < of_name; i++)
        if (name[head + i] == '#' || (name[head + i] >= '0' && name[head + i] <= '9')) return false;
    for (size_t i = 0; i < of_s; i++)
        if (s[head + i] >= '0' && s[head + i] <= '9') return false;
    if (of_name == 2 && of_s == 2) return name[head] == s[head + 1] && name[head + 1] == s[head];
    return of_name <= 1 && of_s <= 1;
}

/* Among names that begin as one that is cut off, the shortest is meant when all others only go on from it. */
typedef struct near { const released_idea *idea; const char *name; size_t n; bool two; } near;

static void near_add(near *best, const released_idea *idea, const char *name, size_t n)
{
    size_t both = n < best->n ? n : best->n;
    if (best->idea && best->idea != idea && (both == 0 || memcmp(best->name, name, both) != 0)) best->two = true;
    if (!best->idea || n < best->n) *best = (near){ idea, name, n, best->two };
}

const released_idea *released_idea_named(const char *idea)
{
    for (const released_idea *k = released_ideas; idea && k->name; k++)
        if (str_eq(k->name, idea)) return k;
    return NULL;
}

const released_idea *released_idea_of(const char *normal)
{
    size_t m = strlen(normal);
    near cut = { 0 }, slip = { 0 };
    for (const released_idea *idea = released_ideas; idea->name; idea++)
        for (const char *at = idea->names; ; at++) {
            size_t n = strcspn(at, "|");
            if (name_is(at, n, normal)) return idea;
            if (m >= CUT_LEAST && m < n && memcmp(at, normal, m) == 0) near_add(&cut, idea, at, n);
            if (m <= TYPO_LONGEST && name_nearly(at, n, normal, m)) near_add(&slip, idea, at, n);
            at += n;
            if (*at == '\0') break;
        }
    return slip.idea && !slip.two ? slip.idea : cut.idea && !cut.two ? cut.idea : NULL;
}
