/* released_cube.h -- a published answer as a cube of counts: places, times and at most two parts (criminality, sex, age, citizenship), all of it made
 * at once from one table, suppressed once, and from then on without the table. What the public reads is such a cube and nothing else (REL-40).
 * Places   Stand side by side: no sum over them is made, so each is a table of its own. Times and parts have sums (CUBE_ALL), held to be public.
 * Hidden   A count of 1..CUBE_LIMIT, and what would give it away (suppress.h). A hidden cell has no number in the cube: CUBE_HIDDEN.
 * Rule     Two cubes over the same counts are of the same times, or one is of a single time of the other, or they have no row in common; a sum that
 *          both have is shown in both or in neither (docs/why/008-the-public-reads-cubes.md). */
#ifndef WR_RELEASED_CUBE_H
#define WR_RELEASED_CUBE_H
#include "released_ask.h"
enum { CUBE_PLACE, CUBE_TIME, CUBE_PART, CUBE_PART2, CUBE_AXES };
enum { CUBE_PLACES = 12, CUBE_TIMES = 400, CUBE_PARTS = 24, CUBE_CELLS = 6000, CUBE_LIMIT = 10, CUBE_ALL = -1, CUBE_HIDDEN = -1, CUBE_TEXT = 60000 };
enum { CUBE_DAYS, CUBE_MONTHS, CUBE_PERIOD };
extern const char *const released_cube_times[];                 /* "day" "month" "period" */
/* Why rows of the table are not in the cube: each row once, what the table does not say first. Of rows, which are people, other places and other days
 * are only said to be there, and the number of all rows is not said: whatever is hidden would be what remains of it. */
enum { CUBE_OTHER_PLACE, CUBE_NO_PLACE, CUBE_OTHER_DAY, CUBE_NO_DAY, CUBE_NO_NUMBER, CUBE_LEFTS };
extern const char *const released_cube_lefts[];
typedef struct cube_code { const char *code, *name; wr_day from, to; } cube_code;          /* from, to: of times */
typedef struct cube_axis { const char *word; cube_code *code; size_t n; } cube_axis;       /* n 0: no such part  */
typedef struct released_cube {
    const char *table, *measure;                                /* which table; "rows", or the column that is added up */
    cube_axis axis[CUBE_AXES];
    int64_t *cell; size_t n;                                    /* places, times, parts; the sum behind the last code; the last axis is the fastest */
    int64_t all, left[CUBE_LEFTS];                              /* rows of the table; rows left out; CUBE_HIDDEN: not said how many */
    bool *small;                                                /* of a place: everything hidden there is under 11, and may be said to be */
} released_cube;
typedef struct released_cube_ask {
    const char *measure;                                        /* "rows", or a column of counts                */
    const char *place, *places;                                 /* column; "CODE=Name" with '|' between, each escaped; "": the whole table */
    bool others;                                                /* all other places are one code                */
    wr_day from, to;
    int time;
    const char *part, *part2;                                   /* "" or "criminality" "sex" "age_band" "citizenship"; of a headcount "conviction" "sex" */
    int64_t top;                                                /* of citizenship: so many by name              */
} released_cube_ask;
/* also: cubes that are public already over the same kind of table and measure: releases repeat each other. WR_E_INPUT names the field; WR_E_RULE: it would say too much. */
WR_MUST wr_rc released_cube_make(const released_view *, const released_cube_ask *, const released_cube *also, size_t n_also, arena *, released_cube *ret);
/* Counts into shown and hidden cells: `cell` holds every innermost count, the sums are made here. */
WR_MUST wr_rc released_cube_protect(released_cube *, const released_cube *also, size_t n_also, arena *);
/* Of two cubes as they are published: each sum that both have is the same in both, shown or hidden; of another file, whose rows may have been edited,
 * what is hidden there is hidden here. WR_E_RULE: it is not. */
WR_MUST wr_rc released_cube_beside(const released_cube *, const released_cube *also, size_t n_also, arena *);
/* Two measures of one table, such as present in the day and at midnight: is the difference of two shown counts, over a place and a span that both have, few? */
bool released_cube_near(const released_cube *, const released_cube *other);

size_t released_cube_cells(const released_cube *);
size_t released_cube_place(const released_cube *, const int at[CUBE_AXES]);      /* place of a cell */
int64_t released_cube_at(const released_cube *, const int at[CUBE_AXES]);
/* Times from..to (codes) of one place and parts: the sum of what is shown. All of them: the sum that was made with the cube. */
int64_t released_cube_range(const released_cube *, int place, int from, int to, int part, int part2);
int released_cube_code(const cube_axis *, const char *code);    /* -1: none */
const char *released_cube_text(const released_cube *, arena *); /* canonical JSON */
WR_MUST wr_rc released_cube_open(const char *text, arena *, released_cube *ret);
const char *released_cube_title(const char *word);              /* N_(): of an axis or a measure, for people */

/* released_cube_axis.c: which rows of the table are which code. value: of a row by its code of `column`; the axis of a second column is for ages. */
typedef struct cube_map { int column, column2; uint32_t *code; uint32_t n2; } cube_map;     /* code[c * n2 + c2]; STORE_NONE: left out; CUBE_UNSAID: its place or day is not said */
#define CUBE_UNSAID (STORE_NONE - 1)
WR_MUST wr_rc released_cube_places(const released_view *, const released_cube_ask *, arena *, cube_axis *ret, cube_map *ret_map);
WR_MUST wr_rc released_cube_time(const released_view *, const released_cube_ask *, arena *, cube_axis *ret, cube_map *ret_map);
WR_MUST wr_rc released_cube_part(const released_view *, const released_cube_ask *, const char *word, const char *asked, arena *, cube_axis *ret, cube_map *ret_map);
#endif
