/* jobs -v: one row a process, and the pipes between them. */
#include "observe/overview.h"

#include "observe/units.h"

static const struct column columns[] = {
    {"PID", true, FIT_WHOLE, true},      {"PPID", true, FIT_WHOLE, true},
    {"STATE", false, FIT_WHOLE, true},   {"WAITS FOR", false, FIT_WRAP, true},
    {.title = "CPU", .right = true},     {.title = "TIME", .right = true},
    {.title = "RSS", .right = true},     {.title = "SHARED", .right = true},
    {.title = "PRIVATE", .right = true}, {.title = "IN", .right = true},
    {.title = "IN/s", .right = true},    {.title = "OUT", .right = true},
    {.title = "OUT/s", .right = true},   {"COMMAND", false, FIT_CUT, true},
};
enum { COLUMN_COUNT = sizeof columns / sizeof *columns };

static void bytes_cell(struct table *table, uint64_t bytes)
{
    table_begin(table);
    append_bytes(&table->text, bytes);
    table_end(table, STYLE_PLAIN);
}

void overview_absent_memory(struct table *table, const struct process_view *view, int cells)
{
    bool none = view->stat.kernel || process_letter(view) == 'Z';

    while (cells-- > 0)
        table_cell(table, STYLE_DIM, "%s", none ? "none" : absence(view->memory_error));
}

void overview_resident(struct table *table, const struct process_view *view)
{
    uint64_t bytes;

    if (process_resident(view, &bytes))
        bytes_cell(table, bytes);
    else
        overview_absent_memory(table, view, 1);
}

static void memory_cells(struct table *table, const struct process_view *view)
{
    const struct proc_memory *memory = &view->memory;

    overview_resident(table, view);
    if (view->memory_error) {
        overview_absent_memory(table, view, 2);
        return;
    }
    bytes_cell(table, memory->shared_clean + memory->shared_dirty);
    bytes_cell(table, memory->private_clean + memory->private_dirty);
}

static void rate_cell(struct table *table, uint64_t bytes, int64_t time)
{
    uint64_t rate = time > 0 ? (uint64_t)((double)bytes * 1e6 / (double)time) : 0;

    table_begin(table);
    append_bytes(&table->text, rate);
    strbuf_string(&table->text, "/s");
    table_end(table, STYLE_PLAIN);
}

static void io_cells(struct table *table, const struct process_view *view, int64_t time)
{
    if (view->io_error) {
        for (int i = 0; i < 4; i++)
            table_cell(table, STYLE_DIM, "%s", absence(view->io_error));
        return;
    }
    bytes_cell(table, view->io.read);
    rate_cell(table, view->io.read, time);
    bytes_cell(table, view->io.written);
    rate_cell(table, view->io.written, time);
}

static void unseen_row(struct table *table, const struct process_view *view)
{
    char letter = process_letter(view);

    table_cell(table, STYLE_DIM, "%ld", (long)view->pid);
    table_cell(table, STYLE_DIM, "-");
    table_cell(table, STYLE_DIM, "%c %s", letter, state_word(letter));
    table_cell(table, STYLE_DIM, "%s", view->waits_text);
    for (int i = 4; i + 1 < COLUMN_COUNT; i++)
        table_cell(table, STYLE_DIM, "-");
    table_cell(table, STYLE_DIM, "%s", view->command ? view->command : "");
}

static void row(struct table *table, const struct snapshot *snapshot,
                const struct process_view *view)
{
    char letter = process_letter(view);

    if (view->collected || view->stat_error) {
        unseen_row(table, view);
        return;
    }
    int64_t time = process_run_time(snapshot, view);
    table_cell(table, STYLE_PLAIN, "%ld", (long)view->pid);
    table_cell(table, STYLE_PLAIN, "%ld", (long)view->stat.ppid);
    table_cell(table, state_style(letter), "%c %s", letter, state_word(letter));
    table_cell(table, state_style(letter), "%s", view->waits_text);
    table_begin(table);
    append_share(&table->text, process_cpu_time(view), time);
    table_end(table, STYLE_PLAIN);
    table_begin(table);
    append_duration(&table->text, time);
    table_end(table, STYLE_PLAIN);
    memory_cells(table, view);
    io_cells(table, view, time);
    table_cell(table, STYLE_PLAIN, "%s", view->command);
}

/* ---- Pipes ---- */

static void end_of_pipe(struct table *table, const struct snapshot *snapshot, pid_t pid,
                        const char *nobody)
{
    table_begin(table);
    if (pid)
        append_process(&table->text, snapshot, pid);
    else
        strbuf_string(&table->text, nobody);
    table_end(table, pid ? STYLE_PLAIN : STYLE_DIM);
}

