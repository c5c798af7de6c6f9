/* The history hooks, empty until an interactive session begins. */
#include "state/history.h"

struct history_hooks history_hooks;
