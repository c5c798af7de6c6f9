/* The planner: what the effect of a built-in keeps from being known beforehand. */
#include "exec/plan_private.h"

#include <string.h>

static bool is_literal(const struct word *word, const char *text)
{
    return word->kind == WORD_LITERAL && !strcmp(word->text, text);
}

/* set -x, set +o monitor; not set a b, set -- a b. */
static bool changes_options(struct word *const *words, size_t count)
{
    return count > 1 && !is_literal(words[1], "--") &&
           (words[1]->kind != WORD_LITERAL || *words[1]->text == '-' || *words[1]->text == '+');
}

static const struct {
    const char *builtin, *note;
} notes[] = {
    {"exit", "After exit the shell, or its subshell, is gone: what follows it is not reached."},
    {"return", "What return, break and continue skip is planned as if it were reached."},
    {"break", "What return, break and continue skip is planned as if it were reached."},
    {"continue", "What return, break and continue skip is planned as if it were reached."},
    {"eval", "What eval runs is known when it is read: it is left out."},
    {".", "What . runs is known when it is read: it is left out."},
    {"source", "What source runs is known when it is read: it is left out."},
};

void plan_note_builtin(struct planner *planner, const char *name, struct word *const *words,
                       size_t count)
{
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++)
        if (!strcmp(name, notes[i].builtin))
            plan_note(planner->plan, notes[i].note);
    if (!strcmp(name, "set") && changes_options(words, count))
        plan_note(planner->plan, "The options that set changes are not looked at: all is planned "
                                 "with those of now.");
    if (!strcmp(name, "trap") && count > 2 && !is_literal(words[1], "-") &&
        !is_literal(words[1], "") && !is_literal(words[1], "-p"))
        plan_note(planner->plan, "What the action of a trap runs is left out.");
    if (!strcmp(name, "ipc") && count > 4 && is_literal(words[2], "run"))
        plan_note(planner->plan, "ipc sem run starts a process that holds the semaphore, and then "
                                 "its command: both are left out.");
}

void plan_note_assignments(struct planner *planner, const struct simple_command *command)
{
    for (uint32_t i = 0; i < command->assignment_count; i++)
        if (!strcmp(command->assignments[i].name->text, "PATH"))
            plan_note(planner->plan, "A new PATH is not looked at: programs are searched for in "
                                     "the one of now.");
}
