/* clock_zone.c -- time zones from the system's TZif files (RFC 8536), with the rule at their end for the years after.
 * Threads  Loading takes a lock; a zone once loaded never changes and is never freed. */
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include "clock.h"
#include "day.h"
#include "zone_rule.h"

enum { FILE_MOST = 1 << 20, NAME_MOST = 60 };
static const wr_us SECOND = 1000000;
static const char FOLDER[] = "/usr/share/zoneinfo/";

typedef struct zone_type { int32_t offset; const char *abbr; } zone_type;
struct clock_zone {
    const char *name, *version;
    const int64_t *at;               /* transitions, ascending       */
    const uint8_t *type_of;          /* what holds from each on      */
    const zone_type *types;
    size_t n, n_types;
    zone_rule rule;                  /* after the last transition    */
    struct clock_zone *next;
};
static struct { pthread_mutex_t m; arena *a; clock_zone *first; const clock_zone *city; } zones = { .m = PTHREAD_MUTEX_INITIALIZER };

/* ---- the file ---- */
typedef struct reader { const uint8_t *p, *end; } reader;

static int64_t big(const uint8_t *p, int n)
{
    uint64_t v = p[0] & 0x80 ? UINT64_MAX : 0;
    for (int i = 0; i < n; i++) v = v << 8 | p[i];
    return (int64_t)v;
}

typedef struct head { uint32_t isut, isstd, leap, times, types, chars; uint8_t version; } head;

static bool head_of(reader *r, head *h)
{
    const uint8_t *p = r->p;
    if (r->end - p < 44 || memcmp(p, "TZif", 4) != 0) return false;
    *h = (head){ (uint32_t)big(p + 20, 4), (uint32_t)big(p + 24, 4), (uint32_t)big(p + 28, 4), (uint32_t)big(p + 32, 4),
                 (uint32_t)big(p + 36, 4), (uint32_t)big(p + 40, 4), p[4] };
    r->p += 44;
    return h->times < 100000 && h->types > 0 && h->types < 256 && h->chars < 10000 && h->leap < 10000 && h->isut < 256 && h->isstd < 256;
}

static size_t body_size(const head *h, size_t wide)
{
    return h->times * (wide + 1) + h->types * 6 + h->chars + h->leap * (wide + 4) + h->isstd + h->isut;
}

static bool types_of(const head *h, const uint8_t *p, arena *a, clock_zone *z)
{
    zone_type *types = arena_array(a, zone_type, h->types);
    char *chars = arena_array(a, char, h->chars + 1);
    memcpy(chars, p + h->types * 6, h->chars);
    for (size_t i = 0; i < h->types; i++, p += 6) {
        if (p[5] >= h->chars) return false;
        types[i] = (zone_type){ (int32_t)big(p, 4), chars + p[5] };
    }
    z->types = types;
    z->n_types = h->types;
    return true;
}

static bool body_of(const head *h, reader *r, arena *a, clock_zone *z)
{
    int64_t *at = arena_array(a, int64_t, h->times + 1);
    uint8_t *type_of = arena_array(a, uint8_t, h->times + 1);
    const uint8_t *p = r->p;
    if ((size_t)(r->end - p) < body_size(h, 8)) return false;
    for (size_t i = 0; i < h->times; i++) {
        at[i] = big(p + 8 * i, 8);
        type_of[i] = p[8 * h->times + i];
        if (type_of[i] >= h->types || (i > 0 && at[i] <= at[i - 1])) return false;
    }
    if (!types_of(h, p + 9 * (size_t)h->times, a, z)) return false;
    z->at = at;
    z->type_of = type_of;
    z->n = h->times;
    r->p += body_size(h, 8);
    return true;
}

/* Version 2 and later: a block of 32-bit times to skip, one of 64 bits, then the rule between two line feeds. */
static bool zone_of(bytes file, arena *a, clock_zone *z)
{
    reader r = { file.p, file.p + file.n };
    head h;
    const uint8_t *end;
    if (!head_of(&r, &h) || h.version < '2' || (size_t)(r.end - r.p) < body_size(&h, 4)) return false;
    r.p += body_size(&h, 4);
    if (!head_of(&r, &h) || !body_of(&h, &r, a, z)) return false;
    if (r.p == r.end || *r.p != '\n' || !(end = memchr(r.p + 1, '\n', (size_t)(r.end - r.p - 1)))) return false;
    return zone_rule_parse(arena_fmt(a, "%.*s", (int)(end - r.p - 1), (const char *)r.p + 1), a, &z->rule);
}

