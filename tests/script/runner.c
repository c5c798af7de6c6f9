/*
 * Runs the cases of *.test files against a shell and compares what comes out.  The format of the
 * files is described in tests/script/README.
 *
 *     runner [-v] [-o] [-j JOBS] [-k TITLE] [-t SECONDS] SHELL FILE...
 *
 * Every case has a session and a folder of its own, and writes to files.  So nothing that a case
 * does can keep the runner waiting: when its first process has ended, or its time is up, or it
 * has written too much, the whole session is killed.
 */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    MAX_JOBS = 64,
    MAX_OUTPUT = 64 << 20,   /* a case that writes more is stopped */
    MAX_COMPARED = 16 << 20, /* of this much at most is a difference looked for */
    MAX_DIFF_LINES = 500,    /* longer texts are not aligned, only compared */
    MAX_SHOWN_LINES = 60,    /* of one difference */
    MAX_SHOWN_COLUMNS = 400, /* of one line */
    TICK_MILLISECONDS = 100, /* how often time and output of running cases are looked at */
    MAX_KILL_ROUNDS = 50,    /* until a session that keeps forking is given up */
    SKIP_CHECK_SECONDS = 60, /* for the command of a skip-unless */
    EXIT_NOT_STARTED = 125,  /* of a child that could not even start the shell */
};

/* Bytes that grow; always followed by a NUL that is not counted. */
struct text {
    char *bytes;
    size_t length;
    size_t room;
};

/* How an expected text is compared. */
enum match {
    MATCH_EXACT,
    MATCH_LINES, /* each line is a pattern */
    MATCH_SOMETHING,
    MATCH_ANYTHING,
};

struct expected {
    struct text text;
    enum match match;
};

struct words {
    char **word; /* NULL at the end once anything was added */
    size_t count;
};

/* One case; belongs to its file's list and lives until the runner ends. */
struct test_case {
    const char *file;
    int line;
    char *title;
    struct text script;
    struct text in;
    struct expected out;
    struct expected err;
    int status;
    bool has_args;
    struct words args;
    struct words env;
    char *skip_unless;
    unsigned seen; /* a bit for each section that may come only once */
};

/* A case that is running; `pid` is 0 in a free slot. */
struct slot {
    pid_t pid;
    struct test_case *test;
    char *folder; /* holds work/ (its cwd), tmp/, in, out and err */
    struct timespec deadline;
    const char *stopped; /* why the runner killed it, or NULL */
};

static struct {
    bool verbose;
    bool output_only; /* do not compare standard error */
    int jobs;
    int seconds;
    const char *title;
    char *shell; /* absolute */
    char *shell_name;
    char *folder; /* the temporary folder of this run */
    char *path;   /* PATH of the cases */
} settings = {.jobs = 2, .seconds = 60};

static struct test_case **cases;
static size_t case_count;
static struct slot slots[MAX_JOBS];
static int passed, failed, skipped;
static volatile sig_atomic_t stop_signal;

/* Small helpers. */

static void die(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));
static char *print_to_string(const char *format, ...) __attribute__((format(printf, 1, 2)));
static void clean_up(void);

static void die(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fflush(stdout);
    fputs("runner: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    clean_up();
    exit(2);
}

static void *grow(void *memory, size_t size)
{
    memory = realloc(memory, size ? size : 1);
    if (!memory) {
        fputs("runner: out of memory\n", stderr);
        exit(2);
    }
    return memory;
}

static char *copy_bytes(const char *bytes, size_t length)
{
    char *copy = grow(NULL, length + 1);
    memcpy(copy, bytes, length);
    copy[length] = '\0';
    return copy;
}

static char *print_to_string(const char *format, ...)
{
    va_list arguments;
    char *string;
    va_start(arguments, format);
    if (vasprintf(&string, format, arguments) < 0)
        die("out of memory");
    va_end(arguments);
    return string;
}

static void text_add(struct text *text, const char *bytes, size_t length)
{
    if (text->length + length + 1 > text->room) {
        text->room = (text->length + length + 1) * 2;
        text->bytes = grow(text->bytes, text->room);
    }
    if (length)
        memcpy(text->bytes + text->length, bytes, length);
    text->length += length;
    text->bytes[text->length] = '\0';
}

static void words_add(struct words *words, char *word)
{
    words->word = grow(words->word, (words->count + 2) * sizeof *words->word);
    words->word[words->count++] = word;
    words->word[words->count] = NULL;
}

/* At most `limit` bytes of the file; false if it cannot be read. */
static bool read_file(const char *path, size_t limit, struct text *text)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    text_add(text, "", 0);
    char block[65536];
    ssize_t count;
    while (text->length < limit && (count = read(fd, block, sizeof block)) != 0) {
        if (count < 0) {
            if (errno == EINTR)
                continue;
            close(fd);
            return false;
        }
        text_add(text, block, (size_t)count);
    }
    close(fd);
    return true;
}

