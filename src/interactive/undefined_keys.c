/* Keys that mean nothing. */
#include "interactive/undefined_keys.h"

#include "interactive/readline_library.h"

#ifdef HAVE_READLINE

enum { ESCAPE = 033 };

static int undefined_key(int count, int key)
{
    (void)count;
    (void)key;
    return library.rl_ding();
}

enum { DEEPEST = 8 }; /* keymaps within keymaps: who knows whether they end */

/* For a key behind Escape or Control-X, or behind more keys, that means nothing Readline (8.2) goes
 * back by a longjmp(3), which, when the key before it had ended a search, leads to a frame that is
 * gone. So they all mean something. */
static void define_keys(Keymap map, int depth)
{
    for (int key = 0; map && key < KEYMAP_SIZE - 1; key++) {
        if (map[key].type == ISKMAP && depth < DEEPEST)
            define_keys((Keymap)(void *)map[key].function, depth + 1);
        else if (map[key].type == ISFUNC && !map[key].function)
            map[key].function = undefined_key;
    }
}

/* ---- Function keys that mean nothing ----
 *
 * Shift-Up is ESC [ 1 ; 2 A. Readline types the rest of what it does not know, or in vi's modes
 * takes it for commands. */
static int unknown_function_key(int count, int key)
{
    (void)count;
    if (key == '[') /* of the Linux console: ESC [ [ A */
        (void)library.rl_read_key();
    while (key >= ' ' && key < '@')
        key = library.rl_read_key();
    return library.rl_ding();
}

/* All keys of the map, and of those within it, that mean nothing. */
static void define_function_keys(Keymap map, int depth)
{
    if (map[ANYOTHERKEY].function) /* the user's own */
        return;
    for (int key = ' '; key < KEYMAP_SIZE - 1; key++) {
        if (map[key].type == ISKMAP && depth < DEEPEST)
            define_function_keys((Keymap)(void *)map[key].function, depth + 1);
        else if (map[key].type == ISFUNC &&
                 (!map[key].function || map[key].function == undefined_key))
            map[key].function = unknown_function_key;
    }
}

/* Behind ESC [ and ESC O. */
static void define_function_keys_of(const char *name)
{
    Keymap map = library.rl_get_keymap_by_name(name);

    if (!map || map[ESCAPE].type != ISKMAP)
        return;
    map = (Keymap)(void *)map[ESCAPE].function;
    if (map['['].type == ISKMAP)
        define_function_keys((Keymap)(void *)map['['].function, 0);
    if (map['O'].type == ISKMAP)
        define_function_keys((Keymap)(void *)map['O'].function, 0);
}

void undefined_keys_define(void)
{
    define_function_keys_of("emacs");
    define_function_keys_of("vi-insert");
    define_function_keys_of("vi-command");
    define_keys(library.rl_get_keymap_by_name("emacs-meta"), 0);
    define_keys(library.rl_get_keymap_by_name("emacs-ctlx"), 0);
}

#endif
