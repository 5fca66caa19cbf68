/* flow_part.c -- the draft of a guide as rows: nodes, choices, words to say, papers, and texts in other languages; what a pack brings of them,
 * and what the city has. */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include "flow_own.h"
#include "now.h"
#include "str.h"

const char *const flow_part_kinds[] = { "node", "choice", "script", "paper", NULL };
static const shape *const SHAPES[] = { &FLOW_NODE, &FLOW_CHOICE, &FLOW_SCRIPT, &FLOW_PAPER };
static const field PART_F[] = {
    FIELD(flow_part, id,     t, F_HIDE, 32,   NULL),
    WORDS(flow_part, kind,   flow_part_kinds, N_("Kind")),
    FIELD(flow_part, ref,    t, 0, 60,        N_("Name")),
    FIELD(flow_part, place,  i, 0, 0,         N_("Place")),
    FIELD(flow_part, text,   t, F_LONG, 0,    N_("What it says")),
    FIELD(flow_part, gone,   b, F_NULL, 0,    N_("Taken out")),
    FIELD(flow_part, editor, t, F_NULL, 64,   N_("Changed by")),
};
static const shape PART = SHAPE("a part of a guide", flow_part, PART_F);
#define COLS "id, kind, ref, place, text, gone, editor"
const db_query FLOW_PART_ADD = HISTORY_ADD("flow_part"), FLOW_PART_PAST = HISTORY_PAST("flow_part"), FLOW_PART_WALK = HISTORY_WALK("flow_part");
const db_query FLOW_PART_PUT = { "flow_part_put", "tttitbt", NULL, "INSERT INTO flow_part (" COLS ") VALUES ($1, $2, $3, $4, $5, $6, $7)"
    " ON CONFLICT (id) DO UPDATE SET text = excluded.text, place = excluded.place, gone = excluded.gone, editor = excluded.editor" };
const db_query FLOW_PART_BY = { "flow_part_by", "tt", &PART, "SELECT " COLS " FROM flow_part WHERE kind = $1 AND ref = $2" };
const db_query FLOW_PARTS = { "flow_parts", "t", &PART, "SELECT " COLS " FROM flow_part WHERE kind = $1 AND gone = 0 ORDER BY place, id" };
const db_query FLOW_EDITED = { "flow_parts_edited", "", &PART, "SELECT " COLS " FROM flow_part WHERE editor <> '' ORDER BY kind, ref" };
const db_query FLOW_LAST_PLACE = { "flow_last_place", "t", &DB_ID, "SELECT coalesce(max(place), 0) FROM flow_part WHERE kind = $1" };
const history FLOW_PARTS_H = { "flow_part", &PART, &FLOW_PART_ADD, &FLOW_PART_PAST, &FLOW_PART_PUT, &FLOW_PART_WALK };

typedef struct word_row { const char *id, *lang, *source, *text; } word_row;
static const field WORD_F[] = { FIELD(word_row, id, t, F_HIDE, 32, NULL), FIELD(word_row, lang, t, 0, 8, N_("Language")), FIELD(word_row, source, t, F_LONG, 2000, N_("Text")),
    FIELD(word_row, text, t, F_LONG | F_NULL, 3000, N_("In this language")) };
static const shape WORD = SHAPE("a text of a draft in another language", word_row, WORD_F);
const db_query FLOW_WORD_ADD = HISTORY_ADD("flow_word"), FLOW_WORD_PAST = HISTORY_PAST("flow_word"), FLOW_WORD_WALK = HISTORY_WALK("flow_word");
const db_query FLOW_WORD_PUT = { "flow_word_put", "tttt", NULL, "INSERT INTO flow_word (id, lang, source, text) VALUES ($1, $2, $3, $4)"
    " ON CONFLICT (id) DO UPDATE SET text = excluded.text" };
const db_query FLOW_WORDS = { "flow_words", "", &WORD, "SELECT id, lang, source, text FROM flow_word ORDER BY lang, source" };
const history FLOW_WORDS_H = { "flow_word", &WORD, &FLOW_WORD_ADD, &FLOW_WORD_PAST, &FLOW_WORD_PUT, &FLOW_WORD_WALK };

const shape *flow_part_shape(int kind) { return SHAPES[kind]; }

