/* mail_web.c -- the outbox for those who may read it, and each person's own address and wishes. */
#include "mail_own.h"

#include "i18n.h"
#include "page.h"
#include "person.h"

/* ---- the outbox ---- */
typedef struct in_state { const char *state; } in_state;
static const field IN_STATE_F[] = { FIELD(in_state, state, t, F_NULL, 12, N_("State")) };
static const shape IN_STATE = SHAPE("which mails", in_state, IN_STATE_F);
typedef struct in_mail { const char *id; } in_mail;
static const field IN_MAIL_F[] = { FIELD(in_mail, id, t, F_PATH, 32, NULL) };
static const shape IN_MAIL = SHAPE("which mail", in_mail, IN_MAIL_F);

static const char *count(arena *a, int64_t n) { return arena_fmt(a, "%lld", (long long)n); }

static bool known_state(const char *state)
{
    for (const char *const *s = mail_states; *s; s++)
        if (str_eq(*s, state)) return true;
    return false;
}

static wr_rc retry_forms(const wr_actor *who, const mail_row *rows, size_t n, arena *a, json_t *doc)
{
    if (rights_has(who->rights, "mail.retry") != RIGHT_ALL) return WR_OK;
    for (size_t i = 0; i < n; i++)
        if (rows[i].state == MAIL_FAILED || (rows[i].state == MAIL_WITHHELD && rows[i].why == MAIL_CAME_BACK) || (rows[i].state == MAIL_WAITING && rows[i].tries))
            TRY(page_form(page_row(doc, "mails", i), "retry", &(page_form_of){ .action_url = arena_fmt(a, "/mail/%s/retry", rows[i].id), .in = &IN_MAIL,
                .button = N_("Send again now") }, a));
    return WR_OK;
}

static wr_rc show_outbox(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_state *in = in_;
    const char *state = in->state && known_state(in->state) ? in->state : "";
    mail_row *rows;
    mail_count *counts;
    mail_return *returns;
    city_row city = { .name = "" };
    size_t n, n_counts, n_returns;
    int64_t of[MAIL_WITHHELD + 1] = { 0 };
    wr_rc rc = city_get(ro, a, &city);
    if (rc != WR_OK && rc != WR_E_MISSING) return rc;
    TRY(mail_newest(ro, state, a, &rows, &n));
    TRY(mail_counts(ro, a, &counts, &n_counts));
    TRY(mail_returns(ro, a, &returns, &n_returns));
    for (size_t i = 0; i < n_counts; i++) of[counts[i].state] = counts[i].n;
    const char *const pairs[] = { "waiting", count(a, of[MAIL_WAITING]), "failed", count(a, of[MAIL_FAILED]), "sent", count(a, of[MAIL_SENT]),
        "withheld", count(a, of[MAIL_WITHHELD]), NULL };
    TRY(page_text(doc, "title", i18n_fill(a, i18n(who->lang, NULL, N_("Mail: {waiting} waiting, {failed} failed, {sent} sent, {withheld} withheld")), pairs)));
    TRY(page_rows(doc, "mails", &MAIL_ROW, rows, n));
    TRY(page_rows(doc, "counts", &MAIL_COUNT, counts, n_counts));
    TRY(page_rows(doc, "returns", &MAIL_RETURN, returns, n_returns));
    for (int s = 0; s <= MAIL_WITHHELD; s++) TRY(page_flag(doc, arena_fmt(a, "of_%s", mail_states[s]), str_eq(state, mail_states[s])));
    TRY(page_flag(doc, "is_demo", city.demo_at != 0));
    TRY(page_flag(doc, "cut", n == MAIL_SHOWN));
    TRY(page_text(doc, "server", city.demo_at ? "" : mail_settings_now()->smtp));
    return retry_forms(who, rows, n, a, doc);
}

static wr_rc act_retry(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_mail *in = in_;
    *ret = (http_go){ .url = "/mail" };
    return mail_again(rw, who, in->id, a);
}

/* ---- one's own ---- */
typedef struct own { const char *email; int pace; wr_us came_back; } own;
static const field OWN_F[] = { FIELD(own, email, t, F_NULL, ADDRESS_MAX, N_("E-mail")), WORDS(own, pace, mail_paces, N_("How often?")),
    FIELD(own, came_back, u, F_NULL, 0, N_("Came back")) };
static const shape OWN = SHAPE("where your notices go", own, OWN_F);
typedef struct in_own { const char *email; int pace; } in_own;
static const field IN_OWN_F[] = { FIELD(in_own, email, t, F_NULL, ADDRESS_MAX, N_("E-mail")), WORDS(in_own, pace, mail_paces, N_("How often?")) };
static const shape IN_OWN = SHAPE("your mail", in_own, IN_OWN_F);

static wr_rc show_own(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    mail_person p;
    mail_return back = { "", 0 };
    bool came_back;
    (void)in;
    TRY(mail_person_of(ro, who->person, a, &p));
    TRY(mail_came_back(ro, p.email, a, &back, &came_back));
    TRY(page_put(doc, &OWN, &(own){ p.email, p.pace, came_back ? back.at : 0 }));
    TRY(page_form(doc, "form", &(page_form_of){ .action_url = "/account/mail/set", .in = &IN_OWN, .row = &(in_own){ p.email, p.pace }, .button = N_("Keep this") }, a));
    return page_hint(doc, "form", "pace", N_("Reminders of what is late come at once in any case."));
}

static wr_rc act_own(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_own *in = in_;
    *ret = (http_go){ .url = "/account/mail" };
    return mail_person_set(rw, who, &(mail_person){ who->person, in->email ? in->email : "", in->pace }, a);
}

static const http_route ROUTES[] = {
    GET("/mail", .may = "mail.read", .in = &IN_STATE, .doc = { { "mails", &MAIL_ROW, true }, { "counts", &MAIL_COUNT, true }, { "returns", &MAIL_RETURN, true } },
        .page = "mail/outbox", .page_only = "cut of_waiting of_sent of_failed of_withheld", .show = show_outbox, .summary = N_("Mail: waiting, failed, sent")),
    POST("/mail/{id}/retry", .may = "mail.retry", .in = &IN_MAIL, .act = act_retry, .summary = N_("Send a mail again now")),
    GET("/account/mail", .may = "account.self", .doc = DOC_ONE(OWN), .page = "mail/own", .show = show_own, .summary = N_("Your mail: where to, how often")),
    POST("/account/mail/set", .may = "account.self", .in = &IN_OWN, .act = act_own, .summary = N_("Say where to and how often")),
    { 0 }
};
static const wr_tick TICKS[] = { { "mail.digest", 1, mail_tick_digest }, { "mail.old", 60, mail_tick_old }, { 0 } };
extern const wr_module mod_mail;
const wr_module mod_mail = { .name = "mail", .routes = ROUTES, .queries = mail_queries, .steps = mail_steps, .ticks = TICKS, .pages = mail_pages };
