/*
 * Pathname expansion, in a directory made for each test.
 */
#include "expand_support.h"

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "expand/expand.h"
#include "suites.h"

static char directory[] = "/tmp/pipit-glob-XXXXXX";
static int before;

static void file(const char *name)
{
    int fd = open(name, O_CREAT | O_WRONLY, 0666);
    ck_assert_int_ge(fd, 0);
    close(fd);
}

static int count_descriptors(void)
{
    int count = 0;
    DIR *list = opendir("/proc/self/fd");
    while (list && readdir(list))
        count++;
    closedir(list);
    return count;
}

static void start(void)
{
    static const char *const files[] = {"a",  "b",   "ab",  "a*b", "[x]",
                                        ".h", "...", "x y", "B",   "\\"};

    expand_setup();
    strcpy(directory, "/tmp/pipit-glob-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(directory));
    ck_assert_int_eq(chdir(directory), 0);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        file(files[i]);
    mkdir("d1", 0777);
    mkdir("d2", 0777);
    mkdir("d2/e", 0777);
    mkdir(".hd", 0777);
    file("d1/f");
    file("d2/e/f");
    file(".hd/f");
    ck_assert_int_eq(symlink("nowhere", "dangling"), 0);
    ck_assert_int_eq(symlink("d1", "link"), 0);
    before = count_descriptors();
}

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *ftw)
{
    (void)status;
    (void)type;
    (void)ftw;
    return remove(path);
}

