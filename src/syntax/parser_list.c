/* Pipelines, AND-OR lists and lists; and the list that a command substitution is. */
#include <string.h>

#include "syntax/parser_grammar.h"

/* `time` and its options -p, -v, -- before a pipeline. False: it has others, and so is the utility
 * of that name, as in shells without the reserved word; then it and the options before those are
 * left on the stack. */
static bool parse_time(struct parser *parser, struct pipeline *head)
{
    size_t base = parser->stack_used;

    parser_push(parser, parser->word);
    lexer_take(parser);
    head->timed = true;
    while (lexer_peek(parser, LEX_COMMAND | LEX_ASSIGNMENT) == TOKEN_WORD &&
           parser->word->kind == WORD_LITERAL && parser->word->text[0] == '-' &&
           parser->word->text[1]) {
        const char *letters = parser->word->text + 1;
        if (letters[strspn(letters, "pv")] && strcmp(letters, "-") != 0)
            return false;
        head->timed_posix |= strchr(letters, 'p') != NULL;
        head->timed_verbose |= strchr(letters, 'v') != NULL;
        parser_push(parser, parser->word);
        lexer_take(parser);
        if (*letters == '-')
            break;
    }
    parser->stack_used = base;
    return true;
}

static bool ends_pipeline(struct parser *parser)
{
    enum token token = lexer_peek(parser, LEX_COMMAND | LEX_ASSIGNMENT);
    return token == TOKEN_END || token == TOKEN_NEWLINE || token == TOKEN_SEMICOLON ||
           token == TOKEN_AMPERSAND || token == TOKEN_CLOSE;
}

/* `time -p command 2>log` is like the utility of that name (POSIX XCU time), whose redirections are
 * those of its report, too. */
static void take_redirections(struct pipeline *pipeline)
{
    if (!pipeline->timed_posix || pipeline->count != 1 || pipeline->stages[0]->kind != NODE_SIMPLE)
        return;
    pipeline->node.redirections = pipeline->stages[0]->redirections;
    pipeline->stages[0]->redirections = NULL;
}

static struct node *parse_pipeline(struct parser *parser)
{
    struct pipeline head = {.node = {.kind = NODE_PIPELINE}};
    size_t base = parser->stack_used, count, first_words = 0;

    lexer_peek(parser, LEX_COMMAND | LEX_ASSIGNMENT);
    head.node.line = parser->token_line;
    for (;;) {
        enum reserved reserved = reserved_at(parser);
        if (reserved == RESERVED_NOT) {
            lexer_take(parser);
            head.negated = !head.negated;
        } else if (reserved == RESERVED_TIME) {
            struct pipeline before = head;
            if (!parse_time(parser, &head)) {
                head = before;
                first_words = parser->stack_used - base;
                break;
            }
        } else {
            break;
        }
    }
    if (!(head.timed && ends_pipeline(parser))) {
        for (;;) {
            struct node *stage = parse_command(parser, first_words);
            first_words = 0;
            if (!stage) {
                parser->stack_used = base;
                return NULL;
            }
            parser_push(parser, stage);
            if (lexer_peek(parser, LEX_COMMAND) != TOKEN_PIPE)
                break;
            lexer_take(parser);
            skip_newlines(parser);
        }
    }
    if (parser->failed) {
        parser->stack_used = base;
        return NULL;
    }
    if (parser->stack_used == base + 1 && !head.negated && !head.timed)
        return parser->stack[--parser->stack_used];
    head.stages = parser_pop_array(parser, base, &count);
    head.count = (uint32_t)count;
    struct pipeline *pipeline = arena_alloc(parser->arena, sizeof *pipeline);
    *pipeline = head;
    take_redirections(pipeline);
    return &pipeline->node;
}

static struct node *parse_and_or(struct parser *parser)
{
    struct node *left = parse_pipeline(parser);

