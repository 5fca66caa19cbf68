/* log.c -- the run log: one write per line, so that lines of threads never mix. */
#include "log.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "day.h"
#include "now.h"
#include "str.h"

static log_level least = LOG_INFO_;
static const char *const LEVELS[] = { "debug", "info", "warn", "error" };

void log_set_level(log_level level) { least = level; }

static bool plain(const char *s) { return *s && strcspn(s, " \"=\n\r\t\\") == strlen(s); }

void log_line_(log_level level, const char *event, const char *const *pairs)
{
    arena *a;
    strbuf b;
    if (level < least) return;
    a = arena_new("log", 64 * 1024);
    b = sb_new(a, 256);
    sb_fmt(&b, "at=%s level=%s event=%s", us_text(a, now_us()), LEVELS[level], event);
    for (; pairs[0] && pairs[1]; pairs += 2) {
        sb_fmt(&b, " %s=", pairs[0]);
        if (plain(pairs[1])) sb_str(&b, pairs[1]);
        else sb_json(&b, pairs[1]);
    }
    sb_ch(&b, '\n');
    if (write(STDERR_FILENO, b.p, b.n) < 0) { /* nowhere left to say so */ }
    arena_end(&a);
}
