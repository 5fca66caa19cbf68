/* table_book.c -- the workbook: its sheets in order, what it refers to, and which styles make a day or a time of a number. ECMA-376 part 1: 18.2, 18.8; part 2: 9.3. */
#include <expat.h>
#include <string.h>
#include <strings.h>
#include "str.h"
#include "table_xlsx_own.h"

static const char MAIN[] = "http://schemas.openxmlformats.org/spreadsheetml/2006/main|", MAIN_STRICT[] = "http://purl.oclc.org/ooxml/spreadsheetml/main|";
enum { RELATIONS = 20000, FORMATS = 1 << 16 };

/* One part as events: elements of a workbook or of relations, by their names without a namespace. */
typedef struct reading reading;
typedef void on_start(reading *, const char *name, const char *const *attrs);
struct reading {
    XML_Parser xml;
    on_start *start;
    void *with;
    size_t depth;
    bool declares, deep;
    arena *a;
};

static const char *attr(const char *const *attrs, const char *name)
{
    for (; *attrs; attrs += 2)
        if (str_eq(attrs[0], name)) return attrs[1];
    return NULL;
}

static bool attr_is_true(const char *const *attrs, const char *name)
{
    const char *v = attr(attrs, name);
    return v && (str_eq(v, "1") || str_eq(v, "true") || str_eq(v, "on"));
}

static void on_element(void *with, const XML_Char *name, const XML_Char **attrs)
{
    reading *r = with;
    const char *local = strrchr(name, '|');
    bool ours = str_starts(name, MAIN) || str_starts(name, MAIN_STRICT) || strstr(name, "/relationships|");
    if (++r->depth > XML_DEPTH) {
        r->deep = true;
        XML_StopParser(r->xml, XML_FALSE);
    } else if (ours && local) r->start(r, local + 1, (const char *const *)attrs);
}

static void on_end(void *with, const XML_Char *name)
{
    reading *r = with;
    (void)name;
    r->depth--;
}

static void on_doctype(void *with, const XML_Char *name, const XML_Char *sys, const XML_Char *pub, int inner)
{
    reading *r = with;
    (void)name, (void)sys, (void)pub, (void)inner;
    r->declares = true;
    XML_StopParser(r->xml, XML_FALSE);
}

static wr_rc feed(reading *r, const zip_part *part, zip_flow *f, wr_err *e)
{
    for (;;) {
        const char *p;
        size_t n;
        TRY(zip_flow_next(f, e, &p, &n));
        if (XML_Parse(r->xml, p, (int)n, n == 0) == XML_STATUS_ERROR) {
            if (r->deep) return zip_bad(e, WR_E_TOO_BIG, part->name, N_("{part}: nested deeper than any workbook is."));
            if (r->declares) return zip_bad(e, WR_E_INPUT, part->name, N_("{part}: declares a document type, which no workbook does and which is not read."));
            return zip_bad(e, WR_E_INPUT, part->name, N_("{part}: is not well-formed XML."));
        }
        if (n == 0) return WR_OK;
    }
}

static wr_rc read_part(const zip *z, const zip_part *part, on_start *start, void *with, arena *a, wr_err *e)
{
    reading r = { .start = start, .with = with, .a = a };
    zip_flow *f;
    wr_rc rc;
    if (part->size > BOOK_PART_MAX) return zip_bad(e, WR_E_TOO_BIG, part->name, N_("{part}: unpacks to more than 64 MB."));
    TRY(zip_flow_open(z, part, e, &f));
    r.xml = XML_ParserCreateNS(NULL, '|');
    if (!r.xml) rc = table_no_memory(e);
    else {
        XML_SetUserData(r.xml, &r);
        XML_SetElementHandler(r.xml, on_element, on_end);
        XML_SetStartDoctypeDeclHandler(r.xml, on_doctype);
        rc = feed(&r, part, f, e);
        XML_ParserFree(r.xml);
    }
    zip_flow_close(&f);
    return rc;
}

/* Relations: what a part calls by an id. */
typedef struct relation { const char *id, *type, *target; bool outside; } relation;
typedef struct relations { relation *at; size_t n, cap; } relations;

static void on_relation(reading *r, const char *name, const char *const *attrs)
{
    relations *all = r->with;
    const char *mode = attr(attrs, "TargetMode"), *type = attr(attrs, "Type"), *last = type ? strrchr(type, '/') : NULL;
    if (!str_eq(name, "Relationship") || all->n == RELATIONS) return;
    if (all->n == all->cap) {
        relation *more = arena_array(r->a, relation, all->cap = all->cap ? all->cap * 2 : 64);
        for (size_t i = 0; i < all->n; i++) more[i] = all->at[i];
        all->at = more;
    }
    all->at[all->n++] = (relation){ .id = arena_dup(r->a, str_or_none(attr(attrs, "Id"))), .type = arena_dup(r->a, last ? last + 1 : ""),
                                    .target = arena_dup(r->a, str_or_none(attr(attrs, "Target"))), .outside = mode && strcasecmp(mode, "External") == 0 };
}

