/* contact_desk_test.c -- what the desk does with a report, on a database of its own with a clock that stands: acknowledged once, escalated
 * after a quarter of an hour and only once, locked after a day, amended only then, and sealed where it is restricted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "canary.h"
#include "contact_follow.h"
#include "day.h"
#include "line_city.h"
#include "rebuild.h"

static const wr_us MINUTE = 60 * (wr_us)1000000;
static const char CANARY[] = "Officer Quillfeather", LATER[] = "Officer Brambleworth", ADVICE[] = "Keep the Thistledown tapes.";
static line_who liaison = { .login = "liaison", .role = "liaison", .department = "LAPL", .human = "" }, mayor = { .login = "mayor", .role = "mayor", .human = "" },
    manager = { .login = "manager", .role = "manager", .department = "LAPL", .human = "" };

static wr_rc at_place(db_tx *rw, void *with, arena *a)
{
    wr_actor who = line_operator();
    (void)with;
    TRY(city_place_add(rw, &who, &(city_place){ .ref = "branch", .name = "Branch", .department = "LAPL", .address = "1 Example Street", .phone = "", .note = "" }, a));
    TRY(city_liaison_name(rw, &who, &(city_liaison){ .department = "LAPL", .name = "First", .email = "first@example.org", .phone = "", .kind = LIAISON_FIRST, .since = who.today }, a));
    return city_liaison_name(rw, &who, &(city_liaison){ .department = "LAPL", .name = "Second", .email = "second@example.org", .phone = "", .kind = LIAISON_ALTERNATE, .since = who.today }, a);
}

static int begin(void **state)
{
    static const uint8_t KEY[SEAL_KEY] = { 7 };
    temp_db *t;
    *state = t = temp_db_open("sqlite", wr_modules);
    line_begin_city(t, wr_modules);
    seal_key_set(KEY);
    assert_int_equal(city_db_write(state, at_place, NULL, NULL), WR_OK);
    assert_int_equal(city_db_write(state, line_add, &liaison, NULL), WR_OK);
    assert_int_equal(city_db_write(state, line_add, &mayor, NULL), WR_OK);
    assert_int_equal(city_db_write(state, line_add, &manager, NULL), WR_OK);
    return 0;
}

/* ---- jobs ---- */
static wr_actor actor(const line_who *w)
{
    wr_actor who = line_operator();
    who.person = w->num;
    who.by = w->login;
    who.rights = rights_of(w->role);
    return who;
}

static wr_rc file_job(db_tx *rw, void *with, arena *a)
{
    wr_actor who = line_operator();
    contact_draft d = { .id = id_new(a), .place = "branch", .report = "" };
    contact_ready ready;
    contact_facts f;
    contact_clear(&f);
    who.by = "public";
    f.day = who.today;
    f.arrived = "09:30";
    f.gone = "09:50";
    f.request = REQUEST_ENTRY;
    f.officer_name = CANARY;
    TRY(contact_make_ready(rw, &who, &d, &f, a, &ready));
    TRY(contact_send(rw, &who, &d, &ready, a));
    *(int64_t *)with = ready.row.number;
    return WR_OK;
}

static int64_t file(void **state)
{
    int64_t number = 0;
    now_stop(LINE_T0);
    assert_int_equal(city_db_write(state, file_job, &number, NULL), WR_OK);
    return number;
}

static wr_rc tick_job(db_tx *rw, void *with, arena *a)
{
    wr_actor who = line_operator();
    who.by = "clock";
    (void)with;
    return contact_tick_desk(rw, &who, NULL, a);
}
static void tick(void **state, int minutes)
{
    now_stop(LINE_T0 + minutes * MINUTE);
    assert_int_equal(city_db_write(state, tick_job, NULL, NULL), WR_OK);
}

