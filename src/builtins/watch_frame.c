/* What jobs -w shows at one moment. */
#include "builtins/watch_frame.h"

#include <stdlib.h>

#include "base/memory.h"
#include "job/lives.h"
#include "observe/screen.h"
#include "observe/units.h"

/* ---- Looking ---- */

static int compare_samples(const void *a, const void *b)
{
    const struct sample *left = a, *right = b;

    return left->pid < right->pid ? -1 : left->pid > right->pid;
}

/* What is shown now is what it will be compared with next. */
static void keep_samples(struct watch_frame *frame)
{
    const struct snapshot *snapshot = &frame->snapshot;

    free(frame->before);
    frame->before = memory_alloc((snapshot->count + 1) * sizeof *frame->before);
    frame->before_count = 0;
    frame->before_time = snapshot->now;
    for (size_t i = 0; i < snapshot->count; i++) {
        const struct process_view *view = &snapshot->processes[i];
        if (view->stat_error)
            continue;
        frame->before[frame->before_count++] = (struct sample){
            .pid = view->pid,
            .start = view->stat.start_ticks,
            .cpu = process_cpu_time(view),
            .read = view->io.read,
            .written = view->io.written,
        };
    }
    qsort(frame->before, frame->before_count, sizeof *frame->before, compare_samples);
}

/* The cursor stays on its process, wherever that is now. */
static void find_chosen(struct watch_frame *frame, pid_t pid)
{
    for (size_t i = 0; pid && i < frame->snapshot.count; i++) {
        if (frame->snapshot.processes[i].pid == pid) {
            frame->chosen = i;
            return;
        }
    }
    if (frame->chosen >= frame->snapshot.count)
        frame->chosen = frame->snapshot.count ? frame->snapshot.count - 1 : 0;
}

void watch_frame_look(struct watch_frame *frame, const struct subjects *subjects, pid_t shell)
{
    const struct process_view *chosen = watch_frame_chosen(frame);
    pid_t pid = chosen ? chosen->pid : 0;

    if (frame->first)
        keep_samples(frame);
    snapshot_free(&frame->snapshot);
    frame->snapshot.shell = shell;
    frame->clock = life_clock();
    frame->first = memory_realloc(frame->first, (subjects->count + 1) * sizeof *frame->first);
    for (size_t i = 0; i < subjects->count; i++)
        frame->first[i] = subject_look(&frame->snapshot, &subjects->subjects[i], OVERVIEW_LOOK);
    frame->first[subjects->count] = frame->snapshot.count;
    frame->subject_count = subjects->count;
    snapshot_finish(&frame->snapshot);
    find_chosen(frame, pid);
}

bool watch_frame_alive(const struct watch_frame *frame)
{
    for (size_t i = 0; i < frame->snapshot.count; i++) {
        char letter = process_letter(&frame->snapshot.processes[i]);
        if (letter != 'X' && letter != 'Z')
            return true;
    }
    return false;
}

const struct process_view *watch_frame_chosen(const struct watch_frame *frame)
{
    return frame->chosen < frame->snapshot.count ? &frame->snapshot.processes[frame->chosen] : NULL;
}

void watch_frame_move(struct watch_frame *frame, int key)
{
    enum { PAGE = 10 };
    size_t last = frame->snapshot.count ? frame->snapshot.count - 1 : 0;
    size_t at = frame->chosen;

    switch (key) {
    case KEY_UP:
        at -= at > 0;
        break;
    case KEY_DOWN:
        at++;
        break;
    case KEY_PAGE_UP:
        at = at > PAGE ? at - PAGE : 0;
        break;
    case KEY_PAGE_DOWN:
        at += PAGE;
        break;
    case KEY_HOME:
        at = 0;
        break;
    case KEY_END:
        at = last;
        break;
    default:
        break;
    }
    frame->chosen = at < last ? at : last;
}

void watch_frame_free(struct watch_frame *frame)
{
    snapshot_free(&frame->snapshot);
    free(frame->first);
    free(frame->before);
}

/* ---- Drawing ---- */

