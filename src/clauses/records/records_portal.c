/* records_portal.c -- the approved letter cut to the boxes of a portal, each piece with its count; and the portal's receipt, pasted, read, looked
 * at and written down, which starts the clock. The city's program sends nothing: people do, and keep the receipt. */
#include "records_letter_own.h"

#include <string.h>
#include "day.h"
#include "i18n.h"
#include "now.h"
#include "person.h"

static const char RECEIPT[] = "receipt";                 /* a pasted receipt is a version too: nothing that was pasted is lost */
typedef struct in_paste { int64_t number; const char *text, *id; } in_paste;
static const field PASTE_F[] = { FIELD(in_paste, number, i, F_PATH, 0, N_("Request")), FIELD(in_paste, text, t, F_LONG, 8000, N_("The receipt, as the portal shows it")) };
const shape IN_RECORDS_PASTE = SHAPE("a receipt that was pasted", in_paste, PASTE_F);
typedef struct in_receipt { int64_t number; const char *tracking; wr_day day; const char *component; bool right_one; const char *id, *sent_id; } in_receipt;
static const field RECEIPT_F[] = { FIELD(in_receipt, number, i, F_PATH, 0, N_("Request")), FIELD(in_receipt, tracking, t, F_NULL, 80, N_("Tracking number, if there is one")),
    FIELD(in_receipt, day, d, 0, 0, N_("Day on which it was received")), FIELD(in_receipt, component, t, F_NULL, 80, N_("Component that has it")),
    FIELD(in_receipt, right_one, b, 0, 0, N_("It is the right component")) };
const shape IN_RECORDS_RECEIPT = SHAPE("a receipt that was read", in_receipt, RECEIPT_F);

typedef struct say_block { const char *box, *label; int64_t limit, characters; const char *text, *field, *copies, *note; } say_block;
static const field BLOCK_F[] = {
    FIELD(say_block, box,   t, 0, 0, N_("Name of the box")),  FIELD(say_block, label, t, F_HIDE, 0, NULL), FIELD(say_block, limit, i, 0, 0, N_("Characters at most")),
    FIELD(say_block, characters, i, 0, 0, N_("Characters")),  FIELD(say_block, text, t, 0, 0, N_("Text")), FIELD(say_block, field, t, F_HIDE, 0, NULL),
    FIELD(say_block, copies, t, F_HIDE, 0, NULL),             FIELD(say_block, note, t, 0, 0, N_("Note")) };
const shape RECORDS_SAY_BLOCK = SHAPE("a block for a box of a portal", say_block, BLOCK_F);

/* Those of this holder; without any, those of "any". */
static size_t boxes_of(const records_box *all, size_t n, const char *holder, arena *a, const records_box ***ret)
{
    size_t k = 0;
    *ret = arena_array(a, const records_box *, n + 1);
    for (size_t i = 0; i < n; i++)
        if (records_word_in(all[i].holders, holder)) (*ret)[k++] = &all[i];
    for (size_t i = 0, own = k; i < n && !own; i++)
        if (records_word_in(all[i].holders, "any")) (*ret)[k++] = &all[i];
    return k;
}

static wr_rc cut(const records_drawn *d, const records_box *b, const char *lang, arena *a, say_block **at, size_t *n, size_t cap)
{
    letter *l = records_letter_lay(d->parts, d->n, str_eq(b->parts, "all") ? NULL : b->parts, d->title, a);
    letter_piece *p;
    size_t k;
    TRY(letter_blocks(l, b->limit, a, &p, &k));
    for (size_t i = 0; i < k && *n < cap; i++) {
        const char *label = k == 1 ? b->box : i18n_fill(a, i18n(lang, NULL, N_("{box}, {n} of {all}")), (const char *const[]){ "box", b->box, "n", arena_fmt(a, "%zu", i + 1),
            "all", arena_fmt(a, "%zu", k), NULL });
        const char *at_id = arena_fmt(a, "block-%zu", *n + 1);
        (*at)[(*n)++] = (say_block){ b->box, label, b->limit, p[i].characters, p[i].text, at_id, at_id, b->note };
    }
    return WR_OK;
}

static wr_rc put_blocks(db_tx *ro, const wr_actor *who, const records_drawn *d, arena *a, json_t *doc)
{
    enum { BLOCKS_MAX = 300 };
    records_box *all;
    const records_box **own;
    say_block *x = arena_array(a, say_block, BLOCKS_MAX);
    size_t n_all, n_own, n = 0;
    TRY(records_boxes_all(ro, a, &all, &n_all));
    n_own = boxes_of(all, n_all, d->holder.ref, a, &own);
    for (size_t i = 0; i < n_own; i++) TRY(cut(d, own[i], who->lang, a, &x, &n, BLOCKS_MAX));
    TRY(page_text(doc, "portal", n_own ? own[0]->portal : ""));
    TRY(page_text(doc, "source", n_own ? own[0]->source : ""));
    return page_rows(doc, "blocks", &RECORDS_SAY_BLOCK, x, n);
}

static wr_rc put_receipt(const records_whole *w, const records_line *x, const records_version *pasted, const wr_actor *who, arena *a, json_t *doc)
{
    records_read r;
    in_receipt row = { .number = w->of.number, .component = w->holder.ref, .right_one = true };
    if (!*pasted->id || pasted->state != VERSION_DRAFT) return WR_OK;
    records_receipt_read(pasted->more, w->holder.tracking, who->today, a, &r);
    row.tracking = r.tracking;
    row.day = r.day;
    TRY(page_flag(doc, "found_number", *r.tracking != 0));
    TRY(page_flag(doc, "found_day", !day_none(r.day)));
    TRY(page_text(doc, "read_number", r.tracking));
    TRY(page_text(doc, "read_day", i18n_day(a, who->lang, r.day)));
    TRY(page_flag(doc, "sends_too", x->delivery == DELIVERY_APPROVED || x->delivery == DELIVERY_QUEUED));
    return page_form(doc, "receipt", &(page_form_of){ .action_url = records_url(a, w->of.number, "/portal/receipt"), .in = &IN_RECORDS_RECEIPT, .row = &row, .button = N_("Write the receipt down") }, a);
}

