/* cookie.c -- the one cookie. Its name follows from the request: behind https it is bound to this host. */
#include "http_own.h"

#include <string.h>

const char *cookie_name(bool secure) { return secure ? "__Host-writ" : "writ"; }

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

const char *cookie_session(const char *session, bool secure, arena *a)
{
    return arena_fmt(a, "%s=%s; Path=/; HttpOnly; SameSite=Lax%s%s", cookie_name(secure), session, secure ? "; Secure" : "",
                     *session ? "" : "; Max-Age=0");
}
