/* job.h -- work longer than 5 ms: imports, hashes of 2 GB, letters, recomputation, purge.
 * Threads  One worker per process cuts a job into slices: plan (worker, snapshot) makes one,
 *          write (writer) stores it: at most 500 rows or 5 ms, and `done` moves in the same transaction.
 * Errors   Three tries a slice, then 'failed' with a note. Every slice renews the lease of 30 s;
 *          when it runs out another node goes on at `done`. One page shows the progress of all. */
#ifndef WR_JOB_H
#define WR_JOB_H
#include "module.h"
enum { JOB_WAITING, JOB_RUNNING, JOB_DONE, JOB_FAILED, JOB_STOPPED };
typedef struct job { wr_id id; const char *kind, *about, *args, *note, *node; int state; int64_t done, total; wr_us lease; } job;
typedef wr_rc job_plan(db_tx *ro, const job *, arena *, void **ret_slice);         /* NULL: nothing left */
typedef wr_rc job_write(db_tx *rw, const wr_actor *, job *, const void *slice, arena *);
typedef struct job_kind { const char *name, *summary; job_plan *plan; job_write *write; } job_kind;
WR_MUST wr_rc job_start(db_tx *rw, const wr_actor *, const char *kind, const char *about, const char *args, wr_id *ret);
#endif
