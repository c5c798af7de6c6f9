/* Candidates: variables, options of the shell, signals, users, hosts. */
#include "interactive/candidates.h"

#include <ctype.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "interactive/readline_library.h"
#include "job/signals.h"

void candidates_variables(struct candidates *candidates, bool exported, char suffix)
{
    struct shell *shell = candidates->shell;
    struct arena_mark mark = arena_mark(&shell->scratch);
    size_t count;
    struct variable **list = variables_sorted(shell, exported ? VARIABLE_EXPORTED : 0, &count);

    for (size_t i = 0; i < count; i++) {
        const struct name *name = list[i]->name;
        bool dynamic = list[i]->flags & VARIABLE_DYNAMIC; /* reading $RANDOM changes it */
        const char *value = dynamic ? NULL : variable_get(shell, name, NULL);
        candidates_add(candidates, name->text, value, suffix);
    }
    arena_release(&shell->scratch, mark);
}

void candidates_set_options(struct candidates *candidates)
{
    for (size_t i = 0; i < option_count; i++)
        if (option_table[i].name)
            candidates_add(candidates, option_table[i].name, option_table[i].help, ' ');
}

void candidates_editing(struct candidates *candidates)
{
#ifdef HAVE_READLINE
    const char **names = library_loaded ? library.rl_funmap_names() : NULL;

    for (size_t i = 0; names && names[i]; i++)
        candidates_add(candidates, names[i], NULL, ' ');
    free(names);
#else
    (void)candidates;
#endif
}

void candidates_signals(struct candidates *candidates, bool dash)
{
    const char *lead = strncmp(candidates->prefix, dash ? "-SIG" : "SIG", dash ? 4 : 3) == 0
                           ? "SIG" /* who types it gets it */
                           : "";

    for (int number = 1; number < SIGNAL_COUNT; number++) {
        const char *name = signal_name(number);
        char text[32];
        if (!name || isdigit((unsigned char)*name) || (number > 31 && number < SIGNAL_COUNT))
            continue;
        (void)snprintf(text, sizeof text, "%s%s%s", dash ? "-" : "", lead, name);
        candidates_add(candidates, text, sigdescr_np(number), ' ');
    }
}

void candidates_users(struct candidates *candidates, bool tilde)
{
    struct passwd *user;
    char text[128];

    setpwent();
    while ((user = getpwent())) {
        (void)snprintf(text, sizeof text, "%s%s", tilde ? "~" : "", user->pw_name);
        candidates_add(candidates, text, tilde ? user->pw_dir : user->pw_gecos, tilde ? '/' : ' ');
    }
    endpwent();
}

void candidates_groups(struct candidates *candidates)
{
    struct group *group;

    setgrent();
    while ((group = getgrent()))
        candidates_add(candidates, group->gr_name, NULL, ' ');
    endgrent();
}

/* ---- Hosts ---- */

static void add_words(struct candidates *candidates, char *words, const char *separators,
                      const char *description)
{
    char *rest = NULL;

    for (char *word = strtok_r(words, separators, &rest); word;
         word = strtok_r(NULL, separators, &rest)) {
        if (*word == '#')
            return;
        if (!strpbrk(word, "*?!|")) /* patterns, and hashed names */
            candidates_add(candidates, word, description, ' ');
    }
}

/* Each line of the file is given to `take`, without its newline. */
static void each_line(const char *path, void (*take)(struct candidates *, char *),
                      struct candidates *candidates)
{
    FILE *file = fopen(path, "re");
    char *line = NULL;
    size_t size = 0;

    while (file && getline(&line, &size, file) > 0) {
        line[strcspn(line, "\n")] = '\0';
        take(candidates, line);
    }
    free(line);
    if (file)
        (void)fclose(file);
}

/* 127.0.0.1 localhost name ... */
static void take_hosts(struct candidates *candidates, char *line)
{
    size_t address = strcspn(line, " \t");

    if (line[address] && *line != '#')
        add_words(candidates, line + address + 1, " \t", NULL);
}

/* Host name pattern ... */
static void take_config(struct candidates *candidates, char *line)
{
    line += strspn(line, " \t");
    if (strncasecmp(line, "Host", 4) == 0 && (line[4] == ' ' || line[4] == '\t'))
        add_words(candidates, line + 5, " \t", "from ~/.ssh/config");
}

/* name,[name]:port key-type key */
static void take_known(struct candidates *candidates, char *line)
{
    line[strcspn(line, " \t")] = '\0';
    if (*line != '@' && *line != '#')
        add_words(candidates, line, ",", "known host");
}

void candidates_hosts(struct candidates *candidates)
{
    struct shell *shell = candidates->shell;
    const char *home = variable_get(shell, shell->variables.home, NULL);
    struct strbuf path = {0};

    each_line("/etc/hosts", take_hosts, candidates);
    if (home) {
        strbuf_printf(&path, "%s/.ssh/config", home);
        each_line(path.text, take_config, candidates);
        strbuf_clear(&path);
        strbuf_printf(&path, "%s/.ssh/known_hosts", home);
        each_line(path.text, take_known, candidates);
    }
    strbuf_free(&path);
}
