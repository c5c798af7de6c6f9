/*
 * The shell's own descriptors.
 */
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/fd_own.h"
#include "suites.h"

static int open_high(void)
{
    int fd = fd_move_high(open("/dev/null", O_RDONLY));
    ck_assert_int_ge(fd, FD_SHELL_FIRST);
    return fd;
}

START_TEST(one_place)
{
    int first = open_high(), second = open_high(), none = -1, was = first;
    struct fd_own own_first, own_second, own_none;

    ck_assert(!fd_is_own(first));
    fd_own(&own_first, &first);
    fd_own(&own_second, &second);
    fd_own(&own_none, &none);
    ck_assert(fd_is_own(first) && fd_is_own(second));
    ck_assert(!fd_is_own(STDIN_FILENO));

    fd_make_way(was);
    ck_assert_int_gt(first, was);
    ck_assert_int_ne(first, second);
    ck_assert_int_eq(fcntl(was, F_GETFD), -1);
    ck_assert_int_eq(fcntl(first, F_GETFD), FD_CLOEXEC);
    ck_assert(fd_is_own(first) && !fd_is_own(was));

    was = second;
    fd_disown(&own_second);
    ck_assert(!fd_is_own(second) && fd_is_own(first));
    fd_make_way(second);
    ck_assert_int_eq(second, was); /* it is anybody's now */
    ck_assert_int_ge(fcntl(second, F_GETFD), 0);
}
END_TEST

static int many[3];

static int *find(const void *context, int fd)
{
    ck_assert_ptr_eq(context, many);
    for (size_t i = 0; i < 3; i++)
        if (many[i] == fd)
            return &many[i];
    return NULL;
}

START_TEST(many_places)
{
    struct fd_own own;

    for (size_t i = 0; i < 3; i++)
        many[i] = open_high();
    int was = many[1];
    fd_own_many(&own, find, many);
    ck_assert(fd_is_own(many[0]) && fd_is_own(many[1]) && fd_is_own(many[2]));
    fd_make_way(was);
    ck_assert_int_gt(many[1], many[2]);
    ck_assert(!fd_is_own(was));
    ck_assert_int_eq(fcntl(was, F_GETFD), -1);
}
END_TEST

START_TEST(no_other_place)
{
    struct fd_own own;
    int fd = open_high();
    struct rlimit limit = {(rlim_t)fd + 1, (rlim_t)fd + 1};

    fd_own(&own, &fd);
    ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
    fd_make_way(fd);
    ck_assert_int_eq(fd, -1);
    ck_assert_int_eq(fcntl((int)limit.rlim_cur - 1, F_GETFD), -1);
}
END_TEST

Suite *base_fd_own_suite(void)
{
    Suite *suite = suite_create("base_fd_own");
    TCase *cases = tcase_create("own");
    tcase_add_test(cases, one_place);
    tcase_add_test(cases, many_places);
    tcase_add_test(cases, no_other_place);
    suite_add_tcase(suite, cases);
    return suite;
}
