/* A terminal's modes while `read -s` or `read -n` waits. */
#ifndef BUILTINS_TERMINAL_MODES_H
#define BUILTINS_TERMINAL_MODES_H

#include <signal.h>
#include <stdbool.h>
#include <termios.h>

enum { GUARDED_SIGNALS = 4 };

/* On the C stack of whoever pushed it. */
struct terminal_modes {
    int fd;
    struct termios saved;
    struct sigaction actions[GUARDED_SIGNALS]; /* what they were before */
};

/* `silent`: no echo; `characters`: every character is handed over at once. False, and nothing is
 * done, if the descriptor is no terminal. A signal that ends the shell meanwhile puts the modes
 * back first. */
bool terminal_modes_push(struct terminal_modes *modes, int fd, bool silent, bool characters);
void terminal_modes_pop(struct terminal_modes *modes);

#endif
