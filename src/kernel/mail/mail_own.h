/* mail_own.h -- what the files of mail share with each other, and with their tests. */
#ifndef WR_MAIL_OWN_H
#define WR_MAIL_OWN_H
#include <stdatomic.h>
#include "address.h"
#include "mail.h"
#include "str.h"
enum { MAIL_SHOWN = 100 };               /* texts and all: more would be no page */
enum { MAIL_WAITING, MAIL_SENT, MAIL_FAILED, MAIL_WITHHELD };
extern const char *const mail_states[];
/* Why a mail is not sent (yet). */
enum { MAIL_WHY_NONE, MAIL_NO_ADDRESS, MAIL_CAME_BACK, MAIL_DEMO, MAIL_TRY_LATER, MAIL_REFUSED, MAIL_NO_ANSWER, MAIL_NO_TLS, MAIL_NOT_TRUSTED,
    MAIL_SIGN_IN, MAIL_GAVE_UP };
extern const char *const mail_whys[];
/* gather: waits for the digest of `due`. code: the server's last SMTP reply, 0: none. give_up: no try after it. */
typedef struct mail_row { const char *id; wr_id person; const char *kind, *about, *url, *name, *email, *lang, *subject, *text; int state, why;
    int64_t code, tries; wr_us made, due, sent, give_up; bool gather; } mail_row;
typedef struct mail_person { wr_id person; const char *email; int pace; } mail_person;
typedef struct mail_return { const char *email; wr_us at; } mail_return;
typedef struct mail_count { int state; int64_t n; } mail_count;
extern const shape MAIL_ROW, MAIL_RETURN, MAIL_COUNT;
extern const db_query *const mail_queries[];
extern const db_step mail_steps[];         /* generated from sql/   */
extern const page_source mail_pages[];     /* generated from pages/ */

/* ---- mail_text.c: pure ---- */
typedef struct mail_head { const char *host, *from, *from_name; wr_us at; } mail_head;
void mail_build(const mail_row *, const mail_head *, strbuf *ret);     /* the whole message, CRLF */

/* ---- mail_model.c ---- */
WR_MUST wr_rc mail_person_of(db_tx *, wr_id person, arena *, mail_person *ret);     /* none yet: no address, daily */
WR_MUST wr_rc mail_person_set(db_tx *rw, const wr_actor *, const mail_person *, arena *);
WR_MUST wr_rc mail_came_back(db_tx *, const char *email, arena *, mail_return *ret, bool *ret_found);
WR_MUST wr_rc mail_newest(db_tx *, const char *state, arena *, mail_row **ret, size_t *ret_n);   /* state "": all; at most MAIL_SHOWN */
WR_MUST wr_rc mail_counts(db_tx *, arena *, mail_count **ret, size_t *ret_n);
WR_MUST wr_rc mail_returns(db_tx *, arena *, mail_return **ret, size_t *ret_n);
WR_MUST wr_rc mail_again(db_tx *rw, const wr_actor *, const char *id, arena *);
WR_MUST wr_rc mail_next(db_tx *, wr_us now, arena *, mail_row *ret, bool *ret_found);            /* due and in nobody's hands */
WR_MUST wr_rc mail_take(db_tx *rw, const char *id, const char *node, wr_us now, wr_us until, bool *ret_mine);
typedef struct mail_end { int state, why; int64_t code, tries; wr_us due, sent; } mail_end;
WR_MUST wr_rc mail_mark(db_tx *rw, const char *id, const char *node, const mail_end *);           /* gives it back, too */
wr_run mail_tick_digest, mail_tick_old;

/* ---- mail_smtp.c: one message to the server; blocks up to a minute, less when *stop turns true ---- */
typedef enum mail_outcome { MAIL_TAKEN, MAIL_LATER, MAIL_NEVER, MAIL_STOPPED } mail_outcome;
typedef struct mail_got { mail_outcome outcome; int why; long code; } mail_got;
typedef mail_got mail_deliver(const mail_settings *, const char *to, const char *message, size_t n, atomic_bool *stop);
mail_deliver mail_smtp;
wr_rc mail_smtp_begin(wr_err *);           /* once a process */

/* ---- mail_sender.c ---- */
const mail_settings *mail_settings_now(void);   /* what mail_start was told */
WR_MUST wr_rc mail_sender_here(db *, writer *, const mail_settings *, mail_deliver *, wr_err *, mail_sender **ret);   /* without a thread */
WR_MUST wr_rc mail_step(mail_sender *, bool *ret_more);
wr_us mail_again_after(int64_t tries);     /* 1, 5, 15, 60 minutes, 4 hours, then 12 */
extern const wr_us MAIL_GIVE_UP;           /* three days */
#endif
