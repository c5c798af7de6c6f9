/*
 * observe/: the pipes of a pipeline and its bottleneck. Each test makes a pipeline of three
 * processes and looks until they have come to where they wait.
 */
#include "suites.h"

#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "observe/flow.h"

enum { STAGES = 3 };
static pid_t stages[STAGES];
static struct snapshot snapshot;
static struct flow_list list;

/* ---- What the stages do ---- */

static void pause_for_ever(void)
{
    for (;;)
        pause();
}

static void write_all_the_time(void)
{
    char block[4096] = "";

    for (;;)
        (void)!write(STDOUT_FILENO, block, sizeof block);
}

static void write_a_little(void)
{
    (void)!write(STDOUT_FILENO, "some bytes", 10);
    pause_for_ever();
}

static void read_all(void)
{
    char block[4096];

    while (read(STDIN_FILENO, block, sizeof block) > 0)
        ;
    pause_for_ever();
}

static void copy(void)
{
    char block[4096];
    ssize_t got;

    while ((got = read(STDIN_FILENO, block, sizeof block)) > 0)
        (void)!write(STDOUT_FILENO, block, (size_t)got);
    pause_for_ever();
}

/* As one that serves several sides. */
static void poll_input(void)
{
    struct pollfd entries[2] = {{STDIN_FILENO, POLLIN, 0}, {-1, 0, 0}};

    poll(entries, 2, -1);
}

static void end_at_once(void)
{
}

/* The stage itself only waits for a child that reads. */
static void read_in_a_child(void)
{
    pid_t pid = fork();

    if (pid == 0)
        read_all();
    close(STDIN_FILENO);
    waitpid(pid, NULL, 0);
}

/* ---- The pipeline ---- */

static pid_t start_stage(void (*run)(void), int input, int output, const int *ends)
{
    pid_t pid = fork();

    if (pid)
        return pid;
    if (input >= 0)
        dup2(input, STDIN_FILENO);
    if (output >= 0)
        dup2(output, STDOUT_FILENO);
    for (int i = 0; i < 2 * (STAGES - 1); i++)
        close(ends[i]);
    run();
    _exit(0);
}

static void start_pipeline(void (*first)(void), void (*second)(void), void (*third)(void))
{
    int ends[2 * (STAGES - 1)];

    ck_assert_int_eq(pipe(ends), 0);
    ck_assert_int_eq(pipe(ends + 2), 0);
    stages[0] = start_stage(first, -1, ends[1], ends);
    stages[1] = start_stage(second, ends[0], ends[3], ends);
    stages[2] = start_stage(third, ends[2], -1, ends);
    for (int i = 0; i < 2 * (STAGES - 1); i++)
        close(ends[i]);
}

static void end_pipeline(void)
{
    flow_free(&list);
    snapshot_free(&snapshot);
    for (int i = 0; i < STAGES; i++) {
        kill(stages[i], SIGKILL);
        waitpid(stages[i], NULL, 0);
    }
}

static void look(void)
{
    flow_free(&list);
    snapshot_free(&snapshot);
    for (unsigned i = 0; i < STAGES; i++) {
        struct pid_list children = {0};
        snapshot_add(&snapshot, stages[i], LOOK_WAIT | LOOK_IO)->stage = i + 1;
        (void)proc_children_read(stages[i], &children);
        for (size_t child = 0; child < children.count; child++) {
            struct process_view *view =
                snapshot_add(&snapshot, children.pids[child], LOOK_WAIT | LOOK_IO);
            view->stage = i + 1;
            view->descendant = true;
        }
        pid_list_free(&children);
    }
    snapshot_finish(&snapshot);
    flow_find(&snapshot, 0, snapshot.count, &list);
}

/* Looks until each of the stages waits so, for 20 seconds at most. */
static void look_until(enum wait_kind first, enum wait_kind second, enum wait_kind third)
{
    const enum wait_kind wanted[STAGES] = {first, second, third};
    struct timespec moment = {.tv_nsec = 5000000};

    for (int round = 0; round < 4000; round++) {
        unsigned right = 0;
        look();
        for (size_t i = 0; i < snapshot.count; i++) {
            const struct process_view *view = &snapshot.processes[i];
            right += !view->descendant && view->waits == wanted[view->stage - 1];
        }
        if (right == STAGES)
            return;
        nanosleep(&moment, NULL);
    }
    ck_abort_msg("%s; %s; %s", snapshot.processes[0].waits_text, snapshot.processes[1].waits_text,
                 snapshot.processes[2].waits_text);
}

