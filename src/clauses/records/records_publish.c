/* records_publish.c -- what the office does so that the public sees a request: it asks, a second person approves, and only then is it shown.
 * Taking something back needs nobody else, and holds at once. */
#include <stdlib.h>
#include <string.h>
#include "day.h"
#include "i18n.h"
#include "now.h"
#include "records_gate.h"
#include "records_prod_own.h"
#include "records_shown.h"
#include "sha256.h"

/* ---- forms ---- */
typedef struct in_publish { int64_t number; int seen; wr_day until; } in_publish;
static const char *const SHOW[] = { "public", "embargo until", NULL }, *const BACK[] = { "internal", "private", NULL };
static const int SHOW_SEEN[] = { SEEN_PUBLIC, SEEN_EMBARGO }, BACK_SEEN[] = { SEEN_INTERNAL, SEEN_PRIVATE };
static const field SHOW_F[] = { FIELD(in_publish, number, i, F_PATH, 0, N_("Request")), WORDS(in_publish, seen, SHOW, N_("Who sees it")), FIELD(in_publish, until, d, F_NULL, 0, N_("Under embargo: the day from which all see it")) };
const shape IN_RECORDS_SHOW = SHAPE("show a request", in_publish, SHOW_F);
static const field BACK_F[] = { FIELD(in_publish, number, i, F_PATH, 0, N_("Request")), WORDS(in_publish, seen, BACK, N_("Who sees it")) };
const shape IN_RECORDS_BACK = SHAPE("take a request back", in_publish, BACK_F);
typedef struct in_entries { int64_t number; const char *entries, *sha256; } in_entries;
static const field ENTRIES_F[] = { FIELD(in_entries, number, i, F_PATH, 0, N_("Request")), FIELD(in_entries, entries, t, 0, 400, N_("Numbers of the entries, with blanks between")) };
const shape IN_RECORDS_SHOW_ENTRIES = SHAPE("show entries", in_entries, ENTRIES_F);
typedef struct in_file { int64_t number; const char *id, *name; int64_t crc; } in_file;
static const field FILE_F[] = { FIELD(in_file, number, i, F_PATH, 0, N_("Request")), FIELD(in_file, id, t, F_PATH, 32, N_("File")), FIELD(in_file, name, t, 0, RECORDS_NAME_MAX, N_("Name, as published")) };
const shape IN_RECORDS_SHOW_FILE = SHAPE("show a file", in_file, FILE_F);
static const field HIDE_F[] = { FIELD(in_file, number, i, F_PATH, 0, N_("Request")), FIELD(in_file, id, t, F_PATH, 32, N_("Entry or file")) };
const shape IN_RECORDS_HIDE = SHAPE("take an entry or a file back", in_file, HIDE_F);

/* ---- what is approved ---- */
static const field TO_PUBLISH_F[] = { FIELD(in_publish, number, i, 0, 0, N_("Request")), WORDS(in_publish, seen, records_seens, N_("Who sees it")), FIELD(in_publish, until, d, F_NULL, 0, N_("Embargo until")) };
const shape RECORDS_TO_PUBLISH = SHAPE("a request to be shown", in_publish, TO_PUBLISH_F);
static const field TO_SHOW_F[] = { FIELD(in_entries, number, i, 0, 0, N_("Request")), FIELD(in_entries, entries, t, 0, 400, N_("Entries")), FIELD(in_entries, sha256, t, 0, 64, N_("SHA-256 of the entries")) };
const shape RECORDS_TO_SHOW = SHAPE("entries to be shown", in_entries, TO_SHOW_F);
typedef struct to_file { int64_t number; const char *file, *name, *sha256; int64_t crc; } to_file;
static const field TO_FILE_F[] = { FIELD(to_file, number, i, 0, 0, N_("Request")), FIELD(to_file, file, t, 0, 32, N_("File")), FIELD(to_file, name, t, 0, RECORDS_NAME_MAX, N_("Name, as published")),
    FIELD(to_file, sha256, t, 0, 64, N_("SHA-256")), FIELD(to_file, crc, i, 0, 0, N_("CRC-32")) };
const shape RECORDS_TO_SHOW_FILE = SHAPE("a file to be shown", to_file, TO_FILE_F);

