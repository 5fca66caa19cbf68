/* facts_pdf.c -- the pages of a PDF and the text on each, by Poppler; nothing is drawn. */
#include "facts_out.h"

#include <glib.h>
#include <poppler.h>
#include <string.h>
#include <unistd.h>

static facts_problem why(const GError *e)
{
    if (g_error_matches(e, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED)) return FACTS_ENCRYPTED;
    return FACTS_DAMAGED;
}

/* false: the text of all pages together is more than it may be. */
static bool page(PopplerDocument *d, int i, int64_t *all, FILE *f)
{
    PopplerPage *p = poppler_document_get_page(d, i);
    char *text = p ? poppler_page_get_text(p) : NULL, *label = p ? poppler_page_get_label(p) : NULL;
    size_t n = text ? strlen(text) : 0;
    bool cut = n > FACTS_PAGE_TEXT_MAX;
    line l = line_begin(f);
    line_int(&l, "page", i + 1);
    line_flag(&l, "damaged", !p);
    line_flag(&l, "cut", cut);
    line_text(&l, "label", label, 100);
    line_text(&l, "text", text, FACTS_PAGE_TEXT_MAX);
    line_end(&l);
    *all += cut ? FACTS_PAGE_TEXT_MAX : (int64_t)n;
    g_free(text);
    g_free(label);
    if (p) g_object_unref(p);
    return *all <= FACTS_PDF_TEXT_MAX;
}

/* Files that hang in the PDF: how many, and their names, one a line. */
static void attached(PopplerDocument *d, line *l)
{
    GList *all = poppler_document_has_attachments(d) ? poppler_document_get_attachments(d) : NULL;
    GString *names = g_string_new(NULL);
    for (GList *at = all; at; at = at->next) {
        const PopplerAttachment *file = at->data;
        g_string_append_printf(names, "%s\n", file->name && g_utf8_validate(file->name, -1, NULL) ? file->name : "");
    }
    line_int(l, "attached", (int64_t)g_list_length(all));
    line_text(l, "attached_names", names->str, 8 * FACTS_NAME_MAX);
    g_string_free(names, true);
    g_list_free_full(all, g_object_unref);
}

facts_problem facts_pdf(int fd, FILE *f)
{
    GError *e = NULL;
    int own = dup(fd), n;                /* never descriptor 0: that one Poppler reads as a stream that cannot go back */
    PopplerDocument *d = own < 0 ? NULL : poppler_document_new_from_fd(own, NULL, &e);
    facts_problem found = FACTS_FINE;
    int64_t all = 0;
    line l;
    if (!d) {
        found = why(e);
        g_clear_error(&e);
        return found;
    }
    n = poppler_document_get_n_pages(d);
    if (n <= 0) found = FACTS_NO_PAGES;
    if (n > FACTS_PAGES_MAX) found = FACTS_TOO_MANY;
    if (found == FACTS_FINE) {
        char *title = poppler_document_get_title(d);
        l = line_begin(f);
        line_int(&l, "pages", n);
        line_text(&l, "title", title, 1000);
        attached(d, &l);
        line_end(&l);
        g_free(title);
    }
    for (int i = 0; found == FACTS_FINE && i < n; i++)
        if (!page(d, i, &all, f)) found = FACTS_TOO_BIG;
    g_object_unref(d);
    return found;
}
