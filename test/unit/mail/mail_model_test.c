/* mail_model_test.c -- the outbox on a database of its own: who gets what and when, the digest by the clock of the test, tries that
 * fail, two senders and one mail, a sender that died. The server is played by deliver(). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include "city_db.h"
#include "clock.h"
#include "day.h"
#include "mail_own.h"
#include "now.h"
#include "person.h"

extern const wr_module mod_db, mod_tlog, mod_clock, mod_person, mod_city, mod_mail;
static const wr_module *const MODULES[] = { &mod_db, &mod_tlog, &mod_clock, &mod_person, &mod_city, &mod_mail, NULL };
static const wr_us T0 = 1772128800 * (wr_us)1000000, MINUTE = 60 * (wr_us)1000000;   /* Thursday 26 February 2026, 10:00 in Los Angeles */
static wr_actor who;
static const mail_settings SET = { "smtp://localhost", "writ@city.example", "", "", "", "" };

static void clock_to(wr_us at)
{
    now_stop(at);
    who.now = at;
    who.today = clock_today(at);
}

static wr_rc people(db_tx *rw, void *with, arena *a)
{
    (void)with;
    TRY(person_add(rw, &who, &(person_account){ .login = "ana", .name = "Ana Example", .role = "verifier", .lang = "es", .password = "" }, a));
    TRY(person_add(rw, &who, &(person_account){ .login = "jo", .name = "Jo Specimen", .role = "liaison", .lang = "en", .password = "" }, a));
    TRY(mail_person_set(rw, &who, &(mail_person){ 1, "ana@example.org", MAIL_DAILY }, a));
    return mail_person_set(rw, &who, &(mail_person){ 2, "jo@example.org", MAIL_DAILY }, a);
}

static int open_outbox(void **state)
{
    const clock_zone *z;
    wr_err e = { 0 };
    if (clock_zone_load("America/Los_Angeles", &e, &z) != WR_OK) return -1;
    clock_set_city_zone(z);
    who = (wr_actor){ .by = "test", .lang = "en", .rights = rights_of("operator") };
    clock_to(T0);
    *state = temp_db_open("sqlite", MODULES);
    return city_db_write(state, people, NULL, &e) == WR_OK ? 0 : -1;
}

/* ---- writing and reading the outbox ---- */
typedef struct letter { const char *email; wr_id person; int pace; bool may_wait, came_back; } letter;
static wr_rc put(db_tx *rw, void *with, arena *a)
{
    const letter *l = with;
    const char *const holes[] = { "x", "1\r\nBcc: 2", NULL };
    mail_to to = { .person = l->person, .name = "Noor", .email = l->email, .lang = "en", .pace = l->pace, .came_back = l->came_back };
    return mail_send(rw, &who, &to, &(mail_note){ .kind = "test", .url = "/here", .subject = "About {x}", .text = "Text {x}", .holes = holes, .may_wait = l->may_wait }, a);
}
static void send_to(void **state, letter l) { assert_int_equal(WR_OK, city_db_write(state, put, &l, NULL)); }

static arena *seen;
static size_t look(void **state, mail_row **ret)
{
    temp_db *t = *state;
    db_tx *ro;
    size_t n;
    if (seen) arena_end(&seen);
    seen = arena_new("seen", 1 << 22);
    assert_int_equal(WR_OK, db_begin_read(t->reader, seen, &ro));
    assert_int_equal(WR_OK, mail_newest(ro, "", seen, ret, &n));
    db_end_read(&ro);
    return n;
}
static mail_row only(void **state)
{
    mail_row *m;
    assert_int_equal(1, look(state, &m));
    return m[0];
}
static int close_outbox(void **state)
{
    if (seen) arena_end(&seen);
    return city_db_close(state);
}

static wr_rc digest(db_tx *rw, void *with, arena *a) { (void)with; return mail_tick_digest(rw, &who, NULL, a); }
static wr_rc sweep(db_tx *rw, void *with, arena *a) { (void)with; return mail_tick_old(rw, &who, NULL, a); }
static wr_rc wish(db_tx *rw, void *with, arena *a) { return mail_person_set(rw, &who, with, a); }
static wr_rc bounce(db_tx *rw, void *with, arena *a) { const char *address; return mail_bounced(rw, &who, with, a, &address); }
static wr_rc again(db_tx *rw, void *with, arena *a) { return mail_again(rw, &who, with, a); }

