/* The parts of pipit's own prompt, and what several of them are made of. */
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/locale.h"
#include "exec/prompt_text.h"
#include "job/job.h"

enum { DIRECTORY_WIDTH = 32 }; /* longer ones are abbreviated */

/* getpwuid(3) may ask the network: where USER says who it is, it is not called. */
const char *prompt_user(struct shell *shell)
{
    static char name[64];
    const char *user = variable_get_string(shell, "USER");

    if (geteuid() == 0)
        return "root";
    if (user && *user && geteuid() == getuid())
        return user;
    if (!*name) {
        const struct passwd *entry = getpwuid(geteuid());
        if (entry)
            strncat(name, entry->pw_name, sizeof name - 1);
        else
            snprintf(name, sizeof name, "%ld", (long)geteuid());
    }
    return name;
}

const char *prompt_host(void)
{
    static char name[256];

    if (!*name && gethostname(name, sizeof name - 1) < 0)
        strcpy(name, "localhost");
    return name;
}

/* Control characters in a name would be commands to the terminal. */
static void put_visible(struct strbuf *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        strbuf_putc(out, (unsigned char)text[i] < ' ' || text[i] == '\177' ? '?' : text[i]);
}

/* The path behind the home directory; NULL if it is elsewhere. */
static const char *below_home(struct shell *shell, const char *path)
{
    const char *home = variable_get_string(shell, "HOME");
    size_t length = home ? strlen(home) : 0;

    while (length && home[length - 1] == '/')
        length--;
    if (!length || strncmp(path, home, length) != 0 || (path[length] && path[length] != '/'))
        return NULL;
    return path + length;
}

void prompt_directory(struct shell *shell, bool base, struct strbuf *out)
{
    const char *path = variable_get_string(shell, "PWD");
    const char *rest = path ? below_home(shell, path) : NULL;

    if (!path || !*path)
        path = "?";
    if (rest && !(base && *rest)) {
        strbuf_putc(out, '~');
        path = rest;
    }
    const char *slash = base ? strrchr(path, '/') : NULL;
    if (slash && slash[1])
        path = slash + 1;
    put_visible(out, path, strlen(path));
}

/* ~/projects/pipit/src/interactive -> ~/p/p/s/interactive, if it is long. */
static void put_short_directory(struct shell *shell, struct strbuf *out)
{
    struct strbuf whole = {0};

    prompt_directory(shell, false, &whole);
    const char *part = whole.text, *last = strrchr(part, '/');
    bool is_long = character_count(part, whole.length) > DIRECTORY_WIDTH;
    while (is_long && last && part < last) {
        size_t length = strcspn(part, "/");
        if (length) {
            wchar_t ignored;
            size_t dot = *part == '.' && length > 1;
            strbuf_append(out, part, dot + character_at(part + dot, length - dot, &ignored));
        }
        strbuf_putc(out, '/');
        part += length + 1;
    }
    strbuf_string(out, part);
    strbuf_free(&whole);
}

static void begin_colour(struct strbuf *out, const char *code)
{
    if (prompt_session.colour)
        strbuf_printf(out, "\001\033[%sm\002", code);
}

static void end_colour(struct strbuf *out)
{
    if (prompt_session.colour)
        strbuf_string(out, "\001\033[0m\002");
}

static void put_jobs(struct shell *shell, struct strbuf *out)
{
    unsigned running = jobs_count(shell, JOB_RUNNING), stopped = jobs_count(shell, JOB_STOPPED);

    if (!running && !stopped)
        return;
    strbuf_putc(out, ' ');
    begin_colour(out, "33");
    strbuf_putc(out, '(');
    if (running)
        strbuf_printf(out, "%u running%s", running, stopped ? ", " : "");
    if (stopped)
        strbuf_printf(out, "%u stopped", stopped);
    strbuf_putc(out, ')');
    end_colour(out);
}

static bool is_name(const char *name, size_t length, const char *known)
{
    return strlen(known) == length && memcmp(name, known, length) == 0;
}

bool prompt_part(struct shell *shell, const char *name, size_t length, struct strbuf *out)
{
    if (is_name(name, length, "user")) {
        begin_colour(out, geteuid() == 0 ? "31" : "32");
        const char *host = prompt_host();
        strbuf_printf(out, "%s@%.*s", prompt_user(shell), (int)strcspn(host, "."), host);
        end_colour(out);
    } else if (is_name(name, length, "directory")) {
        begin_colour(out, "34");
        put_short_directory(shell, out);
        end_colour(out);
    } else if (is_name(name, length, "status")) {
        if (shell->status) {
            strbuf_putc(out, ' ');
            begin_colour(out, "31");
            strbuf_printf(out, "[%d]", shell->status);
            end_colour(out);
        }
    } else if (is_name(name, length, "jobs")) {
        put_jobs(shell, out);
    } else {
        return false;
    }
    return true;
}
