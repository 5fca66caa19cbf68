/* once.c -- once-keys: the second of making, 12 random bytes, and a MAC over route, actor and those. A form that this city
 * did not hand to this actor for this route has none, so the key is also the proof against forged requests. The time comes
 * first: keys of one day lie together in db_once, and a form that outlived its row there is refused, not done twice. */
#include "http_own.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "now.h"
#include "writer.h"

enum { KEY_BYTES = 32, TIME_BYTES = 4, NONCE_BYTES = 16, MAC_BYTES = 16 };
static uint8_t the_key[KEY_BYTES];

void once_key_set(const uint8_t key[static 32]) { memcpy(the_key, key, KEY_BYTES); }

static wr_rc path_of(const char *data, char *ret, size_t cap, wr_err *e)
{
    size_t n = strlen(data);
    if (n + sizeof "/once.key" > cap) return wr_fail(e, WR_E_INPUT, "data", N_("The path of the data directory is too long."));
    memcpy(ret, data, n);
    memcpy(ret + n, "/once.key", sizeof "/once.key");
    return WR_OK;
}

wr_rc serve_key_make(const char *data, wr_err *e)
{
    char path[1024];
    uint8_t key[KEY_BYTES];
    int fd;
    bool good;
    TRY(path_of(data, path, sizeof path, e));
    fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0 && errno == EEXIST) return WR_OK;
    if (fd < 0) return wr_fail(e, WR_E_IO, NULL, N_("The key file cannot be made: {why}."), "why", strerror(errno));
    if (sodium_init() < 0) { close(fd); return WR_E_BUG; }
    randombytes_buf(key, sizeof key);    /* never the repeatable source: the demo's keys are secret too */
    good = write(fd, key, sizeof key) == (ssize_t)sizeof key && fsync(fd) == 0;
    sodium_memzero(key, sizeof key);
    if (close(fd) != 0 || !good) {
        unlink(path);
        return wr_fail(e, WR_E_IO, NULL, N_("The key file cannot be written: {why}."), "why", strerror(errno));
    }
    return WR_OK;
}

wr_rc once_load(const char *data, wr_err *e)
{
    char path[1024];
    int fd;
    ssize_t n;
    TRY(path_of(data, path, sizeof path, e));
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return wr_fail(e, WR_E_IO, NULL, N_("The key file cannot be read: {why}."), "why", strerror(errno));
    n = read(fd, the_key, sizeof the_key);
    close(fd);
    return n == KEY_BYTES ? WR_OK : wr_fail(e, WR_E_IO, NULL, N_("The key file is damaged."));
}

static void mac(const http_route *r, const wr_actor *who, const uint8_t *nonce, uint8_t *ret)
{
    crypto_generichash_state st;
    crypto_generichash_init(&st, the_key, sizeof the_key, MAC_BYTES);
    crypto_generichash_update(&st, (const uint8_t *)r->path, strlen(r->path) + 1);
    crypto_generichash_update(&st, (const uint8_t *)&who->person, sizeof who->person);
    crypto_generichash_update(&st, nonce, NONCE_BYTES);
    crypto_generichash_final(&st, ret, MAC_BYTES);
}

void once_make(const http_route *r, const wr_actor *who, char ret[static ONCE_TEXT + 1])
{
    uint8_t all[NONCE_BYTES + MAC_BYTES];
    uint32_t now = (uint32_t)(now_us() / 1000000);
    for (int i = 0; i < TIME_BYTES; i++) all[i] = (uint8_t)(now >> (24 - 8 * i));
    rand_bytes(all + TIME_BYTES, NONCE_BYTES - TIME_BYTES);
    mac(r, who, all, all + NONCE_BYTES);
    sodium_bin2base64(ret, ONCE_TEXT + 1, all, sizeof all, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

bool once_ours(const http_route *r, const wr_actor *who, const char *key)
{
    uint8_t all[NONCE_BYTES + MAC_BYTES], want[MAC_BYTES];
    int64_t made = 0;
    if (strlen(key) != ONCE_TEXT || !str_unb64url(key, all, sizeof all)) return false;
    mac(r, who, all, want);
    for (int i = 0; i < TIME_BYTES; i++) made = made << 8 | all[i];
    return sodium_memcmp(want, all + NONCE_BYTES, MAC_BYTES) == 0 && now_us() / 1000000 - made < WRITER_ONCE_DAYS * (int64_t)86400;
}
