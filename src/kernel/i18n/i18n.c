/* i18n.c -- the catalogues that are loaded, and one text out of them. */
#include "i18n.h"

#include <string.h>

#include "po.h"
#include "str.h"

enum { LANGS_MAX = 32 };

typedef struct catalogue {
    po_entry *slot;              /* open addressing; id NULL: free */
    size_t cap, n;               /* cap: a power of two            */
    const char *plural_rule;
    size_t n_forms;
} catalogue;

static const i18n_lang KNOWN[] = {
    { "am", "አማርኛ", false }, { "ar", "العربية", true }, { "de", "Deutsch", false }, { "en", "English", false },
    { "es", "Español", false }, { "fa", "فارسی", true }, { "fr", "Français", false }, { "he", "עברית", true },
    { "hi", "हिन्दी", false }, { "hy", "Հայերեն", false }, { "ja", "日本語", false }, { "km", "ខ្មែរ", false },
    { "ko", "한국어", false }, { "lo", "ລາວ", false }, { "pt", "Português", false }, { "ru", "Русский", false },
    { "th", "ไทย", false }, { "tl", "Tagalog", false }, { "uk", "Українська", false }, { "ur", "اردو", true },
    { "vi", "Tiếng Việt", false }, { "yi", "ייִדיש", true }, { "zh", "中文", false },
};

static arena *forever;           /* of the process: catalogues are only ever added to */
static i18n_lang langs[LANGS_MAX] = { { "en", "English", false } };
static catalogue books[LANGS_MAX];
static size_t n_langs = 1;
static const char **refused;
static size_t n_refused;

static size_t find(const char *code)
{
    size_t i = 0;
    while (i < n_langs && !str_eq(langs[i].code, code)) i++;
    return i;
}

static po_entry *slot_of(const catalogue *c, const char *context, const char *id)
{
    uint64_t h = 14695981039346656037u;   /* FNV-1a over context and id */
    size_t i;
    for (const char *s = context ? context : ""; *s; s++) h = (h ^ (uint8_t)*s) * 1099511628211u;
    h = (h ^ 4) * 1099511628211u;
    for (const char *s = id; *s; s++) h = (h ^ (uint8_t)*s) * 1099511628211u;
    for (i = (size_t)h & (c->cap - 1); c->slot[i].id; i = (i + 1) & (c->cap - 1))
        if (str_eq(c->slot[i].id, id) && str_eq(c->slot[i].context ? c->slot[i].context : "", context ? context : "")) break;
    return &c->slot[i];
}

static void put(catalogue *c, const po_entry *e)
{
    po_entry *s;
    if (2 * (c->n + 1) > c->cap) {
        catalogue wide = { .cap = c->cap ? c->cap * 2 : 256, .plural_rule = c->plural_rule, .n_forms = c->n_forms };
        wide.slot = arena_array(forever, po_entry, wide.cap);
        for (size_t i = 0; i < c->cap; i++)
            if (c->slot[i].id) *slot_of(&wide, c->slot[i].context, c->slot[i].id) = c->slot[i];
        wide.n = c->n;
        *c = wide;
    }
    s = slot_of(c, e->context, e->id);
    if (!s->id) c->n++;
    *s = *e;
}

static void keep_refused(const po_file *f)
{
    const char **all = arena_array(forever, const char *, n_refused + f->n_refused + 1);
    if (n_refused) memcpy(all, refused, n_refused * sizeof *all);
    if (f->n_refused) memcpy(all + n_refused, f->refused, f->n_refused * sizeof *all);
    refused = all;
    n_refused += f->n_refused;
}

