/* pushd, popd, dirs: a stack of directories. The working directory is its top, number 0, and not
 * kept here. */
#include "builtins/dirs.h"

#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/memory.h"
#include "builtins/builtins.h"
#include "builtins/cd.h"
#include "builtins/directory.h"
#include "builtins/options.h"

/* One, because a process has one working directory. entries[0] is number 1. */
static struct {
    char **entries;
    size_t count, capacity;
} stack;

static void insert(size_t place, const char *directory)
{
    if (stack.count == stack.capacity) {
        stack.capacity = stack.capacity ? stack.capacity * 2 : 8;
        stack.entries = memory_realloc(stack.entries, stack.capacity * sizeof *stack.entries);
    }
    memmove(stack.entries + place + 1, stack.entries + place,
            (stack.count - place) * sizeof *stack.entries);
    stack.entries[place] = memory_string(directory);
    stack.count++;
}

static void take_out(size_t place)
{
    free(stack.entries[place]);
    stack.count--;
    memmove(stack.entries + place, stack.entries + place + 1,
            (stack.count - place) * sizeof *stack.entries);
}

const char *dirs_entry(size_t number)
{
    return number && number <= stack.count ? stack.entries[number - 1] : NULL;
}

/* Where we are; the caller frees it. */
static char *here(struct shell *shell)
{
    const char *logical = directory_logical(shell);
    char *physical = logical ? NULL : directory_physical();

    return logical ? memory_string(logical) : physical ? physical : memory_string(".");
}

/* ---- Lists ---- */

struct list_options {
    bool full, lines, numbers; /* -l, -p, -v */
};

static void show(struct shell *shell, const char *directory, const struct list_options *options)
{
    size_t length = 0;
    const char *home = variable_get(shell, shell->variables.home, &length);
    bool below = home && length > 1 && strncmp(directory, home, length) == 0 &&
                 (!directory[length] || directory[length] == '/');

    if (below && !options->full)
        output_printf(&shell->output, "~%s", directory + length);
    else
        output_string(&shell->output, directory);
}

static void show_all(struct shell *shell, const struct list_options *options)
{
    char *top = here(shell);

    for (size_t i = 0; i <= stack.count; i++) {
        if (i)
            output_putc(&shell->output, options->lines ? '\n' : ' ');
        if (options->numbers)
            output_printf(&shell->output, "%2zu  ", i);
        show(shell, i ? stack.entries[i - 1] : top, options);
    }
    output_putc(&shell->output, '\n');
    free(top);
}

/* ---- Operands ---- */

/* +n counts from the top, -n from the bottom. False: it is no such operand; *wrong after a
 * diagnostic. */
static bool read_number(const char *text, size_t *number, bool *wrong)
{
    int64_t value;

    if ((*text != '+' && *text != '-') || !text[1] || text[1 + strspn(text + 1, "0123456789")])
        return false;
    *wrong = !operand_number(text + 1, &value) || value > (int64_t)stack.count;
    if (*wrong)
        diag("%s: the last one in the stack has the number %zu", text, stack.count);
    else
        *number = *text == '+' ? (size_t)value : stack.count - (size_t)value;
    return true;
}

/* What pushd and popd are called with. */
struct request {
    bool stay; /* -n: the working directory is not changed */
    bool numbered;
    size_t number;
    const char *directory;
};

static bool read_request(const struct builtin *builtin, char **arguments, struct request *request)
{
    bool wrong = false, options = true;

    for (char **word = arguments + 1; *word; word++) {
        if (options && strcmp(*word, "--") == 0)
            options = false;
        else if (options && strcmp(*word, "-n") == 0)
            request->stay = true;
        else if (request->numbered || request->directory)
            return usage_error(builtin, "too many operands"), false;
        else if (options && read_number(*word, &request->number, &wrong))
            request->numbered = true;
        else if (options && **word == '-' && (*word)[1])
            return usage_error(builtin, "unknown option: %s", *word), false;
        else
            request->directory = *word;
        if (wrong)
            return false;
    }
    return true;
}

/* ---- pushd ---- */

/* The two topmost change places. */
static int swap(struct shell *shell, bool stay)
{
    char *top = here(shell);
    int status = stay ? 0 : cd_change(shell, stack.entries[0]);

    if (!status && !stay) {
        take_out(0);
        insert(0, top);
    }
    free(top);
    return status;
}

/* Number n becomes the top; what was above it goes below the bottom, in its order. */
static int rotate(struct shell *shell, size_t number, bool stay)
{
    if (!number || stay)
        return 0;
    char *top = here(shell);
    int status = cd_change(shell, stack.entries[number - 1]);

    if (!status) {
        size_t below = stack.count - number;
        char **turned = memory_alloc(stack.capacity * sizeof *turned);
        take_out(number - 1);
        memcpy(turned, stack.entries + number - 1, below * sizeof *turned);
        memcpy(turned + below, stack.entries, (number - 1) * sizeof *turned);
        free(stack.entries);
        stack.entries = turned;
        insert(below, top);
    }
    free(top);
    return status;
}

