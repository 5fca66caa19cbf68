/* contact_photo.c -- photos of a report: the copy without place and device for who may read the report, the original for few. They hang
 * on the entry, so that one that is taken before the report is sent goes with it. */
#include "contact_own.h"

#include "db.h"
#include "now.h"

enum { PHOTOS_MAX = 20 };
/* file, original: made by prepare. */
typedef struct in_photo { const char *photo, *file, *original; } in_photo;
static const field PHOTO_F[] = { FIELD(in_photo, photo, t, F_FILE | F_PHOTO, 400, N_("A photo")) };
const shape IN_PHOTO = SHAPE("a photo for the report", in_photo, PHOTO_F);

wr_rc contact_put_photos(db_tx *ro, const wr_actor *who, const char *entry, arena *a, json_t *doc)
{
    doc_listed *rows;
    size_t n;
    TRY(doc_files_of(ro, who, entry, true, a, &rows, &n));
    return page_rows(doc, "photos", &DOC_LISTED, rows, n);
}

wr_rc contact_prepare_photo(db_tx *ro, const wr_actor *who, void *in_, arena *a)
{
    in_photo *in = in_;
    (void)ro; (void)who;
    in->file = id_new(a);
    in->original = id_new(a);
    return WR_OK;
}

wr_rc contact_act_photo(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_photo *in = in_;
    contact_draft d;
    contact_facts f;
    city_place place;
    city_department body;
    doc_listed *rows;
    size_t n;
    TRY(contact_draft_here(rw, who, a, &d, &f));
    TRY(doc_files_of(rw, who, d.id, true, a, &rows, &n));
    if (n >= PHOTOS_MAX) return wr_fail(db_err(rw), WR_E_RULE, "contact.photos", N_("A report takes at most 20 photos."));
    TRY(city_place_by(rw, d.place, a, &place));
    TRY(city_department_by(rw, place.department, a, &body));
    *ret = (http_go){ .url = "/contact/mine", .id = in->file };
    return doc_photo_attach(rw, who, in->photo, &(doc_file){ .id = in->file, .about = d.id, .may = "contact.read", .department = body.num, .delicate = true },
                            in->original, "contact.original", a);
}
