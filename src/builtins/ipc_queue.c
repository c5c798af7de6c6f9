/* ipc mq: message queues. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "builtins/ipc.h"
#include "ipc/message_queue.h"
#include "job/signals.h"
#include "state/input.h"

/* ---- create, unlink ---- */

static enum flow run_create(struct shell *shell, char **arguments)
{
    struct option_reader reader = IPC_OPTIONS("xm:n:s:", arguments);
    struct queue_settings settings = {.mode = 0600};
    struct ipc_name name;
    int64_t number = 0;
    bool good = true;
    int letter;

    while (good && (letter = option_next(&reader)) != OPTION_END) {
        if (letter == 'x') {
            settings.exclusive = true;
        } else if (letter == 'm') {
            good = ipc_mode(reader.argument, &settings.mode);
        } else if (letter == 'n') {
            good = ipc_number(reader.argument, "number of messages", 1, INT32_MAX, &number);
            settings.messages = number;
        } else if (letter == 's') {
            good = ipc_number(reader.argument, "size of messages", 1, INT32_MAX, &number);
            settings.size = number;
        } else {
            good = false;
        }
    }
    if (!good)
        return builtin_failed(shell, IPC_USAGE);
    if (arguments[reader.next] && arguments[reader.next + 1])
        return ipc_wrong(shell, "too many operands");
    if (!ipc_operand(&name, IPC_QUEUE, arguments[reader.next]))
        return builtin_failed(shell, IPC_USAGE);
    return ipc_finish(shell, queue_create(name.text, &settings));
}

static enum ipc_end unlink_one(struct shell *shell, const char *name)
{
    (void)shell;
    return queue_unlink(name);
}

static enum flow run_unlink(struct shell *shell, char **arguments)
{
    return ipc_for_each(shell, arguments, IPC_QUEUE, unlink_one);
}

/* ---- send ---- */

struct send_request {
    struct ipc_wait wait;
    unsigned priority;
    bool lines; /* each line of standard input is a message */
};

static enum ipc_end send_operands(const struct queue *queue, char **messages,
                                  const struct send_request *request)
{
    enum ipc_end end = IPC_DONE;

    for (; *messages && !end; messages++)
        end = queue_send(queue, *messages, strlen(*messages), request->priority, &request->wait);
    return end;
}

/* A line that could not be sent has been read all the same: it is lost, the ones after it are not.
 */
static enum ipc_end send_lines(const struct queue *queue, const struct send_request *request)
{
    struct input_request input = {
        .fd = STDIN_FILENO, .delimiter = '\n', .interrupt = request->wait.interrupt};
    struct strbuf line = {0};
    enum ipc_end end = IPC_DONE;

    while (!end) {
        strbuf_clear(&line);
        enum input_end read = input_read(&input, &line);
        if (read == INPUT_FAILED) {
            diag_errno(errno, "cannot read standard input");
            end = IPC_FAILED;
        } else if (read == INPUT_INTERRUPTED) {
            end = IPC_INTERRUPTED;
        } else {
            bool last = read == INPUT_EOF;
            if (last && !line.length)
                break;
            end = queue_send(queue, line.text, line.length - !last, request->priority,
                             &request->wait);
            if (last)
                break;
        }
    }
    strbuf_free(&line);
    return end;
}

static enum ipc_end send_input(const struct queue *queue, const struct send_request *request)
{
    /* Reading may last as long as it wants; the time is for the queue. */
    struct ipc_wait reading = {.interrupt = request->wait.interrupt};
    struct strbuf message = {0};
    enum ipc_end end = ipc_read_input(&message, (size_t)queue->size, &reading);

    if (!end)
        end = queue_send(queue, message.text, message.length, request->priority, &request->wait);
    strbuf_free(&message);
    return end;
}

static enum flow run_send(struct shell *shell, char **arguments)
{
    struct option_reader reader = IPC_OPTIONS("lp:t:", arguments);
    struct send_request request = {.wait = ipc_wait_of(shell)};
    struct ipc_name name;
    struct queue queue;
    int64_t number = 0;
    bool good = true;
    int letter;

