/*
 * exec/plan*.c and observe/plan.c: the plans of command lines, as data. That they come true is what
 * tests/explain checks.
 */
#include "suites.h"

#include <stdlib.h>
#include <string.h>

#include "base/stack.h"
#include "builtins/builtins.h"
#include "exec/exec.h"
#include "exec/plan.h"
#include "job/job.h"
#include "job/trap.h"
#include "state_support.h"
#include "syntax/parser.h"

static struct plan plan;
static struct program *programs[8]; /* what the plan's texts are parts of */
static size_t program_count;

static void start_planning(void)
{
    static char *environment[] = {"PATH=/usr/bin:/bin", NULL};

    stack_init();
    start_with(environment);
    traps_init(&shell);
    jobs_init(&shell);
    exec_start(&shell);
    builtins_register(&shell.names);
}

static void forget_plan(void)
{
    plan_free(&plan);
    while (program_count)
        program_release(programs[--program_count]);
}

static void finish_planning(void)
{
    forget_plan();
    jobs_free(&shell);
    traps_free(&shell);
    finish();
}

/* The commands of the text, one after the other. */
static void make_plan(const char *text, unsigned flags)
{
    struct parser_setup setup = {.names = &shell.names, .first_line = 1};
    struct parser *parser = parser_new(&setup);

    forget_plan();
    struct planner *planner = planner_new(&shell, &plan);
    parser_text(parser, text, strlen(text));
    while (program_count < 8 && parser_next(parser, &programs[program_count]) == PARSE_COMMAND)
        program_count++;
    for (size_t i = 0; i < program_count; i++)
        if (programs[i]->root)
            planner_add(planner, programs[i]->root, flags);
    planner_free(planner);
    parser_free(parser);
}

/* "0>1:vfork /bin/ls 0>2:fork": who makes whom, and what that executes. */
static void check_processes(const char *text, unsigned flags, const char *expected)
{
    struct strbuf made = {0};

    strbuf_reserve(&made, 1);
    make_plan(text, flags);
    for (size_t i = 0; i < plan.process_count; i++) {
        const struct plan_process *process = &plan.processes[i];
        const char *slash = process->program ? strrchr(process->program, '/') : NULL;
        if (i)
            strbuf_printf(&made, "%s%u>%zu:%s", made.length ? " " : "", process->parent, i,
                          process->made_by);
        else if (process->program)
            strbuf_string(&made, "0");
        if (process->program)
            strbuf_printf(&made, " %s", slash ? slash + 1 : process->program);
    }
    ck_assert_msg(strcmp(made.text, expected) == 0, "%s: %s, not %s", text, made.text, expected);
    strbuf_free(&made);
}

