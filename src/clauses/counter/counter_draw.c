/* counter_draw.c -- the picture of a paper, from its row. Drawn, not copied: no seal, badge, signature or number, a grey box in place of
 * the seal, SAMPLE across in the page's language, and the place to look at boxed. Attributes alone: it needs no stylesheet, and stays
 * light in the dark. */
#include "counter.h"
#include "i18n.h"
#include "str.h"

#define INK "#17201d"
#define PALE "#3f4b46"

static void text(strbuf *b, int x, int y, const char *size, const char *weight, const char *colour, const char *s)
{
    sb_fmt(b, "<text x=\"%d\" y=\"%d\" font-size=\"%s\" font-weight=\"%s\" fill=\"%s\" text-anchor=\"middle\">", x, y, size, weight, colour);
    sb_html(b, s);
    sb_str(b, "</text>");
}

static void lines(strbuf *b, int left, int right)
{
    sb_fmt(b, "<path d=\"M%d 74H%dM%d 88H%dM%d 102H%dM%d 122H%dM%d 136H%d\" stroke=\"#b3bdb8\" stroke-width=\"3\" fill=\"none\"/>", left, right, left, right, left, right - 26,
           left, right, left, right - 40);
}

static void sample(strbuf *b, const char *lang, bool narrow)
{
    sb_fmt(b, "<text x=\"80\" y=\"118\" transform=\"rotate(-38 80 110)\" font-size=\"%d\" font-weight=\"700\" letter-spacing=\"%d\" fill=\"#46534e\" fill-opacity=\".36\" "
        "text-anchor=\"middle\">", narrow ? 18 : 25, narrow ? 1 : 3);
    sb_html(b, i18n(lang, NULL, N_("SAMPLE")));
    sb_str(b, "</text>");
}

static void bubble(strbuf *b)
{
    sb_str(b, "<path d=\"M14 40h132v84H78l-26 30v-30H14z\" fill=\"#fdfdfb\" stroke=\"#6b7a74\" stroke-width=\"2\" stroke-dasharray=\"6 4\"/>"
        "<path d=\"M34 66H126M34 82H126M34 98H92\" stroke=\"#b3bdb8\" stroke-width=\"3\" fill=\"none\"/>");
}

/* Heading, seal and signer of a sheet; a screen says its lines in the language of the page, a sheet as printed. */
static void face(strbuf *b, const flow_paper *p, const char *lang, int left, int right)
{
    bool screen = p->kind == FLOW_ON_SCREEN;
    int head = (left + 32 + right) / 2 + 4;
    if (*p->head1 || *p->head2) {
        sb_fmt(b, "<rect x=\"%d\" y=\"30\" width=\"30\" height=\"26\" fill=\"#d5dbd7\"/>", left);
        text(b, left + 15, 42, "7.5", "400", PALE, i18n(lang, NULL, N_("seal")));
        text(b, left + 15, 51, "7.5", "400", PALE, i18n(lang, NULL, N_("here")));
        text(b, head, 42, "8.5", "600", INK, screen ? i18n(lang, NULL, p->head1) : p->head1);
        text(b, head, 53, "8.5", "600", INK, screen ? i18n(lang, NULL, p->head2) : p->head2);
    }
    lines(b, left, right);
    if (!*p->signed_by) return;
    text(b, 80, 169, "7.5", "400", PALE, i18n(lang, NULL, N_("signed by")));
    text(b, 80, 180, "8.5", "600", INK, i18n(lang, NULL, p->signed_by));
    sb_fmt(b, "<rect x=\"%d\" y=\"158\" width=\"%d\" height=\"29\" fill=\"none\" stroke=\"#0b5a50\" stroke-width=\"2.5\"/>", left - 6, right - left + 12);
}

void counter_draw_paper(const flow_paper *p, const char *title, const char *lang, strbuf *b)
{
    sb_str(b, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 160 200\" width=\"160\" height=\"200\" font-family=\"sans-serif\"><title>");
    sb_html(b, title);
    sb_str(b, "</title>");
    if (p->kind == FLOW_NOTHING) bubble(b);
    else if (p->kind == FLOW_ON_SCREEN) {
        sb_str(b, "<rect x=\"26\" y=\"4\" width=\"108\" height=\"192\" rx=\"14\" fill=\"#fdfdfb\" stroke=\"#5b6863\" stroke-width=\"1.5\"/><rect x=\"62\" y=\"10\" width=\"36\" "
            "height=\"5\" rx=\"2\" fill=\"#d5dbd7\"/>");
        face(b, p, lang, 38, 122);
    } else {
        sb_str(b, "<path d=\"M8 4h124l20 20v172H8z\" fill=\"#fdfdfb\" stroke=\"#5b6863\" stroke-width=\"1.5\"/>");
        face(b, p, lang, 22, 138);
    }
    if (p->kind != FLOW_NOTHING) sample(b, lang, p->kind == FLOW_ON_SCREEN);
    sb_str(b, "</svg>\n");
}
