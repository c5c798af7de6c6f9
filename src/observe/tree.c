/* The process tree: jobs -t. */
#include "observe/tree.h"

#include <stdlib.h>
#include <sys/sysmacros.h>

#include "base/memory.h"
#include "observe/process.h"
#include "observe/units.h"

enum { NONE = -1 };

static int compare_pids(const void *a, const void *b)
{
    const struct tree_process *left = a, *right = b;

    return left->stat.pid < right->stat.pid ? -1 : left->stat.pid > right->stat.pid;
}

int tree_find(const struct tree *tree, pid_t pid)
{
    size_t low = 0, high = tree->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (tree->processes[middle].stat.pid < pid)
            low = middle + 1;
        else
            high = middle;
    }
    return low < tree->count && tree->processes[low].stat.pid == pid ? (int)low : NONE;
}

/* The PIDs were read one after the other, and one can have got a new meaning in between: a parent
 * is older than its child, or it is not its parent. This also keeps rings out of the tree. */
static bool may_be_parent(const struct proc_stat *parent, const struct proc_stat *child)
{
    if (parent->start_ticks != child->start_ticks)
        return parent->start_ticks < child->start_ticks;
    return parent->pid < child->pid;
}

/* Backwards, so that each list of children is in the order of the PIDs. */
void tree_link(struct tree *tree)
{
    if (tree->count)
        qsort(tree->processes, tree->count, sizeof *tree->processes, compare_pids);
    for (size_t i = 0; i < tree->count; i++)
        tree->processes[i].first_child = tree->processes[i].next_sibling = NONE;
    for (size_t i = tree->count; i-- > 0;) {
        struct tree_process *process = &tree->processes[i];
        process->parent = tree_find(tree, process->stat.ppid);
        if (process->parent != NONE &&
            !may_be_parent(&tree->processes[process->parent].stat, &process->stat))
            process->parent = NONE;
        if (process->parent == NONE)
            continue;
        process->next_sibling = tree->processes[process->parent].first_child;
        tree->processes[process->parent].first_child = (int)i;
    }
}

int tree_read(struct tree *tree)
{
    struct pid_list all = {0};
    int error = proc_all(&all);

    tree->processes = memory_alloc((all.count + 1) * sizeof *tree->processes);
    tree->count = 0;
    for (size_t i = 0; i < all.count; i++)
        if (proc_stat_read(all.pids[i], &tree->processes[tree->count].stat) == 0)
            tree->count++;
    pid_list_free(&all);
    tree_link(tree);
    return error;
}

void tree_free(struct tree *tree)
{
    free(tree->processes);
    tree->processes = NULL;
    tree->count = 0;
}

/* A process is born into its parent's session, and can only leave it by leading a new one. In one
 * that is neither its own nor its parent's it must have got another parent since: whoever it is
 * now has adopted it. In a process group whose leader is gone the same holds for children of init,
 * who puts nobody into groups. */
bool tree_is_orphan(const struct tree *tree, int index)
{
    const struct proc_stat *stat = &tree->processes[index].stat;
    int parent = tree->processes[index].parent;

    if (parent == NONE || stat->kernel)
        return false;
    const struct proc_stat *above = &tree->processes[parent].stat;
    if (stat->sid != stat->pid && stat->sid != above->sid)
        return true;
    return above->pid == 1 && stat->pgid != stat->pid && stat->pgid != above->pgid &&
           tree_find(tree, stat->pgid) == NONE;
}

/* ---- The picture ---- */

/* What drawing carries along. */
struct picture {
    const struct tree *tree;
    const struct surface *surface;
    struct strbuf *buffer;
    struct strbuf lines; /* the branches to the left of the next process */
    bool commands;       /* with arguments, not only names */
    bool *drawn;
};

static void append_terminal(struct strbuf *buffer, const struct proc_stat *stat)
{
    enum { PTS_FIRST = 136, PTS_LAST = 143 };
    unsigned number = minor((dev_t)stat->terminal);

    if (!stat->terminal)
        return;
    if (major((dev_t)stat->terminal) >= PTS_FIRST && major((dev_t)stat->terminal) <= PTS_LAST)
        strbuf_printf(buffer, ", terminal pts/%u",
                      number + (major((dev_t)stat->terminal) - PTS_FIRST) * 256);
    else
        strbuf_printf(buffer, ", terminal %u:%u", major((dev_t)stat->terminal), number);
    if (stat->foreground == stat->pgid)
        strbuf_string(buffer, " (has it)");
}

