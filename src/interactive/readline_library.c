/* Loading GNU Readline. */
#include "interactive/readline_library.h"

#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

bool library_loaded;

#ifdef HAVE_READLINE

struct readline_library library;
int *library_last_was_kill;
sigjmp_buf *library_top_level;

#define READLINE_ENTRY(symbol) {#symbol, offsetof(struct readline_library, symbol)},
static const struct {
    const char *name;
    size_t place; /* of the pointer to it, in `library` */
} symbols[] = {READLINE_SYMBOLS(READLINE_ENTRY)};
#undef READLINE_ENTRY

bool library_load(void)
{
    static bool tried;

    if (tried)
        return library_loaded;
    tried = true;
    void *handle = dlopen(READLINE_SONAME, RTLD_LAZY | RTLD_LOCAL);
    if (!handle)
        return false;
    for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++) {
        void *symbol = dlsym(handle, symbols[i].name);
        if (!symbol)
            return false;
        memcpy((char *)&library + symbols[i].place, &symbol, sizeof symbol);
    }
    library_last_was_kill = dlsym(handle, "_rl_last_command_was_kill");
    library_top_level = dlsym(handle, "_rl_top_level");
    return library_loaded = true;
}

#else

bool library_load(void)
{
    return false;
}

#endif
