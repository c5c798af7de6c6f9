/* A terminal's modes while `read -s` or `read -n` waits. */
#include "builtins/terminal_modes.h"

#include <stddef.h>

static const int guarded[GUARDED_SIGNALS] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
static volatile sig_atomic_t active_fd;
static struct termios active_modes;

/* Only for signals that would have ended the shell: puts the modes back and lets them. */
static void restore_and_die(int number)
{
    (void)tcsetattr((int)active_fd, TCSANOW, &active_modes);
    (void)signal(number, SIG_DFL);
    (void)raise(number);
}

static void guard(struct terminal_modes *modes)
{
    struct sigaction action = {.sa_handler = restore_and_die};

    active_fd = modes->fd;
    active_modes = modes->saved;
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < GUARDED_SIGNALS; i++) {
        (void)sigaction(guarded[i], NULL, &modes->actions[i]);
        if (modes->actions[i].sa_handler == SIG_DFL)
            (void)sigaction(guarded[i], &action, NULL);
    }
}

bool terminal_modes_push(struct terminal_modes *modes, int fd, bool silent, bool characters)
{
    modes->fd = fd;
    if (tcgetattr(fd, &modes->saved) < 0)
        return false;
    struct termios wanted = modes->saved;
    if (silent)
        wanted.c_lflag &= ~(tcflag_t)(ECHO | ECHOE | ECHOK | ECHONL);
    if (characters) {
        wanted.c_lflag &= ~(tcflag_t)ICANON;
        wanted.c_cc[VMIN] = 1;
        wanted.c_cc[VTIME] = 0;
    }
    guard(modes);
    (void)tcsetattr(fd, TCSADRAIN, &wanted);
    return true;
}

void terminal_modes_pop(struct terminal_modes *modes)
{
    (void)tcsetattr(modes->fd, TCSADRAIN, &modes->saved);
    for (size_t i = 0; i < GUARDED_SIGNALS; i++)
        if (modes->actions[i].sa_handler == SIG_DFL)
            (void)sigaction(guarded[i], &modes->actions[i], NULL);
}
