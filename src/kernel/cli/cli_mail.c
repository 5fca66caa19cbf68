/* cli_mail.c -- an operator who reads the returned mails says so. */
#include "cli.h"
#include "str.h"
#include "writer.h"

typedef struct bounce { const char *word, *address; } bounce;

static wr_rc act_bounced(db_tx *rw, void *with, arena *a)
{
    bounce *b = with;
    wr_actor who = cli_operator();
    wr_rc rc = mail_bounced(rw, &who, b->word, a, &b->address);
    return rc == WR_E_MISSING ? wr_fail(db_err(rw), rc, NULL, N_("There is no such mail in the outbox: say the address.")) : rc;
}

wr_rc cli_mail(cli *c)
{
    bounce b = { .address = "" };
    db *d;
    wr_rc rc;
    if (c->n_words != 2 || !str_eq(c->words[0], "bounced"))
        return wr_fail(arena_err(c->a), WR_E_INPUT, "mail", N_("Say mail bounced, then an address or a Message-ID."));
    b.word = c->words[1];
    TRY(cli_open(c, &d));
    rc = writer_once_here(d, act_bounced, &b, c->a);
    db_close(&d);
    TRY(rc);
    return cli_say(c, arena_fmt(c->a, "No more mail goes to %s until somebody sends one again.", b.address));
}
