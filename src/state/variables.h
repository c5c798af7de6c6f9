/* Variables. A name's variable is found by one load (name->variable). A value may be held as text,
 * as a number, or both: arithmetic in loops never formats or parses what nobody reads as text. */
#ifndef STATE_VARIABLES_H
#define STATE_VARIABLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/names.h"

struct shell;
struct variable;

enum variable_flag {
    VARIABLE_EXPORTED = 1 << 0,
    VARIABLE_READONLY = 1 << 1,
    VARIABLE_DYNAMIC =
        1 << 2, /* the hook makes the value each time it is read (LINENO, RANDOM ...) */
    VARIABLE_IMPORTED =
        1 << 3, /* text is the tail of an environment string NAME=text (state/ only) */
};
/* In which form the value is there. Neither: the variable is unset (it may still have attributes).
 */
enum variable_form { FORM_TEXT = 1, FORM_NUMBER = 2 };

/* What is special about a variable. */
struct variable_hook {
    /* Before a read: brings the value up to date (only with VARIABLE_DYNAMIC). */
    void (*refresh)(struct shell *shell, struct variable *variable);
    /* After a change or unset: IFS, PATH, LC_*, OPTIND ... */
    void (*changed)(struct shell *shell, struct variable *variable);
    /* Before the content is put away, and after it was put back: what belongs to the value but is
     * kept elsewhere (when SECONDS began) travels in `extra` or, if dynamic, in `number`. Without
     * `restored`, `changed` is called, unless it is dynamic. */
    void (*saving)(struct shell *shell, struct variable *variable);
    void (*restored)(struct shell *shell, struct variable *variable);
    /* Before a text of this length is assigned: false, after a diagnostic, if it does not fit. */
    bool (*admits)(const struct variable *variable, size_t length);
    /* For a value that other processes change as well: assigns the number unless one did so since
     * the last refresh. Whoever has this is dynamic. */
    bool (*exchange)(struct variable *variable, int64_t number);
    bool outer_only; /* `local NAME` and `NAME=value command` make a plain variable for a while */
    bool keep_on_unset; /* false: unset takes the special meaning away (LINENO, RANDOM, SECONDS ...)
                         */
};

/* Lives as long as its name once made. Everything but `name` and `listed` is its content, which a
 * scope or the journal may put away and bring back (state/value.h).
 *
 * `text` points to `small`, or to memory from malloc that it owns, or (capacity 0) to text that is
 * only borrowed: an environment string, or the value put away last, which lives until it is brought
 * back. Borrowed text is never written to, and copied when it changes. */
struct variable {
    struct name *name;
    char *text; /* null-terminated; only valid with FORM_TEXT */
    size_t length, capacity;
    int64_t
        number; /* only valid with FORM_NUMBER: then the text, if asked for, is its decimal form */
    uint8_t flags, form;
    bool listed;       /* stands in variables.exported */
    uint32_t level;    /* journal level at which the old value was last saved */
    uint32_t saved_in; /* depth of the innermost scope that holds a saved content of it, 0: none */
    uint32_t extra;    /* see struct variable_hook */
    const struct variable_hook *hook;
    char small[24]; /* where short texts live, so that they need no allocation: text may point here
                     */
};

/* A variable's content put away by a scope (local, VAR=x command) or by the journal. */
struct saved_variable {
    struct saved_variable *next;
    struct variable *variable;
    struct variable content; /* `text` owned here unless it points to content.small */
};

/* A function call or a command with assignments before it: what to put back afterwards. On the C
 * stack of whoever pushed it. */
struct scope {
    struct scope *outer;
    struct saved_variable *saved;
    bool is_function;   /* `local` belongs to the nearest of these */
    uint32_t depth;     /* 1 for the outermost */
    uint32_t level;     /* the journal level that it was pushed in */
    bool options_saved; /* `local -`: */
    uint32_t options;   /* what the shell's options were */
};

struct variables {
    struct scope *scope; /* innermost, NULL at the top level */
    char *
        *environment; /* cached for execve(2), NULL-terminated; rebuilt when `environment_stale` */
    size_t environment_capacity;
    bool environment_stale;
    char **foreign; /* environment strings whose names are not identifiers: passed on untouched */
    size_t foreign_count;
    /* IFS, kept ready for splitting (see state/ifs.h). */
    uint8_t ifs_class[256]; /* 0: no separator, 1: IFS white space, 2: other separator; a lead byte
                               of a multibyte separator: 3 */
    bool ifs_is_default;    /* space, tab, newline */
    bool ifs_multibyte;     /* some separator has more than one byte: the slow way is needed */
    char *ifs_extra; /* the separators whose first byte has class 3, each null-terminated, an empty
                        one last; NULL: none */
    struct saved_variable *free_saved; /* kept for reuse: a call with locals does not malloc */
    unsigned free_saved_count;
    struct arena storage;       /* of the struct variables: they live as long as the shell */
    struct variable **exported; /* every variable that is exported, and maybe some that were */
    size_t exported_count, exported_capacity;
    struct arena environment_strings; /* those of `environment` that had to be made */
    uint64_t random;                  /* state of $RANDOM */
    bool random_seeded; /* false: a new sequence begins with the next read (start, new subshell) */
    int64_t seconds_base; /* what $SECONDS counts from (CLOCK_MONOTONIC in nanoseconds) */
    /* The names that the shell itself reads often. */
    struct name *ifs, *path, *home, *pwd, *oldpwd, *optind, *optarg, *ps1, *ps2, *ps4, *cdpath,
        *reply, *ppid;
};

