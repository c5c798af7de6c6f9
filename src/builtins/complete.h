/* What the user said of a command's operands with the complete built-in. */
#ifndef BUILTINS_COMPLETE_H
#define BUILTINS_COMPLETE_H

#include <stdbool.h>

enum completion_action {
    COMPLETE_FILES = 1 << 0,
    COMPLETE_DIRECTORIES = 1 << 1,
    COMPLETE_COMMANDS = 1 << 2,
    COMPLETE_VARIABLES = 1 << 3,
    COMPLETE_USERS = 1 << 4,
    COMPLETE_HOSTS = 1 << 5,
    COMPLETE_JOBS = 1 << 6,
};

/* Lives until it is replaced or taken away. Strings are owned. */
struct completion {
    struct completion *next; /* sorted by command */
    char *command;
    char *words;    /* -W: word[:description] separated by blanks or newlines; NULL: none */
    char *function; /* -F; NULL: none */
    unsigned actions;
};

/* NULL when nothing was said of the command. */
const struct completion *completion_of(const char *command);

#endif
