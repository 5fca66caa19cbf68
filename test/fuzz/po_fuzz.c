/* po_fuzz.c -- any bytes as a catalogue: it never crashes, and what it accepts has the same holes on both sides. */
#include <stdlib.h>
#include <string.h>

#include "po.h"
#include "str.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    arena *a = arena_new("fuzz", (size_t)64 << 20);
    wr_err e = { 0 };
    po_file f;
    uint64_t form;
    if (n > 8192) n = 8192;
    if (po_read(a, "fuzz.po", (bytes){ data, n }, &e, &f) == WR_OK) {
        if (!plural_eval(f.plural_rule, 5, &form) || form >= f.n_forms) abort();
        for (size_t i = 0; i < f.n; i++) {
            const char *one, *many = "", *it;
            const po_entry *p = &f.at[i];
            if (!p->id || !po_holes(a, p->id, &one) || (p->plural && !po_holes(a, p->plural, &many))) abort();
            for (size_t k = 0; k < p->n_str; k++)
                if (!p->str[k] || !po_holes(a, p->str[k], &it) || !(str_eq(it, one) || (p->plural && str_eq(it, many)))) abort();
        }
    } else if (e.rc != WR_E_INPUT) {
        abort();
    }
    arena_end(&a);
    return 0;
}
