/* ! expansion of typed lines. */
#include "interactive/history_expand.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/fd.h"
#include "base/memory.h"
#include "interactive/history.h"
#include "interactive/history_mirror.h"
#include "interactive/readline_library.h"

#ifdef HAVE_READLINE

/* -1: an error, whose message is in *result; 0: unchanged; 1: changed; 2: only to be shown. */
static int expand(const char *text, char **result)
{
    char *copy = memory_string(text);

    history_need();
    history_mirror_update();
    history_mirror_complete();
    *library.history_quotes_inhibit_expansion = 1;
    *library.history_no_expand_chars = " \t\n\r=(";
    int outcome = library.history_expand(copy, result);
    free(copy);
    return outcome;
}

bool history_expand_text(struct shell *shell, const char *text, struct strbuf *result)
{
    char *expanded;

    (void)shell;
    if (!library_load()) {
        diag("! cannot be expanded: that is done by Readline, which was not found");
        return false;
    }
    int outcome = expand(text, &expanded);
    if (outcome < 0)
        diag("%s", expanded);
    else
        strbuf_string(result, expanded);
    free(expanded);
    return outcome >= 0;
}

/* The newline at the end is no part of what is expanded. */
enum expansion history_expand_line(struct shell *shell, const char **text, size_t *length)
{
    static struct strbuf result;
    char *expanded;

    if (!(shell->options & OPTION_HISTEXPAND) || !strpbrk(*text, "!^") || !library_load())
        return EXPANSION_NONE;
    char *line = memory_copy(*text, *length - (*length && (*text)[*length - 1] == '\n'));
    int outcome = expand(line, &expanded);
    free(line);
    strbuf_clear(&result);
    strbuf_string(&result, expanded);
    free(expanded);
    if (outcome == 0)
        return EXPANSION_NONE;
    if (outcome < 0) {
        diag("%s", result.text);
        return EXPANSION_FAILED;
    }
    strbuf_putc(&result, '\n');
    (void)fd_write_all(STDERR_FILENO, result.text, result.length);
    *text = result.text;
    *length = result.length;
    if (outcome != 2)
        return EXPANSION_DONE;
    history_remember(shell, result.text, result.length); /* to be called up and edited */
    return EXPANSION_FAILED;
}

#else

bool history_expand_text(struct shell *shell, const char *text, struct strbuf *result)
{
    (void)shell;
    (void)text;
    (void)result;
    diag("! cannot be expanded: this shell was built without Readline");
    return false;
}

enum expansion history_expand_line(struct shell *shell, const char **text, size_t *length)
{
    (void)shell;
    (void)text;
    (void)length;
    return EXPANSION_NONE;
}

#endif
