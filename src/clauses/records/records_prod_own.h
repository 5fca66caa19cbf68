/* records_prod_own.h -- what an agency produced: batches of files, what each file holds, what is held back for counsel, what was released,
 * withheld or referred, and facts read by two people. */
#ifndef WR_RECORDS_PROD_OWN_H
#define WR_RECORDS_PROD_OWN_H
#include "blob.h"
#include "facts.h"
#include "records_web.h"

/* ---- rows ---- */
/* An exemption of a law: code "b7C", as marks on pages and items name it. */
typedef struct records_exemption { const char *id, *ref, *law, *code, *title, *citation, *source; } records_exemption;
/* One batch. pattern: how its pages are numbered (facts_marks), "" for not at all. */
typedef struct records_production { const char *id, *about; int64_t number; wr_day day; int channel; const char *letter, *pattern; } records_production;
/* CHECKING: nobody has it yet. LOOK: no program could read all of it, a person looks first. OPEN: whoever reads the request. UNPACKED: an archive,
 * its members stand beside it. HELD: sealed, counsel decides. KEPT: counsel decided, it stays sealed. COPIED: a redacted copy stands for it. */
enum { FILE_CHECKING, FILE_LOOK, FILE_OPEN, FILE_UNPACKED, FILE_HELD, FILE_KEPT, FILE_COPIED };
extern const char *const records_file_states[];
/* What the screen counts, in the order of `found`: "2 1 0 0 0". */
enum { FOUND_A_NUMBER, FOUND_SSN, FOUND_BIRTH, FOUND_HOME, FOUND_NAME, FOUNDS };
extern const char *const records_founds[];       /* N_("A-number") ... */
/* inside: the archive or mail that it came in; copy_of: whose redacted copy it is. blank: pages without text but for numbers and marks. columns: of a table, where it was found.
 * facts: SHA-256 of the pages as text (records_pages_read). sealed: SHA-256 of the age file; sealed_name: its name, sealed the same way. */
typedef struct records_file { const char *id, *about, *request; int64_t n; const char *name, *inside, *copy_of, *sha256; int64_t size; const char *media, *kind; int state; const char *problem;
    int64_t pages, blank; const char *found, *columns, *facts; int64_t facts_size; const char *sealed; int64_t sealed_size; bytes sealed_name; const char *reasons, *decided, *decided_by; } records_file;
/* One page. bates: the number printed on it; prefix, num: its two halves. marks: exemptions that stand on it. hash: of its text without blanks. */
typedef struct records_page { const char *id, *file; int64_t page; const char *label, *bates, *prefix; int64_t num; const char *marks, *hash; int64_t letters; } records_page;
enum { ITEM_FULL, ITEM_PART, ITEM_WITHHELD, ITEM_REFERRED };
extern const char *const records_item_outcomes[];
/* Pages and what the agency did with them. file "": they did not come; count says how many. asks: numbers with blanks between. */
typedef struct records_item { const char *id, *about; int64_t n, production; const char *file; int64_t first, last, count; int outcome; const char *reasons, *asks, *note; wr_day day;
    const char *struck; } records_item;
enum { FACT_NUMBER, FACT_DATE, FACT_OFFICE, FACT_AMOUNT, FACT_STATEMENT };
extern const char *const records_fact_types[];
enum { READ_ONCE, READ_CONFIRMED, READ_DISAGREED, READ_STRUCK };
extern const char *const records_fact_states[];
/* value: as records_fact_value writes it. reader, second: pseudonyms. */
typedef struct records_fact { const char *id, *about; int64_t n, ask; int question, type; const char *label, *value, *unit, *file; int64_t page; const char *quote; int state; const char *reader, *second,
    *second_value, *note; } records_fact;
