/* sigmask: block and unblock signals, for the shell or for one command. */
#include <signal.h>
#include <string.h>

#include "base/diag.h"
#include "builtins/builtins.h"
#include "builtins/options.h"
#include "exec/exec.h"
#include "job/signals.h"

/* The names between commas and blanks, or "all". False after a diagnostic. */
static bool read_names(const char *text, sigset_t *set)
{
    static const char between[] = ", \t\n";
    char name[24];

    if (!strcmp(text, "all")) {
        for (int signal = 1; signal < SIGNAL_COUNT; signal++)
            if (signal_name(signal) && signal != SIGKILL && signal != SIGSTOP)
                sigaddset(set, signal);
        return true;
    }
    for (text += strspn(text, between); *text; text += strspn(text, between)) {
        size_t length = strcspn(text, between);
        int signal = -1;

        if (length < sizeof name) {
            memcpy(name, text, length);
            name[length] = '\0';
            signal = signal_number(name, true);
        }
        if (signal <= 0) {
            diag("%.*s: no such signal", (int)length, text);
            return false;
        }
        if (signal == SIGKILL || signal == SIGSTOP) {
            diag("SIG%s cannot be blocked: the kernel acts on it itself", signal_name(signal));
            return false;
        }
        sigaddset(set, signal);
        text += length;
    }
    return true;
}

static bool is_blocked_by_shell(int signal)
{
    sigset_t mask;

    (void)sigprocmask(SIG_BLOCK, NULL, &mask);
    signals_without_held(&mask);
    return sigismember(&mask, signal) == 1;
}

static void show(struct shell *shell)
{
    bool first = true;

    for (int signal = 1; signal < SIGNAL_COUNT; signal++) {
        const char *name = signal_name(signal);
        if (!name || !is_blocked_by_shell(signal))
            continue;
        output_printf(&shell->output, first ? "%s" : " %s", name);
        first = false;
    }
    if (!first)
        output_putc(&shell->output, '\n');
}

static void change(const sigset_t *block, const sigset_t *unblock)
{
    for (int signal = 1; signal < SIGNAL_COUNT; signal++)
        if (sigismember(block, signal) == 1)
            signal_unhold(signal);
    (void)sigprocmask(SIG_BLOCK, block, NULL);
    (void)sigprocmask(SIG_UNBLOCK, unblock, NULL);
}

/* What one call asks for. */
struct request {
    sigset_t block, unblock;
    bool any;
    int next; /* index of the command's first word */
};

/* False after a diagnostic. */
static bool read_request(char **arguments, struct request *request)
{
    struct option_reader reader = OPTION_READER(&builtin_sigmask, "b:u:", arguments);
    int letter;

    sigemptyset(&request->block);
    sigemptyset(&request->unblock);
    request->any = false;
    while ((letter = option_next(&reader)) != OPTION_END) {
        if (letter == OPTION_BAD ||
            !read_names(reader.argument, letter == 'b' ? &request->block : &request->unblock))
            return false;
        request->any = true;
    }
    request->next = reader.next;
    if (!request->any && arguments[reader.next]) {
        usage_error(&builtin_sigmask, "-b or -u must say what is blocked or unblocked");
        return false;
    }
    return true;
}

static enum flow run_sigmask(struct shell *shell, int count, char **arguments)
{
    const char *command = diagnostics.command;
    struct request request;
    sigset_t before;

    diagnostics.command = "sigmask"; /* not for the command that it runs */
    bool good = read_request(arguments, &request);
    diagnostics.command = command;
    if (!good)
        return builtin_done(shell, 2);
    if (!request.any) {
        show(shell);
        return builtin_done(shell, 0);
    }
    enum flow flow = exec_make_real(shell); /* the mask belongs to a process */
    if (flow)
        return flow;
    (void)sigprocmask(SIG_BLOCK, NULL, &before);
    signals_without_held(&before);
    change(&request.block, &request.unblock);
    if (request.next == count)
        return builtin_done(shell, 0);
    flow = exec_fields(shell, arguments + request.next, (size_t)(count - request.next), 0, 0);
    if (flow != FLOW_FORKED)
        (void)sigprocmask(SIG_SETMASK, &before, NULL);
    return flow;
}

const struct builtin builtin_sigmask = {
    .name = "sigmask",
    .usage = "sigmask [-b signal,...] [-u signal,...] [command [argument ...]]",
    .summary = "block and unblock signals",
    .help = "A blocked signal is kept by the kernel, pending, until it is unblocked:\n"
            "standard ones once, real-time ones each. Without operands the blocked\n"
            "signals are listed; jobs -S shows those that are pending, too.\n"
            "  -b  blocks the signals (names or numbers with commas, or all)\n"
            "  -u  unblocks them\n"
            "With a command this is so only while the command runs. Programs that are\n"
            "started inherit what is blocked.\n"
            "\n"
            "    sigmask -b USR1; kill -USR1 $$; jobs -S $$; sigmask -u USR1\n"
            "    sigmask -b INT,QUIT make install\n"
            "\n"
            "SIGKILL and SIGSTOP cannot be blocked.\n"
            "\n"
            "Exit status: 0, or that of the command; 2 for wrong usage.\n",
    .flags = BUILTIN_IN_PROCESS | BUILTIN_SOMETIMES | BUILTIN_FLOW,
    .run = run_sigmask,
};
