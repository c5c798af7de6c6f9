/* Commands that execute the command which their operands name: sudo -u root make. */
#include "syntax/scan_private.h"

#include <string.h>

#include "base/names.h"

static const struct scan_prefix prefixes[] = {
    {"builtin", "", 0, false},
    {"chroot", "", 1, false},
    {"chrt", "", 1, false},
    {"command", "", 0, false},
    {"doas", "Cu", 0, false},
    {"env", "uSC", 0, true},
    {"eval", "", 0, true},
    {"exec", "a", 0, false},
    {"explain", "", 0, false},
    {"flock", "EwW", 1, false},
    {"gdb", "", 0, false},
    {"ionice", "cnpP", 0, false},
    {"ltrace", "eopsalnuEAFDwX", 0, false},
    {"nice", "n", 0, false},
    {"nohup", "", 0, false},
    {"perf", "", 1, false},
    {"pkexec", "", 0, false},
    {"setpriv", "", 0, false},
    {"setsid", "", 0, false},
    {"stdbuf", "ioe", 0, false},
    {"strace", "eopPsabEIOSuUX", 0, false},
    {"sudo", "uUgGhpCrtTRD", 0, true},
    {"taskset", "", 1, false},
    {"time", "fo", 0, false},
    {"timeout", "ks", 1, false},
    {"unshare", "", 0, false},
    {"valgrind", "", 0, false},
    {"watch", "nq", 0, false},
    {"xargs", "EILPadns", 0, false},
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

/* An option of its own, whose argument may be the next word: -u root, but not -uroot. */
static void take_option(struct scan_prefix_state *state, const char *text, size_t length)
{
    size_t used = 2;

    if (length < 2 || text[1] == '-' || !strchr(state->prefix->valued, text[1]))
        return;
    while (used < length && text[used] != ' ' && text[used] != '\t' && text[used] != '\n')
        used++;
    state->value_next = used == 2;
}

enum scan_kind scan_prefix_next(struct scan_prefix_state *state, const char *text, size_t length)
{
    if (!state->prefix)
        return SCAN_ARGUMENT;
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
