/* Commands that execute the command which their operands name: sudo -u root make. */
#include "syntax/scan_private.h"

#include <string.h>

#include "base/names.h"

static const char *const find_actions[] = {"-exec", "-execdir", "-ok", "-okdir", NULL};

static const struct scan_prefix prefixes[] = {
    {.name = "builtin", .valued = "", .shell = true},
    {.name = "chroot", .valued = "", .operands = 1},
    {.name = "chrt", .valued = "", .operands = 1},
    {.name = "command", .valued = "", .shell = true},
    {.name = "doas", .valued = "Cu"},
    {.name = "env", .valued = "uSC", .assignments = true},
    {.name = "eval", .valued = "", .assignments = true, .shell = true},
    {.name = "exec", .valued = "a", .shell = true},
    {.name = "explain", .valued = "", .shell = true},
    {.name = "find", .valued = "", .behind = find_actions},
    {.name = "flock", .valued = "EwW", .operands = 1},
    {.name = "gdb", .valued = ""},
    {.name = "ionice", .valued = "cnpP"},
    {.name = "ltrace", .valued = "eopsalnuEAFDwX"},
    {.name = "nice", .valued = "n"},
    {.name = "nohup", .valued = ""},
    {.name = "perf", .valued = "", .operands = 1},
    {.name = "pkexec", .valued = ""},
    {.name = "setpriv", .valued = ""},
    {.name = "setsid", .valued = ""},
    {.name = "stdbuf", .valued = "ioe"},
    {.name = "strace", .valued = "eopPsabEIOSuUX"},
    {.name = "sudo", .valued = "uUgGhpCrtTRD", .assignments = true},
    {.name = "taskset", .valued = "", .operands = 1},
    {.name = "time", .valued = "fo", .shell = true},
    {.name = "timeout", .valued = "ks", .operands = 1},
    {.name = "unshare", .valued = ""},
    {.name = "valgrind", .valued = ""},
    {.name = "watch", .valued = "nq"},
    {.name = "xargs", .valued = "EILPadns"},
};

void scan_prefix_begin(struct scan_prefix_state *state, const char *text, size_t length)
{
    *state = (struct scan_prefix_state){0};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        if (scan_is(text, length, prefixes[i].name)) {
            state->prefix = &prefixes[i];
            state->operands = prefixes[i].operands;
            return;
        }
    }
}

static bool is_assignment(const char *text, size_t length)
{
    size_t used = 0;

    while (used < length && is_name_byte((unsigned char)text[used]))
        used++;
    return used && used < length && text[used] == '=' && is_name_start((unsigned char)*text);
}

static size_t word_length(const char *text, size_t length)
{
    size_t used = 0;

    while (used < length && text[used] != ' ' && text[used] != '\t' && text[used] != '\n')
        used++;
    return used;
}

/* A word behind which the command stands. */
static bool is_one_of(const char *const *words, const char *text, size_t length)
{
    size_t used = word_length(text, length);

    while (*words && !scan_is(text, used, *words))
        words++;
    return *words;
}

/* An option of its own, whose argument may be the next word: -u root, but not -uroot. */
static void take_option(struct scan_prefix_state *state, const char *text, size_t length)
{
    if (length < 2 || text[1] == '-' || !strchr(state->prefix->valued, text[1]))
        return;
    state->value_next = word_length(text, length) == 2;
}

enum scan_kind scan_prefix_next(struct scan_prefix_state *state, const char *text, size_t length)
{
    if (!state->prefix)
        return SCAN_ARGUMENT;
    if (state->prefix->behind) {
        if (state->command_next)
            return SCAN_COMMAND;
        state->command_next = is_one_of(state->prefix->behind, text, length);
        return SCAN_ARGUMENT;
    }
    if (state->value_next) {
        state->value_next = false;
        return SCAN_ARGUMENT;
    }
    if (length && *text == '-') {
        take_option(state, text, length);
        return SCAN_ARGUMENT;
    }
    if (state->prefix->assignments && is_assignment(text, length))
        return SCAN_ARGUMENT;
    if (state->operands) {
        state->operands--;
        return SCAN_ARGUMENT;
    }
    return SCAN_COMMAND;
}