static void write_file(const char *path, const struct text *text, mode_t mode)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (fd < 0)
        die("%s: %s", path, strerror(errno));
    for (size_t done = 0; done < text->length;) {
        ssize_t count = write(fd, text->bytes + done, text->length - done);
        if (count < 0 && errno != EINTR)
            die("%s: %s", path, strerror(errno));
        if (count > 0)
            done += (size_t)count;
    }
    close(fd);
}

/* Removes what is in the open folder `fd`, which it closes.  Returns false when something stays,
 * e.g. a tree too deep for our descriptors. */
static bool empty_folder(int fd, int depth)
{
    bool ok = true;
    fchmod(fd, 0700);
    DIR *folder = fdopendir(fd);
    if (!folder) {
        close(fd);
        return false;
    }
    struct dirent *entry;
    while ((entry = readdir(folder))) {
        const char *name = entry->d_name;
        if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0 || unlinkat(fd, name, 0) == 0)
            continue;
        fchmodat(fd, name, 0700, 0);
        int inner = openat(fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (inner < 0 || depth == 0) {
            if (inner >= 0)
                close(inner);
            ok = false;
            continue;
        }
        ok = empty_folder(inner, depth - 1) && ok;
        ok = unlinkat(fd, name, AT_REMOVEDIR) == 0 && ok;
    }
    closedir(folder);
    return ok;
}

static void remove_folder(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd >= 0 && empty_folder(fd, 100) && rmdir(path) == 0)
        return;
    pid_t pid = fork();
    if (pid == 0) {
        execl("/bin/rm", "rm", "-rf", "--", path, (char *)NULL);
        _exit(127);
    }
    if (pid > 0)
        while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
            ;
}

static struct timespec now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time;
}

static bool is_past(struct timespec time)
{
    struct timespec t = now();
    return t.tv_sec > time.tv_sec || (t.tv_sec == time.tv_sec && t.tv_nsec >= time.tv_nsec);
}

/* Reading the case files. */

enum section {
    SECTION_SCRIPT,
    SECTION_IN,
    SECTION_OUT,
    SECTION_ERR,
    SECTION_STATUS,
    SECTION_ARGS,
    SECTION_ENV,
    SECTION_SKIP_UNLESS,
    SECTION_NONE, /* before the first case */
};

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

/* Adds the file's cases to the list.  A file that is wrong counts as one failure. */
static void read_cases(const char *path)
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
    if (p.failed) {
        failed++;
    } else if (case_count == count_before) {
        printf("%s: no cases\n", path);
        failed++;
    }
}

/* Showing differences. */

struct line {
    const char *start;
    size_t length;
    bool newline;
};

static struct line *split_lines(const struct text *text, size_t *count)
{
    struct line *lines = NULL;
    size_t n = 0, room = 0;
    for (size_t at = 0; at < text->length;) {
        const char *start = text->bytes + at;
        const char *newline = memchr(start, '\n', text->length - at);
        size_t length = newline ? (size_t)(newline - start) : text->length - at;
        if (n == room) {
            room = room * 2 + 64;
            lines = grow(lines, room * sizeof *lines);
        }
        lines[n++] = (struct line){start, length, newline};
        at += length + (newline != NULL);
    }
    *count = n;
    return lines;
}

