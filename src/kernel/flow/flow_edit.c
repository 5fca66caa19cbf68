/* flow_edit.c -- one row of the draft changed, added, taken out or brought back; what stands there is compared with what the person saw. */
#include "flow_edit.h"

#include <sodium.h>
#include <string.h>
#include "day.h"
#include "flow_own.h"
#include "person.h"
#include "sha256.h"
#include "str.h"

/* ---- what a row must keep before it is stored at all; the checker sees the rest ---- */

static bool only(const char *s, const char *of) { return *s && strlen(s) <= 20 && s[strspn(s, of)] == 0; }
#define SMALL "abcdefghijklmnopqrstuvwxyz0123456789_"

static wr_rc node_ok(wr_err *e, const flow_node *n)
{
    if (!only(n->id, SMALL)) return wr_fail(e, WR_E_INPUT, "id", N_("A name is small letters and digits, at most 20."));
    if (!day_none(n->from) && !day_none(n->until) && wr_day_cmp(n->until, n->from) < 0) return wr_fail(e, WR_E_INPUT, "until", N_("This day is before the day from which it holds."));
    if (n->outcome[strspn(n->outcome, SMALL)]) return wr_fail(e, WR_E_INPUT, "outcome", N_("An outcome is one word of small letters, digits and low lines."));
    return n->responses[strspn(n->responses, SMALL " ")] ? wr_fail(e, WR_E_INPUT, "responses", N_("Words of small letters and digits, with a blank between two words.")) : WR_OK;
}

static wr_rc choice_ok(db_tx *rw, const flow_choice *c, arena *a)
{
    flow_part node;
    wr_rc rc;
    if (!only(c->choice, SMALL)) return wr_fail(db_err(rw), WR_E_INPUT, "choice", N_("A name is small letters and digits, at most 20."));
    rc = flow_part_get(rw, FLOW_PART_NODE, c->node, a, &node);
    if (rc != WR_OK && rc != WR_E_MISSING) return rc;
    return rc != WR_OK || node.gone ? wr_fail(db_err(rw), WR_E_MISSING, NULL, N_("The draft has no step {node}. All steps are on the page of the draft."), "node", c->node) : WR_OK;
}

static wr_rc script_ok(wr_err *e, const flow_script *s, arena *a)
{
    size_t n = flow_count_words(s->text);
    if (!only(s->id, SMALL "ABCDEFGHIJKLMNOPQRSTUVWXYZ-")) return wr_fail(e, WR_E_INPUT, "id", N_("A name is letters, digits and hyphens, at most 20."));
    return n > FLOW_SAY_WORDS ? wr_fail(e, WR_E_INPUT, "text", N_("These are {n} words; at most 25 can be said at a counter."), "n", arena_fmt(a, "%zu", n)) : WR_OK;
}

static wr_rc row_ok(db_tx *rw, int kind, const void *row, arena *a)
{
    if (kind == FLOW_PART_NODE) return node_ok(db_err(rw), row);
    if (kind == FLOW_PART_CHOICE) return choice_ok(rw, row, a);
    if (kind == FLOW_PART_SCRIPT) return script_ok(db_err(rw), row, a);
    return only(((const flow_paper *)row)->id, SMALL "ABCDEFGHIJKLMNOPQRSTUVWXYZ-") ? WR_OK
        : wr_fail(db_err(rw), WR_E_INPUT, "id", N_("A name is letters, digits and hyphens, at most 20."));
}

/* ---- one row ---- */

const char *flow_part_seen(const flow_part *p, arena *a)
{
    uint8_t h[crypto_hash_sha256_BYTES];
    const char *all = arena_fmt(a, "%s\n%d\n%s", p->id, p->gone, p->text);
    crypto_hash_sha256(h, (const uint8_t *)all, strlen(all));
    return str_hex(a, h, 16);
}

static wr_rc as_seen(db_tx *rw, const flow_part *p, const char *seen, arena *a)
{
    return str_eq(seen, flow_part_seen(p, a)) ? WR_OK : wr_fail(db_err(rw), WR_E_CONFLICT, NULL,
        N_("Another person has changed this since you opened it, and nothing of yours is stored. What you typed stands below. Open this part of the draft in a second window and compare; "
           "then tick the last box to put yours in its place, or leave it."));
}

