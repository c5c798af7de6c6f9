/*
 * observe/: process trees, made by hand.
 */
#include "suites.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/memory.h"
#include "observe/tree.h"

/* PID, parent, group, session, time of start, name. */
static void add(struct tree *tree, pid_t pid, pid_t ppid, pid_t pgid, pid_t sid, unsigned start,
                const char *name)
{
    tree->processes = memory_realloc(tree->processes, (tree->count + 1) * sizeof *tree->processes);
    struct tree_process *process = &tree->processes[tree->count++];
    *process = (struct tree_process){.stat = {.pid = pid,
                                              .ppid = ppid,
                                              .pgid = pgid,
                                              .sid = sid,
                                              .state = 'S',
                                              .threads = 1,
                                              .start_ticks = start,
                                              .foreground = -1,
                                              .kernel = true}};
    strcpy(process->stat.name, name);
}

static void plant(struct tree *tree)
{
    *tree = (struct tree){.shell = 100};
    add(tree, 300, 1, 200, 100, 7, "orphan");
    add(tree, 100, 50, 100, 100, 5, "shell");
    add(tree, 1, 0, 1, 1, 0, "init");
    add(tree, 201, 100, 200, 100, 6, "two");
    add(tree, 200, 100, 200, 100, 6, "one");
    add(tree, 250, 200, 200, 100, 7, "below");
    add(tree, 50, 1, 50, 50, 2, "login");
    tree_link(tree);
}

static void check(const struct tree *tree, pid_t root, bool ancestors, bool utf8,
                  const char *expected)
{
    struct surface surface = {.utf8 = utf8};
    struct strbuf buffer = {0};

    tree_draw(tree, &root, 1, ancestors, &surface, &buffer);
    ck_assert_str_eq(buffer.text ? buffer.text : "", expected);
    strbuf_free(&buffer);
}

START_TEST(below)
{
    struct tree tree;

    plant(&tree);
    check(&tree, 100, false, false,
          "100 S [shell]  group 100, session 100  this shell\n"
          "|- 200 S [one]  group 200, session 100\n"
          "|  `- 250 S [below]  group 200, session 100\n"
          "`- 201 S [two]  group 200, session 100\n");
    check(&tree, 999, true, false, "");
    tree_free(&tree);
}
END_TEST

START_TEST(above)
{
    struct tree tree;

    plant(&tree);
    check(&tree, 200, true, true,
          "1 S [init]  group 1, session 1\n"
          "└─ 50 S [login]  group 50, session 50\n"
          "   └─ 100 S [shell]  group 100, session 100  this shell\n"
          "      └─ 200 S [one]  group 200, session 100\n"
          "         └─ 250 S [below]  group 200, session 100\n");
    tree_free(&tree);
}
END_TEST

START_TEST(threads_are_counted)
{
    struct tree tree;

    plant(&tree);
    tree.processes[tree_find(&tree, 250)].stat.threads = 3;
    check(&tree, 250, false, false, "250 S [below]  3 threads  group 200, session 100\n");
    tree_free(&tree);
}
END_TEST

static void check_narrow(size_t width, bool utf8, const char *expected)
{
    struct surface surface = {.utf8 = utf8, .width = width};
    struct strbuf buffer = {0};
    struct tree tree;
    pid_t root = 100;

    plant(&tree);
    tree_draw(&tree, &root, 1, true, &surface, &buffer);
    ck_assert_str_eq(buffer.text, expected);
    strbuf_free(&buffer);
    tree_free(&tree);
}

/* Where a line is too long what is known of the process goes below it; branches lead on. */
START_TEST(a_narrow_one)
{
    check_narrow(42, false,
                 "1 S [init]  group 1, session 1\n"
                 "`- 50 S [login]  group 50, session 50\n"
                 "   `- 100 S [shell]\n"
                 "      |    group 100, session 100  this sh\n"
                 "      |- 200 S [one]\n"
                 "      |  |    group 200, session 100\n"
                 "      |  `- 250 S [below]\n"
                 "      |          group 200, session 100\n"
                 "      `- 201 S [two]\n"
                 "              group 200, session 100\n");
    check_narrow(45, true,
                 "1 S [init]  group 1, session 1\n"
                 "└─ 50 S [login]  group 50, session 50\n"
                 "   └─ 100 S [shell]\n"
                 "      │    group 100, session 100  this shell\n"
                 "      ├─ 200 S [one]  group 200, session 100\n"
                 "      │  └─ 250 S [below]\n"
                 "      │          group 200, session 100\n"
                 "      └─ 201 S [two]  group 200, session 100\n");
}
END_TEST

/* A session can be entered by birth only: the one who is in another one than its parent, and does
 * not lead it, had another parent once. */
START_TEST(orphans)
{
    struct tree tree;

    plant(&tree);
    for (size_t i = 0; i < tree.count; i++)
        tree.processes[i].stat.kernel = false;
    ck_assert(tree_is_orphan(&tree, tree_find(&tree, 300)));
    ck_assert(!tree_is_orphan(&tree, tree_find(&tree, 100)));
    ck_assert(!tree_is_orphan(&tree, tree_find(&tree, 200)));
    ck_assert(!tree_is_orphan(&tree, tree_find(&tree, 250)));
    ck_assert(!tree_is_orphan(&tree, tree_find(&tree, 1)));
    tree_free(&tree);
}
END_TEST

/* PIDs that were given anew between two reads must not make a ring. */
START_TEST(no_rings)
{
    struct tree tree = {0};
    pid_t roots[] = {10, 20};
    struct strbuf buffer = {0};

    add(&tree, 10, 20, 10, 10, 3, "a");
    add(&tree, 20, 10, 20, 20, 4, "b");
    add(&tree, 30, 40, 30, 30, 5, "c");
    add(&tree, 40, 30, 40, 40, 5, "d");
    tree_link(&tree);
    ck_assert_int_eq(tree.processes[tree_find(&tree, 10)].parent, -1);
    ck_assert_int_eq(tree.processes[tree_find(&tree, 30)].parent, -1);
    tree_draw(&tree, roots, 2, true, &(struct surface){0}, &buffer);
    ck_assert_str_eq(buffer.text, "10 S [a]  group 10, session 10\n"
                                  "`- 20 S [b]  group 20, session 20\n");
    strbuf_free(&buffer);
    tree_free(&tree);
}
END_TEST

/* This process and its parent are in the real one. */
START_TEST(the_real_one)
{
    struct tree tree = {0};

    ck_assert_int_eq(tree_read(&tree), 0);
    int self = tree_find(&tree, getpid());
    ck_assert_int_ge(self, 0);
    ck_assert_int_eq(tree.processes[tree.processes[self].parent].stat.pid, getppid());
    tree_free(&tree);
}
END_TEST

Suite *observe_tree_suite(void)
{
    Suite *suite = suite_create("observe_tree");
    TCase *tests = tcase_create("tree");

    tcase_add_test(tests, below);
    tcase_add_test(tests, above);
    tcase_add_test(tests, threads_are_counted);
    tcase_add_test(tests, a_narrow_one);
    tcase_add_test(tests, orphans);
    tcase_add_test(tests, no_rings);
    tcase_add_test(tests, the_real_one);
    suite_add_tcase(suite, tests);
    return suite;
}
