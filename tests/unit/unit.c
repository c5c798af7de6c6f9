/*
 * Runs the unit suites: all of them, or those named on the command line.  The last line is
 * `N passed, N failed`; the exit status is 1 if any failed.
 */
#include "config.h"

#include <stddef.h>

#include "../suite_runner.h"
#include "suites.h"

static const struct test_suite suites[] = {
#define SUITE_ENTRY(name) {#name, name##_suite},
    SUITES(SUITE_ENTRY)
#undef SUITE_ENTRY
        {NULL, NULL},
};

int main(int argc, char **argv)
{
    return suites_run(suites, argc, argv);
}
