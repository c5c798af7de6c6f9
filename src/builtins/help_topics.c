/* What help tells about things that are no built-ins: one entry for each topic. */
#include "builtins/help_topics.h"

#include <string.h>

static const struct {
    const char *name;
    const char *text;
} topics[] = {
    {"signals", "signals - telling a process something, at any moment\n"
                "\n"
                "  kill -s TERM PID      sends one; keys: Ctrl-C INT, Ctrl-\\ QUIT, Ctrl-Z TSTP\n"
                "  kill -l, kill -L      all 62: 1 to 31 standard, 34 to 64 real-time\n"
                "  kill -q 5 -s RTMIN PID\n"
                "                        sends one with a value, queued\n"
                "  trap 'action' USR1    runs the action when it comes; '' ignores it,\n"
                "                        - is the default. KILL and STOP cannot be caught\n"
                "  sigmask -b USR1       blocks it: it waits, pending, until sigmask -u USR1\n"
                "  jobs -S [%job | PID]  what a process catches, ignores, blocks, has pending\n"
                "\n"
                "Standard signals of a kind that wait count once; real-time ones (RTMIN to\n"
                "RTMAX) are queued, each runs its trap, the lowest number first. While an\n"
                "action runs $TRAP_SIGNAL, $TRAP_CODE (user, kernel, queue, timer, child ...),\n"
                "$TRAP_PID, $TRAP_UID and $TRAP_VALUE say what came and from whom.\n"},
    {"states", "states - what a process is doing, by the kernel's letters\n"
               "\n"
               "  R  running, or waiting only for a processor     while :; do :; done &\n"
               "  S  sleeping: waits for something, and a signal   sleep 100 &\n"
               "     wakes it; jobs -v says what it waits for\n"
               "  D  uninterruptible: waits for a disk, or for a vfork child to call exec;\n"
               "     no signal is acted on until that is over, not even SIGKILL\n"
               "  T  stopped: by Ctrl-Z (SIGTSTP), SIGSTOP, or because it wants the terminal\n"
               "     from the background (SIGTTIN, SIGTTOU)        kill -STOP %1; kill -CONT %1\n"
               "  t  traced: a debugger has stopped it\n"
               "  Z  zombie: it has ended; how it ended is kept until its parent asks\n"
               "                                                   set -o keepzombies\n"
               "  X  dead: collected by its parent, and gone\n"
               "  I  idle: a thread of the kernel without work\n"
               "\n"
               "  jobs -v [%job | PID]   the states of a job's processes, or of any process\n"
               "  jobs -t [%job | PID]   the tree they are in\n"
               "\n"
               "A process whose parent ends is an orphan: init, or the nearest process that\n"
               "takes in orphans, adopts it and will collect it.\n"},
};

const char *help_topic(const char *name)
{
    for (size_t i = 0; i < sizeof topics / sizeof *topics; i++)
        if (!strcmp(name, topics[i].name))
            return topics[i].text;
    return NULL;
}

const char *help_topic_name(size_t number)
{
    return number < sizeof topics / sizeof *topics ? topics[number].name : NULL;
}
