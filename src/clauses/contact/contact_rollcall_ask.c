/* contact_rollcall_ask.c -- a roll-call is made: who is first on each roster now, a code for each, the mails; and it ends by the clock. */
#include "contact_rollcall.h"

#include <string.h>
#include "db.h"
#include "http.h"
#include "i18n.h"
#include "now.h"
#include "str.h"

static const wr_us SECOND_US = 1000000;

typedef struct in_rollcall { int whom; const char *department, *places, *template; int64_t minutes; contact_rollcall_new ready; } in_rollcall;   /* ready: made by prepare */
static const field IN_F[] = {
    WORDS(in_rollcall, whom,       contact_rollcall_whom,               N_("Who is asked")),
    FIELD(in_rollcall, department, t, F_NULL, 12,                       N_("Only of this department")),
    FIELD(in_rollcall, places,     t, F_NULL | F_LONG, 4000,                     N_("Only these places")),
    FIELD(in_rollcall, minutes,    i, 0, ROLLCALL_MINUTES_MAX,          N_("Minutes to answer")),
    FIELD(in_rollcall, template,   t, 0, 40,                            N_("Text")),
};
const shape IN_ROLLCALL = SHAPE("ask in a roll-call", in_rollcall, IN_F);

/* ---- who is asked ---- */
static wr_rc new_row(const contact_asked *like, arena *a, contact_rollcall_new *ret)
{
    contact_asked *p = &ret->rows[ret->n];
    const char *token = city_door_token(a);
    *p = *like;
    p->id = id_new(a);
    p->rollcall = ret->row.id;
    p->token_hash = device_hash(a, token);
    p->answered_by = "";
    ret->tokens[ret->n++] = token;
    return seal_column(a, "contact_asked", p->id, "token", token, &p->token);
}

static wr_rc ask_liaisons(db_tx *tx, const char *department, arena *a, contact_rollcall_new *ret)
{
    city_liaison *l;
    city_department *d;
    size_t n, n_d;
    TRY(city_liaisons(tx, a, &l, &n));
    TRY(city_departments(tx, a, &d, &n_d));
    for (size_t i = 0; i < n_d && ret->n < ROLLCALL_MOST; i++) {
        contact_asked p = { .place = "", .department = d[i].acronym, .name = "", .phone = "", .alternate = "", .alternate_phone = "" };
        if (d[i].active_to.y || (*department && !str_eq(department, d[i].acronym))) continue;
        for (size_t k = 0; k < n; k++) {
            mail_to *to = &ret->to[ret->n][l[k].kind];
            if (!str_eq(l[k].department, d[i].acronym)) continue;
            if (l[k].kind == LIAISON_FIRST) p.name = l[k].name, p.phone = l[k].phone, p.person = l[k].person;
            else p.alternate = l[k].name, p.alternate_phone = l[k].phone, p.alternate_person = l[k].person;
            TRY(mail_to_liaison(tx, &l[k], a, to));
            p.mails += *to->email != 0;
        }
        TRY(new_row(&p, a, ret));
    }
    return WR_OK;
}

/* Is a ref one of a list with blanks, commas or lines between? */
static bool listed(const char *list, const char *ref)
{
    size_t n = strlen(ref);
    for (const char *p = list; *p; p += strcspn(p, " ,;\n")) {
        p += strspn(p, " ,;\n");
        if (strncmp(p, ref, n) == 0 && strchr(" ,;\n", p[n])) return true;
    }
    return false;
}

static size_t words_in(const char *list)
{
    size_t n = 0;
    for (const char *p = list; *(p += strspn(p, " ,;\n")); p += strcspn(p, " ,;\n")) n++;
    return n;
}

static wr_rc ask_one(db_tx *tx, const city_call *c, const char **ret_name, const char **ret_phone, int64_t *in_out_mails, arena *a, mail_to *ret)
{
    *ret_name = c->name;
    *ret_phone = c->phone;
    *in_out_mails += *c->email != 0;
    return mail_to_address(tx, c->name, c->email, a, ret);
}

