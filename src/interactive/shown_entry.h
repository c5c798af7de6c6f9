/* Which entry of the history the line shows, and what has become of the others.
 *
 * Readline has commands for that, which keep a list of edits with each of its entries and with the
 * line that was typed, so that they all can be undone. Its searches, undoing, and Ctrl-C free lists
 * that another of them still has (8.2). So none of its commands moves in its history: an entry is
 * shown by an edit of the one line, as if it had been typed. What follows holds between two keys,
 * but while Readline searches (readline_search.h): Readline is at the end of its history, keeps no
 * other line, and no entry of its has a list of edits. */
#ifndef INTERACTIVE_SHOWN_ENTRY_H
#define INTERACTIVE_SHOWN_ENTRY_H

#include <stdbool.h>
#include <stddef.h>

/* Not an entry, but what was typed. */
enum { ENTRY_TYPED = 0 };

/* A piece of text that somebody else keeps. */
struct entry_text {
    const char *text;
    size_t length;
};

/* A new line. */
void shown_entry_begin(void);
/* Its number; ENTRY_TYPED. */
unsigned shown_entry(void);
/* Whether it is an entry, and the line what the entry is. */
bool shown_entry_is_unchanged(void);
/* The entry with the changes that were made while it was shown. Empty if there is none. Valid until
 * the next call of any of these but shown_entry(). */
struct entry_text shown_entry_text(unsigned number);
/* Remembers what the line is now; for as long as it is not finished. */
void shown_entry_keep(void);
/* The same, but takes it for what was typed. */
void shown_entry_keep_as_typed(void);
/* Puts a text in the line's place, the cursor at its end. It can be undone; but not, as POSIX wants
 * it (sh, vi-mode, u and U), in vi's command mode. The caller has kept what was there. */
void shown_entry_show(unsigned number, struct entry_text text);

#endif
