/* records_pack.c -- what a pack says for requests: by which law, of whom, and for what. */
#include "records_beside.h"
#include "records_shown.h"
#include "records_letter_own.h"
#include "records_inbound_own.h"
#include "records_prod_own.h"

#include "i18n.h"
#include "pack.h"

enum { HOLDERS_MAX = 200, CATEGORIES_MAX = 200 };
const char *const records_questions[] = { "who", "why", "cost", "other", NULL };
static const field LAW_F[] = {
    FIELD(records_law, id,            t, F_HIDE, 32,  NULL),
    FIELD(records_law, ref,           t, 0, 40,       N_("Law")),
    FIELD(records_law, title,         t, 0, 200,      N_("Title")),
    FIELD(records_law, citation,      t, 0, 200,      N_("Citation")),
    FIELD(records_law, receipt,       t, F_NULL, 60,  N_("Rule: at the right component at the latest")),
    FIELD(records_law, tracking,      t, F_NULL, 60,  N_("Rule: tracking number")),
    FIELD(records_law, answer,        t, 0, 60,       N_("Rule: answer")),
    FIELD(records_law, extended,      t, F_NULL, 60,  N_("Rule: answer with extension")),
    FIELD(records_law, expedite,      t, F_NULL, 60,  N_("Rule: decision on expedition")),
    FIELD(records_law, appeal,        t, F_NULL, 60,  N_("Rule: appeal")),
    FIELD(records_law, appeal_answer, t, F_NULL, 60,  N_("Rule: answer to the appeal")),
    FIELD(records_law, suit,          t, F_NULL, 60,  N_("Rule: suit")),
};
const shape RECORDS_LAW = SHAPE("records_law", records_law, LAW_F);
static const shape PACK_LAW = { "a law on records", sizeof(records_law), 11, LAW_F + 1 };
static const field HOLDER_F[] = {
    FIELD(records_holder, id,           t, F_HIDE, 32,  NULL),
    FIELD(records_holder, ref,          t, 0, 40,       N_("Holder")),
    FIELD(records_holder, name,         t, 0, 200,      N_("Name")),
    FIELD(records_holder, body,         t, F_NULL, 200, N_("Part of")),
    FIELD(records_holder, law,          t, 0, 40,       N_("Law")),
    FIELD(records_holder, portal,       t, F_NULL, 200, N_("Portal")),
    FIELD(records_holder, portal_url,   t, F_NULL, 300, N_("Address of the portal")),
    FIELD(records_holder, address,      t, F_NULL, 400, N_("Postal address")),
    FIELD(records_holder, phone,        t, F_NULL, 40,  N_("Telephone")),
    FIELD(records_holder, liaison,      t, F_NULL, 200, N_("Public Liaison")),
    FIELD(records_holder, mediator,     t, F_NULL, 200, N_("Mediator")),
    FIELD(records_holder, appeal_to,    t, F_NULL, 400, N_("Appeals go to")),
    FIELD(records_holder, appeal_rule,  t, F_NULL, 60,  N_("Rule: appeal")),
    FIELD(records_holder, appeal_until, t, F_NULL, 100, N_("Hour of the last day")),
    FIELD(records_holder, tracking,     t, F_NULL, 200, N_("What its numbers look like")),
    FIELD(records_holder, note,         t, F_NULL, 1000, N_("Note")),
    FIELD(records_holder, source,       t, 0, 300,      N_("Source")),
};
const shape RECORDS_HOLDER = SHAPE("records_holder", records_holder, HOLDER_F);
static const shape PACK_HOLDER = { "a holder of records", sizeof(records_holder), 16, HOLDER_F + 1 };
static const field CATEGORY_F[] = {
    FIELD(records_category, id,       t, F_HIDE, 32,    NULL),
    FIELD(records_category, ref,      t, 0, 60,         N_("Category")),
    WORDS(records_category, question, records_questions, N_("Question of the order")),
    FIELD(records_category, title,    t, 0, 200,        N_("What is asked for")),
    FIELD(records_category, text,     t, F_LONG, 4000,  N_("In full")),
    FIELD(records_category, systems,  t, F_NULL, 400,   N_("Where they are kept")),
    FIELD(records_category, columns,  t, F_LONG | F_NULL, 4000, N_("Columns wanted, one a line")),
    FIELD(records_category, holders,  t, F_NULL, 400,   N_("Holders")),
    FIELD(records_category, note,     t, F_NULL, 1000,  N_("Note")),
    FIELD(records_category, source,   t, 0, 300,        N_("Source")),
};
const shape RECORDS_CATEGORY = SHAPE("records_category", records_category, CATEGORY_F);
static const shape PACK_CATEGORY = { "a category of records", sizeof(records_category), 9, CATEGORY_F + 1 };

