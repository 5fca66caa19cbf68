/* flow_listed.c -- sentences that counsel looks at one by one. The lists are those of the texts that ship: test/docs/approved_suite.py reads
 * them here. A verb of list one could be read as advice to hide, run, warn, block, lie or destroy; a word of list two stands only in the
 * title of a source. Accents are off before a text is looked at, but not the tilde of ñ. */
#include <regex.h>
#include <string.h>
#include "flow_edit.h"
#include "str.h"

typedef struct rule { const char *kind, *lang, *word, *pattern; } rule;
static const rule RULES[] = {
    { "verb", "en", "hide", "hid(e|es|den|ing|eouts?)?" },
    { "verb", "en", "run", "runs?|ran|running" },
    { "verb", "en", "warn", "warn(s|ed|ings?)?|forewarn\\w*" },
    { "verb", "en", "block", "block(s|ed|ing|ade\\w*)?" },
    { "verb", "en", "lie", "lie[sd]?|lying|liars?" },
    { "verb", "en", "delete", "delet(e[sd]?|ing|ions?)" },
    { "verb", "en", "destroy", "destroy\\w*|destruct\\w*" },
    { "verb", "en", "mislead", "mislead\\w*|misled" },
    { "verb", "en", "flee", "flee\\w*|fled" },
    { "verb", "en", "escape", "escap(e[sd]?|ing)" },
    { "verb", "en", "conceal", "conceal\\w*" },
    { "verb", "en", "obstruct", "obstruct\\w*" },
    { "verb", "en", "resist", "resist(s|ed|ing|ance)?" },
    { "verb", "en", "falsify", "falsif\\w*" },
    { "verb", "en", "shred", "shred\\w*" },
    { "verb", "en", "evade", "evad\\w*|evasi\\w*" },
    { "verb", "en", "tip off", "tip(s|ped|ping)?[ -]off|tip-offs?" },
    { "verb", "en", "alert", "alert(s|ed|ing)?" },
    { "verb", "en", "deceive", "deceiv\\w*|decept\\w*" },
    { "verb", "en", "erase", "eras(e[sd]?|ing|ures?)" },
    { "verb", "en", "impede", "imped(e[sd]?|ing|iments?)" },
    { "verb", "en", "interfere", "interfer\\w*" },
    { "verb", "en", "harbor", "harbou?r\\w*" },
    { "verb", "en", "tamper", "tamper\\w*" },
    { "verb", "en", "dodge", "dodg(e[sd]?|ing)" },
    { "verb", "en", "get away", "g[eo]t(s|ting)? away" },
    { "verb", "en", "forge", "forg(e[sd]?|ing|er(y|ies))" },
    { "verb", "en", "purge", "purg(e[sd]?|ing)" },
    { "verb", "es", "esconder", "escond\\w*" },
    { "verb", "es", "ocultar", "ocult\\w*" },
    { "verb", "es", "encubrir", "encubr\\w*|encubiert\\w*" },
    { "verb", "es", "huir", "hui\\w*|huy\\w*" },
    { "verb", "es", "correr", "corr(er\\w*|e[ns]?|a[ns]?|o|io|ieron|iendo|ido|emos|amos)(se|nse|los?|las?)?" },
    { "verb", "es", "escapar", "escap\\w*" },
    { "verb", "es", "fugarse", "fug(ar\\w*|a[ns]?|o|ue\\w*|ado\\w*)" },
    { "verb", "es", "avisar", "avis(ar\\w*|an?|en?|emos|amos|ado|ando|aron|eles?|enles?)" },
    { "verb", "es", "advertir", "adv(ert|iert|irt)\\w*" },
    { "verb", "es", "alertar", "alert\\w*" },
    { "verb", "es", "bloquear", "bloque(a\\w*|e\\w*|o)" },
    { "verb", "es", "obstruir", "obstru\\w*" },
    { "verb", "es", "obstaculizar", "obstaculi\\w*" },
    { "verb", "es", "impedir", "imp(ed|id)(i\\w*|e[ns]?|a\\w*)" },
    { "verb", "es", "interferir", "interf(er|ier|ir)\\w*" },
    { "verb", "es", "resistir", "resist\\w*" },
    { "verb", "es", "mentir", "ment(ir\\w*|i|imos|ido|ira\\w*|iroso\\w*)|mient(e[ns]?|a[ns]?|o)|mint(\\w+)" },
    { "verb", "es", "engañar", "engañ\\w*" },
    { "verb", "es", "borrar", "borr([b-z]\\w*|a|a[a-ce-z]\\w*|ad|ad[a-np-z]\\w*|ado|ado[a-qs-z]\\w*)?" },
    { "verb", "es", "eliminar", "elimin\\w*" },
    { "verb", "es", "destruir", "destru\\w*" },
    { "verb", "es", "triturar", "tritur\\w*" },
    { "verb", "es", "falsificar", "falsific\\w*|falsifiq\\w*" },
    { "verb", "es", "falsear", "false(a\\w*|e\\w*|o)" },
    { "verb", "es", "evadir", "evad\\w*|evasi\\w*" },
    { "verb", "es", "eludir", "elud\\w*|elus\\w*" },
    { "verb", "es", "esquivar", "esquiv\\w*" },
    { "verb", "es", "delatar", "delat\\w*" },
    { "verb", "es", "manipular", "manipul\\w*" },
    { "verb", "es", "purgar", "purg\\w*|depur\\w*" },
    { "title", "en", "raid", "raid\\w*" },
    { "title", "en", "illegal", "illegal\\w*" },
    { "title", "en", "undocumented", "undocumented" },
    { "title", "en", "alien", "aliens?" },
    { "title", "en", "kidnap", "kidnap\\w*" },
    { "title", "en", "abduct", "abduct\\w*" },
    { "title", "es", "redada", "redadas?" },
    { "title", "es", "ilegal", "ilegal\\w*" },
    { "title", "es", "indocumentado", "indocumentad\\w*" },
    { "title", "es", "alienígena", "alienigenas?" },
    { "title", "es", "secuestro", "secuestr\\w*" },
    { "title", "es", "sin papeles", "sin papeles" },
    { "title", "es", "la migra", "la migra" },
};
enum { N_RULES = sizeof RULES / sizeof *RULES };
static const field LISTED_F[] = {
    FIELD(flow_listed, kind,  t, 0, 8,         N_("Kind")),
    FIELD(flow_listed, lang,  t, 0, 8,         N_("Language")),
    FIELD(flow_listed, ref,   t, 0, 60,        N_("Name")),
    FIELD(flow_listed, word,  t, 0, 40,        N_("Listed word")),
    FIELD(flow_listed, text,  t, F_LONG, 2000, N_("Sentence")),
    FIELD(flow_listed, fresh, b, 0, 0,         N_("New in this draft")),
};
const shape FLOW_LISTED = SHAPE("a sentence that counsel looks at", flow_listed, LISTED_F);

