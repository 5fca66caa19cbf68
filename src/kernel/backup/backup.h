/* backup.h -- one file that holds a whole city: a tar archive of the database, the other files of the data directory and, last,
 * MANIFEST.json with the SHA-256 of each member and the rows of each table. Sealed as an age file, or in clear when that is asked.
 * Memory   Fixed but for the list of members. */
#ifndef WR_BACKUP_H
#define WR_BACKUP_H
#include "age.h"
#include "dump.h"
typedef void backup_told(int64_t done_bytes);   /* as work goes on; more often than anyone wants to know */
typedef struct backup_facts { int64_t members, member_bytes; } backup_facts;

typedef struct backup_order {
    db *d;                        /* migrated                                                      */
    const wr_module *const *modules;
    const char *data, *file;      /* file must not be there yet; it appears whole, or not at all   */
    const age_recipient *to;
    size_t n_to;                  /* 0: in clear                                                   */
    backup_told *told;
} backup_order;
WR_MUST wr_rc backup_write(const backup_order *, arena *, backup_facts *ret);

typedef struct backup_return {
    const wr_module *const *modules;
    const char *file, *data;      /* data: not there, or empty; it appears whole, or not at all    */
    const char *db_opt;           /* another database than the backup's writ.yaml says             */
    const age_identity *ids;
    size_t n_ids;
    backup_told *told;
} backup_return;
/* WR_E_CONFLICT: damaged, and the text names the member; or something stands where the city should. */
WR_MUST wr_rc backup_restore(const backup_return *, arena *, backup_facts *ret);
#endif
