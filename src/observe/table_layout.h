/* How a table fits the surface: which of its columns stand beside each other, and how wide. For
 * table.c alone. */
#ifndef OBSERVE_TABLE_LAYOUT_H
#define OBSERVE_TABLE_LAYOUT_H

#include "observe/table.h"

enum { TABLE_GAP = 2 }; /* blanks between two columns */

/* Columns that stand beside each other. */
struct part {
    size_t columns[TABLE_COLUMNS];
    size_t count;
};
struct layout {
    size_t widths[TABLE_COLUMNS]; /* natural ones, then what is left of them */
    struct part parts[TABLE_COLUMNS];
    size_t count;
    size_t room; /* columns of the surface right of the indentation; 0: no limit */
};

/* In one part if the columns can be made narrow enough, by wrapping and cutting their cells; else
 * in as few parts as possible. */
void table_lay_out(const struct table *table, const struct surface *surface, size_t indent,
                   struct layout *layout);

#endif
