/* What a program says of itself when it is asked with --help.
 *
 * A program that does not know --help may do what it does without it. So a program is only asked
 * while somebody completes an option of that very command, when no manual page says it, and in a
 * way that leaves little to fear:
 *   - never one that stops or restarts the machine, or opens a session (a list of names);
 *   - never a file in which the word "help" does not occur: it cannot know the option;
 *   - with --help as its only argument, /dev/null as its input and / as its working directory; as
 *     the leader of a session without a terminal, and without a display to open windows on;
 *   - without the right to gain privileges (no set-user-ID program does), as nobody if the shell is
 *     the superuser's, and without that of writing to files;
 *   - for a second of time and of processor time, and 256 KiB of output: then its process group is
 *     killed. */
#ifndef INTERACTIVE_PROGRAM_HELP_H
#define INTERACTIVE_PROGRAM_HELP_H

#include <stdbool.h>

#include "base/strbuf.h"

/* Whether the file may be asked. */
bool program_help_allowed(const char *path);
/* Appends what `path --help` writes to its standard output and standard error, if it may be asked.
 * False: it may not, or it was killed. For a process in the background: takes up to a second. */
bool program_help(const char *path, struct strbuf *text);

#endif
