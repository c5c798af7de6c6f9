/* Whether /proc is about the processes that this one knows by their IDs. */
#include "base/own_proc.h"

#include <stdlib.h>
#include <unistd.h>

/* That it is stays so; that it is not may change when somebody mounts the right one. */
bool proc_is_own(void)
{
    static pid_t known;
    char text[24];
    pid_t self = getpid();

    if (known == self)
        return true;
    ssize_t length = readlink("/proc/self", text, sizeof text - 1);
    if (length <= 0)
        return false;
    text[length] = '\0';
    if (atol(text) != (long)self)
        return false;
    known = self;
    return true;
}
