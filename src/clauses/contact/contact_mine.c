/* contact_mine.c -- the reporter's own pages: begin from the card of a facility, go on from the same device or by the code, part by part. */
#include "contact_own.h"

#include <string.h>
#include "day.h"
#include "db.h"
#include "http.h"
#include "i18n.h"
#include "now.h"
#include "screen.h"
#include "str.h"

/* ---- shapes ---- */
typedef struct in_at { const char *token; } in_at;
static const field AT_F[] = { FIELD(in_at, token, t, F_PATH, 24, N_("Card")) };
const shape IN_AT = SHAPE("the card of a facility", in_at, AT_F);
typedef struct in_begin { const char *token, *entry, *path; wr_day day; const char *arrived; bool drill; int request; } in_begin;
static const field BEGIN_F[] = {
    FIELD(in_begin, token,   t, F_HIDE, 24,                      NULL),
    FIELD(in_begin, entry,   t, F_HIDE, 32,                      NULL),
    FIELD(in_begin, path,    t, F_HIDE | F_NULL, FLOW_PATH_MAX,  NULL),
    WORDS_OPT(in_begin, request, contact_requests,               N_("What did they want? Tap one: the report begins")),
    FIELD(in_begin, day,     d, F_NULL, 0,                       N_("Day")),
    FIELD(in_begin, arrived, t, F_NULL, 5,                       N_("They arrived at (for example 14:30)")),
    FIELD(in_begin, drill,   b, 0, 0,                            N_("This is a drill: it counts as training, never as an incident")),
};
const shape IN_BEGIN = SHAPE("begin a report", in_begin, BEGIN_F);
typedef struct in_code { const char *code; } in_code;
static const field CODE_F[] = { FIELD(in_code, code, t, 0, 40, N_("The code of your report")) };
const shape IN_CODE = SHAPE("the code of a report", in_code, CODE_F);
typedef struct in_section { int section; } in_section;
static const field SECTION_F[] = { { "section", 'e', F_PATH, 0, OFF_(in_section, section, e), contact_sections, N_("Part") } };
const shape IN_SECTION = SHAPE("a part of a report", in_section, SECTION_F);

/* Only what was typed freely: an incident number or a badge may have nine digits. */
static const char *personal(const contact_facts *f)
{
    for (size_t i = 0; i < CONTACT_FACTS.n; i++) {
        const field *m = &CONTACT_FACTS.f[i];
        if (m->flags & F_LONG && screen_find(*(const char *const *)(const void *)((const char *)f + m->off), NULL, 0)) return m->name;
    }
    return NULL;
}

wr_rc contact_screened(db_tx *tx, const char *name, const char *text)
{
    return screen_find(text, NULL, 0) ? wr_fail(db_err(tx), WR_E_INPUT, name, contact_wrong_text[WRONG_PERSONAL]) : WR_OK;
}

wr_rc contact_valid(const contact_facts *f, wr_day today, arena *a)
{
    const char *at = personal(f);
    contact_why why = contact_wrong(f, today);
    if (at) return wr_fail(arena_err(a), WR_E_INPUT, at, contact_wrong_text[WRONG_PERSONAL]);
    return why.field ? wr_fail(arena_err(a), WR_E_INPUT, why.field, contact_wrong_text[why.what]) : WR_OK;
}

/* ---- begin ---- */
wr_rc contact_show_start(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    contact_draft d;
    contact_facts f;
    wr_rc rc = contact_draft_here(ro, who, "", a, &d, &f);
    (void)in;
    if (rc != WR_OK && rc != WR_E_MISSING) return rc;
    *arena_err(a) = (wr_err){ 0 };       /* none is no fault here */
    TRY(page_flag(doc, "going", rc == WR_OK));
    TRY(page_text(doc, "title", i18n(who->lang, NULL, N_("Contact reports"))));
    return page_form(doc, "by_code", &(page_form_of){ .action_url = "/contact/mine/open", .in = &IN_CODE, .button = N_("Open my report") }, a);
}

