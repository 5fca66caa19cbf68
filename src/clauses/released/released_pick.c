/* released_pick.c -- which table is meant, and what is asked of it: from the words of a page or a command to a question. */
#include "released_say.h"

#include <string.h>
#include "i18n.h"

static const char *const FORMATS[] = { "json", "csv", NULL };
const char *const released_years[] = { "calendar", "federal", NULL };
static const field IN_F[] = {
    FIELD(released_in, file, t, F_NULL, 200, N_("File")),
    FIELD(released_in, sheet, t, F_NULL, 200, N_("Sheet")),
    FIELD(released_in, kind, t, F_NULL, 40, N_("Kind of table")),
    FIELD(released_in, by, t, F_NULL, 120, N_("Group by")),
    FIELD(released_in, by2, t, F_NULL, 120, N_("and by")),
    FIELD(released_in, where, t, F_NULL, 4000, N_("Only rows with")),
    FIELD(released_in, date, t, F_NULL, 120, N_("By which date")),
    FIELD(released_in, sum, t, F_NULL, 120, N_("Sum of")),
    FIELD(released_in, rates, t, F_NULL, 200, N_("Rates of the list in file")),
    FIELD(released_in, from, d, F_NULL, 0, N_("From")),
    FIELD(released_in, to, d, F_NULL, 0, N_("To")),
    WORDS_OPT(released_in, unit, released_units, N_("Counted in")),
    FIELD(released_in, top, i, F_NULL, 0, N_("At most so many groups")),
    WORDS_OPT(released_in, format, FORMATS, N_("As")),
    FIELD(released_in, table, t, F_NULL, 40, N_("Table")),
    WORDS_OPT(released_in, years, released_years, N_("Years")),
    FIELD(released_in, with, t, F_NULL, 20, N_("Later file, to compare with")),
    FIELD(released_in, age, t, F_NULL, 40, N_("Age")),
    FIELD(released_in, twice, b, F_NULL, 0, N_("Likely duplicates alone")),
    FIELD(released_in, skip, i, F_NULL, 0, N_("From row")),
    FIELD(released_in, area, t, F_NULL, 400, N_("Area of responsibility")),
    FIELD(released_in, agency, t, F_NULL, 400, N_("Arresting agency")),
    FIELD(released_in, method, t, F_NULL, 400, N_("Method of arrest")),
    FIELD(released_in, criminality, t, F_NULL, 400, N_("Criminality")),
    FIELD(released_in, facility, t, F_NULL, 400, N_("Facility")),
    FIELD(released_in, facility_code, t, F_NULL, 400, N_("Code of the facility")),
    FIELD(released_in, citizenship, t, F_NULL, 400, N_("Citizenship")),
    FIELD(released_in, sex, t, F_NULL, 400, N_("Sex")),
    FIELD(released_in, state, t, F_NULL, 400, N_("State")),
    FIELD(released_in, landmark, t, F_NULL, 400, N_("Landmark")),
    FIELD(released_in, county, t, F_NULL, 400, N_("County")),
};
const shape IN_RELEASED = SHAPE("a question about released records", released_in, IN_F);
/* ---- which table ---- */
/* The place of a sheet among those of a table, -1: it is none of them. */
static int sheet_in(const json_t *report, const char *sheet, arena *a)
{
    const json_t *p;
    size_t i;
    json_array_foreach(json_object_get(report, "sheets"), i, p)
        if (str_eq(str_trim(a, json_string_value(json_object_get(p, "name"))), str_trim(a, sheet))) return (int)i;
    return -1;
}

wr_rc released_has_sheet(db_tx *ro, const released_listed *t, const char *sheet, arena *a, bool *ret)
{
    arena *own;
    released_table whole;
    json_t *report = NULL;
    wr_rc rc;
    *ret = true;
    if (!sheet || !*sheet) return WR_OK;
    own = arena_new("sheets of a table", 4 << 20);
    rc = released_table_by(ro, t->id, own, &whole);
    if (rc == WR_OK) report = json_loads(whole.report, 0, NULL);
    *ret = sheet_in(report, sheet, own) >= 0;
    json_decref(report);
    if (rc != WR_OK && arena_err(own)->rc != WR_OK) *arena_err(a) = *arena_err(own);
    arena_end(&own);
    return rc;
}

