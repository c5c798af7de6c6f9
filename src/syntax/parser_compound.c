/* Compound commands: groups, subshells, for, case, if, while, until. */
#include "base/stack.h"
#include "syntax/parser_grammar.h"

/* A list that must not be empty, up to whatever ends it. */
static struct node *parse_body(struct parser *parser)
{
    struct node *list = parse_list(parser, true);
    if (!list && !parser->failed)
        syntax_unexpected(parser, NULL);
    return list;
}

static struct node *parse_do_group(struct parser *parser, const char *expecting)
{
    if (!expect_reserved(parser, RESERVED_DO, "'do'"))
        return NULL;
    struct node *body = parse_body(parser);
    if (!body || !expect_reserved(parser, RESERVED_DONE, expecting))
        return NULL;
    return body;
}

static struct node *parse_loop(struct parser *parser, enum node_kind kind)
{
    drop_reserved(parser);
    struct loop *loop = new_node(parser, kind, sizeof *loop);

    loop->condition = parse_body(parser);
    if (!loop->condition)
        return NULL;
    loop->body =
        parse_do_group(parser, kind == NODE_WHILE ? "'done' for 'while'" : "'done' for 'until'");
    return loop->body ? &loop->node : NULL;
}

/* The words after `in`, up to ; or newline. */
static bool parse_for_words(struct parser *parser, struct for_loop *loop)
{
    size_t base = parser->stack_used, count;

    loop->has_in = true;
    lexer_take(parser);
    while (lexer_peek(parser, 0) == TOKEN_WORD || parser->token == TOKEN_IO_NUMBER) {
        parser_push(parser, parser->word);
        lexer_take(parser);
    }
    loop->words = parser_pop_array(parser, base, &count);
    loop->word_count = (uint32_t)count;
    if (parser->failed)
        return false;
    if (parser->token != TOKEN_SEMICOLON && parser->token != TOKEN_NEWLINE) {
        syntax_unexpected(parser, "';' or a newline before 'do'");
        return false;
    }
    lexer_take(parser);
    return true;
}

static struct node *parse_for(struct parser *parser)
{
    drop_reserved(parser);
    struct for_loop *loop = new_node(parser, NODE_FOR, sizeof *loop);

    if (lexer_peek(parser, 0) != TOKEN_WORD || parser->word->kind != WORD_LITERAL ||
        parser->word->quoted_any || !name_is_identifier(parser->word->text, parser->word->length)) {
        syntax_unexpected(parser, "a name after 'for'");
        return NULL;
    }
    loop->name = name_intern(parser->setup.names, parser->word->text, parser->word->length);
    drop_reserved(parser);
    bool semicolon = lexer_peek(parser, LEX_COMMAND | LEX_NO_ALIAS) == TOKEN_SEMICOLON;
    if (semicolon)
        lexer_take(parser);
    skip_newlines(parser);
    if (!semicolon && reserved_at(parser) == RESERVED_IN && !parse_for_words(parser, loop))
        return NULL;
    skip_newlines(parser);
    loop->body = parse_do_group(parser, "'done' for 'for'");
    return loop->body ? &loop->node : NULL;
}

static bool parse_case_patterns(struct parser *parser, struct case_item *item)
{
    size_t base = parser->stack_used, count;

    for (;;) {
        enum token token = lexer_peek(parser, 0);
        if (token != TOKEN_WORD && token != TOKEN_IO_NUMBER) {
            syntax_unexpected(parser, "a pattern or 'esac'");
            return false;
        }
        parser_push(parser, parser->word);
        lexer_take(parser);
        token = lexer_peek(parser, 0);
        if (token != TOKEN_PIPE)
            break;
        lexer_take(parser);
    }
    item->patterns = parser_pop_array(parser, base, &count);
    item->pattern_count = (uint32_t)count;
    if (parser->failed)
        return false;
    if (parser->token != TOKEN_CLOSE) {
        syntax_unexpected(parser, "')' after a pattern");
        return false;
    }
    lexer_take(parser);
    return true;
}

