/* e2e_suite.c -- the server over real sockets: limits, refusals, once-keys, the page cache, 256 clients, kill -9.
 * A module of its own with one table stands behind all modules of the program. */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <netinet/in.h>
#include <unistd.h>
#include <cmocka.h>
#include "db.h"
#include "doc.h"
#include "http.h"
#include "log.h"
#include "page.h"
#include "person.h"
#include "modules.h"
#include "now.h"
#include "serve.h"
#include "str.h"
#include "tlog.h"
#include "writer.h"

/* ---- the module ---- */
typedef struct note { const char *ref, *text; } note;
static const field NOTE_F[] = { FIELD(note, ref, t, F_PATH, 40, N_("Reference")), FIELD(note, text, t, F_LONG, 2000, N_("Text")) };
static const shape NOTE = SHAPE("a note", note, NOTE_F);
typedef struct in_ref { const char *ref; } in_ref;
static const field IN_REF_F[] = { FIELD(in_ref, ref, t, F_PATH, 40, N_("Reference")) };
static const shape IN_REF = SHAPE("a reference", in_ref, IN_REF_F);
static const db_query ADD = { "e2e_add", "tt", NULL, "INSERT INTO e2e_note (ref, text) VALUES ($1, $2)" };
static const db_query ALL = { "e2e_all", "t", &NOTE, "SELECT ref, text FROM e2e_note WHERE ref > $1 ORDER BY ref LIMIT 100" };
static const db_query ONE = { "e2e_one", "t", &NOTE, "SELECT ref, text FROM e2e_note WHERE ref = $1" };
static const db_query *const QUERIES[] = { &ADD, &ALL, &ONE, NULL };
static const db_step STEPS[] = { { 1, "init", "-- derived\nCREATE TABLE e2e_note (ref TEXT PRIMARY KEY NOT NULL, text TEXT NOT NULL) @strict@;" }, { 0 } };

static wr_rc show_all(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    note *rows;
    size_t n;
    (void)who; (void)in;
    TRY(db_all(ro, &ALL, a, 100, &rows, &n, db_t("")));
    return page_rows(doc, "notes", &NOTE, rows, n);
}
static wr_rc give_all(db_tx *ro, const wr_actor *who, const void *in, arena *a, http_out *out)
{
    note *rows;
    size_t n;
    (void)who; (void)in;
    TRY(db_all(ro, &ALL, a, 100, &rows, &n, db_t(out->after)));
    return out_rows(out, &NOTE, rows, n, 100);
}
static wr_rc show_one(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    note r;
    (void)who;
    TRY(db_one(ro, &ONE, a, &r, db_t(((const in_ref *)in)->ref)));
    return page_put(doc, &NOTE, &r);
}
static wr_rc show_new(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    (void)ro; (void)who;
    TRY(page_form(doc, "form", &(page_form_of){ .action_url = arena_fmt(a, "/e2e/%s/add", ((const in_ref *)in)->ref), .in = &NOTE,
        .button = N_("Send") }, a));
    return page_choices(doc, "form", "text", (const page_choice[]){ { "t1", "The first one" }, { "t2", "The second one" } }, 2);
}
static wr_rc act_add(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const note *in = in_;
    (void)who;
    *ret = (http_go){ .url = arena_fmt(a, "/e2e/%s", in->ref), .id = in->ref };
    return db_run(rw, &ADD, db_t(in->ref), db_t(in->text));
}
/* What a device without an account began, and goes on with: its cookie is the key. */
static wr_rc act_keep(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const note *in = in_;
    const char *token = person_token_new(a);
    (void)who;
    *ret = (http_go){ .url = "/e2e/mine", .device = token };
    return db_run(rw, &ADD, db_t(device_hash(a, token)), db_t(in->text));
}
static wr_rc act_leave(db_tx *rw, const wr_actor *who, const void *in, arena *a, http_go *ret)
{
    (void)rw; (void)who; (void)in; (void)a;
    *ret = (http_go){ .url = "/e2e", .device = "" };
    return WR_OK;
}
/* A photo, which hangs on the note of that reference: the copy for all, the original for who has an account. */
typedef struct in_photo { const char *ref, *photo, *file, *original; } in_photo;
static const field IN_PHOTO_F[] = { FIELD(in_photo, ref, t, F_PATH, 40, N_("Reference")), FIELD(in_photo, photo, t, F_FILE | F_PHOTO, 400, N_("A photo")) };
static const shape IN_PHOTO = SHAPE("a photo", in_photo, IN_PHOTO_F);
static wr_rc show_photo(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    (void)ro; (void)who;
    return page_form(doc, "form", &(page_form_of){ .action_url = arena_fmt(a, "/e2e/%s/photo/add", ((const in_ref *)in)->ref), .in = &IN_PHOTO, .button = N_("Send") }, a);
}
static wr_rc show_photos(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    doc_listed *rows;
    size_t n;
    TRY(doc_files_of(ro, who, ((const in_ref *)in)->ref, true, a, &rows, &n));
    return page_rows(doc, "files", &DOC_LISTED, rows, n);
}
static wr_rc make_ids(db_tx *ro, const wr_actor *who, void *in_, arena *a)
{
    in_photo *in = in_;
    (void)ro; (void)who;
    in->file = id_new(a);
    in->original = id_new(a);
    return WR_OK;
}
static wr_rc act_photo(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_photo *in = in_;
    const doc_file of = { .id = in->file, .about = in->ref, .may = "public", .delicate = true };
    *ret = (http_go){ .url = arena_fmt(a, "/files/%s", in->file) };
    return doc_photo_attach(rw, who, in->photo, &of, in->original, "account.self", a);
}
static wr_rc show_mine(db_tx *ro, const wr_actor *who, const void *in, arena *a, json_t *doc)
{
    note r;
    (void)in;
    if (!who->device) return WR_E_MISSING;
    TRY(db_one(ro, &ONE, a, &r, db_t(who->device)));
    return page_put(doc, &NOTE, &r);
}
static const http_route ROUTES[] = {
    GET("/e2e", .may = "public", .reads = "e2e", .as = "csv", .doc = DOC_LIST("notes", NOTE), .page = "e2e/all", .show = show_all,
        .give = give_all, .summary = N_("Notes")),
    GET("/e2e/{ref}", .may = "public", .in = &IN_REF, .doc = DOC_ONE(NOTE), .page = "e2e/one", .show = show_one, .summary = N_("A note")),
    GET("/e2e/{ref}/new", .may = "public", .in = &IN_REF, .page = "page/ask", .show = show_new, .summary = N_("A new note")),
    GET("/e2e/private", .may = "account.self", .page = "e2e/all", .show = show_all, .summary = N_("Not for all")),
    GET("/e2e/mine", .may = "public", .doc = DOC_ONE(NOTE), .page = "e2e/one", .show = show_mine, .summary = N_("What this device keeps")),
    POST("/e2e/mine/{ref}/keep", .may = "public", .flags = HTTP_ENTRY, .in = &NOTE, .act = act_keep, .summary = N_("Keep it on this device")),
    POST("/e2e/mine/leave", .may = "public", .flags = HTTP_ENTRY, .act = act_leave, .summary = N_("Leave")),
    GET("/e2e/{ref}/photo", .may = "public", .in = &IN_REF, .page = "page/ask", .show = show_photo, .summary = N_("A new photo")),
    GET("/e2e/{ref}/photos", .may = "public", .in = &IN_REF, .doc = DOC_LIST("files", DOC_LISTED), .show = show_photos, .summary = N_("Its photos")),
    POST("/e2e/{ref}/photo/add", .may = "public", .in = &IN_PHOTO, .upload_mb = 20, .prepare = make_ids, .act = act_photo, .summary = N_("Add a photo")),
    POST("/e2e/{ref}/add", .may = "public", .in = &NOTE, .act = act_add, .summary = N_("Add a note")),
    { 0 }
};
static const page_source PAGES[] = { { "e2e/all", "<h1>Notes</h1>{{#notes}}<p>{{ref}} {{text}}</p>{{/notes}}" },
    { "e2e/one", "<h1>{{ref}}</h1><p>{{text}}</p>" }, { 0 } };
