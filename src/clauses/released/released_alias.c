/* released_alias.c -- which facility of the list a name among the nights is: by its code, or because a person said so; likeness is only a suggestion (REL-37). */
#include "released_cost_web.h"

#include <string.h>
#include "http.h"
#include "i18n.h"
#include "now.h"
#include "person.h"

static const field ALIAS_F[] = {
    FIELD(released_alias, id, t, F_HIDE, 32, NULL),
    FIELD(released_alias, name, t, 0, 300, N_("Name among the nights")),
    FIELD(released_alias, facility, t, 0, 300, N_("Facility of the list")),
    FIELD(released_alias, reason, t, F_LONG, 1000, N_("Reason")),
    FIELD(released_alias, undone, b, F_NULL, 0, N_("Undone")),
};
static const shape ALIAS = SHAPE("released_alias", released_alias, ALIAS_F);
#define COLS "id, name, facility, reason, undone"
const db_query RELEASED_ALIAS_ADD = HISTORY_ADD("released_alias"), RELEASED_ALIAS_PAST = HISTORY_PAST("released_alias"), RELEASED_ALIAS_WALK = HISTORY_WALK("released_alias");
const db_query RELEASED_ALIAS_PUT = { "released_alias_put", "ttttb", NULL, "INSERT INTO released_alias (" COLS ") VALUES ($1, $2, $3, $4, $5)"
    " ON CONFLICT (id) DO UPDATE SET facility = excluded.facility, reason = excluded.reason, undone = excluded.undone" };
const db_query RELEASED_ALIAS_BY = { "released_alias_by", "t", &ALIAS, "SELECT " COLS " FROM released_alias WHERE name = $1" };
const db_query RELEASED_ALIAS_ALL = { "released_alias_all", "", &ALIAS, "SELECT " COLS " FROM released_alias WHERE undone = 0 ORDER BY name LIMIT 5001" };
const history RELEASED_ALIASES = { "released_alias", &ALIAS, &RELEASED_ALIAS_ADD, &RELEASED_ALIAS_PAST, &RELEASED_ALIAS_PUT, &RELEASED_ALIAS_WALK };

wr_rc released_aliases(db_tx *ro, arena *a, released_alias **ret, size_t *ret_n) { return db_all_(ro, &RELEASED_ALIAS_ALL, a, RELEASED_ALIASES_MAX, sizeof **ret, ret, ret_n, NULL, 0); }

typedef struct in_place { const char *rates, *name, *called, *facility, *reason; } in_place;
#define WHICH FIELD(in_place, rates, t, F_HIDE | F_NULL, 40, NULL), FIELD(in_place, name, t, F_HIDE, 300, NULL), FIELD(in_place, called, t, F_HIDE | F_NULL, 300, NULL)
static const field ASK_F[] = { WHICH };
static const field TIE_F[] = { WHICH, FIELD(in_place, facility, t, 0, 300, N_("Code of the facility in the list")), FIELD(in_place, reason, t, F_LONG, 1000, N_("How you know")) };
static const field UNDO_F[] = { WHICH, FIELD(in_place, reason, t, F_LONG, 1000, N_("Reason")) };
const shape IN_RELEASED_PLACE = SHAPE("a facility among the nights", in_place, ASK_F);
const shape IN_RELEASED_TIE = SHAPE("which facility a name is", in_place, TIE_F);
const shape IN_RELEASED_TIE_UNDO = SHAPE("which facility a name is, undone", in_place, UNDO_F);

typedef struct found { released_view list; released_rates rates; released_alias x; bool has; const char *name, *called, *url; } found;
static wr_rc find(db_tx *tx, const in_place *in, arena *a, found *ret)
{
    wr_rc rc;
    *ret = (found){ .name = released_fold(a, in->name, strlen(in->name)) };
    TRY(released_rates_pick(tx, str_or_none(in->rates), a, &ret->list));
    TRY(released_rates_of(&ret->list, NULL, a, &ret->rates));
    ret->called = in->called && *in->called ? in->called : in->name;
    ret->url = arena_fmt(a, "/released/cost/place?rates=%lld-%lld&name=%s&called=%s", (long long)ret->list.file.number, (long long)ret->list.table.n, str_url(a, in->name), str_url(a, ret->called));
    rc = db_one(tx, &RELEASED_ALIAS_BY, a, &ret->x, db_t(ret->name));
    if (rc == WR_E_MISSING) *arena_err(a) = (wr_err){ 0 };
    else if (rc != WR_OK) return rc;
    ret->has = rc == WR_OK;
    return WR_OK;
}

static const char *facility_said(const released_rates *r, const char *key, arena *a)
{
    const released_rated *f = released_rate_for(r, key);
    return f && *f->name && !str_eq(f->name, f->key) ? arena_fmt(a, "%s, %s", f->key, f->name) : key;
}

