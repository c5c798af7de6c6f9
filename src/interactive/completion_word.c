/* Words with quotes: taken apart for completion, and put together again. */
#include "interactive/completion_word.h"

#include <pwd.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/names.h"

/* The quotes open at each point of a word. */
static enum scan_quote next_quote(enum scan_quote quote, char c)
{
    if (quote == SCAN_UNQUOTED)
        return c == '\'' ? SCAN_SINGLE : c == '"' ? SCAN_DOUBLE : SCAN_UNQUOTED;
    if ((quote == SCAN_SINGLE && c == '\'') || (quote == SCAN_DOUBLE && c == '"'))
        return SCAN_UNQUOTED;
    return quote;
}

/* Behind the last slash. */
static void find_name(struct path_word *word, const char *text, size_t length)
{
    enum scan_quote quote = SCAN_UNQUOTED;

    for (size_t at = 0; at < length; at++) {
        if (text[at] == '\\' && quote != SCAN_SINGLE) {
            at++;
            continue;
        }
        quote = next_quote(quote, text[at]);
        if (text[at] == '/') {
            word->start = at + 1;
            word->open = quote;
        }
    }
}

/* $NAME or ${NAME}; its length, 0: something else. */
static size_t expand_variable(struct shell *shell, const char *text, size_t length,
                              struct strbuf *out)
{
    bool braced = length > 1 && text[1] == '{';
    size_t start = braced ? 2 : 1, end = start;

    while (end < length && is_name_byte((unsigned char)text[end]))
        end++;
    if (end == start || (braced && (end == length || text[end] != '}')))
        return 0;
    const struct name *name = name_find(&shell->names, text + start, end - start);
    const char *value = name ? variable_get(shell, name, NULL) : NULL;
    strbuf_string(out, value ? value : "");
    return end + braced;
}

/* ~ or ~user at the beginning; its length, 0: neither. */
static size_t expand_tilde(struct shell *shell, const char *text, size_t length, struct strbuf *out)
{
    char user[64];
    size_t end = 1;

    if (!length || *text != '~')
        return 0;
    while (end < length && text[end] != '/')
        end++;
    if (end == 1) {
        const char *home = variable_get(shell, shell->variables.home, NULL);
        strbuf_string(out, home ? home : "~");
        return 1;
    }
    if (end > sizeof user)
        return 0;
    memcpy(user, text + 1, end - 1);
    user[end - 1] = '\0';
    const struct passwd *entry = getpwnam(user);
    if (!entry)
        return 0;
    strbuf_string(out, entry->pw_dir);
    return end;
}

/* The directory's name as the shell would see it. */
static bool expand_directory(struct shell *shell, const char *text, size_t length,
                             struct strbuf *out)
{
    enum scan_quote quote = SCAN_UNQUOTED;
    size_t at = expand_tilde(shell, text, length, out);

    while (at < length) {
        char c = text[at];
        enum scan_quote next = next_quote(quote, c);
        if (c == '\\' && quote != SCAN_SINGLE && at + 1 < length) {
            if (quote == SCAN_DOUBLE && !strchr("$`\"\\", text[at + 1]))
                strbuf_putc(out, c);
            strbuf_putc(out, text[at + 1]);
            at += 2;
            continue;
        }
        if (quote != SCAN_SINGLE && c == '`')
            return false;
        if (quote != SCAN_SINGLE && c == '$') {
            size_t used = expand_variable(shell, text + at, length - at, out);
            if (!used)
                return false;
            at += used;
            continue;
        }
        if (next == quote)
            strbuf_putc(out, c);
        quote = next;
        at++;
    }
    return true;
}

void path_word_find(struct path_word *word, struct shell *shell, const char *text, size_t length)
{
    struct strbuf directory = {0}, name = {0}, typed = {0};

    *word = (struct path_word){0};
    find_name(word, text, length);
    word->known = expand_directory(shell, text, word->start, &directory);
    if (word->open == SCAN_SINGLE || word->open == SCAN_DOUBLE)
        strbuf_putc(&typed, word->open == SCAN_SINGLE ? '\'' : '"');
    strbuf_append(&typed, text + word->start, length - word->start);
    word->known = scan_value(typed.text, typed.length, &name) && word->known;
    strbuf_free(&typed);
    word->directory = strbuf_steal(&directory);
    word->name = strbuf_steal(&name);
}

void path_word_free(struct path_word *word)
{
    free(word->directory);
    free(word->name);
    *word = (struct path_word){0};
}

/* ---- Quoting ---- */

static void quote_single(struct strbuf *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '\'')
            strbuf_string(out, "'\\''");
        else
            strbuf_putc(out, text[i]);
    }
}

static void quote_double(struct strbuf *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (strchr("$`\"\\", text[i]) && text[i])
            strbuf_putc(out, '\\');
        strbuf_putc(out, text[i]);
    }
}

static void quote_with_backslashes(struct strbuf *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '\n') { /* a backslash would join the lines */
            strbuf_string(out, "'\n'");
            continue;
        }
        bool special = text[i] && strchr(" \t'\"\\$`;&|<>()*?[]!{}", text[i]);
        if (special || (i == 0 && (text[i] == '#' || text[i] == '~')))
            strbuf_putc(out, '\\');
        strbuf_putc(out, text[i]);
    }
}

void quote_text(struct strbuf *out, const char *text, size_t length, enum scan_quote open,
                enum scan_quote wanted)
{
    enum scan_quote quote = open != SCAN_UNQUOTED ? open : wanted;

    if (open == SCAN_UNQUOTED && (quote == SCAN_SINGLE || quote == SCAN_DOUBLE))
        strbuf_putc(out, quote == SCAN_SINGLE ? '\'' : '"');
    if (quote == SCAN_SINGLE)
        quote_single(out, text, length);
    else if (quote == SCAN_DOUBLE)
        quote_double(out, text, length);
    else
        quote_with_backslashes(out, text, length);
}
