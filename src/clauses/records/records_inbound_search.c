/* records_inbound_search.c -- a copy is searched before it is released: its name, its text, the pages of a PDF, the parts of an office file, the
 * text that hangs on a mail, the names in an archive or of what hangs in a PDF or a mail. All but plain text is read by a program of its own
 * (writ-facts). What it could not read is said: a picture, a sealed or damaged file, what is inside of what is inside. */
#include "records_inbound_own.h"

#include <string.h>
#include <unistd.h>
#include "facts.h"
#include "i18n.h"

enum { SCREEN_MAX = 8 << 20, STEP = 64 << 10, SEARCH_MEMORY = 64 << 20, PARTS_READ = 50, PLACE_SHOWN = 60 };
const char *const records_inbound_searches[] = { N_("not yet"), N_("all of it"), N_("not all of it"), NULL };
const char *const records_inbound_places[] = { "name", "line", "page", "title", "attached", "addresses", "subject", "words", "part", "inside", "named", NULL };
typedef struct search { inbound_searched *ret; arena *a; } search;

const char *records_inbound_place(const char *lang, int place, const char *at, arena *a)
{
    static const char *const SAID[] = { N_("its name"), N_("line {at}"), N_("page {at}"), N_("its title"), N_("the name of a file that hangs in it: {at}"), N_("its addresses"), N_("its subject"), N_("line {at} of its words"),
        N_("what hangs on it: {at}"), N_("inside, in {at}"), N_("a name inside: {at}") };
    return i18n_fill(a, i18n(lang, NULL, SAID[place]), (const char *const[]){ "at", at, NULL });
}

/* The first find counts, and before it a number of a person. at: which page, part or name; of lines it is counted here. */
static void look(search *s, const char *text, int place, const char *at)
{
    inbound_found f = records_inbound_screen(text);
    if (!f.kind || (s->ret->found.kind && (s->ret->found.hard || !f.hard))) return;
    s->ret->found = f;
    s->ret->place = place;
    s->ret->at = place == PLACE_LINE || place == PLACE_WORDS ? arena_fmt(s->a, "%lld", (long long)f.line) : records_inbound_shortened(at, PLACE_SHOWN, s->a);
}

static bool good_text(char *text, size_t n) { return strlen(text) == n && str_utf8(text, n); }

/* ---- plain text: read whole, a find may not hide behind a cut ---- */
static wr_rc search_text(db_tx *ro, search *s, const inbound_file *f, arena *own)
{
    char *text;
    if (f->size > SCREEN_MAX) return wr_fail(arena_err(s->a), WR_E_RULE, "records.screen", N_("The file {name} is too long to be searched. Cut it into files of at most 8 MB."), "name", f->name);
    text = arena_alloc(own, (size_t)f->size + 1, 1);
    for (int64_t at = 0; at < f->size; ) {
        arena_mark m = arena_at(own);
        bytes x;
        TRY(blob_read(ro, f->sha256, at, BLOB_PART, own, &x));
        if (!x.n) return WR_E_IO;
        memcpy(text + at, x.p, x.n);
        at += (int64_t)x.n;
        arena_rewind(own, m);
    }
    if (!good_text(text, (size_t)f->size)) return wr_fail(arena_err(s->a), WR_E_RULE, "records.screen", N_("The file {name} is no text in UTF-8, so it cannot be searched. Save it anew."), "name", f->name);
    look(s, text, PLACE_LINE, "");
    return WR_OK;
}

/* ---- PDF ---- */
static wr_rc on_page(void *with, const facts_page *p)
{
    search *s = with;
    look(s, p->text, PLACE_PAGE, arena_fmt(s->a, "%lld", (long long)p->page));
    s->ret->unread = s->ret->unread || p->cut || p->damaged || !*p->text;
    return WR_OK;
}

static wr_rc search_pdf(search *s, int fd)
{
    facts_pdf_said said;
    TRY(facts_pdf(fd, on_page, s, s->a, &said));
    look(s, said.title, PLACE_TITLE, "");
    for (const char *p = said.attached_names; *p; p += strspn(p, "\n")) {
        const char *name = arena_fmt(s->a, "%.*s", (int)strcspn(p, "\n"), p);
        look(s, name, PLACE_ATTACHED, name);
        p += strlen(name);
    }
    s->ret->unread = s->ret->unread || *said.problem || said.attached;
    return WR_OK;
}

/* ---- an office file: an archive of XML ---- */
typedef struct inside { search *s; const char *member; } inside;

static void on_text(void *with, const char *apart, const char *joined)
{
    const inside *x = with;
    look(x->s, apart, PLACE_INSIDE, x->member);
    look(x->s, joined, PLACE_INSIDE, x->member);
}

/* Members that hold no words of their own. */
static bool says_nothing(const char *name) { return str_ends_fold(name, ".rels") || str_eq(name, "mimetype"); }