typedef struct records_upload { const char *id, *production; int64_t number, batch; const char *name, *found; bytes sealed_name; int64_t size, got; const char *who; wr_us started; } records_upload;
typedef struct records_chunk { const char *id, *upload; int64_t start; const char *sha256; int64_t size; } records_chunk;
extern const shape RECORDS_EXEMPTION, RECORDS_PRODUCTION, RECORDS_FILE, RECORDS_PAGE, RECORDS_ITEM, RECORDS_FACT, RECORDS_UPLOAD, RECORDS_CHUNK;
extern const history RECORDS_EXEMPTIONS, RECORDS_PRODUCTIONS, RECORDS_FILES, RECORDS_ITEMS, RECORDS_FACTS;
extern const db_query RECORDS_EXEMPTION_ADD, RECORDS_EXEMPTION_PAST, RECORDS_EXEMPTION_WALK, RECORDS_EXEMPTION_PUT, RECORDS_EXEMPTION_OF, RECORDS_EXEMPTION_BY,
    RECORDS_PRODUCTION_ADD, RECORDS_PRODUCTION_PAST, RECORDS_PRODUCTION_WALK, RECORDS_PRODUCTION_PUT,
    RECORDS_PRODUCTION_OF, RECORDS_PRODUCTION_BY, RECORDS_PRODUCTION_ID, RECORDS_FILE_ADD, RECORDS_FILE_PAST, RECORDS_FILE_WALK, RECORDS_FILE_PUT, RECORDS_FILE_BY, RECORDS_FILES_OF_CASE,
    RECORDS_FILES_SAME, RECORDS_FILES_COUNT, RECORDS_CHUNK_SAME, RECORDS_FILES_HELD, RECORDS_HELD_SUMS, RECORDS_FILE_LAST, RECORDS_FILES_FROM, RECORDS_ITEM_ADD, RECORDS_ITEM_PAST, RECORDS_ITEM_WALK, RECORDS_ITEM_PUT, RECORDS_ITEM_OF, RECORDS_FACT_ADD,
    RECORDS_FACT_PAST, RECORDS_FACT_WALK, RECORDS_FACT_PUT, RECORDS_FACT_OF, RECORDS_FACT_BY, RECORDS_PAGE_PUT, RECORDS_PAGES_OF, RECORDS_PAGES_OF_CASE, RECORDS_PAGES_MARKED, RECORDS_PAGES_CLEAR,
    RECORDS_UPLOAD_PUT, RECORDS_UPLOAD_BY, RECORDS_UPLOADS_OF, RECORDS_UPLOAD_DROP, RECORDS_UPLOADS_OLD, RECORDS_CHUNK_PUT, RECORDS_CHUNKS_OF, RECORDS_CHUNKS_DROP, RECORDS_CHUNKS_OLD, RECORDS_CHUNKS_AFTER;
enum { RECORDS_PRODUCTIONS_MAX = 300, RECORDS_FILES_MAX = 5000, RECORDS_PAGES_MAX = 100000, RECORDS_ITEMS_MAX = 5000, RECORDS_FACTS_MAX = 2000, RECORDS_CHUNKS_MAX = 2000, RECORDS_INS_MAX = 2010 };
WR_MUST wr_rc records_productions_of(db_tx *, const char *about, arena *, records_production **ret, size_t *ret_n);
WR_MUST wr_rc records_production_by(db_tx *, const char *about, int64_t number, arena *, records_production *ret);   /* WR_E_MISSING, said */
WR_MUST wr_rc records_file_by(db_tx *, const char *id, arena *, records_file *ret);
WR_MUST wr_rc records_exemptions(db_tx *, const char *law, arena *, records_exemption **ret, size_t *ret_n);

extern const shape RECORDS_PACK_EXEMPTION;
wr_pack_now records_exemption_now;
wr_run records_exemption_load;

