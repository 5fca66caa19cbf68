/* contact_sync.c -- an entry that a device wrote while it was offline: the whole report as JSON, told apart by the id that the device
 * gave it. The same entry again, from this device or from ten, is one report; another text under the same id is a conflict that
 * overwrites nothing. */
#include "contact_fields_own.h"
#include "contact_own.h"

#include <string.h>
#include "day.h"
#include "db.h"
#include "http.h"
#include "now.h"
#include "sha256.h"
#include "str.h"

/* facts first: their shape's fields stand in this one. base: how often this entry was received already, as the device knows it. The
 * rest is made by prepare: sends, it may be sent; lacking a reason or a fact it is kept as a draft and nothing is lost. */
typedef struct in_entry { contact_facts facts; const char *entry, *token; int64_t base; bool send, drill; wr_us device_now;
    contact_draft draft; contact_ready ready; bytes hash; bool sends; } in_entry;
static const field ENTRY_F[] = {
    CONTACT_ALL,
    FIELD(in_entry, entry,      t, 0, 32,          N_("Entry")),
    FIELD(in_entry, token,      t, 0, 24,          N_("Card")),
    FIELD(in_entry, base,       i, F_NULL, 0,      N_("Received before")),
    FIELD(in_entry, send,       b, 0, 0,           N_("Send it")),
    FIELD(in_entry, drill,      b, 0, 0,           N_("Drill")),
    FIELD(in_entry, device_now, u, F_NULL, 0,      N_("The device’s clock")),
};
const shape IN_ENTRY = SHAPE("an entry of a device", in_entry, ENTRY_F);
enum { CLOCK_MINUTES = 10 };             /* a clock that is off by less is not worth a word */

/* Times were typed or taken from the device's own clock: by how much that one was off is known now. */
static void set_right(const wr_actor *who, in_entry *in, arena *a)
{
    int64_t off = in->device_now ? (in->device_now - who->now) / 60000000 : 0;
    if (off > CLOCK_MINUTES || off < -CLOCK_MINUTES) contact_set_right(&in->facts, off, a);
}

static void hash_of(in_entry *in, arena *a)
{
    const char *text = contact_text(&in->facts, CONTACT_WHOLE, a), *rest = arena_fmt(a, "%s %s %d %d", in->entry, in->token, in->send, in->drill);
    uint8_t *h = arena_alloc(a, SHA256_BYTES, 1);
    sha256_of((const bytes[]){ { (const uint8_t *)rest, strlen(rest) }, { (const uint8_t *)text, strlen(text) } }, 2, h);
    in->hash = (bytes){ h, SHA256_BYTES };
}

wr_rc contact_prepare_sync(db_tx *ro, const wr_actor *who, void *in_, arena *a)
{
    in_entry *in = in_;
    uint8_t id[16];
    city_door door;
    wr_rc rc;
    in->facts.copied_by = "";            /* no device says that: its shape has no such field */
    if (strlen(in->entry) != 32 || !str_unhex(in->entry, id, sizeof id)) return wr_fail(arena_err(a), WR_E_INPUT, "entry", N_("Expected 32 hex digits."));
    rc = city_door_find(ro, in->token, a, &door);
    if (rc == WR_E_MISSING) return wr_fail(arena_err(a), WR_E_INPUT, "token", N_("No facility has this card."));
    TRY(rc);
    hash_of(in, a);
    set_right(who, in, a);
    TRY(contact_valid(&in->facts, who->today, a));
    rc = db_one(ro, &CONTACT_DRAFT_BY, a, &in->draft, db_t(in->entry));
    if (rc != WR_OK && rc != WR_E_MISSING) return rc;
    if (rc == WR_E_MISSING && !day_none(door.revoked))
        return wr_fail(arena_err(a), WR_E_RULE, "contact.door", N_("This card is no longer valid. What you wrote stays on this device: ask your liaison for the new card, or have it copied from the screen."));
    if (rc == WR_E_MISSING) in->draft = (contact_draft){ .id = in->entry, .place = door.place, .drill = in->drill, .report = "" };
    TRY(contact_make_ready(ro, who, &in->draft, &in->facts, a, &in->ready));
    in->sends = in->send && !contact_missing(&in->facts) && (in->draft.drill || !in->ready.row.departs || *in->facts.departure);
    return WR_OK;
}

/* Received before: the same text is the same answer, another text must know what it changes. */
static wr_rc again(db_tx *rw, const in_entry *in, const contact_draft *d, bool *ret_same)
{
    *ret_same = d->sent.n == in->hash.n && memcmp(d->sent.p, in->hash.p, in->hash.n) == 0;
    if (*ret_same || (d->saves == in->base && in->base > 0)) return WR_OK;
    return wr_fail(db_err(rw), WR_E_CONFLICT, NULL, N_("This report has been changed elsewhere. Nothing was overwritten: open it with its code and add what is missing."));
}

/* What a device begins now, its pages show. What comes in behind its back stands beside a report that is under way on it. */
static wr_rc choose(db_tx *rw, const wr_actor *who, const in_entry *in, contact_draft *d, arena *a)
{
    contact_draft *all;
    size_t n;
    TRY(contact_drafts_here(rw, who, a, &all, &n));
    for (size_t i = 0; i < n && in->send; i++)
        if (!*all[i].report && !str_eq(all[i].id, d->id)) return WR_OK;
    d->chosen = who->now;
    return WR_OK;
}

wr_rc contact_act_sync(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_entry *in = in_;
    contact_ready ready = in->ready;
    contact_draft d;
    const char *code, *token;
    bool same = false;
    wr_rc rc = db_one(rw, &CONTACT_DRAFT_BY, a, &d, db_t(in->entry));
    if (rc != WR_OK && rc != WR_E_MISSING) return rc;
    if (rc == WR_OK) TRY(again(rw, in, &d, &same));
    if (rc == WR_OK) TRY(contact_draft_device(rw, who, a, &d, &token));     /* its first answer may have been lost, and the token with it */
    else TRY(contact_draft_new(rw, who, in->entry, in->draft.place, in->drill, a, &d, &token));
    if (rc == WR_E_MISSING) d.chosen = 0;
    TRY(choose(rw, who, in, &d, a));
    TRY(contact_draft_code(&d, a, &code));
    *ret = (http_go){ .url = in->sends ? "/contact/copy" : "/contact/mine", .id = city_door_said(a, code), .device = token };
    if (same) return db_run(rw, &CONTACT_DRAFT_DEVICE, db_t(d.id), db_t(d.device), db_i(d.chosen));
    if (in->sends && !d.drill) TRY(contact_send(rw, who, &d, &ready, a));
    if (in->sends && d.drill) TRY(contact_drill_add(rw, who, &d, &in->facts, a));
    d.sent = in->hash;
    return contact_draft_save(rw, who, &d, &in->facts, a);
}
