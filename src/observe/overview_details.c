/* jobs -S: signals; jobs -m: memory. */
#include "observe/overview.h"

#include "job/signals.h"
#include "observe/units.h"

static void append_names(struct strbuf *buffer, uint64_t set)
{
    const char *gap = "";

    for (int number = 1; number < SIGNAL_COUNT; number++) {
        if (!(set >> (number - 1) & 1))
            continue;
        const char *name = signal_name(number);
        if (name)
            strbuf_printf(buffer, "%s%s", gap, name);
        else /* 32 and 33 are the C library's own */
            strbuf_printf(buffer, "%s%d", gap, number);
        gap = " ";
    }
}

/* Of nearly all it is shorter to say which are missing. */
void append_signals(struct strbuf *buffer, uint64_t set)
{
    enum { FEW = 8 };
    uint64_t missing = ~set;

    if (!set) {
        strbuf_string(buffer, "none");
    } else if (!missing) {
        strbuf_string(buffer, "all");
    } else if (__builtin_popcountll(missing) > FEW) {
        append_names(buffer, set);
    } else {
        strbuf_string(buffer, "all but ");
        append_names(buffer, missing);
    }
}

static void signal_cell(struct table *table, uint64_t set, enum style style)
{
    table_begin(table);
    append_signals(&table->text, set);
    table_end(table, set ? style : STYLE_DIM);
}

static void name_cells(struct table *table, const struct process_view *view)
{
    char letter = process_letter(view);

    table_cell(table, STYLE_PLAIN, "%ld", (long)view->pid);
    table_cell(table, state_style(letter), "%c %s", letter, state_word(letter));
}

void overview_draw_signals(const struct snapshot *snapshot, size_t first, size_t last,
                           const struct surface *surface, struct strbuf *buffer)
{
    static const struct column columns[] = {
        {.title = "PID", .right = true},
        {.title = "STATE"},
        {.title = "CATCHES", .fit = FIT_WRAP},
        {.title = "IGNORES", .fit = FIT_WRAP},
        {.title = "BLOCKS", .fit = FIT_WRAP},
        {.title = "PENDING", .fit = FIT_WRAP},
        {.title = "GROUP PENDING", .fit = FIT_WRAP},
        {.title = "COMMAND", .fit = FIT_CUT},
    };
    struct table table = {.columns = columns, .column_count = sizeof columns / sizeof *columns};

    for (size_t i = first; i < last; i++) {
        const struct process_view *view = &snapshot->processes[i];
        name_cells(&table, view);
        for (int set = 0; set < 5 && view->status_error; set++)
            table_cell(&table, STYLE_DIM, "%s", absence(view->status_error));
        if (!view->status_error) {
            signal_cell(&table, view->status.caught, STYLE_GREEN);
            signal_cell(&table, view->status.ignored, STYLE_PLAIN);
            signal_cell(&table, view->status.blocked, STYLE_RED);
            signal_cell(&table, view->status.pending, STYLE_YELLOW);
            signal_cell(&table, view->status.group_pending, STYLE_YELLOW);
        }
        table_cell(&table, STYLE_PLAIN, "%s", view->command ? view->command : "");
    }
    table_draw(&table, surface, 2, buffer);
    table_free(&table);
}

static void bytes_cell(struct table *table, uint64_t bytes, enum style style)
{
    table_begin(table);
    append_bytes(&table->text, bytes);
    table_end(table, bytes ? style : STYLE_DIM);
}

/* What a fork left shared is told apart from what is shared because it is the same file. */
void overview_draw_memory(const struct snapshot *snapshot, size_t first, size_t last,
                          const struct surface *surface, struct strbuf *buffer)
{
    static const struct column columns[] = {
        {.title = "PID", .right = true},           {.title = "STATE"},
        {.title = "RSS", .right = true},           {.title = "SHARED BY FORK", .right = true},
        {.title = "SHARED FILES", .right = true},  {.title = "PRIVATE CLEAN", .right = true},
        {.title = "PRIVATE DIRTY", .right = true}, {.title = "SWAP", .right = true},
        {.title = "COMMAND", .fit = FIT_CUT},
    };
    struct table table = {.columns = columns, .column_count = sizeof columns / sizeof *columns};

    for (size_t i = first; i < last; i++) {
        const struct process_view *view = &snapshot->processes[i];
        const struct proc_memory *memory = &view->memory;
        name_cells(&table, view);
        overview_resident(&table, view);
        if (view->memory_error) {
            overview_absent_memory(&table, view, 5);
        } else {
            bytes_cell(&table, memory->forked, STYLE_GREEN);
            bytes_cell(&table, memory->shared_clean + memory->shared_dirty - memory->forked,
                       STYLE_PLAIN);
            bytes_cell(&table, memory->private_clean, STYLE_PLAIN);
            bytes_cell(&table, memory->private_dirty, STYLE_YELLOW);
            bytes_cell(&table, memory->swapped, STYLE_RED);
        }
        table_cell(&table, STYLE_PLAIN, "%s", view->command ? view->command : "");
    }
    table_draw(&table, surface, 2, buffer);
    table_free(&table);
}