static wr_rc room_for(db_tx *rw, int kind, arena *a)
{
    flow_part *all;
    size_t n, most = kind == FLOW_PART_CHOICE ? FLOW_CHOICES_MAX : FLOW_NODES_MAX;
    TRY(db_all(rw, &FLOW_PARTS, a, FLOW_CHOICES_MAX, &all, &n, db_t(flow_part_kinds[kind])));
    return n < most ? WR_OK : wr_fail(db_err(rw), WR_E_RULE, NULL, N_("The guide is full: it holds no more of these. Take one out first."));
}

wr_rc flow_part_save(db_tx *rw, const wr_actor *who, int kind, const void *row, const char *seen, bool over, arena *a)
{
    const char *ref = flow_part_ref(kind, row, a);
    flow_part was;
    wr_rc rc;
    TRY(row_ok(rw, kind, row, a));
    rc = flow_part_get(rw, kind, ref, a, &was);
    if (rc != WR_OK && rc != WR_E_MISSING) return rc;
    if (rc == WR_OK && !*seen && !was.gone)
        return wr_fail(db_err(rw), WR_E_INPUT, kind == FLOW_PART_CHOICE ? "choice" : "id", N_("This name is taken in the draft. Choose another one."));
    if (rc == WR_E_MISSING && *seen) return rc;
    if (rc == WR_OK && *seen && !over) TRY(as_seen(rw, &was, seen, a));
    if (rc == WR_OK && !was.gone && str_eq(was.text, flow_row_text(flow_part_shape(kind), row, a))) return WR_OK;
    if (!*seen) TRY(room_for(rw, kind, a));
    return flow_part_put(rw, who, kind, ref, row, who->by, a);
}

static wr_rc take_out(db_tx *rw, const wr_actor *who, const flow_part *was, bool gone, arena *a)
{
    flow_part now = *was;
    now.gone = gone;
    now.editor = who->by;
    return flow_part_change(rw, who, was, &now, a);
}

/* The choices of a node that are, or are not, in the draft. */
static wr_rc choices_of(db_tx *rw, const wr_actor *who, const flow *last, const char *node, bool out, arena *a)
{
    flow_part *all;
    size_t n, len = strlen(node);
    if (out) {
        TRY(db_all(rw, &FLOW_PARTS, a, FLOW_CHOICES_MAX, &all, &n, db_t(flow_part_kinds[FLOW_PART_CHOICE])));
        for (size_t i = 0; i < n; i++)
            if (str_starts(all[i].ref, node) && all[i].ref[len] == ' ') TRY(take_out(rw, who, &all[i], true, a));
        return WR_OK;
    }
    for (size_t i = 0; i < last->n_choices; i++) {
        flow_part p;
        if (!str_eq(last->choices[i].node, node)) continue;
        TRY(flow_part_get(rw, FLOW_PART_CHOICE, flow_part_ref(FLOW_PART_CHOICE, &last->choices[i], a), a, &p));
        if (p.gone) TRY(flow_part_put(rw, who, FLOW_PART_CHOICE, p.ref, &last->choices[i], who->by, a));
    }
    return WR_OK;
}

wr_rc flow_part_remove(db_tx *rw, const wr_actor *who, int kind, const char *ref, const char *seen, arena *a)
{
    flow_part p;
    TRY(flow_part_get(rw, kind, ref, a, &p));
    if (p.gone) return WR_OK;
    TRY(as_seen(rw, &p, seen, a));
    TRY(take_out(rw, who, &p, true, a));
    return kind == FLOW_PART_NODE ? choices_of(rw, who, NULL, ref, true, a) : WR_OK;
}

static const void *row_in(const flow *f, int kind, const char *ref, arena *a)
{
    if (kind == FLOW_PART_NODE) return flow_node_of(f, ref);
    if (kind == FLOW_PART_SCRIPT) return flow_script_of(f, ref);
    if (kind == FLOW_PART_PAPER) return flow_paper_of(f, ref);
    for (size_t i = 0; i < f->n_choices; i++)
        if (str_eq(flow_part_ref(kind, &f->choices[i], a), ref)) return &f->choices[i];
    return NULL;
}

