/* attempt.h -- how often a password may be tried. Counted per login as typed, known or not, and for all together;
 * kept in memory under a keyed hash, so that neither an address nor a mistyped password is stored.
 * Threads  Any. Several processes each count their own. */
#ifndef WR_ATTEMPT_H
#define WR_ATTEMPT_H
#include "shape.h"
/* One try begins. 0: go on. Else the seconds to wait, and the try was not counted.
 * The fourth try in a row waits 2 s, then 4, 8 ... at most 120; an hour without a try forgets the row.
 * All logins together: 60 failed tries at once, then one a second. */
int attempt_begin(const char *login, wr_us now);
void attempt_passed(const char *login, wr_us now);     /* the password was right: forget its tries */
void attempt_forget_all(void);                          /* tests */
#endif
