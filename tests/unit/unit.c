/*
 * Runs the unit suites: all of them, or those named on the command line.  The last line is
 * `N passed, N failed`; the exit status is 1 if any failed.
 */
#include "config.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "suites.h"

static const struct unit_suite {
    const char *name;
    Suite *(*make)(void);
} suites[] = {
#define SUITE_ENTRY(name) {#name, name##_suite},
    SUITES(SUITE_ENTRY)
#undef SUITE_ENTRY
        {NULL, NULL},
};

static bool wanted(const char *name, int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], name) == 0)
            return true;
    return argc <= 1;
}

static bool known(const char *name)
{
    for (const struct unit_suite *s = suites; s->name; s++)
        if (strcmp(s->name, name) == 0)
            return true;
    return false;
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (!known(argv[i])) {
            fprintf(stderr, "unit: there is no suite '%s'\n", argv[i]);
            return 2;
        }
    }

    /* Check's own limit of 4 seconds is too short for a sanitizer build on a busy machine. */
    setenv("CK_DEFAULT_TIMEOUT", "60", 0);

    SRunner *runner = srunner_create(NULL);
    for (const struct unit_suite *s = suites; s->name; s++)
        if (wanted(s->name, argc, argv))
            srunner_add_suite(runner, s->make());
    srunner_run_all(runner, CK_ENV);

    int run = srunner_ntests_run(runner);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    printf("%d passed, %d failed\n", run - failed, failed);
    return failed != 0;
}
