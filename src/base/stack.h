/* How much of the C stack is left: recursion without end is answered by an error, not a crash. */
#ifndef BASE_STACK_H
#define BASE_STACK_H

#include <stdbool.h>
#include <stdint.h>

/* The address below which the stack counts as used up (it grows down). */
extern uintptr_t stack_limit;

/* Called once by main(): notes where the stack begins. */
void stack_init(void);
/* To be called when the limit of the stack or of the address space has changed. */
void stack_limit_changed(void);
/* Asks the kernel how far the stack may grow; true if it is really nearly used up. */
bool stack_check(void);

/* Whether a function that recurses must stop now. Cheap: one comparison. */
static inline bool stack_is_low(void)
{
    return (uintptr_t)__builtin_frame_address(0) < stack_limit && stack_check();
}

#endif