static http_go back_to(arena *a, const records_whole *w) { return (http_go){ .url = records_url(a, w->of.number, "/public"), .id = w->of.id }; }

/* ---- the case ---- */
/* All that the gate shows of a request itself. */
static bool words_hold_numbers(const records_whole *w)
{
    bool found = records_numbers_in(w->of.why) || records_numbers_in(w->of.area);
    for (size_t i = 0; i < w->n_asks && !found; i++)
        found = records_numbers_in(w->asks[i].title) || records_numbers_in(w->asks[i].text) || records_numbers_in(w->asks[i].columns);
    return found;
}

static wr_rc may_publish(db_tx *tx, const wr_actor *who, const in_publish *p, arena *a, records_whole *w)
{
    records_line x;
    TRY(records_whole_of(tx, p->number, a, w));
    TRY(records_line_of(tx, w->of.id, a, &x));
    if (day_none(x.sent)) return wr_fail(arena_err(a), WR_E_INPUT, "seen", N_("This request has not been sent. It can be shown as soon as it has been."));
    if (records_numbers_in(x.title)) return wr_fail(arena_err(a), WR_E_INPUT, "seen", N_("The title holds a number that may belong to a person. It cannot be shown."));
    if (words_hold_numbers(w)) return wr_fail(arena_err(a), WR_E_INPUT, "seen", N_("The words of this request hold a number that may belong to a person. It cannot be shown."));
    if (p->seen == SEEN_EMBARGO && day_none(p->until)) return wr_fail(arena_err(a), WR_E_INPUT, "until", N_("Name the day from which all see it."));
    if (p->seen == SEEN_EMBARGO && wr_day_cmp(p->until, who->today) <= 0) return wr_fail(arena_err(a), WR_E_INPUT, "until", N_("This day is not to come. Choose “public”, or a later day."));
    return WR_OK;
}

wr_rc records_act_publish(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    in_publish p = *(const in_publish *)in_;
    records_whole w;
    p.seen = SHOW_SEEN[p.seen];
    if (p.seen == SEEN_PUBLIC) p.until = (wr_day){ 0 };
    TRY(may_publish(rw, who, &p, a, &w));
    *ret = back_to(a, &w);
    return pair_ask(rw, who, &records_pairs[RECORDS_PAIR_PUBLISH], w.of.id, arena_fmt(a, "%lld: %s, %s %s", (long long)w.of.number, str_begin(a, w.of.title, 100), records_seens[p.seen],
        day_none(p.until) ? "" : day_text(a, p.until)), &p, a);
}

wr_rc records_run_publish(db_tx *rw, const wr_actor *who, const void *what, arena *a)
{
    const in_publish *p = what;
    records_whole w;
    records_entry e = { .day = who->today, .kind = ENTRY_SHOWN, .count = p->seen, .until = p->until };
    TRY(may_publish(rw, who, p, a, &w));
    return records_entry_add(rw, who, &w, &e, a);
}

wr_rc records_act_back(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_publish *p = in_;
    records_whole w;
    records_entry e = { .day = who->today, .kind = ENTRY_SHOWN, .count = BACK_SEEN[p->seen] };
    TRY(records_whole_of(rw, p->number, a, &w));
    *ret = back_to(a, &w);
    return records_entry_add(rw, who, &w, &e, a);
}

/* ---- entries ---- */
static const records_entry *entry_of(const records_whole *w, int64_t n)
{
    for (size_t i = 0; i < w->n_entries; i++)
        if (w->entries[i].n == n) return &w->entries[i];
    return NULL;
}

static bool speaks_of_numbers(const records_entry *e)
{
    return records_kind_open(e->kind) && (records_numbers_in(e->text) || records_numbers_in(e->scope) || records_numbers_in(e->because) || records_numbers_in(e->appeal)
        || records_numbers_in(e->tracking) || records_numbers_in(e->reasons) || records_numbers_in(e->pages));
}

