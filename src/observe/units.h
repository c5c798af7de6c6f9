/* Numbers with their units, the same everywhere. */
#ifndef OBSERVE_UNITS_H
#define OBSERVE_UNITS_H

#include <stdint.h>

#include "base/strbuf.h"

/* "0 B", "812 B", "64 KiB", "1.5 MiB", "12 GiB". */
void append_bytes(struct strbuf *buffer, uint64_t bytes);
/* "0 us", "812 us", "12 ms", "1.5 s", "96 s", "2 min 5 s", "1 h 2 min", "3 d 4 h". */
void append_duration(struct strbuf *buffer, int64_t microseconds);
/* Whole seconds: "96 s left". */
void append_seconds(struct strbuf *buffer, int64_t microseconds);
/* "12.3 %" of one processor. */
void append_share(struct strbuf *buffer, int64_t part, int64_t whole);
/* "21:30:01.123", the user's time; microseconds since the Epoch. */
void append_clock(struct strbuf *buffer, int64_t microseconds);
/* Why a value is not there: "gone", "forbidden", "missing". */
const char *absence(int error);

#endif
