/* The planner: substitutions in words. Nothing is expanded, but what would run is planned. */
#include "exec/plan_private.h"

#include "syntax/print.h"

const char *plan_word_text(struct planner *planner, const struct word *word)
{
    struct strbuf text = {0};

    print_word(&text, word);
    const char *copy = arena_copy(&planner->plan->arena, text.text ? text.text : "", text.length);
    strbuf_free(&text);
    return copy;
}

bool word_has_process(const struct word *word)
{
    for (const struct word_part *part = word->parts; part; part = part->next)
        if (part->kind == PART_PROCESS)
            return true;
    return false;
}

/* As exec_substitution(). */
static void substitution(struct planner *planner, const struct word_part *command)
{
    struct plan_level level;
    size_t part = plan_part(planner, "command substitution, its output becomes text", NULL);

    if (command->command.body) {
        plan_enter_level(planner, &level, "$( list )", command->command.body, true);
        plan_node(planner, command->command.body, EXEC_TAIL);
        plan_leave_level(planner, &level);
        if (!level.real)
            plan_remark(planner, part, "in this process, undone afterwards", planner->here.process);
        else
            plan_remark(planner, part, "needs a process", level.child);
    }
    plan_part_end(planner);
}

/* As run_list() of process.c. */
static void run_list(struct planner *planner, const struct word_part *list, unsigned child,
                     unsigned pipe)
{
    struct plan_descriptor end = plan_pipe_end(pipe, list->reads);
    struct plan_place before;

    plan_enter_child(planner, child, &before);
    if (planner->plan->pipes[pipe - 1].fifo)
        plan_call(planner, "open", "open(FIFO %u, %s)", pipe,
                  list->reads ? "O_RDONLY" : "O_WRONLY");
    plan_take_place(planner, &end, list->reads ? 0 : 1);
    plan_wired(planner, child);
    if (list->command.body)
        plan_node(planner, list->command.body, EXEC_TAIL);
    plan_leave_child(planner, &before);
}

/* As exec_substitute_process(). */
static void process(struct planner *planner, const struct word_part *list)
{
    bool fifo = !(planner->shell->options & OPTION_DEVFD);
    const char *what = list->reads ? ">(list)" : "<(list)";
    struct plan_job job = {0};
    unsigned pipe;

    size_t part = plan_part(
        planner, list->reads ? "process substitution >( )" : "process substitution <( )", NULL);
    plan_make_real(planner, "it has a process substitution");
    if (fifo) {
        pipe = plan_add_pipe(planner->plan, true, what);
        if (!planner->shell->private_folder)
            plan_note(planner->plan, "The shell's first FIFO needs a private folder, and a process "
                                     "that removes it when the shell has ended.");
        plan_call(planner, "mkfifo", "mkfifo(FIFO %u in the shell's private folder, 0600)", pipe);
    } else {
        pipe = plan_make_pipe(planner, what);
    }
    planner->plan->pipes[pipe - 1].holder = planner->holder;
    planner->plan->pipes[pipe - 1].maker = planner->here.process;
    unsigned child = plan_start(planner, &job, FORK_SUBSHELL, "fork",
                                plan_node_text(planner, list->command.body),
                                "process substitution: the list runs beside the command");
    planner->here.group = job.leader;
    plan_remark(planner, part, fifo ? "a FIFO's path is the word" : "/dev/fd/N is the word", child);
    run_list(planner, list, child, pipe);
    plan_part_end(planner);
}

static void parameter(struct planner *planner, const struct param *param)
{
    const char *before = planner->when;

    if (!param->word)
        return;
    if (param->op >= PARAM_DEFAULT && param->op <= PARAM_ERROR)
        planner->when = plan_text(planner->plan, "if %s is unset%s", param_text(param),
                                  param->colon ? " or empty" : "");
    else if (param->op == PARAM_ALTERNATIVE)
        planner->when = plan_text(planner->plan, "if %s is set", param_text(param));
    plan_word(planner, param->word);
    planner->when = before;
}

void plan_word(struct planner *planner, const struct word *word)
{
    for (const struct word_part *part = word ? word->parts : NULL; part; part = part->next) {
        if (part->kind == PART_COMMAND)
            substitution(planner, part);
        else if (part->kind == PART_PROCESS)
            process(planner, part);
        else if (part->kind == PART_PARAM)
            parameter(planner, &part->param);
        else if (part->kind == PART_ARITH)
            plan_word(planner, part->arith.text);
    }
}

void plan_words(struct planner *planner, struct word *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (words[i]->kind != WORD_LITERAL)
            plan_note(planner->plan,
                      "Words with expansions are shown as typed: what they become is known when "
                      "they are expanded.");
        plan_word(planner, words[i]);
    }
}

void plan_assignments(struct planner *planner, const struct simple_command *command)
{
    if (!command)
        return;
    for (uint32_t i = 0; i < command->assignment_count; i++)
        plan_word(planner, command->assignments[i].value);
    plan_note_assignments(planner, command);
}
