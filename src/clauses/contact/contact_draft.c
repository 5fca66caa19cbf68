/* contact_draft.c -- what a reporter has begun and not sent: sealed whole, opened by the device's cookie or by the code, passing. */
#include "contact_own.h"

#include <string.h>
#include "http.h"
#include "now.h"
#include "str.h"

static const wr_us DAY_US = 86400 * (wr_us)1000000;
static const field DRAFT_F[] = {
    FIELD(contact_draft, id,        t, F_HIDE, 32, NULL), FIELD(contact_draft, code_hash, t, F_HIDE, 64, NULL),
    FIELD(contact_draft, device,    t, F_HIDE, 64, NULL), FIELD(contact_draft, place,     t, F_HIDE, 60, NULL),
    FIELD(contact_draft, drill,     b, F_HIDE, 0,  NULL), FIELD(contact_draft, by,        t, F_HIDE, 80, NULL),
    FIELD(contact_draft, began,     u, F_HIDE, 0,  NULL), FIELD(contact_draft, changed,   u, F_HIDE, 0,  NULL),
    FIELD(contact_draft, saves,     i, F_HIDE, 0,  NULL), FIELD(contact_draft, code,      x, F_RESTRICTED, 0, NULL),
    FIELD(contact_draft, text,      x, F_RESTRICTED, 0, NULL), FIELD(contact_draft, report, t, F_HIDE, 32, NULL),
    FIELD(contact_draft, sent,      x, F_HIDE, 32, NULL), FIELD(contact_draft, chosen,   u, F_HIDE, 0,  NULL),
};
static const shape DRAFT = SHAPE("a draft of a report", contact_draft, DRAFT_F);
#define COLS "id, code_hash, device, place, drill, by, began, changed, saves, code, text, report, sent, chosen"
const db_query CONTACT_DRAFT_OF = { "contact_draft_of", "tu", &DRAFT, "SELECT " COLS " FROM contact_draft WHERE device = $1 AND changed > $2"
    " ORDER BY chosen DESC, changed DESC, id LIMIT 1" };
const db_query CONTACT_DRAFT_MINE = { "contact_draft_mine", "ttu", &DRAFT, "SELECT " COLS " FROM contact_draft WHERE id = $1 AND device = $2 AND changed > $3" };
const db_query CONTACT_DRAFT_ALL = { "contact_draft_all", "tu", &DRAFT, "SELECT " COLS " FROM contact_draft WHERE device = $1 AND changed > $2"
    " ORDER BY began DESC, id LIMIT 50" };
const db_query CONTACT_DRAFT_BY = { "contact_draft_by", "t", &DRAFT, "SELECT " COLS " FROM contact_draft WHERE id = $1" };
const db_query CONTACT_DRAFT_CODE = { "contact_draft_by_code", "tu", &DRAFT, "SELECT " COLS " FROM contact_draft WHERE code_hash = $1 AND changed > $2" };
const db_query CONTACT_DRAFT_PUT = { "contact_draft_put", "ttttbtuuixxtxu", NULL, "INSERT INTO contact_draft (" COLS ")"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT (id) DO UPDATE SET device = excluded.device, changed = excluded.changed,"
    " saves = excluded.saves, text = excluded.text, report = excluded.report, sent = excluded.sent,"
    " chosen = excluded.chosen" };
const db_query CONTACT_DRAFT_DEVICE = { "contact_draft_device", "ttu", NULL, "UPDATE contact_draft SET device = $2, chosen = $3 WHERE id = $1" };
const db_query CONTACT_DRAFT_OLD = { "contact_draft_old", "uu", NULL, "DELETE FROM contact_draft WHERE changed <= $1 OR (changed <= $2 AND report = '')" };

wr_rc contact_draft_code(const contact_draft *d, arena *a, const char **ret) { return seal_column_open(a, "contact_draft", d->id, "code", d->code, ret); }

