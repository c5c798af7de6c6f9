/* The tree: what the parser makes of text, and what exec/ and expand/ walk.
 *
 * Everything in a tree lives in the arena of its `struct program` and is never changed after
 * parsing, so a tree may be executed many times, also recursively, without copying. Words are
 * classified when they are parsed (enum word_kind), names are interned, arithmetic is parsed where
 * its text allows. */
#ifndef SYNTAX_TREE_H
#define SYNTAX_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/names.h"

struct arith;
struct node;
struct word;

/* One complete command (POSIX 2.10.2 `complete_command`) and the memory of its tree. Counted: the
 * executor holds one reference while it runs, each function defined by it holds another. */
struct program {
    struct arena arena;
    unsigned references;
    struct node *root; /* NULL: nothing but blanks and comments */
};

/* Gives a reference back; frees the tree with the last one. */
void program_release(struct program *program);
static inline struct program *program_hold(struct program *program)
{
    program->references++;
    return program;
}

/* ---- Words (POSIX 2.6) ---- */

/* Text that is matched as a pattern later has this byte before each character that was quoted and
 * could mean something in a pattern ("pattern form"); the byte itself is also written twice. See
 * expand/pattern.h. */
#define PATTERN_QUOTE '\001'

enum part_kind {
    PART_LITERAL, /* abc, 'abc', \a, the text between expansions in double-quotes */
    PART_TILDE,   /* ~ or ~user where a tilde-prefix is recognised: text is the user name */
    PART_PARAM,   /* $x ${x} ${x:-word} ... */
    PART_COMMAND, /* $(list) and `list` */
    PART_ARITH,   /* $((expression)) */
    PART_PROCESS, /* <(list) and >(list): a process substitution (not POSIX) */
};

enum param_kind {
    PARAM_VARIABLE,   /* a name: `name` */
    PARAM_POSITIONAL, /* 1 2 ... : `position` */
    PARAM_SPECIAL,    /* @ * # ? - $ ! 0 : `special` */
};

enum param_op {
    PARAM_PLAIN,               /* $x */
    PARAM_LENGTH,              /* ${#x} */
    PARAM_DEFAULT,             /* ${x-word}  ${x:-word} */
    PARAM_ASSIGN,              /* ${x=word}  ${x:=word} */
    PARAM_ERROR,               /* ${x?word}  ${x:?word} */
    PARAM_ALTERNATIVE,         /* ${x+word}  ${x:+word} */
    PARAM_REMOVE_SHORT_SUFFIX, /* ${x%word} */
    PARAM_REMOVE_LONG_SUFFIX,  /* ${x%%word} */
    PARAM_REMOVE_SHORT_PREFIX, /* ${x#word} */
    PARAM_REMOVE_LONG_PREFIX,  /* ${x##word} */
    PARAM_BAD, /* ${x!y}: an error when (and only when) it is expanded; text in `name_text` */
};

struct param {
    uint8_t kind; /* enum param_kind */
    uint8_t op;   /* enum param_op */
    bool colon;   /* an empty value counts as unset */
    char special;
    unsigned position;
    union {
        struct name *name;     /* PARAM_VARIABLE, unless the operator is PARAM_BAD */
        const char *name_text; /* others: the parameter as it was typed ("@", "10", "") */
    };
    struct word *word; /* of the operator; NULL when there is none or it is empty */
};

/* Scripts are made of words, and functions keep theirs: what a kind of part does not need is not
 * allocated (word_builder.c), so copy a part only with care. */
struct word_part {
    uint8_t kind;    /* enum part_kind */
    bool quoted;     /* stands in quotes (or in a here-document): not split, no pattern, no tilde */
    bool backquoted; /* PART_COMMAND: `list` rather than $(list); for printing */
    bool reads;      /* PART_PROCESS: >(list), the list reads what is written */
    uint32_t length; /* of text */
    struct word_part *next; /* NULL: the last */
    union {
        /* PART_LITERAL: the text, quotes removed, null-terminated. PART_TILDE: the user name, may
         * be "". */
        const char *text;
        struct param param;          /* PART_PARAM */
        struct {                     /* PART_COMMAND, PART_PROCESS */
            struct node *body;       /* NULL when empty */
            struct program *program; /* that holds it */
        } command;
        struct {               /* PART_ARITH */
            struct word *text; /* as a word, to be expanded like one in double-quotes */
            struct arith
                *parsed; /* not NULL where it could be parsed beforehand (syntax/arith.h) */
        } arith;
    };
};

/* The parameter as it was typed, for messages. */
static inline const char *param_text(const struct param *param)
{
    return param->kind == PARAM_VARIABLE && param->op != PARAM_BAD ? param->name->text
                                                                   : param->name_text;
}

/* From the cheapest to the dearest to expand. */
enum word_kind {
    WORD_LITERAL,       /* `text` is the one field: no expansion, no unquoted pattern character */
    WORD_CONST_PATTERN, /* literal parts only, with unquoted * ? or [ : `text` is its pattern form
                         */
    WORD_VARIABLE,      /* exactly one unquoted plain $name (PARAM_VARIABLE, PARAM_PLAIN) */
    WORD_ONE_FIELD,     /* expands to exactly one field, no splitting, no pathname expansion: only
                           quoted parts, unquoted literals without pattern characters; no "$@" */
    WORD_GENERAL,       /* anything else */
};

