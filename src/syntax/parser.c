/* The grammar (POSIX 2.10.2), by recursive descent: one function for each of its rules that
 * matters. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/stack.h"
#include "syntax/parser_private.h"

static struct node *parse_list(struct parser *parser, bool newlines);
static struct node *parse_and_or(struct parser *parser);
static struct node *parse_command(struct parser *parser);

/* ---- The stack of pointers ---- */

void parser_push(struct parser *parser, void *item)
{
    if (parser->stack_used == parser->stack_size) {
        parser->stack_size = parser->stack_size ? parser->stack_size * 2 : 64;
        parser->stack = memory_realloc(parser->stack, parser->stack_size * sizeof *parser->stack);
    }
    parser->stack[parser->stack_used++] = item;
}

void *parser_pop_array(struct parser *parser, size_t base, size_t *count)
{
    *count = parser->stack_used - base;
    void **array = arena_alloc(parser->arena, *count * sizeof *array);
    if (*count)
        memcpy(array, parser->stack + base, *count * sizeof *array);
    parser->stack_used = base;
    return array;
}

/* ---- Small steps ---- */

static void *new_node(struct parser *parser, enum node_kind kind, size_t size)
{
    struct node *node = arena_zalloc(parser->arena, size);
    node->kind = (uint8_t)kind;
    node->line = parser->token_line;
    return node;
}

static enum reserved reserved_at(struct parser *parser)
{
    if (lexer_peek(parser, LEX_COMMAND | LEX_ASSIGNMENT) != TOKEN_WORD)
        return RESERVED_NONE;
    const struct word *word = parser->word;
    return word->interned && !word->quoted_any ? (enum reserved)word_name(word)->reserved
                                               : RESERVED_NONE;
}

/* Takes the reserved word, or the name, that was just looked at. Its struct word is not kept,
 * unless something (the list that it ends) was allocated since. */
static void drop_reserved(struct parser *parser)
{
    if (parser->arena->next == parser->token_end)
        arena_release(parser->arena, parser->token_mark);
    lexer_take(parser);
}

static bool take_reserved(struct parser *parser, enum reserved wanted)
{
    if (reserved_at(parser) != wanted)
        return false;
    drop_reserved(parser);
    return true;
}

static bool expect_reserved(struct parser *parser, enum reserved wanted, const char *text)
{
    if (parser->failed)
        return false;
    if (take_reserved(parser, wanted))
        return true;
    syntax_unexpected(parser, text);
    return false;
}

/* `flags`: how the token behind the newlines is to be read. */
static void skip_newlines_for(struct parser *parser, unsigned flags)
{
    while (!parser->failed && lexer_peek(parser, flags) == TOKEN_NEWLINE)
        lexer_take(parser);
}

static void skip_newlines(struct parser *parser)
{
    skip_newlines_for(parser, LEX_COMMAND | LEX_ASSIGNMENT);
}

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

/* ---- Redirections ---- */

static const struct {
    int kind, fd;
} redirections[] = {
    [TOKEN_LESS] = {REDIRECT_INPUT, 0},
    [TOKEN_GREATER] = {REDIRECT_OUTPUT, 1},
    [TOKEN_DOUBLE_LESS] = {REDIRECT_HERE, 0},
    [TOKEN_DOUBLE_LESS_DASH] = {REDIRECT_HERE, 0},
    [TOKEN_DOUBLE_GREATER] = {REDIRECT_APPEND, 1},
    [TOKEN_LESS_AND] = {REDIRECT_DUP_INPUT, 0},
    [TOKEN_GREATER_AND] = {REDIRECT_DUP_OUTPUT, 1},
    [TOKEN_LESS_GREATER] = {REDIRECT_READ_WRITE, 0},
    [TOKEN_CLOBBER] = {REDIRECT_CLOBBER, 1},
};

