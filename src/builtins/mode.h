/* File modes as chmod(1) writes them: for umask and mkfifo. */
#ifndef BUILTINS_MODE_H
#define BUILTINS_MODE_H

#include <stdbool.h>
#include <sys/types.h>

/* The mask of this process. There is no way to read it but setting it, twice. */
mode_t mode_mask(void);
/* In octal, up to 07777. False, without a diagnostic, if it is none. */
bool mode_octal(const char *text, mode_t *mode);
/* A symbolic mode (POSIX chmod), applied to *allowed; `unmasked` are the bits that a clause without
 * u, g, o or a sets or clears (= clears the others, too). False, without a diagnostic, if it is
 * none. */
bool mode_symbolic(const char *text, mode_t unmasked, mode_t *allowed);

#endif