/* ---- the order of rows ---- */

static bool siblings(int kind, const char *x, const char *y)
{
    size_t n = strcspn(x, " ");
    return kind != FLOW_PART_CHOICE || (n == strcspn(y, " ") && strncmp(x, y, n) == 0);
}

static wr_rc put_at(db_tx *rw, const wr_actor *who, const flow_part *p, int64_t place, arena *a)
{
    flow_part now = *p;
    now.place = place;
    now.editor = who->by;
    return place == p->place ? WR_OK : flow_part_change(rw, who, p, &now, a);
}

wr_rc flow_part_up(db_tx *rw, const wr_actor *who, int kind, const char *ref, const char *seen, arena *a)
{
    flow_part *all, p;
    const flow_part *above = NULL;
    size_t n;
    TRY(flow_part_get(rw, kind, ref, a, &p));
    TRY(as_seen(rw, &p, seen, a));
    TRY(db_all(rw, &FLOW_PARTS, a, FLOW_CHOICES_MAX, &all, &n, db_t(flow_part_kinds[kind])));
    for (size_t i = 0; i < n && !str_eq(all[i].ref, ref); i++)
        if (siblings(kind, all[i].ref, ref)) above = &all[i];
    if (!above || p.gone) return WR_OK;                  /* it is the first already */
    TRY(put_at(rw, who, &p, above->place, a));
    return put_at(rw, who, above, p.place, a);
}

/* The rows beside it as they stand in the last version, those that it has not behind them. */
static wr_rc order_as(db_tx *rw, const wr_actor *who, const flow *last, int kind, const char *ref, arena *a)
{
    flow_part *all;
    const flow_part **mine;
    int64_t *places;
    size_t n, k = 0, next = 0;
    size_t n_last = kind == FLOW_PART_NODE ? last->n_nodes : kind == FLOW_PART_CHOICE ? last->n_choices : kind == FLOW_PART_SCRIPT ? last->n_scripts : last->n_papers;
    const char *rows = kind == FLOW_PART_NODE ? (const char *)last->nodes : kind == FLOW_PART_CHOICE ? (const char *)last->choices : kind == FLOW_PART_SCRIPT ? (const char *)last->scripts
        : (const char *)last->papers;
    TRY(db_all(rw, &FLOW_PARTS, a, FLOW_CHOICES_MAX, &all, &n, db_t(flow_part_kinds[kind])));
    mine = (const flow_part **)arena_alloc(a, sizeof *mine * (n + 1), _Alignof(flow_part *));
    places = arena_array(a, int64_t, n + 1);
    for (size_t i = 0; i < n; i++)
        if (siblings(kind, all[i].ref, ref)) {
            mine[k] = &all[i];
            places[k++] = all[i].place;
        }
    for (size_t i = 0; i < n_last; i++) {
        const char *want = flow_part_ref(kind, rows + i * flow_part_shape(kind)->size, a);
        for (size_t m = 0; m < k; m++)
            if (mine[m] && str_eq(mine[m]->ref, want)) {
                TRY(put_at(rw, who, mine[m], places[next++], a));
                mine[m] = NULL;
            }
    }
    for (size_t m = 0; m < k; m++)
        if (mine[m]) TRY(put_at(rw, who, mine[m], places[next++], a));
    return WR_OK;
}

wr_rc flow_part_undo(db_tx *rw, const wr_actor *who, int kind, const char *ref, const char *seen, arena *a)
{
    flow draft, last;
    flow_part p;
    const void *row;
    TRY(flow_part_get(rw, kind, ref, a, &p));
    TRY(as_seen(rw, &p, seen, a));
    TRY(flow_draft_now(rw, a, &draft, &last));
    row = row_in(&last, kind, ref, a);
    if (!row) return p.gone ? WR_OK : flow_part_remove(rw, who, kind, ref, seen, a);      /* it was new */
    TRY(flow_part_put(rw, who, kind, ref, row, who->by, a));
    TRY(order_as(rw, who, &last, kind, ref, a));
    return kind == FLOW_PART_NODE && p.gone ? choices_of(rw, who, &last, ref, false, a) : WR_OK;
}