wr_rc contact_draft_facts(const contact_draft *d, arena *a, contact_facts *ret)
{
    const char *text;
    contact_clear(ret);
    TRY(seal_column_open(a, "contact_draft", d->id, "text", d->text, &text));
    return *text ? contact_read(text, a, ret) : WR_OK;
}

static wr_us since(const wr_actor *who) { return who->now - CONTACT_COPY_DAYS * DAY_US; }

wr_rc contact_draft_here(db_tx *tx, const wr_actor *who, const char *entry, arena *a, contact_draft *ret, contact_facts *ret_facts)
{
    wr_rc rc = !who->device ? WR_E_MISSING : *entry ? db_one(tx, &CONTACT_DRAFT_MINE, a, ret, db_t(entry), db_t(who->device), db_i(since(who)))
        : db_one(tx, &CONTACT_DRAFT_OF, a, ret, db_t(who->device), db_i(since(who)));
    if (rc == WR_E_MISSING)
        return wr_fail(db_err(tx), rc, NULL, N_("This device has no report under way. Open yours with its code, or begin at the card of your facility."));
    TRY(rc);
    ret->chosen = who->now;              /* whatever is saved of it now: it is the one that is worked on */
    return contact_draft_facts(ret, a, ret_facts);
}

wr_rc contact_drafts_here(db_tx *tx, const wr_actor *who, arena *a, contact_draft **ret, size_t *ret_n)
{
    *ret_n = 0;
    return who->device ? db_all(tx, &CONTACT_DRAFT_ALL, a, CONTACT_DEVICE_MAX, ret, ret_n, db_t(who->device), db_i(since(who))) : WR_OK;
}

/* A device that has a report keeps its token, so that what is begun or received now takes away nothing. */
wr_rc contact_draft_device(db_tx *tx, const wr_actor *who, arena *a, contact_draft *in_out, const char **ret_token)
{
    contact_draft *all;
    size_t n;
    TRY(contact_drafts_here(tx, who, a, &all, &n));
    *ret_token = n ? who->device : person_token_new(a);
    in_out->device = n ? who->device : device_hash(a, *ret_token);
    return WR_OK;
}

wr_rc contact_draft_by_code(db_tx *tx, const wr_actor *who, const char *code, arena *a, contact_draft *ret)
{
    const char *token = city_door_read(a, code);
    if (!*token) return WR_E_MISSING;
    return db_one(tx, &CONTACT_DRAFT_CODE, a, ret, db_t(device_hash(a, token)), db_i(since(who)));
}

wr_rc contact_draft_new(db_tx *tx, const wr_actor *who, const char *entry, const char *place, bool drill, arena *a, contact_draft *ret, const char **ret_token)
{
    const char *code = city_door_token(a);
    *ret = (contact_draft){ .id = entry, .code_hash = device_hash(a, code), .place = place, .drill = drill, .by = who->person ? who->by : "", .began = who->now,
        .report = "", .chosen = who->now };
    TRY(contact_draft_device(tx, who, a, ret, ret_token));
    return seal_column(a, "contact_draft", entry, "code", code, &ret->code);
}

wr_rc contact_draft_save(db_tx *rw, const wr_actor *who, contact_draft *d, const contact_facts *f, arena *a)
{
    TRY(seal_column(a, "contact_draft", d->id, "text", contact_text(f, CONTACT_WHOLE, a), &d->text));
    d->saves++;
    d->changed = who->now;
    return db_save(rw, &CONTACT_DRAFT_PUT, &DRAFT, d);
}

/* A draft ends two weeks after its last change; what was sent can be read by its code for ninety days. */
wr_rc contact_tick_drafts(db_tx *rw, const wr_actor *who, const void *what, arena *a)
{
    (void)what; (void)a;
    return db_run(rw, &CONTACT_DRAFT_OLD, db_i(who->now - CONTACT_COPY_DAYS * DAY_US), db_i(who->now - CONTACT_DRAFT_DAYS * DAY_US));
}
