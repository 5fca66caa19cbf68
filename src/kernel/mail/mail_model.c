/* mail_model.c -- the outbox, the addresses and wishes of people, and addresses from which mail came back.
 * All of it passes: an account's address is no fact of the record, so it stands here and never in the history. */
#include "mail_own.h"

#include <string.h>
#include "clock.h"
#include "day.h"
#include "i18n.h"
#include "now.h"
#include "person.h"

const char *const mail_states[] = { "waiting", "sent", "failed", "withheld", NULL };
const char *const mail_paces[] = { "at_once", "daily", "none", NULL };
const char *const mail_whys[] = { "", "no_address", "came_back", "demonstration", "server_says_later", "server_refuses", "no_answer_of_the_server",
    "server_offers_no_TLS", "certificate_is_not_trusted", "server_refuses_the_sign-in", "not_sent_in_three_days", NULL };
static const field ROW_F[] = {
    FIELD(mail_row, id,      t, F_PATH, 32,   NULL),
    FIELD(mail_row, person,  i, F_HIDE, 0,    NULL),
    FIELD(mail_row, kind,    t, 0,      60,   N_("Kind")),
    FIELD(mail_row, about,   t, F_HIDE, 32,   NULL),
    FIELD(mail_row, url,     t, F_NULL, 500,  NULL),
    FIELD(mail_row, name,    t, F_NULL, 120,  N_("Name")),
    FIELD(mail_row, email,   t, F_NULL, 120,  N_("E-mail")),
    FIELD(mail_row, lang,    t, 0,      12,   N_("Language")),
    FIELD(mail_row, subject, t, 0,      200,  N_("Subject")),
    FIELD(mail_row, text,    t, 0,      60000, N_("Text")),
    WORDS(mail_row, state,   mail_states,     N_("State")),
    WORDS(mail_row, why,     mail_whys,       N_("Reason")),
    FIELD(mail_row, code,    i, 0,      0,    N_("Reply of the server")),
    FIELD(mail_row, tries,   i, 0,      0,    N_("Tries")),
    FIELD(mail_row, made,    u, 0,      0,    N_("Written")),
    FIELD(mail_row, due,     u, 0,      0,    N_("Next try")),
    FIELD(mail_row, sent,    u, F_NULL, 0,    N_("Sent")),
    FIELD(mail_row, give_up, u, F_HIDE, 0,    NULL),
    FIELD(mail_row, gather,  b, 0,      0,    N_("For the daily digest")),
};
const shape MAIL_ROW = SHAPE("a mail", mail_row, ROW_F);
static const field PERSON_F[] = { FIELD(mail_person, person, i, F_HIDE, 0, NULL), FIELD(mail_person, email, t, F_NULL, 120, NULL),
    WORDS(mail_person, pace, mail_paces, NULL) };
static const shape PERSON = SHAPE("how to reach an account", mail_person, PERSON_F);
static const field RETURN_F[] = { FIELD(mail_return, email, t, 0, 120, N_("E-mail")), FIELD(mail_return, at, u, 0, 0, N_("Came back")) };
const shape MAIL_RETURN = SHAPE("an address from which mail came back", mail_return, RETURN_F);
static const field COUNT_F[] = { WORDS(mail_count, state, mail_states, N_("State")), FIELD(mail_count, n, i, 0, 0, N_("Mails")) };
const shape MAIL_COUNT = SHAPE("how many mails", mail_count, COUNT_F);
typedef struct holder { wr_id person; const char *name, *email, *lang, *role; int pace; wr_id department; } holder;
static const field HOLDER_F[] = { FIELD(holder, person, i, 0, 0, NULL), FIELD(holder, name, t, 0, 120, NULL), FIELD(holder, email, t, 0, 120, NULL),
    FIELD(holder, lang, t, 0, 12, NULL), FIELD(holder, role, t, 0, 20, NULL), WORDS(holder, pace, mail_paces, NULL), FIELD(holder, department, i, F_NULL, 0, NULL) };
