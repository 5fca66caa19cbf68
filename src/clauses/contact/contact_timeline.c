/* contact_timeline.c -- everything that happened to a report, from its rows: who filed, changed, opened and exported it, when and why. It says
 * what changed and never to what; of what is restricted, only that it changed. */
#include "contact_own.h"

#include <stdlib.h>
#include "db.h"
#include "i18n.h"
#include "str.h"

typedef struct moment { wr_us at; const char *who, *what, *text; size_t nth; } moment;
static const field MOMENT_F[] = {
    FIELD(moment, at,   u, 0, 0, N_("When")), FIELD(moment, who,  t, 0, 0, N_("Who")),
    FIELD(moment, what, t, 0, 0, N_("What")), FIELD(moment, text, t, 0, 0, N_("More")),
};
const shape CONTACT_MOMENT = SHAPE("a moment of a report", moment, MOMENT_F);
typedef struct said { const char *key, *text; } said;
static const said EVENTS[] = { { "contact.filed", N_("The report came in") }, { "contact.added_to", N_("The reporter added to it") },
    { "contact.acknowledged", N_("Acknowledged") }, { "contact.escalated", N_("Nobody had acknowledged it: more people were told") },
    { "contact.reviewed", N_("Reviewed by the liaison") }, { "contact.counselled", N_("Counsel wrote down advice") },
    { "contact.published", N_("The summary was changed") }, { "contact.locked", N_("Locked") },
    { "contact.amended", N_("What is counted was put right") }, { NULL, "" } };
static const said GRANTS[] = { { "record", N_("Opened the record") }, { "record restricted", N_("Opened what is restricted") },
    { "record privileged", N_("Opened the advice of counsel") }, { "export", N_("Exported it for a records answer") },
    { DOC_COPY, N_("Downloaded a photo") }, { DOC_ORIGINAL, N_("Downloaded the original of a photo") }, { NULL, N_("Opened it") } };
static const said NOBODY[] = { { "clock", N_("the clock") }, { "operator", N_("the operator") }, { "public", N_("the reporter") }, { NULL, N_("no longer known") } };

static const char *of(const said *s, const char *key)
{
    while (s->key && !str_eq(s->key, key)) s++;
    return s->text;
}

typedef struct telling { arena *a; const char *lang; const person_account *people; size_t n_people; moment *at; size_t n, room; } telling;

static void tell(telling *t, wr_us at, const char *by, const char *what, const char *text)
{
    const char *name = person_name_of(t->people, t->n_people, by);
    if (t->n == t->room) return;
    t->at[t->n] = (moment){ at, *name ? name : i18n(t->lang, NULL, of(NOBODY, by)), i18n(t->lang, NULL, what), text, t->n };
    t->n++;
}

static void also(strbuf *b, const char *text) { sb_fmt(b, "%s%s", b->n ? ", " : "", text); }

/* The labels of the facts that differ. */
static void differing(const telling *t, const char *was, const char *now, strbuf *b)
{
    contact_facts f, g;
    contact_clear(&f);
    contact_clear(&g);
    if (contact_read(was, t->a, &f) != WR_OK || contact_read(now, t->a, &g) != WR_OK) return;
    for (size_t i = 0; i < CONTACT_FACTS.n; i++) {
        const field *m = &CONTACT_FACTS.f[i];
        if (m->label && !str_eq(shape_get(m, &f, t->a), shape_get(m, &g, t->a))) also(b, i18n(t->lang, NULL, m->label));
    }
}

/* What an event of the report changed, in words. facts: as they were before; becomes what they are. */
static const char *changed(const telling *t, const history_event *e, const char **facts)
{
    static const char *const TOLD[] = { "restricted", "privileged", "publishable", "redaction" };
    strbuf b = sb_new(t->a, 100);
    json_t *doc = json_loads(e->value, 0, NULL);
    const char *now = json_string_value(json_object_get(doc, "facts"));
    bool first = !**facts;
    if (now && !first) differing(t, *facts, now, &b);
    for (size_t i = 0; i < sizeof TOLD / sizeof *TOLD && !first; i++)
        if (json_object_get(doc, TOLD[i])) also(&b, i18n(t->lang, NULL, shape_field(&CONTACT_REPORT, TOLD[i])->label));
    if (now) *facts = arena_dup(t->a, now);
    json_decref(doc);
    return b.p;
}

static const char *value_said(const telling *t, const field *f, const json_t *v)
{
    if (f->type == 'b') return i18n(t->lang, NULL, json_is_true(v) ? N_("yes") : N_("no"));
    if (f->type == 'e') return i18n_word(t->a, t->lang, json_string_value(v));
    if (json_is_integer(v)) return arena_fmt(t->a, "%lld", (long long)json_integer_value(v));
    return json_is_string(v) && json_string_length(v) ? arena_dup(t->a, json_string_value(v)) : i18n(t->lang, NULL, N_("nothing"));
}

