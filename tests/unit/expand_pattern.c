/*
 * Patterns: matching, prefixes and suffixes, brackets, what is malformed, and how long it takes.
 */
#include <check.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/locale.h"
#include "base/strbuf.h"
#include "expand/pattern.h"
#include "suites.h"

static bool matches(const char *pattern, const char *text)
{
    return pattern_match(pattern, strlen(pattern), text, strlen(text));
}

static const char *locale_name;

static const char *lookup(void *context, const char *name)
{
    (void)context;
    return strcmp(name, "LC_ALL") == 0 ? locale_name : NULL;
}

static void use_locale(const char *name)
{
    locale_name = name;
    locale_set_lookup(lookup, NULL);
    locale_changed();
}

static void use_c(void)
{
    use_locale("C");
}

struct match {
    const char *pattern, *text;
    bool expected;
};

static void check_all(const struct match *cases, size_t count)
{
    for (size_t i = 0; i < count; i++)
        ck_assert_msg(matches(cases[i].pattern, cases[i].text) == cases[i].expected, "'%s' %s '%s'",
                      cases[i].pattern, cases[i].expected ? "must match" : "must not match",
                      cases[i].text);
}
#define CHECK_ALL(cases) check_all(cases, sizeof(cases) / sizeof *(cases))

START_TEST(stars_and_marks)
{
    static const struct match cases[] = {
        {"", "", true},           {"", "a", false},         {"a", "a", true},
        {"a", "ab", false},       {"*", "", true},          {"*", "abc", true},
        {"a*", "a", true},        {"a*", "ba", false},      {"*a", "ba", true},
        {"*a", "ab", false},      {"a*b*c", "aXbYc", true}, {"a*b*c", "acb", false},
        {"?", "a", true},         {"?", "", false},         {"??", "a", false},
        {"*?", "a", true},        {"*?", "", false},        {"?*?", "a", false},
        {"**", "", true},         {"a**b", "ab", true},     {"*ab*ab", "ab", false},
        {"*ab*ab", "abab", true}, {"*.c", "a.c.c", true},   {"a*a", "a", false},
    };
    CHECK_ALL(cases);
}
END_TEST

START_TEST(quoting)
{
    static const struct match cases[] = {
        {"\\*", "*", true},        {"\\*", "a", false},        {"\001*", "*", true},
        {"\001*", "a", false},     {"\001\001", "\001", true}, {"a\\", "a\\", true},
        {"\\a", "a", true},        {"\001[a]", "[a]", true},   {"[\001]a]", "]", true},
        {"[a\001-c]", "b", false}, {"[a\001-c]", "-", true},   {"[\001!a]", "!", true},
        {"[\\!a]", "a", true},     {"[a\\]b]", "]", true},     {"[a\\]b]", "a]", false},
        {"\\[a]", "[a]", true},    {"*\001**", "a*b", true},   {"*\001**", "ab", false},
    };
    CHECK_ALL(cases);
}
END_TEST

START_TEST(brackets)
{
    static const struct match cases[] = {
        {"[abc]", "b", true},
        {"[abc]", "d", false},
        {"[!abc]", "d", true},
        {"[!abc]", "a", false},
        {"[^abc]", "d", true},
        {"[^abc]", "a", false},
        {"[!a]", "", false},
        {"[a-c]", "b", true},
        {"[a-c]", "-", false},
        {"[c-a]", "b", false},
        {"[a-]", "-", true},
        {"[-a]", "-", true},
        {"[]]", "]", true},
        {"[]a]", "a", true},
        {"[!]]", "a", true},
        {"[!]]", "]", false},
        {"[]-a]", "^", true},
        {"[--/]", ".", true},
        {"[[:alpha:]]", "x", true},
        {"[[:alpha:]]", "1", false},
        {"[[:alpha:][:digit:]]", "1", true},
        {"[![:space:]]", "a", true},
        {"[![:space:]]", "\t", false},
        {"[[:nonsense:]]", "n", false},
        {"[[:alpha]", "a", true},
        {"[[:alpha]", ":", true},
        {"[[=a=]]", "a", true},
        {"[[=a=]b]", "b", true},
        {"[[.-.]]", "-", true},
        {"[[.a.]-c]", "b", true},
        {"[a-[.c.]]", "b", true},
        {"[[.].]]", "]", true},
        {"[[.hyphen.]]", "-", false},
        {"[a-[:digit:]]", "-", true},
        {"[*]", "*", true},
        {"[*]", "a", false},
        {"[?]", "a", false},
        {"[[]", "[", true},
        {"[[:upper:]]", "A", true},
        {"[[:xdigit:]]", "f", true},
        {"[[:xdigit:]]", "g", false},
    };
    CHECK_ALL(cases);
}
END_TEST

