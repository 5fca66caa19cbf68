/* flow_fuzz.c -- libFuzzer: the first line as a path through a small guide, the rest as a stored guide. Walking ends, counts what it was
 * given, and an answer put into a path is found there; a guide that can be read is written and read as itself, and can be checked. */
#include <stdlib.h>
#include <string.h>
#include "flow.h"

static const char *const SMALL = "{\"guide\":{\"id\":\"g\",\"number\":1,\"from\":\"2026-02-02\",\"title\":\"T\",\"start\":\"a\",\"emergency\":\"e\",\"owner\":\"O\","
    "\"counsel\":\"C\",\"counsel_day\":\"2026-02-01\",\"approver\":\"D\"},\"nodes\":[{\"id\":\"a\",\"kind\":\"start\",\"title\":\"A\"},{\"id\":\"e\",\"kind\":\"question\",\"title\":\"E\"},"
    "{\"id\":\"o\",\"kind\":\"step\",\"title\":\"O\",\"outcome\":\"o\"},{\"id\":\"z\",\"kind\":\"end\",\"title\":\"Z\"}],\"choices\":[{\"node\":\"a\",\"choice\":\"x\",\"label\":\"X\",\"goes\":\"o\",\"also\":\"e\"},"
    "{\"node\":\"e\",\"choice\":\"y\",\"label\":\"Y\",\"goes\":\"o\"},{\"node\":\"o\",\"choice\":\"n\",\"label\":\"N\",\"goes\":\"z\"}],\"scripts\":[],\"papers\":[]}";

static void walk(const flow *f, const char *path, arena *a)
{
    flow_walked w;
    flow_walk(f, path, a, &w);
    if (w.n_steps > f->n_nodes || w.n_open > f->n_nodes || w.n_outcomes > f->n_nodes || w.idle > strlen(path)) abort();
    if (strlen(path) < FLOW_PATH_MAX - 40) {
        const char *put = flow_answer(a, path, "a", "x");
        if (!strstr(put, "a:x") || strcmp(flow_answer(a, put, "a", "x"), put) != 0) abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    arena *a = arena_new("fuzz", 64 << 20);
    char *text = arena_alloc(a, n + 1, 1), *rest;
    flow small, f, again;
    flow_checked checked;
    if (n) memcpy(text, data, n);
    text[n] = 0;
    rest = strchr(text, '\n');
    if (rest) *rest++ = 0;
    if (flow_from_text(SMALL, a, &small) != WR_OK) abort();
    walk(&small, text, a);
    if (rest && flow_from_text(rest, a, &f) == WR_OK) {
        const char *canon = flow_to_text(&f, a);
        if (flow_from_text(canon, a, &again) != WR_OK || strcmp(canon, flow_to_text(&again, a)) != 0) abort();
        flow_check(&f, a, &checked);
        walk(&f, text, a);
    }
    arena_end(&a);
    return 0;
}
