/* records_released.c -- a file that was released to a request is read elsewhere: which columns it holds, withholds and lacks stands with what answers
 * the request, ask by ask; and that it answers nothing any more. */
#include "events.h"
#include "i18n.h"
#include "records_prod_own.h"

/* id: of the file; about: of the request. withdrawn: why it answers nothing any more, "" while it does. */
typedef struct released_row { const char *id, *about; int64_t number; const char *name, *url, *held, *withheld, *absent; wr_day day; const char *withdrawn; } released_row;
static const field RELEASED_F[] = { FIELD(released_row, id, t, F_HIDE, 32, NULL), FIELD(released_row, about, t, F_HIDE, 32, NULL), FIELD(released_row, number, i, 0, 0, N_("Number")), FIELD(released_row, name, t, 0, 150, N_("File")),
    FIELD(released_row, url, t, F_HIDE, 500, NULL), FIELD(released_row, held, t, F_NULL, 4000, N_("Columns held")), FIELD(released_row, withheld, t, F_NULL, 4000, N_("Columns withheld, in full or in part")),
    FIELD(released_row, absent, t, F_NULL, 4000, N_("Columns that are not there")), FIELD(released_row, day, d, 0, 0, N_("Day")), FIELD(released_row, withdrawn, t, F_NULL, 1000, N_("Withdrawn, because")) };
const shape RECORDS_RELEASED = SHAPE("records_released", released_row, RELEASED_F);
#define COLS "id, about, number, name, url, held, withheld, absent, day, withdrawn"
const db_query RECORDS_RELEASED_ADD = HISTORY_ADD("records_released"), RECORDS_RELEASED_PAST = HISTORY_PAST("records_released"), RECORDS_RELEASED_WALK = HISTORY_WALK("records_released");
const db_query RECORDS_RELEASED_PUT = { "records_released_put", "ttitttttdt", NULL, "INSERT INTO records_released (" COLS ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
    " ON CONFLICT (id) DO UPDATE SET about = excluded.about, held = excluded.held, withheld = excluded.withheld, absent = excluded.absent, day = excluded.day,"
    " withdrawn = excluded.withdrawn" };
const db_query RECORDS_RELEASED_ID = { "records_released_id", "t", &RECORDS_RELEASED, "SELECT " COLS " FROM records_released WHERE id = $1" };
const db_query RECORDS_RELEASED_OF = { "records_released_of", "t", &RECORDS_RELEASED, "SELECT " COLS " FROM records_released WHERE about = $1 ORDER BY number LIMIT 500" };
const history RECORDS_RELEASEDS = { "records_released", &RECORDS_RELEASED, &RECORDS_RELEASED_ADD, &RECORDS_RELEASED_PAST, &RECORDS_RELEASED_PUT, &RECORDS_RELEASED_WALK };

/* A number that is no request of this city ties the file to nothing, and is no error of the reading. */
wr_rc records_hear_released(db_tx *rw, const wr_actor *who, const void *what, arena *a)
{
    const ev_released *e = what;
    records_case c;
    released_row was, now;
    wr_rc rc = records_case_by(rw, e->request, a, &c);
    if (rc == WR_OK) {
        now = (released_row){ e->file, c.id, e->number, e->name, e->url, e->held, e->withheld, e->absent, who->today, "" };
        rc = db_one(rw, &RECORDS_RELEASED_ID, a, &was, db_t(e->file));
        if (rc == WR_OK) return history_add(rw, who, &RECORDS_RELEASEDS, "records.released_read", who->today, &was, &now, a);
        if (rc == WR_E_MISSING) {
            *arena_err(a) = *db_err(rw) = (wr_err){ 0 };
            return history_add(rw, who, &RECORDS_RELEASEDS, "records.released_read", who->today, NULL, &now, a);
        }
    }
    if (rc != WR_E_MISSING) return rc;
    *arena_err(a) = *db_err(rw) = (wr_err){ 0 };
    return WR_OK;
}

/* Of a file that was never told of, nothing is withdrawn. */
wr_rc records_hear_withdrawn(db_tx *rw, const wr_actor *who, const void *what, arena *a)
{
    const ev_withdrawn *e = what;
    released_row was, now;
    wr_rc rc = db_one(rw, &RECORDS_RELEASED_ID, a, &was, db_t(e->file));
    if (rc == WR_E_MISSING) {
        *arena_err(a) = *db_err(rw) = (wr_err){ 0 };
        return WR_OK;
    }
    TRY(rc);
    now = was;
    now.withdrawn = e->reason;
    return history_add(rw, who, &RECORDS_RELEASEDS, *e->reason ? "records.released_withdrawn" : "records.released_back", who->today, &was, &now, a);
}

/* What is withdrawn stands there with its reason, and holds no column. */
wr_rc records_say_released(db_tx *ro, const char *about, arena *a, json_t *doc)
{
    released_row *r;
    size_t n;
    TRY(db_all(ro, &RECORDS_RELEASED_OF, a, 500, &r, &n, db_t(about)));
    for (size_t i = 0; i < n; i++)
        if (*r[i].withdrawn) r[i].held = r[i].withheld = r[i].absent = "";
    return page_rows(doc, "released", &RECORDS_RELEASED, r, n);
}
