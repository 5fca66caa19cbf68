/* page.h -- a document and a template into HTML. Takes a route's parts, not the route: page stands left of http. */
#ifndef WR_PAGE_H
#define WR_PAGE_H
#include "module.h"
struct strbuf;
WR_MUST wr_rc page_put(json_t *doc, const shape *, const void *row);
WR_MUST wr_rc page_rows(json_t *doc, const char *key, const shape *, const void *rows, size_t n);
WR_MUST wr_rc page_text(json_t *doc, const char *key, const char *text);
WR_MUST wr_rc page_html(const char *page, const doc_part *, const json_t *doc, const wr_actor *, struct strbuf *ret);
#endif
