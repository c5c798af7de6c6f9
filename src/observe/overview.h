/* Drawing what a snapshot holds: the tables of jobs -v, -S and -m. */
#ifndef OBSERVE_OVERVIEW_H
#define OBSERVE_OVERVIEW_H

#include "observe/flow.h"
#include "observe/process.h"
#include "observe/table.h"

/* Each draws snapshot->processes[first to last - 1]. */
void overview_draw(struct snapshot *snapshot, size_t first, size_t last,
                   const struct surface *surface, struct strbuf *buffer);
/* Only the pipes between the stages, and the bottleneck. */
void overview_draw_pipes(struct snapshot *snapshot, size_t first, size_t last,
                         const struct surface *surface, struct strbuf *buffer);
void overview_draw_signals(const struct snapshot *snapshot, size_t first, size_t last,
                           const struct surface *surface, struct strbuf *buffer);
void overview_draw_memory(const struct snapshot *snapshot, size_t first, size_t last,
                          const struct surface *surface, struct strbuf *buffer);
/* A cell with the resident memory; cells for other memory that is not known (memory_error): kernel
 * threads have none of their own, zombies none any more. */
void overview_resident(struct table *table, const struct process_view *view);
void overview_absent_memory(struct table *table, const struct process_view *view, int cells);
/* What they have to look at. */
enum {
    OVERVIEW_LOOK = LOOK_IO | LOOK_MEMORY | LOOK_WAIT | LOOK_COMMAND,
    OVERVIEW_LOOK_SIGNALS = LOOK_STATUS | LOOK_COMMAND,
    OVERVIEW_LOOK_MEMORY = LOOK_FORKED_MEMORY | LOOK_COMMAND,
};

/* Appends the names of a set of signals, "HUP INT"; "none" for the empty one. */
void append_signals(struct strbuf *buffer, uint64_t set);

#endif
