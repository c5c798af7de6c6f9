/* Commands that take the place of Readline's own of the same names, for whatever keys these are
 * bound to. */
#ifndef INTERACTIVE_REPLACED_COMMANDS_H
#define INTERACTIVE_REPLACED_COMMANDS_H

#include "interactive/readline_library.h"

#ifdef HAVE_READLINE
struct replacement {
    const char *name;
    rl_command_func_t *function;
};

/* `commands` stays valid. They are in the table of names at once, for ~/.inputrc and bind, and in
 * the keymaps when those are next renewed. */
void replaced_commands_add(const struct replacement *commands, size_t count);
/* Keys that Readline has bound meanwhile call what they should. */
void replaced_commands_renew(void);
/* All keys that call `from` call `to`. */
void replaced_commands_exchange(rl_command_func_t *from, rl_command_func_t *to);
/* Binds keys, as ~/.inputrc has them, in the keymap of this name. */
void replaced_commands_bind(const char *map, const char *keys, rl_command_func_t *function);
#endif

#endif
