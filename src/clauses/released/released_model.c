/* released_model.c -- shapes and queries of released files, saved mappings and tables. */
#include "released_own.h"

#include <stdio.h>
#include <string.h>
#include "i18n.h"

enum { HASH_LEAST = 8 };

const char *const released_states[] = { "being read", "read", "refused", "withdrawn", NULL };
const char *const released_helds[] = { "open", "held back", "kept sealed", "allowed", NULL };
/* Kinds of tables, and types of columns as a report says them: words of its document. */
const char *const released_kinds[] = { N_("arrests"), N_("encounters"), N_("detainers"), N_("detentions"), N_("book-ins"), N_("removals"), N_("facilities"), N_("headcount"), N_("places"), N_("other"),
    N_("grid"), NULL };
const char *const released_types[] = { N_("date"), N_("number"), N_("mixed"), N_("text"), N_("empty"), N_("withheld"), N_("quarantined"), NULL };
static const field FILE_F[] = {
    FIELD(released_file, id, t, F_HIDE, 32, NULL),
    FIELD(released_file, number, i, F_PATH, 0, N_("Number")),
    FIELD(released_file, name, t, 0, DOC_NAME_MAX, N_("Name")),
    FIELD(released_file, sha256, t, 0, 64, N_("SHA-256")),
    FIELD(released_file, size, i, 0, 0, N_("Bytes")),
    FIELD(released_file, agency, t, 0, 120, N_("Agency that released it")),
    FIELD(released_file, release, t, F_NULL, 120, N_("Release")),
    FIELD(released_file, request, i, F_NULL, 0, N_("Request for records")),
    FIELD(released_file, source, t, F_NULL, 400, N_("Where it came from")),
    FIELD(released_file, extracted, d, F_NULL, 0, N_("Day of the data")),
    FIELD(released_file, taken, d, 0, 0, N_("Taken in on")),
    FIELD(released_file, heads, t, F_HIDE | F_NULL, 4000, NULL),
    WORDS(released_file, state, released_states, N_("State")),
    FIELD(released_file, problem, t, F_NULL, 1000, N_("What is wrong with it")),
    FIELD(released_file, content, t, F_HIDE | F_NULL, 64, NULL),
    FIELD(released_file, replaces, i, F_NULL, 0, N_("Replaces")),
    FIELD(released_file, found, t, F_NULL | F_LONG, RELEASED_HEAD, N_("What was found")),
    FIELD(released_file, sealed, t, F_HIDE | F_NULL, 64, NULL),
    FIELD(released_file, sealed_size, i, F_HIDE | F_NULL, 0, NULL),
    FIELD(released_file, clean, t, F_HIDE | F_NULL, 64, NULL),
    FIELD(released_file, clean_size, i, F_HIDE | F_NULL, 0, NULL),
    WORDS_OPT(released_file, held, released_helds, N_("Held back")),
    FIELD(released_file, decided, t, F_NULL | F_LONG, 2000, N_("What counsel decided, and why")),
    FIELD(released_file, allow, t, F_HIDE | F_NULL, RELEASED_HEAD, NULL),
};
const shape RELEASED_FILE = SHAPE("released_file", released_file, FILE_F);
static const field MAP_F[] = {
    FIELD(released_map, id, t, F_HIDE, 32, NULL),
    FIELD(released_map, agency, t, 0, 120, N_("Agency that released it")),
    FIELD(released_map, head, t, F_LONG, RELEASED_HEAD, N_("Names of the columns")),
    FIELD(released_map, kind, t, 0, 40, N_("Kind of table")),
    FIELD(released_map, ideas, t, F_LONG, RELEASED_HEAD, N_("What the columns are about")),
};
const shape RELEASED_MAP = SHAPE("released_map", released_map, MAP_F);
static const field TABLE_F[] = {
    FIELD(released_table, id, t, F_HIDE, 40, NULL),
    FIELD(released_table, file, t, F_HIDE, 32, NULL),
    FIELD(released_table, n, i, 0, 0, N_("Table")),
    FIELD(released_table, kind, t, 0, 40, N_("Kind of table")),
    FIELD(released_table, name, t, F_NULL, 300, N_("Sheet")),
    FIELD(released_table, head, t, F_HIDE, RELEASED_HEAD, NULL),
    FIELD(released_table, columns, i, 0, 0, N_("Columns")),
    FIELD(released_table, rows, i, 0, 0, N_("Rows")),
    FIELD(released_table, first, d, F_NULL, 0, N_("First day")),
    FIELD(released_table, last, d, F_NULL, 0, N_("Last day")),
    FIELD(released_table, report, t, F_HIDE, 60000, NULL),
};
const shape RELEASED_TABLE = SHAPE("released_table", released_table, TABLE_F);

