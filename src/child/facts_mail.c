/* facts_mail.c -- a mail as a file (.eml, RFC 5322 and MIME): its head, its text, its parts, by GMime. */
#include "facts_out.h"

#include <gmime/gmime.h>
#include <iconv.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* glibc reads its tables from files, which are out of reach later: what mails are written in is fetched first, and kept. */
void facts_mail_ready(void)
{
    static const char *const SETS[] = { "ISO-8859-1", "ISO-8859-2", "ISO-8859-15", "WINDOWS-1250", "WINDOWS-1251", "WINDOWS-1252", "WINDOWS-1256", "KOI8-R", "UTF-16", "UTF-16LE", "UTF-7",
        "GB18030", "GBK", "BIG5", "SHIFT_JIS", "ISO-2022-JP", "EUC-JP", "EUC-KR", "CP949", "TIS-620" };
    static iconv_t kept[sizeof SETS / sizeof *SETS];
    for (size_t i = 0; i < sizeof SETS / sizeof *SETS; i++) if (!kept[i]) kept[i] = iconv_open("UTF-8", SETS[i]);
    g_mime_init();
}

typedef struct walk {
    GMimeObject *at[FACTS_PARTS_MAX];    /* leaves: parts, and mails inside the mail as wholes */
    size_t n;
    facts_problem found;
} walk;

static void leaves(walk *w, GMimeObject *o, int deep)
{
    if (!o || w->found != FACTS_FINE) return;
    if (deep > FACTS_DEEP_MAX) { w->found = FACTS_TOO_MANY; return; }
    if (GMIME_IS_MULTIPART(o)) {
        GMimeMultipart *m = GMIME_MULTIPART(o);
        for (int i = 0; i < g_mime_multipart_get_count(m) && w->found == FACTS_FINE; i++) leaves(w, g_mime_multipart_get_part(m, i), deep + 1);
        return;
    }
    if (w->n == FACTS_PARTS_MAX) w->found = FACTS_TOO_MANY;
    else w->at[w->n++] = o;
}

static GMimeMessage *message_of(int fd, facts_problem *ret)
{
    struct stat st;
    int own;
    GMimeStream *s;
    GMimeParser *p;
    GMimeMessage *m;
    *ret = FACTS_DAMAGED;
    if (fstat(fd, &st) != 0) return NULL;
    if (st.st_size > FACTS_MAIL_MAX) { *ret = FACTS_TOO_BIG; return NULL; }
    if ((own = dup(fd)) < 0) return NULL;
    s = g_mime_stream_fs_new_with_bounds(own, 0, st.st_size);
    p = g_mime_parser_new_with_stream(s);
    m = g_mime_parser_construct_message(p, NULL);
    if (m) *ret = FACTS_FINE;
    g_object_unref(p);
    g_object_unref(s);
    return m;
}

static bool attached(GMimeObject *o)
{
    GMimeContentDisposition *d = g_mime_object_get_content_disposition(o);
    return d && g_mime_content_disposition_is_attachment(d);
}

/* The words of the mail: the first plain text that is no attachment, else the first HTML. */
static GMimeTextPart *words(const walk *w, bool *ret_html)
{
    for (int html = 0; html < 2; html++)
        for (size_t i = 0; i < w->n; i++) {
            GMimeContentType *t = g_mime_object_get_content_type(w->at[i]);
            if (!GMIME_IS_TEXT_PART(w->at[i]) || attached(w->at[i]) || !g_mime_content_type_is_type(t, "text", html ? "html" : "plain")) continue;
            *ret_html = html;
            return GMIME_TEXT_PART(w->at[i]);
        }
    return NULL;
}

static void addresses(line *l, const char *key, InternetAddressList *of)
{
    char *text = of ? internet_address_list_to_string(of, NULL, false) : NULL;
    line_text(l, key, text, FACTS_HEADER_MAX);
    g_free(text);
}

static void references(line *l, const char *head)
{
    const char *ids[FACTS_REFERENCES_MAX];
    GMimeReferences *all = head ? g_mime_references_parse(NULL, head) : NULL;
    int n = all ? g_mime_references_length(all) : 0;
    if (n > FACTS_REFERENCES_MAX) n = FACTS_REFERENCES_MAX;
    for (int i = 0; i < n; i++) ids[i] = g_mime_references_get_message_id(all, i);
    line_list(l, "references", ids, (size_t)n);
    if (all) g_mime_references_free(all);
}

/* "<a@b>" in any of its ways of being written, without the brackets. */
static void answered(line *l, const char *head)
{
    GMimeReferences *all = head ? g_mime_references_parse(NULL, head) : NULL;
    line_text(l, "in_reply_to", all && g_mime_references_length(all) ? g_mime_references_get_message_id(all, 0) : "", FACTS_HEADER_MAX);
    if (all) g_mime_references_free(all);
}

