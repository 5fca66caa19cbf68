/* cost_rules.c -- what may stand in a figure, what counts twice, and the formula in whole cents. */
#include "cost.h"

#include <string.h>
#include "day.h"
#include "str.h"

const char *const cost_units[] = { "dollars", "dollars a person", "dollars a bed-day", "dollars a person-day", "dollars a person-year", "dollars an hour", "dollars a month", "people", "days", "hours", "percent", NULL };
const char *const cost_scopes[] = { "federal", "city", "county or other", "economic", NULL };
const char *const cost_sides[] = { "enforcement", "protest policing", "both", NULL };
const char *const cost_scopes_or_none[] = { "not said", "federal", "city", "county or other", "economic", NULL };      /* of a form: one more than the above */
const char *const cost_sides_or_none[] = { "not said", "enforcement", "protest policing", "both", NULL };
const char *const cost_precises[] = { "this day", "this month", "this year", NULL };
const char *const cost_levels[] = { "high", "medium", "low", NULL };
const char *const cost_terms[] = { "arrests", "detention", "removals", "troops", "overtime", "damage", "cleanup", "lost service", "liability", "published total", NULL };
const char *const cost_symbols[] = { "A", "c_a", "stay_days", "bed_rate", "R", "c_r", "T", "days", "c_t", "OT_h", "rate", "fringe", "OT_pay", "damage", "cleanup", "service_loss", "liability", "published", NULL };
const char *const cost_states[] = { "counted", "lacks a value", "counted twice", "set aside", NULL };
const char *const cost_formula = "C = A * c_a + sum(stay_days * bed_rate[FY]) + R * c_r + T * days * c_t + OT_h * rate * (1 + fringe) + damage + cleanup + service_loss + liability(range) + published";

/* own: the group that the term is a part of, whatever figure stands in it: an all-in cost of one person counts it too. */
static const struct { const char *formula, *own; int symbols[COST_FACTORS]; } TERMS[COST_TERMS] = {
    [TERM_ARRESTS] = { "A * c_a", "custody", { SYM_A, SYM_C_A, -1, -1 } },
    [TERM_DETENTION] = { "stay_days * bed_rate[FY]", "custody", { SYM_STAY_DAYS, SYM_BED_RATE, -1, -1 } },
    [TERM_REMOVALS] = { "R * c_r", "custody", { SYM_R, SYM_C_R, -1, -1 } },
    [TERM_TROOPS] = { "T * days * c_t", "", { SYM_T, SYM_DAYS, SYM_C_T, -1 } },
    [TERM_OVERTIME] = { "OT_h * rate * (1 + fringe)", "police-overtime", { SYM_OT_H, SYM_RATE, SYM_FRINGE, -1 } },
    [TERM_DAMAGE] = { "damage", "damage", { SYM_DAMAGE, -1, -1, -1 } },
    [TERM_CLEANUP] = { "cleanup", "cleanup", { SYM_CLEANUP, -1, -1, -1 } },
    [TERM_SERVICE] = { "service_loss", "service-loss", { SYM_SERVICE, -1, -1, -1 } },
    [TERM_LIABILITY] = { "liability(range)", "", { SYM_LIABILITY, -1, -1, -1 } },
    [TERM_PUBLISHED] = { "published", "", { SYM_PUBLISHED, -1, -1, -1 } } };
