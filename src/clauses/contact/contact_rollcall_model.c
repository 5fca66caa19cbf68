/* contact_rollcall_model.c -- roll-calls in rows: templates of the pack, what was asked of whom, the answers, and the tests that are kept. */
#include "contact_rollcall.h"

#include "db.h"
#include "http.h"
#include "i18n.h"
#include "now.h"
#include "pack.h"

static const field TEMPLATE_F[] = {
    FIELD(contact_template, id,       t, F_HIDE, 32,   NULL),
    FIELD(contact_template, ref,      t, 0, 40,        N_("Template")),
    FIELD(contact_template, title,    t, 0, 120,       N_("Title")),
    FIELD(contact_template, text,     t, F_LONG, 1000, N_("Text")),
    FIELD(contact_template, approver, t, 0, 120,       N_("Approved by")),
    FIELD(contact_template, approved, d, 0, 0,         N_("Approved on")),
};
const shape CONTACT_TEMPLATE = SHAPE("contact_template", contact_template, TEMPLATE_F);
const shape PACK_TEMPLATE = { "a template of a roll-call", sizeof(contact_template), 5, TEMPLATE_F + 1 };
static const field ROLLCALL_F[] = {
    FIELD(contact_rollcall, id,         t, F_HIDE, 32,   NULL),
    FIELD(contact_rollcall, number,     i, F_PATH, 0,    N_("Roll-call")),
    WORDS(contact_rollcall, whom,       contact_rollcall_whom, N_("Who was asked")),
    FIELD(contact_rollcall, department, t, F_NULL, 12,   N_("Department")),
    FIELD(contact_rollcall, places,     t, F_NULL, 4000, N_("Places")),
    FIELD(contact_rollcall, template,   t, 0, 40,        N_("Template")),
    FIELD(contact_rollcall, title,      t, 0, 120,       N_("Title")),
    FIELD(contact_rollcall, text,       t, F_LONG, 1000, N_("Text")),
    FIELD(contact_rollcall, minutes,    i, 0, ROLLCALL_MINUTES_MAX, N_("Minutes to answer")),
    FIELD(contact_rollcall, asked,      u, 0, 0,         N_("Asked")),
    FIELD(contact_rollcall, until,      u, 0, 0,         N_("Ends")),
    FIELD(contact_rollcall, ended,      u, F_HIDE, 0,    NULL),
};
const shape CONTACT_ROLLCALL = SHAPE("contact_rollcall", contact_rollcall, ROLLCALL_F);
static const field ASKED_F[] = {
    FIELD(contact_asked, id,               t, F_HIDE, 32, NULL),       FIELD(contact_asked, rollcall,   t, F_HIDE, 32, NULL),
    FIELD(contact_asked, place,            t, 0, 60, N_("Place")),     FIELD(contact_asked, department, t, 0, 12, N_("Department")),
    FIELD(contact_asked, name,             t, 0, 120, N_("Name")),     FIELD(contact_asked, phone,      t, 0, 40, N_("Telephone")),
    FIELD(contact_asked, person,           i, F_HIDE, 0, NULL),        FIELD(contact_asked, alternate,  t, 0, 120, N_("Alternate")),
    FIELD(contact_asked, alternate_phone,  t, 0, 40, N_("Telephone of the alternate")),
    FIELD(contact_asked, alternate_person, i, F_HIDE, 0, NULL),        FIELD(contact_asked, token_hash, t, F_HIDE, 64, NULL),
    FIELD(contact_asked, token,            x, F_RESTRICTED, 0, N_("Code")), FIELD(contact_asked, mails, i, 0, 2, N_("Mails")),
    WORDS(contact_asked, answer,           contact_answers, N_("Answer")),  FIELD(contact_asked, answered, u, 0, 0, N_("Answered")),
    FIELD(contact_asked, answered_by,      t, 0, 120, N_("Who answered")),
};
const shape CONTACT_ASKED = SHAPE("contact_asked", contact_asked, ASKED_F);
static const field TEST_F[] = {
    FIELD(contact_call_test, id,       t, F_HIDE, 32, NULL),        FIELD(contact_call_test, rollcall,   i, 0, 0,  N_("Roll-call")),
    FIELD(contact_call_test, place,    t, 0, 60, N_("Place")),      FIELD(contact_call_test, department, t, 0, 12, N_("Department")),
    FIELD(contact_call_test, day,      d, 0, 0,  N_("Day")),        WORDS(contact_call_test, result, contact_roll_states, N_("Result")),
    FIELD(contact_call_test, seconds,  i, 0, 0,  N_("Seconds until the answer")),
};
const shape CONTACT_CALL_TEST = SHAPE("contact_call_test", contact_call_test, TEST_F);

