/* The line editor's hooks, empty until an interactive session begins. */
#include "state/editing.h"

struct editing_hooks editing_hooks;