static const struct { int term, unit; } SYMBOLS[COST_SYMBOLS] = {
    [SYM_A] = { TERM_ARRESTS, UNIT_PEOPLE }, [SYM_C_A] = { TERM_ARRESTS, UNIT_A_PERSON }, [SYM_STAY_DAYS] = { TERM_DETENTION, UNIT_DAYS }, [SYM_BED_RATE] = { TERM_DETENTION, UNIT_A_BED_DAY },
    [SYM_R] = { TERM_REMOVALS, UNIT_PEOPLE }, [SYM_C_R] = { TERM_REMOVALS, UNIT_A_PERSON }, [SYM_T] = { TERM_TROOPS, UNIT_PEOPLE }, [SYM_DAYS] = { TERM_TROOPS, UNIT_DAYS },
    [SYM_C_T] = { TERM_TROOPS, UNIT_A_PERSON_DAY }, [SYM_OT_H] = { TERM_OVERTIME, UNIT_HOURS }, [SYM_RATE] = { TERM_OVERTIME, UNIT_AN_HOUR }, [SYM_FRINGE] = { TERM_OVERTIME, UNIT_PERCENT },
    [SYM_OT_PAY] = { TERM_OVERTIME, UNIT_MONEY }, [SYM_DAMAGE] = { TERM_DAMAGE, UNIT_MONEY }, [SYM_CLEANUP] = { TERM_CLEANUP, UNIT_MONEY }, [SYM_SERVICE] = { TERM_SERVICE, UNIT_MONEY },
    [SYM_LIABILITY] = { TERM_LIABILITY, UNIT_MONEY }, [SYM_PUBLISHED] = { TERM_PUBLISHED, UNIT_MONEY } };

int cost_term_of(int symbol) { return SYMBOLS[symbol].term; }
int cost_unit_of(int symbol) { return SYMBOLS[symbol].unit; }
const char *cost_figure_misfit(const cost_figure *f, int symbol) { return f->unit != SYMBOLS[symbol].unit ? "unit" : symbol == SYM_LIABILITY && f->low == f->high ? "high" : NULL; }
const char *cost_line_formula(const cost_line *x) { return x->term == TERM_OVERTIME && x->has[SYM_OT_PAY] ? "sum(OT_h * rate) * (1 + fringe)" : TERMS[x->term].formula; }
bool cost_is_money(int unit) { return unit <= UNIT_A_MONTH; }

/* ---- a figure ---- */
const char *cost_ends_wrong(wr_cents low, wr_cents base, wr_cents high, bool ranged, const char **ret_field)
{
    *ret_field = "low";
    if (low < 0) return N_("An amount is never below zero.");
    *ret_field = "high";
    if (high < low) return N_("The high end is below the low end.");
    *ret_field = "base";
    if (ranged) return base ? N_("Only a range is published: leave the middle value empty.") : NULL;
    if (!low && !base && high) return N_("Write the middle value too. When only a range is published, say so below.");
    if (base < low) return N_("The middle value is below the low end. When only a range is published, say so below.");
    return base > high ? N_("The middle value is above the high end.") : NULL;
}

static bool groups_ok(const char *s)
{
    for (; *s; s++)
        if (!(*s == ' ' || *s == '-' || (*s >= 'a' && *s <= 'z') || (*s >= '0' && *s <= '9'))) return false;
    return true;
}

const char *cost_figure_wrong(const cost_figure *f, const char **ret_field)
{
    const char *wrong = cost_ends_wrong(f->low, f->base, f->high, f->ranged, ret_field);
    if (wrong) return wrong;
    *ret_field = "ref";
    if (!*f->ref || !groups_ok(f->ref) || strchr(f->ref, ' ') || str_eq(f->ref, "new")) return N_("A key is small letters, digits and hyphens; “new” is taken.");
    *ret_field = "year";
    if (f->year && (f->year < 1900 || f->year > 2200)) return N_("A fiscal year is written with four digits.");
    *ret_field = "contains";
    if (!groups_ok(f->contains)) return N_("A group is small letters, digits and hyphens; blanks stand between two.");
    *ret_field = "part_of";
    if (!groups_ok(f->part_of)) return N_("A group is small letters, digits and hyphens; blanks stand between two.");
    *ret_field = "source_url";
    return *f->source_url && !str_starts(f->source_url, "https://") && !str_starts(f->source_url, "http://") ? N_("An address begins with https://.") : NULL;
}

/* ---- counted twice ---- */
static bool has_group(const char *groups, const char *word, size_t n)
{
    for (const char *p = groups; *(p += strspn(p, " ")); p += strcspn(p, " "))
        if (strcspn(p, " ") == n && !strncmp(p, word, n)) return true;
    return false;
}

