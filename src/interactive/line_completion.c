/* Completion with Readline. It is told that nothing breaks words, so that what it completes is all
 * of the line up to the cursor; each match is that line with a candidate at its end, quoted as it
 * has to be. Readline does the rest: inserting, listing, menu-complete, undo. */
#include "interactive/line_completion.h"

#include <stdlib.h>
#include <string.h>

#include "interactive/completion.h"
#include "interactive/line_display.h"
#include "interactive/line_menu.h"
#include "interactive/menu.h"
#include "interactive/readline_library.h"

#ifdef HAVE_READLINE

static struct {
    struct shell *shell;
    struct completion_result result; /* of the last attempt */
    struct menu menu;
    struct strbuf line; /* for which the menu was shown */
    size_t first;       /* the menu's first candidate */
} completion;

/* line[0..start) and the candidate, from malloc. */
static char *match(const char *line, const char *text, size_t length, char suffix, bool whole)
{
    struct strbuf result = {0};

    strbuf_append(&result, line, completion.result.start);
    completion_insertion(&completion.result, text, length, suffix, whole, &result);
    return strbuf_steal(&result);
}

/* insert-completions, and * in vi's command mode: Readline puts all matches in the line's place,
 * with blanks between them. So only the first has what stands before the word. */
static bool inserts_all(void)
{
    return *library.rl_completion_type == '*';
}

static char *match_number(const char *line, size_t index)
{
    const struct candidate *candidate = &completion.result.candidates.list[index];
    char suffix = candidate->suffix == '/' ? '/' : '\0';
    struct strbuf word = {0};

    if (!inserts_all())
        return match(line, candidate->text, strlen(candidate->text), suffix, true);
    size_t from = index ? completion.result.word_start : 0;
    strbuf_append(&word, line + from, completion.result.start - from);
    completion_insertion(&completion.result, candidate->text, strlen(candidate->text), ' ', true,
                         &word);
    word.text[--word.length] = '\0';
    return strbuf_steal(&word);
}

/* What all have in common; nothing new: the line as it is. */
static char *common_match(const char *line)
{
    const struct candidates *candidates = &completion.result.candidates;
    size_t common = candidates_common(candidates);

    if (common <= candidates->prefix_length + (candidates->lead ? strlen(candidates->lead) : 0))
        return strdup(line);
    return match(line, candidates->list[0].text, common, '\0', false);
}

/* What ~/.inputrc says. */
static bool ignores_case(void)
{
    const char *value = library.rl_variable_value("completion-ignore-case");

    return value && strcmp(value, "on") == 0;
}

static char **attempt(const char *text, int start, int end)
{
    struct candidates *candidates = &completion.result.candidates;
    size_t before_length;
    const char *before = line_display_before(&before_length);

    *library.rl_attempted_completion_over = 1; /* no file names of Readline's own */
    completion_free(&completion.result);
    if (start || (size_t)end != strlen(text)) /* there is a null byte in the line */
        return NULL;
    completion_find(&completion.result, completion.shell, before, before_length, text, (size_t)end,
                    ignores_case());
    *library.rl_filename_completion_desired = 0;
    *library.rl_completion_suppress_append = 1;
    *library.rl_sort_completion_matches = 0;
    *library.rl_ignore_completion_duplicates = 0;
    if (!candidates->count)
        return NULL;
    char **matches = calloc(candidates->count + 2, sizeof *matches);
    if (!matches)
        return NULL;
    if (candidates->count == 1) {
        const struct candidate *only = &candidates->list[0];
        matches[0] = inserts_all()
                         ? match_number(text, 0)
                         : match(text, only->text, strlen(only->text), only->suffix, true);
        return matches;
    }
    matches[0] = common_match(text);
    for (size_t i = 0; i < candidates->count; i++)
        matches[i + 1] = match_number(text, i);
    return matches;
}

/* Tab once more on the same line: the next page. */
static void choose_page(void)
{
    const char *line = *library.rl_line_buffer;

    if (completion.line.length && strcmp(completion.line.text, line) == 0 && line_menu_is_valid())
        completion.first += completion.menu.shown;
    else
        completion.first = 0;
    if (completion.first >= completion.result.candidates.count)
        completion.first = 0;
    strbuf_clear(&completion.line);
    strbuf_string(&completion.line, line);
}

/* The terminal can only print: the list goes below the line, which is then drawn anew. */
static void print_list(void)
{
    enum { ROWS = 1000 };
    int rows, columns;

    library.rl_get_screen_size(&rows, &columns);
    menu_build(&completion.menu, &completion.result.candidates, 0, (unsigned)columns, ROWS);
    strbuf_putc(&completion.menu.text, '\n');
    line_display_print(completion.menu.text.text, completion.menu.text.length);
}

static void show_matches(char **matches, int count, int longest)
{
    unsigned width, rows;

    (void)matches;
    (void)count;
    (void)longest;
    if (!line_display_is_full()) {
        print_list();
        return;
    }
    choose_page();
    line_display_room(&width, &rows);
    menu_build(&completion.menu, &completion.result.candidates, completion.first, width, rows);
    if (completion.menu.shown || completion.menu.text.length)
        line_display_menu(completion.menu.text.text, (uint8_t *)completion.menu.colours.text,
                          completion.menu.text.length);
}

void line_completion_start(struct shell *shell)
{
    completion.shell = shell;
    *library.rl_attempted_completion_function = attempt;
    *library.rl_completer_word_break_characters = "";
    *library.rl_completion_display_matches_hook = show_matches;
    /* Before ~/.inputrc is read, which has the last word. */
    (void)library.rl_variable_bind("show-all-if-unmodified", "on");
}

#endif
