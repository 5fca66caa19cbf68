/* records_study.c -- one file looked through: its kind, its pages with their numbers and marks, what it holds inside, and what the agency failed to
 * withhold. Nothing of the text stays: counts, numbers of pages and hashes do. What is found is sealed to counsel's key here. */
#include "records_prod_own.h"

#include <ctype.h>
#include <openssl/evp.h>
#include <string.h>
#include <unistd.h>
#include "doc.h"
#include "doc_key.h"
#include "now.h"
#include "screen.h"
#include "str.h"

enum { STEP = 64 << 10, LABEL = 80, MEMBERS_MAX = 2000 };
static const int64_t MEMBER_MOST = (int64_t)4 << 30;

typedef struct into { blob_in *in; wr_err *e; } into;
static wr_rc into_blob(void *with, const uint8_t *p, size_t n) { return blob_add(((into *)with)->in, p, n, ((into *)with)->e); }

wr_rc records_name(db_tx *ro, const char *typed, arena *a, records_named *ret)
{
    doc_key key;
    records_found f = { { 0 } };
    const char *name = doc_name_clean(a, typed);
    TRY(doc_key_of(ro, a, &key));
    records_screen(name, &f);
    *ret = (records_named){ name, records_found_text(a, &f), { (const uint8_t *)"", 0 } };
    if (!records_found_any(&f)) return WR_OK;
    ret->name = doc_name_clean(a, screen_clean(a, name, "withheld"));
    return doc_seal_text(&key, name, a, &ret->sealed);
}

/* ---- pages of a PDF ---- */
typedef struct paging { records_study *s; const char *pattern; arena *a; bool cut; } paging;

static const char *hash_of(const char *text, arena *a)
{
    EVP_MD_CTX *md = EVP_MD_CTX_new();
    uint8_t sum[EVP_MAX_MD_SIZE];
    unsigned n = 0;
    if (!md || EVP_DigestInit_ex(md, EVP_sha256(), NULL) != 1) return "";
    for (const char *p = text; *p; ) {
        size_t w = strcspn(p, " \t\r\n\f");
        (void)EVP_DigestUpdate(md, p, w);
        p += w + strspn(p + w, " \t\r\n\f");
    }
    if (EVP_DigestFinal_ex(md, sum, &n) != 1) n = 0;
    EVP_MD_CTX_free(md);
    return str_hex(a, sum, n);
}

static int64_t letters_of(const char *text)
{
    int64_t n = 0;
    for (const char *p = text; *p; p++) n += (unsigned char)*p > ' ';
    return n;
}

/* The number is printed at the foot: of several the last. */
static wr_rc number_of(const char *text, const char *pattern, arena *a, records_page *p)
{
    const char **marks;
    size_t n;
    if (!*pattern) return WR_OK;
    TRY(facts_marks(text, pattern, a, &marks, &n));
    if (n && records_bates_split(a, marks[n - 1], &p->prefix, &p->num)) p->bates = marks[n - 1];
    return WR_OK;
}

/* A scan bears its number and marks of exemptions as text, and nothing else: no program read what is on it. */
static bool a_picture(const char *text, const char *pattern, arena *a)
{
    const char **marks;
    size_t n = 0;
    if (*pattern && facts_marks(text, pattern, a, &marks, &n) != WR_OK) n = 0;
    for (const char *p = text + strspn(text, " \t\r\n\f"); *p; p += strspn(p, " \t\r\n\f")) {
        size_t w = strcspn(p, " \t\r\n\f");
        const char *word = arena_fmt(a, "%.*s", (int)w, p);
        bool stamp = records_is_marks(word);
        for (size_t i = 0; i < n && !stamp; i++) stamp = str_eq(marks[i], word);
        if (!stamp) return false;
        p += w;
    }
    return true;
}

