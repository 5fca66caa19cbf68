/* contact_device.c -- the reports of one device, side by side: each stays within reach until it is sent or ends, and each form says which
 * one it is for, so that what comes in behind its back takes nothing over. */
#include "contact_own.h"

#include "db.h"
#include "i18n.h"
#include "str.h"

typedef struct contact_other { const char *place, *code; wr_us began, changed; bool drill, sent; } contact_other;
static const field OTHER_F[] = {
    FIELD(contact_other, place, t, 0, 0, N_("Facility")), FIELD(contact_other, code,    t, 0, 0, N_("Code")),
    FIELD(contact_other, began, u, 0, 0, N_("Begun")),    FIELD(contact_other, changed, u, 0, 0, N_("Received")),
    FIELD(contact_other, drill, b, 0, 0, N_("Drill")),    FIELD(contact_other, sent,    b, 0, 0, N_("Sent")),
};
const shape CONTACT_OTHER = SHAPE("another report of this device", contact_other, OTHER_F);
typedef struct in_turn { const char *entry; } in_turn;
static const field TURN_F[] = { FIELD(in_turn, entry, t, F_HIDE, 32, NULL) };
const shape IN_TURN = SHAPE("a report of this device", in_turn, TURN_F);

static wr_rc put_other(db_tx *ro, const contact_draft *d, arena *a, contact_other *ret)
{
    city_place place;
    const char *code;
    TRY(city_place_by(ro, d->place, a, &place));
    TRY(contact_draft_code(d, a, &code));
    *ret = (contact_other){ place.name, city_door_said(a, code), d->began, d->changed, d->drill, *d->report != 0 };
    return WR_OK;
}

wr_rc contact_put_others(db_tx *ro, const wr_actor *who, const char *but, arena *a, json_t *doc)
{
    contact_draft *all;
    contact_other *rows;
    const char **ids;
    size_t n, kept = 0;
    TRY(contact_drafts_here(ro, who, a, &all, &n));
    rows = arena_array(a, contact_other, n + 1);
    ids = arena_array(a, const char *, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (str_eq(all[i].id, but)) continue;
        TRY(put_other(ro, &all[i], a, &rows[kept]));
        ids[kept++] = all[i].id;
    }
    TRY(page_flag(doc, "device", true));      /* the page has the script that clears it */
    TRY(page_flag(doc, "beside", kept > 0));
    TRY(page_rows(doc, "others", &CONTACT_OTHER, rows, kept));
    for (size_t i = 0; i < kept; i++)
        TRY(page_form(page_row(doc, "others", i), "turn", &(page_form_of){ .action_url = "/contact/mine/turn", .in = &IN_TURN, .row = &(in_turn){ ids[i] },
            .button = rows[i].sent ? N_("Look at this one") : N_("Go on with this one") }, a));
    return WR_OK;
}

wr_rc contact_act_turn(db_tx *rw, const wr_actor *who, const void *in, arena *a, http_go *ret)
{
    contact_draft d;
    contact_facts f;
    TRY(contact_draft_here(rw, who, ((const in_turn *)in)->entry, a, &d, &f));
    *ret = (http_go){ .url = *d.report ? "/contact/copy" : "/contact/mine", .id = d.id, .device = who->device };
    return db_run(rw, &CONTACT_DRAFT_DEVICE, db_t(d.id), db_t(d.device), db_i(who->now));
}
