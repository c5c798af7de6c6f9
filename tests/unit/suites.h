/*
 * The unit suites, one for each room or part of a room.  To add one: write tests/unit/NAME.c with
 * a function `Suite *NAME_suite(void)`, name the file in Makefile.am (unit_sources), and add
 * S(NAME) here.
 */
#ifndef PIPIT_TESTS_UNIT_SUITES_H
#define PIPIT_TESTS_UNIT_SUITES_H

#include <check.h>

/* clang-format off */
#define SUITES(S)
/* clang-format on */

#define DECLARE_SUITE(name) Suite *name##_suite(void);
SUITES(DECLARE_SUITE)
#undef DECLARE_SUITE

#endif