static const field TOLD_F[] = { FIELD(mail_told, name, t, 0, 120, NULL), FIELD(mail_told, subject, t, 0, 200, NULL), FIELD(mail_told, state, t, 0, 12, NULL),
    FIELD(mail_told, made, u, 0, 0, NULL) };
static const shape TOLD = SHAPE("a mail about a thing", mail_told, TOLD_F);
static const shape HOLDER = SHAPE("an account that can be reached", holder, HOLDER_F);

#define COLS "id, person, kind, about, url, name, email, lang, subject, text, state, why, code, tries, made, due, sent, give_up, gather"
static const db_query PUT = { "mail_put", "tittttttttttiiuuuub", NULL, "INSERT INTO mail_outbox (" COLS ", node, lease)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, '', 0)" };
static const db_query BY = { "mail_by", "t", &MAIL_ROW, "SELECT " COLS " FROM mail_outbox WHERE id = $1" };
static const db_query NEWEST = { "mail_newest", "", &MAIL_ROW, "SELECT " COLS " FROM mail_outbox ORDER BY made DESC, id LIMIT 100" };
static const db_query NEWEST_OF = { "mail_newest_of", "t", &MAIL_ROW, "SELECT " COLS " FROM mail_outbox WHERE state = $1 ORDER BY made DESC, id LIMIT 100" };
static const db_query COUNTS = { "mail_counts", "", &MAIL_COUNT, "SELECT state, count(*) FROM mail_outbox GROUP BY state ORDER BY state" };
static const db_query NEXT = { "mail_next", "u", &MAIL_ROW, "SELECT " COLS " FROM mail_outbox WHERE state = 'waiting' AND gather = 0"
    " AND due <= $1 AND lease <= $1 ORDER BY due, id LIMIT 1" };
static const db_query TAKE = { "mail_take", "ttuu", NULL, "UPDATE mail_outbox SET node = $2, lease = $4"
    " WHERE id = $1 AND state = 'waiting' AND due <= $3 AND lease <= $3" };
static const db_query MARK = { "mail_mark", "ttttiiuu", NULL, "UPDATE mail_outbox SET state = $3, why = $4, code = $5, tries = $6, due = $7,"
    " sent = $8, node = '', lease = 0 WHERE id = $1 AND node = $2 AND state = 'waiting'" };
static const db_query AGAIN = { "mail_again", "tuu", NULL, "UPDATE mail_outbox SET state = 'waiting', why = '', code = 0, tries = 0, due = $2,"
    " give_up = $3, gather = 0 WHERE id = $1 AND lease <= $2" };
static const db_query CAME_BACK = { "mail_came_back", "t", NULL, "UPDATE mail_outbox SET state = 'failed', why = 'came_back' WHERE id = $1" };
static const db_query GATHERED = { "mail_gathered", "u", &MAIL_ROW, "SELECT " COLS " FROM mail_outbox WHERE state = 'waiting' AND gather = 1"
    " AND due <= $1 ORDER BY email, lang, made, id LIMIT 1000" };
static const db_query DROP = { "mail_drop", "t", NULL, "DELETE FROM mail_outbox WHERE id = $1" };
static const db_query OLD = { "mail_old", "u", NULL, "DELETE FROM mail_outbox WHERE made < $1" };
static const db_query RELEASE = { "mail_release", "iu", NULL, "UPDATE mail_outbox SET gather = 0, due = $2 WHERE person = $1 AND state = 'waiting' AND gather = 1" };
static const db_query UNWANTED = { "mail_unwanted", "i", NULL, "DELETE FROM mail_outbox WHERE person = $1 AND state = 'waiting' AND gather = 1" };
static const db_query PERSON_BY = { "mail_person_by", "i", &PERSON, "SELECT person, email, pace FROM mail_person WHERE person = $1" };
static const db_query PERSON_PUT = { "mail_person_put", "itt", NULL, "INSERT INTO mail_person (person, email, pace) VALUES ($1, $2, $3)"
    " ON CONFLICT (person) DO UPDATE SET email = excluded.email, pace = excluded.pace" };
