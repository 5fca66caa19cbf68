/* records_inbound_release.c -- files of a request: records that were found and stay inside, copies for release with the hash of what they were
 * made from, and the release of a promised batch, searched first and approved by a second person (REC-27, 28, 29). */
#include "records_inbound_own.h"

#include <stdlib.h>
#include <string.h>
#include "day.h"
#include "i18n.h"
#include "sha256.h"

static const inbound_file *file_in(const inbound_whole *w, const char *id)
{
    for (size_t i = 0; i < w->n_files; i++)
        if (*id && str_eq(w->files[i].id, id)) return &w->files[i];
    return NULL;
}

static bool is_promise(const inbound_whole *w, const char *id)
{
    for (size_t i = 0; i < w->n_steps; i++) {
        const inbound_step *s = &w->steps[i];
        if (str_eq(s->id, id)) return records_inbound_promises(s);
    }
    return false;
}

/* ---- files come in ---- */
static wr_rc keep(db_tx *rw, const wr_actor *who, const in_inbound *in, const inbound_whole *w, inbound_file *f, arena *a, http_go *ret)
{
    doc_file d;
    TRY(doc_attach(rw, who, in->file, &(doc_file){ .id = in->file_id, .about = w->of.id, .may = "records.read" }, a));
    TRY(doc_file_by(rw, in->file_id, a, &d));
    f->id = in->file_id;
    f->about = w->of.id;
    f->name = d.name;
    f->sha256 = d.sha256;
    f->size = d.size;
    f->media = d.media;
    f->holds = in->holds;
    f->dropped = f->found = f->place_at = "";
    *ret = (http_go){ .url = records_inbound_url(a, in->number, ""), .id = f->id };
    if (*f->batch)
        for (size_t i = 0; i < w->n_files; i++) {
            const inbound_file *o = &w->files[i];
            if (!*o->batch && o->holds != HOLDS_NOTHING && str_eq(o->sha256, f->sha256))
                return wr_fail(arena_err(a), WR_E_INPUT, "file", N_("This is the record {name} itself, which holds something that never goes out. Add a copy without it."), "name", o->name);
            if (str_eq(o->batch, f->batch) && !*o->dropped && str_eq(o->sha256, f->sha256))
                return wr_fail(arena_err(a), WR_E_INPUT, "file", N_("This batch has the same file already: {name}."), "name", o->name);
        }
    return history_add(rw, who, &INBOUND_FILES, "records.paper_added", who->today, NULL, f, a);
}

wr_rc records_inbound_act_found(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_inbound *in = in_;
    inbound_whole w;
    inbound_file f = { .original = "", .original_sha256 = "", .batch = "", .reasons = "", .text = str_or_none(in->text), .checked = "" };
    TRY(records_inbound_whole_of(rw, in->number, a, &w));
    return keep(rw, who, in, &w, &f, a, ret);
}

static wr_rc codes_fit(db_tx *tx, const char *codes, arena *a)
{
    records_reason *r;
    size_t n;
    TRY(records_inbound_reasons(tx, a, &r, &n));
    for (const char *p = codes + strspn(codes, " "); *p; ) {
        size_t k = strcspn(p, " ");
        const char *code = arena_fmt(a, "%.*s", (int)k, p);
        const records_reason *x = records_inbound_reason_in(r, n, code);
        if (!x || (x->kind != REASON_DENIAL && x->kind != REASON_PARTIAL)) return wr_fail(arena_err(a), WR_E_INPUT, "reason", N_("The reason {code} is not for this. Choose one from the list."), "code", code);
        p += k;
        p += strspn(p, " ");
    }
    return WR_OK;
}

wr_rc records_inbound_act_copy(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_inbound *in = in_;
    inbound_whole w;
    const inbound_file *o;
    wr_day day;
    inbound_file f = { .original = str_or_none(in->original), .original_sha256 = "", .batch = in->batch, .text = "", .checked = str_or_none(in->checked),
        .reasons = str_trim(a, arena_fmt(a, "%s %s", str_or_none(in->reason), str_or_none(in->reasons))) };
    TRY(records_inbound_whole_of(rw, in->number, a, &w));
    if (in->holds != HOLDS_NOTHING) return wr_fail(arena_err(a), WR_E_INPUT, "holds", N_("This never goes out. Take it out of the copy, or keep the file as a record that was found."));
    if (!is_promise(&w, in->batch)) return wr_fail(arena_err(a), WR_E_INPUT, "batch", N_("Choose which promised batch this is."));
    if (records_inbound_released(&w, in->batch, &day)) return wr_fail(arena_err(a), WR_E_INPUT, "batch", N_("This batch was released already. Promise another one for what is left."));
    TRY(codes_fit(rw, f.reasons, a));
    o = file_in(&w, f.original);
    if (*f.original && (!o || *o->batch)) return wr_fail(arena_err(a), WR_E_INPUT, "original", N_("Choose the record from the list."));
    if (*f.reasons && !o) return wr_fail(arena_err(a), WR_E_INPUT, "original", N_("Something was taken out, so say of which record: its hash stays with the copy."));
    if (o && !*f.reasons) return wr_fail(arena_err(a), WR_E_INPUT, "reason", N_("Say by which law something was taken out."));
    if (o) f.original_sha256 = o->sha256;
    return keep(rw, who, in, &w, &f, a, ret);
}

