/* counter_edit_approve.c -- counsel approves the words of the draft; one person asks, another publishes; and every version with who made it. */
#include "counter_edit_own.h"

#include <string.h>
#include "http.h"
#include "i18n.h"
#include "page.h"
#include "person.h"
#include "str.h"

typedef struct in_approve { const char *sha256, *note; } in_approve;
static const field APPROVE_F[] = { FIELD(in_approve, sha256, t, F_HIDE, 64, NULL), FIELD(in_approve, note, t, F_NULL, 300, N_("Note")) };
const shape IN_EDIT_APPROVE = SHAPE("approve the words of a draft", in_approve, APPROVE_F);
typedef struct in_ask { const char *sha256; wr_day from; const char *note; } in_ask;
static const field ASK_F[] = { FIELD(in_ask, sha256, t, F_HIDE, 64, NULL), FIELD(in_ask, from, d, 0, 0, N_("Holds from")), FIELD(in_ask, note, t, F_NULL, 300, N_("What changes, in a sentence")) };
const shape IN_EDIT_ASK = SHAPE("ask for a version to be published", in_ask, ASK_F);
typedef struct in_compare { int64_t was, now; } in_compare;
static const field COMPARE_F[] = { FIELD(in_compare, was, i, F_NULL, 9999, N_("Older version")), FIELD(in_compare, now, i, F_NULL, 9999, N_("Newer version, 0 for the draft")) };
const shape IN_EDIT_COMPARE = SHAPE("two versions", in_compare, COMPARE_F);
static const field VERSION_F[] = { FIELD(edit_version, number, i, 0, 0, N_("Version")), FIELD(edit_version, from, d, 0, 0, N_("Holds from")), FIELD(edit_version, since, u, 0, 0, N_("In force since")),
    FIELD(edit_version, editors, t, F_NULL, 400, N_("Changed by")), FIELD(edit_version, counsel, t, 0, 120, N_("Counsel")), FIELD(edit_version, counsel_day, d, 0, 0, N_("Approved by counsel")),
    FIELD(edit_version, approver, t, 0, 120, N_("Second approver")), FIELD(edit_version, note, t, F_NULL, 300, N_("Note")), FIELD(edit_version, compare_url, t, F_HIDE | F_NULL, 120, NULL) };
const shape EDIT_VERSION = SHAPE("a version and who made it", edit_version, VERSION_F);

const pair_kind counter_pairs[] = {
    { "flow.publish", N_("Publish a version of the guide"), "guide.publish", &FLOW_ASKED, 14 * 24, flow_run_publish, "/counter/edit/approval" }, { 0 } };

/* ---- approval ---- */

wr_rc edit_show_approval(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    edit_view v;
    flow_listed *listed;
    size_t n, fresh = 0;
    bool holds, may = rights_has(who->rights, "guide.counsel") != RIGHT_NONE;
    (void)in;
    TRY(edit_see(ro, who, a, &v));
    n = flow_listed_in(&v.last, &v.draft, a, &listed);
    for (size_t i = 0; i < n; i++) fresh += listed[i].fresh;
    TRY(page_text(doc, "title", i18n(v.lang, NULL, N_("Approve the words of the guide"))));
    TRY(page_int(doc, "number", v.last.number));
    TRY(edit_put_changes(v.changes, v.n, v.lang, a, doc));
    TRY(edit_put_faults(&v, a, doc));
    TRY(edit_put_approval(ro, &v, a, doc, &holds));
    TRY(page_rows(doc, "listed", &FLOW_LISTED, listed, n));
    TRY(page_int(doc, "n_fresh", (int64_t)fresh));
    TRY(page_flag(doc, "may_approve", may));
    if (!may || holds || !v.n || json_array_size(json_object_get(doc, "faults"))) return WR_OK;
    TRY(page_form(doc, "form", &(page_form_of){ .action_url = "/counter/edit/approval/give", .in = &IN_EDIT_APPROVE, .row = &(in_approve){ v.sha256, "" },
        .button = N_("I approve these words as counsel") }, a));
    return page_hint(doc, "form", "note", N_("Your name and today’s date are recorded with it."));
}

wr_rc edit_act_approve(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_approve *in = in_;
    *ret = (http_go){ .url = "/counter/edit", .id = in->sha256 };
    return flow_approve(rw, who, in->sha256, in->note, a);
}

