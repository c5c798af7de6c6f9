/* The plan of a command line, made without running it: the tree is walked as node.c and its like
 * walk it, decide.h is asked the same questions, and what would be done is written down. Nothing
 * is expanded, opened or changed. */
#ifndef EXEC_PLAN_H
#define EXEC_PLAN_H

#include "observe/plan.h"
#include "state/shell.h"
#include "syntax/tree.h"

struct planner;
/* To be freed by planner_free(); the plan stays. */
struct planner *planner_new(struct shell *shell, struct plan *plan);
/* Adds what the command would do. Definitions of functions in it hold for those added after it:
 * programs must live until plan_free(). flags: EXEC_TAIL, as for exec_node(). */
void planner_add(struct planner *planner, const struct node *node, unsigned flags);
void planner_free(struct planner *planner);

#endif