wr_rc released_no_sheet(arena *a, const char *sheet)
{
    return wr_fail(arena_err(a), WR_E_INPUT, "sheet", N_("There is no sheet {sheet} here. The page of the file names its sheets."), "sheet", sheet);
}

wr_rc released_pick(db_tx *ro, const released_in *in, arena *a, released_view *ret)
{
    released_listed *t, *best = NULL;
    size_t n;
    bool others = false, has;
    if (in->table && *in->table) return released_pick_table(ro, in->table, a, ret);
    TRY(released_tables_all(ro, a, &t, &n));
    for (size_t i = 0; i < n; i++) {
        if (!released_listed_is(&t[i], str_or_none(in->file)) || (in->kind && *in->kind && !str_eq(t[i].kind, in->kind))) continue;
        others = true;
        if (best && best->number != t[i].number) break;
        if (best && ((in->sheet && *in->sheet) || t[i].rows <= best->rows)) continue;     /* of one file its largest table */
        TRY(released_has_sheet(ro, &t[i], in->sheet, a, &has));
        if (has) best = &t[i];
    }
    if (!best && others) return released_no_sheet(a, in->sheet);
    if (!best) return wr_fail(arena_err(a), WR_E_MISSING, NULL, N_("No released file that was read has such a table. “writ released ask files” lists what is here."));
    return released_listed_open(ro, best, a, ret);
}

/* ---- what is asked ---- */
static wr_rc add_where(released_ask *q, released_where w, arena *a)
{
    if (q->wheres == RELEASED_WHERES) return wr_fail(arena_err(a), WR_E_INPUT, "where", N_("At most {n} conditions at once."), "n", arena_fmt(a, "%d", RELEASED_WHERES));
    q->where[q->wheres++] = w;
    return WR_OK;
}

static wr_rc wheres_of(const char *text, arena *a, released_ask *q)
{
    for (const char *p = text; *p; ) {
        size_t n = released_until(p, ';');
        char *one = str_trim(a, arena_fmt(a, "%.*s", (int)n, p)), *is = strchr(one, '=');
        p += n + (p[n] == ';');
        if (!*one) continue;
        if (!is || is == one) return wr_fail(arena_err(a), WR_E_INPUT, "where", N_("“{text}” is no condition. Write COLUMN=VALUE, with | between values and ; between conditions."), "text", one);
        released_where w = { .values = is + 1, .not = is[-1] == '!', .asked = "where" };
        is[w.not ? -1 : 0] = 0;
        w.column = str_trim(a, one);
        TRY(add_where(q, w, a));
    }
    return WR_OK;
}

/* Of a table that goes on over several sheets, the rows of one; those of the first bear no name. */
static wr_rc only_sheet(const released_view *v, const char *sheet, arena *a, released_ask *q)
{
    const json_t *parts = json_object_get(v->report, "sheets");
    int at = *sheet ? sheet_in(v->report, sheet, a) : 0;
    if (at < 0) return released_no_sheet(a, sheet);
    if (!*sheet || json_array_size(parts) < 2) return WR_OK;
    return add_where(q, (released_where){ .column = RELEASED_SHEET, .values = at ? released_escaped(a, json_string_value(json_object_get(json_array_get(parts, (size_t)at), "name"))) : "(blank)", .asked = "sheet" }, a);
}

wr_rc released_ask_of(const released_view *v, const released_in *in, arena *a, released_ask *ret)
{
    *ret = (released_ask){ .date = in->date, .from = in->from, .to = in->to, .sum = in->sum, .unit = in->unit };
    if (in->by && *in->by) ret->by[ret->bys++] = in->by;
    if (in->by2 && *in->by2) ret->by[ret->bys++] = in->by2;
    if (in->where) TRY(wheres_of(in->where, a, ret));
    for (const field *f = shape_field(&IN_RELEASED, RELEASED_FIRST_FILTER); f < IN_F + sizeof IN_F / sizeof *IN_F; f++) {
        const char *typed = *(const char *const *)(const void *)((const char *)in + f->off);
        if (typed && *typed) TRY(add_where(ret, (released_where){ .column = f->name, .values = typed }, a));
    }
    return only_sheet(v, str_or_none(in->sheet), a, ret);
}

released_in released_in_by(const released_in *in, const char *by)
{
    released_in one = *in;
    one.by = by;
    one.by2 = NULL;
    if (!str_eq(by, "age_band")) return one;
    one.unit = RELEASED_ROWS;
    one.sum = NULL;
    return one;
}
