/* now.c -- the one source of time and of randomness. */
#include "now.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "mtx.h"
#include "str.h"

static wr_us offset, stands_at;

static struct { bool on; uint64_t seed, n; pthread_mutex_t lock; } seeded = { .lock = PTHREAD_MUTEX_INITIALIZER };

static wr_us real_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (wr_us)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

wr_us now_us(void) { return stands_at ? stands_at : real_us() + offset; }
void now_set(wr_us at) { stands_at = 0; offset = at - real_us(); }
void now_stop(wr_us at) { stands_at = at; }

void rand_seed(uint64_t seed)
{
    pthread_mutex_lock(&seeded.lock);
    seeded.on = seed != 0;
    seeded.seed = seed;
    seeded.n = 0;
    pthread_mutex_unlock(&seeded.lock);
}

void rand_bytes(void *ret, size_t n)
{
    uint8_t key[randombytes_SEEDBYTES] = { 0 };
    if (sodium_init() < 0) abort();
    pthread_mutex_lock(&seeded.lock);
    if (seeded.on) {   /* each call is its own stream, named by seed and count */
        memcpy(key, &seeded.seed, sizeof seeded.seed);
        memcpy(key + sizeof seeded.seed, &seeded.n, sizeof seeded.n);
        seeded.n++;
    }
    pthread_mutex_unlock(&seeded.lock);
    if (seeded.on) randombytes_buf_deterministic(ret, n, key);
    else randombytes_buf(ret, n);
}

const char *id_new(arena *a)
{
    uint8_t id[16];
    rand_bytes(id, sizeof id);
    return str_hex(a, id, sizeof id);
}
