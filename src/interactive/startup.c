/* Startup files. */
#include "interactive/startup.h"

#include "exec/exec.h"
#include "interactive/prompt.h"
#include "interactive/session.h"

/* $ENV names a file whose commands are executed first (POSIX sh), unless the ids differ. */
void startup_interactive(struct shell *shell)
{
    const char *env = variable_get_string(shell, "ENV");
    int error;

    if (!env || !*env || shell->options & OPTION_PRIVILEGED)
        return;
    struct arena_mark mark = arena_mark(&shell->scratch);
    exec_file(shell, prompt_text(shell, "ENV"), &error);
    arena_release(&shell->scratch, mark);
    session_clean_up(shell);
}

void startup_login(struct shell *shell)
{
    int error;

    exec_file(shell, "/etc/profile", &error);
    const char *home = variable_get_string(shell, "HOME");
    if (home) {
        struct strbuf path = {0};
        strbuf_printf(&path, "%s/.profile", home);
        exec_file(shell, path.text, &error);
        strbuf_free(&path);
    }
    session_clean_up(shell);
}
