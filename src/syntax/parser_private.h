/* What the files of syntax/ share: the parser's state, tokens, and the steps that call each other
 * in a circle (a command holds words, a word holds command substitutions). */
#ifndef SYNTAX_PARSER_PRIVATE_H
#define SYNTAX_PARSER_PRIVATE_H

#include "base/names.h"
#include "base/strbuf.h"
#include "syntax/parser.h"

enum token {
    TOKEN_NONE, /* nothing looked at yet */
    TOKEN_END,
    TOKEN_NEWLINE,
    TOKEN_WORD,
    TOKEN_ASSIGNMENT, /* NAME=value, where LEX_ASSIGNMENT allowed it */
    TOKEN_IO_NUMBER,
    TOKEN_SEMICOLON,
    TOKEN_AMPERSAND,
    TOKEN_PIPE,
    TOKEN_OPEN,
    TOKEN_CLOSE,
    TOKEN_AND_IF,
    TOKEN_OR_IF,
    TOKEN_DOUBLE_SEMICOLON,
    TOKEN_SEMICOLON_AND,
    TOKEN_DOUBLE_SEMICOLON_AND,
    TOKEN_LESS,
    TOKEN_GREATER,
    TOKEN_DOUBLE_LESS,
    TOKEN_DOUBLE_LESS_DASH,
    TOKEN_DOUBLE_GREATER,
    TOKEN_LESS_AND,
    TOKEN_GREATER_AND,
    TOKEN_LESS_GREATER,
    TOKEN_CLOBBER,
};

/* Reserved words; the value stands in name->reserved. */
enum reserved {
    RESERVED_NONE,
    RESERVED_NOT,
    RESERVED_OPEN_BRACE,
    RESERVED_CLOSE_BRACE,
    RESERVED_CASE,
    RESERVED_DO,
    RESERVED_DONE,
    RESERVED_ELIF,
    RESERVED_ELSE,
    RESERVED_ESAC,
    RESERVED_FI,
    RESERVED_FOR,
    RESERVED_IF,
    RESERVED_IN,
    RESERVED_THEN,
    RESERVED_UNTIL,
    RESERVED_WHILE,
    RESERVED_FUNCTION,
    RESERVED_TIME,
    RESERVED_COPROC,
};

/* What the parser expects next: the lexer decides by it (POSIX 2.10.1). */
enum lex_flag {
    LEX_COMMAND = 1 << 0, /* a command's first word: interned, aliases and reserved words apply */
    LEX_ASSIGNMENT = 1 << 1,    /* NAME=value is an assignment */
    LEX_DECLARATION = 1 << 2,   /* an operand of export & co.: tildes as in an assignment */
    LEX_NO_ALIAS = 1 << 3,      /* with LEX_COMMAND: only behind an alias that ends in a blank */
    LEX_VERBATIM = 1 << 4,      /* a here-document's delimiter: nothing in it is expanded */
    LEX_IN_ASSIGNMENT = 1 << 5, /* the word of ${x-word} in a value: tildes after colons, too */
};

/* Input that waits while an alias's text (or a here-document's, a backquoted command's) is read. */
struct piece {
    const char *next, *end;
    struct piece *outer;
    const struct piece *origin; /* the piece that the alias's name stood in */
    struct name *alias;         /* whose text the input inside is; NULL: not an alias */
    bool alias_blank;           /* that text ends in a blank: the next word is looked up too */
    unsigned line;
};

struct heredoc {
    struct heredoc *next;
    struct redirection *redirection;
    unsigned line;
};

struct parser {
    struct parser_setup setup;
    const char *next, *end; /* the input at hand */
    const char *start;      /* where the outermost piece of input begins */
    size_t used_before;     /* bytes of earlier outermost pieces */
    struct piece *pieces;   /* waiting, innermost first */
    struct arena aliases;   /* the pieces of aliases and their text, until none is left */
    bool closed;            /* do not refill: a here-document or backquotes are being read */
    bool ended, interrupted, failed;
    bool problem;    /* report_all: something was reported that did not end the command */
    bool recovering; /* report_all: behind an error, until a command is right again */
    bool in_command; /* more input would be a continuation */
    bool after_blank_alias;
    bool processes;      /* the command being parsed has process substitutions in its own words */
    bool arith_unclosed; /* the rest of the input has no )) to close a $(( : do not look again */
    unsigned rescans;    /* how many $(( and here-documents we are inside of */
    unsigned line;
    struct program *program;
    struct arena *arena;
    /* the token looked at */
    uint8_t token;
    unsigned token_line;
    const char *token_start; /* in the piece, for the column; NULL when unknown */
    struct word *word;
    struct arena_mark token_mark; /* where the arena was before the word was read */
    const char *token_end;        /* ... and behind it */
    struct name *assignment;
    int io_number;
    struct heredoc *heredocs, **heredocs_tail;
    struct strbuf extended; /* what input_extend() has put together */
    struct strbuf text;     /* literal text being gathered; used as a stack */
    void **stack;           /* pointers being gathered; used as a stack */
    size_t stack_used, stack_size;
    struct name *names_command, *names_declare[8];
    unsigned declare_count;
    struct names *names_known; /* whose reserved words are marked */
    struct parser *free_next;
};

