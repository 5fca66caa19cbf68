/* records_inbound_letter.c -- the letters of a request that the city received, made of its steps and the pack's reasons, in the language of the
 * request: receipt, help, more time, determination in its five kinds, release, closing. Who it goes to stands on it while a grant to read that
 * is open; else the line is left to be written. */
#include "records_inbound_own.h"

#include <string.h>
#include "city.h"
#include "city_door.h"
#include "day.h"
#include "i18n.h"
#include "letter.h"
#include "mail.h"
#include "seal_column.h"

static const char *const NAMES[] = { "receipt", "assistance", "extension", "determination", "partial", "denial", "no-records", "referral", "release", "closing", NULL };
enum { L_RECEIPT, L_ASSISTANCE, L_EXTENSION, L_ALL, L_PART, L_DENIAL, L_NONE, L_REFERRAL, L_RELEASE, L_CLOSING, INBOUND_LETTERS };
static const char *const TITLES[INBOUND_LETTERS] = { N_("Receipt"), N_("Help to ask well"), N_("More time"), N_("Determination"), N_("Determination: part of it"), N_("Denial"), N_("No records held"),
    N_("Referral"), N_("Release"), N_("Closing") };
static const field LETTER_F[] = { FIELD(in_inbound_letter, number, i, F_PATH, 0, N_("Request")), FIELD(in_inbound_letter, letter, t, F_PATH, 20, N_("Letter")) };
const shape IN_INBOUND_LETTER = SHAPE("a letter of a request", in_inbound_letter, LETTER_F);

static const inbound_step *last_of(const inbound_whole *w, int kind)
{
    for (size_t i = w->n_steps; i-- > 0; )
        if (w->steps[i].kind == kind) return &w->steps[i];
    return NULL;
}

/* The step that a letter tells of; the receipt tells of none. */
static bool tells(const inbound_whole *w, int which, const inbound_step **ret)
{
    static const int OUTCOMES[] = { [L_ALL] = OUTCOME_ALL, [L_PART] = OUTCOME_PART, [L_DENIAL] = OUTCOME_DENIED, [L_NONE] = OUTCOME_NONE_HELD, [L_REFERRAL] = OUTCOME_REFERRED };
    *ret = NULL;
    if (which == L_RECEIPT) return true;
    *ret = last_of(w, which == L_ASSISTANCE ? STEP_ASSISTED : which == L_EXTENSION ? STEP_EXTENDED : which == L_RELEASE ? STEP_RELEASED : which == L_CLOSING ? STEP_CLOSED : STEP_DETERMINED);
    return *ret && ((*ret)->kind != STEP_DETERMINED || (*ret)->outcome == OUTCOMES[which]);
}

wr_rc records_inbound_put_letters(const inbound_whole *w, const inbound_replayed *r, arena *a, json_t *doc)
{
    static const field LINK_F[] = { FIELD(page_link, label, t, 0, 0, NULL), FIELD(page_link, url, t, F_HIDE, 0, NULL) };
    static const shape LINK = SHAPE("a letter that is ready", page_link, LINK_F);
    page_link links[INBOUND_LETTERS];
    const inbound_step *s;
    size_t n = 0;
    (void)r;
    for (int i = 0; i < INBOUND_LETTERS; i++)
        if (tells(w, i, &s)) links[n++] = (page_link){ .label = TITLES[i], .url = records_inbound_url(a, w->of.number, arena_fmt(a, "/letters/%s", NAMES[i])) };
    return page_rows(doc, "letters", &LINK, links, n);
}

/* ---- what a letter says ---- */
typedef struct writing { db_tx *tx; const wr_actor *who; const inbound_whole *w; const inbound_step *s; const char *lang; arena *a; letter *l; const records_reason *reasons; size_t n_reasons;
    wr_day first, last; } writing;

static void say(writing *x, const char *text, const char *const *holes) { letter_paragraph(x->l, i18n_fill(x->a, i18n(x->lang, NULL, text), holes)); }
#define HOLES(...) (const char *const[]){ __VA_ARGS__, NULL }
#define NO_HOLES (const char *const[]){ NULL }
static const char *long_day(writing *x, wr_day d) { return i18n_day_long(x->a, x->lang, d); }

