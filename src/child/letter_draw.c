/* letter_draw.c -- blocks onto pages: one inch around, 11 point, the page's number below. Pango shapes every script and turns what is read
 * from the right; cairo writes the PDF, tagged, so that it can be read aloud. */
#include "letter_draw.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define FONT "DejaVu Serif, Noto Serif, Noto Sans, serif 11"
enum { EDGE = 72, GAP = 9, HANG = 30, UNDER = 20 };
typedef struct pages {
    cairo_t *cr;
    PangoContext *context;
    double width, height, y;             /* of the paper, in points; y: where the next line stands */
    int page, of;                        /* of 0: they are being counted */
    gunichar missing;                    /* the first character that no font shows; 0: none */
} pages;

static cairo_status_t out(void *with, const unsigned char *p, unsigned n)
{
    (void)with;
    while (n) {
        ssize_t wrote = write(1, p, n);
        if (wrote <= 0) return CAIRO_STATUS_WRITE_ERROR;
        p += wrote;
        n -= (unsigned)wrote;
    }
    return CAIRO_STATUS_SUCCESS;
}

static double points(int pango) { return (double)pango / PANGO_SCALE; }

static void look_for_missing(pages *p, PangoLayout *l)
{
    const char *text = pango_layout_get_text(l);
    PangoLayoutIter *i;
    if (p->missing || !pango_layout_get_unknown_glyphs_count(l)) return;
    i = pango_layout_get_iter(l);
    do {
        PangoLayoutRun *run = pango_layout_iter_get_run_readonly(i);
        for (int k = 0; run && k < run->glyphs->num_glyphs && !p->missing; k++)
            if (run->glyphs->glyphs[k].glyph & PANGO_GLYPH_UNKNOWN_FLAG && run->glyphs->glyphs[k].glyph != PANGO_GLYPH_EMPTY)
                p->missing = g_utf8_get_char(text + run->item->offset + run->glyphs->log_clusters[k]);
    } while (!p->missing && pango_layout_iter_next_run(i));
    pango_layout_iter_free(i);
}