typedef struct seen { int64_t number; wr_us acknowledged, escalated, locked, reviewed; size_t mails, told, amendments; char names[200], value[100]; int state; bool sealed; } seen;
static wr_rc look_job(db_tx *rw, void *with, arena *a)
{
    seen *s = with;
    contact_report r;
    contact_line l;
    contact_amendment *m;
    mail_told *mails;
    TRY(contact_report_by_number(rw, s->number, a, &r));
    TRY(contact_line_of(rw, s->number, a, &l));
    TRY(mail_about(rw, r.id, a, &mails, &s->mails));
    TRY(contact_amendments(rw, r.id, a, &m, &s->amendments));
    *s = (seen){ s->number, r.acknowledged, r.escalated, r.locked, r.reviewed, s->mails, 0, s->amendments, "", "", l.state, false };
    for (size_t i = 0; i < s->mails; i++)
        if (str_starts(mails[i].subject, "Nobody")) {
            size_t n = strlen(s->names);
            s->told++;
            snprintf(s->names + n, sizeof s->names - n, "%s ", mails[i].name);
        }
    if (s->amendments) {
        snprintf(s->value, sizeof s->value, "%s", m[0].value);
        s->sealed = m[0].sealed.n > 0;
    }
    return WR_OK;
}
static seen look(void **state, int64_t number)
{
    seen s = { .number = number };
    assert_int_equal(city_db_write(state, look_job, &s, NULL), WR_OK);
    return s;
}

typedef struct deed { int64_t number; const line_who *who; const char *what, *name, *value, *reason; } deed;
static wr_rc deed_job(db_tx *rw, void *with, arena *a)
{
    const deed *d = with;
    wr_actor who = actor(d->who);
    contact_report r;
    TRY(contact_report_by_number(rw, d->number, a, &r));
    if (str_eq(d->what, "acknowledge")) return contact_acknowledge(rw, &who, &r, a);
    if (str_eq(d->what, "review")) return contact_review(rw, &who, &r, d->value, d->reason, a);
    if (str_eq(d->what, "counsel")) return contact_counsel(rw, &who, &r, d->value, a);
    if (str_eq(d->what, "lock")) return contact_lock(rw, &who, &r, a);
    return contact_amend(rw, &who, &r, d->name, d->value, d->reason, a);
}
static wr_rc do_(void **state, deed d, wr_err *ret_opt) { return city_db_write(state, deed_job, &d, ret_opt); }

/* ---- what must hold ---- */
static void nobody_answers_and_more_people_are_told_once(void **state)
{
    int64_t number = file(state);
    size_t before = look(state, number).mails;
    tick(state, 14);
    assert_int_equal(look(state, number).escalated, 0);
    assert_int_equal(look(state, number).mails, before);
    tick(state, 15);
    assert_int_equal(look(state, number).escalated, LINE_T0 + 15 * MINUTE);
    assert_int_equal(look(state, number).state, CONTACT_ESCALATED);
    assert_string_equal(look(state, number).names, "Second ");       /* nobody else has an address here */
    tick(state, 16);
    assert_int_equal(look(state, number).told, 1);
    assert_int_equal(look(state, number).escalated, LINE_T0 + 15 * MINUTE);
}

typedef struct first_mail { int64_t number; char text[1000]; } first_mail;
static wr_rc first_mail_job(db_tx *rw, void *with, arena *a)
{
    static const field F[] = { FIELD(contact_told, text, t, 0, 0, NULL) };
    static const shape TEXT = SHAPE("a text", contact_told, F);
    static const db_query BODY = { "test_mail_body", "i", &TEXT, "SELECT m.text FROM mail_outbox m JOIN contact_report r ON r.id = m.about WHERE r.number = $1 LIMIT 1" };
    first_mail *m = with;
    contact_told t;
    TRY(db_one(rw, &BODY, a, &t, db_i(m->number)));
    snprintf(m->text, sizeof m->text, "%s", t.text);
    return WR_OK;
}

