/* released_check.c -- eleven plausibility checks of released figures. Each compares two numbers and says which rule they break. */
#include "released_check.h"
#include "str.h"

enum { MILLION = 1000000 };

const char *const released_check_words[] = { "part", "sum", "falls", "adp", "twice", "quarter", "sheet_again", "same_sheet", "date_back", "departed", "stint", NULL };
const char *const released_check_rules[] = {
    N_("A part is no larger than its whole."),
    N_("The parts add up to the printed total."),
    N_("A number to date does not fall within a fiscal year."),
    N_("Nights divided by days are the average daily population."),
    N_("A total is not about twice that of the releases before and after it: the sheet may be of another year."),
    N_("A total is not about a quarter of that of the releases before and after it."),
    N_("A sheet does not hold most rows of another sheet of its table once more: they are counted twice."),
    N_("A sheet of a later day is not the same as an earlier one."),
    N_("Data are not older than those of the release before."),
    N_("A departure is not before the arrest."),
    N_("A stint is within its stay."),
    NULL,
};

bool released_check_days(released_check rule) { return rule >= CHECK_SAME_SHEET; }

static bool found(released_check rule, const char *place, int64_t one, int64_t other, released_finding *ret)
{
    *ret = (released_finding){ rule, place, one, other };
    return true;
}

static bool both(int32_t a, int32_t b) { return a != STORE_NO_DAY && b != STORE_NO_DAY; }

bool released_check_part(const char *place, int64_t part, int64_t whole, released_finding *ret)
{
    return part > whole && found(CHECK_PART, place, part, whole, ret);
}

/* slack: what rounding of the parts may come to. */
bool released_check_sum(const char *place, const int64_t *parts, size_t n, int64_t total, int64_t slack, released_finding *ret)
{
    int64_t sum = 0, off;
    for (size_t i = 0; i < n; i++)
        if (__builtin_add_overflow(sum, parts[i], &sum)) return found(CHECK_SUM, place, INT64_MAX, total, ret);
    bool over = __builtin_sub_overflow(sum, total, &off);
    return (over || off > slack || off < -slack) && found(CHECK_SUM, place, sum, total, ret);
}

bool released_check_falls(const char *place, int64_t before, int64_t now, released_finding *ret)
{
    return now < before && found(CHECK_FALLS, place, now, before, ret);
}

/* Half a person or one in a hundred is rounding; a list that counts 400 days where 35 have passed is not. */
bool released_check_adp(const char *place, int64_t adp, int64_t mandays, int64_t days, released_finding *ret)
{
    int64_t by_days = days > 0 ? mandays / days : 0, off, slack = adp / 100 > MILLION / 2 ? adp / 100 : MILLION / 2;
    if (days <= 0 || __builtin_sub_overflow(by_days, adp, &off)) return false;
    return (off > slack || off < -slack) && found(CHECK_ADP, place, adp, by_days, ret);
}

/* "About": from 1.75 times the largest neighbour on; up to 0.4 times the smallest. */
bool released_check_scale(const char *place, int64_t total, const int64_t *neighbours, size_t n, released_finding *ret)
{
    int64_t least = INT64_MAX, most = 0;
    for (size_t i = 0; i < n; i++) {
        least = neighbours[i] < least ? neighbours[i] : least;
        most = neighbours[i] > most ? neighbours[i] : most;
    }
    if (n == 0 || least <= 0 || total < 0) return false;
    if (total - most >= most / 4 * 3) return found(CHECK_TWICE, place, total, most, ret);
    return total <= least / 5 * 2 && found(CHECK_QUARTER, place, total, least, ret);
}

bool released_check_again(const char *sheet, int64_t again, int64_t rows, released_finding *ret)
{
    return again > rows / 2 && found(CHECK_SHEET_AGAIN, sheet, again * MILLION, rows * MILLION, ret);
}

bool released_check_same(const char *place, const char *sums, int32_t day, const char *sums_before, int32_t day_before, released_finding *ret)
{
    return both(day, day_before) && day != day_before && str_eq(sums, sums_before) && found(CHECK_SAME_SHEET, place, day, day_before, ret);
}

bool released_check_date_back(const char *place, int32_t day, int32_t day_before, released_finding *ret)
{
    return both(day, day_before) && day < day_before && found(CHECK_DATE_BACK, place, day, day_before, ret);
}

bool released_check_departed(const char *place, int32_t departed, int32_t arrested, released_finding *ret)
{
    return both(departed, arrested) && departed < arrested && found(CHECK_DEPARTED, place, departed, arrested, ret);
}

bool released_check_stint(const char *place, int32_t stint_in, int32_t stint_out, int32_t stay_in, int32_t stay_out, released_finding *ret)
{
    if (both(stint_in, stay_in) && stint_in < stay_in) return found(CHECK_STINT, place, stint_in, stay_in, ret);
    if (both(stint_in, stay_out) && stint_in > stay_out) return found(CHECK_STINT, place, stint_in, stay_out, ret);
    return both(stint_out, stay_out) && stint_out > stay_out && found(CHECK_STINT, place, stint_out, stay_out, ret);
}
