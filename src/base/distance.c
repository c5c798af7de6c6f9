/* Edit distance with transpositions, of short names. */
#include "base/distance.h"

#include <string.h>

enum { LENGTH_LIMIT = 64 };

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

unsigned text_distance(const char *left, const char *right, unsigned limit)
{
    unsigned rows[3][LENGTH_LIMIT + 1];
    size_t left_length = strlen(left), right_length = strlen(right);
    size_t difference =
        left_length > right_length ? left_length - right_length : right_length - left_length;

    if (left_length > LENGTH_LIMIT || right_length > LENGTH_LIMIT || difference > limit)
        return limit + 1;
    unsigned *before = rows[0], *last = rows[1], *now = rows[2];
    for (size_t j = 0; j <= right_length; j++)
        last[j] = (unsigned)j;
    for (size_t i = 1; i <= left_length; i++) {
        now[0] = (unsigned)i;
        for (size_t j = 1; j <= right_length; j++) {
            unsigned change = last[j - 1] + (left[i - 1] != right[j - 1]);
            now[j] = least(least(last[j], now[j - 1]) + 1, change);
            if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                now[j] = least(now[j], before[j - 2] + 1);
        }
        unsigned *spare = before;
        before = last;
        last = now;
        now = spare;
    }
    return least(last[right_length], limit + 1);
}

unsigned text_distance_limit(const char *typed)
{
    size_t length = strlen(typed);

    return length < 2 ? 0 : length < 5 ? 1 : length < 10 ? 2 : 3;
}
