/* The shell's options. */
#include "state/options.h"

#include <errno.h>
#include <stdlib.h>

#include "base/diag.h"
#include "base/proctrace.h"
#include "state/shell.h"

/* In the order of set -o's listing. */
const struct option_entry option_table[] = {
    {OPTION_ALLEXPORT, 'a', "allexport", "export every variable that is assigned", false},
    {OPTION_ASKHELP, 0, "askhelp", "completion may run a program with --help for its options",
     false},
    {OPTION_DEVFD, 0, "devfd", "<(list) is a pipe named by /dev/fd, not a FIFO", false},
    {OPTION_EMACS, 0, "emacs", "edit command lines with Emacs' keys", false},
    {OPTION_ERREXIT, 'e', "errexit", "leave the shell when a command fails", false},
    {OPTION_FRESHLINE, 0, "freshline",
     "begin prompts on a row of their own, marking what lacks a newline", false},
    {OPTION_HASHALL, 'h', "hashall", "remember where commands were found", false},
    {OPTION_HIGHLIGHT, 0, "highlight", "colour the line while it is typed", false},
    {OPTION_HISTEXPAND, 'H', "histexpand", "! in a typed command stands for earlier ones", false},
    {OPTION_IGNOREEOF, 0, "ignoreeof", "do not leave the shell at end of input from a terminal",
     false},
    {OPTION_KEEPZOMBIES, 0, "keepzombies",
     "leave what has ended in the background as a zombie until it is asked for", false},
    {OPTION_MARKS, 0, "marks", "tell the terminal where prompts and outputs are, and the directory",
     false},
    {OPTION_MONITOR, 'm', "monitor", "job control: each pipeline in a process group of its own",
     false},
    {OPTION_NOCLOBBER, 'C', "noclobber", "> does not overwrite an existing file", false},
    {OPTION_NOEXEC, 'n', "noexec", "read commands but do not execute them", false},
    {OPTION_NOGLOB, 'f', "noglob", "no pathname expansion", false},
    {OPTION_NOLOG, 0, "nolog", "do not keep function definitions in the history", false},
    {OPTION_NOTIFY, 'b', "notify", "tell at once when a background job ends", false},
    {OPTION_NOUNSET, 'u', "nounset", "expanding an unset parameter is an error", false},
    {OPTION_PIPEFAIL, 0, "pipefail", "a pipeline fails when any of its commands fails", false},
    {OPTION_PRIVILEGED, 'p', "privileged", "keep the effective user and group, do not read ENV",
     false},
    {OPTION_PROCTRACE, 0, "proctrace", "write a line for each process event as it happens", false},
    {OPTION_SUGGEST, 0, "suggest", "show a command from the history behind the cursor", false},
    {OPTION_TITLE, 0, "title", "show directory and command in the terminal's title", false},
    {OPTION_VERBOSE, 'v', "verbose", "write input to standard error as it is read", false},
    {OPTION_VI, 0, "vi", "edit command lines with vi's keys", false},
    {OPTION_XTRACE, 'x', "xtrace", "write commands to standard error as they are executed", false},
    {OPTION_COMMAND, 'c', NULL, "take commands from an operand", true},
    {OPTION_INTERACTIVE, 'i', NULL, "be an interactive shell", true},
    {OPTION_STDIN, 's', NULL, "read commands from standard input", true},
};
const size_t option_count = sizeof option_table / sizeof *option_table;

const struct option_entry *option_by_letter(char letter)
{
    for (size_t i = 0; i < option_count; i++)
        if (letter && option_table[i].letter == letter)
            return &option_table[i];
    return NULL;
}

/* The next character that counts in an option's name, as a small letter. */
static char significant(const char **text)
{
    while (**text == '-' || **text == '_')
        ++*text;
    char c = **text;
    if (c)
        ++*text;
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool same_name(const char *left, const char *right)
{
    char a, b;

    do {
        a = significant(&left);
        b = significant(&right);
    } while (a == b && a);
    return a == b;
}

const struct option_entry *option_by_name(const char *name)
{
    for (size_t i = 0; i < option_count; i++)
        if (option_table[i].name && same_name(option_table[i].name, name))
            return &option_table[i];
    return NULL;
}

void options_letters(uint32_t options, char *text)
{
    static const char order[] = "abcefhimnpsuvxCH";

    for (const char *letter = order; *letter; letter++)
        if (options & option_by_letter(*letter)->bit)
            *text++ = *letter;
    *text = '\0';
}

void options_trace(struct shell *shell)
{
    const char *text = variable_get_string(shell, "PROCTRACE_FD");
    char *end = NULL;
    long fd = text && *text ? strtol(text, &end, 10) : 2;

    if (!(shell->options & OPTION_PROCTRACE)) {
        proctrace_stop();
        return;
    }
    errno = EBADF;
    if ((end && *end) || fd < 0 || fd > INT32_MAX || !proctrace_start((int)fd)) {
        diag_errno(errno, "cannot trace to PROCTRACE_FD=%s", text ? text : "2");
        shell->options &= ~(uint32_t)OPTION_PROCTRACE;
    }
}
