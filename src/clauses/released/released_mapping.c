/* released_mapping.c -- what each column of a table is about, as a clerk confirms it: used at once, by every other file of that agency with that
 * header, and by those to come. Who saved what stays; to take it back is to save again. */
#include "released_mapping.h"

#include <stdlib.h>
#include <string.h>
#include "history.h"
#include "i18n.h"
#include "now.h"
#include "person.h"

/* ideas: of all columns, as they will be; span: of tables whose date is another column then. */
typedef struct dated { const char *id; wr_day first, last; } dated;
typedef struct in_map { int64_t number, n, column; const char *idea, *kind; const char *id, *ideas; dated *span; size_t spans; } in_map;
static const field SEE_F[] = { FIELD(in_map, number, i, F_PATH, 0, N_("Number")), FIELD(in_map, n, i, F_PATH, 0, N_("Table")), FIELD(in_map, column, i, F_NULL, 0, N_("Column")) };
const shape IN_RELEASED_MAP_SEE = SHAPE("the mapping of a table", in_map, SEE_F);
static const field PUT_F[] = { FIELD(in_map, number, i, F_PATH, 0, N_("Number")), FIELD(in_map, n, i, F_PATH, 0, N_("Table")), FIELD(in_map, column, i, F_HIDE, 0, N_("Column")),
    FIELD(in_map, idea, t, F_NULL, 40, N_("What this column is about")), FIELD(in_map, kind, t, 0, 40, N_("Kind of table")) };
const shape IN_RELEASED_MAP_PUT = SHAPE("what a column is about", in_map, PUT_F);
typedef struct say_map { int64_t column; const char *name, *idea, *kind; int64_t filled; } say_map;
static const field SAY_F[] = { FIELD(say_map, column, i, 0, 0, N_("Column")), FIELD(say_map, name, t, 0, 200, N_("Name")), FIELD(say_map, idea, t, 0, 40, N_("What it is about")), FIELD(say_map, kind, t, F_HIDE, 40, NULL),
    FIELD(say_map, filled, i, 0, 0, N_("Filled")) };
const shape RELEASED_SAY_MAP = SHAPE("a column of a released table", say_map, SAY_F);
typedef struct saving { wr_us at; const char *who, *changed; } saving;
static const field SAVING_F[] = { FIELD(saving, at, u, 0, 0, N_("When")), FIELD(saving, who, t, 0, 120, N_("Who")), FIELD(saving, changed, t, 0, 4000, N_("What changed")) };
const shape RELEASED_SAY_SAVING = SHAPE("a saving of a mapping", saving, SAVING_F);
const db_query RELEASED_TABLE_KIND = { "released_table_kind", "ttt", NULL, "UPDATE released_table SET kind = $1 WHERE head = $2 AND file IN (SELECT id FROM released_file WHERE agency = $3)" };
const db_query RELEASED_TABLE_SPAN = { "released_table_span", "ddt", NULL, "UPDATE released_table SET first = $1, last = $2 WHERE id = $3" };

enum { KINDS_MOST = 20, IDEAS_MOST = 200 };

/* The table as it is mapped now, and what its names alone say. */
typedef struct mapped { released_file file; released_table table; released_map map; bool saved; json_t *report; size_t columns; const released_idea **ideas, **found; const char *kind; } mapped;

static void free_json(void *j) { json_decref(j); }

static wr_rc look_up(db_tx *tx, const in_map *in, arena *a, mapped *ret)
{
    mapped m = { 0 };
    json_t *columns;
    TRY(released_file_by(tx, in->number, a, &m.file));
    TRY(released_table_by(tx, arena_fmt(a, "%s-%lld", m.file.id, (long long)in->n), a, &m.table));
    if (str_eq(m.table.kind, "grid")) return wr_fail(arena_err(a), WR_E_MISSING, NULL, N_("This sheet has no header. Say first on the page of the file where it stands."));
    m.report = json_loads(m.table.report, 0, NULL);
    arena_on_end(a, free_json, m.report);
    columns = json_object_get(m.report, "columns");
    m.columns = json_array_size(columns);
    m.ideas = arena_array(a, const released_idea *, m.columns + 1);
    m.found = arena_array(a, const released_idea *, m.columns + 1);
    for (size_t i = 0; i < m.columns; i++) {
        m.ideas[i] = m.found[i] = released_idea_named(json_string_value(json_object_get(json_array_get(columns, i), "idea")));
    }
    m.kind = m.table.kind;
    TRY(released_map_of(tx, m.file.agency, m.table.head, a, &m.map, &m.saved));
    if (m.saved) {
        m.kind = m.map.kind;
        released_ideas_split(m.map.ideas, m.columns, m.ideas, a);
    }
    *ret = m;
    return WR_OK;
}