static wr_rc seven_minutes_job(db_tx *rw, void *with, arena *a)
{
    static const db_query SET = { "test_minutes", "", NULL, "UPDATE clock_number SET value = 7 WHERE id = 'contact.escalate_minutes'" };
    (void)with;
    (void)a;
    return db_run_(rw, &SET, NULL, NULL, 0);
}

static void the_first_mail_says_the_minutes_of_the_city(void **state)
{
    first_mail m = { .number = file(state) };
    assert_int_equal(city_db_write(state, first_mail_job, &m, NULL), WR_OK);
    assert_non_null(strstr(m.text, "within 15 minutes."));
    assert_int_equal(city_db_write(state, seven_minutes_job, NULL, NULL), WR_OK);
    m.number = file(state);
    assert_int_equal(city_db_write(state, first_mail_job, &m, NULL), WR_OK);
    assert_non_null(strstr(m.text, "within 7 minutes."));
}

static wr_rc address_job(db_tx *rw, void *with, arena *a)
{
    static const db_query PUT = { "test_mail_person", "it", NULL, "INSERT INTO mail_person (person, email, pace) VALUES ($1, $2, 'daily')" };
    const line_who *w = with;
    return db_run(rw, &PUT, db_i(w->num), db_t(arena_fmt(a, "%s@example.org", w->login)));
}

static void those_above_and_the_manager_are_told(void **state)
{
    int64_t number;
    assert_int_equal(city_db_write(state, address_job, &mayor, NULL), WR_OK);
    assert_int_equal(city_db_write(state, address_job, &manager, NULL), WR_OK);
    assert_int_equal(city_db_write(state, address_job, &liaison, NULL), WR_OK);
    number = file(state);
    tick(state, 15);
    assert_int_equal(look(state, number).told, 3);
    assert_non_null(strstr(look(state, number).names, "mayor"));
    assert_non_null(strstr(look(state, number).names, "manager"));
    assert_non_null(strstr(look(state, number).names, "Second"));
}

static wr_rc roster_job(db_tx *rw, void *with, arena *a)
{
    static const city_duty all[] = { { .ref = "lead", .place = "branch", .rank = 1, .name = "Dana", .phone = "213-555-0142", .email = "dana@example.org", .to_hour = 24 },
        { .ref = "next", .place = "branch", .rank = 2, .role = 1, .name = "Lee", .phone = "213-555-0143", .email = "lee@example.org", .to_hour = 24 },
        { .ref = "same", .place = "branch", .rank = 3, .role = 1, .name = "Second", .phone = "213-555-0146", .email = "second@example.org", .to_hour = 24 },
        { .ref = "mute", .place = "branch", .rank = 4, .role = 1, .name = "Mute", .phone = "213-555-0147", .to_hour = 24 },
        { .ref = "line", .department = "LAPL", .rank = 1, .role = 2, .name = "Line", .phone = "213-555-0144", .email = "line@example.org", .to_hour = 24 },
        { .ref = "city", .rank = 1, .role = 3, .name = "Counsel", .phone = "213-555-0145", .email = "counsel@example.org", .to_hour = 24 } };
    wr_actor who = line_operator();
    (void)with;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) TRY(city_duty_put(rw, &who, &all[i], a));
    return WR_OK;
}

static wr_rc no_address_job(db_tx *rw, void *with, arena *a)
{
    wr_actor who = line_operator();
    (void)with;
    return city_duty_put(rw, &who, &(city_duty){ .ref = "bad", .place = "branch", .rank = 1, .name = "Bad", .phone = "213-555-0148", .email = "one@example.org, two@example.org" }, a);
}

static wr_rc names_job(db_tx *rw, void *with, arena *a)
{
    seen *s = with;
    contact_report r;
    mail_told *mails;
    size_t n;
    TRY(contact_report_by_number(rw, s->number, a, &r));
    TRY(mail_about(rw, r.id, a, &mails, &n));
    for (size_t i = 0; i < n; i++) {
        size_t k = strlen(s->names);
        snprintf(s->names + k, sizeof s->names - k, "%s ", mails[i].name);
    }
    return WR_OK;
}

