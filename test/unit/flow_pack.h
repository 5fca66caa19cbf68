/* flow_pack.h -- the guide of a pack, read from its files without a database. */
#ifndef TEST_FLOW_PACK_H
#define TEST_FLOW_PACK_H
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "flow.h"
#include "pack.h"
#include "str.h"

static inline const void *flow_pack_rows(const char *pack, const char *file, const shape *of, arena *a, size_t *ret_n)
{
    const char *path = arena_fmt(a, "%s/flow/%s.yaml", pack, file);
    bytes text;
    pack_row *rows;
    char *all;
    if (pack_file(path, a, &text) != WR_OK || pack_read(path, text, of, a, &rows, ret_n) != WR_OK) fail_msg("%s: %s %s", path, arena_err(a)->text, arena_err(a)->holes);
    all = arena_alloc(a, (*ret_n + 1) * of->size, _Alignof(max_align_t));
    for (size_t i = 0; i < *ret_n; i++) memcpy(all + i * of->size, rows[i].row, of->size);
    return all;
}

static inline flow flow_pack(const char *pack, arena *a)
{
    size_t n;
    flow f = *(const flow *)flow_pack_rows(pack, "flow", &FLOW, a, &n);
    f.nodes = flow_pack_rows(pack, "nodes", &FLOW_NODE, a, &f.n_nodes);
    f.choices = flow_pack_rows(pack, "choices", &FLOW_CHOICE, a, &f.n_choices);
    f.scripts = flow_pack_rows(pack, "scripts", &FLOW_SCRIPT, a, &f.n_scripts);
    f.papers = flow_pack_rows(pack, "papers", &FLOW_PAPER, a, &f.n_papers);
    return f;
}
#endif