static wr_rc on_page(void *with, const facts_page *fp)
{
    paging *g = with;
    records_study *s = g->s;
    records_page *p;
    if (s->n_pages == s->cap_pages) {
        records_page *more = arena_array(g->a, records_page, s->cap_pages = s->cap_pages ? 2 * s->cap_pages : 64);
        if (s->n_pages) memcpy(more, s->pages, s->n_pages * sizeof *more);
        s->pages = more;
    }
    p = &s->pages[s->n_pages++];
    *p = (records_page){ .id = arena_fmt(g->a, "%s/%lld", s->file.id, (long long)fp->page), .file = s->file.id, .page = fp->page, .label = screen_clean(g->a, str_begin(g->a, fp->label, LABEL), "withheld"),
        .bates = "", .prefix = "", .marks = records_marks(g->a, fp->text), .hash = hash_of(fp->text, g->a), .letters = letters_of(fp->text) };
    if (!str_utf8(p->label, strlen(p->label))) p->label = "";
    if (fp->damaged || a_picture(fp->text, g->pattern, g->a)) s->file.blank++;
    g->cut = g->cut || fp->cut;
    records_screen(fp->text, &s->found);
    return number_of(fp->text, g->pattern, g->a, p);
}

static wr_rc study_pdf(int fd, const char *pattern, arena *a, records_study *s)
{
    paging g = { s, pattern, a, false };
    facts_pdf_said said;
    TRY(facts_pdf(fd, on_page, &g, a, &said));
    s->file.pages = said.pages;
    s->file.problem = *said.problem || !g.cut ? said.problem : "too_big";     /* the end of a page was not read */
    records_screen(said.title, &s->found);
    s->file.state = *s->file.problem || s->file.blank ? FILE_LOOK : FILE_OPEN;
    return WR_OK;
}

/* ---- text and tables ---- */
/* Line by line; of a line that is longer than a block the end of each stands at the beginning of the next: no number of a person is split. */
static wr_rc study_text(db_tx *ro, const records_file *f, arena *a, records_study *s)
{
    arena *own = arena_new("a text", 64 << 20);
    records_table *t = records_table_new(a);
    strbuf part = sb_new(a, STEP);
    wr_rc rc = WR_OK;
    for (int64_t at = 0; rc == WR_OK && at < f->size; ) {
        arena_mark m = (arena_alloc(own, 1, 1), arena_at(own));
        bytes x;
        rc = blob_read(ro, f->sha256, at, STEP, own, &x);
        if (rc == WR_OK && !x.n) rc = WR_E_IO;           /* not all of it is there */
        if (rc != WR_OK) break;
        at += (int64_t)x.n;
        records_table_add(t, (const char *)x.p, x.n);
        for (size_t i = 0; i < x.n; i++) {
            if (x.p[i]) sb_ch(&part, (char)x.p[i]);
            bool end = x.p[i] == '\n' || (i + 1 == x.n && at >= f->size);
            if (!end && part.n < STEP) continue;
            records_make_utf8(part.p, part.n);
            records_screen(part.p, &s->found);
            records_keep_tail(&part, end ? 0 : RECORDS_TAIL);
        }
        arena_rewind(own, m);
    }
    s->columns = records_table_end(t, &s->found);
    arena_end(&own);
    s->file.state = records_table_whole(t) ? FILE_OPEN : FILE_LOOK;
    return rc;
}

/* ---- what a file holds inside ---- */
static const char *media_of(const char *kind, const char *name)
{
    static const char *const MEDIA[][2] = { { "pdf", "application/pdf" }, { "png", "image/png" }, { "jpeg", "image/jpeg" }, { "gif", "image/gif" }, { "tiff", "image/tiff" }, { "mp4", "video/mp4" },
        { "zip", "application/zip" }, { "mail", "message/rfc822" } };
    for (size_t i = 0; i < sizeof MEDIA / sizeof *MEDIA; i++)
        if (str_eq(MEDIA[i][0], kind)) return MEDIA[i][1];
    if (str_eq(kind, "text")) return str_ends_fold(name, ".csv") ? "text/csv" : "text/plain";
    return DOC_ANY;
}