/* ---- Tests ---- */

START_TEST(the_last_stage_is_slow)
{
    start_pipeline(write_all_the_time, copy, pause_for_ever);
    look_until(WAIT_WRITE, WAIT_WRITE, WAIT_SIGNAL);
    ck_assert_uint_eq(list.count, 2);
    ck_assert_uint_eq(list.bottleneck, 3);
    ck_assert_uint_eq(list.waiting, 0);
    for (unsigned i = 0; i < 2; i++) {
        const struct flow_pipe *pipe = &list.pipes[i];
        ck_assert_uint_eq(pipe->stage, i + 1);
        ck_assert_int_eq(pipe->writer, stages[i]);
        ck_assert_int_eq(pipe->reader, stages[i + 1]);
        ck_assert(flow_is_full(pipe) && !flow_is_empty(pipe));
        ck_assert(pipe->writer_waits && !pipe->reader_waits);
        ck_assert(pipe->through_known);
        if (pipe->fill_known)
            ck_assert_uint_ge(pipe->through, pipe->fill.bytes);
    }
    /* Not more in any case: a write(2) that still waits is not counted. */
    ck_assert_uint_ge(list.pipes[0].through, list.pipes[1].through);
    end_pipeline();
}
END_TEST

START_TEST(the_first_stage_is_slow)
{
    start_pipeline(pause_for_ever, copy, read_all);
    look_until(WAIT_SIGNAL, WAIT_READ, WAIT_READ);
    ck_assert_uint_eq(list.count, 2);
    ck_assert_uint_eq(list.bottleneck, 1);
    for (unsigned i = 0; i < 2; i++) {
        ck_assert(flow_is_empty(&list.pipes[i]) && !flow_is_full(&list.pipes[i]));
        ck_assert(list.pipes[i].reader_waits);
        ck_assert_uint_eq(list.pipes[i].through, 0);
    }
    end_pipeline();
}
END_TEST

START_TEST(the_middle_stage_is_slow)
{
    start_pipeline(write_all_the_time, pause_for_ever, read_all);
    look_until(WAIT_WRITE, WAIT_SIGNAL, WAIT_READ);
    ck_assert_uint_eq(list.bottleneck, 2);
    ck_assert(flow_is_full(&list.pipes[0]) && flow_is_empty(&list.pipes[1]));
    end_pipeline();
}
END_TEST

/* It does not read, but waits for input all the same. */
START_TEST(the_middle_stage_polls)
{
    start_pipeline(pause_for_ever, poll_input, read_all);
    look_until(WAIT_SIGNAL, WAIT_POLL, WAIT_READ);
    ck_assert_uint_eq(list.bottleneck, snapshot.processes[1].polled_count ? 1 : 2);
    end_pipeline();
}
END_TEST

/* A pipe that is neither full nor empty, whose reader does something else: the last stage waits for
 * that one, the first for nobody. */
START_TEST(the_middle_stage_does_something_else)
{
    struct timespec moment = {.tv_nsec = 5000000};

    start_pipeline(write_a_little, pause_for_ever, read_all);
    look_until(WAIT_SIGNAL, WAIT_SIGNAL, WAIT_READ);
    for (int i = 0; i < 4000 && list.pipes[0].through != 10; i++) { /* it sleeps before it writes */
        nanosleep(&moment, NULL);
        look();
    }
    ck_assert_uint_eq(list.pipes[0].through, 10);
    ck_assert(!flow_is_full(&list.pipes[0]) && list.pipes[0].reader_busy);
    if (list.pipes[0].fill_known) {
        ck_assert_uint_eq(list.pipes[0].fill.bytes, 10);
        ck_assert(!flow_is_empty(&list.pipes[0]));
    }
    ck_assert_uint_eq(list.bottleneck, 2);
    ck_assert_uint_eq(list.waiting, 3);
    end_pipeline();
}
END_TEST

