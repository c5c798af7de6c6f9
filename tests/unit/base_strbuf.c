/*
 * Strings that grow.
 */
#include <stdlib.h>

#include "base/strbuf.h"
#include "suites.h"

START_TEST(appending)
{
    struct strbuf buffer = {0};
    ck_assert_ptr_null(buffer.text);
    strbuf_append(&buffer, NULL, 0); /* an empty buffer's text */
    ck_assert_str_eq(buffer.text, "");
    strbuf_string(&buffer, "abc");
    strbuf_putc(&buffer, 'd');
    strbuf_append(&buffer, "e\0f", 3);
    ck_assert_uint_eq(buffer.length, 7);
    ck_assert_int_eq(memcmp(buffer.text, "abcde\0f", 8), 0);
    strbuf_clear(&buffer);
    ck_assert_uint_eq(buffer.length, 0);
    ck_assert_str_eq(buffer.text, "");
    for (int i = 0; i < 100000; i++)
        strbuf_putc(&buffer, (char)('a' + i % 26));
    ck_assert_uint_eq(strlen(buffer.text), 100000);
    ck_assert_int_eq(buffer.text[99999], 'a' + 99999 % 26);
    strbuf_free(&buffer);
    ck_assert_ptr_null(buffer.text);
    strbuf_clear(&buffer); /* also when there is nothing */
}
END_TEST

/* Every length around the capacity, so that the null byte's place is never forgotten. */
START_TEST(borders)
{
    char text[300];
    memset(text, 'x', sizeof text);
    for (size_t first = 0; first < 140; first++) {
        struct strbuf buffer = {0};
        strbuf_append(&buffer, text, first);
        strbuf_append(&buffer, text, 130 - first % 130);
        ck_assert_uint_lt(buffer.length, buffer.capacity);
        ck_assert_uint_eq(strlen(buffer.text), buffer.length);
        strbuf_free(&buffer);
    }
}
END_TEST

START_TEST(formatting)
{
    struct strbuf buffer = {0};
    strbuf_printf(&buffer, "%s", "");
    ck_assert_str_eq(buffer.text, "");
    strbuf_printf(&buffer, "%d %s", 12, "abc");
    ck_assert_str_eq(buffer.text, "12 abc");
    strbuf_printf(&buffer, "%05000d", 7); /* more than there is room for */
    ck_assert_uint_eq(buffer.length, 5006);
    ck_assert_uint_eq(strlen(buffer.text), 5006);
    ck_assert_int_eq(buffer.text[5005], '7');
    strbuf_free(&buffer);
}
END_TEST

START_TEST(stealing)
{
    struct strbuf buffer = {0};
    char *text = strbuf_steal(&buffer);
    ck_assert_str_eq(text, "");
    free(text);
    strbuf_string(&buffer, "mine");
    text = strbuf_steal(&buffer);
    ck_assert_str_eq(text, "mine");
    ck_assert_ptr_null(buffer.text);
    free(text);
}
END_TEST

Suite *base_strbuf_suite(void)
{
    Suite *suite = suite_create("base_strbuf");
    TCase *cases = tcase_create("strbuf");
    tcase_add_test(cases, appending);
    tcase_add_test(cases, borders);
    tcase_add_test(cases, formatting);
    tcase_add_test(cases, stealing);
    suite_add_tcase(suite, cases);
    return suite;
}
