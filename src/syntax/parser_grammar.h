/* The grammar (POSIX 2.10.2), by recursive descent: one function for each of its rules that
 * matters. What the files of it (parser_list.c, parser_command.c, ...) share: the rules that call
 * each other, and the small steps that all of them take. A rule that returns NULL or false has said
 * why, or parser->failed is set. */
#ifndef SYNTAX_PARSER_GRAMMAR_H
#define SYNTAX_PARSER_GRAMMAR_H

#include "syntax/parser_private.h"

/* parser_list.c. `newlines`: a compound_list, which goes on over newlines; else one line's list,
 * whose newline is left at hand. NULL when it is empty or after an error. */
struct node *parse_list(struct parser *parser, bool newlines);

/* parser_command.c. `first_words`: how many words are on the stack already, a simple command's
 * first. */
struct node *parse_command(struct parser *parser, size_t first_words);
/* Behind the name and (): the function's body. */
struct node *parse_function_body(struct parser *parser, struct name *name, unsigned line);

/* parser_compound.c: the compound command that begins at the token at hand, without redirections;
 * NULL if none does. */
struct node *parse_compound(struct parser *parser, bool *is_compound);

/* parser_simple.c: a simple command; or a function definition, which begins like one. */
struct node *parse_simple(struct parser *parser, size_t first_words);

/* parser_redirection.c */
static inline bool at_redirection(const struct parser *parser)
{
    return parser->token == TOKEN_IO_NUMBER || parser->token >= TOKEN_LESS;
}
/* At a redirection operator or IO_NUMBER: parses it. NULL after an error. */
struct redirection *parse_redirection(struct parser *parser);
/* Those behind a compound command: none or more. */
bool parse_redirections(struct parser *parser, struct redirection **list);

/* reserved.c: marks the reserved words among the names, and the names of declaration utilities. */
void reserved_mark(struct parser *parser);

/* ---- Small steps ---- */

static inline void *new_node(struct parser *parser, enum node_kind kind, size_t size)
{
    struct node *node = arena_zalloc(parser->arena, size);
    node->kind = (uint8_t)kind;
    node->line = parser->token_line;
    return node;
}

static inline enum reserved reserved_at(struct parser *parser)
{
    if (lexer_peek(parser, LEX_COMMAND | LEX_ASSIGNMENT) != TOKEN_WORD)
        return RESERVED_NONE;
    const struct word *word = parser->word;
    return word->interned && !word->quoted_any ? (enum reserved)word_name(word)->reserved
                                               : RESERVED_NONE;
}

/* Takes the reserved word, or the name, that was just looked at. Its struct word is not kept,
 * unless something (the list that it ends) was allocated since. */
static inline void drop_reserved(struct parser *parser)
{
    if (parser->arena->next == parser->token_end)
        arena_release(parser->arena, parser->token_mark);
    lexer_take(parser);
}

static inline bool take_reserved(struct parser *parser, enum reserved wanted)
{
    if (reserved_at(parser) != wanted)
        return false;
    drop_reserved(parser);
    return true;
}

/* The same; false after an error if it is another token. `text`: what to say was expected. */
bool expect_reserved(struct parser *parser, enum reserved wanted, const char *text);

/* `flags`: how the token behind the newlines is to be read. */
static inline void skip_newlines_for(struct parser *parser, unsigned flags)
{
    while (!parser->failed && lexer_peek(parser, flags) == TOKEN_NEWLINE)
        lexer_take(parser);
}

static inline void skip_newlines(struct parser *parser)
{
    skip_newlines_for(parser, LEX_COMMAND | LEX_ASSIGNMENT);
}

#endif
