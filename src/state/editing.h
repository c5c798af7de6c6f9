/* What the bind built-in asks of the line editor. interactive/ fills the hooks in; without them no
 * lines are edited (scripts, a shell built without Readline). */
#ifndef STATE_EDITING_H
#define STATE_EDITING_H

#include <stdbool.h>

#include "base/strbuf.h"

struct shell;

/* One call of bind: every member that is not NULL or false is done, in this order. */
struct bind_request {
    const char *keymap;  /* -m: for all that follows; NULL: the one in use */
    const char *file;    /* -f: read bindings from it */
    const char *remove;  /* -r: the key sequence does nothing any more */
    const char *unbind;  /* -u: no key calls the function any more */
    const char *query;   /* -q: tell which keys call it */
    const char *lists;   /* of the letters lpPsSvVX: what is to be listed */
    const char *command; /* -x: "keys": command of the shell */
    char **bindings;     /* lines as in ~/.inputrc, up to NULL */
};

struct editing_hooks {
    /* Appends what is listed to *output. False after a diagnostic. */
    bool (*bind)(struct shell *shell, const struct bind_request *request, struct strbuf *output);
};
extern struct editing_hooks editing_hooks;

#endif
