/*
 * Completion without an editor: candidates for a line, quoting, options found in texts, menus, near
 * names.
 */
#include "builtins_support.h"
#include "suites.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/distance.h"
#include "interactive/completion.h"
#include "interactive/menu.h"
#include "interactive/option_text.h"
#include "interactive/program_help.h"
#include "job/job.h"

static char folder[] = "/tmp/pipit-completion-XXXXXX";
static const char *const files[] = {"abc1",    "abc2",  "a b",     "it's",    "we$ird",
                                    ".hidden", "Upper", "v=1.txt", "nl\n\001"};

static void make_files(void)
{
    char path[128];

    strcpy(folder + strlen(folder) - 6, "XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", folder, files[i]);
        FILE *file = fopen(path, "w");
        ck_assert_ptr_nonnull(file);
        (void)fclose(file);
    }
    (void)snprintf(path, sizeof path, "%s/sub", folder);
    ck_assert_int_eq(mkdir(path, 0700), 0);
    ck_assert_int_eq(chdir(folder), 0);
}

static void remove_files(void)
{
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        (void)unlink(files[i]);
    (void)rmdir("sub");
    (void)chdir("/");
    (void)rmdir(folder);
}

static void start_completion(void)
{
    start_builtins();
    builtins_register(&shell.names);
    jobs_init(&shell);
    set("PATH", "/nowhere");
    make_files();
}

static void finish_completion(void)
{
    remove_files();
    jobs_free(&shell);
    finish_builtins();
}

/* The line as it is after Tab where there is one candidate; otherwise the candidates. */
static const char *completed(const char *line)
{
    static struct strbuf shown;
    struct completion_result result;

    completion_find(&result, &shell, "", 0, line, strlen(line), false);
    strbuf_clear(&shown);
    strbuf_reserve(&shown, 1);
    const struct candidates *found = &result.candidates;
    if (found->count == 1) {
        const char *text = found->list[0].text;
        strbuf_append(&shown, line, result.start);
        completion_insertion(&result, text, strlen(text), found->list[0].suffix, true, &shown);
    } else {
        for (size_t i = 0; i < found->count; i++)
            strbuf_printf(&shown, "%s%s", i ? "|" : "", found->list[i].text);
    }
    completion_free(&result);
    return shown.text;
}

#define ck_completes(line, expected) ck_assert_str_eq(completed(line), expected)

START_TEST(names_of_files)
{
    ck_completes("ls abc", "abc1|abc2");
    ck_completes("ls abc1", "ls abc1 ");
    ck_completes("ls a\\ ", "ls a\\ b ");
    ck_completes("ls 'a ", "ls 'a b' ");
    ck_completes("ls \"a ", "ls \"a b\" ");
    ck_completes("ls it", "ls it\\'s ");
    ck_completes("ls 'it", "ls 'it'\\''s' ");
    ck_completes("ls \"we", "ls \"we\\$ird\" ");
    ck_completes("ls we", "ls we\\$ird ");
    ck_completes("ls $'it", "ls $'it\\'s' ");
    ck_completes("ls $'i\\164", "ls $'it\\'s' ");
    ck_completes("ls $'./it", "ls $'./it\\'s' ");
    ck_completes("ls $'.'/it", "ls $'.'/it\\'s ");
    ck_completes("ls \\$'it", "");
    ck_completes("ls nl", "ls nl$'\\n'$'\\001' ");
    ck_completes("ls $'nl\\n", "ls $'nl\\n\\001' ");
    ck_completes("ls su", "ls sub/");
    ck_completes("ls 'su", "ls 'sub/");
    ck_completes("ls .h", "ls .hidden ");
    ck_completes("ls upp", "ls Upper "); /* other capitals where nothing else begins so */
    ck_completes("ls ./it", "ls ./it\\'s ");
    ck_completes("ls sub/../it", "ls sub/../it\\'s ");
    ck_completes("cd ", "cd sub/");
    ck_completes("cat >it", "cat >it\\'s ");
    ck_completes("x=it", "x=it\\'s ");
    ck_completes("dd if=it", "dd if=it\\'s ");
    ck_completes("export x=it", "export x=it\\'s ");
    ck_completes("readonly x=sub:su", "readonly x=sub:sub/");
    ck_completes("ls zzz", "");
    ck_completes("ls v=", "ls v=1.txt "); /* a name with = in it, if there is one */
    ck_completes("ls v=1", "ls v=1.txt ");
    ck_completes("ls ./v=1", "ls ./v=1.txt ");
    ck_completes("dd v=it", "dd v=it\\'s ");
    ck_completes("cd v=", "cd v=sub/");
    ck_completes("v=1", "");
}
END_TEST