static const wr_module MOD_E2E = { .name = "e2e", .routes = ROUTES, .queries = QUERIES, .steps = STEPS, .pages = PAGES };

/* ---- a server in a directory of its own ---- */
static const wr_module *modules[64];
static char dir[64];
static server *srv;
static int port;

static serve_options options(void)
{
    return (serve_options){ .data = dir, .listen = "127.0.0.1:0", .trusted_proxy = "127.0.0.1", .modules = modules, .assets = wr_assets };
}

static int forget_one(const char *path, const struct stat *st, int kind, struct FTW *f)
{
    (void)st; (void)kind; (void)f;
    return remove(path);
}

static void forget_dir(void) { (void)!nftw(dir, forget_one, 8, FTW_DEPTH | FTW_PHYS); }

static int begin(void **state)
{
    size_t n = 0;
    wr_err e = { 0 };
    serve_options o;
    (void)state;
    for (; wr_modules[n]; n++) modules[n] = wr_modules[n];
    modules[n] = &MOD_E2E;
    memcpy(dir, "/tmp/writ-e2e-XXXXXX", 21);
    if (!mkdtemp(dir)) return -1;
    o = options();
    if (tlog_key_make(dir, "city.example/log", &e) != WR_OK) return -1;
    if (serve_start(&o, &e, &srv) != WR_OK) {
        print_error("start: %s %s\n", e.text ? e.text : wr_rc_name(e.rc), e.holes);
        return -1;
    }
    port = serve_port(srv);
    return 0;
}

static int end(void **state)
{
    (void)state;
    serve_stop(&srv);
    forget_dir();
    return 0;
}

/* ---- a small client ---- */
typedef struct got { int status; char text[65536]; size_t n; const char *body; } got;

static int dial(int to)
{
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons((uint16_t)to), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct timeval most = { 60, 0 };
    assert_true(fd >= 0);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &most, sizeof most);
    if (connect(fd, (struct sockaddr *)&at, sizeof at) == 0) return fd;
    close(fd);
    return -1;
}

static bool put(int fd, const char *p, size_t n)
{
    while (n > 0) {
        ssize_t k = send(fd, p, n, MSG_NOSIGNAL);
        if (k <= 0) return false;
        p += k;
        n -= (size_t)k;
    }
    return true;
}

