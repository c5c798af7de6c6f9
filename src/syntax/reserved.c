/* The reserved words (POSIX 2.4, and pipit's own), and the names that the grammar knows besides. */
#include <string.h>

#include "syntax/parser_grammar.h"

static const char *const reserved_words[] = {
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
enum { WORDS = sizeof reserved_words / sizeof *reserved_words };

void reserved_mark(struct parser *parser)
{
    static const char *const declare[] = {"export", "readonly", "local", "typeset", "declare"};
    struct names *names = parser->setup.names;

    for (size_t i = 1; i < WORDS; i++)
        name_intern(names, reserved_words[i], strlen(reserved_words[i]))->reserved = (uint8_t)i;
    for (size_t i = 0; i < sizeof declare / sizeof *declare; i++)
        parser->names_declare[i] = name_intern(names, declare[i], strlen(declare[i]));
    parser->declare_count = sizeof declare / sizeof *declare;
    parser->names_command = name_intern(names, "command", 7);
    parser->names_known = names;
}

bool parser_is_reserved(const char *text)
{
    for (size_t i = 1; i < WORDS; i++)
        if (strcmp(reserved_words[i], text) == 0)
            return true;
    return false;
}

bool expect_reserved(struct parser *parser, enum reserved wanted, const char *text)
{
    if (parser->failed)
        return false;
    if (take_reserved(parser, wanted))
        return true;
    syntax_unexpected(parser, text);
    return false;
}