static void the_lead_on_duty_is_told_and_then_the_chain(void **state)
{
    wr_err e = { 0 };
    seen s = { 0 };
    assert_int_equal(city_db_write(state, no_address_job, NULL, &e), WR_E_INPUT);
    assert_string_equal(e.field, "email");
    assert_int_equal(city_db_write(state, roster_job, NULL, NULL), WR_OK);
    s.number = file(state);
    assert_int_equal(city_db_write(state, names_job, &s, NULL), WR_OK);
    assert_non_null(strstr(s.names, "Dana "));
    assert_null(strstr(s.names, "Lee"));                    /* is not first there */
    tick(state, 15);
    s = look(state, s.number);
    assert_int_equal(s.told, 4);                            /* the alternate liaison once, though also on the roster; nobody without an address, not the city's own */
    assert_non_null(strstr(s.names, "Second "));
    assert_non_null(strstr(s.names, "Dana "));
    assert_non_null(strstr(s.names, "Lee "));
    assert_non_null(strstr(s.names, "Line "));
}

static void an_acknowledged_report_is_not_escalated(void **state)
{
    int64_t number = file(state);
    wr_err e = { 0 };
    assert_int_equal(do_(state, (deed){ number, &liaison, "review", "", "", "" }, &e), WR_E_RULE);
    assert_int_equal(do_(state, (deed){ number, &liaison, "acknowledge" }, NULL), WR_OK);
    assert_int_equal(do_(state, (deed){ number, &mayor, "acknowledge" }, &e), WR_E_RULE);
    assert_string_equal(e.rule, "contact.acknowledged");
    tick(state, 20);
    assert_int_equal(look(state, number).escalated, 0);
    assert_int_equal(look(state, number).state, CONTACT_ACKNOWLEDGED);
}

static void the_clock_locks_after_a_day(void **state)
{
    int64_t number = file(state);
    wr_err e = { 0 };
    tick(state, 24 * 60 - 1);
    assert_int_equal(look(state, number).locked, 0);
    assert_int_equal(do_(state, (deed){ number, &liaison, "amend", "gone", "10:05", "The camera shows it." }, &e), WR_E_RULE);
    assert_string_equal(e.rule, "contact.unlocked");
    tick(state, 24 * 60);
    assert_int_equal(look(state, number).locked, LINE_T0 + 24 * 60 * MINUTE);
    assert_int_equal(look(state, number).state, CONTACT_ESCALATED);    /* nobody has acknowledged it: it waits all the same */
    assert_int_equal(do_(state, (deed){ number, &liaison, "lock" }, &e), WR_E_RULE);
    assert_int_equal(do_(state, (deed){ number, &liaison, "amend", "gone", "10:05", "The camera shows it." }, NULL), WR_OK);
    assert_string_equal(look(state, number).value, "10:05");
}

static void an_amendment_fits_its_field(void **state)
{
    int64_t number = file(state);
    const deed bad[] = { { number, &liaison, "amend", "gone", "25:00", "Wrong time." }, { number, &liaison, "amend", "request", "nonsense", "No such word." },
        { number, &liaison, "amend", "path", "n0:enter", "Nobody types a path." }, { number, &liaison, "amend", "unheard", "x", "No such field." },
        { number, &liaison, "amend", "note", "", "Says nothing." }, { number, &liaison, "amend", "observed", "Their paper said A 012-345-678.", "A number." },
        { number, &liaison, "amend", "observed", "Fine.", "SSN 123-45-6789" } };
    const char *const at[] = { "value", "value", "field", "field", "value", "value", "reason" };
    assert_int_equal(do_(state, (deed){ number, &liaison, "lock" }, NULL), WR_OK);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        wr_err e = { 0 };
        assert_int_equal(do_(state, bad[i], &e), WR_E_INPUT);
        assert_string_equal(e.field, at[i]);
    }
    assert_int_equal(look(state, number).amendments, 0);
    assert_int_equal(do_(state, (deed){ number, &liaison, "amend", "request", "records", "They asked for records first." }, NULL), WR_OK);
    assert_int_equal(do_(state, (deed){ number, &liaison, "amend", "note", "A second car came.", "Seen on the camera." }, NULL), WR_OK);
    assert_int_equal(look(state, number).amendments, 2);
}

