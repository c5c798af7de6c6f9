/*
 * The undo journal and scopes against a model that copies everything: random sequences of changes.
 */
#include "state_support.h"
#include "suites.h"

#include <stdlib.h>

#include "state/aliases.h"
#include "state/functions.h"

static struct program program = {.references = 1};
static struct node body;

/* Check remembers where it was at each of its own assertions, in a file: too much for millions of
 * them. */
#define REQUIRE(condition)                                                                         \
    do {                                                                                           \
        if (!(condition))                                                                          \
            ck_abort_msg("sequence %u, step %d: not so: %s", sequence, step, #condition);          \
    } while (0)

static unsigned sequence;
static int step;

enum { NAMES = 8, SCOPES = 10, LEVELS = 5, TEXT = 6000, VALUES = 6 };

static const char *const model_names[NAMES] = {"a", "b", "c", "IFS", "PATH", "f", "LC_ALL", "z"};

struct content {
    int text; /* offset in `texts`, -1: unset */
    uint8_t flags;
};

/* All plain data, so that it can be copied by assignment. */
struct model {
    struct content now[NAMES];
    bool has_function[NAMES];
    int alias[NAMES];
    struct {
        bool is_function;
        int level;
        bool saved[NAMES];
        struct content content[NAMES];
    } scopes[SCOPES];
    int scope_count;
    uint32_t options;
    int parameters[VALUES];
    int parameter_count;
};

static struct model model, copies[LEVELS];
static int level_count;
static struct scope scopes[SCOPES];
static struct journal_level levels[LEVELS];

/* Texts of the model: never freed during one sequence. */
static char *texts[100000];
static int text_count;

static int new_text(const char *text)
{
    REQUIRE(text_count < 100000);
    texts[text_count] = strdup(text);
    return text_count++;
}

static unsigned seed;
static unsigned dice(unsigned sides)
{
    seed = seed * 1103515245u + 12345u;
    return (seed >> 16) % sides;
}

static const char *some_text(void)
{
    static char text[TEXT + 1];
    static const unsigned sizes[] = {4, 30, 60, TEXT};
    unsigned kind = dice(100);
    unsigned length = dice(sizes[kind < 50 ? 0 : kind < 80 ? 1 : kind < 97 ? 2 : 3]);
    for (unsigned i = 0; i < length; i++)
        text[i] = "ab:, \n12"[dice(8)];
    text[length] = '\0';
    return text;
}

/* What `local` sees from scope s: the first content put away by a scope further in, or the present
 * one. */
static struct content seen_from(int s, int n)
{
    for (int i = s + 1; i < model.scope_count; i++)
        if (model.scopes[i].saved[n])
            return model.scopes[i].content[n];
    return model.now[n];
}

static void do_set(int n)
{
    bool readonly = model.now[n].flags & VARIABLE_READONLY, done = true;
    unsigned way = dice(4);
    char text[2 * TEXT + 64];
    const char *old = model.now[n].text < 0 ? "" : texts[model.now[n].text];

    if (way == 0) {
        int64_t number = (int64_t)dice(100000) - 50000;
        snprintf(text, sizeof text, "%lld", (long long)number);
        (void)DIAGNOSTICS_OF(done = variable_set_number(&shell, name(model_names[n]), number));
    } else if (way == 1 && strlen(old) < TEXT) {
        bool own = *old && dice(2);
        size_t from = own ? dice((unsigned)strlen(old)) : 0;
        const char *tail = own ? get(model_names[n]) + from : some_text();
        snprintf(text, sizeof text, "%s%s", old, tail);
        (void)DIAGNOSTICS_OF(done =
                                 variable_append(&shell, name(model_names[n]), tail, strlen(tail)));
    } else if (way == 2 && *old) {
        size_t from = dice((unsigned)strlen(old)), length = dice((unsigned)strlen(old + from) + 1);
        snprintf(text, sizeof text, "%.*s", (int)length, old + from);
        const char *own = get(model_names[n]);
        (void)DIAGNOSTICS_OF(done = variable_set(&shell, name(model_names[n]), own + from, length));
    } else {
        snprintf(text, sizeof text, "%s", some_text());
        (void)DIAGNOSTICS_OF(done = set(model_names[n], text));
    }
    REQUIRE((done) == (!readonly));
    if (readonly)
        return;
    model.now[n].text = new_text(text);
    if (model.options & OPTION_ALLEXPORT)
        model.now[n].flags |= VARIABLE_EXPORTED;
}

static void do_attributes(int n)
{
    uint8_t flag = dice(3) ? VARIABLE_EXPORTED : VARIABLE_READONLY;
    bool add = dice(2) && !(flag == VARIABLE_READONLY && dice(2));
    variable_attributes(&shell, name(model_names[n]), add ? flag : 0, add ? 0 : flag);
    model.now[n].flags = (uint8_t)(add ? model.now[n].flags | flag : model.now[n].flags & ~flag);
}

static void do_unset(int n)
{
    bool done = true;
    (void)DIAGNOSTICS_OF(done = variable_unset(&shell, name(model_names[n])));
    REQUIRE((done) == (!(model.now[n].flags & VARIABLE_READONLY)));
    if (done)
        model.now[n] = (struct content){-1, 0};
}

static void do_save(int n)
{
    bool function_scope = dice(2);
    int s = model.scope_count - 1;
    while (s >= 0 && function_scope && !model.scopes[s].is_function)
        s--;
    REQUIRE((scope_save(&shell, name(model_names[n]), function_scope)) == (s >= 0));
    if (s < 0 || model.scopes[s].saved[n])
        return;
    model.scopes[s].content[n] = seen_from(s, n);
    model.scopes[s].saved[n] = true;
}

static void do_push(void)
{
    if (model.scope_count == SCOPES)
        return;
    bool is_function = dice(2);
    scope_push(&shell, &scopes[model.scope_count], is_function);
    memset(&model.scopes[model.scope_count], 0, sizeof model.scopes[0]);
    model.scopes[model.scope_count].is_function = is_function;
    model.scopes[model.scope_count].level = level_count;
    model.scope_count++;
}

static bool may_pop(void)
{
    return model.scope_count && model.scopes[model.scope_count - 1].level == level_count;
}

static void do_pop(void)
{
    if (!may_pop())
        return;
    scope_pop(&shell);
    model.scope_count--;
    for (int n = 0; n < NAMES; n++)
        if (model.scopes[model.scope_count].saved[n])
            model.now[n] = model.scopes[model.scope_count].content[n];
}

static void do_enter(void)
{
    if (level_count == LEVELS)
        return;
    journal_enter(&shell, &levels[level_count]);
    copies[level_count++] = model;
}

static void do_leave(void)
{
    if (!level_count)
        return;
    while (may_pop())
        do_pop();
    journal_leave(&shell);
    model = copies[--level_count];
}

/* From now on all that was done stays; the scopes belong to this process. */
static void do_forget(void)
{
    journal_forget(&shell);
    level_count = 0;
    for (int s = 0; s < model.scope_count; s++)
        model.scopes[s].level = 0;
}

static void do_names(int n)
{
    struct name *word = name(model_names[n]);
    switch (dice(4)) {
    case 0:
        function_define(&shell, word, &body, &program);
        model.has_function[n] = true;
        break;
    case 1:
        function_unset(&shell, word);
        model.has_function[n] = false;
        break;
    case 2:
        model.alias[n] = new_text(some_text());
        alias_set(&shell, word, texts[model.alias[n]]);
        break;
    case 3:
        REQUIRE((alias_unset(&shell, word)) == (model.alias[n] >= 0));
        model.alias[n] = -1;
        break;
    }
}

static void do_parameters(void)
{
    if (dice(2) && model.parameter_count) {
        size_t n = dice((unsigned)model.parameter_count + 1);
        parameters_shift(&shell.parameters, n);
        model.parameter_count -= (int)n;
        memmove(model.parameters, model.parameters + n,
                (size_t)model.parameter_count * sizeof *model.parameters);
        return;
    }
    char *values[VALUES + 1];
    int count = (int)dice(VALUES + 1);
    for (int i = 0; i < count; i++) {
        if (i < model.parameter_count && dice(2)) {
            values[i] = shell.parameters.values[i]; /* set -- "$1" ... */
        } else {
            model.parameters[i] = new_text(some_text());
            values[i] = texts[model.parameters[i]];
        }
    }
    parameters_set(&shell.parameters, values, (size_t)count);
    model.parameter_count = count;
}

static void one_step(void)
{
    int n = (int)dice(dice(2) ? 2 : NAMES); /* few, so that much happens to each */
    unsigned kind = dice(100);

    if (kind < 35)
        do_set(n);
    else if (kind < 45)
        do_attributes(n);
    else if (kind < 52)
        do_unset(n);
    else if (kind < 66)
        do_save(n);
    else if (kind < 72)
        do_push();
    else if (kind < 77)
        do_pop();
    else if (kind < 83)
        do_enter();
    else if (kind < 88)
        do_leave();
    else if (kind < 93)
        do_names(n);
    else if (kind < 97)
        do_parameters();
    else if (kind < 99)
        shell.options = model.options = dice(2) ? OPTION_ALLEXPORT : 0;
    else if (dice(20) == 0)
        do_forget();
}

static void compare(void)
{
    const char *ifs = model.now[3].text < 0 ? " \t\n" : texts[model.now[3].text];

    for (int n = 0; n < NAMES; n++) {
        const char *want = model.now[n].text < 0 ? NULL : texts[model.now[n].text];
        size_t length = 0;
        const char *is = dice(4) ? variable_get(&shell, name(model_names[n]), &length) : want;
        if (is && is != want)
            REQUIRE((length) == (strlen(is)));
        REQUIRE((!want && !is) || (want && is && strcmp(want, is) == 0));
        REQUIRE(flags(model_names[n]) == model.now[n].flags);
        REQUIRE((name(model_names[n])->function != NULL) == (model.has_function[n]));
        const struct alias *alias = name(model_names[n])->alias;
        REQUIRE((alias != NULL) == (model.alias[n] >= 0));
        if (alias)
            REQUIRE(strcmp(alias->text, texts[model.alias[n]]) == 0);
    }
    REQUIRE((shell.options) == (model.options));
    for (const char *c = "ab:, \n\t1"; *c; c++)
        REQUIRE((shell.variables.ifs_class[(unsigned char)*c] != 0) == (strchr(ifs, *c) != NULL));
    REQUIRE((shell.parameters.count) == ((unsigned)model.parameter_count));
    for (int i = 0; i < model.parameter_count; i++)
        REQUIRE(strcmp(shell.parameters.values[i], texts[model.parameters[i]]) == 0);
    REQUIRE(!shell.parameters.values[model.parameter_count]);
}

static void compare_environment(void)
{
    for (int n = 0; n < NAMES; n++) {
        const char *is = exported(model_names[n]);
        bool wanted = model.now[n].text >= 0 && model.now[n].flags & VARIABLE_EXPORTED;
        REQUIRE((is != NULL) == (wanted));
        if (wanted)
            REQUIRE(strcmp(is, texts[model.now[n].text]) == 0);
    }
}

static void run_sequence(unsigned number)
{
    static char a[] = "a=imported value of a", b[] = "b=", path[] = "PATH=/bin";
    static char *environment[] = {a, b, path, NULL};

    seed = sequence = number;
    level_count = text_count = 0;
    memset(&model, 0, sizeof model);
    start_with(environment);
    for (int n = 0; n < NAMES; n++) {
        const char *text = get(model_names[n]);
        model.now[n] = (struct content){text ? new_text(text) : -1, flags(model_names[n])};
        model.alias[n] = -1;
    }
    for (step = 0; step < 300; step++) {
        one_step();
        compare();
        if (dice(5) == 0)
            compare_environment();
    }
    while (level_count)
        do_leave();
    compare();
    while (model.scope_count)
        do_pop();
    compare();
    compare_environment();
    finish();
    for (int i = 0; i < text_count; i++)
        free(texts[i]);
    REQUIRE((program.references) == (1));
    REQUIRE(strcmp(a, "a=imported value of a") == 0);
}

START_TEST(like_the_model)
{
    const char *wanted = getenv("PIPIT_UNIT_SEQUENCES");
    unsigned count = wanted ? (unsigned)atoi(wanted) : 1000;
    for (unsigned number = 1; number <= count; number++)
        run_sequence(number);
}
END_TEST

Suite *state_model_suite(void)
{
    Suite *suite = suite_create("state_model");
    TCase *random = tcase_create("random");
    tcase_set_timeout(random, 600);
    tcase_add_test(random, like_the_model);
    suite_add_tcase(suite, random);
    return suite;
}
