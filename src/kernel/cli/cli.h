/* cli.h -- the command line: what an operator does, from the same tables as the pages. */
#ifndef WR_CLI_H
#define WR_CLI_H
#include "age.h"
#include "db.h"
#include "mail.h"
#include "module.h"
typedef struct cli {                       /* one command's world */
    const wr_module *const *modules;
    const wr_asset *assets;
    const char *data, *url, *pack, *listen, *role, *department, *db, *site, *trusted_proxy, *origin, *human, *identity;   /* site: --url */
    const char *to[AGE_TO_MAX];            /* each --to */
    size_t n_to;
    const char *words[4];                  /* what stands without an option, behind the command's name */
    size_t n_words;
    mail_settings mail;                    /* from writ.yaml, once cli_open was called */
    bool demo_public, verbose, clear, help, invite;
    arena *a;
} cli;
typedef struct cli_command { const char *name, *use, *summary; wr_rc (*run)(cli *); } cli_command;
extern const cli_command cli_commands[];   /* ends with an empty entry */
int cli_main(int argc, char **argv, const wr_module *const *, const wr_asset *);

/* cli_city.c */
WR_MUST wr_rc cli_init(cli *);
WR_MUST wr_rc cli_demo(cli *);
WR_MUST wr_rc cli_check(cli *);
WR_MUST wr_rc cli_serve(cli *);
/* cli_log.c */
WR_MUST wr_rc cli_verify(cli *);
/* cli_user.c */
WR_MUST wr_rc cli_user(cli *);
/* cli_mail.c */
WR_MUST wr_rc cli_mail(cli *);
/* cli_backup.c */
WR_MUST wr_rc cli_backup(cli *);
WR_MUST wr_rc cli_restore(cli *);
WR_MUST wr_rc cli_keygen(cli *);
/* cli_tables.c */
WR_MUST wr_rc cli_explain(cli *);
WR_MUST wr_rc cli_routes(cli *);
WR_MUST wr_rc cli_queries(cli *);
WR_MUST wr_rc cli_modules(cli *);
WR_MUST wr_rc cli_shapes(cli *);

WR_MUST wr_rc cli_open(cli *, db **ret);   /* the directory's database, migrated; refuses a directory that is not writ's */
WR_MUST wr_rc cli_snapshot(db *, arena *, db_conn **ret_c, db_tx **ret_tx);   /* a reader and its transaction */
WR_MUST wr_rc cli_findings(cli *, json_t *findings, const char *good);   /* prints and ends them; any is WR_E_CONFLICT */
wr_actor cli_operator(void);               /* who acts on the command line, now: holds no approving right */
WR_MUST wr_rc cli_say(cli *, const char *text);   /* one line on standard output */
#endif
