/* counter_graph.c -- the guide as lawyers read it: every step with where it leads, what the checker found, the longest way; as a page, as
 * text, and drawn. */
#include "counter.h"
#include "http.h"
#include "i18n.h"
#include "page.h"
#include "person.h"
#include "str.h"

wr_rc counter_show_graph(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    counter_view v;
    flow_checked checked;
    flow_version *versions;
    size_t n;
    TRY(counter_see(ro, who, in, a, &v));
    flow_check(&v.f, a, &checked);
    TRY(page_rows(doc, "nodes", &FLOW_NODE, v.f.nodes, v.f.n_nodes));
    for (size_t i = 0; i < v.f.n_nodes; i++) {
        json_t *row = page_row(doc, "nodes", i);
        TRY(page_text(row, "title", flow_said(&v.f, v.lang, v.f.nodes[i].title, a)));
        TRY(page_text(row, "step_url", counter_step_url(a, &v, v.f.nodes[i].id, "")));
        TRY(counter_put_choices(&v, &v.f.nodes[i], "", a, row));
    }
    TRY(flow_versions(ro, a, &versions, &n));
    TRY(page_rows(doc, "versions", &FLOW_VERSION, versions, n));
    TRY(page_text(doc, "longest", checked.longest));
    TRY(page_int(doc, "longest_n", (int64_t)checked.longest_n));
    TRY(page_int(doc, "faults", (int64_t)checked.n));
    TRY(page_text(doc, "drawing_url", counter_url(a, &v, "/counter/graph.svg", NULL)));
    TRY(page_text(doc, "text_url", counter_url(a, &v, "/counter/graph.txt", NULL)));
    TRY(page_flag(doc, "may_edit", rights_has(who->rights, "guide.edit") != RIGHT_NONE));
    return counter_put(&v, "/counter/graph", a, doc);
}

wr_rc counter_give_graph(db_tx *ro, const wr_actor *who, const void *in, arena *a, http_out *out)
{
    counter_view v;
    strbuf b = sb_new(a, 32768);
    TRY(counter_see(ro, who, in, a, &v));
    if (str_eq(out->as, "svg")) flow_graph_svg(&v.f, v.lang, arena_fmt(a, "%s/counter/step/", out->prefix), &b);
    else sb_str(&b, flow_graph_text(&v.f, a));
    return out_bytes(out, (bytes){ (const uint8_t *)b.p, b.n });
}
