/* cli_log.c -- verify: the whole record against its log. */
#include "cli.h"
#include "tlog.h"

wr_rc cli_verify(cli *c)
{
    json_t *findings;
    db_conn *conn = NULL;
    db_tx *tx = NULL;
    tlog_seen seen = { 0 };
    wr_rc rc;
    db *d;
    TRY(cli_open(c, &d));
    findings = json_array();
    rc = cli_snapshot(d, c->a, &conn, &tx);
    if (rc == WR_OK) rc = tlog_verify(tx, c->modules, c->a, findings, &seen);
    db_end_read(&tx);
    db_conn_end(&conn);
    db_close(&d);
    if (rc == WR_OK) rc = cli_say(c, arena_fmt(c->a, "%lld entries in %lld pages; %lld facts, %lld purged, %lld held back, %lld padding.", (long long)seen.entries,
        (long long)seen.pages, (long long)seen.facts, (long long)seen.purged, (long long)seen.held, (long long)seen.padding));
    if (rc == WR_OK) return cli_findings(c, findings, "Every fact is the one that was logged.");
    json_decref(findings);
    return rc;
}
