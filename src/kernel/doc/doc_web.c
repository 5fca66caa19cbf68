/* doc_web.c -- the module: files are handed out, to keep and never to run; leftovers are swept. */
#include "doc_own.h"

extern const db_step doc_steps[];
extern const page_source doc_pages[];
extern const wr_module mod_doc;

typedef struct in_file { const char *id; } in_file;
static const field IN_FILE_F[] = { FIELD(in_file, id, t, F_PATH, 32, N_("File")) };
static const shape IN_FILE = SHAPE("a file by its id", in_file, IN_FILE_F);

/* Who may not see the thing that it hangs on is not told that it exists. */
static wr_rc send_file(db_tx *ro, const wr_actor *who, const void *in, arena *a, http_file *ret)
{
    doc_file f;
    bytes first;
    TRY(doc_file_by(ro, ((const in_file *)in)->id, a, &f));
    if (!doc_may(who, &f)) return WR_E_MISSING;
    TRY(blob_read(ro, f.sha256, 0, 1, a, &first));     /* before the head of an answer is promised */
    *ret = (http_file){ f.sha256, f.name, f.media, f.size, f.may };
    return WR_OK;
}

static wr_rc sweep(db_tx *rw, const wr_actor *who, const void *what, arena *a)
{
    (void)what;
    return blob_in_files() ? WR_OK : blob_sweep_parts(rw, who->now, a);
}

static const http_route ROUTES[] = {
    GET("/files/{id}", .may = "public", .in = &IN_FILE, .send = send_file, .summary = N_("A file, to keep")),
    { 0 }
};
static const wr_tick TICKS[] = { { "doc sweep", 60, sweep }, { 0 } };
static const history *const PAST[] = { &DOC_BLOBS, &DOC_FILES, &DOC_HELD, &DOC_GONE, NULL };
const wr_module mod_doc = { .name = "doc", .routes = ROUTES, .queries = doc_queries, .steps = doc_steps, .past = PAST, .ticks = TICKS,
    .pages = doc_pages, .rebuild = doc_rebuild, .check = doc_check };
