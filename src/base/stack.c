/* How much of the C stack is left. */
#include "base/stack.h"

#include <sys/resource.h>

enum {
    FIRST_GUESS = 64 * 1024,    /* asking the kernel is put off until this much is used */
    KEEP = 192 * 1024,          /* left for the functions that do not check, and for the handlers */
    LARGEST = 64 * 1024 * 1024, /* more is never used, even if the limit is higher */
};

uintptr_t stack_limit;
static uintptr_t stack_base;
static bool asked;

void stack_init(void)
{
    stack_base = (uintptr_t)__builtin_frame_address(0);
    stack_limit = stack_base - FIRST_GUESS;
    asked = false;
}

void stack_limit_changed(void)
{
    asked = false;
    (void)stack_check();
}

bool stack_check(void)
{
    if (!asked) {
        struct rlimit limit;
        uintptr_t size = 1024 * 1024;

        if (!stack_base)
            stack_init(); /* a unit test without main(): this frame is near enough */
        if (getrlimit(RLIMIT_STACK, &limit) == 0)
            size = limit.rlim_cur > LARGEST ? LARGEST : (uintptr_t)limit.rlim_cur;
        stack_limit = stack_base - (size > 2 * KEEP ? size - KEEP : size / 2);
        asked = true;
    }
    return (uintptr_t)__builtin_frame_address(0) < stack_limit;
}