/* One answer: its head, then as much body as it says (or, without a length, until the other side closes). */
static bool get(int fd, bool head, got *g)
{
    const char *length = NULL, *blank = NULL;
    size_t want = 0;
    *g = (got){ 0 };
    for (;;) {
        ssize_t k;
        if (!blank && (blank = strstr(g->text, "\r\n\r\n"))) {
            g->status = (int)strtol(g->text + 9, NULL, 10);
            g->body = blank + 4;
            length = strcasestr(g->text, "\r\ncontent-length:");
            want = length && length < blank ? (size_t)strtol(length + 17, NULL, 10) : 0;
        }
        if (blank && (head || g->status == 304 || ((length && length < blank) && g->n >= (size_t)(g->body - g->text) + want))) return true;
        if (blank && !length && strstr(g->body, "\r\n0\r\n\r\n")) return true;
        k = recv(fd, g->text + g->n, sizeof g->text - 1 - g->n, 0);
        if (k <= 0) return blank && !length;
        g->n += (size_t)k;
        g->text[g->n] = 0;
    }
}

static got *ask_raw(const char *request, size_t n, bool head)
{
    static got g;
    int fd = dial(port);
    assert_true(fd >= 0);
    assert_true(put(fd, request, n));
    assert_true(get(fd, head, &g));
    close(fd);
    return &g;
}

static got *ask(const char *method, const char *path, const char *headers, const char *body)
{
    static char text[70000];
    int n = snprintf(text, sizeof text, "%s %s HTTP/1.1\r\nHost: city.test\r\n%s", method, path, headers);
    if (body) n += snprintf(text + n, sizeof text - (size_t)n, "Content-Length: %zu\r\n", strlen(body));
    n += snprintf(text + n, sizeof text - (size_t)n, "\r\n%s", body ? body : "");
    return ask_raw(text, (size_t)n, str_eq(method, "HEAD"));
}

#define JSON "Accept: application/json\r\n"
#define FORM "Content-Type: application/x-www-form-urlencoded\r\n"

static void key_at(const char *ref, const char *page, char key[static ONCE_TEXT + 1])
{
    char path[100];
    const char *at;
    snprintf(path, sizeof path, "/e2e/%s/%s", ref, page);
    at = strstr(ask("GET", path, "", NULL)->body, "name=\"once\" value=\"");
    assert_non_null(at);
    memcpy(key, at + 19, ONCE_TEXT);
    key[ONCE_TEXT] = 0;
}

static void key_for(const char *ref, char key[static ONCE_TEXT + 1]) { key_at(ref, "new", key); }

static got *add(const char *ref, const char *text, const char *key, const char *headers)
{
    char path[100], body[4000];
    snprintf(path, sizeof path, "/e2e/%s/add", ref);
    snprintf(body, sizeof body, "once=%s&text=%s", key, text);
    return ask("POST", path, headers, body);
}

static const char *header(const got *g, const char *name, char *ret, size_t cap)
{
    const char *at = strcasestr(g->text, name);
    size_t n;
    assert_non_null(at);
    at += strlen(name);
    n = strcspn(at, "\r\n");
    assert_true(n < cap);
    memcpy(ret, at, n);
    ret[n] = 0;
    return ret;
}

/* ---- tests ---- */
static void test_page_and_json(void **state)
{
    got *g = ask("GET", "/e2e", "", NULL);
    (void)state;
    assert_int_equal(g->status, 200);
    assert_non_null(strstr(g->body, "<h1>Notes</h1>"));
    assert_non_null(strcasestr(g->text, "content-security-policy: default-src 'self'"));
    g = ask("GET", "/e2e.json", "", NULL);
    assert_int_equal(g->status, 200);
    assert_non_null(strstr(g->body, "\"notes\": []"));
    g = ask("GET", "/e2e", JSON, NULL);
    assert_non_null(strstr(g->body, "\"notes\": []"));
    g = ask("GET", "/es/e2e", "", NULL);
    assert_non_null(strstr(g->body, "<html lang=\"es\""));
    g = ask("GET", "/e2e", "Accept-Language: fr;q=0.9, es;q=0.8, en;q=0.1\r\n", NULL);
    assert_non_null(strstr(g->body, "<html lang=\"es\""));
}

static void test_head_405_404(void **state)
{
    got *g = ask("HEAD", "/e2e", "", NULL);
    char allow[80];
    (void)state;
    assert_int_equal(g->status, 200);
    assert_string_equal(g->body, "");
    g = ask("POST", "/e2e", FORM, "a=b");
    assert_int_equal(g->status, 405);
    assert_string_equal(header(g, "allow: ", allow, sizeof allow), "GET, HEAD");
    g = ask("GET", "/e2e/x/add", "", NULL);
    assert_int_equal(g->status, 405);
    assert_string_equal(header(g, "allow: ", allow, sizeof allow), "POST");
    assert_int_equal(ask("DELETE", "/e2e", "", NULL)->status, 405);
    assert_int_equal(ask("GET", "/nowhere", "", NULL)->status, 404);
    assert_int_equal(ask("GET", "/e2e/none", "", NULL)->status, 404);
    g = ask("GET", "/e2e/none.json", "", NULL);
    assert_int_equal(g->status, 404);
    assert_non_null(strstr(g->body, "\"error\": \"missing\""));
}

static void test_who_may(void **state)
{
    char to[200];
    got *g = ask("GET", "/es/e2e/private?a=1", "", NULL);
    (void)state;
    assert_int_equal(g->status, 303);
    assert_string_equal(header(g, "location: ", to, sizeof to), "/es/sign-in?next=%2Fes%2Fe2e%2Fprivate%3Fa%3D1");
    assert_int_equal(ask("GET", "/e2e/private", JSON, NULL)->status, 401);
    g = ask("GET", "/e2e/private", JSON "Cookie: writ=unknown\r\n", NULL);
    assert_int_equal(g->status, 401);
}

