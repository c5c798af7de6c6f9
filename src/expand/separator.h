/* Finding the characters of IFS in a text. */
#ifndef EXPAND_SEPARATOR_H
#define EXPAND_SEPARATOR_H

#include "base/locale.h"
#include "state/ifs.h"

struct separator {
    const char *at; /* the text's end if there is none */
    size_t size;
    enum ifs_class class; /* IFS_SPACE or IFS_OTHER */
};

struct separator separator_find_slow(const struct variables *variables, const char *text,
                                     const char *end);

/* The first separator between `text`, where a character begins, and `end`. */
static inline struct separator separator_find(const struct variables *variables, const char *text,
                                              const char *end)
{
    const char *p = text;

    while (p < end && !variables->ifs_class[(unsigned char)*p])
        p++;
    if (p < end && !is_ascii(*p))
        return separator_find_slow(variables, text, end);
    return (struct separator){
        .at = p, .size = 1, .class = p < end ? variables->ifs_class[(unsigned char)*p] : IFS_NONE};
}

#endif
