/*
 * Signals by name and number, and the counters that the handler leaves behind.
 */
#include "suites.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "job/signals.h"

START_TEST(standard_names)
{
    ck_assert_str_eq(signal_name(0), "EXIT");
    ck_assert_str_eq(signal_name(1), "HUP");
    ck_assert_str_eq(signal_name(SIGINT), "INT");
    ck_assert_str_eq(signal_name(SIGCHLD), "CHLD");
    ck_assert_str_eq(signal_name(31), "SYS");
    ck_assert_ptr_null(signal_name(32));
    ck_assert_ptr_null(signal_name(33));
    ck_assert_ptr_null(signal_name(65));
    ck_assert_ptr_null(signal_name(-1));
    ck_assert_ptr_null(signal_name(128 + SIGTERM));
}
END_TEST

START_TEST(real_time_names)
{
    ck_assert_str_eq(signal_name(SIGRTMIN), "RTMIN");
    ck_assert_str_eq(signal_name(SIGRTMIN + 3), "RTMIN+3");
    ck_assert_str_eq(signal_name(SIGRTMAX), "RTMAX");
    ck_assert_str_eq(signal_name(SIGRTMAX - 1), "RTMAX-1");
    ck_assert_int_eq(signal_number("RTMIN+0", false), SIGRTMIN);
    ck_assert_int_eq(signal_number("sigrtmin+30", false), SIGRTMAX);
    ck_assert_int_eq(signal_number("RTMAX-30", false), SIGRTMIN);
    ck_assert_int_eq(signal_number("RTMAX-31", false), -1);
    ck_assert_int_eq(signal_number("RTMIN-1", false), -1);
    ck_assert_int_eq(signal_number("RTMIN+", false), -1);
    ck_assert_int_eq(signal_number("RTMINX", false), -1);
}
END_TEST

/* All 62, there and back, in every way that they may be written. */
START_TEST(every_name_is_read_back)
{
    int count = 0;

    for (int number = 1; number < SIGNAL_COUNT; number++) {
        char text[64];
        if (!signal_name(number))
            continue;
        count++;
        snprintf(text, sizeof text, "%s", signal_name(number));
        ck_assert_int_eq(signal_number(text, false), number);
        snprintf(text, sizeof text, "SIG%s", signal_name(number));
        ck_assert_int_eq(signal_number(text, false), number);
        for (char *next = text; *next; next++)
            *next |= *next >= 'A' && *next <= 'Z' ? 32 : 0;
        ck_assert_int_eq(signal_number(text, false), number);
        snprintf(text, sizeof text, "%d", number);
        ck_assert_int_eq(signal_number(text, true), number);
        ck_assert_int_eq(signal_number(text, false), -1);
        ck_assert_ptr_nonnull(signal_description(number));
    }
    ck_assert_int_eq(count, 62);
}
END_TEST

START_TEST(what_is_no_signal)
{
    static const char *const wrong[] = {"",   "SIG", "FOO",          "INTX",    "1x", "65",
                                        "32", "-1",  "999999999999", "SIGEXIT", "+1", " 1"};

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        ck_assert_msg(signal_number(wrong[i], true) == -1, "'%s' was taken", wrong[i]);
    ck_assert_int_eq(signal_number("exit", false), 0);
    ck_assert_int_eq(signal_number("0", true), 0);
    ck_assert_int_eq(signal_number("CLD", false), SIGCHLD);
    ck_assert_int_eq(signal_number("IOT", false), SIGABRT);
    ck_assert_int_eq(signal_number("POLL", false), SIGIO);
}
END_TEST

START_TEST(lists)
{
    struct strbuf buffer = {0};

    signals_list(&buffer, false);
    ck_assert_int_eq(strncmp(buffer.text, "HUP INT QUIT ", 13), 0);
    ck_assert_ptr_null(strstr(buffer.text, "  ")); /* POSIX: one separator */
    int words = 0;
    for (char *word = strtok(buffer.text, " \n"); word; word = strtok(NULL, " \n"))
        words += signal_number(word, false) > 0;
    ck_assert_int_eq(words, 62);
    strbuf_clear(&buffer);
    signals_list(&buffer, true);
    ck_assert_ptr_nonnull(strstr(buffer.text, " 9 KILL "));
    ck_assert_ptr_nonnull(strstr(buffer.text, "64 RTMAX\n"));
    strbuf_free(&buffer);
}
END_TEST

