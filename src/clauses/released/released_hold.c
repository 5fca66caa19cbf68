/* released_hold.c -- files in which an agency failed to withhold something: what was found, where the sealed bytes are, what counsel decides. Two people
 * confirm that a column is no personal data; then counsel hands the opened file in, the same bytes, and it is read again with that column. */
#include "released_web.h"

#include <string.h>
#include "doc_key.h"
#include "i18n.h"
#include "person.h"

typedef struct in_hold { int64_t number; const char *reason, *columns, *file; } in_hold;
#define NUMBER FIELD(in_hold, number, i, F_PATH, 0, N_("Number"))
static const field KEEP_F[] = { NUMBER, FIELD(in_hold, reason, t, F_LONG, 1000, N_("Why it stays sealed")) };
const shape IN_RELEASED_KEEP = SHAPE("a released file that stays sealed", in_hold, KEEP_F);
static const field ALLOW_F[] = { NUMBER, FIELD(in_hold, columns, t, F_LONG, 2000, N_("Columns that are no personal data, a line each")), FIELD(in_hold, reason, t, F_LONG, 1000, N_("Why they are not")) };
const shape IN_RELEASED_ALLOW = SHAPE("columns that are no personal data", in_hold, ALLOW_F);
static const field OPENED_F[] = { NUMBER, FIELD(in_hold, file, t, F_FILE | F_ANY, 400, N_("The file as it came, opened with counsel's key")) };
const shape IN_RELEASED_OPENED = SHAPE("an opened file", in_hold, OPENED_F);
static const field TO_ALLOW_F[] = { FIELD(in_hold, number, i, 0, 0, N_("Number")), FIELD(in_hold, columns, t, F_LONG, 2000, N_("Columns")), FIELD(in_hold, reason, t, F_LONG, 1000, N_("Reason")) };
const shape RELEASED_TO_ALLOW = SHAPE("columns to be loaded", in_hold, TO_ALLOW_F);
typedef struct say_held { int64_t number; const char *name; int held; const char *mark, *found, *decided, *sha256, *url; } say_held;
static const field SAY_F[] = { FIELD(say_held, number, i, 0, 0, N_("Number")), FIELD(say_held, name, t, 0, DOC_NAME_MAX, N_("Name")), WORDS(say_held, held, released_helds, N_("State")),
    FIELD(say_held, mark, t, F_HIDE, 0, NULL), FIELD(say_held, found, t, 0, 0, N_("What was found")), FIELD(say_held, decided, t, 0, 0, N_("What counsel decided, and why")),
    FIELD(say_held, sha256, t, 0, 64, N_("SHA-256")), FIELD(say_held, url, t, F_HIDE, 0, NULL) };
const shape RELEASED_SAY_HELD = SHAPE("a released file that is held back", say_held, SAY_F);
static const char *const MARKS[] = { "ok", "late", "ended", "review" };

static say_held said(const released_file *f, const char *lang, arena *a)
{
    return (say_held){ f->number, f->name, f->held, MARKS[f->held], released_found_said(f->found, lang, a), f->decided, f->sha256, arena_fmt(a, "/released/held/%lld", (long long)f->number) };
}

wr_rc released_no_numbers(const char *at, const char *text, arena *a)
{
    int64_t gone = 0;
    (void)released_clean(a, str_or_none(text), &gone);
    return gone ? wr_fail(arena_err(a), WR_E_INPUT, at, N_("This text holds what is held back. Say its kind, not the value.")) : WR_OK;
}

/* ---- the list, and one of it ---- */
wr_rc released_show_held(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    released_file *f;
    size_t n, open = 0;
    say_held *x;
    bool keyed;
    (void)in;
    TRY(db_all_(ro, &RELEASED_FILE_HELD, a, RELEASED_FILES_MAX, sizeof *f, &f, &n, NULL, 0));
    TRY(doc_key_there(ro, a, &keyed));
    x = arena_array(a, say_held, n + 1);
    for (size_t i = 0; i < n; i++) {
        x[i] = said(&f[i], who->lang, a);
        open += f[i].held == RELEASED_HELD_WAITS || f[i].held == RELEASED_HELD_ALLOWED;
    }
    TRY(page_rows(doc, "held_rows", &RELEASED_SAY_HELD, x, n));
    TRY(page_flag(doc, "has_key", keyed));
    TRY(page_text(doc, "key_url", DOC_KEY_URL));
    return page_text(doc, "title", i18n_fill(a, i18n_n(who->lang, NULL, N_("{n} released file waits for counsel"), "{n} released files wait for counsel", (int64_t)open),
        (const char *const[]){ "n", arena_fmt(a, "%zu", open), NULL }));
}

