/* page_doc.c -- how a document is built: only from shapes and a few kinds of single values. */
#include <string.h>

#include "page.h"
#include "str.h"

static wr_rc put(json_t *doc, const char *key, json_t *fresh)
{
    return json_object_set_new(doc, key, fresh) == 0 ? WR_OK : WR_E_BUG;   /* no object, or text that is not UTF-8 */
}

wr_rc page_put(json_t *doc, const shape *s, const void *row)
{
    json_t *one = shape_to_json(s, row);
    int rc = json_object_update(doc, one);
    json_decref(one);
    return rc == 0 ? WR_OK : WR_E_BUG;
}

wr_rc page_rows(json_t *doc, const char *key, const shape *s, const void *rows, size_t n)
{
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++)
        if (json_array_append_new(list, shape_to_json(s, (const char *)rows + i * s->size)) != 0) {
            json_decref(list);
            return WR_E_BUG;
        }
    return put(doc, key, list);
}

wr_rc page_text(json_t *doc, const char *key, const char *text) { return put(doc, key, json_string(text)); }
wr_rc page_int(json_t *doc, const char *key, int64_t n) { return put(doc, key, json_integer(n)); }
wr_rc page_flag(json_t *doc, const char *key, bool on) { return put(doc, key, json_boolean(on)); }
wr_rc page_tree(json_t *doc, const char *key, json_t *own) { return put(doc, key, own); }
json_t *page_row(json_t *doc, const char *key, size_t i) { return json_array_get(json_object_get(doc, key), i); }

wr_rc page_problem(json_t *doc, const wr_err *e)
{
    static const char *const HEADING[] = {
        [WR_OK]         = N_("Something went wrong"),
        [WR_E_INPUT]    = N_("Something in the form needs a change"),
        [WR_E_RULE]     = N_("The rule does not allow this"),
        [WR_E_CONFLICT] = N_("This has changed in the meantime"),
        [WR_E_LOGIN]    = N_("Sign in first"),
        [WR_E_DENIED]   = N_("Your account may not do this"),
        [WR_E_MISSING]  = N_("There is no such page"),
        [WR_E_TOO_BIG]  = N_("This is too big"),
        [WR_E_BUSY]     = N_("Very many people are here at the moment"),
        [WR_E_IO]       = N_("Something went wrong on our side"),
        [WR_E_BUG]      = N_("Something went wrong on our side"),
    };
    bool ours = e->rc == WR_E_IO || e->rc == WR_E_BUG;         /* the cause is for the run log, not for the page */
    json_t *p = json_object();
    const char *heading = (unsigned)e->rc <= WR_E_BUG ? HEADING[e->rc] : HEADING[WR_OK];
    const char *h = e->holes, *end = e->holes + sizeof e->holes;
    while (!ours && h < end && *h) {
        const char *value = h + strlen(h) + 1;
        if (value >= end) break;
        json_object_set_new(p, h, json_string(value));
        h = value + strlen(value) + 1;
    }
    json_object_set_new(p, "status", json_integer(wr_rc_http(e->rc)));
    if (e->rc == WR_E_LOGIN && e->field) heading = N_("Please show once more that it is you");
    json_object_set_new(p, "heading", json_string(heading));
    json_object_set_new(p, "text", json_string(ours || !e->text ? "" : e->text));
    json_object_set_new(p, "rule", json_string(e->rule ? e->rule : ""));
    return put(doc, "problem", p);
}
