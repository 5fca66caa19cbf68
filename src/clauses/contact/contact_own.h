/* contact_own.h -- what the files of this clause share with each other and with nobody else. */
#ifndef WR_CONTACT_OWN_H
#define WR_CONTACT_OWN_H
#include "city.h"
#include "city_door.h"
#include "city_duty.h"
#include "city_place.h"
#include "clock.h"
#include "contact.h"
#include "doc.h"
#include "flow.h"
#include "history.h"
#include "mail.h"
#include "page.h"
#include "person.h"
#include "seal_column.h"
#include "seal_grant.h"

/* ---- contact_facts.c ---- */
typedef struct contact_part { const char *title; shape of; } contact_part;      /* title: N_() */
extern const contact_part contact_parts[SECTIONS];       /* the shape of a form: `section` and `entry` come first */
enum { CONTACT_PART_FIRST = 2 };                         /* then the facts */
extern const shape CONTACT_FACTS;                        /* all of them, without `section` */
typedef enum contact_which { CONTACT_WHOLE, CONTACT_OPEN, CONTACT_RESTRICTED } contact_which;
const char *contact_text(const contact_facts *, contact_which, arena *);        /* canonical JSON of what was said */
WR_MUST wr_rc contact_read(const char *text, arena *, contact_facts *in_out);   /* lays it over what is there */
void contact_clear(contact_facts *ret);
bool contact_said(const field *, const contact_facts *, arena *);
void contact_overlay(const shape *part, const contact_facts *from, contact_facts *in_out);
pair *contact_pairs(const shape *part, const contact_facts *, arena *, size_t *ret_n);   /* as typed: also what is restricted, for its own reporter */

enum { CONTACT_TIMES_MAX = 2000 };
const char *contact_time_of(arena *, wr_us at);                                  /* "14:30", by the city's clock */

/* ---- contact_draft.c: what a device or a code goes on with; sealed, passing, gone after CONTACT_DRAFT_DAYS ---- */
enum { CONTACT_DRAFT_DAYS = 14, CONTACT_COPY_DAYS = 90, CONTACT_DEVICE_MAX = 50 };
/* id: the entry, made by the form or by the device. sent: hash of what a device sent last. report: its id, or that of the ended drill; "" until it is sent. chosen: when the
 * device turned to it last: the newest is the one that its pages show. */
typedef struct contact_draft { const char *id, *code_hash, *device, *place; bool drill; const char *by; wr_us began, changed; int64_t saves;
    bytes code, text; const char *report; bytes sent; wr_us chosen; } contact_draft;
extern const db_query CONTACT_DRAFT_BY, CONTACT_DRAFT_OF, CONTACT_DRAFT_CODE, CONTACT_DRAFT_PUT, CONTACT_DRAFT_OLD, CONTACT_DRAFT_DEVICE, CONTACT_DRAFT_MINE, CONTACT_DRAFT_ALL;
/* entry: the one that a form was made for, if this device has it; "": the one that it turned to last. WR_E_MISSING: none. */
WR_MUST wr_rc contact_draft_here(db_tx *, const wr_actor *, const char *entry, arena *, contact_draft *ret, contact_facts *ret_facts);
WR_MUST wr_rc contact_drafts_here(db_tx *, const wr_actor *, arena *, contact_draft **ret, size_t *ret_n);   /* all of this device, newest first */
WR_MUST wr_rc contact_draft_device(db_tx *, const wr_actor *, arena *, contact_draft *in_out, const char **ret_token);   /* gives it to this device; the token is for http_go.device */
WR_MUST wr_rc contact_draft_new(db_tx *, const wr_actor *, const char *entry, const char *place, bool drill, arena *, contact_draft *ret, const char **ret_token);
WR_MUST wr_rc contact_draft_save(db_tx *rw, const wr_actor *, contact_draft *, const contact_facts *, arena *);
WR_MUST wr_rc contact_draft_by_code(db_tx *, const wr_actor *, const char *code, arena *, contact_draft *ret);   /* as typed */
WR_MUST wr_rc contact_draft_facts(const contact_draft *, arena *, contact_facts *ret);
wr_run contact_tick_drafts;
WR_MUST wr_rc contact_draft_code(const contact_draft *, arena *, const char **ret);

