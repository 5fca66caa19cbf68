/* upload.c -- a form with a file, as it arrives: the loop fills a block, the pool takes it apart, the bytes go to a blob.
 * Who may not send the form, or holds no once-key, has nothing written: both are asked before the first byte of the file.
 * Threads  upload_take on the loop, the rest on the pool; the request has one owner at a time. */
#include "http_own.h"

#include <stdlib.h>
#include <string.h>
#include "doc.h"
#include "i18n.h"
#include "multipart.h"

enum { BLOCK = 256 << 10 };           /* fewer turns between loop and pool; an upload holds up to half as much again */

struct upload {
    http_req *q;
    char *block; size_t n, cap;          /* what the loop took and the pool has not read yet */
    int64_t file_left;
    multipart *m;
    wr_actor who;                        /* as signed in when the first block came */
    bool entered, taking, over;          /* taking: the part under way is the file; over: it is too large */
    wr_rc rc;                            /* refused: the rest is read and dropped, so that the refusal reaches the sender */
    wr_err err;
    int status;
    pair *typed; size_t typed_n, text_n;
    const char *name;                    /* of the part under way */
    strbuf value;
    const field *f;                      /* the part under way belongs to the field of a file */
    blob_in *in, *copy;                  /* copy: of a photo, without place and device */
    doc_sniff sniff;
    const char *file, *file_name;        /* the field, the name of what came for it; NULL: no file came */
};

/* Nothing of the file stays. */
static void let_go(upload *up)
{
    blob_drop(up->in);
    blob_drop(up->copy);
    up->in = up->copy = NULL;
}

static void upload_drop(void *up_)
{
    upload *up = up_;
    let_go(up);
    free(up->block);
}

bool upload_take(upload *up, const char *p, size_t n)
{
    if (up->n + n > up->cap) {
        up->cap = up->n + n > BLOCK + BLOCK / 2 ? up->n + n : BLOCK + BLOCK / 2;
        up->block = realloc(up->block, up->cap);
        if (!up->block) abort();
    }
    memcpy(up->block + up->n, p, n);
    up->n += n;
    return up->n >= BLOCK;
}

/* ---- parts ---- */

static wr_rc refused(upload *up, wr_rc rc, const char *text)
{
    return wr_fail(&up->err, rc, NULL, text);
}

static bool is_file(const http_route *r, const char *name, const char *filename_opt, const field **ret)
{
    const field *f = shape_field(r->in, name);
    *ret = f && f->flags & F_FILE ? f : NULL;
    return filename_opt || *ret;
}

static const char *once_typed(const upload *up)
{
    const char *key = up->q->header(up->q, "idempotency-key");
    for (size_t i = 0; !key && i < up->typed_n; i++)
        if (str_eq(up->typed[i].name, "once")) key = up->typed[i].value;
    return key ? key : "";
}

static wr_rc on_part(void *up_, const char *name, const char *filename_opt)
{
    upload *up = up_;
    const http_route *r = up->q->hit.route;
    up->name = name;
    up->value = sb_new(up->q->a, 64);
    up->taking = false;
    if (!is_file(r, name, filename_opt, &up->f)) return WR_OK;
    if (!up->f || !filename_opt) return refused(up, WR_E_INPUT, N_("This form takes no file in that field."));
    if (!*filename_opt) return WR_OK;                                /* the field was left empty */
    if (up->file) return refused(up, WR_E_INPUT, N_("One file at a time, please."));
    if (!(r->flags & HTTP_ENTRY && !*once_typed(up)) && !once_ours(r, &up->who, once_typed(up))) return refused(up, WR_E_DENIED, N_("This form has expired or was opened under another account. Please send it again from here."));
    up->taking = true;
    up->file = name;
    up->file_name = doc_name_clean(up->q->a, filename_opt);
    return blob_begin(&up->err, &up->in);
}

static wr_rc on_data(void *up_, const char *p, size_t n)
{
    upload *up = up_;
    up->text_n += up->f ? 0 : n;
    if (up->text_n > BODY_MAX) return refused(up, WR_E_TOO_BIG, N_("What was sent is larger than 1 MiB."));
    if (!up->f) {
        sb_put(&up->value, p, n);
        return WR_OK;
    }
    if (!up->taking || up->over) return WR_OK;
    up->file_left -= (int64_t)n;
    up->over = up->file_left < 0;
    if (up->over) {
        let_go(up);
        return WR_OK;
    }
    doc_sniff_add(&up->sniff, p, n);
    return blob_add(up->in, p, n, &up->err);
}

