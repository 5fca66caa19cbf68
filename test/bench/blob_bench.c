/* blob_bench.c -- DATA FILE: a file taken in as a production's is, hashed while it is written and durable at the end; then proved from where it lies.
 * Prints the seconds of each. */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>
#include "blob.h"
#include "modules.h"
#include "now.h"
#include "db.h"

enum { STEP = 1 << 20 };

int main(int argc, char **argv)
{
    static char step[STEP];
    arena *a = arena_new("bench", 64 << 20);
    const char *wrong = "";
    blob_in *in;
    db_conn *c;
    db_tx *ro;
    blob b;
    ssize_t n = 0;
    wr_us began, taken, proved;
    wr_err e = { 0 };
    db *d;
    int fd = argc == 3 ? open(argv[2], O_RDONLY | O_CLOEXEC) : -1;
    if (fd < 0 || db_open(arena_fmt(a, "sqlite:%s/writ.db", argv[1]), wr_modules, &e, &d) != WR_OK || db_reader(d, &e, &c) != WR_OK || db_begin_read(c, a, &ro) != WR_OK) {
        fprintf(stderr, "blob_bench DATA FILE: %s %s\n", e.text ? e.text : "", e.holes);
        return 2;
    }
    blob_home(argv[1], true);
    began = now_us();
    if (blob_begin(&e, &in) != WR_OK) return 1;
    while ((n = read(fd, step, sizeof step)) > 0)
        if (blob_add(in, step, (size_t)n, &e) != WR_OK) return 1;
    if (n < 0 || blob_hash(in, a, &b) != WR_OK || blob_keep(in, &e) != WR_OK) return 1;
    taken = now_us();
    if (blob_prove(ro, &b, a, &wrong) != WR_OK || wrong) return 1;
    proved = now_us();
    printf("%s %.3f %.3f\n", b.sha256, (double)(taken - began) / 1e6, (double)(proved - taken) / 1e6);
    blob_drop(in);
    db_end_read(&ro);
    db_conn_end(&c);
    db_close(&d);
    arena_end(&a);
    close(fd);
    return 0;
}
