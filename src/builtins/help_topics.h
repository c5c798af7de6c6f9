/* What help tells about things that are no built-ins. */
#ifndef BUILTINS_HELP_TOPICS_H
#define BUILTINS_HELP_TOPICS_H

/* The whole text, or NULL if there is no such topic. Static. */
const char *help_topic(const char *name);

#endif
