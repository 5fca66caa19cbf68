/* records_letter_own.h -- letters of a request: pieces of the pack and facts of the case in, parts out, a letter of the parts.
 * All words of a letter are pieces of the pack; here stand the order, the conditions, the holes and which letter is due. */
#ifndef WR_RECORDS_LETTER_OWN_H
#define WR_RECORDS_LETTER_OWN_H
#include "letter.h"
#include "pair.h"
#include "records_web.h"

/* ---- records_letter.c: which letters there are ---- */
enum { LETTER_REQUEST, LETTER_NARROWED, LETTER_WAIVER, LETTER_EXPEDITE, LETTER_PRESERVATION, LETTER_CLARIFICATION, LETTER_FEES, LETTER_INQUIRY, LETTER_APPEAL_DENIAL,
    LETTER_APPEAL_SEARCH, LETTER_APPEAL_FEE, LETTER_APPEAL_EXPEDITE, LETTER_APPEAL_CONSTRUCTIVE, LETTER_LIAISON, LETTER_MEDIATION, LETTER_SUIT, LETTER_FAX, LETTER_ENVELOPE,
    LETTERS, LETTER_ALL = LETTERS, LETTERS_AND_ALL };
extern const char *const records_letters[];              /* their names in addresses and in the pack */
int records_letter_named(const char *);                  /* -1: none */
/* by, by_kind: the date that asks for it; none. why: N_(), why it is not ready, or why it is. */
typedef struct records_ready { int letter; bool ready; const char *why; wr_day by; int by_kind; } records_ready;
void records_letters_ready(const records_whole *, const records_replayed *, const records_date *, size_t n, wr_day today, records_ready ret[static LETTERS]);
int records_letter_entry(int letter, const records_replayed *);    /* what is written down when it was sent */

/* ---- records_letter_pack.c ---- */
enum { PIECE_HEAD, PIECE_DATE, PIECE_TO, PIECE_SUBJECT, PIECE_HEADING, PIECE_PARAGRAPH, PIECE_ASK, PIECE_ASK_LINE, PIECE_GROUND, PIECE_GROUND_LINE, PIECE_DATES, PIECE_CASE,
    PIECE_CASE_LINE, PIECE_SIGN, PIECE_ENCLOSURE };
extern const char *const records_piece_kinds[], *const records_reason_kinds[];
typedef struct records_piece { const char *id, *ref, *law, *letter; int64_t order; int kind; const char *section, *when, *text, *citation; wr_day from, until; } records_piece;
/* A canned reason: of ours (grounds of an appeal) and of inbound letters. code: of exemptions as in entries ("b7C"); for the general ones the
 * answers to which they belong. appeal: the letter that carries it tells of the right to appeal. */
enum { REASON_EXEMPTION, REASON_GENERAL, REASON_GLOMAR, REASON_SEARCH, REASON_OPEN, REASON_CONSTRUCTIVE, REASON_FEE, REASON_EXPEDITE, REASON_EXTENSION, REASON_DENIAL, REASON_CLOSING,
    REASON_PARTIAL, REASON_NO_RECORDS, REASON_REFERRAL };
typedef struct records_reason { const char *id, *ref, *law; int kind; const char *code, *title, *text, *citation; bool appeal; wr_day from, until; } records_reason;
/* A box of a portal: parts: sections of the letter, with blanks. */
typedef struct records_box { const char *id, *ref, *portal, *holders; int64_t order; const char *box; int64_t limit; const char *parts, *note, *source; } records_box;
extern const shape RECORDS_PIECE, RECORDS_REASON, RECORDS_BOX;
extern const history RECORDS_PIECES, RECORDS_REASONS, RECORDS_BOXES;
extern const db_query RECORDS_PIECE_ADD, RECORDS_PIECE_PAST, RECORDS_PIECE_WALK, RECORDS_PIECE_PUT, RECORDS_PIECE_BY, RECORDS_PIECE_ALL, RECORDS_REASON_ADD, RECORDS_REASON_PAST,
    RECORDS_REASON_WALK, RECORDS_REASON_PUT, RECORDS_REASON_BY, RECORDS_REASON_ALL, RECORDS_BOX_ADD, RECORDS_BOX_PAST, RECORDS_BOX_WALK, RECORDS_BOX_PUT, RECORDS_BOX_BY, RECORDS_BOX_ALL;
