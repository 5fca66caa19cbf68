/* released_public_model.c -- shapes and queries of published answers. */
#include "i18n.h"
#include "released_public_own.h"

enum { GONE_MAX = 10000 };

const char *const released_public_states[] = { "waiting", "published", "replaced", "withdrawn", NULL };
const char *const released_public_questions[] = { "who", "why", "cost", NULL };
static const field PUBLIC_F[] = {
    FIELD(released_public, id, t, F_HIDE, 32, NULL), FIELD(released_public, number, i, 0, 0, N_("Answer")), FIELD(released_public, version, i, 0, 0, N_("Version")),
    WORDS(released_public, question, released_public_questions, N_("Question of the order")), FIELD(released_public, title, t, 0, 200, N_("Title")), FIELD(released_public, care, t, F_NULL, 1000, N_("Read with care")),
    FIELD(released_public, opening, b, F_NULL, 0, N_("Stands on the opening page")), FIELD(released_public, mark, d, F_NULL, 0, N_("Marked day")), FIELD(released_public, mark_said, t, F_NULL, 60, N_("What happened on it")),
    FIELD(released_public, asked, i, F_NULL, 0, N_("Request for records")), WORDS(released_public, state, released_public_states, N_("State")), FIELD(released_public, file, i, 0, 0, N_("Released file")),
    FIELD(released_public, name, t, 0, 150, N_("File")), FIELD(released_public, sha256, t, 0, 64, N_("SHA-256")), FIELD(released_public, agency, t, 0, 120, N_("Agency that released it")),
    FIELD(released_public, release, t, F_NULL, 120, N_("Release")), FIELD(released_public, source, t, F_NULL, 400, N_("Where it came from")), FIELD(released_public, sheet, t, F_NULL, 300, N_("Sheet")),
    FIELD(released_public, extracted, d, F_NULL, 0, N_("Day of the data")), FIELD(released_public, imported, d, 0, 0, N_("Taken in on")), FIELD(released_public, tab, t, F_HIDE, 40, NULL), FIELD(released_public, kind, t, 0, 40, N_("Kind of table")),
    FIELD(released_public, measure, t, 0, 120, N_("What is counted")), FIELD(released_public, query, t, 0, 3000, N_("Query")), FIELD(released_public, cube, t, F_HIDE, 60000, NULL),
    FIELD(released_public, cube_sha256, t, 0, 64, N_("SHA-256 of the cells")), FIELD(released_public, made, d, 0, 0, N_("Made on")), FIELD(released_public, published, d, F_NULL, 0, N_("Published on")),
    FIELD(released_public, reason, t, F_NULL, 1000, N_("Reason")) };
const shape RELEASED_PUBLIC = SHAPE("released_public", released_public, PUBLIC_F);
/* What the opening page says of its first answer. */
static const field FRONT_F[] = { FIELD(released_public, number, i, 0, 0, N_("Answer")), FIELD(released_public, version, i, 0, 0, N_("Version")), FIELD(released_public, name, t, 0, 150, N_("File")),
    FIELD(released_public, sha256, t, 0, 64, N_("SHA-256")), FIELD(released_public, agency, t, 0, 120, N_("Agency that released it")), FIELD(released_public, release, t, F_NULL, 120, N_("Release")),
    FIELD(released_public, source, t, F_NULL, 400, N_("Where it came from")), FIELD(released_public, sheet, t, F_NULL, 300, N_("Sheet")), FIELD(released_public, imported, d, 0, 0, N_("Taken in on")),
    FIELD(released_public, query, t, 0, 3000, N_("Query")), FIELD(released_public, published, d, F_NULL, 0, N_("Published on")), FIELD(released_public, care, t, F_NULL, 1000, N_("Read with care")),
    FIELD(released_public, file_withdrawn, d, F_NULL, 0, N_("Its file was withdrawn on")) };
const shape RELEASED_PUBLIC_FRONT = SHAPE("the opening answer", released_public, FRONT_F);

#define COLS "id, number, version, question, title, care, opening, mark, mark_said, asked, state, file, name, sha256, agency, release, source, sheet, extracted, imported, tab, kind, measure, query, cube," \
    " cube_sha256, made, published, reason"
#define SELECT_ "SELECT " COLS " FROM released_public "
const db_query RELEASED_PUBLIC_ADD = HISTORY_ADD("released_public"), RELEASED_PUBLIC_PAST = HISTORY_PAST("released_public"), RELEASED_PUBLIC_WALK = HISTORY_WALK("released_public");
const db_query RELEASED_PUBLIC_PUT = { "released_public_put", "tiiettbdtieittttttddttttttddt", NULL, "INSERT INTO released_public (" COLS ")"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29)"
    " ON CONFLICT (id) DO UPDATE SET state = excluded.state, published = excluded.published, reason = excluded.reason, opening = excluded.opening" };
