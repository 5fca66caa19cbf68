/* records_hold.c -- what is held back: the list of counsel's tasks, and the decisions. A person who looks through a file may hold it
 * back too; only counsel may keep it sealed, or release a copy from which the bytes were removed. The original stays sealed. */
#include "records_prod_own.h"

#include "doc.h"
#include "doc_key.h"
#include "i18n.h"
#include "now.h"
#include "records_shown.h"
#include "screen.h"

/* kind: of records_founds. */
typedef struct in_hold { int64_t number; const char *file; int kind; int64_t count; const char *reason, *reasons, *copy, *id; bool looked; records_named named; } in_hold;
#define PATH FIELD(in_hold, number, i, F_PATH, 0, N_("Request")), FIELD(in_hold, file, t, F_PATH, 32, N_("File"))
static const field LOOKED_F[] = { PATH, FIELD(in_hold, looked, b, 0, 0, N_("I looked at every page or row, and the agency withheld what it has to")) };
const shape IN_RECORDS_LOOKED = SHAPE("a file that a person looked through", in_hold, LOOKED_F);
static const field HOLD_F[] = { PATH, WORDS(in_hold, kind, records_founds, N_("What the agency failed to withhold")), FIELD(in_hold, count, i, 0, 9999, N_("How often, about")) };
const shape IN_RECORDS_HOLD = SHAPE("a file to hold back", in_hold, HOLD_F);
static const field KEEP_F[] = { PATH, FIELD(in_hold, reason, t, F_LONG, 2000, N_("Why it stays sealed")) };
const shape IN_RECORDS_KEEP = SHAPE("a file that stays sealed", in_hold, KEEP_F);
static const field COPY_F[] = { PATH, FIELD(in_hold, copy, t, F_FILE | F_ANY, 400, N_("The redacted copy: the bytes removed, not covered")), FIELD(in_hold, reasons, t, 0, 200, N_("Exemptions, with blanks between")),
    FIELD(in_hold, reason, t, F_LONG, 2000, N_("What was removed, by kind, and why")) };
const shape IN_RECORDS_COPY = SHAPE("a redacted copy", in_hold, COPY_F);
typedef struct say_hold { int64_t number, production, n; const char *name; int state; const char *mark, *found, *columns, *problem, *decided, *url; } say_hold;
static const field SAY_F[] = { FIELD(say_hold, number, i, 0, 0, N_("Request")), FIELD(say_hold, production, i, 0, 0, N_("Production")), FIELD(say_hold, n, i, 0, 0, N_("File")),
    FIELD(say_hold, name, t, 0, 0, N_("Name")), WORDS(say_hold, state, records_file_states, N_("State")), FIELD(say_hold, mark, t, F_HIDE, 0, NULL), FIELD(say_hold, found, t, 0, 0, N_("What was found")),
    FIELD(say_hold, columns, t, 0, 0, N_("Columns")), FIELD(say_hold, problem, t, 0, 0, N_("What is wrong with it")), FIELD(say_hold, decided, t, 0, 0, N_("What counsel decided, and why")),
    FIELD(say_hold, url, t, F_HIDE, 0, NULL) };
const shape RECORDS_SAY_HOLDS = SHAPE("a file that is held back", say_hold, SAY_F);

/* All of them, however many the page lists. */
typedef struct held_sums { int64_t files, open, looks; } held_sums;
static const field SUMS_F[] = { FIELD(held_sums, files, i, 0, 0, NULL), FIELD(held_sums, open, i, 0, 0, NULL), FIELD(held_sums, looks, i, 0, 0, NULL) };
static const shape SUMS = SHAPE("how many files are held back", held_sums, SUMS_F);
const db_query RECORDS_HELD_SUMS = { "records_held_sums", "", &SUMS, "SELECT count(*), count(CASE WHEN state = 'held back' THEN 1 END), count(CASE WHEN state = 'to be looked through' THEN 1 END)"
    " FROM records_file WHERE state IN ('to be looked through', 'held back', 'kept sealed', 'copy released')" };

