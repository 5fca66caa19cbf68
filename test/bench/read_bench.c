/* read_bench.c -- FILE FOLDER [keep]: a released file into stores in FOLDER, as the job does it without a database. Prints seconds by the clock of reading and
 * of the end, seconds of the processor, rows, and the most memory that was resident, in MB. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#include "now.h"
#include "released_read.h"

static double seconds(wr_us from) { return (double)(now_us() - from) / 1e6; }
static double of(struct timeval t) { return (double)t.tv_sec + (double)t.tv_usec / 1e6; }

/* Of this program alone: what getrusage says counts the one that started it. */
static long most_mb(void)
{
    char line[200];
    long kb = 0;
    FILE *f = fopen("/proc/self/status", "r");
    while (f && fgets(line, sizeof line, f)) if (strncmp(line, "VmHWM:", 6) == 0) kb = strtol(line + 6, NULL, 10);
    if (f) fclose(f);
    return kb / 1024;
}

int main(int argc, char **argv)
{
    arena *a = arena_new("bench", 1 << 30);
    int fd = argc >= 3 ? open(argv[1], O_RDONLY | O_CLOEXEC) : -1;
    released_reading *r;
    released_found *f;
    size_t n;
    int64_t rows = 0;
    bool more = true;
    struct rusage u;
    wr_us began = now_us();
    double read;
    if (fd < 0) { fprintf(stderr, "read_bench FILE FOLDER [keep]\n"); return 2; }
    if (released_read_begin(&(released_read_ask){ .fd = fd, .name = argv[1], .folder = argv[2], .last_day = 30000 }, a, &r) != WR_OK) return 1;
    while (more) if (released_read_step(r, 250000, &more) != WR_OK) return 1;
    read = seconds(began);

    began = now_us();
    if (released_read_end(r, &f, &n) != WR_OK) return 1;
    for (size_t i = 0; i < n; i++) rows += f[i].rows;
    getrusage(RUSAGE_SELF, &u);

    printf("%.3f %.3f %.3f %lld %ld\n", read, seconds(began), of(u.ru_utime) + of(u.ru_stime), (long long)rows, most_mb());
    for (size_t i = 0; i < n; i++) if (argc == 3) unlink(f[i].path);
    arena_end(&a);
    return 0;
}
