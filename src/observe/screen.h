/* A full screen on a terminal for a while: the alternate screen, keys one by one; and the terminal
 * as it was afterwards, whatever ends it. */
#ifndef OBSERVE_SCREEN_H
#define OBSERVE_SCREEN_H

#include <signal.h>
#include <stdbool.h>
#include <termios.h>

#include "base/strbuf.h"

enum { SCREEN_SIGNALS = 7 };

/* On the C stack of whoever opened it; there is one at a time. */
struct screen {
    int input, output;
    struct termios modes; /* before */
    sigset_t mask;        /* before */
    struct sigaction actions[SCREEN_SIGNALS];
    size_t rows, columns;
    bool resized; /* since it was opened */
};

/* Keys beside characters. */
enum screen_key {
    KEY_NONE = 0, /* the time is over */
    KEY_UP = 256,
    KEY_DOWN,
    KEY_PAGE_UP,
    KEY_PAGE_DOWN,
    KEY_HOME,
    KEY_END,
    KEY_RESIZED,   /* the size has changed, or all must be drawn again */
    KEY_INTERRUPT, /* Ctrl-C */
    KEY_SUSPEND,   /* Ctrl-Z, or SIGTSTP */
    KEY_LEAVE,     /* a signal that ends: screen_close() tells which */
};

/* False with errno, and nothing done, if the terminal's modes cannot be had. */
bool screen_open(struct screen *screen, int input, int output);
/* Puts everything back; returns the signal that came meanwhile and asks for an end, or 0. It has
 * not been acted on: raise it again. */
int screen_close(struct screen *screen);
/* Stops the process as the signal would have done, with the terminal as it was; afterwards the
 * screen is there again. */
void screen_suspend(struct screen *screen);
/* Shows the lines: clears what was there. */
void screen_draw(struct screen *screen, const struct strbuf *lines);
/* Waits for a key, so many milliseconds at most. */
int screen_key(struct screen *screen, int milliseconds);

#endif
