/* zone.c -- TZif (RFC 8536) of the system's zoneinfo, version 2 or later, and the POSIX rule in its footer. Read whole,
 * checked, then read-only. Every count is bounded before it is used. */
#include "clock.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "day.h"
#include "mtx.h"
#include "str.h"
#include "zone.h"

enum { TIMES_MAX = 4000, TYPES_MAX = 256, CHARS_MAX = 512, FILE_MAX = 1 << 18, ABBR = 12 };

typedef struct ttype { int32_t offset; bool dst; uint8_t abbr; } ttype;
typedef struct change { int month, week, weekday, seconds; } change;       /* Mm.w.d/time */
typedef struct footer { bool there, has_dst; char std[ABBR], dst[ABBR]; int32_t std_offset, dst_offset; change to_dst, to_std; } footer;

struct clock_zone {
    char name[64], version[16];
    size_t n, n_types;
    int64_t times[TIMES_MAX];
    uint8_t which[TIMES_MAX];
    ttype types[TYPES_MAX];
    char chars[CHARS_MAX + 1];
    footer foot;
    struct clock_zone *next;
};

static uint32_t u32(const uint8_t *p) { return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3]; }
static int64_t i64(const uint8_t *p) { return (int64_t)((uint64_t)u32(p) << 32 | u32(p + 4)); }

typedef struct head { uint8_t version; uint32_t isut, isstd, leap, time, type, chars; } head;

static bool read_head(const uint8_t *p, size_t n, head *h)
{
    if (n < 44 || memcmp(p, "TZif", 4) != 0) return false;
    *h = (head){ p[4], u32(p + 20), u32(p + 24), u32(p + 28), u32(p + 32), u32(p + 36), u32(p + 40) };
    return h->time <= TIMES_MAX && h->type >= 1 && h->type <= TYPES_MAX && h->chars <= CHARS_MAX && h->leap <= 100 &&
           h->isut <= TYPES_MAX && h->isstd <= TYPES_MAX;
}

static size_t body_size(const head *h, size_t time_bytes)
{
    return h->time * (time_bytes + 1) + h->type * 6u + h->chars + h->leap * (time_bytes + 4) + h->isstd + h->isut;
}

static bool digits(const char **s, int max, int *ret)
{
    int v = 0;
    if (!isdigit((unsigned char)**s)) return false;
    while (isdigit((unsigned char)**s)) {
        v = v * 10 + (*(*s)++ - '0');
        if (v > max) return false;
    }
    *ret = v;
    return true;
}

