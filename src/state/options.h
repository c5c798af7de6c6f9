/* The shell's options: set -e, set -o errexit and the like, one bit each. */
#ifndef STATE_OPTIONS_H
#define STATE_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct shell;

enum option {
    OPTION_ALLEXPORT = 1u << 0, /* -a */
    OPTION_NOTIFY = 1u << 1,    /* -b */
    OPTION_NOCLOBBER = 1u << 2, /* -C */
    OPTION_ERREXIT = 1u << 3,   /* -e */
    OPTION_NOGLOB = 1u << 4,    /* -f */
    OPTION_HASHALL = 1u << 5,   /* -h */
    OPTION_MONITOR = 1u << 6,   /* -m */
    OPTION_NOEXEC = 1u << 7,    /* -n */
    OPTION_NOUNSET = 1u << 8,   /* -u */
    OPTION_VERBOSE = 1u << 9,   /* -v */
    OPTION_XTRACE = 1u << 10,   /* -x */
    OPTION_IGNOREEOF = 1u << 11,
    OPTION_NOLOG = 1u << 12,
    OPTION_PIPEFAIL = 1u << 13,
    OPTION_VI = 1u << 14,
    OPTION_EMACS = 1u << 15,
    OPTION_PRIVILEGED = 1u << 16,  /* -p */
    OPTION_INTERACTIVE = 1u << 17, /* -i, only in $- */
    OPTION_STDIN = 1u << 18,       /* -s, only in $- */
    OPTION_COMMAND = 1u << 19,     /* -c, only in $- */
    OPTION_HISTEXPAND = 1u << 20,  /* -H */
    OPTION_MARKS = 1u << 21,
    OPTION_TITLE = 1u << 22,
    OPTION_DEVFD = 1u << 23,
    OPTION_KEEPZOMBIES = 1u << 24,
    OPTION_ASKHELP = 1u << 25, /* completion may run a program with --help */
    OPTION_FRESHLINE = 1u << 26,
    OPTION_PROCTRACE = 1u << 28,
    OPTION_HIGHLIGHT = 1u << 29, /* colours while typing */
    OPTION_SUGGEST = 1u << 30,   /* suggestions from the history */
};

/* One row of the table: what set, set -o, sh's command line, $- and the man page's list read. */
struct option_entry {
    enum option bit;
    char letter;      /* 0: none */
    const char *name; /* NULL: no set -o name */
    const char *help;
    bool fixed; /* can be given when the shell starts, not by set */
};
extern const struct option_entry option_table[];
extern const size_t option_count;

/* NULL when there is none. */
const struct option_entry *option_by_letter(char letter);
/* Names are matched without regard to case, '-' and '_'. */
const struct option_entry *option_by_name(const char *name);
/* $-: the letters of the options that are on, in `text` (at least 32 bytes). */
void options_letters(uint32_t options, char *text);

/* Switches the trace of process events on or off as OPTION_PROCTRACE says; takes the option back
 * after a diagnostic when $PROCTRACE_FD cannot be written to. */
void options_trace(struct shell *shell);

#endif