static wr_rc held_file(db_tx *tx, int64_t number, arena *a, released_file *ret)
{
    TRY(released_file_by(tx, number, a, ret));
    return ret->held != RELEASED_HELD_OPEN ? WR_OK : wr_fail(arena_err(a), WR_E_MISSING, NULL, N_("Nothing of this file is held back."));
}

static wr_rc put_forms(json_t *doc, const released_file *f, bool waits, arena *a)
{
    const char *url = arena_fmt(a, "/released/held/%lld", (long long)f->number);
    if (f->held == RELEASED_HELD_ALLOWED)
        return page_form(doc, "opened_form", &(page_form_of){ .action_url = arena_fmt(a, "%s/opened", url), .in = &IN_RELEASED_OPENED, .button = N_("Read the opened file again") }, a);
    if (waits) return WR_OK;
    TRY(page_form(doc, "allow_form", &(page_form_of){ .action_url = arena_fmt(a, "%s/allow", url), .in = &IN_RELEASED_ALLOW, .button = N_("Ask a second person to confirm") }, a));
    return page_form(doc, "keep_form", &(page_form_of){ .action_url = arena_fmt(a, "%s/keep", url), .in = &IN_RELEASED_KEEP, .button = N_("It stays sealed") }, a);
}

wr_rc released_show_held_one(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_hold *in = in_;
    released_file f;
    say_held x;
    bool waits;
    TRY(held_file(ro, in->number, a, &f));
    TRY(pair_waits(ro, &released_pairs[RELEASED_PAIR_ALLOW], f.id, who->now, a, &waits));
    x = said(&f, who->lang, a);
    TRY(page_put(doc, &RELEASED_SAY_HELD, &x));
    TRY(page_text(doc, "file_url", arena_fmt(a, "/released/files/%lld", (long long)f.number)));
    TRY(page_text(doc, "sealed_url", arena_fmt(a, "/released/held/%lld/sealed", (long long)f.number)));
    TRY(page_flag(doc, "waits", waits));
    TRY(put_forms(doc, &f, waits, a));
    return page_text(doc, "title", f.name);
}

wr_rc released_send_sealed(db_tx *ro, const wr_actor *who, const void *in_, arena *a, http_file *ret)
{
    const in_hold *in = in_;
    released_file f;
    (void)who;
    TRY(held_file(ro, in->number, a, &f));
    *ret = (http_file){ f.sealed, arena_fmt(a, "%s.age", f.name), DOC_ANY, f.sealed_size, "released.hold" };
    return WR_OK;
}

/* ---- decisions ---- */
static wr_rc undecided(db_tx *rw, const wr_actor *who, const in_hold *in, arena *a, released_file *ret, http_go *go)
{
    bool waits;
    TRY(held_file(rw, in->number, a, ret));
    TRY(pair_waits(rw, &released_pairs[RELEASED_PAIR_ALLOW], ret->id, who->now, a, &waits));
    if (waits) return wr_fail(arena_err(a), WR_E_RULE, "released.decided", N_("A second person is asked already."));
    if (ret->held == RELEASED_HELD_ALLOWED || ret->state != RELEASED_READ) return wr_fail(arena_err(a), WR_E_RULE, "released.decided", N_("Nothing is to be decided about this file."));
    *go = (http_go){ .url = arena_fmt(a, "/released/held/%lld", (long long)in->number), .id = ret->id };
    return released_no_numbers("reason", in->reason, a);
}

wr_rc released_act_keep(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_hold *in = in_;
    released_file was, now;
    TRY(undecided(rw, who, in, a, &was, ret));
    now = was;
    now.held = RELEASED_HELD_SEALED;
    now.decided = in->reason;
    return history_add(rw, who, &RELEASED_FILES, "released.file_decided", who->today, &was, &now, a);
}

