/* records_inbound_demo.c -- the demonstration: requests that the city received, and what happened to them. All of it is invented. */
#include "records_inbound_own.h"

#include "i18n.h"
#include "now.h"

typedef struct demo_request { int64_t number; wr_day received; int channel; const char *text, *format, *name, *lang; } demo_request;
static const field REQUEST_F[] = {
    FIELD(demo_request, number,   i, 0, 0,         N_("Request")),   FIELD(demo_request, received, d, 0, 0, N_("Received")),
    WORDS(demo_request, channel,  records_inbound_channels, N_("How it came")), FIELD(demo_request, text, t, F_LONG, 8000, N_("What is asked for")),
    FIELD(demo_request, format,   t, F_NULL, 200,  N_("In which form")), FIELD(demo_request, name, t, F_NULL, 200, N_("Who asks")),
    FIELD(demo_request, lang,     t, 0, 12,        N_("Language")),
};
const shape INBOUND_DEMO_REQUEST = SHAPE("an invented request to the city", demo_request, REQUEST_F);
/* step: the number of the step that this one answers, 0 for none. */
typedef struct demo_step { int64_t request; wr_day day; int kind; const char *office, *text, *reasons; int outcome; wr_day until; int64_t step, same; } demo_step;
static const field STEP_F[] = {
    FIELD(demo_step, request, i, 0, 0,             N_("Request")),   FIELD(demo_step, day, d, 0, 0, N_("Day")),
    WORDS(demo_step, kind,    records_inbound_steps, N_("What happened")), FIELD(demo_step, office, t, F_NULL, 200, N_("Department, or who decided")),
    FIELD(demo_step, text,    t, F_LONG | F_NULL, 8000, N_("Text")), FIELD(demo_step, reasons, t, F_NULL, 400, N_("Reasons")),
    WORDS_OPT(demo_step, outcome, records_inbound_outcomes, N_("What was determined")), FIELD(demo_step, until, d, F_NULL, 0, N_("Until")),
    FIELD(demo_step, step,    i, F_NULL, 0,        N_("Of which step")), FIELD(demo_step, same, i, F_NULL, 0, N_("The same as request")),
};
const shape INBOUND_DEMO_STEP = SHAPE("what happened to an invented request to the city", demo_step, STEP_F);

wr_rc records_inbound_load_demo(db_tx *rw, const wr_actor *who, const void *row, arena *a)
{
    const demo_request *d = row;
    inbound_request q = { .id = id_new(a), .received = d->received, .channel = d->channel, .text = d->text, .format = d->format, .lang = d->lang };
    const char *code;
    TRY(records_inbound_add(rw, who, &q, d->name ? d->name : "", "", a, &code));
    return q.number == d->number ? WR_OK : wr_fail(arena_err(a), WR_E_INPUT, "number", N_("Invented requests are numbered from 1 in their order."));
}

wr_rc records_inbound_load_demo_step(db_tx *rw, const wr_actor *who, const void *row, arena *a)
{
    const demo_step *d = row;
    inbound_request q;
    inbound_whole w;
    inbound_step s = { .id = id_new(a), .day = d->day, .kind = d->kind, .office = d->office, .text = d->text, .reasons = d->reasons, .outcome = d->outcome, .until = d->until, .same = d->same };
    TRY(records_inbound_by(rw, d->request, a, &q));
    TRY(records_inbound_whole(rw, &q, a, &w));
    if (d->step < 0 || d->step > (int64_t)w.n_steps) return wr_fail(arena_err(a), WR_E_INPUT, "step", N_("This request has no step with that number."));
    if (d->step > 0) s.of_step = w.steps[d->step - 1].id;
    return records_inbound_step_add(rw, who, &w, &s, a);
}
