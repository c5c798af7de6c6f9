/*
 * What the harness's own files share.
 */
#ifndef PIPIT_TESTS_TERMINAL_PRIVATE_H
#define PIPIT_TESTS_TERMINAL_PRIVATE_H

#include <stddef.h>
#include <vterm.h>

#include "terminal.h"

enum { RECENT_ROWS = 8 };

struct terminal {
    int master; /* -1: hung up */
    pid_t shell;
    bool ended; /* the shell was waited for */
    int wait_status;
    int rows, columns;
    VTerm *vterm;
    VTermScreen *screen;
    char *output; /* everything read from the master */
    size_t output_length, output_capacity;
    size_t prompts_scanned; /* how far output was searched for prompts */
    unsigned prompts_seen, prompts_waited;
    char home[64];
    char *row_text[RECENT_ROWS];
    unsigned next_row_text;
    char *screen_text;
    char *file_text;
    char *title;
};

/* ---- screen.c ---- */
void screen_make(struct terminal *t);
void screen_free(struct terminal *t);
/* What the shell wrote. */
void screen_take(struct terminal *t, const char *bytes, size_t length);

/* ---- pty.c ---- */
/* Takes in output; waits for it so long at most. */
void terminal_pump(struct terminal *t, int milliseconds);

/* ---- process.c ---- */
/* Calls visit() for each process whose controlling terminal's session is the shell's; stops when it
 * returns true. */
bool session_each(const struct terminal *t,
                  bool (*visit)(pid_t pid, const char *name, char state, pid_t pgid, void *context),
                  void *context);
void session_kill(const struct terminal *t);
/* A line for each process. */
void session_print(const struct terminal *t);

#endif