static void urgent_goes_at_once(void **state)
{
    mail_row m;
    send_to(state, (letter){ .email = "jo@example.org", .person = 2, .pace = MAIL_NONE });
    m = only(state);
    assert_int_equal(m.state, MAIL_WAITING);
    assert_false(m.gather);
    assert_int_equal(m.due, T0);
    assert_string_equal(m.subject, "About 1  Bcc: 2");                   /* one line, whatever came in */
    assert_string_equal(m.text, "Text 1\r\nBcc: 2\n\n/here");
}

static void none_is_none(void **state)
{
    mail_row *m;
    send_to(state, (letter){ .email = "jo@example.org", .person = 2, .pace = MAIL_NONE, .may_wait = true });
    assert_int_equal(0, look(state, &m));
}

static void what_cannot_go_is_withheld(void **state)
{
    mail_row *m;
    send_to(state, (letter){ .email = "" });
    send_to(state, (letter){ .email = "no address\r\n" });
    send_to(state, (letter){ .email = "back@example.org", .came_back = true });
    assert_int_equal(3, look(state, &m));
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(m[i].state, MAIL_WITHHELD);
        assert_int_equal(m[i].why, str_eq(m[i].email, "back@example.org") ? MAIL_CAME_BACK : MAIL_NO_ADDRESS);
    }
}

static wr_rc demo(db_tx *rw, void *with, arena *a)
{
    (void)with;
    return city_put(rw, &who, &(city_row){ .name = "Demo", .zone = "America/Los_Angeles", .demo_at = T0 }, a);
}
static void a_demonstration_sends_nothing(void **state)
{
    mail_row m;
    assert_int_equal(WR_OK, city_db_write(state, demo, NULL, NULL));
    send_to(state, (letter){ .email = "jo@example.org", .person = 2, .pace = MAIL_DAILY, .may_wait = true });
    m = only(state);
    assert_int_equal(m.state, MAIL_WITHHELD);
    assert_int_equal(m.why, MAIL_DEMO);
    assert_int_equal(WR_E_RULE, city_db_write(state, again, (void *)(uintptr_t)m.id, NULL));
}

static void the_digest_leaves_at_eight(void **state)
{
    mail_row *m;
    wr_us eight = clock_us_at(clock_city_zone(), (wr_day){ 2026, 2, 27 }, 8, 0);
    for (int i = 0; i < 3; i++) send_to(state, (letter){ .email = "jo@example.org", .person = 2, .pace = MAIL_DAILY, .may_wait = true });
    send_to(state, (letter){ .email = "ana@example.org", .person = 1, .pace = MAIL_DAILY, .may_wait = true });
    assert_int_equal(4, look(state, &m));
    for (size_t i = 0; i < 4; i++) assert_true(m[i].gather && m[i].due == eight);
    clock_to(eight - MINUTE);
    assert_int_equal(WR_OK, city_db_write(state, digest, NULL, NULL));
    assert_int_equal(4, look(state, &m));
    clock_to(eight);
    assert_int_equal(WR_OK, city_db_write(state, digest, NULL, NULL));
    assert_int_equal(2, look(state, &m));
    for (size_t i = 0; i < 2; i++) {
        bool jo = str_eq(m[i].email, "jo@example.org");
        assert_string_equal(m[i].kind, "mail.digest");
        assert_false(m[i].gather);
        assert_string_equal(m[i].subject, jo ? "3 notices of the day" : "1 notice of the day");
        assert_non_null(strstr(m[i].text, "About 1"));
        assert_non_null(strstr(m[i].text, "/account/mail"));
    }
    assert_int_equal(WR_OK, city_db_write(state, digest, NULL, NULL));
    assert_int_equal(2, look(state, &m));
}

/* In the night in which clocks are set forward, eight is eight there. */
static void eight_is_eight_in_march(void **state)
{
    clock_to(clock_us_at(clock_city_zone(), (wr_day){ 2026, 3, 7 }, 20, 0));
    send_to(state, (letter){ .email = "jo@example.org", .person = 2, .pace = MAIL_DAILY, .may_wait = true });
    assert_int_equal(only(state).due - who.now, 11 * 60 * MINUTE);
}

