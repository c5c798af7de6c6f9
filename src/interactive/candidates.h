/* Candidates: what could complete the word at the cursor. One file for each kind of them
 * (candidates_*.c) adds to a list; line_completion.c shows and inserts. */
#ifndef INTERACTIVE_CANDIDATES_H
#define INTERACTIVE_CANDIDATES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "interactive/line_context.h"
#include "state/shell.h"

struct candidate {
    const char *text;        /* unquoted */
    const char *description; /* NULL: none */
    char suffix;             /* what follows when it is the only one: ' ', '/', '='; 0: nothing */
};

/* Owns its memory until candidates_free(). */
struct candidates {
    struct shell *shell;
    const char *prefix; /* what the text must begin with; not owned */
    size_t prefix_length;
    bool fold;        /* capital and small letters are the same */
    const char *lead; /* stands before each text that is added, NULL: nothing */
    struct candidate *list;
    size_t count, capacity;
    struct arena storage;
};

/* Adds one if it begins with the prefix. Both texts are copied; description may be NULL. */
void candidates_add(struct candidates *candidates, const char *text, const char *description,
                    char suffix);
/* In the order of their texts, each once: the first description given is kept. */
void candidates_sort(struct candidates *candidates);
/* How many bytes, whole characters, all texts begin with alike. */
size_t candidates_common(const struct candidates *candidates);
void candidates_free(struct candidates *candidates);

/* ---- Kinds ---- */

void candidates_commands(struct candidates *candidates);
void candidates_builtins(struct candidates *candidates);
void candidates_functions(struct candidates *candidates);
void candidates_aliases(struct candidates *candidates);
void candidates_reserved(struct candidates *candidates);
void candidates_programs(struct candidates *candidates);
enum file_choice { FILES_ALL, FILES_DIRECTORIES, FILES_PROGRAMS };
/* Files of a directory ("": the working one). The prefix is the name without the directory.
 * FILES_PROGRAMS: those that can be executed, and directories. */
void candidates_files(struct candidates *candidates, const char *directory,
                      enum file_choice choice);
/* The directories that cd finds in those that CDPATH names. */
void candidates_cdpath(struct candidates *candidates, const char *directory);
/* +1 +2 ... `sign`: + or -, from which end of the stack of directories is counted. */
void candidates_stack(struct candidates *candidates, char sign);
/* With the value as description. `exported`: only those. */
void candidates_variables(struct candidates *candidates, bool exported, char suffix);
void candidates_set_options(struct candidates *candidates);
/* Commands of the line editor. */
void candidates_editing(struct candidates *candidates);
/* `dash`: -TERM rather than TERM. SIGTERM, if SIG is typed. */
void candidates_signals(struct candidates *candidates, bool dash);
/* `tilde`: ~name. */
void candidates_users(struct candidates *candidates, bool tilde);
void candidates_groups(struct candidates *candidates);
void candidates_hosts(struct candidates *candidates);
/* %1 %2 ... `state`: -1, or an enum job_state. */
void candidates_jobs(struct candidates *candidates, int state);
/* `own`: only the processes of jobs. */
void candidates_processes(struct candidates *candidates, bool own);
/* The options of the command context->words[0]: of a built-in from its help, of a program from its
 * manual page or what it says itself. */
void candidates_options(struct candidates *candidates, const struct line_context *context);
/* Of ipc: kinds, commands, objects. False: no files. */
bool candidates_ipc(struct candidates *candidates, const struct line_context *context);
/* Whatever suits an operand of context->words[0]; files are left to the caller: *directories tells
 * which. False: no files. */
bool candidates_arguments(struct candidates *candidates, const struct line_context *context,
                          bool *directories);

#endif