static const relation *relation_of_type(const relations *all, const char *type)
{
    for (size_t i = 0; i < all->n; i++)
        if (str_eq(all->at[i].type, type) && !all->at[i].outside) return &all->at[i];
    return NULL;
}

/* A target is absolute, or stands beside the part that calls it: folder "xl/", target "worksheets/sheet1.xml" or "../xl/worksheets/sheet1.xml".
 * The zip has no name with "..", so what leads out finds nothing. */
static const zip_part *target_of(const zip *z, const char *folder, const char *target, arena *a)
{
    const char *from = *target == '/' ? target : arena_fmt(a, "%s%s", folder, target);
    char *path = arena_array(a, char, strlen(from) + 2), *out = path;
    while (*from) {
        size_t n = strcspn(from, "/");
        if (n == 2 && strncmp(from, "..", 2) == 0) {
            if (out > path) out--;
            while (out > path && out[-1] != '/') out--;
        } else if (n && !(n == 1 && *from == '.')) {
            memcpy(out, from, n);
            out += n;
            *out++ = '/';
        }
        from += n + (from[n] == '/');
    }
    if (out > path) out[-1] = 0;
    return zip_find(z, path);
}

static wr_rc relations_of(const zip *z, const char *folder, const char *base, arena *a, wr_err *e, relations *ret)
{
    const zip_part *part = zip_find(z, arena_fmt(a, "%s_rels/%s.rels", folder, base));
    *ret = (relations){ 0 };
    return part ? read_part(z, part, on_relation, ret, a, e) : WR_OK;
}

typedef struct called { const char *name, *id; bool hidden; } called;
typedef struct calling { called *at; size_t n; bool from_1904, too_many; } calling;

static void on_workbook(reading *r, const char *name, const char *const *attrs)
{
    calling *c = r->with;
    if (str_eq(name, "workbookPr")) c->from_1904 = attr_is_true(attrs, "date1904");
    if (!str_eq(name, "sheet")) return;
    if (c->n == TABLE_SHEETS) c->too_many = true;
    else {
        const char *id = NULL, *state = attr(attrs, "state");
        for (const char *const *p = attrs; *p; p += 2)
            if (str_ends(p[0], "/relationships|id")) id = p[1];
        c->at[c->n++] = (called){ .name = arena_dup(r->a, str_or_none(attr(attrs, "name"))), .id = arena_dup(r->a, str_or_none(id)), .hidden = state && !str_eq(state, "visible") };
    }
}

/* Sheets of charts and of macros have no rows, and are no sheets here. */
static wr_rc sheets_of(const zip *z, const char *folder, const calling *c, const relations *all, arena *a, wr_err *e, book *ret)
{
    ret->sheet = arena_array(a, book_sheet, c->n + 1);
    for (size_t i = 0; i < c->n; i++) {
        const relation *to = NULL;
        const zip_part *part;
        for (size_t k = 0; k < all->n && !to; k++)
            if (str_eq(all->at[k].id, c->at[i].id)) to = &all->at[k];
        if (to && !str_eq(to->type, "worksheet")) continue;
        part = to && !to->outside ? target_of(z, folder, to->target, a) : NULL;
        if (!part) return zip_bad(e, WR_E_INPUT, c->at[i].name, N_("Sheet \"{part}\": the workbook names it, and the file does not have it."));
        ret->sheet[ret->sheets++] = (book_sheet){ .name = c->at[i].name, .hidden = c->at[i].hidden, .part = part };
    }
    return WR_OK;
}

/* Styles: a cell names a style by its place in cellXfs; that names a number format; the format is known by its number or stands in numFmts. */
typedef struct styling { uint8_t *of_format; uint16_t *format; size_t n; bool in_cells, done; } styling;

static size_t number_of(const char *s, size_t none)
{
    int64_t v;
    return s && str_int(s, &v) && v >= 0 && v < FORMATS ? (size_t)v : none;
}

static void on_style(reading *r, const char *name, const char *const *attrs)
{
    styling *s = r->with;
    s->done |= str_eq(name, "dxfs");                /* what follows has formats of its own, for other ends */
    if (s->done) return;
    if (str_eq(name, "numFmt")) {
        const char *code = attr(attrs, "formatCode");
        size_t id = number_of(attr(attrs, "numFmtId"), FORMATS);
        if (code && id < FORMATS) s->of_format[id] = (uint8_t)book_shown(code);
    } else if (str_eq(name, "cellXfs")) s->in_cells = true;
    else if (str_eq(name, "xf")) {
        if (s->in_cells && s->n < BOOK_STYLES) s->format[s->n++] = (uint16_t)number_of(attr(attrs, "numFmtId"), 0);
    } else if (str_eq(name, "cellStyleXfs")) s->in_cells = false;
}