wr_rc i18n_load(const char *lang, const char *path, bytes po, wr_err *e)
{
    po_file f;
    size_t at = find(lang), len = strlen(lang);
    catalogue *c;
    if (po.n > I18N_PO_MAX) return wr_fail(e, WR_E_TOO_BIG, NULL, N_("The file {file} is too big."), "file", path);
    if (len < 2 || len > 8 || strspn(lang, "abcdefghijklmnopqrstuvwxyz-") != len || (at == n_langs && n_langs == LANGS_MAX))
        return wr_fail(e, WR_E_INPUT, NULL, N_("{lang} is no language that can be loaded."), "lang", lang);
    if (!forever) forever = arena_new("i18n", (size_t)256 << 20);
    TRY(po_read(forever, arena_dup(forever, path), po, e, &f));
    if (at == n_langs) {
        langs[at] = (i18n_lang){ arena_dup(forever, lang), arena_dup(forever, lang), false };
        for (size_t i = 0; i < sizeof KNOWN / sizeof *KNOWN; i++)
            if (str_eq(KNOWN[i].code, lang)) langs[at] = KNOWN[i];
        n_langs++;
    }
    c = &books[at];
    if (c->n && c->n_forms != f.n_forms)
        return wr_fail(e, WR_E_INPUT, NULL, N_("{file}: Plural-Forms differ from the catalogue below it."), "file", path);
    c->plural_rule = f.plural_rule;
    c->n_forms = f.n_forms;
    for (size_t i = 0; i < f.n; i++) put(c, &f.at[i]);
    keep_refused(&f);
    return WR_OK;
}

size_t i18n_refused(const char *const **ret_lines)
{
    *ret_lines = refused;
    return n_refused;
}

const i18n_lang *i18n_languages(size_t *ret_n)
{
    *ret_n = n_langs;
    return langs;
}

const i18n_lang *i18n_language(const char *code)
{
    size_t i = find(code);
    return i < n_langs ? &langs[i] : NULL;
}

static const po_entry *entry(const char *lang, const char *context, const char *id, const catalogue **ret)
{
    size_t i = find(lang);
    const po_entry *e;
    if (i == n_langs || !books[i].n) return NULL;
    *ret = &books[i];
    e = slot_of(&books[i], context, id);
    return e->id ? e : NULL;
}

const char *i18n(const char *lang, const char *context, const char *msgid)
{
    const catalogue *c;
    const po_entry *e = entry(lang, context, msgid, &c);
    return e ? e->str[0] : msgid;
}

const char *i18n_n(const char *lang, const char *context, const char *one, const char *many, int64_t n)
{
    const catalogue *c;
    const po_entry *e = entry(lang, context, one, &c);
    uint64_t form, size = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
    if (!e || !e->plural) return size == 1 ? one : many;
    if (!plural_eval(c->plural_rule, size, &form) || form >= e->n_str) form = e->n_str - 1;
    return e->str[form];
}

const char *i18n_fill(arena *a, const char *text, const char *const *pairs)
{
    strbuf sb = sb_new(a, strlen(text) + 32);
    while (*text) {
        const char *end = *text == '{' ? strchr(text, '}') : NULL, *value = NULL;
        for (const char *const *p = pairs; end && p && p[0] && p[1] && !value; p += 2)
            if (strlen(p[0]) == (size_t)(end - text - 1) && memcmp(p[0], text + 1, strlen(p[0])) == 0) value = p[1];
        if (value) {
            sb_str(&sb, value);
            text = end + 1;
        } else {
            sb_ch(&sb, *text++);
        }
    }
    return sb.p;
}

const char *i18n_err(arena *a, const char *lang, const wr_err *e)
{
    const char *pairs[32] = { 0 };
    size_t n = 0;
    for (const char *h = e->holes; *h && h < e->holes + sizeof e->holes && n + 2 < 32; h += strlen(h) + 1) pairs[n++] = h;
    if (n % 2) pairs[n - 1] = NULL;      /* a name without a value: an empty value ends the list */
    return i18n_fill(a, i18n(lang, NULL, e->text ? e->text : ""), pairs);
}

const char *i18n_word(arena *a, const char *lang, const char *word)
{
    const char *own = i18n(lang, NULL, word);
    char *spaced;
    if (own != word || !strchr(word, '_')) return own;
    spaced = arena_dup(a, word);
    for (char *s = spaced; *s; s++)
        if (*s == '_') *s = ' ';
    return i18n(lang, NULL, spaced);
}