/* A [ without its ] stands for itself. */
START_TEST(no_brackets)
{
    static const struct match cases[] = {
        {"[", "[", true},         {"[a", "[a", true},   {"[a", "a", false},   {"a[", "a[", true},
        {"[!", "[!", true},       {"[]", "[]", true},   {"[!]", "[!]", true}, {"[a-", "[a-", true},
        {"[*", "[abc", true},     {"*[", "abc[", true}, {"[[", "[[", true},   {"[\\]", "[]", true},
        {"[a\001]", "[a]", true}, {"[[a]", "[", true},
    };
    CHECK_ALL(cases);
}
END_TEST

START_TEST(characters)
{
    static const struct match utf8[] = {
        {"?", "é", true},         {"??", "é", false},         {"[é]", "é", true},
        {"[a-ü]", "é", true},     {"[!a]", "é", true},        {"[[:alpha:]]", "é", true},
        {"*é", "aé", true},       {"é*", "éa", true},         {"?", "\303", true},
        {"??", "\303\303", true}, {"\303", "é", false},       {"*\251", "é", false},
        {"\303*", "é", false},    {"[\303]", "é", false},     {"?\200", "a\200", true},
        {"[[=é=]]", "é", true},   {"x*é*y", "x\303éy", true},
    };
    use_locale("C.UTF-8");
    CHECK_ALL(utf8);
    static const struct match c[] = {{"??", "é", true}, {"?", "é", false}, {"*\251", "é", true}};
    use_locale("C");
    CHECK_ALL(c);
}
END_TEST

static const char *without(const char *pattern, const char *text, bool suffix, bool longest)
{
    static char rest[100];
    size_t length = strlen(text), size = strlen(pattern);
    size_t cut = suffix ? pattern_suffix(pattern, size, text, length, longest)
                        : pattern_prefix(pattern, size, text, length, longest);

    ck_assert_uint_le(cut, length);
    memcpy(rest, text + (suffix ? 0 : cut), length - cut);
    rest[length - cut] = '\0';
    return rest;
}

START_TEST(prefixes_and_suffixes)
{
    static const struct {
        const char *pattern, *text, *shortest_prefix, *longest_prefix, *shortest_suffix,
            *longest_suffix;
    } cases[] = {
        {"*/", "a/b/c", "b/c", "c", "a/b/c", "a/b/c"},
        {"/*", "a/b/c", "a/b/c", "a/b/c", "a/b", "a"},
        {".*", "x.tar.gz", "x.tar.gz", "x.tar.gz", "x.tar", "x"},
        {"*.", "x.tar.gz", "tar.gz", "gz", "x.tar.gz", "x.tar.gz"},
        {"a", "aaa", "aa", "aa", "aa", "aa"},
        {"a*", "aaa", "aa", "", "aa", ""},
        {"*a", "aaa", "aa", "", "aa", ""},
        {"*", "aaa", "aaa", "", "aaa", ""},
        {"", "aaa", "aaa", "aaa", "aaa", "aaa"},
        {"?", "abc", "bc", "bc", "ab", "ab"},
        {"?*", "abc", "bc", "", "ab", ""},
        {"*?", "abc", "bc", "", "ab", ""},
        {"[a-b]*[b-c]", "abcabc", "cabc", "", "abca", ""},
        {"a*c", "abcabc", "abc", "", "abc", ""},
        {"b*", "abcabc", "abcabc", "abcabc", "abca", "a"},
        {"*b", "abcabc", "cabc", "c", "abcabc", "abcabc"},
        {"*a*b*", "xaybza", "za", "", "x", ""},
        {"abcd", "abc", "abc", "abc", "abc", "abc"},
        {"[!a]*", "aab", "aab", "aab", "aa", "aa"},
        {"\001*", "*a*", "a*", "a*", "*a", "*a"},
        {"é", "éaé", "aé", "aé", "éa", "éa"},
        {"?", "éaé", "aé", "aé", "éa", "éa"},
        {"??", "a\200", "", "", "", ""},
    };
    use_locale("C.UTF-8");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *pattern = cases[i].pattern, *text = cases[i].text;
        ck_assert_str_eq(without(pattern, text, false, false), cases[i].shortest_prefix);
        ck_assert_str_eq(without(pattern, text, false, true), cases[i].longest_prefix);
        ck_assert_str_eq(without(pattern, text, true, false), cases[i].shortest_suffix);
        ck_assert_str_eq(without(pattern, text, true, true), cases[i].longest_suffix);
    }
}
END_TEST

