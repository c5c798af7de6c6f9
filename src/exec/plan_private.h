/* What the files of the planner share. */
#ifndef EXEC_PLAN_PRIVATE_H
#define EXEC_PLAN_PRIVATE_H

#include "exec/execution.h"
#include "exec/plan.h"

/* An in-process subshell, as struct subshell; on the C stack of who enters it. */
struct plan_level {
    struct plan_level *outer;
    const struct plan_level *outer_capture;
    const char *what; /* "( list )", "$( list )" */
    const struct node *body;
    bool captured;
    bool real;
    bool left_directory;
    size_t definition_count; /* before it */
    unsigned forker, child;  /* once it is real */
    unsigned pipe;
    struct plan_place *before; /* of the forker; on the same stack */
};

/* Which process we are in, and what it is like: kept while a child is planned. */
struct plan_place {
    unsigned process;
    size_t definition_count; /* of functions; what a subshell defines is gone with it */
    bool job_control;        /* OPTION_MONITOR and no subshell */
    bool has_more;           /* traps, or a session at a terminal */
    bool subshell;           /* a forked one */
    struct plan_level *level;
    const struct plan_level *capture; /* whose string descriptor 1 is; NULL: real */
    unsigned group;                   /* job_table.group */
};

/* A job being started. */
struct plan_job {
    unsigned leader; /* its process group; 0: none so far */
    unsigned flags;  /* enum fork_flag */
    size_t first;    /* its processes; waited for in this order */
    unsigned processes[64];
    unsigned count;
};

/* Redirections to be undone, as struct redirect_frame. */
struct plan_frame {
    struct plan_frame *outer;
    unsigned process; /* that pushed it */
    bool stdout_redirected;
    bool elsewhere; /* as redirect_push_output() */
    bool for_good;  /* as redirect_for_good() */
    const struct plan_level *capture;
    struct plan_wiring saved;  /* in the order of time */
    struct plan_wiring before; /* what was saved when a subshell became a process: its parent's */
    bool forked;
};

struct plan_definition {
    const struct name *name;
    const struct node *body;
    bool running; /* its body is being planned */
};

struct planner {
    struct shell *shell;
    struct plan *plan;
    struct plan_place here;
    struct plan_frame *frame;
    const char *when;                    /* what must be so for this part to be reached; NULL */
    unsigned depth;                      /* of the structure */
    struct plan_definition *definitions; /* as many as here.definition_count */
    const void *holder;                  /* innermost command with process substitutions */
    unsigned opener; /* the process of the last command: it opens the FIFOs in its words */
    bool cut;        /* there is too much: the rest is left out */
};

/* ---- plan_process.c: processes and calls ---- */

