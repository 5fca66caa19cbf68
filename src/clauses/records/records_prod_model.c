/* records_prod_model.c -- productions, files, pages, items and facts, in rows. */
#include "records_prod_own.h"

#include "doc.h"
#include "i18n.h"
#include "pack.h"

const char *const records_file_states[] = { "being read", "to be looked through", "open", "unpacked", "held back", "kept sealed", "copy released", NULL };
const char *const records_item_outcomes[] = { "released in full", "released in part", "withheld", "referred", NULL };
const char *const records_fact_types[] = { "number", "date", "office", "amount", "statement", NULL };
const char *const records_fact_states[] = { "one reader", "confirmed", "disagreed", "struck", NULL };

static const field EXEMPTION_F[] = {
    FIELD(records_exemption, id, t, F_HIDE, 32, NULL),
    FIELD(records_exemption, ref, t, 0, 60, N_("Exemption")),
    FIELD(records_exemption, law, t, 0, 40, N_("Law")),
    FIELD(records_exemption, code, t, 0, 8, N_("Code")),
    FIELD(records_exemption, title, t, 0, 200, N_("What it covers")),
    FIELD(records_exemption, citation, t, 0, 120, N_("Statute")),
    FIELD(records_exemption, source, t, 0, 300, N_("Source")),
};
const shape RECORDS_EXEMPTION = SHAPE("records_exemption", records_exemption, EXEMPTION_F);
static const field KEY_F[] = {
    FIELD(records_key, id, t, F_HIDE, 32, NULL),
    FIELD(records_key, key, t, 0, 80, N_("Public key")),
    FIELD(records_key, day, d, 0, 0, N_("Set on")),
};
const shape RECORDS_KEY = SHAPE("records_key", records_key, KEY_F);
static const field PRODUCTION_F[] = {
    FIELD(records_production, id, t, F_HIDE, 32, NULL),
    FIELD(records_production, about, t, F_HIDE, 32, NULL),
    FIELD(records_production, number, i, 0, 0, N_("Production")),
    FIELD(records_production, day, d, 0, 0, N_("Day received")),
    WORDS(records_production, channel, records_channels, N_("How it came")),
    FIELD(records_production, letter, t, F_LONG | F_NULL, 8000, N_("Its letter, as text")),
    FIELD(records_production, pattern, t, F_NULL, FACTS_PATTERN_MAX, N_("How its pages are numbered")),
};
const shape RECORDS_PRODUCTION = SHAPE("records_production", records_production, PRODUCTION_F);
static const field FILE_F[] = {
    FIELD(records_file, id, t, F_HIDE, 32, NULL),
    FIELD(records_file, about, t, F_HIDE, 32, NULL),
    FIELD(records_file, request, t, F_HIDE, 32, NULL),
    FIELD(records_file, n, i, 0, 0, N_("File")),
    FIELD(records_file, name, t, 0, DOC_NAME_MAX, N_("Name")),
    FIELD(records_file, inside, t, F_HIDE, 32, NULL),
    FIELD(records_file, copy_of, t, F_HIDE, 32, NULL),
    FIELD(records_file, sha256, t, 0, 64, N_("SHA-256")),
    FIELD(records_file, size, i, 0, 0, N_("Bytes")),
    FIELD(records_file, media, t, 0, 80, N_("Kind")),
    FIELD(records_file, kind, t, 0, 20, N_("By its first bytes")),
    WORDS(records_file, state, records_file_states, N_("State")),
    FIELD(records_file, problem, t, 0, 40, N_("What is wrong with it")),
    FIELD(records_file, pages, i, 0, 0, N_("Pages")),
    FIELD(records_file, blank, i, 0, 0, N_("Pages without text")),
    FIELD(records_file, found, t, F_HIDE, 100, NULL),
    FIELD(records_file, columns, t, F_NULL, 1000, N_("Columns")),
    FIELD(records_file, facts, t, F_HIDE, 64, NULL),
    FIELD(records_file, facts_size, i, F_HIDE, 0, NULL),
    FIELD(records_file, sealed, t, F_HIDE, 64, NULL),
    FIELD(records_file, sealed_size, i, F_HIDE, 0, NULL),
    FIELD(records_file, sealed_name, x, F_HIDE, 0, NULL),
    FIELD(records_file, reasons, t, F_NULL, 200, N_("Exemptions")),
    FIELD(records_file, decided, t, F_NULL, 2000, N_("What counsel decided, and why")),
    FIELD(records_file, decided_by, t, F_HIDE, 80, NULL),
};
const shape RECORDS_FILE = SHAPE("records_file", records_file, FILE_F);
static const field PAGE_F[] = {
    FIELD(records_page, id, t, F_HIDE, 80, NULL),
    FIELD(records_page, file, t, F_HIDE, 32, NULL),
    FIELD(records_page, page, i, 0, 0, N_("Page")),
    FIELD(records_page, label, t, 0, 80, N_("Label")),
    FIELD(records_page, bates, t, 0, 100, N_("Number on the page")),
    FIELD(records_page, prefix, t, F_HIDE, 100, NULL),
    FIELD(records_page, num, i, F_HIDE, 0, NULL),
    FIELD(records_page, marks, t, 0, 100, N_("Exemptions on the page")),
    FIELD(records_page, hash, t, F_HIDE, 64, NULL),
    FIELD(records_page, letters, i, 0, 0, N_("Letters")),
};
const shape RECORDS_PAGE = SHAPE("records_page", records_page, PAGE_F);
static const field ITEM_F[] = {
    FIELD(records_item, id, t, F_HIDE, 32, NULL),
    FIELD(records_item, about, t, F_HIDE, 32, NULL),
    FIELD(records_item, n, i, 0, 0, N_("Number")),
    FIELD(records_item, production, i, 0, 0, N_("Production")),
    FIELD(records_item, file, t, F_HIDE, 32, NULL),
    FIELD(records_item, first, i, 0, 0, N_("First page")),
    FIELD(records_item, last, i, 0, 0, N_("Last page")),
    FIELD(records_item, count, i, 0, 0, N_("Pages")),
    WORDS(records_item, outcome, records_item_outcomes, N_("What the agency did")),
    FIELD(records_item, reasons, t, F_NULL, 200, N_("Exemptions")),
    FIELD(records_item, asks, t, F_NULL, 200, N_("Asks")),
    FIELD(records_item, note, t, F_NULL, 1000, N_("Note")),
    FIELD(records_item, day, d, 0, 0, N_("Written on")),
    FIELD(records_item, struck, t, F_NULL, 500, N_("Struck, because")),
};
const shape RECORDS_ITEM = SHAPE("records_item", records_item, ITEM_F);
static const field FACT_F[] = {
    FIELD(records_fact, id, t, F_HIDE, 32, NULL),
    FIELD(records_fact, about, t, F_HIDE, 32, NULL),
    FIELD(records_fact, n, i, 0, 0, N_("Number")),
    FIELD(records_fact, ask, i, 0, 0, N_("Ask")),
    WORDS(records_fact, question, records_questions, N_("Question of the order")),
    WORDS(records_fact, type, records_fact_types, N_("Kind of fact")),
    FIELD(records_fact, label, t, 0, 200, N_("What is said")),
    FIELD(records_fact, value, t, 0, 400, N_("Value")),
    FIELD(records_fact, unit, t, F_NULL, 60, N_("Unit")),
    FIELD(records_fact, file, t, F_HIDE, 32, NULL),
    FIELD(records_fact, page, i, 0, 0, N_("Page")),
    FIELD(records_fact, quote, t, F_LONG, 1000, N_("Quote")),
    WORDS(records_fact, state, records_fact_states, N_("State")),
    FIELD(records_fact, reader, t, F_HIDE, 80, NULL),
    FIELD(records_fact, second, t, F_HIDE, 80, NULL),
    FIELD(records_fact, second_value, t, F_NULL, 400, N_("What the second reader read")),
    FIELD(records_fact, note, t, F_NULL, 500, N_("Note")),
};
const shape RECORDS_FACT = SHAPE("records_fact", records_fact, FACT_F);
static const field UPLOAD_F[] = {
    FIELD(records_upload, id, t, F_HIDE, 32, NULL),
    FIELD(records_upload, production, t, F_HIDE, 32, NULL),
    FIELD(records_upload, number, i, 0, 0, NULL),
    FIELD(records_upload, batch, i, 0, 0, NULL),
    FIELD(records_upload, name, t, 0, DOC_NAME_MAX, N_("Name")),
    FIELD(records_upload, found, t, F_HIDE, 100, NULL),
    FIELD(records_upload, sealed_name, x, F_HIDE, 0, NULL),
    FIELD(records_upload, size, i, 0, 0, N_("Bytes")),
    FIELD(records_upload, got, i, 0, 0, N_("Bytes that are here")),
    FIELD(records_upload, who, t, F_HIDE, 80, NULL),
    FIELD(records_upload, started, u, 0, 0, N_("Last piece")),
};
const shape RECORDS_UPLOAD = SHAPE("records_upload", records_upload, UPLOAD_F);
static const field PIECE_F[] = {
    FIELD(records_chunk, id, t, F_HIDE, 32, NULL),
    FIELD(records_chunk, upload, t, F_HIDE, 32, NULL),
    FIELD(records_chunk, start, i, 0, 0, NULL),
    FIELD(records_chunk, sha256, t, 0, 64, NULL),
    FIELD(records_chunk, size, i, 0, 0, NULL),
};
const shape RECORDS_CHUNK = SHAPE("records_chunk", records_chunk, PIECE_F);

