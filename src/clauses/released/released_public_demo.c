/* released_public_demo.c -- the demonstration: a file of the pack's folder demo is taken in and read, and answers are made from it by one invented person
 * and published by another. */
#include <string.h>
#include "i18n.h"
#include "now.h"
#include "pack.h"
#include "person.h"
#include "released_public_own.h"

typedef struct demo_file { const char *file, *agency, *release, *source; int64_t request; wr_day extracted; } demo_file;
static const field FILE_F[] = { FIELD(demo_file, file, t, 0, 150, N_("File")), FIELD(demo_file, agency, t, 0, 120, N_("Agency that released it")), FIELD(demo_file, release, t, F_NULL, 120, N_("Release")),
    FIELD(demo_file, source, t, F_NULL, 400, N_("Where it came from")), FIELD(demo_file, request, i, F_NULL, 0, N_("Request for records")), FIELD(demo_file, extracted, d, F_NULL, 0, N_("Day of the data")) };
const shape RELEASED_DEMO_FILE = SHAPE("a file of the demonstration", demo_file, FILE_F);
typedef struct demo_answer { int64_t file; int question; const char *title, *measure, *place, *places; wr_day from, to; int time; const char *part, *care; bool opening; wr_day mark; const char *mark_said; int64_t asked;
    const char *made_by, *published_by; } demo_answer;
static const field ANSWER_F[] = { FIELD(demo_answer, file, i, 0, 0, N_("Released file")), WORDS(demo_answer, question, released_public_questions, N_("Question of the order")), FIELD(demo_answer, title, t, 0, 200, N_("Title")),
    FIELD(demo_answer, measure, t, F_NULL, 120, N_("What is counted")), FIELD(demo_answer, place, t, F_NULL, 120, N_("Column of the place")), FIELD(demo_answer, places, t, F_NULL, 1000, N_("Places")),
    FIELD(demo_answer, from, d, 0, 0, N_("From")), FIELD(demo_answer, to, d, 0, 0, N_("To")), WORDS(demo_answer, time, released_cube_times, N_("Counted by")), FIELD(demo_answer, part, t, F_NULL, 20, N_("Part")),
    FIELD(demo_answer, care, t, F_LONG | F_NULL, 1000, N_("Read with care")), FIELD(demo_answer, opening, b, F_NULL, 0, N_("It stands on the opening page")), FIELD(demo_answer, mark, d, F_NULL, 0, N_("Marked day")),
    FIELD(demo_answer, mark_said, t, F_NULL, 60, N_("What happened on it")), FIELD(demo_answer, asked, i, F_NULL, 0, N_("Request for records")), FIELD(demo_answer, made_by, t, 0, 40, N_("Made by")),
    FIELD(demo_answer, published_by, t, 0, 40, N_("Published by")) };
const shape RELEASED_DEMO_ANSWER = SHAPE("an answer of the demonstration", demo_answer, ANSWER_F);

wr_rc released_load_demo_file(db_tx *rw, const wr_actor *who, const void *row, arena *a)
{
    const demo_file *d = row;
    const char *folder;
    bytes all;
    blob b;
    released_file f;
    if (strchr(d->file, '/')) return wr_fail(arena_err(a), WR_E_INPUT, "file", N_("There is no invented file of this name."));
    TRY(blob_beside(a, "demo", &folder));
    TRY(pack_file(arena_fmt(a, "%s/%s", folder, d->file), a, &all));
    TRY(blob_store(rw, all, a, &b));
    TRY(doc_bytes_keep(rw, who, &b, DOC_ANY, a));
    f = (released_file){ .id = id_new(a), .name = d->file, .sha256 = b.sha256, .size = b.size, .agency = d->agency, .release = d->release, .request = d->request, .source = d->source, .extracted = d->extracted };
    TRY(released_file_take(rw, who, &f, a));
    return released_read_now(rw, who, f.id, a);
}

static wr_rc person(db_tx *rw, const wr_actor *who, const char *login, arena *a, wr_actor *ret)
{
    person_account p;
    TRY(person_by_login(rw, login, a, &p));
    *ret = *who;
    ret->person = p.num;
    ret->by = p.by;
    return WR_OK;
}

wr_rc released_load_demo_answer(db_tx *rw, const wr_actor *who, const void *row, arena *a)
{
    const demo_answer *d = row;
    in_public in = { .table = arena_fmt(a, "%lld-1", (long long)d->file), .question = d->question, .title = d->title, .measure = d->measure, .place = d->place, .places = d->places, .from = d->from, .to = d->to, .time = d->time, .part = d->part,
        .care = d->care, .opening = d->opening, .mark = d->mark, .mark_said = d->mark_said, .asked = d->asked };
    released_public p;
    wr_actor one, two;
    TRY(person(rw, who, d->made_by, a, &one));
    TRY(person(rw, who, d->published_by, a, &two));
    TRY(released_public_make(rw, &in, a, &p));
    TRY(released_public_keep(rw, &one, &in, &p, a));
    return released_public_show_it(rw, &two, p.id, p.cube_sha256, a);
}

const wr_pack released_packs[] = { { .file = "demo/released_files.yaml", .of = &RELEASED_DEMO_FILE, .load = released_load_demo_file, .demo = true },
    { .file = "demo/released_answers.yaml", .of = &RELEASED_DEMO_ANSWER, .load = released_load_demo_answer, .demo = true }, { 0 } };
const wr_story released_stories[] = {
    { N_("Who was detained, why, at what cost: an answer from a released file, with its gaps"), "/released", NULL },
    { N_("Make an answer from a released file, and let a second person publish it"), "/released/publish", "records" }, { NULL, NULL, NULL } };
