/* multipart.c -- multipart/form-data read byte by byte where it must be and by memchr where it can be. */
#include "multipart.h"

#include <string.h>
#include <strings.h>
#include "str.h"

struct multipart {
    multipart_to to;
    arena *a;
    enum { AT_START, AT_TAIL, IN_HEAD, IN_BODY, AT_END } state;
    char mark[MULTIPART_BOUNDARY_MAX + 5];       /* CR LF -- boundary: its only CR is the first byte, so a miss never hides a hit */
    size_t mark_n, held, parts, head_n;
    char tail, head[MULTIPART_HEAD_MAX + 1];
};

static bool boundary_char(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c && strchr("'()+_,-./:=? ", c));
}

const char *multipart_boundary(const char *type, arena *a)
{
    static const char KIND[] = "multipart/form-data";
    const char *p;
    bool quoted;
    size_t n = 0;
    if (!type || strncasecmp(type, KIND, sizeof KIND - 1) != 0) return NULL;
    for (p = type + sizeof KIND - 1; *p; ) {
        p += strspn(p, "; \t");
        if (strncasecmp(p, "boundary=", 9) == 0) break;
        p += strcspn(p, ";");
    }
    if (!*p) return NULL;
    p += 9;
    quoted = *p == '"';
    p += quoted;
    while (boundary_char(p[n]) && (quoted || p[n] != ' ')) n++;
    if (n == 0 || n > MULTIPART_BOUNDARY_MAX || p[n - 1] == ' ') return NULL;
    if (quoted ? p[n] != '"' : p[n] && !strchr("; \t", p[n])) return NULL;
    return arena_fmt(a, "%.*s", (int)n, p);
}

multipart *multipart_new(arena *a, const char *boundary, multipart_to to)
{
    multipart *m = arena_make(a, multipart);
    size_t n = strlen(boundary);
    m->a = a;
    m->to = to;
    memcpy(m->mark, "\r\n--", 4);
    memcpy(m->mark + 4, boundary, n);
    m->mark_n = n + 4;
    m->held = 2;                                 /* the first delimiter has no line before it */
    return m;
}

bool multipart_done(const multipart *m) { return m->state == AT_END; }

/* ---- the head of a part ---- */

/* A value in quotes; \" stands for a quote, any other backslash for itself, as browsers send them. NULL: no end. */
static const char *quoted(arena *a, const char **at)
{
    const char *p = *at + 1;
    strbuf b = sb_new(a, 64);
    for (; *p && *p != '"'; p++) {
        if (p[0] == '\\' && p[1] == '"') p++;
        sb_ch(&b, *p);
    }
    if (*p != '"') return NULL;
    *at = p + 1;
    return b.p;
}

static bool parameter(multipart *m, const char **at, const char **name, const char **filename)
{
    const char *p = *at + strspn(*at, " \t"), *value;
    size_t n = strcspn(p, "= \t;");
    bool is_name = n == 4 && strncasecmp(p, "name", 4) == 0, is_file = n == 8 && strncasecmp(p, "filename", 8) == 0;
    const char **into = is_name ? name : is_file ? filename : NULL;
    if (n == 0 || p[n] != '=') return false;
    p += n + 1;
    if (*p == '"') value = quoted(m->a, &p);
    else {
        n = strcspn(p, " \t;");
        value = arena_fmt(m->a, "%.*s", (int)n, p);
        p += n;
    }
    if (!value || (into && *into)) return false;
    if (into) *into = value;
    *at = p + strspn(p, " \t");
    return true;
}

static bool disposition(multipart *m, const char *p, const char **name, const char **filename)
{
    p += strspn(p, " \t");
    if (*name || strncasecmp(p, "form-data", 9) != 0) return false;
    p += 9;
    p += strspn(p, " \t");
    while (*p == ';') {
        p++;
        if (!parameter(m, &p, name, filename)) return false;
    }
    return !*p && *name;
}

