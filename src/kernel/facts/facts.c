/* facts.c -- asks writ-facts and reads what it says. */
#include "facts_own.h"

#include <string.h>
#include "child.h"

enum { OUT_MAX = 1 << 30 };
const char *const facts_problems[] = { "", "encrypted", "damaged", "no_pages", "too_many", "too_big", "ratio", "overlap", "path", "twice", "no_part", NULL };

const char *facts_problem_said(const char *problem)
{
    static const char *const SAID[FACTS_PROBLEMS] = { "", N_("The file is locked with a password. Ask its sender for one without."), N_("The file is damaged. Ask its sender for it again."),
        N_("The file has no pages."), N_("The file holds more parts than can be read. Ask for it in several files."), N_("The file holds more than can be read. Ask for it in several files."),
        N_("The archive would unpack to far more than its size. It was not unpacked."), N_("Parts of the archive overlap. It was not unpacked."),
        N_("The archive names a file outside its own folder. It was not unpacked."), N_("The archive holds two files of one name. It was not unpacked."),
        N_("There is no such part in the file.") };
    for (size_t i = 0; i < FACTS_PROBLEMS; i++)
        if (str_eq(FACTS_WORDS[i], problem)) return SAID[i];
    return SAID[FACTS_DAMAGED];
}

const char *facts_word(const char *problem)
{
    for (size_t i = 0; i < FACTS_PROBLEMS; i++)
        if (str_eq(FACTS_WORDS[i], problem)) return FACTS_WORDS[i];
    return FACTS_WORDS[FACTS_DAMAGED];
}

const char *facts_text(const json_t *o, const char *key)
{
    const char *s = json_string_value(json_object_get(o, key));
    return s ? s : "";
}

int64_t facts_int(const json_t *o, const char *key)
{
    int64_t i = json_integer_value(json_object_get(o, key));
    return i > 0 ? i : 0;
}

static wr_rc no_line(arena *a)
{
    return wr_fail(arena_err(a), WR_E_BUG, NULL, N_("writ-facts said something that cannot be read. Nothing of it was kept."));
}

static wr_rc one(facts_lines *l)
{
    json_t *o = l->problem ? NULL : json_loadb(l->part.p, l->part.n, JSON_REJECT_DUPLICATES, NULL);
    const json_t *problem = json_object_get(o, "problem");
    wr_rc rc = WR_OK;
    if (!json_is_object(o)) rc = no_line(l->a);
    else if (problem) l->problem = facts_word(facts_text(o, "problem"));
    else rc = l->each(l->with, o);
    json_decref(o);
    l->part.n = 0;
    return rc;
}

wr_rc facts_lines_take(void *lines, const uint8_t *p, size_t n)
{
    facts_lines *l = lines;
    while (n) {
        const uint8_t *end = memchr(p, '\n', n);
        size_t k = end ? (size_t)(end - p) : n;
        if (l->part.n + k > FACTS_LINE_MAX) return no_line(l->a);
        sb_put(&l->part, (const char *)p, k);
        if (end) TRY(one(l));
        k += end != NULL;
        p += k;
        n -= k;
    }
    return WR_OK;
}

/* On a piece of memory of its own: lines are many, and each is forgotten when it was read. */
static wr_rc ask(const char *kind, int fd, facts_line *each, void *with, arena *a, const char **ret_problem)
{
    const char *const args[] = { kind, NULL };
    arena *lines = arena_new("facts", (size_t)64 << 20);
    facts_lines l = { .a = a, .part = sb_new(lines, 1 << 16), .each = each, .with = with };
    child_said said;
    wr_rc rc = child_run(&(child_ask){ .program = "writ-facts", .args = args, .in_fd = fd, .ms = FACTS_MS, .out_max = OUT_MAX, .out = facts_lines_take, .with = &l }, a, &said);
    if (rc == WR_OK && (said.exit || !l.problem || l.part.n)) rc = no_line(a);
    if (rc == WR_OK) *ret_problem = l.problem;
    arena_end(&lines);
    return rc;
}

wr_rc facts_pdf_line(void *with, const json_t *o)
{
    facts_pdf_in *in = with;
    facts_page p = { facts_int(o, "page"), facts_text(o, "label"), facts_text(o, "text"), json_is_true(json_object_get(o, "cut")), json_is_true(json_object_get(o, "damaged")) };
    if (!p.page) {
        in->said.pages = facts_int(o, "pages");
        in->said.title = arena_dup(in->a, facts_text(o, "title"));
        in->said.attached = facts_int(o, "attached");
        in->said.attached_names = arena_dup(in->a, facts_text(o, "attached_names"));
        return WR_OK;
    }
    return in->each ? in->each(in->with, &p) : WR_OK;
}

wr_rc facts_pdf(int fd, facts_on_page *each_opt, void *with, arena *a, facts_pdf_said *ret)
{
    facts_pdf_in in = { each_opt, with, a, { .problem = "", .title = "", .attached_names = "" } };
    TRY(ask("pdf", fd, facts_pdf_line, &in, a, &in.said.problem));
    *ret = in.said;
    return WR_OK;
}

