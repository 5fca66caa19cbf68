/* merkle.c -- RFC 6962 tree hashes; proofs made from whole subtrees, checked by the procedures of RFC 9162 section 2.1. */
#include "merkle.h"

#include <string.h>
#include "sha256.h"

static const bytes LEAF = { (const uint8_t *)"\x00", 1 }, NODE = { (const uint8_t *)"\x01", 1 };

merkle_hash merkle_leaf(bytes entry)
{
    merkle_hash ret;
    sha256_of((const bytes[]){ LEAF, entry }, 2, ret.b);
    return ret;
}

merkle_hash merkle_node(const merkle_hash *l, const merkle_hash *r)
{
    merkle_hash ret;
    sha256_of((const bytes[]){ NODE, { l->b, MERKLE_HASH }, { r->b, MERKLE_HASH } }, 3, ret.b);
    return ret;
}

static bool same(const merkle_hash *a, const merkle_hash *b) { return memcmp(a->b, b->b, MERKLE_HASH) == 0; }

void merkle_push(merkle_edge *e, int height, const merkle_hash *h, void (*whole_opt)(void *, int, const merkle_hash *), void *with)
{
    merkle_hash now = *h;
    int at = height;
    if (whole_opt) whole_opt(with, at, &now);
    for (; e->size >> at & 1; at++) {
        now = merkle_node(&e->at[at], &now);
        if (whole_opt) whole_opt(with, at + 1, &now);
    }
    e->at[at] = now;
    e->size += INT64_C(1) << height;
}

merkle_hash merkle_root(const merkle_edge *e)
{
    merkle_hash root;
    bool any = false;
    for (int at = 0; at < 62; at++) {
        if (!(e->size >> at & 1)) continue;
        root = any ? merkle_node(&e->at[at], &root) : e->at[at];
        any = true;
    }
    if (!any) sha256_of(NULL, 0, root.b);
    return root;
}

/* ---- making proofs ---- */

static int64_t split(int64_t n)                      /* the largest power of two below n; n > 1 */
{
    int64_t k = 1;
    while (k * 2 < n) k *= 2;
    return k;
}

/* MTH of the n leaves from `first`, which is a multiple of every whole subtree in it. */
static wr_rc range(int64_t first, int64_t n, merkle_read *read, void *with, merkle_hash *ret)
{
    merkle_edge e = { 0 };
    for (int at = 61; at >= 0; at--) {
        merkle_hash h;
        if (!(n >> at & 1)) continue;
        TRY(read(with, at, (first + e.size) >> at, &h));
        e.at[at] = h;
        e.size += INT64_C(1) << at;
    }
    *ret = merkle_root(&e);
    return WR_OK;
}

wr_rc merkle_prove(int64_t index, int64_t size, merkle_read *read, void *with, merkle_hash *ret, size_t *ret_n)
{
    struct { int64_t first, n; } away[MERKLE_PROOF_MAX];
    int64_t first = 0;
    size_t n = 0;
    if (index < 0 || index >= size) return WR_E_MISSING;
    for (; size > 1; n++) {                          /* from the root down; the proof runs up */
        int64_t k = split(size);
        if (index < k) {
            away[n].first = first + k;
            away[n].n = size - k;
            size = k;
        } else {
            away[n].first = first;
            away[n].n = k;
            first += k;
            index -= k;
            size -= k;
        }
    }
    for (size_t i = 0; i < n; i++) TRY(range(away[n - 1 - i].first, away[n - 1 - i].n, read, with, &ret[i]));
    *ret_n = n;
    return WR_OK;
}

