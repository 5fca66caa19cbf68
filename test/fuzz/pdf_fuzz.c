/* pdf_fuzz.c -- any bytes as a PDF: lines that are JSON, and a problem by its word. */
#include "facts_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    int fd = file_of(data, n);
    lines_of(facts_pdf, fd);
    close(fd);
    return 0;
}