/* Standard signals may merge; real-time ones are counted one by one. */
START_TEST(counting)
{
    ck_assert_int_eq(signal_catch(SIGUSR1), 0);
    ck_assert_int_eq(signal_catch(SIGRTMIN + 5), 0);
    signal_set_trapped(SIGUSR1, true);
    ck_assert_uint_eq(signal_waiting(SIGUSR1), 0);
    raise(SIGUSR1);
    ck_assert_uint_eq(signal_waiting(SIGUSR1), 1);
    ck_assert_int_eq(signals_pending, 1);
    signal_take(SIGUSR1, 1);
    ck_assert_uint_eq(signal_waiting(SIGUSR1), 0);

    sigset_t block, before;
    sigfillset(&block);
    sigprocmask(SIG_SETMASK, &block, &before);
    for (int i = 0; i < 100; i++)
        kill(getpid(), SIGRTMIN + 5);
    sigprocmask(SIG_SETMASK, &before, NULL);
    signal_gather(SIGRTMIN + 5);
    ck_assert_uint_eq(signal_waiting(SIGRTMIN + 5), 100);
    signals_forget();
    ck_assert_uint_eq(signal_waiting(SIGRTMIN + 5), 0);
    ck_assert_int_eq(signals_pending, 0);
}
END_TEST

/* More than fit what the handler keeps: the kernel's queue has the rest, and programs do not find
 * the signal blocked for that. */
START_TEST(queued_with_values)
{
    sigset_t block, before;

    ck_assert_int_eq(signal_catch(SIGRTMIN), 0);
    sigfillset(&block);
    sigprocmask(SIG_SETMASK, &block, &before);
    for (int i = 1; i <= 200; i++)
        ck_assert_int_eq(sigqueue(getpid(), SIGRTMIN, (union sigval){.sival_int = i}), 0);
    sigprocmask(SIG_SETMASK, &before, NULL);
    sigprocmask(SIG_SETMASK, NULL, &block);
    ck_assert_int_eq(sigismember(&block, SIGRTMIN), 1);
    signals_without_held(&block);
    ck_assert_int_eq(sigismember(&block, SIGRTMIN), 0);
    signal_gather(SIGRTMIN);
    for (int i = 1; i <= 200; i++) {
        struct signal_details details = signal_take(SIGRTMIN, 1);
        ck_assert_int_eq(details.value, i);
        ck_assert_int_eq(details.code, SI_QUEUE);
        ck_assert_int_eq(details.pid, getpid());
        ck_assert_uint_eq(details.uid, getuid());
    }
    ck_assert_uint_eq(signal_waiting(SIGRTMIN), 0);
    sigprocmask(SIG_SETMASK, NULL, &block);
    ck_assert_int_eq(sigismember(&block, SIGRTMIN), 0);
}
END_TEST

START_TEST(untrapped_interrupt)
{
    ck_assert_int_eq(signal_catch(SIGINT), 0);
    raise(SIGINT);
    ck_assert_int_eq(signals_interrupted, SIGINT);
    ck_assert_int_eq(signals_pending, 1);
    signals_forget();
    signal_set_trapped(SIGINT, true);
    raise(SIGINT);
    ck_assert_int_eq(signals_interrupted, 0);
}
END_TEST

START_TEST(wakeup_pipe)
{
    int fd = signals_wakeup_open();
    struct pollfd wait = {.fd = fd, .events = POLLIN};

    ck_assert_int_ge(fd, 10);
    ck_assert_int_eq(signals_wakeup_open(), fd);
    ck_assert_int_eq(signal_catch(SIGWINCH), 0);
    ck_assert_int_eq(poll(&wait, 1, 0), 0);
    for (int i = 0; i < 100000; i++) /* more than the pipe holds: nobody blocks */
        raise(SIGWINCH);
    ck_assert_int_eq(poll(&wait, 1, 0), 1);
    signals_wakeup_drain();
    ck_assert_int_eq(poll(&wait, 1, 0), 0);
    signals_wakeup_close();
    raise(SIGWINCH);
}
END_TEST

Suite *job_signals_suite(void)
{
    Suite *suite = suite_create("job/signals");
    TCase *names = tcase_create("names");
    TCase *handler = tcase_create("handler");

    tcase_add_test(names, standard_names);
    tcase_add_test(names, real_time_names);
    tcase_add_test(names, every_name_is_read_back);
    tcase_add_test(names, what_is_no_signal);
    tcase_add_test(names, lists);
    suite_add_tcase(suite, names);
    tcase_add_test(handler, counting);
    tcase_add_test(handler, queued_with_values);
    tcase_add_test(handler, untrapped_interrupt);
    tcase_add_test(handler, wakeup_pipe);
    suite_add_tcase(suite, handler);
    return suite;
}
