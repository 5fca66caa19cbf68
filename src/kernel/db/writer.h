/* writer.h -- the one thread that writes: takes whatever queued while the last commit ran (at most 64 jobs),
 * one transaction, a savepoint per job, one commit, then tells each job how it ended.
 * Threads  writer_push from any; act and done run on the writer. act may run twice: it keeps nothing outside.
 * Errors   A failed job rolls back alone. A failed COMMIT gives every job of the batch WR_E_IO (disk full: WR_E_BUSY).
 *          A full queue (4,096) or a writer that stops is WR_E_BUSY at once.
 * Memory   The job and its arena belong to the writer from push until done. */
#ifndef WR_WRITER_H
#define WR_WRITER_H
#include "db.h"
enum { WRITER_ONCE_DAYS = 7 };             /* how long a form may be sent; its key is remembered a day longer */
typedef struct writer writer;
typedef struct writer_once { const char *key, *route, *actor; uint8_t body[32]; } writer_once;  /* key NULL: none */
typedef struct writer_job {
    const char *name;                    /* for the log, when over 5 ms                               */
    wr_rc (*act)(db_tx *rw, struct writer_job *);
    void (*done)(struct writer_job *);   /* after COMMIT or failure; rc, go and repeated are set      */
    void *with;                          /* the pusher's                                              */
    arena *a;                            /* its wr_err is the job's error                             */
    writer_once once;
    http_go go;                          /* act fills it; from db_once when the key was seen before   */
    wr_rc rc;                            /* WR_E_CONFLICT: same key, other body                       */
    bool repeated;                       /* answered from db_once                                     */
    struct writer_job *next;             /* the queue's                                               */
} writer_job;
WR_MUST wr_rc writer_start(db *, wr_err *, writer **ret);   /* with the checkpoint thread (SQLite)   */
WR_MUST wr_rc writer_push(writer *, writer_job *);
void writer_wake_after_batch(writer *, void (*fn)(void *), void *with);  /* once per batch, after its done calls: eventfds */
void writer_stop(writer **);                                /* drains what is queued, checkpoints, joins */
/* One job in the calling thread, its own batch and connection: commands, init, demo. */
WR_MUST wr_rc writer_once_here(db *, wr_rc (*act)(db_tx *rw, void *with, arena *), void *with, arena *);
#endif
