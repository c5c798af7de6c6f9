/*
 * The processes of the shell's session, as /proc shows them.
 */
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "terminal_private.h"

struct process_facts {
    char comm[64];
    char state;
    int ppid, pgid, session;
};

/* proc(5): pid (comm) state ppid pgrp session ...; comm may contain blanks and parentheses. */
static bool read_facts(pid_t pid, struct process_facts *facts)
{
    char path[64], line[512];

    snprintf(path, sizeof path, "/proc/%ld/stat", (long)pid);
    FILE *file = fopen(path, "r");
    if (!file)
        return false;
    bool got = fgets(line, sizeof line, file) != NULL;
    fclose(file);
    char *open = got ? strchr(line, '(') : NULL;
    char *close = got ? strrchr(line, ')') : NULL;
    if (!open || !close)
        return false;
    snprintf(facts->comm, sizeof facts->comm, "%.*s", (int)(close - open - 1), open + 1);
    return sscanf(close + 1, " %c %d %d %d", &facts->state, &facts->ppid, &facts->pgid,
                  &facts->session) == 4;
}

char process_state(pid_t pid)
{
    struct process_facts facts;

    return read_facts(pid, &facts) ? facts.state : 'X';
}

/* The last part of the path it was called by; what the kernel calls it if that is not to be had. */
static void read_name(pid_t pid, const struct process_facts *facts, char *name, size_t size)
{
    char path[64], line[256] = "";

    snprintf(path, sizeof path, "/proc/%ld/cmdline", (long)pid);
    FILE *file = fopen(path, "r");
    if (file) {
        size_t got = fread(line, 1, sizeof line - 1, file);
        line[got] = '\0';
        fclose(file);
    }
    const char *slash = strrchr(line, '/');
    const char *last = slash ? slash + 1 : line;
    snprintf(name, size, "%s", *last ? last : facts->comm);
}

bool session_each(const struct terminal *t,
                  bool (*visit)(pid_t pid, const char *name, char state, pid_t pgid, void *context),
                  void *context)
{
    DIR *folder = opendir("/proc");
    const struct dirent *entry;
    bool found = false;

    while (!found && folder && (entry = readdir(folder))) {
        pid_t pid = (pid_t)atol(entry->d_name);
        struct process_facts facts;
        char name[256];
        if (pid <= 0 || !read_facts(pid, &facts) || facts.session != t->shell)
            continue;
        read_name(pid, &facts, name, sizeof name);
        found = visit(pid, name, facts.state, facts.pgid, context);
    }
    if (folder)
        closedir(folder);
    return found;
}

static bool kill_one(pid_t pid, const char *name, char state, pid_t pgid, void *context)
{
    (void)name, (void)pgid, (void)context;
    if (state != 'Z')
        (void)kill(pid, SIGKILL);
    return false;
}

void session_kill(const struct terminal *t)
{
    (void)session_each(t, kill_one, NULL);
}

static bool print_one(pid_t pid, const char *name, char state, pid_t pgid, void *context)
{
    (void)context;
    printf("    %7ld  group %7ld  %c  %s\n", (long)pid, (long)pgid, state, name);
    return false;
}

void session_print(const struct terminal *t)
{
    (void)session_each(t, print_one, NULL);
}
