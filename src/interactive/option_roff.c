/* Options in manual pages. What is not understood is left out. */
#include <ctype.h>
#include <string.h>

#include "base/strbuf.h"
#include "interactive/option_private.h"

struct roff {
    option_text_add *add;
    void *context;
    struct strbuf tag;         /* the options that wait for their description */
    struct strbuf description; /* its beginning */
    struct strbuf name;        /* of the program, as mdoc's first .Nm has it */
    bool tag_next;             /* after .TP: the next line is a tag */
    bool paragraph;            /* after .PP: it may be */
    bool extended;             /* after .It ... Xo: the tag goes on to .Xc */
};

/* An escape at text[0] == '\\': what it stands for is appended; returns its length. */
static size_t take_escape(const char *text, size_t length, struct strbuf *out)
{
    if (length < 2)
        return length;
    switch (text[1]) {
    case 'f': /* fonts: \fB \f(CW \f[B] */
    case '*': /* strings */
        if (length > 2 && text[2] == '(')
            return length < 5 ? length : 5;
        if (length > 2 && text[2] == '[') {
            const char *end = memchr(text, ']', length);
            return end ? (size_t)(end - text) + 1 : length;
        }
        return length < 3 ? length : 3;
    case '(':
        if (length >= 4 && (strncmp(text + 2, "hy", 2) == 0 || strncmp(text + 2, "mi", 2) == 0))
            strbuf_putc(out, '-');
        else if (length >= 4 &&
                 (strncmp(text + 2, "aq", 2) == 0 || strncmp(text + 2, "cq", 2) == 0))
            strbuf_putc(out, '\'');
        return length < 4 ? length : 4;
    case 's': /* size: \s-1 */
        return length > 2 && (text[2] == '-' || text[2] == '+') ? (length < 4 ? length : 4) : 3;
    case '-':
    case ' ':
    case '~':
    case '0':
        strbuf_putc(out, text[1] == '-' ? '-' : ' ');
        return 2;
    case 'e':
        strbuf_putc(out, '\\');
        return 2;
    case '"':
        return length;
    case '&':
    case '|':
    case '^':
    case '/':
    case ',':
    case ':':
    case '%':
    case 'c':
        return 2;
    default:
        strbuf_putc(out, text[1]);
        return 2;
    }
}

/* A line's text without escapes; with `arguments` also without the quotes of a macro's. */
static void plain_text(const char *line, size_t length, bool arguments, struct strbuf *out)
{
    size_t at = 0;

    while (at < length) {
        if (line[at] == '\\') {
            size_t used = take_escape(line + at, length - at, out);
            at += used ? used : 1;
        } else if (arguments && line[at] == '"') {
            at++;
        } else {
            strbuf_putc(out, line[at] == '\t' ? ' ' : line[at]);
            at++;
        }
    }
}

/* `.BR \-a ", " \-\-all`: alternating fonts, blanks between arguments vanish. */
static void font_macro(const char *line, size_t length, bool joins, struct strbuf *out)
{
    bool quoted = false;

    for (size_t at = 0; at < length;) {
        if (line[at] == '\\') {
            size_t used = take_escape(line + at, length - at, out);
            at += used ? used : 1;
            continue;
        }
        if (line[at] == '"')
            quoted = !quoted;
        else if (line[at] != ' ' || quoted || !joins)
            strbuf_putc(out, line[at]);
        at++;
    }
}

static bool is_closing(const char *word, size_t length)
{
    return length == 1 && strchr(".,:;)", *word);
}

/* mdoc: `Fl a Ar n | Fl -all` as "-a n | --all", `Xr ls 1 .` as "ls(1).", `Nm ,` with the name that
 * it had before. */
static void mdoc_words(struct roff *roff, const char *line, size_t length, struct strbuf *out)
{
    bool flag = false, names = false;
    unsigned reference = 0; /* 1: a page's name comes next, 2: its section */

    for (size_t at = 0; at < length;) {
        size_t word = 0;
        while (at + word < length && line[at + word] != ' ')
            word++;
        bool macro =
            word == 2 && isupper((unsigned char)line[at]) && islower((unsigned char)line[at + 1]);
        bool closes = is_closing(line + at, word);
        if (names && word && (macro || closes))
            strbuf_printf(out, " %s", roff->name.length ? roff->name.text : "");
        if (macro) {
            flag = line[at] == 'F' && line[at + 1] == 'l';
            names = line[at] == 'N' && line[at + 1] == 'm';
            reference = line[at] == 'X' && line[at + 1] == 'r';
        } else if (word) {
            strbuf_string(out, reference == 2 ? "(" : flag ? " -" : closes ? "" : " ");
            plain_text(line + at, word, true, out);
            strbuf_string(out, reference == 2 ? ")" : "");
            reference = reference == 1 ? 2 : 0;
            if (names && !closes && !roff->name.length)
                plain_text(line + at, word, true, &roff->name);
            names = false;
            if (word > 1 || line[at] != ',')
                flag = flag && line[at] == ',';
        }
        at += word + 1;
    }
    if (names && roff->name.length)
        strbuf_printf(out, " %s", roff->name.text);
}

