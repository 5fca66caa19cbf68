/* cli.c -- finds the command, reads its options, and turns the outcome into an exit code. */
#include "cli.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "clock.h"
#include "i18n.h"
#include "now.h"
#include "pack.h"
#include "person.h"
#include "str.h"

const cli_command cli_commands[] = {
    { "init", "init --data DIR --pack PACK [--db URL] [--origin NAME/PATH]", N_("Makes a city in DIR from a pack."), cli_init },
    { "serve", "serve --data DIR --listen ADDR:PORT [--db URL] [--url https://NAME] [--trusted-proxy ADDR] [--demo-public] [--verbose]", N_("Serves the city until it is stopped."), cli_serve },
    { "demo", "demo --data DIR", N_("Fills a new city with invented people and events."), cli_demo },
    { "check", "check --data DIR", N_("Checks that the record holds together."), cli_check },
    { "verify", "verify --data DIR", N_("Checks every fact against the log that nobody can rewrite."), cli_verify },
    { "backup", "backup FILE --data DIR [--to age1...]... [--clear]", N_("Writes the whole city into one sealed file, while it is served."), cli_backup },
    { "restore", "restore FILE --data DIR [--identity KEYFILE] [--db URL]", N_("Makes the city in DIR again from a backup, when every byte of it is right."), cli_restore },
    { "keygen", "keygen FILE", N_("Writes a new secret key into FILE and prints its public half, for --to."), cli_keygen },
    { "pack", "pack load PACK --data DIR [--yes]", N_("Loads a pack again: shows what is new, changed, left alone and gone; --yes does it."), cli_pack },
    { "export", "export DIR2 --data DIR", N_("Writes everything that stays into DIR2, as CSV, JSON and plain text, with a hash of each file."), cli_export },
    { "import", "import DIR2 --data DIR [--db URL]", N_("Makes a new city in DIR from an export, on either engine."), cli_import },
    { "rebuild", "rebuild --data DIR", N_("Makes every derived row again from the record."), cli_rebuild },
    { "user", "user add NAME --role ROLE [--department ACRONYM] [--human NAME] [--invite [--url https://NAME]] --data DIR | user list|invite NAME|reset-factor NAME|disable NAME --data DIR",
      N_("Accounts; a new one gets its password from standard input, or an invitation."), cli_user },
    { "mail", "mail bounced MESSAGE-ID|ADDRESS --data DIR", N_("Notes that a mail came back: nothing more goes to that address."), cli_mail },
    { "explain", "explain URL", N_("Which line of C, template and queries answer a page."), cli_explain },
    { "routes", "routes", N_("Every address and who may use it."), cli_routes },
    { "modules", "modules", N_("The parts of this program."), cli_modules },
    { "queries", "queries", N_("Every SQL statement by name."), cli_queries },
    { "shapes", "shapes", N_("What each address takes and says, field by field."), cli_shapes },
    { 0 }
};

wr_rc cli_say(cli *c, const char *text)
{
    if (puts(text) >= 0) return WR_OK;
    return wr_fail(arena_err(c->a), WR_E_IO, NULL, N_("Standard output is closed."));
}

static void usage(const wr_module *const *modules, FILE *to)
{
    fputs("writ puts a city's signed executive directive to work.\n\n", to);
    for (const cli_command *k = cli_commands; k->name; k++) fprintf(to, "  writ %s\n      %s\n", k->use, k->summary);
    for (const wr_module *const *m = modules; *m; m++)
        for (const cli_command *k = (*m)->commands; k && k->name; k++) fprintf(to, "  writ %s\n      %s\n", k->use, k->summary);
    fputs("\nwrit COMMAND --help tells more of one.\n", to);
}

enum { FREE_MAX = 40 };      /* options of a clause's command */

static wr_rc read_free(cli *c, const cli_command *k, const pair *typed, size_t n)
{
    faults wrong;
    void *in;
    wr_rc rc;
    in = arena_alloc(c->a, k->takes->size, _Alignof(max_align_t));
    rc = shape_from_form(k->takes, typed, n, c->a, in, &wrong);
    c->in = in;
    if (rc != WR_E_INPUT || !wrong.n) return rc;
    *arena_err(c->a) = (wr_err){ 0 };
    return wr_fail(arena_err(c->a), WR_E_INPUT, wrong.at[0].field, N_("--{option}: {why}"), "option", wrong.at[0].field, "why", i18n_fill(c->a, wrong.at[0].text, wrong.at[0].holes));
}

