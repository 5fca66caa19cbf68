/* plural.c -- the expression of a Plural-Forms header: C's operators over n, evaluated as it is read. */
#include "po.h"

#include <ctype.h>
#include <string.h>

enum { DEEP = 48 };
typedef struct reader { const char *p; uint64_t n; int deep; bool bad; } reader;

static uint64_t ternary(reader *);

static bool sign(reader *r, const char *s)
{
    size_t len = strlen(s);
    while (isspace((unsigned char)*r->p)) r->p++;
    if (strncmp(r->p, s, len) != 0) return false;
    if (len == 1 && strchr("<>!", *s) && r->p[1] == '=') return false;   /* "<" is not the start of "<=" */
    r->p += len;
    return true;
}

static uint64_t primary(reader *r)
{
    uint64_t v = 0;
    if (++r->deep > DEEP) r->bad = true;
    if (r->bad) return 0;
    if (sign(r, "!")) {
        v = !primary(r);
    } else if (sign(r, "(")) {
        v = ternary(r);
        if (!sign(r, ")")) r->bad = true;
    } else if (sign(r, "n")) {
        v = r->n;
    } else if (isdigit((unsigned char)*r->p)) {
        for (; isdigit((unsigned char)*r->p) && v < 1000000000; r->p++) v = v * 10 + (uint64_t)(*r->p - '0');
    } else {
        r->bad = true;
    }
    r->deep--;
    return v;
}

static uint64_t product(reader *r)
{
    uint64_t v = primary(r), by;
    for (;;) {
        if (sign(r, "*")) {
            v *= primary(r);
        } else if (sign(r, "/")) {
            by = primary(r);
            v = by ? v / by : 0;
        } else if (sign(r, "%")) {
            by = primary(r);
            v = by ? v % by : 0;
        } else {
            return v;
        }
    }
}

static uint64_t sum(reader *r)
{
    uint64_t v = product(r);
    for (;;) {
        if (sign(r, "+")) v += product(r);
        else if (sign(r, "-")) v -= product(r);
        else return v;
    }
}

static uint64_t order(reader *r)
{
    uint64_t v = sum(r);
    for (;;) {
        if (sign(r, "<=")) v = v <= sum(r);
        else if (sign(r, ">=")) v = v >= sum(r);
        else if (sign(r, "<")) v = v < sum(r);
        else if (sign(r, ">")) v = v > sum(r);
        else return v;
    }
}

static uint64_t equal(reader *r)
{
    uint64_t v = order(r);
    for (;;) {
        if (sign(r, "==")) v = v == order(r);
        else if (sign(r, "!=")) v = v != order(r);
        else return v;
    }
}

/* Both sides are always read: there is nothing to skip, only numbers. */
static uint64_t both(reader *r)
{
    uint64_t v = equal(r), w;
    while (sign(r, "&&")) {
        w = equal(r);
        v = v && w;
    }
    return v;
}

static uint64_t either(reader *r)
{
    uint64_t v = both(r), w;
    while (sign(r, "||")) {
        w = both(r);
        v = v || w;
    }
    return v;
}

static uint64_t ternary(reader *r)
{
    uint64_t v, yes, no;
    if (++r->deep > DEEP) r->bad = true;
    if (r->bad) return 0;
    v = either(r);
    if (sign(r, "?")) {
        yes = ternary(r);
        if (!sign(r, ":")) r->bad = true;
        no = ternary(r);
        v = v ? yes : no;
    }
    r->deep--;
    return v;
}

bool plural_eval(const char *rule, uint64_t n, uint64_t *ret)
{
    reader r = { .p = rule, .n = n };
    uint64_t v = ternary(&r);
    while (isspace((unsigned char)*r.p)) r.p++;
    if (r.bad || *r.p) return false;
    *ret = v;
    return true;
}
