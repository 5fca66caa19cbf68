/* table_gzip.c -- what the members of a gzip file hold, as it streams (RFC 1952). A file that makes absurdly much of little is refused. */
#include "table_text_own.h"

static wr_rc refill(table_source *s, wr_err *e)
{
    size_t got;
    TRY(table_read(s->fd, s->in, SOURCE_STEP, s->at, s->name, e, &got));
    s->at += (int64_t)got;
    s->z.next_in = s->in;
    s->z.avail_in = (uInt)got;
    return WR_OK;
}

static bool absurd(const table_source *s, int64_t made)
{
    int64_t taken = s->at - (int64_t)s->z.avail_in;
    return made > GZIP_FREE && made / GZIP_TIMES > taken;
}

/* A member has ended, and more bytes stand there: another one, or the zeros of a tape, or what is no gzip. */
static void member(table_source *s)
{
    s->between = false;
    if (*s->z.next_in == 0x1F && inflateReset(&s->z) == Z_OK) return;
    if (*s->z.next_in != 0) table_note(s->t, (const char *const[]){ N_("What follows the gzip data at the end of the file is left out."), NULL });
    s->ended = true;
}

/* One step; what it finds wrong stays in s->broken, for after the text that came before it. */
static void step(table_source *s)
{
    bool no_more = s->z.avail_in == 0;
    int z = inflate(&s->z, Z_NO_FLUSH);
    wr_rc said = WR_OK;
    if (z == Z_STREAM_END) s->between = true;
    else if (z == Z_BUF_ERROR && no_more) said = wr_fail(&s->broken, WR_E_INPUT, NULL, N_("The gzip file {name} ends early."), "name", s->name);
    else if (z != Z_OK && z != Z_BUF_ERROR) said = wr_fail(&s->broken, WR_E_INPUT, NULL, N_("The gzip data of {name} is damaged."), "name", s->name);
    s->ended = said != WR_OK;
}

wr_rc gzip_read(table_source *s, uint8_t *p, size_t n, wr_err *e, size_t *ret)
{
    s->z.next_out = p;
    s->z.avail_out = (uInt)n;
    while (s->z.avail_out > 0 && !s->ended) {
        if (s->z.avail_in == 0) TRY(refill(s, e));
        if (s->between && s->z.avail_in == 0) s->ended = true;
        else if (s->between) member(s);
        else step(s);
    }
    *ret = n - s->z.avail_out;
    s->made += (int64_t)*ret;
    if (absurd(s, s->made))
        return wr_fail(e, WR_E_TOO_BIG, NULL, N_("The gzip file {name} makes more than 250 times its own size of text. It is not read further."), "name", s->name);
    if (*ret == 0 && s->broken.rc != WR_OK) { *e = s->broken; return e->rc; }
    return WR_OK;
}
