/* Which entry of the history the line shows. */
#include "interactive/shown_entry.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "interactive/history.h"
#include "interactive/line_keys.h"
#include "interactive/readline_library.h"

#ifdef HAVE_READLINE

/* A line that was left for another one. */
struct left_line {
    struct left_line *next;
    unsigned number;
    char *text;
};

static struct {
    struct left_line *left;
    unsigned shown, generation; /* of the history */
} line;

static struct left_line *find_left(unsigned number)
{
    struct left_line *left = line.left;

    while (left && left->number != number)
        left = left->next;
    return left;
}

/* All of them, but for what was typed if that is wanted. */
static void forget(bool typed_too)
{
    struct left_line *typed = NULL;

    for (struct left_line *left = line.left, *next; left; left = next) {
        next = left->next;
        if (!typed_too && left->number == ENTRY_TYPED) {
            typed = left;
            typed->next = NULL;
            continue;
        }
        free(left->text);
        free(left);
    }
    line.left = typed;
}

void shown_entry_begin(void)
{
    forget(true);
    line.shown = ENTRY_TYPED;
    line.generation = history_generation();
}

/* A trap, or a command that a key called, may have changed the history. */
unsigned shown_entry(void)
{
    if (line.generation != history_generation() ||
        (line.shown != ENTRY_TYPED && !history_entry(line.shown))) {
        forget(false);
        line.shown = ENTRY_TYPED;
        line.generation = history_generation();
    }
    return line.shown;
}

struct entry_text shown_entry_text(unsigned number)
{
    const struct left_line *left = find_left(number);
    const struct history_entry *entry = number == ENTRY_TYPED ? NULL : history_entry(number);

    if (left)
        return (struct entry_text){left->text, strlen(left->text)};
    if (entry)
        return (struct entry_text){entry->text, entry->length};
    return (struct entry_text){"", 0};
}

bool shown_entry_is_unchanged(void)
{
    unsigned number = shown_entry();
    const struct history_entry *entry = number == ENTRY_TYPED ? NULL : history_entry(number);

    return entry && entry->length == (size_t)*library.rl_end &&
           memcmp(entry->text, *library.rl_line_buffer, entry->length) == 0;
}

static void keep_as(unsigned number)
{
    struct entry_text known = shown_entry_text(number);
    size_t length = (size_t)*library.rl_end;
    struct left_line *left = find_left(number);

    if (known.length == length && memcmp(known.text, *library.rl_line_buffer, length) == 0)
        return;
    if (!left) {
        left = memory_zalloc(sizeof *left);
        left->number = number;
        left->next = line.left;
        line.left = left;
    }
    free(left->text);
    left->text = memory_copy(*library.rl_line_buffer, length);
}

void shown_entry_keep(void)
{
    keep_as(shown_entry());
}

void shown_entry_keep_as_typed(void)
{
    keep_as(ENTRY_TYPED);
    line.shown = ENTRY_TYPED;
}

void shown_entry_show(unsigned number, struct entry_text text)
{
    char *copy = memory_copy(text.text, text.length);

    library.rl_begin_undo_group();
    library.rl_delete_text(0, *library.rl_end);
    *library.rl_point = 0;
    library.rl_insert_text(copy);
    library.rl_end_undo_group();
    if (line_keys_in_command_mode())
        library.rl_free_undo_list();
    free(copy);
    line.shown = number;
}

#endif