static bool line_matches(struct line expected, struct line actual, enum match match)
{
    if (match == MATCH_LINES) {
        char *pattern = copy_bytes(expected.start, expected.length);
        char *string = copy_bytes(actual.start, actual.length);
        bool same = fnmatch(pattern, string, 0) == 0 && !memchr(string, '\0', actual.length);
        free(pattern);
        free(string);
        return same;
    }
    return expected.newline == actual.newline && expected.length == actual.length &&
           memcmp(expected.start, actual.start, expected.length) == 0;
}

static void show_line(FILE *report, char mark, struct line line)
{
    fprintf(report, "    %c ", mark);
    for (size_t i = 0; i < line.length; i++) {
        if (i == MAX_SHOWN_COLUMNS) {
            fprintf(report, "... (%zu bytes)", line.length);
            break;
        }
        unsigned char c = (unsigned char)line.start[i];
        if (c == '\t')
            fputs("\\t", report);
        else if (c < ' ' || c == 0x7f)
            fprintf(report, "\\x%02x", c);
        else
            fputc(c, report); /* UTF-8 stays readable */
    }
    fputs(line.newline ? "\n" : " (no newline at the end)\n", report);
}

/* A longest common subsequence, walked from the front: `-` expected, `+` actual. */
static void show_aligned(FILE *report, struct line *e, size_t e_count, struct line *a,
                         size_t a_count, enum match match)
{
    size_t width = a_count + 1;
    unsigned *common = grow(NULL, (e_count + 1) * width * sizeof *common);
    bool *same = grow(NULL, (e_count + 1) * width * sizeof *same);
    for (size_t i = e_count + 1; i-- > 0;) {
        for (size_t j = a_count + 1; j-- > 0;) {
            unsigned *cell = &common[i * width + j];
            *cell = 0;
            if (i == e_count || j == a_count)
                continue;
            same[i * width + j] = line_matches(e[i], a[j], match);
            unsigned down = common[(i + 1) * width + j], right = common[i * width + j + 1];
            if (same[i * width + j])
                *cell = common[(i + 1) * width + j + 1] + 1;
            else
                *cell = down > right ? down : right;
        }
    }
    size_t i = 0, j = 0;
    for (int shown = 0; i < e_count || j < a_count; shown++) {
        if (shown == MAX_SHOWN_LINES) {
            fputs("    ...\n", report);
            break;
        }
        if (i < e_count && j < a_count && same[i * width + j]) {
            show_line(report, ' ', a[j]);
            i++, j++;
        } else if (i < e_count &&
                   (j == a_count || common[(i + 1) * width + j] >= common[i * width + j + 1])) {
            show_line(report, '-', e[i++]);
        } else {
            show_line(report, '+', a[j++]);
        }
    }
    free(common);
    free(same);
}

static void show_first_difference(FILE *report, struct line *e, size_t e_count, struct line *a,
                                  size_t a_count, enum match match)
{
    size_t i = 0;
    while (i < e_count && i < a_count && line_matches(e[i], a[i], match))
        i++;
    fprintf(report, "    (%zu lines expected, %zu came; from line %zu)\n", e_count, a_count, i + 1);
    for (size_t k = i; k < e_count && k < i + 5; k++)
        show_line(report, '-', e[k]);
    for (size_t k = i; k < a_count && k < i + 5; k++)
        show_line(report, '+', a[k]);
}

