/* released_area.c -- the areas of responsibility of the agency's field offices: 24 and headquarters, since fiscal year 2021 Harlingen too, out of San
 * Antonio. Source: docs/RELEASED.md. */
#include <string.h>
#include "released_text.h"
#include "str.h"

enum { AREA_LONGEST = 64, FISCAL_2021 = 18536 /* 1 October 2020 */ };

/* from_day STORE_NO_DAY: as far back as the records go. */
const released_area released_areas[] = {
    { "ATL", "Atlanta", STORE_NO_DAY }, { "BAL", "Baltimore", STORE_NO_DAY }, { "BOS", "Boston", STORE_NO_DAY }, { "BUF", "Buffalo", STORE_NO_DAY },
    { "CHI", "Chicago", STORE_NO_DAY }, { "DAL", "Dallas", STORE_NO_DAY }, { "DEN", "Denver", STORE_NO_DAY }, { "DET", "Detroit", STORE_NO_DAY },
    { "ELP", "El Paso", STORE_NO_DAY }, { "HLG", "Harlingen", FISCAL_2021 }, { "HOU", "Houston", STORE_NO_DAY }, { "LOS", "Los Angeles", STORE_NO_DAY },
    { "MIA", "Miami", STORE_NO_DAY }, { "NEW", "Newark", STORE_NO_DAY }, { "NOL", "New Orleans", STORE_NO_DAY }, { "NYC", "New York City", STORE_NO_DAY },
    { "PHI", "Philadelphia", STORE_NO_DAY }, { "PHO", "Phoenix", STORE_NO_DAY }, { "SEA", "Seattle", STORE_NO_DAY }, { "SFR", "San Francisco", STORE_NO_DAY },
    { "SLC", "Salt Lake City", STORE_NO_DAY }, { "SNA", "San Antonio", STORE_NO_DAY }, { "SND", "San Diego", STORE_NO_DAY }, { "SPM", "St. Paul", STORE_NO_DAY },
    { "WAS", "Washington", STORE_NO_DAY }, { "HQ", "HQ", STORE_NO_DAY }, { NULL },
};

/* What else an area is called. */
static const char *const also[][2] = {
    { "new york", "NYC" }, { "saint paul", "SPM" }, { "washington dc", "WAS" }, { "washington d c", "WAS" }, { "headquarters", "HQ" }, { "ice headquarters", "HQ" }, { "ero headquarters", "HQ" },
};

/* Small letters and digits, one blank between words, without what says that it is an area. */
static bool area_words(const char *p, size_t n, char ret[static AREA_LONGEST])
{
    static const char *const tails[] = { " area of responsibility", " field office", " aor", " area", NULL };
    size_t m = 0;
    bool gap = false;
    for (size_t i = 0; i < n; ) {
        char c = p[i];
        size_t blank = released_blank_at(p + i, n - i);
        i += blank ? blank : 1;
        if (c >= 'A' && c <= 'Z') c = (char)(c - 'A' + 'a');
        bool word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (!word && !blank && !(c != '\0' && strchr(".,-_", c))) return false;
        if (!word) { gap = m > 0; continue; }
        if (m + 2 >= AREA_LONGEST) return false;
        if (gap) ret[m++] = ' ';
        gap = false;
        ret[m++] = c;
    }
    ret[m] = '\0';
    for (size_t i = 0; tails[i]; i++)
        if (str_ends(ret, tails[i])) {
            ret[m - strlen(tails[i])] = '\0';
            break;
        }
    return m > 0;
}

const released_area *released_area_of(const char *p, size_t n)
{
    char words[AREA_LONGEST], name[AREA_LONGEST];
    if (!area_words(p, n, words)) return NULL;
    for (const released_area *area = released_areas; area->code; area++) {
        if (strcasecmp(words, area->code) == 0) return area;
        if (area_words(area->name, strlen(area->name), name) && str_eq(words, name)) return area;
        for (size_t i = 0; i < sizeof also / sizeof *also; i++)
            if (str_eq(also[i][0], words) && str_eq(also[i][1], area->code)) return area;
    }
    return NULL;
}

const released_area *released_area_on(const released_area *area, int32_t day)
{
    return area->from_day == STORE_NO_DAY || day >= area->from_day ? area : released_area_of("SNA", 3);      /* the one that began later came out of it */
}
