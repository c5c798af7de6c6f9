/* The history of the session. */
#include "interactive/history.h"

#include <stdlib.h>
#include <string.h>

#include "interactive/readline_library.h"

void history_remember(struct shell *shell, const char *text, size_t length)
{
    (void)shell;
#ifdef HAVE_READLINE
    if (!library_loaded || !length)
        return;
    char *copy = strndup(text, length);
    if (copy && copy[strspn(copy, " \t\n")]) {
        copy[length - (copy[length - 1] == '\n')] = '\0';
        library.add_history(copy);
    }
    free(copy);
#else
    (void)text;
    (void)length;
#endif
}
