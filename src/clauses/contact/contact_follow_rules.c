/* contact_follow_rules.c -- what a report asks for afterwards, how it stands, and whose names an after-action may not hold. Pure, but
 * for the city's zone. */
#include "contact_follow.h"

#include <string.h>
#include "day.h"
#include "str.h"

const char *const contact_after_states[] = { "open", "draft", "submitted", "accepted", NULL };
const char *const contact_camera_states[] = { "asked", "soon recorded over", "may be recorded over", "confirmed", NULL };
const char *const contact_notice_states[] = { "due", "late", "given", "given late", NULL };

wr_us contact_us_of(wr_day day, const char *time)
{
    int minute = contact_minute_of(time);
    return clock_us_at(clock_city_zone(), day, minute < 0 ? 0 : minute / 60, minute < 0 ? 0 : minute % 60);
}

const char *contact_after_why(const contact_report *r, const contact_facts *f, arena *a)
{
    const struct { bool is; const char *word; } whys[] = { { r->departs, N_("departure") }, { r->forced, N_("entry without consent or force") },
        { r->detained > 0, N_("people detained") }, { *f->taken != 0, N_("records or things taken") } };
    strbuf b = sb_new(a, 100);
    for (size_t i = 0; i < sizeof whys / sizeof *whys; i++)
        if (whys[i].is) sb_fmt(&b, "%s%s", b.n ? ", " : "", whys[i].word);
    return b.p;
}

/* The word of an outcome is a key by which any guide says so, as a rule's id is. */
bool contact_notice_asked(const contact_report *r) { return r->request == REQUEST_AUDIT || strstr(r->outcome, "inspection_notice"); }

int contact_camera_state(const contact_camera *c, wr_day today, int64_t near_days)
{
    if (c->confirmed) return CAMERA_CONFIRMED;
    if (day_none(c->overwritten)) return CAMERA_ASKED;
    if (wr_day_cmp(today, c->overwritten) >= 0) return CAMERA_OVERDUE;
    return wr_day_cmp(day_add(today, near_days), c->overwritten) >= 0 ? CAMERA_NEAR : CAMERA_ASKED;
}

wr_us contact_notice_due(wr_us received, int64_t hours) { return received + hours * 3600 * (wr_us)1000000; }

int contact_notice_state(const contact_notice *n, wr_us now)
{
    if (n->given) return n->given > n->due ? NOTICE_GIVEN_LATE : NOTICE_GIVEN;
    return now > n->due ? NOTICE_LATE : NOTICE_DUE;
}

/* ---- names ---- */
static bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 128; }

static const char *folded(arena *a, const char *s)
{
    char *t = arena_dup(a, s);
    for (char *p = t; *p; p++)
        if (*p >= 'A' && *p <= 'Z') *p = (char)(*p - 'A' + 'a');
    return t;
}

/* As a word of its own; both folded. */
static bool stands_in(const char *text, const char *word)
{
    size_t n = strlen(word);
    for (const char *p = text; (p = strstr(p, word)); p++)
        if ((p == text || !letter(p[-1])) && !letter(p[n])) return true;
    return false;
}

/* A name between commas or on a line: as it is, and by its last word. Short ones ("4", "Jo") say nothing alone. */
static bool named(const char *text, const char *name)
{
    enum { WHOLE_MIN = 3, LAST_MIN = 4 };
    const char *last = strrchr(name, ' ');
    if (strlen(name) >= WHOLE_MIN && stands_in(text, name)) return true;
    return last && strlen(last + 1) >= LAST_MIN && stands_in(text, last + 1);
}

static bool any_named(const char *text, const char *names, arena *a)
{
    char *list = arena_dup(a, folded(a, names)), *rest = NULL;
    for (char *one = strtok_r(list, ",;\n", &rest); one; one = strtok_r(NULL, ",;\n", &rest))
        if (named(text, str_trim(a, one))) return true;
    return false;
}

const char *contact_names_in(const char *text, const contact_facts *f, arena *a)
{
    const char *in = folded(a, text);
    for (size_t i = 0; i < CONTACT_FACTS.n; i++) {
        const field *m = &CONTACT_FACTS.f[i];
        if ((m->flags & F_RESTRICTED) && m->type == 't' && any_named(in, shape_get(m, f, a), a)) return m->label;
    }
    return NULL;
}

/* ---- what the report says already ---- */
static void line(strbuf *b, const char *text)
{
    if (*text) sb_fmt(b, "%s%s", b->n ? "\n" : "", text);
}

void contact_after_begin(const contact_report *r, const contact_facts *f, arena *a, contact_after *in_out)
{
    const struct { const char *who, *at, *answered, *said; } calls[] = { { f->call1_who, f->call1_at, f->call1_answered, f->call1_said },
        { f->call2_who, f->call2_at, f->call2_answered, f->call2_said }, { f->call3_who, f->call3_at, f->call3_answered, f->call3_said },
        { f->call4_who, f->call4_at, f->call4_answered, f->call4_said } };
    strbuf agencies = sb_new(a, 100), scope = sb_new(a, 200), papers = sb_new(a, 200), said = sb_new(a, 400);
    line(&agencies, r->agency);
    line(&agencies, f->agencies);
    line(&scope, f->spot);
    line(&scope, f->purpose);
    line(&scope, f->entered);
    line(&papers, f->paper);
    line(&papers, f->paper_form);
    line(&papers, f->paper_court);
    line(&papers, f->paper_scope);
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        if (*calls[i].who) line(&said, arena_fmt(a, "%s %s %s %s", calls[i].who, calls[i].at, calls[i].answered, calls[i].said));
    line(&said, f->told);
    in_out->agencies = agencies.p;
    in_out->scope = scope.p;
    in_out->papers = papers.p;
    in_out->responses = f->response_text;
    in_out->communications = said.p;
    in_out->departures = f->departure;
}
