/* records_own.h -- what the files of records share. */
#ifndef WR_RECORDS_OWN_H
#define WR_RECORDS_OWN_H
#include "clock_book.h"
#include "db.h"
#include "history.h"
#include "http.h"
#include "page.h"
#include "pair.h"
#include "records.h"
#include "str.h"

/* ---- records_replay.c, records_dates.c ---- */
const records_entry **records_in_order(const records_entry *, size_t n, arena *, size_t *ret_n);
void records_specs(const records_terms *, const records_entry *const *in_order, size_t n, arena *, records_replayed *ret);
bool records_granted(const records_entry *decision);        /* on expedition or the fee waiver; NULL: no */
/* due, start: none when the text is no count. left: working days at the last stop. */
typedef struct records_counted { wr_day start, due; int64_t skipped, left; const char *rule, *calendar; } records_counted;
bool records_count(const char *spec, const clock_book *, const char *lang, arena *, strbuf *proof_opt, records_counted *ret);

/* ---- records_pack.c: what the pack says ---- */
/* A holder of records: an agency, or a component of one. appeal_rule "": the law's; appeal_until: the hour of the last day, as the agency says it. */
typedef struct records_holder { const char *id, *ref, *name, *body, *law, *portal, *portal_url, *address, *phone, *liaison, *mediator, *appeal_to, *appeal_rule,
    *appeal_until, *tracking, *note, *source; } records_holder;
enum { QUESTION_WHO, QUESTION_WHY, QUESTION_COST, QUESTION_OTHER };
extern const char *const records_questions[];
/* A kind of records that can be asked for. systems: where they are kept; columns: the fields wanted; holders: refs, with blanks. */
typedef struct records_category { const char *id, *ref; int question; const char *title, *text, *systems, *columns, *holders, *note, *source; } records_category;
extern const shape RECORDS_LAW, RECORDS_HOLDER, RECORDS_CATEGORY;
extern const history RECORDS_LAWS, RECORDS_HOLDERS, RECORDS_CATEGORIES;
extern const wr_pack records_packs[];
WR_MUST wr_rc records_law_by(db_tx *, const char *ref, arena *, records_law *ret);
WR_MUST wr_rc records_holder_by(db_tx *, const char *ref, arena *, records_holder *ret);
WR_MUST wr_rc records_holders(db_tx *, arena *, records_holder **ret, size_t *ret_n);
WR_MUST wr_rc records_categories(db_tx *, arena *, records_category **ret, size_t *ret_n);
WR_MUST wr_rc records_holder_choices(db_tx *, arena *, page_choice **ret, size_t *ret_n);

/* ---- records_model.c: rows ---- */
enum { GROUND_NONE, GROUND_LIFE, GROUND_URGENT, GROUND_PROCESS, GROUND_MEDIA };
extern const char *const records_grounds[];
/* A case. first, last: the days asked about. area: where. ceiling: what fees the city pays unasked. owner: a department's acronym. earlier: it was
 * sent before it was kept here. parent: the number of the case that it came from, or went into; 0: none. */
typedef struct records_case { const char *id; int64_t number; const char *title, *law, *holder, *owner; wr_id body; const char *why, *area; wr_day first, last;
    bool waiver, preserve, earlier; int expedite; const char *expedite_text; wr_cents ceiling; const char *contact; int64_t parent; wr_day opened; } records_case;
typedef struct records_ask { const char *id, *about; int64_t number; int question; const char *title, *text, *columns, *category; } records_ask;
/* key: the kind, and for what may come more than once the entry. was, reason: the date before the last count, and why it was counted again. */
typedef struct records_date { const char *id, *about, *key; int kind, state; const char *spec, *evidence, *rule, *calendar; wr_day start, due, first, was, met; const char *reason; } records_date;
/* The row of a case in lists: what it is, and what follows from its entries. Made by replay alone. sort: due, or behind all days. */
typedef struct records_line { const char *id; int64_t number; const char *title, *holder, *owner; int delivery, ball; const char *ball_why; int clock, level, seen;
    wr_day embargo, sent, received, started, determined, appealed, suit; const char *tracking; int64_t asks, open; bool closed; wr_day latest, due; int due_kind; const char *sort; } records_line;
