/* released_public_feed.c -- published answers as a feed: each that was published, corrected or taken back, and each whose file was withdrawn. The same
 * list as data. */
#include "atom.h"
#include "city.h"
#include "day.h"
#include "http.h"
#include "i18n.h"
#include "released_public_own.h"

enum { NEWS_MAX = 200 };
/* One entry: what of an answer, and when. */
typedef struct news { int64_t number, version; const char *title, *what; wr_us at; } news;
static const field NEWS_F[] = { FIELD(news, number, i, 0, 0, NULL), FIELD(news, version, i, 0, 0, NULL), FIELD(news, title, t, 0, 200, NULL), FIELD(news, what, t, 0, 60, NULL), FIELD(news, at, u, 0, 0, NULL) };
static const shape NEWS = SHAPE("released_news", news, NEWS_F);
const db_query RELEASED_PUBLIC_NEWS = { "released_public_news", "", &NEWS,
    "SELECT p.number, p.version, p.title, e.what, e.at FROM released_public p JOIN released_public_event e ON e.about = p.id"
    " WHERE p.state <> 'waiting' AND e.what IN ('released.answer_published', 'released.answer_withdrawn')"
    " UNION ALL SELECT p.number, p.version, p.title, e.what, e.at FROM released_public p JOIN released_file f ON f.number = p.file JOIN released_file_event e ON e.about = f.id"
    " WHERE p.state <> 'waiting' AND f.state = 'withdrawn' AND e.what = 'released.file_withdrawn' AND e.holds >= p.published ORDER BY at DESC, number DESC, version DESC LIMIT 200" };

static const char *what_said(const news *x)
{
    if (str_eq(x->what, "released.answer_withdrawn")) return N_("Answer {number}, version {version}, was taken back: {title}");
    if (str_eq(x->what, "released.file_withdrawn")) return N_("The file of answer {number}, version {version}, was withdrawn: {title}");
    return x->version > 1 ? N_("Answer {number} was corrected, version {version}: {title}") : N_("Answer {number}: {title}");
}

static wr_rc give_feed(db_tx *ro, const wr_actor *who, arena *a, http_out *out)
{
    news *x;
    atom_entry *e;
    city_row city;
    size_t n;
    strbuf b = sb_new(a, 32768);
    TRY(db_all_(ro, &RELEASED_PUBLIC_NEWS, a, NEWS_MAX, sizeof *x, &x, &n, NULL, 0));
    TRY(city_get(ro, a, &city));
    e = arena_array(a, atom_entry, n + 1);
    for (size_t i = 0; i < n; i++) {
        const char *const pairs[] = { "number", arena_fmt(a, "%lld", (long long)x[i].number), "version", arena_fmt(a, "%lld", (long long)x[i].version), "title", i18n(who->lang, NULL, x[i].title), NULL };
        const char *url = arena_fmt(a, "/released/answers/%s/%s", pairs[1], pairs[3]);
        e[i] = (atom_entry){ .id = atom_tag(a, out->site, us_text(a, x[i].at), arena_fmt(a, "%s/%s/%lld", url + 1, x[i].what, (long long)x[i].at)), .updated = x[i].at, .url = arena_fmt(a, "%s%s%s", out->site, out->prefix, url),
            .title = i18n_fill(a, i18n(who->lang, NULL, what_said(&x[i])), pairs) };
    }
    atom_put(&b, &(atom_feed){ .id = arena_fmt(a, "%s%s%s.atom", out->site, out->prefix, out->path), .title = i18n(who->lang, NULL, N_("Answers from released records: published, corrected, taken back, latest first")),
        .subtitle = out->note, .lang = who->lang, .author = i18n(who->lang, NULL, city.name), .self = out->self, .url = arena_fmt(a, "%s%s/released/answers", out->site, out->prefix), .at = e, .n = n });
    return out_bytes(out, (bytes){ (const uint8_t *)b.p, b.n });
}

wr_rc released_give_answers(db_tx *ro, const wr_actor *who, const void *in, arena *a, http_out *out)
{
    released_public *p;
    public_line *l;
    size_t n;
    (void)in;
    if (str_eq(out->as, "atom")) return give_feed(ro, who, a, out);
    TRY(released_public_all(ro, &RELEASED_PUBLIC_ALL, a, &p, &n));
    l = arena_array(a, public_line, n + 1);
    for (size_t i = 0; i < n; i++) l[i] = released_public_line(&p[i], a);
    return out_rows(out, &PUBLIC_LINE, l, n, n + 1);
}