/* At each place: who would be called first there now, and who next. */
static wr_rc ask_leads(db_tx *tx, const wr_actor *who, const contact_rollcall *what, arena *a, contact_rollcall_new *ret)
{
    city_place *places;
    size_t n, found = 0;
    TRY(city_places(tx, a, &places, &n));
    for (size_t i = 0; i < n; i++) {
        contact_asked p = { .place = places[i].ref, .department = places[i].department, .name = "", .phone = "", .alternate = "", .alternate_phone = "" };
        city_call *chain;
        size_t n_chain;
        if (places[i].active_to.y && wr_day_cmp(places[i].active_to, who->today) < 0) continue;
        if (*what->places && !listed(what->places, places[i].ref)) continue;
        found++;
        if (*what->department && !str_eq(what->department, places[i].department)) continue;
        if (ret->n == ROLLCALL_MOST) return wr_fail(arena_err(a), WR_E_INPUT, "department", N_("These are more than 300 places. Ask one department, or list the places."));
        TRY(city_chain(tx, places[i].ref, who->now, a, &chain, &n_chain));
        if (n_chain && chain[0].tier == CITY_TIER_PLACE) TRY(ask_one(tx, &chain[0], &p.name, &p.phone, &p.mails, a, &ret->to[ret->n][0]));
        if (*p.name && n_chain > 1 && chain[1].tier != CITY_TIER_CITY) TRY(ask_one(tx, &chain[1], &p.alternate, &p.alternate_phone, &p.mails, a, &ret->to[ret->n][1]));
        TRY(new_row(&p, a, ret));
    }
    return found < words_in(what->places) ? wr_fail(arena_err(a), WR_E_INPUT, "places", N_("One of these is no open place. Write each as its page names it, one a line.")) : WR_OK;
}

wr_rc contact_rollcall_make_ready(db_tx *tx, const wr_actor *who, const contact_rollcall *what, arena *a, contact_rollcall_new *ret)
{
    contact_template t;
    wr_rc rc = db_one(tx, &CONTACT_TEMPLATE_BY, a, &t, db_t(what->template));
    if (rc == WR_E_MISSING) return wr_fail(arena_err(a), WR_E_INPUT, "template", N_("Choose one of the approved texts."));
    TRY(rc);
    if (what->minutes < 1) return wr_fail(arena_err(a), WR_E_INPUT, "minutes", N_("Give them one minute at least."));
    *ret = (contact_rollcall_new){ .row = *what, .rows = arena_array(a, contact_asked, ROLLCALL_MOST), .tokens = arena_array(a, const char *, ROLLCALL_MOST) };
    ret->to = arena_alloc(a, sizeof *ret->to * ROLLCALL_MOST, _Alignof(mail_to));
    for (size_t i = 0; i < ROLLCALL_MOST; i++) ret->to[i][0] = ret->to[i][1] = (mail_to){ .name = "", .email = "", .lang = "" };
    ret->row.id = id_new(a);
    ret->row.title = t.title;
    ret->row.text = t.text;
    if (what->whom == ROLLCALL_LIAISONS) TRY(ask_liaisons(tx, what->department, a, ret));
    else TRY(ask_leads(tx, who, what, a, ret));
    if (!ret->n) return wr_fail(arena_err(a), WR_E_INPUT, "department", N_("There is nobody to ask: no open department or place fits."));
    return WR_OK;
}

/* ---- made ---- */
static wr_rc tell(db_tx *rw, const wr_actor *who, const contact_rollcall_new *r, size_t i, arena *a)
{
    clock_local until = clock_local_at(clock_city_zone(), r->row.until);
    for (int k = 0; k < 2; k++) {
        const mail_to *to = &r->to[i][k];
        const char *const holes[] = { "title", i18n(to->lang, NULL, r->row.title), "text", i18n(to->lang, NULL, r->row.text),
            "until", i18n_at(a, to->lang, until.day, until.hour, until.minute, until.abbr), "name", *r->rows[i].name ? r->rows[i].name : r->rows[i].alternate, NULL };
        mail_note n = { .kind = "contact.rollcall", .about = r->rows[i].id, .url = arena_fmt(a, "/contact/here/%s", city_door_said(a, r->tokens[i])), .holes = holes,
            .subject = N_("Roll-call: {title}"),
            .text = N_("{text}\n\nPlease answer until {until}: open the page below and press “I am here”. {name} answers first; whoever stands in for them answers as the alternate, on the same page.") };
        if (*to->email) TRY(mail_send(rw, who, to, &n, a));
    }
    return WR_OK;
}

