/*
 * Reading the case files.
 */
#include <ctype.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runner.h"

struct test_case **cases;
size_t case_count;

static const char *const section_names[] = {
    "script", "in", "out", "err", "status", "args", "env", "skip-unless",
};

struct parser {
    const char *file;
    int line;
    bool failed; /* a complaint was printed about the file */
    struct test_case *test;
    enum section section;
    struct text *text; /* where the section's lines go, NULL where none may come */
    bool escapes;      /* printf */
    bool no_newline;   /* nonl */
};

static void complain(struct parser *p, const char *what, const char *detail)
{
    printf("%s:", p->file);
    if (p->line > 0)
        printf("%d:", p->line);
    printf(" %s%s%s\n", what, detail ? ": " : "", detail ? detail : "");
    p->failed = true;
}

static int hex_digit(char c)
{
    return isdigit((unsigned char)c) ? c - '0' : (c | 32) - 'a' + 10;
}

/* Adds a line of a printf section. */
static void add_escaped(struct parser *p, const char *s, const char *end)
{
    static const char letters[] = "a\ab\be\033f\fn\nr\rt\tv\v\\\\";
    while (s < end) {
        char c = *s++;
        if (c == '\\' && s < end) {
            const char *letter = letters;
            while (*letter && *letter != *s)
                letter += 2;
            if (*letter) {
                c = letter[1];
                s++;
            } else if (*s == 'x' && end - s > 2 && isxdigit((unsigned char)s[1]) &&
                       isxdigit((unsigned char)s[2])) {
                c = (char)(hex_digit(s[1]) * 16 + hex_digit(s[2]));
                s += 3;
            } else if (*s >= '0' && *s <= '7') {
                int value = 0;
                for (int i = 0; i < 3 && s < end && *s >= '0' && *s <= '7'; i++)
                    value = value * 8 + (*s++ - '0');
                c = (char)value;
            } else {
                char sequence[] = {'\\', *s, '\0'};
                complain(p, "unknown escape", sequence);
            }
        }
        text_add(p->text, &c, 1);
    }
}

static void end_section(struct parser *p)
{
    if (p->text && p->no_newline && p->text->length > 0 &&
        p->text->bytes[p->text->length - 1] == '\n')
        p->text->bytes[--p->text->length] = '\0';
    p->text = NULL;
    p->escapes = p->no_newline = false;
}

static void begin_case(struct parser *p, const char *title)
{
    end_section(p);
    struct test_case *test = grow(NULL, sizeof *test);
    memset(test, 0, sizeof *test);
    test->file = p->file;
    test->line = p->line;
    test->title = copy_bytes(title, strlen(title));
    text_add(&test->script, "", 0);
    text_add(&test->in, "", 0);
    text_add(&test->out.text, "", 0);
    text_add(&test->err.text, "", 0);
    cases = grow(cases, (case_count + 1) * sizeof *cases);
    cases[case_count++] = test;
    p->test = test;
    p->section = SECTION_SCRIPT;
    p->text = &test->script;
}

/* Splits the shell's arguments; quotes as in the shell, nothing is expanded. */
static void split_args(struct parser *p, const char *s)
{
    for (;;) {
        while (*s == ' ' || *s == '\t')
            s++;
        if (!*s)
            return;
        struct text word = {0};
        text_add(&word, "", 0);
        char quote = '\0';
        for (; *s && (quote || (*s != ' ' && *s != '\t')); s++) {
            if (quote ? *s == quote : *s == '\'' || *s == '"')
                quote = quote ? '\0' : *s;
            else if (*s == '\\' && s[1] && quote != '\'' && (!quote || strchr("$`\"\\", s[1])))
                text_add(&word, ++s, 1);
            else
                text_add(&word, s, 1);
        }
        if (quote)
            complain(p, "unterminated quote in args", NULL);
        if (strcmp(word.bytes, "SCRIPT") == 0) {
            free(word.bytes);
            word.bytes = copy_bytes("script.sh", 9);
        }
        words_add(&p->test->args, word.bytes);
    }
}