/* A text that stands for itself takes away what it takes away as a pattern. */
START_TEST(literals)
{
    static const char *const texts[] = {
        "",      "a",     "é",     "aé",    "éa",     "éé",       "\303",     "\251",  "a\303",
        "\303a", "\251a", "\303é", "é\251", "*?[a]*", "a\\*\001", "\303\303", "\251é", "€\202"};
    enum { COUNT = sizeof texts / sizeof *texts };

    use_locale(_i ? "C.UTF-8" : "C");
    for (size_t i = 0; i < COUNT * COUNT * COUNT; i++) {
        char text[32], pattern[64] = "";
        const char *literal = texts[i % COUNT];
        (void)snprintf(text, sizeof text, "%s%s", texts[i / COUNT % COUNT],
                       texts[i / COUNT / COUNT]);
        size_t length = strlen(text), size = strlen(literal), marked = 0;
        for (size_t k = 0; k < size; k++) {
            if (is_ascii(literal[k]))
                pattern[marked++] = PATTERN_QUOTE;
            pattern[marked++] = literal[k];
        }
        ck_assert_uint_eq(literal_prefix(literal, size, text, length),
                          pattern_prefix(pattern, marked, text, length, false));
        ck_assert_uint_eq(literal_suffix(literal, size, text, length),
                          pattern_suffix(pattern, marked, text, length, false));
    }
}
END_TEST

/* Pieces of patterns and texts, put together at random: matching must agree with fnmatch(3), and
 * what is taken away with trying every length. */
START_TEST(at_random)
{
    static const char *const atoms[] = {"a",    "b",     "*",           "?",        "[ab]",
                                        "[!a]", "[a-c]", "\\*",         "]",        "[]a]",
                                        "-",    "c",     "[[:alpha:]]", "[[.a.]b]", "\\["};
    static const char letters[] = "abc*[]-!A";

    srand((unsigned)_i);
    for (int round = 0; round < 20000; round++) {
        char pattern[100] = "", text[10] = "";
        for (int i = rand() % 6; i; i--)
            strcat(pattern, atoms[(size_t)rand() % (sizeof atoms / sizeof *atoms)]);
        for (int i = rand() % 8; i; i--)
            text[strlen(text)] = letters[(size_t)rand() % (sizeof letters - 1)];
        size_t size = strlen(pattern), length = strlen(text);
        ck_assert_msg(matches(pattern, text) == (fnmatch(pattern, text, 0) == 0), "'%s' '%s'",
                      pattern, text);
        size_t prefix[2] = {0, 0}, suffix[2] = {0, 0};
        bool any_prefix = false, any_suffix = false;
        for (size_t i = 0; i <= length; i++) {
            if (pattern_match(pattern, size, text, i)) {
                prefix[1] = i;
                prefix[0] = any_prefix ? prefix[0] : i;
                any_prefix = true;
            }
            if (pattern_match(pattern, size, text + length - i, i)) {
                suffix[1] = i;
                suffix[0] = any_suffix ? suffix[0] : i;
                any_suffix = true;
            }
        }
        for (int longest = 0; longest < 2; longest++) {
            ck_assert_uint_eq(pattern_prefix(pattern, size, text, length, longest),
                              prefix[longest]);
            ck_assert_uint_eq(pattern_suffix(pattern, size, text, length, longest),
                              suffix[longest]);
        }
    }
}
END_TEST

