/* From the line to candidates. */
#include "interactive/completion.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "interactive/completion_word.h"
#include "state/aliases.h"

/* What the steps below share. */
struct work {
    struct completion_result *result;
    struct line_context context;
    struct path_word path;
    const char *typed; /* the raw text that is completed */
    size_t typed_length;
};

static void set_prefix(struct completion_result *result, const char *prefix)
{
    free(result->prefix);
    result->prefix = memory_string(prefix);
    result->candidates.prefix = result->prefix;
    result->candidates.prefix_length = strlen(prefix);
    result->candidates.lead = NULL;
}

/* ll is completed like ls, if it is an alias of that; so is /bin/ls. */
static void resolve_command(struct shell *shell, struct line_context *context)
{
    if (!context->number)
        return;
    const char *command = context->words[0];
    const struct name *name = name_find(&shell->names, command, strlen(command));
    size_t length;

    if (name && name->alias) {
        command = name->alias->text;
        command += strspn(command, " \t");
        length = strcspn(command, " \t\n");
    } else if (strrchr(command, '/')) {
        command = strrchr(command, '/') + 1;
        length = strlen(command);
        context->by_path = true;
    } else {
        return;
    }
    char *copy = memory_copy(command, length);
    free(context->words[0]);
    context->words[0] = copy;
}

static void add_files(struct work *work, enum file_choice choice)
{
    struct completion_result *result = work->result;

    if (!work->path.known)
        return;
    set_prefix(result, work->path.name);
    result->start = work->context.start + work->path.start;
    result->open = work->path.open;
    candidates_files(&result->candidates, work->path.directory, choice);
}

/* a=b may be the beginning of a file's name, and is one if there is such a file. */
static bool add_whole_word(struct work *work, enum file_choice choice)
{
    struct path_word part = work->path;
    size_t start = work->context.start, before = start - work->context.word;

    if (!before)
        return false;
    path_word_find(&work->path, work->result->candidates.shell, work->typed - before,
                   work->typed_length + before);
    work->context.start = work->context.word;
    add_files(work, choice);
    bool found = work->result->candidates.count;
    if (found) {
        work->result->word_start = work->context.start;
        path_word_free(&part);
    } else {
        path_word_free(&work->path);
        work->path = part;
        work->context.start = start;
    }
    return found;
}

static bool is_tilde(const struct work *work)
{
    return work->typed_length && *work->typed == '~' && !work->path.start;
}

static void add_commands(struct work *work)
{
    struct candidates *candidates = &work->result->candidates;

    if (work->path.start) {
        add_files(work, FILES_PROGRAMS);
        return;
    }
    if (work->typed_length && *work->typed == '%') /* as fg */
        candidates_jobs(candidates, -1);
    if (work->context.program)
        candidates_programs(candidates);
    else
        candidates_commands(candidates);
    if (!candidates->count)
        add_files(work, FILES_PROGRAMS);
}

/* POSIX cd: CDPATH is for names that do not begin with / . or .. as a part. */
static void add_cdpath(struct work *work)
{
    struct candidates *candidates = &work->result->candidates;
    const char *path = *work->path.directory ? work->path.directory : work->path.name;
    size_t dots = strspn(path, ".");

    if (work->path.known && *path != '/' &&
        !(dots && dots <= 2 && (!path[dots] || path[dots] == '/')))
        candidates_cdpath(candidates, work->path.directory);
}

static void add_arguments(struct work *work)
{
    struct candidates *candidates = &work->result->candidates;
    bool directories = false, files = true;

    if (work->context.number)
        files = candidates_arguments(candidates, &work->context, &directories);
    enum file_choice choice = directories ? FILES_DIRECTORIES : FILES_ALL;
    if (!files || candidates->count || add_whole_word(work, choice))
        return;
    add_files(work, choice);
    if (work->context.number && strcmp(work->context.words[0], "cd") == 0)
        add_cdpath(work);
}

static void add_candidates(struct work *work)
{
    struct completion_result *result = work->result;
    struct line_context *context = &work->context;

    set_prefix(result, context->text);
    result->start = context->start;
    result->open = SCAN_UNQUOTED;
    if (is_tilde(work) && context->kind != CONTEXT_NONE && context->kind != CONTEXT_VARIABLE) {
        candidates_users(&result->candidates, true);
        result->literal = true;
        return;
    }
    switch (context->kind) {
    case CONTEXT_COMMAND:
        add_commands(work);
        break;
    case CONTEXT_ARGUMENT:
        add_arguments(work);
        break;
    case CONTEXT_FILE:
        add_files(work, FILES_ALL);
        break;
    case CONTEXT_VARIABLE:
        candidates_variables(&result->candidates, false, context->braced ? '}' : '\0');
        result->literal = true;
        break;
    case CONTEXT_RESERVED:
        candidates_reserved(&result->candidates);
        break;
    case CONTEXT_NONE:
        break;
    }
}

void completion_find(struct completion_result *result, struct shell *shell, const char *before,
                     size_t before_length, const char *line, size_t length, bool fold)
{
    struct work work = {.result = result};
    struct strbuf text = {0};
    struct scan scan = {0};

    *result = (struct completion_result){.candidates = {.shell = shell, .fold = fold}};
    strbuf_append(&text, before, before_length);
    strbuf_append(&text, line, length);
    line_context_find(&work.context, &scan, text.text, text.length, before_length);
    resolve_command(shell, &work.context);
    result->quote = work.context.quote;
    result->word_start = work.context.start;
    work.typed = line + work.context.start;
    work.typed_length = work.context.kind == CONTEXT_NONE ? 0 : length - work.context.start;
    path_word_find(&work.path, shell, work.typed, work.typed_length);
    if (result->quote != SCAN_BACKSLASH) {
        add_candidates(&work);
        if (!result->candidates.count && !fold) { /* perhaps with other capitals */
            result->candidates.fold = true;
            add_candidates(&work);
        }
    }
    candidates_sort(&result->candidates);
    path_word_free(&work.path);
    line_context_free(&work.context);
    scan_free(&scan);
    strbuf_free(&text);
}

void completion_insertion(const struct completion_result *result, const char *text, size_t length,
                          char suffix, bool whole, struct strbuf *out)
{
    enum scan_quote quote = result->open != SCAN_UNQUOTED ? result->open : result->quote;

    if (result->literal)
        strbuf_append(out, text, length);
    else
        quote_text(out, text, length, result->open, result->quote);
    if (!whole || !suffix)
        return;
    if (suffix == ' ' && quote != SCAN_UNQUOTED && !result->literal)
        strbuf_putc(out, quote == SCAN_DOUBLE ? '"' : '\'');
    strbuf_putc(out, suffix);
}

void completion_free(struct completion_result *result)
{
    candidates_free(&result->candidates);
    free(result->prefix);
    *result = (struct completion_result){0};
}