/* A call of this process. */
void plan_call(struct planner *planner, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void plan_call_of(struct planner *planner, unsigned process, const char *name, const char *format,
                  ...) __attribute__((format(printf, 4, 5)));
struct plan_process *plan_here(struct planner *planner);
/* As exec_directory_is_left(). */
bool plan_has_left_directory(const struct planner *planner);
/* As exec_surroundings(). */
struct surroundings plan_surroundings(const struct planner *planner, unsigned flags);
/* The child's number. made_by: "fork" or "vfork"; `job` may be NULL. */
unsigned plan_start(struct planner *planner, struct plan_job *job, unsigned flags,
                    const char *made_by, const char *command, const char *reason);
/* A forked child goes on as the shell: we are in it now; *before is where we were. */
void plan_enter_child(struct planner *planner, unsigned child, struct plan_place *before);
/* The child ends, unless it has become a program; we are where we were. */
void plan_leave_child(struct planner *planner, const struct plan_place *before);
/* What is wired now is what it begins its work with. */
void plan_wired(struct planner *planner, unsigned process);
/* Waits for a job in the foreground. */
void plan_job_foreground(struct planner *planner, const struct plan_job *job);
/* dup2(2), then close(2) of the original. */
void plan_take_place(struct planner *planner, const struct plan_descriptor *what, int place);
const char *plan_end_text(struct planner *planner, const struct plan_descriptor *what);
struct plan_descriptor plan_pipe_end(unsigned pipe, bool reads);
unsigned plan_make_pipe(struct planner *planner, const char *purpose);
/* This process reads it, for a command substitution. */
void plan_read_by(struct planner *planner, unsigned pipe);
/* What stands for a node in a list of processes. */
const char *plan_node_text(struct planner *planner, const struct node *node);

void plan_enter_level(struct planner *planner, struct plan_level *level, const char *what,
                      const struct node *body, bool captured);
void plan_leave_level(struct planner *planner, struct plan_level *level);
void plan_make_real(struct planner *planner, const char *reason);
void plan_make_outer_real(struct planner *planner, const char *reason);
bool plan_in_subshell(const struct planner *planner);

/* ---- plan_redirect.c ---- */

void plan_push_redirections(struct planner *planner, struct plan_frame *frame,
                            const struct redirection *list);
/* Where decide_writes_elsewhere() holds. */
void plan_push_output(struct planner *planner, struct plan_frame *frame,
                      const struct redirection *list);
/* "; meanwhile 1 --> file out", for what is redirected just now; else "". */
const char *plan_redirected(struct planner *planner, const struct redirection *list);
void plan_pop_redirections(struct planner *planner);
/* They stay: exec. */
void plan_keep_redirections(struct planner *planner);
/* For the tail of a process. */
void plan_redirect_for_good(struct planner *planner, const struct redirection *list);

/* What the frame will give back to the descriptor; NULL: it was not redirected. */
struct plan_descriptor *plan_saved(const struct plan_frame *frame, int fd);

/* ---- plan_redirect_open.c ---- */

/* What a redirection comes to, as struct effect. */
struct plan_effect {
    struct plan_descriptor what;
    int from; /* the descriptor that is duplicated; -1: none */
    bool opened;
    bool unknown; /* which descriptor, is not known before expansion */
};

/* Writes down the calls that lead there. `planned`: for a child. */
void plan_effect(struct planner *planner, const struct redirection *redirection, bool planned,
                 struct plan_effect *effect);

/* ---- plan_redirect_moves.c ---- */

/* What a child does to its descriptors, as struct redirect_plan. */
struct plan_move {
    struct plan_descriptor what; /* PLAN_CLOSED: `to` is closed */
    int from;                    /* a descriptor of the child's own, -1: opened before */
    int to;
    bool opened; /* the parent closes it afterwards */
};
struct plan_moves {
    struct plan_move *moves;
    size_t count, capacity;
};
void plan_add_move(struct plan_moves *moves, const struct plan_move *move);
void plan_prepare_moves(struct planner *planner, struct plan_moves *moves,
                        const struct redirection *list);
void plan_do_moves(struct planner *planner, unsigned child, const struct plan_moves *moves);
/* As redirect_stderr_begin() and _end(): the message goes where the command's would have gone. */
void plan_tell_not_found(struct planner *planner, const struct plan_moves *moves);
void plan_close_moves(struct planner *planner, struct plan_moves *moves);

/* ---- plan_command.c ---- */

void plan_simple(struct planner *planner, const struct simple_command *command, unsigned flags);

/* ---- plan_program.c ---- */

/* As struct call, before expansion. */
struct planned_call {
    const struct name *name; /* NULL: not known before expansion */
    struct word *const *words;
    size_t count;
    const struct simple_command *command; /* NULL: its redirections are made already */
    const char *text;
    unsigned flags, how;
    size_t part;
};

static inline const struct redirection *plan_redirections_of(const struct planned_call *call)
{
    return call->command ? call->command->node.redirections : NULL;
}

/* A call of a program, as external.c makes it. */
void plan_program(struct planner *planner, const struct planned_call *call);
/* A program of a pipeline's stage or before &, with the pipes it gets; NULL: none. */
void plan_spawn_stage(struct planner *planner, struct plan_job *job,
                      const struct simple_command *command, const struct plan_descriptor *input,
                      const struct plan_descriptor *output, const char *reason);

/* ---- plan_operands.c ---- */

/* Whether a built-in with BUILTIN_SOMETIMES makes a process of the in-process subshell that it runs
 * in, judged by its operands as typed. */
enum plan_need { PLAN_NEEDS_NONE, PLAN_NEEDS_PROCESS, PLAN_NEEDS_UNKNOWN };
enum plan_need plan_operands_need(const char *builtin, struct word *const *words, size_t count);

/* ---- plan_notes.c: what is not known beforehand ---- */

void plan_note_builtin(struct planner *planner, const char *name, struct word *const *words,
                       size_t count);
void plan_note_assignments(struct planner *planner, const struct simple_command *command);

/* ---- plan_words.c: substitutions ---- */

void plan_word(struct planner *planner, const struct word *word);
void plan_words(struct planner *planner, struct word *const *words, size_t count);
void plan_assignments(struct planner *planner, const struct simple_command *command);
/* The word as typed. */
const char *plan_word_text(struct planner *planner, const struct word *word);
bool word_has_process(const struct word *word);

/* ---- plan_pipeline.c ---- */

void plan_pipeline(struct planner *planner, const struct pipeline *pipeline, unsigned flags);
void plan_async(struct planner *planner, const struct node *node);
void plan_coproc(struct planner *planner, const struct coproc *coproc);

/* ---- plan_node.c ---- */

void plan_node(struct planner *planner, const struct node *node, unsigned flags);
/* The node without its redirections. */
/* A function, also one that is defined in what was planned before. */
bool plan_is_function(struct planner *planner, const struct name *name);
void plan_function(struct planner *planner, const struct name *name);
/* A part of the structure; what is planned until plan_part_end() is below it. */
size_t plan_part(struct planner *planner, const char *kind, const char *text);
void plan_part_end(struct planner *planner);
void plan_remark(struct planner *planner, size_t part, const char *remark, unsigned process);

#endif
