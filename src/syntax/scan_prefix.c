/* Commands that execute the command which their operands name: sudo -u root make. */
#include "syntax/scan_private.h"

#include <string.h>

#include "base/names.h"

static const char *const find_actions[] = {"-exec", "-execdir", "-ok", "-okdir", NULL};

static const struct scan_prefix prefixes[] = {
    {"builtin", "", 0, false, true, NULL},
    {"chroot", "", 1, false, false, NULL},
    {"chrt", "", 1, false, false, NULL},
    {"command", "", 0, false, true, NULL},
    {"doas", "Cu", 0, false, false, NULL},
    {"env", "uSC", 0, true, false, NULL},
    {"eval", "", 0, true, true, NULL},
    {"exec", "a", 0, false, true, NULL},
    {"explain", "", 0, false, true, NULL},
    {.name = "find", .valued = "", .behind = find_actions},
    {"flock", "EwW", 1, false, false, NULL},
    {"gdb", "", 0, false, false, NULL},
    {"ionice", "cnpP", 0, false, false, NULL},
    {"ltrace", "eopsalnuEAFDwX", 0, false, false, NULL},
    {"nice", "n", 0, false, false, NULL},
    {"nohup", "", 0, false, false, NULL},
    {"perf", "", 1, false, false, NULL},
    {"pkexec", "", 0, false, false, NULL},
    {"setpriv", "", 0, false, false, NULL},
    {"setsid", "", 0, false, false, NULL},
    {"stdbuf", "ioe", 0, false, false, NULL},
    {"strace", "eopPsabEIOSuUX", 0, false, false, NULL},
    {"sudo", "uUgGhpCrtTRD", 0, true, false, NULL},
    {"taskset", "", 1, false, false, NULL},
    {"time", "fo", 0, false, true, NULL},
    {"timeout", "ks", 1, false, false, NULL},
    {"unshare", "", 0, false, false, NULL},
    {"valgrind", "", 0, false, false, NULL},
    {"watch", "nq", 0, false, false, NULL},
    {"xargs", "EILPadns", 0, false, false, NULL},
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
