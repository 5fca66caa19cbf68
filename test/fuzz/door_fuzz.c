/* door_fuzz.c -- libFuzzer: the code of a card as somebody types it. What is read is a whole code or nothing, and reads as itself again. */
#include <stdlib.h>
#include <string.h>
#include "city_door.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    arena *a = arena_new("fuzz", 8 << 20);
    char *typed = arena_alloc(a, n + 1, 1);
    const char *read;
    if (n) memcpy(typed, data, n);
    typed[n] = 0;
    read = city_door_read(a, typed);
    if (*read && strlen(read) != CITY_DOOR_TEXT) abort();
    if (strspn(read, "0123456789abcdefghjkmnpqrstvwxyz") != strlen(read)) abort();
    if (strcmp(city_door_read(a, read), read) != 0) abort();
    if (*read && strcmp(city_door_read(a, city_door_said(a, read)), read) != 0) abort();
    arena_end(&a);
    return 0;
}
