/* Tree -> text: commands. */
#include "syntax/print.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/names.h"
#include "base/stack.h"
#include "syntax/print_private.h"

static void print_command(struct printer *printer, const struct node *node);

static void newline(struct printer *printer)
{
    struct strbuf *out = printer->out;

    if (printer->one_line) {
        strbuf_string(out, "; ");
        return;
    }
    strbuf_putc(out, '\n');
    for (size_t i = 0; i < printer->documents; i++) {
        const struct redirection *document = printer->document[i];
        print_document(out, document->word, document->delimiter_quoted);
        strbuf_printf(out, "%s\n", document->delimiter);
    }
    printer->documents = 0;
    for (unsigned i = 0; i < printer->indent * 4; i++)
        strbuf_putc(out, ' ');
}

/* After a word such as `do`: a newline, or a blank when all is on one line. */
static void begin_body(struct printer *printer)
{
    printer->indent++;
    if (printer->one_line)
        strbuf_putc(printer->out, ' ');
    else
        newline(printer);
}

/* Before a word such as `done`. A list that ended in & needs no ; . */
static void end_body(struct printer *printer)
{
    struct strbuf *out = printer->out;

    printer->indent--;
    if (printer->one_line && out->length && out->text[out->length - 1] == '&')
        strbuf_putc(out, ' ');
    else
        newline(printer);
}

static void print_body(struct printer *printer, const struct node *node)
{
    begin_body(printer);
    if (node)
        print_command(printer, node);
    end_body(printer);
}

static void print_word_of(struct printer *printer, const struct word *word)
{
    if (!printer->only_commands)
        print_word_in(printer->out, word, printer->in_full);
}

static void add_document(struct printer *printer, const struct redirection *document)
{
    if (printer->documents == printer->document_size) {
        printer->document_size = printer->document_size ? 2 * printer->document_size : 8;
        printer->document = memory_realloc(
            printer->document, printer->document_size * sizeof(const struct redirection *));
    }
    printer->document[printer->documents++] = document;
}

static void print_redirections(struct printer *printer, const struct redirection *list)
{
    static const char *const operators[] = {
        [REDIRECT_INPUT] = "<",       [REDIRECT_OUTPUT] = ">",      [REDIRECT_CLOBBER] = ">|",
        [REDIRECT_APPEND] = ">>",     [REDIRECT_READ_WRITE] = "<>", [REDIRECT_DUP_INPUT] = "<&",
        [REDIRECT_DUP_OUTPUT] = ">&", [REDIRECT_HERE] = "<<",
    };
    for (; list; list = list->next) {
        bool input = list->kind == REDIRECT_INPUT || list->kind == REDIRECT_READ_WRITE ||
                     list->kind == REDIRECT_DUP_INPUT || list->kind == REDIRECT_HERE;
        if (printer->out->length && printer->out->text[printer->out->length - 1] != ' ')
            strbuf_putc(printer->out, ' ');
        if (list->fd != !input)
            strbuf_printf(printer->out, "%d", list->fd);
        strbuf_string(printer->out, operators[list->kind]);
        if (list->kind != REDIRECT_HERE) {
            if (list->word->parts && list->word->parts->kind == PART_PROCESS)
                strbuf_putc(printer->out, ' ');
            print_word_of(printer, list->word);
            continue;
        }
        printer->any_document = true;
        if (list->delimiter_quoted)
            print_single_quoted(printer->out, list->delimiter, strlen(list->delimiter));
        else
            strbuf_string(printer->out, list->delimiter);
        if (!printer->one_line)
            add_document(printer, list);
    }
}

static void print_words(struct printer *printer, struct word *const *words, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (i)
            strbuf_putc(printer->out, ' ');
        print_word_of(printer, words[i]);
    }
}

/* `<f if` runs a command of that name; the redirection is printed behind it. So does `time -o f`.
 */
static bool would_be_reserved(const struct simple_command *command)
{
    if (command->assignment_count || !command->word_count)
        return false;
    const struct word *word = command->words[0];
    return word->interned && word_name(word)->reserved && !word->quoted_any;
}

