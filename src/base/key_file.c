/* key_file.c -- a secret of 32 bytes in a file. */
#include "key_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_CAP = 1024 };

static wr_rc path_of(const char *folder, const char *name, char *ret, wr_err *e)
{
    if (snprintf(ret, PATH_CAP, "%s/%s", folder, name) < PATH_CAP) return WR_OK;
    return wr_fail(e, WR_E_INPUT, "data", N_("The path of the data directory is too long."));
}

wr_rc key_file_make(const char *folder, const char *name, wr_err *e)
{
    char path[PATH_CAP];
    uint8_t key[KEY_FILE_BYTES];
    int fd;
    bool good;
    TRY(path_of(folder, name, path, e));
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

wr_rc key_file_read(const char *folder, const char *name, wr_err *e, uint8_t ret[static KEY_FILE_BYTES])
{
    char path[PATH_CAP];
    struct stat st;
    int fd;
    ssize_t n;
    TRY(path_of(folder, name, path, e));
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) != 0) {
        int why = errno;
        if (fd >= 0) close(fd);
        return wr_fail(e, WR_E_IO, NULL, N_("The key file {file} cannot be read: {why}."), "file", name, "why", strerror(why));
    }
    n = read(fd, ret, KEY_FILE_BYTES);
    close(fd);
    if (st.st_mode & 077) return wr_fail(e, WR_E_IO, NULL, N_("Others may read the key file {file}. Say chmod 600, and think whether somebody did."), "file", name);
    if (n != KEY_FILE_BYTES || st.st_size != KEY_FILE_BYTES) return wr_fail(e, WR_E_IO, NULL, N_("The key file {file} is damaged."), "file", name);
    return WR_OK;
}
