/* The variables that the shell itself sets, watches or makes up. */
#include "state/special_variables.h"

#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/diag.h"
#include "base/locale.h"
#include "state/ifs.h"
#include "state/shell.h"
#include "state/value.h"

/* Where dash and bash look when there is no PATH at all. */
#define DEFAULT_PATH "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

/* ---- IFS, PATH, OPTIND, LANG, LC_* ---- */

static void ifs_changed(struct shell *shell, struct variable *variable)
{
    (void)variable;
    ifs_rebuild(shell);
}

static void path_changed(struct shell *shell, struct variable *variable)
{
    (void)variable;
    if (shell->hooks.path_changed)
        shell->hooks.path_changed(shell);
}

static void locale_variable_changed(struct shell *shell, struct variable *variable)
{
    (void)variable;
    locale_changed();
    /* What the characters of IFS are depends on the locale, unless they are all ASCII. */
    size_t length = 0;
    const char *text = variable_get(shell, shell->variables.ifs, &length);
    if (text && !text_is_ascii(text, length))
        ifs_rebuild(shell);
}

static void optind_changed(struct shell *shell, struct variable *variable)
{
    (void)variable;
    shell->getopts_offset = 0;
    shell->getopts_resets++;
}

/* `local OPTIND`, and subshells: getopts goes on inside the operand where it was. */
static void optind_saving(struct shell *shell, struct variable *variable)
{
    variable->extra = shell->getopts_offset;
}

static void optind_restored(struct shell *shell, struct variable *variable)
{
    shell->getopts_offset = variable->extra;
    shell->getopts_resets++;
}

/* ---- LINENO, PIPESTATUS, EPOCHSECONDS ---- */

static void lineno_refresh(struct shell *shell, struct variable *variable)
{
    (void)shell;
    value_store_number(variable, diagnostics.line);
}

/* XCU 2.5.3: "if the user unsets or resets LINENO, the variable may lose its special meaning". */
static void lineno_changed(struct shell *shell, struct variable *variable)
{
    (void)shell;
    variable->flags &= (uint8_t)~VARIABLE_DYNAMIC;
    variable->hook = NULL;
}

static void pipestatus_refresh(struct shell *shell, struct variable *variable)
{
    const struct strbuf *text = &shell->pipe_status;

    if (text->length)
        value_store(variable, text->text, text->length);
    else
        value_store_number(variable, shell->status);
}

static void epochseconds_refresh(struct shell *shell, struct variable *variable)
{
    (void)shell;
    value_store_number(variable, time(NULL));
}

/* ---- RANDOM ---- */

