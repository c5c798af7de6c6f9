/* New mail: files that were created or have changed are told of before a prompt. */
#include "interactive/mail.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fd.h"
#include "base/memory.h"
#include "exec/prompt_text.h"
#include "syntax/arith.h"

enum { DEFAULT_SECONDS = 600 };

/* One file that is looked at. */
struct mailbox {
    char *path;
    char *message; /* what MAILPATH has after %; NULL: the usual */
    struct timespec changed;
    bool exists;
};

/* There is one session in a process. */
static struct {
    char *list;   /* the value that the boxes were made of; NULL: no variable is set */
    bool is_path; /* it is MAILPATH's */
    struct mailbox *boxes;
    size_t count;
    time_t looked; /* on the clock that nobody sets */
} mail;

/* Whether the file is there now but was not, or has changed. Remembers what it finds. */
static bool is_new(struct mailbox *box)
{
    struct mailbox before = *box;
    struct stat info;

    box->exists = stat(box->path, &info) == 0;
    if (!box->exists)
        return false;
    box->changed = info.st_mtim;
    return !before.exists || !clock_is_same(&before.changed, &box->changed);
}

/* "path%message"; \% is a % of the path. */
static void add_box(const char *text, size_t length)
{
    struct strbuf path = {0};
    size_t i = 0;

    for (; i < length && text[i] != '%'; i++) {
        i += text[i] == '\\' && i + 1 < length && text[i + 1] == '%';
        strbuf_putc(&path, text[i]);
    }
    if (!path.length)
        return;
    mail.boxes = memory_realloc(mail.boxes, (mail.count + 1) * sizeof *mail.boxes);
    struct mailbox *box = &mail.boxes[mail.count++];
    *box = (struct mailbox){
        .path = memory_copy(path.text, path.length),
        .message = i < length ? memory_copy(text + i + 1, length - i - 1) : NULL,
    };
    (void)is_new(box);
    strbuf_free(&path);
}

static void forget_boxes(void)
{
    for (size_t i = 0; i < mail.count; i++) {
        free(mail.boxes[i].path);
        free(mail.boxes[i].message);
    }
    free(mail.boxes);
    free(mail.list);
    mail.boxes = NULL;
    mail.count = 0;
    mail.list = NULL;
}

/* MAIL is one file, whatever its name; MAILPATH a list. */
static void remember_boxes(const char *list, bool is_path)
{
    forget_boxes();
    mail.looked = clock_now().tv_sec;
    if (!list)
        return;
    mail.list = memory_string(list);
    mail.is_path = is_path;
    while (is_path) {
        size_t length = strcspn(list, ":");
        add_box(list, length);
        if (!list[length])
            return;
        list += length + 1;
    }
    if (*list) {
        mail.boxes = memory_zalloc(sizeof *mail.boxes);
        mail.boxes[mail.count++].path = memory_string(list);
        (void)is_new(mail.boxes);
    }
}

static bool is_time(struct shell *shell)
{
    const char *text = variable_get_string(shell, "MAILCHECK");
    int64_t seconds;

    if (!text || !arith_decimal(text, strlen(text), &seconds) || seconds < 0)
        seconds = DEFAULT_SECONDS;
    return clock_now().tv_sec - mail.looked >= seconds;
}

static void tell(struct shell *shell, const struct mailbox *box)
{
    struct strbuf text = {0};

    if (box->message)
        prompt_expand(shell, box->message, strlen(box->message), &text);
    else
        strbuf_printf(&text, "You have new mail in %s", box->path);
    strbuf_putc(&text, '\n');
    (void)fd_write_all(STDERR_FILENO, text.text, text.length);
    strbuf_free(&text);
}

void mail_check(struct shell *shell)
{
    const char *list = variable_get_string(shell, "MAILPATH");
    bool is_path = list != NULL;

    if (!is_path)
        list = variable_get_string(shell, "MAIL");
    if (!list && !mail.list)
        return;
    if (!list || !mail.list || is_path != mail.is_path || strcmp(list, mail.list) != 0) {
        remember_boxes(list, is_path);
        return;
    }
    if (!is_time(shell))
        return;
    mail.looked = clock_now().tv_sec;
    for (size_t i = 0; i < mail.count; i++)
        if (is_new(&mail.boxes[i]))
            tell(shell, &mail.boxes[i]);
}
