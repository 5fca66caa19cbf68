/* job.h -- work longer than 5 ms: imports, hashes of 2 GB, letters, recomputation, purge.
 * Threads  One worker per process cuts a job into slices: plan (worker, snapshot) makes one,
 *          write (writer) stores it: at most 500 rows or 5 ms, and `done` moves in the same transaction.
 * Errors   Three tries a slice, then 'failed' with a note. Every slice renews the lease of 30 s;
 *          when it runs out another node goes on at `done`. One page shows the progress of all. */
#ifndef WR_JOB_H
#define WR_JOB_H
#include "module.h"
#include "writer.h"
enum { JOB_WAITING, JOB_RUNNING, JOB_DONE, JOB_FAILED, JOB_STOPPED };
extern const char *const job_states[];       /* "waiting" "running" "done" "failed" "stopped" */
typedef struct job { wr_id id; const char *kind, *about, *args, *note, *node; int state; int64_t done, total; wr_us lease; } job;
extern const shape JOB;
typedef wr_rc job_plan(db_tx *ro, const job *, arena *, void **ret_slice);         /* NULL: nothing left */
typedef wr_rc job_write(db_tx *rw, const wr_actor *, job *, const void *slice, arena *);   /* moves done; may set total and note */
typedef struct job_kind { const char *name, *summary; job_plan *plan; job_write *write; } job_kind;
WR_MUST wr_rc job_start(db_tx *rw, const wr_actor *, const char *kind, const char *about, const char *args, wr_id *ret);
WR_MUST wr_rc job_list(db_tx *ro, arena *, job **ret, size_t *ret_n);              /* the newest 200 */

WR_MUST wr_rc job_stop(db_tx *rw, wr_id id, arena *);                              /* after the slice under way */

/* The worker of this process: its thread looks for work every second, and goes on at once while there is some. */
typedef struct job_worker job_worker;
WR_MUST wr_rc job_worker_start(db *, writer *, const wr_module *const *, wr_err *, job_worker **ret);
bool job_bell(void);                         /* behind a commit: when a job was started, the worker looks at once; else false */
void job_worker_stop(job_worker **);         /* before the writer: a slice under way ends first */
/* The same without a thread, for commands and tests: one slice of the next job at a time. ret_more false: nothing to do. */
WR_MUST wr_rc job_worker_here(db *, writer *, const wr_module *const *, wr_err *, job_worker **ret);
WR_MUST wr_rc job_step(job_worker *, bool *ret_more);
#endif
