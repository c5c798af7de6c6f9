/* The pipes between the stages of a pipeline, and which stage holds up the others. */
#include "observe/flow.h"

#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/memory.h"

/* What looking for the pipes of one job has at hand. */
struct search {
    struct snapshot *snapshot;
    size_t first, last;
    unsigned stages;
};

static const struct process_view *member(const struct search *search, pid_t pid)
{
    for (size_t i = search->first; i < search->last; i++)
        if (search->snapshot->processes[i].pid == pid)
            return &search->snapshot->processes[i];
    return NULL;
}

/* The pipe that standard output of a stage, or standard input of the next one, leads to. */
static bool leads_to(const struct process_view *view, int fd, struct descriptor *descriptor)
{
    return view->stage && !view->collected && !view->stat_error &&
           descriptor_look(view->pid, fd, descriptor) == 0 && descriptor->kind == OBJECT_PIPE;
}

/* poll(2) as well: were the pipe ready it would have returned. */
static bool waits_on(const struct process_view *view, enum wait_kind kind, uint64_t inode)
{
    for (unsigned i = 0; i < view->polled_count; i++)
        if (view->polled[i].inode == inode && view->polled[i].reading == (kind == WAIT_READ))
            return true;
    return view->waits == kind && view->waits_has_object && view->object.inode == inode;
}

static void add_end(const struct search *search, const struct pipe_end *end, struct flow_pipe *pipe)
{
    const struct process_view *view = member(search, end->pid);

    if (!pipe->fill_known)
        pipe->fill_known = pipe_fill_read(end->pid, end->fd, end->inode, &pipe->fill) == 0;
    if (!view)
        return;
    if (end->writes && view->stage == pipe->stage) {
        if (!pipe->writer || !view->descendant)
            pipe->writer = view->pid;
        pipe->writer_waits |= waits_on(view, WAIT_WRITE, end->inode);
        if (!view->io_error) {
            pipe->through += view->io.written;
            pipe->through_known = true;
        }
    }
    if (end->reads && view->stage == pipe->stage + 1) {
        if (!pipe->reader || !view->descendant)
            pipe->reader = view->pid;
        pipe->reader_waits |= waits_on(view, WAIT_READ, end->inode);
        pipe->reader_busy |= view->waits != WAIT_UNKNOWN;
    }
}

static void look_at_pipe(const struct search *search, unsigned stage, uint64_t inode,
                         struct flow_pipe *pipe)
{
    size_t count;
    const struct pipe_end *ends = pipe_ends_of(&search->snapshot->pipes, 0, inode, &count);

    *pipe = (struct flow_pipe){.stage = stage, .inode = inode};
    for (size_t i = 0; i < count; i++)
        add_end(search, &ends[i], pipe);
    pipe->reader_busy &= !pipe->reader_waits;
    const struct process_view *reader = pipe->reader ? member(search, pipe->reader) : NULL;
    if (!pipe->writer && reader && !reader->io_error) {
        pipe->through = reader->io.read;
        pipe->through_known = pipe->through_at_most = true;
    }
}

/* inodes[k] becomes the pipe behind stage k, 0 where there is none any more. A process that the
 * stage has started may hold it alone. */
static void find_inodes(const struct search *search, uint64_t *inodes)
{
    struct descriptor descriptor;

    for (size_t i = search->first; i < search->last; i++) {
        const struct process_view *view = &search->snapshot->processes[i];
        if (view->stage < search->stages && !inodes[view->stage] &&
            leads_to(view, STDOUT_FILENO, &descriptor) && descriptor.writes)
            inodes[view->stage] = descriptor.inode;
        if (view->stage > 1 && !inodes[view->stage - 1] &&
            leads_to(view, STDIN_FILENO, &descriptor) && descriptor.reads)
            inodes[view->stage - 1] = descriptor.inode;
    }
}

bool flow_is_full(const struct flow_pipe *pipe)
{
    return pipe->writer_waits ||
           (pipe->fill_known && pipe->fill.bytes + PIPE_BUF >= pipe->fill.size);
}

bool flow_is_empty(const struct flow_pipe *pipe)
{
    return pipe->reader_waits || (pipe->fill_known && !pipe->fill.bytes);
}

static bool reader_waits(const struct flow_pipe *pipe)
{
    return flow_is_empty(pipe) && !pipe->reader_busy;
}

/* Full pipes before it, empty ones after it: whoever has both does not keep up. A reader that does
 * something else just now waits for nobody, and may be the slow one itself. */
static void find_bottleneck(struct flow_list *list, unsigned stages)
{
    unsigned after_full = 0;

    if (list->count + 1 != stages)
        return; /* somebody has ended: what remains tells nothing */
    for (size_t i = 0; i < list->count; i++)
        if (flow_is_full(&list->pipes[i]))
            after_full = list->pipes[i].stage + 1;
    unsigned slow = after_full ? after_full : 1;
    for (size_t i = slow - 1; i < list->count && list->pipes[i].reader_busy; i++)
        slow = list->pipes[i].stage + 1;
    bool found = slow < stages && reader_waits(&list->pipes[slow - 1]);
    list->bottleneck = found ? slow : after_full;
    for (size_t i = 0; list->bottleneck && i < list->count; i++) {
        const struct flow_pipe *pipe = &list->pipes[i];
        if (!(pipe->stage < list->bottleneck ? flow_is_full(pipe) : reader_waits(pipe)))
            list->waiting = found ? list->bottleneck + 1 : list->bottleneck - 1;
    }
}

void flow_find(struct snapshot *snapshot, size_t first, size_t last, struct flow_list *list)
{
    struct search search = {.snapshot = snapshot, .first = first, .last = last};

    *list = (struct flow_list){0};
    for (size_t i = first; i < last; i++)
        if (snapshot->processes[i].stage > search.stages)
            search.stages = snapshot->processes[i].stage;
    if (search.stages < 2)
        return;
    uint64_t *inodes = memory_zalloc((search.stages + 1) * sizeof *inodes);
    find_inodes(&search, inodes);
    list->pipes = memory_zalloc(search.stages * sizeof *list->pipes);
    for (unsigned stage = 1; stage < search.stages; stage++)
        if (inodes[stage])
            look_at_pipe(&search, stage, inodes[stage], &list->pipes[list->count++]);
    free(inodes);
    find_bottleneck(list, search.stages);
}

void flow_free(struct flow_list *list)
{
    free(list->pipes);
    *list = (struct flow_list){0};
}
