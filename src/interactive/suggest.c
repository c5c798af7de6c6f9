/* Suggestions from the history. */
#include "interactive/suggest.h"

#include <string.h>

enum { STEP = 4000 }; /* well below a millisecond */

enum suggest_state suggest_go_on(struct suggest *suggest, const struct suggest_source *source)
{
    size_t stop = suggest->left > STEP ? suggest->left - STEP : 0;
    const char *line = suggest->line.text;
    size_t length = suggest->line.length;

    if (suggest->state != SUGGEST_SEARCHING)
        return suggest->state;
    while (suggest->left > stop) {
        size_t size = 0;
        const char *command = source->get(source->context, suggest->left - 1, &size);
        if (command && size > length && *command == *line && memcmp(command, line, length) == 0) {
            strbuf_clear(&suggest->text);
            strbuf_append(&suggest->text, command, size);
            return suggest->state = SUGGEST_FOUND;
        }
        suggest->left--;
    }
    if (!stop)
        suggest->state = SUGGEST_NONE;
    return suggest->state;
}

enum suggest_state suggest_begin(struct suggest *suggest, const struct suggest_source *source,
                                 const char *line, size_t length)
{
    bool longer = suggest->line.length && suggest->count == source->count &&
                  length >= suggest->line.length &&
                  memcmp(suggest->line.text, line, suggest->line.length) == 0;

    if (!longer) {
        suggest->left = source->count;
        suggest->count = source->count;
        suggest->state = SUGGEST_SEARCHING;
    } else if (suggest->state == SUGGEST_FOUND) {
        suggest->state = SUGGEST_SEARCHING;
    }
    strbuf_clear(&suggest->line);
    strbuf_append(&suggest->line, line, length);
    if (!length)
        return suggest->state = SUGGEST_NONE;
    return suggest_go_on(suggest, source);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n';
}

size_t suggest_word(const char *rest, size_t length)
{
    size_t at = 0;

    while (at < length && is_blank(rest[at]))
        at++;
    while (at < length && !is_blank(rest[at])) {
        if (rest[at++] == '/') /* a path is taken part by part */
            break;
    }
    return at;
}

void suggest_free(struct suggest *suggest)
{
    strbuf_free(&suggest->line);
    strbuf_free(&suggest->text);
    *suggest = (struct suggest){0};
}
