/* Readline's searches of the history: the one that searches while one types (Ctrl-R, Ctrl-S), and
 * those for a text (/ and ? in vi's command mode, Alt-P and Alt-N).
 *
 * They go through Readline's own list, and move in it. So that nothing of this touches lists of
 * edits (shown_entry.h) they run apart: they begin without one, and when they are over all is put
 * back, and what they found is shown as any other entry. */
#ifndef INTERACTIVE_READLINE_SEARCH_H
#define INTERACTIVE_READLINE_SEARCH_H

/* Readline's commands of these names become the ones here. */
void readline_search_start(void);
/* A new line: a search that was going on is forgotten. */
void readline_search_begin(void);
/* If a search is over, puts back what was set apart. After Readline has had a key; the line on the
 * screen may not be right then. */
void readline_search_settle(void);
/* The same, when the line is drawn: that is before the key which ended a search does anything. */
void readline_search_settle_drawn(void);

#endif
