/* job_web.c -- how far long work is. */
#include "job_own.h"
#include "page.h"
#include "person.h"

typedef struct in_stop { wr_id id; } in_stop;
static const field IN_STOP_F[] = { FIELD(in_stop, id, i, F_PATH, 0, N_("Number")) };
static const shape IN_STOP = SHAPE("which work", in_stop, IN_STOP_F);

static wr_rc show_jobs(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    job *rows;
    size_t n;
    bool may_stop = rights_has(who->rights, "job.stop") == RIGHT_ALL;
    (void)in;
    TRY(job_list(ro, a, &rows, &n));
    TRY(page_rows(doc, "jobs", &JOB, rows, n));
    for (size_t i = 0; i < n; i++)
        if (may_stop && rows[i].state <= JOB_RUNNING)
            TRY(page_form(page_row(doc, "jobs", i), "stop", &(page_form_of){ .action_url = arena_fmt(a, "/jobs/%lld/stop", (long long)rows[i].id),
                .in = &IN_STOP, .button = N_("Stop") }, a));
    return WR_OK;
}

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
