/* Prompts: backslash escapes, then expansions. */
#include "exec/prompt_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "base/locale.h"
#include "exec/execution.h"
#include "state/history.h"
#include "syntax/parser.h"

#ifndef PACKAGE_VERSION
#define PACKAGE_VERSION "0"
#endif

struct prompt_session prompt_session;

void prompt_expand(struct shell *shell, const char *text, size_t length, struct strbuf *out)
{
    struct parser_setup setup = {.names = &shell->names, .first_line = 1};
    struct program program = {.references = 2};
    struct arena_mark mark = arena_mark(&shell->scratch);
    const char *expanded;
    int status = shell->status;

    struct word *word = parser_dollar_word(&setup, &program, text, length);
    if (word && expand_string(shell, word, &expanded, NULL) == FLOW_NEXT)
        strbuf_string(out, expanded);
    else
        strbuf_append(out, text, length);
    arena_release(&shell->scratch, mark);
    arena_free(&program.arena);
    shell->status = status;
}

/* One prompt that is being decoded. */
struct decoder {
    struct shell *shell;
    enum prompt_kind kind;
    bool exclamation;
    const char *next;
    struct strbuf *out; /* what is to be expanded afterwards */
};

/* Text that the expansions leave alone. */
static void put_literal(struct strbuf *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '$' || *text == '`' || *text == '\\')
            strbuf_putc(out, '\\');
        strbuf_putc(out, *text);
    }
}

/* ---- Expansions are passed over as they are ---- */

/* Behind a quoted string, or behind one character. */
static const char *skip_quoted(const char *text)
{
    char quote = *text++;

    if (quote == '\\')
        return *text ? text + 1 : text;
    if (quote != '\'' && quote != '"')
        return text;
    while (*text && *text != quote)
        text += quote == '"' && *text == '\\' && text[1] ? 2 : 1;
    return *text ? text + 1 : text;
}

/* Behind the parenthesis or brace that matches the one at `text`. */
static const char *skip_nested(const char *text)
{
    char open = *text, close = open == '(' ? ')' : '}';
    unsigned depth = 0;

    while (*text) {
        if (*text == open)
            depth++;
        else if (*text == close && --depth == 0)
            return text + 1;
        text = skip_quoted(text);
    }
    return text;
}

static const char *skip_backquoted(const char *text)
{
    for (text++; *text && *text != '`'; text++)
        if (*text == '\\' && text[1])
            text++;
    return *text ? text + 1 : text;
}

static bool put_expansion(struct decoder *decoder)
{
    const char *start = decoder->next, *end;

    if (*start == '`')
        end = skip_backquoted(start);
    else if (*start == '$' && (start[1] == '(' || start[1] == '{'))
        end = skip_nested(start + 1);
    else if (*start == '$' && start[1] == '!')
        end = start + 2;
    else
        return false;
    strbuf_append(decoder->out, start, (size_t)(end - start));
    decoder->next = end;
    return true;
}

/* ---- Escapes ---- */

/* The process's TZ may be older than the shell's variable. */
static void put_time(struct decoder *decoder, const char *format)
{
    const char *zone = variable_get_string(decoder->shell, "TZ"), *known = getenv("TZ");
    time_t now = time(NULL);
    struct tm parts;
    char text[256];

    if (zone && (!known || strcmp(zone, known) != 0))
        (void)setenv("TZ", zone, 1);
    else if (!zone && known)
        (void)unsetenv("TZ");
    locale_need();
    tzset();
    if (localtime_r(&now, &parts) && strftime(text, sizeof text, format, &parts))
        put_literal(decoder->out, text);
}

/* \D{format} */
static void put_formatted_time(struct decoder *decoder)
{
    const char *start = decoder->next, *end = *start == '{' ? strchr(start, '}') : NULL;
    char format[128];

    if (!end || (size_t)(end - start) > sizeof format) {
        put_literal(decoder->out, "\\D");
        return;
    }
    memcpy(format, start + 1, (size_t)(end - start - 1));
    format[end - start - 1] = '\0';
    put_time(decoder, *format ? format : "%X");
    decoder->next = end + 1;
}

/* Takes out \001 and \002; returns the new length. */
static size_t remove_marks(char *text)
{
    size_t length = 0;

    for (const char *from = text; *from; from++)
        if (*from != '\001' && *from != '\002')
            text[length++] = *from;
    text[length] = '\0';
    return length;
}

/* \P{name} */
static void put_part(struct decoder *decoder)
{
    const char *start = decoder->next, *end = *start == '{' ? strchr(start, '}') : NULL;
    struct strbuf part = {0};

    if (end && prompt_part(decoder->shell, start + 1, (size_t)(end - start - 1), &part)) {
        decoder->next = end + 1;
        if (part.length && decoder->kind == PROMPT_PLAIN)
            part.length = remove_marks(part.text);
        if (part.length)
            put_literal(decoder->out, part.text);
    } else {
        put_literal(decoder->out, "\\P");
    }
    strbuf_free(&part);
}