static void fill_cell(struct table *table, const struct flow_pipe *pipe)
{
    const char *word = flow_is_full(pipe) ? "full" : flow_is_empty(pipe) ? "empty" : "";

    table_begin(table);
    strbuf_string(&table->text, word);
    if (pipe->fill_known) {
        strbuf_string(&table->text, *word ? ", " : "");
        append_bytes(&table->text, pipe->fill.bytes);
        strbuf_string(&table->text, " of ");
        append_bytes(&table->text, pipe->fill.size);
    } else if (!*word) {
        strbuf_string(&table->text, "forbidden");
    }
    table_end(table, flow_is_full(pipe) ? STYLE_YELLOW : STYLE_PLAIN);
}

static void through_cell(struct table *table, const struct flow_pipe *pipe)
{
    table_begin(table);
    if (pipe->through_known) {
        strbuf_string(&table->text, pipe->through_at_most ? "at most " : "");
        append_bytes(&table->text, pipe->through);
        strbuf_string(&table->text, " through it");
    } else {
        strbuf_string(&table->text, "unknown");
    }
    table_end(table, STYLE_PLAIN);
}

/* The stage itself may do nothing but wait for a process that it has started. */
static const struct process_view *who_is_busy(const struct snapshot *snapshot, size_t first,
                                              size_t last, const struct process_view *stage)
{
    for (size_t i = first; i < last && stage->waits == WAIT_CHILD; i++) {
        const struct process_view *view = &snapshot->processes[i];
        if (view->stage == stage->stage && view->waits != WAIT_CHILD && view->waits != WAIT_ZOMBIE)
            return view;
    }
    return stage;
}

static void say_bottleneck(const struct snapshot *snapshot, size_t first, size_t last,
                           const struct flow_list *list, const struct surface *surface,
                           struct strbuf *buffer)
{
    unsigned number = list->bottleneck;
    const struct process_view *stage = NULL;

    for (size_t i = first; i < last && !stage; i++)
        if (snapshot->processes[i].stage == number && !snapshot->processes[i].descendant)
            stage = &snapshot->processes[i];
    if (!stage)
        return;
    const struct process_view *busy = who_is_busy(snapshot, first, last, stage);
    struct strbuf line = {0};
    strbuf_printf(&line, "    bottleneck: stage %u, ", number);
    append_process(&line, snapshot, stage->pid);
    size_t bold = line.length;
    if (list->waiting)
        strbuf_printf(&line, ": stage %u waits for it (", list->waiting);
    else
        strbuf_string(&line, list->count > 1 ? ": the others wait for it ("
                                             : ": the other waits for it (");
    if (busy != stage) {
        append_process(&line, snapshot, busy->pid);
        strbuf_string(&line, ": ");
    }
    strbuf_printf(&line, "%s)\n", busy->waits == WAIT_NOTHING ? "it runs" : busy->waits_text);
    append_wrapped(&line, surface, 0, 8);
    style_begin(buffer, surface, STYLE_BOLD);
    strbuf_append(buffer, line.text, bold);
    style_begin(buffer, surface, STYLE_PLAIN);
    strbuf_append(buffer, line.text + bold, line.length - bold);
    strbuf_free(&line);
}

void overview_draw_pipes(struct snapshot *snapshot, size_t first, size_t last,
                         const struct surface *surface, struct strbuf *buffer)
{
    static const struct column pipe_columns[] = {{.title = "PIPE FROM", .fit = FIT_CUT},
                                                 {.title = ""},
                                                 {.title = "TO", .fit = FIT_CUT},
                                                 {.title = "FILLED", .fit = FIT_WRAP},
                                                 {.title = "BYTES", .fit = FIT_WRAP}};
    struct table table = {.columns = pipe_columns, .column_count = 5};
    struct flow_list list;

    flow_find(snapshot, first, last, &list);
    for (size_t i = 0; i < list.count; i++) {
        const struct flow_pipe *pipe = &list.pipes[i];
        end_of_pipe(&table, snapshot, pipe->writer, "(no writer left)");
        table_cell(&table, STYLE_PLAIN, "%s", surface->utf8 ? "──▶" : "->");
        end_of_pipe(&table, snapshot, pipe->reader, "(no reader left)");
        fill_cell(&table, pipe);
        through_cell(&table, pipe);
    }
    if (list.count)
        table_draw(&table, surface, 4, buffer);
    table_free(&table);
    if (list.bottleneck)
        say_bottleneck(snapshot, first, last, &list, surface, buffer);
    flow_free(&list);
}

void overview_draw(struct snapshot *snapshot, size_t first, size_t last,
                   const struct surface *surface, struct strbuf *buffer)
{
    struct table table = {.columns = columns, .column_count = COLUMN_COUNT};

    for (size_t i = first; i < last; i++)
        row(&table, snapshot, &snapshot->processes[i]);
    table_draw(&table, surface, 2, buffer);
    table_free(&table);
    overview_draw_pipes(snapshot, first, last, surface, buffer);
}
