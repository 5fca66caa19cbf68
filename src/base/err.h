/* err.h -- the one way a writ function reports that it did not work.
 * Rule: a function that can fail returns wr_rc and is WR_MUST. Out parameters
 * come last, are named ret_*, and are written only on WR_OK. */
#ifndef WR_ERR_H
#define WR_ERR_H
#include <stdbool.h>
#define WR_MUST __attribute__((warn_unused_result))
#define N_(s) s          /* marks text for the catalogues; translated at the edge only */
typedef enum wr_rc {     /* outcome        HTTP  exit  who can fix it          */
    WR_OK = 0,           /*                200   0                             */
    WR_E_INPUT,          /* bad field(s)   422   2     the person, now         */
    WR_E_RULE,           /* rule forbids   409   3     the person, by the rule */
    WR_E_CONFLICT,       /* changed since  409   4     the person, reload      */
    WR_E_LOGIN,          /* not signed in  401   5     the person              */
    WR_E_DENIED,         /* no capability  403   6     an administrator        */
    WR_E_MISSING,        /* no such thing  404   7     nobody                  */
    WR_E_TOO_BIG,        /* over a limit   413   8     the person              */
    WR_E_BUSY,           /* try again      503   9     a machine, later        */
    WR_E_IO,             /* disk, db, net  500   10    the operator            */
    WR_E_BUG             /* cannot happen  500   11    a developer             */
} wr_rc;
typedef struct wr_err {  /* the detail; one per request or job, the first failure wins */
    wr_rc rc;
    const char *field;   /* form field at fault (WR_E_INPUT), or NULL                  */
    const char *rule;    /* "4(b)" for WR_E_RULE, or NULL                         */
    const char *file; int line;
    const char *text;    /* N_("The latest day is {day}."), untranslated               */
    char holes[240];     /* "day\0" "11 July 2025\0": what fills it; no personal data  */
} wr_err;
const char *wr_rc_name(wr_rc);   /* "rule": the word in JSON errors and in the log */
int wr_rc_http(wr_rc);
int wr_rc_exit(wr_rc);
/* A file could not be written, by errno: a full disk is WR_E_BUSY and known again by wr_disk_full, the rest WR_E_IO. */
WR_MUST wr_rc wr_fail_full(wr_err *);
WR_MUST wr_rc wr_fail_disk(wr_err *);
bool wr_disk_full(const wr_err *);
/* Text, then name and value of each hole: wr_fail(e, WR_E_RULE, "4(b)", N_("Due {day}."), "day", s) */
WR_MUST wr_rc wr_fail_(wr_err *, wr_rc, const char *where, const char *file, int line, const char *const *text_holes);
#define wr_fail(e, rc, where, ...) \
    wr_fail_((e), (rc), (where), __FILE__, __LINE__, (const char *const[]){ __VA_ARGS__, NULL })
/* The only macro in writ that returns. Safe because arenas own all memory. */
#define TRY(expr) do { wr_rc try_ = (expr); if (try_ != WR_OK) return try_; } while (0)
#endif