static wr_rc read_options(cli *c, const cli_command *k, int first, int argc, char **argv)
{
    pair typed[FREE_MAX];
    size_t n_typed = 0;
    const struct { const char *name; const char **into; } TEXT[] = {
        { "--data", &c->data }, { "--db", &c->db }, { "--pack", &c->pack }, { "--listen", &c->listen },
        { "--url", &c->site }, { "--trusted-proxy", &c->trusted_proxy }, { "--origin", &c->origin }, { "--role", &c->role }, { "--department", &c->department },
        { "--human", &c->human }, { "--identity", &c->identity } };
    for (int i = first; i < argc; i++) {
        size_t at = 0;
        bool own = k->takes && str_starts(argv[i], "--") && shape_field(k->takes, argv[i] + 2);      /* the clause's, whatever the program has of that name */
        if (str_eq(argv[i], "--help")) { c->help = true; continue; }
        if (str_eq(argv[i], "--verbose")) { c->verbose = true; continue; }
        if (str_eq(argv[i], "--invite")) { c->invite = true; continue; }
        if (str_eq(argv[i], "--yes")) { c->yes = true; continue; }
        if (str_eq(argv[i], "--demo-public")) { c->demo_public = true; continue; }
        if (str_eq(argv[i], "--clear")) { c->clear = true; continue; }
        if (str_eq(argv[i], "--to") && i + 1 < argc && !own) {
            if (c->n_to == sizeof c->to / sizeof *c->to) return wr_fail(arena_err(c->a), WR_E_INPUT, "--to", N_("A file is sealed to 1 to 20 keys."));
            c->to[c->n_to++] = argv[++i];
            continue;
        }
        if (!str_starts(argv[i], "--")) {
            if (c->n_words == 4) return wr_fail(arena_err(c->a), WR_E_INPUT, argv[i], N_("One word too many: {word}"), "word", argv[i]);
            c->words[c->n_words++] = argv[i];
            continue;
        }
        while (at < sizeof TEXT / sizeof *TEXT && (own || !str_eq(TEXT[at].name, argv[i]))) at++;
        if (at == sizeof TEXT / sizeof *TEXT && (!k->takes || n_typed == FREE_MAX)) return wr_fail(arena_err(c->a), WR_E_INPUT, argv[i], N_("Unknown option {option}"), "option", argv[i]);
        if (i + 1 == argc) return wr_fail(arena_err(c->a), WR_E_INPUT, argv[i], N_("{option} wants a value."), "option", argv[i]);
        if (at < sizeof TEXT / sizeof *TEXT) *TEXT[at].into = argv[i + 1];
        else typed[n_typed++] = (pair){ argv[i] + 2, argv[i + 1], strlen(argv[i + 1]) };
        i++;
    }
    return c->help || !k->takes ? WR_OK : read_free(c, k, typed, n_typed);
}

/* One word of the program, or two of a clause. */
static const cli_command *command_of(const wr_module *const *modules, int argc, char **argv, int *ret_first)
{
    *ret_first = 2;
    for (const cli_command *k = cli_commands; k->name; k++)
        if (str_eq(k->name, argv[1])) return k;
    *ret_first = 3;
    for (const wr_module *const *m = modules; argc > 2 && *m; m++)
        for (const cli_command *k = (*m)->commands; k && k->name; k++) {
            size_t n = strlen(argv[1]);
            if (strncmp(k->name, argv[1], n) == 0 && k->name[n] == ' ' && str_eq(k->name + n + 1, argv[2])) return k;
        }
    return NULL;
}

wr_actor cli_operator(void)
{
    wr_us now = now_us();
    return (wr_actor){ .by = "operator", .lang = "en", .now = now, .today = clock_today(now), .rights = rights_of("operator") };
}

int cli_main(int argc, char **argv, const wr_module *const *modules, const wr_asset *assets)
{
    cli c = { .modules = modules, .assets = assets, .a = arena_new("command", 256 << 20) };
    const cli_command *k;
    wr_rc rc;
    int code, first;
    if (argc < 2 || str_eq(argv[1], "--help") || str_eq(argv[1], "help")) {
        usage(modules, argc < 2 ? stderr : stdout);
        arena_end(&c.a);
        return argc < 2 ? 2 : 0;
    }
    k = command_of(modules, argc, argv, &first);
    if (!k) {
        fprintf(stderr, "writ: there is no command %s\n\n", argv[1]);
        usage(modules, stderr);
        arena_end(&c.a);
        return 2;
    }
    rc = read_options(&c, k, first, argc, argv);
    if (rc == WR_OK && c.help) printf("writ %s\n%s\n", k->use, k->summary);
    else if (rc == WR_OK) rc = k->run(&c);
    if (rc != WR_OK) {
        const wr_err *e = arena_err(c.a);
        fprintf(stderr, "writ %s: %s\n", k->name, e->text ? i18n_err(c.a, "en", e) : wr_rc_name(rc));
        if (rc == WR_E_INPUT) fprintf(stderr, "writ %s\n", k->use);
    }
    code = wr_rc_exit(rc);
    arena_end(&c.a);
    return code;
}
