/* person_rights.c -- who may do what: reads the table that the build makes of rights.tsv. */
#include <pthread.h>
#include <string.h>
#include "person.h"

enum { ROLES = 64 };                     /* tools/embed.c keeps the same bound */
struct rights { const char *role; };
static struct rights all[ROLES];
static size_t n_all;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void fill(void)
{
    all[n_all++].role = "public";
    for (size_t i = 0; person_roles[i] && n_all < ROLES; i++)
        if (strcmp(person_roles[i], "public") != 0) all[n_all++].role = person_roles[i];
}

const rights *rights_of(const char *role)
{
    pthread_once(&once, fill);
    for (size_t i = 1; role && i < n_all; i++)
        if (strcmp(all[i].role, role) == 0) return &all[i];
    return &all[0];
}

const char *rights_role(const rights *r) { return r->role; }

right_scope rights_has(const rights *r, const char *right)
{
    if (strcmp(right, "public") == 0) return RIGHT_ALL;
    for (const rights_row *row = rights_table; row->role; row++)
        if (strcmp(row->role, r->role) == 0 && strcmp(row->right, right) == 0) return row->scope;
    return RIGHT_NONE;
}