/* Long command lines would hide what stands behind them. */
static void append_name(struct picture *picture, const struct proc_stat *stat)
{
    enum { LONGEST = 60 };
    struct strbuf name = {0};

    if (picture->commands && !stat->kernel && stat->state != 'Z')
        (void)proc_command_read(stat->pid, stat->name, &name);
    else if (stat->kernel || stat->state == 'Z')
        strbuf_printf(&name, "[%s]", stat->name);
    else
        strbuf_string(&name, stat->name);
    size_t fits = table_text_fit(name.text, name.length, LONGEST);
    append_visible(picture->buffer, name.text, fits);
    if (fits < name.length)
        strbuf_string(picture->buffer, "...");
    strbuf_free(&name);
}

static void append_note(struct picture *picture, enum style style, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static void append_note(struct picture *picture, enum style style, const char *format, ...)
{
    va_list arguments;

    strbuf_string(picture->buffer, "  ");
    style_begin(picture->buffer, picture->surface, style);
    va_start(arguments, format);
    strbuf_vprintf(picture->buffer, format, arguments);
    va_end(arguments);
    style_begin(picture->buffer, picture->surface, STYLE_PLAIN);
}

/* Group, session, terminal, and what is particular about it. */
static void append_facts(struct picture *picture, int index)
{
    const struct tree_process *process = &picture->tree->processes[index];
    const struct proc_stat *stat = &process->stat;

    if (stat->threads > 1)
        append_note(picture, STYLE_PLAIN, "%u threads", stat->threads);
    strbuf_printf(picture->buffer, "  group %ld, session %ld", (long)stat->pgid, (long)stat->sid);
    append_terminal(picture->buffer, stat);
    if (stat->pid == picture->tree->shell)
        append_note(picture, STYLE_GREEN, "this shell");
    if (stat->state == 'Z')
        append_note(picture, STYLE_MAGENTA, "zombie");
    if (tree_is_orphan(picture->tree, index)) {
        const struct proc_stat *parent = &picture->tree->processes[process->parent].stat;
        struct strbuf name = {0};
        append_visible(&name, parent->name, strlen(parent->name));
        append_note(picture, STYLE_YELLOW, "orphan, adopted by %ld %s", (long)parent->pid,
                    name.text ? name.text : "");
        strbuf_free(&name);
    }
}

/* The branches on a line below a process: those that lead on to its siblings and children. */
static void append_branches_below(struct picture *picture, int index)
{
    bool utf8 = picture->surface->utf8;
    const char *corner = utf8 ? "└─ " : "`- ", *tee = utf8 ? "├─ " : "|- ";
    const char *down = utf8 ? "│  " : "|  ";
    struct strbuf *lines = &picture->lines;
    size_t left = lines->length >= strlen(tee) ? lines->length - strlen(tee) : 0;
    bool is_tee = lines->length && !strcmp(lines->text + left, tee);
    bool is_corner = lines->length && !strcmp(lines->text + left, corner);

    strbuf_append(picture->buffer, lines->text, is_tee || is_corner ? left : lines->length);
    if (is_tee || is_corner)
        strbuf_string(picture->buffer, is_tee ? down : "   ");
    bool has_child = picture->tree->processes[index].first_child != NONE;
    strbuf_string(picture->buffer, has_child ? down : "   ");
}

/* The facts, which begin there in the buffer, get a line of their own. */
static void move_facts_below(struct picture *picture, int index, size_t start, size_t facts)
{
    struct strbuf *buffer = picture->buffer;
    struct strbuf moved = {0};

    strbuf_append(&moved, buffer->text + facts, buffer->length - facts);
    buffer->length = facts;
    line_cut(buffer, start, picture->surface);
    strbuf_putc(buffer, '\n');
    start = buffer->length;
    append_branches_below(picture, index);
    strbuf_append(buffer, moved.text, moved.length);
    line_cut(buffer, start, picture->surface);
    strbuf_free(&moved);
}

/* "4712 S sleep 100  group 4712, session 4700, terminal pts/3 (has it)  adopted by 1 init". */
static void draw_process(struct picture *picture, int index)
{
    const struct proc_stat *stat = &picture->tree->processes[index].stat;
    size_t start = picture->buffer->length;

    if (picture->lines.length)
        strbuf_append(picture->buffer, picture->lines.text, picture->lines.length);
    strbuf_printf(picture->buffer, "%ld ", (long)stat->pid);
    style_begin(picture->buffer, picture->surface, state_style(stat->state));
    strbuf_putc(picture->buffer, stat->state);
    style_begin(picture->buffer, picture->surface, STYLE_PLAIN);
    strbuf_putc(picture->buffer, ' ');
    append_name(picture, stat);
    size_t facts = picture->buffer->length;
    append_facts(picture, index);
    if (!line_fits(picture->buffer, start, picture->surface))
        move_facts_below(picture, index, start, facts);
    strbuf_putc(picture->buffer, '\n');
    picture->drawn[index] = true;
}

/* The branch before a child replaces its parent's: "├─" is "│ " for what is below. */
static void draw_below(struct picture *picture, int index)
{
    bool utf8 = picture->surface->utf8;
    size_t left = picture->lines.length;

    for (int child = picture->tree->processes[index].first_child; child != NONE;) {
        int next = picture->tree->processes[child].next_sibling;
        bool last = next == NONE;
        strbuf_string(&picture->lines, utf8 ? (last ? "└─ " : "├─ ") : (last ? "`- " : "|- "));
        draw_process(picture, child);
        picture->lines.length = left;
        strbuf_string(&picture->lines, utf8 ? (last ? "   " : "│  ") : (last ? "   " : "|  "));
        draw_below(picture, child);
        picture->lines.length = left;
        child = next;
    }
}

/* Blanks, and a corner behind them: what is left of a process that is the only one below another.
 */
static void set_corner(struct picture *picture, size_t depth)
{
    strbuf_clear(&picture->lines);
    if (depth)
        strbuf_printf(&picture->lines, "%*s%s", (int)(3 * (depth - 1)), "",
                      picture->surface->utf8 ? "└─ " : "`- ");
}

/* The way up, from init down to the parent, one below the other; how many they are. */
static size_t draw_ancestors(struct picture *picture, int index)
{
    int parent = picture->tree->processes[index].parent;

    if (parent == NONE)
        return 0;
    size_t depth = draw_ancestors(picture, parent);
    set_corner(picture, depth);
    draw_process(picture, parent);
    return depth + 1;
}

static size_t count_below(const struct tree *tree, int index)
{
    size_t count = 1;

    for (int child = tree->processes[index].first_child; child != NONE;
         child = tree->processes[child].next_sibling)
        count += count_below(tree, child);
    return count;
}

static bool is_below_another(const struct tree *tree, int index, const pid_t *roots, size_t count)
{
    for (int up = tree->processes[index].parent; up != NONE; up = tree->processes[up].parent)
        for (size_t i = 0; i < count; i++)
            if (tree->processes[up].stat.pid == roots[i])
                return true;
    return false;
}

static void draw_root(struct picture *picture, int index, bool ancestors)
{
    size_t depth = ancestors ? draw_ancestors(picture, index) : 0;

    set_corner(picture, depth);
    draw_process(picture, index);
    strbuf_clear(&picture->lines);
    strbuf_printf(&picture->lines, "%*s", (int)(3 * depth), "");
    draw_below(picture, index);
}

/* hidepid: what is below it cannot be seen either. */
static void say_hidden(pid_t pid, struct strbuf *buffer)
{
    if (process_exists(pid))
        strbuf_printf(buffer, "%ld ? hidden: /proc does not show it\n", (long)pid);
}

void tree_draw(const struct tree *tree, const pid_t *roots, size_t root_count, bool ancestors,
               const struct surface *surface, struct strbuf *buffer)
{
    enum { WITH_COMMANDS = 1000 }; /* above that reading every command line takes too long */
    struct picture picture = {.tree = tree, .surface = surface, .buffer = buffer};
    size_t total = 0;

    for (size_t i = 0; i < root_count; i++) {
        int index = tree_find(tree, roots[i]);
        total += index == NONE ? 0 : count_below(tree, index);
    }
    picture.commands = total <= WITH_COMMANDS;
    picture.drawn = memory_zalloc(tree->count + 1);
    for (size_t i = 0; i < root_count; i++) {
        int index = tree_find(tree, roots[i]);
        if (index == NONE && tree->count)
            say_hidden(roots[i], buffer);
        else if (index != NONE && !picture.drawn[index] &&
                 !is_below_another(tree, index, roots, root_count))
            draw_root(&picture, index, ancestors);
    }
    free(picture.drawn);
    strbuf_free(&picture.lines);
}
