/* mail_sender.c -- takes what is due from the outbox, one mail at a time, hands it to the server and writes down what came of it.
 * It is taken by a job of the writer and held for a while (a lease), so that two processes send each mail once. */
#include "mail_own.h"

#include <pthread.h>
#include <string.h>
#include <unistd.h>
#include "log.h"
#include "mtx.h"
#include "now.h"

static const wr_us SECOND = 1000000, LEASE = 180 * (wr_us)1000000;   /* three times what one mail may take */
enum { MAIL_MEMORY = 4 << 20, MARK_TRIES = 60 };

struct mail_sender {
    arena *a;
    db_conn *conn;
    writer *w;
    mail_settings set;
    mail_deliver *deliver;
    const char *node, *host;             /* host: behind the @ of a Message-ID */
    atomic_bool stop;
    mtx m;
    cond c;
    bool has_thread;
    pthread_t thread;
};

static mail_settings kept = { "", "", "", "", "", "" };   /* written once, by mail_start */
const mail_settings *mail_settings_now(void) { return &kept; }

wr_rc mail_settings_ok(const mail_settings *s, wr_err *e)
{
    const struct { const char *key, *path; } files[] = { { "smtp_password_file", s->password_file }, { "smtp_ca_file", s->ca_file } };
    if (!*s->smtp) return WR_OK;
    if (!str_starts(s->smtp, "smtp://") && !str_starts(s->smtp, "smtps://"))
        return wr_fail(e, WR_E_INPUT, "smtp", N_("{key}: expected smtp://host:587 or smtps://host."), "key", "smtp");
    if (strchr(s->smtp, '@')) return wr_fail(e, WR_E_INPUT, "smtp", N_("{key}: user and password do not stand in the address."), "key", "smtp");
    if (!address_ok(s->from)) return wr_fail(e, WR_E_INPUT, "smtp_from", N_("{key}: expected the address that mails come from."), "key", "smtp_from");
    if (!*s->user != !*s->password_file)
        return wr_fail(e, WR_E_INPUT, "smtp_user", N_("{key}: a user and a password file belong together."), "key", "smtp_user");
    for (size_t i = 0; i < 2; i++)
        if (*files[i].path && access(files[i].path, R_OK) != 0)
            return wr_fail(e, WR_E_INPUT, files[i].key, N_("{key}: {file} cannot be read."), "key", files[i].key, "file", files[i].path);
    return WR_OK;
}

const char *mail_link(arena *a, const char *lang, const char *path)
{
    bool english = !*lang || str_eq(lang, "en");
    return arena_fmt(a, "%s%s%s%s", kept.site, english ? "" : "/", english ? "" : lang, path);
}

wr_us mail_again_after(int64_t tries)
{
    static const int MINUTES[] = { 1, 5, 15, 60, 240, 720 };
    int64_t last = sizeof MINUTES / sizeof *MINUTES - 1, i = tries < 1 ? 0 : tries - 1;
    return MINUTES[i < last ? i : last] * 60 * SECOND;
}

/* ---- one job of the writer, waited for ---- */
typedef struct errand { writer_job j; mail_sender *s; mail_row *row; mail_end end; wr_us now; bool mine, over; } errand;   /* over: under the sender's mtx */

static wr_rc act_take(db_tx *rw, writer_job *j)
{
    errand *e = j->with;
    return mail_take(rw, e->row->id, e->s->node, e->now, e->now + LEASE, &e->mine);
}

static wr_rc act_mark(db_tx *rw, writer_job *j)
{
    errand *e = j->with;
    return mail_mark(rw, e->row->id, e->s->node, &e->end);
}

static void tell(writer_job *j)
{
    errand *e = j->with;
    mtx_lock(&e->s->m);
    e->over = true;
    cond_broadcast(&e->s->c);
    mtx_unlock(&e->s->m);
}

static wr_rc run_errand(errand *e, wr_rc (*act)(db_tx *, writer_job *), arena *a)
{
    e->over = false;
    e->j = (writer_job){ .name = "mail", .act = act, .done = tell, .with = e, .a = a };
    TRY(writer_push(e->s->w, &e->j));
    mtx_lock(&e->s->m);
    while (!e->over) cond_wait(&e->s->c, &e->s->m);
    mtx_unlock(&e->s->m);
    return e->j.rc;
}

static mail_end ending(const mail_row *m, mail_got got, wr_us now)
{
    mail_end e = { .state = MAIL_WAITING, .why = got.why, .code = got.code, .tries = m->tries + 1, .due = m->due };
    if (got.outcome == MAIL_STOPPED) return (mail_end){ .state = MAIL_WAITING, .why = m->why, .code = m->code, .tries = m->tries, .due = m->due };
    if (got.outcome == MAIL_TAKEN) {
        e.state = MAIL_SENT;
        e.sent = now;
    } else if (got.outcome == MAIL_NEVER || now >= m->give_up) e.state = MAIL_FAILED;
    else e.due = now + mail_again_after(e.tries);
    if (got.outcome == MAIL_LATER && e.due > m->give_up) e.due = m->give_up;   /* one last try at the end */
    return e;
}