static bool foot_name(const char **s, char ret[static ABBR])
{
    bool quoted = **s == '<';
    size_t n;
    if (quoted) ++*s;
    n = quoted ? strcspn(*s, ">") : strspn(*s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    if (n < 3 || n >= ABBR || (quoted && (*s)[n] != '>')) return false;
    memcpy(ret, *s, n);
    ret[n] = 0;
    *s += n + quoted;
    return true;
}

/* [+-]hh[:mm[:ss]] in seconds. */
static bool foot_time(const char **s, int32_t *ret)
{
    int sign = 1, h, m = 0, sec = 0;
    if (**s == '-' || **s == '+') sign = *(*s)++ == '-' ? -1 : 1;
    if (!digits(s, 167, &h)) return false;
    if (**s == ':' && (++*s, !digits(s, 59, &m))) return false;
    if (**s == ':' && (++*s, !digits(s, 59, &sec))) return false;
    *ret = sign * (h * 3600 + m * 60 + sec);
    return true;
}

static bool foot_change(const char **s, change *c)
{
    int32_t at = 7200;
    if (**s != ',' || *++*s != 'M') return false;
    ++*s;
    if (!digits(s, 12, &c->month) || c->month < 1 || *(*s)++ != '.') return false;
    if (!digits(s, 5, &c->week) || c->week < 1 || *(*s)++ != '.') return false;
    if (!digits(s, 6, &c->weekday)) return false;
    if (**s == '/' && (++*s, !foot_time(s, &at))) return false;
    c->seconds = at;
    return true;
}

static bool read_footer(const char *s, footer *f)
{
    int32_t off;
    *f = (footer){ 0 };
    if (!*s) return true;
    f->there = true;
    if (!foot_name(&s, f->std) || !foot_time(&s, &off)) return false;
    f->std_offset = -off;
    if (!*s) return true;
    f->has_dst = true;
    if (!foot_name(&s, f->dst)) return false;
    f->dst_offset = f->std_offset + 3600;
    if (*s != ',') {
        if (!foot_time(&s, &off)) return false;
        f->dst_offset = -off;
    }
    return foot_change(&s, &f->to_dst) && foot_change(&s, &f->to_std) && !*s;
}

bool zone_parse(const uint8_t *p, size_t n, clock_zone *z)
{
    head h;
    char foot[80];
    const uint8_t *q, *end = p + n, *nl;
    if (!read_head(p, n, &h) || h.version < '2' || body_size(&h, 4) > n - 44) return false;
    q = p + 44 + body_size(&h, 4);
    if (!read_head(q, (size_t)(end - q), &h) || body_size(&h, 8) > (size_t)(end - q) - 44) return false;
    q += 44;
    z->n = h.time;
    z->n_types = h.type;
    for (size_t i = 0; i < z->n; i++) {
        z->times[i] = i64(q + i * 8);
        z->which[i] = q[z->n * 8 + i];
        if (z->which[i] >= z->n_types || (i && z->times[i] <= z->times[i - 1])) return false;
    }
    q += z->n * 9;
    for (size_t i = 0; i < z->n_types; i++, q += 6) {
        z->types[i] = (ttype){ (int32_t)u32(q), q[4] != 0, q[5] };
        if (z->types[i].abbr >= h.chars || z->types[i].offset < -172800 || z->types[i].offset > 172800) return false;
    }
    memcpy(z->chars, q, h.chars);
    z->chars[h.chars] = 0;
    q += h.chars + h.leap * 12 + h.isstd + h.isut;
    if (q >= end || *q != '\n' || !(nl = memchr(q + 1, '\n', (size_t)(end - q) - 1)) || nl - q - 1 >= (long)sizeof foot) return false;
    memcpy(foot, q + 1, (size_t)(nl - q - 1));
    foot[nl - q - 1] = 0;
    return strlen(foot) == (size_t)(nl - q - 1) && read_footer(foot, &z->foot);
}

clock_zone *zone_new(void)
{
    clock_zone *z = calloc(1, sizeof *z);
    if (!z) abort();
    return z;
}

/* Local seconds of a change in a year, counted from 1970 as if local time were UTC. */
static int64_t change_at(const change *c, int year)
{
    wr_day first = { (int16_t)year, (int8_t)c->month, 1 }, d;
    int sunday_based = (day_week(first) + 1) % 7;
    d = day_add(first, (c->weekday - sunday_based + 7) % 7 + 7 * (c->week - 1));
    if (d.m != c->month) d = day_add(d, -7);
    return day_number(d) * 86400 + c->seconds;
}

typedef struct now_is { int32_t offset; const char *abbr; } now_is;

static now_is by_footer(const footer *f, int64_t s)
{
    int64_t std_local = s + f->std_offset, begin, end;
    int year;
    bool dst;
    if (!f->has_dst) return (now_is){ f->std_offset, f->std };
    year = day_of_number(std_local >= 0 ? std_local / 86400 : -((-std_local + 86399) / 86400)).y;
    begin = change_at(&f->to_dst, year) - f->std_offset;
    end = change_at(&f->to_std, year) - f->dst_offset;
    dst = begin < end ? s >= begin && s < end : s >= begin || s < end;
    return dst ? (now_is){ f->dst_offset, f->dst } : (now_is){ f->std_offset, f->std };
}

static now_is at_second(const clock_zone *z, int64_t s)
{
    size_t lo = 0, hi = z->n, type = 0;
    if (z->n == 0 || s >= z->times[z->n - 1])
        if (z->foot.there) return by_footer(&z->foot, s);
    while (lo < hi) {   /* the last change at or before s */
        size_t mid = (lo + hi) / 2;
        if (z->times[mid] <= s) lo = mid + 1;
        else hi = mid;
    }
    if (lo > 0) type = z->which[lo - 1];
    return (now_is){ z->types[type].offset, z->chars + z->types[type].abbr };
}

static int64_t seconds_of(wr_us us) { return us >= 0 ? us / 1000000 : -((-us + 999999) / 1000000); }

clock_local clock_local_at(const clock_zone *z, wr_us us)
{
    int64_t s = seconds_of(us), local, of_day;
    now_is is = at_second(z, s);
    local = s + is.offset;
    of_day = local % 86400;
    if (of_day < 0) of_day += 86400;
    return (clock_local){ .day = day_of_number((local - of_day) / 86400), .hour = (int8_t)(of_day / 3600), .minute = (int8_t)(of_day / 60 % 60),
                          .second = (int8_t)(of_day % 60), .abbr = is.abbr, .offset_s = is.offset };
}

wr_us clock_us_at(const clock_zone *z, wr_day d, int hour, int minute)
{
    int64_t local = day_number(d) * 86400 + hour * 3600 + minute * 60, early, late;
    int32_t before = at_second(z, local - 86400 - 43200).offset, after = at_second(z, local + 86400 + 43200).offset;
    early = local - (before > after ? before : after);
    late = local - (before > after ? after : before);
    if (early + at_second(z, early).offset == local) return early * 1000000;
    if (late + at_second(z, late).offset == local) return late * 1000000;
    while (early < late) {   /* a time that the clocks skipped: the moment of the change */
        int64_t mid = early + (late - early) / 2;
        if (at_second(z, mid).offset == before) early = mid + 1;
        else late = mid;
    }
    return early * 1000000;
}

const char *clock_zone_version(const clock_zone *z) { return z->version; }

/* ---- the zones of the process ---- */

static clock_zone *zones;
static pthread_mutex_t zones_lock = PTHREAD_MUTEX_INITIALIZER;
static const clock_zone *city_zone;
static clock_zone utc = { .name = "UTC", .version = "none", .n_types = 1, .chars = "UTC" };

static void read_version(char ret[static 16])
{
    FILE *f = fopen("/usr/share/zoneinfo/tzdata.zi", "r");
    char text[32] = "";
    snprintf(ret, 16, "unknown");
    if (!f) return;
    if (fgets(text, sizeof text, f) && strncmp(text, "# version ", 10) == 0) {
        text[strcspn(text, "\n")] = 0;
        snprintf(ret, 16, "%.15s", text + 10);
    }
    fclose(f);
}

static wr_rc load(const char *name, wr_err *e, clock_zone **ret)
{
    char path[128];
    uint8_t *p;
    size_t n;
    FILE *f;
    clock_zone *z;
    if (!*name || strlen(name) >= sizeof z->name || strstr(name, "..") || *name == '/')
        return wr_fail(e, WR_E_INPUT, "zone", N_("{zone} is no name of a time zone."), "zone", name);
    snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", name);
    if (!(f = fopen(path, "rb"))) return wr_fail(e, WR_E_INPUT, "zone", N_("The time zone {zone} is not installed: {why}"), "zone", name, "why", strerror(errno));
    p = malloc(FILE_MAX);
    if (!p) abort();
    n = fread(p, 1, FILE_MAX, f);
    fclose(f);
    z = zone_new();
    if (!zone_parse(p, n, z)) {
        free(z);
        free(p);
        return wr_fail(e, WR_E_INPUT, "zone", N_("The file of the time zone {zone} is broken."), "zone", name);
    }
    free(p);
    snprintf(z->name, sizeof z->name, "%s", name);
    read_version(z->version);
    *ret = z;
    return WR_OK;
}

wr_rc clock_zone_load(const char *name, wr_err *e, const clock_zone **ret)
{
    wr_rc rc = WR_OK;
    clock_zone *z;
    pthread_mutex_lock(&zones_lock);
    for (z = zones; z && !str_eq(z->name, name); z = z->next) { }
    if (!z && (rc = load(name, e, &z)) == WR_OK) {
        z->next = zones;
        zones = z;
    }
    pthread_mutex_unlock(&zones_lock);
    if (rc == WR_OK) *ret = z;
    return rc;
}

const clock_zone *clock_city_zone(void) { return city_zone ? city_zone : &utc; }
void clock_set_city_zone(const clock_zone *z) { city_zone = z; }

bool clock_time(const char *text, int *ret_hour, int *ret_minute)
{
    int hour, minute, used = 0;
    if (sscanf(text, "%2d:%2d%n", &hour, &minute, &used) != 2 || used != (int)strlen(text) || hour < 0 || hour > 23 || minute < 0 || minute > 59) return false;
    *ret_hour = hour;
    *ret_minute = minute;
    return true;
}

wr_day clock_today(wr_us now) { return clock_local_at(clock_city_zone(), now).day; }
