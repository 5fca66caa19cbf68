/* city_events.c -- tells every module that listens what happened, in LAYERS order, within the sender's savepoint. */
#include <stdio.h>
#include <string.h>
#include "db.h"
#include "events.h"
#include "i18n.h"

static const field DUE_F[] = {
    FIELD(ev_due, about,      t, 0, 32,  NULL),
    FIELD(ev_due, ref,        t, 0, 20,  NULL),
    FIELD(ev_due, url,        t, 0, 500, NULL),
    FIELD(ev_due, department, i, 0, 0,   NULL),
    FIELD(ev_due, due,        d, 0, 0,   NULL),
};
static const shape DUE = SHAPE("a deadline", ev_due, DUE_F);
const wr_event EV_DUE_MOVED = { "city.due_moved", &DUE };
static const field RELEASED_F[] = { FIELD(ev_released, file, t, 0, 32, NULL), FIELD(ev_released, number, i, 0, 0, NULL), FIELD(ev_released, request, i, 0, 0, NULL), FIELD(ev_released, name, t, 0, 150, NULL),
    FIELD(ev_released, url, t, 0, 500, NULL), FIELD(ev_released, held, t, 0, 4000, NULL), FIELD(ev_released, withheld, t, 0, 4000, NULL), FIELD(ev_released, absent, t, 0, 4000, NULL) };
static const shape RELEASED = SHAPE("a released file that is read", ev_released, RELEASED_F);
const wr_event EV_RELEASED_READ = { "city.released_read", &RELEASED };
static const field WITHDRAWN_F[] = { FIELD(ev_withdrawn, file, t, 0, 32, NULL), FIELD(ev_withdrawn, reason, t, F_NULL, 1000, NULL) };
static const shape WITHDRAWN = SHAPE("a released file that is withdrawn", ev_withdrawn, WITHDRAWN_F);
const wr_event EV_RELEASED_WITHDRAWN = { "city.released_withdrawn", &WITHDRAWN };

static const wr_module *const *listeners;
void city_modules(const wr_module *const *modules) { listeners = modules; }
const wr_module *const *city_modules_all(void) { return listeners; }

/* "src/clauses/records/records_web.c": records. */
static const char *folder_of(arena *a, const char *file)
{
    const char *end = strrchr(file, '/'), *start = end;
    if (!end) return file;
    while (start > file && start[-1] != '/') start--;
    return arena_fmt(a, "%.*s", (int)(end - start), start);
}

/* What the listener said, within a sentence that names both. */
static wr_rc both_named(wr_err *e, wr_rc rc, const char *from, const char *to, const char *event, arena *a)
{
    wr_err was = *e;
    const char *why = was.text ? i18n_err(a, "en", &was) : wr_rc_name(rc);
    *e = (wr_err){ 0 };
    return wr_fail(e, rc, was.rule ? was.rule : was.field, N_("{to} could not follow {event} from {from}: {why}"),
                   "to", to, "event", event, "from", from, "why", why);
}

wr_rc event_send_(db_tx *rw, const wr_actor *who, const char *from, const wr_event *event, const void *payload, arena *a)
{
    static _Thread_local const wr_event *sending;
    wr_rc rc = WR_OK;
    if (sending)
        return wr_fail(db_err(rw), WR_E_BUG, NULL, N_("{event} was sent while {other} is being told."), "event", event->name, "other", sending->name);
    sending = event;
    for (const wr_module *const *m = listeners; m && *m && rc == WR_OK; m++)
        for (const wr_on *on = (*m)->on; on && on->event && rc == WR_OK; on++)
            if (on->event == event && (rc = on->run(rw, who, payload, a)) != WR_OK)
                rc = both_named(db_err(rw), rc, folder_of(a, from), (*m)->name, event->name, a);
    sending = NULL;
    return rc;
}