static void say_reasons(writing *x)
{
    bool appeal = false;
    for (const char *p = x->s->reasons; *p; ) {
        size_t k = strcspn(p, " ");
        const records_reason *r = records_inbound_reason_in(x->reasons, x->n_reasons, arena_fmt(x->a, "%.*s", (int)k, p));
        if (r) {
            letter_item(x->l, arena_fmt(x->a, "%s (%s)", i18n(x->lang, NULL, r->title), r->citation));
            letter_item_line(x->l, i18n(x->lang, NULL, r->text));
            appeal = appeal || r->appeal;
        }
        p += k;
        p += strspn(p, " ");
    }
    if (*x->s->text) letter_paragraph(x->l, x->s->text);
    if (appeal) say(x, N_("If you do not agree, write to us and say why: the city looks again. You may also ask a court to decide."), NO_HOLES);
}

static void say_coming(writing *x)
{
    if (!day_none(x->s->until)) say(x, N_("The records will come by {day}. If they are many they come in batches, each with a day of its own."), HOLES("day", long_day(x, x->s->until)));
}

static void say_decider(writing *x) { if (*x->s->office) say(x, N_("This was decided by {decider}."), HOLES("decider", x->s->office)); }

static wr_rc say_receipt(writing *x)
{
    const char *code;
    TRY(seal_column_open(x->a, "records_inbound", x->w->of.id, "code", x->w->of.code, &code));
    say(x, N_("Your request for records was received on {day}. It has the number {number}."), HOLES("day", long_day(x, x->w->of.received), "number",
        arena_fmt(x->a, "%lld", (long long)x->w->of.number)));
    say(x, N_("By {first} the city tells you which records it gives. For a reason of the law, and in writing, it may take until {last}."), HOLES("first", long_day(x, x->first),
        "last", long_day(x, x->last)));
    letter_pair(x->l, i18n(x->lang, NULL, N_("Where to look")), mail_link(x->a, x->lang, "/records/city"));
    letter_pair(x->l, i18n(x->lang, NULL, N_("Code")), city_door_said(x->a, code));
    say(x, N_("With this code you see the state of the request and every date, and take what is released. Whoever has the code sees the same, so keep it."), NO_HOLES);
    letter_paragraph(x->l, i18n(x->lang, NULL, N_("You asked for:")));
    letter_paragraph(x->l, x->w->of.text);
    return WR_OK;
}

static void say_files(writing *x)
{
    for (size_t i = 0; i < x->w->n_files; i++) {
        const inbound_file *f = &x->w->files[i];
        if (*f->dropped || !str_eq(f->batch, x->s->of_step)) continue;
        letter_item(x->l, arena_fmt(x->a, "%s, %s", f->name, doc_size_said(x->a, x->lang, f->size)));
        letter_item_line(x->l, arena_fmt(x->a, "SHA-256 %s", f->sha256));
        if (*f->reasons) letter_item_line(x->l, i18n_fill(x->a, i18n(x->lang, NULL, N_("Withheld by: {reasons}")), HOLES("reasons",
            records_inbound_said(x->reasons, x->n_reasons, f->reasons, false, x->lang, x->a))));
    }
}

static wr_rc body(writing *x, int which)
{
    switch (which) {
    case L_RECEIPT: return say_receipt(x);
    case L_ASSISTANCE:
        say(x, N_("So that your request finds what you look for, the city helps as follows."), NO_HOLES);
        letter_paragraph(x->l, x->s->text);
        return WR_OK;
    case L_EXTENSION:
        say(x, N_("The city needs more time for your request. It answers by {day}, for this reason of the law:"), HOLES("day", long_day(x, day_none(x->s->until) ? x->last : x->s->until)));
        break;
    case L_ALL: say(x, N_("The city gives you all the records that you asked for."), NO_HOLES); say_coming(x); break;
    case L_PART: say(x, N_("The city gives you part of the records. The rest is withheld, by:"), NO_HOLES); break;
    case L_DENIAL: say(x, N_("The city does not give you these records. They are withheld, by:"), NO_HOLES); break;
    case L_NONE: say(x, N_("The city searched and holds no such records."), NO_HOLES); break;
    case L_REFERRAL: say(x, N_("Another office holds these records. Please ask there:"), NO_HOLES); break;
    case L_RELEASE: say(x, N_("On {day} the city released these files to you. The code of your receipt opens them."), HOLES("day", long_day(x, x->s->day))); say_files(x); return WR_OK;
    default: say(x, N_("Your request was closed on {day}."), HOLES("day", long_day(x, x->s->day))); break;
    }
    say_reasons(x);
    if (which == L_PART) say_coming(x);
    if (which == L_PART || which == L_DENIAL || which == L_NONE) say_decider(x);
    return WR_OK;
}

