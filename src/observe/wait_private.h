/* What the files that find out what a process waits for share; for them alone. */
#ifndef OBSERVE_WAIT_PRIVATE_H
#define OBSERVE_WAIT_PRIVATE_H

#include "observe/calls.h"
#include "observe/process.h"

/* wait_transfer.c: a call that reads or writes, and one that opens. They set what they find out in
 * the view, and append the words. */
void wait_transfer(struct snapshot *snapshot, struct process_view *view,
                   const struct call_entry *entry, struct strbuf *text);
void wait_opening(struct process_view *view, const struct call_entry *entry, struct strbuf *text);

#endif
