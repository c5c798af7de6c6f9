/*
 * observe/: files of /proc as kernels wrote them, and what the parsers make of them.
 */
#include "suites.h"

#include <stdlib.h>
#include <unistd.h>

#include "observe/calls.h"
#include "observe/proc.h"

#include <sys/syscall.h>

START_TEST(stat_of_a_sleep)
{
    struct proc_stat stat;

    ck_assert(proc_stat_parse(
        "16246 (sleep) S 16243 16243 11216 34816 16243 4194304 131 0 1 0 3 4 0 0 20 0 1 0 120354 "
        "2990080 406 18446744073709551615 94601776893952 94601776911881 140736837343024 0 0 0 0 6 "
        "0 1 0 0 17 1 0 0 0 0 0 94601776925968 94601776927232 94601886576640 140736837343887 "
        "140736837343897 140736837343897 140736837345257 768\n",
        &stat));
    ck_assert_int_eq(stat.pid, 16246);
    ck_assert_str_eq(stat.name, "sleep");
    ck_assert_int_eq(stat.state, 'S');
    ck_assert_int_eq(stat.ppid, 16243);
    ck_assert_int_eq(stat.pgid, 16243);
    ck_assert_int_eq(stat.sid, 11216);
    ck_assert_int_eq(stat.terminal, 34816);
    ck_assert_int_eq(stat.foreground, 16243);
    ck_assert_uint_eq(stat.user_ticks, 3);
    ck_assert_uint_eq(stat.system_ticks, 4);
    ck_assert_uint_eq(stat.threads, 1);
    ck_assert_uint_eq(stat.start_ticks, 120354);
    ck_assert_uint_eq(stat.resident_pages, 406);
    ck_assert_int_eq(stat.processor, 1);
    ck_assert_int_eq(stat.exit_code, 3 << 8);
    ck_assert(!stat.kernel);
    ck_assert(!stat.forked);
}
END_TEST

START_TEST(stat_of_a_kernel_thread)
{
    struct proc_stat stat;

    ck_assert(proc_stat_parse(
        "2 (kthreadd) S 0 0 0 0 -1 2129984 0 0 0 0 0 0 0 0 20 0 1 0 24 0 0 18446744073709551615 0 "
        "0 0 0 0 0 0 2147483647 0 1 0 0 0 1 0 0 0 0 0 0 0 0 0 0 0 0 0\n",
        &stat));
    ck_assert(stat.kernel);
    ck_assert_int_eq(stat.foreground, -1);
    ck_assert_uint_eq(stat.resident_pages, 0);
}
END_TEST

START_TEST(stat_with_an_odd_name)
{
    struct proc_stat stat;

    ck_assert(
        proc_stat_parse("7 (a) R (b) c) Z 1 7 7 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 99 0 0", &stat));
    ck_assert_str_eq(stat.name, "a) R (b) c");
    ck_assert_int_eq(stat.state, 'Z');
    ck_assert_int_eq(stat.ppid, 1);
}
END_TEST

START_TEST(stat_that_is_none)
{
    struct proc_stat stat;

    ck_assert(!proc_stat_parse("", &stat));
    ck_assert(!proc_stat_parse("12 (sleep", &stat));
    ck_assert(!proc_stat_parse("12 (sleep)", &stat));
    ck_assert(!proc_stat_parse("12 )sleep( S 1 2 3", &stat));
    ck_assert(!proc_stat_parse("12 (sleep) S 1 2", &stat));
}
END_TEST

START_TEST(status_signals)
{
    struct proc_status status;

    ck_assert(
        proc_status_parse("Name:\tsh\nUmask:\t0022\nTracerPid:\t42\nUid:\t1000\t1000\t1000\t1000\n"
                          "SigQ:\t0/96365\nSigPnd:\t0000000000000200\n"
                          "ShdPnd:\t0000000400000000\nSigBlk:\t0000000000010000\n"
                          "SigIgn:\t0000000000000006\nSigCgt:\t0000000180014002\n",
                          &status));
    ck_assert_uint_eq(status.uid, 1000);
    ck_assert_int_eq(status.tracer, 42);
    ck_assert_uint_eq(status.pending, 1u << 9);
    ck_assert_uint_eq(status.group_pending, UINT64_C(1) << 34);
    ck_assert_uint_eq(status.blocked, 1u << 16);
    ck_assert_uint_eq(status.ignored, 6);
    ck_assert_uint_eq(status.caught, UINT64_C(0x180014002));
    ck_assert(!proc_status_parse("", &status));
}
END_TEST

