/* The plan of a command line: which processes it would make, how they are joined, and the system
 * calls in order. exec/plan.h fills it in; here it is drawn. Nothing in it is carried out. */
#ifndef OBSERVE_PLAN_H
#define OBSERVE_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "observe/table.h"

/* What a descriptor leads to. */
enum plan_end {
    PLAN_INHERITED, /* what the shell's own descriptor `number` is now */
    PLAN_CLOSED,
    PLAN_PIPE,    /* the pipe or FIFO `number`; reads or writes */
    PLAN_FILE,    /* text: its name, as typed where it depends on an expansion */
    PLAN_HERE,    /* a here-document; text: its delimiter */
    PLAN_UNKNOWN, /* text: a word that must be expanded first */
};
struct plan_descriptor {
    int fd;
    enum plan_end end;
    unsigned number;
    bool reads, writes;
    const char *text, *mode; /* mode: of a file, "created, emptied" */
};
/* All-zero is a valid empty one. */
struct plan_wiring {
    struct plan_descriptor *descriptors; /* by fd */
    size_t count, capacity;
};

enum plan_terminal {
    PLAN_TERMINAL_SHARED, /* no job control: whoever has it keeps it */
    PLAN_TERMINAL_FOREGROUND,
    PLAN_TERMINAL_BACKGROUND,
};

/* Number 0 is the shell itself. Strings of a plan live in its arena or are constants. */
struct plan_process {
    unsigned parent;
    const char *made_by; /* "vfork", "fork"; NULL: the shell itself */
    const char *reason;
    const char *command; /* what is typed for it */
    const char *program; /* what it executes in the end; NULL: it is the shell's code that runs */
    const char *when;    /* "if the command before && succeeds"; NULL: always */
    unsigned group;      /* whose process ID is its group's; 0: the shell's own group */
    enum plan_terminal terminal;
    struct plan_wiring now;   /* while the plan is made */
    struct plan_wiring wired; /* when it begins with its work */
};

/* A pipe, or the FIFO of a process substitution; numbered from 1. */
struct plan_pipe {
    bool fifo;
    const char *purpose;
    bool substitution; /* `reader` reads it, for a command substitution */
    unsigned reader;
    bool named; /* `opener` opens it by the path that it was given */
    unsigned opener;
    const void *holder; /* the command that it belongs to */
    unsigned maker;     /* the process that made it, and removes a FIFO */
};

struct plan_call {
    unsigned process; /* that makes it */
    const char *name;
    const char *text; /* with arguments and result */
    const char *when;
};

/* The parsed structure, in the order of the text. */
struct plan_part {
    unsigned depth;
    const char *kind;   /* "pipeline of 2 stages", "command" */
    const char *text;   /* as typed; NULL: what is below says it */
    const char *remark; /* what it comes to; NULL: nothing to be said */
    unsigned process;   /* that runs it; the shell itself is 0 */
};

/* All-zero is a valid empty one. */
struct plan {
    struct arena arena;
    struct plan_process *processes;
    size_t process_count, process_capacity;
    struct plan_pipe *pipes;
    size_t pipe_count, pipe_capacity;
    struct plan_call *calls;
    size_t call_count, call_capacity;
    struct plan_part *parts;
    size_t part_count, part_capacity;
    const char **notes;
    size_t note_count, note_capacity;
    bool job_control;
    bool terminal; /* the shell has one to give away */
};

/* ---- Making (plan.c) ---- */

/* Text in the plan's arena. */
const char *plan_text(struct plan *plan, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
unsigned plan_add_process(struct plan *plan, unsigned parent);
unsigned plan_add_pipe(struct plan *plan, bool fifo, const char *purpose);
size_t plan_add_part(struct plan *plan, unsigned depth, const char *kind, const char *text);
/* `name` is the call's; the text is all that is shown. Both are in the arena or constants. */
void plan_add_call(struct plan *plan, unsigned process, const char *name, const char *text,
                   const char *when);
/* A sentence; the same one is noted once. */
void plan_note(struct plan *plan, const char *text);

/* The descriptor, or NULL: closed. */
struct plan_descriptor *wiring_find(const struct plan_wiring *wiring, int fd);
/* Descriptor `fd` becomes a copy of `what`. */
void wiring_set(struct plan_wiring *wiring, int fd, const struct plan_descriptor *what);
/* The same at the end of the list, which is in the order of time then, not by fd. */
void wiring_append(struct plan_wiring *wiring, int fd, const struct plan_descriptor *what);
void wiring_copy(struct plan_wiring *to, const struct plan_wiring *from);
void wiring_free(struct plan_wiring *wiring);
/* The number that open(2) would give. */
int wiring_lowest_free(const struct plan_wiring *wiring);
void plan_free(struct plan *plan);

/* ---- Showing ---- */

/* What the descriptor leads to, in words. */
void plan_describe(const struct plan *plan, const struct plan_descriptor *descriptor,
                   struct strbuf *buffer);
/* Structure, processes, descriptors, groups, calls (plan_draw.c). */
void plan_draw(const struct plan *plan, const struct surface *surface, struct strbuf *buffer);
/* Graphviz (plan_dot.c). */
void plan_dot(const struct plan *plan, struct strbuf *buffer);
/* One JSON object on one line (plan_json.c); names as in the manual. */
void plan_json(const struct plan *plan, const char *line, struct strbuf *buffer);

#endif
