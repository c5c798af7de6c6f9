/* The delimiter of a here-document is not expanded (POSIX 2.7.4): an expansion in it is text, of
 * which only the end must be found, through quotes and what is nested. */
#include "base/stack.h"
#include "syntax/word_private.h"

static void take_byte(struct parser *parser, struct builder *builder, int c, bool quoted)
{
    parser->next++;
    parser->line += c == '\n';
    builder_byte(parser, builder, (char)c, quoted);
}

/* A backslash and what it quotes; before a newline both vanish. */
static void take_backslash(struct parser *parser, struct builder *builder, bool quoted)
{
    parser->next++;
    int c = input_peek(parser);

    if (c == '\n') {
        parser->next++;
        parser->line++;
        return;
    }
    builder_byte(parser, builder, '\\', quoted);
    if (c != -1)
        take_byte(parser, builder, c, quoted);
}

/* What ends the text that `c` begins inside of `open`; 0: `c` begins nothing there. `dollar`: it
 * stands behind a $. */
static int closing(int open, int c, bool dollar)
{
    if (open == '\'' || open == '`')
        return 0;
    if (c == '\'')
        return open == '"' ? 0 : '\'';
    if (c == '"' || c == '`')
        return c;
    if (c == '(')
        return dollar || open == '(' ? ')' : 0;
    return c == '{' && dollar ? '}' : 0;
}

void parse_verbatim(struct parser *parser, struct builder *builder, int close, bool quoted)
{
    int c, inner, open = (unsigned char)*parser->next;
    bool dollar = false;

    if (stack_is_low()) {
        syntax_error(parser, "syntax error: nesting too deep");
        return;
    }
    take_byte(parser, builder, open, quoted);
    while (!parser->failed && (c = input_peek(parser)) != close) {
        if (c == -1) {
            syntax_error(parser, "syntax error: unterminated %c (expecting '%c')", open, close);
            return;
        }
        if (c == '\\' && open != '\'')
            take_backslash(parser, builder, quoted);
        else if ((inner = closing(open, c, dollar)))
            parse_verbatim(parser, builder, inner, quoted);
        else
            take_byte(parser, builder, c, quoted);
        dollar = c == '$';
    }
    if (!parser->failed)
        take_byte(parser, builder, close, quoted);
}