wr_rc contact_show_at(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_at *in = in_;
    city_door door;
    city_place place;
    in_begin row = { .token = in->token, .entry = id_new(a), .path = "", .arrived = "" };
    TRY(city_door_find(ro, in->token, a, &door));
    TRY(city_place_by(ro, door.place, a, &place));
    TRY(page_text(doc, "place", place.name));
    TRY(page_text(doc, "paper_url", arena_fmt(a, "/contact/at/%s/paper", door.token)));
    TRY(page_flag(doc, "bare", true));
    TRY(page_flag(doc, "writes", true));
    TRY(page_text(doc, "token", city_door_said(a, door.token)));
    TRY(page_text(doc, "at_url", arena_fmt(a, "/at/%s", door.token)));
    TRY(page_text(doc, "title", i18n(who->lang, NULL, N_("Write down what happened"))));
    TRY(page_flag(doc, "revoked", !day_none(door.revoked)));
    if (!day_none(door.revoked)) return WR_OK;
    TRY(page_form(doc, "form", &(page_form_of){ .action_url = "/contact/begin", .in = &IN_BEGIN, .row = &row, .button = N_("Begin") }, a));
    TRY(page_hint(doc, "form", "day", N_("It happened earlier? Fill in day and time before you tap.")));
    return page_buttons(doc, "form", "request");
}

wr_rc contact_act_begin(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_begin *in = in_;
    uint8_t id[16];
    city_door door;
    contact_draft d, was;
    contact_facts f;
    const char *token;
    wr_rc rc;
    if (strlen(in->entry) != 32 || !str_unhex(in->entry, id, sizeof id)) return wr_fail(db_err(rw), WR_E_INPUT, "entry", N_("This form is not whole. Please open it again from the card."));
    TRY(city_door_find(rw, in->token, a, &door));
    if (!day_none(door.revoked)) return wr_fail(db_err(rw), WR_E_RULE, "contact.door", N_("This card is no longer valid. Ask your liaison for the new one; who to call still stands on its page."));
    rc = db_one(rw, &CONTACT_DRAFT_BY, a, &was, db_t(in->entry));
    if (rc == WR_OK) return wr_fail(db_err(rw), WR_E_CONFLICT, NULL, N_("This report has begun already. Open it with its code."));
    if (rc != WR_E_MISSING) return rc;
    contact_clear(&f);
    f.path = in->path;
    f.request = in->request;
    f.day = day_none(in->day) ? who->today : in->day;
    f.arrived = *in->arrived || !day_none(in->day) ? in->arrived : contact_time_of(a, who->now);
    TRY(contact_valid(&f, who->today, a));
    TRY(contact_draft_new(rw, who, in->entry, door.place, in->drill, a, &d, &token));
    *ret = (http_go){ .url = "/contact/mine", .id = d.id, .device = token };
    return contact_draft_save(rw, who, &d, &f, a);
}

/* Whoever has the code goes on, and from then this device does. */
wr_rc contact_act_open(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const char *token;
    contact_draft d;
    wr_rc rc = contact_draft_by_code(rw, who, ((const in_code *)in_)->code, a, &d);
    if (rc == WR_E_MISSING) return wr_fail(db_err(rw), WR_E_INPUT, "code", N_("No report has this code. Codes are 16 letters and digits; a report that was not sent ends after 14 days."));
    TRY(rc);
    TRY(contact_draft_device(rw, who, a, &d, &token));
    *ret = (http_go){ .url = *d.report ? "/contact/copy" : "/contact/mine", .id = d.id, .device = token };
    return db_run(rw, &CONTACT_DRAFT_DEVICE, db_t(d.id), db_t(d.device), db_i(who->now));
}