START_TEST(directories_with_expansions)
{
    set("D", folder);
    set("HOME", folder);
    ck_completes("ls $D/it", "ls $D/it\\'s ");
    ck_completes("ls \"$D/it", "ls \"$D/it's\" ");
    ck_completes("ls ~/it", "ls ~/it\\'s ");
    ck_completes("ls $(pwd)/it", "");
}
END_TEST

/* Where cd would find them. */
START_TEST(directories_of_cdpath)
{
    ck_assert_int_eq(mkdir("sub/deep", 0700), 0);
    ck_assert_int_eq(mkdir("sub/deep/er", 0700), 0);
    set("CDPATH", ":sub");
    ck_completes("cd ", "deep|sub");
    ck_completes("cd de", "cd deep/");
    ck_completes("cd deep/", "cd deep/er/");
    ck_completes("cd ./de", "");
    ck_completes("cd ../de", "");
    ck_completes("ls de", "");
    (void)rmdir("sub/deep/er");
    (void)rmdir("sub/deep");
}
END_TEST

START_TEST(other_words)
{
    set("PIPIT_ONE", "1");
    ck_completes("echo $PIPIT_", "echo $PIPIT_ONE");
    ck_completes("echo ${PIPIT_", "echo ${PIPIT_ONE}");
    ck_completes("echo \"$PIPIT_", "echo \"$PIPIT_ONE");
    ck_completes("unset PIPIT_", "unset PIPIT_ONE ");
    ck_completes("unali", "unalias ");
    ck_completes("true && unali", "true && unalias ");
    ck_completes("command unali", "command unalias ");
    ck_completes("sudo unali", ""); /* which executes programs */
    ck_completes("x=1 unali", "x=1 unalias ");
    ck_completes("whil", "while ");
    ck_completes("kill -KI", "kill -KILL ");
    ck_completes("kill -s KI", "kill -s KILL ");
    ck_completes("kill -SIGKI", "kill -SIGKILL ");
    ck_completes("trap x SIGKI", "trap x SIGKILL ");
    ck_completes("trap x EX", "trap x EXIT ");
    ck_completes("set -o pipe", "set -o pipefail ");
    ck_completes("help unali", "help unalias ");
    ck_completes("umask --h", "umask --help ");
    ck_completes("umask ", "");
    ck_completes("popd ", "popd +0 ");
    ck_completes("pushd ", "pushd sub/");
    ck_completes("groups roo", "groups root ");
    ck_completes("cd -", "--help|-L|-P|-e");
    ck_completes("# unali", "");
}
END_TEST

/* A host of ~/.ssh/config, a user of the system. */
START_TEST(hosts_and_users)
{
    char home[PATH_MAX];

    ck_assert_int_eq(mkdir("sub/.ssh", 0700), 0);
    FILE *file = fopen("sub/.ssh/config", "w");
    ck_assert_ptr_nonnull(file);
    fputs("Host pipit-one *.pipit\n  User x\nHost pipit-two\n", file);
    fclose(file);
    ck_assert_ptr_nonnull(realpath("sub", home));
    set("HOME", home);
    ck_completes("ssh pipit-", "pipit-one|pipit-two");
    ck_completes("ssh me@pipit-t", "ssh me@pipit-two ");
    ck_completes("ls ~roo", "ls ~root/");
    ck_completes("su roo", "su root ");
    ck_completes("sudo -u roo", "sudo -u root ");
    (void)unlink("sub/.ssh/config");
    (void)rmdir("sub/.ssh");
}
END_TEST