static int push(struct shell *shell, const struct request *request)
{
    if (request->stay) {
        insert(0, request->directory);
        return 0;
    }
    char *top = here(shell);
    int status = cd_change(shell, request->directory);

    if (!status)
        insert(0, top);
    free(top);
    return status;
}

static enum flow run_pushd(struct shell *shell, int count, char **arguments)
{
    struct request request = {0};
    struct list_options plain = {0};
    int status;

    (void)count;
    if (!read_request(&builtin_pushd, arguments, &request))
        return builtin_failed(shell, 2);
    if (request.directory) {
        status = push(shell, &request);
    } else if (request.numbered) {
        status = rotate(shell, request.number, request.stay);
    } else if (!stack.count) {
        diag("there is no other directory in the stack");
        status = 1;
    } else {
        status = swap(shell, request.stay);
    }
    if (!status)
        show_all(shell, &plain);
    return builtin_done(shell, status);
}

/* ---- popd ---- */

static enum flow run_popd(struct shell *shell, int count, char **arguments)
{
    struct request request = {0};
    struct list_options plain = {0};
    int status = 0;

    (void)count;
    if (!read_request(&builtin_popd, arguments, &request))
        return builtin_failed(shell, 2);
    if (request.directory) {
        usage_error(&builtin_popd, "%s: not a number of the stack", request.directory);
        return builtin_failed(shell, 2);
    }
    if (!stack.count) {
        diag("there is no other directory in the stack");
        return builtin_done(shell, 1);
    }
    if (request.numbered && request.number)
        take_out(request.number - 1);
    else if (request.stay || (status = cd_change(shell, stack.entries[0])) == 0)
        take_out(0);
    if (!status)
        show_all(shell, &plain);
    return builtin_done(shell, status);
}

/* ---- dirs ---- */

static enum flow run_dirs(struct shell *shell, int count, char **arguments)
{
    struct list_options options = {0};
    size_t number = 0;
    bool numbered = false, wrong = false, clear = false;

    (void)count;
    for (char **word = arguments + 1; *word; word++) {
        if (read_number(*word, &number, &wrong)) {
            numbered = true;
            if (wrong)
                return builtin_failed(shell, 1);
            continue;
        }
        if (**word != '-' || !(*word)[1] || (*word)[1 + strspn(*word + 1, "clpv")]) {
            usage_error(&builtin_dirs, "unknown operand: %s", *word);
            return builtin_failed(shell, 2);
        }
        clear |= strchr(*word, 'c') != NULL;
        options.full |= strchr(*word, 'l') != NULL;
        options.numbers |= strchr(*word, 'v') != NULL;
        options.lines |= strchr(*word, 'p') || options.numbers;
    }
    while (clear && stack.count)
        take_out(stack.count - 1);
    if (clear)
        return builtin_done(shell, 0);
    if (!numbered) {
        show_all(shell, &options);
        return builtin_done(shell, 0);
    }
    char *top = here(shell);
    show(shell, number ? stack.entries[number - 1] : top, &options);
    output_putc(&shell->output, '\n');
    free(top);
    return builtin_done(shell, 0);
}

const struct builtin builtin_dirs = {
    .name = "dirs",
    .usage = "dirs [-clpv] [+n|-n]",
    .summary = "show the directory stack",
    .help = "The working directory comes first, then those that pushd has put aside. +n is\n"
            "the one numbered n from the left, beginning with 0, -n from the right.\n"
            "  -c   forget them\n"
            "  -l   whole names: without ~ for the home directory\n"
            "  -p   one in each line\n"
            "  -v   one in each line, with its number\n"
            "\n"
            "Exit status: 0; above 0 for a number that there is not, and wrong usage.\n",
    .flags = 0,
    .run = run_dirs,
};

const struct builtin builtin_popd = {
    .name = "popd",
    .usage = "popd [-n] [+n|-n]",
    .summary = "go back to the directory that pushd left",
    .help = "Takes the top off the directory stack, changes to the one below, and shows the\n"
            "stack. With +n or -n takes out that one (see dirs) and changes nothing else.\n"
            "  -n   do not change the working directory: takes out the one below the top\n"
            "\n"
            "Exit status: 0; above 0 if there is nothing to go back to, or it is gone.\n",
    .flags = 0,
    .run = run_popd,
};

const struct builtin builtin_pushd = {
    .name = "pushd",
    .usage = "pushd [-n] [directory|+n|-n]",
    .summary = "change the directory and remember where we were",
    .help = "Changes to the directory as cd does, keeps the old one on the stack, and shows\n"
            "it. Without an operand the two topmost change places; +n and -n turn the stack\n"
            "until that one (see dirs) is on top.\n"
            "  -n   do not change the working directory: the operand goes below the top\n"
            "    pushd /etc; ...; popd\n"
            "\n"
            "Exit status: 0; above 0 if the directory was not changed.\n",
    .flags = 0,
    .run = run_pushd,
};
