/* cli_user.c -- accounts: add (password on standard input, or an invitation), list, disable, invite again, reset a second factor. */
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>
#include "city.h"
#include "cli.h"
#include "person.h"
#include "person_invite.h"
#include "str.h"
#include "writer.h"

typedef struct new_user { cli *c; const char *login, *hash; person_invite invite; } new_user;

/* One line; on a terminal nothing of it is shown. */
static wr_rc read_password(cli *c, const char **ret)
{
    struct termios was, quiet;
    bool tty = isatty(STDIN_FILENO) && tcgetattr(STDIN_FILENO, &was) == 0;
    char text[1024 + 2];
    bool got;
    if (tty) {
        quiet = was;
        quiet.c_lflag &= ~(tcflag_t)ECHO;
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
        fputs("Password: ", stderr);
    }
    got = fgets(text, sizeof text, stdin) != NULL;
    if (tty) { tcsetattr(STDIN_FILENO, TCSAFLUSH, &was); fputc('\n', stderr); }
    if (!got) return wr_fail(arena_err(c->a), WR_E_INPUT, "password", N_("A password is expected on standard input."));
    if (strlen(text) == sizeof text - 1 && text[sizeof text - 2] != '\n') return wr_fail(arena_err(c->a), WR_E_INPUT, "password", N_("The text is too long."));
    text[strcspn(text, "\r\n")] = 0;
    *ret = arena_dup(c->a, text);
    sodium_memzero(text, sizeof text);
    return person_password_ok(arena_err(c->a), "password", *ret);
}

static wr_rc act_add(db_tx *rw, void *with, arena *a)
{
    new_user *u = with;
    wr_actor who = cli_operator();
    person_account p = { .login = u->login, .name = u->login, .role = u->c->role, .lang = "", .password = u->hash, .human = u->c->human };
    if (u->c->department) {
        city_department dep;
        wr_rc rc = city_department_by(rw, u->c->department, a, &dep);
        if (rc == WR_E_MISSING) return wr_fail(db_err(rw), WR_E_INPUT, "--department", N_("There is no department {acronym}."), "acronym", u->c->department);
        TRY(rc);
        p.department = dep.num;
    }
    TRY(person_add(rw, &who, &p, a));
    return u->c->invite ? person_invite_put(rw, &who, u->login, &u->invite, a) : WR_OK;
}

static wr_rc known(db_tx *rw, const new_user *u, wr_rc rc)
{
    return rc == WR_E_MISSING ? wr_fail(db_err(rw), rc, NULL, N_("There is no account {login}."), "login", u->login) : rc;
}

static wr_rc act_disable(db_tx *rw, void *with, arena *a)
{
    const new_user *u = with;
    wr_actor who = cli_operator();
    return known(rw, u, person_disable(rw, &who, u->login, a));
}

static wr_rc act_reset(db_tx *rw, void *with, arena *a)
{
    const new_user *u = with;
    wr_actor who = cli_operator();
    return known(rw, u, person_factor_reset(rw, &who, u->login, a));
}

static wr_rc act_invite(db_tx *rw, void *with, arena *a)
{
    const new_user *u = with;
    wr_actor who = cli_operator();
    return known(rw, u, person_invite_put(rw, &who, u->login, &u->invite, a));
}

static wr_rc say_link(const new_user *u)
{
    return cli_say(u->c, arena_fmt(u->c->a, "%s may join within seven days, once: %s%s", u->login, u->c->site ? u->c->site : "", u->invite.url));
}

static wr_rc make_link(new_user *u)
{
    TRY(person_key_load(u->c->data, arena_err(u->c->a)));
    return person_invite_make(u->c->a, &u->invite);
}

static wr_rc invite(cli *c, db *d)
{
    new_user u = { .c = c, .login = c->words[1] };
    TRY(make_link(&u));
    TRY(writer_once_here(d, act_invite, &u, c->a));
    return say_link(&u);
}

static wr_rc add(cli *c, db *d)
{
    const char *password;
    new_user u = { .c = c, .login = c->words[1] };
    if (!c->role) return wr_fail(arena_err(c->a), WR_E_INPUT, "--role", N_("{option} is needed."), "option", "--role");
    if (!person_role_ok(c->role)) return wr_fail(arena_err(c->a), WR_E_INPUT, "--role", N_("There is no role {role}."), "role", c->role);
    if (c->invite) {
        TRY(make_link(&u));
        TRY(writer_once_here(d, act_add, &u, c->a));
        return say_link(&u);
    }
    TRY(read_password(c, &password));
    TRY(person_hash(c->a, password, &u.hash));
    TRY(writer_once_here(d, act_add, &u, c->a));
    return cli_say(c, arena_fmt(c->a, "%s may sign in as %s.", u.login, c->role));
}

static wr_rc list(cli *c, db *d)
{
    db_conn *conn = NULL;
    db_tx *tx = NULL;
    person_account *p;
    size_t n = 0;
    wr_rc rc = db_reader(d, arena_err(c->a), &conn);
    if (rc == WR_OK) rc = db_begin_read(conn, c->a, &tx);
    if (rc == WR_OK) rc = person_list(tx, c->a, &p, &n);
    for (size_t i = 0; rc == WR_OK && i < n; i++)
        rc = cli_say(c, arena_fmt(c->a, "%-20s %-12s %s%s", p[i].login, p[i].role, p[i].name, p[i].disabled ? " (disabled)" : ""));
    db_end_read(&tx);
    db_conn_end(&conn);
    return rc;
}

wr_rc cli_user(cli *c)
{
    const char *verb = c->n_words ? c->words[0] : "";
    db *d;
    wr_rc rc;
    new_user u = { .c = c, .login = c->words[1] };
    bool named = str_eq(verb, "add") || str_eq(verb, "disable") || str_eq(verb, "invite") || str_eq(verb, "reset-factor");
    if ((!named && !str_eq(verb, "list")) || c->n_words != (named ? 2u : 1u))
        return wr_fail(arena_err(c->a), WR_E_INPUT, "user", N_("Say user list, or user add, invite, reset-factor or disable and a NAME."));
    TRY(cli_open(c, &d));
    if (str_eq(verb, "add")) rc = add(c, d);
    else if (str_eq(verb, "list")) rc = list(c, d);
    else if (str_eq(verb, "invite")) rc = invite(c, d);
    else rc = writer_once_here(d, str_eq(verb, "disable") ? act_disable : act_reset, &u, c->a);
    db_close(&d);
    person_side_stop();
    return rc;
}
