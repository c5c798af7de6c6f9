/*
 * The undo journal: what is done in a subshell without a process of its own leaves no trace. At the
 * end a random test against a model that copies everything.
 */
#include "state_support.h"
#include "suites.h"

#include <stdlib.h>
#include <unistd.h>

#include "state/aliases.h"
#include "state/functions.h"
#include "state/ifs.h"

static struct program program = {.references = 1};
static struct node body;

START_TEST(everything_comes_back)
{
    struct journal_level level;
    char *values[] = {"a", "b", "c", NULL};
    struct name *new_alias = name("new_alias"), *alias = name("alias");
    struct name *function = name("function"), *other = name("other");
    parameters_set(&shell.parameters, values, 3);
    set("a", "1");
    set("b", "1");
    variable_attributes(&shell, name("b"), VARIABLE_EXPORTED, 0);
    alias_set(&shell, alias, "text");
    function_define(&shell, function, &body, &program);
    struct function *defined = function->function;
    shell.options = OPTION_ERREXIT;
    shell.last_async = 77;
    shell.loop_depth = 2;

    journal_enter(&shell, &level);
    set("a", "2");
    set("a", "3");
    variable_unset(&shell, name("b"));
    set("c", "4");
    variable_attributes(&shell, name("c"), VARIABLE_READONLY | VARIABLE_EXPORTED, 0);
    variable_attributes(&shell, name("d"), VARIABLE_EXPORTED, 0);
    set("IFS", ":");
    ck_assert_str_eq(exported("c"), "4");
    alias_set(&shell, alias, "other");
    alias_set(&shell, alias, "third");
    alias_set(&shell, new_alias, "x");
    function_define(&shell, function, &body, &program);
    function_unset(&shell, function);
    function_define(&shell, other, &body, &program);
    parameters_shift(&shell.parameters, 1);
    parameters_set(&shell.parameters, shell.parameters.values, shell.parameters.count);
    ck_assert_str_eq(shell.parameters.values[0], "b");
    shell.options = OPTION_NOGLOB;
    shell.last_async = 78;
    shell.loop_depth = 0;
    shell.status = 5;
    journal_leave(&shell);

    ck_assert_str_eq(get("a"), "1");
    ck_assert_str_eq(get("b"), "1");
    ck_assert_str_eq(exported("b"), "1");
    ck_assert_ptr_null(get("c"));
    ck_assert_uint_eq(flags("c"), 0);
    ck_assert_uint_eq(flags("d"), 0);
    ck_assert_ptr_null(exported("c"));
    ck_assert_str_eq(get("IFS"), " \t\n");
    ck_assert_uint_eq(shell.variables.ifs_class[':'], IFS_NONE);
    ck_assert_str_eq(alias->alias->text, "text");
    ck_assert_ptr_null(new_alias->alias);
    ck_assert_ptr_eq(function->function, defined);
    ck_assert_uint_eq(defined->references, 1);
    ck_assert_ptr_null(other->function);
    ck_assert_uint_eq(program.references, 2);
    ck_assert_uint_eq(shell.parameters.count, 3);
    ck_assert_str_eq(shell.parameters.values[0], "a");
    ck_assert_uint_eq(shell.options, OPTION_ERREXIT);
    ck_assert_int_eq(shell.last_async, 77);
    ck_assert_uint_eq(shell.loop_depth, 2);
    ck_assert_int_eq(shell.status, 5); /* $? is the subshell's */
    ck_assert_uint_eq(shell.journal.number, 0);
    ck_assert_uint_eq(shell.journal.last_number, 0);
}
END_TEST

/* f() { local a=1; ( local b=2; a=3; unset x; readonly r=1; g; ); } with X=1 before f. */
START_TEST(subshell_inside_a_function)
{
    struct scope command, function, inner;
    struct journal_level level;
    set("x", "x0");
    set("b", "b0");
    scope_push(&shell, &function, true);
    scope_save(&shell, name("a"), true);
    set("a", "1");
    scope_push(&shell, &command, false); /* the function's scope is not the innermost */
    scope_save(&shell, name("X"), false);
    set("X", "1");

    journal_enter(&shell, &level);
    ck_assert(scope_save(&shell, name("b"), true));
    set("b", "a long local value that does not fit into the variable");
    ck_assert(scope_save(&shell, name("X"), true)); /* beneath the command's */
    set("X", "2");
    set("a", "3");
    variable_unset(&shell, name("x"));
    set("r", "1");
    variable_attributes(&shell, name("r"), VARIABLE_READONLY, 0);
    scope_push(&shell, &inner, true); /* g */
    scope_save(&shell, name("b"), true);
    scope_save(&shell, name("x"), true);
    set("b", "g's");
    set("x", "g's");
    scope_pop(&shell);
    ck_assert_str_eq(get("b"), "a long local value that does not fit into the variable");
    ck_assert_ptr_null(get("x"));
    journal_leave(&shell);

    ck_assert_str_eq(get("a"), "1");
    ck_assert_str_eq(get("b"), "b0");
    ck_assert_str_eq(get("x"), "x0");
    ck_assert_str_eq(get("X"), "1");
    ck_assert_ptr_null(get("r"));
    ck_assert(set("r", "2"));
    scope_pop(&shell);
    ck_assert_ptr_null(get("X"));
    set("b", "global"); /* it was never made local as far as this process can tell */
    scope_pop(&shell);
    ck_assert_str_eq(get("b"), "global");
    ck_assert_ptr_null(get("a"));
}
END_TEST