/* The variable of this name, made (unset, no attributes) if there was none. */
struct variable *variable_make(struct shell *shell, struct name *name);
static inline struct variable *variable_of(struct shell *shell, struct name *name)
{
    return name->variable ? name->variable : variable_make(shell, name);
}
/* Whether it has a value. */
static inline bool variable_is_set(const struct variable *variable)
{
    return variable->form != 0;
}

/* Its value as text, or NULL when unset; *length may be NULL. Valid until the variable changes. */
const char *variable_text_slow(struct shell *shell, struct variable *variable);
static inline const char *variable_get(struct shell *shell, const struct name *name, size_t *length)
{
    struct variable *variable = name->variable;
    if (!variable)
        return NULL;
    if (variable->form & FORM_TEXT && !(variable->flags & VARIABLE_DYNAMIC)) {
        if (length)
            *length = variable->length;
        return variable->text;
    }
    const char *text = variable_text_slow(shell, variable);
    if (text && length)
        *length = variable->length;
    return text;
}

/* Assigns; false, with a diagnostic `NAME: is read-only`, when it may not be assigned. Exports with
 * set -a. The text is copied and may be the variable's own. */
bool variable_set(struct shell *shell, struct name *name, const char *text, size_t length);
bool variable_set_number(struct shell *shell, struct name *name, int64_t number);
/* For a variable whose hook has `exchange`: assigns, unless the value has changed since it was read
 * (*stored tells). False after a diagnostic. */
bool variable_exchange_number(struct shell *shell, struct name *name, int64_t number, bool *stored);
/* Makes the variable, which has a value and no hook, a dynamic one. */
void variable_attach(struct shell *shell, struct name *name, const struct variable_hook *hook,
                     uint32_t extra);
/* Appends in place, in constant time on average per byte: x=$x... is turned into this. The text may
 * be part of the variable's own. Makes the variable if it is unset. */
bool variable_append(struct shell *shell, struct name *name, const char *text, size_t length);
/* True, and *number, if the value is held as a number or its text is an integer constant of
 * arithmetic (blank or unset: false). Remembers the number beside the text. */
bool variable_number_slow(struct shell *shell, struct variable *variable, int64_t *number);
static inline bool variable_number(struct shell *shell, struct variable *variable, int64_t *number)
{
    if (variable->form & FORM_NUMBER && !(variable->flags & VARIABLE_DYNAMIC)) {
        *number = variable->number;
        return true;
    }
    return variable_number_slow(shell, variable, number);
}
/* Whether it may be assigned and unset; false with a diagnostic `NAME: is read-only`. */
bool variable_may_change(const struct name *name);
/* Unsets value and attributes; false with a diagnostic if it is read-only. */
bool variable_unset(struct shell *shell, struct name *name);
/* Adds and takes away attributes (enum variable_flag) whether it is set or not. */
void variable_attributes(struct shell *shell, struct name *name, uint8_t add, uint8_t remove);
/* Convenience for the shell's own names: interns, sets, ignores read-only-ness. */
void variable_set_string(struct shell *shell, const char *name, const char *text);
const char *variable_get_string(struct shell *shell, const char *name);

/* ---- Scopes ---- */
/* A scope belongs to whoever pushed it and must be popped before its C frame ends; while a journal
 * level is entered, only scopes pushed at that level may be popped. */
void scope_push(struct shell *shell, struct scope *scope, bool is_function);
/* Puts everything back that was saved since, also hooks' effects, and frees. */
void scope_pop(struct shell *shell);
/* Saves the variable's present content in the innermost scope (with `function_scope`: in the
 * innermost function's), once; the variable keeps its value and attributes until it is assigned.
 * False when there is no such scope. */
bool scope_save(struct shell *shell, struct name *name, bool function_scope);
/* The innermost function's scope, NULL outside of functions. */
struct scope *scope_of_function(struct shell *shell);

/* ---- Environment ---- */
/* Takes the variables from the environment (those with valid names; others are kept aside). */
void environment_import(struct shell *shell, char **environment);
/* A variable's exported flag or an exported variable's value has changed (for state/ itself). */
void environment_touch(struct shell *shell, struct variable *variable);
/* The environment for execve(2): exported set variables and the foreign strings. Valid until a
 * variable changes; the caller must not free it. Built only when something exported changed. */
char **environment_get(struct shell *shell);

/* ---- Listings ---- */
/* All variables (with `want` flags set: only those having one of them; 0: those that are set),
 * sorted by name as bytes. The array is in the scratch arena. */
struct variable **variables_sorted(struct shell *shell, uint8_t want, size_t *count);

#endif
