/*
 * What the files of the runner share.
 */
#ifndef PIPIT_TESTS_SCRIPT_RUNNER_H
#define PIPIT_TESTS_SCRIPT_RUNNER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/types.h>
#include <time.h>

/* Bytes that grow; always followed by a NUL that is not counted. */
struct text {
    char *bytes;
    size_t length;
    size_t room;
};

/* How an expected text is compared. */
enum match {
    MATCH_EXACT,
    MATCH_LINES, /* each line is a pattern */
    MATCH_SOMETHING,
    MATCH_ANYTHING,
};

struct expected {
    struct text text;
    enum match match;
};

struct words {
    char **word; /* NULL at the end once anything was added */
    size_t count;
};

/* Those that a case may have. */
enum section {
    SECTION_SCRIPT,
    SECTION_IN,
    SECTION_OUT,
    SECTION_ERR,
    SECTION_STATUS,
    SECTION_ARGS,
    SECTION_ENV,
    SECTION_SKIP_UNLESS,
    SECTION_NONE, /* before the first case */
};

/* One case; belongs to its file's list and lives until the runner ends. */
struct test_case {
    const char *file;
    int line;
    char *title;
    struct text script;
    struct text in;
    struct expected out;
    struct expected err;
    int status;
    bool has_args;
    struct words args;
    struct words env;
    char *skip_unless;
    unsigned seen; /* a bit for each section that may come only once */
};

struct settings {
    bool verbose;
    bool output_only; /* do not compare standard error */
    int jobs;
    int seconds;
    const char *title;
    char *shell; /* absolute */
    char *shell_name;
    char *folder; /* the temporary folder of this run */
    char *path;   /* PATH of the cases */
};
extern struct settings settings;

/* Kills what is running, and removes the run's folder. */
void clean_up(void);

/* ---- runner_tools.c ---- */

/* Says it, cleans up, and exits. */
void die(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));
void *grow(void *memory, size_t size);
/* A NUL is added. */
char *copy_bytes(const char *bytes, size_t length);
char *print_to_string(const char *format, ...) __attribute__((format(printf, 1, 2)));
void text_add(struct text *text, const char *bytes, size_t length);
/* The word is taken over. */
void words_add(struct words *words, char *word);
/* Appends so much of the file at most; false with errno. */
bool read_file(const char *path, size_t limit, struct text *text);
void write_file(const char *path, const struct text *text, mode_t mode);
/* With all that is in it, whatever its permissions. */
void remove_folder(const char *path);
/* CLOCK_MONOTONIC. */
struct timespec now(void);
bool is_past(struct timespec time);

/* ---- runner_cases.c ---- */

extern struct test_case **cases;
extern size_t case_count;
/* Adds the file's cases to the list.  False after saying what is wrong with the file. */
bool read_cases(const char *path);

/* ---- runner_compare.c ---- */

/* True if the actual text is as expected; else shows where it differs. */
bool compare(FILE *report, const char *name, const struct expected *expected,
             const struct text *actual);

/* ---- runner_session.c: `folder` is the case's ---- */

/* Whether the case's skip-unless says so. */
bool should_skip(const struct test_case *test, const char *folder);
/* Starts the case's shell as the leader of a new session. */
pid_t start_shell(const struct test_case *test, const char *folder);
/* Kills everything that the case has started.  The leader may be alive or a zombie, but not yet
 * reaped: so the number is still its own.  0: all children of the runner. */
void kill_session(pid_t leader, const char *folder);
/* Removes the kernel objects that have the case's $UNIQUE in their names. */
void remove_objects(const char *folder);

#endif