static wr_rc on_end(void *up_)
{
    upload *up = up_;
    if (up->f) return WR_OK;
    if (!str_utf8(up->value.p, up->value.n)) return refused(up, WR_E_INPUT, N_("The text is not valid UTF-8."));
    up->typed[up->typed_n++] = (pair){ up->name, up->value.p, up->value.n };
    return WR_OK;
}

/* ---- the steps ---- */

/* Asked again when all is there: a session may end while a file comes in. What is found here stays in the upload. */
static wr_rc enter(upload *up, db_conn *c)
{
    http_req *q = up->q;
    wr_actor before = q->who;
    db_tx *ro = NULL;
    wr_rc rc = db_begin_read(c, q->a, &ro);
    if (rc == WR_OK) rc = may_sign(q, c, &ro);
    if (rc == WR_OK) rc = may_path(q);
    if (rc == WR_OK) rc = may_pass(q, ro);
    if (rc == WR_OK && !may_origin(q)) rc = WR_E_DENIED;
    db_end_read(&ro);
    up->who = q->who;
    q->who = before;
    q->name = NULL;
    q->out.n = 0;
    up->err = *arena_err(q->a);
    *arena_err(q->a) = (wr_err){ 0 };
    return rc;
}

static wr_rc damaged(upload *up, wr_rc rc)
{
    if (up->err.rc != WR_OK) return rc;
    if (rc == WR_E_TOO_BIG) return wr_fail(&up->err, rc, NULL, N_("A form may have at most {n} fields."), "n", arena_fmt(up->q->a, "%d", FIELDS_MAX));
    up->status = 400;
    return wr_fail(&up->err, rc, NULL, N_("The form arrived damaged."));
}

void upload_step(http_req *q, db_conn *c)
{
    upload *up = q->up;
    if (!up->entered) up->rc = enter(up, c);
    up->entered = true;
    if (up->rc == WR_OK) {
        up->rc = multipart_feed(up->m, up->block, up->n);
        if (up->rc != WR_OK) up->rc = damaged(up, up->rc);
    }
    if (up->rc != WR_OK) let_go(up);
    up->n = 0;
}

wr_rc upload_read(http_req *q)
{
    upload *up = q->up;
    pair *all = arena_array(q->a, pair, q->hit.n + up->typed_n + 2);
    if (q->hit.n) memcpy(all, q->hit.fields, q->hit.n * sizeof *all);
    if (up->typed_n) memcpy(all + q->hit.n, up->typed, up->typed_n * sizeof *all);
    q->typed = (pairs){ all, q->hit.n + up->typed_n };
    if (up->rc == WR_OK && !multipart_done(up->m)) up->rc = damaged(up, WR_E_INPUT);
    if (up->status) q->status_instead = up->status;
    if (up->rc != WR_OK) *arena_err(q->a) = up->err;
    return up->rc;
}

/* What is wrong with the file stands at its field, with what was typed in the others. */
static wr_rc faulty(http_req *q, wr_rc rc, const char *text, const char *name, const char *value)
{
    const char **holes = (const char **)arena_alloc(q->a, 3 * sizeof *holes, _Alignof(char *));
    holes[0] = name;
    holes[1] = value;
    q->wrong.at = arena_make(q->a, fault);
    q->wrong.at[0] = (fault){ .field = q->up->file, .text = text, .holes = holes };
    q->wrong.n = 1;
    return rc;
}

static void came(http_req *q, const char *text)
{
    q->typed.at[q->typed.n++] = (pair){ q->up->file, text, strlen(text) };
}

static wr_rc photo_came(http_req *q, const blob *b)
{
    wr_err e = { 0 };
    const char *text;
    wr_rc rc = doc_photo_make(q->up->in, b, q->up->file_name, q->a, &e, &q->up->copy, &text);
    if (rc == WR_E_INPUT) return faulty(q, rc, e.text, NULL, NULL);
    if (rc == WR_OK) came(q, text);
    else *arena_err(q->a) = e;
    return rc;
}