#define EXEMPTION_COLS "id, ref, law, code, title, citation, source"
#define KEY_COLS "id, key, day"
#define PRODUCTION_COLS "id, about, number, day, channel, letter, pattern"
#define FILE_COLS "id, about, request, n, name, inside, copy_of, sha256, size, media, kind, state, problem, pages, blank, found, columns, facts, facts_size, sealed, sealed_size, sealed_name, reasons, decided, decided_by"
#define PAGE_COLS "id, file, page, label, bates, prefix, num, marks, hash, letters"
#define ITEM_COLS "id, about, n, production, file, first, last, count, outcome, reasons, asks, note, day, struck"
#define FACT_COLS "id, about, n, ask, question, type, label, value, unit, file, page, quote, state, reader, second, second_value, note"
#define UPLOAD_COLS "id, production, number, batch, name, found, sealed_name, size, got, who, started"
#define PIECE_COLS "id, upload, start, sha256, size"

const db_query RECORDS_EXEMPTION_ADD = HISTORY_ADD("records_exemption"), RECORDS_EXEMPTION_PAST = HISTORY_PAST("records_exemption"), RECORDS_EXEMPTION_WALK = HISTORY_WALK("records_exemption");
const db_query RECORDS_EXEMPTION_PUT = { "records_exemption_put", "ttttttt", NULL, "INSERT INTO records_exemption (" EXEMPTION_COLS ") VALUES"
    " ($1, $2, $3, $4, $5, $6, $7)"
    " ON CONFLICT (id) DO UPDATE SET ref = excluded.ref, law = excluded.law, code = excluded.code, title = excluded.title, citation = excluded.citation, source = excluded.source" };
