/*
 * Functions and aliases.
 */
#include "state_support.h"
#include "suites.h"

#include <unistd.h>

#include "state/aliases.h"
#include "state/functions.h"

static struct program program = {.references = 1};
static struct node body;

START_TEST(define_and_unset)
{
    struct name *f = name("f");
    function_define(&shell, f, &body, &program);
    ck_assert_ptr_eq(f->function->body, &body);
    ck_assert_uint_eq(program.references, 2);
    function_define(&shell, f, &body, &program);
    ck_assert_uint_eq(program.references, 2);
    function_unset(&shell, f);
    function_unset(&shell, f);
    ck_assert_ptr_null(f->function);
    ck_assert_uint_eq(program.references, 1);
}
END_TEST

/* f() { unset -f f; ...; }: it lives as long as it runs. */
START_TEST(held_while_it_runs)
{
    struct name *f = name("f");
    function_define(&shell, f, &body, &program);
    struct function *running = function_hold(f->function);
    function_unset(&shell, f);
    ck_assert_uint_eq(program.references, 2);
    ck_assert_ptr_eq(running->body, &body);
    function_release(running);
    ck_assert_uint_eq(program.references, 1);
}
END_TEST

START_TEST(functions_are_sorted)
{
    size_t count;
    const char *const names[] = {"zeta", "a-b", "alpha", "Z"};
    for (size_t i = 0; i < 4; i++)
        function_define(&shell, name(names[i]), &body, &program);
    struct function **list = functions_sorted(&shell, &count);
    ck_assert_uint_eq(count, 4);
    ck_assert_str_eq(list[0]->name->text, "Z");
    ck_assert_str_eq(list[1]->name->text, "a-b");
    ck_assert_str_eq(list[2]->name->text, "alpha");
    ck_assert_str_eq(list[3]->name->text, "zeta");
}
END_TEST

START_TEST(aliases)
{
    size_t count;
    alias_set(&shell, name("ll"), "ls -l");
    alias_set(&shell, name("ll"), "ls -la ");
    alias_set(&shell, name("g"), name("ll")->alias->text);
    alias_set(&shell, name("ll"), name("ll")->alias->text); /* its own text */
    struct alias **list = aliases_sorted(&shell, &count);
    ck_assert_uint_eq(count, 2);
    ck_assert_str_eq(list[0]->name->text, "g");
    ck_assert_str_eq(list[1]->text, "ls -la ");
    ck_assert(alias_unset(&shell, name("g")));
    ck_assert(!alias_unset(&shell, name("g")));
    struct journal_level level;
    journal_enter(&shell, &level);
    aliases_clear(&shell);
    ck_assert_ptr_null(name("ll")->alias);
    journal_leave(&shell);
    ck_assert_str_eq(name("ll")->alias->text, "ls -la ");
    aliases_clear(&shell);
    aliases_sorted(&shell, &count);
    ck_assert_uint_eq(count, 0);
}
END_TEST

Suite *state_functions_suite(void)
{
    Suite *suite = suite_create("state_functions");
    TCase *cases = tcase_create("functions");
    tcase_add_checked_fixture(cases, start, finish);
    tcase_add_test(cases, define_and_unset);
    tcase_add_test(cases, held_while_it_runs);
    tcase_add_test(cases, functions_are_sorted);
    tcase_add_test(cases, aliases);
    suite_add_tcase(suite, cases);
    return suite;
}
