/* sender.c -- senders without an account, counted by the day in a small table that forgets the oldest first. */
#include "sender.h"

#include <arpa/inet.h>
#include <sodium.h>
#include <string.h>
#include "mtx.h"
#include "str.h"

enum { SETS = 256, WAYS = 4, ADDRESS_MAX = 64 };
static const wr_us DAY = 86400 * (wr_us)1000000;
typedef struct row { uint64_t key; wr_us last; int n; } row;
static struct { mtx m; int64_t day; uint8_t secret[crypto_generichash_KEYBYTES]; row rows[SETS][WAYS]; } at;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void start(void)
{
    (void)!sodium_init();
    mtx_init(&at.m);
    at.day = -1;
}

/* Holds the lock: a new day has a new key and an empty table. */
static void begin_day(wr_us now)
{
    if (now / DAY <= at.day) return;                         /* a request that began yesterday does not bring yesterday back */
    at.day = now / DAY;
    randombytes_buf(at.secret, sizeof at.secret);
    memset(at.rows, 0, sizeof at.rows);
}

/* The last one that a chain of proxies names: the trusted one wrote it. */
static void last_of(const char *chain, char ret[static ADDRESS_MAX])
{
    const char *comma = strrchr(chain, ','), *p = comma ? comma + 1 : chain;
    size_t n;
    p += strspn(p, " \t");
    n = strcspn(p, " \t");
    ret[0] = 0;
    if (n >= ADDRESS_MAX) return;
    memcpy(ret, p, n);
    ret[n] = 0;
}

static const uint8_t MAPPED[12] = { [10] = 0xff, [11] = 0xff };
/* The bytes that stand for a sender; 0: it is no address, or one of this machine. */
static size_t bytes_of(const char *text, uint8_t ret[static 16])
{
    if (inet_pton(AF_INET, text, ret) == 1) return ret[0] == 127 ? 0 : 4;
    if (inet_pton(AF_INET6, text, ret) != 1) return 0;
    if (memcmp(ret, MAPPED, sizeof MAPPED) == 0) {           /* a socket for both speaks of "::ffff:192.0.2.7" */
        memmove(ret, ret + sizeof MAPPED, 4);
        return ret[0] == 127 ? 0 : 4;
    }
    return memcmp(ret, &in6addr_loopback, 16) == 0 ? 0 : 8;
}

bool sender_of(const char *peer, const char *proxy_opt, const char *forwarded_opt, wr_us now, char ret[static SENDER_TEXT + 1])
{
    char named[ADDRESS_MAX];
    uint8_t address[16], hash[SENDER_TEXT / 2];
    bool by_proxy = proxy_opt && str_eq(peer, proxy_opt);
    size_t n;
    if (by_proxy) last_of(forwarded_opt ? forwarded_opt : "", named);
    n = bytes_of(by_proxy ? named : peer, address);
    if (!n) return false;
    pthread_once(&once, start);
    mtx_lock(&at.m);
    begin_day(now);
    (void)!crypto_generichash(hash, sizeof hash, address, n, at.secret, sizeof at.secret);
    mtx_unlock(&at.m);
    sodium_bin2hex(ret, SENDER_TEXT + 1, hash, sizeof hash);
    return true;
}

/* The row of a sender, or the oldest of its set made ready for it. */
static row *row_of(uint64_t key)
{
    row *set = at.rows[key % SETS], *old = set;
    for (row *r = set; r < set + WAYS; r++) {
        if (r->key == key && r->n) return r;
        if (r->last < old->last) old = r;
    }
    *old = (row){ .key = key };
    return old;
}

bool sender_may(const char *sender_opt, const char *what, int a_day, wr_us now)
{
    uint8_t hash[crypto_generichash_BYTES_MIN];
    crypto_generichash_state s;
    uint64_t key;
    row *r;
    bool may;
    if (!sender_opt) return true;
    pthread_once(&once, start);
    mtx_lock(&at.m);
    begin_day(now);
    (void)!crypto_generichash_init(&s, at.secret, sizeof at.secret, sizeof hash);
    (void)!crypto_generichash_update(&s, (const uint8_t *)what, strlen(what) + 1);
    (void)!crypto_generichash_update(&s, (const uint8_t *)sender_opt, strlen(sender_opt));
    (void)!crypto_generichash_final(&s, hash, sizeof hash);
    memcpy(&key, hash, sizeof key);
    r = row_of(key);
    may = r->n < a_day;
    if (may) r->n++;
    r->last = now;
    mtx_unlock(&at.m);
    return may;
}