const db_query RECORDS_KEY_ADD = HISTORY_ADD("records_key"), RECORDS_KEY_PAST = HISTORY_PAST("records_key"), RECORDS_KEY_WALK = HISTORY_WALK("records_key");
const db_query RECORDS_KEY_PUT = { "records_key_put", "ttd", NULL, "INSERT INTO records_key (" KEY_COLS ") VALUES"
    " ($1, $2, $3)"
    " ON CONFLICT (id) DO UPDATE SET key = excluded.key, day = excluded.day" };
const db_query RECORDS_PRODUCTION_ADD = HISTORY_ADD("records_production"), RECORDS_PRODUCTION_PAST = HISTORY_PAST("records_production"), RECORDS_PRODUCTION_WALK = HISTORY_WALK("records_production");
const db_query RECORDS_PRODUCTION_PUT = { "records_production_put", "ttidett", NULL, "INSERT INTO records_production (" PRODUCTION_COLS ") VALUES"
    " ($1, $2, $3, $4, $5, $6, $7)"
    " ON CONFLICT (id) DO UPDATE SET letter = excluded.letter" };
const db_query RECORDS_FILE_ADD = HISTORY_ADD("records_file"), RECORDS_FILE_PAST = HISTORY_PAST("records_file"), RECORDS_FILE_WALK = HISTORY_WALK("records_file");
const db_query RECORDS_FILE_PUT = { "records_file_put", "tttittttittetiitttitixttt", NULL, "INSERT INTO records_file (" FILE_COLS ") VALUES"
    " ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)"
    " ON CONFLICT (id) DO UPDATE SET name = excluded.name, media = excluded.media, kind = excluded.kind, state = excluded.state, problem = excluded.problem, pages = excluded.pages, blank = excluded.blank, found = excluded.found, columns = excluded.columns, facts = excluded.facts, facts_size = excluded.facts_size, sealed = excluded.sealed, sealed_size = excluded.sealed_size, sealed_name = excluded.sealed_name, reasons = excluded.reasons, decided = excluded.decided, decided_by = excluded.decided_by" };