static PangoLayout *laid(pages *p, const char *text, double width, bool bold)
{
    PangoLayout *l = pango_layout_new(p->context);
    pango_layout_set_width(l, (int)(width * PANGO_SCALE));
    pango_layout_set_wrap(l, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_text(l, text, -1);
    if (bold) {
        PangoAttrList *attrs = pango_attr_list_new();
        pango_attr_list_insert(attrs, pango_attr_weight_new(PANGO_WEIGHT_BOLD));
        pango_layout_set_attributes(l, attrs);
        pango_attr_list_unref(attrs);
    }
    look_for_missing(p, l);
    return l;
}

static void foot(pages *p)
{
    char text[40];
    PangoLayout *l;
    int w, h;
    if (!p->of) return;
    snprintf(text, sizeof text, "%d/%d", p->page, p->of);
    l = laid(p, text, p->width - 2 * EDGE, false);
    pango_layout_get_size(l, &w, &h);
    cairo_tag_begin(p->cr, "NonStruct", NULL);
    cairo_move_to(p->cr, (p->width - points(w)) / 2, p->height - EDGE / 2.0 - points(h));
    pango_cairo_show_layout(p->cr, l);
    cairo_tag_end(p->cr, "NonStruct");
    g_object_unref(l);
}

static void next_page(pages *p)
{
    foot(p);
    if (p->of) cairo_show_page(p->cr);
    p->page++;
    p->y = EDGE;
}

static double bottom(const pages *p) { return p->height - EDGE; }

/* So much room, or a new page: a heading keeps the lines below it, a paragraph no single line at a page's end. */
static void need(pages *p, double room)
{
    if (p->y > EDGE && p->y + room > bottom(p)) next_page(p);
}

static void line_at(pages *p, PangoLayoutLine *line, double x, double width, double baseline)
{
    PangoRectangle r;
    pango_layout_line_get_extents(line, NULL, &r);
    if (line->resolved_dir == PANGO_DIRECTION_RTL) x += width - points(r.width);
    cairo_move_to(p->cr, x, baseline);
    pango_cairo_show_layout_line(p->cr, line);
}

/* A text from x on, line by line over the pages; the label, when there is one, beside its first lines. */
static void flow(pages *p, const char *tag, PangoLayout *l, double x, double width, PangoLayout *label, double label_x, double label_width)
{
    PangoLayoutIter *i = pango_layout_get_iter(l), *side = label ? pango_layout_get_iter(label) : NULL;
    bool text = true, beside = side != NULL, open = false;
    while (text || beside) {
        PangoRectangle r;
        PangoLayoutIter *now = text ? i : side;
        double tall;
        pango_layout_iter_get_line_extents(now, NULL, &r);
        tall = points(r.height);
        if (p->y > EDGE && p->y + tall > bottom(p)) {
            if (open) cairo_tag_end(p->cr, tag);
            open = false;
            next_page(p);
        }
        if (p->of) {
            double baseline = p->y + points(pango_layout_iter_get_baseline(now) - r.y);
            if (!open) cairo_tag_begin(p->cr, tag, NULL);
            open = true;
            if (beside) line_at(p, pango_layout_iter_get_line_readonly(side), label_x, label_width, baseline);
            if (text) line_at(p, pango_layout_iter_get_line_readonly(i), x, width, baseline);
        }
        p->y += tall;
        text = text && pango_layout_iter_next_line(i);
        beside = beside && pango_layout_iter_next_line(side);
    }
    if (open) cairo_tag_end(p->cr, tag);
    pango_layout_iter_free(i);
    if (side) pango_layout_iter_free(side);
}

static bool from_right(PangoLayout *l) { return pango_layout_get_direction(l, 0) == PANGO_DIRECTION_RTL; }

/* Label and text side by side; read from the right, they change sides. */
static void two(pages *p, const block *b, const char *label_text, double column, bool bold)
{
    PangoLayout *label = laid(p, label_text, column - 6, bold), *l;
    double all = p->width - 2 * EDGE, x, width, label_x = EDGE, label_width = column - 6;
    if (b->kind == LETTER_ITEM) {                        /* a number is never broken: its column is as wide as it */
        int w;
        pango_layout_set_width(label, -1);
        pango_layout_get_size(label, &w, NULL);
        if (points(w) > label_width) label_width = points(w);
        column = label_width + 6;
    }
    x = EDGE + column;
    width = all - column;
    l = laid(p, b->text, width, false);
    if (from_right(l)) {
        char *turned = g_strconcat("\xe2\x80\x8f", label_text, NULL);    /* RLM: the stop of "1." stands on the left of it */
        if (b->kind == LETTER_ITEM) pango_layout_set_text(label, turned, -1);
        g_free(turned);
        x = EDGE;
        label_x = EDGE + all - label_width;
    }
    flow(p, "P", l, x, width, label, label_x, label_width);
    g_object_unref(l);
    g_object_unref(label);
}

static void plain(pages *p, const block *b, const char *tag, double indent, bool bold)
{
    double width = p->width - 2 * EDGE - indent;
    PangoLayout *l = laid(p, b->text, width, bold);
    flow(p, tag, l, from_right(l) ? EDGE : EDGE + indent, width, NULL, 0, 0);
    g_object_unref(l);
}

static double gap(const block *above, const block *below)
{
    if (!above || below->kind == LETTER_LINE) return 0;
    if (below->kind == LETTER_SIGN && above->kind != LETTER_SIGN) return 3 * GAP;      /* room to sign */
    if (below->kind == LETTER_ITEM && (above->kind == LETTER_ITEM || above->kind == LETTER_LINE)) return GAP / 3.0;
    if (below->kind == LETTER_PAIR && above->kind == LETTER_PAIR) return GAP / 3.0;
    return above->kind != below->kind || above->kind == LETTER_PARAGRAPH || above->kind == LETTER_HEADING || above->kind == LETTER_SUBJECT ? GAP : 0;
}

static void draw_block(pages *p, const block *b)
{
    switch (b->kind) {
    case LETTER_HEAD: plain(p, b, "P", 0, false); break;
    case LETTER_SUBJECT: need(p, 48); plain(p, b, "H1", 0, true); break;
    case LETTER_HEADING: need(p, 54); plain(p, b, "H2", 0, true); break;
    case LETTER_ITEM: need(p, 28); two(p, b, b->label, HANG, false); break;
    case LETTER_LINE: plain(p, b, "P", HANG, false); break;
    case LETTER_PAIR: two(p, b, b->label, (p->width - 2 * EDGE) * 0.3, true); break;
    case LETTER_ENCLOSURE: two(p, b, "\xe2\x80\x93", UNDER, false); break;
    default: need(p, 28); plain(p, b, "P", 0, false);
    }
}

static void all(pages *p, const letter_in *in, int of)
{
    p->page = 1;
    p->of = of;
    p->y = EDGE;
    for (size_t i = 0; i < in->n; i++) {
        if (p->y > EDGE) p->y += gap(i ? &in->at[i - 1] : NULL, &in->at[i]);
        draw_block(p, &in->at[i]);
    }
    foot(p);
}

static void about(cairo_surface_t *pdf, const letter_in *in)
{
    char at[32];
    cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_TITLE, in->title);
    cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_CREATOR, "writ");
    snprintf(at, sizeof at, "%sT00:00:00Z", *in->made ? in->made : "1970-01-01");    /* the letter's day, not the hour of this copy: the same letter, the same bytes */
    cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_CREATE_DATE, at);
}

int letter_draw(const letter_in *in, char *said, size_t cap)
{
    pages p = { .width = in->a4 ? 595.276 : 612, .height = in->a4 ? 841.89 : 792 };
    cairo_surface_t *pdf = cairo_pdf_surface_create_for_stream(out, NULL, p.width, p.height);
    PangoFontDescription *font = pango_font_description_from_string(FONT);
    cairo_status_t how;
    *said = 0;
    about(pdf, in);
    p.cr = cairo_create(pdf);
    p.context = pango_cairo_create_context(p.cr);
    pango_context_set_font_description(p.context, font);
    if (*in->lang) pango_context_set_language(p.context, pango_language_from_string(in->lang));
    all(&p, in, 0);
    if (p.missing) {
        char c[8] = "";
        c[g_unichar_to_utf8(p.missing, c)] = 0;
        snprintf(said, cap, "%s (U+%04X)", c, (unsigned)p.missing);
        return LETTER_REFUSES_GLYPH;
    }
    all(&p, in, p.page);
    cairo_destroy(p.cr);
    cairo_surface_finish(pdf);
    how = cairo_surface_status(pdf);
    if (how != CAIRO_STATUS_SUCCESS) snprintf(said, cap, "%s", cairo_status_to_string(how));
    return how == CAIRO_STATUS_SUCCESS ? 0 : 4;
}
