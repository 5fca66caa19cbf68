/* released_public_tell.c -- a file that came for a request of the city is read: the clause that asked hears which columns it holds, withholds and lacks;
 * and later that it answers nothing any more, or again. */
#include <string.h>
#include "events.h"
#include "released_public_own.h"

enum { TOLD = 3800 };

static void add(strbuf *b, const char *name, const json_t *exemptions)
{
    const json_t *x;
    size_t i;
    if (b->n + strlen(name) + 100 > TOLD) return;
    sb_fmt(b, "%s%s", b->n ? "; " : "", name);
    json_array_foreach(exemptions, i, x) sb_fmt(b, "%s%s", i ? ", " : ": (b)", json_string_value(x));
}

static const char *text_in(const json_t *o, const char *key) { return str_or_none(json_string_value(json_object_get(o, key))); }
static int64_t int_in(const json_t *o, const char *key) { return json_integer_value(json_object_get(o, key)); }

static void tell_table(const json_t *report, strbuf *held, strbuf *withheld, strbuf *absent)
{
    const json_t *c;
    size_t i;
    json_array_foreach(json_object_get(report, "columns"), i, c) {
        if (int_in(c, "withheld")) add(withheld, text_in(c, "name"), json_object_get(c, "exemptions"));
        if (int_in(c, "value")) add(held, text_in(c, "name"), NULL);
    }
    json_array_foreach(json_object_get(report, "missing_columns"), i, c) add(absent, str_or_none(json_string_value(c)), NULL);
}

wr_rc released_tell(db_tx *rw, const wr_actor *who, const released_file *f, json_t *const *reports, size_t n, arena *a)
{
    strbuf held = sb_new(a, TOLD), withheld = sb_new(a, TOLD), absent = sb_new(a, TOLD);
    if (!f->request) return WR_OK;
    for (size_t i = 0; i < n; i++)
        if (!str_eq(text_in(reports[i], "kind"), "grid")) tell_table(reports[i], &held, &withheld, &absent);
    return event_send(rw, who, &EV_RELEASED_READ, &((ev_released){ f->id, f->number, f->request, f->name, arena_fmt(a, "/released/files/%lld", (long long)f->number), held.p, withheld.p, absent.p }), a);
}

wr_rc released_tell_withdrawn(db_tx *rw, const wr_actor *who, const released_file *f, arena *a)
{
    return f->request ? event_send(rw, who, &EV_RELEASED_WITHDRAWN, &((ev_withdrawn){ f->id, f->problem }), a) : WR_OK;
}
