/*
 * Kernel objects that tests leave when they fail.
 */
#ifndef PIPIT_TESTS_KERNEL_OBJECTS_H
#define PIPIT_TESTS_KERNEL_OBJECTS_H

/* Removes the POSIX message queues, semaphores and shared memory objects that have this text in
 * their names. */
void kernel_objects_remove(const char *text);

#endif
