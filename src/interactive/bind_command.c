/* bind -x: the keys call one function of Readline, which finds the command by the keys. */
#include "interactive/bind_command.h"

#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/memory.h"
#include "exec/exec.h"
#include "interactive/editor.h"
#include "interactive/readline_library.h"
#include "interactive/session.h"

#ifdef HAVE_READLINE

/* Kept until the process ends. */
struct bound_command {
    struct bound_command *next;
    char *keys; /* as they are typed */
    size_t length;
    char *given; /* as bind was given them, in quotes */
    char *text;
};

static struct {
    struct shell *shell;
    struct bound_command *first;
} bound;

static struct bound_command *find(const char *keys, size_t length)
{
    for (struct bound_command *command = bound.first; command; command = command->next)
        if (command->length == length && memcmp(command->keys, keys, length) == 0)
            return command;
    return NULL;
}

static void set_number(const char *name, int64_t number)
{
    (void)variable_set_number(bound.shell, name_intern(&bound.shell->names, name, strlen(name)),
                              number);
}

static void unset(const char *name)
{
    (void)variable_unset(bound.shell, name_intern(&bound.shell->names, name, strlen(name)));
}

/* READLINE_POINT counts characters' bytes, as the line has them. */
static void take_line_back(void)
{
    struct shell *shell = bound.shell;
    const char *line = variable_get_string(shell, "READLINE_LINE");
    struct name *name = name_intern(&shell->names, "READLINE_POINT", 14);
    int64_t point;

    if (line && strcmp(line, *library.rl_line_buffer) != 0) {
        (void)library.rl_begin_undo_group();
        (void)library.rl_delete_text(0, *library.rl_end);
        *library.rl_point = 0;
        (void)library.rl_insert_text(line);
        (void)library.rl_end_undo_group();
    }
    if (name->variable && variable_number(shell, name->variable, &point))
        *library.rl_point = point < 0 ? 0 : point > *library.rl_end ? *library.rl_end : (int)point;
}

/* $? stays what the last command of the session left. */
static void run(const char *text)
{
    struct shell *shell = bound.shell;
    int status = shell->status;
    struct arena_mark mark = arena_mark(&shell->scratch);
    size_t length = strlen(text);

    variable_set_string(shell, "READLINE_LINE", *library.rl_line_buffer);
    set_number("READLINE_POINT", *library.rl_point);
    editor_hide();
    enum flow flow =
        exec_text(shell, arena_copy(&shell->scratch, text, length), length, "bind -x", 1, 0);
    arena_release(&shell->scratch, mark);
    session_end_line(shell, flow);
    session_clean_up(shell);
    take_line_back();
    unset("READLINE_LINE");
    unset("READLINE_POINT");
    if (flow == FLOW_EXIT)
        editor_leave();
    else
        shell->status = status;
    editor_show();
}

static int run_bound(int count, int key)
{
    const char *keys = *library.rl_executing_keyseq;
    const struct bound_command *command =
        keys ? find(keys, (size_t)*library.rl_key_sequence_length) : NULL;

    (void)count;
    (void)key;
    if (command)
        run(command->text);
    else
        (void)library.rl_ding();
    return 0;
}

/* Behind the quoted keys at the beginning; NULL if there are none. */
static const char *end_of_keys(const char *text)
{
    char quote = *text;

    if (quote != '"' && quote != '\'')
        return NULL;
    for (text++; *text && *text != quote; text++)
        if (*text == '\\' && text[1])
            text++;
    return *text ? text + 1 : NULL;
}

static void keep(const char *keys, size_t length, const char *given, const char *text)
{
    struct bound_command *command = find(keys, length);

    if (!command) {
        command = memory_zalloc(sizeof *command);
        command->keys = memory_copy(keys, length);
        command->length = length;
        command->next = bound.first;
        bound.first = command;
    }
    free(command->given);
    free(command->text);
    command->given = memory_string(given);
    command->text = memory_string(text);
}

bool bind_command_add(const char *text)
{
    text += strspn(text, " \t");
    const char *end = end_of_keys(text);
    const char *colon = end ? end + strspn(end, " \t") : NULL;
    if (!colon || *colon != ':') {
        diag("%s: keys in quotes, a colon and a command are needed", text);
        return false;
    }
    char *given = memory_copy(text + 1, (size_t)(end - text) - 2);
    char *keys = memory_alloc(2 * strlen(given) + 1);
    int length;
    bool done = library.rl_translate_keyseq(given, keys, &length) == 0 && length > 0 &&
                library.rl_bind_keyseq(given, run_bound) == 0;
    if (done)
        keep(keys, (size_t)length, given, colon + 1 + strspn(colon + 1, " \t"));
    else
        diag("%s: cannot be bound", given);
    free(given);
    free(keys);
    return done;
}

void bind_command_list(struct strbuf *output)
{
    for (const struct bound_command *command = bound.first; command; command = command->next)
        strbuf_printf(output, "\"%s\": %s\n", command->given, command->text);
}

void bind_command_start(struct shell *shell)
{
    bound.shell = shell;
}

#endif