/* The entries that the numbers name, all of which can be shown; the hash is of their rows as they stand. */
static wr_rc take(const records_whole *w, const char *typed, arena *a, const records_entry ***ret, size_t *ret_n, const char **ret_hash)
{
    json_t *all = json_array();
    char *text;
    arena_on_end(a, (void (*)(void *))json_decref, all);
    *ret = arena_array(a, const records_entry *, strlen(typed) + 1);
    *ret_n = 0;
    for (const char *p = typed; *(p += strspn(p, " ,")); p += strcspn(p, " ,")) {
        const char *word = arena_fmt(a, "%.*s", (int)strcspn(p, " ,"), p);
        const records_entry *e;
        int64_t n;
        if (!str_int(word, &n) || !(e = entry_of(w, n))) return wr_fail(arena_err(a), WR_E_INPUT, "entries", N_("This request has no entry {n}. Write the numbers that stand in the list, with blanks between."), "n", word);
        if (*e->struck) return wr_fail(arena_err(a), WR_E_INPUT, "entries", N_("Entry {n} was struck and is not shown."), "n", word);
        if (speaks_of_numbers(e)) return wr_fail(arena_err(a), WR_E_INPUT, "entries", N_("Entry {n} holds a number that may belong to a person, so it is not shown. Strike it and add it anew without the number."), "n", word);
        json_array_append_new(all, shape_to_json(&RECORDS_ENTRY, e));
        (*ret)[(*ret_n)++] = e;
    }
    if (!*ret_n) return wr_fail(arena_err(a), WR_E_INPUT, "entries", N_("Write the numbers of the entries that are to be shown."));
    text = json_dumps(all, JSON_COMPACT | JSON_SORT_KEYS);
    *ret_hash = sha256_hex(a, str_or_none(text));
    free(text);
    return WR_OK;
}

wr_rc records_act_show_entries(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    in_entries p = *(const in_entries *)in_;
    const records_entry **e;
    records_whole w;
    size_t n;
    TRY(records_whole_of(rw, p.number, a, &w));
    TRY(take(&w, p.entries, a, &e, &n, &p.sha256));
    *ret = back_to(a, &w);
    return pair_ask(rw, who, &records_pairs[RECORDS_PAIR_ENTRIES], w.of.id, arena_fmt(a, "%lld: %s", (long long)w.of.number, p.entries), &p, a);
}

wr_rc records_run_entries(db_tx *rw, const wr_actor *who, const void *what, arena *a)
{
    const in_entries *p = what;
    const records_entry **e;
    const char *hash;
    records_whole w;
    size_t n;
    TRY(records_whole_of(rw, p->number, a, &w));
    TRY(take(&w, p->entries, a, &e, &n, &hash));
    if (!str_eq(hash, p->sha256)) return wr_fail(arena_err(a), WR_E_CONFLICT, NULL, N_("An entry was changed since approval was asked for. Decline this, look again, and let approval be asked for anew."));
    for (size_t i = 0; i < n; i++)
        TRY(records_show_item(rw, who, &(records_shown){ .about = w.of.id, .item = e[i]->id, .what = SHOWN_ENTRY, .entry = "", .name = "", .sha256 = "", .media = "" }, a));
    return records_follow(rw, who, &w, "", a);
}

/* ---- files ---- */
/* A file of a production of this case, read and open: as one of the entry that its production made, which has its id. WR_E_MISSING: no file of a
 * production. */
static wr_rc file_of_production(db_tx *tx, const records_whole *w, const char *id, arena *a, doc_file *ret)
{
    records_file f;
    TRY(db_one(tx, &RECORDS_FILE_BY, a, &f, db_t(id)));
    if (!str_eq(f.request, w->of.id) || f.state != FILE_OPEN) return WR_E_MISSING;
    *ret = (doc_file){ .id = f.id, .about = f.about, .sha256 = f.sha256, .size = f.size, .media = f.media, .name = f.name };
    return WR_OK;
}

