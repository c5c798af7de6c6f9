/* The planner: built-ins that need a process in a subshell with some operands only. */
#include "exec/plan_private.h"

#include <string.h>

/* set -m, -o monitor: job control takes a process, as does -o proctrace; where the option is on (or
 * off) already nothing is done. */
static enum plan_need set_needs(struct word *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *text = words[i]->text;
        if (words[i]->kind != WORD_LITERAL || strchr(text, 'm'))
            return PLAN_NEEDS_UNKNOWN;
        if ((*text != '-' && *text != '+') || !strcmp(text, "--") || !text[1])
            break;
        if (!strchr(text, 'o') || ++i == count)
            continue;
        const char *name = words[i]->text;
        if (words[i]->kind != WORD_LITERAL || !strcmp(name, "monitor") ||
            !strcmp(name, "proctrace"))
            return PLAN_NEEDS_UNKNOWN;
    }
    return PLAN_NEEDS_NONE;
}

/* local - : the options are kept. */
static enum plan_need local_needs(struct word *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (words[i]->kind == WORD_LITERAL && !strcmp(words[i]->text, "-"))
            return PLAN_NEEDS_UNKNOWN;
    return PLAN_NEEDS_NONE;
}

/* ulimit -a, ulimit -n: no value, no change. */
static enum plan_need ulimit_needs(struct word *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (words[i]->kind != WORD_LITERAL || *words[i]->text != '-')
            return PLAN_NEEDS_UNKNOWN;
    return PLAN_NEEDS_NONE;
}

/* Those that show something say so by their first operand. */
static enum plan_need first_needs(const char *first, const char *a, const char *b)
{
    return !strcmp(first, a) || !strcmp(first, b) ? PLAN_NEEDS_NONE : PLAN_NEEDS_PROCESS;
}

enum plan_need plan_operands_need(const char *builtin, struct word *const *words, size_t count)
{
    if (!count)
        return PLAN_NEEDS_NONE;
    if (!strcmp(builtin, "set"))
        return set_needs(words, count);
    if (!strcmp(builtin, "local"))
        return local_needs(words, count);
    if (!strcmp(builtin, "ulimit"))
        return ulimit_needs(words, count);
    if (words[0]->kind != WORD_LITERAL || !strcmp(builtin, "ipc"))
        return PLAN_NEEDS_UNKNOWN;
    if (!strcmp(builtin, "kill"))
        return first_needs(words[0]->text, "-l", "-L");
    if (!strcmp(builtin, "trap"))
        return first_needs(words[0]->text, "-l", "-p");
    return PLAN_NEEDS_PROCESS;
}