static bool name_ok(const char *s)
{
    size_t n = strlen(s);
    return n > 0 && n < NAME_MOST && s[0] != '/' && !strstr(s, "..")
        && strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/") == n;
}

static bool file_of(const char *name, arena *a, bytes *ret)
{
    FILE *f = fopen(arena_fmt(a, "%s%s", FOLDER, name), "rb");
    uint8_t *p;
    if (!f) return false;
    p = arena_alloc(a, FILE_MOST, 1);
    *ret = (bytes){ p, fread(p, 1, FILE_MOST, f) };
    fclose(f);
    return ret->n > 0 && ret->n < FILE_MOST;
}

/* The first line of tzdata.zi: "# version 2024a". */
static const char *version_of(arena *a)
{
    char line[64] = "", version[32] = "unknown";
    FILE *f = fopen(arena_fmt(a, "%stzdata.zi", FOLDER), "r");
    if (f && fgets(line, sizeof line, f)) (void)!sscanf(line, "# version %31s", version);
    if (f) fclose(f);
    return arena_dup(a, version);
}

wr_rc clock_zone_load(const char *name, wr_err *e, const clock_zone **ret)
{
    clock_zone *z;
    arena *scratch = arena_new("zone", 4 << 20);
    bytes file;
    bool ok = name_ok(name);
    pthread_mutex_lock(&zones.m);
    if (!zones.a) zones.a = arena_new("zones", 4 << 20);
    for (z = zones.first; z && strcmp(z->name, name) != 0; z = z->next) continue;
    if (!z && ok && (ok = file_of(name, scratch, &file))) {
        z = arena_make(zones.a, clock_zone);
        if ((ok = zone_of(file, zones.a, z))) {
            z->name = arena_dup(zones.a, name);
            z->version = version_of(zones.a);
            z->next = zones.first;
            zones.first = z;
        }
    }
    pthread_mutex_unlock(&zones.m);
    arena_end(&scratch);
    if (!ok) return wr_fail(e, WR_E_INPUT, "zone", N_("There is no time zone {zone} on this machine."), "zone", name);
    *ret = z;
    return WR_OK;
}

/* ---- the time ---- */
static zone_type type_at(const clock_zone *z, int64_t s)
{
    size_t low = 0, high = z->n;
    if (z->n == 0 || s >= z->at[z->n - 1]) {
        if (*z->rule.std) return (zone_type){ zone_rule_offset(&z->rule, s), zone_rule_abbr(&z->rule, s) };
        return z->types[z->n ? z->type_of[z->n - 1] : 0];
    }
    if (s < z->at[0]) return z->types[0];
    while (high - low > 1) {                    /* at[low] <= s < at[high] */
        size_t mid = (low + high) / 2;
        if (z->at[mid] <= s) low = mid;
        else high = mid;
    }
    return z->types[z->type_of[low]];
}

static int64_t floor_div(int64_t a, int64_t b) { return a / b - (a % b < 0); }

clock_local clock_local_at(const clock_zone *z, wr_us us)
{
    int64_t s = floor_div(us, SECOND), local;
    zone_type t = type_at(z, s);
    int32_t of_day;
    local = s + t.offset;
    of_day = (int32_t)(local - floor_div(local, 86400) * 86400);
    return (clock_local){ .day = day_of_number(floor_div(local, 86400)), .hour = (int8_t)(of_day / 3600),
        .minute = (int8_t)(of_day / 60 % 60), .second = (int8_t)(of_day % 60), .abbr = t.abbr, .offset_s = t.offset };
}

wr_us clock_us_at(const clock_zone *z, wr_day day, int hour, int minute)
{
    int64_t local = day_number(day) * 86400 + hour * 3600 + minute * 60;
    int32_t before = type_at(z, local - 86400).offset, after = type_at(z, local + 86400).offset;
    int64_t early = local - (before > after ? before : after), late = local - (before > after ? after : before);
    if (type_at(z, early).offset == local - early) return early * SECOND;
    if (type_at(z, late).offset == local - late) return late * SECOND;
    while (late - early > 1) {                  /* it does not exist: the moment the clock jumped over it */
        int64_t mid = early + (late - early) / 2;
        if (type_at(z, mid).offset == after) late = mid;
        else early = mid;
    }
    return late * SECOND;
}

const char *clock_zone_version(const clock_zone *z) { return z->version; }
const clock_zone *clock_city_zone(void) { return zones.city; }
void clock_set_city_zone(const clock_zone *z) { zones.city = z; }
