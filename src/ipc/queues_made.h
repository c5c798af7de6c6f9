/* The names of the queues that this family of shells has made; read by queues_made(),
 * ipc/message_queue.h. For ipc/ alone. */
#ifndef IPC_QUEUES_MADE_H
#define IPC_QUEUES_MADE_H

/* `name` begins with its slash. */
void queues_made_add(const char *name);

#endif