wr_rc records_show_held(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    records_file *f;
    say_hold *x;
    held_sums sums;
    size_t n;
    bool keyed;
    (void)in;
    TRY(doc_key_there(ro, a, &keyed));
    TRY(db_all_(ro, &RECORDS_FILES_HELD, a, RECORDS_FILES_MAX, sizeof *f, &f, &n, NULL, 0));
    TRY(db_one_(ro, &RECORDS_HELD_SUMS, a, sizeof sums, &sums, NULL, 0));
    x = arena_array(a, say_hold, n + 1);
    for (size_t i = 0; i < n; i++) {
        records_production p;
        records_case c;
        TRY(db_one(ro, &RECORDS_PRODUCTION_ID, a, &p, db_t(f[i].about)));
        TRY(db_one(ro, &RECORDS_CASE_BY, a, &c, db_t(f[i].request)));
        x[i] = (say_hold){ c.number, p.number, f[i].n, f[i].name, f[i].state, f[i].state == FILE_HELD ? "late" : f[i].state == FILE_LOOK ? "review" : "ended", records_found_said(a, who->lang, f[i].found),
            f[i].columns, records_problem_said(f[i].problem), f[i].decided, records_url(a, c.number, arena_fmt(a, "/files/%s", f[i].id)) };
    }
    TRY(page_rows(doc, "held", &RECORDS_SAY_HOLDS, x, n));
    TRY(page_flag(doc, "has_held", n != 0));
    TRY(page_int(doc, "looks", sums.looks));
    TRY(page_int(doc, "more", sums.files - (int64_t)n));
    TRY(page_flag(doc, "has_key", keyed));
    TRY(page_text(doc, "key_url", DOC_KEY_URL));
    return page_text(doc, "title", i18n_fill(a, i18n_n(who->lang, NULL, N_("{n} file waits for counsel's decision"), "{n} files wait for counsel's decision", sums.open),
        (const char *const[]){ "n", arena_fmt(a, "%lld", (long long)sums.open), NULL }));
}

static wr_rc file_of(db_tx *rw, const in_hold *in, arena *a, records_file *ret)
{
    records_case c;
    TRY(records_case_by(rw, in->number, a, &c));
    TRY(records_file_by(rw, in->file, a, ret));
    return str_eq(ret->request, c.id) ? WR_OK : wr_fail(arena_err(a), WR_E_MISSING, NULL, N_("There is no such file."));
}

static const char *file_page(arena *a, const in_hold *in) { return records_url(a, in->number, arena_fmt(a, "/files/%s", in->file)); }

wr_rc records_act_looked(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_hold *in = in_;
    records_file was, now;
    TRY(file_of(rw, in, a, &was));
    if (was.state != FILE_LOOK) return wr_fail(arena_err(a), WR_E_RULE, "records.looked", N_("This file does not wait for a person to look through it."));
    if (!in->looked) return wr_fail(arena_err(a), WR_E_INPUT, "looked", N_("Tick this when you looked at all of it. If something should have been withheld, hold the file back instead."));
    now = was;
    now.state = FILE_OPEN;
    now.decided_by = who->by;
    *ret = (http_go){ .url = file_page(a, in), .id = now.id };
    return history_add(rw, who, &RECORDS_FILES, "records.file_looked", who->today, &was, &now, a);
}