static const db_query PERSON_OLD = { "mail_person_old", "", NULL,
    "DELETE FROM mail_person WHERE person IN (SELECT num FROM person_account WHERE disabled = 1)" };
static const db_query HOLDERS = { "mail_holders", "", &HOLDER, "SELECT p.person, a.name, p.email, a.lang, a.role, p.pace, a.department FROM mail_person p"
    " JOIN person_account a ON a.num = p.person WHERE a.disabled = 0 AND p.email <> '' ORDER BY p.person LIMIT 500" };
static const db_query ABOUT = { "mail_about", "t", &TOLD, "SELECT name, subject, state, made FROM mail_outbox WHERE about = $1 ORDER BY made, id LIMIT 500" };
static const db_query RETURN_BY = { "mail_return_by", "t", &MAIL_RETURN, "SELECT email, at FROM mail_return WHERE email = $1" };
static const db_query RETURN_PUT = { "mail_return_put", "tu", NULL, "INSERT INTO mail_return (email, at) VALUES ($1, $2)"
    " ON CONFLICT (email) DO UPDATE SET at = excluded.at" };
static const db_query RETURN_DROP = { "mail_return_drop", "t", NULL, "DELETE FROM mail_return WHERE email = $1" };
static const db_query RETURN_OLD = { "mail_return_old", "u", NULL, "DELETE FROM mail_return WHERE at < $1" };
static const db_query RETURNS = { "mail_returns", "", &MAIL_RETURN, "SELECT email, at FROM mail_return ORDER BY at DESC, email LIMIT 500" };
const db_query *const mail_queries[] = { &PUT, &BY, &NEWEST, &NEWEST_OF, &COUNTS, &NEXT, &TAKE, &MARK, &AGAIN, &CAME_BACK, &GATHERED, &DROP, &OLD,
    &RELEASE, &UNWANTED, &PERSON_BY, &PERSON_PUT, &PERSON_OLD, &HOLDERS, &ABOUT, &RETURN_BY, &RETURN_PUT, &RETURN_DROP, &RETURN_OLD, &RETURNS, NULL };

#define NONE NULL, 0
static const wr_us DAY = 24 * 3600 * (wr_us)1000000;
const wr_us MAIL_GIVE_UP = 3 * 24 * 3600 * (wr_us)1000000;

/* An address is the same in capitals and small letters. */
static const char *folded(arena *a, const char *email)
{
    char *s = arena_dup(a, email);
    for (char *c = s; *c; c++)
        if (*c >= 'A' && *c <= 'Z') *c = (char)(*c - 'A' + 'a');
    return s;
}

wr_rc mail_came_back(db_tx *tx, const char *email, arena *a, mail_return *ret, bool *ret_found)
{
    mail_return *rows;
    size_t n;
    TRY(db_all(tx, &RETURN_BY, a, 1, &rows, &n, db_t(folded(a, email))));
    *ret_found = n == 1;
    if (n) *ret = rows[0];
    return WR_OK;
}

/* ---- who ---- */
wr_rc mail_person_of(db_tx *tx, wr_id person, arena *a, mail_person *ret)
{
    mail_person *rows;
    size_t n;
    TRY(db_all(tx, &PERSON_BY, a, 1, &rows, &n, db_i(person)));
    *ret = n ? rows[0] : (mail_person){ person, "", MAIL_DAILY };
    return WR_OK;
}

wr_rc mail_person_set(db_tx *rw, const wr_actor *who, const mail_person *p, arena *a)
{
    (void)a;
    if (*p->email && !address_ok(p->email)) return wr_fail(db_err(rw), WR_E_INPUT, "email", N_("Expected one address such as name@city.example."));
    if (p->pace == MAIL_AT_ONCE) TRY(db_run(rw, &RELEASE, db_i(p->person), db_i(who->now)));
    if (p->pace == MAIL_NONE) TRY(db_run(rw, &UNWANTED, db_i(p->person)));
    return db_run(rw, &PERSON_PUT, db_i(p->person), db_t(p->email), db_t(mail_paces[p->pace]));
}

