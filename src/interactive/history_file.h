/* The history's file: one line for each entry,
 *
 *     :1700000000:for i in 1 2\ndo echo "a\\b"\ndone
 *
 * the time it was entered at (seconds since the Epoch) and the command, in which a newline is \n
 * and a backslash is \\ . Other lines are commands without a time, as they stand; "#1700000000"
 * gives the time of such a line behind it. So other shells' plain history files can be read.
 *
 * Many shells write at the same time. Entries are appended, each by one write(2) under flock(2);
 * whoever rewrites the file makes a new one and puts it in its place under the same lock. A shell
 * that is killed at any moment damages at most its own last line. */
#ifndef INTERACTIVE_HISTORY_FILE_H
#define INTERACTIVE_HISTORY_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/strbuf.h"
#include "state/history.h"

/* What was found in a part of the file. */
struct history_text {
    char *text; /* from malloc: the entries lie in it */
    size_t length;
    off_t end; /* of the file, when it was read */
    ino_t inode;
};

/* Reads the file from an offset. False with errno; there is no text then. */
bool history_file_read(const char *path, off_t from, struct history_text *text);
/* Takes the text apart, in place. */
typedef void history_found(void *context, const char *text, size_t length, int64_t time);
void history_file_parse(char *text, size_t length, history_found *found, void *context);

/* One entry as the file has it. */
void history_file_format(struct strbuf *line, const struct history_entry *entry);
/* Appends lines; the folder is made if need be. *start and *inode: where they begin, in which file.
 * False with errno. */
bool history_file_append(const char *path, const struct strbuf *lines, off_t *start, ino_t *inode);
/* Puts the lines that make() appends in the place of the file; `old` is what it has. False with
 * errno; then the file is as it was. */
typedef void history_make(void *context, struct history_text *old, struct strbuf *lines);
bool history_file_rewrite(const char *path, history_make *make, void *context);

#endif
