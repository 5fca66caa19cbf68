/* person_model.c -- accounts as history, their secrets beside it, and their queries.
 * A password's hash is no fact about a person: it stands in person_secret, is never logged, and goes with a change. */
#include <string.h>
#include "db.h"
#include "history.h"
#include "now.h"
#include "pair_own.h"
#include "person_factor.h"
#include "person_invite.h"
#include "person_own.h"
#include "str.h"
#include "person_session.h"

#define ACCOUNT_FIELDS \
    FIELD(person_account, id,         t, F_HIDE, 32,  NULL), \
    FIELD(person_account, login,      t, F_PATH, 40,  N_("Sign-in name")), \
    FIELD(person_account, name,       t, 0,      120, N_("Name")), \
    FIELD(person_account, role,       t, 0,      20,  N_("Role")), \
    FIELD(person_account, lang,       t, F_NULL, 12,  N_("Language")), \
    FIELD(person_account, by,         t, F_HIDE, 20,  NULL), \
    FIELD(person_account, num,        i, F_HIDE, 0,   NULL), \
    FIELD(person_account, department, i, F_NULL, 0,   N_("Department")), \
    FIELD(person_account, disabled,   b, F_NULL, 0,   N_("Closed")), \
    FIELD(person_account, factor,     b, F_NULL, 0,   N_("Second factor")), \
    FIELD(person_account, human,      t, F_HIDE, 32,  NULL)
static const field ACCOUNT_F[] = { ACCOUNT_FIELDS };
static const field WITH_SECRET_F[] = { ACCOUNT_FIELDS, FIELD(person_account, password, t, F_HIDE, 200, NULL) };
const shape PERSON_ACCOUNT = SHAPE("an account", person_account, ACCOUNT_F);
static const shape WITH_SECRET = SHAPE("an account with its secret", person_account, WITH_SECRET_F);

#define COLS "a.id, a.login, a.name, a.role, a.lang, a.\"by\", a.num, a.department, a.disabled, a.factor, a.human"
#define FROM_BOTH " FROM person_account a LEFT JOIN person_secret s ON s.person = a.num "
static const db_query ADD = HISTORY_ADD("person_account"), PAST_Q = HISTORY_PAST("person_account"), WALK = HISTORY_WALK("person_account");
static const db_query PUT = { "person_account_put", "ttttttiibbt", NULL, "INSERT INTO person_account (id, login, name, role, lang,"
    " \"by\", num, department, disabled, factor, human) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (id) DO UPDATE SET"
    " login = excluded.login, name = excluded.name, role = excluded.role, lang = excluded.lang, \"by\" = excluded.\"by\","
    " num = excluded.num, department = excluded.department, disabled = excluded.disabled,"
    " factor = excluded.factor, human = excluded.human" };
static const db_query BY_LOGIN = { "person_by_login", "t", &WITH_SECRET, "SELECT " COLS ", coalesce(s.hash, '')" FROM_BOTH "WHERE a.login = $1" };
static const db_query BY_NUM = { "person_by_num", "i", &WITH_SECRET, "SELECT " COLS ", coalesce(s.hash, '')" FROM_BOTH "WHERE a.num = $1" };
static const db_query BY_BY = { "person_by_pseudonym", "t", &PERSON_ACCOUNT, "SELECT " COLS " FROM person_account a WHERE a.\"by\" = $1" };
static const db_query LIST = { "person_list", "", &PERSON_ACCOUNT, "SELECT " COLS " FROM person_account a ORDER BY a.login" };
static const db_query TAKEN = { "person_login_count", "t", &DB_ID, "SELECT count(*) FROM person_account WHERE login = $1" };
static const db_query LAST_NUM = { "person_last_num", "", &DB_ID, "SELECT coalesce(max(num), 0) FROM person_account" };
static const db_query SECRET_PUT = { "person_secret_put", "it", NULL, "INSERT INTO person_secret (person, hash) VALUES ($1, $2)"
    " ON CONFLICT (person) DO UPDATE SET hash = excluded.hash" };
