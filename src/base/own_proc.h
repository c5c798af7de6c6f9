/* Whether /proc is about the processes that this one knows by their IDs. */
#ifndef BASE_OWN_PROC_H
#define BASE_OWN_PROC_H

#include <stdbool.h>

/* False if it is not mounted, or was mounted for another PID namespace (pid_namespaces(7)): there
 * the IDs that are known here belong to others. */
bool proc_is_own(void);

#endif
