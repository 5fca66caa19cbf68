/* folder.h -- the names in a folder, on the disk. A file that is synced may still lose its name with the power: what gave or took one syncs the folder too. */
#ifndef WR_FOLDER_H
#define WR_FOLDER_H
#include <stdbool.h>
bool folder_sync(const char *path);      /* false: it was not, errno says why */
#endif
