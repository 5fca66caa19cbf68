/* markup.c -- a small state machine over the literal text of a template. It follows tags and quotes, no more. */
#include "markup.h"

#include <ctype.h>
#include <string.h>

enum { S_TEXT, S_OPEN, S_NAME, S_IN, S_ATTR, S_EQ, S_VALUE, S_BARE, S_RAW, S_RAW_LT };

static void keep(char *to, size_t cap, size_t *n, char c)
{
    if (*n + 1 < cap) to[(*n)++] = (char)tolower((unsigned char)c);
    to[*n] = 0;
}

static int after_tag(const markup *m)
{
    return !strcmp(m->tag, "script") || !strcmp(m->tag, "style") ? S_RAW : S_TEXT;
}

static int in_tag(markup *m, char c)
{
    if (c == '>') return after_tag(m);
    if (isspace((unsigned char)c) || c == '/') return S_IN;
    m->n = 0;
    keep(m->attr, sizeof m->attr, &m->n, c);
    return S_ATTR;
}

static int step(markup *m, char c)
{
    switch (m->state) {
    case S_TEXT:
        return c == '<' ? S_OPEN : S_TEXT;
    case S_OPEN:
        m->n = 0;
        m->tag[0] = 0;
        if (c == '/' || c == '!') return S_IN;
        if (!isalpha((unsigned char)c)) return S_TEXT;
        keep(m->tag, sizeof m->tag, &m->n, c);
        return S_NAME;
    case S_NAME:
        if (c == '>' || c == '/' || isspace((unsigned char)c)) return in_tag(m, c);
        keep(m->tag, sizeof m->tag, &m->n, c);
        return S_NAME;
    case S_IN:
        return in_tag(m, c);
    case S_ATTR:
        if (c == '=') return S_EQ;
        if (c == '>' || isspace((unsigned char)c)) return in_tag(m, c);
        keep(m->attr, sizeof m->attr, &m->n, c);
        return S_ATTR;
    case S_EQ:
        m->quote = c;
        m->first = true;
        return c == '"' || c == '\'' ? S_VALUE : S_BARE;
    case S_VALUE:
        m->first = false;
        return c == m->quote ? S_IN : S_VALUE;
    case S_BARE:
        return c == '>' ? after_tag(m) : isspace((unsigned char)c) ? S_IN : S_BARE;
    case S_RAW:
        return c == '<' ? S_RAW_LT : S_RAW;
    default:                                          /* S_RAW_LT: only an end tag leaves */
        m->tag[0] = 0;
        return c == '/' ? S_IN : S_RAW;
    }
}

markup markup_start(const char *name)
{
    size_t n = strlen(name);
    return (markup){ .state = n > 5 && !strcmp(name + n - 5, "_attr") ? S_IN : S_TEXT };
}

void markup_feed(markup *m, const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++) m->state = step(m, p[i]);
}

void markup_value(markup *m)
{
    m->first = false;
    if (m->state == S_EQ) m->state = S_BARE;
}

m_place markup_place(const markup *m)
{
    switch (m->state) {
    case S_TEXT: return IN_TEXT;
    case S_RAW: case S_RAW_LT: return IN_SCRIPT;
    case S_EQ: case S_BARE: return IN_BARE;
    case S_VALUE: break;
    default: return IN_TAG;
    }
    if (!strncmp(m->attr, "on", 2) || !strcmp(m->attr, "style")) return IN_SCRIPT;
    if (!strcmp(m->attr, "href") || !strcmp(m->attr, "src") || !strcmp(m->attr, "action") || !strcmp(m->attr, "formaction"))
        return m->first ? IN_URL : IN_URL_MIDDLE;
    return IN_VALUE;
}
