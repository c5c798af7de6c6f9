/* bind: what the keys of the line editor do. */
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "builtins/builtins.h"
#include "builtins/options.h"
#include "state/editing.h"

/* The letters of what is to be listed, each once, in the order given. */
static void add_list(char *lists, int letter)
{
    size_t length = strlen(lists);

    if (!strchr(lists, letter))
        lists[length] = (char)letter;
}

/* False: wrong usage. */
static bool read_options(struct option_reader *reader, struct bind_request *request, char *lists)
{
    int letter;

    while ((letter = option_next(reader)) != OPTION_END) {
        switch (letter) {
        case 'f':
            request->file = reader->argument;
            break;
        case 'm':
            request->keymap = reader->argument;
            break;
        case 'q':
            request->query = reader->argument;
            break;
        case 'r':
            request->remove = reader->argument;
            break;
        case 'u':
            request->unbind = reader->argument;
            break;
        case 'x':
            request->command = reader->argument;
            break;
        case OPTION_BAD:
            return false;
        default:
            add_list(lists, letter);
        }
    }
    return true;
}

static enum flow run_bind(struct shell *shell, int count, char **arguments)
{
    struct option_reader reader = OPTION_READER(&builtin_bind, "lpPsSvVXf:m:q:r:u:x:", arguments);
    struct bind_request request = {0};
    struct strbuf output = {0};
    char lists[16] = "";

    if (!read_options(&reader, &request, lists))
        return builtin_failed(shell, 2);
    if (!editing_hooks.bind) {
        diag("no lines are edited here: that takes a terminal, and Readline");
        return builtin_done(shell, 1);
    }
    bool nothing = count == 1;
    request.lists = nothing ? "p" : *lists ? lists : NULL;
    request.bindings = arguments + reader.next;
    bool done = editing_hooks.bind(shell, &request, &output);
    if (output.length)
        output_write(&shell->output, output.text, output.length);
    strbuf_free(&output);
    return builtin_done(shell, !done);
}

const struct builtin builtin_bind = {
    .name = "bind",
    .usage = "bind [-m keymap] [-lpPsSvVX] [-q function] [-u function] [-r keys] [-f file]\n"
             "bind [-m keymap] [-x 'keys: command'] [binding...]",
    .summary = "say what keys do when a line is edited",
    .help = "A binding is a line as in ~/.inputrc: keys and a function, keys and a text to\n"
            "be typed for them, or a variable to be set. Without arguments lists them all.\n"
            "  -l           list the names of the functions\n"
            "  -p, -P       list which keys call them; -p so that it can be read back\n"
            "  -s, -S       list the keys that stand for a text\n"
            "  -v, -V       list Readline's variables\n"
            "  -X           list the keys that run a command of the shell\n"
            "  -m KEYMAP    of emacs, emacs-standard, emacs-meta, emacs-ctlx, vi, vi-move,\n"
            "               vi-command, vi-insert\n"
            "  -q FUNCTION  tell the keys that call it    -u FUNCTION  no key calls it\n"
            "  -r KEYS      they do nothing any more      -f FILE      read bindings\n"
            "  -x BINDING   the keys run a command; READLINE_LINE and READLINE_POINT are the\n"
            "               line and the place of the cursor, and may be changed\n"
            "    bind '\"\\C-xg\": \"git status\\n\"' 'set bell-style none'\n"
            "    bind -x '\"\\C-xl\": ls -l'\n"
            "\n"
            "Exit status: 0; above if something could not be done, or no lines are edited.\n",
    .flags = 0,
    .run = run_bind,
};
