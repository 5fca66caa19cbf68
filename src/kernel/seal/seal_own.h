/* seal_own.h -- what the files of restricted columns and read grants share. */
#ifndef WR_SEAL_OWN_H
#define WR_SEAL_OWN_H
#include "history.h"
#include "seal_column.h"
#include "seal_grant.h"
extern const db_query SEAL_KEY_ADD, SEAL_KEY_PAST, SEAL_KEY_WALK, SEAL_KEY_PUT, SEAL_KEY_BY;
extern const db_query SEAL_GRANT_ADD, SEAL_GRANT_PAST, SEAL_GRANT_WALK, SEAL_GRANT_PUT, SEAL_GRANT_LIVE, SEAL_GRANT_OF, SEAL_GRANT_LONG;
extern const history SEAL_KEY_HISTORY, SEAL_GRANT_HISTORY;
typedef struct seal_key_row { const char *id, *print; } seal_key_row;   /* id: the way of sealing, "1"; print: what only this key gives */
#endif
