/* atom.h -- a feed of changes as Atom (RFC 4287). The one place that writes XML: text is escaped, and what XML 1.0 cannot hold is left out.
 * Memory  Into the strbuf; nothing is kept. */
#ifndef WR_ATOM_H
#define WR_ATOM_H
#include "module.h"
struct strbuf;
typedef struct atom_entry { const char *id, *title, *url; wr_us updated; } atom_entry;     /* id: for ever the same; url: absolute */
typedef struct atom_feed {
    const char *id, *title, *subtitle, *lang, *author, *self, *url;   /* self: this feed; url: the page it is the feed of; subtitle may be "" */
    const atom_entry *at; size_t n;                                   /* latest first */
} atom_feed;
void atom_put(struct strbuf *, const atom_feed *);
/* An id for ever the same (RFC 4151): who named it, on which day, then the name. site: "https://city.example"; day: "2026-02-26", what follows is not used. */
const char *atom_tag(arena *, const char *site, const char *day, const char *name);
#endif
