/* Field splitting: separators of several bytes, and the splitting that `read` does. */
#include "base/locale.h"
#include "expand/expand.h"
#include "expand/separator.h"

/* A byte of 0x80 or above is a separator, or begins one: to be sure the text is walked by
 * characters. */
struct separator separator_find_slow(const struct variables *variables, const char *text,
                                     const char *end)
{
    size_t size;

    for (; text < end; text += size) {
        size_t left = (size_t)(end - text);
        uint8_t class = variables->ifs_class[(unsigned char)*text];
        size = character_size(text, end);
        if (class == IFS_LEAD) {
            size_t separator = ifs_separator_at(variables, text, left);
            if (separator)
                return (struct separator){text, separator, IFS_OTHER};
        } else if (class && size == 1) {
            return (struct separator){text, 1, class};
        }
    }
    return (struct separator){end, 0, IFS_NONE};
}

/* The text being split for read; quoted bytes are no separators. */
struct input {
    const struct variables *variables;
    const char *text, *next, *end;
    const unsigned char *quoted;
};

static struct separator next_separator(const struct input *input, const char *from)
{
    for (;;) {
        struct separator found = separator_find(input->variables, from, input->end);
        if (found.at == input->end || !input->quoted || !input->quoted[found.at - input->text])
            return found;
        from = found.at + found.size;
    }
}

static void skip_space(struct input *input)
{
    while (input->next < input->end) {
        struct separator found = next_separator(input, input->next);
        if (found.at != input->next || found.class != IFS_SPACE)
            return;
        input->next += found.size;
    }
}

/* Takes one field and the delimiter behind it: white space with at most one other separator in it.
 */
static const char *take_field(struct input *input)
{
    struct separator found = next_separator(input, input->next);
    const char *end = found.at;

    input->next = found.at + (found.at < input->end ? found.size : 0);
    if (found.class == IFS_SPACE) {
        skip_space(input);
        if (input->next < input->end) {
            struct separator other = next_separator(input, input->next);
            if (other.at == input->next && other.class == IFS_OTHER)
                input->next += other.size;
        }
    }
    skip_space(input);
    return end;
}

/* Where the text ends without the IFS white space at its end. */
static const char *without_trailing_space(const struct input *input, const char *start)
{
    const char *end = input->end;

    while (end > start && input->variables->ifs_class[(unsigned char)end[-1]] == IFS_SPACE &&
           !(input->quoted && input->quoted[end - 1 - input->text]))
        end--;
    return end;
}

void split_for_read(struct shell *shell, const char *text, size_t length,
                    const unsigned char *quoted, size_t most, struct fields *fields)
{
    struct input input = {&shell->variables, text, text, text + length, quoted};

    skip_space(&input);
    for (size_t count = 1; input.next < input.end; count++) {
        const char *start = input.next;
        const char *end = take_field(&input);
        if (count == most && input.next < input.end) {
            /* More than one field is left: the last variable takes them with their delimiters. */
            end = without_trailing_space(&input, start);
            input.next = input.end;
        }
        fields_add(shell, fields, arena_copy(&shell->scratch, start, (size_t)(end - start)));
    }
}
