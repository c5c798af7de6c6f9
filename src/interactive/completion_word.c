/* Words with quotes: taken apart for completion, and put together again. */
#include "interactive/completion_word.h"

#include <pwd.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/names.h"

/* The quotes open at each point of a word. `dollar`: an unquoted one stands before c. */
static enum scan_quote next_quote(enum scan_quote quote, char c, bool dollar)
{
    if (quote == SCAN_UNQUOTED && c == '\'')
        return dollar ? SCAN_DOLLAR_SINGLE : SCAN_SINGLE;
    if (quote == SCAN_UNQUOTED)
        return c == '"' ? SCAN_DOUBLE : SCAN_UNQUOTED;
    return c == (quote == SCAN_DOUBLE ? '"' : '\'') ? SCAN_UNQUOTED : quote;
}

/* How long $'...' is that the text begins with. */
static size_t dollar_single_length(const char *text, size_t length)
{
    size_t at = 2;

    while (at < length && text[at] != '\'')
        at += text[at] == '\\' ? 2 : 1;
    return at < length ? at + 1 : length;
}

/* Behind the last slash. */
static void find_name(struct path_word *word, const char *text, size_t length)
{
    enum scan_quote quote = SCAN_UNQUOTED;
    bool dollar = false;

    for (size_t at = 0; at < length; at++) {
        if (text[at] == '\\' && quote != SCAN_SINGLE) {
            dollar = false;
            at++;
            continue;
        }
        quote = next_quote(quote, text[at], dollar);
        dollar = quote == SCAN_UNQUOTED && text[at] == '$';
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
        enum scan_quote next = next_quote(quote, c, false);
        if (c == '\\' && quote != SCAN_SINGLE && at + 1 < length) {
            if (quote == SCAN_DOUBLE && !strchr("$`\"\\", text[at + 1]))
                strbuf_putc(out, c);
            strbuf_putc(out, text[at + 1]);
            at += 2;
            continue;
        }
        if (quote != SCAN_SINGLE && c == '`')
            return false;
        if (quote == SCAN_UNQUOTED && c == '$' && at + 1 < length && text[at + 1] == '\'') {
            size_t used = dollar_single_length(text + at, length - at);
            if (!scan_value(text + at, used, out))
                return false;
            at += used;
            continue;
        }
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

static const char *quote_opening(enum scan_quote quote)
{
    return quote == SCAN_SINGLE          ? "'"
           : quote == SCAN_DOUBLE        ? "\""
           : quote == SCAN_DOLLAR_SINGLE ? "$'"
                                         : "";
}

void path_word_find(struct path_word *word, struct shell *shell, const char *text, size_t length)
{
    struct strbuf directory = {0}, name = {0}, typed = {0};

    *word = (struct path_word){0};
    find_name(word, text, length);
    word->known = expand_directory(shell, text, word->start, &directory);
    strbuf_string(&typed, quote_opening(word->open));
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

static bool is_control(char c)
{
    return (unsigned char)c < 0x20 || c == 0x7f;
}

/* Inside $'...'. */
static void quote_dollar_single(struct strbuf *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        char c = text[i];
        if (c == '\n' || c == '\t')
            strbuf_string(out, c == '\n' ? "\\n" : "\\t");
        else if (is_control(c))
            strbuf_printf(out, "\\%03o", (unsigned)c);
        else if (c == '\'' || c == '\\')
            strbuf_printf(out, "\\%c", c);
        else
            strbuf_putc(out, c);
    }
}

static void quote_with_backslashes(struct strbuf *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (is_control(text[i])) { /* as text that can be seen; a newline could not be quoted */
            strbuf_string(out, "$'");
            quote_dollar_single(out, text + i, 1);
            strbuf_putc(out, '\'');
            continue;
        }
        bool special = text[i] && strchr(" '\"\\$`;&|<>()*?[]!{}", text[i]);
        if (special || (i == 0 && (text[i] == '#' || text[i] == '~')))
            strbuf_putc(out, '\\');
        strbuf_putc(out, text[i]);
    }
}

void quote_text(struct strbuf *out, const char *text, size_t length, enum scan_quote open,
                enum scan_quote wanted)
{
    enum scan_quote quote = open != SCAN_UNQUOTED ? open : wanted;

    if (open == SCAN_UNQUOTED)
        strbuf_string(out, quote_opening(quote));
    if (quote == SCAN_SINGLE)
        quote_single(out, text, length);
    else if (quote == SCAN_DOUBLE)
        quote_double(out, text, length);
    else if (quote == SCAN_DOLLAR_SINGLE)
        quote_dollar_single(out, text, length);
    else
        quote_with_backslashes(out, text, length);
}