/* The words after `in`, `out`, `err` and `script`. */
static void read_modifiers(struct parser *p, char *rest, struct expected *expected)
{
    for (char *word = strtok(rest, " \t"); word; word = strtok(NULL, " \t")) {
        if (strcmp(word, "nonl") == 0)
            p->no_newline = true;
        else if (strcmp(word, "printf") == 0)
            p->escapes = true;
        else if (expected && strcmp(word, "~") == 0)
            expected->match = MATCH_LINES;
        else if (expected && strcmp(word, "*") == 0)
            expected->match = MATCH_SOMETHING;
        else if (expected && strcmp(word, "?") == 0)
            expected->match = MATCH_ANYTHING;
        else
            complain(p, "unknown word after a section's name", word);
    }
    if (expected && expected->match >= MATCH_SOMETHING)
        p->text = NULL;
}

static void begin_section(struct parser *p, char *header)
{
    struct test_case *test = p->test;
    if (!test) {
        complain(p, "a section before the first case", NULL);
        return;
    }
    bool first = p->section == SECTION_SCRIPT && p->text;
    end_section(p);

    char *rest = header + strcspn(header, " \t");
    if (*rest)
        *rest++ = '\0';
    rest += strspn(rest, " \t");
    size_t section = 0;
    while (section < SECTION_NONE && strcmp(section_names[section], header) != 0)
        section++;
    p->section = (enum section)section;
    if (section == SECTION_NONE) {
        complain(p, "unknown section", header);
        return;
    }
    if (section != SECTION_ENV && test->seen & 1u << section)
        complain(p, "section comes twice", header);
    test->seen |= 1u << section;

    switch (p->section) {
    case SECTION_SCRIPT:
        if (!first || test->script.bytes[strspn(test->script.bytes, "\n")])
            complain(p, "the script must come before the other sections, and only once", NULL);
        test->script.bytes[test->script.length = 0] = '\0';
        p->text = &test->script;
        read_modifiers(p, rest, NULL);
        break;
    case SECTION_IN:
        p->text = &test->in;
        read_modifiers(p, rest, NULL);
        break;
    case SECTION_OUT:
        p->text = &test->out.text;
        read_modifiers(p, rest, &test->out);
        break;
    case SECTION_ERR:
        p->text = &test->err.text;
        read_modifiers(p, rest, &test->err);
        break;
    case SECTION_STATUS: {
        char *end;
        test->status = (int)strtol(rest, &end, 10);
        if (end == rest || end[strspn(end, " \t")] || test->status < 0 || test->status > 255)
            complain(p, "not an exit status", rest);
        break;
    }
    case SECTION_ARGS:
        test->has_args = true;
        split_args(p, rest);
        break;
    case SECTION_ENV:
        words_add(&test->env, copy_bytes(rest, strlen(rest)));
        break;
    case SECTION_SKIP_UNLESS:
        if (!*rest)
            complain(p, "skip-unless needs a command", NULL);
        test->skip_unless = copy_bytes(rest, strlen(rest));
        break;
    case SECTION_NONE:
        break;
    }
}

static void add_line(struct parser *p, char *line, size_t length)
{
    if (!p->text) {
        /* Between cases, and after sections of one line: comments and nothing else. */
        if (line[0] && line[0] != '#' && !p->failed)
            complain(p, "text where none belongs", line);
        return;
    }
    size_t backslashes = 0;
    while (line[backslashes] == '\\')
        backslashes++;
    if (backslashes > 0 && (strncmp(line + backslashes, "=== ", 4) == 0 ||
                            strncmp(line + backslashes, "--- ", 4) == 0)) {
        line++;
        length--;
    }
    if (p->escapes) {
        add_escaped(p, line, line + length);
    } else {
        text_add(p->text, line, length);
        text_add(p->text, "\n", 1);
    }
}

bool read_cases(const char *path)
{
    struct text content = {0};
    struct parser p = {.file = path, .section = SECTION_NONE};
    size_t count_before = case_count;
    if (!read_file(path, SIZE_MAX, &content))
        complain(&p, strerror(errno), NULL);
    char *end = content.bytes ? content.bytes + content.length : NULL;
    for (char *line = content.bytes, *next; line && line < end; line = next) {
        char *newline = memchr(line, '\n', (size_t)(end - line));
        size_t length = (size_t)((newline ? newline : end) - line);
        next = line + length + 1;
        line[length] = '\0';
        p.line++;
        if (strncmp(line, "=== ", 4) == 0)
            begin_case(&p, line + 4);
        else if (strncmp(line, "--- ", 4) == 0)
            begin_section(&p, line + 4);
        else
            add_line(&p, line, length);
    }
    end_section(&p);
    free(content.bytes);
    if (!p.failed && case_count == count_before)
        printf("%s: no cases\n", path);
    return !p.failed && case_count > count_before;
}
