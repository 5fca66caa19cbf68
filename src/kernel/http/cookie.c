/* cookie.c -- the two cookies: who is signed in, and which device goes on with what it began without an account. Their names
 * follow from the request: behind https they are bound to this host. */
#include "http_own.h"

#include <string.h>
#include "sha256.h"

/* A device may go on for two weeks with what it began. */
static const char *const NAMES[][2] = { { "writ", "__Host-writ" }, { "writ-device", "__Host-writ-device" } }, *const KEPT[] = { "", "; Max-Age=1209600" };

const char *cookie_name(cookie_kind kind, bool secure) { return NAMES[kind][secure]; }

const char *cookie_value(const char *header, const char *name, arena *a)
{
    const char *found = NULL;
    size_t name_n = strlen(name);
    for (const char *p = header; p && *p; ) {
        size_t n;
        char *v;
        p += strspn(p, "; \t");
        n = strcspn(p, ";");
        if (n > name_n && memcmp(p, name, name_n) == 0 && p[name_n] == '=') {
            if (found) return NULL;      /* two of one name: somebody else set one of them */
            v = arena_alloc(a, n - name_n, 1);
            memcpy(v, p + name_n + 1, n - name_n - 1);
            found = str_trim(a, v);
        }
        p += n;
    }
    return found && *found ? found : NULL;
}

const char *cookie_set(cookie_kind kind, const char *token, bool secure, arena *a)
{
    return arena_fmt(a, "%s=%s; Path=/; HttpOnly; SameSite=Lax%s%s", cookie_name(kind, secure), token, secure ? "; Secure" : "",
                     *token ? KEPT[kind] : "; Max-Age=0");
}

const char *device_hash(arena *a, const char *token) { return sha256_hex(a, token); }