/* ---- records_bates.c: pure ---- */
/* "2025-ICLI-00019-R-0189" into "2025-ICLI-00019-R-" and 189; false: no digits at its end, or too many. */
bool records_bates_split(arena *, const char *bates, const char **ret_prefix, int64_t *ret_num);
/* The exemptions that stand in a text as marks, in any of the spellings met: "b6 b7C", each once, in order. */
const char *records_marks(arena *, const char *text);
/* Is the whole cell such marks, in any of the 14 spellings met (reference, released records, section 5)? */
bool records_is_marks(const char *cell);
enum { BATES_RANGE, BATES_GAP, BATES_TWICE, BATES_TWO_REDACTIONS };
extern const char *const records_bates_kinds[];
/* One line of the report. file, other: ids of files. */
typedef struct records_bates { int kind; const char *first, *last; int64_t pages; const char *file; int64_t page; const char *other; int64_t other_page; } records_bates;
/* Pages of all productions of a request, in the order in which they came. */
void records_bates_report(const records_page *, size_t n, arena *, records_bates **ret, size_t *ret_n);
/* Codes typed by a person: "b6, (b)(7)(C)" as "b6 b7C"; NULL when one of them is none. */
const char *records_codes(arena *, const char *typed);

/* ---- records_screen.c: pure. What an agency has to withhold, in text (REL-45). Numbers as base/screen.h; what stands behind a label. ---- */
typedef struct records_found { int64_t of[FOUNDS]; } records_found;
void records_screen(const char *text, records_found *);               /* adds what it finds  */
bool records_found_any(const records_found *);
const char *records_found_text(arena *, const records_found *);       /* "2 1 0 0 0"         */
records_found records_found_read(const char *text);
const char *records_found_said(arena *, const char *lang, const char *found);    /* "2 A-numbers, 1 birth date": kinds and counts, never a value */
/* A table as text, row by row; the first row with three filled cells is its head. Counts by column what a column of that name has to withhold. */
typedef struct records_table records_table;
records_table *records_table_new(arena *);
void records_table_add(records_table *, const char *p, size_t n);
bool records_table_whole(const records_table *);                     /* false: a quote was never closed, so cells behind it were not told apart */
const char *records_table_end(records_table *, records_found *);      /* "Alien File Number: 12; Birth Date: 3", "" for none */

/* ---- records_pages.c: facts of a file as text, one page a line ---- */
bytes records_pages_text(arena *, const records_page *, size_t n);
bool records_pages_parse(arena *, const char *file, bytes, records_page **ret, size_t *ret_n);
WR_MUST wr_rc records_pages_rebuild(db_tx *rw, arena *);

/* ---- records_read.c: jobs ---- */
wr_rc records_read_plan(db_tx *ro, const job *, arena *, void **ret_slice);
job_write records_read_write;
/* Both at once, in the calling thread: for the demonstration. */
WR_MUST wr_rc records_read_now(db_tx *rw, const wr_actor *, const char *file, arena *);

/* ---- records_study.c: one file looked through ---- */
/* ins: what is to be stored, kept already where blobs are files. members: rows to be, their bytes in ins; dropped: of a file that is held, so that none comes to be. note: why a file stays unread. */
typedef struct records_study { records_file file; records_page *pages; size_t n_pages, cap_pages; records_found found; const char *columns; blob_in *ins[RECORDS_INS_MAX]; size_t n_ins;
    records_file *members; size_t n_members, n_dropped; bool hold; } records_study;
WR_MUST wr_rc records_study_file(db_tx *ro, const records_file *, bool hold, arena *, records_study *ret);
void records_study_drop(void *study);
#define RECORDS_UNREAD "unread"          /* a problem beside those of facts.h */
const char *records_problem_said(const char *problem);
/* A name that came in: cleaned, what stands in it counted, and sealed when something does. */
typedef struct records_named { const char *name, *found; bytes sealed; } records_named;
WR_MUST wr_rc records_name(db_tx *ro, const char *typed, arena *, records_named *ret);