static void print_simple(struct printer *printer, const struct simple_command *command)
{
    struct strbuf *out = printer->out;

    for (uint32_t i = 0; i < command->assignment_count; i++) {
        strbuf_printf(out, "%s%s=", i ? " " : "", command->assignments[i].name->text);
        if (command->assignments[i].value)
            print_word_of(printer, command->assignments[i].value);
    }
    if (command->assignment_count && command->word_count)
        strbuf_putc(out, ' ');
    if (!would_be_reserved(command)) {
        print_words(printer, command->words, command->word_count);
        return;
    }
    print_single_quoted(out, command->words[0]->text, command->words[0]->length);
    if (command->word_count > 1)
        strbuf_putc(out, ' ');
    print_words(printer, command->words + 1, command->word_count - 1);
}

static void print_pipeline(struct printer *printer, const struct pipeline *pipeline)
{
    if (pipeline->timed)
        strbuf_string(printer->out, "time ");
    if (pipeline->timed_posix)
        strbuf_string(printer->out, "-p ");
    if (pipeline->timed_verbose)
        strbuf_string(printer->out, "-v ");
    if (pipeline->negated)
        strbuf_string(printer->out, "! ");
    for (uint32_t i = 0; i < pipeline->count; i++) {
        if (i)
            strbuf_string(printer->out, " | ");
        print_command(printer, pipeline->stages[i]);
    }
}

static void print_list(struct printer *printer, const struct list *list)
{
    for (uint32_t i = 0; i < list->count; i++) {
        print_command(printer, list->items[i].command);
        if (list->items[i].async)
            strbuf_string(printer->out, " &");
        if (i + 1 == list->count)
            break;
        if (list->items[i].async && printer->one_line)
            strbuf_putc(printer->out, ' ');
        else
            newline(printer);
    }
}

static void print_for(struct printer *printer, const struct for_loop *loop)
{
    strbuf_printf(printer->out, "for %s", loop->name->text);
    if (loop->has_in) {
        strbuf_string(printer->out, loop->word_count ? " in " : " in");
        print_words(printer, loop->words, loop->word_count);
    }
    newline(printer);
    strbuf_string(printer->out, "do");
    print_body(printer, loop->body);
    strbuf_string(printer->out, "done");
}

static void print_case(struct printer *printer, const struct case_command *command)
{
    static const char *const ends[] = {";;", ";&", ";;&"};
    struct strbuf *out = printer->out;

    strbuf_string(out, "case ");
    print_word_of(printer, command->word);
    strbuf_string(out, " in");
    for (const struct case_item *item = command->items; item; item = item->next) {
        if (printer->one_line)
            strbuf_putc(out, ' ');
        else
            newline(printer);
        strbuf_putc(out, '(');
        for (uint32_t j = 0; j < item->pattern_count; j++) {
            if (j)
                strbuf_string(out, " | ");
            print_word_of(printer, item->patterns[j]);
        }
        strbuf_putc(out, ')');
        printer->indent++;
        if (item->body) {
            if (printer->one_line)
                strbuf_putc(out, ' ');
            else
                newline(printer);
            print_command(printer, item->body);
        }
        if (printer->one_line)
            strbuf_putc(out, ' ');
        else
            newline(printer);
        strbuf_string(out, ends[item->end]);
        printer->indent--;
    }
    if (printer->one_line)
        strbuf_putc(out, ' ');
    else
        newline(printer);
    strbuf_string(out, "esac");
}

static void print_if(struct printer *printer, const struct if_command *command)
{
    struct strbuf *out = printer->out;

    strbuf_string(out, "if ");
    for (;;) {
        print_command(printer, command->condition);
        if (printer->one_line && out->text[out->length - 1] == '&')
            strbuf_putc(out, ' ');
        else
            newline(printer);
        strbuf_string(out, "then");
        print_body(printer, command->then_part);
        const struct node *rest = command->else_part;
        if (!rest || rest->kind != NODE_IF || rest->redirections)
            break;
        strbuf_string(out, "elif ");
        command = (const struct if_command *)rest;
    }
    if (command->else_part) {
        strbuf_string(out, "else");
        print_body(printer, command->else_part);
    }
    strbuf_string(out, "fi");
}

