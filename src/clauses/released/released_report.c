/* released_report.c -- what an import says of itself: sheets, headers, columns with the states of their cells, rows that add up, what is withheld, what
 * is not loaded, what is missing. As JSON: the command prints it, the page shows it, a later import is compared with it. */
#include "released_own.h"

#include <string.h>
#include "i18n.h"

static void put(json_t *o, const char *key, json_t *v) { (void)!page_tree(o, key, v); }
static void put_int(json_t *o, const char *key, int64_t v) { put(o, key, json_integer(v)); }

static json_t *exemptions_of(uint64_t bits)
{
    json_t *out = json_array();
    for (size_t i = 0; released_exemptions[i]; i++)
        if (bits >> i & 1) (void)json_array_append_new(out, json_string(released_exemptions[i]));
    return out;
}

static json_t *part_of(const released_part *p)
{
    json_t *o = json_object(), *wrong = json_array(), *totals = json_array();
    put(o, "name", json_string(p->sheet));
    put(o, "hidden", json_boolean(p->hidden));
    put_int(o, "hidden_columns", (int64_t)p->hidden_columns);
    put_int(o, "hidden_rows", p->hidden_rows);
    put_int(o, "header_row", p->header);
    put_int(o, "rows_before_header", p->before);
    put(o, "preamble", json_string(p->preamble));
    put_int(o, "rows_in", p->in);
    put_int(o, "rows_stored", p->stored);
    put_int(o, "rows_blank", p->blank);
    put_int(o, "rows_error", p->error);
    put_int(o, "rows_total", p->total);
    put_int(o, "headers_again", p->again);
    put_int(o, "rows_after_data", p->after);
    put(o, "notes", json_string(p->notes));
    put_int(o, "lines_held_back", p->gone);
    for (size_t i = 0; i < p->faults; i++) (void)json_array_append_new(wrong, json_pack("{s:I,s:s}", "row", (json_int_t)p->fault[i].line, "why", p->fault[i].why));
    put(o, "errors", wrong);
    for (size_t i = 0; i < p->totals; i++) (void)json_array_append_new(totals, json_integer(p->total_line[i]));
    put(o, "total_rows", totals);
    return o;
}

static const char *const STATES[] = { [STORE_VALUE] = "value", [STORE_BLANK] = "blank", [STORE_NULL_WORD] = "null_word", [STORE_WITHHELD] = "withheld", [STORE_ERROR] = "error",
    [STORE_QUARANTINED] = "quarantined" };
typedef struct tally { int64_t state[6], days, numbers, odd; uint64_t exemptions; size_t different; } tally;

static tally tally_of(const store *s, size_t column)
{
    const store_meaning *m = store_means(s, column);
    const int64_t *used = store_used(s, column);
    tally t = { .different = store_distinct(s, column) };
    for (size_t c = 0; c < t.different; c++) {
        t.state[m[c].state] += used[c];
        if (m[c].state == STORE_WITHHELD) t.exemptions |= m[c].exemptions;
        if (m[c].state != STORE_VALUE) continue;
        t.days += m[c].day == STORE_NO_DAY ? 0 : used[c];
        t.numbers += m[c].has_number ? used[c] : 0;
        t.odd += m[c].odd ? used[c] : 0;
    }
    return t;
}

static const char *type_of(const tally *t)
{
    int64_t n = t->state[STORE_VALUE];
    if (!n) return t->state[STORE_WITHHELD] ? "withheld" : t->state[STORE_QUARANTINED] ? "quarantined" : "empty";
    return t->days == n ? "date" : t->numbers == n ? "number" : t->days || t->numbers ? "mixed" : "text";
}

static json_t *column_of(const released_found *f, const tally *t, size_t i)
{
    json_t *o = json_object();
    put(o, "name", json_string(f->head.names[i]));
    put(o, "idea", f->head.ideas[i] ? json_string(f->head.ideas[i]->name) : json_null());
    put(o, "hidden", json_boolean(f->hidden[i]));
    put(o, "type", json_string(type_of(t)));
    put_int(o, "different", (int64_t)t->different);
    for (size_t k = 0; k < 6; k++) put_int(o, STATES[k], t->state[k]);
    put(o, "exemptions", exemptions_of(t->exemptions));
    put_int(o, "odd", t->odd);
    return o;
}

