/* Numbers with their units, the same everywhere. */
#include "observe/units.h"

#include <errno.h>
#include <stdbool.h>
#include <time.h>

void append_bytes(struct strbuf *buffer, uint64_t bytes)
{
    static const char *const units[] = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    double value = (double)bytes;
    int unit = -1;

    if (bytes < 1024) {
        strbuf_printf(buffer, "%u B", (unsigned)bytes);
        return;
    }
    while (value >= 1023.95) {
        value /= 1024;
        unit++;
    }
    bool fraction = value < 9.95 && (int)(value * 10 + 0.5) % 10 != 0;
    strbuf_printf(buffer, "%.*f %s", fraction ? 1 : 0, value, units[unit]);
}

void append_duration(struct strbuf *buffer, int64_t microseconds)
{
    long long seconds = microseconds / 1000000;

    if (microseconds < 1000)
        strbuf_printf(buffer, "%lld us", (long long)microseconds);
    else if (microseconds < 1000000)
        strbuf_printf(buffer, "%lld ms", (long long)microseconds / 1000);
    else if (seconds < 10)
        strbuf_printf(buffer, "%lld.%lld s", seconds, (long long)microseconds % 1000000 / 100000);
    else if (seconds < 100)
        strbuf_printf(buffer, "%lld s", seconds);
    else if (seconds < 3600)
        strbuf_printf(buffer, "%lld min %lld s", seconds / 60, seconds % 60);
    else if (seconds < 86400)
        strbuf_printf(buffer, "%lld h %lld min", seconds / 3600, seconds % 3600 / 60);
    else
        strbuf_printf(buffer, "%lld d %lld h", seconds / 86400, seconds % 86400 / 3600);
}

void append_seconds(struct strbuf *buffer, int64_t microseconds)
{
    strbuf_printf(buffer, "%lld s", (long long)(microseconds + 500000) / 1000000);
}

void append_share(struct strbuf *buffer, int64_t part, int64_t whole)
{
    double share = whole > 0 ? 100.0 * (double)part / (double)whole : 0;

    strbuf_printf(buffer, "%.1f %%", share);
}

void append_clock(struct strbuf *buffer, int64_t microseconds)
{
    time_t seconds = (time_t)(microseconds / 1000000);
    struct tm parts;

    if (!localtime_r(&seconds, &parts))
        return;
    strbuf_printf(buffer, "%02d:%02d:%02d.%03d", parts.tm_hour, parts.tm_min, parts.tm_sec,
                  (int)(microseconds % 1000000 / 1000));
}

const char *absence(int error)
{
    switch (error) {
    case EACCES:
    case EPERM:
        return "forbidden";
    case ESRCH:
        return "gone";
    case ENOENT:
        return "missing";
    default:
        return "unknown";
    }
}
