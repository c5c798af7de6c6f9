/* The editing mode: an option of the shell, and a variable of Readline. */
#include "interactive/editing_mode.h"

#include "interactive/readline_library.h"

#ifdef HAVE_READLINE

static const uint32_t MODES = OPTION_VI | OPTION_EMACS;
static uint32_t agreed; /* the mode when they were last the same */

static uint32_t readline_mode(void)
{
    return *library.rl_editing_mode ? OPTION_EMACS : OPTION_VI;
}

static void show(struct shell *shell)
{
    shell->options = (shell->options & ~MODES) | readline_mode();
    agreed = readline_mode();
}

void editing_mode_start(struct shell *shell)
{
    agreed = readline_mode();
    if (shell->options & MODES)
        editing_mode_update(shell);
    else
        show(shell);
}

/* With neither option set lines are read plainly, and Readline keeps the mode it had. */
void editing_mode_update(struct shell *shell)
{
    uint32_t wanted = shell->options & MODES;

    if (wanted == agreed && readline_mode() != agreed) {
        show(shell);
    } else if (wanted && wanted != readline_mode()) {
        if (wanted == OPTION_VI)
            (void)library.rl_vi_editing_mode(1, 0);
        else
            (void)library.rl_emacs_editing_mode(1, 0);
        agreed = wanted;
    } else if (wanted) {
        agreed = wanted;
    }
}

#endif