/* A file of an entry of this case that counts, or of a production. */
static wr_rc file_of(db_tx *tx, const records_whole *w, const char *id, const char *name, arena *a, doc_file *ret)
{
    const char *wrong_text;
    records_file *same;
    records_shown *shown;
    size_t n;
    wr_rc rc = file_of_production(tx, w, id, a, ret);
    bool ours = rc == WR_OK;             /* of a production, unless its entry was struck */
    if (rc == WR_E_MISSING) rc = doc_file_by(tx, id, a, ret);
    if (rc != WR_OK && rc != WR_E_MISSING) return rc;
    for (size_t i = 0; rc == WR_OK && i < w->n_entries; i++)
        if (str_eq(w->entries[i].id, ret->about)) ours = !*w->entries[i].struck;
    if (!ours) return wr_fail(arena_err(a), WR_E_MISSING, NULL, N_("This request has no such file."));
    TRY(db_all(tx, &RECORDS_FILES_SAME, a, RECORDS_FILES_MAX, &same, &n, db_t(ret->sha256)));
    for (size_t i = 0; i < n; i++)
        if (same[i].state >= FILE_HELD) return wr_fail(arena_err(a), WR_E_RULE, "records.held", N_("The same file is held back in a production of a request. It cannot be shown; publish the redacted copy."));
    TRY(records_shown_of(tx, w->of.id, a, &shown, &n));
    wrong_text = records_name_wrong(name, ret->name);
    if (!wrong_text) wrong_text = records_beside_wrong(shown, n, id, name);
    return wrong_text ? wr_fail(arena_err(a), WR_E_INPUT, "name", wrong_text) : WR_OK;
}

wr_rc records_prepare_file(db_tx *ro, const wr_actor *who, void *in_, arena *a)
{
    in_file *in = in_;
    records_whole w;
    doc_file f;
    (void)who;
    TRY(records_whole_of(ro, in->number, a, &w));
    TRY(file_of(ro, &w, in->id, in->name, a, &f));
    return records_file_sum(ro, &f, a, &in->crc);
}

wr_rc records_act_show_file(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_file *in = in_;
    records_whole w;
    doc_file f;
    TRY(records_whole_of(rw, in->number, a, &w));
    TRY(file_of(rw, &w, in->id, in->name, a, &f));
    *ret = back_to(a, &w);
    return pair_ask(rw, who, &records_pairs[RECORDS_PAIR_FILE], f.id, arena_fmt(a, "%lld: %s", (long long)w.of.number, in->name),
        &(to_file){ in->number, f.id, in->name, f.sha256, in->crc }, a);
}

wr_rc records_run_file(db_tx *rw, const wr_actor *who, const void *what, arena *a)
{
    const to_file *p = what;
    records_whole w;
    doc_file f;
    TRY(records_whole_of(rw, p->number, a, &w));
    TRY(file_of(rw, &w, p->file, p->name, a, &f));
    if (!str_eq(f.sha256, p->sha256)) return wr_fail(arena_err(a), WR_E_CONFLICT, NULL, N_("This is not the file that was shown. Let approval be asked for anew."));
    TRY(records_show_item(rw, who, &(records_shown){ .about = w.of.id, .item = f.id, .what = SHOWN_FILE, .entry = f.about, .name = p->name, .sha256 = f.sha256, .size = f.size,
        .crc = p->crc, .media = f.media }, a));
    return records_follow(rw, who, &w, "", a);
}

wr_rc records_act_hide(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_file *in = in_;
    records_whole w;
    TRY(records_whole_of(rw, in->number, a, &w));
    TRY(records_hide_item(rw, who, w.of.id, in->id, a));
    *ret = back_to(a, &w);
    return records_follow(rw, who, &w, "", a);
}

/* ---- the page of the office ---- */
typedef struct say_shown { int64_t n; wr_day day; int kind; const char *text, *name, *published, *sha256; bool shown, closed, struck; } say_shown;
static const field SAY_F[] = { FIELD(say_shown, n, i, 0, 0, N_("Number")), FIELD(say_shown, day, d, 0, 0, N_("Day")), WORDS(say_shown, kind, records_kinds, N_("What happened")),
    FIELD(say_shown, text, t, 0, 0, N_("Text")), FIELD(say_shown, name, t, 0, 0, N_("File")), FIELD(say_shown, published, t, 0, 0, N_("Name, as published")),
    FIELD(say_shown, sha256, t, 0, 0, N_("SHA-256")), FIELD(say_shown, shown, b, 0, 0, N_("Shown")), FIELD(say_shown, closed, b, 0, 0, N_("Its words stay inside")),
    FIELD(say_shown, struck, b, 0, 0, N_("Struck")) };
