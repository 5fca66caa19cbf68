/* pot.c -- all texts for people as a template of a catalogue: pot SRC-FOLDER > writ.pot */
#include <stdio.h>

#include "modules.h"
#include "words.h"

static void quoted(const char *word, const char *text)
{
    printf("%s \"", word);
    for (; *text; text++) {
        if (*text == '\n') fputs("\\n", stdout);
        else if (*text == '\t') fputs("\\t", stdout);
        else if (*text == '"' || *text == '\\') printf("\\%c", *text);
        else putchar(*text);
    }
    puts("\"");
}

int main(int argc, char **argv)
{
    words w = { .a = arena_new("pot", (size_t)256 << 20) };
    wr_err e = { 0 };
    if (argc != 2 || words_of_tree(&w, argv[1], &e) != WR_OK) {
        fprintf(stderr, "pot: %s\n", argc != 2 ? "usage: pot SRC-FOLDER" : e.text);
        return 1;
    }
    words_of_modules(&w, wr_modules);
    puts("msgid \"\"\nmsgstr \"\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"");
    for (size_t i = 0; i < w.n; i++) {
        printf("\n#: %s:%d\n", w.at[i].file, w.at[i].line);
        quoted("msgid", w.at[i].one);
        if (w.at[i].many) quoted("msgid_plural", w.at[i].many);
        puts(w.at[i].many ? "msgstr[0] \"\"\nmsgstr[1] \"\"" : "msgstr \"\"");
    }
    arena_end(&w.a);
    return 0;
}
