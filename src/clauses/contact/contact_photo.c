/* contact_photo.c -- photos of a report: the copy without place and device for who may read the report, the original for few. They hang
 * on the entry, so that one that is taken before the report is sent goes with it. Who takes one at the desk leaves a grant on it: nobody
 * gets the bytes without, and the timeline has it. */
#include "contact_own.h"

#include <string.h>
#include "db.h"
#include "now.h"
#include "str.h"

enum { PHOTOS_MAX = 20 };
/* file, original: made by prepare. */
typedef struct in_photo { const char *photo, *entry, *file, *original; } in_photo;
static const field PHOTO_F[] = { FIELD(in_photo, entry, t, F_HIDE | F_NULL, 32, NULL), FIELD(in_photo, photo, t, F_FILE | F_PHOTO, 400, N_("A photo")) };
const shape IN_PHOTO = SHAPE("a photo for the report", in_photo, PHOTO_F);
/* id: made by the device, so that the same photo again is the same photo. code: of the report that the device has been given. */
typedef struct in_device_photo { const char *photo, *code, *id, *original; } in_device_photo;
static const field DEVICE_F[] = { FIELD(in_device_photo, code, t, 0, 40, N_("The code of your report")), FIELD(in_device_photo, id, t, 0, 32, N_("Photo")),
    FIELD(in_device_photo, photo, t, F_FILE | F_PHOTO, 400, N_("A photo")) };
const shape IN_DEVICE_PHOTO = SHAPE("a photo of a device", in_device_photo, DEVICE_F);
typedef struct in_take { int64_t number; const char *photo, *reason; } in_take;
static const field TAKE_F[] = { FIELD(in_take, number, i, F_PATH, 0, N_("Report")), FIELD(in_take, photo, t, F_HIDE, 32, NULL) };
const shape IN_TAKE_PHOTO = SHAPE("a photo to take", in_take, TAKE_F);
static const field ORIGINAL_F[] = { FIELD(in_take, number, i, F_PATH, 0, N_("Report")), FIELD(in_take, photo, t, F_HIDE, 32, NULL),
    FIELD(in_take, reason, t, 0, SEAL_REASON_MAX, N_("Why do you need the original?")) };
const shape IN_TAKE_ORIGINAL = SHAPE("an original to take", in_take, ORIGINAL_F);

wr_rc contact_put_photos(db_tx *ro, const wr_actor *who, const char *entry, arena *a, json_t *doc)
{
    doc_listed *rows;
    size_t n;
    TRY(doc_files_of(ro, who, entry, true, a, &rows, &n));
    return page_rows(doc, "photos", &DOC_LISTED, rows, n);
}

/* ---- from the reporter ---- */
wr_rc contact_put_photo_form(const char *entry, arena *a, json_t *doc)
{
    in_photo row = { .photo = "", .entry = entry };
    TRY(page_form(doc, "photo", &(page_form_of){ .action_url = "/contact/mine/photo/add", .in = &IN_PHOTO, .row = &row, .button = N_("Add the photo") }, a));
    return page_hint(doc, "photo", "photo", N_("JPEG or PNG, at most 20 MB. Place and device are taken out of the copy that is shown."));
}

wr_rc contact_prepare_photo(db_tx *ro, const wr_actor *who, void *in_, arena *a)
{
    in_photo *in = in_;
    (void)ro; (void)who;
    in->file = id_new(a);
    in->original = id_new(a);
    return WR_OK;
}

static wr_rc add(db_tx *rw, const wr_actor *who, const contact_draft *d, const char *photo, const char *file, const char *original, arena *a)
{
    city_place place;
    city_department body;
    contact_report r = { 0 };
    doc_listed *rows;
    size_t n;
    TRY(doc_files_of(rw, who, d->id, true, a, &rows, &n));
    if (n >= PHOTOS_MAX) return wr_fail(db_err(rw), WR_E_RULE, "contact.photos", N_("A report takes at most 20 photos."));
    if (*d->report && !d->drill) TRY(contact_report_by_id(rw, d->report, a, &r));
    if (r.locked) return wr_fail(db_err(rw), WR_E_RULE, "contact.locked", N_("This report is locked. What is to be added now is an amendment: ask your liaison."));
    TRY(city_place_by(rw, d->place, a, &place));
    TRY(city_department_by(rw, place.department, a, &body));
    return doc_photo_attach(rw, who, photo, &(doc_file){ .id = file, .about = d->id, .may = "contact.read", .department = body.num, .delicate = true },
                            original, "contact.original", a);
}

