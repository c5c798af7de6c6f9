/* What bind does with Readline's keymaps. */
#include "interactive/bind.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/memory.h"
#include "interactive/bind_command.h"
#include "interactive/line_editor.h"
#include "interactive/readline_library.h"
#include "state/editing.h"

#ifdef HAVE_READLINE

/* ---- Lists: Readline writes them to its output stream ---- */

static void write_list(int letter)
{
    switch (letter) {
    case 'l':
        library.rl_list_funmap_names();
        break;
    case 'p':
    case 'P':
        library.rl_function_dumper(letter == 'p');
        break;
    case 's':
    case 'S':
        library.rl_macro_dumper(letter == 's');
        break;
    default:
        library.rl_variable_dumper(letter == 'v');
        break;
    }
}

static void list(int letter, struct strbuf *output)
{
    FILE *before = *library.rl_outstream;
    char *text = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);

    if (letter == 'X') {
        bind_command_list(output);
    } else if (stream) {
        *library.rl_outstream = stream;
        write_list(letter);
        *library.rl_outstream = before;
    }
    if (stream)
        (void)fclose(stream);
    if (length)
        strbuf_append(output, text, length);
    free(text);
}

/* ---- Functions and keys ---- */

static rl_command_func_t *find_function(const char *name)
{
    rl_command_func_t *function = library.rl_named_function(name);

    if (!function)
        diag("%s: there is no such function (bind -l lists them)", name);
    return function;
}

static bool query(const char *name, struct strbuf *output)
{
    rl_command_func_t *function = find_function(name);

    if (!function)
        return false;
    char **keys = library.rl_invoking_keyseqs(function);
    if (!keys) {
        strbuf_printf(output, "%s is not bound to any keys.\n", name);
        return false;
    }
    strbuf_printf(output, "%s can be invoked via ", name);
    for (size_t i = 0; keys[i]; i++) {
        strbuf_printf(output, "%s\"%s\"", i ? ", " : "", keys[i]);
        free(keys[i]);
    }
    strbuf_string(output, ".\n");
    free(keys);
    return true;
}

static bool unbind(const char *name)
{
    rl_command_func_t *function = find_function(name);

    if (function)
        (void)library.rl_unbind_function_in_map(function, library.rl_get_keymap());
    return function != NULL;
}

static bool remove_keys(const char *keys)
{
    if (library.rl_bind_keyseq(keys, NULL) == 0)
        return true;
    diag("%s: cannot be unbound", keys);
    return false;
}

static bool read_file(const char *path)
{
    int error = library.rl_read_init_file(path);

    if (error)
        diag_errno(error, "%s", path);
    return !error;
}

/* Readline takes `keys: word` for right whatever the word is. False, after a diagnostic, if it
 * should be a function's name and is not. */
static bool has_function(const char *line)
{
    const char *at = line + strspn(line, " \t");

    if (*at == '"')
        for (at++; *at && *at != '"'; at++)
            at += *at == '\\' && at[1];
    const char *colon = strchr(at, ':');
    if (!colon || *at == '$' || *at == '#' || strncmp(at, "set ", 4) == 0)
        return true;
    at = colon + 1 + strspn(colon + 1, " \t");
    size_t length = strcspn(at, " \t");
    if (!length || *at == '"' || *at == '\'') /* a macro */
        return true;
    char *name = memory_copy(at, length);
    bool found = find_function(name) != NULL;
    free(name);
    return found;
}

/* rl_parse_and_bind() changes the text. */
static bool bind_lines(char **lines)
{
    bool done = true;

    for (; *lines; lines++) {
        if (!has_function(*lines)) {
            done = false;
            continue;
        }
        char *copy = memory_string(*lines);
        done &= library.rl_parse_and_bind(copy) == 0;
        free(copy);
    }
    return done;
}

static bool do_all(const struct bind_request *request, struct strbuf *output)
{
    bool done = true;

    if (request->file)
        done &= read_file(request->file);
    if (request->remove)
        done &= remove_keys(request->remove);
    if (request->unbind)
        done &= unbind(request->unbind);
    if (request->query)
        done &= query(request->query, output);
    for (const char *letter = request->lists; letter && *letter; letter++)
        list(*letter, output);
    if (request->command)
        done &= bind_command_add(request->command);
    return bind_lines(request->bindings) && done;
}

static bool bind_keys(struct shell *shell, const struct bind_request *request,
                      struct strbuf *output)
{
    if (!line_editor_start(shell)) {
        diag("Readline was not found: no lines are edited");
        return false;
    }
    Keymap before = library.rl_get_keymap();
    Keymap map = request->keymap ? library.rl_get_keymap_by_name(request->keymap) : before;
    if (!map) {
        diag("%s: there is no such keymap", request->keymap);
        return false;
    }
    library.rl_set_keymap(map);
    bool done = do_all(request, output);
    /* A binding may have chosen another way of editing: then that is the one in use. */
    if (library.rl_get_keymap() == map)
        library.rl_set_keymap(before);
    return done;
}

void bind_start(void)
{
    editing_hooks.bind = bind_keys;
}

#else

void bind_start(void)
{
}

#endif
