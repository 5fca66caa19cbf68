/* released_own.h -- what the files of the clause share: files, saved mappings, tables, and a table opened to be asked. */
#ifndef WR_RELEASED_OWN_H
#define WR_RELEASED_OWN_H
#include "db.h"
#include "doc.h"
#include "history.h"
#include "job.h"
#include "page.h"
#include "released_read.h"
#include "str.h"
enum { RELEASED_FILES_MAX = 5000, RELEASED_TABLES_MAX = 20000, RELEASED_MB = 2048, RELEASED_HEAD = 20000 };      /* more: WR_E_TOO_BIG, never a part of them */
enum { RELEASED_READING, RELEASED_READ, RELEASED_REFUSED, RELEASED_WITHDRAWN };
enum { RELEASED_HELD_OPEN, RELEASED_HELD_WAITS, RELEASED_HELD_SEALED, RELEASED_HELD_ALLOWED };
extern const char *const released_states[], *const released_helds[], *const released_kinds[], *const released_types[];
/* One file as it came. number: what people call it by. request: of a records request, 0: none. extracted: the day of the data, or none. heads: headers
 * that a person named, "line of the sheet<TAB>row" each. content: a hash over its tables, so that the same content under other bytes is seen.
 * found: what the agency failed to withhold, "column<TAB>what<TAB>cells" a line, never a value. Then the bytes are sealed, and `clean` is a list of
 * the tables without it (released_keep.c). allow: names of columns, normalised, that two people confirmed to be no personal data. */
typedef struct released_file { const char *id; int64_t number; const char *name, *sha256; int64_t size; const char *agency, *release; int64_t request;
    const char *source; wr_day extracted, taken; const char *heads; int state; const char *problem, *content; int64_t replaces;
    const char *found, *sealed; int64_t sealed_size; const char *clean; int64_t clean_size; int held; const char *decided, *allow; } released_file;
/* What a clerk confirmed of the columns that come under one header: the kind of table, and an idea a column, "" where none. */
typedef struct released_map { const char *id, *agency, *head, *kind, *ideas; } released_map;
/* One table of a file. head: its names, normalised, '|' between. first, last: of its main date. report: released_report.c. */
typedef struct released_table { const char *id, *file; int64_t n; const char *kind, *name, *head; int64_t columns, rows; wr_day first, last; const char *report; } released_table;
/* One table among all, without what it says of itself; file: as people call it. */
typedef struct released_listed { const char *id; int64_t n; const char *kind, *name; int64_t rows; wr_day first; int64_t number; const char *file, *sha256; } released_listed;
extern const shape RELEASED_FILE, RELEASED_MAP, RELEASED_TABLE;
extern const history RELEASED_FILES, RELEASED_MAPS;
extern const db_query RELEASED_FILE_ADD, RELEASED_FILE_PAST, RELEASED_FILE_WALK, RELEASED_FILE_PUT, RELEASED_FILE_BY, RELEASED_FILE_ID, RELEASED_FILE_SAME, RELEASED_FILE_LIKE,
    RELEASED_FILE_ALL, RELEASED_FILE_HELD, RELEASED_FILE_LAST, RELEASED_MAP_ADD, RELEASED_MAP_PAST, RELEASED_MAP_WALK, RELEASED_MAP_PUT, RELEASED_MAP_BY,
    RELEASED_TABLE_PUT, RELEASED_TABLE_OF, RELEASED_TABLE_ALL, RELEASED_TABLE_BY, RELEASED_TABLE_HEAD, RELEASED_TABLE_OFF;
WR_MUST wr_rc released_file_by(db_tx *, int64_t number, arena *, released_file *ret);
/* By its number, its name, or the beginning of its hash, 8 letters or more; "" is any. */
bool released_file_is(const released_file *, const char *word);
bool released_listed_is(const released_listed *, const char *word);                              /* its file is so called, or it is itself: "12-3" */
WR_MUST wr_rc released_files(db_tx *ro, arena *, released_file **ret, size_t *ret_n);            /* newest first */
WR_MUST wr_rc released_tables(db_tx *ro, const char *file, arena *, released_table **ret, size_t *ret_n);
WR_MUST wr_rc released_tables_all(db_tx *ro, arena *, released_listed **ret, size_t *ret_n);     /* of files that are read, the newest first */
WR_MUST wr_rc released_table_by(db_tx *, const char *id, arena *, released_table *ret);          /* WR_E_MISSING: not there, or not read yet */
WR_MUST wr_rc released_map_of(db_tx *ro, const char *agency, const char *head, arena *, released_map *ret, bool *ret_found);

