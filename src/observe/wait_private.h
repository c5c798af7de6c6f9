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
/* wait_poll.c: poll(2) and select(2): on how many descriptors, or if there is one, on what. */
void wait_poll(struct process_view *view, struct strbuf *text);
void wait_select(struct process_view *view, struct strbuf *text);
/* Appends what view->object is; of a socket its address is more to the point. */
void wait_describe_object(const struct process_view *view, struct strbuf *text);
/* Of one that is a message queue: "message queue /jobs (empty)". */
void wait_say_queue(struct process_view *view, bool receiving, struct strbuf *text);
/* wait_details.c: who holds the lock that is waited for; appends " of 4711 name". */
void wait_lock_holder(const struct snapshot *snapshot, struct process_view *view,
                      struct strbuf *text);
/* The same from the text of /proc/locks; 0: nobody. */
pid_t lock_holder_parse(const char *text, pid_t waiting);
/* Appends what is left of the timer that view->object is; false if it is none. */
bool wait_timer(const struct process_view *view, struct strbuf *text);
/* The named semaphore that the futex waited for is in: appends "semaphore /NAME"; false if it is in
 * none, or that may not be seen. */
bool wait_semaphore(const struct process_view *view, const struct call_entry *entry,
                    struct strbuf *text);
/* The same from the text of /proc/PID/maps. */
bool semaphore_name_parse(const char *maps, uint64_t address, struct strbuf *text);
/* Appends which signals are waited for, if only some are. */
void wait_signals(const struct process_view *view, const struct call_entry *entry,
                  struct strbuf *text);

#endif
