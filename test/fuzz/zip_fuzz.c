/* zip_fuzz.c -- any bytes as an archive: lines that are JSON, a problem by its word, and no member larger than it may be. */
#include "facts_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    int fd = file_of(data, n);
    size_t members = lines_of(facts_zip, fd);
    for (size_t i = 0; i <= members && i < 8; i++) part_of(facts_zip_member, fd, (int64_t)i, 1 << 20);
    close(fd);
    return 0;
}
