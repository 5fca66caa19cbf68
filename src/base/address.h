/* address.h -- is a text one plain mail address, with nothing in it that could end a header? */
#ifndef WR_ADDRESS_H
#define WR_ADDRESS_H
#include <stdbool.h>
enum { ADDRESS_MAX = 120 };        /* bytes */
bool address_ok(const char *);
#endif
