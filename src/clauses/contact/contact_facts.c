/* contact_facts.c -- the facts of a report: their shapes, section by section, and their text. One list of fields serves the forms, the
 * entries of a device that was offline, the stored record and the paper form. */
#include "contact_fields_own.h"
#include "contact_own.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include "str.h"

const char *const contact_sections[] = { "what", "officers", "papers", "asked", "calls", "done", "effects", "kept", "seen", "people", "rest", NULL };
const char *const contact_areas[] = { "not said", "public", "public-controlled", "non-public", "private-designated", "vehicle lot", NULL };
const char *const contact_modes[] = { "in person", "telephone", "e-mail", "letter", "portal", "database query", NULL };
const char *const contact_requests[] = { "not said", "nothing, they were there", "entry", "a person", "records", "information", "use of property",
    "an interview", "to serve papers", "a detainer", "an employment audit", "something else", NULL };
const char *const contact_dress[] = { "not said", "uniform", "plain clothes", "both", NULL };
const char *const contact_how_many[] = { "not said", "none", "some", "all", NULL };
const char *const contact_yes_no[] = { "not said", "yes", "no", NULL };
const char *const contact_paper_on[] = { "not said", "paper", "screen", NULL };
const char *const contact_bases[] = { "not said", "civil", "criminal", "both", NULL };
const char *const contact_entries[] = { "not said", "no", "with permission", "with a court warrant", "without consent", NULL };

#define SECTION { "section", 'e', F_HIDE | F_NULL, 0, OFF_(contact_facts, section, e), contact_sections, NULL }, \
    FIELD(contact_facts, entry, t, F_HIDE | F_NULL, 32, NULL)
static const field WHAT_F[] = { SECTION, WHAT };
static const field OFFICERS_F[] = { SECTION, OFFICERS };
static const field PAPERS_F[] = { SECTION, PAPERS };
static const field ASKED_F[] = { SECTION, ASKED };
static const field CALLS_F[] = { SECTION, CALLS };
static const field STAFF_DID_F[] = { SECTION, STAFF_DID };
static const field EFFECTS_F[] = { SECTION, EFFECTS };
static const field KEPT_F[] = { SECTION, KEPT };
static const field SEEN_F[] = { SECTION, SEEN };
static const field PEOPLE_F[] = { SECTION, PEOPLE };
static const field REST_F[] = { SECTION, REST };
/* copied_by: no form and no device has it; who is signed in and copies a paper is known. */
static const field ALL_F[] = { CONTACT_ALL, FIELD(contact_facts, copied_by, t, F_NULL | F_HIDE | F_RESTRICTED, 120, N_("Copied from paper by")) };
const shape CONTACT_FACTS = SHAPE("a contact report", contact_facts, ALL_F);

#define OF(NAME) SHAPE("a part of a report", contact_facts, NAME##_F)
const contact_part contact_parts[SECTIONS] = {
    { N_("Where and when"), OF(WHAT) }, { N_("Who came"), OF(OFFICERS) }, { N_("What they showed"), OF(PAPERS) },
    { N_("What they asked and said"), OF(ASKED) }, { N_("Who was called"), OF(CALLS) }, { N_("What staff did"), OF(STAFF_DID) },
    { N_("What came of it"), OF(EFFECTS) }, { N_("Recordings"), OF(KEPT) }, { N_("What you saw and heard"), OF(SEEN) },
    { N_("You and other staff"), OF(PEOPLE) }, { N_("Language and other needs"), OF(REST) },
};

static bool nothing(const field *f, const char *v)
{
    return !*v || (f->type == 'i' && str_eq(v, "0")) || (f->type == 'e' && str_eq(v, f->words[0]));
}

const char *contact_time_of(arena *a, wr_us at)
{
    clock_local l = clock_local_at(clock_city_zone(), at);
    return arena_fmt(a, "%02d:%02d", l.hour, l.minute);
}

bool contact_said(const field *f, const contact_facts *facts, arena *a) { return !nothing(f, shape_get(f, facts, a)); }

static bool wanted(const field *f, contact_which which)
{
    return which == CONTACT_WHOLE || (which == CONTACT_RESTRICTED) == ((f->flags & F_RESTRICTED) != 0);
}

static int by_name(const void *x, const void *y) { return strcmp((*(const field *const *)x)->name, (*(const field *const *)y)->name); }

/* By name, as canonical JSON has them: sorted once, for a text is made four times a report. */
static const field *sorted[sizeof ALL_F / sizeof *ALL_F];
static pthread_once_t sorted_once = PTHREAD_ONCE_INIT;
static void sort(void)
{
    for (size_t i = 0; i < CONTACT_FACTS.n; i++) sorted[i] = &ALL_F[i];
    qsort(sorted, CONTACT_FACTS.n, sizeof *sorted, by_name);
}

const char *contact_text(const contact_facts *facts, contact_which which, arena *a)
{
    const field *const *f = sorted;
    strbuf b = sb_new(a, 2000);
    pthread_once(&sorted_once, sort);
    sb_ch(&b, '{');
    for (size_t i = 0; i < CONTACT_FACTS.n; i++) {
        const char *v = wanted(f[i], which) ? shape_get(f[i], facts, a) : "";
        if (nothing(f[i], v)) continue;
        if (b.n > 1) sb_ch(&b, ',');
        sb_json(&b, f[i]->name);
        sb_ch(&b, ':');
        sb_json(&b, v);
    }
    sb_ch(&b, '}');
    return b.p;
}

void contact_clear(contact_facts *ret)
{
    memset(ret, 0, sizeof *ret);
    ret->entry = "";
    for (size_t i = 0; i < CONTACT_FACTS.n; i++)
        if (ALL_F[i].type == 't') *(const char **)(void *)((char *)ret + ALL_F[i].off) = "";
}

wr_rc contact_read(const char *text, arena *a, contact_facts *in_out)
{
    json_t *doc = json_loads(text, 0, NULL);
    wr_rc rc = json_is_object(doc) ? WR_OK : WR_E_BUG;
    const char *key;
    json_t *v;
    json_object_foreach(doc, key, v) {
        const field *f = shape_field(&CONTACT_FACTS, key);
        if (!f || !json_is_string(v) || shape_set(f, in_out, json_string_value(v), a)) rc = WR_E_BUG;
    }
    json_decref(doc);
    return rc == WR_OK ? rc : wr_fail(arena_err(a), rc, NULL, N_("A stored report cannot be read."));
}

void contact_overlay(const shape *part, const contact_facts *from, contact_facts *in_out)
{
    for (size_t i = 0; i < part->n; i++) {
        const field *f = &part->f[i];
        size_t size = f->type == 'e' ? sizeof(int) : f->type == 'i' ? sizeof(int64_t) : f->type == 'd' ? sizeof(wr_day) : sizeof(const char *);
        memcpy((char *)in_out + f->off, (const char *)from + f->off, size);
    }
}

pair *contact_pairs(const shape *part, const contact_facts *facts, arena *a, size_t *ret_n)
{
    pair *p = arena_array(a, pair, part->n);
    for (size_t i = 0; i < part->n; i++) {
        const char *v = shape_get(&part->f[i], facts, a);
        if (part->f[i].type == 'i' && str_eq(v, "0")) v = "";
        p[i] = (pair){ part->f[i].name, v, strlen(v) };
    }
    *ret_n = part->n;
    return p;
}