START_TEST(nobody_waits)
{
    start_pipeline(pause_for_ever, pause_for_ever, pause_for_ever);
    look_until(WAIT_SIGNAL, WAIT_SIGNAL, WAIT_SIGNAL);
    ck_assert_uint_eq(list.count, 2);
    ck_assert_uint_eq(list.bottleneck, 0);
    end_pipeline();
}
END_TEST

/* Only the first stage waits, for the second. */
START_TEST(the_last_stage_waits_for_nobody)
{
    start_pipeline(write_all_the_time, pause_for_ever, pause_for_ever);
    look_until(WAIT_WRITE, WAIT_SIGNAL, WAIT_SIGNAL);
    ck_assert_uint_eq(list.bottleneck, 2);
    ck_assert_uint_eq(list.waiting, 1);
    end_pipeline();
}
END_TEST

/* What an ended stage has left tells nothing of who is slow. */
START_TEST(a_stage_has_ended)
{
    start_pipeline(end_at_once, pause_for_ever, pause_for_ever);
    look_until(WAIT_ZOMBIE, WAIT_SIGNAL, WAIT_SIGNAL);
    ck_assert_uint_eq(list.count, 2);
    ck_assert_int_eq(list.pipes[0].writer, 0);
    ck_assert_int_eq(list.pipes[0].reader, stages[1]);
    ck_assert(list.pipes[0].through_known); /* what its reader has read */
    end_pipeline();
}
END_TEST

/* The pipe is found although only a child of the stage has it. */
START_TEST(a_child_reads)
{
    start_pipeline(write_all_the_time, copy, read_in_a_child);
    for (int i = 0;
         i < 4000 && (list.count < 2 || !list.pipes[1].reader || list.pipes[1].reader == stages[2]);
         i++)
        look();
    ck_assert_uint_eq(list.count, 2);
    ck_assert_int_ne(list.pipes[1].reader, 0);
    ck_assert_int_ne(list.pipes[1].reader, stages[2]);
    kill(list.pipes[1].reader, SIGKILL);
    end_pipeline();
}
END_TEST

/* Room for less than a write of PIPE_BUF bytes, which must go in whole, counts as full. */
START_TEST(full_and_empty)
{
    struct flow_pipe pipe = {.fill_known = true,
                             .fill = {.bytes = 65536 - PIPE_BUF, .size = 65536}};

    ck_assert(flow_is_full(&pipe) && !flow_is_empty(&pipe));
    pipe.fill.bytes--;
    ck_assert(!flow_is_full(&pipe));
    pipe.fill.bytes = 0;
    ck_assert(flow_is_empty(&pipe));
    pipe.fill_known = false; /* forbidden: who waits tells */
    ck_assert(!flow_is_full(&pipe) && !flow_is_empty(&pipe));
    pipe.writer_waits = true;
    ck_assert(flow_is_full(&pipe));
    pipe.writer_waits = false;
    pipe.reader_waits = true;
    ck_assert(flow_is_empty(&pipe));
}
END_TEST

START_TEST(a_single_process_has_no_pipes)
{
    snapshot_add(&snapshot, getpid(), LOOK_WAIT)->stage = 1;
    snapshot_finish(&snapshot);
    flow_find(&snapshot, 0, 1, &list);
    ck_assert_uint_eq(list.count, 0);
    ck_assert_uint_eq(list.bottleneck, 0);
    flow_free(&list);
    snapshot_free(&snapshot);
}
END_TEST

Suite *observe_flow_suite(void)
{
    Suite *suite = suite_create("observe_flow");
    TCase *tests = tcase_create("pipelines");

    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, the_last_stage_is_slow);
    tcase_add_test(tests, the_first_stage_is_slow);
    tcase_add_test(tests, the_middle_stage_is_slow);
    tcase_add_test(tests, the_middle_stage_polls);
    tcase_add_test(tests, the_middle_stage_does_something_else);
    tcase_add_test(tests, nobody_waits);
    tcase_add_test(tests, the_last_stage_waits_for_nobody);
    tcase_add_test(tests, a_stage_has_ended);
    tcase_add_test(tests, a_child_reads);
    tcase_add_test(tests, full_and_empty);
    tcase_add_test(tests, a_single_process_has_no_pipes);
    suite_add_tcase(suite, tests);
    return suite;
}