/* ---- text as the patterns see it ---- */

/* Two bytes of UTF-8 from C3: the letters of western Europe, without their accents; 0: as it is. */
static char plain(unsigned char second)
{
    static const char LETTERS[] = "AAAAAA\0CEEEEIIII\0\0OOOOO\0\0UUUUY\0\0aaaaaa\0ceeeeiiii\0\0ooooo\0\0uuuuy\0y";
    return second >= 0x80 && second < 0xc0 ? LETTERS[second - 0x80] : 0;
}

static const char *folded(const char *text, arena *a)
{
    strbuf b = sb_new(a, strlen(text) + 1);
    for (const unsigned char *s = (const unsigned char *)text; *s; s++) {
        char c = s[0] == 0xc3 ? plain(s[1]) : 0;
        bool mark = s[0] == 0xcc || (s[0] == 0xcd && s[1] < 0xb0);         /* an accent of its own, behind its letter */
        if (c || mark) {
            if (mark && s[0] == 0xcc && s[1] == 0x83 && b.n && (b.p[b.n - 1] | 32) == 'n') {
                b.p[--b.n] = 0;
                sb_str(&b, "ñ");
            }
            if (c) sb_ch(&b, c);
            s++;
        } else if (s[0] == 0xc3 && s[1] == 0x91) {
            sb_str(&b, "ñ");
            s++;
        } else sb_ch(&b, (char)s[0]);
    }
    return b.p;
}