#define TEMPLATE_COLS "id, ref, title, text, approver, approved"
const db_query CONTACT_TEMPLATE_ADD = HISTORY_ADD("contact_template"), CONTACT_TEMPLATE_PAST = HISTORY_PAST("contact_template"),
    CONTACT_TEMPLATE_WALK = HISTORY_WALK("contact_template");
const db_query CONTACT_TEMPLATE_PUT = { "contact_template_put", "tttttd", NULL, "INSERT INTO contact_template (" TEMPLATE_COLS ") VALUES ($1, $2, $3, $4, $5, $6)"
    " ON CONFLICT (id) DO UPDATE SET title = excluded.title, text = excluded.text, approver = excluded.approver, approved = excluded.approved" };
const db_query CONTACT_TEMPLATE_ALL = { "contact_templates", "", &CONTACT_TEMPLATE, "SELECT " TEMPLATE_COLS " FROM contact_template ORDER BY ref" };
const db_query CONTACT_TEMPLATE_BY = { "contact_template_by", "t", &CONTACT_TEMPLATE, "SELECT " TEMPLATE_COLS " FROM contact_template WHERE ref = $1" };

#define ROLLCALL_COLS "id, number, whom, department, places, template, title, text, minutes, asked, until, ended"
const db_query CONTACT_ROLLCALL_ADD = HISTORY_ADD("contact_rollcall"), CONTACT_ROLLCALL_PAST = HISTORY_PAST("contact_rollcall"),
    CONTACT_ROLLCALL_WALK = HISTORY_WALK("contact_rollcall");
