/* released_take.c -- a released file is taken in: whose it is, for which request, of which day; the same bytes once. */
#include "released_own.h"

#include <string.h>
#include "day.h"
#include "doc_key.h"
#include "i18n.h"
#include "now.h"
#include "released_compare_web.h"
#include "released_web.h"

typedef struct in_take { const char *file, *agency, *release; int64_t request; const char *source; wr_day extracted; int64_t replaces; const char *id; } in_take;
static const field TAKE_F[] = {
    FIELD(in_take, file, t, F_FILE | F_ANY, 400, N_("The file: XLSX, or CSV, plain or gzip")),
    FIELD(in_take, agency, t, 0, 120, N_("Agency that released it")),
    FIELD(in_take, release, t, F_NULL, 120, N_("Name or number of the release")),
    FIELD(in_take, request, i, F_NULL, 0, N_("Number of our request for records")),
    FIELD(in_take, source, t, F_NULL, 400, N_("Where it came from")),
    FIELD(in_take, extracted, d, F_NULL, 0, N_("Day of the data, as the agency says it")),
    FIELD(in_take, replaces, i, F_NULL, 0, N_("Number of the earlier file that it replaces")),
};
const shape IN_RELEASED_TAKE = SHAPE("a released file", in_take, TAKE_F);

wr_rc released_file_back(db_tx *rw, const wr_actor *who, const released_file *was, arena *a)
{
    released_file now = *was;
    now.state = RELEASED_READ;
    now.problem = "";
    TRY(history_add(rw, who, &RELEASED_FILES, "released.file_back", who->today, was, &now, a));
    return released_tell_withdrawn(rw, who, &now, a);
}

wr_rc released_file_take(db_tx *rw, const wr_actor *who, released_file *f, arena *a)
{
    released_file same;
    db_id last;
    wr_id id;
    int64_t gone = 0;
    wr_rc rc = db_one(rw, &RELEASED_FILE_SAME, a, &same, db_t(f->sha256));
    if (rc == WR_OK && same.state == RELEASED_WITHDRAWN) {
        *f = same;
        return released_file_back(rw, who, &same, a);
    }
    if (rc == WR_OK)
        return wr_fail(arena_err(a), WR_E_CONFLICT, NULL, N_("These bytes are here already: file {number}, “{name}”, taken in on {day}."), "number", arena_fmt(a, "%lld", (long long)same.number),
                       "name", same.name, "day", day_text(a, same.taken));
    if (rc != WR_E_MISSING) return rc;
    *arena_err(a) = (wr_err){ 0 };
    TRY(released_replaces_check(rw, f, a));
    TRY(db_one_(rw, &RELEASED_FILE_LAST, a, sizeof last, &last, NULL, 0));
    f->number = last.id + 1;
    f->taken = who->today;
    f->name = doc_name_clean(a, released_clean(a, f->name, &gone));
    f->state = RELEASED_READING;
    f->release = str_or_none(f->release);
    f->source = str_or_none(f->source);
    f->heads = str_or_none(f->heads);
    f->problem = f->content = f->found = f->sealed = f->clean = f->decided = f->allow = "";
    TRY(history_add(rw, who, &RELEASED_FILES, "released.file_taken", who->today, NULL, f, a));
    return job_start(rw, who, "released.read", f->id, f->id, &id);
}

wr_rc released_prepare_take(db_tx *ro, const wr_actor *who, void *in_, arena *a)
{
    in_take *in = in_;
    doc_key key;
    in->id = id_new(a);
    TRY(doc_key_of(ro, a, &key));
    TRY(released_no_numbers("agency", in->agency, a));
    TRY(released_no_numbers("release", in->release, a));
    TRY(released_no_numbers("source", in->source, a));
    if (!day_none(in->extracted) && wr_day_cmp(in->extracted, who->today) > 0) return wr_fail(arena_err(a), WR_E_INPUT, "extracted", N_("This day is still to come. Write the day on which the agency drew the data, or leave it empty."));
    return WR_OK;
}

wr_rc released_act_take(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_take *in = in_;
    doc_file came;
    released_file f = { .id = in->id, .agency = in->agency, .release = in->release, .request = in->request, .source = in->source, .extracted = in->extracted, .replaces = in->replaces };
    TRY(doc_incoming(in->file, a, &came));
    TRY(doc_bytes_keep(rw, who, &(blob){ came.sha256, came.size }, came.media, a));
    f.name = came.name;
    f.sha256 = came.sha256;
    f.size = came.size;
    TRY(released_file_take(rw, who, &f, a));
    *ret = (http_go){ .url = arena_fmt(a, "/released/files/%lld", (long long)f.number), .id = f.id };
    return WR_OK;
}

/* The header is where a person says, or nowhere: the file is read again. */
typedef struct in_head { int64_t number; const char *sheet; int64_t row; } in_head;
static const field HEAD_F[] = { FIELD(in_head, number, i, F_PATH, 0, N_("Number")), FIELD(in_head, sheet, t, F_HIDE | F_NULL, 200, N_("Sheet")),
    FIELD(in_head, row, i, 0, 0, N_("The names of the columns stand in row")) };
const shape IN_RELEASED_HEAD = SHAPE("where a header is", in_head, HEAD_F);

wr_rc released_act_head(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_head *in = in_;
    released_file was, now;
    strbuf b = sb_new(a, 200);
    const char *sheet = str_or_none(in->sheet), *mine = arena_fmt(a, "%s\t", sheet);
    wr_id id;
    TRY(released_file_by(rw, in->number, a, &was));
    if (was.state == RELEASED_WITHDRAWN) return wr_fail(arena_err(a), WR_E_RULE, "released.withdraw", N_("This file is withdrawn. Take it in again first."));
    if (*was.sealed || was.state == RELEASED_REFUSED) return wr_fail(arena_err(a), WR_E_RULE, "released.sealed", N_("The bytes of this file are not here any more: it cannot be read again."));
    if (was.state == RELEASED_READING) return wr_fail(arena_err(a), WR_E_RULE, "released.reading", N_("This file is being read. Wait until that is done."));
    if (in->row < 0 || in->row > 100000) return wr_fail(arena_err(a), WR_E_INPUT, "row", N_("A row from 1 on; 0 says that no row has names."));
    for (const char *p = was.heads; *p; ) {                  /* what was said of other sheets stays */
        const char *end = strchr(p, '\n');
        if (!str_starts(p, mine)) sb_put(&b, p, end ? (size_t)(end - p) + 1 : strlen(p));
        p = end ? end + 1 : "";
    }
    sb_fmt(&b, "%s%lld\n", mine, (long long)in->row);
    now = was;
    now.heads = b.p;
    now.state = RELEASED_READING;
    TRY(history_add(rw, who, &RELEASED_FILES, "released.file_changed", who->today, &was, &now, a));
    *ret = (http_go){ .url = arena_fmt(a, "/released/files/%lld", (long long)in->number), .id = was.id };
    return job_start(rw, who, "released.read", was.id, was.id, &id);
}
