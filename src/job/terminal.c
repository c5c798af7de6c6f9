/* The terminal: who has it, and its modes. */
#include "job/terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/fd.h"
#include "base/proctrace.h"
#include "job/signals.h"
#include "job/table.h"
#include "job/trap.h"

static const int stop_signals[] = {SIGTSTP, SIGTTIN, SIGTTOU};

static int open_terminal(void)
{
    int fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);

    if (fd >= 0)
        return fd_move_high(fd);
    for (fd = STDERR_FILENO; fd >= 0; fd--)
        if (isatty(fd) && tcgetpgrp(fd) >= 0)
            return fd_duplicate_high(fd);
    errno = ENOTTY;
    return -1;
}

bool terminal_is_there(void)
{
    int fd = open_terminal();

    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

/* A shell that was started in the background stops itself until somebody puts it to the foreground
 * (fg in the shell above). SIGTTIN must have its default action for that. Where nobody is left who
 * could (an orphaned process group) the kernel does not stop it, so there is an end to trying; and
 * when the terminal, or who used it, is gone (SIGHUP). */
static bool wait_for_foreground(const struct job_table *table)
{
    enum { ATTEMPTS = 100 };
    struct sigaction plain = {.sa_handler = SIG_DFL}, old;

    sigemptyset(&plain.sa_mask);
    for (int attempt = 0; attempt < ATTEMPTS && !signals_hangup; attempt++) {
        pid_t foreground = tcgetpgrp(table->terminal);
        if (foreground == getpgrp())
            return true;
        if (foreground < 0)
            return false;
        (void)sigaction(SIGTTIN, &plain, &old);
        (void)kill(0, SIGTTIN);
        (void)sigaction(SIGTTIN, &old, NULL);
    }
    return false;
}

/* From the background tcsetpgrp(3) sends SIGTTOU, unless that is ignored or blocked. */
static void set_foreground(int terminal, pid_t pgid)
{
    sigset_t block, before;

    sigemptyset(&block);
    sigaddset(&block, SIGTTOU);
    (void)sigprocmask(SIG_BLOCK, &block, &before);
    int result;
    while ((result = tcsetpgrp(terminal, pgid)) < 0 && errno == EINTR)
        ;
    if (proctrace_on() && result < 0) /* not its text: a vfork(2) child comes here, too */
        proctrace("tcsetpgrp -> %d failed: errno %d", (int)pgid, errno);
    else if (proctrace_on())
        proctrace("tcsetpgrp -> %d", (int)pgid);
    (void)sigprocmask(SIG_SETMASK, &before, NULL);
}

/* An interactive shell leads a group of its own, so that Ctrl-C at its prompt reaches nobody else.
 * (A session's leader leads its group already; setpgid(2) refuses it.) */
static bool take_terminal(struct job_table *table)
{
    if (!wait_for_foreground(table))
        return false;
    if (table->entry_pgid != getpid() && setpgid(0, 0) == 0)
        set_foreground(table->terminal, getpid());
    table->shell_pgid = getpgrp();
    return true;
}

/* A script in the background has no say over the terminal; an interactive shell waits until it has.
 */
static bool may_use_terminal(const struct shell *shell, struct job_table *table)
{
    return shell->interactive ? take_terminal(table)
                              : tcgetpgrp(table->terminal) == table->shell_pgid;
}

static void find_terminal(const struct shell *shell, struct job_table *table)
{
    table->shell_pgid = table->entry_pgid = getpgrp();
    table->terminal = open_terminal();
    if (table->terminal >= 0 && !may_use_terminal(shell, table)) {
        close(table->terminal);
        table->terminal = -1;
    }
    table->has_modes = table->terminal >= 0 && tcgetattr(table->terminal, &table->modes) == 0;
}

bool jobs_monitor_on(struct shell *shell)
{
    struct job_table *table = shell->jobs;

    if (table->terminal < 0)
        find_terminal(shell, table);
    if (table->terminal < 0 && shell->interactive) {
        if (!signals_hangup)
            diag("no terminal: job control is off");
        shell->options &= ~(uint32_t)OPTION_MONITOR;
        return false;
    }
    for (size_t i = 0; i < sizeof stop_signals / sizeof *stop_signals; i++) {
        /* Who started the shell may have ignored them for its own sake, as tmux(1) does with
         * SIGTTIN; the jobs of an interactive shell must stop all the same. */
        if (shell->interactive)
            trap_forget_entry(shell->traps, stop_signals[i]);
        trap_own(shell, stop_signals[i], SIGNAL_IGNORED);
    }
    shell->options |= OPTION_MONITOR;
    table->watching = true;
    return true;
}

void jobs_monitor_off(struct shell *shell)
{
    struct job_table *table = shell->jobs;

    if (!job_control(shell))
        return;
    shell->options &= ~(uint32_t)OPTION_MONITOR;
    if (table->terminal >= 0) {
        if (table->entry_pgid != table->shell_pgid) {
            set_foreground(table->terminal, table->entry_pgid);
            (void)setpgid(0, table->entry_pgid);
        }
        close(table->terminal);
        table->terminal = -1;
        table->has_modes = false;
    }
    for (size_t i = 0; i < sizeof stop_signals / sizeof *stop_signals; i++)
        trap_own(shell, stop_signals[i], SIGNAL_LEFT);
}

void terminal_give(const struct shell *shell, pid_t pgid)
{
    if (shell->jobs->terminal >= 0)
        set_foreground(shell->jobs->terminal, pgid);
}

void terminal_give_with_child(const struct shell *shell, pid_t pgid)
{
    const struct job_table *table = shell->jobs;

    if (table->terminal >= 0 && tcgetpgrp(table->terminal) == table->shell_pgid)
        set_foreground(table->terminal, pgid);
}

static void set_modes(int terminal, const struct termios *modes)
{
    while (tcsetattr(terminal, TCSADRAIN, modes) < 0 && errno == EINTR)
        ;
    if (proctrace_on())
        proctrace("tcsetattr: terminal modes restored");
}

static bool same_modes(const struct termios *a, const struct termios *b)
{
    return a->c_iflag == b->c_iflag && a->c_oflag == b->c_oflag && a->c_cflag == b->c_cflag &&
           a->c_lflag == b->c_lflag && memcmp(a->c_cc, b->c_cc, sizeof a->c_cc) == 0;
}

/* Who leaves the modes of a full screen behind leaves the rest of it, too. The alternate screen is
 * entered before it is left: so the cursor comes back to where it was before that program, and if
 * there was none, stays where it is. */
static void leave_full_screen(struct shell *shell)
{
    static const char text[] = "\033[?1049h\033[?1049l"
                               "\0337\033[r\0338"  /* the whole screen scrolls */
                               "\033[?1l\033>"     /* keys send what they usually do */
                               "\033[?25h\033[?7h" /* the cursor is seen, lines wrap */
                               "\033[?1000l\033[?1002l\033[?1003l\033[?1006l" /* no mouse */
                               "\033[?1004l\033[?2004l" /* nothing is told of focus and pastes */
                               "\033[0m\033(B\r\n";
    const char *terminal = variable_get_string(shell, "TERM");

    if (shell->interactive && terminal && *terminal && strcmp(terminal, "dumb") != 0)
        (void)fd_write_all(shell->jobs->terminal, text, sizeof text - 1);
}

/* A look that leaves the answer to terminal_was_continued(). */
static bool is_continued(const struct shell *shell)
{
    return shell->interactive && signal_caught(SIGCONT) != shell->jobs->continued;
}

bool terminal_was_continued(struct shell *shell)
{
    const char *action = shell->traps->action[SIGCONT];
    bool was = is_continued(shell);

    shell->jobs->continued = signal_caught(SIGCONT);
    if (was && !(action && *action)) /* what has a trap is the trap's to take */
        (void)signal_take(SIGCONT, signal_waiting(SIGCONT));
    return was;
}

void terminal_pass_on(const struct shell *shell)
{
    const struct job_table *table = shell->jobs;

    if (table->terminal >= 0 && table->foreground && is_continued(shell) &&
        tcgetpgrp(table->terminal) == table->shell_pgid)
        set_foreground(table->terminal, table->foreground);
}

/* A shell that was continued in the background, while it waited for the job: the terminal is the
 * shell's above. */
static bool is_in_the_background(const struct shell *shell, const struct job *job)
{
    const struct job_table *table = shell->jobs;

    if (!is_continued(shell))
        return false;
    pid_t owner = tcgetpgrp(table->terminal);
    return owner > 0 && owner != job->pgid && owner != table->shell_pgid && kill(-owner, 0) == 0;
}

void terminal_take_back(struct shell *shell, struct job *job, bool well)
{
    struct job_table *table = shell->jobs;
    struct termios modes;

    table->foreground = 0;
    if (table->terminal < 0)
        return;
    if (is_in_the_background(shell, job) && !wait_for_foreground(table) && signals_hangup)
        return;
    set_foreground(table->terminal, table->shell_pgid);
    if (tcgetattr(table->terminal, &modes) < 0)
        return;
    bool stopped = job_state(job) == JOB_STOPPED;
    if (stopped) {
        job->modes = modes;
        job->has_modes = true;
        if (proctrace_on())
            proctrace("tcgetattr: terminal modes of the job saved");
    }
    if (well || !table->has_modes) {
        table->modes = modes;
        table->has_modes = true;
    } else if (!same_modes(&modes, &table->modes)) {
        set_modes(table->terminal, &table->modes);
        if (!stopped && (!job->listed || job_status(job) != 0))
            leave_full_screen(shell);
    }
}

bool terminal_is_in_use(const struct shell *shell)
{
    const struct job_table *table = shell->jobs;
    struct termios modes;

    return table->terminal >= 0 && table->has_modes && tcgetattr(table->terminal, &modes) == 0 &&
           !same_modes(&modes, &table->modes);
}

void terminal_guard_begin(const struct shell *shell, struct terminal_guard *guard)
{
    const struct job_table *table = shell->jobs;

    guard->on = table->terminal >= 0 && tcgetpgrp(table->terminal) == table->shell_pgid &&
                tcgetattr(table->terminal, &guard->modes) == 0;
}

void terminal_guard_end(struct shell *shell, const struct terminal_guard *guard, bool well)
{
    const struct job_table *table = shell->jobs;
    struct termios modes;

    if (!guard->on || is_continued(shell))
        return;
    if (tcgetpgrp(table->terminal) != table->shell_pgid) /* an interactive shell was killed there */
        set_foreground(table->terminal, table->shell_pgid);
    if (well || tcgetattr(table->terminal, &modes) < 0 || same_modes(&modes, &guard->modes))
        return;
    set_modes(table->terminal, &guard->modes);
    if (guard->modes.c_lflag & ICANON) /* and not while a line is typed */
        leave_full_screen(shell);
}

void terminal_hand_over(struct shell *shell, struct job *job)
{
    struct job_table *table = shell->jobs;

    if (table->terminal < 0)
        return;
    if (job->has_modes)
        set_modes(table->terminal, &job->modes);
    set_foreground(table->terminal, job->pgid);
}

void terminal_reclaim(struct shell *shell)
{
    struct job_table *table = shell->jobs;

    if (table->terminal < 0 || !job_control(shell))
        return;
    if (!wait_for_foreground(table) && signals_hangup)
        return;
    set_foreground(table->terminal, table->shell_pgid);
    if (table->has_modes)
        set_modes(table->terminal, &table->modes);
}

/* The shell above knows the group that it started us in, and continues that one. */
int terminal_suspend(struct shell *shell)
{
    struct job_table *table = shell->jobs;
    bool own_group = table->terminal >= 0 && table->entry_pgid != table->shell_pgid;

    if (own_group && setpgid(0, table->entry_pgid) == 0)
        set_foreground(table->terminal, table->entry_pgid);
    int result = kill(0, SIGSTOP) < 0 ? errno : 0;
    if (own_group) {
        (void)wait_for_foreground(table);
        (void)setpgid(0, 0);
    }
    terminal_reclaim(shell);
    return result;
}