static wr_rc search_zip(search *s, const inbound_file *f, int fd, arena *own)
{
    bool office = records_is_office(f->name);
    facts_zip_said z;
    TRY(facts_zip(fd, s->a, &z));
    s->ret->unread = *z.problem != 0;
    for (size_t i = 0; i < z.n; i++) {
        const char *problem = "";
        arena_mark m = arena_at(own);
        look(s, z.at[i].name, PLACE_NAMED, z.at[i].name);
        if (z.at[i].folder || says_nothing(z.at[i].name)) continue;
        if (!office || z.at[i].encrypted || *z.problem || !str_ends_fold(z.at[i].name, ".xml")) { s->ret->unread = true; continue; }
        inside in = { s, z.at[i].name };
        records_xml x = records_xml_new(own, on_text, &in);
        (void)!lseek(fd, 0, SEEK_SET);
        TRY(facts_zip_member(fd, z.at[i].at, SCREEN_MAX, records_xml_take, &x, s->a, &problem));
        s->ret->unread = !records_xml_end(&x) || s->ret->unread || *problem;
        arena_rewind(own, m);
    }
    return WR_OK;
}

static wr_rc on_part(void *with, const uint8_t *p, size_t n)
{
    sb_put(with, (const char *)p, n);
    return WR_OK;
}

/* What hangs on a mail is searched when it is text. */
static wr_rc search_part(search *s, int fd, const facts_part *p, const char *name, arena *own)
{
    strbuf text = sb_new(own, STEP);
    const char *problem = "";
    (void)!lseek(fd, 0, SEEK_SET);
    TRY(facts_mail_part(fd, p->at, SCREEN_MAX, on_part, &text, s->a, &problem));
    if (*problem || !good_text(text.p, text.n)) s->ret->unread = true;
    else look(s, text.p, PLACE_PART, name);
    return WR_OK;
}

/* A mail as it is read: words behind an encoding, and what hangs on it. It is searched as it stands afterwards, for what is in no part. */
static wr_rc search_mail(search *s, int fd, arena *own)
{
    facts_mail_said m;
    TRY(facts_mail(fd, s->a, &m));
    s->ret->unread = *m.problem || m.cut;
    look(s, m.subject, PLACE_SUBJECT, "");
    look(s, arena_fmt(s->a, "%s\n%s\n%s", m.from, m.to, m.cc), PLACE_HEAD, "");
    look(s, m.text, PLACE_WORDS, "");
    for (size_t i = 0; i < m.parts_n; i++) {
        const facts_part *p = &m.parts[i];
        const char *name = *p->name ? p->name : p->media;
        arena_mark mark = arena_at(own);
        look(s, p->name, PLACE_PART, name);
        if (*m.problem || i >= PARTS_READ || p->mail || !str_starts(p->media, "text/")) s->ret->unread = true;
        else TRY(search_part(s, fd, p, name, own));
        arena_rewind(own, mark);
    }
    return WR_OK;
}

/* ---- all of it ---- */
/* The program that reads is not there, ended badly or took too long: then it is said that the file was not searched. */
static wr_rc read_or_said(search *s, wr_rc rc)
{
    if (rc != WR_E_IO && rc != WR_E_BUG && rc != WR_E_TOO_BIG) return rc;
    *arena_err(s->a) = (wr_err){ 0 };
    s->ret->unread = true;
    return WR_OK;
}

static wr_rc by_kind(db_tx *ro, search *s, const inbound_file *f, arena *own)
{
    const blob of = { f->sha256, f->size };
    bool mail = str_eq(f->media, "message/rfc822");
    uint8_t head[FACTS_HEAD];
    const char *kind;
    ssize_t n;
    int fd;
    if (str_starts(f->media, "text/")) return search_text(ro, s, f, own);
    TRY(blob_open(ro, &of, own, &fd));
    if (mail) {
        TRY(read_or_said(s, search_mail(s, fd, own)));
        return search_text(ro, s, f, own);
    }
    n = pread(fd, head, sizeof head, 0);
    kind = facts_kind(head, n > 0 ? (size_t)n : 0);
    if (str_eq(kind, "pdf")) return read_or_said(s, search_pdf(s, fd));
    if (str_eq(kind, "zip")) return read_or_said(s, search_zip(s, f, fd, own));
    s->ret->unread = true;
    return WR_OK;
}

bool records_inbound_searchable(const inbound_file *f)
{
    return str_starts(f->media, "text/") || str_eq(f->media, "message/rfc822") || str_eq(f->media, "application/pdf") || records_is_office(f->name);
}

wr_rc records_inbound_search(db_tx *ro, const inbound_file *f, arena *a, inbound_searched *ret)
{
    search s = { ret, a };
    arena *own = arena_new("search", SEARCH_MEMORY);
    wr_rc rc;
    *ret = (inbound_searched){ .file = f->id, .place = PLACE_NAME, .at = "", .found = records_inbound_screen(f->name) };
    rc = ret->found.kind ? WR_OK : by_kind(ro, &s, f, own);
    arena_end(&own);
    return rc;
}