/* ---- contact_model.c ---- */
/* body: the department's number, for rights. facts: what is open, as text; restricted, privileged: sealed. */
typedef struct contact_report { const char *id; int64_t number; const char *entry, *place, *department; wr_id body; wr_day day; int request, mode;
    const char *agency, *paper, *response; int area; int64_t detained; bool forced, departs; wr_us filed; int64_t version;
    const char *path, *outcome, *facts; bytes restricted, privileged; bool transcribed;
    wr_us acknowledged, escalated, reviewed, counselled, locked; const char *publishable, *redaction; } contact_report;
extern const shape CONTACT_REPORT;
#define CONTACT_REPORT_COLS "id, number, entry, place, department, body, day, request, mode, agency, paper, response, area, detained, forced, departs, filed, version," \
    " path, outcome, facts, restricted, privileged, transcribed, acknowledged, escalated, reviewed, counselled, locked, publishable, redaction"
extern const history CONTACT_REPORTS;
extern const db_query CONTACT_REPORT_ADD, CONTACT_REPORT_PAST, CONTACT_REPORT_WALK, CONTACT_REPORT_PUT, CONTACT_REPORT_BY,
    CONTACT_REPORT_NUMBER, CONTACT_SCOPE, CONTACT_LAST;
WR_MUST wr_rc contact_rebuild(db_tx *rw, arena *);                              /* the next report gets the next number */
WR_MUST wr_rc contact_report_by_number(db_tx *, int64_t number, arena *, contact_report *ret);
WR_MUST wr_rc contact_report_by_id(db_tx *, const char *id, arena *, contact_report *ret);
WR_MUST wr_rc contact_report_save(db_tx *rw, const wr_actor *, const char *what, const contact_report *was, const contact_report *now, arena *);
WR_MUST wr_rc contact_open(const contact_report *, contact_which, arena *, contact_facts *ret);   /* as reported. OPEN: without the restricted ones, which stay "" */
WR_MUST wr_rc contact_current(db_tx *, const contact_report *, contact_which, arena *, contact_facts *ret);   /* with what amendments put right */
void contact_columns(const contact_facts *, contact_report *in_out);             /* what is counted and listed, of the facts */

/* ---- contact_send.c: a draft becomes a report ---- */
/* What prepare found out on its snapshot, for the act: the row, and whom to tell. */
typedef struct contact_ready { contact_report row; mail_to *to, *leads; size_t n_to, n_leads; const char *place_name; } contact_ready;
/* Of those who are called at a place now, with an address and not among `but`: who is first of its own, or (all) everybody of the
 * place and of its department's line. They may have no account: they are told that a report came in, and whom to call. */
WR_MUST wr_rc contact_leads(db_tx *, const char *place, wr_us at, bool all, const mail_to *but, size_t n_but, arena *, mail_to **ret, size_t *ret_n);
WR_MUST wr_rc contact_make_ready(db_tx *ro, const wr_actor *, const contact_draft *, const contact_facts *, arena *, contact_ready *ret);
/* What the guide in force at that moment says of the path, and whether what staff did fits it. */
WR_MUST wr_rc contact_ask_guide(db_tx *, wr_us at, const contact_facts *, arena *, contact_report *in_out);
WR_MUST wr_rc contact_send(db_tx *rw, const wr_actor *, contact_draft *, contact_ready *, arena *);
http_prepare contact_prepare_send;
http_act contact_act_send;

