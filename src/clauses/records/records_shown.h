/* records_shown.h -- what of a case is approved to be shown, and what the approved entries alone give. Nothing here is public: the gate is. */
#ifndef WR_RECORDS_SHOWN_H
#define WR_RECORDS_SHOWN_H
#include "doc.h"
#include "records_web.h"
enum { SHOWN_ENTRY, SHOWN_FILE };
/* item: the id of the entry or of the file; entry: of a file, the one that it hangs on; name: as published; crc: of its bytes, for a ZIP. */
typedef struct records_shown { const char *id, *about, *item; int what; const char *entry, *name, *sha256; int64_t size, crc; const char *media; bool shown; wr_us approved; } records_shown;
extern const history RECORDS_SHOWNS;
extern const db_query RECORDS_SHOWN_ADD, RECORDS_SHOWN_PAST, RECORDS_SHOWN_WALK, RECORDS_SHOWN_PUT, RECORDS_SHOWN_OF, RECORDS_SHOWN_BY, RECORDS_FACE_PUT, RECORDS_FACE_OFF,
    RECORDS_FACE_ASK_PUT, RECORDS_FACE_ASK_OFF, RECORDS_FACE_DATE_PUT, RECORDS_FACE_DATE_OFF, RECORDS_FACE_WORD_PUT, RECORDS_FACE_WORD_OFF, RECORDS_GATE_LIST, RECORDS_GATE_CASE,
    RECORDS_GATE_HEAD, RECORDS_GATE_COUNT, RECORDS_GATE_SUMS, RECORDS_GATE_ASKS, RECORDS_GATE_EVERY_ASK, RECORDS_GATE_DATES, RECORDS_GATE_ENTRIES, RECORDS_GATE_FILES, RECORDS_GATE_FILE, RECORDS_GATE_LATEST, RECORDS_GATE_FACTS;
enum { RECORDS_SHOWN_MAX = 4000, RECORDS_NAME_MAX = 100 };
/* NULL: the file may be published under that name, beside what is; else what is wrong with it. */
const char *records_beside_wrong(const records_shown *all, size_t n, const char *item, const char *name);
WR_MUST wr_rc records_shown_of(db_tx *, const char *about, arena *, records_shown **ret, size_t *ret_n);
const records_shown *records_shown_item(const records_shown *, size_t n, const char *item);      /* shown now; NULL: it is not */
/* An approval, or the end of one: the row and what follows from it. */
WR_MUST wr_rc records_show_item(db_tx *rw, const wr_actor *, records_shown *, arena *);
WR_MUST wr_rc records_hide_item(db_tx *rw, const wr_actor *, const char *about, const char *item, arena *);
WR_MUST wr_rc records_hide_bytes(db_tx *rw, const wr_actor *, const char *about, const char *sha256, arena *);
WR_MUST wr_rc records_file_sum(db_tx *ro, const doc_file *, arena *, int64_t *ret_crc);       /* reads all of it: on the pool */
/* NULL: fine; else N_() text. `stored`: the name under which the file came in, whose ending stays. */
const char *records_name_wrong(const char *name, const char *stored);
bool records_numbers_in(const char *text);       /* numbers of a person (screen.h) */
/* ---- records_publish.c: the page of the office, and its acts ---- */
extern const shape IN_RECORDS_SHOW, IN_RECORDS_BACK, IN_RECORDS_SHOW_ENTRIES, IN_RECORDS_SHOW_FILE, IN_RECORDS_HIDE, RECORDS_SAY_SHOWN;
extern const shape RECORDS_TO_PUBLISH, RECORDS_TO_SHOW, RECORDS_TO_SHOW_FILE;
struct records_file;
WR_MUST wr_rc records_put_publish(const records_shown *, size_t n, int64_t number, int64_t production, const struct records_file *, arena *, json_t *row);
http_show records_show_publish;
http_prepare records_prepare_file;
http_act records_act_publish, records_act_back, records_act_show_entries, records_act_show_file, records_act_hide;
wr_run records_run_publish, records_run_entries, records_run_file;
/* ---- records_public_*.c: what the public sees ---- */
extern const shape IN_RECORDS_SEARCH, IN_RECORDS_PUBLIC, IN_RECORDS_PUBLIC_FILE, RECORDS_PUBLIC_LINE, RECORDS_PUBLIC_HEAD, RECORDS_PUBLIC_ASK, RECORDS_PUBLIC_DATE, RECORDS_PUBLIC_ENTRY, RECORDS_PUBLIC_FILE,
    RECORDS_ANSWER_ROW, RECORDS_ANSWER_SUMS;
http_show records_show_public, records_show_public_case, records_show_answers;
http_give records_give_public, records_give_public_zip, records_give_answers;
http_send records_send_public;
wr_count records_count_public;
/* ---- demo/shown.yaml ---- */
extern const shape RECORDS_DEMO_SHOWN;
wr_run records_load_demo_shown;
#endif
