/* Continuing jobs: for fg, and for views from which a job comes to the foreground. */
#ifndef BUILTINS_FG_H
#define BUILTINS_FG_H

#include "job/job.h"

/* Shows the command, gives it the terminal and waits; returns its status. The job may be freed. */
int fg_resume(struct shell *shell, struct job *job);

#endif
