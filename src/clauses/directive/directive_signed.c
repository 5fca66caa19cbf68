/* directive_signed.c -- the day an order was signed, set right: every date counted from it moves, and the clock lists each. */
#include "clock.h"
#include "db.h"
#include "directive_own.h"
#include "page.h"
#include "str.h"

typedef struct in_signed { const char *ref; wr_day signed_on; const char *reason; } in_signed;
static const field SIGNED_F[] = { FIELD(in_signed, ref, t, F_PATH, 60, N_("Order")), FIELD(in_signed, signed_on, d, 0, 0, N_("Signed on")),
    FIELD(in_signed, reason, t, F_LONG, 2000, N_("Why?")) };
const shape IN_SIGNED = SHAPE("the day of signing", in_signed, SIGNED_F);

wr_rc directive_put_signed(const wr_actor *who, const directive_order *o, arena *a, json_t *doc)
{
    if (rights_has(who->rights, "directive.extend") != RIGHT_ALL) return WR_OK;
    return page_form(doc, "form", &(page_form_of){ .action_url = arena_fmt(a, "/directive/orders/%s/sign", o->ref), .in = &IN_SIGNED,
        .button = N_("Set the day and compute again") }, a);
}

wr_rc directive_move_dates(db_tx *rw, const wr_actor *who, const directive_order *o, const char *reason, arena *a)
{
    directive_direction *d;
    directive_due *c;
    size_t n_d, n_c;
    TRY(directive_all(rw, a, &d, &n_d));
    TRY(directive_all_due(rw, a, &c, &n_c));
    for (size_t i = 0; i < n_d; i++) {
        directive_target *t;
        size_t n_t;
        for (size_t j = 0; j < n_c; j++)
            if (str_eq(c[j].direction, d[i].ref)) TRY(directive_turns_moved(rw, who, o, &d[i], &c[j], reason, a));
        TRY(directive_targets_of(rw, d[i].ref, a, &t, &n_t));
        for (size_t k = 0; k < n_t; k++)
            for (size_t j = 0; directive_counts_from(t[k].start, o, &d[i]) && j < n_c; j++)
                if (str_eq(c[j].direction, d[i].ref))     /* the first date of a cell bears its id, the others a number too */
                    TRY(clock_start_moved(rw, who, k ? arena_fmt(a, "%s-%zu", c[j].id, k + 1) : c[j].id, o->signed_on, reason, a));
    }
    return WR_OK;
}

wr_rc directive_act_signed(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_signed *in = in_;
    directive_order *o, now;
    size_t n, at = 0;
    TRY(directive_all_orders(rw, a, &o, &n));
    while (at < n && !str_eq(o[at].ref, in->ref)) at++;
    if (at == n) return wr_fail(db_err(rw), WR_E_MISSING, NULL, N_("There is no order {ref}."), "ref", in->ref);
    now = o[at];
    now.signed_on = in->signed_on;
    *ret = (http_go){ .url = "/clock/moved", .id = now.id };
    TRY(history_add(rw, who, &DIRECTIVE_ORDERS, "directive.signed_set", in->signed_on, &o[at], &now, a));
    return directive_move_dates(rw, who, &now, in->reason, a);
}
