/* ulimit: the resources that this process and its children may use. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include "base/diag.h"
#include "base/stack.h"
#include "builtins/builtins.h"
#include "builtins/options.h"
#include "exec/exec.h"

/* One resource; `unit` is how many bytes (or whatever it is counted in) one of what is shown stands
 * for. */
struct resource {
    char letter;
    int number;
    rlim_t unit;
    const char *name, *unit_name;
};

/* In the order of -a. POSIX's units: 512 bytes for files and core files, kilobytes for memory. */
static const struct resource resources[] = {
    {'c', RLIMIT_CORE, 512, "core file size", "512 bytes"},
    {'d', RLIMIT_DATA, 1024, "data segment", "KiB"},
    {'e', RLIMIT_NICE, 1, "scheduling priority", "20 - nice"},
    {'f', RLIMIT_FSIZE, 512, "file size", "512 bytes"},
    {'i', RLIMIT_SIGPENDING, 1, "pending signals", NULL},
    {'l', RLIMIT_MEMLOCK, 1024, "locked memory", "KiB"},
    {'m', RLIMIT_RSS, 1024, "resident memory", "KiB"},
    {'n', RLIMIT_NOFILE, 1, "open files", NULL},
    {'q', RLIMIT_MSGQUEUE, 1, "message queues", "bytes"},
    {'r', RLIMIT_RTPRIO, 1, "real-time priority", NULL},
    {'R', RLIMIT_RTTIME, 1, "real-time CPU time", "microseconds"},
    {'s', RLIMIT_STACK, 1024, "stack", "KiB"},
    {'t', RLIMIT_CPU, 1, "CPU time", "seconds"},
    {'u', RLIMIT_NPROC, 1, "processes", NULL},
    {'v', RLIMIT_AS, 1024, "address space", "KiB"},
    {'x', RLIMIT_LOCKS, 1, "file locks", NULL},
};
enum { RESOURCE_COUNT = sizeof resources / sizeof *resources };

struct limit_options {
    bool hard, soft; /* neither: set both, show the soft one */
};

/* dash's letters for processes and locks mean the same. */
static const struct resource *find_resource(int letter)
{
    int wanted = letter == 'p' ? 'u' : letter == 'w' ? 'x' : letter;

    for (size_t i = 0; i < RESOURCE_COUNT; i++)
        if (resources[i].letter == wanted)
            return &resources[i];
    return NULL;
}

/* ---- Showing ---- */

static bool show(struct shell *shell, const struct resource *resource,
                 const struct limit_options *options)
{
    struct rlimit limit;

    if (getrlimit((__rlimit_resource_t)resource->number, &limit) < 0) {
        diag_errno(errno, "%s", resource->name);
        return false;
    }
    rlim_t value = options->hard && !options->soft ? limit.rlim_max : limit.rlim_cur;
    if (value == RLIM_INFINITY)
        output_string(&shell->output, "unlimited\n");
    else
        output_printf(&shell->output, "%llu\n", (unsigned long long)(value / resource->unit));
    return true;
}

static bool show_labelled(struct shell *shell, const struct resource *resource,
                          const struct limit_options *options)
{
    char label[64];

    (void)snprintf(label, sizeof label, "%s%s%s%s", resource->name, resource->unit_name ? " (" : "",
                   resource->unit_name ? resource->unit_name : "", resource->unit_name ? ")" : "");
    output_printf(&shell->output, "-%c  %-34s ", resource->letter, label);
    return show(shell, resource, options);
}

static enum flow show_all(struct shell *shell, const struct limit_options *options)
{
    int status = 0;

    for (size_t i = 0; i < RESOURCE_COUNT; i++)
        if (!show_labelled(shell, &resources[i], options))
            status = 2;
    return builtin_done(shell, status);
}

/* ---- Setting ---- */

static bool read_limit(const struct resource *resource, const char *text, const struct rlimit *now,
                       rlim_t *value)
{
    int64_t number;

    if (strcmp(text, "unlimited") == 0 || strcmp(text, "infinity") == 0)
        *value = RLIM_INFINITY;
    else if (strcmp(text, "hard") == 0)
        *value = now->rlim_max;
    else if (strcmp(text, "soft") == 0)
        *value = now->rlim_cur;
    else if (!operand_number(text, &number) || number < 0) {
        diag("%s: not a limit", text);
        return false;
    } else if ((rlim_t)number > (RLIM_INFINITY - 1) / resource->unit) {
        diag("%s: too large", text);
        return false;
    } else
        *value = (rlim_t)number * resource->unit;
    return true;
}

