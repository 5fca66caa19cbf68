/* released_place.c -- which area a county belongs to, and on which day: by a table of places that was taken in, such as office, state, county. */
#include "released_say.h"

#include <string.h>
#include "day.h"
#include "released_group.h"
#include "i18n.h"

static const char *folded_at(const released_view *v, int column, int64_t row, arena *a)
{
    store_cell c = store_text(v->s, (size_t)column, store_code(v->s, (size_t)column, row));
    return released_fold(a, c.text, c.n);
}

/* "Cameron County" and "Cameron" are one. */
static const char *county_of(const char *text, arena *a)
{
    char *s = arena_dup(a, released_fold(a, text, strlen(text)));
    if (str_ends(s, " COUNTY") || str_ends(s, " PARISH")) s[strlen(s) - strlen(" COUNTY")] = 0;
    return s;
}

wr_rc released_area_of_county(const released_view *places, const char *state, const char *county, wr_day on, arena *a, const released_area **ret)
{
    int office = released_column(places, "office", a), in = released_column(places, "state", a), at = released_column(places, "county", a);
    const char *want = county_of(county, a), *of = released_fold(a, state, strlen(state));
    if (office < 0) office = released_column(places, "area", a);
    if (office < 0 || in < 0 || at < 0) return wr_fail(arena_err(a), WR_E_INPUT, "file", N_("This table does not say office, state and county."));
    *ret = NULL;
    for (int64_t i = 0; i < store_rows(places->s) && !*ret; i++) {
        const char *mine;
        if (!str_eq(folded_at(places, in, i, a), of)) continue;
        mine = folded_at(places, at, i, a);
        if (*mine && !str_eq(county_of(mine, a), want)) continue;      /* a row without a county is for the whole state */
        mine = folded_at(places, office, i, a);
        *ret = released_area_of(mine, strlen(mine));
    }
    if (!*ret) return wr_fail(arena_err(a), WR_E_MISSING, "county", N_("No row of this table is about {county}, {state}."), "county", county, "state", state);
    *ret = released_area_on(*ret, (int32_t)day_number(on));
    return WR_OK;
}