static wr_rc head_done(multipart *m)
{
    const char *name = NULL, *filename = NULL;
    m->head[m->head_n] = 0;
    if (strlen(m->head) != m->head_n) return WR_E_INPUT;
    for (char *line = m->head, *end; (end = strstr(line, "\r\n")) && end != line; line = end + 2) {
        *end = 0;
        if (strncasecmp(line, "content-disposition:", 20) == 0 && !disposition(m, line + 20, &name, &filename)) return WR_E_INPUT;
    }
    if (!name || !*name || strlen(name) > 128 || !str_utf8(name, strlen(name))) return WR_E_INPUT;
    m->head_n = 0;
    m->state = IN_BODY;
    m->held = 0;
    return m->to.part(m->to.with, name, filename);
}

/* ---- the states ---- */

static wr_rc in_head(multipart *m, char c)
{
    if (m->head_n == MULTIPART_HEAD_MAX) return WR_E_TOO_BIG;
    m->head[m->head_n++] = c;
    if (m->head_n == 2 && memcmp(m->head, "\r\n", 2) == 0) return WR_E_INPUT;       /* a part without a name */
    return m->head_n >= 4 && memcmp(m->head + m->head_n - 4, "\r\n\r\n", 4) == 0 ? head_done(m) : WR_OK;
}

static wr_rc at_start(multipart *m, char c)
{
    if (c != m->mark[m->held]) return WR_E_INPUT;
    if (++m->held == m->mark_n) m->state = AT_TAIL;
    return WR_OK;
}

/* Behind a delimiter: a line's end, and a part begins; or two dashes, and all is over. */
static wr_rc at_tail(multipart *m, char c)
{
    char first = m->tail;
    m->tail = c;
    if (!first) return c == '\r' || c == '-' ? WR_OK : WR_E_INPUT;
    m->tail = 0;
    if (first == '-' && c == '-') {
        m->state = AT_END;
        return WR_OK;
    }
    if (first != '\r' || c != '\n') return WR_E_INPUT;
    if (++m->parts > MULTIPART_PARTS_MAX) return WR_E_TOO_BIG;
    m->state = IN_HEAD;
    return WR_OK;
}

/* Bytes before a CR with which a delimiter may begin: lines of a text stay in one piece. */
static size_t plain(const multipart *m, const char *p, size_t n)
{
    const char *at = p, *end = p + n;
    while ((at = memchr(at, '\r', (size_t)(end - at)))) {
        size_t left = (size_t)(end - at);
        if (memcmp(at, m->mark, left < m->mark_n ? left : m->mark_n) == 0) return (size_t)(at - p);
        at++;
    }
    return n;
}

static wr_rc in_body(multipart *m, const char *p, size_t n, size_t *used)
{
    size_t i = 0;
    while (i < n) {
        if (m->held == 0) {
            size_t k = plain(m, p + i, n - i);
            if (k) TRY(m->to.data(m->to.with, p + i, k));
            i += k;
            if (i < n) m->held = 1, i++;
        } else if (p[i] == m->mark[m->held]) {
            i++;
            if (++m->held < m->mark_n) continue;
            *used = i;
            m->state = AT_TAIL;
            return m->to.end(m->to.with);
        } else {
            size_t held = m->held;
            m->held = 0;                         /* p[i] is looked at again: it may be a CR */
            TRY(m->to.data(m->to.with, m->mark, held));
        }
    }
    *used = n;
    return WR_OK;
}

wr_rc multipart_feed(multipart *m, const char *p, size_t n)
{
    for (size_t i = 0, used = 1; i < n; i += used, used = 1) {
        switch (m->state) {
        case AT_START: TRY(at_start(m, p[i])); break;
        case AT_TAIL:  TRY(at_tail(m, p[i])); break;
        case IN_HEAD:  TRY(in_head(m, p[i])); break;
        case IN_BODY:  TRY(in_body(m, p + i, n - i, &used)); break;
        case AT_END:   return WR_OK;             /* what follows is nobody's */
        }
    }
    return WR_OK;
}
