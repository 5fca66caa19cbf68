/* contact_follow.h -- what follows a report: actions with an owner, requests to keep camera recordings, the notice that staff is owed
 * of an inspection of employment records, and the after-action. All of it is delicate, and stands below the report's own page. */
#ifndef WR_CONTACT_FOLLOW_H
#define WR_CONTACT_FOLLOW_H
#include "contact_own.h"
enum { AFTER_OPEN, AFTER_DRAFT, AFTER_SUBMITTED, AFTER_ACCEPTED };
enum { CAMERA_ASKED, CAMERA_NEAR, CAMERA_OVERDUE, CAMERA_CONFIRMED };
enum { NOTICE_DUE, NOTICE_LATE, NOTICE_GIVEN, NOTICE_GIVEN_LATE };
enum { CAMERA_NEAR_DAYS = 3, NOTICE_HOURS = 72, FOLLOW_MOST = 200 };
extern const char *const contact_after_states[], *const contact_camera_states[], *const contact_notice_states[];

typedef struct contact_action { const char *id, *report, *what, *owner; wr_day due; const char *result; wr_us opened, done; } contact_action;
/* overwritten: the day on which the recording would be recorded over. confirmed_by: the custodian who said so. */
typedef struct contact_camera { const char *id, *report, *cameras; wr_us from_at, to_at; const char *custodian; wr_day overwritten; wr_us asked;
    const char *asked_by; wr_us confirmed; const char *confirmed_by; } contact_camera;
typedef struct contact_notice { const char *id, *report; wr_us received; int64_t hours; wr_us due; const char *agency, *nature, *copy; wr_us given; const char *given_how; } contact_notice;
/* why: what opened it, words of contact_after_whys with ", " between. submitted_by, accepted_by: pseudonyms. */
typedef struct contact_after { const char *id, *report; int state; const char *why; wr_us opened; const char *agencies, *scope, *papers, *responses, *communications,
    *departures, *corrective; wr_us submitted; const char *submitted_by; wr_us accepted; const char *accepted_by; } contact_after;
extern const shape CONTACT_ACTION, CONTACT_CAMERA, CONTACT_NOTICE, CONTACT_AFTER;
extern const history CONTACT_ACTIONS, CONTACT_CAMERAS, CONTACT_NOTICES, CONTACT_AFTERS;
extern const db_query CONTACT_ACTION_ADD, CONTACT_ACTION_PAST, CONTACT_ACTION_WALK, CONTACT_ACTION_PUT, CONTACT_ACTION_OF, CONTACT_CAMERA_ADD, CONTACT_CAMERA_PAST,
    CONTACT_CAMERA_WALK, CONTACT_CAMERA_PUT, CONTACT_CAMERA_OF, CONTACT_CAMERA_SCOPE, CONTACT_NOTICE_ADD, CONTACT_NOTICE_PAST, CONTACT_NOTICE_WALK,
    CONTACT_NOTICE_PUT, CONTACT_NOTICE_OF, CONTACT_AFTER_ADD, CONTACT_AFTER_PAST, CONTACT_AFTER_WALK, CONTACT_AFTER_PUT, CONTACT_AFTER_OF;

/* ---- contact_follow_rules.c: values in, an answer out ---- */
wr_us contact_us_of(wr_day, const char *time);                            /* "14:30" by the city's clock */
const char *contact_after_why(const contact_report *, const contact_facts *, arena *);   /* what asks for an after-action; "": nothing does */
bool contact_notice_asked(const contact_report *);                        /* is it an inspection of employment records? */
int contact_camera_state(const contact_camera *, wr_day today, int64_t near_days);
int contact_notice_state(const contact_notice *, wr_us now);
wr_us contact_notice_due(wr_us received, int64_t hours);                  /* hours as they pass, not those of the clock on the wall */
/* The label of the first restricted fact whose text, or last name, stands in this text; NULL: none. */
const char *contact_names_in(const char *text, const contact_facts *, arena *);
void contact_after_begin(const contact_report *, const contact_facts *, arena *, contact_after *in_out);   /* what the report says already */

/* ---- contact_follow_model.c ---- */
/* has_*: there is at most one notice and one after-action of a report. */
typedef struct contact_followed { contact_action *actions; contact_camera *cameras; size_t n_actions, n_cameras; bool has_notice, has_after; contact_notice notice;
    contact_after after; } contact_followed;
WR_MUST wr_rc contact_follow_of(db_tx *, const char *report, arena *, contact_followed *ret);
/* When a report comes in, is added to or amended: opens what it asks for, once. */
WR_MUST wr_rc contact_follow_open(db_tx *rw, const wr_actor *, const contact_report *, arena *);
WR_MUST wr_rc contact_notice_start(db_tx *rw, const wr_actor *, const contact_report *, const contact_facts *, arena *);
const char *contact_said_at(arena *, const char *lang, wr_us);            /* "26 Feb 2026, 10:00 PST (UTC-8)" */

/* ---- contact_follow_web.c, contact_follow_camera.c, contact_follow_notice.c, contact_follow_after.c ---- */
extern const shape IN_FOLLOW, IN_ACTION, IN_ACTION_DONE, IN_CAMERA, IN_CAMERA_CONFIRM, IN_CAMERA_LETTER, IN_NOTICE, IN_NOTICE_GIVEN, IN_AFTER, CONTACT_SAY_ACTION,
    CONTACT_SAY_CAMERA, CONTACT_SAY_NOTICE, CONTACT_SAY_PAPER, CONTACT_SAY_FOLLOW;
http_show contact_show_follow, contact_show_letter, contact_show_notice, contact_show_after;
http_prepare contact_prepare_after;
http_act contact_act_action, contact_act_action_done, contact_act_camera, contact_act_camera_confirm, contact_act_notice_start, contact_act_notice, contact_act_notice_given,
    contact_act_after, contact_act_after_submit, contact_act_after_accept;
/* Their parts of the page. */
WR_MUST wr_rc contact_say_cameras(db_tx *, const wr_actor *, const contact_report *, const contact_facts *, const contact_followed *, arena *, json_t *doc);
typedef struct in_follow { int64_t number; } in_follow;
const char *contact_follow_url(arena *, int64_t number, const char *more);
WR_MUST wr_rc contact_account_name(db_tx *, const wr_actor *, arena *, const char **ret);
#endif
