/* Keys that look for entries of the history by what stands in the line; Up and Down, which do so at
 * the borders of a line of several rows. */
#ifndef INTERACTIVE_HISTORY_SEARCH_KEYS_H
#define INTERACTIVE_HISTORY_SEARCH_KEYS_H

/* Before Readline reads ~/.inputrc: what that says goes over this. */
void history_search_keys_start(void);

#endif
