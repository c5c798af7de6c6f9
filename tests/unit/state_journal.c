/*
 * The undo journal: what is done in a subshell without a process of its own leaves no trace.
 * (state_model.c has the random test.)
 */
#include "state_support.h"
#include "suites.h"

#include <stdlib.h>

#include "state/aliases.h"
#include "state/functions.h"
#include "state/ifs.h"

static struct program program = {.references = 1};
static struct node body;

START_TEST(everything_comes_back)
{
    struct journal_level level;
    char *values[] = {"a", "b", "c", NULL};
    struct name *new_alias = name("new_alias"), *alias = name("alias");
    struct name *function = name("function"), *other = name("other");
    parameters_set(&shell.parameters, values, 3);
    set("a", "1");
    set("b", "1");
    variable_attributes(&shell, name("b"), VARIABLE_EXPORTED, 0);
    alias_set(&shell, alias, "text");
    function_define(&shell, function, &body, &program);
    struct function *defined = function->function;
    shell.options = OPTION_ERREXIT;
    shell.last_async = 77;
    shell.loop_depth = 2;

    journal_enter(&shell, &level);
    set("a", "2");
    set("a", "3");
    variable_unset(&shell, name("b"));
    set("c", "4");
    variable_attributes(&shell, name("c"), VARIABLE_READONLY | VARIABLE_EXPORTED, 0);
    variable_attributes(&shell, name("d"), VARIABLE_EXPORTED, 0);
    set("IFS", ":");
    ck_assert_str_eq(exported("c"), "4");
    alias_set(&shell, alias, "other");
    alias_set(&shell, alias, "third");
    alias_set(&shell, new_alias, "x");
    function_define(&shell, function, &body, &program);
    function_unset(&shell, function);
    function_define(&shell, other, &body, &program);
    parameters_shift(&shell.parameters, 1);
    parameters_set(&shell.parameters, shell.parameters.values, shell.parameters.count);
    ck_assert_str_eq(shell.parameters.values[0], "b");
    shell.options = OPTION_NOGLOB;
    shell.last_async = 78;
    shell.loop_depth = 0;
    shell.status = 5;
    journal_leave(&shell);

    ck_assert_str_eq(get("a"), "1");
    ck_assert_str_eq(get("b"), "1");
    ck_assert_str_eq(exported("b"), "1");
    ck_assert_ptr_null(get("c"));
    ck_assert_uint_eq(flags("c"), 0);
    ck_assert_uint_eq(flags("d"), 0);
    ck_assert_ptr_null(exported("c"));
    ck_assert_str_eq(get("IFS"), " \t\n");
    ck_assert_uint_eq(shell.variables.ifs_class[':'], IFS_NONE);
    ck_assert_str_eq(alias->alias->text, "text");
    ck_assert_ptr_null(new_alias->alias);
    ck_assert_ptr_eq(function->function, defined);
    ck_assert_uint_eq(defined->references, 1);
    ck_assert_ptr_null(other->function);
    ck_assert_uint_eq(program.references, 2);
    ck_assert_uint_eq(shell.parameters.count, 3);
    ck_assert_str_eq(shell.parameters.values[0], "a");
    ck_assert_uint_eq(shell.options, OPTION_ERREXIT);
    ck_assert_int_eq(shell.last_async, 77);
    ck_assert_uint_eq(shell.loop_depth, 2);
    ck_assert_int_eq(shell.status, 5); /* $? is the subshell's */
    ck_assert_uint_eq(shell.journal.number, 0);
    ck_assert_uint_eq(shell.journal.last_number, 0);
}
END_TEST

/* f() { local a=1; ( local b=2; a=3; unset x; readonly r=1; g; ); } with X=1 before f. */
START_TEST(subshell_inside_a_function)
{
    struct scope command, function, inner;
    struct journal_level level;
    set("x", "x0");
    set("b", "b0");
    scope_push(&shell, &function, true);
    scope_save(&shell, name("a"), true);
    set("a", "1");
    scope_push(&shell, &command, false); /* the function's scope is not the innermost */
    scope_save(&shell, name("X"), false);
    set("X", "1");

    journal_enter(&shell, &level);
    ck_assert(scope_save(&shell, name("b"), true));
    set("b", "a long local value that does not fit into the variable");
    ck_assert(scope_save(&shell, name("X"), true)); /* beneath the command's */
    set("X", "2");
    set("a", "3");
    variable_unset(&shell, name("x"));
    set("r", "1");
    variable_attributes(&shell, name("r"), VARIABLE_READONLY, 0);
    scope_push(&shell, &inner, true); /* g */
    scope_save(&shell, name("b"), true);
    scope_save(&shell, name("x"), true);
    set("b", "g's");
    set("x", "g's");
    scope_pop(&shell);
    ck_assert_str_eq(get("b"), "a long local value that does not fit into the variable");
    ck_assert_ptr_null(get("x"));
    journal_leave(&shell);

    ck_assert_str_eq(get("a"), "1");
    ck_assert_str_eq(get("b"), "b0");
    ck_assert_str_eq(get("x"), "x0");
    ck_assert_str_eq(get("X"), "1");
    ck_assert_ptr_null(get("r"));
    ck_assert(set("r", "2"));
    scope_pop(&shell);
    ck_assert_ptr_null(get("X"));
    set("b", "global"); /* it was never made local as far as this process can tell */
    scope_pop(&shell);
    ck_assert_str_eq(get("b"), "global");
    ck_assert_ptr_null(get("a"));
}
END_TEST

