/* What jobs -w shows at one moment: a snapshot, compared with the one before. */
#ifndef BUILTINS_WATCH_FRAME_H
#define BUILTINS_WATCH_FRAME_H

#include "builtins/jobs_views.h"
#include "observe/overview.h"

/* What a process had used when it was last looked at. */
struct sample {
    pid_t pid;
    uint64_t start;
    int64_t cpu;
    uint64_t read, written;
};

/* All-zero is a valid empty one. */
struct watch_frame {
    struct snapshot snapshot;
    size_t *first; /* the first process of each subject, and the end */
    size_t subject_count;
    int64_t clock;         /* microseconds since the Epoch */
    struct sample *before; /* by process ID */
    size_t before_count;
    int64_t before_time;
    size_t chosen; /* index of the process the cursor is on */
    size_t top;    /* the first line that is seen */
};

void watch_frame_look(struct watch_frame *frame, const struct subjects *subjects, pid_t shell);
/* Whether anybody is left who lives. */
bool watch_frame_alive(const struct watch_frame *frame);
/* NULL if there is nobody. */
const struct process_view *watch_frame_chosen(const struct watch_frame *frame);
/* The cursor, by a key of observe/screen.h; others are nothing. */
void watch_frame_move(struct watch_frame *frame, int key);
/* The lines of the screen. */
void watch_frame_draw(struct watch_frame *frame, const struct surface *surface, size_t rows,
                      int interval, const char *message, struct strbuf *buffer);
void watch_frame_free(struct watch_frame *frame);

#endif