wr_rc contact_act_photo(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_photo *in = in_;
    contact_draft d;
    contact_facts f;
    TRY(contact_draft_here(rw, who, in->entry, a, &d, &f));
    *ret = (http_go){ .url = "/contact/mine", .id = in->file };
    TRY(add(rw, who, &d, in->photo, in->file, in->original, a));
    return db_run(rw, &CONTACT_DRAFT_DEVICE, db_t(d.id), db_t(d.device), db_i(who->now));
}

/* ---- from a device that took it without a connection ---- */
wr_rc contact_prepare_device_photo(db_tx *ro, const wr_actor *who, void *in_, arena *a)
{
    in_device_photo *in = in_;
    uint8_t id[16];
    (void)ro; (void)who;
    in->original = id_new(a);
    return strlen(in->id) == 32 && str_unhex(in->id, id, sizeof id) ? WR_OK : wr_fail(arena_err(a), WR_E_INPUT, "id", N_("Expected 32 hex digits."));
}

wr_rc contact_act_device_photo(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_device_photo *in = in_;
    contact_draft d;
    doc_file was;
    wr_rc rc = contact_draft_by_code(rw, who, in->code, a, &d);
    if (rc == WR_E_MISSING) return wr_fail(db_err(rw), WR_E_INPUT, "code", N_("No report has this code. Codes are 16 letters and digits; a report that was not sent ends after 14 days."));
    TRY(rc);
    *ret = (http_go){ .url = "/contact/mine", .id = in->id };
    rc = doc_file_by(rw, in->id, a, &was);
    if (rc == WR_OK && str_eq(was.about, d.id)) return WR_OK;      /* its answer was lost */
    if (rc == WR_OK) return wr_fail(db_err(rw), WR_E_CONFLICT, NULL, N_("Another photo has this id. Add the photo once more."));
    return rc == WR_E_MISSING ? add(rw, who, &d, in->photo, in->id, in->original, a) : rc;
}

/* ---- taken at the desk ---- */
static wr_rc form_at(json_t *row, const char *key, const char *url, const shape *in, const char *photo, const char *button, arena *a)
{
    return page_form(row, key, &(page_form_of){ .action_url = url, .in = in, .row = &(in_take){ .photo = photo, .reason = "" }, .button = button }, a);
}

wr_rc contact_put_takes(db_tx *ro, const wr_actor *who, const contact_report *r, arena *a, json_t *doc)
{
    const char *url = arena_fmt(a, "/contact/reports/%lld", (long long)r->number);
    doc_listed *rows;
    size_t n;
    TRY(doc_files_of(ro, who, r->entry, true, a, &rows, &n));
    for (size_t i = 0; i < n; i++) {
        json_t *row = page_row(doc, "photos", i);
        if (*rows[i].file_url) TRY(form_at(row, "take", arena_fmt(a, "%s/photos/take", url), &IN_TAKE_PHOTO, rows[i].id, N_("Download the copy"), a));
        if (*rows[i].original_url) TRY(form_at(row, "original", arena_fmt(a, "%s/originals/take", url), &IN_TAKE_ORIGINAL, rows[i].id, N_("Download the original"), a));
    }
    return WR_OK;
}

/* The record is opened first: then a photo of it, under a grant of its own. */
static wr_rc take(db_tx *rw, const wr_actor *who, const in_take *in, const char *word, const char *reason, arena *a, http_go *ret)
{
    contact_report r;
    doc_listed *rows;
    size_t n;
    bool opened;
    TRY(contact_report_by_number(rw, in->number, a, &r));
    TRY(seal_granted(rw, who, r.id, "record", a, &opened));
    if (!opened) return wr_fail(db_err(rw), WR_E_RULE, "contact.shut", N_("The record is shut. Open it first, then download the photo."));
    TRY(doc_files_of(rw, who, r.entry, true, a, &rows, &n));
    for (size_t i = 0; i < n; i++) {
        const char *url = str_eq(word, DOC_ORIGINAL) ? rows[i].original_url : rows[i].file_url;
        if (!str_eq(rows[i].id, in->photo) || !*url) continue;
        *ret = (http_go){ .url = url, .id = rows[i].id };
        return seal_grant_ask(rw, who, rows[i].id, word, reason, a);
    }
    return WR_E_MISSING;
}

wr_rc contact_act_take_photo(db_tx *rw, const wr_actor *who, const void *in, arena *a, http_go *ret)
{
    return take(rw, who, in, DOC_COPY, N_("From the open record."), a, ret);
}

wr_rc contact_act_take_original(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_take *in = in_;
    return take(rw, who, in, DOC_ORIGINAL, in->reason, a, ret);
}
