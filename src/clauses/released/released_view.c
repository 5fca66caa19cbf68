/* released_view.c -- a table opened to be asked: which column is which, its main date, its span. */
#include "released_own.h"

#include <string.h>
#include "day.h"
#include "i18n.h"

static void close_store(void *s_)
{
    store *s = s_;
    store_give_back(&s);
}

static void free_json(void *j) { json_decref(j); }

json_t *released_list(json_t *o, const char *key) { return page_rows(o, key, &RELEASED_TABLE, NULL, 0) == WR_OK ? json_object_get(o, key) : NULL; }

json_t *released_item(json_t *list)
{
    json_t *o = json_object();
    (void)json_array_append_new(list, o);
    return o;
}

static void end_room(void *room)
{
    arena *a = room;
    arena_end(&a);
}

arena *released_room(arena *a)
{
    arena *room = arena_new("a table, compared", (size_t)1 << 31);
    arena_on_end(a, end_room, room);
    return room;
}

wr_rc released_not_here(arena *a)
{
    *arena_err(a) = (wr_err){ 0 };
    return wr_fail(arena_err(a), WR_E_BUSY, NULL, N_("The tables of this file are being made on this machine from the bytes that came. Load this page again in a moment."));
}

wr_rc released_view_open(db_tx *ro, const released_table *t, arena *a, released_view *ret)
{
    released_map m;
    bool found;
    json_t *columns;
    wr_rc rc;
    *ret = (released_view){ .table = *t, .kind = t->kind };
    TRY(db_one(ro, &RELEASED_FILE_ID, a, &ret->file, db_t(t->file)));
    if (ret->file.state == RELEASED_WITHDRAWN) return wr_fail(arena_err(a), WR_E_MISSING, NULL, N_("File {number} was withdrawn: {why}"), "number", arena_fmt(a, "%lld", (long long)ret->file.number), "why", ret->file.problem);
    rc = store_lend(arena_fmt(a, "%s/%lld.store", released_folder(a, &ret->file), (long long)t->n), arena_err(a), &ret->s);
    if (rc != WR_OK) {
        released_here_wanted();
        return released_not_here(a);
    }
    arena_on_end(a, close_store, ret->s);
    ret->report = json_loads(t->report, 0, NULL);
    arena_on_end(a, free_json, ret->report);
    columns = json_object_get(ret->report, "columns");
    ret->columns = store_columns(ret->s) - (json_array_size(json_object_get(ret->report, "sheets")) < 2);     /* its last says the sheet */
    ret->ideas = arena_array(a, const released_idea *, ret->columns + 1);
    for (size_t i = 0; i < ret->columns; i++) ret->ideas[i] = released_idea_named(json_string_value(json_object_get(json_array_get(columns, i), "idea")));
    TRY(released_map_of(ro, ret->file.agency, t->head, a, &m, &found));
    if (!found) return WR_OK;
    ret->kind = m.kind;
    released_ideas_split(m.ideas, ret->columns, ret->ideas, a);
    return WR_OK;
}

wr_rc released_listed_open(db_tx *ro, const released_listed *t, arena *a, released_view *ret)
{
    released_table whole;
    TRY(released_table_by(ro, t->id, a, &whole));
    return released_view_open(ro, &whole, a, ret);
}

wr_rc released_pick_table(db_tx *ro, const char *table, arena *a, released_view *ret)
{
    const char *dash = strchr(table, '-');
    int64_t number = 0, n = 0;
    released_file f;
    released_table t;
    if (!dash || !str_int(arena_fmt(a, "%.*s", (int)(dash - table), table), &number) || !str_int(dash + 1, &n))
        return wr_fail(arena_err(a), WR_E_INPUT, "table", N_("Name a table by the number of its file and its own: 12-3."));
    TRY(released_file_by(ro, number, a, &f));
    TRY(released_table_by(ro, arena_fmt(a, "%s-%lld", f.id, (long long)n), a, &t));
    return released_view_open(ro, &t, a, ret);
}

int released_column(const released_view *v, const char *word, arena *a)
{
    const char *want = released_normal(a, word, strlen(word));
    for (size_t i = 0; i < v->columns; i++)
        if (str_eq(store_name(v->s, i), word)) return (int)i;
    for (size_t i = 0; i < v->columns; i++)
        if (v->ideas[i] && str_eq(v->ideas[i]->name, word)) return (int)i;
    for (size_t i = 0; i < v->columns; i++)
        if (str_eq(released_normal(a, store_name(v->s, i), strlen(store_name(v->s, i))), want)) return (int)i;
    return -1;
}

static const char *const MAIN_DATES[] = { "arrest_date", "event_date", "detainer_date", "stint_in", "stay_in", "departed", "removed", "day", NULL };

static int with_idea(const released_idea *const *ideas, size_t n, const char *idea)
{
    for (size_t i = 0; i < n; i++)
        if (ideas[i] && str_eq(ideas[i]->name, idea)) return (int)i;
    return -1;
}

int released_main_date(const char *kind, const released_idea *const *ideas, size_t n)
{
    int at = str_eq(kind, "removals") ? with_idea(ideas, n, "departed") : -1;      /* counted by departure; an arrest stands beside it */
    for (const char *const *d = MAIN_DATES; *d && at < 0; d++) at = with_idea(ideas, n, *d);
    return at;
}

int released_date_column(const released_view *v) { return released_main_date(v->kind, v->ideas, v->columns); }

void released_span(const store *s, int column, wr_day *ret_first, wr_day *ret_last)
{
    int32_t low = INT32_MAX, high = INT32_MIN;
    const store_meaning *m = column >= 0 ? store_means(s, (size_t)column) : NULL;
    *ret_first = *ret_last = (wr_day){ 0 };
    for (size_t c = 0; m && c < store_distinct(s, (size_t)column); c++) {
        if (m[c].state != STORE_VALUE || m[c].day == STORE_NO_DAY || m[c].odd || !store_used(s, (size_t)column)[c]) continue;
        if (m[c].day < low) low = m[c].day;
        if (m[c].day > high) high = m[c].day;
    }
    if (low > high) return;
    *ret_first = day_of_number(low);
    *ret_last = day_of_number(high);
}

/* FNV-1a: no secret hangs on it; what it tells apart is whether two imports hold the same. */
uint64_t released_column_sum(const store *s, size_t column)
{
    uint64_t all = 0;
    for (size_t c = 0; c < store_distinct(s, column); c++) {
        store_cell x = store_text(s, column, (uint32_t)c);
        uint64_t h = 14695981039346656037u ^ (uint64_t)store_used(s, column)[c];
        for (size_t i = 0; i < x.n; i++) h = (h ^ (unsigned char)x.text[i]) * 1099511628211u;
        all += h * 0x9E3779B97F4A7C15u;      /* a sum: the order in which they came does not matter */
    }
    return all;
}