wr_rc records_inbound_act_drop(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_inbound *in = in_;
    inbound_whole w;
    const inbound_file *was;
    inbound_file now;
    TRY(records_inbound_whole_of(rw, in->number, a, &w));
    was = file_in(&w, str_or_none(in->id));
    if (!was) return wr_fail(arena_err(a), WR_E_MISSING, NULL, N_("This request has no such file."));
    if (*was->dropped) return wr_fail(arena_err(a), WR_E_RULE, "records.dropped", N_("This file was taken out already."));
    now = *was;
    now.dropped = in->text;
    *ret = (http_go){ .url = records_inbound_url(a, in->number, ""), .id = was->id };
    return history_add(rw, who, &INBOUND_FILES, "records.paper_dropped", who->today, was, &now, a);
}

/* ---- a batch goes out ---- */
typedef struct to_release { int64_t number; const char *of_step, *sha256; int64_t files; } to_release;
static const field TO_RELEASE_F[] = { FIELD(to_release, number, i, 0, 0, N_("Request")), FIELD(to_release, of_step, t, 0, 32, N_("Batch")),
    FIELD(to_release, sha256, t, 0, 64, N_("SHA-256 of the list of files")), FIELD(to_release, files, i, 0, 0, N_("Files")) };
const shape INBOUND_TO_RELEASE = SHAPE("a batch to be released", to_release, TO_RELEASE_F);

/* What is approved is this list: each file by id and hash, in the order of the row. */
static const char *hash_of(const inbound_whole *w, const char *batch, arena *a, int64_t *ret_n)
{
    strbuf b = sb_new(a, 400);
    *ret_n = 0;
    for (size_t i = 0; i < w->n_files; i++)
        if (str_eq(w->files[i].batch, batch) && !*w->files[i].dropped) {
            sb_fmt(&b, "%s %s %s\n", w->files[i].id, w->files[i].sha256, w->files[i].original_sha256);
            ++*ret_n;
        }
    return sha256_hex(a, b.p);
}

/* A record with something that never goes out may have been found after its bytes were added as a copy. */
static wr_rc none_is_the_record(const inbound_whole *w, const char *batch, arena *a)
{
    for (size_t i = 0; i < w->n_files; i++)
        for (size_t k = 0; k < w->n_files; k++) {
            const inbound_file *f = &w->files[i], *o = &w->files[k];
            if (!str_eq(f->batch, batch) || *f->dropped || *o->batch || *o->dropped || o->holds == HOLDS_NOTHING || !str_eq(o->sha256, f->sha256)) continue;
            return wr_fail(arena_err(a), WR_E_RULE, "records.screen", N_("The file {file} is the record {name} itself, which holds something that never goes out. Take it out of the batch."),
                           "file", f->name, "name", o->name);
        }
    return WR_OK;
}

/* The holes of an error have 240 bytes together, and the place comes last. */
static wr_rc refuse(const wr_actor *who, const inbound_file *f, const inbound_searched *s, arena *a)
{
    const char *name = records_inbound_shortened(f->name, 60, a), *what = i18n(who->lang, NULL, s->found.kind);
    if (s->place == PLACE_NAME) return wr_fail(arena_err(a), WR_E_RULE, "records.screen", N_("The name of the file {name} holds {what}. Give the copy another name."), "name", name, "what", what);
    return wr_fail(arena_err(a), WR_E_RULE, "records.screen", N_("The file {name} holds {what} ({where}). It never goes out by default: take it out of the copy."), "name", name,
        "what", what, "where", records_inbound_shortened(records_inbound_place(who->lang, s->place, s->at, a), 80, a));
}

/* On a snapshot, before the writer: the files are long. */
wr_rc records_inbound_prepare_release(db_tx *ro, const wr_actor *who, void *in_, arena *a)
{
    in_inbound *in = in_;
    inbound_whole w;
    inbound_searched *all;
    int64_t files;
    TRY(records_inbound_whole_of(ro, in->number, a, &w));
    in->new_id = hash_of(&w, in->of_step, a, &files);
    in->searched = all = arena_array(a, inbound_searched, w.n_files + 1);
    in->n_searched = 0;
    for (size_t i = 0; i < w.n_files; i++) {
        const inbound_file *f = &w.files[i];
        inbound_searched *s = &all[in->n_searched];
        if (!str_eq(f->batch, in->of_step) || *f->dropped) continue;
        TRY(records_inbound_search(ro, f, a, s));
        if (s->found.kind && (s->found.hard || s->place == PLACE_NAME || !*f->checked)) return refuse(who, f, s, a);
        in->n_searched++;
    }
    return WR_OK;
}