wr_rc facts_zip_line(void *with, const json_t *o)
{
    facts_zip_in *in = with;
    facts_zip_said *z = &in->said;
    if (z->n == FACTS_ENTRIES_MAX) return no_line(in->a);
    if (z->n == in->cap) {
        facts_entry *more = arena_array(in->a, facts_entry, in->cap = in->cap ? in->cap * 2 : 64);
        if (z->n) memcpy(more, z->at, z->n * sizeof *more);
        z->at = more;
    }
    z->at[z->n++] = (facts_entry){ facts_int(o, "at"), arena_dup(in->a, facts_text(o, "name")), facts_int(o, "size"), facts_int(o, "packed"),
                                   json_is_true(json_object_get(o, "folder")), json_is_true(json_object_get(o, "encrypted")) };
    return WR_OK;
}

wr_rc facts_zip(int fd, arena *a, facts_zip_said *ret)
{
    facts_zip_in in = { .a = a, .said = { .problem = "" } };
    TRY(ask("zip", fd, facts_zip_line, &in, a, &in.said.problem));
    *ret = in.said;
    return WR_OK;
}

static wr_rc mail_head(facts_mail_in *in, const json_t *o)
{
    const json_t *all = json_object_get(o, "references"), *one_;
    facts_mail_said *m = &in->said;
    size_t i;
    m->message_id = arena_dup(in->a, facts_text(o, "message_id"));
    m->in_reply_to = arena_dup(in->a, facts_text(o, "in_reply_to"));
    m->from = arena_dup(in->a, facts_text(o, "from"));
    m->to = arena_dup(in->a, facts_text(o, "to"));
    m->cc = arena_dup(in->a, facts_text(o, "cc"));
    m->subject = arena_dup(in->a, facts_text(o, "subject"));
    m->text = arena_dup(in->a, facts_text(o, "text"));
    m->sent = facts_int(o, "sent") > INT64_MAX / 1000000 ? 0 : facts_int(o, "sent") * 1000000;
    m->html = json_is_true(json_object_get(o, "html"));
    m->cut = json_is_true(json_object_get(o, "cut"));
    m->references = arena_array(in->a, const char *, json_array_size(all) + 1);
    json_array_foreach(all, i, one_) {
        const char *id = json_string_value(one_);
        if (id && *id) m->references[m->references_n++] = arena_dup(in->a, id);
    }
    return WR_OK;
}

wr_rc facts_mail_line(void *with, const json_t *o)
{
    facts_mail_in *in = with;
    facts_mail_said *m = &in->said;
    if (json_object_get(o, "message_id")) return m->references ? no_line(in->a) : mail_head(in, o);
    if (m->parts_n == FACTS_PARTS_MAX) return no_line(in->a);
    if (m->parts_n == in->cap) {
        facts_part *more = arena_array(in->a, facts_part, in->cap = in->cap ? in->cap * 2 : 16);
        if (m->parts_n) memcpy(more, m->parts, m->parts_n * sizeof *more);
        m->parts = more;
    }
    m->parts[m->parts_n++] = (facts_part){ facts_int(o, "at"), arena_dup(in->a, facts_text(o, "name")), arena_dup(in->a, facts_text(o, "media")), facts_int(o, "size"),
                                           json_is_true(json_object_get(o, "mail")) };
    return WR_OK;
}

wr_rc facts_mail(int fd, arena *a, facts_mail_said *ret)
{
    facts_mail_in in = { .a = a, .said = { .problem = "", .message_id = "", .in_reply_to = "", .from = "", .to = "", .cc = "", .subject = "", .text = "" } };
    TRY(ask("mail", fd, facts_mail_line, &in, a, &in.said.problem));
    *ret = in.said;
    return WR_OK;
}

static wr_rc part(const char *kind, int fd, int64_t at, int64_t most, facts_take *take, void *with, arena *a, const char **ret_problem)
{
    const char *const args[] = { kind, arena_fmt(a, "%lld", (long long)at), arena_fmt(a, "%lld", (long long)most), NULL };
    child_said said;
    TRY(child_run(&(child_ask){ .program = "writ-facts", .args = args, .in_fd = fd, .ms = FACTS_MS, .out_max = most, .out = take, .with = with }, a, &said));
    *ret_problem = said.exit ? facts_word(said.line) : "";
    return WR_OK;
}

wr_rc facts_zip_member(int fd, int64_t at, int64_t most, facts_take *take, void *with, arena *a, const char **ret_problem) { return part("zip", fd, at, most, take, with, a, ret_problem); }
wr_rc facts_mail_part(int fd, int64_t at, int64_t most, facts_take *take, void *with, arena *a, const char **ret_problem) { return part("mail", fd, at, most, take, with, a, ret_problem); }
