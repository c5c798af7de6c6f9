/*
 * Starting processes, waiting for them, remembering how they ended.
 */
#include "job_support.h"
#include "suites.h"

#include <fcntl.h>
#include <sys/resource.h>

#include "job/start.h"

static char *none[] = {NULL};

/* A child that ends with this status; in a job if one is given. */
static pid_t child(struct job *job, int status)
{
    pid_t pid = job_fork(&shell, job, FORK_SUBSHELL);

    if (pid == 0)
        _exit(status);
    return pid;
}

/* One that lasts until it is killed. */
static pid_t lasting(struct job *job)
{
    pid_t pid = job_fork(&shell, job, FORK_SUBSHELL);

    while (pid == 0)
        pause();
    return pid;
}

static struct job *new_job(unsigned count)
{
    return job_new(&shell, count, NULL, NULL);
}

static pid_t background(int status)
{
    struct job *job = new_job(1);
    pid_t pid = child(job, status);

    job_background(&shell, job);
    return pid;
}

static pid_t spawn(struct job *job, char **arguments, const struct fd_move *moves, unsigned count,
                   unsigned flags)
{
    struct spawn plan = {.path = arguments[0],
                         .arguments = arguments,
                         .environment = none,
                         .moves = moves,
                         .move_count = count};
    bool fork_failed;

    return job_spawn(&shell, job, &plan, flags, &fork_failed);
}

static pid_t spawn_sh(struct job *job, const char *script, unsigned flags)
{
    char *arguments[] = {"/bin/sh", "-c", (char *)script, NULL};

    return spawn(job, arguments, NULL, 0, flags);
}

/* ---- Starting ---- */

START_TEST(spawn_and_wait)
{
    ck_assert_int_eq(wait_foreground(&shell, spawn_sh(NULL, "exit 7", 0)), 7);
    ck_assert_int_eq(wait_foreground(&shell, spawn_sh(NULL, "kill -INT $$", 0)), 130);
    ck_assert_uint_eq(diagnostics.count, 0);
}
END_TEST

START_TEST(spawn_moves)
{
    int ends[2], opened = open("/dev/null", O_WRONLY | O_CLOEXEC);
    int devnull = fcntl(opened, F_DUPFD_CLOEXEC, 10); /* not 5, whatever is open already */
    char text[16];

    ck_assert_int_eq(pipe2(ends, O_CLOEXEC), 0);
    /* 1 to the pipe, 5 a copy of it, 2 closed, and devnull left open by a move onto itself */
    struct fd_move moves[] = {{ends[1], 1}, {1, 5}, {-1, 2}, {devnull, devnull}};
    char script[128];
    snprintf(script, sizeof script,
             "echo a; echo b >&5; echo c >/proc/self/fd/%d && echo d; { : >&2; } 2>/dev/null",
             devnull);
    char *arguments[] = {"/bin/sh", "-c", script, NULL};
    pid_t pid = spawn(NULL, arguments, moves, 4, 0);
    ck_assert_int_gt(pid, 0);
    close(ends[1]);
    ck_assert_int_eq(wait_foreground(&shell, pid), 0);
    ck_assert_int_eq(read(ends[0], text, sizeof text), 6);
    ck_assert_int_eq(memcmp(text, "a\nb\nd\n", 6), 0);
    close(ends[0]);
    close(opened);
    close(devnull);
}
END_TEST

START_TEST(spawn_failures)
{
    char *missing[] = {"/nonexistent/program", NULL};
    char *directory[] = {"/", NULL};
    struct fd_move closed = {99, 1};
    char *program[] = {"/bin/true", NULL};

    ck_assert_int_eq(spawn(NULL, missing, NULL, 0, 0), -1);
    ck_assert_int_eq(errno, ENOENT);
    ck_assert_int_eq(spawn(NULL, directory, NULL, 0, 0), -1);
    ck_assert_int_eq(errno, EACCES);
    ck_assert_int_eq(spawn(NULL, program, &closed, 1, 0), -1);
    ck_assert_int_eq(errno, EBADF);
    ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1); /* no child is left behind */
    ck_assert_int_eq(errno, ECHILD);
}
END_TEST

