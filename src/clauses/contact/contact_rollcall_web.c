/* contact_rollcall_web.c -- the office's pages of a roll-call: the list with its form, and one as it stands now. */
#include "contact_rollcall.h"

#include "db.h"
#include "i18n.h"
#include "str.h"

typedef struct say_rollcall { int64_t number; const char *title; int whom; wr_us asked, until; bool open; int64_t asked_n, answered, alternate, silent, unnamed; const char *url; } say_rollcall;
static const field SAY_ROLLCALL_F[] = {
    FIELD(say_rollcall, number,    i, 0, 0,  N_("Roll-call")),  FIELD(say_rollcall, title,     t, 0, 0, N_("Title")),
    WORDS(say_rollcall, whom, contact_rollcall_whom, N_("Who was asked")), FIELD(say_rollcall, asked, u, 0, 0, N_("Asked")),
    FIELD(say_rollcall, until,     u, 0, 0,  N_("Ends")),       FIELD(say_rollcall, open,      b, 0, 0, N_("Open")),
    FIELD(say_rollcall, asked_n,   i, 0, 0,  N_("How many")),   FIELD(say_rollcall, answered,  i, 0, 0, N_("Answered")),
    FIELD(say_rollcall, alternate, i, 0, 0,  N_("Alternate answered")), FIELD(say_rollcall, silent, i, 0, 0, N_("Silent")),
    FIELD(say_rollcall, unnamed,   i, 0, 0,  N_("Nobody on the roster")), FIELD(say_rollcall, url,  t, F_HIDE, 0, NULL),
};
const shape CONTACT_SAY_ROLLCALL = SHAPE("a roll-call", say_rollcall, SAY_ROLLCALL_F);
/* took: "2:05"; code: to read out on the telephone, while it is open. */
typedef struct say_asked { const char *where, *place, *department, *name, *phone, *tel_url, *alternate, *alternate_phone, *alternate_url; int state;
    wr_us answered; const char *answered_by; int64_t seconds; const char *took; int64_t mails; const char *code, *kind; } say_asked;
static const field SAY_ASKED_F[] = {
    FIELD(say_asked, where,           t, 0, 0, N_("Place or department")), FIELD(say_asked, place,     t, 0, 0, N_("Reference")),
    FIELD(say_asked, department,      t, 0, 0, N_("Department")),  FIELD(say_asked, name,      t, 0, 0, N_("Name")),
    FIELD(say_asked, phone,           t, 0, 0, N_("Telephone")),   FIELD(say_asked, tel_url,   t, F_HIDE, 0, NULL),
    FIELD(say_asked, alternate,       t, 0, 0, N_("Alternate")),   FIELD(say_asked, alternate_phone, t, 0, 0, N_("Telephone of the alternate")),
    FIELD(say_asked, alternate_url,   t, F_HIDE, 0, NULL),         WORDS(say_asked, state, contact_roll_states, N_("State")),
    FIELD(say_asked, answered,        u, 0, 0, N_("Answered at")), FIELD(say_asked, answered_by, t, 0, 0, N_("Who answered")),
    FIELD(say_asked, seconds,         i, 0, 0, N_("Seconds until the answer")), FIELD(say_asked, took, t, F_HIDE, 0, NULL),
    FIELD(say_asked, mails,           i, 0, 0, N_("Mails")),       FIELD(say_asked, code,      t, F_HIDE, 0, NULL),
    FIELD(say_asked, kind,            t, F_HIDE, 0, NULL),
};
const shape CONTACT_SAY_ASKED = SHAPE("who was asked", say_asked, SAY_ASKED_F);
typedef struct in_number { int64_t number; } in_number;
static const field NUMBER_F[] = { FIELD(in_number, number, i, F_PATH, 0, N_("Roll-call")) };
const shape IN_ROLLCALL_NUMBER = SHAPE("a roll-call", in_number, NUMBER_F);

/* ---- the list and the form ---- */
static wr_rc ask_form(db_tx *ro, const wr_actor *who, arena *a, json_t *doc)
{
    contact_template *t;
    page_choice *c;
    contact_rollcall row = { 0 };
    pair typed[] = { { "minutes", "", 0 }, { "template", "", 0 } };
    size_t n;
    TRY(db_all_(ro, &CONTACT_TEMPLATE_ALL, a, TEMPLATES_MOST, sizeof *t, &t, &n, NULL, 0));
    TRY(clock_number_value(ro, "rollcall.minutes", ROLLCALL_MINUTES, a, &row.minutes));
    TRY(page_flag(doc, "no_text", n == 0));
    if (!n) return WR_OK;
    typed[0].value = arena_fmt(a, "%lld", (long long)row.minutes);
    typed[1].value = t[0].ref;
    TRY(page_form(doc, "form", &(page_form_of){ .action_url = "/contact/rollcalls/ask", .in = &IN_ROLLCALL, .typed = typed, .typed_n = 2, .button = N_("Ask now") }, a));
    c = arena_array(a, page_choice, n + 1);
    for (size_t i = 0; i < n; i++) c[i] = (page_choice){ t[i].ref, i18n(who->lang, NULL, t[i].title) };
    TRY(page_choices(doc, "form", "template", c, n));
    TRY(page_hint(doc, "form", "places", N_("For leads: the references of places, one a line. Leave it open for all places.")));
    return city_departments_offer(ro, who->lang, a, doc, "form", "department");
}

static wr_rc say_templates(db_tx *ro, arena *a, json_t *doc)
{
    contact_template *t;
    size_t n;
    TRY(db_all_(ro, &CONTACT_TEMPLATE_ALL, a, TEMPLATES_MOST, sizeof *t, &t, &n, NULL, 0));
    return page_rows(doc, "templates", &CONTACT_TEMPLATE, t, n);
}

