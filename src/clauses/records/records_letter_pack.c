/* records_letter_pack.c -- what a pack says for letters: the pieces of each, the reasons and grounds, the boxes of portals. */
#include "records_letter_own.h"

#include <string.h>
#include "pack.h"

enum { PIECES_MAX = 1000, REASONS_MAX = 500, BOXES_MAX = 500, TEXT_MAX_ = 4000 };
const char *const records_piece_kinds[] = { "head", "date", "to", "subject", "heading", "paragraph", "ask", "ask line", "ground", "ground line", "dates", "case", "case line", "sign",
    "enclosure", NULL };
const char *const records_reason_kinds[] = { "exemption", "general", "glomar", "search", "unanswered", "constructive", "fee", "expedite", "extension", "denial", "closing", "partial",
    "no records", "referral", NULL };
static const field PIECE_F[] = {
    FIELD(records_piece, id,       t, F_HIDE, 32,        NULL),
    FIELD(records_piece, ref,      t, 0, 60,             N_("Piece of a letter")),
    FIELD(records_piece, law,      t, F_NULL, 40,        N_("Law")),
    FIELD(records_piece, letter,   t, 0, 400,            N_("Letters")),
    FIELD(records_piece, order,    i, 0, 9999,           N_("Place")),
    WORDS(records_piece, kind,     records_piece_kinds,  N_("Kind")),
    FIELD(records_piece, section,  t, F_NULL, 40,        N_("Section")),
    FIELD(records_piece, when,     t, 0, 200,            N_("When it stands there")),
    FIELD(records_piece, text,     t, F_LONG | F_NULL, TEXT_MAX_, N_("Text")),
    FIELD(records_piece, citation, t, F_NULL, 200,       N_("Citation")),
    FIELD(records_piece, from,     d, F_NULL, 0,         N_("From this day")),
    FIELD(records_piece, until,    d, F_NULL, 0,         N_("Until this day")),
};
const shape RECORDS_PIECE = SHAPE("records_piece", records_piece, PIECE_F);
const shape RECORDS_PACK_PIECE = { "a piece of a letter", sizeof(records_piece), 11, PIECE_F + 1 };
static const field REASON_F[] = {
    FIELD(records_reason, id,       t, F_HIDE, 32,       NULL),
    FIELD(records_reason, ref,      t, 0, 60,            N_("Reason")),
    FIELD(records_reason, law,      t, 0, 40,            N_("Law")),
    WORDS(records_reason, kind,     records_reason_kinds, N_("Kind")),
    FIELD(records_reason, code,     t, F_NULL, 60,       N_("Code")),
    FIELD(records_reason, title,    t, 0, 200,           N_("Title")),
    FIELD(records_reason, text,     t, F_LONG, TEXT_MAX_, N_("Text")),
    FIELD(records_reason, citation, t, F_NULL, 300,      N_("Citation")),
    FIELD(records_reason, appeal,   b, F_NULL, 0,        N_("Tells of the right to appeal")),
    FIELD(records_reason, from,     d, F_NULL, 0,        N_("From this day")),
    FIELD(records_reason, until,    d, F_NULL, 0,        N_("Until this day")),
};
const shape RECORDS_REASON = SHAPE("records_reason", records_reason, REASON_F);
const shape RECORDS_PACK_REASON = { "a canned reason", sizeof(records_reason), 10, REASON_F + 1 };
static const field BOX_F[] = {
    FIELD(records_box, id,      t, F_HIDE, 32,    NULL),
    FIELD(records_box, ref,     t, 0, 60,         N_("Box of a portal")),
    FIELD(records_box, portal,  t, 0, 200,        N_("Portal")),
    FIELD(records_box, holders, t, 0, 400,        N_("Holders")),
    FIELD(records_box, order,   i, 0, 9999,       N_("Place")),
    FIELD(records_box, box,     t, 0, 200,        N_("Name of the box")),
    FIELD(records_box, limit,   i, 0, 65535,      N_("Characters at most")),
    FIELD(records_box, parts,   t, 0, 400,        N_("What goes in")),
    FIELD(records_box, note,    t, F_NULL, 400,   N_("Note")),
    FIELD(records_box, source,  t, 0, 300,        N_("Source")),
};
const shape RECORDS_BOX = SHAPE("records_box", records_box, BOX_F);
const shape RECORDS_PACK_BOX = { "a box of a portal", sizeof(records_box), 9, BOX_F + 1 };