#define FILE_COLS "id, number, name, sha256, size, agency, release, request, source, extracted, taken, heads, state, problem, content, replaces, found, sealed, sealed_size, clean, clean_size, held, decided, allow"
const db_query RELEASED_FILE_ADD = HISTORY_ADD("released_file"), RELEASED_FILE_PAST = HISTORY_PAST("released_file"), RELEASED_FILE_WALK = HISTORY_WALK("released_file");
const db_query RELEASED_FILE_PUT = { "released_file_put", "tittittitddtettittitiett", NULL, "INSERT INTO released_file (" FILE_COLS ")"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24) ON CONFLICT (id) DO UPDATE SET agency = excluded.agency, release = excluded.release,"
    " request = excluded.request, source = excluded.source, extracted = excluded.extracted, heads = excluded.heads, state = excluded.state, problem = excluded.problem,"
    " content = excluded.content, replaces = excluded.replaces, found = excluded.found, sealed = excluded.sealed, sealed_size = excluded.sealed_size, clean = excluded.clean,"
    " clean_size = excluded.clean_size, held = excluded.held, decided = excluded.decided, allow = excluded.allow" };
const db_query RELEASED_FILE_BY = { "released_file_by", "i", &RELEASED_FILE, "SELECT " FILE_COLS " FROM released_file WHERE number = $1" };
const db_query RELEASED_FILE_ID = { "released_file_id", "t", &RELEASED_FILE, "SELECT " FILE_COLS " FROM released_file WHERE id = $1" };
const db_query RELEASED_FILE_SAME = { "released_file_same", "t", &RELEASED_FILE, "SELECT " FILE_COLS " FROM released_file WHERE sha256 = $1 AND state <> 'refused' ORDER BY number LIMIT 1" };
const db_query RELEASED_FILE_LIKE = { "released_file_like", "tt", &RELEASED_FILE, "SELECT " FILE_COLS " FROM released_file WHERE content = $1 AND id <> $2 AND state = 'read' ORDER BY number LIMIT 1" };
const db_query RELEASED_FILE_ALL = { "released_file_all", "", &RELEASED_FILE, "SELECT " FILE_COLS " FROM released_file ORDER BY number DESC LIMIT 5001" };
const db_query RELEASED_FILE_HELD = { "released_file_held", "", &RELEASED_FILE, "SELECT " FILE_COLS " FROM released_file WHERE held <> 'open' ORDER BY number DESC LIMIT 5001" };
const db_query RELEASED_FILE_LAST = { "released_file_last", "", &DB_ID, "SELECT coalesce(max(number), 0) FROM released_file" };
const history RELEASED_FILES = { "released_file", &RELEASED_FILE, &RELEASED_FILE_ADD, &RELEASED_FILE_PAST, &RELEASED_FILE_PUT, &RELEASED_FILE_WALK };

#define MAP_COLS "id, agency, head, kind, ideas"
const db_query RELEASED_MAP_ADD = HISTORY_ADD("released_map"), RELEASED_MAP_PAST = HISTORY_PAST("released_map"), RELEASED_MAP_WALK = HISTORY_WALK("released_map");
const db_query RELEASED_MAP_PUT = { "released_map_put", "ttttt", NULL, "INSERT INTO released_map (" MAP_COLS ") VALUES ($1, $2, $3, $4, $5)"
    " ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, ideas = excluded.ideas" };
const db_query RELEASED_MAP_BY = { "released_map_by", "tt", &RELEASED_MAP, "SELECT " MAP_COLS " FROM released_map WHERE agency = $1 AND head = $2" };
const history RELEASED_MAPS = { "released_map", &RELEASED_MAP, &RELEASED_MAP_ADD, &RELEASED_MAP_PAST, &RELEASED_MAP_PUT, &RELEASED_MAP_WALK, .open = true };