static wr_rc compose(db_tx *tx, const wr_actor *who, const in_inbound_letter *in, arena *a, letter **ret, inbound_whole *w)
{
    writing x = { .tx = tx, .who = who, .w = w, .a = a };
    inbound_request q;
    city_row city;
    records_reason *reasons;
    const char *name, *reply;
    int which = -1;
    for (int i = 0; NAMES[i]; i++)
        if (str_eq(NAMES[i], in->letter)) which = i;
    TRY(records_inbound_by(tx, in->number, a, &q));
    TRY(records_inbound_whole(tx, &q, a, w));
    if (which < 0 || !tells(w, which, &x.s)) return wr_fail(arena_err(a), WR_E_MISSING, NULL, N_("This request has no such letter yet."));
    TRY(city_get(tx, a, &city));
    TRY(records_inbound_reasons(tx, a, &reasons, &x.n_reasons));
    x.reasons = reasons;
    TRY(records_inbound_limits(tx, w, a, &x.first, &x.last));
    TRY(records_inbound_open(tx, who, &q, a, &name, &reply));
    x.lang = q.lang;
    x.l = *ret = letter_new(a, q.lang, arena_fmt(a, "%s %lld", i18n(q.lang, NULL, TITLES[which]), (long long)q.number));
    TRY(letter_paper(x.l, tx));
    letter_head(x.l, city.name);
    letter_head(x.l, arena_fmt(a, "%s, %s, %s", city.desk, city.phone, city.email));
    letter_date(x.l, x.s ? x.s->day : q.entered);
    letter_to(x.l, name && *name ? name : i18n(q.lang, NULL, N_("To whoever asked")));
    if (reply && *reply) letter_to(x.l, reply);
    letter_subject(x.l, i18n_fill(a, i18n(q.lang, NULL, N_("Your request for records {number} ({citation})")), HOLES("number", arena_fmt(a, "%lld", (long long)q.number), "citation", i18n(q.lang, NULL, w->law.citation))));
    TRY(body(&x, which));
    letter_sign(x.l, city.desk);
    letter_sign(x.l, city.name);
    return WR_OK;
}

wr_rc records_inbound_show_letter(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_inbound_letter *in = in_;
    inbound_whole w;
    letter *l;
    TRY(compose(ro, who, in, a, &l, &w));
    TRY(page_text(doc, "back_url", records_inbound_url(a, in->number, "")));
    TRY(page_int(doc, "number", in->number));
    TRY(page_text(doc, "txt_url", records_inbound_url(a, in->number, arena_fmt(a, "/letters/%s.txt", in->letter))));
    TRY(page_text(doc, "html_url", records_inbound_url(a, in->number, arena_fmt(a, "/letters/%s.html", in->letter))));
    TRY(page_text(doc, "pdf_url", records_inbound_url(a, in->number, arena_fmt(a, "/letters/%s.pdf", in->letter))));
    TRY(page_text(doc, "title", i18n(who->lang, NULL, N_("A letter to the requester"))));
    return letter_put(l, doc);
}

wr_rc records_inbound_give_letter(db_tx *ro, const wr_actor *who, const void *in_, arena *a, http_out *out)
{
    const in_inbound_letter *in = in_;
    inbound_whole w;
    letter *l;
    const char *text;
    bytes pdf;
    TRY(compose(ro, who, in, a, &l, &w));
    out->file = arena_fmt(a, "%lld-%s.%s", (long long)in->number, in->letter, out->as);
    out->more = false;
    if (str_eq(out->as, "pdf")) {
        TRY(letter_pdf(l, a, &pdf));
        out->type = "application/pdf";
        return out_bytes(out, pdf);
    }
    if (str_eq(out->as, "html")) { TRY(letter_html(l, a, &text)); out->type = "text/html; charset=utf-8"; }
    else TRY(letter_text(l, a, &text));
    return out_bytes(out, (bytes){ (const uint8_t *)text, strlen(text) });
}