wr_rc mail_to_liaison(db_tx *tx, const city_liaison *l, arena *a, mail_to *ret)
{
    mail_return back;
    *ret = (mail_to){ .name = l->name, .email = l->email, .lang = "en", .pace = MAIL_AT_ONCE };
    if (l->person) {
        person_account p;
        mail_person m;
        TRY(person_by_num(tx, l->person, a, &p));
        TRY(mail_person_of(tx, l->person, a, &m));
        if (!p.disabled) {
            ret->person = p.num;
            ret->lang = p.lang;
            ret->pace = m.pace;
            if (*m.email) ret->email = m.email;
        }
    }
    return mail_came_back(tx, ret->email, a, &back, &ret->came_back);
}

wr_rc mail_to_address(db_tx *tx, const char *name, const char *email, arena *a, mail_to *ret)
{
    mail_return back;
    *ret = (mail_to){ .name = name, .email = email, .lang = "en", .pace = MAIL_AT_ONCE };
    return *email ? mail_came_back(tx, email, a, &back, &ret->came_back) : WR_OK;
}

static wr_rc to_holders(db_tx *tx, const char *right, right_scope scope, wr_id department, arena *a, mail_to **ret, size_t *ret_n)
{
    holder *all;
    mail_return back;
    size_t n, k = 0;
    TRY(db_all_(tx, &HOLDERS, a, 500, sizeof *all, &all, &n, NONE));
    *ret = arena_array(a, mail_to, n + 1);
    for (size_t i = 0; i < n; i++) {
        const holder *h = &all[i];
        if (rights_has(rights_of(h->role), right) != scope || (department && h->department != department)) continue;
        (*ret)[k] = (mail_to){ .person = h->person, .name = h->name, .email = h->email, .lang = h->lang, .pace = h->pace };
        TRY(mail_came_back(tx, h->email, a, &back, &(*ret)[k].came_back));
        k++;
    }
    *ret_n = k;
    return WR_OK;
}

wr_rc mail_to_holders(db_tx *tx, const char *right, arena *a, mail_to **ret, size_t *ret_n)
{
    return to_holders(tx, right, RIGHT_ALL, 0, a, ret, ret_n);
}

wr_rc mail_to_holders_of(db_tx *tx, const char *right, wr_id department, arena *a, mail_to **ret, size_t *ret_n)
{
    return to_holders(tx, right, RIGHT_DEPARTMENT, department, a, ret, ret_n);
}

wr_rc mail_about(db_tx *tx, const char *about, arena *a, mail_told **ret, size_t *ret_n) { return db_all(tx, &ABOUT, a, 500, ret, ret_n, db_t(about)); }

/* ---- into the outbox ---- */
mail_said mail_say(arena *a, const char *lang, const mail_note *n)
{
    static const char *const nothing[] = { NULL };
    const char *const *holes = n->holes ? n->holes : nothing;
    const char *text = i18n_fill(a, i18n(lang, NULL, n->text), holes);
    char *subject = arena_dup(a, i18n_fill(a, i18n(lang, NULL, n->subject), holes));
    for (char *c = subject; *c; c++)
        if ((unsigned char)*c < ' ' || *c == 0x7f) *c = ' ';
    return (mail_said){ subject, n->url && *n->url ? arena_fmt(a, "%s\n\n%s", text, mail_link(a, lang, n->url)) : text };
}

static wr_us next_eight(wr_us now)
{
    const clock_zone *z = clock_city_zone();
    wr_day today = clock_local_at(z, now).day;
    wr_us eight = clock_us_at(z, today, 8, 0);
    return eight > now ? eight : clock_us_at(z, day_add(today, 1), 8, 0);
}

