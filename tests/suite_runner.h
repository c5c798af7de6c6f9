/*
 * Runs Check suites by name; shared by the programs that hold tests.
 */
#ifndef PIPIT_TESTS_SUITE_RUNNER_H
#define PIPIT_TESTS_SUITE_RUNNER_H

#include <check.h>

/* A table of these ends with one that has no name. */
struct test_suite {
    const char *name;
    Suite *(*make)(void);
};

/* Runs all suites, or those named on the command line. The last line of output is
 * `N passed, N failed`; returns the exit status. */
int suites_run(const struct test_suite *suites, int argc, char **argv);

#endif