const db_query RECORDS_PAGE_PUT = { "records_page_put", "ttitttitti", NULL, "INSERT INTO records_page (" PAGE_COLS ") VALUES"
    " ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
    " ON CONFLICT (id) DO UPDATE SET label = excluded.label, bates = excluded.bates, prefix = excluded.prefix, num = excluded.num, marks = excluded.marks, hash = excluded.hash, letters = excluded.letters" };
const db_query RECORDS_ITEM_ADD = HISTORY_ADD("records_item"), RECORDS_ITEM_PAST = HISTORY_PAST("records_item"), RECORDS_ITEM_WALK = HISTORY_WALK("records_item");
const db_query RECORDS_ITEM_PUT = { "records_item_put", "ttiitiiietttdt", NULL, "INSERT INTO records_item (" ITEM_COLS ") VALUES"
    " ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
    " ON CONFLICT (id) DO UPDATE SET struck = excluded.struck" };
const db_query RECORDS_FACT_ADD = HISTORY_ADD("records_fact"), RECORDS_FACT_PAST = HISTORY_PAST("records_fact"), RECORDS_FACT_WALK = HISTORY_WALK("records_fact");
const db_query RECORDS_FACT_PUT = { "records_fact_put", "ttiieettttitetttt", NULL, "INSERT INTO records_fact (" FACT_COLS ") VALUES"
    " ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)"
    " ON CONFLICT (id) DO UPDATE SET state = excluded.state, second = excluded.second, second_value = excluded.second_value, note = excluded.note" };
const db_query RECORDS_UPLOAD_PUT = { "records_upload_put", "ttiittxiitu", NULL, "INSERT INTO records_upload (" UPLOAD_COLS ") VALUES"
    " ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
    " ON CONFLICT (id) DO UPDATE SET got = excluded.got, started = excluded.started" };
const db_query RECORDS_CHUNK_PUT = { "records_chunk_put", "ttiti", NULL, "INSERT INTO records_chunk (" PIECE_COLS ") VALUES"
    " ($1, $2, $3, $4, $5)"
    " ON CONFLICT (id) DO UPDATE SET sha256 = excluded.sha256" };
const db_query RECORDS_EXEMPTION_OF = { "records_exemption_of", "t", &RECORDS_EXEMPTION, "SELECT " EXEMPTION_COLS " FROM records_exemption WHERE law = $1 ORDER BY code" };
const db_query RECORDS_EXEMPTION_BY = { "records_exemption_by", "t", &RECORDS_EXEMPTION, "SELECT " EXEMPTION_COLS " FROM records_exemption WHERE ref = $1" };
const db_query RECORDS_KEY_BY = { "records_key_by", "t", &RECORDS_KEY, "SELECT " KEY_COLS " FROM records_key WHERE id = $1" };
const db_query RECORDS_PRODUCTION_OF = { "records_production_of", "t", &RECORDS_PRODUCTION, "SELECT " PRODUCTION_COLS " FROM records_production WHERE about = $1 ORDER BY number" };
const db_query RECORDS_PRODUCTION_BY = { "records_production_by", "ti", &RECORDS_PRODUCTION, "SELECT " PRODUCTION_COLS " FROM records_production WHERE about = $1 AND number = $2" };
const db_query RECORDS_PRODUCTION_ID = { "records_production_id", "t", &RECORDS_PRODUCTION, "SELECT " PRODUCTION_COLS " FROM records_production WHERE id = $1" };
const db_query RECORDS_FILE_BY = { "records_file_by", "t", &RECORDS_FILE, "SELECT " FILE_COLS " FROM records_file WHERE id = $1" };
const db_query RECORDS_FILES_OF_CASE = { "records_files_of_case", "t", &RECORDS_FILE, "SELECT " FILE_COLS " FROM records_file WHERE request = $1"
    " ORDER BY (SELECT p.number FROM records_production p WHERE p.id = records_file.about), n" };
