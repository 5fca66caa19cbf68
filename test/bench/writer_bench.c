/* writer_bench.c -- DATA N: the writer alone. N renamings of a department, one job each, as fast as the queue takes them. */
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include "city.h"
#include "modules.h"
#include "now.h"
#include "tlog.h"
#include "writer.h"

enum { UNDER_WAY = 512 };
static sem_t room;

static wr_rc act(db_tx *rw, writer_job *j)
{
    const wr_actor who = { .by = "bench", .lang = "en", .today = { 2026, 2, 26 } };
    return city_department_rename(rw, &who, "LAPL", arena_fmt(j->a, "Library %p", j->with), j->a);
}

static void done(writer_job *j)
{
    arena *a = j->a;
    if (j->rc != WR_OK) { fprintf(stderr, "a job failed: %s\n", wr_rc_name(j->rc)); exit(1); }
    arena_end(&a);
    sem_post(&room);
}

int main(int argc, char **argv)
{
    long n = argc == 3 ? strtol(argv[2], NULL, 10) : 0;
    char url[1024];
    wr_err e = { 0 };
    writer *w;
    db *d;
    wr_us began;
    snprintf(url, sizeof url, "sqlite:%s/writ.db", argc == 3 ? argv[1] : ".");
    if (n < 1 || db_open(url, wr_modules, &e, &d) != WR_OK || tlog_open(d, argv[1], &e) != WR_OK || writer_start(d, &e, &w) != WR_OK) {
        fprintf(stderr, "writer_bench DATA N: %s %s\n", e.text ? e.text : "", e.holes);
        return 2;
    }
    sem_init(&room, 0, UNDER_WAY);
    began = now_us();
    for (long i = 0; i < n; i++) {
        arena *a = arena_new("job", 1 << 20);
        writer_job *j = arena_make(a, writer_job);
        *j = (writer_job){ .name = "bench", .act = act, .done = done, .with = (void *)(uintptr_t)i, .a = a };
        while (sem_wait(&room) != 0) continue;
        if (writer_push(w, j) != WR_OK) return 1;
    }
    writer_stop(&w);
    printf("%.0f\n", (double)n * 1e6 / (double)(now_us() - began));
    db_close(&d);
    return 0;
}
