/* page.h -- a document and a template into HTML. Takes a route's parts, not the route: page stands left of http.
 *
 * Document  JSON whose keys are shape names, built only by the page_* calls below. Values are data: they are escaped
 *           on the way out; there is no raw output.
 * Template  Mustache: {{x}} {{a.b}} {{#x}} {{^x}} {{>part}} {{! }} {{=<% %>=}}. {{{x}}} and {{&x}} do not compile. And:
 *             {{#t}}Text with {hole}.{{/t}}              translated; holes from the document
 *             {{#n}}count|{count} row|{count} rows{{/n}}   by the plural rule of the language
 *             {{#word}}state{{/word}}     a value that is an N_() text, a label or a word of a list, translated
 *             {{#day}}due{{/day}}         28 Nov 2025 in <time>;   {{#long}}due{{/long}} with the weekday
 *             {{#when}}at{{/when}}        an instant in the city's zone, in <time>
 *             {{#money}}amount{{/money}}  cents
 *             {{#qr}}at_url{{/qr}}        a text, or a path of this site, as a QR code
 *             {{#url}}/records/{ref}{{/url}}  a path with the language in front; holes percent-encoded
 *             {{#int}}count{{/int}}       1,234
 *             {{#chart}}held{{/chart}}    the chart that page_chart put under this key, drawn from the rows of the table beside it
 *           A hole may say how: {due:day} {due:long} {at:when} {state:word} {amount:money} {count:int}.
 *           In href, src and action only keys that end in _url (or are url, path) may stand, and their value must be a path or a web, mail or telephone address, else "#" stands there;
 *           a path from the document gets the language in front. {{>part}}: of the own module, else a standard part.
 *           A part whose name ends in _attr is shown inside a tag. No literal text, no path in href outside {{#t}}, {{#url}}.
 *           Keys that no shape declares (page_text and the like) are declared in the template: {{!doc note count}}.
 * Layout    page/layout stands around every page. Title: `title` of the document, else of the globals.
 * Standard  pages: page/problem (page_problem, and a form that came back), page/ask (title and one form).
 *           Parts: form, form_body.
 * Threads   page_load once at start; then everything is read-only. */
#ifndef WR_PAGE_H
#define WR_PAGE_H
#include "module.h"
struct strbuf;
typedef struct page_link { const char *label, *url, *lang; bool current; } page_link;   /* label: already translated */
/* Known under their names in every template. Text is never NULL; "" where there is nothing. URLs stand as given. */
typedef struct page_globals {
    const char *prefix;                       /* "/es", "" for English: in front of the document's paths */
    const char *title, *city_name, *demo_note, *style_url, *icon_url, *look_url, *script_url, *report_script_url, *copy_script_url, *chart_script_url, *json_url, *feed_url, *feed_title, *shown_at, *contact, *site;   /* site: "https://city.example" */
    const char *signed_in, *sign_in_url;      /* the name of who is signed in; then the address of the account */
    const page_link *nav; size_t nav_n;
    const page_link *languages; size_t languages_n;   /* the others, by their own names                  */
    const char *(*when)(arena *, const char *lang, wr_us);                       /* page knows no zones; NULL: UTC    */
    const char *(*once)(arena *, const wr_actor *, const char *action_path);     /* a once-key for a form; NULL: none */
} page_globals;

/* Compiles the pages of all modules. Errors: WR_E_BUG names template and line. */
WR_MUST wr_rc page_load(const wr_module *const *, wr_err *);
WR_MUST wr_rc page_html(const char *page, const json_t *doc, const wr_actor *, const page_globals *,
                        arena *, struct strbuf *ret);
/* Every tag against routes, shapes and globals; markup rules. One line of text per finding. */
size_t page_lint(const wr_module *const *, arena *, const char *const **ret_lines);