/* One item; *more is false when it is the last (no ;; after it). */
static bool parse_case_item(struct parser *parser, struct case_item *item, bool *more)
{
    if (parser->token == TOKEN_OPEN)
        lexer_take(parser);
    if (!parse_case_patterns(parser, item))
        return false;
    item->body = parse_list(parser, true);
    if (parser->failed)
        return false;
    *more = true;
    switch (lexer_peek(parser, LEX_COMMAND)) {
    case TOKEN_DOUBLE_SEMICOLON:
        item->end = CASE_BREAK;
        break;
    case TOKEN_SEMICOLON_AND:
        item->end = CASE_FALL_THROUGH;
        break;
    case TOKEN_DOUBLE_SEMICOLON_AND:
        item->end = CASE_TEST_NEXT;
        break;
    default:
        *more = false;
        return true;
    }
    lexer_take(parser);
    return true;
}

static struct node *parse_case(struct parser *parser)
{
    drop_reserved(parser);
    struct case_command *command = new_node(parser, NODE_CASE, sizeof *command);
    struct case_item **tail = &command->items;
    bool more = true;

    enum token token = lexer_peek(parser, 0);
    if (token != TOKEN_WORD && token != TOKEN_IO_NUMBER) {
        syntax_unexpected(parser, "a word after 'case'");
        return NULL;
    }
    command->word = parser->word;
    lexer_take(parser);
    lexer_peek(parser, LEX_COMMAND | LEX_NO_ALIAS);
    skip_newlines(parser);
    if (!expect_reserved(parser, RESERVED_IN, "'in' after the word of 'case'"))
        return NULL;
    for (;;) {
        skip_newlines_for(parser, LEX_COMMAND | LEX_NO_ALIAS);
        if (parser->failed || reserved_at(parser) == RESERVED_ESAC)
            break;
        if (!more) {
            syntax_unexpected(parser, "';;' or 'esac'");
            break;
        }
        struct case_item *item = arena_zalloc(parser->arena, sizeof *item);
        if (!parse_case_item(parser, item, &more))
            break;
        *tail = item;
        tail = &item->next;
    }
    return expect_reserved(parser, RESERVED_ESAC, "'esac'") ? &command->node : NULL;
}

/* After `if` or `elif` has been seen (it is the token at hand). */
static struct node *parse_if(struct parser *parser)
{
    if (stack_is_low()) {
        syntax_error(parser, "syntax error: nesting too deep");
        return NULL;
    }
    drop_reserved(parser);
    struct if_command *command = new_node(parser, NODE_IF, sizeof *command);

    command->condition = parse_body(parser);
    if (!command->condition || !expect_reserved(parser, RESERVED_THEN, "'then'"))
        return NULL;
    command->then_part = parse_body(parser);
    if (!command->then_part)
        return NULL;
    switch (reserved_at(parser)) {
    case RESERVED_ELIF:
        command->else_part = parse_if(parser);
        return command->else_part ? &command->node : NULL;
    case RESERVED_ELSE:
        lexer_take(parser);
        command->else_part = parse_body(parser);
        if (!command->else_part)
            return NULL;
        break;
    default:
        break;
    }
    return expect_reserved(parser, RESERVED_FI, "'fi'") ? &command->node : NULL;
}

static struct node *parse_group(struct parser *parser)
{
    drop_reserved(parser);
    struct compound *group = new_node(parser, NODE_GROUP, sizeof *group);

    group->body = parse_body(parser);
    if (!group->body || !expect_reserved(parser, RESERVED_CLOSE_BRACE, "'}'"))
        return NULL;
    return &group->node;
}

static struct node *parse_subshell(struct parser *parser)
{
    struct compound *subshell = new_node(parser, NODE_SUBSHELL, sizeof *subshell);

    lexer_take(parser);
    subshell->body = parse_body(parser);
    if (!subshell->body)
        return NULL;
    if (lexer_peek(parser, LEX_COMMAND) != TOKEN_CLOSE) {
        syntax_unexpected(parser, "')'");
        return NULL;
    }
    lexer_take(parser);
    return &subshell->node;
}

struct node *parse_compound(struct parser *parser, bool *is_compound)
{
    *is_compound = true;
    if (lexer_peek(parser, LEX_COMMAND | LEX_ASSIGNMENT) == TOKEN_OPEN)
        return parse_subshell(parser);
    switch (reserved_at(parser)) {
    case RESERVED_OPEN_BRACE:
        return parse_group(parser);
    case RESERVED_IF:
        return parse_if(parser);
    case RESERVED_FOR:
        return parse_for(parser);
    case RESERVED_CASE:
        return parse_case(parser);
    case RESERVED_WHILE:
        return parse_loop(parser, NODE_WHILE);
    case RESERVED_UNTIL:
        return parse_loop(parser, NODE_UNTIL);
    default:
        *is_compound = false;
        return NULL;
    }
}