static void test_static(void **state)
{
    char path[200], tag[80];
    const char *at, *end_of;
    got *g = ask("GET", "/e2e", "", NULL);
    (void)state;
    at = strstr(g->body, "/static/writ.css?v=");
    assert_non_null(at);
    end_of = strchr(at, '"');
    snprintf(path, sizeof path, "%.*s", (int)(end_of - at), at);
    g = ask("GET", path, "", NULL);
    assert_int_equal(g->status, 200);
    assert_non_null(strcasestr(g->text, "immutable"));
    assert_non_null(strcasestr(g->text, "content-type: text/css"));
    header(g, "etag: ", tag, sizeof tag);
    snprintf(path, sizeof path, "If-None-Match: %s\r\n", tag);
    assert_int_equal(ask("GET", "/static/writ.css", path, NULL)->status, 304);
    assert_int_equal(ask("GET", "/static/../once.key", "", NULL)->status, 404);
}

static void test_limits(void **state)
{
    static char big[70000];
    got *g;
    int fd, n;
    (void)state;
    g = ask("POST", "/e2e/x/add", FORM "Content-Length: 1048577\r\n", NULL);     /* refused before a byte of it is sent */
    assert_int_equal(g->status, 413);
    memset(big, 'a', sizeof big - 1);
    memcpy(big, "X: ", 3);
    memcpy(big + 9000, "\r\n", 3);
    assert_int_equal(ask("GET", "/e2e", big, NULL)->status, 431);
    n = 0;
    for (int i = 0; i < 129; i++) n += snprintf(big + n, sizeof big - (size_t)n, "_%d=1&", i);
    assert_int_equal(ask("POST", "/e2e/x/add", FORM, big)->status, 413);
    /* no length told: the limit holds while it comes */
    fd = dial(port);
    n = snprintf(big, sizeof big, "POST /e2e/x/add HTTP/1.1\r\nHost: city.test\r\n" FORM "Transfer-Encoding: chunked\r\n\r\n");
    assert_true(put(fd, big, (size_t)n));
    n = snprintf(big, sizeof big, "8000\r\n");
    memset(big + n, 'b', 0x8000);
    memcpy(big + n + 0x8000, "\r\n", 2);
    for (int i = 0; i < 33; i++) assert_true(put(fd, big, (size_t)n + 0x8002));
    assert_true(put(fd, "0\r\n\r\n", 5));
    g = test_malloc(sizeof *g);
    assert_true(get(fd, false, g));
    assert_int_equal(g->status, 413);
    test_free(g);
    close(fd);
}

static void test_not_utf8(void **state)
{
    char key[ONCE_TEXT + 1];
    got *g;
    (void)state;
    key_for("u1", key);
    g = add("u1", "%ff%fe", key, FORM JSON);
    assert_int_equal(g->status, 422);
    assert_non_null(strstr(g->body, "\"field\": \"text\""));
    assert_int_equal(ask("GET", "/e2e/%ff", "", NULL)->status, 400);
    assert_int_equal(ask("GET", "/e2e?a=%ff", "", NULL)->status, 400);
    assert_int_equal(ask("GET", "/e2e?a=%4", "", NULL)->status, 400);
}

static void test_forged(void **state)
{
    char key[ONCE_TEXT + 1], bad[ONCE_TEXT + 1];
    got *g = add("f1", "kept+words", "", FORM);
    (void)state;
    assert_int_equal(g->status, 403);
    assert_non_null(strstr(g->body, ">kept words<"));    /* what was typed comes back, in a form that can be sent */
    key_for("f1", key);
    memcpy(bad, key, sizeof bad);
    bad[30] = bad[30] == 'A' ? 'B' : 'A';
    assert_int_equal(add("f1", "x", bad, FORM)->status, 403);
    assert_int_equal(add("f1", "x", key, FORM "Origin: https://elsewhere.test\r\n")->status, 403);
    assert_int_equal(add("f1", "x", key, FORM "Sec-Fetch-Site: cross-site\r\n")->status, 403);
    assert_int_equal(ask("GET", "/e2e/f1", "", NULL)->status, 404);
    assert_int_equal(add("f1", "x", key, FORM "Origin: http://city.test\r\n")->status, 303);
}

static void test_once(void **state)
{
    char key[ONCE_TEXT + 1], to[100], json[200];
    got *g;
    (void)state;
    key_for("o1", key);
    g = add("o1", "first", key, FORM);
    assert_int_equal(g->status, 303);
    assert_string_equal(header(g, "location: ", to, sizeof to), "/e2e/o1");
    g = add("o1", "first", key, FORM);
    assert_int_equal(g->status, 303);
    assert_string_equal(header(g, "location: ", to, sizeof to), "/e2e/o1");
    assert_int_equal(add("o1", "other", key, FORM)->status, 409);
    key_for("o2", key);
    snprintf(json, sizeof json, JSON "Content-Type: application/json\r\nIdempotency-Key: %s\r\n", key);
    g = ask("POST", "/e2e/o2/add", json, "{\"text\": \"by json\"}");
    assert_int_equal(g->status, 201);
    assert_non_null(strstr(g->body, "\"id\": \"o2\""));
    g = ask("GET", "/e2e/o2.json", "", NULL);
    assert_non_null(strstr(g->body, "by json"));
}