/* From this moment nobody has it: the job seals it and takes the bytes away. */
wr_rc records_act_hold(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_hold *in = in_;
    records_file was, now;
    records_found f;
    wr_id id;
    TRY(file_of(rw, in, a, &was));
    if (was.state != FILE_LOOK && was.state != FILE_OPEN) return wr_fail(arena_err(a), WR_E_RULE, "records.hold", N_("This file is held back already, or is still being read."));
    if (in->count < 1) return wr_fail(arena_err(a), WR_E_INPUT, "count", N_("Write how often it stands there, at least 1."));
    f = records_found_read(was.found);
    f.of[in->kind] += in->count;
    now = was;
    now.state = FILE_CHECKING;
    now.found = records_found_text(a, &f);
    now.decided_by = who->by;
    *ret = (http_go){ .url = records_url(a, in->number, "/productions"), .id = now.id };
    TRY(history_add(rw, who, &RECORDS_FILES, "records.file_held", who->today, &was, &now, a));
    TRY(records_hide_bytes(rw, who, now.request, now.sha256, a));
    return job_start(rw, who, "records.read", now.id, arena_fmt(a, "%s hold", now.id), &id);
}

/* A reason is read by more people than the file is. */
static wr_rc no_numbers(const char *at, const char *text, arena *a)
{
    records_found f = { { 0 } };
    records_screen(text, &f);
    return records_found_any(&f) ? wr_fail(arena_err(a), WR_E_INPUT, at, N_("This text holds what is held back. Say its kind, not the value.")) : WR_OK;
}

wr_rc records_act_keep(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_hold *in = in_;
    records_file was, now;
    TRY(file_of(rw, in, a, &was));
    if (was.state != FILE_HELD) return wr_fail(arena_err(a), WR_E_RULE, "records.decided", N_("Nothing is to be decided about this file."));
    TRY(no_numbers("reason", in->reason, a));
    now = was;
    now.state = FILE_KEPT;
    now.decided = in->reason;
    now.decided_by = who->by;
    *ret = (http_go){ .url = "/records/held", .id = now.id };
    return history_add(rw, who, &RECORDS_FILES, "records.file_decided", who->today, &was, &now, a);
}

wr_rc records_prepare_copy(db_tx *ro, const wr_actor *who, void *in_, arena *a)
{
    in_hold *in = in_;
    doc_file f;
    (void)who;
    in->id = id_new(a);
    in->reasons = records_codes(a, in->reasons);
    if (!in->reasons || !*in->reasons) return wr_fail(arena_err(a), WR_E_INPUT, "reasons", N_("Write the codes of exemptions, such as b6 b7C."));
    TRY(no_numbers("reason", in->reason, a));
    TRY(doc_incoming(in->copy, a, &f));
    return records_name(ro, f.name, a, &in->named);
}

/* The copy is read like any file: what was only covered is found again, and the copy is held back too. */
wr_rc records_act_copy(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_hold *in = in_;
    records_file was, now, copy;
    doc_file came;
    TRY(file_of(rw, in, a, &was));
    if (was.state != FILE_HELD) return wr_fail(arena_err(a), WR_E_RULE, "records.decided", N_("Nothing is to be decided about this file."));
    TRY(doc_incoming(in->copy, a, &came));
    if (str_eq(came.sha256, was.sha256)) return wr_fail(arena_err(a), WR_E_INPUT, "copy", N_("This is the original itself. Upload a copy from which the bytes were removed."));
    TRY(doc_bytes_keep(rw, who, &(blob){ came.sha256, came.size }, came.media, a));
    copy = (records_file){ .id = in->id, .about = was.about, .request = was.request, .name = in->named.name, .inside = "", .copy_of = was.id, .sha256 = came.sha256, .size = came.size, .media = came.media,
        .kind = "", .state = FILE_CHECKING, .problem = "", .found = in->named.found, .columns = "", .facts = "", .sealed = "", .sealed_name = in->named.sealed, .reasons = in->reasons, .decided = "",
        .decided_by = who->by };
    TRY(records_file_add(rw, who, &copy, a));
    now = was;
    now.state = FILE_COPIED;
    now.reasons = in->reasons;
    now.decided = in->reason;
    now.decided_by = who->by;
    *ret = (http_go){ .url = "/records/held", .id = now.id };
    return history_add(rw, who, &RECORDS_FILES, "records.file_decided", who->today, &was, &now, a);
}
