/* cli_backup.c -- backup, restore, keygen: a city in one sealed file, and back. */
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "backup.h"
#include "cli.h"
#include "str.h"

enum { KEY_FILE_MAX = 8192, TELL_BYTES = 256 << 20 };

static wr_rc one_file(cli *c, const char **ret)
{
    if (c->n_words != 1) return wr_fail(arena_err(c->a), WR_E_INPUT, "FILE", N_("Say which file."));
    *ret = c->words[0];
    return WR_OK;
}

/* A line each 256 MiB, for who waits. */
static void told(int64_t done)
{
    static int64_t said;
    if (done / TELL_BYTES == said) return;
    said = done / TELL_BYTES;
    fprintf(stderr, "writ: %lld MB so far\n", (long long)(done / 1000000));
}

static wr_rc say_done(cli *c, const char *what, const backup_facts *f)
{
    return cli_say(c, arena_fmt(c->a, "%s: %lld files, %lld bytes, each with its SHA-256.", what, (long long)f->members, (long long)f->member_bytes));
}

static const char *no_slash(cli *c, const char *dir)
{
    size_t n = strlen(dir);
    while (n > 1 && dir[n - 1] == '/') n--;
    return arena_fmt(c->a, "%.*s", (int)n, dir);
}

wr_rc cli_backup(cli *c)
{
    age_recipient to[AGE_TO_MAX];
    backup_order o = { .modules = c->modules, .to = to, .n_to = c->n_to, .told = told };
    backup_facts facts;
    wr_rc rc;
    TRY(one_file(c, &o.file));
    TRY(cli_need(c, c->data, "--data"));
    for (size_t i = 0; i < c->n_to; i++)
        if (!age_recipient_parse(c->to[i], &to[i])) return wr_fail(arena_err(c->a), WR_E_INPUT, "--to", N_("{key} is no age recipient: it begins with age1, and writ keygen prints one."), "key", c->to[i]);
    if (!c->n_to && !c->clear)
        return wr_fail(arena_err(c->a), WR_E_INPUT, "--to", N_("A backup holds the city's secret keys and password hashes. Seal it with --to, once for each key that may open it; or say --clear, and keep the file where only the operator reads."));
    if (c->n_to && c->clear) return wr_fail(arena_err(c->a), WR_E_INPUT, "--clear", N_("Either --to or --clear."));
    o.data = no_slash(c, c->data);
    TRY(cli_open(c, &o.d));
    rc = backup_write(&o, c->a, &facts);
    db_close(&o.d);
    TRY(rc);
    TRY(say_done(c, c->n_to ? "Backed up, sealed" : "Backed up, in clear", &facts));
    return c->n_to ? WR_OK : cli_say(c, "The file holds the keys beside what they seal: who reads it reads restricted columns too.");
}

/* Lines as age-keygen writes them: a comment, a blank, or a key. The bytes are wiped. */
static wr_rc read_keys(cli *c, const char *path, age_identity *ids, size_t *ret_n)
{
    char text[KEY_FILE_MAX + 1], *rest = text, *line;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd >= 0 ? read(fd, text, KEY_FILE_MAX) : -1;
    wr_rc rc = n >= 0 ? WR_OK : cli_io(c, path);
    size_t got = 0;
    if (fd >= 0) close(fd);
    if (rc == WR_OK) text[n] = 0;
    while (rc == WR_OK && (line = strsep(&rest, "\n"))) {
        line[strcspn(line, "\r")] = 0;
        if (!*line || *line == '#') continue;
        if (got == AGE_TO_MAX || !age_identity_parse(line, &ids[got++]))
            rc = wr_fail(arena_err(c->a), WR_E_INPUT, "--identity", N_("{file} holds a line that is no age key: one begins with AGE-SECRET-KEY-1."), "file", path);
    }
    sodium_memzero(text, sizeof text);
    if (rc == WR_OK && !got) rc = wr_fail(arena_err(c->a), WR_E_INPUT, "--identity", N_("{file} holds no age key."), "file", path);
    if (rc == WR_OK) *ret_n = got;
    return rc;
}

wr_rc cli_restore(cli *c)
{
    age_identity ids[AGE_TO_MAX];
    backup_return r = { .modules = c->modules, .db_opt = c->db, .ids = ids, .told = told };
    backup_facts facts;
    wr_rc rc;
    TRY(one_file(c, &r.file));
    TRY(cli_need(c, c->data, "--data"));
    r.data = no_slash(c, c->data);
    rc = c->identity ? read_keys(c, c->identity, ids, &r.n_ids) : WR_OK;
    if (rc == WR_OK) rc = backup_restore(&r, c->a, &facts);
    sodium_memzero(ids, sizeof ids);
    TRY(rc);
    return say_done(c, arena_fmt(c->a, "Restored into %s", r.data), &facts);
}

wr_rc cli_keygen(cli *c)
{
    const char *path;
    char secret[AGE_TEXT], public[AGE_TEXT];
    age_identity id;
    age_recipient to;
    int fd;
    bool good;
    TRY(one_file(c, &path));
    fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) return cli_io(c, path);
    age_identity_new(&id);
    to = age_recipient_of(&id);
    age_recipient_text(&to, public);
    age_identity_text(&id, secret);
    good = dprintf(fd, "# public key: %s\n", public) > 0 && write(fd, secret, strlen(secret)) == (ssize_t)strlen(secret) && write(fd, "\n", 1) == 1 && fsync(fd) == 0;
    sodium_memzero(&id, sizeof id);
    sodium_memzero(secret, sizeof secret);
    if (close(fd) != 0 || !good) {
        wr_rc rc = cli_io(c, path);
        unlink(path);
        return rc;
    }
    return cli_say(c, public);
}
