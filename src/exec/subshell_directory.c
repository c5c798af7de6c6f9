/* The working directory of in-process subshells, which the undo journal cannot bring back. */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/diag.h"
#include "exec/subshell.h"

bool exec_directory_is_left(const struct shell *shell)
{
    return shell->execution->left_directories > 0;
}

static int open_directory(void)
{
    return fd_move_high(fd_open(".", O_PATH | O_DIRECTORY));
}

enum flow exec_leave_directory(struct shell *shell)
{
    struct subshell *subshell = shell->execution->subshell;

    if (!subshell || subshell->left_directory)
        return FLOW_NEXT;
    int fd = open_directory();
    /* A directory that must not be searched has no way back. */
    if (fd >= 0 && fchdir(fd) == 0) {
        subshell->left_directory = true;
        subshell->directory = fd;
        fd_own(&subshell->owned_directory, &subshell->directory);
        shell->execution->left_directories++;
        return FLOW_NEXT;
    }
    if (fd >= 0)
        close(fd);
    return exec_make_real(shell);
}

void subshell_forget_directory(struct shell *shell, struct subshell *subshell)
{
    if (!subshell->left_directory)
        return;
    fd_disown(&subshell->owned_directory);
    close(subshell->directory);
    subshell->left_directory = false;
    shell->execution->left_directories--;
}

static void go_to(struct shell *shell, int directory)
{
    if (fchdir(directory) == 0)
        return;
    diag_errno(errno, "cannot go back to the working directory");
    exec_exit(shell, 2); /* else all that follows went to the wrong place */
}

void subshell_return(struct shell *shell, struct subshell *subshell)
{
    if (!subshell->left_directory)
        return;
    go_to(shell, subshell->directory);
    subshell_forget_directory(shell, subshell);
}

bool subshell_step_back(struct shell *shell, const struct subshell *real, int *here)
{
    const struct subshell *first = NULL;

    *here = -1;
    if (!shell->execution->left_directories)
        return true;
    for (struct subshell *each = shell->execution->subshell; each != real->outer;
         each = each->outer)
        if (each->left_directory)
            first = each;
    if (!first)
        return true;
    *here = open_directory();
    if (*here >= 0)
        go_to(shell, first->directory);
    return *here >= 0;
}

void subshell_step_forth(struct shell *shell, int here)
{
    if (here < 0)
        return;
    go_to(shell, here);
    close(here);
}

void subshell_forget_directories(struct shell *shell, const struct subshell *real, int here)
{
    if (here < 0)
        return;
    close(here);
    for (struct subshell *each = shell->execution->subshell; each != real->outer;
         each = each->outer)
        subshell_forget_directory(shell, each);
}
