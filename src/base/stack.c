/* How much of the C stack is left. */
#include "base/stack.h"

#include <sys/resource.h>

enum {
    FIRST_GUESS = 64 * 1024,    /* asking the kernel is put off until this much is used */
    KEEP = 192 * 1024,          /* left for the functions that do not check, and for the handlers */
    LARGEST = 64 * 1024 * 1024, /* more is never used, even if the limit is higher */
    SHARE = 8,                  /* the stack may be this part of a limited address space */
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

/* What the limits allow. Where the address space is limited the stack cannot grow to its own limit:
 * programs, libraries and what is allocated are there, too. */
static uintptr_t allowed_size(void)
{
    struct rlimit limit;
    rlim_t size = 1024 * 1024;

    if (getrlimit(RLIMIT_STACK, &limit) == 0)
        size = limit.rlim_cur;
    if (getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur / SHARE < size)
        size = limit.rlim_cur / SHARE;
    return size > LARGEST ? LARGEST : (uintptr_t)size;
}

bool stack_check(void)
{
    if (!asked) {
        if (!stack_base)
            stack_init(); /* a unit test without main(): this frame is near enough */
        uintptr_t size = allowed_size();
        stack_limit = stack_base - (size > 2 * KEEP ? size - KEEP : size / 2);
        asked = true;
    }
    return (uintptr_t)__builtin_frame_address(0) < stack_limit;
}