/* Who needs which processes: no more than the shell makes. */
START_TEST(processes)
{
    static const struct {
        const char *text, *expected;
    } cases[] = {
        {"echo a", ""},
        {"x=1; x=$x$x; : >/dev/null", ""},
        {"x=$(echo a)", ""},
        {"(x=1; echo $x)", ""},
        {"if true; then echo a; else ls; fi", "0>1:vfork ls"},
        {"ls", "0>1:vfork ls"},
        {"ls | cat", "0>1:vfork ls 0>2:vfork cat"},
        {"ls | cat >out", "0>1:vfork ls 0>2:fork cat"},
        {"read x | cat", "0>1:fork 0>2:vfork cat"},
        {"x=$(ls)", "0>1:vfork ls"},
        {"x=$(ls; echo)", "0>1:fork 1>2:vfork ls"},
        {"(ls; ls)", "0>1:fork ls 1>2:vfork ls"},
        {"(cd /)", ""},
        {"(ulimit -c 0)", "0>1:fork"},
        {"sleep 1 &", "0>1:vfork sleep"},
        {"{ ls; echo; } &", "0>1:fork 1>2:vfork ls"},
        {"f() { ls; }; f", "0>1:vfork ls"},
        {"for i in 1 2; do ls; done", "0>1:vfork ls"},
        {"while ls; do cat; done", "0>1:vfork ls 0>2:vfork cat"},
        {"case $(ls) in *) cat;; esac", "0>1:vfork ls 0>2:vfork cat"},
        {"nosuchprogram-anywhere", ""},
        {"coproc cat", "0>1:fork cat"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_processes(cases[i].text, 0, cases[i].expected);
    check_processes("ls", EXEC_TAIL, "0 ls");
    check_processes("echo a; ls", EXEC_TAIL, "0 ls");
    check_processes("ls | cat", EXEC_TAIL, "0>1:vfork ls 0>2:vfork cat");
}
END_TEST

static void check_wiring(unsigned process, int fd, const char *expected)
{
    const struct plan_descriptor *found = wiring_find(&plan.processes[process].wired, fd);
    struct strbuf text = {0};

    if (found)
        plan_describe(&plan, found, &text);
    ck_assert_str_eq(text.text ? text.text : "closed", expected);
    strbuf_free(&text);
}

START_TEST(descriptors)
{
    make_plan("ls 2>&1 >out | cat <in 5<<E | sort 0<&- >>\"$x\" 3>&$n\ntext\nE\n", 0);
    ck_assert_uint_eq(plan.pipe_count, 2);
    check_wiring(1, 1, "file out");
    check_wiring(1, 2, "pipe 1");
    check_wiring(2, 0, "file in");
    check_wiring(2, 1, "pipe 2");
    check_wiring(2, 2, "the shell's 2");
    check_wiring(2, 5, "here-document E");
    check_wiring(3, 0, "closed");
    check_wiring(3, 1, "file \"$x\"");
    check_wiring(3, 3, "what $n is after expansion");
    make_plan("cat <(ls)", 0);
    ck_assert_uint_eq(plan.pipe_count, 1);
    ck_assert(plan.pipes[0].fifo);
    check_wiring(1, 1, "FIFO 1");
}
END_TEST

START_TEST(groups_and_the_terminal)
{
    shell.options |= OPTION_MONITOR;
    make_plan("ls | cat", 0);
    ck_assert(plan.job_control);
    ck_assert_uint_eq(plan.processes[1].group, 1);
    ck_assert_uint_eq(plan.processes[2].group, 1);
    ck_assert_int_eq(plan.processes[2].terminal, PLAN_TERMINAL_FOREGROUND);
    make_plan("ls &", 0);
    ck_assert_int_eq(plan.processes[1].terminal, PLAN_TERMINAL_BACKGROUND);
    shell.options &= ~(uint32_t)OPTION_MONITOR;
    make_plan("ls | cat", 0);
    ck_assert_uint_eq(plan.processes[1].group, 0);
    ck_assert_int_eq(plan.processes[1].terminal, PLAN_TERMINAL_SHARED);
}
END_TEST

static size_t count_calls(unsigned process, const char *name)
{
    size_t count = 0;

    for (size_t i = 0; i < plan.call_count; i++)
        count += plan.calls[i].process == process && strcmp(plan.calls[i].name, name) == 0;
    return count;
}

START_TEST(calls)
{
    make_plan("read x | cat >out", 0);
    ck_assert_uint_eq(count_calls(0, "pipe2"), 1);
    ck_assert_uint_eq(count_calls(0, "fork"), 2);
    ck_assert_uint_eq(count_calls(0, "wait4"), 2);
    ck_assert_uint_eq(count_calls(1, "dup2"), 1);
    ck_assert_uint_eq(count_calls(2, "open"), 1);
    ck_assert_uint_eq(count_calls(2, "execve"), 1);
    ck_assert_uint_eq(count_calls(1, "execve"), 0);
    make_plan("ls &", 0); /* nobody waits */
    ck_assert_uint_eq(count_calls(0, "wait4"), 0);
    make_plan("true && ls", 0);
    const struct plan_call *last = &plan.calls[plan.call_count - 1];
    ck_assert_str_eq(last->when, "if what is before && succeeds");
}
END_TEST

START_TEST(structure)
{
    make_plan("if true; then ls | cat; fi", 0);
    ck_assert_uint_gt(plan.part_count, 3);
    ck_assert_uint_eq(plan.parts[0].depth, 0);
    for (size_t i = 1; i < plan.part_count; i++)
        ck_assert_uint_le(plan.parts[i].depth, plan.parts[i - 1].depth + 1);
    make_plan("", 0);
    ck_assert_uint_eq(plan.part_count, 0);
}
END_TEST

/* The lists by which descriptors are followed. */
START_TEST(wirings)
{
    struct plan_wiring wiring = {0}, copied = {0};
    struct plan_descriptor file = {.end = PLAN_FILE, .text = "f"}, none = {.end = PLAN_CLOSED};

    ck_assert_int_eq(wiring_lowest_free(&wiring), 0);
    wiring_set(&wiring, 2, &file);
    wiring_set(&wiring, 0, &file);
    ck_assert_int_eq(wiring_lowest_free(&wiring), 1);
    wiring_set(&wiring, 1, &file);
    ck_assert_int_eq(wiring_lowest_free(&wiring), 3);
    wiring_set(&wiring, 1, &none);
    ck_assert_int_eq(wiring_lowest_free(&wiring), 1);
    ck_assert_int_eq(wiring_find(&wiring, 2)->fd, 2);
    ck_assert_ptr_null(wiring_find(&wiring, 7));
    wiring_copy(&copied, &wiring);
    ck_assert_uint_eq(copied.count, wiring.count);
    wiring_set(&copied, 2, &none);
    ck_assert_int_eq(wiring_find(&wiring, 2)->end, PLAN_FILE);
    wiring_free(&wiring);
    wiring_free(&copied);
}
END_TEST

START_TEST(notes_are_said_once)
{
    plan_note(&plan, "A sentence.");
    plan_note(&plan, plan_text(&plan, "A %s.", "sentence"));
    plan_note(&plan, "Another.");
    ck_assert_uint_eq(plan.note_count, 2);
}
END_TEST

Suite *exec_plan_suite(void)
{
    Suite *suite = suite_create("exec_plan");
    TCase *tests = tcase_create("plans");

    tcase_add_checked_fixture(tests, start_planning, finish_planning);
    tcase_add_test(tests, processes);
    tcase_add_test(tests, descriptors);
    tcase_add_test(tests, groups_and_the_terminal);
    tcase_add_test(tests, calls);
    tcase_add_test(tests, structure);
    tcase_add_test(tests, wirings);
    tcase_add_test(tests, notes_are_said_once);
    suite_add_tcase(suite, tests);
    return suite;
}
