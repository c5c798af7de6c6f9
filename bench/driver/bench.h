/* The benchmark's driver (bench/README): what its files share. There is one comparison in a
 * process, so what it compares is global. */
#ifndef BENCH_DRIVER_BENCH_H
#define BENCH_DRIVER_BENCH_H

#include <stdbool.h>

enum {
    MAX_SHELLS = 16,
    TIME_LIMIT = 60, /* seconds for one run of one row */
    PEER_LIMIT = 3,  /* the same for a peer other than dash */
};

struct shell {
    const char *name;
    const char *path;
    const char *argv0;
};

/* One run of one script, or the best of several. */
struct sample {
    double wall; /* seconds */
    double cpu;  /* seconds; user and system, the waited-for children included */
    long rss;    /* KiB, the largest process of the run */
    int status;  /* as $? would show it */
    bool late;   /* killed: it took longer than it was given */
};

struct row {
    char *name; /* file name without number and ".sh" */
    char *path;
    char *description;
    char *script; /* the file to run in place of the row's own, or NULL */
    int starts;   /* > 0: the row is "-c :", so many times */
    double goal;  /* > 0: the ratio to dash that is promised */
    bool memory;  /* show the peak memory of this row */

    struct sample best[MAX_SHELLS];
    bool wrong[MAX_SHELLS];
    bool slow[MAX_SHELLS]; /* a peer that was stopped after PEER_LIMIT */
};

/* ---- main.c ---- */

/* Writes the message to standard error and ends with status 2. */
void die(const char *format, ...) __attribute__((noreturn, format(printf, 1, 2)));

/* ---- rows.c ---- */

extern struct shell shells[MAX_SHELLS]; /* shells[0] is the one that is being judged */
extern int shell_count;
extern int dash; /* index in shells, or -1 */
extern struct row *rows;
extern int row_count;

/* `path` is kept. */
void add_shell(const char *path);
/* Fills `rows` with those whose file names contain `wanted` (NULL: all), in their order. */
void find_rows(const char *folder, const char *wanted);

/* ---- run.c ---- */

/* SIGALRM and the interrupts only have to end a wait4() early. */
void catch_signals(void);
/* Starts argv in a process group of its own, standard input from /dev/null; measures it until it
 * ends, at most `limit` seconds from now. Its output and errors go to these files. */
struct sample run(const char *path, char *const argv[], unsigned limit, const char *output,
                  const char *errors);
/* SHELL -c : */
struct sample run_nothing(const struct shell *shell, const char *output, const char *errors);
struct sample run_row(const struct row *row, const struct shell *shell, const char *output,
                      const char *errors);
/* Keeps the better times and the larger memory. Returns whether the wall time became notably
 * better. */
bool keep_best(struct sample *best, const struct sample *sample);

/* ---- measure.c ---- */

/* Whether what is being done is shown on standard error. */
extern bool progress;

/* Runs the row once everywhere, and marks the shells that fail, or print something else than dash
 * (or the first peer). */
void check_row(int number);
/* Fills in row->best; `extra`: as many more rounds as a verdict in doubt needs. */
void measure_row(int number, int rounds, bool extra);
/* The fastest shell but shells[0]: its index, or -1. */
int best_peer(const struct row *row);
/* The wall time of shells[0] compared with that of shells[which]; NAN: not known. */
double wall_ratio(const struct row *row, int which);
/* The processor time compared with that of dash. */
double cpu_ratio(const struct row *row);

/* ---- show.c ---- */

extern bool colour;
extern int name_width; /* of the column of row names */

void print_header(void);
void print_row(const struct row *row);
void print_all_times(void);
/* Measures how much memory `-c :` takes, and shows that and what the rows that ask for it took. */
void print_memory(void);
/* The last lines: what is wrong, what is slower than dash, which goals are missed. Returns the
 * exit status. */
int print_summary(void);

#endif
