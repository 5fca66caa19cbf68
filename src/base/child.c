/* child.c -- a program beside this one: started without a copy of our memory, fed, listened to, ended in time. */
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PIECE = 64 << 10 };
typedef struct run {
    const child_ask *ask;
    arena *a;
    pid_t pid;
    int in, out, complaint, ended;       /* our ends; -1: closed. ended: readable once the program has ended */
    size_t fed;
    int64_t got, until_ms;
    strbuf all;
    char line[CHILD_LINE + 1];
    size_t line_n;
} run;

static int64_t mono(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void shut(int *fd)
{
    if (*fd >= 0) close(*fd);
    *fd = -1;
}

/* Beside the program that runs, wherever that was started from. "": it cannot be told. */
static const char *beside(arena *a, const char *name)
{
    char self[4096];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    if (n <= 0) return "";
    self[n] = 0;
    *strrchr(self, '/') = 0;
    return arena_fmt(a, "%s/%s", self, name);
}

static atomic_int running;
static bool seat(void)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    int most = cores > 2 ? (int)cores - 1 : 1;
    if (atomic_fetch_add(&running, 1) < most) return true;
    atomic_fetch_sub(&running, 1);
    return false;
}

static wr_rc no_start(run *r, const char *path)
{
    if (access(path, X_OK) == 0) return wr_fail(arena_err(r->a), WR_E_BUSY, NULL, N_("The server has no room to start {program} just now. Please try again in a minute."), "program", r->ask->program);
    return wr_fail(arena_err(r->a), WR_E_IO, NULL, N_("The program {program} is not there. It belongs in the folder of writ; ./dev build makes both."), "program", r->ask->program);
}

/* A socket as its input, so that a program that ends early costs us an error and no signal. */
static wr_rc start(run *r)
{
    static char locale[] = "LC_ALL=C.UTF-8", path_none[] = "PATH=/nowhere";
    char *const environment[] = { locale, path_none, NULL };
    const char *path = beside(r->a, r->ask->program), *args[16] = { path };
    int in[2] = { -1, -1 }, out[2] = { -1, -1 }, complaint[2] = { -1, -1 }, theirs, rc = -1;
    posix_spawn_file_actions_t acts;
    posix_spawnattr_t attr;
    sigset_t none, all;
    for (size_t i = 0; r->ask->args && r->ask->args[i] && i < 14; i++) args[i + 1] = r->ask->args[i];
    sigemptyset(&none);
    sigfillset(&all);
    if (posix_spawn_file_actions_init(&acts) != 0) return no_start(r, path);
    if (posix_spawnattr_init(&attr) != 0) { posix_spawn_file_actions_destroy(&acts); return no_start(r, path); }
    if (r->ask->in_fd <= 0 && socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, in) != 0) goto end;
    if (pipe2(out, O_CLOEXEC) != 0 || pipe2(complaint, O_CLOEXEC) != 0) goto end;
    theirs = r->ask->in_fd > 0 ? r->ask->in_fd : in[1];
    if (posix_spawn_file_actions_adddup2(&acts, theirs, 0) == 0 && posix_spawn_file_actions_adddup2(&acts, out[1], 1) == 0 &&
        posix_spawn_file_actions_adddup2(&acts, complaint[1], 2) == 0 && posix_spawn_file_actions_addclosefrom_np(&acts, 3) == 0 &&
        posix_spawnattr_setsigmask(&attr, &none) == 0 && posix_spawnattr_setsigdefault(&attr, &all) == 0 &&
        posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF) == 0)
        rc = posix_spawn(&r->pid, path, &acts, &attr, (char *const *)(uintptr_t)args, environment);
end:
    posix_spawn_file_actions_destroy(&acts);
    posix_spawnattr_destroy(&attr);
    shut(&in[1]);
    shut(&out[1]);
    shut(&complaint[1]);
    r->in = in[0];
    r->out = out[0];
    r->complaint = complaint[0];
    return rc == 0 ? WR_OK : no_start(r, path);
}

static void feed(run *r)
{
    const bytes *b = &r->ask->in;
    ssize_t n = r->fed < b->n ? send(r->in, b->p + r->fed, b->n - r->fed, MSG_NOSIGNAL | MSG_DONTWAIT) : 0;
    if (n > 0) r->fed += (size_t)n;
    if (r->fed == b->n || (n < 0 && errno != EAGAIN && errno != EINTR)) shut(&r->in);   /* it may end without reading all: its exit code says how it went */
}

