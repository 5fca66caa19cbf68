/* give.c -- what is no document, range by range: each on a fresh snapshot, so a slow reader holds none. */
#include "http_own.h"

#include <stdlib.h>
#include <string.h>
#include "doc.h"
#include "i18n.h"

struct http_sink { strbuf buf; bool headed; char after[160]; };
struct http_give_state { http_out out; struct http_sink sink; arena_mark mark; size_t sent; bool failed; http_file file; int64_t at; };

wr_rc out_bytes(http_out *o, bytes b)
{
    sb_put(&o->sink->buf, (const char *)b.p, b.n);
    return WR_OK;
}

wr_rc out_more(http_out *o, const char *after)
{
    size_t n = strlen(after);
    if (n >= sizeof o->sink->after) return WR_E_BUG;
    memcpy(o->sink->after, after, n + 1);
    o->more = true;
    return WR_OK;
}

static void csv_rows(http_out *o, const shape *s, const void *rows, size_t n)
{
    if (!o->sink->headed) shape_csv_head(s, &o->sink->buf);
    o->sink->headed = true;
    for (size_t i = 0; i < n; i++) shape_to_csv(s, (const char *)rows + i * s->size, &o->sink->buf);
}

/* {"demo": "...", "KEY": [ rows ]}: the members that CSV has. */
static void json_rows(http_out *o, const shape *s, const void *rows, size_t n)
{
    strbuf *b = &o->sink->buf;
    if (!o->sink->headed) {
        sb_ch(b, '{');
        if (*o->note) {
            sb_str(b, "\"demo\": ");
            sb_json(b, o->note);
            sb_str(b, ",\n");
        }
        sb_json(b, o->key);
        sb_str(b, ": [");
    }
    for (size_t i = 0; i < n; i++) {
        json_t *row = shape_to_json(s, (const char *)rows + i * s->size);
        char *text;
        for (size_t k = 0; k < s->n; k++)
            if (s->f[k].flags & F_HIDE) json_object_del(row, s->f[k].name);
        text = json_dumps(row, JSON_PRESERVE_ORDER);
        sb_str(b, o->sink->headed || i > 0 ? ",\n" : "\n");
        sb_str(b, text ? text : "{}");
        free(text);
        json_decref(row);
        o->sink->headed = true;
    }
    o->sink->headed = true;
    if (!o->more) sb_str(b, "\n]}\n");
}

wr_rc out_rows(http_out *o, const shape *s, const void *rows, size_t n, size_t cap)
{
    strbuf *b = &o->sink->buf;
    o->more = n == cap && n > 0;
    if (str_eq(o->as, "json")) json_rows(o, s, rows, n);
    else csv_rows(o, s, rows, n);
    return o->more ? out_more(o, shape_get(&s->f[0], (const char *)rows + (n - 1) * s->size, b->a)) : WR_OK;   /* the first member is the key that rows are ordered by */
}

const char *http_type(const char *as)
{
    static const char *const TYPES[][2] = { { "csv", "text/csv; charset=utf-8" }, { "json", "application/json" }, { "ics", "text/calendar; charset=utf-8" },
        { "atom", "application/atom+xml; charset=utf-8" }, { "svg", "image/svg+xml" }, { "pdf", "application/pdf" }, { "zip", "application/zip" },
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

/* The next bytes of a stored file. Fewer than it should have is an answer cut short, never one that looks whole. */
static wr_rc file_range(struct http_give_state *g, db_tx *ro, arena *a)
{
    bytes x;
    TRY(blob_read(ro, g->file.sha256, g->at, BLOB_PART, a, &x));
    if (x.n == 0 && g->at < g->file.size) return WR_E_IO;
    g->at += (int64_t)x.n;
    g->out.more = g->at < g->file.size;
    return out_bytes(&g->out, x);
}

static wr_rc range(http_req *q, struct http_give_state *g, db_tx *ro)
{
    const http_route *r = q->hit.route;
    if (r->send) return file_range(g, ro, q->a);
    return r->give ? r->give(ro, &q->who, q->in, q->a, &g->out) : give_list(q, ro, &g->out);
}

/* A download only: no browser shows it as a page of this site. What everyone may see may be kept, and is asked for by its hash. */
static wr_rc file_first(http_req *q, struct http_give_state *g, db_tx *ro)
{
    TRY(q->hit.route->send(ro, &q->who, q->in, q->a, &g->file));
    if (str_eq(g->file.may, "public")) {
        const char *tag = arena_fmt(q->a, "\"%.*s\"", ETAG_TEXT - 2, g->file.sha256);
        memcpy(q->out.etag, tag, ETAG_TEXT + 1);
    }
    answer_header(q, "Content-Type", g->file.media);
    answer_header(q, "Content-Disposition", doc_disposition(q->a, g->file.name));
    answer_header(q, "Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'");
    q->out.status = etag_matches(q->header(q, "if-none-match"), q->out.etag) ? 304 : 200;
    g->mark = arena_at(q->a);
    return q->out.status == 304 ? WR_OK : file_range(g, ro, q->a);
}

int64_t give_length(const http_req *q) { return q->hit.route->send ? q->give->file.size : -1; }

static void name_places(http_req *q, http_out *o)
{
    o->site = answer_site(q);
    o->prefix = q->hit.prefix;
    o->path = q->hit.path;
    o->self = arena_fmt(q->a, "%s%s%s.%s%s%s", o->site, o->prefix, q->hit.path, o->as, *q->query ? "?" : "", q->query);
}

wr_rc give_first(http_req *q, db_tx *ro)
{
    struct http_give_state *g = arena_make(q->a, struct http_give_state);
    const char *note = answer_demo_note(q, ro);
    g->mark = arena_at(q->a);
    g->sink.buf = sb_new(q->a, 16384);
    g->out = (http_out){ .as = q->hit.suffix, .after = g->sink.after, .sink = &g->sink, .note = note, .key = q->hit.route->doc[0].key };
    name_places(q, &g->out);
    if (*note && str_eq(q->hit.suffix, "csv")) sb_fmt(&g->sink.buf, "# %s\r\n", note);
    if (q->hit.route->send) TRY(file_first(q, g, ro));
    else {
        TRY(range(q, g, ro));
        q->out.status = 200;
        answer_header(q, "Content-Type", g->out.type ? g->out.type : http_type(q->hit.suffix));
        if (g->out.file) answer_header(q, "Content-Disposition", arena_fmt(q->a, "attachment; filename=\"%s\"", g->out.file));
        q->out.forever = g->out.forever;
    }
    if (g->out.more && q->connection) {
        q->give = g;                     /* the edge sends this range and asks for the next */
        return WR_OK;
    }
    while (g->out.more) {                /* no socket: the whole at once, on the one snapshot */
        g->out.more = false;
        TRY(range(q, g, ro));
    }
    q->out.body = g->sink.buf;
    if (q->who.person || *q->out.etag) return WR_OK;   /* what somebody signed in got is kept nowhere */
    etag_of(q->out.body.p, q->out.body.n, q->out.etag);
    if (etag_matches(q->header(q, "if-none-match"), q->out.etag)) q->out.status = 304;
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
    if (rc == WR_OK) rc = range(q, g, ro);
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
