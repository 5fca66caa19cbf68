/* released_desk.h -- pages for people who may see rows: a table asked, its rows, its mapping, two releases beside each other. */
#ifndef WR_RELEASED_DESK_H
#define WR_RELEASED_DESK_H
#include "released_say.h"
typedef struct released_desk { const wr_actor *who; arena *a; released_in in; released_view v; int date; wr_day first, last; const released_kept *kept; } released_desk;   /* date: its column, or -1; first, last: the days asked, else those that are there */
const char *released_address(const released_in *, const char *path, arena *);                 /* the path with what is asked                       */
const char *released_rows_address(const released_desk *, const char *by, const released_group *);  /* the rows behind a figure; by NULL: behind all of it */
const char *released_label_said(const released_desk *, const released_group *);               /* what a group is called, in the reader's language  */
const char *released_rows_called(const released_view *, int unit, int64_t n);                 /* N_(): what is counted: "arrests", "stints"; of one: "arrest" */
WR_MUST wr_rc released_desk_open(db_tx *ro, const wr_actor *, const released_in *, arena *, released_desk *ret);     /* no table named: the newest */
/* Into the document: the choice of tables, the filters of this one, breakdowns, the days, what was left out. */
WR_MUST wr_rc released_desk_tables(db_tx *ro, released_desk *, json_t *doc, bool *ret_any);
WR_MUST wr_rc released_desk_filters(const released_desk *, json_t *doc);
WR_MUST wr_rc released_desk_layers(const released_desk *, const released_layer *, const char *key, json_t *doc);
WR_MUST wr_rc released_desk_trend(const released_desk *, json_t *doc);
WR_MUST wr_rc released_desk_record(const released_desk *, json_t *doc);
/* What is said of the criminal record, twice, as the words have been used (REL-28): `other` alone, and with those whose charges are open. */
typedef struct released_record { int64_t convicted, pending, other, unknown; } released_record;
released_record released_record_of(const released_answer *);
/* Threat levels: blank or a null word is no conviction on record, withheld is a conviction whose level is withheld (REL-29). */
typedef struct released_threat { int64_t level[3], none, withheld, unknown; } released_threat;
released_threat released_threat_of(const released_answer *);
WR_MUST wr_rc released_say_twice(const released_view *, const released_in *, arena *, json_t **ret);     /* the view of the command line */
extern const shape RELEASED_DESK_SAID, RELEASED_ROWS_SAID, RELEASED_COUNTS_SAID;
extern const db_query RELEASED_DESK_TABLES;
http_show released_show_desk, released_show_rows, released_show_counts;
http_give released_give_rows;
#endif
