/* Finds options and what they mean in texts written for people: a built-in's help, the output of
 * --help, the source of a manual page. */
#ifndef INTERACTIVE_OPTION_TEXT_H
#define INTERACTIVE_OPTION_TEXT_H

#include <stddef.h>

/* Called for each option: "-l", "--all", "--width=" if a value must follow; the description may be
 * "". */
typedef void option_text_add(void *context, const char *option, const char *description);

/* Lines as in "  -a, --all   do not ignore files". */
void option_text_help(const char *text, option_text_add *add, void *context);
/* "usage: x [-abc] [-f file] ...": without descriptions. */
void option_text_usage(const char *text, option_text_add *add, void *context);
/* A manual page in man(7) or mdoc(7). */
void option_text_roff(const char *text, size_t length, option_text_add *add, void *context);

#endif
