/* confine.c -- limits of the kernel on this process: resources first, then system calls. */
#include "confine.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

static bool limit(int what, rlim_t most)
{
    return setrlimit(what, &(struct rlimit){ most, most }) == 0;
}

#if defined(__SANITIZE_ADDRESS__)
#define WHOLE_SPACE 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WHOLE_SPACE 1
#endif
#endif
#ifndef WHOLE_SPACE
#define WHOLE_SPACE 0
#endif

bool confine_limits(size_t memory, unsigned cpu_s)
{
    signal(SIGXFSZ, SIG_IGN);            /* a write to a file then fails, and a cache that cannot be written is no matter */
    return (WHOLE_SPACE || limit(RLIMIT_AS, memory)) && limit(RLIMIT_CPU, cpu_s) && limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_CORE, 0) && limit(RLIMIT_NOFILE, 128);
}

/* What none of these programs needs, whatever a library may try. Refused with an error, so that a library goes on without. */
static const int NEVER[] = { SCMP_SYS(socket), SCMP_SYS(socketpair), SCMP_SYS(connect), SCMP_SYS(bind), SCMP_SYS(listen), SCMP_SYS(accept), SCMP_SYS(accept4),
    SCMP_SYS(sendto), SCMP_SYS(sendmsg), SCMP_SYS(sendmmsg), SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(fork), SCMP_SYS(vfork), SCMP_SYS(ptrace),
    SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev), SCMP_SYS(kill), SCMP_SYS(tkill), SCMP_SYS(pidfd_open), SCMP_SYS(pidfd_send_signal), SCMP_SYS(pidfd_getfd),
    SCMP_SYS(creat), SCMP_SYS(truncate), SCMP_SYS(ftruncate), SCMP_SYS(unlink), SCMP_SYS(unlinkat), SCMP_SYS(rename), SCMP_SYS(renameat), SCMP_SYS(renameat2), SCMP_SYS(link),
    SCMP_SYS(linkat), SCMP_SYS(symlink), SCMP_SYS(symlinkat), SCMP_SYS(mkdir), SCMP_SYS(mkdirat), SCMP_SYS(rmdir), SCMP_SYS(mknod), SCMP_SYS(mknodat), SCMP_SYS(chmod),
    SCMP_SYS(fchmod), SCMP_SYS(fchmodat), SCMP_SYS(chown), SCMP_SYS(fchown), SCMP_SYS(lchown), SCMP_SYS(fchownat), SCMP_SYS(setxattr), SCMP_SYS(mount), SCMP_SYS(umount2),
    SCMP_SYS(chroot), SCMP_SYS(unshare), SCMP_SYS(setns), SCMP_SYS(bpf), SCMP_SYS(keyctl), SCMP_SYS(add_key), SCMP_SYS(request_key), SCMP_SYS(io_uring_setup),
    SCMP_SYS(perf_event_open), SCMP_SYS(userfaultfd), SCMP_SYS(memfd_create), SCMP_SYS(shmget), SCMP_SYS(msgget), SCMP_SYS(semget), SCMP_SYS(mq_open), SCMP_SYS(openat2),
    SCMP_SYS(open_by_handle_at), SCMP_SYS(name_to_handle_at), SCMP_SYS(prlimit64), SCMP_SYS(setrlimit), SCMP_SYS(inotify_init), SCMP_SYS(inotify_init1) };

bool confine_paths(void)
{
    static const char *const ABOVE[] = { "/usr", "/etc/fonts", "/var/cache/fontconfig" };
    const struct landlock_ruleset_attr all = { .handled_access_fs = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR };
    int rules = (int)syscall(SYS_landlock_create_ruleset, &all, sizeof all, 0);
    bool ok = rules >= 0;
    for (size_t i = 0; ok && i < sizeof ABOVE / sizeof *ABOVE; i++) {
        struct landlock_path_beneath_attr one = { .allowed_access = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR, .parent_fd = open(ABOVE[i], O_PATH | O_CLOEXEC) };
        if (one.parent_fd < 0) continue;                 /* no such folder: nothing to read there */
        ok = syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &one, 0) == 0;
        close(one.parent_fd);
    }
    ok = ok && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && syscall(SYS_landlock_restrict_self, rules, 0) == 0;
    if (rules >= 0) close(rules);
    return ok;
}

bool confine_lock(bool reads)
{
    scmp_filter_ctx f = seccomp_init(SCMP_ACT_ALLOW);
    const uint64_t writes = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC;
    bool ok = f != NULL;
    for (size_t i = 0; ok && i < sizeof NEVER / sizeof *NEVER; i++) ok = seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), NEVER[i], 0) == 0;
    for (uint64_t bit = 1; ok && bit && bit <= writes; bit <<= 1)
        if (reads && (writes & bit))
            ok = seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(openat), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, bit, bit)) == 0 &&
                 seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(open), 1, SCMP_A1(SCMP_CMP_MASKED_EQ, bit, bit)) == 0;
    if (ok && !reads)
        ok = seccomp_rule_add(f, SCMP_ACT_ERRNO(EACCES), SCMP_SYS(openat), 0) == 0 && seccomp_rule_add(f, SCMP_ACT_ERRNO(EACCES), SCMP_SYS(open), 0) == 0;
    ok = ok && seccomp_load(f) == 0;
    if (f) seccomp_release(f);
    return ok;
}

_Noreturn void confine_end(int code, const char *line)
{
    ssize_t n;
    fflush(stdout);
    n = *line ? write(2, line, strlen(line)) : 0;
    if (*line && n >= 0) n = write(2, "\n", 1);
    _exit(code);
}
