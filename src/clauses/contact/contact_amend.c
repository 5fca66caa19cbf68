/* contact_amend.c -- amendments: after a report is locked its words stay, and what is put right stands under them, signed, with a reason.
 * Whoever signs has shown within ten minutes who they are (HTTP_SURE). An amendment of what is restricted is sealed like it. */
#include "contact_follow.h"

#include <string.h>
#include "day.h"
#include "db.h"
#include "i18n.h"
#include "now.h"
#include "screen.h"
#include "str.h"

enum { AMENDMENTS_MAX = 500 };
static const char NOTE[] = "note";                     /* of no fact: something that no field holds */
static const field AMENDMENT_F[] = {
    FIELD(contact_amendment, id,        t, F_HIDE, 32,   NULL),
    FIELD(contact_amendment, report,    t, F_HIDE, 32,   NULL),
    FIELD(contact_amendment, field,     t, 0, 40,        N_("What is amended")),
    FIELD(contact_amendment, value,     t, F_LONG, 8000, N_("What is right")),
    FIELD(contact_amendment, sealed,    x, F_RESTRICTED, 0, N_("What is right, restricted")),
    FIELD(contact_amendment, reason,    t, F_LONG, 500,  N_("Why")),
    FIELD(contact_amendment, signed_by, t, F_HIDE, 80,   NULL),
    FIELD(contact_amendment, signed_at, u, 0, 0,         N_("Signed")),
};
static const shape AMENDMENT = SHAPE("contact_amendment", contact_amendment, AMENDMENT_F);
typedef struct amended { const char *label, *was, *text; bool shut; const char *reason, *name; wr_us at; } amended;
static const field AMENDED_F[] = {
    FIELD(amended, label,  t, 0, 0, N_("What is amended")), FIELD(amended, was,  t, 0, 0, N_("As it was reported")),
    FIELD(amended, text,   t, 0, 0, N_("What is right")),   FIELD(amended, shut, b, 0, 0, N_("Restricted")),
    FIELD(amended, reason, t, 0, 0, N_("Why")),             FIELD(amended, name, t, 0, 0, N_("Signed by")),
    FIELD(amended, at,     u, 0, 0, N_("Signed")),
};
const shape CONTACT_AMENDED = SHAPE("an amendment of a report", amended, AMENDED_F);
typedef struct in_which { int64_t number; const char *field; } in_which;
static const field WHICH_F[] = { FIELD(in_which, number, i, F_PATH, 0, N_("Report")), FIELD(in_which, field, t, F_NULL, 40, N_("What is amended")) };
const shape IN_CONTACT_WHICH = SHAPE("what of a report", in_which, WHICH_F);
typedef struct in_amend { int64_t number; const char *field, *value, *reason; } in_amend;
static const field AMEND_F[] = {
    FIELD(in_amend, number, i, F_PATH, 0,               N_("Report")),
    FIELD(in_amend, field,  t, F_HIDE, 40,              N_("What is amended")),
    FIELD(in_amend, value,  t, F_NULL | F_LONG, 8000,   N_("What is right")),
    FIELD(in_amend, reason, t, F_LONG, 500,             N_("Why")),
};
const shape IN_CONTACT_AMEND = SHAPE("an amendment", in_amend, AMEND_F);

const db_query CONTACT_AMENDMENT_ADD = HISTORY_ADD("contact_amendment"), CONTACT_AMENDMENT_PAST = HISTORY_PAST("contact_amendment"),
    CONTACT_AMENDMENT_WALK = HISTORY_WALK("contact_amendment");
const db_query CONTACT_AMENDMENT_PUT = { "contact_amendment_put", "ttttxttu", NULL, "INSERT INTO contact_amendment (id, report, field, value, sealed, reason,"
    " signed_by, signed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING" };
const db_query CONTACT_AMENDMENT_OF = { "contact_amendment_of", "t", &AMENDMENT, "SELECT id, report, field, value, sealed, reason, signed_by, signed_at"
    " FROM contact_amendment WHERE report = $1 ORDER BY signed_at, id" };