START_TEST(nested_levels)
{
    struct journal_level outer, inner;
    set("x", "0");
    journal_enter(&shell, &outer);
    journal_enter(&shell, &inner);
    set("x", "2");
    journal_leave(&shell);
    ck_assert_str_eq(get("x"), "0");
    set("x", "1");
    journal_enter(&shell, &inner);
    set("x", "2");
    variable_append(&shell, name("x"), "2", 1);
    ck_assert_str_eq(get("x"), "22");
    journal_leave(&shell);
    ck_assert_str_eq(get("x"), "1");
    journal_leave(&shell);
    ck_assert_str_eq(get("x"), "0");
}
END_TEST

START_TEST(large_values_are_borrowed)
{
    size_t size = 1 << 20;
    char *large = malloc(size);
    struct journal_level level;
    memset(large, 'a', size);
    variable_set(&shell, name("big"), large, size);
    const char *text = get("big");
    journal_enter(&shell, &level);
    variable_attributes(&shell, name("big"), VARIABLE_EXPORTED, 0);
    ck_assert_ptr_eq(get("big"), text);
    variable_append(&shell, name("big"), "b", 1);
    variable_set(&shell, name("big"), get("big") + size, 1);
    ck_assert_str_eq(get("big"), "b");
    journal_leave(&shell);
    ck_assert_ptr_eq(get("big"), text);
    free(large);
}
END_TEST

/* Redefining over and over in one subshell records once. */
START_TEST(records_do_not_pile_up)
{
    struct journal_level level;
    struct name *function = name("f"), *alias = name("a");
    journal_enter(&shell, &level);
    for (int i = 0; i < 1000; i++) {
        function_define(&shell, function, &body, &program);
        function_unset(&shell, function);
        alias_set(&shell, alias, "x");
        alias_unset(&shell, alias);
        set("v", "1");
        variable_unset(&shell, name("v"));
    }
    size_t records = shell.journal.free_count;
    journal_leave(&shell);
    ck_assert_uint_eq(shell.journal.free_count - records, 3);
    /* And few stay when very many were needed. */
    journal_enter(&shell, &level);
    for (int i = 0; i < 10000; i++) {
        char text[16];
        snprintf(text, sizeof text, "w%d", i);
        set(text, "1");
    }
    journal_leave(&shell);
    ck_assert_uint_le(shell.journal.free_count, 256);
}
END_TEST

START_TEST(after_a_fork)
{
    struct journal_level level, inner, later;
    struct scope scope;
    const char *text = "a value that is long enough to be kept in memory of its own";
    set("x", text);
    journal_enter(&shell, &level);
    scope_push(&shell, &scope, true);
    scope_save(&shell, name("x"), true);
    variable_attributes(&shell, name("x"), VARIABLE_EXPORTED, 0);
    set("y", "1");
    journal_enter(&shell, &inner);
    set("y", "2");
    function_define(&shell, name("f"), &body, &program);
    alias_set(&shell, name("a"), "text");
    alias_set(&shell, name("a"), "other");
    journal_forget(&shell); /* this is the child now */
    ck_assert_uint_eq(shell.journal.number, 0);
    ck_assert_str_eq(get("x"), text);
    set("y", "3");
    journal_enter(&shell, &later);
    set("y", "4");
    set("x", "4");
    journal_leave(&shell);
    ck_assert_str_eq(get("y"), "3");
    ck_assert_str_eq(get("x"), text);
    journal_leave(&shell); /* where the subshell ends: nothing happens */
    scope_pop(&shell);
    ck_assert_str_eq(get("x"), text);
    ck_assert_str_eq(get("y"), "3");
    ck_assert_ptr_nonnull(name("f")->function);
}
END_TEST

START_TEST(random_sequences_differ)
{
    struct journal_level level;
    char first[16], second[16], outer[16];
    int same = 0;
    set("RANDOM", "42");
    snprintf(outer, sizeof outer, "%s", get("RANDOM"));
    set("RANDOM", "42");
    for (int i = 0; i < 20; i++) { /* $(echo $RANDOM) again and again */
        journal_enter(&shell, &level);
        snprintf(first, sizeof first, "%s", get("RANDOM"));
        journal_leave(&shell);
        journal_enter(&shell, &level);
        snprintf(second, sizeof second, "%s", get("RANDOM"));
        journal_leave(&shell);
        same += strcmp(first, second) == 0;
    }
    ck_assert_int_lt(same, 3);
    ck_assert_str_eq(get("RANDOM"), outer); /* the seeded sequence goes on undisturbed */
}
END_TEST

Suite *state_journal_suite(void)
{
    Suite *suite = suite_create("state_journal");
    TCase *cases = tcase_create("levels");
    tcase_add_checked_fixture(cases, start, finish);
    tcase_add_test(cases, everything_comes_back);
    tcase_add_test(cases, subshell_inside_a_function);
    tcase_add_test(cases, nested_levels);
    tcase_add_test(cases, large_values_are_borrowed);
    tcase_add_test(cases, records_do_not_pile_up);
    tcase_add_test(cases, after_a_fork);
    tcase_add_test(cases, random_sequences_differ);
    suite_add_tcase(suite, cases);
    return suite;
}
