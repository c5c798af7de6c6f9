/* What a name means as a command. */
#include "builtins/describe.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "builtins/listing.h"
#include "exec/builtin.h"
#include "exec/lookup.h"
#include "state/aliases.h"
#include "state/functions.h"
#include "syntax/parser.h"
#include "syntax/print.h"

static void describe_alias(struct shell *shell, const struct alias *alias, enum describe_form form)
{
    struct output *output = &shell->output;

    if (form == DESCRIBE_FULL) {
        output_printf(output, "%s is an alias for %s\n", alias->name->text, alias->text);
        return;
    }
    output_printf(output, "alias %s=", alias->name->text);
    list_quoted(shell, alias->text, strlen(alias->text));
    output_putc(output, '\n');
}

/* With its definition, as it would be typed. */
static void describe_function(struct shell *shell, const struct function *function,
                              enum describe_form form)
{
    struct strbuf text = {0};

    if (form == DESCRIBE_BRIEF) {
        output_printf(&shell->output, "%s\n", function->name->text);
        return;
    }
    output_printf(&shell->output, "%s is a shell function\n", function->name->text);
    print_definition(&text, function->name, function->body);
    output_write(&shell->output, text.text, text.length);
    if (text.text[text.length - 1] != '\n')
        output_putc(&shell->output, '\n');
    strbuf_free(&text);
}

static bool is_executable_file(const char *path)
{
    struct stat info;

    return stat(path, &info) == 0 && S_ISREG(info.st_mode) &&
           faccessat(AT_FDCWD, path, X_OK, AT_EACCESS) == 0;
}

/* `command -v` writes an absolute pathname (POSIX command), also of a name with a slash, and where
 * PATH has "." or "bin" in it. */
static bool describe_path(struct shell *shell, struct name *name, enum describe_form form,
                          bool standard_path)
{
    const char *path = lookup_path(shell, name, standard_path);

    if (!path || (path == name->text || strchr(name->text, '/') ? !is_executable_file(path) : 0))
        return false;
    if (form == DESCRIBE_FULL)
        output_printf(&shell->output, "%s is ", name->text);
    if (*path != '/') {
        const char *here = variable_get(shell, shell->variables.pwd, NULL);
        if (here && *here == '/')
            output_printf(&shell->output, "%s/", here[1] ? here : "");
        path += strncmp(path, "./", 2) == 0 ? 2 : 0;
    }
    output_printf(&shell->output, "%s\n", path);
    return true;
}

/* In the order in which the shell looks: 2.3.1, 2.4, 2.9.1.4. */
bool describe_command(struct shell *shell, const char *text, enum describe_form form,
                      bool standard_path)
{
    struct name *name = name_intern(&shell->names, text, strlen(text));
    const struct builtin *builtin = name->builtin;
    const char *sentence = NULL;
    bool full = form == DESCRIBE_FULL;

    if (name->alias) {
        describe_alias(shell, name->alias, form);
        return true;
    }
    if (parser_is_reserved(text))
        sentence = "is a shell keyword";
    else if (builtin && builtin->flags & BUILTIN_SPECIAL)
        sentence = "is a special shell builtin";
    else if (name->function) {
        describe_function(shell, name->function, form);
        return true;
    } else if (builtin)
        sentence = "is a shell builtin";
    if (sentence) {
        output_printf(&shell->output, "%s%s%s\n", text, full ? " " : "", full ? sentence : "");
        return true;
    }
    if (*text && describe_path(shell, name, form, standard_path))
        return true;
    if (form == DESCRIBE_FULL)
        diag("%s: not found", text);
    return false;
}