const history CONTACT_AMENDMENTS = { "contact_amendment", &AMENDMENT, &CONTACT_AMENDMENT_ADD, &CONTACT_AMENDMENT_PAST, &CONTACT_AMENDMENT_PUT,
    &CONTACT_AMENDMENT_WALK, .delicate = true };

/* Filled in by the guide, put right by people. */
static const char TIMES[] = "path_times";

/* NULL: no fact of a report has this name, or none that people fill in. */
static const field *fact_of(const char *name)
{
    const field *f = shape_field(&CONTACT_FACTS, name);
    return f && (f->label || str_eq(name, TIMES)) ? f : NULL;
}

const char *contact_amend_label(const char *name)
{
    const field *f = fact_of(name);
    return !f ? N_("Something that no field holds") : f->label ? f->label : N_("When which step of the guide was answered: n0 10:02, n2 10:04");
}

wr_rc contact_amendments(db_tx *ro, const char *report, arena *a, contact_amendment **ret, size_t *ret_n)
{
    return db_all(ro, &CONTACT_AMENDMENT_OF, a, AMENDMENTS_MAX, ret, ret_n, db_t(report));
}

static void put_right(const field *f, const char *value, arena *a, contact_facts *in_out)
{
    const shape one = { "a fact", sizeof *in_out, 1, f };
    contact_facts none;
    contact_clear(&none);
    contact_overlay(&one, &none, in_out);
    if (*value) (void)shape_set(f, in_out, value, a);      /* it was looked at when it was signed */
}

wr_rc contact_amended(db_tx *tx, const char *report, bool restricted, arena *a, contact_facts *in_out)
{
    contact_amendment *m;
    size_t n;
    TRY(contact_amendments(tx, report, a, &m, &n));
    for (size_t i = 0; i < n; i++) {
        const field *f = fact_of(m[i].field);
        const char *value = m[i].value;
        if (!f || (f->flags & F_RESTRICTED && !restricted)) continue;
        if (m[i].sealed.n) TRY(seal_column_open(a, "contact_amendment", m[i].id, "sealed", m[i].sealed, &value));
        put_right(f, value, a, in_out);
    }
    return WR_OK;
}

/* ---- the deed ---- */
static bool same(const contact_report *r, const contact_report *now, arena *a)
{
    for (size_t i = 0; i < CONTACT_REPORT.n; i++)
        if (!str_eq(shape_get(&CONTACT_REPORT.f[i], r, a), shape_get(&CONTACT_REPORT.f[i], now, a))) return false;
    return true;
}

/* What is listed and counted is what is right now; what was reported stays in the facts, in the history and on the timeline. What the
 * report asks for afterwards may be more than before. */
static wr_rc count_anew(db_tx *rw, const wr_actor *who, const contact_report *r, const field *f, arena *a)
{
    contact_report now = *r;
    contact_facts facts;
    const char *lacks;
    TRY(contact_current(rw, r, CONTACT_OPEN, a, &facts));
    lacks = contact_missing(&facts);
    if (lacks && str_eq(lacks, f->name)) return wr_fail(db_err(rw), WR_E_INPUT, "value", N_("A report cannot be without this. Say what is right."));
    contact_columns(&facts, &now);
    if (str_eq(f->name, "response")) {
        now.departs = false;
        TRY(contact_ask_guide(rw, r->filed, &facts, a, &now));
    }
    if (!same(r, &now, a)) TRY(contact_report_save(rw, who, "contact.amended", r, &now, a));
    return contact_follow_open(rw, who, &now, a);
}

/* Times of steps are looked at with the path that they are of. */
static wr_rc fits(db_tx *rw, const contact_report *r, const field *f, const char *value, wr_day today, arena *a)
{
    contact_facts facts;
    const char *text;
    contact_why why;
    contact_clear(&facts);
    if (f && str_eq(f->name, TIMES)) {
        contact_facts now;
        TRY(contact_current(rw, r, CONTACT_OPEN, a, &now));
        facts.path = now.path;
    }
    if (f && *value && (text = shape_set(f, &facts, value, a))) return wr_fail(db_err(rw), WR_E_INPUT, "value", text);
    why = contact_wrong(&facts, today);
    return why.field ? wr_fail(db_err(rw), WR_E_INPUT, "value", contact_wrong_text[why.what]) : WR_OK;
}

