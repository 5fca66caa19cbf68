/* cli_pack.c -- a pack loaded again: what it would change, and with --yes the change. What the city edited is left as it is. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "cli.h"
#include "pack.h"
#include "str.h"
#include "writer.h"

enum { SHOWN_MAX = 60 };

typedef struct again { cli *c; const char *pack; pack_change *changes; size_t n; } again;

/* Without --yes all of it is done, too, and then rolled back: so what is shown is what would happen, refusals included. */
static wr_rc act_load(db_tx *rw, void *with, arena *a)
{
    again *g = with;
    wr_actor who = cli_operator();
    TRY(pack_load_said(rw, &who, g->c->modules, g->pack, a, &g->changes, &g->n));
    return g->c->yes ? WR_OK : WR_E_CONFLICT;
}

static const char *cut(arena *a, const char *text)
{
    return strlen(text) <= SHOWN_MAX ? text : arena_fmt(a, "%s...", str_begin(a, text, SHOWN_MAX));
}

static wr_rc say_member(cli *c, const char *name, const char *was, const char *now)
{
    return cli_say(c, arena_fmt(c->a, "           %s: \"%s\" -> \"%s\"", name, cut(c->a, was), cut(c->a, now)));
}

/* The members in which a row differs from the pack's. */
static wr_rc say_members(cli *c, const pack_change *p)
{
    json_t *was = json_loads(p->was, 0, NULL), *now = json_loads(p->now, 0, NULL), *v;
    const char *name;
    wr_rc rc = WR_OK;
    json_object_foreach(now, name, v) {
        const char *old = json_string_value(json_object_get(was, name));
        if (rc == WR_OK && (!old || !str_eq(old, json_string_value(v)))) rc = say_member(c, name, old ? old : "", json_string_value(v));
    }
    json_object_foreach(was, name, v)
        if (rc == WR_OK && !json_object_get(now, name)) rc = say_member(c, name, json_string_value(v), "");
    json_decref(was);
    json_decref(now);
    return rc;
}

static wr_rc say_change(cli *c, const pack_change *p)
{
    static const char *const MEANS[] = { "", "", "  (the city has edited it: it stays)", "  (not in the pack any more: it stays)" };
    const char *where = p->line ? arena_fmt(c->a, "%s:%d", p->file, p->line) : p->file;
    TRY(cli_say(c, arena_fmt(c->a, "%-9s  %s  %s%s", pack_kinds[p->kind], where, p->key, p->once ? "  (loaded once, with the row: what the city has stays)" : MEANS[p->kind])));
    return p->kind == PACK_CHANGED || p->kind == PACK_KEPT ? say_members(c, p) : WR_OK;
}

/* ---- translations ---- */

/* The entries of a pack's catalogue whose msgid the city's does not have; what it has stays as the city put it. */
static const char *new_words(arena *a, const char *theirs, const char *ours, size_t *ret_n)
{
    strbuf b = sb_new(a, 4096);
    *ret_n = 0;
    for (const char *p = theirs; *p; ) {
        const char *end = strstr(p, "\n\n"), *id, *stop;
        const char *entry = end ? arena_fmt(a, "%.*s\n", (int)(end - p), p) : p;
        p = end ? end + 2 + strspn(end + 2, "\n") : p + strlen(p);
        id = strstr(entry, "msgid ");
        stop = id ? strstr(id, "\nmsgstr") : NULL;
        if (!stop || str_starts(id, "msgid \"\"\nmsgstr")) continue;   /* the head of the file */
        if (strstr(ours, arena_fmt(a, "%.*s\n", (int)(stop - id), id))) continue;
        sb_ch(&b, '\n');
        sb_str(&b, entry);
        ++*ret_n;
    }
    return b.p;
}

static wr_rc words_of(cli *c, const char *path, bytes *ret)
{
    TRY(pack_file(path, c->a, ret));
    if (str_utf8((const char *)ret->p, ret->n) && strlen((const char *)ret->p) == ret->n) return WR_OK;
    return wr_fail(arena_err(c->a), WR_E_INPUT, NULL, N_("{file} is not valid UTF-8."), "file", path);
}

static wr_rc load_words(cli *c, const char *pack)
{
    DIR *d = opendir(arena_fmt(c->a, "%s/po", pack));
    wr_rc rc = WR_OK;
    for (struct dirent *e; d && rc == WR_OK && (e = readdir(d)); ) {
        const char *to = arena_fmt(c->a, "%s/po/%s", c->data, e->d_name), *more;
        bytes theirs, ours;
        size_t n = 0;
        if (!str_ends(e->d_name, ".po")) continue;
        rc = words_of(c, arena_fmt(c->a, "%s/po/%s", pack, e->d_name), &theirs);
        if (rc == WR_OK) rc = words_of(c, to, &ours);
        if (rc == WR_E_MISSING) {                      /* a new language */
            *arena_err(c->a) = (wr_err){ 0 };
            ours = (bytes){ (const uint8_t *)"", 0 };
            more = (const char *)theirs.p;
            n = theirs.n > 0;
            rc = WR_OK;
        } else if (rc == WR_OK) more = new_words(c->a, (const char *)theirs.p, (const char *)ours.p, &n);
        if (rc != WR_OK || !n) continue;
        rc = cli_say(c, arena_fmt(c->a, "%-9s  po/%s  %zu texts", pack_kinds[PACK_NEW], e->d_name, n));
        if (rc == WR_OK && c->yes) rc = cli_put_file(c, to, (bytes){ (const uint8_t *)arena_fmt(c->a, "%s%s", (const char *)ours.p, more), ours.n + strlen(more) });
    }
    if (d) closedir(d);
    return rc;
}

wr_rc cli_pack(cli *c)
{
    again g = { .c = c };
    size_t counts[4] = { 0 };
    db *d;
    wr_rc rc;
    if (c->n_words != 2 || !str_eq(c->words[0], "load")) return wr_fail(arena_err(c->a), WR_E_INPUT, "pack", N_("Say pack load and which pack."));
    c->pack = c->words[1];
    TRY(cli_pack_folder(c, &g.pack));
    TRY(cli_open(c, &d));
    rc = writer_once_here(d, act_load, &g, c->a);
    db_close(&d);
    if (rc == WR_E_CONFLICT && !c->yes && arena_err(c->a)->rc == WR_OK) rc = WR_OK;
    TRY(rc);
    for (size_t i = 0; i < g.n; i++) {
        TRY(say_change(c, &g.changes[i]));
        counts[g.changes[i].kind]++;
    }
    TRY(load_words(c, g.pack));
    TRY(cli_say(c, arena_fmt(c->a, "%zu new, %zu changed, %zu left as the city has them, %zu gone from the pack.", counts[0], counts[1], counts[2], counts[3])));
    return c->yes ? WR_OK : cli_say(c, "Nothing was changed. To load it, say --yes.");
}