static const db_query SECRET_DROP = { "person_secret_drop", "i", NULL, "DELETE FROM person_secret WHERE person = $1" };
static const history ACCOUNT = { "person_account", &PERSON_ACCOUNT, &ADD, &PAST_Q, &PUT, &WALK };
const history *const person_past[] = { &ACCOUNT, &PAIR_HISTORY, NULL };
const db_query *const person_queries[] = { &ADD, &PAST_Q, &WALK, &PUT, &BY_LOGIN, &BY_NUM, &BY_BY, &LIST, &TAKEN, &LAST_NUM, &SECRET_PUT, &SECRET_DROP,
    &PERSON_FACTOR_GET, &PERSON_FACTOR_PUT, &PERSON_FACTOR_STEP, &PERSON_FACTOR_DROP, &PERSON_NEW_GET, &PERSON_NEW_PUT, &PERSON_NEW_DROP,
    &PERSON_NEW_TAKE, &PERSON_NEW_OLD, &PERSON_RECOVERY_PUT, &PERSON_RECOVERY_ANY, &PERSON_RECOVERY_TAKE, &PERSON_RECOVERY_COUNT,
    &PERSON_RECOVERY_DROP, &PERSON_SESSION_ADD, &PERSON_SESSION_ACTOR, &PERSON_SESSION_SEEN, &PERSON_SESSION_END, &PERSON_SESSION_ONE,
    &PERSON_SESSION_OTHERS, &PERSON_SESSION_ALL, &PERSON_SESSION_LIST, &PERSON_SESSION_OLD, &PERSON_SESSION_SURE, &PERSON_SESSION_SHOWN, &PERSON_SESSION_PROVED,
    &PERSON_INVITE_PUT, &PERSON_INVITE_BY, &PERSON_INVITE_OF, &PERSON_INVITE_USE, &PERSON_INVITE_DROP, &PERSON_INVITE_OLD, &PERSON_WAITING,
    &PAIR_ADD, &PAIR_PAST, &PAIR_WALK, &PAIR_PUT, &PAIR_BY, &PAIR_OPEN, &PAIR_LIST, NULL };

static bool login_ok(const char *s)
{
    size_t n = strlen(s);
    return n >= 2 && n <= 40 && s[0] >= 'a' && s[0] <= 'z' && strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-_") == n;
}

bool person_role_ok(const char *role)
{
    return strcmp(role, "public") != 0 && strcmp(role, "enrolling") != 0 && strcmp(rights_role(rights_of(role)), role) == 0;
}

/* "": a human of their own; else the login of another account of the same human. */
static wr_rc human_of(db_tx *rw, const char *login, const char *id, arena *a, const char **ret)
{
    person_account other;
    bool found;
    *ret = id;
    if (!login || !*login) return WR_OK;
    TRY(person_find(rw, login, a, &other, &found));
    if (!found) return wr_fail(db_err(rw), WR_E_INPUT, "human", N_("There is no open account of that name."));
    *ret = person_human(&other);
    return WR_OK;
}

const char *person_name_of(const person_account *p, size_t n, const char *by)
{
    for (size_t i = 0; i < n; i++)
        if (*by && str_eq(p[i].by, by)) return p[i].name;
    return "";
}

const char *person_human(const person_account *p) { return *p->human ? p->human : p->id; }

wr_rc person_add(db_tx *rw, const wr_actor *who, const person_account *p, arena *a)
{
    person_account new = *p;
    db_id taken;
    if (!p->login || !login_ok(p->login))
        return wr_fail(db_err(rw), WR_E_INPUT, "login", N_("Use 2 to 40 small letters, digits, - and _, a letter first."));
    if (!p->role || !person_role_ok(p->role)) return wr_fail(db_err(rw), WR_E_INPUT, "role", N_("There is no such role."));
    if (!p->name || !*p->name) return wr_fail(db_err(rw), WR_E_INPUT, "name", N_("Please fill this in."));
    TRY(db_one(rw, &TAKEN, a, &taken, db_t(p->login)));
    if (taken.id > 0) return wr_fail(db_err(rw), WR_E_INPUT, "login", N_("This sign-in name is taken."));
    TRY(db_seq(rw, "person", &new.num));
    new.id = id_new(a);
    new.by = arena_fmt(a, "p-%.12s", id_new(a));
    if (!new.lang || !*new.lang) new.lang = "en";
    new.disabled = new.factor = false;
    TRY(human_of(rw, p->human, new.id, a, &new.human));
    if (p->password && *p->password) TRY(person_password_set(rw, new.num, p->password));
    return history_add(rw, who, &ACCOUNT, "person.added", who->today, NULL, &new, a);
}

