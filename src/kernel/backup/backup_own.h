/* backup_own.h -- what writing and restoring share. */
#ifndef WR_BACKUP_OWN_H
#define WR_BACKUP_OWN_H
#include "backup.h"
#define BACKUP_FORMAT "writ-backup-1"
#define BACKUP_MANIFEST "MANIFEST.json"
enum { BACKUP_PIECE = 1 << 20 };
WR_MUST bool backup_put(int fd, const uint8_t *p, size_t n);                     /* all of it; false: errno */
WR_MUST wr_rc backup_io(wr_err *, const char *path);                           /* errno */
WR_MUST wr_rc backup_sync_folder(const char *path, wr_err *, arena *);         /* the folder that path stands in */
#endif
