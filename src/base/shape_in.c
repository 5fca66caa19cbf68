/* shape_in.c -- rows from forms and JSON: every fault is named, nothing half-read is used. */
#include "shape.h"

#include <string.h>
#include "day.h"
#include "str.h"

#define INTO(T, f, row) (*(T *)((char *)(row) + (f)->off))

static const char *set_int(const field *f, void *row, const char *text)
{
    int64_t v;
    if (!str_int(text, &v)) return N_("Expected a whole number.");
    if (f->max && (v > f->max || v < 0)) return N_("The number is too large.");
    INTO(int64_t, f, row) = v;
    return NULL;
}

static const char *set_cents(const field *f, void *row, const char *text)
{
    int64_t units, cents = 0;
    char whole[24];
    const char *dot = strchr(text, '.');
    size_t n = dot ? (size_t)(dot - text) : strlen(text);
    if (n == 0 || n >= sizeof whole) return N_("Expected an amount such as 12.50.");
    memcpy(whole, text, n);
    whole[n] = 0;
    if (!str_int(whole, &units) || units > INT64_MAX / 200 || units < INT64_MIN / 200) return N_("Expected an amount such as 12.50.");
    if (dot && (strlen(dot) != 3 || dot[1] == '-' || !str_int(dot + 1, &cents))) return N_("Expected an amount such as 12.50.");
    INTO(wr_cents, f, row) = units * 100 + (*text == '-' ? -cents : cents);
    return NULL;
}

static const char *set_word(const field *f, void *row, const char *text)
{
    for (int i = 0; f->words[i]; i++)
        if (str_eq(f->words[i], text)) {
            INTO(int, f, row) = i;
            return NULL;
        }
    return N_("Expected one of the words in the list.");
}

static const char *set_text(const field *f, void *row, const char *text, arena *a)
{
    char *s, *w;
    if (!str_utf8(text, strlen(text))) return N_("The text is not valid UTF-8.");
    w = s = str_trim(a, text);
    for (const char *r = s; *r; r++)
        if (!(r[0] == '\r' && r[1] == '\n')) *w++ = *r == '\r' ? '\n' : *r;
    *w = 0;
    if (f->max && strlen(s) > f->max) return N_("The text is too long.");
    if (!(f->flags & F_LONG) && strchr(s, '\n')) return N_("Expected a single line.");
    INTO(const char *, f, row) = s;
    return NULL;
}

const char *shape_set(const field *f, void *row, const char *text, arena *a)
{
    const char *s = f->type == 't' ? text : str_trim(a, text);
    if (f->type == 't') return set_text(f, row, text, a);
    if (!*s && (f->flags & F_NULL || f->type == 'b')) return NULL;
    switch (f->type) {
    case 'i': return set_int(f, row, s);
    case 'c': return set_cents(f, row, s);
    case 'e': return set_word(f, row, s);
    case 'd': return day_parse(s, &INTO(wr_day, f, row)) ? NULL : N_("Expected a real day, written YYYY-MM-DD.");
    case 'u': return us_parse(s, &INTO(wr_us, f, row)) ? NULL : N_("Expected a time such as 2026-02-26T18:00:00Z.");
    case 'b':
        if (str_eq(s, "on") || str_eq(s, "true") || str_eq(s, "1")) INTO(_Bool, f, row) = true;
        else if (!str_eq(s, "false") && !str_eq(s, "0")) return N_("Expected yes or no.");
        return NULL;
    default: return N_("This field cannot be typed.");
    }
}

typedef struct reading { const shape *s; arena *a; void *row; faults *out; bool seen[128]; } reading;

static void fault_add(reading *r, const char *name, const char *text)
{
    if (r->out->n < 160) r->out->at[r->out->n++] = (fault){ .field = name, .text = text };
}

