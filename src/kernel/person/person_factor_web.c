/* person_factor_web.c -- setting up one's second factor: the secret as text and as a picture, ten codes, one code to confirm. */
#include "person_factor_web.h"

#include <string.h>
#include "attempt.h"
#include "db.h"
#include "page.h"
#include "person_factor.h"
#include "person_own.h"
#include "str.h"

typedef struct factor_page { bool on, needed, waiting, fresh; int64_t left; const char *secret, *uri; } factor_page;
static const field PAGE_F[] = {
    FIELD(factor_page, on,      b, 0, 0,      N_("Set up")),
    FIELD(factor_page, needed,  b, 0, 0,      N_("Asked of this role")),
    FIELD(factor_page, waiting, b, 0, 0,      N_("Waits for its first code")),
    FIELD(factor_page, fresh,   b, 0, 0,      N_("A new secret")),
    FIELD(factor_page, left,    i, 0, 0,      N_("Recovery codes left")),
    FIELD(factor_page, secret,  t, F_NULL, 60, N_("Secret")),
    FIELD(factor_page, uri,     t, F_NULL, 300, N_("Address for an app")),
};
const shape PERSON_FACTOR_PAGE = SHAPE("a second factor", factor_page, PAGE_F);
typedef struct code_row { const char *code; } code_row;
static const field CODE_F[] = { FIELD(code_row, code, t, 0, 40, N_("Recovery code")) };
const shape PERSON_CODE = SHAPE("a recovery code", code_row, CODE_F);

typedef struct in_code { const char *code; factor_new made; bytes sealed; int64_t step; } in_code;
static const field IN_CODE_F[] = { FIELD(in_code, code, t, 0, 40, N_("The six digits that your device shows now")) };
const shape PERSON_IN_CODE = SHAPE("the first code", in_code, IN_CODE_F);
const shape PERSON_IN_MADE = { "a second factor to make", sizeof(factor_made), 0, NULL };

/* ABCD EFGH ...: as it is typed into a device without a camera. */
static const char *grouped(arena *a, const char *s)
{
    strbuf b = sb_new(a, 64);
    for (size_t i = 0; s[i]; i++) {
        if (i && i % 4 == 0) sb_ch(&b, ' ');
        sb_ch(&b, s[i]);
    }
    return b.p;
}

static wr_rc show_waiting(const person_account *p, const factor_new *f, arena *a, json_t *doc, factor_page *page)
{
    const char *secret = totp_base32(a, f->secret, sizeof f->secret);
    code_row rows[FACTOR_CODES];
    page->fresh = !f->again;
    if (page->fresh) {
        page->secret = grouped(a, secret);
        page->uri = totp_uri(a, "writ", p->login, secret);
    }
    for (size_t i = 0; i < FACTOR_CODES; i++) rows[i] = (code_row){ f->codes[i] };
    TRY(page_rows(doc, "codes", &PERSON_CODE, rows, FACTOR_CODES));
    return page_form(doc, "form", &(page_form_of){ .action_url = "/account/second-factor/confirm", .in = &PERSON_IN_CODE, .button = N_("Confirm") }, a);
}

wr_rc person_show_factor(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    person_account p;
    factor_new f;
    factor_page page = { .secret = "", .uri = "" };
    (void)in;
    TRY(person_by_num(ro, who->person, a, &p));
    TRY(factor_waiting(ro, who->person, who->now, a, &f, &page.waiting));
    TRY(factor_left(ro, who->person, a, &page.left));
    page.on = p.factor;
    page.needed = rights_has(rights_of(p.role), "account.factor") != RIGHT_NONE;
    if (page.waiting) TRY(show_waiting(&p, &f, a, doc, &page));
    TRY(page_put(doc, &PERSON_FACTOR_PAGE, &page));
    TRY(page_form(doc, "begin", &(page_form_of){ .action_url = "/account/second-factor/begin", .in = &PERSON_NOTHING,
        .button = p.factor ? N_("Set it up anew") : N_("Set it up") }, a));
    if (!p.factor) return WR_OK;
    return page_form(doc, "more", &(page_form_of){ .action_url = "/account/second-factor/codes/make", .in = &PERSON_NOTHING,
        .button = N_("Make new recovery codes") }, a);
}

wr_rc person_prepare_begin(db_tx *ro, const wr_actor *who, void *in, arena *a) { return factor_make(ro, who->person, false, a, in); }
wr_rc person_prepare_codes(db_tx *ro, const wr_actor *who, void *in, arena *a) { return factor_make(ro, who->person, true, a, in); }

wr_rc person_act_wait(db_tx *rw, const wr_actor *who, const void *in, arena *a, http_go *ret)
{
    (void)a;
    *ret = (http_go){ .url = "/account/second-factor" };
    return factor_wait(rw, who, in);
}

wr_rc person_prepare_confirm(db_tx *ro, const wr_actor *who, void *in_, arena *a)
{
    in_code *in = in_;
    bool any;
    const char *tries = arena_fmt(a, "%s confirms", who->by);
    int wait = attempt_begin(tries, who->now);
    if (wait > 0)
        return wr_fail(arena_err(a), WR_E_BUSY, NULL, N_("Too many tries. Please wait {seconds} seconds and try again."),
                       "seconds", arena_fmt(a, "%d", wait));
    TRY(factor_waiting(ro, who->person, who->now, a, &in->made, &any));
    if (!any) return wr_fail(arena_err(a), WR_E_CONFLICT, NULL, N_("This waited longer than an hour. Please begin again."));
    in->step = totp_match(in->made.secret, in->code, who->now, in->made.step);
    if (in->step == 0)
        return wr_fail(arena_err(a), WR_E_INPUT, "code", N_("This is not the code that the device shows now. Does its clock tell the right time?"));
    attempt_passed(tries, who->now);
    return factor_seal(who->person, &in->made, a, &in->sealed);
}

wr_rc person_act_confirm(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_code *in = in_;
    *ret = (http_go){ .url = "/account/second-factor" };
    return factor_confirm(rw, who, &in->made, in->sealed, in->step, a);
}
