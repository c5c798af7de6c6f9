/* One row: is what the shells print right, and how long do they take? */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "bench.h"

enum {
    EXTRA_ROUNDS = 40, /* at most this many more, for a row whose verdict is in doubt */
    SETTLED_AFTER = 5, /* rounds without a better time, after which a time counts as found ... */
    SETTLED_SLOW = 15, /* ... and the same while the verdict is "slower than dash" */
};

/* A ratio between these is measured longer: a busy machine can make equal shells differ by half. */
static const double DOUBT_LOW = 0.85, DOUBT_HIGH = 2.0;

/* A peer this much slower than the fastest cannot become the best peer: it is not run again. */
static const double HOPELESS = 1.5;

bool progress;

/* ---- checking what a row prints ---- */

static bool same_file(const char *left_name, const char *right_name)
{
    FILE *left = fopen(left_name, "r"), *right = fopen(right_name, "r");
    int left_char = EOF, right_char = EOF;

    if (left != NULL && right != NULL) {
        do {
            left_char = getc(left);
            right_char = getc(right);
        } while (left_char == right_char && left_char != EOF);
    }
    if (left != NULL)
        fclose(left);
    if (right != NULL)
        fclose(right);
    return left_char == right_char;
}

static void show_first_line(const char *file_name, const char *what)
{
    FILE *file = fopen(file_name, "r");
    char line[160];

    if (file == NULL)
        return;
    if (fgets(line, sizeof line, file) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        printf("    %s: %s\n", what, line);
    }
    fclose(file);
}

static void show_progress(int number, const char *what, const char *who)
{
    if (progress)
        fprintf(stderr, "\r\033[K[%d/%d] %s: %s (%s) ", number + 1, row_count, rows[number].name,
                what, who);
}

static void hide_progress(void)
{
    if (progress)
        fputs("\r\033[K", stderr);
}

void check_row(int number)
{
    struct row *row = &rows[number];
    int reference = dash >= 0 ? dash : shell_count > 1 ? 1 : 0;

    for (int i = 0; i < shell_count; i++) {
        int which = i == 0 ? reference : i <= reference ? i - 1 : i; /* the reference first */
        const char *output = which == reference ? "expected" : "output";

        show_progress(number, "check", shells[which].name);
        struct sample sample = run_row(row, &shells[which], output, "errors");
        if (sample.late && which != 0 && which != reference) {
            row->slow[which] = true;
            continue;
        }
        /* A first idea of how fast the peers are, which spares running the hopeless ones again. */
        if (which != 0 && which != dash)
            keep_best(&row->best[which], &sample);
        bool differs = !same_file("expected", output);
        row->wrong[which] = sample.late || differs || sample.status != 0;
        if (sample.rss > row->best[which].rss)
            row->best[which].rss = sample.rss;
        if (row->wrong[which]) {
            hide_progress();
            if (sample.late)
                printf("  %s: %s was stopped after %d seconds\n", row->name, shells[which].name,
                       TIME_LIMIT);
            else
                printf("  %s: %s is wrong: status %d%s%s\n", row->name, shells[which].name,
                       sample.status, differs ? ", output differs from that of " : "",
                       differs ? shells[reference].name : "");
            show_first_line("errors", "error");
            if (differs) {
                show_first_line("expected", "expected");
                show_first_line(output, "printed");
            }
        }
    }
}

/* ---- measuring ---- */

int best_peer(const struct row *row)
{
    int best = -1;

    for (int i = 1; i < shell_count; i++)
        if (!row->wrong[i] && row->best[i].wall > 0 &&
            (best < 0 || row->best[i].wall < row->best[best].wall))
            best = i;
    return best;
}

static bool is_hopeless(const struct row *row, int which)
{
    int best = best_peer(row);

    return which != 0 && which != dash && best >= 0 &&
           row->best[which].wall > HOPELESS * row->best[best].wall;
}

double wall_ratio(const struct row *row, int which)
{
    if (which < 0 || row->wrong[0] || row->wrong[which] || row->best[which].wall == 0)
        return NAN;
    return row->best[0].wall / row->best[which].wall;
}

double cpu_ratio(const struct row *row)
{
    if (isnan(wall_ratio(row, dash)) || row->best[dash].cpu <= 0)
        return NAN;
    return row->best[0].cpu / row->best[dash].cpu;
}

static bool in_doubt(const struct row *row)
{
    if (dash < 0 || row->wrong[0] || row->wrong[dash])
        return false;
    double ratio = wall_ratio(row, dash);
    bool near_one = ratio > DOUBT_LOW && ratio < DOUBT_HIGH;
    bool near_goal =
        row->goal > 0 && ratio > DOUBT_LOW * row->goal && ratio < DOUBT_HIGH * row->goal;
    /* Wall time that says "faster" where processor time does not is a lucky moment. */
    bool contradicted = ratio < 1.0 && cpu_ratio(row) > 0.95;
    return near_one || near_goal || contradicted;
}

/* How many rounds without a better time are enough for this row? */
static int enough_rounds(const struct row *row)
{
    return dash >= 0 && row->best[0].wall > row->best[dash].wall ? SETTLED_SLOW : SETTLED_AFTER;
}

void measure_row(int number, int rounds, bool extra)
{
    struct row *row = &rows[number];
    int settled = 0;

    for (int round = 0; round < rounds + (extra ? EXTRA_ROUNDS : 0); round++) {
        bool better = false;
        char what[32];

        if (round >= rounds && (!in_doubt(row) || settled >= enough_rounds(row)))
            break;
        snprintf(what, sizeof what, "round %d", round + 1);
        for (int i = 0; i < shell_count; i++) {
            int which = (i + round) % shell_count;

            if (row->wrong[which] || row->slow[which] || is_hopeless(row, which))
                continue;
            if (round >= rounds && which != 0 && which != dash)
                continue;
            show_progress(number, what, shells[which].name);
            struct sample sample = run_row(row, &shells[which], "/dev/null", "/dev/null");
            if (keep_best(&row->best[which], &sample) && (which == 0 || which == dash))
                better = true;
        }
        settled = better ? 0 : settled + 1;
    }
    hide_progress();
}
