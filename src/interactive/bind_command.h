/* Keys that run a command of the shell: bind -x. */
#ifndef INTERACTIVE_BIND_COMMAND_H
#define INTERACTIVE_BIND_COMMAND_H

#include "state/shell.h"

void bind_command_start(struct shell *shell);
/* "keys": command. False after a diagnostic. */
bool bind_command_add(const char *text);
/* As they were given. */
void bind_command_list(struct strbuf *output);

#endif