static void put_octal(struct decoder *decoder)
{
    int code = 0;
    char text[2] = "";

    for (int digits = 0; digits < 3 && *decoder->next >= '0' && *decoder->next <= '7'; digits++)
        code = code * 8 + (*decoder->next++ - '0');
    text[0] = (char)code;
    put_literal(decoder->out, text);
}

static void put_history_number(struct decoder *decoder)
{
    const struct history_hooks *hooks = &history_hooks;

    strbuf_printf(decoder->out, "%u", hooks->next_number ? hooks->next_number() : 1);
}

static const char *base_name(const char *path)
{
    const char *slash = path ? strrchr(path, '/') : NULL;

    return slash ? slash + 1 : path ? path : "";
}

static void put_directory(struct decoder *decoder, bool base)
{
    struct strbuf directory = {0};

    prompt_directory(decoder->shell, base, &directory);
    if (directory.length)
        put_literal(decoder->out, directory.text);
    strbuf_free(&directory);
}

static void put_host(struct decoder *decoder, bool whole)
{
    char name[256];

    snprintf(name, sizeof name, "%s", prompt_host());
    if (!whole)
        name[strcspn(name, ".")] = '\0';
    put_literal(decoder->out, name);
}

static void put_version(struct decoder *decoder, bool whole)
{
    char version[] = PACKAGE_VERSION, *dot = strrchr(version, '.');

    if (!whole && dot && dot != strchr(version, '.'))
        *dot = '\0';
    put_literal(decoder->out, version);
}

/* The escapes that say something about the shell and where it is. False: it is none of them. */
static bool put_fact(struct decoder *decoder, char letter)
{
    struct shell *shell = decoder->shell;
    const char *zero = base_name(shell->zero);

    switch (letter) {
    case 'u':
        put_literal(decoder->out, prompt_user(shell));
        return true;
    case 'h':
    case 'H':
        put_host(decoder, letter == 'H');
        return true;
    case 'w':
    case 'W':
        put_directory(decoder, letter == 'W');
        return true;
    case 'j':
        strbuf_printf(decoder->out, "%u",
                      jobs_count(shell, JOB_RUNNING) + jobs_count(shell, JOB_STOPPED));
        return true;
    case 'l':
        put_literal(decoder->out, base_name(ttyname(STDIN_FILENO)));
        return true;
    case 's':
        put_literal(decoder->out, *zero == '-' ? zero + 1 : zero);
        return true;
    case 'v':
    case 'V':
        put_version(decoder, letter == 'V');
        return true;
    case 'P':
        put_part(decoder);
        return true;
    case '!':
        put_history_number(decoder);
        return true;
    case '#':
        strbuf_printf(decoder->out, "%u", prompt_session.command_number);
        return true;
    case '$':
        put_literal(decoder->out, geteuid() == 0 ? "#" : "$");
        return true;
    default:
        return false;
    }
}

static bool put_moment(struct decoder *decoder, char letter)
{
    static const struct {
        char letter;
        const char *format;
    } formats[] = {
        {'d', "%a %b %d"}, {'t', "%H:%M:%S"}, {'T', "%I:%M:%S"}, {'@', "%I:%M %p"}, {'A', "%H:%M"}};

    if (letter == 'D') {
        put_formatted_time(decoder);
        return true;
    }
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (formats[i].letter == letter) {
            put_time(decoder, formats[i].format);
            return true;
        }
    return false;
}

static bool put_control(struct decoder *decoder, char letter)
{
    static const char letters[] = "aenr[]", codes[] = "\a\033\n\r\001\002";
    const char *found = strchr(letters, letter);

    if (!found)
        return false;
    char code = codes[found - letters];
    if ((code != '\001' && code != '\002') || decoder->kind == PROMPT_EDITED)
        strbuf_putc(decoder->out, code);
    return true;
}

static void put_escape(struct decoder *decoder)
{
    char letter = *++decoder->next;

    if (letter >= '0' && letter <= '7') {
        put_octal(decoder);
        return;
    }
    if (letter)
        decoder->next++;
    if (letter &&
        (put_control(decoder, letter) || put_moment(decoder, letter) || put_fact(decoder, letter)))
        return;
    char unknown[] = {'\\', letter == '\\' ? '\0' : letter, '\0'};
    put_literal(decoder->out, unknown);
}

void prompt_write(struct shell *shell, enum prompt_kind kind, const char *text, bool exclamation,
                  struct strbuf *out)
{
    struct strbuf decoded = {0};
    struct decoder decoder = {
        .shell = shell, .kind = kind, .exclamation = exclamation, .next = text, .out = &decoded};

    while (*decoder.next) {
        if (*decoder.next == '\\') {
            put_escape(&decoder);
        } else if (put_expansion(&decoder)) {
            continue;
        } else if (exclamation && *decoder.next == '!') {
            bool literal = decoder.next[1] == '!';
            if (literal)
                strbuf_putc(&decoded, '!');
            else
                put_history_number(&decoder);
            decoder.next += literal ? 2 : 1;
        } else {
            strbuf_putc(&decoded, *decoder.next++);
        }
    }
    if (decoded.length)
        prompt_expand(shell, decoded.text, decoded.length, out);
    strbuf_free(&decoded);
}