wr_rc contact_amend(db_tx *rw, const wr_actor *who, const contact_report *r, const char *name, const char *value, const char *reason, arena *a)
{
    const field *f = fact_of(name);
    contact_amendment m = { .id = id_new(a), .report = r->id, .field = name, .value = value, .reason = reason, .signed_by = who->by, .signed_at = who->now }, *before;
    size_t n;
    if (!r->locked) return wr_fail(db_err(rw), WR_E_RULE, "contact.unlocked", N_("Only a locked report is amended. Until then its reporter adds to it by the code."));
    if (!f && !str_eq(name, NOTE)) return wr_fail(db_err(rw), WR_E_INPUT, "field", N_("A report has no such field."));
    if (!f && !*value) return wr_fail(db_err(rw), WR_E_INPUT, "value", N_("Say what is to be added."));
    TRY(fits(rw, r, f, value, who->today, a));
    TRY(contact_screened(rw, "value", value));
    TRY(contact_screened(rw, "reason", reason));
    if (f && f->flags & F_RESTRICTED) {
        m.value = "";
        TRY(seal_column(a, "contact_amendment", m.id, "sealed", value, &m.sealed));
    }
    TRY(contact_amendments(rw, r->id, a, &before, &n));
    if (n && before[n - 1].signed_at >= m.signed_at) m.signed_at = before[n - 1].signed_at + 1;   /* the later one counts, also by a clock that went back */
    TRY(history_add(rw, who, &CONTACT_AMENDMENTS, "contact.amended", who->today, NULL, &m, a));
    return f && !(f->flags & F_RESTRICTED) ? count_anew(rw, who, r, f, a) : WR_OK;
}

wr_rc contact_act_amend(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_amend *in = in_;
    contact_report r;
    TRY(contact_report_by_number(rw, in->number, a, &r));
    *ret = (http_go){ .url = arena_fmt(a, "/contact/reports/%lld", (long long)in->number), .id = r.id };
    return contact_amend(rw, who, &r, in->field, in->value, in->reason, a);
}

/* ---- shown ---- */
/* A value as a person reads it. */
static const char *said(const field *f, const char *value, const char *lang, arena *a) { return f && f->words && *value ? i18n_word(a, lang, value) : value; }

static wr_rc amended_of(const contact_amendment *m, const contact_facts *f, bool restricted, const char *lang, arena *a, amended *ret)
{
    const field *of = fact_of(m->field);
    const char *text = m->value;
    bool shut = of && of->flags & F_RESTRICTED && !restricted;
    if (!shut && m->sealed.n) TRY(seal_column_open(a, "contact_amendment", m->id, "sealed", m->sealed, &text));
    *ret = (amended){ .label = contact_amend_label(m->field), .was = !shut && of && contact_said(of, f, a) ? said(of, shape_get(of, f, a), lang, a) : "",
        .text = shut ? "" : said(of, text, lang, a), .shut = shut, .reason = m->reason, .at = m->signed_at };
    return WR_OK;
}

/* Under each fact that was put right, what was reported; and all of them once more in a list, also those of facts that were not said. */
wr_rc contact_put_amendments(db_tx *ro, const char *report, const contact_facts *f, bool restricted, const char *lang, arena *a, json_t *doc)
{
    contact_amendment *all;
    amended *rows;
    person_account *people;
    size_t n, n_people, i, k;
    json_t *part, *fact;
    TRY(contact_amendments(ro, report, a, &all, &n));
    TRY(person_list(ro, a, &people, &n_people));
    rows = arena_array(a, amended, n + 1);
    for (i = 0; i < n; i++) {
        TRY(amended_of(&all[i], f, restricted, lang, a, &rows[i]));
        rows[i].name = person_name_of(people, n_people, all[i].signed_by);
    }
    TRY(page_rows(doc, "amendments", &CONTACT_AMENDED, rows, n));
    json_array_foreach(json_object_get(doc, "parts"), i, part)
        json_array_foreach(json_object_get(part, "facts"), k, fact) {
            amended here[16];
            size_t m = 0;
            for (size_t j = 0; j < n && m < 16; j++)
                if (str_eq(rows[j].label, json_string_value(json_object_get(fact, "label")))) here[m++] = rows[j];
            TRY(page_rows(fact, "amended", &CONTACT_AMENDED, here, m));
        }
    return WR_OK;
}