#define TABLE_COLS "t.id, t.file, t.n, t.kind, t.name, t.head, t.columns, t.rows, t.first, t.last, t.report"
const db_query RELEASED_TABLE_PUT = { "released_table_put", "ttitttiiddt", NULL, "INSERT INTO released_table (id, file, n, kind, name, head, columns, rows, first, last, report)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)" };
const db_query RELEASED_TABLE_OF = { "released_table_of", "t", &RELEASED_TABLE, "SELECT " TABLE_COLS " FROM released_table t WHERE t.file = $1 ORDER BY t.n LIMIT 200" };
const db_query RELEASED_TABLE_BY = { "released_table_by", "t", &RELEASED_TABLE, "SELECT " TABLE_COLS " FROM released_table t WHERE t.id = $1" };
static const field LISTED_F[] = { FIELD(released_listed, id, t, 0, 40, NULL), FIELD(released_listed, n, i, 0, 0, NULL), FIELD(released_listed, kind, t, 0, 40, NULL), FIELD(released_listed, name, t, F_NULL, 300, NULL),
    FIELD(released_listed, rows, i, 0, 0, NULL), FIELD(released_listed, first, d, F_NULL, 0, NULL), FIELD(released_listed, number, i, 0, 0, NULL), FIELD(released_listed, file, t, 0, DOC_NAME_MAX, NULL), FIELD(released_listed, sha256, t, 0, 64, NULL) };
static const shape LISTED = SHAPE("a table among all", released_listed, LISTED_F);
#define LISTED_OF "SELECT t.id, t.n, t.kind, t.name, t.rows, t.first, f.number, f.name, f.sha256 FROM released_table t JOIN released_file f ON f.id = t.file"
const db_query RELEASED_TABLE_HEAD = { "released_table_head", "tt", &LISTED, LISTED_OF " WHERE t.head = $1 AND f.agency = $2 ORDER BY f.number DESC, t.n LIMIT 20001" };
const db_query RELEASED_TABLE_ALL = { "released_table_all", "", &LISTED, LISTED_OF
    " WHERE f.state = 'read' ORDER BY f.number DESC, t.n LIMIT 20001" };
const db_query RELEASED_TABLE_OFF = { "released_table_off", "t", NULL, "DELETE FROM released_table WHERE file = $1" };

wr_rc released_file_by(db_tx *tx, int64_t number, arena *a, released_file *ret)
{
    wr_rc rc = db_one(tx, &RELEASED_FILE_BY, a, ret, db_i(number));
    return rc == WR_E_MISSING ? wr_fail(arena_err(a), rc, NULL, N_("There is no released file with this number.")) : rc;
}

bool released_file_is(const released_file *f, const char *word)
{
    int64_t n;
    return !*word || str_eq(f->name, word) || (str_int(word, &n) && n == f->number) || (strlen(word) >= HASH_LEAST && str_starts(f->sha256, word));
}

bool released_listed_is(const released_listed *t, const char *word)
{
    char own[48];
    (void)snprintf(own, sizeof own, "%lld-%lld", (long long)t->number, (long long)t->n);
    return str_eq(own, word) || released_file_is(&(released_file){ .number = t->number, .name = t->file, .sha256 = t->sha256 }, word);
}

wr_rc released_table_by(db_tx *tx, const char *id, arena *a, released_table *ret)
{
    wr_rc rc = db_one(tx, &RELEASED_TABLE_BY, a, ret, db_t(id));
    return rc == WR_E_MISSING ? wr_fail(arena_err(a), rc, NULL, N_("This file has no such table, or it is not read yet.")) : rc;
}

wr_rc released_files(db_tx *ro, arena *a, released_file **ret, size_t *ret_n) { return db_all_(ro, &RELEASED_FILE_ALL, a, RELEASED_FILES_MAX, sizeof **ret, ret, ret_n, NULL, 0); }
wr_rc released_tables(db_tx *ro, const char *file, arena *a, released_table **ret, size_t *ret_n) { return db_all(ro, &RELEASED_TABLE_OF, a, RELEASED_TABLES, ret, ret_n, db_t(file)); }
wr_rc released_tables_all(db_tx *ro, arena *a, released_listed **ret, size_t *ret_n) { return db_all_(ro, &RELEASED_TABLE_ALL, a, RELEASED_TABLES_MAX, sizeof **ret, ret, ret_n, NULL, 0); }

wr_rc released_map_of(db_tx *ro, const char *agency, const char *head, arena *a, released_map *ret, bool *ret_found)
{
    wr_rc rc = db_one(ro, &RELEASED_MAP_BY, a, ret, db_t(agency), db_t(head));
    *ret_found = rc == WR_OK;
    if (rc != WR_E_MISSING) return rc;
    *arena_err(a) = (wr_err){ 0 };
    return WR_OK;
}