/* ---- the whole draft ---- */

wr_rc flow_draft_now(db_tx *ro, arena *a, flow *ret, flow *ret_last)
{
    flow_version v;
    bool there;
    TRY(flow_last(ro, a, &v, &there));
    if (!there) return wr_fail(db_err(ro), WR_E_MISSING, NULL, N_("There is no guide to change yet: a pack brings the first version."));
    TRY(flow_from_text(v.text, a, ret_last));
    return flow_draft(ro, ret_last, a, ret);
}

const char *flow_sha256(const flow *f, arena *a)
{
    return sha256_hex(a, flow_to_text(f, a));
}

static bool edited(const flow_part *all, size_t n, const flow_change *c)
{
    for (size_t i = 0; i < n; i++)
        if (all[i].kind == c->kind && str_eq(all[i].ref, c->ref)) return true;
    return c->kind == FLOW_PART_KINDS;                   /* no pack brings a translation into a draft */
}

wr_rc flow_under_way(db_tx *ro, arena *a, size_t *ret_n)
{
    flow draft, last;
    flow_part *all;
    flow_change *changes;
    size_t n, n_changes;
    *ret_n = 0;
    wr_rc rc = flow_draft_now(ro, a, &draft, &last);
    if (rc == WR_E_MISSING) *arena_err(a) = (wr_err){ 0 };
    if (rc != WR_OK) return rc == WR_E_MISSING ? WR_OK : rc;
    TRY(db_all_(ro, &FLOW_EDITED, a, 4 * FLOW_CHOICES_MAX, sizeof *all, (void *)&all, &n, NULL, 0));
    n_changes = flow_compare(&last, &draft, a, &changes);
    for (size_t i = 0; i < n_changes; i++) *ret_n += edited(all, n, &changes[i]);
    return WR_OK;
}

/* ---- a draft under way in the demonstration ---- */

/* One text of one row, as a person of the demonstration changes it, and perhaps its words in another language. */
typedef struct demo_edit { const char *login, *ref; int kind; const char *field, *text, *lang, *said; } demo_edit;
static const field DEMO_F[] = {
    FIELD(demo_edit, login, t, 0, 40,              N_("Sign-in name")),
    WORDS(demo_edit, kind,  flow_part_kinds,       N_("Kind")),
    FIELD(demo_edit, ref,   t, 0, 60,              N_("Name")),
    FIELD(demo_edit, field, t, 0, 20,              N_("Field")),
    FIELD(demo_edit, text,  t, F_LONG, 2000,       N_("Text")),
    FIELD(demo_edit, lang,  t, F_NULL, 8,          N_("Language")),
    FIELD(demo_edit, said,  t, F_NULL | F_LONG, 2000, N_("In this language")),
};
const shape FLOW_DEMO_EDIT = SHAPE("a change of the guide in a demonstration", demo_edit, DEMO_F);

wr_rc flow_load_demo_edit(db_tx *rw, const wr_actor *who, const void *what, arena *a)
{
    const demo_edit *d = what;
    const field *f = shape_field(flow_part_shape(d->kind), d->field);
    person_account self;
    wr_actor as = *who;
    flow_part p;
    void *row = arena_alloc(a, flow_part_shape(d->kind)->size, 16);
    if (!f || f->type != 't') return wr_fail(db_err(rw), WR_E_INPUT, "field", N_("This kind of row has no such text."));
    TRY(person_by_login(rw, d->login, a, &self));
    as.by = self.by;
    as.person = self.num;
    TRY(flow_part_get(rw, d->kind, d->ref, a, &p));
    TRY(flow_part_row(&p, a, row));
    if (shape_set(f, row, d->text, a)) return wr_fail(db_err(rw), WR_E_INPUT, "text", N_("The text does not fit this field."));
    TRY(flow_part_save(rw, &as, d->kind, row, flow_part_seen(&p, a), false, a));
    return *d->said ? flow_word_save(rw, &as, &(flow_word){ d->lang, d->text, d->said }, a) : WR_OK;
}