wr_rc person_by_login(db_tx *ro, const char *login, arena *a, person_account *ret) { return db_one(ro, &BY_LOGIN, a, ret, db_t(login)); }
wr_rc person_find(db_tx *ro, const char *login, arena *a, person_account *ret, bool *ret_found)
{
    person_account *rows;
    size_t n;
    TRY(db_all(ro, &BY_LOGIN, a, 1, &rows, &n, db_t(login)));
    *ret_found = n == 1 && !rows[0].disabled;
    *ret = n == 1 ? rows[0] : (person_account){ .password = "", .id = "", .human = "" };
    return WR_OK;
}
wr_rc person_by_num(db_tx *ro, wr_id num, arena *a, person_account *ret) { return db_one(ro, &BY_NUM, a, ret, db_i(num)); }
wr_rc person_list(db_tx *ro, arena *a, person_account **ret, size_t *ret_n) { return db_all_(ro, &LIST, a, 5000, sizeof **ret, ret, ret_n, NULL, 0); }

wr_rc person_counts_as(db_tx *tx, const wr_actor *who, const char *by, arena *a, const char **ret)
{
    person_account self, *other;
    size_t n;
    *ret = who->by;
    TRY(db_all(tx, &BY_BY, a, 1, &other, &n, db_t(by)));
    if (n == 0 || !who->person) return WR_OK;         /* the command line, or nobody yet */
    TRY(person_by_num(tx, who->person, a, &self));
    if (strcmp(person_human(&self), person_human(other)) == 0) *ret = by;
    return WR_OK;
}

wr_rc person_disable(db_tx *rw, const wr_actor *who, const char *login, arena *a)
{
    person_account was, now;
    TRY(person_by_login(rw, login, a, &was));
    if (was.disabled) return wr_fail(db_err(rw), WR_E_RULE, NULL, N_("This account is closed already."));
    if (was.num == who->person) return wr_fail(db_err(rw), WR_E_RULE, NULL, N_("You cannot close your own account."));
    now = was;
    now.disabled = true;
    TRY(person_sessions_all(rw, was.num));
    TRY(factor_drop(rw, was.num));
    TRY(db_run(rw, &SECRET_DROP, db_i(was.num)));
    return history_add(rw, who, &ACCOUNT, "person.disabled", who->today, &was, &now, a);
}

wr_rc person_password_set(db_tx *rw, wr_id num, const char *hash) { return db_run(rw, &SECRET_PUT, db_i(num), db_t(hash)); }

wr_rc person_rebuild(db_tx *rw, arena *a)
{
    db_id last;
    TRY(db_one_(rw, &LAST_NUM, a, sizeof last, &last, NULL, 0));
    return db_seq_raise(rw, "person", last.id);
}

wr_rc person_factor_note(db_tx *rw, const wr_actor *who, wr_id person, const char *what, bool factor, arena *a)
{
    person_account was, now;
    TRY(person_by_num(rw, person, a, &was));
    now = was;
    now.factor = factor;
    return history_add(rw, who, &ACCOUNT, what, who->today, &was, &now, a);
}

wr_rc person_note(db_tx *rw, const wr_actor *who, wr_id person, const char *what, arena *a)
{
    person_account p;
    TRY(person_by_num(rw, person, a, &p));
    return history_add(rw, who, &ACCOUNT, what, who->today, &p, &p, a);
}