wr_run records_load_piece, records_load_reason, records_load_box;
wr_pack_now records_now_piece, records_now_reason, records_now_box;
extern const shape RECORDS_PACK_PIECE, RECORDS_PACK_REASON, RECORDS_PACK_BOX;
WR_MUST wr_rc records_pieces_all(db_tx *, arena *, records_piece **ret, size_t *ret_n);    /* in the order of letters */
WR_MUST wr_rc records_reasons_all(db_tx *, arena *, records_reason **ret, size_t *ret_n);
WR_MUST wr_rc records_boxes_all(db_tx *, arena *, records_box **ret, size_t *ret_n);
bool records_word_in(const char *list, const char *word);          /* a list with blanks */

/* ---- records_letter_make.c: pure ---- */
#define HOLES_(X) X(city) X(desk) X(email) X(phone) X(department) X(contact) X(holder) X(body) X(address) X(law) X(citation) X(number) X(title) X(tracking) X(why) X(area) \
    X(first) X(last) X(ceiling) X(ground) X(certified) X(sent) X(channel) X(received) X(component) X(due) X(proof) X(appeal_due) X(appeal_until) X(suit_due) X(lapse_day) \
    X(determined) X(scope) X(because) X(appeal) X(question) X(question_day) X(amount) X(decision) X(decision_day) X(decision_text) X(liaison) X(mediator) X(appeal_to) X(portal) X(fallback) X(request_fallback) \
    X(more) X(asks) X(open_asks) X(appealed) X(promise) X(cases) X(ask) X(ask_title) X(ask_text) X(ask_question) X(systems) X(columns) X(answer) X(answer_day) X(pages) X(codes) \
    X(code) X(reason_title) X(reason_text) X(reason_citation) X(case_number) X(case_title) X(case_tracking) X(case_received) X(case_due)
#define HOLE_(x) HOLE_##x,
enum { HOLES_(HOLE_) HOLES };
#undef HOLE_
extern const char *const records_holes[];
enum { FLAG_WAIVER, FLAG_EXPEDITE, FLAG_PRESERVE, FLAG_RECEIVED, FLAG_LAPSED, FLAG_DETERMINED, FLAG_EXTENDED, FLAG_LATE, FLAG_DATED, FLAGS };
extern const char *const records_flags[];
/* One open request of a holder, for the letter about all of them. */
typedef struct records_one { const char *number, *title, *tracking, *received, *due; } records_one;
typedef struct records_ground { int64_t ask; const char *code; const records_reason *reason; } records_ground;   /* ask 0: of the whole request */
typedef struct records_facts { int letter; const char *law; wr_day day; const char *hole[HOLES]; bool flag[FLAGS]; const records_ask *asks; const records_asked *asked; size_t n_asks;
    const char *const *systems; const records_ground *grounds; size_t n_grounds; const records_one *ones; size_t n_ones; const char *(*dates)[2]; size_t n_dates; } records_facts;
/* What a letter is made of: kept as JSON, so that an approved letter can be shown again in every form, and cut by sections. */
typedef struct records_part { int kind; const char *section, *text, *value; } records_part;
typedef struct records_made { records_part *at; size_t n, cap; const char *missing[HOLES]; size_t n_missing; } records_made;
void records_letter_make(const records_facts *, const records_piece *, size_t n, arena *, records_made *ret);
bool records_piece_holds(const records_piece *, const records_facts *);
const char *records_piece_wrong(const records_piece *, arena *);   /* NULL, or which word, hole or letter of it is unknown */
letter *records_letter_lay(const records_part *, size_t n, const char *sections_opt, const char *title, arena *);
const char *records_parts_text(const records_part *, size_t n, arena *);                   /* JSON */
WR_MUST wr_rc records_parts_read(const char *json, arena *, records_part **ret, size_t *ret_n);
/* The grounds of an appeal, ask by ask. determined: an ask that is open then got no answer. */
const records_ground *records_grounds_of(int letter, const records_asked *, size_t n, const records_reason *, size_t n_reasons, const char *law, wr_day, bool determined, arena *, size_t *ret_n);

/* ---- records_letter_facts.c ---- */
WR_MUST wr_rc records_letter_facts(db_tx *, const records_whole *, int letter, const char *more, const char *fallback, wr_day, arena *, records_facts *ret);
extern const db_query RECORDS_LINES_OPEN_OF;
WR_MUST wr_rc records_holder_facts(db_tx *, const records_holder *, const char *more, wr_day, arena *, records_facts *ret, int64_t **ret_numbers);

