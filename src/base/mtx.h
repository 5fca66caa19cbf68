/* mtx.h -- a mutex that knows its holder, so that "I hold this" can be asserted. */
#ifndef WR_MTX_H
#define WR_MTX_H
#include <pthread.h>
#include <stdbool.h>
#include "shape.h"
typedef struct mtx { pthread_mutex_t m; _Atomic unsigned long by; } mtx;   /* by: pthread_self of the holder, 0: nobody */
typedef struct cond { pthread_cond_t c; } cond;
void mtx_init(mtx *);
void mtx_lock(mtx *);
void mtx_unlock(mtx *);
bool mtx_held(const mtx *);                       /* by the calling thread               */
void mtx_end(mtx *);
void cond_init(cond *);                           /* waits by the monotonic clock        */
void cond_wait(cond *, mtx *);
bool cond_wait_us(cond *, mtx *, wr_us at_most);  /* false: the time ran out             */
void cond_signal(cond *);
void cond_broadcast(cond *);
void cond_end(cond *);
#endif