/* The program finds its signals as the shell found them, not as traps made them. */
START_TEST(spawn_signals)
{
    trap_set(&shell, SIGUSR1, "x");
    trap_set(&shell, SIGUSR2, "");
    ck_assert_int_eq(wait_foreground(&shell, spawn_sh(NULL, "kill -USR2 $$; kill -INT $$", 0)),
                     130);
    sigset_t mask;
    sigprocmask(SIG_SETMASK, NULL, &mask);
    ck_assert(sigisemptyset(&mask));
    ck_assert_int_eq(
        wait_foreground(&shell,
                        spawn_sh(NULL, "kill -INT $$; kill -QUIT $$; read x; exit 4", FORK_ASYNC)),
        4);
}
END_TEST

/* A signal to the whole group while children are being started: its trap runs for each that the
 * shell got, and no handler ever runs in a child. */
START_TEST(spawn_under_fire)
{
    setpgid(0, 0);
    trap_set(&shell, SIGRTMIN, "x");
    pid_t gun = fork();
    if (gun == 0) {
        signal(SIGRTMIN, SIG_IGN);
        for (int i = 0; i < 2000; i++)
            kill(0, SIGRTMIN);
        _exit(0);
    }
    char *arguments[] = {"/bin/true", NULL};
    int status;
    do {
        pid_t pid = spawn(NULL, arguments, NULL, 0, 0);
        ck_assert_int_gt(pid, 0);
        while (waitpid(pid, &status, 0) < 0)
            ck_assert_int_eq(errno, EINTR);
        ck_assert(WIFEXITED(status) ? WEXITSTATUS(status) == 0 : WTERMSIG(status) == SIGRTMIN);
    } while (waitpid(gun, &status, WNOHANG) == 0);
    signal_gather(SIGRTMIN);
    ck_assert_uint_eq(signal_waiting(SIGRTMIN), 2000);
    setpgid(0, getppid());
}
END_TEST

/* In a child of its own: a limit of processes is for good, and root has none. */
static void exit_after_failing_forks(void)
{
    struct rlimit limit = {1, 1};
    char *arguments[] = {"/bin/true", NULL};
    struct spawn plan = {.path = arguments[0], .arguments = arguments, .environment = none};
    bool fork_failed = false;

    if (geteuid() == 0 && setuid(12345) < 0)
        _exit(0);
    if (setrlimit(RLIMIT_NPROC, &limit) < 0)
        _exit(1);
    bool good = job_fork(&shell, NULL, FORK_SUBSHELL) == -1 && diagnostics.count == 1 &&
                job_spawn(&shell, NULL, &plan, 0, &fork_failed) == -1 && fork_failed &&
                diagnostics.count == 2;
    _exit(good ? 0 : 1);
}

START_TEST(fork_fails)
{
    pid_t pid = fork();
    if (pid == 0)
        exit_after_failing_forks();
    ck_assert_int_eq(wait_foreground(&shell, pid), 0);
}
END_TEST

/* ---- Foreground jobs ---- */

START_TEST(pipeline_status)
{
    struct job *job = new_job(3);
    for (int i = 0; i < 3; i++)
        child(job, i == 1 ? 5 : 0);
    ck_assert_int_eq(job_foreground(&shell, job), 0);
    ck_assert_str_eq(shell.pipe_status.text, "0 5 0");

    shell.options |= OPTION_PIPEFAIL;
    job = new_job(3);
    for (int i = 0; i < 3; i++)
        child(job, i < 2 ? i + 5 : 0);
    ck_assert_int_eq(job_foreground(&shell, job), 6);
    ck_assert_ptr_null(shell.jobs->first);
}
END_TEST

/* Between the start of a foreground child and waiting for it something may collect all children. */
START_TEST(collected_too_early)
{
    pid_t pid = child(NULL, 9);
    struct job *job = new_job(1), *later = new_job(1);
    child(job, 8);
    pid_t last = child(later, 7);

    sleep(1);
    jobs_collect(&shell);
    ck_assert_int_eq(wait_foreground(&shell, pid), 9);
    ck_assert_int_eq(job_foreground(&shell, job), 8);
    job_background(&shell, later);
    bool interrupted;
    ck_assert_int_eq(wait_for_process(&shell, last, &interrupted), 7);
    ck_assert_uint_eq(shell.jobs->strays, 0);
    ck_assert_uint_eq(shell.jobs->pids.count, 0);
}
END_TEST