/* released_take.c: in an act, the bytes are of the record already. WR_E_CONFLICT: the same bytes are here, under the number that the text names. */
WR_MUST wr_rc released_file_take(db_tx *rw, const wr_actor *, released_file *, arena *);
/* A withdrawn file is asked again: its tables are still there. */
WR_MUST wr_rc released_file_back(db_tx *rw, const wr_actor *, const released_file *, arena *);
/* released_job.c: from the row of a file to its tables. */
extern const job_kind released_jobs[];
WR_MUST wr_rc released_again(db_tx *rw, arena *);                                                /* `writ rebuild`: every store and table again */
WR_MUST wr_rc released_read_now(db_tx *rw, const wr_actor *, const char *file_id, arena *);         /* in a command: the whole reading in one act */
/* released_public_tell.c: in the act that ends a reading. */
WR_MUST wr_rc released_tell(db_tx *rw, const wr_actor *, const released_file *, json_t *const *reports, size_t n, arena *);
/* In the act that refuses or withdraws it, its problem says why; or that takes it in again, without a problem. */
WR_MUST wr_rc released_tell_withdrawn(db_tx *rw, const wr_actor *, const released_file *, arena *);
const char *released_folder(arena *, const released_file *);                                     /* of its stores: another one when it is read in another way */
WR_MUST wr_rc released_reading_of(db_tx *ro, const released_file *, arena *, released_reading **ret);
const char *released_found_said(const char *found, const char *lang, arena *);                  /* "Home Address: home, 12; ..." */
const char *released_head_text(const released_head *, arena *);                                  /* normalised names, '|' between */
void released_ideas_split(const char *text, size_t columns, const released_idea **ret, arena *);
const char *released_ideas_join(const released_idea *const *, size_t columns, arena *);
/* released_report.c: what one table of a file holds, as JSON: sheets, header, columns with their states, rows stored, blank, in error, withheld columns. */
json_t *released_report_table(const released_found *, const store *);
json_t *released_list(json_t *o, const char *key);                                               /* an empty list under a key; its items, that are filled by page_text and page_int */
json_t *released_item(json_t *list);
arena *released_room(arena *);                                                                   /* for work that is larger than a page: it ends with this one */
/* What the reader noted of a file, under "notes" in the report of its first table; and one of them in words. */
void released_report_notes(json_t *report, const table_file *);
const char *released_note_said(const json_t *note, const char *lang, arena *);

/* released_keep.c: what is left of a file whose bytes are sealed: its tables, each as it lies on the disk, and a list of them. */
typedef struct released_copy { blob_in *in[RELEASED_TABLES + 2]; blob of[RELEASED_TABLES + 2]; size_t n; } released_copy;   /* dropped with the arena; the list is the last */
WR_MUST wr_rc released_keep(const released_table *, const released_found *, size_t n, arena *, released_copy *);
WR_MUST wr_rc released_kept_tables(db_tx *ro, const released_file *, arena *, released_table **ret, size_t *ret_n, blob **ret_stores);
WR_MUST wr_rc released_kept_back(db_tx *ro, const released_file *, arena *);                     /* its stores, where they are not */
void released_folder_drop(const char *path);
/* released_here.c: stores lie beside each node; one that is not here is made here, by the worker of this node, some at a time. */
wr_here released_here;
void released_here_wanted(void);
WR_MUST wr_rc released_here_all(db_tx *ro, arena *);                                             /* for a command: all that is missing */
WR_MUST wr_rc released_look(db_tx *ro, arena *, json_t *ret_findings);

/* A table opened to be asked: its store, and what its columns are about as the clerk's mapping says. It closes with the arena. */
typedef struct released_view { released_file file; released_table table; store *s; size_t columns; const released_idea **ideas; const char *kind; json_t *report; } released_view;
WR_MUST wr_rc released_view_open(db_tx *ro, const released_table *, arena *, released_view *ret);      /* WR_E_BUSY: its store is not on this machine yet */
WR_MUST wr_rc released_not_here(arena *);                                                       /* that error */
WR_MUST wr_rc released_listed_open(db_tx *ro, const released_listed *, arena *, released_view *ret);
WR_MUST wr_rc released_pick_table(db_tx *ro, const char *table, arena *, released_view *ret);    /* "12-3": the third table of file 12 */
/* A column by its name, or the first that is about an idea. -1: none. */
int released_column(const released_view *, const char *word, arena *);
int released_date_column(const released_view *);
int released_main_date(const char *kind, const released_idea *const *ideas, size_t n);            /* of removals the departure; -1: none */
void released_span(const store *, int column, wr_day *ret_first, wr_day *ret_last);              /* plausible days of a column, -1: none; none: no days */
uint64_t released_column_sum(const store *, size_t column);                                      /* over its different cells and how often each is there */
#endif