wr_rc contact_act_leave(db_tx *rw, const wr_actor *who, const void *in, arena *a, http_go *ret)
{
    (void)rw; (void)who; (void)in; (void)a;
    *ret = (http_go){ .url = "/contact", .device = "" };
    return WR_OK;
}

/* ---- parts ---- */
typedef struct say_part { const char *part, *part_url; int64_t said; } say_part;
static const field SAY_PART_F[] = {
    FIELD(say_part, part,     t, 0, 0, N_("Part")), FIELD(say_part, part_url, t, 0, 0, N_("Link")), FIELD(say_part, said, i, 0, 0, N_("Answers")),
};
const shape CONTACT_SAY_PART = SHAPE("a part of a report", say_part, SAY_PART_F);
static const field HEAD_F[] = {
    FIELD(contact_head, place,   t, 0, 0,  N_("Facility")),   FIELD(contact_head, code,   t, 0, 0, N_("Code")),
    FIELD(contact_head, number,  i, 0, 0,  N_("Report")),     FIELD(contact_head, drill,  b, 0, 0, N_("Drill")),
    FIELD(contact_head, sent,    b, 0, 0,  N_("Sent")),       FIELD(contact_head, acknowledged, u, F_NULL, 0, N_("Acknowledged")),
    FIELD(contact_head, reviewed, u, F_NULL, 0, N_("Reviewed by the liaison")), FIELD(contact_head, locked, u, F_NULL, 0, N_("Locked")),
    FIELD(contact_head, changed, u, F_NULL, 0, N_("Received")),   FIELD(contact_head, lacks,  t, 0, 0, N_("Needed first")),
};
const shape CONTACT_HEAD = SHAPE("the report of this device", contact_head, HEAD_F);

static wr_rc put_parts(const contact_facts *f, const char *lang, arena *a, json_t *doc)
{
    say_part rows[SECTIONS];
    for (size_t i = 0; i < SECTIONS; i++) {
        const shape *s = &contact_parts[i].of;
        rows[i] = (say_part){ i18n(lang, NULL, contact_parts[i].title), arena_fmt(a, "/contact/mine/%s", contact_sections[i]), 0 };
        for (size_t k = CONTACT_PART_FIRST; k < s->n; k++) rows[i].said += contact_said(&s->f[k], f, a);
    }
    return page_rows(doc, "parts", &CONTACT_SAY_PART, rows, SECTIONS);
}

wr_rc contact_head_of(db_tx *ro, const contact_draft *d, const contact_facts *f, arena *a, contact_head *ret)
{
    city_place place;
    const char *code, *lacks = contact_missing(f);
    contact_report r = { 0 };
    TRY(city_place_by(ro, d->place, a, &place));
    TRY(contact_draft_code(d, a, &code));
    if (*d->report && !d->drill) TRY(contact_report_by_id(ro, d->report, a, &r));
    *ret = (contact_head){ place.name, city_door_said(a, code), r.number, d->drill, *d->report != 0, r.acknowledged, r.reviewed, r.locked, d->changed,
        lacks ? shape_field(&CONTACT_FACTS, lacks)->label : "" };
    return WR_OK;
}

/* A device that has begun nothing sees the same page, empty: it says how a report is begun. */
wr_rc contact_draft_or_none(db_tx *ro, const wr_actor *who, arena *a, json_t *doc, contact_draft *ret, contact_facts *ret_facts, bool *ret_none)
{
    wr_rc rc = contact_draft_here(ro, who, "", a, ret, ret_facts);
    *ret_none = rc == WR_E_MISSING;
    if (rc != WR_E_MISSING) return rc;
    *arena_err(a) = (wr_err){ 0 };
    contact_clear(ret_facts);
    TRY(page_flag(doc, "none", true));
    return page_text(doc, "title", i18n(who->lang, NULL, N_("This device has no report under way")));
}

static const contact_head NOTHING = { .place = "", .code = "", .lacks = "" };
wr_rc contact_put_no_head(json_t *doc) { return page_put(doc, &CONTACT_HEAD, &NOTHING); }

