/* Points in time and lengths of time. Lengths are numbers of nanoseconds; 64 bits hold 292 years of
 * them. Points are struct timespec, as clock_gettime(2) has them: of CLOCK_MONOTONIC, which nobody
 * sets, where nothing else is said. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#define CLOCK_SECOND INT64_C(1000000000)
#define CLOCK_MILLISECOND INT64_C(1000000)
#define CLOCK_MICROSECOND INT64_C(1000)

/* A length as the kernel's calls want it, and back; it must not be negative. */
static inline struct timespec clock_timespec(int64_t length)
{
    return (struct timespec){.tv_sec = length / CLOCK_SECOND, .tv_nsec = length % CLOCK_SECOND};
}
static inline int64_t clock_length(const struct timespec *time)
{
    return time->tv_sec * CLOCK_SECOND + time->tv_nsec;
}

static inline struct timespec clock_now(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return now;
}
/* The point that is so far from now. */
static inline struct timespec clock_from_now(int64_t length)
{
    struct timespec now = clock_now();
    return clock_timespec(clock_length(&now) + length);
}
/* How long ago it was; how far away it is: negative when it has passed. */
static inline int64_t clock_since(const struct timespec *begin)
{
    struct timespec now = clock_now();
    return clock_length(&now) - clock_length(begin);
}
static inline int64_t clock_until(const struct timespec *end)
{
    return -clock_since(end);
}

/* Of any clock, and of the times of files, in whatever year. */
static inline bool clock_is_before(const struct timespec *left, const struct timespec *right)
{
    return left->tv_sec != right->tv_sec ? left->tv_sec < right->tv_sec
                                         : left->tv_nsec < right->tv_nsec;
}
static inline bool clock_is_same(const struct timespec *left, const struct timespec *right)
{
    return left->tv_sec == right->tv_sec && left->tv_nsec == right->tv_nsec;
}

#endif