/* True if the actual text is as expected; else shows where it differs. */
static bool compare(FILE *report, const char *name, const struct expected *expected,
                    const struct text *actual)
{
    if (expected->match == MATCH_ANYTHING ||
        (expected->match == MATCH_SOMETHING && actual->length > 0))
        return true;
    if (expected->match == MATCH_SOMETHING) {
        fprintf(report, "  %s: nothing came, something was expected\n", name);
        return false;
    }
    if (expected->match == MATCH_EXACT && expected->text.length == actual->length &&
        memcmp(expected->text.bytes, actual->bytes, actual->length) == 0)
        return true;

    size_t e_count, a_count;
    struct line *e = split_lines(&expected->text, &e_count);
    struct line *a = split_lines(actual, &a_count);
    bool same = expected->match == MATCH_LINES && e_count == a_count;
    for (size_t i = 0; same && i < e_count; i++)
        same = line_matches(e[i], a[i], MATCH_LINES);
    if (!same) {
        fprintf(report, "  %s: - expected%s, + came\n", name,
                expected->match == MATCH_LINES ? " (patterns)" : "");
        if (e_count <= MAX_DIFF_LINES && a_count <= MAX_DIFF_LINES)
            show_aligned(report, e, e_count, a, a_count, expected->match);
        else
            show_first_difference(report, e, e_count, a, a_count, expected->match);
    }
    free(e);
    free(a);
    return same;
}

/* Running. */

/* Up to size - 1 bytes of a file in /proc, with a NUL after them. */
static size_t read_proc(pid_t pid, const char *file, char *buffer, size_t size)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%ld/%s", (long)pid, file);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t count = fd < 0 ? 0 : read(fd, buffer, size - 1);
    if (fd >= 0)
        close(fd);
    buffer[count > 0 ? count : 0] = '\0';
    return count > 0 ? (size_t)count : 0;
}

static bool has_environment(pid_t pid, const char *entry)
{
    static char environment[65536];
    size_t length = read_proc(pid, "environ", environment, sizeof environment);
    for (size_t at = 0; at < length; at += strlen(environment + at) + 1)
        if (strcmp(environment + at, entry) == 0)
            return true;
    return false;
}

/* Kills what is alive in the session, in whatever process group, and what has left the session:
 * orphans, which come to us, with the case's TMPDIR.  With session 0: all our children.  Returns
 * how many were killed. */
static int kill_session_once(pid_t session, const char *tmpdir)
{
    int killed = 0;
    DIR *proc = opendir("/proc");
    struct dirent *entry;
    while (proc && (entry = readdir(proc))) {
        pid_t pid = (pid_t)atoi(entry->d_name);
        if (pid <= 0 || pid == session)
            continue;
        char stat[512], state;
        long parent, of_session;
        read_proc(pid, "stat", stat, sizeof stat);
        char *after_name = strrchr(stat, ')');
        if (!after_name ||
            sscanf(after_name, ") %c %ld %*d %ld", &state, &parent, &of_session) != 3 ||
            state == 'Z' || state == 'X')
            continue;
        bool ours = parent == getpid();
        if (session == 0 ? ours : of_session == session || (ours && has_environment(pid, tmpdir)))
            killed += kill(pid, SIGKILL) == 0;
    }
    if (proc)
        closedir(proc);
    return killed;
}

/* The leader may be alive or a zombie, but not yet reaped: so the number is still its own. */
static void kill_session(pid_t leader, const char *folder)
{
    char *tmpdir = print_to_string("TMPDIR=%s/tmp", folder);
    struct timespec pause = {.tv_nsec = 1000000};
    if (leader > 0) {
        kill(leader, SIGKILL);
        kill(-leader, SIGKILL);
    }
    for (int round = 0; round < MAX_KILL_ROUNDS && kill_session_once(leader, tmpdir) > 0; round++)
        nanosleep(&pause, NULL);
    free(tmpdir);
}

static void clean_up(void)
{
    for (int i = 0; i < MAX_JOBS; i++)
        if (slots[i].pid > 0)
            kill_session(slots[i].pid, slots[i].folder);
    if (!settings.folder)
        return;
    kill_session(0, settings.folder);
    remove_folder(settings.folder);
    settings.folder = NULL;
}