/* ---- contact_data.c: rows of the pack, and drills ---- */
typedef struct contact_agency { const char *id, *ref, *name; } contact_agency;
typedef struct contact_help { const char *id, *ref; int kind; const char *name, *phone, *text; } contact_help;
typedef struct contact_drill { const char *id, *place; wr_day day; const char *path; int64_t minutes; } contact_drill;   /* minutes: from begin to end */
extern const char *const contact_help_kinds[];
extern const shape CONTACT_AGENCY, CONTACT_HELP, CONTACT_DRILL;
extern const history CONTACT_AGENCIES, CONTACT_HELPS, CONTACT_DRILLS;
extern const db_query CONTACT_AGENCY_ADD, CONTACT_AGENCY_PAST, CONTACT_AGENCY_WALK, CONTACT_AGENCY_PUT, CONTACT_AGENCY_ALL, CONTACT_AGENCY_BY,
    CONTACT_HELP_ADD, CONTACT_HELP_PAST, CONTACT_HELP_WALK, CONTACT_HELP_PUT, CONTACT_HELP_ALL, CONTACT_HELP_BY,
    CONTACT_DRILL_ADD, CONTACT_DRILL_PAST, CONTACT_DRILL_WALK, CONTACT_DRILL_PUT;
extern const wr_pack contact_packs[];
/* A row of a pack, new or changed; found: what looking for it gave. Its first member is the id. */
WR_MUST wr_rc contact_agencies(db_tx *ro, arena *, contact_agency **ret, size_t *ret_n);
const char *contact_agency_name(const contact_agency *, size_t n, const char *ref);   /* the ref, when it is none of these */
WR_MUST wr_rc contact_helps(db_tx *ro, arena *, contact_help **ret, size_t *ret_n);
WR_MUST wr_rc contact_drill_add(db_tx *rw, const wr_actor *, contact_draft *, const contact_facts *, arena *);   /* ends it, once: WR_E_RULE */
WR_MUST wr_rc contact_agency_choices(db_tx *ro, const char *lang, arena *, page_choice **ret, size_t *ret_n);
WR_MUST wr_rc contact_guide_choices(db_tx *ro, const wr_actor *, int section, arena *, page_choice **ret, size_t *ret_n);   /* papers, or what staff did */

/* ---- contact_sync.c, contact_guide.c ---- */
extern const shape IN_ENTRY, IN_ANSWER, IN_CALL, CONTACT_SAY_STEP, CONTACT_SAY_ANSWER, CONTACT_SAY_CALL;
http_prepare contact_prepare_sync;
http_act contact_act_sync, contact_act_answer, contact_act_call;
http_show contact_show_guide;

/* ---- contact_photo.c ---- */
enum { CONTACT_PHOTO_MB = 20 };
extern const shape IN_PHOTO, IN_DEVICE_PHOTO, IN_TAKE_PHOTO, IN_TAKE_ORIGINAL;
http_prepare contact_prepare_photo, contact_prepare_device_photo;
http_act contact_act_photo, contact_act_device_photo, contact_act_take_photo, contact_act_take_original;
WR_MUST wr_rc contact_put_photo_form(const char *entry, arena *, json_t *doc);          /* under "photo" */
WR_MUST wr_rc contact_put_takes(db_tx *ro, const wr_actor *, const contact_report *, arena *, json_t *doc);   /* forms into the rows of "photos" */
WR_MUST wr_rc contact_put_photos(db_tx *ro, const wr_actor *, const char *entry, arena *, json_t *doc);   /* under "photos" */

