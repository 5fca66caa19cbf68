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
extern const contact_part contact_parts[SECTIONS];       /* the shape of a form: `section` comes first */
extern const shape CONTACT_FACTS;                        /* all of them, without `section` */
typedef enum contact_which { CONTACT_WHOLE, CONTACT_OPEN, CONTACT_RESTRICTED } contact_which;
const char *contact_text(const contact_facts *, contact_which, arena *);        /* canonical JSON of what was said */
WR_MUST wr_rc contact_read(const char *text, arena *, contact_facts *in_out);   /* lays it over what is there */
void contact_clear(contact_facts *ret);
bool contact_said(const field *, const contact_facts *, arena *);
void contact_overlay(const shape *part, const contact_facts *from, contact_facts *in_out);
pair *contact_pairs(const shape *part, const contact_facts *, arena *, size_t *ret_n);   /* as typed: also what is restricted, for its own reporter */

enum { CONTACT_TIMES_MAX = 2000 };

/* ---- contact_draft.c: what a device or a code goes on with; sealed, passing, gone after CONTACT_DRAFT_DAYS ---- */
enum { CONTACT_DRAFT_DAYS = 14, CONTACT_COPY_DAYS = 90 };
/* id: the entry, made by the form or by the device. sent: hash of what a device sent last. report: its id, "" until it is sent. */
typedef struct contact_draft { const char *id, *code_hash, *device, *place; bool drill; const char *by; wr_us began, changed; int64_t saves;
    bytes code, text; const char *report; bytes sent; } contact_draft;
extern const db_query CONTACT_DRAFT_BY, CONTACT_DRAFT_OF, CONTACT_DRAFT_CODE, CONTACT_DRAFT_PUT, CONTACT_DRAFT_OLD, CONTACT_DRAFT_DEVICE;
WR_MUST wr_rc contact_draft_here(db_tx *, const wr_actor *, arena *, contact_draft *ret, contact_facts *ret_facts);   /* this device's; WR_E_MISSING: none */
WR_MUST wr_rc contact_draft_new(db_tx *rw, const wr_actor *, const char *entry, const char *place, bool drill, arena *, contact_draft *ret, const char **ret_token);
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
extern const history CONTACT_REPORTS;
extern const db_query CONTACT_REPORT_ADD, CONTACT_REPORT_PAST, CONTACT_REPORT_WALK, CONTACT_REPORT_PUT, CONTACT_REPORT_BY, CONTACT_REPORT_ENTRY,
    CONTACT_REPORT_NUMBER, CONTACT_SCOPE, CONTACT_LAST;
WR_MUST wr_rc contact_rebuild(db_tx *rw, arena *);                              /* the next report gets the next number */
WR_MUST wr_rc contact_report_by_number(db_tx *, int64_t number, arena *, contact_report *ret);
WR_MUST wr_rc contact_report_by_id(db_tx *, const char *id, arena *, contact_report *ret);
WR_MUST wr_rc contact_report_save(db_tx *rw, const wr_actor *, const char *what, const contact_report *was, const contact_report *now, arena *);
WR_MUST wr_rc contact_open(const contact_report *, contact_which, arena *, contact_facts *ret);   /* OPEN: without the restricted ones, which stay "" */

/* ---- contact_send.c: a draft becomes a report ---- */
/* What prepare found out on its snapshot, for the act: the row, and whom to tell. */
typedef struct contact_ready { contact_report row; mail_to *to; size_t n_to; const char *place_name; } contact_ready;
WR_MUST wr_rc contact_make_ready(db_tx *ro, const wr_actor *, const contact_draft *, const contact_facts *, arena *, contact_ready *ret);
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
WR_MUST wr_rc contact_agencies(db_tx *ro, arena *, contact_agency **ret, size_t *ret_n);
WR_MUST wr_rc contact_helps(db_tx *ro, arena *, contact_help **ret, size_t *ret_n);
WR_MUST wr_rc contact_drill_add(db_tx *rw, const wr_actor *, const contact_draft *, const contact_facts *, arena *);
WR_MUST wr_rc contact_agency_choices(db_tx *ro, const char *lang, arena *, page_choice **ret, size_t *ret_n);
WR_MUST wr_rc contact_guide_choices(db_tx *ro, const wr_actor *, int section, arena *, page_choice **ret, size_t *ret_n);   /* papers, or what staff did */

/* ---- contact_sync.c, contact_guide.c ---- */
extern const shape IN_ENTRY, IN_ANSWER, IN_CALL, CONTACT_SAY_STEP, CONTACT_SAY_ANSWER, CONTACT_SAY_CALL;
http_prepare contact_prepare_sync;
http_act contact_act_sync, contact_act_answer, contact_act_call;
http_show contact_show_guide;

/* ---- contact_photo.c ---- */
enum { CONTACT_PHOTO_MB = 20 };
extern const shape IN_PHOTO;
http_prepare contact_prepare_photo;
http_act contact_act_photo;
WR_MUST wr_rc contact_put_photos(db_tx *ro, const wr_actor *, const char *entry, arena *, json_t *doc);   /* under "photos" */

/* ---- contact_mine.c: the reporter's own pages ---- */
typedef struct contact_head { const char *place, *code; int64_t number; bool drill, sent, locked; wr_us changed; const char *lacks; } contact_head;   /* lacks: a label */
extern const shape CONTACT_HEAD, CONTACT_SAY_PART;
WR_MUST wr_rc contact_head_of(db_tx *, const contact_draft *, const contact_facts *, arena *, contact_head *ret);
WR_MUST wr_rc contact_valid(const contact_facts *, wr_day today, arena *);    /* WR_E_INPUT at the field that is wrong */
extern const shape IN_BEGIN, IN_CODE, IN_SECTION, IN_AT, IN_SEND;
typedef struct contact_fact { const char *label, *text; bool shut; } contact_fact;   /* shut: restricted, and not opened */
extern const shape CONTACT_PART, CONTACT_FACT;
WR_MUST wr_rc contact_put_facts(const contact_facts *, bool open_all, const char *lang, arena *, json_t *doc);   /* under "parts" */
http_show contact_show_start, contact_show_at, contact_show_mine, contact_show_section, contact_show_copy;
http_act contact_act_begin, contact_act_open, contact_act_save, contact_act_leave;

/* ---- contact_demo.c ---- */
extern const wr_story contact_stories[];
wr_rc contact_demo(db_tx *rw, const wr_actor *, arena *);
#endif