/* ---- Remembering ---- */

START_TEST(wait_twice)
{
    bool interrupted;
    pid_t pid = background(3);

    ck_assert_int_eq(shell.last_async, pid);
    ck_assert_int_eq(wait_for_process(&shell, pid, &interrupted), 3);
    ck_assert_int_eq(wait_for_process(&shell, pid, &interrupted), 127);
    ck_assert_int_eq(wait_for_process(&shell, 1, &interrupted), 127);
}
END_TEST

/* In any order, with thousands that have ended long ago. */
START_TEST(remember_many)
{
    enum { COUNT = 1000 };
    static pid_t pids[COUNT];
    bool interrupted;

    for (int i = 0; i < COUNT; i++)
        pids[i] = background(i % 251);
    for (int i = COUNT - 1; i >= 0; i -= 2)
        ck_assert_int_eq(wait_for_process(&shell, pids[i], &interrupted), i % 251);
    for (int i = 0; i < COUNT; i += 2)
        ck_assert_int_eq(wait_for_process(&shell, pids[i], &interrupted), i % 251);
    ck_assert_ptr_null(shell.jobs->first);
    ck_assert_ptr_null(shell.jobs->done_first);
    ck_assert_uint_eq(shell.jobs->pids.count, 0);
    ck_assert_uint_eq(shell.jobs->alive, 0);
}
END_TEST

START_TEST(wait_all_forgets)
{
    bool interrupted;
    pid_t pid = background(3);

    background(4);
    ck_assert_int_eq(wait_for_all(&shell, &interrupted), 0);
    ck_assert_int_eq(wait_for_process(&shell, pid, &interrupted), 127);
    ck_assert_ptr_null(shell.jobs->first);
}
END_TEST

/* A number that the system gives out again stands for the new process. */
START_TEST(reused_pid)
{
    bool interrupted;
    pid_t pid = background(3);

    sleep(1);
    jobs_collect(&shell);
    ck_assert_int_eq(job_state(job_of_process(&shell, pid)), JOB_DONE);
    struct job *job = new_job(1);
    job_add_process(job, pid);
    job_update(&shell, job, 0, W_EXITCODE(5, 0));
    job_background(&shell, job);
    ck_assert_ptr_eq(shell.jobs->first, job);
    ck_assert_ptr_null(job->next);
    ck_assert_int_eq(wait_for_process(&shell, pid, &interrupted), 5);
    ck_assert_int_eq(wait_for_process(&shell, pid, &interrupted), 127);
}
END_TEST

/* What was remembered of a disowned process is not about the next one that has its ID. */
START_TEST(reused_pid_of_stray)
{
    bool interrupted;
    pid_t pid = lasting(NULL);
    struct job *job = new_job(1);

    jobs_note(&shell, pid, W_EXITCODE(3, 0));
    ck_assert_uint_eq(shell.jobs->strays, 1);
    start_note(&shell, job, 0, pid);
    job_background(&shell, job);
    ck_assert_int_eq(job_state(job), JOB_RUNNING);
    ck_assert_uint_eq(shell.jobs->strays, 0);
    kill(pid, SIGHUP);
    ck_assert_int_eq(wait_for_process(&shell, pid, &interrupted), 128 + SIGHUP);
}
END_TEST

START_TEST(next_to_end)
{
    bool interrupted;
    pid_t pid = 0;
    struct job *first = new_job(1);
    pid_t first_pid = lasting(first);
    job_background(&shell, first);
    pid_t second = background(6);

    ck_assert_int_eq(wait_for_next(&shell, &pid, &interrupted), 6);
    ck_assert_int_eq(pid, second);
    background(7);
    kill(first_pid, SIGHUP); /* Check has a handler for SIGTERM, also in our children */
    first->wanted = true;
    ck_assert_int_eq(wait_for_next_wanted(&shell, &pid, &interrupted), 129);
    ck_assert_int_eq(pid, first_pid);
    ck_assert_int_eq(wait_for_next_wanted(&shell, &pid, &interrupted), 127);
    ck_assert_int_eq(wait_for_next(&shell, &pid, &interrupted), 7);
    ck_assert_int_eq(wait_for_next(&shell, &pid, &interrupted), 127);
}
END_TEST

