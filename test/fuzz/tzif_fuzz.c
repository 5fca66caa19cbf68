/* tzif_fuzz.c -- any bytes as a zone file: refused, or a zone whose local times are real times. */
#include <stdlib.h>

#include "day.h"
#include "zone.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static const wr_us AT[] = { 0, -2000000000000000, 1772128800000000, 4102444800000000, 9000000000000000 };
    clock_zone *z = zone_new();
    if (zone_parse(data, n, z))
        for (size_t i = 0; i < sizeof AT / sizeof *AT; i++) {
            clock_local l = clock_local_at(z, AT[i]);
            if (!day_valid(l.day) || l.hour < 0 || l.hour > 23 || l.minute < 0 || l.minute > 59) abort();
            clock_us_at(z, l.day, l.hour, l.minute);
        }
    free(z);
    return 0;
}
