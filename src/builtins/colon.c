/* : true false: nothing, successfully or not. */
#include "builtins/builtins.h"

static enum flow succeed(struct shell *shell, int count, char **arguments)
{
    (void)count;
    (void)arguments;
    return builtin_done(shell, 0);
}

static enum flow fail(struct shell *shell, int count, char **arguments)
{
    (void)count;
    (void)arguments;
    return builtin_done(shell, 1);
}

const struct builtin builtin_colon = {
    .name = ":",
    .usage = ": [argument...]",
    .summary = "do nothing, successfully",
    .help = "The arguments are expanded, which is what it is used for:\n"
            "    : \"${EDITOR:=vi}\"        gives EDITOR a value if it has none\n"
            "    while :; do ...; done    loops for ever\n"
            "\n"
            "Exit status: 0.\n",
    .flags = BUILTIN_SPECIAL | BUILTIN_IN_PROCESS | BUILTIN_RAW | BUILTIN_QUIET | BUILTIN_TEXT,
    .run = succeed,
};

const struct builtin builtin_true = {
    .name = "true",
    .usage = "true",
    .summary = "succeed",
    .help = "Exit status: 0.\n",
    .flags = BUILTIN_IN_PROCESS | BUILTIN_RAW | BUILTIN_QUIET | BUILTIN_TEXT,
    .run = succeed,
};

const struct builtin builtin_false = {
    .name = "false",
    .usage = "false",
    .summary = "fail",
    .help = "Exit status: 1.\n",
    .flags = BUILTIN_IN_PROCESS | BUILTIN_RAW | BUILTIN_QUIET | BUILTIN_TEXT,
    .run = fail,
};