static void test_faults_come_back(void **state)
{
    char key[ONCE_TEXT + 1];
    got *g;
    (void)state;
    key_for("v1", key);
    g = add("v1", "+", key, FORM);
    assert_int_equal(g->status, 422);
    assert_non_null(strstr(g->body, "This field is needed."));
    g = add("v1", "t2&unknown=1", key, FORM "Referer: http://city.test/es/e2e/v1/new\r\n");
    assert_int_equal(g->status, 422);                /* the choices of the page before stand there again, the typed one chosen */
    assert_non_null(strstr(g->body, "<option value=\"t1\">The first one"));
    assert_non_null(strstr(g->body, "<option value=\"t2\" selected>The second one"));
    g = add("v1", "fine&unknown=1", key, FORM JSON);
    assert_int_equal(g->status, 422);
    assert_non_null(strstr(g->body, "\"field\": \"unknown\""));
}

static void test_cache_and_writes(void **state)
{
    char tag[80], again[120], key[ONCE_TEXT + 1];
    (void)state;
    header(ask("GET", "/e2e", "", NULL), "etag: ", tag, sizeof tag);
    snprintf(again, sizeof again, "If-None-Match: %s\r\n", tag);
    assert_int_equal(ask("GET", "/e2e", again, NULL)->status, 304);
    assert_int_equal(ask("GET", "/e2e", again, NULL)->status, 304);
    for (int i = 0; i < 20; i++) {       /* a write that was answered is in the very next page */
        char ref[20];
        got *g;
        snprintf(ref, sizeof ref, "c%02d", i);
        key_for(ref, key);
        assert_int_equal(add(ref, "cached", key, FORM)->status, 303);
        g = ask("GET", "/e2e", again, NULL);
        assert_int_equal(g->status, 200);
        assert_non_null(strstr(g->body, ref));
        header(g, "etag: ", tag, sizeof tag);
        snprintf(again, sizeof again, "If-None-Match: %s\r\n", tag);
    }
    assert_non_null(strcasestr(ask("GET", "/e2e/c01/new", "", NULL)->text, "cache-control: no-store"));
}

static void test_csv(void **state)
{
    got *g = ask("GET", "/e2e.csv", "", NULL);
    (void)state;
    assert_int_equal(g->status, 200);
    assert_non_null(strcasestr(g->text, "content-type: text/csv"));
    assert_non_null(strstr(g->body, "ref,text"));
    assert_int_equal(ask("GET", "/e2e.pdf", "", NULL)->status, 404);
}

static void test_half_closed(void **state)
{
    static const char LINE[] = "GET /e2e HTTP/1.1\r\nHost: city.test\r\n\r\n", HALF[] = "GET /e2e HT";
    got *g = test_malloc(sizeof *g);
    int fd = dial(port);
    char c;
    (void)state;
    assert_true(put(fd, LINE, sizeof LINE - 1));
    shutdown(fd, SHUT_WR);
    assert_true(get(fd, false, g));      /* a whole request is answered though nothing more can come */
    assert_int_equal(g->status, 200);
    close(fd);
    fd = dial(port);
    assert_true(put(fd, HALF, sizeof HALF - 1));
    shutdown(fd, SHUT_WR);
    assert_true(recv(fd, &c, 1, 0) <= 0);            /* half a request and its end: closed, without an answer */
    close(fd);
    test_free(g);
    assert_int_equal(ask("GET", "/e2e", "", NULL)->status, 200);
}

/* A byte now and then keeps no place: the server lets go by itself. recv waits for it. */
static void test_slow(void **state)
{
    int fd = dial(port), sent = 0;
    struct pollfd on = { fd, POLLIN, 0 };
    (void)state;
    assert_true(put(fd, "G", 1));
    while (sent < 50 && poll(&on, 1, 1000) == 0) {
        if (!put(fd, "E", 1)) break;
        sent++;
    }
    assert_true(sent < 50);
    close(fd);
}

/* 256 clients, each sends its next request when it has its answer; none is cached, so each is suspended. */
static void test_256_clients(void **state)
{
    enum { MANY = 256, EACH = 8 };
    static struct { int fd, left; size_t n; char text[16384]; } c[MANY];
    static struct pollfd on[MANY];
    static const char LINE[] = "GET /e2e/none.json HTTP/1.1\r\nHost: city.test\r\n\r\n";
    int open_ones = MANY, answers = 0;
    (void)state;
    for (int i = 0; i < MANY; i++) {
        c[i].fd = dial(port);
        assert_true(c[i].fd >= 0);
        c[i].left = EACH;
        on[i] = (struct pollfd){ c[i].fd, POLLIN, 0 };
    }
    for (int i = 0; i < MANY; i++) assert_true(put(c[i].fd, LINE, sizeof LINE - 1));
    while (open_ones > 0) {
        assert_true(poll(on, MANY, 20000) > 0);   /* a stall ends here */
        for (int i = 0; i < MANY; i++) {
            ssize_t k;
            if (!on[i].revents) continue;
            k = recv(c[i].fd, c[i].text + c[i].n, sizeof c[i].text - 1 - c[i].n, 0);
            assert_true(k > 0);
            c[i].n += (size_t)k;
            c[i].text[c[i].n] = 0;
            if (!strstr(c[i].text, "}\n")) continue;
            assert_true(str_starts(c[i].text, "HTTP/1.1 404"));
            answers++;
            c[i].n = 0;
            if (--c[i].left > 0) {
                assert_true(put(c[i].fd, LINE, sizeof LINE - 1));
                continue;
            }
            close(c[i].fd);
            on[i].fd = -1;
            open_ones--;
        }
    }
    assert_int_equal(answers, MANY * EACH);
}