const char *flow_part_ref(int kind, const void *row, arena *a)
{
    const flow_choice *c = row;
    return kind == FLOW_PART_CHOICE ? arena_fmt(a, "%s %s", c->node, c->choice) : *(const char *const *)row;      /* the first member is its name */
}

/* ---- rows ---- */

const char *flow_row_text(const shape *of, const void *row, arena *a)
{
    json_t *doc = shape_to_json(of, row);
    char *text = json_dumps(doc, JSON_COMPACT | JSON_SORT_KEYS);
    const char *kept = text ? arena_dup(a, text) : "";
    free(text);
    json_decref(doc);
    return kept;
}

static wr_rc row_of(const shape *of, const char *text, arena *a, void *ret)
{
    json_t *doc = json_loads(text, 0, NULL);
    faults wrong;
    wr_rc rc = shape_from_json(of, doc, a, ret, &wrong);
    json_decref(doc);
    return rc == WR_OK ? rc : WR_E_BUG;
}

wr_rc flow_part_row(const flow_part *p, arena *a, void *ret_row) { return row_of(SHAPES[p->kind], p->text, a, ret_row); }

wr_rc flow_part_get(db_tx *tx, int kind, const char *ref, arena *a, flow_part *ret) { return db_one(tx, &FLOW_PART_BY, a, ret, db_t(flow_part_kinds[kind]), db_t(ref)); }

wr_rc flow_part_change(db_tx *rw, const wr_actor *who, const flow_part *was, const flow_part *now, arena *a)
{
    return history_add(rw, who, &FLOW_PARTS_H, was ? "flow.part_changed" : "flow.part_added", who->today, was, now, a);
}

wr_rc flow_part_put(db_tx *rw, const wr_actor *who, int kind, const char *ref, const void *row, const char *editor, arena *a)
{
    flow_part was, now;
    db_id last;
    wr_rc rc = flow_part_get(rw, kind, ref, a, &was);
    if (rc == WR_OK) {
        now = was;
        now.text = flow_row_text(SHAPES[kind], row, a);
        now.gone = false;
        now.editor = editor;
        return flow_part_change(rw, who, &was, &now, a);
    }
    if (rc != WR_E_MISSING) return rc;
    TRY(db_one(rw, &FLOW_LAST_PLACE, a, &last, db_t(flow_part_kinds[kind])));
    now = (flow_part){ id_new(a), kind, ref, last.id + 1, flow_row_text(SHAPES[kind], row, a), false, editor };
    return flow_part_change(rw, who, NULL, &now, a);
}

static wr_rc parts(db_tx *ro, int kind, arena *a, const void *ret_rows, size_t *ret_n)
{
    const shape *of = SHAPES[kind];
    flow_part *all;
    char *rows;
    TRY(db_all(ro, &FLOW_PARTS, a, FLOW_CHOICES_MAX, &all, ret_n, db_t(flow_part_kinds[kind])));
    rows = arena_alloc(a, arena_mul_(*ret_n + 1, of->size), _Alignof(max_align_t));
    for (size_t i = 0; i < *ret_n; i++) TRY(row_of(of, all[i].text, a, rows + i * of->size));
    *(const void **)(uintptr_t)ret_rows = rows;
    return WR_OK;
}

/* ---- texts in other languages ---- */

wr_rc flow_words(db_tx *ro, arena *a, flow_word **ret, size_t *ret_n)
{
    word_row *rows;
    size_t n, k = 0;
    TRY(db_all_(ro, &FLOW_WORDS, a, 20000, sizeof *rows, (void *)&rows, &n, NULL, 0));
    *ret = arena_array(a, flow_word, n + 1);
    for (size_t i = 0; i < n; i++)
        if (*rows[i].text) (*ret)[k++] = (flow_word){ rows[i].lang, rows[i].source, rows[i].text };
    *ret_n = k;
    return WR_OK;
}

