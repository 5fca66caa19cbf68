/* rebuild.c -- derived tables out of their events, one transaction each. */
#include "rebuild.h"

#include <string.h>
#include "str.h"
#include "whole.h"
#include "writer.h"

enum { PAGE_BYTES = 64 << 20, PAGE = 500 };

typedef struct fact { const history *of; const whole *events, *rows; int64_t n; } fact;
typedef struct last { const whole *events; int64_t n, at; } last;

static wr_rc facts_of_page(db_tx *rw, const history *h, const whole_about *page, size_t n)
{
    wr_rc rc = WR_OK;
    arena *a = arena_new("rebuild", PAGE_BYTES);
    void *row = arena_alloc(a, h->row->size, 16);
    for (size_t i = 0; rc == WR_OK && i < n; i++) {
        history_proof proof;
        arena_mark at = arena_at(a);
        rc = history_as_of(rw, h, page[i].about, INT64_MAX, a, row, &proof);
        if (rc == WR_OK) rc = db_save(rw, h->put, h->row, row);
        arena_rewind(a, at);
    }
    arena_end(&a);
    return rc;
}

static wr_rc act_fact(db_tx *rw, void *with, arena *a)
{
    fact *f = with;
    const char *after = "";
    size_t n = PAGE;
    (void)a;
    TRY(db_run_(rw, &f->rows->empty, NULL, NULL, 0));
    while (n == PAGE) {
        whole_about *page;
        arena *mine = arena_new("rebuild", PAGE_BYTES);
        wr_rc rc = db_all(rw, &f->events->abouts, mine, PAGE, &page, &n, db_t(after));
        if (rc == WR_OK) rc = facts_of_page(rw, f->of, page, n);
        if (rc == WR_OK && n) after = arena_dup(a, page[n - 1].about);
        arena_end(&mine);
        TRY(rc);
        f->n += (int64_t)n;
    }
    return WR_OK;
}

static wr_rc see_event(void *with, const db_val *row, arena *a)
{
    last *l = with;
    int64_t n = 0, at = 0;
    (void)a;
    for (size_t i = 0; i < l->events->n; i++) {
        if (str_eq(l->events->columns[i].name, "n")) n = row[i].v.i;
        if (str_eq(l->events->columns[i].name, "at")) at = row[i].v.i;
    }
    if (n > l->n) *l = (last){ l->events, n, at };   /* the time of the last event: a demonstration's clock was set back once */
    return WR_OK;
}

typedef struct numbers { const whole *all; size_t n; } numbers;

/* No log index and no time is given twice, whatever the counters said. */
static wr_rc act_numbers(db_tx *rw, void *with, arena *a)
{
    numbers *of = with;
    last l = { 0 };
    (void)a;
    for (size_t i = 0; i < of->n; i++) {
        l.events = &of->all[i];
        if (l.events->mark == DB_ENDURING && l.events->abouts.sql) TRY(whole_each(rw, l.events, see_event, &l));
    }
    TRY(db_seq_raise(rw, "log", l.n));
    TRY(db_seq_raise(rw, "us", l.at));
    return WR_OK;
}

static wr_rc act_module(db_tx *rw, void *with, arena *a) { return (*(const wr_module **)with)->rebuild(rw, a); }

wr_rc rebuild_all(db *d, const wr_module *const *modules, void (*said)(void *with, const char *table, int64_t rows), void *with, arena *a)
{
    numbers of = { 0 };
    whole *all;
    TRY(whole_all(modules, a, &all, &of.n));
    of.all = all;
    TRY(writer_once_here(d, act_numbers, &of, a));
    for (const wr_module *const *m = modules; *m; m++)
        for (const history *const *h = (*m)->past; h && *h; h++) {
            fact f = { *h, whole_named(all, of.n, arena_fmt(a, "%s_event", (*h)->noun)), whole_named(all, of.n, (*h)->noun), 0 };
            if (!f.events || !f.rows) return wr_fail(arena_err(a), WR_E_BUG, NULL, N_("There is no table of {noun}."), "noun", (*h)->noun);
            TRY(writer_once_here(d, act_fact, &f, a));
            said(with, (*h)->noun, f.n);
        }
    for (const wr_module *const *m = modules; *m; m++)
        if ((*m)->rebuild) TRY(writer_once_here(d, act_module, &(const wr_module *){ *m }, a));
    return WR_OK;
}