#define PIECE_COLS "id, ref, law, letter, place, kind, section, conditions, text, citation, since, until"
#define REASON_COLS "id, ref, law, kind, code, title, text, citation, appeal, since, until"
#define BOX_COLS "id, ref, portal, holders, place, box, most, parts, note, source"
const db_query RECORDS_PIECE_ADD = HISTORY_ADD("records_piece"), RECORDS_PIECE_PAST = HISTORY_PAST("records_piece"), RECORDS_PIECE_WALK = HISTORY_WALK("records_piece");
const db_query RECORDS_PIECE_PUT = { "records_piece_put", "ttttiettttdd", NULL, "INSERT INTO records_piece (" PIECE_COLS ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
    " ON CONFLICT (id) DO UPDATE SET law = excluded.law, letter = excluded.letter, place = excluded.place, kind = excluded.kind, section = excluded.section,"
    " conditions = excluded.conditions, text = excluded.text, citation = excluded.citation, since = excluded.since, until = excluded.until" };
const db_query RECORDS_PIECE_BY = { "records_piece_by", "t", &RECORDS_PIECE, "SELECT " PIECE_COLS " FROM records_piece WHERE ref = $1" };
const db_query RECORDS_PIECE_ALL = { "records_pieces", "", &RECORDS_PIECE, "SELECT " PIECE_COLS " FROM records_piece ORDER BY place, ref" };
const db_query RECORDS_REASON_ADD = HISTORY_ADD("records_reason"), RECORDS_REASON_PAST = HISTORY_PAST("records_reason"), RECORDS_REASON_WALK = HISTORY_WALK("records_reason");
const db_query RECORDS_REASON_PUT = { "records_reason_put", "tttetttt" "bdd", NULL, "INSERT INTO records_reason (" REASON_COLS ") VALUES"
    " ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (id) DO UPDATE SET law = excluded.law, kind = excluded.kind, code = excluded.code, title = excluded.title,"
    " text = excluded.text, citation = excluded.citation, appeal = excluded.appeal, since = excluded.since, until = excluded.until" };
const db_query RECORDS_REASON_BY = { "records_reason_by", "t", &RECORDS_REASON, "SELECT " REASON_COLS " FROM records_reason WHERE ref = $1" };
const db_query RECORDS_REASON_ALL = { "records_reasons", "", &RECORDS_REASON, "SELECT " REASON_COLS " FROM records_reason ORDER BY law, kind, code, ref" };
const db_query RECORDS_BOX_ADD = HISTORY_ADD("records_box"), RECORDS_BOX_PAST = HISTORY_PAST("records_box"), RECORDS_BOX_WALK = HISTORY_WALK("records_box");
const db_query RECORDS_BOX_PUT = { "records_box_put", "ttttititt" "t", NULL, "INSERT INTO records_box (" BOX_COLS ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
    " ON CONFLICT (id) DO UPDATE SET portal = excluded.portal, holders = excluded.holders, place = excluded.place, box = excluded.box, most = excluded.most, parts = excluded.parts,"
    " note = excluded.note, source = excluded.source" };