static const struct column columns[] = {
    {.title = "PID", .right = true},
    {.title = "JOB", .right = true},
    {.title = "STATE"},
    {.title = "CPU", .right = true},
    {.title = "RSS", .right = true},
    {.title = "WAITS FOR", .fit = FIT_WRAP},
    {.title = "COMMAND", .fit = FIT_CUT},
    {.title = "IN/s", .right = true},
    {.title = "OUT/s", .right = true},
    {.title = "TIME", .right = true},
};

static const struct sample *sample_of(const struct watch_frame *frame,
                                      const struct process_view *view)
{
    struct sample key = {.pid = view->pid};
    const struct sample *found = frame->before ? bsearch(&key, frame->before, frame->before_count,
                                                         sizeof key, compare_samples)
                                               : NULL;

    return found && found->start == view->stat.start_ticks ? found : NULL;
}

static void rate_cell(struct table *table, int error, uint64_t bytes, int64_t time)
{
    if (error) {
        table_cell(table, STYLE_DIM, "%s", absence(error));
        return;
    }
    table_begin(table);
    append_bytes(&table->text, time > 0 ? (uint64_t)((double)bytes * 1e6 / (double)time) : 0);
    strbuf_string(&table->text, "/s");
    table_end(table, bytes ? STYLE_PLAIN : STYLE_DIM);
}

static void word_cells(struct table *table, const struct process_view *view)
{
    enum { LONGEST = 32 };
    const char *command = view->command ? view->command : "";
    size_t fits = table_text_fit(command, strlen(command), LONGEST);

    table_cell(table, state_style(process_letter(view)), "%s", view->waits_text);
    table_cell(table, STYLE_PLAIN, "%.*s", (int)fits, command);
}

/* Since the last look; for a process that is new, since it was started. */
static void usage_cells(struct table *table, const struct watch_frame *frame,
                        const struct process_view *view)
{
    const struct sample *sample = sample_of(frame, view);
    struct sample none = {0};
    int64_t time = sample ? frame->snapshot.now - frame->before_time
                          : process_run_time(&frame->snapshot, view);

    if (!sample)
        sample = &none;
    table_begin(table);
    append_share(&table->text, process_cpu_time(view) - sample->cpu, time);
    table_end(table, STYLE_PLAIN);
    overview_resident(table, view);
    word_cells(table, view);
    rate_cell(table, view->io_error, view->io.read - sample->read, time);
    rate_cell(table, view->io_error, view->io.written - sample->written, time);
    table_begin(table);
    append_duration(&table->text, process_run_time(&frame->snapshot, view));
    table_end(table, STYLE_PLAIN);
}

static void row(struct table *table, const struct watch_frame *frame,
                const struct process_view *view)
{
    char letter = process_letter(view);

    table_cell(table, STYLE_PLAIN, "%ld", (long)view->pid);
    if (view->job)
        table_cell(table, STYLE_PLAIN, "%u", view->job);
    else
        table_cell(table, STYLE_DIM, "-");
    table_cell(table, state_style(letter), "%c %s", letter, state_word(letter));
    if (!view->collected && !view->stat_error) {
        usage_cells(table, frame, view);
        return;
    }
    table_cell(table, STYLE_DIM, "-");
    table_cell(table, STYLE_DIM, "-");
    word_cells(table, view);
    for (int i = 0; i < 3; i++)
        table_cell(table, STYLE_DIM, "-");
}

/* The whole line in reverse: every end of a colour begins it anew. */
static void mark_line(struct strbuf *line, const struct surface *surface)
{
    struct strbuf marked = {0};

    if (!surface->colour) {
        line->text[0] = '>';
        return;
    }
    style_begin(&marked, surface, STYLE_REVERSE);
    strbuf_putc(&marked, '>');
    for (const char *at = line->text + 1; *at;) {
        const char *end = strstr(at, "\033[m");
        size_t length = end ? (size_t)(end - at) + 3 : strlen(at);
        strbuf_append(&marked, at, length);
        if (end)
            style_begin(&marked, surface, STYLE_REVERSE);
        at += length;
    }
    strbuf_clear(line);
    strbuf_append(line, marked.text, marked.length);
    strbuf_free(&marked);
}