static wr_rc styles_of(const zip *z, const zip_part *part, arena *a, wr_err *e, book *ret)
{
    styling s = { .of_format = arena_array(a, uint8_t, FORMATS), .format = arena_array(a, uint16_t, BOOK_STYLES) };
    for (size_t i = 14; i <= 17; i++) s.of_format[i] = TABLE_DAY;
    for (size_t i = 18; i <= 21; i++) s.of_format[i] = TABLE_TIME;
    for (size_t i = 45; i <= 47; i++) s.of_format[i] = TABLE_TIME;
    s.of_format[22] = TABLE_DAY_TIME;
    if (part) TRY(read_part(z, part, on_style, &s, a, e));
    ret->shown = arena_array(a, uint8_t, s.n + 1);
    ret->styles = s.n;
    for (size_t i = 0; i < s.n; i++) ret->shown[i] = s.of_format[s.format[i]];
    return WR_OK;
}

/* What in a format is no letter of it: a quoted text, one escaped character, a filler, a bracket ([Red], [$-409], [<5]). *s behind it. */
static bool skip_literal(const char **s, bool *elapsed)
{
    const char *p = *s, *end = NULL;
    if (*p == '"') end = strchr(p + 1, '"');
    else if (*p == '[') {
        end = strchr(p, ']');
        if (end && end > p + 1 && strspn(p + 1, "hHmMsS") == (size_t)(end - p - 1)) *elapsed = true;
    } else if (*p == '\\' || *p == '_' || *p == '*') end = p[1] ? p + 1 : p;
    else if (strncasecmp(p, "general", 7) == 0) end = p + 6;
    else return false;
    *s = end ? end + 1 : p + strlen(p);
    return true;
}

table_shown book_shown(const char *s)
{
    bool day = false, time = false, month = false;
    while (*s) {
        if (skip_literal(&s, &time)) continue;
        switch (*s | 0x20) {
        case 'a':
            if (strncasecmp(s, "am/pm", 5) == 0 || strncasecmp(s, "a/p", 3) == 0) {
                time = true;
                s += s[1] == '/' ? 2 : 4;
            }
            break;
        case 'e':                               /* 0.00E+00; else the year of an era */
            if (s[1] == '+' || s[1] == '-') s++;
            else day = true;
            break;
        case 'y': case 'd': case 'g': case 'b': day = true; break;
        case 'h': case 's': time = true; break;
        case 'm': month = true; break;          /* or minutes, where there is an hour or a second and no day */
        default: break;
        }
        s++;
    }
    if (month && !time) day = true;
    return day && time ? TABLE_DAY_TIME : day ? TABLE_DAY : time ? TABLE_TIME : TABLE_PLAIN;
}

wr_rc book_open(const zip *z, arena *a, wr_err *e, book *ret)
{
    relations top, all;
    calling c = { .at = arena_array(a, called, TABLE_SHEETS) };
    const relation *to;
    const zip_part *part;
    const char *folder, *base;
    *ret = (book){ 0 };
    TRY(relations_of(z, "", "", a, e, &top));
    to = relation_of_type(&top, "officeDocument");
    part = to ? target_of(z, "", to->target, a) : zip_find(z, "xl/workbook.xml");
    if (part && str_ends(part->name, ".bin")) return wr_fail(e, WR_E_INPUT, NULL, N_("This is a binary workbook (.xlsb). Rows are read from CSV and XLSX files."));
    if (!part || str_starts(part->name, "word/") || str_starts(part->name, "ppt/")) return wr_fail(e, WR_E_INPUT, NULL, N_("This ZIP file holds no workbook, so it is no .xlsx file."));
    base = strrchr(part->name, '/');
    base = base ? base + 1 : part->name;
    folder = arena_fmt(a, "%.*s", (int)(base - part->name), part->name);
    TRY(relations_of(z, folder, base, a, e, &all));
    TRY(read_part(z, part, on_workbook, &c, a, e));
    if (!c.n) return wr_fail(e, WR_E_INPUT, NULL, N_("This ZIP file holds no workbook, so it is no .xlsx file."));
    if (c.too_many) return wr_fail(e, WR_E_TOO_BIG, NULL, N_("This workbook has more than 1,024 sheets."));
    ret->from_1904 = c.from_1904;
    TRY(sheets_of(z, folder, &c, &all, a, e, ret));
    to = relation_of_type(&all, "sharedStrings");
    ret->strings = to ? target_of(z, folder, to->target, a) : NULL;
    to = relation_of_type(&all, "styles");
    return styles_of(z, to ? target_of(z, folder, to->target, a) : NULL, a, e, ret);
}
