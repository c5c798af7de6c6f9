/* Startup files. Whatever is wrong with them is told, and the session begins all the same. */
#include "interactive/startup.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/fd.h"
#include "exec/exec.h"
#include "exec/prompt_text.h"
#include "interactive/session.h"

/* The path of a file of pipit's own: `name` in $XDG_CONFIG_HOME/pipit, by default
 * ~/.config/pipit. False when neither is known. */
static bool find_path(struct shell *shell, const char *name, struct strbuf *path)
{
    const char *folder = variable_get_string(shell, "XDG_CONFIG_HOME");
    const char *home = variable_get_string(shell, "HOME");

    if (folder && *folder == '/') /* the XDG specification: relative ones are ignored */
        strbuf_printf(path, "%s/pipit/%s", folder, name);
    else if (home && *home)
        strbuf_printf(path, "%s/.config/pipit/%s", home, name);
    else
        return false;
    return true;
}

/* `return` ends the file, as in a dot script. */
static enum flow run_file(struct shell *shell, const char *path, bool wanted)
{
    int error;

    shell->dot_depth++;
    enum flow flow = exec_file(shell, path, &error);
    shell->dot_depth--;
    if (error && (wanted || (error != ENOENT && error != ENOTDIR)))
        diag_errno(error, "%s", path);
    session_clean_up(shell);
    if (flow == FLOW_INTERRUPTED)
        (void)fd_write_all(STDERR_FILENO, "\n", 1); /* behind the terminal's ^C */
    if (flow != FLOW_EXIT)
        return FLOW_NEXT;
    if (!(shell->options & OPTION_ERREXIT))
        return FLOW_EXIT;
    shell->options &= ~(uint32_t)OPTION_ERREXIT;
    diag("%s: a command failed, which would end the shell: errexit is switched off", path);
    return FLOW_NEXT;
}

static enum flow run_home_file(struct shell *shell, const char *name)
{
    const char *home = variable_get_string(shell, "HOME");
    struct strbuf path = {0};

    if (!home || !*home)
        return FLOW_NEXT;
    strbuf_printf(&path, "%s/%s", home, name);
    enum flow flow = run_file(shell, path.text, false);
    strbuf_free(&path);
    return flow;
}

static enum flow run_own_file(struct shell *shell, const char *name)
{
    struct strbuf path = {0};
    enum flow flow = FLOW_NEXT;

    if (find_path(shell, name, &path))
        flow = run_file(shell, path.text, false);
    strbuf_free(&path);
    return flow;
}

/* Called as sh it is a POSIX shell and no more. */
static bool is_sh(void)
{
    return strcmp(diagnostics.shell_name, "sh") == 0;
}

enum flow startup_login(struct shell *shell)
{
    if (shell->startup.no_profile)
        return FLOW_NEXT;
    enum flow flow = run_file(shell, "/etc/profile", false);
    if (flow || shell->options & OPTION_PRIVILEGED)
        return flow;
    flow = run_home_file(shell, ".profile");
    return flow || is_sh() ? flow : run_own_file(shell, "profile");
}

/* POSIX sh: the value of ENV after parameter expansion is the pathname. */
static enum flow run_env(struct shell *shell)
{
    const char *env = variable_get_string(shell, "ENV");
    struct strbuf path = {0};
    enum flow flow = FLOW_NEXT;

    if (!env || !*env)
        return FLOW_NEXT;
    prompt_expand(shell, env, strlen(env), &path);
    if (path.length)
        flow = run_file(shell, path.text, false);
    strbuf_free(&path);
    return flow;
}

enum flow startup_interactive(struct shell *shell)
{
    if (shell->startup.no_rc || shell->options & OPTION_PRIVILEGED)
        return FLOW_NEXT;
    enum flow flow = run_env(shell);
    if (flow)
        return flow;
    if (shell->startup.rc_file)
        return run_file(shell, shell->startup.rc_file, true);
    return is_sh() ? FLOW_NEXT : run_own_file(shell, "pipitrc");
}