/* POSIX 2.12: a trapped signal ends the wait at once, wherever in it the signal comes. */
START_TEST(interrupted_wait)
{
    bool interrupted;
    struct job *job = new_job(1);
    pid_t sleeper = lasting(job);

    job_background(&shell, job);
    trap_set(&shell, SIGUSR1, "x");
    for (int i = 0; i < 300; i++) {
        pid_t shooter = fork();
        if (shooter == 0) {
            usleep((useconds_t)(i * 10));
            kill(getppid(), SIGUSR1);
            _exit(0);
        }
        int status = i % 3 == 0   ? wait_for_process(&shell, sleeper, &interrupted)
                     : i % 3 == 1 ? wait_for_all(&shell, &interrupted)
                                  : wait_for_next(&shell, &sleeper, &interrupted);
        ck_assert_int_eq(status, 128 + SIGUSR1);
        ck_assert(interrupted);
        traps_run(&shell);
        while (waitpid(shooter, NULL, 0) < 0 && errno == EINTR)
            ;
    }
    ck_assert_uint_eq(ran.length, 300 * strlen("x:0\n"));
    kill(sleeper, SIGKILL);
    ck_assert_int_eq(wait_for_process(&shell, sleeper, &interrupted), 137);
    ck_assert(!interrupted);
}
END_TEST

START_TEST(negated_job)
{
    bool interrupted;
    struct job *job = new_job(1);

    job->negated = true;
    pid_t pid = child(job, 3);
    job_background(&shell, job);
    ck_assert_int_eq(wait_for_process(&shell, pid, &interrupted), 0);
}
END_TEST

/* ---- Job IDs and descriptions ---- */

static struct job *named_job(const char *text)
{
    struct job *job = new_job(1);

    job->text = strdup(text);
    job_add_process(job, 1000000 + (pid_t)shell.jobs->order);
    job_background(&shell, job);
    return job;
}

START_TEST(job_ids)
{
    struct job *make = named_job("make all"), *sleep_job = named_job("sleep 100"),
               *man = named_job("man make");

    ck_assert_ptr_eq(job_by_id(&shell, "%%"), man);
    ck_assert_ptr_eq(job_by_id(&shell, "%+"), man);
    ck_assert_ptr_eq(job_by_id(&shell, "%"), man);
    ck_assert_ptr_eq(job_by_id(&shell, "%-"), sleep_job);
    ck_assert_ptr_eq(job_by_id(&shell, "%1"), make);
    ck_assert_ptr_eq(job_by_id(&shell, "%sl"), sleep_job);
    ck_assert_ptr_eq(job_by_id(&shell, "%?100"), sleep_job);
    ck_assert_uint_eq(diagnostics.count, 0);
    ck_assert_ptr_null(job_by_id(&shell, "%ma"));
    ck_assert_ptr_null(job_by_id(&shell, "%?make"));
    ck_assert_ptr_null(job_by_id(&shell, "%9"));
    ck_assert_ptr_null(job_by_id(&shell, "%99999999999999999999"));
    ck_assert_ptr_null(job_by_id(&shell, "%x"));
    ck_assert_uint_eq(diagnostics.count, 5);

    job_update(&shell, make, 0, W_STOPCODE(SIGTSTP)); /* a stopped job comes first */
    ck_assert_ptr_eq(job_by_id(&shell, "%+"), make);
    ck_assert_ptr_eq(job_by_id(&shell, "%-"), man);
    job_update(&shell, make, 0, W_EXITCODE(0, 0));
    ck_assert_ptr_eq(job_by_id(&shell, "%+"), man);
    job_forget(&shell, man);
    job_forget(&shell, make);
    ck_assert_ptr_eq(job_by_id(&shell, "%-"), sleep_job); /* the only one is both */
}
END_TEST