static void print_loop(struct printer *printer, const struct loop *loop)
{
    struct strbuf *out = printer->out;

    strbuf_string(out, loop->node.kind == NODE_WHILE ? "while " : "until ");
    print_command(printer, loop->condition);
    if (printer->one_line && out->text[out->length - 1] == '&')
        strbuf_putc(out, ' ');
    else
        newline(printer);
    strbuf_string(out, "do");
    print_body(printer, loop->body);
    strbuf_string(out, "done");
}

static void print_compound(struct printer *printer, const struct node *node)
{
    bool group = node->kind == NODE_GROUP;

    strbuf_string(printer->out, group ? "{" : "(");
    print_body(printer, ((const struct compound *)node)->body);
    strbuf_string(printer->out, group ? "}" : ")");
}

static void print_function_head(struct strbuf *buffer, const struct name *name)
{
    bool plain = name_is_identifier(name->text, strlen(name->text)) && !name->reserved;

    if (!plain) { /* NAME() takes names only; `function` takes any word */
        strbuf_string(buffer, "function ");
        print_quoted(buffer, name->text, strlen(name->text));
    } else {
        strbuf_string(buffer, name->text);
    }
    strbuf_string(buffer, "() ");
}

static void print_command(struct printer *printer, const struct node *node)
{
    if (stack_is_low()) { /* true && true && ... thousands of times */
        strbuf_string(printer->out, "...");
        return;
    }
    switch ((enum node_kind)node->kind) {
    case NODE_SIMPLE:
        print_simple(printer, (const struct simple_command *)node);
        break;
    case NODE_PIPELINE:
        print_pipeline(printer, (const struct pipeline *)node);
        break;
    case NODE_AND:
    case NODE_OR:
        print_command(printer, ((const struct binary *)node)->left);
        strbuf_string(printer->out, node->kind == NODE_AND ? " && " : " || ");
        print_command(printer, ((const struct binary *)node)->right);
        break;
    case NODE_LIST:
        print_list(printer, (const struct list *)node);
        break;
    case NODE_GROUP:
    case NODE_SUBSHELL:
        print_compound(printer, node);
        break;
    case NODE_FOR:
        print_for(printer, (const struct for_loop *)node);
        break;
    case NODE_CASE:
        print_case(printer, (const struct case_command *)node);
        break;
    case NODE_IF:
        print_if(printer, (const struct if_command *)node);
        break;
    case NODE_WHILE:
    case NODE_UNTIL:
        print_loop(printer, (const struct loop *)node);
        break;
    case NODE_COPROC:
        strbuf_printf(printer->out, "coproc %s ", ((const struct coproc *)node)->name->text);
        print_command(printer, ((const struct coproc *)node)->body);
        break;
    case NODE_PROCESSES:
        print_command(printer, ((const struct compound *)node)->body);
        break;
    case NODE_FUNCTION:
        print_function_head(printer->out, ((const struct function_definition *)node)->name);
        print_command(printer, ((const struct function_definition *)node)->body);
        break;
    }
    print_redirections(printer, node->redirections);
}

void print_node_line(struct strbuf *buffer, const struct node *node)
{
    struct printer printer = {.out = buffer, .one_line = true};
    print_command(&printer, node);
}

void print_node(struct strbuf *buffer, const struct node *node, unsigned indent)
{
    struct printer printer = {.out = buffer, .indent = indent, .in_full = true};
    print_command(&printer, node);
    if (printer.documents)
        newline(&printer);
    free(printer.document);
}

void print_definition(struct strbuf *buffer, const struct name *name, const struct node *body)
{
    print_function_head(buffer, name);
    print_node(buffer, body, 0);
}

/* Whether its own commands, not those in their words, have here-documents. */
static bool has_document(const struct node *node)
{
    struct strbuf unused = {0};
    struct printer printer = {.out = &unused, .one_line = true, .only_commands = true};

    print_command(&printer, node);
    strbuf_free(&unused);
    return printer.any_document;
}

void print_substitution(struct strbuf *buffer, const struct node *body, bool in_full)
{
    struct printer printer = {.out = buffer, .one_line = true, .in_full = in_full};

    if (in_full && has_document(body))
        print_node(buffer, body, 0);
    else
        print_command(&printer, body);
}
