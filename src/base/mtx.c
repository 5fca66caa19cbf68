/* mtx.c -- a mutex that knows its holder. A failed pthread call here is a bug: abort. */
#include "mtx.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

static void must(int rc) { if (rc != 0) abort(); }

void mtx_init(mtx *m) { must(pthread_mutex_init(&m->m, NULL)); m->by = 0; }
void mtx_end(mtx *m) { must(pthread_mutex_destroy(&m->m)); }

bool mtx_held(const mtx *m) { return m->by == pthread_self(); }

/* To give up or wait on a lock that somebody else holds is a bug that would show much later. */
static void mine(const mtx *m) { if (!mtx_held(m)) abort(); }

static void took(mtx *m) { m->by = pthread_self(); }

void mtx_lock(mtx *m) { must(pthread_mutex_lock(&m->m)); took(m); }
void mtx_unlock(mtx *m) { mine(m); m->by = 0; must(pthread_mutex_unlock(&m->m)); }

void cond_init(cond *c)
{
    pthread_condattr_t attr;
    must(pthread_condattr_init(&attr));
    must(pthread_condattr_setclock(&attr, CLOCK_MONOTONIC));
    must(pthread_cond_init(&c->c, &attr));
    must(pthread_condattr_destroy(&attr));
}

void cond_wait(cond *c, mtx *m)
{
    mine(m);
    m->by = 0;
    must(pthread_cond_wait(&c->c, &m->m));
    took(m);
}

bool cond_wait_us(cond *c, mtx *m, wr_us at_most)
{
    struct timespec t;
    int rc;
    clock_gettime(CLOCK_MONOTONIC, &t);
    t.tv_sec += at_most / 1000000;
    t.tv_nsec += at_most % 1000000 * 1000;
    if (t.tv_nsec >= 1000000000) { t.tv_nsec -= 1000000000; t.tv_sec++; }
    mine(m);
    m->by = 0;
    rc = pthread_cond_timedwait(&c->c, &m->m, &t);
    took(m);
    if (rc != 0 && rc != ETIMEDOUT) abort();
    return rc == 0;
}

void cond_signal(cond *c) { must(pthread_cond_signal(&c->c)); }
void cond_broadcast(cond *c) { must(pthread_cond_broadcast(&c->c)); }
void cond_end(cond *c) { must(pthread_cond_destroy(&c->c)); }
