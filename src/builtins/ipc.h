/* The sub-commands of ipc: one table (ipc.c), from which ipc finds them, `ipc help` tells of them,
 * and a line that is being typed is completed. One file for each kind: ipc_queue.c,
 * ipc_semaphore.c ... */
#ifndef BUILTINS_IPC_H
#define BUILTINS_IPC_H

#include "builtins/options.h"
#include "exec/builtin.h"
#include "ipc/ipc.h"

struct ipc_command {
    const char *name;    /* "send" */
    const char *usage;   /* what follows it: "[-p priority] name [message...]" */
    const char *summary; /* one line, lower case */
    bool in_process;     /* may run in an in-process subshell: nothing of the process is changed but
                            variables */
    /* arguments[0] is the sub-command's name, NULL ends them. */
    enum flow (*run)(struct shell *shell, char **arguments);
};

struct ipc_group {
    const char *name;                   /* "mq" */
    const char *summary;                /* "message queues" */
    const char *help;                   /* what `ipc help mq` says besides its commands */
    const struct ipc_command *commands; /* the last has no name */
};

extern const struct ipc_group ipc_list_group, ipc_queue_group, ipc_socket_group, ipc_memory_group,
    ipc_semaphore_group, ipc_share_group, ipc_add_group;

/* Of every kind, ended by NULL; for completion too. */
extern const struct ipc_group *const ipc_groups[];
extern const struct builtin builtin_ipc;

/* ipc without operands. */
enum flow ipc_list_all(struct shell *shell);

/* ---- For the files of the kinds ---- */

/* The command `list` of a kind, and of all of them. */
enum flow ipc_list_queues(struct shell *shell, char **arguments);
enum flow ipc_list_semaphores(struct shell *shell, char **arguments);
enum flow ipc_list_memory(struct shell *shell, char **arguments);
enum flow ipc_list_sockets(struct shell *shell, char **arguments);

#define IPC_OPTIONS(letters, arguments) OPTION_READER(&builtin_ipc, letters, arguments)

enum { IPC_TIMED_OUT = 124, IPC_USAGE = 2 };

/* The built-in's end: 0 done, 1 failed or nothing, 124 timed out, above 128 interrupted. */
enum flow ipc_finish(struct shell *shell, enum ipc_end end);
/* A diagnostic of usage, and status 2. */
enum flow ipc_wrong(struct shell *shell, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* A wait that signals with traps, and Ctrl-C at a terminal, interrupt. */
struct ipc_wait ipc_wait_of(const struct shell *shell);

/* Option arguments and operands; false after a diagnostic. */
bool ipc_mode(const char *text, mode_t *mode);
/* From `least` to `most`; `what` is "priority". */
bool ipc_number(const char *text, const char *what, int64_t least, int64_t most, int64_t *number);
/* The user's login name, or number. */
struct ipc_user {
    char text[64];
};
struct ipc_user ipc_user(uid_t uid);
/* The name of an object, which must be there. */
bool ipc_operand(struct ipc_name *name, enum ipc_kind kind, const char *operand);
/* For commands whose operands are names, and that have no options: calls `run` for each. */
enum flow ipc_for_each(struct shell *shell, char **arguments, enum ipc_kind kind,
                       enum ipc_end (*run)(struct shell *shell, const char *name));
/* A variable that may be assigned. */
bool ipc_variable(struct shell *shell, const char *text, struct name **name);

/* Gives bytes to the user: to the variable, or where `name` is NULL to standard output, followed by
 * a newline if `line`. False (reported) if the variable could not hold them as they are: it has no
 * null bytes. */
bool ipc_deliver(struct shell *shell, struct name *name, const char *bytes, size_t length,
                 bool line);
/* All of standard input, `most` bytes at most, appended; more than that fails with a diagnostic. */
enum ipc_end ipc_read_input(struct strbuf *buffer, size_t most, const struct ipc_wait *wait);

#endif