const db_query RECORDS_BOX_BY = { "records_box_by", "t", &RECORDS_BOX, "SELECT " BOX_COLS " FROM records_box WHERE ref = $1" };
const db_query RECORDS_BOX_ALL = { "records_boxes", "", &RECORDS_BOX, "SELECT " BOX_COLS " FROM records_box ORDER BY place, ref" };
const history RECORDS_PIECES = { "records_piece", &RECORDS_PIECE, &RECORDS_PIECE_ADD, &RECORDS_PIECE_PAST, &RECORDS_PIECE_PUT, &RECORDS_PIECE_WALK, .open = true };
const history RECORDS_REASONS = { "records_reason", &RECORDS_REASON, &RECORDS_REASON_ADD, &RECORDS_REASON_PAST, &RECORDS_REASON_PUT, &RECORDS_REASON_WALK, .open = true };
const history RECORDS_BOXES = { "records_box", &RECORDS_BOX, &RECORDS_BOX_ADD, &RECORDS_BOX_PAST, &RECORDS_BOX_PUT, &RECORDS_BOX_WALK, .open = true };

wr_rc records_pieces_all(db_tx *tx, arena *a, records_piece **ret, size_t *ret_n) { return db_all_(tx, &RECORDS_PIECE_ALL, a, PIECES_MAX, sizeof **ret, ret, ret_n, NULL, 0); }
wr_rc records_reasons_all(db_tx *tx, arena *a, records_reason **ret, size_t *ret_n) { return db_all_(tx, &RECORDS_REASON_ALL, a, REASONS_MAX, sizeof **ret, ret, ret_n, NULL, 0); }
wr_rc records_boxes_all(db_tx *tx, arena *a, records_box **ret, size_t *ret_n) { return db_all_(tx, &RECORDS_BOX_ALL, a, BOXES_MAX, sizeof **ret, ret, ret_n, NULL, 0); }

bool records_word_in(const char *list, const char *word)
{
    size_t n = strlen(word);
    for (const char *p = list; n && (p = strstr(p, word)); p += n)
        if ((p == list || p[-1] == ' ') && (!p[n] || p[n] == ' ')) return true;
    return false;
}

/* ---- loading ---- */
wr_rc records_now_piece(db_tx *ro, const void *row, arena *a, void *ret) { return db_one(ro, &RECORDS_PIECE_BY, a, (records_piece *)ret, db_t(((const records_piece *)row)->ref)); }
wr_rc records_now_reason(db_tx *ro, const void *row, arena *a, void *ret) { return db_one(ro, &RECORDS_REASON_BY, a, (records_reason *)ret, db_t(((const records_reason *)row)->ref)); }
wr_rc records_now_box(db_tx *ro, const void *row, arena *a, void *ret) { return db_one(ro, &RECORDS_BOX_BY, a, (records_box *)ret, db_t(((const records_box *)row)->ref)); }

wr_rc records_load_piece(db_tx *rw, const wr_actor *who, const void *row, arena *a)
{
    records_piece was, now = *(const records_piece *)row;
    const char *unknown = records_piece_wrong(&now, a);
    if (unknown) return wr_fail(arena_err(a), WR_E_INPUT, "text", N_("The piece {ref} names something that no letter has: {unknown}"), "ref", now.ref, "unknown", unknown);
    return pack_put(rw, who, &RECORDS_PIECES, "records.piece_loaded", records_now_piece(rw, row, a, &was), &was, &now, a);
}

wr_rc records_load_reason(db_tx *rw, const wr_actor *who, const void *row, arena *a)
{
    records_reason was, now = *(const records_reason *)row;
    return pack_put(rw, who, &RECORDS_REASONS, "records.reason_loaded", records_now_reason(rw, row, a, &was), &was, &now, a);
}

wr_rc records_load_box(db_tx *rw, const wr_actor *who, const void *row, arena *a)
{
    records_box was, now = *(const records_box *)row;
    if (now.limit < LETTER_LIMIT_LEAST) return wr_fail(arena_err(a), WR_E_INPUT, "limit", N_("A box holds at least 100 characters."));
    return pack_put(rw, who, &RECORDS_BOXES, "records.box_loaded", records_now_box(rw, row, a, &was), &was, &now, a);
}
