/*
 * Scopes: locals of functions, assignments before commands.
 */
#include "state_support.h"
#include "suites.h"

#include <stdlib.h>
#include <unistd.h>

#include "state/ifs.h"

START_TEST(local_variable)
{
    struct scope scope;
    set("x", "global");
    ck_assert(!scope_save(&shell, name("x"), true)); /* there is no function */
    scope_push(&shell, &scope, true);
    ck_assert(scope_save(&shell, name("x"), true));
    ck_assert_str_eq(get("x"), "global"); /* until it is assigned */
    set("x", "local");
    ck_assert(scope_save(&shell, name("x"), true)); /* a second `local` changes nothing */
    ck_assert_str_eq(get("x"), "local");
    ck_assert(scope_save(&shell, name("y"), true));
    set("y", "new");
    scope_pop(&shell);
    ck_assert_str_eq(get("x"), "global");
    ck_assert_ptr_null(get("y"));
    ck_assert_ptr_null(shell.variables.scope);
}
END_TEST

START_TEST(long_values_are_not_copied)
{
    struct scope outer, inner;
    size_t size = 1 << 20;
    char *large = malloc(size);
    memset(large, 'a', size);
    variable_set(&shell, name("x"), large, size);
    const char *text = get("x");
    scope_push(&shell, &outer, true);
    scope_save(&shell, name("x"), true);
    ck_assert_ptr_eq(get("x"), text);
    scope_push(&shell, &inner, true);
    scope_save(&shell, name("x"), true);
    ck_assert_ptr_eq(get("x"), text);
    variable_append(&shell, name("x"), "b", 1);
    ck_assert_uint_eq(strlen(get("x")), size + 1);
    scope_pop(&shell);
    ck_assert_ptr_eq(get("x"), text);
    ck_assert_uint_eq(strlen(get("x")), size);
    set("x", "short");
    scope_pop(&shell);
    ck_assert_ptr_eq(get("x"), text);
    free(large);
}
END_TEST

START_TEST(attributes_come_back)
{
    struct scope scope;
    set("x", "1");
    scope_push(&shell, &scope, true);
    scope_save(&shell, name("x"), true);
    variable_attributes(&shell, name("x"), VARIABLE_READONLY | VARIABLE_EXPORTED, 0);
    ck_assert_str_eq(exported("x"), "1");
    scope_pop(&shell);
    ck_assert_uint_eq(flags("x"), 0);
    ck_assert_ptr_null(exported("x"));
    /* And the other way round: X=2 before a command is exported only to that. */
    variable_attributes(&shell, name("x"), VARIABLE_EXPORTED, 0);
    scope_push(&shell, &scope, false);
    scope_save(&shell, name("x"), false);
    variable_unset(&shell, name("x"));
    ck_assert_ptr_null(exported("x"));
    scope_pop(&shell);
    ck_assert_str_eq(exported("x"), "1");
}
END_TEST

/* X=1 f, with `local X` in f. */
START_TEST(function_inside_command_scope)
{
    struct scope command, function;
    set("X", "0");
    scope_push(&shell, &command, false);
    scope_save(&shell, name("X"), false);
    set("X", "1");
    scope_push(&shell, &function, true);
    ck_assert(scope_save(&shell, name("X"), true));
    ck_assert_str_eq(get("X"), "1");
    set("X", "2");
    scope_pop(&shell);
    ck_assert_str_eq(get("X"), "1");
    scope_pop(&shell);
    ck_assert_str_eq(get("X"), "0");
}
END_TEST

/* f() { X=1 command eval 'local X=2'; echo $X; }: the function's X is what it was before the
 * command. */
START_TEST(local_beneath_command_scope)
{
    struct scope function, command;
    set("X", "0");
    scope_push(&shell, &function, true);
    for (int i = 0; i < 3; i++) {
        scope_push(&shell, &command, false);
        scope_save(&shell, name("X"), false);
        set("X", "1");
        ck_assert(scope_save(&shell, name("X"), true));
        set("X", "2");
        scope_pop(&shell);
        ck_assert_str_eq(get("X"), "0");
    }
    set("X", "3"); /* local */
    scope_pop(&shell);
    ck_assert_str_eq(get("X"), "0");
}
END_TEST

/* The same with two commands around: X=1 command eval 'X=2 command eval "local X=3"'. */
START_TEST(local_beneath_two_command_scopes)
{
    struct scope function, first, second;
    set("X", "0");
    scope_push(&shell, &function, true);
    scope_push(&shell, &first, false);
    scope_save(&shell, name("X"), false);
    set("X", "1");
    scope_push(&shell, &second, false);
    scope_save(&shell, name("X"), false);
    set("X", "2");
    scope_save(&shell, name("X"), true);
    set("X", "3");
    scope_pop(&shell);
    ck_assert_str_eq(get("X"), "1");
    scope_pop(&shell);
    ck_assert_str_eq(get("X"), "0");
    set("X", "4");
    scope_pop(&shell);
    ck_assert_str_eq(get("X"), "0");
}
END_TEST

START_TEST(ifs_tables_follow)
{
    struct scope scope;
    scope_push(&shell, &scope, false);
    scope_save(&shell, name("IFS"), false);
    set("IFS", ":");
    ck_assert_uint_eq(shell.variables.ifs_class[':'], IFS_OTHER);
    scope_pop(&shell);
    ck_assert_uint_eq(shell.variables.ifs_class[':'], IFS_NONE);
    ck_assert(shell.variables.ifs_is_default);
}
END_TEST

static int depth_reached;
static void recurse(int depth)
{
    struct scope scope;
    char text[64];
    scope_push(&shell, &scope, true);
    scope_save(&shell, name("n"), true);
    snprintf(text, sizeof text, "a value that is too long for the variable itself: %d", depth);
    set("n", text);
    depth_reached = depth;
    if (depth < 2000)
        recurse(depth + 1);
    ck_assert_str_eq(get("n"), text);
    scope_pop(&shell);
}

START_TEST(deep_recursion)
{
    recurse(0);
    ck_assert_int_eq(depth_reached, 2000);
    ck_assert_ptr_null(get("n"));
    ck_assert_uint_le(shell.variables.free_saved_count, 256); /* not all is kept for ever */
}
END_TEST

START_TEST(many_locals)
{
    struct scope scope;
    char text[32];
    scope_push(&shell, &scope, true);
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 100000; i++) {
            snprintf(text, sizeof text, "v%d", i);
            scope_save(&shell, name(text), true);
            variable_set_number(&shell, name(text), i);
        }
    }
    scope_pop(&shell);
    ck_assert_ptr_null(get("v1"));
    ck_assert_ptr_null(get("v99999"));
}
END_TEST

Suite *state_scope_suite(void)
{
    Suite *suite = suite_create("state_scope");
    TCase *scopes = tcase_create("scopes");
    tcase_add_checked_fixture(scopes, start, finish);
    tcase_add_test(scopes, local_variable);
    tcase_add_test(scopes, long_values_are_not_copied);
    tcase_add_test(scopes, attributes_come_back);
    tcase_add_test(scopes, function_inside_command_scope);
    tcase_add_test(scopes, local_beneath_command_scope);
    tcase_add_test(scopes, local_beneath_two_command_scopes);
    tcase_add_test(scopes, ifs_tables_follow);
    tcase_add_test(scopes, deep_recursion);
    tcase_add_test(scopes, many_locals);
    suite_add_tcase(suite, scopes);
    return suite;
}