static uint64_t mix(uint64_t x)
{
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

/* Each shell and each subshell has its own sequence; the same seed always gives the same one. */
static void random_refresh(struct shell *shell, struct variable *variable)
{
    struct variables *variables = &shell->variables;

    if (!variables->random_seeded) {
        struct timespec now;
        (void)clock_gettime(CLOCK_REALTIME, &now);
        variables->random = mix((uint64_t)now.tv_nsec ^ (uint64_t)now.tv_sec << 30 ^
                                (uint64_t)getpid() << 44 ^ variables->random);
        variables->random_seeded = true;
    }
    variables->random += 0x9e3779b97f4a7c15u;
    value_store_number(variable, (int64_t)(mix(variables->random) >> 49));
}

/* The number that was assigned to a dynamic variable; 0 if it is none. */
static int64_t assigned_number(struct shell *shell, struct variable *variable)
{
    int64_t number = 0;

    variable->flags &= (uint8_t)~VARIABLE_DYNAMIC;
    if (!variable_number(shell, variable, &number))
        number = 0;
    variable->flags |= VARIABLE_DYNAMIC;
    return number;
}

static void random_changed(struct shell *shell, struct variable *variable)
{
    shell->variables.random = (uint64_t)assigned_number(shell, variable);
    shell->variables.random_seeded = true;
}

/* ---- SECONDS ---- */

static int64_t monotonic_nanoseconds(void)
{
    struct timespec now = clock_now();
    return clock_length(&now);
}

static void seconds_refresh(struct shell *shell, struct variable *variable)
{
    int64_t elapsed = monotonic_nanoseconds() - shell->variables.seconds_base;
    /* Rounded down also below zero, so that it changes once a second. */
    int64_t seconds = elapsed / CLOCK_SECOND - (elapsed % CLOCK_SECOND < 0);
    value_store_number(variable, seconds);
}

static void seconds_changed(struct shell *shell, struct variable *variable)
{
    const int64_t most = 4 * 1000 * 1000 * INT64_C(1000); /* over a century; nanoseconds must fit */
    int64_t seconds = assigned_number(shell, variable);

    if (seconds > most)
        seconds = most;
    if (seconds < -most)
        seconds = -most;
    shell->variables.seconds_base = monotonic_nanoseconds() - seconds * CLOCK_SECOND;
}

/* `local SECONDS=0`: the caller's goes on counting meanwhile. */
static void seconds_saving(struct shell *shell, struct variable *variable)
{
    value_store_number(variable, shell->variables.seconds_base);
}

static void seconds_restored(struct shell *shell, struct variable *variable)
{
    shell->variables.seconds_base = variable->number;
}

/* ---- The table ---- */

static const struct variable_hook ifs_hook = {.changed = ifs_changed, .keep_on_unset = true};
static const struct variable_hook path_hook = {.changed = path_changed, .keep_on_unset = true};
static const struct variable_hook locale_hook = {.changed = locale_variable_changed,
                                                 .keep_on_unset = true};
static const struct variable_hook optind_hook = {.changed = optind_changed,
                                                 .saving = optind_saving,
                                                 .restored = optind_restored,
                                                 .keep_on_unset = true};
static const struct variable_hook lineno_hook = {.refresh = lineno_refresh,
                                                 .changed = lineno_changed};
static const struct variable_hook pipestatus_hook = {.refresh = pipestatus_refresh};
static const struct variable_hook epochseconds_hook = {.refresh = epochseconds_refresh};
static const struct variable_hook random_hook = {.refresh = random_refresh,
                                                 .changed = random_changed};
static const struct variable_hook seconds_hook = {.refresh = seconds_refresh,
                                                  .changed = seconds_changed,
                                                  .saving = seconds_saving,
                                                  .restored = seconds_restored};

static struct name *intern(struct shell *shell, const char *text)
{
    return name_intern(&shell->names, text, strlen(text));
}

static void add_hook(struct shell *shell, const char *name, const struct variable_hook *hook)
{
    struct variable *variable = variable_of(shell, intern(shell, name));

    variable->hook = hook;
    if (hook->refresh) {
        variable->flags |= VARIABLE_DYNAMIC;
        variable->form = FORM_NUMBER; /* it is set; what is there is made anew by each read */
    }
}

static const char *lookup_for_locale(void *context, const char *name)
{
    return variable_get_string(context, name);
}

void special_variables_init(struct shell *shell)
{
    static const char *const locale_variables[] = {
        "LANG", "LC_ALL", "LC_CTYPE", "LC_COLLATE", "LC_MESSAGES", "LC_NUMERIC", "LC_TIME"};
    struct variables *v = &shell->variables;

    v->ifs = intern(shell, "IFS");
    v->path = intern(shell, "PATH");
    v->home = intern(shell, "HOME");
    v->pwd = intern(shell, "PWD");
    v->oldpwd = intern(shell, "OLDPWD");
    v->optind = intern(shell, "OPTIND");
    v->optarg = intern(shell, "OPTARG");
    v->ps1 = intern(shell, "PS1");
    v->ps2 = intern(shell, "PS2");
    v->ps4 = intern(shell, "PS4");
    v->cdpath = intern(shell, "CDPATH");
    v->reply = intern(shell, "REPLY");
    v->ppid = intern(shell, "PPID");
    add_hook(shell, "IFS", &ifs_hook);
    add_hook(shell, "PATH", &path_hook);
    add_hook(shell, "OPTIND", &optind_hook);
    add_hook(shell, "LINENO", &lineno_hook);
    add_hook(shell, "PIPESTATUS", &pipestatus_hook);
    add_hook(shell, "EPOCHSECONDS", &epochseconds_hook);
    add_hook(shell, "RANDOM", &random_hook);
    add_hook(shell, "SECONDS", &seconds_hook);
    for (size_t i = 0; i < sizeof locale_variables / sizeof *locale_variables; i++)
        add_hook(shell, locale_variables[i], &locale_hook);
    v->seconds_base = monotonic_nanoseconds();
    locale_set_lookup(lookup_for_locale, shell);
    locale_changed();
}

/* Whether this variable's value may come from the environment. IFS never does (XCU 2.5.3), OPTIND
 * is 1 when the shell starts, and what the shell makes up itself (all but SECONDS) cannot be set
 * from outside. */
bool special_variable_is_imported(const struct variable *variable)
{
    return variable->hook != &ifs_hook && variable->hook != &optind_hook &&
           (!(variable->flags & VARIABLE_DYNAMIC) || variable->hook == &seconds_hook);
}

/* ---- Defaults ---- */

static void set_default(struct shell *shell, struct name *name, const char *text)
{
    if (!variable_of(shell, name)->form)
        (void)variable_set(shell, name, text, strlen(text));
}

/* /a/b, without . and .. (and, being absolute, not empty). */
static bool is_plain_absolute(const char *path)
{
    if (*path != '/')
        return false;
    for (const char *slash = path; slash; slash = strchr(slash + 1, '/')) {
        const char *part = slash + 1;
        size_t dots = strspn(part, ".");
        if ((dots == 1 || dots == 2) && (part[dots] == '/' || part[dots] == '\0'))
            return false;
    }
    return true;
}

static bool is_here(const char *path)
{
    struct stat there, here;

    return stat(path, &there) == 0 && stat(".", &here) == 0 && there.st_dev == here.st_dev &&
           there.st_ino == here.st_ino;
}

/* XCU 2.5.3, PWD: the environment's is kept if it is an absolute pathname of the working directory
 * without dot components. Two stat(2) at every start are a microsecond; putting them off could be
 * noticed, for the directory may be renamed before they are made. dash, bash and ksh all export it.
 */
static void init_pwd(struct shell *shell)
{
    struct name *pwd = shell->variables.pwd;
    const char *given = variable_get(shell, pwd, NULL);

    if (!given || !is_plain_absolute(given) || !is_here(given)) {
        char *path = getcwd(NULL, 0);
        if (path)
            (void)variable_set(shell, pwd, path, strlen(path));
        else if (given)
            (void)variable_unset(shell, pwd);
        free(path);
    }
    variable_attributes(shell, pwd, VARIABLE_EXPORTED, 0);
}

void special_variables_defaults(struct shell *shell)
{
    struct variables *v = &shell->variables;

    (void)variable_set(shell, v->ifs, " \t\n", 3);
    (void)variable_set_number(shell, v->optind, 1);
    (void)variable_set_number(shell, v->ppid, shell->parent_pid);
    set_default(shell, v->path, DEFAULT_PATH);
    set_default(shell, v->ps1, getauxval(AT_EUID) == 0 ? "# " : "$ ");
    set_default(shell, v->ps2, "> ");
    set_default(shell, v->ps4, "+ ");
    init_pwd(shell);
}