/* ---- contact_mine.c: the reporter's own pages ---- */
typedef struct contact_head { const char *place, *code; int64_t number; bool drill, sent; wr_us acknowledged, reviewed, locked, changed; const char *lacks; } contact_head;   /* lacks: a label */
extern const shape CONTACT_HEAD, CONTACT_SAY_PART;
WR_MUST wr_rc contact_head_of(db_tx *, const contact_draft *, const contact_facts *, arena *, contact_head *ret);
WR_MUST wr_rc contact_screened(db_tx *, const char *name, const char *text);    /* WR_E_INPUT there: a number of a person */
WR_MUST wr_rc contact_draft_or_none(db_tx *, const wr_actor *, arena *, json_t *doc, contact_draft *ret, contact_facts *ret_facts, bool *ret_none);   /* none: "none" and "title" are said */
WR_MUST wr_rc contact_put_no_head(json_t *doc);
/* ---- contact_device.c: the reports of one device, side by side ---- */
extern const shape CONTACT_OTHER, IN_TURN;
WR_MUST wr_rc contact_put_others(db_tx *ro, const wr_actor *, const char *but, arena *, json_t *doc);   /* under "others" */
http_act contact_act_turn;
WR_MUST wr_rc contact_valid(const contact_facts *, wr_day today, arena *);    /* WR_E_INPUT at the field that is wrong */
extern const shape IN_BEGIN, IN_CODE, IN_SECTION, IN_AT, IN_SEND;
typedef struct contact_fact { const char *label, *text; bool shut; } contact_fact;   /* shut: restricted, and not opened */
extern const shape CONTACT_PART, CONTACT_FACT;
WR_MUST wr_rc contact_put_facts(const contact_facts *reported, const contact_facts *current, bool open_all, const char *lang, arena *, json_t *doc);   /* under "parts" */
http_show contact_show_start, contact_show_at, contact_show_mine, contact_show_section, contact_show_copy;
http_act contact_act_begin, contact_act_open, contact_act_save, contact_act_leave;

/* ---- contact_desk.c: the list ---- */
enum { CONTACT_WAITING, CONTACT_ESCALATED, CONTACT_ACKNOWLEDGED, CONTACT_REVIEWED, CONTACT_LOCKED };    /* contact_states */
extern const char *const contact_states[];
typedef struct contact_line { int64_t number; wr_day day; const char *place, *department; int state, request, mode; const char *agency, *paper, *response;
    int area; int64_t detained; bool forced, departs; wr_us filed, acknowledged, locked; } contact_line;
extern const shape CONTACT_LINE, IN_CONTACT_LIST;
extern const db_query CONTACT_LINES, CONTACT_LINES_FROM, CONTACT_LINE_BY, CONTACT_WAITS;
bool contact_may(const wr_actor *, const char *right, wr_id body);               /* everywhere, or in this department */
WR_MUST wr_rc contact_line_of(db_tx *ro, int64_t number, arena *, contact_line *ret);
const char *contact_say_wait(arena *, const char *lang, int64_t minutes);        /* "7 minutes", "3 hours" */
const char *contact_say_minutes(arena *, const char *lang, int64_t);              /* "15 minutes", however many */
WR_MUST wr_rc contact_put_choices(json_t *doc, const char *key, const page_choice *, size_t n, const char *chosen, arena *);   /* of a filter: value, label, chosen */
WR_MUST wr_rc contact_put_state(const wr_actor *, const contact_line *, arena *, json_t *row);   /* "said" and "kind" */
http_show contact_show_reports;
http_give contact_give_reports;

/* ---- contact_desk_record.c: one report, opened ---- */
typedef struct in_report { int64_t number; } in_report;
typedef struct in_review { int64_t number; const char *publishable, *redaction; } in_review;
typedef struct in_counsel { int64_t number; const char *text; } in_counsel;
typedef struct contact_live { wr_us record, restricted, privileged, export; } contact_live;      /* until when; 0: shut */
typedef struct contact_told { const char *text; } contact_told;                  /* a line of text */
typedef struct contact_record { const char *address; int64_t district; const char *arrived, *gone; int64_t minutes; const char *paper_name, *response_said,
    *departure; int64_t guide, version; bool transcribed; wr_us escalated, reviewed, counselled; const char *publishable, *redaction; } contact_record;