/* What must not or cannot be sent stands in the outbox all the same, with the reason. */
static wr_rc put_checked(db_tx *rw, mail_row *m, bool came_back, arena *a)
{
    city_row city;
    wr_rc rc = city_get(rw, a, &city);
    bool demo = rc == WR_OK && city.demo_at;
    if (rc != WR_OK && rc != WR_E_MISSING) return rc;
    m->why = !address_ok(m->email) ? MAIL_NO_ADDRESS : demo ? MAIL_DEMO : came_back ? MAIL_CAME_BACK : MAIL_WHY_NONE;
    if (m->why != MAIL_WHY_NONE) {
        m->state = MAIL_WITHHELD;
        m->gather = false;
    }
    return db_save(rw, &PUT, &MAIL_ROW, m);
}

wr_rc mail_send(db_tx *rw, const wr_actor *who, const mail_to *to, const mail_note *n, arena *a)
{
    mail_said said = mail_say(a, to->lang, n);
    mail_row m = { .id = id_new(a), .person = to->person, .kind = n->kind, .about = n->about ? n->about : "", .url = n->url ? n->url : "", .name = to->name,
        .email = to->email, .lang = to->lang, .subject = said.subject, .text = said.text, .made = who->now, .due = who->now, .give_up = who->now + MAIL_GIVE_UP };
    if (n->may_wait && to->pace == MAIL_NONE) return WR_OK;
    if (n->may_wait && to->pace == MAIL_DAILY) {
        m.gather = true;
        m.due = next_eight(who->now);
    }
    return put_checked(rw, &m, to->came_back, a);
}

/* ---- out of it ---- */
wr_rc mail_newest(db_tx *tx, const char *state, arena *a, mail_row **ret, size_t *ret_n)
{
    if (*state) return db_all(tx, &NEWEST_OF, a, MAIL_SHOWN, ret, ret_n, db_t(state));
    return db_all_(tx, &NEWEST, a, MAIL_SHOWN, sizeof **ret, ret, ret_n, NONE);
}
wr_rc mail_counts(db_tx *tx, arena *a, mail_count **ret, size_t *ret_n) { return db_all_(tx, &COUNTS, a, 4, sizeof **ret, ret, ret_n, NONE); }
wr_rc mail_returns(db_tx *tx, arena *a, mail_return **ret, size_t *ret_n) { return db_all_(tx, &RETURNS, a, 500, sizeof **ret, ret, ret_n, NONE); }

wr_rc mail_again(db_tx *rw, const wr_actor *who, const char *id, arena *a)
{
    mail_row m;
    int64_t touched;
    TRY(db_one(rw, &BY, a, &m, db_t(id)));
    if (m.state == MAIL_SENT) return wr_fail(db_err(rw), WR_E_RULE, NULL, N_("This mail is sent already."));
    if (m.why == MAIL_DEMO) return wr_fail(db_err(rw), WR_E_RULE, NULL, N_("A demonstration sends no mail."));
    if (m.why == MAIL_NO_ADDRESS) return wr_fail(db_err(rw), WR_E_RULE, NULL, N_("This mail has no address to go to."));
    TRY(db_run(rw, &RETURN_DROP, db_t(folded(a, m.email))));
    TRY(db_count(rw, &AGAIN, &touched, db_t(id), db_i(who->now), db_i(who->now + MAIL_GIVE_UP)));
    return touched ? WR_OK : wr_fail(db_err(rw), WR_E_RULE, NULL, N_("This mail is being sent at this moment."));
}

wr_rc mail_next(db_tx *tx, wr_us now, arena *a, mail_row *ret, bool *ret_found)
{
    mail_row *rows;
    size_t n;
    TRY(db_all(tx, &NEXT, a, 1, &rows, &n, db_i(now)));
    *ret_found = n == 1;
    if (n) *ret = rows[0];
    return WR_OK;
}