START_TEST(numbers)
{
    struct job *first = named_job("a"), *second = named_job("b"), *third = named_job("c");

    ck_assert_uint_eq(third->number, 3);
    job_forget(&shell, second);
    ck_assert_uint_eq(named_job("d")->number, 4);
    job_forget(&shell, first);
    ck_assert_uint_eq(shell.jobs->first->number, 3);
    while (shell.jobs->first)
        job_forget(&shell, shell.jobs->first);
    ck_assert_uint_eq(named_job("e")->number, 1);
}
END_TEST

static void assert_described(struct job *job, int wait_status, const char *expected)
{
    struct strbuf line = {0};

    if (wait_status >= 0)
        job_update(&shell, job, 0, wait_status);
    job_describe(&line, job, MARK_CURRENT, false);
    ck_assert_str_eq(line.text, expected);
    strbuf_free(&line);
}

START_TEST(descriptions)
{
    enum { CORE = 0x80 };

    assert_described(named_job("x"), -1, "[1]+  Running                 x &\n");
    assert_described(named_job("x"), W_STOPCODE(SIGTSTP), "[2]+  Stopped (SIGTSTP)       x\n");
    assert_described(named_job("x"), W_EXITCODE(0, 0), "[3]+  Done                    x\n");
    assert_described(named_job("x"), W_EXITCODE(3, 0), "[4]+  Done(3)                 x\n");
    assert_described(named_job("x"), SIGKILL, "[5]+  Killed (SIGKILL)        x\n");
    assert_described(named_job("x"), SIGABRT | CORE, "[6]+  Aborted (SIGABRT) (core dumped) x\n");
}
END_TEST

/* More ended jobs than are remembered: the oldest go, the table stays in order. */
START_TEST(remembered_at_most)
{
    for (int i = 0; i < JOBS_REMEMBERED + 100; i++) {
        struct job *job = new_job(1);
        job_add_process(job, 10000000 + i);
        job_update(&shell, job, 0, W_EXITCODE(i % 200, 0));
        job_background(&shell, job);
        job_update(&shell, job, 0, W_EXITCODE(i % 200, 0));
    }
    bool interrupted;
    ck_assert_uint_le(shell.jobs->done_count, JOBS_REMEMBERED);
    ck_assert_int_eq(wait_for_process(&shell, 10000000, &interrupted), 127);
    ck_assert_int_eq(wait_for_process(&shell, 10000000 + 5000, &interrupted), 0);
    ck_assert_int_eq(wait_for_process(&shell, 10000000 + 5001, &interrupted), 1);
}
END_TEST

/* The hash against a plain array, with many that are near each other. */
START_TEST(pid_map)
{
    enum { RANGE = 4096 };
    static int expected[RANGE];
    struct pid_map map = {0};
    unsigned random = 1;
    size_t count = 0;

    memset(expected, -1, sizeof expected);
    for (int step = 0; step < 200000; step++) {
        random = random * 1103515245 + 12345;
        unsigned key = (random >> 8) % RANGE * (step & 1 ? 1 : 64) % RANGE;
        pid_t pid = (pid_t)key + 1;
        struct pid_entry *entry = pid_map_find(&map, pid);

        ck_assert_int_eq(entry ? entry->value : -1, expected[key]);
        if (entry && random & 0x40000000) {
            pid_map_remove(&map, entry);
            expected[key] = -1;
            count--;
        } else {
            count += !entry;
            expected[key] = step;
            pid_map_put(&map, pid, NULL, step);
        }
        ck_assert_uint_eq(map.count, count);
    }
    pid_map_free(&map);
}
END_TEST

/* ---- Job control without a terminal ---- */

START_TEST(process_groups)
{
    bool interrupted;

    shell.options |= OPTION_MONITOR;
    struct job *job = new_job(2);
    pid_t leader = lasting(job);
    pid_t second = spawn_sh(job, "exec sleep 100", 0);
    job_background(&shell, job);
    ck_assert_int_eq(getpgid(leader), leader);
    ck_assert_int_eq(getpgid(second), leader);
    ck_assert_int_eq(job_signal(&shell, job, SIGSTOP), 0);
    while (job_state(job) != JOB_STOPPED)
        jobs_collect(&shell);
    ck_assert_int_eq(job_status(job), 128 + SIGSTOP);
    ck_assert(job_continue(&shell, job, false));
    ck_assert_int_eq(job_state(job), JOB_RUNNING);
    ck_assert_int_eq(shell.last_async, second);
    ck_assert_int_eq(job_signal(&shell, job, SIGHUP), 0);
    ck_assert_int_eq(wait_for_job(&shell, job, &interrupted), 129);
}
END_TEST

