/*
 * Programs with a terminal of their own inside: ssh and tmux, stopped, continued and killed.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "suites.h"
#include "terminal.h"

/* ---- ssh ---- */

/* A server for this one connection, which the client starts itself: no port, no daemon. False with
 * a line that says why, where it cannot be had. */
static bool prepare_ssh(struct terminal *t)
{
    static const char server[] = "/usr/sbin/sshd";
    const char *home = terminal_home(t);
    char text[1000];

    if (!terminal_has_program("ssh") || !terminal_has_program("ssh-keygen"))
        return false;
    if (access(server, X_OK) != 0) {
        printf("(skipped: there is no %s here)\n", server);
        return false;
    }
    if (geteuid() == 0 && access("/run/sshd", X_OK) != 0) {
        printf("(skipped: sshd wants a folder /run/sshd)\n");
        return false;
    }
    snprintf(text, sizeof text,
             "HostKey %s/host\nAuthorizedKeysFile %s/key.pub\nStrictModes no\nUsePAM no\n"
             "PermitRootLogin yes\nPrintMotd no\nPrintLastLog no\n",
             home, home);
    terminal_write_file(t, "sshd_config", text);
    snprintf(text, sizeof text,
             "Host box\nProxyCommand %s -i -f %s/sshd_config 2>/dev/null\nIdentityFile %s/key\n"
             "UserKnownHostsFile %s/known\nStrictHostKeyChecking no\nLogLevel ERROR\n",
             server, home, home, home);
    terminal_write_file(t, "ssh_config", text);
    terminal_run(t, "for k in host key; do ssh-keygen -q -t ed25519 -N '' -f $k; done; clear");
    terminal_run(t, "ssh -F ssh_config box 'echo con''nected' >answer 2>&1; clear");
    if (!strstr(terminal_read_file(t, "answer"), "connected")) {
        printf("(skipped: ssh to this machine: %s)\n", terminal_read_file(t, "answer"));
        return false;
    }
    return true;
}

static pid_t start_ssh(struct terminal *t)
{
    terminal_command(t, "ssh -tF ssh_config box 'PS1=remote: exec sh'");
    pid_t pid = terminal_wait_process(t, "ssh", "S");
    terminal_wait_screen(t, "^remote:$");
    terminal_wait_foreground(t, pid);
    return pid;
}

/* Keys go to the other side, also Ctrl-C and Ctrl-Z; ~ Ctrl-Z stops ssh itself. */
START_TEST(ssh)
{
    struct terminal *t = terminal_start(NULL);

    if (!prepare_ssh(t)) {
        terminal_end(t);
        return;
    }
    pid_t pid = start_ssh(t);
    terminal_keys(t, "echo $((20 + 3))" KEY_ENTER);
    terminal_wait_screen(t, "^23\nremote:$");
    for (int round = 0; round < 2; round++) {
        terminal_keys(t, "clear; sh -c 'echo re\"\"ady; exec sleep 1000'" KEY_ENTER);
        terminal_wait_screen(t, "^ready$");
        terminal_keys(t, KEY_CTRL_C);
        terminal_wait_screen(t, "\\^C\nremote:$");
        terminal_keys(t, KEY_ENTER);
        terminal_wait_screen(t, "remote:\nremote:$");
        terminal_keys(t, "~" KEY_CTRL_Z);
        terminal_wait_prompt(t);
        terminal_wait_state(t, pid, "T");
        terminal_wait_screen(t, "Stopped \\(SIGTSTP\\) +ssh ");
        terminal_expect_sane(t);
        terminal_command(t, "fg");
        terminal_wait_foreground(t, pid);
        terminal_wait_state(t, pid, "S");
        terminal_keys(t, "echo $((20 + 4))" KEY_ENTER);
        terminal_wait_screen(t, "24\nremote:$");
    }
    terminal_keys(t, "exit 5" KEY_ENTER);
    terminal_wait_prompt(t);
    terminal_run(t, "echo status=$?");
    terminal_wait_screen(t, "^status=5$");
    terminal_expect_sane(t);
    pid = start_ssh(t);
    (void)kill(pid, SIGKILL);
    terminal_wait_prompt(t);
    terminal_wait_text(t, "Killed");
    terminal_expect_sane(t);
    terminal_end(t);
}
END_TEST

