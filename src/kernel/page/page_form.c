/* page_form.c -- a form from a shape: labels, values, errors; the parts form and form_body show it. */
#include <string.h>

#include "page.h"
#include "str.h"

static void set(json_t *o, const char *key, const char *text)
{
    json_t *v = json_string(text ? text : "");
    json_object_set_new(o, key, v ? v : json_string(""));    /* typed bytes that are no text come back empty */
}

static void flag(json_t *o, const char *key, bool on) { json_object_set_new(o, key, json_boolean(on)); }

static const char *typed(const page_form_of *f, const char *name)
{
    for (size_t i = 0; i < f->typed_n; i++)
        if (str_eq(f->typed[i].name, name)) return f->typed[i].value;
    return "";
}

static const char *value_of(const page_form_of *f, const field *m, arena *a)
{
    if (f->typed) return typed(f, m->name);
    return f->row && !(m->flags & (F_RESTRICTED | F_SEALED)) ? shape_get(m, f->row, a) : "";
}

static const fault *fault_of(const page_form_of *f, const char *name)
{
    for (size_t i = 0; f->wrong && i < f->wrong->n; i++)
        if (f->wrong->at[i].field && str_eq(f->wrong->at[i].field, name)) return &f->wrong->at[i];
    return NULL;
}

/* The text and its holes, in an object: {{#word}}text{{/word}} finds them there. */
static json_t *error_of(const fault *w, const char *id, const char *label, arena *a)
{
    json_t *o;
    if (!w) return json_false();
    o = json_object();
    for (const char *const *h = w->holes; h && h[0] && h[1]; h += 2) set(o, h[0], h[1]);
    set(o, "text", w->text);
    set(o, "label", label);
    set(o, "at_url", *id ? arena_fmt(a, "#%s", id) : "");
    return o;
}

static json_t *options(const field *m, const char *now)
{
    json_t *list = json_array();
    for (size_t i = 0; m->words[i]; i++) {
        json_t *o = json_object();
        set(o, "value", m->words[i]);
        set(o, "word", m->words[i]);
        set(o, "said", "");
        flag(o, "on", str_eq(m->words[i], now));
        json_array_append_new(list, o);
    }
    return list;
}

static const char *kind_of(const field *m)
{
    if (m->flags & F_HIDE) return "hidden";
    if (m->flags & F_SECRET) return "secret";
    if (m->flags & F_FILE) return "file";
    if (m->words) return "select";
    if (m->type == 'b') return "check";
    if (m->flags & F_LONG) return "area";
    if (m->type == 'd') return "date";
    return "line";
}

/* Every member is always there: a missing one would be looked for in the page around the form. */
static json_t *field_of(const page_form_of *f, const field *m, const char *id, arena *a)
{
    static const char *const KINDS[] = { "hidden", "select", "check", "area", "date", "secret", "file", "line" };
    const char *kind = kind_of(m), *now = m->flags & (F_SECRET | F_FILE) ? "" : value_of(f, m, a);
    bool number = m->type == 'i' || m->type == 'c';
    json_t *o = json_object();
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++) flag(o, KINDS[i], str_eq(kind, KINDS[i]));
    flag(o, "buttons", false);
    set(o, "id", id);
    set(o, "name", m->name);
    set(o, "label", m->label ? m->label : m->name);
    set(o, "hint", "");
    set(o, "value", now);
    set(o, "accept", m->flags & F_PHOTO ? "image/jpeg,image/png" : "");      /* a phone turns what it has into one of these */
    set(o, "mode", m->type == 'i' ? "numeric" : m->type == 'c' ? "decimal" : "text");
    flag(o, "on", str_eq(now, "true") || str_eq(now, "on") || str_eq(now, "1"));
    flag(o, "optional", (m->flags & F_NULL) != 0);
    flag(o, "needed", !(m->flags & F_NULL) && m->type != 'b');
    json_object_set_new(o, "max", json_integer(number ? 24 : m->max));
    json_object_set_new(o, "error", error_of(fault_of(f, m->name), id, m->label, a));
    json_object_set_new(o, "options", m->words ? options(m, now) : json_array());
    return o;
}