static const char *name_of(const mapped *m, size_t i)
{
    return str_or_none(json_string_value(json_object_get(json_array_get(json_object_get(m->report, "columns"), i), "name")));
}

/* A sheet without a header is no table that a clerk could choose. */
static bool is_kind(const char *kind)
{
    for (const char *const *k = released_kinds; kind && *k; k++)
        if (str_eq(*k, kind)) return !str_eq(kind, "grid");
    return false;
}

/* ---- the page ---- */
static int by_label(const void *x, const void *y) { return strcmp(((const page_choice *)x)->label, ((const page_choice *)y)->label); }

static wr_rc put_form(json_t *doc, const mapped *m, const wr_actor *who, int64_t column, arena *a)
{
    in_map now = { .column = column, .idea = m->ideas[column - 1] ? m->ideas[column - 1]->name : "", .kind = m->kind };
    page_choice ideas[IDEAS_MOST], kinds[KINDS_MOST];
    size_t n = 0, n_kinds = 0;
    for (const released_idea *k = released_ideas; k->name && n < IDEAS_MOST; k++) ideas[n++] = (page_choice){ k->name, i18n(who->lang, NULL, k->label) };
    qsort(ideas, n, sizeof *ideas, by_label);
    for (const char *const *k = released_kinds; is_kind(*k) && n_kinds < KINDS_MOST; k++) kinds[n_kinds++] = (page_choice){ *k, i18n_word(a, who->lang, *k) };
    TRY(page_form(doc, "form", &(page_form_of){ .action_url = arena_fmt(a, "/released/files/%lld/tables/%lld/map", (long long)m->file.number, (long long)m->table.n), .in = &IN_RELEASED_MAP_PUT, .row = &now,
        .button = N_("Save what this column is about") }, a));
    TRY(page_choices(doc, "form", "idea", ideas, n));
    TRY(page_hint(doc, "form", "idea", N_("Leave it empty when it is none of these: the column is kept all the same.")));
    return page_choices(doc, "form", "kind", kinds, n_kinds);
}

static const char *idea_said(const released_idea *k, const char *lang) { return i18n(lang, NULL, k ? k->label : N_("not known")); }

/* What one saving changed, against the one before it; at first against what the names say. */
static const char *changes_of(const mapped *m, const json_t *value, const char **kind, const released_idea **was, const char *lang, arena *a)
{
    strbuf b = sb_new(a, 200);
    const char *ideas = json_string_value(json_object_get(value, "ideas")), *now = json_string_value(json_object_get(value, "kind"));
    const released_idea **then = arena_array(a, const released_idea *, m->columns + 1);
    if (now && !str_eq(now, *kind)) {
        sb_fmt(&b, "%s: %s → %s", i18n(lang, NULL, N_("Kind of table")), i18n_word(a, lang, *kind), i18n_word(a, lang, now));
        *kind = arena_dup(a, now);
    }
    if (!ideas) return b.p;
    released_ideas_split(ideas, m->columns, then, a);
    for (size_t i = 0; i < m->columns; i++) {
        if (then[i] != was[i]) sb_fmt(&b, "%s%s: %s → %s", b.n ? "; " : "", name_of(m, i), idea_said(was[i], lang), idea_said(then[i], lang));
        was[i] = then[i];
    }
    return b.n ? b.p : i18n(lang, NULL, N_("confirmed as it is"));
}

