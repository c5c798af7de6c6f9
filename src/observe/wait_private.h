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
/* "pipe <- 4711 yes", "FIFO tfifo", "socket tcp:127.0.0.1:4000": what view->object is, and who has
 * its other end. */
void wait_describe_joined(struct snapshot *snapshot, struct process_view *view, bool reading,
                          struct strbuf *text);
/* wait_poll.c: poll(2), select(2) and epoll(7): on how many descriptors, and if they are few, on
 * what. */
void wait_poll(struct snapshot *snapshot, struct process_view *view, struct strbuf *text);
void wait_select(struct snapshot *snapshot, struct process_view *view, struct strbuf *text);
void wait_epoll(struct snapshot *snapshot, struct process_view *view, struct strbuf *text);
/* Appends what view->object is; of a socket its address is more to the point. */
void wait_describe_object(const struct process_view *view, struct strbuf *text);
/* Of one that is a message queue: "message queue /jobs (empty)". */
void wait_say_queue(struct process_view *view, bool receiving, struct strbuf *text);
/* wait_time.c: nanosleep(2) and its like; a call that goes on after a stop. */
void wait_sleep(const struct snapshot *snapshot, struct process_view *view,
                const struct call_entry *entry, struct strbuf *text);
/* Four calls go on so after a stop: nanosleep, clock_nanosleep, poll and futex, each with a time
 * limit. Their arguments are still those of the beginning, and tell them apart: only the second
 * begins with a small number, the clock. */
void wait_restarted(struct process_view *view, struct strbuf *text);
/* Appends ", 28 s left" if the call was given a time limit. */
void wait_time_limit(const struct snapshot *snapshot, const struct process_view *view,
                     const struct call_entry *entry, struct strbuf *text);
/* wait_details.c: who holds the lock that is waited for; appends " of 4711 name". */
void wait_lock_holder(const struct snapshot *snapshot, struct process_view *view,
                      struct strbuf *text);
/* The same from the text of /proc/locks; 0: nobody. */
pid_t lock_holder_parse(const char *text, pid_t waiting);
/* Appends what is left of the timer that view->object is; false if it is none. */
bool wait_timer(const struct process_view *view, struct strbuf *text);
/* Appends which terminal view->object, the other side of one, is for. */
void wait_say_slave(const struct process_view *view, struct strbuf *text);
/* The named semaphore that the futex waited for is in: appends "semaphore /NAME"; false if it is in
 * none, or that may not be seen. */
bool wait_semaphore(const struct process_view *view, const struct call_entry *entry,
                    struct strbuf *text);
/* The same from the text of /proc/PID/maps. */
bool semaphore_name_parse(const char *maps, uint64_t address, struct strbuf *text);
/* Appends which signals are waited for, if only some are. */
void wait_signals(const struct process_view *view, const struct call_entry *entry,
                  struct strbuf *text);

/* Appends which System V queue or semaphore it is (sysvipc(7)), if it is one. */
void wait_system_v(const struct process_view *view, const struct call_entry *entry,
                   struct strbuf *text);
/* connect(2): to where. */
void wait_connect(struct process_view *view, const struct call_entry *entry, struct strbuf *text);
/* Of a process with several threads all this is about the first one. */
void wait_threads(const struct process_view *view, struct strbuf *text);

#endif