    while (left && !parser->failed) {
        enum token token = lexer_peek(parser, LEX_COMMAND);
        if (token != TOKEN_AND_IF && token != TOKEN_OR_IF)
            break;
        struct binary *binary =
            new_node(parser, token == TOKEN_AND_IF ? NODE_AND : NODE_OR, sizeof *binary);
        lexer_take(parser);
        skip_newlines(parser);
        binary->left = left;
        binary->right = parse_pipeline(parser);
        left = binary->right ? &binary->node : NULL;
    }
    return parser->failed ? NULL : left;
}

/* Whether the token at hand ends a list rather than beginning a command. */
static bool ends_list(struct parser *parser)
{
    switch (lexer_peek(parser, LEX_COMMAND | LEX_ASSIGNMENT)) {
    case TOKEN_END:
    case TOKEN_NEWLINE:
    case TOKEN_CLOSE:
    case TOKEN_DOUBLE_SEMICOLON:
    case TOKEN_SEMICOLON_AND:
    case TOKEN_DOUBLE_SEMICOLON_AND:
        return true;
    case TOKEN_WORD:
        break;
    default:
        return false;
    }
    switch (reserved_at(parser)) {
    case RESERVED_CLOSE_BRACE:
    case RESERVED_DO:
    case RESERVED_DONE:
    case RESERVED_ELIF:
    case RESERVED_ELSE:
    case RESERVED_ESAC:
    case RESERVED_FI:
    case RESERVED_THEN:
        return true;
    default:
        return false;
    }
}

struct node *parse_list(struct parser *parser, bool newlines)
{
    size_t base = parser->stack_used, asynchronous = 0;

    if (newlines)
        skip_newlines(parser);
    unsigned line = parser->token_line;
    while (!parser->failed && !ends_list(parser)) {
        struct node *node = parse_and_or(parser);
        if (!node)
            break;
        enum token token = lexer_peek(parser, LEX_COMMAND);
        /* An asynchronous item is marked by a null pointer pushed before it. */
        if (token == TOKEN_AMPERSAND) {
            asynchronous++;
            parser_push(parser, NULL);
        }
        parser_push(parser, node);
        if (token == TOKEN_AMPERSAND || token == TOKEN_SEMICOLON)
            lexer_take(parser);
        else if (token != TOKEN_NEWLINE || !newlines)
            break;
        if (newlines)
            skip_newlines(parser);
    }
    if (parser->failed) {
        parser->stack_used = base;
        return NULL;
    }
    if (parser->stack_used == base)
        return NULL;
    if (parser->stack_used == base + 1 && !asynchronous)
        return parser->stack[--parser->stack_used];
    struct node **entries = (struct node **)parser->stack + base;
    size_t count = parser->stack_used - base;
    parser->stack_used = base;
    struct list *list = new_node(parser, NODE_LIST, sizeof *list);
    list->node.line = line;
    list->items = arena_alloc(parser->arena, (count - asynchronous) * sizeof *list->items);
    for (size_t i = 0; i < count; i++) {
        bool async = !entries[i];
        if (async)
            i++;
        list->items[list->count++] = (struct list_item){entries[i], async};
    }
    return &list->node;
}

struct node *parse_until_close(struct parser *parser)
{
    struct node *list = parse_list(parser, true);
    if (parser->failed)
        return NULL;
    if (lexer_peek(parser, LEX_COMMAND) != TOKEN_CLOSE) {
        syntax_unexpected(parser, "')' to close '$('");
        return NULL;
    }
    lexer_take(parser);
    return list;
}

struct node *parse_text_inside(struct parser *parser, const char *text, size_t length)
{
    bool closed = parser->closed;
    struct heredoc *heredocs = parser->heredocs, **tail = parser->heredocs_tail;
    struct piece piece;

    parser->heredocs = NULL;
    input_push(parser, &piece, text, length);
    parser->closed = true;
    parser->token = TOKEN_NONE;
    struct node *list = parse_list(parser, true);
    if (!parser->failed && lexer_peek(parser, LEX_COMMAND) != TOKEN_END)
        syntax_unexpected(parser, NULL);
    if (!parser->failed && parser->heredocs)
        heredocs_read(parser);
    input_pop_through(parser, &piece);
    parser->closed = closed;
    parser->heredocs = heredocs;
    parser->heredocs_tail = tail;
    return list;
}