static char **case_environment(const struct test_case *test, const char *folder)
{
    struct words env = {0};
    words_add(&env, print_to_string("PATH=%s", settings.path));
    words_add(&env, print_to_string("HOME=%s/work", folder));
    words_add(&env, print_to_string("TMPDIR=%s/tmp", folder));
    words_add(&env, print_to_string("PIPIT=%s", settings.shell));
    words_add(&env, copy_bytes("LC_ALL=C", 8));
    for (size_t i = 0; i < test->env.count; i++) {
        const char *entry = test->env.word[i];
        size_t name = strcspn(entry, "=");
        size_t kept = 0;
        for (size_t k = 0; k < env.count; k++)
            if (strncmp(env.word[k], entry, name) != 0 || env.word[k][name] != '=')
                env.word[kept++] = env.word[k];
        env.count = kept;
        env.word[kept] = NULL;
        if (entry[name]) /* without `=`: the variable is not there */
            words_add(&env, copy_bytes(entry, strlen(entry)));
    }
    return env.word;
}

/* In the child: makes it a session of its own with plain signals and nothing of ours. */
static void become_session(const char *in, const char *out, const char *err)
{
    setsid();
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (int sig = 1; sig < NSIG; sig++)
        signal(sig, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    umask(022);
    struct rlimit core;
    if (getrlimit(RLIMIT_CORE, &core) == 0) {
        core.rlim_cur = 0;
        setrlimit(RLIMIT_CORE, &core);
    }
    const char *paths[3] = {in, out, err};
    for (int fd = 0; fd < 3; fd++) {
        int opened = open(paths[fd], fd == 0 ? O_RDONLY : O_WRONLY | O_CREAT | O_APPEND, 0644);
        if (opened < 0)
            _exit(EXIT_NOT_STARTED);
        if (opened != fd) {
            dup2(opened, fd);
            close(opened);
        }
    }
    for (int fd = 3; fd < 256; fd++)
        close(fd);
}

static pid_t start_shell(const struct test_case *test, const char *folder)
{
    char *in = test->seen & 1u << SECTION_IN ? print_to_string("%s/in", folder)
                                             : copy_bytes("/dev/null", 9);
    char *out = print_to_string("%s/out", folder);
    char *err = print_to_string("%s/err", folder);
    char *work = print_to_string("%s/work", folder);
    char **env = case_environment(test, folder);
    struct words argv = {0};
    words_add(&argv, settings.shell_name);
    if (!test->has_args)
        words_add(&argv, (char *)"script.sh");
    for (size_t i = 0; i < test->args.count; i++)
        words_add(&argv, test->args.word[i]);

    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        if (chdir(work) != 0)
            _exit(EXIT_NOT_STARTED);
        close(0);
        close(1);
        close(2);
        become_session(in, out, err);
        execve(settings.shell, argv.word, env);
        dprintf(2, "runner: %s: %s\n", settings.shell, strerror(errno));
        _exit(EXIT_NOT_STARTED);
    }
    if (pid < 0)
        die("fork: %s", strerror(errno));
    for (size_t i = 0; env[i]; i++)
        free(env[i]);
    free(env);
    free(argv.word);
    free(in);
    free(out);
    free(err);
    free(work);
    return pid;
}

/* Runs the command of a skip-unless in the case's folder, with the runner's own environment. */
static bool should_skip(const struct test_case *test, const char *folder)
{
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        if (chdir(folder) != 0)
            _exit(1);
        setenv("PIPIT", settings.shell, 1);
        close(0);
        close(1);
        close(2);
        become_session("/dev/null", "/dev/null", "/dev/null");
        alarm(SKIP_CHECK_SECONDS);
        execl("/bin/sh", "sh", "-c", test->skip_unless, (char *)NULL);
        _exit(127);
    }
    if (pid < 0)
        die("fork: %s", strerror(errno));
    siginfo_t info;
    while (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT) < 0 && errno == EINTR)
        ;
    kill_session(pid, folder);
    int status = 1;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    return status != 0;
}

static void start_case(struct slot *slot, struct test_case *test, size_t number)
{
    char *folder = print_to_string("%s/%zu", settings.folder, number);
    char *work = print_to_string("%s/work", folder);
    char *tmp = print_to_string("%s/tmp", folder);
    char *in = print_to_string("%s/in", folder);
    char *script = print_to_string("%s/script.sh", work);
    if (mkdir(folder, 0755) != 0 || mkdir(work, 0755) != 0 || mkdir(tmp, 0755) != 0)
        die("%s: %s", folder, strerror(errno));
    if (test->skip_unless && should_skip(test, folder)) {
        printf("skip %s:%d: %s (%s)\n", test->file, test->line, test->title, test->skip_unless);
        skipped++;
        remove_folder(folder);
        free(folder);
    } else {
        write_file(script, &test->script, 0755);
        write_file(in, &test->in, 0644);
        *slot = (struct slot){.test = test, .folder = folder, .deadline = now()};
        slot->deadline.tv_sec += settings.seconds;
        slot->pid = start_shell(test, folder);
    }
    free(work);
    free(tmp);
    free(in);
    free(script);
}

