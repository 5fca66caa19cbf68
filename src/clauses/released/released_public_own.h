/* released_public_own.h -- published answers: rows that hold all that the public sees of released records. Nothing public opens a table. */
#ifndef WR_RELEASED_PUBLIC_OWN_H
#define WR_RELEASED_PUBLIC_OWN_H
#include "pair.h"
#include "released_cube.h"
enum { PUBLIC_WAITING, PUBLIC_PUBLISHED, PUBLIC_REPLACED, PUBLIC_WITHDRAWN };
enum { PUBLIC_WHO, PUBLIC_WHY, PUBLIC_COST };
enum { PUBLIC_MAX = 500, PUBLIC_PLACES = 6 };
extern const char *const released_public_states[], *const released_public_questions[];
/* number, version: its permanent address. opening: it stands on /released. mark, mark_said: a day that is marked, and with which words. asked: a request
 * of the city for what is still missing, 0: none. tab, kind: the table it was made from. query: the same as words for `writ released ask`.
 * file_withdrawn: no column; released_public_mark fills it in, and released_public_all does. */
typedef struct released_public { const char *id; int64_t number, version; int question; const char *title, *care; bool opening; wr_day mark; const char *mark_said; int64_t asked; int state;
    int64_t file; const char *name, *sha256, *agency, *release, *source, *sheet; wr_day extracted, imported; const char *tab, *kind, *measure, *query, *cube, *cube_sha256;
    wr_day made, published; const char *reason; wr_day file_withdrawn; } released_public;
extern const shape RELEASED_PUBLIC;
extern const history RELEASED_PUBLICS;
extern const db_query RELEASED_PUBLIC_ADD, RELEASED_PUBLIC_PAST, RELEASED_PUBLIC_WALK, RELEASED_PUBLIC_PUT, RELEASED_PUBLIC_ID, RELEASED_PUBLIC_BY, RELEASED_PUBLIC_NEWEST,
    RELEASED_PUBLIC_ALL, RELEASED_PUBLIC_OF_KIND, RELEASED_PUBLIC_OPENING, RELEASED_PUBLIC_WAITING, RELEASED_PUBLIC_LAST, RELEASED_PUBLIC_VERSION, RELEASED_PUBLIC_LIVE, RELEASED_PUBLIC_GONE, RELEASED_PUBLIC_OFF, RELEASED_PUBLIC_NEWS;

/* What an analyst says: table, "12-3"; place, a column, and of it at most PUBLIC_PLACES values, each with a name for the public or "". Behind the shape:
 * those values as the text that a cube is asked with (released_cube.h), and what `make` adds from the table. */
typedef struct in_public { const char *table; int question; const char *title, *place, *place1, *name1, *place2, *name2, *place3, *name3, *place4, *name4, *place5, *name5, *place6, *name6, *places, *measure; bool others; wr_day from, to; int time; const char *part, *part2;
    int64_t top; const char *care; bool opening; wr_day mark; const char *mark_said; int64_t asked, replaces; released_public made; } in_public;
extern const shape IN_RELEASED_PUBLIC, IN_RELEASED_CHOOSE, IN_RELEASED_ANSWER, IN_RELEASED_VERSION, IN_RELEASED_WITHDRAW, IN_RELEASED_FRONT;
/* The whole answer from the table, suppressed beside all that was ever published of it. */
WR_MUST wr_rc released_public_make(db_tx *, const in_public *, arena *, released_public *ret);
WR_MUST wr_rc released_public_keep(db_tx *rw, const wr_actor *, const in_public *, released_public *, arena *);   /* numbers it and stores it, waiting */
WR_MUST wr_rc released_public_show_it(db_tx *rw, const wr_actor *, const char *id, const char *cube_sha256, arena *);   /* publishes; the version before is replaced */
WR_MUST wr_rc released_public_all(db_tx *, const db_query *, arena *, released_public **ret, size_t *ret_n);
WR_MUST wr_rc released_public_mark(db_tx *, released_public *, size_t n, arena *);    /* on which day the file of each was withdrawn */

/* What was chosen of an answer: codes of its cube; place CUBE_ALL: each of them. */
typedef struct public_pick { int place, from, to, part, part2; } public_pick;
/* count: a number, or the word of a hidden cell: "under 11", "not shown". part "": the sum over the parts. */
typedef struct public_cell { int64_t answer; const char *place, *time, *part, *part2, *count; wr_day file_withdrawn; } public_cell;
/* An answer in a list. */
typedef struct public_line { int64_t number, version; int question; const char *title; int state; wr_day published; const char *measure, *name, *sha256, *sheet, *release, *query, *reason; wr_day imported, file_withdrawn; const char *url; } public_line;
extern const shape PUBLIC_CELL, PUBLIC_LINE, RELEASED_PUBLIC_FRONT;
public_line released_public_line(const released_public *, arena *);
typedef struct in_at { int64_t number, version; const char *place; wr_day from, to; const char *part; } in_at;
const char *released_public_url(const released_public *, arena *);
const char *released_public_count(const released_cube *, int place, int64_t count, const char *lang_opt, arena *);   /* NULL: as in data */
const char *released_public_name(const cube_code *, const char *word, const char *lang, arena *);                    /* of a code, for people */
/* Which day ranges and codes an asker chose; what the cube does not have is WR_E_INPUT. */
WR_MUST wr_rc released_public_picked(const released_cube *, const in_at *, arena *, public_pick *ret);
WR_MUST wr_rc released_public_cells(const released_public *, const released_cube *, const public_pick *, arena *, public_cell **ret, size_t *ret_n);
/* Under `columns`, `times`, `sums`, `chart` of the page; title: of the chart. */
WR_MUST wr_rc released_public_table(const released_public *, const released_cube *, const public_pick *, const char *title, const char *lang, arena *, json_t *doc);
WR_MUST wr_rc released_public_form(const char *action_url, const released_cube *, const in_at *, const char *lang, arena *, json_t *doc);   /* `places`, `parts`, days */
WR_MUST wr_rc released_public_source(const released_public *, const released_cube *, const char *lang, arena *, json_t *doc);
const char *released_public_counted(const released_cube *, const char *lang);                                         /* what its numbers are, for people */
const char *released_public_finding(const released_public *, const released_cube *, const char *lang, arena *);      /* the heading: two days of the first place */

http_prepare released_prepare_public;
http_act released_act_public, released_act_withdraw;
http_show released_show_front, released_show_answers, released_show_answer, released_show_version, released_show_publish, released_show_waiting;
http_give released_give_front, released_give_answers, released_give_answer, released_give_version;
wr_rc released_load_demo_file(db_tx *rw, const wr_actor *, const void *row, arena *);
wr_rc released_load_demo_answer(db_tx *rw, const wr_actor *, const void *row, arena *);
extern const shape RELEASED_DEMO_FILE, RELEASED_DEMO_ANSWER;
#endif
