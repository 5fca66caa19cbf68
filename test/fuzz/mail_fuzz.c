/* mail_fuzz.c -- any text as subject, name, address and text of a mail: the message has its own headers only, its lines are short and
 * ASCII, and its text, decoded, is the text that went in. */
#include <stdlib.h>
#include <string.h>

#include "mail_own.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static int nibble(char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1; }

/* Quoted-printable back into the text, CR LF as LF. */
static void decode(const char *p, strbuf *ret)
{
    for (; *p; p++) {
        if (p[0] == '\r' && p[1] == '\n') sb_ch(ret, '\n'), p++;
        else if (p[0] == '=' && p[1] == '\r' && p[2] == '\n') p += 2;
        else if (p[0] == '=') {
            if (nibble(p[1]) < 0 || nibble(p[2]) < 0) abort();
            sb_ch(ret, (char)(nibble(p[1]) * 16 + nibble(p[2])));
            p += 2;
        } else sb_ch(ret, *p);
    }
}

static void sound(const char *p)
{
    static const char *const NAMES[] = { "Date: ", "From: ", "To: ", "Subject: ", "Message-ID: ", "Auto-Submitted: ", "MIME-Version: ", "Content-" };
    const char *text = strstr(p, "\r\n\r\n"), *begin = p;
    if (!text) abort();
    for (const char *s = p; *s; s++) {
        if ((unsigned char)*s >= 0x7f || ((unsigned char)*s < ' ' && *s != '\r' && *s != '\n' && *s != '\t')) abort();
        if ((*s == '\r') != (s[1] == '\n')) abort();
        if (s < text && (s == p || s[-1] == '\n') && *s != ' ') {
            bool ours = false;
            for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) ours = ours || str_starts(s, NAMES[i]);
            if (!ours) abort();
        }
        if (*s == '\r' || *s == '\n') begin = s[1] == '\n' ? s + 2 : s + 1;
        /* an address cannot be folded */
        if (s >= begin && (size_t)(s - begin) >= (s < text && strchr(begin, '<') && strchr(begin, '<') < s ? ADDRESS_MAX + 8u : 78u)) abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    arena *a = arena_new("fuzz", (size_t)64 << 20);
    const char *parts[4] = { "", "", "", "" };
    char *at = memcpy(arena_alloc(a, n + 1, 1), data, n);
    if (str_utf8(at, n)) {
        strbuf whole = sb_new(a, n * 4 + 1000), back = sb_new(a, n + 10);
        for (int i = 0; i < 4 && at; i++) {         /* three lines, then the text */
            char *end = i < 3 ? strchr(at, '\n') : NULL;
            parts[i] = at;
            if (end) *end = 0;
            at = end ? end + 1 : NULL;
        }
        mail_row m = { .id = "0123456789abcdef0123456789abcdef", .subject = parts[0], .name = parts[1], .lang = parts[1],
                       .email = address_ok(parts[2]) ? parts[2] : "a@b.example", .text = parts[3] };
        mail_build(&m, &(mail_head){ .host = "city.example", .from = "writ@city.example", .from_name = parts[0], .at = 1772128800 * (wr_us)1000000 }, &whole);
        sound(whole.p);
        decode(strstr(whole.p, "\r\n\r\n") + 4, &back);
        if (back.n != strlen(parts[3]) + 1 || memcmp(back.p, parts[3], back.n - 1) != 0) abort();
    }
    arena_end(&a);
    return 0;
}
