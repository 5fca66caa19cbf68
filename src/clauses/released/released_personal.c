/* released_personal.c -- what the agency failed to withhold about a person, told by the name of a column and by the shape of a cell (REL-45). In doubt a
 * cell of a column that is named for it is kept out; in other columns what has the shape of an A-number or a Social Security number is,
 * and what stands behind a label (released_words.c). */
#include <string.h>
#include "released_text.h"
#include "str.h"

const char *const released_personal_words[] = { "loaded", "a_number", "ssn", "name", "birth_date", "home", NULL };

enum { NAME_WORDS = 16 };

/* The words of a normalised name. */
typedef struct words { const char *at[NAME_WORDS]; size_t len[NAME_WORDS], n; } words;

static words words_of(const char *normal)
{
    words w = { .n = 0 };
    for (const char *p = normal; *p && w.n < NAME_WORDS; ) {
        size_t n = strcspn(p, "_");
        w.at[w.n] = p;
        w.len[w.n++] = n;
        p += n + (p[n] == '_');
    }
    return w;
}

/* One of the words is in the list ('|' between). */
static bool any(const words *w, const char *list)
{
    for (const char *p = list; *p; ) {
        size_t n = strcspn(p, "|");
        for (size_t i = 0; i < w->n; i++)
            if (w->len[i] == n && memcmp(w->at[i], p, n) == 0) return true;
        p += n + (p[n] == '|');
    }
    return false;
}

static const char WHOSE[] = "alien|aliens|subject|subjects|person|persons|detainee|noncitizen|inmate|arrestee|individual|participant|respondent|applicant|petitioner|beneficiary|client"
    "|officer|agent|victim|witness|attorney|sponsor|mother|father|parent|spouse|child|minor|guardian|relative|contact|emergency|alternate|other";
static const char PART[] = "first|last|middle|full|given|family|maiden|nick|legal|birth|paternal|maternal|complete|preferred|former";

static bool a_number(const words *w, const char *normal)
{
    if (str_starts(normal, "alien_file_n") || str_starts(normal, "alien_registration") || str_starts(normal, "a_file")) return true;
    if (any(w, "anumber|afile")) return true;
    return any(w, "alien|a|registration|uscis") && any(w, "number|num|no|nbr") && !any(w, "yes|event|class|phone|of|in|total|count") && w->n <= 4;
}

static bool a_name(const words *w)
{
    if (any(w, "surname|surnames|alias|aliases|aka|firstname|lastname|middlename|fullname|fname|lname|givenname|familyname|nickname|nombre|apellido|apellidos")) return true;
    return any(w, "name|names") && (any(w, PART) || any(w, WHOSE)) && !any(w, "facility|office|site|agency|program|operation|country|county|city|state|file|column");
}

static bool a_birth_date(const words *w, const char *normal)
{
    const released_idea *idea = released_idea_of(normal);
    if (any(w, "dob|bd|birthdate|birthday") || (idea && str_eq(idea->name, "birth_date"))) return true;
    return any(w, "birth|born") && any(w, "date|day|dt");
}

static bool a_home(const words *w)
{
    if (any(w, "residence|residential|residency|domicile")) return !any(w, "permanent|type|status|yes") || any(w, "address|street");
    if (any(w, "home")) return any(w, "address|street|city|zip|state|county|location|phone");
    return any(w, "address|street|apartment|apt") && (any(w, WHOSE) || any(w, "mailing|foreign|us|last|known|current|permanent|release|arrest|apprehension|encounter|event"));
}

released_personal released_personal_column(const char *normal)
{
    words w = words_of(normal);
    if (any(&w, "ssn|itin") || (any(&w, "social") && any(&w, "security"))) return RELEASED_SSN;
    if (a_number(&w, normal)) return RELEASED_A_NUMBER;
    if (a_birth_date(&w, normal)) return RELEASED_BIRTH_DATE;
    if (a_name(&w)) return RELEASED_NAME;
    return a_home(&w) ? RELEASED_HOME : RELEASED_LOADED;
}

/* "Name" and "Address" alone are a facility's or an office's in a list of those; in any other table they are a person's. */
released_personal released_personal_in(const released_head *h, size_t column, arena *a)
{
    const char *normal = released_normal(a, h->names[column], strlen(h->names[column])), *table = released_table_of(h);
    static const char *const of_places[] = { "facilities", "headcount", "places", "other", NULL };
    released_personal by_name = released_personal_column(normal);
    if (by_name != RELEASED_LOADED) return by_name;
    for (size_t i = 0; of_places[i]; i++)
        if (str_eq(table, of_places[i])) return RELEASED_LOADED;
    if (str_eq(normal, "name") || str_eq(normal, "names")) return RELEASED_NAME;
    return str_eq(normal, "address") || str_eq(normal, "street_address") || str_eq(normal, "address_full") || str_eq(normal, "street") ? RELEASED_HOME : RELEASED_LOADED;
}

static bool says_nothing(const store_cell *cell)
{
    uint64_t exemptions;
    size_t i = 0;
    for (size_t n; i < cell->n && (n = released_blank_at(cell->text + i, cell->n - i)) > 0; ) i += n;
    return cell->type == TABLE_EMPTY || cell->type == TABLE_ERROR || cell->type == TABLE_BOOL || i >= cell->n || released_withheld(cell->text, cell->n, &exemptions)
        || released_null_word(cell->text, cell->n);
}

/* A year alone is no full birth date. */
static bool year_alone(const store_cell *cell)
{
    int64_t year;
    return cell->shown == TABLE_PLAIN && released_decimal(cell, 0, &year) && year >= 1850 && year <= 2100;
}

released_personal released_personal_cell(released_personal column, const store_cell *cell)
{
    if (says_nothing(cell)) return RELEASED_LOADED;
    if (column == RELEASED_BIRTH_DATE && year_alone(cell)) return RELEASED_LOADED;
    if (column != RELEASED_LOADED || cell->type != TABLE_TEXT) return column;
    return released_personal_text(cell->text, cell->n);
}
