/* Simple commands: assignments, words and redirections in any order. */
#include "syntax/parser_grammar.h"

static bool is_declaration_utility(const struct parser *parser, const struct name *name)
{
    for (unsigned i = 0; i < parser->declare_count; i++)
        if (name == parser->names_declare[i])
            return true;
    return false;
}

struct simple_parts {
    struct redirection *redirections, **redirections_tail;
    size_t assignments; /* where they begin on the stack; words after them */
    size_t words;
    bool declaration, after_command;
};

/* Takes the tokens of a simple command whose first is at hand. */
static void gather_simple(struct parser *parser, struct simple_parts *parts)
{
    unsigned flags = parser->stack_used > parts->words ? 0 : LEX_COMMAND | LEX_ASSIGNMENT;

    while (!parser->failed) {
        enum token token = lexer_peek(parser, flags);
        if (token == TOKEN_ASSIGNMENT) {
            /* A struct assignment is these two pointers. */
            parser_push(parser, parser->assignment);
            parser_push(parser, parser->word->parts ? parser->word : NULL);
            lexer_take(parser);
            parts->words += 2;
        } else if (token == TOKEN_WORD) {
            struct word *word = parser->word;
            lexer_take(parser);
            bool first = parser->stack_used == parts->words;
            if (first || parts->after_command) {
                const struct name *name = word_intern(parser, word);
                parts->declaration = name && is_declaration_utility(parser, name);
                parts->after_command = name && name == parser->names_command;
            }
            parser_push(parser, word);
            flags = parts->declaration ? LEX_DECLARATION : 0;
        } else if (at_redirection(parser)) {
            *parts->redirections_tail = parse_redirection(parser);
            if (*parts->redirections_tail)
                parts->redirections_tail = &(*parts->redirections_tail)->next;
        } else {
            return;
        }
    }
}

struct node *parse_simple(struct parser *parser, size_t first_words)
{
    struct simple_parts parts = {.redirections_tail = NULL};
    struct simple_command *command = new_node(parser, NODE_SIMPLE, sizeof *command);
    size_t count;

    parts.redirections_tail = &command->node.redirections;
    parts.assignments = parts.words = parser->stack_used - first_words;
    gather_simple(parser, &parts);
    if (parser->failed) {
        parser->stack_used = parts.assignments;
        return NULL;
    }
    command->words = parser_pop_array(parser, parts.words, &count);
    command->word_count = (uint32_t)count;
    if (parts.words > parts.assignments) {
        command->assignments = parser_pop_array(parser, parts.assignments, &count);
        command->assignment_count = (uint32_t)(count / 2);
    }
    if (parser->token == TOKEN_OPEN && command->word_count == 1 && !command->assignment_count &&
        !command->node.redirections) {
        struct word *word = command->words[0];
        if (word->kind == WORD_LITERAL && !word->quoted_any) {
            lexer_take(parser);
            if (lexer_peek(parser, 0) != TOKEN_CLOSE) {
                syntax_unexpected(parser, "')' after the '(' of a function definition");
                return NULL;
            }
            lexer_take(parser);
            return parse_function_body(parser, word_name(word), command->node.line);
        }
    }
    if (!command->word_count && !command->assignment_count && !command->node.redirections) {
        syntax_unexpected(parser, NULL);
        return NULL;
    }
    return &command->node;
}