/* The delimiter of a here-document: quote removal is all that is done to it. */
static void set_delimiter(struct parser *parser, struct redirection *redirection,
                          const struct word *word)
{
    size_t from = parser->text.length;

    for (const struct word_part *part = word->parts; part; part = part->next) {
        if (part->kind == PART_LITERAL)
            strbuf_append(&parser->text, part->text, part->length);
        else if (part->kind == PART_TILDE)
            strbuf_printf(&parser->text, "~%s", part->text);
        else if (part->kind == PART_PARAM)
            strbuf_printf(&parser->text, "$%s", param_text(&part->param));
        redirection->delimiter_quoted |= part->quoted;
    }
    size_t length = parser->text.length - from;
    redirection->delimiter =
        length ? arena_copy(parser->arena, parser->text.text + from, length) : "";
    parser->text.length = from;
    redirection->delimiter_quoted |= word->quoted_any;
}

/* At a redirection operator or IO_NUMBER: parses it. NULL after an error. */
static struct redirection *parse_redirection(struct parser *parser)
{
    struct redirection *redirection = arena_zalloc(parser->arena, sizeof *redirection);
    int fd = -1;

    redirection->line = parser->token_line;
    if (parser->token == TOKEN_IO_NUMBER) {
        fd = parser->io_number;
        lexer_take(parser);
        lexer_peek(parser, 0);
    }
    enum token operator= parser->token;
    lexer_take(parser);
    redirection->kind = (uint8_t)redirections[operator].kind;
    redirection->fd = fd >= 0 ? fd : redirections[operator].fd;
    redirection->strip_tabs = operator== TOKEN_DOUBLE_LESS_DASH;
    enum token token = lexer_peek(parser, 0);
    if (token == TOKEN_IO_NUMBER) /* 2>&1 >x: the 1 was followed by a blank; but >1>x is not */
        token = TOKEN_WORD;
    if (token != TOKEN_WORD) {
        syntax_unexpected(parser, "a word after the redirection operator");
        return NULL;
    }
    struct word *word = parser->word;
    lexer_take(parser);
    if (redirection->kind == REDIRECT_HERE) {
        set_delimiter(parser, redirection, word);
        heredoc_add(parser, redirection);
    } else {
        redirection->word = word;
    }
    return redirection;
}

static bool at_redirection(const struct parser *parser)
{
    return parser->token == TOKEN_IO_NUMBER || parser->token >= TOKEN_LESS;
}

static bool parse_redirections(struct parser *parser, struct redirection **list)
{
    for (;;) {
        lexer_peek(parser, LEX_COMMAND | LEX_ASSIGNMENT);
        if (parser->failed)
            return false;
        if (!at_redirection(parser))
            return true;
        *list = parse_redirection(parser);
        if (!*list)
            return false;
        list = &(*list)->next;
    }
}

/* ---- Simple commands ---- */

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
    unsigned flags = LEX_COMMAND | LEX_ASSIGNMENT;

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

static struct node *parse_function_body(struct parser *parser, struct name *name, unsigned line);

static struct node *parse_simple(struct parser *parser)
{
    struct simple_parts parts = {.redirections_tail = NULL};
    struct simple_command *command = new_node(parser, NODE_SIMPLE, sizeof *command);
    size_t count;

    parts.redirections_tail = &command->node.redirections;
    parts.assignments = parts.words = parser->stack_used;
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

/* ---- Compound commands ---- */

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

    if (lexer_peek(parser, LEX_NO_ALIAS) != TOKEN_WORD || parser->word->kind != WORD_LITERAL ||
        parser->word->quoted_any || !name_is_identifier(parser->word->text, parser->word->length)) {
        syntax_unexpected(parser, "a name after 'for'");
        return NULL;
    }
    loop->name = name_intern(parser->setup.names, parser->word->text, parser->word->length);
    drop_reserved(parser);
    bool semicolon = lexer_peek(parser, LEX_COMMAND | LEX_NO_ALIAS) == TOKEN_SEMICOLON;
    if (semicolon)
        lexer_take(parser);
    skip_newlines_for(parser, LEX_COMMAND | LEX_NO_ALIAS);
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
        enum token token = lexer_peek(parser, LEX_NO_ALIAS);
        if (token != TOKEN_WORD && token != TOKEN_IO_NUMBER) {
            syntax_unexpected(parser, "a pattern or 'esac'");
            return false;
        }
        parser_push(parser, parser->word);
        lexer_take(parser);
        token = lexer_peek(parser, LEX_NO_ALIAS);
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

