/* zone_rule.h -- the rule at the end of a TZif file, for years that its table does not reach: "PST8PDT,M3.2.0,M11.1.0". */
#ifndef WR_ZONE_RULE_H
#define WR_ZONE_RULE_H
#include "arena.h"
#include "shape.h"
typedef struct zone_turn { char kind; int16_t month, week, day; int32_t at; } zone_turn;   /* kind: M month.week.day, J day 1-365, D day 0-365; at: seconds of local time */
typedef struct zone_rule {
    const char *std, *dst;       /* abbreviations; std "": no rule, dst "": one time all year */
    int32_t std_offset, dst_offset;   /* seconds east */
    zone_turn start, end;        /* of dst */
} zone_rule;
bool zone_rule_parse(const char *text, arena *, zone_rule *ret);
int32_t zone_rule_offset(const zone_rule *, int64_t s);
const char *zone_rule_abbr(const zone_rule *, int64_t s);
#endif
