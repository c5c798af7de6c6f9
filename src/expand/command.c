/* Command substitution (POSIX 2.6.3). */
#include "expand/command.h"

#include "base/diag.h"
#include "base/stack.h"

/* Output is gathered in buffers that are kept, one for each depth of nesting: a substitution in a
 * loop does not allocate. */
enum { KEPT = 16, LARGEST_KEPT = 64 * 1024 };
static struct strbuf kept[KEPT];
static unsigned depth;

bool expand_too_deep(void)
{
    if (!stack_is_low())
        return false;
    diag("nesting too deep");
    return true;
}

enum flow substitution_begin(struct shell *shell, const struct word_part *part,
                             struct substitution *substitution)
{
    substitution->own = (struct strbuf){0};
    substitution->output = depth < KEPT ? &kept[depth] : &substitution->own;
    depth++;
    if (expand_too_deep())
        return expand_failed(shell);
    shell->substitutions++;
    return shell->hooks.substitute_command(shell, part, substitution->output);
}

void substitution_end(struct substitution *substitution)
{
    depth--;
    if (substitution->output == &substitution->own || substitution->output->capacity > LARGEST_KEPT)
        strbuf_free(substitution->output);
    else
        strbuf_clear(substitution->output);
}

enum flow expand_command(struct builder *builder, const struct word_part *part, bool quoted)
{
    struct substitution substitution;
    enum flow flow = substitution_begin(builder->shell, part, &substitution);
    const struct strbuf *output = substitution.output;
    const char *text = output->text ? output->text : "";

    if (!flow && quoted)
        build_quoted(builder, text, output->length);
    else if (!flow)
        build_split(builder, text, output->length);
    substitution_end(&substitution);
    return flow;
}