    while (good && (letter = option_next(&reader)) != OPTION_END) {
        if (letter == 'l') {
            request.lines = true;
        } else if (letter == 'p') {
            good = ipc_number(reader.argument, "priority", 0, QUEUE_HIGHEST_PRIORITY, &number);
            request.priority = (unsigned)number;
        } else {
            good = letter == 't' && ipc_wait_seconds(&request.wait, reader.argument);
        }
    }
    if (!good || !ipc_operand(&name, IPC_QUEUE, arguments[reader.next]))
        return builtin_failed(shell, IPC_USAGE);
    char **messages = arguments + reader.next + 1;
    if (request.lines && *messages)
        return ipc_wrong(shell, "-l sends the lines of standard input, and no operands");
    enum ipc_end end = queue_open(&queue, name.text, O_WRONLY);
    if (end)
        return ipc_finish(shell, end);
    end = *messages       ? send_operands(&queue, messages, &request)
          : request.lines ? send_lines(&queue, &request)
                          : send_input(&queue, &request);
    queue_close(&queue);
    return ipc_finish(shell, end);
}

/* ---- receive, wait ---- */

struct receive_request {
    struct ipc_wait wait;
    struct name *message, *priority; /* variables, or NULL */
    int64_t count;
    bool all; /* that are there now */
    bool raw;
};

/* False after a diagnostic. */
static bool receive_option(struct shell *shell, int letter, const char *argument,
                           struct receive_request *request)
{
    switch (letter) {
    case 'a':
        request->all = true;
        return ipc_wait_seconds(&request->wait, "0");
    case 'r':
        request->raw = true;
        return true;
    case 'n':
        return ipc_number(argument, "number of messages", 1, INT64_MAX, &request->count);
    case 'p':
        return ipc_variable(shell, argument, &request->priority);
    case 't':
        return ipc_wait_seconds(&request->wait, argument);
    case 'v':
        return ipc_variable(shell, argument, &request->message);
    default:
        return false;
    }
}

/* Before it sleeps what has come so far is written: somebody may be reading it. */
static enum ipc_end receive_one(struct shell *shell, const struct queue *queue,
                                struct strbuf *message, unsigned *priority,
                                const struct receive_request *request)
{
    struct ipc_wait at_once = {.timed = true};
    enum ipc_end end = queue_receive(queue, message, priority, &at_once);

    if (end != IPC_TIMEOUT || request->all)
        return end;
    output_drain(&shell->output);
    return queue_receive(queue, message, priority, &request->wait);
}

static enum ipc_end receive_all(struct shell *shell, const struct queue *queue,
                                const struct receive_request *request)
{
    int64_t most = request->all ? INT64_MAX : request->count;
    struct strbuf message = {0};
    enum ipc_end end = IPC_DONE;
    unsigned priority;

    for (int64_t i = 0; i < most && !end; i++) {
        strbuf_clear(&message);
        end = receive_one(shell, queue, &message, &priority, request);
        if (end == IPC_TIMEOUT && request->all && i) {
            end = IPC_DONE;
            break;
        }
        if (end)
            break;
        if (!ipc_deliver(shell, request->message, message.text, message.length, !request->raw))
            end = IPC_FAILED;
        if (request->priority && !variable_set_number(shell, request->priority, priority))
            end = IPC_FAILED;
    }
    strbuf_free(&message);
    return end;
}

static enum flow run_receive(struct shell *shell, char **arguments)
{
    struct option_reader reader = IPC_OPTIONS("arn:p:t:v:", arguments);
    struct receive_request request = {.wait = ipc_wait_of(shell), .count = 1};
    struct ipc_name name;
    struct queue queue;
    int letter;

    while ((letter = option_next(&reader)) != OPTION_END)
        if (!receive_option(shell, letter, reader.argument, &request))
            return builtin_failed(shell, IPC_USAGE);
    if (request.message && (request.all || request.count != 1))
        return ipc_wrong(shell, "a variable holds one message: -v goes without -a and -n");
    if (!ipc_operand(&name, IPC_QUEUE, arguments[reader.next]))
        return builtin_failed(shell, IPC_USAGE);
    if (arguments[reader.next + 1])
        return ipc_wrong(shell, "too many operands");
    enum ipc_end end = queue_open(&queue, name.text, O_RDONLY);
    if (end)
        return ipc_finish(shell, end);
    end = receive_all(shell, &queue, &request);
    queue_close(&queue);
    return ipc_finish(shell, end);
}

static enum flow run_wait(struct shell *shell, char **arguments)
{
    struct option_reader reader = IPC_OPTIONS("t:", arguments);
    struct ipc_wait wait = ipc_wait_of(shell);
    struct ipc_name name;
    struct queue queue;
    int letter;

    while ((letter = option_next(&reader)) != OPTION_END)
        if (letter != 't' || !ipc_wait_seconds(&wait, reader.argument))
            return builtin_failed(shell, IPC_USAGE);
    if (!ipc_operand(&name, IPC_QUEUE, arguments[reader.next]))
        return builtin_failed(shell, IPC_USAGE);
    enum ipc_end end = queue_open(&queue, name.text, O_RDONLY);
    if (end)
        return ipc_finish(shell, end);
    end = queue_wait(&queue, &wait);
    queue_close(&queue);
    return ipc_finish(shell, end);
}

