/*
 * The table of options, and $-.
 */
#include "state_support.h"
#include "suites.h"

#include <unistd.h>

START_TEST(letters)
{
    ck_assert_int_eq(option_by_letter('e')->bit, OPTION_ERREXIT);
    ck_assert_int_eq(option_by_letter('C')->bit, OPTION_NOCLOBBER);
    ck_assert_ptr_null(option_by_letter('Z'));
    ck_assert_ptr_null(option_by_letter('\0'));
    ck_assert(option_by_letter('i')->fixed);
    ck_assert(!option_by_letter('m')->fixed);
}
END_TEST

START_TEST(names)
{
    ck_assert_int_eq(option_by_name("errexit")->bit, OPTION_ERREXIT);
    ck_assert_int_eq(option_by_name("pipefail")->bit, OPTION_PIPEFAIL);
    ck_assert_int_eq(option_by_name("Pipe-Fail")->bit, OPTION_PIPEFAIL);
    ck_assert_int_eq(option_by_name("NO_UNSET")->bit, OPTION_NOUNSET);
    ck_assert_ptr_null(option_by_name("errexi"));
    ck_assert_ptr_null(option_by_name("errexits"));
    ck_assert_ptr_null(option_by_name(""));
    ck_assert_ptr_null(option_by_name("_"));
}
END_TEST

START_TEST(table)
{
    uint32_t seen = 0;
    for (size_t i = 0; i < option_count; i++) {
        const struct option_entry *entry = &option_table[i];
        ck_assert_uint_eq(seen & entry->bit, 0);
        seen |= entry->bit;
        ck_assert(entry->letter || entry->name);
        ck_assert_ptr_nonnull(entry->help);
        if (entry->letter)
            ck_assert_ptr_eq(option_by_letter(entry->letter), entry);
        if (entry->name)
            ck_assert_ptr_eq(option_by_name(entry->name), entry);
        if (i && entry->name)
            ck_assert_int_lt(strcmp(option_table[i - 1].name, entry->name), 0);
    }
}
END_TEST

START_TEST(dollar_minus)
{
    char text[32];
    options_letters(0, text);
    ck_assert_str_eq(text, "");
    options_letters(OPTION_XTRACE | OPTION_ERREXIT | OPTION_NOCLOBBER | OPTION_PIPEFAIL, text);
    ck_assert_str_eq(text, "exC");
    options_letters(UINT32_MAX, text);
    ck_assert_uint_lt(strlen(text), sizeof text);
    for (size_t i = 0; i < option_count; i++)
        if (option_table[i].letter)
            ck_assert_ptr_nonnull(strchr(text, option_table[i].letter));
}
END_TEST

Suite *state_options_suite(void)
{
    Suite *suite = suite_create("state_options");
    TCase *cases = tcase_create("options");
    tcase_add_test(cases, letters);
    tcase_add_test(cases, names);
    tcase_add_test(cases, table);
    tcase_add_test(cases, dollar_minus);
    suite_add_tcase(suite, cases);
    return suite;
}
