/* doc_key.c -- counsel's key: its history, the page that sets it, and what is sealed to it. */
#include "doc_key.h"

#include <string.h>
#include "age.h"
#include "doc_own.h"
#include "i18n.h"
#include "page.h"
#include "str.h"

enum { SEAL_STEP = 64 << 10 };
static const field KEY_F[] = { FIELD(doc_key, id, t, F_HIDE, 32, NULL), FIELD(doc_key, key, t, 0, 80, N_("Public key")), FIELD(doc_key, day, d, 0, 0, N_("Set on")) };
static const shape KEY = SHAPE("counsel's key", doc_key, KEY_F);
static const field IN_F[] = { FIELD(doc_key, key, t, 0, 80, N_("Public key, as age prints it: age1...")) };
const shape IN_DOC_KEY = SHAPE("counsel's key, typed", doc_key, IN_F);
const db_query DOC_KEY_ADD = HISTORY_ADD("doc_key"), DOC_KEY_PAST = HISTORY_PAST("doc_key"), DOC_KEY_WALK = HISTORY_WALK("doc_key");
const db_query DOC_KEY_PUT = { "doc_key_put", "ttd", NULL, "INSERT INTO doc_key (id, key, day) VALUES ($1, $2, $3)"
    " ON CONFLICT (id) DO UPDATE SET key = excluded.key, day = excluded.day" };
const db_query DOC_KEY_BY = { "doc_key_by", "t", &KEY, "SELECT id, key, day FROM doc_key WHERE id = $1" };
const history DOC_KEYS = { "doc_key", &KEY, &DOC_KEY_ADD, &DOC_KEY_PAST, &DOC_KEY_PUT, &DOC_KEY_WALK };

static wr_rc find(db_tx *tx, arena *a, doc_key *ret, bool *ret_there)
{
    doc_key *rows;
    size_t n;
    TRY(db_all(tx, &DOC_KEY_BY, a, 1, &rows, &n, db_t("counsel")));
    *ret = n ? *rows : (doc_key){ .id = "counsel", .key = "" };
    *ret_there = n != 0;
    return WR_OK;
}

wr_rc doc_key_there(db_tx *tx, arena *a, bool *ret)
{
    doc_key key;
    return find(tx, a, &key, ret);
}

wr_rc doc_key_of(db_tx *tx, arena *a, doc_key *ret)
{
    bool there;
    TRY(find(tx, a, ret, &there));
    return there ? WR_OK : wr_fail(arena_err(a), WR_E_RULE, "doc.key", N_("Counsel has set no key yet for what must be held back. Ask counsel to set it at “Counsel's key”; then take the file in."));
}

wr_rc doc_key_set(db_tx *rw, const wr_actor *who, const char *typed, arena *a)
{
    doc_key was, now = { "counsel", typed, who->today };
    age_recipient to;
    bool there;
    if (!age_recipient_parse(typed, &to)) return wr_fail(arena_err(a), WR_E_INPUT, "key", N_("This is no public key of age. It begins with age1 and has 62 characters; the secret half stays with counsel."));
    TRY(find(rw, a, &was, &there));
    if (there && str_eq(was.key, now.key)) { db_log_kept(rw); return WR_OK; }
    return history_add(rw, who, &DOC_KEYS, "doc.key_set", who->today, there ? &was : NULL, &now, a);
}

/* ---- what is sealed to it ---- */
static wr_rc recipient(const doc_key *key, wr_err *e, age_recipient *ret)
{
    return age_recipient_parse(key->key, ret) ? WR_OK : wr_fail(e, WR_E_IO, NULL, N_("The key of counsel cannot be read. Set it again."));
}

static wr_rc into_buf(void *b, const uint8_t *p, size_t n)
{
    sb_put(b, (const char *)p, n);
    return WR_OK;
}

wr_rc doc_seal_text(const doc_key *key, const char *text, arena *a, bytes *ret)
{
    strbuf b = sb_new(a, 400);
    age_recipient to;
    age_sealer *s;
    wr_rc rc;
    TRY(recipient(key, arena_err(a), &to));
    TRY(age_seal_begin(&to, 1, into_buf, &b, arena_err(a), &s));
    rc = age_seal_put(s, (const uint8_t *)text, strlen(text));
    if (rc == WR_OK) rc = age_seal_finish(s);
    age_seal_end(&s);
    if (rc == WR_OK) *ret = (bytes){ (const uint8_t *)b.p, b.n };
    return rc;
}

typedef struct into { blob_in *in; wr_err *e; } into;
static wr_rc into_blob(void *with, const uint8_t *p, size_t n) { return blob_add(((into *)with)->in, p, n, ((into *)with)->e); }

static wr_rc seal_all(db_tx *ro, const blob *of, age_sealer *s, arena *a)
{
    for (int64_t at = 0; at < of->size; ) {
        arena_mark m = arena_at(a);
        bytes x;
        TRY(blob_read(ro, of->sha256, at, SEAL_STEP, a, &x));
        if (!x.n) return wr_fail(arena_err(a), WR_E_IO, NULL, N_("The bytes of this file are not all there."));
        TRY(age_seal_put(s, x.p, x.n));
        at += (int64_t)x.n;
        arena_rewind(a, m);
    }
    return age_seal_finish(s);
}

wr_rc doc_seal_blob(db_tx *ro, const doc_key *key, const blob *of, arena *a, blob_in **ret_in, blob *ret)
{
    into to = { NULL, arena_err(a) };
    age_recipient who;
    age_sealer *s = NULL;
    blob sealed;
    wr_rc rc;
    TRY(recipient(key, arena_err(a), &who));
    TRY(blob_begin(arena_err(a), &to.in));
    rc = age_seal_begin(&who, 1, into_blob, &to, arena_err(a), &s);
    if (rc == WR_OK) rc = seal_all(ro, of, s, a);
    age_seal_end(&s);
    if (rc == WR_OK) rc = blob_hash(to.in, a, &sealed);
    if (rc == WR_OK) rc = blob_keep(to.in, arena_err(a));
    if (rc != WR_OK) {
        blob_drop(to.in);
        return rc;
    }
    *ret_in = to.in;
    *ret = sealed;
    return WR_OK;
}

/* ---- the page ---- */
wr_rc doc_show_key(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    doc_key key;
    bool there;
    (void)in;
    TRY(find(ro, a, &key, &there));
    TRY(page_flag(doc, "has_key", there));
    if (there) TRY(page_put(doc, &KEY, &key));
    TRY(page_form(doc, "form", &(page_form_of){ .action_url = DOC_KEY_URL "/set", .in = &IN_DOC_KEY, .button = N_("Set this key") }, a));
    return page_text(doc, "title", i18n(who->lang, NULL, N_("Counsel's key")));
}

wr_rc doc_act_key(db_tx *rw, const wr_actor *who, const void *in, arena *a, http_go *ret)
{
    *ret = (http_go){ .url = DOC_KEY_URL, .id = "counsel" };
    return doc_key_set(rw, who, ((const doc_key *)in)->key, a);
}
