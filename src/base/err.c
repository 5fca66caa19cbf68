/* err.c -- the eleven outcomes and the first failure of a request or job. */
#include "err.h"

#include <errno.h>
#include <string.h>

static const struct { const char *name; int http, exit; } OUTCOMES[] = {
    [WR_OK]         = { "ok", 200, 0 },
    [WR_E_INPUT]    = { "input", 422, 2 },
    [WR_E_RULE]     = { "rule", 409, 3 },
    [WR_E_CONFLICT] = { "conflict", 409, 4 },
    [WR_E_LOGIN]    = { "login", 401, 5 },
    [WR_E_DENIED]   = { "denied", 403, 6 },
    [WR_E_MISSING]  = { "missing", 404, 7 },
    [WR_E_TOO_BIG]  = { "too_big", 413, 8 },
    [WR_E_BUSY]     = { "busy", 503, 9 },
    [WR_E_IO]       = { "io", 500, 10 },
    [WR_E_BUG]      = { "bug", 500, 11 },
};

static wr_rc outcome(wr_rc rc)
{
    return (unsigned)rc < sizeof OUTCOMES / sizeof *OUTCOMES ? rc : WR_E_BUG;
}

const char *wr_rc_name(wr_rc rc) { return OUTCOMES[outcome(rc)].name; }
int wr_rc_http(wr_rc rc) { return OUTCOMES[outcome(rc)].http; }
int wr_rc_exit(wr_rc rc) { return OUTCOMES[outcome(rc)].exit; }

wr_rc wr_fail_(wr_err *e, wr_rc rc, const char *where, const char *file, int line, const char *const *text_holes)
{
    size_t used = 0;
    if (!e || e->rc != WR_OK) return rc;
    e->rc = rc;
    e->field = rc == WR_E_INPUT ? where : NULL;
    e->rule = rc == WR_E_RULE ? where : NULL;
    e->file = file;
    e->line = line;
    e->text = text_holes[0];
    memset(e->holes, 0, sizeof e->holes);
    for (const char *const *h = text_holes + 1; text_holes[0] && h[0] && h[1]; h += 2) {
        size_t n = strlen(h[0]) + 1, v = strlen(h[1]) + 1;
        if (used + n + v + 1 > sizeof e->holes) break;   /* a hole that does not fit stays a hole */
        memcpy(e->holes + used, h[0], n);
        memcpy(e->holes + used + n, h[1], v);
        used += n + v;
    }
    return rc;
}

static const char full_text[] = N_("The disk is full. Nothing was stored; try again later.");

wr_rc wr_fail_full(wr_err *e) { return wr_fail(e, WR_E_BUSY, NULL, full_text); }
bool wr_disk_full(const wr_err *e) { return e->text == full_text; }

wr_rc wr_fail_disk(wr_err *e)
{
    if (errno == ENOSPC || errno == EDQUOT || errno == EFBIG) return wr_fail_full(e);
    return wr_fail(e, WR_E_IO, NULL, N_("A file cannot be stored: {why}."), "why", strerror(errno));
}
