/* A command of any kind, function definitions and coprocesses among them. */
#include "base/stack.h"
#include "syntax/parser_grammar.h"

/* A command whose own words or redirections substitute processes is held by a node that ends them
 * after it. An assignment's stay: x=<(list) is there to be used by later commands. */
static struct node *hold_processes(struct parser *parser, struct node *node)
{
    const struct simple_command *simple = (const struct simple_command *)node;

    if (!parser->processes || !node ||
        (node->kind == NODE_SIMPLE && !simple->word_count && !node->redirections))
        return node;
    struct compound *holder = new_node(parser, NODE_PROCESSES, sizeof *holder);
    holder->node.line = node->line;
    holder->body = node;
    return &holder->node;
}

struct node *parse_function_body(struct parser *parser, struct name *name, unsigned line)
{
    struct function_definition *definition = new_node(parser, NODE_FUNCTION, sizeof *definition);
    bool is_compound;

    definition->node.line = line;
    definition->name = name;
    definition->program = parser->program;
    skip_newlines(parser);
    definition->body = parse_compound(parser, &is_compound);
    if (!is_compound)
        syntax_unexpected(parser, "a compound command as the function's body");
    if (!definition->body || !parse_redirections(parser, &definition->body->redirections))
        return NULL;
    definition->body = hold_processes(parser, definition->body);
    parser->processes = false;
    return &definition->node;
}

/* function name [()] compound-command */
static struct node *parse_function(struct parser *parser)
{
    unsigned line = parser->token_line;

    lexer_take(parser);
    if (lexer_peek(parser, 0) != TOKEN_WORD || parser->word->kind != WORD_LITERAL) {
        syntax_unexpected(parser, "a name after 'function'");
        return NULL;
    }
    struct name *name = name_intern(parser->setup.names, parser->word->text, parser->word->length);
    lexer_take(parser);
    if (lexer_peek(parser, LEX_COMMAND) == TOKEN_OPEN) {
        lexer_take(parser);
        if (lexer_peek(parser, 0) != TOKEN_CLOSE) {
            syntax_unexpected(parser, "')'");
            return NULL;
        }
        lexer_take(parser);
    }
    return parse_function_body(parser, name, line);
}

/* Whether the token at hand names the coprocess rather than beginning its command: it looks like
 * the name of a shell variable, in capital letters. */
static bool is_coproc_name(struct parser *parser)
{
    const struct word *word = parser->word;

    if (lexer_peek(parser, LEX_COMMAND | LEX_ASSIGNMENT) != TOKEN_WORD)
        return false;
    if (word->kind != WORD_LITERAL || word->quoted_any ||
        !name_is_identifier(word->text, word->length))
        return false;
    for (uint32_t i = 0; i < word->length; i++)
        if (word->text[i] >= 'a' && word->text[i] <= 'z')
            return false;
    return true;
}

/* coproc [NAME] command */
static struct node *parse_coproc(struct parser *parser)
{
    struct coproc *coproc = new_node(parser, NODE_COPROC, sizeof *coproc);

    lexer_take(parser);
    lexer_peek(parser, LEX_COMMAND | LEX_ASSIGNMENT);
    if (is_coproc_name(parser)) {
        coproc->name = name_intern(parser->setup.names, parser->word->text, parser->word->length);
        lexer_take(parser);
    } else {
        coproc->name = name_intern(parser->setup.names, "COPROC", 6);
    }
    coproc->body = parse_command(parser, 0);
    return coproc->body ? &coproc->node : NULL;
}

static struct node *parse_any_command(struct parser *parser)
{
    bool is_compound;

    struct node *node = parse_compound(parser, &is_compound);
    if (is_compound)
        return node && parse_redirections(parser, &node->redirections) ? node : NULL;
    if (parser->failed)
        return NULL;
    enum reserved reserved = reserved_at(parser);
    if (reserved == RESERVED_FUNCTION)
        return parse_function(parser);
    if (reserved == RESERVED_COPROC)
        return parse_coproc(parser);
    if (reserved != RESERVED_NONE && reserved != RESERVED_TIME) {
        syntax_unexpected(parser, NULL);
        return NULL;
    }
    return parse_simple(parser, 0);
}

struct node *parse_command(struct parser *parser, size_t first_words)
{
    bool outer = parser->processes;

    if (stack_is_low()) {
        syntax_error(parser, "syntax error: nesting too deep");
        return NULL;
    }
    parser->processes = false;
    struct node *node = hold_processes(parser, first_words ? parse_simple(parser, first_words)
                                                           : parse_any_command(parser));
    parser->processes = outer;
    return node;
}