static void finish(void)
{
    ck_assert_int_eq(count_descriptors(), before);
    ck_assert_int_eq(chdir("/"), 0);
    nftw(directory, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
    expand_teardown();
}

START_TEST(names)
{
    ck_expands("p *", "<B><[x]><\\><a><a*b><ab><b><d1><d2><dangling><link><x y>");
    ck_expands("p a* ?b [ab] [!a]* [a-b]?",
               "<a><a*b><ab><ab><a><b><B><[x]><\\><b><d1><d2><dangling>"
               "<link><x y><ab>");
    ck_expands("p nothing* [a nothing? a[ '*' \"a*\" a\\*",
               "<nothing*><[a><nothing?><a[><*><a*><a*>");
    ck_expands("p a'*'* \"[\"* \\[x] [[]x]", "<a*b><[x]><[x]><[x]>");
    ck_expands("p dang* [d]angling", "<dangling><dangling>");
}
END_TEST

START_TEST(hidden)
{
    ck_expands("p .* .?* .[!.]*", "<...><.h><.hd><...><.h><.hd><.h><.hd>");
    ck_expands("p ?h [.]h *h .*/f '.'h* */../a",
               "<?h><[.]h><*h><.hd/f><.h><.hd><d1/../a><d2/../a><link/../a>");
    ck_expands("p ./.h*", "<./.h><./.hd>");
}
END_TEST

START_TEST(paths)
{
    ck_expands("p */f d*/ */ d?/*/f d1//* ./a* d[1/]f",
               "<d1/f><link/f><d1/><d2/><d1/><d2/><link/><d2/e/f>"
               "<d1//f><./a><./a*b><./ab><d[1/]f>");
    ck_expands("p d1/nothing* d*/nothing d*\\/f d*'/'f \"d\"*/f/ b/*",
               "<d1/nothing*><d*/nothing><d1/f><d1/f><d*/f/><b/*>");
    ck_expands("p /u?r /usr/b[i]n// //us[r]", "</usr></usr/bin//><//usr>");
}
END_TEST

/* Patterns that come out of expansions. */
START_TEST(from_expansions)
{
    ck_expands("x='a*'; p $x \"$x\" $x'' $x\"*\"b ${x}b",
               "<a><a*b><ab><a*><a><a*b><ab><a*b><a*b><ab>");
    ck_expands("x='a\\*b'; p $x; x='a\\*?'; p $x; x='\\d1/*'; p $x; x='\\'; p $x* $x",
               "<a\\*b>\n<a*b>\n<d1/f>\n<\\*><\\>");
    ck_expands("x='[x]'; p $x \"$x\" [$x; x='*b nothing*'; p $x; IFS=:; p $x",
               "<[x]><[x]><[[x]>\n<a*b><ab><b><nothing*>\n<*b nothing*>");
    ck_expands("set -- 'a*' 'b*'; p $@; p \"$@\"; p x$*; p ${y-a*} \"${y-a*}\" ${y-\"a*\"}",
               "<a><a*b><ab><b>\n<a*><b*>\n<xa*><b>\n<a><a*b><ab><a*><a*>");
    ck_expands("x=$'\\001'; p $x \"$x\" $x* a$x", "<\001><\001><\001*><a\001>");
    ck_expands("x=*; p \"$x\"; x=a*:b*; p \"$x\"; p `echo 'd*'` $(echo \"?\")",
               "<*>\n<a*:b*>\n<d1><d2><dangling><B><\\><a><b>");
    ck_expands("HOME='/u*'; p ~ ~/b*", "</u*></u*/b*>");
}
END_TEST

START_TEST(noglob)
{
    ck_expands("set -f; x='a*'; p a* $x d*/ [ab] \"a\"* ${y-a*}", "<a*><a*><d*/><[ab]><a*><a*>");
    ck_expands("set -f; x='a* b'; p $x \"a\"'*'; set +f; p a\\**", "<a*><b><a*>\n<a*b>");
}
END_TEST

START_TEST(unreadable)
{
    if (geteuid() == 0)
        return; /* nothing is unreadable */
    chmod("d1", 0311);
    ck_expands("p d1/* d1/f d*/f", "<d1/*><d1/f><d1/f>");
    chmod("d1", 0777);
}
END_TEST

START_TEST(many)
{
    char name[32];
    mkdir("many", 0777);
    for (int i = 0; i < 3000; i++) {
        snprintf(name, sizeof name, "many/file%d", i);
        file(name);
    }
    ck_expands("set -- many/*; p $# $1 $2 ${3000}; set -- many/f*9; p $#",
               "<3000><many/file0><many/file1><many/file999>\n<300>");
    ck_expands("set -- */*[0-9]; p $#", "<3000>");
}
END_TEST

/* Deeper than the system's longest path: no crash, no match. */
START_TEST(deep)
{
    char name[256];
    struct strbuf pattern = {0};
    int here = open(".", O_RDONLY | O_DIRECTORY), depth = 0;

    memset(name, 'n', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    for (; depth < 20; depth++) {
        ck_assert_int_eq(mkdir(name, 0777), 0);
        ck_assert_int_eq(chdir(name), 0);
    }
    ck_assert_int_eq(fchdir(here), 0);
    close(here);
    strbuf_string(&pattern, "p n*");
    for (int i = 1; i < 10; i++)
        strbuf_string(&pattern, "/n*");
    ck_assert_uint_gt(strlen(expand_run(pattern.text)), 2550);
    for (int i = 10; i < 20; i++)
        strbuf_string(&pattern, "/n*");
    ck_assert_uint_lt(strlen(expand_run(pattern.text)), 100);
    ck_assert_uint_eq((size_t)system("rm -rf nnn*"), 0);
    strbuf_free(&pattern);
}
END_TEST

static bool is_interrupted(void)
{
    return true;
}

/* What was found so far is of no use, and the command is not to be executed. */
START_TEST(interrupted)
{
    static const char *const scripts[] = {"p *", "p $p", "p \"$e\"*", "p $p$e", "p a b $p"};
    struct fields fields = {0};

    ck_assert_uint_eq(glob_expand(&expand_shell, "a*", 2, &fields), 3);
    ck_assert(!fields.interrupted);
    expand_shell.hooks.interrupted = is_interrupted;
    ck_assert_uint_eq(glob_expand(&expand_shell, "*", 1, &fields), 0);
    ck_assert(fields.interrupted);
    ck_goes_on("p=* e=; p a '*' $e", "<a><*>");
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
        expand_shell.status = 0;
        ck_assert_str_eq(expand_run(scripts[i]), "ERROR\n");
        ck_assert_int_eq(expand_shell.status, 128 + SIGINT);
    }
}
END_TEST

Suite *expand_glob_suite(void)
{
    Suite *suite = suite_create("expand_glob");
    TCase *tests = tcase_create("glob");

    tcase_add_checked_fixture(tests, start, finish);
    tcase_add_test(tests, names);
    tcase_add_test(tests, hidden);
    tcase_add_test(tests, paths);
    tcase_add_test(tests, from_expansions);
    tcase_add_test(tests, noglob);
    tcase_add_test(tests, unreadable);
    tcase_add_test(tests, many);
    tcase_add_test(tests, deep);
    tcase_add_test(tests, interrupted);
    suite_add_tcase(suite, tests);
    return suite;
}
