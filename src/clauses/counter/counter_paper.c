/* counter_paper.c -- papers that may be shown: a look-up with pictures, and each by itself. */
#include "counter.h"
#include "http.h"
#include "i18n.h"
#include "page.h"
#include "str.h"

/* Said in the language; the form's own name and the lines of the picture stand as printed. */
static flow_paper said(const counter_view *v, const flow_paper *p, arena *a)
{
    flow_paper s = *p;
    const char **texts[] = { &s.title, &s.looks, &s.effect }, **names[] = { &s.form, &s.issuer, &s.signer };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) *texts[i] = flow_said(&v->f, v->lang, *texts[i], a);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) *names[i] = flow_said_name(&v->f, v->lang, *names[i]);
    return s;
}

static wr_rc put_links(const counter_view *v, const flow_paper *p, arena *a, json_t *row)
{
    const flow_node *to = flow_node_of(&v->f, p->goes);
    TRY(page_text(row, "picture_url", counter_url(a, v, arena_fmt(a, "/counter/papers/%s.svg", p->id), NULL)));
    TRY(page_text(row, "paper_url", counter_url(a, v, arena_fmt(a, "/counter/papers/%s", p->id), NULL)));
    TRY(page_text(row, "next_title", to ? flow_said(&v->f, v->lang, to->title, a) : ""));
    return page_text(row, "next_url", counter_step_url(a, v, p->goes, ""));
}

wr_rc counter_show_papers(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    counter_view v;
    flow_paper *rows;
    TRY(counter_see(ro, who, in, a, &v));
    rows = arena_array(a, flow_paper, v.f.n_papers + 1);
    for (size_t i = 0; i < v.f.n_papers; i++) rows[i] = said(&v, &v.f.papers[i], a);
    TRY(page_rows(doc, "papers", &FLOW_PAPER, rows, v.f.n_papers));
    for (size_t i = 0; i < v.f.n_papers; i++) TRY(put_links(&v, &rows[i], a, page_row(doc, "papers", i)));
    return counter_put(&v, "/counter/papers", a, doc);
}

static wr_rc paper_of(db_tx *ro, const wr_actor *who, const counter_in *in, arena *a, counter_view *v, const flow_paper **ret)
{
    TRY(counter_see(ro, who, in, a, v));
    *ret = flow_paper_of(&v->f, in->paper);
    return *ret ? WR_OK : wr_fail(db_err(ro), WR_E_MISSING, NULL, N_("This paper is not in the guide. All papers are at /counter/papers."));
}

wr_rc counter_show_paper(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    counter_view v;
    const flow_paper *p;
    flow_paper row;
    TRY(paper_of(ro, who, in, a, &v, &p));
    row = said(&v, p, a);
    TRY(page_put(doc, &FLOW_PAPER, &row));
    TRY(put_links(&v, p, a, doc));
    return counter_put(&v, arena_fmt(a, "/counter/papers/%s", p->id), a, doc);
}

wr_rc counter_give_paper(db_tx *ro, const wr_actor *who, const void *in, arena *a, http_out *out)
{
    counter_view v;
    const flow_paper *p;
    strbuf b = sb_new(a, 4096);
    TRY(paper_of(ro, who, in, a, &v, &p));
    counter_draw_paper(p, flow_said(&v.f, v.lang, p->title, a), v.lang, &b);
    return out_bytes(out, (bytes){ (const uint8_t *)b.p, b.n });
}
