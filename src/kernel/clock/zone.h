/* zone.h -- the parser of TZif alone, for its tests and its fuzzer. */
#ifndef WR_ZONE_H
#define WR_ZONE_H
#include "clock.h"
clock_zone *zone_new(void);                                /* free() ends it */
bool zone_parse(const uint8_t *, size_t n, clock_zone *);  /* false: truncated, out of range, out of order */
#endif