/* The lines top to top + rows - 1 of the table, the titles always; the one of the cursor marked. */
static size_t put_rows(struct watch_frame *frame, const struct strbuf *table, size_t rows,
                       const struct surface *surface, struct strbuf *buffer)
{
    const char *line = table->text;
    struct strbuf copy = {0};
    size_t put = 0;

    size_t count = frame->snapshot.count;
    if (frame->top + rows > count) /* no room is left empty below the last one */
        frame->top = count > rows ? count - rows : 0;
    if (frame->chosen < frame->top)
        frame->top = frame->chosen;
    if (rows && frame->chosen >= frame->top + rows)
        frame->top = frame->chosen + 1 - rows;
    for (size_t number = 0; line && *line; number++) {
        size_t length = strcspn(line, "\n");
        bool seen = !number || (number > frame->top && number <= frame->top + rows);
        strbuf_clear(&copy);
        strbuf_append(&copy, line, length);
        if (number == frame->chosen + 1)
            mark_line(&copy, surface);
        if (seen) {
            strbuf_append(buffer, copy.text, copy.length);
            strbuf_putc(buffer, '\n');
            put++;
        }
        line += length + (line[length] == '\n');
    }
    strbuf_free(&copy);
    return put;
}

static void put_title(const struct watch_frame *frame, const struct surface *surface, int interval,
                      struct strbuf *buffer)
{
    size_t start = buffer->length;

    style_begin(buffer, surface, STYLE_BOLD);
    strbuf_string(buffer,
                  "q leave  arrows choose  s stop  c continue  t terminate  k kill  f fg  ");
    append_clock(buffer, frame->clock);
    buffer->length -= 4; /* no milliseconds */
    strbuf_string(buffer, "  every ");
    append_duration(buffer, (int64_t)interval * 1000);
    style_begin(buffer, surface, STYLE_PLAIN);
    line_cut(buffer, start, surface);
    strbuf_putc(buffer, '\n');
}

/* The last line has a message, or what may be cut in the table: all of the chosen process. */
static void put_last_line(const struct watch_frame *frame, const struct surface *surface,
                          const char *message, struct strbuf *buffer)
{
    const struct process_view *chosen = watch_frame_chosen(frame);
    size_t start = buffer->length;

    if (*message) {
        strbuf_string(buffer, message);
    } else if (chosen) {
        style_begin(buffer, surface, STYLE_DIM);
        strbuf_printf(buffer, "%ld: %s: %s", (long)chosen->pid, chosen->waits_text,
                      chosen->command ? chosen->command : "");
        style_begin(buffer, surface, STYLE_PLAIN);
    }
    line_cut(buffer, start, surface);
}

void watch_frame_draw(struct watch_frame *frame, const struct surface *surface, size_t rows,
                      int interval, const char *message, struct strbuf *buffer)
{
    enum { TITLES = 3 }; /* our own, the table's, and the message's line */
    struct table table = {
        .columns = columns, .column_count = sizeof columns / sizeof *columns, .unbroken = true};
    struct strbuf text = {0}, pipes = {0};

    for (size_t i = 0; i < frame->snapshot.count; i++)
        row(&table, frame, &frame->snapshot.processes[i]);
    table_draw(&table, surface, 2, &text);
    put_title(frame, surface, interval, buffer);
    size_t put = put_rows(frame, &text, rows > TITLES ? rows - TITLES : 1, surface, buffer) + 1;
    for (size_t i = 0; i < frame->subject_count; i++)
        overview_draw_pipes(&frame->snapshot, frame->first[i], frame->first[i + 1], surface,
                            &pipes);
    for (const char *line = pipes.text; line && *line && put + 1 < rows; put++) {
        size_t length = strcspn(line, "\n");
        size_t start = buffer->length;
        strbuf_append(buffer, line, length);
        line_cut(buffer, start, surface);
        strbuf_putc(buffer, '\n');
        line += length + (line[length] == '\n');
    }
    for (; put + 1 < rows; put++)
        strbuf_putc(buffer, '\n');
    put_last_line(frame, surface, message, buffer);
    strbuf_free(&text);
    strbuf_free(&pipes);
    table_free(&table);
}
