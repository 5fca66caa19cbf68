/* flow_keep.c -- published guides that were read once stay read: a version never changes, and each report asks the one in force.
 * A few stay; who uses one holds it until the end of their arena, so a newer one may take its place meanwhile. */
#include "flow_own.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include "mtx.h"
#include "str.h"

enum { KEPT = 8 };               /* versions that are asked for at one time: the one in force, and some of past days */
typedef struct kept { arena *a; char *id; wr_us since; flow f; atomic_int uses; uint64_t asked; } kept;
static mtx lock;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static kept *places[KEPT];       /* each holds one use */
static uint64_t turn;

static void begin(void) { mtx_init(&lock); }

static void drop(void *with)
{
    kept *k = with;
    if (!k || atomic_fetch_sub(&k->uses, 1) != 1) return;
    arena_end(&k->a);
    free(k->id);
    free(k);
}

static void give(kept *k, arena *a, flow *ret)
{
    arena_on_end(a, drop, k);
    *ret = k->f;
}

bool flow_kept(const char *id, wr_us since, arena *a, flow *ret)
{
    kept *found = NULL;
    pthread_once(&once, begin);
    mtx_lock(&lock);
    for (size_t i = 0; i < KEPT && !found; i++)
        if (places[i] && places[i]->since == since && str_eq(places[i]->id, id)) found = places[i];
    if (found) {
        atomic_fetch_add(&found->uses, 1);
        found->asked = ++turn;
    }
    mtx_unlock(&lock);
    if (found) give(found, a, ret);
    return found != NULL;
}

wr_rc flow_keep(const char *id, wr_us since, const char *text, arena *a, flow *ret)
{
    kept *k = calloc(1, sizeof *k), *gone;
    size_t at = 0;
    if (!k || !(k->id = strdup(id))) abort();
    k->since = since;
    k->a = arena_new("guide", 4 << 20);
    atomic_store(&k->uses, 2);                               /* its place and this arena */
    wr_rc rc = flow_from_text(text, k->a, &k->f);
    if (rc != WR_OK) {
        *arena_err(a) = *arena_err(k->a);
        atomic_store(&k->uses, 1);
        drop(k);
        return rc;
    }
    pthread_once(&once, begin);
    mtx_lock(&lock);
    for (size_t i = 1; i < KEPT; i++)                        /* an empty place, else the one that nobody asked for the longest */
        if (places[at] && (!places[i] || places[i]->asked < places[at]->asked)) at = i;
    gone = places[at];
    places[at] = k;
    k->asked = ++turn;
    mtx_unlock(&lock);
    drop(gone);
    give(k, a, ret);
    return WR_OK;
}