static void a_new_wish_holds_for_what_waits(void **state)
{
    mail_row *m;
    send_to(state, (letter){ .email = "jo@example.org", .person = 2, .pace = MAIL_DAILY, .may_wait = true });
    assert_int_equal(WR_OK, city_db_write(state, wish, &(mail_person){ 2, "jo@example.org", MAIL_AT_ONCE }, NULL));
    assert_false(only(state).gather);
    send_to(state, (letter){ .email = "ana@example.org", .person = 1, .pace = MAIL_DAILY, .may_wait = true });
    assert_int_equal(WR_OK, city_db_write(state, wish, &(mail_person){ 1, "ana@example.org", MAIL_NONE }, NULL));
    assert_int_equal(1, look(state, &m));
    assert_int_equal(WR_E_INPUT, city_db_write(state, wish, &(mail_person){ 1, "not one", MAIL_NONE }, NULL));
}

static wr_rc holders(db_tx *rw, void *with, arena *a)
{
    mail_to *to;
    size_t n;
    (void)with;
    TRY(mail_to_holders(rw, "directive.verify", a, &to, &n));
    assert_int_equal(1, n);                                             /* the liaison does not hold it */
    assert_string_equal(to[0].email, "ana@example.org");
    assert_string_equal(to[0].lang, "es");
    return WR_OK;
}
static wr_rc liaison(db_tx *rw, void *with, arena *a)
{
    mail_to to;
    (void)with;
    TRY(mail_to_liaison(rw, &(city_liaison){ .name = "Jo", .email = "desk@example.org", .person = 2 }, a, &to));
    assert_string_equal(to.email, "jo@example.org");                    /* the own address before the contact's */
    TRY(mail_to_liaison(rw, &(city_liaison){ .name = "Jo", .email = "desk@example.org" }, a, &to));
    assert_string_equal(to.email, "desk@example.org");
    assert_int_equal(to.pace, MAIL_AT_ONCE);
    TRY(person_disable(rw, &who, "jo", a));
    TRY(mail_to_liaison(rw, &(city_liaison){ .name = "Jo", .email = "desk@example.org", .person = 2 }, a, &to));
    assert_string_equal(to.email, "desk@example.org");
    return WR_OK;
}
static void whom_to_write_to(void **state)
{
    assert_int_equal(WR_OK, city_db_write(state, holders, NULL, NULL));
    assert_int_equal(WR_OK, city_db_write(state, liaison, NULL, NULL));
}

static wr_rc no_address_left(db_tx *rw, void *with, arena *a)
{
    mail_person p;
    (void)with;
    TRY(mail_person_of(rw, 2, a, &p));
    assert_string_equal(p.email, "");
    TRY(mail_person_of(rw, 1, a, &p));
    assert_string_equal(p.email, "ana@example.org");
    return WR_OK;
}
static wr_rc close_jo(db_tx *rw, void *with, arena *a) { (void)with; return person_disable(rw, &who, "jo", a); }
static void old_ones_and_closed_accounts_go(void **state)
{
    mail_row *m;
    send_to(state, (letter){ .email = "jo@example.org", .person = 2 });
    assert_int_equal(WR_OK, city_db_write(state, close_jo, NULL, NULL));
    clock_to(T0 + 30 * 24 * 60 * MINUTE);
    assert_int_equal(WR_OK, city_db_write(state, sweep, NULL, NULL));
    assert_int_equal(1, look(state, &m));
    assert_int_equal(WR_OK, city_db_write(state, no_address_left, NULL, NULL));
    clock_to(T0 + 30 * 24 * 60 * MINUTE + 1);
    assert_int_equal(WR_OK, city_db_write(state, sweep, NULL, NULL));
    assert_int_equal(0, look(state, &m));
}

/* ---- sending ---- */
static mail_got answer;
static int delivered;
static mail_sender *rival;              /* looks at the same moment */
static mail_got deliver(const mail_settings *set, const char *to, const char *message, size_t n, atomic_bool *stop)
{
    mail_sender *other = rival;
    bool more;
    (void)stop;
    rival = NULL;
    if (other) assert_int_equal(WR_OK, mail_step(other, &more));
    assert_string_equal(set->from, "writ@city.example");
    assert_string_equal(to, "jo@example.org");
    assert_true(n > 100 && strstr(message, "To: Noor"));
    delivered++;
    return answer;
}

typedef struct post { writer *w; mail_sender *s; } post;
static post post_open(void **state)
{
    temp_db *t = *state;
    wr_err e = { 0 };
    post p;
    delivered = 0;
    assert_int_equal(WR_OK, writer_start(t->d, &e, &p.w));
    assert_int_equal(WR_OK, mail_sender_here(t->d, p.w, &SET, deliver, &e, &p.s));
    return p;
}
static void post_close(post *p)
{
    mail_stop(&p->s);
    writer_stop(&p->w);
}
static bool step(post *p)
{
    bool more;
    assert_int_equal(WR_OK, mail_step(p->s, &more));
    return more;
}

