/* ical.c -- iCalendar: escaped text, lines of at most 75 octets that break between characters, CRLF. */
#include "ical.h"

#include <string.h>
#include "day.h"
#include "str.h"

enum { LINE_OCTETS = 75 };

/* RFC 5545, 3.1: a longer line goes on behind CRLF and one blank. */
static void line(strbuf *b, const char *s)
{
    size_t room = LINE_OCTETS;
    while (strlen(s) > room) {
        size_t n = room;
        while (n > 1 && ((unsigned char)s[n] & 0xc0) == 0x80) n--;
        sb_put(b, s, n);
        sb_str(b, "\r\n ");
        s += n;
        room = LINE_OCTETS - 1;
    }
    sb_str(b, s);
    sb_str(b, "\r\n");
}

/* 3.3.11: backslash, semicolon, comma and line ends; other control characters may not stand in text. */
static void text_line(strbuf *b, const char *name, const char *text)
{
    strbuf s = sb_new(b->a, strlen(text) + 64);
    sb_str(&s, name);
    sb_ch(&s, ':');
    for (const char *p = text; *p; p++) {
        if (*p == '\n') sb_str(&s, "\\n");
        else if ((unsigned char)*p < 0x20 && *p != '\t') continue;
        else {
            if (strchr("\\;,", *p)) sb_ch(&s, '\\');
            sb_ch(&s, *p);
        }
    }
    line(b, s.p);
}

static const char *basic(arena *a, wr_day d) { return arena_fmt(a, "%04d%02d%02d", d.y, d.m, d.d); }

static const char *stamp(arena *a, wr_us at)
{
    int64_t s = at / 1000000, day = s / 86400, rest = s % 86400;
    return arena_fmt(a, "%sT%02d%02d%02dZ", basic(a, day_of_number(day)), (int)(rest / 3600), (int)(rest / 60 % 60), (int)(rest % 60));
}

void ical_begin(strbuf *b, const char *name, const char *lang)
{
    line(b, "BEGIN:VCALENDAR");
    line(b, "VERSION:2.0");
    line(b, arena_fmt(b->a, "PRODID:-//writ//writ 0.1//%s", *lang ? lang : "en"));
    text_line(b, "X-WR-CALNAME", name);
}

void ical_events(strbuf *b, const ical_event *e, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        line(b, "BEGIN:VEVENT");
        line(b, arena_fmt(b->a, "UID:%s", e[i].uid));
        line(b, arena_fmt(b->a, "DTSTAMP:%s", stamp(b->a, e[i].stamp)));
        line(b, arena_fmt(b->a, "SEQUENCE:%lld", (long long)e[i].moves));
        line(b, arena_fmt(b->a, "DTSTART;VALUE=DATE:%s", basic(b->a, e[i].day)));
        line(b, arena_fmt(b->a, "DTEND;VALUE=DATE:%s", basic(b->a, day_add(e[i].day, 1))));
        text_line(b, "SUMMARY", e[i].summary);
        text_line(b, "DESCRIPTION", e[i].text);
        line(b, arena_fmt(b->a, "URL:%s", e[i].url));
        line(b, "TRANSP:TRANSPARENT");
        line(b, "END:VEVENT");
    }
}

void ical_end(strbuf *b) { line(b, "END:VCALENDAR"); }

void ical_put(strbuf *b, const char *name, const char *lang, const ical_event *e, size_t n)
{
    ical_begin(b, name, lang);
    ical_events(b, e, n);
    ical_end(b);
}
