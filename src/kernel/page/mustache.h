/* mustache.h -- a template compiled once: a flat list of nodes; a section knows where it ends. Read-only afterwards. */
#ifndef WR_MUSTACHE_H
#define WR_MUSTACHE_H
#include <jansson.h>
#include "arena.h"
#include "markup.h"
#include "module.h"
#include "page.h"
enum { MUSTACHE_DEEP = 40 };
typedef enum m_kind { M_TEXT, M_VAR, M_SECTION, M_INVERTED, M_PARTIAL, M_WORD } m_kind;
typedef enum m_word { W_NONE, W_T, W_N, W_WORD, W_DAY, W_LONG, W_WHEN, W_MONEY, W_URL, W_ONCE, W_QR, W_INT, W_CHART } m_word;
typedef struct m_node {
    m_kind kind;
    m_word word;
    m_place place;               /* where in the markup it stands                                   */
    int line;
    const char *const *name;     /* parts of a dotted name; {{.}} has none                          */
    size_t n_name, end;          /* end: the node behind a section's last                           */
    const char *text, *more;     /* literal; partial: its name, and its indent; W_T, W_URL, W_N: texts */
} m_node;
typedef struct mustache {
    const char *name;
    const m_node *at;
    size_t n;
    const char *declared;        /* keys of {{!doc ...}}, blanks between and around                 */
} mustache;
WR_MUST wr_rc mustache_compile(arena *, const char *name, const char *text, size_t n, wr_err *, mustache *ret);
m_word mustache_word(const char *name, size_t n);
const char *mustache_name(arena *, const m_node *);     /* "a.b" */

typedef const mustache *mustache_find(const void *set, const char *name, const char *from);
typedef struct render {
    arena *a;
    const char *lang;
    const wr_actor *who;             /* NULL in tests */
    const page_globals *globals;     /* NULL in tests */
    mustache_find *find;
    const void *set;
    const mustache *content;         /* what {{>content}} of the layout stands for */
    const json_t *doc;               /* the document of the content */
    struct strbuf *out;
    const json_t *stack[MUSTACHE_DEEP];
    bool global[MUSTACHE_DEEP];      /* of the globals: their addresses stand as given */
    size_t n, deep;
    const char *indent;
    bool line_start, charted;        /* charted: its script is on the page */
} render;
WR_MUST wr_rc mustache_render(render *, const mustache *);
/* What page_chart put into a document, over its rows: a <figure>. */
WR_MUST wr_rc page_chart_html(const json_t *spec, const json_t *rows, const char *lang, arena *, struct strbuf *ret);
#endif
