/* records_letter.c -- the letters of a request: which there are, and which date unlocks which. */
#include "records_web.h"

#include "i18n.h"

const char *records_letter_of(int date)
{
    static const char *const LETTERS[DATE_KINDS] = { [DATE_TRACKING] = "inquiry", [DATE_ANSWER] = "inquiry", [DATE_EXTENDED] = "inquiry", [DATE_EXPEDITE] = "appeal-expedite",
        [DATE_CONSTRUCTIVE] = "appeal-constructive", [DATE_REPLY] = "clarification", [DATE_PROMISE] = "inquiry", [DATE_APPEAL] = "appeal-denial", [DATE_APPEAL_ANSWER] = "mediation",
        [DATE_SUIT] = "preservation-suit", [DATE_CALL] = "" };
    return LETTERS[date];
}

const char *records_letter_name(const char *letter)
{
    static const struct { const char *letter, *name; } NAMES[] = { { "request", N_("The request") }, { "inquiry", N_("Status inquiry") }, { "appeal-expedite", N_("Appeal: not heard sooner") },
        { "appeal-constructive", N_("Appeal: no answer in time") }, { "appeal-denial", N_("Appeal: what was withheld") }, { "clarification", N_("Our answer") },
        { "mediation", N_("Request for mediation") }, { "preservation-suit", N_("Preservation before a suit") } };
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (str_eq(NAMES[i].letter, letter)) return NAMES[i].name;
    return "";
}
