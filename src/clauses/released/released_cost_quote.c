/* released_cost_quote.c -- nights beside the national bed rates that cost publishes: a line of its own, never the price of a place. */
#include "released_cost_web.h"

#include "i18n.h"
#include "quote.h"

typedef struct quote_said { const char *item, *source, *dated, *figure_url; wr_cents low, high; wr_day as_of; } quote_said;
static const field QUOTE_F[] = { FIELD(quote_said, item, t, 0, 0, N_("What it is the cost of")), FIELD(quote_said, source, t, 0, 0, N_("Source")), FIELD(quote_said, dated, t, F_HIDE, 0, NULL),
    FIELD(quote_said, figure_url, t, F_HIDE, 0, NULL), FIELD(quote_said, low, c, 0, 0, N_("Low end")), FIELD(quote_said, high, c, 0, 0, N_("High end")), FIELD(quote_said, as_of, d, 0, 0, N_("As of")) };
const shape RELEASED_QUOTE_SAID = SHAPE("a national bed rate", quote_said, QUOTE_F);

wr_rc released_cost_quoted(db_tx *ro, const char *lang, int64_t nights, json_t *doc, arena *a)
{
    wr_quote *q;
    size_t n;
    quote_said *x;
    wr_cents low, high;
    TRY(city_quotes(ro, lang, "dollars a bed-day", a, &q, &n));
    x = arena_array(a, quote_said, n + 1);
    for (size_t i = 0; i < n; i++) {
        x[i] = (quote_said){ q[i].item, q[i].source, q[i].dated, q[i].url, q[i].low, q[i].high, q[i].as_of };
        low = i == 0 || q[i].low < low ? q[i].low : low;
        high = i == 0 || q[i].high > high ? q[i].high : high;
    }
    TRY(page_rows(doc, "quotes", &RELEASED_QUOTE_SAID, x, n));
    for (size_t i = 0; i < n; i++)
        TRY(page_text(page_row(doc, "quotes", i), "value", q[i].low == q[i].high ? i18n_cents(a, lang, q[i].low)
            : i18n_fill(a, i18n(lang, NULL, N_("{low} to {high}")), (const char *const[]){ "low", i18n_cents(a, lang, q[i].low), "high", i18n_cents(a, lang, q[i].high), NULL })));
    bool said = n > 0 && nights > 0 && released_cost_times(nights, low, &low) && released_cost_times(nights, high, &high);
    TRY(page_text(doc, "quote_low", said ? i18n_cents(a, lang, low) : ""));
    return page_text(doc, "quote_high", said ? i18n_cents(a, lang, high) : "");
}
