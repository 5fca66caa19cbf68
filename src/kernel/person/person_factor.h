/* person_factor.h -- the second factor, within person: made, waiting for its first code, counting, shown, gone. */
#ifndef WR_PERSON_FACTOR_H
#define WR_PERSON_FACTOR_H
#include "module.h"
#include "totp.h"
enum { FACTOR_CODES = 10, FACTOR_CODE_TEXT = 29 };
typedef struct factor_row { bytes secret; int64_t step; } factor_row;              /* secret: sealed; step: of the last code used */
typedef struct factor_made { bytes sealed; int64_t step; bool again; } factor_made;
/* again: the device keeps its secret, only the codes are new. */
typedef struct factor_new { uint8_t secret[TOTP_SECRET_BYTES]; const char *codes[FACTOR_CODES]; int64_t step; bool again; wr_us made; } factor_new;
WR_MUST wr_rc factor_make(db_tx *ro, wr_id person, bool again, arena *, factor_made *ret);       /* slow work: in prepare */
WR_MUST wr_rc factor_wait(db_tx *rw, const wr_actor *, const factor_made *);                    /* for an hour; the one before is gone */
WR_MUST wr_rc factor_waiting(db_tx *ro, wr_id person, wr_us now, arena *, factor_new *ret, bool *ret_any);
WR_MUST wr_rc factor_seal(wr_id person, const factor_new *, arena *, bytes *ret);
/* Counts from now: a new one ends the person's other sessions. step: of the code that proved it. */
WR_MUST wr_rc factor_confirm(db_tx *rw, const wr_actor *, const factor_new *, bytes sealed, int64_t step, arena *);
WR_MUST wr_rc factor_drop(db_tx *rw, wr_id person);
WR_MUST wr_rc factor_left(db_tx *ro, wr_id person, arena *, int64_t *ret);                      /* recovery codes unused */
/* step > 0: a code of the device, not used before. recovery.n > 0: an unused recovery code. Nothing is spent here. */
WR_MUST wr_rc factor_shown(db_tx *ro, wr_id person, const char *code, wr_us now, arena *, int64_t *ret_step, bytes *ret_recovery);
WR_MUST wr_rc person_factor_note(db_tx *rw, const wr_actor *, wr_id person, const char *what, bool factor, arena *);  /* into the account's history */
extern const db_query PERSON_FACTOR_GET, PERSON_FACTOR_PUT, PERSON_FACTOR_STEP, PERSON_FACTOR_DROP, PERSON_NEW_GET, PERSON_NEW_PUT,
    PERSON_NEW_DROP, PERSON_NEW_TAKE, PERSON_NEW_OLD, PERSON_RECOVERY_PUT, PERSON_RECOVERY_ANY, PERSON_RECOVERY_TAKE, PERSON_RECOVERY_COUNT,
    PERSON_RECOVERY_DROP;
#endif