typedef struct contact_step { const char *asked, *chosen, *at; } contact_step;      /* at: "10:02", "": not known */
extern const shape IN_CONTACT_ONE, CONTACT_LIVE, CONTACT_RECORD, CONTACT_STEP, CONTACT_TOLD;
WR_MUST wr_rc contact_live_of(db_tx *ro, const wr_actor *, const char *id, arena *, contact_live *ret);
WR_MUST wr_rc contact_put_head(db_tx *ro, const wr_actor *, const contact_report *, arena *, json_t *doc);      /* the line, and names for it */
/* The record itself: facts, the guide as it was, amendments under what they amend. restricted: also what is restricted. */
WR_MUST wr_rc contact_put_record(db_tx *ro, const wr_actor *, const contact_report *, bool restricted, arena *, json_t *doc);
WR_MUST wr_rc contact_put_shut(json_t *doc);                                      /* the same lists, empty */
http_show contact_show_report;

/* ---- contact_desk_act.c: what is done with a report; *in_out becomes what it is then ---- */
WR_MUST wr_rc contact_acknowledge(db_tx *rw, const wr_actor *, contact_report *in_out, arena *);
WR_MUST wr_rc contact_review(db_tx *rw, const wr_actor *, contact_report *in_out, const char *publishable, const char *redaction, arena *);
WR_MUST wr_rc contact_counsel(db_tx *rw, const wr_actor *, contact_report *in_out, const char *text, arena *);
WR_MUST wr_rc contact_lock(db_tx *rw, const wr_actor *, contact_report *in_out, arena *);
WR_MUST wr_rc contact_escalate(db_tx *rw, const wr_actor *, contact_report *in_out, arena *);
WR_MUST wr_rc contact_escalate_minutes(db_tx *, arena *, int64_t *ret);            /* without an acknowledgement, before more people are told */
extern const shape IN_CONTACT_REASON, IN_CONTACT_REVIEW, IN_CONTACT_COUNSEL;
extern const db_query CONTACT_OVERDUE, CONTACT_UNLOCKED;
http_act contact_act_record, contact_act_restricted, contact_act_privileged, contact_act_acknowledge, contact_act_review, contact_act_counsel, contact_act_lock;
wr_run contact_tick_desk;

/* ---- contact_amend.c ---- */
typedef struct contact_amendment { const char *id, *report, *field, *value; bytes sealed; const char *reason, *signed_by; wr_us signed_at; } contact_amendment;
extern const shape CONTACT_AMENDED, IN_CONTACT_WHICH, IN_CONTACT_AMEND;
extern const history CONTACT_AMENDMENTS;
extern const db_query CONTACT_AMENDMENT_ADD, CONTACT_AMENDMENT_PAST, CONTACT_AMENDMENT_WALK, CONTACT_AMENDMENT_PUT, CONTACT_AMENDMENT_OF;
WR_MUST wr_rc contact_amendments(db_tx *ro, const char *report, arena *, contact_amendment **ret, size_t *ret_n);   /* oldest first */
const char *contact_amend_label(const char *name);                               /* N_() */
/* Lays what amendments say over the facts; restricted: also those of what is restricted. */
WR_MUST wr_rc contact_amended(db_tx *, const char *report, bool restricted, arena *, contact_facts *in_out);
/* A fact that is counted changes its column of the report too; the reported text stays. name: of a fact, or "note". value: as its form takes it, "": nothing of this was so. */
WR_MUST wr_rc contact_amend(db_tx *rw, const wr_actor *, const contact_report *, const char *name, const char *value, const char *reason, arena *);
WR_MUST wr_rc contact_put_amendments(db_tx *ro, const char *report, const contact_facts *, bool restricted, const char *lang, arena *, json_t *doc);
http_show contact_show_amend;
http_act contact_act_amend;

/* ---- contact_timeline.c, contact_desk_export.c, contact_desk_demo.c ---- */
extern const shape CONTACT_MOMENT, IN_CONTACT_TAKE, CONTACT_DEMO;
http_show contact_show_timeline, contact_show_exports, contact_show_export;
http_give contact_give_export;
http_act contact_act_take;
wr_run contact_load_demo;
extern const wr_story contact_stories[];
/* ---- contact_demo.c ---- */
wr_rc contact_demo(db_tx *rw, const wr_actor *, arena *);
#endif