/* A group that x counts wholly and that y counts, wholly or in part. */
static bool meets(arena *a, const char *contains, const char *contains2, const char *part_of2, const char **ret)
{
    for (const char *p = contains; *(p += strspn(p, " ")); p += strcspn(p, " ")) {
        size_t n = strcspn(p, " ");
        bool all = n == strlen("everything") && !strncmp(p, "everything", n);
        if (!all && !has_group(contains2, p, n) && !has_group(part_of2, p, n)) continue;
        *ret = arena_fmt(a, "%.*s", (int)n, p);
        return true;
    }
    return false;
}

static bool has(const char *groups, const char *word) { return *word && has_group(groups, word, strlen(word)); }

/* What people lost is not what the city lost: an economic figure covers no term but its own. */
bool cost_covers(const cost_line *x, int term)
{
    if (x->state == LINE_LACKS || x->state == LINE_ASIDE) return false;
    return x->term == term || (x->scope != SCOPE_ECONOMIC && (has(x->contains, "everything") || has(x->contains, TERMS[term].own)));
}

bool cost_groups_clash(arena *a, const char *contains, const char *part_of, const char *contains2, const char *part_of2, const char **ret)
{
    return meets(a, contains, contains2, part_of2, ret) || meets(a, contains2, contains, part_of, ret);
}

static bool same(const char *x, const char *y) { return x && y && str_eq(x, y); }

/* Money or hours of one figure in two lines, whatever their terms; people and days in two lines of one term, when they all are of the same figures: a rate,
 * or the people of another span of days, may stand in many lines. */
static bool same_figure(const cost_line *x, const cost_line *y, const char **ret)
{
    bool counts = false, others = false;
    for (int i = 0; i < COST_SYMBOLS; i++) {
        int unit = SYMBOLS[i].unit;
        for (int k = 0; k < COST_SYMBOLS && (unit == UNIT_MONEY || unit == UNIT_HOURS); k++)
            if ((SYMBOLS[k].unit == UNIT_MONEY || SYMBOLS[k].unit == UNIT_HOURS) && same(x->from[i], y->from[k])) {
                *ret = x->from[i];
                return true;
            }
        if ((unit != UNIT_PEOPLE && unit != UNIT_DAYS) || SYMBOLS[i].term != x->term || x->term != y->term) continue;
        if (!same(x->from[i], y->from[i])) others = true;
        else if (!counts) counts = true, *ret = x->from[i];
    }
    return counts && !others;
}

/* ---- sums ---- */
__extension__ typedef __int128 wide;

/* x * y / per; half a unit goes up. */
static bool times(wr_cents x, wide y, int per, wr_cents *ret)
{
    wide p;
    if (y > INT64_MAX) return false;
    p = (x * y + per / 2) / per;
    if (p > INT64_MAX) return false;
    *ret = (wr_cents)p;
    return true;
}

bool cost_multiply(const cost_range *f, size_t n, cost_range *ret)
{
    cost_range r = f[0];
    for (size_t i = 1; i < n; i++) {
        r.ranged = r.ranged || f[i].ranged;
        if (!times(r.low, f[i].low, 100, &r.low) || !times(r.high, f[i].high, 100, &r.high) || (!r.ranged && !times(r.base, f[i].base, 100, &r.base))) return false;
    }
    if (r.ranged) r.base = 0;
    *ret = r;
    return true;
}

bool cost_add(cost_range *sum, const cost_range *more)
{
    cost_range r = *sum;
    if (__builtin_add_overflow(r.low, more->low, &r.low) || __builtin_add_overflow(r.base, more->base, &r.base) || __builtin_add_overflow(r.high, more->high, &r.high)) return false;
    r.ranged = r.ranged || more->ranged;
    if (r.ranged) r.base = 0;
    *sum = r;
    return true;
}

/* 30.00 percent is 3000: 1 + fringe is 13000 of 10000. */
static bool with_fringe(const cost_range *fringe, cost_range *pay)
{
    bool ranged = pay->ranged || fringe->ranged;
    if (!times(pay->low, (wide)fringe->low + 10000, 10000, &pay->low) || !times(pay->high, (wide)fringe->high + 10000, 10000, &pay->high)) return false;
    if (!ranged && !times(pay->base, (wide)fringe->base + 10000, 10000, &pay->base)) return false;
    if (ranged) pay->base = 0;
    pay->ranged = ranged;
    return true;
}

