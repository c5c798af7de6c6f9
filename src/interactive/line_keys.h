/* Keys that concern what is drawn here: taking a suggestion, clearing the screen. */
#ifndef INTERACTIVE_LINE_KEYS_H
#define INTERACTIVE_LINE_KEYS_H

#include <stdbool.h>

/* Readline's commands of these names become the ones here, for whatever key they are bound to. */
void line_keys_start(void);
/* The same for keys that were bound meanwhile. */
void line_keys_renew(void);
/* vi's command mode. */
bool line_keys_in_command_mode(void);

/* ---- For line_keys.c, from line_display.c ---- */
void line_display_clear_screen(void);

#endif
