/* shape.c -- one member as text, from text; rows as CSV and as JSON. What comes in stands in shape_in.c. */
#include "shape.h"

#include <string.h>
#include "day.h"
#include "str.h"

static const void *at(const field *f, const void *row) { return (const char *)row + f->off; }
#define AS(T, f, row) (*(T const *)at((f), (row)))

const field *shape_field(const shape *s, const char *name)
{
    for (size_t i = 0; i < s->n; i++)
        if (str_eq(s->f[i].name, name)) return &s->f[i];
    return NULL;
}

static const char *word_of(const field *f, int n)
{
    for (int i = 0; f->words[i]; i++)
        if (i == n) return f->words[i];
    return "";
}

const char *shape_get(const field *f, const void *row, arena *a)
{
    switch (f->type) {
    case 'b': return AS(_Bool, f, row) ? "true" : "false";
    case 't': return AS(const char *, f, row) ? AS(const char *, f, row) : "";
    case 'd': return day_text(a, AS(wr_day, f, row));
    case 'u': return AS(wr_us, f, row) ? us_text(a, AS(wr_us, f, row)) : "";
    case 'e': return word_of(f, AS(int, f, row));
    case 'x': return str_hex(a, AS(bytes, f, row).p, AS(bytes, f, row).n);
    case 'c': {
        wr_cents c = AS(wr_cents, f, row);
        uint64_t v = c < 0 ? 0 - (uint64_t)c : (uint64_t)c;
        return arena_fmt(a, "%s%llu.%02d", c < 0 ? "-" : "", (unsigned long long)(v / 100), (int)(v % 100));
    }
    default: return arena_fmt(a, "%lld", (long long)AS(int64_t, f, row));
    }
}

json_t *shape_to_json(const shape *s, const void *row)
{
    json_t *doc = json_object();
    arena *a = arena_new("json", 64 * 1024);
    for (size_t i = 0; i < s->n; i++) {
        const field *f = &s->f[i];
        json_t *v;
        if (f->flags & F_SEALED) continue;
        if (f->flags & F_RESTRICTED) v = json_string("restricted");
        else if (f->type == 'i' || f->type == 'c') v = json_integer(AS(int64_t, f, row));
        else if (f->type == 'b') v = json_boolean(AS(_Bool, f, row));
        else {
            const char *text = shape_get(f, row, a);
            bool none = (f->type == 'd' || f->type == 'u') && !*text;
            v = none ? json_null() : json_string(text);
        }
        json_object_set_new(doc, f->name, v ? v : json_string(""));
    }
    arena_end(&a);
    return doc;
}

/* A cell that a spreadsheet would run as a formula gets an apostrophe in front. */
static void csv_cell(strbuf *b, const char *s, bool guard)
{
    if (guard && *s && strchr("=+-@\t\r", *s)) {
        sb_str(b, "\"'");
        guard = true;
    } else {
        guard = false;
        if (!*s || strcspn(s, ",\"\r\n") == strlen(s)) {
            sb_str(b, s);
            return;
        }
        sb_ch(b, '"');
    }
    for (; *s; s++) {
        if (*s == '"') sb_ch(b, '"');
        sb_ch(b, *s);
    }
    sb_ch(b, '"');
}

void shape_csv_head(const shape *s, strbuf *b)
{
    const char *comma = "";
    for (size_t i = 0; i < s->n; i++) {
        if (s->f[i].flags & (F_HIDE | F_SEALED)) continue;
        sb_str(b, comma);
        csv_cell(b, s->f[i].name, false);
        comma = ",";
    }
    sb_str(b, "\r\n");
}

void shape_to_csv(const shape *s, const void *row, strbuf *b)
{
    const char *comma = "";
    for (size_t i = 0; i < s->n; i++) {
        const field *f = &s->f[i];
        if (f->flags & (F_HIDE | F_SEALED)) continue;
        sb_str(b, comma);
        if (f->flags & F_RESTRICTED) sb_str(b, "restricted");
        else csv_cell(b, shape_get(f, row, b->a), f->type == 't');
        comma = ",";
    }
    sb_str(b, "\r\n");
}