/* ---- records_letter_row.c: versions of a letter, from the first word of a clerk to what was sent ---- */
enum { VERSION_DRAFT, VERSION_ASKED, VERSION_APPROVED, VERSION_SENT, VERSION_DROPPED };
extern const char *const records_versions[];
/* about: a case or a holder. more: a paragraph of the clerk. fallback: why not by the usual way. entry: what was written down when it was sent. */
typedef struct records_version { const char *id, *about, *letter; int64_t n; int state; wr_day day; const char *more, *fallback, *parts, *sha256, *entry; } records_version;
extern const shape RECORDS_VERSION;
extern const history RECORDS_VERSIONS;
extern const db_query RECORDS_LETTER_ADD, RECORDS_LETTER_PAST, RECORDS_LETTER_WALK, RECORDS_LETTER_PUT, RECORDS_LETTER_BY, RECORDS_LETTER_LAST, RECORDS_LETTER_KEPT, RECORDS_LETTERS_OF;
enum { RECORDS_VERSIONS_MAX = 400, RECORDS_ONES_MAX = 50 };
WR_MUST wr_rc records_version_last(db_tx *, const char *about, const char *letter, arena *, records_version *ret);      /* id "": none yet */
WR_MUST wr_rc records_version_kept(db_tx *, const char *about, const char *letter, arena *, records_version *ret);      /* the last that was approved; id "": none */
WR_MUST wr_rc records_version_put(db_tx *rw, const wr_actor *, const records_version *was_opt, records_version *now, arena *);

/* ---- records_letter_show.c, records_letter_act.c, records_letter_all.c, records_portal.c ---- */
typedef struct in_letter { int64_t number; const char *letter, *more, *fallback; wr_day day; int channel; const char *office, *tracking, *other; const char *id, *parts, *sha256, *text, *pdf, *entry,
    *text_file, *pdf_file; bytes text_bytes, pdf_bytes; const char *ref; } in_letter;
/* One letter as it stands now: the version that is being written, or what was approved. */
typedef struct records_drawn { records_whole w; records_holder holder; records_version last; records_part *parts; size_t n; records_made made; bool kept; const char *title, *lang; int64_t *numbers; size_t n_numbers; letter *l; } records_drawn;
WR_MUST wr_rc records_letter_draw(db_tx *, const in_letter *, wr_day today, arena *, records_drawn *ret);
WR_MUST wr_rc records_letter_fresh(db_tx *, const in_letter *, wr_day, arena *, records_drawn *ret);     /* made anew, whatever was approved */
WR_MUST wr_rc records_sent_with(db_tx *rw, const wr_actor *, records_whole *, int letter, const in_letter *, const char *entry, arena *);
WR_MUST wr_rc records_letter_say(db_tx *, const wr_actor *, const records_drawn *, const char *url, arena *, json_t *doc);
WR_MUST wr_rc records_letter_give(db_tx *, const records_drawn *, arena *, http_out *);
extern const shape IN_RECORDS_LETTER, IN_RECORDS_LETTER_WRITE, IN_RECORDS_LETTER_SENT, IN_RECORDS_HOLDER, IN_RECORDS_HOLDER_WRITE, IN_RECORDS_HOLDER_SENT, RECORDS_SAY_READY, RECORDS_SAY_LETTER, RECORDS_SAY_VERSION,
    RECORDS_SAY_BLOCK, IN_RECORDS_PASTE, IN_RECORDS_RECEIPT, IN_RECORDS_APPROVE;
http_show records_show_letters, records_show_letter, records_show_holder_letter, records_show_portal;
http_give records_give_letter, records_give_holder_letter;
http_prepare records_prepare_letter, records_prepare_write, records_prepare_sent, records_prepare_approve, records_prepare_paste, records_prepare_receipt, records_prepare_holder;
http_act records_act_write, records_act_ask_letter, records_act_sent, records_act_holder_write, records_act_holder_ask, records_act_holder_sent, records_act_paste, records_act_receipt_read;
extern const shape RECORDS_TO_APPROVE;
WR_MUST wr_rc records_run_letter(db_tx *rw, const wr_actor *, const void *what, arena *);
WR_MUST wr_rc records_demo_letters(db_tx *rw, const wr_actor *, arena *);
const char *records_letter_back(const in_letter *, arena *);
WR_MUST wr_rc records_letter_write_down(db_tx *rw, const wr_actor *, records_whole *, int letter, const in_letter *, const records_version *, const char *entry, arena *);
WR_MUST wr_rc records_version_sent(db_tx *rw, const wr_actor *, const records_version *was, const char *entry, arena *);

/* ---- records_receipt.c: pure ---- */
typedef struct records_read { const char *tracking; wr_day day; } records_read;           /* "", none: not found */
void records_receipt_read(const char *text, const char *examples, wr_day today, arena *, records_read *ret);
#endif