wr_rc mail_take(db_tx *rw, const char *id, const char *node, wr_us now, wr_us until, bool *ret_mine)
{
    int64_t touched;
    TRY(db_count(rw, &TAKE, &touched, db_t(id), db_t(node), db_i(now), db_i(until)));
    *ret_mine = touched == 1;
    return WR_OK;
}

wr_rc mail_mark(db_tx *rw, const char *id, const char *node, const mail_end *e)
{
    return db_run(rw, &MARK, db_t(id), db_t(node), db_t(mail_states[e->state]), db_t(mail_whys[e->why]), db_i(e->code), db_i(e->tries), db_i(e->due), db_i(e->sent));
}

wr_rc mail_bounced(db_tx *rw, const wr_actor *who, const char *word, arena *a, const char **ret_address)
{
    char *s = arena_dup(a, *word == '<' ? word + 1 : word), *at;
    uint8_t id[16];
    mail_row m = { .email = s };
    s[strcspn(s, ">")] = 0;
    at = strchr(s, '@');
    if (at && at - s == 32) {           /* a Message-ID of ours: the public id, @, our name */
        const char *name = arena_fmt(a, "%.32s", s);
        if (str_unhex(name, id, sizeof id)) {
            TRY(db_one(rw, &BY, a, &m, db_t(name)));
            TRY(db_run(rw, &CAME_BACK, db_t(name)));
        }
    }
    if (!address_ok(m.email)) return wr_fail(db_err(rw), WR_E_INPUT, "address", N_("Say an address, or the Message-ID of a mail that came back."));
    *ret_address = folded(a, m.email);
    return db_run(rw, &RETURN_PUT, db_t(*ret_address), db_i(who->now));
}

/* ---- by the clock ---- */
/* At eight in the city: everything that waits for one person becomes one mail. */
wr_rc mail_tick_digest(db_tx *rw, const wr_actor *who, const void *what, arena *a)
{
    mail_row *all;
    size_t n, end;
    (void)what;
    TRY(db_all(rw, &GATHERED, a, 1000, &all, &n, db_i(who->now)));
    for (size_t i = 0; i < n; i = end) {
        mail_row m = all[i];
        strbuf text = sb_new(a, 2000);
        mail_return back;
        bool came_back;
        for (end = i; end < n && str_eq(all[end].email, m.email) && str_eq(all[end].lang, m.lang); end++) {
            sb_fmt(&text, "%s\n\n%s\n\n", all[end].subject, all[end].text);
            TRY(db_run(rw, &DROP, db_t(all[end].id)));
        }
        const char *const holes[] = { "n", arena_fmt(a, "%zu", end - i), "url", mail_link(a, m.lang, "/account/mail"), NULL };
        sb_str(&text, i18n_fill(a, i18n(m.lang, NULL, N_("How often such notices come is yours to choose: {url}")), holes));
        m.id = id_new(a);
        m.kind = "mail.digest";
        m.about = m.url = "";
        m.subject = i18n_fill(a, i18n_n(m.lang, NULL, "{n} notice of the day", "{n} notices of the day", (int64_t)(end - i)), holes);
        m.text = text.p;
        m.gather = false;
        m.made = m.due = who->now;
        m.give_up = who->now + MAIL_GIVE_UP;
        TRY(mail_came_back(rw, m.email, a, &back, &came_back));
        TRY(put_checked(rw, &m, came_back, a));
    }
    return WR_OK;
}

/* Mails go after thirty days, whatever became of them; a closed account keeps no address. */
wr_rc mail_tick_old(db_tx *rw, const wr_actor *who, const void *what, arena *a)
{
    (void)what; (void)a;
    TRY(db_run_(rw, &PERSON_OLD, NULL, NONE));
    TRY(db_run(rw, &RETURN_OLD, db_i(who->now - 365 * DAY)));
    return db_run(rw, &OLD, db_i(who->now - 30 * DAY));
}
