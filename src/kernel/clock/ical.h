/* ical.h -- due dates as a calendar to subscribe to: iCalendar (RFC 5545). A due date is a day, so every event is of the whole day.
 * Memory  Into the strbuf; nothing is kept. */
#ifndef WR_ICAL_H
#define WR_ICAL_H
#include "module.h"
struct strbuf;
/* uid: a public id, for ever the same; moves: how often the date moved; stamp: when it last did; url: absolute */
typedef struct ical_event { const char *uid, *summary, *text, *url; wr_day day; int64_t moves; wr_us stamp; } ical_event;
void ical_put(struct strbuf *, const char *name, const char *lang, const ical_event *, size_t n);
/* The same in parts, for a calendar that is sent range by range. */
void ical_begin(struct strbuf *, const char *name, const char *lang);
void ical_events(struct strbuf *, const ical_event *, size_t n);
void ical_end(struct strbuf *);
#endif
