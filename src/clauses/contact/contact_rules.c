/* contact_rules.c -- what a report must say and cannot say. Pure: values in, a reason out. */
#include "contact.h"

#include <stdio.h>
#include <string.h>
#include "clock.h"
#include "day.h"
#include "str.h"

int contact_minute_of(const char *t)
{
    int hour, minute;
    return clock_time(t, &hour, &minute) ? hour * 60 + minute : -1;
}

bool contact_time_ok(const char *text) { return !*text || contact_minute_of(text) >= 0; }

int64_t contact_minutes(const contact_facts *f)
{
    int from = contact_minute_of(f->arrived), to = contact_minute_of(f->gone);
    if (from < 0 || to < 0) return -1;
    return to >= from ? to - from : to + 24 * 60 - from;
}

const char *const contact_wrong_text[] = { N_("Expected a time of day such as 09:30 or 14:30."), N_("This day is still to come. Is the clock of the device right?"),
    N_("This looks like the A-number or Social Security number of a person. A report holds none: please take it out. Is it another number? Say in words what it is and leave out all but its last four digits."),
    N_("Expected the steps of the path with their times: n0 10:02, n2 10:04.") };

/* The next "node 10:02"; the text behind it. NULL: it is none. node has room for NODE_MAX and a zero. */
enum { NODE_MAX = 20 };
static const char *next_step(const char *p, char *node, int *ret_minute)
{
    size_t n = strcspn(p, " ,:");
    char time[6] = { 0 };
    if (n == 0 || n > NODE_MAX || p[n] != ' ' || strlen(p) < n + 6) return NULL;
    memcpy(node, p, n);
    node[n] = 0;
    memcpy(time, p + n + 1, 5);
    *ret_minute = contact_minute_of(time);
    return *ret_minute < 0 ? NULL : p + n + 6;
}

static bool in_path(const char *path, const char *node)
{
    size_t n = strlen(node);
    for (const char *p = path; *p; p += strcspn(p, " "), p += *p == ' ')
        if (strncmp(p, node, n) == 0 && p[n] == ':') return true;
    return false;
}

bool contact_steps_ok(const char *path, const char *times)
{
    char node[NODE_MAX + 1];
    int minute;
    for (const char *p = times; p && *p; ) {
        p = next_step(p, node, &minute);
        if (!p || !in_path(path, node)) return false;
        if (!*p) return true;
        if (!str_starts(p, ", ") || !p[2]) return false;
        p += 2;
    }
    return true;
}

const char *contact_step_time(arena *a, const char *times, const char *wanted)
{
    char node[NODE_MAX + 1];
    const char *found = "";
    int minute;
    for (const char *p = times; *p && (p = next_step(p, node, &minute)); p += str_starts(p, ", ") ? 2 : 0)
        if (str_eq(node, wanted)) found = arena_fmt(a, "%02d:%02d", minute / 60, minute % 60);
    return found;
}

contact_why contact_wrong(const contact_facts *f, wr_day today)
{
    const struct { const char *name, *value; } times[] = { { "arrived", f->arrived }, { "contacted", f->contacted }, { "gone", f->gone },
        { "call1_at", f->call1_at }, { "call1_answered", f->call1_answered }, { "call2_at", f->call2_at }, { "call2_answered", f->call2_answered },
        { "call3_at", f->call3_at }, { "call3_answered", f->call3_answered }, { "call4_at", f->call4_at }, { "call4_answered", f->call4_answered } };
    for (size_t i = 0; i < sizeof times / sizeof *times; i++)
        if (!contact_time_ok(times[i].value)) return (contact_why){ times[i].name, WRONG_TIME };
    if (!contact_steps_ok(f->path, f->path_times)) return (contact_why){ "path_times", WRONG_STEPS };
    return (contact_why){ !day_none(f->day) && wr_day_cmp(f->day, today) > 0 ? "day" : NULL, WRONG_DAY };
}

const char *contact_missing(const contact_facts *f)
{
    if (day_none(f->day)) return "day";
    if (!*f->arrived) return "arrived";
    return f->request == REQUEST_NOT_SAID ? "request" : NULL;
}

bool contact_forced(const contact_facts *f) { return f->entered_how == ENTERED_WITHOUT || *f->force; }

static int turned(int minute, int64_t off) { return (int)(((minute - off) % 1440 + 1440) % 1440); }

static const char *steps_turned(const char *times, int64_t off, arena *a)
{
    strbuf b = sb_new(a, 100);
    char node[NODE_MAX + 1];
    int minute;
    for (const char *p = times; *p && (p = next_step(p, node, &minute)); p += str_starts(p, ", ") ? 2 : 0)
        sb_fmt(&b, "%s%s %02d:%02d", b.n ? ", " : "", node, turned(minute, off) / 60, turned(minute, off) % 60);
    return b.p;
}

void contact_set_right(contact_facts *f, int64_t off, arena *a)
{
    const char **times[] = { &f->arrived, &f->contacted, &f->gone, &f->call1_at, &f->call1_answered, &f->call2_at, &f->call2_answered,
        &f->call3_at, &f->call3_answered, &f->call4_at, &f->call4_answered };
    int64_t first = contact_minute_of(f->arrived), moved = first - off, days = 0;
    f->clock_off = off;
    while (first >= 0 && moved - days * 1440 < 0) days--;
    while (first >= 0 && moved - days * 1440 >= 1440) days++;
    if (first < 0) days = -off / 1440;
    if (!day_none(f->day)) f->day = day_add(f->day, (int)days);
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        int m = contact_minute_of(*times[i]);
        if (m >= 0) *times[i] = arena_fmt(a, "%02d:%02d", turned(m, off) / 60, turned(m, off) % 60);
    }
    if (contact_steps_ok(f->path, f->path_times)) f->path_times = steps_turned(f->path_times, off, a);
}