wr_rc flow_word_save(db_tx *rw, const wr_actor *who, const flow_word *w, arena *a)
{
    uint8_t h[crypto_hash_sha256_BYTES];
    const char *both = arena_fmt(a, "%s\n%s", w->lang, w->source);
    word_row *all, now = { .lang = w->lang, .source = w->source, .text = w->text }, *was = NULL;
    size_t n;
    crypto_hash_sha256(h, (const uint8_t *)both, strlen(both));
    now.id = str_hex(a, h, 16);
    TRY(db_all_(rw, &FLOW_WORDS, a, 20000, sizeof *all, (void *)&all, &n, NULL, 0));
    for (size_t i = 0; i < n; i++)
        if (str_eq(all[i].id, now.id)) was = &all[i];
    if (was ? str_eq(was->text, now.text) : !*now.text) return WR_OK;
    return history_add(rw, who, &FLOW_WORDS_H, "flow.word_put", who->today, was, &now, a);
}

/* Only words whose source stands in the guide belong to it. */
static void keep_words(flow *f, const flow_word *all, size_t n, arena *a)
{
    flow_text *texts;
    size_t n_texts = flow_texts(f, a, &texts);
    flow_word *kept = arena_array(a, flow_word, n + 1);
    f->n_words = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n_texts; k++)
            if (str_eq(all[i].source, texts[k].text)) {
                kept[f->n_words++] = all[i];
                break;
            }
    f->words = kept;
}

wr_rc flow_draft(db_tx *ro, const flow *head, arena *a, flow *ret)
{
    flow f = *head;
    flow_word *words;
    size_t n;
    TRY(parts(ro, FLOW_PART_NODE, a, &f.nodes, &f.n_nodes));
    TRY(parts(ro, FLOW_PART_CHOICE, a, &f.choices, &f.n_choices));
    TRY(parts(ro, FLOW_PART_SCRIPT, a, &f.scripts, &f.n_scripts));
    TRY(parts(ro, FLOW_PART_PAPER, a, &f.papers, &f.n_papers));
    TRY(flow_words(ro, a, &words, &n));
    keep_words(&f, words, n, a);
    *ret = f;
    return WR_OK;
}

/* ---- files of a pack ---- */

static wr_rc load(db_tx *rw, const wr_actor *who, int kind, const void *row, arena *a) { return flow_part_put(rw, who, kind, flow_part_ref(kind, row, a), row, "", a); }
wr_rc flow_load_node(db_tx *rw, const wr_actor *who, const void *row, arena *a) { return load(rw, who, FLOW_PART_NODE, row, a); }
wr_rc flow_load_choice(db_tx *rw, const wr_actor *who, const void *row, arena *a) { return load(rw, who, FLOW_PART_CHOICE, row, a); }
wr_rc flow_load_script(db_tx *rw, const wr_actor *who, const void *row, arena *a) { return load(rw, who, FLOW_PART_SCRIPT, row, a); }
wr_rc flow_load_paper(db_tx *rw, const wr_actor *who, const void *row, arena *a) { return load(rw, who, FLOW_PART_PAPER, row, a); }

/* A row that the city took out says nothing but its name: so the pack leaves it out as well. */
static void empty(const shape *of, void *row, int keys)
{
    for (size_t i = 0; i < of->n; i++) {
        const field *f = &of->f[i];
        char *p = (char *)row + f->off;
        if ((int)i < keys) continue;
        if (f->type == 't') *(const char **)p = "";
        else if (f->type == 'd') *(wr_day *)p = (wr_day){ 0 };
        else if (f->type == 'b') *(bool *)p = false;
        else if (f->type == 'e') *(int *)p = 0;
    }
}

static wr_rc now(db_tx *ro, int kind, const void *row, arena *a, void *ret)
{
    flow_part p;
    TRY(flow_part_get(ro, kind, flow_part_ref(kind, row, a), a, &p));
    TRY(flow_part_row(&p, a, ret));
    if (p.gone) empty(SHAPES[kind], ret, kind == FLOW_PART_CHOICE ? 2 : 1);
    return WR_OK;
}
wr_rc flow_now_node(db_tx *ro, const void *row, arena *a, void *ret) { return now(ro, FLOW_PART_NODE, row, a, ret); }
wr_rc flow_now_choice(db_tx *ro, const void *row, arena *a, void *ret) { return now(ro, FLOW_PART_CHOICE, row, a, ret); }
wr_rc flow_now_script(db_tx *ro, const void *row, arena *a, void *ret) { return now(ro, FLOW_PART_SCRIPT, row, a, ret); }
wr_rc flow_now_paper(db_tx *ro, const void *row, arena *a, void *ret) { return now(ro, FLOW_PART_PAPER, row, a, ret); }
