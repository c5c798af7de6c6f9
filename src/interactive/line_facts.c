/* Whether there is such a command or file; remembered for the length of a line. */
#include "interactive/line_facts.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "exec/builtin.h"
#include "syntax/parser.h"

enum { SLOTS = 128 };

enum question { IS_COMMAND, IS_PROGRAM, IS_PATH };

struct answer {
    char *text; /* owned */
    enum question question;
    bool yes;
};

static struct answer answers[SLOTS];

void line_facts_renew(void)
{
    for (size_t i = 0; i < SLOTS; i++) {
        free(answers[i].text);
        answers[i].text = NULL;
    }
}

static struct answer *slot_of(const char *text, enum question question)
{
    unsigned hash = question;

    for (const char *p = text; *p; p++)
        hash = hash * 31 + (unsigned char)*p;
    return &answers[hash % SLOTS];
}

static bool is_executable(const char *path)
{
    struct stat info;

    return stat(path, &info) == 0 && S_ISREG(info.st_mode) &&
           faccessat(AT_FDCWD, path, X_OK, AT_EACCESS) == 0;
}

static bool is_in_path(struct shell *shell, const char *name)
{
    static struct strbuf file;
    const char *entry = variable_get(shell, shell->variables.path, NULL);

    while (entry) {
        size_t length = strcspn(entry, ":");
        strbuf_clear(&file);
        strbuf_append(&file, length ? entry : ".", length ? length : 1);
        strbuf_putc(&file, '/');
        strbuf_string(&file, name);
        if (is_executable(file.text))
            return true;
        entry = entry[length] ? entry + length + 1 : NULL;
    }
    return false;
}

/* ~ and ~/x with the home directory in its place; in `path`. */
static void expand_home(struct shell *shell, const char *text, struct strbuf *path)
{
    const char *home = variable_get(shell, shell->variables.home, NULL);

    strbuf_clear(path);
    if (home && text[0] == '~' && (!text[1] || text[1] == '/')) {
        strbuf_string(path, home);
        text++;
    }
    strbuf_string(path, text);
}

static bool find_program(struct shell *shell, const char *text)
{
    static struct strbuf path;

    if (!*text)
        return false;
    if (!strchr(text, '/') && *text != '~')
        return is_in_path(shell, text);
    struct stat info;
    expand_home(shell, text, &path);
    return is_executable(path.text) || (stat(path.text, &info) == 0 && S_ISDIR(info.st_mode));
}

static bool find_command(struct shell *shell, const char *text)
{
    const struct name *name = name_find(&shell->names, text, strlen(text));

    if (name && (name->builtin || name->function || name->alias || name->path))
        return true;
    return parser_is_reserved(text) || find_program(shell, text);
}

static bool find_path(struct shell *shell, const char *text)
{
    static struct strbuf path;
    struct stat info;

    expand_home(shell, text, &path);
    return lstat(path.text, &info) == 0;
}

static bool ask(struct shell *shell, const char *text, enum question question)
{
    static bool (*const find[])(struct shell * shell, const char *text) = {
        [IS_COMMAND] = find_command, [IS_PROGRAM] = find_program, [IS_PATH] = find_path};
    struct answer *answer = slot_of(text, question);

    if (!answer->text || answer->question != question || strcmp(answer->text, text) != 0) {
        free(answer->text);
        answer->text = memory_string(text);
        answer->question = question;
        answer->yes = find[question](shell, text);
    }
    return answer->yes;
}

static bool is_command(void *context, const char *name)
{
    return ask(context, name, IS_COMMAND);
}

static bool is_program(void *context, const char *name)
{
    return ask(context, name, IS_PROGRAM);
}

static bool is_path(void *context, const char *path)
{
    return ask(context, path, IS_PATH);
}

struct highlight_facts line_facts(struct shell *shell)
{
    return (struct highlight_facts){
        .is_command = is_command, .is_program = is_program, .is_path = is_path, .context = shell};
}