/* input.c */
int input_refill(
    struct parser *parser); /* the next byte (not consumed) after the end of a piece, or -1 */
/* What is at hand waits in `piece` until `text` was read and input_pop_through() is called. Neither
 * is copied. */
void input_push(struct parser *parser, struct piece *piece, const char *text, size_t length);
/* The text of an alias (copied), in place of its name, which began in the piece `origin`. */
void input_push_alias(struct parser *parser, const char *text, struct name *alias,
                      const struct piece *origin);
/* Back to what waits in `piece`; NULL: to the outermost input. */
void input_pop_through(struct parser *parser, const struct piece *piece);
/* Behind a complete command: what is left of the text of aliases (that have newlines in them) comes
 * next. */
void input_leave_aliases(struct parser *parser);

/* Appends more input behind what is at hand (which may move); false at the end. */
bool input_extend(struct parser *parser);

/* The next byte without consuming it; -1 at the end. */
static inline int input_peek(struct parser *parser)
{
    if (parser->next < parser->end && *parser->next)
        return (unsigned char)*parser->next;
    return input_refill(parser);
}

/* The same, line continuations (backslash, newline) removed: 2.2.1. */
int input_peek_joined_slow(struct parser *parser);
static inline int input_peek_joined(struct parser *parser)
{
    if (parser->next < parser->end && *parser->next && *parser->next != '\\')
        return (unsigned char)*parser->next;
    return input_peek_joined_slow(parser);
}

/* error.c */
void syntax_error(struct parser *parser, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* pipit -n: an error that would be met when the command is executed. Parsing goes on. */
void syntax_problem(struct parser *parser, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void syntax_unexpected(struct parser *parser, const char *expecting);

/* lexer.c */
enum token lexer_read(struct parser *parser, unsigned flags);
/* The next token, which stays at hand until lexer_take(). */
static inline enum token lexer_peek(struct parser *parser, unsigned flags)
{
    return parser->token != TOKEN_NONE ? (enum token)parser->token : lexer_read(parser, flags);
}
static inline void lexer_take(struct parser *parser)
{
    parser->token = TOKEN_NONE;
}
/* At a < or > : whether it begins a process substitution, a word, rather than an operator. */
static inline bool lexer_at_process(const struct parser *parser)
{
    return parser->next + 1 < parser->end && parser->next[1] == '(';
}
extern const unsigned char lexer_class[256];
enum { CLASS_PLAIN = 0, CLASS_BREAK = 1, CLASS_SPECIAL = 2 };

/* word.c */
enum word_mode {
    MODE_WORD,         /* ends before an unquoted operator or blank */
    MODE_BRACE,        /* the word of ${x-word}: ends before } */
    MODE_BRACE_QUOTED, /* the same in double-quotes */
    MODE_ARITH,        /* ends before the )) */
    MODE_HEREDOC,      /* to the end of the input */
};
struct word *word_parse(struct parser *parser, enum word_mode mode, unsigned lex_flags);
/* Around what is read twice, once to find its end: within each other they would take time with the
 * square of their number. False after a diagnostic when there are too many. */
bool rescan_begin(struct parser *parser);
void rescan_end(struct parser *parser);
/* The name that a literal word is; NULL if it is none. */
struct name *word_intern(struct parser *parser, struct word *word);

/* classify.c */
/* `magic`: there is an unquoted * ? or [ in it. */
void word_classify(struct parser *parser, struct word *word, bool magic);

/* heredoc.c */
void heredoc_add(struct parser *parser, struct redirection *redirection);
void heredocs_read(struct parser *parser);

/* parser_list.c; the rest of the grammar: parser_grammar.h */
struct node *parse_until_close(struct parser *parser); /* $( ... the ) is consumed */
struct node *parse_text_inside(struct parser *parser, const char *text, size_t length);

/* program.c */
struct program *program_new(void);

/* parser.c: a stack of pointers */
void parser_push(struct parser *parser, void *item);
void *parser_pop_array(struct parser *parser, size_t base, size_t *count);

#endif
