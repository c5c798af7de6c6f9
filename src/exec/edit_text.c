/* Editing text with the user's editor. */
#include "exec/edit_text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/fd.h"
#include "exec/exec.h"
#include "syntax/print.h"

static bool read_back(const char *path, struct strbuf *text)
{
    struct strbuf found = {0};
    int fd = fd_open(path, O_RDONLY);
    bool done = fd >= 0 && fd_read_all(fd, &found, SIZE_MAX) == 0;

    int error = errno;
    if (fd >= 0)
        close(fd);
    errno = error;
    if (!done) {
        strbuf_free(&found);
        return false;
    }
    while (found.length && found.text[found.length - 1] == '\n')
        found.length--;
    found.text[found.length] = '\0';
    strbuf_free(text);
    *text = found;
    return true;
}

/* 0, or -1 with errno. */
static int write_file(char *path, const struct strbuf *text)
{
    int fd = mkostemp(path, O_CLOEXEC);

    if (fd < 0)
        return -1;
    int failed = text->length ? fd_write_all(fd, text->text, text->length) : 0;
    if (!failed)
        failed = fd_write_all(fd, "\n", 1);
    int error = errno;
    close(fd);
    errno = error;
    return failed;
}

const char *edit_choose(struct shell *shell, const char *first, const char *second,
                        const char *otherwise)
{
    const char *editor = variable_get_string(shell, first);

    if (!editor || !*editor)
        editor = variable_get_string(shell, second);
    return editor && *editor ? editor : otherwise;
}

enum flow edit_text(struct shell *shell, const char *editor, struct strbuf *text, bool *edited)
{
    const char *folder = variable_get_string(shell, "TMPDIR");
    struct strbuf path = {0}, command = {0};
    enum flow flow = FLOW_NEXT;

    *edited = false;
    strbuf_printf(&path, "%s/pipit-edit-XXXXXX", folder && *folder == '/' ? folder : "/tmp");
    bool made = write_file(path.text, text) == 0;
    if (made) {
        strbuf_printf(&command, "%s ", editor);
        print_quoted(&command, path.text, path.length);
        char *run = arena_copy(&shell->scratch, command.text, command.length);
        flow = exec_text(shell, run, command.length, NULL, 0, 0);
        if (flow || shell->status)
            goto out;
        *edited = read_back(path.text, text);
    }
    if (!*edited) {
        diag_errno(errno, "%s", path.text);
        shell->status = 1;
    }
out:
    (void)unlink(path.text);
    strbuf_free(&path);
    strbuf_free(&command);
    return flow;
}
