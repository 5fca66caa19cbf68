/* atom.c -- Atom feeds, and the few lines of XML that they need. */
#include "atom.h"

#include <string.h>
#include "day.h"
#include "str.h"

/* Control characters but tab and line ends, and U+FFFE and U+FFFF, may stand in no XML document, not even escaped. */
static void escaped(strbuf *b, const char *s)
{
    char *kept = arena_dup(b->a, s), *to = kept;
    for (const char *p = s; *p; p++) {
        if ((unsigned char)*p < 0x20 && !strchr("\t\n\r", *p)) continue;
        if (str_starts(p, "\xef\xbf\xbe") || str_starts(p, "\xef\xbf\xbf")) {
            p += 2;
            continue;
        }
        *to++ = *p;
    }
    *to = 0;
    sb_html(b, kept);
}

static void element(strbuf *b, const char *name, const char *text)
{
    sb_fmt(b, "<%s>", name);
    escaped(b, text);
    sb_fmt(b, "</%s>\n", name);
}

static void link_to(strbuf *b, const char *rel, const char *type, const char *url)
{
    sb_fmt(b, "<link rel=\"%s\" type=\"%s\" href=\"", rel, type);
    escaped(b, url);
    sb_str(b, "\"/>\n");
}

const char *atom_tag(arena *a, const char *site, const char *day, const char *name)
{
    const char *host = strstr(site, "://") ? strstr(site, "://") + 3 : site;
    return arena_fmt(a, "tag:%.*s,%.10s:%s", (int)strcspn(host, ":/"), host, day, name);
}

void atom_put(strbuf *b, const atom_feed *f)
{
    sb_fmt(b, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"%s\">\n", f->lang);
    element(b, "id", f->id);
    element(b, "title", f->title);
    if (*f->subtitle) element(b, "subtitle", f->subtitle);
    sb_str(b, "<author>");
    element(b, "name", f->author);
    sb_str(b, "</author>\n");
    element(b, "updated", us_text(b->a, f->n ? f->at[0].updated : 0));
    link_to(b, "self", "application/atom+xml", f->self);
    link_to(b, "alternate", "text/html", f->url);
    for (size_t i = 0; i < f->n; i++) {
        sb_str(b, "<entry>\n");
        element(b, "id", f->at[i].id);
        element(b, "title", f->at[i].title);
        element(b, "updated", us_text(b->a, f->at[i].updated));
        link_to(b, "alternate", "text/html", f->at[i].url);
        sb_str(b, "</entry>\n");
    }
    sb_str(b, "</feed>\n");
}