START_TEST(stopped_in_the_foreground)
{
    shell.options |= OPTION_MONITOR;
    struct job *job = new_job(1);
    spawn_sh(job, "kill -STOP $$; exit 5", FORK_FOREGROUND);
    ck_assert_int_eq(job_foreground(&shell, job), 128 + SIGSTOP);
    ck_assert_ptr_eq(shell.jobs->first, job);
    ck_assert(job_continue(&shell, job, true));
    ck_assert_int_eq(job_foreground(&shell, job), 5);
    ck_assert_ptr_null(shell.jobs->first);
}
END_TEST

/* What `jobs` shows in a subshell is how the parent's jobs are doing now. */
START_TEST(parents_jobs)
{
    struct job *job = new_job(1), *short_job = new_job(1);
    pid_t sleeper = lasting(job);
    job_background(&shell, job);
    pid_t ended = child(short_job, 3);
    job_background(&shell, short_job);
    siginfo_t info;
    ck_assert_int_eq(waitid(P_PID, (id_t)ended, &info, WEXITED | WNOWAIT), 0);

    pid_t pid = child(NULL, 0);
    ck_assert_int_eq(wait_foreground(&shell, pid), 0);
    pid = job_fork(&shell, NULL, FORK_SUBSHELL);
    if (pid == 0) {
        bool parents, interrupted;
        struct job *first = jobs_first(&shell, &parents);
        bool good = parents && first == job && job_state(first) == JOB_RUNNING &&
                    job_state(first->next) == JOB_DONE && job_status(first->next) == 3 &&
                    wait_for_process(&shell, sleeper, &interrupted) == 127 &&
                    wait_for_all(&shell, &interrupted) == 0 && !shell.jobs->alive &&
                    !shell.jobs->done_count;
        _exit(good ? 0 : 1);
    }
    ck_assert_int_eq(wait_foreground(&shell, pid), 0);
    kill(sleeper, SIGKILL);
}
END_TEST

Suite *job_wait_suite(void)
{
    Suite *suite = suite_create("job/wait");
    TCase *starting = tcase_create("starting");
    TCase *waiting = tcase_create("waiting");
    TCase *jobs = tcase_create("jobs");

    tcase_add_checked_fixture(starting, start, finish);
    tcase_add_test(starting, spawn_and_wait);
    tcase_add_test(starting, spawn_moves);
    tcase_add_test(starting, spawn_failures);
    tcase_add_test(starting, spawn_signals);
    tcase_add_test(starting, spawn_under_fire);
    tcase_add_test(starting, fork_fails);
    suite_add_tcase(suite, starting);
    tcase_add_checked_fixture(waiting, start, finish);
    tcase_add_test(waiting, pipeline_status);
    tcase_add_test(waiting, collected_too_early);
    tcase_add_test(waiting, wait_twice);
    tcase_add_test(waiting, remember_many);
    tcase_add_test(waiting, wait_all_forgets);
    tcase_add_test(waiting, reused_pid);
    tcase_add_test(waiting, reused_pid_of_stray);
    tcase_add_test(waiting, next_to_end);
    tcase_add_test(waiting, interrupted_wait);
    tcase_add_test(waiting, negated_job);
    suite_add_tcase(suite, waiting);
    tcase_add_checked_fixture(jobs, start, finish);
    tcase_add_test(jobs, job_ids);
    tcase_add_test(jobs, numbers);
    tcase_add_test(jobs, descriptions);
    tcase_add_test(jobs, remembered_at_most);
    tcase_add_test(jobs, pid_map);
    tcase_add_test(jobs, process_groups);
    tcase_add_test(jobs, stopped_in_the_foreground);
    tcase_add_test(jobs, parents_jobs);
    suite_add_tcase(suite, jobs);
    return suite;
}