/* ---- the form ---- */
static wr_rc put_fields(const char *chosen, bool walked, const char *lang, arena *a, json_t *doc)
{
    page_choice *c = arena_array(a, page_choice, CONTACT_FACTS.n + 2);
    size_t n = 0;
    for (size_t i = 0; i < SECTIONS; i++)
        for (size_t k = CONTACT_PART_FIRST; k < contact_parts[i].of.n; k++) {
            const field *f = &contact_parts[i].of.f[k];
            if (f->label) c[n++] = (page_choice){ f->name, i18n(lang, NULL, f->label) };
        }
    if (walked) c[n++] = (page_choice){ TIMES, i18n(lang, NULL, contact_amend_label(TIMES)) };
    c[n++] = (page_choice){ NOTE, i18n(lang, NULL, contact_amend_label(NOTE)) };
    return contact_put_choices(doc, "fields", c, n, chosen, a);
}

/* What the form of a report offers is offered here, too: what is signed is counted. */
static wr_rc put_words(db_tx *ro, const wr_actor *who, const field *f, arena *a, json_t *doc)
{
    const char *lang = who->lang;
    page_choice *c = NULL;
    size_t n = 0;
    if (f && str_eq(f->name, "agency")) TRY(contact_agency_choices(ro, lang, a, &c, &n));
    if (f && (str_eq(f->name, "paper") || str_eq(f->name, "response")))
        TRY(contact_guide_choices(ro, who, *f->name == 'p' ? SECTION_PAPERS : SECTION_DONE, a, &c, &n));
    if (n) return page_choices(doc, "form", "value", c, n);
    if (!f || !f->words) return WR_OK;
    while (f->words[n]) n++;
    c = arena_array(a, page_choice, n + 1);
    for (size_t i = 0; i < n; i++) c[i] = (page_choice){ f->words[i], i18n_word(a, lang, f->words[i]) };
    return page_choices(doc, "form", "value", c, n);
}

/* First what is to be put right, then its form, with what stands there now. */
wr_rc contact_show_amend(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_which *in = in_;
    const field *f = fact_of(in->field);
    contact_report r;
    contact_facts facts;
    contact_live live;
    bool shut, known = f || str_eq(in->field, NOTE);
    TRY(contact_report_by_number(ro, in->number, a, &r));
    TRY(contact_live_of(ro, who, r.id, a, &live));
    TRY(contact_current(ro, &r, live.restricted ? CONTACT_RESTRICTED : CONTACT_OPEN, a, &facts));
    shut = !live.record || (f && f->flags & F_RESTRICTED && !live.restricted);
    TRY(page_text(doc, "title", i18n_fill(a, i18n(who->lang, NULL, N_("Amend report {number}")), (const char *const[]){ "number", arena_fmt(a, "%lld", (long long)r.number), NULL })));
    TRY(page_text(doc, "report_url", arena_fmt(a, "/contact/reports/%lld", (long long)r.number)));
    TRY(page_text(doc, "amend_url", arena_fmt(a, "/contact/reports/%lld/amend", (long long)r.number)));
    TRY(page_flag(doc, "unlocked", !r.locked));
    TRY(page_flag(doc, "shut", shut));
    TRY(page_text(doc, "label", known ? contact_amend_label(in->field) : ""));
    TRY(page_text(doc, "was", f && !shut && contact_said(f, &facts, a) ? said(f, shape_get(f, &facts, a), who->lang, a) : ""));
    TRY(put_fields(in->field, *facts.path != 0, who->lang, a, doc));
    if (!known || !r.locked) return WR_OK;
    TRY(page_form(doc, "form", &(page_form_of){ .action_url = arena_fmt(a, "/contact/reports/%lld/amend/sign", (long long)r.number), .in = &IN_CONTACT_AMEND,
        .row = &(in_amend){ r.number, in->field, "", "" }, .button = N_("Sign the amendment") }, a));
    TRY(page_hint(doc, "form", "value", N_("Left open: nothing of this was so.")));
    return put_words(ro, who, f, a, doc);
}