static bool matches(const char *pattern, const char *text)
{
    regex_t r;
    bool yes;
    if (regcomp(&r, pattern, REG_EXTENDED | REG_ICASE | REG_NOSUB) != 0) return true;      /* rather one sentence too many */
    yes = regexec(&r, text, 0, NULL, 0) == 0;
    regfree(&r);
    return yes;
}

/* All patterns of one list in one. */
static const char *all_of(const char *kind, const char *lang, arena *a)
{
    strbuf b = sb_new(a, 4096);
    for (size_t i = 0; i < N_RULES; i++)
        if (str_eq(RULES[i].kind, kind) && str_eq(RULES[i].lang, lang)) sb_fmt(&b, "%s%s", b.n ? "|" : "\\b(", RULES[i].pattern);
    if (b.n) sb_str(&b, ")\\b");
    return b.p;
}

static const char *which(const char *kind, const char *lang, const char *text, arena *a)
{
    for (size_t i = 0; i < N_RULES; i++)
        if (str_eq(RULES[i].kind, kind) && str_eq(RULES[i].lang, lang) && matches(arena_fmt(a, "\\b(%s)\\b", RULES[i].pattern), text)) return RULES[i].word;
    return NULL;
}

const char *flow_listed_word(const char *kind, const char *lang, const char *sentence, arena *a) { return which(kind, lang, folded(sentence, a), a); }

bool flow_listed_knows(const char *lang)
{
    for (size_t i = 0; i < N_RULES; i++)
        if (str_eq(RULES[i].lang, lang)) return true;
    return false;
}

/* ---- sentences of a guide ---- */

typedef struct sieve { const char *kind, *lang; regex_t any; bool is; } sieve;
enum { KINDS = 2, LANGS = 32 };
static const char *const LISTS[KINDS] = { "verb", "title" };
typedef struct looking { arena *a; sieve all[KINDS * LANGS]; size_t n_all; flow_listed *at; size_t n, cap; const char **before; size_t n_before, cap_before; bool last; } looking;

static const sieve *sieve_of(looking *l, const char *kind, const char *lang)
{
    sieve *s;
    for (size_t i = 0; i < l->n_all; i++)
        if (str_eq(l->all[i].kind, kind) && str_eq(l->all[i].lang, lang)) return &l->all[i];
    if (l->n_all == KINDS * LANGS) return NULL;
    s = &l->all[l->n_all++];
    *s = (sieve){ .kind = kind, .lang = lang };
    s->is = flow_listed_knows(lang) && regcomp(&s->any, all_of(kind, lang, l->a), REG_EXTENDED | REG_ICASE | REG_NOSUB) == 0;
    return s;
}

static bool was_before(const looking *l, const char *text)
{
    for (size_t i = 0; i < l->n_before; i++)
        if (str_eq(l->before[i], text)) return true;
    return false;
}

static void keep(looking *l, flow_listed x)
{
    if (l->last) {
        if (l->n_before == l->cap_before) {
            const char **more = (const char **)arena_alloc(l->a, sizeof *more * (l->cap_before * 2 + 256), _Alignof(char *));
            if (l->n_before) memcpy(more, l->before, l->n_before * sizeof *more);
            l->before = more;
            l->cap_before = l->cap_before * 2 + 256;
        }
        l->before[l->n_before++] = x.text;
        return;
    }
    for (size_t i = 0; i < l->n; i++)
        if (str_eq(l->at[i].text, x.text) && str_eq(l->at[i].lang, x.lang) && str_eq(l->at[i].kind, x.kind)) return;
    if (l->n == l->cap) {
        flow_listed *more = arena_array(l->a, flow_listed, l->cap * 2 + 64);
        if (l->n) memcpy(more, l->at, l->n * sizeof *more);
        l->at = more;
        l->cap = l->cap * 2 + 64;
    }
    x.fresh = !was_before(l, x.text);
    l->at[l->n++] = x;
}