/* ---- publishing ---- */

wr_rc edit_put_ask(const edit_view *v, const wr_actor *who, arena *a, json_t *doc)
{
    in_ask now = { v->sha256, who->today, "" };
    TRY(page_form(doc, "ask", &(page_form_of){ .action_url = "/counter/edit/publication/ask", .in = &IN_EDIT_ASK, .row = &now, .button = N_("Ask a second person to publish it") }, a));
    return page_hint(doc, "ask", "from", N_("Until that day the version before it stays in force."));
}

wr_rc edit_act_ask(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_ask *in = in_;
    *ret = (http_go){ .url = "/approvals", .id = in->sha256 };
    return flow_ask(rw, who, &counter_pairs[0], in->sha256, in->from, in->note, a);
}

/* ---- versions ---- */

static wr_rc editors(db_tx *ro, const person_account *people, size_t n_people, int64_t after, int64_t upto, const char *lang, arena *a, const char **ret)
{
    strbuf b = sb_new(a, 80);
    flow_by *by;
    size_t n;
    bool pack = false;
    TRY(flow_editors(ro, after, upto, a, &by, &n));
    for (size_t i = 0; i < n; i++) {
        const char *name = person_name_of(people, n_people, by[i].by);
        if (*name) sb_fmt(&b, "%s%s", b.n ? ", " : "", name);
        else pack = true;
    }
    if (pack) sb_fmt(&b, "%s%s", b.n ? ", " : "", i18n(lang, NULL, N_("the pack")));
    *ret = b.p;
    return WR_OK;
}

wr_rc edit_show_versions(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    flow_version *v;
    flow_number *numbers;
    person_account *people;
    edit_version *rows;
    size_t n, n_numbers, n_people;
    (void)in;
    TRY(flow_versions(ro, a, &v, &n));
    TRY(flow_numbers(ro, a, &numbers, &n_numbers));
    TRY(person_list(ro, a, &people, &n_people));
    rows = arena_array(a, edit_version, n + 1);
    for (size_t i = 0; i < n; i++) {
        flow f;
        const char *names = "";
        TRY(flow_version_get(ro, v[i].number, a, &f));
        for (size_t k = 0; k < n_numbers; k++)
            if (numbers[k].number == v[i].number) TRY(editors(ro, people, n_people, k ? numbers[k - 1].n : 0, numbers[k].n, who->lang, a, &names));
        rows[i] = (edit_version){ v[i].number, v[i].from, v[i].since, names, f.counsel, f.counsel_day, f.approver, f.note,
            i + 1 < n ? arena_fmt(a, "/counter/edit/compare?was=%d&now=%d", (int)v[i + 1].number, (int)v[i].number) : "" };
    }
    TRY(page_text(doc, "title", i18n(who->lang, NULL, N_("Versions of the guide"))));
    return page_rows(doc, "versions", &EDIT_VERSION, rows, n);
}

wr_rc edit_show_compare(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_compare *in = in_;
    const char *lang = who->lang ? who->lang : "en", *newer;
    flow was, now, last;
    flow_change *changes;
    flow_version *v;
    size_t n, n_versions;
    TRY(flow_draft_now(ro, a, &now, &last));
    if (in->now) TRY(flow_version_get(ro, in->now, a, &now));
    TRY(flow_version_get(ro, in->was ? in->was : last.number, a, &was));
    newer = in->now ? arena_fmt(a, "%d", (int)in->now) : i18n(lang, NULL, N_("the draft"));
    TRY(page_text(doc, "title", i18n_fill(a, i18n(lang, NULL, N_("Version {was} beside {now}")), (const char *const[]){ "was", arena_fmt(a, "%d", (int)was.number), "now", newer, NULL })));
    n = flow_compare(&was, &now, a, &changes);
    TRY(edit_put_changes(changes, n, lang, a, doc));
    TRY(flow_versions(ro, a, &v, &n_versions));
    TRY(page_rows(doc, "versions", &FLOW_VERSION, v, n_versions));
    for (size_t i = 0; i < n_versions; i++) {
        TRY(page_flag(page_row(doc, "versions", i), "was", v[i].number == was.number));
        TRY(page_flag(page_row(doc, "versions", i), "now", v[i].number == in->now));
    }
    return WR_OK;
}
