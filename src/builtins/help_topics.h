/* What help tells about things that are no built-ins. */
#ifndef BUILTINS_HELP_TOPICS_H
#define BUILTINS_HELP_TOPICS_H

#include <stddef.h>

/* The whole text, or NULL if there is no such topic. Static. */
const char *help_topic(const char *name);
/* The name of the topic with this number; NULL: there are no more. Static. */
const char *help_topic_name(size_t number);

#endif
