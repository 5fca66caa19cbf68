/* records.h -- requests for records that the city makes of others: what is asked, what happened, which dates follow. One case is one
 * request to one holder; its asks are numbered; all that happens to it is an entry, and six fields follow from the entries alone.
 * Pure: entries in, a state out. The law itself (days, units, calendars) is rows of clock and of the pack. */
#ifndef WR_RECORDS_H
#define WR_RECORDS_H
#include "clock.h"
#include "module.h"
/* ---- the six fields ---- */
enum { DELIVERY_DRAFT, DELIVERY_APPROVED, DELIVERY_QUEUED, DELIVERY_SENT, DELIVERY_DELIVERED, DELIVERY_BOUNCED, DELIVERY_PORTAL, DELIVERY_LOST };
enum { BALL_US, BALL_AGENCY, BALL_THIRD, BALL_NOBODY };
enum { TIME_NOT_STARTED, TIME_RUNNING, TIME_PAUSED, TIME_EXTENDED, TIME_LAPSED, TIME_STOPPED };
enum { ANSWER_OPEN, ANSWER_FULL, ANSWER_PART, ANSWER_NONE_HELD, ANSWER_REFUSED, ANSWER_GLOMAR, ANSWER_REFERRED, ANSWER_WITHDRAWN, ANSWER_SUPERSEDED };
enum { LEVEL_REQUEST, LEVEL_APPEAL, LEVEL_MEDIATION, LEVEL_SUIT };
enum { SEEN_PRIVATE, SEEN_INTERNAL, SEEN_EMBARGO, SEEN_PUBLIC };
extern const char *const records_deliveries[], *const records_balls[], *const records_times[], *const records_answers[], *const records_levels[],
    *const records_seens[];

/* ---- what happens to a case ---- */
enum { ENTRY_APPROVED, ENTRY_QUEUED, ENTRY_SENT, ENTRY_RECEIPT, ENTRY_BOUNCED, ENTRY_LOST, ENTRY_ACKNOWLEDGED, ENTRY_FORWARDED, ENTRY_CLARIFY_ASKED,
    ENTRY_NARROW_ASKED, ENTRY_FEES_ASKED, ENTRY_IDENTITY_ASKED, ENTRY_ANSWERED, ENTRY_EXTENDED, ENTRY_EXPEDITE_DECIDED, ENTRY_WAIVER_DECIDED, ENTRY_INTERIM,
    ENTRY_DETERMINED, ENTRY_OUTCOME, ENTRY_LAPSED, ENTRY_INQUIRY, ENTRY_APPEALED, ENTRY_APPEAL_DECIDED, ENTRY_REMANDED, ENTRY_MEDIATION,
    ENTRY_MEDIATION_ENDED, ENTRY_SUIT_FILED, ENTRY_SUIT_ENDED, ENTRY_SETTLED, ENTRY_TRANSFERRED, ENTRY_RENUMBERED, ENTRY_SPLIT, ENTRY_MERGED,
    ENTRY_WITHDRAWN, ENTRY_CLOSED, ENTRY_REOPENED, ENTRY_SHOWN, ENTRY_LETTER, ENTRY_CALL, ENTRY_NOTE, ENTRY_KINDS };
enum { CHANNEL_NONE, CHANNEL_PORTAL, CHANNEL_MAIL, CHANNEL_POST, CHANNEL_FAX, CHANNEL_PHONE, CHANNEL_VISIT };
enum { WAY_OWN, WAY_OUT, WAY_IN };
extern const char *const records_kinds[], *const records_channels[], *const records_ways[];
/* One entry. day: when it happened, in the law's sense (received, sent); n: its place in the case, from 1. office: with whom, a role or an
 * office, no member of the public. right_one: the component that is the right one. count, unit, until: an extension or a promise. ask: the number of an ask,
 * 0 for none. reasons: codes of exemptions, with blanks. pages: "12-40" and the like. other: a number, a department, a component.
 * struck: why it counts no more, "" while it does. */
typedef struct records_entry { const char *id, *about; int64_t n; wr_day day; int kind, channel, way; const char *office, *text, *tracking, *component;
    bool right_one; int64_t count; int unit; wr_day until; wr_cents amount; const char *scope, *because, *appeal; int64_t ask; int answer; const char *reasons,
    *pages, *other, *struck; } records_entry;
typedef struct records_asked { int64_t number; int answer; const char *reasons, *pages, *note; wr_day day; } records_asked;     /* an ask and what came of it */
typedef struct records_state { int delivery, ball; const char *ball_why; int clock, level, seen; wr_day embargo, sent, received, started, determined,
    appealed, suit; const char *tracking; int64_t asks, open; bool closed; wr_day last; } records_state;

/* ---- dates ---- */
enum { DATE_TRACKING, DATE_ANSWER, DATE_EXTENDED, DATE_EXPEDITE, DATE_CONSTRUCTIVE, DATE_REPLY, DATE_PROMISE, DATE_APPEAL, DATE_APPEAL_ANSWER, DATE_SUIT, DATE_CALL,
    DATE_APPEAL_EXPEDITE, DATE_APPEAL_FEE, DATE_KINDS };   /* DATE_CALL: of requests that the city received; the last two: against a refusal on the way */
enum { DATE_EXPECTED, DATE_RUNNING, DATE_PAUSED, DATE_MET, DATE_MOOT };
extern const char *const records_dates[], *const records_date_states[];
/* The rules of clock by which a law counts, "" where it has none. */
typedef struct records_law { const char *id, *ref, *title, *citation, *receipt, *tracking, *answer, *extended, *expedite, *appeal, *appeal_answer, *suit; } records_law;
/* How one date is counted, as text (records_dates.c has its grammar): what is stored, and counted again when a rule or a holiday changes. */
typedef struct records_spec { int kind, state; const char *spec; const char *evidence; wr_day met; } records_spec;
/* What is wrong with a list of entries: the entry, its field, and N_() text. */
typedef struct records_wrong { const records_entry *entry; const char *field, *text; } records_wrong;
typedef struct records_replayed { records_state state; records_asked *asked; size_t n_asked; records_spec *dates; size_t n_dates; records_wrong wrong; } records_replayed;
/* What a case brings beside its entries: whether it asks to be heard sooner, whether it was sent before it was kept here (then nobody
 * approved it here), and the rule of its holder's appeals ("": the law's). */
typedef struct records_terms { const records_law *law; bool expedite, earlier; const char *appeal; int64_t asks; } records_terms;
/* Entries in the order of day, then n; struck ones do not count. wrong.text is NULL when all is well. */
void records_replay(const records_terms *, const records_entry *, size_t n, arena *, records_replayed *ret);
/* Only the last of a kind may decide: is this determination whole? NULL, or N_() text; *ret_field names what is missing (CREW v. FEC, 711 F.3d 180). */
const char *records_determination(const records_entry *, const char **ret_field);
#endif