wr_rc records_show_portal(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    const in_case *in = in_;
    in_letter of = { .number = in->number, .letter = records_letters[LETTER_REQUEST] };
    records_drawn d;
    records_line x;
    records_version kept, pasted;
    TRY(records_letter_draw(ro, &of, who->today, a, &d));
    TRY(records_line_of(ro, d.w.of.id, a, &x));
    TRY(records_version_kept(ro, d.w.of.id, of.letter, a, &kept));
    TRY(records_version_last(ro, d.w.of.id, RECEIPT, a, &pasted));
    TRY(page_flag(doc, "is_approved", *kept.id != 0));
    TRY(page_flag(doc, "copies", *kept.id != 0));
    if (*kept.id) {
        TRY(records_parts_read(kept.parts, a, &d.parts, &d.n));
        TRY(put_blocks(ro, who, &d, a, doc));
    }
    TRY(page_int(doc, "number", in->number));
    TRY(page_text(doc, "name", d.w.of.title));
    TRY(page_text(doc, "case_url", records_url(a, in->number, "")));
    TRY(page_text(doc, "letter_url", records_url(a, in->number, "/letters/request")));
    TRY(page_text(doc, "holder_url", d.holder.portal_url));
    TRY(page_text(doc, "holder_portal", d.holder.portal));
    TRY(page_flag(doc, "is_foreign", !str_eq(who->lang, "en")));
    TRY(page_text(doc, "title", i18n(who->lang, NULL, *kept.id ? N_("The letter, cut to the boxes of the portal") : N_("There is no approved letter yet"))));
    if (rights_has(who->rights, "records.write") == RIGHT_NONE) return WR_OK;
    TRY(put_receipt(&d.w, &x, &pasted, who, a, doc));
    return page_form(doc, "paste", &(page_form_of){ .action_url = records_url(a, in->number, "/portal/paste"), .in = &IN_RECORDS_PASTE,
        .row = &(in_paste){ .text = pasted.state == VERSION_DRAFT ? pasted.more : "" }, .button = N_("Read it") }, a);
}

wr_rc records_prepare_paste(db_tx *ro, const wr_actor *who, void *in, arena *a)
{
    (void)ro;
    (void)who;
    ((in_paste *)in)->id = id_new(a);
    return WR_OK;
}

/* Kept as it was pasted; what it says is shown, and written down by the form below it. */
wr_rc records_act_paste(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_paste *in = in_;
    records_case c;
    records_version was, now;
    TRY(records_case_by(rw, in->number, a, &c));
    TRY(records_version_last(rw, c.id, RECEIPT, a, &was));
    now = was;
    if (!*was.id || was.state != VERSION_DRAFT) now = (records_version){ .id = in->id, .about = c.id, .letter = RECEIPT, .n = was.n + 1, .fallback = "", .parts = "", .sha256 = "", .entry = "" };
    now.state = VERSION_DRAFT;
    now.day = who->today;
    now.more = in->text;
    *ret = (http_go){ .url = records_url(a, in->number, "/portal#receipt"), .id = now.id };
    return records_version_put(rw, who, str_eq(now.id, was.id) ? &was : NULL, &now, a);
}

wr_rc records_prepare_receipt(db_tx *ro, const wr_actor *who, void *in, arena *a)
{
    (void)ro;
    (void)who;
    ((in_receipt *)in)->id = id_new(a);
    ((in_receipt *)in)->sent_id = id_new(a);
    return WR_OK;
}

/* A receipt of the portal is evidence of both: that it was sent there, and that it was received. */
wr_rc records_act_receipt_read(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_receipt *in = in_;
    records_whole w;
    records_line x;
    records_version pasted, kept;
    TRY(records_whole_of(rw, in->number, a, &w));
    TRY(records_line_of(rw, w.of.id, a, &x));
    TRY(records_version_last(rw, w.of.id, RECEIPT, a, &pasted));
    if (!*pasted.id || pasted.state != VERSION_DRAFT) return wr_fail(arena_err(a), WR_E_RULE, "records.receipt", N_("No receipt was pasted. Paste it first, then write it down."));
    TRY(records_version_kept(rw, w.of.id, records_letters[LETTER_REQUEST], a, &kept));
    if (x.delivery == DELIVERY_APPROVED || x.delivery == DELIVERY_QUEUED) {
        in_letter sent = { .number = in->number, .day = in->day, .channel = CHANNEL_PORTAL, .other = kept.fallback };
        records_entry e = { .id = in->sent_id, .day = in->day, .kind = ENTRY_SENT, .channel = CHANNEL_PORTAL };
        if (kept.state == VERSION_APPROVED && *kept.id) TRY(records_sent_with(rw, who, &w, LETTER_REQUEST, &sent, in->sent_id, a));
        else TRY(records_entry_add(rw, who, &w, &e, a));
    }
    records_entry e = { .id = in->id, .day = in->day, .kind = ENTRY_RECEIPT, .channel = CHANNEL_PORTAL, .tracking = in->tracking ? in->tracking : "",
        .component = in->component ? in->component : "", .right_one = in->right_one, .text = pasted.more };
    TRY(records_entry_add(rw, who, &w, &e, a));
    *ret = (http_go){ .url = records_url(a, in->number, ""), .id = in->id };
    return records_version_sent(rw, who, &pasted, in->id, a);
}