/* With a command and nothing to read it runs in the background. */
START_TEST(ssh_in_the_background)
{
    struct terminal *t = terminal_start(NULL);

    if (!prepare_ssh(t)) {
        terminal_end(t);
        return;
    }
    terminal_run(t, "mkfifo go; ssh -nF ssh_config box \"read x <$HOME/go; exit 4\" &");
    terminal_run(t, "clear; jobs");
    terminal_wait_screen(t, "^\\[1\\]\\+  Running +ssh ");
    terminal_run(t, "echo >go; wait $!; echo status=$?");
    terminal_wait_screen(t, "^status=4$");
    terminal_end(t);
}
END_TEST

/* ---- tmux ---- */

static void stop_tmux(struct terminal *t)
{
    terminal_run(t, "tmux -S socket kill-server");
    terminal_end(t);
}

/* Whether the alternate screen was left as often as it was entered. */
static bool is_on_main_screen(struct terminal *t, void *context)
{
    int balance = 0;

    (void)context;
    for (const char *at = terminal_output(t, NULL); (at = strstr(at, "\033[?1049")); at += 7)
        balance += at[7] == 'h' ? 1 : -1;
    return balance == 0;
}

/* Its server may put the screen in order when the client has ended already, and the prompt is
 * there: what counts is the next one. */
static void expect_left(struct terminal *t, const char *notice)
{
    terminal_wait_text(t, notice);
    terminal_wait_foreground(t, terminal_shell(t));
    terminal_wait_until(t, "the main screen", is_on_main_screen, NULL);
    terminal_run(t, "clear");
    terminal_expect_sane(t);
}

/* A terminal in the terminal, with a shell of ours in it. Detached, attached, its client stopped.
 */
START_TEST(tmux)
{
    struct terminal *t;
    char line[600];

    if (!terminal_has_program("tmux"))
        return;
    t = terminal_start(NULL);
    /* Keys that follow one another quickly are keys, too. */
    terminal_write_file(t, "conf", "set -g assume-paste-time 0\n");
    snprintf(line, sizeof line, "tmux -S socket -f conf new-session \"env PS1='in> ' %s\"",
             getenv("SHELL_UNDER_TEST"));
    terminal_command(t, line);
    terminal_wait_screen(t, "^in>\n");
    terminal_command(t, "sh -c 'echo in\"\"side; exec sleep 1000'");
    terminal_wait_screen(t, "^inside$");
    terminal_keys(t, KEY_CTRL_Z);
    terminal_wait_screen(t, "Stopped \\(SIGTSTP\\) +sh -c .*\nin>");
    terminal_keys(t, KEY_CTRL_B "d");
    expect_left(t, "[detached");
    terminal_command(t, "tmux -S socket attach");
    terminal_wait_screen(t, "^inside$");
    pid_t pid = terminal_wait_process(t, "tmux", "S");
    terminal_wait_foreground(t, pid);
    terminal_keys(t, KEY_CTRL_B KEY_CTRL_Z);
    terminal_wait_prompt(t);
    terminal_wait_state(t, pid, "T");
    terminal_expect_sane(t);
    terminal_command(t, "fg");
    terminal_wait_screen(t, "^inside$");
    terminal_wait_foreground(t, pid);
    terminal_keys(t, "clear; fg" KEY_ENTER);
    terminal_wait_screen(t, "^sh -c");
    terminal_keys(t, KEY_CTRL_C);
    terminal_wait_screen(t, "\\^C\nin>");
    terminal_keys(t, KEY_CTRL_D);
    expect_left(t, "[exited]");
    stop_tmux(t);
}
END_TEST

Suite *terminal_sessions_suite(void)
{
    Suite *suite = suite_create("sessions");
    TCase *all = tcase_create("all");

    tcase_add_test(all, ssh);
    tcase_add_test(all, ssh_in_the_background);
    tcase_add_test(all, tmux);
    suite_add_tcase(suite, all);
    return suite;
}