START_TEST(io_counts)
{
    struct proc_io io;

    ck_assert(proc_io_parse("rchar: 6976\nwchar: 5\nsyscr: 10\nsyscw: 0\nread_bytes: 4096\n", &io));
    ck_assert_uint_eq(io.read, 6976);
    ck_assert_uint_eq(io.written, 5);
    ck_assert(!proc_io_parse("", &io));
}
END_TEST

START_TEST(memory_rollup)
{
    struct proc_memory memory;

    ck_assert(proc_memory_parse(
        "560a314e7000-7fffd9326000 ---p 00000000 00:00 0      [rollup]\n"
        "Rss:                1792 kB\nPss:                 297 kB\nShared_Clean:       1656 kB\n"
        "Shared_Dirty:          4 kB\nPrivate_Clean:        32 kB\nPrivate_Dirty:       100 kB\n"
        "Swap:                  8 kB\nSwapPss:               0 kB\n",
        &memory));
    ck_assert_uint_eq(memory.resident, 1792 * 1024);
    ck_assert_uint_eq(memory.shared_clean, 1656 * 1024);
    ck_assert_uint_eq(memory.shared_dirty, 4 * 1024);
    ck_assert_uint_eq(memory.private_clean, 32 * 1024);
    ck_assert_uint_eq(memory.private_dirty, 100 * 1024);
    ck_assert_uint_eq(memory.swapped, 8 * 1024);
    ck_assert_uint_eq(memory.forked, 0);
    ck_assert(!proc_memory_parse("", &memory));
}
END_TEST

/* Only what is private and writable can be shared by fork(2). */
START_TEST(memory_shared_by_fork)
{
    struct proc_memory memory;

    ck_assert(proc_memory_parse(
        "55d0-55d9 r-xp 00000000 08:01 1 /usr/bin/pipit\nRss: 400 kB\nShared_Clean: 400 kB\n"
        "55da-55db rw-p 00000000 00:00 0 [heap]\nRss: 100 kB\nShared_Clean: 4 kB\n"
        "Shared_Dirty: 60 kB\nPrivate_Dirty: 36 kB\n"
        "7f00-7f10 rw-s 00000000 00:01 5 /dev/shm/x\nRss: 12 kB\nShared_Dirty: 12 kB\n",
        &memory));
    ck_assert_uint_eq(memory.resident, 512 * 1024);
    ck_assert_uint_eq(memory.forked, 64 * 1024);
    ck_assert_uint_eq(memory.shared_clean + memory.shared_dirty, 476 * 1024);
}
END_TEST

START_TEST(system_calls)
{
    struct proc_syscall call;

    ck_assert(proc_syscall_parse("230 0x1 0x0 0x7fffd9325540 0x7fffd9325580 0x0 0x5 "
                                 "0x7fffd9325528 0x7f0d77ac4503\n",
                                 &call));
    ck_assert_int_eq(call.number, 230);
    ck_assert(!call.running && !call.outside);
    ck_assert_uint_eq(call.arguments[0], 1);
    ck_assert_uint_eq(call.arguments[2], UINT64_C(0x7fffd9325540));
    ck_assert_uint_eq(call.arguments[5], 5);
    ck_assert_uint_eq(call.stack, UINT64_C(0x7fffd9325528));
    ck_assert(proc_syscall_parse("running\n", &call));
    ck_assert(call.running);
    ck_assert(proc_syscall_parse("-1 0x7ffe12345678 0x7f0d77ac4503\n", &call));
    ck_assert(call.outside && !call.running);
    ck_assert_uint_eq(call.stack, UINT64_C(0x7ffe12345678));
    ck_assert(!proc_syscall_parse("", &call));
}
END_TEST

