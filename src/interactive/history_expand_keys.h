/* Keys that do ! expansion in the line. Only to be called when library_loaded. */
#ifndef INTERACTIVE_HISTORY_EXPAND_KEYS_H
#define INTERACTIVE_HISTORY_EXPAND_KEYS_H

#include "state/shell.h"

void history_expand_keys_start(struct shell *shell);

#endif
