/* site.h -- what belongs to no clause: the front page, the order in plain words, the demo's door, the site map. */
#ifndef WR_SITE_H
#define WR_SITE_H
#include "module.h"
typedef struct site_sentence {              /* a sentence of the order, from the pack's site/sentences.yaml */
    const char *id, *text, *module, *figure, *note;   /* figure: the key that the module's count answers    */
    int64_t n;
} site_sentence;
extern const shape SITE_SENTENCE;
/* The modules of this program: the front page asks each for its figures, the demo for its stories. At start, once. */
void site_modules(const wr_module *const *);
const wr_module *const *site_modules_get(void);

/* site_data.c: the sets that modules give away whole. */
extern const shape SITE_SET;
wr_rc site_show_data(db_tx *ro, const wr_actor *, const void *in, arena *, json_t *doc);

/* site_api.c: the route table, as a page and as OpenAPI. */
extern const shape SITE_CALL;
wr_rc site_show_api(db_tx *ro, const wr_actor *, const void *in, arena *, json_t *doc);
wr_rc site_give_api(db_tx *ro, const wr_actor *, const void *in, arena *, http_out *);

/* site_demo.c: behind HTTP_DEMO. */
typedef struct site_sign_in { const char *login, *next, *token; wr_id account; } site_sign_in;   /* token, account: prepare's */
typedef struct site_story { const char *title, *url, *login; } site_story;
typedef struct site_person { const char *login, *role, *name, *department; } site_person;
extern const shape SITE_SIGN_IN, SITE_STORY, SITE_PERSON;
wr_rc site_show_demo(db_tx *ro, const wr_actor *, const void *in, arena *, json_t *doc);
wr_rc site_prepare_sign_in(db_tx *ro, const wr_actor *, void *in, arena *);
wr_rc site_act_sign_in(db_tx *rw, const wr_actor *, const void *in, arena *, http_go *ret);
#endif
