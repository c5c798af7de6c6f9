/* getopts: a script's own options, one at a time.
 *
 * The place is OPTIND and, within one word of several letters, shell->getopts_offset: only numbers,
 * so that the words may change between calls. When all options are read the offset is set to ENDED.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/broken_pipe.h"
#include "builtins/builtins.h"
#include "builtins/declare.h"
#include "builtins/options.h"

#define ENDED (~0u)

/* One call. */
struct options_call {
    struct shell *shell;
    const char *letters;
    struct name *name;
    char **words;
    size_t count;
    size_t index;    /* of the word, from 0 */
    unsigned offset; /* of the letter in it; 0: the word was not looked at yet */
    bool silent;     /* letters begin with a colon */
};

/* ---- Which call of a function is this? ---- */

/* Not a name that a script can have: a mark that a function call keeps to itself like a local
 * variable, so that it is gone when the function returns. */
static bool is_new_function_call(struct shell *shell)
{
    static const char mark_text[] = "getopts in this call";
    struct name *mark = name_intern(&shell->names, mark_text, sizeof mark_text - 1);

    if (!shell->function_depth)
        return false;
    const struct scope *scope = shell->variables.scope;
    while (scope && !scope->is_function)
        scope = scope->outer;
    struct variable *variable = variable_of(shell, mark);
    if (!scope || variable->saved_in == scope->depth)
        return false;
    return scope_save(shell, mark, true);
}

/* `local OPTIND` in the function that is being executed. */
static bool optind_is_local(struct shell *shell)
{
    const struct variable *variable = shell->variables.optind->variable;
    const struct scope *scope = shell->variables.scope;

    while (scope && !scope->is_function)
        scope = scope->outer;
    return scope && variable && variable->saved_in == scope->depth;
}

/* The standard wants OPTIND=1 before other words are read. A function called twice with different
 * words is better off if it need not know: where the last reading has come to its end, or OPTIND is
 * the function's own, its first getopts begins anew. */
static bool begins_anew(struct shell *shell)
{
    return is_new_function_call(shell) &&
           (shell->getopts_offset == ENDED || optind_is_local(shell));
}

/* ---- Results ---- */

static bool set_place(struct options_call *call)
{
    struct shell *shell = call->shell;

    if (!variable_set_number(shell, shell->variables.optind, (int64_t)call->index + 1))
        return false;
    shell->getopts_offset = call->offset; /* after the assignment, which resets it */
    return true;
}

static enum flow finish(struct options_call *call, const char *name, size_t length,
                        const char *argument, int status)
{
    struct shell *shell = call->shell;
    bool done = set_place(call);

    if (done && argument)
        done = variable_set(shell, shell->variables.optarg, argument, strlen(argument));
    else if (done)
        done = variable_unset(shell, shell->variables.optarg);
    if (done)
        done = variable_set(shell, call->name, name, length);
    return builtin_done(shell, done ? status : 2);
}

/* POSIX: the message is the script's own, so it begins with $0 and not with where the shell is. */
static void complain(const struct options_call *call, const char *what, char letter)
{
    char text[512];
    int length = snprintf(text, sizeof text, "%s: %s -- %c\n",
                          call->shell->zero ? call->shell->zero : "", what, letter);

    if (length > 0)
        broken_pipe_say(text, (size_t)length < sizeof text ? (size_t)length : sizeof text - 1);
    diagnostics.count++;
}

/* An option that does not exist, or one whose argument is missing. */
static enum flow wrong_option(struct options_call *call, char letter, bool missing_argument)
{
    char text[2] = {letter, '\0'};

    if (call->silent)
        return finish(call, missing_argument ? ":" : "?", 1, text, 0);
    complain(call, missing_argument ? "option requires an argument" : "illegal option", letter);
    return finish(call, "?", 1, NULL, 0);
}

/* ---- Reading ---- */

static void next_word(struct options_call *call)
{
    call->index++;
    call->offset = 0;
}

/* False at the end of the options; a "--" there is skipped. */
static bool find_letter(struct options_call *call)
{
    const char *word = call->index < call->count ? call->words[call->index] : NULL;

    if (word && call->offset && call->offset < strlen(word))
        return true;
    call->offset = 0;
    if (!word || word[0] != '-' || !word[1])
        return false;
    if (word[1] == '-' && !word[2]) {
        next_word(call);
        return false;
    }
    call->offset = 1;
    return true;
}

static enum flow read_letter(struct options_call *call)
{
    const char *word = call->words[call->index];
    char letter = word[call->offset++];
    const char *known = letter == ':' ? NULL : strchr(call->letters, letter);
    bool last = !word[call->offset];

    if (!known || known[1] != ':') {
        if (last)
            next_word(call);
        return known ? finish(call, &letter, 1, NULL, 0) : wrong_option(call, letter, false);
    }
    const char *argument = word + call->offset;
    next_word(call);
    if (last) {
        if (call->index == call->count)
            return wrong_option(call, letter, true);
        argument = call->words[call->index++];
    }
    return finish(call, &letter, 1, argument, 0);
}

static void find_place(struct options_call *call)
{
    struct shell *shell = call->shell;
    struct variable *place = variable_of(shell, shell->variables.optind);
    int64_t number = 1;

    if (begins_anew(shell))
        return;
    if (!variable_number(shell, place, &number) || number < 1)
        number = 1;
    call->index = (uint64_t)number > call->count ? call->count : (size_t)number - 1;
    call->offset = shell->getopts_offset == ENDED ? 0 : shell->getopts_offset;
}

static enum flow run_getopts(struct shell *shell, int count, char **arguments)
{
    int first = options_none(&builtin_getopts, arguments);

    if (first < 0)
        return builtin_failed(shell, 2);
    if (count - first < 2) {
        usage_error(&builtin_getopts, "the letters and a variable's name are needed");
        return builtin_failed(shell, 2);
    }
    struct options_call call = {.shell = shell, .letters = arguments[first]};
    call.name = name_operand(shell, arguments[first + 1]);
    if (!call.name)
        return builtin_failed(shell, 2);
    call.silent = *call.letters == ':';
    call.letters += call.silent;
    call.words = shell->parameters.values;
    call.count = shell->parameters.count;
    if (count - first > 2) {
        call.words = arguments + first + 2;
        call.count = (size_t)(count - first - 2);
    }
    find_place(&call);
    if (find_letter(&call))
        return read_letter(&call);
    enum flow flow = finish(&call, "?", 1, NULL, 1);
    shell->getopts_offset = ENDED;
    return flow;
}

const struct builtin builtin_getopts = {
    .name = "getopts",
    .usage = "getopts letters name [argument...]",
    .summary = "read a script's options, one with each call",
    .help = "Reads the next option of \"$@\" (or of the arguments) and puts its letter into\n"
            "the variable. A colon after a letter says that the option takes an argument,\n"
            "which goes to OPTARG. OPTIND is the number of the argument to read next; set\n"
            "it to 1 to begin again.\n"
            "    while getopts vo: option; do\n"
            "        case $option in\n"
            "        v) verbose=1 ;;\n"
            "        o) output=$OPTARG ;;\n"
            "        *) exit 2 ;;\n"
            "        esac\n"
            "    done\n"
            "    shift $((OPTIND - 1))\n"
            "For an unknown option the variable becomes ?, with a message. A colon before\n"
            "all letters means no messages: OPTARG is then the letter, and the variable\n"
            "becomes : if an argument is missing.\n"
            "\n"
            "Exit status: 0 as long as there are options, then 1; 2 for errors.\n",
    .flags = BUILTIN_IN_PROCESS | BUILTIN_QUIET,
    .run = run_getopts,
};
