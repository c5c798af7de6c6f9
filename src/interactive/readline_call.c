/* Giving Readline keys. */
#include "interactive/readline_call.h"

#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "interactive/readline_library.h"
#include "job/signals.h"

#ifdef HAVE_READLINE

static sigjmp_buf landing;
static bool can_land, macro_waits;

enum { MOST = 4096 }; /* so many keys a macro may type */
static unsigned drawn;

static int no_key(FILE *stream)
{
    (void)stream;
    return EOF;
}

void readline_call_forget(void)
{
    rl_getc_func_t *read_key = *library.rl_getc_function;

    *library.rl_getc_function = no_key;
    while (library.rl_read_key() >= 0)
        continue;
    *library.rl_getc_function = read_key;
    *library.rl_readline_state &= ~(unsigned long)RL_STATE_MACROINPUT;
    macro_waits = false;
}

/* Some of vi's commands that are repeated behind one that was broken off leave a null byte in the
 * line, or the cursor behind its end; others then read on there. */
static void keep_line_whole(void)
{
    const char *null = memchr(*library.rl_line_buffer, '\0', (size_t)*library.rl_end);

    if (null)
        *library.rl_end = (int)(null - *library.rl_line_buffer);
    if (*library.rl_point > *library.rl_end)
        *library.rl_point = *library.rl_end;
}

/* Readline looks neither for Ctrl-C while a macro types, nor whether it calls itself at its end. */
void readline_call_is_drawn(void)
{
    if (can_land && library_top_level)
        memcpy(library_top_level, landing, sizeof landing);
    keep_line_whole();
    if (!(*library.rl_readline_state & RL_STATE_MACROINPUT))
        return;
    drawn++;
    if (drawn > MOST || signal_waiting(SIGINT)) {
        readline_call_forget();
        (void)library.rl_ding();
    }
}

/* Kills in a row are yanked as one. With the callback interface Readline forgets that the command
 * before was a kill when the first byte of a longer key (Alt-D) has come. */
void readline_call(void)
{
    static int before;
    int none = 0, *last_was_kill = library_last_was_kill ? library_last_was_kill : &none;
    bool is_continued = *library.rl_readline_state & RL_STATE_MULTIKEY;

    if (!is_continued)
        before = *last_was_kill;
    if (sigsetjmp(landing, 0) != 0) {
        can_land = false;
        (*library.rl_redisplay_function)();
        return;
    }
    can_land = true;
    drawn = 0;
    library.rl_callback_read_char();
    can_land = false;
    if (!*library.rl_pending_input) /* the key Ctrl-@ that is put back is none, but is said to be */
        *library.rl_readline_state &= ~(unsigned long)RL_STATE_INPUTPENDING;
    if (*library.rl_readline_state & RL_STATE_MULTIKEY)
        *last_was_kill = before;
    else if (is_continued && *last_was_kill == before)
        *last_was_kill = 0;
}

bool readline_call_goes_on(void)
{
    return *library.rl_readline_state & (RL_STATE_INPUTPENDING | RL_STATE_MACROINPUT);
}

void readline_call_line_done(void)
{
    macro_waits = *library.rl_readline_state & RL_STATE_MACROINPUT;
    *library.rl_readline_state &= ~(unsigned long)RL_STATE_MACROINPUT;
    readline_call_is_drawn();
}

void readline_call_line_begins(void)
{
    if (macro_waits)
        *library.rl_readline_state |= RL_STATE_MACROINPUT;
    macro_waits = false;
}

#endif
