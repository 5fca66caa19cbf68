/* canary.h -- a planted word, and the files that hold it: as it is, or as hex digits of either case.
 * For every test of what must not lie about: plant a value by the way people do, then look through the folder. */
#ifndef TEST_CANARY_H
#define TEST_CANARY_H
#include <ctype.h>
#include <ftw.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
enum { CANARY_MAX = 200 };
static struct { char word[CANARY_MAX], hex[2 * CANARY_MAX + 1], found[1000]; size_t files, hits; } canary;

static inline bool canary_bytes_hold(const char *p, size_t n)
{
    char *lower;
    bool hex;
    if (memmem(p, n, canary.word, strlen(canary.word))) return true;
    lower = malloc(n + 1);
    if (!lower) abort();
    for (size_t i = 0; i < n; i++) lower[i] = (char)tolower((unsigned char)p[i]);
    hex = memmem(lower, n, canary.hex, strlen(canary.hex)) != NULL;
    free(lower);
    return hex;
}

static inline int canary_look(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    size_t n = (size_t)st->st_size;
    char *p = type == FTW_F ? malloc(n + 1) : NULL;
    FILE *f = p ? fopen(path, "rb") : NULL;
    (void)ftw;
    if (type != FTW_F) return 0;
    if (!f || fread(p, 1, n, f) != n) abort();
    fclose(f);
    canary.files++;
    if (canary_bytes_hold(p, n)) {
        canary.hits++;
        snprintf(canary.found, sizeof canary.found, "%s", path);
    }
    free(p);
    return 0;
}

/* How many files under a folder hold the word. canary.files: how many were read; canary.found: the last that holds it. */
static inline size_t canary_in(const char *folder, const char *word)
{
    size_t n = strlen(word);
    if (n >= CANARY_MAX) abort();
    memset(&canary, 0, sizeof canary);
    strcpy(canary.word, word);
    for (size_t i = 0; i < n; i++) snprintf(canary.hex + 2 * i, 3, "%02x", (unsigned char)word[i]);
    if (nftw(folder, canary_look, 16, FTW_PHYS) != 0) abort();
    return canary.hits;
}
#endif