START_TEST(kinds_and_commands_of_ipc)
{
    ck_completes("ipc s", "sem|share|shm|socket");
    ck_completes("ipc mq rec", "ipc mq receive ");
    ck_completes("ipc sem t", "ipc sem trywait ");
    ck_completes("ipc help so", "ipc help socket ");
    set("PIPIT_ONE", "1");
    ck_completes("ipc share PIPIT_", "ipc share PIPIT_ONE ");
    ck_completes("ipc sem run slots unali", "ipc sem run slots unalias ");
    ck_completes("ipc nonsense it", "ipc nonsense it\\'s ");
    if (access("/dev/shm", W_OK) != 0)
        return; /* no place for objects */
    char name[64], line[128], expected[160];
    (void)snprintf(name, sizeof name, "pipit-completion-%ld", (long)getpid());
    ck_assert_int_eq(call(&builtin_ipc, "shm", "create", name, "5"), 0);
    (void)snprintf(line, sizeof line, "ipc shm read pipit-completion-%ld", (long)getpid());
    (void)snprintf(expected, sizeof expected, "ipc shm read %s ", name);
    ck_completes(line, expected);
    ck_assert_int_eq(call(&builtin_ipc, "shm", "unlink", name), 0);
}
END_TEST

START_TEST(words_of_the_user)
{
    ck_assert_int_eq(call(&builtin_complete, "-W", "start stop:halt", "service"), 0);
    ck_completes("service st", "start|stop");
    ck_completes("service sta", "service start ");
    ck_assert_int_eq(call(&builtin_complete, "-d", "service"), 0);
    ck_completes("service ", "service sub/");
    ck_assert_int_eq(call(&builtin_complete, "-p", "service"), 0);
    ck_assert_str_eq(written.text, "complete -d -- 'service'\n");
    ck_assert_int_eq(call(&builtin_complete, "-r", "service"), 0);
    ck_completes("service abc1", "service abc1 ");
    int status = 0;
    ck_assert_uint_ge(DIAGNOSTICS_OF(status = call(&builtin_complete, "-r", "service")), 1);
    ck_assert_int_eq(status, 1);
    ck_assert_uint_ge(DIAGNOSTICS_OF(status = call(&builtin_complete, "-W", "x")), 1);
    ck_assert_int_eq(status, 2);
}
END_TEST

/* ---- Options in texts ---- */

static void add_option(void *context, const char *option, const char *description)
{
    strbuf_printf(context, "%s=%s;", option, description);
}

static const char *options_in(const char *text, bool roff)
{
    static struct strbuf found;

    strbuf_clear(&found);
    strbuf_reserve(&found, 1);
    if (roff)
        option_text_roff(text, strlen(text), add_option, &found);
    else
        option_text_help(text, add_option, &found);
    return found.text;
}

START_TEST(help_texts)
{
    ck_assert_str_eq(options_in("  -a   all\n  -b  both", false), "-a=all;-b=both;");
    ck_assert_str_eq(options_in("  -a, --all=X   all of it\n", false),
                     "-a=all of it;--all==all of it;");
    ck_assert_str_eq(options_in("  -a, --all[=X], --only=   x\n", false),
                     "-a=x;--all=x;--only==x;");
    ck_assert_str_eq(options_in("  -a  one   -b  two\n", false), "-a=one;-b=two;");
    ck_assert_str_eq(options_in("  --long\n          below\n", false), "--long=below;");
    ck_assert_str_eq(options_in("usage: x -a\n\n - item\n--\n", false), "");
}
END_TEST

START_TEST(usage_lines)
{
    struct strbuf found = {0};

    option_text_usage("Usage: x [-46Aac] [-version] [-B name | --size=N]\n"
                      "         [--long] [x-y] --\nnot -z\n  nor -y\n",
                      add_option, &found);
    ck_assert_str_eq(found.text, "-4=;-6=;-A=;-a=;-c=;-version=;-B=;--size==;--long=;");
    strbuf_free(&found);
}
END_TEST

