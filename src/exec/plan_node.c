/* The planner: the walk over the tree, as node.c and compound.c walk it. */
#include "exec/plan_private.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/memory.h"
#include "base/stack.h"
#include "job/table.h"

enum { PARTS_MOST = 5000, DEPTH_MOST = 100 };

size_t plan_part(struct planner *planner, const char *kind, const char *text)
{
    return plan_add_part(planner->plan, planner->depth++, kind, text);
}

void plan_part_end(struct planner *planner)
{
    planner->depth--;
}

void plan_remark(struct planner *planner, size_t part, const char *remark, unsigned process)
{
    planner->plan->parts[part].remark = remark;
    planner->plan->parts[part].process = process;
}

/* A part that is only reached if `when` holds. */
static void plan_if(struct planner *planner, const char *when, const struct node *node,
                    unsigned flags)
{
    const char *before = planner->when;

    planner->when = when;
    plan_node(planner, node, flags);
    planner->when = before;
}

/* ---- Functions ---- */

static struct plan_definition *find_function(struct planner *planner, const struct name *name)
{
    struct plan_definition *list = planner->definitions;

    for (size_t i = planner->here.definition_count; i-- > 0;)
        if (list[i].name == name)
            return &list[i];
    if (!name->function)
        return NULL;
    planner->definitions = list =
        memory_realloc(list, (planner->here.definition_count + 1) * sizeof *list);
    list[planner->here.definition_count] =
        (struct plan_definition){.name = name, .body = name->function->body};
    return &list[planner->here.definition_count++];
}

static void define(struct planner *planner, const struct function_definition *function)
{
    struct plan_definition *list = planner->definitions;
    size_t part = plan_part(
        planner, plan_text(planner->plan, "function %s is defined", function->name->text), NULL);

    plan_remark(planner, part, "no process; its body is run when it is called",
                planner->here.process);
    planner->definitions = list =
        memory_realloc(list, (planner->here.definition_count + 1) * sizeof *list);
    list[planner->here.definition_count++] =
        (struct plan_definition){.name = function->name, .body = function->body};
    plan_part_end(planner);
}

bool plan_is_function(struct planner *planner, const struct name *name)
{
    return find_function(planner, name) != NULL;
}

void plan_function(struct planner *planner, const struct name *name)
{
    struct plan_definition *definition = find_function(planner, name);
    size_t index = (size_t)(definition - planner->definitions); /* the list may move */

    if (definition->running) {
        plan_note(planner->plan,
                  plan_text(planner->plan, "%s calls itself: shown once.", definition->name->text));
        return;
    }
    definition->running = true;
    plan_node(planner, definition->body, 0);
    planner->definitions[index].running = false;
}

/* ---- Compound commands ---- */

static void plan_list(struct planner *planner, const struct list *list, unsigned flags)
{
    plan_part(planner, "list", NULL);
    for (uint32_t i = 0; i < list->count; i++) {
        const struct list_item *item = &list->items[i];
        bool last = i + 1 == list->count;
        if (item->async)
            plan_async(planner, item->command);
        else
            plan_node(planner, item->command, last ? flags : flags & ~(unsigned)EXEC_TAIL);
    }
    plan_part_end(planner);
}

static void plan_and_or(struct planner *planner, const struct binary *binary, unsigned flags)
{
    bool and = binary->node.kind == NODE_AND;

    plan_part(planner, and? "&&" : "||", NULL);
    plan_node(planner, binary->left, 0);
    plan_if(planner, and? "if what is before && succeeds" : "if what is before || fails",
            binary->right, flags);
    plan_part_end(planner);
}

static void plan_if_command(struct planner *planner, const struct if_command *command,
                            unsigned flags)
{
    plan_part(planner, "if", NULL);
    plan_node(planner, command->condition, 0);
    plan_if(planner, "if the condition holds", command->then_part, flags);
    if (command->else_part)
        plan_if(planner, "if the condition does not hold", command->else_part, flags);
    plan_part_end(planner);
}

