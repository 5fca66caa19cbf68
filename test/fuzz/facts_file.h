/* facts_file.h -- for the fuzzers of writ-facts' readers: bytes as a file, and what was said of it as lines, each a JSON object. */
#ifndef FUZZ_FACTS_FILE_H
#define FUZZ_FACTS_FILE_H
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "facts_out.h"

static inline int file_of(const void *p, size_t n)
{
    int fd = memfd_create("fuzz", MFD_CLOEXEC);
    if (fd < 0 || (n && write(fd, p, n) != (ssize_t)n) || lseek(fd, 0, SEEK_SET) != 0) abort();
    return fd;
}

/* How many lines it said; aborts on one that is no JSON object or too long. */
static inline size_t lines_of(facts_problem (*read_it)(int, FILE *), int fd)
{
    char *text = NULL, *p;
    size_t n = 0, lines = 0;
    FILE *f = open_memstream(&text, &n);
    facts_problem found = read_it(fd, f);
    if (fclose(f) != 0 || found >= FACTS_PROBLEMS) abort();
    for (p = text; *p; lines++) {
        size_t k = strcspn(p, "\n");
        json_t *o = json_loadb(p, k, JSON_REJECT_DUPLICATES, NULL);
        if (!json_is_object(o) || k > FACTS_LINE_MAX || p[k] != '\n') abort();
        json_decref(o);
        p += k + 1;
    }
    free(text);
    return lines;
}

static inline size_t part_of(facts_problem (*read_it)(int, int64_t, int64_t, FILE *), int fd, int64_t at, int64_t most)
{
    char *text = NULL;
    size_t n = 0;
    FILE *f = open_memstream(&text, &n);
    facts_problem found = read_it(fd, at, most, f);
    if (fclose(f) != 0 || found >= FACTS_PROBLEMS || n > (size_t)most) abort();
    free(text);
    return n;
}
#endif
