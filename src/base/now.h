/* now.h -- the one source of time, and of randomness, so that tests and the demo can set both.
 * Threads: now_set and rand_seed before other threads start; the rest anywhere. */
#ifndef WR_NOW_H
#define WR_NOW_H
#include "arena.h"
#include "shape.h"
wr_us now_us(void);             /* microseconds UTC                                                */
void now_set(wr_us at);         /* from here the clock runs on from `at` (demo)                    */
void now_stop(wr_us at);        /* the clock stands at `at` (tests)                                */
void rand_bytes(void *ret, size_t n);
void rand_seed(uint64_t seed);  /* from here rand_bytes repeats itself: demo data and tests only; 0: real again */
const char *id_new(arena *);    /* a public id: 16 random bytes as 32 hex digits                   */
#endif