static void later_and_later_then_given_up(void **state)
{
    post p = post_open(state);
    mail_row m;
    int tries = 0;
    answer = (mail_got){ MAIL_LATER, MAIL_TRY_LATER, 451 };
    send_to(state, (letter){ .email = "jo@example.org", .person = 2 });
    for (m = only(state); m.state == MAIL_WAITING; m = only(state)) {
        clock_to(m.due - 1);
        assert_false(step(&p));                                         /* not before its time */
        clock_to(m.due);
        assert_true(step(&p));
        tries++;
        m = only(state);
        assert_int_equal(m.tries, tries);
        assert_int_equal(m.code, 451);
        if (m.state == MAIL_WAITING && m.due < T0 + MAIL_GIVE_UP) assert_int_equal(m.due, who.now + mail_again_after(tries));
        assert_true(tries < 20);
    }
    assert_int_equal(m.state, MAIL_FAILED);
    assert_int_equal(who.now, T0 + MAIL_GIVE_UP);
    assert_int_equal(delivered, tries);
    post_close(&p);
}

static void a_refusal_is_final_until_somebody_sends_again(void **state)
{
    post p = post_open(state);
    mail_row m;
    answer = (mail_got){ MAIL_NEVER, MAIL_REFUSED, 550 };
    send_to(state, (letter){ .email = "jo@example.org", .person = 2 });
    assert_true(step(&p));
    m = only(state);
    assert_int_equal(m.state, MAIL_FAILED);
    assert_int_equal(m.why, MAIL_REFUSED);
    assert_false(step(&p));
    answer = (mail_got){ MAIL_TAKEN, MAIL_WHY_NONE, 250 };
    assert_int_equal(WR_OK, city_db_write(state, again, (void *)(uintptr_t)m.id, NULL));
    assert_true(step(&p));
    m = only(state);
    assert_int_equal(m.state, MAIL_SENT);
    assert_int_equal(m.sent, T0);
    assert_int_equal(WR_E_RULE, city_db_write(state, again, (void *)(uintptr_t)m.id, NULL));
    post_close(&p);
}

static void a_stop_counts_as_no_try(void **state)
{
    post p = post_open(state);
    answer = (mail_got){ MAIL_STOPPED, MAIL_WHY_NONE, 0 };
    send_to(state, (letter){ .email = "jo@example.org", .person = 2 });
    assert_true(step(&p));
    assert_int_equal(only(state).tries, 0);
    assert_int_equal(only(state).state, MAIL_WAITING);
    answer = (mail_got){ MAIL_TAKEN, MAIL_WHY_NONE, 250 };
    assert_true(step(&p));                                              /* it was given back: at once again */
    assert_int_equal(only(state).state, MAIL_SENT);
    post_close(&p);
}

static void two_senders_one_mail(void **state)
{
    temp_db *t = *state;
    post p = post_open(state);
    mail_sender *other;
    wr_err e = { 0 };
    assert_int_equal(WR_OK, mail_sender_here(t->d, p.w, &SET, deliver, &e, &other));
    answer = (mail_got){ MAIL_TAKEN, MAIL_WHY_NONE, 250 };
    send_to(state, (letter){ .email = "jo@example.org", .person = 2 });
    rival = other;                                                      /* while the first one speaks with the server */
    assert_true(step(&p));
    assert_int_equal(delivered, 1);
    assert_int_equal(only(state).state, MAIL_SENT);
    mail_stop(&other);
    post_close(&p);
}

static wr_rc take_and_die(db_tx *rw, void *id, arena *a)
{
    bool mine;
    (void)a;
    TRY(mail_take(rw, id, "a node that died", T0, T0 + 3 * MINUTE, &mine));
    assert_true(mine);
    return WR_OK;
}
static void what_a_dead_sender_held_is_sent_after_its_lease(void **state)
{
    post p = post_open(state);
    mail_row m;
    answer = (mail_got){ MAIL_TAKEN, MAIL_WHY_NONE, 250 };
    send_to(state, (letter){ .email = "jo@example.org", .person = 2 });
    m = only(state);
    assert_int_equal(WR_OK, city_db_write(state, take_and_die, (void *)(uintptr_t)m.id, NULL));
    assert_int_equal(WR_E_RULE, city_db_write(state, again, (void *)(uintptr_t)m.id, NULL));
    clock_to(T0 + 3 * MINUTE - 1);
    assert_false(step(&p));
    clock_to(T0 + 3 * MINUTE);
    assert_true(step(&p));
    assert_int_equal(only(state).state, MAIL_SENT);
    assert_int_equal(delivered, 1);
    post_close(&p);
}