    enum token token = lexer_peek(parser, LEX_NO_ALIAS);
    if (token != TOKEN_WORD && token != TOKEN_IO_NUMBER) {
        syntax_unexpected(parser, "a word after 'case'");
        return NULL;
    }
    command->word = parser->word;
    lexer_take(parser);
    skip_newlines_for(parser, LEX_COMMAND | LEX_NO_ALIAS);
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

/* The compound command that begins at the token at hand, without redirections; NULL if none does.
 */
static struct node *parse_compound(struct parser *parser, bool *is_compound)
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

static struct node *parse_function_body(struct parser *parser, struct name *name, unsigned line)
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
    if (lexer_peek(parser, LEX_NO_ALIAS) != TOKEN_WORD || parser->word->kind != WORD_LITERAL) {
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
    coproc->body = parse_command(parser);
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
    if (reserved != RESERVED_NONE && reserved != RESERVED_IN && reserved != RESERVED_TIME &&
        reserved != RESERVED_NOT) {
        syntax_unexpected(parser, NULL);
        return NULL;
    }
    return parse_simple(parser);
}

static struct node *parse_command(struct parser *parser)
{
    bool outer = parser->processes;

    if (stack_is_low()) {
        syntax_error(parser, "syntax error: nesting too deep");
        return NULL;
    }
    parser->processes = false;
    struct node *node = hold_processes(parser, parse_any_command(parser));
    parser->processes = outer;
    return node;
}

/* ---- Pipelines and lists ---- */

static bool takes_option(struct parser *parser, const char *option)
{
    if (lexer_peek(parser, LEX_COMMAND | LEX_ASSIGNMENT) != TOKEN_WORD ||
        parser->word->kind != WORD_LITERAL || strcmp(parser->word->text, option) != 0)
        return false;
    lexer_take(parser);
    return true;
}

/* `time`, -p and -v before a pipeline. */
static void parse_time(struct parser *parser, struct pipeline *head)
{
    lexer_take(parser);
    head->timed = true;
    for (;;) {
        if (takes_option(parser, "-p"))
            head->timed_posix = true;
        else if (takes_option(parser, "-v"))
            head->timed_verbose = true;
        else
            return;
    }
}

static bool ends_pipeline(struct parser *parser)
{
    enum token token = lexer_peek(parser, LEX_COMMAND | LEX_ASSIGNMENT);
    return token == TOKEN_END || token == TOKEN_NEWLINE || token == TOKEN_SEMICOLON ||
           token == TOKEN_AMPERSAND || token == TOKEN_CLOSE;
}

static struct node *parse_pipeline(struct parser *parser)
{
    struct pipeline head = {.node = {.kind = NODE_PIPELINE}};
    size_t base = parser->stack_used, count;

