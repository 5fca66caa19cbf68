/* job_own.h -- what the files of job share with each other and with nobody else. */
#ifndef WR_JOB_OWN_H
#define WR_JOB_OWN_H
#include "db.h"
#include "job.h"
extern const db_query *const job_queries[];
extern const db_step job_steps[];         /* generated from sql/   */
extern const page_source job_pages[];     /* generated from pages/ */
WR_MUST wr_rc job_next(db_tx *ro, const char *node, wr_us now, arena *, job *ret, bool *ret_found);   /* free, or this node's own */
WR_MUST wr_rc job_by(db_tx *ro, wr_id id, arena *, job *ret);
WR_MUST wr_rc job_put(db_tx *rw, const job *);             /* after a good slice */
WR_MUST wr_rc job_tried(db_tx *rw, wr_id id, const char *note, wr_us again_at);       /* after a bad one; the third ends it */
WR_MUST wr_rc job_gone(db_tx *rw, wr_id id, const char *note);                        /* failed for good */
extern _Atomic bool job_asked;             /* a job was started since the bell last rang */
#endif
