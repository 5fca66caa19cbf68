/* facts_main.c -- writ-facts: facts of a file that others made. `writ-facts pdf|zip|mail` tells them as lines (facts_wire.h), `writ-facts
 * zip|mail AT MOST` gives one part of it, when it has at most so many bytes. The file is the standard input; nothing else can be opened. */
#include <glib.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "confine.h"
#include "facts_out.h"

static facts_problem read_part(const char *kind, const char *at_text, const char *most_text)
{
    int64_t at = strtoll(at_text, NULL, 10), most = strtoll(most_text, NULL, 10);
    if (strcmp(kind, "zip") == 0) return facts_zip_member(0, at, most, stdout);
    if (strcmp(kind, "mail") == 0) return facts_mail_part(0, at, most, stdout);
    return FACTS_NO_PART;
}

static facts_problem read_all(const char *kind)
{
    if (strcmp(kind, "pdf") == 0) return facts_pdf(0, stdout);
    if (strcmp(kind, "zip") == 0) return facts_zip(0, stdout);
    if (strcmp(kind, "mail") == 0) return facts_mail(0, stdout);
    return FACTS_NO_PART;
}

int main(int argc, char **argv)
{
    facts_problem found;
    if (argc != 2 && argc != 4) confine_end(2, "usage: writ-facts pdf|zip|mail [AT MOST]");
    if (!confine_limits((size_t)1 << 30, 60)) confine_end(CONFINE_NOT, "this system cannot confine the program");
    if (strcmp(argv[1], "mail") == 0) facts_mail_ready();
    if (!confine_lock(false)) confine_end(CONFINE_NOT, "this system cannot confine the program");
    if (lseek(0, 0, SEEK_SET) != 0) confine_end(4, "the input is no file");
    found = argc == 4 ? read_part(argv[1], argv[2], argv[3]) : read_all(argv[1]);
    if (argc == 2) line_problem(stdout, found);
    if (fflush(stdout) != 0) confine_end(4, "nobody listens");
    confine_end(argc == 4 && found != FACTS_FINE ? FACTS_REFUSES : 0, argc == 4 ? FACTS_WORDS[found] : "");
}
