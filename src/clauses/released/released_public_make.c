/* released_public_make.c -- an answer is made from a table by one person and published by another. What is stored is what the public may see: the numbers
 * of hidden cells are nowhere in it, not even while it waits. */
#include <stdlib.h>
#include <string.h>
#include "day.h"
#include "i18n.h"
#include "now.h"
#include "released_public_own.h"
#include "released_web.h"
#include "sha256.h"

static const field IN_F[] = {
    FIELD(in_public, table, t, 0, 40, N_("Table")), FIELD(in_public, place, t, F_NULL, 120, N_("Column of the place")), WORDS(in_public, question, released_public_questions, N_("Question of the order")),
    FIELD(in_public, title, t, 0, 200, N_("Title")),
    FIELD(in_public, place1, t, F_NULL, 200, N_("Place 1")), FIELD(in_public, name1, t, F_NULL, 120, N_("Name of place 1 for the public")),
    FIELD(in_public, place2, t, F_NULL, 200, N_("Place 2")), FIELD(in_public, name2, t, F_NULL, 120, N_("Name of place 2 for the public")),
    FIELD(in_public, place3, t, F_NULL, 200, N_("Place 3")), FIELD(in_public, name3, t, F_NULL, 120, N_("Name of place 3 for the public")),
    FIELD(in_public, place4, t, F_NULL, 200, N_("Place 4")), FIELD(in_public, name4, t, F_NULL, 120, N_("Name of place 4 for the public")),
    FIELD(in_public, place5, t, F_NULL, 200, N_("Place 5")), FIELD(in_public, name5, t, F_NULL, 120, N_("Name of place 5 for the public")),
    FIELD(in_public, place6, t, F_NULL, 200, N_("Place 6")), FIELD(in_public, name6, t, F_NULL, 120, N_("Name of place 6 for the public")),
    FIELD(in_public, measure, t, F_NULL, 120, N_("What is counted")), FIELD(in_public, others, b, F_NULL, 0, N_("All other places together are one more")), FIELD(in_public, from, d, 0, 0, N_("From")),
    FIELD(in_public, to, d, 0, 0, N_("To")), WORDS(in_public, time, released_cube_times, N_("Counted by")), FIELD(in_public, part, t, F_NULL, 20, N_("In parts")),
    FIELD(in_public, part2, t, F_NULL, 20, N_("and in parts")), FIELD(in_public, top, i, F_NULL, CUBE_PARTS - 2, N_("Values by name, at most")), FIELD(in_public, care, t, F_LONG | F_NULL, 1000, N_("Read with care")),
    FIELD(in_public, opening, b, F_NULL, 0, N_("It stands on the opening page")), FIELD(in_public, mark, d, F_NULL, 0, N_("Marked day")), FIELD(in_public, mark_said, t, F_NULL, 60, N_("What happened on it")),
    FIELD(in_public, asked, i, F_NULL, 0, N_("Our request for what is still missing, its number")), FIELD(in_public, replaces, i, F_NULL, 0, N_("A new version of answer")) };
const shape IN_RELEASED_PUBLIC = SHAPE("an answer to be published", in_public, IN_F);

static wr_rc table_of(db_tx *tx, const in_public *in, arena *a, released_view *ret)
{
    wr_rc rc = released_pick_table(tx, in->table, a, ret);
    if (rc == WR_E_MISSING) {               /* of a form it is a wrong choice, with the same words */
        arena_err(a)->rc = WR_E_INPUT;
        arena_err(a)->field = "table";
        return WR_E_INPUT;
    }
    TRY(rc);
    return ret->file.state == RELEASED_READ ? WR_OK : wr_fail(arena_err(a), WR_E_RULE, "released.reading", N_("This file is not read yet, or was refused. Nothing can be published from it."));
}

static void put_place(strbuf *b, const char *text)
{
    for (const char *p = text; *p; p++) {
        if (strchr("\\|=", *p)) sb_ch(b, '\\');
        sb_ch(b, *p);
    }
}

