/* Keys that mean nothing: they do nothing but ring the bell. Only to be called when library_loaded.
 */
#ifndef INTERACTIVE_UNDEFINED_KEYS_H
#define INTERACTIVE_UNDEFINED_KEYS_H

/* All that are not bound now. */
void undefined_keys_define(void);

#endif