/* A shell that a signal killed has the status that a shell would show for it. */
static int status_number(int wait_status)
{
    return WIFSIGNALED(wait_status) ? 128 + WTERMSIG(wait_status) : WEXITSTATUS(wait_status);
}

static void finish_case(struct slot *slot, int wait_status)
{
    struct test_case *test = slot->test;
    struct text out = {0}, err = {0};
    char *out_path = print_to_string("%s/out", slot->folder);
    char *err_path = print_to_string("%s/err", slot->folder);
    text_add(&out, "", 0);
    text_add(&err, "", 0);
    read_file(out_path, MAX_COMPARED, &out);
    read_file(err_path, MAX_COMPARED, &err);

    /* The heading comes before the differences, but only if there are any. */
    char *buffer = NULL;
    size_t size = 0;
    FILE *report = open_memstream(&buffer, &size);
    if (!report)
        die("out of memory");
    bool ok = compare(report, "out", &test->out, &out);
    if (status_number(wait_status) != test->status) {
        fprintf(report, "  status: %d expected, %d came", test->status, status_number(wait_status));
        if (WIFSIGNALED(wait_status))
            fprintf(report, " (%s)", strsignal(WTERMSIG(wait_status)));
        fputc('\n', report);
        ok = false;
    }
    if (slot->stopped) {
        fprintf(report, "  stopped: %s\n", slot->stopped);
        ok = false;
    }
    /* With -o it is worth seeing, but only where something else is wrong. */
    if (!(settings.output_only && ok))
        ok = compare(report, "err", &test->err, &err) && ok;
    fclose(report);

    if (ok) {
        passed++;
        if (settings.verbose)
            printf("ok   %s:%d: %s\n", test->file, test->line, test->title);
    } else {
        failed++;
        printf("FAIL %s:%d: %s\n", test->file, test->line, test->title);
        fwrite(buffer, 1, size, stdout);
    }
    fflush(stdout);
    free(buffer);
    free(out_path);
    free(err_path);
    free(out.bytes);
    free(err.bytes);
    remove_folder(slot->folder);
    free(slot->folder);
    *slot = (struct slot){0};
}

/* Takes in every child that has ended: cases, and orphans that came to us as their subreaper. */
static void reap(void)
{
    siginfo_t info;
    for (;;) {
        info.si_pid = 0;
        if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) < 0 || info.si_pid == 0)
            return;
        struct slot *slot = NULL;
        for (int i = 0; i < settings.jobs; i++)
            if (slots[i].pid == info.si_pid)
                slot = &slots[i];
        if (slot)
            kill_session(info.si_pid, slot->folder);
        int status = 0;
        waitpid(info.si_pid, &status, 0);
        if (slot)
            finish_case(slot, status);
    }
}

static bool wrote_too_much(const struct slot *slot)
{
    static const char *const names[] = {"out", "err"};
    for (int i = 0; i < 2; i++) {
        char path[PATH_MAX];
        struct stat file;
        snprintf(path, sizeof path, "%s/%s", slot->folder, names[i]);
        if (stat(path, &file) == 0 && file.st_size > MAX_OUTPUT)
            return true;
    }
    return false;
}

static void check_limits(void)
{
    for (int i = 0; i < settings.jobs; i++) {
        struct slot *slot = &slots[i];
        if (slot->pid == 0 || slot->stopped)
            continue;
        if (is_past(slot->deadline))
            slot->stopped = "it took too long";
        else if (wrote_too_much(slot))
            slot->stopped = "it wrote too much";
        if (slot->stopped)
            kill_session(slot->pid, slot->folder);
    }
}