/* One member, its bytes kept. Its id comes from its place in the archive, so that a second try makes no second row. */
static wr_rc add_member(db_tx *ro, records_study *s, blob_in *in, int64_t at, const char *name, arena *a)
{
    records_file *f = &s->members[s->n_members];
    records_named n;
    blob b;
    TRY(blob_hash(in, a, &b));
    TRY(blob_keep(in, arena_err(a)));
    TRY(records_name(ro, name, a, &n));
    *f = (records_file){ .id = arena_fmt(a, "%.26s%06llx", s->file.id, (unsigned long long)at & 0xffffff), .about = s->file.about, .request = s->file.request, .name = n.name, .inside = s->file.id, .copy_of = "",
        .sha256 = b.sha256, .size = b.size, .media = DOC_ANY, .kind = "", .state = FILE_CHECKING, .problem = "", .found = n.found, .columns = "", .facts = "", .sealed = "",
        .sealed_name = n.sealed, .reasons = "", .decided = "", .decided_by = "" };
    s->ins[s->n_ins++] = in;
    s->n_members++;
    return WR_OK;
}

typedef wr_rc take_member(int fd, int64_t at, int64_t most, facts_take *, void *with, arena *, const char **ret_problem);

static wr_rc member(db_tx *ro, records_study *s, int fd, int64_t at, const char *name, take_member *take, arena *a)
{
    into to = { NULL, arena_err(a) };
    const char *problem = "";
    wr_rc rc;
    if (s->n_members >= MEMBERS_MAX) { s->file.problem = "too_many"; return WR_OK; }
    TRY(blob_begin(arena_err(a), &to.in));
    (void)!lseek(fd, 0, SEEK_SET);
    rc = take(fd, at, MEMBER_MOST, into_blob, &to, a, &problem);
    if (rc == WR_OK && !*problem) {
        rc = add_member(ro, s, to.in, at, name, a);
        if (rc == WR_OK) return rc;
    }
    if (*problem) s->file.problem = problem;
    blob_drop(to.in);
    return rc;
}

static wr_rc study_archive(db_tx *ro, int fd, arena *a, records_study *s)
{
    facts_zip_said z;
    TRY(facts_zip(fd, a, &z));
    s->file.problem = z.problem;
    s->file.state = FILE_LOOK;
    if (*z.problem) return WR_OK;                        /* nothing of it may be used */
    if (*s->file.inside) { s->file.problem = "too_many"; return WR_OK; }     /* an archive in an archive is opened by a person */
    s->members = arena_array(a, records_file, z.n + 1);
    for (size_t i = 0; i < z.n && !*s->file.problem; i++) {
        if (z.at[i].folder) continue;
        if (z.at[i].encrypted) { s->file.problem = "encrypted"; continue; }
        TRY(member(ro, s, fd, z.at[i].at, z.at[i].name, facts_zip_member, a));
    }
    s->file.state = *s->file.problem ? FILE_LOOK : FILE_UNPACKED;
    return WR_OK;
}

static wr_rc study_mail(db_tx *ro, int fd, arena *a, records_study *s)
{
    facts_mail_said m;
    TRY(facts_mail(fd, a, &m));
    s->file.problem = m.problem;
    s->file.state = FILE_LOOK;
    if (*m.problem) return WR_OK;
    records_screen(m.subject, &s->found);
    records_screen(m.text, &s->found);
    s->members = arena_array(a, records_file, m.parts_n + 1);
    for (size_t i = 0; i < m.parts_n && !*s->file.inside && !*s->file.problem; i++)
        TRY(member(ro, s, fd, m.parts[i].at, *m.parts[i].name ? m.parts[i].name : "part", facts_mail_part, a));
    s->file.state = *s->file.problem || m.cut || m.html || (*s->file.inside && m.parts_n) ? FILE_LOOK : m.parts_n ? FILE_UNPACKED : FILE_OPEN;
    return WR_OK;
}

/* A number stands either way, and counts once. */
static void on_text(void *with, const char *apart, const char *joined)
{
    records_study *s = with;
    records_found a = { { 0 } }, b = { { 0 } };
    records_screen(apart, &a);
    records_screen(joined, &b);
    for (int i = 0; i < FOUNDS; i++) s->found.of[i] += a.of[i] > b.of[i] ? a.of[i] : b.of[i];
}

