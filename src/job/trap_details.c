/* $TRAP_SIGNAL, $TRAP_PID, $TRAP_UID, $TRAP_VALUE and $TRAP_CODE: what the action of a trap can
 * know of its signal. */
#include <signal.h>
#include <string.h>

#include "job/trap.h"

/* si_code, see sigaction(2). */
static const char *code_word(int signal, int code)
{
    switch (code) {
    case SI_USER:
        return "user";
    case SI_KERNEL:
        return "kernel";
    case SI_QUEUE:
        return "queue";
    case SI_TIMER:
        return "timer";
    case SI_MESGQ:
        return "message";
    case SI_ASYNCIO:
    case SI_SIGIO:
        return "io";
    case SI_TKILL:
        return "thread";
    default:
        break;
    }
    if (signal == SIGCHLD)
        return "child";
    if (signal == SIGIO)
        return "io";
    return code > 0 ? "fault" : "other";
}

/* Whether it says which process sent it, or which child it is about. */
static bool has_sender(int signal, int code)
{
    return code == SI_USER || code == SI_QUEUE || code == SI_TKILL || code == SI_MESGQ ||
           (signal == SIGCHLD && code > 0 && code != SI_KERNEL);
}

static bool has_value(int signal, int code)
{
    return code == SI_QUEUE || code == SI_TIMER || code == SI_MESGQ || code == SI_ASYNCIO ||
           (signal == SIGCHLD && code > 0 && code != SI_KERNEL);
}

static struct name *intern(struct shell *shell, const char *text)
{
    return name_intern(&shell->names, text, strlen(text));
}

static void set_text(struct shell *shell, const char *name, const char *text)
{
    if (text)
        (void)variable_set(shell, intern(shell, name), text, strlen(text));
    else
        (void)variable_unset(shell, intern(shell, name));
}

static void set_number(struct shell *shell, const char *name, bool known, int64_t number)
{
    if (known)
        (void)variable_set_number(shell, intern(shell, name), number);
    else
        (void)variable_unset(shell, intern(shell, name));
}

void trap_tell_details(struct shell *shell)
{
    const struct trap_frame *frame = shell->traps->frame;
    int signal = frame ? frame->signal : 0;
    struct signal_details details = {0};

    if (signal)
        details = frame->details;
    bool sender = signal && has_sender(signal, details.code);
    set_text(shell, "TRAP_SIGNAL", signal ? signal_name(signal) : NULL);
    set_text(shell, "TRAP_CODE", signal ? code_word(signal, details.code) : NULL);
    set_number(shell, "TRAP_PID", sender, details.pid);
    set_number(shell, "TRAP_UID", sender, details.uid);
    set_number(shell, "TRAP_VALUE", signal && has_value(signal, details.code), details.value);
}
