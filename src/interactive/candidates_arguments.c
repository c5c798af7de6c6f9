/* Candidates: operands, by the command they are for. */
#include "interactive/candidates.h"

#include <string.h>

#include "interactive/candidates_user.h"
#include "job/job.h"

static const char *previous_word(const struct line_context *context)
{
    return context->number > 1 ? context->words[context->number - 1] : "";
}

static bool is_option(const struct line_context *context)
{
    if (*context->text != '-')
        return false;
    for (unsigned i = 1; i < context->number; i++)
        if (strcmp(context->words[i], "--") == 0)
            return false;
    return true;
}

static bool has_word(const struct line_context *context, const char *word)
{
    for (unsigned i = 1; i < context->number; i++)
        if (strcmp(context->words[i], word) == 0)
            return true;
    return false;
}

/* user@host: the host is completed. */
static void hosts(struct candidates *candidates, const struct line_context *context)
{
    const char *at = strchr(context->text, '@');

    if (at) {
        size_t lead = (size_t)(at + 1 - context->text);
        candidates->lead = arena_copy(&candidates->storage, context->text, lead);
        candidates->prefix += lead;
        candidates->prefix_length -= lead;
    }
    candidates_hosts(candidates);
}

static bool jobs_of(struct candidates *candidates, const struct line_context *context)
{
    candidates_jobs(candidates, strcmp(context->words[0], "bg") == 0 ? JOB_STOPPED : -1);
    if (strcmp(context->words[0], "wait") == 0)
        candidates_processes(candidates, true);
    return false;
}

static bool kill_of(struct candidates *candidates, const struct line_context *context)
{
    const char *previous = previous_word(context);

    if (strcmp(previous, "-s") == 0 || strcmp(previous, "-l") == 0 || strcmp(previous, "-n") == 0) {
        candidates_signals(candidates, false);
        return false;
    }
    candidates_jobs(candidates, -1);
    candidates_processes(candidates, false);
    return false;
}

static bool trap_of(struct candidates *candidates, const struct line_context *context)
{
    if (context->number < 2) {
        candidates_functions(candidates);
        return false;
    }
    candidates_add(candidates, "EXIT", "when the shell ends", ' ');
    candidates_signals(candidates, false);
    return false;
}

static bool set_of(struct candidates *candidates, const struct line_context *context)
{
    const char *previous = previous_word(context);

    if (strcmp(previous, "-o") != 0 && strcmp(previous, "+o") != 0)
        return true;
    candidates_set_options(candidates);
    return false;
}

static bool variables_of(struct candidates *candidates, const struct line_context *context)
{
    if (context->word != context->start) /* export NAME=value */
        return true;
    if (strcmp(context->words[0], "unset") == 0 && has_word(context, "-f"))
        candidates_functions(candidates);
    else
        candidates_variables(candidates, false, ' ');
    return false;
}

static bool aliases_of(struct candidates *candidates, const struct line_context *context)
{
    (void)context;
    candidates_aliases(candidates);
    return false;
}

static bool builtins_of(struct candidates *candidates, const struct line_context *context)
{
    (void)context;
    candidates_builtins(candidates);
    return false;
}

static bool commands_of(struct candidates *candidates, const struct line_context *context)
{
    (void)context;
    candidates_commands(candidates);
    return false;
}

static bool programs_of(struct candidates *candidates, const struct line_context *context)
{
    (void)context;
    candidates_programs(candidates);
    return false;
}

static bool complete_of(struct candidates *candidates, const struct line_context *context)
{
    if (strcmp(previous_word(context), "-F") == 0)
        candidates_functions(candidates);
    else
        candidates_commands(candidates);
    return false;
}

static bool fc_of(struct candidates *candidates, const struct line_context *context)
{
    if (strcmp(previous_word(context), "-e") == 0)
        candidates_programs(candidates);
    return false;
}

static bool bind_of(struct candidates *candidates, const struct line_context *context)
{
    const char *previous = previous_word(context);

    if (strcmp(previous, "-q") == 0 || strcmp(previous, "-u") == 0)
        candidates_editing(candidates);
    return true;
}

/* Numbers, or nothing that is known. */
static bool nothing_of(struct candidates *candidates, const struct line_context *context)
{
    (void)candidates;
    (void)context;
    return false;
}

