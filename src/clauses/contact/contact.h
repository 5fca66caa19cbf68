/* contact.h -- contact reports: what a report says, and the rules about it. A report tells what an officer did and what staff did;
 * it holds nobody of the public: no name, no status, no number, and people who were detained are a count.
 * Facts are numbered as in the field's reference lists: docs and the paper form use the same numbers. */
#ifndef WR_CONTACT_H
#define WR_CONTACT_H
#include "module.h"
enum { SECTION_WHAT, SECTION_OFFICERS, SECTION_PAPERS, SECTION_ASKED, SECTION_CALLS, SECTION_DONE, SECTION_EFFECTS, SECTION_KEPT, SECTION_SEEN,
    SECTION_PEOPLE, SECTION_REST, SECTIONS };
enum { SAID_NOT, SAID_YES, SAID_NO };                    /* contact_yes_no */
enum { REQUEST_NOT_SAID, REQUEST_PRESENCE, REQUEST_ENTRY, REQUEST_PERSON, REQUEST_RECORDS, REQUEST_INFORMATION, REQUEST_PROPERTY, REQUEST_INTERVIEW,
    REQUEST_PAPERS, REQUEST_DETAINER, REQUEST_AUDIT, REQUEST_OTHER };
enum { ENTERED_NOT_SAID, ENTERED_NO, ENTERED_PERMISSION, ENTERED_WARRANT, ENTERED_WITHOUT };
extern const char *const contact_sections[], *const contact_areas[], *const contact_modes[], *const contact_requests[], *const contact_dress[],
    *const contact_how_many[], *const contact_yes_no[], *const contact_paper_on[], *const contact_bases[], *const contact_entries[];

typedef struct contact_facts {                           /* times of day are "14:30", "" when not said */
    int section;                                         /* of a form: which of them it is */
    const char *entry;                                   /* and of which report; "": the one of this device */
    const char *path, *path_times;                       /* through the guide: flow.h; when which step was answered: "n0 10:02, n2 10:04" */
    int64_t clock_off;                                   /* minutes that the device was ahead; 0: it was right */
    const char *area; int area_class; const char *spot; wr_day day; const char *arrived, *contacted, *gone; int mode, request;
    const char *agency, *agencies;
    int64_t officers;
    int dress, masked, id_visible;
    const char *vehicles, *plates, *officer_name, *officer_badge, *officer_unit, *officer_phone, *supervisor_name, *supervisor_badge;
    int id_asked, id_shown, id_refused;
    const char *verified_with, *verified_said;
    const char *paper; int paper_on;
    const char *paper_form, *paper_court, *paper_signer, *paper_signer_title;
    wr_day paper_dated, paper_until;
    int paper_address;
    const char *paper_scope;
    int paper_copied;
    const char *paper_why, *papers_more;
    const char *purpose; int basis; const char *operation; int exigency;
    const char *exigency_words, *exigency_by;
    const char *call1_who, *call1_at, *call1_answered, *call1_said, *call2_who, *call2_at, *call2_answered, *call2_said,
        *call3_who, *call3_at, *call3_answered, *call3_said, *call4_who, *call4_at, *call4_answered, *call4_said, *told;
    const char *response, *response_text, *scripts;
    int consent;
    const char *consent_by;
    int entered_how;
    const char *entered, *departure;
    const char *force, *damage, *injury;
    int aid_called;
    const char *incident;
    int64_t detained;
    int detained_staff, detained_minor;
    const char *taken;
    int inventory;
    const char *systems, *staging;
    int64_t staging_vehicles;
    int signs;
    const char *gate;
    int64_t closed_minutes, turned_away, staff_hours;
    const char *cost_code;
    const char *cameras, *bodycam;
    int staff_photos;
    const char *observed, *heard;
    const char *copied_by;                               /* who copied it from paper, beside who wrote it: reporter_name; set by writ alone */
    const char *reporter_name, *reporter_title, *reporter_employee, *reporter_phone, *witnesses;
    const char *language, *complaint;
} contact_facts;

/* ---- rules: values in, a reason out ---- */
int contact_minute_of(const char *text);                                   /* "14:30" is 870; -1: no time of day */
bool contact_time_ok(const char *text);                                    /* "" or a time of day */
int64_t contact_minutes(const contact_facts *);                            /* from arrival to leaving, also over midnight; -1: not known */
/* The first field that is wrong in what was typed, and why; NULL: fine. */
typedef struct contact_why { const char *field; enum { WRONG_TIME, WRONG_DAY, WRONG_PERSONAL, WRONG_STEPS } what; } contact_why;
contact_why contact_wrong(const contact_facts *, wr_day today);
extern const char *const contact_wrong_text[];
/* Times of steps, as path_times has them: well formed, and each of a step of this path. */
bool contact_steps_ok(const char *path, const char *times);
const char *contact_step_time(arena *, const char *times, const char *node);   /* the last of this node; "": none */
const char *contact_missing(const contact_facts *);                        /* the first field that a report needs and lacks; NULL: it can be sent */
bool contact_forced(const contact_facts *);                                /* they went in without consent, or used force */
/* A clock that was off: day and times as they were by the right one. off: minutes that the device was ahead. */
void contact_set_right(contact_facts *, int64_t off_minutes, arena *);
#endif