static void no_server_for_too_long_is_old_news(void **state)
{
    post p = post_open(state);
    send_to(state, (letter){ .email = "jo@example.org", .person = 2 });
    clock_to(T0 + MAIL_GIVE_UP + MINUTE);
    assert_true(step(&p));
    assert_int_equal(delivered, 0);
    assert_int_equal(only(state).why, MAIL_GAVE_UP);
    assert_int_equal(only(state).state, MAIL_FAILED);
    post_close(&p);
}

static void a_returned_mail_marks_its_address(void **state)
{
    char word[80];
    mail_row m;
    send_to(state, (letter){ .email = "Jo@Example.org", .person = 2 });
    m = only(state);
    snprintf(word, sizeof word, "<%s@city.example>", m.id);
    assert_int_equal(WR_OK, city_db_write(state, bounce, word, NULL));
    m = only(state);
    assert_int_equal(m.state, MAIL_FAILED);
    assert_int_equal(m.why, MAIL_CAME_BACK);
    assert_int_equal(WR_OK, city_db_write(state, bounce, (void *)(uintptr_t)"other@example.org", NULL));
    assert_int_equal(WR_E_INPUT, city_db_write(state, bounce, (void *)(uintptr_t)"nobody", NULL));
    assert_int_equal(WR_E_MISSING, city_db_write(state, bounce, (void *)(uintptr_t)"00000000000000000000000000000000@city.example", NULL));
}

static void settings_are_checked(void **state)
{
    static const struct { mail_settings set; const char *where; } CASES[] = {
        { { "", "", "", "", "", "" }, NULL }, { { "smtp://h:587", "a@b.example", "", "", "", "" }, NULL }, { { "smtps://h", "a@b.example", "u", "/dev/null", "/dev/null", "" }, NULL },
        { { "h:25", "a@b.example", "", "", "", "" }, "smtp" }, { { "smtp://u@h", "a@b.example", "", "", "", "" }, "smtp" }, { { "smtp://h", "", "", "", "", "" }, "smtp_from" },
        { { "smtp://h", "a@b.example", "u", "", "", "" }, "smtp_user" }, { { "smtp://h", "a@b.example", "", "/dev/null", "", "" }, "smtp_user" },
        { { "smtp://h", "a@b.example", "", "", "/nowhere", "" }, "smtp_ca_file" } };
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        wr_err e = { 0 };
        assert_int_equal(mail_settings_ok(&CASES[i].set, &e), CASES[i].where ? WR_E_INPUT : WR_OK);
        if (CASES[i].where) assert_string_equal(e.field, CASES[i].where);
    }
}

#define MAIL_TEST(f) cmocka_unit_test_setup_teardown(f, open_outbox, close_outbox)
int main(void)
{
    const struct CMUnitTest tests[] = {
        MAIL_TEST(urgent_goes_at_once), MAIL_TEST(none_is_none), MAIL_TEST(what_cannot_go_is_withheld), MAIL_TEST(a_demonstration_sends_nothing),
        MAIL_TEST(the_digest_leaves_at_eight), MAIL_TEST(eight_is_eight_in_march), MAIL_TEST(a_new_wish_holds_for_what_waits), MAIL_TEST(whom_to_write_to),
        MAIL_TEST(old_ones_and_closed_accounts_go), MAIL_TEST(later_and_later_then_given_up), MAIL_TEST(a_refusal_is_final_until_somebody_sends_again),
        MAIL_TEST(a_stop_counts_as_no_try), MAIL_TEST(two_senders_one_mail), MAIL_TEST(what_a_dead_sender_held_is_sent_after_its_lease),
        MAIL_TEST(no_server_for_too_long_is_old_news), MAIL_TEST(a_returned_mail_marks_its_address), MAIL_TEST(settings_are_checked),
    };
    return cmocka_run_group_tests_name("mail: outbox and sender", tests, NULL, NULL);
}
