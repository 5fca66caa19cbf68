/* table_strings.c -- the shared strings of a workbook, one text behind the other: 1.2 million rows have some thousands, since values repeat. */
#include <stdlib.h>
#include <string.h>
#include "table_xlsx_own.h"

typedef struct making { xml_in in; strings s; size_t room, cap; } making;

/* Room for what the window may hold, and for one string more. */
static wr_rc make_room(making *m, wr_err *e)
{
    size_t text = m->s.from ? m->s.from[m->s.n] : 0, need = text + (size_t)(m->in.end - m->in.p) + 1;
    if (need > m->room) {
        char *more = realloc(m->s.text, need * 2);
        if (!more) return table_no_memory(e);
        m->s.text = more;
        m->room = need * 2;
    }
    if (m->s.n + 2 > m->cap) {
        size_t cap = m->cap ? m->cap * 2 : 1024;
        uint32_t *more = realloc(m->s.from, cap * sizeof *more);
        if (!more) return table_no_memory(e);
        if (!m->cap) more[0] = 0;
        m->s.from = more;
        m->cap = cap;
    }
    return WR_OK;
}

static const char *one(making *m, const char *p, wr_err *e, wr_rc *ret)
{
    char *out = m->s.text + m->s.from[m->s.n];
    const char *next;
    bool empty;
    size_t n;
    if (!(next = xml_tag_end(&m->in, p, &empty))) return NULL;
    if (!empty && !(next = xml_rich(&m->in, next, "si", &out))) return NULL;
    n = (size_t)(out - m->s.text);
    if (n > STRINGS_TEXT_MAX || m->s.n == STRINGS_MAX) *ret = zip_bad(e, WR_E_TOO_BIG, m->in.part, N_("{part}: holds more than 8 million texts, or more than 512 MB of them."));
    else if (n - m->s.from[m->s.n] > TABLE_CELL) *ret = zip_bad(e, WR_E_TOO_BIG, m->in.part, N_("{part}: holds a text of more than 1 MB."));
    else m->s.from[++m->s.n] = (uint32_t)n;
    return next;
}

/* One thing at p, which is at a "<"; behind it. */
static const char *step(making *m, const char *p, wr_err *e, wr_rc *ret)
{
    xml_in *in = &m->in;
    const char *name;
    bool empty;
    if (in->end - p < (ptrdiff_t)sizeof in->prefix + 8 && !in->ended) return NULL;
    if (p[1] == '!' || p[1] == '?') return xml_other(in, p);
    if ((name = xml_name(in, p + 1, "si")) != NULL) return one(m, name, e, ret);
    if (p[1] != '/') return xml_skip(in, p);
    if ((name = xml_name(in, p + 2, "sst")) != NULL) {
        in->depth = 0;
        return xml_tag_end(in, name, &empty);
    }
    in->wrong = XML_BROKEN;
    return NULL;
}

static wr_rc read_all(making *m, wr_err *e)
{
    xml_in *in = &m->in;
    TRY(xml_begin(in, "sst", e));
    TRY(make_room(m, e));
    while (in->depth) {
        const char *p = memchr(in->p, '<', (size_t)(in->end - in->p)), *next;
        wr_rc rc = WR_OK;
        if (p) in->p = p;
        else in->p = in->end;
        next = p ? step(m, p, e, &rc) : NULL;
        if (rc != WR_OK) return rc;
        if (in->wrong != XML_FINE) return xml_fail(in, e);
        if (next) in->p = next;
        else TRY(xml_fill(in, e));
        TRY(make_room(m, e));
    }
    for (size_t n = 1; n;) {                            /* what stands behind it: its bytes are checked all the same */
        const char *p;
        TRY(in->ended ? WR_OK : in->more(in->with, e, &p, &n));
        if (in->ended) n = 0;
    }
    return WR_OK;
}

wr_rc strings_read(xml_more *more, void *with, const char *part, wr_err *e, strings *ret)
{
    making m = { .in = { .more = more, .with = with, .part = part } };
    wr_rc rc = read_all(&m, e);
    free(m.in.buf);
    if (rc == WR_OK) *ret = m.s;
    else strings_free(&m.s);
    return rc;
}

void strings_free(strings *s)
{
    free(s->text);
    free(s->from);
    *s = (strings){ 0 };
}