static void look_at(looking *l, const char *lang, const char *ref, const char *sentence)
{
    const char *plain_text = folded(sentence, l->a);
    for (size_t k = 0; k < KINDS; k++) {
        const sieve *s = sieve_of(l, LISTS[k], lang);
        const char *word;
        if (!s || !s->is || regexec(&s->any, plain_text, 0, NULL, 0) != 0) continue;
        word = which(LISTS[k], lang, plain_text, l->a);
        keep(l, (flow_listed){ LISTS[k], lang, ref, word ? word : "", sentence, false });
    }
}

/* How many bytes a mark that ends a sentence has; 0: none. */
static size_t stop_at(const char *s)
{
    if (*s == '.' || *s == '!' || *s == '?' || *s == '\n') return 1;
    return strncmp(s, "…", 3) == 0 ? 3 : 0;
}

/* A sentence ends at its mark, perhaps in a quotation, before a blank; a line ends it as well. */
static void look_in(looking *l, const char *lang, const char *ref, const char *text)
{
    const char *from = text, *s = text;
    while (*s) {
        size_t stop = stop_at(s), shut = 0;
        if (!stop) {
            s++;
            continue;
        }
        if (s[stop] == '"' || s[stop] == ')') shut = 1;
        else if (strncmp(s + stop, "”", 3) == 0 || strncmp(s + stop, "’", 3) == 0) shut = 3;
        s += stop;
        if (s[-1] != '\n' && s[shut] && s[shut] != ' ' && s[shut] != '\n') continue;
        s += shut;
        look_at(l, lang, ref, str_trim(l->a, arena_fmt(l->a, "%.*s", (int)(s - from), from)));
        from = s;
    }
    if (*from) look_at(l, lang, ref, str_trim(l->a, from));
}

/* Words of a list, as people read them. */
static const char *as_words(const char *list, arena *a)
{
    char *s = arena_dup(a, list);
    for (char *p = s; *p; p++) *p = *p == '_' ? ' ' : *p == ' ' ? '\n' : *p;
    return s;
}

static void look_at_guide(looking *l, const flow *f)
{
    flow_text *texts;
    size_t n = flow_texts(f, l->a, &texts);
    for (size_t i = 0; i < n; i++) look_in(l, "en", texts[i].ref, texts[i].text);
    for (size_t i = 0; i < f->n_nodes; i++) {
        look_in(l, "en", f->nodes[i].id, as_words(f->nodes[i].outcome, l->a));
        look_in(l, "en", f->nodes[i].id, as_words(f->nodes[i].responses, l->a));
        look_in(l, "en", f->nodes[i].id, f->nodes[i].source);
        look_in(l, "en", f->nodes[i].id, f->nodes[i].owner);
        look_in(l, "en", f->nodes[i].id, f->nodes[i].contact);
    }
    for (size_t i = 0; i < f->n_papers; i++) {
        const flow_paper *p = &f->papers[i];
        const char *const lines[] = { p->form, p->issuer, p->signer, p->head1, p->head2, p->signed_by };
        for (size_t k = 0; k < sizeof lines / sizeof *lines; k++) look_in(l, "en", p->id, lines[k]);
    }
    for (size_t i = 0; i < f->n_words; i++) look_in(l, f->words[i].lang, f->words[i].lang, f->words[i].text);
}

size_t flow_listed_in(const flow *last, const flow *now, arena *a, flow_listed **ret)
{
    looking *l = arena_make(a, looking);
    l->a = a;
    l->last = true;
    look_at_guide(l, last);
    l->last = false;
    look_at_guide(l, now);
    for (size_t i = 0; i < l->n_all; i++)
        if (l->all[i].is) regfree(&l->all[i].any);
    *ret = l->at;
    return l->n;
}