/* "CODE=Name|CODE=Name", as a cube is asked. */
static const char *places_of(const in_public *in, arena *a)
{
    const char *const said[PUBLIC_PLACES][2] = { { in->place1, in->name1 }, { in->place2, in->name2 }, { in->place3, in->name3 }, { in->place4, in->name4 }, { in->place5, in->name5 }, { in->place6, in->name6 } };
    strbuf b = sb_new(a, 200);
    for (size_t i = 0; i < PUBLIC_PLACES; i++) {
        if (i) sb_ch(&b, '|');
        put_place(&b, said[i][0]);
        if (!*said[i][1]) continue;
        sb_ch(&b, '=');
        put_place(&b, said[i][1]);
    }
    return b.p;
}

/* Of one measure, or of all others: everything that was ever public of this table or of tables of its kind. */
static wr_rc cubes_of(db_tx *tx, const char *kind, const char *tab, const char *measure, bool same, arena *a, released_cube **ret, size_t *ret_n)
{
    released_public *p;
    size_t n;
    TRY(db_all(tx, &RELEASED_PUBLIC_OF_KIND, a, PUBLIC_MAX, &p, &n, db_t(kind), db_t(tab)));
    *ret = arena_array(a, released_cube, n + 1);
    *ret_n = 0;
    for (size_t i = 0; i < n; i++)
        if (str_eq(p[i].measure, measure) == same) {
            TRY(released_cube_open(p[i].cube, a, &(*ret)[*ret_n]));
            (*ret)[(*ret_n)++].table = p[i].tab;
        }
    return WR_OK;
}

static wr_rc not_near(db_tx *tx, const char *kind, const char *tab, const released_cube *c, arena *a)
{
    released_cube *other;
    size_t n;
    TRY(cubes_of(tx, kind, tab, c->measure, false, a, &other, &n));
    for (size_t i = 0; i < n; i++)
        if (released_cube_near(c, &other[i]) || released_cube_near(&other[i], c))
            return wr_fail(arena_err(a), WR_E_RULE, "released.cube", N_("A published answer counts the same people in another way, and the difference of both would be a small number. Choose longer times."));
    return WR_OK;
}

static const char *query_of(const in_public *in, const released_cube *c, arena *a)
{
    strbuf b = sb_new(a, 300);
    sb_fmt(&b, "measure=%s; from=%s; to=%s; by=%s", c->measure, day_text(a, in->from), day_text(a, in->to), released_cube_times[in->time]);
    if (*str_or_none(in->place)) sb_fmt(&b, "; place=%s; places=", c->axis[CUBE_PLACE].word);
    for (size_t i = 0; *str_or_none(in->place) && i < c->axis[CUBE_PLACE].n; i++) sb_fmt(&b, "%s%s", i ? "|" : "", c->axis[CUBE_PLACE].code[i].code);
    if (*str_or_none(in->part)) sb_fmt(&b, "; part=%s", in->part);
    if (*str_or_none(in->part2)) sb_fmt(&b, "; part2=%s", in->part2);
    return b.p;
}

/* A day before the rows of a table or behind them is no day with nobody. The table may have begun with the month of its first row, and ends with the day
 * of its data, where that is known. */
static wr_rc within(const released_view *v, const in_public *in, arena *a)
{
    wr_day first = v->table.first, last = v->table.last;
    const char *wrong;
    if (day_none(first)) return WR_OK;
    first.d = 1;
    if (wr_day_cmp(v->file.extracted, last) > 0) last = v->file.extracted;
    wrong = wr_day_cmp(in->from, first) < 0 ? "from" : wr_day_cmp(in->to, last) > 0 ? "to" : NULL;
    return wrong ? wr_fail(arena_err(a), WR_E_INPUT, wrong, N_("This table has rows from {first} to {last}, and does not say that days outside of that had none."), "first", day_text(a, v->table.first), "last", day_text(a, last)) : WR_OK;
}

