/* The bytes that the terminal sends, read for Readline. */
#ifndef INTERACTIVE_KEY_INPUT_H
#define INTERACTIVE_KEY_INPUT_H

#include <stdbool.h>

/* Before each line: standard input may be another terminal than it was. */
void key_input_begin(void);
/* The next byte, waited for; EOF at the end of the input, or after Ctrl-C (SIGINT): *cut tells
 * that. */
int key_input_read(bool *cut);
/* Whether there is one. */
bool key_input_is_ready(void);
/* Whether there is one that poll(2) does not tell of. */
bool key_input_is_kept(void);
/* Asks the terminal in which column, from 0, its cursor is. False: it did not say in a fifth of a
 * second. Keys that come meanwhile are kept. */
bool key_input_ask_column(unsigned *column);

#endif
