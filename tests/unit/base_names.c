/*
 * Interned names.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/names.h"
#include "suites.h"

static struct names names;

static void end(void)
{
    names_free(&names);
}

START_TEST(one_for_the_same_bytes)
{
    ck_assert_ptr_null(name_find(&names, "x", 1));
    struct name *x = name_intern(&names, "xyz", 1);
    ck_assert_str_eq(x->text, "x");
    ck_assert_uint_eq(x->length, 1);
    ck_assert_ptr_eq(name_intern(&names, "x", 1), x);
    ck_assert_ptr_eq(name_find(&names, "x", 1), x);
    ck_assert_ptr_ne(name_intern(&names, "xy", 2), x);
    ck_assert_ptr_ne(name_intern(&names, "", 0), x);
    ck_assert_ptr_eq(name_intern(&names, "", 0), name_find(&names, "", 0));
    ck_assert_ptr_null(x->variable);
    ck_assert_ptr_null(x->function);
}
END_TEST

START_TEST(very_many)
{
    enum { COUNT = 100000 };
    struct name **made = malloc(COUNT * sizeof *made);
    char text[32];
    size_t longest = 0;
    for (int i = 0; i < COUNT; i++) {
        snprintf(text, sizeof text, "prime_%d", i);
        made[i] = name_intern(&names, text, strlen(text));
    }
    ck_assert_uint_eq(names.count, COUNT);
    for (int i = 0; i < COUNT; i++) {
        snprintf(text, sizeof text, "prime_%d", i);
        if (name_find(&names, text, strlen(text)) != made[i] || strcmp(made[i]->text, text) != 0)
            ck_abort_msg("%s is lost", text);
    }
    for (size_t i = 0; i < names.bucket_count; i++) {
        size_t length = 0;
        for (struct name *name = names.buckets[i]; name; name = name->next)
            length++;
        longest = length > longest ? length : longest;
    }
    ck_assert_uint_lt(longest, 16); /* the hash spreads numbered names */
    free(made);
}
END_TEST

/* Names that differ in one byte, wherever it stands, at every length. */
START_TEST(every_byte_counts)
{
    char text[40];
    for (size_t length = 1; length < sizeof text; length++) {
        for (size_t at = 0; at < length; at++) {
            memset(text, 'a', sizeof text);
            struct name *plain = name_intern(&names, text, length);
            text[at] = 'b';
            struct name *other = name_intern(&names, text, length);
            ck_assert_ptr_ne(plain, other);
            ck_assert_uint_ne(plain->hash, other->hash);
        }
    }
}
END_TEST

START_TEST(identifiers)
{
    static const struct {
        const char *text;
        bool is_identifier;
    } cases[] = {{"a", true},    {"_", true},         {"a1", true},    {"_1a_Z", true},
                 {"1a", false},  {"", false},         {"a-b", false},  {"a=", false},
                 {"a b", false}, {"\xc3\xa9", false}, {"@", false},    {"[", false},
                 {"`", false},   {"{", false},        {"Zz09_", true}, {"a.b", false},
                 {"0", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *text = cases[i].text;
        ck_assert_int_eq(name_is_identifier(text, strlen(text)), cases[i].is_identifier);
        ck_assert_int_eq(*text && name_prefix(text) == strlen(text), cases[i].is_identifier);
    }
    for (int c = 0; c < 256; c++) {
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        ck_assert_int_eq(is_name_start((unsigned char)c), letter);
        ck_assert_int_eq(is_name_byte((unsigned char)c), letter || (c >= '0' && c <= '9'));
    }
    ck_assert_uint_eq(name_prefix("abc=def"), 3);
    ck_assert_uint_eq(name_prefix("1abc"), 0);
}
END_TEST

Suite *base_names_suite(void)
{
    Suite *suite = suite_create("base_names");
    TCase *cases = tcase_create("names");
    tcase_add_checked_fixture(cases, NULL, end);
    tcase_add_test(cases, one_for_the_same_bytes);
    tcase_add_test(cases, very_many);
    tcase_add_test(cases, every_byte_counts);
    tcase_add_test(cases, identifiers);
    suite_add_tcase(suite, cases);
    return suite;
}
