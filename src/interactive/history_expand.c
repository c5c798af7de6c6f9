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
#include "syntax/scan.h"

#ifdef HAVE_READLINE

/* The command that is expanded: its earlier lines, then the line. Readline's callback is told no
 * more than a place in the line. */
static struct typed {
    struct strbuf text;
    size_t line; /* where the line begins */
    struct scan scan;
} typed;

/* What is no command of the user's: '...', $'...', comments, here-documents. */
static bool is_literal(const struct scan_piece *piece)
{
    return piece->kind == SCAN_COMMENT || piece->kind == SCAN_HERE_DOCUMENT ||
           (piece->kind == SCAN_STRING && typed.text.text[piece->start] != '"');
}

/* $! and ${!: the last process in the background. */
static bool is_parameter(size_t at)
{
    const char *text = typed.text.text;

    if (at && text[at - 1] == '#')
        at--;
    return (at && text[at - 1] == '$') || (at > 1 && text[at - 1] == '{' && text[at - 2] == '$');
}

/* Whether the ! at this place of the line is an ordinary character. */
static int inhibits(char *line, int index)
{
    size_t at = typed.line + (size_t)index;
    const char *text = typed.text.text;

    (void)line;
    for (size_t i = 0; i < typed.scan.count && typed.scan.pieces[i].start <= at; i++) {
        const struct scan_piece *piece = &typed.scan.pieces[i];
        if (at >= piece->end)
            continue;
        if (is_literal(piece) || (piece->kind == SCAN_VARIABLE && is_parameter(at)) ||
            (piece->kind == SCAN_STRING && text[at + 1] == '"')) /* "so!" */
            return 1;
    }
    return at && text[at - 1] == '['; /* [!a-z] */
}

/* -1: an error, whose message is in *result; 0: unchanged; 1: changed; 2: only to be shown. */
static int expand(const char *before, size_t before_length, const char *text, char **result)
{
    char *copy = memory_string(text);

    history_need();
    history_mirror_update();
    history_mirror_complete();
    strbuf_clear(&typed.text);
    strbuf_append(&typed.text, before, before_length);
    strbuf_string(&typed.text, text);
    typed.line = before_length;
    scan_text(&typed.scan, typed.text.text, typed.text.length);
    *library.history_quotes_inhibit_expansion = 0; /* it knows but one line */
    *library.history_inhibit_expansion_function = *text == '^' ? NULL : inhibits;
    *library.history_no_expand_chars = " \t\n\r=(";
    *library.history_search_delimiter_chars = ";&()|<>";
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
    int outcome = expand("", 0, text, &expanded);
    if (outcome < 0)
        diag("%s", expanded);
    else
        strbuf_string(result, expanded);
    free(expanded);
    return outcome >= 0;
}

bool history_expand_part(const char *before, size_t before_length, const char *text,
                         struct strbuf *result)
{
    char *expanded;
    int outcome = expand(before, before_length, text, &expanded);

    if (outcome > 0)
        strbuf_string(result, expanded);
    free(expanded);
    return outcome > 0;
}

/* The newline at the end is no part of what is expanded. */
enum expansion history_expand_line(struct shell *shell, const struct strbuf *before,
                                   const char **text, size_t *length)
{
    static struct strbuf result;
    char *expanded;

    if (!(shell->options & OPTION_HISTEXPAND) || !strpbrk(*text, "!^") || !library_load())
        return EXPANSION_NONE;
    char *line = memory_copy(*text, *length - (*length && (*text)[*length - 1] == '\n'));
    int outcome = expand(before->text, before->length, line, &expanded);
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

enum expansion history_expand_line(struct shell *shell, const struct strbuf *before,
                                   const char **text, size_t *length)
{
    (void)shell;
    (void)before;
    (void)text;
    (void)length;
    return EXPANSION_NONE;
}

#endif
