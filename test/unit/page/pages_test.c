/* pages_test.c -- no template of any module breaks a rule of the lint; all of them compile together. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "modules.h"
#include "page.h"
#include "templates.h"

static void all_templates_pass(void **s)
{
    arena *a = arena_new("lint", (size_t)64 << 20);
    const char *const *lines;
    size_t n = page_lint(wr_modules, a, &lines);
    (void)s;
    for (size_t i = 0; i < n; i++) print_message("%s\n", lines[i]);
    assert_int_equal(n, 0);
    arena_end(&a);
}

static void all_templates_load(void **s)
{
    wr_err e = { 0 };
    arena *a = arena_new("templates", (size_t)32 << 20);
    templates set;
    (void)s;
    assert_int_equal(page_load(wr_modules, &e), WR_OK);
    assert_int_equal(templates_load(wr_modules, a, &e, &set), WR_OK);
    assert_non_null(templates_at(&set, "page/form"));
    assert_non_null(templates_at(&set, "page/problem"));
    assert_null(templates_at(&set, "page/nowhere"));
    arena_end(&a);
}

/* A field for a file stands only where the route takes one, and a route that takes one has the field. */
static void files_go_where_they_are_taken(void **s)
{
    (void)s;
    for (const wr_module *const *m = wr_modules; *m; m++)
        for (const http_route *r = (*m)->routes; r && r->method; r++) {
            int files = 0;
            for (size_t i = 0; r->in && i < r->in->n; i++) files += (r->in->f[i].flags & F_FILE) != 0;
            if (files != (r->upload_mb > 0)) fail_msg("%s %s: %d fields for files, upload_mb %d", r->method, r->path, files, r->upload_mb);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(all_templates_pass), cmocka_unit_test(all_templates_load), cmocka_unit_test(files_go_where_they_are_taken) };
    return cmocka_run_group_tests_name("page/pages", tests, NULL, NULL);
}