/* An office file is an archive of XML: the text between its tags is screened; tables in it are for a person to look at. */
static wr_rc study_office(int fd, arena *a, records_study *s)
{
    facts_zip_said z;
    TRY(facts_zip(fd, a, &z));
    s->file.problem = z.problem;
    s->file.state = FILE_LOOK;
    for (size_t i = 0; i < z.n && !*s->file.problem; i++) {
        arena *own = arena_new("a part of an office file", 8 << 20);
        records_xml x = records_xml_new(own, on_text, s);
        wr_rc rc = WR_OK;
        (void)!lseek(fd, 0, SEEK_SET);
        if (str_ends_fold(z.at[i].name, ".xml")) rc = facts_zip_member(fd, z.at[i].at, MEMBER_MOST, records_xml_take, &x, a, &s->file.problem);
        (void)records_xml_end(&x);
        arena_end(&own);
        TRY(rc);
    }
    return WR_OK;
}

/* ---- all of it ---- */
static wr_rc by_kind(db_tx *ro, const records_file *f, int fd, const char *pattern, arena *a, records_study *s)
{
    const char *kind = s->file.kind;
    if (str_eq(kind, "pdf")) return study_pdf(fd, pattern, a, s);
    if (str_eq(kind, "zip")) return records_is_office(f->name) ? study_office(fd, a, s) : study_archive(ro, fd, a, s);
    if (str_eq(kind, "mail")) return study_mail(ro, fd, a, s);
    if (str_eq(kind, "text")) return study_text(ro, f, a, s);
    s->file.state = FILE_LOOK;
    return WR_OK;
}

static const char *pattern_of(db_tx *ro, const char *production, arena *a)
{
    records_production *p;
    size_t n;
    if (db_all(ro, &RECORDS_PRODUCTION_ID, a, 1, &p, &n, db_t(production)) != WR_OK || !n) return "";
    return p->pattern;
}

/* The program that reads is not there, ended badly or took too long: the file stays for a person, and says so. What was found until then counts. */
static wr_rc unread(wr_rc rc, arena *a, records_study *s)
{
    if (rc != WR_E_IO && rc != WR_E_BUG && rc != WR_E_TOO_BIG) return rc;
    *arena_err(a) = (wr_err){ 0 };
    s->file.problem = rc == WR_E_TOO_BIG ? "too_big" : RECORDS_UNREAD;
    s->file.state = FILE_LOOK;
    return WR_OK;
}

const char *records_problem_said(const char *problem)
{
    return str_eq(problem, RECORDS_UNREAD) ? N_("No program here could read this file. A person looks through it, or the operator looks at the log.") : facts_problem_said(problem);
}

wr_rc records_study_file(db_tx *ro, const records_file *f, bool hold, arena *a, records_study *s)
{
    const blob of = { f->sha256, f->size };
    records_found named = records_found_read(f->found);
    uint8_t head[FACTS_HEAD];
    blob sealed;
    doc_key key;
    ssize_t n;
    int fd;
    *s = (records_study){ .file = *f, .columns = "", .hold = hold };
    arena_on_end(a, records_study_drop, s);
    TRY(doc_key_of(ro, a, &key));
    TRY(blob_open(ro, &of, a, &fd));
    n = pread(fd, head, sizeof head, 0);
    s->file.kind = facts_kind(head, n > 0 ? (size_t)n : 0);
    s->file.media = media_of(s->file.kind, f->name);
    if (!hold) TRY(unread(by_kind(ro, f, fd, pattern_of(ro, f->about, a), a, s), a, s));
    for (int i = 0; i < FOUNDS; i++) s->found.of[i] += named.of[i];
    if (!hold && !records_found_any(&s->found)) return WR_OK;
    s->hold = true;
    for (size_t i = 0; i < s->n_ins; i++) blob_drop(s->ins[i]);      /* its members stay inside: all of it is sealed */
    s->n_dropped = s->n_members;
    s->n_ins = s->n_members = 0;
    TRY(doc_seal_blob(ro, &key, &of, a, &s->ins[0], &sealed));
    s->n_ins = 1;
    s->file.state = FILE_HELD;
    s->file.sealed = sealed.sha256;
    s->file.sealed_size = sealed.size;
    return WR_OK;
}

void records_study_drop(void *s_)
{
    records_study *s = s_;
    for (size_t i = 0; i < s->n_ins; i++) blob_drop(s->ins[i]);
    s->n_ins = 0;
}