START_TEST(manual_pages)
{
    ck_assert_str_eq(options_in(".TP\n\\fB\\-a\\fR, \\fB\\-\\-all\\fR\ndo it\nall\n.TP\n", true),
                     "-a=do it all;--all=do it all;");
    ck_assert_str_eq(options_in(".IP \"\\-x \\fIfile\\fR\" 4\nthe file\n", true), "-x=the file;");
    ck_assert_str_eq(options_in(".It Fl a Ar name\nThe\n.Ar name .\n.El\n", true), "-a=The name.;");
    ck_assert_str_eq(options_in(".Nm x\n.It Fl a\nMake\n.Nm\nsee the\n.Sx B C\nof\n.Xr ls 1 ,\n"
                                ".Nm .\n.It Fl b\n.Nm\nb\n.Sh S\nnot\n",
                                true),
                     "-a=Make x see the B C of ls(1), x.;-b=x b;");
    ck_assert_str_eq(options_in(".It Fl a Xo\n.Sm off\n.Ar b : c\n.Sm on\n.Xc\nThe\n.Sm off\n"
                                ".Ar d\n.It Fl b\nb\n",
                                true),
                     "-a=The d;-b=b;");
    ck_assert_str_eq(options_in(".PP\n\\-q, \\-\\-quiet\n.RS 4\nBe quiet\\&.\n.RE\n", true),
                     "-q=Be quiet.;--quiet=Be quiet.;");
    ck_assert_str_eq(options_in(".TP\n.BR \\-n \", \" \\-\\-name=\\fIx\nsay\n", true),
                     "-n=say;--name==say;");
    ck_assert_str_eq(options_in(".TP\n\\-\\-[no\\-]x - -- \\\ny\n", true), "");
}
END_TEST

/* ---- What programs say of themselves ---- */

/* A script in the test's folder; its answer. */
static const char *answer_of(const char *script, bool expected)
{
    static struct strbuf answer;
    char path[PATH_MAX];

    FILE *file = fopen("program", "w");
    ck_assert_ptr_nonnull(file);
    fputs(script, file);
    fclose(file);
    ck_assert_int_eq(chmod("program", 0755), 0);
    ck_assert_ptr_nonnull(realpath("program", path));
    strbuf_clear(&answer);
    strbuf_reserve(&answer, 1);
    ck_assert_int_eq(program_help(path, &answer), expected);
    (void)unlink("program");
    return answer.text;
}

START_TEST(answers_to_help)
{
    ck_assert_int_eq(chmod(".", 0755), 0); /* the superuser's shell asks as nobody */
    ck_assert_str_eq(answer_of("#!/bin/sh\n# help\necho \"$#$1\"; echo error >&2; pwd\n", true),
                     "1--help\nerror\n/\n");
    ck_assert_str_eq(answer_of("#!/bin/sh\necho \"$#$1\"\n", false), "");
    ck_assert(!program_help_allowed("/nonexistent/program"));
    ck_assert(!program_help_allowed("/"));
    ck_assert(!program_help_allowed("/sbin/reboot"));
}
END_TEST

/* What hangs is killed with all that it has started; what writes without end is stopped. */
START_TEST(programs_that_do_not_end)
{
    ck_assert_int_eq(chmod(".", 0755), 0);
    ck_assert_int_eq(prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0), 0);
    const char *answer = answer_of("#!/bin/sh\n# help\nsleep 1000 &\necho $$\nsleep 1000\n", false);
    pid_t group = (pid_t)atol(answer);
    ck_assert_int_gt(group, 1);
    while (waitpid(-group, NULL, 0) > 0) /* left alone by their parent, they are this process's */
        ;
    ck_assert_int_eq(kill(-group, 0), -1);
    ck_assert_int_eq(errno, ESRCH);
    ck_assert_uint_lt(strlen(answer_of("#!/bin/sh\nexec yes help\n", false)), 1 << 20);
}
END_TEST

/* ---- Menus ---- */

static const char *menu_of(struct candidates *candidates, unsigned width, unsigned rows)
{
    static struct menu menu;

    menu_build(&menu, candidates, 0, width, rows);
    ck_assert_uint_eq(menu.text.length, menu.colours.length);
    return menu.text.length ? menu.text.text : "";
}

