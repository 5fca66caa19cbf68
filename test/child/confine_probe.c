/* confine_probe.c -- a program that gives up what the programs of src/child give up, tries all the same, and says what it could do. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#include "confine.h"

static void tried(const char *what, bool done) { printf("%s %s\n", what, done ? "yes" : "no"); }

int main(int argc, char **argv)
{
    bool reads = argc > 1 && strcmp(argv[1], "reads") == 0;
    struct rlimit most;
    char *const none[] = { NULL };
    if (argc > 1 && strcmp(argv[1], "waits") == 0) pause();
    if (argc > 1 && strcmp(argv[1], "crashes") == 0) abort();
    bool paths = argc > 1 && strcmp(argv[1], "nothing") != 0 && confine_paths();
    if (argc > 1 && strcmp(argv[1], "unconfined") == 0) confine_end(CONFINE_NOT, "as on a system without a filter");
    if (!confine_limits((size_t)1 << 30, 7) || getrlimit(RLIMIT_CPU, &most) != 0 || !confine_lock(reads)) confine_end(3, "cannot confine");
    tried("descriptor", fcntl(3, F_GETFD) >= 0 || fcntl(7, F_GETFD) >= 0);
    tried("socket", socket(AF_INET, SOCK_STREAM, 0) >= 0 || socket(AF_UNIX, SOCK_STREAM, 0) >= 0);
    tried("read", open("/usr", O_RDONLY) >= 0);
    tried("elsewhere", paths && (open("/etc/passwd", O_RDONLY) >= 0 || open("/proc/self/environ", O_RDONLY) >= 0));
    tried("write", open("/tmp/confine-probe", O_WRONLY | O_CREAT, 0600) >= 0 || open("/tmp", O_TMPFILE | O_RDWR, 0600) >= 0 || open("/dev/null", O_RDWR) >= 0);
    tried("remove", unlink("/tmp/confine-probe-none") == 0 || errno != EPERM);
    tried("run", execve("/bin/true", none, none) == 0 || errno != EPERM);
    tried("environment", getenv("HOME") || getenv("WRIT_TEST_PG") || getenv("PGPASSWORD"));
    printf("seconds %d\n", (int)most.rlim_cur);
    confine_end(0, "");
}
