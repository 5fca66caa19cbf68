/* seal_grant.c -- asking for a read grant, and whether there is one. */
#include "seal_grant.h"

#include <string.h>
#include "now.h"
#include "seal_own.h"
#include "str.h"

enum { FIELDS_MAX = 80 };
static const wr_us LASTS = SEAL_GRANT_MINUTES * 60 * (wr_us)1000000;

static bool fields_ok(const char *s)
{
    size_t n = strlen(s);
    return n > 0 && n <= FIELDS_MAX && *s != ' ' && s[n - 1] != ' ' && !strstr(s, "  ") && strspn(s, "abcdefghijklmnopqrstuvwxyz_ ") == n;
}

wr_rc seal_grant_ask(db_tx *rw, const wr_actor *who, const char *about, const char *fields, const char *reason, arena *a)
{
    const char *why = str_trim(a, reason);
    seal_grant g = { id_new(a), about, who->person, who->by, fields, why, who->now, who->now + LASTS };
    if (!who->person) return wr_fail(db_err(rw), WR_E_DENIED, NULL, N_("Only a person who is signed in may ask to read this."));
    if (!fields_ok(fields) || !*about) return wr_fail(db_err(rw), WR_E_BUG, NULL, N_("A read grant names its fields."));
    if (strlen(why) < SEAL_REASON_MIN) return wr_fail(db_err(rw), WR_E_INPUT, "reason", N_("Say why you need to read this."));
    if (strlen(why) > SEAL_REASON_MAX) return wr_fail(db_err(rw), WR_E_INPUT, "reason", N_("The text is too long."));
    return history_add(rw, who, &SEAL_GRANT_HISTORY, "seal.granted", who->today, NULL, &g, a);
}

static bool has_word(const char *list, const char *word, size_t n)
{
    for (const char *p = list; *p; p += strspn(p, " ")) {
        size_t k = strcspn(p, " ");
        if (k == n && memcmp(p, word, n) == 0) return true;
        p += k;
    }
    return false;
}

wr_rc seal_granted(db_tx *ro, const wr_actor *who, const char *about, const char *fields, arena *a, bool *ret)
{
    seal_grant *live;
    size_t n;
    bool all = who->person && fields_ok(fields);
    TRY(db_all(ro, &SEAL_GRANT_LIVE, a, SEAL_GRANTS, &live, &n, db_i(who->person), db_t(about), db_i(who->now)));
    for (const char *p = fields; all && *p; p += strspn(p, " ")) {
        size_t k = strcspn(p, " ");
        bool one = false;
        for (size_t i = 0; i < n && !one; i++) one = has_word(live[i].fields, p, k);
        all = one;
        p += k;
    }
    *ret = all;
    return WR_OK;
}

wr_rc seal_granted_until(db_tx *ro, const wr_actor *who, const char *about, const char *word, arena *a, wr_us *ret)
{
    seal_grant *live;
    size_t n;
    *ret = 0;
    if (!who->person) return WR_OK;
    TRY(db_all(ro, &SEAL_GRANT_LIVE, a, SEAL_GRANTS, &live, &n, db_i(who->person), db_t(about), db_i(who->now)));
    for (size_t i = 0; i < n; i++)        /* by their end: the last one lasts longest */
        if (has_word(live[i].fields, word, strlen(word))) *ret = live[i].until;
    return WR_OK;
}

wr_rc seal_grants_of(db_tx *ro, const char *about, arena *a, seal_grant **ret, size_t *ret_n)
{
    return db_all(ro, &SEAL_GRANT_OF, a, SEAL_GRANTS, ret, ret_n, db_t(about));
}