/* Names as the report has them, each among what was found; normalised, a line each. */
static wr_rc columns_of(const released_file *f, const char *typed, arena *a, const char **ret)
{
    strbuf b = sb_new(a, 200);
    for (const char *p = str_or_none(typed); *p; ) {
        size_t n = strcspn(p, "\r\n");
        const char *name = released_normal(a, p, n), *line = arena_fmt(a, "%s\t", name);
        const char *at = strstr(f->found, line);
        if (*name && (!at || (at != f->found && at[-1] != '\n')))
            return wr_fail(arena_err(a), WR_E_INPUT, "columns", N_("{column} is none of the columns that are held back."), "column", name);
        if (*name) sb_fmt(&b, "%s\n", name);
        p += n + strspn(p + n, "\r\n");
    }
    *ret = b.p;
    return b.n ? WR_OK : wr_fail(arena_err(a), WR_E_INPUT, "columns", N_("Write at least one column."));
}

wr_rc released_act_allow(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_hold *in = in_;
    in_hold what = { .number = in->number, .reason = in->reason };
    released_file f;
    TRY(undecided(rw, who, in, a, &f, ret));
    TRY(columns_of(&f, in->columns, a, &what.columns));
    return pair_ask(rw, who, &released_pairs[RELEASED_PAIR_ALLOW], f.id, f.name, &what, a);
}

/* The second person said yes. */
wr_rc released_run_allow(db_tx *rw, const wr_actor *who, const void *what_, arena *a)
{
    const in_hold *what = what_;
    released_file was, now;
    TRY(held_file(rw, what->number, a, &was));
    if (was.state != RELEASED_READ) return wr_fail(arena_err(a), WR_E_RULE, "released.decided", N_("Nothing is to be decided about this file."));
    now = was;
    now.held = RELEASED_HELD_ALLOWED;
    now.decided = what->reason;
    now.allow = arena_fmt(a, "%s%s", was.allow, what->columns);
    return history_add(rw, who, &RELEASED_FILES, "released.file_decided", who->today, &was, &now, a);
}

/* The same bytes, or none. */
wr_rc released_act_opened(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_hold *in = in_;
    released_file was, now;
    doc_file came;
    wr_id started;
    TRY(held_file(rw, in->number, a, &was));
    if (was.held != RELEASED_HELD_ALLOWED || was.state != RELEASED_READ) return wr_fail(arena_err(a), WR_E_RULE, "released.decided", N_("Two people confirm first that a column is no personal data."));
    TRY(doc_incoming(in->file, a, &came));
    if (!str_eq(came.sha256, was.sha256)) return wr_fail(arena_err(a), WR_E_INPUT, "file", N_("These are other bytes than those that were sealed. Open the sealed file with counsel's key and hand in what comes out."));
    TRY(doc_bytes_keep(rw, who, &(blob){ came.sha256, came.size }, DOC_ANY, a));
    now = was;
    now.state = RELEASED_READING;
    *ret = (http_go){ .url = arena_fmt(a, "/released/files/%lld", (long long)was.number), .id = was.id };
    TRY(history_add(rw, who, &RELEASED_FILES, "released.file_changed", who->today, &was, &now, a));
    return job_start(rw, who, "released.read", was.id, was.id, &started);
}

/* ---- a file that should not be asked ---- */
static const field WITHDRAW_F[] = { NUMBER, FIELD(in_hold, reason, t, F_LONG, 900, N_("Why it is withdrawn")) };
const shape IN_RELEASED_FILE_WITHDRAW = SHAPE("a released file that is withdrawn", in_hold, WITHDRAW_F);

wr_rc released_act_file_withdraw(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_hold *in = in_;
    released_file was, now;
    TRY(released_file_by(rw, in->number, a, &was));
    if (was.state != RELEASED_READ) return wr_fail(arena_err(a), WR_E_RULE, "released.withdraw", N_("Only a file that was read can be withdrawn."));
    TRY(released_no_numbers("reason", in->reason, a));
    now = was;
    now.state = RELEASED_WITHDRAWN;
    now.problem = in->reason;
    *ret = (http_go){ .url = arena_fmt(a, "/released/files/%lld", (long long)was.number), .id = was.id };
    TRY(history_add(rw, who, &RELEASED_FILES, "released.file_withdrawn", who->today, &was, &now, a));
    return released_tell_withdrawn(rw, who, &now, a);
}

wr_rc released_act_file_back(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_hold *in = in_;
    released_file was;
    TRY(released_file_by(rw, in->number, a, &was));
    if (was.state != RELEASED_WITHDRAWN) return wr_fail(arena_err(a), WR_E_RULE, "released.withdraw", N_("This file is not withdrawn."));
    *ret = (http_go){ .url = arena_fmt(a, "/released/files/%lld", (long long)was.number), .id = was.id };
    return released_file_back(rw, who, &was, a);
}
