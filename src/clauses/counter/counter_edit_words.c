/* counter_edit_words.c -- the texts of the draft in the other languages of the city. A text that was changed has no words yet: what stood there
 * before is shown beside it. Where nothing is written the reader meets the English, marked as such. */
#include "counter_edit_own.h"

#include <sodium.h>
#include <string.h>
#include "http.h"
#include "i18n.h"
#include "page.h"
#include "str.h"

enum { TEXTS_MAX = 100 };        /* on a page: of a new language the next ones follow */
static const field LANG_F[] = { FIELD(edit_lang, lang, t, 0, 8, N_("Language")), FIELD(edit_lang, name, t, 0, 40, N_("Name")), FIELD(edit_lang, missing, i, 0, 0, N_("Without words")),
    FIELD(edit_lang, words_url, t, F_HIDE, 80, NULL) };
const shape EDIT_LANG = SHAPE("a language of the city", edit_lang, LANG_F);
static const field TEXT_F[] = { FIELD(edit_text, lang, t, 0, 8, N_("Language")), FIELD(edit_text, kind, t, 0, 12, N_("Kind")), FIELD(edit_text, ref, t, 0, 60, N_("Name")),
    FIELD(edit_text, source, t, F_LONG, 2000, N_("Text")), FIELD(edit_text, said, t, F_NULL | F_LONG, 3000, N_("In this language")),
    FIELD(edit_text, before, t, F_NULL | F_LONG, 3000, N_("What stood here before")), FIELD(edit_text, part_url, t, F_HIDE, 120, NULL) };
const shape EDIT_TEXT = SHAPE("a text in another language", edit_text, TEXT_F);
typedef struct in_lang { const char *lang; } in_lang;
static const field IN_LANG_F[] = { FIELD(in_lang, lang, t, F_PATH, 8, N_("Language")) };
const shape IN_EDIT_LANG = SHAPE("a language", in_lang, IN_LANG_F);
typedef struct in_word { const char *lang, *key, *text, *was; bool over; } in_word;   /* key: of the English text, as it stands; was: the words that were shown */
static const field IN_WORD_F[] = { FIELD(in_word, lang, t, F_PATH, 8, N_("Language")), FIELD(in_word, key, t, F_PATH, 32, N_("Text")),
    FIELD(in_word, text, t, F_NULL | F_LONG, 3000, N_("In this language")), FIELD(in_word, was, t, F_HIDE | F_NULL | F_LONG, 3000, NULL),
    FIELD(in_word, over, b, F_NULL, 0, N_("Put mine in place of what another person changed meanwhile")) };
const shape IN_EDIT_WORD = SHAPE("words in another language", in_word, IN_WORD_F);

static const char *key_of(const char *source, arena *a)
{
    uint8_t h[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(h, (const uint8_t *)source, strlen(source));
    return str_hex(a, h, 8);
}

size_t edit_missing(const edit_view *v, const char *lang, arena *a)
{
    flow_text *texts;
    size_t n = flow_texts(&v->draft, a, &texts), missing = 0;
    for (size_t i = 0; i < n; i++) {
        bool again = false;
        for (size_t k = 0; k < i && !again; k++) again = str_eq(texts[k].text, texts[i].text);
        missing += !again && !*flow_has_words(&v->draft, lang, texts[i].text);
    }
    return missing;
}

static bool own(const flow *f, const char *lang, const char *text)
{
    for (size_t i = 0; i < f->n_words; i++)
        if (str_eq(f->words[i].lang, lang) && str_eq(f->words[i].source, text)) return true;
    return false;
}

static bool listed(const edit_text *rows, size_t n, const char *lang, const char *text)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(rows[i].source, text) && str_eq(rows[i].lang, lang)) return true;
    return false;
}

