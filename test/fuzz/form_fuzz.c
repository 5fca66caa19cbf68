/* form_fuzz.c -- any bytes as a form, a query string and a JSON body, through a shape: what is let through is whole. */
#include <stdlib.h>
#include <string.h>

#include "clock_own.h"
#include "day.h"
#include "http_own.h"
#include "str.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void whole(const clock_rule *r)
{
    if (!*r->id || strlen(r->id) > 60 || !str_utf8(r->title, strlen(r->title)) || !day_valid(r->holds_from) || r->n < 0 || r->n > 9999) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    arena *a = arena_new("fuzz", (size_t)64 << 20);
    pairs typed;
    const char *bad = NULL;
    clock_rule row;
    faults wrong;
    json_t *doc = json_loadb((const char *)data, n, JSON_REJECT_DUPLICATES, NULL);
    if (form_read((const char *)data, n, a, &typed, &bad) == WR_OK) {
        for (size_t i = 0; i < typed.n; i++)
            if (!str_utf8(typed.at[i].value, typed.at[i].n)) abort();
        if (shape_from_form(&CLOCK_RULE, typed.at, typed.n, a, &row, &wrong) == WR_OK) whole(&row);
        else if (!wrong.n) abort();
    }
    if (doc && shape_from_json(&CLOCK_RULE, doc, a, &row, &wrong) == WR_OK) whole(&row);
    json_decref(doc);
    arena_end(&a);
    return 0;
}
