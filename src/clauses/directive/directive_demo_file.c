/* directive_demo_file.c -- invented documents of the demonstration: a page of PDF or a few lines of text, made here, of nobody. */
#include "directive_own.h"

#include <string.h>
#include "day.h"
#include "now.h"
#include "str.h"

enum { LINES = 5, OBJECTS = 5 };

static void lines_of(arena *a, const directive_evidence *e, const directive_cell *c, const char *ret[static LINES])
{
    ret[0] = e->title;
    ret[1] = arena_fmt(a, "Department: %s. Direction: %s.", c->department, c->direction);
    ret[2] = arena_fmt(a, "Dated %s.", day_text(a, e->dated));
    ret[3] = "Who answers the door, whom they call, and what they write down.";
    ret[4] = "Invented for a demonstration. No record of any city.";
}

/* PDF 1.4 by hand: five objects and a table of where each begins. The lines are ASCII without brackets or backslashes. */
static bytes pdf_of(arena *a, const char *const lines[static LINES])
{
    strbuf page = sb_new(a, 1024), b = sb_new(a, 2048);
    size_t at[OBJECTS], table;
    sb_str(&page, "BT /F1 14 Tf 72 720 Td 20 TL\n");
    for (int i = 0; i < LINES; i++) sb_fmt(&page, "(%s) Tj T*\n", lines[i]);
    sb_str(&page, "ET\n");
    const char *const objects[OBJECTS] = { "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R /Resources << /Font << /F1 4 0 R >> >> >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>", arena_fmt(a, "<< /Length %zu >>\nstream\n%sendstream", page.n, page.p) };
    sb_str(&b, "%PDF-1.4\n");
    for (int i = 0; i < OBJECTS; i++) {
        at[i] = b.n;
        sb_fmt(&b, "%d 0 obj\n%s\nendobj\n", i + 1, objects[i]);
    }
    table = b.n;
    sb_fmt(&b, "xref\n0 %d\n0000000000 65535 f \n", OBJECTS + 1);
    for (int i = 0; i < OBJECTS; i++) sb_fmt(&b, "%010zu 00000 n \n", at[i]);
    sb_fmt(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%zu\n%%%%EOF\n", OBJECTS + 1, table);
    return (bytes){ (const uint8_t *)b.p, b.n };
}

static bytes text_of(arena *a, const char *const lines[static LINES])
{
    strbuf b = sb_new(a, 512);
    for (int i = 0; i < LINES; i++) sb_fmt(&b, "%s\n", lines[i]);
    return (bytes){ (const uint8_t *)b.p, b.n };
}

wr_rc directive_demo_file(db_tx *rw, const wr_actor *who, const directive_evidence *e, const directive_cell *c, const char *ending, arena *a)
{
    const char *lines[LINES], *name = arena_fmt(a, "%s-%s.%s", c->department, c->direction, ending);
    bool pdf = str_eq(ending, "pdf");
    blob b;
    lines_of(a, e, c, lines);
    TRY(blob_store(rw, pdf ? pdf_of(a, lines) : text_of(a, lines), a, &b));
    return doc_attach(rw, who, doc_incoming_text(a, &b, pdf ? "application/pdf" : "text/plain", name),
        &(doc_file){ .id = id_new(a), .about = e->id, .may = "public", .department = c->body }, a);
}
