/* Commands that take the place of Readline's own. */
#include "interactive/replaced_commands.h"

#include <string.h>

#ifdef HAVE_READLINE

enum {
    MOST = 64,
    DEEPEST = 8 /* keymaps within keymaps: who knows whether they end */
};

static struct exchange {
    rl_command_func_t *from, *to;
} exchanges[MOST];
static size_t exchange_count;

static void exchange_in(Keymap map, int depth, const struct exchange *list, size_t count)
{
    for (int key = 0; key < KEYMAP_SIZE; key++) {
        if (map[key].type == ISKMAP && map[key].function && depth < DEEPEST)
            exchange_in((Keymap)(void *)map[key].function, depth + 1, list, count);
        if (map[key].type != ISFUNC || !map[key].function)
            continue;
        for (size_t i = 0; i < count; i++)
            if (map[key].function == list[i].from) {
                map[key].function = list[i].to;
                break;
            }
    }
}

static void exchange_everywhere(const struct exchange *list, size_t count)
{
    static const char *const names[] = {"emacs", "vi-insert", "vi-command"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        Keymap map = library.rl_get_keymap_by_name(names[i]);
        if (map)
            exchange_in(map, 0, list, count);
    }
}

void replaced_commands_exchange(rl_command_func_t *from, rl_command_func_t *to)
{
    exchange_everywhere(&(struct exchange){from, to}, 1);
}

void replaced_commands_renew(void)
{
    exchange_everywhere(exchanges, exchange_count);
}

void replaced_commands_bind(const char *map, const char *keys, rl_command_func_t *function)
{
    (void)library.rl_bind_keyseq_in_map(keys, function, library.rl_get_keymap_by_name(map));
}

static void add(FUNMAP *entry, rl_command_func_t *function)
{
    if (entry->function == function || exchange_count == MOST)
        return;
    exchanges[exchange_count++] = (struct exchange){entry->function, function};
    entry->function = function;
}

void replaced_commands_add(const struct replacement *commands, size_t count)
{
    library.rl_initialize_funmap();
    for (FUNMAP **entry = *library.funmap; *entry; entry++)
        for (size_t i = 0; i < count; i++)
            if (strcmp((*entry)->name, commands[i].name) == 0)
                add(*entry, commands[i].function);
}

#endif