static enum flow run_notify(struct shell *shell, char **arguments)
{
    struct option_reader reader = IPC_OPTIONS("c", arguments);
    struct ipc_name name;
    bool cancel = false;
    int letter, signal = 0;

    while ((letter = option_next(&reader)) != OPTION_END) {
        if (letter != 'c')
            return builtin_failed(shell, IPC_USAGE);
        cancel = true;
    }
    char **operands = arguments + reader.next;
    if (!ipc_operand(&name, IPC_QUEUE, *operands))
        return builtin_failed(shell, IPC_USAGE);
    if (!cancel) {
        signal = operands[1] ? signal_number(operands[1], true) : -1;
        if (signal <= 0)
            return operands[1] ? ipc_wrong(shell, "%s: not a signal", operands[1])
                               : ipc_wrong(shell, "the signal is missing");
    }
    return ipc_finish(shell, queue_notify(name.text, signal));
}

/* ---- stat ---- */

static void show_state(struct shell *shell, const char *name, const struct queue_state *state)
{
    struct output *output = &shell->output;

    output_printf(output, "name      %s\n", name);
    output_printf(output, "owner     %s\n", ipc_user(state->owner).text);
    output_printf(output, "mode      %04o\n", (unsigned)state->mode);
    output_printf(output, "messages  %ld of %ld\n", state->messages, state->most);
    output_printf(output, "bytes     %ld, at most %ld each\n", state->bytes, state->size);
    if (state->notify_pid)
        output_printf(output, "notifies  process %ld\n", state->notify_pid);
}

static enum ipc_end stat_one(struct shell *shell, const char *name)
{
    struct queue_state state;
    struct queue queue;
    enum ipc_end end = queue_open(&queue, name, O_RDONLY);

    if (end)
        return end;
    end = queue_state(&queue, &state);
    queue_close(&queue);
    if (!end)
        show_state(shell, name, &state);
    return end;
}

static enum flow run_stat(struct shell *shell, char **arguments)
{
    return ipc_for_each(shell, arguments, IPC_QUEUE, stat_one);
}

static const struct ipc_command commands[] = {
    {"create", "[-x] [-m mode] [-n messages] [-s size] name",
     "make a queue for so many messages of so many bytes", true, run_create},
    {"send", "[-l] [-p priority] [-t seconds] name [message...]",
     "put messages into it; waits while it is full", true, run_send},
    {"receive", "[-ar] [-n count] [-t seconds] [-v name] [-p name] name",
     "take the oldest message of the highest priority; waits for one", true, run_receive},
    {"wait", "[-t seconds] name", "wait until there is a message, and leave it there", true,
     run_wait},
    {"notify", "[-c] name signal", "have a signal sent when a message comes to the empty queue",
     false, run_notify},
    {"stat", "name...", "show owner, mode, messages and limits", true, run_stat},
    {"unlink", "name...", "remove it; who has it open may go on using it", true, run_unlink},
    {"list", "", "show all of this kind, and who has them open", true, ipc_list_queues},
    {0},
};

const struct ipc_group ipc_queue_group = {
    .name = "mq",
    .summary = "message queues: whole messages with priorities",
    .help = "A queue stays until it is unlinked or the system restarts. A message is what\n"
            "one operand holds, or all of standard input, byte for byte.\n"
            "  -x           create: fail if there is one (else one of one's own will do)\n"
            "  -m MODE      who may use it, 0600 if not given\n"
            "  -n, -s       create: how many messages there may be, and how large each; at\n"
            "               most /proc/sys/fs/mqueue/msg_max and msgsize_max\n"
            "  -l           send: each line of standard input is a message\n"
            "  -p PRIORITY  send: 0 (if not given) to 32767, the first to be received\n"
            "  -t SECONDS   give up after so long (0.5 is possible; 0: do not wait at all)\n"
            "  -v NAME      receive: into the variable NAME, not to standard output\n"
            "  -p NAME      receive: the priority into the variable NAME\n"
            "  -n COUNT     receive: so many messages\n"
            "  -a           receive: all that are there now\n"
            "  -r           receive: exactly the message's bytes, no newline after it\n"
            "  -c           notify: not any more\n"
            "A notification comes once; ask again before taking the messages out:\n"
            "    trap 'ipc mq notify /jobs USR1; ipc mq receive -a /jobs' USR1\n",
    .commands = commands,
};