struct word {
    uint8_t kind;            /* enum word_kind */
    bool assignment_shape;   /* NAME=... as an operand of a declaration utility (export a=~/x:$y):
                                expand as an assignment: one field, tildes after = and : are parts
                                already */
    bool quoted_any;         /* some part was quoted */
    bool interned;           /* WORD_LITERAL in a command's first place: text is a name's */
    uint32_t length;         /* of text */
    const char *text;        /* WORD_LITERAL, WORD_CONST_PATTERN; else NULL */
    struct word_part *parts; /* always there (NULL only for an empty word, as in x=) */
};

/* The interned text of a command's first word; NULL where a word stands elsewhere or is no literal.
 */
static inline struct name *word_name(const struct word *word)
{
    return word->interned ? name_of_text(word->text) : NULL;
}

/* ---- Redirections (POSIX 2.7) ---- */

enum redirection_kind {
    REDIRECT_INPUT,      /* n<word */
    REDIRECT_OUTPUT,     /* n>word */
    REDIRECT_CLOBBER,    /* n>|word */
    REDIRECT_APPEND,     /* n>>word */
    REDIRECT_READ_WRITE, /* n<>word */
    REDIRECT_DUP_INPUT,  /* n<&word */
    REDIRECT_DUP_OUTPUT, /* n>&word */
    REDIRECT_HERE,       /* n<<delimiter and n<<-delimiter */
};

struct redirection {
    struct redirection *next;
    uint8_t kind;          /* enum redirection_kind */
    bool strip_tabs;       /* <<- */
    bool delimiter_quoted; /* the body is literal */
    int fd;                /* the default filled in */
    uint32_t line;
    struct word *word;     /* the target; for REDIRECT_HERE the body (its parts are all `quoted`) */
    const char *delimiter; /* REDIRECT_HERE: after quote removal, for printing */
};

/* ---- Commands (POSIX 2.9) ---- */

enum node_kind {
    NODE_SIMPLE,    /* struct simple_command */
    NODE_PIPELINE,  /* struct pipeline: two or more stages, or `!` before one, or `time` */
    NODE_AND,       /* struct binary: a && b */
    NODE_OR,        /* struct binary: a || b */
    NODE_LIST,      /* struct list: a; b & c */
    NODE_GROUP,     /* struct compound: { list; } */
    NODE_SUBSHELL,  /* struct compound: ( list ) */
    NODE_FOR,       /* struct for_loop */
    NODE_CASE,      /* struct case_command */
    NODE_IF,        /* struct if_command */
    NODE_WHILE,     /* struct loop */
    NODE_UNTIL,     /* struct loop */
    NODE_FUNCTION,  /* struct function_definition */
    NODE_PROCESSES, /* struct compound: around a command with process substitutions in its own words
                       or redirections; they end with it */
    NODE_COPROC,    /* struct coproc (not POSIX) */
};

/* The head of every command's struct: `(struct simple_command *)node`. */
struct node {
    uint8_t kind; /* enum node_kind */
    uint32_t line;
    struct redirection *redirections; /* of a simple command, or after a compound one; else NULL */
};

struct assignment {
    struct name *name;
    struct word *value; /* NULL: empty. Its tildes (after = and :) are parts already */
};

struct simple_command {
    struct node node;
    uint32_t assignment_count;
    uint32_t word_count;
    struct assignment *assignments;
    struct word **words;
};

struct pipeline {
    struct node node;
    bool negated;
    bool timed;         /* the reserved word `time` */
    bool timed_posix;   /* time -p */
    bool timed_verbose; /* time -v */
    uint32_t count;     /* 1 only with `negated` or `timed` (0 only with `timed`) */
    struct node **stages;
};

struct binary {
    struct node node;
    struct node *left, *right;
};

struct list_item {
    struct node *command;
    bool async; /* followed by & */
};

/* A list of one item that is not asynchronous is replaced by that item. */
struct list {
    struct node node;
    uint32_t count;
    struct list_item *items;
};

struct compound {
    struct node node;
    struct node *body;
};

/* coproc NAME command: the command runs beside the shell, joined to it by two pipes. */
struct coproc {
    struct node node;
    struct name *name; /* NAME_IN, NAME_OUT and NAME_PID are set */
    struct node *body;
};

struct for_loop {
    struct node node;
    struct name *name;
    bool has_in; /* without `in` it goes over "$@" */
    uint32_t word_count;
    struct word **words;
    struct node *body;
};

enum case_end {
    CASE_BREAK /* ;; */,
    CASE_FALL_THROUGH /* ;& */,
    CASE_TEST_NEXT /* ;;& (not POSIX) */
};

struct case_item {
    struct case_item *next; /* NULL: the last */
    struct word **patterns; /* WORD_LITERAL ones are compared as strings */
    struct node *body;      /* NULL when empty */
    uint32_t pattern_count;
    uint8_t end; /* enum case_end */
};

struct case_command {
    struct node node;
    struct word *word;
    struct case_item *items; /* NULL: none */
};

struct if_command {
    struct node node;
    struct node *condition, *then_part;
    struct node *else_part; /* elif: another NODE_IF; or NULL */
};

struct loop {
    struct node node;
    struct node *condition, *body;
};

struct function_definition {
    struct node node;
    struct name *name;
    struct node *body;       /* a compound command with its redirections */
    struct program *program; /* that holds the body: hold it as long as the function is defined */
};

#endif
