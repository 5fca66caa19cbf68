/* directive_say.c -- words that several pages share: what a cell says, a short day, who stands behind a pseudonym. */
#include "directive_own.h"

#include <stdlib.h>
#include <string.h>
#include "day.h"
#include "i18n.h"
#include "str.h"

const char *directive_day_short(arena *a, const char *lang, wr_day d, wr_day today)
{
    char *text = arena_dup(a, i18n_day(a, lang, d)), *year = strrchr(text, ' ');
    if (year && d.y == today.y) *year = 0;
    return text;
}

static const char *with(arena *a, const char *lang, const char *text, const char *name, const char *value)
{
    return i18n_fill(a, i18n(lang, NULL, text), (const char *const[]){ name, value, NULL });
}

static const char *days(arena *a, int64_t n) { return arena_fmt(a, "%lld", (long long)n); }

directive_said directive_say(arena *a, const char *lang, const directive_facts *c, wr_day today)
{
    switch (directive_state_shown(c, today)) {
    case CELL_PAST_DUE:
        return (directive_said){ "late", with(a, lang, N_("{days} d late"), "days", days(a, directive_late_days(c, today))) };
    case CELL_READY:
        return (directive_said){ "review", with(a, lang, N_("review {days} d"), "days", days(a, directive_waiting_days(c, today))) };
    case CELL_IN_PROCESS:
        if (day_none(c->due)) return (directive_said){ "open", i18n(lang, NULL, N_("in process")) };
        return (directive_said){ "open", with(a, lang, N_("by {day}"), "day", directive_day_short(a, lang, c->due, today)) };
    case CELL_RETURNED:    return (directive_said){ "open", i18n(lang, NULL, N_("returned")) };
    case CELL_IMPLEMENTED: return (directive_said){ "ok", i18n(lang, NULL, N_("verified")) };
    case CELL_WILL_NOT:    return (directive_said){ "wont", i18n(lang, NULL, N_("will not")) };
    case CELL_ENDED:       return (directive_said){ "ended", i18n(lang, NULL, N_("ended")) };
    case CELL_NA:          return (directive_said){ "na", i18n(lang, NULL, N_("n/a")) };
    default:               return (directive_said){ "none", i18n(lang, NULL, N_("not started")) };
    }
}

directive_facts directive_facts_of(const directive_due *c)
{
    return (directive_facts){ .state = c->state, .due = c->due, .claimed = c->claimed, .expires = c->expires, .claimed_by = "" };
}

const city_liaison *directive_liaison_of(const city_liaison *l, size_t n, const char *department)
{
    for (size_t i = 0; i < n; i++)
        if (l[i].kind == LIAISON_FIRST && str_eq(l[i].department, department)) return &l[i];
    return NULL;
}

static const field LINE_F[] = {
    FIELD(say_line, direction, t, 0, 20, N_("Direction")), FIELD(say_line, title, t, 0, 200, N_("Title")),
    FIELD(say_line, department, t, 0, 20, N_("Department")), FIELD(say_line, name, t, 0, 200, N_("Name")),
    FIELD(say_line, kind, t, 0, 10, NULL), FIELD(say_line, text, t, 0, 60, N_("State")), FIELD(say_line, due, d, F_NULL, 0, N_("Due")),
    FIELD(say_line, excuse, t, 0, 2000, N_("Reason given")), FIELD(say_line, liaison, t, 0, 200, N_("Liaison")),
    FIELD(say_line, phone, t, 0, 60, N_("Telephone")), FIELD(say_line, reminded, u, 0, 0, N_("Reminded")),
    FIELD(say_line, was_reminded, b, 0, 0, NULL), FIELD(say_line, url, t, 0, 200, NULL), FIELD(say_line, days, i, 0, 0, N_("Days")),
};
const shape SAY_LINE = SHAPE("a cell in a list", say_line, LINE_F);

say_line directive_line(arena *a, const wr_actor *who, const directive_due *c, const directive_direction *d, size_t n_d, const city_department *b,
                        size_t n_b, const city_liaison *l, size_t n_l)
{
    static const int64_t order[] = { [CELL_PAST_DUE] = 0, [CELL_RETURNED] = 1, [CELL_NOT_STARTED] = 2, [CELL_READY] = 3, [CELL_IN_PROCESS] = 4,
        [CELL_WILL_NOT] = 5, [CELL_ENDED] = 5, [CELL_NA] = 5, [CELL_IMPLEMENTED] = 6 };
    directive_facts f = directive_facts_of(c);
    directive_said s = directive_say(a, who->lang, &f, who->today);
    const city_liaison *seat = directive_liaison_of(l, n_l, c->department);
    say_line r = { .direction = c->direction, .title = "", .department = c->department, .name = "", .kind = s.kind, .text = s.text, .due = c->due,
        .excuse = c->excuse, .liaison = seat ? seat->name : "", .phone = seat ? seat->phone : "", .reminded = c->reminded, .was_reminded = c->reminded != 0,
        .url = arena_fmt(a, "/directive/%s/%s", c->direction, c->department),
        .days = directive_late_days(&f, who->today) ? directive_late_days(&f, who->today) : directive_waiting_days(&f, who->today), .order = order[directive_state_shown(&f, who->today)] };
    for (size_t i = 0; i < n_d; i++)
        if (str_eq(d[i].ref, c->direction)) r.title = d[i].title;
    for (size_t i = 0; i < n_b; i++)
        if (str_eq(b[i].acronym, c->department)) r.name = b[i].name;
    return r;
}

static int by_need(const void *x, const void *y)
{
    const say_line *l = x, *m = y;
    int c;
    if (l->order != m->order) return l->order < m->order ? -1 : 1;
    if (l->days != m->days) return l->days > m->days ? -1 : 1;
    c = strcmp(l->name, m->name);
    return c ? c : strcmp(l->direction, m->direction);
}

void directive_sort_lines(say_line *l, size_t n) { qsort(l, n, sizeof *l, by_need); }