/* ---- sign in, sign out ---- */
static wr_rc add_account(db_tx *rw, void *hash, arena *a)
{
    return person_add(rw, &(wr_actor){ .by = "test" }, &(person_account){ .login = "clerk", .name = "A. Clerk", .role = "worker",
        .password = hash, .lang = "es" }, a);
}

static void test_session(void **state)
{
    static const char PASSWORD[] = "correct+horse+battery";
    arena *a = arena_new("test", 1 << 20);
    char key[ONCE_TEXT + 1], body[300], cookie[300], with[340];
    const char *hash, *at;
    wr_err e = { 0 };
    db *d;
    got *g;
    (void)state;
    assert_int_equal(person_hash(a, "correct horse battery", &hash), WR_OK);
    assert_int_equal(db_open(arena_fmt(a, "sqlite:%s/writ.db", dir), modules, &e, &d), WR_OK);
    assert_int_equal(tlog_open(d, dir, &e), WR_OK);
    assert_int_equal(writer_once_here(d, add_account, (void *)(uintptr_t)hash, a), WR_OK);
    db_close(&d);
    at = strstr(ask("GET", "/sign-in?next=/e2e/private", "", NULL)->body, "name=\"once\" value=\"");
    assert_non_null(at);
    memcpy(key, at + 19, ONCE_TEXT);
    key[ONCE_TEXT] = 0;
    snprintf(body, sizeof body, "once=%s&login=clerk&password=zebra77&next=%%2Fe2e%%2Fprivate", key);
    g = ask("POST", "/sign-in/enter", FORM, body);
    assert_int_equal(g->status, 422);
    assert_null(strstr(g->body, "zebra77"));         /* a password never comes back */
    snprintf(body, sizeof body, "once=%s&login=clerk&password=%s&next=%%2Fe2e%%2Fprivate", key, PASSWORD);
    g = ask("POST", "/sign-in/enter", FORM, body);
    assert_int_equal(g->status, 303);
    header(g, "set-cookie: ", cookie, sizeof cookie);
    assert_non_null(strstr(cookie, "; HttpOnly; SameSite=Lax"));
    cookie[strcspn(cookie, ";")] = 0;
    snprintf(with, sizeof with, "Cookie: %s\r\n", cookie);
    g = ask("GET", "/e2e/private", with, NULL);
    assert_int_equal(g->status, 200);
    assert_non_null(strstr(g->body, "A. Clerk"));
    assert_non_null(strstr(g->body, "<html lang=\"es\""));       /* the account's language */
    assert_non_null(strcasestr(g->text, "cache-control: no-store"));
    snprintf(with, sizeof with, "Cookie: %s\r\n" JSON FORM, cookie);
    assert_int_equal(add("s1", "x", key, with)->status, 403);      /* a key of nobody's is not this account's */
    snprintf(with, sizeof with, "Cookie: %s\r\n" JSON, cookie);
    assert_int_equal(ask("GET", "/account/password", with, NULL)->status, 200);
    arena_end(&a);
}

/* A device without an account: its cookie alone opens what it began, leaving ends it. Made offline, so there is no once-key; only JSON
 * of this site may do without. */
static void test_device(void **state)
{
    static const char TEXT[] = "{\"text\": \"kept\"}";
    char cookie[200], with[300];
    got *g;
    (void)state;
    assert_int_equal(ask("POST", "/e2e/mine/d1/keep", FORM, "text=kept")->status, 403);
    assert_int_equal(ask("POST", "/e2e/mine/d1/keep", JSON "Content-Type: application/json\r\nOrigin: https://elsewhere.test\r\n", TEXT)->status, 403);
    assert_int_equal(ask("POST", "/e2e/d1/add", JSON "Content-Type: application/json\r\n", TEXT)->status, 403);     /* a route without the flag */
    assert_int_equal(ask("GET", "/e2e/mine", "", NULL)->status, 404);
    g = ask("POST", "/e2e/mine/d1/keep", JSON "Content-Type: application/json\r\nOrigin: http://city.test\r\n", TEXT);
    assert_int_equal(g->status, 201);
    header(g, "set-cookie: ", cookie, sizeof cookie);
    assert_memory_equal(cookie, "writ-device=", 12);
    cookie[strcspn(cookie, ";")] = 0;
    snprintf(with, sizeof with, "Cookie: %s\r\n", cookie);
    g = ask("GET", "/e2e/mine", with, NULL);
    assert_int_equal(g->status, 200);
    assert_non_null(strstr(g->body, "<p>kept</p>"));
    assert_non_null(strcasestr(g->text, "cache-control: no-store"));
    assert_int_equal(ask("GET", "/e2e/mine", "Cookie: writ-device=guess\r\n", NULL)->status, 404);
    snprintf(with, sizeof with, JSON "Content-Type: application/json\r\nCookie: %s\r\n", cookie);
    g = ask("POST", "/e2e/mine/leave", with, "{}");
    assert_int_equal(g->status, 201);
    assert_memory_equal(header(g, "set-cookie: ", cookie, sizeof cookie), "writ-device=;", 13);
}

static got *send_photo(const char *ref, const char *name, const char *p, size_t n, const char *headers)
{
    static char text[20000];
    char key[ONCE_TEXT + 1], body[2000];
    size_t at, all;
    key_at(ref, "photo", key);
    at = (size_t)snprintf(body, sizeof body, "--x\r\nContent-Disposition: form-data; name=\"once\"\r\n\r\n%s\r\n"
        "--x\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"%s\"\r\n\r\n", key, name);
    all = (size_t)snprintf(text, sizeof text, "POST /e2e/%s/photo/add HTTP/1.1\r\nHost: city.test\r\n%sContent-Type: multipart/form-data; boundary=x\r\n"
        "Content-Length: %zu\r\n\r\n%s", ref, headers, at + n + 9, body);
    memcpy(text + all, p, n);
    memcpy(text + all + n, "\r\n--x--\r\n", 9);
    return ask_raw(text, all + n + 9, false);
}