static wr_rc put_past(db_tx *ro, const wr_actor *who, const found *f, json_t *doc, arena *a)
{
    history_event *e;
    history_proof proof = { 0 };
    released_settled_past *x;
    person_account *all;
    size_t n, n_all;
    TRY(history_events(ro, &RELEASED_ALIASES, f->x.id, a, &e, &n));
    TRY(person_list(ro, a, &all, &n_all));
    x = arena_array(a, released_settled_past, n + 1);
    for (size_t i = 0; i < n; i++) {
        released_alias was;
        TRY(history_as_of(ro, &RELEASED_ALIASES, f->x.id, e[i].n, a, &was, &proof));
        x[n - 1 - i] = (released_settled_past){ e[i].at, person_name_of(all, n_all, e[i].who), was.undone ? i18n(who->lang, NULL, N_("no facility of the list")) : facility_said(&f->rates, was.facility, a), was.reason };
    }
    TRY(page_flag(doc, "has_past", n > 0));
    return page_rows(doc, "past", &RELEASED_SETTLED_PAST, x, n);
}

static wr_rc put_suggestions(const found *f, const char *name, json_t *doc, arena *a)
{
    const released_rated *like[8];
    size_t n = released_tie_suggest(&f->rates, name, a, like, 8);
    json_t *list = json_array();
    wr_rc rc = WR_OK;
    for (size_t i = 0; i < n && rc == WR_OK; i++) {
        json_t *o = json_object();
        (void)json_array_append_new(list, o);
        rc = page_text(o, "code", like[i]->key);
        if (rc == WR_OK) rc = page_text(o, "called", like[i]->name);
    }
    TRY(page_tree(doc, "suggestions", list));
    TRY(rc);
    return page_flag(doc, "has_like", n > 0);
}

wr_rc released_show_place(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_place *in = in_;
    found f;
    bool stands;
    TRY(find(ro, in, a, &f));
    stands = f.has && !f.x.undone;
    in_place now = { arena_fmt(a, "%lld-%lld", (long long)f.list.file.number, (long long)f.list.table.n), in->name, f.called, stands ? f.x.facility : "", "" };
    TRY(page_text(doc, "title", f.called));
    TRY(page_text(doc, "name", in->name));
    TRY(page_text(doc, "is", stands ? facility_said(&f.rates, f.x.facility, a) : ""));
    TRY(page_text(doc, "is_reason", stands ? f.x.reason : ""));
    TRY(page_text(doc, "file_name", f.list.file.name));
    TRY(page_text(doc, "file_url", arena_fmt(a, "/released/files/%lld", (long long)f.list.file.number)));
    TRY(put_suggestions(&f, f.called, doc, a));
    if (f.has) TRY(put_past(ro, who, &f, doc, a));
    else TRY(page_rows(doc, "past", &RELEASED_SETTLED_PAST, NULL, 0));
    if (rights_has(who->rights, "released.write") == RIGHT_NONE) return WR_OK;
    TRY(page_form(doc, "form", &(page_form_of){ .action_url = "/released/cost/place/confirm", .in = &IN_RELEASED_TIE, .row = &now, .button = N_("Confirm that this is the facility") }, a));
    if (!stands) return WR_OK;
    now.facility = "";
    return page_form(doc, "undo", &(page_form_of){ .action_url = "/released/cost/place/undo", .in = &IN_RELEASED_TIE_UNDO, .row = &now, .button = N_("Undo this") }, a);
}

wr_rc released_act_tie(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_place *in = in_;
    found f;
    const released_rated *r;
    TRY(find(rw, in, a, &f));
    r = released_rate_for(&f.rates, released_fold(a, in->facility, strlen(in->facility)));
    if (!r) return wr_fail(arena_err(a), WR_E_INPUT, "facility", N_("The list has no such facility. Write its code as it stands in the list."));
    released_alias now = { f.has ? f.x.id : id_new(a), f.name, r->key, in->reason, false };
    *ret = (http_go){ .url = f.url, .id = now.id };
    return history_add(rw, who, &RELEASED_ALIASES, "released.alias_confirmed", who->today, f.has ? &f.x : NULL, &now, a);
}

wr_rc released_act_tie_undo(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_place *in = in_;
    found f;
    TRY(find(rw, in, a, &f));
    if (!f.has || f.x.undone) return wr_fail(arena_err(a), WR_E_RULE, "released.alias", N_("Nobody said which facility this is."));
    released_alias now = f.x;
    now.undone = true;
    now.reason = in->reason;
    *ret = (http_go){ .url = f.url, .id = now.id };
    return history_add(rw, who, &RELEASED_ALIASES, "released.alias_undone", who->today, &f.x, &now, a);
}