/* ---- records_take.c ---- */
typedef struct in_batch { int64_t number, batch; const char *file; } in_batch;
extern const shape IN_RECORDS_BATCH, IN_RECORDS_FILE, IN_RECORDS_BATCH_NEW, IN_RECORDS_FILE_ADD, IN_RECORDS_UPLOAD_NEW, IN_RECORDS_UPLOAD, IN_RECORDS_CHUNK;
enum { RECORDS_BATCH_MB = 200, RECORDS_CHUNK_MB = 16 };
WR_MUST wr_rc records_production_open(db_tx *rw, const wr_actor *, records_whole *, const records_production *, arena *);     /* the row, and its entry in the log */
WR_MUST wr_rc records_file_add(db_tx *rw, const wr_actor *, records_file *, arena *);        /* n, id are made here; its bytes are of the record; a job reads it */
http_prepare records_prepare_batch, records_prepare_take, records_prepare_upload, records_prepare_piece;
http_act records_act_batch, records_act_file, records_act_upload, records_act_piece, records_act_upload_drop;
http_show records_show_upload;
wr_rc records_join_plan(db_tx *ro, const job *, arena *, void **ret_slice);
job_write records_join_write;
wr_run records_tick_uploads;

/* ---- records_batch.c: pages ---- */
extern const shape RECORDS_SAY_BATCH, RECORDS_SAY_PRODUCTION, RECORDS_SAY_FILE, RECORDS_SAY_BATES, RECORDS_SAY_PAGE, RECORDS_SAY_COUNT, RECORDS_SAY_UPLOAD, RECORDS_SAY_HELD;
http_show records_show_batches, records_show_batch, records_show_file;
http_give records_give_files;
http_send records_send_file, records_send_sealed;
bool records_may_hold(const wr_actor *);
WR_MUST wr_rc records_file_choices(db_tx *, const wr_actor *, const char *request, arena *, page_choice **ret, size_t *ret_n);

/* ---- records_hold.c: counsel ---- */
extern const shape IN_RECORDS_LOOKED, IN_RECORDS_HOLD, IN_RECORDS_KEEP, IN_RECORDS_COPY, RECORDS_SAY_HOLDS;
http_show records_show_held;
http_prepare records_prepare_copy;
http_act records_act_looked, records_act_hold, records_act_keep, records_act_copy;

/* ---- records_item.c: items and the answer map ---- */
extern const shape IN_RECORDS_ITEM, IN_RECORDS_ITEM_NEW, IN_RECORDS_ITEM_STRIKE, RECORDS_SAY_ANSWER, RECORDS_SAY_ITEM;
/* records_released.c: what the tables of released files hold, on the answer map. */
extern const shape RECORDS_RELEASED;
extern const history RECORDS_RELEASEDS;
extern const db_query RECORDS_RELEASED_ADD, RECORDS_RELEASED_PAST, RECORDS_RELEASED_WALK, RECORDS_RELEASED_PUT, RECORDS_RELEASED_ID, RECORDS_RELEASED_OF;
wr_run records_hear_released, records_hear_withdrawn;
WR_MUST wr_rc records_say_released(db_tx *ro, const char *about, arena *, json_t *doc);
http_show records_show_answer_map, records_show_item_form;
http_give records_give_answer_map;
http_prepare records_prepare_item;
http_act records_act_item, records_act_item_strike;
const char *records_pages_said(const records_item *, arena *);

/* ---- records_fact.c ---- */
extern const shape IN_RECORDS_FACT, IN_RECORDS_FACT_SECOND, IN_RECORDS_FACT_STRIKE, RECORDS_SAY_FACT;
http_show records_show_facts;
http_prepare records_prepare_fact;
http_act records_act_fact, records_act_fact_second, records_act_fact_strike;
/* A value in the one way to write it, "2025-06-06", "1688", "12000000" cents; NULL when it is none of this type: *ret_text says what is expected. */
const char *records_fact_value(int type, const char *typed, arena *, const char **ret_text);
bool records_quote_in(const char *text, const char *quote);           /* blanks and line ends aside */

/* ---- records_prod_demo.c ---- */
extern const shape RECORDS_DEMO_KEY, RECORDS_DEMO_PRODUCTION, RECORDS_DEMO_FILE, RECORDS_DEMO_ITEM, RECORDS_DEMO_FACT;
wr_run records_load_demo_key, records_load_demo_production, records_load_demo_file, records_load_demo_item, records_load_demo_fact;
#endif