/* The first names, whole, and how many more there are. */
typedef struct names { strbuf said; int64_t more; } names;

static void name_one(names *n, const char *name)
{
    enum { NAMED = 300 };
    if (n->more || n->said.n + strlen(name) > NAMED) n->more++;
    else sb_fmt(&n->said, "%s%s", n->said.n ? ", " : "", name);
}

static const char *names_said(const names *n, const char *text, arena *a)
{
    if (!n->said.n) return "";
    return i18n_fill(a, text, (const char *const[]){ "files", !n->more ? n->said.p : i18n_fill(a, N_("{files} and {n} more, which stand on the page of the request"),
        (const char *const[]){ "files", n->said.p, "n", arena_fmt(a, "%lld", (long long)n->more), NULL }), NULL });
}

/* Each file keeps what the search said of it: its page shows all that the line for the second person has no room for. */
static wr_rc keep_searched(db_tx *rw, const wr_actor *who, const in_inbound *in, const inbound_whole *w, arena *a, const char **ret_said)
{
    names unread = { .said = sb_new(a, 300) }, left = { .said = sb_new(a, 300) };
    for (size_t k = 0; k < in->n_searched; k++) {
        const inbound_searched *s = &in->searched[k];
        const inbound_file *f = file_in(w, s->file);
        inbound_file now;
        if (!f) continue;
        now = *f;
        now.searched = s->unread ? SEARCHED_PART : SEARCHED_ALL;
        now.found = str_or_none(s->found.kind);
        now.place = s->place;
        now.place_at = s->at;
        if (s->unread) name_one(&unread, f->name);
        if (*now.found) name_one(&left, f->name);
        if (now.searched != f->searched || now.place != f->place || !str_eq(now.found, f->found) || !str_eq(now.place_at, f->place_at))
            TRY(history_add(rw, who, &INBOUND_FILES, "records.paper_searched", who->today, f, &now, a));
    }
    *ret_said = arena_fmt(a, "%s%s", names_said(&unread, N_("; not searched, read them yourself: {files}"), a), names_said(&left, N_("; holds something that may stay in: {files}"), a));
    return WR_OK;
}

wr_rc records_inbound_act_release(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_inbound *in = in_;
    inbound_whole w;
    to_release what = { .number = in->number, .of_step = in->of_step };
    const char *said;
    wr_day day;
    TRY(records_inbound_whole_of(rw, in->number, a, &w));
    if (!is_promise(&w, in->of_step)) return wr_fail(arena_err(a), WR_E_INPUT, "of_step", N_("Choose which promised batch this is."));
    if (records_inbound_released(&w, in->of_step, &day)) return wr_fail(arena_err(a), WR_E_INPUT, "of_step", N_("This batch was released already. Promise another one for what is left."));
    what.sha256 = hash_of(&w, in->of_step, a, &what.files);
    if (!str_eq(what.sha256, in->new_id)) return wr_fail(arena_err(a), WR_E_CONFLICT, NULL, N_("Files were added or taken out meanwhile. Look again, then ask."));
    TRY(none_is_the_record(&w, in->of_step, a));
    if (!what.files) return wr_fail(arena_err(a), WR_E_RULE, "records.empty", N_("This batch has no file yet. Add the copies first."));
    TRY(keep_searched(rw, who, in, &w, a, &said));
    *ret = (http_go){ .url = records_inbound_url(a, in->number, ""), .id = in->of_step };
    return pair_ask(rw, who, &records_pairs[INBOUND_PAIR_RELEASE], in->of_step, arena_fmt(a, "%s%s", i18n_fill(a, N_("request {number}, {files} files, list {hash}"),
        (const char *const[]){ "number", arena_fmt(a, "%lld", (long long)in->number), "files", arena_fmt(a, "%lld", (long long)what.files), "hash", arena_fmt(a, "%.12s", what.sha256), NULL }), said), &what, a);
}

wr_rc records_inbound_run_release(db_tx *rw, const wr_actor *who, const void *what_, arena *a)
{
    const to_release *what = what_;
    inbound_whole w;
    inbound_step s = { .kind = STEP_RELEASED, .day = who->today, .of_step = what->of_step };
    int64_t n;
    TRY(records_inbound_whole_of(rw, what->number, a, &w));
    if (!str_eq(hash_of(&w, what->of_step, a, &n), what->sha256))
        return wr_fail(arena_err(a), WR_E_CONFLICT, NULL, N_("The files were changed since approval was asked for. Decline this, look again, and let approval be asked for anew."));
    TRY(none_is_the_record(&w, what->of_step, a));
    return records_inbound_step_add(rw, who, &w, &s, a);
}
