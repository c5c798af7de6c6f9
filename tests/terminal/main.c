/*
 * Runs the suites that need a terminal: all of them, or those named on the command line.  The
 * shell is $SHELL_UNDER_TEST.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "../suite_runner.h"
#include "suites.h"

static const struct test_suite suites[] = {
#define SUITE_ENTRY(name) {#name, terminal_##name##_suite},
#ifdef HAVE_READLINE
    EDITOR_SUITES(SUITE_ENTRY)
#endif
        SUITES(SUITE_ENTRY)
#undef SUITE_ENTRY
            {NULL, NULL},
};

int main(int argc, char **argv)
{
    if (!getenv("SHELL_UNDER_TEST")) {
        fprintf(stderr, "%s: SHELL_UNDER_TEST: the shell's path is expected there\n", argv[0]);
        return 2;
    }
    /* Each wait for a condition has a limit of its own, and says what it saw. */
    setenv("CK_DEFAULT_TIMEOUT", "240", 0);
    return suites_run(suites, argc, argv);
}