extern const shape RECORDS_CASE, RECORDS_ASK, RECORDS_ENTRY, RECORDS_DATE, RECORDS_LINE;
extern const history RECORDS_CASES, RECORDS_ASKS, RECORDS_ENTRIES, RECORDS_DATES;
extern const db_query RECORDS_LAW_ADD, RECORDS_LAW_PAST, RECORDS_LAW_WALK, RECORDS_LAW_PUT, RECORDS_LAW_BY, RECORDS_HOLDER_ADD, RECORDS_HOLDER_PAST,
    RECORDS_HOLDER_WALK, RECORDS_HOLDER_PUT, RECORDS_HOLDER_BY, RECORDS_HOLDER_ALL, RECORDS_CATEGORY_ADD, RECORDS_CATEGORY_PAST, RECORDS_CATEGORY_WALK,
    RECORDS_CATEGORY_PUT, RECORDS_CATEGORY_BY, RECORDS_CATEGORY_ALL, RECORDS_CASE_ADD, RECORDS_CASE_PAST, RECORDS_CASE_WALK, RECORDS_CASE_PUT,
    RECORDS_CASE_NUMBER, RECORDS_CASE_BY, RECORDS_CASES_FROM, RECORDS_CASE_LAST, RECORDS_ASK_ADD, RECORDS_ASK_PAST, RECORDS_ASK_WALK, RECORDS_ASK_PUT,
    RECORDS_ASK_OF, RECORDS_ENTRY_ADD, RECORDS_ENTRY_PAST, RECORDS_ENTRY_WALK, RECORDS_ENTRY_PUT, RECORDS_ENTRY_OF, RECORDS_DATE_ADD,
    RECORDS_DATE_PAST, RECORDS_DATE_WALK, RECORDS_DATE_PUT, RECORDS_DATE_OF, RECORDS_DATE_WALK_OPEN, RECORDS_DATES_OPEN, RECORDS_LINE_PUT,
    RECORDS_LINE_BY;
enum { RECORDS_ASKS_MAX = 60, RECORDS_ENTRIES_MAX = 3000, RECORDS_DATES_MAX = RECORDS_ENTRIES_MAX + DATE_KINDS, RECORDS_SHOWN = 50 };
WR_MUST wr_rc records_case_by(db_tx *, int64_t number, arena *, records_case *ret);       /* WR_E_MISSING, said */
WR_MUST wr_rc records_asks_of(db_tx *, const char *about, arena *, records_ask **ret, size_t *ret_n);
WR_MUST wr_rc records_entries_of(db_tx *, const char *about, arena *, records_entry **ret, size_t *ret_n);    /* by n; struck ones too */
WR_MUST wr_rc records_dates_of(db_tx *, const char *about, arena *, records_date **ret, size_t *ret_n);       /* by due day */
WR_MUST wr_rc records_line_of(db_tx *, const char *id, arena *, records_line *ret);

/* ---- records_keep.c: an entry is added, and what follows from it is made again ---- */
/* Everything of one case, read together. */
typedef struct records_whole { records_case of; records_law law; records_holder holder; records_ask *asks; size_t n_asks; records_entry *entries; size_t n_entries; } records_whole;
WR_MUST wr_rc records_whole_of(db_tx *, int64_t number, arena *, records_whole *ret);
records_terms records_terms_of(const records_whole *);
/* WR_E_INPUT at a field of the entry when the entries do not fit together. id, n of the entry are made here. */
WR_MUST wr_rc records_entry_add(db_tx *rw, const wr_actor *, records_whole *, const records_entry *, arena *);
WR_MUST wr_rc records_entry_strike(db_tx *rw, const wr_actor *, records_whole *, const char *entry, const char *reason, arena *);
WR_MUST wr_rc records_case_add(db_tx *rw, const wr_actor *, records_case *, arena *);     /* number, id are made here; a draft without asks */
WR_MUST wr_rc records_case_put(db_tx *rw, const wr_actor *, const records_case *was, const records_case *now, arena *);
WR_MUST wr_rc records_ask_put(db_tx *rw, const wr_actor *, records_whole *, const records_ask *was, records_ask *now, arena *);
WR_MUST wr_rc records_follow(db_tx *rw, const wr_actor *, records_whole *, const char *reason, arena *);  /* the line and the dates of a case, again */
WR_MUST wr_rc records_face_again(db_tx *rw, const records_whole *, const records_replayed *, const records_date *of_each, arena *);   /* records_shown.c */
/* The rows of the dates that these counts give, about one thing; first: the earliest year. Rows that no count gives any more are moot. */
WR_MUST wr_rc records_dates_keep(db_tx *rw, const wr_actor *, const char *about, const records_spec *, size_t n, int first, const char *reason, arena *, records_date **ret);
WR_MUST wr_rc records_rebuild(db_tx *rw, arena *);
WR_MUST wr_rc records_check(db_tx *ro, arena *, json_t *ret_findings);

/* ---- records_xml.c: the words of an office file, which is an archive of XML; pure ---- */
/* look: the same words twice, apart at every tag, and joined where a format breaks inside a word: a number may stand either way. It is called with
 * at most 1 MiB and a part that stood before once more, so that no number is cut. The texts are UTF-8, and live until it returns. */
typedef void records_words(void *with, const char *apart, const char *joined);
typedef struct records_xml { records_words *look; void *with; strbuf apart, joined; char tag[40], entity[12]; size_t tag_n, entity_n; bool in_tag, in_entity, spoilt; } records_xml;
records_xml records_xml_new(arena *, records_words *, void *with);
wr_rc records_xml_take(void *xml, const uint8_t *, size_t n);            /* the next bytes of one member */
bool records_xml_end(records_xml *);                                     /* the rest; false: some of it was no UTF-8, and is question marks */
bool records_is_office(const char *name);
enum { RECORDS_TAIL = 200 };                                             /* bytes in which a number stands whole */
void records_keep_tail(strbuf *, size_t bytes);                          /* its last bytes stay, whole letters */
void records_make_utf8(char *, size_t n);                                /* what is none becomes a question mark: Windows 1252 and the like */
#endif