const db_query RELEASED_PUBLIC_ID = { "released_public_id", "t", &RELEASED_PUBLIC, SELECT_ "WHERE id = $1" };
const db_query RELEASED_PUBLIC_BY = { "released_public_by", "ii", &RELEASED_PUBLIC, SELECT_ "WHERE number = $1 AND version = $2" };
const db_query RELEASED_PUBLIC_NEWEST = { "released_public_newest", "i", &RELEASED_PUBLIC, SELECT_ "WHERE number = $1 AND state <> 'waiting' ORDER BY version DESC LIMIT 1" };
const db_query RELEASED_PUBLIC_ALL = { "released_public_all", "", &RELEASED_PUBLIC, SELECT_ "WHERE state <> 'waiting' ORDER BY number DESC, version DESC LIMIT 500" };
const db_query RELEASED_PUBLIC_LIVE = { "released_public_live", "", &DB_ID, "SELECT count(*) FROM released_public WHERE state = 'published'" };
const db_query RELEASED_PUBLIC_OFF = { "released_public_off", "", &RELEASED_PUBLIC, SELECT_ "WHERE state = 'published' AND file IN (SELECT number FROM released_file WHERE state = 'withdrawn')"
    " ORDER BY number DESC LIMIT 501" };
/* Once public, always known: also what was replaced or withdrawn; and of every file, for releases repeat each other. A table may have been of another
 * kind when it was published. One more than PUBLIC_MAX, so that none is left out unseen. */
const db_query RELEASED_PUBLIC_OF_KIND = { "released_public_of_kind", "tt", &RELEASED_PUBLIC, SELECT_ "WHERE (kind = $1 OR tab = $2 OR tab IN (SELECT id FROM released_table WHERE kind = $1))"
    " AND state <> 'waiting' ORDER BY number, version LIMIT 501" };
const db_query RELEASED_PUBLIC_OPENING = { "released_public_opening", "", &RELEASED_PUBLIC, SELECT_ "WHERE opening = 1 AND state = 'published' ORDER BY number LIMIT 500" };
const db_query RELEASED_PUBLIC_WAITING = { "released_public_waiting", "", &RELEASED_PUBLIC, SELECT_ "WHERE state = 'waiting' ORDER BY number DESC, version DESC LIMIT 500" };
const db_query RELEASED_PUBLIC_LAST = { "released_public_last", "", &DB_ID, "SELECT coalesce(max(number), 0) FROM released_public" };
const db_query RELEASED_PUBLIC_VERSION = { "released_public_version", "i", &DB_ID, "SELECT coalesce(max(version), 0) FROM released_public WHERE number = $1" };
const history RELEASED_PUBLICS = { "released_public", &RELEASED_PUBLIC, &RELEASED_PUBLIC_ADD, &RELEASED_PUBLIC_PAST, &RELEASED_PUBLIC_PUT, &RELEASED_PUBLIC_WALK };

/* ---- files that were withdrawn since ---- */
typedef struct gone { int64_t file; wr_day day; } gone;
static const field GONE_F[] = { FIELD(gone, file, i, 0, 0, NULL), FIELD(gone, day, d, 0, 0, NULL) };
static const shape GONE = SHAPE("released_gone", gone, GONE_F);
const db_query RELEASED_PUBLIC_GONE = { "released_public_gone", "", &GONE, "SELECT f.number AS file, max(e.holds) AS day FROM released_file f JOIN released_file_event e ON e.about = f.id"
    " WHERE f.state = 'withdrawn' AND e.what = 'released.file_withdrawn' GROUP BY f.number ORDER BY f.number" };

wr_rc released_public_mark(db_tx *tx, released_public *p, size_t n, arena *a)
{
    gone *g;
    size_t n_gone;
    TRY(db_all_(tx, &RELEASED_PUBLIC_GONE, a, GONE_MAX, sizeof *g, &g, &n_gone, NULL, 0));
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n_gone; k++)
            if (g[k].file == p[i].file) p[i].file_withdrawn = g[k].day;
    return WR_OK;
}

wr_rc released_public_all(db_tx *tx, const db_query *q, arena *a, released_public **ret, size_t *ret_n)
{
    TRY(db_all_(tx, q, a, PUBLIC_MAX, sizeof **ret, ret, ret_n, NULL, 0));
    return released_public_mark(tx, *ret, *ret_n, a);
}