static wr_rc put_history(db_tx *ro, json_t *doc, const mapped *m, const wr_actor *who, arena *a)
{
    history_event *e;
    saving *s;
    size_t n, n_people;
    person_account *people;
    const char *kind = str_or_none(json_string_value(json_object_get(m->report, "kind")));
    const released_idea **was = arena_array(a, const released_idea *, m->columns + 1);
    if (!m->saved) return page_rows(doc, "savings", &RELEASED_SAY_SAVING, NULL, 0);
    memcpy(was, m->found, m->columns * sizeof *was);
    TRY(history_events(ro, &RELEASED_MAPS, m->map.id, a, &e, &n));
    TRY(person_list(ro, a, &people, &n_people));
    s = arena_array(a, saving, n + 1);
    for (size_t i = 0; i < n; i++) {
        json_t *value = json_loads(e[i].value, 0, NULL);
        s[i] = (saving){ e[i].at, person_name_of(people, n_people, e[i].who), changes_of(m, value, &kind, was, who->lang, a) };
        json_decref(value);
    }
    return page_rows(doc, "savings", &RELEASED_SAY_SAVING, s, n);
}

static int64_t next_column(const mapped *m, int64_t after)
{
    for (size_t i = (size_t)after; i < m->columns; i++)
        if (!m->ideas[i]) return (int64_t)i + 1;
    return 1;
}

wr_rc released_show_map(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_map *in = in_;
    mapped m;
    say_map *s;
    int64_t column = in->column, unknown = 0;
    TRY(look_up(ro, in, a, &m));
    if (column < 1 || column > (int64_t)m.columns) column = next_column(&m, 0);
    s = arena_array(a, say_map, m.columns + 1);
    for (size_t i = 0; i < m.columns; i++) {
        s[i] = (say_map){ (int64_t)i + 1, name_of(&m, i), m.ideas[i] ? m.ideas[i]->name : "", m.kind, json_integer_value(json_object_get(json_array_get(json_object_get(m.report, "columns"), i), "value")) };
        unknown += !m.ideas[i];
    }
    TRY(page_rows(doc, "columns", &RELEASED_SAY_MAP, s, m.columns));
    for (size_t i = 0; i < m.columns; i++) {
        json_t *row = page_row(doc, "columns", i);
        TRY(page_text(row, "label", m.ideas[i] ? m.ideas[i]->label : ""));
        TRY(page_flag(row, "is_now", (int64_t)i + 1 == column));
        TRY(page_flag(row, "corrected", m.ideas[i] != m.found[i]));
        TRY(page_text(row, "map_url", arena_fmt(a, "/released/files/%lld/tables/%lld/map?column=%zu", (long long)m.file.number, (long long)m.table.n, i + 1)));
    }
    TRY(page_text(doc, "file_url", arena_fmt(a, "/released/files/%lld", (long long)m.file.number)));
    TRY(page_text(doc, "desk_url", arena_fmt(a, "/released/desk?table=%lld-%lld", (long long)m.file.number, (long long)m.table.n)));
    TRY(page_text(doc, "file_name", m.file.name));
    TRY(page_text(doc, "agency_name", m.file.agency));
    TRY(page_text(doc, "column_name", name_of(&m, (size_t)column - 1)));
    TRY(page_text(doc, "kind_said", m.kind));
    TRY(page_flag(doc, "is_saved", m.saved));
    TRY(put_history(ro, doc, &m, who, a));
    if (rights_has(who->rights, "released.write") != RIGHT_NONE) TRY(put_form(doc, &m, who, column, a));
    return page_text(doc, "title", unknown ? i18n_fill(a, i18n_n(who->lang, NULL, N_("{count} column of {all} is not known yet"), "{count} columns of {all} are not known yet", unknown),
        (const char *const[]){ "count", i18n_int(a, who->lang, unknown), "all", i18n_int(a, who->lang, (int64_t)m.columns), NULL }) : i18n(who->lang, NULL, N_("Every column of this table is known")));
}