#define LAW_COLS "id, ref, title, citation, receipt, tracking, answer, extended, expedite, appeal, appeal_answer, suit"
#define HOLDER_COLS "id, ref, name, body, law, portal, portal_url, address, phone, liaison, mediator, appeal_to, appeal_rule, appeal_until, tracking, note, source"
#define CATEGORY_COLS "id, ref, question, title, text, systems, columns, holders, note, source"
const db_query RECORDS_LAW_ADD = HISTORY_ADD("records_law"), RECORDS_LAW_PAST = HISTORY_PAST("records_law"), RECORDS_LAW_WALK = HISTORY_WALK("records_law");
const db_query RECORDS_LAW_PUT = { "records_law_put", "tttttttttttt", NULL, "INSERT INTO records_law (" LAW_COLS ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
    " ON CONFLICT (id) DO UPDATE SET title = excluded.title, citation = excluded.citation, receipt = excluded.receipt, tracking = excluded.tracking,"
    " answer = excluded.answer, extended = excluded.extended, expedite = excluded.expedite, appeal = excluded.appeal, appeal_answer = excluded.appeal_answer,"
    " suit = excluded.suit" };
const db_query RECORDS_LAW_BY = { "records_law_by", "t", &RECORDS_LAW, "SELECT " LAW_COLS " FROM records_law WHERE ref = $1" };
const db_query RECORDS_HOLDER_ADD = HISTORY_ADD("records_holder"), RECORDS_HOLDER_PAST = HISTORY_PAST("records_holder"), RECORDS_HOLDER_WALK = HISTORY_WALK("records_holder");
const db_query RECORDS_HOLDER_PUT = { "records_holder_put", "ttttttttttttttttt", NULL, "INSERT INTO records_holder (" HOLDER_COLS ") VALUES"
    " ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) ON CONFLICT (id) DO UPDATE SET name = excluded.name, body = excluded.body,"
    " law = excluded.law, portal = excluded.portal, portal_url = excluded.portal_url, address = excluded.address, phone = excluded.phone,"
    " liaison = excluded.liaison, mediator = excluded.mediator, appeal_to = excluded.appeal_to, appeal_rule = excluded.appeal_rule,"
    " appeal_until = excluded.appeal_until, tracking = excluded.tracking, note = excluded.note, source = excluded.source" };
const db_query RECORDS_HOLDER_BY = { "records_holder_by", "t", &RECORDS_HOLDER, "SELECT " HOLDER_COLS " FROM records_holder WHERE ref = $1" };
const db_query RECORDS_HOLDER_ALL = { "records_holders", "", &RECORDS_HOLDER, "SELECT " HOLDER_COLS " FROM records_holder ORDER BY ref" };
const db_query RECORDS_CATEGORY_ADD = HISTORY_ADD("records_category"), RECORDS_CATEGORY_PAST = HISTORY_PAST("records_category"),
    RECORDS_CATEGORY_WALK = HISTORY_WALK("records_category");
const db_query RECORDS_CATEGORY_PUT = { "records_category_put", "ttetttttt" "t", NULL, "INSERT INTO records_category (" CATEGORY_COLS ") VALUES"
    " ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (id) DO UPDATE SET question = excluded.question, title = excluded.title, text = excluded.text,"
    " systems = excluded.systems, columns = excluded.columns, holders = excluded.holders, note = excluded.note, source = excluded.source" };
const db_query RECORDS_CATEGORY_BY = { "records_category_by", "t", &RECORDS_CATEGORY, "SELECT " CATEGORY_COLS " FROM records_category WHERE ref = $1" };
const db_query RECORDS_CATEGORY_ALL = { "records_categories", "", &RECORDS_CATEGORY, "SELECT " CATEGORY_COLS " FROM records_category ORDER BY CASE question WHEN 'who' THEN 0 WHEN 'why' THEN 1 WHEN 'cost' THEN 2 ELSE 3 END, ref" };
const history RECORDS_LAWS = { "records_law", &RECORDS_LAW, &RECORDS_LAW_ADD, &RECORDS_LAW_PAST, &RECORDS_LAW_PUT, &RECORDS_LAW_WALK, .open = true };
const history RECORDS_HOLDERS = { "records_holder", &RECORDS_HOLDER, &RECORDS_HOLDER_ADD, &RECORDS_HOLDER_PAST, &RECORDS_HOLDER_PUT, &RECORDS_HOLDER_WALK, .open = true };
const history RECORDS_CATEGORIES = { "records_category", &RECORDS_CATEGORY, &RECORDS_CATEGORY_ADD, &RECORDS_CATEGORY_PAST, &RECORDS_CATEGORY_PUT,
    &RECORDS_CATEGORY_WALK, .open = true };

wr_rc records_law_by(db_tx *tx, const char *ref, arena *a, records_law *ret) { return db_one(tx, &RECORDS_LAW_BY, a, ret, db_t(ref)); }
wr_rc records_holder_by(db_tx *tx, const char *ref, arena *a, records_holder *ret)
{
    wr_rc rc = db_one(tx, &RECORDS_HOLDER_BY, a, ret, db_t(ref));
    return rc == WR_E_MISSING ? wr_fail(arena_err(a), WR_E_INPUT, "holder", N_("Choose a holder from the list.")) : rc;
}
wr_rc records_holders(db_tx *tx, arena *a, records_holder **ret, size_t *ret_n) { return db_all_(tx, &RECORDS_HOLDER_ALL, a, HOLDERS_MAX, sizeof **ret, ret, ret_n, NULL, 0); }
wr_rc records_categories(db_tx *tx, arena *a, records_category **ret, size_t *ret_n)
{
    return db_all_(tx, &RECORDS_CATEGORY_ALL, a, CATEGORIES_MAX, sizeof **ret, ret, ret_n, NULL, 0);
}