/* RFC 6962 section 2.1.2: SUBPROOF(old, D[n], whole), from the root down and then turned round. */
wr_rc merkle_prove_growth(int64_t old, int64_t size, merkle_read *read, void *with, merkle_hash *ret, size_t *ret_n)
{
    struct { int64_t first, n; } away[MERKLE_PROOF_MAX];
    int64_t first = 0;
    size_t n = 0;
    bool whole = true;
    if (old < 0 || old > size) return WR_E_MISSING;
    *ret_n = 0;
    if (old == 0 || old == size) return WR_OK;
    while (old != size) {
        int64_t k = split(size);
        if (old <= k) {
            away[n].first = first + k;
            away[n++].n = size - k;
            size = k;
        } else {
            away[n].first = first;
            away[n++].n = k;
            first += k;
            old -= k;
            size -= k;
            whole = false;
        }
    }
    if (!whole) {
        away[n].first = first;
        away[n++].n = size;
    }
    for (size_t i = 0; i < n; i++) TRY(range(away[n - 1 - i].first, away[n - 1 - i].n, read, with, &ret[i]));
    *ret_n = n;
    return WR_OK;
}

/* ---- checking proofs ---- */

bool merkle_included(int64_t index, int64_t size, const merkle_hash *leaf, const merkle_hash *root, const merkle_hash *proof, size_t n)
{
    int64_t fn = index, sn = size - 1;
    merkle_hash r = *leaf;
    if (index < 0 || index >= size) return false;
    for (size_t i = 0; i < n; i++) {
        if (sn == 0) return false;
        if ((fn & 1) || fn == sn) {
            r = merkle_node(&proof[i], &r);
            while (!(fn & 1) && fn != 0) { fn >>= 1; sn >>= 1; }
        } else r = merkle_node(&r, &proof[i]);
        fn >>= 1;
        sn >>= 1;
    }
    return sn == 0 && same(&r, root);
}

bool merkle_grew(int64_t old, int64_t size, const merkle_hash *old_root, const merkle_hash *root, const merkle_hash *proof, size_t n)
{
    if (old <= 0 || old > size) return false;        /* anything grew from nothing: that proves nothing */
    if (old == size) return n == 0 && same(old_root, root);
    return merkle_grew_from(0, old, size, old_root, root, proof, n);
}

static bool is_part(int64_t start, int64_t end)
{
    int64_t width = 1;
    if (start < 0 || end <= start) return false;
    while (width < end - start) width *= 2;
    return start % width == 0;
}

bool merkle_included_in(int64_t index, int64_t start, int64_t end, const merkle_hash *leaf, const merkle_hash *root, const merkle_hash *proof, size_t n)
{
    return is_part(start, end) && index >= start && merkle_included(index - start, end - start, leaf, root, proof, n);
}

bool merkle_grew_from(int64_t start, int64_t end, int64_t size, const merkle_hash *part_root, const merkle_hash *root, const merkle_hash *proof, size_t n)
{
    int64_t fn = start, sn = end - 1, tn = size - 1;
    bool last = sn == tn;
    merkle_hash fr, sr, none;
    size_t i = 0;
    if (start >= 0 && start == end && end <= size) {     /* nothing is a part of every tree */
        none = merkle_root(&(merkle_edge){ 0 });
        return n == 0 && same(part_root, &none);
    }
    if (!is_part(start, end) || end > size) return false;
    while (fn != sn && (last || (sn & 1))) { fn >>= 1; sn >>= 1; tn >>= 1; }
    if (fn == sn) fr = sr = *part_root;
    else if (n == 0) return false;
    else fr = sr = proof[i++];
    for (; i < n; i++) {
        if (tn == 0) return false;
        if ((sn & 1) || sn == tn) {
            if (fn < sn) fr = merkle_node(&proof[i], &fr);
            sr = merkle_node(&proof[i], &sr);
            while (!(sn & 1) && sn != 0) { fn >>= 1; sn >>= 1; tn >>= 1; }
        } else sr = merkle_node(&sr, &proof[i]);
        fn >>= 1;
        sn >>= 1;
        tn >>= 1;
    }
    return tn == 0 && same(&fr, part_root) && same(&sr, root);
}