/* popd +1; pushd takes a directory as well. */
static bool stack_of(struct candidates *candidates, const struct line_context *context)
{
    bool pushes = strcmp(context->words[0], "pushd") == 0;

    if (!pushes || *context->text == '+')
        candidates_stack(candidates, '+');
    return pushes;
}

static bool hosts_of(struct candidates *candidates, const struct line_context *context)
{
    hosts(candidates, context);
    return strcmp(context->words[0], "scp") == 0 || strcmp(context->words[0], "rsync") == 0;
}

static bool users_of(struct candidates *candidates, const struct line_context *context)
{
    bool owner = strcmp(context->words[0], "chown") == 0;

    if (!owner || context->number == 1)
        candidates_users(candidates, false);
    return owner && context->number > 1;
}

static bool groups_of(struct candidates *candidates, const struct line_context *context)
{
    if (context->number == 1)
        candidates_groups(candidates);
    return context->number > 1;
}

/* Each adds what it knows and tells whether files may stand there as well. */
static const struct argument_row {
    const char *command;
    bool (*add)(struct candidates *candidates, const struct line_context *context);
} rows[] = {
    {"alias", aliases_of},
    {"bg", jobs_of},
    {"bind", bind_of},
    {"break", nothing_of},
    {"chgrp", groups_of},
    {"chown", users_of},
    {"complete", complete_of},
    {"continue", nothing_of},
    {"dirs", stack_of},
    {"disown", jobs_of},
    {"exit", nothing_of},
    {"export", variables_of},
    {"fc", fc_of},
    {"fg", jobs_of},
    {"finger", users_of},
    {"groups", users_of},
    {"hash", programs_of},
    {"help", builtins_of},
    {"host", hosts_of},
    {"id", users_of},
    {"ipc", candidates_ipc},
    {"jobs", jobs_of},
    {"kill", kill_of},
    {"local", variables_of},
    {"man", programs_of},
    {"mosh", hosts_of},
    {"passwd", users_of},
    {"ping", hosts_of},
    {"popd", stack_of},
    {"pushd", stack_of},
    {"read", variables_of},
    {"readonly", variables_of},
    {"return", nothing_of},
    {"rsync", hosts_of},
    {"scp", hosts_of},
    {"set", set_of},
    {"sftp", hosts_of},
    {"shift", nothing_of},
    {"ssh", hosts_of},
    {"su", users_of},
    {"telnet", hosts_of},
    {"trap", trap_of},
    {"type", commands_of},
    {"umask", nothing_of},
    {"unalias", aliases_of},
    {"unset", variables_of},
    {"wait", jobs_of},
    {"whereis", programs_of},
    {"which", programs_of},
};

static bool wants_directories(const char *command)
{
    return strcmp(command, "cd") == 0 || strcmp(command, "pushd") == 0 ||
           strcmp(command, "rmdir") == 0;
}

/* Options of prefixes that take a user: sudo -u, and so on. */
static bool takes_user(const struct line_context *context)
{
    const char *command = context->words[0], *previous = previous_word(context);

    return (strcmp(command, "sudo") == 0 || strcmp(command, "doas") == 0) &&
           strcmp(previous, "-u") == 0;
}

bool candidates_arguments(struct candidates *candidates, const struct line_context *context,
                          bool *directories)
{
    const char *command = context->words[0];
    const struct completion *own = completion_of(command);

    *directories = wants_directories(command);
    if (own) {
        unsigned actions = candidates_user(candidates, own, context);
        *directories = !(actions & COMPLETE_FILES);
        if (actions & (COMPLETE_FILES | COMPLETE_DIRECTORIES))
            return true;
        if (!is_option(context))
            return false;
    }
    if (takes_user(context)) {
        candidates_users(candidates, false);
        return false;
    }
    if (is_option(context)) {
        if (strcmp(command, "kill") == 0)
            candidates_signals(candidates, true);
        if (strcmp(command, "popd") == 0 || strcmp(command, "pushd") == 0 ||
            strcmp(command, "dirs") == 0)
            candidates_stack(candidates, '-');
        candidates_options(candidates, context);
        return true;
    }
    if (*context->text == '%' && !own) {
        candidates_jobs(candidates, -1);
        return true;
    }
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(rows[i].command, command) == 0)
            return rows[i].add(candidates, context);
    return true;
}
