/* Keys that go through the history, all by pipit's own list of it (shown_entry.h says why). */
#ifndef INTERACTIVE_HISTORY_KEYS_H
#define INTERACTIVE_HISTORY_KEYS_H

#include <stdbool.h>

/* Before Readline reads ~/.inputrc: what that says goes over this. */
void history_keys_start(void);
/* A new line; `continued`: of a command that is not complete. Ctrl-O may have said which entry it
 * shows at first. */
void history_keys_begin(bool continued);

/* ---- For history_search_keys.c ---- */

/* Another entry is shown, and the cursor stood at `before`: it goes where history-preserve-point
 * and vi's command mode have it. */
void history_keys_place_cursor(int before);

#endif