/* ---- saving ---- */
/* The mapping as it will be, and which column is the date then. */
static wr_rc change(const in_map *in, arena *a, mapped *m, int *ret_date)
{
    const released_idea *idea = NULL;
    if (in->column < 1 || in->column > (int64_t)m->columns) return wr_fail(arena_err(a), WR_E_INPUT, "column", N_("This table has no such column."));
    if (!is_kind(in->kind)) return wr_fail(arena_err(a), WR_E_INPUT, "kind", N_("Choose one of the kinds in the list."));
    if (in->idea && *in->idea) {
        idea = released_idea_named(in->idea);
        if (!idea) return wr_fail(arena_err(a), WR_E_INPUT, "idea", N_("Choose one of the meanings in the list, or leave it empty."));
    }
    m->ideas[in->column - 1] = idea;
    *ret_date = released_main_date(in->kind, m->ideas, m->columns);
    return WR_OK;
}

/* First and last day of a table by another date. A withdrawn file may have no stores any more: then they are not known. */
static wr_rc span_by(db_tx *ro, const released_listed *t, int date, arena *a, dated *ret)
{
    released_file f;
    store *s;
    *ret = (dated){ .id = t->id };
    TRY(released_file_by(ro, t->number, a, &f));
    if (store_lend(arena_fmt(a, "%s/%lld.store", released_folder(a, &f), (long long)t->n), arena_err(a), &s) != WR_OK) {
        if (f.state == RELEASED_READ) released_here_wanted();
        if (f.state == RELEASED_READ) return released_not_here(a);
        *arena_err(a) = (wr_err){ 0 };
        return WR_OK;
    }
    released_span(s, date, &ret->first, &ret->last);
    store_give_back(&s);
    return WR_OK;
}

wr_rc released_prepare_map(db_tx *ro, const wr_actor *who, void *in_, arena *a)
{
    in_map *in = in_;
    released_listed *t;
    mapped m;
    size_t n;
    int was, now;
    (void)who;
    in->id = id_new(a);
    TRY(look_up(ro, in, a, &m));
    was = released_main_date(m.kind, m.ideas, m.columns);
    TRY(change(in, a, &m, &now));
    in->ideas = released_ideas_join(m.ideas, m.columns, a);
    if (was == now) return WR_OK;
    TRY(db_all(ro, &RELEASED_TABLE_HEAD, a, RELEASED_TABLES_MAX, &t, &n, db_t(m.table.head), db_t(m.file.agency)));
    in->span = arena_array(a, dated, n + 1);
    for (in->spans = 0; in->spans < n; in->spans++) TRY(span_by(ro, &t[in->spans], now, a, &in->span[in->spans]));
    return WR_OK;
}

wr_rc released_act_map(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_map *in = in_;
    released_map now;
    mapped m;
    int date;
    TRY(look_up(rw, in, a, &m));
    TRY(change(in, a, &m, &date));
    now = (released_map){ .id = m.saved ? m.map.id : in->id, .agency = m.file.agency, .head = m.table.head, .kind = in->kind, .ideas = released_ideas_join(m.ideas, m.columns, a) };
    if (!str_eq(now.ideas, in->ideas)) return wr_fail(arena_err(a), WR_E_CONFLICT, NULL, N_("This was changed from another window. Please look again."));
    if (!m.saved || !str_eq(now.kind, m.map.kind) || !str_eq(now.ideas, m.map.ideas))
        TRY(history_add(rw, who, &RELEASED_MAPS, "released.map_saved", who->today, m.saved ? &m.map : NULL, &now, a));
    TRY(db_run(rw, &RELEASED_TABLE_KIND, db_t(now.kind), db_t(now.head), db_t(now.agency)));
    for (size_t i = 0; i < in->spans; i++) TRY(db_run(rw, &RELEASED_TABLE_SPAN, db_d(in->span[i].first), db_d(in->span[i].last), db_t(in->span[i].id)));
    *ret = (http_go){ .url = arena_fmt(a, "/released/files/%lld/tables/%lld/map?column=%lld", (long long)in->number, (long long)in->n, (long long)next_column(&m, in->column)), .id = now.id };
    return WR_OK;
}