static wr_rc say_one(db_tx *ro, const wr_actor *who, const contact_rollcall *r, arena *a, contact_asked **ret, size_t *ret_n, say_rollcall *ret_say)
{
    contact_roll_count c;
    TRY(contact_asked_of(ro, r->id, a, ret, ret_n));
    c = contact_roll_counts(*ret, *ret_n, r, who->now);
    *ret_say = (say_rollcall){ r->number, i18n(who->lang, NULL, r->title), r->whom, r->asked, r->until, who->now < r->until, c.asked, c.answered, c.alternate,
        c.silent, c.unnamed, arena_fmt(a, "/contact/rollcalls/%lld", (long long)r->number) };
    return WR_OK;
}

wr_rc contact_show_rollcalls(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    contact_rollcall *rows;
    say_rollcall *say;
    size_t n, n_asked;
    (void)in;
    TRY(db_all(ro, &CONTACT_ROLLCALL_ALL, a, ROLLCALLS_SHOWN, &rows, &n, db_i(ROLLCALLS_SHOWN)));
    say = arena_array(a, say_rollcall, n + 1);
    for (size_t i = 0; i < n; i++) {
        contact_asked *asked;
        TRY(say_one(ro, who, &rows[i], a, &asked, &n_asked, &say[i]));
    }
    TRY(page_rows(doc, "rollcalls", &CONTACT_SAY_ROLLCALL, say, n));
    TRY(page_flag(doc, "has_any", n != 0));
    TRY(page_text(doc, "title", i18n(who->lang, NULL, N_("Ask who can be reached"))));
    TRY(say_templates(ro, a, doc));
    return ask_form(ro, who, a, doc);
}

/* ---- one ---- */
static const char *kind_of(int state)
{
    static const char *const KINDS[] = { [ROLL_WAITS] = "open", [ROLL_ANSWERED] = "ok", [ROLL_ALTERNATE] = "ok", [ROLL_SILENT] = "late", [ROLL_UNNAMED] = "none" };
    return KINDS[state];
}

static int urgency(int state)
{
    static const int ORDER[] = { [ROLL_SILENT] = 0, [ROLL_UNNAMED] = 1, [ROLL_WAITS] = 2, [ROLL_ALTERNATE] = 3, [ROLL_ANSWERED] = 4 };
    return ORDER[state];
}

static wr_rc say_row(db_tx *ro, const wr_actor *who, const contact_rollcall *r, const contact_asked *p, arena *a, say_asked *ret)
{
    city_place place = { .name = "" };
    city_department body;
    int64_t seconds = contact_roll_seconds(p, r);
    int state = contact_roll_state(p, r, who->now);
    const char *code = "";
    if (*p->place) TRY(city_place_by(ro, p->place, a, &place));
    TRY(city_department_by(ro, p->department, a, &body));
    if (state == ROLL_WAITS) TRY(seal_column_open(a, "contact_asked", p->id, "token", p->token, &code));
    *ret = (say_asked){ *p->place ? place.name : i18n(who->lang, NULL, body.name), p->place, p->department, p->name, p->phone, city_tel_url(a, p->phone),
        p->alternate, p->alternate_phone, city_tel_url(a, p->alternate_phone), state, p->answered, p->answered_by, seconds,
        arena_fmt(a, "%lld:%02lld", (long long)(seconds / 60), (long long)(seconds % 60)), p->mails, *code ? city_door_said(a, code) : "", kind_of(state) };
    return WR_OK;
}

static const char *heading(const wr_actor *who, contact_roll_count c, bool open, arena *a)
{
    const char *const holes[] = { "answered", arena_fmt(a, "%lld", (long long)(c.answered + c.alternate)), "asked", arena_fmt(a, "%lld", (long long)c.asked), NULL };
    return i18n_fill(a, i18n(who->lang, NULL, open ? N_("{answered} of {asked} have answered so far") : N_("{answered} of {asked} answered in time")), holes);
}

wr_rc contact_show_rollcall(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_number *in = in_;
    contact_rollcall r;
    contact_asked *rows;
    say_rollcall head;
    say_asked *say;
    size_t n, n_say = 0;
    TRY(db_one(ro, &CONTACT_ROLLCALL_NUMBER, a, &r, db_i(in->number)));
    TRY(say_one(ro, who, &r, a, &rows, &n, &head));
    say = arena_array(a, say_asked, n + 1);
    for (int turn = 0; turn <= 4; turn++)
        for (size_t i = 0; i < n; i++)
            if (urgency(contact_roll_state(&rows[i], &r, who->now)) == turn) TRY(say_row(ro, who, &r, &rows[i], a, &say[n_say++]));
    TRY(page_put(doc, &CONTACT_SAY_ROLLCALL, &head));
    TRY(page_rows(doc, "asked_rows", &CONTACT_SAY_ASKED, say, n_say));
    for (size_t i = 0; i < n_say; i++) {
        TRY(page_flag(page_row(doc, "asked_rows", i), "has_answered", say[i].answered != 0));
        TRY(page_flag(page_row(doc, "asked_rows", i), "waits", say[i].state == ROLL_WAITS));
    }
    TRY(page_int(doc, "waits_n", contact_roll_counts(rows, n, &r, who->now).waits));
    TRY(page_text(doc, "said", r.text));
    TRY(page_int(doc, "minutes", r.minutes));
    TRY(page_text(doc, "csv_url", arena_fmt(a, "%s.csv", head.url)));
    return page_text(doc, "title", heading(who, contact_roll_counts(rows, n, &r, who->now), head.open, a));
}