    lexer_peek(parser, LEX_COMMAND | LEX_ASSIGNMENT);
    head.node.line = parser->token_line;
    for (;;) {
        enum reserved reserved = reserved_at(parser);
        if (reserved == RESERVED_NOT) {
            lexer_take(parser);
            head.negated = !head.negated;
        } else if (reserved == RESERVED_TIME) {
            parse_time(parser, &head);
        } else {
            break;
        }
    }
    if (!(head.timed && ends_pipeline(parser))) {
        for (;;) {
            struct node *stage = parse_command(parser);
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

/* `newlines`: a compound_list, which goes on over newlines; else one line's list, whose newline is
 * left at hand. NULL when it is empty or after an error. */
static struct node *parse_list(struct parser *parser, bool newlines)
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

    parser->heredocs = NULL;
    input_push(parser, text, length, NULL);
    parser->closed = true;
    parser->token = TOKEN_NONE;
    struct piece *piece = parser->pieces;
    struct node *list = parse_list(parser, true);
    if (!parser->failed && lexer_peek(parser, LEX_COMMAND) != TOKEN_END)
        syntax_unexpected(parser, NULL);
    if (!parser->failed && parser->heredocs)
        heredocs_read(parser);
    parser->pieces = piece;
    input_pop(parser);
    parser->closed = closed;
    parser->heredocs = heredocs;
    parser->heredocs_tail = tail;
    return list;
}

/* ---- The parser as an object ---- */

static struct parser *spare_parsers;

static void mark_reserved(struct parser *parser)
{
    static const char *const words[] = {
        [RESERVED_NOT] = "!",
        [RESERVED_OPEN_BRACE] = "{",
        [RESERVED_CLOSE_BRACE] = "}",
        [RESERVED_CASE] = "case",
        [RESERVED_DO] = "do",
        [RESERVED_DONE] = "done",
        [RESERVED_ELIF] = "elif",
        [RESERVED_ELSE] = "else",
        [RESERVED_ESAC] = "esac",
        [RESERVED_FI] = "fi",
        [RESERVED_FOR] = "for",
        [RESERVED_IF] = "if",
        [RESERVED_IN] = "in",
        [RESERVED_THEN] = "then",
        [RESERVED_UNTIL] = "until",
        [RESERVED_WHILE] = "while",
        [RESERVED_FUNCTION] = "function",
        [RESERVED_TIME] = "time",
        [RESERVED_COPROC] = "coproc",
    };
    static const char *const declare[] = {"export", "readonly", "local", "typeset", "declare"};
    struct names *names = parser->setup.names;

    for (size_t i = 1; i < sizeof words / sizeof *words; i++)
        name_intern(names, words[i], strlen(words[i]))->reserved = (uint8_t)i;
    for (size_t i = 0; i < sizeof declare / sizeof *declare; i++)
        parser->names_declare[i] = name_intern(names, declare[i], strlen(declare[i]));
    parser->declare_count = sizeof declare / sizeof *declare;
    parser->names_command = name_intern(names, "command", 7);
    parser->names_known = names;
}

bool parser_is_reserved(const char *text)
{
    static const char *const words[] = {
        "!",   "{",  "}",  "case", "do",    "done",  "elif",     "else", "esac",  "fi",
        "for", "if", "in", "then", "until", "while", "function", "time", "coproc"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i], text) == 0)
            return true;
    return false;
}

struct parser *parser_new(const struct parser_setup *setup)
{
    struct parser *parser = spare_parsers;

