/* The builder: text -> fields (POSIX 2.6.5, and quote removal). */
#include "expand/build.h"

#include "expand/pattern.h"
#include "expand/pattern_bytes.h"
#include "expand/separator.h"

enum { FIRST_CAPACITY = 64 };

/* Room for `extra` bytes and a null byte. */
static void reserve(struct builder *builder, size_t extra)
{
    size_t wanted = builder->length + extra + 1;
    size_t capacity = builder->capacity ? builder->capacity * 2 : FIRST_CAPACITY;

    if (wanted <= builder->capacity)
        return;
    while (capacity < wanted)
        capacity *= 2;
    builder->text =
        arena_grow(&builder->shell->scratch, builder->text, builder->capacity, capacity);
    builder->capacity = capacity;
}

static void append(struct builder *builder, const char *text, size_t length)
{
    reserve(builder, length);
    memcpy(builder->text + builder->length, text, length);
    builder->length += length;
}

/* Puts a PATTERN_QUOTE before each byte that has one of the bits in pattern_bytes. */
static void append_marked(struct builder *builder, const char *text, size_t length, uint8_t bits)
{
    reserve(builder, 2 * length);
    char *to = builder->text + builder->length;

    for (size_t i = 0; i < length; i++) {
        if (pattern_bytes[(unsigned char)text[i]] & bits) {
            *to++ = PATTERN_QUOTE;
            builder->marked = true;
        }
        *to++ = text[i];
    }
    builder->length = (size_t)(to - builder->text);
}

void build_quoted(struct builder *builder, const char *text, size_t length)
{
    builder->started = true;
    builder->after = AFTER_TEXT;
    if (builder->marks)
        append_marked(builder, text, length, BYTE_MARK);
    else
        append(builder, text, length);
}

void build_unquoted(struct builder *builder, const char *text, size_t length)
{
    uint8_t seen = 0;

    if (!length)
        return;
    builder->after = AFTER_TEXT;
    if (!builder->marks) {
        append(builder, text, length);
        return;
    }
    for (size_t i = 0; i < length; i++)
        seen |= pattern_bytes[(unsigned char)text[i]];
    builder->magic |= seen & BYTE_MAGIC;
    if (!(seen & BYTE_QUOTE) || !memchr(text, PATTERN_QUOTE, length)) {
        append(builder, text, length);
        return;
    }
    /* The byte itself came in a value. */
    reserve(builder, 2 * length);
    for (size_t i = 0; i < length; i++) {
        if (text[i] == PATTERN_QUOTE)
            builder->text[builder->length++] = PATTERN_QUOTE;
        builder->text[builder->length++] = text[i];
    }
    builder->marked = true;
}

/* Gives back what was reserved too much, where nothing was allocated since. */
static void trim(struct builder *builder, size_t used)
{
    struct arena *scratch = &builder->shell->scratch;

    if (builder->text + ((builder->capacity + 7) & ~(size_t)7) == scratch->next)
        scratch->next = builder->text + ((used + 7) & ~(size_t)7);
}

static void forget_text(struct builder *builder)
{
    builder->text = NULL;
    builder->length = builder->capacity = 0;
    builder->magic = builder->marked = builder->started = false;
}

void build_end_field(struct builder *builder)
{
    struct shell *shell = builder->shell;

    reserve(builder, 0);
    if (!builder->magic || !glob_expand(shell, builder->text, builder->length, builder->fields)) {
        if (builder->marked)
            builder->length = pattern_unquote(builder->text, builder->text, builder->length);
        builder->text[builder->length] = '\0';
        trim(builder, builder->length + 1);
        fields_add(shell, builder->fields, builder->text);
    }
    forget_text(builder);
}

const char *build_string(struct builder *builder, size_t *length)
{
    reserve(builder, 0);
    builder->text[builder->length] = '\0';
    trim(builder, builder->length + 1);
    *length = builder->length;
    return builder->text;
}

/* A separator was met (2.6.5): IFS white space ends a field if there is one; another separator ends
 * one even if it is empty, unless it only completes the white space before it. */
static void separate(struct builder *builder, enum ifs_class class)
{
    if (class == IFS_SPACE) {
        if (builder->length || builder->started) {
            build_end_field(builder);
            builder->after = AFTER_SPACE;
        }
        return;
    }
    if (builder->after != AFTER_SPACE || builder->length || builder->started)
        build_end_field(builder);
    builder->after = AFTER_SEPARATOR;
}

/* Whether the text can be a field as it is: no byte of it means anything in a pattern. */
static bool is_simple(const char *text, size_t length)
{
    uint8_t seen = 0;
    for (size_t i = 0; i < length; i++)
        seen |= pattern_bytes[(unsigned char)text[i]];
    return !(seen & (BYTE_MAGIC | BYTE_QUOTE));
}

void build_split(struct builder *builder, const char *text, size_t length)
{
    struct shell *shell = builder->shell;
    const char *end = text + length;

    if (!builder->fields) {
        build_unquoted(builder, text, length);
        return;
    }
    while (text < end) {
        struct separator separator = separator_find(&shell->variables, text, end);
        size_t run = (size_t)(separator.at - text);
        if (run && separator.at < end && !builder->length && !builder->started &&
            is_simple(text, run)) {
            /* A whole field in one piece, as most are. */
            fields_add(shell, builder->fields, arena_copy(&shell->scratch, text, run));
            builder->after = separator.class == IFS_SPACE ? AFTER_SPACE : AFTER_SEPARATOR;
        } else {
            build_unquoted(builder, text, run);
            if (separator.at == end)
                return;
            separate(builder, separator.class);
        }
        text = separator.at + separator.size;
    }
}
