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
    const void *in;                        /* of a clause's command: its options, as its shape says */
    mail_settings mail;                    /* from writ.yaml, once cli_open was called */
    bool demo_public, verbose, clear, help, invite, yes;
    arena *a;
} cli;
/* takes: more options than the fixed ones, checked before run; of a clause's command (wr_module.commands) alone. Its name has two words: "released ask". */
typedef struct cli_command { const char *name, *use, *summary; wr_rc (*run)(cli *); const shape *takes; } cli_command;
extern const cli_command cli_commands[];   /* ends with an empty entry */
int cli_main(int argc, char **argv, const wr_module *const *, const wr_asset *);

/* cli_city.c */
WR_MUST wr_rc cli_init(cli *);
WR_MUST wr_rc cli_demo(cli *);
WR_MUST wr_rc cli_check(cli *);
WR_MUST wr_rc cli_serve(cli *);
/* cli_log.c */
WR_MUST wr_rc cli_verify(cli *);
/* cli_leave.c, cli_import.c */
WR_MUST wr_rc cli_export(cli *);
WR_MUST wr_rc cli_import(cli *);
WR_MUST wr_rc cli_rebuild(cli *);
/* cli_pack.c */
WR_MUST wr_rc cli_pack(cli *);
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
WR_MUST wr_rc cli_open_or_found(cli *, db **ret);   /* an empty folder becomes a city without an order: for a command that needs none */
WR_MUST wr_rc cli_snapshot(db *, arena *, db_conn **ret_c, db_tx **ret_tx);   /* a reader and its transaction */
WR_MUST wr_rc cli_findings(cli *, json_t *findings, const char *good);   /* prints and ends them; any is WR_E_CONFLICT */
/* A new city in an empty folder: migrated, filled, then its key and writ.yaml; when fill fails nothing is left behind. */
WR_MUST wr_rc cli_found(cli *, wr_rc (*fill)(cli *, db *, void *with), void *with);
/* each FROM/FOLDER/...ENDING into DATA/FOLDER: what stands beside the database, such as translations. A missing folder is none. */
WR_MUST wr_rc cli_copy_files(cli *, const char *from, const char *folder, const char *ending);
WR_MUST wr_rc cli_need(cli *, const char *value, const char *option);
WR_MUST wr_rc cli_io(cli *, const char *path);                            /* errno, as an error */
WR_MUST wr_rc cli_put_file(cli *, const char *path, bytes text);          /* 0600, and on disk */
WR_MUST wr_rc cli_pack_folder(cli *, const char **ret);                   /* of c->pack: a path, or a name */
bool cli_empty_folder(const char *path);
wr_actor cli_operator(void);               /* who acts on the command line, now: holds no approving right */
WR_MUST wr_rc cli_say(cli *, const char *text);   /* one line on standard output */
#endif
