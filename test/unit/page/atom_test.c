/* atom_test.c -- a feed escapes what it is given and leaves out what XML cannot hold. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "atom.h"
#include "str.h"

static void text_is_escaped_and_clean(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    strbuf b = sb_new(a, 100);
    const atom_entry e = { .id = "tag:x,2026-02-26:1", .title = "a<b> & \"c\"\x01\x1f\xef\xbf\xbf" "d", .url = "https://x/?a=1&b='2'", .updated = 1772128800000000 };
    (void)state;
    atom_put(&b, &(atom_feed){ .id = "urn:x", .title = "]]>", .subtitle = "", .lang = "es", .author = "Ciudad", .self = "s", .url = "u", .at = &e, .n = 1 });
    assert_non_null(strstr(b.p, "<title>a&lt;b&gt; &amp; &quot;c&quot;d</title>"));
    assert_non_null(strstr(b.p, "<title>]]&gt;</title>"));
    assert_non_null(strstr(b.p, "href=\"https://x/?a=1&amp;b=&#39;2&#39;\""));
    assert_non_null(strstr(b.p, "xml:lang=\"es\""));
    assert_null(strstr(b.p, "<subtitle>"));
    assert_non_null(strstr(b.p, "<updated>2026-02-26T18:00:00Z</updated>"));
    arena_end(&a);
}

static void an_id_is_of_its_site_and_day(void **state)
{
    arena *a = arena_new("test", 1 << 20);
    (void)state;
    assert_string_equal(atom_tag(a, "https://city.example:8443/x", "2026-02-26T18:00:00Z", "answers/1"), "tag:city.example,2026-02-26:answers/1");
    assert_string_equal(atom_tag(a, "city.example", "2026-02-26", "1"), "tag:city.example,2026-02-26:1");
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(text_is_escaped_and_clean), cmocka_unit_test(an_id_is_of_its_site_and_day) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