/* Of an amendment, what every list of reports shows: from what to what. row: the report before it. */
static const char *counted(const telling *t, const json_t *row, const json_t *doc)
{
    strbuf b = sb_new(t->a, 100);
    for (size_t i = 0; i < CONTACT_LINE.n; i++) {
        const field *f = shape_field(&CONTACT_REPORT, CONTACT_LINE.f[i].name);
        const json_t *was = f ? json_object_get(row, f->name) : NULL, *now = f ? json_object_get(doc, f->name) : NULL;
        if (was && now) also(&b, arena_fmt(t->a, "%s: %s → %s", i18n(t->lang, NULL, f->label), value_said(t, f, was), value_said(t, f, now)));
    }
    return b.p;
}

static wr_rc tell_report(db_tx *ro, telling *t, const char *id)
{
    history_event *e;
    const char *facts = "";
    json_t *row = json_object();
    size_t n;
    arena_on_end(t->a, (void (*)(void *))json_decref, row);
    TRY(history_events(ro, &CONTACT_REPORTS, id, t->a, &e, &n));
    for (size_t i = 0; i < n; i++) {
        json_t *doc = json_loads(e[i].value, 0, NULL);
        const char *text = changed(t, &e[i], &facts);
        if (str_eq(e[i].what, "contact.amended")) text = counted(t, row, doc);
        tell(t, e[i].at, e[i].who, of(EVENTS, e[i].what), text);
        (void)json_object_update(row, doc);
        json_decref(doc);
    }
    return WR_OK;
}

static wr_rc tell_grants(db_tx *ro, telling *t, const char *about)
{
    seal_grant *g;
    size_t n;
    TRY(seal_grants_of(ro, about, t->a, &g, &n));
    for (size_t i = n; i-- > 0; ) tell(t, g[i].asked, g[i].who, of(GRANTS, g[i].fields), i18n(t->lang, NULL, g[i].reason));
    return WR_OK;
}

static wr_rc tell_rest(db_tx *ro, telling *t, const char *id)
{
    contact_amendment *m;
    mail_told *mails;
    size_t n;
    TRY(contact_amendments(ro, id, t->a, &m, &n));
    for (size_t i = 0; i < n; i++)
        tell(t, m[i].signed_at, m[i].signed_by, N_("Amended"), arena_fmt(t->a, "%s: %s", i18n(t->lang, NULL, contact_amend_label(m[i].field)), m[i].reason));
    TRY(tell_grants(ro, t, id));
    TRY(mail_about(ro, id, t->a, &mails, &n));
    for (size_t i = 0; i < n; i++) {
        const char *const holes[] = { "name", mails[i].name, "state", i18n_word(t->a, t->lang, mails[i].state), NULL };
        tell(t, mails[i].made, "clock", N_("A mail was written"), i18n_fill(t->a, i18n(t->lang, NULL, N_("to {name}: {state}")), holes));
    }
    return WR_OK;
}

static wr_rc tell_photos(db_tx *ro, const wr_actor *who, telling *t, const char *entry)
{
    doc_listed *photos;
    size_t n;
    TRY(doc_files_of(ro, who, entry, true, t->a, &photos, &n));
    for (size_t i = 0; i < n; i++) {
        tell(t, photos[i].at, photos[i].who, N_("A photo was added"), "");
        TRY(tell_grants(ro, t, photos[i].id));
    }
    return WR_OK;
}

static int by_time(const void *x, const void *y)
{
    const moment *p = x, *q = y;
    if (p->at != q->at) return p->at < q->at ? -1 : 1;
    return p->nth < q->nth ? -1 : 1;
}

wr_rc contact_show_timeline(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    enum { MOMENTS_MAX = 5000 };
    contact_report r;
    person_account *people;
    telling t = { .a = a, .lang = who->lang, .room = MOMENTS_MAX };
    TRY(contact_report_by_number(ro, ((const in_report *)in_)->number, a, &r));
    TRY(person_list(ro, a, &people, &t.n_people));
    t.people = people;
    t.at = arena_array(a, moment, MOMENTS_MAX);
    TRY(tell_report(ro, &t, r.id));
    TRY(tell_rest(ro, &t, r.id));
    TRY(tell_photos(ro, who, &t, r.entry));
    qsort(t.at, t.n, sizeof *t.at, by_time);
    TRY(contact_put_head(ro, who, &r, a, doc));
    TRY(page_text(doc, "report_url", arena_fmt(a, "/contact/reports/%lld", (long long)r.number)));
    return page_rows(doc, "moments", &CONTACT_MOMENT, t.at, t.n);
}
