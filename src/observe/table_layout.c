/* Laying tables out. */
#include "observe/table_layout.h"

#include <stdint.h>

static void measure(const struct table *table, size_t *widths)
{
    for (size_t i = 0; i < table->column_count; i++)
        widths[i] = table_text_width(table->columns[i].title, strlen(table->columns[i].title));
    for (size_t i = 0; i < table->cell_count; i++) {
        const struct cell *cell = &table->cells[i];
        size_t width = table_text_width(table->text.text + cell->start, cell->length);
        size_t *column = &widths[i % table->column_count];
        if (width > *column)
            *column = width;
    }
}

static size_t width_of(const struct layout *layout, const struct part *part)
{
    size_t width = 0;

    for (size_t i = 0; i < part->count; i++)
        width += layout->widths[part->columns[i]] + (i ? TABLE_GAP : 0);
    return width;
}

/* One line a row leaves less to be read of it than several. */
static size_t least_width(const struct table *table, size_t column)
{
    enum { WRAPPED = 8, CUT = 10, CUT_OF_ONE_LINE = 30 };

    switch (table->columns[column].fit) {
    case FIT_WRAP:
        return table->unbroken ? CUT_OF_ONE_LINE : WRAPPED;
    case FIT_CUT:
        return CUT;
    default:
        return SIZE_MAX;
    }
}

/* The widest column gives way first; false: none can any more. */
static bool squeeze(const struct table *table, struct layout *layout, const struct part *part)
{
    size_t width = width_of(layout, part);

    for (; width > layout->room; width--) {
        size_t *widest = NULL;
        for (size_t i = 0; i < part->count; i++) {
            size_t *candidate = &layout->widths[part->columns[i]];
            if (*candidate > least_width(table, part->columns[i]) &&
                (!widest || *candidate > *widest))
                widest = candidate;
        }
        if (!widest)
            return false;
        --*widest;
    }
    return true;
}

static struct part *begin_part(struct layout *layout)
{
    struct part *part = &layout->parts[layout->count++];

    part->count = 0;
    if (layout->count > 1)
        part->columns[part->count++] = 0; /* says whose row it is */
    return part;
}

/* Those that are not in the first part anyway, each as wide as may be. */
static void fill_parts(const struct table *table, struct layout *layout, size_t already,
                       size_t widest)
{
    layout->count = already;
    struct part *part = begin_part(layout);
    for (size_t i = 0; i < table->column_count; i++) {
        if (table->columns[i].first)
            continue;
        if (part->count > (layout->count > 1) &&
            width_of(layout, part) + TABLE_GAP + layout->widths[i] > widest)
            part = begin_part(layout);
        part->columns[part->count++] = i;
    }
}

/* The parts that have to be get about the same width. */
static void divide(const struct table *table, struct layout *layout)
{
    size_t already = 0, widest = layout->room;

    layout->count = 0;
    struct part *part = begin_part(layout);
    for (size_t i = 0; i < table->column_count; i++)
        if (table->columns[i].first)
            part->columns[part->count++] = i;
    if (part->count) {
        (void)squeeze(table, layout, part);
        already = 1;
    }
    fill_parts(table, layout, already, widest);
    size_t least = layout->count;
    while (widest && layout->count == least)
        fill_parts(table, layout, already, --widest);
    fill_parts(table, layout, already, widest + 1);
}

void table_lay_out(const struct table *table, const struct surface *surface, size_t indent,
                   struct layout *layout)
{
    *layout = (struct layout){.room = surface->width > indent ? surface->width - indent : 0};
    measure(table, layout->widths);
    struct part *part = begin_part(layout);
    for (size_t i = 0; i < table->column_count; i++)
        part->columns[part->count++] = i;
    while (layout->room && !squeeze(table, layout, part)) {
        measure(table, layout->widths);
        if (!table->unbroken) {
            divide(table, layout);
            return;
        }
        if (part->count == 1)
            return;
        part->count--; /* the last one is left out */
    }
}
