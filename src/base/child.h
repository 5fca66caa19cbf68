/* child.h -- a program beside this one, for work whose libraries must not share our memory: bytes in, bytes out, in bounded time and size.
 * It gets its input, its output, a line of complaint and nothing else: an environment that says UTF-8, no other descriptor, no key,
 * no database. It limits itself before it reads (src/child/confine.h); here it is ended when it takes too long or says too much.
 * Threads  Never on a loop or in an act: the caller waits. At most one fewer than the cores run at once, at least one; the next one is
 *          told WR_E_BUSY at once, so a thread of the pool is always left for pages.
 * Errors   WR_E_IO: the program is not there, or ended badly; WR_E_TOO_BIG: over the time or the size; what `out` returned. An exit code
 *          of CHILD_REFUSES or more is no error of ours: the program said why, on the last line of its standard error. */
#ifndef WR_CHILD_H
#define WR_CHILD_H
#include "str.h"
enum { CHILD_UNCONFINED = 3, CHILD_REFUSES = 10, CHILD_LINE = 200 };
typedef struct child_ask {
    const char *program;             /* "writ-letter": lies in the folder of the program that runs */
    const char *const *args;         /* NULL-ended, without the name; NULL: none                   */
    bytes in;                        /* its standard input...                                      */
    int in_fd;                       /* ...or, when over 0, this file, from where it stands        */
    int64_t ms, out_max;             /* how long and how much                                      */
    wr_rc (*out)(void *with, const uint8_t *p, size_t n);   /* each piece as it comes; NULL: all into child_said.out */
    void *with;
} child_ask;
typedef struct child_said { int exit; bytes out; const char *line; } child_said;   /* line: "" when it exited with 0 */
WR_MUST wr_rc child_run(const child_ask *, arena *, child_said *ret);
#endif
