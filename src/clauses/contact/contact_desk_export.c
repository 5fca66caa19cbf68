/* contact_desk_export.c -- a report as it leaves the city in answer to a records request: without what is restricted and without the advice
 * of counsel; both are marked as withheld, with the reason. Who takes it says for which request, and that is recorded. */
#include "contact_own.h"

#include "db.h"
#include "http.h"
#include "i18n.h"
#include "str.h"

typedef struct in_take { int64_t number; const char *reason; } in_take;
static const field TAKE_F[] = { FIELD(in_take, number, i, 0, 0, N_("Report number")),
    FIELD(in_take, reason, t, 0, SEAL_REASON_MAX, N_("For which request, and who asked")) };
const shape IN_CONTACT_TAKE = SHAPE("a report for an answer", in_take, TAKE_F);

wr_rc contact_show_exports(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    (void)ro; (void)in;
    TRY(page_text(doc, "title", i18n(who->lang, NULL, N_("Contact reports for a records answer"))));
    return page_form(doc, "form", &(page_form_of){ .action_url = "/contact/exports/take", .in = &IN_CONTACT_TAKE, .button = N_("Take it") }, a);
}

wr_rc contact_act_take(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_take *in = in_;
    contact_report r;
    wr_rc rc = contact_report_by_number(rw, in->number, a, &r);
    if (rc == WR_E_MISSING) return wr_fail(db_err(rw), WR_E_INPUT, "number", N_("No report has this number."));
    TRY(rc);
    *ret = (http_go){ .url = arena_fmt(a, "/contact/reports/%lld/export", (long long)r.number), .id = r.id };
    return seal_grant_ask(rw, who, r.id, "export", in->reason, a);
}

/* Facts that are shut say so in words, also as data. */
static wr_rc mark(const char *lang, json_t *doc)
{
    size_t i, k;
    json_t *part, *fact;
    json_array_foreach(json_object_get(doc, "parts"), i, part)
        json_array_foreach(json_object_get(part, "facts"), k, fact)
            if (json_is_true(json_object_get(fact, "shut"))) TRY(page_text(fact, "text", i18n(lang, NULL, N_("withheld"))));
    return WR_OK;
}

static wr_rc fill(db_tx *ro, const wr_actor *who, const contact_report *r, arena *a, json_t *doc)
{
    TRY(contact_put_head(ro, who, r, a, doc));
    TRY(contact_put_record(ro, who, r, false, a, doc));
    TRY(page_text(doc, "why", *r->redaction ? r->redaction : i18n(who->lang, NULL, N_("The reason is not written yet: the liaison or counsel writes it in the review."))));
    TRY(page_flag(doc, "advised", r->privileged.n > 0));
    return mark(who->lang, doc);
}

static wr_rc taken(db_tx *ro, const wr_actor *who, int64_t number, arena *a, contact_report *ret, wr_us *ret_until)
{
    TRY(contact_report_by_number(ro, number, a, ret));
    return seal_granted_until(ro, who, ret->id, "export", a, ret_until);
}

wr_rc contact_show_export(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    contact_report r;
    wr_us until;
    TRY(taken(ro, who, ((const in_report *)in_)->number, a, &r, &until));
    if (until) {
        TRY(page_text(doc, "text_url", arena_fmt(a, "/contact/reports/%lld/export.txt", (long long)r.number)));
        return fill(ro, who, &r, a, doc);
    }
    TRY(contact_put_head(ro, who, &r, a, doc));
    TRY(contact_put_shut(doc));
    return page_form(doc, "form", &(page_form_of){ .action_url = "/contact/exports/take", .in = &IN_CONTACT_TAKE, .row = &(in_take){ r.number, "" }, .button = N_("Take it") }, a);
}

static const char *text_of(const json_t *row, const char *key)
{
    const char *s = json_string_value(json_object_get(row, key));
    return s ? s : "";
}

static void line(strbuf *b, const char *lang, const char *label, const char *text) { sb_fmt(b, "%s: %s\n", i18n(lang, NULL, label), text); }

static void print(const json_t *doc, const contact_report *r, const char *lang, arena *a, strbuf *b)
{
    size_t i, k;
    json_t *part, *fact, *m;
    line(b, lang, N_("Report"), arena_fmt(a, "%lld", (long long)r->number));
    line(b, lang, N_("Facility"), text_of(doc, "name"));
    line(b, lang, N_("Department"), i18n(lang, NULL, text_of(doc, "body")));
    if (*r->publishable) line(b, lang, N_("Summary that may be published"), r->publishable);
    line(b, lang, N_("Why the rest is withheld"), text_of(doc, "why"));
    json_array_foreach(json_object_get(doc, "parts"), i, part) {
        sb_fmt(b, "\n%s\n", i18n(lang, NULL, text_of(part, "title")));
        json_array_foreach(json_object_get(part, "facts"), k, fact) line(b, lang, text_of(fact, "label"), text_of(fact, "text"));
    }
    json_array_foreach(json_object_get(doc, "amendments"), i, m) {
        bool shut = json_is_true(json_object_get(m, "shut"));
        sb_fmt(b, "%s%s: %s: %s\n", i ? "" : "\n", i18n(lang, NULL, N_("Amended")), i18n(lang, NULL, text_of(m, "label")), shut ? i18n(lang, NULL, N_("withheld")) : text_of(m, "text"));
        if (!shut && *text_of(m, "was")) line(b, lang, N_("As it was reported"), text_of(m, "was"));
    }
    if (r->privileged.n) sb_fmt(b, "\n%s: %s\n", i18n(lang, NULL, N_("Advice of counsel")), i18n(lang, NULL, N_("withheld, privileged")));
}

wr_rc contact_give_export(db_tx *ro, const wr_actor *who, const void *in_, arena *a, http_out *out)
{
    contact_report r;
    wr_us until;
    json_t *doc = json_object();
    strbuf b = sb_new(a, 4000);
    arena_on_end(a, (void (*)(void *))json_decref, doc);
    TRY(taken(ro, who, ((const in_report *)in_)->number, a, &r, &until));
    if (!until) return wr_fail(arena_err(a), WR_E_DENIED, NULL, N_("Say first for which request you take this report."));
    TRY(fill(ro, who, &r, a, doc));
    print(doc, &r, who->lang, a, &b);
    out->file = arena_fmt(a, "contact-report-%lld.txt", (long long)r.number);
    out->more = false;
    return out_bytes(out, (bytes){ (const uint8_t *)b.p, b.n });
}