START_TEST(known_calls)
{
    ck_assert_int_eq(call_by_number(SYS_read)->kind, CALL_READ);
    ck_assert_int_eq(call_by_number(SYS_wait4)->kind, CALL_CHILD);
    ck_assert_int_eq(call_by_number(SYS_clock_nanosleep)->kind, CALL_SLEEP);
    ck_assert_ptr_null(call_by_number(SYS_getpid));
    ck_assert_int_eq(call_by_wchan("anon_pipe_read")->kind, CALL_READ);
    ck_assert_int_eq(call_by_wchan("pipe_write")->kind, CALL_WRITE);
    ck_assert_int_eq(call_by_wchan("do_wait")->kind, CALL_CHILD);
    ck_assert_int_eq(call_by_wchan("hrtimer_nanosleep")->kind, CALL_SLEEP);
    ck_assert_int_eq(call_by_wchan("wait_for_partner")->kind, CALL_OPEN);
    ck_assert_int_eq(call_by_wchan("futex_do_wait")->kind, CALL_FUTEX);
    ck_assert_int_eq(call_by_wchan("poll_schedule_timeout.constprop.0")->kind, CALL_POLL);
    ck_assert_int_eq(call_by_wchan("ep_poll")->kind, CALL_EPOLL);
    ck_assert_ptr_null(call_by_wchan(""));
}
END_TEST

START_TEST(last_run)
{
    int64_t microseconds;

    ck_assert(proc_last_run_parse("sleep (15368, #threads: 1)\n------\n"
                                  "se.exec_start            :       1595523.988505\n",
                                  &microseconds));
    ck_assert_int_eq(microseconds, 1595523988);
    ck_assert(!proc_last_run_parse("sleep\n", &microseconds));
}
END_TEST

START_TEST(tricks_with_the_terminal)
{
    struct strbuf buffer = {0};

    append_visible(&buffer, "a\033[2Jb\n\177\302\265", 10);
    ck_assert_str_eq(buffer.text, "a?[2Jb??\302\265");
    strbuf_clear(&buffer);
    append_visible(&buffer, "\302\2332J\23331m\342\200\246\351\302", 13);
    ck_assert_str_eq(buffer.text, "?2J?31m\342\200\246\351\302");
    strbuf_clear(&buffer);
    append_visible(&buffer, "\342\200\256a\342\201\246b\342\200\250\342\201\245", 14);
    ck_assert_str_eq(buffer.text, "?a?b?\342\201\245");
    strbuf_free(&buffer);
}
END_TEST

/* Of this very process. */
START_TEST(the_real_thing)
{
    struct strbuf command = {0};
    struct proc_stat stat;
    struct proc_status status;
    char text[8] = "";

    ck_assert_int_eq(proc_stat_read(getpid(), &stat), 0);
    ck_assert_int_eq(stat.pid, getpid());
    ck_assert_int_eq(stat.ppid, getppid());
    ck_assert_int_eq(proc_status_read(getpid(), &status), 0);
    ck_assert_uint_eq(status.uid, getuid());
    ck_assert_int_eq(proc_command_read(getpid(), stat.name, &command), 0);
    ck_assert_ptr_nonnull(strstr(command.text, "unit"));
    strbuf_free(&command);
    ck_assert_int_ne(proc_stat_read(0x7ffffffe, &stat), 0);
    if (proc_peek_string(getpid(), (uintptr_t) "peeked", text, sizeof text))
        ck_assert_str_eq(text, "peeked");
}
END_TEST

Suite *observe_proc_suite(void)
{
    Suite *suite = suite_create("observe_proc");
    TCase *tests = tcase_create("parsers");

    tcase_add_test(tests, stat_of_a_sleep);
    tcase_add_test(tests, stat_of_a_kernel_thread);
    tcase_add_test(tests, stat_with_an_odd_name);
    tcase_add_test(tests, stat_that_is_none);
    tcase_add_test(tests, status_signals);
    tcase_add_test(tests, io_counts);
    tcase_add_test(tests, memory_rollup);
    tcase_add_test(tests, memory_shared_by_fork);
    tcase_add_test(tests, system_calls);
    tcase_add_test(tests, known_calls);
    tcase_add_test(tests, last_run);
    tcase_add_test(tests, tricks_with_the_terminal);
    tcase_add_test(tests, the_real_thing);
    suite_add_tcase(suite, tests);
    return suite;
}
