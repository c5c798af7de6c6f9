/* What is shown: a line for each row, all times, the memory, and the summary. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

enum { MEMORY_RUNS = 15 };

/* A row slower than dash by less than this, in wall or in processor time, is perhaps noise. */
static const double NOISE = 1.03;

bool colour;

int name_width = 8;

static void print_time(const struct row *row, int which)
{
    if (which < 0)
        printf(" %10s", "-");
    else if (row->wrong[which])
        printf(" %10s", "wrong");
    else if (row->slow[which])
        printf(" %7s >%ds", "", PEER_LIMIT);
    else if (row->best[which].wall == 0)
        printf(" %10s", "-");
    else if (row->starts > 0)
        printf(" %7.0f us", row->best[which].wall * 1e6);
    else
        printf(" %7.*f ms", row->best[which].wall < 0.1 ? 2 : 1, row->best[which].wall * 1e3);
}

/* As shown: with two digits, so that 1.004 is no slower than 1. */
static double shown(double ratio)
{
    return round(ratio * 100) / 100;
}

static void print_ratio(double ratio)
{
    if (isnan(ratio) || isinf(ratio)) {
        printf(" %8s", "-");
        return;
    }
    const char *start = "", *end = "";
    if (colour) {
        start = shown(ratio) <= 1.0 ? "\033[32m" : "\033[31m";
        end = "\033[m";
    }
    printf(" %s%8.*f%s", start, ratio < 0.1 ? 3 : 2, ratio, end);
}

void print_header(void)
{
    printf("%-*s %10.10s %10s %8s %8s  %-7s %10s %8s\n", name_width, "row", shells[0].name, "dash",
           "/dash", "cpu/dash", "best", "", "/best");
}

void print_row(const struct row *row)
{
    int best = best_peer(row);

    printf("%-*s", name_width, row->name);
    print_time(row, 0);
    print_time(row, dash);
    print_ratio(wall_ratio(row, dash));
    print_ratio(cpu_ratio(row));
    printf("  %-7s", best >= 0 ? shells[best].name : "-");
    print_time(row, best);
    print_ratio(wall_ratio(row, best));
    putchar('\n');
    fflush(stdout);
}

static void print_shell_names(const char *title)
{
    printf("\n%-*s", name_width, title);
    for (int i = 0; i < shell_count; i++)
        printf(" %10.10s", shells[i].name);
    putchar('\n');
}

void print_all_times(void)
{
    print_shell_names("all times");
    for (int i = 0; i < row_count; i++) {
        printf("%-*s", name_width, rows[i].name);
        for (int which = 0; which < shell_count; which++)
            print_time(&rows[i], which);
        putchar('\n');
    }
}

static int compare_longs(const void *left, const void *right)
{
    long a = *(const long *)left, b = *(const long *)right;

    return (a > b) - (a < b);
}

static void print_rss(long rss)
{
    printf(" %7.2f MB", (double)rss / 1024);
}

void print_memory(void)
{
    long start[MAX_SHELLS][MEMORY_RUNS];

    for (int n = 0; n < MEMORY_RUNS; n++)
        for (int i = 0; i < shell_count; i++)
            start[i][n] = run_nothing(&shells[i], "/dev/null", "/dev/null").rss;

    print_shell_names("peak memory");
    printf("%-*s", name_width, "-c :");
    for (int i = 0; i < shell_count; i++) {
        qsort(start[i], MEMORY_RUNS, sizeof start[i][0], compare_longs);
        print_rss(start[i][MEMORY_RUNS / 2]);
    }
    putchar('\n');
    for (int i = 0; i < row_count; i++) {
        if (!rows[i].memory)
            continue;
        printf("%-*s", name_width, rows[i].name);
        for (int which = 0; which < shell_count; which++)
            print_rss(rows[i].best[which].rss);
        putchar('\n');
    }
}

int print_summary(void)
{
    int wrong = 0, slower = 0, slower_than_best = 0, missed = 0, compared = 0;
    double logs = 0;

    putchar('\n');
    for (int i = 0; i < row_count; i++)
        if (rows[i].wrong[0])
            printf("%s%s", wrong++ == 0 ? "wrong result: " : ", ", rows[i].name);
    if (wrong > 0)
        putchar('\n');
    if (dash < 0) {
        puts("dash was not found: nothing to compare with");
        return wrong > 0;
    }

    for (int i = 0; i < row_count; i++) {
        double ratio = wall_ratio(&rows[i], dash);

        if (isnan(ratio))
            continue;
        compared++;
        logs += log(ratio);
        if (shown(wall_ratio(&rows[i], best_peer(&rows[i]))) > 1.0)
            slower_than_best++;
        if (shown(ratio) > 1.0)
            printf("%s%s %.2f (cpu %.2f%s)", slower++ == 0 ? "slower than dash: " : ", ",
                   rows[i].name, ratio, cpu_ratio(&rows[i]),
                   ratio < NOISE || cpu_ratio(&rows[i]) < NOISE ? ", noise?" : "");
    }
    if (slower > 0)
        putchar('\n');

    for (int i = 0; i < row_count; i++) {
        double ratio = wall_ratio(&rows[i], dash);

        if (rows[i].goal > 0 && ratio > rows[i].goal)
            printf("%s%s %.3f (promised: %.3f)", missed++ == 0 ? "goals missed: " : ", ",
                   rows[i].name, ratio, rows[i].goal);
    }
    if (missed > 0)
        putchar('\n');

    printf("%d rows: %d slower than dash, %d slower than the best peer, %d goals missed, %d wrong",
           row_count, slower, slower_than_best, missed, wrong);
    if (compared > 0)
        printf("; geometric mean of /dash %.2f", exp(logs / compared));
    putchar('\n');
    return wrong > 0;
}
