/* A variable's content as bytes: storing text and numbers, putting contents away and bringing them
 * back. Nothing here knows attributes, hooks or the journal; only state/ uses it. */
#ifndef STATE_VALUE_H
#define STATE_VALUE_H

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "state/variables.h"

enum {
    VALUE_NUMBER_SIZE = 24, /* the longest decimal number, its sign and a null byte fit */
    VALUE_KEEP = 4096,      /* memory up to this stays with a variable whose value became short */
};

/* Whether the text's memory comes from malloc and belongs to this content. */
static inline bool value_owns_text(const struct variable *variable)
{
    return variable->capacity && variable->text != variable->small;
}

/* Whether a text of this length can be written where the old one is without keeping much too much.
 */
static inline bool value_fits(const struct variable *variable, size_t length)
{
    return length < variable->capacity &&
           (variable->capacity <= VALUE_KEEP || length >= variable->capacity / 4);
}

/* memmove(3) for the lengths that most values have, without the call: all is read before it is
 * written, the two halves may overlap. */
static inline void value_move(char *to, const char *from, size_t length)
{
    if (length > 16) {
        memmove(to, from, length);
    } else if (length >= 8) {
        uint64_t first, last;
        memcpy(&first, from, 8);
        memcpy(&last, from + length - 8, 8);
        memcpy(to, &first, 8);
        memcpy(to + length - 8, &last, 8);
    } else if (length >= 4) {
        uint32_t first, last;
        memcpy(&first, from, 4);
        memcpy(&last, from + length - 4, 4);
        memcpy(to, &first, 4);
        memcpy(to + length - 4, &last, 4);
    } else if (length) {
        char first = from[0], middle = from[length / 2], last = from[length - 1];
        to[0] = first;
        to[length / 2] = middle;
        to[length - 1] = last;
    }
}

/* The text may be (part of) the variable's own. */
static inline void value_store_in_place(struct variable *variable, const char *text, size_t length)
{
    value_move(variable->text, text, length);
    variable->text[length] = '\0';
    variable->length = length;
    variable->form = FORM_TEXT;
}

/* The text may be (part of) the variable's own. */
void value_store(struct variable *variable, const char *text, size_t length);
/* Lets the text point to a string that outlives the shell. */
void value_borrow(struct variable *variable, char *text, size_t length);
void value_append(struct variable *variable, const char *text, size_t length);
/* Keeps the memory for a later text, if it is not much. */
void value_store_number(struct variable *variable, int64_t number);
/* Adds the text form to a number. */
void value_format(struct variable *variable);
/* Takes the value away; frees its memory. */
void value_unset(struct variable *variable);

/* Moves the content to `away`; the variable keeps the same value and attributes, but borrows a long
 * text. */
void value_put_away(struct variable *away, struct variable *variable);
/* Frees the variable's content and moves `away` back in its place. */
void value_bring_back(struct variable *variable, struct variable *away);
/* Makes `copy` a content of its own, equal to the other. */
void value_copy(struct variable *copy, const struct variable *variable);
/* Frees what the content owns. */
static inline void value_free(struct variable *variable)
{
    if (value_owns_text(variable))
        free(variable->text);
}

/* Writes the decimal form with a null byte into VALUE_NUMBER_SIZE bytes; returns its length. */
size_t value_format_number(char *text, int64_t number);

#endif
