/* address.c -- mail addresses, as people of a city have them. */
#include "address.h"

#include <stddef.h>
#include <string.h>

/* A dot-atom, @, a name of letters, digits, hyphens and dots. Quoted local parts exist; nobody at a city has one. */
bool address_ok(const char *s)
{
    static const char ATOM[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~.";
    static const char HOST[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.";
    size_t n = strlen(s), local = strspn(s, ATOM), host;
    if (n > ADDRESS_MAX || local == 0 || local > 64 || s[local] != '@' || s[0] == '.' || s[local - 1] == '.') return false;
    host = strspn(s + local + 1, HOST);
    if (host < 2 || local + 1 + host != n || strstr(s, "..")) return false;
    return s[local + 1] != '.' && s[local + 1] != '-' && s[n - 1] != '.' && s[n - 1] != '-';
}