static void note_signal(int sig)
{
    stop_signal = sig;
}

static struct slot *free_slot(void)
{
    for (int i = 0; i < settings.jobs; i++)
        if (slots[i].pid == 0)
            return &slots[i];
    return NULL;
}

static bool any_running(void)
{
    for (int i = 0; i < settings.jobs; i++)
        if (slots[i].pid != 0)
            return true;
    return false;
}

static bool chosen(const struct test_case *test)
{
    return !settings.title || strstr(test->title, settings.title);
}

static void run_cases(void)
{
    sigset_t child;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    sigprocmask(SIG_BLOCK, &child, NULL);
    struct timespec tick = {.tv_nsec = TICK_MILLISECONDS * 1000000L};

    size_t next = 0;
    while (!stop_signal) {
        struct slot *slot;
        while (next < case_count && !chosen(cases[next]))
            next++;
        if (next < case_count && (slot = free_slot())) {
            start_case(slot, cases[next], next);
            next++;
            continue;
        }
        if (!any_running())
            break;
        reap();
        if (any_running() && (next == case_count || !free_slot()))
            sigtimedwait(&child, NULL, &tick);
        check_limits();
    }
}

static void find_shell(const char *shell)
{
    settings.shell = realpath(shell, NULL);
    if (!settings.shell || access(settings.shell, X_OK) != 0)
        die("%s: %s", shell, strerror(errno));
    /* Keep the name that we were given: a link may say how the shell is to behave. */
    const char *slash = strrchr(shell, '/');
    settings.shell_name = copy_bytes(slash ? slash + 1 : shell, strlen(slash ? slash + 1 : shell));
}

static void make_folder(void)
{
    const char *parent = getenv("TMPDIR");
    if (!parent || !*parent)
        parent = "/tmp";
    char *template = print_to_string("%s/pipit-test.XXXXXX", parent);
    if (!mkdtemp(template))
        die("%s: %s", template, strerror(errno));
    settings.folder = realpath(template, NULL);
    free(template);
    if (!settings.folder || chmod(settings.folder, 0755) != 0)
        die("temporary folder: %s", strerror(errno));

    char *bin = print_to_string("%s/bin", settings.folder);
    char *link = print_to_string("%s/pipit", bin);
    if (mkdir(bin, 0755) != 0 || symlink(settings.shell, link) != 0)
        die("%s: %s", link, strerror(errno));
    settings.path =
        print_to_string("%s:/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin", bin);
    free(bin);
    free(link);
}

static int number_option(char letter, const char *value, int maximum)
{
    char *end;
    long number = strtol(value, &end, 10);
    if (!*value || *end || number < 1 || number > maximum)
        die("-%c takes a number from 1 to %d", letter, maximum);
    return (int)number;
}

int main(int argc, char **argv)
{
    int option;
    while ((option = getopt(argc, argv, "voj:k:t:")) != -1) {
        switch (option) {
        case 'v':
            settings.verbose = true;
            break;
        case 'o':
            settings.output_only = true;
            break;
        case 'j':
            settings.jobs = number_option('j', optarg, MAX_JOBS);
            break;
        case 'k':
            settings.title = optarg;
            break;
        case 't':
            settings.seconds = number_option('t', optarg, 100000);
            break;
        default:
            fputs("usage: runner [-v] [-o] [-j JOBS] [-k TITLE] [-t SECONDS] SHELL FILE...\n",
                  stderr);
            return 2;
        }
    }
    if (argc - optind < 2)
        die("a shell and at least one file are needed");

    find_shell(argv[optind]);
    for (int i = optind + 1; i < argc; i++)
        read_cases(argv[i]);

    struct sigaction action = {.sa_handler = note_signal};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    make_folder();
    run_cases();
    clean_up();
    if (stop_signal) {
        fflush(stdout);
        signal(stop_signal, SIG_DFL);
        raise(stop_signal);
    }
    printf("%d passed, %d failed, %d skipped\n", passed, failed, skipped);
    return failed != 0;
}
