/* page.c -- the module of the standard parts, and one page from document, template and layout. */
#include "page.h"

extern const page_source page_pages[];
const wr_module mod_page = { .name = "page", .pages = page_pages };
