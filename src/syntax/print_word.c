/* Tree -> text: words and quoting. */
#include <string.h>

#include "base/names.h"
#include "base/stack.h"
#include "syntax/print_private.h"

void print_single_quoted(struct strbuf *buffer, const char *text, size_t length)
{
    strbuf_putc(buffer, '\'');
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '\'')
            strbuf_string(buffer, "'\\''");
        else
            strbuf_putc(buffer, text[i]);
    }
    strbuf_putc(buffer, '\'');
}

static bool is_plain(unsigned char c)
{
    return is_name_byte(c) || c >= 0x80 || (c && strchr("%+,-./:@=^]", c));
}

static bool is_control(unsigned char c)
{
    return (c < 0x20 && c != '\n' && c != '\t') || c == 0x7F;
}

void print_quoted(struct strbuf *buffer, const char *text, size_t length)
{
    bool plain = length > 0, control = false;

    for (size_t i = 0; i < length; i++) {
        plain &= is_plain((unsigned char)text[i]);
        control |= is_control((unsigned char)text[i]);
    }
    if (plain) {
        strbuf_append(buffer, text, length);
    } else if (!control) {
        print_single_quoted(buffer, text, length);
    } else {
        strbuf_string(buffer, "$'");
        for (size_t i = 0; i < length; i++) {
            unsigned char c = (unsigned char)text[i];
            if (c == '\'' || c == '\\')
                strbuf_printf(buffer, "\\%c", c);
            else if (is_control(c))
                strbuf_printf(buffer, "\\%03o", c);
            else
                strbuf_putc(buffer, (char)c);
        }
        strbuf_putc(buffer, '\'');
    }
}

/* Where text is being printed: what needs a backslash there. */
enum place { PLACE_WORD, PLACE_QUOTED, PLACE_BRACES, PLACE_DOCUMENT };

static void print_part(struct strbuf *buffer, const struct word_part *part, enum place place,
                       bool in_full);

static void print_inner(struct strbuf *buffer, const struct word *word, enum place place,
                        bool in_full)
{
    for (const struct word_part *part = word ? word->parts : NULL; part; part = part->next)
        print_part(buffer, part, place, in_full);
}

static void print_parameter(struct strbuf *buffer, const struct word_part *part, bool in_full)
{
    static const char *const operators[] = {"", "", "-", "=", "?", "+", "%", "%%", "#", "##", ""};
    const struct param *param = &part->param;
    bool pattern = param->op >= PARAM_REMOVE_SHORT_SUFFIX && param->op <= PARAM_REMOVE_LONG_PREFIX;

    strbuf_printf(buffer, "${%s%s%s%s", param->op == PARAM_LENGTH ? "#" : "", param_text(param),
                  param->colon ? ":" : "", operators[param->op]);
    if (param->word && part->quoted && !pattern) {
        print_inner(buffer, param->word, PLACE_BRACES, in_full);
    } else if (param->word) {
        /* Outside quotes, or a pattern, where quotes count again. */
        print_word_in(buffer, param->word, in_full);
    }
    strbuf_putc(buffer, '}');
}

static void print_literal(struct strbuf *buffer, const struct word_part *part, enum place place)
{
    const char *escaped = place == PLACE_DOCUMENT ? "$`\\"
                          : place == PLACE_BRACES ? "$`\"\\}"
                                                  : "$`\"\\";

    if (place == PLACE_WORD) {
        strbuf_append(buffer, part->text, part->length);
        return;
    }
    for (size_t i = 0; i < part->length; i++) {
        if (part->text[i] && strchr(escaped, part->text[i]))
            strbuf_putc(buffer, '\\');
        strbuf_putc(buffer, part->text[i]);
    }
}

static void print_part(struct strbuf *buffer, const struct word_part *part, enum place place,
                       bool in_full)
{
    if (stack_is_low()) {
        strbuf_string(buffer, "...");
        return;
    }
    switch ((enum part_kind)part->kind) {
    case PART_LITERAL:
        print_literal(buffer, part, place);
        break;
    case PART_TILDE:
        strbuf_printf(buffer, "~%s", part->text);
        break;
    case PART_PARAM:
        if (part->param.op == PARAM_PLAIN && !(part->next && part->next->kind == PART_LITERAL) &&
            part->param.position < 10)
            strbuf_printf(buffer, "$%s", param_text(&part->param));
        else
            print_parameter(buffer, part, in_full);
        break;
    case PART_COMMAND:
    case PART_PROCESS:
        strbuf_string(buffer, part->kind == PART_COMMAND ? "$(" : part->reads ? ">(" : "<(");
        if (part->command.body) {
            size_t from = buffer->length;
            print_substitution(buffer, part->command.body, in_full);
            if (part->kind == PART_COMMAND && buffer->text[from] == '(') { /* not $(( */
                strbuf_putc(buffer, ' ');
                memmove(buffer->text + from + 1, buffer->text + from, buffer->length - from - 1);
                buffer->text[from] = ' ';
            }
        }
        strbuf_putc(buffer, ')');
        break;
    case PART_ARITH:
        strbuf_string(buffer, "$((");
        print_inner(buffer, part->arith.text, PLACE_QUOTED, in_full);
        strbuf_string(buffer, "))");
        break;
    }
}

static bool is_literal(const struct word_part *part)
{
    return part->kind == PART_LITERAL;
}

/* A process substitution is one field like a quoted part, but it only exists outside of quotes. */
static bool stands_in_quotes(const struct word_part *part)
{
    return part->quoted && part->kind != PART_PROCESS;
}

/* Quoted parts that one pair of double-quotes can hold: empty quotes stand for themselves, as
 * "$@""" is not "$@". */
static const struct word_part *print_double_quoted(struct strbuf *buffer,
                                                   const struct word_part *part, bool in_full)
{
    bool empty;

    strbuf_putc(buffer, '"');
    do {
        empty = is_literal(part) && !part->length;
        print_part(buffer, part, PLACE_QUOTED, in_full);
        part = part->next;
    } while (!empty && part && stands_in_quotes(part) && !(is_literal(part) && !part->length));
    strbuf_putc(buffer, '"');
    return part;
}

void print_word_in(struct strbuf *buffer, const struct word *word, bool in_full)
{
    const struct word_part *part = word->parts;
    bool dollar = false; /* behind an unquoted $, which must not come to mean something */

    while (part) {
        bool single = is_literal(part) &&
                      (!part->length || !(part->next && stands_in_quotes(part->next))) && !dollar;
        dollar = false;
        if (stands_in_quotes(part) && !single) {
            part = print_double_quoted(buffer, part, in_full);
            continue;
        }
        if (stands_in_quotes(part)) {
            print_single_quoted(buffer, part->text, part->length);
        } else {
            print_part(buffer, part, PLACE_WORD, in_full);
            dollar = part->next && is_literal(part) && part->length &&
                     part->text[part->length - 1] == '$';
        }
        part = part->next;
        if (dollar && !part->quoted) { /* $`list` */
            buffer->length--;
            strbuf_string(buffer, "'$'");
            dollar = false;
        }
    }
}

void print_word(struct strbuf *buffer, const struct word *word)
{
    print_word_in(buffer, word, false);
}

void print_document(struct strbuf *buffer, const struct word *word, bool literal)
{
    if (!word)
        return;
    if (literal)
        strbuf_append(buffer, word->text ? word->text : "", word->length);
    else
        print_inner(buffer, word, PLACE_DOCUMENT, true);
}
