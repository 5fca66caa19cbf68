/* doc_web.c -- the module: files are handed out, to keep and never to run; leftovers are swept. */
#include "doc_key.h"
#include "doc_own.h"
#include "seal_grant.h"
#include "str.h"

extern const db_step doc_steps[];
extern const page_source doc_pages[];
extern const wr_module mod_doc;

typedef struct in_file { const char *id; } in_file;
static const field IN_FILE_F[] = { FIELD(in_file, id, t, F_PATH, 32, N_("File")) };
static const shape IN_FILE = SHAPE("a file by its id", in_file, IN_FILE_F);

/* A held file is handed out under a live grant on it, so that who took it, and why, is known (doc.h). The grant on an original is one on its copy. */
static wr_rc held(db_tx *ro, const wr_actor *who, const doc_file *f, arena *a)
{
    doc_file copy;
    bool live;
    wr_rc rc = doc_held_by(ro, f->id, a, &copy);
    if (rc == WR_E_MISSING || (rc == WR_OK && str_eq(f->may, "public"))) {     /* nobody is asked for */
        *arena_err(a) = (wr_err){ 0 };
        return WR_OK;
    }
    TRY(rc);
    rc = doc_held_by(ro, f->about, a, &copy);
    if (rc != WR_OK && rc != WR_E_MISSING) return rc;
    TRY(seal_granted(ro, who, rc == WR_OK ? f->about : f->id, rc == WR_OK ? DOC_ORIGINAL : DOC_COPY, a, &live));
    *arena_err(a) = (wr_err){ 0 };
    return live ? WR_OK : wr_fail(arena_err(a), WR_E_DENIED, NULL, N_("Download this file from the page on which it stands: who does, and why, is kept there."));
}

/* Who may not see the thing that it hangs on is not told that it exists. */
static wr_rc send_file(db_tx *ro, const wr_actor *who, const void *in, arena *a, http_file *ret)
{
    doc_file f;
    bytes first;
    TRY(doc_file_by(ro, ((const in_file *)in)->id, a, &f));
    if (!doc_may(who, &f)) return WR_E_MISSING;
    TRY(held(ro, who, &f, a));
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
    GET(DOC_KEY_URL, .may = "doc.key", .flags = HTTP_HIDDEN, .page = "doc/key", .show = doc_show_key, .summary = N_("Counsel's key")),
    POST(DOC_KEY_URL "/set", .may = "doc.key", .flags = HTTP_HIDDEN | HTTP_SURE, .in = &IN_DOC_KEY, .act = doc_act_key, .summary = N_("Set counsel's key")),
    { 0 }
};
static const wr_tick TICKS[] = { { "doc sweep", 60, sweep }, { 0 } };
static const history *const PAST[] = { &DOC_BLOBS, &DOC_FILES, &DOC_HELD, &DOC_GONE, &DOC_KEYS, NULL };
const wr_module mod_doc = { .name = "doc", .routes = ROUTES, .queries = doc_queries, .steps = doc_steps, .past = PAST, .ticks = TICKS,
    .pages = doc_pages, .rebuild = doc_rebuild, .check = doc_check };