#define PICTURE "\xff\xc0\x00\x0b\x08\x00\x10\x00\x10\x01\x01\x11\x00\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x12\x34\xff\xd9"
#define WITH_PLACE "\xff\xd8\xff\xfe\x00\x15GPS 34.0522 -118.24" PICTURE "behind the end"

/* Two files of one photo: without place for all, as it came for who may have it. */
static void test_photo(void **state)
{
    static const char PHOTO[] = WITH_PLACE, COPY[] = "\xff\xd8" PICTURE;
    char where[200];
    got *g;
    (void)state;
    g = ask("GET", "/e2e/p1/photo", "", NULL);
    assert_non_null(strstr(g->body, "<input type=\"file\" id=\"f-photo\" name=\"photo\" accept=\"image/jpeg,image/png\""));
    g = send_photo("p1", "Front door.HEIC", PHOTO, sizeof PHOTO - 1, "");       /* a phone may call a JPEG so */
    assert_int_equal(g->status, 303);
    header(g, "location: ", where, sizeof where);
    g = ask("GET", where, "", NULL);
    assert_int_equal(g->status, 200);
    assert_int_equal(g->n - (size_t)(g->body - g->text), sizeof COPY - 1);
    assert_memory_equal(g->body, COPY, sizeof COPY - 1);
    assert_non_null(strstr(g->text, "filename=\"Front door.jpg\""));
    assert_non_null(strcasestr(g->text, "content-type: image/jpeg"));
    g = ask("GET", "/e2e/p1/photos", JSON, NULL);
    assert_non_null(strstr(g->body, where));
    assert_non_null(strstr(g->body, "\"original_url\": \"\""));                 /* the public is not told its address */
    snprintf(where, sizeof where, "\"original_size\": %zu", sizeof PHOTO - 1);
    assert_non_null(strstr(g->body, where));
    for (size_t i = 0; i < 3; i++) {
        static const struct { const char *p; size_t n; const char *text; } WRONG[] = {
            { "\0\0\0\x18" "ftypheic", 12, "Please send the photo as a JPEG." }, { PHOTO, 30, "it ends too early" }, { "%PDF-1.7", 8, "a JPEG or a PNG is needed" } };
        g = send_photo("p1", "photo.jpg", WRONG[i].p, WRONG[i].n, "");
        assert_int_equal(g->status, 422);
        assert_non_null(strstr(g->body, WRONG[i].text));
        assert_non_null(strstr(g->body, "id=\"f-photo-error\""));
    }
    g = ask("POST", "/e2e/p1/photo/add", "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 40000000\r\n", NULL);
    assert_int_equal(g->status, 413);                                            /* before a byte of it came */
    assert_non_null(strstr(g->body, "What was sent is larger than 20 MB."));
}

/* What the reverse proxy says of https decides cookie and HSTS, also of a page that the cache holds for plain HTTP. */
static void test_behind_https(void **state)
{
    (void)state;
    assert_null(strcasestr(ask("GET", "/e2e", "", NULL)->text, "strict-transport-security"));
    assert_non_null(strcasestr(ask("GET", "/e2e", "X-Forwarded-Proto: https\r\n", NULL)->text, "strict-transport-security"));
    assert_non_null(strcasestr(ask("GET", "/e2e/none", "X-Forwarded-Proto: https\r\nCookie: __Host-writ=x\r\n", NULL)->text, "http/1.1 404"));
    assert_null(strcasestr(ask("GET", "/e2e", "", NULL)->text, "strict-transport-security"));
}

/* ---- kill -9 under writes ---- */
static pid_t serve_in_child(int *ret_port)
{
    int pipe_[2];
    pid_t pid;
    assert_int_equal(pipe(pipe_), 0);
    pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        wr_err e = { 0 };
        serve_options o = options();
        server *s;
        int p;
        close(pipe_[0]);
        if (serve_start(&o, &e, &s) != WR_OK) _exit(1);
        p = serve_port(s);
        if (write(pipe_[1], &p, sizeof p) != sizeof p) _exit(1);
        for (;;) pause();
    }
    close(pipe_[1]);
    assert_int_equal(read(pipe_[0], ret_port, sizeof *ret_port), sizeof *ret_port);
    close(pipe_[0]);
    return pid;
}

enum { ROUNDS = 5, CLIENTS = 8, ACKS = 4000 };
static char acks[ACKS][24];
static int acks_n, written;

/* Every reference that was ever answered with 303 stands in the table, read as one stream of ranges. */
static void all_there(void)
{
    const got *g = ask("GET", "/e2e.csv", "", NULL);
    assert_int_equal(g->status, 200);
    for (int i = 0; i < acks_n; i++) {
        char line[32];
        snprintf(line, sizeof line, "\n%s,", acks[i]);
        assert_non_null(strstr(g->body, line));
    }
}

static void post_one(int fd, char ref[static 24])
{
    char text[600], body[200], key[ONCE_TEXT + 1];
    key_for("k", key);
    snprintf(ref, 24, "k%06d", written++);
    snprintf(body, sizeof body, "once=%s&text=d", key);
    snprintf(text, sizeof text, "POST /e2e/%s/add HTTP/1.1\r\nHost: city.test\r\n" FORM "Content-Length: %zu\r\n\r\n%s", ref, strlen(body), body);
    assert_true(put(fd, text, strlen(text)));
}

