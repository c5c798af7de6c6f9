/*
 * The suites that need a terminal, one for each topic.  To add one: write tests/terminal/NAME.c
 * with a function `Suite *terminal_NAME_suite(void)`, name the file in Makefile.am
 * (terminal_sources), and add S(NAME) here, to one of the lists.
 */
#ifndef PIPIT_TESTS_TERMINAL_SUITES_H
#define PIPIT_TESTS_TERMINAL_SUITES_H

#include <check.h>

/* clang-format off */
/* Those that edit lines: not in a build without Readline. */
#define EDITOR_SUITES(S) \
    S(completion) \
    S(editing) \
    S(emacs) \
    S(highlight) \
    S(history) \
    S(prompts) \
    S(suggest) \
    S(vi) \
    /* the end, so that a new last line is one line */

#define SUITES(S) \
    S(control) \
    S(fifo) \
    S(harness) \
    S(ipc) \
    S(jobs) \
    S(leaving) \
    S(nested) \
    S(notices) \
    S(programs) \
    S(races) \
    S(sessions) \
    S(signals) \
    S(startup) \
    S(stops) \
    S(views) \
    /* the end, so that a new last line is one line */
/* clang-format on */

#define DECLARE_SUITE(name) Suite *terminal_##name##_suite(void);
EDITOR_SUITES(DECLARE_SUITE)
SUITES(DECLARE_SUITE)
#undef DECLARE_SUITE

#endif
