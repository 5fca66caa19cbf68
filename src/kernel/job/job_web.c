/* job_web.c -- how far long work is. */
#include "job_own.h"
#include "page.h"

static wr_rc show_jobs(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    job *rows;
    size_t n;
    (void)who; (void)in;
    TRY(job_list(ro, a, &rows, &n));
    return page_rows(doc, "jobs", &JOB, rows, n);
}

typedef struct in_stop { wr_id id; } in_stop;
static const field IN_STOP_F[] = { FIELD(in_stop, id, i, F_PATH, 0, N_("Number")) };
static const shape IN_STOP = SHAPE("which work", in_stop, IN_STOP_F);

static wr_rc act_stop(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_stop *in = in_;
    (void)who;
    *ret = (http_go){ .url = "/jobs" };
    return job_stop(rw, in->id, a);
}

static const http_route ROUTES[] = {
    GET("/jobs", .may = "job.list", .doc = DOC_LIST("jobs", JOB), .page = "job/list", .show = show_jobs, .summary = N_("Long work")),
    POST("/jobs/{id}/stop", .may = "job.stop", .in = &IN_STOP, .act = act_stop, .summary = N_("Stop long work")),
    { 0 }
};
const wr_module mod_job = { .name = "job", .routes = ROUTES, .queries = job_queries, .steps = job_steps, .pages = job_pages };
