/* arena.c -- blocks in a chain; the newest serves. What arena_on_end took runs at the end, last first.
 * Under AddressSanitizer the rest of each block is poisoned, so a stale pointer is seen at once. */
#include "arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define WR_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WR_ASAN 1
#endif
#endif
#ifdef WR_ASAN
#include <sanitizer/asan_interface.h>
#define POISON(p, n) ASAN_POISON_MEMORY_REGION((p), (n))
#define UNPOISON(p, n) ASAN_UNPOISON_MEMORY_REGION((p), (n))
#else
#define POISON(p, n) ((void)(p), (void)(n))
#define UNPOISON(p, n) ((void)(p), (void)(n))
#endif

enum { BLOCK_MIN = 8192, HARD_LIMIT_TIMES = 4 };

typedef struct block { struct block *prev; size_t cap, used; } block;
typedef struct at_end { struct at_end *prev; void (*fn)(void *); void *with; } at_end;

struct arena {
    const char *who;
    size_t soft, total;
    block *top;
    at_end *ends;
    wr_err err;
};

static _Noreturn void die(const arena *a, const char *what)
{
    fprintf(stderr, "arena %s: %s\n", a ? a->who : "?", what);
    abort();
}

static uint8_t *data_of(block *b) { return (uint8_t *)(b + 1); }

static void block_push(arena *a, size_t need)
{
    size_t cap = a->top ? a->top->cap * 2 : BLOCK_MIN;
    block *b;
    if (cap > 1u << 20) cap = 1u << 20;
    if (cap < need) cap = need;
    b = malloc(sizeof *b + cap);
    if (!b) die(a, "no memory");
    *b = (block){ .prev = a->top, .cap = cap };
    POISON(data_of(b), cap);
    a->top = b;
    a->total += cap;
    if (a->total / HARD_LIMIT_TIMES > a->soft + BLOCK_MIN) die(a, "far over its limit");
}

static void block_pop(arena *a)
{
    block *b = a->top;
    a->top = b->prev;
    a->total -= b->cap;
    UNPOISON(data_of(b), b->cap);
    free(b);
}

arena *arena_new(const char *who, size_t soft_limit_bytes)
{
    arena *a = calloc(1, sizeof *a);
    if (!a) die(NULL, "no memory");
    a->who = who;
    a->soft = soft_limit_bytes;
    return a;
}

void *arena_alloc(arena *a, size_t bytes, size_t align)
{
    size_t at = 0;
    uint8_t *p;
    if (bytes > SIZE_MAX / 2) die(a, "overflow");
    if (a->top) {
        uintptr_t base = (uintptr_t)data_of(a->top), next = base + a->top->used;
        at = a->top->used + (size_t)(-next & (align - 1));
    }
    if (!a->top || at + bytes > a->top->cap) {
        block_push(a, bytes + align);
        at = (size_t)(-(uintptr_t)data_of(a->top) & (align - 1));
    }
    p = data_of(a->top) + at;
    UNPOISON(p, bytes);
    a->top->used = at + bytes;
    memset(p, 0, bytes);
    return p;
}

size_t arena_mul_(size_t size, size_t n)
{
    size_t all;
    if (__builtin_mul_overflow(size, n, &all)) die(NULL, "overflow");
    return all;
}

char *arena_dup(arena *a, const char *s)
{
    size_t n = strlen(s) + 1;
    char *p = arena_alloc(a, n, 1);
    memcpy(p, s, n);
    return p;
}

char *arena_fmt(arena *a, const char *fmt, ...)
{
    va_list ap;
    int n;
    char *p;
    va_start(ap, fmt);
    n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n < 0) die(a, "bad format");
    p = arena_alloc(a, (size_t)n + 1, 1);
    va_start(ap, fmt);
    vsnprintf(p, (size_t)n + 1, fmt, ap);
    va_end(ap);
    return p;
}

wr_err *arena_err(arena *a) { return &a->err; }

void arena_on_end(arena *a, void (*fn)(void *), void *with)
{
    at_end *e = malloc(sizeof *e);   /* not in a block: a rewind must not drop it */
    if (!e) die(a, "no memory");
    *e = (at_end){ a->ends, fn, with };
    a->ends = e;
}

arena_mark arena_at(const arena *a) { return (arena_mark){ a->top, a->top ? a->top->used : 0 }; }

void arena_rewind(arena *a, arena_mark to)
{
    while (a->top && a->top != to.block) block_pop(a);
    if (!a->top) return;
    if (to.used > a->top->used) die(a, "rewind to a later mark");
    POISON(data_of(a->top) + to.used, a->top->cap - to.used);
    a->top->used = to.used;
}

bool arena_over(const arena *a) { return a->total > a->soft && a->total > BLOCK_MIN; }

void arena_end(arena **aa)
{
    arena *a = *aa;
    if (!a) return;
    while (a->ends) {
        at_end *e = a->ends;
        a->ends = e->prev;
        e->fn(e->with);
        free(e);
    }
    while (a->top) block_pop(a);
    free(a);
    *aa = NULL;
}
