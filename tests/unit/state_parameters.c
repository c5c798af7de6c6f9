/*
 * Positional parameters, whoever owns them.
 */
#include "state_support.h"
#include "suites.h"

#include <stdlib.h>
#include <unistd.h>

static struct parameters parameters;

static void begin(void)
{
    parameters = (struct parameters){0};
    parameters_set(&parameters, NULL, 0);
}

static void end(void)
{
    parameters_set(&parameters, NULL, 0);
    ck_assert_ptr_null(parameters.block);
}

static void check(const char *joined)
{
    char text[256] = "";
    size_t i;
    for (i = 0; i < parameters.count; i++) {
        strcat(text, parameters.values[i]);
        strcat(text, i + 1 < parameters.count ? " " : "");
    }
    ck_assert_ptr_null(parameters.values[i]);
    ck_assert_str_eq(text, joined);
}

START_TEST(set_and_shift)
{
    char one[] = "one", *values[] = {one, "two", "", "four", NULL};
    check("");
    parameters_set(&parameters, values, 4);
    one[0] = 'O'; /* it was copied */
    check("one two  four");
    parameters_shift(&parameters, 0);
    parameters_shift(&parameters, 1);
    check("two  four");
    parameters_shift(&parameters, 3);
    check("");
    parameters_set(&parameters, values, 2);
    check("One two");
}
END_TEST

START_TEST(set_to_some_of_its_own)
{
    char *values[] = {"a", "b", "c", NULL};
    parameters_set(&parameters, values, 3);
    char *turned[] = {parameters.values[2], "new", parameters.values[0], NULL};
    parameters_set(&parameters, turned, 3);
    check("c new a");
    parameters_shift(&parameters, 1);
    parameters_set(&parameters, parameters.values, parameters.count);
    check("new a");
    parameters_set(&parameters, parameters.values + 1, 1);
    check("a");
}
END_TEST

START_TEST(calls)
{
    char *values[] = {"a", "b", NULL}, *arguments[] = {"x", "y", "z", NULL};
    struct parameters outer, inner;
    parameters_set(&parameters, values, 2);
    parameters_push(&parameters, &outer, arguments, 3);
    check("x y z");
    parameters_shift(&parameters, 2);
    check("z");
    parameters_push(&parameters, &inner, parameters.values, parameters.count);
    parameters_set(&parameters, values, 2);
    parameters_set(&parameters, values + 1, 1);
    check("b");
    parameters_pop(&parameters, &inner);
    check("z");
    parameters_set(&parameters, values, 2); /* set -- in a function */
    parameters_pop(&parameters, &outer);
    check("a b");
}
END_TEST

Suite *state_parameters_suite(void)
{
    Suite *suite = suite_create("state_parameters");
    TCase *cases = tcase_create("parameters");
    tcase_add_checked_fixture(cases, begin, end);
    tcase_add_test(cases, set_and_shift);
    tcase_add_test(cases, set_to_some_of_its_own);
    tcase_add_test(cases, calls);
    suite_add_tcase(suite, cases);
    return suite;
}