/* Ids are unique on a page: the form called "form" has plain ones, others carry their key and their address. */
/* Forms of one action that stand in many rows of a page differ in what is typed already. */
static const char *id_of(arena *a, const char *key, const page_form_of *f, const char *name)
{
    uint32_t h = 2166136261u;
    if (str_eq(key, "form")) return arena_fmt(a, "f-%s", name);
    for (const char *s = f->action_url; *s; s++) h = (h ^ (uint8_t)*s) * 16777619u;
    for (size_t i = 0; i < f->typed_n; i++)
        for (const char *s = f->typed[i].value; s && *s; s++) h = (h ^ (uint8_t)*s) * 16777619u;
    return arena_fmt(a, "%s-%06x-%s", key, h & 0xffffff, name);
}

wr_rc page_form(json_t *doc, const char *key, const page_form_of *f, arena *a)
{
    json_t *form = json_object(), *fields = json_array(), *wrong = json_array();
    bool upload = false;
    for (size_t i = 0; i < f->in->n; i++) {
        const field *m = &f->in->f[i];
        upload = upload || (m->flags & F_FILE);
        const char *id = id_of(a, key, f, m->name);
        const fault *w = fault_of(f, m->name);
        if (m->flags & F_PATH) continue;
        json_array_append_new(fields, field_of(f, m, id, a));
        if (w) json_array_append_new(wrong, error_of(w, m->flags & F_HIDE ? "" : id, m->label, a));
    }
    for (size_t i = 0; f->wrong && i < f->wrong->n; i++) {    /* faults of no field of this form */
        const field *m = f->wrong->at[i].field ? shape_field(f->in, f->wrong->at[i].field) : NULL;
        if (!m || (m->flags & F_PATH)) json_array_append_new(wrong, error_of(&f->wrong->at[i], "", m ? m->label : f->wrong->at[i].field, a));
    }
    set(form, "action_url", f->action_url);
    set(form, "button", f->button);
    flag(form, "upload", upload);
    flag(form, "faulty", json_array_size(wrong) > 0);
    json_object_set_new(form, "fields", fields);
    json_object_set_new(form, "wrong", wrong);
    return json_object_set_new(doc, key, form) == 0 ? WR_OK : WR_E_BUG;
}

wr_rc page_keep(json_t *doc, const char *key, const pair *p, size_t n)
{
    json_t *fields = json_object_get(json_object_get(doc, key), "fields");
    for (size_t i = 0; i < n; i++) {
        field m = { .name = p[i].name, .type = 't', .flags = F_HIDE };
        page_form_of f = { .typed = p + i, .typed_n = 1 };
        if (json_array_append_new(fields, field_of(&f, &m, "", NULL)) != 0) return WR_E_BUG;
    }
    return WR_OK;
}

static json_t *find(json_t *doc, const char *key, const char *name)
{
    json_t *fields = json_object_get(json_object_get(doc, key), "fields"), *it;
    size_t i;
    json_array_foreach(fields, i, it)
        if (str_eq(json_string_value(json_object_get(it, "name")), name)) return it;
    return NULL;
}

wr_rc page_choices(json_t *doc, const char *key, const char *name, const page_choice *c, size_t n)
{
    json_t *it = find(doc, key, name), *list = json_array();
    const char *now = json_string_value(json_object_get(it, "value"));
    for (size_t i = 0; i < n; i++) {
        json_t *o = json_object();
        set(o, "value", c[i].value);
        set(o, "word", "");
        set(o, "said", c[i].label);      /* a name that stands in the data: not translated */
        flag(o, "on", now && str_eq(c[i].value, now));
        json_array_append_new(list, o);
    }
    if (!it) {
        json_decref(list);
        return WR_E_BUG;
    }
    flag(it, "line", false);
    flag(it, "area", false);
    flag(it, "select", true);
    return json_object_set_new(it, "options", list) == 0 ? WR_OK : WR_E_BUG;
}

wr_rc page_buttons(json_t *doc, const char *key, const char *name)
{
    json_t *form = json_object_get(doc, key), *it = find(doc, key, name);
    if (!it) return WR_E_BUG;
    if (json_is_true(json_object_get(it, "optional"))) json_array_remove(json_object_get(it, "options"), 0);
    flag(it, "select", false);
    flag(it, "buttons", true);
    return json_object_set_new(form, "button", json_string("")) == 0 ? WR_OK : WR_E_BUG;
}

wr_rc page_unseen(json_t *doc, const char *key, const char *name)
{
    json_t *it = find(doc, key, name);
    if (!it) return WR_E_BUG;
    flag(it, "hidden", true);
    return WR_OK;
}

wr_rc page_hint(json_t *doc, const char *key, const char *name, const char *hint)
{
    json_t *it = find(doc, key, name);
    return it && json_object_set_new(it, "hint", json_string(hint)) == 0 ? WR_OK : WR_E_BUG;
}
