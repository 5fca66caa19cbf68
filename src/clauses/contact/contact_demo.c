/* contact_demo.c -- the demonstration: a roll-call that most have answered, and a report with what follows it. All of it is invented. */
#include "contact_follow.h"
#include "contact_rollcall.h"

#include "day.h"
#include "db.h"
#include "now.h"

static const wr_us MINUTE = 60 * (wr_us)1000000;
/* Yesterday at this hour: some were silent, some alternates stood in. */
static wr_rc play_rollcall(db_tx *rw, const wr_actor *who, arena *a)
{
    contact_template *t;
    contact_rollcall what = { .whom = ROLLCALL_LIAISONS, .department = "", .places = "", .minutes = ROLLCALL_MINUTES };
    contact_rollcall_new made;
    wr_actor then = *who;
    size_t n;
    then.now = who->now - 24 * 60 * MINUTE;
    then.today = clock_today(then.now);
    TRY(db_all_(rw, &CONTACT_TEMPLATE_ALL, a, TEMPLATES_MOST, sizeof *t, &t, &n, NULL, 0));
    if (!n) return WR_OK;
    what.template = t[0].ref;
    TRY(contact_rollcall_make_ready(rw, &then, &what, a, &made));
    for (size_t i = 0; i < made.n; i++) made.to[i][0].email = made.to[i][1].email = "";   /* no mail: its codes would have ended long ago */
    TRY(contact_rollcall_make(rw, &then, &made, a));
    for (size_t i = 0; i < made.n; i++) {
        const contact_asked *p = &made.rows[i];
        bool alternate = i % 9 == 5;
        then.now = made.row.asked + (wr_us)(20 + i * 37 % 480) * MINUTE / 60;
        if (i % 11 == 3 || !*p->name) continue;
        TRY(contact_answer(rw, &then, p, &made.row, alternate ? ANSWER_ALTERNATE : ANSWER_SELF, alternate ? p->alternate : p->name, a));
    }
    then.now = made.row.until;
    return contact_rollcall_end(rw, &then, &made.row, a);
}

static void say(contact_facts *f, wr_day day)
{
    contact_clear(f);
    f->day = day;
    f->arrived = "09:40";
    f->gone = "10:25";
    f->request = REQUEST_RECORDS;
    f->purpose = "They asked for the room bookings of this week.";
    f->officers = 2;
    f->taken = "One printed list of room bookings";
    f->response_text = "Staff called the lead, who called counsel. The list was handed out before counsel answered.";
    f->departure = "A new colleague at the desk handed out the list.";
    f->cameras = "C2, C3";
    f->observed = "Two people in vests stood at the desk.";
    f->reporter_name = "Demo Reporter";
    f->reporter_title = "Clerk";
}

static wr_rc ask_camera(db_tx *rw, const wr_actor *who, const contact_report *r, const contact_facts *f, const char *cameras, const char *custodian, bool kept, arena *a)
{
    contact_camera c = { .id = id_new(a), .report = r->id, .cameras = cameras, .from_at = contact_us_of(f->day, f->arrived), .to_at = contact_us_of(f->day, f->gone),
        .custodian = custodian, .overwritten = day_add(f->day, kept ? 30 : 5), .asked = who->now, .asked_by = "Kim Placeholder", .confirmed_by = "" }, now;
    TRY(history_add(rw, who, &CONTACT_CAMERAS, "contact.camera_asked", who->today, NULL, &c, a));
    now = c;
    now.confirmed = who->now + 90 * MINUTE;
    now.confirmed_by = "Sam Pattern";
    return kept ? history_add(rw, who, &CONTACT_CAMERAS, "contact.camera_confirmed", who->today, &c, &now, a) : WR_OK;
}

/* Two days ago, at the first facility: something was handed out, so an after-action is open. */
static wr_rc play_report(db_tx *rw, const wr_actor *who, arena *a)
{
    city_place *places;
    contact_draft d;
    contact_facts f;
    contact_ready ready;
    wr_actor then = *who;
    contact_action action = { .id = id_new(a), .what = "Put the card with the words to say beside the desk", .owner = "Branch lead", .result = "" };
    const char *token;
    size_t n;
    TRY(city_places(rw, a, &places, &n));
    if (!n) return WR_OK;
    then.now = who->now - 2 * 24 * 60 * MINUTE + 60 * MINUTE;
    then.today = clock_today(then.now);
    say(&f, then.today);
    TRY(contact_draft_new(rw, &then, id_new(a), places[0].ref, false, a, &d, &token));
    TRY(contact_make_ready(rw, &then, &d, &f, a, &ready));
    ready.row.acknowledged = then.now + 6 * MINUTE;
    ready.n_to = 0;
    TRY(contact_send(rw, &then, &d, &ready, a));
    TRY(ask_camera(rw, &then, &ready.row, &f, "C2", "Building security", true, a));
    TRY(ask_camera(rw, &then, &ready.row, &f, "C3", "Garage operator", false, a));
    action.report = ready.row.id;
    action.due = day_add(who->today, 7);
    action.opened = then.now;
    return history_add(rw, &then, &CONTACT_ACTIONS, "contact.action_added", then.today, NULL, &action, a);
}

wr_rc contact_demo(db_tx *rw, const wr_actor *who, arena *a)
{
    TRY(play_rollcall(rw, who, a));
    return play_report(rw, who, a);
}
