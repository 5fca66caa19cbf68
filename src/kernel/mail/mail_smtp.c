/* mail_smtp.c -- one message to the city's mail server by libcurl: over TLS with a certificate that is checked, or not at all. */
#include "mail_own.h"

#include <curl/curl.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

enum { CONNECT_S = 10, WHOLE_S = 60, PASSWORD_MAX = 256 };

typedef struct sending { const char *p; size_t n, at; atomic_bool *stop; } sending;

wr_rc mail_smtp_begin(wr_err *e)
{
    return curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK ? WR_OK : wr_fail(e, WR_E_BUG, NULL, N_("Mail cannot be started."));
}

static size_t give(char *to, size_t size, size_t n, void *s_)
{
    sending *s = s_;
    size_t left = s->n - s->at, part = left < size * n ? left : size * n;
    memcpy(to, s->p + s->at, part);
    s->at += part;
    return part;
}

/* Called at least once a second, also while nothing moves. */
static int still(void *s_, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    const sending *s = s_;
    (void)a; (void)b; (void)c; (void)d;
    return atomic_load(s->stop) ? 1 : 0;
}

/* The first line of the file. Read for each mail, so that a new password needs no restart. */
static bool password_of(const char *path, char ret[static PASSWORD_MAX])
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd >= 0 ? read(fd, ret, PASSWORD_MAX - 1) : -1;
    if (fd >= 0) close(fd);
    if (n <= 0) return false;
    ret[n] = 0;
    ret[strcspn(ret, "\r\n")] = 0;
    return *ret != 0;
}

static mail_got what_came(CURLcode rc, long code, bool given)
{
    switch (rc) {
    case CURLE_OK:                       return (mail_got){ MAIL_TAKEN, MAIL_WHY_NONE, code };
    case CURLE_ABORTED_BY_CALLBACK:      return (mail_got){ MAIL_STOPPED, MAIL_WHY_NONE, 0 };
    case CURLE_USE_SSL_FAILED: case CURLE_SSL_CONNECT_ERROR:
        return (mail_got){ MAIL_LATER, MAIL_NO_TLS, 0 };
    case CURLE_PEER_FAILED_VERIFICATION: case CURLE_SSL_CACERT_BADFILE:
        return (mail_got){ MAIL_LATER, MAIL_NOT_TRUSTED, 0 };
    case CURLE_LOGIN_DENIED:             return (mail_got){ MAIL_LATER, MAIL_SIGN_IN, code };
    default: break;
    }
    /* CURLE_SEND_ERROR: sender, recipient or DATA refused. Any other refusal is of this mail only once its text was given:
     * a server that greets with 554 refuses everyone, and may think better of it. */
    if (code >= 500 && (rc == CURLE_SEND_ERROR || given)) return (mail_got){ MAIL_NEVER, MAIL_REFUSED, code };
    return (mail_got){ MAIL_LATER, code >= 400 ? MAIL_TRY_LATER : MAIL_NO_ANSWER, code >= 400 ? code : 0 };
}

mail_got mail_smtp(const mail_settings *m, const char *to, const char *message, size_t n, atomic_bool *stop)
{
    CURL *c = curl_easy_init();
    struct curl_slist *rcpt = curl_slist_append(NULL, to);
    sending s = { message, n, 0, stop };
    char password[PASSWORD_MAX] = "";
    mail_got got = { MAIL_LATER, MAIL_NO_ANSWER, 0 };
    long code = 0;
    CURLcode rc;
    if (!c || !rcpt) goto out;
    if (*m->user && !password_of(m->password_file, password)) {
        got.why = MAIL_SIGN_IN;
        goto out;
    }
    curl_easy_setopt(c, CURLOPT_URL, m->smtp);
    curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(c, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL);        /* STARTTLS, or the transfer fails before anything is said */
    curl_easy_setopt(c, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, 2L);
    if (*m->ca_file) curl_easy_setopt(c, CURLOPT_CAINFO, m->ca_file);
    if (*m->ca_file) curl_easy_setopt(c, CURLOPT_CAPATH, NULL);
    curl_easy_setopt(c, CURLOPT_PROXY, "");                            /* not what the environment says */
    curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_S);
    curl_easy_setopt(c, CURLOPT_TIMEOUT, (long)WHOLE_S);
    curl_easy_setopt(c, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)WHOLE_S);
    if (*m->user) {
        curl_easy_setopt(c, CURLOPT_USERNAME, m->user);
        curl_easy_setopt(c, CURLOPT_PASSWORD, password);
    }
    curl_easy_setopt(c, CURLOPT_MAIL_FROM, m->from);
    curl_easy_setopt(c, CURLOPT_MAIL_RCPT, rcpt);
    curl_easy_setopt(c, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(c, CURLOPT_READFUNCTION, give);
    curl_easy_setopt(c, CURLOPT_READDATA, &s);
    curl_easy_setopt(c, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(c, CURLOPT_XFERINFOFUNCTION, still);
    curl_easy_setopt(c, CURLOPT_XFERINFODATA, &s);
    rc = curl_easy_perform(c);
    curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &code);
    got = what_came(rc, code, s.at > 0);
out:
    sodium_memzero(password, sizeof password);
    curl_slist_free_all(rcpt);
    curl_easy_cleanup(c);
    return got;
}
