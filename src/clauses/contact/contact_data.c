/* contact_data.c -- what a pack says for reports: agencies, whom a worker may turn to afterwards; and drills, which count as training. */
#include "contact_own.h"
#include "contact_rollcall.h"

#include "db.h"
#include "i18n.h"
#include "now.h"
#include "pack.h"
#include "str.h"

enum { AGENCIES_MAX = 100, HELP_MAX = 100 };
const char *const contact_help_kinds[] = { "wellbeing", "union", "other", NULL };
static const field AGENCY_F[] = {
    FIELD(contact_agency, id,   t, F_HIDE, 32, NULL),
    FIELD(contact_agency, ref,  t, 0, 40,      N_("Agency")),
    FIELD(contact_agency, name, t, 0, 120,     N_("Name")),
};
const shape CONTACT_AGENCY = SHAPE("contact_agency", contact_agency, AGENCY_F);
static const shape PACK_AGENCY = { "an agency", sizeof(contact_agency), 2, AGENCY_F + 1 };
static const field HELP_F[] = {
    FIELD(contact_help, id,     t, F_HIDE, 32,   NULL),
    FIELD(contact_help, ref,    t, 0, 40,        N_("Key")),
    WORDS(contact_help, kind,   contact_help_kinds, N_("Kind")),
    FIELD(contact_help, name,   t, 0, 120,       N_("Name")),
    FIELD(contact_help, phone,  t, F_NULL, 40,   N_("Telephone")),
    FIELD(contact_help, text,   t, F_NULL | F_LONG, 500, N_("What for")),
};
const shape CONTACT_HELP = SHAPE("contact_help", contact_help, HELP_F);
static const shape PACK_HELP = { "whom to turn to", sizeof(contact_help), 5, HELP_F + 1 };
static const field DRILL_F[] = {
    FIELD(contact_drill, id,      t, F_HIDE, 32,           NULL),
    FIELD(contact_drill, place,   t, 0, 60,                N_("Facility")),
    FIELD(contact_drill, day,     d, 0, 0,                 N_("Day")),
    FIELD(contact_drill, path,    t, F_HIDE, FLOW_PATH_MAX, NULL),
    FIELD(contact_drill, minutes, i, 0, 0,                 N_("Minutes")),
};
const shape CONTACT_DRILL = SHAPE("contact_drill", contact_drill, DRILL_F);

const db_query CONTACT_AGENCY_ADD = HISTORY_ADD("contact_agency"), CONTACT_AGENCY_PAST = HISTORY_PAST("contact_agency"), CONTACT_AGENCY_WALK = HISTORY_WALK("contact_agency");
const db_query CONTACT_AGENCY_PUT = { "contact_agency_put", "ttt", NULL, "INSERT INTO contact_agency (id, ref, name) VALUES ($1, $2, $3)"
    " ON CONFLICT (id) DO UPDATE SET name = excluded.name" };
const db_query CONTACT_AGENCY_ALL = { "contact_agencies", "", &CONTACT_AGENCY, "SELECT id, ref, name FROM contact_agency ORDER BY ref" };
const db_query CONTACT_AGENCY_BY = { "contact_agency_by", "t", &CONTACT_AGENCY, "SELECT id, ref, name FROM contact_agency WHERE ref = $1" };
const db_query CONTACT_HELP_ADD = HISTORY_ADD("contact_help"), CONTACT_HELP_PAST = HISTORY_PAST("contact_help"), CONTACT_HELP_WALK = HISTORY_WALK("contact_help");
const db_query CONTACT_HELP_PUT = { "contact_help_put", "tttttt", NULL, "INSERT INTO contact_help (id, ref, kind, name, phone, text)"
    " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, name = excluded.name, phone = excluded.phone, text = excluded.text" };
const db_query CONTACT_HELP_ALL = { "contact_helps", "", &CONTACT_HELP, "SELECT id, ref, kind, name, phone, text FROM contact_help ORDER BY kind DESC, ref" };
const db_query CONTACT_HELP_BY = { "contact_help_by", "t", &CONTACT_HELP, "SELECT id, ref, kind, name, phone, text FROM contact_help WHERE ref = $1" };
const db_query CONTACT_DRILL_ADD = HISTORY_ADD("contact_drill"), CONTACT_DRILL_PAST = HISTORY_PAST("contact_drill"), CONTACT_DRILL_WALK = HISTORY_WALK("contact_drill");
const db_query CONTACT_DRILL_PUT = { "contact_drill_put", "ttdti", NULL, "INSERT INTO contact_drill (id, place, day, path, minutes) VALUES ($1, $2, $3, $4, $5)"
    " ON CONFLICT (id) DO NOTHING" };