WR_MUST wr_rc page_put(json_t *doc, const shape *, const void *row);
WR_MUST wr_rc page_rows(json_t *doc, const char *key, const shape *, const void *rows, size_t n);
WR_MUST wr_rc page_text(json_t *doc, const char *key, const char *text);
WR_MUST wr_rc page_int(json_t *doc, const char *key, int64_t);
WR_MUST wr_rc page_flag(json_t *doc, const char *key, bool);
WR_MUST wr_rc page_tree(json_t *doc, const char *key, json_t *own);   /* a document within it, built by these calls or read from one that was; `own` is taken over, also when it fails */
json_t *page_row(json_t *doc, const char *key, size_t i);   /* row i of a list, to put more into it; borrowed, NULL: none */
WR_MUST wr_rc page_problem(json_t *doc, const wr_err *);    /* what page/problem shows                                    */

/* A chart of rows that are in the document, under `key`: {{#chart}}key{{/chart}} is a whole <figure>, without a heading of its own. The list
 * is looked up from where the tag stands, so that one row of a list may have a chart. The route names the key in page_only: JSON has the rows.
 * The table beside it has the id `table` and, in its first <tbody>, one <tr> for each row, in the same order: web/chart.js reads it out. */
typedef enum page_chart_kind {
    PAGE_BARS,           /* one row of bars for each row: at most 30, then a line says that the table has more; series lie below one another */
    PAGE_DAYS,           /* lines over `by`, a day                                                                              */
    PAGE_MONTHS          /* lines over `by`, a day or "2025-07"; one row a month                                                */
} page_chart_kind;
/* Names of members of a row. value: an integer or cents, 0 or more; JSON null: no value. word: a text that says why no number is given, N_();
 * "": the number stands; "no value": nothing is known. NULL: every number stands. label: N_(), may be NULL when there is one series alone. */
typedef struct page_series { const char *value, *word, *label; } page_series;
typedef struct page_chart_of {
    page_chart_kind kind;
    const char *rows, *by;           /* key of the list; member that labels a row                       */
    bool by_word, money;             /* `by` is an N_() text or a word of a list; values are cents      */
    page_series series[5];           /* one to four; a NULL value ends                                  */
    const char *title, *says;        /* the finding; what else it shows, a sentence: already translated */
    const char *table;               /* "held-table"                                                    */
    const char *unit;                /* N_("People"), or NULL                                           */
    const char *mark_day, *mark;     /* of trends: a day "2025-07-11", and N_() words at it; or NULL    */
} page_chart_of;
WR_MUST wr_rc page_chart(json_t *doc, const char *key, const page_chart_of *);

/* A form from a shape, under `key`: {{>form}} shows the one called "form", {{#k}}{{>form_body}}{{/k}} any other.
 * Values: what was typed if there are pairs, else the row, else nothing. Texts are N_(). F_PATH members are left out,
 * F_HIDE ones are hidden inputs. The once-key is put in when the page is rendered. */
typedef struct page_form_of {
    const char *action_url;                  /* a path without language: "/records/open"              */
    const shape *in;
    const void *row;                         /* what it is now, or NULL                               */
    const pair *typed; size_t typed_n;       /* what came in and was refused, or NULL                 */
    const faults *wrong;                     /* or NULL                                               */
    const char *button;                      /* N_("Send the report")                                 */
} page_form_of;
WR_MUST wr_rc page_form(json_t *doc, const char *key, const page_form_of *, arena *);
typedef struct page_choice { const char *value, *label; } page_choice;
/* After page_form: this field is a <select> of these; a hint under its label. */
WR_MUST wr_rc page_choices(json_t *doc, const char *key, const char *field, const page_choice *, size_t n);
/* After page_form: this field's words are buttons that send the form, in place of its own; one that may stay unsaid leaves out the first word. */
WR_MUST wr_rc page_buttons(json_t *doc, const char *key, const char *field);
WR_MUST wr_rc page_unseen(json_t *doc, const char *key, const char *field);   /* it goes along with its value, as a hidden input */
WR_MUST wr_rc page_keep(json_t *doc, const char *key, const pair *, size_t n);   /* these come along, unseen */
WR_MUST wr_rc page_hint(json_t *doc, const char *key, const char *field, const char *hint);
#endif