    if (parser)
        spare_parsers = parser->free_next;
    else
        parser = memory_zalloc(sizeof *parser);
    parser->setup = *setup;
    parser->next = parser->end = parser->start = NULL;
    parser->used_before = 0;
    parser->pieces = NULL;
    parser->closed = parser->ended = parser->interrupted = parser->failed = false;
    parser->recovering = false;
    parser->in_command = parser->arith_unclosed = parser->processes = parser->problem = false;
    parser->rescans = 0;
    parser->line = setup->first_line;
    parser->heredocs = NULL;
    parser->token = TOKEN_NONE;
    parser->stack_used = 0;
    parser->text.length = 0;
    if (parser->names_known != setup->names)
        mark_reserved(parser);
    return parser;
}

void parser_free(struct parser *parser)
{
    strbuf_free(&parser->extended);
    parser->free_next = spare_parsers;
    spare_parsers = parser;
}

void parser_text(struct parser *parser, const char *text, size_t length)
{
    parser->start = parser->next = text;
    parser->end = text + length;
}

size_t parser_used(const struct parser *parser)
{
    const struct piece *piece = parser->pieces;
    const char *next = parser->next;

    for (; piece; piece = piece->outer)
        next = piece->next;
    return parser->used_before + (size_t)(next - parser->start);
}

unsigned parser_line(const struct parser *parser)
{
    return parser->line;
}

void parser_report_all(struct parser *parser)
{
    parser->setup.report_all = true;
}

void parser_discard(struct parser *parser)
{
    while (parser->pieces)
        input_pop(parser);
    parser->next = parser->end;
    parser->closed = parser->failed = false;
}

void parser_interrupt(struct parser *parser)
{
    parser->interrupted = true;
}

/* After a syntax error with report_all: go on behind the line it stood in. */
static void skip_line(struct parser *parser)
{
    while (parser->pieces)
        input_pop(parser);
    parser->closed = false;
    const char *newline = parser->next < parser->end
                              ? memchr(parser->next, '\n', (size_t)(parser->end - parser->next))
                              : NULL;
    parser->next = newline ? newline + 1 : parser->end;
    parser->line += newline != NULL;
}

/* The line's end after a complete command: taken, so that here-documents are read. */
static void finish_line(struct parser *parser, bool empty)
{
    enum token token = lexer_peek(parser, LEX_COMMAND);

    if (token == TOKEN_NEWLINE)
        lexer_take(parser);
    else if (empty && parser->recovering) /* a line that begins with ) or ;; : it follows from the
                                             error before it */
        parser->failed = true;
    else if (token != TOKEN_END)
        syntax_unexpected(parser, NULL);
    if (!parser->failed && parser->heredocs)
        heredocs_read(parser);
}

/* An alias whose text has a newline in it: the commands behind it come next. The text goes with
 * this program's arena, so what is left of it is joined with the line around it in memory of the
 * parser's own. */
static void keep_alias_rest(struct parser *parser)
{
    struct strbuf rest = {0};

    while (parser->pieces && parser->next == parser->end)
        input_pop(parser);
    if (!parser->pieces)
        return;
    for (;;) {
        strbuf_append(&rest, parser->next, (size_t)(parser->end - parser->next));
        if (!parser->pieces)
            break;
        input_pop(parser);
    }
    /* What was at hand counts as used up to here. */
    parser->used_before += (size_t)(parser->end - parser->start) - rest.length;
    strbuf_free(&parser->rest);
    parser->rest = rest;
    parser_text(parser, rest.text, rest.length);
}

enum parse_result parser_next(struct parser *parser, struct program **program)
{
    parser->program = program_new();
    parser->arena = &parser->program->arena;
    parser->failed = false;
    parser->token = TOKEN_NONE;
    parser->in_command = false;
    parser->heredocs = NULL;
    parser->processes = parser->problem = false;
    parser->stack_used = 0;
    parser->text.length = 0;
    struct node *root = parse_list(parser, false);
    bool empty_end = !root && !parser->failed && parser->token == TOKEN_END;
    if (!parser->failed && !empty_end)
        finish_line(parser, !root);
    if (parser->failed || parser->interrupted || empty_end) {
        bool interrupted = parser->interrupted, failed = parser->failed;
        parser->interrupted = false;
        parser->token = TOKEN_NONE;
        if (failed && parser->setup.report_all) {
            parser->recovering = true;
            skip_line(parser);
        }
        parser->pieces = NULL; /* they live in the program's arena */
        program_release(parser->program);
        return interrupted ? PARSE_INTERRUPTED : failed ? PARSE_ERROR : PARSE_END;
    }
    keep_alias_rest(parser);
    if (root)
        parser->recovering = false;
    if (parser->problem) {
        program_release(parser->program);
        return PARSE_ERROR;
    }
    parser->program->root = root;
    *program = parser->program;
    return PARSE_COMMAND;
}

struct word *parser_dollar_word(const struct parser_setup *setup, struct program *program,
                                const char *text, size_t length)
{
    struct parser *parser = parser_new(setup);

    parser->program = program ? program : program_new();
    parser->arena = &parser->program->arena;
    parser_text(parser, text, length);
    parser->closed = true;
    struct word *word = word_parse(parser, MODE_HEREDOC, 0);
    if (parser->failed)
        word = NULL;
    parser->pieces = NULL;
    parser_free(parser);
    return word;
}
