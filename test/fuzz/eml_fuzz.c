/* eml_fuzz.c -- any bytes as a mail: lines that are JSON, a problem by its word, and no part larger than it may be. */
#include "facts_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static int ready;
    int fd = file_of(data, n);
    if (!ready) facts_mail_ready();
    ready = 1;
    lines_of(facts_mail, fd);
    for (int i = 0; i < 8; i++) part_of(facts_mail_part, fd, i, 1 << 20);
    close(fd);
    return 0;
}