static void plan_loop(struct planner *planner, const struct loop *loop)
{
    plan_part(planner, loop->node.kind == NODE_UNTIL ? "until" : "while", NULL);
    plan_if(planner, "each time round", loop->condition, 0);
    plan_if(planner, "each time round", loop->body, 0);
    plan_part_end(planner);
}

static void plan_for(struct planner *planner, const struct for_loop *loop)
{
    plan_part(planner, plan_text(planner->plan, "for %s", loop->name->text), NULL);
    if (loop->has_in)
        plan_words(planner, loop->words, loop->word_count);
    if (loop->body)
        plan_if(planner, "each time round", loop->body, 0);
    plan_part_end(planner);
}

static void plan_case(struct planner *planner, const struct case_command *command, unsigned flags)
{
    plan_part(planner, plan_text(planner->plan, "case %s", plan_word_text(planner, command->word)),
              NULL);
    plan_word(planner, command->word);
    for (const struct case_item *item = command->items; item; item = item->next) {
        const char *before = planner->when;
        planner->when = "if it is asked for a match";
        for (uint32_t i = 0; i < item->pattern_count; i++)
            plan_word(planner, item->patterns[i]);
        planner->when = before;
        bool last = item->end == CASE_BREAK || !item->next;
        if (item->body)
            plan_if(planner,
                    item->pattern_count ? plan_text(planner->plan, "if %s matches",
                                                    plan_word_text(planner, item->patterns[0]))
                                        : "if it matches",
                    item->body, last ? flags : 0);
    }
    plan_part_end(planner);
}

/* As exec_subshell(). */
static void plan_subshell(struct planner *planner, const struct compound *node)
{
    size_t part = plan_part(planner, "subshell ( )", NULL);

    if (decide_subshell_is_job(planner->here.job_control, plan_in_subshell(planner))) {
        struct plan_job job = {0};
        struct plan_place before;
        unsigned child =
            plan_start(planner, &job, FORK_FOREGROUND, "fork", plan_node_text(planner, node->body),
                       "with job control a subshell is a job, with a process group of its own");
        plan_remark(planner, part, "a job", child);
        plan_enter_child(planner, child, &before);
        plan_node(planner, node->body, EXEC_TAIL);
        plan_leave_child(planner, &before);
        plan_job_foreground(planner, &job);
    } else {
        struct plan_level level;
        plan_enter_level(planner, &level, "( list )", node->body, false);
        plan_node(planner, node->body, EXEC_TAIL);
        plan_leave_level(planner, &level);
        if (level.real)
            plan_remark(planner, part, "needs a process", level.child);
        else
            plan_remark(planner, part, "in this process, undone afterwards", planner->here.process);
    }
    plan_part_end(planner);
}

/* As exec_with_processes(): the FIFOs are gone afterwards. */
static void plan_processes(struct planner *planner, const struct compound *holder)
{
    size_t first = planner->plan->pipe_count;
    const void *outer = planner->holder;
    unsigned group = planner->here.group;

    planner->holder = holder;
    planner->here.group = 0;
    plan_node(planner, holder->body, 0);
    planner->holder = outer;
    planner->here.group = group;
    for (size_t i = planner->plan->pipe_count; i-- > first;) {
        struct plan_pipe *pipe = &planner->plan->pipes[i];
        if (!pipe->fifo || pipe->holder != holder)
            continue;
        pipe->named = true;
        pipe->opener = planner->opener;
        if (pipe->maker != planner->here.process)
            continue; /* a job's own, which goes with it */
        plan_call(planner, "open", "open(FIFO %zu, O_RDWR|O_NONBLOCK): lets go who waits there",
                  i + 1);
        plan_call(planner, "unlink", "unlink(FIFO %zu)", i + 1);
    }
}

