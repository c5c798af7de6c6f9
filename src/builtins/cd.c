/* cd: change the working directory, by the steps of POSIX cd. */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "builtins/builtins.h"
#include "builtins/cd.h"
#include "builtins/cd_spelling.h"
#include "builtins/directory.h"
#include "builtins/options.h"
#include "exec/exec.h"

struct cd_options {
    bool physical, check; /* -P, -e */
    bool quiet;           /* does not write where CDPATH led */
};

/* Steps 1 and 2, and `cd -`: the directory that is meant; NULL after a diagnostic. */
static const char *target(struct shell *shell, const char *operand, bool *announce)
{
    const struct variables *variables = &shell->variables;
    bool back = operand && strcmp(operand, "-") == 0;

    if (operand && !back) {
        if (*operand)
            return operand;
        diag("the directory's name is empty"); /* Issue 8 makes it an error */
        return NULL;
    }
    const struct name *name = back ? variables->oldpwd : variables->home;
    const char *value = variable_get(shell, name, NULL);
    if (value && *value) {
        *announce = back;
        return value;
    }
    diag("%s is not set", name->text);
    return NULL;
}

static bool is_directory(const char *path)
{
    struct stat info;

    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

/* Steps 3 to 6: looks a relative name up in CDPATH. True if an entry that is not empty led to it:
 * the new directory is then written. */
static bool search_cdpath(struct shell *shell, const char *directory, struct strbuf *path)
{
    const char *entry = variable_get(shell, shell->variables.cdpath, NULL);
    size_t first = strcspn(directory, "/");
    bool dots = (first == 1 || first == 2) && strncmp(directory, "..", first) == 0;

    if (entry && *directory != '/' && !dots) {
        for (;;) {
            size_t length = strcspn(entry, ":");
            strbuf_clear(path);
            strbuf_append(path, entry, length);
            if (length && entry[length - 1] != '/')
                strbuf_putc(path, '/');
            strbuf_string(path, directory);
            if (is_directory(path->text))
                return length > 0;
            if (!entry[length])
                break;
            entry += length + 1;
        }
    }
    strbuf_clear(path);
    strbuf_string(path, directory);
    return false;
}

/* Step 7: a relative path is taken from $PWD (which has to be right for that). `trusting`: where we
 * went ourselves, we still are. True if it was taken on trust. */
static bool make_absolute(struct shell *shell, struct strbuf *path, bool trusting)
{
    if (path->text[0] == '/')
        return false;
    const char *here = variable_get(shell, shell->variables.pwd, NULL);
    trusting = trusting && here && !exec_directory_is_left(shell) && directory_is_remembered(here);
    if (!trusting)
        here = directory_logical(shell);
    char *found = here ? NULL : directory_physical();
    struct strbuf absolute = {0};

    if (here || found) {
        strbuf_string(&absolute, here ? here : found);
        if (absolute.text[absolute.length - 1] != '/')
            strbuf_putc(&absolute, '/');
        strbuf_append(&absolute, path->text, path->length);
        strbuf_free(path);
        *path = absolute;
    }
    free(found);
    return trusting;
}

/* What was removed while somebody is in it is still there for him, and leads nowhere. */
static bool is_removed(const char *path)
{
    struct stat info;

    return stat(path, &info) == 0 && S_ISDIR(info.st_mode) && info.st_nlink == 0;
}

/* Steps 3 to 8. False when a component before ".." is no directory, with errno set. `announce`: the
 * new directory is to be written. */
static bool find_path(struct shell *shell, const char *directory, struct strbuf *path,
                      bool physical, bool *announce)
{
    *announce |= search_cdpath(shell, directory, path);
    if (physical)
        return true;
    bool trusted = make_absolute(shell, path, true);
    if (path->text[0] != '/' || directory_canonicalize(path))
        return true;
    if (!trusted)
        return false;
    /* ".." of a directory that was moved while we were in it. */
    *announce |= search_cdpath(shell, directory, path);
    make_absolute(shell, path, false);
    if (path->text[0] == '/')
        return directory_canonicalize(path);
    if (!is_removed(path->text))
        return true;
    errno = ENOENT;
    return false;
}

/* Steps 9 and 10: chdir(2), by a shorter way where the whole path is too long for the system. */
static bool change(struct shell *shell, const char *path, size_t length)
{
    size_t here_length = 0;
    const char *here = variable_get(shell, shell->variables.pwd, &here_length);

    if (length >= PATH_MAX && here && here_length && strncmp(path, here, here_length) == 0 &&
        path[here_length] == '/') {
        path += here_length + strspn(path + here_length, "/");
        if (!*path)
            path = ".";
    }
    return chdir(path) == 0;
}

/* PWD and OLDPWD are variables like others: read-only ones are reported, and the directory has
 * changed all the same. As in other shells, programs find both in their environment. */
static bool remember(struct shell *shell, const char *path)
{
    const struct variables *variables = &shell->variables;
    size_t length = 0;
    const char *old = variable_get(shell, variables->pwd, &length);
    bool done = !old || variable_set(shell, variables->oldpwd, old, length);

    if (!variable_set(shell, variables->pwd, path, strlen(path)))
        done = false;
    else if (!exec_directory_is_left(shell))
        directory_remember(path);
    variable_attributes(shell, variables->oldpwd, VARIABLE_EXPORTED, 0);
    variable_attributes(shell, variables->pwd, VARIABLE_EXPORTED, 0);
    return done;
}

/* After a change with -P: where are we? */
static int remember_physical(struct shell *shell, const struct strbuf *path, bool check)
{
    char *found = directory_physical();
    bool known = found || path->text[0] == '/';
    bool done = !known || remember(shell, found ? found : path->text);

    free(found);
    if (known)
        return done ? 0 : 1;
    /* POSIX cd: the directory is changed; whether that is success depends on -e. */
    return check ? 1 : 0;
}

/* At a terminal: which directory may have been meant. */
static void tell_spelling(struct shell *shell, const char *directory)
{
    struct strbuf found = {0};

    /* The same again: the working directory was removed. */
    if (shell->interactive && cd_spelling_find(directory, &found) &&
        strcmp(found.text, directory) != 0)
        diag("did you mean %s?", found.text);
    strbuf_free(&found);
}

static int change_to(struct shell *shell, const char *directory, bool announce,
                     const struct cd_options *options)
{
    struct strbuf path = {0};
    int status = 0;

    if (!find_path(shell, directory, &path, options->physical, &announce) ||
        !change(shell, path.text, path.length)) {
        int error = errno;
        diag_errno(error, "%s", directory);
        if (error == ENOENT)
            tell_spelling(shell, directory);
        status = 2;
    } else if (!options->physical && path.text[0] == '/')
        status = remember(shell, path.text) ? 0 : 1;
    else
        status = remember_physical(shell, &path, options->check);
    if (announce && !options->quiet && !status) {
        const char *here = variable_get(shell, shell->variables.pwd, NULL);
        output_string(&shell->output, here ? here : path.text);
        output_putc(&shell->output, '\n');
    }
    strbuf_free(&path);
    return status;
}

int cd_change(struct shell *shell, const char *directory)
{
    const struct cd_options options = {.quiet = true};
    bool announce = false;
    const char *path = target(shell, directory, &announce);

    return path ? change_to(shell, path, false, &options) : 2;
}

static enum flow run_cd(struct shell *shell, int count, char **arguments)
{
    struct option_reader reader = OPTION_READER(&builtin_cd, "LPe", arguments);
    struct cd_options options = {0};
    bool announce = false;
    int letter;

    while ((letter = option_next(&reader)) != OPTION_END) {
        if (letter == OPTION_BAD)
            return builtin_failed(shell, 2);
        if (letter == 'e')
            options.check = true;
        else
            options.physical = letter == 'P';
    }
    if (count - reader.next > 1) {
        usage_error(&builtin_cd, "too many operands");
        return builtin_failed(shell, 2);
    }
    const char *directory = target(shell, arguments[reader.next], &announce);
    if (!directory)
        return builtin_failed(shell, 2);
    enum flow flow = exec_leave_directory(shell);
    if (flow)
        return flow;
    return builtin_done(shell, change_to(shell, directory, announce, &options));
}

const struct builtin builtin_cd = {
    .name = "cd",
    .usage = "cd [-L|-P [-e]] [directory]\ncd -",
    .summary = "change the working directory",
    .help = "Without an operand goes to $HOME; '-' means the directory before ($OLDPWD), and\n"
            "writes its name. A relative name that does not begin with . or .. is looked for\n"
            "in the directories of CDPATH, if that is set.\n"
            "  -L   \"..\" goes back to where a symbolic link was followed (the default)\n"
            "  -P   symbolic links are resolved first\n"
            "  -e   with -P: fail if the new directory's name cannot be found out\n"
            "    cd ~/src && make\n"
            "\n"
            "Exit status: 0; above 0 if the directory was not changed.\n",
    .flags = BUILTIN_IN_PROCESS,
    .run = run_cd,
};
