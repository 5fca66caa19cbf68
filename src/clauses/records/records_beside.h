/* records_beside.h -- what stands beside the single case: split and merge, the same for many, what others got, mail files. */
#ifndef WR_RECORDS_BESIDE_H
#define WR_RECORDS_BESIDE_H
#include "records_web.h"
/* ---- records_split.c, records_bulk.c ---- */
extern const shape IN_RECORDS_SPLIT, IN_RECORDS_MERGE, IN_RECORDS_BULK, IN_RECORDS_WHICH;
http_show records_show_split, records_show_bulk;
http_prepare records_prepare_split;
http_act records_act_split, records_act_merge, records_act_bulk;

/* ---- records_seen.c: requests and releases of others ---- */
extern const char *const records_seen_states[];
extern const shape RECORDS_SEEN, RECORDS_PACK_SEEN, IN_RECORDS_SEEN, IN_RECORDS_TABLE;
extern const history RECORDS_SEENS;
extern const db_query RECORDS_SEEN_ADD, RECORDS_SEEN_PAST, RECORDS_SEEN_WALK, RECORDS_SEEN_PUT, RECORDS_SEEN_BY, RECORDS_SEEN_ALL;
wr_pack_now records_seen_now;
wr_run records_seen_load;
WR_MUST wr_rc records_put_seen(db_tx *ro, const char *category, arena *, json_t *row);   /* under "seen": what others got of a category */
http_show records_show_seen;
http_act records_act_seen, records_act_table;

/* ---- records_mail.c: mail files ---- */
enum { RECORDS_MAIL_MB = 30 };
extern const shape RECORDS_MAIL, IN_RECORDS_MAIL_TAKE, IN_RECORDS_MAIL, IN_RECORDS_MAIL_SORT, RECORDS_SAY_MAIL, RECORDS_SAY_PART;
extern const history RECORDS_MAILS;
extern const db_query RECORDS_MAIL_ADD, RECORDS_MAIL_PAST, RECORDS_MAIL_WALK, RECORDS_MAIL_PUT, RECORDS_MAIL_BY, RECORDS_MAIL_OPEN, RECORDS_MAIL_MESSAGE, RECORDS_TRACKED;
extern const shape RECORDS_DEMO_MAIL;
wr_run records_load_demo_mail;
http_show records_show_mails, records_show_mail;
http_prepare records_prepare_mail;
http_act records_act_mail, records_act_mail_sort;
#endif