/* Waves of writes; the kill comes while the last wave is under way, so what it did is unknown and may be there or not. */
static void one_round(int waves, got *g)
{
    int fds[CLIENTS];
    pid_t pid = serve_in_child(&port);
    all_there();
    for (int i = 0; i < CLIENTS; i++) fds[i] = dial(port);
    for (int n = 0; n <= waves; n++) {
        char ref[CLIENTS][24];
        for (int i = 0; i < CLIENTS; i++) post_one(fds[i], ref[i]);
        for (int i = 0; n < waves && i < CLIENTS; i++) {
            assert_true(get(fds[i], false, g));
            assert_int_equal(g->status, 303);
            assert_true(acks_n < ACKS);
            memcpy(acks[acks_n++], ref[i], sizeof *ref);
        }
    }
    kill(pid, SIGKILL);
    assert_int_equal(waitpid(pid, NULL, 0), pid);
    for (int i = 0; i < CLIENTS; i++) close(fds[i]);
}

/* In its own directory, before this process has a server thread: fork copies only one thread. */
static void test_kill(void **state)
{
    got *g = test_malloc(sizeof *g);
    wr_err e = { 0 };
    pid_t pid;
    (void)state;
    memcpy(dir, "/tmp/writ-e2e-XXXXXX", 21);
    assert_non_null(mkdtemp(dir));
    assert_int_equal(tlog_key_make(dir, "city.example/log", &e), WR_OK);
    for (int round = 0; round < ROUNDS; round++) one_round(10 + 3 * round, g);
    assert_int_equal(acks_n, CLIENTS * (10 + 13 + 16 + 19 + 22));
    pid = serve_in_child(&port);
    all_there();
    kill(pid, SIGKILL);
    assert_int_equal(waitpid(pid, NULL, 0), pid);
    test_free(g);
    forget_dir();
}

static void test_demo_is_local(void **state)
{
    wr_err e = { 0 };
    server *s = NULL;
    serve_options o = options();
    (void)state;
    o.demo = true;
    o.listen = "0.0.0.0:0";
    assert_int_equal(serve_start(&o, &e, &s), WR_E_RULE);
}

static void test_without_socket(void **state)
{
    arena *a = arena_new("test", 4 << 20);
    serve_reply r;
    serve_ask q = { .method = "GET", .url = "/e2e/none", .headers = (const pair[]){ { "accept", "application/json", 16 } }, .headers_n = 1 };
    (void)state;
    assert_int_equal(serve_answer(srv, &q, a, &r), WR_OK);
    assert_int_equal(r.status, 404);
    assert_non_null(strstr(r.body, "\"error\": \"missing\""));
    arena_end(&a);
}

static int begin_demo(void **state)
{
    wr_err e = { 0 };
    serve_options o = options();
    (void)state;
    memcpy(dir, "/tmp/writ-e2e-XXXXXX", 21);
    if (!mkdtemp(dir) || tlog_key_make(dir, "city.example/log", &e) != WR_OK) return -1;
    o.demo = true;
    o.listen = NULL;
    return serve_start(&o, &e, &srv) == WR_OK ? 0 : -1;
}

/* Whatever leaves a demonstration says that it is one. */
static void test_demo_says_so(void **state)
{
    static const char NOTE_TEXT[] = "Made-up data: nothing here is a record of any city.";
    arena *a = arena_new("test", 4 << 20);
    serve_reply r;
    (void)state;
    for (int i = 0; i < 4; i++) {
        const char *url = (const char *[]){ "/e2e", "/e2e.json", "/e2e.csv", "/e2e/none.json" }[i];
        assert_int_equal(serve_answer(srv, &(serve_ask){ .method = "GET", .url = url }, a, &r), WR_OK);
        assert_non_null(strstr(r.body, NOTE_TEXT));
        if (i == 2) assert_true(str_starts(r.body, "# "));
    }
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest before[] = { cmocka_unit_test(test_kill) };
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_page_and_json), cmocka_unit_test(test_head_405_404), cmocka_unit_test(test_who_may), cmocka_unit_test(test_session), cmocka_unit_test(test_device), cmocka_unit_test(test_photo), cmocka_unit_test(test_behind_https),
        cmocka_unit_test(test_static), cmocka_unit_test(test_limits), cmocka_unit_test(test_not_utf8), cmocka_unit_test(test_forged),
        cmocka_unit_test(test_once), cmocka_unit_test(test_faults_come_back), cmocka_unit_test(test_cache_and_writes),
        cmocka_unit_test(test_csv), cmocka_unit_test(test_half_closed), cmocka_unit_test(test_slow), cmocka_unit_test(test_256_clients),
        cmocka_unit_test(test_demo_is_local), cmocka_unit_test(test_without_socket),
    };
    const struct CMUnitTest demo[] = { cmocka_unit_test(test_demo_says_so) };
    size_t n = 0;
    int failed;
    log_set_level(LOG_ERROR_);
    for (; wr_modules[n]; n++) modules[n] = wr_modules[n];
    modules[n] = &MOD_E2E;
    failed = cmocka_run_group_tests_name("kill -9", before, NULL, NULL);
    failed += cmocka_run_group_tests_name("sockets", tests, begin, end);
    failed += cmocka_run_group_tests_name("demo", demo, begin_demo, end);
    return failed ? 1 : 0;
}