static double seconds(void)
{
    return (double)clock() / CLOCKS_PER_SEC;
}

/* Patterns made to backtrack, and rows of [ without end. */
START_TEST(no_backtracking)
{
    size_t length = 20000;
    char *text = malloc(length + 1), *pattern = malloc(2 * length + 1);
    double start = seconds();

    memset(text, 'a', length);
    text[length] = '\0';
    for (size_t i = 0; i < 200; i++)
        memcpy(pattern + 2 * i, "a*", 2);
    strcpy(pattern + 400, "b");
    ck_assert(!matches(pattern, text));
    ck_assert_uint_eq(pattern_prefix(pattern, 401, text, length, true), 0);
    ck_assert_uint_eq(pattern_suffix(pattern, 401, text, length, true), 0);
    ck_assert_uint_eq(pattern_suffix(pattern, 401, text, length, false), 0);
    memset(pattern, '[', length);
    ck_assert(!pattern_match(pattern, length, text, length));
    ck_assert(!pattern_is_magic(pattern, length));
    ck_assert(pattern_match(pattern, length, pattern, length));
    ck_assert_uint_eq(pattern_suffix("[a-c]*", 6, text, length, true), length);
    ck_assert_uint_eq(pattern_suffix("?*b", 3, text, length, false), 0);
    ck_assert_uint_eq(pattern_prefix("*[!a]", 5, text, length, true), 0);
    ck_assert_double_lt(seconds() - start, 5);
    free(text);
    free(pattern);
}
END_TEST

START_TEST(magic)
{
    static const struct {
        const char *pattern;
        bool expected;
    } cases[] = {{"abc", false},  {"a*", true},      {"a?", true},      {"a[b]", true},
                 {"a[b", false},  {"a]b", false},    {"\\*", false},    {"\001*", false},
                 {"\\\\*", true}, {"[\001]", false}, {"[\001]]", true}, {"", false}};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_msg(pattern_is_magic(cases[i].pattern, strlen(cases[i].pattern)) ==
                          cases[i].expected,
                      "'%s'", cases[i].pattern);
}
END_TEST

START_TEST(marks)
{
    struct strbuf buffer = {0};
    static const char text[] = "a*b?[c]\\\001-!.";
    char plain[sizeof text];

    for (const char *next = text; *next; next++) {
        strbuf_putc(&buffer, PATTERN_QUOTE);
        strbuf_putc(&buffer, *next);
    }
    ck_assert(pattern_match(buffer.text, buffer.length, text, strlen(text)));
    ck_assert(!pattern_is_magic(buffer.text, buffer.length));
    size_t length = pattern_unquote(plain, buffer.text, buffer.length);
    ck_assert_uint_eq(length, strlen(text));
    ck_assert_mem_eq(plain, text, length);
    length = pattern_unquote(buffer.text, buffer.text, buffer.length);
    ck_assert_mem_eq(buffer.text, text, length);
    strbuf_free(&buffer);
}
END_TEST

Suite *expand_pattern_suite(void)
{
    Suite *suite = suite_create("expand_pattern");
    TCase *tests = tcase_create("pattern");

    tcase_add_checked_fixture(tests, use_c, NULL);
    tcase_add_test(tests, stars_and_marks);
    tcase_add_test(tests, quoting);
    tcase_add_test(tests, brackets);
    tcase_add_test(tests, no_brackets);
    tcase_add_test(tests, characters);
    tcase_add_test(tests, prefixes_and_suffixes);
    tcase_add_loop_test(tests, literals, 0, 2);
    tcase_add_loop_test(tests, at_random, 1, 4);
    tcase_add_test(tests, no_backtracking);
    tcase_add_test(tests, magic);
    tcase_add_test(tests, marks);
    suite_add_tcase(suite, tests);
    return suite;
}