static wr_rc look(mail_sender *s, wr_us now, arena *a, mail_row *ret, const char **ret_city, bool *ret_found)
{
    db_tx *ro;
    city_row city = { .name = "" };
    wr_rc rc;
    TRY(db_begin_read(s->conn, a, &ro));
    rc = mail_next(ro, now, a, ret, ret_found);
    if (rc == WR_OK && *ret_found) {
        rc = city_get(ro, a, &city);
        if (rc == WR_E_MISSING) rc = WR_OK;
    }
    db_end_read(&ro);
    *ret_city = city.name;
    return rc;
}

/* Too long without a server: not even tried, so that a server set up next year sends no news of this one. */
static mail_got hand_over(mail_sender *s, const mail_row *m, const char *city, wr_us now, arena *a)
{
    strbuf text = sb_new(a, 4000);
    if (now > m->give_up) return (mail_got){ MAIL_NEVER, MAIL_GAVE_UP, 0 };
    mail_build(m, &(mail_head){ .host = s->host, .from = s->set.from, .from_name = city, .at = m->made }, &text);
    return s->deliver(&s->set, m->email, text.p, text.n, &s->stop);
}

/* What the server took must be written down: a disk that is full for a moment, a database that is being replaced, is waited for. */
static wr_rc mark(errand *e, arena *a)
{
    wr_rc rc = run_errand(e, act_mark, a);
    for (int i = 0; i < MARK_TRIES && rc != WR_OK && !atomic_load(&e->s->stop); i++) {
        mtx_lock(&e->s->m);
        (void)cond_wait_us(&e->s->c, &e->s->m, SECOND);
        mtx_unlock(&e->s->m);
        rc = run_errand(e, act_mark, a);
    }
    return rc;
}

wr_rc mail_step(mail_sender *s, bool *ret_more)
{
    arena *a = arena_new("mail", MAIL_MEMORY);
    mail_row m;
    errand e = { .s = s, .row = &m, .now = now_us() };
    const char *city;
    wr_rc rc = look(s, e.now, a, &m, &city, ret_more);
    if (rc == WR_OK && *ret_more) rc = run_errand(&e, act_take, a);
    if (rc == WR_OK && *ret_more && e.mine) {
        mail_got got = hand_over(s, &m, city, e.now, a);
        e.end = ending(&m, got, now_us());
        rc = mark(&e, a);
        if (e.end.state != MAIL_SENT && got.outcome != MAIL_STOPPED) log_line(LOG_WARN_, "mail not sent", "why", mail_whys[got.why], "state", mail_states[e.end.state]);
    }
    arena_end(&a);
    return rc;
}

static void *run(void *with)
{
    mail_sender *s = with;
    while (!atomic_load(&s->stop)) {
        bool more = false;
        wr_rc rc = mail_step(s, &more);
        mtx_lock(&s->m);
        if (!atomic_load(&s->stop) && (rc != WR_OK || !more)) (void)cond_wait_us(&s->c, &s->m, SECOND);
        mtx_unlock(&s->m);
    }
    return NULL;
}

/* ---- from start to stop ---- */
static const char *host_of(const mail_settings *s, arena *a)
{
    const char *from = strchr(s->from, '@'), *site = strstr(s->site, "://");
    if (!site) return from ? arena_dup(a, from + 1) : "localhost";
    return arena_fmt(a, "%.*s", (int)strcspn(site + 3, ":/"), site + 3);
}

wr_rc mail_sender_here(db *d, writer *w, const mail_settings *set, mail_deliver *deliver, wr_err *e, mail_sender **ret)
{
    arena *a = arena_new("mail sender", MAIL_MEMORY);
    mail_sender *s = arena_make(a, mail_sender);
    wr_rc rc = db_reader(d, e, &s->conn);
    if (rc != WR_OK) {
        arena_end(&a);
        return rc;
    }
    s->a = a;
    s->w = w;
    s->set = *set;
    s->deliver = deliver;
    s->node = id_new(a);
    s->host = host_of(set, a);
    /* What the greeting names us as: else libcurl tells the machine's own name. */
    if (!strchr(strstr(set->smtp, "://") ? strstr(set->smtp, "://") + 3 : set->smtp, '/')) s->set.smtp = arena_fmt(a, "%s/%s", set->smtp, s->host);
    mtx_init(&s->m);
    cond_init(&s->c);
    *ret = s;
    return WR_OK;
}

wr_rc mail_start(db *d, writer *w, const mail_settings *set, bool demo, wr_err *e, mail_sender **ret)
{
    kept = *set;
    *ret = NULL;
    if (demo || !*set->smtp) return WR_OK;
    TRY(mail_settings_ok(set, e));
    TRY(mail_smtp_begin(e));
    TRY(mail_sender_here(d, w, set, mail_smtp, e, ret));
    (*ret)->has_thread = pthread_create(&(*ret)->thread, NULL, run, *ret) == 0;
    if ((*ret)->has_thread) return WR_OK;
    mail_stop(ret);
    return wr_fail(e, WR_E_IO, NULL, N_("No thread can be had for mail."));
}

void mail_stop(mail_sender **ps)
{
    mail_sender *s = *ps;
    arena *a;
    if (!s) return;
    atomic_store(&s->stop, true);
    mtx_lock(&s->m);
    cond_broadcast(&s->c);
    mtx_unlock(&s->m);
    if (s->has_thread) pthread_join(s->thread, NULL);
    db_conn_end(&s->conn);
    cond_end(&s->c);
    mtx_end(&s->m);
    a = s->a;
    arena_end(&a);
    *ps = NULL;
}