wr_rc released_public_make(db_tx *tx, const in_public *in, arena *a, released_public *ret)
{
    released_view v;
    released_cube c, *also;
    size_t n;
    released_cube_ask q = { .measure = in->measure, .place = in->place, .places = in->places, .others = in->others, .from = in->from, .to = in->to, .time = in->time, .part = in->part, .part2 = in->part2, .top = in->top };
    const char *measure;
    int at;
    if (!day_none(in->mark) && (wr_day_cmp(in->mark, in->from) < 0 || wr_day_cmp(in->mark, in->to) > 0)) return wr_fail(arena_err(a), WR_E_INPUT, "mark", N_("This day is not in the time that is counted."));
    TRY(table_of(tx, in, a, &v));
    TRY(within(&v, in, a));
    measure = *str_or_none(in->measure) ? in->measure : "rows";
    at = str_eq(measure, "rows") ? -1 : released_column(&v, measure, a);
    if (at >= 0 && v.ideas[at]) measure = v.ideas[at]->name;
    TRY(cubes_of(tx, v.kind, v.table.id, measure, true, a, &also, &n));
    TRY(released_cube_make(&v, &q, also, n, a, &c));
    TRY(not_near(tx, v.kind, v.table.id, &c, a));
    *ret = (released_public){ .id = id_new(a), .question = in->question, .title = in->title, .care = str_or_none(in->care), .opening = in->opening, .mark = in->mark, .mark_said = str_or_none(in->mark_said),
        .asked = in->asked, .state = PUBLIC_WAITING, .file = v.file.number, .name = v.file.name, .sha256 = v.file.sha256, .agency = v.file.agency, .release = v.file.release, .source = v.file.source,
        .sheet = v.table.name, .extracted = v.file.extracted, .imported = v.file.taken, .tab = v.table.id, .kind = v.kind, .measure = c.measure, .query = query_of(in, &c, a), .cube = released_cube_text(&c, a), .reason = "" };
    if (strlen(ret->cube) >= CUBE_TEXT) return wr_fail(arena_err(a), WR_E_TOO_BIG, NULL, N_("This answer has too many cells. Choose months instead of days, or one part less."));
    ret->cube_sha256 = sha256_hex(a, ret->cube);
    return WR_OK;
}

wr_rc released_public_keep(db_tx *rw, const wr_actor *who, const in_public *in, released_public *p, arena *a)
{
    db_id last;
    if (in->replaces) {
        released_public was;
        wr_rc rc = db_one(rw, &RELEASED_PUBLIC_NEWEST, a, &was, db_i(in->replaces));
        if (rc == WR_E_MISSING) return wr_fail(arena_err(a), WR_E_INPUT, "replaces", N_("There is no published answer of this number."));
        TRY(rc);
        TRY(db_one(rw, &RELEASED_PUBLIC_VERSION, a, &last, db_i(in->replaces)));
        p->number = in->replaces;
        p->version = last.id + 1;
    } else {
        TRY(db_one_(rw, &RELEASED_PUBLIC_LAST, a, sizeof last, &last, NULL, 0));
        p->number = last.id + 1;
        p->version = 1;
    }
    p->made = who->today;
    return history_add(rw, who, &RELEASED_PUBLICS, "released.answer_made", who->today, NULL, p, a);
}

wr_rc released_public_show_it(db_tx *rw, const wr_actor *who, const char *id, const char *cube_sha256, arena *a)
{
    released_public was, now, old;
    released_file f;
    released_cube c, *also;
    size_t n;
    wr_rc rc;
    TRY(db_one(rw, &RELEASED_PUBLIC_ID, a, &was, db_t(id)));
    if (was.state != PUBLIC_WAITING || !str_eq(was.cube_sha256, cube_sha256) || !str_eq(sha256_hex(a, was.cube), cube_sha256))
        return wr_fail(arena_err(a), WR_E_CONFLICT, NULL, N_("This is not the answer that was shown. Let approval be asked for anew."));
    TRY(released_file_by(rw, was.file, a, &f));
    if (f.state != RELEASED_READ) return wr_fail(arena_err(a), WR_E_RULE, "released.withdraw", N_("The file of this answer was withdrawn, or is read again now. Decide about the file first."));
    TRY(released_cube_open(was.cube, a, &c));
    c.table = was.tab;
    TRY(cubes_of(rw, was.kind, was.tab, was.measure, true, a, &also, &n));
    TRY(released_cube_beside(&c, also, n, a));
    TRY(not_near(rw, was.kind, was.tab, &c, a));
    rc = db_one(rw, &RELEASED_PUBLIC_NEWEST, a, &old, db_i(was.number));
    if (rc == WR_OK && old.version > was.version) return wr_fail(arena_err(a), WR_E_CONFLICT, NULL, N_("A newer version of this answer was published meanwhile. Make a new version."));
    if (rc == WR_OK && old.state == PUBLIC_PUBLISHED) {
        now = old;
        now.state = PUBLIC_REPLACED;
        TRY(history_add(rw, who, &RELEASED_PUBLICS, "released.answer_replaced", who->today, &old, &now, a));
    } else if (rc == WR_E_MISSING) *arena_err(a) = *db_err(rw) = (wr_err){ 0 };
    else TRY(rc);
    now = was;
    now.state = PUBLIC_PUBLISHED;
    now.published = who->today;
    return history_add(rw, who, &RELEASED_PUBLICS, "released.answer_published", who->today, &was, &now, a);
}