static void start(reading *r)
{
    memset(r->row, 0, r->s->size);
    *r->out = (faults){ .at = arena_array(r->a, fault, 160) };
    for (size_t i = 0; i < r->s->n; i++)   /* text is never NULL */
        if (r->s->f[i].type == 't') INTO(const char *, &r->s->f[i], r->row) = "";
}

static const field *claim(reading *r, const char *name)
{
    const field *f;
    size_t i;
    if (*name == '_' || str_eq(name, "once")) return NULL;
    f = shape_field(r->s, name);
    if (!f) { fault_add(r, arena_dup(r->a, name), N_("This field is not known here.")); return NULL; }
    i = (size_t)(f - r->s->f);
    if (r->seen[i % 128]) { fault_add(r, f->name, N_("This field was given twice.")); return NULL; }
    r->seen[i % 128] = true;
    return f;
}

static bool empty(const field *f, const void *row)
{
    switch (f->type) {
    case 't': return !*(*(const char *const *)((const char *)row + f->off));
    case 'd': return day_none(*(const wr_day *)((const char *)row + f->off));
    default: return false;
    }
}

static wr_rc finish(reading *r)
{
    for (size_t i = 0; i < r->s->n && i < 128; i++) {
        const field *f = &r->s->f[i];
        bool faulty = false;
        if (f->flags & F_NULL || f->type == 'b') continue;
        if (r->seen[i] && !empty(f, r->row)) continue;
        for (size_t k = 0; k < r->out->n; k++) faulty = faulty || str_eq(r->out->at[k].field, f->name);
        if (!faulty) fault_add(r, f->name, N_("This field is needed."));
    }
    return r->out->n ? WR_E_INPUT : WR_OK;
}

wr_rc shape_from_form(const shape *s, const pair *pairs, size_t n, arena *a, void *ret_row, faults *ret_faults)
{
    reading r = { .s = s, .a = a, .row = ret_row, .out = ret_faults };
    start(&r);
    for (size_t i = 0; i < n; i++) {
        const field *f = claim(&r, pairs[i].name);
        const char *wrong;
        if (!f) continue;
        wrong = strlen(pairs[i].value) != pairs[i].n ? N_("The text is not valid UTF-8.") : shape_set(f, ret_row, pairs[i].value, a);
        if (wrong) fault_add(&r, f->name, wrong);
    }
    return finish(&r);
}

wr_rc shape_from_json(const shape *s, const json_t *doc, arena *a, void *ret_row, faults *ret_faults)
{
    reading r = { .s = s, .a = a, .row = ret_row, .out = ret_faults };
    const char *key;
    json_t *v;
    start(&r);
    if (!json_is_object(doc)) {
        fault_add(&r, "", N_("Expected an object."));
        return WR_E_INPUT;
    }
    json_object_foreach((json_t *)(uintptr_t)doc, key, v) {
        const field *f = claim(&r, key);
        const char *wrong = NULL;
        if (!f || json_is_null(v)) {
            if (f) r.seen[(f - s->f) % 128] = (f->flags & F_NULL) != 0;
            continue;
        }
        if (f->type == 'i' || f->type == 'c') {
            if (!json_is_integer(v)) wrong = N_("Expected a whole number.");
            else if (f->type == 'i') wrong = set_int(f, ret_row, arena_fmt(a, "%lld", (long long)json_integer_value(v)));
            else INTO(wr_cents, f, ret_row) = json_integer_value(v);
        } else if (f->type == 'b') {
            if (!json_is_boolean(v)) wrong = N_("Expected yes or no.");
            else INTO(_Bool, f, ret_row) = json_is_true(v);
        } else if (!json_is_string(v)) wrong = N_("Expected text.");
        else if (strlen(json_string_value(v)) != json_string_length(v)) wrong = N_("The text is not valid UTF-8.");
        else wrong = shape_set(f, ret_row, json_string_value(v), a);
        if (wrong) fault_add(&r, f->name, wrong);
    }
    return finish(&r);
}
