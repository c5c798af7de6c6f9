/* The decisions by which commands become processes. */
#include "exec/decide.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/stack.h"
#include "exec/execution.h"
#include "exec/redirect.h"
#include "ipc/socket.h"

static bool word_is_pure(const struct word *word);

/* Not ${x=word}, which assigns. */
static bool param_is_pure(const struct param *param)
{
    return param->op != PARAM_ASSIGN && param->op != PARAM_BAD &&
           (!param->word || word_is_pure(param->word));
}

static bool word_is_pure(const struct word *word)
{
    if (word->kind <= WORD_VARIABLE)
        return true;
    if (stack_is_low())
        return false;
    for (const struct word_part *part = word->parts; part; part = part->next)
        if (part->kind != PART_LITERAL && part->kind != PART_TILDE &&
            !(part->kind == PART_PARAM && param_is_pure(&part->param)))
            return false;
    return true;
}

/* The words, and the values of assignments, expand without running a command or changing anything.
 * (That it may fail is no harm: spawn_stage().) */
static bool words_are_pure(const struct simple_command *command)
{
    for (uint32_t i = 0; i < command->word_count; i++)
        if (!word_is_pure(command->words[i]))
            return false;
    for (uint32_t i = 0; i < command->assignment_count; i++)
        if (command->assignments[i].value && !word_is_pure(command->assignments[i].value))
            return false;
    return true;
}

/* 2>&1 and its like, n>&-, n>/dev/null. Not <&3: that might be one of the pipes, which are open in
 * this process. Not <&0, which may be closed here, and is /dev/null in what runs in the background.
 */
static bool parent_redirects_one(const struct redirection *redirection)
{
    const struct word *word = redirection->word;

    if (redirection->kind == REDIRECT_HERE || word->kind != WORD_LITERAL)
        return false;
    if (redirection->kind == REDIRECT_DUP_INPUT || redirection->kind == REDIRECT_DUP_OUTPUT)
        return word->length == 1 &&
               (*word->text == '-' || *word->text == '1' || *word->text == '2');
    return strcmp(word->text, "/dev/null") == 0;
}

bool decide_parent_redirects(const struct redirection *list)
{
    while (list && parent_redirects_one(list))
        list = list->next;
    return !list;
}

const struct simple_command *decide_stage_is_program(const struct shell *shell,
                                                     const struct node *node)
{
    const struct simple_command *command = (const struct simple_command *)node;

    if (node->kind != NODE_SIMPLE || !decide_parent_redirects(node->redirections) ||
        !command->word_count || shell->options & OPTION_XTRACE || !words_are_pure(command))
        return NULL;
    const struct name *name = word_name(command->words[0]);
    return name && !name->function && !name->builtin ? command : NULL;
}

/* A command within, which may wait for what only the other stages do. */
static bool word_runs_command(const struct word *word)
{
    if (stack_is_low())
        return true;
    for (const struct word_part *part = word ? word->parts : NULL; part; part = part->next) {
        if (part->kind == PART_COMMAND || part->kind == PART_PROCESS)
            return true;
        if ((part->kind == PART_PARAM && word_runs_command(part->param.word)) ||
            (part->kind == PART_ARITH && word_runs_command(part->arith.text)))
            return true;
    }
    return false;
}

const struct simple_command *decide_stage_is_text(const struct pipeline *pipeline, bool job_control)
{
    const struct simple_command *command = (const struct simple_command *)pipeline->stages[0];

    if (command->node.kind != NODE_SIMPLE || command->node.redirections ||
        command->assignment_count || !command->word_count || pipeline->timed || job_control)
        return NULL;
    const struct name *name = word_name(command->words[0]);
    if (!name || name->function || !name->builtin || !(name->builtin->flags & BUILTIN_TEXT))
        return NULL;
    for (uint32_t i = 1; i < command->word_count; i++)
        if (word_runs_command(command->words[i]))
            return NULL;
    return command;
}

bool decide_pipeline_stays(const struct shell *shell, const struct pipeline *pipeline,
                           struct surroundings where)
{
    if (!where.tail || !where.in_subshell || where.left_directory || pipeline->timed ||
        where.job_control)
        return false;
    for (uint32_t i = decide_stage_is_text(pipeline, false) ? 1 : 0; i < pipeline->count; i++)
        if (!decide_stage_is_program(shell, pipeline->stages[i]))
            return false;
    return true;
}

bool decide_writes_elsewhere(const struct builtin *builtin, const struct redirection *list)
{
    if (!(builtin->flags & BUILTIN_TEXT) || list->next || list->fd != STDOUT_FILENO)
        return false;
    switch ((enum redirection_kind)list->kind) {
    case REDIRECT_OUTPUT:
    case REDIRECT_CLOBBER:
    case REDIRECT_APPEND:
        return true;
    case REDIRECT_DUP_OUTPUT:
        return list->word->kind == WORD_LITERAL && list->word->length == 1 &&
               *list->word->text >= '2' && *list->word->text <= '9';
    default:
        return false;
    }
}

bool decide_names_stdout(const struct redirection *list)
{
    for (; list; list = list->next) {
        if (list->kind == REDIRECT_HERE || list->kind == REDIRECT_DUP_INPUT ||
            list->kind == REDIRECT_DUP_OUTPUT)
            continue;
        if (list->word->kind != WORD_LITERAL || redirect_names_descriptor(list->word->text))
            return true;
    }
    return false;
}

bool decide_is_socket(const char *path)
{
    struct address address;

    return strncmp(path, "/dev/", 5) == 0 && (path[5] == 't' || path[5] == 'u') &&
           address_read_path(&address, path) && access(path, F_OK) < 0;
}

int decide_open_flags(enum redirection_kind kind, bool noclobber)
{
    switch (kind) {
    case REDIRECT_INPUT:
        return O_RDONLY;
    case REDIRECT_READ_WRITE:
        return O_RDWR | O_CREAT;
    case REDIRECT_APPEND:
        return O_WRONLY | O_CREAT | O_APPEND;
    case REDIRECT_OUTPUT:
        return O_WRONLY | O_CREAT | (noclobber ? O_EXCL : O_TRUNC);
    default:
        return O_WRONLY | O_CREAT | O_TRUNC;
    }
}