START_TEST(menus)
{
    struct candidates candidates = {.prefix = ""};

    candidates_add(&candidates, "one", NULL, ' ');
    candidates_add(&candidates, "two", NULL, '/');
    candidates_add(&candidates, "three", NULL, ' ');
    ck_assert_str_eq(menu_of(&candidates, 40, 10), "one    two/   three");
    ck_assert_str_eq(menu_of(&candidates, 10, 10), "one\ntwo/\nthree");
    ck_assert_str_eq(menu_of(&candidates, 10, 2), "one\n... 2 more: type on, or press Tab again");
    ck_assert_str_eq(menu_of(&candidates, 40, 0), "");
    candidates_add(&candidates, "four", "what it is\nand more", ' ');
    ck_assert_str_eq(menu_of(&candidates, 40, 10), "one\ntwo/\nthree\nfour   what it is");
    candidates_free(&candidates);
}
END_TEST

START_TEST(many_candidates)
{
    struct candidates candidates = {.prefix = "n", .prefix_length = 1};
    char text[32];

    for (int i = 10000; i > 0; i--) {
        (void)snprintf(text, sizeof text, "name%d", i);
        candidates_add(&candidates, text, NULL, ' ');
        candidates_add(&candidates, text, "the same", ' ');
    }
    candidates_add(&candidates, "other", NULL, ' ');
    candidates_sort(&candidates);
    ck_assert_uint_eq(candidates.count, 10000);
    ck_assert_str_eq(candidates.list[9].text, "name10");
    ck_assert_str_eq(candidates.list[9].description, "the same");
    ck_assert_uint_eq(candidates_common(&candidates), 4);
    ck_assert_str_eq(menu_of(&candidates, 20, 3), "name1     the same\nname2     the same\n"
                                                  "... 9998 more: type on, or press Tab again");
    candidates_free(&candidates);
}
END_TEST

START_TEST(common_characters)
{
    struct candidates candidates = {.prefix = ""};

    candidates_add(&candidates, "n\303\251", NULL, ' '); /* é and è share a byte */
    candidates_add(&candidates, "n\303\250", NULL, ' ');
    ck_assert_uint_eq(candidates_common(&candidates), 1);
    candidates_free(&candidates);
}
END_TEST

START_TEST(distances)
{
    ck_assert_uint_eq(text_distance("git", "git", 2), 0);
    ck_assert_uint_eq(text_distance("gti", "git", 2), 1);
    ck_assert_uint_eq(text_distance("gt", "git", 2), 1);
    ck_assert_uint_eq(text_distance("gist", "git", 2), 1);
    ck_assert_uint_eq(text_distance("got", "git", 2), 1);
    ck_assert_uint_eq(text_distance("kitten", "sitting", 5), 3);
    ck_assert_uint_eq(text_distance("kitten", "sitting", 2), 3);
    ck_assert_uint_eq(text_distance("", "ab", 2), 2);
    ck_assert_uint_eq(text_distance_limit("x"), 0);
}
END_TEST

Suite *interactive_completion_suite(void)
{
    Suite *suite = suite_create("interactive: completion");
    TCase *cases = tcase_create("completion");

    tcase_add_checked_fixture(cases, start_completion, finish_completion);
    tcase_add_test(cases, names_of_files);
    tcase_add_test(cases, directories_with_expansions);
    tcase_add_test(cases, directories_of_cdpath);
    tcase_add_test(cases, other_words);
    tcase_add_test(cases, hosts_and_users);
    tcase_add_test(cases, kinds_and_commands_of_ipc);
    tcase_add_test(cases, words_of_the_user);
    tcase_add_test(cases, help_texts);
    tcase_add_test(cases, usage_lines);
    tcase_add_test(cases, manual_pages);
    tcase_add_test(cases, answers_to_help);
    tcase_add_test(cases, programs_that_do_not_end);
    tcase_add_test(cases, menus);
    tcase_add_test(cases, many_candidates);
    tcase_add_test(cases, common_characters);
    tcase_add_test(cases, distances);
    suite_add_tcase(suite, cases);
    return suite;
}
