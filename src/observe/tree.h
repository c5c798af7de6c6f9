/* The process tree: jobs -t. */
#ifndef OBSERVE_TREE_H
#define OBSERVE_TREE_H

#include "observe/process.h"
#include "observe/table.h"

struct tree_process {
    struct proc_stat stat;
    /* Positions in the tree; -1: none. */
    int parent, first_child, next_sibling;
};
/* Every process there is. All-zero is a valid empty one. */
struct tree {
    struct tree_process *processes; /* by PID */
    size_t count;
    pid_t shell; /* marked in the picture; 0: none */
};

/* Reads /proc. 0 or an errno. */
int tree_read(struct tree *tree);
/* Makes a tree of processes whose `stat` is filled in: for tree_read() and tests. */
void tree_link(struct tree *tree);
int tree_find(const struct tree *tree, pid_t pid);
/* Draws these processes with all below them (one that is below another is not drawn twice), and
 * with `ancestors` the way up to init. */
void tree_draw(const struct tree *tree, const pid_t *roots, size_t root_count, bool ancestors,
               const struct surface *surface, struct strbuf *buffer);
void tree_free(struct tree *tree);
/* Whether the process is an orphan that another one adopted. Told by what a process inherits: it
 * is in a session that neither it nor its parent can have made. */
bool tree_is_orphan(const struct tree *tree, int index);

#endif
