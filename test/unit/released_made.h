/* released_made.h -- a table of released records from the text of a CSV, read as an import reads it, opened to be asked. For tests. */
#ifndef WR_TEST_RELEASED_MADE_H
#define WR_TEST_RELEASED_MADE_H
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "day.h"
#include "released_own.h"

typedef struct made_view { arena *a; char folder[64]; released_view v; } made_view;

static inline int made_csv(const char *folder, const char *text)
{
    char path[96];
    int fd;
    snprintf(path, sizeof path, "%s/a.csv", folder);
    fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text) || lseek(fd, 0, SEEK_SET) != 0) abort();
    return fd;
}

/* The first table; number: of the file that it stands for. */
static inline made_view made_released(const char *text, int64_t number)
{
    made_view m = { .a = arena_new("test", 1 << 28), .folder = "/tmp/writ-released-XXXXXX" };
    released_reading *r;
    released_found *f;
    bool more = true;
    size_t n;
    int fd;
    if (!mkdtemp(m.folder)) abort();
    fd = made_csv(m.folder, text);
    released_read_ask ask = { .fd = fd, .name = "a.csv", .folder = m.folder, .last_day = (int32_t)day_number((wr_day){ 2030, 1, 1 }) };
    if (released_read_begin(&ask, m.a, &r) != WR_OK) abort();
    while (more)
        if (released_read_step(r, 1000000, &more) != WR_OK) abort();
    if (released_read_end(r, &f, &n) != WR_OK || n != 1) abort();
    m.v = (released_view){ .file = { .number = number, .extracted = { 2025, 7, 31 }, .taken = { 2025, 8, 1 }, .agency = "An agency", .name = "a.csv" }, .columns = f->head.columns, .ideas = f->head.ideas, .kind = f->kind };
    if (store_open(f->path, arena_err(m.a), &m.v.s) != WR_OK) abort();
    released_span(m.v.s, released_date_column(&m.v), &m.v.table.first, &m.v.table.last);
    m.v.report = released_report_table(f, m.v.s);
    m.v.table.n = 1;
    m.v.table.kind = f->kind;
    close(fd);
    return m;
}

static inline void made_gone(made_view *m)
{
    char path[96];
    store_close(&m->v.s);
    json_decref(m->v.report);
    snprintf(path, sizeof path, "%s/a.csv", m->folder);
    unlink(path);
    snprintf(path, sizeof path, "%s/1.store", m->folder);
    unlink(path);
    if (rmdir(m->folder) != 0) abort();
    arena_end(&m->a);
}
#endif
