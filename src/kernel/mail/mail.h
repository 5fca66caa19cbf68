/* mail.h -- notices by mail: a row of the outbox in the transaction of the act that says it, sent afterwards by a thread.
 * Plain text, one recipient each, nothing that tells who read it. No SMTP server set up: nothing leaves the machine.
 * Threads  mail_start once, before requests; the rest as the transaction it takes.
 * Errors   A mail that cannot be sent is no error of the act: its row says why (mail_whys).
 * Promise  Each mail is sent once, also with several processes on one database. One that was under way when a process
 *          died may be sent twice: it cannot be known whether the server took it. */
#ifndef WR_MAIL_H
#define WR_MAIL_H
#include "city.h"
#include "db.h"
#include "module.h"
#include "writer.h"
/* From writ.yaml. smtp: "smtp://host:587" (STARTTLS, or nothing is sent) or "smtps://host"; "": none. The others may be "". */
typedef struct mail_settings { const char *smtp, *from, *user, *password_file, *ca_file, *site; } mail_settings;   /* site: "https://city.example" */

/* Whom to write to, in which language, how often. email "": there is no address. came_back: a mail to it was returned. */
typedef enum mail_pace { MAIL_AT_ONCE, MAIL_DAILY, MAIL_NONE } mail_pace;
extern const char *const mail_paces[];
typedef struct mail_to { wr_id person; const char *name, *email, *lang; int pace; bool came_back; } mail_to;
WR_MUST wr_rc mail_to_liaison(db_tx *, const city_liaison *, arena *, mail_to *ret);   /* the account's address, else the contact's */
/* Somebody without an account, by the address that a roster has; "": none. */
WR_MUST wr_rc mail_to_address(db_tx *, const char *name, const char *email, arena *, mail_to *ret);
/* Everyone with an address whose role has this right for all departments. At most 500. */
WR_MUST wr_rc mail_to_holders(db_tx *, const char *right, arena *, mail_to **ret, size_t *ret_n);

/* The same for those who have it for this department alone, by the department's number. */
WR_MUST wr_rc mail_to_holders_of(db_tx *, const char *right, wr_id department, arena *, mail_to **ret, size_t *ret_n);

/* subject, text: N_() with {holes}, said in the recipient's language. about: a public id. url: a path, put below the text.
 * may_wait: goes by the recipient's pace; else always at once. */
typedef struct mail_note { const char *kind, *about, *url, *subject, *text; const char *const *holes; bool may_wait; } mail_note;
/* In an act: the row, in its transaction. No row for a person who wants none of this. */
WR_MUST wr_rc mail_send(db_tx *rw, const wr_actor *, const mail_to *, const mail_note *, arena *);
typedef struct mail_said { const char *subject, *text; } mail_said;
mail_said mail_say(arena *, const char *lang, const mail_note *);       /* as it will be read: for previews  */
const char *mail_link(arena *, const char *lang, const char *path);     /* whole when the site's address is known */

/* What was written about a thing, oldest first, while the outbox keeps it: thirty days. state: a word of mail_states. */
typedef struct mail_told { const char *name, *subject, *state; wr_us made; } mail_told;
WR_MUST wr_rc mail_about(db_tx *, const char *about, arena *, mail_told **ret, size_t *ret_n);

/* Mail to this address came back, known by the address or by the Message-ID. WR_E_MISSING: no such mail. */
WR_MUST wr_rc mail_bounced(db_tx *rw, const wr_actor *, const char *address_or_id, arena *, const char **ret_address);

WR_MUST wr_rc mail_settings_ok(const mail_settings *, wr_err *);
/* Keeps the settings, and starts the thread when there is a server to send by. Never in a demonstration. */
typedef struct mail_sender mail_sender;
WR_MUST wr_rc mail_start(db *, writer *, const mail_settings *, bool demo, wr_err *, mail_sender **ret);
void mail_stop(mail_sender **);              /* before the writer; a mail under way is given up and stays waiting */
#endif
