/* Candidates: the kinds of ipc, their commands, and the objects there are. */
#include <string.h>

#include "builtins/ipc.h"
#include "interactive/candidates.h"
#include "ipc/objects.h"

static const struct ipc_group *find_group(const char *name)
{
    for (const struct ipc_group *const *group = ipc_groups; *group; group++)
        if (strcmp((*group)->name, name) == 0)
            return *group;
    return NULL;
}

static void kinds(struct candidates *candidates)
{
    for (const struct ipc_group *const *group = ipc_groups; *group; group++)
        candidates_add(candidates, (*group)->name, (*group)->summary, ' ');
}

static void commands(struct candidates *candidates, const struct ipc_group *group)
{
    for (const struct ipc_command *command = group->commands; command->name; command++)
        if (*command->name)
            candidates_add(candidates, command->name, command->summary, ' ');
}

/* With the slash that they have, or without where none was typed. */
static void objects(struct candidates *candidates, enum ipc_kind kind)
{
    bool slash = *candidates->prefix == '/';
    struct objects list = {0};

    objects_gather(&list, (int)kind, false);
    for (size_t i = 0; i < list.count; i++)
        candidates_add(candidates, list.items[i].name + !slash, list.items[i].fill, ' ');
    objects_free(&list);
}

bool candidates_ipc(struct candidates *candidates, const struct line_context *context)
{
    const char *kind = context->words[1];

    if (context->number == 1 || strcmp(kind, "help") == 0) {
        kinds(candidates);
        if (context->number == 1)
            candidates_add(candidates, "help", "tell what a kind can do", ' ');
        return false;
    }
    const struct ipc_group *group = find_group(kind);
    if (group == &ipc_share_group || group == &ipc_add_group) {
        candidates_variables(candidates, false, ' ');
        return false;
    }
    if (group && context->number == 2) {
        commands(candidates, group);
        return false;
    }
    if (group == &ipc_queue_group)
        objects(candidates, IPC_QUEUE);
    else if (group == &ipc_semaphore_group && strcmp(context->words[2], "run") == 0 &&
             context->number > 3)
        candidates_commands(candidates);
    else if (group == &ipc_semaphore_group)
        objects(candidates, IPC_SEMAPHORE);
    else if (group == &ipc_memory_group)
        objects(candidates, IPC_MEMORY);
    else
        return true;
    return false;
}