wr_rc contact_rollcall_make(db_tx *rw, const wr_actor *who, contact_rollcall_new *r, arena *a)
{
    TRY(db_seq(rw, "contact_rollcall", &r->row.number));
    r->row.asked = who->now;
    r->row.until = who->now + r->row.minutes * 60 * SECOND_US;
    TRY(history_add(rw, who, &CONTACT_ROLLCALLS, "contact.rollcall_asked", who->today, NULL, &r->row, a));
    for (size_t i = 0; i < r->n; i++) {
        TRY(history_add(rw, who, &CONTACT_ASKEDS, "contact.asked", who->today, NULL, &r->rows[i], a));
        TRY(tell(rw, who, r, i, a));
    }
    return WR_OK;
}

wr_rc contact_prepare_rollcall(db_tx *ro, const wr_actor *who, void *in_, arena *a)
{
    in_rollcall *in = in_;
    contact_rollcall what = { .whom = in->whom, .department = in->department, .places = in->whom == ROLLCALL_LEADS ? in->places : "", .template = in->template,
        .minutes = in->minutes };
    return contact_rollcall_make_ready(ro, who, &what, a, &in->ready);
}

wr_rc contact_act_rollcall(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    contact_rollcall_new made = ((const in_rollcall *)in_)->ready;
    TRY(contact_rollcall_make(rw, who, &made, a));
    *ret = (http_go){ .url = arena_fmt(a, "/contact/rollcalls/%lld", (long long)made.row.number), .id = made.row.id };
    return WR_OK;
}

/* ---- answered, ended ---- */
wr_rc contact_answer(db_tx *rw, const wr_actor *who, const contact_asked *was, const contact_rollcall *of, int answer, const char *by, arena *a)
{
    contact_asked now = *was;
    if (was->answer != ANSWER_NONE) return wr_fail(db_err(rw), WR_E_RULE, "contact.answered", N_("This has been answered already. There is nothing more to do."));
    if (who->now >= of->until) return wr_fail(db_err(rw), WR_E_RULE, "contact.rollcall_over", N_("This roll-call is over. Please call the mayor’s office, so that they know."));
    now.answer = answer;
    now.answered = who->now;
    now.answered_by = by;
    return history_add(rw, who, &CONTACT_ASKEDS, "contact.answered", who->today, was, &now, a);
}

wr_rc contact_rollcall_end(db_tx *rw, const wr_actor *who, const contact_rollcall *was, arena *a)
{
    contact_rollcall now = *was;
    contact_asked *rows;
    size_t n;
    TRY(contact_asked_of(rw, was->id, a, &rows, &n));
    now.ended = was->until;
    TRY(history_add(rw, who, &CONTACT_ROLLCALLS, "contact.rollcall_ended", who->today, was, &now, a));
    for (size_t i = 0; i < n; i++) {
        contact_call_test t = { .id = id_new(a), .rollcall = was->number, .place = rows[i].place, .department = rows[i].department,
            .day = clock_today(was->asked), .result = contact_roll_state(&rows[i], was, was->until), .seconds = contact_roll_seconds(&rows[i], was) };
        TRY(history_add(rw, who, &CONTACT_CALL_TESTS, "contact.call_tested", t.day, NULL, &t, a));
    }
    return WR_OK;
}

wr_rc contact_tick_rollcalls(db_tx *rw, const wr_actor *who, const void *what, arena *a)
{
    contact_rollcall *due;
    size_t n;
    (void)what;
    TRY(db_all(rw, &CONTACT_ROLLCALL_DUE, a, 20, &due, &n, db_i(who->now)));
    for (size_t i = 0; i < n; i++) TRY(contact_rollcall_end(rw, who, &due[i], a));
    return WR_OK;
}