wr_rc edit_put_texts(const edit_view *v, const char *lang_opt, int kind, const char *ref_opt, arena *a, json_t *doc, size_t *ret_n)
{
    flow_text *texts, *old;
    size_t n_langs, n = flow_texts(&v->draft, a, &texts), n_old = flow_texts(&v->last, a, &old), k = 0;
    const i18n_lang *all = i18n_languages(&n_langs);
    edit_text *rows = arena_array(a, edit_text, TEXTS_MAX + 1);
    for (size_t l = 0; l < n_langs; l++)
        for (size_t i = 0; i < n && k < TEXTS_MAX; i++) {
            const flow_text *t = &texts[i];
            const char *lang = all[l].code, *said = flow_has_words(&v->draft, lang, t->text), *before;
            if (str_eq(lang, "en") || (lang_opt && !str_eq(lang, lang_opt)) || listed(rows, k, lang, t->text)) continue;
            if (ref_opt ? t->kind != kind || !str_eq(t->ref, ref_opt) : *said && !own(&v->draft, lang, t->text)) continue;
            before = flow_words_before(&v->last, old, n_old, t, lang);
            rows[k++] = (edit_text){ lang, flow_part_kinds[t->kind], t->ref, t->text, said, str_eq(before, said) ? "" : before, edit_part_url(a, t->kind, t->ref) };
        }
    TRY(page_rows(doc, "texts", &EDIT_TEXT, rows, k));
    for (size_t i = 0; i < k; i++) {
        in_word now = { rows[i].lang, key_of(rows[i].source, a), rows[i].said, rows[i].said, false };
        json_t *row = page_row(doc, "texts", i);
        TRY(page_text(row, "lang_name", i18n_language(rows[i].lang)->name));
        TRY(page_form(row, "words", &(page_form_of){ .action_url = arena_fmt(a, "/counter/edit/words/%s/%s/put", now.lang, now.key), .in = &IN_EDIT_WORD, .row = &now,
            .button = N_("Save these words") }, a));
        TRY(page_unseen(row, "words", "over"));
    }
    *ret_n = k;
    return WR_OK;
}

static wr_rc language(db_tx *ro, const char *code, const i18n_lang **ret)
{
    *ret = str_eq(code, "en") ? NULL : i18n_language(code);
    return *ret ? WR_OK : wr_fail(db_err(ro), WR_E_MISSING, NULL, N_("The city has no such language. The draft is at /counter/edit."));
}

wr_rc edit_show_words(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_lang *in = in_;
    const i18n_lang *lang;
    edit_view v;
    size_t n;
    TRY(language(ro, in->lang, &lang));
    TRY(edit_see(ro, who, a, &v));
    TRY(page_text(doc, "title", i18n_fill(a, i18n(v.lang, NULL, N_("The guide in another language: {name}")), (const char *const[]){ "name", lang->name, NULL })));
    TRY(page_int(doc, "missing", (int64_t)edit_missing(&v, lang->code, a)));
    return edit_put_texts(&v, lang->code, 0, NULL, a, doc, &n);
}

wr_rc edit_act_word(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_word *in = in_;
    const i18n_lang *lang;
    flow draft, last;
    flow_text *texts;
    size_t n, i = 0;
    TRY(language(rw, in->lang, &lang));
    TRY(flow_draft_now(rw, a, &draft, &last));
    n = flow_texts(&draft, a, &texts);
    while (i < n && !str_eq(key_of(texts[i].text, a), in->key)) i++;
    if (i == n) return wr_fail(db_err(rw), WR_E_CONFLICT, NULL, N_("This English text is not in the draft any more, so its words have no place. Look at the draft at /counter/edit."));
    if (!in->over && !str_eq(in->was ? in->was : "", flow_has_words(&draft, lang->code, texts[i].text)))
        return wr_fail(db_err(rw), WR_E_CONFLICT, NULL, N_("Another person has changed this since you opened it, and nothing of yours is stored. What you typed stands below. "
            "Open this part of the draft in a second window and compare; then tick the last box to put yours in its place, or leave it."));
    *ret = (http_go){ .url = arena_fmt(a, "/counter/edit/words/%s", lang->code), .id = lang->code };
    return flow_word_save(rw, who, &(flow_word){ lang->code, texts[i].text, in->text ? in->text : "" }, a);
}
