/* markup.h -- where in HTML a tag of a template stands: the one question that escaping and lint ask. */
#ifndef WR_MARKUP_H
#define WR_MARKUP_H
#include <stdbool.h>
#include <stddef.h>
typedef enum m_place {
    IN_TEXT,
    IN_TAG,          /* between attributes: <option{{#on}} selected{{/on}}> */
    IN_VALUE,        /* in a quoted attribute                               */
    IN_URL,          /* the beginning of href, src, action                  */
    IN_URL_MIDDLE,
    IN_BARE,         /* in an attribute without quotes                      */
    IN_SCRIPT        /* in script, style, on*=, style=                      */
} m_place;
typedef struct markup {
    int state;
    char tag[16], attr[16], quote;
    size_t n;
    bool first;
} markup;
markup markup_start(const char *template_name);   /* one that ends in _attr is shown inside a tag */
void markup_feed(markup *, const char *p, size_t n);
void markup_value(markup *);         /* some value stands here */
m_place markup_place(const markup *);
#endif
