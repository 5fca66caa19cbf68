/* city_contrast.c -- can text in one colour be read on another? WCAG 2.2, "contrast ratio" and "relative luminance". */
#include <math.h>
#include <string.h>
#include "city.h"

static int hex(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/* Relative luminance, or -1 when it is no #rrggbb. */
static double luminance(const char *s)
{
    static const double share[] = { 0.2126, 0.7152, 0.0722 };
    double sum = 0;
    if (!s || s[0] != '#' || strlen(s) != 7) return -1;
    for (int i = 0; i < 3; i++) {
        int hi = hex(s[1 + 2 * i]), lo = hex(s[2 + 2 * i]);
        double v = (hi * 16 + lo) / 255.0;
        if (hi < 0 || lo < 0) return -1;
        sum += share[i] * (v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4));
    }
    return sum;
}

int city_contrast(const char *a, const char *b)
{
    double x = luminance(a), y = luminance(b);
    if (x < 0 || y < 0) return 0;
    return (int)(100 * (x > y ? (x + 0.05) / (y + 0.05) : (y + 0.05) / (x + 0.05)));
}