static bool macro_is(const char *line, size_t length, const char *name)
{
    size_t size = strlen(name);

    return length > size && strncmp(line + 1, name, size) == 0 &&
           (length == size + 1 || line[size + 1] == ' ');
}

/* The rest of a macro's line. */
static const char *rest_of(const char *line, size_t length, size_t *left)
{
    size_t at = 1;

    while (at < length && line[at] != ' ')
        at++;
    while (at < length && line[at] == ' ')
        at++;
    *left = length - at;
    return line + at;
}

static void take_tag(struct roff *roff, const struct strbuf *text)
{
    size_t blanks = text->text ? strspn(text->text, " ") : 0;

    if (!text->length || text->text[blanks] != '-')
        return;
    if (roff->tag.length)
        strbuf_string(&roff->tag, ", ");
    strbuf_string(&roff->tag, text->text + blanks);
}

/* What was gathered is complete. */
static void finish_options(struct roff *roff)
{
    if (roff->tag.length && roff->description.length)
        option_add_all(roff->tag.text, roff->tag.length, roff->description.text, roff->add,
                       roff->context);
    if (roff->description.length)
        strbuf_clear(&roff->tag);
    strbuf_clear(&roff->description);
}

static void take_description(struct roff *roff, const struct strbuf *text)
{
    size_t blanks = text->text ? strspn(text->text, " ") : 0;

    if (!roff->tag.length || text->length == blanks)
        return;
    if (roff->description.length && !strchr(".,)", text->text[blanks]))
        strbuf_putc(&roff->description, ' ');
    strbuf_string(&roff->description, text->text + blanks);
    if (roff->description.length > DESCRIPTION_LIMIT)
        finish_options(roff);
}

/* Text, or a macro that only chooses a font. */
static void take_text(struct roff *roff, const struct strbuf *text)
{
    bool option = text->length && text->text[0] == '-';

    if (roff->tag_next || (roff->paragraph && option))
        take_tag(roff, text);
    else
        take_description(roff, text);
    roff->tag_next = roff->paragraph = false;
}

static bool is_font(const char *line, size_t length)
{
    static const char *const fonts[] = {"B", "I", "BR", "BI", "RB", "IB", "IR", "RI", "SM", "SB"};

    for (size_t i = 0; i < sizeof fonts / sizeof *fonts; i++)
        if (macro_is(line, length, fonts[i]))
            return true;
    return false;
}

static void take_macro(struct roff *roff, const char *line, size_t length, struct strbuf *text)
{
    size_t left;
    const char *rest = rest_of(line, length, &left);

    if (roff->extended) {
        roff->extended = length < 3 || strncmp(line, ".Xc", 3) != 0;
        return;
    }
    bool mdoc = (length > 3 && line[3] == ' ' && islower((unsigned char)line[2])) ||
                (length == 3 && strncmp(line, ".Nm", 3) == 0);
    bool heading = macro_is(line, length, "Sh") || macro_is(line, length, "Ss");
    if (!macro_is(line, length, "TQ") && !is_font(line, length) &&
        (!mdoc || line[1] == 'I' || heading))
        finish_options(roff);
    if (macro_is(line, length, "TP") || macro_is(line, length, "TQ")) {
        roff->tag_next = true;
    } else if (macro_is(line, length, "IP")) {
        plain_text(rest, left, true, text);
        strbuf_reserve(text, 1);
        /* The last number is an indentation; it stands behind the tag and does no harm. */
        take_tag(roff, text);
    } else if (macro_is(line, length, "It")) {
        mdoc_words(roff, rest, left, text);
        take_tag(roff, text);
        roff->extended = left > 3 && strncmp(rest + left - 3, " Xo", 3) == 0;
    } else if (macro_is(line, length, "PP") || macro_is(line, length, "HP") ||
               macro_is(line, length, "P") || macro_is(line, length, "LP")) {
        roff->paragraph = true;
        strbuf_clear(&roff->tag);
    } else if (macro_is(line, length, "SH") || macro_is(line, length, "Sh")) {
        strbuf_clear(&roff->tag);
    } else if (is_font(line, length)) {
        font_macro(rest, left, line[2] != ' ' && length > 2, text);
        take_text(roff, text);
    } else if (mdoc && !heading && !macro_is(line, length, "Sm") && !roff->tag_next) {
        mdoc_words(roff, line + 1, length - 1, text);
        take_description(roff, text);
    }
}

void option_text_roff(const char *text, size_t length, option_text_add *add, void *context)
{
    struct roff roff = {.add = add, .context = context};
    struct strbuf line = {0};
    const char *end = text + length;

    while (text < end) {
        const char *newline = memchr(text, '\n', (size_t)(end - text));
        size_t size = newline ? (size_t)(newline - text) : (size_t)(end - text);
        strbuf_clear(&line);
        strbuf_reserve(&line, 1);
        if (size && (*text == '.' || *text == '\'')) {
            take_macro(&roff, text, size, &line);
        } else if (size) {
            plain_text(text, size, false, &line);
            take_text(&roff, &line);
        }
        text += size + 1;
    }
    finish_options(&roff);
    strbuf_free(&roff.name);
    strbuf_free(&roff.tag);
    strbuf_free(&roff.description);
    strbuf_free(&line);
}
