/*
 * Points in time and lengths of time.
 */
#include "base/clock.h"
#include "suites.h"

static const struct {
    int64_t length;
    struct timespec time;
} lengths[] = {
    {0, {0, 0}},
    {1, {0, 1}},
    {CLOCK_SECOND - 1, {0, 999999999}},
    {CLOCK_SECOND, {1, 0}},
    {1500 * CLOCK_MILLISECOND, {1, 500000000}},
    {1000000000 * CLOCK_SECOND + 7, {1000000000, 7}},
};

START_TEST(there_and_back)
{
    struct timespec time = clock_timespec(lengths[_i].length);

    ck_assert(clock_is_same(&time, &lengths[_i].time));
    ck_assert_int_eq(clock_length(&time), lengths[_i].length);
}
END_TEST

START_TEST(order)
{
    static const struct timespec points[] = {{INT64_MIN, 0}, {-2, 999999999}, {-1, 0},       {0, 0},
                                             {0, 999999999}, {1, 0},          {INT64_MAX, 5}};
    const int count = sizeof points / sizeof *points;

    for (int i = 0; i < count; i++)
        for (int j = 0; j < count; j++) {
            ck_assert_int_eq(clock_is_before(&points[i], &points[j]), i < j);
            ck_assert_int_eq(clock_is_same(&points[i], &points[j]), i == j);
        }
}
END_TEST

/* However slow the machine is. */
START_TEST(around_now)
{
    struct timespec begin = clock_now();
    struct timespec soon = clock_from_now(900 * CLOCK_MILLISECOND);
    struct timespec hour = clock_from_now(3600 * CLOCK_SECOND + 999999999);

    ck_assert(clock_is_before(&begin, &soon) && clock_is_before(&soon, &hour));
    ck_assert_int_ge(clock_length(&soon), clock_length(&begin) + 900 * CLOCK_MILLISECOND);
    ck_assert_int_lt(soon.tv_nsec, CLOCK_SECOND);
    int64_t since = clock_since(&begin);
    ck_assert_int_ge(since, 0);
    ck_assert_int_ge(clock_since(&begin), since);
    ck_assert_int_le(clock_until(&begin), 0);
    ck_assert_int_gt(clock_until(&hour), 0);
    ck_assert_int_le(clock_until(&hour), 3601 * CLOCK_SECOND);
}
END_TEST

Suite *base_clock_suite(void)
{
    Suite *suite = suite_create("base_clock");
    TCase *cases = tcase_create("clock");
    tcase_add_loop_test(cases, there_and_back, 0, sizeof lengths / sizeof *lengths);
    tcase_add_test(cases, order);
    tcase_add_test(cases, around_now);
    suite_add_tcase(suite, cases);
    return suite;
}