const db_query RECORDS_FILES_SAME = { "records_files_same", "t", &RECORDS_FILE, "SELECT " FILE_COLS " FROM records_file WHERE sha256 = $1 ORDER BY id" };
const db_query RECORDS_FILES_COUNT = { "records_files_count", "t", &DB_ID, "SELECT count(*) AS id FROM records_file WHERE request = $1" };
const db_query RECORDS_FILES_HELD = { "records_files_held", "", &RECORDS_FILE, "SELECT " FILE_COLS " FROM records_file WHERE state IN ('to be looked through', 'held back', 'kept sealed', 'copy released')"
    " ORDER BY CASE state WHEN 'held back' THEN 0 WHEN 'to be looked through' THEN 1 ELSE 2 END, id LIMIT 1000" };
const db_query RECORDS_FILE_LAST = { "records_file_last", "t", &DB_ID, "SELECT coalesce(max(n), 0) FROM records_file WHERE about = $1" };
const db_query RECORDS_FILES_FROM = { "records_files_from", "ti", &RECORDS_FILE, "SELECT " FILE_COLS " FROM records_file WHERE id > $1 ORDER BY id LIMIT $2" };
const db_query RECORDS_ITEM_OF = { "records_item_of", "t", &RECORDS_ITEM, "SELECT " ITEM_COLS " FROM records_item WHERE about = $1 ORDER BY n" };
const db_query RECORDS_FACT_OF = { "records_fact_of", "t", &RECORDS_FACT, "SELECT " FACT_COLS " FROM records_fact WHERE about = $1 ORDER BY n" };
const db_query RECORDS_FACT_BY = { "records_fact_by", "t", &RECORDS_FACT, "SELECT " FACT_COLS " FROM records_fact WHERE id = $1" };
const db_query RECORDS_PAGES_OF = { "records_pages_of", "t", &RECORDS_PAGE, "SELECT " PAGE_COLS " FROM records_page WHERE file = $1 ORDER BY page" };
const db_query RECORDS_PAGES_OF_CASE = { "records_pages_of_case", "t", &RECORDS_PAGE, "SELECT p.id, p.file, p.page, p.label, p.bates, p.prefix, p.num, p.marks, p.hash, p.letters"
    " FROM records_page p JOIN records_file f ON f.id = p.file JOIN records_production b ON b.id = f.about WHERE f.request = $1 AND f.copy_of = '' AND p.bates <> ''"
    " ORDER BY b.number, f.n, p.page" };
const db_query RECORDS_PAGES_MARKED = { "records_pages_marked", "t", &RECORDS_PAGE, "SELECT " PAGE_COLS " FROM records_page WHERE marks <> '' AND file IN (SELECT id FROM records_file WHERE request = $1 AND copy_of = '')" };
const db_query RECORDS_PAGES_CLEAR = { "records_pages_clear", "t", NULL, "DELETE FROM records_page WHERE file = $1" };
const db_query RECORDS_UPLOAD_BY = { "records_upload_by", "t", &RECORDS_UPLOAD, "SELECT " UPLOAD_COLS " FROM records_upload WHERE id = $1" };
const db_query RECORDS_UPLOADS_OF = { "records_uploads_of", "t", &RECORDS_UPLOAD, "SELECT " UPLOAD_COLS " FROM records_upload WHERE production = $1 ORDER BY started, id" };
const db_query RECORDS_UPLOAD_DROP = { "records_upload_drop", "t", NULL, "DELETE FROM records_upload WHERE id = $1" };
const db_query RECORDS_UPLOADS_OLD = { "records_uploads_old", "u", NULL, "DELETE FROM records_upload WHERE started < $1" };
const db_query RECORDS_CHUNKS_OF = { "records_chunks_of", "t", &RECORDS_CHUNK, "SELECT " PIECE_COLS " FROM records_chunk WHERE upload = $1 ORDER BY start" };
const db_query RECORDS_CHUNKS_AFTER = { "records_chunks_after", "ti", &RECORDS_CHUNK, "SELECT " PIECE_COLS " FROM records_chunk WHERE id > $1 ORDER BY id LIMIT $2" };
const db_query RECORDS_CHUNK_SAME = { "records_chunk_same", "t", &DB_ID, "SELECT count(*) AS id FROM records_chunk WHERE sha256 = $1" };
const db_query RECORDS_CHUNKS_DROP = { "records_chunks_drop", "t", NULL, "DELETE FROM records_chunk WHERE upload = $1" };
const db_query RECORDS_CHUNKS_OLD = { "records_chunks_old", "", NULL, "DELETE FROM records_chunk WHERE NOT EXISTS (SELECT 1 FROM records_upload u WHERE u.id = records_chunk.upload)" };