const shape RECORDS_SAY_SHOWN = SHAPE("what can be shown of a request", say_shown, SAY_F);

static wr_rc hide_form(json_t *row, const records_whole *w, const char *item, arena *a)
{
    return page_form(row, "hide", &(page_form_of){ .action_url = records_url(a, w->of.number, arena_fmt(a, "/public/%s/back", item)), .in = &IN_RECORDS_HIDE, .button = N_("Take it back") }, a);
}

static wr_rc say_entries(const records_whole *w, const records_shown *s, size_t n_s, arena *a, json_t *doc)
{
    say_shown *x = arena_array(a, say_shown, w->n_entries + 1);
    strbuf open = sb_new(a, 100);
    for (size_t i = 0; i < w->n_entries; i++) {
        const records_entry *e = &w->entries[i];
        bool shown = records_shown_item(s, n_s, e->id) != NULL;
        const char *text = *e->text ? e->text : e->scope;
        x[i] = (say_shown){ e->n, e->day, e->kind, text, "", "", "", shown, !records_kind_open(e->kind), *e->struck != 0 };
        if (!shown && !*e->struck && records_kind_open(e->kind) && !speaks_of_numbers(e) && open.n < 380) sb_fmt(&open, "%s%lld", open.n ? " " : "", (long long)e->n);
    }
    TRY(page_rows(doc, "entries", &RECORDS_SAY_SHOWN, x, w->n_entries));
    for (size_t i = 0; i < w->n_entries; i++)
        if (x[i].shown) TRY(hide_form(page_row(doc, "entries", i), w, w->entries[i].id, a));
    return page_form(doc, "show_entries", &(page_form_of){ .action_url = records_url(a, w->of.number, "/public/entries"), .in = &IN_RECORDS_SHOW_ENTRIES,
        .row = &(in_entries){ .number = w->of.number, .entries = open.p }, .button = N_("Ask a second person to show these") }, a);
}

/* Files of productions that are shown: they are asked for where they stand, and taken back here too. */
static wr_rc say_produced(db_tx *ro, const records_whole *w, const records_shown *s, size_t n_s, arena *a, say_shown *x, const char **id, size_t *in_out)
{
    for (size_t i = 0; i < n_s && *in_out < GATE_FILES; i++) {
        records_file f;
        const records_entry *e = NULL;
        wr_rc rc = s[i].shown && s[i].what == SHOWN_FILE ? db_one(ro, &RECORDS_FILE_BY, a, &f, db_t(s[i].item)) : WR_E_MISSING;
        if (rc == WR_E_MISSING) continue;
        TRY(rc);
        for (size_t k = 0; k < w->n_entries; k++)
            if (str_eq(w->entries[k].id, s[i].entry)) e = &w->entries[k];
        id[*in_out] = s[i].item;
        x[(*in_out)++] = (say_shown){ e ? e->n : 0, e ? e->day : (wr_day){ 0 }, ENTRY_INTERIM, "", f.name, s[i].name, f.sha256, true, false, e && *e->struck };
    }
    return WR_OK;
}

/* On the page of a production: a file that is open can be shown, one that is shown can be taken back. */
wr_rc records_put_publish(const records_shown *s, size_t n_s, int64_t number, int64_t production, const records_file *f, arena *a, json_t *row)
{
    const records_shown *is = records_shown_item(s, n_s, f->id);
    const char *dot = strrchr(f->name, '.');
    TRY(page_text(row, "published", is ? is->name : ""));
    if (is) return page_form(row, "hide", &(page_form_of){ .action_url = records_url(a, number, arena_fmt(a, "/public/%s/back", f->id)), .in = &IN_RECORDS_HIDE, .button = N_("Take it back") }, a);
    if (f->state != FILE_OPEN) return WR_OK;
    return page_form(row, "show", &(page_form_of){ .action_url = records_url(a, number, arena_fmt(a, "/public/%s/ask", f->id)), .in = &IN_RECORDS_SHOW_FILE,
        .row = &(in_file){ .number = number, .id = f->id, .name = arena_fmt(a, "request-%lld-production-%lld-%lld%s", (long long)number, (long long)production, (long long)f->n, dot ? dot : "") },
        .button = N_("Ask a second person to show it") }, a);
}

