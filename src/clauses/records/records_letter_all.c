/* records_letter_all.c -- one letter to a holder about all requests that it has not answered, and the letter of the demonstration. */
#include "records_letter_own.h"

#include <stdlib.h>
#include <string.h>
#include "i18n.h"
#include "now.h"
#include "person.h"

/* ---- the letter about all open requests of a holder ---- */
wr_rc records_act_holder_write(db_tx *rw, const wr_actor *who, const void *in, arena *a, http_go *ret) { return records_act_write(rw, who, in, a, ret); }
wr_rc records_act_holder_ask(db_tx *rw, const wr_actor *who, const void *in, arena *a, http_go *ret) { return records_act_ask_letter(rw, who, in, a, ret); }

/* The requests that the approved letter names, by its own parts: each gets its entry. */
wr_rc records_act_holder_sent(db_tx *rw, const wr_actor *who, const void *in_, arena *a, http_go *ret)
{
    const in_letter *in = in_;
    records_holder h;
    records_version v;
    records_part *p;
    size_t n;
    TRY(records_holder_by(rw, in->ref, a, &h));
    TRY(records_version_kept(rw, h.id, records_letters[LETTER_ALL], a, &v));
    if (!*v.id || v.state != VERSION_APPROVED) return wr_fail(arena_err(a), WR_E_RULE, "records.approved", N_("Only a letter that a second person approved is sent. Ask for approval first."));
    TRY(records_parts_read(v.parts, a, &p, &n));
    for (size_t i = 0; i < n; i++) {
        records_whole w;
        if (p[i].kind != PIECE_CASE) continue;
        TRY(records_whole_of(rw, strtoll(p[i].value, NULL, 10), a, &w));
        TRY(records_letter_write_down(rw, who, &w, LETTER_ALL, in, &v, id_new(a), a));
    }
    *ret = (http_go){ .url = records_letter_back(in, a), .id = v.id };
    return records_version_sent(rw, who, &v, "", a);
}

wr_rc records_show_holder_letter(db_tx *ro, const wr_actor *who, const void *in_, arena *a, json_t *doc)
{
    in_letter in = *(const in_letter *)in_, row = { .more = "", .office = "", .tracking = "", .day = who->today, .channel = CHANNEL_MAIL };
    records_drawn d;
    const char *url = records_letter_back(&in, a);
    in.letter = records_letters[LETTER_ALL];
    TRY(records_letter_draw(ro, &in, who->today, a, &d));
    TRY(records_letter_say(ro, who, &d, url, a, doc));
    if (!d.kept) row.more = d.last.more;
    TRY(page_text(doc, "name", d.holder.name));
    TRY(page_text(doc, "case_url", arena_fmt(a, "/records?holder=%s", str_url(a, d.holder.ref))));
    TRY(page_flag(doc, "is_empty", !d.kept && d.last.state != VERSION_ASKED && !d.n_numbers));
    if (rights_has(who->rights, "records.write") == RIGHT_NONE) return WR_OK;
    if (d.kept && d.last.state == VERSION_APPROVED)
        TRY(page_form(doc, "sent", &(page_form_of){ .action_url = arena_fmt(a, "%s/sent", url), .in = &IN_RECORDS_HOLDER_SENT, .row = &row, .button = N_("We sent it: write it down") }, a));
    if (!d.kept && d.n_numbers && !d.made.n_missing)
        TRY(page_form(doc, "ask", &(page_form_of){ .action_url = arena_fmt(a, "%s/ask", url), .in = &PERSON_NOTHING, .button = N_("Ask a second person to approve it") }, a));
    return page_form(doc, "write", &(page_form_of){ .action_url = arena_fmt(a, "%s/write", url), .in = &IN_RECORDS_HOLDER_WRITE, .row = &row,
        .button = d.kept ? N_("Begin a new version with this") : N_("Put it into the letter") }, a);
}

wr_rc records_give_holder_letter(db_tx *ro, const wr_actor *who, const void *in_, arena *a, http_out *out)
{
    in_letter in = *(const in_letter *)in_;
    records_drawn d;
    in.letter = records_letters[LETTER_ALL];
    TRY(records_letter_draw(ro, &in, who->today, a, &d));
    return records_letter_give(ro, &d, a, out);
}

/* ---- the demonstration: the letter of the request that is a draft waits for approval ---- */
wr_rc records_demo_letters(db_tx *rw, const wr_actor *who, arena *a)
{
    enum { DRAFT = 4 };
    wr_actor clerk = *who;
    person_account p;
    records_case c;
    in_letter in = { .number = DRAFT, .letter = records_letters[LETTER_REQUEST] };
    http_go go;
    wr_rc rc = db_one(rw, &RECORDS_CASE_NUMBER, a, &c, db_i(DRAFT));
    if (rc == WR_OK) rc = person_by_login(rw, "records", a, &p);
    if (rc == WR_E_MISSING) return WR_OK;
    TRY(rc);
    clerk.person = p.num;
    clerk.by = p.by;
    clerk.department = p.department;
    clerk.rights = rights_of(p.role);
    TRY(records_prepare_letter(rw, &clerk, &in, a));
    return records_act_ask_letter(rw, &clerk, &in, a, &go);
}
