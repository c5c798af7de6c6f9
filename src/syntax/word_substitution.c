/* Command substitutions in a word (POSIX 2.6.3), and process substitutions. */
#include "syntax/word_private.h"

struct lexer_state {
    uint8_t token;
    unsigned token_line;
    const char *token_start;
    struct word *word;
    struct name *assignment;
    int io_number;
};

static struct lexer_state save_lexer(const struct parser *parser)
{
    return (struct lexer_state){parser->token, parser->token_line, parser->token_start,
                                parser->word,  parser->assignment, parser->io_number};
}

static void restore_lexer(struct parser *parser, const struct lexer_state *state)
{
    parser->token = state->token;
    parser->token_line = state->token_line;
    parser->token_start = state->token_start;
    parser->word = state->word;
    parser->assignment = state->assignment;
    parser->io_number = state->io_number;
}

struct word_part *parse_substitution(struct parser *parser, struct builder *builder,
                                     enum part_kind kind, bool quoted)
{
    struct word_part *part = builder_part(parser, builder, kind, quoted);
    struct lexer_state state = save_lexer(parser);
    struct heredoc *heredocs = parser->heredocs, **tail = parser->heredocs_tail;

    parser->token = TOKEN_NONE;
    parser->heredocs = NULL; /* a newline in here does not begin those of the line outside */
    part->command.body = parse_until_close(parser);
    part->command.program = parser->program;
    if (heredocs) { /* those that are still to come, as in $(cat <<E), come after them */
        *tail = parser->heredocs;
        if (!parser->heredocs)
            parser->heredocs_tail = tail;
        parser->heredocs = heredocs;
    }
    if (!parser->failed)
        restore_lexer(parser, &state);
    return part;
}

void parse_process(struct parser *parser, struct builder *builder)
{
    bool reads = *parser->next == '>';

    builder_flush(parser, builder);
    parser->next += 2;
    parse_substitution(parser, builder, PART_PROCESS, true)->reads = reads;
    parser->processes = true;
}

void parse_backquotes(struct parser *parser, struct builder *builder, bool quoted, bool in_quotes)
{
    if (builder->verbatim) {
        parse_verbatim(parser, builder, '`', quoted);
        return;
    }
    builder_flush(parser, builder);
    parser->next++;
    struct word_part *part = builder_part(parser, builder, PART_COMMAND, quoted);
    struct lexer_state state = save_lexer(parser);
    size_t from = parser->text.length;
    unsigned line = parser->line;
    int c;

    while ((c = input_peek(parser)) != '`') {
        if (c == -1) {
            syntax_error(parser, "syntax error: unterminated ` in line %u", line);
            parser->text.length = from;
            return;
        }
        parser->next++;
        if (c == '\\') {
            int next = input_peek(parser);
            if (next == '`' || next == '\\' || next == '$' || (next == '"' && in_quotes)) {
                c = next;
                parser->next++;
            }
        }
        if (c == '\n')
            parser->line++;
        strbuf_putc(&parser->text, (char)c);
    }
    parser->next++;
    unsigned end_line = parser->line;
    parser->line = line;
    size_t length = parser->text.length - from;
    const char *text = length ? arena_copy(parser->arena, parser->text.text + from, length) : "";
    parser->text.length = from;
    part->backquoted = true;
    part->command.body = parse_text_inside(parser, text, length);
    part->command.program = parser->program;
    parser->line = end_line;
    if (!parser->failed)
        restore_lexer(parser, &state);
}