wr_rc records_holder_choices(db_tx *tx, arena *a, page_choice **ret, size_t *ret_n)
{
    records_holder *h;
    TRY(records_holders(tx, a, &h, ret_n));
    *ret = arena_array(a, page_choice, *ret_n + 1);
    for (size_t i = 0; i < *ret_n; i++) (*ret)[i] = (page_choice){ h[i].ref, h[i].name };
    return WR_OK;
}

/* ---- loading ---- */
static wr_rc law_now(db_tx *ro, const void *row, arena *a, void *ret) { return db_one(ro, &RECORDS_LAW_BY, a, (records_law *)ret, db_t(((const records_law *)row)->ref)); }
static wr_rc holder_now(db_tx *ro, const void *row, arena *a, void *ret)
{
    return db_one(ro, &RECORDS_HOLDER_BY, a, (records_holder *)ret, db_t(((const records_holder *)row)->ref));
}
static wr_rc category_now(db_tx *ro, const void *row, arena *a, void *ret)
{
    return db_one(ro, &RECORDS_CATEGORY_BY, a, (records_category *)ret, db_t(((const records_category *)row)->ref));
}

static wr_rc law_load(db_tx *rw, const wr_actor *who, const void *row, arena *a)
{
    records_law was, now = *(const records_law *)row;
    return pack_put(rw, who, &RECORDS_LAWS, "records.law_loaded", law_now(rw, row, a, &was), &was, &now, a);
}

static wr_rc holder_load(db_tx *rw, const wr_actor *who, const void *row, arena *a)
{
    records_holder was, now = *(const records_holder *)row;
    return pack_put(rw, who, &RECORDS_HOLDERS, "records.holder_loaded", holder_now(rw, row, a, &was), &was, &now, a);
}

static wr_rc category_load(db_tx *rw, const wr_actor *who, const void *row, arena *a)
{
    records_category was, now = *(const records_category *)row;
    return pack_put(rw, who, &RECORDS_CATEGORIES, "records.category_loaded", category_now(rw, row, a, &was), &was, &now, a);
}

const wr_pack records_packs[] = { { .file = "records/laws.yaml", .of = &PACK_LAW, .load = law_load, .now = law_now },
    { .file = "records/holders.yaml", .of = &PACK_HOLDER, .load = holder_load, .now = holder_now },
    { .file = "records/categories.yaml", .of = &PACK_CATEGORY, .load = category_load, .now = category_now },
    { .file = "records/seen.yaml", .of = &RECORDS_PACK_SEEN, .load = records_seen_load, .now = records_seen_now },
    { .file = "records/exemptions.yaml", .of = &RECORDS_PACK_EXEMPTION, .load = records_exemption_load, .now = records_exemption_now },
    /* letters */
    { .file = "records/pieces.yaml", .of = &RECORDS_PACK_PIECE, .load = records_load_piece, .now = records_now_piece },
    { .file = "records/reasons.yaml", .of = &RECORDS_PACK_REASON, .load = records_load_reason, .now = records_now_reason },
    { .file = "records/portals.yaml", .of = &RECORDS_PACK_BOX, .load = records_load_box, .now = records_now_box },
    { .file = "demo/requests.yaml", .of = &RECORDS_DEMO_CASE, .load = records_load_demo_case, .demo = true },
    { .file = "demo/entries.yaml", .of = &RECORDS_DEMO_ENTRY, .load = records_load_demo_entry, .demo = true },
    { .file = "demo/mail.yaml", .of = &RECORDS_DEMO_MAIL, .load = records_load_demo_mail, .demo = true },
    { .file = "demo/shown.yaml", .of = &RECORDS_DEMO_SHOWN, .load = records_load_demo_shown, .demo = true },
    { .file = "demo/inbound.yaml", .of = &INBOUND_DEMO_REQUEST, .load = records_inbound_load_demo, .demo = true },
    { .file = "demo/inbound_steps.yaml", .of = &INBOUND_DEMO_STEP, .load = records_inbound_load_demo_step, .demo = true },
    /* productions */
    { .file = "demo/key.yaml", .of = &RECORDS_DEMO_KEY, .load = records_load_demo_key, .demo = true },
    { .file = "demo/productions.yaml", .of = &RECORDS_DEMO_PRODUCTION, .load = records_load_demo_production, .demo = true },
    { .file = "demo/files.yaml", .of = &RECORDS_DEMO_FILE, .load = records_load_demo_file, .demo = true },
    { .file = "demo/items.yaml", .of = &RECORDS_DEMO_ITEM, .load = records_load_demo_item, .demo = true },
    { .file = "demo/facts.yaml", .of = &RECORDS_DEMO_FACT, .load = records_load_demo_fact, .demo = true }, { 0 } };
