/* merkle.h -- Merkle tree hashes and proofs of RFC 6962 (RFC 9162 for their verification), over SHA-256. Pure.
 * Subtree proofs after draft-ietf-plants-merkle-tree-certs: [start, end) of a tree.
 * Sizes and indexes count leaves, from 0; at most 2^62. A proof is an array of 32-byte hashes. */
#ifndef WR_MERKLE_H
#define WR_MERKLE_H
#include <stdbool.h>
#include "arena.h"
#include "shape.h"
enum { MERKLE_HASH = 32, MERKLE_PROOF_MAX = 124 };
typedef struct merkle_hash { uint8_t b[MERKLE_HASH]; } merkle_hash;

merkle_hash merkle_leaf(bytes entry);                                  /* H(0x00 entry)      */
merkle_hash merkle_node(const merkle_hash *left, const merkle_hash *right);   /* H(0x01 left right) */

/* The right edge of a growing tree: one whole subtree for each bit of its size. */
typedef struct merkle_edge { int64_t size; merkle_hash at[62]; } merkle_edge;
/* A whole subtree of 2^height leaves, behind what is there; size must be a multiple of that. Each subtree that becomes
 * whole by it is told to `whole_opt`, lowest first. */
void merkle_push(merkle_edge *, int height, const merkle_hash *, void (*whole_opt)(void *with, int height, const merkle_hash *), void *with);
merkle_hash merkle_root(const merkle_edge *);                          /* of nothing: H("")  */

/* A proof's hashes are asked for as whole subtrees: 2^height leaves, the n-th of that height. */
typedef wr_rc merkle_read(void *with, int height, int64_t n, merkle_hash *ret);
WR_MUST wr_rc merkle_prove(int64_t index, int64_t size, merkle_read *, void *with, merkle_hash *ret_proof, size_t *ret_n);
WR_MUST wr_rc merkle_prove_growth(int64_t old, int64_t size, merkle_read *, void *with, merkle_hash *ret_proof, size_t *ret_n);

bool merkle_included(int64_t index, int64_t size, const merkle_hash *leaf, const merkle_hash *root, const merkle_hash *proof, size_t n);
bool merkle_grew(int64_t old, int64_t size, const merkle_hash *old_root, const merkle_hash *root, const merkle_hash *proof, size_t n);
bool merkle_included_in(int64_t index, int64_t start, int64_t end, const merkle_hash *leaf, const merkle_hash *root, const merkle_hash *proof, size_t n);
bool merkle_grew_from(int64_t start, int64_t end, int64_t size, const merkle_hash *part_root, const merkle_hash *root, const merkle_hash *proof, size_t n);
#endif