/* Overtime has two ways in: hours times a rate, or the pay of imported rows, each with its own rate. */
static bool work_line(cost_line *x)
{
    bool imported = x->term == TERM_OVERTIME && x->has[SYM_OT_PAY];
    cost_range f[COST_FACTORS];
    size_t n = 0;
    if (imported) f[n++] = x->at[SYM_OT_PAY];
    for (size_t i = 0; i < COST_FACTORS && TERMS[x->term].symbols[i] >= 0; i++) {
        int s = TERMS[x->term].symbols[i];
        if (imported && s != SYM_FRINGE) continue;
        if (!x->has[s]) {
            x->state = LINE_LACKS;
            x->lacks = cost_symbols[s];
            return true;
        }
        if (s != SYM_FRINGE) f[n++] = x->at[s];
    }
    return cost_multiply(f, n, &x->amount) && (x->term != TERM_OVERTIME || with_fringe(&x->at[SYM_FRINGE], &x->amount));
}

static void find_clashes(arena *a, const cost_line *x, size_t n, cost_decided *decide, void *with, cost_clash *c, size_t *ret_n)
{
    *ret_n = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t k = i + 1; k < n; k++) {
            const char *group;
            if (x[i].state == LINE_LACKS || x[k].state == LINE_LACKS) continue;
            if (!same_figure(&x[i], &x[k], &group)
                && !cost_groups_clash(a, x[i].contains, arena_fmt(a, "%s %s", x[i].part_of, TERMS[x[i].term].own), x[k].contains, arena_fmt(a, "%s %s", x[k].part_of, TERMS[x[k].term].own), &group)) continue;
            c[(*ret_n)++] = (cost_clash){ i, k, group, decide(with, &x[i], &x[k]) };
        }
}

/* One line by those that could stand before it, as far as they are settled. */
static int settled(const cost_line *x, size_t i, const cost_clash *c, size_t n_c)
{
    bool free = true;
    for (size_t k = 0; k < n_c; k++) {
        const cost_line *other = c[k].one == i ? &x[c[k].two] : &x[c[k].one];
        if ((c[k].one != i && c[k].two != i) || c[k].stands == x[i].number) continue;
        if (c[k].stands && other->state == LINE_COUNTED) return LINE_ASIDE;
        free = free && other->state == LINE_ASIDE;
    }
    return free ? LINE_COUNTED : LINE_CLASHES;
}

static void settle(cost_line *x, size_t n, const cost_clash *c, size_t n_c)
{
    bool again = true;
    for (size_t i = 0; i < n; i++)
        if (x[i].state != LINE_LACKS) x[i].state = LINE_CLASHES;
    while (again) {
        again = false;
        for (size_t i = 0; i < n; i++)
            if (x[i].state == LINE_CLASHES && (x[i].state = settled(x, i, c, n_c)) != LINE_CLASHES) again = true;
    }
}

bool cost_work(arena *a, cost_line *x, size_t n, cost_decided *decide, void *with, cost_clash *ret_clashes, size_t *ret_n, cost_total t[COST_SCOPES][COST_SIDES], size_t *ret_bad)
{
    memset(t, 0, sizeof(cost_total) * COST_SCOPES * COST_SIDES);
    for (*ret_bad = 0; *ret_bad < n; (*ret_bad)++)
        if (!work_line(&x[*ret_bad])) return false;
    find_clashes(a, x, n, decide, with, ret_clashes, ret_n);
    settle(x, n, ret_clashes, *ret_n);
    for (*ret_bad = 0; *ret_bad < n; (*ret_bad)++) {
        const cost_line *l = &x[*ret_bad];
        cost_total *to = &t[l->scope][l->side];
        if (l->state == LINE_CLASHES) to->withheld = true;
        if (l->state != LINE_COUNTED && l->state != LINE_CLASHES) continue;
        to->lines++;
        if (!cost_add(&to->sum, &l->amount)) return false;
    }
    return true;
}
