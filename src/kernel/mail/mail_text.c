/* mail_text.c -- a row of the outbox as a message (RFC 5322, 2045 to 2047, 3834): what comes from people is encoded, so
 * that no subject and no name can begin a header of its own. */
#include "mail_own.h"

#include <string.h>
#include "clock.h"
#include "day.h"

enum { LINE = 76, LANG = 35, WORD_BYTES = 39 };    /* 39 bytes are 52 letters and 12 of frame: a line under the 76 of RFC 2047 */

static const char LETTERS[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";

static bool one_line(const char *s)
{
    for (; *s; s++)
        if ((unsigned char)*s < ' ' || *s == 0x7f) return false;
    return true;
}

static void base64(strbuf *b, const char *p, size_t n)
{
    static const char L[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < n; i += 3) {
        uint32_t v = (uint32_t)(uint8_t)p[i] << 16 | (i + 1 < n ? (uint32_t)(uint8_t)p[i + 1] << 8 : 0) | (i + 2 < n ? (uint8_t)p[i + 2] : 0);
        sb_ch(b, L[v >> 18]);
        sb_ch(b, L[v >> 12 & 63]);
        sb_ch(b, i + 1 < n ? L[v >> 6 & 63] : '=');
        sb_ch(b, i + 2 < n ? L[v & 63] : '=');
    }
}

/* As it is when it is plain and short; else as encoded words, each whole characters, one a line. */
static void words(strbuf *b, const char *text, const char *plain_but, size_t plain_max)
{
    size_t n = strlen(text), i = 0;
    bool plain = n <= plain_max && !strstr(text, "=?") && one_line(text);
    for (const char *s = text; *s && plain; s++) plain = (unsigned char)*s < 0x7f && !strchr(plain_but, *s);
    if (plain) {
        sb_str(b, text);
        return;
    }
    while (i < n) {
        size_t end = n - i < WORD_BYTES ? n : i + WORD_BYTES;
        while (end < n && ((uint8_t)text[end] & 0xc0) == 0x80) end--;
        if (i) sb_str(b, "\r\n ");
        sb_str(b, "=?utf-8?B?");
        base64(b, text + i, end - i);
        sb_str(b, "?=");
        i = end;
    }
}

static void address(strbuf *b, const char *header, const char *name, const char *email)
{
    sb_fmt(b, "%s: ", header);
    if (*name) {
        words(b, name, "()<>[]:;@\\,.\"", 60);
        sb_str(b, "\r\n ");
    }
    sb_fmt(b, "<%s>\r\n", email);
}

static void date(strbuf *b, wr_us at)
{
    static const char *const DAYS[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
    static const char *const MONTHS[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    clock_local l = clock_local_at(clock_city_zone(), at);
    int minutes = (l.offset_s < 0 ? -l.offset_s : l.offset_s) / 60;
    sb_fmt(b, "Date: %s, %02d %s %04d %02d:%02d:%02d %c%02d%02d\r\n", DAYS[day_week(l.day)], l.day.d, MONTHS[l.day.m - 1], l.day.y, l.hour, l.minute,
           l.second, l.offset_s < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

/* Quoted-printable: every line of the text is one of the message, softly broken at 76. */
static void quoted(strbuf *b, const char *text)
{
    size_t col = 0;
    for (const char *s = text; *s; s++) {
        unsigned char c = (unsigned char)*s;
        bool last = !s[1] || s[1] == '\n';
        bool plain = (c > ' ' && c < 0x7f && c != '=') || ((c == ' ' || c == '\t') && !last);
        size_t wide = plain ? 1 : 3;
        if (c == '\n') {
            sb_str(b, "\r\n");
            col = 0;
            continue;
        }
        if (col + wide > LINE - (last ? 0 : 1)) {
            sb_str(b, "=\r\n");
            col = 0;
        }
        if (plain) sb_ch(b, (char)c);
        else sb_fmt(b, "=%02X", c);
        col += wide;
    }
    sb_str(b, "\r\n");
}

void mail_build(const mail_row *m, const mail_head *h, strbuf *ret)
{
    date(ret, h->at);
    address(ret, "From", h->from_name, h->from);
    address(ret, "To", m->name, m->email);
    sb_str(ret, "Subject: ");
    words(ret, m->subject, "", 66);
    sb_fmt(ret, "\r\nMessage-ID: <%s@%s>\r\n", m->id, h->host);
    sb_str(ret, "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
                "Content-Transfer-Encoding: quoted-printable\r\n");
    if (*m->lang && strlen(m->lang) <= LANG && !m->lang[strspn(m->lang, LETTERS)]) sb_fmt(ret, "Content-Language: %s\r\n", m->lang);
    sb_str(ret, "\r\n");
    quoted(ret, m->text);
}
