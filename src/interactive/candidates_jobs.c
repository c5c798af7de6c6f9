/* Candidates: jobs and processes, with their commands. */
#include "interactive/candidates.h"

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "job/job.h"

void candidates_jobs(struct candidates *candidates, int state)
{
    static const char *const states[] = {"running", "stopped", "done"};
    struct strbuf description = {0};
    bool parents;

    for (struct job *job = jobs_first(candidates->shell, &parents); job; job = job->next) {
        char text[16];
        if (state >= 0 && job_state(job) != (enum job_state)state)
            continue;
        (void)snprintf(text, sizeof text, "%%%u", job->number);
        strbuf_clear(&description);
        strbuf_printf(&description, "%s: %s", states[job_state(job)], job_text(job));
        candidates_add(candidates, text, description.text, ' ');
    }
    strbuf_free(&description);
}

/* What the process was called with; blanks for the null bytes between. */
static void command_line(const char *pid, char *text, size_t size)
{
    char path[64];

    *text = '\0';
    (void)snprintf(path, sizeof path, "/proc/%.20s/cmdline", pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return;
    ssize_t got = fd_read(fd, text, size - 1);
    close(fd);
    for (ssize_t i = 0; i < got; i++)
        if (!text[i])
            text[i] = ' ';
    text[got > 0 ? got : 0] = '\0';
}

static void add_process(struct candidates *candidates, const char *pid)
{
    char text[128];
    size_t count = candidates->count;

    candidates_add(candidates, pid, NULL, ' ');
    if (candidates->count == count)
        return;
    command_line(pid, text, sizeof text);
    if (*text)
        candidates->list[count].description = arena_copy(&candidates->storage, text, strlen(text));
}

static void add_own(struct candidates *candidates)
{
    bool parents;

    for (struct job *job = jobs_first(candidates->shell, &parents); job; job = job->next)
        for (unsigned i = 0; i < job->count; i++) {
            char text[16];
            (void)snprintf(text, sizeof text, "%d", (int)job->processes[i].pid);
            if (job->processes[i].state != PROCESS_DONE)
                add_process(candidates, text);
        }
}

void candidates_processes(struct candidates *candidates, bool own)
{
    struct dirent *entry;

    if (own) {
        add_own(candidates);
        return;
    }
    DIR *stream = opendir("/proc");
    while (stream && (entry = readdir(stream))) {
        struct stat info;
        if (!isdigit((unsigned char)entry->d_name[0]))
            continue;
        /* Only those that the person may signal. */
        if (geteuid() != 0 &&
            (fstatat(dirfd(stream), entry->d_name, &info, 0) < 0 || info.st_uid != geteuid()))
            continue;
        add_process(candidates, entry->d_name);
    }
    if (stream)
        closedir(stream);
}
