/* cli_leave.h -- what export writes and import reads: the same folder, so the same words.
 * README.txt, MANIFEST.json, tables/NAME.csv .jsonl .txt, po/LANG.po, blobs/... */
#ifndef WR_CLI_LEAVE_H
#define WR_CLI_LEAVE_H
#include "cli.h"
#include "whole.h"
enum { LEAVE_FORMAT = 1, LEAVE_PATH = 300 };
/* What leaves: the record itself, and the numbers last given, which no event says. */
bool leave_with(const whole *);
/* A name that a file of an export may have: it stays below the folder, and every system can write it. */
bool leave_path_ok(const char *path);
/* The migrations of this program, as one hash: only the same ones can read the tables. */
const char *leave_schema(const wr_module *const *, arena *);
/* Hash of "HASH  PATH\n" for each file in the manifest's order: what sha256sum prints. */
const char *leave_hash_of_hashes(const json_t *files, arena *);
/* Size and SHA-256 of a file, read in pieces. */
WR_MUST wr_rc leave_hash(cli *, const char *path, int64_t *ret_bytes, const char **ret_sha256);
#endif
