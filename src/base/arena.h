/* arena.h -- memory that dies together. One per request, one per job, one per test. */
#ifndef WR_ARENA_H
#define WR_ARENA_H
#include <stdbool.h>
#include <stddef.h>
#include "err.h"
typedef struct arena arena;
typedef struct arena_mark { void *block; size_t used; } arena_mark;
arena *arena_new(const char *who, size_t soft_limit_bytes);
/* Never NULL, always zeroed. Past the soft limit the arena still serves but
 * arena_over() turns true and the HTTP edge answers 413, saying what to ask instead; past 4x it aborts. */
__attribute__((malloc, returns_nonnull, alloc_size(2)))
void *arena_alloc(arena *, size_t bytes, size_t align);
#define arena_make(a, T)     ((T *)arena_alloc((a), sizeof(T), _Alignof(T)))
#define arena_array(a, T, n) ((T *)arena_alloc((a), arena_mul_(sizeof(T), (n)), _Alignof(T)))
size_t arena_mul_(size_t, size_t);                    /* aborts on overflow */
char *arena_dup(arena *, const char *s) __attribute__((returns_nonnull));
char *arena_fmt(arena *, const char *fmt, ...) __attribute__((format(printf, 2, 3), returns_nonnull));
wr_err *arena_err(arena *);                             /* the request's or job's error */
void arena_on_end(arena *, void (*fn)(void *), void *); /* LIFO: json_decref, fclose, ... */
arena_mark arena_at(const arena *);
void arena_rewind(arena *, arena_mark);                 /* for loops */
bool arena_over(const arena *);
void arena_end(arena **);
#endif
