/* What stands below the line until that changes: candidates of completion. Only to be called when
 * library_loaded. */
#ifndef INTERACTIVE_LINE_MENU_H
#define INTERACTIVE_LINE_MENU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "interactive/frame.h"

/* It belongs to the line as it is now. Lines of text; colours are one for each byte,
 * NULL: without. */
void line_menu_set(const char *text, const uint8_t *colours, size_t length);
void line_menu_clear(void);
/* Whether it is there, and the line still the one it is for. */
bool line_menu_is_valid(void);
/* Puts it into what is drawn; one that is not valid any more is forgotten. */
void line_menu_add(struct frame_content *content);

#endif