const history RECORDS_EXEMPTIONS = { "records_exemption", &RECORDS_EXEMPTION, &RECORDS_EXEMPTION_ADD, &RECORDS_EXEMPTION_PAST, &RECORDS_EXEMPTION_PUT, &RECORDS_EXEMPTION_WALK, .open = true };
const history RECORDS_KEYS = { "records_key", &RECORDS_KEY, &RECORDS_KEY_ADD, &RECORDS_KEY_PAST, &RECORDS_KEY_PUT, &RECORDS_KEY_WALK };
const history RECORDS_PRODUCTIONS = { "records_production", &RECORDS_PRODUCTION, &RECORDS_PRODUCTION_ADD, &RECORDS_PRODUCTION_PAST, &RECORDS_PRODUCTION_PUT, &RECORDS_PRODUCTION_WALK };
const history RECORDS_FILES = { "records_file", &RECORDS_FILE, &RECORDS_FILE_ADD, &RECORDS_FILE_PAST, &RECORDS_FILE_PUT, &RECORDS_FILE_WALK };
const history RECORDS_ITEMS = { "records_item", &RECORDS_ITEM, &RECORDS_ITEM_ADD, &RECORDS_ITEM_PAST, &RECORDS_ITEM_PUT, &RECORDS_ITEM_WALK };
const history RECORDS_FACTS = { "records_fact", &RECORDS_FACT, &RECORDS_FACT_ADD, &RECORDS_FACT_PAST, &RECORDS_FACT_PUT, &RECORDS_FACT_WALK };

wr_rc records_productions_of(db_tx *tx, const char *about, arena *a, records_production **ret, size_t *ret_n)
{
    return db_all(tx, &RECORDS_PRODUCTION_OF, a, RECORDS_PRODUCTIONS_MAX, ret, ret_n, db_t(about));
}

wr_rc records_production_by(db_tx *tx, const char *about, int64_t number, arena *a, records_production *ret)
{
    wr_rc rc = db_one(tx, &RECORDS_PRODUCTION_BY, a, ret, db_t(about), db_i(number));
    return rc == WR_E_MISSING ? wr_fail(arena_err(a), rc, NULL, N_("This request has no such production.")) : rc;
}

wr_rc records_file_by(db_tx *tx, const char *id, arena *a, records_file *ret)
{
    wr_rc rc = db_one(tx, &RECORDS_FILE_BY, a, ret, db_t(id));
    return rc == WR_E_MISSING ? wr_fail(arena_err(a), rc, NULL, N_("There is no such file.")) : rc;
}

wr_rc records_exemptions(db_tx *tx, const char *law, arena *a, records_exemption **ret, size_t *ret_n) { return db_all(tx, &RECORDS_EXEMPTION_OF, a, 100, ret, ret_n, db_t(law)); }
/* ---- exemptions, of the pack ---- */
static const field PACK_EXEMPTION_F[] = { FIELD(records_exemption, ref, t, 0, 60, N_("Exemption")), FIELD(records_exemption, law, t, 0, 40, N_("Law")), FIELD(records_exemption, code, t, 0, 8, N_("Code")),
    FIELD(records_exemption, title, t, 0, 200, N_("What it covers")), FIELD(records_exemption, citation, t, 0, 120, N_("Statute")), FIELD(records_exemption, source, t, 0, 300, N_("Source")) };
const shape RECORDS_PACK_EXEMPTION = SHAPE("an exemption of a law", records_exemption, PACK_EXEMPTION_F);

wr_rc records_exemption_now(db_tx *ro, const void *row, arena *a, void *ret)
{
    return db_one(ro, &RECORDS_EXEMPTION_BY, a, (records_exemption *)ret, db_t(((const records_exemption *)row)->ref));
}

wr_rc records_exemption_load(db_tx *rw, const wr_actor *who, const void *row, arena *a)
{
    records_exemption was, now = *(const records_exemption *)row;
    return pack_put(rw, who, &RECORDS_EXEMPTIONS, "records.exemption_loaded", records_exemption_now(rw, row, a, &was), &was, &now, a);
}
