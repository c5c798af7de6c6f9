/* What the files that draw a plan share; for them alone. */
#ifndef OBSERVE_PLAN_PICTURE_H
#define OBSERVE_PLAN_PICTURE_H

#include "observe/plan.h"

struct picture {
    const struct plan *plan;
    const struct surface *surface;
    struct strbuf *buffer;
    const char *branch, *last, *line, *blank; /* of a tree */
    const char *top, *side, *bottom, *single; /* of a box */
    const char *right, *left;                 /* arrows */
};

/* ---- plan_draw.c ---- */

void picture_heading(const struct picture *picture, const char *text);
/* What is typed, on one line, and not too much of it. */
void picture_command(const struct picture *picture, enum style style, const char *text);
/* Ends the line that begins at `start` in the buffer. */
void picture_end_line(const struct picture *picture, size_t start);

/* ---- plan_draw_trees.c, plan_draw_wiring.c: parts of the drawing, with their headings ---- */

void picture_structure(const struct picture *picture);
void picture_processes(const struct picture *picture);
void picture_wiring(const struct picture *picture);

#endif
