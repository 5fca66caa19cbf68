/* confine.h -- what a program that reads other people's bytes gives up before it reads them. Each is started by writ (src/base/child.h)
 * with three descriptors and no environment, and calls these first. No program of this folder links writ itself. */
#ifndef CHILD_CONFINE_H
#define CHILD_CONFINE_H
#include <stdbool.h>
#include <stddef.h>
/* Memory, processor time, open files; no core file, nothing written to a file. Not under a sanitizer: memory, it needs the whole address space. */
bool confine_limits(size_t memory, unsigned cpu_s);
/* Files are read below /usr, /etc/fonts and the cache of fonts alone. false: the kernel has no Landlock; the program may go on, for what is refused below holds. */
bool confine_paths(void);
/* From here the kernel refuses sockets, other programs, other processes, and every file that would be written; without `reads` no file can be
 * opened at all. false: the kernel has no such filter; then the program must not go on. */
bool confine_lock(bool reads);
enum { CONFINE_NOT = 3 };   /* exit: it could not be; CHILD_UNCONFINED of child.h */
/* A last line for writ, on standard error, and the end. Nothing runs on the way out. */
_Noreturn void confine_end(int code, const char *line);
#endif
