/* note_fuzz.c -- signed notes, keys, checkpoints and tile paths; what is read is written again the same. */
#include <stdlib.h>
#include <string.h>
#include "note.h"
#include "str.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    arena *a = arena_new("fuzz", 4 << 20);
    char *text = arena_alloc(a, n + 1, 1);
    wr_err e = { 0 };
    note_key keys[2];
    checkpoint c;
    const char *got;
    tile t;
    memcpy(text, data, n);
    if (note_key_read("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", &e, &keys[0]) != WR_OK) abort();
    if (note_key_read(text, &e, &keys[1]) == WR_OK && !str_eq(note_key_text(a, &keys[1], str_starts(text, "PRIVATE+KEY+")), text)) abort();
    (void)!note_open(a, text, n, keys, 1, &e, &got);
    if (checkpoint_read(a, text, &e, &c) == WR_OK && !str_starts(text, checkpoint_text(a, &c))) abort();
    if (tile_read(text, &e, &t) == WR_OK && !str_eq(tile_path(a, t), text)) abort();
    arena_end(&a);
    return 0;
}