static wr_rc one_button(json_t *doc, const char *key, const char *url, const char *button, arena *a)
{
    return page_form(doc, key, &(page_form_of){ .action_url = url, .in = &PERSON_NOTHING, .button = button }, a);
}

wr_rc contact_show_mine(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    contact_draft d;
    contact_facts f;
    contact_head h;
    bool none;
    (void)in;
    TRY(contact_draft_or_none(ro, who, a, doc, &d, &f, &none));
    TRY(put_parts(&f, who->lang, a, doc));
    TRY(contact_put_others(ro, who, none ? "" : d.id, a, doc));
    if (none) {
        TRY(contact_put_no_head(doc));
        return page_rows(doc, "photos", &DOC_LISTED, NULL, 0);
    }
    TRY(contact_head_of(ro, &d, &f, a, &h));
    TRY(page_put(doc, &CONTACT_HEAD, &h));
    TRY(page_text(doc, "copied_by", f.copied_by));
    TRY(page_text(doc, "written_by", f.reporter_name));
    TRY(page_text(doc, "title", i18n(who->lang, NULL, d.drill ? N_("Your drill") : N_("Your report"))));
    TRY(contact_put_photos(ro, who, d.id, a, doc));
    TRY(contact_put_photo_form(d.id, a, doc));
    TRY(one_button(doc, "leave", "/contact/mine/leave", N_("Leave and clear this device"), a));
    if (*h.lacks || (h.drill && h.sent)) return WR_OK;
    return page_form(doc, "send", &(page_form_of){ .action_url = "/contact/mine/send", .in = &IN_SEND, .row = &d.id, .button = h.sent ? N_("Send what was added") : d.drill ? N_("End the drill") : N_("Send the report") }, a);
}

/* Refs that a select offers: agencies and papers are data. */
static wr_rc offer(db_tx *ro, const wr_actor *who, int section, arena *a, json_t *doc)
{
    page_choice *c;
    size_t n;
    if (section == SECTION_WHAT) {
        TRY(contact_agency_choices(ro, who->lang, a, &c, &n));
        return n ? page_choices(doc, "form", "agency", c, n) : WR_OK;
    }
    if (section == SECTION_PAPERS || section == SECTION_DONE) {
        TRY(contact_guide_choices(ro, who, section, a, &c, &n));
        return n ? page_choices(doc, "form", section == SECTION_PAPERS ? "paper" : "response", c, n) : WR_OK;
    }
    return WR_OK;
}

wr_rc contact_show_section(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_section *in = in_;
    const contact_part *part = &contact_parts[in->section];
    contact_draft d;
    contact_facts f;
    pair *typed;
    size_t n;
    bool none;
    TRY(contact_draft_or_none(ro, who, a, doc, &d, &f, &none));
    if (none) return WR_OK;
    f.section = in->section;
    f.entry = d.id;
    typed = contact_pairs(&part->of, &f, a, &n);
    TRY(page_text(doc, "title", i18n(who->lang, NULL, part->title)));
    TRY(page_form(doc, "form", &(page_form_of){ .action_url = arena_fmt(a, "/contact/mine/%s/save", contact_sections[in->section]), .in = &part->of,
        .typed = typed, .typed_n = n, .button = N_("Save and go back") }, a));
    return offer(ro, who, in->section, a, doc);
}

wr_rc contact_act_save(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const contact_facts *in = in_;
    const shape *part = &contact_parts[in->section].of;
    contact_draft d;
    contact_facts f;
    TRY(contact_draft_here(rw, who, in->entry, a, &d, &f));
    contact_overlay(part, in, &f);
    TRY(contact_valid(&f, who->today, a));
    *ret = (http_go){ .url = "/contact/mine", .id = d.id };
    return contact_draft_save(rw, who, &d, &f, a);
}
