/*
 * The unit suites, one for each room or part of a room.  To add one: write tests/unit/NAME.c with
 * a function `Suite *NAME_suite(void)`, name the file in Makefile.am (unit_sources), and add
 * S(NAME) here.
 */
#ifndef PIPIT_TESTS_UNIT_SUITES_H
#define PIPIT_TESTS_UNIT_SUITES_H

#include <check.h>

/* clang-format off */
#define SUITES(S) \
    S(base_arena) \
    S(base_clock) \
    S(base_fd) \
    S(base_fd_own) \
    S(base_locale) \
    S(base_names) \
    S(base_output) \
    S(base_strbuf) \
    S(builtins_getopts) \
    S(builtins_input) \
    S(builtins_printf) \
    S(builtins_table) \
    S(builtins_test) \
    S(exec_plan) \
    S(expand_arith) \
    S(expand_glob) \
    S(expand_parameter) \
    S(expand_pattern) \
    S(expand_split) \
    S(expand_word) \
    S(interactive_completion) \
    S(interactive_frame) S(interactive_plain_display) \
    S(interactive_history) \
    S(interactive_line_context) \
    S(ipc_names) \
    S(ipc_quiet_child) \
    S(job_signals) \
    S(job_trap) \
    S(job_wait) \
    S(observe_flow) \
    S(observe_limits) \
    S(observe_proc) \
    S(observe_table) \
    S(observe_tree) \
    S(observe_wait) \
    S(state_functions) \
    S(state_journal) \
    S(state_model) \
    S(state_options) \
    S(state_parameters) \
    S(state_scope) \
    S(state_special) \
    S(state_variables) \
    S(syntax_arith) \
    S(syntax_parser) \
    S(syntax_print) \
    S(syntax_scan)
/* clang-format on */

#define DECLARE_SUITE(name) Suite *name##_suite(void);
SUITES(DECLARE_SUITE)
#undef DECLARE_SUITE

#endif
