/*
 * The suites that need a terminal, one for each topic.  To add one: write tests/terminal/NAME.c
 * with a function `Suite *terminal_NAME_suite(void)`, name the file in Makefile.am
 * (terminal_sources), and add S(NAME) here.
 */
#ifndef PIPIT_TESTS_TERMINAL_SUITES_H
#define PIPIT_TESTS_TERMINAL_SUITES_H

#include <check.h>

/* clang-format off */
#define SUITES(S) \
    S(completion) \
    S(control) \
    S(editing) \
    S(emacs) \
    S(fifo) \
    S(harness) \
    S(highlight) \
    S(history) \
    S(ipc) \
    S(jobs) \
    S(leaving) \
    S(nested) \
    S(programs) \
    S(prompts) \
    S(sessions) \
    S(signals) \
    S(startup) \
    S(stops) \
    S(suggest) \
    S(vi) \
    S(views) \
    /* the end, so that a new last line is one line */
/* clang-format on */

#define DECLARE_SUITE(name) Suite *terminal_##name##_suite(void);
SUITES(DECLARE_SUITE)
#undef DECLARE_SUITE

#endif