static wr_rc say_files(db_tx *ro, const wr_actor *who, const records_whole *w, const records_shown *s, size_t n_s, arena *a, json_t *doc)
{
    say_shown *x = arena_array(a, say_shown, GATE_FILES);
    const char **id = arena_array(a, const char *, GATE_FILES);
    size_t out = 0;
    for (size_t i = 0; i < w->n_entries; i++) {
        const records_entry *e = &w->entries[i];
        doc_listed *f;
        size_t n;
        TRY(doc_files_of(ro, who, e->id, false, a, &f, &n));
        for (size_t k = 0; k < n && out < GATE_FILES; k++) {
            const records_shown *is = records_shown_item(s, n_s, f[k].id);
            id[out] = f[k].id;
            x[out++] = (say_shown){ e->n, e->day, e->kind, "", f[k].name, is ? is->name : "", f[k].sha256, is != NULL, false, *e->struck != 0 };
        }
    }
    TRY(say_produced(ro, w, s, n_s, a, x, id, &out));
    TRY(page_rows(doc, "files", &RECORDS_SAY_SHOWN, x, out));
    for (size_t i = 0; i < out; i++) {
        json_t *row = page_row(doc, "files", i);
        const char *dot = strrchr(x[i].name, '.');
        if (x[i].shown) { TRY(hide_form(row, w, id[i], a)); continue; }
        if (x[i].struck) continue;
        TRY(page_form(row, "show", &(page_form_of){ .action_url = records_url(a, w->of.number, arena_fmt(a, "/public/%s/ask", id[i])), .in = &IN_RECORDS_SHOW_FILE,
            .row = &(in_file){ .number = w->of.number, .id = id[i], .name = arena_fmt(a, "request-%lld-file-%zu%s", (long long)w->of.number, i + 1, dot ? dot : "") },
            .button = N_("Ask a second person to show it") }, a));
    }
    return page_flag(doc, "has_files", out != 0);
}

wr_rc records_show_publish(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const int64_t number = *(const int64_t *)in_;        /* the first member of the request's shape */
    records_whole w;
    records_line x;
    records_shown *s;
    gate_case open;
    size_t n;
    wr_rc rc;
    TRY(records_whole_of(ro, number, a, &w));
    TRY(records_line_of(ro, w.of.id, a, &x));
    TRY(records_shown_of(ro, w.of.id, a, &s, &n));
    TRY(page_put(doc, &RECORDS_LINE, &x));
    TRY(page_text(doc, "title", i18n_fill(a, i18n(who->lang, NULL, N_("What the public sees of request {number}")), (const char *const[]){ "number", arena_fmt(a, "%lld", (long long)number), NULL })));
    TRY(page_text(doc, "name", w.of.title));
    TRY(page_text(doc, "case_url", records_url(a, number, "")));
    rc = records_gate_case(ro, who, number, a, &open, NULL);
    if (rc != WR_OK && rc != WR_E_MISSING) return rc;
    *arena_err(a) = *db_err(ro) = (wr_err){ 0 };
    TRY(page_text(doc, "public_url", rc == WR_OK ? arena_fmt(a, "/requests/%lld", (long long)number) : ""));
    TRY(page_flag(doc, "is_sent", !day_none(x.sent)));
    TRY(say_entries(&w, s, n, a, doc));
    TRY(say_files(ro, who, &w, s, n, a, doc));
    if (!day_none(x.sent))
        TRY(page_form(doc, "form", &(page_form_of){ .action_url = records_url(a, number, "/public/ask"), .in = &IN_RECORDS_SHOW, .button = N_("Ask a second person to show the request") }, a));
    if (x.seen == SEEN_PUBLIC || x.seen == SEEN_EMBARGO || x.seen == SEEN_PRIVATE)
        TRY(page_form(doc, "back", &(page_form_of){ .action_url = records_url(a, number, "/public/back"), .in = &IN_RECORDS_BACK, .button = N_("Take the request back") }, a));
    return WR_OK;
}
