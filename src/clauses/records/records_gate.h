/* records_gate.h -- the one visibility gate of requests: the only functions that say whether the public sees a case, an entry, a file, an ask
 * or a date, and the only ones that a public page may ask (test/docs/gate_source_suite.py). Each query begins with the same WITH, which
 * holds every condition; what is not public is WR_E_MISSING with one text, as if it had never been there.
 * Case    public, or under an embargo whose day has come. The six fields say so, and they change by entries alone.
 * Entry   approved by a second person, not struck. Its words are shown only when its kind is public by rule (records_kind_open).
 * File    approved one by one, under a name of its own; not of an entry that was struck, nor with bytes that are held back in a production;
 *         one of a production only while it stands open there: read, and by a person where a program cannot.
 * Ask     with its case; what came of it, when the entry that says so is shown.
 * Date    when the shown entries alone give it: a date that a hidden entry moved is left out, never shown as another one. */
#ifndef WR_RECORDS_GATE_H
#define WR_RECORDS_GATE_H
#include "records_own.h"
typedef struct gate_case { int64_t number; const char *title, *holder, *holder_name; wr_day sent, due; int due_kind; int64_t asks, answered; bool closed; wr_day latest; const char *id; } gate_case;
typedef struct gate_head { const char *why, *area; wr_day first, last; const char *law_title, *appeal_until; } gate_head;
typedef struct gate_ask { int64_t key, number, ask; const char *title, *holder_name; int question; const char *asked, *text, *columns; int answer; const char *reasons, *pages,
    *note; wr_day day, sent, owed; bool closed; int64_t decided; } gate_ask;      /* owed: the day of the answer, none when no such date is shown;
                                        * decided: dates of it that are met */
typedef struct gate_date { int kind, state; wr_day due, first, met; const char *spec, *rule; wr_day start; } gate_date;
typedef struct gate_file { const char *id, *name, *media, *sha256; int64_t size, crc; wr_us approved; } gate_file;
typedef struct gate_news { const char *id; int64_t number; const char *title, *holder_name; int kind; wr_day day; wr_us approved, since; wr_day embargo; } gate_news;
typedef struct gate_sums { int64_t cases, asks, answered; } gate_sums;
enum { GATE_WORDS = 3, GATE_PAGE = 50, GATE_GIVEN = 500, GATE_ASKS = 500, GATE_FILES = 500, GATE_NEWS = 200, GATE_WORD_BYTES = 60 };
/* What is searched for, folded; word begins: "" for none. */
typedef struct gate_find { const char *lo[GATE_WORDS], *hi[GATE_WORDS]; } gate_find;
gate_find records_gate_find(const char *typed, arena *);
WR_MUST wr_rc records_gate_list(db_tx *, const wr_actor *, const gate_find *, int64_t after, size_t cap, arena *, gate_case **ret, size_t *ret_n);
WR_MUST wr_rc records_gate_count(db_tx *, const wr_actor *, arena *, int64_t *ret);       /* cases */
WR_MUST wr_rc records_gate_sums(db_tx *, const wr_actor *, arena *, gate_sums *ret);
WR_MUST wr_rc records_gate_case(db_tx *, const wr_actor *, int64_t number, arena *, gate_case *ret, gate_head *ret_head_opt);      /* WR_E_MISSING, said */
/* Of a case that records_gate_case gave, and again behind the gate: nothing of another one, whatever number is asked for. */
WR_MUST wr_rc records_gate_asks(db_tx *, const wr_actor *, int64_t number, arena *, gate_ask **ret, size_t *ret_n);
WR_MUST wr_rc records_gate_dates(db_tx *, const wr_actor *, int64_t number, arena *, gate_date **ret, size_t *ret_n);
WR_MUST wr_rc records_gate_entries(db_tx *, const wr_actor *, int64_t number, arena *, records_entry **ret, size_t *ret_n);   /* words that stay closed are "" */
WR_MUST wr_rc records_gate_files(db_tx *, const wr_actor *, int64_t number, arena *, gate_file **ret, size_t *ret_n);
WR_MUST wr_rc records_gate_file(db_tx *, const wr_actor *, int64_t number, const char *id, arena *, gate_file *ret);
/* Across cases: asks behind `after` (a key), by key; entries, the latest first. */
WR_MUST wr_rc records_gate_every_ask(db_tx *, const wr_actor *, int64_t after, size_t cap, arena *, gate_ask **ret, size_t *ret_n);
WR_MUST wr_rc records_gate_latest(db_tx *, const wr_actor *, arena *, gate_news **ret, size_t *ret_n);
/* What two readers confirmed of an ask, of files whose bytes are published. At most 50. */
typedef struct gate_fact { const char *quote, *file; int64_t page; } gate_fact;
WR_MUST wr_rc records_gate_facts(db_tx *, const wr_actor *, const gate_ask *, arena *, gate_fact **ret, size_t *ret_n);
bool records_kind_open(int kind);        /* may the words of such an entry be published at all? */
#endif