typedef struct stands { int64_t number; int request, was; int64_t detained; bool forced, after; char told[2000]; } stands;
static wr_rc stands_job(db_tx *rw, void *with, arena *a)
{
    stands *s = with;
    contact_line l;
    contact_report r;
    contact_facts f;
    contact_followed follow;
    json_t *doc = json_object(), *m;
    wr_actor who = line_operator();
    size_t i;
    arena_on_end(a, (void (*)(void *))json_decref, doc);
    TRY(contact_line_of(rw, s->number, a, &l));
    TRY(contact_report_by_number(rw, s->number, a, &r));
    TRY(contact_open(&r, CONTACT_OPEN, a, &f));
    TRY(contact_follow_of(rw, r.id, a, &follow));
    TRY(contact_show_timeline(rw, &who, &(in_report){ s->number }, a, doc));
    *s = (stands){ s->number, l.request, f.request, l.detained, l.forced, follow.has_after, "" };
    json_array_foreach(json_object_get(doc, "moments"), i, m) {
        size_t n = strlen(s->told);
        snprintf(s->told + n, sizeof s->told - n, "%s\n", json_string_value(json_object_get(m, "text")));
    }
    return WR_OK;
}
static stands stands_now(void **state, int64_t number)
{
    stands s = { .number = number };
    assert_int_equal(city_db_write(state, stands_job, &s, NULL), WR_OK);
    return s;
}

/* How many reports of that day a summary would count as this. */
typedef struct tallied { const char *request; int64_t n; } tallied;
static wr_rc tally_job(db_tx *rw, void *with, arena *a)
{
    static const field F[] = { FIELD(tallied, n, i, 0, 0, NULL) };
    static const shape N = SHAPE("a count", tallied, F);
    static const db_query COUNT = { "test_tally", "t", &N, "SELECT count(*) AS n FROM contact_report WHERE request = $1" };
    tallied got = { "", 0 }, *t = with;
    TRY(db_one(rw, &COUNT, a, &got, db_t(t->request)));
    t->n = got.n;
    return WR_OK;
}

static void what_is_amended_is_what_counts(void **state)
{
    int64_t number = file(state);
    wr_err e = { 0 };
    tallied entry = { "entry", 0 }, records = { "records", 0 };
    stands s = stands_now(state, number);
    assert_int_equal(s.request, REQUEST_ENTRY);
    assert_false(s.after);
    assert_int_equal(do_(state, (deed){ number, &liaison, "lock" }, NULL), WR_OK);
    assert_int_equal(do_(state, (deed){ number, &liaison, "amend", "request", "records", "They asked for records." }, NULL), WR_OK);
    s = stands_now(state, number);
    assert_int_equal(s.request, REQUEST_RECORDS);
    assert_int_equal(s.was, REQUEST_ENTRY);                 /* what was reported stays */
    assert_non_null(strstr(s.told, "What they wanted: entry → records"));
    assert_false(s.after);
    assert_int_equal(do_(state, (deed){ number, &liaison, "amend", "detained", "2", "Two were." }, NULL), WR_OK);
    assert_int_equal(do_(state, (deed){ number, &liaison, "amend", "entered_how", "without consent", "The camera shows it." }, NULL), WR_OK);
    s = stands_now(state, number);
    assert_int_equal(s.detained, 2);
    assert_true(s.forced && s.after);                       /* it asks for an after-action now */
    assert_int_equal(s.request, REQUEST_RECORDS);
    assert_int_equal(do_(state, (deed){ number, &liaison, "amend", "detained", "", "Nobody was." }, NULL), WR_OK);
    assert_int_equal(stands_now(state, number).detained, 0);
    assert_int_equal(do_(state, (deed){ number, &liaison, "amend", "request", "not said", "Unsure." }, &e), WR_E_INPUT);
    assert_string_equal(e.field, "value");
    assert_int_equal(do_(state, (deed){ number, &liaison, "amend", "day", "", "Unsure." }, &e), WR_E_INPUT);
    assert_int_equal(city_db_write(state, tally_job, &entry, NULL), WR_OK);
    assert_int_equal(city_db_write(state, tally_job, &records, NULL), WR_OK);
    assert_true(entry.n == 0 && records.n == 1);
}