const history CONTACT_AGENCIES = { "contact_agency", &CONTACT_AGENCY, &CONTACT_AGENCY_ADD, &CONTACT_AGENCY_PAST, &CONTACT_AGENCY_PUT, &CONTACT_AGENCY_WALK, .open = true };
const history CONTACT_HELPS = { "contact_help", &CONTACT_HELP, &CONTACT_HELP_ADD, &CONTACT_HELP_PAST, &CONTACT_HELP_PUT, &CONTACT_HELP_WALK, .open = true };
const history CONTACT_DRILLS = { "contact_drill", &CONTACT_DRILL, &CONTACT_DRILL_ADD, &CONTACT_DRILL_PAST, &CONTACT_DRILL_PUT, &CONTACT_DRILL_WALK, .delicate = true };

static wr_rc agency_now(db_tx *ro, const void *row, arena *a, void *ret) { return db_one(ro, &CONTACT_AGENCY_BY, a, (contact_agency *)ret, db_t(((const contact_agency *)row)->ref)); }
static wr_rc help_now(db_tx *ro, const void *row, arena *a, void *ret) { return db_one(ro, &CONTACT_HELP_BY, a, (contact_help *)ret, db_t(((const contact_help *)row)->ref)); }

static wr_rc agency_load(db_tx *rw, const wr_actor *who, const void *row, arena *a)
{
    contact_agency was, now = *(const contact_agency *)row;
    return pack_put(rw, who, &CONTACT_AGENCIES, "contact.agency_loaded", agency_now(rw, row, a, &was), &was, &now, a);
}

static wr_rc help_load(db_tx *rw, const wr_actor *who, const void *row, arena *a)
{
    contact_help was, now = *(const contact_help *)row;
    return pack_put(rw, who, &CONTACT_HELPS, "contact.help_loaded", help_now(rw, row, a, &was), &was, &now, a);
}

const wr_pack contact_packs[] = { { .file = "contact/agencies.yaml", .of = &PACK_AGENCY, .load = agency_load, .now = agency_now },
    { .file = "contact/help.yaml", .of = &PACK_HELP, .load = help_load, .now = help_now },
    { .file = "demo/reports.yaml", .of = &CONTACT_DEMO, .load = contact_load_demo, .demo = true },
    { .file = "contact/templates.yaml", .of = &PACK_TEMPLATE, .load = contact_template_load, .now = contact_template_now }, { 0 } };

wr_rc contact_helps(db_tx *ro, arena *a, contact_help **ret, size_t *ret_n) { return db_all_(ro, &CONTACT_HELP_ALL, a, HELP_MAX, sizeof **ret, ret, ret_n, NULL, 0); }
wr_rc contact_agencies(db_tx *ro, arena *a, contact_agency **ret, size_t *ret_n) { return db_all_(ro, &CONTACT_AGENCY_ALL, a, AGENCIES_MAX, sizeof **ret, ret, ret_n, NULL, 0); }

const char *contact_agency_name(const contact_agency *rows, size_t n, const char *ref)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(rows[i].ref, ref)) return rows[i].name;
    return ref;
}

wr_rc contact_drill_add(db_tx *rw, const wr_actor *who, contact_draft *d, const contact_facts *f, arena *a)
{
    contact_drill row = { .id = id_new(a), .place = d->place, .day = who->today, .path = f->path, .minutes = (who->now - d->began) / 60000000 };
    if (*d->report) return wr_fail(db_err(rw), WR_E_RULE, "contact.drill", N_("This drill has ended. Begin another from the card."));
    d->report = row.id;
    return history_add(rw, who, &CONTACT_DRILLS, "contact.drilled", who->today, NULL, &row, a);
}

wr_rc contact_agency_choices(db_tx *ro, const char *lang, arena *a, page_choice **ret, size_t *ret_n)
{
    contact_agency *rows;
    TRY(contact_agencies(ro, a, &rows, ret_n));
    *ret = arena_array(a, page_choice, *ret_n + 1);
    for (size_t i = 0; i < *ret_n; i++) (*ret)[i] = (page_choice){ rows[i].ref, i18n(lang, NULL, rows[i].name) };
    return WR_OK;
}

wr_rc contact_guide_choices(db_tx *ro, const wr_actor *who, int section, arena *a, page_choice **ret, size_t *ret_n)
{
    flow *guide = arena_make(a, flow);
    const char *const *words;
    wr_rc rc = flow_in_force(ro, who->now, a, guide);
    *ret_n = 0;
    if (rc == WR_E_MISSING) return WR_OK;
    TRY(rc);
    if (section == SECTION_DONE) {
        words = flow_responses(guide, a, ret_n);
        *ret = arena_array(a, page_choice, *ret_n + 1);
        for (size_t i = 0; i < *ret_n; i++) (*ret)[i] = (page_choice){ words[i], i18n_word(a, who->lang, words[i]) };
        return WR_OK;
    }
    *ret_n = guide->n_papers;
    *ret = arena_array(a, page_choice, *ret_n + 1);
    for (size_t i = 0; i < *ret_n; i++) (*ret)[i] = (page_choice){ guide->papers[i].id, flow_said_name(guide, who->lang, guide->papers[i].title) };
    return WR_OK;
}
