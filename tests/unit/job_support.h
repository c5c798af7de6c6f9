/*
 * What the job suites share: a shell with traps and jobs, and a hook that notes what it is asked to
 * run.
 */
#ifndef PIPIT_TESTS_UNIT_JOB_SUPPORT_H
#define PIPIT_TESTS_UNIT_JOB_SUPPORT_H

#include <check.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/diag.h"
#include "job/job.h"
#include "job/table.h"
#include "job/trap.h"

static struct shell shell;
static struct strbuf ran; /* the texts that were run, each with $? and a newline */

/* "status N" sets $?, "exit N" ends the shell, "break" is one, "raise N" sends a signal: enough of
 * a shell for traps. */
static enum flow run_text(struct shell *self, const char *text)
{
    strbuf_printf(&ran, "%s:%d\n", text, self->status);
    if (!strncmp(text, "status ", 7))
        self->status = atoi(text + 7);
    else if (!strncmp(text, "raise ", 6))
        raise(atoi(text + 6));
    else if (!strcmp(text, "break"))
        return FLOW_BREAK;
    else if (!strncmp(text, "exit", 4)) {
        self->status = text[4] ? atoi(text + 4) : trap_exit_status(self);
        return FLOW_EXIT;
    }
    return FLOW_NEXT;
}

static inline void start(void)
{
    static char *none[] = {NULL};

    shell_init(&shell, none);
    traps_init(&shell);
    jobs_init(&shell);
    shell.hooks.run_text = run_text;
}

static inline void finish(void)
{
    jobs_free(&shell);
    traps_free(&shell);
    shell_free(&shell);
    strbuf_free(&ran);
}

#endif