static wr_rc rebuild_job(db_tx *rw, void *with, arena *a)
{
    contact_report now;
    int64_t *number = with;
    TRY(contact_report_by_number(rw, *number, a, &now));
    history_proof proof;
    TRY(history_as_of(rw, &CONTACT_REPORTS, now.id, INT64_MAX, a, &now, &proof));
    assert_int_equal(now.request, REQUEST_RECORDS);
    assert_int_equal(proof.wrong, 0);
    return WR_OK;
}

static void an_amended_column_is_made_again_from_the_record(void **state)
{
    int64_t number = file(state);
    assert_int_equal(do_(state, (deed){ number, &liaison, "lock" }, NULL), WR_OK);
    assert_int_equal(do_(state, (deed){ number, &liaison, "amend", "request", "records", "They asked for records." }, NULL), WR_OK);
    assert_int_equal(city_db_write(state, rebuild_job, &number, NULL), WR_OK);
}

static void what_is_restricted_lies_nowhere_in_clear(void **state)
{
    const temp_db *t = *state;
    int64_t number = file(state);
    assert_int_equal(do_(state, (deed){ number, &mayor, "counsel", "", ADVICE }, NULL), WR_OK);
    assert_int_equal(do_(state, (deed){ number, &liaison, "lock" }, NULL), WR_OK);
    assert_int_equal(do_(state, (deed){ number, &liaison, "amend", "officer_name", LATER, "The card was read again." }, NULL), WR_OK);
    assert_true(look(state, number).sealed);
    assert_string_equal(look(state, number).value, "");
    assert_int_equal(do_(state, (deed){ number, &liaison, "amend", "spot", "By the Mosswood door.", "Said later." }, NULL), WR_OK);
    if (strncmp(t->url, "sqlite:", 7) == 0) assert_int_not_equal(canary_in(t->dir, "By the Mosswood door."), 0);      /* what is open is found: the look works */
    assert_int_equal(canary_in(t->dir, CANARY), 0);
    assert_int_equal(canary_in(t->dir, LATER), 0);
    assert_int_equal(canary_in(t->dir, ADVICE), 0);
}

#define DESK_TEST(f) cmocka_unit_test_setup_teardown(f, begin, city_db_close)
int main(void)
{
    const struct CMUnitTest tests[] = { DESK_TEST(nobody_answers_and_more_people_are_told_once), DESK_TEST(the_first_mail_says_the_minutes_of_the_city), DESK_TEST(those_above_and_the_manager_are_told),
        DESK_TEST(the_lead_on_duty_is_told_and_then_the_chain), DESK_TEST(an_acknowledged_report_is_not_escalated), DESK_TEST(the_clock_locks_after_a_day), DESK_TEST(an_amendment_fits_its_field),
        DESK_TEST(what_is_amended_is_what_counts), DESK_TEST(an_amended_column_is_made_again_from_the_record),
        DESK_TEST(what_is_restricted_lies_nowhere_in_clear) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
