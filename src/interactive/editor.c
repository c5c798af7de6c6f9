/* Line editing: Readline when it is there, asked for by dlopen(3) so that scripts never load it. */
#include "interactive/editor.h"

#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/locale.h"
#include "job/signals.h"
#include "state/input.h"

#ifdef HAVE_READLINE
#include <readline/history.h>
#include <readline/readline.h>

/* The functions and variables of Readline that are used, found when it is loaded. */
static struct {
    void (*callback_handler_install)(const char *prompt, rl_vcpfunc_t *handler);
    void (*callback_handler_remove)(void);
    void (*callback_read_char)(void);
    void (*callback_sigcleanup)(void);
    void (*add_history)(const char *line);
    int *catch_signals;
    char **readline_name;
} library;

static bool loaded;
static char *line;
static bool line_done;

static bool find(void *handle, const char *name, void *pointer)
{
    void *symbol = dlsym(handle, name);
    memcpy(pointer, &symbol, sizeof symbol);
    return symbol != NULL;
}

static bool load(void)
{
    void *handle = dlopen(READLINE_SONAME, RTLD_NOW | RTLD_LOCAL);
    if (!handle)
        return false;
    return find(handle, "rl_callback_handler_install", &library.callback_handler_install) &&
           find(handle, "rl_callback_handler_remove", &library.callback_handler_remove) &&
           find(handle, "rl_callback_read_char", &library.callback_read_char) &&
           find(handle, "rl_callback_sigcleanup", &library.callback_sigcleanup) &&
           find(handle, "add_history", &library.add_history) &&
           find(handle, "rl_catch_signals", &library.catch_signals) &&
           find(handle, "rl_readline_name", &library.readline_name);
}

static void take_line(char *text)
{
    library.callback_handler_remove();
    line = text;
    line_done = true;
}

/* One byte at a time goes to Readline; SIGINT drops the line. */
static enum editor_result read_edited(const char *prompt, const char **text, size_t *length)
{
    static struct strbuf result;

    free(line);
    line = NULL;
    line_done = false;
    library.callback_handler_install(prompt, take_line);
    while (!line_done) {
        fd_set ready;
        FD_ZERO(&ready);
        FD_SET(STDIN_FILENO, &ready);
        int count = signals_interrupted ? -1 : pselect(1, &ready, NULL, NULL, NULL, NULL);
        if (count > 0)
            library.callback_read_char();
        else if (signals_interrupted) {
            (void)fd_write_all(STDOUT_FILENO, "^C\n", 3);
            library.callback_sigcleanup();
            library.callback_handler_remove();
            return EDITOR_INTERRUPTED;
        }
    }
    if (!line)
        return EDITOR_END;
    strbuf_clear(&result);
    strbuf_string(&result, line);
    strbuf_putc(&result, '\n');
    *text = result.text;
    *length = result.length;
    return EDITOR_LINE;
}
#endif

void editor_start(struct shell *shell)
{
    (void)shell;
#ifdef HAVE_READLINE
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return;
    locale_need();
    loaded = load();
    if (loaded) {
        *library.catch_signals = 0;
        *library.readline_name = "pipit";
    }
#endif
}

static enum editor_result read_plain(const char *prompt, const char **text, size_t *length)
{
    static struct strbuf result;

    (void)fd_write_all(STDERR_FILENO, prompt, strlen(prompt));
    strbuf_clear(&result);
    if (input_line(STDIN_FILENO, '\n', &result) < 0 || !result.length) {
        if (signals_interrupted) {
            (void)fd_write_all(STDERR_FILENO, "\n", 1);
            return EDITOR_INTERRUPTED;
        }
        return EDITOR_END;
    }
    *text = result.text;
    *length = result.length;
    return EDITOR_LINE;
}

enum editor_result editor_read(struct shell *shell, const char *prompt, const char **text,
                               size_t *length)
{
    (void)shell;
#ifdef HAVE_READLINE
    if (loaded)
        return read_edited(prompt, text, length);
#endif
    return read_plain(prompt, text, length);
}

void editor_remember(const char *text, size_t length)
{
#ifdef HAVE_READLINE
    if (!loaded || !length)
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