wr_rc upload_hash(http_req *q)
{
    upload *up = q->up;
    const char *media;
    blob b;
    if (!up->file) return WR_OK;
    if (up->over) return faulty(q, WR_E_TOO_BIG, N_("The file is larger than {n} MB, the most that is taken here."), "n", arena_fmt(q->a, "%d", q->hit.route->upload_mb));
    TRY(blob_hash(up->in, q->a, &b));
    if (b.size == 0) return faulty(q, WR_E_INPUT, N_("There is nothing in this file."), NULL, NULL);
    if (shape_field(q->hit.route->in, up->file)->flags & F_PHOTO) return photo_came(q, &b);
    media = doc_media(&up->sniff, up->file_name);
    if (!media && shape_field(q->hit.route->in, up->file)->flags & F_ANY) media = DOC_ANY;
    if (!media) return faulty(q, WR_E_INPUT, N_("The name and the content of the file must be of one of these kinds: {kinds}."), "kinds", doc_kinds(q->a));
    came(q, doc_incoming_text(q->a, &b, media, up->file_name));
    return WR_OK;
}

const char *upload_lost(const http_req *q)
{
    if (!q->up || !q->up->file) return NULL;
    for (size_t i = 0; i < q->wrong.n; i++)
        if (str_eq(q->wrong.at[i].field, q->up->file)) return NULL;
    return q->up->file;
}

wr_rc upload_keep(http_req *q)
{
    if (q->up->in) TRY(blob_keep(q->up->in, arena_err(q->a)));
    return q->up->copy ? blob_keep(q->up->copy, arena_err(q->a)) : WR_OK;
}

/* ---- parts, where the database holds the bytes: a job of the writer each, so that no batch carries a whole file ---- */

typedef struct part_job { writer_job job; blob_part part; http_req *q; } part_job;

static wr_rc part_act(db_tx *rw, writer_job *j) { return blob_part_put(rw, &((const part_job *)j->with)->part); }

static void part_done(writer_job *j)
{
    http_req *q = ((part_job *)j->with)->q;
    arena *a = j->a;
    q->step = STEP_PART;
    q->job.rc = j->rc;
    if (j->rc != WR_OK) {
        *arena_err(q->a) = *arena_err(a);
        q->step = STEP_STORED;
    }
    arena_end(&a);
    line_again(q);
}

wr_rc upload_part(http_req *q, bool *ret_sent)
{
    arena *a;
    part_job *k;
    wr_rc rc;
    *ret_sent = false;
    if (!q->up->in) return WR_OK;
    a = arena_new("part", 8 << 20);
    k = arena_make(a, part_job);
    k->q = q;
    k->job = (writer_job){ .name = "part of a file", .act = part_act, .done = part_done, .with = k, .a = a };
    rc = blob_part_next(q->up->in, a, &k->part);
    if (rc == WR_OK && k->part.x.n == 0 && q->up->copy) rc = blob_part_next(q->up->copy, a, &k->part);
    if (rc != WR_OK) *arena_err(q->a) = *arena_err(a);
    q->arrived_ms = mono_ms();
    if (rc == WR_OK && k->part.x.n > 0) {
        *ret_sent = true;
        rc = writer_push(q->s->w, &k->job);
        if (rc == WR_OK) return rc;      /* it is the writer's now */
        *ret_sent = false;
    }
    arena_end(&a);
    return rc;
}

/* ---- on the loop: at the head of the request ---- */

int64_t upload_begin(http_req *q)
{
    const http_route *r = q->hit.route;
    const char *boundary;
    upload *up;
    if (!r || !r->upload_mb || !r->in || !(boundary = multipart_boundary(q->header(q, "content-type"), q->a))) return BODY_MAX;
    up = arena_make(q->a, upload);
    up->q = q;
    up->file_left = (int64_t)r->upload_mb * 1000000;
    up->typed = arena_array(q->a, pair, MULTIPART_PARTS_MAX + PATH_FIELDS_MAX + 1);
    up->m = multipart_new(q->a, boundary, (multipart_to){ up, on_part, on_data, on_end });
    arena_on_end(q->a, upload_drop, up);
    q->up = up;
    return up->file_left + BODY_MAX;
}

