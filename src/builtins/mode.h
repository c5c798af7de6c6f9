/* File modes as chmod(1) writes them: for umask and mkfifo. */
#ifndef BUILTINS_MODE_H
#define BUILTINS_MODE_H

#include <stdbool.h>
#include <sys/types.h>

/* Up to 0777, in octal. */
bool mode_octal(const char *text, mode_t *mode);
/* A symbolic mode (POSIX chmod), applied to *allowed; `everybody` are the bits that a clause
 * without u, g, o or a is about. False, without a diagnostic, if it is none. */
bool mode_symbolic(const char *text, mode_t everybody, mode_t *allowed);

#endif
