/* give.c -- what is no document, range by range: each on a fresh snapshot, so a slow reader holds none. */
#include "http_own.h"

#include <string.h>
#include "i18n.h"

struct http_sink { strbuf buf; bool headed; char after[160]; };
struct http_give_state { http_out out; struct http_sink sink; arena_mark mark; size_t sent; bool failed; };

wr_rc out_bytes(http_out *o, bytes b)
{
    sb_put(&o->sink->buf, (const char *)b.p, b.n);
    return WR_OK;
}

wr_rc out_rows(http_out *o, const shape *s, const void *rows, size_t n, size_t cap)
{
    strbuf *b = &o->sink->buf;
    if (!o->sink->headed) shape_csv_head(s, b);
    o->sink->headed = true;
    for (size_t i = 0; i < n; i++) shape_to_csv(s, (const char *)rows + i * s->size, b);
    o->more = n == cap && n > 0;
    if (o->more) {                       /* the first member is the key that rows are ordered by */
        const char *last = shape_get(&s->f[0], (const char *)rows + (n - 1) * s->size, b->a);
        size_t len = strlen(last);
        if (len >= sizeof o->sink->after) return WR_E_BUG;
        memcpy(o->sink->after, last, len + 1);
    }
    return WR_OK;
}

static const char *type_of(const char *as)
{
    static const char *const TYPES[][2] = { { "csv", "text/csv; charset=utf-8" }, { "ics", "text/calendar; charset=utf-8" },
        { "atom", "application/atom+xml; charset=utf-8" }, { "svg", "image/svg+xml" }, { "pdf", "application/pdf" },
        { "txt", "text/plain; charset=utf-8" } };
    for (size_t i = 0; i < sizeof TYPES / sizeof *TYPES; i++)
        if (str_eq(as, TYPES[i][0])) return TYPES[i][1];
    return "application/octet-stream";
}

/* A route without `give`: csv is the list of its document. A row of a document may hold more than its shape: that is left out. */
static wr_rc give_list(http_req *q, db_tx *ro, http_out *out)
{
    const http_route *r = q->hit.route;
    const doc_part *list = NULL;
    json_t *doc = json_object(), *it;
    size_t i;
    arena_on_end(q->a, (void (*)(void *))json_decref, doc);
    for (size_t k = 0; k < sizeof r->doc / sizeof *r->doc && !list; k++)
        if (r->doc[k].many) list = &r->doc[k];
    if (!list || !r->show || !str_eq(out->as, "csv")) return wr_fail(arena_err(q->a), WR_E_MISSING, NULL, N_("There is no such page"));
    TRY(r->show(ro, &q->who, q->in, q->a, doc));
    TRY(out_rows(out, list->of, NULL, 0, 1));          /* the head, also of an empty list */
    json_array_foreach(json_object_get(doc, list->key), i, it) {
        void *row = arena_alloc(q->a, list->of->size, 16);
        faults more;
        (void)!shape_from_json(list->of, it, q->a, row, &more);
        TRY(out_rows(out, list->of, row, 1, 2));
    }
    return WR_OK;
}

wr_rc give_first(http_req *q, db_tx *ro)
{
    struct http_give_state *g = arena_make(q->a, struct http_give_state);
    const char *note = answer_demo_note(q, ro);
    g->mark = arena_at(q->a);
    g->sink.buf = sb_new(q->a, 16384);
    g->out = (http_out){ .as = q->hit.suffix, .after = g->sink.after, .sink = &g->sink };
    if (*note && str_eq(q->hit.suffix, "csv")) sb_fmt(&g->sink.buf, "# %s\r\n", note);
    TRY(q->hit.route->give ? q->hit.route->give(ro, &q->who, q->in, q->a, &g->out) : give_list(q, ro, &g->out));
    q->out.status = 200;
    answer_header(q, "Content-Type", g->out.type ? g->out.type : type_of(q->hit.suffix));
    if (g->out.file) answer_header(q, "Content-Disposition", arena_fmt(q->a, "attachment; filename=\"%s\"", g->out.file));
    q->out.forever = g->out.forever;
    if (g->out.more && q->connection) {
        q->give = g;                     /* the edge sends this range and asks for the next */
        return WR_OK;
    }
    while (g->out.more) {                /* no socket: the whole at once, on the one snapshot */
        g->out.more = false;
        TRY(q->hit.route->give(ro, &q->who, q->in, q->a, &g->out));
    }
    q->out.body = g->sink.buf;
    return WR_OK;
}

void give_next(http_req *q, db_conn *c)
{
    struct http_give_state *g = q->give;
    db_tx *ro = NULL;
    wr_rc rc;
    arena_rewind(q->a, g->mark);
    g->sink.buf = sb_new(q->a, 16384);
    g->sent = 0;
    g->out.more = false;
    rc = db_begin_read(c, q->a, &ro);
    if (rc == WR_OK) rc = q->hit.route->give(ro, &q->who, q->in, q->a, &g->out);
    db_end_read(&ro);
    g->failed = rc != WR_OK;
}

/* On the loop, by MHD. Nothing left of this range and more to come: the connection sleeps until the pool has it. */
ssize_t give_read(void *q_, uint64_t pos, char *buf, size_t max)
{
    http_req *q = q_;
    struct http_give_state *g = q->give;
    size_t n = g->sink.buf.n - g->sent;
    (void)pos;
    if (g->failed) return MHD_CONTENT_READER_END_WITH_ERROR;
    if (n == 0 && !g->out.more) return MHD_CONTENT_READER_END_OF_STREAM;
    if (n == 0) return edge_sleep_for_more(q) ? 0 : MHD_CONTENT_READER_END_WITH_ERROR;
    if (n > max) n = max;
    memcpy(buf, g->sink.buf.p + g->sent, n);
    g->sent += n;
    return (ssize_t)n;
}
