/* sender.h -- who sends a form without an account, as far as a limit needs to know it: a hash of the address under a key that is in memory alone
 * and new each day (UTC). The address itself is kept nowhere, and a hash of yesterday fits nothing today.
 * Threads  Any. Several processes each count their own. */
#ifndef WR_SENDER_H
#define WR_SENDER_H
#include "module.h"
enum { SENDER_TEXT = 32 };
/* The sender of a request: peer, the other end of the socket; proxy_opt, the one that is trusted; forwarded_opt, what it says for whom it asks.
 * Of an IPv6 address the first 64 bits. false: nobody knows (a peer on this machine that is no trusted proxy, or one that does not say). */
bool sender_of(const char *peer, const char *proxy_opt, const char *forwarded_opt, wr_us now, char ret[static SENDER_TEXT + 1]);
/* One more of `what` by this sender; false: it had a_day of them today. sender NULL: not limited. */
bool sender_may(const char *sender_opt, const char *what, int a_day, wr_us now);
#endif