static bool set(const struct resource *resource, const char *text,
                const struct limit_options *options)
{
    struct rlimit limit;
    rlim_t value;

    if (getrlimit((__rlimit_resource_t)resource->number, &limit) < 0) {
        diag_errno(errno, "%s", resource->name);
        return false;
    }
    if (!read_limit(resource, text, &limit, &value))
        return false;
    bool both = !options->hard && !options->soft;
    if (options->soft || both)
        limit.rlim_cur = value;
    if (options->hard || both)
        limit.rlim_max = value;
    if (setrlimit((__rlimit_resource_t)resource->number, &limit) == 0) {
        if (resource->number == RLIMIT_STACK || resource->number == RLIMIT_AS)
            stack_limit_changed();
        return true;
    }
    diag_errno(errno, "%s: cannot be set to %s", resource->name, text);
    return false;
}

/* ---- The built-in ---- */

enum { MOST_PAIRS = RESOURCE_COUNT * 2 };

/* One resource that was asked for, with the limit behind it or NULL. */
struct request {
    const struct resource *resource;
    const char *value;
};

struct requests {
    struct limit_options options;
    struct request list[MOST_PAIRS];
    size_t count;
    bool all, changes;
};

/* ulimit -n 100 -c 0: an operand after a resource's letter is its limit. False after a diagnostic.
 */
static bool read_requests(struct requests *requests, char **arguments)
{
    struct option_reader reader =
        OPTION_READER(&builtin_ulimit, "HSacdefilmnpqrRstuvwx", arguments);

    for (;;) {
        int letter = option_next(&reader);
        const char *operand = arguments[reader.next];

        if (letter == OPTION_BAD)
            return false;
        if (letter == 'H')
            requests->options.hard = true;
        else if (letter == 'S')
            requests->options.soft = true;
        else if (letter == 'a')
            requests->all = true;
        else if (letter != OPTION_END && requests->count < MOST_PAIRS)
            requests->list[requests->count++].resource = find_resource(letter);
        if (letter != OPTION_END)
            continue;
        if (!operand)
            return true;
        if (!requests->count) /* without a letter files are meant */
            requests->list[requests->count++].resource = find_resource('f');
        struct request *last = &requests->list[requests->count - 1];
        if (requests->all || last->value) {
            usage_error(&builtin_ulimit, "too many operands");
            return false;
        }
        last->value = operand;
        requests->changes = true;
        reader.next++;
    }
}

static enum flow run_ulimit(struct shell *shell, int count, char **arguments)
{
    struct requests requests = {0};
    int status = 0;

    (void)count;
    if (!read_requests(&requests, arguments))
        return builtin_failed(shell, 2);
    if (requests.all)
        return show_all(shell, &requests.options);
    if (requests.changes) { /* limits belong to the process, not to the journal */
        enum flow flow = exec_make_real(shell);
        if (flow)
            return flow;
    }
    if (!requests.count)
        requests.list[requests.count++].resource = find_resource('f');
    for (size_t i = 0; i < requests.count; i++) {
        const struct request *request = &requests.list[i];
        bool done = request->value ? set(request->resource, request->value, &requests.options)
                    : requests.count > 1
                        ? show_labelled(shell, request->resource, &requests.options)
                        : show(shell, request->resource, &requests.options);
        if (!done)
            status = 2;
    }
    return builtin_done(shell, status);
}

const struct builtin builtin_ulimit = {
    .name = "ulimit",
    .usage = "ulimit [-H|-S] [-acdefilmnpqrRstuvwx] [limit]",
    .summary = "show or set limits of resources",
    .help = "Without a limit shows the present one. A limit is a number, 'unlimited', 'hard'\n"
            "or 'soft'; it holds for the shell and the commands it executes.\n"
            "  -H  the hard limit, which can only be lowered   -S  the soft limit, in force\n"
            "      (neither: sets both, shows the soft one)    -a  show all limits\n"
            "  -c  core file size, 512 bytes    -q  message queues, bytes\n"
            "  -d  data segment, KiB            -r  real-time priority\n"
            "  -e  scheduling priority          -R  real-time CPU time, microseconds\n"
            "  -f  file size, 512 bytes         -s  stack, KiB\n"
            "  -i  pending signals              -t  CPU time, seconds\n"
            "  -l  locked memory, KiB           -u  processes (also -p)\n"
            "  -m  resident memory, KiB         -v  address space, KiB\n"
            "  -n  open files                   -x  file locks (also -w)\n"
            "Without a letter -f is meant.\n"
            "    ulimit -c 0          no core files\n"
            "\n"
            "Exit status: 0; 2 for errors and if the limit may not be set.\n",
    .flags = BUILTIN_IN_PROCESS | BUILTIN_SOMETIMES,
    .run = run_ulimit,
};
