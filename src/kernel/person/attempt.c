/* attempt.c -- how often a password may be tried: a small table that forgets the oldest first. */
#include "attempt.h"
#include <pthread.h>
#include <sodium.h>
#include <string.h>
#include "mtx.h"

enum { SETS = 512, WAYS = 4, FREE = 3, LONGEST_S = 120, BURST = 60 };
static const wr_us SECOND = 1000000, HOUR = 3600 * (wr_us)1000000;

typedef struct row { uint64_t key; wr_us last, until; int tried; } row;
static struct { mtx m; uint8_t secret[crypto_generichash_KEYBYTES]; row rows[SETS][WAYS]; wr_us spent_until; } at;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void start(void)
{
    (void)!sodium_init();
    randombytes_buf(at.secret, sizeof at.secret);
    mtx_init(&at.m);
}

/* The row of a login, or the oldest of its set made ready for it. */
static row *row_of(const char *login, wr_us now)
{
    uint8_t h[crypto_generichash_BYTES_MIN];
    uint64_t key;
    row *set, *old;
    (void)!crypto_generichash(h, sizeof h, (const uint8_t *)login, strlen(login), at.secret, sizeof at.secret);
    memcpy(&key, h, sizeof key);
    set = old = at.rows[key % SETS];
    for (row *r = set; r < set + WAYS; r++) {
        if (r->key == key && now - r->last < HOUR) return r;
        if (r->last < old->last) old = r;
    }
    *old = (row){ .key = key };
    return old;
}

static wr_us delay(int tried)
{
    int over = tried - FREE;
    if (over < 0) return 0;
    return (over >= 6 ? LONGEST_S : 2 << over) * SECOND;
}

static int seconds(wr_us us) { return (int)((us + SECOND - 1) / SECOND); }

int attempt_begin(const char *login, wr_us now)
{
    wr_us wait = 0;
    row *r;
    pthread_once(&once, start);
    mtx_lock(&at.m);
    r = row_of(login, now);
    if (at.spent_until < now || at.spent_until - now > BURST * SECOND) at.spent_until = now;
    if (r->until - now > LONGEST_S * SECOND) r->until = now + LONGEST_S * SECOND;     /* the clock was set back */
    if (r->until > now) wait = r->until - now;
    else if (at.spent_until - now > (BURST - 1) * SECOND) wait = SECOND;
    if (wait == 0) {
        r->tried++;
        r->last = now;
        r->until = now + delay(r->tried);
        at.spent_until += SECOND;
    }
    mtx_unlock(&at.m);
    return wait > 0 ? seconds(wait) : 0;
}

void attempt_passed(const char *login, wr_us now)
{
    row *r;
    pthread_once(&once, start);
    mtx_lock(&at.m);
    r = row_of(login, now);
    *r = (row){ 0 };
    if (at.spent_until >= now + SECOND) at.spent_until -= SECOND;
    mtx_unlock(&at.m);
}

void attempt_forget_all(void)
{
    pthread_once(&once, start);
    mtx_lock(&at.m);
    memset(at.rows, 0, sizeof at.rows);
    at.spent_until = 0;
    mtx_unlock(&at.m);
}
