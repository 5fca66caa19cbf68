/* person_side.c -- argon2id on one thread of its own, so that at most 64 MiB and one core serve passwords.
 * Threads  Any may call; each waits on its own turn. The first call starts the thread. */
#include <pthread.h>
#include <sodium.h>
#include <string.h>
#include "mtx.h"
#include "person.h"

enum { SIDE_QUEUE = 32, PASSWORD_LEAST = 12 };

/* Of the same cost as a real hash; no password has it, and it is refused even if one had. */
static const char NOBODY[] = "$argon2id$v=19$m=65536,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

typedef struct ask {
    const char *password, *hash;           /* hash NULL: make one */
    char made[crypto_pwhash_STRBYTES];
    bool ok, done;
    struct ask *next;
} ask;
static struct { mtx m; cond work, done; ask *first, **last; int n; bool runs, stop; pthread_t thread; } side;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void start(void)
{
    (void)!sodium_init();
    mtx_init(&side.m);
    cond_init(&side.work);
    cond_init(&side.done);
    side.last = &side.first;
}

static _Atomic int64_t served;
int64_t person_side_served(void) { return served; }

static void answer(ask *q)
{
    size_t n = strlen(q->password);
    served++;
    if (q->hash) q->ok = crypto_pwhash_str_verify(q->hash, q->password, n) == 0;
    else q->ok = crypto_pwhash_str_alg(q->made, q->password, n, crypto_pwhash_OPSLIMIT_INTERACTIVE,
                                       crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13) == 0;
}

static void *run(void *unused)
{
    (void)unused;
    mtx_lock(&side.m);
    for (;;) {
        ask *q = side.first;
        if (!q && side.stop) break;
        if (!q) {
            cond_wait(&side.work, &side.m);
            continue;
        }
        if (!(side.first = q->next)) side.last = &side.first;
        mtx_unlock(&side.m);
        answer(q);
        mtx_lock(&side.m);
        side.n--;
        q->done = true;
        cond_broadcast(&side.done);
    }
    mtx_unlock(&side.m);
    return NULL;
}

/* The queue takes q and gives it back answered; false: full, or no thread can be had. */
static bool wait_for(ask *q)
{
    bool took = false;
    pthread_once(&once, start);
    mtx_lock(&side.m);
    if (!side.runs && !side.stop) side.runs = pthread_create(&side.thread, NULL, run, NULL) == 0;
    if (side.runs && !side.stop && side.n < SIDE_QUEUE) {
        took = true;
        side.n++;
        *side.last = q;
        side.last = &q->next;
        cond_signal(&side.work);
        while (!q->done) cond_wait(&side.done, &side.m);
    }
    mtx_unlock(&side.m);
    return took;
}

static wr_rc busy(arena *a) { return wr_fail(arena_err(a), WR_E_BUSY, NULL, N_("Many people sign in just now. Please try again in a minute.")); }

wr_rc person_hash(arena *a, const char *password, const char **ret)
{
    ask q = { .password = password };
    if (!wait_for(&q) || !q.ok) return busy(a);       /* not ok: no memory just now */
    *ret = arena_dup(a, q.made);
    sodium_memzero(q.made, sizeof q.made);
    return WR_OK;
}

wr_rc person_verify(arena *a, const char *hash, const char *password)
{
    bool nobody = !hash || !*hash;
    ask q = { .password = password, .hash = nobody ? NOBODY : hash };
    if (!wait_for(&q)) return busy(a);
    if (nobody || !q.ok) return wr_fail(arena_err(a), WR_E_LOGIN, NULL, N_("Name, password and code do not match."));
    return WR_OK;
}

wr_rc person_password_ok(wr_err *e, const char *field_name, const char *password)
{
    size_t n = 0;
    for (const char *s = password; *s; s++) n += ((unsigned char)*s & 0xc0) != 0x80;
    if (n < PASSWORD_LEAST) return wr_fail(e, WR_E_INPUT, field_name, N_("A password has at least 12 characters."));
    return WR_OK;
}

void person_side_stop(void)
{
    pthread_once(&once, start);
    mtx_lock(&side.m);
    side.stop = true;
    cond_signal(&side.work);
    mtx_unlock(&side.m);
    if (side.runs) pthread_join(side.thread, NULL);
    side.runs = side.stop = false;
}