START_TEST(nested_levels)
{
    struct journal_level outer, inner;
    set("x", "0");
    journal_enter(&shell, &outer);
    journal_enter(&shell, &inner);
    set("x", "2");
    journal_leave(&shell);
    ck_assert_str_eq(get("x"), "0");
    set("x", "1");
    journal_enter(&shell, &inner);
    set("x", "2");
    variable_append(&shell, name("x"), "2", 1);
    ck_assert_str_eq(get("x"), "22");
    journal_leave(&shell);
    ck_assert_str_eq(get("x"), "1");
    journal_leave(&shell);
    ck_assert_str_eq(get("x"), "0");
}
END_TEST

START_TEST(large_values_are_borrowed)
{
    size_t size = 1 << 20;
    char *large = malloc(size);
    struct journal_level level;
    memset(large, 'a', size);
    variable_set(&shell, name("big"), large, size);
    const char *text = get("big");
    journal_enter(&shell, &level);
    variable_attributes(&shell, name("big"), VARIABLE_EXPORTED, 0);
    ck_assert_ptr_eq(get("big"), text);
    variable_append(&shell, name("big"), "b", 1);
    variable_set(&shell, name("big"), get("big") + size, 1);
    ck_assert_str_eq(get("big"), "b");
    journal_leave(&shell);
    ck_assert_ptr_eq(get("big"), text);
    free(large);
}
END_TEST

/* Redefining over and over in one subshell records once. */
START_TEST(records_do_not_pile_up)
{
    struct journal_level level;
    struct name *function = name("f"), *alias = name("a");
    journal_enter(&shell, &level);
    for (int i = 0; i < 1000; i++) {
        function_define(&shell, function, &body, &program);
        function_unset(&shell, function);
        alias_set(&shell, alias, "x");
        alias_unset(&shell, alias);
        set("v", "1");
        variable_unset(&shell, name("v"));
    }
    size_t records = shell.journal.free_count;
    journal_leave(&shell);
    ck_assert_uint_eq(shell.journal.free_count - records, 3);
    /* And few stay when very many were needed. */
    journal_enter(&shell, &level);
    for (int i = 0; i < 10000; i++) {
        char text[16];
        snprintf(text, sizeof text, "w%d", i);
        set(text, "1");
    }
    journal_leave(&shell);
    ck_assert_uint_le(shell.journal.free_count, 256);
}
END_TEST

START_TEST(after_a_fork)
{
    struct journal_level level, inner, later;
    struct scope scope;
    const char *text = "a value that is long enough to be kept in memory of its own";
    set("x", text);
    journal_enter(&shell, &level);
    scope_push(&shell, &scope, true);
    scope_save(&shell, name("x"), true);
    variable_attributes(&shell, name("x"), VARIABLE_EXPORTED, 0);
    set("y", "1");
    journal_enter(&shell, &inner);
    set("y", "2");
    function_define(&shell, name("f"), &body, &program);
    alias_set(&shell, name("a"), "text");
    alias_set(&shell, name("a"), "other");
    journal_forget(&shell); /* this is the child now */
    ck_assert_uint_eq(shell.journal.number, 0);
    ck_assert_str_eq(get("x"), text);
    set("y", "3");
    journal_enter(&shell, &later);
    set("y", "4");
    set("x", "4");
    journal_leave(&shell);
    ck_assert_str_eq(get("y"), "3");
    ck_assert_str_eq(get("x"), text);
    journal_leave(&shell); /* where the subshell ends: nothing happens */
    scope_pop(&shell);
    ck_assert_str_eq(get("x"), text);
    ck_assert_str_eq(get("y"), "3");
    ck_assert_ptr_nonnull(name("f")->function);
}
END_TEST

START_TEST(random_sequences_differ)
{
    struct journal_level level;
    char first[16], second[16], outer[16];
    int same = 0;
    set("RANDOM", "42");
    snprintf(outer, sizeof outer, "%s", get("RANDOM"));
    set("RANDOM", "42");
    for (int i = 0; i < 20; i++) { /* $(echo $RANDOM) again and again */
        journal_enter(&shell, &level);
        snprintf(first, sizeof first, "%s", get("RANDOM"));
        journal_leave(&shell);
        journal_enter(&shell, &level);
        snprintf(second, sizeof second, "%s", get("RANDOM"));
        journal_leave(&shell);
        same += strcmp(first, second) == 0;
    }
    ck_assert_int_lt(same, 3);
    ck_assert_str_eq(get("RANDOM"), outer); /* the seeded sequence goes on undisturbed */
}
END_TEST

/* ---- Against a model ---- */

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

Suite *state_journal_suite(void)
{
    Suite *suite = suite_create("state_journal");
    TCase *cases = tcase_create("levels");
    tcase_add_checked_fixture(cases, start, finish);
    tcase_add_test(cases, everything_comes_back);
    tcase_add_test(cases, subshell_inside_a_function);
    tcase_add_test(cases, nested_levels);
    tcase_add_test(cases, large_values_are_borrowed);
    tcase_add_test(cases, records_do_not_pile_up);
    tcase_add_test(cases, after_a_fork);
    tcase_add_test(cases, random_sequences_differ);
    suite_add_tcase(suite, cases);
    TCase *random = tcase_create("random");
    tcase_set_timeout(random, 600);
    tcase_add_test(random, like_the_model);
    suite_add_tcase(suite, random);
    return suite;
}