/* ---- two people ---- */
typedef struct to_publish { const char *id, *title, *cube_sha256; } to_publish;
static const field TO_F[] = { FIELD(to_publish, id, t, F_HIDE, 32, NULL), FIELD(to_publish, title, t, 0, 200, N_("Title")), FIELD(to_publish, cube_sha256, t, 0, 64, N_("SHA-256 of the cells")) };
static const shape TO_PUBLISH = SHAPE("an answer to be published", to_publish, TO_F);

static wr_rc run_publish(db_tx *rw, const wr_actor *who, const void *what, arena *a)
{
    const to_publish *p = what;
    return released_public_show_it(rw, who, p->id, p->cube_sha256, a);
}

const pair_kind released_pairs[] = { { "released.publish", N_("Publish an answer from released records"), "released.publish", &TO_PUBLISH, 14 * 24, run_publish, "/released/publish" },
    { "released.allow", N_("Load columns of a released file that were held back"), "released.approve", &RELEASED_TO_ALLOW, 14 * 24, released_run_allow, "/released/files" }, { 0 } };

wr_rc released_prepare_public(db_tx *ro, const wr_actor *who, void *in_, arena *a)
{
    in_public *in = in_;
    (void)who;
    in->places = places_of(in, a);
    return released_public_make(ro, in, a, &in->made);
}

wr_rc released_act_public(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_public *in = in_;
    released_public p = in->made;
    TRY(released_public_keep(rw, who, in, &p, a));
    *ret = (http_go){ .url = arena_fmt(a, "/released/publish/%lld/%lld", (long long)p.number, (long long)p.version), .id = p.id };
    return pair_ask(rw, who, &released_pairs[0], p.id, arena_fmt(a, "%lld.%lld: %s", (long long)p.number, (long long)p.version, str_begin(a, p.title, 100)), &(to_publish){ p.id, p.title, p.cube_sha256 }, a);
}

/* ---- taken back: at once, with a reason; its address says so, and its cells are counted as known for ever ---- */
typedef struct in_withdraw { int64_t number, version; const char *reason; } in_withdraw;
static const field WITHDRAW_F[] = { FIELD(in_withdraw, number, i, F_PATH, 0, N_("Answer")), FIELD(in_withdraw, version, i, F_PATH, 0, N_("Version")), FIELD(in_withdraw, reason, t, F_LONG, 1000, N_("Reason")) };
const shape IN_RELEASED_WITHDRAW = SHAPE("an answer taken back", in_withdraw, WITHDRAW_F);

wr_rc released_act_withdraw(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_withdraw *in = in_;
    released_public was, now;
    TRY(db_one(rw, &RELEASED_PUBLIC_BY, a, &was, db_i(in->number), db_i(in->version)));
    if (was.state == PUBLIC_WAITING) return wr_fail(arena_err(a), WR_E_MISSING, NULL, N_("There is no published answer of this number."));
    if (was.state == PUBLIC_WITHDRAWN) return wr_fail(arena_err(a), WR_E_RULE, "released.withdrawn", N_("This answer was taken back already."));
    now = was;
    now.state = PUBLIC_WITHDRAWN;
    now.opening = false;
    now.reason = in->reason;
    *ret = (http_go){ .url = released_public_url(&was, a), .id = was.id };
    return history_add(rw, who, &RELEASED_PUBLICS, "released.answer_withdrawn", who->today, &was, &now, a);
}
