/* The size of the terminal's window. */
#include "interactive/window.h"

#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static struct winsize known; /* zeroes: not known */

static void set(struct shell *shell, const char *text, unsigned number)
{
    struct name *name = name_intern(&shell->names, text, strlen(text));

    if (number && !(name->variable && name->variable->flags & VARIABLE_READONLY))
        (void)variable_set_number(shell, name, number);
}

void window_follow(struct shell *shell)
{
    struct winsize size;

    if (ioctl(STDIN_FILENO, TIOCGWINSZ, &size) < 0)
        return;
    if (size.ws_row != known.ws_row)
        set(shell, "LINES", size.ws_row);
    if (size.ws_col != known.ws_col)
        set(shell, "COLUMNS", size.ws_col);
    known = size;
}

unsigned window_columns(void)
{
    return known.ws_col;
}