static void plan_bare_node(struct planner *planner, const struct node *node, unsigned flags)
{
    switch ((enum node_kind)node->kind) {
    case NODE_SIMPLE:
        plan_simple(planner, (const struct simple_command *)node, flags);
        break;
    case NODE_PIPELINE:
        plan_pipeline(planner, (const struct pipeline *)node, flags);
        break;
    case NODE_AND:
    case NODE_OR:
        plan_and_or(planner, (const struct binary *)node, flags);
        break;
    case NODE_LIST:
        plan_list(planner, (const struct list *)node, flags);
        break;
    case NODE_GROUP:
        plan_part(planner, "group { }", NULL);
        plan_node(planner, ((const struct compound *)node)->body, flags);
        plan_part_end(planner);
        break;
    case NODE_SUBSHELL:
        plan_subshell(planner, (const struct compound *)node);
        break;
    case NODE_FOR:
        plan_for(planner, (const struct for_loop *)node);
        break;
    case NODE_CASE:
        plan_case(planner, (const struct case_command *)node, flags);
        break;
    case NODE_IF:
        plan_if_command(planner, (const struct if_command *)node, flags);
        break;
    case NODE_WHILE:
    case NODE_UNTIL:
        plan_loop(planner, (const struct loop *)node);
        break;
    case NODE_COPROC:
        plan_coproc(planner, (const struct coproc *)node);
        break;
    case NODE_PROCESSES:
        plan_processes(planner, (const struct compound *)node);
        break;
    case NODE_FUNCTION:
        define(planner, (const struct function_definition *)node);
        break;
    }
}

/* As exec_node() and exec_redirected(). */
void plan_node(struct planner *planner, const struct node *node, unsigned flags)
{
    struct plan_frame frame;

    if (stack_is_low() || planner->depth >= DEPTH_MOST || planner->plan->part_count >= PARTS_MOST)
        planner->cut = true;
    if (planner->cut) {
        plan_note(planner->plan, "This is more than can be shown: what is left is left out.");
        return;
    }
    if (!node->redirections || node->kind == NODE_SIMPLE) {
        plan_bare_node(planner, node, flags);
        return;
    }
    size_t part = plan_part(planner, "redirected", NULL);
    plan_push_redirections(planner, &frame, node->redirections);
    plan_remark(
        planner, part,
        plan_text(planner->plan, "no process%s", plan_redirected(planner, node->redirections)),
        planner->here.process);
    plan_bare_node(planner, node, 0);
    plan_pop_redirections(planner);
    plan_part_end(planner);
}

/* ---- The whole ---- */

/* The descriptors that are open now, as far as a user has to do with them. */
static void look_at_descriptors(struct plan_wiring *wiring)
{
    for (int fd = 0; fd < FD_SHELL_FIRST; fd++) {
        struct plan_descriptor own = {
            .end = PLAN_INHERITED, .number = (unsigned)fd, .reads = fd == 0, .writes = fd > 0};
        int flags = fcntl(fd, F_GETFD);
        if (flags >= 0 && !(flags & FD_CLOEXEC))
            wiring_set(wiring, fd, &own);
    }
}

struct planner *planner_new(struct shell *shell, struct plan *plan)
{
    struct planner *planner = memory_zalloc(sizeof *planner);

    planner->shell = shell;
    planner->plan = plan;
    /* In a subshell, as in `explain ... | less`, the main shell is meant. */
    plan->job_control = shell->is_subshell ? shell->jobs->above.job_control : job_control(shell);
    plan->terminal = shell->is_subshell ? shell->jobs->above.terminal : shell->jobs->terminal >= 0;
    unsigned number = plan_add_process(plan, 0);
    plan->processes[number].command = "this shell";
    look_at_descriptors(&plan->processes[number].now);
    wiring_copy(&plan->processes[number].wired, &plan->processes[number].now);
    planner->here = (struct plan_place){.job_control = plan->job_control,
                                        .has_more = exec_surroundings(shell, 0).has_more};
    return planner;
}

void planner_add(struct planner *planner, const struct node *node, unsigned flags)
{
    plan_node(planner, node, flags);
}

void planner_free(struct planner *planner)
{
    free(planner->definitions);
    free(planner);
}