const db_query CONTACT_ROLLCALL_PUT = { "contact_rollcall_put", "tiettttti" "uuu", NULL, "INSERT INTO contact_rollcall (" ROLLCALL_COLS ")"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (id) DO UPDATE SET ended = excluded.ended" };
const db_query CONTACT_ROLLCALL_BY = { "contact_rollcall_by", "t", &CONTACT_ROLLCALL, "SELECT " ROLLCALL_COLS " FROM contact_rollcall WHERE id = $1" };
const db_query CONTACT_ROLLCALL_NUMBER = { "contact_rollcall_number", "i", &CONTACT_ROLLCALL, "SELECT " ROLLCALL_COLS " FROM contact_rollcall WHERE number = $1" };
const db_query CONTACT_ROLLCALL_ALL = { "contact_rollcalls", "i", &CONTACT_ROLLCALL, "SELECT " ROLLCALL_COLS " FROM contact_rollcall ORDER BY number DESC LIMIT $1" };
const db_query CONTACT_ROLLCALL_DUE = { "contact_rollcalls_due", "u", &CONTACT_ROLLCALL, "SELECT " ROLLCALL_COLS " FROM contact_rollcall"
    " WHERE ended = 0 AND until <= $1 ORDER BY number LIMIT 20" };

const db_query CONTACT_ROLLCALL_LAST = { "contact_rollcall_last", "", &DB_ID, "SELECT coalesce(max(number), 0) FROM contact_rollcall" };

#define ASKED_COLS "id, rollcall, place, department, name, phone, person, alternate, alternate_phone, alternate_person, token_hash, token, mails," \
    " answer, answered, answered_by"
const db_query CONTACT_ASKED_ADD = HISTORY_ADD("contact_asked"), CONTACT_ASKED_PAST = HISTORY_PAST("contact_asked"), CONTACT_ASKED_WALK = HISTORY_WALK("contact_asked");
const db_query CONTACT_ASKED_PUT = { "contact_asked_put", "ttttttittitxieut", NULL, "INSERT INTO contact_asked (" ASKED_COLS ")"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"
    " ON CONFLICT (id) DO UPDATE SET answer = excluded.answer, answered = excluded.answered, answered_by = excluded.answered_by" };
const db_query CONTACT_ASKED_BY = { "contact_asked_by", "t", &CONTACT_ASKED, "SELECT " ASKED_COLS " FROM contact_asked WHERE id = $1" };
const db_query CONTACT_ASKED_TOKEN = { "contact_asked_token", "t", &CONTACT_ASKED, "SELECT " ASKED_COLS " FROM contact_asked WHERE token_hash = $1" };
const db_query CONTACT_ASKED_OF = { "contact_asked_of", "t", &CONTACT_ASKED, "SELECT " ASKED_COLS " FROM contact_asked WHERE rollcall = $1"
    " ORDER BY department, place, id" };
const db_query CONTACT_ASKED_MINE = { "contact_asked_mine", "i", &CONTACT_ASKED, "SELECT a.id, a.rollcall, a.place, a.department, a.name, a.phone, a.person,"
    " a.alternate, a.alternate_phone, a.alternate_person, a.token_hash, a.token, a.mails, a.answer, a.answered, a.answered_by FROM contact_asked a"
    " JOIN contact_rollcall r ON r.id = a.rollcall WHERE a.person = $1 OR a.alternate_person = $1 ORDER BY r.number DESC, a.department LIMIT 50" };

#define TEST_COLS "id, rollcall, place, department, day, result, seconds"
const db_query CONTACT_CALL_TEST_ADD = HISTORY_ADD("contact_call_test"), CONTACT_CALL_TEST_PAST = HISTORY_PAST("contact_call_test"),
    CONTACT_CALL_TEST_WALK = HISTORY_WALK("contact_call_test");
const db_query CONTACT_CALL_TEST_PUT = { "contact_call_test_put", "tittdei", NULL, "INSERT INTO contact_call_test (" TEST_COLS ")"
    " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO NOTHING" };
const db_query CONTACT_CALL_TEST_OF = { "contact_call_test_of", "i", &CONTACT_CALL_TEST, "SELECT " TEST_COLS " FROM contact_call_test WHERE rollcall = $1"
    " ORDER BY department, place, id" };

const history CONTACT_TEMPLATES = { "contact_template", &CONTACT_TEMPLATE, &CONTACT_TEMPLATE_ADD, &CONTACT_TEMPLATE_PAST, &CONTACT_TEMPLATE_PUT,
    &CONTACT_TEMPLATE_WALK, .open = true };
const history CONTACT_ROLLCALLS = { "contact_rollcall", &CONTACT_ROLLCALL, &CONTACT_ROLLCALL_ADD, &CONTACT_ROLLCALL_PAST, &CONTACT_ROLLCALL_PUT,
    &CONTACT_ROLLCALL_WALK, .delicate = true };
const history CONTACT_ASKEDS = { "contact_asked", &CONTACT_ASKED, &CONTACT_ASKED_ADD, &CONTACT_ASKED_PAST, &CONTACT_ASKED_PUT, &CONTACT_ASKED_WALK,
    .delicate = true };
const history CONTACT_CALL_TESTS = { "contact_call_test", &CONTACT_CALL_TEST, &CONTACT_CALL_TEST_ADD, &CONTACT_CALL_TEST_PAST, &CONTACT_CALL_TEST_PUT,
    &CONTACT_CALL_TEST_WALK, .delicate = true };

wr_rc contact_rollcall_rebuild(db_tx *rw, arena *a)
{
    db_id last;
    TRY(db_one_(rw, &CONTACT_ROLLCALL_LAST, a, sizeof last, &last, NULL, 0));
    return db_seq_raise(rw, "contact_rollcall", last.id);
}

wr_rc contact_asked_of(db_tx *tx, const char *rollcall, arena *a, contact_asked **ret, size_t *ret_n)
{
    return db_all(tx, &CONTACT_ASKED_OF, a, ROLLCALL_MOST, ret, ret_n, db_t(rollcall));
}

wr_rc contact_asked_by_token(db_tx *tx, const char *typed, arena *a, contact_asked *ret, contact_rollcall *ret_of)
{
    const char *token = city_door_read(a, typed);
    wr_rc rc = *token ? db_one(tx, &CONTACT_ASKED_TOKEN, a, ret, db_t(device_hash(a, token))) : WR_E_MISSING;
    if (rc == WR_E_MISSING)
        return wr_fail(arena_err(a), rc, NULL, N_("No roll-call has this code. A code has 16 letters and digits. Ask the mayor’s office to read it to you again."));
    TRY(rc);
    return db_one(tx, &CONTACT_ROLLCALL_BY, a, ret_of, db_t(ret->rollcall));
}

/* ---- the pack's templates ---- */
wr_rc contact_template_now(db_tx *ro, const void *row, arena *a, void *ret)
{
    return db_one(ro, &CONTACT_TEMPLATE_BY, a, (contact_template *)ret, db_t(((const contact_template *)row)->ref));
}

wr_rc contact_template_load(db_tx *rw, const wr_actor *who, const void *row, arena *a)
{
    contact_template was, now = *(const contact_template *)row;
    return pack_put(rw, who, &CONTACT_TEMPLATES, "contact.template_loaded", contact_template_now(rw, row, a, &was), &was, &now, a);
}
