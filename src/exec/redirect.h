/* Redirections (POSIX 2.7). */
#ifndef EXEC_REDIRECT_H
#define EXEC_REDIRECT_H

#include "exec/execution.h"

struct saved_descriptor {
    int fd;    /* the one that was redirected */
    int saved; /* where its old self waits (FD_SHELL_FIRST or above); -1: it was closed */
};

/* Redirections in force in this process, to be undone; on the C stack of whoever pushed it. */
struct redirect_frame {
    struct redirect_frame *outer;
    struct strbuf *capture; /* what shell->output.capture was, if descriptor 1 was redirected */
    bool stdout_redirected;
    bool keep;             /* exec wants it to stay */
    bool for_good;         /* nothing is put aside: a program replaces this process */
    bool may_be_elsewhere; /* decide_writes_elsewhere() */
    bool close_elsewhere;
    int elsewhere; /* what shell->output.elsewhere is; 0: none */
    unsigned count, capacity;
    struct saved_descriptor *saved; /* in `few` or from malloc */
    struct saved_descriptor few[4];
};

/* To be called once: the descriptors that are put aside become the shell's own (base/fd_own.h). */
void redirect_start(struct execution *execution);
/* Carries out the list in this process. On failure reports it, undoes what was done, sets
 * shell->status to 2 and returns FLOW_ERROR: what that means is for the caller to decide (2.8.1).
 */
enum flow redirect_push(struct shell *shell, struct redirect_frame *frame,
                        const struct redirection *list);
/* The same where decide_writes_elsewhere() holds. */
enum flow redirect_push_output(struct shell *shell, struct redirect_frame *frame,
                               const struct redirection *list);
/* For a program that replaces this process, whose last act it is: what was there before is lost, so
 * that nothing need be put aside. No frame is left. */
enum flow redirect_for_good(struct shell *shell, const struct redirection *list);
/* Undoes the innermost frame. */
void redirect_pop(struct shell *shell);
/* Makes them permanent: exec. */
void redirect_keep(struct shell *shell);

/* The same as a plan for a child: descriptors are opened here and now (high, close-on-exec), and
 * `moves` says what the child must do. In the scratch arena. The caller closes what was opened with
 * redirect_close(). */
struct redirect_plan {
    struct fd_move *moves;
    unsigned count, capacity;
    int *opened;
    unsigned opened_count;
};
enum flow redirect_plan(struct shell *shell, struct redirect_plan *plan,
                        const struct redirection *list);
void redirect_add_move(struct shell *shell, struct redirect_plan *plan, int from, int to);
void redirect_close(struct redirect_plan *plan);
/* A diagnostic about the planned command belongs where its own standard error goes (`nonesuch
 * 2>/dev/null` is silent): between these two calls descriptor 2 is as planned (but stays the
 * shell's where no number is left to keep that). */
int redirect_stderr_begin(const struct redirect_plan *plan);
void redirect_stderr_end(int kept);

/* /dev/stdout, /dev/fd/1 and the like: another name of a descriptor (not /dev/null). */
bool redirect_names_descriptor(const char *path);

/* After a diagnostic: status 2, FLOW_ERROR. */
enum flow redirect_failed(struct shell *shell);

#endif
