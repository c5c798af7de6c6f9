/* The parts of a word -> the builder. */
#include <string.h>

#include "expand/build.h"
#include "state/value.h"

/* The tilde's directory, quoted: it is not split and no pattern (2.6.1). A directory that ends with
 * a slash loses it before another one: ~/x with HOME=/ is /x. */
static void expand_tilde(struct builder *builder, const struct word_part *part)
{
    const char *directory = tilde_directory(builder->shell, part->text);

    if (!directory) {
        build_unquoted(builder, "~", 1);
        build_unquoted(builder, part->text, part->length);
        return;
    }
    size_t length = strlen(directory);
    const struct word_part *next = part->next;
    if (length && directory[length - 1] == '/' && next && next->kind == PART_LITERAL &&
        next->length && *next->text == '/')
        length--;
    build_quoted(builder, directory, length);
}

static enum flow expand_number(struct builder *builder, const struct word_part *part, bool quoted)
{
    char text[VALUE_NUMBER_SIZE];
    int64_t number;
    enum flow flow = expand_arith(builder->shell, part, &number);

    if (flow)
        return flow;
    size_t length = value_format_number(text, number);
    if (quoted)
        build_quoted(builder, text, length);
    else
        build_split(builder, text, length);
    return FLOW_NEXT;
}

static void expand_literal(struct builder *builder, const struct word_part *part, unsigned context)
{
    if (part->quoted || context & CONTEXT_QUOTED)
        build_quoted(builder, part->text, part->length);
    else if (context & CONTEXT_SPLIT_LITERALS)
        build_split(builder, part->text, part->length);
    else
        build_unquoted(builder, part->text, part->length);
}

static enum flow expand_process(struct builder *builder, const struct word_part *part)
{
    const char *path;
    enum flow flow = builder->shell->hooks.substitute_process(builder->shell, part, &path);

    if (!flow)
        build_quoted(builder, path, strlen(path));
    return flow;
}

enum flow expand_parts(struct builder *builder, const struct word_part *part, unsigned context)
{
    enum flow flow = FLOW_NEXT;

    for (; part && !flow; part = part->next) {
        bool quoted = part->quoted || context & CONTEXT_QUOTED;
        switch (part->kind) {
        case PART_LITERAL:
            expand_literal(builder, part, context);
            break;
        case PART_TILDE:
            expand_tilde(builder, part);
            break;
        case PART_PARAM:
            flow = expand_parameter(builder, &part->param, quoted);
            break;
        case PART_COMMAND:
            flow = expand_command(builder, part, quoted);
            break;
        case PART_ARITH:
            flow = expand_number(builder, part, quoted);
            break;
        case PART_PROCESS:
            flow = expand_process(builder, part);
            break;
        }
    }
    return flow;
}
