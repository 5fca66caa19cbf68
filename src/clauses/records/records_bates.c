/* records_bates.c -- numbers printed on pages, and exemptions that stand on them: ranges, what is missing, what came twice. Pure. */
#include "records_prod_own.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { DIGITS_MAX = 12, CODES = 20 };
const char *const records_bates_kinds[] = { "range", "missing", "twice", "two redactions", NULL };
/* In the order of the law; "b7" is said by some and stands for any of its letters. */
static const char *const CODE[] = { "b1", "b2", "b3", "b4", "b5", "b6", "b7", "b7A", "b7B", "b7C", "b7D", "b7E", "b7F", "b8", "b9", NULL };

bool records_bates_split(arena *a, const char *bates, const char **ret_prefix, int64_t *ret_num)
{
    size_t n = strlen(bates), k = n;
    while (k > 0 && isdigit((unsigned char)bates[k - 1])) k--;
    if (k == n || n - k > DIGITS_MAX) return false;
    *ret_prefix = arena_fmt(a, "%.*s", (int)k, bates);
    return str_int(bates + k, ret_num);
}

/* ---- marks ---- */
static size_t blanks(const char *s) { return strspn(s, " \t\n\r"); }

/* One mark at s: b, a digit, perhaps a letter, with parentheses and blanks anywhere; bytes it takes, 0: none. */
static size_t mark_at(const char *s, int *ret)
{
    const char *p = s, *after;
    char code[4] = "b";
    p += strspn(p, "( ");
    if (tolower((unsigned char)*p) != 'b') return 0;
    p++;
    p += strspn(p, " ()");
    if (*p < '1' || *p > '9' || isdigit((unsigned char)p[1])) return 0;
    code[1] = *p++;
    after = p + strspn(p, " )");
    if (code[1] == '7') {
        const char *q = p + strspn(p, " ()");
        char c = (char)toupper((unsigned char)*q);
        if (c >= 'A' && c <= 'F' && !isalnum((unsigned char)q[1])) {
            code[2] = c;
            after = q + 1 + strspn(q + 1, " )");
        }
    } else if (isalpha((unsigned char)*p)) return 0;
    for (int i = 0; CODE[i]; i++)
        if (str_eq(CODE[i], code)) { *ret = i; return (size_t)(after - s); }
    return 0;
}

static const char *codes_said(arena *a, unsigned set)
{
    strbuf b = sb_new(a, 40);
    for (int i = 0; CODE[i]; i++)
        if (set & 1u << i) sb_fmt(&b, "%s%s", b.n ? " " : "", CODE[i]);
    return b.p;
}

/* In running text a mark wears parentheses: "(b)(6)"; a bare "b6" may be a seat or a room. */
const char *records_marks(arena *a, const char *text)
{
    unsigned set = 0;
    for (const char *s = text; *s; s++) {
        size_t n = 0;
        int code;
        bool begins = *s == '(' || ((*s == 'b' || *s == 'B') && s[1] == '(' && (s == text || !isalnum((unsigned char)s[-1])));
        if (begins && (*s != '(' || tolower((unsigned char)s[1 + blanks(s + 1)]) == 'b')) n = mark_at(s, &code);
        if (!n) continue;
        set |= 1u << code;
        s += n - 1;
    }
    return codes_said(a, set);
}

static bool list_of(const char *s, unsigned *ret)
{
    for (*ret = 0, s += strspn(s, " ,;\t"); *s; s += strspn(s, " ,;\t")) {
        int code;
        size_t n = mark_at(s, &code);
        if (!n) return false;
        *ret |= 1u << code;
        s += n;
    }
    return true;
}

bool records_is_marks(const char *cell)
{
    unsigned set;
    return list_of(cell, &set) && set;
}

const char *records_codes(arena *a, const char *typed)
{
    unsigned set;
    return list_of(typed, &set) ? codes_said(a, set) : NULL;
}

/* ---- the report ---- */
/* Of one number the page that came first stands first: the order in which they are given. */
static int by_number(const void *x_, const void *y_)
{
    const records_page *x = *(const records_page *const *)x_, *y = *(const records_page *const *)y_;
    int c = strcmp(x->prefix, y->prefix);
    if (c == 0) c = x->num < y->num ? -1 : x->num > y->num;
    return c ? c : (x < y ? -1 : x > y);
}

static const char *numbered(arena *a, const records_page *like, int64_t num)
{
    int width = (int)(strlen(like->bates) - strlen(like->prefix));
    return arena_fmt(a, "%s%0*lld", like->prefix, width, (long long)num);
}

/* The same number on two pages: the same page, or one page with two redactions. */
static records_bates again(const records_page *x, const records_page *y)
{
    bool other = !str_eq(x->hash, y->hash) || !str_eq(x->marks, y->marks);
    return (records_bates){ other ? BATES_TWO_REDACTIONS : BATES_TWICE, x->bates, y->bates, 1, x->file, x->page, y->file, y->page };
}

void records_bates_report(const records_page *pages, size_t n, arena *a, records_bates **ret, size_t *ret_n)
{
    const records_page **p = arena_array(a, const records_page *, n + 1);
    records_bates *out = arena_array(a, records_bates, 2 * n + 1), *range = NULL;
    size_t k = 0, m = 0;
    for (size_t i = 0; i < n; i++)
        if (*pages[i].bates) p[m++] = &pages[i];
    if (m) qsort(p, m, sizeof *p, by_number);
    for (size_t i = 0; i < m; i++) {
        bool follows = i && str_eq(p[i]->prefix, p[i - 1]->prefix);
        if (follows && p[i]->num == p[i - 1]->num) { out[k++] = again(p[i - 1], p[i]); continue; }
        if (follows && p[i]->num > p[i - 1]->num + 1)
            out[k++] = (records_bates){ BATES_GAP, numbered(a, p[i - 1], p[i - 1]->num + 1), numbered(a, p[i], p[i]->num - 1), p[i]->num - p[i - 1]->num - 1, "", 0, "", 0 };
        if (!follows || p[i]->num > p[i - 1]->num + 1) {
            range = &out[k++];
            *range = (records_bates){ BATES_RANGE, p[i]->bates, p[i]->bates, 0, p[i]->file, p[i]->page, "", 0 };
        }
        range->last = p[i]->bates;
        range->pages++;
    }
    *ret = out;
    *ret_n = k;
}