static void head(GMimeMessage *m, GMimeTextPart *body, bool html, FILE *f)
{
    GMimeObject *o = GMIME_OBJECT(m);
    GDateTime *day = g_mime_message_get_date(m);
    char *text = body ? g_mime_text_part_get_text(body) : NULL;
    line l = line_begin(f);
    line_text(&l, "message_id", g_mime_message_get_message_id(m), FACTS_HEADER_MAX);
    answered(&l, g_mime_object_get_header(o, "In-Reply-To"));
    references(&l, g_mime_object_get_header(o, "References"));
    addresses(&l, "from", g_mime_message_get_from(m));
    addresses(&l, "to", g_mime_message_get_to(m));
    addresses(&l, "cc", g_mime_message_get_cc(m));
    line_int(&l, "sent", day ? g_date_time_to_unix(day) : 0);
    line_text(&l, "subject", g_mime_message_get_subject(m), FACTS_HEADER_MAX);
    line_flag(&l, "html", html);
    line_flag(&l, "cut", text && strlen(text) > FACTS_MAIL_TEXT_MAX);
    line_text(&l, "text", text, FACTS_MAIL_TEXT_MAX);
    line_end(&l);
    g_free(text);
}

/* Writes a part's bytes, decoded; a mail inside the mail as it stands. -1: it cannot. */
static int64_t write_part(GMimeObject *o, GMimeStream *to)
{
    if (GMIME_IS_MESSAGE_PART(o)) {
        GMimeMessage *inner = g_mime_message_part_get_message(GMIME_MESSAGE_PART(o));
        return inner ? g_mime_object_write_to_stream(GMIME_OBJECT(inner), NULL, to) : 0;
    }
    if (!GMIME_IS_PART(o) || !g_mime_part_get_content(GMIME_PART(o))) return 0;
    return g_mime_data_wrapper_write_to_stream(g_mime_part_get_content(GMIME_PART(o)), to);
}

static int64_t size_of(GMimeObject *o)
{
    GMimeStream *none = g_mime_stream_null_new();
    int64_t n = write_part(o, none);
    g_object_unref(none);
    return n;
}

static void part(GMimeObject *o, size_t at, FILE *f)
{
    GMimeContentType *t = g_mime_object_get_content_type(o);
    char *media = t ? g_mime_content_type_get_mime_type(t) : NULL;
    bool mail = GMIME_IS_MESSAGE_PART(o);
    line l = line_begin(f);
    line_int(&l, "at", (int64_t)at);
    line_text(&l, "name", GMIME_IS_PART(o) ? g_mime_part_get_filename(GMIME_PART(o)) : NULL, FACTS_NAME_MAX);
    line_text(&l, "media", media, 200);
    line_int(&l, "size", size_of(o));
    line_flag(&l, "mail", mail);
    line_end(&l);
    g_free(media);
}

facts_problem facts_mail(int fd, FILE *f)
{
    facts_problem found;
    GMimeMessage *m = message_of(fd, &found);
    walk w = { .found = FACTS_FINE };
    bool html = false;
    GMimeTextPart *body;
    if (!m) return found;
    leaves(&w, g_mime_message_get_mime_part(m), 0);
    if (w.found == FACTS_FINE) {
        body = words(&w, &html);
        head(m, body, html, f);
        for (size_t i = 0; i < w.n; i++)
            if (!body || w.at[i] != GMIME_OBJECT(body)) part(w.at[i], i, f);
    }
    g_object_unref(m);
    return w.found;
}

facts_problem facts_mail_part(int fd, int64_t at, int64_t most, FILE *f)
{
    facts_problem found;
    GMimeMessage *m = message_of(fd, &found);
    walk w = { .found = FACTS_FINE };
    if (!m) return found;
    leaves(&w, g_mime_message_get_mime_part(m), 0);
    found = w.found;
    if (found == FACTS_FINE && (at < 0 || (size_t)at >= w.n)) found = FACTS_NO_PART;
    if (found == FACTS_FINE && size_of(w.at[at]) > most) found = FACTS_TOO_BIG;
    if (found == FACTS_FINE) {
        GMimeStream *to = g_mime_stream_mem_new();           /* a stream of GMime's over a pipe would want to go back in it */
        GByteArray *all = write_part(w.at[at], to) < 0 ? NULL : g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(to));
        if (!all || (int64_t)all->len > most || fwrite(all->data, 1, all->len, f) != all->len) found = FACTS_DAMAGED;
        g_object_unref(to);
    }
    g_object_unref(m);
    return found;
}
