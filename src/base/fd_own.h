/* Descriptors that the shell keeps open for itself while commands run: the script that it reads,
 * the terminal, what a redirection has put aside. To a script they are not there; and when a
 * command wants the number of one, the shell's own moves out of its way. */
#ifndef BASE_FD_OWN_H
#define BASE_FD_OWN_H

#include <stdbool.h>

/* One owner. Its owner keeps it between fd_own() and fd_disown(); all-zero is none yet. */
struct fd_own {
    volatile int *place; /* where the number is; -1 in it: none at the moment */
    /* Of an owner of many: where it has this number; NULL: it has not. */
    int *(*find)(const void *context, int fd);
    const void *context;
    struct fd_own *next;
};
void fd_own(struct fd_own *own, volatile int *place);
void fd_own_many(struct fd_own *own, int *(*find)(const void *context, int fd),
                 const void *context);
void fd_disown(struct fd_own *own);

bool fd_is_own(int fd);
/* Afterwards fd is closed if it was one of these: its owner has another number, or -1 if the limit
 * (ulimit -n) leaves none. */
void fd_make_way(int fd);

#endif