/* What such a table has in other releases: its absence is worth a line. */
static const struct { const char *kind, *ideas; } USUAL[] = {
    { "arrests", "arrest_date area citizenship sex method birth_year person criminality disposition landmark" }, { "encounters", "event_date area citizenship sex landmark event_type" },
    { "detainers", "detainer_date area citizenship sex facility_code lift_reason criminality" }, { "detentions", "stint_in stint_out stay_in facility_code citizenship sex birth_year person criminality" },
    { "book-ins", "stint_in facility citizenship sex" }, { "removals", "departed citizenship sex case_category criminality birth_year person" },
    { "facilities", "facility_code facility state area rate adp" }, { "headcount", "facility_code day present present_midnight" }, { NULL, NULL } };

static json_t *missing_of(const released_found *f)
{
    json_t *out = json_array();
    for (size_t k = 0; USUAL[k].kind; k++) {
        if (!str_eq(USUAL[k].kind, f->kind)) continue;
        for (const char *p = USUAL[k].ideas; *p; ) {
            size_t n = strcspn(p, " ");
            bool here = false;
            for (size_t i = 0; i < f->head.columns && !here; i++) here = f->head.ideas[i] && strlen(f->head.ideas[i]->name) == n && memcmp(f->head.ideas[i]->name, p, n) == 0;
            if (!here) (void)json_array_append_new(out, json_stringn(p, n));
            p += n + strspn(p + n, " ");
        }
    }
    return out;
}

json_t *released_report_table(const released_found *f, const store *s)
{
    json_t *o = json_object(), *sheets = json_array(), *columns = json_array(), *unknown = json_array(), *withheld = json_array(), *kept_out = json_array();
    put(o, "kind", json_string(f->kind));
    put_int(o, "rows_stored", f->rows);
    for (size_t i = 0; i < f->parts; i++) (void)json_array_append_new(sheets, part_of(&f->part[i]));
    put(o, "sheets", sheets);
    for (size_t i = 0; i < f->head.columns; i++) {
        tally t = tally_of(s, i);
        (void)json_array_append_new(columns, column_of(f, &t, i));
        if (!f->head.ideas[i] && !str_eq(f->kind, "grid")) (void)json_array_append_new(unknown, json_string(f->head.names[i]));
        if (f->rows && t.state[STORE_WITHHELD] + t.state[STORE_BLANK] == f->rows && t.state[STORE_WITHHELD])
            (void)json_array_append_new(withheld, json_pack("{s:s,s:I,s:o}", "name", f->head.names[i], "cells", (json_int_t)t.state[STORE_WITHHELD], "exemptions", exemptions_of(t.exemptions)));
        if (f->quarantined[i])
            (void)json_array_append_new(kept_out, json_pack("{s:s,s:s,s:I}", "name", f->head.names[i], "what",
                f->personal[i] ? released_personal_words[f->personal[i]] : RELEASED_IN_TEXT, "cells", (json_int_t)f->quarantined[i]));
    }
    put(o, "columns", columns);
    put(o, "unknown_columns", unknown);
    put(o, "missing_columns", missing_of(f));
    put(o, "withheld_columns", withheld);
    put(o, "quarantined_columns", kept_out);
    put_int(o, "names_held_back", f->gone);
    return o;
}

/* Text and holes, so that a page says it in its reader's language. */
void released_report_notes(json_t *report, const table_file *file)
{
    json_t *notes = json_array();
    put(report, "notes", notes);
    for (size_t i = 0; i < table_notes(file); i++) {
        const wr_err *e = table_note_at(file, i);
        json_t *with = json_array();
        for (const char *h = e->holes; *h && h < e->holes + sizeof e->holes; h += strlen(h) + 1) (void)json_array_append_new(with, json_string(h));
        (void)json_array_append_new(notes, json_pack("{s:s,s:o}", "says", e->text, "with", with));
    }
}

const char *released_note_said(const json_t *note, const char *lang, arena *a)
{
    const json_t *with = json_object_get(note, "with");
    const char **pairs = arena_array(a, const char *, json_array_size(with) + 1);
    for (size_t i = 0; i < json_array_size(with); i++) pairs[i] = json_string_value(json_array_get(with, i));
    return i18n_fill(a, i18n(lang, NULL, str_or_none(json_string_value(json_object_get(note, "says")))), pairs);
}