static wr_rc take(run *r)
{
    uint8_t piece[PIECE];
    ssize_t n = read(r->out, piece, sizeof piece);
    if (n < 0 && errno == EINTR) return WR_OK;
    if (n <= 0) { shut(&r->out); return WR_OK; }
    r->got += n;
    if (r->got > r->ask->out_max)
        return wr_fail(arena_err(r->a), WR_E_TOO_BIG, NULL, N_("{program} made more than it may. The work was given up."), "program", r->ask->program);
    if (r->ask->out) return r->ask->out(r->ask->with, piece, (size_t)n);
    sb_put(&r->all, (const char *)piece, (size_t)n);
    return WR_OK;
}

/* Keeps the last line; libraries may have said more before it. */
static void hear(run *r)
{
    char piece[512];
    ssize_t n = read(r->complaint, piece, sizeof piece);
    if (n < 0 && errno == EINTR) return;
    if (n <= 0) { shut(&r->complaint); return; }
    for (ssize_t i = 0; i < n; i++) {
        if (r->line_n && r->line[r->line_n - 1] == '\n') r->line_n = 0;
        if (r->line_n < CHILD_LINE) r->line[r->line_n++] = piece[i];
    }
}

static wr_rc listen_to(run *r)
{
    while (r->in >= 0 || r->out >= 0 || r->complaint >= 0 || r->ended >= 0) {
        struct pollfd p[4] = { { r->in, POLLOUT, 0 }, { r->out, POLLIN, 0 }, { r->complaint, POLLIN, 0 }, { r->ended, POLLIN, 0 } };
        int64_t left = r->until_ms - mono();
        if (left <= 0 || (poll(p, 4, (int)left) == 0 && mono() >= r->until_ms))
            return wr_fail(arena_err(r->a), WR_E_TOO_BIG, NULL, N_("{program} took longer than it may. The work was given up."), "program", r->ask->program);
        if (p[0].revents) feed(r);
        if (p[1].revents) TRY(take(r));
        if (p[2].revents) hear(r);
        if (p[3].revents) shut(&r->ended);
    }
    return WR_OK;
}

static wr_rc ended(run *r, int status, child_said *ret)
{
    while (r->line_n && (r->line[r->line_n - 1] == '\n' || r->line[r->line_n - 1] == '\r')) r->line_n--;
    if (WIFEXITED(status) && WEXITSTATUS(status) == CHILD_UNCONFINED)
        return wr_fail(arena_err(r->a), WR_E_IO, NULL, N_("{program} did not begin: this system has no filter of system calls (seccomp) to confine it."), "program", r->ask->program);
    if (!WIFEXITED(status) || (WEXITSTATUS(status) != 0 && WEXITSTATUS(status) < CHILD_REFUSES))
        return wr_fail(arena_err(r->a), WR_E_IO, NULL, N_("{program} ended before its work was done. Nothing of it was kept."), "program", r->ask->program);
    ret->exit = WEXITSTATUS(status);
    ret->line = "";
    if (ret->exit && str_utf8(r->line, r->line_n)) ret->line = arena_fmt(r->a, "%.*s", (int)r->line_n, r->line);
    ret->out = (bytes){ (const uint8_t *)r->all.p, r->all.n };
    return WR_OK;
}

wr_rc child_run(const child_ask *ask, arena *a, child_said *ret)
{
    run r = { .ask = ask, .a = a, .in = -1, .out = -1, .complaint = -1, .ended = -1 };
    wr_rc rc;
    int status = 0;
    if (!seat()) return wr_fail(arena_err(a), WR_E_BUSY, NULL, N_("Others are using {program} just now. Please try again in a moment."), "program", ask->program);
    r.until_ms = mono() + ask->ms;
    r.all = sb_new(a, ask->out ? 1 : PIECE);
    rc = start(&r);
    if (rc == WR_OK) {
        r.ended = pidfd_open(r.pid, 0);
        rc = r.ended < 0 ? wr_fail(arena_err(a), WR_E_IO, NULL, N_("{program} cannot be watched on this system. The work was given up."), "program", ask->program) : listen_to(&r);
        if (rc != WR_OK) kill(r.pid, SIGKILL);
        while (waitpid(r.pid, &status, 0) < 0 && errno == EINTR) { }
        if (rc == WR_OK) rc = ended(&r, status, ret);
    }
    shut(&r.in);
    shut(&r.out);
    shut(&r.complaint);
    shut(&r.ended);
    atomic_fetch_sub(&running, 1);
    return rc;
}
