/*
 * Runs Check suites by name.
 */
#include "config.h"

#include "suite_runner.h"

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool wanted(const char *name, int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], name) == 0)
            return true;
    return argc <= 1;
}

static bool known(const struct test_suite *suites, const char *name)
{
    for (const struct test_suite *s = suites; s->name; s++)
        if (strcmp(s->name, name) == 0)
            return true;
    return false;
}

/* Whoever runs the tests in the background, or with nohup, has these ignored. */
static void default_signals(void)
{
    static const int signals[] = {SIGINT, SIGQUIT, SIGHUP, SIGTERM, SIGPIPE};

    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        signal(signals[i], SIG_DFL);
}

int suites_run(const struct test_suite *suites, int argc, char **argv)
{
    default_signals();
    for (int i = 1; i < argc; i++) {
        if (!known(suites, argv[i])) {
            fprintf(stderr, "%s: there is no suite '%s'\n", argv[0], argv[i]);
            return 2;
        }
    }

    /* Check's own limit of 4 seconds is too short for a sanitizer build on a busy machine. */
    setenv("CK_DEFAULT_TIMEOUT", "60", 0);

    SRunner *runner = srunner_create(NULL);
    for (const struct test_suite *s = suites; s->name; s++)
        if (wanted(s->name, argc, argv))
            srunner_add_suite(runner, s->make());
    srunner_run_all(runner, CK_ENV);

    int run = srunner_ntests_run(runner);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    printf("%d passed, %d failed\n", run - failed, failed);
    return failed != 0;
}
